"""TODO."""

import pandas as pd

from analysis.charts.layout import styled
from analysis.charts.matrix import alt_of_codes, caption_of_codes, codes_by_texts


def caption(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Caption of `plot_frame_profile`."""
    return caption_of_codes(table, documents, ("Frames by function", "function", "frame"))


def alt(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Alternative text of `plot_frame_profile`."""
    return alt_of_codes(table, documents, "function")


@styled
def plot(table: pd.DataFrame, documents: pd.DataFrame, ax=None):
    """How often each text uses each frame: frames by function, a column a text.

    `table` and marks as in `plot_names`, with function as the group, where given.
    """
    return codes_by_texts(table, documents, ax, ("function", None))
