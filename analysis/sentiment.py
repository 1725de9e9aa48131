"""Tone: scores of sentences, the words behind each score, and the words behind a difference.

The score is VADER's (Hutto & Gilbert 2014), equal to vaderSentiment 3.3.2 once typography is read
as a reader reads it (`analysis.typography`: curly marks as straight ones); the rules are in
`analysis.lexicons.vader`. Tone is not stance: a sentence that mocks a "victory" scores as positive.
On newspaper editorials the score of a sentence correlates .50 with the mean of twenty readers,
where a single reader reaches .75. The mean score does not tell measurably better than a coin which
of two articles on one event favours its subject.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis.language import ENGLISH_ALONE, find_foreign
from analysis.lexicons import forms, vader
from analysis.lexicons.lists import emoji_words, packaged_lexicons, vader_lexicon

SCORES = ["compound", "positive", "neutral", "negative", "n_hits", "emphasis", "raw_sum"]

Lexicon: TypeAlias = Mapping[str, float] | pd.Series

_SENTENCE = ["doc_id", "passage_id", "sentence_id", "start", "end", "text", "role", "voice"]
_MAKE = "sentences.split"


def score(sentences: pd.DataFrame, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Tone of each sentence, one row per sentence in the order given.

    `sentences` need doc_id, sentence_id and text. `lexicon` replaces VADER's: a mapping from terms
    (single words in small letters) to valences of about -4 … 4, as `lists.read_lexicon` gives. A
    warning names terms that can match no word.

    Columns: those of `sentences` that it has of doc_id, passage_id, sentence_id, start, end, text,
    role, voice; then

    ========== =====================================================================================
    compound   -1 … 1, four decimals: raw_sum / sqrt(raw_sum² + 15) (Hutto & Gilbert 2014); grows
               with length, so score sentences and average, not whole texts
    positive   0 … 1, three decimals: share of positive words, each weighted by its strength
    neutral    the same of words without tone
    negative   the same of negative words
    n_hits     lexicon words rated, the rows of `hits`
    emphasis   what "!" and "?" added to the sum, with its sign
    raw_sum    the sum before normalisation: the contributions in `hits`, and emphasis
    ========== =====================================================================================

    Raises ``ValueError`` for a valence that is no number, a term that occurs twice in the lexicon,
    and, with VADER's own lexicon, for texts that are hardly English: leave them out with
    ``language.in_english``.

    Limit: tone is not stance. The score says nothing of what the author thinks of the event.

    See also ``sentiment.hits`` for the words behind a score, ``resample.bootstrap`` for means.

    >>> s = sentences.split(corpus.load())
    >>> scores = sentiment.score(s)
    >>> scores[["doc_id", "sentence_id", "compound", "n_hits"]].head(3)
      doc_id  sentence_id  compound  n_hits
    0  axios            3    0.2732       1
    1  axios            4    0.0000       0
    2  axios            5    0.4023       1
    """
    need(sentences, ["doc_id", "sentence_id", "text"], "sentences", _MAKE)
    _refuse_foreign(sentences, lexicon)
    return _scored(sentences, rate(sentences["text"], lexicon))


def hits(sentences: pd.DataFrame, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """The words behind each sentence's tone, one row per word that the lexicon knows.

    A word enters with its valence; then the rules (negation, capitals, "but", …) add to it or take
    away. Each rule has a column, 0 where it did nothing, and valence and rules add up to the
    contribution. `sentences` and `lexicon` are as in `score`.

    ============ ===================================================================================
    doc_id, sentence_id
    start, end   the word in the raw file: the sentence's start, and the place in its text
    token        as written, outer punctuation stripped; for an emoji, the emoji
    term         the entry of the lexicon; for an emoji, a word of its description
    valence      of the lexicon (VADER: -4 … 4)
    no           added by a "no" before it; or, for "no" itself, by the lexicon word after it
    capitals     added by capitals, in a sentence that is not all capitals
    degree       added by degree words ("very", "hardly", "kind of") up to three words before
    negation     added by negations up to three words before; "never so", "without doubt"
    phrase       added by a phrase with a valence of its own ("the bomb", "kiss of death")
    least        added by "least" right before it
    but          added by standing before or after the first "but"
    contribution valence and all that was added
    ============ ===================================================================================

    The contributions of a sentence and its `emphasis` add up to its `raw_sum` in `score` (to within
    1e-12). Degree words, and "kind" in "kind of", change other words and have no row of their own,
    whatever the lexicon says.

    Raises ``ValueError`` as `score` does.

    Limit: where two rules multiply (a negation and a degree word), the share of each depends on the
    order in which vaderSentiment applies them (Hutto & Gilbert 2014).

    See also ``sentiment.score``, ``sentiment.shift``.

    >>> s = sentences.split(corpus.load())
    >>> hits = sentiment.hits(s)
    >>> hits[["doc_id", "sentence_id", "token", "valence", "negation", "contribution"]].head(3)
      doc_id  sentence_id     token  valence  negation  contribution
    0  axios            3  surprise      1.1     0.000         1.100
    1  axios            5   failure     -2.3     4.002         1.702
    2  axios            6  admitted      0.4     0.000         0.400
    """
    need(sentences, ["doc_id", "sentence_id", "start", "text"], "sentences", _MAKE)
    _refuse_foreign(sentences, lexicon)
    rated = _rated(sentences["text"], lexicon)
    return _all_hits([_hits_of_batch(row, batch, sentences) for row, batch in rated])


def explain(
    sentences: pd.DataFrame, lexicon: Lexicon | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables of `score` and of `hits`, from one reading of the sentences.

    As quick as one of the two alone.
    """
    need(sentences, ["doc_id", "sentence_id", "start", "text"], "sentences", _MAKE)
    _refuse_foreign(sentences, lexicon)
    scores, parts = [], []
    for row, rated in _rated(sentences["text"], lexicon):
        scores.append(vader.compute_scores(rated))
        parts.append(_hits_of_batch(row, rated, sentences))
    return _scored(sentences, _joined(scores)), _all_hits(parts)


def rate(texts: Sequence[str] | pd.Series, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Tone of each text of a list, one row per text: the columns that `score` adds."""
    return _joined([vader.compute_scores(rated) for _, rated in _rated(texts, lexicon)])


def compound(texts: Sequence[str] | pd.Series, lexicon: Lexicon | None = None) -> np.ndarray:
    """Tone of each text of a list, one number per text: VADER's compound score, -1 … 1.

    `texts` are any strings, and `lexicon` is as in `score`. The number is the one that
    vaderSentiment gives (Hutto & Gilbert 2014) for the text with straight apostrophes and quotation
    marks.

    Raises ``ValueError`` for a lexicon with a valence that is no number.

    Limit: the score grows with length, so give it sentences, and average.

    See also ``sentiment.rate`` for the other columns of a score.

    >>> sentiment.compound(["It is a good deal.", "It isn't a good deal.", "It is a deal."])
    array([ 0.4404, -0.3412,  0.    ])
    """
    return rate(texts, lexicon)["compound"].to_numpy()


def shift(
    scores: pd.DataFrame,
    hits: pd.DataFrame,
    target: str,
    reference: str | None = None,
    by: str = "doc_id",
) -> pd.DataFrame:
    """Word shift: which words make two texts differ in tone, one row per word, largest bar first.

    It explains the difference of two **mean compound scores of a sentence**, `target` minus
    `reference` (by default all other texts), over the sentences in `scores`; leave sentences out
    there, and their words leave too. `hits` belong to the same sentences, and `by` is the column
    that says whose a sentence is. The bars of all rows sum to the difference, before compound is
    rounded to four decimals.

    A sentence's compound is shared among its lexicon words in proportion to their contributions:
    part = contribution / sqrt(raw_sum² + 15). So what the rules did (negation, "but", capitals)
    stays with the word. Then, as in the generalised word shift of Gallagher et al. (2021, EPJ Data
    Science) with the neutral 0 as reference value, with p for occurrences of a term per sentence
    and s for its mean part,

        shift = (p_target - p_reference) * mean of s   +   mean of p * (s_target - s_reference)
              =           by_frequency                 +             by_use

    A term that one side never uses has there the s of the other, so that its bar is all frequency.

    Columns: target, reference, term, kind ("term", or "punctuation" for what "!" and "?" added:
    one row, counted in sentences), n_target, n_reference (occurrences), per_sentence_target,
    per_sentence_reference (p), part_target, part_reference (s; -1 … 1), by_frequency, by_use,
    shift. The rows behind a bar are the `hits` with its term.

    Raises ``ValueError`` for missing columns, a text that is not there, a sentence that occurs
    twice, and `hits` that do not add up to the scores.

    Limit: sharing in proportion is a convention. In a sentence of praise and blame the parts may
    be larger than its score; and a bar names a word, not a reason: read the sentences.

    See also ``sensitivity.without_each_word``, ``evidence.find``.

    >>> s = sentences.split(corpus.load())
    >>> scores, hits = sentiment.explain(s)
    >>> table = sentiment.shift(scores, hits, "axios", "msnbc")
    >>> table[["term", "n_target", "n_reference", "shift"]].head(3).round(3)
            term  n_target  n_reference  shift
    0  agreement         1            2  0.065
    1     better         1            0  0.058
    2        war         1            0 -0.054
    """
    need(scores, [by, "doc_id", "sentence_id", "raw_sum", "emphasis"], "scores", "sentiment.score")
    need(hits, ["doc_id", "sentence_id", "term", "contribution"], "hits", "sentiment.hits")
    if target == reference:
        raise ValueError(f"reference: {target!r} cannot be compared with itself; name another text")
    scores = scores.reset_index(drop=True)
    in_target = scores[by] == target
    in_reference = scores[by] != target if reference is None else scores[by] == reference
    for name, chosen in ((target, in_target), (reference, in_reference)):
        if not chosen.any():
            found = ", ".join(map(str, scores[by].unique())) or "none"
            what = "text to compare with" if name is None else f"{name!r}"
            raise ValueError(f"scores: no {what} in column {by!r} (found: {found})")
    parts = _shift_parts(scores[in_target | in_reference], hits)
    parts["target"] = parts.pop("sentence").map(in_target)
    sums = parts.pivot_table(
        values="part", index=["term", "kind"], columns="target", aggfunc=["size", "sum"]
    )
    both = pd.MultiIndex.from_product([["size", "sum"], [True, False]])
    sums = sums.reindex(columns=both).fillna(0.0)

    n1, n2 = sums["size", True], sums["size", False]
    s1, s2 = sums["sum", True] / n1.where(n1 > 0), sums["sum", False] / n2.where(n2 > 0)
    s1, s2 = s1.fillna(s2), s2.fillna(s1)
    p1, p2 = n1 / in_target.sum(), n2 / in_reference.sum()
    table = pd.DataFrame(
        {
            "n_target": n1.astype(int),
            "n_reference": n2.astype(int),
            "per_sentence_target": p1,
            "per_sentence_reference": p2,
            "part_target": s1,
            "part_reference": s2,
            "by_frequency": (p1 - p2) * (s1 + s2) / 2,
            "by_use": (p1 + p2) / 2 * (s1 - s2),
        }
    ).reset_index()
    table["shift"] = table["by_frequency"] + table["by_use"]
    table.insert(0, "target", target)
    table.insert(1, "reference", "all others" if reference is None else reference)
    return table.sort_values("shift", key=abs, ascending=False, kind="stable", ignore_index=True)


def score_each(
    sentences: pd.DataFrame,
    lexicons: Mapping[str, Lexicon] | None = None,
    norms: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Tone of each sentence by each lexicon, one row per sentence and lexicon, in their orders.

    `sentences` are as in `score`; `lexicons` maps names to lexicons (by default those of
    `packaged_lexicons`), all applied by VADER's rules.

    Columns: those of `score` that identify the sentence, then
      lexicon: its name
      compound: -1 … 1, as in `score`, with this lexicon
      n_hits: its words in the sentence
      z: (compound - mean) / standard deviation, missing where a lexicon gives all sentences the
        same score. By default mean and deviation are taken over all the sentences given, so z
        changes with the table. With `norms` (columns lexicon, mean, sd, as `cards.norms` has for
        editorials) they are fixed, and z can be compared between corpora

    Raises ``ValueError`` as `score` does, for an empty panel, and for norms that lack a lexicon.

    Limit: z is 0 for the average sentence of the reference, which is not a neutral one.

    See also ``sentiment.contested``.

    >>> s = sentences.split(corpus.load())
    >>> each = sentiment.score_each(s)
    >>> each.groupby("lexicon", sort=False)["compound"].mean().round(2).to_dict()
    {'vader': 0.16, 'pattern': 0.05}
    """
    need(sentences, ["doc_id", "sentence_id", "text"], "sentences", _MAKE)
    _refuse_foreign(sentences, lexicons)
    chosen = packaged_lexicons() if lexicons is None else dict(lexicons)
    if not chosen:
        raise ValueError("lexicons: none given; pass {name: lexicon}, or nothing for the default")
    each = []
    for name, lexicon in chosen.items():
        scored = score(sentences, lexicon)
        keep = [c for c in scored.columns if c in sentences.columns]
        mean, sd = _norm(scored["compound"], name, norms)
        scored = scored[[*keep, "compound", "n_hits"]].assign(z=(scored["compound"] - mean) / sd)
        scored.insert(len(keep), "lexicon", name)
        each.append(scored)
    rows = pd.concat(each, ignore_index=True)
    place = np.tile(np.arange(len(sentences)), len(chosen))
    return rows.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)


def contested(scores: pd.DataFrame) -> pd.DataFrame:
    """Sentences that one lexicon calls positive and another negative, one row per sentence.

    `scores` has a row per sentence and lexicon (see `score_each`). Columns: doc_id, sentence_id
    (with text, role and voice where there); positive, negative, silent: names of the lexicons with
    that sign, joined by ", "; lowest, highest: compound, -1 … 1; apart: highest - lowest, 0 … 2.
    The furthest apart come first.

    Raises ``ValueError`` for missing columns.

    Limit: a lexicon that has no word in the sentence is silent and does not disagree, so lexicons
    with few words seem to agree with all.

    See also ``sentiment.score_each``.

    >>> s = sentences.split(corpus.load())
    >>> apart = sentiment.contested(sentiment.score_each(s))
    >>> apart[["doc_id", "sentence_id", "positive", "negative", "apart"]].head(2).round(2)
           doc_id  sentence_id positive negative  apart
    0  koreatimes           35  pattern    vader   1.25
    1       msnbc           14    vader  pattern   0.86
    """
    key = ["doc_id", "sentence_id"]
    need(scores, [*key, "lexicon", "compound"], "scores", "sentiment.score_each")
    context = [c for c in ("text", "role", "voice") if c in scores.columns]
    span = scores.groupby(key, sort=False, observed=True)["compound"].agg(["min", "max"])
    contested = span[(span["min"] < 0) & (span["max"] > 0)].reset_index()[key]
    rows = contested.merge(scores, on=key, how="left")
    table = rows.groupby(key, sort=False, observed=True).agg(
        **{c: (c, "first") for c in context},
        lowest=("compound", "min"),
        highest=("compound", "max"),
    )
    signs = {"positive": 1, "negative": -1, "silent": 0}
    for name, sign in signs.items():
        side = rows[np.sign(rows["compound"]) == sign]
        names = side.groupby(key, sort=False, observed=True)["lexicon"].agg(", ".join)
        table[name] = names.reindex(table.index).fillna("")
    table["apart"] = table["highest"] - table["lowest"]
    table = table.reset_index()[[*key, *context, *signs, "lowest", "highest", "apart"]]
    return table.sort_values("apart", ascending=False, kind="stable", ignore_index=True)


def _refuse_foreign(sentences: pd.DataFrame, lexicon: object) -> None:
    foreign = find_foreign(sentences) if lexicon is None else []
    if foreign:
        named = ", ".join(map(repr, foreign[:3])) + (", …" if len(foreign) > 3 else "")
        raise ValueError(f"sentences: {named}: hardly a word of English; {ENGLISH_ALONE}")


def _scored(sentences: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    kept = [column for column in _SENTENCE if column in sentences.columns]
    return pd.concat([sentences[kept], scores.set_index(sentences.index)], axis=1)


def _joined(parts: list[dict[str, np.ndarray]]) -> pd.DataFrame:
    empty = {name: np.empty(0, np.int64 if name == "n_hits" else float) for name in SCORES}
    return pd.DataFrame(
        {name: np.concatenate([p[name] for p in parts or [empty]]) for name in SCORES}
    )


def _rated(
    texts: Sequence[str] | pd.Series, lexicon: Lexicon | None
) -> Iterator[tuple[int, vader.Rated]]:
    if lexicon is None:
        return vader.rate_words(texts, _vader_entries(), _descriptions())
    known = vader.prepare_lexicon(lexicon)
    terms = set(map(str, lexicon.keys()))
    lost = set(vader.unmatchable(terms, _descriptions()))
    for own in _packaged_terms():
        # A user who added to a package's list cannot mend the package's terms.
        lost -= own if 2 * len(own & terms) > len(own) else set()
    if lost:
        named = ", ".join(map(repr, sorted(lost)[:3])) + (", …" if len(lost) > 3 else "")
        warnings.warn(
            f"lexicon: {len(lost)} of {len(lexicon)} terms can match no word ({named}): a term is "
            "one word in small letters, without marks round it and no degree word; rewrite or drop "
            "them",
            stacklevel=4,
        )
    return vader.rate_words(texts, known, _descriptions())


def _hits_of_batch(first: int, rated: vader.Rated, sentences: pd.DataFrame) -> pd.DataFrame:
    row = first + rated.text
    found = forms.locate_tokens(rated.words, rated.which, _descriptions())
    offset = sentences["start"].to_numpy()[row]
    return pd.DataFrame(
        {
            "doc_id": sentences["doc_id"].array[row],
            "sentence_id": sentences["sentence_id"].array[row],
            "start": offset + found.start,
            "end": offset + found.end,
            "token": pd.array(found.token, dtype=sentences["text"].dtype),
            "term": pd.array(found.term, dtype=sentences["text"].dtype),
            "valence": rated.valence,
            **rated.effects,
            "contribution": rated.contribution,
        }
    )


def _all_hits(parts: list[pd.DataFrame]) -> pd.DataFrame:
    if not parts:
        columns = ["doc_id", "sentence_id", "start", "end", "token", "term", "valence"]
        return pd.DataFrame(columns=[*columns, *vader.RULES, "contribution"])
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


@cache
def _vader_entries() -> forms.Entries:
    return vader.prepare_lexicon(vader_lexicon())


@cache
def _packaged_terms() -> list[frozenset[str]]:
    return [frozenset(lexicon.index) for lexicon in packaged_lexicons().values()]


@cache
def _descriptions() -> dict[int, str]:
    return forms.describe_emoji(emoji_words())


def _shift_parts(scores: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """How much each lexicon word, and the punctuation, adds to the compound of its sentence."""
    key = ["doc_id", "sentence_id"]
    if scores.duplicated(key).any():
        raise ValueError("scores: a sentence occurs twice; drop one of its rows")
    rows = scores[key].assign(sentence=scores.index)
    words = hits[[*key, "term", "contribution"]].merge(rows, on=key, validate="many_to_one")
    marks = scores["emphasis"][scores["emphasis"] != 0]
    columns = ["sentence", "term", "contribution"]
    added = pd.DataFrame({"sentence": marks.index, "term": "! ?", "contribution": marks.array})
    kinds = [words[columns].assign(kind="term"), added.assign(kind="punctuation")]
    parts = pd.concat(kinds, ignore_index=True)
    added_up = parts.groupby("sentence")["contribution"].sum().reindex(scores.index, fill_value=0.0)
    wrong = scores.loc[(added_up - scores["raw_sum"]).abs() > 1e-9, key]
    if len(wrong):
        doc_id, sentence_id = wrong.iloc[0]
        raise ValueError(
            f"hits: those of sentence {sentence_id} of {doc_id!r} do not add up to its raw_sum; "
            "make both tables from the same sentences, with the same lexicon"
        )
    root = np.sqrt(scores["raw_sum"] ** 2 + vader.ALPHA)
    return parts.assign(part=parts.pop("contribution") / parts["sentence"].map(root))


def _norm(compound: pd.Series, name: str, norms: pd.DataFrame | None) -> tuple[float, float]:
    if norms is None:
        spread = compound.std() if compound.min() < compound.max() else np.nan
        return compound.mean(), spread
    need(norms, ["lexicon", "mean", "sd"], "norms", "cards.norms")
    row = norms[norms["lexicon"] == name]
    if len(row) != 1:
        found = ", ".join(map(str, norms["lexicon"])) or "none"
        raise ValueError(f"norms: no single row for lexicon {name!r} (found: {found})")
    return float(row["mean"].iloc[0]), float(row["sd"].iloc[0])
