"""Bars of tf-idf: the highest terms, with the value and count of their own row."""

import pandas as pd
from drawn import TERMS, documents, draw


def example(number):
    return pd.DataFrame(
        [
            (f"d{i}", t, 1 + k + i, (1 + k + i) * 1.25)
            for i in range(number)
            for k, t in enumerate(TERMS)
        ],
        columns=["doc_id", "term", "n", "tf_idf"],
    )


def test_the_highest_terms_are_shown_with_their_values_and_counts():
    table, docs = example(3), documents(3)
    ax = draw("tfidf", table, docs)
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[table["doc_id"] == doc_id].sort_values("tf_idf", ascending=False)[:10]
        (bars,) = [c for c in panel.collections if c.get_label() == doc_id]
        assert [s[1][0] for s in bars.get_segments()] == own["tf_idf"].tolist()
        heights = {round(t.xy[1], 3): [] for t in panel.texts}
        for text in panel.texts:
            heights[round(text.xy[1], 3)].append(text.get_text())
        for segment, row in zip(bars.get_segments(), own.itertuples(), strict=True):
            assert heights[round(segment[0][1], 3)] == [row.term, str(row.n)]
