"""Distinctive terms of each target: log ratios with their intervals, a panel a contrast.

Use it for the words that set each text apart, with the counts that bear them.

It cannot show what a word means where it stands; of three texts most contrasts rest on a few uses.

    contrasts = keyness.compare_each(tokens.count_terms(t))
    shown = tokens.content(contrasts)
    shown = shown.assign(written=shown["term"].map(tokens.as_written(t)))
    figures.draw("keyness", shown, c.documents, "figures", top=8)
"""

from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.ink import AXIS, FAINT, INK, SIZE, SMALL, SOFT, mark
from analysis.charts.layout import Axes, Look, Sheet, Table, cell_width, place_panels, whole_ticks
from analysis.charts.lettering import (
    draw_sign,
    first_fitting,
    plain,
    shorten,
    signed,
    text_width,
    widest,
    write,
    write_header,
)
from analysis.charts.look import (
    count_texts,
    labels_of,
    looks_of,
    name_reference,
    need_documents,
    styled,
)

ROW, HEAD = 9.8, 15.0
NEEDED = (
    "target reference term n_target n_reference size_target size_reference log_ratio low".split()
)
OTHERS = SimpleNamespace(doc_id="_others", marker="o", colour=SOFT)  # the reference as a whole


@styled
def plot(contrasts: Table, documents: Table, ax: Axes | None = None, top: int = 12) -> Axes:
    """A panel a contrast, a row a term: its rate in all texts.

    `contrasts`: target, reference, term, n_target, n_reference, size_target, size_reference
    (words), log_ratio, low, high, and, where given, written (the term as the texts write it). Shown
    are the `top` terms whose log ratio has the highest lower bound, so that few occurrences do not
    win by luck. A term is bold if that bound is above 0. A filled mark is the rate per 1,000 words
    in the target. Hollow marks are the other texts, if the table has up to five; else one hollow
    mark is the reference. Counts stand at the right. Returns the frame; its ``child_axes`` are the
    panels, in the order of the table's contrasts.
    """
    need(contrasts, NEEDED, "contrasts", "keyness.compare_each")
    need_documents(contrasts, documents, "target")
    pairs = _pairs(contrasts)
    sheet, limit = Sheet(ax, len(pairs)), 1e-9
    looks = {entry.doc_id: entry for entry in looks_of(documents).itertuples()}
    counts = contrasts.drop_duplicates(["target", "term"]).set_index(["target", "term"])["n_target"]
    sizes = contrasts.drop_duplicates("target").set_index("target")["size_target"]
    targets = [doc_id for doc_id in looks if doc_id in sizes.index]
    columns = []
    for pair in pairs:
        rows, entry = _highest(contrasts, pair, top), looks[pair.target]
        marks, numbers = [], []
        singly = (
            len(pairs) <= 5
            and len(targets) > 1
            and all((doc_id, term) in counts.index for doc_id in targets for term in rows["term"])
        )
        for row in rows.itertuples():
            if singly:
                n = {doc_id: counts[doc_id, row.term] for doc_id in targets}
                numbers.append([f"{n[doc_id]:,}" for doc_id in targets])
                rates = {doc_id: 1000 * n[doc_id] / sizes[doc_id] for doc_id in targets}
                others = [(r, looks[d], False) for d, r in rates.items() if d != pair.target]
            else:
                numbers.append([f"{row.n_target:,}", f"{row.n_reference:,}"])
                others = [(1000 * row.n_reference / max(row.size_reference, 1), OTHERS, False)]
            marks.append([*others, (1000 * row.n_target / max(row.size_target, 1), entry, True)])
        limit = max([limit, *[value for row in marks for value, *_ in row]])
        heads = [looks[doc_id] for doc_id in targets] if singly else ["here", "others"]
        note = f"against {name_reference(pair.reference, looks)}"
        note = "" if singly and len(pairs) == len(targets) else note
        bold = list(rows["low"] > 0)
        columns.append(Column(entry, _written(rows), bold, numbers, heads, marks, note))
    return arrange(sheet, columns, limit * 1.05, "per 1,000 words; at the right, counts")


def headline(contrasts: Table, documents: Table, top: int = 12) -> str:
    labels, pairs, first = labels_of(documents), _pairs(contrasts), []
    for pair in pairs:
        rows = _highest(contrasts, pair, 1)
        name = labels.get(pair.target, plain(pair.target))
        first += [f"“{_written(rows)[0]}” in {name}"] if (rows["low"] > 0).any() else []
    rows = _shown(contrasts, top)
    n = int((rows["low"] > 0).sum())
    return first_fitting(
        f"Most distinctive: {'; '.join(first)}" if first and len(first) == len(pairs) else "",
        f"Of the {counted(len(rows), 'term')} shown, {n:,} with an interval above 0",
    )


def subtitle(contrasts: Table, documents: Table, top: int = 12) -> str:
    rows = _shown(contrasts, top)
    n = int((rows["low"] > 0).sum())
    holm = ""
    if "p_holm" in contrasts:
        sure = int((contrasts["p_holm"] < 0.05).sum())
        holm = f"; {f'{sure:,}' if sure else 'none'} of all {len(contrasts):,}"
        holm += " after adjustment (Holm)"
    return (
        "Rate per 1,000 words in each text, filled in its own. Bold: interval of the log ratio "
        f"above 0, {n:,} of the {len(rows):,} shown{holm}."
    )


def caption(contrasts: Table, documents: Table, top: int = 12) -> str:
    pairs, rows = _pairs(contrasts), _shown(contrasts, top)
    clear = int((rows["low"] > 0).sum())
    most = max((len(_highest(contrasts, pair, top)) for pair in pairs), default=0)
    return (
        f"Distinctive terms in {counted(len(pairs), 'contrast')} of {count_texts(documents)}: "
        "rates per 1,000 words, filled in the text whose terms they are, hollow in the others; "
        f"counts at the right. Shown are the {most} terms whose log ratio (log2 of the two rates; "
        "Hardie 2014) has the highest lower bound, in that order; in bold where the exact 95 % "
        f"interval lies above 0. Of {counted(len(rows), 'interval')} {clear:,} lie above 0, before "
        f"any adjustment for looking at {len(contrasts):,} terms. Words are counted as if drawn "
        "one by one: intervals over sentences are wider where a term comes in clusters."
    )


def alt(contrasts: Table, documents: Table, top: int = 12) -> str:
    labels, lines = labels_of(documents), []
    for pair in _pairs(contrasts):
        rows = _highest(contrasts, pair, top)
        named = zip(_written(rows), rows.itertuples(), strict=True)
        terms = ", ".join(
            f"{name} {signed(r.log_ratio, 1)} ({r.n_target:,} : {r.n_reference:,})"
            for name, r in named
        )
        lines.append(f"{labels.get(pair.target, pair.target)}: {terms or 'none'}.")
    return (
        "Rates of terms, the clearest first (log ratio; occurrences here : in the reference). "
        + " ".join(lines)
    )


def _pairs(contrasts: Table) -> list[Any]:
    return list(contrasts[["target", "reference"]].drop_duplicates().itertuples(index=False))


def _highest(contrasts: Table, pair: Any, top: int) -> Table:
    chosen = contrasts["target"].eq(pair.target) & contrasts["reference"].eq(pair.reference)
    order = ["low", "log_ratio", "n_target", "term"]
    rows = contrasts[chosen]
    # Of very many rows few are sorted; a bound that is missing counts as the lowest.
    rows = rows[~(rows["low"] < rows["low"].nlargest(top).min())]
    return rows.sort_values(order, ascending=[False, False, False, True])[:top]


def _shown(contrasts: Table, top: int) -> Table:
    shown = [_highest(contrasts, pair, top) for pair in _pairs(contrasts)]
    return pd.concat(shown) if shown else contrasts


def _written(rows: Table) -> list[str]:
    names = rows["written"].fillna(rows["term"]) if "written" in rows else rows["term"]
    return list(names.map(plain))


class Column(NamedTuple):
    """A panel: its text, its rows, and how they are drawn.

    `heads` stand over the columns of counts, each a row of `look.looks_of` (its marker is drawn) or
    a word; `marks` holds, for each row, (value, look of the text, filled) from the back to the
    front.
    """

    entry: Any
    names: list[str]
    bold: list[bool]
    counts: list[list[str]]
    heads: list
    marks: list[list[tuple]]
    note: str = ""


def arrange(sheet: Sheet, columns: list[Column], limit: float, unit: str) -> Axes:
    """Lay the panels out on one axis from 0 to `limit`, with terms, counts and headers."""

    def lay(width: float) -> float:
        across = min(3 if width > 400 else 1, max(len(columns), 1))
        cell, boxes = cell_width(width, across), []
        room = min(cell * 0.4, 110)
        names = []  # of each panel, with their weights
        for c in columns:
            weights = ["bold" if bold else "normal" for bold in c.bold]
            pairs = zip(c.names, weights, strict=True)
            names.append([(shorten(name, room, SIZE, weight), weight) for name, weight in pairs])
        widths = [text_width(name, SIZE, weight) for own in names for name, weight in own]
        left, steps = 8 + max(widths, default=0), _steps(columns)
        right = sum(steps) + 2
        for number, (panel, column) in enumerate(zip(sheet.panels, columns, strict=True)):
            last = number >= len(columns) - across
            height = HEAD + ROW * max(len(names[number]), 1) + 3
            panel.set(xlim=(0, limit), ylim=(height, 0), yticks=[])
            panel.xaxis.set_major_locator(whole_ticks(4 if limit >= 1 else 2))
            panel.tick_params(labelbottom=last)
            panel.set_xlabel(unit if last else "")
            write_header(panel, 6, column.entry, column.note, cell - right, indent=-left)
            _draw_rows(panel, column, names[number], steps)
            boxes.append((panel, (left, right, 24.0 if last else 7.0, 0), height))
        return place_panels(sheet.ax, boxes, across, width)

    return sheet.fit(lay, 6, 6, 2, 2)


def _steps(columns: list[Column]) -> list[float]:
    number = max((len(c.heads) for c in columns), default=0)
    texts = [
        [row[k] for c in columns for row in c.counts if k < len(row)]
        + [c.heads[k] for c in columns if k < len(c.heads) and isinstance(c.heads[k], str)]
        for k in range(number)
    ]
    return [max(widest(own, SMALL, "bold"), 7) + 7 for own in texts]


def _draw_rows(panel: Axes, column: Column, names: list[tuple], steps: list[float]) -> None:
    if not names:
        write(panel, 0, HEAD + 5, "none", 4, "left note")
    for k, head in enumerate(column.heads):
        at = sum(steps[: k + 1])
        if isinstance(head, str):
            write(panel, 1, 6, head, at, "right note")
        else:
            draw_sign(panel, 6, head, at - 3, x=1)
    for number, (name, weight) in enumerate(names):
        y = HEAD + ROW * (number + 0.5)
        marks = column.marks[number]
        panel.hlines(y, 0, panel.get_xlim()[1], color=FAINT, lw=0.5, zorder=0)
        values = [value for value, *_ in marks]
        least = min([*values, 0]) if len(values) == 1 else min(values)
        line: Look = {"color": AXIS, "lw": 1.1, "zorder": 1, "label": f"_{column.entry.doc_id}"}
        panel.hlines(y, least, max(values), **line)
        spread: dict[float, int] = {}
        for value, look, filled in marks:
            # Marks of one value are moved apart, so that each is seen.
            times = spread[round(value, 6)] = spread.get(round(value, 6), -1) + 1
            same = sum(round(other, 6) == round(value, 6) for other in values)
            at = y + (times - (same - 1) / 2) * 3.6
            front = {"ms": 4.6, "zorder": 4 if filled else 3}
            mark(panel, value, at, look.marker, look.colour, look.doc_id, filled, **front)
        write(panel, 0, y, name, -6, "right", weight=weight)
        for k, text in enumerate(column.counts[number]):
            here = k < len(column.heads) and column.heads[k] is column.entry
            look = {"color": SOFT if text == "0" else INK, "weight": weight if here else "normal"}
            write(panel, 1, y, text, sum(steps[: k + 1]), "right note", **look)
