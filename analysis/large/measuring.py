"""One part of a large corpus: its documents measured, and its tables written so that each is whole.

What is computed is computed by the same verbs as for three texts; this module only gives the tables
a form on disk. A part is done when its record stands in ``parts/``: the record is written last, and
every file is moved into place in one step, so an interruption leaves a part done or not begun.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis import corpus as corpora
from analysis import frames, language, sentences, sentiment, tokens
from analysis._output import OURS, is_as_made, write_file
from analysis.large import merging

if TYPE_CHECKING:
    import pyarrow as pa

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
MENTION = ["doc_id", "sentence_id", "code", "kind", "start", "end", "text", "voice", "negated"]


# Counts of parts wait here to be added up; the name is one that no user gives.
RUNS = f"{OURS}-runs"


class Job(NamedTuple):
    """What is to be made of every part, and where."""

    out: Path
    by: str
    ngrams: int
    codebook: pd.DataFrame | None
    software: Mapping[str, str]


def table_columns(job: Job, documents: list[str] | None = None) -> dict[str, list[str]]:
    """Tables of a part and their columns; those of `documents` are the corpus's own."""
    group = [] if job.by == "doc_id" else [job.by]
    found = {
        "documents": [*(documents or []), "n_characters"],
        "document_scores": ["doc_id", *group, "n_sentences", "n_words", "n_hits", *MEANS],
        "sentence_scores": [*SENTENCE, *sentiment.SCORES],
    }
    for length in range(1, job.ngrams + 1):
        found[f"counts-{length}"] = [job.by, "term", "n", "n_sentences"]
    if job.codebook is not None:
        found["mentions"] = [*MENTION, "compared", "cue"]
    return found


def make_part(number: int, batch: object, job: Job) -> dict:
    """Measure a batch of `batches.read_batches`; write its files, then its record; return that."""
    if (found := software()) != job.software:
        raise ValueError(f"a worker has {found}, not {dict(job.software)}; give all the same")
    corpus, documents = _corpus(batch)
    groups = documents.set_index("doc_id")[job.by] if job.by != "doc_id" else None
    if groups is None:
        groups = documents["doc_id"].set_axis(documents["doc_id"])
    found = {"documents": documents.assign(n_characters=corpus.documents["n_characters"])}
    if len(corpus.passages):
        found |= measure(corpus, groups, job)
    else:
        found["document_scores"] = documents[["doc_id"]].assign(
            **{job.by: groups.to_numpy()}, n_sentences=0, n_words=0, n_hits=0
        )
    written = {}
    for name, wanted in table_columns(job, list(documents.columns)).items():
        table = found.get(name, pd.DataFrame(columns=wanted))
        written |= _write(name, table.reindex(columns=wanted), number, job)
    record = {"part": number, "documents": len(documents), "files": written}
    text = json.dumps(record, indent=1) + "\n"
    write_file(job.out / record_file(number), lambda path: path.write_text(text))
    return record


def measure(corpus: corpora.Corpus, groups: pd.Series, job: Job) -> dict[str, pd.DataFrame]:
    """The tables of `table_columns`, but for documents, by the verbs of the study.

    `groups` is the group of each doc_id. Scores of a document are means over its sentences, missing
    where it has none or is hardly English; ``n_words`` are its words, the base of a rate.
    """
    split = sentences.split(corpus)
    words = tokens.tokenize(split)
    scores = sentiment.score(language.in_english(split))
    if job.by != "doc_id":
        words[job.by] = words["doc_id"].map(groups)
    found = {"sentence_scores": scores}
    for length in range(1, job.ngrams + 1):
        found[f"counts-{length}"] = tokens.count_terms(words, by=job.by, ngrams=length)
    if job.codebook is not None:
        found["mentions"] = frames.code(split, job.codebook)
    found["document_scores"] = _of_documents(split, scores, words, groups, job.by)
    return found


def _of_documents(
    split: pd.DataFrame, scores: pd.DataFrame, words: pd.DataFrame, groups: pd.Series, by: str
) -> pd.DataFrame:
    size, scored = (
        table.groupby("doc_id", sort=False).size().reindex(groups.index, fill_value=0)
        for table in (split, scores)
    )
    hits = scores.groupby("doc_id", sort=False)["n_hits"].sum()
    table = pd.DataFrame(
        {
            by: groups,
            "n_sentences": size,
            "n_words": tokens.sizes(words).reindex(groups.index, fill_value=0),
            "n_hits": hits.reindex(groups.index, fill_value=0),
        }
    )
    edges = [0, *scored.cumsum()]
    for name in MEANS:
        # Sums as if without rounding: pandas' own change in the last digit with what else is there.
        values = scores[name].tolist()
        sums = [fsum(values[start:end]) for start, end in pairwise(edges)]
        table[name] = sums / scored.where(scored > 0)
    return table.assign(doc_id=groups.index)


def _corpus(batch: object) -> tuple[corpora.Corpus, pd.DataFrame]:
    if isinstance(batch, corpora.Corpus):
        return batch, batch.documents.drop(columns="n_characters")
    table = batch.to_pandas()
    documents, text = table.iloc[:, :-1], table.iloc[:, -1]
    corpus = corpora.from_table(documents[["doc_id"]].assign(text=text))
    return corpus, documents.drop(columns="n_characters", errors="ignore")


def _write(name: str, table: pd.DataFrame, number: int, job: Job) -> dict[str, dict]:
    """Write one table of a part: rows that are final as Parquet, counts of groups as a run."""
    known = TYPES if name != "documents" else {"n_characters": "int64"}
    rows = as_arrow(table, known)
    if name.startswith("counts-") and job.by != "doc_id":
        file = run_file(name, number)
        facts = write_file(job.out / file, lambda path: merging.write_run(rows, number, path))
    else:
        file = table_file(name, number)
        facts = write_file(job.out / file, lambda path: write_parquet(rows, path))
    return {file: {"rows": len(table)} | facts}


def write_parquet(rows: "pa.Table", path: Path) -> None:
    """Write a table so that a flipped bit is found when it is read."""
    import pyarrow.parquet as pq

    pq.write_table(rows, path, compression="zstd", write_page_checksum=True)


def table_file(name: str, number: int) -> str:
    """Where a file of a table stands in the folder."""
    return f"{name}/part-{number:05}.parquet"


def run_file(name: str, number: int) -> str:
    """Where the counts of a part wait to be added up."""
    return f"{RUNS}/{name}/part-{number:05}.arrow"


def record_file(number: int) -> str:
    """Where the record of a part stands."""
    return f"parts/part-{number:05}.json"


def as_arrow(table: pd.DataFrame, types: Mapping[str, str]) -> "pa.Table":
    """The table with the types that all parts share, also where a part has no row."""
    import pyarrow as pa

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
def software() -> dict[str, str]:
    """What the bytes of the output depend on beside the input: versions, and this package's code.

    Python's counts: the reference engine of tone adds up floating-point numbers otherwise from
    Python 3.12 on.
    """
    import platform

    import pyarrow

    import analysis

    code = hashlib.sha256()
    for path in sorted(Path(analysis.__file__).parent.rglob("*.py")):
        code.update(path.read_bytes())
    return {
        "analysis": f"{analysis.__version__} ({code.hexdigest()[:12]})",
        "python": ".".join(platform.python_version_tuple()[:2]),
        "pandas": pd.__version__,
        "pyarrow": pyarrow.__version__,
    }
