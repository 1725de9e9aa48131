"""Reading a codebook: what each code means, and what a dictionary looks for."""

import os
from pathlib import Path

import pandas as pd

from analysis._files import find_table, read_csv
from analysis.codebook import patterns

KINDS = ("name", "frame", "actor", "stance")
SIDES = ("favourable", "unfavourable", "")
REQUIRED = ["code", "kind", "definition", "pattern"]
OPTIONAL = "label include exclude example source process agent closure function leans".split()


def find_codebook(folder: str | Path) -> Path:
    """Where a folder's codebook is: codebook.csv, or codebook.xlsx where there is only that."""
    return find_table(Path(folder), "codebook")


def read_codebook(path: str | Path) -> pd.DataFrame:
    """A codebook as a table, one row per code.

    `path` is a codebook.csv or .xlsx, or the corpus folder that holds one. Columns: code, kind
    ("name" of the event | "frame" | "actor" | "stance"), label (as charts write it), definition,
    include, exclude, example, pattern (see `patterns`; empty for a code that only people apply),
    source, note; for names process, agent, closure; for frames function; leans (the side that a
    mention takes, see `frames.stance`: "favourable", "unfavourable" or ''). Optional columns that
    the file lacks are filled with ''; others are kept. Row k of the index is row k + 2 of a
    spreadsheet.

    Raises ``ValueError`` that names everything wrong with the file at once, a sentence a line.

    Limit: whether two readers would apply a definition alike, only their codings tell
    (``agreement.alpha``).

    See also ``frames.code``.

    >>> codebook = frames.read_codebook(corpus.load().folder)
    >>> codebook.loc[codebook["kind"] == "name", ["code", "process", "agent"]].head(3)
                    code process  agent
    0     name_walk_away     act  trump
    1       name_refusal     act  trump
    2  name_empty_handed     act  trump
    """
    path = Path(path)
    path = find_codebook(path) if path.is_dir() else path
    if not os.path.lexists(path):
        raise ValueError(f"no codebook at {path}; write one with columns {', '.join(REQUIRED)}")
    codebook, problems = inspect_codebook(path)
    if problems:
        raise ValueError("\n".join(problems))
    return codebook


def inspect_codebook(path: Path) -> tuple[pd.DataFrame, list[str]]:
    """The codebook as `read_codebook` returns it and every problem, as ``where: found; do``."""
    codebook, problems = read_csv(path, REQUIRED)
    if problems:
        return codebook, problems
    codebook = codebook[(codebook != "").any(axis=1)].copy()
    for column in ["code", "kind"]:
        codebook[column] = codebook[column].str.strip()
    for column in OPTIONAL:
        if column not in codebook.columns:
            codebook[column] = ""
    wrong = [problem.removeprefix("codebook ") for problem in codebook_problems(codebook)]
    return codebook, [f"{path.name}: {problem}" for problem in wrong]


def codebook_problems(codebook: pd.DataFrame) -> list[str]:
    """What is wrong with a codebook, one sentence each, by row; an empty list if nothing."""
    wrong, seen = [], {}
    rows = zip(patterns.row_numbers(codebook), codebook["code"], codebook["kind"], strict=True)
    for row, code, kind in rows:
        if not isinstance(code, str) or not code:
            wrong.append(f"codebook row {row}: no code; give it a name, or delete the row")
        elif code in seen:
            wrong.append(f"codebook row {row} ({code}): already in row {seen[code]}; rename one")
        if kind not in KINDS:
            known = ", ".join(KINDS)
            wrong.append(f"codebook row {row} ({code}): unknown kind {kind!r}; use one of {known}")
        seen.setdefault(code, row)
    if "leans" in codebook:
        numbers = patterns.row_numbers(codebook)
        for row, code, side in zip(numbers, codebook["code"], codebook["leans"], strict=True):
            if side not in SIDES:
                wrong.append(
                    f"codebook row {row} ({code}): leans {side!r} is unknown; "
                    "write favourable, unfavourable or nothing"
                )
    return wrong + patterns.pattern_problems(codebook)
