"""The formats that texts are brought in: which reader takes a file, by the suffix of its name.

To add a format, write its reader (from bytes to a `Reading`) in a file of its own, and name it in
`READERS`.
"""

from pathlib import Path

from analysis import _files
from analysis.bring.archives import PAGE_LABELS, may_be_export, take_apart
from analysis.bring.pdf import read_pdf
from analysis.bring.plain_text import read_plain_text
from analysis.bring.rich_text import read_rich_text
from analysis.bring.shared import Reading, Refused, bounded
from analysis.bring.spreadsheet import read_spreadsheet
from analysis.bring.webpage import read_page, visible_lines
from analysis.bring.word import read_word

# Of one text a file. A suffix that stands nowhere here is plain text.
READERS = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml", ".mht"), read_page),
    ".docx": read_word,
    ".pdf": read_pdf,
    ".rtf": read_rich_text,
}

# Of one text a row.
TABLES = (".csv", ".tsv", ".xlsx", ".parquet", ".jsonl", ".ndjson")

REFUSED = {
    ".doc": "an old Word file; open it and save it as .docx",
    ".xls": "an old Excel file; open it and save it as .xlsx",
    ".odt": "an OpenDocument file; open it and save it as .docx",
    ".ods": "an OpenDocument table; open it and save it as .xlsx",
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


def read_given(data: bytes, suffix: str, column: str | None = None) -> list[Reading | Refused]:
    """Read the texts of a file whose name ends in `suffix`; of a table those in `column`.

    An export of a press archive gives one reading an article, whatever format it is in.
    """
    if suffix in REFUSED:
        raise ValueError(REFUSED[suffix])
    with bounded(len(data)):
        if suffix in TABLES:
            return list(read_spreadsheet(data, suffix, column))
        reader = READERS.get(suffix, read_plain_text)
        if reader is not read_page:
            reading = reader(data)
            return take_apart(reading.text, reading.encoding, reading.kind) or [reading]
        if may_be_export(data):
            articles = take_apart(*visible_lines(data, PAGE_LABELS))
            if articles:
                return articles
        return [read_page(data)]
