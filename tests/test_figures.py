"""A figure is drawn by its chart's file, and saved whole, alike each time, under a safe name."""

import os
import re
import struct
import subprocess
import sys

import matplotlib
import numpy as np
import pandas as pd
import pytest
from drawn import contrasts, documents, draw, profile, scores
from matplotlib.colors import to_hex

from analysis import figures
from analysis.charts import agreement, groups, layout, tone


@pytest.fixture(autouse=True)
def _closed():
    import matplotlib.pyplot as plt

    yield
    plt.close("all")


def texts_of(folder, name):
    return [
        (folder / f"{name}.{kind}.txt").read_text("utf-8").strip() for kind in ("caption", "alt")
    ]


def test_a_chart_is_drawn_captioned_described_and_saved(tmp_path):
    table, docs = scores(2), documents(2)
    ax = figures.draw("tone", table, docs, tmp_path)
    assert ax.get_xlim() == (-1.03, 1.03)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "tone.alt.txt", "tone.caption.txt", "tone.csv", "tone.headline.txt", "tone.pdf",
        "tone.png", "tone.svg",
    ]  # fmt: skip
    assert texts_of(tmp_path, "tone") == [tone.caption(table, docs), tone.alt(table, docs)]


def test_a_caption_says_which_texts_are_drawn_and_counts_over_all(tmp_path):
    """Counted again here: what two of three texts lack, the third may hold."""
    table, docs = profile(3), documents(3)
    third = table["doc_id"] == "d2"
    lacked = (table["code"] == "code_1") | (table["code"] == "code_2") & ~third
    table.loc[lacked, ["n", "n_negated"]] = 0
    table.loc[third & (table["code"] == "code_2"), "n"] = 4
    options = {"among": docs, "chosen": "the first two"}
    ax = figures.draw("names", table, docs[:2], tmp_path, **options)
    assert len(ax.child_axes) == 2
    caption, alt = texts_of(tmp_path, "names")
    assert "in 2 texts." in caption
    counts = (table["n"] + table["n_negated"]).groupby(table["label"])
    none = {label for label, own in counts if not own.any()}
    drawn = table.loc[(table["n"] + table["n_negated"] > 0) & ~third, "label"]
    listed = re.search(r"In no text: (.*?)\. Counts", caption)[1]
    assert set(listed.split(", ")) == none >= {"label 1"}
    listed = re.search(r"Only in texts that are not drawn: (.*?)\. In", caption)[1]
    assert set(listed.split(", ")) == set(table["label"]) - none - set(drawn) >= {"label 2"}
    labels = ", ".join(docs["label"][:2])
    assert caption.endswith(f"Drawn are 2 of 3 texts (the first two): {labels}.")
    assert docs["label"][2] not in caption + alt
    # Where all are drawn nothing is added.
    figures.draw("names", table, docs, tmp_path, among=docs, chosen="all")
    assert "Drawn are" not in texts_of(tmp_path, "names")[0]
    # Of a table of contrasts the drawn texts are the targets.
    figures.draw("keyness", contrasts(3), docs[1:], tmp_path, among=docs)
    data = pd.read_csv(tmp_path / "keyness.csv")
    assert data["target"].unique().tolist() == ["d1", "d2"]


def test_a_caption_counts_texts_and_not_their_groups(tmp_path):
    docs = documents(3).assign(n_documents=[9, 3, 1])
    figures.draw("names", profile(3), docs, tmp_path)
    assert "in 13 texts in 3 groups." in texts_of(tmp_path, "names")[0]


def test_each_verb_is_given_the_options_that_it_takes(tmp_path):
    summary = pd.DataFrame({"doc_id": ["d0"], "mean": [0.25], "low": [0.0], "high": [0.5]})
    figures.draw("mine", scores(1), documents(1), tmp_path, chart="tone", summary=summary)
    expected = [verb(scores(1), documents(1), summary) for verb in (tone.caption, tone.alt)]
    assert texts_of(tmp_path, "mine") == expected


def test_a_chart_without_texts_needs_no_documents(tmp_path):
    table = pd.DataFrame({"code": ["a"], "alpha": 0.9, "low": 0.8, "high": 1.0})
    table = table.assign(n_units=10, n_differ=1, firmness="firm")
    for docs in (None, documents(1)):
        figures.draw("agreement", table, docs, tmp_path)
        assert texts_of(tmp_path, "agreement")[0] == agreement.caption(table)


@pytest.mark.parametrize(("by", "noun"), [("doc_id", "texts"), ("outlet", "outlets")])
def test_by_ranks_groups_instead(tmp_path, by, noun):
    points = pd.DataFrame({"doc_id": ["d0", "d0", "d1"], "value": [0.5, 0.1, 0.9], "unit": "text"})
    ax = figures.draw("tone", points, documents(2), tmp_path, by=by, label="tone")
    assert ax.get_xlabel() == "tone"
    caption = groups.caption(points, documents(2), label="tone", by=by)
    assert texts_of(tmp_path, "tone")[0] == caption
    assert f"2 {noun}, ranked" in caption


def words_of(ax, weight="bold"):
    return " ".join(t.get_text() for t in ax.texts
                    if t.get_gid() == "heading" and t.get_weight() == weight)  # fmt: skip


def test_a_headline_stands_above_the_chart_or_begins_the_caption(tmp_path):
    table, docs = scores(2), documents(2, "T{}")
    headline = figures.headline("tone", table, docs)
    ax = figures.draw("tone", table, docs, tmp_path)
    assert words_of(ax) == headline == (tmp_path / "tone.headline.txt").read_text("utf-8").strip()
    assert words_of(ax, "normal") == figures.subtitle("tone", table, docs)
    caption = figures.caption("tone", table, docs)
    ax = figures.draw("tone", table, docs, tmp_path, headline=False)
    assert words_of(ax) == words_of(ax, "normal") == ""
    assert texts_of(tmp_path, "tone")[0] == f"{headline}. {caption}"


def test_what_its_author_says_of_a_figure_takes_effect():
    """A title of one's own, colours, columns of the documents, and what is set on the Axes."""
    table, docs = scores(2), documents(2, "T{}")
    ax = figures.plot("tone", table, docs, title="My claim", colours={"d1": "teal"})
    assert words_of(ax) == "My claim"
    colours = {c.get_label(): to_hex(c.get_edgecolors()[0]) for c in ax.collections
               if c.get_label() in ("d0", "d1") and len(c.get_edgecolors())}  # fmt: skip
    assert colours == {"d0": "#003a75", "d1": "#008080"}
    with pytest.raises(ValueError, match="colours: no text 'd7'; its texts are: d0, d1"):
        figures.plot("tone", table, docs, colours={"d7": "red"})
    ax.set_xlim(-0.5, 0.5)
    ax.set_xlabel("my scale")
    line = ax.axvline(0.25, color="green")
    ax.set_title("Mine")
    layout.resize(ax.figure, 89)
    assert ax.get_xlim() == (-0.5, 0.5)
    assert (ax.get_xlabel(), ax.get_title(), words_of(ax)) == ("my scale", "Mine", "")
    assert line in ax.lines
    layout.resize(ax.figure, 121)
    assert (ax.get_xlim(), ax.get_xlabel()) == ((-0.5, 0.5), "my scale")


@pytest.mark.parametrize("width", [70, 300, "wide"])
def test_a_width_that_no_figure_has_is_refused(tmp_path, width):
    with pytest.raises(ValueError, match=f"width: {width!r} is unknown; use 'single' "):
        figures.draw("tone", scores(1), documents(1), tmp_path, width=width)
    assert list(tmp_path.iterdir()) == []


def test_the_texts_are_not_kept_beside_the_figure_unless_given(tmp_path):
    table, docs = scores(1), documents(1)
    figures.draw("tone", table, docs, tmp_path)
    assert list(pd.read_csv(tmp_path / "tone.csv")) == [
        "doc_id", "sentence_id", "voice", "compound"
    ]  # fmt: skip
    figures.draw("tone", table, docs, tmp_path, data=table)
    assert list(pd.read_csv(tmp_path / "tone.csv")) == list(table.columns)


def test_what_cannot_be_drawn_is_said(tmp_path):
    with pytest.raises(ValueError, match="no chart 'mood'; use one of actors, agreement, "):
        figures.draw("mood", scores(1), documents(1), tmp_path)
    with pytest.raises(ValueError, match="no chart 'layout'"):
        figures.find_chart("layout")
    with pytest.raises(
        TypeError, match=r"chart 'tone': no option 'top'; its options are: summary$"
    ):
        figures.draw("tone", scores(1), documents(1), tmp_path, top=3)
    with pytest.raises(TypeError, match="'names': no option 'top'; its options are: none"):
        figures.draw("names", scores(1), documents(1), tmp_path, top=3)
    with pytest.raises(TypeError, match=r"'specifications'.* are: claim, controls, label$"):
        figures.draw("runs", scores(1), None, tmp_path, chart="specifications", between="ab")
    with pytest.raises(ValueError, match="'tone': no documents, but it draws texts"):
        figures.draw("tone", scores(1), None, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_both_spellings_of_a_name_find_the_chart():
    assert figures.find_chart("tone-and-stance") is figures.find_chart("tone_and_stance")


SCRIPT = """
import sys
sys.path[:0] = [{root!r}, {tests!r}]
from drawn import contrasts, documents, draw
from analysis import figures
table = contrasts(2)
ax = draw("keyness", table, documents(2))
figures.save(ax, "k", {folder!r}, table, "caption", "alt")
"""


def test_the_same_result_gives_the_same_bytes_here_and_in_another_process(tmp_path, request):
    folders = [tmp_path / name for name in ("first", "second", "other")]
    for folder in folders[:2]:
        table = contrasts(2)
        ax = draw("keyness", table, documents(2))
        files = figures.save(ax, "k", folder, table, "caption", "alt")
        assert [file.name for file in files] == [
            "k.alt.txt", "k.caption.txt", "k.csv", "k.pdf", "k.png", "k.svg"
        ]  # fmt: skip
    script = SCRIPT.format(
        root=str(request.config.rootpath),
        tests=str(request.path.parent),
        folder=str(folders[2]),
    )
    subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "UTC"},
    )
    for file in folders[0].iterdir():
        assert file.read_bytes() == (folders[1] / file.name).read_bytes(), file.name
        assert file.read_bytes() == (folders[2] / file.name).read_bytes(), file.name
    assert not re.search(rb"CreationDate|ModDate", (folders[0] / "k.pdf").read_bytes())
    assert b"/FontFile2" in (folders[0] / "k.pdf").read_bytes()
    assert b"<dc:date>" not in (folders[0] / "k.svg").read_bytes()
    assert b"<text" not in (folders[0] / "k.svg").read_bytes()


@pytest.mark.parametrize(("width", "millimetres"), [("single", 89), ("page", 121), (140, 140)])
def test_width_is_the_journals(tmp_path, width, millimetres):
    ax = tone.plot(scores(3), documents(3))
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
    figures.save(tone.plot(scores(1), documents(1)), "s", tmp_path, table)
    back = pd.read_csv(tmp_path / "s.csv", keep_default_na=False)
    assert back["term"].tolist() == [
        "'=1+1", "'+x", "'-x", "'@a", "'\t=1", "' =1", "plain", "a=b", ""
    ]  # fmt: skip
    assert back["shift"].tolist() == table["shift"].tolist()
    assert back["'=head"].tolist() == ["'-a"] * 9


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a\\b", ".hidden", "a.b", "x" * 101, "a\n"])
def test_a_name_cannot_leave_the_folder(tmp_path, name):
    ax = tone.plot(scores(1), documents(1))
    with pytest.raises(ValueError, match="no file name"):
        figures.save(ax, name, tmp_path / "in")
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_the_old_files_whole(tmp_path, monkeypatch):
    ax = tone.plot(scores(1), documents(1))
    figures.save(ax, "t", tmp_path, scores(1), "old")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    monkeypatch.setattr(pd.DataFrame, "to_csv", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        figures.save(ax, "t", tmp_path, scores(2), "new", width="single")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_what_is_no_longer_given_does_not_stay_behind(tmp_path):
    ax = tone.plot(scores(1), documents(1))
    figures.save(ax, "t", tmp_path, scores(1), "caption", "alt")
    figures.save(ax, "t", tmp_path, caption="caption")
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names == ["t.caption.txt", "t.pdf", "t.png", "t.svg"]
