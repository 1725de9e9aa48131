"""TODO."""

import pandas as pd

from analysis.charts.layout import styled
from analysis.charts.matrix import alt_of_codes, caption_of_codes, codes_by_texts


def caption(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Caption of `plot_actors`."""
    return caption_of_codes(table, documents, ("Whom each text speaks of", None, "actor"))


def alt(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Alternative text of `plot_actors`."""
    return alt_of_codes(table, documents, None)


@styled
def plot(table: pd.DataFrame, documents: pd.DataFrame, ax=None):
    """Whom each text speaks of, a column a text; `table` and marks as in `plot_names`."""
    return codes_by_texts(table, documents, ax, (None, None))
