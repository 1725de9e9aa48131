"""Charts of the tone of sentences: in reading order, and by text."""

import numpy as np
import pandas as pd

from analysis import canvas
from analysis.canvas import FAINT, INK, known, styled
from analysis.checks import need
from analysis.lettering import SMALL, plain, rows_of, signed, text_width, wrap

SCALE = "tone of the sentence (VADER compound, −1 to 1)"


@styled
def plot_tone_sequence(scores: pd.DataFrame, documents: pd.DataFrame, ax=None, label=3):
    """Tone of each sentence in reading order, a panel a text, the strongest with their words.

    `scores`: doc_id, sentence_id, text, voice (author, quoted, mixed) and compound (−1 to 1), in
    reading order; `excerpt`, where there is one, is printed instead of the beginning of the text.
    The `label` sentences farthest from 0 in each text are labelled (the earlier of two equals).
    Returns the frame; its ``child_axes`` are the panels in the order of the documents, all with
    the same axes. Raw points and no curve: a text of a few dozen sentences has no trajectory.
    """
    columns = ["doc_id", "sentence_id", "text", "voice", "compound"]
    need(scores, columns, "scores", "sentiment.score")
    known(scores, documents)
    frame, made = canvas.canvas(ax)
    looks = list(canvas.look(documents).itertuples())
    longest = max(int(scores.groupby("doc_id").size().max()) if len(scores) else 1, 4)
    charts = []
    for panel, entry in zip(canvas.panels(frame, len(looks)), looks, strict=True):
        own = scores[scores["doc_id"] == entry.doc_id].reset_index(drop=True)
        place = np.arange(1, len(own) + 1)
        panel.hlines(0, 0.5, len(own) + 0.5, color="#888888", lw=0.5)
        panel.vlines(place, 0, own["compound"], color=entry.colour, lw=0.7, zorder=2)
        points(panel, place, own["compound"], own["voice"], entry)
        strongest = own["compound"].abs().sort_values(ascending=False, kind="stable").index[:label]
        charts.append((panel, entry, own, sorted(strongest)))
        panel.set_xlim(0, longest + 1)
        panel.set_yticks([-1, 0, 1], ["−1", "0", "+1"])
        panel.spines["left"].set(visible=True, bounds=(-1, 1))
        panel.xaxis.set_major_locator(canvas.whole())

    def lay(width, drawn):
        columns = 2 if width > 400 and len(looks) > 5 else 1
        unit = 24.0 if columns == 1 and len(looks) < 7 else 17.0
        inner = (width - 14 * (columns - 1)) / columns - 22
        boxes = []
        # Many panels on a page leave room for one line a label.
        lines = 1 if columns == 2 else 2
        bands = [_label(chart, inner, unit, lines, drawn) for chart in charts]
        for first in range(0, len(charts), columns):
            row = slice(first, first + columns)
            above, below = (max(band[side] for band in bands[row]) for side in (0, 1))
            for panel, entry, own, _ in charts[row]:
                head = 13.0
                panel.set_ylim(-1.12 - below / unit, 1.12 + (above + head) / unit)
                last = len(boxes) >= len(charts) - columns
                panel.tick_params(labelbottom=last)
                panel.set_xlabel("sentence in reading order" if last else "")
                top = 1.12 + (above + head - 6) / unit
                keys, taken = ([], 0) if boxes else canvas.key(panel, top, scores["voice"])
                note = f"n = {len(own):,} sentences"
                drawn.extend(keys + canvas.header(panel, top, entry, note, inner - taken))
                height = unit * 2.24 + above + below + head
                margins = (22, 0, 24.0 if last else 8.0, 0)
                boxes.append((panel, margins, height))
            drawn.append(
                charts[first][0].annotate(
                    "tone", (0, 0), (-17, 0), xycoords=charts[first][0].get_yaxis_transform(),
                    textcoords="offset points", rotation=90, ha="center", va="center",
                    color="#444444", size=SMALL,
                )
            )  # fmt: skip
        return canvas.grid(frame, boxes, columns)(width)

    lay.margins = (6, 6, 2, 2)
    canvas.fit(frame, made, lay)
    return frame


def _label(chart, width, unit, lines, drawn):
    """Write the strongest sentences above and below a panel; points needed above and below."""
    panel, _, own, strongest = chart
    scale, line = width / panel.get_xlim()[1], 8.2
    room = min(max(width * (0.46 if lines > 1 else 0.5), 90), 150)
    needed = []
    for side in (1, -1):
        numbers = [i for i in strongest if (own["compound"][i] >= 0) == (side > 0)]
        excerpts = own["excerpt"] if "excerpt" in own else own["text"]
        texts = [
            wrap(f"{signed(own['compound'][i])} {plain(excerpts[i])}", room, lines) for i in numbers
        ]
        wide = np.array([max(text_width(part, SMALL) for part in text) for text in texts])
        points = np.array([(i + 1) * scale for i in numbers], dtype=float)
        starts = np.clip(np.minimum(points - 2, width - wide), 0, None)
        rows = rows_of(starts, starts + wide, points)
        step = max((len(text) for text in texts), default=0) * line + 3
        for i, text, start, row in zip(numbers, texts, starts, rows, strict=True):
            y = side * (1.14 + (row * step + 2) / unit)
            anchor = "bottom" if side > 0 else "top"
            drawn.append(
                panel.text(
                    start / scale, y, "\n".join(text), va=anchor, size=SMALL, color=INK,
                    linespacing=1.12, label=f"sentence {i + 1}", clip_on=False, zorder=4,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
                )
            )  # fmt: skip
            drawn += panel.plot(
                [i + 1] * 2, [own["compound"][i], y], color="#999999", lw=0.5, zorder=1,
                clip_on=False, label=f"_leader {i + 1}",
            )  # fmt: skip
        needed.append((max(rows) + 1) * step + 2 if rows else 0.0)
    return needed


@styled
def plot_tone(scores: pd.DataFrame, documents: pd.DataFrame, ax=None, summary=None):
    """Every sentence as a point on the scale of tone, a lane a text, with the mean marked.

    `scores`: doc_id, compound (−1 to 1) and voice. `summary`, where given: doc_id, mean, and
    optionally low, high; otherwise the mark is the mean of the points drawn. Points keep their
    exact value; where they would cover one another they are stacked, by rule and not by chance.
    """
    need(scores, ["doc_id", "voice", "compound"], "scores", "sentiment.score")
    known(scores, documents)
    ax, made = canvas.canvas(ax)
    means = scores.groupby("doc_id")["compound"].mean() if summary is None else None
    if summary is not None:
        need(summary, ["doc_id", "mean"], "summary", "resample.bootstrap")
        means = summary.set_index("doc_id")["mean"]
    interval = summary is not None and {"low", "high"} <= set(summary.columns)
    blocks, y = [], 0.0
    for entry in canvas.look(documents).itertuples():
        own = scores[scores["doc_id"] == entry.doc_id]
        levels = stack(own["compound"].to_numpy())
        step = min(4.4, 70 / max(np.ptp(levels), 1)) if len(own) else 0
        half = (np.abs(levels).max() if len(own) else 0) * step + 4
        middle = y + 13 + half
        ax.hlines(middle, -1, 1, color=FAINT, lw=0.5, zorder=0)
        points(ax, own["compound"], middle + levels * step, own["voice"], entry)
        foot = middle + half + 4
        if entry.doc_id in means.index:
            mean, text = means[entry.doc_id], ""
            if interval:
                row = summary.set_index("doc_id").loc[entry.doc_id]
                ax.hlines(foot, row["low"], row["high"], color=INK, lw=1.1, label=entry.doc_id)
                text = f"  [{signed(row['low'])}, {signed(row['high'])}]"
            ax.plot(mean, foot, "|", color=INK, ms=7, mew=1.6, label=f"_mean {entry.doc_id}")
            ends = (row["low"], row["high"]) if interval else (mean, mean)
            left = max(ends) > 0.5
            ax.annotate(
                f"mean {signed(mean)}{text}", (min(ends) if left else max(ends), foot),
                (-5 if left else 5, 0), textcoords="offset points", va="center_baseline",
                ha="right" if left else "left", size=SMALL, annotation_clip=False,
            )  # fmt: skip
        ax.vlines(0, y + 13, foot, color="#888888", lw=0.5, zorder=0)
        blocks.append((y, entry, f"n = {len(own):,} sentences"))
        y = foot + 10
    ax.set(xlim=(-1.03, 1.03), ylim=(y, 0), xlabel=SCALE)
    ax.set_yticks([])
    ticks = [-1, -0.5, 0, 0.5, 1]
    ax.set_xticks(ticks, [signed(tick, 1) for tick in ticks])

    def lay(width, drawn):
        keys, taken = canvas.key(ax, 6, scores["voice"])
        drawn.extend(keys)
        for top, entry, note in blocks:
            room = width if top else width - taken
            drawn.extend(canvas.header(ax, top + 6, entry, note, room))
        return y

    lay.margins = (8, 8, 26, 2)
    canvas.fit(ax, made, lay)
    return ax


def points(ax, x, y, voices, entry):
    """Draw sentences as points: filled the author's, hollow quoted, pale the partly quoted ones."""
    from matplotlib.colors import to_rgb

    pale = tuple(0.55 + 0.45 * channel for channel in to_rgb(entry.colour))
    fills = [{"quoted": "white", "mixed": pale}.get(voice, entry.colour) for voice in voices]
    return ax.scatter(
        x, y, s=13, marker=entry.marker, c=fills or None, edgecolors=entry.colour,
        linewidths=0.8, zorder=3, clip_on=False, label=entry.doc_id,
    )  # fmt: skip


def stack(values: np.ndarray, apart: float = 0.045) -> np.ndarray:
    """Level of each point (0, 1, −1, …): the first at which no point is closer than `apart`."""
    levels, last = np.zeros(len(values)), {}
    for i in np.argsort(values, kind="stable"):
        level = 0
        while values[i] - last.get(level, -np.inf) < apart:
            level = -level if level > 0 else 1 - level
        levels[i] = level
        last[level] = values[i]
    return levels
