"""The tone of every sentence, a lane a text, with the mean of each.

Use it first: it shows every sentence before any mean is read, and how few there are.

It cannot show what an author thinks of the event, nor where in the text a sentence stands.

    scores = sentiment.score(s)
    summary = resample.bootstrap(scores, "compound").rename(columns={"estimate": "mean"})
    figures.draw("tone", scores, c.documents, "figures", summary=summary)
"""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.ink import AXIS, FAINT, INK, explain_voices, mark_sentences, stack
from analysis.charts.layout import Axes, Look, Sheet, Table
from analysis.charts.lettering import first_fitting, plain, signed, write_header
from analysis.charts.look import count_texts, labels_of, looks_in, styled


@styled
def plot(
    scores: Table, documents: Table, ax: Axes | None = None, summary: Table | None = None
) -> Axes:
    """A lane a text, every sentence a point on the scale of tone, with the mean marked.

    `scores`: doc_id, compound (−1 to 1) and voice. `summary`, where given: doc_id, mean, and
    optionally low, high (a bar; missing: "no interval") and flag (said in the caption); otherwise
    the mark is the mean of the points drawn. Points keep their exact value; where they would cover
    one another they are stacked, by rule and not by chance.
    """
    looks = looks_in(scores, documents, "doc_id voice compound", "sentiment.score", "scores")
    sheet, means = Sheet(ax), _summary(scores, summary)
    blocks, y = [], 0.0
    for entry in looks:
        own = scores[scores["doc_id"] == entry.doc_id]
        levels = stack(own["compound"].to_numpy())
        step = min(4.4, 70 / max(np.ptp(levels), 1)) if len(own) else 0
        half = (np.abs(levels).max() if len(own) else 0) * step + 4
        blocks.append((entry, own, levels * step, y, y + 13 + half, y + 17 + 2 * half))
        y += 26 + 2 * half

    def lay(width: float) -> float:
        ax = sheet.ax
        for entry, own, heights, top, middle, foot in blocks:
            ax.hlines(middle, -1, 1, color=FAINT, lw=0.5, zorder=0)
            ax.vlines(0, top + 13, foot, color=AXIS, lw=0.5, zorder=0)
            mark_sentences(ax, own["compound"], middle + heights, own["voice"], entry)
            note = f"n = {len(own):,}"
            if entry.doc_id in means.index:
                row = means.loc[entry.doc_id]
                note += f", mean {signed(row['mean'])}"
                ends = row["low"], row["high"]
                if np.isfinite(ends).all():
                    note += f" [{signed(ends[0])}, {signed(ends[1])}]"
                    ax.hlines(foot, *ends, color=INK, lw=1.1, label=entry.doc_id)
                elif _has_intervals(summary):
                    note += ", no interval"
                look: Look = {"color": INK, "ms": 7, "mew": 1.6, "label": f"_mean {entry.doc_id}"}
                ax.plot(row["mean"], foot, "|", **look)
            write_header(ax, top + 6, entry, note, width)
        ax.set(xlim=(-1.03, 1.03), ylim=(max(y, 20), 0), yticks=[])
        ax.set_xlabel(f"tone of the sentence ({_score(scores).replace(' score', '')}, −1 to 1)")
        ticks = [-1, -0.5, 0, 0.5, 1]
        ax.set_xticks(ticks, [signed(tick, 1) for tick in ticks])
        return max(y, 20)

    return sheet.fit(lay, 8, 8, 26, 2)


def headline(scores: Table, documents: Table, summary: Table | None = None) -> str:
    labels = labels_of(documents)
    rows = _summary(scores, summary).reset_index()
    rows = rows[rows["doc_id"].isin(list(labels))].dropna(subset=["mean"])
    if rows.empty:
        return "Tone of no sentence"
    least = rows[rows["mean"] == rows["mean"].min()]
    name, mean = labels[least["doc_id"].iloc[0]], signed(rows["mean"].min())
    if len(rows) == 1:
        return first_fitting(f"The mean tone of {name} is {mean}", f"The mean tone is {mean}")
    lowest = f"{name} has the lowest mean tone of {len(rows):,} texts, {mean}" * (len(least) == 1)
    overlap = rows[["low", "high"]].notna().all().all() and rows["low"].max() <= rows["high"].min()
    return first_fitting(
        f"{lowest}; all intervals overlap" if lowest and overlap else "",
        lowest,
        f"The lowest mean tone of {len(rows):,} texts is {mean}",
    )


def subtitle(scores: Table, documents: Table, summary: Table | None = None) -> str:
    interval = _has_intervals(summary)
    roles = ", ".join(map(str, scores["role"].unique())) if "role" in scores else ""
    return (
        f"{_score(scores)}, −1 to 1, of {counted(len(scores), 'sentence')}"
        f"{f' ({roles})' if roles else ''}, each a point. "
        f"Upright stroke: mean{', bar: interval over sentences' if interval else ''}. "
        f"{explain_voices(scores)}"
    ).strip()


def caption(scores: Table, documents: Table, summary: Table | None = None) -> str:
    interval = _has_intervals(summary)
    bar = ", the bar its interval over sentences" if interval else ""
    flags = ""
    if summary is not None and {"low", "high", "flag"} <= set(summary.columns):
        labels = labels_of(documents)
        told = [
            f"{labels[row.doc_id]}: {plain(row.flag)}"
            for row in summary.itertuples()
            if row.doc_id in labels and pd.notna(row.flag) and row.flag
        ]
        flags = f"Of intervals: {'; '.join(told)}. " if told else ""
    return (
        f"Tone by text: {counted(len(scores), 'sentence')} of "
        f"{count_texts(documents)}, each a point at its {_score(scores)} (−1 to 1; "
        "Hutto & Gilbert 2014), stacked where points would meet. Upright mark: mean"
        f"{bar} ({_means(scores, documents, summary)}). {flags}{explain_voices(scores)}"
        f"{'What varies is the wording of these texts, not the outlets. ' if interval else ''}"
        "A higher mean is not a more favourable author."
    )


def alt(scores: Table, documents: Table, summary: Table | None = None) -> str:
    zero = int(scores["compound"].eq(0).sum())
    return (
        f"Points of tone from −1 to 1, a lane for each text. {_means(scores, documents, summary)}. "
        f"{counted(zero, 'sentence')} of {len(scores):,} score exactly 0."
    )


def _score(scores: pd.DataFrame) -> str:
    others = set(scores.get("lexicon", ())) - {"VADER"}
    return f"VADER compound score{''.join(f' of {name} words' for name in sorted(others))}"


def _means(scores, documents, summary) -> str:
    means, n = _summary(scores, summary)["mean"], scores["doc_id"].value_counts()
    parts = [
        f"{label} {signed(means[doc_id])}, n = {n.get(doc_id, 0):,}"
        for doc_id, label in labels_of(documents).items()
        if doc_id in means.index
    ]
    return "; ".join(parts) or "no sentence"


def _has_intervals(summary: Table | None) -> bool:
    return summary is not None and {"low", "high"} <= set(summary.columns)


def _summary(scores: Table, summary: Table | None) -> Table:
    if summary is None:
        means = scores.groupby("doc_id")["compound"].mean().rename("mean").to_frame()
    else:
        need(summary, ["doc_id", "mean"], "summary", "resample.bootstrap")
        means = summary.set_index("doc_id")
    return means.reindex(columns=["mean", "low", "high"]).astype(float)
