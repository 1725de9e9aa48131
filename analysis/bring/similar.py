"""Texts that are nearly the same: what to look at first."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.words import cut, fold

SHINGLE = 5
FEWEST_SHINGLES = 20
LEAST = 0.5  # of the shorter text's sequences: a pair that shares fewer is not listed
MOST_TEXTS = 200


def near_duplicates(texts: Mapping[str, str]) -> pd.DataFrame:
    """Pairs of texts that share much of their wording, one row a pair.

    Columns: doc_id, other (the earlier of the two); jaccard (shared five-word sequences over all
    of both, 0 to 1; Broder 1997's resemblance); contained (shared over the number of the shorter
    text, .5 to 1; his containment). Sequences are counted once each. Pairs stand in the order of
    the texts. A text under 24 words is compared with none. A sequence that stands in more than
    `MOST_TEXTS` texts ties each to the first of them alone, as where a table repeats one text a
    thousand times. Two articles that quote one long statement share wording too: read both before
    leaving one out.
    """
    from scipy.sparse import coo_array, csc_array
    from sklearn.feature_extraction.text import CountVectorizer

    names, columns = list(texts), ["doc_id", "other", "jaccard", "contained"]
    counter = CountVectorizer(analyzer=_shingles, binary=True, dtype=np.int32)
    try:
        present = csc_array(counter.fit_transform(texts.values()))
    except ValueError:  # there is no text, or none that is long enough
        return pd.DataFrame([], columns=columns)
    size = np.asarray(present.sum(axis=1)).ravel()
    often = np.diff(present.indptr) > MOST_TEXTS
    first, many = present.indices[present.indptr[:-1]][often], present[:, often].tocoo()
    tied = coo_array((many.data, (many.row, first[many.col])), shape=(len(names), len(names)))
    tied, rare = tied.tocsr(), present[:, ~often].tocsr()
    found = []
    # A band of texts at a time: memory grows with the texts, not with their square.
    for begin in range(0, len(names), 256):
        band = slice(begin, begin + 256)
        shared = coo_array(rare[band] @ rare.T + tied[band])
        row, other, both = shared.row + begin, shared.col, shared.data
        pairs = pd.DataFrame(
            {
                "doc_id": row,
                "other": other,
                "jaccard": both / (size[row] + size[other] - both),
                "contained": both / np.minimum(size[row], size[other]),
            }
        )
        found.append(pairs[(pairs["other"] < pairs["doc_id"]) & (pairs["contained"] >= LEAST)])
    pairs = pd.concat(found).sort_values(["doc_id", "other"], ignore_index=True)
    named = {column: np.array(names, object)[pairs[column]] for column in columns[:2]}
    return pairs.assign(**named)


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
