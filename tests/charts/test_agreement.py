"""Alpha, its interval, and what is undefined."""

import numpy as np
import pandas as pd
import pytest
from drawn import assert_words_apart, draw, printed

from analysis.charts import agreement


def example(number):
    """So many codes: firm, undefined, tentative, weak, below chance, without interval."""
    alpha = [0.9, np.nan, 0.7, 0.3, -0.15, 1.0] * 7
    frame = pd.DataFrame({"code": [f"code_{k}" for k in range(number)], "alpha": alpha[:number]})
    frame["low"], frame["high"] = frame["alpha"] - 0.25, (frame["alpha"] + 0.2).clip(upper=1)
    frame.loc[frame["alpha"] == 1, ["low", "high"]] = np.nan
    flag = np.where(frame["alpha"].isna(), "only one value used", "")
    told = ["cannot be told", "undefined", "cannot be told", "weak", "weak", "cannot be told"] * 7
    frame["firmness"] = told[:number]
    return frame.assign(n_units=40, n_differ=np.arange(number), flag=flag)


@pytest.mark.parametrize("width", ["single", "double"])
@pytest.mark.parametrize("number", [1, 6, 40])
def test_words_stay_apart(width, number):
    assert_words_apart(draw("agreement", example(number), width=width))


def test_alpha_interval_and_what_is_undefined_are_drawn():
    table = example(6)
    ax = agreement.plot(table)
    drawn = {x.get_label(): x.get_xdata().tolist() for x in ax.lines}
    assert drawn["_defined"] == [1.0, 0.9, 0.7]
    assert drawn["_weak"] == [0.3, -0.15]
    (bars,) = [c for c in ax.collections if c.get_label() == "interval"]
    ends = [segment[:, 0].tolist() for segment in bars.get_segments()]
    assert np.ravel(ends) == pytest.approx([0.65, 1, 0.45, 0.9, 0.05, 0.5, -0.4, 0.05])
    assert "undefined: only one value used" in printed(ax)
    assert "0 of 40" in printed(ax)
    caption = agreement.caption(table)
    assert "firm from .80: 0; tentative from .667: 0; weak, with the whole" in caption
    assert "below: 2; cannot be told: 3; undefined" in caption
    assert "read twice: 1. 1 without an interval" in caption
    assert "code 1 undefined" in agreement.alt(table)
