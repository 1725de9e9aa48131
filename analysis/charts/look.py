"""How figures look: the colour, marker and label of each text, and matplotlib's settings."""

from collections.abc import Callable
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis.charts.lettering import plain

STYLE = Path(__file__).with_name("study.mplstyle")
FAINT = "#d0d0d0"  # lines that only lead the eye
FALLS = "#bb5566"  # a finding that does not survive
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


def looks_of(documents: pd.DataFrame) -> pd.DataFrame:
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


def labels_of(documents: pd.DataFrame) -> dict[str, str]:
    """The label of each text by its doc_id, in the corpus's order."""
    looks = looks_of(documents)
    return dict(zip(looks["doc_id"], looks["label"], strict=True))


def need_documents(table: pd.DataFrame, documents: pd.DataFrame, column: str = "doc_id") -> None:
    """Raise ``ValueError`` if the table speaks of a document that `documents` does not list."""
    listed = set(documents["doc_id"])
    strangers = [name for name in table[column].unique() if name not in listed]
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
    # From matplotlib's defaults, not from what a reader's matplotlibrc has made of them.
    with plt.style.context(["default", STYLE]), plt.rc_context(settings):
        yield
        interactive = plt.isinteractive()
    # A notebook's backend is loaded by the first figure, in here, and turns this on: turned off
    # again with the other settings, no later figure would be shown.
    plt.interactive(interactive)


def styled(plot: Callable) -> Callable:
    """Run a plot function inside `style`."""

    @wraps(plot)
    def drawn(*args, **kwargs):
        with style():
            return plot(*args, **kwargs)

    return drawn


@cache
def _fonts() -> tuple[str, ...]:
    from matplotlib import font_manager

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return tuple(name for name in FALLBACKS if name in installed)
