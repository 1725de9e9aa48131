"""Grids whose results are known beforehand, and tables that must equal those made without them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import corpus, keyness, sensitivity, sentences, sentiment, tfidf, tokens
from analysis.lexicons.lists import vader_lexicon
from analysis.multiverse import claims, findings, specifications
from analysis.sensitivity import Found


@sensitivity.depends_on("case", "hyphens", "minimum count")
def weighed(spec, undefined=False):
    """Value 3 where case is kept, plus 1 where hyphens are split; holds where above 2."""
    if undefined and spec.option("minimum count") == 3:
        return Found(np.nan, None, "too rare")
    value = 3.0 * (not spec.option("case")) + 1.0 * spec.option("hyphens")
    return Found(value, value > 2)


def test_the_grid_is_every_combination_the_first_options_first():
    table = sensitivity.grid({"x": {"a": 1, "b": 2}, "y": {"c": 1, "d": 2, "e": 3}})
    assert table.to_numpy().tolist() == [list(row) for row in ("ac", "ad", "ae", "bc", "bd", "be")]


def test_survival_and_influence_of_a_finding_with_known_weights(of_text):
    """Values 0, 1, 3, 4, each three times: the variances of the two choices are 9/4 and 1/4."""
    runs = sensitivity.run(weighed, of_text("One.", "Two."), sensitivity.CHOICES, progress=False)
    assert len(runs) == 2 * 2 * 3
    found = sensitivity.summary(runs).iloc[0]
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
    runs = sensitivity.run(
        weighed, of_text("One."), sensitivity.CHOICES, progress=False, undefined=True
    )
    found = sensitivity.summary(runs).iloc[0]
    assert (found["n_specifications"], found["n_undefined"], found["n_surviving"]) == (12, 4, 4)
    assert found["share"] == 0.5
    assert set(runs.loc[runs["survives"].isna(), "reason"]) == {"too rare"}
    table = sensitivity.influence(runs).set_index(["choice", "option"])
    assert table.loc[("minimum count", "3"), ["n_defined", "n_undefined"]].tolist() == [0, 4]
    assert np.isnan(table.loc[("minimum count", "3"), "share"])


def test_a_finding_that_is_never_defined_has_no_share(of_text):
    one = {"minimum count": {"3": 3}}
    runs = sensitivity.run(weighed, of_text("One."), one, progress=False, undefined=True)
    assert len(runs) == 1
    found = sensitivity.summary(runs).iloc[0]
    assert np.isnan(found["share"])
    assert found["n_undefined"] == 1


def test_choices_not_named_are_held_and_unknown_ones_are_named(of_text):
    runs = sensitivity.run(weighed, of_text("One."), {"case": sensitivity.CHOICES["case"]})
    assert runs["hyphens"].unique().tolist() == ["whole"]
    assert len(runs) == 2
    with pytest.raises(ValueError, match="'colour' is unknown; there is other page text"):
        sensitivity.run(weighed, of_text("One."), {"colour": {"red": 1}})
    with pytest.raises(ValueError, match="'case' has no option"):
        sensitivity.prepare(of_text("One."), choices={"case": {}})
    with pytest.raises(ValueError, match="say on which choices it depends"):
        sensitivity.run(lambda spec: None, of_text("One."))
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
    runs = sensitivity.run(findings.tone_order, source, progress=False, order=["a", "b"])
    values = runs.set_index("tone by")["value"]
    assert values.to_dict() == {
        "VADER": 0,
        "VADER, words alone": 0,
        "Pattern, VADER's rules": 0,
        "mine": pytest.approx(2 / np.sqrt(19), abs=1e-4),
    }


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
    table = sensitivity.grid({c: source.choices[c] for c in finding.choices})
    fixed = dict(sensitivity.baseline(source).options)
    for row in table.sample(12, random_state=1).to_dict("records"):
        options = Recorder(fixed | row)
        finding(sensitivity.Specification(source, options), **EXAMPLES[name])
        asked |= options.asked
    assert asked == set(finding.choices)


@pytest.mark.parametrize("name", ["tone_against_stance", "names_more", "term_distinctive"])
def test_shared_tables_change_no_result(name, own, source):
    finding = claims.FINDINGS[name]
    table = sensitivity.grid({c: source.choices[c] for c in finding.choices}).sample(5)
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
        "log-odds z": row["z"] > 1.96,
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
    runs = sensitivity.run(findings.never_says, source, progress=False, **EXAMPLES["never_says"])
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
    [text] = claims.sentences_behind(claim, source)["text"]
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


WORDS = "no not good great bad war but never very kind of hope ! happy so least at the deal".split()


@settings(max_examples=6, deadline=None)
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


def test_one_document_alone_says_so(of_text):
    runs = sensitivity.run(
        findings.tone_order, of_text("Good."), sensitivity.CHOICES, progress=False, order=["a", "b"]
    )
    assert runs["survives"].isna().all()
    assert set(runs["reason"]) == {"b: nothing is left of it"}


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
