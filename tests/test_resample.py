"""The uncertainty ladder against scipy, published values, cases by hand and its own promises."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
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

    values = _resampling.resampled_values(
        texts(a=SCORES), "score", 1, 20_000, np.random.default_rng(2)
    )
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
    a = 5 * rng.permutation(stats.norm.ppf((np.arange(9) + 0.5) / 9))
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
    values = _resampling.resampled_values(
        texts(a=x), "score", block, 40_000, np.random.default_rng(4)
    )
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
    """The matrix product and the function called draw by draw give the same interval."""

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
    one, other = (resample.permute(table, s, "a", "b", draws=200) for s in (statistic, slow))
    assert one["p"][0] == other["p"][0]


def test_two_runs_give_the_same_numbers_and_other_texts_do_not_matter():
    both, alone = texts(a=SCORES, b=SCORES[5:]), texts(b=SCORES[5:])
    first = resample.bootstrap(both, "score")
    pd.testing.assert_frame_equal(first, resample.bootstrap(both, "score"))
    assert first["low"][1] == resample.bootstrap(alone, "score")["low"][0]
    assert first["low"][0] != resample.bootstrap(both, "score", seed=2)["low"][0]
    assert first.loc[0, ["draws", "seed", "unit", "block", "level"]].tolist() == [
        5000,
        1,
        "sentence",
        3,
        0.95,
    ]
    assert set(first["rung"]) == {"this writer's wording"}
    shuffled = both.sample(frac=1, random_state=3).sort_values("doc_id", kind="stable")
    pd.testing.assert_frame_equal(first, resample.bootstrap(shuffled, "score"))


@settings(deadline=None, max_examples=60)
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
        assert len(scores) >= 5
    if len(scores) < 10:
        assert "too few sentences" in row["flag"]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(score, min_size=5, max_size=20),
    st.lists(score, min_size=5, max_size=20),
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


@settings(deadline=None, max_examples=30)
@given(st.lists(score, min_size=5, max_size=20), st.floats(0.01, 100), st.floats(-5, 5))
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
        ([0.4], "score", "too few sentences for an interval (1 < 5)"),
        ([0.4, 0.1, 0.2, 0.3], "score", "too few sentences for an interval (4 < 5)"),
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
    """One 1 among six sentences, in blocks of one: absent from (5/6)^6 = 33 % of resamples."""
    rare = texts(a=[1, 0, 0, 0, 0, 0])
    row = resample.bootstrap(rare, lambda t: 1 / int(t["n"].sum()), block=1, draws=4000).iloc[0]
    assert row["flag"].startswith("too few sentences (6 < 10); undefined in 3")
    row = resample.bootstrap(texts(a=[1, 1] + [0] * 20), RATE).iloc[0]
    assert row["flag"] == "few sentences that differ (2 < 5)"
    assert row["low"] < row["estimate"] < row["high"]
    row = resample.bootstrap(texts(a=[*SCORES, np.nan]), "score").iloc[0]
    assert row["flag"] == "1 without a value left out"
    assert row["estimate"] == pytest.approx(np.mean(SCORES))
    assert resample.bootstrap(texts(a=SCORES), "score")["flag"][0] == ""


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


@settings(deadline=None, max_examples=20)
@given(st.lists(score, min_size=2, max_size=5), st.lists(score, min_size=2, max_size=5))
def test_exact_permutation_as_scipy(a, b):
    """scipy.stats.permutation_test of the absolute difference, all arrangements."""
    from scipy import stats

    theirs = stats.permutation_test(
        (a, b), lambda x, y: abs(np.mean(x) - np.mean(y)), alternative="greater", vectorized=False
    )
    assert resample.permute(texts(a=a, b=b), "score", "a", "b")["p"][0] == theirs.pvalue


def test_random_permutation_is_near_the_exact_one():
    """scipy's exact p of 8 against 8 sentences (12,870 arrangements) within 4 standard errors."""
    from scipy import stats

    a, b = SCORES[:8], [x + 0.25 for x in SCORES[8:]]
    exact = stats.permutation_test(
        (a, b), lambda x, y: abs(np.mean(x) - np.mean(y)), alternative="greater",
        n_resamples=13_000, vectorized=False,
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


@settings(deadline=None, max_examples=30)
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
    """The value of a document is the mean of its sentences, i + .2; five and six documents."""
    table = outlets(a=5, b=6)
    row = resample.outlet(table, "score", "a", "b").iloc[0]
    assert row["estimate"] == pytest.approx((2 + 0.2) - (12.5 + 0.2))
    assert (row["n_a"], row["n_b"], row["unit"], row["rung"]) == (5, 6, "document", "this outlet")
    assert row["low"] < row["estimate"] < row["high"] < 0
    assert row["flag"] == "a: too few documents (5 < 10); b: too few documents (6 < 10)"
    back = resample.outlet(table, "score", "b", "a").iloc[0]
    assert (back["estimate"], back["low"], back["p"]) == pytest.approx(
        (-row["estimate"], -row["high"], row["p"])
    )
    grouped = table.groupby(["doc_id", "outlet"], as_index=False)["score"].mean()
    assert resample.outlet(grouped, "score", "a", "b")["low"][0] == pytest.approx(row["low"])
    few = resample.outlet(outlets(a=3, b=6), "score", "a", "b").iloc[0]
    assert few[["low", "high"]].isna().all()
    assert "a: too few documents for an interval (3 < 5)" in few["flag"]


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


@settings(deadline=None, max_examples=30)
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
