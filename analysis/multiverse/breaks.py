"""Findings to break: one choice of measuring is switched, and the claim that hung on it falls.

A **break** is a row of ``breaks.csv``: a switch, the claim that it is said to break, and a question
for those who try it. A **control** is a switch that breaks no claim of the study. `switch_each`
computes both, so that what is said of a switch is what it does.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import corpus as corpora
from analysis import sensitivity
from analysis.corpus import Corpus
from analysis.lexicons.lists import vader_lexicon
from analysis.multiverse import specifications
from analysis.multiverse.claims import FINDINGS, read_claims, read_rows
from analysis.sensitivity import Material, Specification, baseline, by_rules

BREAK = ["break_id", "kind", "switch", "before", "after", "finding", "arguments", "claim", "ask"]
JSON = ["before", "after", "arguments"]
WORD, SENTENCE = "without word", "without sentence"


def read_breaks(path: str | Path) -> pd.DataFrame:
    """The breaks and controls of a study, from breaks.csv or its corpus folder; a row a switch.

    Columns: break_id; kind ("break" or "control"); switch (in words); before and after (dicts of
    choice to option, JSON in the file, over the study's own: after may also say "without word" or
    "without sentence", the latter with [doc_id, sentence_id]); finding, arguments and claim as in
    ``claims.csv``, empty for all claims of the study; ask (a question). Without a file the table is
    empty. Raises ``ValueError`` that names everything wrong at once, a line each.
    """
    known = {"kind": ["break", "control"], "finding": ["", *FINDINGS]}
    return read_rows(path, "breaks.csv", BREAK, JSON, known, empty="{}")


def switch_each(corpus: Corpus, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """The computed effect of each switch: one row per switch.

    `table`: as `read_breaks` gives it, by default that of the corpus folder. Columns of it, then
    value_before and value_after (of the finding, see its docstring; missing for a control of all
    claims), n_claims, n_before and n_after (how many are looked at, and hold), breaks (whether one
    that held falls; one that becomes undefined has not fallen), fallen (which claims).

    A switch shows that a claim hangs on a choice; which option is right it does not show.

        from analysis import corpus
        from analysis.multiverse import breaks

        breaks.switch_each(corpus.load())[["switch", "claim", "breaks"]]
    """
    material = sensitivity.prepare(corpus)
    table = read_breaks(corpora.folder_of(corpus)) if table is None else table
    claims = read_claims(corpora.folder_of(corpus))
    rows = []
    for row in table.itertuples():
        looked_at = [(one.finding, one.arguments, one.sentence) for one in claims.itertuples()]
        if row.finding:
            looked_at = [(row.finding, row.arguments, row.claim)]
        both = _switched(material, row.before), _switched(material, row.before | row.after)
        before, after = (
            [FINDINGS[finding](spec, **given) for finding, given, _ in looked_at] for spec in both
        )
        pairs = list(zip(before, after, looked_at, strict=True))
        fallen = [claim for old, new, (*_, claim) in pairs
                  if old.survives and new.survives is False]  # fmt: skip
        rows.append({
            "value_before": before[0].value if row.finding else None,
            "value_after": after[0].value if row.finding else None,
            "n_claims": len(looked_at),
            "n_before": sum(bool(found.survives) for found in before),
            "n_after": sum(bool(found.survives) for found in after),
            "breaks": bool(fallen), "fallen": "; ".join(fallen),
        })  # fmt: skip
    columns = ["value_before", "value_after", "n_claims", "n_before", "n_after", "breaks", "fallen"]
    return pd.concat([table, pd.DataFrame(rows, columns=columns, index=table.index)], axis=1)


def _switched(material: Material, switch: Mapping[str, Any]) -> Specification:
    options = {name: option for name, option in switch.items() if name not in (WORD, SENTENCE)}
    for choice, option in options.items():
        if option not in material.choices.get(choice, {}):
            raise ValueError(
                f"breaks: {choice!r} has no option {option!r}; see sensitivity.CHOICES"
            )
    if WORD in switch:
        kept = vader_lexicon().drop(str(switch[WORD]), errors="ignore")
        tone = {**material.choices["tone by"], "VADER": by_rules(lambda: kept)}
        material = material._replace(choices={**material.choices, "tone by": tone}, made={})
    if SENTENCE in switch:
        material = specifications.leave_out(material, *switch[SENTENCE])
    spec = baseline(material)
    return spec._replace(options={**spec.options, **options})
