"""An explorer for JupyterLab: chart and table beside the sentences of whatever is chosen in them.

    from analysis.study import explorer
    explorer.explore()                 # the study's texts, or explorer.explore("path/to/folder")

A click on a row or a mark shows its sentences. What is shown are results of the package's verbs, to
be had without widgets: `read_texts`, then `make_view`, `draw_view`, and `open_row`.
"""

import base64
import io
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import (
    corpus,
    evidence,
    figures,
    frames,
    grouping,
    keyness,
    sensitivity,
    sentences,
    sentiment,
    tfidf,
    tokens,
)
from analysis._shown import counted, in_html
from analysis.codebook.codes import find_codebook, read_codebook
from analysis.lexicons.lists import pattern_lexicon
from analysis.study import show

ROWS, SENTENCES = 60, 40  # at most so many are shown
NEAR = 0.03  # of the picture's width or height: a click farther from any mark chooses none
HERE = Path(__file__).with_name("templates")

# What can be switched; the first option is the study's own.
VOICES = ("all", "author", "quoted")
ROLES = {"body and quotations": sentences.DEFAULT_ROLES, "body": ["body"], "page": corpus.ROLES}
TOKENIZERS = {"the study's": lambda: None, "Treebank": sensitivity.treebank}
LEXICONS = {"VADER": lambda: None, "Pattern": pattern_lexicon}

# Measures: their chart, the columns of the table, and which of these switches they heed.
SOME_HEED = ("Against", "N-gram", "Lexicon")
CODES = "label n n_negated n_sentences per_1000"
MEASURES = {
    "tone": ("tone", "sentence_id compound n_hits voice text", "Lexicon"),
    "words of tone": ("tone-shift", "term n_target n_reference shift", "Against Lexicon"),
    "contrasts": ("keyness", "written n_target n_reference log_ratio low high p_exact",
                  "Against N-gram"),
    "tf-idf": ("tfidf", "term n n_sentences df n_units tf_idf", "N-gram"),
    "names": ("names", CODES, ""),
    "frames": ("frame-profile", CODES, ""),
    "actors": ("actors", CODES, ""),
}  # fmt: skip


class Texts(NamedTuple):
    """A corpus as `read_texts` returns it; in all tables but sentences, doc_id is the group's."""

    documents: pd.DataFrame  # the groups: doc_id, label, n_documents, n_words
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    scores: pd.DataFrame
    hits: pd.DataFrame
    codebook: pd.DataFrame | None
    mentions: pd.DataFrame | None


class View(NamedTuple):
    """A result, and what it was counted from: evidence of a row is found in `source`."""

    measure: str
    table: pd.DataFrame  # best row first
    source: pd.DataFrame
    label: str  # the column that names a row
    drawn: pd.DataFrame  # what the chart is given
    documents: pd.DataFrame  # whom it draws


def explore(folder: str | Path | None = None) -> Any:
    """The explorer of a corpus folder (by default the study's) as a widget to be displayed.

    Switches, by their description: Folder and Read; Measure, Text, Against, N-gram; Voice, Roles,
    Words, Lexicon. An error is a sentence in place of the result. What is chosen is not saved.
    """
    import anywidget
    import ipywidgets as w
    import traitlets

    class Sheet(anywidget.AnyWidget):
        """Chart, caption and table at the left, sentences at the right."""

        _esm, _css = HERE / "explorer.js", HERE / "explorer.css"
        html, behind = traitlets.Unicode().tag(sync=True), traitlets.Unicode().tag(sync=True)
        clicked = traitlets.List().tag(sync=True)  # [row], or [x, y] as shares of the picture

    switches = {"Measure": MEASURES, "Text": [], "Against": [], "N-gram": range(1, 5)}
    switches |= {"Voice": VOICES, "Roles": ROLES, "Words": TOKENIZERS, "Lexicon": LEXICONS}
    on = {name: w.Dropdown(description=name, options=list(of)) for name, of in switches.items()}
    path = w.Text(description="Folder", value="" if folder is None else str(folder))
    path.placeholder = "a corpus folder; empty: the study's own"
    button, sheet = w.Button(description="Read"), Sheet()
    kept: dict[str, Any] = {}  # texts, view and marks

    def load(_=None) -> None:
        kept.clear()  # so that filling the switches is no choice of the reader
        try:
            texts = read_texts(
                path.value.strip() or None,
                *(on[name].value for name in ("Roles", "Words", "Lexicon")),
            )
            show.use_labels(texts.documents, texts.codebook)
            names = list(zip(texts.documents["label"], texts.documents["doc_id"], strict=True))
            for name, options in (("Text", names), ("Against", [("all others", None), *names])):
                before = on[name].value
                on[name].options = options
                known = [value for _, value in options]
                on[name].value = before if before in known else known[0]
            kept["texts"] = texts
            choose()
        except (ValueError, OSError) as error:
            on["Text"].options = on["Against"].options = []
            fail(error)

    def fail(error: Exception) -> None:
        kept.pop("view", None)
        sheet.html, sheet.behind = f"<p>{show.quote(str(error))}</p>", ""

    def choose(_=None) -> None:
        if "texts" not in kept:
            return
        _, columns, heeded = MEASURES[on["Measure"].value]
        for name in SOME_HEED:
            on[name].disabled = name not in heeded
        try:
            given = (on[name].value for name in ("Measure", "Text", "Against", "N-gram", "Voice"))
            view = make_view(kept["texts"], *given)
            picture, caption, marks = draw_view(kept["texts"], view)
        except ValueError as error:
            fail(error)
            return
        kept.update(view=view, marks=marks)
        few = view.table.head(ROWS)
        of = f"{len(few):,} of {counted(len(view.table), 'row')}; a click opens one."
        sheet.html = (
            f'<img alt="{in_html(caption)}" src="data:image/png;base64,'
            f'{base64.b64encode(picture).decode()}"><p>{show.quote(caption)}</p><p>{of}</p>'
            f"{show.tabulate(few[columns.split()]).data}"
        )
        sheet.clicked = []
        reveal(few.iloc[0] if len(few) else None)

    def click(change: dict) -> None:
        at = change["new"]
        if "view" in kept and at:
            rows = kept["view"].table
            reveal(rows.iloc[int(at[0])] if len(at) == 1 else nearest(kept["marks"], *at))

    def reveal(row: pd.Series | None) -> None:
        if row is None:
            sheet.behind = "<p>Nothing stands there.</p>"
            return
        found = open_row(kept["texts"], kept["view"], row)
        n = sum(map(len, found["spans"]))
        more = f", the first {SENTENCES} shown" if len(found) > SENTENCES else ""
        named = show.quote(" ".join(str(row[kept["view"].label]).split())[:80])
        head = f"<h4>{named}</h4><p>{n:,} marked in {counted(len(found), 'sentence')}{more}</p>"
        sheet.behind = head + show.mark_spans(found.head(SENTENCES)).data

    button.on_click(load)
    for name, switch in on.items():
        switch.observe(load if name in ("Roles", "Words", "Lexicon") else choose, names="value")
    sheet.observe(click, names="clicked")
    load()
    wrap = w.Layout(flex_flow="row wrap")
    return w.VBox([w.HBox([path, button]), w.HBox(list(on.values()), layout=wrap), sheet])


def read_texts(
    folder: str | Path | None = None,
    roles: str = "body and quotations",
    words: str = "the study's",
    lexicon: str = "VADER",
) -> Texts:
    """Everything the explorer needs of a corpus folder, by default the study's own.

    `roles`, `words` and `lexicon` are options of `ROLES`, `TOKENIZERS` and `LEXICONS`; the codebook
    keeps the study's words. Raises ``ValueError`` as ``corpus.load`` and ``read_codebook`` do.
    """
    c = corpus.load(folder)
    s = sentences.split(c, roles=list(ROLES[roles]))
    t = tokens.tokenize(s, TOKENIZERS[words]())
    scores, hits = sentiment.explain(s, LEXICONS[lexicon]())
    listed = find_codebook(c.folder)
    codebook = read_codebook(listed) if listed.is_file() else None
    mentions = frames.code(s, codebook) if codebook is not None else None
    documents = grouping.sized(c.documents, s, t)
    by, compared = grouping.choose_groups(documents)
    t, scores, hits = (grouping.regroup(table, documents, by) for table in (t, scores, hits))
    if mentions is not None:
        mentions = grouping.regroup(mentions, documents, by)
    return Texts(compared, s, t, scores, hits, codebook, mentions)


def make_view(
    texts: Texts, measure: str, target: str, against: str | None = None, ngrams: int = 1,
    voice: str = "all",
) -> View:  # fmt: skip
    """The table of one measure of one target, its best row first, and what it was counted from.

    "tone": sentences, the strongest first (one that is partly quoted belongs to neither voice).
    "words of tone": what each word adds to the difference from `against`, by default all others.
    "contrasts": terms against the same, by the lower bound of the log ratio; "tf-idf"; both of
    n-grams, without those made of stop words. "names", "frames", "actors": codes of the codebook.
    `voice` chooses whose words; an n-gram has the voice of its first word. Raises ``ValueError``
    where there is nothing to compare with, no codebook, or nothing in this voice.
    """
    for name, given, known in (("measure", measure, MEASURES), ("voice", voice, VOICES)):
        if given not in known:
            raise ValueError(f"{name}: {given!r} is unknown; use one of {', '.join(known)}")
    if against == target:
        raise ValueError("against: a text is not compared with itself; choose another")
    one = texts.documents[texts.documents["doc_id"] == target]
    if measure == "tone":
        source = _in_voice(texts.scores, voice)
        own = source[source["doc_id"] == target]
        own = own.iloc[own["compound"].abs().argsort(kind="stable")[::-1]]
        few = len(texts.documents) <= grouping.FEW
        return View(
            measure, own, source, "text", *((source, texts.documents) if few else (own, one))
        )
    if measure == "words of tone":
        scores = _in_voice(texts.scores, voice)
        source = texts.hits.merge(scores[["doc_id", "sentence_id"]])
        shift = sentiment.shift(scores, source, target, against)
        terms = shift[shift["kind"] == "term"]
        terms = terms.iloc[terms["shift"].abs().argsort(kind="stable")[::-1]]
        return View(measure, terms, source, "term", shift, texts.documents)
    if measure in ("names", "frames", "actors"):
        return _view_of_codes(texts, measure, one, voice)
    terms = texts.tokens if ngrams == 1 else tokens.join_ngrams(texts.tokens, ngrams)
    terms = _in_voice(terms, voice)
    counts = tokens.count_terms(terms)
    if target not in set(counts["doc_id"]):
        raise ValueError(f"no words of {target} in this voice; choose another voice")
    if measure == "tf-idf":
        drawn, order = tokens.content(tfidf.bind(counts)), ["tf_idf", "n", "term"]
        table = drawn[drawn["doc_id"] == target].sort_values(order, ascending=[False, False, True])
        return View(measure, table, terms, "term", drawn, one)
    table = tokens.content(keyness.compare(counts, target, against))
    written = tokens.as_written(terms) if ngrams == 1 else {}
    table = table.assign(written=[written.get(term, term) for term in table["term"]])
    order = ["low", "log_ratio", "n_target", "term"]
    table = table.sort_values(order, ascending=[False, False, False, True])
    return View(measure, table, terms, "written", table, one)


def draw_view(texts: Texts, view: View) -> tuple[bytes, str, list[tuple[float, float, pd.Series]]]:
    """A PNG of the view, its caption, and where in it the rows stand.

    A mark is x and y (shares of the picture, from its left and upper edge) and its row: of tone
    each point, of the others the name of a row.
    """
    import matplotlib.pyplot as plt

    chart, how = MEASURES[view.measure][0], {}
    if len(view.documents) < len(texts.documents):
        how = {"among": texts.documents, "chosen": "chosen"}
    ax = figures.plot(chart, view.drawn, view.documents, **how)
    figure, made = ax.get_figure(root=True), io.BytesIO()
    figure.savefig(made, format="png", dpi=160, metadata={"Software": None})
    marks = _find_marks(figure, view)
    plt.close(figure)
    return made.getvalue(), figures.caption(chart, view.drawn, view.documents, **how), marks


def nearest(marks: list, x: float, y: float) -> pd.Series | None:
    """The row of the mark nearest to a place in the picture; None if there is none near."""
    away = [np.hypot(left - x, top - y) for left, top, _ in marks]
    return marks[int(np.argmin(away))][2] if away and min(away) <= NEAR else None


def open_row(texts: Texts, view: View, row: pd.Series) -> pd.DataFrame:
    """The sentences behind a row of a view, with spans marked, for ``evidence.as_html``.

    For tone the marks are the lexicon's words; a row that counts nothing in the target opens to
    the reference. Ids are those of the texts, for groups too.
    """
    side = "reference" if row.get("n_target") == 0 else "target"
    found = _own_ids(evidence.find(row, view.source, side))
    if view.measure != "tone":
        return evidence.sentences_of(found, texts.sentences)
    key = found[["doc_id", "sentence_id"]]
    marked = evidence.sentences_of(_own_ids(texts.hits).merge(key), texts.sentences)
    if len(marked):
        return marked
    # A sentence without a word of the lexicon is shown too, with nothing marked.
    bare = texts.sentences.merge(key)
    return bare.assign(spans=[()] * len(bare))


def _view_of_codes(texts: Texts, measure: str, one: pd.DataFrame, voice: str) -> View:
    if texts.codebook is None:
        raise ValueError("no codebook.csv in the folder; write one to look for names and frames")
    whose, kind = (None if voice == "all" else voice), measure.removesuffix("s")
    sizes = tokens.sizes(_in_voice(texts.tokens, voice))
    sizes = sizes.reindex(texts.documents["doc_id"], fill_value=0)
    codes = texts.codebook[texts.codebook["kind"] == kind]
    if codes.empty:
        raise ValueError(f"no {measure} in codebook.csv; choose another measure")
    mentions = texts.mentions[texts.mentions["kind"] == kind]
    table = frames.describe(frames.profile(mentions, sizes, codes, whose), codes)
    said = frames.wordings(mentions if whose is None else _in_voice(mentions, voice))
    table = table.merge(said, on=["doc_id", "code"], how="left")
    own = table[table["doc_id"].isin(one["doc_id"])]
    own = own.sort_values("n", ascending=False, kind="stable")
    return View(measure, own, frames.counted(mentions, whose), "label", table, one)


def _find_marks(figure, view: View) -> list[tuple[float, float, pd.Series]]:
    """Where rows stand in a drawn figure: `draw_view`."""
    from matplotlib.collections import PathCollection
    from matplotlib.text import Text

    height, width, found = figure.bbox.height, figure.bbox.width, []
    if view.measure == "tone":
        # Points of a text that lie on one value are its sentences with it, in whatever order.
        left = {key: list(rows.index) for key, rows in view.drawn.groupby(["doc_id", "compound"])}
        for points in figure.findobj(PathCollection):
            offsets = np.asarray(points.get_offsets(), dtype=float)
            at = points.get_offset_transform().transform(offsets)
            for (value, _), (x, y) in zip(offsets, at, strict=True):
                if rows := left.get((points.get_label(), round(value, 4))):
                    found.append((x / width, 1 - y / height, view.drawn.loc[rows.pop(0)]))
        return found
    rows = {str(row[view.label]): row for _, row in view.table.iloc[::-1].iterrows()}
    for text in figure.findobj(Text):
        if (row := rows.get(text.get_text().strip())) is not None:
            box = text.get_window_extent()
            x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
            found.append((x / width, 1 - y / height, row))
    return found


def _in_voice(table: pd.DataFrame, voice: str) -> pd.DataFrame:
    return table if voice == "all" else table[table["voice"] == voice]


def _own_ids(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of groups under the ids of their texts: offsets count the characters of a file."""
    if "document" not in table:
        return table
    number = table["sentence_id"] % grouping.SPAN
    return table.assign(doc_id=table["document"], sentence_id=number)
