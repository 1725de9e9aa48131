"""A table with one text a row, in each format that people have."""

import csv
import io
import json

import pandas as pd
import pytest
from given_files import LONG

from analysis import corpus
from analysis.bring import new_folder, spreadsheet
from analysis.bring.column_names import NAMES, column_of, fold
from analysis.bring.formats import read_given

ROWS = pd.DataFrame(
    {
        "id": ["A 1", "A 2", "A 2"],
        "Newspaper": ["The Paper", "The Post", "The Post"],
        "published": ["2019-03-01", "2019-03-02", ""],
        "url": ["https://paper.example/1", "", ""],
        "wing": ["left", "-3.5", "@here"],
        "content": ["One text, with a comma. " * 20, "Two\n\ntext “lines”.", "Third text."],
    }
)


def table_bytes(suffix: str) -> bytes:
    written = io.BytesIO()
    if suffix == ".xlsx":
        ROWS.to_excel(written, index=False)
    elif suffix == ".parquet":
        ROWS.to_parquet(written)
    elif suffix == ".jsonl":
        ROWS.to_json(written, orient="records", lines=True)
    elif suffix == ".tsv":
        ROWS.to_csv(written, index=False, sep="\t")
    elif suffix == "; in Latin":
        ROWS.to_csv(written, index=False, sep=";", encoding="cp1252")
    else:
        ROWS.to_csv(written, index=False, encoding="utf-8-sig")
    return written.getvalue()


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".parquet", ".jsonl", "; in Latin"])
def test_a_table_of_any_kind_gives_the_same_corpus(tmp_path, suffix):
    (tmp_path / "t").with_suffix(suffix if suffix[0] == "." else ".csv").write_bytes(
        table_bytes(suffix)
    )
    report = new_folder.make_folder(tmp_path / "made", [next(tmp_path.glob("t.*"))])
    c = corpus.load(tmp_path / "made")
    assert c.documents["doc_id"].tolist() == ["a-1", "a-2", "a-2-2"]
    assert list(c.raw.values()) == ROWS["content"].tolist()
    assert c.documents["outlet"].tolist() == ["The Paper", "The Post", "The Post"]
    assert c.documents["date"].tolist() == ["2019-03-01", "2019-03-02", ""]
    assert c.documents["source"].tolist()[0] == "https://paper.example/1"
    # A number keeps its sign; what a spreadsheet would run does not run.
    assert c.documents["wing"].tolist() == ["left", "-3.5", "'@here"]
    assert "column 'Newspaper' of the table" in c.documents.loc[0, "basis"]
    assert report["n_words"].tolist() == [100, 3, 2]


def test_the_text_column_is_guessed_named_or_asked_for():
    def first(text=None, **columns):
        data = pd.DataFrame(columns).to_csv(index=False).encode()
        return next(spreadsheet.read_spreadsheet(data, ".csv", text)).text

    assert first(a=["x"], Text=["short"]) == "short"
    assert first(a=["x"], story=["word " * 60]) == "word " * 60
    assert first("a", a=["x"], story=["word " * 60]) == "x"
    with pytest.raises(ValueError, match=r"\(found: a, story\); name it with --text"):
        first(a=["x"], story=["word"])
    with pytest.raises(ValueError, match="no column 'b'"):
        first("b", a=["x"])


LINES = [
    ["Volltext", "Zeitung", "Datum", "Autor", "Überschrift", "Seite"],
    ["Ein Text, mit Komma; und mehr | noch mehr.", "Die Post", "28.02.2019", "A. B.", "Ende", "3"],
    ["Noch ein Text.", "Der Bote", "1. März 2019", "C. D.", "Anfang", "4"],
]


def separated(mark: str, first: str = "") -> bytes:
    written = io.StringIO()
    written.write(first)
    csv.writer(written, delimiter=mark).writerows(LINES)
    return written.getvalue().encode("utf-16")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("first", ["", "sep={}\r\n", '"sep={}"\r\n', "SEP={}\n\n", "\n"])
def test_any_delimiter_is_found_said_or_not(mark, first):
    found = list(spreadsheet.read_spreadsheet(separated(mark, first.format(mark)), ".csv"))
    assert [each.text for each in found] == [row[0] for row in LINES[1:]]
    assert found[0].known["outlet"][0] == "Die Post"


def test_a_header_that_holds_more_of_another_mark_is_read_all_the_same():
    data = b"a, b, c;text;date\n1;One text;2019-03-01\n2;Another;2019-03-02\n"
    assert [r.text for r in spreadsheet.read_spreadsheet(data, ".csv")] == ["One text", "Another"]


def test_each_column_taken_is_said_once_and_dates_are_dates():
    found = list(spreadsheet.read_spreadsheet(separated(";"), ".csv"))
    assert found[0].known["date"] == (
        "2019-02-28",
        "stated (column 'Datum' of the table, as 28.02.2019)",
    )
    assert [each.known["date"][0] for each in found] == ["2019-02-28", "2019-03-01"]
    assert found[0].known["Seite"] == ("3", "")
    [said] = found[0].warnings
    assert said.startswith("columns taken: text from 'Volltext', outlet from 'Zeitung'")
    assert found[1].warnings == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Publication Title", "Journalist", "Published At"], ["outlet", "author", "date"]),
        (["Journal", "Auteur", "Titre", "Lien"], ["outlet", "author", "title", "source"]),
        (["Periódico", "Periodista", "Fecha", "Título"], ["outlet", "author", "date", "title"]),
        (["testata", "autore", "data", "titolo"], ["outlet", "author", "date", "title"]),
        (["언론사", "기자", "날짜", "제목"], ["outlet", "author", "date", "title"]),
        (["MEDIA_NAME", "publish-date", "article_url"], ["outlet", "date", "source"]),
        (["wing", "tag", "score"], ["", "", ""]),
    ],
)
def test_columns_are_known_by_their_names_in_several_languages(names, expected):
    assert [column_of(name) for name in names] == expected


def test_no_name_of_a_column_stands_for_two():
    """Each name is listed once, or under the column that it means more often."""
    seen: dict[str, set[str]] = {}
    for column, languages in NAMES.items():
        for name in ", ".join(languages.values()).split(", "):
            seen.setdefault(fold(name), set()).add(column)
    assert {name for name, columns in seen.items() if len(columns) > 1} == set()


def workbook(**sheets: list[list]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_texts_on_any_sheet_are_read_and_what_is_not_is_said():
    data = workbook(
        About=[["Exported by", "me"], ["on", "Monday"]],
        Left=[[], [], ["outlet", "text"], ["A", "One."], [], ["B", "Two."]],
        Right=[["text", "outlet"], ["Three.", "C"]],
        Nothing=[],
    )
    found = list(spreadsheet.read_spreadsheet(data, ".xlsx"))
    assert [r.text for r in found] == ["One.", "Two.", "Three."]
    assert found[2].kind == "Excel sheet 'Right', row 1"
    assert "not read, since no column of texts was found: Excel sheet 'About'" in found[0].warnings
    with pytest.raises(ValueError, match="Excel sheet 'About': which column holds the texts"):
        list(
            spreadsheet.read_spreadsheet(workbook(About=[["a"], ["b"]], B=[["a"], ["b"]]), ".xlsx")
        )


def test_line_ends_that_excel_wrote_as_letters_are_line_ends():
    """``_x000D_`` and, for an underscore of the text itself, ``_x005F_``: ECMA-376, ST_Xstring."""
    rows = [["text", "a"], ["One._x000D_\nTwo._x0007_ And _x005F_x000D_ stays.", "x_x000D_"]]
    for data, suffix in (
        (workbook(T=rows), ".xlsx"),
        (b'text,a\n"One._x000D_\nTwo._x0007_ And _x005F_x000D_ stays.",x_x000D_\n', ".csv"),
    ):
        [reading] = spreadsheet.read_spreadsheet(data, suffix)
        assert reading.text == "One.\r\nTwo. And _x000D_ stays."
        assert reading.known["a"][0] == "x"


def test_addresses_are_no_texts(tmp_path):
    """The columns that Media Cloud describes for its download of stories."""
    head = "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
    rows = "".join(
        f"{n},2019-03-02,en,The Post,post.example,2019-03-01,A {n},https://post.example/{n}\n"
        for n in range(3)
    )
    for data, column in ((head + rows, None), (head + rows, "url"), ("text\nhttp://a.b/c\n", None)):
        with pytest.raises(ValueError, match="addresses are no texts; save the pages"):
            list(spreadsheet.read_spreadsheet(data.encode(), ".csv", column))
    (tmp_path / "t.csv").write_text("text\nA text.\nAnother one.\nhttps://post.example/1\n")
    report = new_folder.make_folder(tmp_path / "made", [tmp_path / "t.csv"])
    assert report["read"].tolist() == ["CSV table, row 1", "CSV table, row 2", "refused"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>One &amp; two.</p><p>Three <b>four</b>.</p>", "One & two.\n\nThree four.\n"),
        ("<div>One</div><script>x()</script><ul><li>two</li></ul>", "One\n\ntwo\n"),
        ("One <i>two</i>,<br/> three", "One two,\nthree"),
        ("x <b y and a <- b", "x <b y and a <- b"),
    ],
)
def test_a_cell_taken_out_of_a_page_is_read_as_the_page_shows_it(cell, text):
    data = f'title,text\nT,"{cell}"\n'.encode()
    assert read_given(data, ".csv")[0].text == text


def test_json_as_news_services_write_it():
    """The field of a field is a column, and two words may be written as one."""
    row = {"source": {"id": "d", "name": "Daily"}, "publishedAt": "2019-03-01T10:00:00Z"}
    row |= {"headline": "T", "articleBody": LONG, "keywords": ["a"]}
    found = read_given(json.dumps(row).encode(), ".jsonl")[0]
    assert found.text == LONG
    known = {column: value for column, (value, _) in found.known.items()}
    assert known == {"outlet": "Daily", "date": row["publishedAt"], "title": "T", "source.id": "d"}


def test_two_json_fields_of_one_name_are_refused():
    with pytest.raises(ValueError, match=r"line 1 has two fields 'a\.b'; rename"):
        read_given(b'{"a.b": "1", "a": {"b": "2"}, "text": "x"}', ".jsonl")


def test_a_table_whose_name_says_that_it_is_text():
    rows = "Medium\tDatum\tArtikeltext\nDaily\t01.03.2019\tOne.\nWeekly\t02.03.2019\tTwo.\n"
    found = read_given(rows.encode(), ".txt")
    assert [(each.text, each.known["outlet"][0]) for each in found] == [
        ("One.", "Daily"),
        ("Two.", "Weekly"),
    ]
    assert len(read_given(b"Text\tand a tab, then more text\n", ".txt")) == 1
