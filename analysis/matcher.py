"""Where patterns match, in time that grows with the text and not with the pattern's ambitions.

A pattern is an automaton of at most `patterns.MAX_SLOTS` slots without loops (Glushkov 1961: one
slot a word, n optional slots for a gap of n words). All its states advance together, a set of
states being one integer, so that a sentence costs at most words × slots steps whatever the pattern.
Only sentences that hold the rarest word which the pattern requires are looked at.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.patterns import Pattern, bits, straight, union
from analysis.tokens import fold


class Index(NamedTuple):
    """Where each word of a corpus stands. Made by `index`."""

    ids: list[int]  # vocabulary number of each running word
    sentence: np.ndarray  # sentence number of each running word
    stops: list[int]  # for each sentence number, the first word after it
    order: np.ndarray  # running words ordered by vocabulary number …
    starts: np.ndarray  # … and where those of each number begin
    forms: tuple[dict[str, list[int]], dict[str, list[int]]]  # folded, as written -> numbers
    keys: tuple[list[str], list[str]]  # the same forms in order


def index(words: Sequence[str], sentence: Sequence[int]) -> Index:
    """Index running `words`, as written, by the number of the sentence of each (0, 1, 2, …)."""
    ids, vocabulary = pd.factorize(np.array(words, dtype=object))
    sentence = np.asarray(sentence, dtype=np.int64)
    n_sentences = int(sentence[-1]) + 1 if len(sentence) else 0
    stops = np.searchsorted(sentence, np.arange(n_sentences), side="right")
    counts = np.bincount(ids, minlength=len(vocabulary))
    forms: tuple[dict, dict] = ({}, {})
    for number, word in enumerate(vocabulary):
        for form, table in zip((fold(word), straight(word)), forms, strict=True):
            table.setdefault(form, []).append(number)
            if form[-2:] in ("'s", "'S"):
                table.setdefault(form[:-2], []).append(number)
    return Index(
        ids.tolist(),
        sentence,
        stops.tolist(),
        np.argsort(ids, kind="stable"),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        forms,
        (sorted(forms[0]), sorted(forms[1])),
    )


def find(patterns: Iterable[Pattern], words: Index) -> list[tuple[int, int]]:
    """Where the patterns of one code match: (first, last) numbers of running words, both inclusive.

    Leftmost-longest over all the patterns together, and not overlapping. An exception takes part
    like the others, wins where it is as long, and is then left out.
    """
    longest: dict[int, tuple[int, bool]] = {}
    for pattern in patterns:
        for first, last in _matches(pattern, words):
            longest[first] = max((last, pattern.exception), longest.get(first, (-1, False)))
    spans, free = [], 0
    for first in sorted(longest):
        last, exception = longest[first]
        if first >= free:
            free = last + 1
            if not exception:
                spans.append((first, last))
    return spans


def _matches(pattern: Pattern, words: Index) -> Iterable[tuple[int, int]]:
    """The longest match from each word at which one begins."""
    numbers = [_numbers(slot, words) if slot else [] for slot in pattern.slots]
    accepts: dict[int, int] = {}
    for k, found in enumerate(numbers):
        for number in found:
            accepts[number] = accepts.get(number, 0) | 1 << k
    any_word = sum(1 << k for k, slot in enumerate(pattern.slots) if slot is None)

    required = [{n for k in bits(need) for n in numbers[k]} for need in pattern.needs]
    rarest = min((_places(some, words) for some in required), key=len)
    if not len(rarest):
        return
    hopeful = np.zeros(len(words.stops), dtype=bool)
    hopeful[words.sentence[rarest]] = True
    if pattern.first & any_word:
        starts = np.flatnonzero(hopeful[words.sentence])
    else:
        starts = _places({n for k in bits(pattern.first) for n in numbers[k]}, words)
        starts = np.sort(starts[hopeful[words.sentence[starts]]])

    ids, after = words.ids, {0: 0}
    stops = [words.stops[s] for s in words.sentence[starts].tolist()]
    for first, stop in zip(starts.tolist(), stops, strict=True):
        states, here, last = pattern.first, first, -1
        while states and here < stop:
            hit = states & (accepts.get(ids[here], 0) | any_word)
            if hit & pattern.last:
                last = here
            if hit not in after:
                after[hit] = union(pattern.follow[k] for k in bits(hit))
            states = after[hit]
            here += 1
        if last >= 0:
            yield first, last


def _numbers(slot: tuple[str, bool], words: Index) -> list[int]:
    """The vocabulary numbers of the words that a slot accepts."""
    word, as_written = slot
    table, keys = words.forms[as_written], words.keys[as_written]
    if "*" not in word:
        return table.get(word, [])
    parts = word.split("*")
    low, high = bisect_left(keys, parts[0]), bisect_left(keys, parts[0] + "\U0010ffff")
    return [number for key in keys[low:high] if _globs(parts, key) for number in table[key]]


def _globs(parts: list[str], word: str) -> bool:
    """Does `word` consist of `parts` with anything between them? Never goes back, so no blow-up."""
    at, end = len(parts[0]), len(word) - len(parts[-1])
    if at > end or not word.startswith(parts[0]) or not word.endswith(parts[-1]):
        return False
    for part in parts[1:-1]:
        found = word.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _places(numbers: set[int], words: Index) -> np.ndarray:
    """Where the words of these vocabulary numbers stand."""
    runs = [words.order[words.starts[n] : words.starts[n + 1]] for n in numbers]
    return np.concatenate(runs) if runs else np.empty(0, dtype=np.int64)
