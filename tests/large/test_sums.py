"""Counts of parts added up: the same table, however many rows are summed at once."""

from functools import partial

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scored_folder import same

from analysis import corpus, sentences, tokens
from analysis.large import results, scoring, sums


def test_counts_do_not_depend_on_how_much_is_summed_at_once(table, whole, tmp_path, monkeypatch):
    """Three hundred rows a file instead of two million: many files, the same table."""
    words = tokens.tokenize(sentences.split(corpus.from_table(table)))
    words["outlet"] = words["doc_id"].map(table.set_index("doc_id")["outlet"])
    counts = tokens.count_terms(words, by="outlet", ngrams=2)
    same(counts, results.read_table(whole, "counts-2"))
    table.to_parquet(tmp_path / "t.parquet")
    monkeypatch.setattr(sums, "ROWS", 300)
    scoring.score_corpus(tmp_path / "t.parquet", tmp_path / "out", by="outlet", batch=20)
    assert len(list((tmp_path / "out" / "counts-2").iterdir())) > 5
    same(counts, results.read_table(tmp_path / "out", "counts-2"))


def test_sums_without_room_in_memory_wait_on_disk(tmp_path, monkeypatch):
    """A quarter of a million different pairs in 48 MB: without the disk there is no sum."""
    names = [f"word{number}" for number in range(1000)]
    hashes = sums.hashes(pa.array([*names, "Daily"]))
    rows = []
    for part, first in enumerate((0, 100_000)):
        pairs = np.arange(first, first + 250_000)
        counts = pd.DataFrame(
            {"group": 0, 0: pairs // 1000, 1: pairs % 1000, "n": 2, "n_sentences": 1}
        )
        rows.append(counts)
        run = sums.run(counts, hashes[:1000], hashes[1000:], part)
        for name, table in {
            "counts-2": run,
            "words": pa.table({"hash": hashes, "text": [*names, "Daily"]}),
        }.items():
            path = tmp_path / sums.run_file(name, part)
            path.parent.mkdir(parents=True, exist_ok=True)
            sums.write_run(table, path)
    sums.write_vocabulary(tmp_path, 2)
    monkeypatch.setattr(sums, "MEMORY", "48MB")
    add_up = partial(sums.add_up, tmp_path, "outlet", 2, 2, 0, 1)
    connect = sums.connect

    def without_disk(place):
        duck = connect(place)
        duck.execute("SET max_temp_directory_size = '1KB'")
        return duck

    monkeypatch.setattr(sums, "connect", without_disk)
    with pytest.raises(duckdb.OutOfMemoryException):
        add_up()
    monkeypatch.setattr(sums, "connect", connect)
    add_up()
    found = pq.read_table(tmp_path / sums.table_file("counts-2", 0)).to_pandas()
    wanted = pd.concat(rows).groupby([0, 1], sort=False)[["n", "n_sentences"]].sum().reset_index()
    assert found["term"].tolist() == [
        f"word{a} word{b}" for a, b in zip(wanted[0], wanted[1], strict=True)
    ]
    assert found[["n", "n_sentences"]].equals(wanted[["n", "n_sentences"]])
