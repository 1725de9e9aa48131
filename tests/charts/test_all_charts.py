"""What holds for every chart: a chart is a file of analysis/charts and the test of its name.

The test of a chart has an `example`, a table for so many texts; with it the chart is asked here
what all are asked.
"""

import inspect
import re
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from drawn import (
    assert_draws_into,
    assert_words_apart,
    documents,
    draw,
    draws_texts,
    resized,
    titled,
)

from analysis import figures
from analysis.charts import look

CHARTS = figures.list_charts()
HERE = Path(__file__).parent
NUMBERS = [1, 2, 3, 5, 12]
# Their room for words is found as that of another chart is: what costs much is left to `make slow`.
LIKE_ANOTHER = """actors coders divided frame-profile frames-sequence groups leave-out overview
    silences tfidf tone-and-stance tone-sequence""".split()


@cache
def example(chart, number):
    path = HERE / f"test_{chart.replace('-', '_')}.py"
    todo = f"write tests/charts/{path.name} with example(number), see CONTRIBUTING.md"
    assert path.exists(), todo
    spec = spec_from_file_location(f"example_of_{path.stem}", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert hasattr(module, "example"), todo
    return module.example(number)


@cache
def narrow(chart, number):
    """Drawn with its headline, once for those that only look at it."""
    return titled(chart, example(chart, number), documents(number), "single")


def test_there_is_a_chart_for_each_test_and_a_test_for_each_chart():
    shared = {"ink", "look", "layout", "lettering", "matrix"}
    files = {path.stem for path in Path(look.__file__).parent.glob("*.py")} - {"__init__"}
    assert files - shared == {chart.replace("-", "_") for chart in CHARTS}
    tests = {path.stem.removeprefix("test_") for path in HERE.glob("test_*.py")}
    assert files - shared <= tests
    assert tests <= files | {"all_charts"}


@pytest.mark.parametrize("chart", CHARTS)
def test_plot_caption_and_alt_take_the_same_table(chart):
    module = figures.find_chart(chart)
    plot = list(inspect.signature(module.plot).parameters)
    given = plot[: plot.index("ax")]
    assert given in ([plot[0]], [plot[0], "documents"])
    assert len(plot) <= 5
    verbs = [getattr(module, verb) for verb in figures.VERBS]
    for verb in verbs[1:]:
        assert list(inspect.signature(verb).parameters)[: len(given)] == given
    assert module.__doc__
    assert module.plot.__doc__


@pytest.mark.parametrize("chart", CHARTS)
def test_axes_in_axes_out(chart):
    assert_draws_into(chart, example(chart, 2), documents(2))


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize(
    ("number", "width"),
    [(3, "single"), *(
        pytest.param(*case, marks=pytest.mark.slow)
        for case in [(1, "single"), (1, "double"), (2, "page"), (3, "double"), (5, "page"),
                     (12, "single"), (12, "double")]
    )],
)  # fmt: skip
def test_no_words_overlap_or_leave_the_figure(chart, number, width):
    """Drawn with the headline; letters of 6 points at least."""
    if width == "single":
        assert_words_apart(narrow(chart, number))
    else:
        assert_words_apart(titled(chart, example(chart, number), documents(number), width))


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize(
    "number", [3, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2, 12))]
)
def test_a_headline_has_two_lines_at_the_narrowest_width(chart, number):
    """Three for a claim with its survival; and without it the caption begins with it."""
    table, docs = example(chart, number), documents(number)
    ax = narrow(chart, number)
    bold = [
        text for text in ax.texts if text.get_gid() == "heading" and text.get_weight() == "bold"
    ]
    assert 1 <= len(bold) <= (3 if chart == "specifications" else 2)
    headline = figures.headline(chart, table, docs)
    assert " ".join(text.get_text() for text in bold) == headline
    assert re.search(r"\d|“|Text with", headline), headline
    assert "nan" not in headline + figures.subtitle(chart, table, docs)


@pytest.mark.parametrize(
    "chart",
    [
        pytest.param(chart, marks=pytest.mark.slow if chart in LIKE_ANOTHER else [])
        for chart in CHARTS
    ],
)
@pytest.mark.parametrize("width", ["single", pytest.param("double", marks=pytest.mark.slow)])
def test_a_title_set_by_its_reader_is_kept_and_has_room(chart, width):
    """A long one is broken at the figure's edge; without one no room is left."""
    ax = draw(chart, example(chart, 2), documents(2), width)
    figure = ax.get_figure()
    plain = figure.get_figheight()
    title = "My own claim, which is longer than a figure of 89 mm is wide: tone is not stance"
    ax.set_title(title)
    resized(ax, width)
    assert ax.get_title() == title
    assert_words_apart(ax)
    assert figure.get_figheight() > plain
    ax.set_title("")
    resized(ax, width)
    assert figure.get_figheight() == pytest.approx(plain)


@pytest.mark.parametrize("chart", CHARTS)
def test_an_empty_table_is_drawn_as_one(chart, tmp_path):
    table = example(chart, 2)[:0]
    given = (table, documents(2)) if draws_texts(chart) else (table,)
    module = figures.find_chart(chart)
    ax = module.plot(*given)
    said = [getattr(module, verb)(*given) for verb in figures.VERBS[1:]]
    assert all(said)
    assert not any("nan" in text for text in said)
    figures.save(ax, chart, tmp_path)
