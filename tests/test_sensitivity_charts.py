"""The specification curve and the leave-out chart draw the tables that they are given."""

import inspect

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.backend_bases import ResizeEvent

from analysis import figures, sensitivity
from analysis.charts import layout, leave_out, specifications


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def made(number, undefined=0):
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


def drawn(frame, width="double"):
    figure = frame.get_figure(root=True)
    figure.set_figwidth(layout.WIDTHS[width] / 72)
    figure.canvas.callbacks.process("resize_event", ResizeEvent("resize_event", figure.canvas))
    figure.draw_without_rendering()
    return frame.child_axes


@pytest.mark.parametrize("name", ["specifications", "leave_out"])
def test_at_most_five_parameters_and_a_caption_beside(name):
    assert len(inspect.signature(figures.chart_named(name).plot).parameters) <= 5
    assert callable(figures.chart_named(name).caption)
    assert callable(figures.chart_named(name).alt)


@pytest.mark.parametrize(("number", "undefined"), [(1, 0), (7, 2), (288, 0), (3000, 500), (4, 4)])
@pytest.mark.parametrize("width", ["double", "single"])
def test_every_value_is_drawn_once_where_it_belongs(number, undefined, width):
    runs = made(number, undefined)
    curve, _ = drawn(specifications.plot(runs, sensitivity.influence(runs)), width)
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
        runs = made(number)
        _, matrix = drawn(specifications.plot(runs))
        shares = {i.get_label(): np.asarray(i.get_array())[0] for i in matrix.images}
        per_bin = number / len(shares["option 0"])
        for option in ("option 0", "option 1", "option 2"):
            expected = (runs.iloc[:, 1] == option).sum()
            assert shares[option].sum() * per_bin == pytest.approx(expected, rel=0.08)
        if number == 12:
            order = runs.sort_values("value")
            assert shares["option 1"].tolist() == (order.iloc[:, 1] == "option 1").tolist()


def test_the_study_s_own_is_marked_and_shares_are_printed():
    runs = made(20)
    influence = sensitivity.influence(runs)
    curve, matrix = drawn(specifications.plot(runs, influence))
    words = [text.get_text() for text in [*curve.texts, *matrix.texts]]
    assert f"the study's own: {runs['value'].iloc[0]:+.2f}" in words
    for share in influence["share"]:
        assert f"{share:.0%}" in words
    assert "surviving" in words


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
    table = left_out(kind)
    [panel] = drawn(leave_out.plot(table, between=("A", "B")), width)
    marks = {c.get_label(): np.asarray(c.get_offsets()) for c in panel.collections}
    assert marks["order turned"][:, 0].tolist() == [-0.1, 0.0]
    assert marks["same order"][:2, 0].tolist() == [0.4, 0.25]
    bold = [t.get_text() for t in panel.texts if t.get_weight() == "bold"]
    assert len(bold) == 2
    renderer = panel.get_figure(root=True).canvas.get_renderer()
    for text in panel.texts:
        assert text.get_window_extent(renderer).x0 >= -1, text.get_text()


def test_captions_give_the_counts_of_their_table():
    runs = made(30, 5)
    n = int(runs["survives"].sum())
    caption = specifications.caption(runs, claim="A is above B")
    assert caption.startswith(f"A is above B: it survives in {n} of 25 specifications; 5 are undef")
    assert "no probability" in caption
    alt = specifications.alt(runs, sensitivity.influence(runs), claim="A is above B")
    assert f"{n} of 25 survive" in alt
    table = left_out("words")
    assert "Without any one of 2 words the order turns" in leave_out.caption(table)
    none = table.assign(flips=False)
    assert "No single word turns the order round" in leave_out.caption(none)
    assert "without two −0.100 (turned)" in leave_out.alt(table)


def test_a_backend_that_turns_interaction_on_keeps_it_on():
    """Jupyter's backend does so with the first figure, inside of `style`: the others need it."""
    before = matplotlib.is_interactive()
    try:
        with layout.style():
            matplotlib.interactive(True)
        assert matplotlib.is_interactive()
    finally:
        matplotlib.interactive(before)
