"""Strokes of the x-ray stand at the occurrences, and a term that is missing has a row too."""

from itertools import product
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from anything import examples
from drawn import documents, draw, printed
from hypothesis import given
from hypothesis import strategies as st

from analysis import figures
from analysis.charts import xray


def example(number):
    return pd.DataFrame(
        [
            (f"d{i}", t, (k + 0.5) / (5 + i), ["author", "quoted"][k % 2], t.strip("*"))
            for i in range(number)
            for t in ("walk*", "deal")
            for k in range(4 if t == "deal" else i % 2)
        ],
        columns=["doc_id", "term", "position", "voice", "match"],
    )


def test_every_term_of_every_text_has_a_row_and_zero_is_printed():
    table, docs = example(2), documents(2)
    ax = draw("xray", table, docs)
    drawn = {line.get_label(): line.get_xdata().tolist() for line in ax.lines}
    for doc_id, term, voice in product(docs["doc_id"], ["walk*", "deal"], ["author", "quoted"]):
        mine = table[["doc_id", "term", "voice"]].eq([doc_id, term, voice]).all(axis=1)
        assert drawn[f"{doc_id} {term} {voice}"] == table["position"][mine].tolist()
    assert printed(ax).count("0") == 1  # d0 has no "walk*"
    assert {"4", "deal ×4", "1", "walk"} <= set(printed(ax))
    only = table[table["doc_id"] == "d1"]
    assert printed(xray.plot(only, documents(2))).count("0") == 2


def test_the_description_gives_the_places():
    alt = xray.alt(example(3), documents(3, "T{}"))
    assert "T1: deal 4 (at 8%, 25%, 42%, 58%); walk* 1 (at 8%)." in alt


@examples(4)
@given(st.lists(st.text(max_size=60), min_size=2, max_size=2), st.text(min_size=1, max_size=30))
@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.filterwarnings("ignore:Matplotlib currently does not support")
def test_any_label_and_any_term_can_be_drawn_and_saved(tmp_path_factory, labels, term):
    docs = documents(2).assign(label=labels)
    table = example(2).assign(term=term)
    ax = xray.plot(table, docs)
    files = figures.save(ax, "odd", tmp_path_factory.mktemp("odd"), table)
    assert len(files) == 4
    ElementTree.parse(files[-1])
    plt.close("all")
