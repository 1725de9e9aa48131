"""Reading a codebook: what each code means, and what a dictionary looks for."""

from pathlib import Path

import pandas as pd

from analysis.codebook import patterns

KINDS = ("name", "frame", "actor", "stance")
SIDES = ("favourable", "unfavourable", "")
REQUIRED = ["code", "kind", "definition", "pattern"]
OPTIONAL = "include exclude example source process agent closure function leans".split()


def read_codebook(path: str | Path) -> pd.DataFrame:
    """A codebook, from codebook.csv or the corpus folder that holds it; one row per code.

    Columns: code, kind ("name" of the event | "frame" | "actor" | "stance"), definition, include,
    exclude, example, pattern (see `patterns`; empty for a code that only people apply), source;
    for names process, agent, closure; for frames function; leans (the side that a mention takes,
    see `frames.stance`: "favourable", "unfavourable" or ''). Optional columns that the file lacks
    are filled with ''; others are kept. Row k of the index is row k + 2 of a spreadsheet.

    Raises ``ValueError`` that names everything wrong with the file at once, a sentence a line.
    """
    path = Path(path)
    path = path / "codebook.csv" if path.is_dir() else path
    if not path.is_file():
        raise ValueError(f"no codebook at {path}; write one with columns {', '.join(REQUIRED)}")
    try:
        codebook = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig",
                               skip_blank_lines=False)  # fmt: skip
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        message = " ".join(str(error).split())
        raise ValueError(
            f"{path.name}: not a CSV table in UTF-8 ({message}); save it as one"
        ) from None
    if not isinstance(codebook.index, pd.RangeIndex):  # pandas takes surplus cells for an index
        raise ValueError(
            f"{path.name}: row 2 has more cells than the header; quote cells with commas"
        )
    codebook = codebook.fillna("").rename(columns=lambda name: str(name).strip())
    missing = [column for column in REQUIRED if column not in codebook.columns]
    if missing:
        found = ", ".join(codebook.columns)
        raise ValueError(f"{path.name}: no column {', '.join(missing)} (found: {found}); add it")
    codebook = codebook[(codebook != "").any(axis=1)]
    for column in ["code", "kind"]:
        codebook[column] = codebook[column].str.strip()
    for column in OPTIONAL:
        if column not in codebook.columns:
            codebook[column] = ""
    wrong = codebook_problems(codebook)
    if wrong:
        raise ValueError("\n".join(wrong))
    return codebook


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
