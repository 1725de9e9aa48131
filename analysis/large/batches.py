"""A corpus of any size, read in batches: a table on disk, or a corpus folder.

A table is a Parquet, CSV or JSON Lines file (the latter two also as ``.gz``), or a folder of
Parquet files, with one row a document. It is never held whole. Every column is read as text, as a
corpus folder's ``commentaries.csv`` is, so that no type depends on what a batch happens to hold.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import corpus as corpora
from analysis._tables import KINDS, read_pieces
from analysis.corpus import read_documents

if TYPE_CHECKING:
    import pyarrow as pa

# A batch ends at this many characters even if it has fewer documents than asked for, and no
# document may have more than the second number: the largest batch is what memory is bounded by.
CHARACTERS = 4 * 2**20
LARGEST_DOCUMENT = 8 * 2**20


class Input(NamedTuple):
    """Where a corpus comes from: `kind` is folder, parquet, csv or jsonl; `text` its column."""

    path: Path
    kind: str
    files: list[Path]
    text: str


class Plan(NamedTuple):
    """What reading the input once has shown, before anything is scored."""

    columns: list[str]  # of the documents, without the text
    bounds: list[int]  # part k holds the documents bounds[k] up to bounds[k + 1]
    without_text: int  # documents that hold no text
    sha256: str  # of all that was read


def find_input(path: str | Path, text: str = "text") -> Input:
    """Say what kind of corpus is at `path`; ``ValueError`` where it is none that can be read."""
    path = Path(path)
    if path.is_dir():
        if (path / "commentaries.csv").exists() or (path / "raw").is_dir():
            return Input(path, "folder", [], text)
        files = sorted(path.glob("*.parquet"))
        if not files:
            raise ValueError(f"{path}: neither raw/*.txt nor *.parquet in it; give a corpus folder")
        return Input(path, "parquet", files, text)
    suffix = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    if suffix.lower() not in KINDS:
        known = ", ".join(KINDS)
        raise ValueError(f"{path.name}: not a kind of table that is read here; use one of {known}")
    if not path.is_file():
        raise ValueError(f"{path}: no such file; give a table, or a corpus folder")
    return Input(path, KINDS[suffix.lower()], [path], text)


def plan_parts(
    given: Input, batch: int, progress: Callable[[int], object] = lambda read: None
) -> Plan:
    """Read the input once: its columns, its parts, and every reason not to begin.

    A part has `batch` documents, or fewer where they have more than 4 Mi characters together.
    Raises ``ValueError``: no column of that name, a file that cannot be read, a document of more
    than 8 Mi characters, a doc_id that is missing or occurs twice. `progress` is called with the
    number of documents of each piece read. Takes 8 bytes of memory a document.
    """
    pieces = _folder_sizes(given) if given.kind == "folder" else _table_sizes(given)
    columns: dict[str, None] = {}
    bounds, part, characters, row, blank = [0], 0, 0, 0, 0
    hashes = [np.empty(0, np.uint64)]
    for names, ids, sizes, n_blank in pieces:
        columns |= dict.fromkeys(names)
        hashes.append(pd.util.hash_array(ids.to_numpy(object), categorize=False))
        blank += n_blank
        if (ids == "").any():
            first = row + int((ids == "").to_numpy().argmax()) + 1
            raise ValueError(f"{given.path.name}: no doc_id in row {first}; give each row an id")
        wrong = corpora.wrong_ids(ids.drop_duplicates(), given.path.name)
        if wrong and given.kind != "folder":
            raise ValueError(wrong[0])
        for doc_id, size in zip(ids, sizes, strict=True):
            if size > LARGEST_DOCUMENT:
                raise ValueError(
                    f"{given.path.name}: document {doc_id!r} has {size:,} characters, more than "
                    f"{LARGEST_DOCUMENT:,}; split it"
                )
            if part == batch or (part and characters + size > CHARACTERS):
                bounds.append(row)
                part = characters = 0
            part, characters, row = part + 1, characters + size, row + 1
        progress(len(ids))
    if not row:
        raise ValueError(f"{given.path.name}: no row; give a table with one row a document")
    if given.kind == "folder":
        for first, last in pairwise([*bounds, row]):
            corpora.load(given.path, only=ids.iloc[first:last])
    else:
        _refuse_doubles(given, np.concatenate(hashes))
    return Plan(list(columns), [*bounds, row], blank, fingerprint(given))


def fingerprint(given: Input) -> str:
    """sha256 of the bytes of a table, or of all files of a corpus folder with their names."""
    if given.kind == "folder":
        documents, _ = read_documents(given.path)
        names = ["commentaries.csv", "passages.csv", *documents["file"]]
    else:
        names = [file.name for file in given.files]
    whole = hashlib.sha256()
    folder = given.path if given.path.is_dir() else given.path.parent
    for name in names:
        if (folder / name).is_file():
            with open(folder / name, "rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
        whole.update(name.encode() if len(names) > 1 else b"")
    return whole.hexdigest()


def read_batches(
    given: Input, columns: list[str], bounds: list[int], skip: Collection[int] = ()
) -> Iterator[tuple[int, "pa.Table | corpora.Corpus"]]:
    """Yield the number of each part that is not in `skip`, and its documents.

    Documents are a ``pyarrow.Table`` of text (doc_id, the other `columns`, and the text as the last
    column), or for a folder a `corpus.Corpus`.
    """
    numbers = range(len(bounds) - 1)
    if given.kind == "folder":
        ids = read_documents(given.path)[0]["doc_id"]
        for part in numbers:
            if part not in skip:
                yield part, corpora.load(given.path, only=ids[bounds[part] : bounds[part + 1]])
        return
    import pyarrow as pa

    held, row, part = [], 0, 0
    for table in read_pieces(given.files, given.kind, given.text):
        held.append(_arrange(table, columns))
        row += len(table)
        while part in numbers and row >= bounds[part + 1]:
            whole = pa.concat_tables(held)
            size = bounds[part + 1] - (row - len(whole))
            if part not in skip:
                yield part, whole.slice(0, size)
            held, part = [whole.slice(size)], part + 1
    if part in numbers:
        raise ValueError(f"{given.path.name}: became shorter while it was read; start again")


def _arrange(table: "pa.Table", columns: list[str]) -> "pa.Table":
    """Bring a piece to the columns of the plan; JSON lines may lack some."""
    import pyarrow as pa

    empty = pa.array([""] * len(table), pa.string())
    found = [table[name] if name in table.column_names else empty for name in columns]
    return pa.table([*found, table[table.column_names[-1]]], [*columns, table.column_names[-1]])


def _table_sizes(given: Input) -> Iterator[tuple]:
    """Of each piece: the columns but the text, ids, characters of the texts, how many are blank."""
    import pyarrow.compute as pc

    for table in read_pieces(given.files, given.kind, given.text):
        text = table[table.column_names[-1]]
        sizes = pc.utf8_length(text)
        blank = pc.sum(pc.or_(pc.utf8_is_space(text), pc.equal(sizes, 0))).as_py() or 0
        ids = pd.Series(table["doc_id"].to_numpy(), dtype=object)
        yield table.column_names[:-1], ids, sizes.to_pylist(), blank


def _folder_sizes(given: Input) -> Iterator[tuple]:
    """Sizes in bytes: near enough for parts, and known without reading the files."""
    listed, problems = read_documents(given.path)
    if problems:
        raise corpora.CorpusError(problems)
    files = [given.path / file for file in listed["file"]]
    sizes = [file.stat().st_size if file.is_file() else 0 for file in files]
    yield list(listed.columns), listed["doc_id"], sizes, 0


def _refuse_doubles(given: Input, hashes: np.ndarray) -> None:
    """Equal ids have equal hashes; whether equal hashes are equal ids, a second look decides."""
    hashes.sort()
    twice = hashes[1:][hashes[1:] == hashes[:-1]]
    if not len(twice):
        return
    seen: set[str] = set()
    row = 0
    for _, ids, _, _ in _table_sizes(given):
        of_interest = np.isin(pd.util.hash_array(ids.to_numpy(object), categorize=False), twice)
        for place in np.flatnonzero(of_interest):
            doc_id = ids.iloc[place]
            if doc_id in seen:
                raise ValueError(
                    f"{given.path.name}: doc_id {doc_id!r} of row {row + place + 1} stands in an "
                    "earlier row too; give each document its own id"
                )
            seen.add(doc_id)
        row += len(ids)
