"""Characters of many texts at once: one buffer, what kind each is, and slices of it as a column.

Positions are characters of the buffer (Unicode code points), held in numpy arrays. What a character
is (a letter, white space) is asked of Python or of the `regex` library once for each *different*
character, so that a rule means here what it means in a pattern.
"""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd

Kind = Callable[[str], object]
# So many characters are worked on at a time, which bounds the memory that the work itself needs.
BATCH = 2**24


def in_batches(work: Callable[[pd.DataFrame], pd.DataFrame], table: pd.DataFrame) -> pd.DataFrame:
    """What `work` makes of the rows of `table`, done for about BATCH characters of text at a time.

    It must give the same rows for any division of the table.
    """
    lengths = table["text"].str.len().to_numpy(np.int64)
    cuts = np.flatnonzero(np.diff(np.cumsum(lengths) // BATCH)) + 1
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


def _one_piece(columns: list[pd.Series]) -> pd.Series:
    import pyarrow as pa

    pieces = [_array(column) for column in columns]
    return pa.concat_arrays(pieces, memory_pool=pa.system_memory_pool()).to_pandas()


def _array(column: pd.Series):
    import pyarrow as pa

    array = pa.array(column, pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _taken(array, rows: np.ndarray) -> pd.Series:
    import pyarrow as pa
    import pyarrow.compute as pc

    # With Arrow's own allocator, half of the time of large columns goes to getting the memory.
    return pc.take(array, pa.array(rows), memory_pool=pa.system_memory_pool()).to_pandas()


def join(texts: Iterable[str]) -> tuple[str, np.ndarray]:
    """All texts in one string, a line feed after each, and where each of them begins.

    The positions have one entry more than there are texts: text i is
    ``buffer[begins[i] : begins[i + 1] - 1]``. No word or sentence crosses the line feed, and there
    is one even where there is no text.
    """
    texts = texts.tolist() if isinstance(texts, pd.Series) else list(texts)
    begins = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1, out=begins[1:])
    return "\n".join([*texts, ""]) or "\n", begins


def classify(buffer: str, kinds: tuple[Kind, ...]) -> np.ndarray:
    """For each character a number whose bit i says whether ``kinds[i]`` (at most eight) holds."""
    if buffer.isascii():
        return np.frombuffer(buffer.encode().translate(_latin(kinds)), np.uint8)
    points = codes(buffer)
    low = points.astype(np.uint8).tobytes()
    found = np.frombuffer(bytearray(low.translate(_latin(kinds))), np.uint8)
    beyond = np.flatnonzero(points > 255)
    if len(beyond):
        points = points[beyond]
        table = np.zeros(int(points.max()) + 1, np.uint8)
        for code in np.flatnonzero(np.bincount(points)):
            table[code] = _kinds_of(chr(code), kinds)
        found[beyond] = table[points]
    return found


@cache
def _latin(kinds: tuple[Kind, ...]) -> bytes:
    return bytes(_kinds_of(chr(code), kinds) for code in range(256))


@cache
def _kinds_of(character: str, kinds: tuple[Kind, ...]) -> int:
    return sum(1 << bit for bit, kind in enumerate(kinds) if kind(character))


def codes(buffer: str) -> np.ndarray:
    """Code points, in two bytes each where no character needs more."""
    points = np.frombuffer(buffer.encode("utf-16-le"), np.uint16)
    if len(points) > len(buffer):
        points = np.frombuffer(buffer.encode("utf-32-le"), np.uint32)
    return points


def places(kinds: np.ndarray, kind: int) -> np.ndarray:
    """Where the characters of a kind (a bit, or several) stand."""
    return np.flatnonzero(kinds & kind != 0)


def runs(inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Start and end of each run of True."""
    edges = np.empty(len(inside) + 1, bool)
    edges[:1], edges[-1:] = inside[:1], inside[-1:]
    np.not_equal(inside[1:], inside[:-1], out=edges[1:-1])
    found = np.flatnonzero(edges)
    return found[::2], found[1::2]


def ranges(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """All places from each start up to its end."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())


def slices(buffer: str, starts: np.ndarray, ends: np.ndarray) -> pd.Series:
    """``buffer[start:end]`` of each row as a column of text, without a Python object a row.

    The slices must be in reading order and must not overlap.
    """
    import pyarrow as pa

    if not len(starts):
        return pd.Series([], dtype=pd.Series(["a"]).dtype)
    edges = np.empty(2 * len(starts), np.int64)
    edges[::2], edges[1::2] = starts, ends
    data = buffer.encode()
    if len(data) > len(buffer):
        edges += _bytes_before(buffer, edges)
    # Slices and the gaps between them tile the buffer: every other piece is one of ours.
    pieces = pa.LargeStringArray.from_buffers(
        len(edges) - 1, pa.py_buffer(edges), pa.py_buffer(data)
    )
    return _taken(pieces, np.arange(0, len(edges), 2))


def _bytes_before(buffer: str, edges: np.ndarray) -> np.ndarray:
    """By how many bytes UTF-8 is ahead of the characters at each of the sorted `edges`."""
    points = codes(buffer)
    wide = np.flatnonzero(points > 127)
    points = points[wide]
    ahead = np.cumsum(1 + (points > 0x7FF) + (points > 0xFFFF))
    passed = np.searchsorted(edges, wide, side="right")
    return np.repeat(np.append(0, ahead), np.diff(passed, prepend=0, append=len(edges)))


def take(column: pd.Series, rows: np.ndarray) -> pd.Series:
    """The values of a column at `rows`, numbered anew."""
    if isinstance(column.dtype, pd.StringDtype) and len(rows):
        return _taken(_array(column), rows)
    return column.take(rows).reset_index(drop=True)


def types(buffer: str, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """The different slices, and for each row which of them it is. Slices may overlap."""
    edges = zip(starts.tolist(), ends.tolist(), strict=True)
    codes, found = pd.factorize(np.array([buffer[start:end] for start, end in edges], object))
    return codes, list(found)


def lookup(values: list[str], codes: np.ndarray) -> pd.Series:
    """``values[code]`` of each row as a column of text."""
    import pyarrow as pa

    return _taken(pa.array(values, pa.large_string()), np.asarray(codes))
