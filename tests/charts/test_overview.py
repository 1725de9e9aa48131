"""Bars of the overview are the passages, each as long as it has words."""

import pandas as pd
import pytest
from drawn import documents, draw

from analysis.charts import overview


def example(number):
    roles = ["headline", "body", "quotation", "bio", "chrome"]
    return pd.DataFrame(
        [
            (f"d{i}", r, f"why {r}" * 9, 7 * k + i)
            for i in range(number)
            for k, r in enumerate(roles)
        ],
        columns=["doc_id", "role", "reason", "n_words"],
    )


@pytest.mark.parametrize("number", [1, 3])
def test_bars_are_as_long_as_the_passages_have_words(number):
    table = example(number)
    ax = draw("overview", table, documents(number))
    assert [bar.get_width() for bar in ax.patches] == table["n_words"].tolist()
    for _, own in table.groupby("doc_id"):
        starts = own["n_words"].cumsum() - own["n_words"]
        drawn = [bar.get_x() for bar in ax.patches[own.index[0] : own.index[-1] + 1]]
        assert drawn == starts.tolist()
    hatched = [bar.get_hatch() is not None for bar in ax.patches]
    assert hatched == table["role"].ne("body").tolist()


def test_the_caption_gives_words_compared_and_words_in_all():
    # 5 roles a text: 0+i, 7+i, 14+i, 21+i, 28+i words; body and quotation are compared.
    assert "T1: 23 of 75 words" in overview.caption(example(3), documents(3, "T{}"))
