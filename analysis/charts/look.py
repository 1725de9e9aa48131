"""How figures look: the colour, marker and label of each text, and matplotlib's settings."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.lettering import plain

_FONT: ContextVar[str] = ContextVar("font", default="")
STYLE = Path(__file__).with_name("study.mplstyle")
# After Paul Tol's schemes, darkened until each stands out from white and from the page's paper by
# 3:1. The first three are told apart in grey print and by colour-blind readers; from the fourth on
# the marker helps.
COLOURS = (
    "#003a75 #b04058 #c08208 #2a8f7f #882255 #3f8fc4 "
    "#117733 #d0581a #332288 #8a8a2b #cc6677 #aa4499"
).split()
MARKERS = "o s ^ D v P X p h < > d".split()
FILLED = {*MARKERS, "H", "8", "*"}  # markers with an inside, which a quoted sentence leaves white
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
    it where two texts share one); colour, marker, hatch. Colour and marker are the documents' own
    columns, which ``corpus.load`` fills, so that a part of a corpus looks as it does in the whole;
    where `documents` has none, they are chosen as `fill_looks` does. The hatch goes with the
    marker. Raises ``ValueError`` for a colour or a marker that matplotlib cannot draw.
    """
    need(documents, ["doc_id", "label"], "documents", "corpus.load")
    documents, refused = fill_looks(documents)
    if refused:
        raise ValueError(f"documents: {refused[0]}")
    ids = documents["doc_id"].astype(str)
    labels = documents["label"].fillna("").astype(str).map(plain)
    labels = labels.where(labels != "", ids.map(plain))
    labels = labels.where(~labels.duplicated(keep=False), labels + " (" + ids + ")")
    return pd.DataFrame(
        {
            "doc_id": documents["doc_id"].to_numpy(),
            "label": labels.to_numpy(),
            "colour": documents["colour"].to_numpy(),
            "marker": documents["marker"].to_numpy(),
            "hatch": [
                HATCHES[MARKERS.index(marker) if marker in MARKERS else 0]
                for marker in documents["marker"]
            ],
        }
    )


def fill_looks(documents: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The documents with a colour and a marker each; and those given that cannot be drawn.

    A colour is ``#`` with six or three hexadecimal digits, or a name of CSS such as "teal". A
    marker is one of matplotlib's that have an inside. What is given is kept. The other texts get
    the colours and markers that are free, in the corpus's order. Up to twelve texts differ in both;
    from the thirteenth on, colours repeat with other markers, up to 144 different pairs.
    """
    colours, wrong = _given(documents, "colour", _hexadecimal, "'#' and six digits, or a CSS name")
    known = f"one of {' '.join(sorted(FILLED))}"
    markers, also = _given(documents, "marker", lambda m: m if m in FILLED else "", known)
    free = _free(COLOURS, colours)
    lacking = np.flatnonzero(colours == "")
    colours[lacking] = np.resize(free, len(lacking))
    lacking, own = np.flatnonzero(markers == ""), _free(MARKERS, markers)
    places = np.arange(len(lacking))
    markers[lacking] = np.array(own, dtype=object)[(places + places // len(free)) % len(own)]
    return documents.assign(colour=colours, marker=markers), wrong + also


def _given(
    documents: pd.DataFrame, column: str, read: Callable, form: str
) -> tuple[np.ndarray, list[str]]:
    if column not in documents:
        return np.full(len(documents), "", dtype=object), []
    given = documents[column].astype(object).fillna("").astype(str).str.strip()
    known = {value: read(value) for value in given.unique() if value}
    wrong = [
        f"{column} {plain(value)[:40]!r} of {plain(documents['doc_id'][given == value].iloc[0])!r} "
        f"cannot be drawn; use {form}, or leave it empty"
        for value, found in known.items()
        if not found
    ]
    return np.array([known.get(value, "") for value in given], dtype=object), wrong


def _free(palette: list[str], taken: np.ndarray) -> list[str]:
    return [entry for entry in palette if entry not in set(taken)] or palette


def _hexadecimal(colour: str) -> str:
    from matplotlib.colors import CSS4_COLORS

    colour = str(CSS4_COLORS.get(colour.lower(), colour)).lower()
    if re.fullmatch("#[0-9a-f]{3}", colour):
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    return colour if re.fullmatch("#[0-9a-f]{6}", colour) else ""


def colour_texts(documents: pd.DataFrame | None, colours: dict[str, str]) -> pd.DataFrame:
    """The documents with other colours: those given, by doc_id; the others keep theirs."""
    if documents is None:
        documents = pd.DataFrame({"doc_id": []})
    listed = list(documents["doc_id"])
    if strangers := [doc_id for doc_id in colours if doc_id not in listed]:
        known = ", ".join(map(str, listed)) or "none: this chart draws no texts"
        raise ValueError(f"colours: no text {strangers[0]!r}; its texts are: {known}")
    own = documents.get("colour", pd.Series("", index=documents.index))
    return documents.assign(colour=documents["doc_id"].map(colours).fillna(own))


def count_texts(documents: pd.DataFrame) -> str:
    """How many texts the documents are, for a caption: "3 texts", or "30 texts in 4 groups"."""
    texts = int(documents["n_documents"].sum()) if "n_documents" in documents else len(documents)
    grouped = f" in {counted(len(documents), 'group')}" if texts > len(documents) else ""
    return counted(texts, "text") + grouped


def say_drawn(documents: pd.DataFrame, among: pd.DataFrame, chosen: str = "") -> str:
    """How many of all texts or groups a chart draws, for its caption; '' where it draws all."""
    if len(documents) >= len(among):
        return ""
    why = f" ({chosen})" if chosen else ""
    names = ", ".join(labels_of(documents).values())
    return f"Drawn are {len(documents):,} of {count_texts(among)}{why}: {names}."


def labels_of(documents: pd.DataFrame) -> dict[str, str]:
    """The label of each text by its doc_id, in the corpus's order."""
    looks = looks_of(documents)
    return dict(zip(looks["doc_id"], looks["label"], strict=True))


def name_reference(reference: str, entries: dict) -> str:
    """What to call a reference: its texts' labels, or how many they are where that is too long."""
    if reference in entries:
        return entries[reference].label
    names = str(reference).split(" + ")
    if len(names) > 2:
        rest = len(names) == len(entries) - 1
        return f"the other {len(names)}" if rest else f"{len(names)} others"
    return " + ".join(entries[name].label if name in entries else plain(name) for name in names)


def each_text(table: pd.DataFrame, documents: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The label and the rows of each text, in the corpus's order."""
    for doc_id, label in labels_of(documents).items():
        yield label, table[table["doc_id"] == doc_id]


def looks_in(
    table: pd.DataFrame, documents: pd.DataFrame, columns: str, make: str, what: str = "table"
) -> list:
    """The rows of `looks_of`, if the table (`what`, made by `make`) has the columns drawn."""
    need(table, columns.split(), what, make)
    need_documents(table, documents)
    return list(looks_of(documents).itertuples())


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
def lettered_in(font: str):
    """Draw and save figures in this font (a family that matplotlib finds) instead of DejaVu Sans.

    Letters that it lacks are still taken from DejaVu Sans and what the machine has.
    """
    token = _FONT.set(font)
    try:
        yield
    finally:
        _FONT.reset(token)


@contextmanager
def style():
    """Matplotlib's settings while a chart is drawn or saved; the reader's own are left alone."""
    import matplotlib.pyplot as plt

    # matplotlib would warn after twenty figures.
    fonts = ["DejaVu Sans", *_fonts()]
    settings = {"font.sans-serif": fonts, "figure.max_open_warning": 0}
    if _FONT.get():
        # Named one by one, since matplotlib looks for a lacking letter in named fonts alone.
        settings["font.family"] = [_FONT.get(), *fonts]
    # From matplotlib's defaults, not from a reader's matplotlibrc.
    with plt.style.context(["default", STYLE]), plt.rc_context(settings):
        yield
        interactive = plt.isinteractive()
    # The first figure of a notebook loads its backend, which turns this on. If it were reset with
    # the other settings, no later figure would be shown.
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
