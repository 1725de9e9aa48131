"""How typography is read: one stated table, for words, searches, sentence ends and scores.

A page says ``isn’t`` or ``isn't`` by the taste of its editor, and a reader sees no difference. So
whatever cuts, counts, matches or scores a text looks at its folded form (`FOLDS`), and the places
in all tables stay those of the raw text. Characters that a reader does not see (`INVISIBLE`) make
neither words nor differences. A hyphen stays a hyphen, and capitals and accents stay.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd


class Fold(NamedTuple):
    """Characters that are read as another one, or as several."""

    characters: str
    read_as: str
    what: str


_FULL_WIDTH = sorted(set(map(chr, range(33, 127))) - set("'`\"-"))
LIGATURES = {ord(one): unicodedata.normalize("NFKC", one) for one in "ﬀﬁﬂﬃﬄﬅﬆ"}

# Readings of the same length: for words, searches, sentence ends and scores.
FOLDS = (
    Fold("’‘‛ʼʻʹʾꞌ´`｀′‵＇", "'", "apostrophes, and single quotation marks, which look like them"),
    Fold("“”„‟″‶＂ʺ〝〞«»‚‹›「」『』《》❝❞", '"', "quotation marks that are no apostrophe"),
    Fold("‐‑﹣－−", "-", "hyphens, those that no line may break at among them, and the minus sign"),
    Fold("⋯", "…", "the ellipsis in the middle of the line"),
    *(Fold(chr(ord(c) + 0xFEE0), c, "a full-width form") for c in _FULL_WIDTH),
)
# Longer or shorter than before: for scores alone, whose rules look at what stands between white
# space.
SPACED = (
    Fold("…⋯", "...", "the ellipsis in one character"),
    Fold("‒–—―⸺⸻", " - ", "dashes, but between two digits; two hyphens are spaced between words"),
    Fold("‥", "..", "two dots in one character"),
    Fold("†‡¹²³⁰⁴⁵⁶⁷⁸⁹", "", "the marks of notes"),
    *(Fold(chr(code), letters, "a ligature") for code, letters in LIGATURES.items()),
)
# Soft hyphens, joiners, marks of direction and of the look of emoji, fillers, a byte order mark.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
SOFT_HYPHEN = "\u00ad"  # stands for all of them where a text may not become shorter
APOSTROPHES = "'" + FOLDS[0].characters
DASHES = SPACED[1].characters
_UNSEEN = re.compile(f"[{INVISIBLE}]")
# A dash that does not stand between two digits, or hyphens that join two words. What is looked for
# begins with one set of characters, which a search skips to.
_DASH = re.compile(
    rf"[{DASHES}-](?:(?<=[{DASHES}])(?:(?<![0-9].)|(?![0-9]))"
    rf"|(?<=[\w\"'”’)\].,!?…{INVISIBLE}]-)-+(?=[\w\"'“‘(\[{INVISIBLE}]))"
)


class _Table(dict):
    """The reading of each character, by its code: a table for ``str.translate``."""

    def __init__(self, folds: Mapping[int, str], invisible: str):
        super().__init__(folds)
        self.invisible = invisible

    def __missing__(self, code: int) -> str:
        # Every answer is kept: a text has few different characters.
        self[code] = self.invisible if _UNSEEN.match(chr(code)) else chr(code)
        return self[code]


def straighten(text: str) -> str:
    """The text in straight marks and plain hyphens, each character in its place.

    A character that a reader does not see becomes a soft hyphen.
    """
    return text.translate(_straight())


def read_as(text: str, table: Mapping[int, str] | None = None) -> str:
    """The text as it is scored: folded, spelled out, and with spaces round its dashes.

    Equal to ``"".join(pieces(text))``. `table` is one of `spelling`, where more is spelled out.
    """
    spaced = _DASH.sub(lambda dash: f" {dash[0] if len(dash[0]) > 1 else '-'} ", text)
    return spaced.translate(_spelled() if table is None else table)


def spelling(described: Mapping[int, str]) -> Mapping[int, str]:
    """A table for `read_as` that has also what some characters (by code) are described as."""
    return _Table({**_spelled(), **described}, "")


def pieces(text: str, table: Mapping[int, str] | None = None) -> list[str]:
    """What each character of a text is read as, one string a character, some of them empty."""
    table = _spelled() if table is None else table
    found = list(map(table.__getitem__, map(ord, text)))
    for dash in _DASH.finditer(text):
        found[dash.start()] = " -"
        found[dash.end() - 1] = "- " if len(dash[0]) > 1 else " - "
    return found


def widths(text: str, table: Mapping[int, str]) -> np.ndarray:
    """How many characters each character of a text is read as: the lengths of its `pieces`."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    found = np.ones(len(text), np.int64)
    for code in pd.unique(codes[codes > 127]).tolist():
        if len(read := table[code]) != 1:
            found[codes == code] = len(read)
    # Only these begin a dash, and they are found many times faster.
    marks = [mark for mark in (*DASHES, "--") if mark in text]
    places = [one.start() for mark in marks for one in re.finditer(mark, text)]
    for dash in filter(None, (_DASH.match(text, place) for place in places)):
        found[dash.start()] = 2
        found[dash.end() - 1] = 2 if len(dash[0]) > 1 else 3
    return found


@cache
def _straight() -> _Table:
    return _Table({ord(c): fold.read_as for fold in FOLDS for c in fold.characters}, SOFT_HYPHEN)


@cache
def _spelled() -> _Table:
    folds = (*FOLDS, SPACED[0], *SPACED[2:])
    return _Table({ord(c): fold.read_as for fold in folds for c in fold.characters}, "")
