"""Bars of the word shift are the contributions, in groups that add up to the difference."""

import numpy as np
import pandas as pd
import pytest
from drawn import TERMS, documents, printed

from analysis.charts import tone_shift


def example(_number):
    return pd.DataFrame({"term": TERMS, "shift": np.linspace(-0.2, 0.3, 14), "target": "d0"})


def shift_of(words):
    """One row a word, of uses and mean part in a sentence of the target, then of the reference."""
    table = pd.DataFrame(words, columns=["term", *tone_shift.PARTS])
    p1, s1, p0, s0 = (table[column] for column in tone_shift.PARTS)
    return table.assign(shift=p1 * s1 - p0 * s0, target="d0", reference="d1", kind="term")


# Sums by hand: target plus .2 + .06, target minus −.15, reference plus −.1, reference minus .3.
WORDS = [
    ("good", 0.5, 0.4, 0.0, 0.4), ("fine", 0.2, 0.3, 0.0, 0.3), ("bad", 0.5, -0.3, 0.0, -0.3),
    ("best", 0.1, 0.5, 0.3, 0.5), ("worse", 0.0, -0.6, 0.5, -0.6),
]  # fmt: skip


def test_groups_add_up_to_the_difference_and_say_whose_words_they_are():
    table, docs = shift_of(WORDS), documents(2, "T{}")
    groups = {(g["side"], g["sign"]): g for g in tone_shift.group_words(table)}
    sums = {key: group["sum"] for key, group in groups.items()}
    assert sums == pytest.approx({
        ("reference", "minus"): 0.3, ("target", "plus"): 0.26, ("reference", "plus"): -0.1,
        ("target", "minus"): -0.15,
    })  # fmt: skip
    assert sum(sums.values()) == pytest.approx(table["shift"].sum())
    words = printed(tone_shift.plot(table, docs))
    assert {"T1: 1 minus word", "T0: 2 plus words", "together +0.26", "together −0.15"} <= set(
        words
    )
    assert tone_shift.headline(table, docs) == (
        "T0 scores 0.31 higher: minus words of T1 and plus words of T0 outweigh the rest"
    )
    assert "T0: 2 plus words +0.260" in tone_shift.caption(table, docs)
    turned = shift_of([(term, *other, *own) for term, *own_ in WORDS
                       for own, other in [(own_[:2], own_[2:])]])  # fmt: skip
    assert tone_shift.headline(turned, docs) == (
        "T1 scores 0.31 higher: minus words of T0 and plus words of T1 outweigh the rest"
    )


def test_bars_are_the_contributions_of_the_largest_of_each_group():
    table = shift_of(WORDS)
    ax = tone_shift.plot(table, documents(2), top=1)
    bars = {bar.get_label(): bar.get_width() for bar in ax.patches}
    assert bars == pytest.approx({"_good": 0.2, "_bad": -0.15, "_best": -0.1, "_worse": 0.3})
    filled = {bar.get_label() for bar in ax.patches if bar.get_facecolor()[:3] != (1, 1, 1)}
    assert filled == {"_good", "_best"}
    assert ax.get_xlim()[0] == -ax.get_xlim()[1]


def test_what_is_no_term_is_named():
    """`sentiment.shift` says of each row whether it is a term or punctuation."""
    table = shift_of(WORDS).assign(kind=["punctuation", *["term"] * 4])
    assert "good (punctuation)" in printed(tone_shift.plot(table, documents(2)))


def test_a_table_of_terms_and_shifts_alone_has_two_groups():
    table = example(2)
    words = printed(tone_shift.plot(table, documents(2, "T{}")))
    assert f"{(table['shift'] > 0).sum()} words for T0" in words
    assert f"{(table['shift'] <= 0).sum()} words for the reference" in words
