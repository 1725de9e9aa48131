"""Framing charts: drawn artists compared with the tables, hand-counted examples, words apart."""

from itertools import combinations

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from drawn import assert_draws_into, assert_words_apart, resized
from matplotlib.collections import PathCollection

from analysis import figures
from analysis.charts import (
    actors,
    agreement,
    frame_profile,
    frames_sequence,
    names,
    tone_and_stance,
)
from analysis.charts.tone_and_stance import rank_tone_and_stance, reversals

NAMES = ["tone_and_stance", "frames_sequence", "names", "frame_profile", "actors", "silences"]
STANCES = ["favourable", "neither", "unfavourable", None]


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def documents(number, label="Text with a rather long label {}"):
    ids = [f"d{i}" for i in range(number)]
    return pd.DataFrame({"doc_id": ids, "label": [label.format(i) for i in range(number)]})


def tables(number, codes=9):
    """One table for each chart: values by rule, different from row to row."""
    ids = [f"d{i}" for i in range(number)]
    rows = []
    for i, d in enumerate(ids):
        for k in range(9 + 2 * i):
            value = round(float(np.sin(1.7 * k + i)), 4) if k % 4 else 0.0
            voice = ["author", "quoted", "author", "mixed"][k % 4]
            rows.append((d, k + 1, voice, value, STANCES[(k * (i + 1) + i) % 4]))
    sentences = pd.DataFrame(rows, columns=["doc_id", "sentence_id", "voice", "compound", "stance"])
    names = [f"code_{k}" for k in range(codes)]
    labels = [
        f"label {k}" if k else "a label that goes on for very much longer" for k in range(codes)
    ]
    words = pd.DataFrame({
        "code": names,
        "label": labels,
        "process": [["act", "happening", "an unusually long process"][k % 3] for k in range(codes)],
        "agent": [["someone", "nobody in particular at all", ""][k % 3] for k in range(codes)],
        "function": [["cause", "remedy"][k % 2] for k in range(codes)],
    })  # fmt: skip
    profile = pd.DataFrame(
        [
            (d, c, (k * (i + 2)) % 7, (k + i) % 5 == 4, 300 + 10 * i, f"wording {k}; and another")
            for i, d in enumerate(ids)
            for k, c in enumerate(names)
        ],
        columns=["doc_id", "code", "n", "n_negated", "n_words", "wordings"],
    )
    profile["n_negated"] = profile["n_negated"].astype(int)
    profile["per_1000"] = 1000 * profile["n"] / profile["n_words"]
    profile = profile.merge(words, on="code")
    marks = pd.DataFrame(
        [
            (d, c, place, ["author", "quoted"][(k + j) % 2], (k + j) % 5 == 4, 12 + i)
            for i, d in enumerate(ids)
            for k, c in enumerate(names)
            for j, place in enumerate(range(1 + (k + i) % 3, 12, 3 + k % 2))
        ],
        columns=["doc_id", "code", "place", "voice", "negated", "n_places"],
    ).merge(words, on="code")
    silences = pd.DataFrame(
        [
            (d, c, 3 + k + i, (3 + k + i) / max(number, 2), 0.5 ** (3 + k + i))
            for i, d in enumerate(ids)
            for k, c in enumerate(names)
            if (k + i) % 3
        ],
        columns=["doc_id", "code", "n_others", "expected", "p_none"],
    )
    every = [sentences, marks, profile, profile, profile, silences]
    return dict(zip(NAMES, every, strict=True))


def agreements(codes=6):
    alpha = [0.9, np.nan, 0.7, 0.3, -0.15, 1.0] * 7
    frame = pd.DataFrame({"code": [f"code_{k}" for k in range(codes)], "alpha": alpha[:codes]})
    frame["low"], frame["high"] = frame["alpha"] - 0.25, (frame["alpha"] + 0.2).clip(upper=1)
    frame.loc[frame["alpha"] == 1, ["low", "high"]] = np.nan
    flag = np.where(frame["alpha"].isna(), "only one value used", "")
    return frame.assign(n_units=40, n_differ=np.arange(codes), flag=flag)


def draw(name, number, width="double", codes=9):
    table, docs = tables(number, codes)[name], documents(number)
    return resized(figures.chart_named(name).plot(table, docs), width), table, docs


@pytest.mark.parametrize("name", NAMES)
def test_at_most_five_parameters_and_axes_in_axes_out(name):
    assert_draws_into(figures.chart_named(name).plot, tables(2)[name], documents(2))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("number", "width"),
    [*((n, "double") for n in (1, 2, 3, 5, 12)), (1, "single"), (3, "single"), (12, "single")],
)
def test_words_stay_apart(name, number, width):
    assert_words_apart(draw(name, number, width, codes=9 if number < 12 else 6)[0])


@pytest.mark.parametrize("name", ["names", "silences"])
def test_forty_codes_fit(name):
    assert_words_apart(draw(name, 3, "single", codes=40)[0])


@pytest.mark.parametrize("width", ["single", "double"])
@pytest.mark.parametrize("codes", [1, 6, 40])
def test_words_of_agreement_stay_apart(width, codes):
    assert_words_apart(resized(agreement.plot(agreements(codes)), width))


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
    rows = rank_tone_and_stance(hand(), documents(3))
    assert rows["tone"].tolist() == pytest.approx([0.5, 0.2, -0.1])
    assert rows["stance"].tolist() == [-1, 0, 1]
    assert rows["tone_rank"].tolist() == [0, 1, 2]
    assert rows["stance_rank"].tolist() == [2, 1, 0]
    assert rows[["n", "n_coded"]].to_numpy().tolist() == [[2, 2], [3, 2], [2, 2]]
    assert reversals(rows) == (3, 3)
    # With d2 uncoded only one pair can be compared; equal stances reverse nothing.
    part = hand().assign(stance=lambda t: t["stance"].where(t["doc_id"] != "d2", None))
    assert reversals(rank_tone_and_stance(part, documents(3))) == (1, 1)
    flat = hand().assign(stance="neither")
    rows = rank_tone_and_stance(flat, documents(3))
    assert reversals(rows) == (0, 3)
    assert rows["stance_rank"].tolist() == rows["tone_rank"].tolist()


@pytest.mark.parametrize("number", [2, 3, 12])
def test_lines_cross_exactly_where_two_texts_change_places(number):
    table, docs = tables(number)["tone_and_stance"], documents(number)
    _, lines, _ = tone_and_stance.plot(table, docs).child_axes
    ends = {
        line.get_label(): line.get_ydata()[[0, -1]]
        for line in lines.lines
        if line.get_label() in set(docs["doc_id"])
    }
    crossings = sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(ends.values(), 2))
    rows = rank_tone_and_stance(table, docs)
    assert crossings == reversals(rows)[0]
    printed = [text.get_text().replace("\n", " ") for text in lines.texts]
    _, pairs = reversals(rows)
    assert f"{crossings} of {pairs} pair{'s' * (pairs > 1)} in opposite order" in printed


def test_tone_points_means_and_stance_bars_are_those_of_the_table():
    docs = documents(3, "T{}")
    tone, lines, stance = tone_and_stance.plot(hand(), docs).child_axes
    for doc_id, own in hand().groupby("doc_id"):
        (dots,) = [
            c for c in tone.collections
            if isinstance(c, PathCollection) and c.get_label() == doc_id
        ]  # fmt: skip
        assert dots.get_offsets()[:, 0].tolist() == own["compound"].tolist()
    marks = {x.get_label(): x.get_xdata()[0] for part in (tone, stance) for x in part.lines}
    assert [marks[f"_tone d{i}"] for i in range(3)] == pytest.approx([0.5, 0.2, -0.1])
    assert [marks[f"_stance d{i}"] for i in range(3)] == [-1, 0, 1]
    bars = {bar.get_label(): bar.get_width() for bar in stance.patches}
    assert bars["_favourable d1"] == 0.5
    assert bars["_unfavourable d1"] == -0.5
    assert bars["_favourable d2"] == 1
    assert {bar.get_hatch() for bar in stance.patches} == {None, "////"}
    printed = [text.get_text() for text in lines.texts]
    assert {"+0.50", "+0.20", "−0.10", "+1.00", "0.00", "−1.00"} <= set(printed)


def test_a_text_that_nobody_coded_is_shown_as_such():
    table = hand().assign(stance=None)
    ax = tone_and_stance.plot(table, documents(3))
    _, lines, stance = ax.child_axes
    assert [t.get_text() for t in stance.texts].count("not coded") == 3
    assert not [x for x in lines.lines if x.get_label() in {"d0", "d1", "d2"}]
    assert "stance not coded" in tone_and_stance.caption(table, documents(3))


def test_marks_of_frames_stand_at_their_sentences_by_voice_and_negation():
    ax, table, docs = draw("frames_sequence", 3)
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[table["doc_id"] == doc_id]
        drawn = {line.get_label(): line.get_xdata().tolist() for line in panel.lines}
        for code, part in own.groupby("code"):
            quoted = part["voice"].eq("quoted") & ~part["negated"]
            author = part["voice"].eq("author") & ~part["negated"]
            assert drawn[f"{doc_id} {code} quoted"] == part["place"][quoted].tolist()
            assert drawn[f"{doc_id} {code} author"] == part["place"][author].tolist()
            assert drawn[f"{doc_id} {code} negated"] == part["place"][part["negated"]].tolist()


def test_a_sentence_has_one_mark_of_each_kind_side_by_side():
    table = pd.DataFrame({"doc_id": "d0", "code": "x", "place": [2, 2, 2, 5]})
    table["voice"] = ["author", "author", "quoted", "author"]
    ax = frames_sequence.plot(table, documents(1))
    drawn = {x.get_label(): x.get_xdata().tolist() for x in ax.child_axes[0].lines}
    assert drawn["d0 x author"] == [1.75, 5]
    assert drawn["d0 x quoted"] == [2.25]
    caption = frames_sequence.caption(table, documents(1))
    assert "3 marks of 1 frame, of which 1 in someone else's voice" in caption


def test_codings_of_value_zero_are_not_drawn():
    table = pd.DataFrame({"doc_id": "d0", "code": "x", "place": [1, 2], "value": [0, 1]})
    ax = frames_sequence.plot(table, documents(1))
    drawn = [x.get_xdata().tolist() for x in ax.child_axes[0].lines if "author" in x.get_label()]
    assert drawn == [[2]]
    assert "1 mark of 1 frame." in frames_sequence.caption(table, documents(1))


@pytest.mark.parametrize("name", ["names", "frame_profile", "actors"])
@pytest.mark.parametrize("number", [1, 3])
def test_bars_are_rates_and_numbers_counts(name, number):
    ax, table, docs = draw(name, number)
    used = table.groupby("code")["n"].sum() + table.groupby("code")["n_negated"].sum() > 0
    group = {"names": "process", "frame_profile": "function", "actors": None}[name]
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[(table["doc_id"] == doc_id) & table["code"].map(used)]
        bars = {bar.get_label(): bar.get_width() for bar in panel.patches}
        expected = {
            f"_{doc_id} {row.code}": row.per_1000 for row in own.itertuples() if row.per_1000 > 0
        }
        if group:
            sums = own.groupby(group)["per_1000"].sum()
            expected |= {f"_{doc_id} {part}": rate for part, rate in sums.items() if rate > 0}
        assert bars == pytest.approx(expected)
        assert max(bars.values()) <= panel.get_xlim()[1]
        # The count beside a bar is that of its own row.
        for bar in panel.patches:
            y = bar.get_y() + bar.get_height() / 2
            near = [t.get_text() for t in panel.texts if abs(t.xy[1] - y) < 1]
            code = bar.get_label().split(" ", 1)[1]
            row = own[own["code"] == code]
            if len(row):
                n, negated = int(row["n"].iloc[0]), int(row["n_negated"].iloc[0])
                assert (f"({negated}) " if negated else "") + str(n) in near
            else:
                assert str(own.loc[own[group] == code, "n"].sum()) in near
    assert len({panel.get_xlim() for panel in ax.child_axes}) == 1


def test_shares_of_sentences_are_drawn_without_sums():
    table = tables(2)["frame_profile"].drop(columns=["per_1000", "n_negated"])
    table = table.assign(share=table["n"] / 10)
    ax = frame_profile.plot(table, documents(2))
    widths = sorted(bar.get_width() for panel in ax.child_axes for bar in panel.patches)
    assert widths == pytest.approx(sorted(table["share"][table["share"] > 0]))
    assert "share of sentences" in frame_profile.caption(table, documents(2))


def test_names_that_no_text_uses_are_in_the_caption_only():
    table = tables(2)["names"].assign(n_negated=0)
    table.loc[table["code"] == "code_3", ["n", "per_1000"]] = 0
    # code_0 and code_7 are 0 by rule as well.
    caption = names.caption(table, documents(2))
    assert "In no text: a label that goes on for very much longer, label 3, label 7." in caption
    ax = names.plot(table, documents(2))
    assert "label 3" not in [t.get_text() for t in ax.child_axes[0].texts]


def test_silences_end_at_the_number_expected():
    ax, table, docs = draw("silences", 3)
    drawn = {x.get_label(): x.get_xdata().tolist() for x in ax.lines}
    for doc_id in docs["doc_id"]:
        own = table[table["doc_id"] == doc_id].sort_values("p_none")[:8]
        assert drawn[f"_expected {doc_id}"] == own["expected"].tolist()
    printed = {text.get_text() for text in ax.texts}
    # d0, code_1: 4 in the others, .5 to the fourth.
    assert "4 · 0.062" in printed


def test_agreement_draws_alpha_interval_and_what_is_undefined():
    table = agreements()
    ax = agreement.plot(table)
    drawn = {x.get_label(): x.get_xdata().tolist() for x in ax.lines}
    assert drawn["_defined"] == [1.0, 0.9, 0.7]
    assert drawn["_weak"] == [0.3, -0.15]
    (bars,) = [c for c in ax.collections if c.get_label() == "interval"]
    ends = [segment[:, 0].tolist() for segment in bars.get_segments()]
    assert np.ravel(ends) == pytest.approx([0.65, 1, 0.45, 0.9, 0.05, 0.5, -0.4, 0.05])
    printed = [text.get_text() for text in ax.texts]
    assert "undefined: only one value used" in printed
    assert "0 of 40" in printed
    caption = agreement.caption(table)
    assert "Firm from .80: 2; tentative from .667: 1; weaker: 2; undefined" in caption
    assert "read twice: 1. 1 without an interval" in caption
    assert "code 1 undefined" in agreement.alt(table)


def test_captions_take_their_numbers_from_the_table():
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
    made = tables(3)
    quoted = made["frames_sequence"]["voice"].eq("quoted") & ~made["frames_sequence"]["negated"]
    quoted = int(quoted.sum())
    assert f"{quoted} in someone else's voice" in frames_sequence.caption(
        made["frames_sequence"], docs
    )
    total = made["actors"].groupby("doc_id")["n"].sum()
    assert f"counts (T0 {total['d0']}, T1 {total['d1']}" in actors.caption(made["actors"], docs)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_table_is_drawn_as_one(name, tmp_path):
    table = tables(2)[name][:0]
    ax = figures.chart_named(name).plot(table, documents(2))
    caption = figures.chart_named(name).caption(table, documents(2))
    alt = figures.chart_named(name).alt(table, documents(2))
    assert caption
    assert alt
    assert "nan" not in caption + alt
    figures.save(ax, name, tmp_path)


def test_no_agreement_is_drawn_as_none(tmp_path):
    empty = agreements()[:0]
    figures.save(agreement.plot(empty), "none", tmp_path)
    assert "nan" not in agreement.caption(empty) + agreement.alt(empty)


@pytest.mark.parametrize("name", ["names", "frame_profile", "actors", "frames_sequence"])
def test_a_codebook_with_nothing_but_codes_is_enough(name):
    """Label, process, agent, function, voice, negation and wordings are all optional."""
    needed = {"doc_id", "code", "n", "per_1000", "place"}
    table = tables(3)[name]
    table = table[[column for column in table.columns if column in needed]]
    ax = resized(figures.chart_named(name).plot(table, documents(3)), "double")
    assert_words_apart(ax)
    assert "code 1" in [text.get_text() for text in ax.child_axes[0].texts]
    assert figures.chart_named(name).caption(table, documents(3))


def test_wrong_tables_are_named():
    with pytest.raises(ValueError, match="no column 'stance'"):
        tone_and_stance.plot(hand().drop(columns="stance"), documents(3))
    with pytest.raises(ValueError, match="'d2' is not among the documents"):
        tone_and_stance.plot(hand(), documents(2))
    with pytest.raises(ValueError, match="no column 'per_1000'"):
        names.plot(tables(1)["names"].drop(columns="per_1000"), documents(1))
    with pytest.raises(ValueError, match="no column 'place'"):
        frames_sequence.plot(tables(1)["names"], documents(1))
