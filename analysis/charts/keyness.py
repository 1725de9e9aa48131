"""Distinctive terms of each target: log ratios with their intervals, a panel a contrast."""

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis._shown import counted
from analysis.charts import layout, term_columns
from analysis.charts.layout import Axes
from analysis.charts.lettering import first_fitting, plain, signed
from analysis.charts.look import count_texts, labels_of, looks_of, need_documents, styled
from analysis.charts.term_columns import HEAD, ROW

SIZES = ["size_target", "size_reference"]


@styled
def plot(
    contrasts: pd.DataFrame, documents: pd.DataFrame, ax: Axes | None = None, top: int = 12
) -> Axes:
    """Distinctive terms of each target: log ratio with its exact interval, a panel a contrast.

    `contrasts`: target, reference, term, n_target, n_reference, log_ratio, low, high (−inf or inf
    where open) and, where given, size_target and size_reference (words). The `top` terms with the
    highest lower bound are shown, so that few occurrences do not win by luck; an interval that
    leaves the scale ends in an arrow. The counts of target and reference stand at the right, with
    the words of both in the last row. Returns the frame; its ``child_axes`` are the panels in the
    order of the table's contrasts.
    """
    needed = "target reference term n_target n_reference log_ratio low high".split()
    need(contrasts, needed, "contrasts", "keyness.compare_each")
    need_documents(contrasts, documents, "target")
    frame, made = layout.canvas(ax)
    entries = {entry.doc_id: entry for entry in looks_of(documents).itertuples()}
    pairs = _pairs(contrasts)
    shown = [_highest(contrasts, *pair, top) for pair in pairs]
    limit = _axis_limit(shown)
    columns = []
    for panel, pair, rows in zip(layout.add_panels(frame, len(pairs)), pairs, shown, strict=True):
        entry = entries[pair.target]
        y = HEAD + ROW * (np.arange(len(rows)) + 0.5)
        ends = rows["low"].clip(-limit, limit), rows["high"].clip(-limit, limit)
        panel.vlines(0, HEAD, HEAD + ROW * max(len(rows), 1), color="#888888", lw=0.5, zorder=1)
        panel.hlines(y, *ends, color=entry.colour, lw=1.0, label=pair.target)
        for ends_at, sign, beyond in (
            (-limit, "<", rows["low"] < -limit),
            (limit, ">", rows["high"] > limit),
        ):
            panel.plot(
                np.full(beyond.sum(), ends_at), y[beyond.to_numpy()], sign, color=entry.colour,
                ms=2.6, mew=0, clip_on=False, label=f"_beyond {ends_at:+g}",
            )  # fmt: skip
        panel.plot(rows["log_ratio"].clip(-limit, limit), y, entry.marker, color=entry.colour, ms=4)
        panel.set_xlim(-limit, limit)
        panel.set_xticks(ticks := _even(limit), [signed(tick, 0) for tick in ticks])
        panel.set_xlabel("log ratio (+1: twice the rate)")
        ratio = zip(rows["n_target"], rows["n_reference"], strict=True)
        counts = [f"{n:,} : {m:,}" for n, m in ratio]
        sized = set(SIZES) <= set(rows.columns) and len(rows)
        size = term_columns.say_sizes(*rows[SIZES].iloc[0]) if sized else ""
        note = f"against {term_columns.name_reference(pair.reference, entries)}"
        columns.append(term_columns.Column(panel, entry, rows, y, note, counts, size))
    return term_columns.arrange(frame, made, columns)


def headline(contrasts: pd.DataFrame, documents: pd.DataFrame, top: int = 12) -> str:
    """The most distinctive term of each target whose interval lies above 0."""
    labels, pairs = labels_of(documents), _pairs(contrasts)
    first, shown = [], []
    for pair in pairs:
        rows = _highest(contrasts, *pair, top)
        shown.append(rows)
        first += [
            f"“{plain(row.term)}” in {labels.get(pair.target, pair.target)}"
            for row in rows.head(1).itertuples()
            if row.low > 0
        ]
    rows = pd.concat(shown) if shown else contrasts
    n = int((rows["low"] > 0).sum())
    return first_fitting(
        f"Most distinctive: {'; '.join(first)}" if first and len(first) == len(pairs) else "",
        f"Of the {counted(len(rows), 'term')} shown, {n:,} with an interval above 0",
    )


def subtitle(contrasts: pd.DataFrame, documents: pd.DataFrame, top: int = 12) -> str:
    """What is drawn, and how many terms were looked at."""
    holm = ""
    if "p_holm" in contrasts:
        n = int((contrasts["p_holm"] < 0.05).sum())
        holm = f"; {n or 'none':{',' if n else ''}} of {len(contrasts):,} after adjustment (Holm)"
    return f"Log ratio of the two rates with its 95 % interval{holm}."


def caption(contrasts: pd.DataFrame, documents: pd.DataFrame, top: int = 12) -> str:
    """How many contrasts and terms are shown, and how many intervals lie above 0."""
    pairs = _pairs(contrasts)
    shown = [_highest(contrasts, *pair, top) for pair in pairs]
    rows = pd.concat(shown) if shown else contrasts
    clear = int((rows["low"] > 0).sum())
    return (
        f"Distinctive terms in {counted(len(pairs), 'contrast')} of "
        f"{count_texts(documents)}: log ratio (log2 of the two rates; Hardie 2014) with "
        "its exact 95 % interval; an arrow where it goes on beyond the axis. The "
        f"{max((len(r) for r in shown), default=0)} terms with the highest lower bounds are shown "
        "in that order, with occurrences in target : reference. Of "
        f"{counted(len(rows), 'interval')} {clear:,} lie above 0, before any adjustment for "
        f"looking at {len(contrasts):,} terms. Words are counted as if drawn one by one: intervals "
        "over sentences are wider where a term comes in clusters."
    )


def alt(contrasts: pd.DataFrame, documents: pd.DataFrame, top: int = 12) -> str:
    """The terms of each target in the chart's order, with log ratio and occurrences."""
    labels, lines = labels_of(documents), []
    for pair in _pairs(contrasts):
        rows = _highest(contrasts, *pair, top)
        terms = ", ".join(
            f"{plain(r.term)} {signed(r.log_ratio, 1)} ({r.n_target:,} : {r.n_reference:,})"
            for r in rows.itertuples()
        )
        lines.append(f"{labels.get(pair.target, pair.target)}: {terms or 'none'}.")
    return "Log ratios with intervals, terms from the clearest down. " + " ".join(lines)


def _pairs(contrasts: pd.DataFrame) -> list:
    """Target and reference of each contrast, in the table's order."""
    return list(contrasts[["target", "reference"]].drop_duplicates().itertuples(index=False))


def _highest(contrasts: pd.DataFrame, target: str, reference: str, top: int) -> pd.DataFrame:
    """Rows of a contrast that the chart shows: the highest lower bounds, in that order."""
    chosen = contrasts["target"].eq(target) & contrasts["reference"].eq(reference)
    order = ["low", "log_ratio", "n_target", "term"]
    return contrasts[chosen].sort_values(order, ascending=[False, False, False, True])[:top]


def _axis_limit(shown: list[pd.DataFrame]) -> float:
    """Limit of the symmetric axis: one unit beyond the farthest log ratio drawn."""
    farthest = max((rows["log_ratio"].abs().max() for rows in shown if len(rows)), default=1.0)
    return float(np.ceil(farthest) + 1)


def _even(limit: float) -> list[int]:
    step = 2 if limit < 6 else 4
    last = int(limit // step) * step
    return list(range(-last, last + 1, step))
