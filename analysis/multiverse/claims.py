"""The claims of a study as data, and how far each carries: rung, interval, share surviving.

A **claim** is a row of ``claims.csv``: a finding with its arguments, and the clause in which the
study states it (`multiverse.findings`). `assess` computes them all, `supporting_sentences` leads
back to the texts.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import evidence, frames, resample, sensitivity, sentences, tokens
from analysis._files import read_csv
from analysis.corpus import ROLES, Corpus
from analysis.multiverse import specifications
from analysis.multiverse.findings import (
    code_most_in,
    name_most,
    names_more,
    never_says,
    orders_differ,
    says,
    stance_order,
    stance_side,
    term_distinctive,
    tone_against_stance,
    tone_order,
)
from analysis.sensitivity import Material, Specification, baseline, prepare

FINDINGS = {
    finding.__name__: finding
    for finding in (
        *(tone_order, stance_order, stance_side, tone_against_stance, orders_differ),
        *(code_most_in, name_most, names_more, never_says, says, term_distinctive),
    )
}

CLAIM = ["claim_id", "doc_id", "sentence", "finding", "arguments", "rung"]

ASSESSED = [
    *("value", "low", "high", "stands_on", "why", "outlet", "n_specifications", "n_undefined"),
    *("survival", "moved_by", "specification", "keys"),
]


def read_claims(path: str | Path) -> pd.DataFrame:
    """The claims of a study, from claims.csv or the corpus folder that holds it; a row a claim.

    Columns: claim_id; doc_id (the text it is about, '' for several); sentence (the claim, a clause
    in plain words); finding (a name in `FINDINGS`); arguments (a dict; JSON in the file); rung (how
    far it is meant, of ``resample.RUNGS``). Without a file the table is empty. Raises
    ``ValueError`` that names everything wrong at once, a line each.
    """
    path = Path(path)
    path = path / "claims.csv" if path.is_dir() else path
    if not path.exists():
        return pd.DataFrame(columns=CLAIM, dtype="str")
    table, wrong = read_csv(path, CLAIM)
    parsed = []
    for number, row in enumerate(table.itertuples(), start=2):
        try:
            parsed.append(json.loads(row.arguments))
        except json.JSONDecodeError as error:
            parsed.append({})
            wrong.append(f"claims.csv row {number}: arguments are not JSON ({error}); correct them")
        if row.finding not in FINDINGS:
            known = ", ".join(FINDINGS)
            wrong.append(f"claims.csv row {number}: no finding {row.finding!r}; there is {known}")
        if row.rung not in resample.RUNGS:
            known = ", ".join(resample.RUNGS)
            wrong.append(f"claims.csv row {number}: unknown rung {row.rung!r}; use one of {known}")
    if wrong:
        raise ValueError("\n".join(wrong))
    return table.assign(arguments=pd.Series(parsed, index=table.index, dtype=object))[CLAIM]


def assess(
    corpus: Corpus | Material,
    table: pd.DataFrame | None = None,
    draws: int = 5000,
    seed: int = 1,
    progress: bool = True,
) -> pd.DataFrame:
    """How far each claim carries: one row a claim, all computed.

    `table`: claims as `read_claims` gives them; by default those of the corpus folder, and an empty
    table where there are none. Columns of `read_claims`, then

      value: of the finding in the study's own specification, or where that leaves it undefined in
        the first that does not (`specification` says which: a dict of choice to option)
      low, high: 95 % interval over sentences (`resample`), missing for what is only counted
      stands_on: the rung that it reaches: "this writer's wording" where the claim is meant so far
        and the interval lies above 0, else "these texts", or "nothing" where it does not hold there
      why: what keeps it from the next rung: no interval and the reason, or what the interval holds
      outlet: the refusal of any claim about the outlet, or '' with enough documents
      n_specifications, n_undefined, survival: of `sensitivity.survival` (survival is its share)
      moved_by: the choices whose options differ most in survival, '' where it survives in all
      keys: a tuple of dicts that lead to the sentences (see `supporting_sentences`)

    An interval takes the specification as given, and survival takes the texts as given: neither
    says what the other does. A claim that survives everywhere was still chosen after reading.
    """
    material = prepare(corpus) if isinstance(corpus, Corpus) else corpus
    if table is None:
        folder = material.corpus.folder
        table = read_claims(folder) if folder else pd.DataFrame(columns=CLAIM, dtype="str")
    rows = []
    for row in table.itertuples():
        finding = FINDINGS[row.finding]
        runs = sensitivity.vary(finding, material, progress=progress, **row.arguments)
        rows.append(_claim(row, finding, runs, material, {"draws": draws, "seed": seed}))
    found = pd.DataFrame(rows, columns=ASSESSED, index=table.index)
    return pd.concat([table[CLAIM], found], axis=1)


def _claim(row, finding, runs: pd.DataFrame, material: Material, how: dict) -> dict:
    """What stands in a row of `assess` beside the claim."""
    summary = sensitivity.survival(runs).iloc[0]
    defined = runs[runs["survives"].notna()]
    first = (defined if len(defined) else runs).iloc[0]
    options = {choice: first[choice] for choice in finding.choices}
    specification = Specification(material, dict(baseline(material).options) | options)
    found = finding(specification, **row.arguments)
    low, high, flag = _interval(found, how)
    known = {"value": found.value, "low": low, "high": high, "specification": options}
    known |= {"keys": found.keys, "outlet": _outlet(found, material, how)}
    if not found.survives:
        stands, why = "nothing", found.reason or "it does not hold in the study's own specification"
    elif row.rung == resample.RUNGS[0]:
        stands, why = row.rung, flag or "meant for these texts alone"
    elif low > 0:
        stands, why = resample.RUNGS[1], flag
    else:
        holds = "" if np.isnan(low) else "the interval holds 0"
        stands, why = resample.RUNGS[0], "; ".join(filter(None, [holds, flag]))
    moved = sensitivity.influence(runs).drop_duplicates("choice")
    moved = moved[moved["share_range"] > 1e-12].sort_values(
        "share_range", ascending=False, kind="stable"
    )
    return known | {
        "stands_on": stands,
        "why": why,
        "n_specifications": summary["n_specifications"],
        "n_undefined": summary["n_undefined"],
        "survival": summary["share"],
        "moved_by": ", ".join(moved["choice"].head(2)),
    }


def _interval(found: sensitivity.Found, how: dict) -> tuple[float, float, str]:
    if found.rows is None or not found.texts:
        return np.nan, np.nan, "a count of these texts is exact and has no interval"
    own = found.rows[found.rows["doc_id"].isin(found.texts)]
    if len(found.texts) == 2:
        row = resample.difference(own, found.statistic, *found.texts, **how).iloc[0]
    else:
        row = resample.bootstrap(own, found.statistic, **how).iloc[0]
    return row["low"], row["high"], row["flag"]


def _outlet(found: sensitivity.Found, material: Material, how: dict) -> str:
    """Why this says nothing about an outlet, or '' where `resample.outlet` would not refuse."""
    if found.rows is None:
        return ""
    documents = material.corpus.documents[["doc_id", "outlet"]]
    table = found.rows.merge(documents, on="doc_id")
    about = found.texts or tuple(key["doc_id"] for key in found.keys)[:1]
    outlets = [documents.set_index("doc_id")["outlet"][doc_id] for doc_id in about]
    if len(outlets) == 2 and outlets[0] == outlets[1]:
        return f"both texts are from {outlets[0]}"
    try:
        resample.outlet(table, found.statistic, *outlets, **how)
    except resample.Refusal as refusal:
        return str(refusal)
    return ""


def supporting_sentences(claim: Mapping | pd.Series, corpus: Corpus | Material) -> pd.DataFrame:
    """The sentences that a claim rests on, in reading order (``evidence.sentences_of``).

    `claim` is a row of `assess`; its `keys` are looked up (``evidence.find``) in what its
    specification was counted from: codings (the whole sentence is marked), mentions, words, or all
    sentences of the texts. A claim that a word is absent has no sentence.
    """
    material = prepare(corpus) if isinstance(corpus, Corpus) else corpus
    options = dict(baseline(material).options) | dict(claim["specification"])
    specification = Specification(material, options)
    every = sentences.split(material.corpus, roles=ROLES)
    compared = specifications.compared(specification)
    found = [
        evidence.find(key, _spans(key, specification, compared))[["doc_id", "start", "end"]]
        for key in claim["keys"]
    ]
    spans = pd.concat(found) if found else pd.DataFrame(columns=["doc_id", "start", "end"])
    return evidence.sentences_of(spans, every)


def _spans(key: dict, specification: Specification, compared: pd.DataFrame) -> pd.DataFrame:
    """The table that a key is looked up in: doc_id, start, end and the key's columns."""
    if "term" in key:
        return tokens.locate(tokens.tokenize(compared), [key["term"]])
    if "code" not in key:
        return compared
    where = compared[["doc_id", "sentence_id", "start", "end"]]
    if specification.option("coded by") == "reading":
        codings = specification.material.corpus.codings
        there = codings["value"].notna() & ~codings["value"].isin(["0", ""])
        return codings[there].merge(where, on=["doc_id", "sentence_id"])
    mentions = specifications.counted_mentions(specification)
    if key["code"] != "stance":
        return mentions
    stances = frames.stance(mentions, compared, specification.material.codebook)
    return stances.merge(where, on=["doc_id", "sentence_id"])
