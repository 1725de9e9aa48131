"""Words of many texts at once: the pattern, and where it matches.

The pattern is one that NLTK's ``RegexpTokenizer`` could apply, with the classes of the `regex`
library (a letter is one of any script, and a mark on it); a test holds the two equal.
"""

from functools import cache

import numpy as np

from analysis.engine import characters
from analysis.engine.characters import Buffer
from analysis.words import _JOINT, _LETTER, _MARK, _POINT, WORD


def word_spans(buffer: Buffer) -> tuple[np.ndarray, np.ndarray]:
    """Start and end of each word, in characters of the buffer (see ``characters.join``).

    Runs of letters and digits, joined where one apostrophe or hyphen stands between two of them.
    Where a period, comma or colon might belong to a word, or a mark stands apart, the pattern
    itself reads the stretch between two spaces.
    """
    kinds = characters.classify(buffer, _kinds())
    inside = kinds & _UNIT_KIND != 0
    rare = characters.places(kinds, _JOINT_KIND | _POINT_KIND | _LOOSE_MARK_KIND)
    joints = rare[kinds[rare] & _JOINT_KIND != 0]
    joints = joints[inside[joints - 1] & inside[joints + 1]]
    points = rare[kinds[rare] & _POINT_KIND != 0]
    both = kinds[points - 1] & kinds[points + 1]
    number = both & _DIGIT_KIND != 0
    initialism = (both & _LETTER_KIND != 0) & ~inside[points - 2]
    marks = rare[kinds[rare] & _LOOSE_MARK_KIND != 0]
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


def _reread(
    buffer: Buffer, kinds: np.ndarray, unsure: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The stretches between spaces round the `unsure` places, and the words in them."""
    begins = np.unique(characters.nearest(kinds, unsure, _SPACE_KIND, -1)) + 1
    ends = np.unique(characters.nearest(kinds, unsure, _SPACE_KIND, 1))
    edges = zip(begins.tolist(), ends.tolist(), strict=True)
    stretches, offsets = characters.join([buffer.text[begin:end] for begin, end in edges])
    edges = [edge for match in _pattern(WORD).finditer(stretches.text) for edge in match.span()]
    starts, finishes = np.array(edges, np.int64).reshape(-1, 2).T
    moved = (begins - offsets[:-1])[np.searchsorted(offsets, starts, side="right") - 1]
    return begins, ends, starts + moved, finishes + moved


@cache
def _pattern(pattern: str):
    import regex

    return regex.compile(pattern)


@cache
def _kinds() -> tuple[characters.Kind, ...]:
    loose = rf"(?![^\W_]){_MARK}"
    patterns = (r"[^\W_]", _LETTER, r"\d", loose, _JOINT, _POINT, r"[ \n]")
    return tuple(_pattern(pattern).match for pattern in patterns)


_UNIT_KIND, _LETTER_KIND, _DIGIT_KIND, _LOOSE_MARK_KIND, _JOINT_KIND, _POINT_KIND, _SPACE_KIND = (
    1 << bit for bit in range(7)
)
