"""A table with one text a row: CSV, Excel, Parquet or JSON Lines."""

import re
from collections.abc import Iterator
from io import BytesIO

import pandas as pd

from analysis._tables import (
    LARGEST_WHOLE,
    MOST_COLUMNS,
    MOST_ROWS,
    cell_text,
    whole_csv,
    whole_json_lines,
    whole_parquet,
)
from analysis.bring.column_names import KNOWN, column_of, fold
from analysis.bring.dates import iso_date
from analysis.bring.plain_text import decode
from analysis.bring.shared import Reading, Refused, call_library, clean, import_extra, squeeze
from analysis.bring.word import check_archive

# Most empty rows of a sheet: a row may have any number, and each row before it counts.
MOST_EMPTY_ROWS = 200_000
MOST_SHEETS = 100

# Excel's form of a character that XML cannot hold, and of an underscore in a text that looks so.
ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|005[Ff])_")
ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*$", re.IGNORECASE)
NO_TEXTS = "addresses are no texts; save the pages and give those files"


def read_spreadsheet(
    data: bytes, suffix: str, text: str | None = None
) -> Iterator[Reading | Refused]:
    """Readings of a table, one a row that has a text; of Excel, of every sheet with texts.

    `text` names the column with the texts; without it, a column of a usual name (text, Volltext,
    contenu, …), else the one with by far the longest cells. Columns of usual names become those
    of ``commentaries.csv``, all others are taken over under their own. Raises ``ValueError`` where
    the column cannot be told, with the columns there are.
    """
    tables = _as_strings(data, suffix)
    found, problems = [], []
    for table, encoding, kind in tables:
        try:
            _check(table)
            found.append((table, encoding, kind, _text_column(table, text)))
        except ValueError as error:
            problems.append((kind, error))
    if not found:
        kind, error = problems[0]
        raise ValueError(f"{kind}: {error}" if len(tables) > 1 else str(error)) from error
    for table, encoding, kind, column in found:
        warnings = []
        if problems and table is found[0][0]:
            names = ", ".join(kind for kind, _ in problems[:5])
            warnings = [f"not read, since no column of texts was found: {names}"]
        yield from _read_rows(table, encoding, kind, column, warnings)


def begins_as_table(data: bytes) -> bool:
    """Whether a file of any name is a table: of three columns or more, by tabs, one of texts."""
    line = data[:10_000].decode("utf-8", "replace").lstrip("\ufeff\r\n").split("\n", 1)[0]
    named = [column_of(name.strip('" \r')) for name in line.split("\t")]
    return "text" in named and sum(map(bool, named)) >= 3


def _read_rows(
    table: pd.DataFrame, encoding: str, kind: str, column: str, warnings: list[str]
) -> Iterator[Reading | Refused]:
    chosen = _columns(table, column)
    short = table.drop(columns=[column, *chosen.values()]).columns
    taken = {"text": column, **chosen}
    said = ", ".join(
        f"{name} from {given[:40]!r}" for name, given in taken.items() if name != given
    )
    if said:
        warnings = [*warnings, f"columns taken: {said}; others keep their names"]
    for position, row in enumerate(table.to_dict("records"), start=1):
        where = f"{kind}, row {position}"
        body = clean(row[column])
        if ADDRESS.match(body[:5_000]):
            yield Refused(where, NO_TEXTS)
            continue
        known = {}
        for name, given in chosen.items():
            value = squeeze(row[given])
            if name == "doc_id" or not value:
                continue
            basis = f"stated (column {given!r} of the table)"
            if name == "date" and iso_date(value) not in ("", value):
                basis = f"stated (column {given!r} of the table, as {value[:40]})"
                value = iso_date(value)
            known[name] = (value, basis)
        known |= {squeeze(name): (squeeze(row[name]), "") for name in short if squeeze(row[name])}
        wanted = row[chosen["doc_id"]] if "doc_id" in chosen else ""
        yield Reading(body, where, encoding, (), known, warnings, False, squeeze(wanted))
        # A notice on the table is given once.
        warnings = []


def _as_strings(data: bytes, suffix: str) -> list[tuple[pd.DataFrame, str, str]]:
    if suffix == ".xlsx":
        check_archive(data, "Excel")
        import_extra("openpyxl", "an Excel file")
        sheets = call_library("Excel", lambda: _excel(data))
        if len(sheets) == 1:
            return [(next(iter(sheets.values())), "", "Excel table")]
        return [(sheet, "", f"Excel sheet {name[:40]!r}") for name, sheet in sheets.items()]
    if suffix == ".parquet":
        return [(call_library("Parquet", lambda: whole_parquet(data)), "", "Parquet table")]
    text, encoding = decode(data)
    text = text.removeprefix("\ufeff").replace("\0", "")
    if suffix in (".jsonl", ".ndjson"):
        return [(whole_json_lines(text), encoding, "JSON Lines table")]
    return [(whole_csv(text), encoding, "CSV table")]


def _check(table: pd.DataFrame) -> None:
    """Refuse a table that cannot be one of texts; write its cells and names as people read them."""
    if table.empty:
        raise ValueError("a table without a row; give one text a row")
    if len(table.columns) > MOST_COLUMNS:
        raise ValueError(f"{len(table.columns)} columns, more than {MOST_COLUMNS}; take out some")
    if len(table) > MOST_ROWS:
        raise ValueError(f"{len(table)} rows, more than {MOST_ROWS}; take a sample")
    size = sum(int(table.iloc[:, place].str.len().sum()) for place in range(table.shape[1]))
    if size > LARGEST_WHOLE:
        limit = LARGEST_WHOLE // 2**20
        raise ValueError(f"{size // 2**20} MiB of text in its cells, more than {limit}; split it")
    names = [squeeze(_unescaped(str(name))) for name in table.columns]
    names = [name or f"column {place}" for place, name in enumerate(names, start=1)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"column {twice[0][:60]!r} stands twice; rename one of them")
    table.columns = names
    for name in names:
        if table[name].str.contains("_x00", regex=False).any():
            table[name] = table[name].map(_unescaped)


def _unescaped(cell: str) -> str:
    """The cell with real line ends for Excel's ``_x000D_``; other controls are dropped."""

    def character(match: re.Match) -> str:
        written = chr(int(match[1], 16))
        return written if written in "\t\n\r_" else ""

    return ESCAPED.sub(character, cell)


def _excel(data: bytes) -> dict[str, pd.DataFrame]:
    from openpyxl import load_workbook

    # Values, not formulas; row by row, so that a sheet of a million empty columns ends at its
    # header.
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets, empty = {}, 0
    for sheet in book.worksheets[:MOST_SHEETS]:
        header: list[str] = []
        cells: list[list[str]] = []
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
            here = row[: len(header)] if header else row
            if all(value is None for value in here):
                empty += 1
                if empty > MOST_EMPTY_ROWS:
                    raise ValueError(
                        f"more than {MOST_EMPTY_ROWS:,} empty rows in its sheets; delete them, or "
                        "save the table as CSV"
                    )
                continue
            filled = [cell_text(value) for value in here]
            if not header:
                header = filled
                while header and not header[-1]:
                    header.pop()
                continue
            cells.append(filled + [""] * (len(header) - len(filled)))
            if len(cells) > MOST_ROWS:
                break
        if header:
            sheets[sheet.title] = pd.DataFrame(cells, columns=header, dtype=object)
    if not sheets:
        raise ValueError("an Excel file whose sheets are empty; give one text a row")
    return sheets


def _text_column(table: pd.DataFrame, wanted: str | None) -> str:
    found = ", ".join(name[:40] for name in table.columns[:20])
    addressed = [name for name in table.columns if _holds_addresses(table[name])]
    if wanted is not None:
        if wanted not in table.columns:
            raise ValueError(f"no column {wanted!r} (found: {found}); name the column of the texts")
        if wanted in addressed:
            raise ValueError(f"column {wanted!r} holds addresses, and {NO_TEXTS}")
        return wanted
    named = [name for name in table.columns if column_of(name) == "text" and name not in addressed]
    if named:
        return min(named, key=lambda name: KNOWN[fold(name)][1])
    lengths = {name: table[name].str.len().mean() for name in table.columns}
    first, *others = sorted(lengths, key=lengths.__getitem__, reverse=True)
    if (
        lengths[first] < 200
        or first in addressed
        or (others and lengths[first] < 3 * lengths[others[0]])
    ):
        if addressed:
            raise ValueError(f"no texts but addresses (column {addressed[0]!r}), and {NO_TEXTS}")
        raise ValueError(f"which column holds the texts? (found: {found}); name it with --text")
    return first


def _holds_addresses(cells: pd.Series) -> bool:
    filled = cells[cells != ""]
    return bool(len(filled)) and filled.str.slice(0, 5_000).str.match(ADDRESS).mean() > 0.5


def _columns(table: pd.DataFrame, text: str) -> dict[str, str]:
    """Column of ``commentaries.csv`` to the column of the table that is taken for it."""
    best: dict[str, tuple[int, str]] = {}
    for name in table.columns:
        column, place = KNOWN.get(fold(name), ("", 0))
        if name == text or column in ("", "text"):
            continue
        if column in ("outlet", "source") and _holds_addresses(table[name]) != (column == "source"):
            # "source" is the outlet in most tables, and the address where it holds addresses.
            column = "source" if column == "outlet" else ""
        if column == "date" and not table[name].str.contains(r"\d").any():
            column = ""
        if column and (column not in best or place < best[column][0]):
            best[column] = (place, name)
    order = ("doc_id", "label", "outlet", "author", "date", "title", "source")
    return {column: best[column][1] for column in order if column in best}
