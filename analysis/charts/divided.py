"""The sentences that divide readers most, with how many gave each value.

Use it to choose what to discuss: the sentences on which readers part.

It cannot show why they part; a sentence may be unclear, or the codebook.

    table = agreement.divided(c.codings, s)
    figures.draw("divided", table, c.documents, "figures")
"""

import numpy as np

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.ink import INK, SMALL
from analysis.charts.layout import Axes, Look, Sheet, Table, place_panel
from analysis.charts.lettering import capital, first_fitting, listed, plain, shorten, wrap, write
from analysis.charts.look import labels_of, need_documents, styled

TOP = 10
HEAD, LINE = 14.0, 8.8
FILLS = [INK, "#b9b3a8", "white", "#8c857a", "#dcd6cb"]  # filled, between, outlined; then greys


@styled
def plot(table: Table, documents: Table, ax: Axes | None = None, top: int = TOP) -> Axes:
    """The sentences that divide readers most: a row each, with its words and a bar of counts.

    `table`: doc_id, sentence_id, text, n_coders, divided and n_VALUE columns, the most divided
    first. The first `top` are drawn. Returns the frame; its one panel holds the bars.
    """
    needed = ["doc_id", "sentence_id", "text", "n_coders", "divided"]
    need(table, needed, "table", "agreement.divided")
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
            look: Look = {"color": FILLS[place % len(FILLS)], "edgecolor": INK, "linewidth": 0.6}
            panel.barh(y, n, 8, start, label=value, clip_on=False, **look)
            start += n
        signs = ["■", "▒", "□", *"▪" * len(values)]
        key = ", ".join(f"{sign} {value}" for sign, value in zip(signs, values, strict=False))
        write(panel, 1, 5, shorten(key, width, SMALL), 0, "right note")
        for row, middle in zip(rows.itertuples(), y, strict=True):
            first = middle - LINE * lines / 2
            address = shorten(f"{names[row.doc_id]} {row.sentence_id}", side - 12)
            write(panel, 0, first, address, -side)
            for number, line in enumerate(wrap(row.text, side - 12, lines), start=1):
                write(panel, 0, first + LINE * number, line, -side, "left note")
            told = " · ".join(f"{rows.loc[row.Index, f'n_{value}']:,}" for value in values)
            write(panel, 0, middle + 9, told, 0, "left note")
        return foot

    return sheet.fit(lay, 8, 10, 24, 2)


def _values(table: Table) -> list[str]:
    return [name[2:] for name in table if name.startswith("n_") and name != "n_coders"]


def headline(table: Table, documents: Table) -> str:
    neutral = "The sentences that divide the readers most"
    if table.empty or table["divided"].iloc[0] == 0:
        return "No sentence divides the readers" if len(table) else neutral
    row = table.iloc[0]
    address = f"{labels_of(documents)[row['doc_id']]} {row['sentence_id']}"
    told = listed([f"{row[f'n_{v}']:,} {v}" for v in _values(table) if row[f"n_{v}"]])
    claim = f"{address} divides the readers most"
    return capital(first_fitting(f"{claim}: {told}", claim, neutral))


def subtitle(table: Table, documents: Table) -> str:
    return "Readers by the value that they gave, the most divided sentences first."


def caption(table: Table, documents: Table, top: int = TOP) -> str:
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


def alt(table: Table, documents: Table) -> str:
    names = labels_of(documents)
    rows = table.head(TOP).itertuples()
    told = listed([f"{names[row.doc_id]} {row.sentence_id} {row.divided:.0%}" for row in rows])
    return plain(f"Bars of readers by value; share of pairs that differ: {told or 'none'}.")
