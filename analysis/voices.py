"""Whose voice a stretch of text is: quotation marks, and what stands between them.

Quotation marks decide. A short expression between them, in a sentence of the author's own that
reports no one as speaking, is a *mention*: marked, but the author's choice of word.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

from analysis.typography import APOSTROPHES
from analysis.words import Span

Stretch = tuple[int, int, str]  # start, end, and kind: quoted or mention
# The marks that may close each opening mark. Ill-matched pairs (“no deal“, ”no deal”) are as common
# in the press as foreign ones („no deal“, »no deal«); ``no deal'' is how typewriters have it.
CLOSER = {
    "“": '”“"', "”": "”", "„": '“”‟"', "‟": "”‟", "«": "»", "»": "«»", '"': '"”', "″": "″",
    "‶": "″", "＂": "＂", "〝": "〞〟", "「": "」", "『": "』", "《": "》", "❝": "❞",
    "``": ("''", '"', "``"), "''": ("''",), "‘": "’", "‚": "‘’", "‛": "’", "‹": "›", "›": "‹›",
    "'": "'", "′": "′", "＇": "＇", "´": "´", "`": "'’´`",
}  # fmt: skip
MARKS = "".join({mark[0]: "" for pair in CLOSER.items() for marks in pair for mark in marks})
# These open wherever they stand, the others where a word begins.
ALWAYS_OPEN = "“«„‟‶〝「『《❝‚‹"
OPENING = ALWAYS_OPEN + "‘\"'`″＂"  # a passage that begins with one goes on with a quotation
SINGLE = "'‘’‚‛‹›′＇´`"
APOSTROPHE = "'’´′＇`"
STRAIGHT = ('"', "″", "＂", "''")
# A single mark opens only where a word could begin: elsewhere it is an apostrophe …
MAY_PRECEDE_SINGLE = '([{—–-/"‘“«„‚‹'
# … and so it is before these.
_ELISION = re.compile(r"(?:\d\d(?:s|\b)|(?:tis|twas|twere|em|til|cause|bout|round|cos|n)\b)", re.I)
_FAR = 20  # marks looked ahead at, to tell a possessive from the end of a quotation
DEEPEST_QUOTATION = 20
_MARK = re.compile(f"``|''|[{MARKS}]")
INNER = "".join(mark for mark in APOSTROPHES if not mark.isalnum())
# A word as a reader counts it, to tell an expression from a statement.
SPOKEN = re.compile(rf"\w+(?:[{INNER}]\w+)*")
# A short expression between quotation marks is a mention, unless someone is reported as saying it.
LONGEST_MENTION = 5
# Words of speech …
REPORT = (
    r"sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|call(?:s|ed|ing)?|wr(?:ite|ites|ote|itten)"
    r"|add(?:s|ed|ing)?|ask(?:s|ed)?|repl(?:y|ies|ied)|insist(?:s|ed)?|announce(?:s|d)?"
    r"|declare(?:s|d)?|tweet(?:s|ed)?|joke(?:s|d)?|note(?:s|d)|warn(?:s|ed)|describe(?:s|d)?"
    r"|admit(?:s|ted)?|acknowledge(?:s|d)|remarked|explain(?:s|ed)|mentioned"
    r"|argue(?:s|d)|boast(?:s|ed)|prais(?:es|ed)|promised|claimed|stated|hailed|dubbed|termed"
    r"|label(?:s|l?ed)|referred to|sp(?:eaks|oke) of|according to"
    r"|in (?:his|her|their|its|\S+['’]s) words|quot(?:e|es|ed|ing)"
)
# … and what only looks like them, as does a part of a compound ("told-you-so").
_NO_REPORT = (
    r"so called|call(?:s|ed|ing)? (?:off|on|up|back|in)|call(?:s|ed|ing)? it (?:a day|quits|even)"
    r"|(?:a|the|phone|roll|close|tough|wake-up) calls?|(?:the|a) calling|calling card"
    r"|to say the least|needless to say|not to say|that is to say|without saying"
    r"|(?:that|having) said|the said|(?:a|the|no|final|their|his|her) say|all told"
    r"|(?:a|the|more|most) telling|add(?:s|ed|ing)? to|added value|written off"
    r"|(?:a|the|no) written|noted for|(?:a|the) noted|(?:bank|the|his|her|their|its|these) notes"
    r"|ask(?:s|ed)? too much|(?:the|a|his|her|their|its) (?:claimed|promised|stated)"
)
REPORTING = re.compile(rf"\b(?<![-‐‑])(?:{REPORT})\b(?![-‐‑]\w)", re.IGNORECASE)
NO_REPORT = re.compile(rf"\b(?:{_NO_REPORT})\b", re.IGNORECASE)
_LONGEST = 12  # characters that a look-alike has on either side of its word of speech


def quoted_spans(text: str, continued: bool = False) -> list[Span]:
    """Outermost stretches between quotation marks, marks included, in characters of `text`.

    All marks of `CLOSER`; nested ones belong to the outermost. A single mark inside a word or after
    it without an opening one is an apostrophe; so is one after a plural (‘The Democrats’ plan is a
    failure,’ he said), if another closes the quotation behind it. A mark that is opened and never
    closed quotes to the end if the quotation is `continued` by the next passage (it opens with a
    mark, as printers do), and is else taken for a stray mark.
    """
    opened: list[tuple[str, int]] = []
    found: list[Span] = []
    marks = _marks(text)
    for number, (place, mark) in enumerate(marks):
        end = place + len(mark)
        before, after = text[place - 1 : place] or " ", text[end : end + 1] or " "
        depth = _closes(mark, before, after, opened)
        if depth is not None and mark in APOSTROPHE and opened[depth][0] in SINGLE:
            outer = {closer for opener, _ in opened[:depth] for closer in CLOSER[opener]}
            opener, start = opened[depth]
            goes_on = continued and not text[:start].strip()
            if _is_possessive(text, marks[number : number + _FAR], opener, outer, goes_on):
                continue
        if depth is not None:
            start = opened[depth][1]
            del opened[depth:]
            # Marks inside it belong to it.
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, end))
        elif _opens(mark, before, after) and not (
            mark in SINGLE and _ELISION.match(text, end) is not None
        ):
            opened.append((mark, place))
            # Nobody nests so deeply: the oldest is a stray mark.
            del opened[:-DEEPEST_QUOTATION]
    # A quotation closed inside a stray mark stands alone.
    if opened and continued:
        start = opened[0][1]
        found = [span for span in found if span[0] < start] + [(start, len(text))]
    return found


def _marks(text: str) -> list[tuple[int, str]]:
    """Place and form of each mark. Two single ones are one where they begin or end as one."""
    found, double = [], False
    for match in _MARK.finditer(text):
        place, mark = match.start(), match[0]
        if mark == "''":
            before, after = text[place - 1 : place] or " ", text[place + 2 : place + 3] or " "
            if not double and not (before.isspace() and not after.isspace()):
                found += [(place, "'"), (place + 1, "'")]
                continue
            double = not double
        double |= mark == "``"
        found.append((place, mark))
    return found


def _closes(mark: str, before: str, after: str, opened: list[tuple[str, int]]) -> int | None:
    """Which of the open marks this one closes, from the innermost; None if none."""
    if mark in APOSTROPHE and (after.isalnum() or before.isspace()):
        return None
    if mark in "“‘«‹":
        fits = opened and mark in CLOSER[opened[-1][0]] and not before.isspace()
        return len(opened) - 1 if fits and not after.isalnum() else None
    for depth in range(len(opened) - 1, -1, -1):
        opener = opened[depth][0]
        # One that could open as well closes behind a word. Behind a digit it may be inches.
        opens = (mark in STRAIGHT or mark == opener) and before.isspace() and not after.isspace()
        inches = mark in STRAIGHT and mark != opener and before.isdigit()
        if mark in CLOSER[opener] and not opens and not inches:
            return depth
    return None


def _opens(mark: str, before: str, after: str) -> bool:
    if mark in ALWAYS_OPEN:
        return True
    if mark not in CLOSER or after.isspace() or mark == "’":
        return False
    if mark in STRAIGHT:
        return not before.isdigit()
    return before.isspace() or before in MAY_PRECEDE_SINGLE


def _is_possessive(
    text: str, marks: list[tuple[int, str]], opener: str, outer: set[str], goes_on: bool
) -> bool:
    """Whether the first of the marks is an apostrophe: a word follows, and a later one closes, or
    the quotation, which is all of the passage, goes on in the next one."""
    place = marks[0][0]
    follows = text[place + 1 : place + 3]
    if text[place - 1] in "sS" and follows[:1] in ",.;:" and follows[1:] in CLOSER[opener]:
        return len(follows) == 2
    if not (text[place - 1].isalnum() and follows[:1].isspace() and follows[1:].isalnum()):
        return False
    plural = text[place - 1] in "sSzZ"
    for later, mark in marks[1:]:
        before, after = text[later - 1], text[later + 1 : later + 2] or " "
        if mark in outer or (mark in SINGLE and _opens(mark, before, after)):
            return False
        if mark not in CLOSER[opener] or after.isalnum() or before.isspace():
            continue
        if not before.isalnum():
            return True
        if plural and (before not in "sSzZ" or not after.isspace()):
            return not re.search(r"[.!?…]\s", text[place:later])
    return plural and goes_on


def stretches(text: str, sentences: list[Span], continued: bool) -> list[Stretch]:
    """Quoted and mentioned stretches of a passage that hold a word, in its characters and order."""
    found = []
    told: dict[Span, int] = {}
    for start, end in quoted_spans(text, continued):
        n_words = len(SPOKEN.findall(text, start, end))
        # The last sentence that begins before the stretch is the only one that can hold it.
        around = sentences[max(bisect_right(sentences, start, key=itemgetter(0)) - 1, 0)]
        left, right = around
        kind = "quoted"
        if left <= start and end <= right and n_words <= LONGEST_MENTION:
            if around not in told:
                told[around] = len(reports(text, *around))
            own_words = SPOKEN.search(text, left, start) or SPOKEN.search(text, end, right)
            if own_words and told[around] == len(reports(text, start, end)):
                kind = "mention"
        if n_words:
            found.append((start, end, kind))
    return found


def reports(text: str, start: int, end: int, words: re.Pattern[str] = REPORTING) -> list[int]:
    """Where words of speech stand in a stretch of text, without what only looks like them."""
    found = []
    for match in words.finditer(text, start, end):
        left, right = max(start, match.start() - _LONGEST), min(end, match.end() + _LONGEST)
        alike = (one.span() for one in NO_REPORT.finditer(text, left, right))
        if not any(first < match.end() and last > match.start() for first, last in alike):
            found.append(match.start())
    return found


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
