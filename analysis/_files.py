"""Files of a corpus folder, opened with care, and tables read strictly.

A corpus folder is other people's: nothing in it is followed, waited for or believed. Problems are
returned as sentences of one form, ``where: found; do``, so that all of them can be shown at once.
"""

import csv
import io
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pandas as pd

LARGEST_FILE = 16 * 2**20

LARGEST_TABLE = 16 * 2**20

WIDEST_TABLE = 1000

# Characters that would break a message, a chart label or a file name: controls, and half a pair.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def printable(problem: str) -> str:
    """Return a message on one line, of a length that can be read, whatever a cell brought in."""
    problem = UNPRINTABLE.sub(lambda match: f"\\x{ord(match[0]):02x}", problem)
    return problem if len(problem) <= 500 else f"{problem[:300]} … {problem[-150:]}"


def split_problem(problem: str) -> tuple[str, str, str]:
    """Split a problem, written ``where: found; do``, into these three."""
    where, _, rest = problem.partition(": ")
    found, _, do = rest.rpartition("; ")
    return (where, found, do) if found else (where, rest, "")


def read_csv(path: Path, required: Iterable[str]) -> tuple[pd.DataFrame, list[str]]:
    """Read a table of the corpus folder as text, with empty cells as ''; problems beside it."""
    required = list(required)
    empty = pd.DataFrame(columns=required, dtype=str)
    data, problem = read_bytes(path.parent, path.name, LARGEST_TABLE)
    if problem:
        return empty, [f"{path.name}: {problem}"]
    try:
        # Python's own reader, told to be strict: it names the line, and an open quotation mark
        # is an error, not a cell that swallows the rest of the table.
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        header = [cell.strip() for cell in next(reader, [])]
        numbered = [(reader.line_num, row) for row in reader if row]
    except UnicodeDecodeError as error:
        return empty, [f"{path.name}: byte {error.start} is not UTF-8; save the table as CSV UTF-8"]
    except csv.Error as error:
        found = f"line {reader.line_num} is not readable as CSV ({error})"
        return empty, [f"{path.name}: {found}; mend the line, or remove the file"]
    if len(header) > WIDEST_TABLE:
        return empty, [
            f"{path.name}: {len(header)} columns; a corpus table has a dozen, look at it"
        ]
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        return empty, [f"{path.name}: column {twice[0]!r} stands twice; keep one of them"]
    missing = [column for column in required if column not in header]
    if missing:
        found = ", ".join(header) or "nothing"
        hint = "separate cells by commas" if re.search("[;\t]", found) else "add it"
        return empty, [
            f"{path.name}: no column {', '.join(map(repr, missing))} (found: {found}); {hint}"
        ]
    long = [
        number for number, row in numbered if len(row) > len(header) and any(row[len(header) :])
    ]
    if long:
        return empty, [
            f"{path.name}: line {long[0]} has more cells than the header; "
            'put a cell that holds a comma between "quotation marks"'
        ]
    width = len(header)
    rows = [[*row[:width], *[""] * (width - len(row))] for _, row in numbered]
    return pd.DataFrame(rows, columns=header, dtype=str), []


def read_bytes(folder: Path, file: str, limit: int = LARGEST_FILE) -> tuple[bytes, str]:
    """Bytes of a file of the folder and '', or nothing and ``found; do``.

    Only a regular file that lies in the folder itself is opened: no link on the way to it, no
    pipe or device (reading one could wait for ever), nothing over `limit` bytes.
    """
    inside = PurePosixPath(file)
    if "\\" in file or re.match("[A-Za-z]:", file):
        return b"", f"file {file!r} is written the Windows way; write it as raw/name.txt"
    if not inside.parts or inside.is_absolute() or ".." in inside.parts or UNPRINTABLE.search(file):
        return b"", f"file {file!r} is not inside the corpus folder; put it under raw/"
    path = folder
    try:
        for part in inside.parts:
            path = path / part
            if path.is_symlink():
                there = path.relative_to(folder).as_posix()
                return b"", f"{there} is a symbolic link; put the file itself there"
        # Opened without waiting, and asked what it is while open, so that it cannot be swapped.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as opened:
            state = os.fstat(opened.fileno())
            if not stat.S_ISREG(state.st_mode):
                return b"", f"{file} is not a file but a folder, pipe or device; put a file there"
            if state.st_size <= limit:
                return opened.read(limit + 1), ""
            size, most = state.st_size // 2**20, limit // 2**20
            return b"", f"{file} has {size} MiB, more than {most}; split it"
    except (FileNotFoundError, NotADirectoryError):
        return b"", f"{file} is missing; restore it, or remove its row in commentaries.csv"
    except IsADirectoryError:
        return b"", f"{file} is not a file but a folder; put a file there"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or "no usable name"
        return b"", f"{file} cannot be opened ({reason}); make it readable"


# What Excel, LibreOffice and Google Sheets take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guard_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with an apostrophe before texts that a spreadsheet would run; numbers stay.

    Column names too. To read the texts back, drop one leading apostrophe before a formula sign.
    """
    guarded = table.copy()
    for position in range(guarded.shape[1]):
        values = guarded.iloc[:, position]
        if not pd.api.types.is_numeric_dtype(values):
            guarded.isetitem(position, values.astype(object).map(guard_cell))
    return guarded.set_axis([guard_cell(column) for column in guarded.columns], axis=1)


def guard_cell(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    cell = cell.encode("utf-8", "replace").decode()
    return "'" + cell if cell.lstrip(" \u00a0\ufeff").startswith(FORMULA) else cell
