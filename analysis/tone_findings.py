"""Findings about tone and stance, as functions of a specification, for any texts."""

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis import specifications as tables
from analysis.choices import STANCE, TONE, Specification, remembered
from analysis.sensitivity import Found, depends_on


@depends_on(*TONE)
def tone_order(spec: Specification, order: list[str]) -> Found:
    """The mean tone of the texts falls in the given order; two texts: the first is above the other.

    Value: the smallest step of mean tone from one text to the next, -2 … 2.
    """
    rows = tables.scores(spec)[["doc_id", "unit_id", "tone"]].rename(columns={"tone": "x"})
    return in_order(rows, order, tuple({"doc_id": doc_id} for doc_id in order))


@depends_on(*STANCE)
def stance_order(spec: Specification, order: list[str]) -> Found:
    """The stance of the texts towards the outcome falls in the given order.

    Value: the smallest step of mean stance (units favourable less unfavourable) from one text to
    the next, -2 … 2.
    """
    rows = tables.judgements(spec).rename(columns={"stance": "x"})
    keys = tuple(_stance(doc_id, side) for doc_id in order for side in ("un", ""))
    return unread(rows, order) or in_order(rows, order, keys)


@depends_on(*STANCE)
def stance_side(spec: Specification, doc_id: str, side: str) -> Found:
    """The text is on the given side: favourable or unfavourable towards the outcome.

    Value: mean stance of its units, with its sign turned for "unfavourable", -1 … 1.
    """
    if side not in ("favourable", "unfavourable"):
        raise ValueError(f"side: {side!r} is unknown; write favourable or unfavourable")
    rows = tables.judgements(spec).rename(columns={"stance": "x"})
    rows = rows.assign(x=rows["x"] * (1 if side == "favourable" else -1))
    keys = (_stance(doc_id, side.removesuffix("favourable")),)
    return unread(rows, [doc_id]) or mean_of(rows, doc_id, keys)


@depends_on(*TONE, *STANCE)
def tone_against_stance(spec: Specification, a: str, b: str) -> Found:
    """Of two texts the one with the less favourable stance has the higher mean tone.

    Value: mean tone of `a` less that of `b`, its sign turned where `a` is the more favourable:
    positive where tone and stance disagree. Undefined where the stances are equal.
    """
    stance = _stances(spec, b, a)
    if stance.survives is None or stance.value == 0:
        return Found(np.nan, None, stance.reason or "the two stances are equal")
    return _tones(spec, a, b) if stance.value > 0 else _tones(spec, b, a)


@remembered(*STANCE)
def _stances(spec: Specification, a: str, b: str) -> Found:
    return stance_order(spec, [a, b])


@remembered(*TONE)
def _tones(spec: Specification, a: str, b: str) -> Found:
    return tone_order(spec, [a, b])


@depends_on(*TONE, *STANCE)
def orders_differ(spec: Specification, texts: list[str]) -> Found:
    """Mean tone and stance put the texts in different orders.

    Value: Kendall's tau of the two orders, 1 where they are one and -1 where they are opposite.
    Survives below 1: by chance, two orders of three texts differ five times in six.
    """
    from scipy.stats import kendalltau

    judged, scored = tables.judgements(spec), tables.scores(spec)
    if problem := unread(judged, texts):
        return problem
    stance = judged.groupby("doc_id")["stance"].mean().reindex(texts)
    tone = scored.groupby("doc_id")["tone"].mean().reindex(texts)
    if stance.isna().any() or tone.isna().any():
        return nothing(stance.index[stance.isna() | tone.isna()][0])
    tau = kendalltau(stance, tone, variant="b").statistic
    if np.isnan(tau):
        return Found(np.nan, None, "all texts are alike in tone or in stance")
    return Found(tau, bool(tau < 1 - 1e-12), keys=tuple({"doc_id": d} for d in texts))


def in_order(rows: pd.DataFrame, order: list[str], keys: tuple) -> Found:
    """Whether the means of x fall in this order, and the two texts of the smallest step."""
    mean = rows.groupby("doc_id")["x"].mean().reindex(order)
    if mean.isna().any():
        return nothing(mean.index[mean.isna()][0])
    steps = {(a, b): mean[a] - mean[b] for a, b in pairwise(order)}
    texts = min(steps, key=steps.get)
    rows = rows.rename(columns={"unit_id": "sentence_id"})
    return Found(steps[texts], bool(steps[texts] > 1e-12), "", rows, "x", texts, keys)


def mean_of(rows: pd.DataFrame, doc_id: str, keys: tuple) -> Found:
    """Whether the mean of x of one text is above 0."""
    rows = rows.rename(columns={"unit_id": "sentence_id"})
    own = rows[rows["doc_id"] == doc_id]
    if own.empty:
        return nothing(doc_id)
    mean = own["x"].mean()
    return Found(mean, bool(mean > 1e-12), "", rows, "x", (doc_id,), keys)


def nothing(doc_id: str) -> Found:
    """Undefined, since the specification leaves nothing of a text."""
    return Found(np.nan, None, f"{doc_id}: nothing is left of it")


def unread(units: pd.DataFrame, texts: list[str] | None = None) -> Found | None:
    """Undefined where coders left sentences unread in the texts concerned, else None."""
    if not units["unread"].to_numpy().any():
        return None
    own = units if texts is None else units[units["doc_id"].isin(texts)]
    left = own.groupby("doc_id")["unread"].sum()
    left = left[left > 0]
    if left.empty:
        return None
    what = "; ".join(f"{doc_id}: {n} sentences not read" for doc_id, n in left.items())
    return Found(np.nan, None, f"{what} by a coder")


def _stance(doc_id: str, prefix: str) -> dict:
    return {"doc_id": doc_id, "code": "stance", "value": f"{prefix}favourable"}
