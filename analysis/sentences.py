"""Sentences of each passage, and whose voice they are in.

Splitting is NLTK's Punkt (Kiss & Strunk 2006) with a given list of abbreviations and sentence
openers: nothing is learned from the texts and no data is downloaded, so a sentence does not change
because another text was added. Voice is read from quotation marks and from the role of a passage.
"""

import re
from functools import cache
from itertools import pairwise

import pandas as pd

from analysis.checks import need
from analysis.corpus import ROLES, Corpus

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
# A short expression between quotation marks is a mention, unless someone is reported as saying it.
LONGEST_MENTION = 5
REPORTING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|call(?:s|ed|ing)?|wr(?:ite|ites|ote|itten)"
    r"|add(?:s|ed|ing)?|ask(?:s|ed)?|repl(?:y|ies|ied)|insist(?:s|ed)?|announce(?:s|d)?"
    r"|declare(?:s|d)?|tweet(?:s|ed)?|joke(?:s|d)?|note(?:s|d)|warn(?:s|ed)|describe(?:s|d)?"
    r"|admit(?:s|ted)?|according to|in (?:his|her|their|its) words|quot(?:e|es|ed|ing))\b",
    re.IGNORECASE,
)
CLOSER = {"“": "”", "‘": "’", "«": "»", '"': '"', "'": "'"}
DEEPEST_QUOTATION = 20
BULLET = re.compile(r"[\s\u00a0\ufeff]*(?:[•‣◦▪·*–—-][\s\u00a0]+)?")
WORD_CHARACTERS = re.compile(r"\w+(?:['’]\w+)*")


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
    rows: list[tuple] = []
    for doc_id, passages in corpus.passages.groupby("doc_id", sort=False):
        number = 0
        following = [*passages["text"].iloc[1:], ""]
        for passage, after in zip(passages.itertuples(), following, strict=True):
            spans = spans_of(passage.text)
            if passage.role in roles:
                quotes = _quotes(passage.text, passage.role, spans, after)
                rows += [
                    _row(doc_id, passage, number + offset, start, end, quotes)
                    for offset, (start, end) in enumerate(spans, start=1)
                ]
            number += len(spans)
    columns = ["doc_id", "passage_id", "sentence_id", "start", "end", "text", "role"]
    return pd.DataFrame(rows, columns=[*columns, "voice", "quotes"])


def by_voice(sentences: pd.DataFrame) -> pd.DataFrame:
    """Stretches of one voice, one row per stretch in reading order.

    Columns: doc_id, passage_id, sentence_id, start, end, text, role, and voice (``author`` or
    ``quoted``). A sentence in one voice is one row; a mixed one is cut at its quotation marks,
    which belong to the quoted stretch. Stretches without a word are left out.
    """
    need(sentences, ["start", "end", "text", "voice", "quotes"], "sentences", "sentences.split")
    rows = []
    for row in sentences.itertuples():
        cuts = [(start, end) for start, end, kind in row.quotes if kind == "quoted"]
        if row.voice != "mixed":
            pieces = [(row.start, row.end, row.voice)]
        else:
            edges = [row.start, *(edge for cut in cuts for edge in cut), row.end]
            pieces = [
                (start, end, "quoted" if position % 2 else "author")
                for position, (start, end) in enumerate(pairwise(edges))
            ]
        for start, end, voice in pieces:
            text = row.text[start - row.start : end - row.start]
            left, right = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
            if WORD_CHARACTERS.search(text):
                rows.append(
                    (row.doc_id, row.passage_id, row.sentence_id, start + left, end - right)
                    + (text.strip(), row.role, voice)
                )
    columns = ["doc_id", "passage_id", "sentence_id", "start", "end", "text", "role", "voice"]
    return pd.DataFrame(rows, columns=columns)


@cache
def _punkt():
    # NLTK brings half a second to a second and a half of imports: only a splitting reader pays.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    parameters.sent_starters = set(OPENERS)
    return PunktSentenceTokenizer(parameters)


def spans_of(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of one passage, in characters of `text`."""
    spans = []
    for start, end in _punkt().span_tokenize(text):
        start = BULLET.match(text, start, end).end()
        if start < end:
            spans.append((start, end))
    return spans


def _row(doc_id, passage, number, start, end, quotes) -> tuple:
    inside = [
        (max(start, left) + passage.start, min(end, right) + passage.start, kind)
        for left, right, kind in quotes
        if left < end and right > start
    ]
    text = passage.text[start:end]
    return (
        *(doc_id, passage.passage_id, number, passage.start + start, passage.start + end),
        *(text, passage.role, _voice(text, passage.start + start, inside), tuple(inside)),
    )


def _voice(text: str, start: int, quotes: list[tuple[int, int, str]]) -> str:
    quoted = [(left - start, right - start) for left, right, kind in quotes if kind == "quoted"]
    if not quoted:
        return "author"
    words = [match.start() for match in WORD_CHARACTERS.finditer(text)]
    inside = sum(any(left <= word < right for left, right in quoted) for word in words)
    if inside == len(words):
        return "quoted"
    return "mixed" if inside else "author"


def _quotes(
    text: str, role: str, spans: list[tuple[int, int]], following: str
) -> list[tuple[int, int, str]]:
    """Quoted and mentioned stretches of a passage, in characters of the passage."""
    if role == "quotation":
        return [(0, len(text), "quoted")]
    found = []
    for start, end in quoted_spans(text, continued=following.lstrip()[:1] in CLOSER):
        around = [(left, right) for left, right in spans if left <= start and end <= right]
        words = WORD_CHARACTERS.findall(text[start:end])
        kind = "quoted"
        if around and len(words) <= LONGEST_MENTION:
            left, right = around[0]
            outside = f"{text[left:start]} {text[end:right]}"
            if WORD_CHARACTERS.search(outside) and not REPORTING.search(outside):
                kind = "mention"
        if words:
            found.append((start, end, kind))
    return found


def quoted_spans(text: str, continued: bool = False) -> list[tuple[int, int]]:
    """Outermost stretches between quotation marks, marks included, in characters of `text`.

    Straight and curly, double and single, and guillemets; nested ones belong to the outermost. A
    single mark inside a word or after it without an opening one is an apostrophe. A mark that is
    opened and never closed quotes to the end if the quotation is `continued` by the next passage
    (it opens with a mark, as printers do), and is else taken for a stray mark.
    """
    open_marks: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for position, character in enumerate(text):
        if character not in "\"'“”‘’«»":
            continue
        before = text[position - 1] if position else " "
        after = text[position + 1] if position + 1 < len(text) else " "
        depth = _closes(character, before, after, open_marks)
        if depth is not None:
            start = open_marks[depth][1]
            del open_marks[depth:]
            # What it encloses belongs to it.
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, position + 1))
        elif _opens(character, before, after):
            open_marks.append((character, position))
            # Nobody nests so deeply: the oldest is a stray mark.
            del open_marks[:-DEEPEST_QUOTATION]
    # What was closed inside a stray mark is a quotation of its own.
    if open_marks and continued:
        start = open_marks[0][1]
        found = [span for span in found if span[0] < start] + [(start, len(text))]
    return found


def _closes(character: str, before: str, after: str, open_marks: list) -> int | None:
    """Which of the open marks `character` closes, from the innermost; None if none."""
    if character in "'’" and (after.isalnum() or before.isspace()):
        return None
    if character == '"' and before.isspace() and not after.isspace():
        return None
    for depth in range(len(open_marks) - 1, -1, -1):
        if CLOSER[open_marks[depth][0]] == character:
            return depth
    return None


def _opens(character: str, before: str, after: str) -> bool:
    if character in "“«":
        return True
    if after.isspace() or character in "”’»":
        return False
    if character == '"':
        return not before.isdigit()
    # A single mark opens only where a word could begin: elsewhere it is an apostrophe.
    return before.isspace() or before in '([{—–-/"“‘«'
