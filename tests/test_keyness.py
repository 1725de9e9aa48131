"""Contrasts of hand-worked texts, against the counts, scipy and statsmodels."""

from itertools import combinations
from math import inf, log2

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2_contingency
from statsmodels.stats.multitest import fdrcorrection

from analysis import keyness

SIGNED = ["log_ratio", "clr", "g2", "log_odds", "z"]
SCORES = [*SIGNED, "low", "high", "p_exact", "p_holm", "p_bh", "p_min", "p_g2"]


def count(texts: dict[str, str], ngrams: int = 1) -> pd.DataFrame:
    """Counts as tokens.count_terms makes them, of texts whose sentences are divided by "/"."""
    rows = [
        (doc_id, i, " ".join(words[j : j + ngrams]))
        for doc_id, text in texts.items()
        for i, words in enumerate(sentence.split() for sentence in text.split("/"))
        for j in range(len(words) - ngrams + 1)
    ]
    table = pd.DataFrame(rows, columns=["doc_id", "sentence", "term"])
    groups = table.groupby(["doc_id", "term"], sort=False)["sentence"]
    return groups.agg(n="size", n_sentences="nunique").reset_index()


TEXTS = {
    "x": "deal deal no deal / no walk / the deal",
    "y": "the talks / the talks collapsed / no talks",
    "z": "the the the the",
}
COUNTS = count(TEXTS)


def row(table: pd.DataFrame, term: str) -> pd.Series:
    (found,) = table[table["term"] == term].to_dict("records")
    return pd.Series(found)


def test_a_row_by_hand():
    """ "deal" is 4 of x's 8 words, in 2 of its sentences, and none of the other 11.

    The log ratio counts the zero as .5: (4/8)/(.5/11) = 11. Four of four where 8/19 were expected
    doubles to p = 2·(8/19)⁴ = .063, the smallest that four can give, and the interval covers 0.
    """
    contrasts = keyness.compare(COUNTS, "x")
    assert list(contrasts.columns) == keyness.COLUMNS
    deal = row(contrasts, "deal")
    assert (deal["target"], deal["reference"]) == ("x", "y + z")
    assert deal[["n_target", "n_reference", "size_target", "size_reference"]].tolist() == [
        *(4, 0, 8, 11)
    ]
    assert deal[["n_sentences_target", "n_sentences_reference"]].tolist() == [2, 0]
    assert deal[["per_1000_target", "per_1000_reference"]].tolist() == [500, 0]
    assert deal["log_ratio"] == pytest.approx(log2(11))
    p = 0.025 ** (1 / 4)
    assert deal["low"] == pytest.approx(log2(11 / 8 * p / (1 - p)))
    assert deal["clr"] == 0
    assert deal["high"] == inf
    assert deal["p_exact"] == pytest.approx(2 * (8 / 19) ** 4)
    assert deal["p_min"] == deal["p_exact"]
    the = row(contrasts, "the")
    assert the[["n_target", "n_reference", "n_sentences_reference"]].tolist() == [1, 6, 3]
    assert the[["per_1000_target", "per_1000_reference"]].tolist() == [125, 6000 / 11]


def test_a_term_absent_from_the_target_is_negative():
    """ "talks" is 3 of y's 7 words and none of x's 8."""
    talks = row(keyness.compare(COUNTS, "x", "y"), "talks")
    assert talks["n_target"] == 0
    assert talks["log_ratio"] == pytest.approx(log2((0.5 / 8) / (3 / 7)))
    assert talks["low"] == -inf
    assert (talks[["log_ratio", "g2", "log_odds", "z"]] < 0).all()


def test_equal_rates_score_zero():
    """ "no" is 2 of 8 words against 1 of 4: the counts differ, the rates do not."""
    contrasts = keyness.compare(count({"a": "no b no c d e f g", "b": "no h i j"}), "a")
    assert row(contrasts, "no")[SIGNED].astype(float).to_numpy() == pytest.approx(0, abs=1e-12)
    assert row(contrasts, "no")["p_exact"] == pytest.approx(1)


def test_scores_of_the_table_are_scipys():
    contrasts = keyness.compare(COUNTS, "x", "y")
    for _, r in contrasts.iterrows():
        a, b, n1, n2 = r[["n_target", "n_reference", "size_target", "size_reference"]]
        g2 = chi2_contingency(
            [[a, b], [n1 - a, n2 - b]], correction=False, lambda_="log-likelihood"
        )
        assert abs(r["g2"]) == pytest.approx(g2.statistic)
        assert r["p_g2"] == pytest.approx(g2.pvalue)
        p = min(binomtest(a, a + b, n1 / (n1 + n2), side).pvalue for side in ("less", "greater"))
        assert r["p_exact"] == pytest.approx(min(1, 2 * p))


def test_three_against_none_is_not_significant_whatever_g2_says():
    """Texts of equal length, 3 against 0: χ² says .041, the exact test .25."""
    filler = " ".join(f"w{i}" for i in range(2000))
    counts = count({"a": f"deal deal deal {filler}", "b": f"x x x {filler}"})
    deal = row(keyness.compare(counts, "a"), "deal")
    assert deal["p_g2"] == pytest.approx(0.041, abs=5e-4)
    assert deal["p_exact"] == pytest.approx(0.25)
    assert deal["p_min"] == pytest.approx(0.25)
    assert deal["clr"] == 0


# Adjustment


@pytest.mark.parametrize("make", [keyness.compare_each, keyness.compare_pairs])
def test_p_is_adjusted_over_the_rows_returned(make):
    """Holm by its definition, Benjamini–Hochberg by statsmodels; over all rows of a call."""
    contrasts = make(COUNTS)
    p = contrasts["p_exact"].to_numpy()
    steps = np.maximum.accumulate(np.sort(p) * np.arange(len(p), 0, -1)).clip(max=1)
    assert np.sort(contrasts["p_holm"]) == pytest.approx(steps)
    assert contrasts["p_bh"].to_numpy() == pytest.approx(fdrcorrection(p)[1])
    assert (contrasts["p_bh"] >= p).all()
    assert (contrasts["p_holm"] >= contrasts["p_bh"] - 1e-12).all()


def test_min_count_drops_rare_terms_from_the_tests_and_leaves_sizes_alone():
    """Six terms occur in x and y; "no", "deal", "the" and "talks" three times at least."""
    everything, frequent = (keyness.compare(COUNTS, "x", "y", min_count=n) for n in (1, 3))
    assert set(everything["term"]) == {"deal", "no", "the", "talks", "walk", "collapsed"}
    assert set(frequent["term"]) == {"deal", "no", "the", "talks"}
    assert set(frequent["size_target"]) == {8}
    for term in frequent["term"]:
        one, other = row(everything, term), row(frequent, term)
        assert one["z"] == other["z"]
        assert other["p_holm"] <= one["p_holm"]


def test_min_count_that_nothing_reaches_says_so():
    with pytest.raises(ValueError, match=r"no term occurs 9 times; the most frequent 7 times"):
        keyness.compare(COUNTS, "x", min_count=9)


# Several texts


def test_each_is_compare_with_all_the_others():
    each = keyness.compare_each(COUNTS)
    assert list(each["target"].unique()) == ["x", "y", "z"]
    same = [column for column in keyness.COLUMNS if column not in ("p_holm", "p_bh")]
    for target, part in each.groupby("target"):
        alone = keyness.compare(COUNTS, target)
        pd.testing.assert_frame_equal(part[same].reset_index(drop=True), alone[same])
        assert (part["p_holm"].to_numpy() >= alone["p_holm"].to_numpy()).all()


def test_pairs_are_every_pair_once():
    pairs = keyness.compare_pairs(COUNTS)
    found = list(pairs[["target", "reference"]].drop_duplicates().itertuples(index=False))
    assert [tuple(pair) for pair in found] == list(combinations("xyz", 2))
    same = [column for column in keyness.COLUMNS if column not in ("p_holm", "p_bh")]
    for (target, reference), part in pairs.groupby(["target", "reference"]):
        alone = keyness.compare(COUNTS, target, reference)
        pd.testing.assert_frame_equal(part[same].reset_index(drop=True), alone[same])


def test_several_references_are_named_or_counted():
    counts = count(dict.fromkeys("uvwxyz", "a b"))
    assert set(keyness.compare(counts, "u", ["v", "w"])["reference"]) == {"v + w"}
    assert set(keyness.compare(counts, "u")["reference"]) == {"5 others"}


def test_finer_counts_are_summed():
    """Counts by passage, compared by document, are the counts by document."""
    passages = count({"x1": "deal deal no deal", "x2": "no walk / the deal", "y": TEXTS["y"]})
    passages["passage_id"] = passages["doc_id"]
    passages["doc_id"] = passages["doc_id"].str[0]
    whole = count({name: TEXTS[name] for name in "xy"})
    pd.testing.assert_frame_equal(keyness.compare(passages, "x"), keyness.compare(whole, "x"))


def test_n_grams_have_contrasts_of_the_same_form():
    """x: deal deal, deal no, no deal, no walk, the deal. y: four bigrams, "the talks" twice."""
    contrasts = keyness.compare(count(TEXTS, ngrams=2), "x", "y")
    assert list(contrasts.columns) == keyness.COLUMNS
    talks = row(contrasts, "the talks")
    assert talks[["n_target", "n_reference", "size_target", "size_reference"]].tolist() == [
        *(0, 2, 5, 4)
    ]


# Background


def test_background_gives_the_prior_its_shares():
    """By hand: background a 6, b 2, q 4; texts "a a b" and "b".

    Shares with both texts: a 8, b 4, q 4 of 16; weight 4 words: α 2, 1, 1.
    a: ln[(2+2)/(3+4-4)] - ln[(0+2)/(1+4-2)] = ln(4/3) - ln(2/3) = ln 2; variance 1/4 + 1/2.
    """
    background = pd.DataFrame({"term": ["a", "b", "q"], "n": [6, 2, 4]})
    contrasts = keyness.compare(count({"x": "a a b", "y": "b"}), "x", background=background)
    assert sorted(contrasts["term"]) == ["a", "b"]
    a = row(contrasts, "a")
    assert a["log_odds"] == pytest.approx(np.log(2))
    assert a["z"] == pytest.approx(np.log(2) / np.sqrt(3 / 4))


def test_a_long_background_does_not_drown_the_texts():
    background = COUNTS[["term", "n"]].groupby("term", as_index=False).sum()
    longer = background.assign(n=background["n"] * 100_000)
    short, long = (
        keyness.compare(COUNTS, "x", background=b).set_index("term") for b in (background, longer)
    )
    np.testing.assert_allclose(short["z"], long.loc[short.index, "z"], rtol=1e-3)


def test_the_prior_by_default_is_the_pooled_counts():
    """Monroe, Colaresi & Quinn's fixture: z of c, d and g."""
    texts = {"d1": "a a a b b c c c c c c d e f g h h", "d2": "a a b c c d d d d e f h"}
    contrasts = keyness.compare(count(texts), "d1")
    assert [row(contrasts, term)["z"] for term in "cdg"] == pytest.approx(
        [0.73598, -1.19270, 0.48813], abs=1e-5
    )
    assert list(contrasts["z"]) == sorted(contrasts["z"], reverse=True)


# Errors


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: keyness.compare(COUNTS, "w"), "no 'w' in doc_id; there is 'x', 'y', 'z'"),
        (lambda: keyness.compare(COUNTS, "x", "w"), "no 'w' in doc_id; there is 'x', 'y', 'z'"),
        (lambda: keyness.compare(COUNTS, "x", ["x", "y"]), "'x' cannot be compared with 'x', 'y'"),
        (
            lambda: keyness.compare(COUNTS[COUNTS["doc_id"] == "x"], "x"),
            "nothing to compare with: the counts hold only 'x' in doc_id",
        ),
        (lambda: keyness.compare_pairs(COUNTS.head(1)), "nothing to compare with"),
        (lambda: keyness.compare_each(COUNTS.head(0)), "nothing to compare with: .* nothing"),
        (lambda: keyness.compare(COUNTS, "x", by="outlet"), "counts: no column 'outlet'"),
        (lambda: keyness.compare(COUNTS.drop(columns="n"), "x"), "counts: no column 'n'"),
        (
            lambda: keyness.compare(COUNTS, "x", background=COUNTS[["n"]]),
            "background: no column 'term'",
        ),
        (
            lambda: keyness.compare(COUNTS.assign(term=COUNTS["term"].where(COUNTS["n"] > 1)), "x"),
            "rows have no term; .* keep_default_na=False",
        ),
    ],
)
def test_errors_say_what_is_there(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# What holds for any counts

corpora = st.dictionaries(
    st.sampled_from(["x", "y", "z"]),
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=30).map(" ".join),
    min_size=2,
)


@settings(max_examples=12)
@given(corpora)
def test_swapping_target_and_reference_flips_the_signs(texts):
    a, b, *_ = texts
    there = keyness.compare(count(texts), a, b).sort_values("term", ignore_index=True)
    back = keyness.compare(count(texts), b, a).sort_values("term", ignore_index=True)
    np.testing.assert_allclose(there[SIGNED], -back[SIGNED], atol=1e-9)
    np.testing.assert_allclose(there["low"], -back["high"], atol=1e-9)
    for column in ("p_exact", "p_holm", "p_bh", "p_min", "p_g2"):
        np.testing.assert_allclose(there[column], back[column], rtol=1e-6)


@settings(max_examples=12)
@given(corpora)
def test_any_contrast_is_whole_and_has_no_interval_of_width_zero(texts):
    counts = count(texts)
    contrasts = keyness.compare_each(counts)
    assert not contrasts[[c for c in SCORES if c not in ("low", "high")]].isna().any().any()
    assert np.isfinite(contrasts[SIGNED]).all().all()
    assert (contrasts["low"] < contrasts["high"]).all()
    assert (contrasts["p_exact"] >= contrasts["p_min"] - 1e-12).all()
    assert (contrasts["n_target"] + contrasts["n_reference"] > 0).all()
    sizes = contrasts.groupby("target")[["n_target", "n_reference"]].sum()
    total = counts["n"].sum()
    assert (sizes.sum(axis=1) == total).all()
    assert (sizes["n_target"] == counts.groupby("doc_id")["n"].sum()).all()


@settings(max_examples=12)
@given(corpora, st.randoms())
def test_the_order_of_the_rows_does_not_matter(texts, random):
    counts = count(texts)
    shuffled = list(counts.index)
    random.shuffle(shuffled)
    target = next(iter(texts))
    one, other = keyness.compare(counts, target), keyness.compare(counts.loc[shuffled], target)
    columns = [column for column in keyness.COLUMNS if column != "reference"]
    pd.testing.assert_frame_equal(one[columns], other[columns])


def test_a_hundred_thousand_terms_take_a_moment():
    """Vectorised over terms: row by row, binomtest alone would take a minute."""
    from time import perf_counter

    n = np.random.default_rng(3).integers(1, 40, 200_000)
    terms = np.tile([f"w{i}" for i in range(100_000)], 2)
    counts = pd.DataFrame({"doc_id": np.repeat(["x", "y"], 100_000), "term": terms, "n": n})
    start = perf_counter()
    assert len(keyness.compare(counts.assign(n_sentences=n), "x")) == 100_000
    assert perf_counter() - start < 10
