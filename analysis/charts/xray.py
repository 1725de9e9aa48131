"""Where terms occur along each text: a row for each term, a stroke for each occurrence.

Use it to see where words stand: in the opening, throughout, or in a quotation alone.

It cannot show what is said with them; `tokens.concordance` gives the words around each.

    places = tokens.locate(t, ["walk*", "deal*", "summit*", "talks"])
    figures.draw("xray", places, c.documents, "figures")
"""

import numpy as np
import pandas as pd

from analysis._shown import counted
from analysis.charts.ink import FAINT, SMALL, mark
from analysis.charts.layout import Axes, Sheet, Table
from analysis.charts.lettering import (
    first_fitting,
    plain,
    shorten,
    text_width,
    widest,
    write,
    write_header,
)
from analysis.charts.look import count_texts, each_text, labels_of, looks_in, styled

ROW = 9.4


@styled
def plot(occurrences: Table, documents: Table, ax: Axes | None = None) -> Axes:
    """A block a text, a row a term, a stroke an occurrence.

    `occurrences`: doc_id, term (the word or pattern looked for), position (share of the text's
    words, 0 to 1), voice, and, where given, match (the word as it stands, printed at the right).
    Every text has a row for every term of the table: an empty row with 0 is a finding too. Quoted
    words are drawn hollow. `documents` may carry n_words, printed beside the label.
    """
    needed, make = "doc_id term position voice", "tokens.concordance"
    looks = looks_in(occurrences, documents, needed, make, "occurrences")
    sheet = Sheet(ax)
    ax = sheet.ax
    terms = list(dict.fromkeys(occurrences["term"]))
    sizes = documents.get("n_words", pd.Series(index=documents.index, dtype=float)).to_list()
    rows, heads, y = [], [], 0.0
    for entry, size in zip(looks, sizes, strict=True):
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
                sign, look = ("o", {"ms": 3.6}) if quoted else ("|", {"ms": 7, "mew": 1.5})
                label = f"{entry.doc_id} {term} {'quoted' if quoted else 'author'}"
                y_of = np.full(len(at), middle)
                mark(ax, at, y_of, sign, entry.colour, label, not quoted, **look)
            rows.append((middle, plain(term), len(own), _words(own)))
            y += ROW
        y += 7
    ax.set(xlim=(0, 1), ylim=(max(y - 4, 10), 0), xlabel="place in the text (share of its words)")
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    ax.set_yticks([])
    left = min(widest(map(plain, terms)) + 8, 90)
    counts = widest(f"{n:,}" for _, _, n, _ in rows)
    room = min(widest((words for *_, words in rows), SMALL) + 2, 120)

    def lay(width: float) -> float:
        for middle, term, n, words in rows:
            name = shorten(term, left - 6)
            write(ax, 0, middle, name, -6, "right")
            write(ax, 1, middle, f"{n:,}", 8 + counts, "right")
            text = shorten(words, room, SMALL) if words else ""
            write(ax, 1, middle, text, 13 + counts, "left note")
        taken = _key(ax, occurrences["voice"])
        for top, entry, note in heads:
            space = left + width - (0 if top else taken)
            write_header(ax, top + 6, entry, note, space, indent=-left)
        return max(y - 4, 10)

    return sheet.fit(lay, left + 6, counts + room + 20, 26, 2)


def headline(occurrences: Table, documents: Table) -> str:
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


def subtitle(occurrences: Table, documents: Table) -> str:
    return (
        f"{counted(len(occurrences), 'occurrence')}, each a stroke at its place in the text, from "
        "its first word to its last."
    )


def caption(occurrences: Table, documents: Table) -> str:
    terms = list(dict.fromkeys(occurrences["term"].map(plain)))
    quoted = int(occurrences["voice"].eq("quoted").sum())
    return (
        f"Where {', '.join(terms) or 'no term'} occur along {count_texts(documents)}: "
        f"{counted(len(occurrences), 'occurrence')}, each a stroke at its place in the text; "
        f"{quoted:,} of them in someone else's voice (hollow circles). At the right, "
        "the count and the words as they stand. Texts of different length are drawn equally "
        "long, so a denser row is not a higher rate; what is meant without these words is not seen."
    )


def alt(occurrences: Table, documents: Table) -> str:
    lines = []
    for label, own in each_text(occurrences, documents):
        parts = []
        for term in dict.fromkeys(occurrences["term"]):
            found = sorted(own["position"][own["term"] == term])
            places = f" (at {', '.join(f'{p:.0%}' for p in found)})" if found else ""
            parts.append(f"{plain(term)} {len(found):,}{places}")
        lines.append(f"{label}: {'; '.join(parts)}.")
    return "Strokes along each text. " + " ".join(lines)


def _words(own: Table) -> str:
    if "match" not in own or own.empty:
        return ""
    counts = own["match"].map(plain).str.lower().value_counts(sort=False)
    return ", ".join(word if n == 1 else f"{word} ×{n}" for word, n in counts.items())


def _key(ax, voices):
    if not voices.eq("quoted").any():
        return 0.0
    text = "❘ author   ○ quoted"
    write(ax, 1, 6, text, 0, "right note")
    return text_width(text, SMALL) + 10
