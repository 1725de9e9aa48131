"""A corpus folder, read as it is: documents, and the passages (lines with a role) they consist of.

The raw text never changes. A passage is a pair of offsets into the file as retrieved, and a line
that is left out of the comparison is a line with another role and a reason, never a deletion.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import arrow, characters, paragraphs
from analysis.files import printable
from analysis.folder import (
    ROLES,
    no_codings,
    read_codings,
    read_documents,
    read_ranges,
    read_text,
    with_columns,
    wrong_ids,
)

__all__ = ["OWN_FOLDER", "ROLES", "Corpus", "CorpusError", "from_table", "inspect", "load"]
OWN_FOLDER = Path(__file__).resolve().parent.parent / "data"


class CorpusError(ValueError):
    """A corpus folder that cannot be read as it is; `problems` holds every reason found."""

    def __init__(self, problems: list[str]):
        """Keep all `problems`; the message is the first, with the number of the others."""
        self.problems = [printable(problem) for problem in problems]
        more = len(self.problems) - 1
        also = f" (and {more} more: python -m analysis check lists them)" if more > 0 else ""
        super().__init__(self.problems[0] + also)


@dataclass(frozen=True)
class Corpus:
    """What `load` returns.

    documents: one row a commentary, in the order of ``commentaries.csv``, which is the order of
        every table and chart; columns doc_id, label, outlet, author, date, title, file, sha256,
        source, basis, n_characters, and any further column that the file has.
    passages: one row a paragraph, in reading order; columns doc_id, passage_id (1, 2, … in the
        document), first_line, last_line (1-based, inclusive), start, end (characters of the raw
        file, half-open), text, role, reason.
    raw: doc_id to the text as retrieved; ``raw[doc_id][start:end] == text`` for every row.
    folder: where it was read from, or None for texts that came as a table.
    codings: one row a code that a coder found in a sentence, from ``codings.csv``; columns coder,
        doc_id, sentence_id, code, value (text), and any further column; empty without the file.
    """

    documents: pd.DataFrame
    passages: pd.DataFrame
    raw: Mapping[str, str] = field(repr=False)
    folder: Path | None = None
    codings: pd.DataFrame = field(default_factory=lambda: no_codings(), repr=False)

    def __repr__(self) -> str:
        """Name the documents, which is what one wants to see of a corpus."""
        names = ", ".join(self.documents["doc_id"].head(6))
        more = "" if len(self.documents) <= 6 else ", …"
        return f"<Corpus of {len(self.documents)} documents: {names}{more}>"


def load(folder: str | Path | None = None, only: Collection[str] | None = None) -> Corpus:
    """Read a corpus folder; without an argument, the study's own ``data/``.

    The folder holds ``raw/*.txt`` (UTF-8) and, optionally, ``commentaries.csv`` (one row a
    commentary) and ``passages.csv`` (one row a run of lines that is not body). With nothing but
    ``raw/*.txt``, ids are the file names and every line is body. `only` names the documents to
    read; by default all.

    Raises `CorpusError` (a ``ValueError``) that says what was found, where, and what to do: a
    missing or changed file, a duplicate id, a range outside the file, an unknown role, text that
    is empty or not UTF-8. It cannot tell whether a line has been given the *right* role.
    """
    folder = OWN_FOLDER if folder is None else Path(folder)
    corpus, problems = inspect(folder, only)
    if problems:
        raise CorpusError(problems)
    return corpus


def from_table(table: pd.DataFrame, text: str = "text") -> Corpus:
    """Make a corpus of a table with one row a document and its text in the column `text`.

    Other columns that `Corpus.documents` names are taken over, missing ones are empty; without
    doc_id, documents are numbered from 1. Every line is body.
    """
    if text not in table.columns:
        found = ", ".join(map(str, table.columns)) or "none"
        raise ValueError(f"table: no column {text!r} with the texts (found: {found}); name it")
    documents = table.drop(columns=text).reset_index(drop=True)
    if "doc_id" not in documents:
        documents.insert(0, "doc_id", [str(number) for number in range(1, len(table) + 1)])
    documents = documents.astype({"doc_id": str})
    problems = wrong_ids(documents["doc_id"], "table")
    if problems:
        raise CorpusError(problems)
    try:
        # A column that Arrow holds has no half characters: it is UTF-8 already.
        texts = table[text].fillna("").astype(str).reset_index(drop=True)
    except UnicodeEncodeError as error:
        half = f"U+{ord(error.object[error.start]):04X}"
        raise CorpusError(
            [f"table: a text holds half a character ({half}); read it as UTF-8 again"]
        ) from error
    return _assemble(documents, texts, {}, None)


def inspect(
    folder: str | Path, only: Collection[str] | None = None
) -> tuple[Corpus | None, list[str]]:
    """Read a folder as `load` does, but return every problem found instead of raising the first.

    The corpus is None where a problem leaves nothing to work with.
    """
    folder = Path(folder)
    documents, problems = read_documents(folder)
    known = documents["doc_id"].tolist()
    if only is not None:
        documents = documents[documents["doc_id"].isin(list(only))]
    raw: dict[str, str] = {}
    for row in documents.itertuples():
        text, problem = read_text(folder, row.doc_id, row.file, row.sha256)
        if problem:
            problems.append(problem)
        else:
            raw[row.doc_id] = text
    ranges, wrong = read_ranges(folder / "passages.csv", known, raw)
    problems += wrong
    codings, wrong = read_codings(folder / "codings.csv", known)
    problems += wrong
    documents = documents[documents["doc_id"].isin(list(raw))].reset_index(drop=True)
    problems = [printable(problem) for problem in problems]
    if documents.empty or documents["doc_id"].duplicated().any():
        return None, problems or [f"{folder}: no text could be read; put UTF-8 texts into raw/"]
    texts = documents["doc_id"].map(raw)
    return replace(_assemble(documents, texts, ranges, folder), codings=codings), problems


def _assemble(
    documents: pd.DataFrame,
    texts: pd.Series,
    ranges: Mapping[str, pd.DataFrame],
    folder: Path | None,
) -> Corpus:
    documents = with_columns(documents.copy())
    documents["n_characters"] = arrow.lengths(texts)
    labels: list[tuple[int, int, int, int]] = []
    roles, reasons = ["body"], [""]
    for number, doc_id in enumerate(documents["doc_id"] if ranges else ()):
        for row in ranges.get(doc_id, pd.DataFrame()).itertuples():
            labels.append((number, row.first_line, row.last_line, len(roles)))
            roles.append(row.role)
            reasons.append(row.reason)

    def find(table: pd.DataFrame) -> pd.DataFrame:
        first = int(table["number"].iloc[0]) if len(table) else 0
        own = range(len(table))
        chosen = [(row[0] - first, *row[1:]) for row in labels if row[0] - first in own]
        buffer, begins = characters.join(table["text"])
        found = paragraphs.find(buffer, begins, chosen)
        text = characters.slices(buffer, found.start, found.end)
        found = found._asdict() | {
            "document": found.document + first,
            "start": found.start - begins[found.document],
            "end": found.end - begins[found.document],
        }
        return pd.DataFrame({**found, "text": text}, copy=False)

    numbered = pd.DataFrame({"number": range(len(texts)), "text": texts}, copy=False)
    found = arrow.in_batches(find, numbered)
    document, label = found["document"].to_numpy(), found["label"].to_numpy()
    passages = pd.DataFrame(
        {
            "doc_id": arrow.take(documents["doc_id"], document),
            "passage_id": np.arange(len(found)) - np.searchsorted(document, document) + 1,
            **{name: found[name] for name in ("first_line", "last_line", "start", "end", "text")},
            "role": arrow.lookup(roles, label),
            "reason": arrow.lookup(reasons, label),
        },
        copy=False,
    )
    raw = dict(zip(documents["doc_id"].tolist(), texts.tolist(), strict=True))
    return Corpus(documents, passages, raw, folder)
