"""Charts of codes: frames in reading order, silences, agreement on each code."""

import numpy as np
import pandas as pd

from analysis import canvas
from analysis.canvas import FAINT, INK, SOFT, beside, known, styled
from analysis.checks import need
from analysis.lettering import SIZE, SMALL, plain, shorten, signed, text_width

ROW, HEAD = 9.8, 14.0
STEP = 0.5  # sentences between two marks of one sentence


@styled
def plot_frames_sequence(table: pd.DataFrame, documents: pd.DataFrame, ax=None):
    """Where each text frames the event how: a panel a text, a row a frame, in reading order.

    `table`: mentions or codings with doc_id, code, place (number of the sentence in the text); and,
    where given, label, function (rows are ordered by it), voice, negated, n_places (sentences of
    the text), value (rows of value 0 are not drawn). Every text has a row for every frame of the
    table: an empty row is a finding. Someone else's words are hollow, negated mentions are crosses.
    A sentence has one mark of each kind. Returns the frame; its ``child_axes`` are the panels,
    in the documents' order, with one scale.
    """
    need(table, ["doc_id", "code", "place"], "table", "frames.in_order")
    known(table, documents)
    frame, made = canvas.canvas(ax)
    looks = list(canvas.look(documents).itertuples())
    codes = rows_of_codes(table, "function")
    shown = marks(table)
    lengths = table.groupby("doc_id")[_length(table)].max()
    longest = max(int(table[_length(table)].max()) if len(table) else 1, 4)
    charts = []
    for panel, entry in zip(canvas.panels(frame, len(looks)), looks, strict=True):
        own = shown[shown["doc_id"] == entry.doc_id]
        size = lengths.get(entry.doc_id, 0)
        panel.set(xlim=(0.4, longest + 0.6), yticks=[])
        panel.xaxis.set_major_locator(canvas.whole())
        charts.append((panel, entry, own, int(size)))

    def lay(width, drawn):
        columns = 2 if width > 400 and len(looks) > 5 else 1
        cell = (width - 14 * (columns - 1)) / columns
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
            drawn.extend(keys + canvas.header(panel, 6, entry, note, cell - taken, indent=-left))
            for place, (code, name) in enumerate(zip(codes["code"], names, strict=True)):
                y = 14 + row * (place + 0.5)
                drawn.append(beside(panel, 0, y, name, -6, ("right", INK, SIZE)))
                if aside and groups[place] not in groups[:place]:
                    drawn.append(beside(panel, 0, y, groups[place], -left, ("left", SOFT, SMALL)))
                if place and groups[place] != groups[place - 1]:
                    drawn.append(
                        panel.hlines(y - row / 2, 0.4, longest + 0.6, color="#aaaaaa", lw=0.4)
                    )
                end = size if "n_places" in table else longest
                drawn.append(panel.hlines(y, 0.6, end + 0.4, color=FAINT, lw=0.5, zorder=0))
                drawn += _marks(panel, own[own["code"] == code], y, entry, (code, unit))
            boxes.append((panel, (left, 0, 24.0 if last else 6.0, 0), height))
        return canvas.grid(frame, boxes, columns)(width)

    lay.margins = (6, 8, 2, 2)
    canvas.fit(frame, made, lay)
    return frame


def rows_of_codes(table: pd.DataFrame, group: str) -> pd.DataFrame:
    """Codes in the table's order, those of one group together: code, label, group, one row each."""
    codes = table.drop_duplicates("code")
    label = codes["label"] if "label" in codes else codes["code"].str.replace("_", " ")
    groups = codes[group].fillna("") if group in codes else pd.Series("", index=codes.index)
    rows = pd.DataFrame({"code": codes["code"], "label": label.map(plain), "group": groups})
    rank = {name: number for number, name in enumerate(dict.fromkeys(rows["group"]))}
    return rows.iloc[np.argsort(rows["group"].map(rank), kind="stable")].reset_index(drop=True)


def _length(table) -> str:
    return "n_places" if "n_places" in table else "place"


def marks(table: pd.DataFrame) -> pd.DataFrame:
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


def _marks(panel, own, y, entry, row):
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
    return [beside(panel, 1, 6, text, 0, ("right", SOFT, SMALL))], text_width(text, SMALL) + 10


@styled
def plot_silences(table: pd.DataFrame, documents: pd.DataFrame, ax=None, top=8):
    """What all other texts speak of and one does not: occurrences expected, and none found.

    `table`: doc_id (the silent text), code or term, n_others, expected and p_none; label, where
    given, is printed instead of the code. The `top` silences of each text that are rarest by chance
    are shown. The bar runs from none, which was found, to the number expected.
    """
    need(table, ["doc_id", "n_others", "expected", "p_none"], "table", "frames.silences")
    known(table, documents)
    ax, made = canvas.canvas(ax)
    blocks, y = [], 0.0
    for entry in canvas.look(documents).itertuples():
        rows = top_silences(table, entry.doc_id, top)
        head, y = y, y + HEAD
        marks = y + ROW * (np.arange(len(rows)) + 0.5)
        ax.hlines(marks, 0, rows["expected"], color=entry.colour, lw=1.2, label=entry.doc_id)
        ax.plot(rows["expected"], marks, entry.marker, color=entry.colour, ms=4, mfc="white",
                mew=0.9, ls="none", clip_on=False, label=f"_expected {entry.doc_id}")  # fmt: skip
        blocks.append((head, entry, rows, marks))
        y += ROW * max(len(rows), 1) + 5
        ax.vlines(0, head + HEAD, y - 5, color="#888888", lw=0.5)
    ax.set(xlim=(0, axis_end(max(table["expected"].max() if len(table) else 1, 0.1))), ylim=(y, 0))
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
            drawn += canvas.header(ax, head + 6, entry, note, room, indent=-left)
            if rows.empty:
                drawn.append(beside(ax, 0, head + HEAD + 5, "none", 4, ("left", SOFT, SMALL)))
            for row, place in zip(rows.itertuples(), marks, strict=True):
                name = shorten(row.label, left - 8)
                drawn.append(beside(ax, 0, place, name, -6, ("right", INK, SIZE)))
                drawn.append(beside(ax, 1, place, _fact(row), right, ("right", SOFT, SMALL)))
        if blocks:
            drawn.append(beside(ax, 1, 6, KEY, right, ("right", SOFT, SMALL)))
        return y

    lay.margins = (left + 6, right + 6, 26, 2)
    canvas.fit(ax, made, lay)
    return ax


KEY = "others · chance of none here"


def _fact(row) -> str:
    return f"{row.n_others:,} · {row.p_none:.3f}" if row.p_none >= 0.001 else (
        f"{row.n_others:,} · < 0.001")  # fmt: skip


def top_silences(table: pd.DataFrame, doc_id: str, top: int) -> pd.DataFrame:
    """Rows of a text that the chart shows, with a label: the rarest by chance, in that order."""
    own = table[table["doc_id"] == doc_id].sort_values("p_none", kind="stable")[:top]
    by = next(c for c in ("label", "code", "term") if c in own.columns)
    return own.assign(label=own[by].astype("str").str.replace("_", " ").map(plain))


@styled
def plot_agreement(table: pd.DataFrame, ax=None):
    """Krippendorff's alpha of each code with its interval, and where it is undefined.

    `table`: code, n_units, n_differ, alpha, low, high; label and flag where given. Codes from the
    highest alpha down, those without one last, with the reason. Upright lines at .667 and .80, the
    customary limits of tentative and firm; a mark is filled from the first, hollow below. At the
    right, percent agreement if given, and sentences read differently of all.
    """
    need(table, ["code", "n_units", "n_differ", "alpha", "low", "high"], "table", "agreement.table")
    ax, made = canvas.canvas(ax)
    rows = table.sort_values("alpha", ascending=False, kind="stable", na_position="last")
    label = rows["label"] if "label" in rows else rows["code"].str.replace("_", " ")
    rows = rows.assign(label=label.map(plain)).reset_index(drop=True)
    low = min([rows["low"].min(), rows["alpha"].min(), 0.0], key=lambda x: np.inf if x != x else x)
    low = max(float(np.floor(low * 5) / 5), -1.0)
    y = HEAD + ROW * (np.arange(len(rows)) + 0.5)
    foot = HEAD + ROW * max(len(rows), 1) + 3
    for limit in (0.667, 0.8):
        ax.vlines(limit, HEAD - 3, foot, color="#888888", lw=0.5, ls=(0, (3, 2)), label=f"{limit}")
    ax.vlines(0, HEAD - 3, foot, color="#888888", lw=0.5)
    ax.hlines(y, low, 1, color=FAINT, lw=0.4, zorder=0)
    known_ = rows["low"].notna() & rows["high"].notna()
    ax.hlines(y[known_], rows["low"][known_].clip(low), rows["high"][known_], color=INK, lw=1,
              label="interval")  # fmt: skip
    for name, chosen, fill in (("defined", rows["alpha"] >= 0.667, INK),
                               ("weak", rows["alpha"] < 0.667, "white")):  # fmt: skip
        ax.plot(rows["alpha"][chosen], y[chosen], "o", color=INK, mfc=fill, ms=4, mew=0.9,
                ls="none", clip_on=False, label=f"_{name}", zorder=3)  # fmt: skip
    ax.set(xlim=(low, 1), ylim=(foot, 0), yticks=[], xlabel="Krippendorff's alpha (1: perfect; "
           "0: chance)")  # fmt: skip
    ticks = [tick for tick in (-1, -0.5, 0, 0.5, 1) if tick >= low]
    ax.set_xticks(ticks, [f"{tick:g}".replace("-", "−") for tick in ticks])
    facts = [_differ(row) for row in rows.itertuples()]
    left = min(max(map(text_width, rows["label"]), default=0) + 8, 120)
    right = max([text_width(fact, SMALL) for fact in [*facts, "read differently"]]) + 10
    values = max([text_width(signed(a), SIZE) for a in rows["alpha"].dropna()] or [0]) + 6

    def lay(width, drawn):
        for text, limit, align in (("tentative", 0.667, "right"), ("firm", 0.8, "left")):
            drawn.append(beside(ax, (limit - low) / (1 - low), 5, text, -2 if align == "right"
                                else 2, (align, SOFT, SMALL)))  # fmt: skip
        drawn.append(beside(ax, 1, 5, "read differently", right + values, ("right", SOFT, SMALL)))
        for row, place, fact in zip(rows.itertuples(), y, facts, strict=True):
            name = shorten(row.label, left - 8)
            drawn.append(beside(ax, 0, place, name, -6, ("right", INK, SIZE)))
            drawn.append(beside(ax, 1, place, fact, right + values, ("right", SOFT, SMALL)))
            if pd.isna(row.alpha):
                flag = plain(getattr(row, "flag", "")) or "no reason given"
                text = beside(ax, 0, place, shorten(f"undefined: {flag}", width - 6, SMALL), 3,
                              ("left", SOFT, SMALL))  # fmt: skip
                text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
                drawn.append(text)
            else:
                text = signed(row.alpha).removeprefix("+")
                drawn.append(beside(ax, 1, place, text, values, ("right", INK, SIZE)))
        return foot

    lay.margins = (left + 6, right + values + 6, 26, 2)
    canvas.fit(ax, made, lay)
    return ax


def _differ(row) -> str:
    return f"{row.n_differ:,} of {row.n_units:,}"


def axis_end(value: float) -> float:
    """The next number with one digit that reads well on an axis: 1, 2, 5, 10, 20, 50, …"""
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= value))
