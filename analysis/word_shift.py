"""The words behind a difference of tone: generalised word shifts (Gallagher et al. 2021)."""

import numpy as np
import pandas as pd

from analysis import vader
from analysis.checks import need


def shift(
    scores: pd.DataFrame,
    hits: pd.DataFrame,
    target: str,
    reference: str | None = None,
    by: str = "doc_id",
) -> pd.DataFrame:
    """Word shift: which words make the tone of one text differ from another's, largest bar first.

    What is explained is the difference of the two **mean compound scores of a sentence**, target
    minus reference (all other texts where no `reference` is named), over the sentences in `scores`:
    leave sentences out there (quoted ones, say) and their words leave too. The bars of all rows sum
    to it exactly; "exactly" is before the compound is rounded to four decimals.

    A sentence's compound is shared among its lexicon words in proportion to their contributions:
    part = contribution / sqrt(raw_sum² + 15). So what the rules did (negation, "but", capitals)
    stays with the word, and so does the weight of a word among many. Then, as in the generalised
    word shift of Gallagher et al. (2021, EPJ Data Science) with the neutral 0 as reference value,
    p for occurrences of a term in a sentence and s for its mean part,

        shift = (p_target - p_reference) * mean of s   +   mean of p * (s_target - s_reference)
              =           by_frequency                 +             by_use

    A term that one group never uses has there the s of the other, so that its bar is all frequency.

    Columns: target, reference, term, kind ("term", or "punctuation" for what "!" and "?" added:
    one row, counted in sentences), n_target, n_reference (occurrences), per_sentence_target,
    per_sentence_reference (p), part_target, part_reference (s; -1 … 1), by_frequency, by_use,
    shift. The rows behind a bar are those of `hits` with its term.

    Sharing in proportion is a convention. In a sentence of praise and blame the parts may be larger
    than its score; and a bar names a word, not a reason: read the sentences.
    """
    need(scores, [by, "doc_id", "sentence_id", "raw_sum", "emphasis"], "scores", "sentiment.score")
    need(hits, ["doc_id", "sentence_id", "term", "contribution"], "hits", "sentiment.hits")
    scores = scores.reset_index(drop=True)
    in_target = scores[by] == target
    in_reference = scores[by] != target if reference is None else scores[by] == reference
    for name, chosen in ((target, in_target), (reference, in_reference)):
        if not chosen.any():
            found = ", ".join(map(str, scores[by].unique())) or "none"
            what = "text to compare with" if name is None else f"{name!r}"
            raise ValueError(f"scores: no {what} in column {by!r} (found: {found})")
    parts = _parts(scores[in_target | in_reference], hits)
    parts["target"] = parts.pop("sentence").map(in_target)
    sums = parts.pivot_table(
        values="part", index=["term", "kind"], columns="target", aggfunc=["size", "sum"]
    )
    both = pd.MultiIndex.from_product([["size", "sum"], [True, False]])
    sums = sums.reindex(columns=both).fillna(0.0)

    n1, n2 = sums["size", True], sums["size", False]
    s1, s2 = sums["sum", True] / n1.where(n1 > 0), sums["sum", False] / n2.where(n2 > 0)
    s1, s2 = s1.fillna(s2), s2.fillna(s1)
    p1, p2 = n1 / in_target.sum(), n2 / in_reference.sum()
    table = pd.DataFrame(
        {
            "n_target": n1.astype(int),
            "n_reference": n2.astype(int),
            "per_sentence_target": p1,
            "per_sentence_reference": p2,
            "part_target": s1,
            "part_reference": s2,
            "by_frequency": (p1 - p2) * (s1 + s2) / 2,
            "by_use": (p1 + p2) / 2 * (s1 - s2),
        }
    ).reset_index()
    table["shift"] = table["by_frequency"] + table["by_use"]
    table.insert(0, "target", target)
    table.insert(1, "reference", "all others" if reference is None else reference)
    return table.sort_values("shift", key=abs, ascending=False, kind="stable", ignore_index=True)


def _parts(scores: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Each lexicon word's part, and each sentence's punctuation's, in its sentence's compound."""
    key = ["doc_id", "sentence_id"]
    if scores.duplicated(key).any():
        raise ValueError("scores: a sentence occurs twice; drop one of its rows")
    rows = scores[key].assign(sentence=scores.index)
    words = hits[[*key, "term", "contribution"]].merge(rows, on=key, validate="many_to_one")
    marks = scores["emphasis"][scores["emphasis"] != 0]
    parts = pd.concat(
        [
            words[["sentence", "term", "contribution"]].assign(kind="term"),
            pd.DataFrame(
                {
                    "sentence": marks.index,
                    "term": "! ?",
                    "contribution": marks.to_numpy(),
                    "kind": "punctuation",
                }
            ),
        ],
        ignore_index=True,
    )
    added_up = parts.groupby("sentence")["contribution"].sum().reindex(scores.index, fill_value=0.0)
    wrong = scores.loc[(added_up - scores["raw_sum"]).abs() > 1e-9, key]
    if len(wrong):
        doc_id, sentence_id = wrong.iloc[0]
        raise ValueError(
            f"hits: those of sentence {sentence_id} of {doc_id!r} do not add up to its raw_sum; "
            "make both tables from the same sentences, with the same lexicon"
        )
    root = np.sqrt(scores["raw_sum"] ** 2 + vader.ALPHA)
    return parts.assign(part=parts.pop("contribution") / parts["sentence"].map(root))
