"""Intervals of distinctive terms: those of the table, beside the words and counts of one row."""

from drawn import contrasts, documents, draw

from analysis.charts import keyness

example = contrasts


def test_intervals_labels_and_counts_belong_to_one_row():
    table, docs = example(2), documents(2)
    ax = draw("keyness", table, docs)
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[table["target"] == doc_id].sort_values("low", ascending=False)[:12]
        low, high = panel.get_xlim()
        assert low == -high
        (bars,) = [c for c in panel.collections if c.get_label() == doc_id]
        for segment, row in zip(bars.get_segments(), own.itertuples(), strict=True):
            assert segment[:, 0].tolist() == [max(row.low, low), min(row.high, high)]
            near = [t.get_text() for t in panel.texts if abs(t.xy[1] - segment[0][1]) < 1]
            assert near == [row.term, f"{row.n_target} : {row.n_reference}"]
        (arrows,) = [x for x in panel.lines if x.get_label() == f"_beyond {high:+g}"]
        assert len(arrows.get_xdata()) == int((own["high"] > high).sum()) > 0


def test_the_caption_counts_the_intervals_shown():
    table = example(3)
    lower = table.groupby("target")["low"].nlargest(12)
    caption = keyness.caption(table, documents(3, "T{}"))
    assert f"Of 36 intervals {(lower > 0).sum()} lie above 0" in caption
