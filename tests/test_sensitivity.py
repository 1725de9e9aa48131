"""Grids whose results are known beforehand, and what is left of a difference without one thing."""

import numpy as np
import pandas as pd
import pytest
from anything import examples
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import corpus, sensitivity, sentences, sentiment
from analysis.lexicons.lists import vader_lexicon
from analysis.multiverse import findings
from analysis.sensitivity import Found


@sensitivity.depends_on("case", "hyphens", "minimum count")
def weighed(spec, undefined=False):
    """Value 3 where case is kept, plus 1 where hyphens are split; holds where above 2."""
    if undefined and spec.option("minimum count") == 3:
        return Found(np.nan, None, "too rare")
    value = 3.0 * (not spec.option("case")) + 1.0 * spec.option("hyphens")
    return Found(value, value > 2)


def test_the_grid_is_every_combination_the_first_options_first():
    table = sensitivity.cross({"x": {"a": 1, "b": 2}, "y": {"c": 1, "d": 2, "e": 3}})
    assert table.to_numpy().tolist() == [list(row) for row in ("ac", "ad", "ae", "bc", "bd", "be")]


def test_survival_and_influence_of_a_finding_with_known_weights(of_text):
    """Values 0, 1, 3, 4, each three times: the variances of the two choices are 9/4 and 1/4."""
    runs = sensitivity.vary(weighed, of_text("One.", "Two."), sensitivity.CHOICES, progress=False)
    assert len(runs) == 2 * 2 * 3
    found = sensitivity.survival(runs).iloc[0]
    assert (found["n_surviving"], found["n_defined"], found["n_undefined"]) == (6, 12, 0)
    assert found["share"] == 0.5
    assert not found["own"]
    assert (found["low"], found["median"], found["high"]) == (0, 2, 4)
    table = sensitivity.influence(runs)
    assert list(dict.fromkeys(table["choice"])) == ["case", "hyphens", "minimum count"]
    once = table.drop_duplicates("choice").set_index("choice")
    assert once["variance_share"].tolist() == pytest.approx([0.9, 0.1, 0.0])
    assert once["value_range"].tolist() == pytest.approx([3, 1, 0])
    assert once["share_range"].tolist() == pytest.approx([1, 0, 0])
    case = table[table["choice"] == "case"].set_index("option")
    assert case["share"].to_dict() == {"folded": 0, "kept": 1}
    assert case["mean_value"].to_dict() == {"folded": 0.5, "kept": 3.5}


def test_undefined_specifications_are_counted_apart(of_text):
    runs = sensitivity.vary(
        weighed, of_text("One."), sensitivity.CHOICES, progress=False, undefined=True
    )
    found = sensitivity.survival(runs).iloc[0]
    assert (found["n_specifications"], found["n_undefined"], found["n_surviving"]) == (12, 4, 4)
    assert found["share"] == 0.5
    assert set(runs.loc[runs["survives"].isna(), "reason"]) == {"too rare"}
    table = sensitivity.influence(runs).set_index(["choice", "option"])
    assert table.loc[("minimum count", "3"), ["n_defined", "n_undefined"]].tolist() == [0, 4]
    assert np.isnan(table.loc[("minimum count", "3"), "share"])


def test_a_finding_that_is_never_defined_has_no_share(of_text):
    one = {"minimum count": {"3": 3}}
    runs = sensitivity.vary(weighed, of_text("One."), one, progress=False, undefined=True)
    assert len(runs) == 1
    found = sensitivity.survival(runs).iloc[0]
    assert np.isnan(found["share"])
    assert found["n_undefined"] == 1


def test_choices_not_named_are_held_and_unknown_ones_are_named(of_text):
    runs = sensitivity.vary(weighed, of_text("One."), {"case": sensitivity.CHOICES["case"]})
    assert runs["hyphens"].unique().tolist() == ["whole"]
    assert len(runs) == 2
    with pytest.raises(ValueError, match="'colour' is unknown; there is other page text"):
        sensitivity.vary(weighed, of_text("One."), {"colour": {"red": 1}})
    with pytest.raises(ValueError, match="'case' has no option"):
        sensitivity.prepare(of_text("One."), choices={"case": {}})
    with pytest.raises(ValueError, match="say on which choices it depends"):
        sensitivity.vary(lambda spec: None, of_text("One."))
    with pytest.raises(ValueError, match="'colour' is unknown"):
        sensitivity.depends_on("colour")


def test_a_lexicon_of_ones_own_is_one_more_option(of_text):
    """With "deal" at +2 the compound of "A deal." is 2 / sqrt(4 + 15), by VADER's formula."""
    own = {
        "tone by": {
            **sensitivity.CHOICES["tone by"],
            "mine": sensitivity.by_rules(lambda: {"deal": 2}),
        }
    }
    source = sensitivity.prepare(of_text("A deal.", "Rain came."), choices=own)
    runs = sensitivity.vary(findings.tone_order, source, progress=False, order=["a", "b"])
    values = runs.set_index("tone by")["value"]
    assert values.to_dict() == {
        "VADER": 0,
        "VADER, words alone": 0,
        "Pattern, VADER's rules": 0,
        "mine": pytest.approx(2 / np.sqrt(19), abs=1e-4),
    }


WORDS = "no not good great bad war but never very kind of hope ! happy so least at the deal".split()


@examples(6)
@example([["no"], ["no"], ["no"]])
@example([["no", "good"], ["not", "never", "great", "but", "bad", "!"]])
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), min_size=2, max_size=4))
def test_without_a_word_is_scoring_again_with_a_lexicon_that_lacks_it(texts):
    table = pd.DataFrame({
        "doc_id": ["a", *["b"] * (len(texts) - 1)],
        "sentence_id": range(len(texts)),
        "start": 0,
        "text": [" ".join(words) for words in texts],
    })  # fmt: skip

    def difference(lexicon):
        means = sentiment.score(table, lexicon).groupby("doc_id")["compound"].mean()
        return means["a"] - means["b"]

    found = sensitivity.without_each_word(table, "a", "b")
    assert set(found["term"]) == set(sentiment.hits(table)["term"])
    for row in found.itertuples():
        again = difference(vader_lexicon().drop(row.term))
        assert row.without == pytest.approx(again, abs=1e-9)
        assert row.difference == pytest.approx(difference(None), abs=1e-9)
        assert row.flips == (np.sign(round(again, 9)) != np.sign(round(row.difference, 9)))


def test_without_a_word_of_the_study(own_sentences):
    """ "war" is once in Axios and not in MSNBC; "deal", "nuclear" and "victory" have no valence."""
    found = sensitivity.without_each_word(own_sentences, "msnbc", "axios").set_index("term")
    lacking = sentiment.score(own_sentences, vader_lexicon().drop("war"))
    means = lacking.groupby("doc_id")["compound"].mean()
    assert found.loc["war", "without"] == pytest.approx(means["msnbc"] - means["axios"])
    assert found.loc["war", ["n_a", "n_b"]].tolist() == [0, 1]
    assert found["change"].abs().is_monotonic_decreasing
    assert not {"deal", "nuclear", "victory"} & set(found.index)


def test_without_each_sentence_in_fractions():
    """a: 1, 0, 0 and b: 1/2, 1/4. The difference is 1/3 - 3/8 = -1/24; without 1/2 it is 1/12."""
    scores = pd.DataFrame({
        "doc_id": ["a"] * 3 + ["b"] * 2,
        "sentence_id": [1, 2, 3, 1, 2],
        "compound": [1, 0, 0, 0.5, 0.25],
    })  # fmt: skip
    found = sensitivity.without_each_sentence(scores, "a", "b")
    assert found["difference"].tolist() == pytest.approx([-1 / 24] * 5)
    by_place = found.set_index(["doc_id", "sentence_id"])
    assert by_place["without"].to_dict() == pytest.approx({
        ("a", 1): -3 / 8, ("a", 2): 1 / 8, ("a", 3): 1 / 8, ("b", 1): 1 / 12, ("b", 2): -1 / 6
    })  # fmt: skip
    assert by_place["flips"].to_dict() == {
        ("a", 1): False, ("a", 2): True, ("a", 3): True, ("b", 1): True, ("b", 2): False
    }  # fmt: skip
    swapped = sensitivity.without_each_sentence(scores, "b", "a")
    assert swapped["without"].tolist() == pytest.approx((-found["without"]).tolist())


def test_without_the_only_sentence_there_is_no_difference():
    scores = pd.DataFrame({"doc_id": ["a", "b", "b"], "compound": [1.0, 0.0, 0.5]})
    found = sensitivity.without_each_sentence(scores, "a", "b")
    assert found["without"].isna().sum() == 1
    assert not found.loc[found["without"].isna(), "flips"].any()
    with pytest.raises(ValueError, match="give two of the texts, a, b"):
        sensitivity.without_each_sentence(scores, "a", "c")


def test_a_corpus_without_codings_is_not_read_by_coders(of_text):
    source = sensitivity.prepare(of_text("Good."))
    assert list(source.choices["coded by"]) == ["reading", "dictionary"]
    book = pd.DataFrame({"code": ["stance_x"], "kind": ["stance"], "pattern": ["good"]})
    source = sensitivity.prepare(of_text("Good."), book)
    assert list(source.choices["coded by"]) == ["dictionary"]


def test_roles_of_the_corpus_are_all_known():
    roles = {
        r for c in sensitivity.PLACES[:3] for some in sensitivity.CHOICES[c].values() for r in some
    }
    assert roles | {"body"} == set(corpus.ROLES)
    assert len(sentences.DEFAULT_ROLES) == 2


def test_wrong_options_are_controls_and_failures_are_named():
    """Six runs by hand: two with page text in; of the others one fails, with the dictionary."""
    runs = pd.DataFrame(
        {
            "other page text": ["out"] * 4 + ["in"] * 2,
            "coded by": ["reading", "reading", "dictionary", "dictionary", "reading", "dictionary"],
            "unit": ["sentence", "passage", "sentence", "passage", "sentence", "sentence"],
            "value": [1.0, 1.0, 1.0, -1.0, -1.0, 1.0],
            "survives": pd.array([True, None, True, False, False, True], dtype="boolean"),
            "reason": ["", "unread", "", "", "", ""],
        }
    )
    row = sensitivity.survival(runs).iloc[0]
    shown = ["n_specifications", "n_undefined", "n_surviving", "n_controls", "n_controls_surviving"]
    assert row[shown].tolist() == [4, 1, 2, 2, 1]
    assert row["share"] == pytest.approx(2 / 3)
    assert row["failures_share"] == "coded by: dictionary; unit: passage"
    apart = sensitivity.survival(runs, "coded by").set_index("coded by")
    assert apart["share"].to_dict() == {"reading": 1.0, "dictionary": 0.5}


def test_a_sentence_without_a_score_changes_nothing():
    """Means of (1, 0) and (0, 1), a missing score beside them: by hand, as without the row."""
    scores = pd.DataFrame(
        {
            "doc_id": list("aaabb"),
            "sentence_id": [1, 2, 3, 1, 2],
            "compound": [1.0, 0.0, np.nan, 0.0, 1.0],
        }
    )
    table = sensitivity.without_each_sentence(scores, "a", "b")
    without = sensitivity.without_each_sentence(scores.dropna(), "a", "b")
    missing = table[table["compound"].isna()].iloc[0]
    assert missing["change"] == 0
    assert not missing["flips"]
    pd.testing.assert_frame_equal(table.dropna().reset_index(drop=True), without)
    with pytest.raises(ValueError, match="a has no compound in any sentence"):
        sensitivity.without_each_sentence(scores.assign(compound=[np.nan] * 3 + [0, 1]), "a", "b")
