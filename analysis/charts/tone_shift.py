"""Word shift: what each word adds to the difference in tone of two texts, in four groups.

Use it to ask which words make one text sound better than another.

It cannot show why a word was chosen: a name such as United States counts as praise here.

    scores, hits = sentiment.explain(s)
    shift = sentiment.shift(scores, hits, target="msnbc", reference="axios")
    figures.draw("tone-shift", shift, c.documents, "figures")
"""

import numpy as np

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.ink import AXIS, INK, SIZE, SMALL, SOFT
from analysis.charts.layout import Axes, Look, Sheet, Table
from analysis.charts.lettering import (
    draw_sign,
    first_fitting,
    listed,
    plain,
    shorten,
    signed,
    text_width,
    write,
)
from analysis.charts.look import looks_of, name_reference, styled

SIDES = ("target", "reference")
PARTS = ["per_sentence_target", "part_target", "per_sentence_reference", "part_reference"]
ROW, HEAD = 9.8, 16.0


@styled
def plot(table: Table, documents: Table, ax: Axes | None = None, top: int = 4) -> Axes:
    """Bars in four groups: whose word it is, and whether it counts as plus or as minus.

    `table`: term, shift (share of the difference, in the units of the score; positive towards the
    target) and, where given, target, reference (constant), kind (named behind what is no term) and
    the other columns of ``sentiment.shift``. Without these there are two groups, by the side that a
    word raises. Each group has its `top` largest bars and the sum of all its words. Bars of plus
    words are filled, bars of minus words outlined, each in the colour of its text.
    """
    need(table, ["term", "shift"], "table", "sentiment.shift")
    sheet, names = Sheet(ax), dict(zip(SIDES, _names(table, documents), strict=True))
    entries = {entry.doc_id: entry for entry in looks_of(documents).itertuples()}
    own = {s: entries.get(table[s].iloc[0]) if s in table and len(table) else None for s in SIDES}
    groups = group_words(table)

    def lay(width: float) -> float:
        ax, y = sheet.ax, HEAD
        limit = _limit(groups, top, width)
        ax.set_xlim(-limit, limit)
        for indent, look, text in (
            (-5, "right note", f"← lowers the lead of {names['target']}"),
            (5, "left note", f"raises the lead of {names['target']} →"),
        ):
            write(ax, 0.5, 6, shorten(text, width / 2 - 6, SMALL), indent, look)
        for group in groups:
            y = _draw_group(ax, y, group, own[group["side"]], (names, top, width / 2)) + 7
        ax.vlines(0, HEAD - 2, max(y - 7, HEAD + ROW), color=AXIS, lw=0.8, label="_zero")
        ax.set(ylim=(max(y - 5, HEAD + ROW), 0), yticks=[], xticks=[])
        ax.spines["bottom"].set_visible(False)
        return max(y - 5, HEAD + ROW)

    return sheet.fit(lay, 6, 6, 4, 2)


def headline(table: Table, documents: Table) -> str:
    target, reference = _names(table, documents)
    total = table["shift"].sum()
    by = f"{abs(total):.2f}"
    if by == "0.00":
        alike = f"{target} and {reference} have the same mean tone"
        return first_fitting(alike, "The means differ by less than 0.005")
    higher, lower = (target, reference) if total > 0 else (reference, target)
    most = [group for group in group_words(table) if group["sum"] * total > 0 and group["sign"]]
    most.sort(key=lambda group: -abs(group["sum"]))
    whose = {"target": target, "reference": reference}
    kinds = [f"{group['sign']} words of {whose[group['side']]}" for group in most[:2]]
    return first_fitting(
        f"{higher} scores {by} higher: {listed(kinds)} outweigh the rest" if kinds else "",
        f"The mean tone of {higher} is {by} higher than that of {lower}",
        f"The means differ by {by}",
    )


def subtitle(table: Table, documents: Table, top: int = 4) -> str:
    key = "; filled: counted as plus, outlined: as minus" if set(PARTS) <= set(table) else ""
    return (
        f"What each word of the lexicon adds to the difference in mean score{key}. The {top} "
        f"largest of each kind; all {len(table):,} add up to {signed(table['shift'].sum(), 3)}."
    )


def caption(table: Table, documents: Table, top: int = 4) -> str:
    names = dict(zip(SIDES, _names(table, documents), strict=True))
    groups = group_words(table)
    told = "; ".join(f"{_head(group, names)} {signed(group['sum'], 3)}" for group in groups)
    shown = sum(min(top, len(group["rows"])) for group in groups)
    return (
        "Word shift (Gallagher et al. 2021): what each word adds to the difference in mean score, "
        f"{names['target']} less {names['reference']}, by how it counts and in which text it "
        f"does so more: {told or 'no word'}. Drawn are {shown:,} of "
        f"{counted(len(table), 'word')}, the largest of each group; all add up to "
        f"{signed(table['shift'].sum(), 3)}. A word contributes by its place in the lexicon, "
        "whatever it meant in its sentence."
    )


def alt(table: Table, documents: Table, top: int = 4) -> str:
    names = dict(zip(SIDES, _names(table, documents), strict=True))
    parts = []
    for group in group_words(table):
        rows = group["rows"].head(top).itertuples()
        words = ", ".join(f"{plain(row.term)} {signed(row.shift, 3)}" for row in rows)
        parts.append(f"{_head(group, names)} {signed(group['sum'], 3)} ({words})")
    return f"Bars of contributions to the difference in groups: {'; '.join(parts) or 'none'}."


def group_words(table: Table) -> list[dict]:
    """The words in groups, the group that raises the target most first.

    Each has side (whose words: target or reference), sign (plus, minus, or '' where the table does
    not tell), sum, and rows, the largest first. A plus word raises the two means taken together,
    and belongs to the text where it does so more; a minus word lowers them. So all words of a group
    move the difference one way.
    """
    up, sign = table["shift"] > 0, np.full(len(table), "")
    side = np.where(up, *SIDES)
    if set(PARTS) <= set(table.columns):
        often, part, seldom, other = (table[column] for column in PARTS)
        plus = often * part + seldom * other > 0
        sign, side = np.where(plus, "plus", "minus"), np.where(up == plus, *SIDES)
    groups = [
        {
            "side": key[0],
            "sign": key[1],
            "sum": float(rows["shift"].sum()),
            "rows": rows.sort_values("shift", key=abs, ascending=False, kind="stable"),
        }
        for key, rows in table.groupby([side, sign], sort=False)
    ]
    return sorted(groups, key=lambda group: -group["sum"])


def _draw_group(ax: Axes, y: float, group: dict, entry, how: tuple) -> float:
    names, top, half = how
    rows, up = group["rows"].head(top), 1 if group["sum"] >= 0 else -1
    filled, colour = group["sign"] != "minus", entry.colour if entry else SOFT
    head = shorten(_head(group, names), half - 22, SIZE, "bold")
    start, align = (-8, "right") if up > 0 else (16, "left")
    for line, text in enumerate((head, f"together {signed(group['sum'])}")):
        write(ax, 0.5, y + ROW * (line + 0.5), text, start, f"{align} bold")
    if entry:
        before = -14 - text_width(head, SIZE, "bold") if up > 0 else 9
        draw_sign(ax, y + ROW / 2, entry, half + before)
    align = "left" if up > 0 else "right"
    for place, row in enumerate(rows.itertuples()):
        middle = y + ROW * (place + 0.5)
        look: Look = {
            "facecolor": colour if filled else "white",
            "edgecolor": colour,
            "linewidth": 0.9,
        }
        ax.barh(middle, row.shift, ROW - 2.6, label=["_" + plain(row.term)], **look)
        word, value = (_label(row, half), INK, SIZE), (signed(row.shift, 3), SOFT, SMALL)
        indent = 3
        for text, ink, size in (word, value)[::up]:
            look = {"xycoords": "data", "color": ink, "size": size}
            write(ax, row.shift, middle, text, up * indent, align, **look)
            indent += text_width(text, size) + 5
    return y + ROW * max(2, len(rows))


def _label(row, half: float) -> str:
    kind = getattr(row, "kind", "term")
    behind = "" if kind == "term" else f" ({shorten(kind, 60)})"
    return shorten(row.term, half * 0.5 - text_width(behind)) + behind


def _limit(groups: list[dict], top: int, width: float) -> float:
    """The end of the axis at which each bar has room for its word and number beside it."""
    ends = [1e-9]
    for group in groups:
        for row in group["rows"].head(top).itertuples():
            beside = text_width(_label(row, width / 2)) + text_width(" −0.000", SMALL) + 12
            ends.append(abs(row.shift) / (1 - 2 * min(beside, 0.45 * width) / width))
    return max(ends)


def _head(group: dict, names: dict) -> str:
    n, name = len(group["rows"]), names[group["side"]]
    if group["sign"]:
        return f"{name}: {counted(n, group['sign'] + ' word')}"
    return f"{counted(n, 'word')} for {name}"


def _names(table: Table, documents: Table) -> list[str]:
    entries = {entry.doc_id: entry for entry in looks_of(documents).itertuples()}
    sides = [table[side].iloc[0] if side in table and len(table) else "" for side in SIDES]
    return [
        name_reference(side, entries) if side else f"the {default}"
        for side, default in zip(sides, SIDES, strict=True)
    ]
