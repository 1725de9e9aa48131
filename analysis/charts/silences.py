"""Codes that all other texts mention and one does not: counts in each text, and the expected count.

Use it to ask what a text leaves out that the others speak of.

It cannot show intent: a short text is silent on much, which is why the number expected is drawn.

    own = tokens.sizes(t[t["voice"] == "author"])
    said = frames.counted(mentions).query("kind != 'actor'")
    silent = frames.describe(frames.silences(said, own), codebook)
    figures.draw("silences", silent, c.documents, "figures", counts=said)
"""

import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.ink import AXIS, FAINT, INK, SMALL, mark
from analysis.charts.layout import HEAD, ROW, Axes, Sheet, Table, axis_end, whole_ticks
from analysis.charts.lettering import first_fitting, plain, shorten, widest, write, write_header
from analysis.charts.look import labels_of, looks_in, styled


@styled
def plot(
    table: Table,
    documents: Table,
    ax: Axes | None = None,
    top: int = 8,
    counts: Table | None = None,
) -> Axes:
    """A block a text, a row a silence: counts in each text, and what was expected.

    `table`: doc_id (the silent text), code or term, n_others, expected and p_none; label, where
    given, is printed instead of the code. Each text has the `top` silences that are rarest by
    chance: an empty ring at 0, a stroke at the number expected, and dots for the other texts. With
    `counts` (the mentions, or counts with a column n, by doc_id and code or term, in which silences
    were looked for) and up to six texts, each other text has its own dot; else one grey dot is all
    others together.
    """
    looks = looks_in(table, documents, "doc_id n_others expected p_none", "frames.silences")
    sheet = Sheet(ax)
    found = _count(counts, table) if counts is not None and len(looks) <= 6 else {}
    blocks = [(entry, _rarest(table, entry.doc_id, top)) for entry in looks]
    facts = [_fact(row) for _, rows in blocks for row in rows.itertuples()]
    right = widest(facts, SMALL) + 10
    left = min(widest(name for _, rows in blocks for name in rows["label"]) + 8, 110)
    ends = [table["expected"].max() if len(table) else 1, 0.1]
    by = "code" if "code" in table else "term"
    drawn = {row for _, rows in blocks for row in rows[by]} if by in table else set()
    ends += [n for (_, code), n in found.items() if code in drawn]
    ends += [] if found else [table["n_others"].max() if len(table) else 1]

    def lay(width: float) -> float:
        ax, y = sheet.ax, 0.0
        for entry, rows in blocks:
            total = int(table["doc_id"].eq(entry.doc_id).sum())
            note = f"{len(rows):,} of {counted(total, 'silence')}" if len(rows) < total else ""
            write_header(ax, y + 6, entry, note, width + left + right, indent=-left)
            y += HEAD
            if rows.empty:
                write(ax, 0, y + 5, "none", 4, "left note")
            for row in rows.itertuples():
                _draw_row(ax, y + ROW / 2, row, entry, (looks, found))
                name = shorten(row.label, left - 8)
                write(ax, 0, y + ROW / 2, name, -8, "right")
                write(ax, 1, y + ROW / 2, _fact(row), right, "right note")
                y += ROW
            y += ROW * rows.empty + 5
        ax.set(xlim=(0, axis_end(max(ends))), ylim=(max(y, 10), 0), yticks=[])
        ax.xaxis.set_major_locator(whole_ticks(5))
        ax.set_xlabel("mentions" if found else "mentions (grey: in all others together)")
        return max(y, 10)

    return sheet.fit(lay, left + 6, right + 6, 26, 2)


def headline(table: Table, documents: Table) -> str:
    labels = labels_of(documents)
    table = table[table["doc_id"].isin(list(labels))].dropna(subset=["p_none"])
    if table.empty:
        return f"None of {counted(len(labels), 'text')} is silent on what all others speak of"
    row = table[table["p_none"] == table["p_none"].min()]
    row = row.assign(label=_labels(row)).iloc[0]
    told = f"{labels[row['doc_id']]} is silent on “{row['label']}”"
    others = counted(int(row["n_others"]), "mention")
    return first_fitting(
        f"{told}: {others} in the others, {row['expected']:.1f} expected there",
        told,
        f"{counted(len(table), 'silence')} in {counted(len(labels), 'text')}",
    )


def subtitle(table: Table, documents: Table) -> str:
    return (
        "Ring at 0: not found in this text. Stroke: mentions expected at its length if all spoke "
        "of it at one rate. p: the chance of none then; it orders what to read and tests nothing."
    )


def caption(table: Table, documents: Table, top: int = 8) -> str:
    shown = {doc_id: len(_rarest(table, doc_id, top)) for doc_id in documents["doc_id"]}
    labels = labels_of(documents)
    each = ", ".join(f"{labels[doc_id]} {n:,}" for doc_id, n in shown.items())
    own = int(table["doc_id"].isin(list(shown)).sum())
    return (
        f"Silences: what all other texts speak of and one does not, {sum(shown.values()):,} of "
        f"{own:,} in the {counted(len(shown), 'text')} drawn ({each}). The ring at 0 is the silent "
        "text, dots are mentions in the others, and the stroke is what would be expected of it if "
        "all texts spoke of it at one rate. At the right, that number and the exact probability of "
        "none here (binomial). The silences were looked for, many at once: the probability orders "
        "what to read and tests nothing."
    )


def alt(table: Table, documents: Table, top: int = 8) -> str:
    lines = []
    for doc_id, label in labels_of(documents).items():
        parts = [
            f"{r.label} ({r.expected:.1f} expected, {r.n_others:,} in the others, p {r.p_none:.3f})"
            for r in _rarest(table, doc_id, top).itertuples()
        ]
        lines.append(f"{label} is silent on: {', '.join(parts) or 'nothing'}.")
    return "A ring at 0 where none was found, dots for the other texts. " + " ".join(lines)


def _draw_row(ax: Axes, y: float, row, entry, others: tuple) -> None:
    looks, found = others
    by = getattr(row, "code", getattr(row, "term", ""))
    ax.hlines(y, 0, row.expected, color=FAINT, lw=0.7, zorder=0)
    ax.plot(row.expected, y, "|", color=INK, ms=7, mew=1.3, label=f"_expected {entry.doc_id}")
    dots = [(look, found.get((look.doc_id, by), 0)) for look in looks if look is not entry]
    if not found:
        mark(ax, row.n_others, y, "o", AXIS, "_others", mew=0, zorder=2)
        dots = []
    for look, n in dots:
        # Dots of one count stand one above the other, so that each is seen.
        same = [other for other, m in dots if m == n]
        shift = (same.index(look) - (len(same) - 1) / 2) * 3.4
        mark(ax, n, y + shift, look.marker, look.colour, look.doc_id, mew=0)
    ring = {"ms": 4.6, "mew": 1, "zorder": 4}
    mark(ax, 0, y, entry.marker, entry.colour, f"_none {entry.doc_id}", False, **ring)


def _count(counts: Table, table: Table) -> dict[tuple, int]:
    by = "code" if "code" in table else "term"
    need(counts, ["doc_id", by], "counts", "frames.counted(mentions)")
    counts = counts.assign(n=1) if "n" not in counts else counts
    return counts.groupby(["doc_id", by])["n"].sum().to_dict()


def _fact(row) -> str:
    chance = f"p {row.p_none:.3f}" if row.p_none >= 0.001 else "p < 0.001"
    return f"{row.expected:.1f} expected, {chance}"


def _rarest(table: Table, doc_id: str, top: int) -> Table:
    own = table[table["doc_id"] == doc_id].sort_values("p_none", kind="stable")[:top]
    return own.assign(label=_labels(own))


def _labels(rows: Table) -> pd.Series:
    by = next(c for c in ("label", "code", "term") if c in rows.columns)
    return rows[by].astype("str").str.replace("_", " ").map(plain)
