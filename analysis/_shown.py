"""What people read in HTML and on terminals: text of a corpus as it stands, numbers with nouns.

No text can act as markup, mathematics, a link or a command to the terminal. If it changes the
direction of writing, the change ends with it.
"""

import base64
import hashlib
import html
import json
import re
from functools import cache

# MathJax 3 (JupyterLab) and MathJax 2 (other viewers) skip elements of these classes. They would
# set "$5 in March and $10 in April" as a formula.
NO_MATHS = "mathjax_ignore tex2jax_ignore"

# Characters that HTML cannot hold; a browser would drop them or put others in their place.
_UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")

# Characters that move a terminal's cursor, colour it or turn the direction of writing.
_COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_END = re.compile(r"[ \t]*[\r\n\f\v\x1c-\x1e\x85\u2028\u2029]\s*")


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 text``, ``1,200 texts``, ``2 stretches``."""
    ending = "" if number == 1 else "es" if noun.endswith(("s", "x", "ch", "sh")) else "s"
    return f"{number:,} {noun}{ending}"


def without_unshowable(text: object) -> str:
    """The text with U+FFFD for each character that no HTML file can hold."""
    return _UNSHOWABLE.sub("\ufffd", str(text))


def on_one_line(text: object) -> str:
    """The text with a space for each line end; spaces of other kinds stay."""
    return _LINE_END.sub(" ", str(text))


def balanced(text: object) -> str:
    """The text with as many isolates opened as closed.

    An isolate left open would end with the ``<bdi>`` around the text, and turn what follows.
    """
    n_open = n_missing = 0
    for sign in str(text):
        if sign in "\u2066\u2067\u2068":
            n_open += 1
        elif sign == "\u2069" and n_open:
            n_open -= 1
        elif sign == "\u2069":
            n_missing += 1
    return "\u2068" * n_missing + str(text) + "\u2069" * n_open


def in_html(text: object) -> str:
    """The text for use in HTML, inside of an element of the class `NO_MATHS`."""
    return html.escape(without_unshowable(text))


def address(doc_id: object, number: object, label: object) -> str:
    """The address of a sentence as HTML: ``Axios 10``. An exported notebook makes a link of it."""
    # Attributes in the order in which nbconvert writes them anew.
    where = f'data-sentence="{in_html(number)}" data-text="{in_html(doc_id)}"'
    return (
        f'<span class="address" {where}><bdi>{in_html(balanced(label))}</bdi>&nbsp;{number}</span>'
    )


def in_terminal(text: object) -> str:
    r"""The text on one line; characters that command a terminal are written out, as ``\x1b``."""
    return _COMMANDS.sub(lambda match: ascii(match[0])[1:-1], on_one_line(text))


def as_json(data: object) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace").decode()


def html_head(title: str, style: str, script: str = "", inline: bool = False) -> str:
    """An HTML file to the end of its head. It loads nothing, and runs no other script.

    Its Content-Security-Policy names `style` and `script` by their hashes. `inline` allows other
    styles, for elements with their own, such as tables of a notebook.
    """
    policy = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src "
    policy += "'unsafe-inline'" if inline else f"'{_policy_hash(style)}'"
    if script:
        policy += f"; script-src '{_policy_hash(script)}'; require-trusted-types-for 'script'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{in_html(title)}</title>\n<style>{style}</style>\n</head>\n"
    )


def _policy_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def html_templates(package: str):
    """The Jinja2 templates of a room; they escape what they are filled with."""
    from jinja2 import Environment, PackageLoader

    loader = PackageLoader(package)
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
