"""Sentences of each passage, and whose voice they are in.

Sentences are cut by NLTK's Punkt (Kiss & Strunk 2006) with a given list of abbreviations and
sentence openers, mended by two patterns (`GOES_ON`, `ENDS`): nothing is learned from the texts and
no data is downloaded, so a sentence does not change because another text was added. Voice is read
from quotation marks and from the role of a passage.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis._checks import need
from analysis.corpus import ROLES, Corpus
from analysis.engine import door
from analysis.typography import INVISIBLE, SOFT_HYPHEN, straighten
from analysis.voices import OPENING, SPOKEN, shares, stretches, voice_of
from analysis.words import Span, Tokenizer, spans_by

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

DEFAULT_ROLES = ("body", "quotation")
# Without the final period, lower case: Punkt's form.
ABBREVIATIONS = frozenset(
    """
    mr mrs ms messrs dr drs prof profs rev hon st sr jr gen lt col maj capt sgt cmdr adm gov govs
    sen sens rep reps pres
    amb sec jan feb apr jun jul aug sept sep oct nov dec mon tue tues thu thurs fri
    u.s u.k u.n u.s.s.r e.u d.c n.y l.a d.p.r.k r.o.k p.r.c u.s.a a.m p.m e.g i.e cf vs v al
    etc viz vol pp approx est dept assoc univ inc ltd co corp bros ave blvd rd mt ft
    ph.d m.d b.a m.a j.d
    """.split()
)
# After an abbreviation, a capital alone does not open a sentence ("U.S. Secretary"); these do.
OPENERS = frozenset(
    """
    a an the this that these those he she it we they i you his her its their our my there here
    but and so yet or if when while although though because since after before however still
    instead meanwhile moreover for in on at as by with from to not no nor what why how who where
    which both some many most such even once then thus also nothing nobody none everyone everybody
    everything someone something anyone anything each every several another
    """.split()
)
BULLET = re.compile(rf"[\s{INVISIBLE}]*(?:[•‣◦▪·*–—-][\s{INVISIBLE}]+)?")

# Beyond Punkt, two patterns say where a sentence goes on that Punkt cuts, and where one ends that
# it does not see. Both read the text in straight marks (`typography.straighten`); \0 is the gap.
_NUMBERED = r"(?:Nos?|Arts?|Figs?|Chs?|Secs?|Vols?|Paras?|H\.R|pp?|ca?|figs?|chs?|paras?)"
_ROMAN = "(?:Arts?|Chs?|Secs?|Vols?|Pts?|Bks?)"
_STATE = (
    r"(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kans?|Ky|La|Md|Mass|Mich|Minn|Miss|Mo"
    r"|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)"
)
_CLOSE, _OPEN = r"[\"')\]}]", r"[\"'(\[]"
_OPENER = rf"(?:{'|'.join(sorted(word.capitalize() for word in OPENERS))})\b"
# Behind initials these open a sentence too: nobody is called so.
_COUNTED = (
    r"(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve"
    r"|(?:Thir|Four|Fif|Six|Seven|Eigh|Nine)teen|(?:Twen|Thir|For|Fif|Six|Seven|Eigh|Nine)ty"
    r"|Dozens|Hundreds|Thousands|Millions|Billions)\b"
)
# Who said it, behind a quotation. What follows tells it from a report ("Kim said they failed").
_SAID = (
    "(?:said|says|replied|added|wrote|tweeted|shouted|cried|joked|wondered|exclaimed|answered"
    "|declared|insisted|remarked|quipped|yelled|continued|observed|recalled|explained|demanded"
    "|responded|concluded)"
    r"\b(?!\s(?:(?:that|no|nothing|he|she|they|it|there|we|you|the|an?|this|these|those|his|her"
    r"|their|its|about|for|some|many|all)\b|\p{Lu}(?!\w{2,5}day\b)))"
    r"|ask(?:s|ed)\b(?!\s(?:about|for|that|whether|if|why|how|what|nothing|no)\b)"
    r"|told\sreporters\b(?!\sthat\b)"
)
_NOTE = r"\[(?:[0-9]{1,3}(?:[,–-][0-9]{1,3}){0,3}|[a-z]|note[ ][0-9]{1,2}|citation[ ]needed)\]"
_DASH = "[–—―-]{1,2}"
GOES_ON = rf"""
    [.!?…]{_CLOSE}{{1,4}} \0 \s? (?:{_DASH}\s?|\(|…\s?)? \p{{Ll}}  # "Is it over?" he asked
  | [.!?…] \0 {_CLOSE}{{0,4}} [,;:]                            # "No!", he said; (R-Ariz.), who
  | [.!?…] \0 {_CLOSE}{{1,4}} \s?{_DASH}\s? \p{{Ll}}          # "No!"—he said
  | [.!?…]{_CLOSE}{{1,3}} \0 \s {_CLOSE}{{1,2}} (?:\s|$)       # closing marks with a space: .' "
  | \.\0 's\b                                                # the F.B.I.'s
  | [!?…]{_CLOSE}{{1,4}} \0 \s (?:I\s|(?!{_OPENER})(?:\p{{Lu}}[\w'.-]{{0,20}}\s){{1,3}})
        (?:{_SAID})                                           # "Is it over?" Mr. Kim asked
  | (?<![\p{{L}}\p{{N}}]) {_NUMBERED} \.\0\s [0-9]             # No. 10, p. 5
  | (?<![\p{{L}}\p{{N}}]) {_ROMAN} \.\0\s [IVXLC]+\b           # Art. IV
  | (?<!\p{{L}}) {_STATE} \.\0\s (?:\p{{Ll}}|[0-9]{{5}}\b)     # in Calif. they say
  | (?<!\p{{L}}) {_STATE} \.\0\s (?:Gov|Sen|Rep|Lt|Atty)\.       # Calif. Gov. Brown
  | [(-] {_STATE} \.\0\s (?!{_OPENER}) \p{{Lu}}                # (Calif. Democrat)
  | (?<!\p{{L}}) (?:{_STATE}|Me|Ont|Que|(?:\p{{Lu}}\.){{1,3}}\p{{Lu}}) \.\0\s
        {_DASH}\s                                             # AMHERST, N.H. — Gov. Brown
  | (?<![\p{{L}}\p{{N}}.]) (?:\p{{Lu}}\.-?){{2,}} \0\s
        (?:\p{{Ll}}|'s\b|(?!{_OPENER}|{_COUNTED})\p{{Lu}})    # H.R. McMaster
  | \.\0\s?\.(?:\s|$)                                          # the dots of an ellipsis . . .
  | (?<!\.\s) \.\s\.\s\. \0\s (?!{_OPEN}{{0,2}}{_OPENER})      # ... in the midst of a sentence
  | \.\s\.\s\.\s\. \0\s (?!{_OPEN}{{0,2}}\p{{Lu}})
  | [.!?]{_CLOSE}{{0,4}} \0 {_NOTE}                            # a note's mark after its sentence
"""
_LOOSE = rf"(?:{_NUMBERED}|{_ROMAN}|{_STATE}|(?:\p{{Lu}}\.-?)+\p{{Lu}}) \. $"
_KNOWN = "|".join(sorted(re.escape(word) for word in ABBREVIATIONS))
ENDS = rf"""
    (?<=\p{{L}}{{2}}|["')\]]) (?<!\b(?i:{_KNOWN}|{_NUMBERED})) [.!?]{_CLOSE}{{0,4}}
        (?:[1-9][0-9]{{0,2}}(?:[,–-][1-9][0-9]{{0,2}}){{0,3}}|[¹²³⁰-⁹]{{1,4}}|[*†‡§]{{1,3}}
          |(?:{_NOTE}){{1,4}}|{SOFT_HYPHEN}{{1,9}})
        {_CLOSE}{{0,4}} (?P<gap>\s{{1,9}}) (?={_OPEN}{{0,2}}\p{{Lu}})       # failed.1 Kim left
  | [.!?…]{_CLOSE}{{1,3}}\s{_CLOSE}{{1,2}} (?P<gap>\s{{1,9}}) (?={_OPEN}{{0,2}}\p{{Lu}})  # .' " Kim
  | (?:…|(?<=\.\.)\.{_CLOSE}){_CLOSE}{{0,4}} (?P<gap>\s{{1,9}}) (?={_OPEN}{{0,2}}{_OPENER})
"""
# How far the two patterns look.
_FAR_LEFT, _FAR_RIGHT = 40, 120


def split(
    corpus: Corpus,
    roles: tuple[str, ...] | list[str] = DEFAULT_ROLES,
    tokenizer: Tokenizer | None = None,
) -> pd.DataFrame:
    """Sentences of each commentary, one row per sentence in reading order.

    Columns:
      doc_id, passage_id: where it stands
      sentence_id: 1, 2, … in the document, whatever roles are chosen; a piece without a letter or
        an emoji that VADER knows ("* * *") takes a number and has no row
      start, end: characters of the raw file, half-open
      text: ``raw[start:end]``
      role: that of its passage
      voice: ``author``, ``quoted`` (all its words are someone else's) or ``mixed`` (some are)
      quotes: what stands between quotation marks, a tuple of ``(start, end, kind)`` in characters
        of the raw file, kind ``quoted`` or ``mention``

    `corpus` is what ``corpus.load`` gives, and `roles` chooses its passages. `tokenizer` is
    anything with NLTK's ``span_tokenize``, such as a Punkt trained for another language; by default
    Punkt with the lists of this module. A sentence never crosses a passage; what the default leaves
    between two sentences of a passage is white space or a bullet. Raises ``ValueError`` for an
    unknown role and for a tokenizer without spans.

    A passage of the role quotation is quoted from end to end. Elsewhere quotation marks decide,
    and a short expression between them (at most five words, in a sentence of the author's own that
    reports no one as speaking) is a ``mention``: marked, but the author's choice of word. Marks
    cannot tell irony from report, so a scare quote in a sentence with "said" counts as quoted.

    See also ``sentences.by_voice``, which parts a sentence at its quotation marks.

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
    if tokenizer is None and door.takes_over(passages["text"]):
        found = door.cut_sentences(
            passages, continued, ABBREVIATIONS, OPENERS, BULLET, (may_go_on, goes_on, unseen_end)
        )
    else:
        found = _cut(passages, continued, tokenizer)
    # Ids are given before wordless pieces go: they mean the same sentence, whatever counts as one.
    document = documents[found["row"]]
    found["sentence_id"] = np.arange(len(found)) - np.searchsorted(document, document) + 1
    chosen = passages["role"].isin(list(roles)).to_numpy()[found["row"]]
    chosen &= _has_letter(found["text"])
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
def _pattern(pattern: str):
    import regex

    return regex.compile(pattern, regex.VERBOSE)


@cache
def _from_the_gap() -> str:
    """`GOES_ON` as a pattern that begins at the gap and looks back: it is found sooner."""
    alternatives = [one.partition(r"\0") for one in GOES_ON.split("\n  | ")]
    looking_back = [f"(?<=(?:{left})\\0)(?:{right}\n)" for left, _, right in alternatives]
    return rf"\0(?:{'|'.join(looking_back)})"


@lru_cache(2**17)
def may_go_on(word: str) -> bool:
    """Whether a sentence could go on after this word and its period, whatever follows."""
    return _pattern(_LOOSE).search(straighten(word)) is not None


def goes_on(text: str, begin: int, end: int, resume: int, close: int) -> bool:
    """Whether a sentence that is cut at `end`, before `resume`, goes on (in text[begin:close])."""
    left = straighten(text[max(begin, end - _FAR_LEFT) : end]).replace("\0", " ")
    right = straighten(text[resume : min(close, resume + _FAR_RIGHT)]).replace("\0", " ")
    gap = "\0 " if resume > end else "\0"
    return _pattern(_from_the_gap()).search(f"{left}{gap}{right}") is not None


def unseen_end(text: str, begin: int, place: int, close: int) -> tuple[int, int] | None:
    """The end that `ENDS` finds at a mark in text[begin:close], and where the next one begins."""
    low = max(begin, place - _FAR_LEFT)
    window = straighten(text[low : min(close, place + _FAR_RIGHT)])
    match = _pattern(ENDS).match(window, place - low)
    return (match.start("gap") + low, match.end() + low) if match else None


@cache
def _punkt() -> "PunktSentenceTokenizer":
    """Punkt with the lists and the two patterns of this module."""
    # NLTK takes a third of a second to import, which only those who split should pay.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    class Sentences(PunktSentenceTokenizer):
        def span_tokenize(self, text: str):
            joined: list[Span] = []
            for start, end in super().span_tokenize(straighten(text)):
                if joined and goes_on(text, 0, joined[-1][1], start, len(text)):
                    start = joined.pop()[0]
                joined.append((start, end))
            marks = (match.start() for match in re.finditer("[.!?…]", text))
            cuts = [unseen_end(text, 0, place, len(text)) for place in marks]
            cuts = [cut for cut in cuts if cut][::-1]
            for start, end in joined:
                while cuts and cuts[-1][0] < end:
                    last, resume = cuts.pop()
                    if start < last and resume < end:
                        yield start, last
                        start = resume
                yield start, end

    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    parameters.sent_starters = set(OPENERS)
    return Sentences(parameters)


def _has_letter(texts: pd.Series) -> np.ndarray:
    """Which pieces are sentences: they have a letter, or an emoji that the lexicon knows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array(texts, pa.large_string())
    found = pc.match_substring_regex(texts, r"\pL").to_numpy(zero_copy_only=False).copy()
    rows = np.flatnonzero(~found)
    if len(rows):
        # The same few pieces come again and again: each is looked at once.
        pieces = texts.take(pa.array(rows)).dictionary_encode()
        seen = [any(c.isalpha() or c in _emoji() for c in p) for p in pieces.dictionary.to_pylist()]
        found[rows] = np.array(seen)[pieces.indices.to_numpy()]
    return found


@cache
def _emoji() -> frozenset[str]:
    from analysis.lexicons.lists import emoji_words

    return frozenset(emoji_words())


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


def _continued(texts: pd.Series, documents: np.ndarray) -> np.ndarray:
    """Whether the next passage of the same document begins with a mark that opens a quotation."""
    first = texts.str[:1]
    blank = first.str.isspace().to_numpy(bool)
    # Few begin with white space: stripping copies a text.
    if blank.any():
        first = first.mask(blank, texts[blank].str.lstrip().str[:1])
    opens = first.isin(list(OPENING)).to_numpy(bool)
    return np.append(opens[1:] & (documents[1:] == documents[:-1]), False)[: len(texts)]
