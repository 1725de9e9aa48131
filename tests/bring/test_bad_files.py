"""Other people's files: each kind of bad input, and the sentence that answers it.

No outside numbers here: the expectation is that one sentence comes, in time, with what was found
and what to do, and never an exception of another kind.
"""

import io
import os
import re
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from anything import FUZZ, TEXTS, sentence
from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus
from analysis.bring import check, formats, new_folder

PROSE = "The talks ended early. Both sides went home, and nobody signed. It was cold.\n"


def archive(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return written.getvalue()


@cache
def bomb() -> bytes:
    return archive({f"{n}.xml": b"\0" * 2**26 for n in range(5)})


def word_with(declaration: bytes, body: bytes) -> bytes:
    import docx

    plain = io.BytesIO()
    docx.Document().save(plain)
    with zipfile.ZipFile(plain) as z:
        members = {name: z.read(name) for name in z.namelist()}
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    members["word/document.xml"] = (
        b'<?xml version="1.0"?>' + declaration + b'<w:document xmlns:w="' + space + b'"><w:body>'
        b"<w:p><w:r><w:t>" + body + b"</w:t></w:r></w:p></w:body></w:document>"
    )
    return archive(members)


LAUGHS = (
    b'<!DOCTYPE w [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10))
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE w [<!ENTITY k SYSTEM "file:///etc/passwd">]>'
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1"
)

# What takes long to pack is made by the test that needs it.
FILES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\n", "empty"),
    "signs.txt": (b"... !!", "has no word"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
    "program.txt": (b"\x7fELF\x02\x01\0", "a program"),
    "word.txt": (archive({"word/document.xml": b"<x/>"}), "an Office file"),
    "bytes.txt": (bytes(range(256)), "NUL bytes"),
    "broken.txt": (b"\xff\xfea", "byte 2 is not"),
    "old.doc": (b"\xd0\xcf\x11\xe0", "save it as .docx"),
    "open.odt": (b"PK\x03\x04", "not readable as OpenDocument"),
    "no.rtf": (b"hello", "not rich text, whatever its name says"),
    "wordless.rtf": (b"{\\rtf1 }", "rich text without a word"),
    "codepage.rtf": (b"{\\rtf1\\ansicpg99999 caf\\'e9\\uc1\\u-10179?}", ""),
    "braces.rtf": (b"{\\rtf1" + b"{" * 100_000 + b"text", ""),
    "rich.txt": (b"{\\rtf1 hello}", "name it .rtf"),
    "texts.json": (b"[]", "one object a line"),
    "no.docx": (b"hello", "not readable as Word"),
    "cut.docx": (archive({"word/document.xml": b"<x/>" * 999})[:200], "not readable as Word"),
    "bare.docx": (archive({"a.xml": b"<x/>"}), "not readable as Word"),
    "bomb.docx": (bomb, "unpacks to 320 MiB"),
    "parts.docx": (lambda: archive({f"{n}": b"" for n in range(10_001)}), "in 10001 parts"),
    "laughs.docx": (word_with(LAUGHS, b"&k;"), ""),
    "outside.docx": (word_with(OUTSIDE, b"&k;"), ""),
    "bomb.xlsx": (bomb, "unpacks to 320 MiB"),
    "no.xlsx": (b"hello", "not readable as Excel"),
    "no.parquet": (b"PAR1 hello", "not readable as Parquet"),
    "no.pdf": (b"hello", "not readable as PDF"),
    "loop.pdf": (PDF, ""),
    "no.jsonl": (b'{"text": "a"}\n{', "line 2 is not JSON"),
    "list.jsonl": (b"[1, 2]", "line 1 is JSON but no object"),
    "deep.jsonl": (b"[" * 100_000, "line 1 is not JSON"),
    "wide.csv": (b"text," + b"x," * 9_999 + b"y\n" + b"1," * 10_000 + b"2", "10001 columns"),
    "header.csv": (b"x" * 200_000 + b"\n1\n", "longer than any header"),
    "quote.csv": (b'text\n"open\n', "not readable as CSV"),
    "ragged.csv": (b"text,date\na,b,c\n", "line 2 has 3 cells, the header 2"),
    "which.csv": (b"one,two\nshort,words\n", "which column holds the texts?"),
    "twice.csv": (b"text,text\na,b\n", "stands twice"),
    "rowless.csv": (b"text\n", "without a row"),
    "deep.html": (b"<div>" * 200_000 + b"text", ""),
    "script.html": (b"<script>alert(1)</script>", "a web page without text"),
    "many.html": (b"<p>a" * 10_001, "10001 lines of text"),
    "no.mhtml": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nx", "without a page"),
    "charset.html": (b"<meta charset=unicode_escape><p>\\x41 text \xff", ""),
}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_bad_file_has_its_sentence(tmp_path, name):
    data, expected = FILES[name]
    (tmp_path / name).write_bytes(data() if callable(data) else data)
    (tmp_path / "good.txt").write_text(PROSE)
    report = new_folder.make_folder(tmp_path / "made", [tmp_path / name, tmp_path / "good.txt"])
    first = report.iloc[0]
    if expected:
        assert first["read"] == "refused"
        assert expected in first["warnings"][0]
    for warnings in report["warnings"]:
        assert all(sentence(each) for each in warnings)
    assert "good" in report["doc_id"].tolist()
    assert not check.examine(tmp_path / "made").problems["level"].eq("error").any()
    texts = "".join(path.read_text() for path in (tmp_path / "made" / "raw").iterdir())
    assert "root:" not in texts
    assert "haha" not in texts


NAMES = ["CON", "a/b", "..", "ä ö", "서울", "x" * 300, "A", "a", "=1+1", "\x1b[31m", ""]


def test_ids_are_safe_names_on_every_system(tmp_path):
    table = pd.DataFrame({"id": NAMES, "text": [f"Text {n}." for n in range(len(NAMES))]})
    table.to_csv(tmp_path / "t.csv", index=False)
    report = new_folder.make_folder(tmp_path / "made", [tmp_path / "t.csv"])
    ids = report["doc_id"]
    assert ids.str.fullmatch("[a-z0-9-]{1,70}").all()
    assert ids.str.casefold().is_unique
    assert not ids.isin(["con", "nul"]).any()
    assert corpus.load(tmp_path / "made").raw == {
        doc_id: f"Text {n}." for n, doc_id in enumerate(ids)
    }


def test_text_that_is_html_stays_text(tmp_path):
    text = "<script>alert('x')</script> & <b>bold</b> talks ended.\n"
    (tmp_path / "a.txt").write_text(text)
    new_folder.make_folder(tmp_path / "made", [tmp_path / "a.txt"])
    assert corpus.load(tmp_path / "made").raw["a"] == text


@FUZZ
@given(
    st.sampled_from(sorted({".txt", *formats.READERS, *formats.TABLES})),
    st.one_of(
        st.binary(min_size=1, max_size=80),
        TEXTS.map(str.encode),
        st.lists(
            st.sampled_from(
                [b"<p>", b"</div>", b"<h1>", b"<br>", b"<!--", b"text ", b"\xff", b"&amp;", b"<a ",
                 b"<blockquote>", b"<meta charset=utf-16>", b'{"text": "a"}\n', b"text,date\n",
                 b"{\\rtf1 ", b"}", b"\\par ", b"\n1 of 2 DOCUMENTS\n", b"\nEnd of Document\n",
                 b"\nBody\n", b"\nLENGTH: 3 words\n", b"\nLoad-Date: x\n", b"_" * 60 + b"\n",
                 b"\nFull text: a\n", b"ProQuest document ID: 12345\n", b"\nHD\n", b"\nLP\n",
                 b"\nDocument ABCD00002019030112345\n", b"\nWC\n", b"3 words\n"]
            )
        ).map(b"".join),
    ),
)  # fmt: skip
def test_any_file_is_brought_or_refused_with_a_sentence(suffix, data):
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / f"given{suffix}").write_bytes(data)
        try:
            report = new_folder.make_folder(Path(name) / "made", [Path(name) / f"given{suffix}"])
        except ValueError as error:
            sentence(re.sub(re.escape(name), "", str(error)))
            # Nothing half-made is left.
            assert os.listdir(name) == [f"given{suffix}"]
            return
        c = corpus.load(Path(name) / "made")
        assert len(c.documents) == (report["doc_id"] != "").sum()
