"""What each commentary calls the event, whom it names, and how it frames what happened.

A codebook says in words what each code means and, where a dictionary can find it, in `patterns`
what to look for. `code` turns sentences into **mentions**, each with its place in the raw file.

The frame is a reader's judgement (Entman 1993); a mention is only its trace in the wording.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import matcher, patterns, scope
from analysis.checks import need
from analysis.codebook import problems, read
from analysis.framing_tables import describe, in_order, profile_codings, with_stance, wordings
from analysis.profiles import MENTION, as_coder, counted, profile, silences, stance
from analysis.tokens import WORD, fold

__all__ = [
    "as_coder",
    "code",
    "counted",
    "describe",
    "in_order",
    "problems",
    "profile",
    "profile_codings",
    "read",
    "segments",
    "silences",
    "stance",
    "with_stance",
    "wordings",
]

_WORD = re.compile(WORD)


class _Words(NamedTuple):
    """Running words of all sentences."""

    token: list[str]
    start: list[int]  # in characters of the sentence
    end: list[int]
    sentence: list[int]  # number of its row
    first: list[int]  # for each row, its first word; and one more entry, the number of words


def code(sentences: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Where each code of the codebook occurs, one row per mention in reading order.

    Columns: doc_id, sentence_id, code, kind; start, end (characters of the raw file, half-open),
    text (as written there); voice ("quoted" where more than half of its characters stand in a
    quoted span, else "author"; a word that the author holds in quotation marks stays the
    author's); negated, compared (see `scope`), cue (the words that negate and those that compare,
    as written, with "; " between; '' where none).

    Overlaps: mentions of one code never overlap, the leftmost and then the longest is taken. Of
    names, one that lies within a longer one of another code is dropped ("end of the talks" within
    "abrupt end of the talks"), and of two in the same place the later in the codebook. Of actors
    that overlap at all the longest is kept, then the leftmost, then the earlier in the codebook.
    Frames overlap freely: one wording may serve two.

    Raises ``ValueError`` for missing columns and for malformed patterns, all of them at once.

    A dictionary finds wordings, not meanings; see how far it agrees with a reader (`agreement`).
    """
    need(sentences, ["doc_id", "sentence_id", "start", "text", "quotes"], "sentences",
         "sentences.split")  # fmt: skip
    need(codebook, ["code", "kind", "pattern"], "codebook", "frames.read")
    parsed = patterns.parse_all(codebook)
    words = _words(sentences)
    where = matcher.index(words.token, words.sentence)
    found = []
    for order, (name, kind, row) in enumerate(
        zip(codebook["code"], codebook["kind"], parsed, strict=True)
    ):
        for first, last in matcher.find(row, where):
            found.append((first, last, order, name, kind))
    found = sorted(_resolve(found), key=lambda m: (m[0], -m[1], m[2]))
    return _table(found, words, sentences)


def segments(sentences: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The clause around each mention and its whole sentence, one row per mention, in its order.

    Columns: doc_id, passage_id and role (where sentences have them), sentence_id, code, kind,
    voice, negated, compared; mention, mention_start, mention_end; start, end, text: the clause,
    cut at , ; : dashes, parentheses and "but" (`scope.clause_marks`), so that a tone can be scored
    for it alone; sentence, sentence_start, sentence_end. Positions are of the raw file.

    Scoring the clause rather than the sentence raised the accuracy of VADER toward a named person
    from 50 to 57 per cent (NewsMTSC, Hamborg & Donnay 2021): better, and still near chance.
    """
    need(sentences, ["doc_id", "sentence_id", "start", "end", "text"], "sentences",
         "sentences.split")  # fmt: skip
    need(mentions, MENTION, "mentions", "frames.code")
    keep = [c for c in ["doc_id", "passage_id", "sentence_id", "role"] if c in sentences.columns]
    context = sentences[[*keep, "start", "end", "text"]].rename(
        columns={"start": "sentence_start", "end": "sentence_end", "text": "sentence"}
    )
    named = mentions.rename(
        columns={"start": "mention_start", "end": "mention_end", "text": "mention"}
    )
    table = named.merge(context, on=["doc_id", "sentence_id"], how="left", validate="m:1")
    if table["sentence"].isna().any():
        lost = table.loc[table["sentence"].isna(), ["doc_id", "sentence_id"]].iloc[0].tolist()
        raise ValueError(f"no sentence {lost[1]} of {lost[0]}; pass the sentences that were coded")
    marks: dict[str, list] = {}
    spans = []
    columns = ["sentence", "sentence_start", "mention_start", "mention_end"]
    for text, offset, start, end in table[columns].itertuples(index=False, name=None):
        offset = int(offset)
        if text not in marks:
            found = _WORD.finditer(text)
            marks[text] = scope.clause_marks(text, [(*m.span(), fold(m[0])) for m in found])
        low, high = scope.clause_around(text, marks[text], start - offset, end - offset)
        spans.append((offset + low, offset + high, text[low:high]))
    table["start"] = np.array([span[0] for span in spans], dtype=np.int64)
    table["end"] = np.array([span[1] for span in spans], dtype=np.int64)
    table["text"] = pd.Series([span[2] for span in spans], dtype="str")
    order = [*keep, "code", "kind", "voice", "negated", "compared", "mention", "mention_start"]
    order += ["mention_end", "start", "end", "text", "sentence", "sentence_start", "sentence_end"]
    return table[order].astype({"sentence_start": np.int64, "sentence_end": np.int64})


def _words(sentences: pd.DataFrame) -> _Words:
    words = _Words([], [], [], [], [0])
    for number, text in enumerate(sentences["text"]):
        for found in _WORD.finditer(text):
            words.token.append(found[0])
            words.start.append(found.start())
            words.end.append(found.end())
            words.sentence.append(number)
        words.first.append(len(words.token))
    return words


def _resolve(found: list[tuple]) -> list[tuple]:
    """Apply the rules of overlap to (first word, last word, order in the codebook, code, kind)."""
    names = [mention for mention in found if mention[4] == "name"]
    actors = [mention for mention in found if mention[4] == "actor"]
    rest = [mention for mention in found if mention[4] not in ("name", "actor")]
    return rest + _outermost(names) + _longest(actors)


def _outermost(mentions: list[tuple]) -> list[tuple]:
    """Those that lie within no other; in reading order a container always comes before."""
    kept, reach = [], -1
    for mention in sorted(mentions, key=lambda m: (m[0], -m[1], m[2])):
        if mention[1] > reach:
            kept.append(mention)
            reach = mention[1]
    return kept


def _longest(mentions: list[tuple]) -> list[tuple]:
    """Of those that overlap the longest, then the leftmost, then the earlier in the codebook."""
    kept, taken = [], set()
    for mention in sorted(mentions, key=lambda m: (m[0] - m[1], m[0], m[2])):
        span = range(mention[0], mention[1] + 1)
        if taken.isdisjoint(span):
            kept.append(mention)
            taken.update(span)
    return kept


def _table(found: list[tuple], words: _Words, sentences: pd.DataFrame) -> pd.DataFrame:
    """Mentions as a table: their places in the raw file, voice, negation and comparison."""
    columns = [sentences[c].tolist() for c in ["doc_id", "sentence_id", "start", "text", "quotes"]]
    rows, read_last = [], -1
    folded: list[str] = []
    clauses: list[int] = []
    for first, last, _, name, kind in found:
        number = words.sentence[first]
        doc_id, sentence_id, offset, text, quotes = (column[number] for column in columns)
        base = words.first[number]
        if number != read_last:
            span = range(base, words.first[number + 1])
            spans = [(words.start[i], words.end[i], fold(words.token[i])) for i in span]
            folded = [word for _, _, word in spans]
            clauses = scope.clause_numbers(spans, scope.clause_marks(text, spans))
            read_last = number
        negating = scope.negation(folded, clauses, first - base)
        comparing = scope.comparison(folded, clauses, first - base, last - base)
        cues = [" ".join(words.token[base + i] for i in cue) for cue in (negating, comparing)]
        low, high = words.start[first], words.end[last]
        rows.append((
            doc_id, sentence_id, name, kind, offset + low, offset + high, text[low:high],
            _voice(offset + low, offset + high, quotes), bool(negating), bool(comparing),
            "; ".join(dict.fromkeys(cue for cue in cues if cue)),
        ))  # fmt: skip
    types = {"sentence_id": np.int64, "start": np.int64, "end": np.int64, "negated": bool}
    types |= {"compared": bool, "code": "str", "kind": "str", "text": "str", "voice": "str"}
    table = pd.DataFrame(rows, columns=MENTION).astype(types | {"cue": "str"})
    return table.astype({"doc_id": sentences["doc_id"].dtype})


def _voice(start: int, end: int, quotes: object) -> str:
    """Whose words [start, end) are: quoted if more than half stands in a quoted span."""
    inside = sum(
        max(0, min(end, high) - max(start, low)) for low, high, kind in quotes if kind == "quoted"
    )
    return "quoted" if 2 * inside > end - start else "author"
