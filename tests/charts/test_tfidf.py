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
        marks = [x for x in panel.lines if x.get_label() == doc_id]
        assert [float(x.get_xdata()[0]) for x in marks] == own["tf_idf"].tolist()
        for mark, row in zip(marks, own.itertuples(), strict=True):
            y = float(mark.get_ydata()[0])
            assert [t.get_text() for t in panel.texts if abs(t.xy[1] - y) < 1] == [
                row.term,
                str(row.n),
            ]
