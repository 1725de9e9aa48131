"""A coding form: one HTML file in which a person codes blind, on any machine, without a network.

The file holds the sentences and the definitions of the codes, and nothing that was found in them:
no tone, no code, no stance, no pattern, no coder. Printed, it is a sheet to fill in by hand.
"""

import hashlib
import os
from collections.abc import Collection
from functools import cache
from pathlib import Path
from string import ascii_letters, ascii_uppercase

import numpy as np
import pandas as pd

from analysis._shown import as_json, html_head, html_templates
from analysis.codebook.codes import find_codebook
from analysis.codebook.codings import STANCE, STANCES, blind_name, code_hash, text_hash
from analysis.coding.requests import Task, find_task
from analysis.corpus import Corpus
from analysis.sentences import split

TEMPLATES = Path(__file__).with_name("templates")

# The questions of a form if the folder has no codebook.
STANCE_ALONE = {
    "code": STANCE, "kind": STANCE, "label": "", "include": "", "exclude": "",
    "definition": "What the sentence, in the voice of its author, thinks of the event that the "
    "text is about: favourable, unfavourable or neither. Judge it in its place in the argument; "
    "how friendly its words sound is another matter.",
}  # fmt: skip


def write_form(
    folder: str | Path,
    out: str | Path,
    codes: Collection[str] = (),
    shuffle: int | None = None,
    hide_outlet: bool = False,
    examples: bool = False,
) -> Task:
    """Write the coding form of a corpus folder as one HTML file; return what it asks.

    `codes`: names or kinds of the codes to look for; by default stance, names and frames, and
    without a codebook stance alone. `shuffle` is the seed of an order in which sentences of all
    texts are mixed; by default they stand in reading order. With `hide_outlet` texts are Text A,
    Text B …, and their ids are told by a hash alone. `examples` adds what codes include and
    exclude, which may be wordings of these very texts; examples are never shown.

    Answers are kept in the reader's browser and leave it only as the CSV file that the reader
    saves: columns coder, doc_id, sentence_id, code, value, starts, coder_kind, text_hash and
    code_hash, for ``codings/``. Raises ``FileExistsError`` where `out` exists.

        from analysis.coding import forms

        task = forms.write_form("my-folder", "form.html", codes=["stance"], hide_outlet=True)
        len(task.sentences)
    """
    out = Path(out)
    if out.exists():
        raise FileExistsError(f"{out}: exists already; name another file")
    alone = not os.path.lexists(find_codebook(folder))
    task = find_task(folder, codes, pd.DataFrame([STANCE_ALONE]) if alone else None)
    if len(task.codes) > len(ascii_letters) + 1:
        raise ValueError(f"{len(task.codes)} codes are too many for one form; choose with --codes")
    html = _render(task, shuffle, hide_outlet, examples)
    with open(out, "x", encoding="utf-8", newline="") as file:
        file.write(html)
    return task


def render_reading(corpus: Corpus) -> str:
    """The texts alone as one HTML file: what is compared of each, with the numbers of sentences.

    Nothing that was found in them is in the file, and it runs no script. Texts are called Text A,
    Text B …; whose they are is shown by a switch, which is off at first and holds in print.
    """
    sentences = split(corpus)
    texts = []
    for number, document in enumerate(corpus.documents.itertuples()):
        own = sentences[sentences["doc_id"] == document.doc_id]
        by = dict.fromkeys(filter(None, (document.label, document.author, document.outlet,
                                         document.date, document.title)))  # fmt: skip
        passages = [
            {"role": some["role"].iloc[0], "sentences": list(some.itertuples())}
            for _, some in own.groupby("passage_id", sort=False)
        ]
        texts.append({"name": f"Text {_letters(number)}", "by": " · ".join(by),
                      "passages": passages})  # fmt: skip
    head = html_head(f"{len(texts)} texts to read", _part("read.css"))
    return _template("read.html").render(texts=texts, head=head)


def _render(task: Task, shuffle: int | None, hide_outlet: bool, examples: bool) -> str:
    documents = task.corpus.documents
    documents = documents[documents["doc_id"].isin(task.sentences["doc_id"])]
    place = {doc_id: number for number, doc_id in enumerate(documents["doc_id"])}
    names = [f"Text {_letters(number)}" for number in range(len(documents))]
    if not hide_outlet:
        names = [
            row.label + f" ({row.outlet})" * (row.outlet not in ("", row.label))
            for row in documents.itertuples()
        ]
    ids = [blind_name(doc_id) if hide_outlet else doc_id for doc_id in place]
    sentences = [
        [place[row.doc_id], row.sentence_id, row.text, text_hash(row.text)]
        for row in task.sentences.itertuples()
    ]
    order = list(range(len(sentences)))
    if shuffle is not None:
        order = np.random.default_rng(shuffle).permutation(len(sentences)).tolist()
    codes = _codes(task.codes, examples)
    asked = [[code[name] for name in ("code", "label", "key", "hash")] for code in codes]
    data = {"names": names, "ids": ids, "sentences": sentences, "order": order, "codes": asked,
            "stance": STANCE, "sides": [*STANCES]}  # fmt: skip
    # So that answers to another form are never taken for answers to this one.
    data["id"] = hashlib.sha256(as_json(data).encode()).hexdigest()[:16]
    script = _part("form.js")
    return _template("form.html").render(
        codes=codes, has_stance=any(code["code"] == STANCE for code in codes), sides=[*STANCES],
        sheet=[(names[sentences[i][0]], *sentences[i][1:3]) for i in order],
        mixed=shuffle is not None, data=as_json(data),
        head=html_head("Coding form", _part("form.css"), script), script=script,
    )  # fmt: skip


def _codes(table: pd.DataFrame, examples: bool) -> list[dict]:
    """The codes as the form shows them: stance first, each other code with its key."""
    keys = iter(ascii_letters)
    found = []
    table = table.sort_values("code", key=lambda codes: codes != STANCE, kind="stable")
    for row in table.itertuples():
        label = row.label or row.code.removeprefix(f"{row.kind}_").replace("_", " ")
        told = {"include": row.include, "exclude": row.exclude} if examples else {}
        found.append({"code": row.code, "kind": row.kind, "label": label,
                      "definition": row.definition, **told,
                      "key": "" if row.code == STANCE else next(keys),
                      "hash": code_hash(row, examples)})  # fmt: skip
    return found


def _letters(number: int) -> str:
    """A, B, … Z, AA, AB …"""
    before, last = divmod(number, 26)
    return (_letters(before - 1) if before else "") + ascii_uppercase[last]


def _part(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _template(name: str):
    return html_templates("analysis.coding").get_template(name)
