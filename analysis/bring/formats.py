"""The formats that texts are brought in: which reader takes a file, by the suffix of its name.

To add a format, write its reader (from bytes to a `Reading`) in a file of its own, and name it in
`READERS`.
"""

from pathlib import Path

from analysis import _files
from analysis.bring.pdf import read_pdf
from analysis.bring.plain_text import read_plain_text
from analysis.bring.shared import Reading
from analysis.bring.spreadsheet import read_spreadsheet
from analysis.bring.webpage import read_page
from analysis.bring.word import read_word

# Of one text a file. A suffix that stands nowhere here is plain text.
READERS = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml", ".mht"), read_page),
    ".docx": read_word,
    ".pdf": read_pdf,
}

# Of one text a row.
TABLES = (".csv", ".tsv", ".xlsx", ".parquet", ".jsonl", ".ndjson")

REFUSED = {
    ".doc": "an old Word file; open it and save it as .docx",
    ".xls": "an old Excel file; open it and save it as .xlsx",
    ".odt": "an OpenDocument file; open it and save it as .docx",
    ".ods": "an OpenDocument table; open it and save it as .xlsx",
    ".rtf": "rich text; open it and save it as .docx",
    ".json": "JSON, which has no usual form for texts; save one object a line as .jsonl",
    ".zip": "an archive; unpack it and name its files",
}

LARGEST_GIVEN = 128 * 2**20


def open_given(path: Path) -> bytes:
    """Bytes of a file that someone named; ``ValueError`` says why it cannot be read."""
    try:
        data = _files.read_regular(path, LARGEST_GIVEN)
    except IsADirectoryError as error:
        raise ValueError("a folder; name the files in it, for example folder/*.html") from error
    except FileNotFoundError as error:
        raise ValueError("no such file; look at its name and folder") from error
    except _files.NotAFileError as error:
        raise ValueError("not a file but a folder, pipe or device; name the files") from error
    except _files.FileTooLargeError as error:
        raise ValueError(f"{error}; split it") from error
    except OSError as error:
        raise ValueError(f"cannot be opened ({error.strerror}); make it readable") from error
    if not data.strip():
        raise ValueError("empty; leave it out")
    return data


def read_given(data: bytes, suffix: str, column: str | None = None) -> list[Reading]:
    """Read the texts of a file whose name ends in `suffix`; of a table those in `column`."""
    if suffix in REFUSED:
        raise ValueError(REFUSED[suffix])
    if suffix in TABLES:
        return list(read_spreadsheet(data, suffix, column))
    return [READERS.get(suffix, read_plain_text)(data)]
