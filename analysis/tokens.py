"""Words of each sentence with their place, counts of terms and n-grams, and the concordance.

A token is what stands in the file, a term is its folded form (case and apostrophes), and both are
kept side by side. Nothing is dropped here: short words carry framing ("not", "but", "no deal").
"""

import re
from collections.abc import Iterable
from fnmatch import translate
from itertools import chain

import numpy as np
import pandas as pd

from analysis import _columns
from analysis._checks import need
from analysis.engine import characters
from analysis.engine.counting import count
from analysis.engine.words import word_spans
from analysis.words import WORD, fold

# For displays only. Words that framing lives on (not, no, nor, but, must, could, would, should,
# may, might, never, both, more, than, against, without) are deliberately not in it.
STOPWORDS = frozenset(
    """
    a an the and or of to in on at by for from with as is are was were be been being it its it's
    this that these those he she they them his her their there here i you we our your my me us
    him has have had do does did which who whom whose what when where while into about over
    after before between during through so such also just then
    """.split()
)


def tokenize(sentences: pd.DataFrame) -> pd.DataFrame:
    """Words of each sentence, one row per word in reading order.

    Columns: doc_id, passage_id, sentence_id; start, end (characters of the raw file, half-open);
    token (as written, ``raw[start:end]``); term (see `fold`); voice (``author`` or ``quoted``, by
    the quotation mark that the word stands behind); mention (True inside a short expression that
    the author puts between quotation marks and uses as a word).

    One pattern, `WORD`, as NLTK's ``RegexpTokenizer`` would apply it to each sentence:
    contractions and hyphenated words are whole (``couldn't``, ``Jong-un``), initialisms keep their
    periods and stand alone (``U.S.-China`` is two words), numbers are kept whole. A possessive is
    part of its word: ``Trump's`` and ``Trump`` are two terms.
    """
    columns = ["doc_id", "passage_id", "sentence_id", "start", "text", "quotes"]
    need(sentences, columns, "sentences", "sentences.split")
    return _columns.in_batches(_tokenize, sentences[columns])


def _tokenize(sentences: pd.DataFrame) -> pd.DataFrame:
    buffer, begins = characters.join(sentences["text"])
    left, right = word_spans(buffer)
    row = np.repeat(np.arange(len(sentences)), np.diff(np.searchsorted(left, begins)))
    shift = sentences["start"].to_numpy() - begins[:-1]
    offset = shift[row]
    quoted, mention = _inside(sentences["quotes"], shift, left)
    token = characters.slices(buffer, left, right)
    columns = {
        "doc_id": _columns.take(sentences["doc_id"], row),
        "passage_id": sentences["passage_id"].to_numpy()[row],
        "sentence_id": sentences["sentence_id"].to_numpy()[row],
        "start": left + offset,
        "end": right + offset,
        "token": token,
        "term": _columns.lower(token, fold),
        "voice": _columns.lookup(["author", "quoted"], quoted.astype(np.int8)),
        "mention": mention,
    }
    return pd.DataFrame(columns, copy=False)


def _inside(
    quotes: pd.Series, shift: np.ndarray, left: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Which words (by their places in the buffer) begin inside a quoted and a mentioned stretch."""
    quotes = quotes.tolist()
    n = np.fromiter(map(len, quotes), np.int64, len(quotes))
    flat = list(chain.from_iterable(chain.from_iterable(quotes)))
    offset = np.repeat(shift, n)
    starts = np.array(flat[::3], np.int64) - offset
    ends = np.array(flat[1::3], np.int64) - offset
    is_mention = np.array([kind == "mention" for kind in flat[2::3]], bool)
    first, last = np.searchsorted(left, starts), np.searchsorted(left, ends)
    found = np.zeros((2, len(left)), bool)
    for kind in (0, 1):
        chosen = is_mention == kind
        found[kind, characters.ranges(first[chosen], last[chosen])] = True
    return found[0], found[1]


def count_terms(
    tokens: pd.DataFrame, by: str | list[str] = "doc_id", ngrams: int = 1
) -> pd.DataFrame:
    """Frequencies of terms or n-grams, one row per group and term that occurs in it.

    Columns: the column(s) `by`; term (the words of an n-gram joined by a space); n (occurrences);
    n_sentences (sentences of the group with at least one). Groups and terms are in the order in
    which they first occur. The sum of n over a group is its size, in words or in n-grams, since
    nothing is left out. An n-gram never crosses a sentence; it may cross punctuation inside it.
    """
    by = [by] if isinstance(by, str) else list(by)
    need(tokens, [*by, "doc_id", "sentence_id", "term"], "tokens", "tokens.tokenize")
    if ngrams < 1:
        raise ValueError(f"ngrams: {ngrams} is not a length; give 1 for words, 2 for pairs")
    table = tokens if ngrams == 1 else join_ngrams(tokens, ngrams)
    keys = [*by, "term"]
    return count(table, keys, ["doc_id", "sentence_id"], "n_sentences")


def join_ngrams(tokens: pd.DataFrame, n: int) -> pd.DataFrame:
    """N-grams of each sentence, one row per n-gram: the tokens table, with longer terms.

    Columns: those of `tokens`; term joins the terms of `n` neighbouring words of one sentence by a
    space, start is that of the first and end that of the last; voice and mention are the first
    word's. Words that fewer than n - 1 words of the sentence follow begin no n-gram.
    """
    need(tokens, ["doc_id", "sentence_id", "end", "term"], "tokens", "tokens.tokenize")
    tokens = tokens.reset_index(drop=True)
    keys = tokens[["doc_id", "sentence_id"]]
    whole = (keys.shift(-(n - 1)) == keys).all(axis=1)
    joined = terms = tokens["term"]
    for step in range(1, n):
        joined = joined + " " + terms.shift(-step)
    end = tokens["end"].shift(-(n - 1))
    return tokens.assign(term=joined, end=end)[whole].astype({"end": int})


def sizes(tokens: pd.DataFrame, by: str | list[str] = "doc_id") -> pd.Series:
    """Words of each group, a Series indexed by `by`: the base of every rate per 1,000 words."""
    need(tokens, [by] if isinstance(by, str) else by, "tokens", "tokens.tokenize")
    return tokens.groupby(by, sort=False, observed=True).size().rename("n_words")


def locate(tokens: pd.DataFrame, patterns: Iterable[str]) -> pd.DataFrame:
    """Places of words along each text, one row per occurrence in the order of `patterns`.

    Each of `patterns` is one word with ``*`` and ``?``, as in `concordance`. Columns: doc_id,
    sentence_id, start, end (characters of the raw file), term (the pattern), match (the word as
    written), voice, position (share of the text's words that stand before it, 0 to 1, its own half
    included). A text and pattern without an occurrence has no row.
    """
    columns = ["doc_id", "sentence_id", "start", "end", "token", "term", "voice"]
    need(tokens, columns, "tokens", "tokens.tokenize")
    order = tokens.groupby("doc_id", sort=False, observed=True).cumcount() + 0.5
    position = order / tokens["doc_id"].map(sizes(tokens)).astype(float)
    table = tokens[columns].assign(position=position).rename(columns={"token": "match"})
    words = [fold(pattern) for pattern in patterns]
    found = [table.iloc[_occurrences(tokens, [word])].assign(term=word) for word in words]
    return pd.concat(found, ignore_index=True) if found else table.iloc[:0]


def content(
    table: pd.DataFrame, stopwords: Iterable[str] = STOPWORDS, column: str = "term"
) -> pd.DataFrame:
    """Rows of a display whose term is not made of stop words alone.

    For showing, after counting: sizes, rates and scores keep every word. The default list is short
    and leaves in the words that framing lives on (not, no, but, must, could, both, without).
    """
    need(table, [column], "table", "tokens.count_terms")
    stop = set(stopwords)
    keep = [not stop.issuperset(term.split()) for term in table[column]]
    return table[np.array(keep, dtype=bool)]


def concordance(
    sentences: pd.DataFrame, pattern: str, width: int = 60, sort: str = "place"
) -> pd.DataFrame:
    """Keyword in context (KWIC), one row per occurrence of `pattern`.

    `pattern` is one or more words, each with ``*`` for any letters and ``?`` for one (``walk*
    away``); case and kind of apostrophe do not matter. Columns: doc_id, sentence_id, start, end
    (characters of the raw file), left, match, right (up to `width` characters of the same
    sentence on each side, with white space as one space), voice. `sort` is ``place`` (reading
    order), ``left`` (by the words before, from the nearest) or ``right`` (by the words after).
    Occurrences may overlap; none crosses a sentence.
    """
    if sort not in ("place", "left", "right"):
        raise ValueError(f"sort: {sort!r} is unknown; use 'place', 'left' or 'right'")
    words = [fold(word) for word in pattern.split()]
    if not words:
        raise ValueError("pattern: nothing to look for; give a word such as 'walk*'")
    tokens = tokenize(sentences)
    found = _occurrences(tokens, words)
    texts = sentences.set_index(["doc_id", "sentence_id"])[["start", "text"]]
    rows = []
    for first, last in zip(found, found + len(words) - 1, strict=True):
        row, end = tokens.iloc[first], int(tokens["end"].iloc[last])
        begin, text = texts.loc[(row["doc_id"], row["sentence_id"])]
        start = int(row["start"])
        left = " ".join(text[: start - begin].split())
        right = " ".join(text[end - begin :].split())
        match = " ".join(text[start - begin : end - begin].split())
        # The space or the lack of it beside the match shows whether a mark touches the word.
        left += " " if text[: start - begin][-1:].isspace() else ""
        right = (" " if text[end - begin :][:1].isspace() else "") + right
        rows.append(
            (row["doc_id"], row["sentence_id"], start, end)
            + (left[-width:] if width else "", match, right[:width], row["voice"])
        )
    columns = ["doc_id", "sentence_id", "start", "end", "left", "match", "right", "voice"]
    table = pd.DataFrame(rows, columns=columns)
    if sort != "place":
        step = -1 if sort == "left" else 1
        key = table[sort].map(lambda text: [fold(word) for word in re.findall(WORD, text)][::step])
        table = table.loc[key.sort_values(kind="stable").index]
    return table.reset_index(drop=True)


def _occurrences(tokens: pd.DataFrame, words: list[str]) -> np.ndarray:
    """Positions of the first word of each occurrence."""
    if len(tokens) < len(words):
        return np.array([], dtype=int)
    codes, terms = pd.factorize(tokens["term"])
    sentence = tokens.groupby(["doc_id", "sentence_id"], sort=False).ngroup().to_numpy()
    size = len(tokens) - len(words) + 1
    found = sentence[:size] == sentence[len(words) - 1 :]
    for step, word in enumerate(words):
        # Brackets are letters here, not fnmatch's character sets.
        pattern = re.compile(translate(word.replace("[", "[[]")))
        matches = np.array([bool(pattern.match(term)) for term in terms], dtype=bool)
        found &= matches[codes[step : step + size]]
    return np.flatnonzero(found)
