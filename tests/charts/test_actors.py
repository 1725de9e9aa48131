"""The chart of actors; test_names.py has what it shares with names and frames."""

from drawn import documents, profile

from analysis.charts import actors

example = profile


def test_the_caption_gives_the_counts_of_each_text():
    table = example(3)
    total = table.groupby("doc_id")["n"].sum()
    caption = actors.caption(table, documents(3, "T{}"))
    assert f"counts (T0 {total['d0']}, T1 {total['d1']}" in caption
