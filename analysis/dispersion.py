"""Dispersion: is a term spread over a text, or gathered in a few of its sentences?"""

import numpy as np
import pandas as pd

from analysis import checks


def measure(
    tokens: pd.DataFrame,
    part: tuple[str, ...] | list[str] = ("doc_id", "sentence_id"),
    within: str = "doc_id",
) -> pd.DataFrame:
    """Deviation of proportions of every term over the parts of a text: one row per text and term.

    `tokens` is a table of tokens, or one of counts by `part` (its column n is then used; so
    n-grams have a dispersion too). Parts differ in size, and that is allowed for.

    Columns, sorted by `within` and term:
      (within): the text
      term: as in `tokens`
      n: occurrences in the text
      n_parts: parts of the text that hold any term at all
      range: parts that hold this one
      dp: DP = ½ Σ |v - s| over the parts, v a part's share of the term's occurrences and s its
        share of the text (Gries 2008). Near 0 spread as evenly as the parts' sizes, near 1
        gathered in one small part
      dp_norm: DPnorm = DP / (1 - min s), with 1 as its largest value (Lijffijt & Gries 2012);
        missing for a text of one part, where there is nothing to be spread over

    Raises ValueError for a table without the columns.

    Limit: a word that occurs once is in one sentence whatever its writer does, so a rare word's
    DP is near 1; compare words of like frequency only.
    """
    keys = list(dict.fromkeys([within, *part]))
    checks.need(tokens, [*keys, "term"], "tokens", "tokens.tokenize")
    n = tokens["n"] if "n" in tokens else pd.Series(1, index=tokens.index)
    # numbered once: what follows is arithmetic on whole numbers
    parts = tokens.groupby(keys, dropna=False).ngroup().rename("part")
    cells = n.groupby([tokens[within], tokens["term"], parts]).sum().rename("n").reset_index()
    cells = cells[cells["n"] > 0]
    sizes = cells.groupby([within, "part"])["n"].sum()
    s = sizes / sizes.groupby(level=within).transform("sum")
    n_term = cells.groupby([within, "term"])["n"].transform("sum")
    v = cells["n"] / n_term
    excess = v.to_numpy() - s.reindex(pd.MultiIndex.from_frame(cells[[within, "part"]])).to_numpy()
    # shares sum to one on both sides, so half the sum of |v - s| is the sum where v is the larger:
    # the parts without the term need not be visited
    cells["dp"] = np.maximum(excess, 0.0)
    groups = cells.groupby([within, "term"])
    table = groups.agg(n=("n", "sum"), range=("part", "size"), dp=("dp", "sum")).reset_index()
    per_text = s.groupby(level=within).agg(["size", "min"])
    table.insert(3, "n_parts", table[within].map(per_text["size"]))
    smallest = table[within].map(per_text["min"])
    table["dp_norm"] = (table["dp"] / (1 - smallest)).where(table["n_parts"] > 1)
    return table
