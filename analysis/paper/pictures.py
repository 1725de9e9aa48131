"""Figures of a bundle: drawn for a printed width, in a free font of Arial's measures, as files.

Each figure is a PDF (TrueType embedded), an SVG (text as text, with ``<title>`` and ``<desc>``), a
PNG and a TIFF (without alpha channel, at the target's resolution), and its data as CSV.
"""

import io
import re
import warnings
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import pandas as pd

from analysis import figures, frames, grouping, tokens
from analysis.charts import layout
from analysis.charts.look import lettered_in, style
from analysis.paper.results import Run
from analysis.paper.targets import FONTS, Target

GLYPH = re.compile(r"Glyph (\d+) .* missing from font")


class Figure(NamedTuple):
    """What to draw: a chart, its table, the texts, and the chart's options."""

    chart: str
    table: pd.DataFrame
    documents: pd.DataFrame | None
    how: dict


class Made(NamedTuple):
    """A figure as it came out: its words, its size in mm, and the letters that no font had."""

    headline: str
    caption: str
    alt: str
    width_mm: float
    height_mm: float
    lacking: str


def list_figures(run: Run) -> dict[str, Figure]:
    """The figures that a run's tables allow, by name, in the order of an argument."""
    tables, by, few = run.tables, run.by, run.few
    documents, groups = tables["documents"], tables["groups"]
    top = groups.head(grouping.FEW)
    some = {"among": groups, "chosen": grouping.CHOSEN[by]} if len(groups) > len(top) else {}
    found = {}
    if few:
        found["overview"] = Figure("overview", tables["passages"], documents, {})
        told = {"summary": tables["tone"]}
        found["tone"] = Figure("tone", tables["scores"], documents, told)
    else:
        label = "tone (VADER compound, −1 to 1)"
        told = {"by": by, "summary": tables["tone"], "label": label}
        found["tone"] = Figure("tone", tables["points"], groups, told)
    shown = grouping.extremes(tables["scores"], "compound", documents)
    chosen = "the three lowest and the three highest in mean tone"
    ends = {"among": documents, "chosen": chosen} if len(shown) < len(documents) else {}
    found["tone-sequence"] = Figure("tone-sequence", tables["scores"], shown, ends)
    if tables["contrasts"] is not None:
        rows = tokens.content(tables["contrasts"])
        rows = rows[rows["target"].isin(top["doc_id"])]
        rows = rows[rows["n_target"] > 1] if (rows["n_target"] > 1).any() else rows
        told = {"top": 12 if few else 8, **some}
        found["keyness"] = Figure("keyness", rows, top, told)
    used = tables["used"]
    if used is not None:
        there = used[used["doc_id"].isin(top["doc_id"]) & (used["n"] + used["n_negated"] > 0)]
        for kind, name in {"name": "names", "frame": "frame-profile", "actor": "actors"}.items():
            if (there["kind"] == kind).any():
                found[name] = Figure(name, used[used["kind"] == kind], top, some)
    if tables["silences"] is not None and len(tables["silences"]):
        told = {"counts": tables["spoken"], **some}
        found["silences"] = Figure("silences", tables["silences"], top, told)
    if tables["stance"] is not None:
        told = {"intervals": tables.get("ends"), "sure": tables.get("sure"), **some}
        found["tone-and-stance"] = Figure("tone-and-stance", tables["stance"], top, told)
    table = tables["agreement"]
    if table is not None and len(table):
        if table["code"].isin(tables["codebook"]["code"]).all():
            table = frames.describe(table, tables["codebook"])
        found["agreement"] = Figure("agreement", table, None, {})
    return found


def draw(name: str, figure: Figure, folder: str | Path, target: Target, font: str) -> Made:
    """Draw a figure for a target and write its files; return what it says, and its size."""
    chart, table, documents, how = figure
    with lettered_in(font), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        ax = figures.plot(name, table, documents, chart=chart, headline=False, **how)
        headline, caption, alt = (
            verb(name, table, documents, chart=chart, headline=False, **how)
            for verb in (figures.headline, figures.caption, figures.alt)
        )
        save(ax, name, folder, target, title=headline, alt=alt)
        drawn = layout.figure_of(ax)
    lacking = {found[1] for w in warned if (found := GLYPH.search(str(w.message)))}
    wide, high = (round(inch * 25.4 * target.enlarged, 1) for inch in drawn.get_size_inches())
    table = table.drop(columns=["text", "quotes"], errors="ignore")
    figures.write_csv(table, Path(folder, f"{name}.csv"))
    close(drawn)
    letters = "".join(sorted(chr(int(number)) for number in lacking))
    return Made(headline, caption, alt, wide, high, letters)


def close(figure) -> None:
    """Forget a figure that is saved: a run draws many."""
    import matplotlib.pyplot as plt

    plt.close(figure)


def save(ax, name: str, folder: str | Path, target: Target, title: str = "", alt: str = "") -> None:
    """Write a chart as PDF, SVG, PNG and TIFF for a target; the same chart, the same bytes.

    `ax` is any Axes of it; `title` and `alt` go into the files. A chart is laid out anew for the
    target's width, and enlarged as a whole where the target wants larger letters.
    """
    from PIL import Image

    figure, folder = ax.get_figure(root=True), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with style():
        layout.resize(figure, target.width_mm / target.enlarged)
        _write_pdf(figure, folder / f"{name}.pdf", target.enlarged, title, alt)
        _write_svg(figure, folder / f"{name}.svg", target.enlarged, title, alt)
        held = io.BytesIO()
        figure.savefig(held, format="png", dpi=target.dpi * target.enlarged, facecolor="white")
    picture = Image.open(held).convert("RGB")
    picture.save(folder / f"{name}.png", dpi=(target.dpi, target.dpi), optimize=False)
    picture.save(folder / f"{name}.tif", dpi=(target.dpi, target.dpi), compression="tiff_lzw")


def _write_pdf(figure, path: Path, enlarged: float, title: str, alt: str) -> None:
    """Write a PDF whose page is enlarged as a whole, since matplotlib draws in points alone."""
    from matplotlib.backends.backend_pdf import Op, PdfFile, PdfPages

    class Enlarged(PdfFile):
        def newPage(self, width, height):
            super().newPage(width * enlarged, height * enlarged)
            self.output(enlarged, 0, 0, enlarged, 0, 0, Op.concat_matrix)

    class OnePage(PdfPages):
        def _ensure_file(self):
            if self._file is None:
                self._file = Enlarged(self._filename, metadata=self._metadata)
            return self._file

    none = dict.fromkeys(("CreationDate", "ModDate", "Creator", "Producer"))
    with OnePage(path, metadata={**none, "Title": title, "Subject": alt}) as pages:
        figure.savefig(pages, format="pdf", facecolor="white")


def _write_svg(figure, path: Path, enlarged: float, title: str, alt: str) -> None:
    import matplotlib as mpl

    held = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none"}):
        none = {"Date": None, "Creator": None, "Type": None, "Format": None}
        figure.savefig(held, format="svg", metadata=none, facecolor="white")
    text = held.getvalue()
    head, rest = text[: text.index("<svg")], text[text.index("<svg") :]
    opening, rest = rest[: rest.index(">") + 1], rest[rest.index(">") + 1 :]
    for side, inches in zip(("width", "height"), figure.get_size_inches(), strict=True):
        start = opening.index(f'{side}="') + len(side) + 2
        end = opening.index('"', start)
        opening = f"{opening[:start]}{inches * 72 * enlarged:g}pt{opening[end:]}"
    opening = opening.replace("<svg", '<svg role="img" aria-labelledby="title desc"', 1)
    told = f'\n <title id="title">{escape(title)}</title>\n <desc id="desc">{escape(alt)}</desc>'
    # A reader without the free font has one of the same measures.
    named, others = f"'{FONTS[0]}'", ", ".join(f"'{name}'" for name in FONTS[1:4])
    rest = rest.replace(f"{named}, 'DejaVu Sans'", f"{named}, {others}, 'DejaVu Sans'")
    path.write_text(head + opening + told + rest, encoding="utf-8", newline="\n")
