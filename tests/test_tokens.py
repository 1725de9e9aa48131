"""Words, counts and the concordance: a corpus of ten words, and properties; pairs: reading.csv."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus, sentences, tokens
from analysis.words import fold

pytestmark = pytest.mark.usefixtures("either_path")


def test_fold_joins_the_two_apostrophes_and_the_two_ways_to_write_an_accent():
    assert fold("Couldn’t") == fold("couldn't") == "couldn't"
    assert fold("Cafe\u0301") == fold("CAFÉ") == "café"


def test_counts_of_a_corpus_of_ten_words(of_text):
    """By hand: a = 'the deal. the deal fell', b = 'no deal. no talks.' (five and four words)."""
    table = tokens.tokenize(
        sentences.split(of_text("The deal. The deal fell.", "No deal. No talks."))
    )
    counts = tokens.count_terms(table).set_index(["doc_id", "term"])
    assert counts.loc[("a", "deal")].tolist() == [2, 2]
    assert counts.loc[("b", "no")].tolist() == [2, 2]
    assert counts.groupby("doc_id")["n"].sum().to_dict() == {"a": 5, "b": 4}
    pairs = tokens.count_terms(table, ngrams=2).set_index(["doc_id", "term"])["n"]
    # "deal the" would cross a sentence.
    assert pairs.to_dict() == {
        ("a", "the deal"): 2,
        ("a", "deal fell"): 1,
        ("b", "no deal"): 1,
        ("b", "no talks"): 1,
    }


def test_no_word_of_the_other_articles_on_the_axios_page(own_tokens):
    axios = set(own_tokens[own_tokens["doc_id"] == "axios"]["term"])
    assert not axios & {"collapsed", "coronavirus", "democratic", "lebanon", "fauci", "stanford"}
    assert "negotiations" in axios  # his own, in "hamper future negotiations"


def test_collapsed_is_said_once_by_the_columnist_and_once_by_the_report(own_tokens):
    found = own_tokens[own_tokens["term"] == "collapsed"]
    assert found["doc_id"].unique().tolist() == ["msnbc"]
    assert list(zip(found["voice"], found["mention"], strict=True)) == [
        ("quoted", False),
        ("author", True),
    ]


def test_walk_occurs_once_in_two_texts_and_never_in_the_third(own_sentences):
    found = tokens.concordance(own_sentences, "walk*")
    assert found["doc_id"].tolist() == ["axios", "msnbc"]
    assert found["match"].tolist() == ["walking", "walk"]
    assert found["voice"].tolist() == ["author", "quoted"]


def test_concordance_sorts_by_context_and_shows_its_place(of_text):
    texts = of_text("a zebra deal now. a new deal ago. an apt Deal, then.")
    table = sentences.split(texts)
    right = tokens.concordance(table, "deal", sort="right")
    assert right["right"].tolist() == [" ago.", " now.", ", then."]
    left = tokens.concordance(table, "deal", sort="left")
    assert left["left"].tolist() == ["an apt ", "a new ", "a zebra "]
    assert [texts.raw["a"][r.start : r.end] for r in left.itertuples()] == ["Deal", "deal", "deal"]
    assert tokens.concordance(table, "n?w deal")["match"].tolist() == ["new deal"]
    assert tokens.concordance(table, "now a").empty


def test_a_place_along_a_text_is_that_of_one_word(own_tokens):
    with pytest.raises(ValueError, match=r"'AT&T' is more than one word \(at, t, .*concordance"):
        tokens.locate(own_tokens, ["AT&T"])


def test_places_along_a_text(of_text):
    """By hand: five words, of which the second and the fourth match."""
    table = tokens.tokenize(sentences.split(of_text("The deal. The Deals fell.", "Nothing.")))
    found = tokens.locate(table, ["deal*", "walk*"])
    assert found[["doc_id", "term", "match"]].values.tolist() == [
        ["a", "deal*", "deal"],
        ["a", "deal*", "Deals"],
    ]
    assert found["position"].tolist() == [0.3, 0.7]
    assert tokens.sizes(table).to_dict() == {"a": 5, "b": 1}


def test_stop_words_keep_the_words_that_framing_lives_on():
    framing = set("not no nor but must could would should may might never both without".split())
    assert not framing & tokens.STOPWORDS
    shown = tokens.content(pd.DataFrame({"term": ["the", "no deal", "of the", "not"]}))
    assert shown["term"].tolist() == ["no deal", "not"]


def test_errors_say_what_to_do(own_sentences, own_tokens):
    with pytest.raises(ValueError, match="sort: 'up' is unknown; use 'place', 'left' or 'right'"):
        tokens.concordance(own_sentences, "deal", sort="up")
    with pytest.raises(ValueError, match="ngrams: 0 is not a length"):
        tokens.count_terms(own_tokens, ngrams=0)
    with pytest.raises(
        ValueError, match=r"no column 'quotes'.*make the table with sentences\.split"
    ):
        tokens.tokenize(own_sentences.drop(columns="quotes"))


@given(st.text(max_size=60), st.integers(1, 4))
def test_offsets_and_sizes_hold_for_any_text(text, n):
    texts = corpus.from_table(pd.DataFrame({"doc_id": ["x"], "text": [text]}))
    table = tokens.tokenize(sentences.split(texts))
    for row in table.itertuples():
        assert texts.raw["x"][row.start : row.end] == row.token
    assert tokens.count_terms(table)["n"].sum() == len(table)
    lengths = table.groupby("sentence_id").size()
    expected = (lengths - n + 1).clip(lower=0).sum()
    assert tokens.count_terms(table, ngrams=n)["n"].sum() == expected


def test_a_tokenizer_of_ones_own_cuts_the_words(of_text):
    """Treebank parts "don't" and keeps "U.S.-led"; what has no letter or digit is no word."""
    from nltk.tokenize import TreebankWordTokenizer

    s = sentences.split(of_text("They don't walk, -- the U.S.-led talks end."))
    own = tokens.tokenize(s, tokenizer=TreebankWordTokenizer())
    expected = ["They", "do", "n't", "walk", "the", "U.S.-led", "talks", "end"]
    assert own["token"].tolist() == expected
    counts = tokens.count_terms(own)
    assert counts.set_index("term")["n"]["n't"] == 1
    # A search goes by the study's word in any case.
    assert tokens.concordance(s, "don't")["match"].tolist() == ["don't"]


def test_a_tokenizer_without_spans_is_refused_in_a_sentence(own_sentences):
    from nltk.tokenize import TweetTokenizer

    with pytest.raises(
        ValueError, match="TweetTokenizer does not say where its pieces stand; give"
    ):
        tokens.tokenize(own_sentences, tokenizer=TweetTokenizer())
