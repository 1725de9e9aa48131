r"""Text for four kinds of manuscript: LaTeX, Typst, Markdown and Word, from one wording.

Whatever comes out of a corpus or a table is escaped, so that a caption with "5 %" or "A&B" stops no
compiler. A letter that pdfTeX cannot set is written as ``\OtherLetter{AC00}``, which the bundle
defines: XeTeX and LuaTeX set the letter, pdfTeX its number.
"""

import io
import re
import zipfile
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis._shown import without_unshowable

TEMPLATES = Path(__file__).with_name("templates")
MOST_ROWS = 30  # of a table in print; its CSV has all
WIDEST_PLAIN = 16  # characters of a cell: columns with longer ones are broken into lines

SPECIAL = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
    **{"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}"},
    **{"−": r"\ensuremath{-}", "×": r"\ensuremath{\times}", "·": r"\ensuremath{\cdot}"},
    **{"≤": r"\ensuremath{\leq}", "≥": r"\ensuremath{\geq}", "≠": r"\ensuremath{\neq}"},
    **{"√": r"\ensuremath{\surd}", "²": r"\ensuremath{^2}", "±": r"\ensuremath{\pm}"},
    **{"∞": r"\ensuremath{\infty}", "→": r"\ensuremath{\rightarrow}", "α": r"\ensuremath{\alpha}"},
    **{"…": r"\ldots{}", "–": "--", "—": "---", "‑": "-", "‐": "-", "\u00a0": "~", "\u00ad": r"\-"},
    **{"“": "``", "”": "''", "‘": "`", "’": "'", "'": r"\textquotesingle{}"},
    "`": r"\textasciigrave{}",
}  # fmt: skip
ACCENTS = [(r"{\"e}", "ë"), (r"{\"a}", "ä"), (r"{\'e}", "é"), (r"\&", "&"), ("--", "–")]
# Characters besides ASCII that LaTeX sets as they are in its T1 encoding.
SET = set(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ¡¿«»§¶©®°£€„‚‹›•"
    "ĂăĄąĆćČčĎďĐđĘęĚěĞğİıĹĺĽľŁłŃńŇňŐőŒœŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽž"
)


class Raw(str):
    """Text that is markup already, and is not escaped again."""


def in_latex(text: object) -> Raw:
    """The text as LaTeX prints it, on one line."""
    line = " ".join(without_unshowable(text).split(" ")) if text else ""
    line = re.sub(r"[\t\n\r\f\v\u2028\u2029\x85]+", " ", line)
    return Raw("".join(map(_latex_letter, line)))


def _latex_letter(letter: str) -> str:
    if letter in SPECIAL:
        return SPECIAL[letter]
    if (letter.isascii() and letter.isprintable()) or letter in SET:
        return letter
    return f"\\OtherLetter{{{ord(letter):04X}}}" if letter.isprintable() else ""


def in_typst(text: object) -> Raw:
    """The text as Typst prints it."""
    return Raw(re.sub(r"([\\#*_`$<>@~\[\]=+/\"'-])", r"\\\1", without_unshowable(text)))


def in_markdown(text: object) -> Raw:
    """The text as Markdown prints it."""
    return Raw(re.sub(r"([\\`*_\[\]<>#|$@~^])", r"\\\1", without_unshowable(text)))


class Form(NamedTuple):
    """How one kind of manuscript begins, and writes text, a heading, a citation, a number."""

    escape: Callable[[object], Raw]
    heading: str
    cite: str
    number: str
    between: str
    first: str = ""


FORMS = {
    "tex": Form(in_latex, "\\paragraph{%s}", "\\citep{%s}", "\\result{%s}", ","),
    "typ": Form(in_typst, "=== %s", "#cite(<%s>)", '#result("%s")', ">)#cite(<",
                '#import "bundle.typ": result\n\n'),
    "md": Form(in_markdown, "### %s", "[@%s]", "", "; @"),
}  # fmt: skip


def render(template: str, form: str, numbers: dict[str, dict], **told) -> tuple[str, list[str]]:
    """A template in one of `FORMS`, and the keys of the references that it cites, in order.

    In the template ``h("…")`` is a heading, ``cite("key", …)`` a citation, ``n("key")`` one of
    `numbers` (a macro where the form has them, so that no number is typed), and whatever else is
    put in is escaped.
    """
    own, cited = FORMS[form], []

    def cite(*keys: str) -> Raw:
        cited.extend(key for key in keys if key not in cited)
        return Raw(own.cite % own.between.join(keys))

    def number(key: str) -> Raw:
        text = numbers[key]["text"]
        return Raw(own.number % key) if own.number else own.escape(text)

    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Raw) else own.escape(value),
    )
    text = env.get_template(template).render(
        **told, numbers=numbers, form=form, cite=cite, n=number, raw=Raw,
        h=lambda title: Raw(own.heading % own.escape(title)),
    )  # fmt: skip
    text = re.sub(r"[ \t]+", " ", text)
    paragraphs = [re.sub(r"\s*\n\s*", " ", part.strip()) for part in re.split(r"\n\s*\n", text)]
    return own.first + "\n\n".join(filter(None, paragraphs)) + "\n", cited


class Reference(NamedTuple):
    """A reference: its BibTeX entry, how a text names it, and its line in a list."""

    entry: str
    named: str
    listed: str


def read_references() -> dict[str, Reference]:
    """All references that a methods section may cite, from ``references.bib``, by key."""
    text = Path(__file__).with_name("references.bib").read_text(encoding="utf-8")
    found = {}
    for entry in text.strip().split("\n\n"):
        plain = reduce(lambda told, pair: told.replace(*pair), ACCENTS, entry)
        fields = dict(re.findall(r"(\w+) = \{((?:[^{}]|\{[^{}]*\})*)\}", plain))
        authors = [name.split(",")[0] for name in fields["author"].split(" and ")]
        several = len(authors) > 2 or authors[-1] == "others"
        who = f"{authors[0]} et al." if several else " and ".join(authors)
        title = re.sub("[{}]", "", fields["title"])
        key = entry.partition("{")[2].partition(",")[0]
        named = f"{who} {fields['year']}"
        found[key] = Reference(entry, named, f"{named}: {title}.")
    return found


class Printed(NamedTuple):
    """A table for print: its caption, heads, cells as text, and which columns hold numbers."""

    caption: str
    heads: list[str]
    rows: list[list[str]]
    numeric: list[bool]
    wide: list[bool]


def print_table(table: pd.DataFrame, caption: str) -> Printed:
    """A table as it is printed: at most 30 rows, numbers rounded, a dash where nothing is."""
    shown = table.head(MOST_ROWS)
    if len(shown) < len(table):
        caption += f" The first {len(shown)} of {len(table):,} rows; the CSV beside it has all."
    numeric = [pd.api.types.is_numeric_dtype(table[column]) for column in table]
    rows = [list(map(_cell, row)) for row in shown.itertuples(index=False, name=None)]
    wide = [
        not number and max([len(row[place]) for row in rows], default=0) > WIDEST_PLAIN
        for place, number in enumerate(numeric)
    ]
    return Printed(caption, [str(column) for column in table], rows, numeric, wide)


def _cell(value: object) -> str:
    if pd.isna(value) or value == "":
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}".replace("-", "−").replace("inf", "∞")
    return f"{value:,}" if isinstance(value, int) else str(value)


def latex_table(printed: Printed, name: str) -> str:
    """A float with rules of booktabs, as wide as the text: long cells are broken into lines."""
    kinds = zip(printed.numeric, printed.wide, strict=True)
    ragged = r">{\raggedright\arraybackslash}X"
    columns = "".join("r" if number else ragged if wide else "l" for number, wide in kinds)
    rows = [" & ".join(map(in_latex, row)) + r" \\" for row in printed.rows]
    size = r"\footnotesize" if len(printed.heads) > 4 else r"\small"
    fill = "" if any(printed.wide) else r"@{\extracolsep{\fill}}"
    kind = "tabularx" if any(printed.wide) else "tabular*"
    return "\n".join([
        r"\begin{table}[htbp]", r"\centering" + size, r"\setlength{\tabcolsep}{3.5pt}",
        f"\\caption{{{in_latex(printed.caption)}}}", f"\\label{{tab:{name}}}",
        f"\\begin{{{kind}}}{{\\linewidth}}{{{fill}{columns}}}", r"\toprule",
        " & ".join(map(in_latex, printed.heads)) + r" \\", r"\midrule", *rows, r"\bottomrule",
        f"\\end{{{kind}}}", r"\end{table}", "",
    ])  # fmt: skip


def latex_figure(name: str, caption: str, alt: str, width_mm: float) -> str:
    """A float of a figure of the bundle with its caption and its alternative text."""
    return "\n".join([
        r"\begin{figure}[htbp]", r"\centering",
        f"\\includegraphics[width={width_mm:g}mm,alt={{{in_latex(alt)}}}]"
        f"{{\\bundle/figures/{name}.pdf}}",
        f"\\caption{{{in_latex(caption)}}}", f"\\label{{fig:{name}}}", r"\end{figure}", "",
    ])  # fmt: skip


def latex_macros(numbers: dict[str, dict]) -> str:
    r"""``\result{name}`` for LaTeX, which stops at a name that the bundle does not have."""
    lines = [
        r"\newcommand{\result}[1]{\ifcsname result@#1\endcsname\csname result@#1\endcsname"
        r"\else\errmessage{The bundle has no number #1}\fi}",
        r"\newcommand{\bundlefigure}[1]{\input{\bundle/figures/#1}}",
        r"\newcommand{\bundletable}[1]{\input{\bundle/tables/#1}}",
        r"\providecommand{\OtherLetter}[1]{\ifdefined\XeTeXversion\symbol{\string"
        r'"#1}\else\ifdefined\directlua\symbol{\string"#1}\else[U+#1]\fi\fi}',
    ]
    lines += [
        f"\\expandafter\\def\\csname result@{name}\\endcsname{{{in_latex(told['text'])}}}"
        for name, told in numbers.items()
    ]
    return "\n".join(lines) + "\n"


def write_docx(path: Path, markdown: str = "", printed: Printed | None = None) -> None:
    """A Word file: paragraphs and headings of plain Markdown, then a table; the same bytes always.

    Needs python-docx, of the extra ``import``.
    """
    from docx import Document
    from docx.shared import Pt

    document = Document()
    for part in filter(None, markdown.split("\n\n")):
        plain = re.sub(r"\\(.)", r"\1", part.strip())
        if plain.startswith("### "):
            document.add_heading(plain[4:], level=2)
        else:
            document.add_paragraph(plain)
    if printed is not None:
        document.add_paragraph(printed.caption, style="Caption")
        grid = document.add_table(1 + len(printed.rows), len(printed.heads), style="Table Grid")
        for cells, row in zip(grid.rows, [printed.heads, *printed.rows], strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                run = cell.paragraphs[0].add_run(without_unshowable(text))
                run.font.size = Pt(8 if len(printed.heads) > 6 else 9)
                run.font.bold = row is printed.heads
    held = io.BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():  # without the time of writing
            kept.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), made.read(name))
