"""The claims of a study as data, and how far each carries: rung, interval, share surviving.

A **claim** is a row of ``claims.csv``: a finding with its arguments, and the clause in which the
study states it (`multiverse.findings`). `assess` computes them all, `supporting_sentences` leads
back to the texts.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import evidence, frames, resample, sensitivity, sentences, tokens
from analysis._files import read_csv
from analysis._resampling import judge_texts, resample_text
from analysis.corpus import ROLES, Corpus
from analysis.multiverse import findings, specifications
from analysis.multiverse._kept import once_a_run
from analysis.sensitivity import Material, Specification, baseline, prepare

FINDINGS = {name: each for name, each in vars(findings).items() if hasattr(each, "choices")}

CLAIM = ["claim_id", "doc_id", "sentence", "finding", "arguments", "rung"]

ASSESSED = [
    *("value", "low", "high", "weakest", "adjusted", "sign_test", "stands_on", "why", "caveats"),
    *("outlet", "n_specifications", "n_undefined", "survival", "survival_reading"),
    *("survival_dictionary", "failures_share", "controls", "moved_by", "specification", "keys"),
]


def read_claims(path: str | Path) -> pd.DataFrame:
    """The claims of a study, from claims.csv or the corpus folder that holds it; a row a claim.

    Columns: claim_id; doc_id (the text it is about, '' for several); sentence (the claim, a clause
    in plain words); finding (a name in `FINDINGS`); arguments (a dict; JSON in the file); rung (how
    far it is meant, of ``resample.RUNGS``). Without a file the table is empty. Raises
    ``ValueError`` that names everything wrong at once, a line each.
    """
    return read_rows(path, "claims.csv", CLAIM, ["arguments"], {"rung": resample.RUNGS})


def read_rows(
    path: str | Path, name: str, columns: list[str], in_json: list[str], known: Mapping, empty=""
) -> pd.DataFrame:
    """A table of findings with cells in JSON, from the file or the folder that holds it as `name`.

    `known` are the values that a column may have, besides those of finding; `empty` is what an
    empty cell stands for.
    """
    path = Path(path)
    path = path / name if path.is_dir() else path
    if not path.exists():
        return pd.DataFrame(columns=columns, dtype="str")
    table, wrong = read_csv(path, columns)
    table[in_json] = table[in_json].astype(object)
    known = {"finding": FINDINGS, **known}
    for number, row in zip(range(2, len(table) + 2), table.index, strict=True):
        for column in in_json:
            try:
                table.at[row, column] = json.loads(table.at[row, column] or empty)  # noqa: PD008
            except json.JSONDecodeError as error:
                wrong.append(f"{name} row {number}: not JSON in {column} ({error}); correct it")
        for column, values in known.items():
            value = table.loc[row, column]
            if value not in values:
                there = ", ".join(filter(None, values))
                wrong.append(f"{name} row {number}: no {column} {value!r}; there is {there}")
    if wrong:
        raise ValueError("\n".join(wrong))
    return table[columns]


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
      low, high: 95 % interval over sentences (`resample`) of the comparison with the lowest lower
        bound of all that have to hold (every step of an order, every rival of a "most"), `weakest`
        in words: that all hold is as sure as the least sure of them (intersection-union test,
        Berger 1982). Missing for what is only counted, and where one of them has no interval
      adjusted: the same at the level adjusted over the claims that have an interval (Bonferroni):
        "holds", "holds 0", or "not reachable" with so many draws; '' without an interval
      sign_test: of claims about one text, units for and against, and the exact p; for several
        rivals the least sure of them. It stands beside the interval and decides nothing
      stands_on: the rung that it reaches: "this writer's wording" where the claim is meant so far
        and the interval lies above 0, else "these texts", or "nothing" where it does not hold there
      why: what keeps it from the next rung, '' where nothing does; caveats: what to beware of in an
        interval that was given
      outlet: the refusal of any claim about the outlet, or '' with enough documents
      n_specifications, n_undefined, survival, failures_share: of `sensitivity.survival` (survival
        is its share); survival_reading, survival_dictionary: the share of those coded by reading,
        and by the dictionary; controls: in how many of those known to be wrong it survives
      moved_by: the choices whose options differ most in survival, '' where it survives in all
      keys: a tuple of dicts that lead to the sentences (see `supporting_sentences`)

    An interval takes the specification as given, and survival takes the texts as given: neither
    says what the other does. A claim that survives everywhere was still chosen after reading. In a
    run of the study it is computed once for all notebooks (`once_a_run`).
    """
    material = prepare(corpus) if isinstance(corpus, Corpus) else corpus
    if table is None:
        folder = material.corpus.folder
        table = read_claims(folder) if folder else pd.DataFrame(columns=CLAIM, dtype="str")
    how = {"draws": draws, "seed": seed}
    c, own = material.corpus, sensitivity.prepare(material.corpus, material.codebook).choices
    if material.choices != own:  # options of one's own have no hash
        return _assess(material, table, how, progress)
    told = (c.documents, c.passages, c.codings, material.codebook, c.raw, table, how)
    return once_a_run("claims", told, lambda: _assess(material, table, how, progress))


def _assess(material: Material, table: pd.DataFrame, how: dict, progress: bool) -> pd.DataFrame:
    rows = []
    for row in table.itertuples():
        finding = FINDINGS[row.finding]
        runs = sensitivity.vary(finding, material, progress=progress, **row.arguments)
        rows.append(_claim(row, finding, runs, material, how))
    sure = [row for row in rows if not np.isnan(row["low"])]
    for row in sure:
        row["adjusted"] = _adjusted(row, 1 - 0.05 / len(sure))
    found = pd.DataFrame(rows, columns=ASSESSED, index=table.index)
    return pd.concat([table[CLAIM], found], axis=1)


def _claim(row, finding, runs: pd.DataFrame, material: Material, how: dict) -> dict:
    summary = sensitivity.survival(runs).iloc[0]
    defined = runs[runs["survives"].notna()]
    first = (defined if len(defined) else runs).iloc[0]
    options = {choice: first[choice] for choice in finding.choices}
    specification = Specification(material, dict(baseline(material).options) | options)
    found = finding(specification, **row.arguments)
    known = _uncertainty(found, how)
    known |= {"value": found.value, "specification": options, "keys": found.keys}
    compared, lacking = known["compared"], known.pop("lacking")
    about = compared[0].texts if compared else tuple(key["doc_id"] for key in found.keys)[:1]
    if ("outlet", about) not in material.made:
        material.made["outlet", about] = _outlet(about, material) if about else ""
    known |= {"outlet": material.made["outlet", about]}
    if not found.survives:
        stands, why = "nothing", found.reason or "it does not hold in the study's own specification"
    elif row.rung == resample.RUNGS[0]:
        stands, why = row.rung, "meant for these texts alone"
    elif known["low"] > 0:
        stands, why = resample.RUNGS[1], ""
    else:
        why = lacking or f"the interval holds 0 ({known['weakest']})"
        stands = resample.RUNGS[0]
        if not compared:
            why = "a count of these texts is exact and has no interval"
    by_coder = {}
    if "coded by" in runs:
        by_coder = sensitivity.survival(runs, "coded by").set_index("coded by")["share"].to_dict()
    moved = sensitivity.influence(sensitivity.without_controls(runs)).drop_duplicates("choice")
    moved = moved[moved["share_range"] > 1e-12]
    moved = moved.sort_values("share_range", ascending=False, kind="stable")
    return known | {
        "stands_on": stands,
        "why": why,
        "n_specifications": summary["n_specifications"],
        "n_undefined": summary["n_undefined"],
        "survival": summary["share"],
        "survival_reading": by_coder.get("reading", np.nan),
        "survival_dictionary": by_coder.get("dictionary", np.nan),
        "failures_share": summary["failures_share"],
        "controls": f"{summary['n_controls_surviving']} of {summary['n_controls']}",
        "moved_by": ", ".join(moved["choice"].head(2)),
    }


def _uncertainty(found: sensitivity.Found, how: dict) -> dict:
    """The interval of the least sure comparison, if all have one; else what is lacking."""
    compared = found.compare() if found.compare else []
    known = {"low": np.nan, "high": np.nan, "weakest": "", "adjusted": "", "caveats": ""}
    resampled = [_resample(one, how) for one in compared]
    known |= {"compared": compared, "resampled": resampled, "sign_test": _sign_test(compared)}
    intervals = [judge_texts(texts, 0.95) for texts in resampled]
    lacking = _said_once(flag for low, _, flag in intervals if np.isnan(low))
    if intervals and not lacking:
        least = min(range(len(compared)), key=lambda i: intervals[i][0])
        known["low"], known["high"], _ = intervals[least]
        known["weakest"] = compared[least].name
        known["caveats"] = _said_once(flag for *_, flag in intervals)
    return known | {"lacking": lacking}


def _said_once(flags: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(part for flag in flags if flag for part in flag.split("; ")))


def _resample(one: sensitivity.Comparison, how: dict) -> dict[str, dict]:
    """Resamples of the texts compared, as in `resample.bootstrap` or `resample.difference`."""
    how = {"unit": "sentence", "block": None, "every": len(one.texts) == 1, **how}
    return {
        text: resample_text(one.rows[one.rows["doc_id"] == text], text, one.statistic, **how)
        for text in one.texts
    }


def _adjusted(row: dict, level: float) -> str:
    found = [judge_texts(texts, level) for texts in row["resampled"]]
    if any(np.isnan(low) or "do not reach" in flag for low, _, flag in found):
        return "not reachable"
    return "holds" if min(low for low, *_ in found) > 0 else "holds 0"


def _sign_test(compared: list[sensitivity.Comparison]) -> str:
    if not compared or any(len(one.texts) > 1 for one in compared):
        return ""
    tests = [resample.count_sides(one.rows[one.statistic].to_numpy(float)) for one in compared]
    least = max(tests, key=lambda test: (np.isnan(test["p"]), test["p"]))
    if np.isnan(least["p"]):
        return "no unit is on a side"
    return f"{least['n_positive']}:{least['n_negative']}, p = {least['p']:.3f}"


def _outlet(texts: tuple, material: Material) -> str:
    """Why this says nothing about an outlet; '' if `resample.outlet` would not refuse."""
    documents = material.corpus.documents
    of_text = dict(zip(documents["doc_id"], documents["outlet"].fillna(""), strict=True))
    outlets, every = [of_text[doc_id] for doc_id in texts], list(of_text.values())
    if not all(outlets):
        return "the outlet of a text is not stated"
    if len(outlets) == 2 and outlets[0] == outlets[1]:
        return f"both texts are from {outlets[0]}"
    n = [every.count(outlet) for outlet in outlets]
    names, n = (outlets, n) if len(n) == 2 else ([*outlets, "all others"], [*n, len(every) - n[0]])
    try:
        resample.refuse_few(*names, *n)
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


def list_sentences(assessed: pd.DataFrame, corpus: Corpus | Material) -> pd.DataFrame:
    """The sentences of all claims of `assess`, one row per claim and sentence.

    Columns: claim_id, sentence (the claim), doc_id, sentence_id. A claim without sentences (a word
    that a text never uses) has no row.
    """
    material = prepare(corpus) if isinstance(corpus, Corpus) else corpus
    parts = [
        supporting_sentences(row, material)[frames.SENTENCE].assign(
            claim_id=row["claim_id"], sentence=row["sentence"]
        )
        for _, row in assessed.iterrows()
    ]
    columns = ["claim_id", "sentence", *frames.SENTENCE]
    return pd.concat([pd.DataFrame(columns=columns), *parts], ignore_index=True)[columns]


def _spans(key: dict, specification: Specification, compared: pd.DataFrame) -> pd.DataFrame:
    """The table in which a key is looked up: doc_id, start, end and the key's columns."""
    if "term" in key:
        return tokens.concordance(compared, key["term"]).assign(term=key["term"])
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
