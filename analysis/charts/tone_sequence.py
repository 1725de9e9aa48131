"""The tone of each sentence in reading order, the strongest with their words.

Use it to find the sentences that carry a mean, and to see whether a text turns.

It cannot show a trajectory: a few dozen sentences are points, and no line is drawn through them.

    scores = sentiment.score(s)
    figures.draw("tone-sequence", scores, c.documents, "figures")
"""

import numpy as np

from analysis._shown import counted
from analysis.charts.ink import AXIS, SMALL, explain_voices, mark_sentences
from analysis.charts.layout import Axes, Look, Sheet, Table, cell_width, place_panels, whole_ticks
from analysis.charts.lettering import (
    cut_at_clause,
    first_fitting,
    plain,
    shorten,
    signed,
    widest,
    wrap,
    write,
    write_header,
)
from analysis.charts.look import count_texts, each_text, labels_of, looks_in, styled


@styled
def plot(scores: Table, documents: Table, ax: Axes | None = None) -> Axes:
    """A panel a text, a point a sentence, the two extremes with their words.

    `scores`: doc_id, sentence_id, text, voice (author, quoted, mixed) and compound (−1 to 1), in
    reading order; a column excerpt is printed instead of the beginning of the text. The highest
    sentence above 0 and the lowest below (the earlier of two equals) are labelled with their first
    clauses. All texts are equally wide. Returns the frame; its ``child_axes`` are the panels, in
    the documents' order.
    """
    needed = "doc_id sentence_id text voice compound"
    looks = looks_in(scores, documents, needed, "sentiment.score", "scores")
    sheet = Sheet(ax, len(looks))
    texts = [scores[scores["doc_id"] == e.doc_id].reset_index(drop=True) for e in looks]

    def lay(width: float) -> float:
        columns = 2 if width > 400 and len(looks) > 3 else 1
        unit, inner, boxes = 20.0 if len(looks) < 7 else 14.0, cell_width(width, columns) - 22, []
        for number, (panel, entry, own) in enumerate(zip(sheet.panels, looks, texts, strict=True)):
            place = np.arange(1, len(own) + 1)
            panel.set(xlim=(0.3, max(len(own), 1) + 0.7), yticks=[-1, 0, 1])
            panel.set_yticklabels(["−1", "0", "+1"])
            panel.spines["left"].set(visible=True, bounds=(-1, 1))
            panel.xaxis.set_major_locator(whole_ticks())
            panel.hlines(0, 0.5, len(own) + 0.5, color=AXIS, lw=0.5)
            panel.vlines(place, 0, own["compound"], color=entry.colour, lw=0.7, zorder=2)
            mark_sentences(panel, place, own["compound"], own["voice"], entry)
            above, below = (_label(panel, own, side, inner, unit) for side in (1, -1))
            head = 13.0
            panel.set_ylim(-1.16 - below / unit, 1.16 + (above + head) / unit)
            top = 1.16 + (above + head - 6) / unit
            write_header(panel, top, entry, counted(len(own), "sentence"), inner)
            last = number >= len(looks) - columns
            panel.set_xlabel("sentence in reading order" if last else "")
            height = unit * 2.32 + above + below + head
            boxes.append((panel, (22, 0, 24.0 if last else 16.0, 0), height))
            if number % columns == 0:
                write(panel, 0, 0, "tone", -17, "center note", rotation=90, va="center")
        return place_panels(sheet.ax, boxes, columns, width)

    return sheet.fit(lay, 6, 6, 2, 2)


def headline(scores: Table, documents: Table) -> str:
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


def subtitle(scores: Table, documents: Table) -> str:
    return (
        f"VADER compound score, −1 to 1, of {counted(len(scores), 'sentence')} in reading order, "
        f"each a point, not smoothed. {explain_voices(scores)}"
    ).strip()


def caption(scores: Table, documents: Table) -> str:
    n = ", ".join(f"{label} {len(own):,}" for label, own in each_text(scores, documents))
    return (
        f"Tone of each sentence in reading order: {counted(len(scores), 'sentence')} of "
        f"{count_texts(documents)} ({n}). VADER compound score (Hutto & Gilbert 2014), "
        "−1 to 1, one point a sentence, not smoothed; the highest "
        f"and the lowest of each text are labelled. {explain_voices(scores)}The score sees words "
        "and not what they are about: the tone of a sentence is not its author's stance."
    )


def alt(scores: Table, documents: Table) -> str:
    lines = []
    for label, own in each_text(scores, documents):
        ends = own.loc[[i for side in (1, -1) if (i := _extreme(own, side)) is not None]]
        told = [f"{signed(row.compound)} “{shorten(row.text, 300)}”" for row in ends.itertuples()]
        n = counted(len(own), "sentence")
        lines.append(f"{label}, {n}; extremes: {'; '.join(told) or 'none'}.")
    return "Points of tone, one for each sentence in reading order. " + " ".join(lines)


def _label(panel: Axes, own: Table, side: int, width: float, unit: float) -> float:
    """Write the words of the extreme of one side; return the height that they need."""
    i = _extreme(own, side)
    if i is None:
        return 0.0
    text = own["excerpt"][i] if "excerpt" in own else own["text"][i]
    room, line = min(width, 260.0), 8.4
    lines = wrap(cut_at_clause(f"{signed(own['compound'][i])} {plain(text)}", room, 2), room, 3)
    low, high = panel.get_xlim()
    point = (i + 1 - low) / (high - low) * width
    start = float(np.clip(point - 4, 0, max(width - widest(lines, SMALL), 0)))
    edge = side * (1.16 + 2 / unit)
    look: Look = {"size": SMALL, "linespacing": 1.1, "va": "bottom" if side > 0 else "top"}
    write(panel, 0, edge, "\n".join(lines), start, label=f"sentence {i + 1}", **look)
    look = {"color": AXIS, "lw": 0.5, "zorder": 1, "clip_on": False}
    panel.plot([i + 1] * 2, [own["compound"][i], edge], label=f"_leader {i + 1}", **look)
    return line * len(lines) + 4


def _extreme(own: Table, side: int) -> int | None:
    there = own["compound"][own["compound"] * side > 0]
    return None if there.empty else int((there * side).idxmax())
