"""Tone: scores of sentences, the words behind each score, and the words behind a difference.

The score is VADER's (Hutto & Gilbert 2014), equal to vaderSentiment 3.3.2 on every text; the rules
are in `analysis.vader`. Tone is not stance: a sentence that mocks a "victory" scores as positive.
On newspaper editorials the score of a sentence correlates .50 with the mean of twenty readers,
where a single reader reaches .75; which of two articles on one event favours its subject, the mean
score tells about as well as a coin.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis import lexicons, vader, vader_words
from analysis.checks import need

SCORES = ["compound", "positive", "neutral", "negative", "n_hits", "emphasis", "raw_sum"]
_MAKE = "sentences.split"
_ROW = "\0row"

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
    columns = "doc_id passage_id sentence_id start end text role voice".split()
    kept = sentences[[column for column in columns if column in sentences.columns]]
    return kept.assign(**rate(sentences["text"], lexicon).set_axis(sentences.index))


def rate(texts: Sequence[str] | pd.Series, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Tone of each text of a list, one row per text; the columns that `score` adds."""
    lexicon = lexicons.vader() if lexicon is None else lexicon
    parts = [vader.score(rated) for _, rated in vader.rate(texts, lexicon, lexicons.emoji())]
    empty = {name: np.empty(0, np.int64 if name == "n_hits" else float) for name in SCORES}
    return pd.DataFrame(
        {name: np.concatenate([p[name] for p in parts or [empty]]) for name in SCORES}
    )


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

    The contributions of a sentence, added up in this order, and its `emphasis` are its `raw_sum` in
    `score`, to the last bit. Where two multiplying rules meet (a negation after a degree word), the
    order of the reference decides how much is counted as whose; only the contribution is free of it.
    Degree words, and "kind" in "kind of", are not rated and have no row, whatever the lexicon says.
    """
    need(sentences, ["doc_id", "sentence_id", "start", "text"], "sentences", _MAKE)
    lexicon = lexicons.vader() if lexicon is None else lexicon
    emoji = lexicons.emoji()
    parts = [
        _hits_of_batch(row, rated, sentences, emoji)
        for row, rated in vader.rate(sentences["text"], lexicon, emoji)
    ]
    if not parts:
        columns = ["doc_id", "sentence_id", "start", "end", "token", "term", "valence"]
        return pd.DataFrame(columns=[*columns, *vader.RULES, "contribution"])
    return pd.concat(parts, ignore_index=True)


def _hits_of_batch(
    first: int, rated: vader.Rated, sentences: pd.DataFrame, emoji: Mapping[str, str]
) -> pd.DataFrame:
    words, forms = rated.words, rated.words.forms
    row = first + rated.text
    start, end = vader_words.spans(words, rated.which, vader_words.describe(emoji))
    form, index = np.unique(words.form[rated.which], return_inverse=True)
    token = np.array([forms.token[f] for f in form], object)[index]
    term = np.array([forms.term[f] for f in form], object)[index]
    for hit in np.flatnonzero(np.isin(rated.text, list(words.emoji_texts))):
        token[hit] = words.emoji_texts[rated.text[hit]][start[hit] : end[hit]]
    offset = sentences["start"].to_numpy()[row]
    return pd.DataFrame(
        {
            "doc_id": sentences["doc_id"].array[row],
            "sentence_id": sentences["sentence_id"].array[row],
            "start": offset + start,
            "end": offset + end,
            "token": pd.array(token, dtype=sentences["text"].dtype),
            "term": pd.array(term, dtype=sentences["text"].dtype),
            "valence": rated.valence,
            **rated.effects,
            "contribution": rated.contribution,
        }
    )
