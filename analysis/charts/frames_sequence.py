"""Where each text frames the event how: frames in reading order, a row a frame.

Use it to see where in a text frames stand, which come together and which never come.

It cannot show how much weight a sentence has: a frame named once may be the point of the text.

    framed = frames.describe(mentions[mentions["kind"] == "frame"], codebook)
    figures.draw("frames-sequence", frames.in_order(framed, s), c.documents, "figures")
"""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.layout import ROW, Axes, Sheet
from analysis.charts.lettering import INK, SIZE, SMALL, SOFT, shorten, text_width, write
from analysis.charts.look import FAINT, count_texts, labels_of, looks_of, need_documents, styled
from analysis.charts.matrix import Columns, headline_codes, rows_of_codes

SIGNS = {"author": "■ author", "quoted": "□ quoted", "negated": "× negated"}
STEP = 0.5  # sentences between two marks of one sentence


@styled
def plot(table: pd.DataFrame, documents: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Where each text frames the event how: a row a frame, texts side by side, in reading order.

    `table`: mentions or codings with doc_id, code, place (number of the sentence in the text); and,
    where given, label, function (rows are ordered by it), voice, negated, n_places (sentences of
    the text), value (rows of value 0 are not drawn). Every text has every row: an empty one is a
    finding. Someone else's words are hollow, negated mentions are crosses. A sentence has one mark
    of each kind. `documents` may carry n_sentences, the length of a text that has no row. Returns
    the frame; its ``child_axes`` are the texts, in the documents' order, each as wide as the others
    however long it is.
    """
    need(table, ["doc_id", "code", "place"], "table", "frames.in_order")
    need_documents(table, documents)
    looks = list(looks_of(documents).itertuples())
    sheet, codes = Sheet(ax, len(looks)), rows_of_codes(table, "function")
    shown, lengths = _sentence_marks(table), _lengths(table, documents)
    kinds = [sign for kind, sign in SIGNS.items() if shown["kind"].eq(kind).any()]
    key = "   ".join(kinds) if len(kinds) > 1 else ""

    def lay(width: float) -> float:
        names = [
            shorten(name, width * (0.36 if len(looks) < 4 else 0.3)) for name in codes["label"]
        ]
        left = max([text_width(name) for name in names] + [20]) + 8
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
                    write(panel, 0, y, name, -6, ("right", INK, SIZE))
                panel.hlines(y, 0.5, size + 0.5, color=FAINT, lw=0.5, zorder=0)
                _draw_marks(panel, own[own["code"] == code], y, entry, (code, unit))
        if sheet.panels:
            foot = sheet.panels[-1]
            look = {"color": SOFT, "size": SMALL, "annotation_clip": False}
            said = "sentence" + (f"    {key}" if key else "")
            foot.annotate(
                said,
                (1, 0),
                (0, -15),
                xycoords="axes fraction",
                va="top",
                ha="right",
                textcoords="offset points",
                **look,
            )
        return columns.total

    return sheet.fit(lay, 6, 6, 2, 2)


def headline(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The frame that stands in most sentences of each text."""
    shown = _sentence_marks(table).drop_duplicates(["doc_id", "code", "place"])
    shown = shown[shown["kind"] != "negated"]
    n = shown.groupby(["doc_id", "code"], sort=False).size().rename("n").reset_index()
    labels = rows_of_codes(table, "function")[["code", "label"]]
    return headline_codes(n.merge(labels, on="code"), documents, "frame", "In most sentences")


def subtitle(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What a mark is."""
    return (
        "A mark is a sentence that holds the frame, in reading order; all texts are drawn equally "
        "wide."
    )


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
    wide = float(np.clip(unit * 0.7, 2.2, 4.4))
    looks = {
        "author": {"marker": "s", "ms": wide, "mew": 0},
        "quoted": {"marker": "s", "ms": wide - 0.5, "mew": 0.8, "mfc": "w"},
        "negated": {"marker": "x", "ms": wide * 0.9, "mew": 1.1},
    }
    for kind, look in looks.items():
        at = x[own["kind"] == kind]
        panel.plot(
            at,
            np.full(len(at), y),
            color=entry.colour,
            ls="none",
            clip_on=False,
            zorder=3,
            label=f"{entry.doc_id} {code} {kind}",
            **look,
        )


def _lengths(table: pd.DataFrame, documents: pd.DataFrame) -> dict[str, int]:
    """Sentences of each text: of the table, or of the documents where a text has no row."""
    found = table.groupby("doc_id")["n_places" if "n_places" in table else "place"].max()
    given = documents.set_index("doc_id").get("n_sentences", pd.Series(dtype=float))
    return found.reindex(documents["doc_id"]).fillna(given).fillna(0).astype(int).to_dict()
