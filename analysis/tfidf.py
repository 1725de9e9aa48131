"""TF-IDF: how much of a text is made of terms that few units use. Description, not contrast."""

import numpy as np
import pandas as pd

from analysis import _checks

VARIANTS = {
    "smooth": lambda n_units, df: np.log((1 + n_units) / (1 + df)) + 1,
    "unsmoothed": lambda n_units, df: np.log(n_units / df) + 1,
    "textbook": lambda n_units, df: np.log(n_units / df),
}


def bind(
    counts: pd.DataFrame,
    by: str | list[str] = "doc_id",
    units: pd.DataFrame | None = None,
    variant: str = "smooth",
    norm: str | None = "l2",
) -> pd.DataFrame:
    """The counts with tf-idf beside them: one row per group and term, in the order given.

    `by` names the column or columns that make a group. `units` are counts of the same tokens at a
    finer grain, such as ``count_terms(t, by=["doc_id", "sentence_id"])``, from which df and the
    number of units are taken; a unit is a row's values outside term, n and n_sentences. Without
    it the groups are the units, and three texts have three values of idf.

    Columns added to those of the counts:
      n_units: number of units N, the same in every row
      df: units that hold the term, 1 to N
      idf: "smooth" ln((1+N)/(1+df)) + 1, scikit-learn's default; "unsmoothed" ln(N/df) + 1, its
        smooth_idf=False; "textbook" ln(N/df), as in Manning, Raghavan & Schütze (2008) and
        tidytext, 0 for a term that every unit has
      tf_idf: n · idf, with the raw count as tf in every variant; with norm="l2" each group is
        then scaled to length 1 (a group of zeros stays so), with norm=None not. tidytext's value
        is the textbook one with norm=None, divided by the size of the group

    Raises ValueError for an unknown variant or norm, a table without the columns, two rows of one
    group and term, and a term of the counts that is not in the units.

    Limit: over a few texts df says hardly anything, and the word that all of them fight over gets
    the smallest idf; what sets one text against another is keyness.
    """
    by = [by] if isinstance(by, str) else list(by)
    _checks.need(counts, [*by, "term", "n"], "counts", "tokens.count_terms")
    if variant not in VARIANTS:
        raise ValueError(f"variant: {variant!r} is none of {', '.join(map(repr, VARIANTS))}")
    if norm not in ("l2", None):
        raise ValueError(f"norm: {norm!r} is neither 'l2' nor None")
    if counts.duplicated([*by, "term"]).any():
        twice = counts.loc[counts.duplicated([*by, "term"]), "term"].iloc[0]
        raise ValueError(
            f"counts: several rows for {twice!r} in one {' and '.join(by)}; "
            "name every column that makes a group in `by`, or count by those alone"
        )
    n_units, df = _document_frequency(counts, by, units)
    table = counts.assign(n_units=n_units, df=df)
    table["idf"] = VARIANTS[variant](n_units, df)
    table["tf_idf"] = table["n"] * table["idf"]
    if norm == "l2":
        squares = (table["tf_idf"] ** 2).groupby([table[column] for column in by], dropna=False)
        length = np.sqrt(squares.transform("sum"))
        table["tf_idf"] = table["tf_idf"] / length.where(length > 0, 1.0)
    return table


def _document_frequency(
    counts: pd.DataFrame, by: list[str], units: pd.DataFrame | None
) -> tuple[int, pd.Series]:
    """Number of units, and for each row of the counts the number of them that hold its term."""
    if units is None:
        units, keys = counts, by
    else:
        _checks.need(units, ["term", "n"], "units", "tokens.count_terms")
        keys = [column for column in units.columns if column not in ("term", "n", "n_sentences")]
        if not keys:
            raise ValueError("units: no column says which unit a row is from, such as sentence_id")
    units = units[units["n"] > 0]
    n_units = len(units[keys].drop_duplicates())
    held = units[[*keys, "term"]].drop_duplicates()["term"].value_counts()
    df = counts["term"].map(held)
    if df.isna().any():
        lost = counts.loc[df.isna(), "term"]
        raise ValueError(
            f"units: lacks terms of the counts ({lost.nunique()}, {lost.iloc[0]!r} the first); "
            "count both from the same tokens"
        )
    return n_units, df.astype("int64")
