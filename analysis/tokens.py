"""Words of each sentence with their place, counts of terms and n-grams, and the concordance.

A token is what stands in the file; a term is the token in small letters, with one form of
apostrophe, hyphen and accent (``words.fold``). Both are kept side by side, and no word of a
sentence is dropped: short words carry framing ("not", "but", "no deal").
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from fnmatch import translate

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis.engine import door
from analysis.words import Tokenizer, cut, fold, has_letter_or_digit, spans, spans_by
from analysis.words import marks as marks_of

TOKEN = ["doc_id", "passage_id", "sentence_id", "start", "end", "token", "term", "voice", "mention"]

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


def tokenize(sentences: pd.DataFrame, tokenizer: Tokenizer | None = None) -> pd.DataFrame:
    """Words of each sentence, one row per word in reading order.

    `sentences` are those of ``sentences.split``. `tokenizer` is anything with NLTK's
    ``span_tokenize``, such as ``TreebankWordTokenizer()``; its pieces without a letter or digit are
    no words. By default a word is what `analysis.words` says, and `concordance` and the codebook
    go by that in any case.

    Columns: doc_id, passage_id, sentence_id; start, end (characters of the raw file, half-open);
    token (as written, ``raw[start:end]``); term (the token through ``words.fold``); voice
    (``author`` or ``quoted``); mention (True inside a short expression that the author puts between
    quotation marks and uses as a word).

    Raises ``ValueError`` for missing columns, and for a tokenizer that does not say where its
    pieces stand.

    Limit: words are forms and not meanings; "lead" the metal and "lead" the verb are one term.

    See also ``tokens.count_terms``, ``tokens.concordance``.

    >>> s = sentences.split(corpus.load())
    >>> tokens.tokenize(s)[["doc_id", "start", "end", "token", "term", "voice"]].head(3)
      doc_id  start  end      token       term   voice
    0  axios    138  147  President  president  author
    1  axios    148  153      Trump      trump  author
    2  axios    154  160     caught     caught  author
    """
    columns = ["doc_id", "passage_id", "sentence_id", "start", "text", "quotes"]
    need(sentences, columns, "sentences", "sentences.split")
    if tokenizer is None and door.takes_over(sentences["text"]):  # the same rows, faster
        return door.cut_words(sentences, fold)
    rows = []
    for row in sentences[columns].itertuples():
        begins = [start for start, _, _ in row.quotes]
        for left, right in spans(row.text) if tokenizer is None else spans_by(tokenizer, row.text):
            start, token = row.start + left, row.text[left:right]
            if not has_letter_or_digit(token):
                continue
            place = bisect_right(begins, start) - 1
            kind = row.quotes[place][2] if place >= 0 and start < row.quotes[place][1] else ""
            voice = "quoted" if kind == "quoted" else "author"
            rows.append(
                (row.doc_id, row.passage_id, row.sentence_id, start, row.start + right)
                + (token, fold(token), voice, kind == "mention")
            )
    table = pd.DataFrame(rows, columns=TOKEN)
    kinds = sentences[TOKEN[:3]].dtypes.to_dict() | {"start": np.int64, "end": np.int64}
    return table.astype(
        kinds | dict.fromkeys(["token", "term", "voice"], "str") | {"mention": bool}
    )


def count_terms(
    tokens: pd.DataFrame, by: str | list[str] = "doc_id", ngrams: int = 1
) -> pd.DataFrame:
    """Frequencies of terms or n-grams, one row per group and term that occurs in it.

    `tokens` are counted as words, or as `ngrams` of 2, 3 or more neighbours. Columns: those named
    in `by` (doc_id, or several: ["doc_id", "voice"]); term (the words of an n-gram joined by a
    space); n (occurrences); n_sentences (sentences of the group with at least one). Groups and
    terms are in the order in which they first occur. The sum of n over a group is its size in words
    or n-grams, since nothing is left out.

    Raises ``ValueError`` for missing columns, and for `ngrams` below 1.

    Limit: an n-gram never crosses a sentence, but it may cross punctuation inside it.

    See also ``tokens.content`` to leave stop words out of what is shown, ``keyness.compare_each``.

    >>> t = tokens.tokenize(sentences.split(corpus.load()))
    >>> n = tokens.count_terms(t)
    >>> n[n["term"] == "walk"]
        doc_id  term  n  n_sentences
    248  msnbc  walk  1            1
    >>> tokens.count_terms(t, ngrams=2).nlargest(2, "n")
             doc_id         term  n  n_sentences
    698  koreatimes  north korea  9            8
    700  koreatimes     the u.s.  9            8
    """
    by = [by] if isinstance(by, str) else list(by)
    need(tokens, [*by, "doc_id", "sentence_id", "term"], "tokens", "tokens.tokenize")
    if ngrams < 1:
        raise ValueError(f"ngrams: {ngrams} is not a length; give 1 for words, 2 for pairs")
    table = tokens if ngrams == 1 else join_ngrams(tokens, ngrams)
    keys, sentence = [*by, "term"], ["doc_id", "sentence_id"]
    if door.takes_over(table["term"]):  # the same rows, faster
        return door.count(table, keys, sentence, "n_sentences")
    groups = table.groupby(keys, sort=False, observed=True)
    once = table.drop_duplicates([*keys, *sentence]).groupby(keys, sort=False, observed=True)
    return pd.concat({"n": groups.size(), "n_sentences": once.size()}, axis=1).reset_index()


def join_ngrams(tokens: pd.DataFrame, n: int) -> pd.DataFrame:
    """N-grams of each sentence, one row per n-gram: the tokens table, with longer terms.

    Columns: those of `tokens`; term joins the terms of `n` neighbouring words of one sentence by a
    space, start is that of the first and end that of the last; voice and mention are the first
    word's. A word that fewer than n - 1 words of its sentence follow begins no n-gram.
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


def as_written(tokens: pd.DataFrame) -> pd.Series:
    """How the texts write each term, by term: its commonest form, the first of equals ("U.S.").

    For showing, after counting: terms are counted in small letters.

    >>> table = pd.DataFrame({"term": ["u.s.", "no", "no"], "token": ["U.S.", "No", "no"]})
    >>> tokens.as_written(table).to_dict()
    {'no': 'No', 'u.s.': 'U.S.'}
    """
    need(tokens, ["term", "token"], "tokens", "tokens.tokenize")
    n = tokens.groupby(["term", "token"], sort=False).size().reset_index(name="n")
    n = n.sort_values("n", ascending=False, kind="stable").drop_duplicates("term")
    return n.sort_values("term").set_index("term")["token"]


def locate(tokens: pd.DataFrame, patterns: Iterable[str]) -> pd.DataFrame:
    """Where words stand along each text, one row per occurrence in the order of the patterns.

    Each of `patterns` is one word with ``*`` and ``?``, as in `concordance`, looked for among
    `tokens`. Columns: doc_id, sentence_id, start, end (characters of the raw file), term (the
    pattern), match (the word as written), voice, position (share of the text's words before it,
    its own half included, 0 to 1).

    Raises ``ValueError`` for a pattern of several words or of marks alone.

    Limit: place is measured in words, so a long quotation moves all that comes after it.

    See also ``tokens.concordance``, for patterns of several words.

    >>> t = tokens.tokenize(sentences.split(corpus.load()))
    >>> tokens.locate(t, ["walk*"])[["doc_id", "match", "voice", "position"]].round(2)
      doc_id    match   voice  position
    0  axios  walking  author      0.11
    1  msnbc     walk  quoted      0.20
    """
    columns = ["doc_id", "sentence_id", "start", "end", "token", "term", "voice"]
    need(tokens, columns, "tokens", "tokens.tokenize")
    order = tokens.groupby("doc_id", sort=False, observed=True).cumcount() + 0.5
    position = order / tokens["doc_id"].map(sizes(tokens)).astype(float)
    table = tokens[columns].assign(position=position).rename(columns={"token": "match"})
    words = []
    for pattern in patterns:
        found, marks = cut_pattern(pattern)
        found = [fold(word) for word in found]
        if len(found) > 1 or any(marks):
            raise ValueError(
                f"patterns: {pattern!r} is more than one word ({', '.join(found)}, and marks that "
                "belong to none); look for it with tokens.concordance"
            )
        words += found
    found = [table.iloc[_occurrences(tokens, [word])].assign(term=word) for word in words]
    return pd.concat(found, ignore_index=True) if found else table.iloc[:0]


def content(table: pd.DataFrame, stopwords: Iterable[str] = STOPWORDS) -> pd.DataFrame:
    """The rows of a table whose term holds more than stop words.

    Use it for showing, after counting: sizes, rates and scores keep every word. `table` has a
    column term, and `stopwords` are the words to leave out. The default list is short. It keeps the
    words that framing lives on (not, no, but, must, could, both, without).

    Raises ``ValueError`` for a missing column.

    Limit: which words carry no content is a choice; look at what was left out.

    See also ``tokens.count_terms``.

    >>> n = tokens.count_terms(tokens.tokenize(sentences.split(corpus.load())))
    >>> len(n), len(tokens.content(n))
    (756, 630)
    >>> tokens.content(n).nlargest(3, "n")
             doc_id    term   n  n_sentences
    522  koreatimes    both  15           14
    470  koreatimes   north  13           10
    487  koreatimes  summit  13           11
    """
    need(table, ["term"], "table", "tokens.count_terms")
    stop = set(stopwords)
    codes, terms = pd.factorize(table["term"], use_na_sentinel=False)
    keep = np.array([not stop.issuperset(term.split()) for term in terms], dtype=bool)
    return table[keep[codes]]


def concordance(
    sentences: pd.DataFrame, pattern: str, width: int = 60, sort: str = "place"
) -> pd.DataFrame:
    """Keyword in context (KWIC), one row per occurrence of a pattern.

    `pattern`, looked for in `sentences`, is one or more words, each with ``*`` for any letters and
    ``?`` for one (``walk* away``); case and kind of apostrophe do not matter. It is cut as the text
    is, and a mark in it must be there (``AT&T``, ``9/11``, ``No. 10``, ``50%``, ``"no deal"``);
    between words that only a space separates, any mark may be.

    Columns: doc_id, sentence_id, start, end (characters of the raw file), left, match, right (up to
    `width` characters of the same sentence on each side, with white space as one space), voice.
    `sort` is ``place`` (reading order), ``left`` (by the words before, from the nearest) or
    ``right`` (by the words after). Occurrences may overlap.

    Raises ``ValueError`` for a pattern without a word, and for an unknown `sort`.

    Limit: an occurrence never crosses a sentence, so an expression cut by a full stop is not found.

    See also ``tokens.locate``, ``frames.code`` for patterns with alternatives.

    >>> s = sentences.split(corpus.load())
    >>> tokens.concordance(s, "walk*", width=20)[["doc_id", "left", "match", "right"]]
      doc_id                  left    match                 right
    0  axios   big picture: While   walking   away is a common ta
    1  msnbc  metimes you have to      walk   and I think that wa
    """
    if sort not in ("place", "left", "right"):
        raise ValueError(f"sort: {sort!r} is unknown; use 'place', 'left' or 'right'")
    words, marks = cut_pattern(pattern)
    tokens = tokenize(sentences)
    found = _occurrences(tokens, words)
    keys = ["doc_id", "sentence_id"]
    texts = sentences[[*keys, "start", "text"]]
    hits = tokens.iloc[found][[*keys, "voice"]].merge(texts, on=keys, how="left")
    ranges = tokens[["start", "end"]].to_numpy()
    rows = []
    for first, row in zip(found.tolist(), hits.itertuples(), strict=True):
        places = ranges[first : first + len(words)]
        start, end = places[0, 0].item(), places[-1, 1].item()
        begin, text = row.start, row.text
        if any(marks) and not _has_marks(text, (places - begin).ravel().tolist(), marks):
            continue
        left = " ".join(text[: start - begin].split())
        right = " ".join(text[end - begin :].split())
        match = " ".join(text[start - begin : end - begin].split())
        # A space beside the match shows that no mark touches the word.
        left += " " if text[: start - begin][-1:].isspace() else ""
        right = (" " if text[end - begin :][:1].isspace() else "") + right
        rows.append(
            (row.doc_id, row.sentence_id, start, end)
            + (left[-width:] if width else "", match, right[:width], row.voice)
        )
    columns = ["doc_id", "sentence_id", "start", "end", "left", "match", "right", "voice"]
    table = pd.DataFrame(rows, columns=columns)
    if sort != "place":
        step = -1 if sort == "left" else 1
        key = table[sort].map(lambda text: [fold(word) for word in cut(text)][::step])
        table = table.loc[key.sort_values(kind="stable").index]
    return table.reset_index(drop=True)


def cut_pattern(pattern: str) -> tuple[list[str], list[str]]:
    """The words of a pattern as written, and the marks before, between and behind them.

    Raises ``ValueError`` for a pattern without a word, or with a wildcard where none can be told.
    """
    # A wildcard is cut as the letters that it stands for.
    letters = pattern.replace("*", "x").replace("?", "x")
    if re.search(r"(?<!\w)\w\.[*?]", pattern):
        raise ValueError(
            f"pattern: {pattern!r} has a wildcard right after a full stop, where no word can be "
            "told; put a space between them, or leave one out"
        )
    places = spans(letters)
    if not places:
        raise ValueError(
            f"pattern: {pattern!r} has no word to look for; give one with a letter or a digit, "
            "such as 'walk*'"
        )
    edges = [0, *(edge for place in places for edge in place), len(pattern)]
    marks = [
        marks_of(pattern[left:right]) for left, right in zip(edges[::2], edges[1::2], strict=True)
    ]
    return [pattern[start:end] for start, end in places], marks


def _has_marks(text: str, edges: list[int], marks: list[str]) -> bool:
    inner = zip(edges[1::2], edges[2::2], marks[1:-1], strict=False)
    return (
        marks_of(text[: edges[0]]).endswith(marks[0])
        and marks_of(text[edges[-1] :]).startswith(marks[-1])
        and all(not mark or marks_of(text[left:right]) == mark for left, right, mark in inner)
    )


def _occurrences(tokens: pd.DataFrame, words: list[str]) -> np.ndarray:
    """The row of the first word of each occurrence."""
    if len(tokens) < len(words):
        return np.array([], dtype=int)
    codes, terms = pd.factorize(tokens["term"])
    sentence = tokens.groupby(["doc_id", "sentence_id"], sort=False).ngroup().to_numpy()
    size = len(tokens) - len(words) + 1
    found = sentence[:size] == sentence[len(words) - 1 :]
    for step, word in enumerate(words):
        # Brackets are letters here, not fnmatch's character sets.
        pattern = re.compile(translate(fold(word).replace("[", "[[]")))
        matches = np.array([bool(pattern.match(term)) for term in terms], dtype=bool)
        found &= matches[codes[step : step + size]]
    return np.flatnonzero(found)
