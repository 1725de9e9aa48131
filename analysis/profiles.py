"""Mentions summed: how often each text speaks so, its silences, the dictionary as a coder.

`frames` offers these verbs; they stand here because they need only the table of mentions.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import patterns
from analysis.checks import need

MENTION = ["doc_id", "sentence_id", "code", "kind", "start", "end", "text"]
MENTION += ["voice", "negated", "compared", "cue"]


def counted(mentions: pd.DataFrame, voice: str | None = "author") -> pd.DataFrame:
    """The mentions that `profile` counts: the evidence behind its `n`, one row per mention.

    Those in `voice` ("author", "quoted", or None for both) that are affirmed; an actor is spoken
    of under negation too, and stays.
    """
    need(mentions, MENTION, "mentions", "frames.code")
    if voice not in ("author", "quoted", None):
        raise ValueError(f'unknown voice {voice!r}; use "author", "quoted", or None for both')
    affirmed = ~mentions["negated"].astype(bool) | (mentions["kind"] == "actor")
    return mentions[affirmed & (mentions["voice"] == voice if voice else True)]


def profile(
    mentions: pd.DataFrame,
    sizes: Mapping[str, int],
    codebook: pd.DataFrame | None = None,
    voice: str | None = "author",
) -> pd.DataFrame:
    """How often each text speaks so: one row per document and code, zeros included.

    Columns: doc_id, code, kind; n (mentions that count), n_negated (those under negation, which
    do not: "not a failure" is no failure frame; an actor is spoken of in either case, and counts),
    n_sentences (that hold a mention which counts), n_words, per_1000 (1000 · n / n_words; missing
    where a text has no words). `sizes` gives the words of each document, a Series by doc_id or a
    dict: of the same voice, or the rate is of nothing. `codebook` adds the codes that occur
    nowhere. `voice` is "author", "quoted", or None for both.

    Counts of these texts are exact and have no interval; what they say of a writer is another
    question (`resample`).
    """
    need(mentions, MENTION, "mentions", "frames.code")
    sizes = _sizes(sizes, mentions)
    there = counted(mentions, voice)
    if voice:
        mentions = mentions[mentions["voice"] == voice]
    codes = (mentions if codebook is None else codebook)[["code", "kind"]].drop_duplicates("code")
    unknown = sorted(set(mentions["code"]) - set(codes["code"]))
    if unknown:
        raise ValueError(
            f"codes not in the codebook: {', '.join(unknown)}; pass the one coded with"
        )
    key = ["doc_id", "code"]
    table = sizes.rename("n_words").rename_axis("doc_id").reset_index().merge(codes, how="cross")
    counts = {
        "n": there.groupby(key).size(),
        "n_negated": mentions.drop(there.index).groupby(key).size(),
        "n_sentences": there.groupby(key)["sentence_id"].nunique(),
    }
    for name, count in counts.items():
        rows = pd.MultiIndex.from_frame(table[key])
        table[name] = count.reindex(rows, fill_value=0).to_numpy(dtype=np.int64)
    table["per_1000"] = 1000 * table["n"] / table["n_words"].where(table["n_words"] > 0)
    return table[[*key, "kind", "n", "n_negated", "n_sentences", "n_words", "per_1000"]]


def silences(table: pd.DataFrame, sizes: Mapping[str, int], by: str = "code") -> pd.DataFrame:
    """What all other texts speak about and one does not, one row per document and code (or term).

    `table` is mentions, or counts with a column n, by doc_id and `by`: choose its voice and kinds
    before. `sizes` gives the words of each document. Columns: doc_id, `by`; n_others (occurrences
    in all other texts), n_words, n_words_others; share (n_words of all words); expected
    (share · n_others: what this text would hold if all spoke of it at one rate); p_none: the
    exact probability of none,

        (1 - share) ** n_others

    the binomial test of two Poisson rates given their total (Przyborowski & Wilenski 1940), one
    sided. Rarest by chance first. Needs two documents.

    The silences were looked for, many at once, and mentions are not independent draws: p_none
    orders what to read, and tests nothing.
    """
    need(table, ["doc_id", by], "mentions or counts", "frames.code or tokens.count_terms")
    sizes = _sizes(sizes, table)
    if len(sizes) < 2:
        raise ValueError("silences compare a text with others; pass sizes of two documents or more")
    counts = table.assign(n=1) if "n" not in table.columns else table
    n = counts.pivot_table("n", by, "doc_id", aggfunc="sum", fill_value=0, observed=True)
    n = n.reindex(columns=sizes.index, fill_value=0).astype(np.int64)
    silent = n[(n == 0).sum(axis=1) == 1]
    rows = pd.DataFrame({
        "doc_id": pd.Series(silent.columns[silent.eq(0).to_numpy().argmax(axis=1)], dtype="str"),
        by: pd.Series(silent.index.to_numpy(), dtype="str"),
        "n_others": silent.sum(axis=1).to_numpy(dtype=np.int64),
    })  # fmt: skip
    rows["n_words"] = rows["doc_id"].map(sizes).astype(np.int64)
    rows["n_words_others"] = sizes.sum() - rows["n_words"]
    rows["share"] = rows["n_words"] / sizes.sum()
    rows["expected"] = rows["share"] * rows["n_others"]
    rows["p_none"] = (1 - rows["share"]) ** rows["n_others"]
    return rows.sort_values(["p_none", "doc_id", by], ignore_index=True)


def as_coder(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    codebook: pd.DataFrame,
    coder: str = "dictionary",
    negated: bool = False,
    zeros: bool = False,
) -> pd.DataFrame:
    """The dictionary as one more coder: one row per sentence and code that it finds there.

    Columns: coder, doc_id, sentence_id, code, value (1). Only mentions in the author's voice, and
    only affirmed ones unless `negated` (a negated actor is still there, and counts); only of the
    given sentences and codes. With `zeros`, also a row of value 0 for every sentence of `sentences`
    and code that has a pattern: what the dictionary looked for and did not find. A code without a
    pattern gets no row, for there the dictionary says nothing.
    """
    need(mentions, MENTION, "mentions", "frames.code")
    need(sentences, ["doc_id", "sentence_id"], "sentences", "sentences.split")
    need(codebook, ["code", "kind", "pattern"], "codebook", "frames.read")
    looked_for = codebook[[bool(patterns.split(cell)) for cell in codebook["pattern"]]]
    grid = sentences[["doc_id", "sentence_id"]].merge(looked_for[["code"]], how="cross")
    counts = mentions[mentions["voice"] == "author"]
    if not negated:
        counts = counts[~counts["negated"].astype(bool) | (counts["kind"] == "actor")]
    key = ["doc_id", "sentence_id", "code"]
    there = counts[key].drop_duplicates().assign(value=1)
    codings = grid.merge(there, on=key, how="left" if zeros else "inner")
    codings["value"] = codings["value"].fillna(0).astype(np.int64)
    codings.insert(0, "coder", coder)
    return codings[["coder", *key, "value"]]


def stance(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    codebook: pd.DataFrame,
    coder: str = "dictionary",
) -> pd.DataFrame:
    """The stance that the wording of each sentence suggests, one row per sentence of `sentences`.

    Columns: coder, doc_id, sentence_id, code ("stance"), value ("favourable", "unfavourable" or
    "neither"), n_favourable, n_unfavourable: the cues on each side. A cue is a mention of a code
    whose column `leans` in the codebook says favourable or unfavourable, in the author's voice. A
    negated cue counts for the other side ("not a failure"); one under a comparison counts for
    neither; cues of one side that overlap are one. The side with more cues is the value, and equal
    numbers are neither.

    Words that lean, not what the author thinks: irony, and judgements that need no word of
    judging, are out of its reach. Read it beside a person's coding (`agreement`).
    """
    need(mentions, MENTION, "mentions", "frames.code")
    need(sentences, ["doc_id", "sentence_id"], "sentences", "sentences.split")
    need(codebook, ["code", "leans"], "codebook", "frames.read")
    leans = codebook.set_index("code")["leans"]
    if unknown := sorted(set(leans) - {"favourable", "unfavourable", ""}):
        raise ValueError(f"leans: {unknown[0]!r} is unknown; write favourable, unfavourable or ''")
    cues = mentions.assign(side=mentions["code"].map(leans).fillna(""))
    author = (cues["voice"] == "author") & ~cues["compared"].astype(bool)
    cues = cues[author & (cues["side"] != "")]
    other = cues["side"].map({"favourable": "unfavourable", "unfavourable": "favourable"})
    cues = cues.assign(side=cues["side"].where(~cues["negated"].astype(bool), other))
    group = ["doc_id", "sentence_id", "side"]
    cues = cues.sort_values([*group, "start", "end"])
    # A cue is a new one where it begins after the end of all that came before it.
    reached = (
        cues.groupby(group)["end"].cummax().groupby([cues[c] for c in group]).shift(fill_value=-1)
    )
    key = ["doc_id", "sentence_id"]
    fresh = cues[cues["start"] >= reached]
    n = fresh.pivot_table("start", key, "side", aggfunc="count", fill_value=0)
    table = sentences[key].reset_index(drop=True)
    n = n.reindex(pd.MultiIndex.from_frame(table), fill_value=0)
    for side in ("favourable", "unfavourable"):
        count = n[side] if side in n.columns else pd.Series(0, index=n.index)
        table[f"n_{side}"] = count.to_numpy(dtype=np.int64)
    balance = np.sign(table["n_favourable"] - table["n_unfavourable"])
    table["value"] = balance.map({1: "favourable", -1: "unfavourable", 0: "neither"}).astype("str")
    table = table.assign(coder=coder, code="stance")
    return table[["coder", *key, "code", "value", "n_favourable", "n_unfavourable"]]


def _sizes(sizes: Mapping[str, int], table: pd.DataFrame) -> pd.Series:
    """Words of each document, checked against the documents of a table."""
    sizes = pd.Series(sizes, dtype=np.int64)
    unknown = sorted(set(table["doc_id"]) - set(sizes.index))
    if unknown:
        raise ValueError(f"no size for {', '.join(map(str, unknown))}; give the words of each")
    return sizes
