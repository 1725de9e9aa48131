"""TODO."""

import pandas as pd

from analysis.charts.layout import styled
from analysis.charts.matrix import alt_of_codes, caption_of_codes, codes_by_texts


def caption(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Caption of `plot_names`."""
    return caption_of_codes(
        table, documents, ("What each text calls the event: names by process", "process", "name")
    )


def alt(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Alternative text of `plot_names`."""
    return alt_of_codes(table, documents, "process")


@styled
def plot(table: pd.DataFrame, documents: pd.DataFrame, ax=None):
    """What each text calls the event: names by process and agent, a column a text.

    `table`: doc_id, code, n, and per_1000 (or share); and, where given, label, process (the rows'
    groups, each with its sum), agent (behind the name), n_negated, wordings (printed behind the bar
    where the columns are wide enough). Bars are rates, numbers counts; a number in brackets counts
    names under negation, which are in no bar. Names that no text uses are left out (the caption
    lists them). Returns the frame; its ``child_axes`` are the columns, in the documents' order.
    """
    return codes_by_texts(table, documents, ax, ("process", "agent"))
