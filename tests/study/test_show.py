"""What notebooks show: other people's text stays text, numbers are aligned, runs repeat."""

import pandas as pd

from analysis.study import show


def test_text_of_a_corpus_stays_text_in_tables():
    frame = pd.DataFrame({"text": ["<script>alert(1)</script>"], "n": [1], "x": [0.12345]})
    page = show.tabulate(frame, caption="<b>x</b>").data
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert ">0.12<" in page


def test_a_column_name_stays_text():
    assert "<img" not in show.tabulate(pd.DataFrame({"<img src=x>": [1]})).data


def test_text_of_a_corpus_stays_text_in_prose():
    shown = show.quote("*a* <b> [x](javascript:y) `z` $q$ \\")
    assert not set("*<>[]()`$\\") & set(shown.replace("&lt;", "").replace("&gt;", ""))


def test_two_tables_have_their_own_ids_and_one_table_always_the_same():
    one, two = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]})
    assert show.tabulate(one).data == show.tabulate(one).data
    assert show.tabulate(one).data.split("T_")[1][:8] != show.tabulate(two).data.split("T_")[1][:8]


def test_listing_reads_as_a_sentence():
    assert [show.listing(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_versions_name_what_a_result_depends_on():
    found = show.versions().set_index("package")["version"]
    assert found["pandas"] == pd.__version__
