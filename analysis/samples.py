"""Samples: a statistic of some rows, of many resamples of them, and of many shuffles of two groups.

The engine of `resample`. A statistic is a column (its mean), two columns and a factor (a ratio of
sums), or a function from a table to a number. The first two are sums, so all draws are one matrix
product; a function is called draw by draw.
"""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from analysis import draws as draw
from analysis.checks import need

Statistic = str | tuple[str, str] | tuple[str, str, float] | Callable[[pd.DataFrame], float]
FEW_DIFFERENT = 5
TINY = 1e-9  # what rounding may do to numbers that are equal


def name(statistic: Statistic) -> str:
    """What a result table calls the statistic."""
    if callable(statistic):
        return getattr(statistic, "__name__", "statistic")
    if isinstance(statistic, str):
        return f"mean {statistic}"
    top, bottom, per = _ratio(statistic)
    return f"{top} / {bottom}" + (f" x {per:g}" if per != 1 else "")


def usable(table: pd.DataFrame, statistic: Statistic) -> tuple[pd.DataFrame, str]:
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
        table = table.sort_values(key, kind="stable")
    if callable(statistic):
        return table, ""
    columns = [statistic] if isinstance(statistic, str) else list(_ratio(statistic)[:2])
    need(table, columns, "table", "one row per sentence")
    kept = table[np.isfinite(table[columns].to_numpy(float)).all(axis=1)]
    left_out = len(table) - len(kept)
    return kept, f"{left_out} without a value left out" if left_out else ""


def value(table: pd.DataFrame, statistic: Statistic) -> float:
    """The statistic of the rows; NaN where it is undefined."""
    if len(table) == 0:
        return np.nan
    return float(_of_rows(table, statistic, [np.arange(len(table))[None]])[0])


def beware(table: pd.DataFrame, statistic: Statistic, unit: str) -> list[str]:
    """Why an interval over these rows is to be distrusted, in words."""
    n = len(table)
    notes = draw.too_few(n, unit)
    if n == 0 or callable(statistic):
        return notes
    if n > 1 and still(table, statistic):
        return [*notes, f"identical {unit}s" if value(table, statistic) else "no occurrences"]
    x, y, _ = _sums(table, statistic)
    rates = np.divide(x, y, out=np.zeros(n), where=y != 0)
    different = n - np.unique(rates, return_counts=True)[1].max()
    if n >= draw.FEW_UNITS and different < FEW_DIFFERENT:
        notes.append(f"few {unit}s that differ ({different} < {FEW_DIFFERENT})")
    return notes


def still(table: pd.DataFrame, statistic: Statistic) -> bool:
    """Whether every row alone gives the same value, so that resamples cannot vary."""
    if callable(statistic):
        return False
    x, y, per = _sums(table, statistic)
    whole = value(table, statistic) / per
    return bool((np.abs(x - whole * y) <= TINY * np.abs(x).max(initial=0)).all())


def resampled(
    table: pd.DataFrame, statistic: Statistic, block: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """The statistic of each resample of the rows, in blocks of neighbours."""
    return _of_rows(table, statistic, draw.resamples(len(table), block, draws, rng))


def shuffled(
    a: pd.DataFrame,
    b: pd.DataFrame,
    statistic: Statistic,
    draws: int,
    rng: np.random.Generator,
    block: int = 1,
) -> dict[str, object]:
    """Permutation test of the difference: p, p_min, draws, exact, and a note.

    p is the share of arrangements that differ at least as much in either direction. Where random,
    the arrangement at hand counts as one of them: (1 + hits) / (1 + draws) (Phipson & Smyth 2010).
    An arrangement without a value counts as a hit.
    """
    both = pd.concat([a, b], ignore_index=True)
    portions, exact = draw.shuffles(len(a), len(b), draws, rng, block)
    if callable(statistic):
        far = [
            [_call(statistic, both[row]) - _call(statistic, both[~row]) for row in portion]
            for portion in portions
        ]
    else:
        x, y, per = _sums(both, statistic)
        far = []
        with np.errstate(invalid="ignore", divide="ignore"):
            for portion in portions:
                of_a, of_b = portion @ x / (portion @ y), ~portion @ x / (~portion @ y)
                far.append(per * (of_a - of_b))
    far = np.abs(np.concatenate(far))
    undefined = np.isnan(far).mean()
    note = f"undefined in {100 * undefined:.0f} % of shuffles" if undefined else ""
    observed = abs(value(a, statistic) - value(b, statistic))
    most = np.nanmax(far, initial=0)
    slack = TINY * max(most, observed)
    if np.isnan(observed):
        p = p_min = np.nan
    elif exact:
        p, p_min = ((~(far < limit - slack)).mean() for limit in (observed, most))
    else:
        hits = [(~(far < limit - slack)).sum() for limit in (observed, max(most, observed))]
        p, p_min = ((1 + n) / (1 + len(far)) for n in hits)
    if not most:
        note = "no arrangement differs from another"
    return {"p": float(p), "p_min": float(p_min), "draws": len(far), "exact": exact, "note": note}


def of_text(
    table: pd.DataFrame,
    label: object,
    statistic: Statistic,
    unit: str,
    block: int | None,
    draws: int,
    seed: int,
) -> dict[str, object]:
    """One text: estimate, n, block, notes, and the values of its resamples, or None."""
    some, left_out = usable(table, statistic)
    n = len(some)
    length = draw.block_length(n) if block is None else block
    if n > 1 and not 1 <= length < n:
        raise ValueError(f"block: {length} of {n} {unit}s; give 1 or more, and fewer than all")
    drawn = None
    if n >= draw.LEAST_UNITS and not still(some, statistic):
        drawn = resampled(some, statistic, length, draws, draw.generator(seed, label))
    return {
        "estimate": value(some, statistic),
        "n": n,
        "block": length,
        "values": drawn,
        "notes": [note for note in [left_out, *beware(some, statistic, unit)] if note],
    }


def groups(table: pd.DataFrame, by: str) -> list[tuple[object, pd.DataFrame]]:
    """The rows of each text, in order of appearance."""
    need(table, [by], "table", "one row per sentence")
    return list(table.groupby(by, sort=False))


def rows_of(table: pd.DataFrame, by: str, label: str) -> pd.DataFrame:
    """The rows of one text; ValueError where there is no such text."""
    need(table, [by], "table", "one row per sentence")
    rows = table[table[by].eq(label)]
    if rows.empty:
        found = ", ".join(map(str, table[by].unique())) or "none"
        raise ValueError(f"table: no rows with {by} {label!r} (found: {found})")
    return rows


def _ratio(statistic: tuple) -> tuple[str, str, float]:
    """The two columns and the factor; ValueError where it is no such tuple."""
    if not isinstance(statistic, tuple) or len(statistic) not in (2, 3):
        raise ValueError(
            f"statistic: {statistic!r} is neither a column, nor two columns and a factor "
            '("n", "n_words", 1000), nor a function of a table'
        )
    return statistic[0], statistic[1], float(statistic[2]) if len(statistic) == 3 else 1.0


def _sums(table: pd.DataFrame, statistic: Statistic) -> tuple[np.ndarray, np.ndarray, float]:
    """What is summed above and below the line of the ratio; a mean has ones below."""
    if isinstance(statistic, str):
        return table[statistic].to_numpy(float), np.ones(len(table)), 1.0
    top, bottom, per = _ratio(statistic)
    return table[top].to_numpy(float), table[bottom].to_numpy(float), per


def _of_rows(
    table: pd.DataFrame, statistic: Statistic, portions: Iterable[np.ndarray]
) -> np.ndarray:
    """The statistic of each draw of row numbers."""
    if callable(statistic):
        return np.array([_call(statistic, table.iloc[rows]) for some in portions for rows in some])
    x, y, per = _sums(table, statistic)
    tallies = (draw.tally(rows, len(table)) for rows in portions)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.concatenate([per * (some @ x) / (some @ y) for some in tallies])
    return np.where(np.isfinite(values), values, np.nan)


def _call(statistic: Callable[[pd.DataFrame], float], table: pd.DataFrame) -> float:
    """A function's number; NaN where it divides by zero."""
    try:
        return float(statistic(table))
    except ZeroDivisionError:
        return np.nan
