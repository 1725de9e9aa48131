"""Resamples and shuffles of rows: which rows are drawn, the statistic of each draw, the interval.

The layer below `agreement` and `resample`. It draws row numbers. A resample of n rows is a row of
counts (how often each unit was drawn), so a statistic made of sums is one matrix product over all
draws.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from math import comb, prod
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
from scipy.special import ndtr, stdtrit

from analysis._checks import need, need_filled, need_whole

Statistic = str | tuple[str, str] | tuple[str, str, float] | Callable[[pd.DataFrame], float]

LEAST_UNITS = 12  # fewer have no interval: the quantile it needs lies beyond all their resamples
FEW_A_SIDE = 5  # fewer on a side: a permutation test is flagged
ENUMERATED = 25_000  # no more resamples than that, and each is made once: 12 sentences by threes
FEW_DIFFERENT = 5  # fewer units that differ from the commonest value are flagged
MANY_UNDEFINED, MOST_UNDEFINED = 0.01, 0.5  # of the draws: flagged; no interval
CELLS = 4_000_000  # draws x units held at once, so that a long text does not fill the memory
KEPT = 500_000  # draws x units whose tallies are kept: 5,000 of a text of 100 sentences
TINY = 1e-9  # what rounding may do to numbers that are equal


def resample_text(
    table: pd.DataFrame,
    label: object,
    statistic: Statistic,
    unit: str,
    block: int | None,
    draws: int,
    seed: int,
    every: bool = False,
) -> dict[str, Any]:
    """One text: estimate, n, block, notes, and the values of its resamples, or None."""
    some, left_out = usable_rows(table, statistic)
    n = len(some)
    length = block_length(n) if block is None else block
    need_block(length, n, unit)
    drawn = None
    if n >= LEAST_UNITS and not cannot_vary(some, statistic):
        # A function is called for each draw: all resamples of 12 sentences take half a minute.
        how = (length, draws, seed, str(label), every and not callable(statistic))
        if callable(statistic) or draws * n > KEPT:
            rows = draw_resamples(n, length, draws, generator(seed, label), how[-1])
            drawn = values_of_rows(some, statistic, rows)
        else:
            drawn = _of_tallies(some, statistic, kept_tallies(n, *how))
    return {
        "estimate": evaluate(some, statistic),
        "n": n,
        "block": length,
        "values": drawn,
        "possible": n_resamples(n, length),
        "notes": [note for note in [left_out, *cautions(some, statistic, unit)] if note],
    }


def judge_texts(texts: Mapping[Any, dict], level: float) -> tuple[float, float, str]:
    """The interval of a text that `resample_text` made, or of the difference of two, and its flag.

    Both ends are NaN if a text has no resamples. A flag of one of two texts names it.
    """
    drawn = [text["values"] for text in texts.values()]
    low, high, wrong = np.nan, np.nan, []
    if all(values is not None for values in drawn):
        reaches = [expansion(text["n"], text["block"]) for text in texts.values()]
        possible = prod(text["possible"] for text in texts.values())
        if len(drawn) == 1:
            low, high, wrong = judge(drawn[0], reaches[0], level, possible)
        else:
            low, high, wrong = judge_difference(drawn, reaches, level, possible)
    notes = [
        note if len(texts) == 1 else f"{label}: {note}"
        for label, text in texts.items()
        for note in text["notes"]
    ]
    return low, high, "; ".join([*notes, *wrong])


def permutation_test(
    a: pd.DataFrame,
    b: pd.DataFrame,
    statistic: Statistic,
    draws: int,
    rng: np.random.Generator,
    block: int = 1,
) -> dict[str, Any]:
    """Permutation test of the difference: p, p_min, draws, exact, studentised, and notes.

    p is the share of arrangements that differ at least as much in either direction, each difference
    over its standard error (`_distances`). Where random, the arrangement at hand counts as one of
    them: (1 + hits) / (1 + draws) (Phipson & Smyth 2010). An arrangement without a value counts as
    a hit.
    """
    both = pd.concat([a, b], ignore_index=True)
    portions, exact = draw_shuffles(len(a), len(b), draws, rng, block)
    studentised = not callable(statistic) and min(len(a), len(b)) > 1
    apart = _distances(both, statistic, studentised)
    far = np.concatenate([apart(portion) for portion in portions])
    observed = apart(np.arange(len(both))[None] < len(a))[0]
    undefined = np.isnan(far).mean()
    notes = [f"undefined in {100 * undefined:.0f} % of shuffles"] if undefined else []
    if not studentised:
        notes.append("not studentised: p takes both spreads to be equal")
    elif np.isinf(observed):
        notes.append("no spread on either side")
    if min(len(a), len(b)) < FEW_A_SIDE:
        notes.append(f"fewer than {FEW_A_SIDE} on a side: where spreads differ, p is too small")
    most = np.nanmax(far, initial=0)
    sizes = np.append(far, observed)
    slack = TINY * sizes[np.isfinite(sizes)].max(initial=0)
    if np.isnan(observed):
        p = p_min = np.nan
    elif exact:
        p, p_min = ((~(far < limit - slack)).mean() for limit in (observed, most))
    else:
        hits = [(~(far < limit - slack)).sum() for limit in (observed, max(most, observed))]
        p, p_min = ((1 + n) / (1 + len(far)) for n in hits)
    if not most:
        notes = ["no arrangement differs from another"]
    test = {"p": float(p), "p_min": float(p_min), "draws": len(far), "exact": exact}
    return test | {"studentised": studentised, "notes": notes}


def _distances(
    both: pd.DataFrame, statistic: Statistic, studentised: bool
) -> Callable[[np.ndarray], np.ndarray]:
    """How far apart the two sides are in each arrangement of a portion, in either direction.

    Studentised (Janssen 1997; Chung & Romano 2013): the difference of two means over the root of
    s²/n of one side and the other, so that a side that varies more, or is smaller, does not pass
    for one that differs. A ratio of sums is the mean of x / mean y, its spread that of x - R y.
    Where neither side varies, a difference is infinitely far and none is 0.
    """
    if callable(statistic):

        def called(portion: np.ndarray) -> np.ndarray:
            pairs = [(_call(statistic, both[r]), _call(statistic, both[~r])) for r in portion]
            return np.abs(np.subtract(*np.array(pairs).T))

        return called
    x, y, per = _sums(both, statistic)
    # Moved to a common ratio of 0: differences and spreads stay as they are, rounding is less.
    x = x - x.sum() / y.sum() * y if y.sum() else x
    total = np.abs(x).max(initial=0)

    def of_side(members: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        members = members.astype(float)
        n, sum_y = members.sum(axis=1), members @ y
        ratio = members @ x / sum_y
        if not studentised:
            return ratio, np.zeros(len(ratio))
        squares = members @ x**2 - 2 * ratio * (members @ (x * y)) + ratio**2 * (members @ y**2)
        squares = np.where(squares <= (TINY * total) ** 2 * n, 0.0, squares)
        squares = np.where(squares <= 1e-13 * (members @ x**2), 0.0, squares)
        return ratio, squares * n / ((n - 1) * sum_y**2)

    def portion_distances(portion: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore", divide="ignore"):
            (one, v_one), (other, v_other) = of_side(portion), of_side(~portion)
            difference = np.abs(one - other)
            if not studentised:
                return per * difference
            difference = np.where(difference <= TINY * total / max(y.max(), TINY), 0.0, difference)
            return np.where(difference == 0, 0.0, difference / np.sqrt(v_one + v_other))

    return portion_distances


def judge(
    values: np.ndarray, reach: tuple[float, float], level: float, possible: float
) -> tuple[float, float, list[str]]:
    """The interval of the draws, and what is wrong with it: (low, high, flags).

    `reach` as `expansion` gives it; `possible`: how many resamples there are at all. Both ends are
    NaN where most draws are undefined, where the interval would have no width, or where its
    quantile lies beyond all resamples; where it lies beyond those drawn, a flag says so.
    """
    outer = outer_tail(*reach, level)
    if possible * outer < 1:
        beyond = f"no interval: its quantile lies beyond all {possible:,.0f} resamples"
        return np.nan, np.nan, [beyond]
    defined = values[np.isfinite(values)]
    undefined = 1 - len(defined) / len(values)
    flags = []
    if undefined > MANY_UNDEFINED:
        flags.append(f"undefined in {100 * undefined:.0f} % of resamples")
    if undefined > MOST_UNDEFINED:
        return np.nan, np.nan, flags
    low, high = expanded_percentiles(defined, *reach, level)
    if high - low <= TINY * max(abs(low), abs(high)):
        return np.nan, np.nan, [*flags, "no variation between resamples"]
    if len(values) * outer < 1:
        flags.append(f"{len(values):,} draws do not reach the quantile: {1 / outer:,.0f} would")
    return low, high, flags


def judge_difference(
    values: list[np.ndarray], reaches: list[tuple[float, float]], level: float, possible: float
) -> tuple[float, float, list[str]]:
    """The interval of the difference of two sets of draws, made independently: as `judge`.

    Factors and degrees of freedom are put together as Welch (1947) does, by the variance of each.
    NaN where one side does not vary: its certainty would be borrowed from having seen no variation.
    """
    with np.errstate(all="ignore"):
        v = np.array([np.nanvar(side) if np.isfinite(side).any() else np.nan for side in values])
        size = np.array([np.nanmax(np.abs(side), initial=0) for side in values])
    if not (v > (TINY * size) ** 2).all():
        return np.nan, np.nan, ["no interval: one side does not vary"]
    factor, df = np.array(reaches).T
    expanded = v * factor
    welch = expanded.sum() ** 2 / (expanded**2 / df).sum()
    return judge(values[0] - values[1], (expanded.sum() / v.sum(), welch), level, possible)


def outer_tail(factor: float, df: float, level: float) -> float:
    """The share of draws that lies beyond each end of the expanded interval."""
    return float(ndtr(np.sqrt(factor) * stdtrit(df, (1 - level) / 2)))


def expanded_percentiles(
    values: np.ndarray, factor: float, df: float, level: float = 0.95
) -> tuple[float, float]:
    """The expanded percentile interval: quantiles of the draws at Phi(-sqrt(factor) t_df)."""
    outer = outer_tail(factor, df, level)
    low, high = np.quantile(values, [outer, 1 - outer])
    return float(low), float(high)


def expansion(n: int, block: int) -> tuple[float, float]:
    """How far the percentiles move outwards: (variance factor, degrees of freedom).

    A resample of n units in blocks understates the variance by 1 - block/n, and n/block blocks
    know it with n/block - 1 degrees of freedom: Hesterberg's (2015) expansion for single units,
    n/(n - 1) and t with n - 1, carried over to blocks.
    """
    return n / (n - block), n / block - 1


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


def n_resamples(n: int, block: int) -> float:
    """How many resamples there are: as many as ways to start each block; inf where uncountable."""
    blocks = -(-n // block) if block else 0
    return float(n) ** blocks if n and blocks * np.log(n) < 700 else np.inf


def draw_resamples(
    n: int, block: int, draws: int, rng: np.random.Generator, every: bool = False
) -> Iterator[np.ndarray]:
    """Row numbers of each resample, (draws, n), in portions: the circular block bootstrap.

    A block of `block` neighbours starts anywhere with equal chance. The last row is joined to the
    first (Politis & Romano 1992), so that every unit is drawn equally often. Longer rows are cut.
    With `every`, each resample is made once if there are no more than `ENUMERATED`.
    """
    if every and n_resamples(n, block) <= ENUMERATED:
        blocks = -(-n // block)
        first = np.indices((n,) * blocks).reshape(blocks, -1).T[:, :, None]
        yield ((first + np.arange(block)) % n).reshape(len(first), -1)[:, :n]
        return
    for start in range(0, draws, step := max(1, CELLS // n)):
        size = min(step, draws - start)
        first = rng.integers(0, n, (size, -(-n // block), 1))
        if block == 1:
            yield first[:, :, 0]
            continue
        yield ((first + np.arange(block)) % n).reshape(size, -1)[:, :n]


def draw_shuffles(
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


def count_draws(rows: np.ndarray, n: int) -> np.ndarray:
    """How often each of n units occurs in each draw: (draws, n) row numbers to counts."""
    shifted = rows + n * np.arange(len(rows))[:, None]
    return np.bincount(shifted.ravel(), minlength=len(rows) * n).reshape(len(rows), n).astype(float)


@lru_cache(maxsize=8)
def kept_tallies(
    n: int, block: int, draws: int, seed: int, label: str, every: bool = False
) -> np.ndarray:
    """How often each unit of a text is drawn, (draws, n): kept, since many questions are asked."""
    rows = draw_resamples(n, block, draws, generator(seed, label), every)
    tallies = np.concatenate([count_draws(some, n) for some in rows])
    tallies.flags.writeable = False
    return tallies


def statistic_name(statistic: Statistic) -> str:
    """What a result table calls the statistic."""
    if callable(statistic):
        return getattr(statistic, "__name__", "statistic")
    if isinstance(statistic, str):
        return f"mean {statistic}"
    top, bottom, per = _ratio(statistic)
    return f"{top} / {bottom}" + (f" x {per:g}" if per != 1 else "")


def rows_by_text(table: pd.DataFrame, by: str) -> list[tuple[object, pd.DataFrame]]:
    """The rows of each text, in order of appearance."""
    need(table, [by], "table", "one row per sentence")
    need_filled(table, by, "table")
    return list(table.groupby(by, sort=False))


def rows_of_text(table: pd.DataFrame, by: str, label: str) -> pd.DataFrame:
    """The rows of one text; ValueError where there is no such text."""
    found = dict(rows_by_text(table, by))
    if label not in found:
        known = ", ".join(map(str, found)) or "none"
        raise ValueError(f"table: no rows with {by} {label!r} (found: {known})")
    return found[label]


def usable_rows(table: pd.DataFrame, statistic: Statistic) -> tuple[pd.DataFrame, str]:
    """The rows that have a value, in reading order, and a note on those that have none.

    Raises ValueError where a sentence occurs twice: a table of hits, say, not of sentences.
    """
    key = [column for column in ("doc_id", "sentence_id") if column in table.columns]
    if len(key) == 2:
        if table.duplicated(key).any():
            doc_id, sentence_id = table.loc[table.duplicated(key), key].to_numpy()[0]
            raise ValueError(
                f"table: sentence {sentence_id} of {doc_id} occurs more than once; "
                "sum to one row per sentence first"
            )
        order = _reading_order(table)
        if (np.diff(order) < 0).any():
            table = table.iloc[order]
    if callable(statistic):
        return table, ""
    columns = [statistic] if isinstance(statistic, str) else list(_ratio(statistic)[:2])
    need(table, columns, "table", "one row per sentence")
    try:
        numbers = table[columns].to_numpy(float, na_value=np.nan)
    except (TypeError, ValueError):
        raise ValueError(
            f"table: {' or '.join(columns)} holds what is no number; give columns of numbers"
        ) from None
    known = np.isfinite(numbers).all(axis=1)
    kept = table if known.all() else table[known]
    if len(columns) == 2 and (numbers[:, 1] < 0).any():
        raise ValueError(f"table: {columns[1]} is below 0 in a row, and a size cannot be")
    left_out = len(table) - len(kept)
    return kept, f"{left_out} without a value left out" if left_out else ""


def _reading_order(table: pd.DataFrame) -> np.ndarray:
    """Places of the rows by text and number of the sentence.

    A number that was read as text still counts as a number (2 before 10). If an id is no number,
    the rows of a text keep their order.
    """
    number = pd.to_numeric(table["sentence_id"], errors="coerce")
    if number.isna().any():
        number = pd.Series(np.arange(len(table)), index=table.index)
    return np.lexsort((number, pd.factorize(table["doc_id"], sort=True)[0]))


def need_block(length: int, n: int, unit: str) -> None:
    """Raise ValueError where a block holds all units, or none."""
    need_whole(length, "block", 1)
    if n > 1 and length >= n:
        raise ValueError(f"block: {length} of {n} {unit}s; give 1 or more, and fewer than all")


def evaluate(table: pd.DataFrame, statistic: Statistic) -> float:
    """The statistic of the rows; NaN where it is undefined."""
    if len(table) == 0:
        return np.nan
    return float(values_of_rows(table, statistic, [np.arange(len(table))[None]])[0])


def cautions(table: pd.DataFrame, statistic: Statistic, unit: str) -> list[str]:
    """Why an interval over these rows is to be distrusted, in words."""
    n = len(table)
    notes = too_few(n, unit)
    if n == 0 or callable(statistic):
        return notes
    if n > 1 and cannot_vary(table, statistic):
        return [*notes, f"identical {unit}s" if evaluate(table, statistic) else "no occurrences"]
    x, y, _ = _sums(table, statistic)
    rates = np.divide(x, y, out=np.zeros(n), where=y != 0)
    different = n - np.unique(rates, return_counts=True)[1].max()
    if n >= LEAST_UNITS and different < FEW_DIFFERENT:
        notes.append(f"few {unit}s that differ ({different} of the {FEW_DIFFERENT} needed)")
    return notes


def too_few(n: int, unit: str) -> list[str]:
    """The flag of a number of units that is too small, or none."""
    few = f"too few {unit}s for an interval ({n} of the {LEAST_UNITS} needed)"
    return [few] if n < LEAST_UNITS else []


def cannot_vary(table: pd.DataFrame, statistic: Statistic) -> bool:
    """Whether every row alone gives the same value, so that resamples cannot vary."""
    if callable(statistic):
        return False
    x, y, per = _sums(table, statistic)
    whole = evaluate(table, statistic) / per
    return bool((np.abs(x - whole * y) <= TINY * np.abs(x).max(initial=0)).all())


def values_of_rows(
    table: pd.DataFrame, statistic: Statistic, portions: Iterable[np.ndarray]
) -> np.ndarray:
    """The statistic of each draw of row numbers."""
    if callable(statistic):
        return np.array([_call(statistic, table.iloc[rows]) for some in portions for rows in some])
    tallies = (count_draws(rows, len(table)) for rows in portions)
    return np.concatenate([_of_tallies(table, statistic, some) for some in tallies])


def _of_tallies(table: pd.DataFrame, statistic: Statistic, tallies: np.ndarray) -> np.ndarray:
    x, y, per = _sums(table, statistic)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = per * (tallies @ x) / (tallies @ y)
    return np.where(np.isfinite(values), values, np.nan)


def _sums(table: pd.DataFrame, statistic: Statistic) -> tuple[np.ndarray, np.ndarray, float]:
    """What is summed above and below the line of a ratio; below a mean it is ones."""
    if isinstance(statistic, str):
        return table[statistic].to_numpy(float), np.ones(len(table)), 1.0
    top, bottom, per = _ratio(statistic)
    return table[top].to_numpy(float), table[bottom].to_numpy(float), per


def _ratio(statistic: object) -> tuple[str, str, float]:
    if not isinstance(statistic, tuple) or len(statistic) not in (2, 3):
        raise ValueError(
            f"statistic: {statistic!r} is neither a column, nor two columns and a factor "
            '("n", "n_words", 1000), nor a function of a table'
        )
    return statistic[0], statistic[1], float(statistic[2]) if len(statistic) == 3 else 1.0


def _call(statistic: Callable[[pd.DataFrame], float], table: pd.DataFrame) -> float:
    try:
        return float(statistic(table))
    except ZeroDivisionError:
        return np.nan
