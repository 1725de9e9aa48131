"""The names that each text has for the event, the most frequent first, with all their wordings.

Use it to compare what texts call the same event.

It cannot show names that the codebook does not list, nor irony.

    own = tokens.sizes(t[t["voice"] == "author"])
    profile = frames.describe(frames.profile(mentions, own, codebook), codebook)
    wordings = frames.wordings(mentions[mentions["voice"] == "author"])
    named = profile[profile["kind"] == "name"].merge(wordings, how="left")
    figures.draw("names", named, c.documents, "figures")
"""

import numpy as np
import pandas as pd

from analysis.charts import matrix
from analysis.charts.ink import AXIS, INK, SIZE, SMALL, SOFT
from analysis.charts.layout import Axes, Sheet, Table, cell_width, place_panels
from analysis.charts.lettering import plain, shorten, text_width, widest, wrap, write, write_header
from analysis.charts.look import styled

SEVERAL = 5  # more texts are drawn as columns of one table
ROW, LINE, HEAD, BAR = 9.8, 8.4, 14.0, 34.0


@styled
def plot(table: Table, documents: Table, ax: Axes | None = None) -> Axes:
    """A panel a text, its names from the most frequent down.

    `table`: doc_id, code, n, and per_1000 (or share); and, where given, label, process, agent,
    n_negated, wordings (each whole, beside the name or below it). Bars are rates, numbers counts. A
    number in brackets counts names under negation, which are in no bar. A name that a text uses
    more than any other is bold. More than five texts are columns, with names as rows, grouped by
    process. Names that no text uses are left out (the caption lists them). Returns the frame; its
    ``child_axes`` are the texts, in the documents' order.
    """
    if len(documents) > SEVERAL:
        return matrix.plot_codes(table, documents, ax, group="process", aside="agent")
    rate, looks = matrix.need_rates(table, documents)
    sheet = Sheet(ax, len(looks))
    lists = [sort_names(table, entry.doc_id, rate) for entry in looks]
    most = max([rows["rate"].max() for rows in lists if len(rows)] + [0])
    number = widest((n for rows in lists for n in rows["count"]), SIZE, "bold") + 6

    def lay(width: float) -> float:
        across = min(3 if width > 400 else 1, max(len(looks), 1))
        cell, boxes = cell_width(width, across), []
        for place, (panel, entry, rows) in enumerate(zip(sheet.panels, looks, lists, strict=True)):
            matrix.scale_rates(panel, most, rate)
            last = place >= len(looks) - across
            panel.tick_params(labelbottom=last)
            end = _draw_names(panel, entry, rows, cell - number - BAR)
            write_header(panel, 6, entry, "", cell, indent=-number)
            if last:
                write(panel, 1, end + 8, matrix.RATES[rate], 12, "left note")
            panel.set_ylim(end, 0)
            boxes.append((panel, (number, cell - number - BAR, 14.0 if last else 8.0, 0), end))
        return place_panels(sheet.ax, boxes, across, width)

    return sheet.fit(lay, 6, 6, 2, 2)


def sort_names(table: pd.DataFrame, doc_id: str, rate: str) -> pd.DataFrame:
    """The names of one text, the most frequent first: code, label, n, rate, count, words, first.

    `count` is the number as printed, with those under negation in brackets; `first` says whether
    the text uses it more than any other.
    """
    own = table[table["doc_id"] == doc_id]
    negated = own["n_negated"].fillna(0) if "n_negated" in own else own["n"] * 0
    words = own["wordings"].fillna("") if "wordings" in own else pd.Series("", index=own.index)
    rows = pd.DataFrame(
        {
            "code": own["code"],
            "label": matrix.label_codes(own) if len(own) else "",
            "n": own["n"],
            "rate": own[rate].astype(float).fillna(0.0),
            "negated": negated.astype(int),
            "words": words.map(plain),
        }
    )
    rows = rows[rows["n"] + rows["negated"] > 0]
    rows = rows.sort_values(["n", "negated"], ascending=False, kind="stable")
    brackets = np.where(rows["negated"] > 0, "(" + rows["negated"].astype(str) + ") ", "")
    rows["count"] = brackets + rows["n"].map("{:,}".format).astype(str)
    rows["first"] = rows["n"].eq(rows["n"].max()) & (rows["n"].eq(rows["n"].max()).sum() == 1)
    return rows.reset_index(drop=True)


def headline(table: Table, documents: Table) -> str:
    return matrix.headline_codes(table, documents, "name")


def subtitle(table: Table, documents: Table) -> str:
    bold = " Bold: used more than any other." if len(documents) <= SEVERAL else ""
    return matrix.subtitle_codes(table) + bold


def caption(table: Table, documents: Table, whole: Table | None = None) -> str:
    many = len(documents) > SEVERAL
    order = "names by process" if many else "its names from the most frequent down, with wordings"
    title = f"What each text calls the event: {order}"
    return matrix.caption_codes(table, documents, title, "name", "process" if many else "", whole)


def alt(table: Table, documents: Table) -> str:
    return matrix.alt_codes(table, documents, group="process")


def _draw_names(panel: Axes, entry, rows: pd.DataFrame, beside: float) -> float:
    y = HEAD
    if rows.empty:
        write(panel, 0, y + 5, "none", 4, "left note")
        y += ROW
    for row in rows.itertuples():
        middle, weight = y + ROW / 2, "bold" if row.first else "normal"
        look = {"color": INK if row.n else SOFT, "weight": weight}
        write(panel, 0, middle, row.count, -4, "right", **look)
        if row.rate > 0:
            look = {"color": entry.colour, "label": [f"_{entry.doc_id} {row.code}"]}
            panel.barh(middle, row.rate, ROW - 4, linewidth=0, **look)
        label = shorten(row.label, beside - 8, SIZE, weight)
        write(panel, 1, middle, label, 5, weight=weight)
        start = 5 + text_width(label, SIZE, weight) + 6
        y += ROW
        if row.words and text_width(row.words, SMALL) <= beside - start:
            write(panel, 1, middle, row.words, start, "left note")
        elif row.words:
            for line in wrap(row.words, beside - 12, 9):
                write(panel, 1, y + LINE / 2 - 0.5, line, 11, "left note")
                y += LINE
    panel.vlines(0, HEAD, y, color=AXIS, lw=0.5)
    return y + 3
