"""Whether the words of a sentence are quoted, mentioned or the author's own, for all at once.

Built on the stretches between quotation marks (`quotations`). Positions are characters of the
buffer of ``characters.join``.
"""

import re
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from analysis.engine import quotations
from analysis.engine.characters import Buffer
from analysis.voices import LONGEST_MENTION, REPORT, REPORTING, reports

# Three times faster than ignoring case, and the same after `_small`.
_REPORTING = re.compile("(?=[a-z])" + REPORTING.pattern)
VOICES = ["author", "quoted", "mixed"]
KINDS = ["quoted", "mention"]


class Passages(NamedTuple):
    """The texts of a buffer, as arrays."""

    begin: np.ndarray
    end: np.ndarray
    quotation: np.ndarray  # is it one from end to end?
    continued: np.ndarray  # does its last quotation go on in the next one?


class Stretches(NamedTuple):
    """Quoted and mentioned stretches, once for each sentence that they reach into, as arrays."""

    row: np.ndarray  # of the sentence
    start: np.ndarray
    end: np.ndarray
    mention: np.ndarray


def of_sentences(
    buffer: Buffer, passages: Passages, left: np.ndarray, right: np.ndarray
) -> tuple[Stretches, np.ndarray]:
    """The stretches of the sentences (left to right), and the voice of each (a place in VOICES)."""
    kinds = quotations.kinds_of(buffer)
    runs, inner = quotations.word_starts(kinds)

    def n_runs(start, end, places=runs):
        return np.searchsorted(places, end) - np.searchsorted(places, start)

    def n_words(start, end):
        # A word with an apostrophe is one, though it is two runs of word characters.
        return n_runs(start, end) - n_runs(start, end, inner)

    begins = np.append(passages.begin, len(buffer))
    text, start, end = quotations.spans(buffer, begins, kinds, passages.continued)
    length = n_words(start, end)
    own = ~passages.quotation[text] & (length > 0)
    start, end, length = start[own], end[own], length[own]
    around = np.searchsorted(left, start, side="right") - 1
    mention = (length <= LONGEST_MENTION) & (around >= 0) & (end <= right[around])
    mention &= (n_runs(left[around], start) > 0) | (n_runs(end, right[around]) > 0)
    rows = np.flatnonzero(mention)
    mention[rows] = ~_is_reported(
        buffer, left[around[rows]], start[rows], end[rows], right[around[rows]]
    )

    whole = passages.quotation
    start = np.concatenate([start, passages.begin[whole]])
    end = np.concatenate([end, passages.end[whole]])
    mention = np.concatenate([mention, np.zeros(whole.sum(), bool)])
    order = np.argsort(start, kind="stable")
    start, end, mention = start[order], end[order], mention[order]
    # A stretch has a row in each sentence that it reaches into.
    first, last = np.searchsorted(right, start, side="right"), np.searchsorted(left, end)
    stretch = np.repeat(np.arange(len(start)), last - first)
    row = np.arange(len(stretch)) - np.searchsorted(stretch, stretch) + first[stretch]
    start, end = np.maximum(start[stretch], left[row]), np.minimum(end[stretch], right[row])
    mention = mention[stretch]

    inside = np.bincount(row, np.where(mention, 0, n_words(start, end)), len(left))
    voice = np.where(inside > 0, VOICES.index("mixed"), VOICES.index("author"))
    rows = np.unique(row[~mention])
    rows = rows[inside[rows] == n_words(left[rows], right[rows])]
    voice[rows] = VOICES.index("quoted")
    return Stretches(row, start, end, mention), voice


def _is_reported(
    buffer: Buffer, lefts: np.ndarray, starts: np.ndarray, ends: np.ndarray, rights: np.ndarray
) -> np.ndarray:
    """Whether the sentence around each stretch reports someone as speaking."""
    left, right = np.unique(lefts), np.unique(rights)
    text, edges = buffer.text, zip(left.tolist(), right.tolist(), strict=True)
    sentences = [_small(text[begin:end]) for begin, end in edges]
    # Arrow finds the sentences that may report many times faster.
    rows = np.flatnonzero(_may_report(sentences))
    left, right = left[rows], right[rows]
    joined = "\n".join([sentences[row] for row in rows.tolist()])
    found = np.array(reports(joined, 0, len(joined), _REPORTING), np.int64)
    begins = np.cumsum(np.append(0, (right - left + 1)[:-1]))
    places = found + (left - begins)[np.searchsorted(begins, found, side="right") - 1]
    before = np.searchsorted(places, starts) - np.searchsorted(places, lefts)
    after = np.searchsorted(places, rights) - np.searchsorted(places, ends)
    return before + after > 0


def _may_report(sentences: list[str]) -> np.ndarray:
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array(sentences, pa.large_string())
    return pc.match_substring_regex(texts, rf"\b(?:{REPORT})\b").to_numpy(zero_copy_only=False)


def _small(text: str) -> str:
    """The text in small letters, of the same length: odd letters are replaced first."""
    if not text.isascii():
        text = text.replace("ſ", "s").replace("ı", "i").replace("İ", "i")
    return text.lower()


def as_tuples(quotes: Stretches, shift: np.ndarray) -> np.ndarray:
    """For each sentence its stretches, a tuple of (start + shift, end + shift, kind)."""
    found = np.empty(len(shift), object)
    found.fill(())
    row = quotes.row
    starts, ends = quotes.start + shift[row], quotes.end + shift[row]
    kinds = np.array(KINDS, object)[quotes.mention.astype(np.int8)]
    triples = list(zip(starts.tolist(), ends.tolist(), kinds.tolist(), strict=True))
    heads = np.flatnonzero(np.diff(row, prepend=-1))
    each = [tuple(triples[first:last]) for first, last in pairwise([*heads.tolist(), len(row)])]
    found[row[heads]] = np.fromiter(each, object, len(each))
    return found
