"""Open other people's files with care, read CSV strictly, make formulas in cells harmless.

In a corpus folder no link is followed and no pipe waited for. Problems are returned as sentences of
one form, ``where: found; do``, so that all of them can be shown at once.
"""

import csv
import errno
import io
import os
import re
import site
import stat
import sys
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pandas as pd

LARGEST_FILE = 16 * 2**20
LARGEST_TABLE = 16 * 2**20
WIDEST_TABLE = 1000
TALLEST_SHEET = 500_000
LONGEST_CELL = 2**17

# Characters that would break a message, a chart label or a file name: controls and lone surrogates.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def find_shipped(name: str) -> Path:
    """A file or folder of the project other than code: in a checkout, or where a wheel puts it.

    If there is none, its path in the folder that holds the package.
    """
    home = Path(__file__).resolve().parents[1]
    installed = [
        Path(base) / "share" / "walking-away" / name
        for base in (home, sys.prefix, site.getuserbase())
    ]
    return next((path for path in [home / name, *installed] if path.exists()), home / name)


def printable(problem: str) -> str:
    """The message on one line and of a readable length, whatever a cell brought in."""
    problem = UNPRINTABLE.sub(lambda match: f"\\x{ord(match[0]):02x}", problem)
    return problem if len(problem) <= 500 else f"{problem[:300]} … {problem[-150:]}"


def split_problem(problem: str) -> tuple[str, str, str]:
    """Split a problem, written ``where: found; do``, into these three."""
    where, _, rest = problem.partition(": ")
    found, _, do = rest.rpartition("; ")
    return (where, found, do) if found else (where, rest, "")


def without_halves(text: str) -> str:
    """The text with ? for each lone surrogate, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def parse_csv(
    text: str, delimiter: str = ",", longest_cell: int = LONGEST_CELL
) -> list[tuple[int, list[str]]]:
    """Rows of a CSV text with the number of the line on which each ends; a blank line has no cell.

    Python's own reader, told to be strict: an open quotation mark is an error, not a cell that
    swallows the rest of the table. Raises ``ValueError``, which names the line.
    """
    before = csv.field_size_limit(longest_cell)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} is not readable as CSV ({error})") from error
    finally:
        csv.field_size_limit(before)


def longer_row(numbered: Iterable[tuple[int, list[str]]], width: int) -> tuple[int, int] | None:
    """The line and the number of cells of the first row with text beyond `width` cells, if any."""
    return next(((line, len(row)) for line, row in numbered if any(row[width:])), None)


def fit_rows(numbered: Iterable[tuple[int, list[str]]], width: int) -> list[list[str]]:
    """Rows of `width` cells each, filled with ''."""
    return [[*row[:width], *[""] * (width - len(row))] for _, row in numbered]


def read_csv(path: Path, required: Iterable[str]) -> tuple[pd.DataFrame, list[str]]:
    """A table of the corpus folder as text, with empty cells as '', and its problems.

    Row k of the index is row k + 2 of a spreadsheet; blank rows are left out.
    """
    required = list(required)
    try:
        return _read_table(path, required), []
    except ValueError as error:
        return pd.DataFrame(columns=required, dtype=str), [f"{path.name}: {error}"]


def _read_table(path: Path, required: list[str]) -> pd.DataFrame:
    data, problem = read_bytes(path.parent, path.name, LARGEST_TABLE)
    if problem:
        raise ValueError(problem)
    workbook = path.suffix.lower() == ".xlsx"
    try:
        lines = excel_lines(data) if workbook else _parse_any(data.decode("utf-8-sig"), required)
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} is not UTF-8; save the table as CSV UTF-8") from error
    except ValueError as error:
        raise ValueError(f"{error}; mend the line, or remove the file") from error
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    while header and not header[-1] and workbook:
        header.pop()
    filled = [number for number, (_, row) in enumerate(lines[1:]) if row]
    numbered = [lines[number + 1] for number in filled]
    if len(header) > WIDEST_TABLE:
        raise ValueError(f"{len(header)} columns; a corpus table has a dozen, look at it")
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        raise ValueError(f"column {twice[0]!r} stands twice; keep one of them")
    missing = [column for column in required if column not in header]
    if missing:
        found = ", ".join(header) or "nothing"
        hint = "separate cells by commas" if re.search("[;\t]", found) else "add it"
        raise ValueError(f"no column {', '.join(map(repr, missing))} (found: {found}); {hint}")
    if longer := longer_row(numbered, len(header)):
        raise ValueError(
            f"line {longer[0]} has more cells than the header; "
            'put a cell that holds a comma between "quotation marks"'
        )
    cells = fit_rows(numbered, len(header))
    table = pd.DataFrame(cells, columns=header, index=pd.Index(filled, dtype=int), dtype=str)
    if "doc_id" in table:
        # An accent can be spelt in two ways, and a file's name and a table may differ in that.
        table["doc_id"] = table["doc_id"].map(lambda name: unicodedata.normalize("NFC", name))
    return table


def _parse_any(text: str, required: list[str]) -> list[tuple[int, list[str]]]:
    """Rows of a CSV text, with the delimiter by which its header has the columns required.

    A spreadsheet writes semicolons if the comma is the decimal sign, and may say so in a first line
    ``sep=;``.
    """
    said = re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE)
    if said:
        return parse_csv(text, said[1])[1:]
    header = text.lstrip("\r\n").split("\n", 1)[0]
    for delimiter in ",;\t|":
        cells = [cell.strip().strip('"') for cell in header.split(delimiter)]
        if set(required) <= set(cells):
            return parse_csv(text, delimiter)
    return parse_csv(text)


def excel_lines(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows of a workbook's first sheet that are not blank, with their numbers.

    The sizes of its parts are checked before any is opened.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise ValueError("an Excel file needs openpyxl, or save it as CSV") from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > 8 * LARGEST_TABLE:
                raise ValueError("an Excel file that unpacks to over 128 MiB")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        lines = []
        for line, row in enumerate(book.worksheets[0].iter_rows(values_only=True, max_col=50), 1):
            if line > TALLEST_SHEET:
                raise ValueError(f"an Excel file of over {TALLEST_SHEET:,} rows")
            if any(cell is not None for cell in row):
                lines.append((line, ["" if cell is None else str(cell) for cell in row]))
        return lines
    except ValueError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise ValueError("not readable as an Excel file") from error


def find_table(folder: Path, name: str) -> Path:
    """Where a table of the folder is: ``name.csv``, or ``name.xlsx`` if there is only that."""
    csv_path, workbook = folder / f"{name}.csv", folder / f"{name}.xlsx"
    only = os.path.lexists(workbook) and not os.path.lexists(csv_path)
    return workbook if only else csv_path


class NotAFileError(OSError):
    """A pipe or a device, from which reading could wait for ever."""


class FileTooLargeError(OSError):
    """A file of more bytes than may be read."""


def read_regular(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; a pipe or a device is not read.

    Raises ``OSError``: one of Python's own (``FileNotFoundError``, ``IsADirectoryError`` for a
    folder …), `NotAFileError`, or `FileTooLargeError`, whose text says how large.
    """
    # Open it without waiting, and check the open file, so that nobody can swap it in between.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        opened = open(path, "rb", opener=lambda name, _: os.open(name, flags))  # noqa: SIM115
    except ValueError as error:  # a NUL in the name, or characters that the system cannot write
        raise OSError(errno.EINVAL, "no usable name") from error
    with opened:
        state = os.fstat(opened.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise NotAFileError
        if state.st_size > limit:
            raise FileTooLargeError(f"{state.st_size // 2**20} MiB, more than {limit // 2**20}")
        return opened.read(limit + 1)


def read_bytes(folder: Path, file: str, limit: int = LARGEST_FILE) -> tuple[bytes, str]:
    """Bytes of a file of the folder and '', or nothing and ``found; do``.

    Only a regular file inside the folder is opened: no link on the way to it, no pipe or device,
    nothing over `limit` bytes.
    """
    inside = PurePosixPath(file)
    if "\\" in file or re.match("[A-Za-z]:", file):
        return b"", f"file {file!r} is written the Windows way; write it as raw/name.txt"
    if not inside.parts or inside.is_absolute() or ".." in inside.parts or UNPRINTABLE.search(file):
        return b"", f"file {file!r} is not inside the corpus folder; put it under raw/"
    path = folder
    try:
        for part in inside.parts:
            path = _spelt(path / part)
            if path.is_symlink():
                there = path.relative_to(folder).as_posix()
                return b"", f"{there} is a symbolic link; put the file itself there"
        return read_regular(path, limit), ""
    except (FileNotFoundError, NotADirectoryError):
        return b"", f"{file} is missing; restore it, or remove its row in commentaries.csv"
    except IsADirectoryError:
        return b"", f"{file} is not a file but a folder; put a file there"
    except NotAFileError:
        return b"", f"{file} is not a file but a folder, pipe or device; put a file there"
    except FileTooLargeError as error:
        return b"", f"{file} has {error}; split it"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or "no usable name"
        return b"", f"{file} cannot be opened ({reason}); make it readable"


def _spelt(path: Path) -> Path:
    """The path as the disk spells it: an é may be one character there, or two."""
    if os.path.lexists(path):
        return path
    spellings = [path.with_name(unicodedata.normalize(form, path.name)) for form in ("NFC", "NFD")]
    return next((other for other in spellings if os.path.lexists(other)), path)


# Excel, LibreOffice and Google Sheets take these for the beginning of a formula: a sign (also in
# the wide form of Chinese and Japanese typefaces, also behind white space), or what begins a new
# cell.
FORMULA = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠]|[ \u00a0\ufeff]*[\t\r\n]")
SIGNED_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*%?")


def guard_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before texts and column names that a spreadsheet would run.

    Numbers stay, also those written as text. To read the texts back, drop one leading apostrophe
    before a formula sign.
    """
    guarded = table.copy()
    for position in range(guarded.shape[1]):
        values = guarded.iloc[:, position]
        if not pd.api.types.is_numeric_dtype(values):
            cells = values.astype(object)
            if isinstance(values.dtype, pd.StringDtype):
                # No look at what a plain letter or digit begins; such columns hold no half ones.
                odd = ~values.str.match("[A-Za-z0-9]", na=True).to_numpy(bool)
                cells[odd] = cells[odd].map(guard_cell)
            else:
                cells = cells.map(guard_cell)
            guarded.isetitem(position, cells)
    return guarded.set_axis([guard_cell(column) for column in guarded.columns], axis=1)


def guard_cell(cell: object) -> object:
    """The cell as no spreadsheet runs it, and as UTF-8 can hold it."""
    if not isinstance(cell, str):
        return cell
    cell = without_halves(cell)
    return f"'{cell}" if FORMULA.match(cell) and not SIGNED_NUMBER.fullmatch(cell) else cell
