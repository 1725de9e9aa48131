"""Sentiment lexicons as tables of terms and valences, from installed packages and your files.

Whatever its format, a file is read as a term and a valence a line, by one reader (`read_lexicon`);
`FORMATS` holds what tells the formats apart.
"""

import csv
import importlib.metadata
import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pandas as pd

_SCALE = 4.0  # VADER's rules add and take away in units of valences from -4 to 4
_POLARITY = {"positive": 1.0, "negative": -1.0, "neutral": 0.0, "both": 0.0}
_STRENGTH = {"strongsubj": 2.0, "weaksubj": 1.0}
_CLUE = re.compile(r"(\w+)=(\S+)")

Line = tuple[int, str]  # its number in the file, from 1, and its text


class Format(NamedTuple):
    """How a file of one format is read: the column of the term, and what makes the valence."""

    term: str
    valence: Callable[[Mapping[str, str]], float | None]  # of a line's cells; None: leave it out
    wrong: str  # what to say of a line that has no term or valence
    comment: tuple[str, ...] = ()  # lines that begin so are passed over


def _number(cells: Mapping[str, str]) -> float:
    return float(cells["valence"])


FORMATS = {
    "hu-liu": Format("term", _number, "a word is needed, not {line!r}", (";",)),
    "mpqa": Format(
        "word1",
        lambda cells: _STRENGTH[cells["type"]] * _POLARITY[cells["priorpolarity"]],
        "not a subjectivity clue (type=strongsubj … word1=… priorpolarity=negative): {line!r}",
    ),
    "loughran-mcdonald": Format(
        "word",
        # A year says that a word is on a list; a negative year, that it was taken off again.
        lambda cells: (
            float((float(cells["positive"]) > 0) - (float(cells["negative"]) > 0)) or None
        ),
        "Positive and Negative are a year, or 0, not {line!r}",
    ),
    "table": Format("term", _number, "a term and a number are needed, not {line!r}", ("#\t",)),
}


def packaged_lexicons() -> dict[str, pd.Series]:
    """The default panel, by name: "vader" and "pattern"."""
    return {"vader": vader_lexicon(), "pattern": pattern_lexicon()}


def lexicon_versions() -> dict[str, str]:
    """The package and version that each packaged lexicon is read from; only what is installed."""
    homes = {"vader": "vaderSentiment", "pattern": "textblob", "labmt": "shifterator"}
    return {
        name: f"{home} {importlib.metadata.version(home)}"
        for name, home in homes.items()
        if importlib.util.find_spec(home)
    }


def vader_lexicon() -> pd.Series:
    """VADER's lexicon: valence (-4 … 4, mean of ten raters) by term, 7,506 terms.

    Read from the installed vaderSentiment (Hutto & Gilbert 2014, MIT licence), which is not
    imported. Terms with a space in them are listed and never matched: VADER looks up single words.
    The raters saw words without context, so a term of conflict ("war") is negative whoever uses it.
    """
    return _vader("vader_lexicon.txt", float).rename("valence").rename_axis("term").copy()


def emoji_words() -> dict[str, str]:
    """VADER's description of each emoji, by emoji; a description is read like any other words."""
    return _vader("emoji_utf8_lexicon.txt", str).to_dict()


def pattern_lexicon() -> pd.Series:
    """Pattern's lexicon: valence (-4 … 4) by term, some 1,500 terms, most of them adjectives.

    By De Smedt & Daelemans (2012, LREC), in the public domain (PDDL); read from the installed
    TextBlob (MIT licence), which is not imported. Its polarity of -1 … 1, averaged over the senses
    of a word, is multiplied by 4, the scale of VADER's rules. The words were rated for reviews of
    books and films: few nouns and verbs, so the vocabulary of politics and war is missing.
    """
    return _pattern().copy()


def labmt_lexicon() -> pd.Series:
    """labMT 1.0: valence (-4 … 4) by term, some 3,700 terms with a clear tone.

    Happiness of the 10,222 most frequent words by fifty raters each, 1 to 9, minus 5; words within
    1 of the middle are left out, as its authors do (Dodds et al. 2011, PLoS ONE, CC BY). Read from
    shifterator (Apache-2.0), where that is installed; the project does not require it, since it has
    had no release since 2021 and carries other lists that are for research only. The words came
    from tweets, lyrics, books and news, and were rated one by one: "war" is unhappy in any use.
    """
    file = _inside("shifterator", "labMT is in the package shifterator", "lexicons", "labMT")
    valence = read_lexicon(file / "labMT_English.tsv", "table") - 5
    return valence[valence.abs() >= 1]


def read_lexicon(path: str | Path | Sequence[str | Path], format: str | None = None) -> pd.Series:
    """A lexicon from a file, a folder or several files: valence by term, terms in small letters.

    The form is told from the content, or given as `format`:

    ========================  =====================================================================
    ``"hu-liu"``              a list of positive and one of negative words, ``;`` before comments;
                              told apart by "positive"/"negative" in the file name; +1, -1
                              (Hu & Liu 2004)
    ``"mpqa"``                ``type=strongsubj … word1=… priorpolarity=negative``; strong ±2,
                              weak ±1, neutral and both 0 (Wilson, Wiebe & Hoffmann 2005)
    ``"loughran-mcdonald"``   the master dictionary, columns Word, Negative, Positive with the year
                              of entry, or 0; +1, -1; other words left out (2011)
    ``"table"``               term and valence, tab or comma between, a heading or none: AFINN
                              (Nielsen 2011), SO-CAL (Taboada et al. 2011), VADER, your own
    ========================  =====================================================================

    A term that occurs several times (as parts of speech, in several files) has the mean of its
    valences. In a folder, files of intensifiers (``int_…``, SO-CAL) and read-me files are left out.
    Scales differ between lexicons: compare them by rank or by z-score, never by raw sums.

    Raises ``ValueError`` that names the file and the line.
    """
    if format is not None and format not in FORMATS:
        raise ValueError(f"lexicon: no format {format!r}; use one of {', '.join(FORMATS)}")
    entries = [entry for file in _files(path) for entry in _entries(file, format)]
    if not entries:
        raise ValueError(f"{path}: no term in it; is this the lexicon?")
    return _mean_by_term(entries)


def _inside(package: str, what: str, *path: str) -> Path:
    """A file or folder of an installed package, found without importing it."""
    found = importlib.util.find_spec(package)
    if found is None or found.submodule_search_locations is None:
        raise ModuleNotFoundError(f"{what}; pip install {package}")
    return Path(found.submodule_search_locations[0], *path)


@cache
def _vader(name: str, kind: Callable) -> pd.Series:
    file = _inside("vaderSentiment", "VADER's lexicon is in the package vaderSentiment", name)
    lines = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    pairs = [line.strip().split("\t")[:2] for line in lines if line]
    return pd.Series({key: kind(value) for key, value in pairs})


@cache
def _pattern() -> pd.Series:
    file = _inside("textblob", "Pattern's lexicon is in the package textblob", "en")
    words = ElementTree.parse(file / "en-sentiment.xml").getroot().iter("word")
    return _mean_by_term(
        (word.attrib["form"], float(word.attrib["polarity"]) * _SCALE) for word in words
    )


def _files(path: str | Path | Sequence[str | Path]) -> list[Path]:
    paths = [Path(path)] if isinstance(path, str | Path) else [Path(p) for p in path]
    files = []
    for one in paths:
        if one.is_dir():
            inside = [p for p in one.iterdir() if p.suffix in {".txt", ".csv", ".tsv", ".tff"}]
            other = ("int_", "readme")
            files += [p for p in sorted(inside) if not p.name.lower().startswith(other)]
        elif one.is_file():
            files.append(one)
        else:
            raise ValueError(f"{one}: no such file or folder; give the path of a lexicon")
    if not files:
        raise ValueError(f"{path}: no .txt, .csv, .tsv or .tff file in this folder")
    return files


def _mean_by_term(entries: Iterable[tuple[str, float]]) -> pd.Series:
    table = pd.DataFrame(entries, columns=["term", "valence"])
    return table.groupby(table["term"].str.lower(), sort=False)["valence"].mean()


def _entries(file: Path, format: str | None) -> Iterator[tuple[str, float]]:
    lines = _lines(file)
    if not lines:
        return
    name = format or _recognise(file, lines)
    form = FORMATS[name]
    lines = [line for line in lines if not line[1].startswith(form.comment)]
    for number, line, cells in _cells(file, lines, name):
        try:
            term, valence = cells[form.term], form.valence(cells)
        except (KeyError, ValueError):
            raise ValueError(f"{file}, line {number}: {form.wrong.format(line=line)}") from None
        if valence is not None:
            yield term, valence


def _lines(file: Path) -> list[Line]:
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")  # Hu & Liu's lists and some of SO-CAL's
    return [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]


def _recognise(file: Path, lines: list[Line]) -> str:
    """The format of a file, by its first line that is no comment."""
    content = [line for _, line in lines if not line.startswith((";", "#"))]
    first = content[0] if content else ""
    heading = {cell.strip().strip('"').lower() for cell in first.split(",")}
    if {"word", "negative", "positive"} <= heading:
        return "loughran-mcdonald"
    if "priorpolarity=" in first or "word1=" in first:
        return "mpqa"
    if "\t" in first or "," in first:
        return "table"
    if len(lines) == len(content) and not _side(file):
        raise ValueError(
            f"{file}, line 1: {first!r} is no entry of a known form "
            f"({', '.join(FORMATS)}); a plain table has a term, a tab and a valence on each line"
        )
    return "hu-liu"


def _side(file: Path) -> int:
    """The valence of all words of a list, by the name of its file; 0 if the name says nothing."""
    name = file.stem.lower()
    return ("positive" in name) - ("negative" in name)


def _cells(file: Path, lines: list[Line], name: str) -> list[tuple[int, str, dict[str, str]]]:
    """Each line but the heading, with its number and its cells by column."""
    if name == "mpqa":
        return [(number, line, dict(_CLUE.findall(line))) for number, line in lines]
    if name == "hu-liu":
        side = _side(file)
        if not side:
            raise ValueError(
                f"{file}: a word list without valences; put 'positive' or 'negative' in its name"
            )
        return [(number, line, {"term": line, "valence": str(side)}) for number, line in lines]
    delimiter = "\t" if name == "table" and lines and "\t" in lines[0][1] else ","
    rows = [next(csv.reader([line])) if delimiter == "," else line.split("\t") for _, line in lines]
    rows = [[cell.strip() for cell in row] for row in rows]
    columns, has_heading = _columns(file, rows, name)
    return [
        (number, line, dict(zip(columns, row, strict=False)))
        for (number, line), row in zip(lines[has_heading:], rows[has_heading:], strict=True)
    ]


def _columns(file: Path, rows: list[list[str]], name: str) -> tuple[list[str], bool]:
    """The names of the columns, and whether the first line is a heading."""
    heading = [cell.lower() for cell in rows[0]] if rows else []
    if name == "loughran-mcdonald":
        lacking = {"word", "positive", "negative"} - set(heading)
        if lacking:
            listed = ", ".join(sorted(lacking))
            raise ValueError(f"{file}, line 1: no column {listed} in the heading")
        return heading, True
    if {"term", "valence"} <= set(heading):
        return heading, True
    try:
        float(heading[1] if len(heading) > 1 else 0)
    except ValueError:  # a first line without a number is a heading in other words
        return ["term", "valence"], True
    return ["term", "valence"], False
