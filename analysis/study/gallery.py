"""The gallery: every chart with the lines that make it, drawn by running these lines.

The entry of a chart stands at the top of the chart's own file: what it is, when to use it, what it
cannot show, and at most five lines. Its `plot` says which table it takes.
"""

import contextlib
import inspect
import re
import tempfile
import textwrap
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from analysis import figures
from analysis.page import render

ROOT = Path(__file__).resolve().parents[2]

# Lines with which several charts begin; an entry shows those whose names it uses.
BEGINNING = {
    "c": "c = corpus.load()",
    "s": "s = sentences.split(c)",
    "t": "t = tokens.tokenize(s)",
    "codebook": "codebook = frames.read_codebook(c.folder)",
    "mentions": "mentions = frames.code(s, codebook)",
}
MODULES = (
    "agreement corpus figures frames grouping keyness resample sensitivity sentences sentiment "
    "tfidf tokens"
).split()
FINDINGS = "from analysis.multiverse import findings\n"

# This page says how to change a figure, with lines that the tests run.
CHANGES = ROOT / "docs" / "figures.md"


class Entry(NamedTuple):
    """The entry of a chart in the gallery."""

    name: str
    what: str
    use: str
    cannot: str
    lines: str  # at most five, the last of them draws
    table: str
    options: list[str]

    @property
    def code(self) -> str:
        """The lines with the imports and the beginning that they need: a whole program."""
        lines = self.lines
        for name, line in reversed(BEGINNING.items()):
            if re.search(rf"\b{name}\b(?!['\"=(])", lines):
                lines = f"{line}\n{lines}"
        modules = [name for name in MODULES if re.search(rf"\b{name}\.", lines)]
        findings = FINDINGS * ("findings." in lines)
        return f"from analysis import {', '.join(modules)}\n{findings}\n{lines}"


def read_entry(name: str) -> Entry:
    """The entry of a chart; ``ValueError`` says what its file lacks."""
    chart = figures.find_chart(name)
    paragraphs = inspect.cleandoc(chart.__doc__ or "").split("\n\n")
    said = {word: [" ".join(p.split()) for p in paragraphs if p.startswith(word)]
            for word in ("Use it", "It cannot show")}  # fmt: skip
    lines = [textwrap.dedent(p) for p in paragraphs if p.startswith("    ")]
    said |= {"lines of code": lines}
    if lost := [word for word, found in said.items() if len(found) != 1]:
        raise ValueError(
            f"chart {name!r}: the gallery finds no single {lost[0]!r} at the top of its file; "
            "write a paragraph that begins so (or lines, indented)"
        )
    first, _, rest = inspect.cleandoc(chart.plot.__doc__).partition("\n\n")
    options = [p for p in inspect.signature(chart.plot).parameters if p not in ("documents", "ax")]
    return Entry(
        name, paragraphs[0], said["Use it"][0], said["It cannot show"][0], lines[0].strip(),
        " ".join((rest or first).split()), options[1:],
    )  # fmt: skip


def read_changes() -> list[tuple[str, str, str]]:
    """How an author changes a figure: a title, a sentence or two, and the lines."""
    sections = CHANGES.read_text(encoding="utf-8").split("\n## ")[1:]
    pieces = [re.split(r"\n\n```python\n|\n```", section, maxsplit=2)[:2] for section in sections]
    return [(*said.split("\n\n", 1), code) for said, code in pieces]


def write_gallery(out: str | Path, brand: str) -> Path:
    """Draw every chart by the lines of its entry and write ``gallery.html`` into `out`.

    Lines with which several charts begin are run once for all. The texts are always the study's
    own.
    """
    import matplotlib.pyplot as plt

    entries = [read_entry(name) for name in figures.list_charts()]
    first = f"from analysis import {', '.join(MODULES)}\n{FINDINGS}" + "\n".join(BEGINNING.values())
    shared: dict = {}
    exec(compile(first, "beginning of the gallery", "exec"), shared)
    charts = []
    # Of three formats the page shows one.
    vector = {"svg": figures.METADATA["svg"]}
    with (
        tempfile.TemporaryDirectory() as work,
        contextlib.chdir(work),
        mock.patch.object(figures, "METADATA", vector),
    ):
        for entry in entries:
            try:
                exec(compile(entry.lines, f"gallery of {entry.name}", "exec"), dict(shared))
            except Exception as error:
                raise ValueError(
                    f"chart {entry.name!r}: the lines at the top of its file fail ({error}); "
                    "correct them"
                ) from error
            plt.close("all")
            made = Path("figures", entry.name)
            said = {kind: made.with_suffix(f".{kind}.txt").read_text(encoding="utf-8").strip()
                    for kind in ("caption", "alt")}  # fmt: skip
            shown = {"image": render.image_of(made), "code": entry.code, **said}
            charts.append({**entry._asdict(), **shown})
    path = Path(out, "gallery.html")
    html = render.render_plain(
        "gallery.html", title=f"{brand}: gallery of charts", brand=brand, charts=charts,
        changes=read_changes(), links=[("index.html", "Study"), ("#change", "To change a figure")],
    )  # fmt: skip
    path.write_text(html, encoding="utf-8", newline="")
    return path
