"""Figures: a table becomes a chart, its caption, its alternative text, and their files.

Every chart is a file of `analysis.charts`, with `plot`, `caption` and `alt` in it. A plot reads no
file and computes no statistic: what it draws stands in the table given. It returns the Axes; where
a chart has several panels they are the ``child_axes`` of the one returned, its invisible frame.

    from analysis import corpus, figures, sentences, sentiment

    c = corpus.load()
    scores = sentiment.score(sentences.split(c))
    figures.draw("tone", scores, c.documents, "figures")  # tone.pdf, .svg, .png, .csv, …
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from inspect import signature
from pathlib import Path
from types import ModuleType

import pandas as pd

from analysis._files import guard_table
from analysis.charts import layout
from analysis.charts.layout import Axes
from analysis.charts.look import say_drawn, style

CHARTS = Path(__file__).with_name("charts")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
METADATA = {
    # Neither date nor version of a program: the same result gives the same bytes.
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
}


def draw(
    name: str,
    table: pd.DataFrame,
    documents: pd.DataFrame | None,
    folder: str | Path,
    chart: str = "",
    by: str = "",
    data: pd.DataFrame | None = None,
    among: pd.DataFrame | None = None,
    chosen: str = "",
    **options,
) -> Axes:
    """Plot, caption, describe and save the figure `name`; return its Axes.

    `chart` is a file of `analysis.charts` (``tone-shift`` is ``charts/tone_shift.py``), by default
    the one that bears the figure's name. Its `plot`, `caption` and `alt` are given the table, the
    `documents` (labels, order and look of the texts) if they draw texts, and those of `options`
    that they take.

    `by` ranks many texts ("doc_id"), outlets ("outlet") or other groups as rows instead of drawing
    each: `table` is then the points of ``grouping.means`` and `documents` the groups of
    ``grouping.choose_groups``, drawn by ``charts/groups.py``.

    `among` are all texts or groups where `documents` are only some of them: of `table` their rows
    are drawn, and the caption says which they are, of how many, and by `chosen` how they were
    chosen; what no text holds it counts over all.

    `data` is the table to keep beside the figure, by default `table` without its column text: a
    reader finds the words in the corpus, by doc_id and sentence_id.

    Raises ``ValueError`` for an unknown chart or missing documents, and ``TypeError`` for an option
    that the chart does not have.
    """
    chart = "groups" if by else chart or name
    module = find_chart(chart)
    verbs = (module.plot, module.caption, module.alt)
    takes = [list(signature(verb).parameters)[1:] for verb in verbs]
    known = {option for names in takes for option in names} - {"documents", "ax", "by", "whole"}
    if unknown := sorted(set(options) - known):
        found = ", ".join(sorted(known)) or "none"
        raise TypeError(f"chart {chart!r}: no option {unknown[0]!r}; its options are: {found}")
    if documents is None and "documents" in takes[0]:
        raise ValueError(f"chart {chart!r}: no documents, but it draws texts; give c.documents")
    given = {**options, "documents": documents, "by": by}
    said = ""
    if among is not None and documents is not None:
        given["whole"], said = table, say_drawn(documents, among, chosen)
        of = "target" if "target" in table and "doc_id" not in table else "doc_id"
        table = table[table[of].isin(list(documents["doc_id"]))]
    ax, caption, alt = (
        verb(table, **{option: given[option] for option in names if option in given})
        for verb, names in zip(verbs, takes, strict=True)
    )
    kept = table.drop(columns="text", errors="ignore") if data is None else data
    save(ax, name, folder, kept, f"{caption} {said}", alt)
    return ax


def find_chart(name: str) -> ModuleType:
    """The file of `analysis.charts` of that name: its `plot` draws into Axes of your own.

    ``find_chart("tone").plot(scores, documents, ax=ax)`` draws; `caption` and `alt` take the same
    table. Raises ``ValueError`` for a name that is none of `list_charts`.
    """
    if name.replace("_", "-") not in list_charts():
        raise ValueError(f"chart: no chart {name!r}; use one of {', '.join(list_charts())}")
    return import_module(f"analysis.charts.{name.replace('-', '_')}")


def list_charts() -> list[str]:
    """The names of all charts, each that of a file of `analysis.charts` with a `plot`."""
    files = sorted(CHARTS.glob("*.py"))
    return [f.stem.replace("_", "-") for f in files if "\ndef plot(" in f.read_text("utf-8")]


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
    if width not in layout.WIDTHS:
        raise ValueError(f"width: {width!r} is unknown; use 'single' (89 mm) or 'double' (183 mm)")
    texts = {f"{name}.caption.txt": caption, f"{name}.alt.txt": alt}
    with _made_beside(name, folder) as made, style():
        figure = figure.get_figure(root=True) or figure
        layout.resize(figure, width)
        for kind, metadata in METADATA.items():
            path = made / f"{name}.{kind}"
            figure.savefig(path, format=kind, metadata=metadata, dpi=300, facecolor="white")
        if table is not None:
            _write_csv(table, made / f"{name}.csv")
        for file, text in texts.items():
            if text:
                (made / file).write_bytes((text.strip() + "\n").encode("utf-8", "replace"))
        files = sorted(os.listdir(made))
    for file in {f"{name}.csv", *texts} - set(files):
        Path(folder, file).unlink(missing_ok=True)
    return [Path(folder, file) for file in files]


def save_table(table: pd.DataFrame, name: str, folder: str | Path) -> Path:
    """Write a result table as ``name.csv``, safe to open in a spreadsheet; return the path.

    Raises ``ValueError`` for a name with other than letters, digits, ``-`` and ``_``.
    """
    with _made_beside(name, folder) as made:
        _write_csv(table, made / f"{name}.csv")
    return Path(folder, f"{name}.csv")


@contextmanager
def _made_beside(name: str, folder: str | Path) -> Iterator[Path]:
    """A folder to write in, whose files are moved to `folder` at the end, if there is no error."""
    if not NAME.fullmatch(name):
        raise ValueError(f"name: {name!r} is no file name; use letters, digits, '-' and '_'")
    Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=folder) as made:
        yield Path(made)
        for file in sorted(os.listdir(made)):
            os.replace(Path(made, file), Path(folder, file))


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    guard_table(table).to_csv(path, index=False, lineterminator="\n")
