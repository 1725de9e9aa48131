"""Checks that all modules share. An error says in one sentence what is wrong and what to do."""

from numbers import Integral, Real

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def need(table: pd.DataFrame, columns: list[str], what: str, make: str) -> None:
    """Raise ``ValueError`` if `table` lacks one of `columns`.

    `what` names the table in the message, `make` the call that makes such a table.
    """
    missing = [column for column in columns if column not in table.columns]
    if missing:
        found = ", ".join(map(str, table.columns)) or "none"
        raise ValueError(
            f"{what}: no column {', '.join(map(repr, missing))} (found: {found}); "
            f"make the table with {make}"
        )


def need_filled(table: pd.DataFrame, column: str, what: str) -> None:
    """Raise ``ValueError`` if rows of `table` have no value in `column`, a key."""
    if n := int(table[column].isna().sum()):
        rows = f"{n} rows have" if n > 1 else "a row has"
        raise ValueError(f"{what}: {rows} no {column}; fill it, or leave such rows out first")


def need_share(value: float, name: str = "level") -> None:
    """Raise ``ValueError`` unless `value` lies between 0 and 1, as a level of confidence does."""
    if not (isinstance(value, Real) and 0 < value < 1):
        raise ValueError(f"{name}: {value!r} does not lie between 0 and 1; for 95 % write 0.95")


def need_whole(value: int, name: str, least: int) -> None:
    """Raise ``ValueError`` unless `value` is a whole number of at least `least`."""
    if not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name}: {value!r} is no whole number from {least} up")


def whole_counts(counts: ArrayLike, what: str) -> np.ndarray:
    """The counts as whole numbers; ``ValueError`` if one is missing, negative or fractional."""
    try:
        values = np.asarray(counts, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{what}: not all are numbers; counts are whole numbers") from None
    # beyond 2^53 a number no longer tells one count from the next
    wrong = ~((values >= 0) & (values < 2**53) & (values == np.floor(values)))
    if wrong.any():
        raise ValueError(
            f"{what}: {values[wrong].flat[0]:g} is no count; counts are whole numbers from 0 up"
        )
    return np.asarray(counts).astype(np.int64)
