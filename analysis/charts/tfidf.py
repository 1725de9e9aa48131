"""The terms of each text with the highest tf-idf, a panel a text.

Use it for the words that a text uses often and the others do not use at all.

It cannot show a difference in the use of words that all texts share, and it has no interval.

    weights = tfidf.bind(tokens.count_terms(t))
    figures.draw("tfidf", tokens.content(weights), c.documents, "figures")
"""

from analysis.charts.keyness import Column, arrange
from analysis.charts.layout import Axes, Sheet, Table
from analysis.charts.lettering import first_fitting, listed, plain
from analysis.charts.look import count_texts, labels_of, looks_in, styled


@styled
def plot(table: Table, documents: Table, ax: Axes | None = None, top: int = 10) -> Axes:
    """The `top` terms of each text by tf-idf, a panel a text, on one scale.

    `table`: doc_id, term, n and tf_idf; stop words, if unwanted, are left out by the caller. Equal
    scores are ordered by n, then by the alphabet. Returns the frame; its ``child_axes`` are the
    panels, in the documents' order.
    """
    looks = looks_in(table, documents, "doc_id term n tf_idf", "tfidf.bind")
    columns = []
    for entry in looks:
        rows = _highest(table, entry.doc_id, top)
        marks = [[(value, entry, True)] for value in rows["tf_idf"]]
        counts = [[f"{n:,}"] for n in rows["n"]]
        names = list(rows["term"].map(plain))
        columns.append(Column(entry, names, [False] * len(rows), counts, ["n"], marks))
    highest = max(table["tf_idf"].max() if len(table) else 1, 1e-9)
    return arrange(Sheet(ax, len(looks)), columns, highest * 1.06, "tf-idf")


def headline(table: Table, documents: Table) -> str:
    first = []
    for doc_id, label in labels_of(documents).items():
        rows = _highest(table, doc_id, 1)
        first += [f"“{plain(term)}” in {label}" for term in rows["term"]]
    return first_fitting(
        f"Highest tf-idf: {listed(first)}" if first else "",
        f"The terms with the highest tf-idf in {count_texts(documents)}",
    )


def subtitle(table: Table, documents: Table) -> str:
    return "tf-idf of the terms of each text, the highest first; at the right, occurrences."


def caption(table: Table, documents: Table, top: int = 10) -> str:
    shown = [_highest(table, name, top) for name in documents["doc_id"]]
    n = max((len(rows) for rows in shown), default=0)
    units = f" over {int(table['n_units'].iloc[0]):,} units" if "n_units" in table else ""
    return (
        f"The {n} terms with the highest tf-idf{units} in each of {count_texts(documents)}, of "
        f"{table['term'].nunique():,} terms and {int(table['n'].sum()):,} occurrences considered; "
        "at the right, the occurrences in the text. Ties are in alphabetical order. A term that "
        "every text uses is weighted down however much it is contested: tf-idf describes a text, "
        "it does not test a contrast."
    )


def alt(table: Table, documents: Table, top: int = 10) -> str:
    lines = []
    for doc_id, label in labels_of(documents).items():
        rows = _highest(table, doc_id, top)[["term", "tf_idf", "n"]].itertuples(index=False)
        terms = ", ".join(f"{plain(t)} {score:.3g} ({n:,})" for t, score, n in rows)
        lines.append(f"{label}: {terms}.")
    return "Bars of tf-idf (occurrences in brackets). " + " ".join(lines)


def _highest(table: Table, doc_id: str, top: int) -> Table:
    own = table[table["doc_id"] == doc_id]
    return own.sort_values(["tf_idf", "n", "term"], ascending=[False, False, True])[:top]
