"""Deviation of proportions: Gries's own example, hand-worked texts, and its bounds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import keyness


def table(text: str, doc_id: str = "x") -> pd.DataFrame:
    """Tokens of a text whose sentences are divided by "|"."""
    rows = [
        (doc_id, sentence_id, term)
        for sentence_id, sentence in enumerate(text.split("|"), start=1)
        for term in sentence.split()
    ]
    return pd.DataFrame(rows, columns=["doc_id", "sentence_id", "term"])


GRIES = (
    "b a m n i b e u p | b a s a t b e w q n | b c a g a b e s t a | b a g h a b e a a t"
    " | b a h a a b e a x a t"
)


def test_gries_example():
    """Gries (2008): "a" in five parts of 9, 10, 10, 10 and 11 words has DP .18; DPnorm .2195."""
    a = keyness.dispersion(table(GRIES)).set_index("term").loc["a"]
    assert a[["n", "n_parts", "range"]].tolist() == [15, 5, 5]
    assert a["dp"] == pytest.approx(0.18)
    assert a["dp_norm"] == pytest.approx(0.2195, abs=5e-5)


def test_by_hand_with_parts_that_lack_the_term():
    """Parts of 4, 2 and 2 words. "a" only in the second: ½(.5 + .75 + .25) = .75, norm 1.

    "b" 2 : 1 : 1 as the parts are sized: 0. "c" twice, both in the first: ½(.5 + .25 + .25) = .5,
    norm .5/.75.
    """
    found = keyness.dispersion(table("b b c c | a b | b d")).set_index("term")
    assert found.loc["a", ["dp", "dp_norm"]].tolist() == [0.75, 1]
    assert found.loc["b", ["dp", "dp_norm"]].tolist() == [0, 0]
    assert found.loc["c", ["dp", "dp_norm"]].tolist() == pytest.approx([0.5, 2 / 3])
    assert found["range"].to_dict() == {"a": 1, "b": 3, "c": 1, "d": 1}


def test_texts_are_kept_apart_though_sentence_numbers_recur():
    one, other = table(GRIES, "x"), table("a b | a", "y")
    both = keyness.dispersion(pd.concat([other, one], ignore_index=True))
    assert list(both.columns) == ["doc_id", "term", "n", "n_parts", "range", "dp", "dp_norm"]
    apart = pd.concat([keyness.dispersion(one), keyness.dispersion(other)], ignore_index=True)
    pd.testing.assert_frame_equal(both, apart)


def test_counts_by_sentence_give_what_tokens_give():
    tokens = table(GRIES)
    counts = tokens.groupby(["doc_id", "sentence_id", "term"]).size().rename("n").reset_index()
    pd.testing.assert_frame_equal(keyness.dispersion(counts), keyness.dispersion(tokens))


def test_a_text_of_one_part_has_no_normed_dispersion():
    found = keyness.dispersion(table("a a b"))
    assert (found["dp"] == 0).all()
    assert found["dp_norm"].isna().all()


def test_missing_columns_are_named():
    with pytest.raises(ValueError, match="tokens: no column 'sentence_id'"):
        keyness.dispersion(table("a").drop(columns="sentence_id"))


sentences = st.lists(st.text("abcd", min_size=1, max_size=12), min_size=1, max_size=8)


@given(sentences)
def test_it_is_half_the_sum_over_all_parts_and_stays_in_bounds(parts):
    """The definition, term by term, over every part, those without the term too."""
    found = keyness.dispersion(table(" | ".join(" ".join(part) for part in parts)))
    sizes = np.array([len(part) for part in parts])
    s = sizes / sizes.sum()
    for _, row in found.iterrows():
        n = np.array([part.count(row["term"]) for part in parts])
        assert row["n"] == n.sum()
        assert row["range"] == (n > 0).sum()
        assert row["dp"] == pytest.approx(np.abs(n / n.sum() - s).sum() / 2)
        if len(parts) > 1:
            assert row["dp_norm"] == pytest.approx(row["dp"] / (1 - s.min()))
            assert -1e-12 <= row["dp_norm"] <= 1 + 1e-12
