"""Tone beside stance: the same texts ranked twice, and which change places.

Use it where readers have coded stance: it shows at a glance whether a score ranks texts as they do.

It cannot show which of the two is right; who read stands in the caption.

    table = frames.with_stance(sentiment.score(s.query("role == 'body'")), c.codings, "study")
    sides, sure = resample.bootstrap(table, "side"), resample.tone_and_stance(table)
    told = {"intervals": {"tone": resample.bootstrap(table, "compound"), "stance": sides}}
    figures.draw("tone-and-stance", table, c.documents, "figures", sure=sure, **told)
"""

import numpy as np
import pandas as pd

from analysis._shown import counted
from analysis.charts.ink import (
    AXIS,
    FAINT,
    INK,
    SIZE,
    SMALL,
    SOFT,
    explain_voices,
    mark,
    mark_sentences,
    stack,
)
from analysis.charts.layout import Axes, Sheet, Table, place_panel
from analysis.charts.lettering import (
    first_fitting,
    listed,
    ordinal,
    shorten,
    signed,
    text_width,
    wrap,
    write,
    write_header,
)
from analysis.charts.look import labels_of, looks_in, styled

SIDES = {"unfavourable": -1, "neither": 0, "favourable": 1}
HEAD, SPILL = 24.0, 24.0


@styled
def plot(
    table: Table,
    documents: Table,
    ax: Axes | None = None,
    intervals: dict[str, Table] | None = None,
    sure: Table | None = None,
) -> Axes:
    """Two rankings of the texts side by side, each text's two places joined by a line.

    `table`: one row per sentence: doc_id, compound (−1 to 1), voice, and stance (favourable,
    neither, unfavourable; missing where not coded); for the caption read_by, n_coders and n_agree,
    where several read. At the left stand the texts from the highest mean tone down, every sentence
    a point. At the right stand the same texts from the most favourable down, with a bar on each
    side of 0: the share of sentences read as favourable (filled) and as unfavourable (outlined). An
    upright mark is the mean (favourable 1, neither 0, unfavourable −1), so that both scales run
    from −1 to 1. Two lines cross exactly if tone and stance put two texts in opposite order.

    `intervals`: tables of doc_id, low, high by measure, "tone" and "stance", for bars beside the
    means. `sure` is made by ``resample.tone_and_stance``, and told in a line below. Returns the
    frame; its ``child_axes`` are tone, lines, stance.
    """
    entries = looks_in(table, documents, "doc_id voice compound stance", "frames.with_stance")
    sheet = Sheet(ax, 3)
    tone, lines, stance = sheet.panels
    rows = rank_texts(table, documents)
    crossed = count_reversals(rows)
    ends = {
        (measure, row.doc_id): (row.low, row.high)
        for measure, rows in (intervals or {}).items()
        for row in rows.itertuples()
    }
    said = "" if sure is None else _say_sure(sure, rows, labels_of(documents))
    tone_of = {e.doc_id: table["compound"][table["doc_id"] == e.doc_id] for e in entries}

    def lay(width: float) -> float:
        middle = float(np.clip(width * 0.3, 98, 150))
        side = (width - middle) / 2
        scale = (side - 8) / 2
        levels = {d: stack(own.to_numpy(), 4.1 / scale) for d, own in tone_of.items()}
        most = max((np.abs(x).max() for x in levels.values() if len(x)), default=0)
        # Many texts must still fit on a page: then points of one value cover one another in part.
        room, gap = (22, 7) if len(entries) < 7 else (9, 4)
        step = min(4.6, room / max(most, 1))
        half = max(most * step + 3, 11.0)
        pitch = 13 + 2 * half + gap
        height = HEAD + pitch * len(entries)
        for number, panel in enumerate(sheet.panels):
            panel.set(xlim=(-1, 1), ylim=(height - HEAD, -HEAD), yticks=[])
            panel.set_xticks([-1, 0, 1], ["−1", "0", "+1"])
            panel.patch.set_visible(False)
            x, wide = ((4, side - 8), (side, middle), (side + middle + 4, side - 8))[number]
            place_panel(panel, sheet.ax, (x / width, 0, wide / width, 1))
        lines.set(xlim=(0, middle), xticks=[])
        lines.spines["bottom"].set_visible(False)
        _heads((tone, lines, stance), side, crossed)
        for entry, row in zip(entries, rows.itertuples(), strict=True):
            y = pitch * row.tone_rank + 13 + half
            at = pitch * row.stance_rank + 13 + half
            own = table[table["doc_id"] == entry.doc_id]
            note = f"n = {row.n:,}" if side > 130 else ""
            write_header(tone, y - half - 7, entry, note, side + SPILL)
            tone.hlines(y, -1, 1, color=FAINT, lw=0.5, zorder=0)
            tone.vlines(0, y - half, y + half, color=AXIS, lw=0.5, zorder=0)
            heights = y + levels[entry.doc_id] * step
            mark_sentences(tone, own["compound"], heights, own["voice"], entry)
            _mean(tone, row.tone, y, half, f"_tone {entry.doc_id}", 2)
            _interval(tone, ends.get(("tone", entry.doc_id)), y + half + 1.5)
            note = f"n = {row.n_coded:,}" if side > 130 else ""
            indent = -SPILL if side < 130 else 0
            write_header(stance, at - half - 7, entry, note, side + SPILL, indent=indent)
            _bars(stance, row, at, half, entry, scale)
            _interval(stance, ends.get(("stance", entry.doc_id)), at - 7)
            _line(lines, row, y, at, entry, middle)
        notes = wrap(said, width, 6) if said else []
        for number, line in enumerate(notes):
            look = {"xycoords": "axes fraction", "va": "top"}
            write(tone, 0, 0, line, (-4, -26 - 8.8 * number), "left note", **look)
        sheet.margins = (6, 6, 24 + (8.8 * len(notes) + 5 if notes else 0), 2)
        return height

    return sheet.fit(lay, 6, 6, 24, 2)


def headline(table: Table, documents: Table) -> str:
    rows, labels = rank_texts(table, documents), labels_of(documents)
    both, tones = rows.dropna(subset=["tone", "stance"]), rows.dropna(subset=["tone"])
    crossed, pairs = count_reversals(rows)
    if crossed:
        moved, told = move_most(both), ""
        if moved is not None:
            one, other = (ordinal(int(moved[x]), len(both)) for x in ("by_tone", "by_stance"))
            told = f"Ranked by tone, {labels[moved['doc_id']]} comes {one}. Ranked by stance, "
            told += f"it comes {other}."
        order = (
            f"Tone and stance order {crossed:,} of {counted(pairs, 'pair')} of texts differently"
        )
        return first_fitting(told, order)
    if pairs:
        tied = both["tone"].duplicated().any() or both["stance"].duplicated().any()
        if tied:
            return f"Tone and stance put no two of {len(both):,} texts in opposite order"
        return f"Tone and stance rank these {len(both):,} texts alike"
    top = tones.loc[tones["tone"] == tones["tone"].max(), "doc_id"]
    only = ""
    if len(top) == 1 < len(tones):
        only = f"{labels[top.iloc[0]]} has the highest mean tone of {len(tones):,} texts"
    return first_fitting(only, f"Tone and stance of {counted(len(rows), 'text')}")


def subtitle(table: Table, documents: Table, intervals: dict[str, Table] | None = None) -> str:
    coded = int(table["stance"].isin(list(SIDES)).sum())
    bar = "; the bar beside it its interval" if intervals else ""
    return (
        f"Mean tone (VADER, −1 to 1) of {counted(len(table), 'sentence')}; stance read from "
        f"{coded:,}. Each mark is a sentence, each upright stroke a mean{bar}. Filled: favourable; "
        "outlined: unfavourable."
    )


def move_most(both: Table) -> pd.Series | None:
    """The text whose two ranks lie farthest apart, if any differ.

    `both` are rows of `rank_texts` with tone and stance. With by_tone and by_stance, the ranks from
    1. Texts that share a rank with another are passed over; where none is left, None.
    """
    ranks = both.assign(
        by_tone=both["tone"].rank(ascending=False), by_stance=both["stance"].rank(ascending=False)
    )
    shared = [ranks[rank].duplicated(keep=False) for rank in ("by_tone", "by_stance")]
    apart = (ranks["by_tone"] - ranks["by_stance"]).abs()[~(shared[0] | shared[1])]
    return ranks.loc[apart.idxmax()] if len(apart) and apart.max() > 0 else None


def caption(
    table: Table,
    documents: Table,
    intervals: dict[str, Table] | None = None,
    sure: Table | None = None,
) -> str:
    rows, labels = rank_texts(table, documents), labels_of(documents)
    crossed, pairs = count_reversals(rows)
    bars = "; bars beside them: intervals over sentences" if intervals else ""
    said = "" if sure is None else f"{_say_sure(sure, rows, labels)} "
    values = "; ".join(_tone_and_stance(row, labels) for row in rows.itertuples())
    order = (
        f"Tone and stance put {crossed:,} of {counted(pairs, 'pair')} of texts in opposite "
        "order, each a crossing of two lines. "
        if pairs
        else ""
    )
    return (
        f"Tone and stance of {counted(len(rows), 'text')}. Left: VADER compound score of "
        f"{counted(len(table), 'sentence')} (−1 to 1; Hutto & Gilbert 2014), each a point, texts "
        "ranked by their mean. Right: stance toward the outcome, coded by reading "
        f"{counted(int(rows['n_coded'].sum()), 'sentence')}; full bars favourable, outlined bars "
        "unfavourable, as shares of the sentences coded, texts ranked by the mean of favourable "
        f"(1), neither (0) and unfavourable (−1). Upright marks: means{bars}. {values}. {order}"
        f"{said}{explain_voices(table, 'points')}{_who(table)}"
        "Ranks do not say how far apart two texts are."
    )


def alt(table: Table, documents: Table) -> str:
    rows, labels, told = rank_texts(table, documents), labels_of(documents), []
    for measure, n in (("tone", "n"), ("stance", "n_coded")):
        ranked = rows[rows[n] > 0].sort_values(f"{measure}_rank")
        pairs = zip(ranked["doc_id"], ranked[measure], strict=True)
        told.append(", ".join(f"{labels[doc_id]} {signed(value)}" for doc_id, value in pairs))
    crossed, pairs = count_reversals(rows)
    return (
        f"Two ranked columns joined by lines. Highest mean tone first: {told[0] or 'no text'}. "
        f"Most favourable coded stance first: {told[1] or 'no text'}. {crossed:,} of "
        f"{counted(pairs, 'pair')} change places."
    )


def _who(table: Table) -> str:
    who = next(iter(table.get("read_by", pd.Series(dtype=str)).dropna()), "")
    if not who:
        return ""
    coded = table[table["n_coders"] > 0]
    n = coded["n_coders"]
    if n.max() == 1:
        return f"The stance was read by {who}. "
    few = f"{n.min():,} to {n.max():,}" if n.min() < n.max() else f"{n.max():,}"
    alike, divided = int((coded["n_agree"] == n).sum()), int(coded["stance"].isna().sum())
    return (
        f"The stance is {who}: {counted(len(coded), 'sentence')}, each read by {few} of them, "
        f"{alike:,} alike by all who did, {divided:,} without a majority and left out. "
    )


def _tone_and_stance(row, labels) -> str:
    tone = f"tone {signed(row.tone)} (n = {row.n:,})" if row.n else "no sentence"
    stance = (
        f"stance {signed(row.stance)} ({row.n_favourable:,} favourable, {row.n_neither:,} neither, "
        f"{row.n_unfavourable:,} unfavourable)"
        if row.n_coded
        else "stance not coded"
    )
    return f"{labels[row.doc_id]}: {tone}, {stance}"


def rank_texts(table: Table, documents: Table) -> Table:
    """One row per document: n, tone (mean), n_coded, counts and mean of stance, and both ranks.

    Ranks count from 0, the highest first; texts of equal stance keep their order of tone, so that
    equality never draws a crossing, and texts without a value come last.
    """
    rows = []
    for doc_id in documents["doc_id"]:
        own = table[table["doc_id"] == doc_id]
        side = own["stance"].map(SIDES).astype(float).dropna()
        n = {f"n_{name}": int((side == value).sum()) for name, value in SIDES.items()}
        rows.append((doc_id, len(own), own["compound"].mean(), len(side), *n.values(), side.mean()))
    columns = ["doc_id", "n", "tone", "n_coded", *[f"n_{name}" for name in SIDES], "stance"]
    rows = pd.DataFrame(rows, columns=columns)
    rows["tone_rank"] = _rank(rows["tone"], np.arange(len(rows)))
    rows["stance_rank"] = _rank(rows["stance"], rows["tone_rank"])
    return rows


def count_reversals(rows: Table) -> tuple[int, int]:
    """Pairs of texts that tone and stance put in opposite order, and pairs compared."""
    both = rows.dropna(subset=["tone", "stance"])
    tone, stance = both["tone"].to_numpy(), both["stance"].to_numpy()
    signs = np.sign(tone[:, None] - tone) * np.sign(stance[:, None] - stance)
    return int((signs < 0).sum() // 2), len(both) * (len(both) - 1) // 2


def _rank(values: pd.Series, ties) -> np.ndarray:
    rank = np.empty(len(values), dtype=int)
    rank[np.lexsort((ties, -values.fillna(-np.inf)))] = np.arange(len(values))
    return rank


def _heads(three, side, crossed):
    tone, lines, stance = three
    narrow, below = side < 130, {"xycoords": "axes fraction", "va": "bottom"}
    heads = (
        (tone, "How the words sound", "mean tone"),
        (stance, "Where it stands", "stance, as read"),
    )
    for panel, bold, soft in heads:
        indent = -SPILL if panel is stance and narrow else 0
        bold = shorten(bold, side + SPILL, SIZE, "bold")
        write(panel, 0, -19, bold, indent, "left bold")
        write(panel, 0, -10, shorten(soft, side + SPILL, SMALL), indent, "left note")
    # Narrow panels have no room for both words between their ends.
    for panel, left, right, shift in (
        (tone, "negative", "positive", -4),
        (stance, "unfavourable", "favourable", -24 if narrow else -4),
    ):
        write(panel, 0, 0, left, (shift, -18.5), "left note", **below)
        write(panel, 1, 0, right, (4, -18.5), "right note", **below)
    if crossed[1]:
        text = f"{crossed[0]:,} of {counted(crossed[1], 'pair')}"
        text += "\nreversed" if narrow else "\nin opposite order"
        write(lines, 0.5, 0, text, (-8 if narrow else 0, -18.5), "center note", color=INK, **below)


def _mean(panel, value, y, half, label, above=5):
    """Draw an upright mark with a white edge: behind points, which must be seen, and over bars."""
    if pd.isna(value):
        return
    look = {"clip_on": False, "solid_capstyle": "butt"}
    edge = {"color": "w", "lw": 3.4, "zorder": above - 0.1, "label": "_edge"} | look
    look |= {"color": INK, "lw": 1.7, "zorder": above, "label": label}
    panel.plot([value] * 2, [y - half - 0.5, y + half + 0.5], **edge)
    panel.plot([value] * 2, [y - half, y + half], **look)


def _bars(panel, row, y, half, entry, scale):
    if not row.n_coded:
        write(panel, 0.5, y, "not coded", 0, "center note")
        return
    tall, below = 9.0, y + 10
    panel.hlines(y, -1, 1, color=FAINT, lw=0.5, zorder=0)
    panel.vlines(0, y - half, y + 6, color=AXIS, lw=0.5, zorder=3)
    for name, count in (("unfavourable", row.n_unfavourable), ("favourable", row.n_favourable)):
        sign = SIDES[name]
        fill, line = (entry.colour, "w") if sign > 0 else ("white", entry.colour)
        look = {"facecolor": fill, "edgecolor": entry.colour, "linewidth": 0.9, "clip_on": False}
        label = [f"_{name} {entry.doc_id}"]
        panel.barh(y, sign * count / row.n_coded, tall, label=label, **look)
        if scale / row.n_coded > 2.5:
            cells = sign * np.arange(1, count) / row.n_coded
            panel.vlines(cells, y - tall / 2, y + tall / 2, color=line, lw=0.5)
    _mean(panel, row.stance, y, tall / 2 + 2, f"_stance {entry.doc_id}")
    against, favour = f"{row.n_unfavourable:,} against", f"{row.n_favourable:,} for"
    if scale < 60:
        # No room for three words.
        ink = [INK if n else SOFT for n in (row.n_unfavourable, row.n_favourable)]
        write(panel, 0, below, against, -SPILL, "left note", color=ink[0])
        write(panel, 1, below, favour, 4, "right note", color=ink[1])
        return
    write(panel, 0.5, below, f"{against} · {row.n_neither:,} neither · {favour}", 0, "center note")


def _line(panel, row, y, at, entry, middle):
    ends = []
    room = text_width("+0.00", SIZE, "bold") + 9
    for value, place, left in ((row.tone, y, True), (row.stance, at, False)):
        if pd.isna(value):
            continue
        look = {"va": "center_baseline", "size": SIZE, "weight": "bold", "clip_on": False}
        x, align = (5, "left") if left else (middle - 5, "right")
        panel.text(x, place, signed(value), ha=align, **look)
        ends.append((room + 2 if left else middle - room - 2, place))
    if len(ends) == 2:
        (x0, x1), (y0, y1) = zip(*ends, strict=True)
        # Level at both ends, where a line meets its text.
        t = np.linspace(0, 1, 50)
        path = y0 + (y1 - y0) * (3 * t**2 - 2 * t**3)
        x = x0 + (x1 - x0) * t
        panel.plot(x, path, color="w", lw=5, zorder=1, label="_edge")
        panel.plot(x, path, color=entry.colour, lw=2.8, zorder=1, label=entry.doc_id)
    if ends:
        look = {"ms": 7, "mec": "w", "mew": 0.8, "clip_on": True}
        x, y = zip(*ends, strict=True)
        mark(panel, x, y, entry.marker, entry.colour, f"_ends {entry.doc_id}", **look)


def _interval(panel: Axes, ends: tuple | None, y: float) -> None:
    if ends and all(map(pd.notna, ends)):
        panel.hlines(y, *ends, color=INK, lw=0.9, clip_on=False, label="interval", zorder=4)


def _say_sure(sure: Table, rows: Table, labels: dict) -> str:
    """A sentence on how often resamples bear out the headline, or each crossing."""
    own = sure[sure["own"].astype(bool)]
    moved = move_most(rows.dropna(subset=["tone", "stance"]))
    n, parts = int(rows["stance"].notna().sum()), []
    if moved is not None:
        for measure, rank in (("tone", "by_tone"), ("stance", "by_stance")):
            row = own.query("what == 'rank' and measure == @measure")
            row = row[[texts == (moved["doc_id"],) for texts in row["texts"]]]
            if len(row):
                place = ordinal(int(moved[rank]), n)
                parts.append(f"{place} by {measure} in {row['share'].iloc[0]:.0%}")
        parts = [f"{labels[moved['doc_id']]} {listed(parts)}"] if parts else []
    crossings = own.query("what == 'crossing'").sort_values("share", ascending=False)
    parts += [
        f"{labels.get(a, a)} and {labels.get(b, b)} change places in {share:.0%}"
        for (a, b), share in zip(crossings["texts"], crossings["share"], strict=True)
    ][:3]
    draws = f"Of {int(own['draws'].max()):,} resamples over sentences" if parts else ""
    return f"{draws}: {'; '.join(parts)}." if parts else ""
