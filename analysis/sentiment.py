"""Tone: scores of sentences, the words behind each score, and the words behind a difference.

The score is VADER's (Hutto & Gilbert 2014), equal to vaderSentiment 3.3.2 on every text; the rules
are in `analysis.vader`. Tone is not stance: a sentence that mocks a "victory" scores as positive.
On newspaper editorials the score of a sentence correlates .50 with the mean of twenty readers,
where a single reader reaches .75; which of two articles on one event favours its subject, the mean
score tells about as well as a coin.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd

from analysis import lexicons, vader, vader_forms, vader_words
from analysis.checks import need
from analysis.word_shift import shift

__all__ = ["compound", "explain", "hits", "rate", "score", "shift"]

SCORES = ["compound", "positive", "neutral", "negative", "n_hits", "emphasis", "raw_sum"]
_SENTENCE = ["doc_id", "passage_id", "sentence_id", "start", "end", "text", "role", "voice"]
_MAKE = "sentences.split"

Lexicon = Mapping[str, float] | pd.Series


def score(sentences: pd.DataFrame, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Tone of each sentence, one row per sentence in the order given.

    Columns: those of `sentences` that it has of doc_id, passage_id, sentence_id, start, end, text,
    role, voice; then

    ========== =====================================================================================
    compound   -1 … 1, four decimals: raw_sum / sqrt(raw_sum² + 15); grows with length, so score
               sentences and average, not whole texts
    positive   0 … 1, three decimals: share of the words, each weighted by its strength, …
    neutral    … without tone, …
    negative   … negative
    n_hits     lexicon words rated, the rows of `hits`
    emphasis   what "!" and "?" added to the sum, with its sign
    raw_sum    the sum before normalisation: the contributions in `hits`, and emphasis
    ========== =====================================================================================

    `lexicon` takes the place of VADER's: a mapping from terms (small letters, single words) to
    valences, as `lexicons.read` gives. The rules' constants were measured with valences of -4 … 4.
    """
    need(sentences, ["doc_id", "sentence_id", "text"], "sentences", _MAKE)
    return _scored(sentences, _scores(sentences["text"], lexicon))


def explain(
    sentences: pd.DataFrame, lexicon: Lexicon | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables of `score` and of `hits`, from one reading of the sentences.

    As quick as one of the two alone; for a large corpus whose scores are to be explained.
    """
    need(sentences, ["doc_id", "sentence_id", "start", "text"], "sentences", _MAKE)
    scores, parts = [], []
    for row, rated in _rated(sentences["text"], lexicon):
        scores.append(vader.score(rated))
        parts.append(_hits_of_batch(row, rated, sentences))
    return _scored(sentences, _joined(scores)), _together(parts)


def rate(texts: Sequence[str] | pd.Series, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Tone of each text of a list, one row per text; the columns that `score` adds."""
    return pd.DataFrame(_scores(texts, lexicon))


def _rated(
    texts: Sequence[str] | pd.Series, lexicon: Lexicon | None
) -> Iterator[tuple[int, vader.Rated]]:
    known = _vader_entries() if lexicon is None else vader.entries(lexicon)
    return vader.rate(texts, known, _descriptions())


def _scores(texts: Sequence[str] | pd.Series, lexicon: Lexicon | None) -> dict[str, np.ndarray]:
    return _joined([vader.score(rated) for _, rated in _rated(texts, lexicon)])


def _joined(parts: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    empty = {name: np.empty(0, np.int64 if name == "n_hits" else float) for name in SCORES}
    return {name: np.concatenate([p[name] for p in parts or [empty]]) for name in SCORES}


def _scored(sentences: pd.DataFrame, scores: dict[str, np.ndarray]) -> pd.DataFrame:
    kept = {column: sentences[column] for column in _SENTENCE if column in sentences.columns}
    return pd.DataFrame({**kept, **scores}, index=sentences.index, copy=False)


def compound(texts: Sequence[str] | pd.Series, lexicon: Lexicon | None = None) -> np.ndarray:
    """The compound score of each text, -1 … 1, as vaderSentiment's ``polarity_scores`` gives it."""
    return rate(texts, lexicon)["compound"].to_numpy()


def hits(sentences: pd.DataFrame, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """The lexicon words of each sentence and what became of each, one row per word, in order.

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

    The contributions of a sentence and its `emphasis` in `score` add up to its `raw_sum` exactly
    (but for the rounding of floating-point sums, 1e-12). Where two multiplying rules meet (a
    negation after a degree word), their order in the reference decides whose is what.
    Degree words, and "kind" in "kind of", are not rated and have no row, whatever the lexicon says.
    """
    need(sentences, ["doc_id", "sentence_id", "start", "text"], "sentences", _MAKE)
    rated = _rated(sentences["text"], lexicon)
    return _together([_hits_of_batch(row, batch, sentences) for row, batch in rated])


def _together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    if not parts:
        columns = ["doc_id", "sentence_id", "start", "end", "token", "term", "valence"]
        return pd.DataFrame(columns=[*columns, *vader.RULES, "contribution"])
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


def _hits_of_batch(first: int, rated: vader.Rated, sentences: pd.DataFrame) -> pd.DataFrame:
    row = first + rated.text
    found = vader_words.tokens(rated.words, rated.which, _descriptions())
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


@cache
def _vader_entries() -> vader_forms.Entries:
    return vader.entries(lexicons.vader())


@cache
def _descriptions() -> dict[int, str]:
    return vader_words.describe(lexicons.emoji())
