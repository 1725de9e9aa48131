"""Charts of terms: highest tf-idf, distinctive terms, word shift."""

import pandas as pd

from analysis.charts import layout
from analysis.charts.layout import INK, SOFT, beside
from analysis.charts.lettering import SIZE, SMALL, plain, shorten, text_width

ROW, HEAD = 9.4, 15.0


def size_note(*sizes) -> str:
    """Words of the text, or of target and reference, for the last row of a panel."""
    return "" if any(pd.isna(size) for size in sizes) else " : ".join(f"{n:,.0f}" for n in sizes)


def reference_label(reference: str, entries: dict) -> str:
    parts = [entries[part].label if part in entries else plain(part) for part in [reference]]
    if reference not in entries:
        names = str(reference).split(" + ")
        if len(names) > 2:
            rest = len(names) == len(entries) - 1
            return f"the other {len(names)}" if rest else f"{len(names)} others"
        parts = [entries[name].label if name in entries else plain(name) for name in names]
    return " + ".join(parts)


def term_columns(frame, made, charts):
    """Lay out panels of equal axes whose rows have a term at the left and counts at the right."""
    deep = [HEAD + ROW * (max(len(c[2]), 1) + bool(c[6])) + 3 for c in charts]
    for (panel, *_), height in zip(charts, deep, strict=True):
        panel.set_ylim(height, 0)
        panel.set_yticks([])

    def lay(width, drawn):
        columns = min(3 if width > 400 else 1, max(len(charts), 1))
        cell = (width - 14 * (columns - 1)) / columns
        names = [[shorten(t, min(cell * 0.4, 110)) for t in c[2]["term"]] for c in charts]
        widths = [
            max(map(text_width, ["all words" if chart[6] else "", *terms])) + 6
            for terms, chart in zip(names, charts, strict=True)
        ]
        counted = [text for *_, counts, size in charts for text in ["counts", size, *counts]]
        right = max((text_width(text, SMALL) for text in counted), default=0) + 7
        starts = [_start(panel, rows) for panel, _, rows, *_ in charts]
        # Terms stand before their intervals, in the half of a centred scale that these leave free.
        left = 0.0
        for _ in range(20):
            inner = cell - left - right
            wanted = [wide - x * inner for wide, x in zip(widths, starts, strict=True)]
            left = max([0.0, *wanted])
        inner, boxes = cell - left - right, []
        for number, (panel, entry, rows, y, note, counts, size) in enumerate(charts):
            last = number >= len(charts) - columns
            panel.tick_params(labelbottom=last, length=2)
            panel.xaxis.label.set_visible(last)
            x = starts[number]
            for term, place, count in zip(names[number], y, counts, strict=True):
                drawn.append(beside(panel, x, place, term, -5, ("right", INK, SIZE)))
                drawn.append(beside(panel, 1, place, count, right, ("right", SOFT, SMALL)))
            drawn.extend(layout.header(panel, 6, entry, note, cell, indent=-left))
            if rows.empty:
                drawn.append(beside(panel, 0, HEAD + 5, "none", 4, ("left", SOFT, SMALL)))
            height = deep[number]
            if size:
                foot = height - 3 - ROW / 2
                drawn.append(beside(panel, x, foot, "all words", -5, ("right", SOFT, SMALL)))
                drawn.append(beside(panel, 1, foot, size, right, ("right", SOFT, SMALL)))
            if last:
                drawn.append(
                    beside(panel, 1, height + 16.5, "counts", right, ("right", SOFT, SMALL))
                )
            boxes.append((panel, (left, right, 24.0 if last else 9.0, 0), height))
        return layout.grid(frame, boxes, columns)(width)

    lay.margins = (6, 6, 2, 2)
    layout.fit(frame, made, lay)
    return frame


def _start(panel, rows):
    """Where the leftmost mark of a panel begins, as a share of its axis."""
    low, high = panel.get_xlim()
    first = min(rows["low"].min(), 0) if "low" in rows and len(rows) else low
    return (max(first, low) - low) / (high - low) if low < 0 else 0.0
