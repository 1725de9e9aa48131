"""VADER's rules one by one, and equality with the reference, vaderSentiment 3.3.2.

The sums of single rules are worked by hand from the constants of Hutto & Gilbert (2014), with a
lexicon of a few round numbers: good 2, fine 1, bad -2.
"""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from anything import examples
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment import vaderSentiment as reference_module
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from analysis import sentiment
from analysis.lexicons import forms, rules, vader
from analysis.lexicons.lists import emoji_words, vader_lexicon
from analysis.typography import read_as

SMALL = {"good": 2.0, "fine": 1.0, "bad": -2.0, "no": -1.0, "bomb": -2.0, "kind": 2.0, "death": -3}
REFERENCE = SentimentIntensityAnalyzer()
NAMES = {"compound": "compound", "positive": "pos", "neutral": "neu", "negative": "neg"}


def raw_sum(text):
    return sentiment.rate([text], SMALL)["raw_sum"].item()


def assert_equal_to_reference(texts, lexicon=None):
    analyzer = REFERENCE
    if lexicon is not None:
        analyzer = SentimentIntensityAnalyzer()
        analyzer.lexicon = dict(lexicon)
    ours = sentiment.rate(texts, lexicon)
    theirs = pd.DataFrame([analyzer.polarity_scores(read_as(text)) for text in texts])
    for column, name in NAMES.items():
        unequal = np.flatnonzero(ours[column].to_numpy() != theirs[name].to_numpy())
        assert not len(unequal), (column, texts[unequal[0]], theirs.iloc[unequal[0]].to_dict())


@pytest.mark.parametrize(
    ("text", "compound"),
    [
        ("VADER is smart, handsome, and funny.", 0.8316),
        ("VADER is smart, handsome, and funny!", 0.8439),
        ("VADER is very smart, handsome, and funny.", 0.8545),
        ("VADER is not smart, handsome, nor funny.", -0.7424),
        ("The book was good.", 0.4404),
        ("Today SUX!", -0.5461),
        (
            "The plot was good, but the characters are uncompelling and the dialog is not great.",
            -0.7042,
        ),
    ],
)
def test_readme_of_vadersentiment(text, compound):
    """The scores printed in the README of vaderSentiment 3.3.2."""
    assert sentiment.compound([text]).tolist() == [compound]


def test_word_lists_are_those_of_the_reference():
    """BOOSTER_DICT, NEGATE and SPECIAL_CASES of vaderSentiment 3.3.2.

    "Badass" is a special case there of one word, which is never looked for.
    """
    degree = dict.fromkeys(rules.INTENSIFIERS, 0.293)
    degree |= dict.fromkeys(rules.DAMPENERS, -0.293) | rules.DEGREE_PHRASES
    assert degree == BOOSTER_DICT
    with_nt = {word for word in NEGATE if "n't" in word}
    assert set(rules.NEGATIONS) | with_nt == set(NEGATE)
    assert rules.SPECIAL_PHRASES | {"badass": 1.5} == SPECIAL_CASES


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("valence", "a good day", 2),
        ("valence: punctuation is stripped", "a (good), day", 2),
        ("valence: two letters keep theirs", "no. day", 0),
        ("valence: curly quotation marks are punctuation", "a “good” day", 2),
        ("valence: small letters in the lexicon", "Good day", 2),
        ("no: negates the next", "no good", 2 * -0.74),
        ("no: negates the one after", "no real good", 2 * -0.74 - 1),
        ("no: third with or", "no fair or good", 2 * -0.74 - 1),
        ("no: third without or", "no fair and good", 2 - 1),
        ("no: alone", "they say no today", -1),
        ("capitals", "a GOOD day", 2.733),
        ("capitals: negative", "a BAD day", -2.733),
        ("capitals: all of them", "A GOOD DAY", 2),
        ("degree: one before", "very good", 2.293),
        ("degree: weakens", "barely good", 2 - 0.293),
        ("degree: negative", "very bad", -2.293),
        ("degree: two before", "very much good", 2 + 0.293 * 0.95),
        ("degree: three before", "very x y good", 2 + 0.293 * 0.9),
        ("degree: not four before", "very x y z good", 2),
        ("degree: in capitals", "VERY good", 2 + 0.293 + 0.733),
        ("degree: two of them", "very very good", 2 + 0.293 + 0.293 * 0.95),
        ("degree: not past a lexicon word", "fine good", 3),
        ("negation: one before", "not good", 2 * -0.74),
        ("negation: two before", "not so good", (2 + 0.293) * -0.74),
        ("negation: three before", "not x y good", 2 * -0.74),
        ("negation: not four before", "not x y z good", 2),
        ("negation: n't", "couldn't good", 2 * -0.74),
        ("negation: any n't", "y'alln't've good", 2 * -0.74),
        ("negation: curly apostrophe", "couldn’t good", 2 * -0.74),
        ("negation: twice", "not never good", 2 * -0.74 * -0.74),
        ("never so", "never so good", (2 + 0.293) * 1.25),
        ("never this", "never this good", 2 * 1.25),
        ("never so at three", "never so x good", (2 + 0.293 * 0.95) * 1.25),
        ("never so at three: any so", "x y so good", (2 + 0.293) * 1.25),
        ("without doubt", "without doubt good", 2),
        ("without doubt at three", "without x doubt good", 2),
        ("without", "without x good", 2 * -0.74),
        ("special phrase", "x y is the bomb", 3),
        ("special phrase: only from the fourth word on", "is the bomb", -2),
        ("special phrase: three words", "x y z kiss of death", -1.5),
        ("special phrase: begins with the word", "x y z bad ass", 1.5),
        ("kind of: weakens", "x kind of good", 2 - 0.293),
        ("kind of: not a kind one", "kind of x", 0),
        ("kind", "a kind x", 2),
        ("just enough", "x just enough good", 2 - 0.293),
        ("least", "least good", 2 * -0.74),
        ("least: after a word", "the least good", 2 * -0.74),
        ("at least", "at least good", 2),
        ("very least", "very least good", 2 + 0.293 * 0.95),
        ("but", "good but bad", 2 * 0.5 - 2 * 1.5),
        ("but: with a comma", "good but, bad", 2 * 0.5 - 2 * 1.5),
        ("but: the first one", "bad but good but bad", -2 * 0.5 + 2 * 1.5 - 2 * 1.5),
        ("but: by value, good is 1 when fine is looked for", "good but fine", 0.5 + 1),
        ("exclamation", "good!!", 2 + 2 * 0.292),
        ("exclamation: four at most", "good!!!!!!", 2 + 4 * 0.292),
        ("exclamation: negative", "bad!", -2 - 0.292),
        ("exclamation: nothing to stress", "x!", 0),
        ("question: one", "good?", 2),
        ("question: two", "good??", 2 + 2 * 0.18),
        ("question: four", "good????", 2 + 0.96),
        ("emoticon", ":)", 0),
        ("emoji: not a word of this lexicon", "good😀", 2),
        ("emoji: glued to what follows", "👍good", 0),
    ],
)
def test_rule(rule, text, expected):
    """By hand; and the reference with the same lexicon gives the compound of that sum."""
    assert raw_sum(text) == pytest.approx(expected, abs=1e-12)
    assert_equal_to_reference([text], SMALL)


# By hand from the rules, and as vaderSentiment 3.3.2 scores the straight form.
@pytest.mark.parametrize(
    ("text", "straight"),
    [
        ("It isn’t a good deal.", "It isn't a good deal."),
        ("It isn´t a good deal.", "It isn't a good deal."),
        ("It isn`t a good deal.", "It isn't a good deal."),
        ("It isnʼt a good deal.", "It isn't a good deal."),
        ("It isn＇t a good deal.", "It isn't a good deal."),
        ("It is\u200bn’t a go\u00adod deal.", "It isn't a good deal."),
        ("He didn’t like the “great” deal.", 'He didn\'t like the "great" deal.'),
        ("A «great» ‹bad› „fine“ deal", 'A "great" "bad" "fine" deal'),
        ("great…", "great..."),
        ("a success—a win", "a success - a win"),
        ("a success--a win", "a success -- a win"),
        ("a two‑faced win", "a two-faced win"),
        ("No deal ❤\ufe0f", "No deal ❤"),
    ],
)
def test_typography_is_scored_as_it_is_read(text, straight):
    assert sentiment.compound([text]) == REFERENCE.polarity_scores(straight)["compound"]
    hits = sentiment.hits(
        pd.DataFrame({"doc_id": ["a"], "sentence_id": 1, "start": 7, "text": text})
    )
    assert len(hits) == sentiment.rate([straight])["n_hits"].item()
    for row in hits.itertuples():
        assert text[row.start - 7 : row.end - 7] == row.token


def test_a_lexicon_tells_what_it_can_never_match():
    terms = {
        "good": 2,
        "Good": 2,
        "walk away": 1,
        "bad!": -1,
        "absolutely": 1,
        "very": 1,
        "": 1,
        "😀": 1,
        ":)": 2,
        "can’t": -1,
    }
    with pytest.warns(
        UserWarning, match=r"7 of 10 terms can match no word \('', 'Good', 'absolutely', …"
    ):
        rated = sentiment.rate(["good Good bad :) can't can’t"], terms)
    assert rated["n_hits"].tolist() == [5]


@pytest.mark.parametrize(
    ("lexicon", "message"),
    [
        (pd.Series([1.0, 2.0], ["good", "good"]), "'good' stands in it twice; keep one of the two"),
        ({"can't": 1, "can’t": 2}, "'can’t' stands in it twice"),
        ({"good": "high"}, "the valence of 'good' is 'high', not a number"),
        ({"good": None}, "the valence of 'good' is None, not a number"),
    ],
)
def test_a_lexicon_that_says_two_things_or_none_is_refused(lexicon, message):
    with pytest.raises(ValueError, match=message):
        sentiment.rate(["good"], lexicon)


def test_emoji_and_emoticons_of_vader():
    """An emoji is read as its description: 😂 "face with tears of joy", tears -0.9, joy 2.8."""
    rated = sentiment.rate(["😂", ":)", ":D"])
    assert rated["raw_sum"].tolist() == pytest.approx([1.9, 2.0, 2.3])


def test_normalize():
    """s / sqrt(s² + 15): 1 / sqrt(16) = .25 and 7 / sqrt(64) = .875."""
    assert vader.normalize(np.array([1.0, 7.0, 0.0])).tolist() == [0.25, 0.875, 0.0]


def test_sift_into_positive_neutral_negative():
    """By hand: weights 2+1, 1, 2+1, 1; neither side is heavier, so "!" goes to none."""
    rated = sentiment.rate(["good x bad y!", "fine x"], SMALL)
    assert rated[["positive", "neutral", "negative"]].to_numpy().tolist() == [
        [0.375, 0.25, 0.375],
        [0.667, 0.333, 0.0],
    ]


def test_rounding_is_that_of_round():
    """Halves of the last digit, where numpy's rounding and ``round`` part (.00285, .00165)."""
    halves = (np.arange(-10_000, 10_000) + 0.5) / 10_000
    for values in (halves, np.nextafter(halves, 1), np.nextafter(halves, -1)):
        assert vader._round(values, 4).tolist() == [round(v, 4) for v in values.tolist()]
        assert vader._round(values * 10, 3).tolist() == [
            round(v, 3) for v in (values * 10).tolist()
        ]


def test_empty_texts_and_only_white_space():
    rated = sentiment.rate(["", " \n\u00a0", "good"])
    assert rated["compound"].tolist() == [0, 0, 0.4404]
    assert rated.loc[:1, ["positive", "neutral", "negative"]].to_numpy().sum() == 0
    assert len(sentiment.rate([])) == 0


@pytest.mark.parametrize("texts", ["good", ["good", None], pd.Series(["good", None]), [1]])
def test_what_is_no_list_of_texts(texts):
    with pytest.raises(ValueError, match=r"one string|row 1|row 0"):
        sentiment.rate(texts)


@pytest.fixture(scope="module")
def random_texts():
    """The generator of benchmarks/fuzz_tone.py, which compares a million of them."""
    file = Path(__file__).parents[2] / "benchmarks" / "fuzz_tone.py"
    spec = importlib.util.spec_from_file_location("fuzz_tone", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.random_texts


def test_equals_reference_on_random_texts(random_texts):
    assert_equal_to_reference(random_texts(20_000, seed=1))


def test_equals_reference_with_another_lexicon(random_texts):
    """A lexicon that also holds words which the rules name, and the empty term."""
    draw = np.random.default_rng(2)
    terms = [*vader_lexicon().index[::5], "but", "very", "not", "never", "least", "so", "of", ""]
    lexicon = dict(zip(terms, draw.integers(-8, 9, len(terms)) / 4, strict=True))
    assert_equal_to_reference(random_texts(5_000, seed=3), lexicon)


def test_equals_reference_on_sums_that_all_but_vanish():
    """.1 + .2 - .3 is not 0 in floating point, and "!" is added to the side that it falls on."""
    lexicon = {"one": 0.1, "two": 0.2, "three": -0.3, "six": 0.6, "minus": -0.6}
    draw = np.random.default_rng(4)
    words = np.array(["one", "two", "three", "six", "minus", "x", "!!", "very", "no"])
    texts = [" ".join(draw.choice(words, draw.integers(2, 12))) for _ in range(3_000)]
    assert_equal_to_reference(texts, lexicon)


anything = st.text(st.characters(exclude_categories=()), max_size=40)
spoken = st.lists(
    st.sampled_from(
        [
            *("good", "GREAT", "bad", "not", "isn't", "so", "never", "very", "no", "but", "but,"),
            *("isn’t", "“bad”", "good…", "—", "great--bad", "´", "\u00ad", "2018–2019", "👍🏽"),
            *("kind", "of", "least", "at", "the", "bomb", "!", "?", " ", "\u2009", "😀", "❤️", ":)"),
        ]
    ),
    max_size=14,
).map(" ".join)


@examples(40)
@given(st.lists(anything | spoken | st.tuples(spoken, anything).map("".join), max_size=8))
def test_equals_reference_on_any_unicode(texts):
    assert_equal_to_reference(texts) if texts else None


def test_batches_do_not_show(random_texts):
    """Any batch size, and a list, a column of objects or an Arrow column: the same scores."""
    texts = random_texts(300, seed=5)
    whole = sentiment.rate(texts)
    known = vader.prepare_lexicon(vader_lexicon()), forms.describe_emoji(emoji_words())
    for size in (1, 97, 2_000):
        parts = [vader.compute_scores(rated) for _, rated in vader.rate_words(texts, *known, size)]
        assert len(parts) > 5
        pd.testing.assert_frame_equal(pd.concat(map(pd.DataFrame, parts), ignore_index=True), whole)
    for column in (pd.Series(texts), pd.Series(texts, dtype=object), pd.Series(texts)[::-1][::-1]):
        pd.testing.assert_frame_equal(sentiment.rate(column), whole)
    joined = pd.concat([pd.Series([text], dtype="str") for text in texts], ignore_index=True)
    assert joined.array._pa_array.num_chunks == 300
    assert len(list(forms.text_batches(joined))) == 1
    pd.testing.assert_frame_equal(sentiment.rate(joined), whole)


def test_equals_reference_where_sum_is_compensated(monkeypatch):
    """Since Python 3.12 ``sum`` carries the rounding error along (Neumaier 1974): so do we."""

    def compensated(numbers):
        total = lost = 0.0
        for number in numbers:
            new = total + number
            big, small = (total, number) if abs(total) >= abs(number) else (number, total)
            lost += (big - new) + small
            total = new
        return total + lost

    monkeypatch.setattr(reference_module, "sum", compensated, raising=False)
    monkeypatch.setattr(vader, "sum", compensated, raising=False)
    test_equals_reference_on_sums_that_all_but_vanish()
