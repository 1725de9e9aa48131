"""How each coder of a class reads beside the others.

Use it with a class or a team: whose reading goes with the others', and who wants a second look.

It cannot show who reads well: one who differs may have seen what the others missed.

    read = c.codings[c.codings["code"] == "stance"]
    figures.draw("coders", agreement.coders(read), None, "figures")
"""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.ink import FAINT, INK, SMALL, SOFT, mark
from analysis.charts.layout import HEAD, ROW, Axes, Sheet, Table
from analysis.charts.lettering import first_fitting, listed, plain, shorten, signed, widest, write
from analysis.charts.look import styled

UNIT = "correlation with the mean of the others"
SCALE = "(1: alike, 0: chance, −1: the other way round)"
NEEDED = ["coder", "n_units", "with_majority", "r", "r_low", "r_high", "flag"]


@styled
def plot(table: Table, ax: Axes | None = None) -> Axes:
    """The correlation of each coder with the mean of the others, with its interval.

    `table`: coder, n_units, with_majority, r, r_low, r_high, flag. Coders come from the highest
    correlation down, those without one last. A flagged coder is hollow, with the flag in words. At
    the right stand the sentences read, and the share read as most others did.
    """
    need(table, NEEDED, "table", "agreement.coders")
    sheet = Sheet(ax)
    ax = sheet.ax
    rows = table.sort_values("r", ascending=False, kind="stable", na_position="last")
    y = HEAD + ROW * (np.arange(len(rows)) + 0.5)
    foot = HEAD + ROW * max(len(rows), 1) + 3
    ax.hlines(y, -1, 1, color=FAINT, lw=0.4, zorder=0)
    ax.vlines(0, HEAD - 3, foot, color=SOFT, lw=0.5)
    known = rows["r"].notna().to_numpy()
    ends = rows[["r_low", "r_high"]][known].to_numpy().T
    ax.hlines(y[known], *ends, color=INK, lw=1, label="interval")
    well = rows["flag"].eq("").to_numpy()
    for name, chosen in (("as the others", well), ("flagged", ~well)):
        at = known & chosen
        mark(ax, rows["r"][at], y[at], "o", INK, name, name != "flagged", ms=4)
    ax.set(xlim=(-1, 1), ylim=(foot, 0), yticks=[], xlabel=f"{UNIT} {SCALE}")
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "0.5", "1"])
    left = min(widest(map(plain, rows["coder"])) + 8, 100)

    def lay(width: float) -> float:
        ax.xaxis.label.set_text(ax.get_xlabel() if width > 260 else UNIT)
        write(ax, 1, 5, "read", 28, "right note")
        write(ax, 1, 5, "as most", 66, "right note")
        for row, place in zip(rows.itertuples(), y, strict=True):
            write(ax, 0, place, shorten(row.coder, left - 8), -6, "right")
            write(ax, 1, place, f"{row.n_units:,}", 28, "right note")
            if pd.notna(row.with_majority):
                write(ax, 1, place, f"{row.with_majority:.0%}", 66, "right note")
            if row.flag and (width > 160 or pd.isna(row.r)):  # the caption has them all
                at, align = (1, "right") if row.r_high < 0 else (0, "left")
                text = shorten(row.flag, width * (0.45 if pd.notna(row.r) else 0.95), SMALL)
                said = write(ax, at, place, text, -3 if at else 3, f"{align} note")
                said.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
        return foot

    return sheet.fit(lay, left + 6, 72, 26, 2)


def headline(table: Table) -> str:
    n, well = len(table), int(table["flag"].eq("").sum())
    told = f"{well:,} of {counted(n, 'reader')} {'reads' if well == 1 else 'read'} as the others do"
    flagged = f"{n - well:,} {'wants' if n - well == 1 else 'want'} a second look"
    return first_fitting(f"{told}; {flagged}" if n > well else "", told)


def subtitle(table: Table) -> str:
    return (
        "Correlation of each reader with the mean of the others, with its 95 % interval; "
        "hollow: flagged."
    )


def caption(table: Table) -> str:
    need(table, [*NEEDED, "alpha", "alpha_without"], "table", "agreement.coders")
    flagged = table[table["flag"] != ""]
    told = "; ".join(f"{row.coder}: {row.flag}" for row in flagged.head(12).itertuples())
    more = f"; and {len(flagged) - 12:,} more" if len(flagged) > 12 else ""
    gain = table["alpha_without"] - table["alpha"]
    best = ""
    if gain.notna().any() and gain.max() >= 0.005:
        row = table.loc[gain.idxmax()]
        alphas = [signed(row[name]).removeprefix("+") for name in ("alpha", "alpha_without")]
        best = f" Alpha is {alphas[0]}, and without {row['coder']} {alphas[1]}."
    return plain(
        f"Each of {counted(len(table), 'reader')} beside the others: Pearson's correlation with "
        "the mean of the others (favourable 1, neither 0, unfavourable −1) and Fisher's 95 % "
        "interval, the sentences read, and the share of them read as most of the others did."
        + (f" Flagged: {told}{more}." if told else "")
        + best
        + " A flag is a question: who reads against a class may be the one who has read well."
    )


def alt(table: Table) -> str:
    rows = table.sort_values("r", ascending=False, kind="stable", na_position="last")
    told = rows["r"].map(lambda r: "none" if pd.isna(r) else signed(r))
    parts = listed([f"{coder} {r}" for coder, r in zip(rows["coder"], told, strict=True)])
    return plain(f"Points of correlation with intervals, a row a reader: {parts or 'none'}.")
