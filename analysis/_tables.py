"""Tables in CSV, Parquet and JSON Lines, every cell as text: whole, or a piece at a time.

`bring` reads whole tables that people made by hand: CSV with any separator, cells as Python writes
them. `large` reads tables of any size in pieces, cells as Arrow writes them. An empty cell is ''. A
table that cannot be read raises ``ValueError`` with one sentence.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis._files import fit_rows, longer_row, parse_csv, without_halves

if TYPE_CHECKING:
    import pyarrow as pa

# Limits of a table that is read whole.
MOST_COLUMNS = 1_000
MOST_ROWS = 100_000
LONGEST_CELL = 16 * 2**20

# Characters or bytes of all cells together.
LARGEST_WHOLE = 256 * 2**20

# Formats that are read in pieces, by suffix; CSV and JSON Lines also with .gz behind it.
KINDS = {".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}

# Rows of a piece, and the most bytes of a row of CSV.
ROWS_OF_A_PIECE = 1024
BLOCK = 32 * 2**20


def whole_csv(text: str) -> pd.DataFrame:
    """A CSV text with commas, semicolons, tabs or upright strokes.

    A first line ``sep=;`` names the separator. Otherwise it is the one that the header has most of,
    or, if the rows do not fit the header then, another one with which they fit.
    """
    text = text.lstrip("\r\n")
    line, _, rest = text.partition("\n")
    said = re.fullmatch(r'\s*"?sep=(.)"?[\s,;]*', line[:40], re.IGNORECASE)
    if said:
        text = rest.lstrip("\r\n")
        line = text.split("\n", 1)[0]
    if len(line) > 100_000:
        raise ValueError("its first line is longer than any header; put column names first")
    outside = re.sub(r'"[^"]*"', "", line)
    usual = sorted((mark for mark in ",;\t|" if mark in outside), key=outside.count, reverse=True)
    problems, uneven = [], []
    for mark in [said[1]] if said else usual or [","]:
        try:
            table, even = _csv_cells(text, mark)
        except ValueError as error:
            problems.append(error)
            continue
        if even:
            return table
        uneven.append(table)
    if uneven:
        return uneven[0]
    raise problems[0]


def _csv_cells(text: str, delimiter: str) -> tuple[pd.DataFrame, bool]:
    """The cells, and whether each row has as many as the header."""
    try:
        lines = parse_csv(text, delimiter, LONGEST_CELL)
    except ValueError as error:
        raise ValueError(f"{error}; save the table anew") from error
    (_, header), *numbered = [(number, row) for number, row in lines if any(row)] or [(0, [])]
    # A delimiter behind the last name makes no column.
    while header and not header[-1].strip():
        header.pop()
    longer = longer_row(numbered, len(header))
    if longer:
        name = {",": "comma", ";": "semicolon", "\t": "tab", "|": "stroke"}.get(
            delimiter, delimiter
        )
        raise ValueError(
            f"line {longer[0]} has {longer[1]} cells, the header {len(header)}; put a text that "
            f'holds a {name} between "quotation marks"'
        )
    even = all(len(row) >= len(header) for _, row in numbered)
    return pd.DataFrame(fit_rows(numbered, len(header)), columns=header, dtype=object), even


def whole_json_lines(text: str) -> pd.DataFrame:
    """A text of one JSON object a line, with a column for each field.

    ``{"source": {"name": …}}`` has a column ``source.name``. Lists and deeper objects are left out.
    """
    records = []
    for number, line in enumerate(re.split(r"\r\n|[\r\n]", text), start=1):
        if not line.strip():
            continue
        try:
            record = parse_object(line)
        except ValueError as error:
            raise ValueError(f"line {number} is {error}; write one object a line") from error
        records.append(
            {
                without_halves(name): without_halves(cell_text(value))
                for name, value in _fields(record)
                if not isinstance(value, dict | list)
            }
        )
        if len(records[-1]) > MOST_COLUMNS:
            raise ValueError(f"line {number} has over {MOST_COLUMNS} fields; take out some")
        names = [name for name, _ in _fields(record)]
        if twice := next((name for name in names if names.count(name) > 1 and "." in name), ""):
            raise ValueError(f"line {number} has two fields {twice[:60]!r}; rename one of them")
    return pd.DataFrame(records, dtype=object).fillna("")


def _fields(record: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", each) for inner, each in value.items())
        else:
            yield name, value


def whole_parquet(data: bytes) -> pd.DataFrame:
    """A Parquet file; columns of lists or structures are left out.

    A few hundred bytes can stand for gigabytes: one long text, and a hundred thousand rows that
    refer to it. So texts are read as references, and their lengths summed before they are copied.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    schema = parquet.read_schema(BytesIO(data))
    names = flat_columns(schema)
    if len(schema.names) > MOST_COLUMNS:
        raise ValueError(f"{len(schema.names)} columns, more than {MOST_COLUMNS}; take out some")
    text_kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary)
    texts = [name for name in names if any(is_of(schema.field(name).type) for is_of in text_kinds)]
    opened = parquet.ParquetFile(BytesIO(data), read_dictionary=texts)
    size = sum(
        opened.metadata.row_group(group).total_byte_size
        for group in range(opened.metadata.num_row_groups)
    )
    if size > LARGEST_WHOLE:
        raise ValueError(f"unpacks to {size // 2**20} MiB; take a sample of it")
    if opened.metadata.num_rows > MOST_ROWS:
        raise ValueError(f"{opened.metadata.num_rows} rows, more than {MOST_ROWS}; take a sample")
    cells: dict[str, list[str]] = {name: [] for name in names}
    size = 0
    for batch in opened.iter_batches(ROWS_OF_A_PIECE, columns=names):
        for name in names:
            column = batch[name]
            if pa.types.is_dictionary(column.type):
                lengths = pc.binary_length(column.dictionary).take(column.indices)
                size += pc.sum(lengths).as_py() or 0
            if size > LARGEST_WHOLE:
                limit = LARGEST_WHOLE // 2**20
                raise ValueError(f"unpacks to over {limit} MiB of text; take a sample of it")
            cells[name] += map(cell_text, column.to_pylist())
    return pd.DataFrame(cells, dtype=object)


def cell_text(value: object) -> str:
    """A cell of a whole table as text; a date without a time of day is written as a date."""
    if value is None or value != value:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else str(value).removesuffix(" 00:00:00")


def parse_object(line: str | bytes) -> dict:
    """The JSON object of a line; ``ValueError`` says what the line is instead."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, or nested too deeply
        raise ValueError("not JSON") from error
    if not isinstance(found, dict):
        raise ValueError("JSON but no object")
    return found


def flat_columns(schema: "pa.Schema") -> list[str]:
    """Names of the columns that hold values, not lists or structures."""
    import pyarrow as pa

    return [field.name for field in schema if not pa.types.is_nested(field.type)]


def read_pieces(files: Iterable[Path], kind: str, text: str) -> Iterator["pa.Table"]:
    """The rows of tables on disk in order, all columns as text: doc_id first, the text last.

    `kind` is parquet, csv or jsonl. Documents are numbered from 1 if the first rows have no doc_id.
    Raises ``ValueError``, which names the file, if a file has no column `text` or cannot be read.
    """
    import pyarrow as pa

    pieces_of = {"parquet": _parquet_pieces, "csv": _csv_pieces, "jsonl": _json_pieces}[kind]
    row, numbered = 0, None
    for file in files:
        try:
            for place, table in enumerate(pieces_of(file)):
                if place == 0 and text not in table.column_names:
                    found = ", ".join(table.column_names) or "none"
                    raise ValueError(
                        f"{file.name}: no column {text!r} with the texts (found: {found}); "
                        "name it with --text"
                    )
                if len(set(table.column_names)) < len(table.column_names):
                    twice = next(c for c in table.column_names if table.column_names.count(c) > 1)
                    raise ValueError(f"{file.name}: two columns are called {twice!r}; rename one")
                if numbered is None:
                    numbered = "doc_id" not in table.column_names
                numbers = map(str, range(row + 1, row + len(table) + 1))
                for name in {"doc_id", text} - set(table.column_names):
                    cells = numbers if numbered and name == "doc_id" else [""] * len(table)
                    table = table.append_column(name, pa.array(cells, pa.string()))
                row += len(table)
                rest = [c for c in table.column_names if c not in ("doc_id", text)]
                yield table.select(["doc_id", *rest, text])
        except (pa.ArrowException, EOFError, zlib.error, gzip.BadGzipFile) as error:
            reason = str(error).strip().splitlines()[0][:200].rstrip(". ")
            raise ValueError(f"{file.name}: cannot be read ({reason}); mend the file") from None


def _parquet_pieces(path: Path) -> Iterator["pa.Table"]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, pre_buffer=False, buffer_size=2**20) as file:
        yield _as_text(file.schema_arrow.empty_table())
        for batch in file.iter_batches(ROWS_OF_A_PIECE):
            yield _as_text(pa.Table.from_batches([batch]))


def _as_text(table: "pa.Table") -> "pa.Table":
    import pyarrow as pa

    names = flat_columns(table.schema)
    return pa.table({name: table[name].cast(pa.string()).fill_null("") for name in names})


def _csv_pieces(path: Path) -> Iterator["pa.Table"]:
    import pyarrow as pa
    from pyarrow import csv

    options: dict = {
        "read_options": csv.ReadOptions(block_size=BLOCK, use_threads=False),
        "parse_options": csv.ParseOptions(newlines_in_values=True),
    }
    with csv.open_csv(path, **options) as reader:
        names = reader.schema.names
    convert = csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
    )
    with csv.open_csv(path, convert_options=convert, **options) as reader:
        yield reader.schema.empty_table()
        for batch in reader:
            yield pa.Table.from_batches([batch])


def _json_pieces(path: Path) -> Iterator["pa.Table"]:
    """Without pyarrow's reader, which takes the columns and their types from its first block."""
    objects: list[dict] = []
    with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                found = parse_object(line) if line.strip() else {}
            except ValueError as error:
                raise ValueError(
                    f"{path.name}: line {number} is not a JSON object in UTF-8; mend or remove it"
                ) from error
            if found:
                objects.append(found)
            if len(objects) == ROWS_OF_A_PIECE:
                yield _of_objects(objects)
                objects = []
    if objects:
        yield _of_objects(objects)


def _of_objects(objects: list[dict]) -> "pa.Table":
    import pyarrow as pa

    names = dict.fromkeys(name for each in objects for name in each)
    return pa.table(
        {name: pa.array([_json_cell(o.get(name)) for o in objects], pa.string()) for name in names}
    )


def _json_cell(value: object) -> str:
    if isinstance(value, str):
        return without_halves(value)
    return "" if value is None else json.dumps(value, ensure_ascii=False)
