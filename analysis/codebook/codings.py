"""Reading codings: who found which code in which sentence, compared with the codebook.

A folder has `codings.csv`, or a folder `codings/` with a file a coder, or both. People save such
files with semicolons, with a byte order mark, in Windows-1252, or from Excel. Names that differ in
white space or capitals alone are read as the same, and a notice says so. An empty value is missing.
A code that the codebook does not have is a problem, named with its file, line and coder.
"""

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis._files import (
    LARGEST_TABLE,
    excel_lines,
    find_table,
    fit_rows,
    longer_row,
    parse_csv,
    read_bytes,
    read_csv,
)

CODING = ("coder", "doc_id", "sentence_id", "code", "value")
CODER = ("coder", "kind", "instructions", "date", "note")
CODER_KINDS = ("person", "model", "dictionary")
STANCE = "stance"  # the code whose values are sides, whatever the codebook
STANCES = {"favourable": 1.0, "neither": 0.0, "unfavourable": -1.0}  # and the side of 0

# Spreadsheets and statistics programs write these for no value.
EMPTY = frozenset({"", "na", "n/a", "nan", "null", ".", "#n/a"})
# Names that tables of coders use themselves.
TAKEN = frozenset({"dictionary", "majority", "doc_id", "sentence_id", "code", "text", "coder"})
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")


class Codings(NamedTuple):
    """What `read_folder` returns.

    table: one row a coding; coder, doc_id, sentence_id, code, value (text, missing where empty),
        the columns that files have besides, and read_from ("codings.csv line 3").
    coders: one row a coder of ``coders.csv``; coder, kind (person, model, dictionary or ''),
        instructions, date, note.
    problems, notices: sentences ``where: found; do``; a row with a problem is not in the table.
    """

    table: pd.DataFrame
    coders: pd.DataFrame
    problems: list[str]
    notices: list[str]


def no_codings() -> pd.DataFrame:
    """An empty table of codings."""
    kinds = {column: int if column == "sentence_id" else str for column in CODING}
    return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in kinds.items()})


def no_coders() -> pd.DataFrame:
    """An empty table of coders."""
    return pd.DataFrame({column: pd.Series(dtype=str) for column in CODER})


def read_folder(folder: Path, known: Iterable[str]) -> Codings:
    """Codings and coders of a corpus folder; `known` are the ids of its documents."""
    coders, problems = _read_coders(folder)
    codes = _codes(folder)
    names = {_key(name): name for name in coders["coder"]}
    documents = _spellings(known)
    told: dict[tuple[str, str, str, str], list[str]] = {}
    rows: list[dict] = []
    notices: list[str] = []
    for name in _files_of(folder, notices):
        found, wrong, form = _read_file(folder, name)
        problems += wrong
        reader = _Reader(name, names, documents, codes, told)
        own = [coding for line, row in found if (coding := reader.read(line, row))]
        problems += reader.problems
        if form:
            who = ", ".join(dict.fromkeys(coding["coder"] for coding in own))
            notices.append(f"{name} ({who}): {form}; nothing to do")
        rows += own
    notices += [
        f"{where}: {what} {given!r} read as {taken!r} ({len(lines)} "
        f"row{'s' * (len(lines) > 1)}, first in line {lines[0]}); write it so, or leave it"
        for (where, what, given, taken), lines in told.items()
    ]
    if not rows:
        return Codings(no_codings(), coders, problems, notices)
    table = pd.DataFrame(rows).astype({"sentence_id": int})
    rest = [column for column in table if column not in CODING and column != "read_from"]
    table = table[[*CODING, *rest, "read_from"]]
    strings = dict.fromkeys([c for c in table if c != "sentence_id"], "str")
    table = table.astype(strings).fillna(dict.fromkeys(rest, ""))
    table = _one_file_a_coder(_once(table, problems, notices), problems, notices)
    if "coder_kind" in table:  # what `coding read` writes, since no file of the user's is changed
        own = table.drop_duplicates("coder")[["coder", "coder_kind"]]
        own = own[~own["coder"].isin(coders["coder"]) & own["coder_kind"].isin(CODER_KINDS)]
        own = own.rename(columns={"coder_kind": "kind"})
        coders = pd.concat([coders, own], ignore_index=True).fillna("").astype("str")
    return Codings(table, coders, problems, notices)


def blind_name(doc_id: str) -> str:
    """The id of a text in a form that does not say whose it is; read back as the id itself."""
    return f"text-{_hash(doc_id)[1:7]}"


def text_hash(text: str) -> str:
    """What a form keeps of a sentence's text, to tell whether it is still the same."""
    return _hash(" ".join(text.split()))


def code_hash(row, examples: bool = False) -> str:
    """What a form keeps of a code's wording: its definition, and what it includes and excludes."""
    told = [row.code, row.definition, *([row.include, row.exclude] if examples else [])]
    return _hash(json.dumps(told))


def _hash(text: str) -> str:
    # A letter first, or a spreadsheet would take one of digits for a number.
    return "h" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:11]


def say_readers(names: Iterable[str], coders: pd.DataFrame) -> str:
    """Who read, by kind: "2 people (Ann, Bo) and 1 language model (m)"; and that no person did."""
    kinds = dict(zip(coders["coder"], coders["kind"], strict=True))
    names = list(dict.fromkeys(names))
    parts = []
    for kind, one, several in (
        ("person", "person", "people"),
        ("model", "language model", "language models"),
        ("dictionary", "dictionary", "dictionaries"),
        ("", "coder of unstated kind", "coders of unstated kind"),
    ):
        own = [name for name in names if kinds.get(name, "") == kind]
        if own:
            parts.append(f"{len(own)} {one if len(own) == 1 else several} ({', '.join(own)})")
    if all(kinds.get(name, "") in ("model", "dictionary") for name in names):
        parts.append("no person")
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _once(table: pd.DataFrame, problems: list[str], notices: list[str]) -> pd.DataFrame:
    """Each coding of a file once; two with different values are a problem."""
    file = table["read_from"].str.rpartition(" line ")[0]
    key = [*CODING[:4], "in_file"]
    table = table.assign(in_file=file)
    twice = table[table.duplicated(key)]
    first = table.drop_duplicates(key).set_index(key)
    same: dict[tuple[str, str], list[str]] = {}
    for row in twice.itertuples():
        before = first.loc[(row.coder, row.doc_id, row.sentence_id, row.code, row.in_file)]
        line = before["read_from"].removeprefix(f"{row.in_file} ")
        if before["value"] == row.value or (pd.isna(before["value"]) and pd.isna(row.value)):
            same.setdefault((row.in_file, row.coder), []).append(row.read_from.rpartition(" ")[2])
        else:
            problems.append(
                f"{row.read_from} ({row.coder}, {row.doc_id}): the same coder, sentence and code "
                f"as {line}; keep one of the two"
            )
    for (name, coder), lines in same.items():
        n = f"{len(lines)} row{'s' * (len(lines) > 1)}"
        notices.append(
            f"{name} ({coder}): {n} said before with the same value, first again in line "
            f"{lines[0]}, read once; nothing to do"
        )
    return table.drop(index=twice.index)


def _one_file_a_coder(table: pd.DataFrame, problems: list[str], notices: list[str]) -> pd.DataFrame:
    """The codings of one file a coder; a problem if two files of a coder differ."""
    out = []
    for coder, own in table.groupby("coder", sort=False):
        kept: tuple[str, set] = "", set()
        for name, some in own.groupby("in_file", sort=False):
            cells = some[list(CODING[1:])].fillna("").itertuples(index=False, name=None)
            said = set(cells)
            if not kept[0]:
                kept = (name, said)
            elif said <= kept[1] or said >= kept[1]:
                more = max((name, said), kept, key=lambda each: len(each[1]))
                less = name if more is kept else kept[0]
                notices.append(
                    f"{less} ({coder}): an earlier state of {more[0]}, which is read instead; "
                    "nothing to do"
                )
                kept = more
            else:
                problems.append(
                    f"{name} ({coder}): coder {coder!r} is also in {kept[0]}, with other codings; "
                    "keep one file of a coder, or give the other reader another name"
                )
        out += own.index[own["in_file"] == kept[0]].tolist()
    return table.loc[sorted(out)].drop(columns="in_file").reset_index(drop=True)


class _Reader:
    """Reads the rows of one file against the codebook, and keeps what was wrong with them."""

    def __init__(self, name, names, documents, codes, told) -> None:
        self.name, self.names, self.told = name, names, told
        self.documents, self.codes = documents, codes
        self.blind = {blind_name(name): name for name in documents.values()}
        self.coder = ""  # of the row that is read
        self.spellings: dict[tuple[str, str], str] = {}  # of values, where no codebook has the code
        self.problems: list[str] = []

    def read(self, line: int, row: Mapping[str, str]) -> dict | None:
        """A coding as it is counted, or None where something in it is wrong."""
        before = len(self.problems)
        row = {**row, "doc_id": self.blind.get(row["doc_id"].strip(), row["doc_id"])}
        number = row["sentence_id"].strip()
        whole = re.fullmatch(r"([0-9]{1,9})(?:\.0+)?", number, re.ASCII)
        found = {
            "coder": self._coder(line, row),
            "doc_id": self._document(line, row),
            "sentence_id": int(whole[1]) if whole else 0,
            "code": self._code(line, row),
        }
        if not whole:
            self.wrong(line, row, f"sentence_id {number!r} is no whole number", "mend it")
        found["value"] = self._value(line, row, found["code"])
        if len(self.problems) > before:
            return None
        return {**row, **found, "read_from": f"{self.name} line {line}"}

    def wrong(self, line: int, row: Mapping[str, str], found: str, do: str) -> None:
        """Keep a problem with its file, line and coder."""
        who = ", ".join(cell for cell in (row["coder"].strip(), row["doc_id"].strip()) if cell)
        where = f"{self.name} line {line}" + f" ({who})" * bool(who)
        self.problems.append(f"{where}: {found}; {do}")

    def _told(self, line: int, what: str, given: str, taken: str) -> str:
        if given != taken:
            where = f"{self.name} ({self.coder})"
            self.told.setdefault((where, what, given, taken), []).append(str(line))
        return taken

    def _coder(self, line, row):
        name = _tidy(row["coder"])
        if not name:
            return self.wrong(line, row, "no coder", "fill the cell, or delete the row")
        if _key(name) in TAKEN:
            return self.wrong(line, row, f"coder {name!r} has a name that tables use themselves",
                              "give the coder another")  # fmt: skip
        self.coder = self.names.setdefault(_key(name), name)
        return self._told(line, "coder", row["coder"], self.coder)

    def _document(self, line, row):
        taken = self.documents.get(row["doc_id"]) or self.documents.get(_key(row["doc_id"]))
        if taken is None:
            known = list(dict.fromkeys(self.documents.values()))
            listed = ", ".join(known[:10]) + (", …" if len(known) > 10 else "")
            return self.wrong(line, row, f"no doc_id {row['doc_id']!r}", f"use one of {listed}")
        return self._told(line, "doc_id", row["doc_id"], taken)

    def _code(self, line, row):
        code = _tidy(row["code"])
        if not code:
            return self.wrong(line, row, "no code", "fill the cell, or delete the row")
        if self.codes is None:
            taken = STANCE if _key(code) == STANCE else code
            taken = self.spellings.setdefault(("", _key(code)), taken)
        else:
            taken = self.codes.get(code) or self.codes.get(_key(code))
            if taken is None and _key(code) == STANCE:
                taken = STANCE
            if taken is None:
                return self.wrong(line, row, f"code {row['code']!r} is not in codebook.csv",
                                  "use one of its codes, or add it there")  # fmt: skip
        return self._told(line, "code", row["code"], taken)

    def _value(self, line, row, code):
        value = _tidy(row["value"])
        if _key(value) in EMPTY:
            if value:
                self._told(line, "value", row["value"], "missing")
            return None
        if re.fullmatch(r"[0-9]+\.0+", value, re.ASCII):  # Excel's way to write a whole number
            value = value.partition(".")[0]
        if code == STANCE:
            if _key(value) not in STANCES:
                return self.wrong(line, row, f"stance {row['value']!r} is unknown",
                                  f"write {', '.join(STANCES)}, or nothing")  # fmt: skip
            value = _key(value)
        elif self.codes is not None:
            if code and value not in ("0", "1"):
                return self.wrong(line, row, f"value {row['value']!r} of {code} is unknown",
                                  "write 1 where it is there, 0 where it is not")  # fmt: skip
        else:
            value = self.spellings.setdefault((str(code), _key(value)), value)
        return self._told(line, "value", row["value"], value)


@lru_cache(10_000)
def _tidy(cell: str) -> str:
    cell = unicodedata.normalize("NFC", cell)
    return " ".join("".join(c for c in cell if unicodedata.category(c) != "Cf").split())


def _key(cell: str) -> str:
    return _tidy(cell).casefold()


def _spellings(names: Iterable[str]) -> dict[str, str]:
    """Each name by itself, and by its form without capitals if that is the form of no other."""
    names = list(names)
    folded = [_key(name) for name in names]
    apart = {key: name for key, name in zip(folded, names, strict=True) if folded.count(key) == 1}
    return apart | {name: name for name in names}


def _codes(folder: Path) -> dict[str, str] | None:
    path = find_table(folder, "codebook")
    if not os.path.lexists(path):
        return None
    table, problems = read_csv(path, ["code", "kind"])
    return None if problems else _spellings(dict.fromkeys(table["code"].str.strip()) | {STANCE: ""})


def _read_coders(folder: Path) -> tuple[pd.DataFrame, list[str]]:
    path = find_table(folder, "coders")
    if not os.path.lexists(path):
        return no_coders(), []
    table, problems = read_csv(path, ["coder", "kind"])
    for column in table:
        table[column] = table[column].map(_tidy)
    table["kind"] = table["kind"].str.casefold()
    table = table.assign(**dict.fromkeys([name for name in CODER if name not in table], ""))
    good, seen = [], {}
    for line, row in enumerate(table.itertuples(), start=2):
        where = f"coders.csv line {line}"
        if not row.coder or _key(row.coder) in TAKEN:
            problems.append(f"{where}: coder {row.coder!r} cannot be one; give the coder a name")
        elif _key(row.coder) in seen:
            problems.append(
                f"{where}: coder {row.coder!r} stands in line {seen[_key(row.coder)]} already; "
                "keep one of the two"
            )
        elif row.kind not in ("", *CODER_KINDS):
            known = ", ".join(CODER_KINDS)
            problems.append(f"{where}: kind {row.kind!r} is unknown; use one of {known}")
        else:
            good.append(row.Index)
        seen.setdefault(_key(row.coder), line)
    rest = [column for column in table if column not in CODER]
    return table.loc[good, [*CODER, *rest]].reset_index(drop=True), problems


def _files_of(folder: Path, notices: list[str]) -> Iterator[str]:
    for name in ("codings.csv", "codings.xlsx"):
        if os.path.lexists(folder / name):
            yield name
    if not os.path.isdir(folder / "codings"):
        return
    for name in sorted(os.listdir(folder / "codings")):
        if name.startswith((".", "~$")):  # what systems and open spreadsheets leave beside
            continue
        if Path(name).suffix.lower() in SUFFIXES:
            yield f"codings/{name}"
        else:
            notices.append(
                f"codings/{name}: not a table ({', '.join(SUFFIXES)}), so it is not read; "
                "save it as CSV, or take it away"
            )


def _read_file(folder: Path, name: str) -> tuple[list[tuple[int, dict[str, str]]], list[str], str]:
    """Rows of a file with their lines; problems; and what is unusual in the file's form.

    In a file of one coder without a column coder, the coder is the file's name.
    """
    data, problem = read_bytes(folder, name, LARGEST_TABLE)
    if problem:
        return [], [f"{name}: {problem}"], ""
    try:
        excel = name.lower().endswith(".xlsx")
        lines, form = (excel_lines(data), "") if excel else _csv_lines(data)
    except ValueError as error:
        return [], [f"{name}: {error}; mend the line, or remove the file"], ""
    header = [_key(cell) for cell in lines[0][1]] if lines else []
    while header and not header[-1]:
        header.pop()
    numbered = [(line, row) for line, row in lines[1:] if any(cell.strip() for cell in row)]
    own = name.startswith("codings/") and "coder" not in header
    missing = [c for c in CODING if c not in header and not (own and c == "coder")]
    if missing:
        found = f"(found: {', '.join(header) or 'nothing'})"
        return [], [f"{name}: no column {', '.join(map(repr, missing))} {found}; add it"], ""
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        return [], [f"{name}: column {twice[0]!r} stands twice; keep one of them"], ""
    if longer := longer_row(numbered, len(header)):
        return [], [f"{name}: line {longer[0]} has more cells than the header; "
                    'put a cell that holds a comma between "quotation marks"'], ""  # fmt: skip
    fitted = fit_rows(numbered, len(header))
    found = [(line, dict(zip(header, row, strict=True)))
             for (line, _), row in zip(numbered, fitted, strict=True)]  # fmt: skip
    if name.startswith("codings/") and not any(row.get("coder", "").strip() for _, row in found):
        found = [(line, row | {"coder": Path(name).stem}) for line, row in found]
    last = numbered[-1][0] if numbered else 0
    # The blank rows of a workbook are not among the lines.
    before = last - lines[0][0] if excel else sum(line <= last for line, _ in lines[1:])
    n_blank = before - len(numbered) if numbered else 0
    if n_blank:
        blank = f"{n_blank} blank row{'s' * (n_blank > 1)} left out"
        form = f"{form}, {blank}" if form else blank
    return found, [], form


def _csv_lines(data: bytes) -> tuple[list[tuple[int, list[str]]], str]:
    """Lines of a table in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs.

    Second, in words, what differs from a table in UTF-8 with commas.
    """
    encoding = "UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding, text = "UTF-16", data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            encoding, text = "Windows-1252", data.decode("cp1252", "replace")
    first, _, rest = text.partition("\n")
    said = re.fullmatch(r"sep=.\s*", first, re.IGNORECASE)  # for Excel alone; its line still counts
    delimiter = first[4] if said else max(",;\t", key=first.count)
    lines = parse_csv(rest if said else text, delimiter)
    form = [f"read as {encoding}"] * (encoding != "UTF-8")
    between = {";": "semicolons", "\t": "tabs"}.get(delimiter, delimiter)
    form += [f"cells between {between}"] * (delimiter != ",")
    return [(line + bool(said), row) for line, row in lines], ", ".join(form)
