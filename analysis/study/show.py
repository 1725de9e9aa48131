"""What a notebook shows: prose with computed numbers, readable tables, marked sentences."""

import hashlib
import platform
import re
import string
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import evidence, figures, frames
from analysis._shown import (
    NO_MATHS,
    address,
    balanced,
    counted,
    in_html,
    on_one_line,
    without_unshowable,
)
from analysis.charts.lettering import listed, signed
from analysis.grouping import FEW

SHOWN_VERSIONS = (
    "numpy pandas pyarrow scipy scikit-learn nltk regex vaderSentiment textblob matplotlib"
).split()

# Characters that Markdown could take for markup, mathematics or an address.
PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}]")
QUOTED_FROM = re.compile(r"\((\S+) (\d+)(?=[,)])")
AMBIGUOUS = re.compile(r"\$|:(?=//)|(?<=www)\.|@|(?<=mailto):", re.IGNORECASE)

# Headings of columns: the word of the field, with its unit or range.
HEADS = {
    # whose
    "doc_id": "text", "target": "text", "reference": "against", "_place": "sentence",
    "sentence_id": "sentence",
    "text": "wording", "token": "word", "term": "word or term", "written": "as written",
    "address": "sentence",
    "code": "code", "cue": "denied by", "left": "before", "match": "found", "right": "after",
    "role": "part of the page", "reason": "why it has that part", "voice": "whose voice",
    "first_line": "from line", "last_line": "to line", "slot": "what is asked",
    # how many
    "n": "times", "n_words": "words", "n_sentences": "sentences", "n_documents": "texts",
    "n_parts": "texts in all", "range": "in how many texts", "n_units": "units",
    "n_negated": "times denied", "n_hits": "words of the lexicon",
    "n_differ": "read differently", "n_target": "times here", "n_reference": "times elsewhere",
    "n_favourable": "favourable", "n_neither": "neither", "n_unfavourable": "unfavourable",
    "n_a": "units of the one", "n_b": "units of the other",
    # tone and words
    "compound": "tone (−1 to 1)", "mean_tone": "mean tone (−1 to 1)", "stance": "read as",
    "valence": "valence (−4 to 4)", "contribution": "contribution (valence)",
    "apart": "apart (of 2)", "positive": "positive by", "negative": "negative by",
    "per_1000": "per 1,000 words", "df": "in how many units", "tf_idf": "tf-idf",
    "dp": "DP (0 even, 1 in one place)", "log_ratio": "log ratio (doublings)",
    "z": "z of log-odds", "z_limit": "passed by chance in 5 % at", "z_background": "z, background",
    "g2": "G2", "p_g2": "p of G2 (asymptotic)", "p_exact": "exact p", "p_holm": "p after Holm",
    "p_bh": "p after Benjamini–Hochberg", "p_min": "smallest p possible",
    # readings
    "coder": "reading", "coders": "readings", "group": "compared",
    "mean": "mean (−1 to 1)", "percent": "agreement (share)", "alpha": "alpha (1 is full)",
    # how sure
    "low": "95 % from", "high": "95 % to", "estimate": "difference", "rung": "said of",
    "flag": "beware", "statistic": "measure", "texts": "texts, highest first",
    "own": "as measured", "crosses": "cross here", "sentence": "claim",
    "stands_on": "holds for", "survival": "holds in (share of ways)",
    "survival_reading": "by reading (share)", "survival_dictionary": "by dictionary (share)",
    "n_specifications": "ways of measuring", "n_undefined": "without a value",
    "n_defined": "ways with a value", "n_surviving": "ways it holds",
    "failures_share": "what all failures share", "controls": "holds in ways known to be wrong",
    "n_controls": "ways known to be wrong", "n_controls_surviving": "of them it holds in",
    "moved_by": "moved by", "weakest": "weakest comparison",
    "adjusted": "over all claims", "sign_test": "for : against, sign test",
    "why": "why not further", "caveats": "beware", "mean_value": "mean value",
    # a class
    "n_coders": "readers", "n_texts": "texts", "n_compared": "units compared",
    "with_majority": "as most others (share)", "r": "correlation with the others (−1 to 1)",
    "r_low": "its 95 % from", "r_high": "its 95 % to", "alpha_without": "alpha without",
    "divided": "pairs that differ (share)", "ac1": "AC1 (1 is full)",
    "most_common": "commonest answer (share)",
    "switch": "what is done otherwise", "claim": "claim", "ask": "question",
    "value_before": "value before", "value_after": "value after", "n_claims": "claims looked at",
    "n_before": "hold before", "n_after": "hold after", "breaks": "breaks",
}  # fmt: skip

# Columns of ids; and those whose sentences name ids.
IDS = ("doc_id", "target", "reference", "code", "texts")
NAMING = ("weakest", "why", "caveats", "flag")
PLACE = "_place"
_labels: dict[str, str] = {}

WIDTH = 720  # of a picture, in pixels of the page: 183 mm, and a little more than a column of text

TABLE_STYLES = [
    {"selector": "td, th", "props": "text-align: left; vertical-align: top; padding: .2em .6em"},
    {"selector": "td.number, th.number", "props": "text-align: right; white-space: nowrap"},
    {"selector": "caption", "props": "caption-side: top; text-align: left; font-weight: bold"},
]


def say(text: str):
    """`text` as Markdown for a notebook; numbers in it are computed by the caller.

    Dollar signs are dollar signs, and an address is a link only where it is written as one. Text
    that comes out of a corpus is put in with `quote`.
    """
    from IPython.display import Markdown

    # Text between backquotes is shown as it is, entities included.
    pieces = re.split(r"(`+[^`]+`+)", text)
    pieces[::2] = [AMBIGUOUS.sub(_entity, piece) for piece in pieces[::2]]
    return Markdown(f'<div class="{NO_MATHS}">\n\n{"".join(pieces)}\n\n</div>')


def quote(text: str) -> str:
    """Text of a corpus for use inside `say`: shown as it is, never read as HTML or Markdown.

    A line end is shown as a space; the rest is as in the text.
    """
    shown = PUNCTUATION.sub(_entity, balanced(without_unshowable(on_one_line(text))))
    return f'<bdi class="{NO_MATHS}">{shown}</bdi>'


def _entity(match: re.Match) -> str:
    return "".join(f"&#{ord(sign)};" for sign in match[0])


def listing(items: list[str]) -> str:
    """Join names as a sentence does: ``a``, ``a and b``, ``a, b and c``."""
    return listed(list(map(str, items)))


def figure(name: str, table, documents, folder: str | Path, **options) -> None:
    """Draw a figure as `figures.draw` does, show the picture as saved, and its caption under it.

    To set something on its Axes yourself, draw it with `figures.draw`, which returns them.
    """
    from IPython.display import HTML, Image, display
    from matplotlib import pyplot as plt

    drawn = figures.draw(name, table, documents, folder, **options).get_figure(root=True)
    plt.close(drawn)
    said = {kind: Path(folder, f"{name}.{kind}.txt").read_text("utf-8").strip()
            for kind in ("caption", "alt")}  # fmt: skip
    display(Image(filename=Path(folder, f"{name}.png"), width=WIDTH, alt=said["alt"]))
    display(HTML(f'<p class="caption {NO_MATHS}">{in_html(said["caption"])}</p>'))


def use_labels(documents: pd.DataFrame, codebook: pd.DataFrame | None = None) -> None:
    """From here on, show texts and codes by their labels instead of their ids."""
    _labels.clear()
    _labels.update(zip(documents["doc_id"], documents["label"], strict=True))
    if codebook is not None:
        named = frames.describe(codebook[["code"]], codebook)
        _labels.update(zip(named["code"], named["label"], strict=True))


def name(found: object) -> str:
    """An id as its label; of several (a tuple, or joined by " + ") each, else what was given."""
    if isinstance(found, tuple):
        return ", ".join(map(name, found))
    text = str(found)
    return _labels.get(text) or " + ".join(_labels.get(part, part) for part in text.split(" + "))


def labelled(text: object) -> str:
    """A flag or a comparison ("msnbc less axios") with labels in place of ids."""
    parts = re.split(r"(; |: | less |\(|\))", str(text))
    return "".join(_labels.get(part, part) for part in parts)


def tabulate(frame: pd.DataFrame, caption: str = "", digits: int = 2):
    """`frame` as a readable table: text wrapped, numbers aligned and rounded.

    Columns get the heads of `HEADS`, and ids the labels given to `use_labels`. doc_id and
    sentence_id become one column, the address of a sentence ("Axios 10"). True and False become yes
    and no.
    """
    from IPython.display import HTML

    frame = frame.reset_index(drop=True)
    if {"doc_id", "sentence_id"} <= set(frame.columns):
        places = zip(frame["doc_id"], frame["sentence_id"], strict=True)
        frame.insert(frame.columns.get_loc("doc_id"), PLACE, list(places))
        frame = frame.drop(columns=["doc_id", "sentence_id"])
    numbers = frame.select_dtypes("number").columns
    floats = frame.select_dtypes("float").columns
    classes = pd.DataFrame(
        {column: ["number" if column in numbers else "text"] * len(frame) for column in frame}
    )
    headers = [
        {"selector": f"th.col_heading.col{position}", "props": "text-align: right"}
        for position, column in enumerate(frame.columns)
        if column in numbers
    ]

    def decimal(value: float) -> str:
        return f"{value:.{digits}f}".replace("-", "−").replace("inf", "∞")

    styler = frame.style.format(decimal, subset=list(floats), na_rep="–")
    rest = {column: partial(_cell, column) for column in frame.columns if column not in floats}
    styler = styler.format(rest, na_rep="–", subset=list(rest))
    styler = styler.format_index(lambda head: in_html(HEADS.get(head, head)), axis=1)
    styler = styler.set_table_attributes(f'class="{NO_MATHS}"')
    styler = styler.set_td_classes(classes).set_table_styles([*TABLE_STYLES, *headers])
    # An id from the content: no two tables share it, and every run gives the same page.
    content = frame.to_csv(index=False).encode("utf-8", "replace")
    styler = styler.hide(axis="index").set_uuid(hashlib.sha256(content).hexdigest()[:8])
    if caption:
        styler = styler.set_caption(in_html(caption))
    return HTML(styler.to_html())


def _cell(column: str, value: Any) -> str:
    if column == PLACE:
        doc_id, number = value
        return address(doc_id, number, name(doc_id))
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if column in IDS:
        return in_html(name(value))
    if column in _labels.values():  # of propositions: quotations, each with its place behind it
        return QUOTED_FROM.sub(_at_address, in_html(value))
    return in_html(labelled(value) if column in NAMING else value)


def _at_address(match: re.Match) -> str:
    known = match[1] in _labels
    return f"({address(match[1], match[2], name(match[1]))}" if known else match[0]


def mark_spans(found: pd.DataFrame):
    """Sentences of ``evidence.sentences_of`` with their spans marked, for a notebook."""
    from IPython.display import HTML

    return HTML(evidence.as_html(found, _labels))


def versions() -> pd.DataFrame:
    """Versions that a result depends on, one row a package; columns package, version."""
    rows = [("Python", platform.python_version())]
    for package in SHOWN_VERSIONS:
        try:
            rows.append((package, version(package)))
        except PackageNotFoundError:
            rows.append((package, "not installed"))
    return pd.DataFrame(rows, columns=["package", "version"])


def say_groups(documents: pd.DataFrame, by: str, groups: pd.DataFrame) -> str:
    """How the texts are drawn, in a sentence; empty where each simply stands for itself."""
    if len(documents) <= FEW:
        return ""
    many = len(groups) > FEW
    side = f" Charts that stand side by side show the {FEW} largest." if many else ""
    if by == "doc_id":
        return f"These are too many texts to stand side by side; they are ranked.{side}"
    return f"They are drawn by outlet: {counted(len(groups), 'group')}.{side}"


def say_means(summary: pd.DataFrame, groups: pd.DataFrame) -> str:
    """Means from the lowest up with their intervals, in a sentence; of many groups the ends.

    Flags of the summary follow it.
    """
    labels = groups.set_index("doc_id")["label"]
    rows = summary.sort_values("mean", kind="stable")
    left = len(rows) - FEW
    shown = rows if left <= 0 else pd.concat([rows.head(3), rows.tail(3)])
    told = []
    for row in shown.itertuples():
        ends = f" [{signed(row.low)}, {signed(row.high)}]" if np.isfinite(row.low) else ""
        told.append(f"{quote(labels[row.doc_id])} {signed(row.mean)}{ends}")
    means = listing(told)
    flags = rows["flag"][rows["flag"] != ""].value_counts(sort=False)
    told = "; ".join(f"{quote(flag)}, in {n} of {len(rows)}" for flag, n in flags.items())
    between = "" if left <= 0 else f" (the three lowest and the three highest of {len(rows)})"
    return f"from the lowest on{between}: {means}." + (f" Beware: {told}." if told else "")


def say_outlets(found: pd.DataFrame) -> str:
    """What `grouping.compare_outlets` allows to say, in a sentence or two, or its refusal."""
    if found.empty:
        return "Fewer than two outlets are stated, so nothing is said about outlets."
    tested = found[~found["refused"].astype(bool)]
    if tested.empty:
        return f"{quote(found['flag'].iloc[0])}."
    clear = int((tested["p_holm"] < 0.05).sum())
    refused = len(found) - len(tested)
    rest = f" {refused} with one text are refused." if refused else ""
    return (
        f"Of {len(tested)} outlets with several texts, {clear} differ in mean tone from all others "
        f"together with p below .05 after Holm's adjustment (permutation of texts).{rest}"
    )
