"""Two rates compared: what can be said from a term's count in two texts and the texts' sizes.

Arrays in, arrays out, one element a term, in the letters of the contingency table (Evert 2008):
``O11`` and ``O21`` count the term in target and reference (never both zero), ``n1`` and ``n2`` are
the sizes. Positive means more in the target. Exact values condition on the total O11 + O21: were
the rates equal, each of these occurrences would fall to the target with probability
n1 / (n1 + n2). That takes occurrences as independent draws, which words are not (Lijffijt et al.
2016): a word that a text returns to looks surer here than it is.
"""

import numpy as np
from numpy.typing import ArrayLike


def log_ratio(O11: ArrayLike, O21: ArrayLike, n1: int, n2: int) -> np.ndarray:
    """Binary log of the ratio of the two relative frequencies (Hardie 2014), a zero counted as .5.

    1 is twice the rate, -1 half. One departure: where a text is so small that even half an
    occurrence outweighs the other text's rate, the .5 would turn the direction round (a word
    found once, and only in the longer text, would be typical of the shorter); there it is 0.
    """
    O11, O21 = _integers(O11), _integers(O21)
    ratio = np.log2(np.where(O11 == 0, 0.5, O11) * n2 / (np.where(O21 == 0, 0.5, O21) * n1))
    return np.where(np.sign(ratio) == direction(O11, O21, n1, n2), ratio, 0.0)


def interval(
    O11: ArrayLike, O21: ArrayLike, n1: int, n2: int, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Exact conditional interval (low, high) of the log ratio, never of width zero.

    Clopper & Pearson's (1934) bounds p of O11 out of O11 + O21, as log2(n2/n1 · p/(1-p)), each
    bound missing the truth in (1 - level)/2 of samples at most. Where the term is absent from a
    side there is no bound on that side: -inf or inf.
    """
    O11, O21 = _integers(O11), _integers(O21)
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

    Doubling ("central") is the definition that belongs to the Clopper–Pearson interval: p < .05
    exactly where the 95 % interval leaves zero out (Fay 2010). ``scipy.stats.binomtest`` and R's
    ``binom.test`` sum the outcomes no likelier than the observed one instead; with equal sizes the
    two agree, otherwise that one is often smaller: 2 against 0 with the target a fifth of the
    words gives .04 there, .08 here, and the interval covers zero.
    """
    from scipy.stats import binom

    O11, total, share = _integers(O11), _integers(O11) + _integers(O21), n1 / (n1 + n2)
    lower, upper = binom.cdf(O11, total, share), binom.sf(O11 - 1, total, share)
    return np.minimum(1.0, 2 * np.minimum(lower, upper))


def smallest_p(O11: ArrayLike, O21: ArrayLike, n1: int, n2: int) -> np.ndarray:
    """The smallest `exact_p` that any division of these O11 + O21 occurrences could give.

    It is that of "all in the smaller text". Where it is above .05, no division could be called
    significant.
    """
    total = _integers(O11) + _integers(O21)
    return np.minimum(1.0, 2 * (min(n1, n2) / (n1 + n2)) ** total)


def g2(O11: ArrayLike, O21: ArrayLike, n1: int, n2: int) -> np.ndarray:
    """Log-likelihood ratio over all four cells (Dunning 1993), with the sign of the difference.

    G2 = 2 Σ O ln(O/E) over the term and the rest of the words in both texts. Rayson & Garside's
    (2000) sums the term's two cells only and is a little smaller: 12 of 900 against 3 of 1,100 is
    7.795 here, 7.739 there. Asymptotic: below five expected occurrences its p is too small.
    """
    from scipy.special import rel_entr

    O11, O21 = _integers(O11), _integers(O21)
    O12, O22 = n1 - O11, n2 - O21
    E11, E21 = (O11 + O21) * (n1 / (n1 + n2)), (O11 + O21) * (n2 / (n1 + n2))
    E12, E22 = n1 - E11, n2 - E21
    G2 = 2 * (rel_entr(O11, E11) + rel_entr(O21, E21) + rel_entr(O12, E12) + rel_entr(O22, E22))
    # rounding can leave a whisker below zero where observed and expected agree
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
    With the pooled prior, equal rates give 0. With any other they do so only where the sizes are
    equal or the prior has that rate as well: the larger text moves further from the prior.
    """
    y1, y2 = _integers(y1), _integers(y2)
    α = np.broadcast_to(np.asarray(y1 + y2 if prior is None else prior, dtype=float), y1.shape)
    if not (α > 0).all():
        raise ValueError("prior: every term needs a pseudo-count above 0")
    n1, n2, α0 = y1.sum(), y2.sum(), α.sum()
    if len(y1) == 1:  # the only term there is: its odds are infinite in both, and no different
        return np.zeros(1), np.zeros(1)
    δ = np.log((y1 + α) / (n1 + α0 - y1 - α)) - np.log((y2 + α) / (n2 + α0 - y2 - α))
    return δ, δ / np.sqrt(1 / (y1 + α) + 1 / (y2 + α))


def direction(O11: ArrayLike, O21: ArrayLike, n1: int, n2: int) -> np.ndarray:
    """1 where the target has the higher rate, -1 where the reference has, 0 where they are equal.

    In whole numbers, so that equal rates are equal.
    """
    return np.sign(_integers(O11) * int(n2) - _integers(O21) * int(n1))


def _odds(a: np.ndarray, b: np.ndarray, tail: float) -> np.ndarray:
    """Odds p/(1-p) at the `tail` quantile p of Beta(a, b); 0 where a is 0.

    1-p is asked for by itself: near 1 the subtraction would lose it. Good to ten million
    occurrences of a term; from ninety million on, scipy's inverse now and then misses.
    """
    from scipy.special import betaincinv

    some = np.maximum(a, 1)
    return np.where(a == 0, 0.0, betaincinv(some, b, tail) / betaincinv(b, some, 1 - tail))


def _integers(counts: ArrayLike) -> np.ndarray:
    return np.asarray(counts, dtype=np.int64)
