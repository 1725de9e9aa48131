"""The uncertainty ladder against scipy, published values, cases by hand and its own promises."""

import itertools

import numpy as np
import pandas as pd
import pytest
from anything import examples
from hypothesis import given
from hypothesis import strategies as st

from analysis import _resampling, resample

SCORES = [0.4, -0.2, 0.0, 0.0, 0.7, 0.1, -0.5, 0.3, 0.0, 0.6, 0.2, 0.0, -0.1, 0.5, 0.0, 0.9]
RATE = ("n", "n_words", 1000)
score = st.floats(-1, 1).map(lambda x: round(x, 2))


def texts(**scores):
    """A table of sentences from one list of scores a text; words and hits follow from them."""
    parts = [
        pd.DataFrame({"doc_id": doc, "sentence_id": range(1, len(x) + 1), "score": x}, dtype=None)
        for doc, x in scores.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    table["score"] = table["score"].astype(float)
    table["n"] = (table["score"] > 0).astype(int)
    return table.assign(n_words=10 + table["sentence_id"] % 7)


def mean_score(table):
    return table["score"].mean()


# these texts


def test_observed_values_by_hand():
    """Mean of (1, 0, .5) and its rate: two sentences above zero in 11 + 12 + 13 words."""
    table = texts(a=[1, 0, 0.5], b=[0.25])
    got = resample.observe(table, "score")
    assert got["estimate"].tolist() == [0.5, 0.25]
    assert set(got["rung"]) == {"these texts"}
    assert "low" not in got.columns
    assert resample.observe(table, RATE)["estimate"][0] == pytest.approx(2000 / 36)
    assert resample.observe(table, ("n", "n_words"))["statistic"][0] == "n / n_words"
    assert resample.observe(table, mean_score)["estimate"].tolist() == [0.5, 0.25]


# this writer's wording


def test_single_sentences_resample_as_scipy():
    """Blocks of one, not expanded: the percentile interval of scipy.stats.bootstrap."""
    from scipy import stats

    rows = _resampling.draw_resamples(len(SCORES), 1, 20_000, np.random.default_rng(2))
    values = _resampling.values_of_rows(texts(a=SCORES), "score", rows)
    ours = _resampling.expanded_percentiles(values, 1, np.inf)
    theirs = stats.bootstrap(
        (SCORES,), np.mean, n_resamples=20_000, method="percentile", rng=np.random.default_rng(3)
    )
    assert ours == pytest.approx(tuple(theirs.confidence_interval), abs=0.012)


def test_expanded_interval_of_many_values_is_students():
    """Hesterberg (2015): the expansion repairs what the percentile lacks against scipy.stats.t."""
    from scipy import stats

    x = stats.norm.ppf((np.arange(20) + 0.5) / 20)[np.random.default_rng(1).permutation(20)]
    row = resample.bootstrap(texts(a=x), "score", block=1, draws=40_000).iloc[0]
    student = stats.t.interval(0.95, 19, x.mean(), stats.sem(x))
    assert (row["low"], row["high"]) == pytest.approx(student, rel=0.05)


def test_difference_is_welchs():
    """scipy.stats.ttest_ind(equal_var=False): a short text that varies much, a long one little."""
    from scipy import stats

    rng = np.random.default_rng(6)
    a = 5 * rng.permutation(stats.norm.ppf((np.arange(13) + 0.5) / 13))
    b = 1 + rng.permutation(stats.norm.ppf((np.arange(40) + 0.5) / 40))
    row = resample.difference(texts(a=a, b=b), "score", "a", "b", block=1, draws=40_000).iloc[0]
    student = stats.ttest_ind(a, b, equal_var=False).confidence_interval()
    assert (row["low"], row["high"]) == pytest.approx(tuple(student), rel=0.06)


def test_reach_of_blocks():
    """15 sentences in blocks of three: 15/12 of the variance, five blocks, four degrees."""
    assert _resampling.expansion(15, 3) == (1.25, 4)
    assert _resampling.expansion(15, 1) == (15 / 14, 14)


@pytest.mark.parametrize("block", [1, 2, 4, 8])
def test_variance_of_block_resamples(block):
    """Politis & Romano (1992): resamples average to the mean, and with n/block whole blocks vary by
    the mean square of the circular block means, over n/block."""
    x = np.array(SCORES)
    ring = np.concatenate([x, x])
    means = np.array([ring[i : i + block].mean() for i in range(16)])
    expected = ((means - x.mean()) ** 2).mean() / (16 / block)
    rows = _resampling.draw_resamples(len(x), block, 40_000, np.random.default_rng(4))
    values = _resampling.values_of_rows(texts(a=x), "score", rows)
    assert values.var() == pytest.approx(expected, rel=0.04)
    assert values.mean() == pytest.approx(x.mean(), abs=5 * np.sqrt(expected / 40_000))


def test_block_length_is_the_cube_root():
    """Künsch (1989): of order n^(1/3); never more than half of the text."""
    lengths = {
        n: _resampling.block_length(n) for n in (1, 2, 3, 4, 8, 9, 15, 27, 28, 40, 64, 65, 1000)
    }
    assert lengths == {
        1: 1, 2: 1, 3: 1, 4: 2, 8: 2, 9: 3, 15: 3, 27: 3, 28: 4, 40: 4, 64: 4, 65: 5, 1000: 10
    }  # fmt: skip


@pytest.mark.parametrize("block", [1, 3, 7])
def test_resamples_are_runs_of_neighbours(block):
    rows = next(_resampling.draw_resamples(20, block, 50, np.random.default_rng(1)))
    assert rows.shape == (50, 20)
    steps = (np.diff(rows, axis=1) % 20)[:, [i for i in range(19) if (i + 1) % block]]
    assert (steps == 1).all()


@pytest.mark.parametrize("statistic", ["score", RATE, ("n", "n_words")])
def test_columns_and_functions_agree(statistic):
    """The matrix product and the function called draw by draw give the same interval.

    The permutation of a function is that of the plain difference, and says that it is.
    """

    def slow(table):
        if statistic == "score":
            return table["score"].mean()
        return (
            (statistic[2] if len(statistic) == 3 else 1) * table["n"].sum() / table["n_words"].sum()
        )

    table = texts(a=SCORES, b=SCORES[4:] * 2)
    fast = resample.bootstrap(table, statistic, draws=200)
    called = resample.bootstrap(table, slow, draws=200)
    same = ["doc_id", "estimate", "low", "high", "n_units", "flag"]
    pd.testing.assert_frame_equal(fast[same], called[same])
    plain = resample.permute(table, slow, "a", "b", draws=200).iloc[0]
    assert plain["flag"] == "not studentised: p takes both spreads to be equal"
    assert plain["method"] == "permutation of runs of 3 sentences"
    assert resample.permute(table, statistic, "a", "b", draws=200)["flag"][0] == ""


def test_two_runs_give_the_same_numbers_and_other_texts_do_not_matter():
    both, alone = texts(a=SCORES, b=SCORES[2:]), texts(b=SCORES[2:])
    first = resample.bootstrap(both, "score")
    pd.testing.assert_frame_equal(first, resample.bootstrap(both, "score"))
    assert first["low"][1] == resample.bootstrap(alone, "score")["low"][0]
    assert first["low"][0] != resample.bootstrap(both, "score", seed=2)["low"][0]
    ways = first.loc[0, ["draws", "seed", "unit", "block", "level"]].tolist()
    assert ways == [5000, 1, "sentence", 3, 0.95]
    assert set(first["rung"]) == {"this writer's wording"}
    shuffled = both.sample(frac=1, random_state=3).sort_values("doc_id", kind="stable")
    pd.testing.assert_frame_equal(first, resample.bootstrap(shuffled, "score"))


@examples(20)
@given(
    st.lists(st.sampled_from([0.0, 0.3, -1.0]) | score, min_size=1, max_size=25),
    st.sampled_from(["score", RATE, mean_score]),
    st.sampled_from([None, 1]),
)
def test_never_an_interval_without_width(scores, statistic, block):
    """Whatever the text: an interval has width, or is missing and the flag says why."""
    row = resample.bootstrap(texts(a=scores), statistic, block=block, draws=60).iloc[0]
    if np.isnan(row["low"]):
        assert np.isnan(row["high"])
        assert row["flag"]
    else:
        assert row["low"] < row["high"]
        assert len(scores) >= 12
    if len(scores) < 12:
        assert "too few sentences" in row["flag"]


@examples(15)
@given(
    st.lists(score, min_size=8, max_size=20),
    st.lists(score, min_size=8, max_size=20),
    st.sampled_from(["score", RATE]),
)
def test_swapping_two_texts_turns_the_sign(a, b, statistic):
    table = texts(a=a, b=b)
    there = resample.difference(table, statistic, "a", "b", draws=80).iloc[0]
    back = resample.difference(table, statistic, "b", "a", draws=80).iloc[0]
    assert there["estimate"] == -back["estimate"]
    assert there["low"] == pytest.approx(-back["high"], nan_ok=True)
    assert there["high"] == pytest.approx(-back["low"], nan_ok=True)
    assert np.isnan(there["low"]) == np.isnan(there["high"])
    assert np.isnan(there["low"]) or there["low"] < there["high"]
    assert there["flag"] or not np.isnan(there["low"])
    p, q = (resample.permute(table, statistic, *pair, draws=80)["p"][0] for pair in ("ab", "ba"))
    assert p == q
    assert 0 < p <= 1


@examples(12)
@given(st.lists(score, min_size=12, max_size=20), st.floats(0.01, 100), st.floats(-5, 5))
def test_scale_and_shift_carry_over(scores, scale, shift):
    plain = resample.bootstrap(texts(a=scores), "score", draws=60).iloc[0]
    moved = texts(a=scores)
    moved["score"] = moved["score"] * scale + shift
    got = resample.bootstrap(moved, "score", draws=60).iloc[0]
    for end in ("estimate", "low", "high"):
        assert got[end] == pytest.approx(plain[end] * scale + shift, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize(
    ("scores", "statistic", "flag"),
    [
        ([0.2] * 12, "score", "identical sentences"),
        ([0.1 + 0.2] * 11 + [0.3], "score", "identical sentences"),  # equal but for rounding
        ([0.0] * 12, RATE, "no occurrences"),
        ([0.0] * 12, "score", "no occurrences"),
        ([0.4], "score", "too few sentences for an interval (1 of the 12 needed)"),
        (SCORES[:11], "score", "too few sentences for an interval (11 of the 12 needed)"),
        ([np.nan] * 12, "score", "12 without a value left out; too few sentences"),
        ([0.0] * 12, lambda t: 1.0, "no variation between resamples"),
        ([0.0] * 12, lambda t: (t["n_words"] * 0.1).sum() / t["n_words"].sum(), "no variation"),
        ([0.0] * 12, lambda t: 1 / int(t["n"].sum()), "undefined in 100 % of resamples"),
        # by hand: each of four blocks holds it with 1/4, so at most one does 74 % of the time
        ([1.0] + [0] * 11, lambda t: 1 / max(0, int(t["n"].sum()) - 1), "undefined in 7"),
    ],
)
def test_no_interval_and_why(scores, statistic, flag):
    row = resample.bootstrap(texts(a=scores), statistic, draws=1000).iloc[0]
    assert row[["low", "high"]].isna().all()
    assert row["flag"].startswith(flag)


def test_given_but_flagged():
    """One 1 among 12 sentences, in blocks of one: absent from (11/12)^12 = 35 % of resamples."""
    rare = texts(a=[1] + [0] * 11)
    row = resample.bootstrap(rare, lambda t: 1 / int(t["n"].sum()), block=1, draws=4000).iloc[0]
    assert row["flag"].startswith("undefined in 3")
    row = resample.bootstrap(texts(a=[1, 1] + [0] * 20), RATE).iloc[0]
    assert row["flag"] == "few sentences that differ (2 of the 5 needed)"
    assert row["low"] < row["estimate"] < row["high"]
    row = resample.bootstrap(texts(a=[*SCORES, np.nan]), "score").iloc[0]
    assert row["flag"] == "1 without a value left out"
    assert row["estimate"] == pytest.approx(np.mean(SCORES))
    assert resample.bootstrap(texts(a=SCORES), "score")["flag"][0] == ""


def test_twelve_sentences_are_resampled_in_every_way():
    """All 12^4 = 20,736 ways to start four blocks of three on a ring, made here by hand."""
    x = np.array(SCORES[:12])
    ring = np.concatenate([x, x])
    runs = [ring[i : i + 3].sum() for i in range(12)]
    means = [sum(chosen) / 12 for chosen in itertools.product(runs, repeat=4)]
    outer = _resampling.outer_tail(12 / 9, 3, 0.95)
    row = resample.bootstrap(texts(a=x), "score", draws=7).iloc[0]
    assert row["draws"] == 20_736 == len(means)
    assert (row["low"], row["high"]) == pytest.approx(tuple(np.quantile(means, [outer, 1 - outer])))
    assert row["flag"] == ""
    assert row["low"] == resample.bootstrap(texts(a=x), "score", seed=9)["low"][0]


def test_no_interval_is_the_range_of_its_draws():
    """At 11 sentences the quantile is 3e-5 and all resamples are 11^4 = 14,641: it is in none."""
    assert _resampling.outer_tail(*_resampling.expansion(11, 3), 0.95) == pytest.approx(3e-5, 0.1)
    assert _resampling.n_resamples(11, 3) == 14_641
    few = resample.bootstrap(texts(a=SCORES), "score", draws=3).iloc[0]
    assert few["flag"].startswith("3 draws do not reach the quantile: ")
    pair = resample.difference(texts(a=SCORES, b=SCORES), "score", "a", "b", draws=3).iloc[0]
    assert "3 draws do not reach" in pair["flag"]
    sure = resample.bootstrap(texts(a=SCORES[:12]), "score", level=0.9999).iloc[0]
    assert sure[["low", "high"]].isna().all()
    assert sure["flag"] == "no interval: its quantile lies beyond all 20,736 resamples"


def test_a_text_that_does_not_vary_lends_no_certainty():
    """Twelve sentences without an occurrence: the difference has no interval, the test has a p."""
    table = texts(a=[0.0] * 12, b=SCORES)
    row = resample.difference(table, RATE, "a", "b").iloc[0]
    assert row[["low", "high"]].isna().all()
    assert row["flag"] == "a: no occurrences"
    assert resample.permute(table, RATE, "a", "b")["p"][0] < 0.05
    row = resample.difference(table, lambda t: (t["n"] > 0).sum(), "a", "b", draws=100).iloc[0]
    assert np.isnan(row["low"])
    assert row["flag"] == "no interval: one side does not vary"


def test_coverage_of_a_mean():
    """200 texts of 20 independent normal sentences: 95 % +- 3 standard errors of the simulation."""
    x = np.random.default_rng(8).standard_normal((200, 20))
    table = texts(**{str(i): row for i, row in enumerate(x)})
    got = resample.bootstrap(table, "score", draws=1000)
    assert 0.904 <= (got["low"].lt(0) & got["high"].gt(0)).mean() <= 0.996


def test_tea_tasting():
    """Fisher (1935), 4 and 4 cups: all right 1/70, three or more of four 17/70. Here two-sided."""
    cups = texts(a=[1, 1, 1, 1], b=[0, 0, 0, 0])
    row = resample.permute(cups, "score", "a", "b").iloc[0]
    assert row[["p", "p_min", "draws", "exact", "block"]].tolist() == [2 / 70, 2 / 70, 70, True, 1]
    cups = texts(a=[1, 0, 1, 1], b=[0, 0, 1, 0])
    row = resample.permute(cups, "score", "a", "b").iloc[0]
    assert row["p"] == pytest.approx(34 / 70)
    assert row["p_min"] == pytest.approx(2 / 70)


@examples(20)
@given(st.lists(score, min_size=2, max_size=5), st.lists(score, min_size=2, max_size=5))
def test_exact_permutation_as_scipy(a, b):
    """scipy.stats.permutation_test of the absolute difference, all arrangements."""
    from scipy import stats

    theirs = stats.permutation_test(
        (a, b), lambda x, y: abs(np.mean(x) - np.mean(y)), alternative="greater", vectorized=False
    )
    row = resample.permute(texts(a=a, b=b), mean_score, "a", "b").iloc[0]
    assert row["p"] == theirs.pvalue


@pytest.mark.parametrize(("n_a", "n_b"), [(3, 4), (5, 5), (4, 6)])
def test_studentised_permutation_as_scipy(n_a, n_b):
    """scipy.stats.ttest_ind(equal_var=False) permuted over all arrangements; two-sided there by
    doubling, here by distance, so that the larger tail is asked for by itself."""
    from scipy import stats

    rng = np.random.default_rng(n_a)
    a, b = rng.normal(0.4, 3, n_a), rng.normal(0, 1, n_b)
    theirs = stats.permutation_test(
        (a, b),
        lambda x, y: abs(stats.ttest_ind(x, y, equal_var=False).statistic),
        alternative="greater", vectorized=False,
    )  # fmt: skip
    row = resample.permute(texts(a=a, b=b), "score", "a", "b").iloc[0]
    assert row["p"] == pytest.approx(theirs.pvalue)
    assert row["exact"]
    assert row["method"] == "studentised permutation of sentences"
    assert ("fewer than 5 on a side" in row["flag"]) == (min(n_a, n_b) < 5)


@pytest.mark.parametrize(
    ("block", "most"), [(1, 0.11), pytest.param(3, 0.13, marks=pytest.mark.slow)]
)
def test_equal_means_of_unequal_spread_are_not_called_different(block, most):
    """Standard deviations 3 (n 11) and 1 (n 31): nominal 5 %, plain permutation 19 % and 16 %.

    Limits: .06 and .075 of the audit, and three standard errors of 200 pairs of texts.
    """
    rng = np.random.default_rng(5)
    plain, ours = [], []
    for _ in range(200):
        pair = texts(a=rng.normal(0, 3, 11), b=rng.normal(0, 1, 31))
        way = {"block": block, "draws": 99}
        ours.append(resample.permute(pair, "score", "a", "b", **way)["p"][0] <= 0.05)
        member = np.concatenate(
            list(_resampling.draw_shuffles(11, 31, 99, np.random.default_rng(1), block)[0])
        )
        x = pair["score"].to_numpy()
        far = np.abs(member @ x / 11 - ~member @ x / 31)
        observed = abs(x[:11].mean() - x[11:].mean())
        plain.append((1 + (far >= observed).sum()) / 100 <= 0.05)
    assert np.mean(ours) <= most
    assert np.mean(plain) > np.mean(ours)


def test_no_spread_has_no_studentised_value():
    """Four ones and four zeros: infinitely far apart in 2 of 70 arrangements, and it is said."""
    row = resample.permute(texts(a=[1] * 4, b=[0] * 4), "score", "a", "b").iloc[0]
    assert row["p"] == 2 / 70
    assert "no spread on either side" in row["flag"]


@pytest.mark.parametrize(
    ("above", "below", "p"), [(7, 0, 2 / 2**7), (9, 0, 2 / 2**9), (14, 7, 0.1892), (0, 0, np.nan)]
)
def test_exact_sign_test(above, below, p):
    """R's binom.test(14, 21): .1892; 7 to none and 9 to none by hand. Zeros do not count."""
    x = [1.0] * above + [-1.0] * below + [0.0] * 4
    row = resample.sign_test(texts(a=x), "score").iloc[0]
    assert row["p"] == pytest.approx(p, abs=5e-5, nan_ok=True)
    assert row[["n_positive", "n_negative", "n_zero"]].tolist() == [above, below, 4]
    if above + below:
        assert row["p_min"] == pytest.approx(2.0 ** (1 - above - below))
    else:
        assert row["flag"] == "no sentence is on a side"


def shares_of(sure, what, measure="both"):
    """The shares of one kind of statement, by the texts that they name (and the rank)."""
    rows = sure[sure["what"].eq(what) & sure["measure"].eq(measure)]
    ranks = rows["rank"].astype(object).where(rows["rank"].notna(), None)
    return dict(zip(zip(rows["texts"], ranks, strict=True), rows["share"], strict=True))


def test_orders_and_crossings_are_those_of_the_resamples():
    """Far apart: one order by each measure, and opposite ones cross in every resample."""
    far = texts(a=np.array(SCORES) + 9, b=SCORES, c=np.array(SCORES) - 9)
    far = far.assign(compound=far["score"], side=-far["score"])
    sure = resample.tone_and_stance(far)
    assert shares_of(sure, "order", "tone") == {(("a", "b", "c"), None): 1}
    assert shares_of(sure, "order", "stance") == {(("c", "b", "a"), None): 1}
    assert shares_of(sure, "rank", "stance")[("a",), 3] == 1
    assert shares_of(sure, "crossing") == {
        (pair, None): 1 for pair in itertools.combinations("abc", 2)
    }
    assert sure.loc[sure["share"].eq(1), "own"].all()
    assert set(sure["n_units"].map(set).map(tuple)) == {(16,)}
    same = resample.tone_and_stance(far.assign(side=far["score"]))
    assert set(shares_of(same, "crossing").values()) == {0}


def test_order_of_two_texts_is_the_normal_probability_of_their_difference():
    """Means of 40 and 40 sentences differ by one standard error: .84, by the normal distribution;
    two measures that know nothing of one another cross with .84 x .5 + .16 x .5."""
    from scipy import stats

    x = stats.norm.ppf((np.arange(40) + 0.5) / 40)
    rng = np.random.default_rng(2)
    found = []
    for _ in range(20):
        step = np.sqrt(2 * x.var() / 40)
        pair = texts(a=rng.permutation(x) + step, b=rng.permutation(x))
        pair = pair.assign(compound=pair["score"])
        pair["side"] = np.concatenate([rng.permutation(x), rng.permutation(x)])
        sure = resample.tone_and_stance(pair, draws=500)
        ranks = shares_of(sure, "rank", "tone")
        assert sum(ranks.values()) == pytest.approx(2)
        assert ranks[("a",), 1] == shares_of(sure, "above", "tone")[("a", "b"), None]
        found.append([ranks[("a",), 1], shares_of(sure, "crossing")[("a", "b"), None]])
    assert np.mean(found, axis=0) == pytest.approx([stats.norm.cdf(1), 0.5], abs=0.05)


def test_equal_means_share_a_rank_and_never_cross():
    """Two texts of sentences without a side: either is first in half of the draws."""
    table = texts(a=SCORES, b=SCORES).assign(side=0.0)
    sure = resample.tone_and_stance(table.assign(compound=table["score"]))
    assert shares_of(sure, "rank", "stance")[("a",), 1] == pytest.approx(0.5, abs=0.03)
    assert shares_of(sure, "crossing") == {(("a", "b"), None): 0}
    assert "a: identical sentences, taken as certain" in sure["flag"].iloc[0]


def test_a_missing_stance_leaves_the_tone_of_its_sentence():
    """One measure missing in a sentence: the other's mean is over all, as it stands in the text."""
    table = texts(a=SCORES, b=SCORES[:11], c=SCORES[:4])
    table = table.assign(compound=table["score"], side=table["score"])
    table.loc[table.index[:4], "side"] = np.nan
    sure = resample.tone_and_stance(table)
    n = sure.set_index(["what", "measure", "texts"])["n_units"].to_dict()
    assert n["above", "tone", ("a", "b")] == (16, 11)
    assert n["crossing", "both", ("a", "b")] == (12, 11)
    assert "b: few sentences (11); c: too few sentences (4 < 5), left out" in sure["flag"].iloc[0]
    assert not sure["texts"].map(lambda named: "c" in named).any()


def test_sentences_are_in_reading_order_whatever_their_ids_are():
    """Numbers that were read as text sort as 1, 10, 11, 2: neighbours would not be neighbours."""
    table = texts(a=SCORES)
    as_text = table.assign(sentence_id=table["sentence_id"].astype(str))
    named = table.assign(sentence_id=[f"s{n}" for n in table["sentence_id"]])
    for other in (as_text, as_text.sample(frac=1, random_state=1), named):
        got = resample.bootstrap(other, "score")
        pd.testing.assert_frame_equal(got, resample.bootstrap(table, "score"))


def test_random_permutation_is_near_the_exact_one():
    """scipy's exact p of 8 against 8 sentences (12,870 arrangements) within 4 standard errors."""
    from scipy import stats

    a, b = SCORES[:8], [x + 0.25 for x in SCORES[8:]]
    exact = stats.permutation_test(
        (a, b), lambda x, y, axis: np.abs(stats.ttest_ind(x, y, axis=axis, equal_var=False)[0]),
        alternative="greater", n_resamples=13_000, vectorized=True,
    ).pvalue  # fmt: skip
    row = resample.permute(texts(a=a, b=b), "score", "a", "b", draws=8000, block=1).iloc[0]
    assert not row["exact"]
    assert row["p"] == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 8000))


def test_random_permutation_is_never_zero():
    """Phipson & Smyth (2010): (1 + 0) / (1 + draws)."""
    table = texts(a=np.arange(20) + 100, b=np.arange(20))
    row = resample.permute(table, "score", "a", "b", draws=99).iloc[0]
    assert row["p"] == row["p_min"] == 0.01
    assert row["block"] == 3


@pytest.mark.parametrize(("n_a", "n_b", "block"), [(7, 12, 1), (7, 12, 3), (12, 7, 4)])
def test_shuffles_keep_sizes_and_runs(n_a, n_b, block):
    """Each shuffle gives n_a sentences to a, each with equal chance, cutting two runs at most."""
    portions, exact = _resampling.draw_shuffles(n_a, n_b, 300, np.random.default_rng(1), block)
    member = np.concatenate(list(portions))
    assert not exact
    assert (member.sum(axis=1) == n_a).all()
    assert member.mean(axis=0) == pytest.approx(np.full(n_a + n_b, n_a / (n_a + n_b)), abs=0.12)
    run = np.concatenate([np.arange(n_a) // block, 100 + np.arange(n_b) // block])
    whole = pd.DataFrame(member.T).groupby(run).nunique().eq(1)
    assert (~whole).sum().max() <= 2


def test_identical_texts_cannot_differ():
    row = resample.permute(texts(a=[0.5] * 6, b=[0.5] * 6), "score", "a", "b").iloc[0]
    assert row["p"] == row["p_min"] == 1
    assert row["flag"] == "no arrangement differs from another"


# this outlet


def outlets(**counts):
    """Documents of three sentences each; an outlet lies above the one before."""
    rows = [
        (f"{name}{i}", s, name, 10 * place + i + s / 10)
        for place, (name, n) in enumerate(counts.items())
        for i in range(n)
        for s in (1, 2, 3)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "sentence_id", "outlet", "score"])


@examples(12)
@given(st.integers(1, 4), st.sampled_from(["score", mean_score]))
def test_one_document_makes_no_outlet_claim(others, statistic):
    """However many sentences it has, however many documents the other outlet has."""
    table = outlets(axios=1, msnbc=others)
    for pair in (("axios", "msnbc"), ("msnbc", "axios"), ("axios", None)):
        with pytest.raises(resample.Refusal, match="no claim about an outlet") as refused:
            resample.outlet(table, statistic, *pair)
        assert refused.value.p_min == (1 if others == 1 else pytest.approx(1 / (others + 1)))


def test_refusal_says_what_is_needed():
    """Two against one: 1/3. Four of each: 2/C(8, 4) = .029; three of each, 2/20, would not do."""
    with pytest.raises(resample.Refusal) as refused:
        resample.outlet(outlets(axios=1, msnbc=1, times=1), "score", "axios")
    message = str(refused.value)
    assert "axios has 1 document and all others 2" in message
    assert "0.33 (1/3)" in message
    assert "4 before p can reach 0.05 (two-sided, 0.029)" in message
    assert refused.value.n_b == 2


@pytest.mark.parametrize(
    ("n_a", "n_b", "p"),
    [(1, 1, 1), (2, 1, 1 / 3), (2, 2, 1 / 3), (3, 2, 1 / 10), (3, 3, 1 / 10), (4, 4, 1 / 35)],
)
def test_smallest_p(n_a, n_b, p):
    """Counted by hand; doubled where the mirror image of the extreme arrangement exists."""
    assert resample.attainable_p(n_a, n_b) == pytest.approx(p)
    if min(n_a, n_b) > 1:
        row = resample.outlet(outlets(a=n_a, b=n_b), "score", "a", "b").iloc[0]
        assert row["p"] == row["p_min"] == pytest.approx(p)
        assert row["exact"]


def test_outlet_counts_documents_not_sentences():
    """The value of a document is the mean of its sentences, i + .2; 12 and 13 documents."""
    table = outlets(a=12, b=13)
    row = resample.outlet(table, "score", "a", "b").iloc[0]
    assert row["estimate"] == pytest.approx((5.5 + 0.2) - (16 + 0.2))
    assert (row["n_a"], row["n_b"], row["unit"], row["rung"]) == (12, 13, "document", "this outlet")
    assert row["low"] < row["estimate"] < row["high"] < 0
    assert row["flag"] == ""
    back = resample.outlet(table, "score", "b", "a").iloc[0]
    assert (back["estimate"], back["low"], back["p"]) == pytest.approx(
        (-row["estimate"], -row["high"], row["p"])
    )
    grouped = table.groupby(["doc_id", "outlet"], as_index=False, sort=False)["score"].mean()
    assert resample.outlet(grouped, "score", "a", "b")["low"][0] == pytest.approx(row["low"])
    few = resample.outlet(outlets(a=3, b=6), "score", "a", "b").iloc[0]
    assert few[["low", "high"]].isna().all()
    assert "a: too few documents for an interval (3 of the 12 needed)" in few["flag"]
    assert "fewer than 5 on a side" in few["flag"]


@pytest.mark.parametrize(
    ("n_a", "most"),
    [
        pytest.param(5, 0.14, marks=pytest.mark.slow),
        pytest.param(3, 0.19, marks=pytest.mark.slow),
    ],
)
def test_outlets_of_unequal_spread_are_not_called_different(n_a, most):
    """Standard deviation 3 (`n_a` documents) and 1 (20), equal means: the plain permutation says
    p <= .05 in 25 % at five. Limits: .075 and .12 of the audit, and three standard errors of 150
    pairs; below five a side it is flagged."""
    rng = np.random.default_rng(7)
    ours, plain = [], []
    documents = outlets(a=n_a, b=20).drop_duplicates("doc_id").reset_index(drop=True)
    for _ in range(150):
        x = np.concatenate([rng.normal(0, 3, n_a), rng.normal(0, 1, 20)])
        row = resample.outlet(documents.assign(score=x), "score", "a", "b", draws=99).iloc[0]
        ours.append(row["p"] <= 0.05)
        member = rng.permuted(np.tile(np.arange(n_a + 20) < n_a, (99, 1)), axis=1)
        far = np.abs(member @ x / n_a - ~member @ x / 20)
        plain.append((1 + (far >= abs(x[:n_a].mean() - x[n_a:].mean())).sum()) / 100 <= 0.05)
        assert ("fewer than 5 on a side" in row["flag"]) == (n_a < 5)
    assert np.mean(ours) <= most
    assert np.mean(plain) >= 0.15 > np.mean(ours) - 0.05


def test_ladder_has_three_rungs():
    table = texts(a=SCORES, b=SCORES[::-1] + SCORES)
    rungs = resample.ladder(table, "score", "a", "b")
    assert rungs["rung"].tolist() == ["these texts", "this writer's wording", "this outlet"]
    assert rungs["low"].notna().tolist() == [False, True, False]
    assert rungs["refused"].tolist() == [False, False, True]
    assert "no claim about an outlet" in rungs["flag"][2]
    assert rungs.loc[2, ["n_a", "n_b", "p_min"]].tolist() == [1, 1, 1]
    assert rungs["low"][1] == resample.difference(table, "score", "a", "b")["low"][0]
    several = resample.ladder(outlets(a=5, b=5), "score", "a", "b", by="outlet")
    assert several["refused"].tolist() == [False, False, False]
    assert several["n_a"].tolist() == [15, 15, 5]


# counts


@examples(12)
@given(st.integers(0, 30), st.integers(30, 900))
def test_exact_rate_by_the_binomial(n, size):
    """Clopper & Pearson (1934): at the ends, n or more and n or fewer have probability .025."""
    from scipy.stats import binom

    row = resample.exact_rate(n, size).iloc[0]
    assert row["low"] <= row["rate"] <= row["high"]
    assert row["low"] < row["high"]
    if n:
        assert binom.sf(n - 1, size, row["low"] / 1000) == pytest.approx(0.025, abs=1e-6)
    if n < size:
        assert binom.cdf(n, size, row["high"] / 1000) == pytest.approx(0.025, abs=1e-6)


def test_exact_rate_of_none():
    """0 in 300 words: 1 - .025^(1/300), by hand."""
    row = resample.exact_rate(0, 300).iloc[0]
    assert (row["low"], row["high"]) == pytest.approx((0, 1000 * (1 - 0.025 ** (1 / 300))))


# errors


def test_errors_say_what_was_found():
    table = texts(a=SCORES, b=SCORES)
    with pytest.raises(ValueError, match="no rows with doc_id 'c' \\(found: a, b\\)"):
        resample.difference(table, "score", "a", "c")
    with pytest.raises(ValueError, match="compared with itself"):
        resample.permute(table, "score", "a", "a")
    with pytest.raises(ValueError, match="no column 'tone'"):
        resample.bootstrap(table, "tone")
    with pytest.raises(ValueError, match="no column 'outlet'"):
        resample.bootstrap(table, "score", by="outlet")
    with pytest.raises(ValueError, match="sentence 1 of a occurs more than once"):
        resample.bootstrap(pd.concat([table, table]), "score")
    with pytest.raises(ValueError, match="neither a column"):
        resample.bootstrap(table, ("n",))
    with pytest.raises(ValueError, match="block: 16 of 16 sentences"):
        resample.bootstrap(table, "score", block=16)
    with pytest.raises(ValueError, match="block: 50 of 16 sentences"):
        resample.permute(table, "score", "a", "b", block=50)
    with pytest.raises(ValueError, match="a row has no doc_id"):
        resample.bootstrap(table.assign(doc_id=[None, *table["doc_id"][1:]]), "score")
    with pytest.raises(ValueError, match="holds what is no number"):
        resample.bootstrap(table.assign(score="high"), "score")
    with pytest.raises(ValueError, match="n_words is below 0"):
        resample.bootstrap(table.assign(n_words=-1), RATE)
    with pytest.raises(ValueError, match="more than one outlet"):
        resample.outlet(table.assign(outlet=["x", "y"] * 16), "score", "x", "y")
    with pytest.raises(ValueError, match="5 occurrences in 4 words"):
        resample.exact_rate(5, 4)


def test_an_empty_table_gives_an_empty_table():
    empty = texts(a=SCORES).iloc[:0]
    assert list(resample.bootstrap(empty, "score").columns) == list(
        resample.bootstrap(texts(a=SCORES), "score").columns
    )
    assert resample.observe(empty, "score").empty
