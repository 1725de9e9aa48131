"""In how many ways of measuring a finding survives, which choice moves it, what it hangs on.

A **finding** is a function of one specification that returns `Found`; `claims` has some, and one's
own is made in the same way. `run` tries it in every combination of the choices that it
depends on: a multiverse (Steegen et al. 2016), drawn as the specification curve of Simonsohn,
Simmons & Nelson (2020). A share of specifications is no probability: the choices were listed by
someone, and a finding may be wrong in all of them.
"""

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.checks import need
from analysis.choices import CHOICES, Choices, Source, Specification, baseline, prepare
from analysis.corpus import Corpus
from analysis.leave_out import without_each_sentence, without_each_word

__all__ = [
    "CHOICES",
    "Found",
    "baseline",
    "depends_on",
    "grid",
    "influence",
    "prepare",
    "run",
    "summary",
    "without_each_sentence",
    "without_each_word",
]
RESULT = ("value", "survives", "reason")


class Found(NamedTuple):
    """What a finding is in one specification.

    value: a number that has one meaning in all specifications; survives: whether the claim holds,
    None where it is undefined, and then `reason` says why. For the rungs of `resample`: `rows`, a
    table of units, `statistic` of it, the `texts` compared (one or two). `keys` lead to sentences.
    """

    value: float
    survives: bool | None
    reason: str = ""
    rows: pd.DataFrame | None = None
    statistic: object = "x"
    texts: tuple = ()
    keys: tuple = ()


def depends_on(*choices: str) -> Callable:
    """Decorate a finding with the choices that move it: `run` crosses these and holds the others.

    Raises ``ValueError`` for a choice that is not in ``CHOICES``.
    """
    unknown = [choice for choice in choices if choice not in CHOICES]
    if unknown:
        raise ValueError(f"choices: {unknown[0]!r} is unknown; there is {', '.join(CHOICES)}")

    def decorate(finding: Callable) -> Callable:
        finding.choices = tuple(dict.fromkeys(choices))
        return finding

    return decorate


def grid(choices: Choices) -> pd.DataFrame:
    """All specifications, one row each: a column a choice, with the label of the option taken.

    The first row is the first option of every choice. `choices` maps each choice to its options.
    """
    return pd.DataFrame(list(product(*choices.values())), columns=list(choices), dtype="str")


def run(
    finding: Callable[..., Found],
    corpus: Corpus | Source,
    choices: Choices | None = None,
    progress: bool = True,
    **arguments: object,
) -> pd.DataFrame:
    """A finding in every specification of the choices it depends on, one row a specification.

    `corpus`: a corpus, or what `prepare` makes of it, which keeps tables for further runs.
    `choices`: other options than ``CHOICES``, by choice; choices not named are held at the study's
    own option. `arguments` are the finding's own (doc ids, terms, codes). After two seconds a bar
    shows how far it is.

    Columns: a column a choice (the label of the option), value (see the finding), survives
    (nullable Boolean; missing where undefined), reason (why undefined, or ''). The first row is the
    study's own specification.
    """
    from tqdm import tqdm

    if not hasattr(finding, "choices"):
        raise ValueError(
            f"{getattr(finding, '__name__', finding)}: say on which choices it depends, with "
            "@sensitivity.depends_on('voice', …) above its definition"
        )
    source = prepare(corpus, choices=choices) if isinstance(corpus, Corpus) else corpus
    if choices is not None and source is corpus:
        source = prepare(source.corpus, source.codebook, choices)
    table = grid({choice: source.choices[choice] for choice in finding.choices})
    fixed = dict(baseline(source).options)
    rows = table.itertuples(index=False, name=None)
    found = []
    for row in tqdm(rows, finding.__name__, len(table), delay=2, leave=False, disable=not progress):
        options = fixed | dict(zip(table.columns, row, strict=True))
        found.append(finding(Specification(source, options), **arguments)[:3])
    values = pd.DataFrame(found, columns=list(RESULT), index=table.index)
    types = {"value": float, "survives": "boolean", "reason": "str"}
    return pd.concat([table, values.astype(types)], axis=1)


def summary(runs: pd.DataFrame) -> pd.DataFrame:
    """How often a finding survives: one row.

    Columns: n_specifications; n_undefined (no value could be given; counted apart, not as
    failures); n_defined, n_surviving; share (n_surviving / n_defined, 0 to 1; missing where none
    is defined); own (whether it survives in the first specification, the study's own); low, median,
    high: smallest, middle and largest value, which is no interval of confidence.
    """
    need(runs, list(RESULT), "runs", "sensitivity.run")
    defined = runs[runs["survives"].notna()]
    values = defined["value"]
    row = {
        "n_specifications": len(runs),
        "n_undefined": len(runs) - len(defined),
        "n_defined": len(defined),
        "n_surviving": int(defined["survives"].sum()),
        "share": float(defined["survives"].mean()) if len(defined) else np.nan,
        "own": runs["survives"].iloc[0] if len(runs) else pd.NA,
        "low": values.min(),
        "median": values.median(),
        "high": values.max(),
    }
    return pd.DataFrame([row]).astype({"own": "boolean"})


def influence(runs: pd.DataFrame) -> pd.DataFrame:
    """Which choice moves the finding most: one row a choice and option, strongest choice first.

    Columns: choice, option; n_defined, n_undefined (specifications with this option); share (of
    the defined ones, those that survive), mean_value; and, the same for all options of a choice:
    share_range, value_range (largest less smallest over its options), variance_share (0 to 1: the
    part of the variance of value that the means of its options explain, eta squared).

    Ordered by share_range, then variance_share. In a full grid without undefined specifications
    the parts add up to at most 1; what is lacking is due to choices acting together.
    """
    need(runs, list(RESULT), "runs", "sensitivity.run")
    named = [column for column in runs.columns if column not in RESULT]
    defined = runs[runs["survives"].notna()].astype({"survives": float})
    total = ((defined["value"] - defined["value"].mean()) ** 2).sum()
    parts = []
    for choice in named:
        order = pd.Index(runs[choice].unique(), name="option")
        groups = defined.groupby(choice)
        part = pd.DataFrame({
            "n_defined": groups.size(),
            "share": groups["survives"].mean(),
            "mean_value": groups["value"].mean(),
        }).reindex(order)  # fmt: skip
        part["n_defined"] = part["n_defined"].fillna(0).astype(int)
        part["n_undefined"] = runs[choice].value_counts().reindex(order) - part["n_defined"]
        between = (part["n_defined"] * (part["mean_value"] - defined["value"].mean()) ** 2).sum()
        spread = part[["share", "mean_value"]].max() - part[["share", "mean_value"]].min()
        part["share_range"], part["value_range"] = spread["share"], spread["mean_value"]
        # A value that all specifications share has nothing to explain.
        part["variance_share"] = between / total if total > 1e-24 else 0.0
        parts.append(part.reset_index().assign(choice=choice))
    columns = ["choice", "option", "n_defined", "n_undefined", "share", "mean_value"]
    columns += ["share_range", "value_range", "variance_share"]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    order = ["share_range", "variance_share"]
    return table.sort_values(order, ascending=False, kind="stable", ignore_index=True)[columns]
