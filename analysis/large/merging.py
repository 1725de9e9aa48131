"""Counts of all parts added up, in memory that does not grow with the corpus.

A group (an outlet, a year) has documents in many parts, so the counts of parts have to be summed.
Each part leaves a run: its counts, cut into buckets by the hash of the term. A term is in the same
bucket of every run, so buckets can be summed one after the other, and the vocabulary is never in
memory as a whole.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

BUCKETS = 64

# Rows read before they are summed, and rows that neighbouring buckets may have to share a file.
ROWS = 2**21


def write_run(counts, number: int, path: Path) -> None:
    """Write the counts of part `number` as an Arrow file of `BUCKETS` record batches.

    To the columns it adds `first`: the place, in all parts, at which the term first occurs in the
    group. It restores the order of ``tokens.count_terms``.
    """
    import pyarrow as pa

    first = pa.array(np.arange(len(counts), dtype=np.int64) + (number << 32))
    counts = counts.append_column("first", first)
    terms = counts["term"].to_pandas().to_numpy(object)
    bucket = pd.util.hash_array(terms, categorize=False) % BUCKETS
    counts = counts.take(np.argsort(bucket, kind="stable")).combine_chunks()
    edges = np.searchsorted(np.sort(bucket), np.arange(BUCKETS + 1))
    schema = counts.schema.with_metadata({"rows": " ".join(map(str, np.diff(edges)))})
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_file(str(path), schema, options=options) as file:
        for start, end in pairwise(edges):
            columns = [column.combine_chunks() for column in counts.slice(start, end - start)]
            file.write_batch(pa.record_batch(columns, schema=schema))


def add_up_runs(runs: list[Path]) -> Iterator[tuple[int, Callable]]:
    """Yield the number of each file to make, from 0, and a function that gives its table.

    Which buckets share a file is decided by the rows of the runs alone, so that it is the same
    each time. Rows of a table are in the order in which they first occur in the corpus.
    """
    rows = np.zeros(BUCKETS, dtype=np.int64)
    for run in runs:
        with _open(run) as file:
            rows += np.array(file.schema.metadata[b"rows"].split(), dtype=np.int64)
    chosen, number = [], 0
    for bucket in range(BUCKETS):
        if chosen and rows[[*chosen, bucket]].sum() > ROWS:
            yield number, _sum_of(runs, chosen)
            chosen, number = [], number + 1
        chosen.append(bucket)
    yield number, _sum_of(runs, chosen)


def _sum_of(runs: list[Path], buckets: list[int]) -> Callable:
    return lambda: _sum(runs, buckets)


def _sum(runs: list[Path], buckets: list[int]):
    import pyarrow as pa

    held, limit = [], ROWS
    for run in runs:
        with _open(run) as file:
            batches = [file.get_batch(bucket) for bucket in buckets]
        held.append(pa.Table.from_batches(batches))
        if sum(map(len, held)) > limit:
            held = [_add_up(held)]
            # Where the distinct terms alone are as many, wait until the rows have doubled.
            limit = max(ROWS, 2 * len(held[0]))
    return _add_up(held).sort_by("first")


def _add_up(tables: list):
    import pyarrow as pa

    table = pa.concat_tables(tables)
    by = table.column_names[0]
    found = table.group_by([by, "term"], use_threads=False).aggregate(
        [("n", "sum"), ("n_sentences", "sum"), ("first", "min")]
    )
    return found.rename_columns(
        {"n_sum": "n", "n_sentences_sum": "n_sentences", "first_min": "first"}
    ).select(table.column_names)


def _open(run: Path):
    import pyarrow as pa

    return pa.ipc.open_file(pa.memory_map(str(run)))
