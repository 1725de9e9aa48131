"""What is drawn is compared with the table it is drawn from; no image is compared with an image."""

import re
import struct
import subprocess
import sys
from itertools import combinations, product
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection, PathCollection

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from drawn import assert_draws_into, assert_words_apart, resized

from analysis import figures
from analysis.charts import keyness, layout, lettering, overview, tfidf, tone, tone_shift, xray

NUMBERS = [1, 2, 3, 5, 12]
NAMES = ["overview", "tone_sequence", "tone", "tfidf", "keyness", "xray", "tone_shift"]


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def documents(number, label="Text with a rather long label {}"):
    ids = [f"d{i}" for i in range(number)]
    labels = [label.format(i) for i in range(number)]
    return pd.DataFrame({"doc_id": ids, "label": labels, "n_words": 100 + np.arange(number)})


def tables(number):
    """One table for each chart: values by rule, different in every row."""
    ids = [f"d{i}" for i in range(number)]
    roles = ["headline", "body", "quotation", "bio", "chrome"]
    passages = pd.DataFrame(
        [(d, r, f"why {r}" * 9, 7 * k + i) for i, d in enumerate(ids) for k, r in enumerate(roles)],
        columns=["doc_id", "role", "reason", "n_words"],
    )
    rows = []
    for i, d in enumerate(ids):
        for k in range(9 + i):
            value = round(float(np.sin(1.7 * k + i)), 4) if k % 4 else 0.0
            voice = ["author", "quoted", "author", "mixed"][k % 4]
            rows.append((d, k + 1, f"{d} sentence {k} costs $5 or $6_a " * 3, voice, value))
    scores = pd.DataFrame(rows, columns=["doc_id", "sentence_id", "text", "voice", "compound"])
    terms = [f"term{k}" if k else "an-exceptionally-long-term-indeed" for k in range(14)]
    tfidf = pd.DataFrame(
        [
            (d, t, 1 + k + i, (1 + k + i) * 1.25)
            for i, d in enumerate(ids)
            for k, t in enumerate(terms)
        ],
        columns=["doc_id", "term", "n", "tf_idf"],
    )
    contrasts = pd.DataFrame(
        [
            (d, "the rest", t, k + 1, k % 3, 300 + i, 900, k / 3 - 0.5, k / 3 - 2.5 - i / 50, high)
            for i, d in enumerate(ids)
            for k, t in enumerate(terms)
            for high in [np.inf if k % 3 == 0 else k / 3 + 1]
        ],
        columns="target reference term n_target n_reference size_target size_reference "
        "log_ratio low high".split(),
    )
    places = pd.DataFrame(
        [
            (d, t, (k + 0.5) / (5 + i), ["author", "quoted"][k % 2], t.strip("*"))
            for i, d in enumerate(ids)
            for t in ("walk*", "deal")
            for k in range(4 if t == "deal" else i % 2)
        ],
        columns=["doc_id", "term", "position", "voice", "match"],
    )
    shift = pd.DataFrame({"term": terms, "shift": np.linspace(-0.2, 0.3, 14), "target": "d0"})
    return dict(
        zip(NAMES, [passages, scores, scores, tfidf, contrasts, places, shift], strict=True)
    )


def draw(name, number, width="double"):
    table, docs = tables(number)[name], documents(number)
    ax = resized(figures.chart_named(name).plot(table, docs), width)
    return ax, table, docs


def panels(ax):
    return ax.child_axes or [ax]


def points(ax, doc_id):
    found = [c for c in ax.collections if isinstance(c, PathCollection) and c.get_label() == doc_id]
    return np.concatenate([c.get_offsets() for c in found])


def words(ax):
    return [text for part in [ax, *ax.child_axes] for text in part.texts if text.get_text()]


@pytest.mark.parametrize("name", NAMES)
def test_at_most_five_parameters_and_axes_in_axes_out(name):
    assert_draws_into(figures.chart_named(name).plot, tables(2)[name], documents(2))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("number", "width"), [*((n, "double") for n in NUMBERS), (3, "single"), (12, "single")]
)
def test_no_words_overlap_or_leave_the_figure(name, number, width):
    assert_words_apart(draw(name, number, width)[0])


@pytest.mark.parametrize("number", [1, 3])
def test_overview_bars_are_as_long_as_the_passages_have_words(number):
    ax, table, _ = draw("overview", number)
    assert [bar.get_width() for bar in ax.patches] == table["n_words"].tolist()
    for _, own in table.groupby("doc_id"):
        starts = own["n_words"].cumsum() - own["n_words"]
        drawn = [bar.get_x() for bar in ax.patches[own.index[0] : own.index[-1] + 1]]
        assert drawn == starts.tolist()
    hatched = [bar.get_hatch() is not None for bar in ax.patches]
    assert hatched == table["role"].ne("body").tolist()


def test_sequence_points_are_the_scores_in_reading_order_on_common_axes():
    ax, table, docs = draw("tone_sequence", 3)
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table.loc[table["doc_id"] == doc_id, "compound"]
        expected = np.column_stack([np.arange(1, len(own) + 1), own])
        np.testing.assert_array_equal(points(panel, doc_id), expected)
    assert len({panel.get_xlim() for panel in ax.child_axes}) == 1
    scales = [panel.bbox.height / np.ptp(panel.get_ylim()) for panel in ax.child_axes]
    assert scales == pytest.approx([scales[0]] * 3)


@pytest.mark.parametrize("width", ["single", "double"])
def test_a_sentence_is_labelled_at_its_own_point(width):
    """A known mistake of such charts: labels paired with the points of other sentences."""
    ax, table, docs = draw("tone_sequence", 3, width)
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[table["doc_id"] == doc_id].reset_index(drop=True)
        labels = [t for t in panel.texts if t.get_label().startswith("sentence")]
        strongest = own["compound"].abs().nlargest(3).index + 1
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
            assert box.x0 - 3 <= x <= box.x1 + 3


def test_quoted_sentences_are_hollow():
    ax, table, _ = draw("tone_sequence", 1)
    (dots,) = [c for c in ax.child_axes[0].collections if isinstance(c, PathCollection)]
    white = (dots.get_facecolor() == 1).all(axis=1)
    assert white.tolist() == table["voice"].eq("quoted").tolist()


def test_tone_points_keep_their_value_and_do_not_cover_one_another():
    ax, table, docs = draw("tone", 3, "single")
    for doc_id in docs["doc_id"]:
        own = table.loc[table["doc_id"] == doc_id, "compound"]
        drawn = points(ax, doc_id)
        np.testing.assert_array_equal(drawn[:, 0], own)
        pixels = ax.transData.transform(drawn) * 72 / ax.figure.dpi
        apart = [np.hypot(*(a - b)) for a, b in combinations(pixels, 2)]
        assert min(apart) > 2.5
        (mark,) = [line for line in ax.lines if line.get_label() == f"_mean {doc_id}"]
        assert mark.get_xdata()[0] == pytest.approx(own.sum() / len(own))


def test_tone_draws_the_interval_it_is_given_and_prints_it():
    summary = pd.DataFrame({"doc_id": ["d0", "d1"], "mean": [0.25, 0.75]})
    summary = summary.assign(low=[-0.125, 0.5], high=[0.625, 0.875])
    ax = tone.plot(tables(2)["tone"], documents(2), summary=summary)
    drawn = {
        c.get_label(): c.get_segments()[0][:, 0].tolist()
        for c in ax.collections
        if isinstance(c, LineCollection) and c.get_label().startswith("d")
    }
    assert drawn == {"d0": [-0.125, 0.625], "d1": [0.5, 0.875]}
    printed = [text.get_text() for text in ax.texts]
    assert "mean +0.25  [−0.12, +0.62]" in printed
    assert "mean +0.75  [+0.50, +0.88]" in printed


def test_tfidf_shows_the_highest_terms_with_their_values_and_counts():
    ax, table, docs = draw("tfidf", 3)
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[table["doc_id"] == doc_id].sort_values("tf_idf", ascending=False)[:10]
        (bars,) = [c for c in panel.collections if c.get_label() == doc_id]
        assert [s[1][0] for s in bars.get_segments()] == own["tf_idf"].tolist()
        heights = {round(t.xy[1], 3): [] for t in panel.texts}
        for text in panel.texts:
            heights[round(text.xy[1], 3)].append(text.get_text())
        for segment, row in zip(bars.get_segments(), own.itertuples(), strict=True):
            assert heights[round(segment[0][1], 3)] == [row.term, str(row.n)]


def test_keyness_intervals_labels_and_counts_belong_to_one_row():
    ax, table, docs = draw("keyness", 2)
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


def test_xray_has_a_row_for_every_term_of_every_text_and_prints_zero():
    ax, table, docs = draw("xray", 2)
    drawn = {line.get_label(): line.get_xdata().tolist() for line in ax.lines}
    for doc_id, term, voice in product(docs["doc_id"], ["walk*", "deal"], ["author", "quoted"]):
        mine = table[["doc_id", "term", "voice"]].eq([doc_id, term, voice]).all(axis=1)
        assert drawn[f"{doc_id} {term} {voice}"] == table["position"][mine].tolist()
    printed = [text.get_text() for text in ax.texts]
    assert printed.count("0") == 1  # d0 has no "walk*"
    assert {"4", "deal ×4", "1", "walk"} <= set(printed)
    only = table[table["doc_id"] == "d1"]
    texts = [t.get_text() for t in xray.plot(only, documents(2)).texts]
    assert texts.count("0") == 2


def test_shift_bars_are_the_contributions_and_what_is_left_out_is_said():
    table = tables(2)["tone_shift"]
    ax = tone_shift.plot(table, documents(2), top=5)
    assert len(ax.patches) == 5
    expected = table.loc[table["shift"].abs().nlargest(5).index, "shift"]
    assert sorted(bar.get_width() for bar in ax.patches) == pytest.approx(sorted(expected))
    assert ax.get_xlim()[0] == -ax.get_xlim()[1]
    rest = table["shift"].sum() - expected.sum()
    assert f"terms not shown: 9, together {lettering.signed(rest, 3)}" in [
        text.get_text() for text in ax.texts
    ]


def test_each_text_looks_the_same_in_every_chart_and_like_no_other():
    looks = layout.look(documents(12))
    for column in ("colour", "marker", "hatch"):
        assert looks[column].is_unique
    many = layout.look(documents(40))
    assert not many.duplicated(["colour", "marker"]).any()
    pd.testing.assert_frame_equal(many[:12], looks)
    twins = layout.look(documents(2, label="Same"))
    assert twins["label"].tolist() == ["Same (d0)", "Same (d1)"]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=2, max_size=2), st.text(min_size=1, max_size=30))
@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.filterwarnings("ignore:Matplotlib currently does not support")
def test_any_label_and_any_term_can_be_drawn_and_saved(tmp_path_factory, labels, term):
    docs = documents(2).assign(label=labels)
    table = tables(2)["xray"].assign(term=term)
    ax = xray.plot(table, docs)
    files = figures.save(ax, "odd", tmp_path_factory.mktemp("odd"), table)
    assert len(files) == 4
    ElementTree.parse(files[-1])
    plt.close("all")


def test_a_dollar_sign_is_money():
    docs = documents(1).assign(label=r"$\frac{1}$ and $x_1$")
    ax = tone.plot(tables(1)["tone"], docs)
    assert any(text.get_text() == r"$\frac{1}$ and $x_1$" for text in ax.texts)
    assert not any(text.get_parse_math() for text in ax.texts)
    ax.figure.draw_without_rendering()


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


def test_wrong_tables_are_named():
    with pytest.raises(ValueError, match="no column 'compound'"):
        tone.plot(tables(2)["tone"].drop(columns="compound"), documents(2))
    with pytest.raises(ValueError, match="'d1' is not among the documents"):
        tone.plot(tables(2)["tone"], documents(1))


def test_captions_take_their_numbers_from_the_table():
    made, docs = tables(3), documents(3, "T{}")
    caption = tone.caption(made["tone"], docs)
    assert f"{len(made['tone'])} sentences of 3 texts" in caption
    means = made["tone"].groupby("doc_id")["compound"].mean()
    assert f"T1 {lettering.signed(means['d1'])}, n = 10" in caption
    fewer = tone.caption(made["tone"][made["tone"]["doc_id"] == "d0"], docs[:1])
    assert "9 sentences of 1 text," in fewer
    # 5 roles a text: 0+i, 7+i, 14+i, 21+i, 28+i words; body and quotation are compared.
    assert "T1: 23 of 75 words" in overview.caption(made["overview"], docs)
    lower = made["keyness"].groupby("target")["low"].nlargest(12)
    assert f"Of 36 intervals {(lower > 0).sum()} lie above 0" in keyness.caption(
        made["keyness"], docs
    )
    assert "T1: deal 4 (at 8%, 25%, 42%, 58%); walk* 1 (at 8%)." in xray.alt(made["xray"], docs)


SCRIPT = """
import sys
sys.path[:0] = [{root!r}, {tests!r}]
import test_figures as t
from analysis import figures
ax, table, _ = t.draw("keyness", 2)
figures.save(ax, "k", {folder!r}, table, "caption", "alt")
"""


def test_the_same_result_gives_the_same_bytes_here_and_in_another_process(tmp_path, request):
    folders = [tmp_path / name for name in ("first", "second", "other")]
    for folder in folders[:2]:
        ax, table, _ = draw("keyness", 2)
        files = figures.save(ax, "k", folder, table, "caption", "alt")
        assert [file.name for file in files] == [
            "k.alt.txt", "k.caption.txt", "k.csv", "k.pdf", "k.png", "k.svg"
        ]  # fmt: skip
    script = SCRIPT.format(
        root=str(request.config.rootpath),
        tests=str(request.path.parent),
        folder=str(folders[2]),
    )
    subprocess.run([sys.executable, "-c", script], check=True, env={**_environment(), "TZ": "UTC"})
    for file in folders[0].iterdir():
        assert file.read_bytes() == (folders[1] / file.name).read_bytes(), file.name
        assert file.read_bytes() == (folders[2] / file.name).read_bytes(), file.name
    assert not re.search(rb"CreationDate|ModDate", (folders[0] / "k.pdf").read_bytes())
    assert b"/FontFile2" in (folders[0] / "k.pdf").read_bytes()
    assert b"<dc:date>" not in (folders[0] / "k.svg").read_bytes()
    assert b"<text" not in (folders[0] / "k.svg").read_bytes()


def _environment():
    import os

    return {**os.environ, "PYTHONHASHSEED": "7"}


@pytest.mark.parametrize(("width", "millimetres"), [("single", 89), ("double", 183)])
def test_width_is_the_journals(tmp_path, width, millimetres):
    ax = tfidf.plot(tables(3)["tfidf"], documents(3))
    with matplotlib.rc_context({"savefig.bbox": "tight", "savefig.dpi": 50}):
        figures.save(ax, "t", tmp_path, width=width)
    pixels = struct.unpack(">I", (tmp_path / "t.png").read_bytes()[16:20])[0]
    assert pixels == int(millimetres / 25.4 * 300)
    svg = (tmp_path / "t.svg").read_text(encoding="utf-8")
    points = float(re.search(r'<svg[^>]* width="([\d.]+)pt"', svg)[1])
    assert points == pytest.approx(millimetres / 25.4 * 72, abs=0.01)


def test_no_text_of_the_data_is_a_formula_and_numbers_stay_numbers(tmp_path):
    table = pd.DataFrame(
        {
            "term": ["=1+1", "+x", "-x", "@a", "\t=1", " =1", "plain", "a=b", None],
            "shift": [-0.5, 1, 2, 3, 4, 5, 6, 7, np.inf],
            "=head": pd.Categorical(["-a"] * 9),
        }
    )
    figures.save(tone.plot(tables(1)["tone"], documents(1)), "s", tmp_path, table)
    back = pd.read_csv(tmp_path / "s.csv", keep_default_na=False)
    assert back["term"].tolist() == [
        "'=1+1", "'+x", "'-x", "'@a", "'\t=1", "' =1", "plain", "a=b", ""
    ]  # fmt: skip
    assert back["shift"].tolist() == table["shift"].tolist()
    assert back["'=head"].tolist() == ["'-a"] * 9


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a\\b", ".hidden", "a.b", "x" * 101, "a\n"])
def test_a_name_cannot_leave_the_folder(tmp_path, name):
    ax = tone.plot(tables(1)["tone"], documents(1))
    with pytest.raises(ValueError, match="no file name"):
        figures.save(ax, name, tmp_path / "in")
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_the_old_files_whole(tmp_path, monkeypatch):
    ax = tone.plot(tables(1)["tone"], documents(1))
    figures.save(ax, "t", tmp_path, tables(1)["tone"], "old")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    monkeypatch.setattr(pd.DataFrame, "to_csv", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        figures.save(ax, "t", tmp_path, tables(2)["tone"], "new", width="single")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_what_is_no_longer_given_does_not_stay_behind(tmp_path):
    ax = tone.plot(tables(1)["tone"], documents(1))
    figures.save(ax, "t", tmp_path, tables(1)["tone"], "caption", "alt")
    figures.save(ax, "t", tmp_path, caption="caption")
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names == ["t.caption.txt", "t.pdf", "t.png", "t.svg"]


def test_the_readers_own_settings_are_left_alone():
    before = dict(plt.rcParams)
    draw("tone", 1)
    assert dict(plt.rcParams) == before
