"""Points over time are those of the table, at their dates; a line is broken at a gap."""

import numpy as np
import pandas as pd
import pytest
from drawn import printed

from analysis import grouping, tokens
from analysis.charts import over_time


def example(number):
    """So many months, and two terms; the third month is missing."""
    months = pd.period_range("2019-01", periods=number + 1, freq="M").astype(str)
    months = [month for month in months if month != "2019-03"][:number]
    k = np.arange(len(months))
    tone = {"value": np.sin(k) / 3, "low": np.sin(k) / 3 - 0.1, "high": np.sin(k) / 3 + 0.1}
    rows = [pd.DataFrame({"period": months, "measure": "tone", **tone, "n": k + 3})]
    for name in ("deal", "a-rather-long-word-indeed"):
        rows.append(pd.DataFrame({"period": months, "measure": name, "value": k + 0.5, "n": k}))
    return pd.concat(rows, ignore_index=True)


def test_points_and_bars_are_those_of_the_table_and_time_is_to_scale():
    table = example(5)
    ax = over_time.plot(table)
    assert len(ax.child_axes) == 3
    for panel, (_, own) in zip(ax.child_axes, table.groupby("measure", sort=False), strict=True):
        drawn = next(line for line in panel.lines if line.get_label() == "value")
        np.testing.assert_array_equal(drawn.get_ydata(), own["value"])
        # 1 January, 1 February, 1 April, 1 May, 1 June
        assert np.diff(drawn.get_xdata()).tolist() == [31, 59, 30, 31]
        line = next(line for line in panel.lines if line.get_label() == "_line")
        assert np.isnan(line.get_ydata()).tolist() == [False, False, True, False, False, False]
    (bars,) = [c for c in ax.child_axes[0].collections if c.get_label() == "interval"]
    ends = np.ravel([segment[:, 1] for segment in bars.get_segments()])
    assert ends == pytest.approx(table[["low", "high"]].dropna().to_numpy().ravel())
    assert "“deal”, per 1,000 words" in printed(ax.child_axes[1])


def test_words_are_those_of_the_table():
    table = example(3)
    assert over_time.headline(table) == ("Tone: highest in 2019-04, +0.30; lowest in 2019-01, 0.00")
    assert "mean of 12 texts" in over_time.caption(table)
    assert "deal: first 2019-01 0.50 per 1,000, last 2019-04 2.50" in over_time.alt(table)


def test_periods_of_dates():
    """ISO 8601: 31 December 2018 is in week 1 of 2019, 1 January 2021 in week 53 of 2020."""
    dates = pd.Series(["2018-12-31", "2021-01-01T09:30", "2019-02", "2019", "", "1/2/2019", None,
                       "2019-13-01"])  # fmt: skip
    assert grouping.periods(dates, "week").tolist() == ["2019-W01", "2020-W53", *[""] * 6]
    assert grouping.periods(dates, "month").tolist() == [
        "2018-12", "2021-01", "2019-02", "", "", "", "", "",
    ]  # fmt: skip
    assert grouping.periods(dates, "year").tolist()[:5] == ["2018", "2021", "2019", "2019", ""]
    zero = pd.Series(["0000-01-01"])
    assert [grouping.periods(zero, length).item() for length in grouping.PERIODS] == [""] * 4
    with pytest.raises(ValueError, match="length: 'hour' is unknown; use day, week, month, year"):
        grouping.periods(dates, "hour")


def test_rates_over_time_by_hand():
    """Two of 4 words in January, none of 2 in February; the text without a date has no row."""
    words = pd.DataFrame({"doc_id": [*["2019-01"] * 4, *["2019-02"] * 2, "x (no outlet)"],
                          "sentence_id": 1, "term": list("abacdba")})  # fmt: skip
    tone = pd.DataFrame({"doc_id": ["2019-02", "2019-01"], "mean": [0.1, -0.2], "low": np.nan,
                         "high": np.nan, "n": 1})  # fmt: skip
    found = grouping.over_time(tone, tokens.count_terms(words), tokens.sizes(words), ["a"])
    assert found[["period", "measure", "value", "n"]].to_numpy().tolist() == [
        ["2019-01", "tone", -0.2, 1], ["2019-02", "tone", 0.1, 1],
        ["2019-01", "a", 500.0, 2], ["2019-02", "a", 0.0, 0],
    ]  # fmt: skip
