"""A table with one text a row: CSV, Excel, Parquet or JSON Lines."""

import re
from collections.abc import Iterator
from io import BytesIO

import pandas as pd

from analysis._tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    cell_text,
    whole_csv,
    whole_json_lines,
    whole_parquet,
)
from analysis.bring.plain_text import decode
from analysis.bring.shared import Reading, call_library, clean, import_extra, squeeze
from analysis.bring.word import check_archive

# What people call the columns of `commentaries.csv`, in order of preference; case does not matter.
NAMES = {
    "doc_id": ("doc_id", "id", "article_id", "document_id", "text_id"),
    "label": ("label",),
    "outlet": ("outlet", "source", "publication", "newspaper", "publisher", "site", "medium"),
    "author": ("author", "authors", "byline", "columnist", "writer"),
    "date": ("date", "published", "publication_date", "date_published", "pub_date", "datetime"),
    "title": ("title", "headline", "heading"),
    "source": ("url", "link", "href", "web_url"),
}

TEXT_NAMES = ("text", "body", "full_text", "fulltext", "content", "article", "article_text")


def read_spreadsheet(data: bytes, suffix: str, text: str | None = None) -> Iterator[Reading]:
    """Readings of a table, one a row that has a text.

    `text` names the column with the texts; without it, a column of a usual name (text, body,
    content, …), else the one with by far the longest cells. Columns of usual names become those
    of ``commentaries.csv``, all others are taken over under their own. Raises ``ValueError`` where
    the column cannot be told, with the columns there are.
    """
    table, encoding, kind = _as_strings(data, suffix)
    column = _text_column(table, text)
    chosen = _columns(table, column)
    short = table.drop(columns=[column, *chosen.values()]).columns
    if len(table) > MOST_ROWS:
        raise ValueError(f"{len(table)} rows, more than {MOST_ROWS}; take a sample")
    for position, row in enumerate(table.to_dict("records"), start=1):
        known = {
            name: (squeeze(row[given]), f"stated (column {given!r} of the table)")
            for name, given in chosen.items()
            if name != "doc_id" and squeeze(row[given])
        }
        known |= {squeeze(name): (squeeze(row[name]), "") for name in short if squeeze(row[name])}
        body = clean(row[column])
        warnings = []
        if re.search(r"<(?:p|br|div|a\s[^>]*|/p)\s*/?>", body[:100_000], re.IGNORECASE):
            warnings.append("holds HTML tags, which are counted as words; give the pages instead")
        wanted = row[chosen["doc_id"]] if "doc_id" in chosen else ""
        yield Reading(
            body, f"{kind}, row {position}", encoding, (), known, warnings, False, squeeze(wanted)
        )


def _as_strings(data: bytes, suffix: str) -> tuple[pd.DataFrame, str, str]:
    """Table of text cells ('' where empty), its encoding, and what to call it."""
    if suffix == ".xlsx":
        check_archive(data, "Excel")
        import_extra("openpyxl", "an Excel file")
        table = call_library("Excel", lambda: _excel(data))
        kind, encoding = "Excel table", ""
    elif suffix == ".parquet":
        table = call_library("Parquet", lambda: whole_parquet(data))
        kind, encoding = "Parquet table", ""
    else:
        text, encoding = decode(data)
        text = text.removeprefix("\ufeff").replace("\0", "")
        if suffix in (".jsonl", ".ndjson"):
            table, kind = whole_json_lines(text), "JSON Lines table"
        else:
            table, kind = whole_csv(text), "CSV table"
    if table.empty:
        raise ValueError("a table without a row; give one text a row")
    if len(table.columns) > MOST_COLUMNS:
        raise ValueError(f"{len(table.columns)} columns, more than {MOST_COLUMNS}; take out some")
    names = [squeeze(str(name)) or f"column {n}" for n, name in enumerate(table.columns, start=1)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"column {twice[0][:60]!r} stands twice; rename one of them")
    table.columns = names
    return table, encoding, kind


def _excel(data: bytes) -> pd.DataFrame:
    from openpyxl import load_workbook

    # Values, not formulas; read row by row, so that a sheet which claims a million empty columns
    # is stopped at its header.
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    rows = book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    header = [cell_text(value) for value in next(rows, ())]
    while header and not header[-1]:
        header.pop()
    cells = []
    for row in rows:
        if any(value is not None for value in row[: len(header)]):
            filled = [cell_text(value) for value in row[: len(header)]]
            cells.append(filled + [""] * (len(header) - len(filled)))
            if len(cells) > MOST_ROWS:
                break
    return pd.DataFrame(cells, columns=header, dtype=object)


def _text_column(table: pd.DataFrame, wanted: str | None) -> str:
    found = ", ".join(name[:40] for name in table.columns[:20])
    if wanted is not None:
        if wanted not in table.columns:
            raise ValueError(f"no column {wanted!r} (found: {found}); name the column of the texts")
        return wanted
    folded = {name.casefold(): name for name in table.columns}
    for name in TEXT_NAMES:
        if name in folded:
            return folded[name]
    lengths = {name: table[name].str.len().mean() for name in table.columns}
    first, *others = sorted(lengths, key=lengths.__getitem__, reverse=True)
    if lengths[first] < 200 or (others and lengths[first] < 3 * lengths[others[0]]):
        raise ValueError(f"which column holds the texts? (found: {found}); name it with --text")
    return first


def _columns(table: pd.DataFrame, text: str) -> dict[str, str]:
    """Column of ``commentaries.csv`` to the column of the table that is taken for it."""
    folded = {name.casefold().replace(" ", "_"): name for name in table.columns if name != text}
    chosen: dict[str, str] = {}
    for column, names in NAMES.items():
        for name in names:
            if name in folded and folded[name] not in chosen.values():
                given = folded[name]
                # "source" is the outlet in most tables, and the address where it holds addresses.
                if name == "source" and table[given].str.match("https?://").mean() > 0.5:
                    chosen["source"] = given
                    continue
                chosen.setdefault(column, given)
                break
    return chosen
