"""The tone of every sentence, a lane a text, with the mean of each."""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts import layout
from analysis.charts.layout import Axes
from analysis.charts.lettering import INK, SMALL, first_fitting, plain, signed, write_header
from analysis.charts.look import FAINT, count_texts, labels_of, looks_of, need_documents, styled
from analysis.charts.points import explain_voices, mark_sentences, stack, write_voices


@styled
def plot(
    scores: pd.DataFrame,
    documents: pd.DataFrame,
    ax: Axes | None = None,
    summary: pd.DataFrame | None = None,
) -> Axes:
    """Every sentence as a point on the scale of tone, a lane a text, with the mean marked.

    `scores`: doc_id, compound (−1 to 1) and voice. `summary`, where given: doc_id, mean, and
    optionally low, high (a bar; missing: "no interval") and flag (printed); otherwise the mark is
    the mean of the points drawn. Points keep their exact value; where they would cover one another
    they are stacked, by rule and not by chance.
    """
    need(scores, ["doc_id", "voice", "compound"], "scores", "sentiment.score")
    need_documents(scores, documents)
    ax, made = layout.canvas(ax)
    means = scores.groupby("doc_id")["compound"].mean() if summary is None else None
    if summary is not None:
        need(summary, ["doc_id", "mean"], "summary", "resample.bootstrap")
        means = summary.set_index("doc_id")["mean"]
    interval = summary is not None and {"low", "high"} <= set(summary.columns)
    blocks, y = [], 0.0
    for entry in looks_of(documents).itertuples():
        own = scores[scores["doc_id"] == entry.doc_id]
        levels = stack(own["compound"].to_numpy())
        step = min(4.4, 70 / max(np.ptp(levels), 1)) if len(own) else 0
        half = (np.abs(levels).max() if len(own) else 0) * step + 4
        middle = y + 13 + half
        ax.hlines(middle, -1, 1, color=FAINT, lw=0.5, zorder=0)
        mark_sentences(ax, own["compound"], middle + levels * step, own["voice"], entry)
        foot = middle + half + 4
        if entry.doc_id in means.index:
            mean, text = means[entry.doc_id], ""
            row = summary.set_index("doc_id").loc[entry.doc_id] if interval else None
            given = interval and np.isfinite(row["low"]) and np.isfinite(row["high"])
            if interval and not given:
                text = "  no interval"
            if given:
                ax.hlines(foot, row["low"], row["high"], color=INK, lw=1.1, label=entry.doc_id)
                text = f"  [{signed(row['low'])}, {signed(row['high'])}]"
            ax.plot(mean, foot, "|", color=INK, ms=7, mew=1.6, label=f"_mean {entry.doc_id}")
            ends = (row["low"], row["high"]) if given else (mean, mean)
            left = max(ends) > 0.5
            if interval and row.get("flag", ""):
                text += f" ({plain(row['flag'])})"
            ax.annotate(
                f"mean {signed(mean)}{text}", (min(ends) if left else max(ends), foot),
                (-5 if left else 5, 0), textcoords="offset points", va="center_baseline",
                ha="right" if left else "left", size=SMALL, annotation_clip=False,
            )  # fmt: skip
        ax.vlines(0, y + 13, foot, color="#888888", lw=0.5, zorder=0)
        blocks.append((y, entry, f"n = {len(own):,} sentences"))
        y = foot + 10
    ax.set(xlim=(-1.03, 1.03), ylim=(y, 0), xlabel="tone of the sentence (VADER compound, −1 to 1)")
    ax.set_yticks([])
    ticks = [-1, -0.5, 0, 0.5, 1]
    ax.set_xticks(ticks, [signed(tick, 1) for tick in ticks])

    def lay(width, drawn):
        keys, taken = write_voices(ax, 6, scores["voice"])
        drawn.extend(keys)
        for top, entry, note in blocks:
            room = width if top else width - taken
            drawn.extend(write_header(ax, top + 6, entry, note, room))
        return y

    lay.margins = (8, 8, 26, 2)
    layout.fit(ax, made, lay)
    return ax


def headline(
    scores: pd.DataFrame, documents: pd.DataFrame, summary: pd.DataFrame | None = None
) -> str:
    """Which text has the lowest mean, and whether the intervals overlap."""
    labels = labels_of(documents)
    rows = scores.groupby("doc_id", sort=False)["compound"].mean().rename("mean").reset_index()
    rows = rows if summary is None else summary
    rows = rows[rows["doc_id"].isin(list(labels))].dropna(subset=["mean"])
    if rows.empty:
        return "Tone of no sentence"
    least = rows[rows["mean"] == rows["mean"].min()]
    name, mean = labels[least["doc_id"].iloc[0]], signed(rows["mean"].min())
    if len(rows) == 1:
        return first_fitting(f"The mean tone of {name} is {mean}", f"The mean tone is {mean}")
    lowest = f"{name} has the lowest mean tone of {len(rows):,} texts, {mean}" * (len(least) == 1)
    whole = {"low", "high"} <= set(rows.columns) and rows[["low", "high"]].notna().all().all()
    overlap = whole and rows["low"].max() <= rows["high"].min()
    return first_fitting(
        f"{lowest}; all intervals overlap" if lowest and overlap else "",
        lowest,
        f"The lowest mean tone of {len(rows):,} texts is {mean}",
    )


def subtitle(
    scores: pd.DataFrame, documents: pd.DataFrame, summary: pd.DataFrame | None = None
) -> str:
    """What a point is, which passages are counted, and what the bar is."""
    interval = summary is not None and {"low", "high"} <= set(summary.columns)
    roles = ", ".join(map(str, scores["role"].unique())) if "role" in scores else ""
    return (
        f"VADER compound score, −1 to 1, of {counted(len(scores), 'sentence')}"
        f"{f' ({roles})' if roles else ''}, each a point. "
        f"Upright stroke: mean{', bar: interval over sentences' if interval else ''}."
    )


def caption(
    scores: pd.DataFrame, documents: pd.DataFrame, summary: pd.DataFrame | None = None
) -> str:
    """Each mean and its n; with low and high in `summary` what the interval says."""
    interval = summary is not None and {"low", "high"} <= set(summary.columns)
    bar = ", the bar its interval over sentences" if interval else ""
    return (
        f"Tone by text: {counted(len(scores), 'sentence')} of "
        f"{count_texts(documents)}, each a point at its VADER compound score (−1 to 1; "
        "Hutto & Gilbert 2014), stacked where points would meet. Upright mark: mean"
        f"{bar} ({_means(scores, documents, summary)}). {explain_voices(scores)}"
        f"{'What varies is the wording of these texts, not the outlets. ' if interval else ''}"
        "A higher mean is not a more favourable author."
    )


def alt(scores: pd.DataFrame, documents: pd.DataFrame, summary: pd.DataFrame | None = None) -> str:
    """Each mean and its n, and how many sentences score exactly 0."""
    zero = int(scores["compound"].eq(0).sum())
    return (
        f"Points of tone from −1 to 1, a lane for each text. {_means(scores, documents, summary)}. "
        f"{counted(zero, 'sentence')} of {len(scores):,} score exactly 0."
    )


def _means(scores, documents, summary) -> str:
    groups, parts = scores.groupby("doc_id")["compound"], []
    means = groups.mean() if summary is None else summary.set_index("doc_id")["mean"]
    for entry in looks_of(documents).itertuples():
        if entry.doc_id in means.index:
            n = int(scores["doc_id"].eq(entry.doc_id).sum())
            parts.append(f"{entry.label} {signed(means[entry.doc_id])}, n = {n:,}")
    return "; ".join(parts) or "no sentence"
