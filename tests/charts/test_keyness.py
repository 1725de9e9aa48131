"""Rates of distinctive terms in each text, beside the words and counts of one row."""

import pytest
from drawn import contrasts, documents, draw, printed

from analysis.charts import keyness

example = contrasts


def test_rates_labels_and_counts_belong_to_one_row():
    table, docs = example(2), documents(2)
    ax = draw("keyness", table, docs)
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[table["target"] == doc_id].sort_values("low", ascending=False)[:12]
        marks = [x for x in panel.lines if x.get_label() == doc_id]
        assert len(marks) == len(own)
        other = docs["doc_id"][docs["doc_id"] != doc_id].iloc[0]
        for mark, row in zip(marks, own.itertuples(), strict=True):
            y = float(mark.get_ydata()[0])
            rate = 1000 * row.n_target / row.size_target
            assert float(mark.get_xdata()[0]) == pytest.approx(rate)
            texts = [t for t in panel.texts if abs(t.xy[1] - y) < 1]
            # Both texts have every term alike often.
            assert [t.get_text() for t in texts] == [row.term, *[str(row.n_target)] * 2]
            assert (texts[0].get_weight() == "bold") == (row.low > 0)
            hollow = [x for x in panel.lines if x.get_label() == other
                      and abs(x.get_ydata()[0] - y) < 3]  # fmt: skip
            size = table.loc[table["target"] == other, "size_target"].iloc[0]
            assert float(hollow[0].get_xdata()[0]) == pytest.approx(1000 * row.n_target / size)
            assert hollow[0].get_markerfacecolor() == "white"


def test_of_a_part_of_the_contrasts_the_reference_is_one_mark():
    table = example(2)[:14]
    ax = draw("keyness", table, documents(2))
    [panel] = ax.child_axes
    rates = sorted(float(x.get_xdata()[0]) for x in panel.lines if x.get_label() == "_others")
    shown = table.sort_values("low", ascending=False)[:12]
    assert rates == pytest.approx(sorted(1000 * shown["n_reference"] / 900))
    assert {"here", "others", "against the rest"} <= set(printed(ax))


def test_caption_and_headline_count_the_intervals_shown():
    table, docs = example(3), documents(3, "T{}")
    lower = table.groupby("target")["low"].nlargest(12)
    caption = keyness.caption(table, docs)
    assert f"Of 36 intervals {(lower > 0).sum()} lie above 0" in caption
    # By rule term13 is the clearest everywhere, .13 · 14 − 2.5 above 0.
    assert keyness.headline(table, docs) == (
        "Most distinctive: “term13” in T0; “term13” in T1; “term13” in T2"
    )
    none = table.assign(low=-1.0)
    assert keyness.headline(none, docs) == "Of the 36 terms shown, 0 with an interval above 0"


def test_words_are_written_as_the_texts_write_them():
    table = example(1).assign(written=lambda t: t["term"].str.upper())
    assert "TERM13" in printed(draw("keyness", table, documents(1)))
