"""Suggestions for the tables of a folder made by hand, written beside them and never over them."""

from pathlib import Path

import pandas as pd

from analysis import corpus
from analysis._files import guard_table
from analysis.bring.check import find_titles
from analysis.bring.dates import iso_date
from analysis.bring.lines import name_notes, role_of_line
from analysis.corpus import DOCUMENT_COLUMNS, PASSAGE_COLUMNS, Corpus
from analysis.sentences import DEFAULT_ROLES


def write_suggestions(folder: str | Path) -> list[Path]:
    """Write ``commentaries.suggested.csv`` and ``passages.suggested.csv``; return their paths.

    They hold what the folder's own tables say, and where those are silent what the form of the
    texts suggests: roles of lines, and from them titles, authors and dates, each with its reason.
    Look at each before renaming a file. An earlier suggestion is kept, and the new one numbered.
    Raises ``CorpusError`` where the folder cannot be read.
    """
    folder = Path(folder)
    found = corpus.load(folder)
    ranges = suggest_roles(found)
    tables = {
        "commentaries": suggest_documents(found, ranges),
        "passages": ranges[list(PASSAGE_COLUMNS)],
    }
    return [_write(table, folder / f"{name}.suggested.csv") for name, table in tables.items()]


def suggest_roles(found: Corpus) -> pd.DataFrame:
    """Runs of lines that are not body, one row each: the columns of ``passages.csv``, and text."""
    passages = found.passages
    titles = find_titles(passages[passages["role"].isin(DEFAULT_ROLES)])
    rows = []
    for doc_id, own in passages.groupby("doc_id", sort=False):
        blocks = name_notes(list(zip(own["text"], own["role"], own["reason"], strict=True)))
        for row, (text, role, reason) in zip(own.itertuples(), blocks, strict=True):
            if role == "body" and row.first_line == titles.get(doc_id):
                role, reason = "headline", "suggested: reads like a title"
            elif role == "body" and (known := role_of_line(text)):
                role, reason = known[0], f"suggested: {known[1]}"
            elif role != row.role:
                reason = f"suggested: {reason}"
            if role != "body":
                rows.append((doc_id, row.first_line, row.last_line, role, reason, text))
    return pd.DataFrame(rows, columns=[*PASSAGE_COLUMNS, "text"])


def suggest_documents(found: Corpus, ranges: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``commentaries.csv``; empty cells filled from lines whose role tells them."""
    import hashlib

    table = found.documents.drop(columns="n_characters").copy()
    for position, row in table.iterrows():
        own = ranges[ranges["doc_id"] == row["doc_id"]]
        told = {"title": own.loc[own["role"] == "headline", "text"].tolist()}
        bylines = own.loc[own["role"] == "byline", "text"].tolist()
        told["date"] = [date for date in map(iso_date, bylines) if date]
        told["author"] = [text[3:] for text in bylines if text.lower().startswith("by ")]
        basis = [row["basis"]] if row["basis"] else []
        for column, values in told.items():
            if values and not row[column]:
                table.loc[position, column] = values[0]
                basis.append(f"{column}: suggested from a line of the text.")
        table.loc[position, "basis"] = " ".join(basis)
        if not row["sha256"]:
            data = found.raw[row["doc_id"]].encode("utf-8")
            table.loc[position, "sha256"] = hashlib.sha256(data).hexdigest()
    rest = [column for column in table.columns if column not in DOCUMENT_COLUMNS]
    return table[[*DOCUMENT_COLUMNS, *rest]]


def _write(table: pd.DataFrame, path: Path) -> Path:
    text = guard_table(table).to_csv(index=False, lineterminator="\n")
    number = 1
    while True:
        name = path if number == 1 else path.with_name(f"{path.stem}-{number}.csv")
        try:
            # Only where nothing has that name, not even a link.
            with open(name, "x", encoding="utf-8", newline="") as file:
                file.write(text)
            return name
        except FileExistsError:
            number += 1
