"""How each text frames the event along its length, with a row for each frame.

Use it to see where in a text frames stand, which come together and which never come.

It cannot show how much weight a sentence has: a frame named once may be the point of the text.

    framed = frames.describe(mentions[mentions["kind"] == "frame"], codebook)
    figures.draw("frames-sequence", frames.in_order(framed, s), c.documents, "figures")
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis._shown import counted
from analysis.charts.ink import FAINT, mark
from analysis.charts.layout import ROW, Axes, Sheet, Table
from analysis.charts.lettering import shorten, widest, write
from analysis.charts.look import count_texts, each_text, looks_in, styled
from analysis.charts.matrix import Columns, headline_codes, rows_of_codes

SIGNS = {"author": "■ author", "quoted": "□ quoted", "negated": "× negated"}
STEP = 0.5  # sentences between two marks of one sentence


@styled
def plot(table: Table, documents: Table, ax: Axes | None = None) -> Axes:
    """A row a frame, texts side by side, each in reading order.

    `table`: mentions or codings with doc_id, code, place (number of the sentence in the text); and,
    where given, label, function (rows are ordered by it), voice, negated, n_places (sentences of
    the text), value (rows of value 0 are not drawn). Every text has every row: an empty one is a
    finding. Someone else's words are hollow, negated mentions are crosses. A sentence has one mark
    of each kind. `documents` may carry n_sentences, the length of a text that has no row. All texts
    are equally wide. Returns the frame; its ``child_axes`` are the texts, in the documents' order.
    """
    looks = looks_in(table, documents, "doc_id code place", "frames.in_order")
    sheet, codes = Sheet(ax, len(looks)), rows_of_codes(table, "function")
    shown, lengths = _sentence_marks(table), _lengths(table, documents)
    kinds = [sign for kind, sign in SIGNS.items() if shown["kind"].eq(kind).any()]
    key = "   ".join(kinds) if len(kinds) > 1 else ""

    def lay(width: float) -> float:
        share = width * (0.36 if len(looks) < 4 else 0.3)
        names = [shorten(name, share) for name in codes["label"]]
        left = max(widest(names), 20) + 8
        columns = Columns(sheet, looks, left, 0, 44, width)
        height, room = columns.head + ROW * max(len(codes), 1) + 2, columns.cell - 8
        for panel, entry, column in columns.place(height, 24, room):
            size = max(lengths[entry.doc_id], 1)
            own, unit = shown[shown["doc_id"] == entry.doc_id], room / size
            panel.set(xlim=(0.5, size + 0.5), yticks=[])
            panel.set_xticks([1, size] if size > 1 else [1])
            for place, (code, name) in enumerate(zip(codes["code"], names, strict=True)):
                y = columns.head + ROW * (place + 0.5)
                if column == 0:
                    write(panel, 0, y, name, -6, "right")
                panel.hlines(y, 0.5, size + 0.5, color=FAINT, lw=0.5, zorder=0)
                _draw_marks(panel, own[own["code"] == code], y, entry, (code, unit))
        for foot in sheet.panels[-1:]:
            look: dict[str, Any] = {"xycoords": "axes fraction", "va": "top"}
            write(foot, 1, 0, f"sentence    {key}".strip(), (0, -15), "right note", **look)
        return columns.total

    return sheet.fit(lay, 6, 6, 2, 2)


def headline(table: Table, documents: Table) -> str:
    shown = _sentence_marks(table).drop_duplicates(["doc_id", "code", "place"])
    shown = shown[shown["kind"] != "negated"]
    n = shown.groupby(["doc_id", "code"], sort=False).size().rename("n").reset_index()
    labels = rows_of_codes(table, "function")[["code", "label"]]
    return headline_codes(n.merge(labels, on="code"), documents, "frame", "In most sentences")


def subtitle(table: Table, documents: Table) -> str:
    return (
        "A mark is a sentence that holds the frame, in reading order; "
        "all texts are drawn equally wide."
    )


def caption(table: Table, documents: Table) -> str:
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


def alt(table: Table, documents: Table) -> str:
    codes, lines = rows_of_codes(table, "function"), []
    shown = _sentence_marks(table)
    for label, own in each_text(shown, documents):
        parts = [
            f"{row.label} in sentences {', '.join(map(str, sorted(places)))}"
            for row in codes.itertuples()
            if (places := set(own["place"][own["code"] == row.code]))
        ]
        lines.append(f"{label}: {'; '.join(parts) or 'none'}.")
    return "Marks of frames along each text. " + " ".join(lines)


def _sentence_marks(table: Table) -> Table:
    """One row per mark: doc_id, code, place, and kind (author, quoted or negated)."""
    table = table[table["value"].astype("str") != "0"] if "value" in table else table
    quoted = table["voice"].eq("quoted") if "voice" in table else False
    kind = pd.Series(np.where(quoted, "quoted", "author"), index=table.index)
    if "negated" in table:
        kind = kind.where(~table["negated"].astype(bool), "negated")
    drawn = table[["doc_id", "code", "place"]].assign(kind=kind)
    return drawn.drop_duplicates().reset_index(drop=True)


def _draw_marks(panel, own, y, entry, row):
    """Draw one frame in one text; marks of two kinds in a sentence stand side by side."""
    code, unit = row
    within, size = own.groupby("place").cumcount(), own.groupby("place")["place"].transform("size")
    x = own["place"] + (within - (size - 1) / 2) * STEP
    wide = float(np.clip(unit * 0.7, 2.2, 4.4))
    looks = {
        "author": ("s", {"ms": wide, "mew": 0}),
        "quoted": ("s", {"ms": wide - 0.5, "mew": 0.8}),
        "negated": ("x", {"ms": wide * 0.9, "mew": 1.1}),
    }
    for kind, (sign, look) in looks.items():
        at, label = x[own["kind"] == kind], f"{entry.doc_id} {code} {kind}"
        mark(panel, at, np.full(len(at), y), sign, entry.colour, label, kind != "quoted", **look)


def _lengths(table: Table, documents: Table) -> dict[str, int]:
    """Sentences of each text: of the table, or of the documents where a text has no row."""
    found = table.groupby("doc_id")["n_places" if "n_places" in table else "place"].max()
    given = documents.set_index("doc_id").get("n_sentences", pd.Series(dtype=float))
    return found.reindex(documents["doc_id"]).fillna(given).fillna(0).astype(int).to_dict()
