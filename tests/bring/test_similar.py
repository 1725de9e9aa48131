"""Near-duplicates against shares counted by hand."""

import pytest

from analysis.bring import similar


def test_near_duplicates_share_counted_by_hand():
    """40 words have 36 five-word sequences; the first 30 of them, repeated elsewhere, have 26."""
    words = [f"w{n}" for n in range(40)]
    texts = {
        "a": " ".join(words),
        "b": " ".join([*words[:30], *(f"x{n}" for n in range(10))]),
        "c": " ".join(f"y{n}" for n in range(40)),
        "d": " ".join(words[:30]).upper(),
    }
    found = similar.near_duplicates(texts).set_index(["doc_id", "other"])
    assert found.index.tolist() == [("b", "a"), ("d", "a"), ("d", "b")]
    assert found.loc[("b", "a"), "contained"] == pytest.approx(26 / 36)
    assert found.loc[("b", "a"), "jaccard"] == pytest.approx(26 / 46)
    assert found.loc[("d", "a"), ["contained", "jaccard"]].tolist() == pytest.approx([1, 26 / 36])


def test_a_text_repeated_many_times_is_tied_to_the_first_alone():
    """300 copies make 44,850 pairs; those of a table of 100,000 rows no memory would hold."""
    words = [f"w{n}" for n in range(40)]
    near = {f"c{n}": " ".join([*words, f"x{n}"]) for n in range(300)}
    found = similar.near_duplicates({"a": "b", **near, "d": " ".join(words[:30])})
    assert found["doc_id"].tolist() == [*list(near)[1:], "d"]
    assert set(found["other"]) == {"c0"}
    assert found["contained"].tolist() == pytest.approx([36 / 37] * 299 + [1])
