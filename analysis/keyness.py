"""Keyness: the terms that one text uses more, or less, than another, with what supports it.

Each function takes the counts of ``tokens.count_terms`` (words or n-grams) and returns
**contrasts**, one row per comparison and term. The formulas are in ``analysis.rates``.
"""

from itertools import combinations

import numpy as np
import pandas as pd

from analysis import checks, rates
from analysis.progress import track

COLUMNS = [
    *("target", "reference", "term", "n_target", "n_reference", "size_target", "size_reference"),
    *("n_sentences_target", "n_sentences_reference", "per_1000_target", "per_1000_reference"),
    *("log_ratio", "low", "high", "clr", "p_exact", "p_holm", "p_bh", "p_min", "g2", "p_g2"),
    *("log_odds", "z"),
]


def compare(
    counts: pd.DataFrame,
    target: object,
    reference: object = None,
    by: str = "doc_id",
    background: pd.DataFrame | None = None,
    min_count: int = 1,
) -> pd.DataFrame:
    """The terms of one text against those of others: one row per term found in either.

    `target` is a value of the column `by`; `reference` one value or a list of them, by default
    all the others, taken together. Counts at a finer grain than `by` (passages, voices) are
    summed; a sentence that two voices share is then in `n_sentences` for each of them.
    `min_count` drops terms that both sides together use less often; sizes stay as they were.

    Columns:
      target, reference: the groups compared; several references are joined by " + ", more
        than four are counted ("9 others")
      term: as in the counts
      n_target, n_reference: occurrences (at least one of them is above 0)
      size_target, size_reference: all occurrences of all terms: the words, or n-grams, of a side
      n_sentences_target, n_sentences_reference: sentences that the term occurs in
      per_1000_target, per_1000_reference: occurrences per 1,000 words or n-grams of that side
      log_ratio: log2 of the two rates' ratio (Hardie 2014), a zero counted as .5 and never
        turning the direction round; 1 is twice the rate
      low, high: its exact conditional 95 % interval (Clopper–Pearson), -inf or inf where open
      clr: conservative log ratio (Evert 2022, without the Bonferroni step): the bound nearer
        to 0, or 0 where the interval covers it
      p_exact: exact conditional binomial p, two-sided by doubling; below .05 exactly where
        low and high leave 0 out
      p_holm, p_bh: p_exact adjusted by Holm and by Benjamini & Hochberg over the rows returned
      p_min: the smallest p_exact that this many occurrences could have given
      g2: Dunning's (1993) log-likelihood ratio over four cells, signed; not the two-cell form
        of Rayson & Garside (2000)
      p_g2: its asymptotic p (χ², 1 df), shown for what others print; too small for small counts
      log_odds, z: log-odds ratio with informative Dirichlet prior (Monroe, Colaresi & Quinn
        2008), natural log, and its z. The prior has the terms' shares in both sides together
        and as many pseudo-counts as both sides have words. With a `background` (counts with
        columns term and n) the shares are those of background and both sides together, at the
        same weight: however long the background is, it does not drown the texts.

    Positive is more in the target, negative less or absent, 0 equal; swapping the sides flips
    every sign. With a background, log_odds and z are exempt from "0 is equal". Rows run from the
    target's end to the reference's by z, equal ones by term.

    Raises ValueError for a target or reference that is not there, for one group only, for a
    table without the columns, and where no term reaches `min_count`.

    Limit: three short texts are a comparison, not a sample of their outlets, and interval and p
    take words as independent draws, which they are not (Lijffijt et al. 2016): what holds for a
    writer's wording is the bootstrap over sentences in ``resample``.
    """
    counts, groups, prior = _prepare(counts, by, background)
    if target not in groups:
        raise ValueError(f"counts: no {target!r} in {by}; there is {_list(groups)}")
    if reference is None:
        reference = [group for group in groups if group != target]
    elif not isinstance(reference, list | tuple | set):
        reference = [reference]
    if unknown := [group for group in reference if group not in groups]:
        raise ValueError(f"counts: no {_list(unknown)} in {by}; there is {_list(groups)}")
    if target in reference or not reference:
        raise ValueError(f"reference: {target!r} cannot be compared with {_list(reference)}")
    reference = [group for group in groups if group in reference]
    return _adjust([_contrast(counts, by, target, reference, prior)], min_count)


def compare_each(
    counts: pd.DataFrame,
    by: str = "doc_id",
    background: pd.DataFrame | None = None,
    min_count: int = 1,
) -> pd.DataFrame:
    """Each text against all the others together: one row per target and term found in any.

    Columns, errors and limits as in `compare`; targets in the order of the counts. The adjusted p
    are over all rows, so larger than those of one `compare`: more questions were asked. The
    comparisons lean on one another, since each text is in every reference but its own.
    """
    counts, groups, prior = _prepare(counts, by, background)
    others = {target: [group for group in groups if group != target] for target in groups}
    each = track(others.items(), "contrasts", len(others))
    contrasts = [_contrast(counts, by, target, rest, prior) for target, rest in each]
    return _adjust(contrasts, min_count)


def compare_pairs(
    counts: pd.DataFrame,
    by: str = "doc_id",
    background: pd.DataFrame | None = None,
    min_count: int = 1,
) -> pd.DataFrame:
    """Every pair of texts once, the earlier as target: one row per pair and term found in either.

    Columns, errors and limits as in `compare`; the adjusted p are over all rows.
    """
    counts, groups, prior = _prepare(counts, by, background)
    pairs = track(list(combinations(groups, 2)), "contrasts")
    return _adjust([_contrast(counts, by, a, [b], prior) for a, b in pairs], min_count)


def _prepare(
    counts: pd.DataFrame, by: str, background: pd.DataFrame | None
) -> tuple[pd.DataFrame, list, pd.Series]:
    """Counts with terms as categories of one vocabulary, the groups, and the background's counts.

    The common vocabulary lets every side of every comparison be summed into aligned arrays.
    """
    _check(counts, [by, "term", "n", "n_sentences"], "counts")
    counts = counts.loc[counts["n"] > 0, [by, "term", "n", "n_sentences"]]
    groups = list(counts[by].unique())
    if len(groups) < 2:
        only = f"only {groups[0]!r}" if groups else "nothing"
        raise ValueError(f"nothing to compare with: the counts hold {only} in {by}")
    vocabulary = pd.Index(counts["term"].unique())
    if background is None:
        background = counts[["term", "n"]].head(0)
    else:
        _check(background, ["term", "n"], "background")
        vocabulary = vocabulary.union(background["term"].unique(), sort=False)
    vocabulary = vocabulary.sort_values()
    counts = counts.assign(term=pd.Categorical(counts["term"], vocabulary))
    background = background.assign(term=pd.Categorical(background["term"], vocabulary))
    return counts, groups, background.groupby("term", observed=False)["n"].sum()


def _contrast(
    counts: pd.DataFrame, by: str, target: object, reference: list, background: pd.Series
) -> pd.DataFrame:
    """One comparison, unadjusted."""
    a, b = (
        counts[counts[by].isin(side)].groupby("term", observed=False)[["n", "n_sentences"]].sum()
        for side in ([target], reference)
    )
    n1, n2 = int(a["n"].sum()), int(b["n"].sum())
    shares = background + a["n"] + b["n"]
    # a term that only the background has still takes its part of the prior, and leaves after it
    known = (shares > 0).to_numpy()
    a, b, prior = a[known], b[known], shares[known] * ((n1 + n2) / shares.sum())
    log_odds, z = rates.log_odds(a["n"], b["n"], prior)
    found = ((a["n"] + b["n"]) > 0).to_numpy()
    a, b, log_odds, z = a[found], b[found], log_odds[found], z[found]
    O11, O21 = a["n"].to_numpy(), b["n"].to_numpy()
    low, high = rates.interval(O11, O21, n1, n2)
    table = pd.DataFrame(
        {
            "target": target,
            "reference": _name(reference),
            "term": a.index.astype(a.index.categories.dtype),
            "n_target": O11,
            "n_reference": O21,
            "size_target": n1,
            "size_reference": n2,
            "n_sentences_target": a["n_sentences"].to_numpy(),
            "n_sentences_reference": b["n_sentences"].to_numpy(),
            "per_1000_target": 1000 * O11 / n1,
            "per_1000_reference": 1000 * O21 / n2,
            "log_ratio": rates.log_ratio(O11, O21, n1, n2),
            "low": low,
            "high": high,
            "clr": rates.conservative(low, high),
            "p_exact": rates.exact_p(O11, O21, n1, n2),
            "p_min": rates.smallest_p(O11, O21, n1, n2),
            "g2": rates.g2(O11, O21, n1, n2),
            "log_odds": log_odds,
            "z": z,
        }
    )
    # rounded, so that the last bit of a z of zero does not decide between two terms
    return table.iloc[np.argsort(-z.round(9), kind="stable")]


def _adjust(contrasts: list[pd.DataFrame], min_count: int) -> pd.DataFrame:
    """The comparisons of one question as one table, p adjusted over its rows."""
    from scipy.stats import chi2, false_discovery_control
    from statsmodels.stats.multitest import multipletests

    table = pd.concat(contrasts, ignore_index=True)
    total = table["n_target"] + table["n_reference"]
    # the total is what the exact test conditions on: choosing terms by it does not bend the test
    table = table[total >= min_count].reset_index(drop=True)
    if table.empty:
        raise ValueError(
            f"min_count: no term occurs {min_count} times; the most frequent {total.max()} times"
        )
    table["p_holm"] = multipletests(table["p_exact"], method="holm")[1]
    table["p_bh"] = false_discovery_control(table["p_exact"])
    table["p_g2"] = chi2.sf(table["g2"].abs(), 1)
    return table[COLUMNS]


def _check(table: pd.DataFrame, columns: list[str], what: str) -> None:
    checks.need(table, columns, what, "tokens.count_terms")
    if table["term"].isna().any():
        raise ValueError(
            f"{what}: {int(table['term'].isna().sum())} rows have no term; if they are read from "
            "a CSV, read it with keep_default_na=False, or the words 'null' and 'nan' are lost"
        )


def _name(groups: list, most: int = 4) -> object:
    if len(groups) == 1:
        return groups[0]
    return " + ".join(map(str, groups)) if len(groups) <= most else f"{len(groups)} others"


def _list(values: list, most: int = 10) -> str:
    shown = ", ".join(repr(value) for value in list(values)[:most])
    return shown + (f" and {len(values) - most} more" if len(values) > most else "")
