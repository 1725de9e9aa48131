"""Every value is counted once in its bar; shares stand at their options, wrong ones apart."""

import numpy as np
import pandas as pd
import pytest
from drawn import draw, printed

from analysis.charts import specifications


def example(number, undefined=0):
    """Runs of two choices; the value is the row's sine, above 0 survives."""
    values = np.sin(np.arange(number) * 1.7 + 0.3)
    runs = pd.DataFrame({
        "voice": np.where(np.arange(number) % 2, "all", "author's words"),
        "a choice with a rather long name": [f"option {i % 3}" for i in range(number)],
        "value": values,
        "survives": pd.array(values > 0, dtype="boolean"),
        "reason": "",
    })  # fmt: skip
    if undefined:
        last = runs.index[-undefined:]
        runs.loc[last, ["value", "survives"]] = [np.nan, pd.NA]
        runs.loc[last, "reason"] = "not read"
    return runs


@pytest.mark.parametrize(("number", "undefined"), [(7, 2), (288, 0), (3000, 500)])
def test_bars_count_every_value_once_by_whether_it_holds(number, undefined):
    runs = example(number, undefined)
    curve, _ = draw("specifications", runs).child_axes
    heights = {bars.get_label(): [bar.get_height() for bar in bars] for bars in curve.containers}
    fails = runs["survives"].notna().sum() - runs["survives"].sum()
    assert {kind: sum(tall) for kind, tall in heights.items()} == {
        "holds": runs["survives"].sum(), "fails": fails
    }  # fmt: skip
    expected, _ = np.histogram(runs["value"].dropna(), len(heights["holds"]))
    assert np.add(*heights.values()).tolist() == expected.tolist()


def test_shares_stand_at_their_options_and_the_study_s_own_is_marked():
    runs = example(20)
    curve, panel = draw("specifications", runs).child_axes
    marks = {x.get_label(): x for x in panel.lines}
    for choice in runs.columns[:2]:
        for option, own in runs.groupby(choice):
            assert float(marks[option].get_xdata()[0]) == pytest.approx(own["survives"].mean())
            assert f"{own['survives'].mean():.0%}" in printed(panel)
    own = {label for label, x in marks.items() if x.get_marker() == "D"}
    assert own == {runs["voice"].iloc[0], "option 0"}
    assert f"the study's own, {runs['value'].iloc[0]:+.2f}" in printed(curve)


def grid(fails, undefined=()):
    """Two choices of two options: a way of each, that fails or is undefined where listed."""
    rows = [
        (
            unit,
            text,
            np.nan if (unit, text) in undefined else -1.0 if (unit, text) in fails else 1.0,
        )
        for unit in ("sentence", "passage")
        for text in ("out", "in")
    ]
    runs = pd.DataFrame(rows, columns=["unit", "page", "value"])
    holds = (runs["value"] > 0).astype("boolean").mask(runs["value"].isna())
    return runs.assign(survives=holds, reason="")


@pytest.mark.parametrize(
    ("fails", "undefined", "controls", "headline"),
    [
        ([], [], None, "A: holds in all 4 ways of measuring"),
        ([("passage", "in")], [], None, "A: holds in 3 of 4 ways of measuring, fails only with "
         "“unit: passage” and “page: in”"),
        ([("passage", "in"), ("sentence", "in")], [], None,
         "A: holds in 2 of 4 ways of measuring, fails only with “page: in”"),
        ([("passage", "in"), ("sentence", "out")], [], None,
         "A: holds in 2 of 4 ways of measuring"),
        ([("passage", "in")], [("sentence", "in")], {"page": ("in",)},
         "A: holds in all 2 ways of measuring; with page in, in 0 of 1"),
        ([], [(u, p) for u in ("sentence", "passage") for p in ("in", "out")], None,
         "A: no way of measuring tells"),
    ],
)  # fmt: skip
def test_the_headline_says_where_it_fails_and_keeps_wrong_options_apart(
    fails, undefined, controls, headline
):
    runs = grid(fails, undefined)
    assert specifications.headline(runs, "A", controls) == headline


def test_what_all_failures_share_is_bold_and_what_hardly_differs_is_a_note():
    fails = [("passage", "in"), ("sentence", "in")]
    runs = pd.concat([grid(fails).assign(case=case) for case in ("kept", "folded")])
    runs = runs[["unit", "page", "case", *specifications.RESULT]]
    panel = draw("specifications", runs).child_axes[-1]
    bold = {t.get_text() for t in panel.texts if t.get_weight() == "bold"}
    assert bold == {"in", "0%"}
    assert "Less than 5 points apart: unit, case" in printed(panel)
    assert "unit" not in printed(panel)


def test_an_option_known_to_be_wrong_is_outside_of_the_counts():
    runs = grid([("passage", "in"), ("sentence", "in")])
    panel = draw("specifications", runs, controls={"page": ("in",)}).child_axes[-1]
    wrong = next(x for x in panel.lines if x.get_label() == "in")
    assert (wrong.get_marker(), float(wrong.get_xdata()[0])) == ("X", 0.0)
    assert "all ways 100%" in printed(panel)
    caption = specifications.caption(runs, "A", {"page": ("in",)})
    assert caption.startswith("A: it holds in 2 of 2 ways of measuring. With what is known to be")
    assert "(page: in) it holds in 0 of 2, which are no part" in caption


def test_caption_and_description_give_the_counts_of_their_table():
    runs = example(30, 5)
    n = int(runs["survives"].sum())
    caption = specifications.caption(runs, claim="A is above B")
    told = f"A is above B: it holds in {n} of 25 ways of measuring; 5 more are undefined"
    assert caption.startswith(told)
    assert "no probability" in caption
    assert f"it holds in {n} of 25." in specifications.alt(runs, claim="A is above B")
