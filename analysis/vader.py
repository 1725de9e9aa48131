"""VADER's rules (Hutto & Gilbert 2014, ICWSM) over arrays: every score of the reference, at speed.

The reference is vaderSentiment 3.3.2, by VADER's authors, and its scores are reproduced to the last
rounded digit, peculiarities included (each is noted where it lives). It reads one word after the
other; here each rule is applied once to all lexicon words of a batch of texts. A rule is a function
named after what it looks at; it takes the valences as the rules before it left them, and the
window of words around each lexicon word, and says which valences change and into what:

    adjacent_no, capitals, degree_word, negation, special_phrase, degree_phrase, least, but,
    punctuation, normalize, sift

One limit for any use: the rules were fitted to short social-media texts. On newspaper editorials
they add almost nothing to the bare lexicon (correlation with human means .50 at sentence level).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import vader_words
from analysis.vader_words import Entries, Words

# Mean changes in rated intensity, from the experiments of the paper.
DEGREE = 0.293
CAPITALS = 0.733
NEGATION = -0.74
NEVER_SO = 1.25
BEFORE_BUT, AFTER_BUT = 0.5, 1.5
EXCLAMATION, MOST_EXCLAMATIONS = 0.292, 4
QUESTION, MANY_QUESTIONS = 0.18, 0.96
ALPHA = 15  # about the greatest sum to be expected
FADE = {1: 1.0, 2: 0.95, 3: 0.9}  # of a degree word, by its distance


def _words(text: str) -> list[str]:
    return text.split()


NEGATIONS = _words(  # and every word with "n't" in it
    """
    aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt
    neednt oughtnt shant shouldnt wasnt werent wont wouldnt neither never none nope nor not nothing
    nowhere uhuh uh-uh without rarely seldom despite
    """
)
INTENSIFIERS = _words(
    """
    absolutely amazingly awfully completely considerable considerably decidedly deeply effing
    enormous enormously entirely especially exceptional exceptionally extreme extremely fabulously
    flipping flippin frackin fracking fricking frickin frigging friggin fully fuckin fucking fuggin
    fugging greatly hella highly hugely incredible incredibly intensely major majorly more most
    particularly purely quite really remarkably so substantially thoroughly total totally tremendous
    tremendously uber unbelievably unusually utter utterly very
    """
)
DAMPENERS = _words(
    """
    almost barely hardly kinda kindof kind-of less little marginal marginally occasional
    occasionally partly scarce scarcely slight slightly somewhat sorta sortof sort-of
    """
)
DEGREE_PHRASES = {"just enough": -DEGREE, "kind of": -DEGREE, "sort of": -DEGREE}
SPECIAL_PHRASES = {
    "the shit": 3.0,
    "the bomb": 3.0,
    "bad ass": 1.5,
    "bus stop": 0.0,
    "yeah right": -2.0,
    "kiss of death": -1.5,
    "to die for": 3.0,
    "beating heart": 3.5,
}
RULES = ("no", "capitals", "degree", "negation", "phrase", "least", "but")

_NAMED = sorted(
    {"no", "or", "nor", "never", "so", "this", "without", "doubt", "least", "at", "very", "but"}
    | {word for phrase in [*DEGREE_PHRASES, *SPECIAL_PHRASES] for word in phrase.split()}
)
_NUMBER = {word: number for number, word in enumerate(_NAMED, start=1)}


class Rated(NamedTuple):
    """The lexicon words of a batch of texts, rated, and what else a score needs."""

    words: Words
    which: np.ndarray  # of each lexicon word, its number among the words
    text: np.ndarray  # of each lexicon word, its text
    valence: np.ndarray  # of each lexicon word, as the lexicon has it
    effects: dict[str, np.ndarray]  # what each of RULES added to it
    contribution: np.ndarray  # what came of it
    emphasis: np.ndarray  # of each text, by its exclamation and question marks; not signed


def entries(lexicon: Mapping[str, float] | pd.Series) -> Entries:
    """Everything that the rules know of single words, beside a lexicon (term -> valence)."""
    lexicon = {str(term): float(valence) for term, valence in dict(lexicon).items() if term}
    unusable = [term for term, valence in lexicon.items() if not np.isfinite(valence)]
    if unusable:
        raise ValueError(f"lexicon: the valence of {unusable[0]!r} is not a number; correct it")
    degree = dict.fromkeys(INTENSIFIERS, DEGREE) | dict.fromkeys(DAMPENERS, -DEGREE)
    terms = list(dict.fromkeys([*lexicon, *degree, *NEGATIONS, *_NAMED]))
    return Entries(
        row={term: row for row, term in enumerate(terms, start=1)},
        valence=np.array([0.0] + [lexicon.get(term, 0.0) for term in terms]),
        in_lexicon=np.array([False] + [term in lexicon for term in terms]),
        degree=np.array([0.0] + [degree.get(term, 0.0) for term in terms]),
        negates=np.isin(["", *terms], NEGATIONS),
        rule_word=np.array([0] + [_NUMBER.get(term, 0) for term in terms], np.int8),
    )


def rate(
    texts: Sequence[str] | pd.Series,
    lexicon: Mapping[str, float] | pd.Series,
    emoji: Mapping[str, str],
    size: int = vader_words.BATCH,
) -> Iterator[tuple[int, Rated]]:
    """Rate the lexicon words of texts, batch by batch: the row of its first text, and the batch."""
    known = entries(lexicon)
    descriptions = vader_words.describe(emoji)
    for row, batch in vader_words.batches(texts, size):
        yield row, _rate(vader_words.split(batch, known, descriptions))


def score(rated: Rated) -> dict[str, np.ndarray]:
    """The scores of each text of a batch, rounded as the reference rounds them.

    compound, positive, neutral, negative, n_hits, emphasis (signed as it was added), raw_sum.
    """
    total = punctuation(rated)
    compound = normalize(total["raw_sum"])
    return {"compound": _round(compound, 4), **sift(rated), **total}


# --- The window of words around each lexicon word ------------------------------------------------


class Window:
    """The forms before (-1, -2, -3), at (0) and after (1, 2) each lexicon word, by distance."""

    def __init__(self, words: Words, which: np.ndarray, stands_out: np.ndarray):
        """Look around the words `which`; `stands_out`: is capitals an exception in its text?"""
        self.forms = words.forms
        nothing = len(words.forms.token) - 1
        text = words.text[which]
        place = which - words.first[text]
        left = words.count[text] - place
        padded = np.concatenate(([nothing] * 3, words.form, [nothing] * 2))
        self.form = {k: padded[which + 3 + k] for k in range(-3, 3)}
        for k in (1, 2, 3):
            self.form[-k][place < k] = nothing
        for k in (1, 2):
            self.form[k][left <= k] = nothing
        self.word = {k: self.forms.rule_word[form] for k, form in self.form.items()}
        # Most rules look only past words that are no lexicon words themselves.
        self.open = {
            k: (self.form[-k] != nothing) & ~self.forms.in_lexicon[self.form[-k]] for k in (1, 2, 3)
        }
        self.stands_out = stands_out

    def at(self, k: int, *words: str) -> np.ndarray:
        """Is the word at distance `k` one of `words`?"""
        found = self.word[k] == _NUMBER[words[0]]
        for word in words[1:]:
            found |= self.word[k] == _NUMBER[word]
        return found

    def phrase(self, k: int, phrase: str, among: np.ndarray) -> np.ndarray:
        """Those of the lexicon words `among` which have `phrase` beginning at distance `k`."""
        for offset, word in enumerate(phrase.split()):
            among = among[self.word[k + offset][among] == _NUMBER[word]]
        return among

    def may_have_phrase(self) -> np.ndarray:
        """Are two neighbouring words ones that rules name? Few are, which saves looking further."""
        found = np.zeros(len(self.stands_out), bool)
        for k in range(-3, 2):
            found |= (self.word[k] > 0) & (self.word[k + 1] > 0)
        return found

    def capitals(self, k: int) -> np.ndarray:
        """Is the word at distance `k` in capitals, in a text that is not all capitals?"""
        return self.forms.capitals[self.form[k]] & self.stands_out


def _rate(words: Words) -> Rated:
    forms = words.forms
    hit = forms.in_lexicon & (forms.degree == 0)  # a degree word is never rated itself
    traits = hit | forms.capitals << 1 | forms.marks << 2 | (forms.rule_word == _NUMBER["but"]) << 3
    trait = traits.astype(np.uint8)[words.form]
    which = np.flatnonzero(trait & 1)
    which = which[~_kind_before_of(words, which)]
    text = words.text[which]

    in_capitals = np.bincount(words.text[np.flatnonzero(trait & 2)], minlength=len(words.count))
    stands_out = (in_capitals > 0) & (in_capitals < words.count)
    window = Window(words, which, stands_out[text])

    valence = forms.valence[words.form[which]]
    value = valence.copy()
    effects = {rule: np.zeros(len(which)) for rule in RULES}

    def apply(rule: str, where: np.ndarray, new: np.ndarray | float) -> None:
        effects[rule][where] += new - value[where]
        value[where] = new

    apply("no", *adjacent_no(value, window))
    apply("capitals", *capitals(value, window))
    for distance in (1, 2, 3):
        apply("degree", *degree_word(value, window, distance))
        apply("negation", *negation(value, window, distance))
    for found in special_phrase(window):
        apply("phrase", *found)
    for where, added in degree_phrase(window):
        apply("degree", where, value[where] + added)
    apply("least", *least(value, window))
    apply("but", *but(value, which, text, words, np.flatnonzero(trait & 8)))
    emphasis = _emphasis(words, np.flatnonzero(trait & 4))
    return Rated(words, which, text, valence, effects, value, emphasis)


# --- The rules, in the order in which they act ---------------------------------------------------


def adjacent_no(value: np.ndarray, window: Window) -> tuple[np.ndarray, np.ndarray]:
    """ "No" before a lexicon word has no tone of its own: it negates one and two words further on.

    At three words ("no good or bad") only where the word between is "or" or "nor".
    """
    follows = window.forms.in_lexicon[window.form[1]]
    silent = np.flatnonzero(window.at(0, "no") & follows)
    negated = np.flatnonzero(
        window.at(-1, "no")
        | window.at(-2, "no")
        | (window.at(-3, "no") & window.at(-1, "or", "nor"))
    )
    new = value.copy()
    new[silent] = 0.0
    new[negated] = value[negated] * NEGATION
    where = np.union1d(silent, negated)
    return where, new[where]


def capitals(value: np.ndarray, window: Window) -> tuple[np.ndarray, np.ndarray]:
    """A word in capitals is stronger, in a text that is not all in capitals."""
    where = np.flatnonzero(window.capitals(0))
    old = value[where]
    return where, np.where(old > 0, old + CAPITALS, old - CAPITALS)


def degree_word(value: np.ndarray, window: Window, k: int) -> tuple[np.ndarray, np.ndarray]:
    """A degree word (very, hardly) one, two or three words before makes a word stronger or weaker.

    It counts for 1, .95 and .9 of itself by distance, and for more where it is in capitals.
    """
    form = window.form[-k]
    where = np.flatnonzero((window.forms.degree[form] != 0) & window.open[k])
    old = value[where]
    added = window.forms.degree[form[where]]
    added = np.where(old < 0, -added, added)
    loud = np.where(old > 0, added + CAPITALS, added - CAPITALS)
    added = np.where(window.capitals(-k)[where], loud, added)
    return where, old + added * FADE[k]


def negation(value: np.ndarray, window: Window, k: int) -> tuple[np.ndarray, np.ndarray]:
    """A negation one, two or three words before turns a valence round and makes it smaller.

    Not so "never so good" and "never this good", which are stronger, and "without doubt good",
    which is as it was. At distance three the reference takes any "so" or "this" right before the
    word for "never so".
    """
    never_so = without_doubt = np.zeros(len(value), bool)
    if k == 2:
        never_so = window.at(-2, "never") & window.at(-1, "so", "this")
        without_doubt = window.at(-2, "without") & window.at(-1, "doubt")
    if k == 3:
        never_so = window.at(-3, "never") & window.at(-2, "so", "this")
        never_so |= window.at(-1, "so", "this")
        without_doubt = window.at(-3, "without") & (window.at(-2, "doubt") | window.at(-1, "doubt"))
    negated = window.forms.negates[window.form[-k]] & ~without_doubt
    where = np.flatnonzero((never_so | negated) & window.open[k])
    return where, value[where] * np.where(never_so[where], NEVER_SO, NEGATION)


def special_phrase(window: Window) -> list[tuple[np.ndarray, float]]:
    """Phrases with a valence of their own ("the bomb", "kiss of death") around a lexicon word.

    The reference looks for them only where the third word before exists and is no lexicon word.
    Where several are found the last of this list stands: farthest before the word, first; then
    those that end with it; then those that begin with it, the longer one last.
    """
    where = np.flatnonzero(window.open[3] & window.may_have_phrase())
    places = [(-3, 2), (-3, 3), (-2, 2), (-2, 3), (-1, 2), (0, 2), (0, 3)]
    return [
        (window.phrase(k, phrase, where), valence)
        for k, length in places
        for phrase, valence in SPECIAL_PHRASES.items()
        if len(phrase.split()) == length
    ]


def degree_phrase(window: Window) -> list[tuple[np.ndarray, float]]:
    """Degree words of two words ("kind of", "just enough"), two or three words before."""
    where = np.flatnonzero(window.open[3] & window.may_have_phrase())
    return [
        (window.phrase(k, phrase, where), added)
        for k in (-3, -2)
        for phrase, added in DEGREE_PHRASES.items()
    ]


def least(value: np.ndarray, window: Window) -> tuple[np.ndarray, np.ndarray]:
    """ "Least" right before a word negates it; "at least" and "very least" do not."""
    found = window.at(-1, "least") & window.open[1] & ~window.at(-2, "at", "very")
    where = np.flatnonzero(found)
    return where, value[where] * NEGATION


def but(
    value: np.ndarray, which: np.ndarray, text: np.ndarray, words: Words, buts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What stands before the first "but" of a text counts half, what follows one and a half times.

    The reference finds the place of a valence by its value (``list.index``), so a valence that
    equals an earlier one, as changed, changes that one again in its stead; see `_but_by_value`.
    """
    first_but = np.full(len(words.count), -1)
    first_but[words.text[buts[::-1]]] = buts[::-1]
    where = np.flatnonzero(first_but[text] >= 0)
    where = where[value[where] != 0]
    old, text, side = value[where], text[where], np.sign(which[where] - first_but[text[where]])
    new = old * np.select([side < 0, side > 0], [BEFORE_BUT, AFTER_BUT], 1.0)
    for group in _but_collisions(old, new, text):
        new[group] = _but_by_value(old[group].tolist(), side[group].tolist())
    return where, new


def _but_collisions(old: np.ndarray, new: np.ndarray, text: np.ndarray) -> list[slice]:
    """The texts in which some valence equals another one as changed by "but"."""
    both_text, both_value = np.concatenate((text, text)), np.concatenate((old, new))
    changed = np.repeat((False, True), len(old))
    order = np.lexsort((changed, both_value, both_text))
    both_text, both_value, changed = both_text[order], both_value[order], changed[order]
    same = (both_text[1:] == both_text[:-1]) & (both_value[1:] == both_value[:-1])
    found = np.unique(both_text[1:][same & changed[1:] & ~changed[:-1]])
    low, high = np.searchsorted(text, found), np.searchsorted(text, found, "right")
    return [slice(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True)]


def _but_by_value(valences: list[float], sides: list[int]) -> list[float]:
    for position in range(len(valences)):
        first = valences.index(valences[position])
        valences[first] *= {-1: BEFORE_BUT, 0: 1.0, 1: AFTER_BUT}[sides[first]]
    return valences


def _emphasis(words: Words, marked: np.ndarray) -> np.ndarray:
    """Up to four "!" add .292 each; two or three "?" add .18 each, more of them .96."""
    text, form = words.text[marked], words.form[marked]
    n_texts = len(words.count)
    exclamations = np.bincount(text, words.forms.exclamations[form], n_texts)
    questions = np.bincount(text, words.forms.questions[form], n_texts)
    several = np.where(questions <= 3, questions * QUESTION, MANY_QUESTIONS)
    return np.minimum(exclamations, MOST_EXCLAMATIONS) * EXCLAMATION + np.where(
        questions > 1, several, 0.0
    )


def punctuation(rated: Rated) -> dict[str, np.ndarray]:
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
    parts = {"positive": positive, "neutral": neutral, "negative": negative}
    return {name: _round(part / total, 3) for name, part in parts.items()}


def _round(values: np.ndarray, digits: int) -> np.ndarray:
    """As ``round`` does: numpy's multiplies first, and errs where the product lands on a half."""
    rounded = np.rint(values * 10**digits) / 10**digits
    close = np.flatnonzero(_near_half(values, digits))
    distinct, index = np.unique(values[close], return_inverse=True)
    rounded[close] = np.array([round(value, digits) for value in distinct.tolist()])[index]
    return rounded


def _near_half(values: np.ndarray, digits: int) -> np.ndarray:
    scaled = values * 10**digits
    return abs(scaled - np.floor(scaled) - 0.5) < 1e-6


def _kind_before_of(words: Words, which: np.ndarray) -> np.ndarray:
    """ "Kind" before "of" is no lexicon word but part of a degree phrase."""
    rule_word = words.forms.rule_word
    kind = np.flatnonzero(rule_word[words.form[which]] == _NUMBER["kind"])
    word = which[kind]
    last = word + 1 == words.first[words.text[word]] + words.count[words.text[word]]
    of = rule_word[words.form[np.minimum(word + 1, len(words.form) - 1)]] == _NUMBER["of"]
    found = np.zeros(len(which), bool)
    found[kind] = of & ~last
    return found
