"""Codings as people save them: what is read alike, what is missing, what is named."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import corpus
from analysis.bring import check
from analysis.codebook import codings

TEXT = "The talks ended early. Both sides went home. Nobody signed.\n"
BOOK = (
    "code,kind,definition,pattern\nstance,stance,its side,\nframe_loss,frame,a loss,lost\n"
    "name_end,name,an end,ended\n"
)
HEAD = "coder,doc_id,sentence_id,code,value\n"


def folder(tmp_path, **files):
    """A corpus folder of the texts a and B1, with what is given by file name (__ for a slash)."""
    (tmp_path / "raw").mkdir()
    for name in ("a", "B1"):
        (tmp_path / "raw" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    for name, data in ({"codebook.csv": BOOK} | files).items():
        path = tmp_path / name.replace("__", "/")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return tmp_path


def read(path):
    """Codings as tuples, problems and notices of a folder."""
    found, problems = corpus.inspect(path)
    columns = ["coder", "doc_id", "sentence_id", "code", "value"]
    rows = found.codings[columns].astype(object)
    return [tuple(row) for row in rows.where(rows.notna(), None).to_numpy()], problems, found


def told(path):
    return [
        f"{r.level} {r.where}: {r.found}; {r.do}" for r in check.examine(path).problems.itertuples()
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Favourable", "favourable"), ("favourable ", "favourable"), ("FAVOURABLE", "favourable"),
        ("\u00a0favourable\u200b", "favourable"), ("   ", None), ("", None), ("NA", None),
        (" n/a", None), ("nan", None),
    ],
)  # fmt: skip
def test_a_value_is_folded_or_missing_and_check_says_so(tmp_path, cell, value):
    path = folder(tmp_path, **{"codings.csv": HEAD + f'Bo,a,1,stance,"{cell}"\n'})
    rows, problems, _ = read(path)
    assert problems == []
    assert rows == [("Bo", "a", 1, "stance", value)]
    said = [each for each in told(path) if each.startswith("warning codings.csv")]
    assert bool(said) == bool(cell.strip())  # an empty cell is missing without a word
    assert all("first in line 2" in each for each in said)


@pytest.mark.parametrize(
    ("code", "cell"),
    [("stance", "favorable"), ("stance", "F"), ("stance", "1"), ("stance", "good"),
     ("frame_loss", "yes"), ("frame_loss", "2"), ("frame_loss", "-1"), ("frame_loss", "0.5"),
     ("frame_loss", "favourable")],
)  # fmt: skip
def test_an_unknown_value_is_named_with_file_line_and_coder(tmp_path, code, cell):
    text = HEAD + f"Bo,a,1,frame_loss,1\nBo,a,2,{code},{cell}\n"
    path = folder(tmp_path, **{"codings.csv": text})
    assert any(
        each.startswith("error codings.csv line 3 (Bo, a)") and repr(cell) in each
        for each in told(path)
    )
    with pytest.raises(corpus.CorpusError, match=r"codings.csv line 3 \(Bo, a\)"):
        corpus.load(path)


def test_coders_texts_and_codes_that_differ_in_capitals_are_one(tmp_path):
    text = HEAD + "Bob,a,1,stance,neither\nbob ,A,2,Stance,neither\nBOB,b1,3.0, FRAME_loss,1.0\n"
    path = folder(tmp_path, **{"codings.csv": text})
    rows, problems, found = read(path)
    assert problems == []
    assert rows == [
        ("Bob", "a", 1, "stance", "neither"),
        ("Bob", "a", 2, "stance", "neither"),
        ("Bob", "B1", 3, "frame_loss", "1"),
    ]
    assert [n.rpartition(" (")[0] for n in found.notices] == [
        "codings.csv (Bob): coder 'bob ' read as 'Bob'",
        "codings.csv (Bob): doc_id 'A' read as 'a'",
        "codings.csv (Bob): code 'Stance' read as 'stance'",
        "codings.csv (Bob): coder 'BOB' read as 'Bob'",
        "codings.csv (Bob): doc_id 'b1' read as 'B1'",
        "codings.csv (Bob): code ' FRAME_loss' read as 'frame_loss'",
        "codings.csv (Bob): value '1.0' read as '1'",
    ]
    assert found.codings["read_from"].tolist() == [f"codings.csv line {n}" for n in (2, 3, 4)]


def test_two_codings_that_folding_makes_one_are_refused(tmp_path):
    text = HEAD + "Bob,a,1,stance,neither\nbob,a,1,stance,favourable\n"
    path = folder(tmp_path, **{"codings.csv": text})
    assert any("same coder, sentence and code as line 2" in each for each in told(path))
    with pytest.raises(corpus.CorpusError, match="line 3"):
        corpus.load(path)


def excel(rows):
    openpyxl = pytest.importorskip("openpyxl")
    import io

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_folder_of_coders_is_the_same_table_however_it_was_saved(tmp_path):
    rows = [("a", "1", "stance", "favourable", "klug – ja"), ("a", "2", "frame_loss", "1", "")]
    header = ("doc_id", "sentence_id", "code", "value", "note")

    def lines(mark, end="\n"):
        return end.join(mark.join(row) for row in [header, *rows]) + end

    excel_rows = [list(header), ["a", 1, "stance", "favourable", "klug – ja"],
                  [None] * 5, ["a", 2, "frame_loss", 1, None]]  # fmt: skip
    path = folder(tmp_path, **{
        "codings__Ann.csv": lines(","),
        "codings__Ben.csv": b"\xef\xbb\xbf" + lines(";", "\r\n").encode(),
        "codings__Cem.csv": lines(";").encode("cp1252"),
        "codings__Dot.tsv": lines("\t").encode("utf-16"),
        "codings__Eve.csv": ("sep=;\n" + lines(";")).encode(),
        "codings__Fay.xlsx": excel(excel_rows),
        "codings__Gus.CSV": lines(","),
        "codings__.DS_Store": b"\0", "codings__~$Fay.xlsx": b"\0", "codings__notes.md": "x",
    })  # fmt: skip
    found, problems = corpus.inspect(path)
    assert problems == []
    for coder, own in found.codings.groupby("coder"):
        assert own[list(header)].astype(str).to_numpy().tolist() == [list(row) for row in rows], (
            coder
        )
    assert found.codings["coder"].unique().tolist() == "Ann Ben Cem Dot Eve Fay Gus".split()
    assert [notice.rpartition(";")[0] for notice in found.notices] == [
        "codings/Ben.csv (Ben): cells between semicolons",
        "codings/Cem.csv (Cem): read as Windows-1252, cells between semicolons",
        "codings/Dot.tsv (Dot): read as UTF-16, cells between tabs",
        "codings/Eve.csv (Eve): cells between semicolons",
        "codings/Fay.xlsx (Fay): 1 blank row left out",
        "codings/notes.md: not a table (.csv, .tsv, .txt, .xlsx), so it is not read",
    ]


def test_a_coder_in_two_files_is_refused(tmp_path):
    one = "doc_id,sentence_id,code,value\na,1,stance,neither\n"
    path = folder(
        tmp_path, **{"codings__Ann.csv": one, "codings.csv": HEAD + "ann,B1,1,stance,neither\n"}
    )
    assert any("coder 'ann' is also in codings.csv" in each for each in told(path))


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("codings.csv", HEAD + "dictionary,a,1,stance,neither\n", "a name that tables use"),
        ("codings.csv", HEAD + "Text,a,1,stance,neither\n", "a name that tables use"),
        ("codings.csv", HEAD + "\u200b,a,1,stance,neither\n", "no coder"),
        ("codings.csv", HEAD + "me,a,1,frame_gain,1\n", "'frame_gain' is not in codebook.csv"),
        ("codings.csv", HEAD + "me,a,1,stance,neither,6,7\n", "more cells than the header"),
        ("codings.csv", "coder,doc_id\n", "no column 'sentence_id'"),
        ("codings.xlsx", b"no workbook", "not readable as an Excel file"),
        ("codings__a.csv", b"", "no column 'doc_id'"),
        ("coders.csv", "coder,kind\nme,robot\n", "kind 'robot' is unknown"),
        ("coders.csv", "coder,kind\nme,model\nMe,person\n", "stands in line 2 already"),
        ("coders.csv", "coder\nme\n", "no column 'kind'"),
        ("codings.csv", HEAD.replace("value", "value,starts") + "me,a,2,stance,neither,Nobody\n",
         "sentence 2 does not begin with 'Nobody'"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_has_its_sentence(tmp_path, name, data, expected):
    path = folder(tmp_path, **{name: data})
    assert any(each.startswith("error") and expected in each for each in told(path)), told(path)


def test_the_first_words_find_a_sentence_whatever_their_case_and_end(tmp_path):
    text = HEAD.replace("value", "value,starts") + "me,a,2,stance,neither,BOTH sides went\n"
    path = folder(tmp_path, **{"codings.csv": text})
    assert not [each for each in told(path) if "codings" in each]


def test_without_a_codebook_values_are_free_and_one_spelling_is_one_value(tmp_path):
    text = HEAD + "me,a,1,mood,Glad\nme,a,2,mood,glad \nme,a,3,MOOD,sad\nme,B1,1,stance,Neither\n"
    path = folder(tmp_path, **{"codings.csv": text})
    (path / "codebook.csv").unlink()
    rows, problems, _ = read(path)
    assert problems == []
    assert [row[3:] for row in rows] == [
        *(("mood", "Glad"), ("mood", "Glad"), ("mood", "sad"), ("stance", "neither")),
    ]


def test_coders_are_read_and_give_their_spelling(tmp_path):
    text = "coder,kind,instructions\nThe Model,Model,codebook alone\n"
    path = folder(
        tmp_path, **{"coders.csv": text, "codings.csv": HEAD + "the model,a,1,stance,neither\n"}
    )
    found = corpus.load(path)
    assert found.coders[["coder", "kind"]].to_numpy().tolist() == [["The Model", "model"]]
    assert found.codings["coder"].tolist() == ["The Model"]


def test_a_folder_without_codings_has_an_empty_table(tmp_path):
    found = corpus.load(folder(tmp_path))
    assert found.codings.empty
    assert found.coders.empty
    assert isinstance(found.codings, pd.DataFrame)


def by_form(coder, *rows):
    """What a form writes: stance of sentences of a; rows of number and value."""
    texts = dict(enumerate(TEXT.replace(". ", ".|").strip().split("|"), start=1))
    book = codings.code_hash(SimpleNamespace(code="stance", definition="its side"))
    head = "coder,doc_id,sentence_id,code,value,starts,coder_kind,text_hash,code_hash\r\n"
    return head + "".join(
        f"{coder},{codings.blind_name('a')},{n},stance,{value},{texts[n][:9]},person,"
        f"{codings.text_hash(texts[n])},{book}\r\n"
        for n, value in rows
    )


FULL = [(1, "neither"), (2, "favourable"), (3, "unfavourable")]
# How a class hands in what a form wrote: what becomes of it, what is said, and at which level.
HANDED_IN = {
    "as it is": (by_form("Bo", *FULL), FULL, []),
    "with a mark": ("\ufeff" + by_form("Bo", *FULL), FULL, []),
    "semicolons": (by_form("Bo", *FULL).replace(",", ";"), FULL, ["warning (Bo): cells between"]),
    "Windows": (by_form("Bö", *FULL).encode("cp1252"), FULL, ["warning (Bö): read as Windows"]),
    "capitals": (by_form("Bo", *FULL).replace("neither", "Neither "), FULL,
                 ["warning (Bo): value 'Neither ' read as 'neither' (1 row"]),
    "blank rows": (by_form("Bo", *FULL).replace("\r\nBo,", "\r\n,,,,,,,,\r\nBo,", 2), FULL,
                   ["warning (Bo): 2 blank rows left out"]),
    "doubled rows": (by_form("Bo", *FULL, FULL[1]), FULL,
                     ["warning (Bo): 1 row said before with the same value, first again"]),
    "doubled, and another value": (by_form("Bo", *FULL, (2, "neither")), None,
                                   ["error line 5 (Bo, a): the same coder, sentence and code as"]),
    "sentences missing": (by_form("Bo", FULL[0], FULL[2]), [FULL[0], FULL[2]],
                          ["warning (Bo): 1 of 3 sentences of a not read (2)"]),
    "another text": (by_form("Bo", *FULL).replace(codings.text_hash("Both sides went home."), "hx"),
                     None, ["error line 3 (Bo, a): sentence 2 is not the one that was read"]),
    "another codebook": (
        re.sub(r"h\w{11}\r", "h0\r", by_form("Bo", *FULL)), FULL,
        ["warning (Bo): stance was read under another definition (3 rows)"]),
    "a code that is gone": (by_form("Bo", *FULL).replace("2,stance", "2,frame_old"), None,
                            ["error line 3 (Bo, a): code 'frame_old' is not in codebook.csv",
                             "warning (Bo): 1 of 3 sentences of a not read (2)"]),
}  # fmt: skip


@pytest.mark.parametrize("name", HANDED_IN)
def test_a_class_hands_in_its_files(tmp_path, name):
    data, expected, said = HANDED_IN[name]
    others = by_form("Al", *FULL)
    path = folder(tmp_path, **{"codings__Al.csv": others, "codings__f (1).csv": data})
    rows, problems, found = read(path)
    assert [(n, value) for coder, _, n, _, value in rows if coder == "Al"] == FULL
    if expected is not None:
        assert problems == []
        assert [(n, value) for coder, _, n, _, value in rows if coder[0] == "B"] == expected
        assert set(found.coders["kind"]) == {"person"}
    heard = [each for each in told(path) if "codings" in each]
    assert len(heard) == len(said), heard
    for one, part in zip(heard, said, strict=True):
        assert one.replace("codings/f (1).csv ", "").startswith(part)


def test_an_earlier_state_of_a_file_is_told_and_read_over(tmp_path):
    files = {
        "codings__Bo.csv": by_form("Bo", *FULL[:2]),
        "codings__Bo (1).csv": by_form("Bo", *FULL),
    }
    path = folder(tmp_path, **files)
    rows, problems, found = read(path)
    assert problems == []
    assert [row[2] for row in rows] == [1, 2, 3]
    assert any(
        "codings/Bo.csv (Bo): an earlier state of codings/Bo (1).csv" in n for n in found.notices
    )


def test_two_readers_of_one_name_are_refused_in_one_sentence(tmp_path):
    other = by_form("bo", (1, "favourable"), *FULL[1:])
    path = folder(tmp_path, **{"codings__1.csv": by_form("Bo", *FULL), "codings__2.csv": other})
    errors = [each for each in told(path) if each.startswith("error")]
    assert len(errors) == 1
    assert "codings/2.csv (Bo): coder 'Bo' is also in codings/1.csv" in errors[0]


def test_who_coded_in_a_form_has_read_what_is_in_the_file_alone(tmp_path):
    """A frame not found in two sentences is no frame not found in the third."""
    from analysis import agreement, sentences

    text = by_form("Bo", *FULL[:2]).replace("stance,neither", "frame_loss,0")
    text = text.replace("stance,favourable", "frame_loss,1")
    found = corpus.load(folder(tmp_path, **{"codings__Bo.csv": text}))
    units = agreement.read_by(found.codings, sentences.split(found))
    assert units["sentence_id"].tolist() == [1, 2]
