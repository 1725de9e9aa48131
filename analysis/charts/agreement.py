"""How far coders agree on each code, beyond what chance would give.

Use it before any count of codes is believed: it says which of them readers share.

It cannot show who is right; and models that share a codebook are not independent persons.

    both = agreement.together(c.codings, s, mentions, codebook)
    figures.draw("agreement", agreement.by_code(both), None, "figures")
"""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.ink import AXIS, FAINT, INK, SMALL, mark
from analysis.charts.layout import HEAD, ROW, Axes, Sheet, Table
from analysis.charts.lettering import first_fitting, plain, shorten, signed, widest, wrap, write
from analysis.charts.look import styled
from analysis.charts.matrix import label_codes

FIRMNESS = ("firm", "tentative", "weak", "cannot be told", "undefined")


@styled
def plot(table: Table, ax: Axes | None = None) -> Axes:
    """Krippendorff's alpha of each code with its interval, from the highest down.

    `table`: code, n_units, n_differ, alpha, low, high; label and flag where given. Upright lines
    mark .667 and .80, the customary limits of tentative and firm. A mark is filled if the lower end
    reaches .667. At the right stand alpha, and how many sentences were read differently. Codes
    without a difference, and those without an alpha, are named below.
    """
    needed = ["code", "n_units", "n_differ", "alpha", "low", "high"]
    need(table, needed, "table", "agreement.by_code")
    sheet = Sheet(ax)
    rows, alike, undefined = _parts(table)
    ends = [x for x in (rows["low"].min(), rows["alpha"].min(), 0.0) if pd.notna(x)]
    low = max(float(np.floor(min(ends) * 5) / 5), -1.0)
    facts = [f"{row.n_differ:,} of {row.n_units:,}" for row in rows.itertuples()]
    left = min(widest(rows["label"]) + 8, 120)
    values = widest(map(signed, rows["alpha"])) + 6
    right = widest([*facts, "read differently"], SMALL) + 8 + values
    notes = [
        f"Read alike, alpha 1.00: {', '.join(alike['label'])}." if len(alike) else "",
        f"Undefined: {'; '.join(_undefined(undefined))}." if len(undefined) else "",
    ]

    def lay(width: float) -> float:
        ax, y = sheet.ax, HEAD
        write(ax, (0.667 - low) / (1 - low), 5, "tentative", -2, "right note")
        write(ax, (0.8 - low) / (1 - low), 5, "firm", 2, "left note")
        write(ax, 1, 5, "read differently", right, "right note")
        for row, fact in zip(rows.itertuples(), facts, strict=True):
            _draw_row(ax, y + ROW / 2, row, low)
            name = shorten(row.label, left - 8)
            write(ax, 0, y + ROW / 2, name, -6, "right")
            value = signed(row.alpha).removeprefix("+")
            write(ax, 1, y + ROW / 2, value, values, "right")
            write(ax, 1, y + ROW / 2, fact, right, "right note")
            y += ROW
        foot = max(y, HEAD + ROW) + 3
        for limit in (0.667, 0.8):
            ax.vlines(limit, HEAD - 3, foot, color=AXIS, lw=0.6, ls=(0, (3, 2)), label=f"{limit}")
        ax.vlines(0, HEAD - 3, foot, color=AXIS, lw=0.6)
        ax.set(xlim=(low, 1), ylim=(foot, 0), yticks=[])
        ticks = [tick for tick in (-1, -0.5, 0, 0.5, 1) if tick >= low]
        ax.set_xticks(ticks, [f"{tick:g}".replace("-", "−") for tick in ticks])
        lines = [line for note in notes for line in wrap(note, width + left + right, 6) if note]
        for number, line in enumerate(lines):
            write(ax, 0, foot + 20 + 8.8 * number, line, -left, "left note")
        sheet.margins = (left + 6, right + 6, 18 + 8.8 * len(lines), 2)
        return foot

    return sheet.fit(lay, left + 6, right + 6, 26, 2)


def headline(table: Table, note: str = "") -> str:
    drawn, alike, _ = _parts(table)
    told = f"{len(alike):,} of {counted(len(table), 'code')} read alike in every sentence"
    least = ""
    if len(drawn):
        row = drawn.iloc[-1]
        least = f"{told}; least: {row['label']}, alpha {signed(row['alpha']).removeprefix('+')}"
    noted = [f"{text}; {plain(note)}" for text in (least, told) if text and note]
    return first_fitting(*noted, least, told)


def subtitle(table: Table, note: str = "") -> str:
    n = int(table["n_units"].max()) if len(table) else 0
    return (
        "Krippendorff's alpha (1: perfect, 0: chance) with its interval over "
        f"{counted(n, 'sentence')}. Filled: its lower end reaches .667."
    )


def caption(table: Table) -> str:
    need(table, ["firmness"], "table", "agreement.by_code")
    n_codes = table["firmness"].value_counts()
    counts = {word: int(n_codes.get(word, 0)) for word in FIRMNESS}
    units = sorted({int(n) for n in table["n_units"]})
    n = f"{units[0]:,}" if len(units) == 1 else f"{units[0]:,} to {units[-1]:,}" if units else "0"
    read = f"{n} with two values or more"
    if "most_coders" in table and (some := table[table["n_units"] > 0]).size:
        least, most = int(some["least_coders"].min()), int(some["most_coders"].max())
        read += f", each from {least:,} to" if least < most else ", from"
        read += f" {most:,} coders"
    without = int((table["alpha"].notna() & table["low"].isna()).sum())
    return (
        f"Agreement on {counted(len(table), 'code')}: Krippendorff's alpha with its interval "
        f"over sentences ({read}). By the interval's lower end, firm from .80: "
        f"{counts['firm']:,}; tentative from .667: {counts['tentative']:,}; weak, with the whole "
        f"interval below: {counts['weak']:,}; cannot be told: {counts['cannot be told']:,}; "
        "undefined, because only one value was used or nothing was read twice: "
        f"{counts['undefined']:,}."
        + (f" {without:,} without an interval: too little varies." if without else "")
        + " Codes read alike in every sentence are named below the drawing; at the right of the "
        "others, sentences read differently. Agreement says that a code can be applied "
        "alike, not that what it reads is there; on texts that a dictionary was written from, it "
        "says less."
    )


def alt(table: Table) -> str:
    rows = table.assign(label=label_codes(table))
    rows = rows.sort_values("alpha", ascending=False, kind="stable", na_position="last")
    parts = []
    for row in rows.itertuples():
        ends = f" ({row.low:.2f} to {row.high:.2f})".replace("-", "−")
        known = f"{row.alpha:.2f}{'' if pd.isna(row.low) else ends}"
        parts.append(f"{row.label} {'undefined' if pd.isna(row.alpha) else known}")
    return f"Points of alpha with intervals, the highest first: {'; '.join(parts) or 'none'}."


def _parts(table: Table) -> tuple[Table, pd.DataFrame, Table]:
    """The codes to draw, the highest alpha first; those read alike; those without an alpha."""
    rows = table.assign(label=label_codes(table))
    known, same = rows["alpha"].notna(), rows["n_differ"].eq(0)
    drawn = rows[known & ~same].sort_values("alpha", ascending=False, kind="stable")
    return drawn, rows[known & same], rows[~known]


def _undefined(rows: Table) -> list[str]:
    flags = rows.get("flag", pd.Series("", index=rows.index)).fillna("").map(plain)
    flags = flags.where(flags != "", "no reason given")
    return [f"{', '.join(own)} ({flag})" for flag, own in rows["label"].groupby(flags, sort=False)]


def _draw_row(ax: Axes, y: float, row, low: float) -> None:
    ax.hlines(y, low, 1, color=FAINT, lw=0.5, zorder=0)
    if pd.notna(row.low) and pd.notna(row.high):
        ax.hlines(y, max(row.low, low), row.high, color=INK, lw=1, label="interval")
    sure = pd.notna(row.low) and row.low >= 0.667
    mark(ax, row.alpha, y, "o", INK, f"_alpha {row.code}", sure, ms=4)
