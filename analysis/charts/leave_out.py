"""A difference of two texts without each word or sentence, those that move it most on top."""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis.charts import layout
from analysis.charts.layout import Axes
from analysis.charts.lettering import INK, SMALL, SOFT, shorten, signed, text_width, write
from analysis.charts.look import FALLS, styled

ROW, HEAD = 10.0, 14.0
BETWEEN = ("the first", "the second")


@styled
def plot(
    table: pd.DataFrame,
    ax: Axes | None = None,
    top: int = 14,
    between: tuple[str, str] = BETWEEN,
) -> Axes:
    """A difference of two texts without each word or sentence, those that move it most on top.

    `table`: difference, without, flips, and term (with valence, n_a, n_b) or text. `between` names
    the two texts. The upright line is the difference as it is; a mark is what it would be without
    this one. A filled diamond marks those whose loss turns the difference round. Returns the frame;
    its ``child_axes`` hold the one panel.
    """
    need(table, ["difference", "without", "flips"], "table", "sensitivity.without_each_word")
    frame, made = layout.canvas(ax)
    [ax] = layout.add_panels(frame, 1)
    rows = table.head(top)
    y = HEAD + ROW * (np.arange(len(rows)) + 0.5)
    bottom = HEAD + ROW * max(len(rows), 1)
    full = float(table["difference"].iloc[0]) if len(table) else 0.0
    words = "term" in table.columns
    for place, row in zip(y, rows.itertuples(), strict=True):
        ax.hlines(place, full, row.without, color=SOFT, lw=0.7, zorder=1)
    flips, x = rows["flips"].to_numpy(bool), rows["without"].to_numpy(float)
    ax.scatter(x[~flips], y[~flips], s=14, marker="o", facecolors="white", edgecolors=INK,
               linewidths=0.8, zorder=3, label="same order")  # fmt: skip
    ax.scatter(x[flips], y[flips], s=20, marker="D", color=FALLS, linewidths=0, zorder=3,
               label="order turned")  # fmt: skip
    ax.vlines(full, 12, bottom, color=INK, lw=0.8, label="_difference")
    ax.vlines(0, 12, bottom, color="#888888", lw=0.5, ls=(0, (2, 2)), label="_zero")
    ends = np.append(x[~np.isnan(x)], [0, full])
    room = max(np.ptp(ends), 1e-9) * 0.08
    ax.set(xlim=(ends.min() - room, ends.max() + room), ylim=(bottom + 2, 0))
    ax.set_yticks([])
    what = "word" if words else "sentence"
    label = f"mean tone of {between[0]} less that of {between[1]}, without this {what}"

    def lay(width, drawn):
        names = rows["term"] if words else rows["doc_id"] + " “" + rows["text"] + "”"
        notes = [_note(row, words) for row in rows.itertuples()]
        right = max([text_width(note, SMALL) for note in notes] + [0]) + 8
        limit = width * (0.3 if words else 0.5)
        short = [shorten(name, limit - 14, SMALL, "bold") for name in names]
        left = max([text_width(name, SMALL, "bold") for name in short] + [20]) + 8
        fits = text_width(label, SMALL) <= width - left - right + 2 * min(left, right)
        ax.set_xlabel(label if fits else f"difference without this {what}")
        for name, note, place, turned in zip(short, notes, y, flips, strict=True):
            drawn.append(write(ax, 0, place, name, -5, ("right", INK, SMALL)))
            drawn[-1].set_weight("bold" if turned else "normal")
            drawn.append(write(ax, 1, place, note, right, ("right", SOFT, SMALL)))
        drawn.append(ax.annotate(
            f"all {what}s: {signed(full, 3)}", (full, 10), (0, 0), textcoords="offset points",
            ha="center", va="bottom", size=SMALL, annotation_clip=False,
        ))  # fmt: skip
        return layout.place_panels(frame, [(ax, (left, right, 26, 2), bottom + 2)], 1, width)

    lay.margins = (4, 4, 2, 2)
    layout.fit(frame, made, lay)
    return frame


def headline(table: pd.DataFrame) -> str:
    """How many single words or sentences turn the order round."""
    what, n = "word" if "term" in table.columns else "sentence", len(table)
    turned = int(table["flips"].sum())
    if not turned:
        return f"No single {what} of {n:,} turns the order round"
    return f"{'One' if turned == 1 else f'{turned:,}'} {what}{'s' * (turned > 1)} of {n:,}" + (
        " turns the order round" if turned == 1 else ", each alone, turn the order round"
    )


def subtitle(table: pd.DataFrame, between: tuple[str, str] = BETWEEN) -> str:
    """Whose difference it is."""
    what = "word" if "term" in table.columns else "sentence"
    return f"Mean tone of {between[0]} less that of {between[1]}, without each {what} in turn."


def caption(table: pd.DataFrame, top: int = 14, between: tuple[str, str] = BETWEEN) -> str:
    """The difference as it is, how many are left out in turn, and how many turn it round."""
    what = "word" if "term" in table.columns else "sentence"
    turned = int(table["flips"].sum())
    full = signed(table["difference"].iloc[0], 3) if len(table) else "none"
    counts = f"; beside it, occurrences in {between[0]} : {between[1]}" if what == "word" else ""
    return (
        f"Difference of mean tone between {between[0]} and {between[1]} ({full}) without each "
        f"{what}: the {min(top, len(table)):,} that move it most of {len(table):,}{counts}. "
        f"{_turned(turned, what)} One is left out at a time; two together may do what neither does "
        "alone."
    )


def alt(table: pd.DataFrame, top: int = 14, between: tuple[str, str] = BETWEEN) -> str:
    """The difference as it is and without each that is shown."""
    names = table["term"] if "term" in table.columns else table["text"]
    listed = "; ".join(
        f"without {shorten(name, 200)} {signed(row.without, 3)}{' (turned)' * bool(row.flips)}"
        for name, row in zip(names.head(top), table.head(top).itertuples(), strict=True)
    )
    full = signed(table["difference"].iloc[0], 3) if len(table) else "none"
    return f"Difference of {between[0]} and {between[1]}: {full}; {listed or 'nothing left out'}."


def _turned(number: int, what: str) -> str:
    if number == 0:
        return f"No single {what} turns the order round."
    some = f"one {what}" if number == 1 else f"any one of {number:,} {what}s"
    return f"Without {some} the order turns round (filled diamonds)."


def _note(row, words: bool) -> str:
    counts = f"{row.n_a:,} : {row.n_b:,}  " if words else ""
    return counts + signed(row.without, 3)
