"""Word shift: what each term adds to the difference in tone of two texts, the largest first."""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts import layout
from analysis.charts.layout import Axes
from analysis.charts.lettering import (
    INK,
    SIZE,
    SMALL,
    SOFT,
    first_fitting,
    listed,
    plain,
    shorten,
    signed,
    text_width,
    write,
)
from analysis.charts.look import looks_of, styled
from analysis.charts.term_columns import ROW, name_reference

SIDES = ("target", "reference")
HATCH = "//////"


@styled
def plot(
    table: pd.DataFrame, documents: pd.DataFrame, ax: Axes | None = None, top: int = 20
) -> Axes:
    """Word shift: what each term adds to the difference of two texts, the largest first.

    `table`: term, shift (share of the difference, in the units of the score; positive towards the
    target) and, where given, target, reference (constant) and kind: what is no term (punctuation)
    is hatched, with its kind behind it. The `top` largest are drawn; how many were left out
    and what they add up to is printed below.
    """
    need(table, ["term", "shift"], "table", "sentiment.shift")
    ax, made = layout.canvas(ax)
    entries = {entry.doc_id: entry for entry in looks_of(documents).itertuples()}
    rows, names = _largest(table, top), _names(table, documents)
    sides = [table[side].iloc[0] if side in table and len(table) else "" for side in SIDES]
    colours = [entries[side].colour if side in entries else SOFT for side in sides]
    limit, kinds = max(rows["shift"].abs().max() if len(rows) else 0, 1e-9), []
    y = 14 + ROW * (np.arange(len(rows)) + 0.5)
    for place, row in zip(y, rows.itertuples(), strict=True):
        colour = colours[0] if row.shift > 0 else colours[1]
        kind = getattr(row, "kind", "term")
        look = {"facecolor": colour} if kind == "term" else {"facecolor": "white", "hatch": HATCH}
        ax.barh(
            place, row.shift, ROW - 2.6, edgecolor=colour, linewidth=0.6,
            label="_" + plain(row.term), **look,
        )  # fmt: skip
        kinds.append("" if kind == "term" else f" ({shorten(kind, 60)})")
    bottom = 14 + ROW * max(len(rows), 1) + 2
    left_out = len(table) - len(rows)
    height = bottom + (11 if left_out else 2)
    if left_out:
        rest = table["shift"].sum() - rows["shift"].sum()
        ax.annotate(
            f"terms not shown: {left_out:,}, together {signed(rest, 3)}", (1, height - 3), (0, 0),
            xycoords=ax.get_yaxis_transform(), textcoords="offset points", ha="right",
            color=SOFT, size=SMALL,
        )  # fmt: skip
    ax.vlines(0, 14, bottom, color="#888888", lw=0.5)
    ax.set(xlim=(-limit, limit), ylim=(height, 0), xlabel="contribution to the difference in mean")
    ax.set_yticks([])

    def lay(width, drawn):
        for side, x, align in ((0, 1, "right"), (1, 0, "left")):
            text = f"raises {names[side]} →" if side == 0 else f"← raises {names[side]}"
            text = shorten(text, width / 2 - 4)
            drawn.append(write(ax, x, 6, text, 0, (align, INK, SMALL)))
        # The axis is widened until the longest label beside its bar fits on its side.
        ends = [limit]
        for row, place, kind in zip(rows.itertuples(), y, kinds, strict=True):
            name = shorten(row.term, width * 0.3 - text_width(kind)) + kind
            side = 1 if row.shift > 0 else -1
            align = "left" if side > 0 else "right"
            text = write(ax, 0, place, name, 3 * side, (align, INK, SIZE))
            text.xy, text.xycoords = (row.shift, place), "data"
            drawn.append(text)
            ends.append(abs(row.shift) / (1 - 2 * (text_width(name) + 5) / width))
        ax.set_xlim(-max(ends), max(ends))
        return height

    lay.margins = (8, 8, 26, 2)
    layout.fit(ax, made, lay)
    return ax


def headline(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Which mean is higher by how much, and which kinds of words make it so."""
    target, reference = _names(table, documents)
    total = table["shift"].sum()
    by = f"{abs(total):.2f}"
    if by == "0.00":
        return first_fitting(
            f"{target} and {reference} have the same mean tone", "The means are alike"
        )
    higher, lower = (target, reference) if total > 0 else (reference, target)
    higher_is = f"The mean tone of {higher} is {by} higher than that of {lower}"
    groups = _group_words(table)
    most = groups[groups["sum"] * np.sign(total) > 0].sort_values("sum", key=abs, ascending=False)
    kinds = [
        f"{row.sign} words of {(target, reference)[row.side == 'reference']}"
        for row in most.itertuples()
    ]
    return first_fitting(
        f"{higher} scores {by} higher: {listed(kinds[:2])} outweigh the rest" if kinds else "",
        higher_is,
        f"The means differ by {by}",
    )


def subtitle(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What a bar is, and what all bars add up to."""
    return (
        "What each word of the lexicon adds to the difference in mean tone; all "
        f"{len(table):,} add up to {signed(table['shift'].sum(), 3)}."
    )


def caption(table: pd.DataFrame, documents: pd.DataFrame, top: int = 20) -> str:
    """How many terms are shown, and what they and all terms add up to."""
    rows = _largest(table, top)
    return (
        f"Word shift: what each term adds to the difference in mean score, the {len(rows):,} "
        f"largest of {counted(len(table), 'term')} (Gallagher et al. 2021). All contributions "
        f"add up to {signed(table['shift'].sum(), 3)}, those shown to "
        f"{signed(rows['shift'].sum(), 3)}. A word contributes by its place in the lexicon, "
        "whatever it meant in its sentence."
    )


def alt(table: pd.DataFrame, documents: pd.DataFrame, top: int = 20) -> str:
    """The terms in the chart's order, with their contributions."""
    rows = _largest(table, top).itertuples()
    listed = ", ".join(f"{plain(row.term)} {signed(row.shift, 3)}" for row in rows)
    return f"Bars of contributions to the difference, the largest first: {listed or 'none'}."


def _largest(table: pd.DataFrame, top: int) -> pd.DataFrame:
    """Rows that the chart shows: the largest contributions in either direction."""
    order = table["shift"].abs().sort_values(ascending=False, kind="stable").index[:top]
    return table.loc[order]


def _names(table: pd.DataFrame, documents: pd.DataFrame) -> list[str]:
    """What to call the two texts, the target first."""
    entries = {entry.doc_id: entry for entry in looks_of(documents).itertuples()}
    sides = [table[side].iloc[0] if side in table and len(table) else "" for side in SIDES]
    return [
        name_reference(side, entries) if side else default
        for side, default in zip(sides, SIDES, strict=True)
    ]


def _group_words(table: pd.DataFrame) -> pd.DataFrame:
    """The words in four groups: side (whose word), sign (plus, minus), n, sum; the largest first.

    A word belongs to the text that uses it more often a sentence; it is a plus word where its mean
    part in a sentence's score is above 0. Without these columns there is no group.
    """
    needed = ["per_sentence_target", "per_sentence_reference", "part_target", "part_reference"]
    if not set(needed) <= set(table.columns):
        return pd.DataFrame(columns=["side", "sign", "n", "sum"])
    words = pd.DataFrame({
        "side": np.where(table[needed[0]] >= table[needed[1]], *SIDES),
        "sign": np.where(table[needed[2]] + table[needed[3]] > 0, "plus", "minus"),
        "shift": table["shift"],
    })  # fmt: skip
    groups = words.groupby(["side", "sign"], sort=False)["shift"].agg(n="size", sum="sum")
    return groups.sort_values("sum", ascending=False, kind="stable").reset_index()
