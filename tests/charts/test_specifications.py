"""The specification curve draws every value once, and shades as many as took each option."""

import numpy as np
import pandas as pd
import pytest
from drawn import draw, printed

from analysis import sensitivity
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


@pytest.mark.parametrize(("number", "undefined"), [(1, 0), (7, 2), (288, 0), (3000, 500), (4, 4)])
@pytest.mark.parametrize("width", ["double", "single"])
def test_every_value_is_drawn_once_where_it_belongs(number, undefined, width):
    runs = example(number, undefined)
    influence = sensitivity.influence(runs)
    curve, _ = draw("specifications", runs, width=width, influence=influence).child_axes
    marks = {c.get_label(): np.asarray(c.get_offsets()) for c in curve.collections}
    holds = runs["survives"].fillna(False)
    yes, no = marks["survives"], marks["does not survive"]
    assert sorted(yes[:, 1]) == sorted(runs.loc[holds, "value"])
    fails = (~runs["survives"]).fillna(False)
    assert sorted(no[:, 1]) == sorted(runs.loc[fails, "value"])
    both = np.concatenate([yes, no])
    both = both[np.argsort(both[:, 0])]
    assert (np.diff(both[:, 1]) >= 0).all()
    assert both[:, 0].tolist() == (np.arange(number - undefined) + 0.5).tolist()
    assert ("undefined" in [p.get_label() for p in curve.patches]) == (undefined > 0)


def test_shading_adds_up_to_the_specifications_of_each_option():
    for number in (12, 300, 3000):
        runs = example(number)
        _, matrix = draw("specifications", runs).child_axes
        shares = {i.get_label(): np.asarray(i.get_array())[0] for i in matrix.images}
        per_bin = number / len(shares["option 0"])
        for option in ("option 0", "option 1", "option 2"):
            expected = (runs.iloc[:, 1] == option).sum()
            assert shares[option].sum() * per_bin == pytest.approx(expected, rel=0.08)
        if number == 12:
            order = runs.sort_values("value")
            assert shares["option 1"].tolist() == (order.iloc[:, 1] == "option 1").tolist()


def test_the_study_s_own_is_marked_and_shares_are_printed():
    runs = example(20)
    influence = sensitivity.influence(runs)
    words = printed(draw("specifications", runs, influence=influence))
    assert f"the study's own: {runs['value'].iloc[0]:+.2f}" in words
    for share in influence["share"]:
        assert f"{share:.0%}" in words
    assert "surviving" in words


def test_caption_and_description_give_the_counts_of_their_table():
    runs = example(30, 5)
    n = int(runs["survives"].sum())
    caption = specifications.caption(runs, claim="A is above B")
    assert caption.startswith(f"A is above B: it survives in {n} of 25 specifications; 5 are undef")
    assert "no probability" in caption
    alt = specifications.alt(runs, sensitivity.influence(runs), claim="A is above B")
    assert f"{n} of 25 survive" in alt
