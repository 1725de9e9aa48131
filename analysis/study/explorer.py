"""A small explorer for JupyterLab: choose a corpus, a measure, a target, n-grams and a voice; see
the chart, the table and the sentences behind each row.

    from analysis.study import explorer
    explorer.explore()                 # the study's texts, or explorer.explore("path/to/folder")

Everything shown is a result of the package's verbs, and can be had without widgets: `read_texts`,
then `make_view`, `draw_view`, and `open_row` for the sentences. The widgets only choose.
"""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis import (
    corpus,
    evidence,
    figures,
    frames,
    grouping,
    keyness,
    sentences,
    sentiment,
    tfidf,
    tokens,
)
from analysis._shown import counted
from analysis.codebook.codes import find_codebook, read_codebook
from analysis.study import show

ROWS, SENTENCES = 25, 40  # at most so many are shown
STEPS = 5  # of `read_texts`, for the progress bar
VOICES = ("all", "author", "quoted")


class Measure(NamedTuple):
    """How the explorer shows a measure."""

    chart: str
    columns: str  # of the table


MEASURES = {
    "tone": Measure("tone", "sentence_id compound n_hits voice text"),
    "contrasts": Measure("keyness", "term n_target n_reference log_ratio low high p_exact"),
    "tf-idf": Measure("tfidf", "term n n_sentences df n_units tf_idf"),
    "codes": Measure("frame-profile", "label kind n n_negated n_sentences per_1000"),
}


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

    table: pd.DataFrame  # best row first
    source: pd.DataFrame
    label: str  # the column that names a row
    whole: pd.DataFrame | None = None  # of codes, the same over all texts


def explore(folder: str | Path | None = None) -> Any:
    """The explorer of a corpus folder (by default the study's) as a widget to be displayed.

    Widgets, by their description: Folder and Read, Measure, Target, N-gram, Voice, Row. An error is
    a sentence in place of the result. What is chosen is not saved: keep a finding by the verbs that
    the caption and the table name.
    """
    import ipywidgets as w

    wide = w.Layout(width="100%")
    path = w.Text(description="Folder", value="" if folder is None else str(folder), layout=wide)
    path.placeholder = "a corpus folder; empty: the study's own"
    button = w.Button(description="Read")
    measure = w.Dropdown(description="Measure", options=list(MEASURES))
    target = w.Dropdown(description="Target")
    ngrams = w.IntSlider(description="N-gram", value=1, min=1, max=4)
    voice = w.ToggleButtons(description="Voice", options=VOICES)
    row = w.Select(description="Row", rows=8, layout=wide)
    progress = w.IntProgress(max=STEPS, layout=w.Layout(visibility="hidden"))
    chart = w.Image(format="png", layout=w.Layout(max_width="100%"))
    note, table, behind = w.HTML(), w.HTML(), w.HTML()
    kept: dict[str, Any] = {}  # texts and view; loading, while the targets are being replaced

    def step(name: str) -> None:
        progress.value, progress.description = progress.value + 1, name

    def load(_=None) -> None:
        progress.value, progress.layout.visibility = 0, "visible"
        kept.clear()
        try:
            kept["texts"] = read_texts(path.value.strip() or None, step)
            documents = kept["texts"].documents
            show.use_labels(documents, kept["texts"].codebook)
            names = list(zip(documents["label"], documents["doc_id"], strict=True))
            kept["loading"] = True  # the next two lines are no choice of the reader
            target.options = names
            target.value = names[0][1]
            kept.pop("loading")
            choose()
        except (ValueError, OSError) as error:
            target.options = []
            show_error(error)
        finally:
            kept.pop("loading", None)
            progress.layout.visibility = "hidden"

    def show_error(error: Exception) -> None:
        note.value = f"<p>{show.quote(str(error))}</p>"
        table.value = behind.value = ""
        chart.value, chart.layout.display, row.options = b"", "none", []

    def choose(_=None) -> None:
        if "texts" not in kept or "loading" in kept or target.value is None:
            return
        ngrams.disabled = measure.value in ("tone", "codes")
        chosen = (measure.value, target.value)
        try:
            view = kept["view"] = make_view(kept["texts"], *chosen, ngrams.value, voice.value)
            chart.value, caption = draw_view(kept["texts"], view, *chosen)
        except ValueError as error:
            kept.pop("view", None)
            show_error(error)
            return
        chart.layout.display = ""
        few = view.table.head(ROWS)
        of = f"{len(few):,} of {counted(len(view.table), 'row')}. "
        note.value = f"<p>{show.quote(of + caption)}</p>"
        table.value = show.tabulate(few[MEASURES[measure.value].columns.split()]).data
        names = few[view.label].astype(str).str.split().str.join(" ").str[:80]
        row.options = [(f"{n}. {name}", n - 1) for n, name in enumerate(names, start=1)]
        row.value = 0 if len(few) else None
        reveal()

    def reveal(_=None) -> None:
        if "view" not in kept or row.value is None:
            behind.value = ""
            return
        found = open_row(kept["texts"], kept["view"], row.value)
        n = sum(map(len, found["spans"]))
        more = f", the first {SENTENCES} shown" if len(found) > SENTENCES else ""
        head = f"<p>{n:,} marked in {counted(len(found), 'sentence')}{more}</p>"
        behind.value = head + show.mark_spans(found.head(SENTENCES)).data

    button.on_click(load)
    for control in (measure, target, ngrams, voice):
        control.observe(choose, names="value")
    row.observe(reveal, names="value")
    load()
    top = [w.HBox([path, button, progress]), w.HBox([measure, target, ngrams]), voice]
    return w.VBox([*top, chart, note, table, row, behind])


def read_texts(
    folder: str | Path | None = None, step: Callable[[str], None] | None = None
) -> Texts:
    """Everything the explorer needs of a corpus folder, by default the study's own.

    `step` is called with what is done next, five times. Raises ``ValueError`` as ``corpus.load``
    and ``codes.read_codebook`` do.
    """
    step = step or (lambda name: None)
    step("reading the folder")
    c = corpus.load(folder)
    step("sentences")
    s = sentences.split(c)
    step("words")
    t = tokens.tokenize(s)
    step("tone")
    scores, hits = sentiment.explain(s)
    step("codes")
    listed = find_codebook(c.folder)
    codebook = read_codebook(listed) if listed.is_file() else None
    mentions = frames.code(s, codebook) if codebook is not None else None
    documents = grouping.sized(c.documents, s, t)
    by, compared = grouping.choose_groups(documents)
    t, scores, hits = (grouping.regroup(table, documents, by) for table in (t, scores, hits))
    if mentions is not None:
        mentions = grouping.regroup(mentions, documents, by)
    return Texts(compared, s, t, scores, hits, codebook, mentions)


def make_view(texts: Texts, measure: str, target: str, ngrams: int = 1, voice: str = "all") -> View:
    """The table of one measure of one target, its best row first, and what it was counted from.

    "tone": the target's sentences, the strongest first (a sentence that is partly quoted belongs to
    neither voice). "contrasts": terms of the target against all others, by the lower bound of the
    log ratio; "tf-idf": its terms; both of n-grams, and without those made of stop words. "codes":
    how often the target uses each code of the codebook. `voice` chooses whose words; an n-gram has
    the voice of its first word. Raises ``ValueError`` where there is nothing to compare with, no
    codebook, or nothing in this voice.
    """
    if measure not in MEASURES:
        raise ValueError(f"measure: {measure!r} is unknown; use one of {', '.join(MEASURES)}")
    if voice not in VOICES:
        raise ValueError(f"voice: {voice!r} is unknown; use one of {', '.join(VOICES)}")
    if measure == "tone":
        own = _in_voice(texts.scores, voice)
        own = own[own["doc_id"] == target]
        order = own["compound"].abs().sort_values(ascending=False, kind="stable").index
        return View(own.loc[order], _in_voice(texts.scores, voice), "text")
    if measure == "codes":
        return _view_of_codes(texts, target, voice)
    terms = texts.tokens if ngrams == 1 else tokens.join_ngrams(texts.tokens, ngrams)
    terms = _in_voice(terms, voice)
    counts = tokens.count_terms(terms)
    if target not in set(counts["doc_id"]):
        raise ValueError(f"no words of {target} in this voice; choose another voice")
    if measure == "tf-idf":
        table = tokens.content(tfidf.bind(counts))
        order = ["tf_idf", "n", "term"]
        table = table[table["doc_id"] == target].sort_values(order, ascending=[False, False, True])
        return View(table, terms, "term")
    table = tokens.content(keyness.compare(counts, target))
    order = ["low", "log_ratio", "n_target", "term"]
    return View(table.sort_values(order, ascending=[False, False, False, True]), terms, "term")


def draw_view(texts: Texts, view: View, measure: str, target: str) -> tuple[bytes, str]:
    """A PNG of the view, and its caption. Up to twelve texts are drawn together, else the target.

    Contrasts, tf-idf and codes show the target alone, as the table does; of codes the frames.
    """
    import matplotlib.pyplot as plt

    few = len(texts.documents) <= grouping.FEW and measure == "tone"
    documents = texts.documents
    documents = documents if few else documents[documents["doc_id"] == target]
    table = view.source[view.source["doc_id"].isin(documents["doc_id"])] if few else view.table
    chart, whole = figures.find_chart(MEASURES[measure].chart), {}
    if measure == "codes" and view.table["kind"].eq("frame").any():
        table, all_texts = (each[each["kind"] == "frame"] for each in (view.table, view.whole))
        whole = {"whole": all_texts}
    figure = chart.plot(table, documents).get_figure(root=True)
    made = io.BytesIO()
    figure.savefig(made, format="png", dpi=160, metadata={"Software": None})
    plt.close(figure)
    return made.getvalue(), chart.caption(table, documents, **whole)


def open_row(texts: Texts, view: View, row: int) -> pd.DataFrame:
    """The sentences behind row number `row` of a view, with spans marked, for ``evidence.as_html``.

    For tone the marks are the lexicon's words. Ids are those of the texts, for groups too.
    """
    found = _own_ids(evidence.find(view.table.iloc[row], view.source))
    if "compound" not in view.table:
        return evidence.sentences_of(found, texts.sentences)
    key = found[["doc_id", "sentence_id"]]
    marked = evidence.sentences_of(_own_ids(texts.hits).merge(key), texts.sentences)
    if len(marked):
        return marked
    # A sentence without a word of the lexicon is shown too, with nothing marked.
    bare = texts.sentences.merge(key)
    return bare.assign(spans=[()] * len(bare))


def _view_of_codes(texts: Texts, target: str, voice: str) -> View:
    if texts.codebook is None:
        raise ValueError("no codebook.csv in the folder; write one to look for names and frames")
    whose = None if voice == "all" else voice
    sizes = tokens.sizes(_in_voice(texts.tokens, voice))
    sizes = sizes.reindex(texts.documents["doc_id"], fill_value=0)
    table = frames.profile(texts.mentions, sizes, texts.codebook, whose)
    table = frames.describe(table, texts.codebook)
    own = table[table["doc_id"] == target].sort_values("n", ascending=False, kind="stable")
    return View(own, frames.counted(texts.mentions, whose), "label", table)


def _in_voice(table: pd.DataFrame, voice: str) -> pd.DataFrame:
    return table if voice == "all" else table[table["voice"] == voice]


def _own_ids(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of groups under the ids of their texts: offsets count the characters of a file."""
    if "document" not in table:
        return table
    number = table["sentence_id"] % grouping.SPAN
    return table.assign(doc_id=table["document"], sentence_id=number)
