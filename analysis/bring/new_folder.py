"""Make a corpus folder from what people have: ``python -m analysis new FOLDER FILES…``.

Everything is written into a new folder beside the wanted one, which is renamed when it is whole:
whoever interrupts finds either no folder or a complete one. From then on it is the user's.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis._files import LARGEST_FILE, guard_table, printable
from analysis._output import OutputError, replace_folder
from analysis.bring.formats import open_given, read_given
from analysis.bring.shared import Reading, Refused, roles_of_lines
from analysis.bring.similar import say_near
from analysis.corpus import DOCUMENT_COLUMNS, PASSAGE_COLUMNS, no_text
from analysis.language import ENGLISH_ALONE, hardly_english
from analysis.sentences import DEFAULT_ROLES
from analysis.words import cut

# Windows keeps these names for devices, whatever suffix follows.
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)$")
COLUMNS = ("doc_id", "given", "read", "encoding", "original", "n_words", "n_left_out", "warnings")


def make_folder(
    folder: str | Path,
    files: Iterable[str | Path],
    text: str | None = None,
    speaker: str | None = None,
) -> pd.DataFrame:
    """Make the corpus `folder` of `files`; one row a text brought, in the order given.

    Columns: doc_id (made from the file's name or the table's id; '' where the file was refused);
    given (the file's name); read (``plain text``, ``web page``, ``Word``, ``PDF``, ``CSV table,
    row 7`` …, or ``refused``); encoding ('' for formats that fix it); original (where in the
    folder the file as given is kept; '' where the raw text is that file byte for byte); n_words
    (in lines of the roles body and quotation); n_left_out (words in lines of other roles);
    warnings (a tuple of sentences).

    Files may be plain text in any encoding, saved web pages (.html, .mhtml), Word (.docx), PDF with
    a text layer, and tables (.csv, .tsv, .xlsx, .parquet, .jsonl) with one text a row in the column
    `text`, guessed if not given; also rich text, OpenDocument and Markdown. Of a transcript the
    turns of `speaker` are the text and those of others quotations; ``each`` makes a text of each
    speaker. Hidden files are left out. Raises ``ValueError`` with one sentence where the folder
    exists and is not empty, or no file can be read. A file that is refused says so in its row, and
    the folder is made of the others. Roles, titles and dates are read off the form of the files:
    look at them before trusting a number.
    """
    folder = Path(folder)
    try:
        if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
            told = "exists and is not empty; name a new folder, or remove it first"
            raise OutputError(f"{folder}: {told}")
        with replace_folder(folder, by="new", owned=False) as made:
            return _fill(made, [Path(file) for file in files], text, speaker)
    except OSError as error:
        told = f"cannot be made ({error.strerror or error}); name another, look at space and rights"
        raise ValueError(printable(f"{folder}: {told}")) from error
    except ValueError as error:
        raise ValueError(printable(str(error))) from error


def _fill(made: Path, files: list[Path], text: str | None, speaker: str | None) -> pd.DataFrame:
    (made / "raw").mkdir()
    rows, documents, ranges, names = [], [], [], {}
    compared: dict[str, str] = {}
    for path in files:
        given = printable(path.name)
        try:
            if path.name.startswith("."):
                raise ValueError("a hidden file, which no one writes by hand; leave it out")
            data = open_given(path)
            readings = read_given(data, path.suffix.lower(), text, speaker, path.parent)
        except ValueError as error:
            rows.append(_refused(given, str(error)))
            continue
        kept: dict[Path, str] = {}
        for reading in readings:
            if isinstance(reading, Refused):
                rows.append(_refused(f"{given} ({reading.kind})", reading.problem))
                continue
            content = reading.text.encode("utf-8")
            problem = _unusable(reading.text, content)
            if problem:
                rows.append(_refused(f"{given} ({reading.kind})", problem))
                continue
            source = reading.file or path
            if not reading.verbatim and source not in kept:
                kept[source] = _keep(made, source, open_given(source) if reading.file else data)
            original = kept.get(source, "")
            doc_id = _id(reading.name or source.stem, names)
            (made / "raw" / f"{doc_id}.txt").write_bytes(content)
            documents.append(_document(doc_id, reading, given, original, content))
            ranges += [(doc_id, *each) for each in reading.ranges]
            halves: dict[bool, list[str]] = {True: [], False: []}
            for line, role, _ in roles_of_lines(reading):
                halves[role in DEFAULT_ROLES].append(line)
            compared[doc_id], left_out = map("\n".join, halves.values())
            warnings = list(reading.warnings)
            sizes = [len(cut(half)) for half in (compared[doc_id], left_out)]
            rows.append((doc_id, given, reading.kind, reading.encoding, original, *sizes, warnings))
    if not documents:
        first = f" ({rows[0][1]}: {rows[0][-1][0]})" if rows else ""
        raise ValueError(printable(f"no file could be read{first}; nothing was made"))
    _write_table(documents, (*DOCUMENT_COLUMNS, "original"), made / "commentaries.csv")
    if ranges:
        table = [dict(zip(PASSAGE_COLUMNS, each, strict=True)) for each in ranges]
        _write_table(table, PASSAGE_COLUMNS, made / "passages.csv")
    looked_at = {row[0]: row[-1] for row in rows}
    for doc_id, foreign in zip(compared, hardly_english([*compared.values()]), strict=True):
        looked_at[doc_id] += [f"hardly a word of English; {ENGLISH_ALONE}"] * int(foreign)
    for doc_id, said in say_near(compared).items():
        looked_at[doc_id].append(f"{said}; keep one, or say why both")
    report = pd.DataFrame(rows, columns=list(COLUMNS))
    report["warnings"] = report["warnings"].map(tuple)
    return report


def _refused(given: str, problem: str) -> tuple:
    return ("", given, "refused", "", "", 0, 0, [printable(problem)])


def _unusable(text: str, content: bytes) -> str:
    if found := no_text(text):
        return f"{found}, and so is no text; leave it out"
    if "\0" in text:
        return "holds NUL characters, so it is no text; save it as plain text"
    if len(content) > LARGEST_FILE:
        limit = LARGEST_FILE // 2**20
        return f"{len(content) // 2**20} MiB of text, more than {limit}; split it"
    return ""


def _keep(made: Path, path: Path, data: bytes) -> str:
    (made / "originals").mkdir(exist_ok=True)
    taken = {each.name.rsplit(".", 1)[0]: 1 for each in (made / "originals").iterdir()}
    suffix = re.sub(r"[^a-z0-9.]", "", path.suffix.lower())
    name = _id(path.stem, taken) + suffix
    (made / "originals" / name).write_bytes(data)
    return f"originals/{name}"


def _id(name: str, taken: dict[str, int]) -> str:
    """An id that is a safe file name everywhere and not in `taken`, to which it is added.

    `taken` has the last number that was put behind each name.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "text"
    plain = f"{plain}-text" if RESERVED.match(plain) else plain
    unique, number = plain, taken.get(plain, 1)
    while unique in taken:
        number += 1
        unique = f"{plain}-{number}"
    taken[plain] = number
    taken[unique] = 1
    return unique


def _document(
    doc_id: str, reading: Reading, given: str, original: str, content: bytes
) -> dict[str, str]:
    row = {column: value for column, (value, _) in reading.known.items()}
    basis = [f"{column}: {why}." for column, (_, why) in reading.known.items() if why]
    if reading.name and reading.name != doc_id:
        row["id_given"] = reading.name
    # A table may have columns of these names, with another meaning.
    for column in ("file", "sha256", "basis", "original", "n_characters"):
        if column in row:
            row[f"{column}_given"] = row.pop(column)
    row.setdefault("source", given)
    date = re.match(r"(\d{4}-\d\d-\d\d)[T ]\d\d:", row.get("date", ""))
    if date:
        row["date"] = date[1]
    return {
        **row,
        "doc_id": doc_id,
        "file": f"raw/{doc_id}.txt",
        "sha256": hashlib.sha256(content).hexdigest(),
        "basis": " ".join(basis),
        "original": original,
    }


def _write_table(rows: list[dict], columns: tuple[str, ...], path: Path) -> None:
    table = pd.DataFrame(rows, dtype=object).fillna("")
    rest = [column for column in table.columns if column not in columns]
    table = table.reindex(columns=[*columns, *rest], fill_value="")
    guard_table(table).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
