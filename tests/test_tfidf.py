"""TF-IDF against scikit-learn, the values of three documents, and hand-worked texts."""

from itertools import chain
from math import log

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer

from analysis import tfidf

TEXTS = {"x": "deal deal no deal walk", "y": "no talks the talks", "z": "the deal no"}


def count(texts: dict[str, str]) -> pd.DataFrame:
    rows = [(doc_id, term) for doc_id, text in texts.items() for term in text.split()]
    table = pd.DataFrame(rows, columns=["doc_id", "term"])
    table = table.groupby(["doc_id", "term"], sort=False).size().rename("n").reset_index()
    return table.assign(n_sentences=1)


def matrix(table: pd.DataFrame) -> np.ndarray:
    """Groups × terms, both sorted, as scikit-learn lays them out."""
    return table.pivot_table("tf_idf", "doc_id", "term", fill_value=0).to_numpy()


def sklearn_matrix(texts: dict[str, str], **options) -> np.ndarray:
    vectorizer = TfidfVectorizer(token_pattern=r"\S+", lowercase=False, **options)
    return vectorizer.fit_transform(texts[name] for name in sorted(texts)).toarray()


corpora = st.dictionaries(
    st.sampled_from(["u", "v", "x", "y", "z"]),
    st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=20).map(" ".join),
    min_size=1,
)


@given(corpora, st.booleans(), st.sampled_from(["l2", None]))
def test_it_is_scikit_learns(texts, smooth, norm):
    """TfidfVectorizer(smooth_idf=…, norm=…)."""
    table = tfidf.bind(count(texts), variant="smooth" if smooth else "unsmoothed", norm=norm)
    expected = sklearn_matrix(texts, smooth_idf=smooth, norm=norm)
    np.testing.assert_allclose(matrix(table), expected, atol=1e-12)


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("smooth", [1.693, 1.288, 1.000]),
        ("unsmoothed", [1 + log(3), 1 + log(1.5), 1]),
        ("textbook", [log(3), log(1.5), 0]),
    ],
)
def test_three_documents_have_three_values_of_idf(variant, expected):
    """walk is in one text, deal in two, no in all three."""
    table = tfidf.bind(count(TEXTS), variant=variant)
    idf = table.drop_duplicates("term").set_index("term")["idf"]
    assert idf[["walk", "deal", "no"]].tolist() == pytest.approx(expected, abs=5e-4)
    assert idf.round(9).nunique() == 3
    assert set(table["n_units"]) == {3}
    assert table.drop_duplicates("term").set_index("term")["df"].to_dict() == {
        **{"deal": 2, "no": 3, "walk": 1, "talks": 1, "the": 2}
    }


def test_the_textbook_weight_by_hand():
    """deal three times in x, in two of three texts: 3 ln 1.5; tidytext divides by x's 5 words."""
    table = tfidf.bind(count(TEXTS), variant="textbook", norm=None)
    deal = table[(table["doc_id"] == "x") & (table["term"] == "deal")].iloc[0]
    assert deal["tf_idf"] == pytest.approx(3 * log(1.5))


def test_rows_and_columns_are_those_of_the_counts():
    counts = count(TEXTS)
    table = tfidf.bind(counts)
    pd.testing.assert_frame_equal(table[counts.columns], counts)
    added = [column for column in table.columns if column not in counts]
    assert added == ["n_units", "df", "idf", "tf_idf"]


def test_units_at_a_finer_grain_give_their_df():
    """As scikit-learn with idf fitted on the sentences and applied to the texts."""
    sentences = {"x": ["deal deal no", "deal walk"], "y": ["no talks", "the talks"], "z": ["the"]}
    fine = pd.concat(
        count({doc_id: sentence}).assign(sentence_id=i)
        for doc_id, parts in sentences.items()
        for i, sentence in enumerate(parts, start=1)
    )
    texts = {doc_id: " ".join(parts) for doc_id, parts in sentences.items()}
    table = tfidf.bind(count(texts), units=fine)
    assert set(table["n_units"]) == {5}
    assert table.set_index("term")["df"].to_dict() == {
        **{"deal": 2, "no": 2, "walk": 1, "talks": 2, "the": 2}
    }
    vectorizer = CountVectorizer(token_pattern=r"\S+")
    fitted = TfidfTransformer().fit(vectorizer.fit_transform(chain(*sentences.values())))
    expected = fitted.transform(vectorizer.transform(texts.values())).toarray()
    np.testing.assert_allclose(matrix(table), expected)


def test_a_row_of_no_occurrences_is_no_occurrence():
    """A table widened and narrowed again holds zeros: walk is in x alone all the same."""
    zero = pd.DataFrame({"doc_id": ["y"], "term": ["walk"], "n": [0], "n_sentences": [0]})
    table = tfidf.bind(pd.concat([count(TEXTS), zero], ignore_index=True))
    walk = table[table["term"] == "walk"]
    assert walk["df"].tolist() == [1, 1]
    assert (walk["tf_idf"] > 0).tolist() == [True, False]


def test_groups_of_several_columns():
    """Passages as groups: the norm is one within each of them."""
    counts = pd.concat(
        [count(TEXTS).assign(passage_id=1), count({"x": "deal talks"}).assign(passage_id=2)]
    )
    by = ["doc_id", "passage_id"]
    table = tfidf.bind(counts, by=by)
    assert set(table["n_units"]) == {4}
    lengths = (table["tf_idf"] ** 2).groupby([table[column] for column in by]).sum()
    assert lengths.tolist() == pytest.approx([1, 1, 1, 1])


def test_a_group_of_zeros_stays_zero():
    """One text, textbook variant: every idf is ln 1."""
    table = tfidf.bind(count({"x": "a b b"}), variant="textbook")
    assert table["tf_idf"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda c: tfidf.bind(c, variant="bm25"), "'bm25' is none of 'smooth', 'unsmoothed'"),
        (lambda c: tfidf.bind(c, norm="l1"), "'l1' is neither 'l2' nor None"),
        (lambda c: tfidf.bind(c, by="outlet"), "counts: no column 'outlet'"),
        (lambda c: tfidf.bind(pd.concat([c, c])), "several rows for 'deal' in one doc_id"),
        (lambda c: tfidf.bind(c, units=c[["term", "n"]]), "no column says which unit"),
        (lambda c: tfidf.bind(c, units=c[c["n"] < 3]), None),
        (
            lambda c: tfidf.bind(c, units=c[c["term"] != "walk"]),
            r"lacks terms of the counts \(1, 'walk' the first\)",
        ),
    ],
)
def test_errors_say_what_is_there(call, message):
    counts = count(TEXTS)
    if message is None:  # deal is still in z
        assert call(counts)["df"].min() == 1
        return
    with pytest.raises(ValueError, match=message):
        call(counts)
