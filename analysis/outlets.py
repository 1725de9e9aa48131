"""The third rung: what documents say about the outlet they come from, or why they cannot."""

from itertools import count
from math import comb

import pandas as pd

from analysis import draws as draw
from analysis import samples
from analysis.checks import need

USUAL = 0.05  # the limit that the refusal reckons with


class Refusal(ValueError):
    """A claim that these documents cannot carry. With n_a, n_b and the smallest attainable p."""

    def __init__(self, message: str, n_a: int, n_b: int, p_min: float):
        """Keep the numbers beside the message."""
        super().__init__(message)
        self.n_a, self.n_b, self.p_min = n_a, n_b, p_min


def smallest_p(n_a: int, n_b: int, sides: int = 2) -> float:
    """The smallest p that n_a documents against n_b can attain, by permutation of documents.

    One of C(n_a + n_b, n_a) arrangements is the most extreme. Two-sided with n_a = n_b it has a
    mirror image, as far apart the other way, so p doubles; with unequal numbers it has none. Two
    documents against one: 1/3. One against one: 1, two-sided.
    """
    mirrored = sides == 2 and n_a == n_b
    return (2 if mirrored else 1) / comb(n_a + n_b, n_a)


def outlet(
    table: pd.DataFrame,
    statistic: samples.Statistic,
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
    arrangement was tried), method, rung, flag. p permutes documents between outlets, two-sided; the
    interval draws documents with replacement, expanded as in `resample.bootstrap`, and is NaN with
    fewer than five on a side.

    Raises Refusal with fewer than two documents on a side: one article does not tell its outlet's
    manner from its writer's, its day's or its own. Even several were chosen by someone; the test
    takes them as drawn at random from what the outlet publishes on the event.
    """
    need(table, ["doc_id", by], "table", "a merge with corpus.documents[['doc_id', 'outlet']]")
    if by != "doc_id" and table.groupby("doc_id")[by].nunique(dropna=False).gt(1).any():
        raise ValueError(f"table: a document has more than one {by}")
    rest = "all others" if b is None else b
    sides = [
        _values(table[table[by].eq(a)], statistic),
        _values(table[table[by].ne(a) if b is None else table[by].eq(b)], statistic),
    ]
    (n_a, n_b), (of_a, of_b) = map(len, sides), (x["value"].mean() for x in sides)
    if a == b:
        raise ValueError(f"{by}: {a!r} is compared with itself; give two")
    if min(n_a, n_b) < 2:
        p_min = smallest_p(n_a, n_b) if n_a and n_b else 1.0
        raise Refusal(_why_not(a, rest, n_a, n_b), n_a, n_b, p_min)
    ordered = sides if str(a) <= str(rest) else sides[::-1]
    rng = draw.generator(seed, *sorted(map(str, (a, rest))))
    test = samples.shuffled(*ordered, "value", draws, rng)
    flags = [
        f"{x}: {note}"
        for x, side in zip((a, rest), sides, strict=True)
        for note in samples.beware(side, "value", "document")
    ]
    low, high, wrong = float("nan"), float("nan"), []
    if min(n_a, n_b) >= draw.LEAST_UNITS:
        low, high, wrong = draw.contrast(
            [
                samples.resampled(side, "value", 1, draws, draw.generator(seed, x))
                for x, side in zip((a, rest), sides, strict=True)
            ],
            [draw.reach(n, 1) for n in (n_a, n_b)],
            level,
        )
    row = {
        "a": a,
        "b": rest,
        "statistic": f"{samples.name(statistic)}, mean of documents",
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
        "method": "bootstrap of documents, expanded percentile; permutation of documents",
        "rung": "this outlet",
        "flag": "; ".join(filter(None, [*flags, *wrong, test["note"]])),
    }
    return pd.DataFrame([row])


def _values(table: pd.DataFrame, statistic: samples.Statistic) -> pd.DataFrame:
    """The statistic of each document: doc_id, value; those without one are left out."""
    rows = [
        (doc_id, samples.value(samples.usable(rows, statistic)[0], statistic))
        for doc_id, rows in table.groupby("doc_id", sort=False)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "value"]).dropna(ignore_index=True)


def _why_not(a: str, b: str, n_a: int, n_b: int) -> str:
    """What is lacking, what would be needed, what can be said instead."""
    if n_a and n_b:
        p = smallest_p(n_a, n_b)
        least = f"the smallest p these could attain is {p:.2g} (1/{round(1 / p)})".replace(
            "1 (1/1)", "1"
        )
    else:
        least = "there is nothing to compare"
    enough = next(n for n in count(2) if smallest_p(n, n) <= USUAL)
    return (
        f"{a} has {n_a} document{'s' * (n_a != 1)} and {b} {n_b}: no claim about an outlet; "
        f"{least}. "
        f"Needed of each: two documents for a test, {enough} before p can reach {USUAL:g} "
        f"(two-sided, {smallest_p(enough, enough):.3f}), {draw.LEAST_UNITS} for an interval. "
        "What one article can carry is this writer's wording: resample.difference, resample.permute"
    )
