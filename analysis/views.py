"""What the explorer shows, without its widgets: a table, a chart and the sentences behind a row.

One view is a measure of one target: a text or, of more than twelve texts with outlets, an outlet.
"""

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis import corpus as corpora
from analysis import (
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

MEASURES = ("tone", "contrasts", "tf-idf", "codes")
VOICES = ("all", "author", "quoted")
STEPS = 5


class Texts(NamedTuple):
    """A corpus as `read` returns it; in all tables but sentences, doc_id is the group's."""

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


def read(folder: str | Path | None = None, step: Callable[[str], None] | None = None) -> Texts:
    """Everything the explorer needs of a corpus folder, by default the study's own.

    `step` is called with what is done next, five times. Raises ``ValueError`` as ``corpus.load``
    and ``frames.read`` do.
    """
    step = step or (lambda name: None)
    step("reading the folder")
    c = corpora.load(folder)
    step("sentences")
    s = sentences.split(c)
    step("words")
    t = tokens.tokenize(s)
    step("tone")
    scores, hits = sentiment.explain(s)
    step("codes")
    listed = c.folder / "codebook.csv"
    codebook = frames.read(listed) if listed.is_file() else None
    mentions = frames.code(s, codebook) if codebook is not None else None
    documents = grouping.sized(c.documents, s, t)
    by, groups = grouping.choose(documents)
    t, scores, hits = (grouping.regroup(table, documents, by) for table in (t, scores, hits))
    if mentions is not None:
        mentions = grouping.regroup(mentions, documents, by)
    return Texts(groups, s, t, scores, hits, codebook, mentions)


def view(texts: Texts, measure: str, target: str, ngrams: int = 1, voice: str = "all") -> View:
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
        own = _in(texts.scores, voice)
        own = own[own["doc_id"] == target]
        order = own["compound"].abs().sort_values(ascending=False, kind="stable").index
        return View(own.loc[order], _in(texts.scores, voice), "text")
    if measure == "codes":
        return _codes(texts, target, voice)
    terms = texts.tokens if ngrams == 1 else tokens.join_ngrams(texts.tokens, ngrams)
    terms = _in(terms, voice)
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


def _codes(texts: Texts, target: str, voice: str) -> View:
    if texts.codebook is None:
        raise ValueError("no codebook.csv in the folder; write one to look for names and frames")
    whose = None if voice == "all" else voice
    sizes = tokens.sizes(_in(texts.tokens, voice))
    sizes = sizes.reindex(texts.documents["doc_id"], fill_value=0)
    table = frames.profile(texts.mentions, sizes, texts.codebook, whose)
    table = frames.describe(table, texts.codebook)
    own = table[table["doc_id"] == target].sort_values("n", ascending=False, kind="stable")
    return View(own, frames.counted(texts.mentions, whose), "label")


def _in(table: pd.DataFrame, voice: str) -> pd.DataFrame:
    return table if voice == "all" else table[table["voice"] == voice]


def spans(texts: Texts, shown: View, row: int) -> pd.DataFrame:
    """The sentences behind row number `row` of a view, with spans marked, for ``evidence.as_html``.

    For tone the marks are the lexicon's words. Ids are those of the texts, for groups too.
    """
    found = _own_ids(evidence.find(shown.table.iloc[row], shown.source))
    if "compound" not in shown.table:
        return evidence.sentences_of(found, texts.sentences)
    key = found[["doc_id", "sentence_id"]]
    marked = evidence.sentences_of(_own_ids(texts.hits).merge(key), texts.sentences)
    if len(marked):
        return marked
    # A sentence without a word of the lexicon is shown too, with nothing marked.
    bare = texts.sentences.merge(key)
    return bare.assign(spans=[()] * len(bare))


def _own_ids(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of groups under the ids of their texts: offsets count the characters of a file."""
    if "document" not in table:
        return table
    number = table["sentence_id"] % grouping.APART
    return table.assign(doc_id=table["document"], sentence_id=number)


def chart(texts: Texts, measure: str, shown: View, target: str) -> tuple[bytes, str]:
    """A PNG of the view, and its caption. Up to twelve texts are drawn together, else the target.

    Contrasts and tf-idf show the target alone: its terms are what the table lists.
    """
    import matplotlib.pyplot as plt

    few = len(texts.documents) <= grouping.FEW and measure == "tone"
    documents = texts.documents
    documents = documents if few else documents[documents["doc_id"] == target]
    table = shown.source[shown.source["doc_id"].isin(documents["doc_id"])] if few else shown.table
    kind = {"tone": "tone", "contrasts": "keyness", "tf-idf": "tfidf", "codes": "frame_profile"}
    plot, caption = (getattr(figures, f"{verb}_{kind[measure]}") for verb in ("plot", "caption"))
    figure = plot(table, documents).get_figure(root=True)
    made = io.BytesIO()
    figure.savefig(made, format="png", dpi=160, metadata={"Software": None})
    plt.close(figure)
    return made.getvalue(), caption(table, documents)
