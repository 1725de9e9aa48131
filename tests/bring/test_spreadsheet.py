"""A table with one text a row, in each format that people have."""

import io

import pandas as pd
import pytest

from analysis import corpus
from analysis.bring import new_folder, spreadsheet

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
