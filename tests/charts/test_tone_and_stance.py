"""Tone beside stance: ranks and reversals counted by hand, and drawn as counted."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from drawn import documents, points, printed

from analysis.charts import tone_and_stance
from analysis.charts.tone_and_stance import count_reversals, rank_texts

FALLS = "Ranked by tone, T0 comes first. Ranked by stance, it comes last."
RISES = "Ranked by tone, T0 comes last. Ranked by stance, it comes first."
STANCES = ["favourable", "neither", "unfavourable", None]


def example(number):
    rows = []
    for i in range(number):
        for k in range(9 + 2 * i):
            value = round(float(np.sin(1.7 * k + i)), 4) if k % 4 else 0.0
            voice = ["author", "quoted", "author", "mixed"][k % 4]
            rows.append((f"d{i}", k + 1, voice, value, STANCES[(k * (i + 1) + i) % 4]))
    return pd.DataFrame(rows, columns=["doc_id", "sentence_id", "voice", "compound", "stance"])


def hand():
    """Three texts counted by hand: tone .5, .2, −.1; stance −1, 0, 1 (two sentences coded each)."""
    return pd.DataFrame(
        [
            ("d0", "author", 0.75, "unfavourable"),
            ("d0", "author", 0.25, "unfavourable"),
            ("d1", "author", 0.5, "favourable"),
            ("d1", "author", 0.25, "unfavourable"),
            ("d1", "quoted", -0.15, None),
            ("d2", "author", -0.25, "favourable"),
            ("d2", "author", 0.05, "favourable"),
        ],
        columns=["doc_id", "voice", "compound", "stance"],
    )


def test_ranks_means_and_reversals_counted_by_hand():
    rows = rank_texts(hand(), documents(3))
    assert rows["tone"].tolist() == pytest.approx([0.5, 0.2, -0.1])
    assert rows["stance"].tolist() == [-1, 0, 1]
    assert rows["tone_rank"].tolist() == [0, 1, 2]
    assert rows["stance_rank"].tolist() == [2, 1, 0]
    assert rows[["n", "n_coded"]].to_numpy().tolist() == [[2, 2], [3, 2], [2, 2]]
    assert count_reversals(rows) == (3, 3)
    # With d2 uncoded only one pair can be compared; equal stances reverse nothing.
    part = hand().assign(stance=lambda t: t["stance"].where(t["doc_id"] != "d2", None))
    assert count_reversals(rank_texts(part, documents(3))) == (1, 1)
    flat = hand().assign(stance="neither")
    rows = rank_texts(flat, documents(3))
    assert count_reversals(rows) == (0, 3)
    assert rows["stance_rank"].tolist() == rows["tone_rank"].tolist()


@pytest.mark.parametrize("number", [2, 3, 12])
def test_lines_cross_exactly_where_two_texts_change_places(number):
    table, docs = example(number), documents(number)
    _, lines, _ = tone_and_stance.plot(table, docs).child_axes
    ends = {
        line.get_label(): line.get_ydata()[[0, -1]]
        for line in lines.lines
        if line.get_label() in set(docs["doc_id"])
    }
    crossings = sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(ends.values(), 2))
    rows = rank_texts(table, docs)
    assert crossings == count_reversals(rows)[0]
    printed = [text.get_text().replace("\n", " ") for text in lines.texts]
    _, pairs = count_reversals(rows)
    assert f"{crossings} of {pairs} pair{'s' * (pairs > 1)} in opposite order" in printed


def test_tone_points_means_and_stance_bars_are_those_of_the_table():
    docs = documents(3, "T{}")
    tone, lines, stance = tone_and_stance.plot(hand(), docs).child_axes
    for doc_id, own in hand().groupby("doc_id"):
        assert points(tone, doc_id)[:, 0].tolist() == own["compound"].tolist()
    marks = {x.get_label(): x.get_xdata()[0] for part in (tone, stance) for x in part.lines}
    assert [marks[f"_tone d{i}"] for i in range(3)] == pytest.approx([0.5, 0.2, -0.1])
    assert [marks[f"_stance d{i}"] for i in range(3)] == [-1, 0, 1]
    bars = {bar.get_label(): bar.get_width() for bar in stance.patches}
    assert bars["_favourable d1"] == 0.5
    assert bars["_unfavourable d1"] == -0.5
    assert bars["_favourable d2"] == 1
    filled = {b.get_label() for b in stance.patches if b.get_facecolor()[:3] != (1, 1, 1)}
    assert filled == {f"_favourable d{i}" for i in range(3)}
    printed = [text.get_text() for text in lines.texts]
    assert {"+0.50", "+0.20", "−0.10", "+1.00", "0.00", "−1.00"} <= set(printed)


def test_a_text_that_nobody_coded_is_shown_as_such():
    table = hand().assign(stance=None)
    ax = tone_and_stance.plot(table, documents(3))
    _, lines, stance = ax.child_axes
    assert [t.get_text() for t in stance.texts].count("not coded") == 3
    assert not [x for x in lines.lines if x.get_label() in {"d0", "d1", "d2"}]
    assert "stance not coded" in tone_and_stance.caption(table, documents(3))


def test_caption_and_description_take_their_numbers_from_the_table():
    docs = documents(3, "T{}")
    caption = tone_and_stance.caption(hand(), docs)
    assert "3 of 3 pairs of texts in opposite order" in caption
    assert "7 sentences" in caption
    assert "coded by reading 6 sentences" in caption
    assert (
        "T1: tone +0.20 (n = 3), stance 0.00 (1 favourable, 0 neither, 1 unfavourable)" in caption
    )
    alt = tone_and_stance.alt(hand(), docs)
    assert "tone first: T0 +0.50, T1 +0.20, T2 −0.10." in alt
    assert "stance first: T2 +1.00, T1 0.00, T0 −1.00." in alt


def test_wrong_tables_are_named():
    with pytest.raises(ValueError, match="no column 'stance'"):
        tone_and_stance.plot(hand().drop(columns="stance"), documents(3))
    with pytest.raises(ValueError, match="'d2' is not among the documents"):
        tone_and_stance.plot(hand(), documents(2))


def test_intervals_and_shares_of_resamples_are_drawn_and_said():
    docs = documents(3, "T{}")
    intervals = {
        "tone": pd.DataFrame({"doc_id": ["d0", "d2"], "low": [0.2, np.nan], "high": [0.7, np.nan]}),
        "stance": pd.DataFrame({"doc_id": ["d1"], "low": [-0.5], "high": [0.5]}),
    }
    sure = pd.DataFrame(
        [("rank", "tone", ("d0",), 1, 0.9, True), ("rank", "stance", ("d0",), 3, 0.8, True),
         ("rank", "tone", ("d0",), 2, 0.1, False),
         ("crossing", "both", ("d0", "d2"), None, 0.7, True),
         ("crossing", "both", ("d0", "d1"), None, 0.6, False)],
        columns=["what", "measure", "texts", "rank", "share", "own"],
    ).assign(draws=5000)  # fmt: skip
    ax = tone_and_stance.plot(hand(), docs, intervals=intervals, sure=sure)
    tone, _, stance = ax.child_axes
    bars = [
        [tuple(c.get_segments()[0][:, 0]) for c in panel.collections if c.get_label() == "interval"]
        for panel in (tone, stance)
    ]
    assert bars == [[(0.2, 0.7)], [(-0.5, 0.5)]]
    said = (
        "Of 5,000 resamples over sentences: T0 first by tone in 90% and last by stance in 80%; "
        "T0 and T2 change places in 70%."
    )
    assert said in " ".join(printed(tone))
    assert said in tone_and_stance.caption(hand(), docs, intervals, sure)


@pytest.mark.parametrize(
    ("tone", "stance", "headline"),
    [
        ([0.5, 0.2, -0.1], [-1, 0, 1], FALLS),
        ([0.1, 0.5, 0.2], [1, 0, -1], RISES),
        ([0.5, 0.2, -0.1], [1, 0, -1], "Tone and stance rank these 3 texts alike"),
        ([0.5, 0.2, -0.1], [1, 1, -1], "Tone and stance put no two of 3 texts in opposite order"),
        ([0.5, 0.2, -0.1], [-1, 1, 1], FALLS),
        ([0.5, 0.5, -0.1], [-1, -1, 1], RISES.replace("T0", "T2")),
        ([0.5, 0.5, -0.1, -0.1], [-1, -1, 1, 1],
         "Tone and stance order 4 of 6 pairs of texts differently"),
        ([0.5, 0.2, -0.1], [None] * 3, "T0 has the highest mean tone of 3 texts"),
        ([0.5, 0.5], [None] * 2, "Tone and stance of 2 texts"),
    ],
)  # fmt: skip
def test_the_headline_is_true_of_ranks_counted_by_hand(tone, stance, headline):
    names = {1: "favourable", 0: "neither", -1: "unfavourable", None: None}
    table = pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(tone))], "compound": tone})
    table = table.assign(voice="author", stance=[names[value] for value in stance])
    assert tone_and_stance.headline(table, documents(len(tone), "T{}")) == headline
