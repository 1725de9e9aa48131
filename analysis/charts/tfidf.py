"""TODO."""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis.charts import layout
from analysis.charts.layout import known, look, styled
from analysis.charts.lettering import plain
from analysis.charts.term_columns import HEAD, ROW, size_note, term_columns
from analysis.charts.wording import texts


def caption(table: pd.DataFrame, documents: pd.DataFrame, top=10) -> str:
    """Caption of `plot_tfidf`."""
    shown = [top_tfidf(table, name, top) for name in documents["doc_id"]]
    n = max((len(rows) for rows in shown), default=0)
    units = f" over {int(table['n_units'].iloc[0]):,} units" if "n_units" in table else ""
    return (
        f"The {n} terms with the highest tf-idf{units} in each of {texts(len(documents))}, of "
        f"{table['term'].nunique():,} terms and {int(table['n'].sum()):,} occurrences considered; "
        "at the right, the occurrences in the text. Ties are in alphabetical order. A term that "
        "every text uses is weighted down however much it is contested: tf-idf describes a text, "
        "it does not test a contrast."
    )


def alt(table: pd.DataFrame, documents: pd.DataFrame, top=10) -> str:
    """Alternative text of `plot_tfidf`."""
    lines = []
    for entry in look(documents).itertuples():
        rows = top_tfidf(table, entry.doc_id, top)
        terms = zip(rows["term"], rows["tf_idf"], rows["n"], strict=True)
        lines.append(
            f"{entry.label}: " + ", ".join(f"{plain(t)} {s:.3g} ({n:,})" for t, s, n in terms) + "."
        )
    return "Bars of tf-idf (occurrences in brackets). " + " ".join(lines)


@styled
def plot(table: pd.DataFrame, documents: pd.DataFrame, ax=None, top=10):
    """The `top` terms of each text by tf-idf, a panel a text, on one scale.

    `table`: doc_id, term, n and tf_idf; stop words, if unwanted, are left out by the caller. Equal
    scores are ordered by n, then by the alphabet. `documents` may carry n_words,
    the last row. Returns the frame; its ``child_axes`` are the panels, in the documents' order.
    """
    need(table, ["doc_id", "term", "n", "tf_idf"], "table", "tfidf.bind")
    known(table, documents)
    frame, made = layout.canvas(ax)
    looks = list(layout.look(documents).itertuples())
    sizes = dict(zip(documents["doc_id"], documents.get("n_words", []), strict=False))
    highest = max(table["tf_idf"].max() if len(table) else 1, 1e-9)
    charts = []
    for panel, entry in zip(layout.panels(frame, len(looks)), looks, strict=True):
        rows = top_tfidf(table, entry.doc_id, top)
        y = HEAD + ROW * (np.arange(len(rows)) + 0.5)
        panel.hlines(y, 0, rows["tf_idf"], color=entry.colour, lw=1.6, label=entry.doc_id)
        panel.plot(rows["tf_idf"], y, entry.marker, color=entry.colour, ms=4, clip_on=False)
        panel.set(xlim=(0, highest * 1.06), xlabel="tf-idf")
        panel.vlines(0, HEAD, HEAD + ROW * max(len(rows), 1), color="#888888", lw=0.5)
        panel.xaxis.set_major_locator(layout.whole(4))
        size = sizes.get(entry.doc_id)
        charts.append((panel, entry, rows, y, "", [f"{n:,}" for n in rows["n"]], size_note(size)))
    return term_columns(frame, made, charts)


def top_tfidf(table: pd.DataFrame, doc_id: str, top: int) -> pd.DataFrame:
    """Rows of a text that the chart shows, in its order."""
    own = table[table["doc_id"] == doc_id]
    return own.sort_values(["tf_idf", "n", "term"], ascending=[False, False, True])[:top]
