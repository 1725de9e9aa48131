"""The tone of each sentence in reading order, the strongest with their words."""

from itertools import product

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts import layout
from analysis.charts.layout import Axes
from analysis.charts.lettering import (
    INK,
    SMALL,
    first_fitting,
    plain,
    shorten,
    signed,
    text_width,
    wrap,
    write_header,
)
from analysis.charts.look import count_texts, labels_of, looks_of, need_documents, styled
from analysis.charts.points import explain_voices, mark_sentences, write_voices


@styled
def plot(
    scores: pd.DataFrame, documents: pd.DataFrame, ax: Axes | None = None, label: int = 3
) -> Axes:
    """Tone of each sentence in reading order, a panel a text, the strongest with their words.

    `scores`: doc_id, sentence_id, text, voice (author, quoted, mixed) and compound (−1 to 1), in
    reading order; `excerpt`, where there is one, is printed instead of the beginning of the text.
    The `label` sentences farthest from 0 in each text are labelled (the earlier of two equals).
    Returns the frame; its ``child_axes`` are the panels in the order of the documents, all with
    the same axes. Raw points and no curve: a text of a few dozen sentences has no trajectory.
    """
    columns = ["doc_id", "sentence_id", "text", "voice", "compound"]
    need(scores, columns, "scores", "sentiment.score")
    need_documents(scores, documents)
    frame, made = layout.canvas(ax)
    looks = list(looks_of(documents).itertuples())
    longest = max(int(scores.groupby("doc_id").size().max()) if len(scores) else 1, 4)
    charts = []
    for panel, entry in zip(layout.add_panels(frame, len(looks)), looks, strict=True):
        own = scores[scores["doc_id"] == entry.doc_id].reset_index(drop=True)
        place = np.arange(1, len(own) + 1)
        panel.hlines(0, 0.5, len(own) + 0.5, color="#888888", lw=0.5)
        panel.vlines(place, 0, own["compound"], color=entry.colour, lw=0.7, zorder=2)
        mark_sentences(panel, place, own["compound"], own["voice"], entry)
        strongest = own["compound"].abs().sort_values(ascending=False, kind="stable").index[:label]
        charts.append((panel, entry, own, sorted(strongest)))
        panel.set_xlim(0, longest + 1)
        panel.set_yticks([-1, 0, 1], ["−1", "0", "+1"])
        panel.spines["left"].set(visible=True, bounds=(-1, 1))
        panel.xaxis.set_major_locator(layout.whole_ticks())

    def lay(width, drawn):
        columns = 2 if width > 400 and len(looks) > 5 else 1
        unit = 24.0 if columns == 1 and len(looks) < 7 else 17.0
        inner = layout.cell_width(width, columns) - 22
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
                keys, taken = ([], 0) if boxes else write_voices(panel, top, scores["voice"])
                # The key takes room from the first header: the label is kept before the noun.
                note = f"n = {len(own):,}" + ("" if keys and inner < 300 else " sentences")
                drawn.extend(keys + write_header(panel, top, entry, note, inner - taken))
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
        return layout.place_panels(frame, boxes, columns, width)

    lay.margins = (6, 6, 2, 2)
    layout.fit(frame, made, lay)
    return frame


def headline(scores: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Which texts hold the highest and the lowest score."""
    labels = labels_of(documents)
    if scores.empty:
        return "Tone of no sentence"
    ends = []
    for value in (scores["compound"].max(), scores["compound"].min()):
        where = scores.loc[scores["compound"] == value, "doc_id"].unique()
        ends.append((labels.get(where[0], "") if len(where) == 1 else "", signed(value)))
    (high, top), (low, least) = ends
    told = ""
    if high and low:
        told = f"The highest score stands in {high} ({top}), the lowest in {low} ({least})"
    if high == low:
        told = f"The highest and the lowest score, {top} and {least}, stand in {high}"
    return first_fitting(
        told if high and low else "",
        f"From {least} to {top}: the tone of {counted(len(scores), 'sentence')}",
    )


def subtitle(scores: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What a point is, and which sentences have their words beside them."""
    return (
        f"VADER compound score, −1 to 1, of {counted(len(scores), 'sentence')} in reading order, "
        "each a point, not smoothed."
    )


def caption(scores: pd.DataFrame, documents: pd.DataFrame, label: int = 3) -> str:
    """How many sentences each text has, and which are labelled."""
    return (
        f"Tone of each sentence in reading order: {counted(len(scores), 'sentence')} of "
        f"{count_texts(documents)} ({_per_text(scores, documents)}). VADER compound "
        f"score (Hutto & Gilbert 2014), −1 to 1, one point a sentence, not smoothed; the {label} "
        f"farthest from 0 in each text are labelled. {explain_voices(scores)}The score sees words "
        "and not what they are about: the tone of a sentence is not its author's stance."
    )


def alt(scores: pd.DataFrame, documents: pd.DataFrame, label: int = 3) -> str:
    """The strongest sentences of each text, with their scores."""
    lines = []
    for entry in looks_of(documents).itertuples():
        own = scores[scores["doc_id"] == entry.doc_id]
        order = own["compound"].abs().sort_values(ascending=False, kind="stable").index[:label]
        strongest = "; ".join(
            f"{signed(own['compound'][i])} “{shorten(own['text'][i], 300)}”" for i in order
        )
        lines.append(
            f"{entry.label}, {counted(len(own), 'sentence')}; strongest: {strongest or 'none'}."
        )
    return "Points of tone, one for each sentence in reading order. " + " ".join(lines)


def _per_text(scores, documents) -> str:
    sizes = scores.groupby("doc_id").size()
    entries = looks_of(documents).itertuples()
    return ", ".join(f"{entry.label} {sizes.get(entry.doc_id, 0):,}" for entry in entries)


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
        rows = _label_rows(starts, starts + wide, points)
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


def _label_rows(starts: np.ndarray, ends: np.ndarray, points: np.ndarray) -> list[int]:
    """Rows (0 is nearest to the points) in which labels neither overlap nor cross a leader.

    Each label spans `starts` to `ends`, its leader rises at `points`. Every assignment of up to
    five labels is tried and the lowest one taken; more labels get a row each, from the right.
    """
    number = len(points)
    if number > 5:
        rows = np.empty(number, dtype=int)
        rows[np.argsort(-points, kind="stable")] = np.arange(number)
        return rows.tolist()
    best, least = [0] * number, np.inf
    for rows in product(range(number), repeat=number):
        cost = float(sum(rows))
        for i in range(number):
            for j in range(number):
                apart = starts[i] >= ends[j] + 6 or starts[j] >= ends[i] + 6
                if i < j and rows[i] == rows[j] and not apart:
                    cost += 1000
                if rows[i] < rows[j] and starts[i] - 1 < points[j] < ends[i] + 1:
                    cost += 20
        if cost < least:
            best, least = list(rows), cost
    return best
