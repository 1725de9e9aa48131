"""Where terms occur along each text: a row a term, a stroke an occurrence.

Use it to see where words stand: in the opening, throughout, or in a quotation alone.

It cannot show what is said with them; `tokens.concordance` gives the words around each.

    places = tokens.locate(t, ["walk*", "deal*", "summit*", "talks"])
    figures.draw("xray", places, c.documents, "figures")
"""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.layout import Axes, Sheet
from analysis.charts.lettering import (
    INK,
    SIZE,
    SMALL,
    SOFT,
    first_fitting,
    plain,
    shorten,
    text_width,
    write,
    write_header,
)
from analysis.charts.look import (
    FAINT,
    count_texts,
    labels_of,
    looks_of,
    need_documents,
    styled,
)

ROW = 9.4


@styled
def plot(occurrences: pd.DataFrame, documents: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Where terms occur along each text: a block a text, a row a term, a stroke an occurrence.

    `occurrences`: doc_id, term (the word or pattern looked for), position (share of the text's
    words, 0 to 1), voice, and, where given, match (the word as it stands, printed at the right).
    Every text has a row for every term of the table: an empty row with 0 is a finding too. Quoted
    words are drawn hollow. `documents` may carry n_words, printed beside the label.
    """
    need(occurrences, ["doc_id", "term", "position", "voice"], "occurrences", "tokens.concordance")
    need_documents(occurrences, documents)
    sheet = Sheet(ax)
    ax = sheet.ax
    looks = looks_of(documents)
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
                    at,
                    np.full(len(at), middle),
                    "o" if quoted else "|",
                    color=entry.colour,
                    ms=3.6 if quoted else 7,
                    ls="none",
                    clip_on=False,
                    zorder=3,
                    label=f"{entry.doc_id} {term} {'quoted' if quoted else 'author'}",
                    **look,
                )
            rows.append((middle, plain(term), len(own), _words(own)))
            y += ROW
        y += 7
    ax.set(xlim=(0, 1), ylim=(max(y - 4, 10), 0), xlabel="place in the text (share of its words)")
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    ax.set_yticks([])
    left = min(max([text_width(plain(term)) for term in terms] or [0]) + 8, 90)
    counts = max([text_width(f"{n:,}") for _, _, n, _ in rows] or [0])
    widest = max([text_width(words, SMALL) for *_, words in rows] or [0])

    def lay(width: float) -> float:
        for middle, term, n, words in rows:
            name = shorten(term, left - 6)
            write(ax, 0, middle, name, -6, ("right", INK, SIZE))
            write(ax, 1, middle, f"{n:,}", 8 + counts, ("right", INK, SIZE))
            text = shorten(words, room, SMALL) if words else ""
            write(ax, 1, middle, text, 13 + counts, ("left", SOFT, SMALL))
        taken = _key(ax, occurrences["voice"])
        for top, entry, note in heads:
            space = left + width - (0 if top else taken)
            write_header(ax, top + 6, entry, note, space, indent=-left)
        return max(y - 4, 10)

    room = min(widest + 2, 120)
    return sheet.fit(lay, left + 6, counts + room + 20, 26, 2)


def headline(occurrences: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The commonest term that one text never uses, or the commonest of all."""
    labels = labels_of(documents)
    n = pd.crosstab(occurrences["term"], occurrences["doc_id"])
    n = n.reindex(columns=list(labels), fill_value=0)
    total = n.sum(axis=1).sort_values(ascending=False, kind="stable")
    told = []
    for term in total.index:
        times = f"“{plain(term)}” occurs {counted(int(total[term]), 'time')}"
        if n.loc[term].eq(0).sum() == 1 < len(labels):
            told.insert(0, f"{times}, and never in {labels[n.loc[term].idxmin()]}")
            break
        told.append(f"{times}, more often than any other term drawn")
    alone = (total == total.max()).sum() == 1
    neutral = f"Where {counted(len(total), 'term')} occur in {count_texts(documents)}"
    sure = bool(told) and (alone or "never" in told[0])
    return first_fitting(told[0] if sure else "", neutral)


def subtitle(occurrences: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What a stroke is."""
    return (
        f"{counted(len(occurrences), 'occurrence')}, each a stroke at its place in the text, from "
        "its first word to its last."
    )


def caption(occurrences: pd.DataFrame, documents: pd.DataFrame) -> str:
    """How often the terms occur, and how many occurrences are someone else's words."""
    terms = list(dict.fromkeys(occurrences["term"].map(plain)))
    quoted = int(occurrences["voice"].eq("quoted").sum())
    return (
        f"Where {', '.join(terms) or 'no term'} occur along {count_texts(documents)}: "
        f"{counted(len(occurrences), 'occurrence')}, each a stroke at its place in the text; "
        f"{quoted:,} of them in someone else's voice (hollow circles). At the right, "
        "the count and the words as they stand. Texts of different length are drawn equally "
        "long, so a denser row is not a higher rate; what is meant without these words is not seen."
    )


def alt(occurrences: pd.DataFrame, documents: pd.DataFrame) -> str:
    """How often each term occurs in each text, and where."""
    lines = []
    for entry in looks_of(documents).itertuples():
        parts = []
        for term in dict.fromkeys(occurrences["term"]):
            mine = occurrences["doc_id"].eq(entry.doc_id) & occurrences["term"].eq(term)
            places = ", ".join(f"{p:.0%}" for p in sorted(occurrences["position"][mine]))
            parts.append(f"{plain(term)} {int(mine.sum()):,}" + (f" (at {places})" * bool(places)))
        lines.append(f"{entry.label}: {'; '.join(parts)}.")
    return "Strokes along each text. " + " ".join(lines)


def _words(own: pd.DataFrame) -> str:
    if "match" not in own or own.empty:
        return ""
    counts = own["match"].map(plain).str.lower().value_counts(sort=False)
    return ", ".join(word if n == 1 else f"{word} ×{n}" for word, n in counts.items())


def _key(ax, voices):
    if not voices.eq("quoted").any():
        return 0.0
    text = "❘ author   ○ quoted"
    write(ax, 1, 6, text, 0, ("right", SOFT, SMALL))
    return text_width(text, SMALL) + 10
