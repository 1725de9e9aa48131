"""Many texts as arrays of words: the ground on which `analysis.vader` applies its rules.

VADER cuts a text at white space, as ``str.split`` does, and strips punctuation from each word. Here
no Python object is made for a word: a batch of texts is one buffer of UTF-8 bytes, a word is a
position in it, and every *distinct* form (a word as written, with the white space after it) gets a
number. What the rules must know of a word is looked up once for each distinct form.
"""

import string
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

BATCH = 8_000_000  # characters of text worked on at once; about 150 MB of arrays

_WIDE_SPACES = [c for c in map(chr, range(128, 0x3001)) if c.isspace()]
_AS_BYTES = ("utf-8", "surrogatepass")  # a lone surrogate is no character, yet Python allows it


class Entries(NamedTuple):
    """What the rules know of each term, in small letters; row 0 is for all other words."""

    row: dict[str, int]
    valence: np.ndarray  # of the lexicon; 0 where the term is not in it
    in_lexicon: np.ndarray
    degree: np.ndarray  # what a degree word adds; 0 where the term is none
    negates: np.ndarray
    rule_word: np.ndarray  # number of a word that a rule names; 0 where none does


class Forms(NamedTuple):
    """The same of each distinct form in a batch; the last row means "no word here"."""

    token: list[str]  # as written, punctuation stripped
    term: list[str]  # the token in small letters
    lead: np.ndarray  # characters stripped before the token
    capitals: np.ndarray
    marks: np.ndarray  # has "!" or "?"
    exclamations: np.ndarray  # number of "!"
    questions: np.ndarray  # number of "?"
    valence: np.ndarray
    in_lexicon: np.ndarray
    degree: np.ndarray
    negates: np.ndarray
    rule_word: np.ndarray


class Words(NamedTuple):
    """The words of a batch of texts, in reading order."""

    form: np.ndarray  # of each word, its row in `forms`
    text: np.ndarray  # of each word, its text in the batch
    start: np.ndarray  # of each word, its first byte
    first: np.ndarray  # of each text, its first word
    count: np.ndarray  # of each text, its number of words
    text_start: np.ndarray  # of each text, its first byte
    data: np.ndarray  # the bytes
    forms: Forms
    emoji_texts: dict[int, str]  # texts that have emoji, as they were given


def batches(texts: Sequence[str] | pd.Series, size: int = BATCH) -> Iterator[tuple[int, pa.Array]]:
    """Runs of texts of about `size` characters, each with the row of its first text.

    Raises ``ValueError`` that names the first row that holds no text.
    """
    if isinstance(texts, str):
        raise ValueError("texts: got one string where a list of texts is needed; pass [text]")
    if isinstance(texts, pd.Series) and texts.dtype != object:
        column = pa.array(texts, from_pandas=True)
        chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
        if not pa.types.is_null(column.type) and not _is_text(column.type) and len(column):
            raise ValueError(f"texts: column of type {texts.dtype}, not text")
    else:
        chunks = [list(texts)]
    row = 0
    for chunk in chunks:
        low = 0
        for high in _bounds(_lengths(chunk, row), size):
            yield row + low, _encode(chunk[low:high])
            low = high
        row += len(chunk)


def split(texts: pa.Array, entries: Entries, descriptions: Mapping[int, str]) -> Words:
    """The words of a batch. Emoji are first replaced by their descriptions, as VADER does."""
    data, text_start = _buffers(texts)
    where, points = _beyond_ascii(data)
    emoji_texts = {}
    emoji = where[np.isin(points, list(descriptions))]
    if len(emoji):
        given = texts.to_pylist()
        for row in np.unique(np.searchsorted(text_start, emoji, "right") - 1).tolist():
            emoji_texts[row] = given[row].decode(*_AS_BYTES)
            given[row] = emoji_texts[row].translate(descriptions).encode(*_AS_BYTES)
        data, text_start = _buffers(pa.array(given, pa.large_binary()))
        where, points = _beyond_ascii(data)

    space = (data == 32) | ((data - np.uint8(9)) < 5) | ((data - np.uint8(28)) < 4)
    for character in _WIDE_SPACES if len(where) else ():
        at = where[points == ord(character)]
        for byte in range(len(character.encode())):
            space[at + byte] = True
    begins = np.empty(len(data), bool)  # a word begins after white space, or with its text …
    begins[1:] = space[:-1]
    begins[text_start[text_start < len(data)]] = True
    begins &= ~space  # … and is not white space itself
    start = np.flatnonzero(begins)

    written, form = _distinct(data, start)
    bound = np.searchsorted(start, text_start)
    count = np.diff(bound)
    return Words(
        form=form,
        text=np.repeat(np.arange(len(texts)), count),
        start=start,
        first=bound[:-1],
        count=count,
        text_start=text_start,
        data=data,
        forms=_forms(written, entries),
        emoji_texts=emoji_texts,
    )


def spans(
    words: Words, which: np.ndarray, descriptions: Mapping[int, str]
) -> tuple[np.ndarray, np.ndarray]:
    """Start and end of some words' tokens, in characters of the text as it was given.

    A word of the description of an emoji has the span of the emoji.
    """
    inner = np.flatnonzero((words.data & 0xC0) == 0x80)  # bytes that begin no character

    def character(byte: np.ndarray) -> np.ndarray:
        return byte - np.searchsorted(inner, byte)

    form, text = words.form[which], words.text[which]
    distinct, index = np.unique(form, return_inverse=True)
    length = np.array([len(words.forms.token[f]) for f in distinct], np.int64)[index]
    start = character(words.start[which]) - character(words.text_start[text])
    start += words.forms.lead[form]
    end = start + length
    for row, given in words.emoji_texts.items():
        low, high = np.searchsorted(text, (row, row + 1))
        if low < high:
            widths = [len(descriptions.get(ord(character), " ")) for character in given]
            origin = np.repeat(np.arange(len(given)), widths)
            start[low:high], end[low:high] = origin[start[low:high]], origin[end[low:high] - 1] + 1
    return start, end


def describe(emoji: Mapping[str, str]) -> dict[int, str]:
    """Descriptions by code point. VADER looks at one character at a time, so longer keys are idle.

    The space before each description parts it from a word that it touches; more space does nothing.
    """
    return {ord(symbol): f" {text}" for symbol, text in emoji.items() if len(symbol) == 1}


def _forms(written: list[str], entries: Entries) -> Forms:
    words = [form.rstrip() for form in written] + [""]
    stripped = [word.strip(string.punctuation) for word in words]
    # What is left of an emoticon is two characters or fewer; VADER then keeps the word whole, and
    # with it short words that touch punctuation: "go!" is not "go".
    tokens = [s if len(s) > 2 else word for s, word in zip(stripped, words, strict=True)]
    terms = [token.lower() for token in tokens]
    row = np.array([entries.row.get(term, 0) for term in terms], np.int64)
    exclamations = np.array([word.count("!") for word in words], np.int64)
    questions = np.array([word.count("?") for word in words], np.int64)
    lead = [
        len(word) - len(word.lstrip(string.punctuation)) if len(s) > 2 else 0
        for word, s in zip(words, stripped, strict=True)
    ]
    return Forms(
        token=tokens,
        term=terms,
        lead=np.array(lead, np.int64),
        capitals=np.array([token.isupper() for token in tokens]),
        marks=(exclamations + questions) > 0,
        exclamations=exclamations,
        questions=questions,
        valence=entries.valence[row],
        in_lexicon=entries.in_lexicon[row],
        degree=entries.degree[row],
        negates=entries.negates[row] | np.array(["n't" in term for term in terms]),
        rule_word=entries.rule_word[row],
    )


def _distinct(data: np.ndarray, start: np.ndarray) -> tuple[list[str], np.ndarray]:
    """The distinct forms and each word's number among them; a form reaches to the next word."""
    slices = pa.LargeBinaryArray.from_buffers(
        pa.large_binary(),
        len(start),
        [None, pa.py_buffer(np.append(start, len(data))), pa.py_buffer(data)],
    ).dictionary_encode()
    written = [form.decode(*_AS_BYTES) for form in slices.dictionary.to_pylist()]
    return written, slices.indices.to_numpy()


def _beyond_ascii(data: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each character beyond ASCII starts, and its code point, decoded from UTF-8."""
    where = np.flatnonzero(data >= 0xC0)
    lead, second, third, fourth = (
        data[np.minimum(where + k, len(data) - 1)].astype(np.int64) for k in range(4)
    )
    second, third, fourth = second & 0x3F, third & 0x3F, fourth & 0x3F
    of_two = (lead & 0x1F) << 6 | second
    of_three = (lead & 0x0F) << 12 | second << 6 | third
    of_four = (lead & 0x07) << 18 | second << 12 | third << 6 | fourth
    return where, np.where(lead < 0xE0, of_two, np.where(lead < 0xF0, of_three, of_four))


def _buffers(texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """All bytes in one array, without a copy, and where each text starts (and the last ends)."""
    _, offsets, data = texts.buffers()
    bound = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(data or b"", np.uint8)
    return data[bound[0] : bound[-1]], bound - bound[0]


def _encode(texts: list[str] | pa.Array) -> pa.Array:
    if isinstance(texts, pa.Array):
        return texts.cast(pa.large_string()).cast(pa.large_binary())
    try:
        return pa.array(texts, pa.large_string()).cast(pa.large_binary())
    except UnicodeEncodeError:
        return pa.array([text.encode(*_AS_BYTES) for text in texts], pa.large_binary())


def _lengths(texts: list[str] | pa.Array, row: int) -> np.ndarray:
    if isinstance(texts, pa.Array):
        if texts.null_count:
            missing = row + pc.index(texts.is_null(), True).as_py()
            raise ValueError(f"texts: row {missing} is missing; drop it, or fill it with ''")
        return pc.binary_length(texts).to_numpy() if len(texts) else np.empty(0, np.int64)
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"texts: row {row + number} is {text!r}, not a text; drop or fill it")
    return np.fromiter(map(len, texts), np.int64, len(texts))


def _bounds(lengths: np.ndarray, size: int) -> list[int]:
    """The end of each batch: a text never straddles two, so a long text is a batch of its own."""
    batch = np.cumsum(lengths) // size
    return (np.flatnonzero(np.diff(batch)) + 1).tolist() + [len(lengths)] * bool(len(lengths))


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)
