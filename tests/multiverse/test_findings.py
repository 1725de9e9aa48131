"""Findings in many specifications: what they depend on; tables equal to those of the modules."""

import pandas as pd
import pytest

from analysis import keyness, sensitivity, sentiment, tfidf, tokens
from analysis.multiverse import claims, findings, specifications


@pytest.fixture(scope="module")
def source(own):
    return sensitivity.prepare(own)


class Recorder(dict):
    """Options that remember which choices were asked for."""

    def __init__(self, options):
        super().__init__(options)
        self.asked = set()

    def __getitem__(self, choice):
        self.asked.add(choice)
        return super().__getitem__(choice)


EXAMPLES = {
    "tone_order": {"order": ["msnbc", "axios"]},
    "tone_positive": {"doc_id": "axios"},
    "stance_order": {"order": ["axios", "msnbc"]},
    "stance_side": {"doc_id": "axios", "side": "favourable"},
    "tone_against_stance": {"a": "msnbc", "b": "axios"},
    "orders_differ": {"texts": ["axios", "msnbc", "koreatimes"]},
    "code_most_in": {"doc_id": "axios", "code": "name_refusal"},
    "name_most": {"doc_id": "axios", "code": "name_refusal"},
    "names_more": {"doc_id": "msnbc", "attribute": "closure", "value": "end"},
    "never_says": {"doc_id": "axios", "term": "collaps*"},
    "says": {"doc_id": "axios", "term": "collaps*"},
    "term_distinctive": {"doc_id": "axios", "term": "negotiations"},
}


def test_every_finding_has_an_example_here():
    assert set(EXAMPLES) == set(claims.FINDINGS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_finding_depends_on_the_choices_that_it_declares_and_on_no_others(name, source):
    finding, asked = claims.FINDINGS[name], set()
    table = sensitivity.cross({c: source.choices[c] for c in finding.choices})
    fixed = dict(sensitivity.baseline(source).options)
    for row in table.sample(12, random_state=1).to_dict("records"):
        options = Recorder(fixed | row)
        finding(sensitivity.Specification(source, options), **EXAMPLES[name])
        asked |= options.asked
    assert asked == set(finding.choices)


@pytest.mark.parametrize("name", ["tone_against_stance", "names_more", "term_distinctive"])
def test_shared_tables_change_no_result(name, own, source):
    finding = claims.FINDINGS[name]
    table = sensitivity.cross({c: source.choices[c] for c in finding.choices}).sample(5)
    fixed = dict(sensitivity.baseline(source).options)
    for row in table.to_dict("records"):
        values = [
            finding(sensitivity.Specification(s, fixed | row), **EXAMPLES[name])[:3]
            for s in (source, sensitivity.prepare(own))
        ]
        pd.testing.assert_series_equal(*(pd.Series(v, dtype=object) for v in values))


def test_the_baseline_is_what_the_modules_give_by_themselves(own, own_sentences, source):
    spec = sensitivity.baseline(source)
    alone = sentiment.score(own_sentences)
    assert specifications.tone_scores(spec)["tone"].tolist() == alone["compound"].tolist()
    counts = tokens.count_terms(tokens.tokenize(own_sentences))
    assert specifications.word_counts(spec).to_numpy().tolist() == counts.to_numpy().tolist()
    stance = own.codings[own.codings["code"] == "stance"]
    sides = stance["value"].map({"favourable": 1, "unfavourable": -1, "neither": 0})
    means = specifications.judgements(spec).groupby("doc_id")["stance"].mean()
    pd.testing.assert_series_equal(
        means, sides.groupby(stance["doc_id"]).mean(), check_names=False, check_dtype=False
    )


@pytest.mark.parametrize("term", ["negotiations", "deal", "nothing"])
def test_one_term_is_judged_as_keyness_and_tfidf_judge_all(term, own_sentences, source):
    counts = tokens.count_terms(tokens.tokenize(own_sentences))
    row = keyness.compare(counts, "msnbc").set_index("term").loc[term]
    bound = tfidf.bind(counts)
    rank = bound.loc[bound["doc_id"] == "msnbc"].set_index("term")["tf_idf"].rank(ascending=False)
    limits = {
        "log ratio": row["log_ratio"] > 0,
        "conservative log ratio": row["clr"] > 0,
        "log-odds z": row["z"] > row["z_limit"],
        "tf-idf, smooth": rank.get(term, 99) <= 10,
    }
    spec = sensitivity.baseline(source)
    for option, expected in limits.items():
        chosen = spec._replace(options=dict(spec.options) | {"distinctive by": option})
        found = findings.term_distinctive(chosen, "msnbc", term)
        assert found.survives == expected, option
        assert found.value == pytest.approx(row["log_ratio"])


def test_page_text_left_in_makes_shin_say_that_talks_collapsed(own, source):
    """The other articles of the page hold "talks … collapsed" about Washington in August 2020."""
    runs = sensitivity.vary(findings.never_says, source, progress=False, **EXAMPLES["never_says"])
    out = runs["other page text"] == "out"
    assert runs.loc[out, "survives"].all()
    assert not runs.loc[~out, "survives"].any()
    assert set(runs.loc[~out, "value"]) == {1}
    top = sensitivity.influence(runs).iloc[0]
    assert (top["choice"], top["variance_share"], top["share_range"]) == ("other page text", 1, 1)
    claim = {
        "keys": ({"doc_id": "axios", "term": "collaps*"},),
        "specification": {"other page text": "in"},
    }
    [text] = claims.supporting_sentences(claim, source)["text"]
    assert "Democratic leadership collapsed" in text


def test_words_are_cut_as_the_options_say(of_text):
    source = sensitivity.prepare(
        of_text("Trump's much-needed Deal.", "Rain."), choices=sensitivity.CHOICES
    )
    spec = sensitivity.baseline(source)

    def terms(**options):
        chosen = dict(spec.options) | options
        table = specifications.word_counts(spec._replace(options=chosen))
        return table.loc[table["doc_id"] == "a", "term"].tolist()

    assert terms() == ["trump's", "much-needed", "deal"]
    assert terms(case="kept") == ["Trump's", "much-needed", "Deal"]
    assert terms(possessive="split off") == ["trump", "'s", "much-needed", "deal"]
    assert terms(hyphens="split") == ["trump's", "much", "needed", "deal"]


def test_voices_and_units_are_those_that_the_options_say(of_text):
    text = "It was good. He called it “a great and wonderful day in the life of us all”, badly."
    source = sensitivity.prepare(of_text(text, "Rain."), choices=sensitivity.CHOICES)
    spec = sensitivity.baseline(source)

    def texts(**options):
        table = specifications.tone_scores(spec._replace(options=dict(spec.options) | options))
        return table.loc[table["doc_id"] == "a", "text"].tolist()

    first, second = text[:12], text[13:]
    assert texts() == [first, second]
    assert texts(voice="author's sentences") == [first]
    assert texts(voice="author's words") == [first, "He called it , badly."]
    assert texts(unit="passage") == [text]
    assert texts(**{"units without tone": "left out"}) == [first, second]


def test_one_document_alone_says_so(of_text):
    runs = sensitivity.vary(
        findings.tone_order, of_text("Good."), sensitivity.CHOICES, progress=False, order=["a", "b"]
    )
    assert runs["survives"].isna().all()
    assert set(runs["reason"]) == {"b: nothing is left of it"}
