"""Caption and alternative text of the chart of many groups, written from its tables."""

import pandas as pd

from analysis.canvas import look
from analysis.group_charts import number_of, rank_groups
from analysis.lettering import plain, signed


def caption_groups(
    points: pd.DataFrame, documents: pd.DataFrame, summary=None, label="mean"
) -> str:
    """Caption of `plot_groups`."""
    rows, between = rank_groups(points, documents, summary)
    unit = points["unit"].iloc[0] if len(points) else "text"
    noun = "outlets or groups" if unit == "text" else "texts"
    parts = [
        f"{plain(label)[:1].upper()}{plain(label)[1:]}: {len(rows) + between:,} {noun}, ranked by "
        f"mean. Each pale stroke is a {unit} (n = {len(points):,}); the mark is their mean."
    ]
    if summary is not None:
        flags = summary.loc[summary["flag"].fillna("").ne(""), "flag"].str.split("; ").explode()
        told = "; ".join(f"{plain(flag)}: {n:,}" for flag, n in flags.value_counts().items())
        parts.append(
            f"Bars: 95 % bootstrap interval over {unit}s." + (f" Beware of {told}." if told else "")
        )
    if between:
        parts.append(f"The {between:,} in the middle of the ranking are not drawn.")
    parts.append(
        "The texts were chosen and are no random sample of what an outlet publishes."
        if unit == "text"
        else "What varies is the wording of each text; a rank says nothing of the ranks beside it."
    )
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
