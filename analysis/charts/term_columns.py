"""Terms in columns: panels whose rows have a term at the left, marks, and counts at the right."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.charts import layout
from analysis.charts.layout import Axes
from analysis.charts.lettering import (
    INK,
    SIZE,
    SMALL,
    SOFT,
    plain,
    shorten,
    text_width,
    write,
    write_header,
)

ROW, HEAD = 9.4, 15.0


class Column(NamedTuple):
    """A panel with its text, the rows drawn (with their `term`) and where, and what is beside."""

    panel: Axes
    entry: tuple  # the text, as a row of `look.looks_of`
    rows: pd.DataFrame
    y: np.ndarray
    note: str  # behind the label
    counts: list[str]
    size: str  # words of the text, for a last row; empty: no such row


def arrange(frame: Axes, made: bool, columns: list[Column]) -> Axes:
    """Lay the panels out on equal axes, with terms, counts and headers; return the frame."""
    deep = [HEAD + ROW * (max(len(c.rows), 1) + bool(c.size)) + 3 for c in columns]
    for column, height in zip(columns, deep, strict=True):
        column.panel.set_ylim(height, 0)
        column.panel.set_yticks([])

    def lay(width, drawn):
        across = min(3 if width > 400 else 1, max(len(columns), 1))
        cell = layout.cell_width(width, across)
        names = [[shorten(t, min(cell * 0.4, 110)) for t in c.rows["term"]] for c in columns]
        widths = [
            max(map(text_width, ["all words" if column.size else "", *terms])) + 6
            for terms, column in zip(names, columns, strict=True)
        ]
        printed = [text for c in columns for text in ["counts", c.size, *c.counts]]
        right = max((text_width(text, SMALL) for text in printed), default=0) + 7
        starts = [_start(column) for column in columns]
        # Terms stand before their intervals, in the half of a centred scale that these leave free.
        left = 0.0
        for _ in range(20):
            inner = cell - left - right
            wanted = [wide - x * inner for wide, x in zip(widths, starts, strict=True)]
            left = max([0.0, *wanted])
        boxes = []
        for number, (panel, entry, rows, y, note, counts, size) in enumerate(columns):
            last = number >= len(columns) - across
            panel.tick_params(labelbottom=last, length=2)
            panel.xaxis.label.set_visible(last)
            x = starts[number]
            for term, place, count in zip(names[number], y, counts, strict=True):
                drawn.append(write(panel, x, place, term, -5, ("right", INK, SIZE)))
                drawn.append(write(panel, 1, place, count, right, ("right", SOFT, SMALL)))
            drawn.extend(write_header(panel, 6, entry, note, cell, indent=-left))
            if rows.empty:
                drawn.append(write(panel, 0, HEAD + 5, "none", 4, ("left", SOFT, SMALL)))
            height = deep[number]
            if size:
                foot = height - 3 - ROW / 2
                drawn.append(write(panel, x, foot, "all words", -5, ("right", SOFT, SMALL)))
                drawn.append(write(panel, 1, foot, size, right, ("right", SOFT, SMALL)))
            if last:
                drawn.append(
                    write(panel, 1, height + 16.5, "counts", right, ("right", SOFT, SMALL))
                )
            boxes.append((panel, (left, right, 24.0 if last else 9.0, 0), height))
        return layout.place_panels(frame, boxes, across, width)

    lay.margins = (6, 6, 2, 2)
    layout.fit(frame, made, lay)
    return frame


def _start(column: Column) -> float:
    """Where the leftmost mark of a panel begins, as a share of its axis."""
    rows, (low, high) = column.rows, column.panel.get_xlim()
    first = min(rows["low"].min(), 0) if "low" in rows and len(rows) else low
    return (max(first, low) - low) / (high - low) if low < 0 else 0.0


def say_sizes(*sizes) -> str:
    """Words of the text, or of target and reference, for the last row; empty if unknown."""
    return "" if any(pd.isna(size) for size in sizes) else " : ".join(f"{n:,.0f}" for n in sizes)


def name_reference(reference: str, entries: dict) -> str:
    """What to call a reference: its texts' labels, or how many they are where that is too long."""
    if reference in entries:
        return entries[reference].label
    names = str(reference).split(" + ")
    if len(names) > 2:
        rest = len(names) == len(entries) - 1
        return f"the other {len(names)}" if rest else f"{len(names)} others"
    return " + ".join(entries[name].label if name in entries else plain(name) for name in names)
