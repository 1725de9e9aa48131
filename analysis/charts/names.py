"""What each text calls the event: its names, the most frequent first, with all their wordings.

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

from analysis.charts.layout import Axes, Sheet, axis_end, cell_width, place_panels
from analysis.charts.lettering import (
    INK,
    SIZE,
    SMALL,
    SOFT,
    plain,
    shorten,
    text_width,
    wrap,
    write,
    write_header,
)
from analysis.charts.look import AXIS, looks_of, styled
from analysis.charts.matrix import (
    RATES,
    alt_codes,
    caption_codes,
    headline_codes,
    label_codes,
    need_rates,
    plot_codes,
    subtitle_codes,
)

SEVERAL = 5  # more texts are drawn as columns of one table
ROW, LINE, HEAD, BAR = 9.8, 8.4, 14.0, 34.0


@styled
def plot(table: pd.DataFrame, documents: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """What each text calls the event: a panel a text, its names from the most frequent down.

    `table`: doc_id, code, n, and per_1000 (or share); and, where given, label, process, agent,
    n_negated, wordings (each whole, on lines of their own where there is no room beside). Bars are
    rates, numbers counts; a number in brackets counts names under negation, which are in no bar. A
    name that a text uses more than any other is in bold. Of more than five texts each is a column,
    and names are rows by process (the groups, each with its sum). Names that no text uses are left
    out (the caption lists them). Returns the frame; its ``child_axes`` are the texts, in the
    documents' order.
    """
    if len(documents) > SEVERAL:
        return plot_codes(table, documents, ax, group="process", aside="agent")
    rate = need_rates(table, documents)
    looks = list(looks_of(documents).itertuples())
    sheet = Sheet(ax, len(looks))
    lists = [sort_names(table, entry.doc_id, rate) for entry in looks]
    most = max([rows["rate"].max() for rows in lists if len(rows)] + [0])
    limit = axis_end(most if most > 0 else 1.0)
    number = max([text_width(n, SIZE, "bold") for rows in lists for n in rows["count"]] + [0]) + 6

    def lay(width: float) -> float:
        across = min(3 if width > 400 else 1, max(len(looks), 1))
        cell, boxes = cell_width(width, across), []
        for place, (panel, entry, rows) in enumerate(zip(sheet.panels, looks, lists, strict=True)):
            panel.set(xlim=(0, limit), yticks=[])
            panel.set_xticks([0, limit], ["0", f"{limit:.0%}" if rate == "share" else f"{limit:g}"])
            last = place >= len(looks) - across
            panel.tick_params(labelbottom=last)
            end = _draw_names(panel, entry, rows, (number, cell - number - BAR))
            write_header(panel, 6, entry, "", cell, indent=-number)
            if last:
                write(panel, 1, end + 8, RATES[rate], 12, ("left", SOFT, SMALL))
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
            "label": label_codes(own) if len(own) else "",
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


def caption(table: pd.DataFrame, documents: pd.DataFrame, whole: pd.DataFrame | None = None) -> str:
    """How often each text names the event, and which names none uses."""
    if len(documents) > SEVERAL:
        title = "What each text calls the event: names by process"
        return caption_codes(table, documents, title, "name", "process", whole)
    title = "What each text calls the event: its names from the most frequent down, with wordings"
    return caption_codes(table, documents, title, "name", "", whole)


def alt(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The names that each text uses, with their counts."""
    return alt_codes(table, documents, group="process")


def headline(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The name that each text uses most, or the one that most texts use."""
    return headline_codes(table, documents, "name")


def subtitle(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What numbers and bars are."""
    bold = " Bold: used more than any other." if len(documents) <= SEVERAL else ""
    return subtitle_codes(table) + bold


def _draw_names(panel: Axes, entry, rows: pd.DataFrame, room: tuple) -> float:
    """Draw a text's names from the top down; return where they end."""
    _, beside = room
    y = HEAD
    if rows.empty:
        write(panel, 0, y + 5, "none", 4, ("left", SOFT, SMALL))
        y += ROW
    for row in rows.itertuples():
        middle, weight = y + ROW / 2, "bold" if row.first else "normal"
        colour = INK if row.n else SOFT
        write(panel, 0, middle, row.count, -4, ("right", colour, SIZE), weight)
        if row.rate > 0:
            panel.barh(
                middle,
                row.rate,
                ROW - 4,
                color=entry.colour,
                linewidth=0,
                label=[f"_{entry.doc_id} {row.code}"],
            )
        label = shorten(row.label, beside - 8, SIZE, weight)
        write(panel, 1, middle, label, 5, ("left", INK, SIZE), weight)
        start = 5 + text_width(label, SIZE, weight) + 6
        y += ROW
        if row.words and text_width(row.words, SMALL) <= beside - start:
            write(panel, 1, middle, row.words, start, ("left", SOFT, SMALL))
        elif row.words:
            for line in wrap(row.words, beside - 12, 9):
                write(panel, 1, y + LINE / 2 - 0.5, line, 11, ("left", SOFT, SMALL))
                y += LINE
    panel.vlines(0, HEAD, y, color=AXIS, lw=0.5)
    return y + 3
