"""Every kind of input: the same rows of each, no text lost, and parts of bounded size."""

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from anything import examples
from hypothesis import given
from hypothesis import strategies as st
from scored_folder import hashes, same

from analysis.large import batches, results, scoring


@pytest.mark.slow
def test_each_kind_of_table_gives_the_same_rows(table, whole, tmp_path):
    folder, shards = tmp_path / "folder", tmp_path / "shards"
    (folder / "raw").mkdir(parents=True)
    shards.mkdir()
    some = table.iloc[:40]
    some.to_csv(tmp_path / "t.csv", index=False)
    some.to_csv(tmp_path / "t.csv.gz", index=False)
    some.to_json(tmp_path / "t.jsonl", orient="records", lines=True)
    some.to_json(tmp_path / "t.jsonl.gz", orient="records", lines=True)
    some.to_parquet(tmp_path / "t.parquet")
    some.iloc[:13].to_parquet(shards / "a.parquet")
    some.iloc[13:].to_parquet(shards / "b.parquet")
    for row in some.itertuples():
        (folder / "raw" / f"{row.doc_id}.txt").write_text(row.text)
    listed = some[["doc_id", "outlet"]].assign(file="raw/" + some["doc_id"] + ".txt")
    listed.to_csv(folder / "commentaries.csv", index=False)
    wanted = None
    for source in ("t.csv", "t.csv.gz", "t.jsonl", "t.jsonl.gz", "t.parquet", "shards", "folder"):
        out = tmp_path / f"out-{source}"
        scoring.score_corpus(tmp_path / source, out, by="outlet", batch=11)
        found = {
            name: digest for name, digest in hashes(out).items()
            if name.split("/")[0] not in ("manifest.json", "documents", "parts")
        }  # fmt: skip
        wanted = wanted or found
        assert found == wanted, source
    everything = results.read_table(whole, "sentence_scores")
    same(
        everything[everything["doc_id"].isin(some["doc_id"])],
        results.read_table(out, "sentence_scores"),
    )


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@examples(10)
@given(st.lists(CELLS, min_size=1, max_size=12), st.integers(1, 5))
def test_no_text_is_lost_or_changed_by_reading(tmp_path_factory, texts, batch):
    folder = tmp_path_factory.mktemp("cells")
    rows = pd.DataFrame({"text": texts, "year": range(len(texts))})
    pq.write_table(pa.Table.from_pandas(rows), folder / "t.parquet")
    lines = [json.dumps(row) for row in rows.to_dict("records")]
    (folder / "t.jsonl").write_text("\n".join(lines) + "\n")
    quoted = ['"' + text.replace('"', '""') + '"' for text in texts]
    cells = [f"{text},{year}" for text, year in zip(quoted, range(len(texts)), strict=True)]
    (folder / "t.csv").write_text("\n".join(["text,year", *cells]) + "\n", newline="")
    for name in ("t.parquet", "t.jsonl", "t.csv"):
        source = batches.find_input(folder / name)
        plan = batches.plan_parts(source, batch)
        found = list(batches.read_batches(source, plan.columns, plan.bounds))
        assert [number for number, _ in found] == list(range(-(-len(texts) // batch)))
        whole = pa.concat_tables([part for _, part in found])
        assert whole["text"].to_pylist() == texts, name
        assert whole["doc_id"].to_pylist() == [str(n + 1) for n in range(len(texts))]
        assert whole["year"].to_pylist() == [str(n) for n in range(len(texts))]


def test_long_documents_make_short_parts(monkeypatch, tmp_path):
    """Ten characters a part: 4 + 6 fit, 8 stands alone since 8 + 3 do not fit."""
    monkeypatch.setattr(batches, "CHARACTERS", 10)
    pd.DataFrame({"text": ["a" * n for n in (4, 6, 8, 3, 12)]}).to_csv(tmp_path / "t.csv")
    assert batches.plan_parts(batches.find_input(tmp_path / "t.csv"), 100).bounds == [0, 2, 3, 4, 5]
    monkeypatch.setattr(batches, "LARGEST_DOCUMENT", 11)
    with pytest.raises(ValueError, match=r"t.csv: document '5' has 12 characters, more than 11"):
        batches.plan_parts(batches.find_input(tmp_path / "t.csv"), 100)


def test_rows_without_text_are_counted_and_kept(tmp_path):
    rows = [{"doc_id": "a", "text": "It is good."}, {"doc_id": "b", "text": " \n"}]
    rows += [{"doc_id": "c"}, {"doc_id": "d", "text": None}, {"doc_id": "e", "text": "Bad."}]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for batch in (1, 5):
        sums = scoring.score_corpus(tmp_path / "t.jsonl", tmp_path / f"{batch}", batch=batch)
        assert (sums["n_documents"], sums["n_without_text"], sums["n_sentences"]) == (5, 3, 2)
        found = results.read_table(tmp_path / f"{batch}", "document_scores")
        assert found["doc_id"].tolist() == list("abcde")
        assert found["n_sentences"].tolist() == [1, 0, 0, 0, 1]
        assert found["compound"].isna().tolist() == [False, True, True, True, False]
