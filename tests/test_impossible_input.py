"""Public verbs of inference on input that cannot be: a result that says so, or one sentence.

Whatever comes, no p or share lies outside 0 to 1, no interval is without width, and what is
refused is refused with a ValueError in one sentence.
"""

import numpy as np
import pandas as pd
import pytest
from anything import examples
from hypothesis import given
from hypothesis import strategies as st

from analysis import agreement, frames, keyness, resample

VERBS = {
    "observe": lambda t, **w: resample.observe(t, "x"),
    "bootstrap": lambda t, **w: resample.bootstrap(t, "x", **w),
    "rate": lambda t, **w: resample.bootstrap(t, ("n", "n_words", 1000), **w),
    "difference": lambda t, **w: resample.difference(t, "x", "a", "b", **w),
    "permute": lambda t, level=0.5, **w: resample.permute(t, "x", "a", "b", **w),
    "ladder": lambda t, **w: resample.ladder(t, "x", "a", "b", **w),
    "outlet": lambda t, **w: resample.outlet(t.assign(outlet=t["doc_id"]), "x", "a", "b", **w),
    "sign_test": lambda t, **w: resample.sign_test(t, "x"),
    "tone_and_stance": lambda t, level=0.5, **w: resample.tone_and_stance(
        t.rename(columns={"x": "compound", "n": "side"}), **w
    ),
    "compare_each": lambda t, **w: keyness.compare_each(t),
    "dispersion": lambda t, **w: keyness.dispersion(t),
    "silences": lambda t, **w: frames.silences(t, {"a": 10, "b": 20}, by="term"),
    "by_code": lambda t, level=0.95, **w: agreement.by_code(
        t.assign(coder=["c", "d"] * (len(t) // 2) + ["c"] * (len(t) % 2), code="k", value=t["n"]),
        confidence=level, **w,
    ),
}  # fmt: skip

number = st.sampled_from([0.0, 1.0, -3.0, 1.5, np.nan, np.inf, 1e300])
rows = st.lists(st.tuples(st.sampled_from(["a", "b", "a", None]), number, number), max_size=30)


def table_of(rows, doubled):
    table = pd.DataFrame(rows, columns=["doc_id", "x", "n"])
    table["sentence_id"] = 1 if doubled else table.groupby("doc_id", dropna=False).cumcount() + 1
    return table.assign(term="t", n_words=10, n_sentences=1).astype({"doc_id": object})


@pytest.mark.parametrize("name", VERBS)
@examples(10)
@given(rows=rows, doubled=st.booleans(), equal=st.booleans())
def test_any_table_gives_a_result_or_one_sentence(name, rows, doubled, equal):
    rows = [(d, 0.5, 1.0) for d, *_ in rows] if equal else rows
    try:
        with np.errstate(all="ignore"):
            got = VERBS[name](table_of(rows, doubled), draws=30, seed=1)
    except ValueError as error:
        said = str(error)
        got = None
    if got is None:
        assert 10 < len(said) < 700
        assert "\n" not in said
        return
    for column in ("p", "p_min", "p_exact", "p_none", "share", "dp"):
        if column in got:
            values = got[column].astype(float).dropna()
            assert values.between(0, 1 + 1e-9).all(), column
    if {"low", "high"} <= set(got.columns):
        given = got.dropna(subset=["low", "high"])
        assert (given["low"] < given["high"]).all()


@pytest.mark.parametrize("name", ["bootstrap", "difference", "ladder", "by_code"])
@pytest.mark.parametrize(
    ("way", "said"),
    [
        ({"level": 95}, "for 95 % write 0"),
        ({"level": 0}, "does not lie between 0 and 1"),
        ({"draws": 0}, "draws: 0 is no whole number"),
        ({"draws": 2.5}, "draws: 2.5 is no whole number"),
        ({"seed": -1}, "seed: -1 is no whole number"),
    ],
)
def test_ways_that_cannot_be_are_named(name, way, said):
    table = table_of([("a", 1.0, 1.0), ("b", 0.0, 2.0)] * 12, False)
    with pytest.raises(ValueError, match=said):
        VERBS[name](table, **way)
