"""The parts of each text that are compared, the parts left out, and why.

Use it to open a study: what of each file is compared, and what is left out and why.

It cannot show whether the roles were given rightly; read the lines that are left out.

    everything = tokens.tokenize(sentences.split(c, roles=corpus.ROLES))
    words = tokens.sizes(everything, by=["doc_id", "passage_id"]).reset_index()
    passages = c.passages.merge(words, on=["doc_id", "passage_id"])
    figures.draw("overview", passages, c.documents, "figures")
"""

from analysis._shown import counted
from analysis.charts.ink import SMALL
from analysis.charts.layout import Axes, Sheet, Table, whole_ticks
from analysis.charts.lettering import widest, wrap, write, write_header
from analysis.charts.look import count_texts, each_text, looks_in, styled

COMPARED = ("body", "quotation")


@styled
def plot(passages: Table, documents: Table, ax: Axes | None = None) -> Axes:
    """Each text as a bar of its words in reading order: what is compared, what is left out, why.

    `passages`: doc_id, role, reason and n_words (words of the passage), in reading order. The parts
    compared have the text's colour: filled (body) or hatched (quotation). The rest is hatched in
    grey. The lines under a bar give the words of each role left out and the reason.
    """
    looks = looks_in(passages, documents, "doc_id role reason n_words", "corpus.load", "passages")
    sheet = Sheet(ax)
    ax = sheet.ax
    bar, line, head, space = 9.0, 8.6, 12.0, 9.0
    blocks = [(entry, *_parts(passages, entry.doc_id)) for entry in looks]
    ax.set_yticks([])
    longest = passages.groupby("doc_id")["n_words"].sum().max() if len(passages) else 1
    ax.set_xlim(0, max(longest, 1))
    ax.xaxis.set_major_locator(whole_ticks())
    ax.set_xlabel("words in reading order (hatched in grey: left out)")

    def lay(width: float) -> float:
        column = widest((words for *_, out in blocks for words, _ in out), SMALL)
        y = 0.0
        for entry, own, note, out in blocks:
            write_header(ax, y + 6, entry, note, width)
            _bars(ax, y + head, bar, own, entry)
            y += head + bar + line * 0.6
            for words, reason in out:
                lines = wrap(reason, width - column - 6, 3)
                for number, text in enumerate(lines):
                    if number == 0:
                        write(ax, 0, y, words, column, "right", size=SMALL)
                    write(ax, 0, y, text, column + 6, "left note")
                    y += line
            y += space - line * 0.6
        ax.set_ylim(max(y - space + 4, 20), 0)
        return max(y - space + 4, 20)

    return sheet.fit(lay, 8, 12, 26, 2)


def headline(passages: Table, documents: Table) -> str:
    words, kept = passages["n_words"], passages["role"].isin(COMPARED)
    total, out = counted(int(words.sum()), "word"), int(words[~kept].sum())
    if not out:
        return f"All {total} of {count_texts(documents)} are compared"
    return f"{out:,} of {total} in {count_texts(documents)} are left out of the comparison"


def subtitle(passages: Table, documents: Table) -> str:
    return "Words of each file in reading order. Filled: compared; grey: left out."


def caption(passages: Table, documents: Table) -> str:
    kept = passages["role"].isin(COMPARED)
    parts = [
        f"{label}: {own['n_words'][kept].sum():,} of {own['n_words'].sum():,} words"
        for label, own in each_text(passages, documents)
    ]
    return (
        f"What is compared in {count_texts(documents)}. Each bar is a text in reading "
        "order, each division a passage, its length the number of words. Compared "
        f"({', '.join(COMPARED)}): {'; '.join(parts)}. Hatched in the text's colour: passages in "
        f"another voice. Hatched in grey: {passages['n_words'][~kept].sum():,} words left out, "
        "with the reason below the bar. "
        "The choice of passages is a reading of the page and precedes every count."
    )


def alt(passages: Table, documents: Table) -> str:
    lines = []
    for label, own in each_text(passages, documents):
        roles = own.groupby("role", sort=False)["n_words"].sum()
        listed = ", ".join(
            f"{role} {n:,}{'' if role in COMPARED else ' (left out)'}" for role, n in roles.items()
        )
        lines.append(f"{label}: {listed or 'no passage'}.")
    return "Bars of words by role. " + " ".join(lines)


def _parts(passages, doc_id):
    """Passages of a text, with whether they are compared; its note; and the roles left out."""
    own = passages[passages["doc_id"] == doc_id]
    own = own.assign(kept=own["role"].isin(COMPARED))
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
    start = 0
    for row in own.itertuples():
        look = {"facecolor": entry.colour, "edgecolor": "white"}
        if row.kept and row.role != "body":
            look = {"facecolor": "white", "edgecolor": entry.colour, "hatch": entry.hatch * 2}
        if not row.kept:
            look = {"facecolor": "white", "edgecolor": "#aaaaaa", "hatch": "/////"}
        look |= {"linewidth": 0.4, "clip_on": False, "label": f"_{entry.doc_id}"}
        ax.barh(y + height / 2, row.n_words, height, start, **look)
        start += row.n_words
