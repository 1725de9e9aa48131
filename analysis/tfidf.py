"""TF-IDF: a weight for each term of a text. It describes a text and does not test a contrast."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from analysis import _checks

VARIANTS = ("smooth", "unsmoothed", "textbook")


def bind(
    counts: pd.DataFrame,
    by: str | list[str] = "doc_id",
    units: pd.DataFrame | None = None,
    variant: str = "smooth",
    norm: str | None = "l2",
    transformer=None,
) -> pd.DataFrame:
    """TF-IDF beside the counts, one row per group and term: the rows of `counts` in their order.

    A term weighs more if its group uses it often (tf) and few units hold it (idf; Spärck Jones
    1972). `by` names the column or columns that make a group. df is counted over units. By default
    these are the groups, so that three texts leave three values of idf. To count sentences instead,
    give as `units` the counts of the same tokens by sentence,
    ``count_terms(t, by=["doc_id", "sentence_id"])``: every column but term, n and n_sentences says
    which unit a row is from.

    The weights are computed by scikit-learn's ``TfidfTransformer``, in one `variant` of idf and
    with `norm` "l2" or None. A `transformer` of your own, with ``fit`` (on units x terms) and
    ``transform`` (of groups x terms), replaces both.

    Columns added to those of the counts:
      n_units: number of units N, the same in every row
      df: units that hold the term, 1 to N
      idf: "smooth" ln((1+N)/(1+df)) + 1, scikit-learn's default; "unsmoothed" ln(N/df) + 1, its
        smooth_idf=False; "textbook" ln(N/df), as in Manning, Raghavan & Schütze (2008) and
        tidytext, 0 for a term that every unit has; missing where a transformer has none
      tf_idf: n · idf, with the raw count as tf. With norm="l2" it is then divided by the root of
        the sum of (n · idf)² over all terms of the group, stop words included: leave them out with
        ``tokens.content`` after `bind`, not before. The "textbook" value with norm=None, divided by
        the size of the group, is that of tidytext

    Raises ``ValueError`` for an unknown variant or norm, missing columns, two rows of one group and
    term, and a term of the counts that is not in the units.

    Limit: over three texts df says hardly anything, and the word that all of them argue about gets
    the smallest idf. To set one text against another, use keyness.

    See also ``keyness.compare_each``.

    >>> n = tokens.count_terms(tokens.tokenize(sentences.split(corpus.load())))
    >>> weights = tokens.content(tfidf.bind(n))
    >>> weights.nlargest(3, "tf_idf")[["doc_id", "term", "n", "df", "idf", "tf_idf"]].round(3)
             doc_id     term   n  df    idf  tf_idf
    208       msnbc  nothing   5   1  1.693   0.169
    487  koreatimes   summit  13   2  1.288   0.158
    13        axios      not   6   3  1.000   0.145

    Without the division the formula can be checked by eye: 5 · (ln(4/2) + 1).

    >>> tfidf.bind(n, norm=None).loc[[208], ["term", "n", "df", "idf", "tf_idf"]].round(3)
            term  n  df    idf  tf_idf
    208  nothing  5   1  1.693   8.466
    """
    by = [by] if isinstance(by, str) else list(by)
    _checks.need(counts, [*by, "term", "n"], "counts", "tokens.count_terms")
    _checks.need_filled(counts, "n", "counts")
    if variant not in VARIANTS:
        raise ValueError(f"variant: {variant!r} is none of {', '.join(map(repr, VARIANTS))}")
    if norm not in ("l2", None):
        raise ValueError(f"norm: {norm!r} is neither 'l2' nor None")
    group, n_groups = _numbers(counts[by])
    if units is None:
        term, terms = pd.factorize(counts["term"])
        by_unit = by_group = _matrix(counts["n"], group, term, (n_groups, len(terms)))
    else:
        unit, n_units = _numbers(units[_keys(units)])
        both, terms = pd.factorize(pd.concat([counts["term"], units["term"]]))
        term, of_unit = both[: len(counts)], both[len(counts) :]
        by_group = _matrix(counts["n"], group, term, (n_groups, len(terms)))
        by_unit = _matrix(units["n"], unit, of_unit, (n_units, len(terms)))
    if by_group.nnz < len(counts):  # two rows were added up in one cell
        twice = counts.duplicated([*by, "term"])
        raise ValueError(
            f"counts: several rows for {counts['term'][twice].iloc[0]!r} in one "
            f"{' and '.join(by)}; name every column that makes a group in `by`, or count by those "
            "alone"
        )
    by_unit = by_unit.copy()
    by_unit.eliminate_zeros()
    by_unit = by_unit[by_unit.getnnz(axis=1) > 0]  # an empty unit would raise their number
    df = by_unit.getnnz(axis=0)[term]
    if (df == 0).any():
        lost = counts["term"][df == 0]
        raise ValueError(
            f"units: lacks terms of the counts ({lost.nunique()}, {lost.iloc[0]!r} the first); "
            "count both from the same tokens"
        )
    if transformer is None:
        transformer = TfidfTransformer(norm=norm, smooth_idf=variant == "smooth").fit(by_unit)
        if variant == "textbook":
            transformer.idf_ = transformer.idf_ - 1  # of ln(N/df) + 1
    else:
        transformer.fit(by_unit)
    idf = getattr(transformer, "idf_", np.full(len(terms), np.nan))
    weights = csr_matrix(transformer.transform(by_group))
    return counts.assign(
        n_units=by_unit.shape[0],
        df=df.astype(np.int64),
        idf=np.asarray(idf)[term],
        tf_idf=np.asarray(weights[group, term]).ravel(),
    )


def _numbers(keys: pd.DataFrame) -> tuple[np.ndarray, int]:
    """A number for each different row, and how many there are."""
    if keys.shape[1] == 1:
        number, values = pd.factorize(keys.iloc[:, 0], use_na_sentinel=False)
        return number, len(values)
    groups = keys.groupby(list(keys.columns), sort=False, dropna=False)
    return groups.ngroup().to_numpy(), groups.ngroups


def _matrix(
    n: pd.Series, row: np.ndarray, column: np.ndarray, shape: tuple[int, int]
) -> csr_matrix:
    return csr_matrix((n.to_numpy(float), (row, column)), shape=shape)


def _keys(units: pd.DataFrame) -> list[str]:
    _checks.need(units, ["term", "n"], "units", "tokens.count_terms")
    keys = [column for column in units.columns if column not in ("term", "n", "n_sentences")]
    if not keys:
        raise ValueError("units: no column says which unit a row is from, such as sentence_id")
    return keys
