"""VADER's rules for single words (Hutto & Gilbert 2014, ICWSM), each a function of its own name.

In the order in which they act on a lexicon word: `is_kind_of`, `apply_no`, `apply_capitals`; then
for one, two and three words before it `apply_degree_word` and `apply_negation`; then
`find_special_phrases`, `find_degree_phrases`, `apply_least`, `apply_but`. (What concerns a whole
text, its "!" and "?" and the sums, is in `vader`.) A rule sees all lexicon words of a batch of
texts at once: `value`, their valences as the rules before it left them, and `window`, the words
around each. It answers with those that it changes (their numbers) and what they become.

The reference, vaderSentiment 3.3.2, has peculiarities that its scores depend on. They are kept, and
each is named in the rule it belongs to.
"""

import numpy as np

from analysis.lexicons.forms import Words

# Mean changes in rated intensity, from the experiments of the paper.
DEGREE = 0.293
CAPITALS = 0.733
NEGATION = -0.74
NEVER_SO = 1.25
BEFORE_BUT, AFTER_BUT = 0.5, 1.5
FADE = {1: 1.0, 2: 0.95, 3: 0.9}  # of a degree word, by its distance


# And every word with "n't" in it.
NEGATIONS = (
    """
    aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt
    neednt oughtnt shant shouldnt wasnt werent wont wouldnt neither never none nope nor not nothing
    nowhere uhuh uh-uh without rarely seldom despite
    """
).split()

INTENSIFIERS = (
    """
    absolutely amazingly awfully completely considerable considerably decidedly deeply effing
    enormous enormously entirely especially exceptional exceptionally extreme extremely fabulously
    flipping flippin frackin fracking fricking frickin frigging friggin fully fuckin fucking fuggin
    fugging greatly hella highly hugely incredible incredibly intensely major majorly more most
    particularly purely quite really remarkably so substantially thoroughly total totally tremendous
    tremendously uber unbelievably unusually utter utterly very
    """
).split()

DAMPENERS = (
    """
    almost barely hardly kinda kindof kind-of less little marginal marginally occasional
    occasionally partly scarce scarcely slight slightly somewhat sorta sortof sort-of
    """
).split()

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

# All words that some rule asks for by name; each has a number, so that asking is comparing numbers.
NAMED = sorted(
    {"no", "or", "nor", "never", "so", "this", "without", "doubt", "least", "at", "very", "but"}
    | {word for phrase in [*DEGREE_PHRASES, *SPECIAL_PHRASES] for word in phrase.split()}
)
NUMBER = {word: number for number, word in enumerate(NAMED, start=1)}


class Window:
    """The forms before (-1, -2, -3), at (0) and after (1, 2) each lexicon word, by distance."""

    def __init__(self, words: Words, which: np.ndarray, stands_out: np.ndarray):
        """Look around the words `which`; `stands_out`: is capitals an exception in its text?"""
        self.forms = words.forms
        nothing = len(words.forms.written)
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
        found = self.word[k] == NUMBER[words[0]]
        for word in words[1:]:
            found |= self.word[k] == NUMBER[word]
        return found

    def phrase(self, k: int, phrase: str, among: np.ndarray) -> np.ndarray:
        """Those of the lexicon words `among` which have `phrase` beginning at distance `k`."""
        for offset, word in enumerate(phrase.split()):
            among = among[self.word[k + offset][among] == NUMBER[word]]
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


def is_kind_of(words: Words, which: np.ndarray) -> np.ndarray:
    """Is a word "kind" before "of"? That is no lexicon word but part of a degree phrase."""
    rule_word = words.forms.rule_word
    kind = np.flatnonzero(rule_word[words.form[which]] == NUMBER["kind"])
    word = which[kind]
    last = word + 1 == words.first[words.text[word]] + words.count[words.text[word]]
    of = rule_word[words.form[np.minimum(word + 1, len(words.form) - 1)]] == NUMBER["of"]
    found = np.zeros(len(which), bool)
    found[kind] = of & ~last
    return found


def apply_no(value: np.ndarray, window: Window) -> tuple[np.ndarray, np.ndarray]:
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


def apply_capitals(value: np.ndarray, window: Window) -> tuple[np.ndarray, np.ndarray]:
    """A word in capitals is stronger, in a text that is not all in capitals."""
    where = np.flatnonzero(window.capitals(0))
    old = value[where]
    return where, np.where(old > 0, old + CAPITALS, old - CAPITALS)


def apply_degree_word(value: np.ndarray, window: Window, k: int) -> tuple[np.ndarray, np.ndarray]:
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


def apply_negation(value: np.ndarray, window: Window, k: int) -> tuple[np.ndarray, np.ndarray]:
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


def find_special_phrases(window: Window) -> list[tuple[np.ndarray, float]]:
    """Phrases with a valence of their own ("the bomb", "kiss of death") around a lexicon word.

    The reference looks for them only where the third word before exists and is no lexicon word. If
    several are found, the last of this list decides: farthest before the word, first; then those
    that end with it; then those that begin with it, the longer one last.
    """
    where = np.flatnonzero(window.open[3] & window.may_have_phrase())
    places = [(-3, 2), (-3, 3), (-2, 2), (-2, 3), (-1, 2), (0, 2), (0, 3)]
    return [
        (window.phrase(k, phrase, where), valence)
        for k, length in places
        for phrase, valence in SPECIAL_PHRASES.items()
        if len(phrase.split()) == length
    ]


def find_degree_phrases(window: Window) -> list[tuple[np.ndarray, float]]:
    """Degree words of two words ("kind of", "just enough"), two or three words before."""
    where = np.flatnonzero(window.open[3] & window.may_have_phrase())
    return [
        (window.phrase(k, phrase, where), added)
        for k in (-3, -2)
        for phrase, added in DEGREE_PHRASES.items()
    ]


def apply_least(value: np.ndarray, window: Window) -> tuple[np.ndarray, np.ndarray]:
    """ "Least" right before a word negates it; "at least" and "very least" do not."""
    found = window.at(-1, "least") & window.open[1] & ~window.at(-2, "at", "very")
    where = np.flatnonzero(found)
    return where, value[where] * NEGATION


def apply_but(
    value: np.ndarray, which: np.ndarray, text: np.ndarray, words: Words, buts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Valences before the first "but" of a text count half, those behind it one and a half times.

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
    """The texts in which a valence equals another one after its change by "but"."""
    both_text, both_value = np.concatenate((text, text)), np.concatenate((old, new))
    changed = np.repeat((False, True), len(old))
    order = np.lexsort((changed, both_value, both_text))
    both_text, both_value, changed = both_text[order], both_value[order], changed[order]
    same = (both_text[1:] == both_text[:-1]) & (both_value[1:] == both_value[:-1])
    found = np.unique(both_text[1:][same & changed[1:] & ~changed[:-1]])
    low, high = np.searchsorted(text, found), np.searchsorted(text, found, "right")
    return [slice(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True)]


def _but_by_value(valences: list[float], sides: list[int]) -> list[float]:
    """The valences of one text, each looked up by its value and changed, as the reference does."""
    for position in range(len(valences)):
        first = valences.index(valences[position])
        valences[first] *= {-1: BEFORE_BUT, 0: 1.0, 1: AFTER_BUT}[sides[first]]
    return valences
