"""How often each combination of values occurs in a table, and in how many units of text.

Each combination becomes one number; sorting the numbers brings equal ones together.
"""

import numpy as np
import pandas as pd

from analysis import _columns

# This many rows show whether equal values stand together.
SAMPLE = 10_000


@_columns.system_memory()
def count_combinations(
    table: pd.DataFrame, keys: list[str], unit: list[str], name_of_units: str
) -> pd.DataFrame:
    """Rows of each combination of `keys`, one row a combination in order of first occurrence.

    Columns: `keys`; n (rows); and, under the name given, the number of different units (values of
    the columns `unit`) that these rows stand in. Rows with a missing key are left out.
    """
    codes = {name: _codes(table[name]) for name in {*keys, *unit}}
    key, unit = _number([codes[name] for name in keys]), _number([codes[name] for name in unit])
    # In reading order the units of a key stand together, so changes are counted.
    in_order = not (np.diff(unit) < 0).any()
    places = None if in_order else np.argsort(unit, kind="stable")
    if key.min(initial=0) < 0:
        places = np.arange(len(key)) if places is None else places
        places = places[key[places] >= 0]
    key, order = _sorted(key if places is None else key[places])
    places = order if places is None else places[order]
    unit = unit[places]
    begins = np.append(True, key[1:] != key[:-1])[: len(key)]
    changes = begins.copy()
    changes[1:] |= unit[1:] != unit[:-1]
    heads = np.flatnonzero(begins)
    first = places[heads]
    if len(heads) and not in_order:
        first = np.minimum.reduceat(places, heads)
    n, units = np.zeros((2, len(table)), np.int32 if len(table) < 2**31 else np.int64)
    n[first] = np.diff(heads, append=len(key))
    begins = begins[changes]
    units[first] = np.diff(np.flatnonzero(begins), append=len(begins))
    rows = np.flatnonzero(n)
    counts = {name: _columns.take(table[name], rows) for name in keys}
    counts |= {"n": n[rows].astype(np.int64), name_of_units: units[rows].astype(np.int64)}
    return pd.DataFrame(counts, copy=False)


def _codes(column: pd.Series) -> tuple[np.ndarray, int]:
    """A number for each value of a column, -1 if it is missing; and a limit of the numbers."""
    if pd.api.types.is_integer_dtype(column.dtype) and len(column) and not column.hasnans:
        values = column.to_numpy(np.int64)
        least, most = int(values.min()), int(values.max())
        if most - least < 2**31:
            return values - least, most - least + 1
    few = column.iloc[:SAMPLE]
    if 4 * len(_columns.changes(few)) > len(few):
        return _columns.numbered(column)
    # Neighbouring rows often hold one value (an id, a group): look up the first of each run.
    heads = _columns.changes(column)
    codes, n = _columns.numbered(_columns.take(column, heads))
    return np.repeat(codes, np.diff(heads, append=len(column))), n


def _number(columns: list[tuple[np.ndarray, int]]) -> np.ndarray:
    """One number for each different row of columns, -1 where a value is missing."""
    number, size = columns[0][0].astype(np.int64, copy=False), columns[0][1]
    missing = number < 0
    for codes, n in columns[1:]:
        if size * n > 2**62:
            known = ~missing
            number = number.copy()
            number[known], values = pd.factorize(number[known])
            size = len(values)
        number = number * n
        number += codes
        missing |= codes < 0
        size *= n
    return np.where(missing, -1, number) if missing.any() else number


def _sorted(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A stable sort: the keys in order, and the place of each."""
    bits = len(key).bit_length()
    if key.max(initial=0) >> (63 - bits):
        order = np.argsort(key, kind="stable")
        return key[order], order
    # Sorting numbers that hold key and place is several times faster than an argsort.
    packed = key << bits
    packed |= np.arange(len(key))
    packed.sort()
    order = packed & ((1 << bits) - 1)
    packed >>= bits
    return packed, order
