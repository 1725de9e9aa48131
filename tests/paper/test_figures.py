"""Each target measured in the files: width, resolution, letters, fonts, alpha, contrast, words."""

import re
import xml.etree.ElementTree as ET

import matplotlib.colors
import pandas as pd
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer
from PIL import Image

from analysis import figures, sentences, sentiment
from analysis.paper import pictures, targets

SVG = "{http://www.w3.org/2000/svg}"
ASKED = [*targets.read_targets()["name"], "nature:column", "plos:column", "100"]
# Quicker than their own, which is read below.
DPI = {"taylor-francis": 300, "typst": 200, "plos": 300, "plos:column": 200, "100": 200}


@pytest.fixture(scope="module")
def drawn(own_sentences, own, tmp_path_factory):
    """A chart of many letters, drawn for each target; folder, target and what it said, by name."""
    figure = pictures.Figure("tone", sentiment.score(own_sentences), own.documents, {})
    made = {}
    for name in ASKED:
        folder = tmp_path_factory.mktemp(name.replace(":", "-"))
        target = targets.choose_target(name, DPI.get(name))
        made[name] = (
            folder,
            target,
            pictures.draw("tone", figure, folder, target, "Liberation Sans"),
        )
    return made


def relative_luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
             for c in matplotlib.colors.to_rgb(colour)]  # fmt: skip
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("name", ASKED)
def test_a_pdf_is_as_wide_as_asked_with_letters_as_large(drawn, name):
    folder, target, said = drawn[name]
    (page,) = extract_pages(folder / "tone.pdf")
    assert page.width / 72 * 25.4 == pytest.approx(target.width_mm, abs=0.1)
    assert page.height / 72 * 25.4 == pytest.approx(said.height_mm, abs=0.1)
    letters = []

    def walk(part):
        if isinstance(part, LTChar):
            letters.append((round(part.size, 2), part.fontname.partition("+")[2]))
        elif isinstance(part, LTContainer):
            for other in part:
                walk(other)

    walk(page)
    assert min(size for size, _ in letters) >= target.least_pt - 0.01
    assert {font for _, font in letters} <= {"LiberationSans", "LiberationSans-Bold", "DejaVuSans"}
    assert sum(font == "DejaVuSans" for _, font in letters) <= 3  # signs that Arial lacks too
    if name.startswith("nature"):
        assert max(size for size, _ in letters) <= 7
    data = (folder / "tone.pdf").read_bytes()
    assert data.count(b"/FontFile2") == len({font for _, font in letters})  # TrueType, embedded


@pytest.mark.parametrize("name", ASKED)
def test_pictures_have_the_resolution_and_no_alpha(drawn, name):
    folder, target, _ = drawn[name]
    for kind in ("png", "tif"):
        with Image.open(folder / f"tone.{kind}") as picture:
            assert picture.mode == "RGB"
            assert "transparency" not in picture.info
            assert picture.info["dpi"] == pytest.approx((target.dpi, target.dpi), abs=0.1)
            assert picture.width == pytest.approx(target.width_mm / 25.4 * target.dpi, abs=2)
            if kind == "tif":
                assert picture.info["compression"] == "tiff_lzw"
                assert picture.getextrema() != ((255, 255),) * 3


@pytest.mark.parametrize("name", ASKED)
def test_an_svg_has_text_as_text_with_title_and_description(drawn, name):
    folder, target, said = drawn[name]
    root = ET.parse(folder / "tone.svg").getroot()
    assert float(root.get("width").removesuffix("pt")) / 72 * 25.4 == pytest.approx(
        target.width_mm, abs=0.1
    )
    assert [part.tag for part in list(root)[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == said.headline
    assert root[1].text == said.alt
    words = ["".join(part.itertext()) for part in root.iter(f"{SVG}text")]
    assert "Axios" in words
    assert "The Korea Times" in words
    styles = [part.get("style") or "" for part in root.iter(f"{SVG}text")]
    assert all("Liberation Sans" in style and "Arial" in style for style in styles)


def test_letters_stand_out_from_white(drawn):
    """4.5 to 1 for letters (WCAG 2.1, AA), 3 to 1 for the marks that carry a text's colour."""
    root = ET.parse(drawn["latex"][0] / "tone.svg").getroot()
    fills = {
        found[1]
        for part in root.iter(f"{SVG}text")
        if (found := re.search(r"fill: (#\w+)", part.get("style") or ""))
    }
    marks = {
        found
        for part in root.iter()
        for found in re.findall(r"fill: (#\w{6})", part.get("style") or "")
    }
    assert fills
    for colour in fills:
        assert 1.05 / (relative_luminance(colour) + 0.05) >= 4.5, colour
    texts = {"#003a75", "#b04058", "#c08208"}
    assert texts <= marks
    for colour in texts:
        assert 1.05 / (relative_luminance(colour) + 0.05) >= 3, colour


def test_a_figure_has_no_headline_in_it_and_its_caption_begins_with_it(drawn):
    _, _, said = drawn["nature"]
    assert said.caption.startswith(said.headline.rstrip(".") + ". ")


def test_drawing_again_gives_the_same_bytes(drawn, own_sentences, own, tmp_path):
    folder, target, _ = drawn["100"]
    figure = pictures.Figure("tone", sentiment.score(own_sentences), own.documents, {})
    pictures.draw("tone", figure, tmp_path, target, "Liberation Sans")
    for kind in ("pdf", "svg", "png", "tif", "csv"):
        assert (tmp_path / f"tone.{kind}").read_bytes() == (folder / f"tone.{kind}").read_bytes()


def test_the_font_of_a_bundle_does_not_stay(own_sentences, own, tmp_path):
    """After a bundle is drawn, the study's figures are in DejaVu Sans as before."""
    figures.draw("tone", sentiment.score(own_sentences), own.documents, tmp_path)
    assert b"LiberationSans" not in (tmp_path / "tone.pdf").read_bytes()


def test_letters_that_no_font_has_are_told(of_text, tmp_path):
    """Phoenician is in no font that figures use; a box in its place would go unseen."""
    bare = of_text("A good day. A bad day.")
    documents = bare.documents.assign(label="𐤀 paper")
    figure = pictures.Figure("tone", sentiment.score(sentences.split(bare)), documents, {})
    target = targets.choose_target(100, 72)
    assert pictures.draw("tone", figure, tmp_path, target, "Liberation Sans").lacking == "𐤀"


def test_each_target_says_where_its_measures_are_from():
    table = targets.read_targets()
    assert table["name"].is_unique
    assert set(table["name"]) == {"latex", "typst", "nature", "plos", "taylor-francis", "slides"}
    assert table.notna().all(axis=None)
    nature = targets.choose_target("nature")
    assert (nature.width_mm, nature.height_mm, nature.least_pt) == (183, 170, 5)
    assert targets.choose_target("plos").least_pt == 8
    assert targets.choose_target("taylor-francis").dpi == 1200
    assert targets.choose_target("121mm").width_mm == targets.choose_target(121.0).width_mm == 121


def test_without_a_free_font_of_arials_measures_it_is_matplotlibs(monkeypatch):
    from matplotlib import font_manager

    assert targets.choose_font() == "Liberation Sans"
    left = [font for font in font_manager.fontManager.ttflist if font.name.startswith("DejaVu")]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", left)
    assert targets.choose_font() == "DejaVu Sans"


def test_of_many_texts_outlets_are_drawn(of_text):
    """Thirty texts of three outlets; the figures take groups for texts."""
    from analysis.paper import results

    bare = of_text(*["A good plan for the pier. The plan is bad. It is a pier. " * 2] * 14)
    outlets = [f"Paper {number % 3}" for number in range(14)]
    many = bare.__class__(bare.documents.assign(outlet=outlets), bare.passages, bare.raw)
    run = results.compute(many, draws=50)
    assert (run.by, run.few) == ("outlet", False)
    assert set(run.evidence["number"]) <= set(run.numbers)
    listed = pictures.list_figures(run)
    assert {"tone", "tone-sequence", "keyness"} <= set(listed)
    assert list(listed["tone"].documents["doc_id"]) == ["Paper 0", "Paper 1", "Paper 2"]
    assert isinstance(run.tables["points"], pd.DataFrame)
