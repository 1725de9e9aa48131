"""Files of a figure: vector and raster at journal width, data, caption, alternative text."""

import os
import re
import tempfile
from pathlib import Path

import pandas as pd

from analysis import canvas

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
# What Excel, LibreOffice and Google Sheets take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
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
    if width not in canvas.WIDTHS:
        raise ValueError(f"width: {width!r} is unknown; use 'single' (89 mm) or 'double' (183 mm)")
    figure = figure.get_figure(root=True) or figure
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    figure.set_figwidth(canvas.WIDTHS[width] / 72)
    figure.canvas.callbacks.process("resize_event", ResizeEvent("resize_event", figure.canvas))
    texts = {f"{name}.caption.txt": caption, f"{name}.alt.txt": alt}
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=folder) as made, canvas.style():
        for kind, metadata in METADATA.items():
            path = Path(made, f"{name}.{kind}")
            figure.savefig(path, format=kind, metadata=metadata, dpi=300, facecolor="white")
        if table is not None:
            safe(table).to_csv(Path(made, f"{name}.csv"), index=False, lineterminator="\n")
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
        safe(table).to_csv(Path(made, "table.csv"), index=False, lineterminator="\n")
        os.replace(Path(made, "table.csv"), folder / f"{name}.csv")
    return folder / f"{name}.csv"


def safe(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with an apostrophe before texts that a spreadsheet would run; numbers stay.

    Column names too. To read the texts back, drop one leading apostrophe before a formula sign.
    """
    guarded = table.copy()
    for position in range(guarded.shape[1]):
        values = guarded.iloc[:, position]
        if not pd.api.types.is_numeric_dtype(values):
            guarded.isetitem(position, values.astype(object).map(_guard))
    return guarded.set_axis([_guard(column) for column in guarded.columns], axis=1)


def _guard(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    cell = cell.encode("utf-8", "replace").decode()
    return "'" + cell if cell.lstrip(" \u00a0\ufeff").startswith(FORMULA) else cell
