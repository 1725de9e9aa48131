"""A difference of two texts without each sentence or word, those that move it most on top.

Use it to ask whether a difference rests on one sentence or one word.

It cannot show what other sentences would have said: those there are, are left out one by one.

    words = sensitivity.without_each_word(s, "msnbc", "axios")
    each = sensitivity.without_each_sentence(sentiment.score(s), "msnbc", "axios")
    told = {"between": ("MSNBC", "Axios"), "words": words}
    figures.draw("leave-out", each, c.documents, "figures", **told)
"""

import numpy as np

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.ink import AXIS, FALLS, INK, SMALL, SOFT, mark
from analysis.charts.layout import Axes, Look, Sheet, Table, place_panels
from analysis.charts.lettering import (
    cut_at_clause,
    draw_sign,
    plain,
    shorten,
    signed,
    widest,
    wrap,
    write,
)
from analysis.charts.look import looks_of, styled

HEAD, LINE = 14.0, 8.4
MOST = 8  # rows drawn
BETWEEN = ("the first", "the second")


@styled
def plot(
    table: Table,
    documents: Table,
    ax: Axes | None = None,
    between: tuple[str, str] = BETWEEN,
    words: Table | None = None,
) -> Axes:
    """A row each sentence or word, those that move the difference most on top.

    `table`: difference, without, flips, and doc_id and text (a sentence), or term with valence,
    n_a, n_b (a word). `between` names the two texts. The upright line is the difference as it is; a
    mark is the difference without this sentence or word. It is a filled diamond if the order of the
    texts turns. `words` may be given beside sentences: the table of words, told in a line below.
    Returns the frame; its ``child_axes`` hold the one panel.
    """
    need(table, ["difference", "without", "flips"], "table", "sensitivity.without_each_word")
    sheet = Sheet(ax, 1)
    [panel] = sheet.panels
    rows, by_word = table.head(MOST), "term" in table.columns
    looks = {entry.doc_id: entry for entry in looks_of(documents).itertuples()}
    full = float(table["difference"].iloc[0]) if len(table) else 0.0
    x = rows["without"].to_numpy(float)
    ends = np.append(x[~np.isnan(x)], [0, full])
    room = max(np.ptp(ends), 1e-9) * 0.1
    what = "word" if by_word else "sentence"

    def lay(width: float) -> float:
        notes = [signed(row.without, 3) for row in rows.itertuples()]
        if by_word:
            counts = zip(rows["n_a"], rows["n_b"], notes, strict=True)
            notes = [f"{a:,} : {b:,}  {note}" for a, b, note in counts]
        right = widest(notes, SMALL) + 8
        left = width * (0.3 if by_word else 0.5)
        y = HEAD
        for row, note in zip(rows.itertuples(), notes, strict=True):
            lines, entry = _lines(row, by_word, left - 20, looks)
            tall = max(LINE * len(lines), 9.8) + (0 if by_word else 3)
            middle = y + tall / 2
            for number, line in enumerate(lines):
                at = middle + LINE * (number - (len(lines) - 1) / 2)
                look = "left bold" if row.flips else "left"
                write(panel, 0, at, line, -left + (10 if entry else 0), look, size=SMALL)
            if entry:
                draw_sign(panel, middle - LINE * (len(lines) - 1) / 2, entry, -left + 3)
            panel.hlines(middle, full, row.without, color=SOFT, lw=0.8, zorder=1)
            turned = ("D", FALLS, "order turned") if row.flips else ("o", INK, "same order")
            shape: Look = {"ms": 4.2, "mew": 0.8, "clip_on": True}
            mark(panel, row.without, middle, *turned, bool(row.flips), **shape)
            write(panel, 1, middle, note, right, "right note")
            y += tall
        y = max(y, HEAD + 10)
        panel.vlines(full, 12, y, color=INK, lw=0.8, label="_difference")
        panel.vlines(0, 12, y, color=AXIS, lw=0.8, ls=(0, (2, 2)), label="_zero")
        panel.set(xlim=(ends.min() - room, ends.max() + room), ylim=(y + 2, 0), yticks=[])
        panel.set_xlabel(f"difference without this {what}")
        look = {"xycoords": "data", "va": "bottom", "size": SMALL}
        write(panel, full, 10, f"all {what}s: {signed(full, 3)}", 0, "center", **look)
        lines = wrap(_say_words(words), width, 3) if words is not None else []
        for number, line in enumerate(lines):
            write(panel, 0, y + 34 + LINE * number, line, -left, "left note")
        margins = left, right, 26 + LINE * len(lines) + 4 * bool(lines), 2
        return place_panels(sheet.ax, [(panel, margins, y + 2)], 1, width)

    return sheet.fit(lay, 6, 6, 2, 2)


def headline(table: Table, documents: Table) -> str:
    what, n = "word" if "term" in table.columns else "sentence", len(table)
    turned = int(table["flips"].sum())
    if not turned:
        return f"No single {what} of {n:,} turns the order round"
    if turned == 1:
        return f"One {what} of {n:,} turns the order round"
    return f"{counted(turned, what)} of {n:,}, each alone, turn the order round"


def subtitle(table: Table, documents: Table, between: tuple[str, str] = BETWEEN) -> str:
    what = "word" if "term" in table.columns else "sentence"
    return (
        f"Mean tone of {between[0]} less that of {between[1]}, without each {what} in turn; the "
        f"{min(MOST, len(table)):,} that move it most. Filled diamond: the order turns."
    )


def caption(
    table: Table, documents: Table, between: tuple[str, str] = BETWEEN, words: Table | None = None
) -> str:
    what = "word" if "term" in table.columns else "sentence"
    full = signed(table["difference"].iloc[0], 3) if len(table) else "none"
    counts = f"; beside it, occurrences in {between[0]} : {between[1]}" if what == "word" else ""
    also = f"{_say_words(words)} " if words is not None else ""
    number = int(table["flips"].sum())
    some = f"one {what}" if number == 1 else f"any one of {number:,} {what}s"
    turned = f"Without {some} the order turns round (filled diamonds)."
    turned = turned if number else f"No single {what} turns the order round."
    return (
        f"Difference of mean tone between {between[0]} and {between[1]} ({full}) without each "
        f"{what}: the {min(MOST, len(table)):,} that move it most of {len(table):,}{counts}. "
        f"{turned} {also}One is left out at a time; two together may do what neither "
        "does alone."
    )


def alt(table: Table, documents: Table, between: tuple[str, str] = BETWEEN) -> str:
    names = table["term"] if "term" in table.columns else table["text"]
    listed = "; ".join(
        f"without {shorten(name, 200)} {signed(row.without, 3)}{' (turned)' * bool(row.flips)}"
        for name, row in zip(names.head(MOST), table.head(MOST).itertuples(), strict=True)
    )
    full = signed(table["difference"].iloc[0], 3) if len(table) else "none"
    return f"Difference of {between[0]} and {between[1]}: {full}; {listed or 'nothing left out'}."


def _lines(row, by_word: bool, width: float, looks: dict) -> tuple[list[str], object]:
    if by_word:
        return [shorten(row.term, width, SMALL, "bold")], None
    entry = looks.get(row.doc_id)
    name = f"{entry.label}: " if entry else ""
    said = cut_at_clause(f"{name}“{plain(row.text)}", width, 3, SMALL)
    return wrap(f"{said}”", width, 4, SMALL, "bold"), entry


def _say_words(words: Table) -> str:
    turned = [f"“{plain(term)}”" for term in words.loc[words["flips"].astype(bool), "term"]]
    if not turned:
        return f"No single word of {len(words):,} turns the order round."
    return f"Of {counted(len(words), 'word')}, each alone turns it round: {', '.join(turned)}."
