"""One part of a large corpus: its documents measured, and its tables written so that each is whole.

What is computed is computed by the same verbs as for three texts; this module only gives the tables
a form on disk. A part is done when its record stands in ``parts/``: the record is written last, and
every file is moved into place in one step, so an interruption leaves a part done or not begun.
"""

import ctypes
import hashlib
import json
import platform
import sys
from collections.abc import Mapping
from functools import cache, partial
from importlib.metadata import version
from itertools import chain, pairwise
from math import fsum
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import _columns, frames, language, sentences, sentiment
from analysis import corpus as corpora
from analysis._output import is_as_made, write_file
from analysis.engine import door
from analysis.large import sums
from analysis.large.sums import RUNS, run_file, table_file
from analysis.words import fold

# What a column of the documents cannot be called if it is to group counts.
RESERVED = ("term", "n", "n_sentences", "n_words", "first", "voice", "mention", "token", *(
    "sentence_id", "passage_id", "start", "end", *sentiment.SCORES))  # fmt: skip

_INTEGERS = ("passage_id", "sentence_id", "start", "end", "n_hits", "n", "n_sentences", "n_words")
_FLOATS = ("compound", "positive", "neutral", "negative", "emphasis", "raw_sum")

TYPES = {
    **dict.fromkeys([*_INTEGERS, "n_characters"], "int64"),
    **dict.fromkeys(_FLOATS, "float64"),
    **dict.fromkeys(["negated", "compared"], "bool_"),
}

SENTENCE = ["doc_id", "passage_id", "sentence_id", "start", "end", "text", "role", "voice"]
MEANS = ["compound", "positive", "neutral", "negative"]
VOICES = ["doc_id", "sentence_id", "start", "end", "text", "kind"]
MENTION = ["doc_id", "sentence_id", "code", "kind", "start", "end", "text", "voice", "negated"]


class Job(NamedTuple):
    """What is to be made of every part, and where."""

    out: Path
    by: str
    ngrams: int
    codebook: pd.DataFrame | None
    software: Mapping[str, str]


def table_columns(job: Job, documents: list[str]) -> dict[str, list[str]]:
    """Tables of a part and their columns, but for counts; `documents` are the corpus's own."""
    group = [] if job.by == "doc_id" else [job.by]
    found = {
        "documents": [*documents, "n_characters"],
        "document_scores": ["doc_id", *group, "n_sentences", "n_words", "n_hits", *MEANS],
        "sentence_scores": [*SENTENCE, *sentiment.SCORES],
        "voices": VOICES,
    }
    if job.codebook is not None:
        found["mentions"] = [*MENTION, "compared", "cue"]
    return found


def make_part(number: int, batch: object, job: Job) -> dict:
    """Measure a batch of `batches.read_batches`; write its files, then its record; return that."""
    if (here := software()) != job.software:
        raise ValueError(f"a worker has {here}, not {dict(job.software)}; give all the same")
    _keep_freed_memory()
    corpus, documents = _corpus(batch)
    if job.by not in documents:
        from analysis import grouping  # with scipy, as in `scoring`

        documents[job.by] = grouping.periods(documents["date"], job.by)
    found: dict[str, Any] = {
        "documents": documents.assign(n_characters=corpus.documents["n_characters"])
    }
    split = sentences.split(corpus)
    foreign = language.find_foreign(split)
    found["sentence_scores"] = scores = _scores(split, foreign)
    place = _places(split, documents)
    row, terms = door.cut_terms(split["text"], fold)
    found["document_scores"] = _of_documents(
        {
            "n_sentences": place,
            "n_words": place[row],
            "scored": place[~split["doc_id"].isin(foreign)] if foreign else place,
        },
        scores, documents, job.by,
    )  # fmt: skip
    found["voices"] = _voices(split)
    if job.codebook is not None:
        found["mentions"] = frames.code(split, job.codebook)
    files = {}
    for name, wanted in table_columns(job, list(documents.columns)).items():
        known = TYPES if name != "documents" else {"n_characters": "int64"}
        rows = as_arrow(found[name].reindex(columns=wanted), known)
        file = table_file(name, number)
        facts = write_file(job.out / file, partial(sums.write_parquet, rows))
        files[file] = {"rows": len(rows)} | facts
    files |= _write_counts(row, terms, place, documents[job.by], number, job)
    record: dict[str, Any] = {"part": number, "documents": len(documents), "n_words": len(row)}
    record |= {"foreign": foreign, "files": files}
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    write_file(job.out / record_file(number), lambda path: path.write_text(text, encoding="utf-8"))
    return record


def _scores(split: pd.DataFrame, foreign: list[str]) -> pd.DataFrame:
    english = split[~split["doc_id"].isin(foreign)] if foreign else split
    rated = sentiment.rate(english["text"])
    return pd.concat([english[SENTENCE].reset_index(drop=True), rated], axis=1)


def _of_documents(
    places: Mapping[str, np.ndarray], scores: pd.DataFrame, documents: pd.DataFrame, by: str
) -> pd.DataFrame:
    """Sizes of each document, and means over its sentences, missing where none has a tone.

    `places` are the numbers of the documents in which sentences, words and scores stand.
    """
    found = {by: documents[by], "doc_id": documents["doc_id"]}
    found |= {name: np.bincount(at, minlength=len(documents)) for name, at in places.items()}
    scored = found.pop("scored")
    edges = [0, *scored.cumsum()]
    found["n_hits"] = np.diff(np.append(0, scores["n_hits"].cumsum())[edges])
    for name in MEANS:
        # Sums as if without rounding: pandas' own change in the last digit with what else is there.
        values = scores[name].tolist()
        total = np.array([fsum(values[start:end]) for start, end in pairwise(edges)])
        found[name] = np.divide(total, scored, np.full(len(scored), np.nan), where=scored > 0)
    return pd.DataFrame(found)


def _places(split: pd.DataFrame, documents: pd.DataFrame) -> np.ndarray:
    """The number of each sentence's document; sentences of a document stand together."""
    heads = _columns.changes(split["doc_id"])
    found = pd.Index(documents["doc_id"]).get_indexer(split["doc_id"].iloc[heads])
    return np.repeat(found, np.diff(heads, append=len(split)))


def _voices(split: pd.DataFrame) -> pd.DataFrame:
    """One row a stretch between quotation marks, or the part of it that stands in a sentence."""
    quotes = split["quotes"].to_numpy()
    row = np.repeat(np.arange(len(quotes)), list(map(len, quotes)))
    found = pd.DataFrame(chain.from_iterable(quotes), columns=["start", "end", "kind"])
    sentence = split[["doc_id", "sentence_id", "start", "text"]].take(row).reset_index(drop=True)
    begins, ends = (found[edge] - sentence["start"] for edge in ("start", "end"))
    texts = sentence["text"].to_numpy(object)
    found["text"] = [text[a:b] for text, a, b in zip(texts, begins, ends, strict=True)]
    return pd.concat([sentence[["doc_id", "sentence_id"]], found], axis=1)


def _write_counts(
    sentence: np.ndarray,
    terms: pa.DictionaryArray,
    place: np.ndarray,
    group: pd.Series,
    number: int,
    job: Job,
) -> dict[str, dict]:
    """Write the counts of a part: of documents as Parquet, of groups as runs to be added up.

    `sentence` is the number of each word's sentence, `place` of each sentence's document, and
    `group` the group of each document.
    """
    codes, groups = pd.factorize(group)
    codes = codes[place][sentence]
    groups, written = pa.array(groups, pa.string()), {}
    summed = job.by != "doc_id"
    if summed:
        listed = pa.concat_arrays([terms.dictionary, groups.cast(pa.large_string())])
        hashes = sums.hashes(listed)
        written[run_file("words", number)] = pa.table({"hash": hashes, "text": listed})
    for length in range(1, job.ngrams + 1):
        name = f"counts-{length}"
        counts = sums.count(terms, sentence, codes, length)
        if summed:
            of_words, of_groups = np.split(hashes, [len(terms.dictionary)])
            written[run_file(name, number)] = sums.run(counts, of_words, of_groups, number)
        else:
            written[table_file(name, number)] = sums.named(counts, terms, groups, number, job.by)
    files = {}
    for file, rows in written.items():
        write = sums.write_run if summed else sums.write_parquet
        files[file] = {"rows": len(rows)} | write_file(job.out / file, partial(write, rows))
    return files


def _corpus(batch: Any) -> tuple[corpora.Corpus, pd.DataFrame]:
    """The documents of a batch with their passages, and as the input has them."""
    if isinstance(batch, corpora.Corpus):
        return batch, batch.documents.drop(columns="n_characters")
    batch = pa.ipc.open_stream(batch).read_all() if isinstance(batch, bytes) else batch
    table = batch.to_pandas()
    documents, texts = table.iloc[:, :-1], table.iloc[:, -1]
    sized = documents[["doc_id"]].assign(n_characters=texts.str.len())
    found = corpora.Corpus(sized, corpora.cut_passages(documents["doc_id"], texts), {})
    return found, documents.drop(columns="n_characters", errors="ignore")


def record_file(number: int) -> str:
    """Where the record of a part stands."""
    return f"parts/part-{number:05}.json"


def as_arrow(table: pd.DataFrame, types: Mapping[str, str]) -> pa.Table:
    """The table with the types that all parts share, also where a part has no row."""
    schema = pa.schema([(name, getattr(pa, types.get(name, "string"))()) for name in table])
    found = pa.Table.from_pandas(table, schema, preserve_index=False)
    return found.replace_schema_metadata(None)


def finished_record(number: int, out: Path, with_runs: bool = True) -> dict | None:
    """The record of a part whose files are all there as they were written; else None.

    Its runs are not asked for where counts have been added up: they are gone then.
    """
    try:
        record = json.loads((out / record_file(number)).read_bytes())
        files = [file for file in record["files"] if with_runs or not file.startswith(RUNS)]
        whole = all(is_as_made(out / file, record["files"][file]["sha256"]) for file in files)
        return record if whole and record["part"] == number else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


@cache
def _keep_freed_memory() -> None:
    """Have the C library keep what a part has freed for the next: a tenth of the time goes there.

    Linux alone has the function; its names are M_TRIM_THRESHOLD (-1) and M_MMAP_THRESHOLD (-3).
    """
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        for option in (-1, -3):
            library.mallopt(option, 2**30)


@cache
def software() -> dict[str, str]:
    """What the bytes of the output depend on beside the input: versions, and this package's code.

    Python's counts: the reference engine of tone adds up floating-point numbers otherwise from
    Python 3.12 on.
    """
    import analysis

    code = hashlib.sha256()
    for path in sorted(Path(analysis.__file__).parent.rglob("*.py")):
        code.update(path.read_bytes())
    return {
        "analysis": f"{analysis.__version__} ({code.hexdigest()[:12]})",
        "python": ".".join(platform.python_version_tuple()[:2]),
        "pandas": pd.__version__,
        "pyarrow": pa.__version__,
        "duckdb": version("duckdb"),
    }
