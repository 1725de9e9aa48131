"""Whose voice: quotation marks, and what stands between them, in a passage of text.

Quotation marks decide. A short expression between them, in a sentence of the author's own that
reports no one as speaking, is a *mention*: marked, but the author's choice of word.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

from analysis.words import Span

Stretch = tuple[int, int, str]  # start, end, and kind: quoted or mention
CLOSER = {"“": "”", "‘": "’", "«": "»", '"': '"', "'": "'"}
MARKS = "\"'“”‘’«»"
# A single mark opens only where a word could begin: elsewhere it is an apostrophe.
MAY_PRECEDE_SINGLE = '([{—–-/"“‘«'
DEEPEST_QUOTATION = 20
_MARK = re.compile(f"[{MARKS}]")
# A word as the eye counts it, to tell an expression from a statement.
SPOKEN = re.compile(r"\w+(?:['’]\w+)*")
# A short expression between quotation marks is a mention, unless someone is reported as saying it.
LONGEST_MENTION = 5
REPORTING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|call(?:s|ed|ing)?|wr(?:ite|ites|ote|itten)"
    r"|add(?:s|ed|ing)?|ask(?:s|ed)?|repl(?:y|ies|ied)|insist(?:s|ed)?|announce(?:s|d)?"
    r"|declare(?:s|d)?|tweet(?:s|ed)?|joke(?:s|d)?|note(?:s|d)|warn(?:s|ed)|describe(?:s|d)?"
    r"|admit(?:s|ted)?|according to|in (?:his|her|their|its) words|quot(?:e|es|ed|ing))\b",
    re.IGNORECASE,
)


def quoted_spans(text: str, continued: bool = False) -> list[Span]:
    """Outermost stretches between quotation marks, marks included, in characters of `text`.

    Straight and curly, double and single, and guillemets; nested ones belong to the outermost. A
    single mark inside a word or after it without an opening one is an apostrophe. A mark that is
    opened and never closed quotes to the end if the quotation is `continued` by the next passage
    (it opens with a mark, as printers do), and is else taken for a stray mark.
    """
    opened: list[tuple[str, int]] = []
    found: list[Span] = []
    for match in _MARK.finditer(text):
        place, mark = match.start(), match[0]
        before, after = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
        depth = _closes(mark, before, after, opened)
        if depth is not None:
            start = opened[depth][1]
            del opened[depth:]
            # What it encloses belongs to it.
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, place + 1))
        elif _opens(mark, before, after):
            opened.append((mark, place))
            # Nobody nests so deeply: the oldest is a stray mark.
            del opened[:-DEEPEST_QUOTATION]
    # What was closed inside a stray mark is a quotation of its own.
    if opened and continued:
        start = opened[0][1]
        found = [span for span in found if span[0] < start] + [(start, len(text))]
    return found


def _closes(mark: str, before: str, after: str, opened: list[tuple[str, int]]) -> int | None:
    """Which of the open marks this one closes, from the innermost; None if none."""
    if mark in "'’" and (after.isalnum() or before.isspace()):
        return None
    if mark == '"' and before.isspace() and not after.isspace():
        return None
    for depth in range(len(opened) - 1, -1, -1):
        if CLOSER[opened[depth][0]] == mark:
            return depth
    return None


def _opens(mark: str, before: str, after: str) -> bool:
    if mark in "“«":
        return True
    if after.isspace() or mark in "”’»":
        return False
    if mark == '"':
        return not before.isdigit()
    return before.isspace() or before in MAY_PRECEDE_SINGLE


def stretches(text: str, sentences: list[Span], continued: bool) -> list[Stretch]:
    """Quoted and mentioned stretches of a passage that hold a word, in its characters and order."""
    found = []
    reports: dict[Span, int] = {}
    for start, end in quoted_spans(text, continued):
        n_words = len(SPOKEN.findall(text, start, end))
        # The last sentence that begins before the stretch is the only one that can hold it.
        around = sentences[max(bisect_right(sentences, start, key=itemgetter(0)) - 1, 0)]
        left, right = around
        kind = "quoted"
        if left <= start and end <= right and n_words <= LONGEST_MENTION:
            if around not in reports:
                reports[around] = _n_reports(text, *around)
            own_words = SPOKEN.search(text, left, start) or SPOKEN.search(text, end, right)
            if own_words and reports[around] == _n_reports(text, start, end):
                kind = "mention"
        if n_words:
            found.append((start, end, kind))
    return found


def _n_reports(text: str, start: int, end: int) -> int:
    return sum(1 for _ in REPORTING.finditer(text, start, end))


def shares(found: list[Stretch], sentences: list[Span]) -> Iterator[list[Stretch]]:
    """For each sentence in turn the parts of the stretches that reach into it; all in order."""
    first = 0
    for start, end in sentences:
        while first < len(found) and found[first][1] <= start:
            first += 1
        own, place = [], first
        while place < len(found) and found[place][0] < end:
            left, right, kind = found[place]
            own.append((max(start, left), min(end, right), kind))
            place += 1
        yield own


def voice_of(text: str, start: int, end: int, quotes: list[Stretch]) -> str:
    """Whose the words of a sentence (start to end) are: author, quoted or mixed."""
    edges = [edge for *span, kind in quotes if kind == "quoted" for edge in span]
    if not edges:
        return "author"
    edges = [start, *edges, end]
    spoken = [bool(SPOKEN.search(text, left, right)) for left, right in pairwise(edges)]
    own, quoted = any(spoken[::2]), any(spoken[1::2])
    return "quoted" if not own else "mixed" if quoted else "author"
