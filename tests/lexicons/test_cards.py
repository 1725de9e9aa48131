"""Instrument cards, and the measures behind them on tables whose answers are known."""

import contextlib
import itertools
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import accuracy_score, f1_score

from analysis import sentiment
from analysis.lexicons import cards
from analysis.lexicons.lists import packaged_lexicons

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import favourability
import measures
import validity


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(measures, "DRAWS", 60)


@pytest.fixture
def ratings():
    rng = np.random.default_rng(3)
    score = rng.normal(size=60)
    return score, score + rng.normal(size=60), np.repeat(np.arange(12), 5)


def test_correlations_are_those_of_scipy(ratings):
    score, human, cluster = ratings
    pearson, spearman = measures.correlations(score, human, cluster, "sentence", "all")
    assert pearson["value"] == pytest.approx(pearsonr(score, human).statistic)
    assert spearman["value"] == pytest.approx(spearmanr(score, human).statistic)
    for found in (pearson, spearman):
        assert found["low"] < found["value"] < found["high"]
        assert (found["n"], found["clusters"]) == (60, 12)


def test_sentences_of_an_article_are_drawn_together():
    """Five copies of each of four points are four points: the interval must not shrink."""
    score, human = np.array([0.0, 1, 2, 3]), np.array([0.0, 2, 1, 3])
    once = measures.correlations(score, human, range(4), "sentence", "")[0]
    copies = [np.repeat(v, 5) for v in (score, human, np.arange(4))]
    often = measures.correlations(*copies, "sentence", "")[0]
    assert (often["low"], often["high"]) == pytest.approx((once["low"], once["high"]))


def test_pairs_in_order_by_hand():
    """Ratings 0 1 2, scores 0 .02 -.3: of three pairs only the first is right, and it is close."""
    rows = list(measures.pair_order([0, 0.02, -0.3], [0, 1, 2], "x", (0, 0.05, 0.31, np.inf)))
    assert [(r["n"], r["value"]) for r in rows] == [(3, 1 / 3), (1, 1.0), (1, 0.0), (1, 0.0)]
    assert [r["difference_from"] for r in rows[1:]] == [0, 0.05, 0.31]
    assert rows[0]["baseline"] == 0.5


def test_equal_scores_are_half_right_and_equal_ratings_no_pair():
    rows = list(measures.pair_order([1, 1, 5], [0, 1, 1], "x", (0, np.inf)))
    assert (rows[0]["n"], rows[0]["value"]) == (2, (0.5 + 1) / 2)


def test_all_pairs_right_is_not_certainty():
    """Six articles in perfect order; three pairs share none, and 3 of 3 has the low .025^(1/3)."""
    perfect = next(measures.pair_order(range(6), range(6), "x", (0, np.inf)))
    assert perfect["value"] == 1
    assert (perfect["low"], perfect["high"]) == pytest.approx((0.025 ** (1 / 3), 1))


def test_three_in_order_is_what_counting_gives(ratings):
    score, human = (v[:9].round(1) for v in ratings[:2])
    right = usable = 0
    for three in itertools.combinations(range(9), 3):
        signs = [
            (np.sign(score[i] - score[j]), np.sign(human[i] - human[j]))
            for i, j in itertools.combinations(three, 2)
        ]
        if all(b for _, b in signs):
            usable += 1
            right += all(a == b for a, b in signs)
    found = measures.triple_order(score, human, "x")
    assert (found["n"], found["value"]) == (usable, pytest.approx(right / usable))
    assert found["baseline"] == pytest.approx(1 / 6)


def test_chance_puts_three_in_order_one_time_in_six():
    rng = np.random.default_rng(1)
    found = measures.triple_order(rng.normal(size=250), rng.normal(size=250), "x")
    assert found["value"] == pytest.approx(1 / 6, abs=0.05)


def test_accuracy_and_macro_f1_are_those_of_sklearn(ratings):
    rng = np.random.default_rng(5)
    human, said = rng.integers(-1, 2, 80), rng.integers(-1, 2, 80)
    accuracy, f1 = measures.classification(said, human, np.arange(80) // 2, "x")
    assert accuracy["value"] == pytest.approx(accuracy_score(human, said))
    assert f1["value"] == pytest.approx(f1_score(human, said, average="macro"))
    neutral = np.zeros(80, int)
    assert accuracy["baseline"] == pytest.approx(accuracy_score(human, neutral))
    assert f1["baseline"] == pytest.approx(
        f1_score(human, neutral, average="macro", zero_division=0)
    )


def test_neutral_is_less_than_five_hundredths_either_way():
    """The thresholds in vaderSentiment's README: compound >= .05, and <= -.05."""
    assert measures.classes([0.05, 0.0499, -0.0499, -0.05], 0.05).tolist() == [1, 0, 0, -1]


def test_events_by_hand_with_the_exact_interval():
    """Two events: pos > neu right, pos > neg wrong, neu > neg wrong, and one pair of equal scores.

    Nothing right of n has the exact upper end 1 - .025^(1/n) (Clopper & Pearson 1934).
    """
    score, feeling, event = [3, 1, 5, 2, 2], [1, 0, -1, 1, 0], ["a", "a", "a", "b", "b"]
    found = measures.event_order(score, feeling, event, "x")
    assert (found["n"], found["value"], found["clusters"]) == (3, 1 / 3, 2)
    none = measures.event_order([0, 1, 2], [1, 0, -1], ["a"] * 3, "x")
    assert (none["low"], none["high"]) == pytest.approx((0, 1 - 0.025 ** (1 / 3)))


def test_no_pair_has_no_share():
    found = measures.event_order([1, 2], [0, 0], ["a", "a"], "x")
    assert found["n"] == 0
    assert np.isnan(found["value"])


def test_between_commas_is_the_stretch_around_the_mention():
    text = "On Monday, Ada spoke, and it rained"
    table = pd.DataFrame({"text": [text, text], "start": [11, 3], "end": [14, 9]})
    assert validity.between_commas(table).tolist() == [" Ada spoke", "On Monday"]


def rated(folder: Path) -> Path:
    """Three data sets of the right form about nothing much."""
    moods = ["The good rain came.", "A bad wind blew.", "It was noon.", "The great sun shone."]
    nyt = pd.DataFrame(
        {
            "article": np.repeat(np.arange(6), 4),
            "sentence_id": [f"s{i}" for i in range(24)],
            "human_mean": np.tile([1.0, -1.0, 0.1, 2.0], 6) + np.repeat(np.arange(6), 4) * 0.1,
            "text": [moods[(i + i // 5) % 4] for i in range(24)],
        }
    )
    nyt.to_csv(folder / "nyt_editorials.csv", index=False)
    pd.DataFrame(
        {
            "sentence_id": ["a", "b"],
            "text": ["Ada, a good pilot, left.", "A terrible day, said Ben."],
            "mention": ["Ada", "Ben"],
            "start": [0, 21],
            "end": [3, 24],
            "human_polarity": ["pos", "neu"],
        }
    ).to_csv(folder / "newsmtsc_targets.csv", index=False)
    pd.DataFrame(
        {
            "event": ["e", "e", "e"],
            "author_feeling_main_event": ["pos", "neu", "neg"],
            "text": ["A good day.\nFine.", "Noon.", "“Great,” he said.\nAn awful day."],
        }
    ).to_csv(folder / "basil_articles.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The benchmark run with a scorer and a lexicon of a user."""
    tmp_path = tmp_path_factory.mktemp("benchmark")
    (tmp_path / "mine_to_try.py").write_text(
        "def score(texts):\n    return [len(t) for t in texts]\n"
    )
    (tmp_path / "short.txt").write_text("good\t1\nbad\t-1\n")
    own = [f"short={tmp_path / 'short.txt'}"]
    with contextlib.chdir(tmp_path):
        return validity.measure(rated(tmp_path), ["mine_to_try:score"], own)


@pytest.mark.slow
def test_the_benchmark_runs_with_a_scorer_and_a_lexicon_of_the_user(fresh):
    assert list(fresh.columns) == cards.COLUMNS
    assert {"vader", "pattern", "panel", "mine_to_try:score", "short", "panel + short"} <= set(
        fresh["instrument"]
    )
    events = fresh[(fresh["instrument"] == "vader") & (fresh["unit"] == "pair")]
    events = events[events["condition"] == "quotations out"]
    assert events["value"].tolist() == [1.0]  # good, nothing, awful
    assert fresh["n"].gt(0).all()
    assert validity.compare(fresh, fresh) == []


@pytest.mark.slow
def test_a_run_that_differs_is_found(fresh):
    other = fresh.copy()
    place = other.index[(other["measure"] == "accuracy") & (other["instrument"] == "vader")][0]
    other.loc[place, ["low", "value", "high"]] = [2.0, 2.1, 2.2]
    other.loc[place + 1, "n"] = 99
    found = validity.compare(fresh, other)
    assert len(found) == 2
    assert "outside 2.0000 to 2.2000" in found[0]
    assert "committed 99" in found[1]


def test_a_folder_without_the_data_is_named(tmp_path):
    with pytest.raises(SystemExit, match=r"no nyt_editorials\.csv"):
        validity.measure(tmp_path, [], [])


def test_the_best_of_many_useless_measures_is_not_significant():
    """Among 40 random measures the best is right on most pairs; the corrected p says nothing."""
    rng = np.random.default_rng(2)
    event = np.repeat(np.arange(15), 3)
    feeling = np.tile([1, 0, -1], 15)
    useless = {str(i): rng.normal(size=45) for i in range(40)}
    best = max(favourability.right_pairs(s, feeling, event).mean() for s in useless.values())
    assert best > 0.6
    assert favourability.searched(useless, feeling, event) > 0.05
    perfect = useless | {"perfect": feeling + rng.normal(scale=0.01, size=45)}
    assert favourability.searched(perfect, feeling, event) < 0.001


# The cards


@pytest.fixture
def table():
    rows = [
        measures.row("mean", "norm", 10, "sentence", 0.1),
        measures.row("sd", "norm", 10, "sentence", 0.4),
        measures.row("Pearson correlation", "sentence", 1200, "sentence", 0.5, low=0.4, high=0.6),
        measures.row("Pearson correlation", "mean of sentences", 90, "article", 0.63,
                     low=0.5, high=0.7),
        measures.row("two in the right order", "mean of sentences, by difference", 1234, "pair",
                     0.543, difference_from=0.0, difference_to=0.1, clusters=90,
                     low=0.51, high=0.58),
        measures.row("two in the right order", "mean of sentences, by difference", 34, "pair",
                     0.96, difference_from=0.1, difference_to=np.inf, clusters=90,
                     low=0.9, high=0.99),
        measures.row("the more favourable of two on one event", "all sentences", 91, "pair",
                     46 / 91, low=0.399, high=0.612, baseline=0.5, clusters=100),
    ]  # fmt: skip
    one = [{"instrument": "mine", "version": "1", "data_set": "d"} | row for row in rows]
    return pd.DataFrame(one)[cards.COLUMNS]


COIN = (
    "Of two articles about one event, the more favourable one has the higher score in 46 of 91 "
    "pairs (95 % interval 40 % to 61 %): not measurably better than a coin."
)


def test_the_card_of_a_difference(table):
    assert cards.card("mine", 0.05, table) == (
        "With a difference of .05, two editorials are put in the order that human raters give "
        "54 % of the time (95 % interval 51 % to 58 %, n = 1,234 pairs of 90 editorials that "
        "differ by .00 to .10; chance 50 %). " + COIN
    )
    assert "96 % of the time" in cards.card("mine", -0.7, table)
    assert "differ by .10 or more" in cards.card("mine", 0.1, table)


def test_the_card_without_a_difference(table):
    assert cards.card("mine", table=table) == (
        "Scores correlate .50 with human ratings of sentences of editorials (95 % interval .40 to "
        ".60, n = 1,200), and .63 (.50 to .70, n = 90) with those of whole editorials, as the mean "
        "of their sentences. " + COIN
    )


def test_all_instruments_in_one_sentence(table):
    assert cards.coin(table) == (
        "Of two articles about one event that differ in how favourable they are, the more "
        "favourable one has the higher score in mine 46 of 91 pairs: none does measurably better "
        "than a coin."
    )
    better = table.assign(low=table["low"] + 0.2)
    assert cards.coin(better).endswith("mine does measurably better than a coin.")
    assert cards.card("mine", table=better).endswith(": better than a coin.")


def test_the_row_behind_a_card_and_the_norms(table):
    assert cards.find_order("mine", 0.05, table)["n"] == 1234
    expected = [{"lexicon": "mine", "mean": 0.1, "sd": 0.4, "n": 10}]
    assert cards.norms(table).to_dict("records") == expected


def test_what_was_not_measured_is_said(table, tmp_path, monkeypatch):
    with pytest.raises(ValueError, match=r"'yours' was not measured \(found: mine\)"):
        cards.card("yours", table=table)
    with pytest.raises(ValueError, match="no bin"):
        cards.card("mine", float("nan"), table)
    with pytest.raises(FileNotFoundError, match=r"make it with: python benchmarks/validity\.py"):
        cards.read_cards(tmp_path / "none.csv")
    monkeypatch.setattr(cards, "FILE", tmp_path / "data" / "instruments.csv")
    for sentence in (cards.card("vader", 0.05), cards.coin()):
        assert sentence.endswith("no data/instruments.csv.")
        assert sentence.count(". ") == 0


def test_the_committed_table_is_whole():
    """Every packaged lexicon was measured; each interval holds its value and has a width."""
    known = cards.read_cards()
    assert {*packaged_lexicons(), "panel"} <= set(known["instrument"])
    assert set(packaged_lexicons()) <= set(cards.norms(known)["lexicon"])
    assert not known.duplicated(validity.KEY).any()
    intervals = known.dropna(subset="low")
    assert len(intervals) == len(known) - (known["condition"] == "norm").sum()
    assert (intervals["low"] < intervals["high"]).all()
    assert intervals["value"].between(intervals["low"], intervals["high"]).all()
    assert known["n"].gt(0).all()


def test_the_committed_table_is_near_what_others_measured():
    """Hutto & Gilbert (2014, Table 4): VADER on editorial sentences, r .492, ours within .06.

    The table has half of their editorials; three of four lexicons and all conditions fail to beat
    a coin on BASIL, as the sentence says.
    """
    known = cards.read_cards()
    rows = known[(known["instrument"] == "vader") & (known["condition"] == "sentence")]
    r = rows[rows["measure"] == "Pearson correlation"]["value"].iloc[0]
    assert r == pytest.approx(0.492, abs=0.06)
    assert cards.coin().endswith("none does measurably better than a coin.")


def test_fixed_norms_go_into_the_panel(own_sentences):
    table = sentiment.score_each(own_sentences, norms=cards.norms())
    assert table["z"].notna().all()
    row = cards.norms().set_index("lexicon").loc["vader"]
    first = table[table["lexicon"] == "vader"].iloc[0]
    assert first["z"] == pytest.approx((first["compound"] - row["mean"]) / row["sd"])


def test_the_page_on_validity_shows_the_committed_table():
    page = Path(validity.__file__).with_name("validity.md").read_text(encoding="utf-8")
    assert validity.summary(cards.read_cards()) in page


def test_the_card_of_wording_says_what_was_measured_and_where():
    """As measured outside: alpha .75 [.42, .86] and .23 [.04, .60], 68 against 85 %."""
    said = cards.wording_card()
    for part in (
        *("thirteen commentaries", "155 sentences", "alpha .75", ".42 to .86", "alpha .23"),
        *(".04 to .60", "68 %", "85 %", "not reproducible from it", "people or by a model"),
    ):
        assert part in said
    rows = cards.read_cards().query("instrument == 'wording'").set_index(["measure", "condition"])
    k = (rows["value"] * rows["n"]).round(3)
    assert k["recall", "names of the event"] == 37
    assert k["precision", "stance favourable"] == 4
    assert k["precision", "stance unfavourable"] == 10
    assert cards.wording_card(cards.read_cards()) == said
    assert cards.coin().count("wording") == 0
