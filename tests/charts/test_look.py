"""Looks of texts, and matplotlib's settings while a chart is drawn."""

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
from drawn import documents, draw, scores

from analysis.charts import look


def test_each_text_looks_the_same_in_every_chart_and_like_no_other():
    looks = look.looks_of(documents(12))
    for column in ("colour", "marker", "hatch"):
        assert looks[column].is_unique
    many = look.looks_of(documents(40))
    assert not many.duplicated(["colour", "marker"]).any()
    pd.testing.assert_frame_equal(many[:12], looks)
    twins = look.looks_of(documents(2, label="Same"))
    assert twins["label"].tolist() == ["Same (d0)", "Same (d1)"]


def test_the_readers_own_settings_are_left_alone():
    before = dict(plt.rcParams)
    draw("tone", scores(1), documents(1))
    assert dict(plt.rcParams) == before


def test_a_backend_that_turns_interaction_on_keeps_it_on():
    """Jupyter's backend does so with the first figure, inside of `style`: the others need it."""
    before = matplotlib.is_interactive()
    try:
        with look.style():
            matplotlib.interactive(True)
        assert matplotlib.is_interactive()
    finally:
        matplotlib.interactive(before)
