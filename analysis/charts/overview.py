"""What of each text is compared, what is left out, and why.

Use it to open a study: what of each file is compared, and what is left out and why.

It cannot show whether the roles were given rightly; read the lines that are left out.

    everything = tokens.tokenize(sentences.split(c, roles=corpus.ROLES))
    words = tokens.sizes(everything, by=["doc_id", "passage_id"]).reset_index()
    passages = c.passages.merge(words, on=["doc_id", "passage_id"])
    figures.draw("overview", passages, c.documents, "figures")
"""

import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts.layout import Axes, Sheet, whole_ticks
from analysis.charts.lettering import (
    INK,
    SMALL,
    SOFT,
    text_width,
    wrap,
    write,
    write_header,
)
from analysis.charts.look import count_texts, looks_of, need_documents, styled

COMPARED = ("body", "quotation")


@styled
def plot(passages: pd.DataFrame, documents: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Each text as a bar of its words in reading order: what is compared, what is left out, why.

    `passages`: doc_id, role, reason and n_words (words of the passage, a count made by the
    caller), in reading order. Body and quotation, which are compared, are drawn in the text's
    colour (those in another voice hatched), the others white and hatched in grey. The lines under a
    bar give the words of each role left out and its reason.
    """
    need(passages, ["doc_id", "role", "reason", "n_words"], "passages", "corpus.load")
    need_documents(passages, documents)
    sheet = Sheet(ax)
    ax = sheet.ax
    looks = looks_of(documents)
    bar, line, head, space = 9.0, 8.6, 12.0, 9.0
    blocks = [(entry, *_parts(passages, entry.doc_id)) for entry in looks.itertuples()]
    ax.set_yticks([])
    longest = passages.groupby("doc_id")["n_words"].sum().max() if len(passages) else 1
    ax.set_xlim(0, max(longest, 1))
    ax.xaxis.set_major_locator(whole_ticks())
    ax.set_xlabel("words in reading order (hatched in grey: left out)")

    def lay(width: float) -> float:
        column = max(
            (text_width(words, SMALL) for *_, out in blocks for words, _ in out), default=0
        )
        y = 0.0
        for entry, own, note, out in blocks:
            write_header(ax, y + 6, entry, note, width)
            _bars(ax, y + head, bar, own, entry)
            y += head + bar + line * 0.6
            for words, reason in out:
                lines = wrap(reason, width - column - 6, 3)
                for number, text in enumerate(lines):
                    if number == 0:
                        write(ax, 0, y, words, column, ("right", INK, SMALL))
                    write(ax, 0, y, text, column + 6, ("left", SOFT, SMALL))
                    y += line
            y += space - line * 0.6
        ax.set_ylim(max(y - space + 4, 20), 0)
        return max(y - space + 4, 20)

    return sheet.fit(lay, 8, 12, 26, 2)


def headline(passages: pd.DataFrame, documents: pd.DataFrame) -> str:
    """How many words of the files are left out."""
    words, kept = passages["n_words"], passages["role"].isin(COMPARED)
    total, out = counted(int(words.sum()), "word"), int(words[~kept].sum())
    if not out:
        return f"All {total} of {count_texts(documents)} are compared"
    return f"{out:,} of {total} in {count_texts(documents)} are left out of the comparison"


def subtitle(passages: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What a bar is."""
    return "Words of each file in reading order. Filled: compared; grey: left out."


def caption(passages: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Words compared and words of each text, and that the choice is a reading."""
    kept = passages["role"].isin(COMPARED)
    words = passages["n_words"]
    parts = [
        f"{entry.label}: {words[own & kept].sum():,} of {words[own].sum():,} words"
        for entry in looks_of(documents).itertuples()
        for own in [passages["doc_id"] == entry.doc_id]
    ]
    return (
        f"What is compared in {count_texts(documents)}. Each bar is a text in reading "
        "order, each division a passage, its length the number of words. Compared "
        f"({', '.join(COMPARED)}): "
        f"{'; '.join(parts)}. Hatched in the text's colour: passages in another voice. Hatched in "
        f"grey: {words[~kept].sum():,} words left out, with the reason below the bar. "
        "The choice of passages is a reading of the page and precedes every count."
    )


def alt(passages: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Words of each text by role, and which roles are left out."""
    lines = []
    for entry in looks_of(documents).itertuples():
        own = passages[passages["doc_id"] == entry.doc_id]
        roles = own.groupby("role", sort=False)["n_words"].sum()
        listed = ", ".join(
            f"{role} {n:,}{'' if role in COMPARED else ' (left out)'}" for role, n in roles.items()
        )
        lines.append(f"{entry.label}: {listed or 'no passage'}.")
    return "Bars of words by role. " + " ".join(lines)


def _parts(passages, doc_id):
    """Passages of a text with whether they are compared, its note, and the roles left out."""
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
    """Draw the passages of a text one after another, each as long as it has words."""
    start = 0
    for row in own.itertuples():
        look = {"facecolor": entry.colour, "edgecolor": "white"}
        if row.kept and row.role != "body":
            look = {"facecolor": "white", "edgecolor": entry.colour, "hatch": entry.hatch * 2}
        if not row.kept:
            look = {"facecolor": "white", "edgecolor": "#aaaaaa", "hatch": "/////"}
        ax.barh(
            y + height / 2,
            row.n_words,
            height,
            start,
            linewidth=0.4,
            clip_on=False,
            label=f"_{entry.doc_id}",
            **look,
        )
        start += row.n_words
