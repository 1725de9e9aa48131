"""The layout of a chart: sizes in points, panels in columns, computed anew for each width.

Charts are laid out in points (1/72 inch), not in shares of whatever the figure measures: letters
keep their size at both journal widths, so it is the layout that gives way. What depends on the
width is drawn again when the figure is resized.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.charts.ink import INK, SMALL, SOFT
from analysis.charts.lettering import wrap, write
from analysis.charts.look import style

Table = pd.DataFrame
Look = dict[str, Any]  # of a mark or a word, as matplotlib takes it

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
else:
    # The first chart loads matplotlib, so that work without charts does not wait for it.
    Axes = Any

WIDTHS = {"single": 89.0, "page": 121.0, "double": 183.0}  # in mm, of journals and of a page
ROW, HEAD = 9.8, 14.0  # height of a row, and of the header above rows
GAP = 14.0  # between panels side by side
EDGE = 6.0  # left of the headline
HEADLINE, LINE, SUBLINE = 8.5, 11.0, 8.8  # size of the headline, height of its and of notes' lines


class Sheet:
    """What a chart is drawn on: its Axes and panels, laid out anew for each width.

    `ax` is what the chart returns: Axes of its own, or those that a caller gave. With `panels` it
    is an invisible frame around them. `fit` takes a function that draws what depends on the width
    and returns the height needed, in points. When the width changes, what that function drew is
    removed and it draws again. What the author of a figure has set since then stays: a title (in
    place of the headline), limits of x, names of axes, and whatever was added.
    """

    def __init__(self, ax: Axes | None = None, panels: int = 0) -> None:
        """Take the Axes given, or make a figure with one."""
        self.made = ax is None
        if ax is None:
            import matplotlib.pyplot as plt

            figure = plt.figure(figsize=(millimetres("double") / 25.4, 3))
            ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
        self.ax, self.headline, self.subtitle = ax, "", ""
        self.panels = [ax.inset_axes((0, 0, 1, 1)) for _ in range(panels)]
        if panels:
            ax.set_axis_off()
        self._drawn, self._heading, self._last, self._left = [], [], [], {}
        ax.sheet = self  # type: ignore[attr-defined]  # where `figures` finds it

    def fit(self, lay: Callable[[float], float], left=6.0, right=8.0, bottom=2.0, top=2.0) -> Axes:
        """Lay the chart out now and whenever its figure gets another width; return its Axes.

        An Axes made here keeps these margins (`lay` may set `margins` anew) and room for its
        heading, and its figure gets the height needed.
        """
        self._lay, self.margins = lay, (left, right, bottom, top)
        self.again()
        figure_of(self.ax).canvas.mpl_connect("resize_event", lambda _event: self.again())
        return self.ax

    def entitle(self, headline: str, subtitle: str = "") -> None:
        """Write a headline and a line of notes above the chart, in place of any there are."""
        self.headline, self.subtitle = headline, subtitle
        self.again()
        self._head()

    def again(self) -> None:
        """Lay the chart out, if width or titles are others than the last time."""
        ax, (left, right, *_) = self.ax, self.margins if self.made else (0, 0, 0, 0)
        figure = figure_of(ax)
        full = figure.get_figwidth() * 72 if self.made else ax.bbox.width * 72 / figure.dpi
        titles = [ax.get_title(loc=place) for place in ("left", "center", "right")]
        if self._last == [round(full, 2), titles]:
            return
        self._last = [round(full, 2), titles]
        theirs = {
            part: {name: now for name, now in _set_on(part).items() if now != left[name]}
            for part, left in self._left.items()
        }
        for artist in (*self._drawn, *self._heading):
            artist.remove()
        self._heading, before = [], set(_artists(ax))
        with style():
            height = self._lay(full - left - right)
            self._left = {part: _set_on(part) for part in (ax, *ax.child_axes)}
            for part, kept in theirs.items():
                part.set(**kept)
                self._left[part] |= dict.fromkeys(kept)
        self._drawn = [artist for artist in _artists(ax) if artist not in before]
        self._room = full, left, right, height
        self._head()

    def _head(self) -> None:
        for artist in self._heading:
            artist.remove()
        self._heading = []
        if not self.made:
            return
        ax, (full, left, right, inside) = self.ax, self._room
        figure, (bottom, top), before = figure_of(ax), self.margins[2:], set(ax.texts)
        with style():
            ax.set_position((left / full, 0.1, (full - left - right) / full, 0.8))
            titled = any(ax.get_title(loc=place) for place in ("left", "center", "right"))
            top += _title_height(ax) if titled else self._write_heading(full)
            height = inside + bottom + top
            figure.set_figheight(height / 72)
            ax.set_position((left / full, bottom / height, (full - left - right) / full,
                             inside / height))  # fmt: skip
        self._heading = [text for text in ax.texts if text not in before]

    def _write_heading(self, full: float) -> float:
        headline = wrap(self.headline, full - EDGE - 2, 6, HEADLINE, "bold")
        subtitle = wrap(self.subtitle, full - 2 * EDGE, 6, SMALL)
        if not headline + subtitle:
            return 0.0
        left, _, _, top = self.margins
        height = LINE * len(headline) + SUBLINE * len(subtitle) + 9
        up = top + height - EDGE + 1
        for lines, step, size, weight, colour in (
            (headline, LINE, HEADLINE, "bold", INK),
            (subtitle, SUBLINE, SMALL, "normal", SOFT),
        ):
            for line in lines:
                look: Look = {"size": size, "weight": weight, "color": colour, "gid": "heading"}
                shift = (EDGE - left, up - step / 2)
                write(self.ax, 0, 1, line, shift, xycoords="axes fraction", **look)
                up -= step
            up -= 1.5
        return height


def figure_of(ax: Axes) -> "Figure":
    """The figure that an Axes stands in; ``ValueError`` if it was taken out of its figure."""
    if (figure := ax.get_figure(root=True)) is None:
        raise ValueError("ax: stands in no figure any more; give the Axes of a figure")
    return figure


def _artists(ax: Axes) -> list:
    return [
        artist
        for part in (ax, *ax.child_axes)
        for artist in (*part.lines, *part.texts, *part.collections, *part.patches, *part.images)
    ]


def _set_on(part: Any) -> dict[str, Any]:
    """What the author of a figure may set on an Axes, and a new layout keeps."""
    return {"xlim": part.get_xlim(), "xlabel": part.get_xlabel()}


def millimetres(width: str | float) -> float:
    """The width of a figure in mm: a name of `WIDTHS`, or a number from 80 to 250."""
    found = WIDTHS.get(width, width) if isinstance(width, str) else width
    if isinstance(found, str) or not 80 <= found <= 250:
        known = ", ".join(f"{name!r} ({mm:.0f} mm)" for name, mm in WIDTHS.items())
        raise ValueError(f"width: {width!r} is unknown; use {known}, or mm from 80 to 250")
    return float(found)


def _title_height(ax: Axes) -> float:
    places = (ax.title, ax._left_title, ax._right_title)  # type: ignore[attr-defined]
    titles = [text for text in places if text.get_text()]
    for text in titles:
        text.set_wrap(True)
    tops = [text.get_window_extent().y1 - ax.bbox.y1 for text in titles]
    return max(tops) * 72 / figure_of(ax).dpi + 2


def resize(figure, width: str | float) -> None:
    """Give a figure a width (`millimetres`); its charts are laid out anew."""
    from matplotlib.backend_bases import ResizeEvent

    figure.set_figwidth(millimetres(width) / 25.4)
    figure.canvas.callbacks.process("resize_event", ResizeEvent("resize_event", figure.canvas))


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
