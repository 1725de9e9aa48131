"""Paragraphs of many texts at once: runs of lines, where lines that an editor wrapped are joined.

A line ends at LF, CR LF or CR. A blank line, or a change of label, ends a paragraph; inside a block
of lines between those, a line goes on in the next one only if it was wrapped.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.characters import classify

# Beyond this width a line is a paragraph typed without line breaks, not one wrapped by an editor.
WIDEST_WRAPPED_LINE = 120
# What may surround a paragraph without belonging to it, besides line ends.
BLANK = "\ufeff \t\f\v\u00a0\u3000"
_KINDS = ("\r".__eq__, "\n".__eq__, str.isspace, BLANK.__contains__)
_CR, _LF, _SPACE, _BLANK = (1 << bit for bit in range(4))


def lines(buffer: str, begins: np.ndarray, kinds: np.ndarray) -> pd.DataFrame:
    """Lines of each text, one row a line: document (its number), line (1-based), start, end.

    `buffer` and `begins` are those of ``characters.join``. A text that ends with a line end has one
    empty line more here, which no paragraph comes from.
    """
    cr, lf = kinds & _CR != 0, kinds & _LF != 0
    # A CR LF is one line end. One that is made by the LF after a text costs nothing but that line.
    pairs = lf[1:] & cr[:-1]
    ends = np.flatnonzero((cr | lf)[1:] & ~pairs) + 1
    ends = ends if not (cr[0] or lf[0]) else np.concatenate([[0], ends])
    starts = np.concatenate([[0], ends[:-1] + 1 + np.append(pairs, False)[ends[:-1]]])
    document = np.searchsorted(begins, starts, side="right") - 1
    first = np.searchsorted(document, document)
    number = np.arange(len(starts)) - first + 1
    return pd.DataFrame({"document": document, "line": number, "start": starts, "end": ends})


def find(
    buffer: str, begins: np.ndarray, labels: Iterable[tuple[int, int, int, int]] = ()
) -> pd.DataFrame:
    """Paragraphs of each text, one row a paragraph in reading order.

    Columns: document (its number in `begins`), first_line, last_line (1-based, inclusive), start,
    end (characters of the buffer, without surrounding blanks), label. `labels` gives lines another
    label than 0: (document, first_line, last_line, label). A paragraph never crosses two labels,
    nor a blank line.
    """
    kinds = classify(buffer, _KINDS)
    table = lines(buffer, begins, kinds)
    starts, ends = table["start"].to_numpy(), table["end"].to_numpy()
    document, number = table["document"].to_numpy(), table["line"].to_numpy()
    label = np.zeros(len(table), np.int64)
    first_line = np.searchsorted(document, np.arange(len(begins) - 1))
    for text, first, last, value in labels:
        label[first_line[text] + first - 1 : first_line[text] + last] = value

    filled = ends > starts
    for row in np.flatnonzero(filled & (kinds[starts] & _BLANK != 0)):
        filled[row] = bool(buffer[starts[row] : ends[row]].strip(BLANK))
    follows = np.zeros(len(table), bool)
    follows[1:] = filled[1:] & filled[:-1] & (label[1:] == label[:-1])
    follows[1:] &= document[1:] == document[:-1]
    wrapped = _wrapped(buffer, kinds, starts, ends, follows)

    used = np.flatnonzero(filled)
    heads = np.flatnonzero(~wrapped[used])
    first, last = used[heads], used[np.append(heads[1:], len(used))[: len(heads)] - 1]
    start, end = starts[first], ends[last]
    for row in np.flatnonzero(kinds[start] & _BLANK != 0):
        text = buffer[start[row] : end[row]]
        start[row] += len(text) - len(text.lstrip(BLANK))
    for row in np.flatnonzero(kinds[end - 1] & _BLANK != 0):
        text = buffer[start[row] : end[row]]
        end[row] -= len(text) - len(text.rstrip(BLANK))
    return pd.DataFrame(
        {
            **{"document": document[first], "first_line": number[first]},
            **{"last_line": number[last], "start": start, "end": end, "label": label[first]},
        }
    )


def _wrapped(
    buffer: str, kinds: np.ndarray, starts: np.ndarray, ends: np.ndarray, follows: np.ndarray
) -> np.ndarray:
    """Whether each line goes on with the paragraph of the line before it.

    A break made by wrapping is one that the next word would not have fitted before; in a block
    wider than 120 characters each line is a paragraph of its own.
    """
    length = ends - starts
    for row in np.flatnonzero((length > 0) & (kinds[np.maximum(ends - 1, 0)] & _SPACE != 0)):
        length[row] = len(buffer[starts[row] : ends[row]].rstrip())
    blocks = np.flatnonzero(~follows)
    width = np.maximum.reduceat(length, blocks)
    width = np.repeat(width, np.diff(np.append(blocks, len(length))))
    wrapped = follows & (width <= WIDEST_WRAPPED_LINE) & (kinds[starts] & _SPACE == 0)
    rows = np.flatnonzero(wrapped)
    if len(rows):
        spaces = np.flatnonzero(kinds & _SPACE)
        first_word = spaces[np.searchsorted(spaces, starts[rows])] - starts[rows]
        wrapped[rows] = length[rows - 1] + 1 + first_word > width[rows]
    return wrapped
