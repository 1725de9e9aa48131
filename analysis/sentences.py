"""Sentences of each passage, and whose voice they are in.

Sentences are cut by NLTK's Punkt (Kiss & Strunk 2006) with a given list of abbreviations and
sentence openers: nothing is learned from the texts and no data is downloaded, so a sentence does
not change because another text was added. Voice is read from quotation marks and from the role of
a passage.
"""

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis.corpus import ROLES, Corpus
from analysis.engine import door
from analysis.voices import CLOSER, SPOKEN, shares, stretches, voice_of
from analysis.words import Tokenizer, spans_by

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

DEFAULT_ROLES = ("body", "quotation")
# Without the final period, lower case: Punkt's form.
ABBREVIATIONS = frozenset(
    """
    mr mrs ms messrs dr prof rev hon st sr jr gen lt col maj capt sgt cmdr adm gov sen rep pres
    amb sec jan feb apr jun jul aug sept sep oct nov dec mon tue tues thu thurs fri
    u.s u.k u.n u.s.s.r e.u d.c n.y l.a d.p.r.k r.o.k p.r.c u.s.a a.m p.m e.g i.e cf vs v al
    etc vol pp approx est dept univ inc ltd co corp bros ave blvd rd mt ft
    ph.d m.d b.a m.a j.d
    """.split()
)
# After an abbreviation, a capital alone does not open a sentence ("U.S. Secretary"); these do.
OPENERS = frozenset(
    """
    a an the this that these those he she it we they i you his her its their our my there here
    but and so yet or if when while although though because since after before however still
    instead meanwhile moreover for in on at as by with from to not no nor what why how who where
    which both some many most such even once then thus also
    """.split()
)
BULLET = re.compile(r"[\s\u00a0\ufeff]*(?:[•‣◦▪·*–—-][\s\u00a0]+)?")


def split(
    corpus: Corpus,
    roles: tuple[str, ...] | list[str] = DEFAULT_ROLES,
    tokenizer: Tokenizer | None = None,
) -> pd.DataFrame:
    """Sentences of each commentary, one row per sentence in reading order.

    Columns: doc_id; passage_id; sentence_id (1, 2, … in the document, counted over all roles, so
    that an id means the same sentence whatever `roles` are chosen); start, end (characters of the
    raw file, half-open); text, equal to ``raw[start:end]``; role; voice (``author``, ``quoted``
    where all its words are someone else's, ``mixed`` where some are); quotes (a tuple of
    ``(start, end, kind)``, characters of the raw file, kind ``quoted`` or ``mention``).

    `roles` chooses the passages. `tokenizer` is anything with NLTK's ``span_tokenize``, such as a
    Punkt trained for another language; by default Punkt with the lists of this module. A sentence
    never crosses a passage; what the default leaves between two sentences of a passage is white
    space or a bullet. Raises ``ValueError`` for an unknown role and for a tokenizer without spans.

    A passage of the role quotation is quoted from end to end. Elsewhere quotation marks decide,
    and a short expression between them (at most five words, in a sentence of the author's own that
    reports no one as speaking) is a ``mention``: marked, but the author's choice of word. Marks
    cannot tell irony from report, so a scare quote in a sentence with "said" counts as quoted.
    """
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        raise ValueError(f"roles: {unknown[0]!r} is unknown; use {', '.join(ROLES)}")
    passages = corpus.passages
    documents = pd.factorize(passages["doc_id"])[0]
    passages = passages.iloc[np.argsort(documents, kind="stable")].reset_index(drop=True)
    continued = _continued(passages)
    if tokenizer is None and door.takes_over(passages["text"]):
        found = door.cut_sentences(passages, continued, ABBREVIATIONS, OPENERS, BULLET)
    else:
        found = _cut(passages, continued, tokenizer)
    passage = passages[["doc_id", "passage_id", "start", "role"]]
    passage = passage.iloc[found["row"]].reset_index(drop=True)
    table = pd.DataFrame(
        {
            "doc_id": passage["doc_id"],
            "passage_id": passage["passage_id"],
            "sentence_id": passage.groupby("doc_id", sort=False).cumcount() + 1,
            "start": found["start"] + passage["start"],
            "end": found["end"] + passage["start"],
            "text": found["text"],
            "role": passage["role"],
            "voice": found["voice"],
            "quotes": found["quotes"],
        },
        copy=False,
    )
    chosen = table["role"].isin(list(roles))
    return table if chosen.all() else table[chosen].reset_index(drop=True)


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
    # NLTK takes a third of a second to import, which only those who split should pay.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    parameters.sent_starters = set(OPENERS)
    return PunktSentenceTokenizer(parameters)


def _cut(
    passages: pd.DataFrame, continued: np.ndarray, tokenizer: Tokenizer | None
) -> pd.DataFrame:
    """Sentences of each passage, one row each: row (number of the passage), start, end (characters
    of it), text, voice, quotes (characters of the raw file)."""
    rows = []
    places = passages[["text", "start", "role"]].itertuples(index=False, name=None)
    for number, (text, shift, role) in enumerate(places):
        cut = _punkt().span_tokenize(text) if tokenizer is None else spans_by(tokenizer, text)
        spans = [(BULLET.match(text, start, end).end(), end) for start, end in cut]
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


def _continued(passages: pd.DataFrame) -> np.ndarray:
    """Whether the next passage of the same document begins with a mark that opens a quotation."""
    following = passages["text"].shift(-1)
    following = following.where(passages["doc_id"].shift(-1) == passages["doc_id"], "")
    return following.str.lstrip().str[:1].isin(list(CLOSER)).to_numpy(bool)
