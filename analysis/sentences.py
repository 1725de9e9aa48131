"""Sentences of each passage, and whose voice they are in.

Sentences are cut by NLTK's Punkt (Kiss & Strunk 2006) with given lists, then by the rules of
`analysis.sentence_ends`: nothing is learned from the texts and no data is downloaded, so a sentence
does not change because another text was added. Voice is read from quotation marks and from the role
of a passage.
"""

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import sentence_ends
from analysis._checks import need
from analysis.corpus import ROLES, Corpus
from analysis.engine import door
from analysis.lexicons.lists import emoji_words
from analysis.typography import straighten
from analysis.voices import OPENING, SPOKEN, shares, stretches, voice_of
from analysis.words import Tokenizer, spans_by

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

DEFAULT_ROLES = ("body", "quotation")


def split(
    corpus: Corpus,
    roles: tuple[str, ...] | list[str] = DEFAULT_ROLES,
    tokenizer: Tokenizer | None = None,
) -> pd.DataFrame:
    """Sentences of each commentary, one row per sentence in reading order.

    `corpus` is what ``corpus.load`` gives, and `roles` chooses its passages. By default NLTK's
    Punkt (Kiss & Strunk 2006) cuts, with the lists and rules of `analysis.sentence_ends`. A
    `tokenizer` of your own (anything with NLTK's ``span_tokenize``, such as a Punkt trained for
    another language) takes the place of all of these; bullets, numbers, the rule of the letter and
    voice stay.

    Columns:
      doc_id, passage_id: where it stands; a sentence never crosses a passage
      sentence_id: 1, 2, … over all pieces of the document, in every role. A piece of a role not
        chosen, or without a letter or an emoji that VADER knows ("* * *", "2019!"), keeps its
        number and has no row, and its words are not counted
      start, end: characters of the raw file, half-open
      text: ``raw[start:end]``
      role: that of its passage
      voice: ``author``, ``quoted`` (all its words are someone else's) or ``mixed`` (some are)
      quotes: what stands between quotation marks, a tuple of ``(start, end, kind)`` in characters
        of the raw file, kind ``quoted`` or ``mention``

    A passage of the role quotation is quoted from end to end. Elsewhere quotation marks decide. A
    short expression between them (at most five words, in a sentence of the author's own that
    reports no one as speaking) is a ``mention``: marked, but the author's choice of word.

    Raises ``ValueError`` for an unknown role and for a tokenizer that has no spans or fails.

    Limit: marks cannot tell irony from report, so a scare quote in a sentence with "said" counts as
    quoted.

    See also ``sentences.by_voice``, which cuts a sentence at its quotation marks.

    >>> s = sentences.split(corpus.load())
    >>> s.groupby("doc_id", sort=False).size().to_dict()
    {'axios': 11, 'msnbc': 21, 'koreatimes': 32}
    >>> s[["doc_id", "sentence_id", "start", "end", "role", "voice"]].head(2)
      doc_id  sentence_id  start  end  role   voice
    0  axios            3    138  314  body  author
    1  axios            4    316  471  body  author
    """
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        raise ValueError(f"roles: {unknown[0]!r} is unknown; use {', '.join(ROLES)}")
    passages = corpus.passages
    documents = pd.factorize(passages["doc_id"])[0]
    if (np.diff(documents) < 0).any():
        order = np.argsort(documents, kind="stable")
        passages, documents = passages.iloc[order].reset_index(drop=True), documents[order]
    continued = _continued(passages["text"], documents)
    if tokenizer is None and door.takes_over(passages["text"]):  # the same rows, faster
        found = door.cut_sentences(passages, continued)
    else:
        found = _cut(passages, continued, tokenizer)
    # Numbered before rows go: an id depends neither on the roles chosen nor on what has a letter.
    document = documents[found["row"]]
    found["sentence_id"] = np.arange(len(found)) - np.searchsorted(document, document) + 1
    chosen = passages["role"].isin(list(roles)).to_numpy()[found["row"]]
    chosen &= _is_sentence(found["text"])
    found = found if chosen.all() else found[chosen].reset_index(drop=True)
    row = found["row"].to_numpy()
    start = passages["start"].to_numpy()[row]
    return pd.DataFrame(
        {
            "doc_id": passages["doc_id"].take(row).reset_index(drop=True),
            "passage_id": passages["passage_id"].to_numpy()[row],
            "sentence_id": found["sentence_id"],
            "start": found["start"] + start,
            "end": found["end"] + start,
            "text": found["text"],
            "role": passages["role"].take(row).reset_index(drop=True),
            "voice": found["voice"],
            "quotes": found["quotes"],
        },
        copy=False,
    )


def by_voice(sentences: pd.DataFrame) -> pd.DataFrame:
    """Stretches of one voice, one row per stretch in reading order.

    Columns: doc_id, passage_id, sentence_id, start, end, text, role, and voice (``author`` or
    ``quoted``). A sentence in one voice is one row; a mixed one is cut at its quotation marks,
    which belong to the quoted stretch. Stretches without a word are left out.
    """
    need(sentences, ["start", "end", "text", "voice", "quotes"], "sentences", "sentences.split")
    rows = []
    for row in sentences.itertuples():
        edges = [
            edge for start, end, kind in row.quotes if kind == "quoted" for edge in (start, end)
        ]
        edges = [row.start, *edges, row.end] if row.voice == "mixed" else [row.start, row.end]
        for number, (start, end) in enumerate(pairwise(edges)):
            text = row.text[start - row.start : end - row.start]
            start += len(text) - len(text.lstrip())
            end -= len(text) - len(text.rstrip())
            voice = ("author", "quoted")[number % 2] if row.voice == "mixed" else row.voice
            if SPOKEN.search(text):
                rows.append((row.doc_id, row.passage_id, row.sentence_id)
                            + (start, end, text.strip(), row.role, voice))  # fmt: skip
    columns = ["doc_id", "passage_id", "sentence_id", "start", "end", "text", "role", "voice"]
    kinds = {name: sentences[name].dtype for name in columns}
    return pd.DataFrame(rows, columns=columns).astype(kinds)


@cache
def _punkt() -> "PunktSentenceTokenizer":
    # NLTK takes a third of a second to import, so it is imported only to split.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    class Sentences(PunktSentenceTokenizer):
        def span_tokenize(self, text: str):
            spans = super().span_tokenize(straighten(text))
            return sentence_ends.cut(sentence_ends.join(spans, text), text)

    parameters = PunktParameters()
    parameters.abbrev_types = set(sentence_ends.ABBREVIATIONS)
    parameters.sent_starters = set(sentence_ends.STARTERS)
    return Sentences(parameters)


def _is_sentence(texts: pd.Series) -> np.ndarray:
    """Which pieces are sentences: they have a letter, or an emoji that the lexicon knows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array(texts, pa.large_string())
    # Nearly all begin with an ASCII letter, and that is the faster test.
    found = pc.ascii_is_alpha(pc.utf8_slice_codeunits(texts, 0, 1))
    found = found.to_numpy(zero_copy_only=False).copy()
    rows = np.flatnonzero(~found)
    rest = texts.take(pa.array(rows))
    lettered = pc.match_substring_regex(rest, r"\pL").to_numpy(zero_copy_only=False)
    # The same few pieces come again and again: each is looked at once. Python knows letters that
    # Arrow's table is too old for.
    pieces, emoji = rest.filter(pa.array(~lettered)).dictionary_encode(), emoji_words()
    seen = [any(c.isalpha() or c in emoji for c in p) for p in pieces.dictionary.to_pylist()]
    found[rows[lettered]] = True
    found[rows[~lettered]] = np.array(seen, bool)[pieces.indices.to_numpy()]
    return found


def _cut(
    passages: pd.DataFrame, continued: np.ndarray, tokenizer: Tokenizer | None
) -> pd.DataFrame:
    """The plain code behind ``door.cut_sentences``, with the same columns.

    These are row (the number of the passage), start and end in the passage, text, voice, and quotes
    in the raw file.
    """
    rows = []
    places = passages[["text", "start", "role"]].itertuples(index=False, name=None)
    for number, (text, shift, role) in enumerate(places):
        cut = _punkt().span_tokenize(text) if tokenizer is None else spans_by(tokenizer, text)
        spans = [(sentence_ends.behind_bullet(text, start, end), end) for start, end in cut]
        spans = [(start, end) for start, end in spans if start < end]
        if role == "quotation":
            found = [(0, len(text), "quoted")]
        else:
            found = stretches(text, spans, bool(continued[number]))
        for (start, end), own in zip(spans, shares(found, spans), strict=True):
            quotes = tuple((left + shift, right + shift, kind) for left, right, kind in own)
            voice = voice_of(text, start, end, own)
            rows.append((number, start, end, text[start:end], voice, quotes))
    found = pd.DataFrame(rows, columns=["row", "start", "end", "text", "voice", "quotes"])
    numbers = dict.fromkeys(["row", "start", "end"], np.int64)
    return found.astype(numbers | {"text": "str", "voice": "str", "quotes": object})


def _continued(texts: pd.Series, documents: np.ndarray) -> np.ndarray:
    """Whether the next passage of the same document begins with a mark that opens a quotation."""
    first = texts.str[:1]
    blank = first.str.isspace().to_numpy(bool)
    # Stripping copies a text, and few begin with white space.
    if blank.any():
        first = first.mask(blank, texts[blank].str.lstrip().str[:1])
    opens = first.isin(list(OPENING)).to_numpy(bool)
    return np.append(opens[1:] & (documents[1:] == documents[:-1]), False)[: len(texts)]
