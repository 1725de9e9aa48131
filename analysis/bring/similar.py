"""Texts that are nearly the same: what to look at first."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.words import cut, fold

SHINGLE = 5
FEWEST_SHINGLES = 20
LEAST = 0.5  # of the shorter text's sequences: a pair that shares fewer is not listed


def near_duplicates(texts: Mapping[str, str]) -> pd.DataFrame:
    """Pairs of texts that share much of their wording, one row a pair.

    Columns: doc_id, other (the earlier of the two); jaccard (shared five-word sequences over all
    of both, 0 to 1; Broder 1997's resemblance); contained (shared over those of the shorter text,
    .5 to 1; his containment). Sequences are counted once each. Pairs stand in the order of the
    texts. A text under 24 words is compared with none.
    Two articles that quote one long statement share wording too: read both before leaving one out.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    names, found = list(texts), []
    if not any(_shingles(text) for text in texts.values()):
        return pd.DataFrame(found, columns=["doc_id", "other", "jaccard", "contained"])
    counter = CountVectorizer(analyzer=_shingles, binary=True, dtype=np.int32)
    present = counter.fit_transform(texts.values())
    size = np.asarray(present.sum(axis=1)).ravel()
    # A band of texts at a time: memory grows with the texts, not with their square.
    for first in range(0, len(names), 256):
        shared = (present[first : first + 256] @ present.T).tocoo()
        for row, other, n_shared in zip(shared.row, shared.col, shared.data, strict=True):
            row = row + first
            if other < row:
                contained = n_shared / min(size[row], size[other])
                jaccard = n_shared / (size[row] + size[other] - n_shared)
                if contained >= LEAST:
                    found.append((row, other, float(jaccard), float(contained)))
    found.sort()
    return pd.DataFrame(
        [(names[row], names[other], *shares) for row, other, *shares in found],
        columns=["doc_id", "other", "jaccard", "contained"],
    )


def say_near(texts: Mapping[str, str]) -> dict[str, str]:
    """For each text that is nearly an earlier one: which, and of how many more."""
    pairs = near_duplicates(texts).sort_values("contained", ascending=False, kind="stable")
    said = {}
    for doc_id, near in pairs.groupby("doc_id", sort=False):
        more = f" and of {len(near) - 1} more" if len(near) > 1 else ""
        first = near.iloc[0]
        said[doc_id] = (
            f"nearly the text of {first['other']} ({first['contained']:.0%} of the shorter one's "
            f"five-word sequences){more}"
        )
    return said


def _shingles(text: str) -> set[tuple[str, ...]]:
    """The five-word sequences of a text; none if it has too few to be compared."""
    words = [fold(word) for word in cut(text)]
    found = set(zip(*(words[step:] for step in range(SHINGLE)), strict=False))
    return found if len(found) >= FEWEST_SHINGLES else set()
