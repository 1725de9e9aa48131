"""What all figures share: the look of a text, sizes in points, words that fit, panels.

Charts are laid out in points (1/72 inch), not in shares of whatever the figure measures: letters
keep their size at both journal widths, so it is the layout that gives way. What depends on the
width is drawn again when the figure is resized.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis.charts.lettering import SIZE, SMALL, plain, shorten, text_width

STYLE = Path(__file__).with_name("study.mplstyle")

WIDTHS = {"single": 89 / 25.4 * 72, "double": 183 / 25.4 * 72}

INK, SOFT, FAINT = "#222222", "#666666", "#d0d0d0"

# Paul Tol's high-contrast scheme for the first three (told apart in grey print too), then his
# muted and vibrant schemes; every text has its own marker and hatch as well.
COLOURS = (
    "#004488 #bb5566 #ddaa33 #44aa99 #882255 #66aadd "
    "#117733 #ee7733 #332288 #999933 #cc6677 #aa4499"
).split()

MARKERS = "o s ^ D v P X p h < > d".split()

HATCHES = "/// \\\\\\ ... xxx --- ||| +++ ooo //.. \\\\.. --.. ||..".split()

# For texts in other scripts, where the reader's machine has one of these.
FALLBACKS = (
    "Noto Sans,Noto Sans CJK KR,Noto Sans CJK JP,Noto Sans CJK SC,Apple SD Gothic Neo,"
    "Malgun Gothic,PingFang SC,Microsoft YaHei,Yu Gothic,Noto Sans Arabic,Noto Sans Hebrew,"
    "Noto Sans Devanagari,Arial Unicode MS"
).split(",")


def look(documents: pd.DataFrame) -> pd.DataFrame:
    """How each text is drawn in every chart, one row per document in the corpus's order.

    Columns: doc_id; label (one line; the doc_id where the label is empty, and in brackets behind
    it where two texts share one); colour, marker, hatch. Up to twelve texts each has its own
    colour, marker and hatch. From the thirteenth on colours repeat with the markers and hatches
    moved on by one, so that a pair of colour and marker is unique up to 144 texts.
    """
    need(documents, ["doc_id", "label"], "documents", "corpus.load")
    order = np.arange(len(documents))
    shifted = (order + order // len(COLOURS)) % len(MARKERS)
    ids = documents["doc_id"].astype(str)
    labels = documents["label"].fillna("").astype(str).map(plain)
    labels = labels.where(labels != "", ids.map(plain))
    labels = labels.where(~labels.duplicated(keep=False), labels + " (" + ids + ")")
    return pd.DataFrame(
        {
            "doc_id": documents["doc_id"].to_numpy(),
            "label": labels.to_numpy(),
            "colour": [COLOURS[i % len(COLOURS)] for i in order],
            "marker": [MARKERS[i] for i in shifted],
            "hatch": [HATCHES[i] for i in shifted],
        }
    )


def known(table: pd.DataFrame, documents: pd.DataFrame, column: str = "doc_id") -> None:
    """Raise ``ValueError`` if the table speaks of a document that `documents` does not list."""
    strangers = [name for name in table[column].unique() if name not in set(documents["doc_id"])]
    if strangers:
        raise ValueError(
            f"{column}: {strangers[0]!r} is not among the documents; "
            "give the documents table of the same corpus"
        )


@contextmanager
def style():
    """Matplotlib's settings while a chart is drawn or saved; the reader's own are left alone."""
    import matplotlib.pyplot as plt

    # A run that saves twenty figures is no mistake.
    settings = {"font.sans-serif": ["DejaVu Sans", *_fonts()], "figure.max_open_warning": 0}
    with plt.style.context(STYLE), plt.rc_context(settings):
        yield
        interactive = plt.isinteractive()
    # A notebook's backend is loaded by the first figure, in here, and turns this on: turned off
    # again with the other settings, no later figure would be shown.
    plt.interactive(interactive)


@cache
def _fonts() -> tuple[str, ...]:
    from matplotlib import font_manager

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return tuple(name for name in FALLBACKS if name in installed)


def styled(plot: Callable) -> Callable:
    """Run a plot function inside `style`."""

    @wraps(plot)
    def drawn(*args, **kwargs):
        with style():
            return plot(*args, **kwargs)

    return drawn


def canvas(ax=None):
    """Return the Axes to draw on, and whether it was made here (and may be given its size)."""
    if ax is not None:
        return ax, False
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(WIDTHS["double"] / 72, 3))
    return figure.add_axes((0.1, 0.1, 0.8, 0.8)), True


def fit(ax, made: bool, lay: Callable) -> None:
    """Lay the chart out now, and again whenever its figure gets another width.

    ``lay(width, drawn)`` takes the width of the drawing area in points, puts what it draws for
    that width into the list `drawn` (removed before the next time) and returns the height that the
    chart needs. For an Axes made here, ``lay.margins`` (left, right, bottom, top, in points) is
    kept round it and the figure is given that height.
    """
    figure, drawn, last = ax.get_figure(root=True), [], []

    def again(_event=None):
        left, right, bottom, top = lay.margins if made else (0, 0, 0, 0)
        full = figure.get_figwidth() * 72 if made else ax.bbox.width * 72 / figure.dpi
        if last == [round(full, 2)]:
            return
        last[:] = [round(full, 2)]
        for artist in drawn:
            artist.remove()
        drawn.clear()
        with style():
            height = lay(full - left - right, drawn) + bottom + top
        if made:
            figure.set_figheight(height / 72)
            inner = (full - left - right) / full, (height - bottom - top) / height
            ax.set_position((left / full, bottom / height, *inner))

    again()
    figure.canvas.mpl_connect("resize_event", again)


def panels(frame, number: int) -> list:
    """Return that many empty panels inside an Axes that itself becomes an invisible frame."""
    frame.set_axis_off()
    return [frame.inset_axes((0, 0, 1, 1)) for _ in range(number)]


def put(panel, frame, bounds: Iterable[float]) -> None:
    """Place a panel inside its frame; bounds are left, bottom, width, height as shares of it."""
    from matplotlib.transforms import Bbox, TransformedBbox

    box, figure = Bbox.from_bounds(*bounds), frame.get_figure(root=False)

    def where(_ax=None, _renderer=None):
        return TransformedBbox(box, frame.transAxes - figure.transSubfigure)

    panel.set_axes_locator(where)


def grid(frame, boxes: list, columns: int, gap: float = 14) -> Callable:
    """Return a function of the width that puts panels into columns, row by row.

    `boxes` holds, for each panel, ``(panel, margins, height)``: margins left, right, bottom, top
    and height in points. The function returns the height that all need.
    """

    def place(width: float) -> float:
        cell = (width - gap * (columns - 1)) / columns
        rows = [boxes[i : i + columns] for i in range(0, len(boxes), columns)]
        tall = [max(height + m[2] + m[3] for _, m, height in row) for row in rows]
        total, top = sum(tall), 0.0
        for row, extent in zip(rows, tall, strict=True):
            for column, (panel, margins, height) in enumerate(row):
                left, right, _, above = margins
                x = column * (cell + gap) + left
                y = total - top - above - height
                size = (cell - left - right) / width, height / total
                put(panel, frame, (x / width, y / total, *size))
            top += extent
        return total

    return place


def key(ax, y: float, voices: pd.Series) -> tuple[list, float]:
    """Write at the right edge how voices are drawn, if there are several; artists and width."""
    names = {"author": "● author", "quoted": "○ quoted", "mixed": "◐ both"}
    found = [names[voice] for voice in names if (voices == voice).any()]
    if len(found) < 2:
        return [], 0.0
    text = "   ".join(found)
    common = {"xycoords": ax.get_yaxis_transform(), "textcoords": "offset points"}
    written = ax.annotate(
        text, (1, y), (0, 0), ha="right", va="center_baseline", color=SOFT, size=SMALL,
        annotation_clip=False, **common,
    )  # fmt: skip
    return [written], text_width(text, SMALL) + 10


def header(ax, y: float, entry, note: str, width: float, indent: float = 0) -> list:
    """Write a text's marker and label, in bold, and a note beside it; return the artists.

    `y` is in data coordinates; the line begins `indent` points from the left edge of the Axes and
    keeps to `width` points. A label that is too long is shortened before the note is.
    """
    full = text_width(plain(entry.label), SIZE, "bold")
    note = shorten(note, width - 16 - min(full, max(width * 0.35, 40)), SMALL)
    room = max(width - 10 - text_width(note, SMALL) - 6, 20)
    label = shorten(entry.label, room, SIZE, "bold")
    across = ax.get_yaxis_transform()
    common = {"xycoords": across, "textcoords": "offset points", "annotation_clip": False}
    name = ax.annotate(
        label, (0, y), (9 + indent, 0), va="center_baseline", weight="bold", size=SIZE, **common
    )
    start = 9 + indent + text_width(label, SIZE, "bold") + 6
    aside = ax.annotate(
        note, (0, y), (start, 0), va="center_baseline", color=SOFT, size=SMALL, **common
    )
    from matplotlib.transforms import ScaledTranslation

    shift = ScaledTranslation((3 + indent) / 72, 0, ax.get_figure(root=True).dpi_scale_trans)
    (sign,) = ax.plot(
        [0], [y], entry.marker, color=entry.colour, ms=4.5, mew=0, clip_on=False,
        transform=across + shift, label=f"_sign {entry.doc_id}",
    )  # fmt: skip
    return [name, aside, sign]


def beside(ax, x: float, y: float, text: str, indent: float, look: tuple):
    """Write a text `indent` points from a share `x` of the Axes, at the height `y` of its data.

    `look` is alignment, colour and size.
    """
    align, colour, size = look
    return ax.annotate(
        text, (x, y), (indent, 0), xycoords=ax.get_yaxis_transform(), textcoords="offset points",
        va="center_baseline", ha=align, color=colour, size=size, annotation_clip=False,
    )  # fmt: skip


def whole(bins: int = 8):
    """Return a tick locator at whole numbers."""
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=bins, integer=True)


ROW, HEAD = 9.8, 14.0

FALLS = "#bb5566"
