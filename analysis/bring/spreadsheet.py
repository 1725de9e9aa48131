"""A table with one text a row: CSV, Excel, Parquet or JSON Lines."""

import csv
import io
import json
import re
from collections.abc import Iterator

import pandas as pd

from analysis.bring.readers import Reading, clean, decode, guarded, optional, squeeze
from analysis.bring.word import check_archive

MOST_COLUMNS = 1_000

MOST_TEXTS = 100_000

LONGEST_CELL = 16 * 2**20

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


def read_table(data: bytes, suffix: str, text: str | None = None) -> Iterator[Reading]:
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
    if len(table) > MOST_TEXTS:
        raise ValueError(f"{len(table)} rows, more than {MOST_TEXTS}; take a sample")
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
        optional("openpyxl", "an Excel file")
        table = guarded("Excel", lambda: _excel(data))
        kind, encoding = "Excel table", ""
    elif suffix == ".parquet":
        table = guarded("Parquet", lambda: _parquet(data))
        kind, encoding = "Parquet table", ""
    else:
        text, encoding = decode(data)
        text = text.removeprefix("\ufeff").replace("\0", "")
        if suffix in (".jsonl", ".ndjson"):
            table, kind = _json_lines(text), "JSON Lines table"
        else:
            table, kind = _delimited(text), "CSV table"
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
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    rows = book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    header = [_cell(value) for value in next(rows, ())]
    while header and not header[-1]:
        header.pop()
    cells = []
    for row in rows:
        if any(value is not None for value in row[: len(header)]):
            filled = [_cell(value) for value in row[: len(header)]]
            cells.append(filled + [""] * (len(header) - len(filled)))
            if len(cells) > MOST_TEXTS:
                break
    return pd.DataFrame(cells, columns=header, dtype=object)


def _parquet(data: bytes) -> pd.DataFrame:
    import pyarrow as pa
    from pyarrow import parquet

    opened = parquet.ParquetFile(io.BytesIO(data))
    size = sum(
        opened.metadata.row_group(group).total_byte_size
        for group in range(opened.metadata.num_row_groups)
    )
    if size > 16 * LONGEST_CELL or opened.metadata.num_columns > MOST_COLUMNS:
        raise ValueError(f"unpacks to {size // 2**20} MiB; take a sample of it")
    if opened.metadata.num_rows > MOST_TEXTS:
        raise ValueError(f"{opened.metadata.num_rows} rows, more than {MOST_TEXTS}; take a sample")
    table = opened.read()
    flat = [f.name for f in table.schema if not pa.types.is_nested(f.type)]
    return pd.DataFrame(
        {name: [_cell(value) for value in table[name].to_pylist()] for name in flat}, dtype=object
    )


def _cell(value: object) -> str:
    """Text of a cell; a date without a time of day is written as a date."""
    if value is None or value != value:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    text = value if isinstance(value, str) else str(value)
    return text.removesuffix(" 00:00:00") if not isinstance(value, str) else text


def _json_lines(text: str) -> pd.DataFrame:
    records = []
    for number, line in enumerate(re.split(r"\r\n|[\r\n]", text), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"line {number} is not JSON; write one object a line") from error
        if not isinstance(record, dict):
            raise ValueError(f"line {number} is JSON but no object; write one object a line")
        records.append(
            {
                clean(str(name)): clean(_cell(value))
                for name, value in record.items()
                if not isinstance(value, dict | list)
            }
        )
        if len(records[-1]) > MOST_COLUMNS:
            raise ValueError(f"line {number} has over {MOST_COLUMNS} fields; take out some")
    return pd.DataFrame(records, dtype=object).fillna("")


def _delimited(text: str) -> pd.DataFrame:
    """CSV with commas, semicolons or tabs, whichever the header has most of."""
    line = text.lstrip("\r\n").split("\n", 1)[0]
    if len(line) > 100_000:
        raise ValueError("its first line is longer than any header; put column names first")
    delimiter = max(",;\t", key=line.count)
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [(reader.line_num, row) for row in reader if any(row)]
    except csv.Error as error:
        raise ValueError(
            f"line {reader.line_num} is not readable as CSV ({error}); save the table anew"
        ) from error
    finally:
        csv.field_size_limit(before)
    (_, header), *rows = rows or [(0, [])]
    for number, row in rows:
        if len(row) > len(header) and any(row[len(header) :]):
            raise ValueError(
                f"line {number} has {len(row)} cells, the header {len(header)}; put a text that "
                'holds a comma between "quotation marks"'
            )
    width = len(header)
    cells = [[*row[:width], *[""] * (width - len(row))] for _, row in rows]
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
