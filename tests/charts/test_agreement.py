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
    drawn = {x.get_label(): x for x in ax.lines}
    alphas = {label: x.get_xdata()[0] for label, x in drawn.items() if label.startswith("_alpha")}
    # code_0 is read alike in every sentence, code_1 has no alpha.
    assert alphas == {"_alpha code_2": 0.7, "_alpha code_3": 0.3, "_alpha code_4": -0.15,
                      "_alpha code_5": 1.0}  # fmt: skip
    assert {x.get_markerfacecolor() for label, x in drawn.items() if label in alphas} == {"white"}
    bars = [c.get_segments()[0][:, 0] for c in ax.collections if c.get_label() == "interval"]
    assert np.ravel(bars) == pytest.approx([0.45, 0.9, 0.05, 0.5, -0.4, 0.05])
    words = " ".join(printed(ax))
    assert "Read alike, alpha 1.00: code 0." in words
    assert "Undefined: code 1 (only one value used)." in words
    assert "2 of 40" in words
    caption = agreement.caption(table)
    assert "firm from .80: 0; tentative from .667: 0; weak, with the whole" in caption
    assert "below: 2; cannot be told: 3; undefined" in caption
    assert "read twice: 1. 1 without an interval" in caption
    assert "code 1 undefined" in agreement.alt(table)
    firm = agreement.plot(table.assign(low=0.7))
    assert {x.get_markerfacecolor() for x in firm.lines if "_alpha" in x.get_label()} == {"#23211e"}


def test_the_headline_names_the_code_read_least_alike():
    table = example(6)
    told = "1 of 6 codes read alike in every sentence; least: code 4, alpha −0.15"
    assert agreement.headline(table) == told
    first = told.split(";")[0]
    note = "one of the readers wrote the codebook"
    assert agreement.headline(table, note=note) == f"{first}; {note}"
    assert agreement.headline(table[:1]) == "1 of 1 code read alike in every sentence"
