"""Small files that stand for much: each is answered within seconds and in bounded memory.

No outside numbers here: each file is of a kind that took minutes or gigabytes, and the bounds are
those that the readers state.
"""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from archive_files import proquest_text
from given_files import write_pdf

from analysis.bring import shared
from analysis.bring.formats import read_given
from analysis.bring.shared import bounded

ROOT = Path(__file__).parents[2]


def changed(plain: bytes, parts: dict[str, bytes]) -> bytes:
    """An Office file with other or more parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as z:
        members = {name: z.read(name) for name in z.namelist()} | parts
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return written.getvalue()


def word(body: bytes) -> bytes:
    import docx

    plain = io.BytesIO()
    docx.Document().save(plain)
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (space, body)
    return changed(plain.getvalue(), {"word/document.xml": text})


def excel(rows: bytes, string: bytes = b"") -> bytes:
    """One sheet, and a table of strings that its cells refer to."""
    import openpyxl

    plain = io.BytesIO()
    openpyxl.Workbook().save(plain)
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    strings = b"".join(b"<si><t>" + each + b"</t></si>" for each in (b"text", string))
    first = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    with zipfile.ZipFile(plain) as z:
        types = z.read("[Content_Types].xml")
    listed = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    return changed(
        plain.getvalue(),
        {
            "[Content_Types].xml": types.replace(b"</Types>", listed),
            "xl/sharedStrings.xml": b"<sst %s>%s</sst>" % (space, strings),
            "xl/worksheets/sheet1.xml": b"<worksheet %s><sheetData>%s</sheetData></worksheet>"
            % (space, first + rows),
        },
    )


def parquet(text: str, n: int, kind: str = "string") -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    values = pa.array([text]).cast(kind)
    column = pa.DictionaryArray.from_arrays(pa.array([0] * n, pa.int32()), values)
    written = io.BytesIO()
    table = pa.table({"text": column})
    parquet.write_table(table, written, compression="zstd", store_schema=False)
    return written.getvalue()


CELL = b'<c r="A2" t="inlineStr"><is><t>a text</t></is></c>'
RAISED = b'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
FILES = {
    "dictionary.parquet": (lambda: parquet("x " * 32_768, 100_000), "unpacks to over 256 MiB"),
    "one value.parquet": (lambda: parquet("x " * 2**22, 90_000), "unpacks to over 256 MiB"),
    "bytes.parquet": (lambda: parquet("x " * 32_768, 100_000, "binary"), "unpacks to over"),
    "row number.xlsx": (lambda: excel(b'<row r="99999999999">' + CELL + b"</row>"), "empty rows"),
    "rows.xlsx": (lambda: excel(b"<row/>" * 400_000), "over 300,000 paragraphs or rows"),
    "other rows.xlsx": (lambda: excel(b"<x:row/>" * 400_000), "over 300,000 paragraphs or rows"),
    "one string.xlsx": (
        lambda: excel(b'<row><c t="s"><v>1</v></c></row>' * 20_000, b"x " * 16_000),
        "MiB of text in its cells, more than 256",
    ),
    "empty.docx": (lambda: word(b"<w:p/>" * 400_000), "over 300,000 paragraphs or rows"),
    "marks.docx": (lambda: word(b"<w:p>" + b"<w:r/>" * 3_100_000 + b"</w:p>"), "3,000,000 marks"),
    "headings.docx": (lambda: word(b"<w:p><w:r><w:t>Notes</w:t></w:r></w:p>" * 30_000), ""),
    "raised.docx": (lambda: word(b"<w:p>" + RAISED * 30_000 + b"</w:p>"), ""),
    "blanks.txt": (lambda: b"a" + b" " * 2**20 + b"<" + b" " * 2**20, ""),
    "long.txt": (lambda: b"a word " * (5 * 2**20), "35 MiB of text in one file, more than 32"),
    "operators.pdf": (lambda: write_pdf([["a "] * 60_000]), "drawn with 60,000 pieces of text"),
    "letters.pdf": (lambda: write_pdf([["a" * 20_000]]), ""),
    "tags.csv": (lambda: b'text\n"' + b"<a " * 33_333 + b'"\n', ""),
    "tags in rows.csv": (lambda: b"text\n" + (b'"A text. ' + b"<a " * 3_333 + b'"\n') * 100, ""),
    "link.rtf": (
        lambda: b"{\\rtf1 " + b"{\\field{\\*\\fldinst{HYPERLINK " * 20_000 + b"a}",
        "without a word",
    ),
    "picture.rtf": (lambda: b"{\\rtf1 a {\\pict " + b"0f" * 2**20 + b"}}", ""),
    "marks.txt": (lambda: b"1 of 9 DOCUMENTS\n" * 50_000, "looks like an export"),
    "fields.txt": (
        lambda: proquest_text().encode() + b"\n\nSubject: a\n\nTitle: b" * 30_000,
        "",
    ),
    "line.txt": (lambda: b"1 of 1 DOCUMENTS\n\nLENGTH: 3 words\n\n" + b"a " * 2**22, ""),
    "labels.txt": (lambda: b"Title: a\nAuthor: b\n\n" * 30_000, "30000 articles in one file"),
}


# One of each kind of fault; the others are among the slow tests.
ONE_EACH = (
    *("dictionary.parquet", "row number.xlsx", "empty.docx", "raised.docx", "long.txt"),
    *("operators.pdf", "letters.pdf", "tags.csv", "link.rtf", "fields.txt"),
)


@pytest.mark.parametrize(
    "names",
    [pytest.param(ONE_EACH, id="one each"), pytest.param(FILES, id="all", marks=pytest.mark.slow)],
)
def test_every_heavy_file_has_its_answer_in_seconds_and_little_memory(tmp_path, names):
    """In processes of their own, whose largest size is measured; text of 256 MiB may be held."""
    for name in names:
        (tmp_path / name).write_bytes(FILES[name][0]())
    script = (
        "import json, resource, sys, time\n"
        "from pathlib import Path\n"
        "from analysis.bring.formats import read_given\n"
        "found = {}\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    began = time.monotonic()\n"
        "    try:\n"
        "        said = f'{len(read_given(path.read_bytes(), path.suffix))} readings'\n"
        "    except ValueError as error:\n"
        "        said = str(error)\n"
        "    found[path.name] = (said, time.monotonic() - began)\n"
        "size = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print(json.dumps([found, size / 2**10]))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, tmp_path], cwd=ROOT, capture_output=True, check=True
    )
    found, mebibytes = json.loads(run.stdout.splitlines()[-1])
    for name in names:
        (_, expected), (said, seconds) = FILES[name], found[name]
        assert seconds < 20, name
        assert expected in said, (name, said)
        assert expected or said.endswith("readings"), (name, said)
    assert mebibytes < 1_500


def fill() -> None:
    kept = []
    while True:
        kept.append(bytearray(2**24))


def turn() -> None:
    while True:
        # As a library that takes every error for a fault of the file.
        with contextlib.suppress(Exception):
            sum(range(1_000))


UNFORESEEN = {
    "time": turn,
    "time, in a library": lambda: re.match("(a*)*b", "a" * 60),
    "memory": fill,
    "memory, in a library": lambda: os.abort(),
}


@pytest.mark.skipif(sys.platform != "linux", reason="a process of its own reads on Linux alone")
@pytest.mark.parametrize("what", UNFORESEEN)
def test_what_no_limit_foresees_ends_with_a_sentence(what, monkeypatch, capfd):
    monkeypatch.setattr(shared, "SECONDS", 1 if what.startswith("time") else 30)
    said = f"takes more {what.split(',')[0]} to read than any text needs; save its text as plain"
    with pytest.raises(ValueError, match=said):
        bounded(100, lambda: shared.call_library("PDF", UNFORESEEN[what]))
    assert len(read_given(b"A text.", ".txt")) == 1
    assert "Traceback" not in capfd.readouterr().err
