"""An executed notebook as one HTML file to be read: code folded, a switch for code and large type.

It asks nothing of the network and runs one script, its own, which the policy names by its hash.
"""

import re
import sys
from collections.abc import Collection, Mapping
from functools import cache
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from analysis._shown import html_head

TEMPLATES = Path(__file__).with_name("templates")
STYLE = (TEMPLATES / "reading.css").read_text(encoding="utf-8")
SCRIPT = (TEMPLATES / "reading.js").read_text(encoding="utf-8")

VIEWS = {"reading": "Reading", "code": "With code", "large": "Large type"}

# What `_shown.address` writes; text of a corpus cannot look like it, for its brackets are escaped.
ADDRESS = re.compile(
    r'<span class="address" data-sentence="([^"]*)" data-text="([^"]*)">(.*?)</span>', re.DOTALL
)


def export_notebook(
    book,
    path: Path,
    before: tuple[str, str] | None = None,
    after: tuple[str, str] | None = None,
    anchors: Mapping[str, str] | None = None,
    on_page: Collection[str] = (),
) -> None:
    """Write an executed notebook as HTML: prose, code, outputs, pictures with their texts.

    `before` and `after` are the file and title of the notebooks beside it. `anchors` names each
    text as addresses of the reading page do; a sentence whose address is `on_page` becomes a link.
    """
    body, _ = _exporter().from_notebook_node(book)
    if anchors:
        body = ADDRESS.sub(lambda found: _linked(found, anchors, on_page), body)
    links = [
        # A title up to its colon is enough to choose by.
        _link(before[0], f"← {before[1].partition(':')[0]}", "along") if before else "",
        _link("../index.html", "The texts and findings", "page"),
        _link(after[0], f"{after[1].partition(':')[0]} →", "along") if after else "",
    ]
    nav = f'<nav aria-label="{{}}">{"".join(links)}</nav>'
    top = f'<header class="bar">{nav.format("Notebooks")}{_switch()}</header>'
    foot = f'<footer class="bar">{nav.format("Notebooks, again")}</footer>'
    script = f"<script>{SCRIPT}</script>"
    page = html_page(title_of(book) or path.stem, f"{top}<main>{body}</main>{foot}{script}")
    path.write_bytes(page.encode("utf-8", "replace"))


@cache
def _exporter():
    from jinja2 import FileSystemLoader
    from nbconvert import HTMLExporter

    # A template without a head: JupyterLab's brings 280 kB of styles, a library of scripts, and
    # MathJax from the network. Pictures stand in the outputs; no other is looked for.
    return HTMLExporter(
        extra_loaders=[FileSystemLoader(TEMPLATES)],
        template_name="basic",
        template_file="notebook.html.j2",
        embed_images=False,
        exclude_anchor_links=True,
        exclude_output_prompt=True,
    )


def load_nbformat():
    """The module `nbformat`, without a grammar of addresses that takes seconds to compile.

    No notebook needs that grammar, and other code that imports it still gets it.
    """
    grammar = "rfc3987_syntax"
    before = sys.modules.setdefault(grammar, None)  # type: ignore[arg-type]
    try:
        import nbformat
    finally:
        if before is None:
            del sys.modules[grammar]
    return nbformat


def title_of(book) -> str:
    """The first line of a notebook, without the mark of a heading."""
    first = next((cell.source for cell in book.cells if cell.cell_type == "markdown"), "")
    return first.strip().partition("\n")[0].lstrip("# ")


def html_page(title: str, body: str) -> str:
    """A whole HTML file round `body`, which is HTML; `title` is text."""
    return f"{html_head(title, STYLE, SCRIPT, inline=True)}<body>\n{body}\n</body>\n</html>\n"


def _linked(found: re.Match, anchors: Mapping[str, str], on_page: Collection[str]) -> str:
    number, text, label = found.groups()
    anchor = f"{anchors.get(unescape(text), '')}-{number}"
    if anchor not in on_page:
        return found[0]
    return f'<a class="address" href="../index.html#{quote(anchor)}">{label}</a>'


def _link(to: str, text: str, kind: str) -> str:
    return f'<a class="{kind}" href="{escape(quote(to))}">{escape(text)}</a>'


def _switch() -> str:
    options = "".join(
        f'<label><input type="radio" name="view" id="{view}"{" checked" * (view == "reading")}>'
        f"{name}</label>"
        for view, name in VIEWS.items()
    )
    return f"<fieldset><legend>View</legend>{options}</fieldset>"
