"""Draws: which rows a resample or a shuffle takes, and the interval that its values give.

The layer below `agreement` and `resample`. It knows row numbers only, no texts: a resample of n
rows is a row of counts (how often each unit was drawn), so that a statistic made of sums is one
matrix product over all draws.
"""

from collections.abc import Iterator
from itertools import combinations
from math import comb
from zlib import crc32

import numpy as np

FEW_UNITS = 10  # fewer are flagged
LEAST_UNITS = 5  # fewer have no interval: in simulations it holds the truth 50 to 80 % of the time
MANY_UNDEFINED = 0.01
MOST_UNDEFINED = 0.5
CELLS = 4_000_000  # draws x units held at once, so that a long text does not fill the memory


def generator(seed: int, *names: object) -> np.random.Generator:
    """A generator for `seed` and what is resampled.

    Named, so that the draws of a text depend neither on its place in the table nor on which other
    texts are there: swapping two texts gives the same numbers with the other sign.
    """
    return np.random.default_rng([seed, *(crc32(str(name).encode()) for name in names)])


def block_length(n: int) -> int:
    """Neighbouring units drawn together: the cube root of n, rounded up, at most half of n.

    The order n^(1/3) is the one that estimates a variance best (Künsch 1989; Hall, Horowitz & Jing
    1995). 15 to 27 sentences give 3, 28 to 64 give 4.
    """
    return int(max(1, min(np.ceil(np.round(np.cbrt(n), 9)), n // 2)))


def too_few(n: int, unit: str) -> list[str]:
    """The flag of a number of units that is too small, or none."""
    if n < LEAST_UNITS:
        return [f"too few {unit}s for an interval ({n} < {LEAST_UNITS})"]
    return [f"too few {unit}s ({n} < {FEW_UNITS})"] if n < FEW_UNITS else []


def resamples(n: int, block: int, draws: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Row numbers of each resample, (draws, n), in portions: the circular block bootstrap.

    Blocks of `block` neighbours start anywhere with equal chance, the last joined to the first
    (Politis & Romano 1992), so that every unit is drawn equally often; the surplus is cut off.
    """
    for start in range(0, draws, step := max(1, CELLS // n)):
        size = min(step, draws - start)
        first = rng.integers(0, n, (size, -(-n // block), 1))
        yield ((first + np.arange(block)) % n).reshape(size, -1)[:, :n]


def tally(rows: np.ndarray, n: int) -> np.ndarray:
    """How often each of n units occurs in each draw: (draws, n) row numbers to counts."""
    shifted = rows + n * np.arange(len(rows))[:, None]
    return np.bincount(shifted.ravel(), minlength=len(rows) * n).reshape(len(rows), n).astype(float)


def shuffles(
    n_a: int, n_b: int, draws: int, rng: np.random.Generator, block: int = 1
) -> tuple[Iterator[np.ndarray], bool]:
    """Who is in the first group, (draws, n_a + n_b) of bool, in portions; and whether complete.

    Complete, each arrangement once, where there are no more of them than `draws` (block 1 only);
    else random. With a `block`, runs of neighbours are shuffled, and n_a units in a row are taken
    from anywhere in the ring of runs, so that each unit is as likely to be taken as any other.
    """
    n, step = n_a + n_b, max(1, CELLS // (n_a + n_b))
    if block == 1 and comb(n, n_a) <= draws:
        chosen = np.array(list(combinations(range(n), n_a))).reshape(comb(n, n_a), n_a)
        every = np.zeros((len(chosen), n), bool)
        np.put_along_axis(every, chosen, True, axis=1)
        return iter([every]), True
    run = np.concatenate([np.arange(n_a) // block, -(-n_a // block) + np.arange(n_b) // block])

    def portions() -> Iterator[np.ndarray]:
        for start in range(0, draws, step):
            size = min(step, draws - start)
            keys = rng.random((size, run[-1] + 1))[:, run]
            place = np.argsort(np.argsort(keys, axis=1, kind="stable"), axis=1, kind="stable")
            yield (place + rng.integers(0, n, (size, 1))) % n < n_a

    return portions(), False


def reach(n: int, block: int) -> tuple[float, float]:
    """How far the percentiles move outwards: (variance factor, degrees of freedom).

    A resample of n units in blocks understates the variance by 1 - block/n, and n/block blocks
    know it with n/block - 1 degrees of freedom: Hesterberg's (2015) expansion for single units,
    n/(n - 1) and t with n - 1, carried over to blocks.
    """
    return n / (n - block), n / block - 1


def interval(
    values: np.ndarray, factor: float, df: float, level: float = 0.95
) -> tuple[float, float]:
    """The expanded percentile interval: quantiles of the draws at Phi(-sqrt(factor) t_df)."""
    from scipy.stats import norm, t

    outer = norm.cdf(np.sqrt(factor) * t.ppf((1 - level) / 2, df))
    low, high = np.quantile(values, [outer, 1 - outer])
    return float(low), float(high)


def judged(
    values: np.ndarray, factor: float, df: float, level: float
) -> tuple[float, float, list[str]]:
    """The interval of the draws, and what is wrong with it: (low, high, flags).

    Both ends are NaN where most draws are undefined or the interval would have no width.
    """
    defined = values[np.isfinite(values)]
    undefined = 1 - len(defined) / len(values)
    flags = []
    if undefined > MANY_UNDEFINED:
        flags.append(f"undefined in {100 * undefined:.0f} % of resamples")
    if undefined > MOST_UNDEFINED:
        return np.nan, np.nan, flags
    low, high = interval(defined, factor, df, level)
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        return np.nan, np.nan, [*flags, "no variation between resamples"]
    return low, high, flags


def contrast(
    values: list[np.ndarray], reaches: list[tuple[float, float]], level: float
) -> tuple[float, float, list[str]]:
    """The interval of the difference of two sets of draws, made independently: as `judged`.

    Factors and degrees of freedom are put together as Welch (1947) does, by the variance of each.
    NaN where one side does not vary: its certainty would be borrowed from having seen no variation.
    """
    with np.errstate(all="ignore"):
        v = np.array([np.nanvar(side) if np.isfinite(side).any() else np.nan for side in values])
        size = np.array([np.nanmax(np.abs(side), initial=0) for side in values])
    if not (v > (1e-9 * size) ** 2).all():
        return np.nan, np.nan, ["no interval: one side does not vary"]
    factor, df = np.array(reaches).T
    expanded = v * factor
    welch = expanded.sum() ** 2 / (expanded**2 / df).sum()
    return judged(values[0] - values[1], expanded.sum() / v.sum(), welch, level)
