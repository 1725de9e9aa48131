"""Charts along the texts: what of each is compared, and where terms occur in it."""

import numpy as np
import pandas as pd

from analysis import canvas
from analysis.canvas import FAINT, INK, SOFT, beside, known, styled
from analysis.checks import need
from analysis.lettering import SIZE, SMALL, plain, shorten, text_width, wrap

ROW = 9.4


@styled
def plot_overview(
    passages: pd.DataFrame, documents: pd.DataFrame, ax=None, compared=("body", "quotation")
):
    """Each text as a bar of its words in reading order: what is compared, what is left out, why.

    `passages`: doc_id, role, reason and n_words (words of the passage, a count made by the
    caller), in reading order. Passages whose role is in `compared` are drawn in the text's colour
    (those in another voice hatched), the others white and hatched in grey. The lines under a bar
    give the words of each role left out and its reason.
    """
    need(passages, ["doc_id", "role", "reason", "n_words"], "passages", "corpus.load")
    known(passages, documents)
    ax, made = canvas.canvas(ax)
    looks = canvas.look(documents)
    bar, line, head, space = 9.0, 8.6, 12.0, 9.0
    blocks = [(entry, *_parts(passages, entry.doc_id, compared)) for entry in looks.itertuples()]
    ax.set_yticks([])
    longest = passages.groupby("doc_id")["n_words"].sum().max() if len(passages) else 1
    ax.set_xlim(0, max(longest, 1))
    ax.xaxis.set_major_locator(canvas.whole())
    ax.set_xlabel("words in reading order (hatched in grey: left out)")

    def lay(width, drawn):
        column = max(
            (text_width(words, SMALL) for *_, out in blocks for words, _ in out), default=0
        )
        y = 0.0
        for entry, own, note, out in blocks:
            drawn.extend(canvas.header(ax, y + 6, entry, note, width))
            drawn.extend(_bars(ax, y + head, bar, own, entry))
            y += head + bar + line * 0.6
            for words, reason in out:
                lines = wrap(reason, width - column - 6, 3)
                for number, text in enumerate(lines):
                    if number == 0:
                        drawn.append(beside(ax, 0, y, words, column, ("right", INK, SMALL)))
                    drawn.append(beside(ax, 0, y, text, column + 6, ("left", SOFT, SMALL)))
                    y += line
            y += space - line * 0.6
        ax.set_ylim(max(y - space + 4, 20), 0)
        return max(y - space + 4, 20)

    lay.margins = (8, 12, 26, 2)
    canvas.fit(ax, made, lay)
    return ax


def _parts(passages, doc_id, compared):
    """Passages of a text with whether they are compared, its note, and the roles left out."""
    own = passages[passages["doc_id"] == doc_id]
    own = own.assign(kept=own["role"].isin(compared))
    words = own.groupby("role", sort=False)["n_words"].sum()
    roles = own[["role", "kept"]].drop_duplicates()
    parts = " + ".join(f"{words[role]:,} {role}" for role in roles["role"][roles["kept"]])
    note = f"{own['n_words'][own['kept']].sum():,} of {own['n_words'].sum():,} words compared"
    note += f" ({parts})" if parts else ""
    given = own[own["reason"].fillna("").ne("")].groupby("role", sort=False)["reason"]
    reasons = given.unique().map("; ".join).to_dict()
    out = [
        (f"{words[role]:,} {role}", reasons.get(role, "no reason given"))
        for role in roles["role"][~roles["kept"]]
    ]
    return own, note, out


def _bars(ax, y, height, own, entry):
    """Draw the passages of a text one after another, each as long as it has words."""
    drawn, start = [], 0
    for row in own.itertuples():
        look = {"facecolor": entry.colour, "edgecolor": "white"}
        if row.kept and row.role != "body":
            look = {"facecolor": "white", "edgecolor": entry.colour, "hatch": entry.hatch * 2}
        if not row.kept:
            look = {"facecolor": "white", "edgecolor": "#aaaaaa", "hatch": "/////"}
        bars = ax.barh(
            y + height / 2, row.n_words, height, start, linewidth=0.4, clip_on=False,
            label=f"_{entry.doc_id}", **look,
        )  # fmt: skip
        drawn += bars.patches
        start += row.n_words
    return drawn


@styled
def plot_xray(occurrences: pd.DataFrame, documents: pd.DataFrame, ax=None):
    """Where terms occur along each text: a block a text, a row a term, a stroke an occurrence.

    `occurrences`: doc_id, term (the word or pattern looked for), position (share of the text's
    words, 0 to 1), voice, and, where given, match (the word as it stands, printed at the right).
    Every text has a row for every term of the table: an empty row with 0 is a finding too. Quoted
    words are drawn hollow. `documents` may carry n_words, printed beside the label.
    """
    need(occurrences, ["doc_id", "term", "position", "voice"], "occurrences", "tokens.concordance")
    known(occurrences, documents)
    ax, made = canvas.canvas(ax)
    looks = canvas.look(documents)
    terms = list(dict.fromkeys(occurrences["term"]))
    sizes = documents.get("n_words", pd.Series(index=documents.index, dtype=float)).to_list()
    rows, heads, y = [], [], 0.0
    for entry, size in zip(looks.itertuples(), sizes, strict=True):
        note = "" if pd.isna(size) else f"{int(size):,} words"
        heads.append((y, entry, note))
        y += 14
        for term in terms:
            mine = occurrences["doc_id"].eq(entry.doc_id) & occurrences["term"].eq(term)
            own = occurrences[mine].sort_values("position", kind="stable")
            middle = y + ROW / 2
            ax.hlines(middle, 0, 1, color=FAINT, lw=0.5, zorder=0)
            for quoted in (False, True):
                at = own["position"][own["voice"].eq("quoted") == quoted]
                look = {"mfc": "white", "mew": 0.9} if quoted else {"mew": 1.5}
                ax.plot(
                    at, np.full(len(at), middle), "o" if quoted else "|", color=entry.colour,
                    ms=3.6 if quoted else 7, ls="none", clip_on=False, zorder=3,
                    label=f"{entry.doc_id} {term} {'quoted' if quoted else 'author'}", **look,
                )  # fmt: skip
            rows.append((middle, plain(term), len(own), _words(own)))
            y += ROW
        y += 7
    ax.set(xlim=(0, 1), ylim=(max(y - 4, 10), 0), xlabel="place in the text (share of its words)")
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    ax.set_yticks([])
    left = min(max([text_width(plain(term)) for term in terms] or [0]) + 8, 90)
    counts = max([text_width(f"{n:,}") for _, _, n, _ in rows] or [0])
    widest = max([text_width(words, SMALL) for *_, words in rows] or [0])

    def lay(width, drawn):
        for middle, term, n, words in rows:
            name = shorten(term, left - 6)
            drawn.append(beside(ax, 0, middle, name, -6, ("right", INK, SIZE)))
            drawn.append(beside(ax, 1, middle, f"{n:,}", 8 + counts, ("right", INK, SIZE)))
            text = shorten(words, room, SMALL) if words else ""
            drawn.append(beside(ax, 1, middle, text, 13 + counts, ("left", SOFT, SMALL)))
        taken = _xray_key(ax, occurrences["voice"], room + counts + 13, drawn)
        for top, entry, note in heads:
            space = left + width - (0 if top else taken)
            drawn.extend(canvas.header(ax, top + 6, entry, note, space, indent=-left))
        return max(y - 4, 10)

    room = min(widest + 2, 120)
    lay.margins = (left + 6, counts + room + 20, 26, 2)
    canvas.fit(ax, made, lay)
    return ax


def _words(own: pd.DataFrame) -> str:
    if "match" not in own or own.empty:
        return ""
    counts = own["match"].map(plain).str.lower().value_counts(sort=False)
    return ", ".join(word if n == 1 else f"{word} ×{n}" for word, n in counts.items())


def _xray_key(ax, voices, room, drawn):
    if not voices.eq("quoted").any():
        return 0.0
    text = "❘ author   ○ quoted"
    drawn.append(beside(ax, 1, 6, text, 0, ("right", SOFT, SMALL)))
    return text_width(text, SMALL) + 10
