"""Requests to a model to code sentences, as JSON Lines that batch interfaces take."""

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import corpus, sentences
from analysis._shown import counted
from analysis.codebook.codes import read_codebook
from analysis.codebook.codings import STANCE, STANCES

KINDS = ("name", "frame")  # kinds that a reader is asked for, besides stance; actors are looked up
CONTEXT = 2  # sentences before and after, so that irony and reference can be resolved
LONGEST_CONTEXT = 4000  # characters on each side


class Task(NamedTuple):
    """The questions to a corpus: its codes, and one row a sentence with its id."""

    corpus: corpus.Corpus
    codes: pd.DataFrame
    sentences: pd.DataFrame


def find_task(
    folder: str | Path, names: Collection[str] = (), codebook: pd.DataFrame | None = None
) -> Task:
    """The sentences to code and the codes to look for, of a corpus folder with a codebook.

    codes: rows of the codebook (by default the folder's) with these names or of these kinds.
    Without names these are the kinds name and frame, and the code ``stance``.

    sentences: one row for each of the body: doc_id, sentence_id, text, before, after (the sentences
    around it), custom_id. The id tells nothing of the outlet. It changes with text and codes, so
    that an answer to another question is not taken for an answer to this one.

    Raises ``ValueError`` without a codebook, or where it has no such code.
    """
    found = corpus.load(folder)
    codebook = read_codebook(folder) if codebook is None else codebook
    wanted = list(names) or [*KINDS, STANCE]
    # Words of approval and disapproval are of the kind stance too: cues, which no reader codes.
    kinds = codebook["kind"].where(codebook["kind"] != STANCE, "")
    known = {*codebook["code"], *kinds}
    if names and (unknown := [name for name in names if name not in known]):
        raise ValueError(
            f"codebook: no code or kind {unknown[0]!r}; there is {', '.join(sorted(known - {''}))}"
        )
    codes = codebook[kinds.isin(wanted) | codebook["code"].isin(wanted)]
    if codes.empty:
        raise ValueError(
            "codebook.csv: no code of the kind name or frame, and no code stance; add what a "
            "reader should look for"
        )
    table = sentences.split(found, roles=["body"])[["doc_id", "sentence_id", "text"]]
    texts = table.groupby("doc_id", sort=False)["text"]
    around = {"before": range(CONTEXT, 0, -1), "after": range(-1, -CONTEXT - 1, -1)}
    for side, steps in around.items():
        parts = [texts.shift(step).fillna("") for step in steps]
        joined = [" ".join(filter(None, row)) for row in zip(*parts, strict=True)]
        cut = slice(-LONGEST_CONTEXT, None) if side == "before" else slice(LONGEST_CONTEXT)
        table[side] = [text[cut] for text in joined]
    asked = json.dumps(codes[["code", "definition"]].to_numpy().tolist())
    table["custom_id"] = [
        hashlib.sha256(json.dumps([*row, asked]).encode()).hexdigest()[:20]
        for row in table[["doc_id", "sentence_id", "text"]].astype(str).to_numpy().tolist()
    ]
    return Task(found, codes, table.reset_index(drop=True))


def write_requests(
    folder: str | Path, out: str | Path, model: str = "", examples: bool = False, seed: int = 1
) -> Task:
    """Write one request a sentence, in an order drawn by `seed`; return what was asked.

    Each line: custom_id, method, url, body (model, messages), as batch interfaces take them. A
    request has the codebook's definitions, without patterns; their inclusions, exclusions and
    examples, which may hold wordings of these very texts, only with `examples`. Raises
    ``FileExistsError`` where `out` exists, since it may be a user's.
    """
    out = Path(out)
    if out.exists():
        raise FileExistsError(f"{out}: exists already; name another file")
    task = find_task(folder)
    instructions = instruct(task.codes, examples)
    order = np.random.default_rng(seed).permutation(len(task.sentences))
    with open(out, "x", encoding="utf-8", newline="\n") as file:
        for row in task.sentences.iloc[order].itertuples():
            parts = {"Context before": row.before, "Sentence": row.text}
            parts["Context after"] = row.after
            question = "\n\n".join(f"{name}:\n{text}" for name, text in parts.items() if text)
            messages = [{"role": "system", "content": instructions}]
            messages.append({"role": "user", "content": question})
            body = {"model": model, "messages": messages}
            request = {"custom_id": row.custom_id, "method": "POST"}
            request |= {"url": "/v1/chat/completions", "body": body}
            file.write(json.dumps(request, ensure_ascii=False) + "\n")
    return task


def instruct(codes: pd.DataFrame, examples: bool = False) -> str:
    """The instructions in every request: codes with definitions, and the form of an answer."""
    lines = [
        "You code one sentence of a commentary. Judge the sentence marked as such, in the voice of "
        "its author: what is quoted or only reported is not the author's, and what is named to be "
        "denied is not claimed. The sentences around it are context and are not coded.",
        "Codes:",
    ]
    for row in codes.itertuples():
        lines.append(f"- {row.code}: {row.definition}")
        if examples:
            told = {"includes": row.include, "excludes": row.exclude, "example": row.example}
            lines += [f"  {name}: {text}" for name, text in told.items() if text]
    form: dict[str, object] = {}
    if STANCE in set(codes["code"]):
        form[STANCE] = " | ".join(STANCES)
    if (codes["code"] != STANCE).any():
        form["codes"] = ["every code that is there, by its name; [] where none is"]
    lines.append("Answer with one JSON object of this form and nothing else:")
    lines.append(json.dumps(form))
    return "\n".join(lines)


def describe_sending(task: Task) -> str:
    """What would leave the machine if the user sent the requests, and whose it is."""
    documents = task.corpus.documents
    n = task.sentences.groupby("doc_id", sort=False).size()
    lines = [
        f"{len(task.sentences):,} requests. Nothing was sent. Whoever sends the file gives away, "
        f"sentence by sentence with {CONTEXT} before and after, the body of:"
    ]
    for row in documents[documents["doc_id"].isin(list(n.index))].itertuples():
        whose = ", ".join(filter(None, (row.author, row.outlet))) or "author and outlet not stated"
        lines.append(f"  {row.doc_id} ({whose}): {counted(n[row.doc_id], 'sentence')}")
    lines.append(
        "and the definitions of the codebook. The rights in a text are its author's and "
        "publisher's: look whether they, and the terms of the service, allow it. The file names no "
        "outlet, author or title; a text may do so itself."
    )
    return "\n".join(lines)
