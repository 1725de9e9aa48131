"""Tables about framing: small cases worked by hand, and the study's own files."""

import pandas as pd
import pytest

from analysis import corpus, evidence, frames, sentences, sentiment
from analysis.charts.tone_and_stance import rank_tone_and_stance, reversals
from analysis.codebook.codes import read_codebook

BOOK = pd.DataFrame({
    "code": ["name_walk_away", "frame_loss", "frame_gain", "actor_x", "stance"],
    "kind": ["name", "frame", "frame", "actor", "stance"],
    "process": ["act", "", "", "", ""],
    "agent": ["x", "", "", "", ""],
    "function": ["", "judgement", "judgement", "", ""],
    "pattern": ["walk* away", "los* ; nothing", "gain*", "Xavier", ""],
    "definition": "d",
})  # fmt: skip


@pytest.fixture
def read(of_text):
    text = "Xavier walked away. He lost, lost and LOST. It is not a loss. A gain for Xavier."
    table = sentences.split(of_text(text, "Nothing gained. Nothing else."))
    return table, frames.code(table, BOOK)


def codings(*rows, coder="study"):
    columns = ["doc_id", "sentence_id", "code", "value"]
    return pd.DataFrame(rows, columns=columns).assign(coder=coder)


def test_describe_puts_codes_into_words_and_codebook_order():
    table = pd.DataFrame({"code": ["stance", "frame_loss", "name_walk_away"], "n": [1, 2, 3]})
    shown = frames.describe(table, BOOK)
    assert shown["label"].tolist() == ["walk away", "loss", "stance"]
    assert shown["n"].tolist() == [3, 2, 1]
    assert shown.loc[0, ["process", "agent", "function"]].tolist() == ["act", "x", ""]
    own = frames.describe(table, BOOK.assign(label=["W", "", "", "", ""]))
    assert own["label"].tolist() == ["W", "loss", "stance"]
    with pytest.raises(ValueError, match="not in the codebook: other"):
        frames.describe(pd.DataFrame({"code": ["other"]}), BOOK)


def test_wordings_are_counted_as_the_profile_counts(read):
    _, mentions = read
    words = frames.wordings(mentions).set_index(["doc_id", "code"])["wordings"]
    # The negated "loss" is left out; case makes no other wording.
    assert words["a", "frame_loss"] == "lost ×3"
    assert words["a", "actor_x"] == "Xavier ×2"
    assert words["a", "name_walk_away"] == "walked away"


def test_stance_is_put_beside_the_scores_and_the_rest_is_missing(read):
    table, _ = read
    scores = table.assign(compound=[0.0, -0.5, 0.2, 0.4, 0.1, 0.0])
    found = codings(("a", 2, "stance", "unfavourable"), ("b", 1, "stance", "neither"),
                    ("a", 1, "frame_loss", 1))  # fmt: skip
    both = frames.with_stance(scores, found)
    assert both["stance"].fillna("–").tolist() == ["–", "unfavourable", "–", "–", "neither", "–"]
    assert both["compound"].tolist() == scores["compound"].tolist()
    two = pd.concat([found, found.assign(coder="other")])
    with pytest.raises(ValueError, match="coded by study, other; choose one"):
        frames.with_stance(scores, two)
    assert len(frames.with_stance(scores, two, coder="other")) == 6
    with pytest.raises(ValueError, match="no stance coded by 'nobody'"):
        frames.with_stance(scores, found, coder="nobody")
    with pytest.raises(ValueError, match="'good' is unknown"):
        frames.with_stance(scores, codings(("a", 1, "stance", "good")))
    with pytest.raises(ValueError, match="a 9 is not among the scores"):
        frames.with_stance(scores, codings(("a", 9, "stance", "neither")))


def test_places_count_the_sentences_given(read):
    table, mentions = read
    later = table[table["sentence_id"] > 1]
    kept = mentions[mentions["sentence_id"] > 1]
    placed = frames.in_order(kept, later)
    assert (placed["place"] == placed["sentence_id"] - 1).all()
    sizes = placed.drop_duplicates("doc_id").set_index("doc_id")["n_places"]
    assert sizes.to_dict() == {"a": 3, "b": 1}
    with pytest.raises(ValueError, match="no sentence 1 of a"):
        frames.in_order(mentions, later)


def test_codings_are_counted_in_sentences(read):
    table, _ = read
    found = codings(
        ("a", 2, "frame_loss", 1), ("a", 4, "frame_loss", 1), ("a", 4, "frame_gain", 0),
        ("a", 4, "stance", "neither"),
    )  # fmt: skip
    counts = frames.profile_codings(found, table, BOOK, "study").set_index(["doc_id", "code"])
    assert counts.loc[("a", "frame_loss"), ["n", "n_read", "share"]].tolist() == [2, 4, 0.5]
    assert counts.loc[("b", "frame_loss"), "n"] == 0
    assert counts.loc[("a", "frame_gain"), "n"] == 0
    assert "stance" not in counts.index.get_level_values("code")
    with pytest.raises(ValueError, match="no codings by 'nobody'"):
        frames.profile_codings(found, table, BOOK, "nobody")


def test_the_text_that_defends_the_decision_is_lowest_in_tone_and_highest_in_stance(
    own, own_sentences
):
    """The study's finding, from its two files: two of three pairs of texts change places."""
    codings = pd.read_csv(corpus.OWN_FOLDER / "codings.csv", keep_default_na=False)
    body = own_sentences[own_sentences["role"] == "body"]
    table = frames.with_stance(sentiment.score(body), codings)
    rows = rank_tone_and_stance(table, own.documents).set_index("doc_id")
    assert rows["tone_rank"].to_dict() == {"axios": 2, "msnbc": 1, "koreatimes": 0}
    assert rows["stance_rank"].to_dict() == {"axios": 0, "msnbc": 2, "koreatimes": 1}
    assert reversals(rows) == (2, 3)
    # The evidence of a count is the codings with its keys.
    for doc_id, row in rows.iterrows():
        for side in ("favourable", "neither", "unfavourable"):
            keys = {"doc_id": doc_id, "code": "stance", "value": side}
            assert len(evidence.find(keys, codings)) == row[f"n_{side}"]


def test_the_mentions_behind_a_bar_add_up_to_it(own_sentences):
    mentions = frames.code(own_sentences, book := read_codebook(corpus.OWN_FOLDER))
    mentions = mentions[mentions["voice"] == "author"]
    affirmed = mentions[~mentions["negated"] | (mentions["kind"] == "actor")]
    words = own_sentences["text"].str.split().str.len().groupby(own_sentences["doc_id"]).sum()
    table = frames.describe(frames.profile(mentions, words, book), book)
    keys = ["doc_id", "code"]
    assert table["n"].sum() == len(affirmed) > 0
    for row in table[table["n"] > 0].to_dict("records"):
        assert len(evidence.find({key: row[key] for key in keys}, affirmed)) == row["n"]
