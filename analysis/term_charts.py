"""Charts of terms: highest tf-idf, distinctive terms, word shift."""

import numpy as np
import pandas as pd

from analysis import canvas
from analysis.canvas import INK, SOFT, beside, known, styled
from analysis.checks import need
from analysis.lettering import SIZE, SMALL, plain, shorten, signed, text_width

ROW, HEAD = 9.4, 15.0
SIDES = ("target", "reference")


@styled
def plot_tfidf(table: pd.DataFrame, documents: pd.DataFrame, ax=None, top=10):
    """The `top` terms of each text by tf-idf, a panel a text, on one scale.

    `table`: doc_id, term, n and tf_idf; stop words, if unwanted, are left out by the caller. Equal
    scores are ordered by n, then by the alphabet. `documents` may carry n_words,
    the last row. Returns the frame; its ``child_axes`` are the panels, in the documents' order.
    """
    need(table, ["doc_id", "term", "n", "tf_idf"], "table", "tfidf.bind")
    known(table, documents)
    frame, made = canvas.canvas(ax)
    looks = list(canvas.look(documents).itertuples())
    sizes = dict(zip(documents["doc_id"], documents.get("n_words", []), strict=False))
    highest = max(table["tf_idf"].max() if len(table) else 1, 1e-9)
    charts = []
    for panel, entry in zip(canvas.panels(frame, len(looks)), looks, strict=True):
        rows = top_tfidf(table, entry.doc_id, top)
        y = HEAD + ROW * (np.arange(len(rows)) + 0.5)
        panel.hlines(y, 0, rows["tf_idf"], color=entry.colour, lw=1.6, label=entry.doc_id)
        panel.plot(rows["tf_idf"], y, entry.marker, color=entry.colour, ms=4, clip_on=False)
        panel.set(xlim=(0, highest * 1.06), xlabel="tf-idf")
        panel.vlines(0, HEAD, HEAD + ROW * max(len(rows), 1), color="#888888", lw=0.5)
        panel.xaxis.set_major_locator(canvas.whole(4))
        size = sizes.get(entry.doc_id)
        charts.append((panel, entry, rows, y, "", [f"{n:,}" for n in rows["n"]], _size(size)))
    return _columns(frame, made, charts)


def top_tfidf(table: pd.DataFrame, doc_id: str, top: int) -> pd.DataFrame:
    """Rows of a text that the chart shows, in its order."""
    own = table[table["doc_id"] == doc_id]
    return own.sort_values(["tf_idf", "n", "term"], ascending=[False, False, True])[:top]


@styled
def plot_keyness(contrasts: pd.DataFrame, documents: pd.DataFrame, ax=None, top=12):
    """Distinctive terms of each target: log ratio with its exact interval, a panel a contrast.

    `contrasts`: target, reference, term, n_target, n_reference, log_ratio, low, high (−inf or inf
    where open) and, where given, size_target and size_reference (words). The `top` terms with the
    highest lower bound are shown, so that few occurrences do not win by luck; an interval that
    leaves the scale ends in an arrow. The counts of target and reference stand at the right, with
    the words of both in the last row.
    Returns the frame; its ``child_axes`` are the panels in the order of the table's contrasts.
    """
    columns = "target reference term n_target n_reference log_ratio low high".split()
    need(contrasts, columns, "contrasts", "keyness.compare_each")
    known(contrasts, documents, "target")
    frame, made = canvas.canvas(ax)
    looks = canvas.look(documents)
    entries = {entry.doc_id: entry for entry in looks.itertuples()}
    pairs = list(contrasts[["target", "reference"]].drop_duplicates().itertuples(index=False))
    shown = [top_keyness(contrasts, *pair, top) for pair in pairs]
    limit = scale_keyness(shown)
    charts = []
    for panel, pair, rows in zip(canvas.panels(frame, len(pairs)), pairs, shown, strict=True):
        entry = entries[pair.target]
        y = HEAD + ROW * (np.arange(len(rows)) + 0.5)
        ends = rows["low"].clip(-limit, limit), rows["high"].clip(-limit, limit)
        panel.vlines(0, HEAD, HEAD + ROW * max(len(rows), 1), color="#888888", lw=0.5, zorder=1)
        panel.hlines(y, *ends, color=entry.colour, lw=1.0, label=pair.target)
        for ends_at, sign, beyond in (
            (-limit, "<", rows["low"] < -limit),
            (limit, ">", rows["high"] > limit),
        ):
            panel.plot(
                np.full(beyond.sum(), ends_at), y[beyond.to_numpy()], sign, color=entry.colour,
                ms=2.6, mew=0, clip_on=False, label=f"_beyond {ends_at:+g}",
            )  # fmt: skip
        panel.plot(rows["log_ratio"].clip(-limit, limit), y, entry.marker, color=entry.colour, ms=4)
        panel.set_xlim(-limit, limit)
        panel.set_xticks(ticks := _even(limit), [signed(tick, 0) for tick in ticks])
        panel.set_xlabel("log ratio (+1: twice the rate)")
        ratio = zip(rows["n_target"], rows["n_reference"], strict=True)
        counts = [f"{n:,} : {m:,}" for n, m in ratio]
        sized = {"size_target", "size_reference"} <= set(rows.columns) and len(rows)
        size = _size(*rows[["size_target", "size_reference"]].iloc[0]) if sized else ""
        against = _against(pair.reference, entries)
        charts.append((panel, entry, rows, y, f"against {against}", counts, size))
    return _columns(frame, made, charts)


def top_keyness(contrasts: pd.DataFrame, target: str, reference: str, top: int) -> pd.DataFrame:
    """Rows of a contrast that the chart shows: the highest lower bounds, in that order."""
    chosen = contrasts["target"].eq(target) & contrasts["reference"].eq(reference)
    order = ["low", "log_ratio", "n_target", "term"]
    return contrasts[chosen].sort_values(order, ascending=[False, False, False, True])[:top]


def scale_keyness(shown: list[pd.DataFrame]) -> float:
    """Limit of the symmetric axis: one unit beyond the farthest log ratio drawn."""
    farthest = max((rows["log_ratio"].abs().max() for rows in shown if len(rows)), default=1.0)
    return float(np.ceil(farthest) + 1)


def _size(*sizes) -> str:
    """Words of the text, or of target and reference, for the last row of a panel."""
    return "" if any(pd.isna(size) for size in sizes) else " : ".join(f"{n:,.0f}" for n in sizes)


def _against(reference: str, entries: dict) -> str:
    parts = [entries[part].label if part in entries else plain(part) for part in [reference]]
    if reference not in entries:
        names = str(reference).split(" + ")
        if len(names) > 2:
            rest = len(names) == len(entries) - 1
            return f"the other {len(names)}" if rest else f"{len(names)} others"
        parts = [entries[name].label if name in entries else plain(name) for name in names]
    return " + ".join(parts)


def _even(limit: float) -> list[int]:
    step = 2 if limit < 6 else 4
    last = int(limit // step) * step
    return list(range(-last, last + 1, step))


def _columns(frame, made, charts):
    """Lay out panels of equal axes whose rows have a term at the left and counts at the right."""
    deep = [HEAD + ROW * (max(len(c[2]), 1) + bool(c[6])) + 3 for c in charts]
    for (panel, *_), height in zip(charts, deep, strict=True):
        panel.set_ylim(height, 0)
        panel.set_yticks([])

    def lay(width, drawn):
        columns = min(3 if width > 400 else 1, max(len(charts), 1))
        cell = (width - 14 * (columns - 1)) / columns
        names = [[shorten(t, min(cell * 0.4, 110)) for t in c[2]["term"]] for c in charts]
        widths = [
            max(map(text_width, ["all words" if chart[6] else "", *terms])) + 6
            for terms, chart in zip(names, charts, strict=True)
        ]
        counted = [text for *_, counts, size in charts for text in ["counts", size, *counts]]
        right = max((text_width(text, SMALL) for text in counted), default=0) + 7
        starts = [_start(panel, rows) for panel, _, rows, *_ in charts]
        # Terms stand before their intervals, in the half of a centred scale that these leave free.
        left = 0.0
        for _ in range(20):
            inner = cell - left - right
            wanted = [wide - x * inner for wide, x in zip(widths, starts, strict=True)]
            left = max([0.0, *wanted])
        inner, boxes = cell - left - right, []
        for number, (panel, entry, rows, y, note, counts, size) in enumerate(charts):
            last = number >= len(charts) - columns
            panel.tick_params(labelbottom=last, length=2)
            panel.xaxis.label.set_visible(last)
            x = starts[number]
            for term, place, count in zip(names[number], y, counts, strict=True):
                drawn.append(beside(panel, x, place, term, -5, ("right", INK, SIZE)))
                drawn.append(beside(panel, 1, place, count, right, ("right", SOFT, SMALL)))
            drawn.extend(canvas.header(panel, 6, entry, note, cell, indent=-left))
            if rows.empty:
                drawn.append(beside(panel, 0, HEAD + 5, "none", 4, ("left", SOFT, SMALL)))
            height = deep[number]
            if size:
                foot = height - 3 - ROW / 2
                drawn.append(beside(panel, x, foot, "all words", -5, ("right", SOFT, SMALL)))
                drawn.append(beside(panel, 1, foot, size, right, ("right", SOFT, SMALL)))
            if last:
                drawn.append(
                    beside(panel, 1, height + 16.5, "counts", right, ("right", SOFT, SMALL))
                )
            boxes.append((panel, (left, right, 24.0 if last else 9.0, 0), height))
        return canvas.grid(frame, boxes, columns)(width)

    lay.margins = (6, 6, 2, 2)
    canvas.fit(frame, made, lay)
    return frame


def _start(panel, rows):
    """Where the leftmost mark of a panel begins, as a share of its axis."""
    low, high = panel.get_xlim()
    first = min(rows["low"].min(), 0) if "low" in rows and len(rows) else low
    return (max(first, low) - low) / (high - low) if low < 0 else 0.0


@styled
def plot_shift(table: pd.DataFrame, documents: pd.DataFrame, ax=None, top=20):
    """Word shift: what each term adds to the difference of two texts, the largest first.

    `table`: term, shift (share of the difference, in the units of the score; positive towards the
    target) and, where given, target, reference (constant) and type (hatched from the second type
    on, with the type's name behind the term). The `top` largest are drawn; how many were left out
    and what they add up to is printed below.
    """
    need(table, ["term", "shift"], "table", "the word shift of two texts")
    ax, made = canvas.canvas(ax)
    entries = {entry.doc_id: entry for entry in canvas.look(documents).itertuples()}
    rows = top_shift(table, top)
    sides = [table[side].iloc[0] if side in table and len(table) else "" for side in SIDES]
    names = [
        _against(side, entries) if side else default
        for side, default in zip(sides, SIDES, strict=True)
    ]
    colours = [entries[side].colour if side in entries else SOFT for side in sides]
    types = list(dict.fromkeys(table["type"])) if "type" in table else [""]
    limit, kinds = max(rows["shift"].abs().max() if len(rows) else 0, 1e-9), []
    y = 14 + ROW * (np.arange(len(rows)) + 0.5)
    for place, row in zip(y, rows.itertuples(), strict=True):
        colour = colours[0] if row.shift > 0 else colours[1]
        number = types.index(row.type) if "type" in table else 0
        look = {"facecolor": colour} if number == 0 else {"facecolor": "white"}
        hatch = canvas.HATCHES[number] * 2 if number else None
        ax.barh(
            place, row.shift, ROW - 2.6, edgecolor=colour, linewidth=0.6, hatch=hatch,
            label="_" + plain(row.term), **look,
        )  # fmt: skip
        kinds.append(f" ({shorten(row.type, 40)})" if number else "")
    bottom = 14 + ROW * max(len(rows), 1) + 2
    left_out = len(table) - len(rows)
    height = bottom + (11 if left_out else 2)
    if left_out:
        rest = table["shift"].sum() - rows["shift"].sum()
        ax.annotate(
            f"terms not shown: {left_out:,}, together {signed(rest, 3)}", (1, height - 3), (0, 0),
            xycoords=ax.get_yaxis_transform(), textcoords="offset points", ha="right",
            color=SOFT, size=SMALL,
        )  # fmt: skip
    ax.vlines(0, 14, bottom, color="#888888", lw=0.5)
    ax.set(xlim=(-limit, limit), ylim=(height, 0), xlabel="contribution to the difference in mean")
    ax.set_yticks([])

    def lay(width, drawn):
        for side, x, align in ((0, 1, "right"), (1, 0, "left")):
            text = f"raises {names[side]} →" if side == 0 else f"← raises {names[side]}"
            text = shorten(text, width / 2 - 4)
            drawn.append(beside(ax, x, 6, text, 0, (align, colours[side], SMALL)))
        # The axis is widened until the longest label beside its bar fits on its side.
        ends = [limit]
        for row, place, kind in zip(rows.itertuples(), y, kinds, strict=True):
            name = shorten(row.term, width * 0.3 - text_width(kind)) + kind
            side = 1 if row.shift > 0 else -1
            align = "left" if side > 0 else "right"
            text = beside(ax, 0, place, name, 3 * side, (align, INK, SIZE))
            text.xy, text.xycoords = (row.shift, place), "data"
            drawn.append(text)
            ends.append(abs(row.shift) / (1 - 2 * (text_width(name) + 5) / width))
        ax.set_xlim(-max(ends), max(ends))
        return height

    lay.margins = (8, 8, 26, 2)
    canvas.fit(ax, made, lay)
    return ax


def top_shift(table: pd.DataFrame, top: int) -> pd.DataFrame:
    """Rows that the chart shows: the largest contributions in either direction."""
    order = table["shift"].abs().sort_values(ascending=False, kind="stable").index[:top]
    return table.loc[order]
