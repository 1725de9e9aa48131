"""A finding under every way of measuring it: its values, and under which options it holds.

Use it for a claim: under which ways of measuring it holds, and what its failures share.

It cannot show how likely a claim is: the ways are those that someone listed, not a sample.

    source, between = sensitivity.prepare(c), {"a": "msnbc", "b": "axios"}
    runs = sensitivity.vary(findings.tone_against_stance, source, progress=False, **between)
    told = {"controls": sensitivity.CONTROLS, "claim": "Tone contradicts stance"}
    figures.draw("specifications", runs, None, "figures", **told)
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.ink import AXIS, FAINT, INK, SIZE, SMALL, SOFT, mark
from analysis.charts.layout import Axes, Look, Sheet, Table, place_panels
from analysis.charts.lettering import (
    first_fitting,
    listed,
    plain,
    shorten,
    signed,
    text_width,
    wrap,
    write,
)
from analysis.charts.look import styled

RESULT = ["value", "survives", "reason"]
ROW, GAP, LINE = 9.8, 4.0, 8.8
APART = 0.05  # options of a choice that lie closer than this are named in a note
BARS = 44  # columns of the histogram
BAR = "#6e675f"


@styled
def plot(
    runs: Table, ax: Axes | None = None, label: str = "value", controls: dict | None = None
) -> Axes:
    """Above, the values as a histogram; below, the share of ways that hold, an option a row.

    `runs`: a column a choice, then value, survives (missing where undefined) and reason; the first
    row is the study's own way, ◆. `controls` are options known to be wrong, by choice: ways with
    one of them are in no other count. The histogram is outlined where the finding fails, and is
    left out if all values are alike. Options that all failures share are bold. Choices whose
    options lie less than 5 points apart are named in the last line. The ``child_axes`` of the frame
    are the values (where drawn) and the shares.
    """
    need(runs, RESULT, "runs", "sensitivity.vary")
    kept, _ = split_controls(runs, controls)
    values = _defined(kept)["value"]
    several = len(values.unique()) > 1
    sheet = Sheet(ax, 1 + several)
    *curve, panel = sheet.panels
    rows, alike = _rows(runs, controls)
    note = f"Less than 5 points apart: {', '.join(map(plain, alike))}" if alike else ""

    def lay(width: float) -> float:
        boxes: list[tuple] = []
        if several:
            _draw_values(curve[0], kept, label, width)
            boxes.append((curve[0], (2, 2, 25, 12), 52.0))
        lines = wrap(note, width, 4)
        height, left = _draw_shares(panel, rows, kept, width)
        for number, line in enumerate(lines):
            y = height + 20 + LINE * number
            write(panel, 0, y, line, -left, "left note")
        boxes.append((panel, (left, 28, 16 + LINE * len(lines) + 2, 4), height))
        return place_panels(sheet.ax, boxes, 1, width)

    return sheet.fit(lay, 6, 6, 2, 2)


def headline(runs: Table, claim: str = "The finding", controls: dict | None = None) -> str:
    kept, wrong = (_defined(part) for part in split_controls(runs, controls))
    n, holds = len(kept), int(kept["survives"].sum())
    if not n:
        return first_fitting(f"{plain(claim)}: no way of measuring tells", "No value", lines=3)
    share = "all " if holds == n > 1 else f"{holds:,} of "
    told = f"{plain(claim)}: holds in {share}{counted(n, 'way')} of measuring"
    common = shared_by_failures(kept)
    options = [f"“{plain(choice)}: {plain(option)}”" for choice, option in common]
    number = dict(enumerate("two three four five six".split(), start=2)).get(len(common))
    where = f"where {number or len(common)} options meet" if len(common) > 1 else "with one option"
    known = ""
    if len(wrong):
        names = listed([f"{choice} {option}" for choice, option in _named(runs, controls)])
        known = f"; with {plain(names)}, in {int(wrong['survives'].sum()):,} of {len(wrong):,}"
    return first_fitting(
        f"{told}, fails only with {listed(options)}" if common else f"{told}{known}",
        f"{told}, fails only {where}" if common else "",
        told,
        f"Holds in {share}{counted(n, 'way')} of measuring",
        lines=3,
    )


def subtitle(runs: Table, controls: dict | None = None) -> str:
    kept, wrong = split_controls(runs, controls)
    undefined, fails = int(kept["survives"].isna().sum()), ~_defined(kept)["survives"].astype(bool)
    common = shared_by_failures(_defined(kept))
    parts = ["Share of ways in which it holds, under each option. ◆ the study's own."]
    if common:
        option = "option" if len(common) == 1 else "options"
        parts.append(f"Bold: the {option} that all {counted(int(fails.sum()), 'failure')} share.")
    if len(wrong):
        parts.append("× known to be wrong, and outside of the other counts.")
    if undefined:
        parts.append(f"{counted(undefined, 'more way')} without a value.")
    return " ".join(parts)


def caption(runs: Table, claim: str = "The finding", controls: dict | None = None) -> str:
    kept, wrong = split_controls(runs, controls)
    defined = _defined(kept)
    named = [plain(c) for c in runs.columns if c not in RESULT]
    n = len(kept) - len(defined)
    apart = f"; {n:,} more {'is' if n == 1 else 'are'} undefined and counted apart" if n else ""
    known = ""
    if len(wrong):
        holds = int(_defined(wrong)["survives"].sum())
        names = listed([f"{plain(c)}: {plain(o)}" for c, o in _named(runs, controls)])
        known = (
            f" With what is known to be wrong ({names}) it holds in {holds:,} of "
            f"{len(_defined(wrong)):,}, which are no part of the other counts."
        )
    return (
        f"{plain(claim)}: it holds in {int(defined['survives'].sum()):,} of "
        f"{counted(len(defined), 'way')} of measuring{apart}.{known} All combinations of "
        f"{counted(len(named), 'choice')} ({', '.join(named)}), after Simonsohn, Simmons & Nelson "
        "(2020). Bars above: the values, outlined where the finding fails. Dots below: the share "
        "of ways in which it holds, under each option; in bold, options that all failures share. "
        "The choices are those that someone listed: the share is no probability that the finding "
        "is true."
    )


def alt(runs: Table, claim: str = "The finding", controls: dict | None = None) -> str:
    kept, _ = split_controls(runs, controls)
    defined = _defined(kept)
    ends = (signed(defined["value"].min()), signed(defined["value"].max())) if len(defined) else ()
    text = f"{plain(claim)}: {counted(len(defined), 'value')}"
    text += f", from {ends[0]} to {ends[1]}" if ends else ""
    text += f"; it holds in {int(defined['survives'].sum()):,} of {len(defined):,}. Share holding: "
    rows, alike = _rows(runs, controls)
    parts = [f"{row['choice']}, {row['option']} {row['share']:.0%}" for row in rows]
    same = f" Options less than 5 points apart: {', '.join(map(plain, alike))}." if alike else ""
    return text + ("; ".join(parts) or "the same under all options") + "." + same


def shared_by_failures(defined: Table) -> list[tuple]:
    """The options, as (choice, option), that all failures have, but not all ways of measuring."""
    defined = _defined(defined)
    fails = defined[~defined["survives"].astype(bool)]
    return [
        (choice, fails[choice].iloc[0])
        for choice in defined.columns.drop(RESULT)
        if len(fails) and fails[choice].nunique() == 1 < defined[choice].nunique()
    ]


def split_controls(runs: Table, controls: dict | None) -> tuple[Table, Table]:
    """The ways of measuring without an option known to be wrong, and those with one."""
    wrong = pd.Series(False, index=runs.index)
    for choice, option in _named(runs, controls):
        wrong |= runs[choice].eq(option)
    return runs[~wrong], runs[wrong]


def _named(runs: Table, controls: dict | None) -> list[tuple]:
    return [
        (choice, option)
        for choice, options in (controls or {}).items()
        if choice in runs and len(runs[choice].unique()) > 1
        for option in options
        if runs[choice].eq(option).any()
    ]


def _defined(runs: Table) -> Table:
    return runs[runs["survives"].notna()]


def _rows(runs: Table, controls: dict | None) -> tuple[list[dict], list[str]]:
    """A row for each option drawn, the choice that moves most first; and the choices left out."""
    kept, wrong = split_controls(runs, controls)
    known, common = _named(runs, controls), shared_by_failures(kept)
    own, found, alike = runs.head(1), [], []
    for choice in runs.columns.drop(RESULT):
        shares = _defined(kept).groupby(choice, sort=False)["survives"].mean().astype(float)
        for name, option in known:
            if name == choice:
                shares[option] = float(_defined(wrong)["survives"].mean())
        order = [option for option in runs[choice].unique() if option in shares.index]
        shares = shares.reindex(order).dropna()
        apart = float(np.ptp(shares)) if len(shares) else 0.0
        if len(shares) < 2 or apart < APART:
            alike += [choice] if len(runs[choice].unique()) > 1 else []
            continue
        rows = []
        for option, share in shares.items():
            kind = "own" if own[choice].eq(option).any() else ""
            kind = "wrong" if (choice, option) in known else kind
            row = {"choice": "" if rows else choice, "option": plain(option), "share": share}
            rows.append(row | {"bold": (choice, option) in common, "mark": kind})
        found.append((apart, rows))
    found.sort(key=lambda pair: -pair[0])
    return [row for _, rows in found for row in rows], alike


def _draw_values(panel: Axes, kept: Table, label: str, width: float) -> None:
    defined = _defined(kept)
    values, holds = defined["value"].to_numpy(float), defined["survives"].to_numpy(bool)
    edges = np.linspace(values.min(), values.max(), BARS + 1)
    fails, good = (np.histogram(values[part], edges)[0] for part in (~holds, holds))
    wide = np.diff(edges) * 0.8
    outlined: dict[str, Any] = {"facecolor": "white", "edgecolor": INK, "linewidth": 0.8}
    panel.bar(edges[:-1], fails, wide, align="edge", label="fails", **outlined)
    panel.bar(edges[:-1], good, wide, fails, align="edge", color=BAR, linewidth=0, label="holds")
    tall = max((fails + good).max(), 1)
    panel.set(ylim=(0, tall * 1.3), yticks=[])
    low, high = min(edges[0], 0), max(edges[-1], 0)
    pad = (high - low) * 0.03
    panel.set_xlim(low - pad, high + pad)
    panel.vlines(0, 0, tall * 1.2, color=AXIS, lw=0.8, ls=(0, (2, 2)), label="_zero")
    own = kept["value"].iloc[0] if len(kept) else np.nan
    if pd.notna(own):
        panel.vlines(own, 0, tall * 1.22, color=INK, lw=1.2, label="_own")
        panel.plot(own, tall * 1.22, "D", color=INK, ms=4, clip_on=False, label="own")
        right = (own - low) < 0.6 * (high - low)
        indent, align = (6, "left") if right else (-6, "right")
        look = {"xycoords": "data", "size": SMALL}
        write(panel, own, tall * 1.22, f"the study's own, {signed(own)}", indent, align, **look)
    key = " (outlined: does not hold)" if fails.any() else ""
    panel.set_xlabel(shorten(f"{plain(label)}{key}", width - 8, SMALL))


def _draw_shares(panel: Axes, rows: list[dict], kept: Table, width: float) -> tuple:
    weights = ["bold" if row["bold"] else "normal" for row in rows]
    pairs = zip(rows, weights, strict=True)
    names = [shorten(row["option"], width * 0.4, SIZE, weight) for row, weight in pairs]
    choices = [shorten(row["choice"], width * 0.3) for row in rows]
    # The choice stands in the line of its first option, so that the others may be longer.
    parts = zip(names, weights, choices, strict=True)
    beside = [text_width(n, SIZE, w) + (text_width(c) + 10 if c else 0) for n, w, c in parts]
    left = max([*beside, 20]) + 10
    defined, y = _defined(kept), 16.0
    for row, name, choice, weight in zip(rows, names, choices, weights, strict=True):
        y += GAP if choice and y > 16 else 0
        middle = y + ROW / 2
        write(panel, 0, middle, choice, -left, color=SOFT)
        write(panel, 0, middle, name, -8, "right", weight=weight)
        panel.hlines(middle, 0, 1, color=FAINT, lw=0.7, zorder=1)
        marker = {"own": "D", "wrong": "X"}.get(row["mark"], "o")
        shape: Look = {"filled": marker != "o", "ms": 4.6, "mew": 1}
        mark(panel, row["share"], middle, marker, INK, row["option"], **shape)
        write(panel, 1, middle, f"{row['share']:.0%}", 27, "right", weight=weight)
        y += ROW
    foot = y + 3
    panel.set(xlim=(0, 1), ylim=(foot, 0), yticks=[])
    panel.set_xticks([0, 0.5, 1], ["0", "50%", "100%"])
    if len(defined) and rows:
        share = float(defined["survives"].mean())
        panel.vlines(share, 13, y, color=AXIS, lw=0.8, ls=(0, (3, 2)), label="_all", zorder=0)
        look = "right note" if share > 0.5 else "left note"
        write(panel, share, 6, f"all ways {share:.0%}", 0, look)
    return foot, left
