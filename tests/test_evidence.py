"""Evidence: the rows behind a number are as many as the number says."""

import pandas as pd
import pytest

from analysis import evidence, keyness, tokens


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_evidence_of_each_count_sums_to_it(own_tokens, n):
    source = tokens.join_ngrams(own_tokens, n)
    for _, row in tokens.count_terms(own_tokens, ngrams=n).sample(60, random_state=1).iterrows():
        found = evidence.find(row, source)
        assert len(found) == row["n"]
        assert found["sentence_id"].nunique() == row["n_sentences"]


def test_both_sides_of_each_contrast_sum_to_its_counts(own_tokens):
    counts = tokens.count_terms(own_tokens)
    table = pd.concat([keyness.compare_each(counts), keyness.compare_pairs(counts)])
    for _, row in table.sample(80, random_state=2).iterrows():
        for side in ("target", "reference"):
            found = evidence.find(row, own_tokens, side=side)
            assert len(found) == row[f"n_{side}"]
            places = found[["doc_id", "sentence_id"]].drop_duplicates()
            assert len(places) == row[f"n_sentences_{side}"]


def test_sentences_are_shown_with_their_spans_and_escaped(of_text):
    from analysis import sentences

    table = sentences.split(of_text("A <b>deal</b> & a deal. Nothing."))
    words = tokens.tokenize(table)
    found = evidence.sentences_of(evidence.find({"doc_id": "a", "term": "deal"}, words), table)
    assert evidence.as_text(found) == "a 1: A <b>»deal«</b> & a »deal«."
    assert "&lt;b&gt;<mark>deal</mark>&lt;/b&gt; &amp; a <mark>deal</mark>." in evidence.as_html(
        found
    )


def test_a_row_without_a_key_is_refused(own_tokens):
    with pytest.raises(ValueError, match="no key of its source"):
        evidence.find({"n": 3}, own_tokens)


def test_no_evidence_is_an_empty_table(own_tokens, own_sentences):
    found = evidence.find({"doc_id": "axios", "term": "collapsed"}, own_tokens)
    assert found.empty
    assert evidence.sentences_of(found, own_sentences).empty
    assert isinstance(found, pd.DataFrame)
