"""Krippendorff's alpha from coincidences: arrays in, arrays out; `agreement` reads the tables.

In the letters of Krippendorff (2011): o are the observed coincidences of two values within a unit,
n_c how often a value occurs among them, e the coincidences expected by chance, d (delta squared)
how far apart two values are.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis import draws as draw

LEVELS = ("nominal", "ordinal", "interval", "ratio")
AXES = (-2, -1)


def counts(wide: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """How many coders gave each value to each unit with two or more, and the sorted values."""
    code, values = pd.factorize(wide.to_numpy().ravel(), sort=True)
    unit = np.repeat(np.arange(len(wide)), wide.shape[1])
    n = np.zeros((len(wide), len(values)))
    np.add.at(n, (unit[code >= 0], code[code >= 0]), 1)
    return n[n.sum(axis=1) >= 2], np.asarray(values)


def within(counts: np.ndarray) -> np.ndarray:
    """Pairs of values within each unit, each unit with the weight of its values: u x values^2."""
    same = np.eye(counts.shape[1]) * counts[:, None, :]
    size = counts.sum(axis=1)[:, None, None]
    return (counts[:, :, None] * counts[:, None, :] - same) / (size - 1)


def distance(n: np.ndarray, values: np.ndarray, level: str) -> np.ndarray:
    """Krippendorff's squared distance of each pair of values; ordinal ones depend on counts `n`."""
    if level not in LEVELS:
        raise ValueError(f"level: {level!r} is none of {', '.join(LEVELS)}")
    if level == "nominal":
        return 1 - np.eye(len(values))
    if len(values) and not np.issubdtype(values.dtype, np.number):
        raise ValueError(
            f"codings: value {values[0]!r} is no number, as level {level!r} needs; "
            "map the values to numbers in their order"
        )
    if level == "ordinal":
        rank = n.cumsum(axis=-1) - n / 2
        return (rank[..., :, None] - rank[..., None, :]) ** 2
    c, k = values[:, None], values[None, :]
    if level == "interval":
        return (c - k) ** 2
    if (values < 0).any():
        raise ValueError(f"codings: value {values.min()} is below zero, level 'ratio' needs none")
    return np.divide(c - k, c + k, out=np.zeros((len(values),) * 2), where=c + k > 0) ** 2


def alpha(o: np.ndarray, values: np.ndarray, level: str) -> np.ndarray:
    """Alpha from one coincidence matrix `o`, or from a stack of them."""
    n_c = o.sum(axis=-1)
    n = n_c.sum(axis=-1)[..., None, None]
    d = distance(n_c, values, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        same = np.eye(len(values)) * n_c[..., None, :]
        e = (n_c[..., :, None] * n_c[..., None, :] - same) / (n - 1)
        return 1 - (o * d).sum(AXES) / (e * d).sum(AXES)


def resampled(
    o: np.ndarray, values: np.ndarray, level: str, portions: Iterable[np.ndarray]
) -> np.ndarray:
    """Alpha of each draw of units: coincidences add up over units, so that no draw is recounted."""
    flat = o.reshape(len(o), -1)
    sums = (draw.tally(rows, len(o)) @ flat for rows in portions)
    return np.concatenate([alpha(s.reshape(-1, *o.shape[1:]), values, level) for s in sums])
