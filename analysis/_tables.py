"""Tables on disk, read a piece at a time: Parquet, CSV, JSON Lines; every column as text."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 32 * 2**20  # a row of a CSV file must fit into one

ROWS = 1024


def pieces(files: Iterable[Path], kind: str, text: str) -> Iterator["pa.Table"]:
    """Rows of tables on disk in their order, all columns as text: doc_id first, the text last.

    Documents are numbered from 1 where the first rows have no doc_id. Raises ``ValueError`` for a
    file that has no column of the name `text`, or cannot be read; it names the file.
    """
    import pyarrow as pa

    readers = {"parquet": _parquet, "csv": _csv, "jsonl": _json_lines}
    row, numbered = 0, None
    for file in files:
        try:
            for place, table in enumerate(readers[kind](file)):
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


def _parquet(path: Path) -> Iterator:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, pre_buffer=False, buffer_size=2**20) as file:
        yield _text(file.schema_arrow.empty_table())
        for batch in file.iter_batches(ROWS):
            yield _text(pa.Table.from_batches([batch]))


def _text(table):
    """All columns as text, '' where nothing is; lists and structures, which are none, left out."""
    import pyarrow as pa

    kept = {}
    for name in table.column_names:
        column = table[name]
        if not pa.types.is_nested(column.type):
            column = column.cast(pa.string())
            kept[name] = column.fill_null("")
    return pa.table(kept)


def _csv(path: Path) -> Iterator:
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


def _json_lines(path: Path) -> Iterator:
    """Not pyarrow's reader: it fixes each column's type, and the columns, by its first block."""
    import pyarrow as pa

    rows: list[dict] = []
    with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                row = json.loads(line) if line.strip() else {}
            except ValueError:  # not JSON, or not UTF-8
                row = None
            if not isinstance(row, dict):
                raise ValueError(
                    f"{path.name}: line {number} is not a JSON object in UTF-8; mend or remove it"
                )
            if row:
                rows.append(row)
            if len(rows) == ROWS:
                yield _of_rows(rows, pa)
                rows = []
    if rows:
        yield _of_rows(rows, pa)


def _of_rows(rows: list[dict], pa):
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table(
        {name: pa.array([_cell(row.get(name)) for row in rows], pa.string()) for name in names}
    )


def _cell(value: object) -> str:
    if isinstance(value, str):
        # Half of a surrogate pair is valid JSON and no text.
        return value.encode("utf-8", "replace").decode("utf-8")
    return "" if value is None else json.dumps(value, ensure_ascii=False)
