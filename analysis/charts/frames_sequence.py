"""Where each text frames the event how: frames in reading order, a row a frame."""

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
    plain,
    shorten,
    text_width,
    write,
    write_header,
)
from analysis.charts.look import FAINT, count_texts, labels_of, looks_of, need_documents, styled
from analysis.charts.matrix import headline_codes, rows_of_codes

STEP = 0.5  # sentences between two marks of one sentence


@styled
def plot(table: pd.DataFrame, documents: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Where each text frames the event how: a panel a text, a row a frame, in reading order.

    `table`: mentions or codings with doc_id, code, place (number of the sentence in the text); and,
    where given, label, function (rows are ordered by it), voice, negated, n_places (sentences of
    the text), value (rows of value 0 are not drawn). Every text has a row for every frame of the
    table: an empty row is a finding. Someone else's words are hollow, negated mentions are crosses.
    A sentence has one mark of each kind. `documents` may carry n_sentences, the length of a text
    that has no row. Returns the frame; its ``child_axes`` are the panels, in the documents' order,
    with one scale.
    """
    need(table, ["doc_id", "code", "place"], "table", "frames.in_order")
    need_documents(table, documents)
    frame, made = layout.canvas(ax)
    looks = list(looks_of(documents).itertuples())
    codes = rows_of_codes(table, "function")
    shown = _sentence_marks(table)
    lengths = table.groupby("doc_id")["n_places" if "n_places" in table else "place"].max()
    # A text without any row of the table has its length from the documents, where they say it.
    given = documents.set_index("doc_id").get("n_sentences", pd.Series(dtype=float))
    lengths = lengths.reindex(documents["doc_id"]).fillna(given).fillna(0)
    longest = max(int(lengths.max()) if len(lengths) else 1, 4)
    charts = []
    for panel, entry in zip(layout.add_panels(frame, len(looks)), looks, strict=True):
        own = shown[shown["doc_id"] == entry.doc_id]
        size = lengths.get(entry.doc_id, 0)
        panel.set(xlim=(0.4, longest + 0.6), yticks=[])
        panel.xaxis.set_major_locator(layout.whole_ticks())
        charts.append((panel, entry, own, int(size)))

    def lay(width, drawn):
        columns = 2 if width > 400 and len(looks) > 5 else 1
        cell = layout.cell_width(width, columns)
        row = 9.4 if len(looks) * len(codes) < 60 else 7.8
        groups = [plain(group) for group in codes["group"]]
        aside = cell > 300 and any(groups)
        first = max(map(text_width, groups), default=0) + 8 if aside else 0
        names = [shorten(name, cell * 0.36) for name in codes["label"]]
        left = first + max(map(text_width, names), default=0) + 8
        height, unit = 14 + row * max(len(codes), 1) + 2, (cell - left) / (longest + 0.2)
        boxes = []
        for number, (panel, entry, own, size) in enumerate(charts):
            panel.set_ylim(height, 0)
            last = number >= len(charts) - columns
            panel.tick_params(labelbottom=last)
            panel.set_xlabel("sentence in reading order" if last else "")
            keys, taken = _key(panel, shown) if number == 0 else ([], 0)
            note = f"{size:,} sentences" if "n_places" in table and size else ""
            drawn.extend(keys + write_header(panel, 6, entry, note, cell - taken, indent=-left))
            for place, (code, name) in enumerate(zip(codes["code"], names, strict=True)):
                y = 14 + row * (place + 0.5)
                drawn.append(write(panel, 0, y, name, -6, ("right", INK, SIZE)))
                if aside and groups[place] not in groups[:place]:
                    drawn.append(write(panel, 0, y, groups[place], -left, ("left", SOFT, SMALL)))
                if place and groups[place] != groups[place - 1]:
                    drawn.append(
                        panel.hlines(y - row / 2, 0.4, longest + 0.6, color="#aaaaaa", lw=0.4)
                    )
                end = size if "n_places" in table else longest
                drawn.append(panel.hlines(y, 0.6, end + 0.4, color=FAINT, lw=0.5, zorder=0))
                drawn += _draw_marks(panel, own[own["code"] == code], y, entry, (code, unit))
            boxes.append((panel, (left, 0, 24.0 if last else 6.0, 0), height))
        return layout.place_panels(frame, boxes, columns, width)

    lay.margins = (6, 8, 2, 2)
    layout.fit(frame, made, lay)
    return frame


def headline(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The frame that stands in most sentences of each text."""
    shown = _sentence_marks(table).drop_duplicates(["doc_id", "code", "place"])
    shown = shown[shown["kind"] != "negated"]
    n = shown.groupby(["doc_id", "code"], sort=False).size().rename("n").reset_index()
    labels = rows_of_codes(table, "function")[["code", "label"]]
    return headline_codes(n.merge(labels, on="code"), documents, "frame")


def subtitle(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What a mark is."""
    return "Sentences in reading order; a mark is a sentence that holds the frame."


def caption(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """How many marks of how many frames, and how many are quoted or under negation."""
    codes = rows_of_codes(table, "function")
    shown = _sentence_marks(table)
    meanings = {"quoted": "in someone else's voice (hollow)", "negated": "under negation (crosses)"}
    n = shown["kind"].value_counts()
    kinds = [f"{n[kind]:,} {meaning}" for kind, meaning in meanings.items() if kind in n]
    also = f", of which {' and '.join(kinds)}" if kinds else ""
    return (
        f"Frames along {count_texts(documents)}, a row a frame, in order: "
        f"{counted(len(shown), 'mark')} of {counted(len(codes), 'frame')}{also}. "
        "A mark stands at a sentence that holds the frame, however often. An empty row says that "
        "this codebook finds nothing there, not that the thought is missing."
    )


def alt(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The sentences that hold each frame, text by text."""
    codes, lines = rows_of_codes(table, "function"), []
    shown = _sentence_marks(table)
    for doc_id, label in labels_of(documents).items():
        own = shown[shown["doc_id"] == doc_id]
        parts = [
            f"{row.label} in sentences {', '.join(map(str, sorted(places)))}"
            for row in codes.itertuples()
            if (places := set(own["place"][own["code"] == row.code]))
        ]
        lines.append(f"{label}: {'; '.join(parts) or 'none'}.")
    return "Marks of frames along each text. " + " ".join(lines)


def _sentence_marks(table: pd.DataFrame) -> pd.DataFrame:
    """One row per mark: doc_id, code, place, and kind (author, quoted or negated).

    A sentence that holds a frame several times in one kind gets one mark.
    """
    table = table[table["value"].astype("str") != "0"] if "value" in table else table
    quoted = table["voice"].eq("quoted") if "voice" in table else False
    kind = pd.Series(np.where(quoted, "quoted", "author"), index=table.index)
    if "negated" in table:
        kind = kind.where(~table["negated"].astype(bool), "negated")
    drawn = table[["doc_id", "code", "place"]].assign(kind=kind)
    return drawn.drop_duplicates().reset_index(drop=True)


def _draw_marks(panel, own, y, entry, row):
    """Marks of one frame in one text; those of two kinds in a sentence stand side by side."""
    code, unit = row
    within, size = own.groupby("place").cumcount(), own.groupby("place")["place"].transform("size")
    x = own["place"] + (within - (size - 1) / 2) * STEP
    wide = float(np.clip(unit * 0.55, 2.4, 4.4))
    looks = {
        "author": {"marker": "s", "ms": wide, "mew": 0},
        "quoted": {"marker": "s", "ms": wide - 0.5, "mew": 0.8, "mfc": "w"},
        "negated": {"marker": "x", "ms": wide * 0.9, "mew": 1.1},
    }
    drawn = []
    for kind, look in looks.items():
        at = x[own["kind"] == kind]
        drawn += panel.plot(
            at, np.full(len(at), y), color=entry.colour, ls="none", clip_on=False, zorder=3,
            label=f"{entry.doc_id} {code} {kind}", **look,
        )  # fmt: skip
    return drawn


def _key(panel, shown):
    """How marks are drawn, at the right edge, if there are several kinds."""
    signs = {"author": "■ author", "quoted": "□ quoted", "negated": "× negated"}
    text = "   ".join(sign for kind, sign in signs.items() if shown["kind"].eq(kind).any())
    if not shown["kind"].isin(["quoted", "negated"]).any():
        return [], 0.0
    return [write(panel, 1, 6, text, 0, ("right", SOFT, SMALL))], text_width(text, SMALL) + 10
