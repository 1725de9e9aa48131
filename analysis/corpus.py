"""A corpus folder, read as it is: documents, and the passages (lines with a role) in them.

The raw text never changes. A passage is a pair of offsets into the file as retrieved; a line that
is left out of the comparison has another role, and a reason, and is never deleted.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from analysis._files import UNPRINTABLE, printable, read_bytes, read_csv
from analysis.charts.look import fill_looks
from analysis.codebook.codings import no_coders, no_codings, read_folder
from analysis.engine import door

# A line wider than this is a paragraph typed without line breaks, not one wrapped by an editor.
WIDEST_WRAPPED_LINE = 120
# Characters that may surround a paragraph besides line ends.
BLANK = "\ufeff \t\f\v\u00a0\u3000"
ROLES = ("headline", "deck", "body", "quotation", "caption", "byline", "bio", "note", "chrome")
DOCUMENT_COLUMNS = "doc_id label outlet author date title file sha256 source basis".split()
# The keys of about.csv: the study's title and question; the event, as it follows "commentaries on";
# what the two sides are called ("for leaving"); the coder whose reading is shown where readings are
# not pooled.
ABOUT = ("title", "event", "question", "favourable", "unfavourable", "coder")
PASSAGE_COLUMNS = ("doc_id", "first_line", "last_line", "role", "reason")
TEXT_SUFFIXES = (".txt", ".text")
MOST_LINES = 500_000
LONGEST_RUN = 100_000  # characters without a blank, such as a picture written out as letters
UNFIT_FOR_ID = re.compile(rf"{UNPRINTABLE.pattern}|[/\\]")
WHOLE = re.compile(r"\s*[0-9]{1,9}\s*")
LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n)|([^\r\n]+)\Z")
WIDE_MARKS = {"UTF-32": (b"\xff\xfe\0\0", b"\0\0\xfe\xff"), "UTF-16": (b"\xff\xfe", b"\xfe\xff")}
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

    documents: one row per commentary, in the order of ``commentaries.csv``, which is the order of
        every table and chart; columns doc_id, label, outlet, author, date, title, file, sha256,
        source, basis, colour and marker (how every chart draws the text: as given, or by order),
        n_characters, and any further column that the file has.
    passages: one row per paragraph, in reading order; columns doc_id, passage_id (1, 2, … in the
        document), first_line, last_line (1-based, inclusive), start, end (characters of the raw
        file, half-open), text, role, reason.
    raw: doc_id to the text as retrieved; ``raw[doc_id][start:end] == text`` for every row.
    folder: where it was read from, or None for texts that came from a table.
    codings: one row per code that a coder found in a sentence, from ``codings.csv`` or a folder
        ``codings/``; columns coder, doc_id, sentence_id, code, value (text, missing where the cell
        is empty), any further column, and read_from (file and line); empty without such files.
    coders: one row per coder, from ``coders.csv``; columns coder, kind (person, model, dictionary,
        or '' where not said), instructions, date, note; empty without the file.
    notices: what was not read as written ("Favourable", read as "favourable").
    about: what the study is about, in the words of ``about.csv`` (see `ABOUT`); empty without it.
    """

    documents: pd.DataFrame
    passages: pd.DataFrame
    raw: Mapping[str, str] = field(repr=False)
    folder: Path | None = None
    codings: pd.DataFrame = field(default_factory=no_codings, repr=False)
    coders: pd.DataFrame = field(default_factory=no_coders, repr=False)
    notices: tuple[str, ...] = field(default=(), repr=False)
    about: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        """Name the documents, which is what one wants to see of a corpus."""
        names, n = ", ".join(self.documents["doc_id"].head(6)), len(self.documents)
        more = "" if n <= 6 else ", …"
        return f"<Corpus of {n} document{'s' * (n != 1)}: {names}{more}>"


def load(folder: str | Path | None = None, only: Collection[str] | None = None) -> Corpus:
    """Read a corpus folder as a `Corpus`; without an argument, the study's own ``data/``.

    `folder` holds ``raw/*.txt`` (UTF-8) and, optionally, ``commentaries.csv`` (one row per
    commentary) and ``passages.csv`` (one row per run of lines that is not body). With nothing but
    ``raw/*.txt``, ids are the file names and every line is body. `only` names the documents to
    read; by default all.

    Raises `CorpusError` (a ``ValueError``) that says what was found, where, and what to do: a
    missing or changed file, a duplicate id, a range outside the file, an unknown role, text that
    is empty or not UTF-8.

    Limit: it cannot tell whether a line has been given the *right* role.

    See also ``corpus.from_table``, ``sentences.split``.

    >>> c = corpus.load()
    >>> c
    <Corpus of 3 documents: axios, msnbc, koreatimes>
    >>> c.documents[["doc_id", "outlet", "n_characters"]]
           doc_id           outlet  n_characters
    0       axios            Axios          4022
    1       msnbc            MSNBC          3169
    2  koreatimes  The Korea Times          4994
    >>> c.passages["role"].value_counts().head(2).to_dict()
    {'body': 29, 'chrome': 21}
    """
    folder = OWN_FOLDER if folder is None else Path(folder)
    corpus, problems = inspect(folder, only)
    if corpus is None or problems:
        raise CorpusError(problems)
    return corpus


def from_table(table: pd.DataFrame, text: str = "text") -> Corpus:
    """Make a `Corpus` from a table that has one document a row.

    `table` has the text in the column that `text` names. Columns that `Corpus.documents` has
    (label, outlet, date, …) are kept, those it lacks are empty, and without a doc_id documents are
    numbered from 1. Every line gets the role body.

    Raises ``ValueError`` where the column is missing, an id occurs twice, or a text holds half a
    character.

    Limit: nothing tells headlines, captions or other articles from the text; leave them out first.

    See also ``corpus.load``, for a folder.

    >>> table = pd.DataFrame({"doc_id": ["a", "b"], "text": ["No deal.", "A deal, he said."]})
    >>> corpus.from_table(table).passages[["doc_id", "passage_id", "start", "end", "role"]]
      doc_id  passage_id  start  end  role
    0      a           1      0    8  body
    1      b           1      0   16  body
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
    documents, notices = _look(documents, "table")
    try:
        # A column that Arrow holds has no half characters: it is UTF-8 already.
        texts = table[text].fillna("").astype(str).reset_index(drop=True)
    except UnicodeEncodeError as error:
        half = f"U+{ord(error.object[error.start]):04X}"
        raise CorpusError(
            [f"table: a text holds half a character ({half}); read it as UTF-8 again"]
        ) from error
    return replace(_assemble(documents, texts, {}, None), notices=tuple(notices))


def inspect(
    folder: str | Path, only: Collection[str] | None = None
) -> tuple[Corpus | None, list[str]]:
    """Read a folder as `load` does, but return every problem found instead of raising the first.

    The corpus is None where a problem leaves nothing to work with.
    """
    folder = Path(folder)
    documents, problems = read_documents(folder)
    known = documents["doc_id"].tolist()
    # Before a choice is made, so that a text looks the same whichever others are read with it.
    documents, notices = _look(documents, "commentaries.csv")
    if only is not None:
        documents = documents[documents["doc_id"].isin(list(only))]
    raw: dict[str, str] = {}
    for row in documents.itertuples():
        try:
            raw[row.doc_id] = read_text(folder, row.file, row.sha256)
        except ValueError as error:
            problems.append(f"{row.doc_id}: {error}")
    ranges, wrong = read_ranges(folder / "passages.csv", known, raw)
    problems += wrong
    read = read_folder(folder, known)
    about, wrong = read_about(folder, set(read.table["coder"]))
    problems += [*read.problems, *wrong]
    documents = documents[documents["doc_id"].isin(list(raw))].reset_index(drop=True)
    problems = [printable(problem) for problem in problems]
    if documents.empty or documents["doc_id"].duplicated().any():
        return None, problems or [f"{folder}: no text could be read; put UTF-8 texts into raw/"]
    texts = documents["doc_id"].map(raw)
    found = _assemble(documents, texts, ranges, folder)
    told = (*notices, *read.notices)
    found = replace(found, codings=read.table, coders=read.coders, notices=told, about=about)
    return found, problems


def folder_of(corpus: Corpus) -> Path:
    """The folder of a corpus; ``ValueError`` for texts that came as a table and have none."""
    if corpus.folder is None:
        raise ValueError("corpus: texts from a table have no folder; save one and corpus.load it")
    return corpus.folder


def read_about(folder: Path, coders: Collection[str]) -> tuple[dict[str, str], list[str]]:
    """What ``about.csv`` says of a study, by field (see `ABOUT`); and problems."""
    path = folder / "about.csv"
    if not os.path.lexists(path):
        return {}, []
    table, problems = read_csv(path, ["field", "value"])
    for number, name in zip(table.index + 2, table["field"], strict=True):
        if name not in ABOUT:
            known = ", ".join(ABOUT)
            problems.append(f"about.csv row {number}: unknown field {name!r}; use one of {known}")
    for name in table["field"][table["field"].duplicated()].unique():
        problems.append(f"about.csv: field {name!r} stands in two rows; keep one")
    about = {row.field: row.value.strip() for row in table.itertuples() if row.value.strip()}
    if about.get("coder", "") not in {"", *coders}:
        found = ", ".join(sorted(coders)) or "none"
        problems.append(f"about.csv: coder {about['coder']!r} has no codings; found {found}")
    return about, problems


def _look(documents: pd.DataFrame, where: str) -> tuple[pd.DataFrame, list[str]]:
    documents, problems = fill_looks(documents)
    return documents, [printable(f"{where}: {problem}") for problem in problems]


def _assemble(
    documents: pd.DataFrame,
    texts: pd.Series,
    ranges: Mapping[str, pd.DataFrame],
    folder: Path | None,
) -> Corpus:
    documents = with_columns(documents.copy())
    documents["n_characters"] = texts.str.len().to_numpy(np.int64)
    passages = cut_passages(documents["doc_id"], texts, ranges)
    raw = dict(zip(documents["doc_id"].tolist(), texts.tolist(), strict=True))
    return Corpus(documents, passages, raw, folder)


def cut_passages(
    ids: pd.Series, texts: pd.Series, ranges: Mapping[str, pd.DataFrame] | None = None
) -> pd.DataFrame:
    """``Corpus.passages`` of these texts; `ranges` has by doc_id the lines that are not body."""
    # The label of a line is the number of its range in passages.csv, or 0.
    labels: list[tuple[int, int, int, int]] = []
    roles, reasons = ["body"], [""]
    ranges = ranges or {}
    for number, doc_id in enumerate(ids if ranges else ()):
        for row in ranges.get(doc_id, pd.DataFrame()).itertuples():
            labels.append((number, row.first_line, row.last_line, len(roles)))
            roles.append(row.role)
            reasons.append(row.reason)
    if door.takes_over(texts):
        found = door.cut_paragraphs(texts, labels, BLANK, WIDEST_WRAPPED_LINE)
    else:
        found = _cut_paragraphs(texts, labels)
    document, label = found["document"].to_numpy(), found["label"].to_numpy()
    return pd.DataFrame(
        {
            "doc_id": ids.take(document).reset_index(drop=True),
            "passage_id": np.arange(len(found)) - np.searchsorted(document, document) + 1,
            **{name: found[name] for name in ("first_line", "last_line", "start", "end", "text")},
            "role": pd.Series(roles, dtype="str").take(label).reset_index(drop=True),
            "reason": pd.Series(reasons, dtype="str").take(label).reset_index(drop=True),
        },
        copy=False,
    )


def _cut_paragraphs(texts: pd.Series, labels: Sequence[tuple[int, int, int, int]]) -> pd.DataFrame:
    """The plain code behind ``door.cut_paragraphs``, with the same columns."""
    rows = []
    for number, text in enumerate(texts):
        spans = line_spans(text)
        label = [0] * len(spans)
        for document, first, last, value in labels:
            if document == number:
                label[first - 1 : last] = [value] * (last - first + 1)
        lines = [text[start:end] for start, end in spans]
        for first, last in paragraphs(lines, label):
            start, end = spans[first][0], spans[last][1]
            start += len(text[start:end]) - len(text[start:end].lstrip(BLANK))
            end = start + len(text[start:end].rstrip(BLANK))
            rows.append((number, first + 1, last + 1, start, end, label[first], text[start:end]))
    columns = ["document", "first_line", "last_line", "start", "end", "label"]
    found = pd.DataFrame(rows, columns=[*columns, "text"])
    return found.astype(dict.fromkeys(columns, np.int64) | {"text": "str"})


def paragraphs(lines: Sequence[str], labels: Sequence[int]) -> list[tuple[int, int]]:
    """First and last line (from 0) of each paragraph of a text, given as lines and their labels.

    A blank line, or a change of label, ends a paragraph. Within the block of lines between those,
    a line goes on in the next one only if an editor wrapped it: the next word would not have fitted
    into the widest line of the block. In a block wider than 120 characters each line is a
    paragraph.
    """
    blocks: list[list[int]] = [[]]
    for number, line in enumerate(lines):
        if not line.strip(BLANK):
            blocks.append([])
        elif blocks[-1] and labels[blocks[-1][-1]] != labels[number]:
            blocks.append([number])
        else:
            blocks[-1].append(number)
    found: list[tuple[int, int]] = []
    for block in blocks:
        width = max((len(lines[number].rstrip()) for number in block), default=0)
        for place, number in enumerate(block):
            if place and is_wrapped(lines[block[place - 1]], lines[number], width):
                found[-1] = (found[-1][0], number)
            else:
                found.append((number, number))
    return found


def is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether `following` continues the paragraph of `line`, which was broken to fit a width.

    It does where its first word would not have fitted at the end of `line`: together they would be
    wider than `width`, the widest line around them. An indented line begins a paragraph.

    >>> corpus.is_wrapped("Kim left without", "agreement, and", width=20)
    True
    >>> corpus.is_wrapped("Kim left.", "No deal.", width=20)
    False
    """
    if width > WIDEST_WRAPPED_LINE or following[:1].isspace():
        return False
    first_word = following.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + len(first_word) > width


def read_documents(folder: Path) -> tuple[pd.DataFrame, list[str]]:
    """List the documents of a folder, as `Corpus.documents` without n_characters; and problems."""
    listed = folder / "commentaries.csv"
    nothing = pd.DataFrame(columns=list(DOCUMENT_COLUMNS), dtype=str)
    # Unlike Path.is_dir, this is False, not an error, for a name that no file system could hold.
    if folder == OWN_FOLDER and not (folder / "raw").is_dir():
        return nothing, [
            f"{folder}: the study's own texts are in a checkout of the project, not in an "
            "installed package; name a corpus folder"
        ]
    if not os.path.isdir(folder):
        return nothing, [f"{folder}: no such folder; give a folder that holds raw/*.txt"]
    if os.path.lexists(listed):
        documents, problems = read_csv(listed, ["doc_id", "file"])
        documents = documents.reset_index(drop=True)
        if not problems and documents.empty:
            problems = [f"{listed.name}: no row; list one commentary a row, or remove the file"]
    else:
        files = text_files(folder)
        # A file name may hold bytes that are no text; the id must be text.
        ids = [unicodedata.normalize("NFC", _name(path.stem)) for path in files]
        names = [f"raw/{_name(path.name)}" for path in files]
        documents = pd.DataFrame({"doc_id": ids, "file": names}, dtype=str)
        none = f"{folder}: neither commentaries.csv nor raw/*.txt; put UTF-8 texts there"
        problems = [] if files else [none]
    documents["doc_id"] = documents["doc_id"].str.strip()
    problems += wrong_ids(documents["doc_id"], listed.name)
    return with_columns(documents), problems


def text_files(folder: Path) -> list[Path]:
    """Texts in a folder's ``raw/``: .txt or .text in any capitals, and none that is hidden.

    Sorted by name, numbers by their size: text2 before text10.
    """
    found = (path for path in (folder / "raw").glob("*") if path.suffix.lower() in TEXT_SUFFIXES)
    kept = (path for path in found if not path.name.startswith("."))
    return sorted(kept, key=lambda path: (_by_number(path.stem), path.name))


def _by_number(name: str) -> list[tuple[int, str]]:
    """A key to sort names by, in which a longer number comes later; zeros in front do not count."""
    parts = re.split("0*([0-9]+)", name)
    return [(len(part) if number % 2 else 0, part) for number, part in enumerate(parts)]


def _name(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def wrong_ids(ids: pd.Series, where: str) -> list[str]:
    """Problems with the ids of a table: missing, or in more than one row."""
    problems = [
        f"{where}: doc_id {doc_id!r} stands in more than one row; give each commentary its own id"
        for doc_id in ids[ids.duplicated()].unique()
        if doc_id
    ]
    problems += [
        f"{where}: doc_id {doc_id[:40]!r} holds a control character, a slash, or over 100 "
        "letters; use a short name"
        for doc_id in ids.unique()
        if len(doc_id) > 100 or UNFIT_FOR_ID.search(doc_id)
    ]
    rows = [str(position + 1) for position in np.flatnonzero(ids == "")]
    if rows:
        problems.append(f"{where}: no doc_id in row {', '.join(rows)}; give each row an id")
    return problems


def with_columns(documents: pd.DataFrame) -> pd.DataFrame:
    """Documents with all columns, '' where nothing is known, and a label for each of its own."""
    rest = [column for column in documents.columns if column not in DOCUMENT_COLUMNS]
    lacking = [column for column in DOCUMENT_COLUMNS if column not in documents.columns]
    lacking = pd.DataFrame(dict.fromkeys(lacking, ""), index=documents.index, dtype=str)
    documents = pd.concat([documents, lacking], axis=1)[[*DOCUMENT_COLUMNS, *rest]]
    label = documents["label"].where(documents["label"] != "", documents["outlet"])
    documents["label"] = label.where(label != "", documents["doc_id"])
    # Two texts of one outlet must not share a label: charts would draw them as one.
    twice = documents["label"].duplicated(keep=False)
    if twice.any():
        apart = documents["label"] + " (" + documents["doc_id"] + ")"
        documents["label"] = documents["label"].where(~twice, apart)
    return documents


def read_text(folder: Path, file: str, sha256: str) -> str:
    """The text of a file; ``ValueError`` says what is wrong with it."""
    data, problem = read_bytes(folder, file)
    if problem:
        raise ValueError(problem)
    found = hashlib.sha256(data).hexdigest()
    if sha256 and found != sha256.lower():
        raise ValueError(
            f"{file} changed since retrieved (sha256 {found[:8]}…, "
            f"commentaries.csv {sha256[:8]}…); restore it, or update commentaries.csv"
        )
    for encoding, marks in WIDE_MARKS.items():
        if data.startswith(marks):
            raise ValueError(f"{file} is {encoding}, not UTF-8; save it as UTF-8")
    if b"\0" in data:
        raise ValueError(f"{file} holds NUL bytes, so it is no text; save it as plain text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"0x{data[error.start]:02x} at byte {error.start}"
        raise ValueError(f"{file} is not UTF-8 ({byte}); save it as UTF-8") from error
    if found := no_text(text):
        raise ValueError(f"{file} {found}, and so is no text; restore it, or leave it out")
    return text


def no_text(text: str) -> str:
    """What keeps a text from being one, whatever wrote it: that it "is empty or has no word" …."""
    if text.count("\n") + text.count("\r") > MOST_LINES:
        return f"has over {MOST_LINES:,} lines"
    if any(len(run) > LONGEST_RUN for run in text.split()):
        return f"has over {LONGEST_RUN:,} characters without a blank"
    return "" if re.search(r"[^\W_]", text) else "is empty or has no word"


def read_ranges(
    path: Path, known: list[str], raw: Mapping[str, str]
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Read passages.csv; one table of ranges a document, and what is wrong with them."""
    if not os.path.lexists(path):
        return {}, []
    ranges, problems = read_csv(path, ["doc_id", "first_line", "last_line", "role"])
    if "reason" not in ranges:
        ranges["reason"] = ""
    sizes = {doc_id: len(line_spans(text)) for doc_id, text in raw.items()}
    good = []
    for number, row in enumerate(ranges.itertuples(), start=2):
        where = f"{path.name} line {number} ({row.doc_id})"
        numbers = f"{row.first_line}–{row.last_line}"
        if row.doc_id not in known:
            names = ", ".join(known[:10]) + (", …" if len(known) > 10 else "")
            problems.append(f"{where}: no such doc_id; use one of {names}")
        elif row.role not in ROLES:
            problems.append(f"{where}: role {row.role!r} is unknown; use one of {', '.join(ROLES)}")
        elif not all(map(WHOLE.fullmatch, (row.first_line, row.last_line))):
            problems.append(f"{where}: lines {numbers} are not whole numbers; count from 1")
        elif row.doc_id not in raw:
            continue
        elif not 1 <= int(row.first_line) <= int(row.last_line) <= sizes[row.doc_id]:
            last = sizes[row.doc_id]
            problems.append(f"{where}: lines {numbers} are outside the file; it has lines 1–{last}")
        else:
            good.append(row.Index)
    ranges = ranges.loc[good].astype({"first_line": int, "last_line": int})
    ranges = ranges.sort_values(["doc_id", "first_line"], kind="stable")
    for one, two in pairwise(ranges.itertuples()):
        if one.doc_id == two.doc_id and two.first_line <= one.last_line:
            problems.append(
                f"{path.name} ({one.doc_id}): lines {one.first_line}–{one.last_line} and "
                f"{two.first_line}–{two.last_line} overlap; give each line one role"
            )
    return dict(tuple(ranges.groupby("doc_id"))), problems


def line_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each line, without its line end (LF, CR LF or CR)."""
    return [match.span(match.lastindex or 0) for match in LINE.finditer(text)]
