"""Answers of a model, read back strictly as codings; what cannot be read is listed, not guessed."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis._files import guard_table, printable, read_regular
from analysis.codebook.codings import STANCE, STANCES, TAKEN
from analysis.coding.requests import Task, find_task

LARGEST_FILE = 256 * 2**20
FIRST_WORDS = 6


class Read(NamedTuple):
    """What `read_answers` returns: how many were asked and read, what was not, and the file."""

    n_asked: int
    n_read: int
    problems: list[str]
    file: Path


def read_answers(folder: str | Path, answers: str | Path, coder: str) -> Read:
    """Write the answers of a model into ``codings/`` of the folder, as a file of this coder's.

    One row per sentence asked and code: doc_id, sentence_id, code, value (1, 0, or the stance;
    empty where no answer could be read), starts, coder_kind (model). An answer is one JSON object
    with just the keys that were asked for, known codes, and a known stance; an id that is unknown
    or answered twice is not read. Raises ``ValueError`` where the name cannot be used, where the
    coder has codings already, or where no answer could be read: then nothing is written.
    """
    folder = Path(folder)
    if not re.fullmatch(r"\w[\w .-]{0,60}\w|\w", coder) or coder.casefold() in TAKEN:
        raise ValueError(f"coder {coder!r} cannot name a file of codings; use letters and digits")
    task = find_task(folder)
    file = folder / "codings" / f"{coder}.csv"
    known = set(task.corpus.codings["coder"].str.casefold())
    if file.exists() or coder.casefold() in known:
        raise ValueError(f"coder {coder!r} has codings in {folder} already; use another name")
    found, problems = parse_answers(_lines(Path(answers)), task)
    if not found:
        first = f" ({problems[0]})" if problems else ""
        raise ValueError(f"{answers}: no answer could be read{first}; nothing was written")
    file.parent.mkdir(exist_ok=True)
    with open(file, "x", encoding="utf-8", newline="") as out:
        guard_table(as_codings(found, task)).to_csv(out, index=False, lineterminator="\n")
    return Read(len(task.sentences), len(found), problems, file)


def parse_answers(lines: list[bytes], task: Task) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Values by code of each answered request, by its id; and what could not be read."""
    asked = set(task.sentences["custom_id"])
    found: dict[str, dict[str, str]] = {}
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            custom_id, content = _unwrap(_strict_json(line.decode("utf-8")))
            if custom_id not in asked:
                raise ValueError(f"id {custom_id!r} is of no request; texts or codebook may differ")
            if custom_id in seen:
                found.pop(custom_id, None)
                raise ValueError(f"answers the request of line {seen[custom_id]} again; neither is")
            seen[custom_id] = number
            found[custom_id] = _values(content, task.codes)
        except RecursionError:
            problems.append(f"line {number}: nested too deep (not read)")
        except ValueError as error:
            what = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
            problems.append(printable(f"line {number}: {what} (not read)"))
    missing = len(asked) - len(seen)
    if missing:
        problems.append(f"{missing:,} of {len(asked):,} requests have no answer")
    return found, problems


def as_codings(found: dict[str, dict[str, str]], task: Task) -> pd.DataFrame:
    """One row per sentence asked and code, in reading order."""
    rows = [
        (row.doc_id, row.sentence_id, code, found.get(row.custom_id, {}).get(code, ""),
         " ".join(row.text.split()[:FIRST_WORDS]), "model")
        for row in task.sentences.itertuples() for code in task.codes["code"]
    ]  # fmt: skip
    columns = ["doc_id", "sentence_id", "code", "value", "starts", "coder_kind"]
    return pd.DataFrame(rows, columns=columns)


def _lines(path: Path) -> list[bytes]:
    try:
        return read_regular(path, LARGEST_FILE).removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as error:
        reason = error.strerror or str(error) or "no file to read"
        raise ValueError(f"{path}: {reason}; give the file of answers") from error


def _strict_json(text: str) -> object:
    def unique(pairs):
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValueError("a key stands twice")
        return dict(pairs)

    def refuse(constant):
        raise ValueError(f"{constant} is no JSON")

    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON ({error.msg})") from None


def _unwrap(line: object) -> tuple[str, object]:
    """The id and the answer of a line, in the forms of the usual batch interfaces."""
    if not isinstance(line, dict) or not isinstance(line.get("custom_id"), str):
        raise ValueError("no object with a custom_id")
    if line.get("error"):
        raise ValueError(f"an error instead of an answer: {str(line['error'])[:80]}")
    paths = (
        ("answer",),
        ("response", "body", "choices", 0, "message", "content"),
        ("result", "message", "content", 0, "text"),
    )
    for path in paths:
        value: Any = line
        for step in path:
            inside = isinstance(value, dict) if isinstance(step, str) else isinstance(value, list)
            there = inside and (step in value if isinstance(step, str) else len(value) == 1)
            value = value[step] if there else None
        if value is not None:
            return line["custom_id"], value
    raise ValueError("no answer in any of the known forms")


def _values(content: object, codes: pd.DataFrame) -> dict[str, str]:
    if isinstance(content, str):
        fenced = re.fullmatch(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", content, re.DOTALL)
        content = _strict_json(fenced[1] if fenced else content)
    names = [code for code in codes["code"] if code != STANCE]
    keys = ([STANCE] if STANCE in set(codes["code"]) else []) + (["codes"] if names else [])
    if not isinstance(content, dict) or sorted(content) != sorted(keys):
        got = ", ".join(map(str, content)) if isinstance(content, dict) else type(content).__name__
        raise ValueError(f"an answer with {got[:80]} instead of {', '.join(keys)}")
    values = {}
    if STANCE in keys:
        if content[STANCE] not in tuple(STANCES):
            raise ValueError(f"stance {str(content[STANCE])[:40]!r} is unknown")
        values[STANCE] = content[STANCE]
    if names:
        there = content["codes"]
        if not isinstance(there, list) or not all(isinstance(code, str) for code in there):
            raise ValueError("codes is no list of names")
        if unknown := [code for code in there if code not in names]:
            raise ValueError(f"code {unknown[0][:40]!r} was not asked for")
        if len(set(there)) < len(there):
            raise ValueError("a code stands twice")
        values |= {code: str(int(code in there)) for code in names}
    return values
