"""Instrument cards: how well each scorer of tone agrees with human raters, in sentences to quote.

The numbers are in data/instruments.csv, one row a measurement; benchmarks/validity.py makes them
from data sets that people have rated. They hold for those data: English newspaper editorials, news
sentences that name a person, and news reports in triples on one event.
"""

from pathlib import Path

import pandas as pd

from analysis._checks import need
from analysis._files import find_shipped

FILE = find_shipped("data/instruments.csv")
COLUMNS = [
    "instrument", "version", "data_set", "measure", "condition", "difference_from",
    "difference_to", "n", "unit", "clusters", "value", "low", "high", "baseline", "method",
]  # fmt: skip
_NAME = f"{FILE.parent.name}/{FILE.name}"
WORDING = "wording"  # the study's codebook, measured outside the project
MAKE = "python benchmarks/validity.py --data FOLDER --out data/instruments.csv"
_ORDER, _ALL = "two in the right order", "mean of sentences"
_EVENT, _EVENT_ALL = "the more favourable of two on one event", "all sentences"


def read_cards(path: str | Path | None = None) -> pd.DataFrame:
    """The measurements, one row per instrument, data set, measure, condition and bin.

    Columns:
      instrument, version: the scorer, and the packages that it comes from
      data_set: what was rated by people, with its authors and year
      measure, condition: what was computed, from which part of the texts
      difference_from, difference_to: for an order by difference, the bin of absolute differences of
        two scores, half-open; missing elsewhere
      n, unit: how many sentences, articles, pairs, triples or targets; clusters: how many
        articles, texts or events these come from
      value, low, high: the measure and its 95 % interval; low and high missing for norms
      baseline: what chance reaches, or always saying "neutral"
      method: of the interval

    Raises FileNotFoundError if there is no such file, and says how to make it: an installed package
    has none, a checkout of the project does.
    """
    file = FILE if path is None else Path(path)
    if not file.is_file():
        raise FileNotFoundError(f"{file}: no table of instruments here; make it with: {MAKE}")
    table = pd.read_csv(file)
    need(table, COLUMNS, str(file), MAKE)
    return table


def norms(table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Mean and deviation of each lexicon's score over the sentences of the editorials.

    Columns lexicon, mean, sd, n: fixed norms for `sentiment.score_each`. They are of
    American editorials; a z of 1 is a sentence one deviation more positive than their average one.
    """
    table = read_cards() if table is None else table
    rows = table[table["condition"] == "norm"]
    wide = rows.pivot_table("value", ["instrument", "n"], "measure", sort=False).reset_index()
    wide = wide.rename(columns={"instrument": "lexicon"}).rename_axis(columns=None)
    return wide[["lexicon", "mean", "sd", "n"]]


def card(
    instrument: str = "vader", difference: float | None = None, table: pd.DataFrame | None = None
) -> str:
    """Sentences about the scorer, for the caption of a tone figure.

    With a `difference` of two texts' mean scores, it says how often editorials that far apart are
    in the order that human raters give; without one, how well scores of sentences and articles
    correlate with ratings. In both cases it says what the score tells of two articles on one event.
    `table` comes from `read_cards`. Without the file a sentence says so, since a caption must not
    fail.

    Raises ValueError for an instrument that was not measured.
    """
    if table is None and not FILE.is_file():
        return f"How well this score agrees with human raters is not stated here: no {_NAME}."
    table = read_cards() if table is None else table
    rows = _rows(table, instrument)
    if difference is None:
        return f"{_correlation(rows)} {_event(rows)}"
    right = find_order(instrument, difference, table)
    return f"{_by_difference(right, difference)} {_event(rows)}"


def find_order(instrument: str, difference: float, table: pd.DataFrame | None = None) -> pd.Series:
    """The row of `read_cards` with the share of pairs in the right order at this difference.

    The bins are those of the measurement; a difference beyond the last limit is in the last bin.
    """
    rows = _rows(read_cards() if table is None else table, instrument)
    bins = rows[(rows["measure"] == _ORDER) & rows["difference_from"].notna()]
    size = abs(float(difference))
    found = bins[(bins["difference_from"] <= size) & (size < bins["difference_to"])]
    if found.empty:
        raise ValueError(f"difference {difference}: no bin of pairs that far apart was measured")
    return found.iloc[0]


def coin(table: pd.DataFrame | None = None) -> str:
    """One sentence on all instruments: does any tell the more favourable of two on one event?"""
    if table is None and not FILE.is_file():
        return f"Scores of articles on one event were not measured here: no {_NAME}."
    table = read_cards() if table is None else table
    rows = table[(table["measure"] == _EVENT) & (table["condition"] == _EVENT_ALL)]
    right = (rows["value"] * rows["n"]).round().astype(int)
    said = [f"{k} of {n}" for k, n in zip(right, rows["n"].astype(int), strict=True)]
    named = ", ".join(f"{i} {k}" for i, k in zip(rows["instrument"], said, strict=True))
    better = rows[rows["low"] > rows["baseline"]]["instrument"].tolist()
    verdict = f"{', '.join(better) or 'none'} {'do' if len(better) > 1 else 'does'}"
    return (
        "Of two articles about one event that differ in how favourable they are, the more "
        f"favourable one has the higher score in {named} pairs: {verdict} measurably better than a "
        "coin."
    )


def wording_card(table: pd.DataFrame | None = None) -> str:
    """How well names and stance by wording (the codebook's patterns) did on other texts.

    To be shown wherever they are shown. The figures are of other commentaries on the study's own
    event. They do not hold for a codebook of yours, and only say what can be expected of one.
    """
    if table is None and not FILE.is_file():
        return f"How well a dictionary's stance agrees with readers is not stated: no {_NAME}."
    table = read_cards() if table is None else table
    rows = _rows(table, WORDING).set_index(["measure", "condition"])
    names, stance = rows.loc[("alpha", "names of the event")], rows.loc[("alpha", "stance")]
    right = rows.loc[("accuracy of stance", "stance")]
    outside = stance["method"].partition("; ")[2]
    return (
        f"On {stance['data_set']} ({int(stance['n'])} sentences), coded before the dictionary ran, "
        f"the study's codebook agrees with the reading on names of the event (alpha "
        f"{_number(names['value'])}, 95 % interval {_number(names['low'])} to "
        f"{_number(names['high'])}) and hardly on stance (alpha {_number(stance['value'])}, "
        f"{_number(stance['low'])} to {_number(stance['high'])}): {_percent(right['value'])} of "
        f"stances are right, always saying neither {_percent(right['baseline'])} ({outside}; "
        f"{stance['version']}). For stance, have the sentences read, by people or by a model."
    )


def _rows(table: pd.DataFrame, instrument: str) -> pd.DataFrame:
    rows = table[table["instrument"] == instrument]
    if rows.empty:
        found = ", ".join(map(str, table["instrument"].unique())) or "none"
        raise ValueError(
            f"instrument {instrument!r} was not measured (found: {found}); measure a scorer of "
            f"yours with {MAKE} --scorer module:function"
        )
    return rows


def _by_difference(r: pd.Series, difference: float) -> str:
    low, high = _number(r["difference_from"]), r["difference_to"]
    between = f"{low} or more" if high == float("inf") else f"{low} to {_number(high)}"
    return (
        f"With a difference of {_number(abs(difference))}, two editorials are put in the order "
        f"that human raters give {_percent(r['value'])} of the time ({_interval(r)}, n = "
        f"{int(r['n']):,} pairs of {int(r['clusters'])} editorials that differ by {between}; "
        "chance 50 %)."
    )


def _correlation(rows: pd.DataFrame) -> str:
    pearson = rows[rows["measure"] == "Pearson correlation"].set_index("condition")
    s, a = pearson.loc["sentence"], pearson.loc[_ALL]
    return (
        f"Scores correlate {_number(s['value'])} with human ratings of sentences of editorials "
        f"(95 % interval {_number(s['low'])} to {_number(s['high'])}, n = {int(s['n']):,}), and "
        f"{_number(a['value'])} ({_number(a['low'])} to {_number(a['high'])}, n = {int(a['n'])}) "
        "with those of whole editorials, as the mean of their sentences."
    )


def _event(rows: pd.DataFrame) -> str:
    r = rows[(rows["measure"] == _EVENT) & (rows["condition"] == _EVENT_ALL)].iloc[0]
    better = r["low"] > r["baseline"]
    verdict = "better" if better else "not measurably better"
    return (
        "Of two articles about one event, the more favourable one has the higher score in "
        f"{round(r['value'] * r['n'])} of {int(r['n'])} pairs ({_interval(r)}): {verdict} than a "
        "coin."
    )


def _interval(r: pd.Series) -> str:
    return f"95 % interval {_percent(r['low'])} to {_percent(r['high'])}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _number(value: float) -> str:
    return f"{value:.2f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.2f}"
