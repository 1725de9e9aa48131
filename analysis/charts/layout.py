"""Where things stand in a chart: sizes in points, panels in columns, a new layout for each width.

Charts are laid out in points (1/72 inch), not in shares of whatever the figure measures: letters
keep their size at both journal widths, so it is the layout that gives way. What depends on the
width is drawn again when the figure is resized.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.charts.look import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
else:
    # Matplotlib is loaded by the first chart, so that what draws nothing does not wait for it.
    Axes = Any

WIDTHS = {"single": 89 / 25.4 * 72, "double": 183 / 25.4 * 72}
ROW, HEAD = 9.8, 14.0  # height of a row, and of the header above rows
GAP = 14.0  # between panels side by side


def canvas(ax: Axes | None = None) -> tuple[Axes, bool]:
    """Return the Axes to draw on, and whether it was made here (and may be given its size)."""
    if ax is not None:
        return ax, False
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(WIDTHS["double"] / 72, 3))
    return figure.add_axes((0.1, 0.1, 0.8, 0.8)), True


def fit(ax: Axes, made: bool, lay: Callable) -> None:
    """Lay the chart out now, and again whenever its figure gets another width.

    ``lay(width, drawn)`` takes the width of the drawing area in points, puts what it draws for
    that width into the list `drawn` (removed before the next time) and returns the height that the
    chart needs. For an Axes made here, ``lay.margins`` (left, right, bottom, top, in points) is
    kept round it, with room for a title that its author has set, and the figure is given that
    height.
    """
    figure, drawn, last = ax.get_figure(root=True), [], []

    def again(_event=None):
        left, right, bottom, top = lay.margins if made else (0, 0, 0, 0)
        full = figure.get_figwidth() * 72 if made else ax.bbox.width * 72 / figure.dpi
        titles = [ax.get_title(loc=place) for place in ("left", "center", "right")]
        if last == [round(full, 2), titles]:
            return
        last[:] = [round(full, 2), titles]
        for artist in drawn:
            artist.remove()
        drawn.clear()
        with style():
            height = lay(full - left - right, drawn) + bottom + top
        if made:
            ax.set_position((left / full, 0.1, (full - left - right) / full, 0.8))
            above = _title_height(ax)
            height, top = height + above, top + above
            figure.set_figheight(height / 72)
            inner = (full - left - right) / full, (height - bottom - top) / height
            ax.set_position((left / full, bottom / height, *inner))

    again()
    figure.canvas.mpl_connect("resize_event", again)


def _title_height(ax: Axes) -> float:
    """Points that the titles of an Axes need above it; long ones are broken at the edge."""
    titles = [text for text in (ax.title, ax._left_title, ax._right_title) if text.get_text()]
    for text in titles:
        text.set_wrap(True)
    tops = [text.get_window_extent().y1 - ax.bbox.y1 for text in titles]
    return max(tops) * 72 / ax.get_figure(root=True).dpi + 2 if titles else 0.0


def resize(figure, width: str) -> None:
    """Give a figure a journal's width, one of `WIDTHS`; its charts are laid out anew."""
    from matplotlib.backend_bases import ResizeEvent

    figure.set_figwidth(WIDTHS[width] / 72)
    figure.canvas.callbacks.process("resize_event", ResizeEvent("resize_event", figure.canvas))


def add_panels(frame: Axes, number: int) -> list[Axes]:
    """Return that many empty panels inside an Axes that itself becomes an invisible frame."""
    frame.set_axis_off()
    return [frame.inset_axes((0, 0, 1, 1)) for _ in range(number)]


def place_panel(panel: Axes, frame: Axes, bounds: Iterable[float]) -> None:
    """Place a panel inside its frame; bounds are left, bottom, width, height as shares of it."""
    from matplotlib.transforms import Bbox, TransformedBbox

    box, figure = Bbox.from_bounds(*bounds), frame.get_figure(root=False)

    def where(_ax=None, _renderer=None):
        return TransformedBbox(box, frame.transAxes - figure.transSubfigure)

    panel.set_axes_locator(where)


def place_panels(frame: Axes, boxes: list, columns: int, width: float) -> float:
    """Put panels into columns, row by row, within `width`; return the height that all need.

    `boxes` holds, for each panel, ``(panel, margins, height)``: margins left, right, bottom, top
    and height in points.
    """
    cell = cell_width(width, columns)
    rows = [boxes[i : i + columns] for i in range(0, len(boxes), columns)]
    tall = [max(height + m[2] + m[3] for _, m, height in row) for row in rows]
    total, top = sum(tall), 0.0
    for row, extent in zip(rows, tall, strict=True):
        for column, (panel, margins, height) in enumerate(row):
            left, right, _, above = margins
            x = column * (cell + GAP) + left
            y = total - top - above - height
            size = (cell - left - right) / width, height / total
            place_panel(panel, frame, (x / width, y / total, *size))
        top += extent
    return total


def cell_width(width: float, columns: int) -> float:
    """Width in points of each of so many columns."""
    return (width - GAP * (columns - 1)) / columns


def whole_ticks(bins: int = 8):
    """Return a tick locator at whole numbers."""
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=bins, integer=True)


def axis_end(value: float) -> float:
    """The next number with one digit that reads well on an axis: 1, 2, 5, 10, 20, 50, …"""
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= value))
