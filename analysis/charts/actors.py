"""Whom each text speaks of: actors, a column a text.

Use it to see who is present in each text, and who is absent.

It cannot show who acts and who is acted upon; pronouns are not resolved.

    own = tokens.sizes(t[t["voice"] == "author"])
    profile = frames.describe(frames.profile(mentions, own, codebook), codebook)
    wordings = frames.wordings(mentions[mentions["voice"] == "author"])
    acting = profile[profile["kind"] == "actor"].merge(wordings, how="left")
    figures.draw("actors", acting, c.documents, "figures")
"""

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
    """Whom each text speaks of, a column a text; `table` and marks as in the chart of names."""
    return plot_codes(table, documents, ax)


def headline(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The actor that each text uses most, or the one that most texts use."""
    return headline_codes(table, documents, "actor")


def subtitle(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What numbers and bars are."""
    return subtitle_codes(table)


def caption(table: pd.DataFrame, documents: pd.DataFrame, whole: pd.DataFrame | None = None) -> str:
    """How often each text speaks of each actor, and of whom none speaks."""
    return caption_codes(table, documents, "Whom each text speaks of", "actor", whole=whole)


def alt(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The actors that each text speaks of, with their counts."""
    return alt_codes(table, documents)
