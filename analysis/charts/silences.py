"""What all other texts speak of and one does not: occurrences expected, and none found."""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts import layout
from analysis.charts.layout import HEAD, ROW, Axes
from analysis.charts.lettering import (
    INK,
    SIZE,
    SMALL,
    SOFT,
    first_fitting,
    plain,
    shorten,
    text_width,
    write,
    write_header,
)
from analysis.charts.look import count_texts, labels_of, looks_of, need_documents, styled

KEY = "others · chance of none here"


@styled
def plot(
    table: pd.DataFrame, documents: pd.DataFrame, ax: Axes | None = None, top: int = 8
) -> Axes:
    """What all other texts speak of and one does not: occurrences expected, and none found.

    `table`: doc_id (the silent text), code or term, n_others, expected and p_none; label, where
    given, is printed instead of the code. The `top` silences of each text that are rarest by chance
    are shown. The bar runs from none, which was found, to the number expected.
    """
    need(table, ["doc_id", "n_others", "expected", "p_none"], "table", "frames.silences")
    need_documents(table, documents)
    ax, made = layout.canvas(ax)
    blocks, y = [], 0.0
    for entry in looks_of(documents).itertuples():
        rows = _rarest(table, entry.doc_id, top)
        head, y = y, y + HEAD
        marks = y + ROW * (np.arange(len(rows)) + 0.5)
        ax.hlines(marks, 0, rows["expected"], color=entry.colour, lw=1.2, label=entry.doc_id)
        ax.plot(rows["expected"], marks, entry.marker, color=entry.colour, ms=4, mfc="white",
                mew=0.9, ls="none", clip_on=False, label=f"_expected {entry.doc_id}")  # fmt: skip
        blocks.append((head, entry, rows, marks))
        y += ROW * max(len(rows), 1) + 5
        ax.vlines(0, head + HEAD, y - 5, color="#888888", lw=0.5)
    ax.set(
        xlim=(0, layout.axis_end(max(table["expected"].max() if len(table) else 1, 0.1))),
        ylim=(y, 0),
    )
    ax.set_yticks([])
    ax.set_xlabel("occurrences expected at the text's length (found: none)")
    names = [name for _, _, rows, _ in blocks for name in rows["label"]]
    left = min(max(map(text_width, names), default=0) + 8, 120)
    facts = [_fact(row) for _, _, rows, _ in blocks for row in rows.itertuples()]
    right = max(map(text_width, facts), default=0) + 10

    def lay(width, drawn):
        for head, entry, rows, marks in blocks:
            note = f"silent on {len(rows):,} of {int(table['doc_id'].eq(entry.doc_id).sum()):,}"
            note = note if len(rows) < int(table["doc_id"].eq(entry.doc_id).sum()) else ""
            room = width + left + right - (0 if head else text_width(KEY, SMALL) + 8)
            drawn += write_header(ax, head + 6, entry, note, room, indent=-left)
            if rows.empty:
                drawn.append(write(ax, 0, head + HEAD + 5, "none", 4, ("left", SOFT, SMALL)))
            for row, place in zip(rows.itertuples(), marks, strict=True):
                name = shorten(row.label, left - 8)
                drawn.append(write(ax, 0, place, name, -6, ("right", INK, SIZE)))
                drawn.append(write(ax, 1, place, _fact(row), right, ("right", SOFT, SMALL)))
        if blocks:
            drawn.append(write(ax, 1, 6, KEY, right, ("right", SOFT, SMALL)))
        return y

    lay.margins = (left + 6, right + 6, 26, 2)
    layout.fit(ax, made, lay)
    return ax


def headline(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The silence that chance would leave most seldom."""
    labels = labels_of(documents)
    table = table[table["doc_id"].isin(list(labels))].dropna(subset=["p_none"])
    if table.empty:
        return "No text is silent on what all others speak of"
    row = table[table["p_none"] == table["p_none"].min()]
    row = row.assign(label=_labels(row)).iloc[0]
    name = labels[row["doc_id"]]
    others = counted(int(row["n_others"]), "mention")
    return first_fitting(
        f"{name} is silent on “{row['label']}”: {others} in the others, "
        f"{row['expected']:.1f} expected there",
        f"{name} is silent on “{row['label']}”",
        f"{counted(len(table), 'silence')} in {count_texts(documents)}",
    )


def subtitle(table: pd.DataFrame, documents: pd.DataFrame, top: int = 8) -> str:
    """What is expected, and what p is."""
    return (
        "Expected: mentions if all texts spoke of it at one rate. p: chance of none at that rate; "
        "it orders what to read and tests nothing."
    )


def caption(table: pd.DataFrame, documents: pd.DataFrame, top: int = 8) -> str:
    """How many silences are shown of how many, and that the probability tests nothing."""
    shown = sum(len(_rarest(table, doc_id, top)) for doc_id in documents["doc_id"])
    return (
        f"Silences: what all other texts speak of and one does not, {shown:,} of "
        f"{len(table):,} in {count_texts(documents)}. The bar ends at the occurrences "
        "expected if all texts spoke of it at one rate; none was found. At the right, occurrences "
        "in the others and the exact probability of none here (binomial). The silences were looked "
        "for, many at once: the probability orders what to read and tests nothing."
    )


def alt(table: pd.DataFrame, documents: pd.DataFrame, top: int = 8) -> str:
    """What each text is silent on, with the occurrences expected."""
    lines = []
    for doc_id, label in labels_of(documents).items():
        parts = [
            f"{row.label} ({row.expected:.1f} expected, {row.n_others:,} in the others, "
            f"p {row.p_none:.3f})"
            for row in _rarest(table, doc_id, top).itertuples()
        ]
        lines.append(f"{label} is silent on: {', '.join(parts) or 'nothing'}.")
    return "Bars of expected occurrences where none was found. " + " ".join(lines)


def _fact(row) -> str:
    chance = f"{row.p_none:.3f}" if row.p_none >= 0.001 else "< 0.001"
    return f"{row.n_others:,} · {chance}"


def _rarest(table: pd.DataFrame, doc_id: str, top: int) -> pd.DataFrame:
    """Rows of a text that the chart shows, with a label: the rarest by chance, in that order."""
    own = table[table["doc_id"] == doc_id].sort_values("p_none", kind="stable")[:top]
    return own.assign(label=_labels(own))


def _labels(rows: pd.DataFrame) -> pd.Series:
    """What each silence is about: its label, code or term, whichever comes first."""
    by = next(c for c in ("label", "code", "term") if c in rows.columns)
    return rows[by].astype("str").str.replace("_", " ").map(plain)
