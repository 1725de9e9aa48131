"""Sentences that divide readers: bars, words and counts of the table; readers are synthetic."""

import numpy as np
import pandas as pd
import pytest
from drawn import documents, printed

from analysis.charts import divided


def example(number):
    """Nine sentences of each text, read by twenty."""
    k = np.arange(9 * number)
    n = np.stack([k % 8 + 5, 10 - k % 8, np.full(len(k), 5)])
    table = pd.DataFrame({
        "doc_id": [f"d{i // 9}" for i in k], "sentence_id": k % 9 + 1, "code": "stance",
        "text": [f"Sentence {i} costs $5 or $6_a and goes on for a good while " * 3 for i in k],
        "n_coders": n.sum(axis=0), "divided": 1 - (n * (n - 1)).sum(axis=0) / (20 * 19),
        **dict(zip(["n_favourable", "n_neither", "n_unfavourable"], n, strict=True)),
    })  # fmt: skip
    return table.sort_values("divided", ascending=False, kind="stable", ignore_index=True)


def test_bars_are_the_counts_of_the_most_divided():
    table = example(2)
    ax = divided.plot(table, documents(2), top=4)
    (panel,) = ax.child_axes
    widths = [patch.get_width() for patch in panel.patches]
    values = ["n_favourable", "n_neither", "n_unfavourable"]
    assert widths == table.head(4)[values].to_numpy().T.ravel().tolist()
    row = table.iloc[0]
    assert f"{row.n_favourable} · {row.n_neither} · 5" in printed(ax)


def test_words_are_those_of_the_table():
    docs = documents(1, label="Herald")
    table = example(1)
    row = table.iloc[0]
    expected = f"Herald {row.sentence_id} divides the readers most: {row.n_favourable} favourable, "
    assert divided.headline(table, docs).startswith(expected)
    assert divided.caption(table, docs).startswith("9 of 9 sentences read by two or more")
    share = f"Herald {row.sentence_id} {row.divided:.0%}"
    assert share in divided.alt(table, docs)
    agreed = table.assign(divided=0.0)
    assert divided.headline(agreed, docs) == "No sentence divides the readers"


@pytest.mark.parametrize("values", [["n_1", "n_0"], ["n_a", "n_b", "n_c", "n_d", "n_e", "n_f"]])
def test_other_values_than_sides_are_drawn(values):
    table = example(1).drop(columns=["n_favourable", "n_neither", "n_unfavourable"])
    ax = divided.plot(table.assign(**dict.fromkeys(values, 3)), documents(1))
    assert len(ax.child_axes[0].patches) == 9 * len(values)
