"""Findings about names, frames and words, as functions of a specification, for any texts."""

import numpy as np
import pandas as pd

from analysis import rates, worded
from analysis import specifications as tables
from analysis.choices import CODES, WORDS, Specification
from analysis.sensitivity import Found, depends_on
from analysis.tone_findings import in_order, mean_of, nothing, unread


@depends_on(*CODES)
def code_most_in(spec: Specification, doc_id: str, code: str) -> Found:
    """A larger share of the text's units than of any other text's has the code.

    Value: its share of units with the code less the largest among the others, -1 … 1.
    """
    units = tables.units_with(spec, code)
    if problem := _uncoded(spec, code) or unread(units):
        return problem
    share = units.groupby("doc_id", sort=False)["x"].mean()
    if doc_id not in share.index or len(share) < 2:
        return nothing(doc_id)
    other = share.drop(doc_id).idxmax()
    return in_order(units, [doc_id, other], ({"doc_id": doc_id, "code": code},))


@depends_on(*CODES)
def name_most(spec: Specification, doc_id: str, code: str) -> Found:
    """No other name of the event is in as many units of the text.

    Value: share of its units with this name less that with the next most frequent, -1 … 1.
    """
    units = tables.coded_units(spec)
    if problem := _uncoded(spec, code) or unread(units, [doc_id]):
        return problem
    names = _names(spec)
    names = names[names["doc_id"] == doc_id]
    if names.empty or doc_id not in set(units["doc_id"]):
        return Found(np.nan, None, f"{doc_id}: no name of the event")
    n = names.groupby("code", sort=False)["share"].sum()
    rows = tables.units_with(spec, code)
    if len(n.drop(code, errors="ignore")):
        rival = n.drop(code, errors="ignore").idxmax()
        rows = rows.assign(x=rows["x"] - tables.units_with(spec, rival)["x"])
    return mean_of(rows, doc_id, ({"doc_id": doc_id, "code": code},))


@depends_on(*CODES)
def names_more(spec: Specification, doc_id: str, attribute: str, value: str) -> Found:
    """Of a text's names of the event, a larger share than of any other text's is of one kind.

    `attribute` is a column of the codebook (process, agent, closure), `value` what it says there.
    Value: share of the text's names that say so less the largest among the others, -1 … 1.
    """
    codebook = spec.source.codebook
    if codebook is None or attribute not in codebook.columns:
        return Found(np.nan, None, f"no codebook with a column {attribute!r}")
    units = tables.coded_units(spec)
    if problem := _uncoded(spec, "name") or unread(units):
        return problem
    so = set(codebook.loc[codebook[attribute] == value, "code"])
    names = _names(spec)
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
    n = worded.occurrences(spec, term)
    if doc_id not in n.index:
        return nothing(doc_id)
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
    O11, O21, n1, n2 = worded.cells(spec, doc_id, term)
    if not n1 or not n2:
        return nothing(doc_id)
    least = spec.option("minimum count")
    if max(least, 1) > O11 + O21:
        return Found(np.nan, None, f"occurs {O11 + O21} times, minimum {max(least, 1)}")
    measure, limit = spec.option("distinctive by")
    value = float(rates.log_ratio([O11], [O21], n1, n2)[0])
    if measure == "clr":
        low, high = rates.interval([O11], [O21], n1, n2)
        survives = rates.conservative(low, high)[0] > limit
    elif measure == "z":
        # One term and all the rest: with the pooled prior it is what the whole vocabulary gives.
        survives = rates.log_odds([O11, n1 - O11], [O21, n2 - O21])[1][0] > limit
    elif measure == "log_ratio":
        survives = value > limit
    else:
        survives = worded.ranks(spec, doc_id).get(term, np.inf) <= limit
    return Found(value, bool(survives), keys=({"doc_id": doc_id, "term": term},))


def _uncoded(spec: Specification, code: str) -> Found | None:
    """Undefined where readers did not look for this kind of code at all, else None."""
    if spec.option("coded by") == "dictionary":
        return None
    kind = code.partition("_")[0]
    there = spec.source.corpus.codings["code"].str.partition("_")[0].eq(kind).any()
    return None if there else Found(np.nan, None, f"no coder looked for {kind} codes")


def _names(spec: Specification) -> pd.DataFrame:
    codebook, found = spec.source.codebook, tables.codes(spec)
    if codebook is None:
        return found[found["code"].str.startswith("name_")]
    return found[found["code"].isin(set(codebook.loc[codebook["kind"] == "name", "code"]))]
