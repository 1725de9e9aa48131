"""Words of many texts at once: the pattern, and where it matches.

The pattern is one that NLTK's ``RegexpTokenizer`` could apply, with the classes of the `regex`
library (a letter is one of any script, and a mark on it); a test holds the two equal.
"""

from functools import cache, lru_cache
from itertools import chain

import numpy as np
import pandas as pd

from analysis.engine import characters
from analysis.engine.characters import Buffer
from analysis.typography import straighten
from analysis.words import JOINT, LETTER, MARK, POINT, UNIT, WORD


def word_spans(buffer: Buffer) -> tuple[np.ndarray, np.ndarray]:
    """Start and end of each word, in characters of the buffer (see ``characters.join``).

    Runs of letters and digits, joined where one apostrophe or hyphen stands between two of them. If
    a period, comma or colon might belong to a word, or a mark stands apart, the pattern itself
    reads the stretch between two spaces.
    """
    kinds = characters.classify(buffer, _kinds())
    inside = kinds & _UNIT_KIND != 0
    rare = characters.places(kinds, _JOINT_KIND | _POINT_KIND | _MARK_KIND)
    joints = rare[kinds[rare] & _JOINT_KIND != 0]
    joints = joints[inside[joints - 1] & inside[joints + 1]]
    points = rare[kinds[rare] & _POINT_KIND != 0]
    both = kinds[points - 1] & kinds[points + 1]
    number = both & _DIGIT_KIND != 0
    initialism = (both & _LETTER_KIND != 0) & ~inside[points - 2]
    marks = rare[kinds[rare] & _MARK_KIND != 0]
    unsure = np.concatenate([points[number | initialism], marks])
    inside[joints] = True
    if not len(unsure):
        return characters.runs(inside)

    begins, ends, new_starts, new_ends = _reread(buffer, kinds, np.sort(unsure))
    inside[characters.ranges(begins, ends)] = False
    inside[characters.ranges(new_starts, new_ends)] = True
    starts, ends = characters.runs(inside)
    # Two words with nothing between them ("U.S.5") look like one run.
    border = new_starts[1:][new_starts[1:] == new_ends[:-1]]
    if len(border):
        starts = np.sort(np.concatenate([starts, border]))
        ends = np.sort(np.concatenate([ends, border]))
    return starts, ends


def inside_stretches(
    quotes: pd.Series, shift: np.ndarray, left: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Which words (by their places in the buffer) begin inside a quoted and a mentioned stretch."""
    quotes = quotes.tolist()
    n = np.fromiter(map(len, quotes), np.int64, len(quotes))
    flat = list(chain.from_iterable(chain.from_iterable(quotes)))
    offset = np.repeat(shift, n)
    starts = np.array(flat[::3], np.int64) - offset
    ends = np.array(flat[1::3], np.int64) - offset
    is_mention = np.array([kind == "mention" for kind in flat[2::3]], bool)
    first, last = np.searchsorted(left, starts), np.searchsorted(left, ends)
    found = np.zeros((2, len(left)), bool)
    for kind in (0, 1):
        chosen = is_mention == kind
        found[kind, characters.ranges(first[chosen], last[chosen])] = True
    return found[0], found[1]


def _reread(
    buffer: Buffer, kinds: np.ndarray, unsure: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The stretches between spaces around the `unsure` places, and the words in them."""
    begins = np.unique(characters.nearest(kinds, unsure, _SPACE_KIND, -1)) + 1
    ends = np.unique(characters.nearest(kinds, unsure, _SPACE_KIND, 1))
    edges = zip(begins.tolist(), ends.tolist(), strict=True)
    each = [(begin, _edges(buffer.text[begin:end])) for begin, end in edges]
    found = [begin + edge for begin, own in each for edge in own]
    starts, finishes = np.array(found, np.int64).reshape(-1, 2).T
    return begins, ends, starts, finishes


@lru_cache(2**16)
def _edges(stretch: str) -> tuple[int, ...]:
    words = _pattern(WORD).finditer(straighten(stretch))
    return tuple(edge for word in words for edge in word.span())


@cache
def _pattern(pattern: str):
    import regex

    return regex.compile(pattern)


@cache
def _kinds() -> tuple[characters.Kind, ...]:
    patterns = (UNIT, LETTER, r"\p{Nd}", MARK, JOINT, POINT, r"[ \n]")
    return tuple(
        lambda character, pattern=pattern: _pattern(pattern).match(straighten(character))
        for pattern in patterns
    )


_UNIT_KIND, _LETTER_KIND, _DIGIT_KIND, _MARK_KIND, _JOINT_KIND, _POINT_KIND, _SPACE_KIND = (
    1 << bit for bit in range(7)
)
