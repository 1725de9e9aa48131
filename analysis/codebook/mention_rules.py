"""What a mention is: which of overlapping matches stay, in whose voice each is, and which count.

`frames` codes sentences by these rules; whatever sums mentions, or marks those that do not count,
asks `is_counted`.
"""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd


class Match(NamedTuple):
    """A run of words that a pattern of a code found: numbers of its first and last word."""

    first: int
    last: int
    order: int  # place of the code in the codebook
    code: str
    kind: str


def without_overlaps(found: Iterable[Match]) -> list[Match]:
    """The matches that stay, in reading order; of those that begin together the longest first.

    A name within another is dropped; of two in one place the later in the codebook is. If actors
    overlap, the longest stays, then the leftmost, then the earlier in the codebook. Frames
    overlap freely: one wording may serve two.
    """
    names, actors, rest = [], [], []
    for match in found:
        {"name": names, "actor": actors}.get(match.kind, rest).append(match)
    return sorted([*rest, *_outermost(names), *_longest(actors)], key=_reading_order)


def voice_of_span(start: int, end: int, quotes: Iterable[tuple[int, int, str]]) -> str:
    """Whose words [start, end) are: "quoted" if more than half is in a quoted span, else "author".

    A word that the author holds in quotation marks (a span of the kind "mention") stays the
    author's.
    """
    inside = sum(
        max(0, min(end, high) - max(start, low)) for low, high, kind in quotes if kind == "quoted"
    )
    return "quoted" if 2 * inside > end - start else "author"


def is_counted(mentions: pd.DataFrame, voice: str | None = "author") -> pd.Series:
    """Whether each mention counts: it is affirmed, and in `voice` (None: in any).

    "Not a failure" is no failure frame. But "Trump did not" speaks of Trump, so an actor counts
    under negation too.
    """
    if voice not in ("author", "quoted", None):
        raise ValueError(f'unknown voice {voice!r}; use "author", "quoted", or None for both')
    affirmed = ~mentions["negated"].astype(bool) | mentions["kind"].eq("actor")
    return affirmed if voice is None else affirmed & mentions["voice"].eq(voice)


def _reading_order(match: Match) -> tuple[int, int, int]:
    return match.first, -match.last, match.order


def _outermost(matches: list[Match]) -> list[Match]:
    kept, reach = [], -1
    for match in sorted(matches, key=_reading_order):  # a match comes before those within it
        if match.last > reach:
            kept.append(match)
            reach = match.last
    return kept


def _longest(matches: list[Match]) -> list[Match]:
    kept: list[Match] = []
    taken: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.first - m.last, m.first, m.order)):
        words = range(match.first, match.last + 1)
        if taken.isdisjoint(words):
            kept.append(match)
            taken.update(words)
    return kept
