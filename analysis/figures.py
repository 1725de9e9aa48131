"""Figures: a table becomes a chart, its caption, its alternative text, and their files.

Every chart is a file of `analysis.charts`, with `plot`, `caption` and `alt` in it. A plot reads no
file and computes no statistic: what it draws stands in the table given. It returns the Axes; where
a chart has several panels they are the ``child_axes`` of the one returned, its invisible frame.
"""

import os
import re
import tempfile
from importlib import import_module
from inspect import signature
from pathlib import Path
from types import ModuleType

import pandas as pd

from analysis._files import guard_table
from analysis.charts import layout


def draw(
    name: str,
    table: pd.DataFrame,
    documents: pd.DataFrame | None,
    folder: str | Path,
    chart: str = "",
    data: pd.DataFrame | None = None,
    **options,
):
    """Plot, caption, describe and save the figure `name`; return its Axes.

    `chart` is a file of `analysis.charts` (``tone-shift`` is ``charts/tone_shift.py``), by default
    the one that bears the figure's name. Its `plot`, `caption` and `alt` are given the table, the
    documents (for labels, order and look; without them, the table alone), and those of `options`
    that they take. `data` is the table to keep beside the figure, by default `table` without its
    column text: a reader finds the words in the corpus, by doc_id and sentence_id.

    Raises ``ValueError`` for an unknown chart, and ``TypeError`` for an option that it has not.
    """
    made = chart_named(chart or name)
    given = (table,) if documents is None else (table, documents)
    takes = {verb: signature(getattr(made, verb)).parameters for verb in VERBS}
    if unknown := set(options) - {option for names in takes.values() for option in names}:
        known = ", ".join(option for option in takes["plot"] if option not in _GIVEN)
        raise TypeError(f"chart {chart or name!r}: no option {unknown.pop()!r} (there is: {known})")

    def run(verb: str):
        own = {option: value for option, value in options.items() if option in takes[verb]}
        return getattr(made, verb)(*given, **own)

    ax, caption, alt = (run(verb) for verb in VERBS)
    kept = table.drop(columns="text", errors="ignore") if data is None else data
    save(ax, name, folder, kept, caption, alt)
    return ax


def charts() -> list[str]:
    """The names of all charts, each that of a file of `analysis.charts` with a `plot`."""
    files = sorted(Path(__file__).with_name("charts").glob("*.py"))
    return [f.stem.replace("_", "-") for f in files if "\ndef plot(" in f.read_text("utf-8")]


def chart_named(name: str) -> ModuleType:
    """The file of `analysis.charts` of that name: its `plot` draws into Axes of your own.

    ``chart_named("tone").plot(scores, documents, ax=ax)`` draws; `caption` and `alt` take the same
    table. Raises ``ValueError`` for a name that is none of `charts`.
    """
    if name.replace("_", "-") not in charts():
        raise ValueError(f"chart: no chart {name!r}; use one of {', '.join(charts())}")
    return import_module(f"analysis.charts.{name.replace('-', '_')}")


VERBS = ("plot", "caption", "alt")
_GIVEN = ("table", "documents", "ax")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")

METADATA = {
    # Neither date nor version of a program: the same result gives the same bytes.
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
}


def save(
    figure,
    name: str,
    folder: str | Path,
    table: pd.DataFrame | None = None,
    caption: str = "",
    alt: str = "",
    width: str = "double",
) -> list[Path]:
    """Write a figure in three formats with its data, caption and alternative text.

    `figure` is a Figure or any Axes of it. Writes ``name.pdf`` (TrueType embedded), ``name.svg``
    (letters as outlines), ``name.png`` (300 dots per inch), and, where given, ``name.csv`` (the
    `table`), ``name.caption.txt`` and ``name.alt.txt``; those not given are removed if they are
    left from an earlier run. `width` is "single" (89 mm) or "double" (183 mm). Returns the paths.

    Everything is made beside its place first and moved there at the end, so an interruption leaves
    each file old or new, never half. The same figure gives the same bytes on the same versions of
    matplotlib and its fonts. Text cells that a spreadsheet would run as a formula get an apostrophe
    in front. Raises ``ValueError`` for a name with other than letters, digits, ``-`` and ``_``, and
    for an unknown width.
    """
    from matplotlib.backend_bases import ResizeEvent

    if not NAME.fullmatch(name):
        raise ValueError(f"name: {name!r} is no file name; use letters, digits, '-' and '_'")
    if width not in layout.WIDTHS:
        raise ValueError(f"width: {width!r} is unknown; use 'single' (89 mm) or 'double' (183 mm)")
    figure = figure.get_figure(root=True) or figure
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    figure.set_figwidth(layout.WIDTHS[width] / 72)
    figure.canvas.callbacks.process("resize_event", ResizeEvent("resize_event", figure.canvas))
    texts = {f"{name}.caption.txt": caption, f"{name}.alt.txt": alt}
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=folder) as made, layout.style():
        for kind, metadata in METADATA.items():
            path = Path(made, f"{name}.{kind}")
            figure.savefig(path, format=kind, metadata=metadata, dpi=300, facecolor="white")
        if table is not None:
            guard_table(table).to_csv(Path(made, f"{name}.csv"), index=False, lineterminator="\n")
        for file, text in texts.items():
            if text:
                Path(made, file).write_bytes((text.strip() + "\n").encode("utf-8", "replace"))
        files = sorted(os.listdir(made))
        for file in files:
            os.replace(Path(made, file), folder / file)
    for file in {f"{name}.csv", *texts} - set(files):
        (folder / file).unlink(missing_ok=True)
    return [folder / file for file in files]


def save_table(table: pd.DataFrame, name: str, folder: str | Path) -> Path:
    """Write a result table as ``name.csv``, safe to open in a spreadsheet; return the path.

    Raises ``ValueError`` for a name with other than letters, digits, ``-`` and ``_``.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"name: {name!r} is no file name; use letters, digits, '-' and '_'")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=folder) as made:
        guard_table(table).to_csv(Path(made, "table.csv"), index=False, lineterminator="\n")
        os.replace(Path(made, "table.csv"), folder / f"{name}.csv")
    return folder / f"{name}.csv"
