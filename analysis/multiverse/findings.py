"""Findings about tone, stance, names, frames and words, as functions of a specification.

Each holds for any texts: doc ids, terms and codes are its arguments. Its value is measured so that
positive means "as claimed", except for counts of a word.
"""

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis import keyness
from analysis._shown import counted
from analysis.multiverse import specifications
from analysis.sensitivity import (
    CODES,
    STANCE,
    TONE,
    WORDS,
    Found,
    Specification,
    depends_on,
    remembered,
)


@depends_on(*TONE)
def tone_order(spec: Specification, order: list[str]) -> Found:
    """The mean tone of the texts falls in the given order; two texts: the first is above the other.

    Value: the smallest step of mean tone from one text to the next, -2 … 2.
    """
    rows = specifications.tone_scores(spec).rename(columns={"tone": "x"})
    rows = rows[["doc_id", "unit_id", "x"]]
    return _fall_in_order(rows, order, tuple({"doc_id": doc_id} for doc_id in order))


@depends_on(*STANCE)
def stance_order(spec: Specification, order: list[str]) -> Found:
    """The stance of the texts towards the outcome falls in the given order.

    Value: the smallest step of mean stance (units favourable less unfavourable) from one text to
    the next, -2 … 2.
    """
    rows = specifications.judgements(spec).rename(columns={"stance": "x"})
    keys = tuple(_stance_key(doc_id, side) for doc_id in order for side in ("un", ""))
    return _unread(rows, order) or _fall_in_order(rows, order, keys)


@depends_on(*STANCE)
def stance_side(spec: Specification, doc_id: str, side: str) -> Found:
    """The text is on the given side: favourable or unfavourable towards the outcome.

    Value: mean stance of its units, with its sign turned for "unfavourable", -1 … 1.
    """
    if side not in ("favourable", "unfavourable"):
        raise ValueError(f"side: {side!r} is unknown; write favourable or unfavourable")
    rows = specifications.judgements(spec).rename(columns={"stance": "x"})
    rows = rows.assign(x=rows["x"] * (1 if side == "favourable" else -1))
    keys = (_stance_key(doc_id, side.removesuffix("favourable")),)
    return _unread(rows, [doc_id]) or _mean_above_zero(rows, doc_id, keys)


@depends_on(*TONE, *STANCE)
def tone_against_stance(spec: Specification, a: str, b: str) -> Found:
    """Of two texts the one with the less favourable stance has the higher mean tone.

    Value: mean tone of `a` less that of `b`, its sign turned where `a` is the more favourable:
    positive where tone and stance disagree. Undefined where the stances are equal.
    """
    stance = _two_stances(spec, b, a)
    if stance.survives is None or stance.value == 0:
        return Found(np.nan, None, stance.reason or "the two stances are equal")
    return _two_tones(spec, a, b) if stance.value > 0 else _two_tones(spec, b, a)


@depends_on(*TONE, *STANCE)
def orders_differ(spec: Specification, texts: list[str]) -> Found:
    """Mean tone and stance put the texts in different orders.

    Value: Kendall's tau of the two orders, 1 where they are one and -1 where they are opposite.
    Survives below 1: by chance, two orders of three texts differ five times in six.
    """
    from scipy.stats import kendalltau

    judged, scored = specifications.judgements(spec), specifications.tone_scores(spec)
    if problem := _unread(judged, texts):
        return problem
    stance = judged.groupby("doc_id")["stance"].mean().reindex(texts)
    tone = scored.groupby("doc_id")["tone"].mean().reindex(texts)
    if stance.isna().any() or tone.isna().any():
        return _nothing_left(stance.index[stance.isna() | tone.isna()][0])
    tau = kendalltau(stance, tone, variant="b").statistic
    if np.isnan(tau):
        return Found(np.nan, None, "all texts are alike in tone or in stance")
    return Found(tau, bool(tau < 1 - 1e-12), keys=tuple({"doc_id": d} for d in texts))


@depends_on(*CODES)
def code_most_in(spec: Specification, doc_id: str, code: str) -> Found:
    """A larger share of the text's units than of any other text's has the code.

    Value: its share of units with the code less the largest among the others, -1 … 1.
    """
    units = specifications.units_with(spec, code)
    if problem := _uncoded(spec, code) or _unread(units):
        return problem
    share = units.groupby("doc_id", sort=False)["x"].mean()
    if doc_id not in share.index or len(share) < 2:
        return _nothing_left(doc_id)
    other = share.drop(doc_id).idxmax()
    return _fall_in_order(units, [doc_id, other], ({"doc_id": doc_id, "code": code},))


@depends_on(*CODES)
def name_most(spec: Specification, doc_id: str, code: str) -> Found:
    """No other name of the event is in as many units of the text.

    Value: share of its units with this name less that with the next most frequent, -1 … 1.
    """
    units = specifications.coded_units(spec, "name")
    if problem := _uncoded(spec, code) or _unread(units, [doc_id]):
        return problem
    names = _names_found(spec)
    names = names[names["doc_id"] == doc_id]
    if names.empty or doc_id not in set(units["doc_id"]):
        return Found(np.nan, None, f"{doc_id}: no name of the event")
    n = names.groupby("code", sort=False)["share"].sum()
    rows = specifications.units_with(spec, code)
    if len(n.drop(code, errors="ignore")):
        rival = n.drop(code, errors="ignore").idxmax()
        rows = rows.assign(x=rows["x"] - specifications.units_with(spec, rival)["x"])
    return _mean_above_zero(rows, doc_id, ({"doc_id": doc_id, "code": code},))


@depends_on(*CODES)
def names_more(spec: Specification, doc_id: str, attribute: str, value: str) -> Found:
    """Of a text's names of the event, a larger share than of any other text's is of one kind.

    `attribute` is a column of the codebook (process, agent, closure), `value` what it says there.
    Value: share of the text's names that say so less the largest among the others, -1 … 1.
    """
    codebook = spec.material.codebook
    if codebook is None or attribute not in codebook.columns:
        return Found(np.nan, None, f"no codebook with a column {attribute!r}")
    units = specifications.coded_units(spec, "name")
    if problem := _uncoded(spec, "name") or _unread(units):
        return problem
    so = set(codebook.loc[codebook[attribute] == value, "code"])
    names = _names_found(spec)
    names = names.assign(x=names["share"].where(names["code"].isin(so), 0.0))
    sums = names.groupby(["doc_id", "unit_id"])[["x", "share"]].sum()
    rows = units.merge(sums.reset_index(), how="left", on=["doc_id", "unit_id"])
    rows[["x", "share"]] = rows[["x", "share"]].fillna(0.0)
    total = rows.groupby("doc_id", sort=False)[["x", "share"]].sum()
    share = (total["x"] / total["share"]).dropna()
    if doc_id not in share.index or len(share) < 2:
        return Found(np.nan, None, f"{doc_id}, or all others: no name of the event")
    other = share.drop(doc_id).idxmax()
    keys = tuple({"doc_id": doc_id, "code": c} for c in names["code"].unique() if c in so)
    step = share[doc_id] - share[other]
    rows = rows.rename(columns={"unit_id": "sentence_id"})
    return Found(step, bool(step > 1e-12), "", rows, ("x", "share"), (doc_id, other), keys)


@depends_on(*WORDS)
def never_says(spec: Specification, doc_id: str, term: str) -> Found:
    """The text never uses a word (``*`` and ``?`` as in `tokens.concordance`). Value: its count."""
    found = says(spec, doc_id, term)
    return found._replace(survives=None if found.survives is None else not found.survives)


@depends_on(*WORDS)
def says(spec: Specification, doc_id: str, term: str) -> Found:
    """The text uses a word (``*`` and ``?`` as in `tokens.concordance`). Value: its count."""
    n = specifications.occurrences(spec, term)
    if doc_id not in n.index:
        return _nothing_left(doc_id)
    rows = pd.DataFrame({"doc_id": n.index, "sentence_id": 1, "x": n.to_numpy(float)})
    keys = ({"doc_id": doc_id, "term": term},)
    return Found(float(n[doc_id]), bool(n[doc_id] > 0), "", rows, "x", (), keys)


@depends_on(*WORDS, "stop words", "minimum count", "distinctive by")
def term_distinctive(spec: Specification, doc_id: str, term: str) -> Found:
    """A term is one of the text's own, against all others, by the measure of the specification.

    Value: the log ratio (binary log of the two rates' ratio) in every specification. It survives
    where the log ratio or its conservative bound is above 0, Monroe's z above 1.96, or tf-idf puts
    it among the first ten. Undefined where it occurs less often than the minimum count.
    """
    O11, O21, n1, n2 = specifications.cells(spec, doc_id, term)
    if not n1 or not n2:
        return _nothing_left(doc_id)
    least = spec.option("minimum count")
    if max(least, 1) > O11 + O21:
        return Found(np.nan, None, f"occurs {counted(O11 + O21, 'time')}, minimum {max(least, 1)}")
    measure, limit = spec.option("distinctive by")
    value = float(keyness.log_ratio([O11], [O21], n1, n2)[0])
    if measure == "clr":
        low, high = keyness.interval([O11], [O21], n1, n2)
        survives = keyness.conservative(low, high)[0] > limit
    elif measure == "z":
        # One term and all the rest: with the pooled prior it is what the whole vocabulary gives.
        survives = keyness.log_odds([O11, n1 - O11], [O21, n2 - O21])[1][0] > limit
    elif measure == "log_ratio":
        survives = value > limit
    else:
        survives = specifications.ranks(spec, doc_id).get(term, np.inf) <= limit
    return Found(value, bool(survives), keys=({"doc_id": doc_id, "term": term},))


@remembered(*STANCE)
def _two_stances(spec: Specification, a: str, b: str) -> Found:
    return stance_order(spec, [a, b])


@remembered(*TONE)
def _two_tones(spec: Specification, a: str, b: str) -> Found:
    return tone_order(spec, [a, b])


def _fall_in_order(rows: pd.DataFrame, order: list[str], keys: tuple) -> Found:
    """Whether the means of x fall in this order, and the two texts of the smallest step."""
    mean = rows.groupby("doc_id")["x"].mean().reindex(order)
    if mean.isna().any():
        return _nothing_left(mean.index[mean.isna()][0])
    steps = {(a, b): mean[a] - mean[b] for a, b in pairwise(order)}
    texts = min(steps, key=steps.get)
    rows = rows.rename(columns={"unit_id": "sentence_id"})
    return Found(steps[texts], bool(steps[texts] > 1e-12), "", rows, "x", texts, keys)


def _mean_above_zero(rows: pd.DataFrame, doc_id: str, keys: tuple) -> Found:
    """Whether the mean of x of one text is above 0."""
    rows = rows.rename(columns={"unit_id": "sentence_id"})
    own = rows[rows["doc_id"] == doc_id]
    if own.empty:
        return _nothing_left(doc_id)
    mean = own["x"].mean()
    return Found(mean, bool(mean > 1e-12), "", rows, "x", (doc_id,), keys)


def _nothing_left(doc_id: str) -> Found:
    """Undefined, since the specification leaves nothing of a text."""
    return Found(np.nan, None, f"{doc_id}: nothing is left of it")


def _unread(units: pd.DataFrame, texts: list[str] | None = None) -> Found | None:
    """Undefined where coders left sentences unread in the texts concerned, else None."""
    if not units["unread"].to_numpy().any():
        return None
    own = units if texts is None else units[units["doc_id"].isin(texts)]
    left = own.groupby("doc_id")["unread"].sum()
    left = left[left > 0]
    if left.empty:
        return None
    what = "; ".join(f"{doc_id}: {counted(n, 'sentence')} not read" for doc_id, n in left.items())
    return Found(np.nan, None, f"{what} by a coder")


def _uncoded(spec: Specification, code: str) -> Found | None:
    """Undefined where readers did not look for this kind of code at all, else None."""
    if spec.option("coded by") == "dictionary":
        return None
    kind = code.partition("_")[0]
    there = spec.material.corpus.codings["code"].str.partition("_")[0].eq(kind).any()
    return None if there else Found(np.nan, None, f"no coder looked for {kind} codes")


def _names_found(spec: Specification) -> pd.DataFrame:
    codebook, found = spec.material.codebook, specifications.unit_codes(spec)
    if codebook is None:
        return found[found["code"].str.startswith("name_")]
    return found[found["code"].isin(set(codebook.loc[codebook["kind"] == "name", "code"]))]


def _stance_key(doc_id: str, prefix: str) -> dict:
    return {"doc_id": doc_id, "code": "stance", "value": f"{prefix}favourable"}
