"""Charts of the study: a result table goes in, matplotlib Axes come out.

A plot function reads no file and computes no statistic; what it draws stands in the table given.
It takes the table, the documents (for labels, order and look) and an Axes to draw on, or makes a
figure of journal width. It returns that Axes; where a chart has several panels they are the
``child_axes`` of the one returned, which is their invisible frame. For every ``plot_x`` there are
``caption_x`` and ``alt_x`` that take the same table and options, and `save` writes the files.
"""

from pathlib import Path

import pandas as pd

from analysis.canvas import look
from analysis.captions import (
    alt_keyness,
    alt_overview,
    alt_shift,
    alt_tfidf,
    alt_tone,
    alt_tone_sequence,
    alt_xray,
    caption_keyness,
    caption_overview,
    caption_shift,
    caption_tfidf,
    caption_tone,
    caption_tone_sequence,
    caption_xray,
)
from analysis.export import save, save_table
from analysis.group_captions import alt_groups, caption_groups
from analysis.group_charts import plot_groups
from analysis.term_charts import plot_keyness, plot_shift, plot_tfidf
from analysis.text_charts import plot_overview, plot_xray
from analysis.tone_charts import plot_tone, plot_tone_sequence

__all__ = [
    "alt_groups",
    "alt_keyness",
    "alt_overview",
    "alt_shift",
    "alt_tfidf",
    "alt_tone",
    "alt_tone_sequence",
    "alt_xray",
    "caption_groups",
    "caption_keyness",
    "caption_overview",
    "caption_shift",
    "caption_tfidf",
    "caption_tone",
    "caption_tone_sequence",
    "caption_xray",
    "draw",
    "look",
    "plot_groups",
    "plot_keyness",
    "plot_overview",
    "plot_shift",
    "plot_tfidf",
    "plot_tone",
    "plot_tone_sequence",
    "plot_xray",
    "save",
    "save_table",
]


def draw(
    name: str,
    table: pd.DataFrame,
    documents: pd.DataFrame,
    folder: str | Path,
    kind: str = "",
    **options,
):
    """Plot, caption, describe and save at once: the figure `name` of the chart `kind`; its Axes.

    `kind` is that of ``plot_x`` with ``caption_x`` and ``alt_x``, by default `name` with ``_`` for
    ``-``; `options` go to all three. The data file holds `table` without its column text: a reader
    finds the words in the corpus, by doc_id and sentence_id.
    """
    kind = kind or name.replace("-", "_")
    if f"plot_{kind}" not in __all__:
        found = ", ".join(known[5:] for known in __all__ if known.startswith("plot_"))
        raise ValueError(f"kind: no chart {kind!r}; use one of {found}")
    plot, caption, alt = (globals()[f"{verb}_{kind}"] for verb in ("plot", "caption", "alt"))
    ax = plot(table, documents, **options)
    told = caption(table, documents, **options), alt(table, documents, **options)
    save(ax, name, folder, table.drop(columns="text", errors="ignore"), *told)
    return ax
