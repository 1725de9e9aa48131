"""Many texts, or groups of texts, as rows ranked by mean: each row's points, mean, interval and n.

`figures.draw` takes this chart in place of the named one where it is given ``by=``.

Use it for more texts than stand side by side, and for outlets with several texts.

It cannot show an outlet's line from one text: such a row has no interval.

    by, groups = grouping.choose_groups(grouping.sized(c.documents, s, t), by="outlet")
    points, summary = grouping.means(sentiment.score(s), "compound", c.documents, by)
    told = {"by": by, "summary": summary, "label": "tone (VADER compound, −1 to 1)"}
    figures.draw("groups", points, groups, "figures", **told)
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.ink import AXIS, INK, SMALL, SOFT, mark
from analysis.charts.layout import Axes, Look, Sheet, Table
from analysis.charts.lettering import capital, first_fitting, plain, shorten, signed, widest, write
from analysis.charts.look import labels_of, looks_in, styled

ROW, HEAD, MOST = 10.2, 12.0, 40
ALONE = " (no outlet)"  # behind the name of a text that stands for itself among outlets
STROKES = 400  # more in a row can neither be seen nor be kept in a vector file


@styled
def plot(
    points: Table,
    documents: Table,
    ax: Axes | None = None,
    summary: Table | None = None,
    label: str = "mean",
) -> Axes:
    """A row a group, from the highest mean down.

    `points`: doc_id (the group), value, unit (what a point is, "sentence" or "text"; constant).
    `summary`, where given: doc_id, mean, low, high, flag, as ``grouping.means`` makes it; a row
    without an interval says so. Otherwise the mark is the mean of the points. Of more than 40
    groups the 20 highest and the 20 lowest are drawn, with the number of those between. Points are
    pale strokes, darker where several meet; of more than 400 in a row, 400 quantiles are drawn.
    `label` names the value. Groups without a point are left out.
    """
    looks = looks_in(points, documents, "doc_id value unit", "grouping.means", "points")
    entries = {entry.doc_id: entry for entry in looks}
    sheet = Sheet(ax)
    ax = sheet.ax
    rows, between = _rank(points, documents, summary)
    values = dict(tuple(points.groupby("doc_id", sort=False)["value"]))
    minus = bool((points["value"] < 0).any())
    words: list[Any] = []
    y = HEAD
    for number, row in enumerate(rows.itertuples()):
        if between and number == MOST // 2:
            words.append((y + ROW / 2, f"… {between:,} between …", "", "", ""))
            y += ROW
        middle, entry, own = y + ROW / 2, entries[row.doc_id], values[row.doc_id]
        strokes = own if len(own) <= STROKES else np.quantile(own, np.linspace(0, 1, STROKES))
        look: Look = {"ms": 5.5, "mew": 0.8, "zorder": 2}
        look["alpha"] = float(np.clip(3 / np.sqrt(len(strokes)), 0.2, 0.7))
        mark(ax, strokes, np.full(len(strokes), middle), "|", entry.colour, row.doc_id, **look)
        if np.isfinite(row.low):
            look = {"color": INK, "lw": 1.3, "zorder": 3, "label": f"_interval {row.doc_id}"}
            ax.hlines(middle, row.low, row.high, **look)
        look = {"mec": "white", "mew": 0.5, "zorder": 4}
        mark(ax, row.mean, middle, entry.marker, entry.colour, f"_mean {row.doc_id}", **look)
        flagged = "no interval" if summary is not None and not np.isfinite(row.low) else ""
        words.append((middle, entry.label, f"{len(own):,}", _written(row.mean, minus), flagged))
        y += ROW
    drawn = points.loc[points["doc_id"].isin(list(rows["doc_id"])), "value"]
    drawn = np.concatenate([drawn, rows["low"], rows["high"], [0.0]])
    low, high = np.nanmin(drawn), np.nanmax(drawn)
    pad = 0.02 * max(high - low, 1e-9)
    ax.set_xlim(low - pad if minus else 0.0, high + pad)
    ax.set(ylim=(y + 2, 0), xlabel=label, yticks=[])
    if minus:
        ax.vlines(0, HEAD, y, color=AXIS, lw=0.5, zorder=1)
    alone = _is_one_each(points)
    unit, head = ("", "") if alone else (f"{points['unit'].iloc[0]}s", "mean")
    left = min(widest(name for _, name, *_ in words), 90.0)
    _, _, counts, means, flags = zip(*words, strict=True) if words else [()] * 5
    count = widest([*counts, unit], SMALL)
    mean, flag = max(widest(means), widest([head], SMALL)), widest(flags, SMALL)

    def lay(width: float) -> float:
        ends = 6 + count, 14 + count + mean, 18 + count + mean
        write(ax, 1, HEAD / 2, unit, ends[0], "right note")
        write(ax, 1, HEAD / 2, head, ends[1], "right note")
        for middle, name, n, value, flagged in words:
            soft = INK if value else SOFT
            write(ax, 0, middle, shorten(name, left), -6, "right", color=soft)
            write(ax, 1, middle, "" if alone else n, ends[0], "right note")
            write(ax, 1, middle, value, ends[1], "right")
            write(ax, 1, middle, flagged, ends[2], "left note")
        return y + 2

    return sheet.fit(lay, left + 10, count + mean + flag + 24, 26, 2)


def headline(
    points: Table, documents: Table, summary: Table | None = None, label: str = "mean"
) -> str:
    rows, between = _rank(points, documents, summary)
    labels, minus = labels_of(documents), bool((points["value"] < 0).any())
    rows = rows.dropna(subset=["mean"])
    if len(rows) < 2:
        return f"{capital(label)[:60]}: {counted(len(rows), 'row')}"
    high, low = (labels[doc_id] for doc_id in rows["doc_id"].iloc[[0, -1]])
    top, least = (_written(mean, minus) for mean in rows["mean"].iloc[[0, -1]])
    return first_fitting(
        f"{capital(label).split(' (')[0]}: highest in {high}, {top}; lowest in {low}, {least}",
        f"Highest: {high}, {top}; lowest: {low}, {least}",
        f"From {top} down to {least}: {len(rows) + between:,} ranked by their means",
    )


def subtitle(points: Table, documents: Table, label: str = "mean", by: str = "doc_id") -> str:
    unit = str(points["unit"].iloc[0]) if len(points) else "text"
    noun = {"doc_id": "text", "outlet": "outlet"}.get(by, "group")
    rows = counted(points["doc_id"].nunique(), noun)
    return f"{capital(label)}; {rows}, {counted(len(points), unit)}."


def caption(
    points: Table,
    documents: Table,
    summary: Table | None = None,
    label: str = "mean",
    by: str = "doc_id",
) -> str:
    rows, between = _rank(points, documents, summary)
    unit = points["unit"].iloc[0] if len(points) else "text"
    alone = _is_one_each(points)
    noun = "texts"
    if by != "doc_id" and not alone:
        noun = "outlets" if by == "outlet" else f"groups ({plain(by)})"
        if documents["doc_id"].astype(str).str.endswith(ALONE).any():
            noun = "groups (outlets, and each text without one)"
    drawn = (
        "each mark is one of them."
        if alone
        else f"each pale stroke is a {unit} (n = {len(points):,}), the mark their mean."
    )
    if (points.groupby("doc_id").size() > STROKES).any():
        drawn += f" Of a row with more than {STROKES}, {STROKES} quantiles are drawn."
    parts = [f"{capital(label)}: {len(rows) + between:,} {noun}, ranked; {drawn}"]
    if summary is not None:
        flags = summary.loc[summary["flag"].fillna("").ne(""), "flag"].str.split("; ").explode()
        told = "; ".join(f"{plain(flag)}: {n:,}" for flag, n in flags.value_counts().items())
        parts.append(f"Bars: 95 % bootstrap interval over {unit}s.")
        parts += [f"Beware of {told}."] if told else []
    if between:
        parts.append(f"The {between:,} in the middle of the ranking are not drawn.")
    if noun == "outlets":
        limit = "The texts were chosen and are no random sample of what an outlet publishes."
    elif noun != "texts":
        limit = "The texts were chosen; an interval takes those of a group as drawn at random."
    elif alone:
        limit = "A rank says nothing of why a text stands there."
    else:
        limit = "What varies is the wording of each text; neighbours in rank may well be alike."
    return " ".join([*parts, limit])


def alt(points: Table, documents: Table, summary: Table | None = None, label: str = "mean") -> str:
    rows, between = _rank(points, documents, summary)
    labels = labels_of(documents)
    minus, n = bool((points["value"] < 0).any()), points.groupby("doc_id").size()
    listed = []
    for row in rows.itertuples():
        ends = f", {signed(row.low)} to {signed(row.high)}" if pd.notna(row.low) else ""
        mean = _written(row.mean, minus)
        listed.append(f"{labels[row.doc_id]} {mean}{ends} (n = {n[row.doc_id]:,})")
    left = f" {between:,} in the middle are left out." if between else ""
    return f"Rows from the highest {plain(label)} down: {'; '.join(listed) or 'none'}.{left}"


def _rank(points: Table, documents: Table, summary: Table | None = None) -> tuple[Table, int]:
    """The rows drawn, from the highest mean down, and how many are left out in the middle."""
    if summary is None:
        summary = points.groupby("doc_id", sort=False)["value"].mean().rename("mean").reset_index()
        summary = summary.assign(low=np.nan, high=np.nan, flag="")
    need(summary, ["doc_id", "mean", "low", "high", "flag"], "summary", "grouping.means")
    order = {doc_id: number for number, doc_id in enumerate(documents["doc_id"])}
    rows = summary[summary["doc_id"].isin(list(points["doc_id"].unique()))]
    rows = rows.iloc[np.lexsort((rows["doc_id"].map(order), -rows["mean"]))]
    rows = rows[["doc_id", "mean", "low", "high", "flag"]].reset_index(drop=True)
    between = max(len(rows) - MOST, 0)
    if between:
        rows = pd.concat([rows.iloc[: MOST // 2], rows.iloc[-MOST // 2 :]], ignore_index=True)
    return rows, between


def _written(value: float, minus: bool) -> str:
    if minus:
        return signed(value)
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2f}"


def _is_one_each(points: Table) -> bool:
    """Whether each row has one point, so that there is nothing to count and no mean."""
    return bool((points.groupby("doc_id").size() == 1).all())
