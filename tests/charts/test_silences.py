"""A silence is a ring at none, a stroke at the number expected, and dots of the others."""

import pandas as pd
from drawn import assert_words_apart, codes_for, documents, draw, printed

from analysis.charts import silences


def example(number, n_codes=None):
    return pd.DataFrame(
        [
            (f"d{i}", f"code_{k}", 3 + k + i, (3 + k + i) / max(number, 2), 0.5 ** (3 + k + i))
            for i in range(number)
            for k in range(n_codes or codes_for(number))
            if (k + i) % 3
        ],
        columns=["doc_id", "code", "n_others", "expected", "p_none"],
    )


def test_forty_codes_fit():
    assert_words_apart(draw("silences", example(3, 40), documents(3), "single"))


def test_rings_strokes_and_dots_stand_at_the_counts():
    table, docs = example(3), documents(3)
    counts = pd.DataFrame(
        [("d1", "code_1", 1), ("d2", "code_1", 3)], columns=["doc_id", "code", "n"]
    )
    ax = silences.plot(table, docs, counts=counts)
    lines = [(x.get_label(), float(x.get_xdata()[0]), float(x.get_ydata()[0])) for x in ax.lines]
    own = table[table["doc_id"] == "d0"].sort_values("p_none")[:8].reset_index(drop=True)
    assert [x for label, x, _ in lines if label == "_expected d0"] == own["expected"].tolist()
    assert {x for label, x, _ in lines if label == "_none d0"} == {0.0}
    row = next(
        y for label, x, y in lines if label == "_expected d0" and x == own["expected"].iloc[-1]
    )
    # d0, code_1: 4 in the others, 1.3 expected, .5 to the fourth; one in d1, three in d2.
    assert own["code"].iloc[-1] == "code_1"
    near = {label: x for label, x, y in lines if abs(y - row) < 4 and not label.startswith("_")}
    assert near == {"d1": 1.0, "d2": 3.0}
    assert "1.3 expected, p 0.062" in printed(ax)


def test_without_counts_one_dot_is_all_others():
    table = example(2)
    ax = silences.plot(table, documents(2))
    dots = sorted(float(x.get_xdata()[0]) for x in ax.lines if x.get_label() == "_others")
    assert dots == sorted(table["n_others"])


def test_caption_and_headline_count_the_groups_drawn():
    table, docs = example(3), documents(3, "T{}")
    caption = silences.caption(table, docs[:2])
    n = table["doc_id"].value_counts()
    assert f"{n['d0'] + n['d1']} of {n['d0'] + n['d1']} in the 2 texts drawn" in caption
    assert f"(T0 {n['d0']}, T1 {n['d1']})" in caption
    # The rarest by chance has the most in the others: 3 + 8 + 2 of d2.
    assert silences.headline(table, docs) == (
        "T2 is silent on “code 8”: 13 mentions in the others, 4.3 expected there"
    )
