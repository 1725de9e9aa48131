"""VADER (Hutto & Gilbert 2014, ICWSM) over arrays: every score of the reference, at speed.

The reference is vaderSentiment 3.3.2, by VADER's authors. Its scores of the folded text are
reproduced to the last rounded digit (it knows ASCII marks alone; `typography.read_as` says what is
read as them). It reads one word after the other; here a score is made in two steps, a batch of
texts at a time. `rate_words` finds the words of the batch (`forms.split_words`) and applies each
rule of `rules` once to all of its lexicon words. `compute_scores` then sums up each text: the
contributions and its "!" and "?" (`sum_contributions`) become the compound score (`normalize`) and
the shares of positive, neutral and negative words (`sift`).

One limit for any use: the rules come from short social-media texts. On newspaper editorials they
add .02 to the correlation of the bare lexicon with human means.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import typography
from analysis.lexicons import forms, rules
from analysis.lexicons.forms import Entries, Words

EXCLAMATION, MOST_EXCLAMATIONS = 0.292, 4
QUESTION, MANY_QUESTIONS = 0.18, 0.96
ALPHA = 15  # about the greatest sum to be expected

# The columns of what rules add, in the order in which the rules act.
RULES = ("no", "capitals", "degree", "negation", "phrase", "least", "but")


class Rated(NamedTuple):
    """The lexicon words of a batch of texts, rated, and what else a score needs."""

    words: Words
    which: np.ndarray  # of each lexicon word, its number among the words
    text: np.ndarray  # of each lexicon word, its text
    valence: np.ndarray  # of each lexicon word, as the lexicon has it
    effects: dict[str, np.ndarray]  # what each of RULES added to it
    contribution: np.ndarray  # what came of it
    emphasis: np.ndarray  # of each text, by its exclamation and question marks; not signed


def prepare_lexicon(lexicon: Mapping[str, float] | pd.Series) -> Entries:
    """A lexicon (term -> valence) together with everything that the rules know of single words."""
    lexicon = _valences(lexicon)
    degree = dict.fromkeys(rules.INTENSIFIERS, rules.DEGREE)
    degree |= dict.fromkeys(rules.DAMPENERS, -rules.DEGREE)
    terms = list(dict.fromkeys([*lexicon, *degree, *rules.NEGATIONS, *rules.NAMED]))
    plain = [row for row, term in enumerate(terms) if term.isascii()]
    return Entries(
        row={term: row for row, term in enumerate(terms, start=1)},
        ascii_terms=pa.array([terms[row] for row in plain], pa.large_string()),
        ascii_rows=np.array(plain, np.int64) + 1,
        valence=np.array([0.0] + [lexicon.get(term, 0.0) for term in terms]),
        in_lexicon=np.array([False] + [term in lexicon for term in terms]),
        degree=np.array([0.0] + [degree.get(term, 0.0) for term in terms]),
        negates=np.isin(["", *terms], rules.NEGATIONS),
        rule_word=np.array([0] + [rules.NUMBER.get(term, 0) for term in terms], np.int8),
    )


def _valences(lexicon: Mapping[str, float] | pd.Series) -> dict[str, float]:
    found: dict[str, float] = {}
    written: dict[str, str] = {}
    for given, valence in lexicon.items():
        given = str(given)
        term = given if given.isascii() and given.isalnum() else typography.read_as(given)
        try:
            number = float(valence)
        except (TypeError, ValueError):
            number = np.nan
        if not np.isfinite(number):
            raise ValueError(
                f"lexicon: the valence of {given!r} is {valence!r}, not a number; correct it"
            )
        if term in found and (written[term] == given or found[term] != number):
            raise ValueError(f"lexicon: {given!r} stands in it twice; keep one of the two")
        if term:
            found[term], written[term] = number, given
    return found


def unmatchable(terms: Iterable[str], descriptions: Mapping[int, str]) -> list[str]:
    """Those terms of a lexicon that no text can match, whatever stands in it.

    A term is one word in small letters, as `forms.strip_word` leaves it, and no degree word.
    """
    degree, table = {*rules.INTENSIFIERS, *rules.DAMPENERS}, typography.spelling(descriptions)
    found = []
    for term in map(str, terms):
        words = typography.read_as(term, table).split()
        one = len(words) == 1 and forms.strip_word(words[0])[1].lower() == typography.read_as(term)
        if not one or term in degree:
            found.append(term)
    return found


def rate_words(
    texts: Sequence[str] | pd.Series,
    entries: Entries,
    descriptions: Mapping[int, str],
    size: int = forms.BATCH,
) -> Iterator[tuple[int, Rated]]:
    """Rate the lexicon words of texts, batch by batch: the row of its first text, and the batch.

    `entries` come from `prepare_lexicon`, `descriptions` of emoji from `forms.describe_emoji`.
    """
    for row, batch in forms.text_batches(texts, size):
        yield row, _apply_rules(forms.split_words(batch, entries, descriptions))


def compute_scores(rated: Rated) -> dict[str, np.ndarray]:
    """The scores of each text of a batch, rounded as the reference rounds them.

    compound, positive, neutral, negative, n_hits, emphasis (signed as it was added), raw_sum.
    """
    total = sum_contributions(rated)
    compound = normalize(total["raw_sum"])
    return {"compound": _round(compound, 4), **sift(rated), **total}


def _apply_rules(words: Words) -> Rated:
    known = words.forms
    hit = known.in_lexicon & (known.degree == 0)  # a degree word is never rated itself
    is_but = known.rule_word == rules.NUMBER["but"]
    # One bit a trait, so that the traits of all words are looked up in one go.
    traits = hit | known.capitals << 1 | known.marks << 2 | is_but << 3
    trait = traits.astype(np.uint8)[words.form]
    which = np.flatnonzero(trait & 1)
    which = which[~rules.is_kind_of(words, which)]
    text = words.text[which]

    in_capitals = np.bincount(words.text[np.flatnonzero(trait & 2)], minlength=len(words.count))
    stands_out = (in_capitals > 0) & (in_capitals < words.count)
    window = rules.Window(words, which, stands_out[text])

    valence = known.valence[words.form[which]]
    value = valence.copy()
    effects = {rule: np.zeros(len(which)) for rule in RULES}

    def change(rule: str, where: np.ndarray, new: np.ndarray | float) -> None:
        effects[rule][where] += new - value[where]
        value[where] = new

    change("no", *rules.apply_no(value, window))
    change("capitals", *rules.apply_capitals(value, window))
    for distance in (1, 2, 3):
        change("degree", *rules.apply_degree_word(value, window, distance))
        change("negation", *rules.apply_negation(value, window, distance))
    for where, new in rules.find_special_phrases(window):
        change("phrase", where, new)
    for where, added in rules.find_degree_phrases(window):
        change("degree", where, value[where] + added)
    change("least", *rules.apply_least(value, window))
    change("but", *rules.apply_but(value, which, text, words, np.flatnonzero(trait & 8)))
    emphasis = _emphasis(words, np.flatnonzero(trait & 4))
    return Rated(words, which, text, valence, effects, value, emphasis)


def _emphasis(words: Words, marked: np.ndarray) -> np.ndarray:
    """Up to four "!" add .292 each; two or three "?" add .18 each, more of them .96."""
    text, form = words.text[marked], words.form[marked]
    n_texts = len(words.count)
    exclamations = np.bincount(text, words.forms.exclamations[form], n_texts)
    questions = np.bincount(text, words.forms.questions[form], n_texts)
    several = np.where(questions <= 3, questions * QUESTION, MANY_QUESTIONS)
    several = np.where(questions > 1, several, 0.0)
    return np.minimum(exclamations, MOST_EXCLAMATIONS) * EXCLAMATION + several


def sum_contributions(rated: Rated) -> dict[str, np.ndarray]:
    """The sum of a text's contributions, made larger on its own side by "!" and "?"."""
    n_texts = len(rated.words.count)
    n_hits = np.bincount(rated.text, minlength=n_texts)
    plain = np.bincount(rated.text, rated.contribution, n_texts)  # adds from left to right
    # Since Python 3.12 ``sum``, with which the reference adds, loses less to rounding. That shows
    # only where the sum is all but zero, or all but half-way between two rounded scores.
    doubtful = (n_hits > 2) & ((abs(plain) < 1e-9) | _near_half(normalize(plain), 4))
    doubtful |= (n_hits > 2) & _near_half(normalize(plain + np.sign(plain) * rated.emphasis), 4)
    for text in np.flatnonzero(doubtful):
        low, high = np.searchsorted(rated.text, (text, text + 1))
        plain[text] = sum(rated.contribution[low:high].tolist())
    emphasis = np.sign(plain) * rated.emphasis
    return {"n_hits": n_hits, "emphasis": emphasis, "raw_sum": plain + emphasis}


def normalize(total: np.ndarray) -> np.ndarray:
    """The compound score: a sum s as s / sqrt(s^2 + 15), between -1 and 1."""
    return total / np.sqrt(total * total + ALPHA)


def sift(rated: Rated) -> dict[str, np.ndarray]:
    """Positive, neutral and negative share of a text's words, each word weighted by its strength.

    A word weighs 1 plus what it contributes, either way; "!" and "?" go to the heavier side.
    """
    text, value, n_words = rated.text, rated.contribution, rated.words.count
    up, down = value > 0, value < 0
    positive = np.bincount(text[up], value[up] + 1, len(n_words))
    negative = np.bincount(text[down], 1 - value[down], len(n_words))
    neutral = n_words - np.bincount(text[value != 0], minlength=len(n_words))
    heavier = np.sign(positive - negative)
    positive = positive + np.where(heavier > 0, rated.emphasis, 0.0)
    negative = negative + np.where(heavier < 0, rated.emphasis, 0.0)
    total = np.where(n_words > 0, positive + negative + neutral, 1.0)
    weights = {"positive": positive, "neutral": neutral, "negative": negative}
    return {name: _round(weight / total, 3) for name, weight in weights.items()}


def _round(values: np.ndarray, digits: int) -> np.ndarray:
    """As ``round`` does: numpy multiplies first, and errs where the product is close to a half."""
    rounded = np.rint(values * 10**digits) / 10**digits
    close = np.flatnonzero(_near_half(values, digits))
    distinct, index = np.unique(values[close], return_inverse=True)
    rounded[close] = np.array([round(value, digits) for value in distinct.tolist()])[index]
    return rounded


def _near_half(values: np.ndarray, digits: int) -> np.ndarray:
    """Which values lie nearly half-way between two values of so many digits?"""
    scaled = values * 10**digits
    return abs(scaled - np.floor(scaled) - 0.5) < 1e-6
