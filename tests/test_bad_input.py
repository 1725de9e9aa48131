"""Other people's folders: each kind of bad input, and the sentence that answers it.

No outside numbers here: the expectation is that one sentence comes, in time, with what was found
and what to do, and never an exception of another kind.
"""

import csv
import io
import os
import re
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from anything import FUZZ, TEXTS, sentence
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import corpus, sentences, tokens
from analysis.bring import check

PROSE = "The talks ended early. Both sides went home, and nobody signed. It was cold.\n"
LISTED = "doc_id,file\na,raw/a.txt\n"


def listed(entry: str) -> dict:
    return {"commentaries.csv": f'doc_id,file\na,"{entry}"\n'}


def ranges(rows: str) -> dict:
    return {"passages.csv": f"doc_id,first_line,last_line,role,reason\n{rows}\n"}


def codings(rows: str) -> dict:
    return {"codings.csv": f"coder,doc_id,sentence_id,code,value\n{rows}\n"}


# Name: (files to write beside raw/a.txt, what the sentence says). None takes raw/a.txt away.
FOLDERS = {
    "leaves the folder": (listed("../outside.txt"), "not inside the corpus folder"),
    "leaves and comes back": (listed("raw/../../x/raw/a.txt"), "not inside the corpus folder"),
    "absolute": (listed("/etc/passwd"), "not inside the corpus folder"),
    "a home folder": (listed("~/a.txt"), "~/a.txt is missing"),
    "windows drive": (listed("C:/a.txt"), "written the Windows way"),
    "windows separators": (listed("raw\\a.txt"), "written the Windows way"),
    "newline in a name": (listed("raw/a\nb.txt"), "not inside the corpus folder"),
    "escape in a name": (listed("raw/\x1b[31m.txt"), "not inside the corpus folder"),
    "NUL in a name": (listed("raw/a\0.txt"), "not inside the corpus folder"),
    "name too long": (listed("raw/" + "a" * 5000), "cannot be opened"),
    "the folder itself": (listed("raw"), "not a file but a folder"),
    "a file as a folder": (listed("raw/a.txt/b"), "is missing"),
    "no entry": (listed(""), "not inside the corpus folder"),
    "missing": (listed("raw/b.txt"), "raw/b.txt is missing; restore it"),
    "no texts": ({"raw/a.txt": None}, "neither commentaries.csv nor raw/*.txt"),
    "empty": ({"raw/a.txt": b""}, "is empty or has no word"),
    "only a mark": ({"raw/a.txt": b"\xef\xbb\xbf"}, "is empty or has no word"),
    "only white space": ({"raw/a.txt": "\u2003\u00a0\u200b\n".encode()}, "is empty or has no word"),
    "only signs": ({"raw/a.txt": b"-- ... __ !!"}, "is empty or has no word"),
    "Latin 1": ({"raw/a.txt": "café".encode("latin-1")}, "not UTF-8 (0xe9 at byte 3)"),
    "UTF-16": ({"raw/a.txt": PROSE.encode("utf-16")}, "is UTF-16, not UTF-8"),
    "UTF-32": ({"raw/a.txt": PROSE.encode("utf-32")}, "is UTF-32, not UTF-8"),
    "NUL bytes": ({"raw/a.txt": b"a\0b"}, "holds NUL bytes"),
    "binary": ({"raw/a.txt": bytes(range(256))}, "holds NUL bytes"),
    "half a pair": ({"raw/a.txt": b"a \xed\xa0\x80 b"}, "not UTF-8"),
    "cut character": ({"raw/a.txt": "é".encode()[:1]}, "not UTF-8"),
    "half a million lines": ({"raw/a.txt": b"a" + b"\n" * 500_001}, "over 500,000 lines"),
    "changed": (
        {"commentaries.csv": f"doc_id,file,sha256\na,raw/a.txt,{'0' * 64}\n"},
        "changed since retrieved",
    ),
    "id twice": ({"commentaries.csv": LISTED + "a,raw/a.txt\n"}, "in more than one row"),
    "no id": ({"commentaries.csv": LISTED + ",raw/a.txt\n"}, "no doc_id in row 2"),
    "id with a slash": ({"commentaries.csv": "doc_id,file\n../x,raw/a.txt\n"}, "a slash"),
    "id with an escape": ({"commentaries.csv": "doc_id,file\n\x1b[2Jx,raw/a.txt\n"}, "control"),
    "id too long": ({"commentaries.csv": f"doc_id,file\n{'x' * 101},raw/a.txt\n"}, "over 100"),
    "ids in capitals": ({"commentaries.csv": LISTED + "A,raw/a.txt\n"}, "differs only in capitals"),
    "table of no column": ({"commentaries.csv": b""}, "no column 'doc_id', 'file'"),
    "table of no row": ({"commentaries.csv": "doc_id,file\n"}, "no row"),
    "table with semicolons": ({"commentaries.csv": "doc_id;file\na;b\n"}, "b is missing"),
    "table with colons": ({"commentaries.csv": "doc_id:file\na:b\n"}, "no column 'doc_id'"),
    "table in UTF-16": ({"commentaries.csv": LISTED.encode("utf-16")}, "not UTF-8"),
    "table of bytes": ({"commentaries.csv": bytes(range(256))}, "not UTF-8"),
    "table with an open quote": (
        {"commentaries.csv": 'doc_id,file\n"a,raw/a.txt\n'},
        "not readable as CSV",
    ),
    "table with a long row": ({"commentaries.csv": LISTED + "b,c,d\n"}, "line 3 has more cells"),
    "table with a column twice": ({"commentaries.csv": "doc_id,file,file\n"}, "stands twice"),
    "table with endless columns": (
        {"commentaries.csv": "doc_id,file" + ",x" * 9999},
        "10001 columns",
    ),
    "table with an endless cell": (
        {"commentaries.csv": f"doc_id,file\na,{'x' * 200_000}\n"},
        "field larger than",
    ),
    "range of no text": (ranges("b,1,1,chrome,"), "no such doc_id"),
    "range after the end": (ranges("a,1,99,chrome,"), "outside the file; it has lines 1–1"),
    "range backwards": (ranges("a,1,0,chrome,"), "outside the file"),
    "range from zero": (ranges("a,0,1,chrome,"), "outside the file"),
    "range of huge numbers": (ranges(f"a,{'9' * 400},1,chrome,"), "not whole numbers"),
    "range of fractions": (ranges("a,1.0,1e0,chrome,"), "not whole numbers"),
    "range in other digits": (ranges("a,١,١,chrome,"), "not whole numbers"),
    "range of no role": (ranges("a,1,1,sidebar,"), "role 'sidebar' is unknown"),
    "ranges that overlap": (ranges("a,1,1,bio,\na,1,1,chrome,"), "overlap"),
    "nothing to compare": (ranges("a,1,1,chrome,"), "no word in a line of the role body"),
    "coding of no text": (codings("me,b,1,x,1"), "no doc_id 'b'"),
    "coding of no sentence": (codings("me,a,4,x,1"), "no sentence 4; the text has 1 to 3"),
    "coding of sentence zero": (codings("me,a,0,x,1"), "no sentence 0"),
    "coding of no number": (codings("me,a,first,x,1"), "is no whole number"),
    "coding twice": (codings("me,a,1,x,1\nme,a,1,x,0"), "same coder, sentence and code as line 2"),
    "coding by nobody": (codings(",a,1,x,1"), "no coder"),
    "codings without a column": ({"codings.csv": "coder,doc_id\n"}, "no column 'sentence_id'"),
    "codebook without a column": ({"codebook.csv": "code,kind\n"}, "no column 'definition'"),
}


def build(folder: Path, files: dict) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in ({"raw/a.txt": PROSE} | files).items():
        if data is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return folder


@pytest.mark.parametrize("name", FOLDERS)
def test_every_kind_of_bad_folder_has_its_sentence(tmp_path, name):
    files, expected = FOLDERS[name]
    folder = build(tmp_path / "x", files)
    table = check.examine(folder).problems
    told = [sentence(f"{row.where}: {row.found}; {row.do}") for row in table.itertuples()]
    assert any(expected in each for each in told), told
    assert table["do"].str.len().min() > 0
    try:
        corpus.load(folder)
    except corpus.CorpusError as error:
        sentence(str(error))
        # Whatever keeps a folder from being loaded keeps the study from running.
        assert "error" in set(table["level"])


def test_a_good_folder_has_no_problem(tmp_path):
    folder = build(tmp_path, {"raw/a.txt": PROSE * 5, "commentaries.csv": LISTED})
    assert check.examine(folder).problems.empty


LINKS = {
    "the text": ("raw/a.txt", "file"),
    "a text outside": ("raw/a.txt", "outside"),
    "raw": ("raw", "folder"),
    "the table": ("commentaries.csv", "file"),
    "a text that points to itself": ("raw/a.txt", "itself"),
    "a text that points nowhere": ("raw/a.txt", "nowhere"),
    "a device": ("raw/a.txt", "device"),
    "the ranges": ("passages.csv", "nowhere"),
}


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("name", LINKS)
def test_links_are_not_followed(tmp_path, name):
    place, to = LINKS[name]
    folder = build(tmp_path / "x", {"commentaries.csv": LISTED})
    (tmp_path / "outside.txt").write_text(PROSE)
    target = {
        "file": folder / "raw" / "b.txt",
        "outside": tmp_path / "outside.txt",
        "folder": tmp_path / "raw",
        "itself": folder / place,
        "nowhere": tmp_path / "nowhere",
        "device": Path("/dev/zero"),
    }[to]
    if to == "file":
        target.write_text(LISTED)
    if to == "folder":
        (folder / "raw").rename(target)
    else:
        (folder / place).unlink(missing_ok=True)
    (folder / place).symlink_to(target)
    told = check.examine(folder).problems
    assert told["found"].str.contains("is a symbolic link").any(), told.to_dict("records")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("place", ["raw/a.txt", "commentaries.csv", "passages.csv", "codings.csv"])
def test_a_pipe_is_not_waited_for(tmp_path, place):
    folder = build(tmp_path, {})
    (folder / place).unlink(missing_ok=True)
    os.mkfifo(folder / place)
    found = check.examine(folder).problems["found"]
    assert found.str.contains("not a file but a folder, pipe").any()


def test_a_folder_named_like_a_text_is_no_text(tmp_path):
    folder = build(tmp_path, {})
    (folder / "raw" / "b.txt").mkdir()
    assert check.examine(folder).problems["found"].str.contains("not a file but a folder").any()


def test_an_absurd_size_is_refused_unread(tmp_path):
    folder = build(tmp_path, {})
    with open(folder / "raw" / "a.txt", "wb") as file:
        file.truncate(2**40)
    with pytest.raises(corpus.CorpusError, match="has 1048576 MiB, more than 16; split it"):
        corpus.load(folder)


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_file_name_of_any_bytes_is_told(tmp_path):
    folder = build(tmp_path, {})
    (folder / "raw" / os.fsdecode(b"\xff\xfe.txt")).write_text(PROSE)
    assert check.examine(folder).problems["found"].str.len().min() > 0


@pytest.mark.parametrize("folder", ["nowhere", "a\0b", "x" * 5000, ""])
def test_a_folder_that_is_none_is_told(tmp_path, folder):
    with pytest.raises(corpus.CorpusError, match=r"no such folder|neither"):
        corpus.load(tmp_path / folder)


# Anything at all.


@FUZZ
@given(TEXTS)
@example("\ufeffOne.\r\n\r\n\u00a0“Two\u2028three.” said.\f\n“ “ “ four")
@example("“ " * 3000 + "x")
@example("a\n" * 2000)
def test_offsets_hold_whatever_unicode_a_text_holds(text):
    c = corpus.from_table(pd.DataFrame({"text": [text]}))
    s = sentences.split(c, roles=corpus.ROLES)
    t = tokens.tokenize(s)
    for table, column in ((c.passages, "text"), (s, "text"), (t, "token")):
        for row in table[["start", "end", column]].itertuples(index=False):
            assert text[row[0] : row[1]] == row[2]
    for row in s.itertuples():
        assert all(row.start <= start < end <= row.end for start, end, _ in row.quotes)


def csv_of(rows: list[list[str]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8")


CELLS = st.one_of(
    TEXTS, st.sampled_from(["a", "b", "raw/a.txt", "raw/b.txt", "1", "2", "chrome", "body", "x"])
)
TABLES = st.one_of(
    st.binary(max_size=60),
    st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=4).map(csv_of),
)


@FUZZ
@given(
    st.dictionaries(
        st.sampled_from(["a.txt", "b.txt"]),
        st.one_of(TEXTS.map(str.encode), st.binary(max_size=40)),
        max_size=2,
    ),
    st.dictionaries(
        st.sampled_from(
            [
                ("commentaries.csv", b"doc_id,file\n"),
                ("commentaries.csv", b"doc_id,file,outlet,date\n"),
                ("passages.csv", b"doc_id,first_line,last_line,role\n"),
                ("codings.csv", b"coder,doc_id,sentence_id,code,value\n"),
                ("codebook.csv", b"code,kind,definition,pattern\n"),
                ("passages.csv", b""),
            ]
        ),
        TABLES,
        max_size=4,
    ),
)
def test_any_folder_gives_a_result_or_one_sentence(texts, tables):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "raw").mkdir()
        for file, data in texts.items():
            (folder / "raw" / file).write_bytes(data)
        for (file, header), data in tables.items():
            (folder / file).write_bytes(header + data)
        table = check.examine(folder).problems
        for row in table.itertuples():
            sentence(f"{row.where[:150]}: {row.found[:150]}; {row.do[:150]}")
        try:
            c = corpus.load(folder)
        except corpus.CorpusError as error:
            sentence(re.sub(re.escape(name), "", str(error)))
            assert (table["level"] == "error").any()
            return
        s = sentences.split(c, roles=corpus.ROLES)
        for row in s.itertuples():
            assert c.raw[row.doc_id][row.start : row.end] == row.text
