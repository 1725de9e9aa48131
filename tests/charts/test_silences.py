"""Bars of silences end at the occurrences expected."""

import pandas as pd
from drawn import assert_words_apart, codes_for, documents, draw, printed


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


def test_silences_end_at_the_number_expected():
    table, docs = example(3), documents(3)
    ax = draw("silences", table, docs)
    drawn = {x.get_label(): x.get_xdata().tolist() for x in ax.lines}
    for doc_id in docs["doc_id"]:
        own = table[table["doc_id"] == doc_id].sort_values("p_none")[:8]
        assert drawn[f"_expected {doc_id}"] == own["expected"].tolist()
    # d0, code_1: 4 in the others, .5 to the fourth.
    assert "4 · 0.062" in printed(ax)


def test_forty_codes_fit():
    assert_words_apart(draw("silences", example(3, 40), documents(3), "single"))
