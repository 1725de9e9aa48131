"""Typography is read as a reader reads it: the table of folds, in pairs that must be one."""

import re

import pandas as pd
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus, frames, sentences, tokens, typography
from analysis.codebook import patterns
from analysis.lexicons.lists import emoji_words
from analysis.words import cut, fold, spans

FOLDED = [character for fold in typography.FOLDS for character in fold.characters]
UNSEEN = re.findall(f"[{typography.INVISIBLE}]", "".join(map(chr, range(0x110000))))


def terms(text: str) -> list[str]:
    texts = corpus.from_table(pd.DataFrame({"text": [text]}))
    return tokens.tokenize(sentences.split(texts))["term"].tolist()


@pytest.mark.usefixtures("either_path")
@pytest.mark.parametrize("mark", typography.FOLDS[0].characters)
def test_each_apostrophe_is_one(mark):
    written = f"It isn{mark}t rock{mark}n{mark}roll, the workers{mark} say."
    assert terms(written) == ["it", "isn't", "rock'n'roll", "the", "workers", "say"]


@pytest.mark.usefixtures("either_path")
@pytest.mark.parametrize("mark", typography.FOLDS[2].characters)
def test_each_hyphen_is_one(mark):
    assert terms(f"a break{mark}down of Jong{mark}un") == ["a", "break-down", "of", "jong-un"]


@pytest.mark.usefixtures("either_path")
@pytest.mark.parametrize(
    "unseen", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufe0f", "\u3164", "\U000e0041"]
)
def test_what_is_not_seen_makes_no_word_and_no_difference(unseen):
    text = f"No{unseen} deal: {unseen} don{unseen}'{unseen}t walk ❤{unseen} {unseen}away{unseen}."
    assert terms(text) == ["no", "deal", "don't", "walk", "away"]
    numbers = f"the U.{unseen}S. left 1{unseen}9,5{unseen}11"
    assert terms(numbers) == ["the", "u.s.", "left", "19,511"]


@pytest.mark.usefixtures("either_path")
def test_emoji_are_no_words():
    """U+FE0F and U+200D were words once, and the first key term of four tweets."""
    assert terms("No deal ❤️ 👨‍👩‍👧 ☎️ 🇺🇸 1️⃣ ™ ½ ² ①") == ["no", "deal", "1"]


@pytest.mark.usefixtures("either_path")
def test_a_word_is_the_same_for_words_searches_and_the_codebook():
    """Footnote marks were letters to one of them and not to the other."""
    texts = corpus.from_table(
        pd.DataFrame({"doc_id": ["a"], "text": ["He walked out¹ of the talks² early."]})
    )
    table = sentences.split(texts)
    assert tokens.concordance(table, "walked out")["match"].tolist() == ["walked out"]
    book = pd.DataFrame(
        {"code": ["name_out"], "kind": ["name"], "pattern": ["walked out ; =talks"]}
    )
    found = frames.code(table, book)
    assert found["text"].tolist() == ["walked out", "talks"]


def test_a_pattern_that_minds_capitals_reads_accents_and_marks_alike():
    for written, pattern in [
        ("Café", "=Cafe\u0301"),
        ("O’Neill", "=O'Neill"),
        ("Ca\u00adfé", "=Café"),
    ]:
        index = patterns.index_words([written, written.lower()], [0, 0])
        assert patterns.find_matches([patterns.parse(pattern)], index) == [(0, 0)]


def test_nothing_that_is_seen_is_folded_twice_or_read_as_unseen():
    assert len(FOLDED) == len(set(FOLDED))
    assert not set(FOLDED) & set(UNSEEN)
    described = set(emoji_words())
    assert not described & {
        *FOLDED,
        *typography.SPACED[0].characters,
        *typography.SPACED[1].characters,
    }


def test_what_is_not_seen_has_no_letter_that_is():
    """By the Unicode categories: formats, marks, unassigned, and the fillers of Hangul."""
    fillers = {"\u115f", "\u1160", "\u3164", "\uffa0"}
    assert all(c in fillers or not regex.match(r"[\p{L}\p{N}\p{P}\p{S}\p{Z}]", c) for c in UNSEEN)


READ_AS = [
    ("isn’t", "isn't"),
    ("a “great” deal", 'a "great" deal'),
    ("great…", "great..."),
    ("success—a win", "success - a win"),
    ("success--a win", "success -- a win"),
    ("win–win", "win - win"),
    ("2018–2019", "2018–2019"),
    ("pages 3--4", "pages 3 -- 4"),
    ("well-known", "well-known"),
    ("--<--<@", "--<--<@"),
    ("ne\u00adgo\u200btiate ❤\ufe0f", "negotiate ❤"),
]


@pytest.mark.parametrize(("text", "expected"), READ_AS)
def test_a_text_as_it_is_scored(text, expected):
    assert typography.read_as(text) == expected


@given(st.text(st.sampled_from("ab’ʼ`“…—–-12 \u00ad\ufe0f\u0301é😀İ")))
def test_folding_keeps_places(text):
    assert len(typography.straighten(text)) == len(text) == len(typography.pieces(text))
    assert typography.straighten(typography.straighten(text)) == typography.straighten(text)
    for start, end in spans(text):
        assert fold(text[start:end]) in [fold(word) for word in cut(text)]
        assert any(c.isalpha() or c.isdigit() for c in text[start:end])


@given(st.text(alphabet=st.sampled_from("ab -—–…'’“\u200d\ufe0f\U0001f600.9\n"), max_size=60))
def test_widths_are_the_lengths_of_the_pieces(text):
    table = typography.spelling({0x1F600: " grinning face"})
    expected = [len(piece) for piece in typography.pieces(text, table)]
    assert typography.widths(text, table).tolist() == expected
