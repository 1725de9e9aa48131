"""A small explorer for JupyterLab: choose corpus, measure, target, n-gram and voice; see chart,
table and sentences.

    from analysis import explorer
    explorer.show()                    # the study's texts, or explorer.show("path/to/folder")

Everything shown is a result of the package's verbs (`views`); the widgets only choose.
"""

from pathlib import Path
from typing import Any

from analysis import evidence, views
from analysis import show as display

ROWS, SENTENCES = 25, 40
COLUMNS = {
    "tone": ["sentence_id", "compound", "n_hits", "voice", "text"],
    "contrasts": ["term", "n_target", "n_reference", "log_ratio", "low", "high", "p_exact"],
    "tf-idf": ["term", "n", "n_sentences", "df", "n_units", "tf_idf"],
    "codes": ["label", "kind", "n", "n_negated", "n_sentences", "per_1000"],
}


def show(corpus: str | Path | None = None) -> Any:
    """Return the explorer of a corpus folder (by default the study's) as a widget to be displayed.

    Widgets, by their description: Folder and Read, Measure, Target, N-gram, Voice, Row. An error is
    a sentence in place of the result. What is chosen is not saved: keep a finding by the verbs that
    the caption and the table name.
    """
    import ipywidgets as w

    wide = w.Layout(width="100%")
    folder = w.Text(description="Folder", value="" if corpus is None else str(corpus), layout=wide)
    folder.placeholder = "a corpus folder; empty: the study's own"
    read = w.Button(description="Read")
    measure = w.Dropdown(description="Measure", options=views.MEASURES)
    target = w.Dropdown(description="Target")
    ngrams = w.IntSlider(description="N-gram", value=1, min=1, max=4)
    voice = w.ToggleButtons(description="Voice", options=views.VOICES)
    row = w.Select(description="Row", rows=8, layout=wide)
    progress = w.IntProgress(max=views.STEPS, layout=w.Layout(visibility="hidden"))
    chart = w.Image(format="png", layout=w.Layout(max_width="100%"))
    note, table, sentences = w.HTML(), w.HTML(), w.HTML()
    kept: dict[str, Any] = {}

    def step(name: str) -> None:
        progress.value, progress.description = progress.value + 1, name

    def load(_=None) -> None:
        progress.value, progress.layout.visibility = 0, "visible"
        kept.clear()
        try:
            kept["texts"] = views.read(folder.value.strip() or None, step)
            documents = kept["texts"].documents
            names = list(zip(documents["label"], documents["doc_id"], strict=True))
            kept["loading"] = True  # the next two lines are no choice of the reader
            target.options = names
            target.value = names[0][1]
            kept.pop("loading")
            choose()
        except (ValueError, OSError) as error:
            target.options = []
            say(str(error))
        finally:
            kept.pop("loading", None)
            progress.layout.visibility = "hidden"

    def say(text: str) -> None:
        note.value = f"<p>{display.quote(text)}</p>"
        table.value = sentences.value = ""
        chart.value, chart.layout.display, row.options = b"", "none", []

    def choose(_=None) -> None:
        if "texts" not in kept or "loading" in kept or target.value is None:
            return
        ngrams.disabled = measure.value in ("tone", "codes")
        try:
            chosen = (measure.value, target.value, ngrams.value, voice.value)
            shown = kept["view"] = views.view(kept["texts"], *chosen)
            chart.value, caption = views.chart(kept["texts"], measure.value, shown, target.value)
            chart.layout.display = ""
        except ValueError as error:
            kept.pop("view", None)
            say(str(error))
            return
        few = shown.table.head(ROWS)
        of = f"{len(few):,} of {len(shown.table):,} rows. "
        note.value = f"<p>{display.quote(of + caption)}</p>"
        table.value = display.table(few[COLUMNS[measure.value]]).data
        names = few[shown.label].astype(str).str.split().str.join(" ").str[:80]
        row.options = [(f"{n}. {name}", n - 1) for n, name in enumerate(names, start=1)]
        row.value = 0 if len(few) else None
        reveal()

    def reveal(_=None) -> None:
        if "view" not in kept or row.value is None:
            sentences.value = ""
            return
        found = views.spans(kept["texts"], kept["view"], row.value)
        n = sum(map(len, found["spans"]))
        more = f", the first {SENTENCES} shown" if len(found) > SENTENCES else ""
        head = f"<p>{n:,} marked in {len(found):,} sentence(s){more}</p>"
        sentences.value = head + evidence.as_html(found.head(SENTENCES))

    read.on_click(load)
    for control in (measure, target, ngrams, voice):
        control.observe(choose, names="value")
    row.observe(reveal, names="value")
    load()
    top = [w.HBox([folder, read, progress]), w.HBox([measure, target, ngrams]), voice]
    return w.VBox([*top, chart, note, table, row, sentences])
