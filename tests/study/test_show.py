"""What notebooks show: other people's text stays text, numbers are aligned, runs repeat."""

import ast
import re
import sys
from pathlib import Path

import bs4
import pandas as pd
from anything import TEXTS, examples
from hypothesis import given
from nbconvert.filters import markdown2html

from analysis._shown import NO_MATHS, balanced, on_one_line
from analysis.study import show


def test_text_of_a_corpus_stays_text_in_tables():
    frame = pd.DataFrame({"text": ["<script>alert(1)</script>"], "n": [1], "x": [0.12345]})
    page = show.tabulate(frame, caption="<b>x</b>").data
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert ">0.12<" in page


def test_a_column_name_stays_text():
    assert "<img" not in show.tabulate(pd.DataFrame({"<img src=x>": [1]})).data


def test_text_of_a_corpus_stays_text_in_prose():
    shown = show.quote("*a* <b> [x](javascript:y) `z` $q$ \\")
    inside = shown.removeprefix(f'<bdi class="{NO_MATHS}">').removesuffix("</bdi>")
    assert not set("*<>[]()`$\\:") & set(inside)


@examples(25)
@given(TEXTS)
def test_what_is_quoted_reads_as_it_stands(text):
    """The expectation is the text itself, read by a program for HTML behind one for Markdown."""
    found = bs4.BeautifulSoup(
        markdown2html(show.say(f"A {show.quote(text)} Z").data), "html.parser"
    )
    assert [each.name for each in found.find_all()] == ["div", "p", "bdi"]
    line = balanced(on_one_line(text).replace("\0", "\ufffd"))
    assert as_seen(found.p.get_text()) == as_seen(f"A {line} Z")


@examples(20)
@given(TEXTS)
def test_tables_and_marked_sentences_read_as_they_stand(text):
    text = text.replace("\r", " ")  # a browser makes a line end of it, which shows as a space
    page = show.tabulate(pd.DataFrame({f"a{text}": [f"b{text}"]}), f"c{text}").data
    table = bs4.BeautifulSoup(page, "html.parser")
    expected = as_seen(text.replace("\0", "\ufffd"))
    assert as_seen(table.th.get_text()) == as_seen(f"a{expected}")
    assert as_seen(table.td.get_text()) == as_seen(f"b{expected}")
    assert as_seen(table.caption.get_text()) == as_seen(f"c{expected}")
    row = {"doc_id": text, "sentence_id": 1, "text": text, "start": 0, "end": len(text)}
    found = pd.DataFrame([row | {"spans": ((1, max(len(text) - 1, 1)),)}])
    marked = bs4.BeautifulSoup(show.mark_spans(found).data, "html.parser")
    found = [as_seen(each.get_text()) for each in marked.li.find_all("bdi")]
    assert found == [as_seen(balanced(expected)), expected]


def as_seen(text: str) -> str:
    """The text with one space for what a browser shows as one: spaces, tabs and line ends."""
    return re.sub("[ \t\n\f]+", " ", text)


def test_a_dollar_and_an_address_in_prose_are_no_more_than_that():
    page = markdown2html(show.say("$5 to $6, https://a.org www.b.org c@d.org, `$x$`").data)
    assert bs4.BeautifulSoup(page, "html.parser").get_text().strip() == (
        "$5 to $6, https://a.org www.b.org c@d.org, $x$"
    )
    assert "<a" not in page
    assert '<a href="https://a.org">' in markdown2html(show.say("[here](https://a.org)").data)


def test_two_tables_have_their_own_ids_and_one_table_always_the_same():
    one, two = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]})
    assert show.tabulate(one).data == show.tabulate(one).data
    assert show.tabulate(one).data.split("T_")[1][:8] != show.tabulate(two).data.split("T_")[1][:8]


def test_a_count_agrees_with_its_noun():
    """By English grammar."""
    pairs = [(1, "text"), (0, "text"), (1200, "text"), (2, "stretch"), (1, "stretch"), (2, "class")]
    assert [show.counted(*pair) for pair in pairs] == [
        *("1 text", "0 texts", "1,200 texts", "2 stretches", "1 stretch", "2 classes"),
    ]


def test_listing_reads_as_a_sentence():
    assert [show.listing(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_versions_name_what_a_result_depends_on():
    found = show.versions().set_index("package")["version"]
    assert found["pandas"] == pd.__version__


def test_versions_are_those_of_what_a_result_depends_on():
    """Every package that measuring or drawing imports, and the two with the word lists."""
    package = Path(show.__file__).parent.parent
    rooms = ("lexicons", "codebook", "engine", "charts", "multiverse")
    files = [*package.glob("*.py"), *(f for room in rooms for f in (package / room).glob("*.py"))]
    found = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    foreign = found - set(sys.stdlib_module_names) - {"analysis"}
    # What changes no result: a progress bar, displays of a notebook, a lock, files, heads of pages.
    foreign -= {"tqdm", "IPython", "filelock", "openpyxl", "fontTools", "jinja2"}
    known = {name.lower().replace("scikit-learn", "sklearn") for name in show.SHOWN_VERSIONS}
    assert known == foreign | {"vadersentiment", "textblob"}
