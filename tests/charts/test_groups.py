"""Rows of groups are ranked by their mean, with the points that they are the mean of."""

import pandas as pd
import pytest
from drawn import printed

from analysis import grouping
from analysis.charts import groups


def example(number):
    """So many texts of two to five points each."""
    rows = [
        (f"d{i}", round((i % 5 - 2 + k) / 8, 3)) for i in range(number) for k in range(2 + i % 4)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "value"]).assign(unit="sentence")


def unnamed(number):
    ids = [f"t{n}" for n in range(1, number + 1)]
    return pd.DataFrame({"doc_id": ids, "label": ids, "outlet": ""})


def test_the_chart_draws_what_the_tables_hold():
    values = {f"t{n}": [n / 20, n / 20 + 0.1, -0.2] for n in range(1, 14)}
    docs = unnamed(13)
    rows = [(doc_id, n, value) for doc_id, own in values.items() for n, value in enumerate(own, 1)]
    scores = pd.DataFrame(rows, columns=["doc_id", "sentence_id", "compound"])
    points, summary = grouping.means(scores, "compound", docs, "doc_id")
    ax = groups.plot(points, docs, summary=summary, label="tone")
    lines = {line.get_label(): line for line in ax.lines}
    assert lines["t3"].get_xdata().tolist() == pytest.approx(values["t3"])
    for row in summary.itertuples():
        assert lines[f"_mean {row.doc_id}"].get_xdata() == pytest.approx([row.mean])
    heights = [float(lines[f"_mean t{n}"].get_ydata()[0]) for n in range(1, 14)]
    assert heights == sorted(heights, reverse=True)  # t13, the highest mean, stands at the top
    assert printed(ax).count("no interval") == 13
    assert "too few sentences for an interval (3 of the 12 needed): 13" in groups.caption(
        points, docs, summary=summary, label="tone"
    )


def test_the_middle_of_a_long_ranking_is_left_out_and_counted():
    docs = unnamed(100)
    points = pd.DataFrame({"doc_id": docs["doc_id"], "value": range(100), "unit": "text"})
    ax = groups.plot(points, docs, label="words")
    drawn = [line for line in ax.lines if str(line.get_label()).startswith("_mean")]
    assert sorted(float(line.get_xdata()[0]) for line in drawn) == [*range(20), *range(80, 100)]
    assert "… 60 between …" in printed(ax)
    assert "60 in the middle" in groups.caption(points, docs, label="words")


@pytest.mark.parametrize(
    ("by", "noun", "limit"),
    [
        ("doc_id", "3 texts, ranked", "What varies is the wording of each text"),
        ("outlet", "3 outlets, ranked", "no random sample of what an outlet publishes"),
        ("year", "3 groups (year), ranked", "takes those of a group as drawn at random"),
    ],
)
def test_the_caption_says_what_a_row_is(by, noun, limit):
    caption = groups.caption(example(3), unnamed(3), by=by)
    assert noun in caption
    assert limit in caption
    one_each = example(3).drop_duplicates("doc_id")
    assert "3 texts, ranked; each mark is one" in groups.caption(one_each, unnamed(3), by=by)


def test_the_headline_names_the_highest_and_the_lowest_mean():
    points = pd.DataFrame({"doc_id": ["t1", "t1", "t2", "t3"], "value": [0.1, 0.3, -0.5, 0.4]})
    points = points.assign(unit="sentence")
    told = groups.headline(points, unnamed(3), label="tone (VADER compound, −1 to 1)")
    assert told == "Tone: highest in t3, +0.40; lowest in t2, −0.50"
    assert groups.headline(points[:2], unnamed(1), label="tone") == "Tone: 1 row"
