"""Punkt's rules for the end of a sentence (Kiss & Strunk 2006), applied to whole columns of texts.

Abbreviations and sentence openers are given, nothing is learned: what Punkt calls orthographic
context and collocations stays empty. Candidates and cuts are found as arrays; what a word is (an
abbreviation, an initial, a number) is decided once for each *different* word. A test holds the
result equal to ``nltk.tokenize.punkt`` 3.10, whose patterns these are.
"""

from enum import IntEnum
from functools import cache, lru_cache
from itertools import pairwise
from string import whitespace

import numpy as np

from analysis.engine import characters
from analysis.engine.characters import Buffer
from analysis.sentence_ends import ABBREVIATIONS, SHUT, STARTERS, goes_on, may_go_on, unseen_end
from analysis.typography import straighten

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
    STARTER = 3  # a capital, and the word is one of the starters


# Whether a sentence ends there: the rules 4.1.1, 4.1.3, 4.2 and 4.3 of the paper.
ENDS = np.zeros((len(Before), len(After)), bool)
ENDS[Before.END, :] = True
ENDS[Before.ABBREVIATION, After.STARTER] = True
ENDS[Before.INITIAL, After.OTHER] = True
ENDS[Before.NUMBER, [After.OTHER, After.CAPITAL, After.STARTER]] = True


def sentence_spans(buffer: Buffer, begins: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Text (its number), start and end of each sentence, in characters of the buffer.

    `buffer` and `begins` are those of ``characters.join``.
    """
    kinds = characters.classify(buffer, _kinds())
    marks = characters.places(kinds, _END)
    ends, resumes, loose = _breaks(buffer, begins, kinds, marks)
    closes = begins[1:] - 1
    filled = np.flatnonzero(closes > begins[:-1])
    for text in filled[kinds[closes[filled] - 1] & _STRIPPED != 0]:
        closes[text] = begins[text] + len(buffer[begins[text] : closes[text]].rstrip())
    starts = np.sort(np.concatenate([begins[:-1], resumes]))
    ends = np.sort(np.concatenate([closes, ends]))
    starts, ends = _realign(buffer, begins, kinds, starts, ends)
    starts, ends = _joined(buffer, begins, kinds, starts, ends, loose)
    starts, ends = _cut(buffer, begins, kinds, marks, starts, ends)
    return np.searchsorted(begins, starts, side="right") - 1, starts, ends


def _breaks(
    buffer: Buffer,
    begins: np.ndarray,
    kinds: np.ndarray,
    at: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where a sentence ends inside its text, where the next begins, and which ends are doubtful.

    An end is doubtful behind a word after which a sentence may go on.
    """
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
        return at, at, at

    before_row, before_types = characters.types(buffer, since, at + 1)
    after_row, after_types = characters.types(buffer, resume, until)
    described = [_describe(text) for text in before_types]
    inside, _, last_word = np.array(described).T
    described = [_describe(text) for text in after_types]
    inside_next, next_word, _ = np.array(described).T
    found = ENDS[last_word[before_row], next_word[after_row]]
    found |= (inside[before_row] | inside_next[after_row]) != 0
    # White space that ends no word, and control characters, are read word by word, as NLTK does.
    odd = np.array([_is_odd(text) for text in before_types])[before_row]
    odd |= np.array([not text.strip() for text in after_types])[after_row]
    for row in np.flatnonzero(odd):
        words = _words(straighten(buffer[since[row] : until[row]]))
        found[row] = _ends_inside(words)
    loose = np.array([may_go_on(text) for text in before_types], bool)[before_row]
    return at[found] + 1, resume[found], at[found & loose] + 1


def _realign(
    buffer: Buffer, begins: np.ndarray, kinds: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give closing marks to the sentence before them; leave out what is then empty."""
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
        match = pattern.match(straighten(buffer[starts[row] : ends[row]]))
        if match:
            moved[row] = match.end()
            kept[row] = len(match.group().rstrip())
    gains = np.append(moved[1:] > 0, False)
    closes = np.where(gains, np.append(starts[1:] + kept[1:], 0), ends)
    starts = starts + moved
    full = starts < closes
    return starts[full], closes[full]


def _joined(
    buffer: Buffer,
    begins: np.ndarray,
    kinds: np.ndarray,
    starts: np.ndarray,
    ends: np.ndarray,
    loose: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The sentences, without cuts at which one goes on. Only likely cuts are looked at."""
    if len(starts) < 2:
        return starts, ends
    left, right = ends[:-1], starts[1:]
    before = characters.kinds_at(buffer, left - 1, _edges())
    after = characters.kinds_at(buffer, right, _edges())
    period = before & _PERIOD != 0
    likely = (before & _CLOSES != 0) & (after & (_LOWER | _LEADS | _UPPER) != 0)
    likely |= after & _JOINS != 0
    likely |= period & ((kinds[np.maximum(left - 2, 0)] & _SPACE != 0) | (after & _LEADS != 0))
    place = np.minimum(np.searchsorted(left, loose), len(left) - 1)
    likely[place[left[place] == loose]] = True
    # Closing marks that begin a sentence belong to the one before; but behind a mark that touches
    # the end, a capital begins a sentence.
    rows = np.flatnonzero((after & _CLOSES != 0) | (buffer.codes[right] == ord("[")))
    one, two = (np.minimum(right[rows] + n, len(kinds) - 1) for n in (1, 2))
    alone = kinds[one] & _SPACE != 0
    alone |= (kinds[one] & _CLOSING != 0) & (kinds[two] & _SPACE != 0)
    touches = right[rows] == left[rows]
    likely[rows[(after[rows] & _CLOSES != 0) & (alone | touches)]] = True
    capital = characters.kinds_at(buffer, one, _edges()) & _UPPER != 0
    likely[rows[touches & capital]] = False
    rows = np.flatnonzero(likely)
    text = np.searchsorted(begins, right[rows], side="right") - 1
    within = left[rows] >= begins[text]
    cut = np.ones(len(starts), bool)
    for row, number in zip(rows[within].tolist(), text[within].tolist(), strict=True):
        edges = (begins[number], ends[row], starts[row + 1], begins[number + 1] - 1)
        cut[row + 1] = not goes_on(buffer.text, *map(int, edges))
    starts, ends = starts[cut], ends[np.append(cut[1:], True)]
    touching = np.flatnonzero((starts[1:] == ends[:-1]) & (kinds[starts[1:]] & _CLOSING != 0)) + 1
    for row in touching.tolist():
        if shut := SHUT.match(buffer.text, starts[row], ends[row]):
            starts[row] = ends[row - 1] = shut.end()
    return starts, ends


def _cut(
    buffer: Buffer,
    begins: np.ndarray,
    kinds: np.ndarray,
    at: np.ndarray,
    starts: np.ndarray,
    ends: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The sentences, cut also where Punkt sees no end. Only likely marks are looked at."""
    # A capital that stands alone, before a word that begins with one.
    initials = at[(buffer.codes[at - 2] == ord(" ")) & (kinds[at + 1] & _SPACE != 0)]
    after = characters.nearest(kinds, initials + 1, _SPACE, 1, wanted=False)
    after = buffer.codes[np.minimum(after, len(buffer) - 1)]
    initials = initials[np.isin(after, _BEGIN_NO_SURNAME)]
    initials = initials[np.isin(buffer.codes[initials - 1], _CAPITALS)]
    at = at[kinds[at + 1] & _SPACE == 0]
    # Behind a mark, and closing marks, stands a note's mark or an invisible character.
    after = characters.nearest(kinds, at + 1, _CLOSING, 1, wanted=False)
    note = characters.kinds_at(buffer, np.minimum(after, len(buffer) - 1), _edges())
    digit = characters.kinds_at(buffer, np.maximum(at - 1, 0), _edges()) & _NUMERAL != 0
    likely = (note & (_NOTES | _NUMERAL) != 0) & ~digit
    likely |= (after > at + 1) & (np.append(False, at[1:] - at[:-1] == 1)[: len(at)])
    beyond = kinds[np.minimum(after + 1, len(kinds) - 1)]
    spaced = kinds[np.minimum(after, len(kinds) - 1)]
    likely |= (after > at + 1) & (spaced & _SPACE != 0) & (beyond & _CLOSING != 0)
    ellipses = buffer.beyond[np.isin(buffer.codes[buffer.beyond], _ELLIPSES)]
    at = np.unique(np.concatenate([at[likely], ellipses, initials]))
    found = []
    for place, number in zip(at.tolist(), np.searchsorted(begins, at, side="right"), strict=True):
        end = unseen_end(buffer.text, int(begins[number - 1]), place, int(begins[number]) - 1)
        found += [end] if end else []
    if not found:
        return starts, ends
    last, resume = np.array(found, np.int64).T
    row = np.searchsorted(starts, last) - 1
    inside = (last > starts[row]) & (last < ends[row]) & (resume < ends[row])
    starts = np.sort(np.append(starts, resume[inside]))
    return starts, np.sort(np.append(ends, last[inside]))


@lru_cache(2**17)
def _describe(text: str) -> tuple[bool, int, int]:
    """Whether a sentence ends inside `text`, and the kinds of its first and its last word."""
    words = _words(straighten(text)) or [(Before.OTHER, After.OTHER)]
    return _ends_inside(words), words[0][1], words[-1][0]


def _ends_inside(words: list[tuple[Before, After]]) -> bool:
    return any(ENDS[one[0], two[1]] for one, two in pairwise(words))


def _words(text: str) -> list[tuple[Before, After]]:
    """What each word of `text` is before, and after, a possible end of sentence."""
    stem = text.removesuffix(".")
    if stem.isascii() and stem.isalpha():
        words = [text]
    else:
        lines = [line for line in text.split("\n") if line.strip()]
        words = [word for line in lines for word in _pattern(WORD).findall(line)]
    return [_word(word) for word in words]


@lru_cache(2**16)
def _word(word: str) -> tuple[Before, After]:
    stem, before, after = word.lower(), Before.OTHER, After.OTHER
    if word in ENDS_OF_SENTENCE:
        before = Before.END
    elif word.endswith(".."):
        before = Before.OTHER if word.strip(".") else Before.ABBREVIATION
    elif word.endswith("."):
        stem = stem[:-1]
        listed = stem in ABBREVIATIONS or stem.rsplit("-", 1)[-1] in ABBREVIATIONS
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
        after = After.STARTER if stem in STARTERS else After.CAPITAL
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
        *(space, whitespace.__contains__, str.isspace, _among(ENDS_OF_SENTENCE)),
        *(_among(NON_WORD), _among(CLOSING_MARKS), _among("-")),
    )


@cache
def _edges() -> tuple[characters.Kind, ...]:
    return (  # of a character beside a cut
        *(str.islower, _pattern(r"\p{Lu}").match, _among("–—―(-…"), _among(".[,;:"), _among(".")),
        *(_among("\"')]}"), _is_note, _pattern(r"[0-9]").match),
    )


def _is_note(character: str) -> bool:
    return _pattern(r"[*†‡§¹²³⁰-⁹\p{So}\p{Sk}\[\xad]").match(straighten(character)) is not None


def _among(marks: str) -> characters.Kind:
    return lambda character: straighten(character) in marks


_BEGIN_NO_SURNAME = [ord(letter) for letter in "ABHISTW"]
_CAPITALS = np.arange(ord("A"), ord("Z") + 1)
_ELLIPSES = [ord("…"), ord("⋯")]
_SPACE, _ASCII_SPACE, _STRIPPED, _END, _INSIDE_NO_WORD, _CLOSING, _DASH = (
    1 << bit for bit in range(7)
)
_LOWER, _UPPER, _LEADS, _JOINS, _PERIOD, _CLOSES, _NOTES, _NUMERAL = (1 << bit for bit in range(8))
