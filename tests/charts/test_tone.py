"""Points of tone, the mean of each text, and its interval."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from drawn import documents, draw, points, printed, scores
from matplotlib.collections import LineCollection

from analysis.charts import lettering, tone

example = scores


def test_points_keep_their_value_and_do_not_cover_one_another():
    table, docs = example(3), documents(3)
    ax = draw("tone", table, docs, "single")
    for doc_id in docs["doc_id"]:
        own = table.loc[table["doc_id"] == doc_id, "compound"]
        drawn = points(ax, doc_id)
        np.testing.assert_array_equal(drawn[:, 0], own)
        pixels = ax.transData.transform(drawn) * 72 / ax.figure.dpi
        apart = [np.hypot(*(a - b)) for a, b in combinations(pixels, 2)]
        assert min(apart) > 2.5
        (mark,) = [line for line in ax.lines if line.get_label() == f"_mean {doc_id}"]
        assert mark.get_xdata()[0] == pytest.approx(own.sum() / len(own))


def test_the_interval_given_is_drawn_and_printed():
    summary = pd.DataFrame({"doc_id": ["d0", "d1"], "mean": [0.25, 0.75]})
    summary = summary.assign(low=[-0.125, 0.5], high=[0.625, 0.875])
    ax = tone.plot(example(2), documents(2), summary=summary)
    drawn = {
        c.get_label(): c.get_segments()[0][:, 0].tolist()
        for c in ax.collections
        if isinstance(c, LineCollection) and c.get_label().startswith("d")
    }
    assert drawn == {"d0": [-0.125, 0.625], "d1": [0.5, 0.875]}
    assert "n = 9, mean +0.25 [−0.12, +0.62]" in printed(ax)
    assert "n = 10, mean +0.75 [+0.50, +0.88]" in printed(ax)


def test_a_dollar_sign_is_money():
    docs = documents(1).assign(label=r"$\frac{1}$ and $x_1$")
    ax = tone.plot(example(1), docs)
    assert any(text.get_text() == r"$\frac{1}$ and $x_1$" for text in ax.texts)
    assert not any(text.get_parse_math() for text in ax.texts)
    ax.figure.draw_without_rendering()


def test_the_caption_takes_its_numbers_from_the_table():
    table, docs = example(3), documents(3, "T{}")
    caption = tone.caption(table, docs)
    assert f"{len(table)} sentences of 3 texts" in caption
    means = table.groupby("doc_id")["compound"].mean()
    assert f"T1 {lettering.signed(means['d1'])}, n = 10" in caption
    fewer = tone.caption(table[table["doc_id"] == "d0"], docs[:1])
    assert "9 sentences of 1 text," in fewer


def test_wrong_tables_are_named():
    with pytest.raises(ValueError, match="no column 'compound'"):
        tone.plot(example(2).drop(columns="compound"), documents(2))
    with pytest.raises(ValueError, match="'d1' is not among the documents"):
        tone.plot(example(2), documents(1))


@pytest.mark.parametrize(
    ("values", "ends", "headline"),
    [
        ([0.1, 0.3], [(0, 0.2), (0.1, 0.5)],
         "T0 has the lowest mean tone of 2 texts, +0.10; all intervals overlap"),
        ([0.4, 0.3], [(0.39, 0.5), (0, 0.35)], "T1 has the lowest mean tone of 2 texts, +0.30"),
        ([0.4, 0.3], [(np.nan, np.nan), (0, 0.9)], "T1 has the lowest mean tone of 2 texts, +0.30"),
        ([0.2, 0.2], None, "The lowest mean tone of 2 texts is +0.20"),
        ([0.2], None, "The mean tone of T0 is +0.20"),
    ],
)  # fmt: skip
def test_the_headline_names_the_lowest_mean(values, ends, headline):
    ids = [f"d{i}" for i in range(len(values))]
    table = pd.DataFrame({"doc_id": ids, "compound": values, "voice": "author"})
    summary = None
    if ends:
        summary = pd.DataFrame(ends, columns=["low", "high"]).assign(doc_id=ids, mean=values)
    assert tone.headline(table, documents(len(values), "T{}"), summary) == headline
