"""Paragraphs of many texts at once: runs of lines, where lines that an editor wrapped are joined.

A line ends at LF, CR LF or CR. A blank line, or a change of label, ends a paragraph; inside a block
of lines between those, a line goes on in the next one only if it was wrapped.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from analysis.engine.characters import Buffer, Kind, classify, kinds_at

CR, LF = ord("\r"), ord("\n")


class Paragraphs(NamedTuple):
    """Paragraphs in reading order, as arrays."""

    document: np.ndarray  # its number in the buffer
    first_line: np.ndarray  # 1-based
    last_line: np.ndarray  # 1-based, inclusive
    start: np.ndarray  # characters of the buffer, without surrounding blanks
    end: np.ndarray
    label: np.ndarray


def lines(
    buffer: Buffer, begins: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Document (its number), number (1-based), start and end of each line.

    `buffer` and `begins` are those of ``characters.join``. A text that ends with a line end has one
    empty line more here, which no paragraph comes from.
    """
    codes = buffer.codes
    ends = np.flatnonzero(codes <= CR)
    ends = ends[(codes[ends] == CR) | (codes[ends] == LF)]
    # A CR LF is one line end, even if the LF is the one added after a text.
    second = (codes[ends] == LF) & (codes[ends - 1] == CR)
    second[:1] &= ends[:1] > 0
    next_is_second = np.append(second[1:], False)
    ends, widths = ends[~second], 1 + next_is_second[~second]
    starts = np.append(0, (ends + widths)[:-1])
    document = np.searchsorted(begins, starts, side="right") - 1
    first = np.searchsorted(document, document)
    return document, np.arange(len(starts)) - first + 1, starts, ends


def find(
    buffer: Buffer,
    begins: np.ndarray,
    labels: Iterable[tuple[int, int, int, int]],
    blank: str,
    widest: int,
) -> Paragraphs:
    """Paragraphs of each text.

    `labels` gives lines another label than 0: (document, first_line, last_line, label). A paragraph
    never crosses two labels, nor a line of `blank` characters alone; lines are joined in blocks of
    at most `widest` characters.
    """
    is_blank = blank.__contains__
    document, number, starts, ends = lines(buffer, begins)
    label = np.zeros(len(starts), np.int64)
    first_line = np.searchsorted(document, np.arange(len(begins) - 1))
    for text, first, last, value in labels:
        label[first_line[text] + first - 1 : first_line[text] + last] = value

    filled = ends > starts
    for row in np.flatnonzero(filled & _is(is_blank, buffer, starts)):
        filled[row] = bool(buffer[starts[row] : ends[row]].strip(blank))
    follows = np.zeros(len(starts), bool)
    follows[1:] = filled[1:] & filled[:-1] & (label[1:] == label[:-1])
    follows[1:] &= document[1:] == document[:-1]
    wrapped = _wrapped(buffer, starts, ends, follows, widest)

    used = np.flatnonzero(filled)
    heads = np.flatnonzero(~wrapped[used])
    first, last = used[heads], used[np.append(heads[1:], len(used))[: len(heads)] - 1]
    start, end = starts[first], ends[last]
    for row in np.flatnonzero(_is(is_blank, buffer, start)):
        text = buffer[start[row] : end[row]]
        start[row] += len(text) - len(text.lstrip(blank))
    for row in np.flatnonzero(_is(is_blank, buffer, end - 1)):
        text = buffer[start[row] : end[row]]
        end[row] -= len(text) - len(text.rstrip(blank))
    return Paragraphs(document[first], number[first], number[last], start, end, label[first])


def _wrapped(
    buffer: Buffer, starts: np.ndarray, ends: np.ndarray, follows: np.ndarray, widest: int
) -> np.ndarray:
    """Whether each line goes on with the paragraph of the line before it.

    An editor wrapped a line if the next word would not have fitted. In a block wider than `widest`
    each line is a paragraph of its own.
    """
    length = ends - starts
    for row in np.flatnonzero((length > 0) & _is(str.isspace, buffer, np.maximum(ends - 1, 0))):
        length[row] = len(buffer[starts[row] : ends[row]].rstrip())
    blocks = np.flatnonzero(~follows)
    width = np.maximum.reduceat(length, blocks)
    width = np.repeat(width, np.diff(np.append(blocks, len(length))))
    wrapped = follows & (width <= widest) & ~_is(str.isspace, buffer, starts)
    rows = np.flatnonzero(wrapped)
    if len(rows):
        spaces = np.flatnonzero(classify(buffer, (str.isspace,)))
        first_word = spaces[np.searchsorted(spaces, starts[rows])] - starts[rows]
        wrapped[rows] = length[rows - 1] + 1 + first_word > width[rows]
    return wrapped


def _is(kind: Kind, buffer: Buffer, where: np.ndarray) -> np.ndarray:
    return kinds_at(buffer, where, (kind,)) != 0
