"""Looks of texts, and matplotlib's settings while a chart is drawn."""

import re
from itertools import combinations
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from drawn import documents, draw, points, scores
from matplotlib.colors import to_hex, to_rgb

from analysis import corpus, figures
from analysis.charts import ink, look
from analysis.page import render

WHITE, PAPER, DARK = "#ffffff", "#fbfaf7", "#16181b"
# Machado, Oliveira & Fernandes (2009), table 1, severity 1.0, for linear RGB.
BLINDNESS = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
    "normal": np.eye(3),
}


def linear(colour):
    """sRGB to linear RGB (IEC 61966-2-1)."""
    c = np.array(to_rgb(colour))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Contrast ratio of WCAG 2.2."""
    low, high = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb):
    """Linear RGB to CIELAB under D65."""
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
              [0.0193339, 0.1191920, 0.9503041]]  # fmt: skip
    t = np.array(to_xyz) @ np.clip(rgb, 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def ciede2000(one, other):
    """The difference of two CIELAB colours, in the letters of Sharma, Wu & Dalal (2005)."""
    (L1, a1, b1), (L2, a2, b2) = one, other
    C = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    G = 0.5 * (1 - np.sqrt(C**7 / (C**7 + 25**7)))
    a1, a2 = (1 + G) * a1, (1 + G) * a2
    C1, C2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    dh = 0 if C1 * C2 == 0 else (h2 - h1 + 180) % 360 - 180
    dL, dC, dH = L2 - L1, C2 - C1, 2 * np.sqrt(C1 * C2) * np.sin(np.radians(dh / 2))
    L, C = (L1 + L2) / 2, (C1 + C2) / 2
    h = h1 + h2 if C1 * C2 == 0 else (h1 + h2 + 360 * (abs(h1 - h2) > 180)) / 2
    T = 1 + sum(
        k * np.cos(np.radians(n * h + turn))
        for k, n, turn in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    )
    SL = 1 + 0.015 * (L - 50) ** 2 / np.sqrt(20 + (L - 50) ** 2)
    SC, SH = 1 + 0.045 * C, 1 + 0.015 * C * T
    turn = 30 * np.exp(-(((h % 360 - 275) / 25) ** 2))
    RT = -2 * np.sqrt(C**7 / (C**7 + 25**7)) * np.sin(np.radians(2 * turn))
    return np.sqrt((dL / SL) ** 2 + (dC / SC) ** 2 + (dH / SH) ** 2 + RT * (dC / SC) * (dH / SH))


def least_difference(colours, sight):
    seen = [lab(np.array(BLINDNESS[sight]) @ linear(colour)) for colour in colours]
    return min(ciede2000(*pair) for pair in combinations(seen, 2))


def test_the_difference_of_colours_is_that_of_the_paper():
    """Sharma, Wu & Dalal (2005), table 1, pairs 1, 7, 10, 17 and 25."""
    for one, other, expected in [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ]:
        assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)


def test_marks_stand_out_from_their_ground():
    """3:1, as WCAG 2.2 asks of graphics (1.4.11); on white in figures, on paper in the page."""
    for colour in [*look.COLOURS, ink.FALLS]:
        assert contrast(colour, WHITE) >= 3
        assert contrast(colour, PAPER) >= 3
    for colour in render.ON_DARK.values():
        assert contrast(colour, DARK) >= 4.5
    # Words, zeros among them, in 4.5:1.
    for colour in (ink.SOFT, ink.INK):
        assert contrast(colour, PAPER) >= 4.5


@pytest.mark.parametrize("sight", BLINDNESS)
def test_the_first_three_colours_are_told_apart(sight):
    """Under simulated colour-blindness and in grey print; 10 is far beyond a just seen step."""
    assert least_difference(look.COLOURS[:3], sight) > 10
    assert list(render.ON_DARK) == look.COLOURS[:3]
    assert least_difference(render.ON_DARK.values(), sight) > 10


def test_the_warning_is_no_texts_colour():
    warning = lab(linear(ink.FALLS))
    assert min(ciede2000(warning, lab(linear(colour))) for colour in look.COLOURS) > 10


def test_a_part_of_a_corpus_looks_as_it_does_in_the_whole():
    c = corpus.load()
    whole = look.looks_of(c.documents).set_index("doc_id")
    part = c.documents[c.documents["doc_id"] != "axios"].iloc[::-1]
    assert look.looks_of(part).set_index("doc_id").to_dict("index") == (
        whole.loc[part["doc_id"]].to_dict("index")
    )
    alone = corpus.load(only=["koreatimes"]).documents
    assert look.looks_of(alone)["colour"].tolist() == [whole.loc["koreatimes", "colour"]]


def test_colour_and_marker_are_the_documents_own():
    docs = documents(2).assign(colour=["Teal", ""], marker=["", "D"])
    ax = draw("tone", scores(2), docs)
    lane = next(c for c in ax.collections if c.get_label() == "d0" and len(c.get_edgecolors()))
    assert to_hex(lane.get_edgecolors()[0]) == "#008080"
    assert len(points(ax, "d0")) == 9
    looks = look.looks_of(docs)
    # Nobody was given the first colour, so the second text gets it; and the first marker the first.
    assert looks["colour"].tolist() == ["#008080", look.COLOURS[0]]
    assert looks["marker"].tolist() == ["o", "D"]


def test_what_cannot_be_drawn_is_named(tmp_path):
    for column, value in [("colour", "bluish"), ("colour", "#12"), ("marker", "x")]:
        with pytest.raises(ValueError, match=f"{column} {value!r} of 'd1' cannot be drawn; use "):
            look.looks_of(documents(2).assign(**{column: ["", value]}))
    # In a corpus such a column may mean something else: it is read as empty, and said.
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/a.txt").write_text("No deal.")
    table = "doc_id,file,colour,marker\na,raw/a.txt,left-wing,\n"
    (tmp_path / "commentaries.csv").write_text(table)
    c = corpus.load(tmp_path)
    assert c.documents[["colour", "marker"]].to_numpy().tolist() == [[look.COLOURS[0], "o"]]
    assert c.notices[0].startswith("commentaries.csv: colour 'left-wing' of 'a' cannot be drawn")
    given = pd.DataFrame({"text": ["a", "b"], "colour": ["#ABC", None]})
    made = corpus.from_table(given).documents
    assert made["colour"].tolist() == ["#aabbcc", look.COLOURS[0]]


def test_many_texts_given_all_colours_still_get_one():
    given = [*look.COLOURS, *[""] * 30]
    looks = look.looks_of(documents(42).assign(colour=given))
    assert set(looks["colour"][12:]) == set(look.COLOURS)


def test_the_page_and_the_charts_use_one_look():
    style = render._colours(look.looks_of(documents(4).assign(colour=["", "", "", "teal"])))
    own = re.findall(r"\.d(\d)\{--own:(#[0-9a-f]{6})\}", style)
    assert own == [*zip("012", look.COLOURS[:3], strict=True), ("3", "#008080")]
    assert ".d0{--c:#4f86d9}" in style
    assert set(look.MARKERS) <= set(render.SHAPES)


ODD = {
    "axes.grid": True, "font.size": 25, "font.family": "serif", "lines.linewidth": 9,
    "savefig.transparent": True, "savefig.bbox": "tight", "savefig.pad_inches": 2,
    "figure.autolayout": True, "axes.facecolor": "black", "axes.titlesize": 40,
    "axes.prop_cycle": matplotlib.cycler(color=["red"]), "hatch.linewidth": 5,
    "patch.force_edgecolor": True, "path.sketch": (9, 9, 9), "svg.fonttype": "none",
    "text.antialiased": False, "axes.xmargin": 0.4, "legend.frameon": False,
    "pdf.compression": 0, "savefig.orientation": "landscape", "text.usetex": False,
    "axes.unicode_minus": False, "axes.spines.top": True, "xtick.direction": "in",
}  # fmt: skip


@pytest.mark.parametrize("chart", ["tone", "tone-sequence"])
def test_the_readers_settings_change_no_byte(chart, tmp_path):
    """Set before the figure is drawn; fixed by a style file that starts from the defaults."""

    def files(folder):
        figures.draw(chart, scores(2), documents(2), folder)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}

    usual = files(tmp_path / "usual")
    with plt.rc_context(ODD):
        assert files(tmp_path / "odd") == usual


def test_each_text_looks_the_same_in_every_chart_and_like_no_other():
    looks = look.looks_of(documents(12))
    for column in ("colour", "marker", "hatch"):
        assert looks[column].is_unique
    many = look.looks_of(documents(40))
    assert not many.duplicated(["colour", "marker"]).any()
    pd.testing.assert_frame_equal(many[:12], looks)
    twins = look.looks_of(documents(2, label="Same"))
    assert twins["label"].tolist() == ["Same (d0)", "Same (d1)"]


def test_the_readers_own_settings_are_left_alone():
    before = dict(plt.rcParams)
    draw("tone", scores(1), documents(1))
    assert dict(plt.rcParams) == before


def test_a_backend_that_turns_interaction_on_keeps_it_on():
    """Jupyter's backend does so with the first figure, inside of `style`: the others need it."""
    before = matplotlib.is_interactive()
    try:
        with look.style():
            matplotlib.interactive(True)
        assert matplotlib.is_interactive()
    finally:
        matplotlib.interactive(before)
