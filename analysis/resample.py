"""The uncertainty ladder: what a number about texts may be generalised to, and how surely.

Three rungs. *These texts* (`observe`): what was counted is exact, there is no interval. *This
writer's wording* (`bootstrap`, `difference`, `permute`): the writer might have put the same article
in other sentences; intervals and tests over sentences. *This outlet* (`outlet`): another article
from there; needs several documents an outlet, and refuses where there is one.

The **table** has one row per sentence, and a column that says whose it is (`by`). The **statistic**
is a column, whose mean is taken; or two columns, a ratio of sums, and a factor: ("n_hits",
"n_words", 1000) is a rate per 1,000 words; or any function from such a table to a number. Columns
are fast (one matrix product for all draws); a function is called once a draw, with rows repeated.
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
    cautions,
    count_draws,
    draw_resamples,
    evaluate,
    expansion,
    generator,
    judge_difference,
    judge_texts,
    need_block,
    permutation_test,
    resample_text,
    resampled_values,
    rows_by_text,
    rows_of_text,
    statistic_name,
    usable_rows,
)

RUNGS = ("these texts", "this writer's wording", "this outlet")
METHOD = "circular block bootstrap, expanded percentile"
USUAL = 0.05  # the limit that the refusal reckons with


def observe(
    table: pd.DataFrame, statistic: Statistic, by: str = "doc_id", unit: str = "sentence"
) -> pd.DataFrame:
    """The statistic of each text as it stands: the rung "these texts".

    One row per value of `by`, in order of appearance: `by`, statistic, estimate, n_units, unit,
    rung, flag. Exact, hence without interval; it says nothing about other texts.
    """
    rows = []
    for label, some in rows_by_text(table, by):
        some, note = usable_rows(some, statistic)
        known = {
            "estimate": evaluate(some, statistic),
            "n_units": len(some),
            "flag": note,
        }
        rows.append({by: label, "statistic": statistic_name(statistic), "unit": unit, **known})
    columns = [by, "statistic", "estimate", "n_units", "unit", "rung", "flag"]
    return pd.DataFrame(rows, columns=columns).assign(rung=RUNGS[0])


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
    `unit` is what a row is called in messages, `seed` makes a run repeatable, `level` is that of
    the interval (.95).

    Columns: `by`, statistic, estimate, low, high, level, n_units, unit, block,
    draws, seed, method, rung, flag ("" or what to beware of). `draws` is how many resamples were
    made: all there are, each once, where these are fewer than 25,000 (12 sentences in blocks of 3).

    Circular block bootstrap (Künsch 1989; Politis & Romano 1992): neighbouring sentences are alike,
    so `block` of them are drawn together; by default the cube root of their number, rounded up. The
    percentiles are moved outwards, as Hesterberg (2015) does for single units: to
    Phi(-sqrt(n / (n - block)) t), t with n / block - 1 degrees of freedom.

    How often nominal 95 % intervals contain the truth, where one is given (benchmarks/coverage.md,
    2,000 simulated texts a case, error .5), over 12 to 31 sentences: independent ones 93 to 98 %,
    tone-like and stance-like values, shares of sentences and skewed values alike. Where neighbours
    are alike (.3): tone 91 to 94, stance 91 to 95, shares 92 to 95 %, but strongly skewed values
    (exponential) only 89 to 90 %. Where nine sentences in ten are 0: 96 to 100 %, and below 20 a
    tenth to a third of texts have no interval. Rates of words are not among the cases.

    NaN, and the flag says why: fewer than 12 sentences (the quantile that is needed lies beyond all
    their resamples, so that the interval would be the range of the draws; for signs there is
    `sign_test`), sentences that are identical (among them no occurrences: see `exact_rate`), no
    width, most resamples undefined. Given but flagged: draws too few to reach the quantile, fewer
    than 5 sentences that differ from the commonest value, a statistic undefined in some resamples,
    rows without a value (left out). Raises ValueError for a missing column or name of a text, or
    where a sentence occurs twice.

    The interval is about sentences that this writer might have written here. It knows neither other
    articles nor other writers, and takes the instrument behind the numbers as given.

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
        rows.append(
            {
                by: label,
                "estimate": text["estimate"],
                "low": low,
                "high": high,
                "n_units": text["n"],
                "block": text["block"],
                "draws": draws if text["values"] is None else len(text["values"]),
                "flag": flag,
            }
        )
    columns = [by, "estimate", "low", "high", "n_units", "block", "draws", "flag"]
    return _finished(
        pd.DataFrame(rows, columns=columns),
        f"{by} statistic estimate low high level n_units unit block draws",
        {"statistic": statistic_name(statistic), "level": level, "unit": unit},
        {"seed": seed, "method": METHOD},
    )


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

    The rung "this writer's wording": other sentences that these writers might have written. Each
    text is resampled by itself, and `table`, `statistic`, `by`, `unit`, `block`, `draws`, `seed`
    and `level` are as in `bootstrap`. The two spreads are put together as in Welch's t test (1947).

    Columns: a, b, statistic; estimate (estimate_a - estimate_b), estimate_a, estimate_b; low, high,
    the interval at `level`; n_a, n_b (sentences); unit, block_a, block_b, draws, seed, method,
    rung; flag ("" or what to beware of). Without an interval (NaN) where a text alone has none, and
    where one of them does not vary. Swapping a and b turns the signs, exactly.

    How often nominal 95 % intervals hold the truth (benchmarks/coverage.md, 12 to 31 sentences a
    side, error .7): 95 to 99 %; where neighbours are alike (.3) 91 to 97 %. Where nine sentences in
    ten are 0 they hardly ever miss it, and find as little. An interval that holds 0 is no evidence
    that the texts are alike.

    See also ``resample.permute`` for a test, ``resample.ladder`` for all three rungs.

    >>> scores = sentiment.score(sentences.split(corpus.load()))
    >>> gap = resample.difference(scores, "compound", "koreatimes", "msnbc")
    >>> gap[["estimate", "low", "high", "n_a", "n_b"]].round(2)
       estimate   low  high  n_a  n_b
    0      0.17 -0.08  0.43   32   21
    """
    _need_ways(draws, seed, level)
    first, second = (
        resample_text(rows_of_text(table, by, x), x, statistic, unit, block, draws, seed)
        for x in _need_two(a, b)
    )
    low, high, flag = judge_texts({a: first, b: second}, level)
    row = {
        "a": a,
        "b": b,
        "estimate": first["estimate"] - second["estimate"],
        "estimate_a": first["estimate"],
        "estimate_b": second["estimate"],
        "low": low,
        "high": high,
        "n_a": first["n"],
        "n_b": second["n"],
        "block_a": first["block"],
        "block_b": second["block"],
        "flag": flag,
    }
    return _finished(
        pd.DataFrame([row]),
        "a b statistic estimate estimate_a estimate_b low high level n_a n_b unit block_a block_b",
        {"statistic": statistic_name(statistic), "level": level, "unit": unit},
        {"draws": draws, "seed": seed, "method": METHOD},
    )


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

    Would sentences shuffled between them differ as much? The rung "this writer's wording"; `table`,
    `statistic`, `by`, `unit` and `seed` as in `bootstrap`.

    Columns: a, b, statistic, estimate, p (two-sided), p_min (the smallest that could come out),
    n_a, n_b, unit, block, draws (arrangements tried), seed, exact, method, rung, flag.

    What is compared is studentised: the difference over the standard error that each side's own
    spread gives it (Janssen 1997; Chung & Romano 2013), so that the hypothesis is equal means, not
    equal spreads. Equal means with standard deviations of 3 (11 sentences) and 1 (31): p <= .05 for
    6 % of pairs, for 19 % where the plain difference is permuted. Flagged, since it is too small
    there: fewer than five a side, and a function as statistic, which cannot be studentised.

    Every arrangement of single sentences is tried where there are no more of them than `draws`.
    Else random ones, p = (1 + hits) / (1 + draws) (Phipson & Smyth 2010), and it is runs of `block`
    neighbours that change places, by default the cube root of the shorter text, rounded up. The
    null hypothesis is that any run of sentences could have stood in either text. Of pairs of texts
    by one writer, nominal 5 %, p <= .05 comes out for 1 to 5 % (benchmarks/coverage.md, 11 to 31
    sentences, error .7). Where neighbours are alike (.3), for 7 to 16 % with single sentences, for
    2 to 10 % with runs, most with 12 against 31: there p is too small still. Where nine sentences
    in ten are 0: 0 to 5 %.

    A small p says that two writers put it differently here, nothing about where they publish.

    See also ``resample.difference``.

    >>> scores = sentiment.score(sentences.split(corpus.load()))
    >>> test = resample.permute(scores, "compound", "koreatimes", "msnbc")
    >>> test[["estimate", "p", "n_a", "n_b", "draws"]].round(2)
       estimate     p  n_a  n_b  draws
    0      0.17  0.14   32   21   5000
    """
    _need_ways(draws, seed)
    sides = [usable_rows(rows_of_text(table, by, x), statistic) for x in _need_two(a, b)]
    (first, _), (second, _) = sides
    notes = [f"{x}: {note}" for x, (_, note) in zip((a, b), sides, strict=True) if note]
    estimate = evaluate(first, statistic) - evaluate(second, statistic)
    test: dict[str, Any] = {"p": np.nan, "p_min": np.nan, "draws": 0, "exact": False}
    test |= {"studentised": False, "notes": [f"no {unit}s"]}
    if block is not None:
        need_block(block, min(len(first), len(second)), unit)
    if len(first) and len(second):
        # the smaller label first: the same arrangements whichever of the two is called a
        pair = (first, second) if str(a) <= str(b) else (second, first)
        if block is None:
            few = comb(len(first) + len(second), len(first)) <= draws
            block = 1 if few else block_length(min(len(first), len(second)))
        rng = generator(seed, *sorted([str(a), str(b)]))
        test = permutation_test(*pair, statistic, draws, rng, block)
    row = {"a": a, "b": b, "estimate": estimate, "n_a": len(first), "n_b": len(second), **test}
    row["flag"] = "; ".join([*notes, *test["notes"]])
    studentised = "studentised permutation of " if test["studentised"] else "permutation of "
    return _finished(
        pd.DataFrame([row]),
        "a b statistic estimate p p_min n_a n_b unit block",
        {"statistic": statistic_name(statistic), "unit": unit, "block": block},
        {"draws": test["draws"], "seed": seed, "exact": test["exact"]},
        {"method": studentised + (f"runs of {block} {unit}s" if (block or 1) > 1 else f"{unit}s")},
    )


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
    """How much articles of outlet `a` exceed those of `b`: the rung "this outlet", or a Refusal.

    `table` has columns doc_id and `by`, and one row per document, or several (its sentences): the
    value of a document is the statistic of its rows, and each document counts once. Without `b`,
    all other outlets together.

    One row: a, b, statistic, estimate (mean over documents of a, less b), estimate_a, estimate_b,
    low, high, level, p, p_min, n_a, n_b (documents), unit, draws, seed, exact (whether every
    arrangement was tried), method, rung, flag. p permutes documents between outlets, two-sided and
    studentised as in `permute`; the interval draws documents with replacement, expanded as in
    `bootstrap`, and is NaN with fewer than 12 on a side.

    Where means are equal p <= .05 comes out for 4 to 5 % of pairs of outlets, with a standard
    deviation of 3 on one side and 1 on the other for 5 to 7 % from five documents a side on; three
    against twenty 9 %, flagged (benchmarks/coverage.md).

    Raises Refusal with fewer than two documents on a side: one article does not tell its outlet's
    manner from its writer's, its day's or its own. Even several were chosen by someone; the test
    takes them as drawn at random from what the outlet publishes on the event.
    """
    _need_ways(draws, seed, level)
    need(table, ["doc_id", by], "table", "a merge with corpus.documents[['doc_id', 'outlet']]")
    for key in ("doc_id", by):
        need_filled(table, key, "table")
    if by != "doc_id" and table.groupby("doc_id")[by].nunique(dropna=False).gt(1).any():
        raise ValueError(f"table: a document has more than one {by}")
    rest = "all others" if b is None else b
    sides = [
        _values_of_documents(table[table[by].eq(a)], statistic),
        _values_of_documents(table[table[by].ne(a) if b is None else table[by].eq(b)], statistic),
    ]
    (n_a, n_b), (of_a, of_b) = map(len, sides), (x["value"].mean() for x in sides)
    if a == b:
        raise ValueError(f"{by}: {a!r} is compared with itself; give two")
    refuse_few(a, rest, n_a, n_b)
    ordered = sides if str(a) <= str(rest) else sides[::-1]
    rng = generator(seed, *sorted(map(str, (a, rest))))
    test = permutation_test(ordered[0], ordered[1], "value", draws, rng)
    flags = [
        f"{x}: {note}"
        for x, side in zip((a, rest), sides, strict=True)
        for note in cautions(side, "value", "document")
    ]
    low, high, wrong = float("nan"), float("nan"), []
    if min(n_a, n_b) >= LEAST_UNITS:
        low, high, wrong = judge_difference(
            [
                resampled_values(side, "value", 1, draws, generator(seed, x))
                for x, side in zip((a, rest), sides, strict=True)
            ],
            [expansion(n, 1) for n in (n_a, n_b)],
            level,
            float(n_a) ** n_a * float(n_b) ** n_b if max(n_a, n_b) < 100 else np.inf,
        )
    row = {
        "a": a,
        "b": rest,
        "statistic": f"{statistic_name(statistic)}, mean of documents",
        "estimate": of_a - of_b,
        "estimate_a": of_a,
        "estimate_b": of_b,
        "low": low,
        "high": high,
        "level": level,
        "p": test["p"],
        "p_min": test["p_min"],
        "n_a": n_a,
        "n_b": n_b,
        "unit": "document",
        "draws": draws,
        "seed": seed,
        "exact": test["exact"],
        "method": "bootstrap of documents, expanded percentile; studentised permutation",
        "rung": RUNGS[2],
        "flag": "; ".join([*flags, *wrong, *test["notes"]]),
    }
    return pd.DataFrame([row])


def exact_rate(n: int, size: int, per: float = 1000, level: float = 0.95) -> pd.DataFrame:
    """The rate of n occurrences in `size` words with its exact binomial interval.

    One row: n, size, rate (per `per` words), low, high, level, per, method. Clopper & Pearson
    (1934): never too short where words are independent (97 to 99 % hold the truth, where half an
    occurrence to 20 are expected), and defined for n = 0, where no bootstrap is. But words come in
    sentences and repeat, so it is too short where an expression comes in bursts (Lijffijt et al.
    2016): for zero and few occurrences, else use `bootstrap`.
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
    """Whether a text has more values above 0 than below: the rung "this writer's wording".

    One row per value of `by`: `by`, statistic, n_positive, n_negative, n_zero, p (two-sided), p_min
    (the smallest that so many could give), n_units, unit, method, rung, flag.

    The exact sign test (Arbuthnott 1710; Dixon & Mood 1946): were either side as likely, the
    sentences on one side would be those of a fair coin; zeros say nothing of the side and are left
    out. For stance it says more than an interval can where sentences are few: 7 to none is
    2 / 2^7 = .016. It takes sentences as independent. Over texts without a side p <= .05 comes
    out for 0 to 3 %, but where neighbours are alike (.3) for 6 % (11 sentences) to 10 % (31): it
    stands beside an interval over blocks and is no substitute for one (benchmarks/coverage.md).
    """
    rows = []
    for label, some in rows_by_text(table, by):
        some, note = usable_rows(some, column)
        sides = count_sides(some[column].to_numpy(float))
        none = "" if sides["n_zero"] < len(some) else f"no {unit} is on a side"
        flag = "; ".join(filter(None, [note, none]))
        rows.append({by: label, **sides, "n_units": len(some), "flag": flag})
    columns = ["n_positive", "n_negative", "n_zero", "p", "p_min", "n_units"]
    return _finished(
        pd.DataFrame(rows, columns=[by, *columns, "flag"]),
        " ".join([by, "statistic", *columns]),
        {"statistic": f"sign of {column}", "unit": unit, "method": "exact sign test"},
    )


def count_sides(x: np.ndarray) -> dict[str, float]:
    """What `sign_test` says of these values: n_positive, n_negative, n_zero, p, p_min."""
    above, below = int((x > 0).sum()), int((x < 0).sum())
    n = above + below
    p, p_min = (_coin(k, n) for k in (min(above, below), 0))
    counts = {"n_positive": above, "n_negative": below, "n_zero": len(x) - n}
    return counts | {"p": p, "p_min": p_min}


def _coin(k: int, n: int) -> float:
    """How probable it is that n tosses of a coin part as k to n - k or farther; k <= n / 2."""
    return min(1.0, 2 * float(bdtr(k, n, 0.5))) if n else np.nan


def tone_and_stance(
    table: pd.DataFrame,
    *,
    by: str = "doc_id",
    unit: str = "sentence",
    draws: int = 5000,
    seed: int = 1,
) -> pd.DataFrame:
    """How sure the orders of the texts by tone and by stance are, and that the two are opposite.

    `table` as `frames.with_stance` makes it: one row per sentence; compound (-1 to 1), side (1, 0,
    -1; missing where no stance was read). One row per statement about the texts:

      what: "order" (the texts from the highest mean down: their own, and the three that come out
        oftenest), "rank" (one text has one place), "above" (the mean of the first of two texts is
        above that of the second), "crossing" (tone and stance put two texts in opposite order)
      measure: "tone", "stance", or of a crossing "both"
      texts: a tuple of values of `by`; rank: the place, from 1, of a "rank", else missing
      share: of the resamples, those in which it holds, 0 to 1; own: whether it holds as they stand
      n_units: a tuple, how many sentences of each text have a value; unit, draws, seed, method,
        rung ("this writer's wording"), flag

    Each text is resampled by itself in blocks of neighbours, tone and stance from the same
    sentences; its means are spread about its own by as much as in `bootstrap`. Means that are equal
    in a resample are put in order by lot; as the texts stand, by tone: equal ones never cross. A
    text with fewer than five sentences that have a value is left out, and the flag says so; it also
    names those with fewer than 12, and those whose sentences are all alike, whose mean is taken as
    certain. A row is about the texts that it names, its flag about all.

    A share says how often other sentences like these would bear the statement out. It is no
    probability that it is true, and takes score and reading as given. Of two texts by one writer
    one is "above" with a share of .95 or more in 10 to 15 % of pairs, where a perfect one would be
    in 10 %, in 14 to 21 % where neighbours are alike (.3), and in 7 to 20 % where nine sentences in
    ten are 0 (benchmarks/coverage.md, 11 to 31 sentences, error .7): a hint, not a test.

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
            share, holds = _above(texts[a], texts[b], [m])
            rows.append(("above", measure, (a, b), pd.NA, share, holds))
    for a, b in combinations([t for t in ranked[0] if t in ranked[1]], 2):
        share, holds = _above(texts[a], texts[b], [0, 1])
        rows.append(("crossing", "both", (a, b), pd.NA, share, holds))
    columns = ["what", "measure", "texts", "rank", "share", "own"]
    made = pd.DataFrame(rows, columns=columns).astype({"rank": "Int64", "own": bool})
    counted = {"tone": [0], "stance": [1], "both": [0, 1]}
    made["n_units"] = [
        tuple(int(texts[t]["n"][counted[measure]].min()) for t in named)
        for named, measure in zip(made["texts"], made["measure"], strict=True)
    ]
    return _finished(
        made.assign(flag="; ".join(dict.fromkeys(flags))),
        " ".join([*columns, "n_units"]),
        {"unit": unit, "draws": draws, "seed": seed},
        {"method": "circular block bootstrap, expanded"},
    )


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

    What these texts say, what may be said of the writers' wording, and what of the outlets; a rung
    that is refused says why in its flag. `table`, `statistic`, `draws`, `seed` and `level` as in
    `bootstrap`. Columns: rung, a, b, statistic, estimate, low, high, p, p_min, n_a, n_b, unit,
    draws, seed, refused, flag. With `by` other than doc_id (an outlet), documents are counted
    within each group.

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
    test = permute(table, statistic, a, b, **how).iloc[0]
    wording |= {"p": test["p"], "p_min": test["p_min"]}
    here = ("a", "b", "statistic", "estimate", "n_a", "n_b", "unit")
    texts = {"rung": RUNGS[0], "flag": "", **{key: wording[key] for key in here}}
    try:
        third = outlet(table, statistic, a, b, level=level, **how).iloc[0].to_dict()
    except Refusal as refusal:
        third = {"a": a, "b": b, "statistic": wording["statistic"], "unit": "document"}
        third |= {"rung": RUNGS[2], "flag": str(refusal), "refused": True, **vars(refusal)}
    columns = ["rung", "a", "b", "statistic", "estimate", "low", "high", "p", "p_min"]
    columns += ["n_a", "n_b", "unit", "draws", "seed", "refused", "flag"]
    rows = pd.DataFrame([{"refused": False, **row} for row in (texts, wording, third)])
    return rows.reindex(columns=columns)


class Refusal(ValueError):
    """A claim that these documents cannot carry. With n_a, n_b and the smallest attainable p."""

    def __init__(self, message: str, n_a: int, n_b: int, p_min: float):
        """Keep the numbers beside the message."""
        super().__init__(message)
        self.n_a, self.n_b, self.p_min = n_a, n_b, p_min


def attainable_p(n_a: int, n_b: int) -> float:
    """The smallest two-sided p that n_a documents against n_b can attain, by their permutation.

    One of C(n_a + n_b, n_a) arrangements is the most extreme. With n_a = n_b it has a mirror image,
    as far apart the other way, so p doubles; with unequal numbers it has none. Two documents
    against one: 1/3. One against one: 1.
    """
    n_a, n_b = map(int, whole_counts([n_a, n_b], "documents"))
    return min(1.0, (2 if n_a == n_b else 1) / comb(n_a + n_b, n_a))


def _resampled_means(
    table: pd.DataFrame, columns: list[str], by: str, unit: str, draws: int, seed: int
) -> dict[object, dict]:
    """Means of columns in the same resamples of each text: own, drawn, n, flags, a value a column.

    A row without a value in a column is left out of that column's mean alone.
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
        # rounded: what is equal but for the order of adding is equal
        drawn, n_known = drawn.round(12), known.sum(axis=1)
        texts[label] = {"own": own.round(12), "drawn": drawn, "n": n_known, "flags": flags}
    return texts


def _beware(x: np.ndarray, unit: str) -> list[str]:
    """What to beware of in resamples of these values."""
    if len(x) < FEW_A_SIDE:
        return [f"too few {unit}s ({len(x)} < {FEW_A_SIDE}), left out"]
    few = [f"few {unit}s ({len(x)})"] if len(x) < LEAST_UNITS else []
    return few + ([f"identical {unit}s, taken as certain"] if np.ptp(x) < TINY else [])


def _above(a: dict, b: dict, measures: list[int]) -> tuple[float, bool]:
    """How often, and whether, a is above b; with two measures, by one and not by the other."""
    drawn, own = (
        np.sign(a[key][measures] - b[key][measures]).prod(axis=0) * (3 - 2 * len(measures))
        for key in ("drawn", "own")
    )
    drawn = drawn[np.isfinite(drawn)]
    return float((drawn > 0).mean()) if len(drawn) else np.nan, bool(own > 0)


def _need_ways(draws: int, seed: int, level: float = 0.95) -> None:
    """Raise ValueError for a number of draws, a seed or a level that cannot be."""
    need_whole(draws, "draws", 1)
    need_whole(seed, "seed", 0)
    need_share(level)


def _need_two(a: str, b: str) -> tuple[str, str]:
    """Both labels; ValueError where they are one."""
    if a == b:
        raise ValueError(f"{a!r} is compared with itself; give two texts")
    return a, b


def _finished(rows: pd.DataFrame, front: str, *more: dict[str, object]) -> pd.DataFrame:
    """The columns in their order, with what all rows share: how they were made, rung and flag."""
    shared = {key: value for part in more for key, value in part.items()} | {"rung": RUNGS[1]}
    made = rows.to_dict("list") | {key: [value] * len(rows) for key, value in shared.items()}
    first = front.split()
    rest = [key for key in shared if key not in (*first, "rung")]
    return pd.DataFrame({key: made[key] for key in (*first, *rest, "rung", "flag")})


def _values_of_documents(table: pd.DataFrame, statistic: Statistic) -> pd.DataFrame:
    """The statistic of each document: doc_id, value; those without one are left out."""
    rows = [
        (doc_id, evaluate(usable_rows(rows, statistic)[0], statistic))
        for doc_id, rows in table.groupby("doc_id", sort=False)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "value"]).dropna(ignore_index=True)


def refuse_few(a: str, b: str, n_a: int, n_b: int) -> None:
    """Raise Refusal for fewer than two documents on a side.

    It says what is lacking, what would be needed, and what can be said instead.
    """
    if min(n_a, n_b) >= 2:
        return
    if n_a and n_b:
        p = attainable_p(n_a, n_b)
        least = f"the smallest p these could attain is {p:.2g} (1/{round(1 / p)})".replace(
            "1 (1/1)", "1"
        )
    else:
        least = "there is nothing to compare"
    enough = next(n for n in count(2) if attainable_p(n, n) <= USUAL)
    message = (
        f"{a} has {n_a} document{'s' * (n_a != 1)} and {b} {n_b}: no claim about an outlet; "
        f"{least}. "
        f"Needed of each: two documents for a test, {enough} before p can reach {USUAL:g} "
        f"(two-sided, {attainable_p(enough, enough):.3f}), {LEAST_UNITS} for an interval. "
        "What one article can carry is this writer's wording: resample.difference, resample.permute"
    )
    raise Refusal(message, n_a, n_b, attainable_p(n_a, n_b) if n_a and n_b else 1.0)
