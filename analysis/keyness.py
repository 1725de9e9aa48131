"""Keyness: the terms that one text uses more, or less, than another, with what supports it.

`compare` and `compare_each` take the counts of ``tokens.count_terms`` (words or n-grams) and return
**contrasts**, one row per comparison and term. The formulas follow, each for whole columns: O11 and
O21 are a term's occurrences in target and reference, n1 and n2 the words of both. `dispersion` says
whether a term is spread over a text or gathered in a few sentences.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis._checks import need, need_filled, need_share, whole_counts
from analysis._progress import track

COLUMNS = [
    *("target", "reference", "term", "n_target", "n_reference", "size_target", "size_reference"),
    *("n_sentences_target", "n_sentences_reference", "per_1000_target", "per_1000_reference"),
    *("log_ratio", "low", "high", "clr", "p_exact", "p_holm", "p_bh", "p_min", "g2", "p_g2"),
    *("log_odds", "z", "z_limit"),
]

CHANCE = 1.959964  # the standard normal passes it, in either direction, in 5 % of cases


def compare(
    counts: pd.DataFrame,
    target: object,
    reference: object = None,
    by: str = "doc_id",
    background: pd.DataFrame | None = None,
    min_count: int = 1,
) -> pd.DataFrame:
    """The terms of one text against those of others, one row per term found in either.

    `counts` are those of ``tokens.count_terms``, `target` is a value of the column `by`, and
    `reference` one value or a list of them, by default all the others taken together. Counts at a
    finer grain than `by` (passages, voices) are summed. `min_count` drops terms that both sides
    together use less often; sizes stay as they were.

    Columns:
      target, reference: the groups compared; several references are joined by " + ", more
        than four are counted ("9 others")
      term: as in the counts
      n_target, n_reference: occurrences (at least one of them is above 0)
      size_target, size_reference: all words, or n-grams, of a side
      n_sentences_target, n_sentences_reference: sentences that hold the term; one that two voices
        share counts for each of them
      per_1000_target, per_1000_reference: occurrences per 1,000 words or n-grams of that side
      log_ratio: log2 of the ratio of the two rates (Hardie 2014), a zero counted as .5 without
        turning the direction; 1 is twice the rate
      low, high: its exact conditional 95 % interval (Clopper & Pearson 1934), ±inf where open
      clr: conservative log ratio (Evert 2022, without the Bonferroni step): the bound nearer
        to 0, or 0 where the interval covers it
      p_exact: exact conditional binomial p, two-sided by doubling; below .05 exactly where
        low and high leave 0 out
      p_holm, p_bh: p_exact adjusted by Holm and by Benjamini & Hochberg over the rows returned
      p_min: the smallest p_exact that this many occurrences could have given
      g2: Dunning's (1993) log-likelihood ratio over four cells, signed; not the two-cell form
        of Rayson & Garside (2000)
      p_g2: its asymptotic p (χ², 1 df), as other programs print it; too small for small counts
      log_odds, z: log-odds ratio with informative Dirichlet prior (Monroe, Colaresi & Quinn
        2008), natural log, and its z. The prior has the terms' shares in both sides together, and
        as many pseudo-counts as both sides have words. A `background` (counts with columns term
        and n) is added to these shares at the same weight, however long it is.
      z_limit: what |z| passes in 5 % of cases under equal rates (see `z_limit`). Compare z with it
        and not with 1.96: the prior holds the texts' own counts, which draws the sides together

    Positive means more in the target, negative less, 0 equal (but for log_odds and z with a
    background); swapping the sides flips every sign. Rows run from the target's end to the
    reference's by z, ties by term.

    Raises ``ValueError`` for missing columns, a target or reference that is not there, only one
    group, and where no term reaches `min_count`.

    Limit: interval and p take words as independent draws, which they are not (Lijffijt et al.
    2016). For what holds of a writer's wording, see ``resample``; three short texts are no sample
    of their outlets.

    See also ``keyness.compare_each``, ``keyness.dispersion``, ``evidence.find``.

    >>> n = tokens.count_terms(tokens.tokenize(sentences.split(corpus.load())))
    >>> contrasts = keyness.compare(n, "axios", "msnbc")
    >>> contrasts[["term", "n_target", "n_reference", "log_ratio", "low", "high"]].head(3).round(2)
          term  n_target  n_reference  log_ratio   low  high
    0    hanoi         6            1       3.12  0.08  8.65
    1     deal         4            0       3.54 -0.06   inf
    2  failure         3            0       3.12 -0.74   inf
    """
    counts, groups, prior = _prepare(counts, by, background)
    if target not in groups:
        raise ValueError(f"counts: no {target!r} in {by}; there is {_listed(groups)}")
    if reference is None:
        reference = [group for group in groups if group != target]
    elif not isinstance(reference, list | tuple | set):
        reference = [reference]
    reference = list(reference)
    if unknown := [group for group in reference if group not in groups]:
        raise ValueError(f"counts: no {_listed(unknown)} in {by}; there is {_listed(groups)}")
    if target in reference or not reference:
        raise ValueError(f"reference: {target!r} cannot be compared with {_listed(reference)}")
    reference = [group for group in groups if group in reference]
    return _adjust([_contrast(counts, by, target, reference, prior)], min_count)


def compare_each(
    counts: pd.DataFrame,
    by: str = "doc_id",
    background: pd.DataFrame | None = None,
    min_count: int = 1,
) -> pd.DataFrame:
    """Each text against all the others together, one row per target and term found in any.

    `counts`, `by`, `background` and `min_count`, and the columns, are those of `compare`; targets
    are in the order of the counts. p is adjusted over all rows, so it is larger than in a single
    `compare`: more questions were asked. Formulas as in `compare` (Hardie 2014, Dunning 1993,
    Monroe et al. 2008).

    Raises ``ValueError`` as `compare` does.

    Limit: the comparisons depend on one another, since each text is in every reference but its own.

    See also ``keyness.compare``, ``keyness.dispersion``.

    >>> n = tokens.count_terms(tokens.tokenize(sentences.split(corpus.load())))
    >>> contrasts = keyness.compare_each(n)
    >>> contrasts.groupby("target", sort=False).first()[["reference", "term", "p_exact"]].round(3)
                         reference     term  p_exact
    target
    axios       msnbc + koreatimes  failure    0.049
    msnbc       axios + koreatimes  nothing    0.003
    koreatimes       axios + msnbc       be    0.005
    """
    counts, groups, prior = _prepare(counts, by, background)
    others = {target: [group for group in groups if group != target] for target in groups}
    each = track(others.items(), "contrasts", len(others))
    contrasts = [_contrast(counts, by, target, rest, prior) for target, rest in each]
    return _adjust(contrasts, min_count)


def log_ratio(O11: ArrayLike, O21: ArrayLike, n1: int, n2: int) -> np.ndarray:
    """Binary log of the ratio of two relative frequencies (Hardie 2014), a zero counted as .5.

    1 is twice the rate, -1 half. One departure: where a text is so small that half an occurrence
    outweighs the other text's rate, the .5 would turn the direction round; there it is 0.
    """
    O11, O21 = _cells(O11, O21, n1, n2)
    ratio = np.log2(np.where(O11 == 0, 0.5, O11) * n2 / (np.where(O21 == 0, 0.5, O21) * n1))
    return np.where(np.sign(ratio) == direction(O11, O21, n1, n2), ratio, 0.0)


def interval(
    O11: ArrayLike, O21: ArrayLike, n1: int, n2: int, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Exact conditional interval (low, high) of the log ratio, never of width zero.

    Clopper & Pearson's (1934) bounds of p, O11 out of O11 + O21, as log2(n2/n1 · p/(1-p)). Each
    bound misses the true value in at most (1 - level)/2 of samples where words are independent (at
    .95, 97 to 100 % hold it: benchmarks/coverage.md). A term that is absent from a side has no
    bound on that side: -inf or inf.
    """
    need_share(level)
    O11, O21 = _cells(O11, O21, n1, n2)
    tail = (1 - level) / 2
    with np.errstate(divide="ignore"):
        low = np.log2(_odds(O11, O21 + 1, tail) * (n2 / n1))
        high = -np.log2(_odds(O21, O11 + 1, tail) * (n1 / n2))
    return low, high


def conservative(low: ArrayLike, high: ArrayLike) -> np.ndarray:
    """Evert's (2022) conservative log ratio: the bound nearer to zero, 0 where zero is inside.

    Evert's own default widens the interval first (Bonferroni over the terms); this does not.
    """
    return np.maximum(low, 0.0) + np.minimum(high, 0.0)


def exact_p(O11: ArrayLike, O21: ArrayLike, n1: int, n2: int) -> np.ndarray:
    """Exact conditional p that the rates are equal: binomial, two-sided, the smaller tail doubled.

    Doubling belongs to the Clopper–Pearson interval: p < .05 exactly where the 95 % interval leaves
    zero out (Fay 2010). ``scipy.stats.binomtest`` and R's ``binom.test`` add up the outcomes no
    likelier than the observed one instead, which is often less: for 2 against 0 with the target a
    fifth of the words they give .04, and this .08, as the interval covers zero.
    """
    from scipy.stats import binom

    O11, O21 = _cells(O11, O21, n1, n2)
    total, share = O11 + O21, n1 / (n1 + n2)
    lower, upper = binom.cdf(O11, total, share), binom.sf(O11 - 1, total, share)
    return np.minimum(1.0, 2 * np.minimum(lower, upper))


def smallest_p(O11: ArrayLike, O21: ArrayLike, n1: int, n2: int) -> np.ndarray:
    """The smallest `exact_p` that any division of these O11 + O21 occurrences could give.

    2 (n / (n1 + n2)) ** (O11 + O21), at most 1, where n is the smaller of n1 and n2: all of them in
    the smaller text. Where it is above .05, no division is significant.

    >>> keyness.smallest_p([2, 3], [1, 3], 500, 500).tolist()
    [0.25, 0.03125]
    """
    total = sum(_cells(O11, O21, n1, n2))
    return np.minimum(1.0, 2 * (min(n1, n2) / (n1 + n2)) ** total)


def holm(p: ArrayLike) -> np.ndarray:
    """Several p adjusted for their number m by Holm (1979): times m for the least, m - 1 the next …

    Each is at least as large as the one before it, and at most 1. Of a family of true null
    hypotheses, one comes out below .05 in at most 5 % of cases, whatever depends on what.

    >>> keyness.holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p, dtype=float)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("p: a value is missing or lies outside 0 to 1; adjust what was tested")
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)).clip(max=1.0)
    return adjusted


def g2(O11: ArrayLike, O21: ArrayLike, n1: int, n2: int) -> np.ndarray:
    """Log-likelihood ratio over all four cells (Dunning 1993), with the sign of the difference.

    G2 = 2 Σ O ln(O/E) over the term and the rest of the words in both texts. Rayson & Garside's
    (2000) sums the term's two cells only and is a little smaller: 12 of 900 against 3 of 1,100 is
    7.795 here, 7.739 there. Asymptotic: below five expected occurrences its p is too small.
    """
    from scipy.special import rel_entr

    O11, O21 = _cells(O11, O21, n1, n2)
    O12, O22 = n1 - O11, n2 - O21
    E11, E21 = (O11 + O21) * (n1 / (n1 + n2)), (O11 + O21) * (n2 / (n1 + n2))
    E12, E22 = n1 - E11, n2 - E21
    G2 = 2 * (rel_entr(O11, E11) + rel_entr(O21, E21) + rel_entr(O12, E12) + rel_entr(O22, E22))
    # Rounding may leave a trace below zero where observed and expected agree.
    return direction(O11, O21, n1, n2) * np.maximum(G2, 0.0)


def log_odds(
    y1: ArrayLike, y2: ArrayLike, prior: ArrayLike | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds ratio with an informative Dirichlet prior, and its z-score.

    Monroe, Colaresi & Quinn (2008), with their approximate variance. `y1` and `y2` count every
    term of the vocabulary in target and reference; `prior` is α, a pseudo-count for each term
    (or one number for all), by default y1 + y2, the pooled counts.

    δ = ln[(y1+α)/(n1+α0-y1-α)] - ln[(y2+α)/(n2+α0-y2-α)], natural log, shrunk towards 0;
    z = δ / √(1/(y1+α) + 1/(y2+α)).
    With the pooled prior, equal rates give 0; with another one only where sizes are equal or the
    prior has the same rate, since the larger text moves further from the prior.
    """
    y1, y2 = whole_counts(y1, "y1"), whole_counts(y2, "y2")
    α = np.broadcast_to(np.asarray(y1 + y2 if prior is None else prior, dtype=float), y1.shape)
    if not (α > 0).all():
        raise ValueError("prior: every term needs a pseudo-count above 0")
    n1, n2, α0 = y1.sum(), y2.sum(), α.sum()
    if len(y1) == 1:  # the odds of an only term are infinite in both, and equal
        return np.zeros(1), np.zeros(1)
    δ = np.log((y1 + α) / (n1 + α0 - y1 - α)) - np.log((y2 + α) / (n2 + α0 - y2 - α))
    return δ, δ / np.sqrt(1 / (y1 + α) + 1 / (y2 + α))


def z_limit(n1: int, n2: int, own: float = 1.0) -> float:
    """What Monroe's |z| passes by chance in 5 % of terms: 1.96 times its sd under equal rates.

    Under equal rates λ, y1 and y2 are Poisson with means λn1 and λn2, and α, which gets the part
    `own` of its weight from y1 + y2 (all of it without a background), moves with them. To first
    order δ = y1 [(1+w)/(n1+N) - w/(n2+N)]/λ - y2 [(1+w)/(n2+N) - w/(n1+N)]/λ, N = n1 + n2, w =
    `own`; z divides by √((1/(n1+N) + 1/(n2+N))/λ), so λ cancels. For equal sizes it is 1.96 · .577.
    It holds for frequent terms, expected at least five times.
    """
    one, other, w = 1 / (2 * n1 + n2), 1 / (n1 + 2 * n2), own
    variance = n1 * ((1 + w) * one - w * other) ** 2 + n2 * ((1 + w) * other - w * one) ** 2
    return float(CHANCE * np.sqrt(variance / (one + other)))


def direction(O11: ArrayLike, O21: ArrayLike, n1: int, n2: int) -> np.ndarray:
    """1 where the target has the higher rate, -1 where the reference has, 0 where they are equal.

    Computed in whole numbers, so that equal rates are equal.
    """
    return np.sign(whole_counts(O11, "O11") * int(n2) - whole_counts(O21, "O21") * int(n1))


def dispersion(
    tokens: pd.DataFrame,
    part: tuple[str, ...] | list[str] = ("doc_id", "sentence_id"),
    within: str = "doc_id",
) -> pd.DataFrame:
    """How evenly each term is spread over the parts of a text, one row per text and term.

    The deviation of proportions (Gries 2008). `tokens` is a table of tokens, or of counts by `part`
    (then its column n is used, so n-grams have a dispersion too); `within` is the column of the
    text. Parts may differ in size.

    Columns, sorted by `within` and term:
      (within): the text
      term: as in `tokens`
      n: occurrences in the text
      n_parts: parts of the text that hold any term at all
      range: parts that hold this one
      dp: DP = ½ Σ |v - s| over the parts, where v is a part's share of the term's occurrences and
        s its share of the text; near 0 spread evenly, near 1 gathered in one small part
      dp_norm: DPnorm = DP / (1 - min s), with 1 as its largest value (Lijffijt & Gries 2012);
        missing for a text of one part

    Raises ``ValueError`` for missing columns or values, and where no term occurs.

    Limit: a word that occurs once is in one sentence whatever its writer does, so a rare word's DP
    is near 1. Compare only words of similar frequency.

    See also ``keyness.compare``.

    >>> t = tokens.tokenize(sentences.split(corpus.load()))
    >>> spread = keyness.dispersion(t)
    >>> spread[spread["term"] == "trump"].round(2)
             doc_id   term  n  n_parts  range    dp  dp_norm
    156       axios  trump  2       11      2  0.79     0.82
    453  koreatimes  trump  3       32      3  0.86     0.87
    714       msnbc  trump  6       21      6  0.65     0.66
    """
    keys = list(dict.fromkeys([within, *part]))
    need(tokens, [*keys, "term"], "tokens", "tokens.tokenize")
    for key in (*keys, "term"):
        need_filled(tokens, key, "tokens")
    n = tokens["n"] if "n" in tokens else pd.Series(1, index=tokens.index)
    whole_counts(n, "tokens, column n")
    parts = tokens.groupby(keys, dropna=False).ngroup().rename("part")
    cells = n.groupby([tokens[within], tokens["term"], parts]).sum().rename("n").reset_index()
    cells = cells[cells["n"] > 0]
    if cells.empty:
        raise ValueError("tokens: there is no occurrence of any term")
    sizes = cells.groupby([within, "part"])["n"].sum()
    s = sizes / sizes.groupby(level=within).transform("sum")
    n_term = cells.groupby([within, "term"])["n"].transform("sum")
    v = cells["n"] / n_term
    excess = v.to_numpy() - s.reindex(pd.MultiIndex.from_frame(cells[[within, "part"]])).to_numpy()
    # Both shares sum to one, so half the sum of |v - s| is its sum over the parts where v > s, and
    # parts without the term need not be visited.
    cells["dp"] = np.maximum(excess, 0.0)
    groups = cells.groupby([within, "term"])
    table = groups.agg(n=("n", "sum"), range=("part", "size"), dp=("dp", "sum")).reset_index()
    per_text = s.groupby(level=within).agg(["size", "min"])
    table.insert(3, "n_parts", table[within].map(per_text["size"]))
    smallest = table[within].map(per_text["min"])
    table["dp_norm"] = (table["dp"] / (1 - smallest)).where(table["n_parts"] > 1)
    return table


def _prepare(
    counts: pd.DataFrame, by: str, background: pd.DataFrame | None
) -> tuple[pd.DataFrame, list, pd.Series]:
    """Counts with terms as categories of one vocabulary, the groups, and the background's counts.

    With a common vocabulary, every side of every comparison sums into aligned arrays.
    """
    _need_terms(counts, [by, "term", "n", "n_sentences"], "counts")
    need_filled(counts, by, "counts")
    counts = counts.loc[counts["n"] > 0, [by, "term", "n", "n_sentences"]]
    groups = list(counts[by].unique())
    if len(groups) < 2:
        only = f"only {groups[0]!r}" if groups else "nothing"
        raise ValueError(f"nothing to compare with: the counts hold {only} in {by}")
    vocabulary = pd.Index(counts["term"].unique())
    if background is None:
        background = counts[["term", "n"]].head(0)
    else:
        _need_terms(background, ["term", "n"], "background")
        vocabulary = vocabulary.union(background["term"].unique(), sort=False)
    vocabulary = vocabulary.sort_values()
    counts = counts.assign(term=pd.Categorical(counts["term"], vocabulary))
    background = background.assign(term=pd.Categorical(background["term"], vocabulary))
    return counts, groups, background.groupby("term", observed=False)["n"].sum()


def _contrast(
    counts: pd.DataFrame, by: str, target: object, reference: list, background: pd.Series
) -> pd.DataFrame:
    a, b = (
        counts[counts[by].isin(side)].groupby("term", observed=False)[["n", "n_sentences"]].sum()
        for side in ([target], reference)
    )
    n1, n2 = int(a["n"].sum()), int(b["n"].sum())
    shares = background + a["n"] + b["n"]
    # A term that only the background has takes its part of the prior, and is left out afterwards.
    known = (shares > 0).to_numpy()
    a, b, prior = a[known], b[known], shares[known] * ((n1 + n2) / shares.sum())
    limit = z_limit(n1, n2, (n1 + n2) / shares.sum())
    δ, z = log_odds(a["n"], b["n"], prior)
    found = ((a["n"] + b["n"]) > 0).to_numpy()
    a, b, δ, z = a[found], b[found], δ[found], z[found]
    O11, O21 = a["n"].to_numpy(), b["n"].to_numpy()
    low, high = interval(O11, O21, n1, n2)
    names = " + ".join(map(str, reference)) if len(reference) > 1 else reference[0]
    table = pd.DataFrame(
        {
            "target": target,
            "reference": names if len(reference) <= 4 else f"{len(reference)} others",
            "term": a.index.astype(a.index.categories.dtype),
            "n_target": O11,
            "n_reference": O21,
            "size_target": n1,
            "size_reference": n2,
            "n_sentences_target": a["n_sentences"].to_numpy(),
            "n_sentences_reference": b["n_sentences"].to_numpy(),
            "per_1000_target": 1000 * O11 / n1,
            "per_1000_reference": 1000 * O21 / n2,
            "log_ratio": log_ratio(O11, O21, n1, n2),
            "low": low,
            "high": high,
            "clr": conservative(low, high),
            "p_exact": exact_p(O11, O21, n1, n2),
            "p_min": smallest_p(O11, O21, n1, n2),
            "g2": g2(O11, O21, n1, n2),
            "log_odds": δ,
            "z": z,
            "z_limit": limit,
        }
    )
    # Rounded, so that the last bit of a zero does not decide between two terms.
    return table.iloc[np.argsort(-z.round(9), kind="stable")]


def _adjust(contrasts: list[pd.DataFrame], min_count: int) -> pd.DataFrame:
    """The comparisons of one question as one table, p adjusted over its rows."""
    from scipy.stats import chi2, false_discovery_control

    table = pd.concat(contrasts, ignore_index=True)
    total = table["n_target"] + table["n_reference"]
    # The exact test conditions on the total, so choosing terms by their total does not bend it.
    table = table[total >= min_count].reset_index(drop=True)
    if table.empty:
        raise ValueError(
            f"min_count: no term occurs {min_count} times; the most frequent {total.max()} "
            f"time{'s' * int(total.max() > 1)}"
        )
    table["p_holm"] = holm(table["p_exact"])
    table["p_bh"] = false_discovery_control(table["p_exact"])
    table["p_g2"] = chi2.sf(table["g2"].abs(), 1)
    return table[COLUMNS]


def _need_terms(table: pd.DataFrame, columns: list[str], what: str) -> None:
    need(table, columns, what, "tokens.count_terms")
    if table["term"].isna().any():
        raise ValueError(
            f"{what}: {int(table['term'].isna().sum())} rows have no term; if they are read from "
            "a CSV, read it with keep_default_na=False, or the words 'null' and 'nan' are lost"
        )
    for column in set(columns) & {"n", "n_sentences"}:
        whole_counts(table[column], f"{what}, column {column}")


def _listed(values: list) -> str:
    shown = ", ".join(repr(value) for value in values[:10])
    return shown + (f" and {len(values) - 10} more" if len(values) > 10 else "")


def _odds(a: np.ndarray, b: np.ndarray, tail: float) -> np.ndarray:
    """Odds p/(1-p) at the `tail` quantile p of Beta(a, b); 0 where a is 0.

    1-p has its own quantile, because near 1 a subtraction would lose it. Good to ten million
    occurrences of a term; from ninety million on, scipy's inverse now and then misses.
    """
    from scipy.special import betaincinv

    some = np.maximum(a, 1)
    return np.where(a == 0, 0.0, betaincinv(some, b, tail) / betaincinv(b, some, 1 - tail))


def _cells(O11: ArrayLike, O21: ArrayLike, n1: int, n2: int) -> tuple[np.ndarray, np.ndarray]:
    O11, O21 = whole_counts(O11, "O11"), whole_counts(O21, "O21")
    n1, n2 = whole_counts([n1, n2], "n1, n2")
    for name, found, size, words in (("O11", O11, "n1", n1), ("O21", O21, "n2", n2)):
        if words < max(found.max(initial=0), 1):
            most = found.max(initial=0)
            raise ValueError(f"{name}: {most} occurrences in {size} = {words} words")
    return O11, O21
