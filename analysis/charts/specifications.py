"""Specification curve: a finding under every combination of choices, and how often it survives."""

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
    capital,
    first_fitting,
    listed,
    plain,
    shorten,
    signed,
    text_width,
    write,
)
from analysis.charts.look import FAINT, FALLS, styled

RESULT = ["value", "survives", "reason"]
ROW, GAP = 9.0, 5.0
BINS = 360  # columns of shading: as many as single ones can be told apart at double width


@styled
def plot(
    runs: pd.DataFrame,
    ax: Axes | None = None,
    influence: pd.DataFrame | None = None,
    label: str = "value",
) -> Axes:
    """Specification curve (Simonsohn, Simmons & Nelson 2020): values sorted, and their choices.

    `runs`: a column a choice, then value, survives (missing where undefined) and reason; its first
    row is the study's own specification, and is marked. Above, every value: a dot where the finding
    survives, a cross where not. Below, black where a specification took the option; grey where
    several share a column, as dark as their share. With `influence` (choice, option, share) the
    choices are in its order and the share surviving stands beside each option. Undefined
    specifications stand apart at the right. Returns the frame; ``child_axes`` are the two panels.
    """
    need(runs, RESULT, "runs", "sensitivity.vary")
    frame, made = layout.canvas(ax)
    curve, matrix = layout.add_panels(frame, 2)
    sorted_runs, n_defined = _sorted(runs)
    own = int(np.flatnonzero(sorted_runs["_place"].to_numpy() == 0)[0]) if len(runs) else 0
    rows = _rows(sorted_runs, influence)
    _curve(curve, sorted_runs, n_defined, own)
    curve.set_ylabel(label)
    height = _shading(matrix, rows, sorted_runs, own)
    for panel in (curve, matrix):
        panel.set_xlim(0, max(len(runs), 1))
        panel.set_xticks([])
        if n_defined < len(runs):
            panel.axvspan(
                n_defined, len(runs), facecolor="none", edgecolor=FAINT, hatch="////", lw=0,
                label="undefined", zorder=0,
            )  # fmt: skip
    matrix.set_yticks([])
    n_undefined = len(runs) - n_defined
    apart = f"; {n_undefined:,} undefined, hatched" if n_undefined else ""
    matrix.set_xlabel(f"{len(runs):,} specifications, in the order of their values{apart}")

    def lay(width, drawn):
        names = [
            text_width(plain(name), SIZE, "bold" if kind == "choice" else "normal")
            for _, name, _, kind, _ in rows
        ]
        left = min(max([*names, 40]) + 12, width * 0.4)
        right = max((text_width(note, SMALL) for *_, note in rows), default=0) + 6
        for y, name, _, kind, note in rows:
            look = (SIZE, INK) if kind == "choice" else (SMALL, INK)
            text = shorten(name, left - (6 if kind == "choice" else 10), look[0])
            drawn.append(write(matrix, 0, y, text, -5, ("right", look[1], look[0])))
            if kind == "choice":
                drawn[-1].set_weight("bold")
            drawn.append(write(matrix, 1, y, note, right, ("right", SOFT, SMALL)))
        boxes = [(curve, (left, right, 6, 12), 96.0), (matrix, (left, right, 20, 2), height)]
        return layout.place_panels(frame, boxes, 1, width)

    lay.margins = (4, 4, 2, 2)
    layout.fit(frame, made, lay)
    return frame


def headline(runs: pd.DataFrame, claim: str = "The finding") -> str:
    """The claim, in how many ways of measuring it holds, and what all failures share."""
    defined = runs[runs["survives"].notna()]
    n, holds = len(defined), int(defined["survives"].sum()) if len(defined) else 0
    if not n:
        return first_fitting(f"{plain(claim)}: no way of measuring tells", "No value", lines=3)
    share = "all " if holds == n > 1 else f"{holds:,} of "
    told = f"{plain(claim)}: holds in {share}{counted(n, 'way')} of measuring"
    options = [f"“{choice}: {option}”" for choice, option in shared_by_failures(runs)]
    number = dict(enumerate("two three four five six".split(), start=2)).get(len(options))
    where = (
        f"where {number or len(options)} options meet" if len(options) > 1 else "with one option"
    )
    return first_fitting(
        f"{told}, fails only with {listed(options)}" if options else "",
        f"{told}, fails only {where}" if options else "",
        told,
        f"Holds in {share}{counted(n, 'way')} of measuring",
        lines=3,
    )


def subtitle(runs: pd.DataFrame, label: str = "value") -> str:
    """What a value is, and how many ways have none."""
    undefined = int(runs["survives"].isna().sum())
    more = f" Without a value: {counted(undefined, 'more way')}." if undefined else ""
    return f"{capital(label)}.{more}"


def shared_by_failures(runs: pd.DataFrame) -> list[tuple]:
    """The options, as (choice, option), that all ways share in which the finding fails.

    Only of choices that had several options where the finding is defined.
    """
    defined = runs[runs["survives"].notna()]
    fails = defined[~defined["survives"].astype(bool)]
    return [
        (choice, fails[choice].iloc[0])
        for choice in runs.columns.drop(RESULT)
        if len(fails) and fails[choice].nunique() == 1 < defined[choice].nunique()
    ]


def caption(
    runs: pd.DataFrame, influence: pd.DataFrame | None = None, claim: str = "The finding"
) -> str:
    """In how many specifications the `claim` survives, and which choices were varied."""
    n, defined = len(runs), runs[runs["survives"].notna()]
    named = [c for c in runs.columns if c not in RESULT]
    apart = f"; {n - len(defined):,} are undefined and counted apart" if n > len(defined) else ""
    share = f"{int(defined['survives'].sum()):,} of {len(defined):,}"
    return (
        f"{claim}: it survives in {share} specifications{apart}. Specification curve (Simonsohn, "
        f"Simmons & Nelson 2020) over all combinations of {len(named)} choices ({', '.join(named)})"
        ". Above, every specification at its value, dots where the finding survives and crosses "
        "where not; below, the options that each took"
        f"{', and the share surviving beside each' if influence is not None else ''}. The red line "
        "is the study's own. The choices are those that someone listed: the share is no probability"
        " that the finding is true."
    )


def alt(
    runs: pd.DataFrame, influence: pd.DataFrame | None = None, claim: str = "The finding"
) -> str:
    """The range of values, how many survive, and the share surviving of each option."""
    defined = runs[runs["survives"].notna()]
    ends = (signed(defined["value"].min()), signed(defined["value"].max())) if len(defined) else ()
    text = f"{claim}: {len(runs):,} values in ascending order"
    text += f", from {ends[0]} to {ends[1]}" if ends else ""
    text += f"; {int(defined['survives'].sum()):,} of {len(defined):,} survive."
    if influence is not None:
        parts = influence.dropna(subset="share").groupby("choice", sort=False)
        text += " Share surviving: " + "; ".join(
            f"{choice}: " + ", ".join(f"{r.option} {r.share:.0%}" for r in rows.itertuples())
            for choice, rows in parts
        )
    return text + "."


def _sorted(runs: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Defined runs by value, the others behind them; their first number is kept in _place."""
    table = runs.reset_index(drop=True)
    table["_place"] = np.arange(len(table))
    defined = table[table["survives"].notna()].sort_values(["value", "survives"], kind="stable")
    return pd.concat([defined, table[table["survives"].isna()]], ignore_index=True), len(defined)


def _rows(runs: pd.DataFrame, influence: pd.DataFrame | None) -> list[tuple]:
    """Rows below the curve: y, name, which runs are dark, kind, note."""
    named = [c for c in runs.columns if c not in [*RESULT, "_place"]]
    shares = {}
    if influence is not None:
        need(influence, ["choice", "option", "share"], "influence", "sensitivity.influence")
        named = list(dict.fromkeys(influence["choice"]))
        keys = zip(influence["choice"], influence["option"], strict=True)
        shares = dict(zip(keys, influence["share"], strict=True))
    holds = runs["survives"].astype("boolean")
    y, rows = ROW / 2, []
    yes, no = holds.fillna(False).to_numpy(bool), (~holds).fillna(False).to_numpy(bool)
    total = yes.sum() + no.sum()
    rows.append((y, "finding", None, "choice", ""))
    rows.append((y + ROW, "● survives", yes, "finding", f"{yes.sum():,} of {total:,}"))
    rows.append((y + 2 * ROW, "× does not", no, "finding", f"{no.sum():,}"))
    y += 3 * ROW + GAP
    for choice in named:
        # Said once: the shares of all choices stand in one column.
        note = "surviving" if shares and choice == named[0] else ""
        rows.append((y, choice, None, "choice", note))
        for option in dict.fromkeys(runs.sort_values("_place")[choice]):
            y += ROW
            share = shares.get((choice, option), np.nan)
            note = "" if np.isnan(share) else f"{share:.0%}"
            dark = (runs[choice] == option).to_numpy(bool)
            rows.append((y, str(option), dark, "option", note))
        y += ROW + GAP
    return rows


def _curve(panel, runs: pd.DataFrame, n_defined: int, own: int) -> None:
    """Draw the values: dots that survive, crosses that do not, and the study's own."""
    values = runs["value"].to_numpy(float)[:n_defined]
    holds = runs["survives"][:n_defined].to_numpy(bool)
    x = np.arange(n_defined) + 0.5
    many = n_defined > BINS
    size = 3 if many else 8
    panel.scatter(
        x[holds], values[holds], s=size, marker="o", color=INK, linewidths=0, zorder=4,
        label="survives", rasterized=many, clip_on=False,
    )  # fmt: skip
    panel.scatter(
        x[~holds], values[~holds], s=size * 1.6, marker="x", color=FALLS, linewidths=0.7, zorder=3,
        label="does not survive", rasterized=many, clip_on=False,
    )  # fmt: skip
    panel.axhline(0, color="#888888", lw=0.5, zorder=1)
    panel.spines["bottom"].set_visible(False)
    panel.spines["left"].set_visible(True)
    panel.margins(y=0.12)
    if own < n_defined:
        right = own < n_defined / 2
        panel.axvline(own + 0.5, color=FALLS, lw=0.5, zorder=2, label="_own")
        panel.annotate(
            f"the study's own: {signed(values[own])}", (own + 0.5, 1), (4 if right else -4, 1),
            xycoords=panel.get_xaxis_transform(), textcoords="offset points", va="bottom",
            ha="left" if right else "right", size=SMALL, annotation_clip=False,
        )  # fmt: skip
    if n_defined < len(runs):
        panel.annotate(
            "undefined", ((n_defined + len(runs)) / 2, 1), (0, 1), ha="center", va="bottom",
            xycoords=panel.get_xaxis_transform(), textcoords="offset points", size=SMALL,
            color=SOFT, annotation_clip=False,
        )  # fmt: skip


def _shading(panel, rows: list[tuple], runs: pd.DataFrame, own: int) -> float:
    """Shade which runs took each option; return the height of all rows."""
    n = len(runs)
    bins = max(min(n, BINS), 1)
    edges = np.linspace(0, n, bins + 1)
    column = np.minimum(np.searchsorted(edges, np.arange(n) + 0.5, "right") - 1, bins - 1)
    size = np.bincount(column, minlength=bins)
    for y, name, dark, kind, _ in rows:
        if kind == "choice":
            continue
        share = np.bincount(column[dark], minlength=bins) / np.maximum(size, 1)
        panel.imshow(
            share[None, :], cmap="Greys", vmin=0, vmax=1, aspect="auto", interpolation="nearest",
            extent=(0, max(n, 1), y + ROW / 2 - 0.7, y - ROW / 2 + 0.7), label=name, zorder=2,
            alpha=(share[None, :] > 0).astype(float),
        )  # fmt: skip
        panel.hlines(y + ROW / 2, 0, n, color=FAINT, lw=0.3, zorder=1)
    height = rows[-1][0] + ROW / 2 + 2
    panel.vlines(own + 0.5, 0, height, color=FALLS, lw=0.5, zorder=3, label="_own")
    panel.set_ylim(height, 0)
    for side in ("left", "bottom"):
        panel.spines[side].set_visible(False)
    return height
