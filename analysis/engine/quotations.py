"""Quotation marks of many texts at once: the stretches between them.

Each mark is judged by its neighbours, for all texts together. If marks simply alternate, as nearly
everywhere, pairs are read off; a text with nested, stray, single or continued marks is read mark by
mark, by the plain code.
"""

import re

import numpy as np

from analysis.engine import characters
from analysis.engine.characters import Buffer
from analysis.voices import APOSTROPHE, INNER, MARKS, MAY_PRECEDE_SINGLE, SINGLE, quoted_spans


def spans(
    buffer: Buffer, begins: np.ndarray, kinds: np.ndarray, continued: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Text (its number), start and end of each stretch that ``voices.quoted_spans`` finds.

    `buffer` and `begins` are those of ``characters.join``, `kinds` those of `kinds_of`; `continued`
    says of each text whether its last quotation goes on in the next one.
    """
    at = characters.places(kinds, _MARK)
    mark = buffer.codes[at].astype(np.int64)
    text = np.searchsorted(begins, at, side="right") - 1
    # Index -1 is the line feed that ends the buffer: before the first character stands a space.
    before, after = kinds[at - 1], kinds[at + 1]
    straight, single = mark == ord('"'), np.isin(mark, [ord(one) for one in SINGLE])
    uneven = np.zeros(len(begins), bool)
    apostrophe = single & np.isin(mark, [ord(one) for one in APOSTROPHE])
    begins_word = (after & _SPACE == 0) & (before & (_SPACE | _BEFORE_SINGLE) != 0)
    apostrophe &= ~begins_word | (mark == ord("’"))
    plain = straight | apostrophe | (mark == ord("“")) | (mark == ord("”"))
    uneven[text[~plain]] = True

    # Marks that open and close in turn are pairs; other texts are read by `quoted_spans`.
    at, mark, text, straight = (each[~single] for each in (at, mark, text, straight))
    before, after = before[~single], after[~single]
    place = np.arange(len(at)) - np.searchsorted(text, text)
    second = place % 2 == 1
    opens = (mark == ord("“")) | (straight & (after & _SPACE == 0) & (before & _DIGIT == 0))
    closes = (mark == ord("”")) | (straight & ((before & _SPACE == 0) | (after & _SPACE != 0)))
    fits = np.where(second, closes, opens)
    fits[1:] &= ~second[1:] | (straight[1:] == straight[:-1])
    fits &= second | (np.append(text[1:], -1) == text)
    uneven[text[~fits]] = True
    even = ~uneven[text]
    pairs = [text[even & ~second], at[even & ~second], at[even & second] + 1]
    rows = [
        (number, begins[number] + start, begins[number] + end)
        for number in np.flatnonzero(uneven[:-1]).tolist()
        for start, end in quoted_spans(
            buffer[begins[number] : begins[number + 1] - 1], bool(continued[number])
        )
    ]
    found = np.concatenate([np.array(pairs).T, np.array(rows, np.int64).reshape(-1, 3)])
    return tuple(found[np.argsort(found[:, 1])].T)


def word_starts(kinds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where a run of word characters begins, and where one goes on after an apostrophe."""
    inner = characters.places(kinds, _APOSTROPHE) + 1
    inner = inner[kinds[inner] & kinds[inner - 2] & _WORD != 0]
    inside = kinds & _WORD != 0
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    return np.flatnonzero(begins), inner


def kinds_of(buffer: Buffer) -> np.ndarray:
    """What each character is, for the functions of this module."""
    return characters.classify(buffer, _KINDS)


_KINDS = (
    *(MARKS.__contains__, str.isspace, str.isalnum, str.isdigit, re.compile(r"\w").match),
    *(INNER.__contains__, MAY_PRECEDE_SINGLE.__contains__),
)

_MARK, _SPACE, _ALNUM, _DIGIT, _WORD, _APOSTROPHE, _BEFORE_SINGLE = (1 << bit for bit in range(7))
