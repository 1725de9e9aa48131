"""What each text calls the event: its names by process and agent, a column a text."""

import pandas as pd

from analysis.charts.layout import Axes
from analysis.charts.look import styled
from analysis.charts.matrix import (
    alt_codes,
    caption_codes,
    headline_codes,
    plot_codes,
    subtitle_codes,
)


@styled
def plot(table: pd.DataFrame, documents: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """What each text calls the event: names by process and agent, a column a text.

    `table`: doc_id, code, n, and per_1000 (or share); and, where given, label, process (the rows'
    groups, each with its sum), agent (behind the name), n_negated, wordings (printed behind the bar
    where the columns are wide enough). Bars are rates, numbers counts; a number in brackets counts
    names under negation, which are in no bar. Names that no text uses are left out (the caption
    lists them). Returns the frame; its ``child_axes`` are the columns, in the documents' order.
    """
    return plot_codes(table, documents, ax, group="process", aside="agent")


def headline(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The name that each text uses most, or the one that most texts use."""
    return headline_codes(table, documents, "name")


def subtitle(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What numbers and bars are."""
    return subtitle_codes(table)


def caption(table: pd.DataFrame, documents: pd.DataFrame, whole: pd.DataFrame | None = None) -> str:
    """How often each text names the event, and which names none uses."""
    title = "What each text calls the event: names by process"
    return caption_codes(table, documents, title, "name", "process", whole)


def alt(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The names that each text uses, with their counts."""
    return alt_codes(table, documents, group="process")
