"""Bars of the word shift are the contributions, and what is left out is said."""

import numpy as np
import pandas as pd
import pytest
from drawn import TERMS, documents, printed

from analysis.charts import lettering, tone_shift


def example(_number):
    return pd.DataFrame({"term": TERMS, "shift": np.linspace(-0.2, 0.3, 14), "target": "d0"})


def test_bars_are_the_contributions_and_what_is_left_out_is_said():
    table = example(2)
    ax = tone_shift.plot(table, documents(2), top=5)
    assert len(ax.patches) == 5
    expected = table.loc[table["shift"].abs().nlargest(5).index, "shift"]
    assert sorted(bar.get_width() for bar in ax.patches) == pytest.approx(sorted(expected))
    assert ax.get_xlim()[0] == -ax.get_xlim()[1]
    rest = table["shift"].sum() - expected.sum()
    assert f"terms not shown: 9, together {lettering.signed(rest, 3)}" in printed(ax)


def test_what_is_no_term_is_hatched_and_named():
    """`sentiment.shift` says of each row whether it is a term or punctuation."""
    table = example(2).assign(kind=["punctuation", *["term"] * 13])
    ax = tone_shift.plot(table, documents(2))
    hatched = [bar.get_width() for bar in ax.patches if bar.get_hatch()]
    assert hatched == [table["shift"][0]]
    assert [text for text in printed(ax) if text.endswith(" (punctuation)")]
