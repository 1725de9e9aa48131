"""Quotations side by side: chosen by reading, or by rule, each where its sentence holds it."""

import pandas as pd
import pytest

from analysis import corpus, evidence, frames, sentences
from analysis.codebook import propositions

BOOK = pd.DataFrame({
    "code": ["name_walk_away", "frame_loss", "frame_gain", "actor_x", "stance"],
    "kind": ["name", "frame", "frame", "actor", "stance"],
    "function": ["", "judgement", "judgement", "", ""],
    "pattern": ["walk* away", "los* ; nothing", "gain*", "Xavier", ""],
    "definition": "d",
})  # fmt: skip


@pytest.fixture
def read(of_text):
    text = "Xavier walked away. He lost, lost and LOST. It is not a loss. A gain for Xavier."
    table = sentences.split(of_text(text, "Nothing gained. Nothing else."))
    return table, frames.code(table, BOOK)


def test_every_quotation_of_the_study_stands_in_its_sentence(own_sentences, own):
    table = propositions.read_propositions(corpus.OWN_FOLDER, own_sentences)
    found = evidence.sentences_of(table, own_sentences).set_index(["doc_id", "sentence_id"])
    for row in table.itertuples():
        sentence = found.loc[(row.doc_id, row.sentence_id)]
        assert sentence["text"][row.start - sentence["start"] :].startswith(row.quote)
    # Axios blames no one: that cell stays empty.
    texts = table.groupby("slot")["doc_id"].nunique().to_dict()
    assert texts == {"name": 3, "agent": 3, "cause": 3, "blame": 2, "remedy": 3}
    # Yglesias is quoted by the MSNBC columnist; all else is the authors'.
    assert table.loc[table["voice"] == "quoted", "sentence_id"].tolist() == [27]
    wide = propositions.tabulate_quotations(table, own.documents)
    assert wide["slot"].tolist() == ["name", "agent", "cause", "blame", "remedy"]
    assert wide.loc[0, "MSNBC"] == "“left with nothing” (msnbc 21)"
    assert "(msnbc 27, another voice)" in wide.loc[3, "MSNBC"]
    assert wide.loc[3, "Axios"] == ""


def test_a_quotation_that_is_not_there_is_named(tmp_path, read):
    table, _ = read
    rows = "doc_id,slot,sentence_id,quote\na,name,1,walked away\na,name,2,walked away\nz,name,1,x\n"
    (tmp_path / "propositions.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(ValueError, match="row 3: sentence 2 of a does not hold") as caught:
        propositions.read_propositions(tmp_path, table)
    assert "row 4" in str(caught.value)
    assert "row 2" not in str(caught.value)
    with pytest.raises(ValueError, match="no propositions at"):
        propositions.read_propositions(tmp_path / "none", table)


def test_where_nobody_chose_the_most_frequent_code_is_quoted(read):
    table, mentions = read
    chosen = propositions.choose_quotations(frames.segments(table, mentions), BOOK)
    cells = chosen.set_index(["doc_id", "slot"])["quote"].to_dict()
    # Loss (3) beats gain (1) in a; in b "Nothing" (2) beats "gained" (1). Clauses end at commas.
    assert cells == {
        ("a", "name"): "Xavier walked away.",
        ("a", "actor"): "Xavier",
        ("a", "judgement"): "He lost",
        ("b", "judgement"): "Nothing gained.",
    }
    assert chosen["slot"].tolist() == ["name", "actor", "judgement", "judgement"]
    for row in chosen.itertuples():
        text = table.set_index(["doc_id", "sentence_id"]).loc[(row.doc_id, row.sentence_id)]
        assert text["text"][row.start - text["start"] : row.end - text["start"]] == row.quote
    assert propositions.choose_quotations(frames.segments(table, mentions[:0]), BOOK).empty
