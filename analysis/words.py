"""Words of many texts at once: the pattern, and where it matches.

The pattern is one that NLTK's ``RegexpTokenizer`` could apply, with the classes of the `regex`
library (a letter is one of any script, and a mark on it); a test holds the two equal.
"""

from functools import cache

import numpy as np

from analysis import characters

_LETTER = r"[^\W\d_]"
# What may stand inside a word after a letter or digit: accents written apart, soft hyphens.
_MARK = "[\u0300-\u036f\u00ad\u200d\ufe0f]"
_UNIT = rf"[^\W_]{_MARK}*"
_JOINT = r"['’\-‐‑]"
_POINT = r"[.,:]"
WORD = (
    rf"(?:{_LETTER}\.){{2,}}(?!{_LETTER})"  # initialisms: U.S., p.m.
    rf"|\d+(?:{_POINT}\d+)+(?:{_UNIT})*"  # numbers: 19,511,596, 4.5bn, 10:30
    rf"|(?:{_UNIT})+(?:{_JOINT}(?:{_UNIT})+)*"  # words: couldn't, Jong-un, COVID-19
)


def word_spans(buffer: str) -> tuple[np.ndarray, np.ndarray]:
    """Start and end of each word, in characters of the buffer (see ``characters.join``).

    Runs of letters and digits, joined where one apostrophe or hyphen stands between two of them.
    Where a period, comma or colon might belong to a word, or a mark stands apart, the pattern
    itself reads the stretch between two spaces.
    """
    kinds = characters.classify(buffer, _kinds())
    starts, ends = characters.runs(kinds & _UNIT_KIND != 0)
    if not len(starts):
        return starts, ends
    gap, touching = kinds[ends[:-1]], starts[1:] == ends[:-1] + 1
    joined = touching & (gap & _JOINT_KIND != 0)
    pointed = touching & (gap & _POINT_KIND != 0)
    left, right = kinds[ends[:-1] - 1], kinds[starts[1:]]
    number = left & right & _DIGIT_KIND != 0
    initialism = (left & right & _LETTER_KIND != 0) & (ends[:-1] == starts[:-1] + 1)
    unsure = ends[:-1][pointed & (number | initialism)]
    marks = np.flatnonzero(kinds & (_MARK_KIND | _UNIT_KIND) == _MARK_KIND)
    starts, ends = starts[np.append(True, ~joined)], ends[np.append(~joined, True)]
    if not (len(unsure) or len(marks)):
        return starts, ends
    return _reread(buffer, kinds, starts, ends, np.sort(np.concatenate([unsure, marks])))


def _reread(
    buffer: str, kinds: np.ndarray, starts: np.ndarray, ends: np.ndarray, unsure: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Words as found, but as the pattern has them in the stretches round the `unsure` places."""
    spaces = characters.places(kinds, _SPACE_KIND)
    after = np.unique(np.searchsorted(spaces, unsure))
    begins = np.where(after > 0, spaces[after - 1] + 1, 0)
    finishes = spaces[after]
    edges = zip(begins.tolist(), finishes.tolist(), strict=True)
    stretches, offsets = characters.join([buffer[begin:end] for begin, end in edges])
    edges = [edge for match in _pattern(WORD).finditer(stretches) for edge in match.span()]
    new_starts, new_ends = np.array(edges, np.int64).reshape(-1, 2).T
    moved = (begins - offsets[:-1])[np.searchsorted(offsets, new_starts, side="right") - 1]
    edges = np.searchsorted(starts, np.column_stack([begins, finishes]).ravel())
    kept = np.zeros(len(edges) + 1, bool)
    kept[::2] = True
    kept = np.repeat(kept, np.diff(edges, prepend=0, append=len(starts)))
    starts = np.sort(np.concatenate([starts[kept], new_starts + moved]))
    return starts, np.sort(np.concatenate([ends[kept], new_ends + moved]))


@cache
def _pattern(pattern: str):
    import regex

    return regex.compile(pattern)


@cache
def _kinds() -> tuple[characters.Kind, ...]:
    patterns = (r"[^\W_]", _LETTER, r"\d", _MARK, _JOINT, _POINT, r"[ \n]")
    return tuple(_pattern(pattern).match for pattern in patterns)


_UNIT_KIND, _LETTER_KIND, _DIGIT_KIND, _MARK_KIND, _JOINT_KIND, _POINT_KIND, _SPACE_KIND = (
    1 << bit for bit in range(7)
)
