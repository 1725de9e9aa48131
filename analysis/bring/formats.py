"""The formats that texts are brought in: which reader takes a file, by the suffix of its name.

To add a format, write its reader (from bytes to a `Reading`) in a file of its own, and name it in
`READERS`.
"""

from pathlib import Path

from analysis import _files
from analysis.bring.archives import PAGE_LABELS, may_be_export, take_apart
from analysis.bring.lines import refuse_addresses, tidy, write_out
from analysis.bring.marked_up import read_markdown, read_open_document
from analysis.bring.pdf import read_pdf
from analysis.bring.plain_text import read_plain_text
from analysis.bring.rich_text import read_rich_text
from analysis.bring.shared import Reading, Refused, bounded
from analysis.bring.spreadsheet import begins_as_table, read_spreadsheet
from analysis.bring.transcript import find_speakers, say_speakers, take_speaker
from analysis.bring.webpage import read_page, visible_lines, without_tags
from analysis.bring.word import read_word
from analysis.bring.zotero import is_library, read_library

# Formats with one text a file. Any other suffix is plain text.
READERS = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml", ".mht"), read_page),
    ".docx": read_word,
    ".pdf": read_pdf,
    ".rtf": read_rich_text,
    ".odt": read_open_document,
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), read_markdown),
}

# Formats with one text a row.
TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".parquet", ".jsonl", ".ndjson")

REFUSED = {
    ".doc": "an old Word file; open it and save it as .docx",
    ".xls": "an old Excel file; open it and save it as .xlsx",
    ".ods": "an OpenDocument table; open it and save it as .xlsx",
    ".json": "JSON, which has no usual form for texts; save one object a line as .jsonl",
    ".zip": "an archive; unpack it and name its files",
}

LARGEST_GIVEN = 128 * 2**20

# Of files that are nothing but text, an archive's export of thousands of articles among them.
LARGEST_TEXT = 32 * 2**20
TEXT_ALONE = (read_plain_text, read_markdown, read_rich_text)


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


def read_given(
    data: bytes,
    suffix: str,
    column: str | None = None,
    speaker: str | None = None,
    folder: Path | None = None,
) -> list[Reading | Refused]:
    """Read the texts of a file whose name ends in `suffix`; of a table those in `column`.

    An export of a press archive gives one reading an article, whatever format it is in; a
    transcript the words of `speaker`. Remains of programs in a text (entities, ``_x000D_``) are
    written out, and a text of nothing but addresses is refused. A library of Zotero gives the files
    that it names and that lie in the table's `folder`.
    """
    if suffix in REFUSED:
        raise ValueError(REFUSED[suffix])
    if folder and suffix == ".csv" and column is None and is_library(data):
        return list(read_library(data, folder, _read_attached))
    return bounded(len(data), lambda: _read_finished(data, suffix, column, speaker))


def _read_finished(
    data: bytes, suffix: str, column: str | None, speaker: str | None
) -> list[Reading | Refused]:
    suffix = ".tab" if suffix not in READERS and begins_as_table(data) else suffix
    found = _read(data, suffix, column)
    several = len(found) > 1 or suffix in TABLES
    finished: list[Reading | Refused] = []
    for reading in found:
        try:
            finished += [reading] if isinstance(reading, Refused) else _finish(reading, speaker)
        except ValueError as error:
            if not several:
                raise
            finished.append(Refused(reading.kind, str(error)))
    return finished


def _read_attached(path: Path) -> list[Reading | Refused]:
    return read_given(open_given(path), path.suffix.lower())


def _finish(reading: Reading, speaker: str | None) -> list[Reading]:
    refuse_addresses(reading.text)
    text, warnings = write_out(reading.text)
    if warnings:
        warnings = [*reading.warnings, *warnings]
        reading = reading._replace(text=text, warnings=warnings, verbatim=False)
    if speaker:
        return take_speaker(reading, speaker)
    speakers = find_speakers(reading)
    if not speakers:
        return [reading]
    return [reading._replace(warnings=[*reading.warnings, say_speakers(speakers)])]


def _read(data: bytes, suffix: str, column: str | None) -> list[Reading | Refused]:
    if suffix in TABLES:
        rows = read_spreadsheet(data, suffix, column)
        return [row if isinstance(row, Refused) else without_tags(row) for row in rows]
    reader = READERS.get(suffix, read_plain_text)
    if reader in TEXT_ALONE and len(data) > LARGEST_TEXT:
        size, most = len(data) // 2**20, LARGEST_TEXT // 2**20
        raise ValueError(f"{size} MiB of text in one file, more than {most}; split it")
    if reader is not read_page:
        reading = reader(data)
        if reader is read_plain_text:
            reading = without_tags(reading)
        articles = take_apart(reading.text, reading.encoding, reading.kind)
        whole = tidy(reading) if reader in (read_plain_text, read_rich_text) else reading
        return articles or [whole]
    if may_be_export(data):
        articles = take_apart(*visible_lines(data, PAGE_LABELS))
        if articles:
            return articles
    return [read_page(data)]
