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
from analysis.framing_captions import (
    alt_actors,
    alt_agreement,
    alt_frame_profile,
    alt_frames_sequence,
    alt_names,
    alt_silences,
    alt_tone_and_stance,
    caption_actors,
    caption_agreement,
    caption_frame_profile,
    caption_frames_sequence,
    caption_names,
    caption_silences,
    caption_tone_and_stance,
)
from analysis.framing_charts import plot_agreement, plot_frames_sequence, plot_silences
from analysis.group_captions import alt_groups, caption_groups
from analysis.group_charts import plot_groups
from analysis.profile_charts import plot_actors, plot_frame_profile, plot_names
from analysis.sensitivity_captions import (
    alt_leave_out,
    alt_specifications,
    caption_leave_out,
    caption_specifications,
)
from analysis.sensitivity_charts import plot_leave_out, plot_specifications
from analysis.stance_charts import plot_tone_and_stance
from analysis.term_charts import plot_keyness, plot_shift, plot_tfidf
from analysis.text_charts import plot_overview, plot_xray
from analysis.tone_charts import plot_tone, plot_tone_sequence

__all__ = [
    "alt_actors",
    "alt_agreement",
    "alt_frame_profile",
    "alt_frames_sequence",
    "alt_groups",
    "alt_keyness",
    "alt_leave_out",
    "alt_names",
    "alt_overview",
    "alt_shift",
    "alt_silences",
    "alt_specifications",
    "alt_tfidf",
    "alt_tone",
    "alt_tone_and_stance",
    "alt_tone_sequence",
    "alt_xray",
    "caption_actors",
    "caption_agreement",
    "caption_frame_profile",
    "caption_frames_sequence",
    "caption_groups",
    "caption_keyness",
    "caption_leave_out",
    "caption_names",
    "caption_overview",
    "caption_shift",
    "caption_silences",
    "caption_specifications",
    "caption_tfidf",
    "caption_tone",
    "caption_tone_and_stance",
    "caption_tone_sequence",
    "caption_xray",
    "draw",
    "look",
    "plot_actors",
    "plot_agreement",
    "plot_frame_profile",
    "plot_frames_sequence",
    "plot_groups",
    "plot_keyness",
    "plot_leave_out",
    "plot_names",
    "plot_overview",
    "plot_shift",
    "plot_silences",
    "plot_specifications",
    "plot_tfidf",
    "plot_tone",
    "plot_tone_and_stance",
    "plot_tone_sequence",
    "plot_xray",
    "save",
    "save_table",
]


def draw(
    name: str,
    table: pd.DataFrame,
    documents: pd.DataFrame | None,
    folder: str | Path,
    kind: str = "",
    **options,
):
    """Plot, caption, describe and save at once: the figure `name` of the chart `kind`; its Axes.

    `kind` is that of ``plot_x`` with ``caption_x`` and ``alt_x``, by default `name` with ``_`` for
    ``-``; without `documents` it takes the table alone. `options` go to all three. The data file
    holds `table` without its column text: a reader finds the words in the corpus, by doc_id and
    sentence_id.
    """
    kind = kind or name.replace("-", "_")
    if f"plot_{kind}" not in __all__:
        found = ", ".join(known[5:] for known in __all__ if known.startswith("plot_"))
        raise ValueError(f"kind: no chart {kind!r}; use one of {found}")
    plot, caption, alt = (globals()[f"{verb}_{kind}"] for verb in ("plot", "caption", "alt"))
    given = (table,) if documents is None else (table, documents)
    ax = plot(*given, **options)
    told = caption(*given, **options), alt(*given, **options)
    save(ax, name, folder, table.drop(columns="text", errors="ignore"), *told)
    return ax
