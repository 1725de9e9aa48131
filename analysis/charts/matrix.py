"""Codes by texts: how often each text uses each code, as counts and bars, with what is said of it.

Names of the event, frames and actors are charts of this form: rows of codes, a column a text.
"""

from typing import NamedTuple

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
    draw_sign,
    first_fitting,
    listed,
    plain,
    shorten,
    text_width,
    wrap,
    write,
)
from analysis.charts.look import count_texts, labels_of, looks_of, need_documents

CELL = 30.0  # the least width of a column
RATES = {"per_1000": "per 1,000 words", "share": "share of sentences"}


def plot_codes(
    table: pd.DataFrame,
    documents: pd.DataFrame,
    ax: Axes | None,
    group: str = "",
    aside: str = "",
) -> Axes:
    """Rows of codes, columns of texts; in each cell count, bar and, if there is room, wordings.

    `group` is the column that orders the codes, each group with its sum; `aside` the column printed
    behind the label.
    """
    rate = _rate(table)
    need(table, ["doc_id", "code", "n", rate], "table", "frames.profile")
    need_documents(table, documents)
    frame, made = layout.canvas(ax)
    codes, _ = _used_codes(table, group)
    lines = _lines(codes, table, aside, rate)
    looks = list(looks_of(documents).itertuples())
    most = max((bar for line in lines for _, bar, *_ in line.cells.values()), default=0)
    limit = layout.axis_end(most if most > 0 else 1.0)
    panels = layout.add_panels(frame, len(looks))
    for panel in panels:
        panel.set(xlim=(0, limit), yticks=[])
        panel.patch.set_visible(False)
        panel.set_xticks([0, limit], ["0", f"{limit:.0%}" if rate == "share" else f"{limit:g}"])
    counts = [cell[0] for line in lines for cell in line.cells.values()]
    counted = max((text_width(n, SIZE, "bold") for n in counts), default=0) + 4
    bracketed = any("(" in n for n in counts)
    wordy = "wordings" in table and table["wordings"].fillna("").ne("").any()

    def lay(width, drawn):
        # Labels, and agents in a column of their own where there is room for both.
        notes = max((text_width(line.note, SMALL) for line in lines), default=0)
        notes = min(notes + 6, 60) if notes and width > 300 and len(looks) < 6 else 0
        names = [
            shorten(line.name, width * (0.3 if len(looks) < 6 else 0.22), SIZE, _weight(line))
            for line in lines
        ]
        widths = [text_width(n, SIZE, _weight(r)) for n, r in zip(names, lines, strict=True)]
        left = max([*widths, text_width(RATES[rate], SMALL)]) + notes + 8
        number = max(len(looks), 1)
        bands = -(-number // max(int((width - left) // max(CELL, counted + 22)), 1))
        across = -(-number // bands)
        cell = (width - left) / across
        heads = [_head(entry, cell - 4) for entry in looks]
        head = max((height for _, height in heads), default=0)
        height = head + ROW * max(len(lines), 1) + 2
        total = bands * (height + 16) + (bands - 1) * 8
        room = cell - counted - 6
        bar = min(room, 46) if wordy and room > 84 else room
        for number, (panel, entry) in enumerate(zip(panels, looks, strict=True)):
            band, column = divmod(number, across)
            top = band * (height + 16 + 8)
            x = left + column * cell + counted
            box = (x / width, 1 - (top + height) / total, bar / width, height / total)
            layout.place_panel(panel, frame, box)
            panel.set_ylim(height, 0)
            drawn += _column_head(panel, entry, heads[number], counted, head)
            side = (-left - counted, notes) if column == 0 else None
            if side and bracketed:
                drawn.append(write(panel, 0, head - 8, "(n): negated", -left - counted,
                                    ("left", SOFT, SMALL)))  # fmt: skip
            for place, (line, name) in enumerate(zip(lines, names, strict=True)):
                y = head + ROW * (place + 0.5)
                if side:
                    drawn += _label(panel, y, name, line, side, counted)
                    ends = [(-left - counted) / bar, (width - left - counted) / bar]
                    drawn += _rule(panel, y - ROW / 2, ends) if line.is_sum and place else []
                drawn += _cell(panel, y, line, entry, (bar, room) if bar < room else (bar, 0))
            if side:
                drawn.append(
                    panel.annotate(
                        RATES[rate], (0, 0), (-counted - 6, -5), xycoords="axes fraction",
                        textcoords="offset points", ha="right", va="top", color="#444444",
                        size=SMALL, annotation_clip=False,
                    )
                )  # fmt: skip
        return total

    lay.margins = (6, 8, 2, 2)
    layout.fit(frame, made, lay)
    return frame


def headline_codes(table: pd.DataFrame, documents: pd.DataFrame, noun: str) -> str:
    """The code that each text uses most, ties named; of many texts the one that most use."""
    labels = labels_of(documents)
    table = table[table["doc_id"].isin(list(labels)) & (table["n"] > 0)]
    table, first = table.assign(label=label_codes(table)), []
    for doc_id, label in labels.items():
        own = table[table["doc_id"] == doc_id]
        most = own[own["n"] == own["n"].max()]
        if len(own):
            first.append((label, listed(list(most["label"])), len(most)))
    few = 0 < len(first) <= 4
    told = [f"Commonest {noun}: " + "; ".join(f"{code} in {text}" for text, code, _ in first)]
    if noun == "actor":
        told = [", ".join(f"{text} of {code}" for text, code, _ in first)]
        told[0] = told[0].replace(" of ", " speaks most of ", 1)
    told.append(f"Commonest {noun}: " + ", ".join(f"{code} ({text})" for text, code, _ in first))
    alone = [f"{code} in {text}" for text, code, tied in first if tied == 1]
    told.append(f"Commonest {noun}: {'; '.join(alone)}" if len(alone) > 1 else "")
    used = table.groupby("label", sort=False)["doc_id"].nunique().sort_values(ascending=False)
    widest = ""
    if len(used) and (len(used) == 1 or used.iloc[0] > used.iloc[1]) and used.iloc[0] > 1:
        widest = f"The {noun} that most texts use: {used.index[0]}, in {used.iloc[0]:,} of "
        widest += f"{len(labels):,}"
    return first_fitting(
        *(told if few else []),
        widest,
        f"{counted(len(used), noun)} in {count_texts(documents)}",
    )


def subtitle_codes(table: pd.DataFrame) -> str:
    """What numbers and bars are."""
    negated = "n_negated" in table and table["n_negated"].sum() > 0
    brackets = " In brackets: negated, not counted." if negated else ""
    return f"Numbers are counts, bars {RATES[_rate(table)]}.{brackets}"


def caption_codes(
    table: pd.DataFrame,
    documents: pd.DataFrame,
    title: str,
    noun: str,
    group: str = "",
    whole: pd.DataFrame | None = None,
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
    sums = used["group"].ne("").any() and rate != "share"
    negated = int(table["n_negated"].sum()) if "n_negated" in table else 0
    totals = table.groupby("doc_id")["n"].sum()
    each = ", ".join(
        f"{label} {totals.get(doc_id, 0):,}" for doc_id, label in labels_of(documents).items()
    )
    return (
        f"{title}, in {count_texts(documents)}. Numbers are counts ({each}), bars "
        f"{'rates ' if rate == 'per_1000' else 'the '}{RATES[rate]}"
        f"{'; hatched, the sum of a group' if sums else ''}. "
        + (f"In brackets, {negated:,} under negation, which do not count. " if negated else "")
        + (f"Only in texts that are not drawn: {', '.join(others)}. " if len(others) else "")
        + (f"In no text: {', '.join(unused['label'])}. " if len(unused) else "")
        + f"Counts are exact for these texts; {'an' if noun == 'actor' else 'a'} {noun} is counted "
        "where the codebook finds it, and few occurrences say little of a writer's habit."
    )


def alt_codes(table: pd.DataFrame, documents: pd.DataFrame, group: str = "") -> str:
    """The codes that each text uses, in the chart's order, with their counts."""
    used, lines = _used_codes(table, group)[0], []
    for doc_id, label in labels_of(documents).items():
        n = table[table["doc_id"] == doc_id].set_index("code")["n"]
        parts = [
            f"{row.label} {n[row.code]:,}" for row in used.itertuples() if n.get(row.code, 0) > 0
        ]
        lines.append(f"{label}: {', '.join(parts) or 'none'}.")
    return "Bars and counts, a column a text. " + " ".join(lines)


def rows_of_codes(table: pd.DataFrame, group: str) -> pd.DataFrame:
    """Codes in the table's order, those of one group together: code, label, group, one row each."""
    codes = table.drop_duplicates("code")
    groups = codes[group].fillna("") if group in codes else pd.Series("", index=codes.index)
    rows = pd.DataFrame({"code": codes["code"], "label": label_codes(codes), "group": groups})
    rank = {name: number for number, name in enumerate(dict.fromkeys(rows["group"]))}
    return rows.iloc[np.argsort(rows["group"].map(rank), kind="stable")].reset_index(drop=True)


def label_codes(table: pd.DataFrame) -> pd.Series:
    """What charts call each row's code: its label, or the code itself without underscores."""
    label = table["label"] if "label" in table else table["code"].str.replace("_", " ")
    return label.map(plain)


def _used_codes(table: pd.DataFrame, group: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Codes that some text uses, negated or not, as `rows_of_codes`; and those that none does."""
    counts = table["n"] + table.get("n_negated", 0)
    used = table["code"].isin(table["code"][counts > 0])
    return rows_of_codes(table[used], group), rows_of_codes(table[~used], group)


def _rate(table: pd.DataFrame) -> str:
    """The column that bars are drawn from."""
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
    """A text's label over its column: in up to three lines, or upright, and the height needed."""
    label = plain(entry.label)
    if text_width(label, SIZE, "bold") + 9 <= room:
        return [label], HEAD
    # Measured as if a little larger: bold letters are wider.
    lines = wrap(label, room - 9, 3, SIZE * 1.1)
    if room > 100 or not any(line.endswith("…") for line in lines):
        return lines, HEAD + 8.2 * (len(lines) - 1)
    upright = shorten(label, 110, SIZE, "bold")
    return upright, text_width(upright, SIZE, "bold") + 16


def _column_head(panel, entry, head, indent, deep):
    """A text's marker and label, as `_head` has broken it, over its column."""
    lines, _ = head
    y = deep - 8
    if isinstance(lines, str):
        upright = panel.annotate(
            lines, (0, y - 6), (-0.5, 0), xycoords=panel.get_yaxis_transform(),
            textcoords="offset points", rotation=90, ha="center", va="bottom", weight="bold",
            size=SIZE, annotation_clip=False,
        )  # fmt: skip
        return [*draw_sign(panel, y, entry, -0.5), upright]
    y -= 8.2 * (len(lines) - 1)
    drawn = draw_sign(panel, y, entry, 3.5 - indent)
    for number, line in enumerate(lines):
        text = write(panel, 0, y + 8.2 * number, line, 9 - indent, ("left", INK, SIZE))
        text.set_weight("bold")
        drawn.append(text)
    return drawn


def _label(panel, y, name, line, side, counted):
    """Label of a row at the left, and the agent beside a name."""
    left, notes = side
    indent = left if line.is_sum else -notes - counted - 6
    text = write(panel, 0, y, name, indent, ("left" if line.is_sum else "right", INK, SIZE))
    text.set_weight(_weight(line))
    drawn = [text]
    if line.note and notes:
        note = shorten(line.note, notes - 4, SMALL)
        drawn.append(write(panel, 0, y, note, -notes - counted, ("left", SOFT, SMALL)))
    return drawn


def _rule(panel, y, ends):
    return panel.plot(
        ends, [y, y], color="#bbbbbb", lw=0.4, clip_on=False, zorder=0, label="_rule",
        transform=panel.get_yaxis_transform(),
    )  # fmt: skip


def _cell(panel, y, line, entry, sizes):
    """Count, bar and, from the bar's end on, the wordings of one code in one text."""
    count, rate, text, code = line.cells.get(entry.doc_id, ("–", np.nan, "", None))
    colour = INK if count not in ("0", "–") else SOFT
    number = write(panel, 0, y, count, -4, ("right", colour, SIZE))
    number.set_weight(_weight(line))
    drawn = [number]
    value = 0.0 if pd.isna(rate) else float(rate)
    if value > 0:
        look = (
            {"facecolor": "white", "hatch": "//////"}
            if line.is_sum
            else {"facecolor": entry.colour}
        )
        drawn += panel.barh(
            y, value, ROW - 4.2, edgecolor=entry.colour, linewidth=0.6, clip_on=False,
            label=[f"_{entry.doc_id} {code if code else line.name}"], **look,
        ).patches  # fmt: skip
    drawn.append(panel.vlines(0, y - ROW / 2, y + ROW / 2, color="#888888", lw=0.5))
    bar, room = sizes
    start = bar * value / panel.get_xlim()[1] + 5
    if text and room - start > 30:
        text = shorten(text, room - start, SMALL)
        drawn.append(write(panel, 0, y, text, start, ("left", SOFT, SMALL)))
    return drawn
