"""Marks of the leave-out chart stand at the difference that remains."""

import numpy as np
import pandas as pd
import pytest
from drawn import assert_words_apart, documents, draw, printed

from analysis.charts import leave_out


def example(number):
    return left_out("words" if number % 2 else "sentences")


def left_out(kind):
    table = pd.DataFrame({
        "doc_id": "a", "valence": 1.0, "n_a": 2, "n_b": range(5),
        ("term" if kind == "words" else "text"): ["one", "two", "three", "four", "five " * 40],
        "difference": 0.1, "without": [0.4, -0.1, 0.25, 0.0, np.nan],
        "flips": [False, True, False, True, False],
    })  # fmt: skip
    return table.assign(change=table["without"] - 0.1)


@pytest.mark.parametrize("kind", ["words", "sentences"])
@pytest.mark.parametrize("width", ["double", "single"])
def test_what_is_left_out_is_drawn_at_what_remains(kind, width):
    docs = documents(1).assign(doc_id="a", label="A")
    ax = draw("leave-out", left_out(kind), docs, width=width, between=("A", "B"))
    [panel] = ax.child_axes
    marks = [(x.get_label(), float(x.get_xdata()[0])) for x in panel.lines]
    assert [x for label, x in marks if label == "order turned"] == [-0.1, 0.0]
    assert [x for label, x in marks if label == "same order"][:2] == [0.4, 0.25]
    bold = [t.get_text() for t in panel.texts if t.get_weight() == "bold"]
    assert bold == (["two", "four"] if kind == "words" else ["A: “two”", "A: “four”"])
    assert_words_apart(ax)


def test_caption_and_description_say_what_turns_the_order():
    table, docs = left_out("words"), documents(1)
    assert "Without any one of 2 words the order turns" in leave_out.caption(table, docs)
    none = table.assign(flips=False)
    assert "No single word turns the order round" in leave_out.caption(none, docs)
    assert "without two −0.100 (turned)" in leave_out.alt(table, docs)


@pytest.mark.parametrize(
    ("flips", "headline"),
    [
        ([False] * 5, "No single word of 5 turns the order round"),
        ([True, *[False] * 4], "One word of 5 turns the order round"),
        ([True, True, *[False] * 3], "2 words of 5, each alone, turn the order round"),
    ],
)
def test_the_headline_counts_what_turns_the_order(flips, headline):
    table = left_out("words").assign(flips=flips)
    assert leave_out.headline(table, documents(1)) == headline


def test_what_words_do_stands_below_the_sentences():
    words = left_out("words")
    for table, told in [
        (words, "Of 5 words, each alone turns it round: “two”, “four”."),
        (words.assign(flips=False), "No single word of 5 turns the order round."),
    ]:
        ax = leave_out.plot(left_out("sentences"), documents(1), words=table)
        assert told in " ".join(printed(ax))
        assert told in leave_out.caption(left_out("sentences"), documents(1), words=table)
