"""Captions and alternative texts of the charts about framing, written from the tables drawn.

As in `captions`: what is shown, n, what marks mean, and one limit of what may be read from it.
"""

import pandas as pd

from analysis.canvas import look
from analysis.framing_charts import marks, rows_of_codes, top_silences
from analysis.lettering import plain, signed
from analysis.profile_charts import RATES, used_codes
from analysis.stance_charts import rank_tone_and_stance, reversals


def _n(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _labels(documents: pd.DataFrame) -> dict:
    looks = look(documents)
    return dict(zip(looks["doc_id"], looks["label"], strict=True))


def caption_tone_and_stance(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Caption of `plot_tone_and_stance`."""
    rows, labels = rank_tone_and_stance(table, documents), _labels(documents)
    crossed, pairs = reversals(rows)
    values = "; ".join(_tone_and_stance(row, labels) for row in rows.itertuples())
    order = (
        f"Tone and stance put {crossed:,} of {_n(pairs, 'pair')} of texts in opposite order, each "
        "a crossing of two lines. "
        if pairs
        else ""
    )
    return (
        f"Tone and stance of {_n(len(rows), 'text')}. Left: VADER compound score of "
        f"{_n(len(table), 'sentence')} (−1 to 1; Hutto & Gilbert 2014), each a point, texts ranked "
        f"by their mean. Right: stance toward the outcome, coded by reading "
        f"{_n(int(rows['n_coded'].sum()), 'sentence')}; full bars favourable, hatched bars "
        "unfavourable, as shares of the sentences coded, texts ranked by the mean of favourable "
        f"(1), neither (0) and unfavourable (−1). Upright marks: means. {values}. {order}"
        f"{_hollow(table)}The coding is one reading of these texts, and ranks do not say how far "
        "apart two texts are."
    )


def _hollow(table: pd.DataFrame) -> str:
    meanings = {"quoted": "hollow: someone else's words", "mixed": "pale: partly someone else's"}
    found = [meanings[voice] for voice in meanings if table["voice"].eq(voice).any()]
    return f"Filled points: the author's words; {'; '.join(found)}. " if found else ""


def _tone_and_stance(row, labels) -> str:
    tone = f"tone {signed(row.tone)} (n = {row.n:,})" if row.n else "no sentence"
    stance = (
        f"stance {signed(row.stance)} ({row.n_favourable:,} favourable, {row.n_neither:,} neither, "
        f"{row.n_unfavourable:,} unfavourable)"
        if row.n_coded
        else "stance not coded"
    )
    return f"{labels[row.doc_id]}: {tone}, {stance}"


def alt_tone_and_stance(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Alternative text of `plot_tone_and_stance`."""
    rows, labels = rank_tone_and_stance(table, documents), _labels(documents)
    by_tone = ", ".join(
        f"{labels[row.doc_id]} {signed(row.tone)}"
        for row in rows[rows["n"] > 0].sort_values("tone_rank").itertuples()
    )
    by_stance = ", ".join(
        f"{labels[row.doc_id]} {signed(row.stance)}"
        for row in rows[rows["n_coded"] > 0].sort_values("stance_rank").itertuples()
    )
    crossed, pairs = reversals(rows)
    return (
        "Two ranked columns joined by lines. Highest mean tone first: "
        f"{by_tone or 'no text'}. Most favourable coded stance first: {by_stance or 'no text'}. "
        f"{crossed:,} of {_n(pairs, 'pair')} change places."
    )


def caption_frames_sequence(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Caption of `plot_frames_sequence`."""
    codes = rows_of_codes(table, "function")
    shown = marks(table)
    meanings = {"quoted": "in someone else's voice (hollow)", "negated": "under negation (crosses)"}
    n = shown["kind"].value_counts()
    kinds = [f"{n[kind]:,} {meaning}" for kind, meaning in meanings.items() if kind in n]
    return (
        f"Frames along {_n(len(documents), 'text')}, a row a frame, in order: "
        f"{_n(len(shown), 'mark')} of {_n(len(codes), 'frame')}{_also(kinds)}. A mark stands at "
        "a sentence that holds the frame, however often. An empty row says that this "
        "codebook finds nothing there, not that the thought is missing."
    )


def _also(kinds: list[str]) -> str:
    return f", of which {' and '.join(kinds)}" if kinds else ""


def alt_frames_sequence(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Alternative text of `plot_frames_sequence`."""
    codes, lines = rows_of_codes(table, "function"), []
    shown = marks(table)
    for doc_id, label in _labels(documents).items():
        own = shown[shown["doc_id"] == doc_id]
        parts = [
            f"{row.label} in sentences {', '.join(map(str, sorted(places)))}"
            for row in codes.itertuples()
            if (places := set(own["place"][own["code"] == row.code]))
        ]
        lines.append(f"{label}: {'; '.join(parts) or 'none'}.")
    return "Marks of frames along each text. " + " ".join(lines)


def caption_names(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Caption of `plot_names`."""
    return _profile(
        table, documents, ("What each text calls the event: names by process", "process", "name")
    )


def caption_frame_profile(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Caption of `plot_frame_profile`."""
    return _profile(table, documents, ("Frames by function", "function", "frame"))


def caption_actors(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Caption of `plot_actors`."""
    return _profile(table, documents, ("Whom each text speaks of", None, "actor"))


def _profile(table, documents, words):
    title, group, noun = words
    used, unused = used_codes(table, group)
    rate = "share" if "share" in table and "per_1000" not in table else "per_1000"
    sums = group and used["group"].ne("").any() and rate != "share"
    negated = int(table["n_negated"].sum()) if "n_negated" in table else 0
    totals = table.groupby("doc_id")["n"].sum()
    each = ", ".join(
        f"{label} {totals.get(doc_id, 0):,}" for doc_id, label in _labels(documents).items()
    )
    return (
        f"{title}, in {_n(len(documents), 'text')}. Numbers are counts ({each}), bars "
        f"{'rates ' if rate == 'per_1000' else 'the '}{RATES[rate]}"
        f"{'; hatched, the sum of a group' if sums else ''}. "
        + (f"In brackets, {negated:,} under negation, which do not count. " if negated else "")
        + (f"In no text: {', '.join(unused['label'])}. " if len(unused) else "")
        + f"Counts are exact for these texts; {'an' if noun == 'actor' else 'a'} {noun} is counted "
        "where the codebook finds it, and few occurrences say little of a writer's habit."
    )


def alt_names(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Alternative text of `plot_names`."""
    return _alt_profile(table, documents, "process")


def alt_frame_profile(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Alternative text of `plot_frame_profile`."""
    return _alt_profile(table, documents, "function")


def alt_actors(table: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Alternative text of `plot_actors`."""
    return _alt_profile(table, documents, None)


def _alt_profile(table, documents, group):
    used, lines = used_codes(table, group)[0], []
    for doc_id, label in _labels(documents).items():
        n = table[table["doc_id"] == doc_id].set_index("code")["n"]
        parts = [
            f"{row.label} {n[row.code]:,}" for row in used.itertuples() if n.get(row.code, 0) > 0
        ]
        lines.append(f"{label}: {', '.join(parts) or 'none'}.")
    return "Bars and counts, a column a text. " + " ".join(lines)


def caption_silences(table: pd.DataFrame, documents: pd.DataFrame, top=8) -> str:
    """Caption of `plot_silences`."""
    shown = sum(len(top_silences(table, doc_id, top)) for doc_id in documents["doc_id"])
    return (
        f"Silences: what all other texts speak of and one does not, {shown:,} of "
        f"{len(table):,} in {_n(len(documents), 'text')}. The bar ends at the occurrences expected "
        "if all texts spoke of it at one rate; none was found. At the right, occurrences in the "
        "others and the exact probability of none here (binomial). The silences were looked for, "
        "many at once: the probability orders what to read and tests nothing."
    )


def alt_silences(table: pd.DataFrame, documents: pd.DataFrame, top=8) -> str:
    """Alternative text of `plot_silences`."""
    lines = []
    for doc_id, label in _labels(documents).items():
        parts = [
            f"{row.label} ({row.expected:.1f} expected, {row.n_others:,} in the others, "
            f"p {row.p_none:.3f})"
            for row in top_silences(table, doc_id, top).itertuples()
        ]
        lines.append(f"{label} is silent on: {', '.join(parts) or 'nothing'}.")
    return "Bars of expected occurrences where none was found. " + " ".join(lines)


def caption_agreement(table: pd.DataFrame) -> str:
    """Caption of `plot_agreement`."""
    alpha = table["alpha"].dropna()
    firm, tentative = int((alpha >= 0.8).sum()), int(alpha.between(0.667, 0.8, "left").sum())
    units = sorted({int(n) for n in table["n_units"]})
    read = f"{units[0]:,}" if len(units) == 1 else f"{units[0]:,} to {units[-1]:,}" if units else 0
    without = int((table["alpha"].notna() & table["low"].isna()).sum())
    return (
        f"Agreement on {_n(len(table), 'code')}: Krippendorff's alpha with its interval over "
        f"sentences ({read} read by both or all). Firm from .80: {firm:,}; tentative from .667: "
        f"{tentative:,}; weaker: {len(alpha) - firm - tentative:,}; undefined, because only one "
        f"value was used or nothing was read twice: {len(table) - len(alpha):,}."
        + (f" {without:,} without an interval: too little varies." if without else "")
        + " At the right, sentences read differently. Agreement says that a code can be applied "
        "alike, not that what it reads is there; on texts that a dictionary was written from, it "
        "says less."
    )


def alt_agreement(table: pd.DataFrame) -> str:
    """Alternative text of `plot_agreement`."""
    label = table["label"] if "label" in table else table["code"].str.replace("_", " ")
    rows = table.assign(label=label.map(plain)).sort_values(
        "alpha", ascending=False, kind="stable", na_position="last"
    )
    parts = [
        f"{row.label} undefined"
        if pd.isna(row.alpha)
        else f"{row.label} {row.alpha:.2f}{_between(row)}"
        for row in rows.itertuples()
    ]
    return f"Points of alpha with intervals, the highest first: {'; '.join(parts) or 'none'}."


def _between(row) -> str:
    return "" if pd.isna(row.low) else f" ({row.low:.2f} to {row.high:.2f})".replace("-", "−")
