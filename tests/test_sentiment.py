"""Scores and hits of sentences, and word shifts; worked by hand, and as sums that must hold."""

import numpy as np
import pandas as pd
import pytest
from anything import examples
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import zscore

from analysis import sentiment
from analysis.lexicons import vader
from analysis.lexicons.lists import read_lexicon, vader_lexicon
from analysis.sentences import split

SMALL = {"good": 1.0, "bad": -1.0, "fine": 7.0}


def table(*texts, doc_id="a", first=1, start=0):
    """Sentences one after the other in a raw file, a space between."""
    lengths = [len(text) + 1 for text in texts]
    starts = start + np.cumsum([0, *lengths])[:-1]
    return pd.DataFrame(
        {
            "doc_id": doc_id,
            "passage_id": 1,
            "sentence_id": range(first, first + len(texts)),
            "start": starts,
            "end": starts + np.array([len(text) for text in texts], int),
            "text": pd.Series(texts, dtype="str"),
            "role": "body",
            "voice": "author",
        }
    )


def test_score_is_one_row_per_sentence():
    sentences = table("The book was good.", "It ended.").set_index(pd.Index([7, 9]))
    scores = sentiment.score(sentences)
    given, added = list(sentences.columns), list(scores.columns)[8:]
    assert list(scores.columns)[:8] == given
    assert added == ["compound", "positive", "neutral", "negative", "n_hits", "emphasis", "raw_sum"]
    assert scores["compound"].tolist() == [0.4404, 0]
    assert scores["n_hits"].tolist() == [1, 0]
    assert list(scores.index) == [7, 9]


def test_score_without_text_says_what_to_do():
    with pytest.raises(ValueError, match=r"no column 'text'.*sentences\.split"):
        sentiment.score(table("x").drop(columns="text"))
    with pytest.raises(ValueError, match="row 1 is missing"):
        sentiment.score(table("x", "y").assign(text=["x", None]))


def test_hits_name_what_each_rule_did():
    """By hand: good 1.9, very +.293, capitals +.733, then not, then half before "but"."""
    hits = sentiment.hits(table("This is not a very GOOD day but it was bad!"))
    good = hits.iloc[0]
    assert (good["token"], good["term"], good["valence"]) == ("GOOD", "good", 1.9)
    stressed = 1.9 + 0.733 + 0.293
    assert good["capitals"] == pytest.approx(0.733)
    assert good["degree"] == pytest.approx(0.293)
    assert good["negation"] == pytest.approx(stressed * -0.74 - stressed)
    assert good["but"] == pytest.approx(-stressed * -0.74 / 2)
    assert good[["no", "phrase", "least"]].tolist() == [0, 0, 0]
    assert hits["contribution"].tolist() == pytest.approx([stressed * -0.74 / 2, -2.5 * 1.5])


def test_hits_point_into_the_raw_file():
    """Curly marks, accents, emoji and wide spaces before a word shift its bytes, not its place."""
    texts = ["“Été” — a (good) day", "😀 so\u00a0GREAT😂!", "", "❤️bad, \U0001d7d9 bad..."]
    raw = " ".join(texts)
    hits = sentiment.hits(table(*texts))
    spans = zip(hits["start"], hits["end"], strict=True)
    assert [raw[start:end] for start, end in spans] == list(hits["token"])
    assert hits[["sentence_id", "token", "term"]].to_numpy().tolist() == [
        [1, "good", "good"],
        [2, "😀", "grinning"],
        [2, "GREAT", "great"],
        [2, "😂", "tears"],
        [2, "😂", "joy"],
        [4, "bad", "bad"],
    ]


def test_one_reading_gives_both_tables():
    texts = table("Not VERY good!", "A 😀 day, but a “bad” one???", "", "Nothing of note.")
    scores, hits = sentiment.explain(texts)
    pd.testing.assert_frame_equal(scores, sentiment.score(texts))
    pd.testing.assert_frame_equal(hits, sentiment.hits(texts))
    assert [len(found) for found in sentiment.explain(table())] == [0, 0]


def test_hits_of_nothing():
    none = sentiment.hits(table("x"))
    assert len(none) == 0
    assert list(none.columns) == list(sentiment.hits(table("good")).columns)
    assert list(sentiment.hits(table()).columns) == list(none.columns)


words = st.sampled_from(
    [
        *("good", "GREAT", "bad", "terrible", "not", "isn't", "so", "never", "very", "no", "but"),
        *("kind", "of", "least", "the", "bomb", "x", "y", "good!!", "bad??", "😀", "it’s", "but,"),
    ]
)
texts = st.lists(st.lists(words, max_size=12).map(" ".join), min_size=1, max_size=6)


@examples(20)
@given(texts)
def test_contributions_and_emphasis_are_the_score(given):
    sentences = table(*given)
    scores, hits = sentiment.score(sentences), sentiment.hits(sentences)
    added = hits[["valence", *vader.RULES]].sum(axis=1)
    np.testing.assert_allclose(added, hits["contribution"], atol=1e-12)
    for row in scores.itertuples():
        own = hits["contribution"][hits["sentence_id"] == row.sentence_id]
        assert len(own) == row.n_hits
        assert own.sum() + row.emphasis == pytest.approx(row.raw_sum, abs=1e-12)
        assert row.compound == round(row.raw_sum / (row.raw_sum**2 + 15) ** 0.5, 4)


def test_shift_by_hand():
    """Text a: "good", "bad": compound 1/4 and -1/4, mean 0. Text b: "fine x": 7/8.

    good: p 1/2 and 0, part 1/4, so 1/2 * 1/4 = 1/8; bad: -1/8; fine: -1 * 7/8. Sum 0 - 7/8.
    """
    sentences = pd.concat([table("good", "bad"), table("fine x", doc_id="b")], ignore_index=True)
    scores, hits = sentiment.score(sentences, SMALL), sentiment.hits(sentences, SMALL)
    shift = sentiment.shift(scores, hits, "a").set_index("term")
    assert shift["shift"].to_dict() == {"fine": -7 / 8, "bad": -1 / 8, "good": 1 / 8}
    assert shift.index[0] == "fine"
    assert shift["per_sentence_target"].to_dict() == {"fine": 0, "bad": 0.5, "good": 0.5}
    assert shift["by_use"].tolist() == [0, 0, 0]


def test_shift_keeps_what_the_rules_did():
    """The same word as often, once negated: nothing by frequency, all by use.

    1 / sqrt(1 + 15) = 1/4 against -.74 / sqrt(.74² + 15).
    """
    sentences = pd.concat([table("good"), table("not good", doc_id="b")], ignore_index=True)
    row = sentiment.shift(
        sentiment.score(sentences, SMALL), sentiment.hits(sentences, SMALL), "b", "a"
    ).iloc[0]
    assert row["by_frequency"] == 0
    assert row["by_use"] == pytest.approx(-0.74 / (0.74**2 + 15) ** 0.5 - 0.25)


def mean_compound(scores):
    return (scores["raw_sum"] / np.sqrt(scores["raw_sum"] ** 2 + 15)).mean()


@examples(10)
@given(texts, texts, texts)
def test_shift_sums_to_the_difference_and_turns_round(one, two, three):
    parts = [table(*given, doc_id=doc) for doc, given in zip("abc", (one, two, three), strict=True)]
    sentences = pd.concat(parts, ignore_index=True)
    scores, hits = sentiment.score(sentences), sentiment.hits(sentences)
    of = {doc: mean_compound(scores[scores["doc_id"] == doc]) for doc in "abc"}
    shift = sentiment.shift(scores, hits, "a", "b")
    assert shift["shift"].sum() == pytest.approx(of["a"] - of["b"], abs=1e-12)
    np.testing.assert_allclose(shift["by_frequency"] + shift["by_use"], shift["shift"])
    back = sentiment.shift(scores, hits, "b", "a").set_index("term")["shift"]
    np.testing.assert_allclose(-back[shift["term"]].to_numpy(), shift["shift"], atol=1e-12)
    others = mean_compound(scores[scores["doc_id"] != "a"])
    against_all = sentiment.shift(scores, hits, "a")
    assert against_all["shift"].sum() == pytest.approx(of["a"] - others, abs=1e-12)
    n_words = against_all[against_all["kind"] == "term"][["n_target", "n_reference"]].sum()
    assert n_words.sum() == len(hits)


def test_shift_leaves_out_sentences_that_scores_leaves_out():
    sentences = pd.concat([table("good", "bad"), table("bad", doc_id="b")], ignore_index=True)
    scores, hits = sentiment.score(sentences, SMALL), sentiment.hits(sentences, SMALL)
    shift = sentiment.shift(scores.drop(index=1), hits, "a", "b")
    assert shift.set_index("term")["n_target"].to_dict() == {"good": 1, "bad": 0}
    assert shift["shift"].sum() == 0.5


def test_shift_errors():
    sentences = pd.concat([table("good"), table("fine", doc_id="b")], ignore_index=True)
    scores, hits = sentiment.score(sentences, SMALL), sentiment.hits(sentences, SMALL)
    with pytest.raises(ValueError, match=r"no 'x' in column 'doc_id' \(found: a, b\)"):
        sentiment.shift(scores, hits, "x")
    with pytest.raises(ValueError, match="no text to compare with"):
        sentiment.shift(scores[:1], hits, "a")
    with pytest.raises(ValueError, match="do not add up to its raw_sum"):
        sentiment.shift(scores, sentiment.hits(sentences), "a")
    with pytest.raises(ValueError, match="occurs twice"):
        sentiment.shift(pd.concat([scores, scores]), hits, "a")


def test_what_the_notebook_on_tone_says_of_single_words(own_sentences):
    """By reading the lexicon: words of mockery that it lacks, words that it counts as praise."""
    lexicon = vader_lexicon()
    assert not {"victory", "legitimate", "deal", "nuclear"} & set(lexicon.index)
    hits = sentiment.hits(own_sentences).query("doc_id == 'msnbc'").set_index("token")
    for word in ("praise", "satisfied", "celebrate", "United", "lost"):
        assert (hits.loc[[word], "contribution"] > 0).all()
    assert lexicon["lost"] < 0


# --- several lexicons ----------------------------------------------------------------------

HARBOUR = "The glum harbour woke. A spry glum boat left. The spry crew sang. The sea lay there."
MINE = {"spry": 2.0, "glum": -1.0}
YOURS = {"spry": -3.0, "glum": -1.0, "sea": 0.5}


@pytest.fixture
def harbour(of_text):
    return split(of_text(HARBOUR))


def test_one_row_a_sentence_and_lexicon_each_as_sentiment_scores_it(harbour):
    table = sentiment.score_each(harbour, {"mine": MINE, "yours": YOURS})
    assert table["lexicon"].tolist() == ["mine", "yours"] * 4
    assert table["sentence_id"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4]
    for name, lexicon in (("mine", MINE), ("yours", YOURS)):
        alone = sentiment.score(harbour, lexicon)
        rows = table[table["lexicon"] == name]
        assert rows["compound"].tolist() == alone["compound"].tolist()
        assert rows["n_hits"].tolist() == alone["n_hits"].tolist()
        assert rows["z"].to_numpy() == pytest.approx(zscore(alone["compound"], ddof=1))


def test_one_word_by_hand(harbour):
    """A sum of -1 is -1/4 after normalisation: -1 / sqrt(1 + 15)."""
    table = sentiment.score_each(harbour, {"mine": MINE})
    assert table["compound"].iloc[0] == -0.25
    assert table["compound"].iloc[3] == 0


def test_fixed_norms_do_not_depend_on_what_is_shown(harbour):
    norms = pd.DataFrame({"lexicon": ["mine"], "mean": [0.25], "sd": [0.5]})
    table = sentiment.score_each(harbour, {"mine": MINE}, norms)
    assert table["z"].iloc[0] == -1.0
    alone = sentiment.score_each(harbour.head(1), {"mine": MINE}, norms)
    assert alone["z"].tolist() == [-1.0]
    with pytest.raises(ValueError, match=r"lexicon 'yours' \(found: mine\)"):
        sentiment.score_each(harbour, {"yours": YOURS}, norms)


def test_a_lexicon_that_says_nothing_has_no_z(harbour):
    table = sentiment.score_each(harbour, {"mine": MINE, "none": {"walrus": 1.0}})
    assert table.loc[table["lexicon"] == "none", "z"].isna().all()


def test_disagreements_are_those_of_sign_furthest_apart_first(harbour):
    """Sentences 2 and 3 have "spry", good to one list and bad to the other; 1 is glum to both.

    By hand: 3 is 2/sqrt(19) = .4588 against -3/sqrt(24) = -.6124; in 2, spry and glum give
    1/4 against -4/sqrt(31) = -.7184. "sea" in 4 is a word of one list only: no disagreement.
    """
    found = sentiment.contested(sentiment.score_each(harbour, {"mine": MINE, "yours": YOURS}))
    assert found["sentence_id"].tolist() == [3, 2]
    assert found["apart"].tolist() == pytest.approx([0.4588 + 0.6124, 0.25 + 0.7184])
    assert found["positive"].tolist() == ["mine", "mine"]
    assert found["negative"].tolist() == ["yours", "yours"]
    third = sentiment.score_each(harbour, {"mine": MINE, "none": {}, "yours": YOURS})
    assert sentiment.contested(third)["silent"].tolist() == ["none", "none"]


def test_no_disagreement_is_an_empty_table_with_its_columns(harbour):
    table = sentiment.score_each(harbour, {"a": MINE, "b": MINE})
    found = sentiment.contested(table)
    assert len(found) == 0
    assert {"sentence_id", "positive", "negative", "apart"} <= set(found.columns)


def test_errors_say_what_to_do(harbour):
    with pytest.raises(ValueError, match="none given"):
        sentiment.score_each(harbour, {})
    with pytest.raises(ValueError, match=r"make the table with sentences\.split"):
        sentiment.score_each(pd.DataFrame({"text": ["a"]}))
    with pytest.raises(ValueError, match=r"make the table with sentiment\.score_each"):
        sentiment.contested(harbour)


def test_a_file_of_a_researcher_joins(harbour, tmp_path):
    file = tmp_path / "mine.txt"
    file.write_text("spry\t2\nglum\t-1\n")
    table = sentiment.score_each(harbour, {"vader": vader_lexicon(), "mine": read_lexicon(file)})
    rows = table[table["lexicon"] == "mine"]
    assert rows["compound"].to_numpy() == pytest.approx(sentiment.score(harbour, MINE)["compound"])


def test_our_own_texts_have_sentences_on_which_lists_disagree(own_sentences):
    """Whatever the versions: z has mean 0 and deviation 1 for each list over what is shown."""
    table = sentiment.score_each(own_sentences)
    assert len(table) == 2 * len(own_sentences)
    by = table.groupby("lexicon")["z"]
    assert by.mean().to_numpy() == pytest.approx(np.zeros(2), abs=1e-9)
    assert by.std().to_numpy() == pytest.approx(np.ones(2))
    found = sentiment.contested(table)
    assert 0 < len(found) < len(own_sentences)
    assert (found["lowest"] < 0).all()
    assert (found["highest"] > 0).all()
