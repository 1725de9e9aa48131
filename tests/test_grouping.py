"""Grouping of many texts, by hand-made tables whose answers are counted on fingers."""

import numpy as np
import pandas as pd
import pytest

from analysis import grouping, resample, tokens
from analysis.study import show


def documents(*outlets: str) -> pd.DataFrame:
    ids = [f"t{number}" for number in range(1, len(outlets) + 1)]
    return pd.DataFrame({"doc_id": ids, "label": ids, "outlet": list(outlets)})


def scores(values: dict[str, list[float]]) -> pd.DataFrame:
    rows = [
        (doc_id, number, value)
        for doc_id, own in values.items()
        for number, value in enumerate(own, start=1)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "sentence_id", "compound"])


@pytest.mark.parametrize(
    ("outlets", "by", "groups"),
    [
        (["A"], "doc_id", 1),
        (["A", "B"] * 6, "doc_id", 12),
        (["A", "B"] * 7, "outlet", 2),
        (["A", ""] * 7, "doc_id", 14),  # one outlet and the unknown are nothing to compare
        (["A", "B", "C"] * 9 + [""] * 2, "outlet", 5),  # what is not stated is no outlet
        (["A", "B", ""] * 7, "doc_id", 21),  # seven texts alone beside two outlets
        (["A", "A", "B", "B", "C"] + [""] * 8, "doc_id", 13),
        (["A"] * 20 + ["B", "C"], "doc_id", 22),  # most outlets have one text
        ([str(n) for n in range(13)], "doc_id", 13),  # outlets with one text each
        ([""] * 40, "doc_id", 40),
    ],
)
def test_what_a_row_is(outlets, by, groups):
    chosen, table = grouping.choose_groups(documents(*outlets))
    assert (chosen, len(table)) == (by, groups)
    assert table["n_documents"].sum() == len(outlets)


@pytest.mark.parametrize(
    ("outlets", "by", "chosen", "groups"),
    [
        (["A", "B"] * 7, "text", "doc_id", 14),
        (["A", "A", "B"], "outlet", "outlet", 2),
        (["A", "B", ""] * 7, "outlet", "outlet", 9),  # what is not stated is no outlet here either
    ],
)
def test_a_reader_may_say_what_a_row_is(outlets, by, chosen, groups):
    found, table = grouping.choose_groups(documents(*outlets), by=by)
    assert (found, len(table), table["n_documents"].sum()) == (chosen, groups, len(outlets))
    with pytest.raises(ValueError, match="by: 'paper' is unknown; use 'text' or 'outlet'"):
        grouping.choose_groups(documents(*outlets), by="paper")


def test_a_text_without_an_outlet_stands_alone():
    docs = documents(*["A", "B"] * 6, "")
    by, groups = grouping.choose_groups(docs)
    assert groups["doc_id"].tolist() == ["A", "B", "t13 (no outlet)"]
    made = grouping.regroup(docs[["doc_id"]], docs, by)
    assert made["doc_id"].value_counts().to_dict() == {"A": 6, "B": 6, "t13 (no outlet)": 1}


def test_texts_drawn_beside_their_outlets_look_like_them():
    """By hand: the texts of A are red diamonds if A is; a ranking of texts leaves them alone."""
    docs = documents(*["A", "B"] * 7)
    by, groups = grouping.choose_groups(docs)
    groups = groups.assign(colour=["#ff0000", "#0000ff"], marker=["D", "o"])
    drawn = grouping.look_like_groups(docs, groups, by)
    assert drawn["colour"].tolist() == ["#ff0000", "#0000ff"] * 7
    assert drawn["marker"].tolist() == ["D", "o"] * 7
    assert grouping.look_like_groups(docs, groups, "doc_id") is docs


def test_the_largest_group_comes_first():
    _, groups = grouping.choose_groups(documents(*["B"] * 5, *["A"] * 8))
    assert groups["doc_id"].tolist() == ["A", "B"]
    assert groups["n_documents"].tolist() == [8, 5]


def test_regrouped_sentences_stay_apart_and_can_be_told_back():
    docs = documents("A", "B", "A")
    table = pd.DataFrame({"doc_id": ["t1", "t3", "t2"], "sentence_id": [1, 1, 2]})
    made = grouping.regroup(table, docs, "outlet")
    assert made["doc_id"].tolist() == ["A", "A", "B"]
    assert made["sentence_id"].tolist() == [1_000_001, 3_000_001, 2_000_002]
    assert (made["document"] == table["doc_id"]).all()
    assert (made["sentence_id"] % grouping.SPAN == table["sentence_id"]).all()
    assert grouping.regroup(table, docs, "doc_id") is table


def test_counts_of_a_group_are_the_sums_of_its_texts(of_text):
    from analysis import sentences

    c = of_text("No deal. No war.", "No deal. A deal.", "Talks.")
    docs = documents("A", "A", "B").assign(doc_id=["a", "b", "c"])
    t = tokens.tokenize(sentences.split(c))
    counts = tokens.count_terms(grouping.regroup(t, docs, "outlet")).set_index(["doc_id", "term"])
    assert counts.loc[("A", "deal")].tolist() == [3, 3]  # three times, in three sentences
    assert counts.loc[("A", "no")].tolist() == [3, 3]
    assert counts["n"].sum() == len(t)


def test_means_of_outlets_are_means_of_texts():
    table = scores({"t1": [1.0, 1.0, 1.0, 0.0], "t2": [0.0], "t3": [-1.0]})
    points, summary = grouping.means(table, "compound", documents("A", "A", "B"), "outlet")
    assert points["value"].tolist() == [0.75, 0.0, -1.0]
    assert points["unit"].unique().tolist() == ["text"]
    assert summary["mean"].tolist() == [0.375, -1.0]
    assert summary["low"].isna().all()
    assert summary["flag"].str.contains("too few texts").all()


def test_means_of_texts_are_those_of_the_bootstrap():
    rng = np.random.default_rng(2)
    table = scores({"t1": list(rng.normal(size=30)), "t2": list(rng.normal(size=20))})
    _, summary = grouping.means(table, "compound", documents("A", "B"), "doc_id")
    expected = resample.bootstrap(table, "compound", draws=2000)
    assert summary["mean"].to_numpy() == pytest.approx(expected["estimate"])
    assert summary["low"].to_numpy() == pytest.approx(expected["low"])


def test_the_outlet_rung_refuses_one_text_and_tests_several():
    """Four texts against four, all apart: 2 of C(8, 4) = 70 arrangements are as extreme."""
    far = {f"t{n}": [1.0 + n / 100] for n in range(1, 5)}
    near = {f"t{n}": [0.0 + n / 100] for n in range(5, 9)}
    docs = documents(*["A"] * 4, *["B"] * 4)
    found = grouping.compare_outlets(scores(far | near), "compound", docs).set_index("outlet")
    assert found["p"].tolist() == pytest.approx([2 / 70] * 2)
    assert found["p_holm"].tolist() == pytest.approx([4 / 70] * 2)
    assert found.loc["A", "difference"] == pytest.approx(0.96)
    assert not found["refused"].any()
    alone = grouping.compare_outlets(scores({"t1": [1.0], "t2": [0.0], "t3": [0.5]}), "compound",
                             documents("A", "B", "C"))  # fmt: skip
    assert alone["refused"].all()
    assert alone["p_min"].tolist() == pytest.approx([1 / 3] * 3)
    assert alone[["low", "high", "p"]].isna().all(axis=None)
    assert "no claim about an outlet" in show.say_outlets(alone)


def test_unknown_outlets_have_no_row():
    table = scores({f"t{n}": [n / 10] for n in range(1, 7)})
    found = grouping.compare_outlets(table, "compound", documents("A", "A", "B", "B", "", ""))
    assert found["outlet"].tolist() == ["A", "B"]
    assert found["n_others"].tolist() == [4, 4]
    none = grouping.compare_outlets(table, "compound", documents(*[""] * 6))
    assert none.empty
    assert "Fewer than two outlets" in show.say_outlets(none)


def test_lumped_counts_lose_nothing():
    counts = pd.DataFrame(
        {"doc_id": list("aabc"), "term": list("xyxx"), "n": [1, 2, 3, 4], "n_sentences": [1] * 4}
    )
    groups = pd.DataFrame({"doc_id": list("abc")})
    made = grouping.lump(counts, groups, most=1)
    assert made["n"].sum() == 10
    assert made.set_index(["doc_id", "term"]).loc[("the other 2", "x"), "n"] == 7
    assert grouping.lump(counts, groups, most=3) is counts


def test_the_ends_are_the_lowest_and_the_highest():
    docs = documents(*[""] * 13)
    table = scores({f"t{n}": [n / 20] for n in range(1, 14)})
    ends = grouping.extremes(table, "compound", docs)
    assert ends["doc_id"].tolist() == ["t1", "t2", "t3", "t11", "t12", "t13"]
    assert len(grouping.extremes(table, "compound", docs.head(12))) == 12
