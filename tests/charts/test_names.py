"""The chart of names, and what holds for frames and actors too: bars are rates, numbers counts."""

import pytest
from drawn import assert_words_apart, documents, draw, printed, profile, resized

from analysis import figures
from analysis.charts import names

example = profile
GROUPS = {"names": "process", "frame-profile": "function", "actors": None}


@pytest.mark.parametrize("chart", GROUPS)
@pytest.mark.parametrize("number", [1, 3])
def test_bars_are_rates_and_numbers_counts(chart, number):
    table, docs = profile(number), documents(number)
    ax = draw(chart, table, docs)
    used = table.groupby("code")["n"].sum() + table.groupby("code")["n_negated"].sum() > 0
    group = GROUPS[chart]
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[(table["doc_id"] == doc_id) & table["code"].map(used)]
        bars = {bar.get_label(): bar.get_width() for bar in panel.patches}
        expected = {
            f"_{doc_id} {row.code}": row.per_1000 for row in own.itertuples() if row.per_1000 > 0
        }
        if group:
            sums = own.groupby(group)["per_1000"].sum()
            expected |= {f"_{doc_id} {part}": rate for part, rate in sums.items() if rate > 0}
        assert bars == pytest.approx(expected)
        assert max(bars.values()) <= panel.get_xlim()[1]
        # The count beside a bar is that of its own row.
        for bar in panel.patches:
            y = bar.get_y() + bar.get_height() / 2
            near = [t.get_text() for t in panel.texts if abs(t.xy[1] - y) < 1]
            code = bar.get_label().split(" ", 1)[1]
            row = own[own["code"] == code]
            if len(row):
                n, negated = int(row["n"].iloc[0]), int(row["n_negated"].iloc[0])
                assert (f"({negated}) " if negated else "") + str(n) in near
            else:
                assert str(own.loc[own[group] == code, "n"].sum()) in near
    assert len({panel.get_xlim() for panel in ax.child_axes}) == 1


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
