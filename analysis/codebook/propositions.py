"""One proposition, several wordings: each text's name, agent, cause, blame and remedy, quoted.

Rows are slots, columns texts, cells quotations with their place. They come from a person's reading
(`read_propositions`, from propositions.csv beside the codebook) or, where there is none, by rule
(`choose_quotations`); `tabulate_quotations` sets them side by side.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis.codebook.mention_rules import is_counted, voice_of_span

COLUMNS = ["doc_id", "slot", "sentence_id", "quote"]


def read_propositions(path: str | Path, sentences: pd.DataFrame) -> pd.DataFrame:
    """Quotations chosen by reading, from propositions.csv or the corpus folder that holds it.

    The file has doc_id, slot, sentence_id, quote and, optionally, note. Returns one row per
    quotation: doc_id, slot, sentence_id, quote, start, end (characters of the raw file), voice
    ("quoted" where more than half of it stands in a quoted span), note. Slots keep the file's
    order. Raises ``ValueError`` that names every quotation that its sentence does not hold.
    """
    path = Path(path)
    path = path / "propositions.csv" if path.is_dir() else path
    if not path.is_file():
        raise ValueError(f"no propositions at {path}; write one with columns {', '.join(COLUMNS)}")
    table = pd.read_csv(path, keep_default_na=False, encoding="utf-8-sig")
    need(table, COLUMNS, path.name, "a text editor")
    columns = ["doc_id", "sentence_id", "start", "text", "quotes"]
    need(sentences, columns, "sentences", "sentences.split")
    found = table.merge(sentences[columns], "left", on=columns[:2], validate="m:1")
    wrong, spans = [], []
    for number, row in enumerate(found.itertuples(), start=2):
        at = row.text.find(row.quote) if isinstance(row.text, str) and row.quote else -1
        if at < 0:
            wrong.append(
                f"{path.name} row {number}: sentence {row.sentence_id} of {row.doc_id} does not "
                f"hold {row.quote!r}; quote it letter by letter"
            )
            continue
        start = int(row.start) + at
        end = start + len(row.quote)
        spans.append((start, end, voice_of_span(start, end, row.quotes)))
    if wrong:
        raise ValueError("\n".join(wrong))
    found = pd.DataFrame(spans, columns=["start", "end", "voice"], index=table.index)
    return table[COLUMNS].join(found).assign(note=table.get("note", ""))


def choose_quotations(segments: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Quotations by rule, for a corpus in which nobody has chosen any.

    Columns: those of `read_propositions`, and code.

    `segments` are the clauses round mentions (``frames.segments``). Slots are "name", then
    "actor", then every function of the codebook's frames, in its order. For each text and slot the
    code with the most mentions that count in the author's voice (`is_counted`) is taken (of equals
    the earlier in the codebook); the quotation is the clause of its first mention, for an actor the
    mention. A slot without such a mention has no row.

    The rule finds what is said often, and that need not be what matters: read on from the place.
    """
    columns = "doc_id sentence_id code kind voice negated mention mention_start".split()
    need(segments, [*columns, "start", "end", "text"], "segments", "frames.segments")
    need(codebook, ["code", "kind"], "codebook", "frames.read_codebook")
    book = codebook.reset_index(drop=True)
    slots = book["kind"].where(book["kind"] != "frame", book.get("function", ""))
    slots = slots.where(~book["kind"].isin(["stance"]), "")
    slot, order = dict(zip(book["code"], slots, strict=True)), book["code"].tolist()
    kept = segments[is_counted(segments)]
    kept = kept.assign(slot=kept["code"].map(slot).fillna(""), order=kept["code"].map(order.index))
    kept = kept[kept["slot"] != ""]
    n = kept.groupby(["doc_id", "slot", "code"])["code"].transform("size")
    kept = kept.assign(n=n).sort_values(["n", "order", "mention_start"],
                                        ascending=[False, True, True], kind="stable")  # fmt: skip
    first = kept.drop_duplicates(["doc_id", "slot"])
    actor = first["kind"].eq("actor")
    start = first["start"].where(~actor, first["mention_start"])
    quote = first["text"].where(~actor, first["mention"])
    table = first.assign(start=start, quote=quote, end=start + quote.str.len(), note="")
    rank = {name: i for i, name in enumerate(dict.fromkeys(["name", "actor", *slots]))}
    documents = {name: i for i, name in enumerate(dict.fromkeys(segments["doc_id"]))}
    keys = (table["doc_id"].map(documents).to_numpy(), table["slot"].map(rank).to_numpy())
    return table.iloc[np.lexsort(keys)][[*COLUMNS, "start", "end", "voice", "note", "code"]]


def tabulate_quotations(table: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The quotations side by side: a row a slot, in the table's order, a column a text.

    Columns: slot and the label of each document that has quotations, in the documents' order. A
    cell holds its quotations with their places, “left with nothing” (msnbc 21), several with "; "
    between, those in another voice marked; '' where the text says nothing of it.
    """
    need(table, [*COLUMNS, "voice"], "table", "propositions.read_propositions")
    need(documents, ["doc_id", "label"], "documents", "corpus.load")
    cells = [
        f"“{' '.join(row.quote.split())}” ({row.doc_id} {row.sentence_id}"
        + (", another voice)" if row.voice == "quoted" else ")")
        for row in table.itertuples()
    ]
    cells = table.assign(cell=cells).groupby(["slot", "doc_id"], sort=False)["cell"].agg("; ".join)
    wide = pd.DataFrame({"slot": list(dict.fromkeys(table["slot"]))})
    for doc_id, label in zip(documents["doc_id"], documents["label"], strict=True):
        if doc_id in set(table["doc_id"]):
            name = label if label not in wide.columns else f"{label} ({doc_id})"
            wide[name] = [cells.get((slot, doc_id), "") for slot in wide["slot"]]
    return wide
