"""The sentences that divide readers most, with how many gave each value.

Use it to choose what to discuss: the sentences on which readers part.

It cannot show why they part; a sentence may be unclear, or the codebook.

    table = agreement.divided(c.codings, s)
    figures.draw("divided", table, c.documents, "figures")
"""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.layout import Axes, Sheet, place_panel
from analysis.charts.lettering import (
    INK,
    SIZE,
    SMALL,
    SOFT,
    capital,
    first_fitting,
    listed,
    plain,
    shorten,
    wrap,
    write,
)
from analysis.charts.look import labels_of, need_documents, styled

TOP = 10
HEAD, LINE = 14.0, 8.8
FILLS = [INK, "#b9b3a8", "white", "#8c857a", "#dcd6cb"]  # filled, between, outlined; then greys


@styled
def plot(
    table: pd.DataFrame, documents: pd.DataFrame, ax: Axes | None = None, top: int = TOP
) -> Axes:
    """The sentences that divide readers most: a row each, its words, and counts as one bar.

    `table`: doc_id, sentence_id, text, n_coders, divided and n_VALUE columns, the most divided
    first, of which `top` are drawn. Returns the frame; its one panel holds the bars.
    """
    need(
        table,
        ["doc_id", "sentence_id", "text", "n_coders", "divided"],
        "table",
        "agreement.divided",
    )
    need_documents(table, documents)
    sheet = Sheet(ax, panels=1)
    panel = sheet.panels[0]
    rows, values = table.head(top).reset_index(drop=True), _values(table)
    names = labels_of(documents)
    most = int(rows["n_coders"].max()) if len(rows) else 1
    panel.set(xlim=(0, most), yticks=[], xlabel="readers")
    panel.set_xticks([0, most])

    def lay(width: float) -> float:
        lines = 3 if width < 350 else 2
        step = LINE * (lines + 1) + 5
        side = width * (0.56 if width < 350 else 0.66)
        y = HEAD + step * (np.arange(len(rows)) + 0.5)
        foot = HEAD + step * max(len(rows), 1) + 2
        panel.set_ylim(foot, 0)
        place_panel(panel, sheet.ax, (side / width, 0, 1 - side / width, 1))
        start = np.zeros(len(rows))
        for place, value in enumerate(values):
            n = rows[f"n_{value}"].to_numpy(float)
            panel.barh(
                y,
                n,
                8,
                left=start,
                color=FILLS[place % len(FILLS)],
                edgecolor=INK,
                linewidth=0.6,
                clip_on=False,
                label=value,
            )
            start += n
        key = ", ".join(f"{_sign(place)} {value}" for place, value in enumerate(values))
        write(panel, 1, 5, shorten(key, width, SMALL), 0, ("right", SOFT, SMALL))
        for row, middle in zip(rows.itertuples(), y, strict=True):
            first = middle - LINE * lines / 2
            address = f"{names[row.doc_id]} {row.sentence_id}"
            write(panel, 0, first, shorten(address, side - 12), -side, ("left", INK, SIZE))
            for number, line in enumerate(wrap(row.text, side - 12, lines), start=1):
                at = first + LINE * number
                write(panel, 0, at, line, -side, ("left", SOFT, SMALL))
            told = " · ".join(f"{rows.loc[row.Index, f'n_{value}']:,}" for value in values)
            write(panel, 0, middle + 9, told, 0, ("left", SOFT, SMALL))
        return foot

    return sheet.fit(lay, 8, 10, 24, 2)


def _values(table: pd.DataFrame) -> list[str]:
    """The values counted, in the order of the columns."""
    return [name[2:] for name in table if name.startswith("n_") and name != "n_coders"]


def _sign(place: int) -> str:
    return ("■", "▒", "□")[place] if place < 3 else "▪"


def headline(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The most divided sentence and its counts."""
    neutral = "The sentences that divide the readers most"
    if table.empty or table["divided"].iloc[0] == 0:
        return "No sentence divides the readers" if len(table) else neutral
    row = table.iloc[0]
    address = f"{labels_of(documents)[row['doc_id']]} {row['sentence_id']}"
    told = listed([f"{row[f'n_{v}']:,} {v}" for v in _values(table) if row[f"n_{v}"]])
    return capital(
        first_fitting(
            f"{address} divides the readers most: {told}",
            f"{address} divides the readers most",
            neutral,
        )
    )


def subtitle(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What the bars count."""
    return "Readers by the value that they gave, the most divided sentences first."


def caption(table: pd.DataFrame, documents: pd.DataFrame, top: int = TOP) -> str:
    """How many sentences divide readers at all, and those drawn with their counts."""
    need_documents(table, documents)
    split = int((table["divided"] > 0).sum())
    names, values = labels_of(documents), _values(table)
    told = "; ".join(
        f"{names[row['doc_id']]} {row['sentence_id']}: "
        + ", ".join(f"{row[f'n_{value}']:,} {value}" for value in values)
        for row in table.head(top).to_dict("records")
    )
    return plain(
        f"{split:,} of {counted(len(table), 'sentence')} read by two or more divide the readers; "
        f"drawn are the {len(table.head(top)):,} with the largest share of pairs of readers who "
        f"gave different values. {told}{'.' if told else ''} The share does not say who is right."
    )


def alt(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The most divided sentences, with the share of pairs that differ."""
    names = labels_of(documents)
    parts = [
        f"{names[row.doc_id]} {row.sentence_id} {row.divided:.0%}"
        for row in table.head(TOP).itertuples()
    ]
    return plain(
        f"Bars of readers by value; share of pairs that differ: {listed(parts) or 'none'}."
    )
