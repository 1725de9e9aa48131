"""Coders of a class: who is drawn where, flagged or not; all synthetic."""

import numpy as np
import pytest
from drawn import printed

from analysis.charts import coders

FLAGS = ["", "", "the other way round", "always neither", "read 31 of 62 sentences; 1 of 3 texts"]


def example(number):
    """So many coders: two as the others, and one of each fault."""
    import pandas as pd

    k = np.arange(number)
    r = np.choose(k % 5, [0.8, 0.6, -0.7, np.nan, 0.5])
    return pd.DataFrame({
        "coder": [f"reader with a name {n}" for n in k], "n_units": 62 - 31 * (k % 5 == 4),
        "with_majority": np.choose(k % 5, [0.9, 0.8, 0.2, 0.5, np.nan]), "r": r,
        "r_low": r - 0.2, "r_high": r + 0.15, "alpha": 0.5, "alpha_without": 0.48 + k / 50,
        "flag": [FLAGS[n % 5] for n in k],
    })  # fmt: skip


def test_marks_intervals_and_flags_are_those_of_the_table():
    table = example(5)
    ax = coders.plot(table)
    drawn = {line.get_label(): line.get_xdata().tolist() for line in ax.lines}
    assert drawn["as the others"] == [0.8, 0.6]
    assert drawn["flagged"] == [0.5, -0.7]
    (bars,) = [c for c in ax.collections if c.get_label() == "interval"]
    ends = [segment[:, 0].tolist() for segment in bars.get_segments()]
    assert np.ravel(ends) == pytest.approx([0.6, 0.95, 0.4, 0.75, 0.3, 0.65, -0.9, -0.55])
    for word in ("the other way round", "always neither", "31", "90%"):
        assert word in printed(ax)


def test_words_are_those_of_the_table():
    table = example(5)
    assert coders.headline(table) == "2 of 5 readers read as the others do; 3 want a second look"
    assert coders.headline(table.head(2)) == "2 of 2 readers read as the others do"
    caption = coders.caption(table)
    assert "reader with a name 3: always neither" in caption
    assert "Alpha is 0.50, and without reader with a name 4 0.56." in caption
    assert "reader with a name 0 +0.80" in coders.alt(table)
