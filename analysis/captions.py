"""Captions and alternative texts, written from the tables that the figures are drawn from.

Each caption says what is shown, gives n, explains marks and intervals, and ends with one limit of
what may be read from it. Each ``alt_`` says in words what a reader who cannot see the chart needs.
"""

import pandas as pd

from analysis.canvas import look
from analysis.lettering import plain, shorten, signed
from analysis.term_charts import top_keyness, top_shift, top_tfidf

COMPARED = ("body", "quotation")


def _texts(number: int) -> str:
    return "1 text" if number == 1 else f"{number:,} texts"


def _n(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _voices(table: pd.DataFrame) -> str:
    meanings = {"quoted": "hollow: someone else's words", "mixed": "pale: partly someone else's"}
    found = [meanings[voice] for voice in meanings if table["voice"].eq(voice).any()]
    return f" Filled marks: the author's words; {'; '.join(found)}." if found else ""


def caption_overview(passages: pd.DataFrame, documents: pd.DataFrame, compared=COMPARED) -> str:
    """Caption of `plot_overview`."""
    kept = passages["role"].isin(compared)
    words = passages["n_words"]
    parts = [
        f"{entry.label}: {words[own & kept].sum():,} of {words[own].sum():,} words"
        for entry in look(documents).itertuples()
        for own in [passages["doc_id"] == entry.doc_id]
    ]
    return (
        f"What is compared in {_texts(len(documents))}. Each bar is a text in reading order, each "
        f"division a passage, its length the number of words. Compared ({', '.join(compared)}): "
        f"{'; '.join(parts)}. Hatched in the text's colour: passages in another voice. Hatched in "
        f"grey: {words[~kept].sum():,} words left out, with the reason below the bar. "
        "The choice of passages is a reading of the page and precedes every count."
    )


def alt_overview(passages: pd.DataFrame, documents: pd.DataFrame, compared=COMPARED) -> str:
    """Alternative text of `plot_overview`."""
    lines = []
    for entry in look(documents).itertuples():
        own = passages[passages["doc_id"] == entry.doc_id]
        roles = own.groupby("role", sort=False)["n_words"].sum()
        listed = ", ".join(
            f"{role} {n:,}{'' if role in compared else ' (left out)'}" for role, n in roles.items()
        )
        lines.append(f"{entry.label}: {listed or 'no passage'}.")
    return "Bars of words by role. " + " ".join(lines)


def caption_tone_sequence(scores: pd.DataFrame, documents: pd.DataFrame, label=3) -> str:
    """Caption of `plot_tone_sequence`."""
    return (
        f"Tone of each sentence in reading order: {_n(len(scores), 'sentence')} of "
        f"{_texts(len(documents))} ({_per_text(scores, documents)}). VADER compound score (Hutto & "
        f"Gilbert 2014), −1 to 1, one point a sentence, not smoothed; the {label} farthest from 0 "
        f"in each text are labelled.{_voices(scores)} The score sees words and not what they are "
        "about: the tone of a sentence is not its author's stance."
    )


def alt_tone_sequence(scores: pd.DataFrame, documents: pd.DataFrame, label=3) -> str:
    """Alternative text of `plot_tone_sequence`."""
    lines = []
    for entry in look(documents).itertuples():
        own = scores[scores["doc_id"] == entry.doc_id]
        order = own["compound"].abs().sort_values(ascending=False, kind="stable").index[:label]
        strongest = "; ".join(
            f"{signed(own['compound'][i])} “{shorten(own['text'][i], 300)}”" for i in order
        )
        lines.append(
            f"{entry.label}, {_n(len(own), 'sentence')}; strongest: {strongest or 'none'}."
        )
    return "Points of tone, one for each sentence in reading order. " + " ".join(lines)


def caption_tone(scores: pd.DataFrame, documents: pd.DataFrame, summary=None) -> str:
    """Caption of `plot_tone`; with `summary` (mean, low, high) the interval is explained."""
    interval = summary is not None and {"low", "high"} <= set(summary.columns)
    bar = ", the bar its interval over sentences" if interval else ""
    return (
        f"Tone by text: {_n(len(scores), 'sentence')} of {_texts(len(documents))}, each a point at "
        f"its VADER compound score (−1 to 1; Hutto & Gilbert 2014), stacked where points would "
        f"meet. Upright mark: mean{bar} ({_means(scores, documents, summary)}).{_voices(scores)} "
        f"{'What varies is the wording of these texts, not the outlets. ' if interval else ''}"
        "A higher mean is not a more favourable author."
    )


def alt_tone(scores: pd.DataFrame, documents: pd.DataFrame, summary=None) -> str:
    """Alternative text of `plot_tone`."""
    zero = int(scores["compound"].eq(0).sum())
    return (
        f"Points of tone from −1 to 1, a lane for each text. {_means(scores, documents, summary)}. "
        f"{_n(zero, 'sentence')} of {len(scores):,} score exactly 0."
    )


def _per_text(scores, documents) -> str:
    sizes = scores.groupby("doc_id").size()
    entries = look(documents).itertuples()
    return ", ".join(f"{entry.label} {sizes.get(entry.doc_id, 0):,}" for entry in entries)


def _means(scores, documents, summary) -> str:
    groups, parts = scores.groupby("doc_id")["compound"], []
    means = groups.mean() if summary is None else summary.set_index("doc_id")["mean"]
    for entry in look(documents).itertuples():
        if entry.doc_id in means.index:
            n = int(scores["doc_id"].eq(entry.doc_id).sum())
            parts.append(f"{entry.label} {signed(means[entry.doc_id])}, n = {n:,}")
    return "; ".join(parts) or "no sentence"


def caption_tfidf(table: pd.DataFrame, documents: pd.DataFrame, top=10) -> str:
    """Caption of `plot_tfidf`."""
    shown = [top_tfidf(table, name, top) for name in documents["doc_id"]]
    n = max((len(rows) for rows in shown), default=0)
    units = f" over {int(table['n_units'].iloc[0]):,} units" if "n_units" in table else ""
    return (
        f"The {n} terms with the highest tf-idf{units} in each of {_texts(len(documents))}, of "
        f"{table['term'].nunique():,} terms and {int(table['n'].sum()):,} occurrences considered; "
        "at the right, the occurrences in the text. Ties are in alphabetical order. A term that "
        "every text uses is weighted down however much it is contested: tf-idf describes a text, "
        "it does not test a contrast."
    )


def alt_tfidf(table: pd.DataFrame, documents: pd.DataFrame, top=10) -> str:
    """Alternative text of `plot_tfidf`."""
    lines = []
    for entry in look(documents).itertuples():
        rows = top_tfidf(table, entry.doc_id, top)
        terms = zip(rows["term"], rows["tf_idf"], rows["n"], strict=True)
        lines.append(
            f"{entry.label}: " + ", ".join(f"{plain(t)} {s:.3g} ({n:,})" for t, s, n in terms) + "."
        )
    return "Bars of tf-idf (occurrences in brackets). " + " ".join(lines)


def caption_keyness(contrasts: pd.DataFrame, documents: pd.DataFrame, top=12) -> str:
    """Caption of `plot_keyness`."""
    pairs = list(contrasts[["target", "reference"]].drop_duplicates().itertuples(index=False))
    shown = [top_keyness(contrasts, *pair, top) for pair in pairs]
    rows = pd.concat(shown) if shown else contrasts
    clear = int((rows["low"] > 0).sum())
    return (
        f"Distinctive terms in {_n(len(pairs), 'contrast')} of {_texts(len(documents))}: log ratio "
        f"(log2 of the two rates; Hardie 2014) with its exact 95 % interval; an arrow where it "
        f"goes on beyond the axis. The {max((len(r) for r in shown), default=0)} terms with the "
        f"highest lower bounds are shown in that order, with occurrences in target : reference. Of "
        f"{_n(len(rows), 'interval')} {clear:,} lie above 0, before any adjustment for looking at "
        f"{len(contrasts):,} terms. Words are counted as if drawn one by one: intervals over "
        "sentences are wider where a term comes in clusters."
    )


def alt_keyness(contrasts: pd.DataFrame, documents: pd.DataFrame, top=12) -> str:
    """Alternative text of `plot_keyness`."""
    labels, lines = dict(zip(*_columns(documents), strict=True)), []
    for pair in contrasts[["target", "reference"]].drop_duplicates().itertuples(index=False):
        rows = top_keyness(contrasts, *pair, top)
        terms = ", ".join(
            f"{plain(r.term)} {signed(r.log_ratio, 1)} ({r.n_target:,} : {r.n_reference:,})"
            for r in rows.itertuples()
        )
        lines.append(f"{labels.get(pair.target, pair.target)}: {terms or 'none'}.")
    return "Log ratios with intervals, terms from the clearest down. " + " ".join(lines)


def _columns(documents):
    looks = look(documents)
    return looks["doc_id"], looks["label"]


def caption_xray(occurrences: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Caption of `plot_xray`."""
    terms = list(dict.fromkeys(occurrences["term"].map(plain)))
    quoted = int(occurrences["voice"].eq("quoted").sum())
    return (
        f"Where {', '.join(terms) or 'no term'} occur along {_texts(len(documents))}: "
        f"{_n(len(occurrences), 'occurrence')}, each a stroke at its place in the text; "
        f"{quoted:,} of them in someone else's voice (hollow circles). At the right, "
        "the count and the words as they stand. Texts of different length are drawn equally "
        "long, so a denser row is not a higher rate; what is meant without these words is not seen."
    )


def alt_xray(occurrences: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Alternative text of `plot_xray`."""
    lines = []
    for entry in look(documents).itertuples():
        parts = []
        for term in dict.fromkeys(occurrences["term"]):
            mine = occurrences["doc_id"].eq(entry.doc_id) & occurrences["term"].eq(term)
            places = ", ".join(f"{p:.0%}" for p in sorted(occurrences["position"][mine]))
            parts.append(f"{plain(term)} {int(mine.sum()):,}" + (f" (at {places})" * bool(places)))
        lines.append(f"{entry.label}: {'; '.join(parts)}.")
    return "Strokes along each text. " + " ".join(lines)


def caption_shift(table: pd.DataFrame, documents: pd.DataFrame, top=20) -> str:
    """Caption of `plot_shift`."""
    rows = top_shift(table, top)
    return (
        f"Word shift: what each term adds to the difference in mean score, the {len(rows):,} "
        f"largest of {_n(len(table), 'term')} (Gallagher et al. 2021). All contributions add up to "
        f"{signed(table['shift'].sum(), 3)}, those shown to {signed(rows['shift'].sum(), 3)}. A "
        "word contributes by its place in the lexicon, whatever it meant in its sentence."
    )


def alt_shift(table: pd.DataFrame, documents: pd.DataFrame, top=20) -> str:
    """Alternative text of `plot_shift`."""
    rows = top_shift(table, top).itertuples()
    listed = ", ".join(f"{plain(row.term)} {signed(row.shift, 3)}" for row in rows)
    return f"Bars of contributions to the difference, the largest first: {listed or 'none'}."
