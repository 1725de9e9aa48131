"""Caption and alternative text of the chart of many groups, written from its tables."""

import pandas as pd

from analysis.canvas import look
from analysis.group_charts import STROKES, number_of, rank_groups
from analysis.lettering import plain, signed


def caption_groups(
    points: pd.DataFrame, documents: pd.DataFrame, summary=None, label="mean"
) -> str:
    """Caption of `plot_groups`."""
    rows, between = rank_groups(points, documents, summary)
    unit = points["unit"].iloc[0] if len(points) else "text"
    alone = bool((points.groupby("doc_id").size() == 1).all())
    named = points["group"].iloc[0] if "group" in points and len(points) else "outlet"
    noun = "texts"
    if unit == "text" and not alone:
        noun = "outlets" if named == "outlet" else f"groups ({plain(named)})"
    drawn = (
        "each mark is one of them."
        if alone
        else f"each pale stroke is a {unit} (n = {len(points):,}), the mark their mean."
    )
    if (points.groupby("doc_id").size() > STROKES).any():
        drawn += f" Of a row with more than {STROKES}, {STROKES} quantiles are drawn."
    name = f"{plain(label)[:1].upper()}{plain(label)[1:]}"
    parts = [f"{name}: {len(rows) + between:,} {noun}, ranked; {drawn}"]
    if summary is not None:
        flags = summary.loc[summary["flag"].fillna("").ne(""), "flag"].str.split("; ").explode()
        told = "; ".join(f"{plain(flag)}: {n:,}" for flag, n in flags.value_counts().items())
        parts.append(
            f"Bars: 95 % bootstrap interval over {unit}s." + (f" Beware of {told}." if told else "")
        )
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
    parts.append(limit)
    return " ".join(parts)


def alt_groups(points: pd.DataFrame, documents: pd.DataFrame, summary=None, label="mean") -> str:
    """Alternative text of `plot_groups`."""
    rows, between = rank_groups(points, documents, summary)
    labels = look(documents).set_index("doc_id")["label"]
    minus, n = bool((points["value"] < 0).any()), points.groupby("doc_id").size()
    listed = []
    for row in rows.itertuples():
        ends = f", {signed(row.low)} to {signed(row.high)}" if pd.notna(row.low) else ""
        listed.append(
            f"{labels[row.doc_id]} {number_of(row.mean, minus)}{ends} (n = {n[row.doc_id]:,})"
        )
    left = f" {between:,} in the middle are left out." if between else ""
    return f"Rows from the highest {plain(label)} down: {'; '.join(listed) or 'none'}.{left}"
