"""What notebooks show: other people's text stays text, numbers are aligned, runs repeat."""

import ast
import sys
from pathlib import Path

import pandas as pd

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
    assert not set("*<>[]()`$\\") & set(shown.replace("&lt;", "").replace("&gt;", ""))


def test_two_tables_have_their_own_ids_and_one_table_always_the_same():
    one, two = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]})
    assert show.tabulate(one).data == show.tabulate(one).data
    assert show.tabulate(one).data.split("T_")[1][:8] != show.tabulate(two).data.split("T_")[1][:8]


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
    # What shows a result and changes none: a progress bar, and displays of a notebook.
    foreign -= {"tqdm", "IPython"}
    known = {name.lower().replace("scikit-learn", "sklearn") for name in show.SHOWN_VERSIONS}
    assert known == foreign | {"vadersentiment", "textblob"}
