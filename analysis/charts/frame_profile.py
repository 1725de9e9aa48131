"""How often each text uses each frame: frames by function, a column a text.

Use it to compare how often texts give causes, judgements and remedies.

It cannot show that a frame was meant: a dictionary finds wordings.

    own = tokens.sizes(t[t["voice"] == "author"])
    profile = frames.describe(frames.profile(mentions, own, codebook), codebook)
    wordings = frames.wordings(mentions[mentions["voice"] == "author"])
    framed = profile[profile["kind"] == "frame"].merge(wordings, how="left")
    figures.draw("frame-profile", framed, c.documents, "figures")
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
    """How often each text uses each frame: frames by function, a column a text.

    `table` and marks as in the chart of names, with function as the group, where given.
    """
    return plot_codes(table, documents, ax, group="function")


def headline(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The frame that each text uses most, or the one that most texts use."""
    return headline_codes(table, documents, "frame")


def subtitle(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What numbers and bars are."""
    return subtitle_codes(table)


def caption(table: pd.DataFrame, documents: pd.DataFrame, whole: pd.DataFrame | None = None) -> str:
    """How often each text uses each frame, and which frames none uses."""
    return caption_codes(table, documents, "Frames by function", "frame", "function", whole)


def alt(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The frames that each text uses, with their counts."""
    return alt_codes(table, documents, group="function")
