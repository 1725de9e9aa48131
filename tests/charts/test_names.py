"""The chart of names, and what holds for frames and actors too: bars are rates, numbers counts."""

import pandas as pd
import pytest
from drawn import assert_words_apart, documents, draw, printed, profile, resized

from analysis import figures
from analysis.charts import frame_profile, names

example = profile
GROUPS = {"names": "process", "frame-profile": "function", "actors": None}


@pytest.mark.parametrize(("chart", "number"), [("names", 6), ("frame-profile", 3), ("actors", 3)])
def test_bars_are_rates_and_numbers_counts(chart, number):
    table, docs = profile(number), documents(number)
    ax = draw(chart, table, docs)
    used = table.groupby("code")["n"].sum() + table.groupby("code")["n_negated"].sum() > 0
    group = GROUPS[chart]
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[(table["doc_id"] == doc_id) & table["code"].map(used)]
        bars = {bar.get_label(): bar.get_width() for bar in panel.patches}
        expected = {f"_{doc_id} {row.code}": row.per_1000 for row in own.itertuples()}
        assert bars == pytest.approx({name: rate for name, rate in expected.items() if rate > 0})
        assert max(bars.values(), default=0) <= panel.get_xlim()[1]
        # The count beside a bar is that of its own row.
        for bar in panel.patches:
            y = bar.get_y() + bar.get_height() / 2
            near = [t.get_text() for t in panel.texts if abs(t.xy[1] - y) < 1]
            row = own[own["code"] == bar.get_label().split(" ", 1)[1]].iloc[0]
            assert (f"({row['n_negated']}) " if row["n_negated"] else "") + str(row["n"]) in near
        if group:
            sums = own.groupby(group)["n"].sum().map(str)
            bold = [t.get_text() for t in panel.texts if t.get_weight() == "bold"]
            assert sorted(text for text in bold if text.isdigit()) == sorted(sums)
    assert len({panel.get_xlim() for panel in ax.child_axes}) == 1


@pytest.mark.parametrize("width", ["single", "double"])
def test_names_are_sorted_in_each_text_with_whole_wordings(width):
    wordings = "he went home with nothing in his hands; they had come to the end of a long road"
    table = profile(3).assign(wordings=wordings)
    docs = documents(3)
    ax = draw("names", table, docs, width)
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[(table["doc_id"] == doc_id) & (table["n"] + table["n_negated"] > 0)]
        bars = {bar.get_label(): bar for bar in panel.patches}
        rates = {f"_{doc_id} {row.code}": row.per_1000 for row in own.itertuples() if row.n}
        assert {name: bar.get_width() for name, bar in bars.items()} == pytest.approx(rates)
        numbers = [t for t in panel.texts if t.get_text().split(" ")[-1].isdigit()
                   and t.get_ha() == "right"]  # fmt: skip
        numbers.sort(key=lambda text: text.xy[1])
        drawn = [int(text.get_text().split(" ")[-1]) for text in numbers]
        assert drawn == sorted(own["n"], reverse=True)
        most = own["n"].eq(own["n"].max()).sum() == 1
        assert (numbers[0].get_weight() == "bold") == most
        assert all(text.get_weight() == "normal" for text in numbers[1:])
        words = " ".join(t.get_text() for t in panel.texts if t.get_ha() == "left")
        assert words.count(wordings) == len(own)


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        ([("d0", "walk", 3), ("d0", "end", 1), ("d1", "end", 2)], "walk in T0; end in T1"),
        ([("d0", "walk", 2), ("d0", "end", 2), ("d1", "end", 2)], "walk and end in T0; end in T1"),
        ([("d0", "walk", 2), ("d1", "end", 0)], "walk in T0"),
    ],
)
def test_the_headline_names_the_commonest_ties_included(rows, headline):
    table = pd.DataFrame(rows, columns=["doc_id", "code", "n"]).assign(per_1000=1.0)
    assert names.headline(table, documents(2, "T{}")) == f"Commonest name: {headline}"
    assert frame_profile.headline(table, documents(2, "T{}")) == f"Commonest frame: {headline}"


def test_the_headline_of_many_texts_is_the_name_that_most_use():
    rows = [(f"d{i}", "walk", 2) for i in range(5)] + [(f"d{i}", "end", 3) for i in range(4)]
    table = pd.DataFrame(rows, columns=["doc_id", "code", "n"]).assign(per_1000=1.0)
    docs = documents(6, "T{}")
    assert names.headline(table, docs) == "The name that most texts use: walk, in 5 of 6"
    tied = pd.concat([table, table[-1:].assign(doc_id="d5")])
    assert names.headline(tied, docs) == "2 names in 6 texts"


def test_forty_codes_fit():
    assert_words_apart(draw("names", profile(3, 40), documents(3), "single"))


def test_names_that_no_text_uses_are_in_the_caption_only():
    table = example(2).assign(n_negated=0)
    table.loc[table["code"] == "code_3", ["n", "per_1000"]] = 0
    # code_0 and code_7 are 0 by rule as well.
    caption = names.caption(table, documents(2))
    assert "In no text: a label that goes on for very much longer, label 3, label 7." in caption
    ax = names.plot(table, documents(2))
    assert "label 3" not in [t.get_text() for t in ax.child_axes[0].texts]


@pytest.mark.parametrize("chart", GROUPS)
def test_a_codebook_with_nothing_but_codes_is_enough(chart):
    """Label, process, agent, function, negation and wordings are all optional."""
    table = profile(3)[["doc_id", "code", "n", "per_1000"]]
    ax = resized(figures.find_chart(chart).plot(table, documents(3)), "double")
    assert_words_apart(ax)
    assert "code 1" in printed(ax.child_axes[0])
    assert figures.find_chart(chart).caption(table, documents(3))


def test_wrong_tables_are_named():
    with pytest.raises(ValueError, match="no column 'per_1000'"):
        names.plot(example(1).drop(columns="per_1000"), documents(1))


@pytest.mark.parametrize("number", [3, 5])
def test_a_long_label_without_a_blank_is_broken_and_does_not_turn_upright(number):
    docs = documents(number, label="Donaudampfschifffahrtszeitung{}")
    ax = draw("names", profile(number), docs)
    assert_words_apart(ax)
    assert not [t for part in ax.child_axes for t in part.texts if t.get_rotation()]
    words = printed(ax)
    assert any(word.startswith("Donau") and not word.endswith("…") for word in words)
