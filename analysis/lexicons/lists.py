"""Sentiment lexicons as tables of terms and valences, from the files that researchers have."""

import csv
import importlib.metadata
import importlib.util
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

_SCALE = 4.0  # VADER's rules add and take away in units of valences from -4 to 4


def packaged_lexicons() -> dict[str, pd.Series]:
    """The default panel, by name: "vader" and "pattern"."""
    return {"vader": vader_lexicon(), "pattern": pattern()}


def pattern() -> pd.Series:
    """Pattern's lexicon: valence (-4 … 4) by term, some 1,500 terms, most of them adjectives.

    By De Smedt & Daelemans (2012, LREC), in the public domain (PDDL); read from the installed
    TextBlob (MIT licence), which is not imported. Its polarity of -1 … 1, averaged over the senses
    of a word, is multiplied by 4, the scale of VADER's rules. The words were rated for reviews of
    books and films: few nouns and verbs, so the vocabulary of politics and war is missing.
    """
    return _pattern().copy()


@cache
def _pattern() -> pd.Series:
    file = _inside("textblob", "Pattern's lexicon is in the package textblob", "en")
    words = ElementTree.parse(file / "en-sentiment.xml").getroot().iter("word")
    senses = [(word.get("form").lower(), float(word.get("polarity")) * _SCALE) for word in words]
    table = pd.DataFrame(senses, columns=["term", "valence"])
    return table.groupby("term", sort=False)["valence"].mean()


def labmt() -> pd.Series:
    """labMT 1.0: valence (-4 … 4) by term, some 3,700 terms with a clear tone.

    Happiness of the 10,222 most frequent words by fifty raters each, 1 to 9, minus 5; words within
    1 of the middle are left out, as its authors do (Dodds et al. 2011, PLoS ONE, CC BY). Read from
    shifterator (Apache-2.0), where that is installed; the project does not require it, since it has
    had no release since 2021 and carries other lists that are for research only. The words came
    from tweets, lyrics, books and news, and were rated one by one: "war" is unhappy in any use.
    """
    file = _inside("shifterator", "labMT is in the package shifterator", "lexicons", "labMT")
    table = pd.read_csv(
        file / "labMT_English.tsv",
        sep="\t",
        names=["term", "happiness"],
        quoting=3,
        keep_default_na=False,
        dtype={"term": str, "happiness": float},
    )
    valence = table.set_index("term")["happiness"].rename("valence") - 5
    return valence[valence.abs() >= 1]


def _inside(package: str, what: str, *folders: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None:
        raise ModuleNotFoundError(f"{what}; pip install {package}")
    return Path(found.submodule_search_locations[0], *folders)


FORMATS = ("hu-liu", "mpqa", "loughran-mcdonald", "table")

_POLARITY = {"positive": 1.0, "negative": -1.0, "neutral": 0.0, "both": 0.0}

_STRENGTH = {"strongsubj": 2.0, "weaksubj": 1.0}

_CLUE = re.compile(r"(\w+)=(\S+)")


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
    entries = [entry for file in _files(path) for entry in _read_file(file, format)]
    if not entries:
        raise ValueError(f"{path}: no term in it; is this the lexicon?")
    table = pd.DataFrame(entries, columns=["term", "valence"])
    table["term"] = table["term"].str.lower()
    return table.groupby("term", sort=False)["valence"].mean()


@cache
def _vader(name: str, kind: Callable) -> pd.Series:
    package = importlib.util.find_spec("vaderSentiment")
    if package is None:
        raise ModuleNotFoundError(
            "VADER's lexicon is in the package vaderSentiment; pip install vaderSentiment"
        )
    file = Path(package.submodule_search_locations[0], name)
    lines = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    pairs = [line.strip().split("\t")[:2] for line in lines if line]
    return pd.Series({key: kind(value) for key, value in pairs})


def _files(path: str | Path | Sequence[str | Path]) -> list[Path]:
    paths = [Path(path)] if isinstance(path, str | Path) else [Path(p) for p in path]
    files = []
    for one in paths:
        if one.is_dir():
            inside = sorted(
                p for p in one.iterdir() if p.suffix in {".txt", ".csv", ".tsv", ".tff"}
            )
            files += [p for p in inside if not p.name.lower().startswith(("int_", "readme"))]
        elif one.is_file():
            files.append(one)
        else:
            raise ValueError(f"{one}: no such file or folder; give the path of a lexicon")
    if not files:
        raise ValueError(f"{path}: no .txt, .csv, .tsv or .tff file in this folder")
    return files


def _read_file(file: Path, format: str | None) -> list[tuple[str, float]]:
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")  # Hu & Liu's lists and some of SO-CAL's
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        return []
    reader = {
        "hu-liu": _hu_liu,
        "mpqa": _mpqa,
        "loughran-mcdonald": _loughran_mcdonald,
        "table": _table,
    }[format or _recognise(file, lines)]
    return list(reader(file, lines))


def _recognise(file: Path, lines: list[tuple[int, str]]) -> str:
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


def _hu_liu(file: Path, lines: list[tuple[int, str]]) -> Iterable[tuple[str, float]]:
    side = _side(file)
    if not side:
        raise ValueError(
            f"{file}: a word list without valences; put 'positive' or 'negative' in its name"
        )
    return [(line, side) for _, line in lines if not line.startswith(";")]


def _side(file: Path) -> float:
    name = file.stem.lower()
    return ("positive" in name) * 1.0 - ("negative" in name) * 1.0


def _mpqa(file: Path, lines: list[tuple[int, str]]) -> Iterable[tuple[str, float]]:
    for number, line in lines:
        clue = dict(_CLUE.findall(line))
        try:
            strength, polarity = _STRENGTH[clue["type"]], _POLARITY[clue["priorpolarity"]]
            yield clue["word1"], strength * polarity
        except KeyError as error:
            raise ValueError(
                f"{file}, line {number}: not a subjectivity clue "
                f"(type=strongsubj … word1=… priorpolarity=negative): {error} in {line!r}"
            ) from None


def _loughran_mcdonald(file: Path, lines: list[tuple[int, str]]) -> Iterable[tuple[str, float]]:
    rows = csv.reader(line for _, line in lines)
    heading = [cell.strip().lower() for cell in next(rows)]
    lacking = {"word", "positive", "negative"} - set(heading)
    if lacking:
        raise ValueError(f"{file}, line 1: no column {', '.join(sorted(lacking))} in the heading")
    word, positive, negative = (heading.index(c) for c in ("word", "positive", "negative"))
    for (number, line), row in zip(lines[1:], rows, strict=True):
        try:
            valence = (float(row[positive]) > 0) - (float(row[negative]) > 0)
        except (ValueError, IndexError):
            raise ValueError(
                f"{file}, line {number}: Positive and Negative are a year, or 0, not {line!r}"
            ) from None
        if valence:  # a negative number is the year in which a word was taken off the list
            yield row[word], float(valence)


def _table(file: Path, lines: list[tuple[int, str]]) -> Iterable[tuple[str, float]]:
    lines = [(number, line) for number, line in lines if not line.startswith("#\t")]
    delimiter = "\t" if lines and "\t" in lines[0][1] else ","
    term, valence = 0, 1
    for place, (number, line) in enumerate(lines):
        cells = (
            [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
            if delimiter == ","
            else [cell.strip() for cell in line.split("\t")]
        )
        heading = [cell.lower() for cell in cells]
        if place == 0 and "valence" in heading and "term" in heading:
            term, valence = heading.index("term"), heading.index("valence")
            continue
        try:
            entry = cells[term], float(cells[valence])
        except (ValueError, IndexError):
            if place == 0 and len(cells) > 1:
                continue  # a heading in other words
            raise ValueError(
                f"{file}, line {number}: a term and a number are needed, not {line!r}"
            ) from None
        yield entry
