"""The README says what is so: its links lead somewhere, its commands and its code run."""

import re
from pathlib import Path

import matplotlib.image
import numpy as np
import pytest

from analysis.codebook import patterns
from analysis.study import command_line as command

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(ROOT.glob("*/README.md")),
    *sorted(ROOT.glob("benchmarks/*.md")),
]
README = PAGES[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)\s#]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not missing


def test_the_commands_of_make_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^)make (\w+)", README, re.MULTILINE))
    assert {"study", "test", "lab", "constraints"} <= named
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in named)


def test_the_gate_runs_the_two_commands_and_nothing_else():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-2:] == ["make check", "make test"]
    assert {"make check ", "make test "} <= set(re.findall("make check |make test ", README))


def test_the_commands_of_the_package_exist(capsys):
    for name in set(re.findall(r"python -m analysis (\w+)", README)):
        with pytest.raises(SystemExit) as stopped:
            command.main([name, "--help"])
        assert stopped.value.code == 0
    assert {"new", "check", "study", "score"} <= set(re.findall(r"analysis (\w+)", README))


def test_the_python_runs_and_leads_to_sentences(capsys):
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL).group(1)
    names: dict = {}
    exec(code.replace('corpus.load("my-folder")', "corpus.load()"), names)
    printed = capsys.readouterr().out
    assert "»" in printed
    assert len(names["scores"]) == len(names["s"])


def test_the_patterns_of_the_table_are_patterns():
    table = README.split("| pattern | finds |")[1].split("\n\n")[0]
    found = [
        cell.replace("\\|", "|") for cell in re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)
    ]
    assert len(found) == 6
    for cell in found:
        for pattern in patterns.split_cell(cell):
            patterns.parse(pattern.removeprefix("!"))


def test_every_notebook_is_named():
    names = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert not {name for name in names if name not in README}


@pytest.mark.parametrize("name", re.findall(r"\(docs/(.+?)\.png\)", README))
def test_a_figure_is_the_one_that_the_study_makes(name, own_study):
    """A copy under docs/; fonts and versions may move a pixel, but not a mark. So its headline."""
    ours = matplotlib.image.imread(own_study / "figures" / f"{name}.png")
    copy = matplotlib.image.imread(ROOT / "docs" / f"{name}.png")
    assert ours.shape == copy.shape
    assert np.abs(ours - copy).mean() < 0.01
    headline = (own_study / "figures" / f"{name}.headline.txt").read_text(encoding="utf-8")
    assert f"**{headline.strip()}**" in " ".join(README.split())


def test_what_stands_under_the_figure(own_sentences):
    """Eleven sentences allow no interval; one sentence turns the order only with the report."""
    from analysis import resample, sensitivity, sentiment

    everything = sentiment.score(own_sentences)
    for scores, n_turning in ((everything[everything["role"] == "body"], 0), (everything, 1)):
        gap = resample.difference(scores, "compound", "msnbc", "axios").iloc[0]
        assert gap["estimate"] > 0
        assert np.isnan(gap["low"])
        assert "axios: too few sentences for an interval (11 of the 12 needed)" in gap["flag"]
        each = sensitivity.without_each_sentence(scores, "msnbc", "axios")
        assert each["flips"].sum() == n_turning
