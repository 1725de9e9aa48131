"""The place where a figure will be printed: its width, smallest letters and font.

A **target** is a journal or a page by name, a row of ``targets.csv``, or a width in millimetres. A
figure is laid out for its width, with letters of 6.5 points and more; where a target wants larger
ones, it is laid out narrower by as much and enlarged as a whole.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

FILE = Path(__file__).with_name("targets.csv")
SMALLEST = 6.5  # points, of the smallest letters in any chart: ``charts/study.mplstyle``
NARROWEST, WIDEST = 60, 400
# In this order: free fonts of Arial's measures, Arial itself, and matplotlib's own, which is wider.
FONTS = ("Liberation Sans", "Arimo", "Arial", "Helvetica", "DejaVu Sans")


class Target(NamedTuple):
    """The limits of a figure: largest width and height in mm, smallest letters in points."""

    name: str
    width_mm: float
    height_mm: float
    least_pt: float
    dpi: int
    source: str

    @property
    def enlarged(self) -> float:
        """By how much a figure laid out at the study's letter size is enlarged."""
        return max(1.0, self.least_pt / SMALLEST)


@cache
def read_targets() -> pd.DataFrame:
    """The targets known by name, one row each, with where their measures were read, and when.

    Columns: name, what, width_mm (the full width), column_mm (of one column), height_mm (at most),
    least_pt (the smallest letters allowed), dpi, source, dated, read (what was read there, and what
    is this package's own choice). Journals change such pages: look at yours before you submit.
    """
    return pd.read_csv(FILE, dtype={"dated": str})


def choose_target(given: str | float, dpi: int | None = None) -> Target:
    """The target of that name (``nature``; ``nature:column`` for one column) or width in mm.

    Raises ``ValueError`` for an unknown name, and for a width that no chart fits.
    """
    table = read_targets().set_index("name")
    name, _, part = str(given).partition(":")
    if name in table.index and part in ("", "column"):
        row = table.loc[name]
        width = row["column_mm" if part else "width_mm"]
        chosen = (float(width), float(row["height_mm"]), float(row["least_pt"]), int(row["dpi"]))
        said = f"{row['source']} ({row['dated']}; {row['read']})"
    else:
        try:
            width = float(name.removesuffix("mm"))
        except ValueError:
            known = ", ".join(table.index)
            raise ValueError(
                f"target: {given!r} is unknown; use one of {known}, or a width in mm such as 121"
            ) from None
        chosen, said = (width, 1.4 * width, 6.0, 600), "the width was given"
    width, height, least, usual = chosen
    if not NARROWEST <= width <= WIDEST:
        raise ValueError(
            f"target: {width:g} mm is no width that a chart fits; use {NARROWEST} to {WIDEST}"
        )
    if dpi is not None and not 72 <= dpi <= 2400:
        raise ValueError(f"dpi: {dpi} is no resolution for print; use 72 to 2400")
    return Target(str(given), width, height, least, dpi or usual, said)


def choose_font() -> str:
    """The first of `FONTS` that this machine has."""
    from matplotlib import font_manager

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return next(name for name in FONTS if name in installed)
