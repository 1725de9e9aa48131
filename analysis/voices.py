"""Whose voice: quotation marks, and what stands between them, in a passage of text.

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
# What may close each mark that opens. Ill-matched pairs (“no deal“, ”no deal”) are as common in the
# press as foreign ones („no deal“, »no deal«); ``no deal'' is how typewriters have it.
CLOSER = {
    "“": "”“", "”": "”", "„": "“”", "‟": "”‟", "«": "»", "»": "«", '"': '"', "″": "″", "＂": "＂",
    "〝": "〞", "``": ("''", '"'), "''": ("''",),
    "‘": "’", "‚": "‘’", "‛": "’", "‹": "›", "›": "‹", "'": "'", "′": "′", "＇": "＇", "´": "´",
    "`": "'’´`",
}  # fmt: skip
MARKS = "".join({mark[0]: "" for pair in CLOSER.items() for marks in pair for mark in marks})
# These open wherever they stand, the others where a word begins.
ALWAYS_OPEN = "“«„‟〝‚‹"
OPENING = "“‘«\"'„‟‚‹`″＂〝"  # a passage that begins with one goes on with a quotation
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
# A word as the eye counts it, to tell an expression from a statement.
SPOKEN = re.compile(rf"\w+(?:[{INNER}]\w+)*")
# A short expression between quotation marks is a mention, unless someone is reported as saying it.
LONGEST_MENTION = 5
# Words of speech, after what only looks like them: a search takes the first that fits.
REPORTING = re.compile(
    r"\b(?:(?:so[ -]called|call(?:s|ed|ing)? (?:off|on|up|back|in)|(?:a|the|phone) calls?"
    r"|needless to say|not to say|that is to say|without saying|(?:that|having) said|the said"
    r"|(?:a|the|no|final|their|his|her) say|all told|(?:a|more|most) telling|add(?:s|ed|ing)? to"
    r"|added value|written off|(?:a|the|no) written|noted for|(?:a|the) noted"
    r"|(?:bank|the|his|her|their|its|these) notes|ask(?:s|ed)? too much)\b"
    r"|(?P<report>sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|call(?:s|ed|ing)?"
    r"|wr(?:ite|ites|ote|itten)|add(?:s|ed|ing)?|ask(?:s|ed)?|repl(?:y|ies|ied)|insist(?:s|ed)?"
    r"|announce(?:s|d)?|declare(?:s|d)?|tweet(?:s|ed)?|joke(?:s|d)?|note(?:s|d)|warn(?:s|ed)"
    r"|describe(?:s|d)?|admit(?:s|ted)?|according to|in (?:his|her|their|its) words"
    r"|quot(?:e|es|ed|ing))\b)",
    re.IGNORECASE,
)


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
            if _is_possessive(text, marks[number : number + _FAR], opened[depth][0], outer):
                continue
        if depth is not None:
            start = opened[depth][1]
            del opened[depth:]
            # What it encloses belongs to it.
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, end))
        elif _opens(mark, before, after) and not (
            mark in SINGLE and _ELISION.match(text, end) is not None
        ):
            opened.append((mark, place))
            # Nobody nests so deeply: the oldest is a stray mark.
            del opened[:-DEEPEST_QUOTATION]
    # What was closed inside a stray mark is a quotation of its own.
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
    if mark in STRAIGHT and before.isspace() and not after.isspace():
        return None
    if mark in "“‘«‹":
        fits = opened and mark in CLOSER[opened[-1][0]] and not before.isspace()
        return len(opened) - 1 if fits and not after.isalnum() else None
    for depth in range(len(opened) - 1, -1, -1):
        if mark in CLOSER[opened[depth][0]]:
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


def _is_possessive(text: str, marks: list[tuple[int, str]], opener: str, outer: set[str]) -> bool:
    """Whether the first of the marks is an apostrophe: a word follows, and a later one closes."""
    place = marks[0][0]
    follows = text[place + 1 : place + 3]
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
    return False


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
    return sum(1 for match in REPORTING.finditer(text, start, end) if match["report"])


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
