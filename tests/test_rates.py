"""Rates against published values, scipy and statsmodels, and what holds for any two counts."""

from math import inf, log2

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, chi2_contingency
from statsmodels.stats.proportion import proportion_confint

from analysis import keyness

# Two counts, not both zero, in two texts that are long enough to hold them.
counts = st.integers(0, 60)
tables = st.tuples(counts, counts, st.integers(60, 5000), st.integers(60, 5000)).filter(
    lambda table: table[0] + table[1] > 0
)

SCORES = [keyness.log_ratio, keyness.g2]


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
    for score in SCORES:
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
def test_equal_rates_score_zero(a, b, n, size):
    """a·n of a·size words against b·n of b·size words."""
    table = (a * n, b * n, a * size, b * size)
    assert [score(*table) for score in SCORES] == [0, 0]
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
