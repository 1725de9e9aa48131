"""Figures: a table becomes a chart, its caption, its alternative text, and their files.

Every chart is a file of `analysis.charts`, with `plot`, `headline`, `subtitle`, `caption` and
`alt`. A plot reads no file and computes no statistic: what it draws stands in the table given. It
returns the Axes; where a chart has several panels they are the ``child_axes`` of the one returned,
its invisible frame.

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
from typing import Any

import pandas as pd

from analysis._files import guard_table
from analysis.charts import layout
from analysis.charts.layout import Axes
from analysis.charts.look import colour_texts, say_drawn, style

VERBS = ("plot", "headline", "subtitle", "caption", "alt")
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
    *,
    data: pd.DataFrame | None = None,
    width: str | float = "double",
    **how,
) -> Axes:
    """Draw a figure and save it with its caption, alternative text and data; return its Axes.

    `name` names the files in `folder`; `table` holds what is drawn, `documents` the texts with
    their labels and colours. `how` is what `plot` takes: `chart`, `by`, `among` and `chosen`,
    `headline`, `title`, `colours`, and the chart's own options. `width` is "single" (89 mm), "page"
    (121), "double" (183), or mm. `data` is the table to keep beside the figure, by default `table`
    without its column text: a reader finds the words in the corpus, by doc_id and sentence_id.
    If the figure has no headline (``headline=False``), the caption begins with it.

    Raises ``ValueError`` and ``TypeError`` as `plot` does.

    Limit: a headline is computed from the table. It says what is drawn, not what it means.

    See also ``figures.plot``, which saves nothing, ``figures.list_charts``.

    >>> c = corpus.load()
    >>> scores = sentiment.score(sentences.split(c))
    >>> ax = figures.draw("tone", scores, c.documents, "figures")
    >>> sorted(path.suffix for path in Path("figures").iterdir())
    ['.csv', '.pdf', '.png', '.svg', '.txt', '.txt', '.txt']
    """
    asked = _Asked(name, table, documents, **how)
    ax = asked.plot()
    kept = asked.table.drop(columns="text", errors="ignore") if data is None else data
    save(ax, name, folder, kept, asked.caption(), asked.alt(), width, asked.headline)
    return ax


def plot(
    name: str,
    table: pd.DataFrame,
    documents: pd.DataFrame | None = None,
    ax: Axes | None = None,
    **how,
) -> Axes:
    """Plot the figure `name` with its headline, and save nothing; return its Axes.

    `chart` is a file of `analysis.charts` (``tone-shift`` is ``charts/tone_shift.py``), by default
    the one that has the figure's name. `documents` (labels, order and look of the texts) are needed
    if it draws texts; other options are the chart's own.

    `headline` may be False (none, and no subtitle), and `title` is a headline of your own.
    `colours` gives colours by doc_id, in place of the documents' own.

    `by` ranks many texts ("doc_id"), outlets ("outlet") or other groups as rows instead of drawing
    each: `table` is then the points of ``grouping.means`` and `documents` the groups of
    ``grouping.choose_groups``, drawn by ``charts/groups.py``.

    `among` are all texts or groups where `documents` are only some of them: their rows of `table`
    are drawn, and the caption says how many of how many, and by `chosen` how they were chosen. What
    no text holds is counted over all.

    Raises ``ValueError`` for an unknown chart or missing documents, and ``TypeError`` for an option
    that the chart does not have.
    """
    return _Asked(name, table, documents, **how).plot(ax)


def headline(name: str, table: pd.DataFrame, documents: pd.DataFrame | None = None, **how) -> str:
    """The headline of the figure `name`, without drawing it: its claim, computed from the table.

    Takes what `plot` takes. It is a template with a condition; where that fails, or the words do
    not fit in two lines at 89 mm (three for a claim with its survival), the next is taken, and last
    a neutral one.
    """
    return _Asked(name, table, documents, **how).headline


def subtitle(name: str, table: pd.DataFrame, documents: pd.DataFrame | None = None, **how) -> str:
    """The line below the headline: measure, unit, n and what marks mean. As `headline`."""
    return _Asked(name, table, documents, **how).subtitle


def caption(name: str, table: pd.DataFrame, documents: pd.DataFrame | None = None, **how) -> str:
    """The caption of the figure `name`, without drawing it; as `headline`."""
    return _Asked(name, table, documents, **how).caption()


def alt(name: str, table: pd.DataFrame, documents: pd.DataFrame | None = None, **how) -> str:
    """A description of the figure `name` for those who cannot see it; as `headline`."""
    return _Asked(name, table, documents, **how).alt()


class _Asked:
    """A figure that is asked for: its chart, and what each of the chart's verbs is given."""

    def __init__(
        self, name, table, documents, chart="", by="", headline=True, title="", colours=None,
        among=None, chosen="", **options,
    ) -> None:  # fmt: skip
        chart = "groups" if by else chart or name
        self.module = find_chart(chart)
        takes = {verb: list(signature(getattr(self.module, verb)).parameters)[1:] for verb in VERBS}
        draws_texts = "documents" in takes["plot"]
        known = {option for names in takes.values() for option in names}
        known -= {"documents", "ax", "by", "whole"}
        if unknown := sorted(set(options) - known):
            found = ", ".join(sorted(known)) or "none"
            raise TypeError(f"chart {chart!r}: no option {unknown[0]!r}; its options are: {found}")
        if documents is None and draws_texts:
            raise ValueError(f"chart {chart!r}: no documents, but it draws texts; give c.documents")
        if colours is not None:
            documents = colour_texts(documents, colours)
        self.takes, self.wanted, self.said = takes, headline, ""
        self.given = {**options, "documents": documents, "by": by}
        # A headline is about all texts.
        self.claimed = table, {**self.given, "documents": documents if among is None else among}
        if among is not None and documents is not None:
            self.given["whole"], self.said = table, say_drawn(documents, among, chosen)
            of = "target" if "target" in table and "doc_id" not in table else "doc_id"
            table = table[table[of].isin(list(documents["doc_id"]))]
        self.table, self.title = table, title

    @property
    def headline(self) -> str:
        return self.title or self._call("headline", *self.claimed)

    @property
    def subtitle(self) -> str:
        return self._call("subtitle", self.table, self.given)

    def plot(self, ax: Axes | None = None) -> Axes:
        ax = self._call("plot", self.table, {**self.given, "ax": ax})
        if self.wanted or self.title:
            ax.sheet.entitle(self.headline, self.subtitle if self.wanted else "")
        return ax

    def caption(self) -> str:
        first = "" if self.wanted or self.title else f"{self.headline.rstrip('.')}. "
        return f"{first}{self._call('caption', self.table, self.given)} {self.said}".strip()

    def alt(self) -> str:
        return self._call("alt", self.table, self.given)

    def _call(self, verb: str, table: pd.DataFrame, given: dict) -> Any:
        taken = {name: given[name] for name in self.takes[verb] if name in given}
        return getattr(self.module, verb)(table, **taken)


def find_chart(name: str) -> ModuleType:
    """The file of `analysis.charts` of that name: its `plot` draws into Axes of your own.

    ``find_chart("tone").plot(scores, documents, ax=ax)`` draws; `caption` and `alt` take the same
    table. Raises ``ValueError`` for a name that is none of `list_charts`.
    """
    if name.replace("_", "-") not in list_charts():
        raise ValueError(f"chart: no chart {name!r}; use one of {', '.join(list_charts())}")
    return import_module(f"analysis.charts.{name.replace('-', '_')}")


def list_charts() -> list[str]:
    """The names of all charts; each names a file of `analysis.charts` with a `plot`."""
    files = sorted(CHARTS.glob("*.py"))
    return [f.stem.replace("_", "-") for f in files if "\ndef plot(" in f.read_text("utf-8")]


def save(
    figure,
    name: str,
    folder: str | Path,
    table: pd.DataFrame | None = None,
    caption: str = "",
    alt: str = "",
    width: str | float = "double",
    headline: str = "",
) -> list[Path]:
    """Write a figure in three formats with its data, caption and alternative text; return paths.

    `figure` is a Figure or any Axes of it. Writes ``name.pdf`` (TrueType embedded), ``name.svg``
    (letters as outlines), ``name.png`` (300 dots per inch), and, where given, ``name.csv`` (the
    `table`), ``name.caption.txt``, ``name.alt.txt`` and ``name.headline.txt``; those not given are
    removed if they are left from an earlier run. `width` is "single" (89 mm), "page" (121),
    "double" (183) or mm.

    Files are made elsewhere and moved into place at the end, so an interruption leaves each file
    old or new, never half. The same figure gives the same bytes with the same versions of
    matplotlib and its fonts. Text cells that a spreadsheet would run as a formula get an apostrophe
    in front. Raises ``ValueError`` for a name with other than letters, digits, ``-`` and ``_``, and
    for an unknown width.
    """
    layout.millimetres(width)
    texts = {"caption": caption, "alt": alt, "headline": headline}
    texts = {f"{name}.{kind}.txt": text for kind, text in texts.items()}
    with _made_beside(name, folder) as made, style(), _fonts_without_shaping():
        figure = figure.get_figure(root=True) or figure
        layout.resize(figure, width)
        for kind, metadata in METADATA.items():
            path = made / f"{name}.{kind}"
            figure.savefig(path, format=kind, metadata=metadata, dpi=300, facecolor="white")
        if table is not None:
            write_csv(table, made / f"{name}.csv")
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
        write_csv(table, made / f"{name}.csv")
    return Path(folder, f"{name}.csv")


@contextmanager
def _fonts_without_shaping() -> Iterator[None]:
    """Leave out of a PDF's fonts the tables that place letters beside one another.

    No reader of a PDF uses them, and to cut them down takes longer than to draw the chart.
    """
    from fontTools import subset

    plain = subset.load_font

    def load(*given, **named):
        font = plain(*given, **named)
        for table in {"GSUB", "GPOS", "GDEF", "kern"} & set(font.keys()):
            del font[table]
        return font

    subset.load_font = load
    try:
        yield
    finally:
        subset.load_font = plain


@contextmanager
def _made_beside(name: str, folder: str | Path) -> Iterator[Path]:
    """A folder to write in; its files are moved to `folder` at the end, if there is no error."""
    if not NAME.fullmatch(name):
        raise ValueError(f"name: {name!r} is no file name; use letters, digits, '-' and '_'")
    Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=folder) as made:
        yield Path(made)
        for file in sorted(os.listdir(made)):
            os.replace(Path(made, file), Path(folder, file))


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """A table as CSV in UTF-8, safe to open in a spreadsheet."""
    guard_table(table).to_csv(path, index=False, lineterminator="\n")
