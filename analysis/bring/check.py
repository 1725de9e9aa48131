"""Read a corpus folder as the study would and say everything that is wrong with it at once.

An error keeps the study from running; a warning is something to look at first, because a number
would then mean something else than it seems to.
"""

import os
import re
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import pandas as pd

from analysis import agreement, corpus
from analysis._files import printable, split_problem
from analysis._shown import counted
from analysis.bring.lines import left_behind
from analysis.bring.shared import Reading
from analysis.bring.similar import say_near
from analysis.bring.transcript import find_speakers
from analysis.codebook import patterns
from analysis.codebook.codes import find_codebook, inspect_codebook
from analysis.codebook.codings import code_hash, text_hash
from analysis.corpus import ROLES, Corpus, CorpusError, read_documents
from analysis.language import ENGLISH_ALONE, find_foreign
from analysis.sentences import DEFAULT_ROLES, split
from analysis.tokens import content, tokenize
from analysis.words import cut, fold

COLUMNS = ("level", "where", "found", "do")
DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
LONGEST_TITLE = 16  # words
FEWEST_SENTENCES = 5


class Examination(NamedTuple):
    """The contents of a corpus folder, and its problems.

    problems, one row a problem, errors first, then in file order: level (``error``: the study
    cannot run; ``warning``: it can, but look), where (the document, or the file and its line),
    found, do. summary, one row a document that could be read, in its order: doc_id, label, outlet,
    author, date; n_sentences and n_words (in lines of the roles body and quotation, those that are
    compared); then ``words_<role>`` for each of the nine roles.
    """

    problems: pd.DataFrame
    summary: pd.DataFrame


def examine(folder: str | Path) -> Examination:
    """Read a corpus folder and say what it holds and what is wrong with it.

    No row in ``problems`` means that nothing was found wrong; whether a line has the *right* role,
    or a date is true, no program can tell.
    """
    folder = Path(folder)
    found, told = corpus.inspect(folder)
    rows = [("error", *split_problem(problem)) for problem in told]
    if found is None:
        held = pd.DataFrame(columns=["doc_id", "label", "outlet", "author", "date"])
        rows += _codebook(folder, None)
    else:
        sentences = split(found, roles=ROLES)
        words = tokenize(sentences).merge(
            sentences[["doc_id", "sentence_id", "role"]], on=["doc_id", "sentence_id"]
        )
        held = _held(found, sentences, words)
        rows += _about_texts(found, held, find_foreign(sentences))
        compared = words.loc[words["role"].isin(DEFAULT_ROLES), ["term"]].drop_duplicates()
        if len(compared) and content(compared).empty:  # a text without any word is told as such
            what = "all words compared are stop words, such as “the” and “of”"
            rows.append(("error", "raw", what, "add a text with other words"))
        rows += _about_table(folder, found) + _codebook(folder, sentences)
        rows += [("warning", *split_problem(notice)) for notice in found.notices]
        path = find_codebook(folder)
        codebook, wrong = inspect_codebook(path) if os.path.lexists(path) else (None, [])
        rows += _codings(found.codings, sentences, None if wrong else codebook)
    rows = [(level, *map(printable, told)) for level, *told in rows]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=str)
    return Examination(table.sort_values("level", kind="stable", ignore_index=True), held)


def refuse(folder: str | Path) -> None:
    """Raise `CorpusError` with all errors of a folder, as ``check`` tells them, if it has any."""
    problems, _ = examine(folder)
    told = [f"{p.where}: {p.found}" + f"; {p.do}" * bool(p.do)
            for p in problems[problems["level"] == "error"].itertuples()]  # fmt: skip
    if told:
        raise CorpusError(told)


def _held(found: Corpus, sentences: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    held = found.documents[["doc_id", "label", "outlet", "author", "date"]].copy()
    compared = sentences[sentences["role"].isin(DEFAULT_ROLES)]
    by_role = pd.crosstab(words["doc_id"], words["role"]).reindex(
        index=held["doc_id"], columns=list(ROLES), fill_value=0
    )
    n_sentences = compared.groupby("doc_id").size()
    held["n_sentences"] = n_sentences.reindex(held["doc_id"], fill_value=0).to_numpy(dtype=int)
    held["n_words"] = by_role[list(DEFAULT_ROLES)].sum(axis=1).to_numpy(dtype=int)
    for role in ROLES:
        held[f"words_{role}"] = by_role[role].to_numpy(dtype=int)
    return held


def _about_texts(found: Corpus, held: pd.DataFrame, foreign: list[str]) -> list[tuple]:
    rows = []
    body = found.passages[found.passages["role"].isin(DEFAULT_ROLES)]
    texts = dict.fromkeys(held["doc_id"], "")
    texts |= body.groupby("doc_id", sort=False)["text"].agg("\n".join).to_dict()
    titles = find_titles(body)
    for row in held.itertuples():
        if not row.n_words:
            what = "no word in a line of the role body or quotation"
            rows.append(("error", row.doc_id, what, "give its text that role in passages.csv"))
        elif row.n_sentences < FEWEST_SENTENCES:
            what = f"only {counted(row.n_sentences, 'sentence')} to compare"
            rows.append(("warning", row.doc_id, what, "expect wide intervals, or leave it out"))
        if row.doc_id in foreign:
            what = "hardly a word of English"
            rows.append(("warning", row.doc_id, what, ENGLISH_ALONE))
        line = titles.get(row.doc_id)
        if line is not None:
            what = f"line {line} reads like a title, and is compared as body"
            do = f"if it is one, add {row.doc_id},{line},{line},headline,title to passages.csv"
            rows.append(("warning", row.doc_id, what, do))
        if CONTROL.search(found.raw[row.doc_id]):
            what = "control or replacement characters in the text"
            rows.append(("warning", row.doc_id, what, "look at it; it may be wrongly converted"))
        rows += _as_programs_leave_it(row.doc_id, texts[row.doc_id])
        if row.date and not DATE.fullmatch(row.date):
            what = f"date {row.date!r} is not of the form 2019-03-01, 2019-03 or 2019"
            rows.append(("warning", row.doc_id, what, "write it so, or leave the cell empty"))
    for doc_id, said in say_near(texts).items():
        rows.append(("warning", doc_id, said, "keep one, or say why both"))
    return rows


def _as_programs_leave_it(doc_id: str, text: str) -> list[tuple]:
    """Problems that ``new`` would have mended: remains of programs, broken words, turns."""
    rows = []
    remains = left_behind(text)
    if remains:
        what = f"holds {', '.join(remains[:4])}, which are counted as words"
        do = "make the folder with python -m analysis new, which writes them out"
        rows.append(("warning", doc_id, what, do))
    broken = re.findall(r"(?<![-\w])[^\W\d_]{2,}-\r?\n[a-z]\w*", text)
    if broken:
        shown = re.sub(r"\s+", " ", broken[0])
        what = f"breaks {counted(len(broken), 'word')} at a line end ({shown!r}), counted as two"
        do = "make the folder with python -m analysis new, which joins them"
        rows.append(("warning", doc_id, what, do))
    speakers = find_speakers(Reading(text, "", ""))
    if speakers:
        what = f"a transcript of {len(speakers)} speakers, all read as the author"
        do = "make the folder with python -m analysis new and --speaker"
        rows.append(("warning", doc_id, what, do))
    return rows


def find_titles(body: pd.DataFrame) -> dict[str, int]:
    """The line of each text's first passage that is short and ends without a mark, if it is so."""
    several = body.groupby("doc_id")["text"].transform("size") > 1
    first = body[several & ~body.duplicated("doc_id")]
    words = first["text"].str.split().str.len()
    open_end = ~first["text"].str.contains(r"[.!?…:;,\"”’')]\s*$")
    found = first[open_end & (words <= LONGEST_TITLE)]
    return dict(zip(found["doc_id"], found["first_line"], strict=True))


def _about_table(folder: Path, found: Corpus) -> list[tuple]:
    """Names that another computer could confuse, and files that the table leaves out."""
    rows = []
    for column in ("doc_id", "file"):
        folded = found.documents[column].str.casefold()
        for value in found.documents.loc[folded.duplicated(), column]:
            what = f"{column} {value!r} stands twice, or differs only in capitals"
            rows.append(("warning", "commentaries.csv", what, "give each text its own name"))
    listed = os.path.lexists(folder / "commentaries.csv")
    everything = {normalize("NFC", file) for file in read_documents(folder)[0]["file"]}
    texts = set(corpus.text_files(folder))
    for path in sorted((folder / "raw").glob("*")):
        where = f"raw/{path.name}"
        if normalize("NFC", where) in everything:
            continue
        if path in texts:
            if listed:
                what = "not listed in commentaries.csv, so it is not compared"
                rows.append(("warning", where, what, "add a row for it, or take it away"))
        elif path.name.startswith("."):
            what = "a hidden file, left out"
            rows.append(("warning", where, what, "take it away, or name it without the dot"))
        elif path.is_file():
            what = "no .txt file, left out"
            rows.append(("warning", where, what, "make a text of it with python -m analysis new"))
    return rows


def _codebook(folder: Path, sentences: pd.DataFrame | None) -> list[tuple]:
    path = find_codebook(folder)
    if not os.path.lexists(path):
        return []
    table, problems = inspect_codebook(path)
    rows: list[tuple] = [("error", *split_problem(problem)) for problem in problems]
    if rows or sentences is None:
        return rows
    where = patterns.index_texts(sentences["text"][sentences["role"].isin(DEFAULT_ROLES)])
    numbers = patterns.row_numbers(table)
    for row, code, cell in zip(numbers, table["code"], table["pattern"], strict=True):
        # A text may lack some wordings of a dictionary; only a code that finds nothing is reported.
        parsed = [patterns.parse(text) for text in patterns.split_cell(cell)]
        if parsed and not patterns.find_matches(parsed, where):
            first = f"pattern {parsed[0].text[:60]!r}"
            which = first if len(parsed) == 1 else f"none of {len(parsed)} patterns ({first}, …)"
            what = f"row {row} ({code}): {which} matches" + " nothing" * (len(parsed) == 1)
            do = "look at the spelling; keep it if that is a finding"
            rows.append(("warning", path.name, what, do))
    return rows


def _codings(
    codings: pd.DataFrame, sentences: pd.DataFrame, codebook: pd.DataFrame | None
) -> list[tuple]:
    """Codings of no sentence, of another sentence or codebook; and sentences left out.

    `sentences` must have all roles. Problems that `corpus` finds are not repeated.
    """
    if codings.empty:
        return []
    last = sentences.groupby("doc_id")["sentence_id"].max()
    texts = sentences.set_index(["doc_id", "sentence_id"])["text"]
    rows: list[tuple] = []
    for row in codings.itertuples():
        where = f"{row.read_from} ({row.coder}, {row.doc_id})"
        begins, hashed = getattr(row, "starts", ""), getattr(row, "text_hash", "")
        if row.doc_id not in last:
            continue
        text = texts.get((row.doc_id, row.sentence_id))
        if text is None:
            what = f"no sentence {row.sentence_id}; the text has 1 to {last[row.doc_id]}"
            rows.append(("error", where, what, "code it anew, the text may have changed"))
        elif not _folded(text).startswith(_folded(begins)):
            what = f"sentence {row.sentence_id} does not begin with {begins[:40]!r}"
            rows.append(("error", where, what, "number the coding anew, or mend its starts"))
        elif hashed and hashed != text_hash(text):
            what = f"sentence {row.sentence_id} is not the one that was read in the form"
            rows.append(("error", where, what, "code it anew, the text has changed since"))
    return rows + _other_wordings(codings, codebook) + _left_out(codings, sentences)


def _other_wordings(codings: pd.DataFrame, codebook: pd.DataFrame | None) -> list[tuple]:
    """Codes that a coder read in a form with another definition than the codebook has now."""
    if codebook is None or "code_hash" not in codings:
        return []
    now = {row.code: {code_hash(row), code_hash(row, True)} for row in codebook.itertuples()}
    given = codings[codings["code_hash"].ne("") & codings["code"].isin(list(now))]
    other = [hashed not in now[code]
             for code, hashed in zip(given["code"], given["code_hash"], strict=True)]  # fmt: skip
    rows = []
    for (coder, code), some in given[other].groupby(["coder", "code"], sort=False):
        where = f"{some['read_from'].iloc[0].rpartition(' line ')[0]} ({coder})"
        what = f"{code} was read under another definition ({counted(len(some), 'row')})"
        rows.append(("warning", where, what, "compare the two; code anew where the sense differs"))
    return rows


def _left_out(codings: pd.DataFrame, sentences: pd.DataFrame) -> list[tuple]:
    """Sentences that a coder left out in a text begun, in the roles coded at all."""
    read = agreement.read_by(codings, sentences)[["coder", "doc_id", "sentence_id"]]
    read = read.drop_duplicates()
    others = read[["doc_id", "sentence_id"]].drop_duplicates()
    rows = []
    first = codings.drop_duplicates("coder").set_index("coder")["read_from"]
    for (coder, doc_id), own in read.groupby(["coder", "doc_id"], sort=False):
        every = others.loc[others["doc_id"] == doc_id, "sentence_id"]
        left = sorted(set(every) - set(own["sentence_id"]))
        if left:
            numbers = ", ".join(map(str, left[:8])) + ", …" * (len(left) > 8)
            what = f"{len(left)} of {len(every)} sentences of {doc_id} not read ({numbers})"
            where = f"{first[coder].rpartition(' line ')[0]} ({coder})"
            rows.append(("warning", where, what, "nothing, or read them: they count as unread"))
    return rows


def _folded(text: str) -> str:
    return " ".join(fold(word) for word in cut(text))
