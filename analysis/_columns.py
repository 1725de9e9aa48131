"""Work on whole columns of text in Arrow, without a Python object for each row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import numpy as np
import pandas as pd

# Bytes of text in a batch: the work then needs less memory than its result, and a part of `large`
# (4 Mi characters) is one batch.
BATCH = 5 * 2**20


@contextmanager
def system_memory() -> Iterator[None]:
    """Let Arrow use Python's allocator.

    Arrow's own returns freed memory to the system at once, which costs a tenth of the time.
    """
    import pyarrow as pa

    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


@system_memory()
def in_batches(work: Callable[[pd.DataFrame], pd.DataFrame], table: pd.DataFrame) -> pd.DataFrame:
    """Do `work` on batches of about BATCH bytes of text; their bounds must not change its rows."""
    cuts = np.flatnonzero(np.diff(np.cumsum(_sizes(table["text"])) // BATCH)) + 1
    edges = pairwise([0, *cuts.tolist(), len(table)])
    parts = [work(table.iloc[first:last]) for first, last in edges]
    if len(parts) == 1:
        return parts[0]
    found = {}
    for name in parts[0].columns:
        columns = [part[name] for part in parts]
        if isinstance(columns[0].dtype, pd.StringDtype):
            found[name] = _one_piece(columns)
        else:
            found[name] = np.concatenate([column.to_numpy() for column in columns])
    return pd.DataFrame(found, copy=False)


def _sizes(texts: pd.Series) -> np.ndarray:
    """Bytes of each text, which Arrow knows at once; without Arrow, its characters."""
    if isinstance(texts.dtype, pd.StringDtype) and not texts.hasnans:
        import pyarrow.compute as pc

        return pc.binary_length(whole(texts)).to_numpy(zero_copy_only=False)
    return texts.str.len().to_numpy(np.int64)


def _one_piece(columns: list[pd.Series]) -> pd.Series:
    import pyarrow as pa

    pieces = [whole(column) for column in columns]
    return pa.concat_arrays(pieces).to_pandas()


def lengths(texts: pd.Series) -> np.ndarray:
    """The number of characters of each text."""
    import pyarrow.compute as pc

    return pc.utf8_length(whole(texts)).to_numpy(zero_copy_only=False).astype(np.int64)


def whole(column: pd.Series):
    """The column as one Arrow array."""
    import pyarrow as pa

    array = pa.array(column, pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def taken(values, rows: np.ndarray) -> pd.Series:
    """The values of an Arrow array at `rows`, as a column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.take(values, pa.array(rows)).to_pandas()


def take(column: pd.Series, rows: np.ndarray) -> pd.Series:
    """The values of a column at `rows`, numbered anew."""
    if isinstance(column.dtype, pd.StringDtype) and len(rows):
        return taken(whole(column), rows)
    return column.take(rows).reset_index(drop=True)


def changes(column: pd.Series) -> np.ndarray:
    """The first row, and each row that differs from the one before."""
    import pyarrow.compute as pc

    array = whole(column) if isinstance(column.dtype, pd.StringDtype) else None
    if array is None or not len(array) or array.null_count:
        return np.arange(len(column))
    found = np.ones(len(column), bool)
    found[1:] = pc.not_equal(array[1:], array[:-1]).to_numpy(zero_copy_only=False)
    return np.flatnonzero(found)


def numbered(column: pd.Series) -> tuple[np.ndarray, int]:
    """A number for each value of a column, -1 if it is missing; and how many values there are."""
    if isinstance(column.dtype, pd.StringDtype):
        array = whole(column)
        if not array.null_count:
            # pandas finds the same, but copies it into wider numbers.
            found = array.dictionary_encode()
            return found.indices.to_numpy(), len(found.dictionary)
    codes, values = pd.factorize(column)
    return codes, len(values)


def lookup(values: list[str], codes: np.ndarray) -> pd.Series:
    """``values[code]`` of each row as a column of text."""
    import pyarrow as pa

    return taken(pa.array(values, pa.large_string()), np.asarray(codes))


def lower(column: pd.Series, fold: Callable[[str], str]) -> pd.Series:
    """``fold(value)`` of each row. `fold` must treat each ASCII character for itself."""
    import pyarrow as pa

    given = whole(column)
    if not len(given):
        return column
    _, bounds, data = given.buffers()
    bounds = np.frombuffer(bounds, np.int64)[given.offset : given.offset + len(given) + 1]
    ascii_folds = "".join(fold(chr(code)) for code in range(128)).encode()
    data = data.to_pybytes().translate(ascii_folds + bytes(range(128, 256)))
    beyond = np.flatnonzero(np.frombuffer(data, np.uint8)[: bounds[-1]] > 127)
    rows = np.unique(np.searchsorted(bounds, beyond, "right") - 1)
    rows = rows[rows >= 0]
    codes, values = pd.factorize(given.take(pa.array(rows)).to_numpy(zero_copy_only=False))
    folded = [fold(value).encode() for value in values]
    lengths = np.diff(bounds)
    lengths[rows] = np.array([len(value) for value in folded], np.int64)[codes]
    pieces, last = [], int(bounds[0])
    edges = zip(bounds[rows].tolist(), bounds[rows + 1].tolist(), codes.tolist(), strict=True)
    for start, end, code in edges:
        pieces += data[last:start], folded[code]
        last = end
    pieces.append(data[last : bounds[-1]])
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    return pa.LargeStringArray.from_buffers(
        len(given), pa.py_buffer(bounds), pa.py_buffer(b"".join(pieces))
    ).to_pandas()
