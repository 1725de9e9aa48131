"""Counts of parts added up: the same table, however many rows are summed at once."""

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
