"""Codes by texts: how often each text uses each code, as counts and bars, with what is said of it.

Names of the event, frames and actors are charts of this form: rows of codes, a column a text.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis._shown import counted
from analysis.charts.ink import AXIS, FAINT, INK, SIZE, SMALL, SOFT
from analysis.charts.layout import HEAD, ROW, Axes, Sheet, Table, axis_end, place_panel
from analysis.charts.lettering import (
    draw_sign,
    first_fitting,
    listed,
    plain,
    shorten,
    text_width,
    widest,
    wrap,
    write,
)
from analysis.charts.look import count_texts, each_text, labels_of, looks_in

CELL = 30.0  # the least width of a column
RATES = {"per_1000": "per 1,000 words", "share": "share of sentences"}


def plot_codes(
    table: Table, documents: Table, ax: Axes | None, group: str = "", aside: str = ""
) -> Axes:
    """Rows of codes, columns of texts; in each cell count, bar and, if there is room, wordings.

    `group` is the column that orders the codes, each group with its sum; `aside` the column printed
    behind the label.
    """
    rate, looks = need_rates(table, documents)
    lines = _lines(_used_codes(table, group)[0], table, aside, rate)
    sheet = Sheet(ax, len(looks))
    cells = [cell for line in lines if not line.is_sum for cell in line.cells.values()]
    most = max((cell[1] for cell in cells), default=0)
    counts = [cell[0] for line in lines for cell in line.cells.values()]
    number = widest(counts, SIZE, "bold") + 4
    wordy = "wordings" in table and table["wordings"].fillna("").ne("").any()

    def lay(width: float) -> float:
        # Labels, and agents in a column of their own if there is room for both.
        notes = widest((line.note for line in lines), SMALL)
        notes = min(notes + 6, 60) if notes and width > 300 and len(looks) < 6 else 0
        share = width * (0.36 if len(looks) < 4 else 0.3 if len(looks) < 6 else 0.22)
        names = [shorten(line.name, share, SIZE, _weight(line)) for line in lines]
        widths = [text_width(n, SIZE, _weight(r)) for n, r in zip(names, lines, strict=True)]
        left = max([*widths, text_width(RATES[rate], SMALL)]) + notes + 8
        columns = Columns(sheet, looks, left, number, max(CELL, number + 22), width)
        height = columns.head + ROW * max(len(lines), 1) + 2
        room = columns.cell - number - 6
        bar = min(room, 46) if wordy and room > 84 else room
        for panel, entry, column in columns.place(height, 16, bar):
            scale_rates(panel, most, rate)
            for place, (line, name) in enumerate(zip(lines, names, strict=True)):
                y = columns.head + ROW * (place + 0.5)
                if column == 0:
                    _label(panel, y, name, line, (-left - number, notes, number))
                    if line.is_sum and place:
                        x = [(-left - number) / bar, (width - left - number) / bar]
                        look = {"color": FAINT, "lw": 0.5, "clip_on": False, "zorder": 0}
                        look |= {"label": "_rule", "transform": panel.get_yaxis_transform()}
                        panel.plot(x, [y - ROW / 2] * 2, **look)
                _cell(panel, y, line, entry, (bar, room if bar < room else 0))
            if column == 0:
                look = {"xycoords": "axes fraction", "va": "top"}
                write(panel, 0, 0, RATES[rate], (-number - 6, -5), "right note", **look)
        return columns.total

    return sheet.fit(lay, 6, 8, 2, 2)


def need_rates(table: Table, documents: Table) -> tuple[str, list]:
    """The column that bars are drawn from, and the looks of the texts, as `looks_in`."""
    rate = _rate(table)
    return rate, looks_in(table, documents, f"doc_id code n {rate}", "frames.profile")


def scale_rates(panel: Axes, most: float, rate: str) -> None:
    """Set the axis of bars, from 0 to the next number that reads well."""
    limit = axis_end(most if most > 0 else 1.0)
    panel.set(xlim=(0, limit), yticks=[])
    panel.set_xticks([0, limit], ["0", f"{limit:.0%}" if rate == "share" else f"{limit:g}"])


class Columns:
    """Texts as columns of one table; many texts stand in several bands, one below the other.

    All in points: `left` is the room for labels, `before` the room before the panel in each column,
    and `least` the least width of a column. `head` is the height of the heads, `cell` the width of
    a column and, once placed, `total` the height of all.
    """

    def __init__(self, sheet, looks, left, before, least, width) -> None:
        """Share the width out."""
        number = max(len(looks), 1)
        self.sheet, self.looks, self.width = sheet, looks, width
        self.left, self.before = left, before
        self.bands = -(-number // max(int((width - left) // least), 1))
        self.across = -(-number // self.bands)
        self.cell = (width - left) / self.across
        self.heads = [_head(entry, self.cell - 4) for entry in looks]
        self.head, self.total = max((height for _, height in self.heads), default=0), 0.0

    def place(self, height: float, below: float, panel_width: float):
        """Place the panels, each with its text's name above it; yield them with text and column."""
        self.total = self.bands * (height + below) + (self.bands - 1) * 8
        for number, (panel, entry) in enumerate(zip(self.sheet.panels, self.looks, strict=True)):
            band, column = divmod(number, self.across)
            top = band * (height + below + 8)
            x = self.left + column * self.cell + self.before
            bottom = 1 - (top + height) / self.total
            box = (x / self.width, bottom, panel_width / self.width, height / self.total)
            place_panel(panel, self.sheet.ax, box)
            panel.set_ylim(height, 0)
            panel.patch.set_visible(False)
            _column_head(panel, entry, self.heads[number], self.before, self.head)
            yield panel, entry, column


def headline_codes(table: Table, documents: Table, noun: str, lead: str = "") -> str:
    """The code that each text uses most, ties named; of many texts the one that most use."""
    labels = labels_of(documents)
    table = table[table["doc_id"].isin(list(labels)) & (table["n"] > 0)]
    table, first = table.assign(label=label_codes(table)), []
    for doc_id, label in labels.items():
        own = table[table["doc_id"] == doc_id]
        most = own[own["n"] == own["n"].max()]
        if len(own):
            first.append((label, listed(list(most["label"])), len(most)))
    few, lead = 0 < len(first) <= 4, lead or f"Commonest {noun}"
    told = [f"{lead}: " + "; ".join(f"{code} in {text}" for text, code, _ in first)]
    if noun == "actor":
        told = [", ".join(f"{text} of {code}" for text, code, _ in first)]
        told[0] = told[0].replace(" of ", " speaks most of ", 1)
    told.append(f"{lead}: " + ", ".join(f"{code} ({text})" for text, code, _ in first))
    alone = [f"{code} in {text}" for text, code, tied in first if tied == 1]
    told.append(f"{lead}: {'; '.join(alone)}" if len(alone) > 1 else "")
    used = table.groupby("label", sort=False)["doc_id"].nunique().sort_values(ascending=False)
    most_used = ""
    if len(used) and (len(used) == 1 or used.iloc[0] > used.iloc[1]) and used.iloc[0] > 1:
        most_used = f"The {noun} that most texts use: {used.index[0]}, in {used.iloc[0]:,} of "
        most_used += f"{len(labels):,}"
    neutral = f"{counted(len(used), noun)} in {count_texts(documents)}"
    return first_fitting(*(told if few else []), most_used, neutral)


def subtitle_codes(table: Table) -> str:
    """The key to numbers and bars."""
    negated = "n_negated" in table and table["n_negated"].sum() > 0
    brackets = " In brackets: negated, not counted." if negated else ""
    return f"Numbers are counts, bars {RATES[_rate(table)]}.{brackets}"


def caption_codes(
    table: Table, documents: Table, title: str, noun: str, group="", whole: Table | None = None
) -> str:
    """The title, what numbers, bars and brackets are, and which codes no text uses.

    `whole` is the table of all texts where only some are drawn.
    """
    used, unused = _used_codes(table, group)
    others = pd.Series(dtype=object)
    if whole is not None:
        somewhere, unused = _used_codes(whole, group)
        others = somewhere["label"][~somewhere["code"].isin(used["code"])]
    rate = _rate(table)
    sums = used["group"].ne("").any()
    negated = int(table["n_negated"].sum()) if "n_negated" in table else 0
    totals = table.groupby("doc_id")["n"].sum()
    each = ", ".join(
        f"{label} {totals.get(doc_id, 0):,}" for doc_id, label in labels_of(documents).items()
    )
    return (
        f"{title}, in {count_texts(documents)}. Numbers are counts ({each}), bars "
        f"{'rates ' if rate == 'per_1000' else 'the '}{RATES[rate]}"
        f"{'; in bold, the sum of a group' if sums else ''}. "
        + (f"In brackets, {negated:,} under negation, which do not count. " if negated else "")
        + (f"Only in texts that are not drawn: {', '.join(others)}. " if len(others) else "")
        + (f"In no text: {', '.join(unused['label'])}. " if len(unused) else "")
        + f"Counts are exact for these texts; {'an' if noun == 'actor' else 'a'} {noun} is counted "
        "where the codebook finds it, and few occurrences say little of a writer's habit."
    )


def alt_codes(table: Table, documents: Table, group: str = "") -> str:
    """The codes that each text uses, in the chart's order, with their counts."""
    used, lines = _used_codes(table, group)[0], []
    for label, own in each_text(table, documents):
        n = own.set_index("code")["n"]
        parts = [f"{r.label} {n[r.code]:,}" for r in used.itertuples() if n.get(r.code, 0) > 0]
        lines.append(f"{label}: {', '.join(parts) or 'none'}.")
    return "Bars and counts, a column a text. " + " ".join(lines)


def rows_of_codes(table: Table, group: str) -> Table:
    """Codes in the table's order, those of one group together: code, label, group, one row each."""
    codes = table.drop_duplicates("code")
    groups = codes[group].fillna("") if group in codes else pd.Series("", index=codes.index)
    rows = pd.DataFrame({"code": codes["code"], "label": label_codes(codes), "group": groups})
    rank = {name: number for number, name in enumerate(dict.fromkeys(rows["group"]))}
    return rows.iloc[np.argsort(rows["group"].map(rank), kind="stable")].reset_index(drop=True)


def label_codes(table: Table) -> pd.Series:
    """The name of each row's code in charts: its label, or the code itself without underscores."""
    label = table["label"] if "label" in table else table["code"].str.replace("_", " ")
    return label.map(plain)


def _used_codes(table: Table, group: str) -> tuple[Table, Table]:
    """The codes that some text uses, negated or not, as `rows_of_codes`; and the others."""
    counts = table["n"] + table.get("n_negated", 0)
    used = table["code"].isin(table["code"][counts > 0])
    return rows_of_codes(table[used], group), rows_of_codes(table[~used], group)


def _rate(table: Table) -> str:
    return "share" if "share" in table and "per_1000" not in table else "per_1000"


class _Line(NamedTuple):
    """A row of the chart; `cells` holds count, rate, wordings and code by doc_id."""

    name: str
    note: str
    is_sum: bool
    cells: dict[str, tuple]


def _lines(codes, table, aside, rate) -> list[_Line]:
    """A line for each code, and one above each group with its sums."""
    columns = [c for c in ("n_negated", "wordings") if c in table]
    cells = table.set_index(["code", "doc_id"])[["n", rate, *columns]]
    notes = {}
    if aside in table:
        notes = table.drop_duplicates("code").set_index("code")[aside].fillna("").to_dict()
    lines = []
    for name, own in codes.groupby("group", sort=False):
        if codes["group"].ne("").any():
            part = cells.loc[list(own["code"])].groupby(level="doc_id")
            sums = part[["n"]].sum().join(part[[rate]].sum(min_count=1))
            # A sentence may hold several frames: their shares have no sum.
            if rate == "share":
                sums[rate] = np.nan
            values = {d: (f"{n:,}", bar, "", None) for d, n, bar in sums.itertuples()}
            lines.append(_Line(plain(name) or "other", "", True, values))
        for row in own.itertuples():
            values = {}
            for doc_id, found in cells.loc[row.code].iterrows():
                negated = int(found.get("n_negated", 0))
                count = f"({negated:,}) " * bool(negated) + f"{int(found['n']):,}"
                words = found.get("wordings", "")
                words = "" if pd.isna(words) else plain(words)
                values[doc_id] = (count, found[rate], words, row.code)
            lines.append(_Line(row.label, plain(notes.get(row.code, "")), False, values))
    return lines


def _weight(line: _Line) -> str:
    return "bold" if line.is_sum else "normal"


def _head(entry, room):
    """A text's label in up to three lines, or upright; and the height that it needs."""
    label = plain(entry.label)
    if text_width(label, SIZE, "bold") + 9 <= room:
        return [label], HEAD
    lines = wrap(label, room - 9, 3, SIZE, "bold")
    if room > 100 or not any(line.endswith("…") for line in lines):
        return lines, HEAD + 8.2 * (len(lines) - 1)
    upright = shorten(label, 110, SIZE, "bold")
    return upright, text_width(upright, SIZE, "bold") + 16


def _column_head(panel, entry, head, indent, deep):
    lines, _ = head
    y = deep - 8
    if isinstance(lines, str):
        write(panel, 0, y - 6, lines, -0.5, "center bold", rotation=90, va="bottom")
        draw_sign(panel, y, entry, -0.5)
        return
    y -= 8.2 * (len(lines) - 1)
    draw_sign(panel, y, entry, 3.5 - indent)
    for number, line in enumerate(lines):
        write(panel, 0, y + 8.2 * number, line, 9 - indent, "left bold")


def _label(panel, y, name, line, room):
    left, notes, counts = room
    indent = left if line.is_sum else -notes - counts - 6
    align = "left" if line.is_sum else "right"
    write(panel, 0, y, name, indent, align, weight=_weight(line))
    if line.note and notes:
        note = shorten(line.note, notes - 4, SMALL)
        write(panel, 0, y, note, -notes - counts, "left note")


def _cell(panel, y, line, entry, sizes):
    count, rate, text, code = line.cells.get(entry.doc_id, ("–", np.nan, "", None))
    colour = INK if count not in ("0", "–") else SOFT
    write(panel, 0, y, count, -4, "right", color=colour, weight=_weight(line))
    value = 0.0 if pd.isna(rate) or line.is_sum else float(rate)
    if value > 0:
        look = {"color": entry.colour, "linewidth": 0, "clip_on": False}
        panel.barh(y, value, ROW - 4.2, label=[f"_{entry.doc_id} {code or line.name}"], **look)
    panel.vlines(0, y - ROW / 2, y + ROW / 2, color=AXIS, lw=0.5)
    bar, room = sizes
    start = bar * value / panel.get_xlim()[1] + 5
    if text and room - start > 30:
        text = shorten(text, room - start, SMALL)
        write(panel, 0, y, text, start, "left note")
