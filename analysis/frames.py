"""What each commentary calls the event, whom it names, and how it frames what happened.

A codebook says in words what each code means and, where a dictionary can find it, in `patterns`
what to look for. `code` turns sentences into **mentions**, each with its place in the raw file.

The frame is a reader's judgement (Entman 1993); a mention is only its trace in the wording.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis.codebook import negation, patterns
from analysis.codebook.codes import read_codebook as read_codebook
from analysis.words import WORD, fold

_WORD = re.compile(WORD)


class _Words(NamedTuple):
    """Running words of all sentences."""

    token: list[str]
    start: list[int]  # in characters of the sentence
    end: list[int]
    sentence: list[int]  # number of its row
    first: list[int]  # for each row, its first word; and one more entry, the number of words


def code(sentences: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Where each code of the codebook occurs, one row per mention in reading order.

    Columns: doc_id, sentence_id, code, kind; start, end (characters of the raw file, half-open),
    text (as written there); voice ("quoted" where more than half of its characters stand in a
    quoted span, else "author"; a word that the author holds in quotation marks stays the
    author's); negated, compared (see `negation`), cue (the words that negate and those that
    compare, as written, with "; " between; '' where none).

    Overlaps: mentions of one code never overlap, the leftmost and then the longest is taken. Of
    names, one that lies within a longer one of another code is dropped ("end of the talks" within
    "abrupt end of the talks"), and of two in the same place the later in the codebook. Of actors
    that overlap at all the longest is kept, then the leftmost, then the earlier in the codebook.
    Frames overlap freely: one wording may serve two.

    Raises ``ValueError`` for missing columns and for malformed patterns, all of them at once.

    A dictionary finds wordings, not meanings; see how far it agrees with a reader (`agreement`).
    """
    need(sentences, ["doc_id", "sentence_id", "start", "text", "quotes"], "sentences",
         "sentences.split")  # fmt: skip
    need(codebook, ["code", "kind", "pattern"], "codebook", "frames.read_codebook")
    parsed = patterns.parse_codebook(codebook)
    words = _words(sentences)
    where = patterns.index_words(words.token, words.sentence)
    found = []
    for order, (name, kind, row) in enumerate(
        zip(codebook["code"], codebook["kind"], parsed, strict=True)
    ):
        for first, last in patterns.find_matches(row, where):
            found.append((first, last, order, name, kind))
    found = sorted(_resolve(found), key=lambda m: (m[0], -m[1], m[2]))
    return _table(found, words, sentences)


def segments(sentences: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The clause around each mention and its whole sentence, one row per mention, in its order.

    Columns: doc_id, passage_id and role (where sentences have them), sentence_id, code, kind,
    voice, negated, compared; mention, mention_start, mention_end; start, end, text: the clause,
    cut at , ; : dashes, parentheses and "but" (`negation.find_clause_marks`), so that a tone can be
    scored for it alone; sentence, sentence_start, sentence_end. Positions are of the raw file.

    Scoring the clause rather than the sentence raised the accuracy of VADER toward a named person
    from 50 to 57 per cent (NewsMTSC, Hamborg & Donnay 2021): better, and still near chance.
    """
    need(sentences, ["doc_id", "sentence_id", "start", "end", "text"], "sentences",
         "sentences.split")  # fmt: skip
    need(mentions, MENTION, "mentions", "frames.code")
    keep = [c for c in ["doc_id", "passage_id", "sentence_id", "role"] if c in sentences.columns]
    context = sentences[[*keep, "start", "end", "text"]].rename(
        columns={"start": "sentence_start", "end": "sentence_end", "text": "sentence"}
    )
    named = mentions.rename(
        columns={"start": "mention_start", "end": "mention_end", "text": "mention"}
    )
    table = named.merge(context, on=["doc_id", "sentence_id"], how="left", validate="m:1")
    if table["sentence"].isna().any():
        lost = table.loc[table["sentence"].isna(), ["doc_id", "sentence_id"]].iloc[0].tolist()
        raise ValueError(f"no sentence {lost[1]} of {lost[0]}; pass the sentences that were coded")
    marks: dict[str, list] = {}
    spans = []
    columns = ["sentence", "sentence_start", "mention_start", "mention_end"]
    for text, offset, start, end in table[columns].itertuples(index=False, name=None):
        offset = int(offset)
        if text not in marks:
            found = _WORD.finditer(text)
            marks[text] = negation.find_clause_marks(text, [(*m.span(), fold(m[0])) for m in found])
        low, high = negation.find_clause(text, marks[text], start - offset, end - offset)
        spans.append((offset + low, offset + high, text[low:high]))
    table["start"] = np.array([span[0] for span in spans], dtype=np.int64)
    table["end"] = np.array([span[1] for span in spans], dtype=np.int64)
    table["text"] = pd.Series([span[2] for span in spans], dtype="str")
    order = [*keep, "code", "kind", "voice", "negated", "compared", "mention", "mention_start"]
    order += ["mention_end", "start", "end", "text", "sentence", "sentence_start", "sentence_end"]
    return table[order].astype({"sentence_start": np.int64, "sentence_end": np.int64})


def _words(sentences: pd.DataFrame) -> _Words:
    words = _Words([], [], [], [], [0])
    for number, text in enumerate(sentences["text"]):
        for found in _WORD.finditer(text):
            words.token.append(found[0])
            words.start.append(found.start())
            words.end.append(found.end())
            words.sentence.append(number)
        words.first.append(len(words.token))
    return words


def _resolve(found: list[tuple]) -> list[tuple]:
    """Apply the rules of overlap to (first word, last word, order in the codebook, code, kind)."""
    names = [mention for mention in found if mention[4] == "name"]
    actors = [mention for mention in found if mention[4] == "actor"]
    rest = [mention for mention in found if mention[4] not in ("name", "actor")]
    return rest + _outermost(names) + _longest(actors)


def _outermost(mentions: list[tuple]) -> list[tuple]:
    """Those that lie within no other; in reading order a container always comes before."""
    kept, reach = [], -1
    for mention in sorted(mentions, key=lambda m: (m[0], -m[1], m[2])):
        if mention[1] > reach:
            kept.append(mention)
            reach = mention[1]
    return kept


def _longest(mentions: list[tuple]) -> list[tuple]:
    """Of those that overlap the longest, then the leftmost, then the earlier in the codebook."""
    kept, taken = [], set()
    for mention in sorted(mentions, key=lambda m: (m[0] - m[1], m[0], m[2])):
        span = range(mention[0], mention[1] + 1)
        if taken.isdisjoint(span):
            kept.append(mention)
            taken.update(span)
    return kept


def _table(found: list[tuple], words: _Words, sentences: pd.DataFrame) -> pd.DataFrame:
    """Mentions as a table: their places in the raw file, voice, negation and comparison."""
    columns = [sentences[c].tolist() for c in ["doc_id", "sentence_id", "start", "text", "quotes"]]
    rows, read_last = [], -1
    folded: list[str] = []
    clauses: list[int] = []
    for first, last, _, name, kind in found:
        number = words.sentence[first]
        doc_id, sentence_id, offset, text, quotes = (column[number] for column in columns)
        base = words.first[number]
        if number != read_last:
            span = range(base, words.first[number + 1])
            spans = [(words.start[i], words.end[i], fold(words.token[i])) for i in span]
            folded = [word for _, _, word in spans]
            clauses = negation.number_clauses(spans, negation.find_clause_marks(text, spans))
            read_last = number
        negating = negation.find_negation(folded, clauses, first - base)
        comparing = negation.find_comparison(folded, clauses, first - base, last - base)
        cues = [" ".join(words.token[base + i] for i in cue) for cue in (negating, comparing)]
        low, high = words.start[first], words.end[last]
        rows.append((
            doc_id, sentence_id, name, kind, offset + low, offset + high, text[low:high],
            _voice(offset + low, offset + high, quotes), bool(negating), bool(comparing),
            "; ".join(dict.fromkeys(cue for cue in cues if cue)),
        ))  # fmt: skip
    types = {"sentence_id": np.int64, "start": np.int64, "end": np.int64, "negated": bool}
    types |= {"compared": bool, "code": "str", "kind": "str", "text": "str", "voice": "str"}
    table = pd.DataFrame(rows, columns=MENTION).astype(types | {"cue": "str"})
    return table.astype({"doc_id": sentences["doc_id"].dtype})


def _voice(start: int, end: int, quotes: object) -> str:
    """Whose words [start, end) are: quoted if more than half stands in a quoted span."""
    inside = sum(
        max(0, min(end, high) - max(start, low)) for low, high, kind in quotes if kind == "quoted"
    )
    return "quoted" if 2 * inside > end - start else "author"


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
    need(codebook, ["code", "kind", "pattern"], "codebook", "frames.read_codebook")
    looked_for = codebook[[bool(patterns.split_cell(cell)) for cell in codebook["pattern"]]]
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
    need(codebook, ["code", "leans"], "codebook", "frames.read_codebook")
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


UNIT = ["doc_id", "sentence_id"]

STANCES = ("favourable", "neither", "unfavourable")

MEANING = ["process", "agent", "closure", "function"]


def describe(table: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """The table with what the codebook says of each code in words, its rows in codebook order.

    Adds or replaces kind, label, process, agent, closure, function, as far as the codebook has
    them ('' where it says nothing). label is the codebook's own column `label`, and where that is
    missing or empty the code without the prefix of its kind and with spaces: "walk away" for
    name_walk_away. Rows of one code keep their order. Raises ``ValueError`` for a code that the
    codebook does not hold.
    """
    need(table, ["code"], "table", "frames.profile or frames.code")
    need(codebook, ["code", "kind"], "codebook", "frames.read_codebook")
    unknown = sorted(set(table["code"]) - set(codebook["code"]))
    if unknown:
        raise ValueError(f"codes not in the codebook: {', '.join(unknown)}; pass the one used")
    kept = [column for column in MEANING if column in codebook.columns]
    words = codebook[["code", "kind", *kept]].fillna("")
    short = [
        code.removeprefix(f"{kind}_").replace("_", " ")
        for code, kind in zip(words["code"], words["kind"], strict=True)
    ]
    given = codebook["label"].fillna("") if "label" in codebook.columns else ""
    words.insert(2, "label", np.where(given == "", short, given))
    rest = table.drop(columns=[c for c in words.columns[1:] if c in table.columns])
    order = pd.Series(range(len(words)), index=words["code"])
    merged = rest.merge(words, on="code", how="left", validate="m:1")
    return merged.iloc[np.argsort(merged["code"].map(order), kind="stable")].reset_index(drop=True)


def wordings(mentions: pd.DataFrame) -> pd.DataFrame:
    """How each text words each code, one row per document and code that occurs.

    Columns: doc_id, code, wordings: the texts of the mentions that `profile` counts (affirmed; an
    actor also where negated), as written where they first occur, the most frequent first and then
    in reading order, with "×n" where one occurs n times in whatever case, joined with "; ". Choose
    a voice before.
    """
    need(mentions, [*UNIT, "code", "kind", "text", "negated"], "mentions", "frames.code")
    used = mentions[~mentions["negated"].astype(bool) | (mentions["kind"] == "actor")]
    texts = used["text"].str.split().str.join(" ")
    group = ["doc_id", "code", "folded"]
    n = used.assign(text=texts, folded=texts.str.lower()).groupby(group, sort=False)["text"]
    n = n.agg(text="first", n="size").reset_index()
    n = n.sort_values("n", ascending=False, kind="stable")
    n["wordings"] = n["text"].where(n["n"] == 1, n["text"] + " ×" + n["n"].astype("str"))
    joined = n.groupby(["doc_id", "code"], sort=False)["wordings"].agg("; ".join)
    return joined.reset_index()


def with_stance(
    scores: pd.DataFrame, codings: pd.DataFrame, coder: str | None = None
) -> pd.DataFrame:
    """Sentences with their tone and, in a column of its own, the stance that a coder read there.

    One row per sentence, the columns of `scores` and stance: "favourable", "neither",
    "unfavourable", or missing where the sentence was not coded (a quotation, for instance). The two
    are put side by side and never mixed. `coder` chooses whose; needed where several coded stance.
    Raises ``ValueError`` for an unknown stance, for an unknown coder, and for a coded sentence that
    the scores do not hold.
    """
    need(scores, UNIT, "scores", "sentiment.score")
    need(codings, ["coder", *UNIT, "code", "value"], "codings", "codings.csv")
    stance = codings[codings["code"] == "stance"]
    coders = list(dict.fromkeys(stance["coder"]))
    if coder is None and len(coders) > 1:
        raise ValueError(f"stance coded by {', '.join(coders)}; choose one as coder")
    if coder is not None and coder not in coders:
        raise ValueError(f"no stance coded by {coder!r}; found {', '.join(coders) or 'none'}")
    stance = stance[stance["coder"] == (coder or next(iter(coders), ""))]
    if unknown := sorted(set(stance["value"].astype("str")) - set(STANCES)):
        raise ValueError(f"stance: {unknown[0]!r} is unknown; write {', '.join(STANCES)}")
    lost = stance[UNIT].merge(scores[UNIT], on=UNIT, how="left", indicator=True)
    lost = lost[lost["_merge"] == "left_only"]
    if len(lost):
        doc_id, number = lost[UNIT].iloc[0]
        raise ValueError(
            f"codings: {doc_id} {number} is not among the scores; score the sentences that were "
            "coded"
        )
    values = stance[[*UNIT, "value"]].rename(columns={"value": "stance"})
    rest = scores.drop(columns="stance", errors="ignore")
    return rest.merge(values, on=UNIT, how="left", validate="1:1")


def in_order(table: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Mentions or codings with their place in the text, counted in the sentences given.

    Adds place (1 for the first sentence of its document, and so on) and n_places (sentences of the
    document). Sorted by document, in the order of `sentences`, and place. Raises ``ValueError``
    where a row's sentence is not among them.
    """
    need(table, [*UNIT, "code"], "table", "frames.code")
    need(sentences, UNIT, "sentences", "sentences.split")
    places = sentences[UNIT].reset_index(drop=True)
    places["place"] = places.groupby("doc_id", sort=False).cumcount() + 1
    places["n_places"] = places.groupby("doc_id")["place"].transform("max")
    places["_order"] = range(len(places))
    rest = table.drop(columns=["place", "n_places"], errors="ignore")
    placed = rest.merge(places, on=UNIT, how="left", validate="m:1")
    if placed["place"].isna().any():
        doc_id, number = placed.loc[placed["place"].isna(), UNIT].iloc[0]
        raise ValueError(f"no sentence {number} of {doc_id}; pass the sentences that were coded")
    placed = placed.sort_values("_order", kind="stable", ignore_index=True)
    return placed.drop(columns="_order").astype({"place": np.int64, "n_places": np.int64})


def profile_codings(
    codings: pd.DataFrame, sentences: pd.DataFrame, codebook: pd.DataFrame, coder: str
) -> pd.DataFrame:
    """In how many sentences a coder found each code: one row per document and code, with zeros.

    Columns: doc_id, code, kind; n (sentences that the coder gave the code), n_read (sentences of
    the document among `sentences`: pass those that were read), share (n / n_read, 0 to 1). Codes of
    stance are left out: they have values and no presence.
    """
    need(codings, ["coder", *UNIT, "code", "value"], "codings", "codings.csv")
    need(sentences, UNIT, "sentences", "sentences.split")
    need(codebook, ["code", "kind"], "codebook", "frames.read_codebook")
    if coder not in set(codings["coder"]):
        found = ", ".join(dict.fromkeys(codings["coder"]))
        raise ValueError(f"no codings by {coder!r}; found {found or 'none'}")
    codes = codebook.loc[codebook["kind"] != "stance", ["code", "kind"]]
    present = codings[(codings["coder"] == coder) & (codings["value"].astype("str") == "1")]
    n = present.drop_duplicates([*UNIT, "code"]).groupby(["doc_id", "code"]).size()
    sizes = sentences.groupby("doc_id", sort=False).size().rename("n_read").reset_index()
    table = sizes.merge(codes, how="cross")
    rows = pd.MultiIndex.from_frame(table[["doc_id", "code"]])
    table["n"] = n.reindex(rows, fill_value=0).to_numpy(dtype=np.int64)
    table["share"] = table["n"] / table["n_read"]
    return table[["doc_id", "code", "kind", "n", "n_read", "share"]]
