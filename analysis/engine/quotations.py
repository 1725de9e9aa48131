"""Quotation marks of many texts at once: the stretches between them.

Each mark is judged by its neighbours, for all texts together. Where marks simply alternate, as
nearly everywhere, pairs are read off; a text with nested, stray or continued marks is walked
through mark by mark, once.
"""

import re
from functools import cache
from itertools import pairwise

import numpy as np

from analysis.engine import characters
from analysis.engine.characters import Buffer
from analysis.voices import CLOSER, DEEPEST_QUOTATION, MARKS, MAY_PRECEDE_SINGLE

_CLOSER_CODE = {ord(opener): ord(closer) for opener, closer in CLOSER.items()}


def spans(
    buffer: Buffer, begins: np.ndarray, kinds: np.ndarray, continued: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Text (its number), start and end of each stretch that ``voices.quoted_spans`` finds.

    `buffer` and `begins` are those of ``characters.join``, `kinds` those of `kinds_of`; `continued`
    says of each text whether its last quotation goes on in the next one.
    """
    at = characters.places(kinds, _MARK)
    mark, can_open, can_close = _judge(buffer, kinds, at)
    text = np.searchsorted(begins, at, side="right") - 1
    used = can_open | can_close
    for opener, closer in CLOSER.items():
        opened = np.zeros(len(begins), bool)
        opened[text[(mark == ord(opener)) & can_open]] = True
        used &= can_open | (mark != ord(closer)) | opened[text]
    at, mark, text = at[used], mark[used], text[used]
    can_open, can_close = can_open[used], can_close[used]

    # Marks that open and close in turn are pairs; other texts are walked through.
    place = np.arange(len(at)) - np.searchsorted(text, text)
    second = place % 2 == 1
    fits = np.where(second, can_close, can_open)
    fits[1:] &= ~second[1:] | (mark[1:] == _closers()[mark[:-1]])
    fits &= second | (np.append(text[1:], -1) == text)
    uneven = np.zeros(len(begins), bool)
    uneven[text[~fits]] = True
    even = ~uneven[text]
    pairs = [text[even & ~second], at[even & ~second], at[even & second] + 1]
    numbers = text[~even]
    heads = np.flatnonzero(np.diff(numbers, prepend=-1))
    columns = (column[~even].tolist() for column in (at, mark, can_open, can_close))
    judged = list(zip(*columns, strict=True))
    edges = pairwise([*heads.tolist(), len(judged)])
    rows = []
    for number, (first, last) in zip(numbers[heads].tolist(), edges, strict=True):
        close = int(begins[number + 1]) - 1 if continued[number] else None
        rows += [(number, *span) for span in _walk(judged[first:last], close)]
    found = np.concatenate([np.array(pairs).T, np.array(rows, np.int64).reshape(-1, 3)])
    return tuple(found[np.argsort(found[:, 1])].T)


def _judge(
    buffer: Buffer, kinds: np.ndarray, at: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which mark stands at each place, and whether it could open and could close there."""
    mark = buffer.codes[at].astype(np.int64)
    # Before the first character of the buffer stands, as it were, the line feed that ends it.
    before, after = kinds[at - 1], kinds[at + 1]
    space_before, space_after = before & _SPACE != 0, after & _SPACE != 0
    straight, straight_single = mark == ord('"'), mark == ord("'")
    curly_single = mark == ord("‘")

    can_close = np.isin(mark, [ord(closer) for closer in CLOSER.values()])
    apostrophe = straight_single | (mark == ord("’"))
    can_close &= ~apostrophe | ~(space_before | (after & _ALNUM != 0))
    can_close &= ~straight | ~space_before | space_after

    can_open = ~space_after & (straight | straight_single | curly_single)
    can_open &= ~straight | (before & _DIGIT == 0)
    can_open &= straight | space_before | (before & _BEFORE_SINGLE != 0)
    return mark, can_open | np.isin(mark, [ord("“"), ord("«")]), can_close


def _walk(marks: list[list], end_if_continued: int | None) -> list[tuple[int, int]]:
    """Outermost stretches of one text; each mark is (place, code, could open, could close)."""
    open_marks: list[tuple[int, int]] = []
    found: list[tuple[int, int]] = []
    for place, mark, can_open, can_close in marks:
        depth = len(open_marks) - 1 if can_close else -1
        while depth >= 0 and _CLOSER_CODE[open_marks[depth][0]] != mark:
            depth -= 1
        if depth >= 0:
            start = open_marks[depth][1]
            del open_marks[depth:]
            # What it encloses belongs to it.
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, place + 1))
        elif can_open:
            open_marks.append((mark, place))
            # Nobody nests so deeply: the oldest is a stray mark.
            del open_marks[:-DEEPEST_QUOTATION]
    # What was closed inside a stray mark is a quotation of its own.
    if open_marks and end_if_continued is not None:
        start = open_marks[0][1]
        found = [span for span in found if span[0] < start] + [(start, end_if_continued)]
    return found


def word_starts(kinds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where a run of word characters begins, and where one goes on after an apostrophe."""
    inner = characters.places(kinds, _APOSTROPHE) + 1
    inner = inner[kinds[inner] & kinds[inner - 2] & _WORD != 0]
    inside = kinds & _WORD != 0
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    return np.flatnonzero(begins), inner


def hold_words(kinds: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Whether each slice holds a word character."""
    begin, finish = characters.runs(kinds & _WORD != 0)
    return np.searchsorted(begin, ends) > np.searchsorted(finish, starts, side="right")


def stripped(
    buffer: Buffer, kinds: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The slices without white space at their ends."""
    starts, ends = starts.copy(), ends.copy()
    for row in np.flatnonzero((starts < ends) & (kinds[starts] & _SPACE != 0)):
        text = buffer[starts[row] : ends[row]]
        starts[row] += len(text) - len(text.lstrip())
    for row in np.flatnonzero((starts < ends) & (kinds[ends - 1] & _SPACE != 0)):
        text = buffer[starts[row] : ends[row]]
        ends[row] -= len(text) - len(text.rstrip())
    return starts, ends


def kinds_of(buffer: Buffer) -> np.ndarray:
    """What each character is, for the functions of this module."""
    return characters.classify(buffer, _KINDS)


@cache
def _closers() -> np.ndarray:
    """Code of the mark that closes what each code opens."""
    table = np.full(0x2100, -1)
    for opener, closer in CLOSER.items():
        table[ord(opener)] = ord(closer)
    return table


_KINDS = (
    *(MARKS.__contains__, str.isspace, str.isalnum, str.isdigit, re.compile(r"\w").match),
    *("'’".__contains__, MAY_PRECEDE_SINGLE.__contains__),
)

_MARK, _SPACE, _ALNUM, _DIGIT, _WORD, _APOSTROPHE, _BEFORE_SINGLE = (1 << bit for bit in range(7))
