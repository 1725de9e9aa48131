"""Sentences of each passage, and whose voice they are in.

Splitting is Punkt (Kiss & Strunk 2006; rules in `punkt`) with a given list of abbreviations and
sentence openers: nothing is learned from the texts and no data is downloaded, so a sentence does
not change because another text was added. Voice is read from quotation marks (see `quotations`) and
from the role of a passage.
"""

import re

import numpy as np
import pandas as pd

from analysis import _columns
from analysis._checks import need
from analysis.corpus import ROLES, Corpus
from analysis.engine import characters, punkt, quotations, voices
from analysis.engine.characters import Buffer

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

# A first character that is neither white space nor a bullet needs no look at BULLET.
_OF_PASSAGES = ["doc_id", "passage_id", "start", "text", "role"]

_KEYS = ["doc_id", "passage_id", "sentence_id"]

_PLAIN = np.array([code for code in range(33, 127) if chr(code) not in "*-"])


def split(corpus: Corpus, roles: tuple[str, ...] | list[str] = DEFAULT_ROLES) -> pd.DataFrame:
    """Sentences of each commentary, one row per sentence in reading order.

    Columns: doc_id; passage_id; sentence_id (1, 2, … in the document, counted over all roles, so
    that an id means the same sentence whatever `roles` are chosen); start, end (characters of the
    raw file, half-open); text, equal to ``raw[start:end]``; role; voice (``author``, ``quoted``
    where all its words are someone else's, ``mixed`` where some are); quotes (a tuple of
    ``(start, end, kind)``, characters of the raw file, kind ``quoted`` or ``mention``).

    `roles` chooses the passages. A sentence never crosses a passage; what lies between two
    sentences of a passage is white space or a bullet. Raises ``ValueError`` for an unknown role.

    A passage of the role quotation is quoted from end to end. Elsewhere quotation marks decide,
    and a short expression between them (at most five words, in a sentence of the author's own that
    reports no one as speaking) is a ``mention``: marked, but the author's choice of word. Marks
    cannot tell irony from report, so a scare quote in a sentence with "said" counts as quoted.
    """
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        raise ValueError(f"roles: {unknown[0]!r} is unknown; use {', '.join(ROLES)}")
    passages = corpus.passages
    document = _columns.numbered(passages["doc_id"])[0]
    if (np.diff(document) < 0).any():
        order = np.argsort(document, kind="stable")
        passages, document = passages.iloc[order], document[order]
    continued = voices.continued(passages["text"], document)
    passages = passages[_OF_PASSAGES].assign(continued=continued, document=document)
    table = _columns.in_batches(_split, passages)
    document = table.pop("document").to_numpy()
    table.insert(2, "sentence_id", np.arange(len(table)) - np.searchsorted(document, document) + 1)
    chosen = table["role"].isin(list(roles))
    return table if chosen.all() else table[chosen].reset_index(drop=True)


def _split(passages: pd.DataFrame) -> pd.DataFrame:
    buffer, begins = characters.join(passages["text"])
    text, start, end = _spans(buffer, begins)
    quotation = (passages["role"] == "quotation").to_numpy()
    continued = passages["continued"].to_numpy()
    places = voices.Passages(begins[:-1], begins[1:] - 1, quotation, continued)
    quotes, voice = voices.of_sentences(buffer, places, start, end)
    shift = (passages["start"].to_numpy() - begins[:-1])[text]
    columns = {
        "doc_id": _columns.take(passages["doc_id"], text),
        "passage_id": passages["passage_id"].to_numpy()[text],
        "start": start + shift,
        "end": end + shift,
        "text": characters.slices(buffer, start, end),
        "role": _columns.take(passages["role"], text),
        "voice": _columns.lookup(voices.VOICES, voice),
        "quotes": voices.as_tuples(quotes, shift),
        "document": passages["document"].to_numpy()[text],
    }
    return pd.DataFrame(columns, copy=False)


def by_voice(sentences: pd.DataFrame) -> pd.DataFrame:
    """Stretches of one voice, one row per stretch in reading order.

    Columns: doc_id, passage_id, sentence_id, start, end, text, role, and voice (``author`` or
    ``quoted``). A sentence in one voice is one row; a mixed one is cut at its quotation marks,
    which belong to the quoted stretch. Stretches without a word are left out.
    """
    need(sentences, ["start", "end", "text", "voice", "quotes"], "sentences", "sentences.split")
    found = voices.pieces(sentences)
    row = found["row"].to_numpy()
    buffer, begins = characters.join(sentences["text"])
    shift = (sentences["start"].to_numpy() - begins[:-1])[row]
    kinds = quotations.kinds_of(buffer)
    start, end = quotations.stripped(
        buffer, kinds, found["start"].to_numpy() - shift, found["end"].to_numpy() - shift
    )
    spoken = quotations.hold_words(kinds, start, end)
    row, start, end, shift = row[spoken], start[spoken], end[spoken], shift[spoken]
    columns = {
        **{name: _columns.take(sentences[name], row) for name in _KEYS},
        "start": start + shift,
        "end": end + shift,
        "text": characters.slices(buffer, start, end),
        "role": _columns.take(sentences["role"], row),
        "voice": _columns.take(found["voice"], np.flatnonzero(spoken)),
    }
    return pd.DataFrame(columns, copy=False)


def spans_of(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of one passage, in characters of `text`."""
    _, start, end = _spans(*characters.join([text]))
    return list(zip(start.tolist(), end.tolist(), strict=True))


def _spans(buffer: Buffer, begins: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Passage (its number), start and end of each sentence, without the bullet before it."""
    text, start, end = punkt.sentence_spans(buffer, begins, ABBREVIATIONS, OPENERS)
    first = buffer.codes[start]
    for row in np.flatnonzero(~np.isin(first, _PLAIN)):
        start[row] = BULLET.match(buffer.text, start[row], end[row]).end()
    full = start < end
    return text[full], start[full], end[full]
