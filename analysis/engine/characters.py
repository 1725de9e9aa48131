"""Characters of many texts at once: one buffer, what kind each is, and slices of it as a column.

Positions are characters of the buffer (Unicode code points), held in numpy arrays. Python or the
`regex` library say what a character is (a letter, white space), once for each *different*
character, so that a rule means here what it means in a pattern.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property

import numpy as np
import pandas as pd

from analysis import _columns

Kind = Callable[[str], object]

# Beyond this many characters a search looks at all places of the buffer.
FAR = 24


class Buffer:
    """Many texts in one string, a line feed after each; and the same as arrays, each made once."""

    def __init__(self, utf8, text: str | None = None):
        """Hold `utf8`, and the `text` that it is."""
        self.utf8 = utf8  # bytes, or what can be read as bytes
        self.text = str(utf8, "utf-8") if text is None else text

    def __len__(self) -> int:
        """Characters, the line feeds among them."""
        return len(self.text)

    def __getitem__(self, place: slice) -> str:
        """The text between two places."""
        return self.text[place]

    @cached_property
    def codes(self) -> np.ndarray:
        """Code points, in as few bytes each as all of them need."""
        if self.text.isascii():
            return np.frombuffer(self.utf8, np.uint8)
        points = np.frombuffer(self.text.encode("utf-16-le"), np.uint16)
        if len(points) > len(self):
            points = np.frombuffer(self.text.encode("utf-32-le"), np.uint32)
        return points

    @cached_property
    def low(self) -> bytearray:
        """The last byte of each code point."""
        return bytearray(self.codes.astype(np.uint8))

    @cached_property
    def beyond(self) -> np.ndarray:
        """Where characters beyond ASCII stand."""
        return np.flatnonzero(self.codes > 127)


def join(texts: Sequence[str] | pd.Series) -> tuple[Buffer, np.ndarray]:
    """All texts in one buffer, a line feed after each, and where each of them begins.

    The positions have one entry more than there are texts: text i is
    ``buffer[begins[i] : begins[i + 1] - 1]``. No word or sentence crosses the line feed, and there
    is one even where there is no text.
    """
    begins = np.zeros(len(texts) + 1, np.int64)
    if isinstance(texts, pd.Series) and isinstance(texts.dtype, pd.StringDtype) and len(texts):
        import pyarrow as pa
        import pyarrow.compute as pc

        array, end = _columns.whole(texts), pa.scalar("\n", pa.large_string())
        np.cumsum(_columns.lengths(texts) + 1, out=begins[1:])
        whole = pc.binary_join_element_wise(array, pa.scalar("", pa.large_string()), end)
        _, bounds, data = whole.buffers()
        return Buffer(data.slice(0, int(np.frombuffer(bounds, np.int64)[len(whole)]))), begins
    texts = texts.tolist() if isinstance(texts, pd.Series) else list(texts)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1, out=begins[1:])
    text = "\n".join([*texts, ""]) or "\n"
    return Buffer(text.encode(), text), begins


def classify(buffer: Buffer, kinds: tuple[Kind, ...]) -> np.ndarray:
    """For each character a number whose bit i says whether ``kinds[i]`` (at most eight) holds."""
    found = np.frombuffer(buffer.low.translate(_latin(kinds)), np.uint8)
    points = buffer.codes[buffer.beyond]
    if len(points):
        table = np.zeros(int(points.max()) + 1, np.uint8)
        for code in np.flatnonzero(np.bincount(points)):
            table[code] = _kinds_of(chr(code), kinds)
        found[buffer.beyond] = table[points]
    return found


@cache
def _latin(kinds: tuple[Kind, ...]) -> bytes:
    return bytes(_kinds_of(chr(code), kinds) for code in range(256))


@cache
def _kinds_of(character: str, kinds: tuple[Kind, ...]) -> int:
    return sum(1 << bit for bit, kind in enumerate(kinds) if kind(character))


def kinds_at(buffer: Buffer, where: np.ndarray, kinds: tuple[Kind, ...]) -> np.ndarray:
    """`classify` of a few places."""
    points = buffer.codes[where]
    found = np.frombuffer(_latin(kinds), np.uint8)[np.minimum(points, 255)]
    beyond = np.flatnonzero(points > 255)
    if len(beyond):
        codes, values = pd.factorize(points[beyond])
        found[beyond] = np.array([_kinds_of(chr(code), kinds) for code in values], np.uint8)[codes]
    return found


def places(kinds: np.ndarray, kind: int) -> np.ndarray:
    """Where the characters of a kind (a bit, or several) stand."""
    return np.flatnonzero(kinds & kind != 0)


def nearest(
    kinds: np.ndarray, where: np.ndarray, kind: int, step: int, wanted: bool = True
) -> np.ndarray:
    """From each place, itself included, the first of a kind (or, not `wanted`, of another kind).

    `step` is 1 to look to the right, or -1 to the left. If there is none, the answer is a place
    beyond the buffer: its length or more, or -1. (To the left, a buffer must end with the kind.)
    """
    at, rows = where.copy(), np.arange(len(where))
    for _ in range(FAR):
        rows = rows[(kinds.take(at[rows], mode="wrap") & kind != 0) != wanted]
        if not len(rows):
            return at
        at[rows] += step
    every = np.flatnonzero((kinds & kind != 0) == wanted)
    if step > 0:
        at[rows] = np.append(every, len(kinds))[np.searchsorted(every, at[rows])]
    else:
        at[rows] = np.append(-1, every)[np.searchsorted(every, at[rows], side="right")]
    return at


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


def slices(buffer: Buffer, starts: np.ndarray, ends: np.ndarray) -> pd.Series:
    """``buffer[start:end]`` of each row as a column of text, without a Python object a row.

    The slices must be in reading order and must not overlap.
    """
    import pyarrow as pa

    if not len(starts):
        return pd.Series([], dtype=pd.Series(["a"]).dtype)
    edges = np.empty(2 * len(starts), np.int64)
    edges[::2], edges[1::2] = starts, ends
    if len(buffer.beyond):
        edges += _bytes_before(buffer, edges)
    # Slices and the gaps between them tile the buffer: every other piece is one of ours.
    pieces = pa.LargeStringArray.from_buffers(
        len(edges) - 1, pa.py_buffer(edges), pa.py_buffer(buffer.utf8)
    )
    return _columns.taken(pieces, np.arange(0, len(edges), 2))


def _bytes_before(buffer: Buffer, edges: np.ndarray) -> np.ndarray:
    """At each of the sorted `edges`, how many more bytes of UTF-8 than characters stand before."""
    points = buffer.codes[buffer.beyond]
    ahead = np.cumsum(1 + (points > 0x7FF) + (points > 0xFFFF))
    passed = np.searchsorted(edges, buffer.beyond, side="right")
    return np.repeat(np.append(0, ahead), np.diff(passed, prepend=0, append=len(edges)))


def types(buffer: Buffer, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """The different slices, and for each row which of them it is. Slices may overlap."""
    for n in (1, 2):
        # Slices that overlap only their neighbours are taken in two turns.
        if (starts[n:] >= ends[:-n]).all():
            turns = [np.arange(turn, len(starts), n) for turn in range(n)]
            columns = [slices(buffer, starts[rows], ends[rows]) for rows in turns]
            codes, found = pd.factorize(pd.concat(columns))
            order = np.empty(len(starts), np.int64)
            order[np.concatenate(turns)] = codes
            return order, found.tolist()
    text, edges = buffer.text, zip(starts.tolist(), ends.tolist(), strict=True)
    codes, found = pd.factorize(np.array([text[start:end] for start, end in edges], object))
    return codes, list(found)
