"""What is asked of every chart: where it draws, and that its words can be read."""

import inspect
from itertools import combinations

import matplotlib.backend_bases
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis.charts import layout


def resized(ax, width):
    figure = ax.get_figure(root=True)
    figure.set_figwidth(layout.WIDTHS[width] / 72)
    event = matplotlib.backend_bases.ResizeEvent("resize_event", figure.canvas)
    figure.canvas.callbacks.process("resize_event", event)
    figure.draw_without_rendering()
    return ax


def assert_words_apart(ax):
    """No words overlap, and none leaves the figure."""
    figure = ax.get_figure()
    renderer = figure.canvas.get_renderer()
    written = [text for part in [ax, *ax.child_axes] for text in part.texts]
    for part in [ax, *ax.child_axes]:
        for axis in [part.xaxis, part.yaxis] if part.axison else []:
            low, high = sorted(axis.get_view_interval())
            seen = [t.label1 for t in axis.get_major_ticks() if low <= t.get_loc() <= high]
            written += [text for text in [*seen, axis.label] if text.get_visible()]
    boxes = [
        (text.get_text(), text.get_window_extent(renderer).padded(-0.8))
        for text in written
        if text.get_text()
    ]
    outer = figure.bbox.padded(1)
    for text, box in boxes:
        assert outer.x0 <= box.x0 < box.x1 <= outer.x1, f"{text!r} is cut at the side"
        assert outer.y0 <= box.y0 < box.y1 <= outer.y1, f"{text!r} is cut above or below"
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.overlaps(b), f"{one!r} over {other!r}"


def assert_draws_into(plot, table, documents):
    """At most five parameters; draws into the Axes given, and changes neither table nor size."""
    parameters = list(inspect.signature(plot).parameters)
    assert len(parameters) <= 5
    assert parameters[1:3] == ["documents", "ax"]
    figure, ax = plt.subplots()
    before = table.copy()
    assert plot(table, documents, ax=ax) is ax
    pd.testing.assert_frame_equal(table, before)
    assert figure.get_size_inches() == pytest.approx(plt.rcParams["figure.figsize"])
