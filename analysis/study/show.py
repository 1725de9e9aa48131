"""What a notebook shows: prose with computed numbers, readable tables, marked sentences."""

import hashlib
import platform
import re
import string
from importlib.metadata import PackageNotFoundError, version

import numpy as np
import pandas as pd

from analysis import evidence
from analysis._shown import NO_MATHS, balanced, counted, in_html, on_one_line, without_unshowable
from analysis.charts.lettering import signed
from analysis.grouping import FEW

SHOWN_VERSIONS = (
    "numpy pandas pyarrow scipy scikit-learn statsmodels nltk regex vaderSentiment textblob "
    "matplotlib"
).split()

# Whatever Markdown could take for its own, and what it takes for mathematics or an address.
PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}]")
AMBIGUOUS = re.compile(r"\$|:(?=//)|(?<=www)\.|@|(?<=mailto):", re.IGNORECASE)

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

    # Between backquotes nothing is read as anything but itself, entities included.
    pieces = re.split(r"(`+[^`]+`+)", text)
    pieces[::2] = [AMBIGUOUS.sub(_entity, piece) for piece in pieces[::2]]
    return Markdown(f'<div class="{NO_MATHS}">\n\n{"".join(pieces)}\n\n</div>')


def quote(text: str) -> str:
    """Text of a corpus for use inside `say`: shown as it is, never read as HTML or Markdown.

    A line end is shown as a space; all else is what stands in the text.
    """
    shown = PUNCTUATION.sub(_entity, balanced(without_unshowable(on_one_line(text))))
    return f'<bdi class="{NO_MATHS}">{shown}</bdi>'


def _entity(match: re.Match) -> str:
    return "".join(f"&#{ord(sign)};" for sign in match[0])


def listing(items: list[str]) -> str:
    """Join names as a sentence does: ``a``, ``a and b``, ``a, b and c``."""
    items = [str(item) for item in items]
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def tabulate(frame: pd.DataFrame, caption: str = "", digits: int = 2):
    """`frame` as a readable table: text wrapped and as it is, numbers aligned and rounded."""
    from IPython.display import HTML

    frame = frame.reset_index(drop=True)
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
    styler = frame.style.format(precision=digits, subset=list(floats), na_rep="–")
    rest = [column for column in frame.columns if column not in floats]
    styler = styler.format(in_html, na_rep="–", subset=rest)
    styler = styler.format_index(in_html, axis=1).set_table_attributes(f'class="{NO_MATHS}"')
    styler = styler.set_td_classes(classes).set_table_styles([*TABLE_STYLES, *headers])
    # The id is drawn from the content: no two tables share it, and every run gives the same page.
    content = frame.to_csv(index=False).encode("utf-8", "replace")
    styler = styler.hide(axis="index").set_uuid(hashlib.sha256(content).hexdigest()[:8])
    if caption:
        styler = styler.set_caption(in_html(caption))
    return HTML(styler.to_html())


def mark_spans(found: pd.DataFrame):
    """Sentences of ``evidence.sentences_of`` with their spans marked, for a notebook."""
    from IPython.display import HTML

    return HTML(evidence.as_html(found))


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

    What the summary flags is said behind it.
    """
    labels = groups.set_index("doc_id")["label"]
    rows = summary.sort_values("mean", kind="stable")
    left = len(rows) - FEW
    shown = rows if left <= 0 else pd.concat([rows.head(3), rows.tail(3)])
    listed = listing(
        [_mean_with_interval(row, quote(labels[row.doc_id])) for row in shown.itertuples()]
    )
    flags = rows["flag"][rows["flag"] != ""].value_counts(sort=False)
    told = "; ".join(f"{quote(flag)} ({n} of {len(rows)})" for flag, n in flags.items())
    between = "" if left <= 0 else f" (the three lowest and the three highest of {len(rows)})"
    return f"from the lowest on{between}: {listed}." + (f" Beware: {told}." if told else "")


def _mean_with_interval(row, label: str) -> str:
    """A mean as prose has it: label, value and, where there is one, its interval."""
    interval = f" [{signed(row.low)}, {signed(row.high)}]" if np.isfinite(row.low) else ""
    return f"{label} {signed(row.mean)}{interval}"


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
