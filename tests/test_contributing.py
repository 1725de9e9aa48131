"""The templates of CONTRIBUTING.md are code that works, and what they say is looked at is."""

import importlib
import re
import runpy
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from drawn import documents
from test_docstrings import unsaid

from analysis import sentences
from analysis._checks import need
from analysis.bring.formats import READERS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MEASURE, CHART, _, READER = (
    textwrap.dedent(block) for block in re.findall(r"   ```python\n(.*?)   ```", PAGE, re.DOTALL)
)
INSTALLED = SimpleNamespace(**runpy.run_path(str(ROOT / "tools" / "installed.py")))


def made(code: str, **names) -> dict:
    exec(compile(code, "CONTRIBUTING.md", "exec"), names)
    return names


def test_the_measure_measures(of_text):
    """ "No deal." and "It was over, he said." are sentences of two and five words."""
    names = made(MEASURE, **{n: getattr(sentences, n) for n in ("pd", "need")}, spans=spans_of())
    table = names["lengths"](sentences.split(of_text("No deal. It was over, he said.")))
    assert table.loc[0, ["n_sentences", "mean", "median"]].to_list() == [2, 3.5, 3.5]
    assert names["lengths"](sentences.split(of_text("No."))[:0]).empty


def test_the_measure_says_all_that_a_verb_of_the_readme_says(tmp_path, monkeypatch):
    (tmp_path / "measure.py").write_text(MEASURE.replace("pd.DataFrame", "object"))
    monkeypatch.syspath_prepend(str(tmp_path))
    function = importlib.import_module("measure").lengths
    function.__globals__["need"] = need
    assert unsaid(function, "sentences.lengths") == []


def spans_of():
    from analysis.words import spans

    return spans


def test_the_chart_draws_and_claims():
    names = made(CHART)
    table = pd.DataFrame({"doc_id": documents(2)["doc_id"], "mean": [20.0, 21.0]})
    ax = names["plot"](table, documents(2))
    assert [line.get_xdata()[0] for line in ax.lines] == [20, 21]
    assert "21 words" in names["headline"](table, documents(2))


def test_the_reader_reads_and_refuses():
    read = made(READER)["read_subtitles"]
    small = b"1\n00:00:01,000 --> 00:00:02,000\nNo\ndeal.\n\n2\n00:00:03,000 --> 00:00:04,000\nBye."
    assert read(small).text.split() == ["No", "deal.", "Bye."]
    of_windows = read(small.replace(b"Bye.", b"Caf\xe9."))
    assert (of_windows.text.split()[-1], of_windows.encoding) == ("Café.", "cp1252")
    with pytest.raises(ValueError, match="no times of subtitles"):
        read(b"A letter.")
    assert ".srt" not in READERS, "the page's example has become a reader: choose another"


def test_the_places_that_the_page_names_are_there():
    """Files, and the names in them that someone is told to change."""
    named = {
        "lexicons/lists": "FORMATS _recognise _cells read_lexicon lexicon_versions",
        "sensitivity": "CHOICES CONTROLS WORDS TONE CODES STANCE remembered",
        "page/render": "FAILS",
        "bring/formats": "READERS",
        "bring/shared": "import_extra call_library",
        "bring/zotero": "PREFERRED",
        "bring/lines": "role_of_line name_notes",
        "corpus": "ROLES DOCUMENT_COLUMNS",
        "study/gallery": "MODULES",
    }
    for file, names in named.items():
        source = (ROOT / "analysis" / f"{file}.py").read_text(encoding="utf-8")
        for name in names.split():
            assert f"`{name}" in PAGE or f"`@{name}" in PAGE, name
            assert re.search(rf"^(def )?{name}\b", source, re.MULTILINE), name
    for path in re.findall(r"`((?:analysis|tests|data|tools)/[\w/]+\.\w+)`", PAGE):
        assert (ROOT / path).exists() or "sentence_lengths" in path or "subtitles" in path, path


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("GPL-3.0-only", True),
        ("GNU General Public License v3 or later (GPLv3+)", True),
        ("CC-BY-NC-4.0", True),
        ("MIT", False),
        ("BSD-3-Clause", False),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
    ],
)
def test_licences_that_bind_users_are_refused(said, refused):
    found = bool(INSTALLED.REFUSED.search(said)) and not INSTALLED.FREE.search(said)
    assert found == refused


def test_a_version_that_is_too_old_or_lacks_is_named():
    found, problems = INSTALLED.with_all_they_bring(["numpy>=999", "no-such-package-here"])
    assert [problem.split(":")[0] for problem in problems] == ["no-such-package-here", "numpy"]
    assert list(found) == ["numpy"]
