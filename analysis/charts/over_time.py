"""Tone and terms over time: a panel for each, a point for each day, week, month or year.

Use it for many dated texts: when did the tone change, and when did a word come up?

It cannot show why: other outlets or other topics in a period move it as well as another tone.

    by_month = c.documents.assign(outlet=grouping.periods(c.documents["date"], "month"))
    tone = grouping.means(sentiment.score(s), "compound", by_month, "outlet")[1]
    words = grouping.regroup(t, by_month, "outlet")
    table = grouping.over_time(tone, tokens.count_terms(words), tokens.sizes(words), ["deal"])
    figures.draw("over-time", table, None, "figures")
"""

from datetime import date

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.ink import AXIS, INK, SMALL, SOFT
from analysis.charts.layout import Axes, Sheet, axis_end, place_panels
from analysis.charts.lettering import first_fitting, plain, signed, text_width
from analysis.charts.look import styled

TONE = "tone"
NEEDED = ["period", "measure", "value", "low", "high", "n"]
_STEP = {4: 366, 7: 31, 8: 7, 10: 1}  # days from a period to the next, by the length of its name


@styled
def plot(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Tone and the rates of terms by period, a panel each, on one axis of time.

    `table`: period ("2019", "2019-02", "2019-W09" or "2019-02-28"), measure ("tone", or a term),
    value (mean compound, −1 to 1; occurrences per 1,000 words), low, high (missing where there is
    no interval), n (texts; occurrences), as ``grouping.over_time`` makes it. Points of neighbouring
    periods are joined; where a period has no text the line is broken. Returns the frame; its
    ``child_axes`` are the panels in the order of the measures.
    """
    need(table, NEEDED, "table", "grouping.over_time")
    measures = list(dict.fromkeys(table["measure"]))
    sheet = Sheet(ax, max(len(measures), 1))
    periods = sorted(set(table["period"]))
    days = dict(zip(periods, map(_day, periods), strict=True))
    names = [plain(name) for name in periods]

    def lay(width: float) -> float:
        room = max(int((width - 40) // (max(map(text_width, names), default=1) + 12)), 1)
        shown = periods[:: -(-len(periods) // room)] if periods else []
        boxes = []
        for number, panel in enumerate(sheet.panels):
            measure = measures[number] if measures else ""
            own = table[table["measure"] == measure].sort_values("period")
            at = own["period"].map(days).to_numpy(float)
            _draw(panel, at, own, _STEP.get(len(periods[0]), 1) if periods else 1)
            last = number == len(sheet.panels) - 1
            panel.set_xticks([days[name] for name in shown], shown if last else [""] * len(shown))
            if at.size:
                edge = 0.03 * np.ptp(list(days.values())) + 0.5
                panel.set_xlim(min(days.values()) - edge, max(days.values()) + edge)
            head = "mean tone (VADER compound)" if measure == TONE else f"“{plain(measure)}”"
            head += "" if measure in (TONE, "") else ", per 1,000 words"
            panel.annotate(
                head if measure else "", (0, 1), (-26, 7), xycoords="axes fraction",
                textcoords="offset points", va="bottom", color=INK, size=SMALL,
            )  # fmt: skip
            boxes.append((panel, (30, 6, 18.0 if last else 8.0, 18), 58.0))
        return place_panels(sheet.ax, boxes, 1, width)

    return sheet.fit(lay, 6, 6, 4, 2)


def _draw(panel: Axes, at: np.ndarray, own: pd.DataFrame, step: int) -> None:
    value = own["value"].to_numpy(float)
    gaps = np.flatnonzero(np.diff(at) > 1.2 * step) + 1
    panel.plot(
        np.insert(at, gaps, np.nan), np.insert(value, gaps, np.nan), "-", color=SOFT, lw=0.7,
        label="_line",
    )  # fmt: skip
    size = 3.4 if len(at) < 60 else 1.8
    panel.plot(at, value, "o", color=INK, ms=size, clip_on=False, label="value", zorder=3)
    told = own["low"].notna().to_numpy(bool)
    panel.vlines(
        at[told], own["low"][told], own["high"][told], color=AXIS, lw=0.9, label="interval"
    )
    panel.spines["left"].set_visible(True)
    if (own["measure"] == TONE).any():
        ends = own[["value", "low", "high"]].abs().max().max()
        most = axis_end(ends) if ends > 0 else 1.0
        panel.set(ylim=(-most, most), yticks=[-most, 0, most])
        panel.set_yticklabels([f"−{most:g}", "0", f"+{most:g}"])
        panel.axhline(0, color=AXIS, lw=0.5, zorder=1)
    else:
        most = axis_end(value.max()) if len(value) and value.max() > 0 else 1.0
        panel.set(ylim=(0, most), yticks=[0, most])
        panel.set_yticklabels(["0", f"{most:g}"])


def headline(table: pd.DataFrame) -> str:
    first = table["measure"].iloc[0] if len(table) else ""
    own = table[table["measure"] == first].dropna(subset="value").sort_values("period")
    if len(own) < 2:
        return f"Over time: {counted(table['period'].nunique(), 'period')}"
    high, low = (own.loc[own["value"].agg(which)] for which in ("idxmax", "idxmin"))
    if high["value"] == low["value"]:
        return f"No change over {len(own):,} periods"
    what = "Tone" if first == TONE else f"“{plain(first)}”"
    top, least = (_written(row["value"], first) for row in (high, low))
    return first_fitting(
        f"{what}: highest in {high['period']}, {top}; lowest in {low['period']}, {least}",
        f"Highest in {high['period']}, {top}; lowest in {low['period']}, {least}",
        f"Change over {len(own):,} periods",
    )


def subtitle(table: pd.DataFrame) -> str:
    bars = " Bars: 95 % interval over texts." if table["low"].notna().any() else ""
    return (
        "Tone: mean of the texts of a period, −1 to 1. Terms: occurrences per 1,000 words. "
        f"{counted(table['period'].nunique(), 'period')}.{bars}"
    )


def caption(table: pd.DataFrame) -> str:
    tone = table[table["measure"] == TONE]
    terms = [name for name in dict.fromkeys(table["measure"]) if name != TONE]
    span = f" from {table['period'].min()} to {table['period'].max()}" if len(table) else ""
    parts = [f"{counted(table['period'].nunique(), 'period')}{span}."]
    if len(tone):
        parts.append(
            f"Tone: mean of {counted(int(tone['n'].sum()), 'text')}, each the mean VADER compound "
            "score of its sentences (Hutto & Gilbert 2014)."
        )
    if table["low"].notna().any():
        bare = int(tone["low"].isna().sum())
        without = f"; {counted(bare, 'period')} without one" if bare else ""
        parts.append(f"Bars: 95 % bootstrap interval over texts{without}.")
    if terms:
        parts.append(f"Per 1,000 words of the period: {', '.join(map(plain, terms))}.")
    parts.append("A line is broken where a period has no text. What changes may be who wrote, "
                 "or on what, as well as how.")  # fmt: skip
    return " ".join(parts)


def alt(table: pd.DataFrame) -> str:
    told = []
    for measure, own in table.dropna(subset="value").groupby("measure", sort=False):
        own = own.sort_values("period")
        ends = own.loc[[own.index[0], own.index[-1], own["value"].idxmax(), own["value"].idxmin()]]
        words = zip(("first", "last", "highest", "lowest"), ends.to_dict("records"), strict=True)
        each = [f"{word} {row['period']} {_written(row['value'], measure)}" for word, row in words]
        told.append(f"{plain(measure)}: {', '.join(each)}.")
    return f"Points over time, a panel for each measure. {' '.join(told) or 'No period.'}"


def _written(value: float, measure: str) -> str:
    return signed(value) if measure == TONE else f"{value:.2f} per 1,000"


def _day(period: str) -> int:
    """The first day of a period, as a number."""
    year, _, rest = period.partition("-")
    if rest.startswith("W"):
        return date.fromisocalendar(int(year), int(rest[1:]), 1).toordinal()
    month, _, day = rest.partition("-")
    return date(int(year), int(month or 1), int(day or 1)).toordinal()
