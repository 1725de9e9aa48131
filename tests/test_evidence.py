"""Evidence: the rows behind a number are as many as the number says."""

import pandas as pd
import pytest

from analysis import corpus, evidence, frames, keyness, sentences, sentiment, tfidf, tokens
from analysis.codebook.codes import read_codebook


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_evidence_of_each_count_sums_to_it(own_tokens, n):
    source = tokens.join_ngrams(own_tokens, n)
    for _, row in tokens.count_terms(own_tokens, ngrams=n).sample(60, random_state=1).iterrows():
        found = evidence.find(row, source)
        assert len(found) == row["n"]
        assert found["sentence_id"].nunique() == row["n_sentences"]


def test_both_sides_of_each_contrast_sum_to_its_counts(own_tokens):
    counts = tokens.count_terms(own_tokens)
    table = pd.concat([keyness.compare_each(counts), keyness.compare(counts, "axios", "msnbc")])
    for _, row in table.sample(80, random_state=2).iterrows():
        for side in ("target", "reference"):
            found = evidence.find(row, own_tokens, side=side)
            assert len(found) == row[f"n_{side}"]
            places = found[["doc_id", "sentence_id"]].drop_duplicates()
            assert len(places) == row[f"n_sentences_{side}"]


def test_sentences_are_shown_with_their_spans_and_escaped(of_text):
    table = sentences.split(of_text("A <b>deal</b> & a deal. Nothing."))
    words = tokens.tokenize(table)
    found = evidence.sentences_of(evidence.find({"doc_id": "a", "term": "deal"}, words), table)
    assert evidence.as_text(found) == "a 1: A <b>»deal«</b> & a »deal«."
    assert "&lt;b&gt;<mark>deal</mark>&lt;/b&gt; &amp; a <mark>deal</mark>." in evidence.as_html(
        found
    )


def test_a_text_commands_no_terminal(of_text):
    """Colours, a cleared screen, a turned direction and a forged line of evidence."""
    text = "A \x1b[31mdeal\x1b[2J \u202eno\u202c \x9b1m\nb 7: forged."
    table = sentences.split(of_text(text))
    words = tokens.tokenize(table)
    found = evidence.sentences_of(evidence.find({"doc_id": "a", "term": "forged"}, words), table)
    assert evidence.as_text(found) in (
        r"a 1: A \x1b[31mdeal\x1b[2J \u202eno\u202c \x9b1m b 7: »forged«.",
        "a 2: b 7: »forged«.",
    )


def test_a_row_without_a_key_is_refused(own_tokens):
    with pytest.raises(ValueError, match="no key of its source"):
        evidence.find({"n": 3}, own_tokens)


def test_no_evidence_is_an_empty_table(own_tokens, own_sentences):
    found = evidence.find({"doc_id": "axios", "term": "collapsed"}, own_tokens)
    assert found.empty
    assert evidence.sentences_of(found, own_sentences).empty
    assert isinstance(found, pd.DataFrame)


def test_the_words_of_each_passage_of_the_overview(own):
    everything = tokens.tokenize(sentences.split(own, roles=corpus.ROLES))
    words = tokens.sizes(everything, by=["doc_id", "passage_id"]).reset_index()
    table = own.passages.merge(words, on=["doc_id", "passage_id"], how="left").dropna()
    for _, row in table.iterrows():
        assert len(evidence.find(row[["doc_id", "passage_id"]], everything)) == row["n_words"]


def test_the_mean_tone_of_each_text_is_that_of_its_sentences(own_sentences):
    scores = sentiment.score(own_sentences)
    for doc_id, mean in scores.groupby("doc_id")["compound"].mean().items():
        found = evidence.find({"doc_id": doc_id, "mean": mean}, scores)
        assert found["compound"].sum() / len(found) == pytest.approx(mean, abs=1e-15)


def test_the_tone_of_each_sentence_is_that_of_its_words(own_sentences):
    scores, hits = sentiment.score(own_sentences), sentiment.hits(own_sentences)
    for _, row in scores.iterrows():
        found = evidence.find(row[["doc_id", "sentence_id"]], hits)
        assert len(found) == row["n_hits"]
        assert found["contribution"].sum() + row["emphasis"] == pytest.approx(row["raw_sum"])


def test_tf_idf_and_places_keep_the_counts_that_they_come_from(own_tokens):
    weights = tfidf.bind(tokens.count_terms(own_tokens))
    for _, row in weights.sample(50, random_state=3).iterrows():
        assert len(evidence.find(row, own_tokens)) == row["n"]
    places = tokens.locate(own_tokens, ["deal", "summit"])
    for doc_id, some in places.groupby("doc_id"):
        for term, rows in some.groupby("term"):
            found = evidence.find({"doc_id": doc_id, "term": term}, own_tokens)
            assert found["start"].tolist() == rows["start"].tolist()


def test_the_mentions_behind_each_row_of_a_profile(own, own_sentences, own_tokens):
    codebook = read_codebook(own.folder)
    mentions = frames.code(own_sentences, codebook)
    for voice in ("author", "quoted"):
        sizes = tokens.sizes(own_tokens[own_tokens["voice"] == voice])
        mine = mentions[mentions["doc_id"].isin(sizes.index)]
        for _, row in frames.profile(mine, sizes, codebook, voice=voice).iterrows():
            found = evidence.find(row, frames.counted(mine, voice))
            assert len(found) == row["n"]
            assert found["sentence_id"].nunique() == row["n_sentences"]


def test_the_sentences_behind_each_coded_stance(own, own_sentences):
    stance = own.codings[own.codings["code"] == "stance"]
    table = stance.groupby(["coder", "doc_id", "code", "value"]).size().rename("n").reset_index()
    for _, row in table.iterrows():
        found = evidence.find(row, stance)
        assert len(found) == row["n"]
        assert len(found.merge(own_sentences, on=["doc_id", "sentence_id"])) == row["n"]


def test_every_count_by_any_columns_opens_to_as_many_rows(own_tokens, own):
    """By voice, by outlet, by both: the number of a row is the number of its rows."""
    outlet = own.documents.set_index("doc_id")["outlet"]
    table = own_tokens.assign(outlet=own_tokens["doc_id"].map(outlet))
    for by in ("outlet", ["doc_id", "voice"], ["outlet", "voice", "mention"]):
        counts = tokens.count_terms(table, by=by)
        for _, row in counts.sample(60, random_state=1).iterrows():
            assert len(evidence.find(row, table)) == row["n"]


def test_another_table_than_the_one_counted_is_refused(own_sentences, own_tokens):
    """A profile counts affirmed mentions of the author's: all mentions are not its evidence."""
    codebook = frames.read_codebook(corpus.OWN_FOLDER)
    mentions = frames.code(own_sentences, codebook)
    profile = frames.profile(mentions, tokens.sizes(own_tokens), codebook)
    for _, row in profile.iterrows():
        assert len(evidence.find(row, frames.counted(mentions))) == row["n"]
    denied = profile[(profile["n_negated"] > 0) & (profile["kind"] == "name")].iloc[0]
    with pytest.raises(ValueError, match=f"a row that counts {denied['n']}"):
        evidence.find(denied, mentions)
    pairs = tokens.count_terms(own_tokens, ngrams=2)
    with pytest.raises(ValueError, match="0 rows agree with a row that counts"):
        evidence.find(pairs.iloc[0], own_tokens)


def test_a_coding_that_no_mention_shares_is_shown_as_its_whole_sentence():
    """Three codings, counted by hand: one with two mentions, one with none, one doubly coded."""
    codings = pd.DataFrame({
        "coder": ["A", "A", "B"], "doc_id": "t", "sentence_id": [1, 2, 1], "code": "frame_loss",
    })  # fmt: skip
    mentions = pd.DataFrame({
        "doc_id": "t", "sentence_id": [1, 1, 2], "code": ["frame_loss"] * 2 + ["frame_gain"],
        "start": [0, 5, 11], "end": [4, 9, 15],
    })  # fmt: skip
    sentences = pd.DataFrame({
        "doc_id": "t", "sentence_id": [1, 2], "start": [0, 10], "end": [9, 20],
        "text": ["lost lost", "won a deal"],
    })  # fmt: skip
    spans = evidence.wordings_of(codings, mentions, sentences)
    assert spans[["start", "end"]].to_numpy().tolist() == [[0, 4], [5, 9], [10, 20]]
    assert len(evidence.sentences_of(spans, sentences)) == 2
