"""Every chart stands in the gallery, with lines that make it and are whole programs."""

import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from analysis import figures
from analysis.study import gallery

CHARTS = figures.list_charts()


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_says_what_a_gallery_needs(chart):
    entry = gallery.read_entry(chart)
    assert len(entry.lines.splitlines()) <= 5
    assert entry.lines.splitlines()[-1].startswith(f'figures.draw("{chart}", ')
    assert entry.what.endswith(".")
    assert len(entry.table) > 30


def test_a_chart_without_an_entry_is_named(monkeypatch):
    monkeypatch.setattr(figures.find_chart("tone"), "__doc__", "The tone of every sentence.")
    with pytest.raises(ValueError, match="chart 'tone': the gallery finds no single 'Use it'"):
        gallery.read_entry("tone")


def test_the_lines_are_whole_programs(tmp_path):
    """No name is unknown and no import idle: what is copied from the gallery runs by itself."""
    for chart in CHARTS:
        (tmp_path / f"{chart}.py").write_text(gallery.read_entry(chart).code, encoding="utf-8")
    rules = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F,E501"]
    checked = subprocess.run(
        [*rules, "--line-length", "100", "."], cwd=tmp_path, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


def test_the_study_has_drawn_every_chart_by_its_lines(own_study):
    page = BeautifulSoup((own_study / "gallery.html").read_text(encoding="utf-8"), "html.parser")
    shown = {section["id"]: section for section in page.select("section.entry")}
    assert sorted(shown) == CHARTS
    for chart, section in shown.items():
        assert section.img["src"].startswith("data:image/")
        assert len(section.img["alt"]) > 20
        assert section.pre.get_text() == gallery.read_entry(chart).code
        assert section.figcaption.get_text(strip=True)
    assert not page.find("script")
    assert 'href="gallery.html"' in (own_study / "index.html").read_text(encoding="utf-8")


def test_what_changes_a_figure_is_shown_as_the_docs_have_it():
    """Their lines are run by the test of the docs."""
    changes = gallery.read_changes()
    assert {
        "Another title",
        "Other colours",
        "Some of the texts",
        "Another width",
        "One panel",
    } <= {title for title, _, _ in changes}
    assert all(said and code and "```" not in said + code for _, said, code in changes)
