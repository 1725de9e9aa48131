"""Tables of a scored folder read back, whole or in part."""

from scored_folder import same

from analysis.large import results


def test_rows_and_columns_can_be_chosen(whole):
    rows = results.read_table(
        whole, "sentence_scores", where={"doc_id": ["d7", "d110"], "voice": "author"}
    )
    everything = results.read_table(whole, "sentence_scores")
    same(everything.query("doc_id in ('d7', 'd110') and voice == 'author'"), rows)
    two = results.read_table(whole, "counts-1", columns=["term", "n"])
    same(results.read_table(whole, "counts-1")[["term", "n"]], two)
