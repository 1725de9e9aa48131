"""Counts of words and n-grams: of a part, and of all parts, which DuckDB adds up.

A group (an outlet, a month) has documents in many parts. Each part leaves for every length a run,
its counts with words as 64-bit hashes of their text, and the list of the words behind the hashes.
Rows of a run are sorted by bucket, another hash of the n-gram, so that a sum over some buckets
reads no more than these, several can be made at once on several machines, and none needs more
memory than DuckDB is given: what is more goes to disk for a while.
"""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis._output import OURS, write_file
from analysis.engine.counting import count_combinations

# Counts of parts wait here to be added up; the name is one that no user gives.
RUNS = f"{OURS}-runs"
BUCKETS = 64

# Rows of runs that go into one file; about half of them are rows of their own when summed.
ROWS = 2**22
MEMORY = "512MB"
NUMBERS = ("n", "n_sentences")
_LARGE = pa.large_string()


def count(words: pa.Array, sentence: np.ndarray, group: np.ndarray, length: int) -> pd.DataFrame:
    """Occurrences of each n-gram in each group, and sentences with one, as ``tokens.count_terms``.

    `words` is a dictionary array in reading order, `sentence` and `group` the numbers of each
    word's. Columns: group, 0, 1 … (numbers of the words), n, n_sentences; in order of occurrence.
    """
    codes = words.indices.to_numpy()
    size = max(len(codes) - length + 1, 0)
    whole = np.flatnonzero(sentence[:size] == sentence[length - 1 :])
    parts: dict[Any, np.ndarray] = {
        step: codes[step : step + size][whole] for step in range(length)
    }
    table = pd.DataFrame({"group": group[whole], **parts, "sentence": sentence[whole]}, copy=False)
    return count_combinations(table, ["group", *parts], ["sentence"], "n_sentences")


def named(
    counts: pd.DataFrame, words: pa.Array, groups: pa.Array, number: int, by: str
) -> pa.Table:
    """The counts of part `number` with the names of groups and terms in place of their numbers."""
    length = len(counts.columns) - 3
    terms = [words.dictionary.take(pa.array(counts[step].to_numpy())) for step in range(length)]
    if length > 1:
        terms = [pc.binary_join_element_wise(*terms, pa.scalar(" ", _LARGE))]
    numbers = {name: counts[name].to_numpy() for name in NUMBERS}
    group = groups.take(pa.array(counts["group"].to_numpy()))
    numbers["first"] = np.arange(len(counts)) + (number << 32)
    return pa.table({by: group, "term": terms[0].cast(pa.string()), **numbers})


def hashes(texts: pa.Array) -> np.ndarray:
    """A number for each text; `write_vocabulary` makes sure that no two share one."""
    return pd.util.hash_array(texts.to_numpy(zero_copy_only=False), categorize=False)


def run(counts: pd.DataFrame, words: np.ndarray, groups: np.ndarray, number: int) -> pa.Table:
    """The counts of part `number` as a run; `words` and `groups` are the hashes of their numbers.

    Column `first` is the place, in all parts, at which the term first occurs in the group: it
    restores the order of ``tokens.count_terms``.
    """
    found = {"g": groups[counts["group"]]}
    bucket = np.zeros(len(counts), np.uint64)
    for step in range(len(counts.columns) - 3):
        found[f"w{step}"] = words[counts[step]]
        bucket = (bucket + found[f"w{step}"]) * np.uint64(0x9E3779B97F4A7C15)
    bucket = (bucket >> np.uint64(58)).astype(np.uint8)
    order = np.argsort(bucket, kind="stable")
    found |= {"bucket": bucket} | {name: counts[name].to_numpy(np.int32) for name in NUMBERS}
    found = {name: values[order] for name, values in found.items()}
    return pa.table(found | {"first": order + (number << 32)})


def write_run(rows: pa.Table, path: Path) -> None:
    """Write a run, or the list of the words in it, in small pieces of which few are read."""
    few = [name for name in ("bucket", "g", *NUMBERS) if name in rows.column_names]
    pack = {name: "lz4" if name in (*few, "text") else "none" for name in rows.column_names}
    pq.write_table(
        rows, path, row_group_size=2**14, compression=pack, use_dictionary=few,
        write_statistics=["bucket"],
    )  # fmt: skip


def write_vocabulary(out: Path, parts: int) -> None:
    """Write the list of all words and groups and their hashes."""
    files = [str(out / run_file("words", number)) for number in range(parts)]
    query = "SELECT hash, min(text) AS text, max(text) AS other FROM read_parquet(?) GROUP BY hash"
    with connect(out / RUNS / "spilled") as duck:
        found = duck.sql(query, params=[files]).to_arrow_table()
    double = found.filter(pc.not_equal(found["text"], found["other"]))
    if len(double):
        one, two = (double[name][0].as_py() for name in ("text", "other"))
        raise RuntimeError(f"{one!r} and {two!r} have the same hash; leave one of them out")
    found = found.select(["hash", "text"]).sort_by("hash")
    write_file(out / VOCABULARY, partial(pq.write_table, found), replace=True)


VOCABULARY = f"{RUNS}/vocabulary.parquet"


def files_of_sum(rows: int) -> int:
    """Into how many files counts go that have so many rows in all runs together."""
    return min(max(1, -(-rows // ROWS)), BUCKETS)


def add_up(out: Path, by: str, length: int, parts: int, number: int, files: int) -> dict:
    """Add up file `number` of so many `files` of the counts of all parts; its name, rows and sums.

    Its rows are in the order in which they first occur in the corpus.
    """
    name = f"counts-{length}"
    runs = [str(out / run_file(name, part)) for part in range(parts)]
    keys = ", ".join(["g", *(f"w{step}" for step in range(length))])
    term = " || ' ' || ".join(f"v{step}.text" for step in range(length))
    joins = " ".join(f"JOIN words v{step} ON v{step}.hash = w{step}" for step in range(length))
    low, high = (BUCKETS * edge // files for edge in (number, number + 1))
    query = f"""
        WITH words AS MATERIALIZED (FROM read_parquet(?))
        SELECT v.text AS "{by.replace('"', '""')}", {term} AS term, n, n_sentences, first
        FROM (SELECT {keys}, sum(n)::BIGINT AS n, sum(n_sentences)::BIGINT AS n_sentences,
                     min(first) AS first
              FROM read_parquet(?) WHERE bucket >= {low} AND bucket < {high} GROUP BY ALL)
        JOIN words v ON v.hash = g {joins} ORDER BY first"""
    with connect(out / RUNS / "spilled") as duck:
        rows = duck.sql(query, params=[str(out / VOCABULARY), runs]).to_arrow_table()
    file = table_file(name, number)
    return {file: {"rows": len(rows)} | write_file(out / file, partial(write_parquet, rows))}


def connect(place: str | Path):
    """DuckDB in memory that is bounded, with a folder on disk for what is more."""
    import duckdb

    limits: dict[str, Any] = {"threads": 1, "memory_limit": MEMORY, "temp_directory": str(place)}
    limits["preserve_insertion_order"] = False  # queries say their order
    return duckdb.connect(config=limits)


def write_parquet(rows: pa.Table, path: Path) -> None:
    """Write a table so that a flipped bit is found when it is read."""
    few = [name for name in rows.column_names if name not in ("text", "term", "first")]
    pq.write_table(
        rows, path, compression="zstd", use_dictionary=few, write_page_checksum=True
    )  # fmt: skip


def table_file(name: str, number: int) -> str:
    """Where a file of a table stands in the folder."""
    return f"{name}/part-{number:05}.parquet"


def run_file(name: str, number: int) -> str:
    """Where the counts of a part wait to be added up, and its words."""
    return f"{RUNS}/{table_file(name, number)}"
