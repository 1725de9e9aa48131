"""The door of the engine: paragraphs, sentences, words and counts of large tables.

Row for row they are the same as those that the front makes in plain code.

`corpus`, `sentences` and `tokens` come here with texts beyond `LARGE` characters in all. Up to
there the plain code takes a few milliseconds, and nobody has to read what is behind this door.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.sentence_ends import behind_bullet

if TYPE_CHECKING:
    import pyarrow as pa

# What is behind the door is imported where it is used: for three texts it is never loaded.
LARGE = 100_000


def takes_over(texts: pd.Series) -> bool:
    """Whether there is so much text that the engine is worth its start."""
    return len(texts) > LARGE or bool(texts.str.len().sum() > LARGE)


def cut_paragraphs(
    texts: pd.Series, labels: list[tuple[int, int, int, int]], blank: str, widest: int
) -> pd.DataFrame:
    """Paragraphs of each text, one row each, as `corpus` cuts them.

    Columns: document (number of the text), first_line, last_line (1-based, inclusive), start, end
    (characters of the text), label, text. `labels` gives lines another label than 0: (document,
    first_line, last_line, label). `blank` is what may surround a paragraph without belonging to
    it, and `widest` the width beyond which lines are not joined.
    """
    from analysis import _columns
    from analysis.engine import characters, paragraphs

    def find(table: pd.DataFrame) -> pd.DataFrame:
        first = int(table["number"].iloc[0]) if len(table) else 0
        own = range(len(table))
        chosen = [(row[0] - first, *row[1:]) for row in labels if row[0] - first in own]
        buffer, begins = characters.join(table["text"])
        found = paragraphs.find(buffer, begins, chosen, blank, widest)
        text = characters.slices(buffer, found.start, found.end)
        found = found._asdict() | {
            "document": found.document + first,
            "start": found.start - begins[found.document],
            "end": found.end - begins[found.document],
        }
        return pd.DataFrame({**found, "text": text}, copy=False)

    numbered = pd.DataFrame({"number": range(len(texts)), "text": texts}, copy=False)
    return _columns.in_batches(find, numbered)


def cut_sentences(passages: pd.DataFrame, continued: np.ndarray) -> pd.DataFrame:
    """Sentences of each passage, without the bullet before them, and whose voice they are in.

    `continued` says of each passage whether its last quotation goes on in the next one. Columns:
    row (number of the passage), start, end (characters of it), text, voice, quotes (characters of
    the raw file).
    """
    from analysis import _columns
    from analysis.engine import characters, punkt, voices

    def find(table: pd.DataFrame) -> pd.DataFrame:
        buffer, begins = characters.join(table["text"])
        row, start, end = punkt.sentence_spans(buffer, begins)
        # A first character that is a letter, say, needs no look at the pattern.
        for place in np.flatnonzero(~np.isin(buffer.codes[start], _NO_BULLET)):
            start[place] = behind_bullet(buffer.text, start[place], end[place])
        full = start < end
        row, start, end = row[full], start[full], end[full]
        quotation = (table["role"] == "quotation").to_numpy()
        places = voices.Passages(
            begins[:-1], begins[1:] - 1, quotation, table["continued"].to_numpy()
        )
        quotes, voice = voices.of_sentences(buffer, places, start, end)
        shift = (table["start"].to_numpy() - begins[:-1])[row]
        return pd.DataFrame(
            {
                "row": table["number"].to_numpy()[row],
                "start": start - begins[row],
                "end": end - begins[row],
                "text": characters.slices(buffer, start, end),
                "voice": _columns.lookup(voices.VOICES, voice),
                "quotes": voices.as_tuples(quotes, shift),
            },
            copy=False,
        )

    numbered = passages[["text", "start", "role"]]
    numbered = numbered.assign(continued=continued, number=np.arange(len(passages)))
    return _columns.in_batches(find, numbered)


_NO_BULLET = np.array([code for code in range(33, 127) if chr(code) not in "*-"])


def cut_words(sentences: pd.DataFrame, fold: Callable[[str], str]) -> pd.DataFrame:
    """Words of each sentence: the table of ``tokens.tokenize``."""
    from analysis import _columns
    from analysis.engine import characters
    from analysis.engine.words import inside_stretches, word_spans

    columns = ["doc_id", "passage_id", "sentence_id", "start", "text", "quotes"]

    def find(table: pd.DataFrame) -> pd.DataFrame:
        buffer, begins = characters.join(table["text"])
        left, right = word_spans(buffer)
        row = np.repeat(np.arange(len(table)), np.diff(np.searchsorted(left, begins)))
        shift = table["start"].to_numpy() - begins[:-1]
        quoted, mention = inside_stretches(table["quotes"], shift, left)
        token = characters.slices(buffer, left, right)
        return pd.DataFrame(
            {
                "doc_id": _columns.take(table["doc_id"], row),
                "passage_id": table["passage_id"].to_numpy()[row],
                "sentence_id": table["sentence_id"].to_numpy()[row],
                "start": left + shift[row],
                "end": right + shift[row],
                "token": token,
                "term": _columns.lower(token, fold),
                "voice": _columns.lookup(["author", "quoted"], quoted.astype(np.int8)),
                "mention": mention,
            },
            copy=False,
        )

    return _columns.in_batches(find, sentences[columns])


def cut_terms(
    texts: pd.Series, fold: Callable[[str], str]
) -> tuple[np.ndarray, "pa.DictionaryArray"]:
    """Words of each text, folded, for counting alone: the number of each word's text, and the word.

    All at once, and each different word folded once: `texts` are one part of a large corpus.
    """
    import pyarrow as pa

    from analysis import _columns
    from analysis.engine import characters
    from analysis.engine.words import word_spans

    with _columns.system_memory():
        buffer, begins = characters.join(texts)
        left, right = word_spans(buffer)
        row = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(left, begins)))
        words = _columns.whole(characters.slices(buffer, left, right)).dictionary_encode()
        folded = _columns.lower(words.dictionary.to_pandas(), fold)
        terms = _columns.whole(folded).dictionary_encode()
        codes = terms.indices.take(words.indices)
        return row, pa.DictionaryArray.from_arrays(codes, terms.dictionary)


def count(
    table: pd.DataFrame, keys: list[str], unit: list[str], name_of_units: str
) -> pd.DataFrame:
    """How often each combination of `keys` occurs: the table of ``tokens.count_terms``."""
    from analysis.engine.counting import count_combinations

    return count_combinations(table, keys, unit, name_of_units)
