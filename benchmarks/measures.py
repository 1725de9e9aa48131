"""Measures of agreement between scores and human ratings, with intervals: arrays in, rows out.

A row is a dict: measure, condition, difference_from, difference_to, n, unit, clusters, value, low,
high, baseline, method. Sentences of an article, and pairs that share an article, are not
independent: intervals resample articles (or texts), never sentences or pairs.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

SEED, DRAWS, LEVEL = 20190228, 1000, 0.95
BINS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, np.inf)  # of the difference of two mean compound scores
PANEL_BINS = (0.0, 0.125, 0.25, 0.5, 0.75, 1.25, np.inf)  # the same in deviations of VADER's score
BOOTSTRAP = f"percentiles of {DRAWS} bootstrap draws of whole {{}}s"
EXACT = "Clopper-Pearson"


def row(measure: str, condition: str, n: int, unit: str, value: float, **rest: object) -> dict:
    """One row of the table; what is not given is missing."""
    empty = {"difference_from": np.nan, "difference_to": np.nan, "clusters": np.nan}
    empty |= {"low": np.nan, "high": np.nan, "baseline": np.nan, "method": ""}
    found = {"measure": measure, "condition": condition, "n": n, "unit": unit, "value": value}
    return empty | found | rest


def correlations(
    score: ArrayLike, human: ArrayLike, cluster: ArrayLike, unit: str, condition: str
) -> list[dict]:
    """Pearson's and Spearman's correlation of scores with ratings; clusters are resampled."""
    from scipy.stats import rankdata

    score, human = np.asarray(score, float), np.asarray(human, float)
    places = _places(cluster)
    rng = np.random.default_rng(SEED)
    rows = []
    for name, prepare in (("Pearson", _same), ("Spearman", rankdata)):

        def value(at: np.ndarray | slice, prepare: Callable = prepare) -> float:
            return _pearson(prepare(score[at]), prepare(human[at]))

        draws = [value(_drawn(places, rng)) for _ in range(DRAWS)]
        low, high = _interval(draws)
        rows.append(
            row(
                f"{name} correlation",
                condition,
                len(score),
                unit,
                value(slice(None)),
                clusters=len(places),
                low=low,
                high=high,
                baseline=0.0,
                method=BOOTSTRAP.format("article"),
            )
        )
    return rows


def pair_order(
    score: ArrayLike, human: ArrayLike, condition: str, bins: ArrayLike | None = None
) -> Iterator[dict]:
    """How often two texts are in the order that raters give: all pairs, and by their difference.

    Pairs that raters give the same mean are left out; equal scores count as half right. `bins` are
    limits of the absolute difference of scores; None: its quintiles, to three digits.
    """
    score, human = np.asarray(score, float), np.asarray(human, float)
    first, second = np.triu_indices(len(score), 1)
    apart, wanted = score[first] - score[second], human[first] - human[second]
    keep = wanted != 0
    first, second, apart, wanted = first[keep], second[keep], apart[keep], wanted[keep]
    right = np.where(apart == 0, 0.5, np.sign(apart) == np.sign(wanted))
    size = np.abs(apart)
    if bins is None:
        limits = [float(f"{q:.3g}") for q in np.quantile(size, [0.2, 0.4, 0.6, 0.8])]
        bins = np.unique([0.0, *limits, np.inf])
    inside = [np.ones(len(size), bool)]
    inside += [(size >= low) & (size < high) for low, high in pairwise(bins)]
    limits = [(np.nan, np.nan), *pairwise(bins)]
    draws = _pair_draws(len(score), first, second, right, np.array(inside))
    for (low, high), which, drawn in zip(limits, inside, draws, strict=True):
        if not which.any():
            continue
        ends, method = _interval(drawn), BOOTSTRAP.format("article")
        if (
            ends[0] == ends[1]
        ):  # all pairs right, or all wrong, in every draw: that is not certainty
            articles = len(np.union1d(first[which], second[which]))
            ends = _exact(round(articles // 2 * right[which].mean()), articles // 2)
            method = f"{EXACT}, for the {articles // 2} pairs that share no article"
        yield row(
            "two in the right order",
            condition if np.isnan(low) else f"{condition}, by difference",
            int(which.sum()),
            "pair",
            float(right[which].mean()),
            difference_from=low,
            difference_to=high,
            clusters=len(score),
            low=ends[0],
            high=ends[1],
            baseline=0.5,
            method=method,
        )


def _pair_draws(
    n: int, first: np.ndarray, second: np.ndarray, right: np.ndarray, inside: np.ndarray
) -> np.ndarray:
    """The share of right pairs in each bin and draw; a pair weighs the product of its articles."""
    rng = np.random.default_rng(SEED)
    masks = inside.astype(float)
    hits = masks * right
    shares = np.empty((len(inside), DRAWS))
    for draw in range(DRAWS):
        times = np.bincount(rng.integers(0, n, n), minlength=n).astype(float)
        weight = times[first] * times[second]
        with np.errstate(invalid="ignore"):
            shares[:, draw] = (hits @ weight) / (masks @ weight)
    return shares


def triple_order(score: ArrayLike, human: ArrayLike, condition: str) -> dict:
    """How often three texts are all in the order that raters give; by chance one time in six."""
    score, human = np.asarray(score, float), np.asarray(human, float)
    n = len(score)
    wanted = np.sign(human[:, None] - human[None, :])
    usable = (wanted != 0).astype(float)
    right = ((np.sign(score[:, None] - score[None, :]) == wanted) & (wanted != 0)).astype(float)
    rng = np.random.default_rng(SEED)
    times = [np.bincount(rng.integers(0, n, n), minlength=n) for _ in range(DRAWS)]
    every = [(_triangles(right, t), _triangles(usable, t)) for t in times]
    draws = [hits / total if total else np.nan for hits, total in every]
    low, high = _interval(draws)
    triples = round(_triangles(usable, np.ones(n)))
    return row(
        "three in the right order",
        condition,
        triples,
        "triple",
        _triangles(right, np.ones(n)) / triples if triples else np.nan,
        clusters=n,
        low=low,
        high=high,
        baseline=1 / 6,
        method=BOOTSTRAP.format("article"),
    )


def _triangles(linked: np.ndarray, times: np.ndarray) -> float:
    """Triples that are linked all round, each counted as often as its three texts were drawn."""
    root = np.sqrt(times)
    edges = linked * np.outer(root, root)
    return float(np.einsum("ij,ji->", edges @ edges, edges)) / 6


def classes(score: ArrayLike, neutral: float) -> np.ndarray:
    """1, 0, -1: VADER's authors call a score of .05 or more positive, -.05 or less negative."""
    score = np.asarray(score, float)
    return np.where(score >= neutral, 1, np.where(score <= -neutral, -1, 0))


def classification(
    said: ArrayLike, human: ArrayLike, cluster: ArrayLike, condition: str
) -> list[dict]:
    """Accuracy and macro-F1 over three classes, beside those of always saying "neutral"."""
    said, human = np.asarray(said, int), np.asarray(human, int)
    places = _places(cluster)
    rng = np.random.default_rng(SEED)
    draws = [_rated(*_both(said, human, _drawn(places, rng))) for _ in range(DRAWS)]
    always = _rated(np.zeros_like(human), human)
    rows = []
    for place, name in enumerate(("accuracy", "macro-F1")):
        low, high = _interval([draw[place] for draw in draws])
        rows.append(
            row(
                name,
                condition,
                len(said),
                "target",
                _rated(said, human)[place],
                clusters=len(places),
                low=low,
                high=high,
                baseline=always[place],
                method=BOOTSTRAP.format("text"),
            )
        )
    return rows


def _rated(said: np.ndarray, human: np.ndarray) -> tuple[float, float]:
    table = np.bincount((human + 1) * 3 + said + 1, minlength=9).reshape(3, 3)
    right, both = np.diag(table), table.sum(axis=0) + table.sum(axis=1)
    used = both > 0  # a class that neither uses has no F1
    return right.sum() / table.sum(), float(np.mean(2 * right[used] / both[used]))


def event_order(score: ArrayLike, feeling: ArrayLike, event: ArrayLike, condition: str) -> dict:
    """Of two texts on one event, how often has the more favourable one the higher score?

    Pairs of equal feeling say nothing, nor do those of equal scores. The exact interval takes pairs
    as independent; the two or three pairs of a triple share texts, so it is too narrow if anything.
    """
    right = right_pairs(score, feeling, event)
    n, k = len(right), int(right.sum())
    ends = _exact(k, n)
    return row(
        "the more favourable of two on one event",
        condition,
        n,
        "pair",
        k / n if n else np.nan,
        clusters=len(set(event)),
        low=ends[0],
        high=ends[1],
        baseline=0.5,
        method=EXACT,
    )


def right_pairs(score: ArrayLike, feeling: ArrayLike, event: ArrayLike) -> np.ndarray:
    """For each pair of one event that differs in feeling and in score: the same order?"""
    score, feeling = np.asarray(score, float), np.asarray(feeling, float)
    event = np.asarray(event)
    first, second = np.triu_indices(len(score), 1)
    apart, wanted = score[first] - score[second], feeling[first] - feeling[second]
    use = (event[first] == event[second]) & (apart != 0) & (wanted != 0)
    return np.sign(apart[use]) == np.sign(wanted[use])


def _same(values: np.ndarray) -> np.ndarray:
    return values


def _pearson(x: np.ndarray, y: np.ndarray) -> float:
    x, y = x - x.mean(), y - y.mean()
    root = np.sqrt((x @ x) * (y @ y))
    return float(x @ y / root) if root else np.nan


def _places(cluster: ArrayLike) -> list[np.ndarray]:
    _, number = np.unique(np.asarray(cluster), return_inverse=True)
    order = np.argsort(number, kind="stable")
    return np.split(order, np.cumsum(np.bincount(number))[:-1])


def _drawn(places: list[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    return np.concatenate([places[i] for i in rng.integers(0, len(places), len(places))])


def _both(a: np.ndarray, b: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return a[at], b[at]


def _exact(k: int, n: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    if not n:
        return np.nan, np.nan
    low, high = binomtest(k, n).proportion_ci(LEVEL, "exact")
    return float(low), float(high)


def _interval(draws: ArrayLike) -> tuple[float, float]:
    draws = np.asarray(draws, float)
    draws = draws[np.isfinite(draws)]
    if not len(draws):
        return np.nan, np.nan
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
