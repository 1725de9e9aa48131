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

from analysis import agreement, frames, grouping, keyness, resample, sensitivity, tfidf, tokens


def coded(t, **columns):
    """The table as codings of two coders."""
    coder = (["c", "d"] * len(t))[: len(t)]
    return t.assign(coder=coder, code="k", value=t["n"], **columns)


def documents_of(t):
    """Two documents of one outlet, and all others that the table names."""
    ids = list(dict.fromkeys(["a", "b", *t["doc_id"].dropna()]))
    return pd.DataFrame({"doc_id": ids, "label": ids, "outlet": "A"})


def runs_of(t):
    """The table as runs of a finding."""
    survives = (t["x"] > 0).astype("boolean").mask(t["x"].isna())
    return t.assign(value=t["x"], survives=survives, reason="")[
        ["doc_id", "value", "survives", "reason"]
    ]


def of_first(t, verb):
    """What a formula says of the first count against the last of columns n and x."""
    n, x = (t[name].to_numpy() for name in ("n", "x"))
    return pd.DataFrame({"p": np.atleast_1d(verb(n, x))})


def interval_of(t, level=0.95):
    low, high = keyness.interval(t["n"], t["x"], 1000, 3000, level=level)
    return pd.DataFrame({"low": low, "high": high})


def sized(t, column):
    """One value of the table, or 0."""
    return t[column].iloc[0] if len(t) else 0


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
    "exact_rate": lambda t, level=0.95, **w: resample.exact_rate(
        sized(t, "n"), sized(t, "n_words"), level=level
    ),
    "attainable_p": lambda t, **w: pd.DataFrame(
        {"p": [resample.attainable_p(sized(t, "n"), sized(t, "x"))]}
    ),
    "compare": lambda t, **w: keyness.compare(t, "a", background=t),
    "compare_each": lambda t, **w: keyness.compare_each(t),
    "interval": lambda t, level=0.95, **w: interval_of(t, level),
    "exact_p": lambda t, **w: of_first(t, lambda n, x: keyness.exact_p(n, x, 100, 300)),
    "smallest_p": lambda t, **w: of_first(t, lambda n, x: keyness.smallest_p(n, x, 100, 300)),
    "holm": lambda t, **w: of_first(t, lambda n, x: keyness.holm(x)),
    "means": lambda t, **w: grouping.means(t, "x", documents_of(t), "doc_id")[1],
    "means_by_outlet": lambda t, **w: grouping.means(t, "x", documents_of(t), "outlet")[1],
    "compare_outlets": lambda t, **w: grouping.compare_outlets(
        t, "x", documents_of(t).assign(outlet=lambda d: d["doc_id"]), draws=30
    ),
    "survival": lambda t, **w: sensitivity.survival(runs_of(t))[["share"]],
    "influence": lambda t, **w: sensitivity.influence(runs_of(t))[["share"]],
    "without_each_sentence": lambda t, **w: sensitivity.without_each_sentence(t, "a", "b", "x"),
    "count_terms": lambda t, **w: tokens.count_terms(t),
    "bind": lambda t, **w: tfidf.bind(t),
    "majority": lambda t, **w: frames.majority(coded(t)),
    "stances": lambda t, **w: agreement.stances(coded(t)),
    "divided": lambda t, **w: agreement.divided(coded(t), t, "k"),
    "alpha": lambda t, **w: pd.DataFrame({"alpha": [agreement.alpha(coded(t))]}),
    "ac1": lambda t, **w: pd.DataFrame({"ac1": [agreement.ac1(coded(t))]}),
    "kappa": lambda t, **w: pd.DataFrame({"kappa": [agreement.kappa(coded(t))]}),
    "percent": lambda t, **w: pd.DataFrame({"share": [agreement.percent(coded(t))]}),
    "dispersion": lambda t, **w: keyness.dispersion(t),
    "silences": lambda t, **w: frames.silences(t, {"a": 10, "b": 20}, by="term"),
    "by_code": lambda t, level=0.95, **w: agreement.by_code(
        coded(t), confidence=level, **w,
    ),
}  # fmt: skip

number = st.sampled_from([0.0, 1.0, -3.0, 1.5, np.nan, np.inf, 1e300])
rows = st.lists(st.tuples(st.sampled_from(["a", "b", "a", None]), number, number), max_size=30)


def table_of(rows, doubled):
    table = pd.DataFrame(rows, columns=["doc_id", "x", "n"])
    table["sentence_id"] = 1 if doubled else table.groupby("doc_id", dropna=False).cumcount() + 1
    return table.assign(term="t", n_words=10, n_sentences=1).astype({"doc_id": object})


@pytest.mark.parametrize("name", VERBS)
@examples(6)
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


@pytest.mark.parametrize("name", ["exact_rate", "interval"])
@pytest.mark.parametrize("level", [95, 0, 1, -0.5, np.nan])
def test_levels_of_exact_intervals_are_shares(name, level):
    with pytest.raises(ValueError, match="does not lie between 0 and 1"):
        VERBS[name](table_of([("a", 1.0, 1.0)], False), level=level)
