"""Points of tone in reading order, all texts equally wide, and the words at the extremes."""

import numpy as np
import pandas as pd
import pytest
from drawn import documents, draw, points, scores
from matplotlib.collections import PathCollection

from analysis.charts import lettering, tone_sequence

example = scores


def test_points_are_the_scores_in_reading_order_at_one_height():
    table, docs = example(3), documents(3)
    ax = draw("tone-sequence", table, docs)
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table.loc[table["doc_id"] == doc_id, "compound"]
        expected = np.column_stack([np.arange(1, len(own) + 1), own])
        np.testing.assert_array_equal(points(panel, doc_id), expected)
    scales = [panel.bbox.height / np.ptp(panel.get_ylim()) for panel in ax.child_axes]
    assert scales == pytest.approx([scales[0]] * 3)


@pytest.mark.parametrize("width", ["single", "double"])
def test_a_sentence_is_labelled_at_its_own_point(width):
    """A known mistake of such charts: labels paired with the points of other sentences."""
    table, docs = example(3), documents(3)
    ax = draw("tone-sequence", table, docs, width)
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[table["doc_id"] == doc_id].reset_index(drop=True)
        labels = [t for t in panel.texts if t.get_label().startswith("sentence")]
        strongest = [own["compound"].idxmax() + 1, own["compound"].idxmin() + 1]
        assert sorted(t.get_label() for t in labels) == sorted(f"sentence {i}" for i in strongest)
        for text in labels:
            place = int(text.get_label().split()[1])
            row = own.loc[place - 1]
            assert text.get_text().startswith(lettering.signed(row["compound"]))
            assert f"sentence {place - 1}" in text.get_text().replace("\n", " ")
            leader = next(x for x in panel.lines if x.get_label() == f"_leader {place}")
            assert leader.get_xdata()[0] == leader.get_xdata()[1] == place
            assert leader.get_ydata()[0] == row["compound"]
            box = text.get_window_extent()
            x = panel.transData.transform((place, 0))[0]
            assert box.x0 - 3 <= x <= max(box.x1, panel.bbox.x1) + 3


def test_quoted_sentences_are_hollow():
    table = example(1)
    ax = draw("tone-sequence", table, documents(1))
    (dots,) = [c for c in ax.child_axes[0].collections if isinstance(c, PathCollection)]
    white = (dots.get_facecolor() == 1).all(axis=1)
    assert white.tolist() == table["voice"].eq("quoted").tolist()


def test_texts_are_equally_wide_whatever_their_length():
    ax = draw("tone-sequence", scores(3), documents(3))
    assert len({round(panel.bbox.width, 3) for panel in ax.child_axes}) == 1
    assert [panel.get_xlim()[1] for panel in ax.child_axes] == [9.7, 10.7, 11.7]


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        ([0.5, -0.5, 0.1], "The highest score stands in T0 (+0.50), the lowest in T1 (−0.50)"),
        ([0.5, 0.1, -0.9], "The highest score stands in T0 (+0.50), the lowest in T2 (−0.90)"),
        ([0.5, 0.5, -0.9], "From −0.90 to +0.50: the tone of 3 sentences"),
    ],
)
def test_the_headline_names_the_texts_of_the_extremes(values, headline):
    table = pd.DataFrame({"doc_id": ["d0", "d1", "d2"], "compound": values})
    assert tone_sequence.headline(table, documents(3, "T{}")) == headline


def test_a_sentence_is_cut_at_a_clause():
    text = "He left at once, as he had said he would; nobody followed him to the door"
    assert lettering.cut_at_clause(text, 125, 2) == "He left at once, as he had said he would …"
    assert lettering.cut_at_clause(text, 400, 2) == text
    assert lettering.cut_at_clause("a" * 80, 100, 1).endswith("…")
