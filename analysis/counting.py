"""How often each combination of values occurs in a table, and in how many units of text.

Each combination becomes one number; sorting the numbers brings equal ones together.
"""

import numpy as np
import pandas as pd

from analysis import characters


def count(
    table: pd.DataFrame, keys: list[str], unit: list[str], name_of_units: str
) -> pd.DataFrame:
    """Rows of each combination of `keys`, one row a combination in order of first occurrence.

    Columns: `keys`; n (rows); and, under the name given, the number of different units (values of
    the columns `unit`) that these rows stand in. Rows with a missing key are left out.
    """
    codes = {name: _codes(table[name]) for name in {*keys, *unit}}
    key, unit = _number([codes[name] for name in keys]), _number([codes[name] for name in unit])
    places = np.flatnonzero(key >= 0)
    # In reading order the units of a key follow each other, and are counted as they change.
    if (np.diff(unit[places]) < 0).any():
        places = places[np.argsort(unit[places], kind="stable")]
    key, order = _sorted(key[places])
    places = places[order]
    unit = unit[places]
    begins = np.append(True, key[1:] != key[:-1])[: len(key)]
    changes = begins.copy()
    changes[1:] |= unit[1:] != unit[:-1]
    heads = np.flatnonzero(begins)
    first = np.minimum.reduceat(places, heads) if len(heads) else heads
    found = np.zeros((2, len(table)), np.int64)
    found[0, first] = np.diff(heads, append=len(key))
    passed = np.append(np.cumsum(changes)[heads] - 1, changes.sum())
    found[1, first] = np.diff(passed)
    rows = np.flatnonzero(found[0])
    counts = {name: characters.take(table[name], rows) for name in keys}
    counts |= {"n": found[0, rows], name_of_units: found[1, rows]}
    return pd.DataFrame(counts, copy=False)


def _codes(column: pd.Series) -> tuple[np.ndarray, int]:
    """A number for each value of a column (-1 where it is missing), and a limit of the numbers."""
    if pd.api.types.is_integer_dtype(column.dtype) and len(column) and not column.hasnans:
        values = column.to_numpy(np.int64)
        least, most = int(values.min()), int(values.max())
        if most - least < 2**31:
            return values - least, most - least + 1
    codes, values = pd.factorize(column)
    return codes, len(values)


def _number(columns: list[tuple[np.ndarray, int]]) -> np.ndarray:
    """One number for each different row of columns, -1 where a value is missing."""
    number, size = columns[0][0].copy(), columns[0][1]
    for codes, n in columns[1:]:
        if size * n > 2**62:
            known = number >= 0
            number[known], values = pd.factorize(number[known])
            size = len(values)
        number = np.where((codes < 0) | (number < 0), -1, number * n + codes)
        size *= n
    return number


def _sorted(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The keys in order, and the place of each, equal keys as they come."""
    bits = len(key).bit_length()
    if key.max(initial=0) >> (63 - bits):
        order = np.argsort(key, kind="stable")
        return key[order], order
    # Sorting numbers that hold key and place is several times faster than an argsort.
    packed = np.sort(key << bits | np.arange(len(key)))
    return packed >> bits, packed & ((1 << bits) - 1)
