"""What tests of charts share: texts and tables by rule, and how a chart is drawn and looked at."""

import inspect
from itertools import combinations

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.collections import PathCollection

from analysis import figures
from analysis.charts import layout


def documents(number, label="Text with a rather long label {}"):
    ids = [f"d{i}" for i in range(number)]
    labels = [label.format(i) for i in range(number)]
    return pd.DataFrame({"doc_id": ids, "label": labels, "n_words": 100 + np.arange(number)})


def scores(number):
    """Scored sentences of every voice; values differ from row to row."""
    rows = []
    for i in range(number):
        for k in range(9 + i):
            value = round(float(np.sin(1.7 * k + i)), 4) if k % 4 else 0.0
            voice = ["author", "quoted", "author", "mixed"][k % 4]
            text = f"d{i} sentence {k} costs $5 or $6_a " * 3
            rows.append((f"d{i}", k + 1, text, voice, value))
    return pd.DataFrame(rows, columns=["doc_id", "sentence_id", "text", "voice", "compound"])


TERMS = [f"term{k}" if k else "an-exceptionally-long-term-indeed" for k in range(14)]


def contrasts(number):
    """Each text against the rest; some intervals are open above."""
    return pd.DataFrame(
        [
            (f"d{i}", "the rest", t, k + 1, k % 3, 300 + i, 900, k / 3 - 0.5,
             k / 3 - 2.5 - i / 50, np.inf if k % 3 == 0 else k / 3 + 1)
            for i in range(number)
            for k, t in enumerate(TERMS)
        ],
        columns="target reference term n_target n_reference size_target size_reference "
        "log_ratio low high".split(),
    )  # fmt: skip


def codes(number):
    """A codebook's words for so many codes: label, process, agent, function."""
    labels = [
        f"label {k}" if k else "a label that goes on for very much longer" for k in range(number)
    ]
    processes = ["act", "happening", "an unusually long process"]
    agents = ["someone", "nobody in particular at all", ""]
    return pd.DataFrame({
        "code": [f"code_{k}" for k in range(number)],
        "label": labels,
        "process": [processes[k % 3] for k in range(number)],
        "agent": [agents[k % 3] for k in range(number)],
        "function": [["cause", "remedy"][k % 2] for k in range(number)],
    })  # fmt: skip


def profile(number, n_codes=None):
    """How often each text uses each code; fewer codes where there are many texts."""
    n_codes = n_codes or codes_for(number)
    table = pd.DataFrame(
        [
            (f"d{i}", f"code_{k}", (k * (i + 2)) % 7, int((k + i) % 5 == 4), 300 + 10 * i,
             f"wording {k}; and another")
            for i in range(number)
            for k in range(n_codes)
        ],
        columns=["doc_id", "code", "n", "n_negated", "n_words", "wordings"],
    )  # fmt: skip
    table["per_1000"] = 1000 * table["n"] / table["n_words"]
    return table.merge(codes(n_codes), on="code")


def codes_for(number):
    return 9 if number < 12 else 6


def draws_texts(chart):
    return "documents" in inspect.signature(figures.find_chart(chart).plot).parameters


def draw(chart, table, docs=None, width="double", **options):
    """The chart at a journal's width."""
    given = (table, docs) if draws_texts(chart) else (table,)
    return resized(figures.find_chart(chart).plot(*given, **options), width)


def titled(chart, table, docs=None, width="double", **options):
    """The chart with its headline at a journal's width."""
    return resized(figures.plot(chart, table, docs, **options), width)


def resized(ax, width):
    figure = ax.get_figure(root=True)
    layout.resize(figure, width)
    figure.draw_without_rendering()
    return ax


def points(ax, doc_id):
    """The points of a text, as drawn, in data coordinates."""
    found = [c for c in ax.collections if isinstance(c, PathCollection) and c.get_label() == doc_id]
    return np.concatenate([c.get_offsets() for c in found])


def printed(ax):
    """All words written on a chart and its panels."""
    return [text.get_text() for part in [ax, *ax.child_axes] for text in part.texts]


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
    written += [part for part in ax.get_children() if part in (ax.title, ax._left_title)]
    boxes = [
        (text.get_text(), text.get_window_extent(renderer).padded(-0.8))
        for text in written
        if text.get_text()
    ]
    outer = figure.bbox.padded(1)
    assert min(text.get_size() for text in written if text.get_text()) >= 6
    for text, box in boxes:
        assert outer.x0 <= box.x0 < box.x1 <= outer.x1, f"{text!r} is cut at the side"
        assert outer.y0 <= box.y0 < box.y1 <= outer.y1, f"{text!r} is cut above or below"
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.overlaps(b), f"{one!r} over {other!r}"


def assert_draws_into(chart, table, docs):
    """Draws into the Axes given, and changes neither table nor size."""
    figure, ax = plt.subplots()
    before = table.copy()
    given = (table, docs) if draws_texts(chart) else (table,)
    assert figures.find_chart(chart).plot(*given, ax=ax) is ax
    pd.testing.assert_frame_equal(table, before)
    assert figure.get_size_inches() == pytest.approx(plt.rcParams["figure.figsize"])
