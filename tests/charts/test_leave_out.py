"""Marks of the leave-out chart stand at the difference that remains."""

import numpy as np
import pandas as pd
import pytest
from drawn import draw

from analysis.charts import leave_out


def example(number):
    return left_out("words" if number % 2 else "sentences")


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
    [panel] = draw("leave-out", table, width=width, between=("A", "B")).child_axes
    marks = {c.get_label(): np.asarray(c.get_offsets()) for c in panel.collections}
    assert marks["order turned"][:, 0].tolist() == [-0.1, 0.0]
    assert marks["same order"][:2, 0].tolist() == [0.4, 0.25]
    bold = [t.get_text() for t in panel.texts if t.get_weight() == "bold"]
    assert len(bold) == 2
    renderer = panel.get_figure(root=True).canvas.get_renderer()
    for text in panel.texts:
        assert text.get_window_extent(renderer).x0 >= -1, text.get_text()


def test_caption_and_description_say_what_turns_the_order():
    table = left_out("words")
    assert "Without any one of 2 words the order turns" in leave_out.caption(table)
    none = table.assign(flips=False)
    assert "No single word turns the order round" in leave_out.caption(none)
    assert "without two −0.100 (turned)" in leave_out.alt(table)
