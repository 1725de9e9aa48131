"""The choices behind a number, as data, and what a specification is.

A **specification** takes one option of every choice in `CHOICES`. What is listed here is what a
reader might have done otherwise, each with the study's own way first.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import corpus as folder
from analysis import frames, panel, sentiment, tokens, vader

Choices = Mapping[str, Mapping[str, object]]
TOP = 10  # how many terms the variants of tf-idf call a text's own


def by_rules(lexicon: Callable | None = None) -> Callable[[pd.DataFrame], np.ndarray]:
    """Return a scorer of units: VADER's rules, with what the function `lexicon` gives."""
    return lambda units: sentiment.compound(units["text"], lexicon and lexicon())


def words_alone(units: pd.DataFrame) -> np.ndarray:
    """Score units by VADER's lexicon without its rules: the sum of valences, normalised alike."""
    hits = sentiment.hits(units.assign(sentence_id=np.arange(len(units))))
    total = hits.groupby("sentence_id")["valence"].sum()
    return vader.normalize(total.reindex(np.arange(len(units)), fill_value=0.0).to_numpy())


# The first option of each choice is the study's own. Options are labels; behind each stands what
# it means, so that a lexicon, a role or a criterion of one's own is one more entry.
CHOICES: Choices = {
    "other page text": {"out": (), "in": ("caption", "byline", "bio", "chrome")},
    "headline and deck": {"out": (), "in": ("headline", "deck")},
    "quotations set apart": {"in": ("quotation",), "out": ()},
    "voice": {"all": "all", "author's sentences": "sentences", "author's words": "words"},
    "unit": {"sentence": "sentence_id", "passage": "passage_id"},
    "tone by": {
        "VADER": by_rules(),
        "VADER, words alone": words_alone,
        "Pattern, VADER's rules": by_rules(panel.pattern),
    },
    "units without tone": {"counted": True, "left out": False},
    "coded by": {"reading": "reading", "dictionary": "dictionary"},
    "neither": {"counted": True, "left out": False},
    "case": {"folded": True, "kept": False},
    "possessive": {"in its word": False, "split off": True},
    "hyphens": {"whole": False, "split": True},
    "stop words": {"in": (), "out": tokens.STOPWORDS},
    "minimum count": {"1": 1, "3": 3, "5": 5},
    "distinctive by": {
        "log ratio": ("log_ratio", 0.0),
        "conservative log ratio": ("clr", 0.0),
        "log-odds z": ("z", 1.96),
        "tf-idf, smooth": ("smooth", TOP),
        "tf-idf, textbook": ("textbook", TOP),
    },
}
PLACES = ("other page text", "headline and deck", "quotations set apart", "voice")
WORDS = (*PLACES, "case", "possessive", "hyphens")
TONE = (*PLACES, "unit", "tone by", "units without tone")
CODES = (*PLACES, "unit", "coded by")
STANCE = (*CODES, "neither")


class Source(NamedTuple):
    """A corpus with all that specifications are made from, and what has been made already."""

    corpus: folder.Corpus
    codebook: pd.DataFrame | None
    choices: Choices
    made: dict


class Specification(NamedTuple):
    """One option of each choice: `options` by label, read with `option`."""

    source: Source
    options: Mapping[str, str]

    def option(self, choice: str) -> object:
        """What stands behind the option taken of a choice."""
        return self.source.choices[choice][self.options[choice]]


def prepare(
    corpus: folder.Corpus, codebook: pd.DataFrame | None = None, choices: Choices | None = None
) -> Source:
    """What specifications of a corpus are made from; pass it on, so that tables are made once.

    `codebook`: by default that of the corpus folder, if it has one. Options that this corpus
    cannot have are left out: coding by reading without codings, by dictionary without a codebook.
    A choice that `choices` does not name is held at the study's own option. Raises ``ValueError``
    for a choice that is not in `CHOICES`, or has no option.
    """
    if codebook is None and corpus.folder and (corpus.folder / "codebook.csv").exists():
        codebook = frames.read(corpus.folder)
    given = CHOICES if choices is None else choices
    for choice, options in given.items():
        if choice not in CHOICES or not options:
            problem = "has no option" if choice in CHOICES else "is unknown"
            raise ValueError(f"choices: {choice!r} {problem}; there is {', '.join(CHOICES)}")
    own = {choice: dict([next(iter(options.items()))]) for choice, options in CHOICES.items()}
    every = {choice: dict(given.get(choice, own[choice])) for choice in CHOICES}
    lacking = {"reading": corpus.codings.empty, "dictionary": codebook is None}
    coded = CHOICES["coded by"] if "coded by" not in given else every["coded by"]
    kept = {label: how for label, how in coded.items() if not lacking[str(how)]}
    if "coded by" in given or "reading" not in kept.values():
        every["coded by"] = kept or dict(coded)
    return Source(corpus, codebook, every, {})


def baseline(source: Source) -> Specification:
    """The study's own way: the first option of every choice."""
    return Specification(source, {choice: next(iter(o)) for choice, o in source.choices.items()})


def remembered(*choices: str) -> Callable:
    """Decorate a function that makes a table: once for each combination of these choices."""

    def decorate(make: Callable) -> Callable:
        @wraps(make)
        def table(specification: Specification, *args):
            options = specification.options
            key = (make.__name__, args, *(options[choice] for choice in choices))
            made = specification.source.made
            if key not in made:
                made[key] = make(specification, *args)
            return made[key]

        return table

    return decorate
