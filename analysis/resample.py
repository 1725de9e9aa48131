"""The uncertainty ladder: how far a number about texts may be generalised, and how surely.

There are three rungs. *These texts* (`observe`): what was counted is exact and has no interval.
*This writer's wording* (`bootstrap`, `difference`, `permute`): the same writer might have put the
same article into other sentences, so intervals and tests are over sentences. *This outlet*
(`outlet`): another article from there. That needs several documents from each outlet; with one it
is refused.

Every verb takes a **table** with one row per sentence and a column that says whose it is (`by`),
and a **statistic**: a column, whose mean is taken; two columns and a factor, such as ("n_hits",
"n_words", 1000) for a rate per 1,000 words; or a function from such a table to a number. Columns
are fast (one matrix product for all draws); a function is called once for each draw.
"""

from itertools import combinations, count, product
from math import comb
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import bdtr

from analysis._checks import need, need_filled, need_share, need_whole, whole_counts
from analysis._progress import track
from analysis._resampling import (
    FEW_A_SIDE,
    LEAST_UNITS,
    TINY,
    Statistic,
    block_length,
    count_draws,
    draw_resamples,
    evaluate,
    expansion,
    generator,
    judge_texts,
    need_block,
    permutation_test,
    resample_text,
    rows_by_text,
    rows_of_text,
    statistic_name,
    usable_rows,
)
from analysis._shown import counted

RUNGS = ("these texts", "this writer's wording", "this outlet")
METHOD = "circular block bootstrap, expanded percentile"
USUAL = 0.05  # the limit of p in the message of a refusal


def observe(
    table: pd.DataFrame, statistic: Statistic, by: str = "doc_id", unit: str = "sentence"
) -> pd.DataFrame:
    """The statistic of each text as it stands, one row per text: the rung "these texts".

    `table`, `statistic`, `by` and `unit` are as in `bootstrap`. Columns: `by`, statistic, estimate,
    n_units, unit, rung, flag (rows left out for want of a value). Raises ``ValueError`` as
    `bootstrap` does. The value is exact, so it has no interval, and says nothing about other texts.

    >>> table = pd.DataFrame({"doc_id": ["a", "a", "b"], "sentence_id": [1, 2, 1], "x": [1, 2, 5]})
    >>> resample.observe(table, "x")[["doc_id", "estimate", "n_units"]]
      doc_id  estimate  n_units
    0      a       1.5        2
    1      b       5.0        1
    """
    rows = []
    for label, some in rows_by_text(table, by):
        some, note = usable_rows(some, statistic)
        row = {by: label, "estimate": evaluate(some, statistic), "n_units": len(some)}
        rows.append(row | {"flag": note})
    columns = f"{by} statistic estimate n_units unit rung flag"
    return _table(rows, columns, statistic=statistic_name(statistic), unit=unit, rung=RUNGS[0])


def bootstrap(
    table: pd.DataFrame,
    statistic: Statistic,
    *,
    by: str = "doc_id",
    unit: str = "sentence",
    block: int | None = None,
    draws: int = 5000,
    seed: int = 1,
    level: float = 0.95,
) -> pd.DataFrame:
    """The statistic of each text with an interval, one row per text.

    The rung "this writer's wording". `table` has one row per sentence, `by` says whose it is, and
    `statistic` is a column, two columns and a factor, or a function (see the top of this module).
    `unit` is what messages call a row, `seed` makes a run repeatable, and `level` is the
    confidence level of the interval.

    Columns: `by`, statistic, estimate, low, high, level, n_units, unit, block, draws, seed,
    method, rung, flag ('' or what to beware of). `draws` is how many resamples were made; where
    fewer than 25,000 exist (12 sentences in blocks of 3), each is made once.

    A circular block bootstrap (Künsch 1989; Politis & Romano 1992). Neighbouring sentences are
    alike, so `block` of them are drawn together, by default the cube root of their number, rounded
    up. The percentiles are moved outwards as Hesterberg (2015) does for single units, to
    Phi(-sqrt(n / (n - block)) t) with n / block - 1 degrees of freedom. For 12 to 31 sentences, 93
    to 98 % of nominal 95 % intervals hold the true value; 91 to 95 % where neighbours are alike,
    and 89 to 90 % for strongly skewed values (simulated: benchmarks/coverage.md).

    There is no interval (NaN, and the flag says why) for fewer than 12 sentences, for sentences
    that are all alike or without an occurrence (see `exact_rate`), and where most resamples are
    undefined. An interval is flagged where few sentences differ from the commonest value, draws are
    too few, or rows without a value were left out.

    Raises ``ValueError`` for a missing column, a row without a text, and a sentence that occurs
    twice.

    Limit: the interval is about other sentences of this writer in this article. It says nothing
    about other articles or writers, and takes the instrument behind the numbers as given.

    See also ``resample.difference``, ``resample.observe``.

    >>> scores = sentiment.score(sentences.split(corpus.load()))
    >>> means = resample.bootstrap(scores, "compound")
    >>> means[["doc_id", "estimate", "low", "high", "n_units"]].round(2)
           doc_id  estimate   low  high  n_units
    0       axios      0.01   NaN   NaN       11
    1       msnbc      0.09 -0.11  0.28       21
    2  koreatimes      0.26  0.06  0.45       32
    >>> means["flag"][0]
    'too few sentences for an interval (11 of the 12 needed)'
    """
    _need_ways(draws, seed, level)
    rows = []
    for label, some in track(list(rows_by_text(table, by)), "intervals"):
        text = resample_text(some, label, statistic, unit, block, draws, seed, every=True)
        low, high, flag = judge_texts({label: text}, level)
        made = draws if text["values"] is None else len(text["values"])
        rows.append(
            {by: label, "estimate": text["estimate"], "low": low, "high": high, "flag": flag}
            | {"n_units": text["n"], "block": text["block"], "draws": made}
        )
    columns = f"{by} statistic estimate low high level n_units unit block draws seed"
    shared = {"statistic": statistic_name(statistic), "level": level, "unit": unit, "seed": seed}
    return _table(rows, f"{columns} method rung flag", method=METHOD, **shared)


def difference(
    table: pd.DataFrame,
    statistic: Statistic,
    a: str,
    b: str,
    *,
    by: str = "doc_id",
    unit: str = "sentence",
    block: int | None = None,
    draws: int = 5000,
    seed: int = 1,
    level: float = 0.95,
) -> pd.DataFrame:
    """The difference between two texts, `a` less `b`, with its interval: one row.

    The rung "this writer's wording". `table`, `statistic`, `by`, `unit`, `block`, `draws`, `seed`
    and `level` are as in `bootstrap`. Each text is resampled by itself, and the two spreads are
    combined as in Welch's t test (1947).

    Columns: a, b, statistic; estimate (estimate_a - estimate_b), estimate_a, estimate_b; low, high,
    the interval at `level`; n_a, n_b (sentences); unit, block_a, block_b, draws, seed, method,
    rung; flag ('' or what to beware of). There is no interval (NaN) where one of the texts alone
    has none or does not vary. Swapping a and b turns the signs, exactly.

    For 12 to 31 sentences a side, 95 to 99 % of nominal 95 % intervals hold the true difference; 91
    to 97 % if neighbours are alike (benchmarks/coverage.md).

    Raises ``ValueError`` as `bootstrap` does, and for a text that is not there.

    Limit: an interval that holds 0 is no evidence that the texts are alike.

    See also ``resample.permute`` for a test, ``resample.ladder`` for all three rungs.

    >>> scores = sentiment.score(sentences.split(corpus.load()))
    >>> gap = resample.difference(scores, "compound", "koreatimes", "msnbc")
    >>> gap[["estimate", "low", "high", "n_a", "n_b"]].round(2)
       estimate   low  high  n_a  n_b
    0      0.17 -0.08  0.43   32   21
    """
    _need_ways(draws, seed, level)
    sides = {
        x: resample_text(rows_of_text(table, by, x), x, statistic, unit, block, draws, seed)
        for x in _need_two(a, b)
    }
    columns = "a b statistic estimate estimate_a estimate_b low high level n_a n_b unit"
    shared = {"statistic": statistic_name(statistic), "level": level, "unit": unit}
    return _table(
        [_two_sides(sides, level)], f"{columns} block_a block_b draws seed method rung flag",
        draws=draws, seed=seed, method=METHOD, **shared,
    )  # fmt: skip


def permute(
    table: pd.DataFrame,
    statistic: Statistic,
    a: str,
    b: str,
    *,
    by: str = "doc_id",
    unit: str = "sentence",
    block: int | None = None,
    draws: int = 5000,
    seed: int = 1,
) -> pd.DataFrame:
    """A permutation test of the difference between two texts, `a` and `b`: one row.

    If the sentences were shuffled between the two texts, how often would they differ as much? The
    rung "this writer's wording"; `table`, `statistic`, `by`, `unit` and `seed` as in `bootstrap`.

    Columns: a, b, statistic, estimate, p (two-sided), p_min (the smallest that could come out),
    n_a, n_b, unit, block, draws (arrangements tried), seed, exact, method, rung, flag.

    The difference is studentised: divided by its standard error (Janssen 1997; Chung & Romano
    2013), so that it tests equal means even where spreads differ. A function as statistic cannot
    be studentised, and is flagged; so are fewer than five sentences a side, where p is too small.

    If there are no more arrangements of single sentences than `draws`, each is tried. Otherwise
    random ones are, with p = (1 + hits) / (1 + draws) (Phipson & Smyth 2010), and runs of `block`
    neighbours change places, by default the cube root of the shorter text, rounded up. 1 to 5 % of
    pairs of texts by one writer come out with p <= .05; where neighbours are alike, 2 to 10 % (11
    to 31 sentences: benchmarks/coverage.md): there p is too small still.

    Raises ``ValueError`` as `difference` does.

    Limit: a small p says that two writers put it differently here, and nothing about where they
    publish.

    See also ``resample.difference``.

    >>> scores = sentiment.score(sentences.split(corpus.load()))
    >>> test = resample.permute(scores, "compound", "koreatimes", "msnbc")
    >>> test[["estimate", "p", "n_a", "n_b", "draws"]].round(2)
       estimate     p  n_a  n_b  draws
    0      0.17  0.14   32   21   5000
    """
    _need_ways(draws, seed)
    found = {x: usable_rows(rows_of_text(table, by, x), statistic) for x in _need_two(a, b)}
    (first, _), (second, _) = found.values()
    notes = [f"{x}: {note}" for x, (_, note) in found.items() if note]
    n_a, n_b = len(first), len(second)
    test: dict[str, Any] = {"p": np.nan, "p_min": np.nan, "draws": 0, "exact": False}
    test |= {"studentised": False, "notes": [f"no {unit}s"]}
    if block is not None:
        need_block(block, min(n_a, n_b), unit)
    if n_a and n_b:
        if block is None:
            block = 1 if comb(n_a + n_b, n_a) <= draws else block_length(min(n_a, n_b))
        test = _test_sides({a: first, b: second}, statistic, draws, seed, block)
    estimate = evaluate(first, statistic) - evaluate(second, statistic)
    method = "studentised permutation of " if test.pop("studentised") else "permutation of "
    method += f"runs of {block} {unit}s" if (block or 1) > 1 else f"{unit}s"
    flag = "; ".join([*notes, *test.pop("notes")])
    row = {"a": a, "b": b, "estimate": estimate, "n_a": n_a, "n_b": n_b, "flag": flag, **test}
    columns = "a b statistic estimate p p_min n_a n_b unit block draws seed exact method rung flag"
    shared = {"statistic": statistic_name(statistic), "unit": unit, "block": block, "seed": seed}
    return _table([row], columns, method=method, **shared)


def outlet(
    table: pd.DataFrame,
    statistic: Statistic,
    a: str,
    b: str | None = None,
    *,
    by: str = "outlet",
    draws: int = 5000,
    seed: int = 1,
    level: float = 0.95,
) -> pd.DataFrame:
    """How much articles of outlet `a` exceed those of `b`: the rung "this outlet", or a `Refusal`.

    `table` has the columns doc_id and `by`, and one row per document or several (its sentences).
    The value of a document is the statistic of its rows, and each document counts once. Without
    `b`, the other side is all other outlets together.

    One row: a, b, statistic, estimate (mean over documents of a, less b), estimate_a, estimate_b,
    low, high, level, p, p_min, n_a, n_b (documents), unit, draws, seed, exact (whether every
    arrangement was tried), method, rung, flag. The interval draws documents, as in `bootstrap`, and
    needs 12 a side; p permutes them, as in `permute`. If means are equal, 4 to 5 % of pairs of
    outlets come out with p <= .05, up to 7 % where spreads differ, and 9 % for three documents
    against twenty, which is flagged (benchmarks/coverage.md).

    Raises `Refusal` for fewer than two documents on a side: with one article, the manner of its
    outlet cannot be told from that of its writer or its day.

    Limit: somebody chose the documents. The test takes them as drawn at random from what the outlet
    publishes on the event.
    """
    _need_ways(draws, seed, level)
    need(table, ["doc_id", by], "table", "a merge with corpus.documents[['doc_id', 'outlet']]")
    for key in ("doc_id", by):
        need_filled(table, key, "table")
    if by != "doc_id" and table.groupby("doc_id")[by].nunique(dropna=False).gt(1).any():
        raise ValueError(f"table: a document has more than one {by}")
    rest = "all others" if b is None else b
    _need_two(a, rest)
    others = table[by].ne(a) if b is None else table[by].eq(b)
    values = {
        name: _values_of_documents(table[rows], statistic)
        for name, rows in ((a, table[by].eq(a)), (rest, others))
    }
    refuse_few(a, rest, *map(len, values.values()))
    test = _test_sides(values, "value", draws, seed, 1)
    sides = {
        name: resample_text(some, name, "value", "document", 1, draws, seed)
        for name, some in values.items()
    }
    row = _two_sides(sides, level) | {key: test[key] for key in ("p", "p_min", "exact")}
    row["flag"] = "; ".join(filter(None, [row["flag"], *test["notes"]]))
    columns = "a b statistic estimate estimate_a estimate_b low high level p p_min n_a n_b unit"
    return _table(
        [row], f"{columns} draws seed exact method rung flag", rung=RUNGS[2], unit="document",
        statistic=f"{statistic_name(statistic)}, mean of documents", draws=draws, seed=seed,
        level=level,
        method="bootstrap of documents, expanded percentile; studentised permutation",
    )  # fmt: skip


def exact_rate(n: int, size: int, per: float = 1000, level: float = 0.95) -> pd.DataFrame:
    """The rate of n occurrences in `size` words with its exact binomial interval: one row.

    Columns: n, size, rate (per `per` words), low, high, level, per, method (Clopper & Pearson
    1934). It is defined for n = 0, where no bootstrap is. It takes words as independent; they come
    in sentences and repeat, so it is too short for expressions that come in bursts (Lijffijt et
    al. 2016). Use it for none or few occurrences, and `bootstrap` otherwise.
    """
    from scipy.stats import binomtest

    need_share(level)
    whole_counts([n, size], "exact_rate")
    if size < 1 or n > size:
        raise ValueError(f"exact_rate: {n} occurrences in {size} words; 0 <= n <= size, size >= 1")
    ci = binomtest(int(n), int(size)).proportion_ci(level, method="exact")
    row = {"n": n, "size": size, "rate": per * n / size, "low": per * ci.low, "high": per * ci.high}
    return pd.DataFrame([row | {"level": level, "per": per, "method": "Clopper-Pearson"}])


def sign_test(
    table: pd.DataFrame, column: str, *, by: str = "doc_id", unit: str = "sentence"
) -> pd.DataFrame:
    """Whether a text has more values above 0 than below, one row per text.

    Columns: `by`, statistic, n_positive, n_negative, n_zero, p (two-sided), p_min (the smallest
    that so many could give), n_units, unit, method, rung ("this writer's wording"), flag.

    The exact sign test (Arbuthnott 1710; Dixon & Mood 1946): if both sides were equally likely,
    sentences would fall on them like a fair coin. Zeros are left out. It works where sentences are
    too few for an interval: 7 to none is 2 / 2^7 = .016. It takes sentences as independent: where
    neighbours are alike, 6 % (11 sentences) to 10 % (31) of texts without a side come out with
    p <= .05 (benchmarks/coverage.md), so read it beside an interval over blocks, not instead.
    """
    rows = []
    for label, some in rows_by_text(table, by):
        some, note = usable_rows(some, column)
        sides = count_sides(some[column].to_numpy(float))
        none = "" if sides["n_zero"] < len(some) else f"no {unit} is on a side"
        flag = "; ".join(filter(None, [note, none]))
        rows.append({by: label, **sides, "n_units": len(some), "flag": flag})
    columns = f"{by} statistic n_positive n_negative n_zero p p_min n_units unit method rung flag"
    shared = {"statistic": f"sign of {column}", "unit": unit, "method": "exact sign test"}
    return _table(rows, columns, **shared)


def count_sides(x: np.ndarray) -> dict[str, float]:
    """What `sign_test` says of these values: n_positive, n_negative, n_zero, p, p_min."""
    above, below = int((x > 0).sum()), int((x < 0).sum())
    n = above + below
    # How likely n tosses of a coin are to part as k to n - k, or farther.
    tails = [min(1.0, 2 * float(bdtr(k, n, 0.5))) for k in (min(above, below), 0)]
    p, p_min = tails if n else (np.nan, np.nan)
    counts = {"n_positive": above, "n_negative": below, "n_zero": len(x) - n}
    return counts | {"p": p, "p_min": p_min}


def tone_and_stance(
    table: pd.DataFrame,
    *,
    by: str = "doc_id",
    unit: str = "sentence",
    draws: int = 5000,
    seed: int = 1,
) -> pd.DataFrame:
    """How sure the order of the texts is, by tone and by stance, and that the two are opposite.

    `table` is that of `frames.with_stance`: one row per sentence, with compound (-1 to 1) and side
    (1, 0, -1; missing where no stance was read). One row per statement about the texts:

      what: "order" (the texts from the highest mean down: as they stand, and the three orders that
        come out most often), "rank" (one text has one place), "above" (the first of two texts has
        the higher mean), "crossing" (tone and stance put two texts in opposite order)
      measure: "tone", "stance", or "both" for a crossing
      texts: a tuple of values of `by`; rank: the place of a "rank", from 1, else missing
      share: of the resamples, those in which it holds, 0 to 1; own: whether it holds as they stand
      n_units: a tuple, how many sentences of each text have a value; unit, draws, seed, method,
        rung ("this writer's wording"), flag

    Each text is resampled by itself in blocks of neighbours, tone and stance from the same
    sentences, and the spread of its means is that of `bootstrap`. Ties in a resample are broken by
    lot; texts that are tied as they stand never cross. A text with fewer than five sentences that
    have a value is left out. The flag, the same in all rows, names these texts, those with fewer
    than 12, and those whose sentences are all alike, whose mean is taken as certain.

    Limit: a share says how often other sentences like these would bear the statement out. It is a
    hint and no test: of two texts by one writer, one is "above" with a share of .95 or more in 10
    to 15 % of pairs, and in 14 to 21 % where neighbours are alike (benchmarks/coverage.md).

    >>> table = pd.DataFrame({"doc_id": ["a"] * 20 + ["b"] * 20, "sentence_id": range(40)})
    >>> table["compound"] = [0.1, 0.5] * 10 + [-0.5, 0.1] * 10
    >>> table["side"] = [-1.0, 0.0] * 10 + [1.0, 0.0] * 10
    >>> resample.tone_and_stance(table).tail(1)[["what", "texts", "share", "own"]]
           what   texts  share   own
    12  crossing  (a, b)    1.0  True
    """
    _need_ways(draws, seed)
    texts = _resampled_means(table, ["compound", "side"], by, unit, draws, seed)
    rows, flags, ranked = [], [], []
    for m, measure in enumerate(("tone", "stance")):
        enough = [t for t, text in texts.items() if text["n"][m] >= FEW_A_SIDE]
        flags += [f"{t}: {note}" for t, text in texts.items() for note in text["flags"][m]]
        enough.sort(key=lambda t: (-texts[t]["own"][m], -texts[t]["own"][0]))
        ranked.append(enough)
        drawn = np.array([texts[t]["drawn"][m] for t in enough]).reshape(-1, draws)
        drawn = drawn[:, np.isfinite(drawn).all(axis=0)]
        if drawn.size:
            lot = generator(seed, measure).random(drawn.shape)
            places = np.lexsort((lot, -drawn), axis=0)
            orders = pd.Series([tuple(enough[i] for i in column) for column in places.T])
            shares = orders.value_counts(normalize=True)
            for order in dict.fromkeys([tuple(enough), *shares.index[:3]]):
                holds = order == tuple(enough)
                rows.append(("order", measure, order, pd.NA, shares.get(order, 0.0), holds))
            for (i, text), r in product(enumerate(enough), range(len(enough))):
                rows.append(("rank", measure, (text,), r + 1, (places[r] == i).mean(), i == r))
        for a, b in combinations(enough, 2):
            rows.append(("above", measure, (a, b), pd.NA, *_above(texts[a], texts[b], [m])))
    for a, b in combinations([t for t in ranked[0] if t in ranked[1]], 2):
        rows.append(("crossing", "both", (a, b), pd.NA, *_above(texts[a], texts[b], [0, 1])))
    columns = ["what", "measure", "texts", "rank", "share", "own"]
    made = pd.DataFrame(rows, columns=columns).astype({"rank": "Int64", "own": bool})
    counted = {"tone": [0], "stance": [1], "both": [0, 1]}
    made["n_units"] = [
        tuple(int(texts[t]["n"][counted[measure]].min()) for t in named)
        for named, measure in zip(made["texts"], made["measure"], strict=True)
    ]
    method, flag = "circular block bootstrap, expanded", "; ".join(dict.fromkeys(flags))
    how = {"unit": unit, "draws": draws, "seed": seed, "method": method}
    return made.assign(**how, rung=RUNGS[1], flag=flag)


def ladder(
    table: pd.DataFrame,
    statistic: Statistic,
    a: str,
    b: str,
    *,
    by: str = "doc_id",
    draws: int = 5000,
    seed: int = 1,
    level: float = 0.95,
) -> pd.DataFrame:
    """The difference between two texts, `a` and `b`, on all three rungs: one row per rung.

    The three rungs of a difference: these texts, the writers' wording, the outlets. A rung that is
    refused says why in its flag. `table`, `statistic`, `draws`, `seed` and `level` are as in
    `bootstrap`; with `by` other than doc_id (an outlet), documents are counted within each group.
    Columns: rung, a, b, statistic, estimate, low, high, p, p_min, n_a, n_b, unit, draws, seed,
    refused, flag.

    Raises ``ValueError`` as `difference` does; a `Refusal` becomes a row.

    Limit: the rungs answer three different questions; a sure answer on one lends nothing to the
    next.

    See also ``resample.observe``, ``resample.difference``, ``resample.outlet``.

    >>> scores = sentiment.score(sentences.split(corpus.load()))
    >>> rungs = resample.ladder(scores, "compound", "koreatimes", "msnbc")
    >>> rungs[["rung", "estimate", "low", "high", "p", "refused"]].round(2)
                        rung  estimate   low  high     p  refused
    0            these texts      0.17   NaN   NaN   NaN    False
    1  this writer's wording      0.17 -0.08  0.43  0.14    False
    2            this outlet       NaN   NaN   NaN   NaN     True
    """
    how: dict[str, Any] = {"by": by, "draws": draws, "seed": seed}
    wording = difference(table, statistic, a, b, level=level, **how).iloc[0].to_dict()
    wording |= permute(table, statistic, a, b, **how).iloc[0][["p", "p_min"]].to_dict()
    here = ("a", "b", "statistic", "estimate", "n_a", "n_b", "unit")
    texts = {"rung": RUNGS[0], "flag": "", **{key: wording[key] for key in here}}
    try:
        third = outlet(table, statistic, a, b, level=level, **how).iloc[0].to_dict()
    except Refusal as refusal:
        third = {"a": a, "b": b, "statistic": wording["statistic"], "unit": "document"}
        third |= {"rung": RUNGS[2], "flag": str(refusal), "refused": True, **vars(refusal)}
    columns = "rung a b statistic estimate low high p p_min n_a n_b unit draws seed refused flag"
    return _table([texts, wording, third], columns, refused=False)


class Refusal(ValueError):
    """A claim that these documents cannot carry; holds n_a, n_b and the smallest attainable p."""

    def __init__(self, message: str, n_a: int, n_b: int, p_min: float):
        """Keep the numbers beside the message."""
        super().__init__(message)
        self.n_a, self.n_b, self.p_min = n_a, n_b, p_min


def attainable_p(n_a: int, n_b: int) -> float:
    """The smallest two-sided p that permuting n_a documents against n_b can give.

    One of the C(n_a + n_b, n_a) arrangements is the most extreme; with n_a = n_b its mirror image
    is as extreme, and p doubles. Two documents against one: 1/3. One against one: 1.
    """
    n_a, n_b = map(int, whole_counts([n_a, n_b], "documents"))
    return min(1.0, (2 if n_a == n_b else 1) / comb(n_a + n_b, n_a))


def refuse_few(a: str, b: str, n_a: int, n_b: int) -> None:
    """Raise `Refusal` for fewer than two documents on a side.

    It says what is lacking, what would be needed, and what can be said instead.
    """
    if min(n_a, n_b) >= 2:
        return
    p, least = 1.0, "there is nothing to compare"
    if n_a and n_b:
        p = attainable_p(n_a, n_b)
        smallest = "1" if p == 1 else f"{p:.2g} (1/{round(1 / p)})"
        least = f"the smallest p these could attain is {smallest}"
    enough = next(n for n in count(2) if attainable_p(n, n) <= USUAL)
    message = (
        f"{a} has {counted(n_a, 'document')} and {b} {n_b}: no claim about an outlet; {least}. "
        f"Needed of each: two documents for a test, {enough} before p can reach {USUAL:g} "
        f"(two-sided, {attainable_p(enough, enough):.3f}), {LEAST_UNITS} for an interval. "
        "What one article can carry is this writer's wording: resample.difference, resample.permute"
    )
    raise Refusal(message, n_a, n_b, p)


def _resampled_means(
    table: pd.DataFrame, columns: list[str], by: str, unit: str, draws: int, seed: int
) -> dict[object, dict]:
    """Means of several columns in the same resamples of each text: own, drawn, n, flags.

    A row without a value in one column still counts for the others.
    """
    need(table, [by, *columns], "table", "frames.with_stance")
    texts = {}
    for label, some in rows_by_text(table, by):
        for column in columns:
            usable_rows(some, column)  # refuses what is no number
        some, _ = usable_rows(some, len)
        x = some[columns].to_numpy(float, na_value=np.nan).T
        known = np.isfinite(x)
        n, block = len(some), block_length(len(some))
        with np.errstate(invalid="ignore"):
            own = np.where(known, x, 0.0).sum(axis=1) / known.sum(axis=1)
            means = []
            for rows in draw_resamples(n, block, draws, generator(seed, label)):
                tallies = count_draws(rows, n).T
                means.append((np.where(known, x, 0.0) @ tallies) / (known @ tallies))
        wider = np.sqrt(expansion(n, block)[0]) if n > block else 1.0
        drawn = own[:, None] + wider * (np.concatenate(means, axis=1) - own[:, None])
        flags = [_beware(row[has], unit) for row, has in zip(x, known, strict=True)]
        # Rounded, so that means that differ only by the order of adding are equal.
        drawn, n_known = drawn.round(12), known.sum(axis=1)
        texts[label] = {"own": own.round(12), "drawn": drawn, "n": n_known, "flags": flags}
    return texts


def _beware(x: np.ndarray, unit: str) -> list[str]:
    if len(x) < FEW_A_SIDE:
        return [f"too few {unit}s ({len(x)} < {FEW_A_SIDE}), left out"]
    few = [f"few {unit}s ({len(x)})"] if len(x) < LEAST_UNITS else []
    return few + ([f"identical {unit}s, taken as certain"] if np.ptp(x) < TINY else [])


def _above(a: dict, b: dict, measures: list[int]) -> tuple[float, bool]:
    """How often, and whether, a is above b; of two measures, by one but not by the other."""
    drawn, own = (
        np.sign(a[key][measures] - b[key][measures]).prod(axis=0) * (3 - 2 * len(measures))
        for key in ("drawn", "own")
    )
    drawn = drawn[np.isfinite(drawn)]
    return float((drawn > 0).mean()) if len(drawn) else np.nan, bool(own > 0)


def _need_ways(draws: int, seed: int, level: float = 0.95) -> None:
    need_whole(draws, "draws", 1)
    need_whole(seed, "seed", 0)
    need_share(level)


def _need_two(a: str, b: str) -> tuple[str, str]:
    if a == b:
        raise ValueError(f"{a!r} is compared with itself; give two texts")
    return a, b


def _two_sides(sides: dict[str, dict], level: float) -> dict[str, Any]:
    """The difference of two sides made by `resample_text`: a, b, estimates, interval, flag."""
    low, high, flag = judge_texts(sides, level)
    (a, first), (b, second) = sides.items()
    row = {"a": a, "b": b, "estimate": first["estimate"] - second["estimate"]}
    for side, made in (("a", first), ("b", second)):
        row |= {f"estimate_{side}": made["estimate"], f"n_{side}": made["n"]}
        row[f"block_{side}"] = made["block"]
    return row | {"low": low, "high": high, "flag": flag}


def _test_sides(
    sides: dict[str, pd.DataFrame], statistic: Statistic, draws: int, seed: int, block: int
) -> dict[str, Any]:
    """`permutation_test` of two sides, with the same arrangements whichever is called a."""
    names = sorted(sides, key=str)
    first, second = (sides[name] for name in names)
    return permutation_test(first, second, statistic, draws, generator(seed, *names), block)


def _table(rows: list[dict], columns: str, **shared: object) -> pd.DataFrame:
    shared.setdefault("rung", RUNGS[1])
    return pd.DataFrame([shared | row for row in rows], columns=columns.split())


def _values_of_documents(table: pd.DataFrame, statistic: Statistic) -> pd.DataFrame:
    """The statistic of each document: doc_id, value; those without one are left out."""
    rows = [
        (doc_id, evaluate(usable_rows(rows, statistic)[0], statistic))
        for doc_id, rows in table.groupby("doc_id", sort=False)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "value"]).dropna(ignore_index=True)
