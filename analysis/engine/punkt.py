"""Punkt's rules for the end of a sentence (Kiss & Strunk 2006), applied to whole columns of texts.

Abbreviations and sentence openers are given, nothing is learned: what Punkt calls orthographic
context and collocations stays empty. Candidates and cuts are found as arrays; what a word is (an
abbreviation, an initial, a number) is decided once for each *different* word. A test holds the
result equal to ``nltk.tokenize.punkt`` 3.10, whose patterns these are.
"""

from collections.abc import Set
from enum import IntEnum
from functools import cache, lru_cache
from itertools import pairwise
from string import whitespace

import numpy as np

from analysis.engine import characters
from analysis.engine.characters import Buffer

ENDS_OF_SENTENCE = ".?!"

PUNCTUATION = ";:,.!?"

CLOSING_MARKS = "\"')]}‘’“”«»"

# Characters that cannot stand inside a word.
NON_WORD = ")\";}]*:@'({[‘’“”«»?!"

_NON_WORD = "[" + NON_WORD.replace("]", r"\]").replace("[", r"\[") + "]"

_SEVERAL = r"(?:\-{2,}|\.{2,}|(?:\.\s){2,}\.)"

WORD = (
    rf'{_SEVERAL}|(?=[^("`{{\[:;&#*@)}}\]\-,])\S+?'
    rf"(?=\s|$|{_NON_WORD}|{_SEVERAL}|,(?=$|\s|{_NON_WORD}|{_SEVERAL}))|\S"
)

NUMBER = r"-?[.,]?\d[\d,.-]*\.?"

INITIAL = r"[^\W\d]\."

REALIGNED = r"""["')\]}‘’“”«»]+?(?:\s+|(?=--)|$)"""


class Before(IntEnum):
    """What the word before a possible end of sentence is."""

    OTHER = 0  # nothing that could end a sentence
    END = 1  # "?", "!", or a word with a period that is none of the following
    ABBREVIATION = 2  # in the list; an ellipsis is treated alike
    INITIAL = 3  # one letter and a period
    LISTED_INITIAL = 4  # one letter and a period that is in the list as well
    NUMBER = 5  # digits and a period


class After(IntEnum):
    """How the word after it begins."""

    OTHER = 0  # a mark or a digit
    CONTINUES = 1  # lower case, or a punctuation mark that begins no sentence
    CAPITAL = 2
    OPENER = 3  # a capital, and the word is one of the openers


# Whether a sentence ends there: the rules 4.1.1, 4.1.3, 4.2 and 4.3 of the paper.
ENDS = np.zeros((len(Before), len(After)), bool)

ENDS[Before.END, :] = True

ENDS[Before.ABBREVIATION, After.OPENER] = True

ENDS[Before.INITIAL, After.OTHER] = True

ENDS[Before.NUMBER, [After.OTHER, After.CAPITAL, After.OPENER]] = True


def sentence_spans(
    buffer: Buffer, begins: np.ndarray, abbreviations: Set[str], openers: Set[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Text (its number), start and end of each sentence, in characters of the buffer.

    `buffer` and `begins` are those of ``characters.join``; `abbreviations` are in lower case and
    without their last period, `openers` in lower case.
    """
    kinds = characters.classify(buffer, _kinds())
    ends, resumes = _breaks(buffer, begins, kinds, frozenset(abbreviations), frozenset(openers))
    closes = begins[1:] - 1
    filled = np.flatnonzero(closes > begins[:-1])
    for text in filled[kinds[closes[filled] - 1] & _STRIPPED != 0]:
        closes[text] = begins[text] + len(buffer[begins[text] : closes[text]].rstrip())
    starts = np.sort(np.concatenate([begins[:-1], resumes]))
    ends = np.sort(np.concatenate([closes, ends]))
    starts, ends = _realign(buffer, begins, kinds, starts, ends)
    return np.searchsorted(begins, starts, side="right") - 1, starts, ends


def _breaks(
    buffer: Buffer,
    begins: np.ndarray,
    kinds: np.ndarray,
    abbreviations: frozenset[str],
    openers: frozenset[str],
) -> tuple[np.ndarray, np.ndarray]:
    """Where a sentence ends before the end of its text, and where the next one resumes."""
    at = characters.places(kinds, _END)
    close = begins[np.searchsorted(begins, at, side="right")] - 1
    # A candidate is followed by a mark that cannot stand in a word, or by white space and a word.
    mark, space = kinds[at + 1] & _INSIDE_NO_WORD != 0, kinds[at + 1] & _SPACE != 0
    candidate = (mark | space) & (at + 1 < close)
    at, close, mark = at[candidate], close[candidate], mark[candidate]
    resume = at + 1
    resume[~mark] = characters.nearest(kinds, resume[~mark], _SPACE, 1, wanted=False)
    candidate = resume < close
    at, resume, mark = at[candidate], resume[candidate], mark[candidate]
    until = resume + 1
    until[~mark] = characters.nearest(kinds, resume[~mark], _SPACE, 1)

    # The word before reaches back to ASCII white space; only its last candidate is considered, and
    # one that it begins with.
    begin = begins[np.searchsorted(begins, at, side="right") - 1]
    since = np.maximum(characters.nearest(kinds, at - 1, _ASCII_SPACE, -1) + 1, begin)
    since = np.where(since == begin + 1, begin, since)
    kept = np.append(at[:-1] <= since[1:], True)[: len(at)]
    at, resume, until, since = at[kept], resume[kept], until[kept], since[kept]
    if not len(at):
        return at, at

    before_row, before_types = characters.types(buffer, since, at + 1)
    after_row, after_types = characters.types(buffer, resume, until)
    described = [_describe(text, abbreviations, openers) for text in before_types]
    inside, _, last_word = np.array(described).T
    described = [_describe(text, abbreviations, openers) for text in after_types]
    inside_next, next_word, _ = np.array(described).T
    found = ENDS[last_word[before_row], next_word[after_row]]
    found |= (inside[before_row] | inside_next[after_row]) != 0
    # White space that belongs to no word's end, and control characters: read as one, as NLTK does.
    odd = np.array([_is_odd(text) for text in before_types])[before_row]
    odd |= np.array([not text.strip() for text in after_types])[after_row]
    for row in np.flatnonzero(odd):
        words = _words(buffer[since[row] : until[row]], abbreviations, openers)
        found[row] = _ends_inside(words)
    return at[found] + 1, resume[found]


def _realign(
    buffer: Buffer, begins: np.ndarray, kinds: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give closing marks that follow a sentence to it; leave out what is then empty."""
    moved = np.zeros(len(starts), np.int64)
    kept = np.zeros(len(starts), np.int64)
    opens = (kinds[starts] & _CLOSING != 0) & (starts < ends)
    opens[np.searchsorted(starts, begins[:-1])] = False
    # Nearly all are one mark and a space, one mark that ends the text, or belong to what follows.
    rows = np.flatnonzero(opens)
    last = rows[starts[rows] + 1 == ends[rows]]
    moved[last] = kept[last] = 1
    rows = rows[starts[rows] + 2 < ends[rows]]
    second, third = kinds[starts[rows] + 1], kinds[starts[rows] + 2]
    simple = rows[(second & _SPACE != 0) & (third & _SPACE == 0)]
    moved[simple], kept[simple] = 2, 1
    opens[last] = opens[simple] = False
    opens[rows[second & (_SPACE | _CLOSING | _DASH) == 0]] = False
    pattern = _pattern(REALIGNED)
    for row in np.flatnonzero(opens):
        match = pattern.match(buffer[starts[row] : ends[row]])
        if match:
            moved[row] = match.end()
            kept[row] = len(match.group().rstrip())
    gains = np.append(moved[1:] > 0, False)
    closes = np.where(gains, np.append(starts[1:] + kept[1:], 0), ends)
    starts = starts + moved
    full = starts < closes
    return starts[full], closes[full]


@lru_cache(2**17)
def _describe(text: str, abbreviations: Set[str], openers: Set[str]) -> tuple[bool, int, int]:
    """Whether a sentence ends inside `text`; how its first word begins; what its last word is."""
    words = _words(text, abbreviations, openers) or [(Before.OTHER, After.OTHER)]
    return _ends_inside(words), words[0][1], words[-1][0]


def _ends_inside(words: list[tuple[Before, After]]) -> bool:
    return any(ENDS[one[0], two[1]] for one, two in pairwise(words))


def _words(text: str, abbreviations: Set[str], openers: Set[str]) -> list[tuple[Before, After]]:
    """What each word of `text` is as one before, and as one after, a possible end."""
    stem = text.removesuffix(".")
    if stem.isascii() and stem.isalpha():
        words = [text]
    else:
        lines = [line for line in text.split("\n") if line.strip()]
        words = [word for line in lines for word in _pattern(WORD).findall(line)]
    return [_word(word, abbreviations, openers) for word in words]


@lru_cache(2**16)
def _word(word: str, abbreviations: Set[str], openers: Set[str]) -> tuple[Before, After]:
    stem, before, after = word.lower(), Before.OTHER, After.OTHER
    if word in ENDS_OF_SENTENCE:
        before = Before.END
    elif word.endswith(".."):
        before = Before.OTHER if word.strip(".") else Before.ABBREVIATION
    elif word.endswith("."):
        stem = stem[:-1]
        listed = stem in abbreviations or stem.rsplit("-", 1)[-1] in abbreviations
        if _pattern(INITIAL).fullmatch(word):
            before = Before.LISTED_INITIAL if listed else Before.INITIAL
        elif listed:
            before = Before.ABBREVIATION
        else:
            before = Before.NUMBER if _pattern(NUMBER).fullmatch(word) else Before.END
        stem = word.lower() if listed else stem
    if word in PUNCTUATION or word[0].islower():
        after = After.CONTINUES
    elif word[0].isupper():
        after = After.OPENER if stem in openers else After.CAPITAL
    return before, after


def _is_odd(text: str) -> bool:
    return not text.isascii() and _pattern(r"\s").search(text) is not None


@cache
def _pattern(pattern: str):
    # NLTK matches with `regex`, whose letters and digits are those of a later Unicode than `re`'s.
    import regex

    return regex.compile(pattern, regex.MULTILINE)


@cache
def _kinds() -> tuple[characters.Kind, ...]:
    space = _pattern(r"\s").match
    return (
        *(space, whitespace.__contains__, str.isspace, ENDS_OF_SENTENCE.__contains__),
        *(NON_WORD.__contains__, CLOSING_MARKS.__contains__, "-".__contains__),
    )


_SPACE, _ASCII_SPACE, _STRIPPED, _END, _INSIDE_NO_WORD, _CLOSING, _DASH = (
    1 << bit for bit in range(7)
)
