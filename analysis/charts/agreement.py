"""How far coders agree on each code, beyond what chance would give."""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts import layout
from analysis.charts.layout import HEAD, ROW, Axes
from analysis.charts.lettering import (
    INK,
    SIZE,
    SMALL,
    SOFT,
    first_fitting,
    plain,
    shorten,
    signed,
    text_width,
    write,
)
from analysis.charts.look import FAINT, styled
from analysis.charts.matrix import label_codes

FIRMNESS = ("firm", "tentative", "weak", "cannot be told", "undefined")


@styled
def plot(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Krippendorff's alpha of each code with its interval, and where it is undefined.

    `table`: code, n_units, n_differ, alpha, low, high; label and flag where given. Codes from the
    highest alpha down, those without one last, with the reason. Upright lines at .667 and .80, the
    customary limits of tentative and firm; a mark is filled from the first, hollow below. At the
    right, percent agreement if given, and sentences read differently of all.
    """
    need(
        table, ["code", "n_units", "n_differ", "alpha", "low", "high"], "table", "agreement.by_code"
    )
    ax, made = layout.canvas(ax)
    rows = table.sort_values("alpha", ascending=False, kind="stable", na_position="last")
    rows = rows.assign(label=label_codes(rows)).reset_index(drop=True)
    low = min([rows["low"].min(), rows["alpha"].min(), 0.0], key=lambda x: np.inf if x != x else x)
    low = max(float(np.floor(low * 5) / 5), -1.0)
    y = HEAD + ROW * (np.arange(len(rows)) + 0.5)
    foot = HEAD + ROW * max(len(rows), 1) + 3
    for limit in (0.667, 0.8):
        ax.vlines(limit, HEAD - 3, foot, color="#888888", lw=0.5, ls=(0, (3, 2)), label=f"{limit}")
    ax.vlines(0, HEAD - 3, foot, color="#888888", lw=0.5)
    ax.hlines(y, low, 1, color=FAINT, lw=0.4, zorder=0)
    known_ = rows["low"].notna() & rows["high"].notna()
    ax.hlines(y[known_], rows["low"][known_].clip(low), rows["high"][known_], color=INK, lw=1,
              label="interval")  # fmt: skip
    for name, chosen, fill in (("defined", rows["alpha"] >= 0.667, INK),
                               ("weak", rows["alpha"] < 0.667, "white")):  # fmt: skip
        ax.plot(rows["alpha"][chosen], y[chosen], "o", color=INK, mfc=fill, ms=4, mew=0.9,
                ls="none", clip_on=False, label=f"_{name}", zorder=3)  # fmt: skip
    ax.set(xlim=(low, 1), ylim=(foot, 0), yticks=[], xlabel="Krippendorff's alpha (1: perfect; "
           "0: chance)")  # fmt: skip
    ticks = [tick for tick in (-1, -0.5, 0, 0.5, 1) if tick >= low]
    ax.set_xticks(ticks, [f"{tick:g}".replace("-", "−") for tick in ticks])
    facts = [_differ(row) for row in rows.itertuples()]
    left = min(max(map(text_width, rows["label"]), default=0) + 8, 120)
    right = max([text_width(fact, SMALL) for fact in [*facts, "read differently"]]) + 10
    values = max([text_width(signed(a), SIZE) for a in rows["alpha"].dropna()] or [0]) + 6

    def lay(width, drawn):
        for text, limit, align in (("tentative", 0.667, "right"), ("firm", 0.8, "left")):
            drawn.append(write(ax, (limit - low) / (1 - low), 5, text, -2 if align == "right"
                                else 2, (align, SOFT, SMALL)))  # fmt: skip
        drawn.append(write(ax, 1, 5, "read differently", right + values, ("right", SOFT, SMALL)))
        for row, place, fact in zip(rows.itertuples(), y, facts, strict=True):
            name = shorten(row.label, left - 8)
            drawn.append(write(ax, 0, place, name, -6, ("right", INK, SIZE)))
            drawn.append(write(ax, 1, place, fact, right + values, ("right", SOFT, SMALL)))
            if pd.isna(row.alpha):
                flag = plain(getattr(row, "flag", "")) or "no reason given"
                text = write(ax, 0, place, shorten(f"undefined: {flag}", width - 6, SMALL), 3,
                              ("left", SOFT, SMALL))  # fmt: skip
                text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
                drawn.append(text)
            else:
                text = signed(row.alpha).removeprefix("+")
                drawn.append(write(ax, 1, place, text, values, ("right", INK, SIZE)))
        return foot

    lay.margins = (left + 6, right + values + 6, 26, 2)
    layout.fit(ax, made, lay)
    return ax


def headline(table: pd.DataFrame, note: str = "") -> str:
    """How many codes agree firmly; `note` says what a reader must know of the coders."""
    n = len(table)
    firm = int(table.get("firmness", pd.Series(dtype=str)).eq("firm").sum())
    told = f"{firm:,} of {counted(n, 'code')} {'is' if firm == 1 else 'are'} firm"
    told += " (alpha from .80, with its whole interval)"
    return first_fitting(
        f"{told}; {plain(note)}" if note else "", told, f"Agreement on {counted(n, 'code')}"
    )


def subtitle(table: pd.DataFrame, note: str = "") -> str:
    """What alpha is, and on how many sentences."""
    return "Krippendorff's alpha, 1: perfect, 0: chance, with its interval over sentences."


def caption(table: pd.DataFrame) -> str:
    """How many codes are firm, by the lower bound of alpha, and on how many sentences."""
    need(table, ["firmness"], "table", "agreement.by_code")
    n_codes = table["firmness"].value_counts()
    counts = {word: int(n_codes.get(word, 0)) for word in FIRMNESS}
    units = sorted({int(n) for n in table["n_units"]})
    n = f"{units[0]:,}" if len(units) == 1 else f"{units[0]:,} to {units[-1]:,}" if units else "0"
    read = f"{n} with two values or more" + _coders(table)
    without = int((table["alpha"].notna() & table["low"].isna()).sum())
    return (
        f"Agreement on {counted(len(table), 'code')}: Krippendorff's alpha with its interval "
        f"over sentences ({read}). By the interval's lower end, firm from .80: "
        f"{counts['firm']:,}; tentative from .667: {counts['tentative']:,}; weak, with the whole "
        f"interval below: {counts['weak']:,}; cannot be told: {counts['cannot be told']:,}; "
        "undefined, because only one value was used or nothing was read twice: "
        f"{counts['undefined']:,}."
        + (f" {without:,} without an interval: too little varies." if without else "")
        + " At the right, sentences read differently. Agreement says that a code can be applied "
        "alike, not that what it reads is there; on texts that a dictionary was written from, it "
        "says less."
    )


def _coders(table: pd.DataFrame) -> str:
    """How many coders read a sentence, at least and at most, where the table says so."""
    if "most_coders" not in table or not (read := table[table["n_units"] > 0]).size:
        return ""
    least, most = int(read["least_coders"].min()), int(read["most_coders"].max())
    return (
        f", each from {least:,} to {most:,} coders" if least < most else f", from {most:,} coders"
    )


def alt(table: pd.DataFrame) -> str:
    """Alpha of each code with its interval, the highest first."""
    rows = table.assign(label=label_codes(table))
    rows = rows.sort_values("alpha", ascending=False, kind="stable", na_position="last")
    parts = [
        f"{row.label} undefined"
        if pd.isna(row.alpha)
        else f"{row.label} {row.alpha:.2f}{_between(row)}"
        for row in rows.itertuples()
    ]
    return f"Points of alpha with intervals, the highest first: {'; '.join(parts) or 'none'}."


def _between(row) -> str:
    return "" if pd.isna(row.low) else f" ({row.low:.2f} to {row.high:.2f})".replace("-", "−")


def _differ(row) -> str:
    return f"{row.n_differ:,} of {row.n_units:,}"
