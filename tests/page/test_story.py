"""The opening says what is true of any corpus, and its numbers are those of the tables."""

import numpy as np
import pandas as pd
import pytest

from analysis import corpus, sentences, sentiment
from analysis.charts.tone_and_stance import rank_texts
from analysis.codebook.codes import read_codebook
from analysis.page import contents, numbers, render, story

# Tone of each text, its stance (f, u, n for each sentence; "" where nobody read), and the heading.
HEADLINES = [
    # Of two that move equally far, the more favourable.
    ([0.3, 0.2, 0.1], ["uu", "un", "ff"],
     "Ranked by tone, C comes last. Ranked by stance, it comes first."),
    # B moves as far as C, but shares its place by stance with D.
    ([0.1, 0.2, 0.3, 0.4], ["n", "f", "u", "ff"],
     "Ranked by tone, C comes second. Ranked by stance, it comes last."),
    ([0.3, 0.2], ["ff", "uu"], "Tone and stance rank both texts alike"),
    ([0.3, 0.2, 0.1], ["ff", "fn", "uu"], "Tone and stance rank these 3 texts alike"),
    # A tie in stance: neither alike nor crossed.
    ([0.3, 0.2, 0.1], ["ff", "ff", "uu"], "Tone and stance of 3 texts"),
    ([0.3, 0.2, 0.1], ["uu", "ff", "ff"],
     "Ranked by tone, A comes first. Ranked by stance, it comes last."),
    # Every text shares its place with another.
    ([0.3, 0.3, 0.1, 0.1], ["uu", "u", "ff", "f"],
     "Tone and stance put 4 of 6 pairs in opposite order"),
    ([0.3, 0.2], ["", ""], "A has the highest mean tone of 2 texts"),
    ([0.2, 0.2], ["", ""], "Tone of 2 texts"),
    # Only one text was read: there is no second ranking.
    ([0.1, 0.2, 0.3], ["ff", "", ""], "C has the highest mean tone of 3 texts"),
    ([0.1], ["f"], "A, sentence by sentence"),
]  # fmt: skip


def ranks_of(tones, stances):
    sides = {"f": "favourable", "u": "unfavourable", "n": "neither"}
    rows = [
        (chr(97 + k), tone, sides.get(letter))
        for k, (tone, letters) in enumerate(zip(tones, stances, strict=True))
        for letter in letters or "-"
    ]
    table = pd.DataFrame(rows, columns=["doc_id", "compound", "stance"])
    documents = pd.DataFrame({"doc_id": [chr(97 + k) for k in range(len(tones))]})
    return rank_texts(table, documents)


@pytest.mark.parametrize(("tones", "stances", "heading"), HEADLINES)
def test_the_heading_is_the_first_that_is_true(tones, stances, heading):
    labels = {chr(97 + k): chr(65 + k) for k in range(len(tones))}
    assert story.headline(ranks_of(tones, stances), labels) == heading


@pytest.fixture(scope="module")
def told(own):
    tables = contents.compute_tables(own, read_codebook(corpus.OWN_FOLDER))
    return tables, *numbers.collect_findings(tables)


def text_of(parts):
    """A sentence as it is read, the labels as doc_ids."""
    return "".join(
        p if isinstance(p, str) else p[1] if p[0] != "number" else p[2] + p[3] for p in parts
    )


def test_the_finding_is_what_the_codings_and_scores_say(told, own):
    """Counted again from codings.csv and the scorer, without the tables of the page."""
    tables, found, places = told
    body = sentences.split(own, roles=["body"])
    tone = sentiment.score(body).groupby("doc_id")["compound"].mean()
    codings = own.codings[own.codings["coder"] == own.about["coder"]]
    stance = codings[codings["code"] == "stance"].pivot_table(
        "coder", "doc_id", "value", aggfunc="size", fill_value=0
    )
    balance = stance["favourable"] - stance["unfavourable"]
    assert tables["pair"] == (balance.idxmax(), balance.idxmin()) == ("axios", "msnbc")
    one, two, three = (text_of(parts) for parts in story.findings(tables, render._sides(own.about)))
    assert tone["axios"] < tone["msnbc"]
    assert one == (
        "The score puts the two texts that stand farthest apart the other way round: axios, read "
        f"as for leaving, at +{tone['axios']:.2f}, below msnbc, read as against leaving, "
        f"at +{tone['msnbc']:.2f}."
    ).replace("+0.", "+.")
    for doc_id, row in stance.iterrows():
        assert f"{doc_id} {row.favourable} and {row.unfavourable} of {row.sum()}" in two
    names = codings[codings["code"].str.startswith("name_")].groupby(["doc_id", "code"]).size()
    for (doc_id, code), n in names.groupby("doc_id").nlargest(1).droplevel(0).items():
        assert f"{doc_id} {code} {n} sentences" in three
    n = places.groupby("finding").size()
    assert (found.set_index("finding")["n"] == n.reindex(found["finding"])).all()


def test_the_two_sentences_are_those_that_score_and_reader_judge_most_otherwise(told, own):
    opposed = told[0]["opposed"]
    assert [(row.doc_id, row.sentence_id) for row in opposed.itertuples()] == [
        ("msnbc", 23),
        ("axios", 10),
    ]
    central = told[0]["central"]
    against = central.query("doc_id == 'msnbc' and stance == 'unfavourable'")
    assert opposed["compound"].iloc[0] == against["compound"].max() > 0
    for_it = central.query("doc_id == 'axios' and stance == 'favourable'")
    assert opposed["compound"].iloc[1] == for_it["compound"].min() < 0


@pytest.mark.parametrize("n", [1, 2, 5, 12, 13, 40])
def test_any_number_of_texts_is_told_without_codings(n):
    words = ["good", "bad", "fine", "awful", "plain"]
    texts = [
        f"It was a {words[k % 5]} day{k}. The day{k} was {words[k // 5 % 5]}." for k in range(n)
    ]
    tables = contents.compute_tables(corpus.from_table(pd.DataFrame({"text": texts})))
    said = [text_of(parts) for parts in story.findings(tables, render._sides({}))]
    tone = tables["central"].groupby("doc_id")["compound"].mean()
    if n > 1:
        ends = (tone[tables["pair"][0]], tone[tables["pair"][1]])
        assert np.allclose(ends, (tone.max(), tone.min()))
        assert tables["pair"][0] in said[0]
        assert len(tables["told"]) == (n if n <= story.MOST_TOLD else 2)
    labels = {doc_id: doc_id for doc_id in tone.index}
    sure = text_of(story.how_sure(tables, labels))
    assert sure.startswith("Exact for this text" if n == 1 else "Exact for these ")
    assert "read by" not in sure


def test_the_study_is_told_by_a_table_beside_its_texts(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("A good deal.\n")
    about = tmp_path / "about.csv"
    about.write_text("field,value\ntitle,Talks\nevent,the talks\n")
    c = corpus.load(tmp_path)
    assert story.kicker(c.documents, c.about) == "One commentary on the talks"
    assert story.kicker(c.documents, {}) == "One text"
    about.write_text("field,value\ntitel,Talks\ncoder,nobody\n")
    with pytest.raises(corpus.CorpusError) as error:
        corpus.load(tmp_path)
    assert [p.partition(";")[0] for p in error.value.problems] == [
        "about.csv row 2: unknown field 'titel'", "about.csv: coder 'nobody' has no codings",
    ]  # fmt: skip
