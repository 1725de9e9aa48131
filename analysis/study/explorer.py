"""An explorer for JupyterLab: chart and table beside the sentences of whatever is chosen in them.

    from analysis.study import explorer
    explorer.explore()                 # the study's texts, or explorer.explore("path/to/folder")

The same without widgets: `read_texts`, then `make_view`, `draw_view` and `open_row`.
"""

import base64
import io
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import (
    agreement,
    corpus,
    evidence,
    figures,
    frames,
    grouping,
    keyness,
    language,
    sensitivity,
    sentences,
    sentiment,
    tfidf,
    tokens,
)
from analysis._files import guard_table
from analysis._shown import counted, in_html
from analysis.charts import layout
from analysis.codebook.codes import find_codebook, read_codebook
from analysis.lexicons.lists import pattern_lexicon
from analysis.study import show

ROWS, SENTENCES = 60, 40  # at most so many are shown
NEAR = 0.03  # of the picture's size: a click farther from any mark does nothing
KEY = ["doc_id", "sentence_id"]
Tables = dict[str, pd.DataFrame]
HERE = Path(__file__).with_name("templates")

# What can be switched; the first option is the study's own. Not every measure heeds the last three.
ROLES = {"body and quotations": sentences.DEFAULT_ROLES, "whole page": corpus.ROLES}
ROLES |= {role: (role,) for role in corpus.ROLES}
TOKENIZERS = {"the study's": lambda: None, "Treebank": sensitivity.treebank}
LEXICONS = {"VADER": lambda: None, "Pattern": pattern_lexicon}
READ_BY = {"Roles": ROLES, "Tokenizer": TOKENIZERS, "Lexicon": LEXICONS}
SOME = {"Against": [], "N-gram": range(1, 5), "Voice": ("all", "author", "quoted")}

# Measures: the chart, which of `SOME` they heed, the column that names a row in the chart, the
# columns of which the largest values come first, and those of the table.
CODES = "Voice", "label", "n", "label n n_negated n_sentences per_1000"
MEASURES = {
    "tone": ("tone", "Voice", "address", "compound", "address compound n_hits voice text"),
    "words of tone": ("tone-shift", "Against Voice", "term", "shift",
                      "term n_target n_reference shift"),
    "contrasts": ("keyness", "Against N-gram Voice", "written", "low log_ratio n_target",
                  "written n_target n_reference log_ratio low high p_exact"),
    "tf-idf": ("tfidf", "N-gram Voice", "term", "tf_idf n",
               "term n n_sentences df n_units tf_idf"),
    "names": ("names", *CODES),
    "frames": ("frame-profile", *CODES),
    "actors": ("actors", *CODES),
    "readings": ("divided", "", "address", "divided",
                 "address n_favourable n_neither n_unfavourable text"),
}  # fmt: skip


class View(NamedTuple):
    """A result, and what it was counted from: evidence of a row is found in `source`."""

    chart: str
    label: str  # the column that names a row in the chart
    table: pd.DataFrame  # best row first
    source: pd.DataFrame
    drawn: pd.DataFrame  # what the chart is given
    documents: pd.DataFrame  # whom it draws


def explore(folder: str | Path | None = None) -> Any:
    """The explorer of a corpus folder, by default the study's, as a widget; raises as it loads."""
    import anywidget
    import ipywidgets as w
    import traitlets

    class Sheet(anywidget.AnyWidget):
        _esm, _css = HERE / "explorer.js", HERE / "explorer.css"
        picture, rows, behind = (traitlets.Unicode().tag(sync=True) for _ in range(3))
        chosen = traitlets.Int(-1).tag(sync=True)  # the number of the row that is open

    c, sheet = corpus.load(folder), Sheet()
    read = cache(lambda *options: read_texts(c, *options))
    _, groups = grouping.choose_groups(c.documents)
    names = list(zip(groups["label"], groups["doc_id"], strict=True))
    switches: dict[str, Any] = {"Measure": MEASURES, "Text": names, **SOME, **READ_BY}
    switches["Against"] = [("all others", ""), *names]
    look = {"layout": w.Layout(width="13rem"), "style": {"description_width": "initial"}}
    on = {name: w.Dropdown(description=name, options=list(options), **look)
          for name, options in switches.items()}  # fmt: skip
    now: dict[str, Any] = {}  # texts, view and marks

    def update(_=None) -> None:
        now.clear()
        measure = on["Measure"].value
        _, heeded, *_, columns = MEASURES[measure]
        for name in SOME:
            on[name].disabled = name not in heeded
        try:
            texts = read(*(on[name].value for name in READ_BY))
            show.use_labels(texts["documents"], texts["codebook"])
            view = make_view(texts, measure, on["Text"].value, *(on[name].value for name in SOME))
            now.update(texts=texts, view=view, marks=[])
            few = view.table.head(ROWS)[columns.split()]
            of = f"<p>{len(few):,} of {counted(len(view.table), 'row')}; a click opens one.</p>"
            sheet.rows = of + show.tabulate(few).data
            reveal(view.table.iloc[0])
            # The picture takes longest, so it comes last.
            image, caption, now["marks"] = draw_view(texts, view)
        except ValueError as error:
            now.clear()
            sheet.rows, sheet.picture, sheet.behind = f"<p>{show.quote(str(error))}</p>", "", ""
            return
        csv = guard_table(view.table).to_csv(index=False).encode("utf-8", "replace")
        image = f"data:image/svg+xml;base64,{base64.b64encode(image).decode()}"
        csv = f"data:text/csv;base64,{base64.b64encode(csv).decode()}"
        sheet.picture = (
            f'<img alt="{in_html(caption)}" src="{image}"><p>{show.quote(caption)} Download '
            f'<a download="{measure}.svg" href="{image}">picture</a>, '
            f'<a download="{measure}.csv" href="{csv}">table</a>.</p>'
        )

    def click(_sheet, at: list, _buffers) -> None:
        if "view" in now and len(at) == 1:
            reveal(now["view"].table.iloc[at[0]])
        elif now.get("marks"):
            away = [np.hypot(x - at[0], y - at[1]) for x, y, _ in now["marks"]]
            if min(away) <= NEAR:
                reveal(now["marks"][int(np.argmin(away))][2])

    def reveal(row: pd.Series) -> None:
        texts, view = now["texts"], now["view"]
        found = open_row(texts, view, row)
        said = f"{found['spans'].map(len).sum():,} marked in {counted(len(found), 'sentence')}"
        said += f"; these are the first {SENTENCES}" * (len(found) > SENTENCES)
        marked = show.mark_spans(found.head(SENTENCES)).data
        sheet.behind = f"<h4>{show.quote(row[view.label])}</h4><p>{said}</p>{marked}"
        if view.chart == "divided":
            read = grouping.own_ids(texts["codings"]).merge(found[KEY]).query("code == 'stance'")
            sheet.behind += show.tabulate(read[["coder", "value"]]).data
        elif view.chart.startswith("tone"):
            hits = grouping.own_ids(texts["hits"]).merge(found[KEY])
            hits = hits[hits["term"] == row.get("term", hits["term"])]
            sheet.behind += show.tabulate(hits[[*KEY, "token", "valence", "contribution"]]).data
        sheet.chosen = int(next(iter(np.flatnonzero(view.table.index == row.name)), -1))

    for one in on.values():
        one.observe(update, names="value")
    sheet.on_msg(click)
    update()
    return w.VBox([w.HBox(list(on.values()), layout=w.Layout(flex_flow="row wrap")), sheet])


def read_texts(
    c: corpus.Corpus,
    roles: str = "body and quotations",
    words: str = "the study's",
    lexicon: str = "VADER",
) -> Tables:
    """Everything the explorer needs of a corpus: tables by name, where doc_id is a text or a group.

    documents (the texts or groups compared), codebook (without a row if there is none), sentences,
    tokens, scores and hits (of texts in English), mentions, codings. `roles`, `words` and `lexicon`
    are options of `READ_BY`; the codebook keeps the study's words.
    """
    s = sentences.split(c, roles=ROLES[roles])
    labels = dict(zip(c.documents["doc_id"], c.documents["label"], strict=True))
    s = s.assign(address=s["doc_id"].map(labels) + " " + s["sentence_id"].astype(str))
    t = tokens.tokenize(s, TOKENIZERS[words]())
    found = {"sentences": s, "tokens": t, "codings": c.codings}
    scores, found["hits"] = sentiment.explain(language.in_english(s), LEXICONS[lexicon]())
    found["scores"] = scores.assign(lexicon=lexicon)
    codebook = pd.DataFrame(columns=["code", "kind"])
    if (listed := find_codebook(corpus.folder_of(c))).is_file():
        codebook = read_codebook(listed)
        found["mentions"] = frames.code(s, codebook)
    by, compared = grouping.choose_groups(grouping.sized(c.documents, s, t))
    tables = {name: grouping.regroup(table, c.documents, by) for name, table in found.items()}
    return {"documents": compared, "codebook": codebook, **tables}


def make_view(
    texts: Tables, measure: str, target: str, against: str = "", ngrams: int = 1, voice: str = "all"
) -> View:
    """The table of one measure of one target, its best row first, and what it was counted from.

    Words of tone and contrasts compare with another text, by default with all others. Contrasts are
    ordered by the lower bound, readings (of stance) by how far they divide. N-grams hold more than
    stop words. `voice` chooses whose words: an n-gram has the voice of its first word, and a
    sentence that is partly quoted has neither. Raises ``ValueError`` if there is nothing to show.
    """
    spoken = texts if voice == "all" else {
        name: table[table["voice"] == voice] for name, table in texts.items() if "voice" in table
    }  # fmt: skip
    everyone, source = texts["documents"], texts["sentences"]
    name = everyone.set_index("doc_id")["label"][target]
    if against == target:
        raise ValueError(f"{name} cannot be compared with itself; choose another text in Against")
    chart, _, label, order, _ = MEASURES[measure]
    if measure == "tone":
        drawn = spoken["scores"].merge(source[[*KEY, "address"]])
    elif measure == "words of tone":
        source = texts["hits"].merge(spoken["scores"][KEY])
        drawn = sentiment.shift(spoken["scores"], source, target, against or None)
    elif measure == "readings":
        drawn = agreement.divided(texts["codings"], source).merge(source[[*KEY, "address"]])
        drawn = drawn[drawn["doc_id"] == target]
    elif measure in ("contrasts", "tf-idf"):
        source = tokens.join_ngrams(spoken["tokens"], ngrams)
        counts = tokens.count_terms(source)
        if measure == "tf-idf":
            drawn = tfidf.bind(counts)
        else:
            drawn = keyness.compare(counts, target, against or None)
            written = tokens.as_written(source) if ngrams == 1 else {}
            drawn["written"] = [written.get(term, term) for term in drawn["term"]]
        drawn = tokens.content(drawn).sort_values("term")
    else:
        codes = texts["codebook"][texts["codebook"]["kind"] == measure.removesuffix("s")]
        if codes.empty:
            raise ValueError(f"no {measure} in a codebook of the folder; write codebook.csv")
        said = spoken["mentions"][spoken["mentions"]["code"].isin(codes["code"])]
        sizes = tokens.sizes(spoken["tokens"]).reindex(everyone["doc_id"], fill_value=0)
        drawn = frames.describe(frames.profile(said, sizes, codes, None), codes)
        drawn = drawn.merge(frames.wordings(said), on=["doc_id", "code"], how="left")
        source = frames.counted(said, None)
    table = drawn[drawn["doc_id" if "doc_id" in drawn else "target"] == target]
    if measure == "words of tone":
        table = table[table["kind"] == "term"]
    if table.empty:
        raise ValueError(f"no {measure} of {name} here; choose another text, voice or roles")
    by, size = order.split(), np.abs if "tone" in measure else None  # strong in both directions
    table = table.sort_values(by, ascending=False, key=size, kind="stable")
    if len(everyone) > grouping.FEW or not ("tone" in measure or measure == "contrasts"):
        everyone = everyone[everyone["doc_id"] == target]
    return View(chart, label, table, source, drawn, everyone)


def draw_view(texts: Tables, view: View) -> tuple[bytes, str, list[tuple]]:
    """A picture (SVG) of the view, its caption, and where in it the rows stand.

    A mark is x and y (shares of the picture, from the top left) and its row. For tone each point is
    a mark; for other measures, the name of each row.
    """
    from matplotlib import collections, pyplot, text

    marks, made = [], io.BytesIO()
    given = {"table": view.drawn, "documents": view.documents, "among": texts["documents"]}
    figure = layout.figure_of(figures.plot(view.chart, **given, chosen="chosen"))
    layout.resize(figure, "page")
    figure.savefig(made, format="svg", metadata=figures.METADATA["svg"])
    rows = {str(row[view.label]): row for _, row in view.table.iloc[::-1].iterrows()}
    for name in figure.findobj(text.Text):
        if (row := rows.get(name.get_text().strip())) is not None:
            marks.append((*name.get_window_extent().get_points().mean(axis=0), row))
    for points in figure.findobj(collections.PathCollection) if view.chart == "tone" else []:
        own = view.drawn[view.drawn["doc_id"] == points.get_label()]
        at = points.get_offset_transform().transform(points.get_offsets())
        marks += [(*place, row) for place, (_, row) in zip(at, own.iterrows(), strict=True)]
    pyplot.close(figure)
    width, height = figure.bbox.size
    marks = [(x / width, 1 - y / height, row) for x, y, row in marks]
    return made.getvalue(), figures.caption(view.chart, **given, chosen="chosen"), marks


def open_row(texts: Tables, view: View, row: pd.Series) -> pd.DataFrame:
    """The sentences behind a row of a view, with spans marked, for ``evidence.as_html``.

    In a scored sentence the words of the lexicon are marked. A row that counts nothing in the
    target opens to the reference. Ids are ids of texts, for groups too.
    """
    s = texts["sentences"]
    if view.label != "address":
        side = "reference" if row.get("n_target") == 0 else "target"
        return grouping.own_ids(evidence.sentences_of(evidence.find(row, view.source, side), s))
    here = s[(s[KEY] == row[KEY]).all(axis=1)]
    marked = evidence.sentences_of(texts["hits"], here if view.chart == "tone" else here[:0])
    return grouping.own_ids(marked if len(marked) else here.assign(spans=[()]))
