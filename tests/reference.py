"""The rules as NLTK and plain loops apply them: what `analysis` must equal, row by row.

Sentences by ``nltk.tokenize.punkt`` and words by ``nltk.tokenize.RegexpTokenizer``, one passage and
one sentence at a time, with the lists and patterns of `analysis` itself. Slow, and only read by
tests and benchmarks.
"""

from functools import cache
from itertools import pairwise

import pandas as pd

from analysis.corpus import Corpus, line_spans
from analysis.engine.paragraphs import WIDEST_WRAPPED_LINE
from analysis.engine.quotations import CLOSER, DEEPEST_QUOTATION, WORD_CHARACTERS
from analysis.engine.voices import LONGEST_MENTION, REPORTING
from analysis.sentences import ABBREVIATIONS, BULLET, DEFAULT_ROLES, OPENERS
from analysis.words import WORD, fold


def passages(corpus: Corpus, ranges: pd.DataFrame | None = None) -> pd.DataFrame:
    """Paragraphs of each text; `ranges` is passages.csv."""
    rows = []
    for doc_id, text in corpus.raw.items():
        labels = [("body", "", 0)] * len(line_spans(text))
        chosen = [] if ranges is None else ranges[ranges["doc_id"] == doc_id].itertuples()
        for number, row in enumerate(chosen, start=1):
            for line in range(row.first_line - 1, row.last_line):
                labels[line] = (row.role, row.reason, number)
        for number, (first, last, start, end, role, reason) in enumerate(
            _paragraphs(text, labels), start=1
        ):
            rows.append((doc_id, number, first, last, start, end, text[start:end], role, reason))
    columns = ["doc_id", "passage_id", "first_line", "last_line", "start", "end"]
    return pd.DataFrame(rows, columns=[*columns, "text", "role", "reason"])


def is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether `line` was broken by an editor at `width`, so that `following` continues it.

    A break made by wrapping is one that the next word would not have fitted before; in a block
    wider than 120 characters each line is a paragraph of its own.
    """
    if width > WIDEST_WRAPPED_LINE or not following.strip() or following[:1].isspace():
        return False
    first_word = following.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + len(first_word) > width


def _paragraphs(text: str, labels: list[tuple[str, str, int]]) -> list[tuple]:
    """Runs of lines: (first_line, last_line, start, end, role, reason) of each paragraph.

    `labels` gives each line its role, its reason, and the number of the range it comes from; a
    paragraph never crosses a range, nor a blank line.
    """
    spans = line_spans(text)
    lines = [text[start:end] for start, end in spans]
    blocks: list[list[int]] = []
    for number, line in enumerate(lines):
        if not line.strip("\ufeff \t\f\v\u00a0\u3000"):
            blocks.append([])
        elif blocks and blocks[-1] and labels[blocks[-1][-1]] == labels[number]:
            blocks[-1].append(number)
        else:
            blocks.append([number])
    runs: list[list[int]] = []
    for block in blocks:
        width = max((len(lines[number].rstrip()) for number in block), default=0)
        for position, number in enumerate(block):
            previous = lines[block[position - 1]] if position else ""
            if position and is_wrapped(previous, lines[number], width):
                runs[-1].append(number)
            else:
                runs.append([number])
    found = []
    for run in runs:
        role, reason, _ = labels[run[0]]
        start, end = spans[run[0]][0], spans[run[-1]][1]
        inside = text[start:end]
        start += len(inside) - len(inside.lstrip("\ufeff \t\f\v\u00a0\u3000"))
        end -= len(inside) - len(inside.rstrip("\ufeff \t\f\v\u00a0\u3000"))
        found.append((run[0] + 1, run[-1] + 1, start, end, role, reason))
    return found


def split(corpus: Corpus, roles: tuple[str, ...] | list[str] = DEFAULT_ROLES) -> pd.DataFrame:
    """The table of `analysis.sentences.split`, sentence by sentence with NLTK's Punkt."""
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
    """The table of `analysis.sentences.by_voice`, sentence by sentence."""
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
            outside = f"{text[left:start]}|{text[end:right]}"
            if WORD_CHARACTERS.search(outside) and not REPORTING.search(outside):
                kind = "mention"
        if words:
            found.append((start, end, kind))
    return found


def quoted_spans(text: str, continued: bool = False) -> list[tuple[int, int]]:
    """The spans of `analysis.sentences.quoted_spans`, character by character."""
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


def tokenize(sentences: pd.DataFrame) -> pd.DataFrame:
    """The table of `analysis.tokens.tokenize`, by NLTK's ``RegexpTokenizer``."""
    columns = ["doc_id", "passage_id", "sentence_id", "start", "text", "quotes"]
    spans = _words()
    rows = []
    for row in sentences.itertuples():
        for left, right in spans.span_tokenize(row.text):
            start, token = row.start + left, row.text[left:right]
            kinds = {kind for begin, end, kind in row.quotes if begin <= start < end}
            voice = "quoted" if "quoted" in kinds else "author"
            rows.append(
                (row.doc_id, row.passage_id, row.sentence_id, start, row.start + right)
                + (token, fold(token), voice, "mention" in kinds)
            )
    columns = ["doc_id", "passage_id", "sentence_id", "start", "end", "token", "term"]
    return pd.DataFrame(rows, columns=[*columns, "voice", "mention"])


@cache
def _words():
    from nltk.tokenize import RegexpTokenizer

    return RegexpTokenizer(WORD)


def count_terms(
    tokens: pd.DataFrame, by: str | list[str] = "doc_id", ngrams: int = 1
) -> pd.DataFrame:
    """The table of `analysis.tokens.count_terms`, by pandas' groups."""
    by = [by] if isinstance(by, str) else list(by)
    if ngrams < 1:
        raise ValueError(f"ngrams: {ngrams} is not a length; give 1 for words, 2 for pairs")
    table = tokens if ngrams == 1 else join_ngrams(tokens, ngrams)
    keys = [*by, "term"]
    counts = table.groupby(keys, sort=False, observed=True).size().rename("n")
    once = table.drop_duplicates([*keys, "doc_id", "sentence_id"])
    present = once.groupby(keys, sort=False, observed=True).size().rename("n_sentences")
    return pd.concat([counts, present], axis=1).reset_index()


def join_ngrams(tokens: pd.DataFrame, n: int) -> pd.DataFrame:
    """The table of `analysis.tokens.join_ngrams`, from rows shifted by one, two, … places."""
    tokens = tokens.reset_index(drop=True)
    keys = tokens[["doc_id", "sentence_id"]]
    whole = (keys.shift(-(n - 1)) == keys).all(axis=1)
    joined = terms = tokens["term"].astype(object)
    for step in range(1, n):
        joined = joined + " " + terms.shift(-step)
    end = tokens["end"].shift(-(n - 1))
    return tokens.assign(term=joined, end=end)[whole].astype({"end": int})
