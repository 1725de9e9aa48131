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
