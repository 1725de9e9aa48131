"""The pages under docs/ say what is so: their code runs, their figures are what the code draws."""

import importlib.util
import re
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image

from analysis.paper import writing

DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(DOCS.glob("*.md"))


@pytest.fixture(scope="module")
def draw():
    matplotlib.use("agg")
    told = importlib.util.spec_from_file_location("draw", DOCS / "draw.py")
    module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    return module


def test_the_lines_on_measures_run(draw):
    names = draw.run_page(DOCS / "measures.md")
    assert len(names["contrasts"]) > 1000
    assert len(names["runs"]) > 20


def test_the_figures_are_what_the_lines_draw(draw):
    """Fonts and versions may move a pixel, but not a mark; ``make figures`` makes the copies."""
    drawn = draw.draw_figures()
    assert len(drawn) == 7
    for name, picture in drawn.items():
        with Image.open(DOCS / name) as copy:
            assert abs(copy.height - picture.height) <= 2, name
            ours, theirs = (
                np.asarray(each.convert("RGB").resize((360, 180)), dtype=float) / 255
                for each in (picture, copy)
            )
            assert np.abs(ours - theirs).mean() < 0.01, name


def test_every_method_that_the_paper_can_cite_is_explained_with_its_source():
    text = " ".join((DOCS / "measures.md").read_text(encoding="utf-8").split())
    before, listed = text.split("## Literature")
    for reference in writing.read_references().values():
        who, year = reference.named.rsplit(" ", 1)
        assert re.search(f"{re.escape(who)},? \\(?{year}", before), reference.named
        assert " ".join(reference.listed.split()) in listed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)\s#]+)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if "://" not in link and not (page.parent / link).exists()]
