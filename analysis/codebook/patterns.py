"""The notation in which a codebook says what to look for.

A pattern is a row of words, as `analysis.words` cuts them: `U.S.` whole, `don't`
whole with either apostrophe, `walk-out` whole, `1,000` whole. Six examples:

======================================  =====================================================
pattern                                 finds
======================================  =====================================================
``walked out``                          these two words, in capitals or not: "Walked out"
``walk* (out | away from)``             walk, walks, walking …, then "out" or "away from"
``[the] negotiat* collapsed``           with the bracketed word or without it
``break* ..2 talks``                    up to two words between: "breaks off the talks"
``=May resign*``                        "May" written so, never "may"
``strike ; work stoppage``              two patterns of one code; a line break divides as well
======================================  =====================================================

- ``*`` stands for any letters within a word, or for one whole word where it stands alone.
- ``( | )`` and ``[ ]`` may hold several words, alternatives, and each other.
- A word also finds its possessive: ``union`` finds "union's". A hyphenated compound is one word:
  ``pay`` does not find "pay-offer", ``pay-*`` does. An initialism ends at its last full stop:
  "U.S.-led" is ``U.S.`` and then ``led``, and a pattern may be written either way.
- A pattern that begins with ``!`` is an exception: where it matches, the words are spent and
  nothing is found. ``failure ; !failure to`` finds "a failure of nerve", not "a failure to agree".
- A pattern never crosses a sentence. It is cut as the text is: a mark written at a word must stand
  there (``AT&T``, ``9/11``, ``No. 10``, ``50%``, ``"no deal"``), hyphens and dashes apart; between
  words that a space parts, any mark may stand.
- Of the matches that begin at one word the longest counts (of two as long, an exception), and
  matches of one code never overlap: the leftmost is taken first.

A pattern has no "any number of words", and its length, gaps, alternatives and depth are bounded
(the constants below), so that no pattern can hang the program: `find_matches` reads each word once,
with all the places of the pattern at which it may be, and never goes back.

`parse` reads a pattern; `index_texts` and `find_matches` find where patterns match texts.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.words import fold, marks, spans, straight_form

MAX_CHARACTERS = 1000
MAX_GAP = 10
MAX_ALTERNATIVES = 100
MAX_SLOTS = 200
MAX_DEPTH = 10
_PIECE = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")
_CLOSE = {"(": ")", "[": "]"}
_BRACKET = {"(": "parenthesis", "[": "bracket", ")": "parenthesis", "]": "bracket"}


class Pattern(NamedTuple):
    """A pattern as an automaton. Sets of slots are integers, slot k being bit k."""

    text: str
    slots: tuple[tuple[str, bool] | None, ...]  # (word, case matters), or None for any word
    follow: tuple[int, ...]  # the slots that may come after each slot
    first: int
    last: int
    needs: tuple[int, ...]  # every match passes through a slot of each of these sets
    exception: bool = False  # what matches is left out
    marks: tuple[tuple[str, bool, str], ...] = ()  # of each slot, as `_Word.marks` …
    marked: int = 0  # … and the slots that have any


class _Word(NamedTuple):
    """A word of a pattern; `word` is None for any word, as in a gap."""

    word: tuple[str, bool] | None
    gap: bool = False
    marks: tuple[str, bool, str] = ("", False, "")  # before it, is it all that is there?, behind it


class _Group(NamedTuple):
    """Alternatives, each a row of words and groups."""

    branches: list[list]
    optional: bool


class _Part(NamedTuple):
    """A piece of the automaton: may it be empty, where does it begin and end, what does it need?"""

    empty: bool
    first: int
    last: int
    needs: tuple[int, ...]


def examples() -> pd.DataFrame:
    """The six examples above as a table: pattern, finds."""
    rows = re.findall(r"^``(.+?)``\s{2,}(.+)$", __doc__ or "", re.MULTILINE)
    return pd.DataFrame(rows, columns=["pattern", "finds"])


def split_cell(cell: object) -> list[str]:
    """The patterns of one codebook cell, which `;` or a line break divides; none if it is empty."""
    pieces = re.split(r"[;\r\n]", cell) if isinstance(cell, str) else []
    return [piece.strip() for piece in pieces if piece.strip()]


@lru_cache(maxsize=5000)
def parse(text: str) -> Pattern:
    """Read one pattern; a ``ValueError`` says in one sentence what is wrong, where, and what to do.

    Characters are counted from 1, after the spaces around the pattern are taken off.
    """
    text = text.strip()
    exception = text.startswith("!")
    body = f" {text[1:]}" if exception else text  # a space, so that characters count the same
    if not body.strip():
        raise _error(text, "is empty; write a word")
    if len(text) > MAX_CHARACTERS:
        raise _error(text, f"is longer than {MAX_CHARACTERS} characters; divide it with ;")
    slots: list[_Word] = []
    follow: list[int] = []
    whole = _build(_tree(body), slots, follow)
    if any(slots[k].gap for k in _bits(whole.first | whole.last)):
        raise _error(text, "begins or ends with a gap; put a word on each side of it")
    if not whole.needs:
        raise _error(text, "matches without any word of its own; add one outside [ ] and *")
    words, marked = tuple(slot.word for slot in slots), tuple(slot.marks for slot in slots)
    return Pattern(
        *(text, words, tuple(follow), whole.first, whole.last, whole.needs, exception, marked),
        marked=_union(1 << k for k, (before, _, after) in enumerate(marked) if before or after),
    )


def pattern_problems(codebook: pd.DataFrame) -> list[str]:
    """What is wrong with the patterns of a codebook, one sentence each; an empty list if nothing.

    Rows are numbered as a spreadsheet shows them: the header is row 1.
    """
    return _parse_rows(codebook)[1]


def parse_codebook(codebook: pd.DataFrame) -> list[list[Pattern]]:
    """The patterns of each row of a codebook; all malformed ones are named in one error."""
    parsed, wrong = _parse_rows(codebook)
    if wrong:
        raise ValueError("\n".join(wrong))
    return parsed


def row_numbers(codebook: pd.DataFrame) -> list[int]:
    """The row of each code in a spreadsheet, whose header is row 1."""
    labels = enumerate(codebook.index)
    return [(label if isinstance(label, int) else place) + 2 for place, label in labels]


def _tree(text: str) -> _Group:
    open_: list[tuple[str, int, list[list]]] = [("", 0, [[]])]  # groups not closed, innermost last
    n_alternatives, n_slots = 1, 0
    for piece in _PIECE.finditer(text):
        mark, at = piece[0], piece.start() + 1
        opener, opened_at, branches = open_[-1]
        if mark in _CLOSE:
            if len(open_) > MAX_DEPTH:
                raise _error(text, f"nests more than {MAX_DEPTH} deep; divide it with ;")
            open_.append((mark, at, [[]]))
        elif mark in ")]" and not opener:
            problem = f"closes a {_BRACKET[mark]} at character {at} that was never opened"
            raise _error(text, f"{problem}; delete it, or open it before")
        elif mark in ")]" and mark != _CLOSE[opener]:
            raise _unclosed(text, opener, opened_at)
        elif mark in "|)]":
            if not branches[-1]:
                problem = f"has an empty alternative before character {at}"
                raise _error(text, f"{problem}; write a word there, or [ ] around what is optional")
            if mark == "|":
                branches.append([])
                n_alternatives += 1
            else:
                open_.pop()
                open_[-1][2][-1].append(_Group(branches, optional=opener == "["))
        else:
            new = (_gap if mark.startswith("..") else _words)(text, mark, at)
            branches[-1].extend(new)
            n_slots += len(new)
    opener, opened_at, branches = open_[-1]
    if opener:
        raise _unclosed(text, opener, opened_at)
    if not branches[-1]:
        raise _error(text, "has an empty alternative at its end; write a word there")
    if n_slots > MAX_SLOTS:
        raise _error(text, f"holds more than {MAX_SLOTS} words and gap words; divide it with ;")
    if n_alternatives > MAX_ALTERNATIVES:
        raise _error(text, f"has more than {MAX_ALTERNATIVES} alternatives; divide it with ;")
    return _Group(branches, optional=False)


def _gap(text: str, mark: str, at: int) -> list[_Group]:
    """A gap of up to n words is n optional words."""
    if not re.fullmatch(r"\.\.[0-9]{1,3}", mark) or not 1 <= int(mark[2:]) <= MAX_GAP:
        problem = f'has a gap "{mark}" at character {at} that is not a number from 1 to {MAX_GAP}'
        raise _error(text, f"{problem}; write it as ..3")
    return [_Group([[_Word(None, gap=True)]], optional=True)] * int(mark[2:])


def _words(text: str, mark: str, at: int) -> list[_Word]:
    if mark == "*":
        return [_Word(None)]
    case_matters = mark.startswith("=")
    body, at = mark[case_matters:], at + case_matters
    places = spans(body.replace("*", "x"))
    if not places:
        where = f"after the = at character {at - 1}" if case_matters else f"at character {at}"
        raise _error(text, f"has no word {where}; add one, or delete it")
    words = []
    for k, (start, stop) in enumerate(places):
        word, before = body[start:stop], marks(body[places[k - 1][1] if k else 0 : start])
        after = "" if stop < places[-1][1] else marks(body[stop:])
        if not any(letter.isalnum() for letter in word):
            problem = f'has the wildcard "{word}" at character {at + start}'
            raise _error(text, f"{problem} without a letter; add one, or write * for any word")
        form = straight_form(word) if case_matters else fold(word)
        around = ("" if before == "-" else before, k > 0, after)
        words.append(_Word((form, case_matters), marks=around))
    return words


def _build(node: _Word | _Group, slots: list[_Word], follow: list[int]) -> _Part:
    """The automaton of a tree (Glushkov 1961); fills `slots` and what may `follow` each."""
    if isinstance(node, _Word):
        slots.append(node)
        follow.append(0)
        bit = 1 << (len(slots) - 1)
        return _Part(False, bit, bit, (bit,) if node.word else ())
    branches = []
    for row in node.branches:
        whole = _Part(True, 0, 0, ())
        for item in row:
            part = _build(item, slots, follow)
            for k in _bits(whole.last):
                follow[k] |= part.first
            whole = _Part(
                whole.empty and part.empty,
                whole.first | (part.first if whole.empty else 0),
                part.last | (whole.last if part.empty else 0),
                whole.needs + part.needs,
            )
        branches.append(whole)
    if len(branches) == 1:
        needs = branches[0].needs
    elif all(branch.needs for branch in branches):
        needs = (_union(branch.needs[0] for branch in branches),)
    else:
        needs = ()
    return _Part(
        node.optional or any(branch.empty for branch in branches),
        _union(branch.first for branch in branches),
        _union(branch.last for branch in branches),
        () if node.optional else needs,
    )


def _parse_rows(codebook: pd.DataFrame) -> tuple[list[list[Pattern]], list[str]]:
    parsed, wrong = [], []
    rows = zip(row_numbers(codebook), codebook["code"], codebook["pattern"], strict=True)
    for row, code, cell in rows:
        parsed.append([])
        for text in split_cell(cell):
            try:
                parsed[-1].append(parse(text))
            except ValueError as error:
                wrong.append(f"codebook row {row} ({code}): {error}")
    return parsed, wrong


def _error(text: str, problem: str) -> ValueError:
    shown = re.sub(r"\s", " ", text if len(text) <= 60 else text[:59] + "…")
    return ValueError(f'pattern "{shown}" {problem}')


def _unclosed(text: str, opener: str, at: int) -> ValueError:
    problem = f"has an open {_BRACKET[opener]} at character {at}"
    return _error(text, f"{problem}; close it with {_CLOSE[opener]}")


def _bits(states: int) -> list[int]:
    numbers = []
    while states:
        low = states & -states
        numbers.append(low.bit_length() - 1)
        states ^= low
    return numbers


def _union(sets: Iterable[int]) -> int:
    whole = 0
    for one in sets:
        whole |= one
    return whole


class Index(NamedTuple):
    """Where each word of a corpus stands, as `index_words` returns it."""

    ids: list[int]  # vocabulary number of each running word
    sentence: np.ndarray  # sentence number of each running word
    stops: list[int]  # for each sentence number, the first word after it
    order: np.ndarray  # running words ordered by vocabulary number …
    starts: np.ndarray  # … and where those of each number begin
    forms: tuple[dict[str, list[int]], dict[str, list[int]]]  # folded, as written -> numbers
    keys: tuple[list[str], list[str]]  # the same forms in order
    around: Callable[[int], tuple[str, str]] = lambda _: ("", "")  # the marks round a running word


def index_texts(texts: Iterable[str]) -> Index:
    """Index the words of sentences, and the marks between them."""
    texts = list(texts)
    each = [spans(text) for text in texts]
    places = [place for found in each for place in found]
    numbers = [number for number, found in enumerate(each) for _ in found]
    words = [texts[n][start:end] for n, (start, end) in zip(numbers, places, strict=True)]

    def around(here: int) -> tuple[str, str]:
        n, (start, end) = numbers[here], places[here]
        left = places[here - 1][1] if here and numbers[here - 1] == n else 0
        right = places[here + 1][0] if numbers[here + 1 : here + 2] == [n] else len(texts[n])
        return marks(texts[n][left:start]), marks(texts[n][end:right])

    return index_words(words, numbers)._replace(around=around)


def index_words(words: Sequence[str], sentence: Sequence[int]) -> Index:
    """Index running `words`, as written, by the number of the sentence of each (0, 1, 2, …)."""
    ids, vocabulary = pd.factorize(np.array(words, dtype=object))
    sentence = np.asarray(sentence, dtype=np.int64)
    n_sentences = int(sentence[-1]) + 1 if len(sentence) else 0
    stops = np.searchsorted(sentence, np.arange(n_sentences), side="right")
    counts = np.bincount(ids, minlength=len(vocabulary))
    forms: tuple[dict, dict] = ({}, {})
    for number, word in enumerate(vocabulary):
        for form, table in zip((fold(word), straight_form(word)), forms, strict=True):
            table.setdefault(form, []).append(number)
            if form[-2:] in ("'s", "'S"):
                table.setdefault(form[:-2], []).append(number)
    return Index(
        ids.tolist(),
        sentence,
        stops.tolist(),
        np.argsort(ids, kind="stable"),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        forms,
        (sorted(forms[0]), sorted(forms[1])),
    )


def find_matches(patterns: Iterable[Pattern], words: Index) -> list[tuple[int, int]]:
    """Where the patterns of one code match: (first, last) numbers of running words, both inclusive.

    Leftmost-longest over all the patterns together, and not overlapping. An exception takes part
    like the others, wins where it is as long, and is then left out.
    """
    longest: dict[int, tuple[int, bool]] = {}
    for pattern in patterns:
        for first, last in _matches(pattern, words):
            longest[first] = max((last, pattern.exception), longest.get(first, (-1, False)))
    spans, free = [], 0
    for first in sorted(longest):
        last, exception = longest[first]
        if first >= free:
            free = last + 1
            if not exception:
                spans.append((first, last))
    return spans


def _matches(pattern: Pattern, words: Index) -> Iterable[tuple[int, int]]:
    """The longest match from each word that begins one."""
    numbers = [_accepted(slot, words) if slot else [] for slot in pattern.slots]
    accepts: dict[int, int] = {}
    for k, found in enumerate(numbers):
        for number in found:
            accepts[number] = accepts.get(number, 0) | 1 << k
    any_word = sum(1 << k for k, slot in enumerate(pattern.slots) if slot is None)

    required = [{n for k in _bits(need) for n in numbers[k]} for need in pattern.needs]
    rarest = min((_places(some, words) for some in required), key=len)
    if not len(rarest):
        return
    hopeful = np.zeros(len(words.stops), dtype=bool)
    hopeful[words.sentence[rarest]] = True
    if pattern.first & any_word:
        starts = np.flatnonzero(hopeful[words.sentence])
    else:
        starts = _places({n for k in _bits(pattern.first) for n in numbers[k]}, words)
        starts = np.sort(starts[hopeful[words.sentence[starts]]])

    ids, after = words.ids, {0: 0}
    stops = [words.stops[s] for s in words.sentence[starts].tolist()]
    for first, stop in zip(starts.tolist(), stops, strict=True):
        states, here, last = pattern.first, first, -1
        while states and here < stop:
            hit = states & (accepts.get(ids[here], 0) | any_word)
            if hit & pattern.marked:
                hit = _with_marks(hit, pattern, *words.around(here))
            if hit & pattern.last:
                last = here
            if hit not in after:
                after[hit] = _union(pattern.follow[k] for k in _bits(hit))
            states = after[hit]
            here += 1
        if last >= 0:
            yield first, last


def _with_marks(hit: int, pattern: Pattern, before: str, after: str) -> int:
    """The slots of `hit` whose marks are those before and behind the word."""
    for k in _bits(hit & pattern.marked):
        left, whole, right = pattern.marks[k]
        fits = before == left if whole and left else before.endswith(left)
        if not (fits and after.startswith(right)):
            hit ^= 1 << k
    return hit


def _accepted(slot: tuple[str, bool], words: Index) -> list[int]:
    word, case_matters = slot
    table, keys = words.forms[case_matters], words.keys[case_matters]
    if "*" not in word:
        return table.get(word, [])
    parts = word.split("*")
    low, high = bisect_left(keys, parts[0]), bisect_left(keys, parts[0] + "\U0010ffff")
    return [number for key in keys[low:high] if _globs(parts, key) for number in table[key]]


def _globs(parts: list[str], word: str) -> bool:
    """Whether `word` is `parts` with anything between; it never goes back, so it cannot hang."""
    at, end = len(parts[0]), len(word) - len(parts[-1])
    if at > end or not word.startswith(parts[0]) or not word.endswith(parts[-1]):
        return False
    for part in parts[1:-1]:
        found = word.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _places(numbers: set[int], words: Index) -> np.ndarray:
    runs = [words.order[words.starts[n] : words.starts[n + 1]] for n in numbers]
    return np.concatenate(runs) if runs else np.empty(0, dtype=np.int64)
