"""The chart of frames; test_names.py has what it shares with names and actors."""

import pytest
from drawn import documents, profile

from analysis.charts import frame_profile

example = profile


def test_shares_of_sentences_are_drawn_without_sums():
    table = example(2).drop(columns=["per_1000", "n_negated"])
    table = table.assign(share=table["n"] / 10)
    ax = frame_profile.plot(table, documents(2))
    widths = sorted(bar.get_width() for panel in ax.child_axes for bar in panel.patches)
    assert widths == pytest.approx(sorted(table["share"][table["share"] > 0]))
    assert "share of sentences" in frame_profile.caption(table, documents(2))
