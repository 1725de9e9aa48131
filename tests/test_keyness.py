"""Contrasts, the formulas behind them, and dispersion.

Against published values, hand-worked texts, scipy and statsmodels, and what holds for any counts.
"""

from math import inf, log2

import numpy as np
import pandas as pd
import pytest
from anything import examples
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, chi2_contingency
from statsmodels.stats.multitest import fdrcorrection, multipletests
from statsmodels.stats.proportion import proportion_confint

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


def test_p_is_adjusted_over_the_rows_returned():
    """Holm and Benjamini–Hochberg by statsmodels; over all rows of a call."""
    contrasts = keyness.compare_each(COUNTS)
    p = contrasts["p_exact"].to_numpy()
    assert contrasts["p_holm"].to_numpy() == pytest.approx(multipletests(p, method="holm")[1])
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
        (lambda: keyness.compare_each(COUNTS.head(1)), "nothing to compare with"),
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


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n": -3}, "column n: -3 is no count"),
        ({"n": 1.5}, "column n: 1.5 is no count"),
        ({"n": np.nan}, "column n: nan is no count"),
        ({"n_sentences": -1}, "column n_sentences: -1 is no count"),
        ({"doc_id": None}, "rows have no doc_id"),
    ],
)
def test_counts_that_cannot_be_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        keyness.compare(COUNTS.assign(**change), "x")
    with pytest.raises(ValueError, match=message):
        keyness.compare_each(COUNTS.assign(**change))
    if "n" in change:
        background = COUNTS[["term", "n"]].assign(**change)
        with pytest.raises(ValueError, match=message):
            keyness.compare(COUNTS, "x", background=background)
        with pytest.raises(ValueError, match=message):
            keyness.dispersion(COUNTS.assign(sentence_id=1, **change))


@pytest.mark.parametrize("formula", [keyness.log_ratio, keyness.interval, keyness.exact_p,
                                     keyness.smallest_p, keyness.g2])  # fmt: skip
@pytest.mark.parametrize(
    "cells", [([10], [1], 5, 50), ([-1], [1], 5, 50), ([1.5], [1], 5, 50), ([0], [0], 0, 50)]
)
def test_formulas_refuse_cells_that_cannot_be(formula, cells):
    with pytest.raises(ValueError, match=r"occurrences|no count"):
        formula(*cells)


def test_levels_are_shares_and_no_occurrence_has_no_small_p():
    with pytest.raises(ValueError, match=r"for 95 % write 0\.95"):
        keyness.interval([1], [1], 5, 5, level=95)
    assert keyness.smallest_p([0], [0], 100, 100).tolist() == [1.0]


@pytest.mark.parametrize(("n1", "n2"), [(30_000, 30_000), (6_000, 54_000), (40_000, 20_000)])
@pytest.mark.parametrize("background", [None, 20])
def test_five_percent_of_equal_rates_pass_the_limit_of_z(n1, n2, background):
    """A thousand terms of equal rate in both texts, expected ten to hundred times in the shorter:
    4 to 6 % pass the limit, .03 % would pass 1.96 (a Monte Carlo error of .2 points)."""
    rng = np.random.default_rng(4)
    rate = rng.uniform(10, 100, 1000) / min(n1, n2)
    passed, naive = [], []
    for _ in range(12):
        y1, y2 = rng.poisson(rate * n1), rng.poisson(rate * n2)
        both, shares = n1 + n2, y1 + y2
        if background:
            shares = shares + rng.poisson(rate * both * background)
        prior = shares * ((y1 + y2).sum() / shares.sum())
        z = keyness.log_odds(y1, y2, prior)[1]
        own = (y1 + y2).sum() / shares.sum()
        passed.append(np.abs(z) > keyness.z_limit(int(y1.sum()), int(y2.sum()), own))
        naive.append(np.abs(z) > 1.96)
    assert 0.04 < np.mean(passed) < 0.06
    assert background or np.mean(naive) < 0.005


# What holds for any counts

corpora = st.dictionaries(
    st.sampled_from(["x", "y", "z"]),
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=30).map(" ".join),
    min_size=2,
)


@examples(12)
@given(corpora)
def test_swapping_target_and_reference_flips_the_signs(texts):
    a, b, *_ = texts
    there = keyness.compare(count(texts), a, b).sort_values("term", ignore_index=True)
    back = keyness.compare(count(texts), b, a).sort_values("term", ignore_index=True)
    np.testing.assert_allclose(there[SIGNED], -back[SIGNED], atol=1e-9)
    np.testing.assert_allclose(there["low"], -back["high"], atol=1e-9)
    for column in ("p_exact", "p_holm", "p_bh", "p_min", "p_g2"):
        np.testing.assert_allclose(there[column], back[column], rtol=1e-6)


@examples(12)
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


@examples(12)
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


# --- rates ----------------------------------------------------------------------------------------

# Two counts, not both zero, in two texts that are long enough to hold them.
counts = st.integers(0, 60)
tables = st.tuples(counts, counts, st.integers(60, 5000), st.integers(60, 5000)).filter(
    lambda table: table[0] + table[1] > 0
)

DIRECTED = [keyness.log_ratio, keyness.g2]


# G2


def test_g2_is_dunnings_not_rayson_and_garsides():
    """12 of 900 against 3 of 1,100: 7.795 over four cells; 7.739 over two, which is not ours."""
    assert keyness.g2(12, 3, 900, 1100) == pytest.approx(7.795, abs=5e-4)
    E11, E21 = 15 * 900 / 2000, 15 * 1100 / 2000
    two_cells = 2 * (12 * np.log(12 / E11) + 3 * np.log(3 / E21))
    assert two_cells == pytest.approx(7.739, abs=5e-4)


def test_g2_of_the_small_count_trap():
    """Three against none in texts of equal length: G2 4.16, which χ² calls p = .04."""
    assert keyness.g2(3, 0, 10**6, 10**6) == pytest.approx(6 * np.log(2), abs=1e-4)
    assert keyness.g2(3, 0, 10**6, 10**6) == pytest.approx(4.16, abs=5e-3)


@given(tables)
def test_g2_is_scipys_log_likelihood_of_the_four_cells(table):
    """scipy.stats.chi2_contingency(…, correction=False, lambda_="log-likelihood")."""
    O11, O21, n1, n2 = table
    cells = [[O11, O21], [n1 - O11, n2 - O21]]
    assume(np.sum(cells, axis=1).min() > 0)
    expected = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    assert abs(keyness.g2(*table)) == pytest.approx(expected, abs=1e-8)


def test_g2_of_texts_that_hold_nothing_but_the_term():
    assert keyness.g2(5, 7, 5, 7) == 0


# Log ratio


@pytest.mark.parametrize(
    ("O11", "O21", "n1", "n2", "expected"),
    [
        (8, 8, 1000, 1000, 0),
        (16, 8, 1000, 1000, 1),  # Hardie (2014): each point doubles the difference
        (32, 8, 1000, 1000, 2),
        (8, 16, 1000, 1000, -1),
        (8, 8, 1000, 4000, 2),
        (4, 0, 1000, 1000, 3),  # the zero is counted as .5
        (0, 4, 1000, 1000, -3),
    ],
)
def test_log_ratio(O11, O21, n1, n2, expected):
    assert keyness.log_ratio(O11, O21, n1, n2) == expected


def test_half_an_occurrence_never_turns_the_direction_round():
    """Once in 1,280 words, never in 300: (.5/300)/(1/1280) = 2.1 would favour the text without it.

    Three times in 1,280 words is enough for the .5 to keep its direction: log2(.71).
    """
    assert log2((0.5 / 300) / (1 / 1280)) > 1
    assert keyness.log_ratio(0, 1, 300, 1280) == 0
    assert keyness.log_ratio(1, 0, 1280, 300) == 0
    assert keyness.log_ratio(0, 3, 300, 1280) == pytest.approx(log2((0.5 / 300) / (3 / 1280)))
    assert keyness.log_ratio(0, 3, 300, 1280) < 0


# Exact interval


@given(tables, st.sampled_from([0.8, 0.95, 0.99]))
def test_interval_is_clopper_and_pearsons(table, level):
    """binomtest(O11, O11 + O21).proportion_ci(method="exact"), turned into log2(n2/n1 · odds)."""
    O11, O21, n1, n2 = table
    exact = binomtest(O11, O11 + O21).proportion_ci(level, method="exact")
    expected = [log2(n2 / n1 * p / (1 - p)) if 0 < p < 1 else (inf if p else -inf) for p in exact]
    np.testing.assert_allclose(keyness.interval(*table, level=level), expected, atol=1e-9)


def test_interval_agrees_with_statsmodels():
    """proportion_confint(12, 15, method="beta") is (.519, .957), as in printed tables."""
    low, high = proportion_confint(12, 15, method="beta")
    assert (low, high) == pytest.approx((0.519, 0.957), abs=5e-4)
    got = keyness.interval(12, 3, 900, 1100)
    odds = np.array([low / (1 - low), high / (1 - high)])
    np.testing.assert_allclose(got, np.log2(1100 / 900 * odds), rtol=1e-9)


def test_interval_of_three_against_none_by_hand():
    """p- is .025^(1/3) = .292, odds .413; there is no upper bound."""
    low, high = keyness.interval(3, 0, 500, 500)
    p = 0.025 ** (1 / 3)
    assert low == pytest.approx(log2(p / (1 - p)))
    assert high == inf
    assert keyness.interval(0, 3, 500, 500) == (-inf, -low)


@given(
    st.integers(0, 10**7),
    st.integers(0, 10**7),
    st.integers(10**7, 10**10),
    st.integers(10**7, 10**10),
)
def test_interval_never_has_width_zero_and_holds_the_log_ratio(O11, O21, n1, n2):
    assume(O11 + O21 > 0)
    low, high = keyness.interval(O11, O21, n1, n2)
    assert low < keyness.log_ratio(O11, O21, n1, n2) < high


@pytest.mark.parametrize("share", [0.02, 0.19, 0.5, 0.73, 0.9])
@pytest.mark.parametrize("total", [1, 3, 8, 40])
def test_interval_covers_the_true_log_ratio_at_least_as_often_as_it_says(share, total):
    """Every outcome of `total` occurrences weighted with its probability: no simulation."""
    O11 = np.arange(total + 1)
    low, high = keyness.interval(O11, total - O11, 300, 800)
    truth = log2(800 / 300 * share / (1 - share))
    covered = (low <= truth) & (truth <= high)
    assert binom.pmf(O11, total, share)[covered].sum() >= 0.95


def test_conservative_is_the_bound_nearer_to_zero():
    low, high = np.array([-inf, -1.0, 0.5, -3.0]), np.array([-2.0, 2.0, inf, 1.0])
    assert keyness.conservative(low, high).tolist() == [-2, 0, 0.5, 0]


# Exact p


@pytest.mark.parametrize(("O11", "p"), [(3, 0.25), (4, 0.125), (5, 0.0625), (6, 0.03125)])
def test_exact_p_of_small_counts_against_none(O11, p):
    """Equal sizes: 2 · .5^n; every difference is then the largest possible one."""
    assert keyness.exact_p(O11, 0, 700, 700) == pytest.approx(p)
    assert keyness.smallest_p(O11, 0, 700, 700) == pytest.approx(p)


@given(tables)
def test_exact_p_doubles_scipys_smaller_tail(table):
    """scipy.stats.binomtest with alternative="less" and "greater"."""
    O11, O21, n1, n2 = table
    tails = [
        binomtest(O11, O11 + O21, n1 / (n1 + n2), alternative).pvalue
        for alternative in ("less", "greater")
    ]
    assert keyness.exact_p(*table) == pytest.approx(min(1, 2 * min(tails)), rel=1e-9)


@given(tables)
def test_exact_p_is_scipys_two_sided_one_where_sizes_are_equal(table):
    O11, O21, n, _ = table
    expected = binomtest(O11, O11 + O21).pvalue
    assert keyness.exact_p(O11, O21, n, n) == pytest.approx(expected, rel=1e-9)


def test_exact_p_is_not_the_minimum_likelihood_one():
    """2 against 0, the target a fifth of the words: .04 and .08, and the interval covers zero."""
    assert binomtest(2, 2, 0.2).pvalue == pytest.approx(0.04)
    assert keyness.exact_p(2, 0, 200, 800) == pytest.approx(0.08)
    low, high = keyness.interval(2, 0, 200, 800)
    assert low < 0 < high


@given(tables)
def test_p_is_below_five_percent_exactly_where_the_interval_leaves_zero_out(table):
    p, (low, high) = keyness.exact_p(*table), keyness.interval(*table)
    assume(abs(p - 0.05) > 1e-9)
    assert (p < 0.05) == (low > 0 or high < 0)
    assert (keyness.conservative(low, high) != 0) == (p < 0.05)


@given(st.integers(1, 40), st.integers(40, 900), st.integers(40, 900))
def test_smallest_p_is_that_of_the_best_division(total, n1, n2):
    O11 = np.arange(total + 1)
    best = keyness.exact_p(O11, total - O11, n1, n2).min()
    assert keyness.smallest_p(total, 0, n1, n2) == pytest.approx(best, rel=1e-9)


# Log-odds with a Dirichlet prior

D1, D2 = "aaabbccccccdefghh", "aabccddddefh"
TERMS = sorted(set(D1) | set(D2))
Y1, Y2 = ([d.count(term) for term in TERMS] for d in (D1, D2))


def test_log_odds_with_a_flat_prior():
    """δ and z of c, d and g at α = .01, as other implementations of Monroe et al. print them."""
    δ, z = (dict(zip(TERMS, score, strict=True)) for score in keyness.log_odds(Y1, Y2, 0.01))
    assert [δ[t] for t in "cdg"] == pytest.approx([1.00061, -2.06764, 4.32889], abs=1e-5)
    assert [z[t] for t in "cdg"] == pytest.approx([1.22804, -1.85719, 0.43076], abs=1e-5)


def test_log_odds_with_the_pooled_prior():
    _, z = (dict(zip(TERMS, score, strict=True)) for score in keyness.log_odds(Y1, Y2))
    assert [z[t] for t in "cdg"] == pytest.approx([0.73598, -1.19270, 0.48813], abs=1e-5)


def test_log_odds_by_hand():
    """a a b against a b b, α = 1 each: δ = ln(3/2) - ln(2/3) = 2 ln 1.5, variance 1/3 + 1/2."""
    δ, z = keyness.log_odds([2, 1], [1, 2], 1)
    assert δ == pytest.approx([2 * np.log(1.5), -2 * np.log(1.5)])
    assert z == pytest.approx(δ / np.sqrt(5 / 6))


def test_log_odds_of_a_single_term_is_zero_and_a_prior_of_zero_is_refused():
    assert [score.tolist() for score in keyness.log_odds([4], [9])] == [[0], [0]]
    with pytest.raises(ValueError, match="pseudo-count above 0"):
        keyness.log_odds([1, 0], [1, 1], [1, 0])


vocabularies = st.lists(st.tuples(counts, counts).filter(any), min_size=2, max_size=8).filter(
    lambda rows: all(sum(side) > 0 for side in zip(*rows, strict=True))
)


@given(vocabularies)
def test_log_odds_has_the_sign_of_the_difference_and_turns_with_the_sides(rows):
    y1, y2 = np.array(rows).T
    δ, z = keyness.log_odds(y1, y2)
    sign = keyness.direction(y1, y2, y1.sum(), y2.sum())
    assert (np.sign(δ.round(12)) == sign).all()
    assert (np.sign(z.round(12)) == sign).all()
    for score, turned in zip((δ, z), keyness.log_odds(y2, y1), strict=True):
        np.testing.assert_allclose(score, -turned, atol=1e-12)


# What holds for all


@given(tables)
def test_swapping_the_texts_flips_the_sign(table):
    O11, O21, n1, n2 = table
    swapped = (O21, O11, n2, n1)
    for score in DIRECTED:
        assert score(*table) == pytest.approx(-score(*swapped), abs=1e-9)
    assert keyness.exact_p(*table) == pytest.approx(keyness.exact_p(*swapped))
    low, high = keyness.interval(*table)
    assert (-high, -low) == pytest.approx(keyness.interval(*swapped))


@given(tables)
def test_scores_have_the_sign_of_the_difference(table):
    O11, O21, n1, n2 = table
    sign = keyness.direction(*table)
    assert sign == np.sign(O11 / n1 - O21 / n2) or abs(O11 / n1 - O21 / n2) < 1e-12
    assert keyness.log_ratio(*table) * sign >= 0
    assert keyness.g2(*table) * sign >= 0


@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 9), st.integers(50, 500))
def test_equal_rates_score_zero_in_texts_of_any_size(a, b, n, size):
    """a·n of a·size words against b·n of b·size words."""
    table = (a * n, b * n, a * size, b * size)
    assert [score(*table) for score in DIRECTED] == [0, 0]
    assert keyness.exact_p(*table) == pytest.approx(1)
    assert keyness.conservative(*keyness.interval(*table)) == 0


@given(tables, st.integers(2, 20))
def test_the_same_rates_in_longer_texts_are_surer(table, times):
    """Without zeros, the log ratio stays, G2 grows with the texts, and the interval narrows."""
    assume(table[0] * table[1] > 0)
    longer = [times * count for count in table]
    assert keyness.log_ratio(*longer) == pytest.approx(keyness.log_ratio(*table), abs=1e-12)
    assert keyness.g2(*longer) == pytest.approx(times * keyness.g2(*table), abs=1e-6)
    assert np.diff(keyness.interval(*longer)) < np.diff(keyness.interval(*table))


# --- dispersion -----------------------------------------------------------------------------------


def tokens_of(text: str, doc_id: str = "x") -> pd.DataFrame:
    """Tokens of a text whose sentences are divided by "|"."""
    rows = [
        (doc_id, sentence_id, term)
        for sentence_id, sentence in enumerate(text.split("|"), start=1)
        for term in sentence.split()
    ]
    return pd.DataFrame(rows, columns=["doc_id", "sentence_id", "term"])


GRIES = (
    "b a m n i b e u p | b a s a t b e w q n | b c a g a b e s t a | b a g h a b e a a t"
    " | b a h a a b e a x a t"
)


def test_gries_example():
    """Gries (2008): "a" in five parts of 9, 10, 10, 10 and 11 words has DP .18; DPnorm .2195."""
    a = keyness.dispersion(tokens_of(GRIES)).set_index("term").loc["a"]
    assert a[["n", "n_parts", "range"]].tolist() == [15, 5, 5]
    assert a["dp"] == pytest.approx(0.18)
    assert a["dp_norm"] == pytest.approx(0.2195, abs=5e-5)


def test_by_hand_with_parts_that_lack_the_term():
    """Parts of 4, 2 and 2 words. "a" only in the second: ½(.5 + .75 + .25) = .75, norm 1.

    "b" 2 : 1 : 1 as the parts are sized: 0. "c" twice, both in the first: ½(.5 + .25 + .25) = .5,
    norm .5/.75.
    """
    found = keyness.dispersion(tokens_of("b b c c | a b | b d")).set_index("term")
    assert found.loc["a", ["dp", "dp_norm"]].tolist() == [0.75, 1]
    assert found.loc["b", ["dp", "dp_norm"]].tolist() == [0, 0]
    assert found.loc["c", ["dp", "dp_norm"]].tolist() == pytest.approx([0.5, 2 / 3])
    assert found["range"].to_dict() == {"a": 1, "b": 3, "c": 1, "d": 1}


def test_texts_are_kept_apart_though_sentence_numbers_recur():
    one, other = tokens_of(GRIES, "x"), tokens_of("a b | a", "y")
    both = keyness.dispersion(pd.concat([other, one], ignore_index=True))
    assert list(both.columns) == ["doc_id", "term", "n", "n_parts", "range", "dp", "dp_norm"]
    apart = pd.concat([keyness.dispersion(one), keyness.dispersion(other)], ignore_index=True)
    pd.testing.assert_frame_equal(both, apart)


def test_counts_by_sentence_give_what_tokens_give():
    tokens = tokens_of(GRIES)
    counts = tokens.groupby(["doc_id", "sentence_id", "term"]).size().rename("n").reset_index()
    pd.testing.assert_frame_equal(keyness.dispersion(counts), keyness.dispersion(tokens))


def test_a_text_of_one_part_has_no_normed_dispersion():
    found = keyness.dispersion(tokens_of("a a b"))
    assert (found["dp"] == 0).all()
    assert found["dp_norm"].isna().all()


def test_missing_columns_are_named():
    with pytest.raises(ValueError, match="tokens: no column 'sentence_id'"):
        keyness.dispersion(tokens_of("a").drop(columns="sentence_id"))


sentences = st.lists(st.text("abcd", min_size=1, max_size=12), min_size=1, max_size=8)


@given(sentences)
def test_it_is_half_the_sum_over_all_parts_and_stays_in_bounds(parts):
    """The definition, term by term, over every part, those without the term too."""
    found = keyness.dispersion(tokens_of(" | ".join(" ".join(part) for part in parts)))
    sizes = np.array([len(part) for part in parts])
    s = sizes / sizes.sum()
    for _, row in found.iterrows():
        n = np.array([part.count(row["term"]) for part in parts])
        assert row["n"] == n.sum()
        assert row["range"] == (n > 0).sum()
        assert row["dp"] == pytest.approx(np.abs(n / n.sum() - s).sum() / 2)
        if len(parts) > 1:
            assert row["dp_norm"] == pytest.approx(row["dp"] / (1 - s.min()))
            assert -1e-12 <= row["dp_norm"] <= 1 + 1e-12
