"""The words of many texts, and what VADER's rules must know of each.

`text_batches` divides the texts, `split_words` finds the words of a batch as VADER does (between
white space, emoji described), and what the rules know of a word is looked up once for each distinct
form in the batch. `locate_tokens` says where some of the words stand in the texts as given.
"""

import string
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import typography
from analysis._columns import system_memory

BATCH = 8_000_000  # characters of text worked on at once; about 150 MB of arrays
ASCII_SPACE = "".join(c for c in map(chr, range(128)) if c.isspace())
AS_BYTES = ("utf-8", "surrogatepass")  # a lone surrogate is no character, yet Python allows it
_WIDE_SPACES = {code for code in range(128, 0x3001) if chr(code).isspace()}
_DIGIT = np.array([chr(code) in string.digits for code in range(256)])
_IS_SPACE = bytes(chr(code) in ASCII_SPACE for code in range(256))


class Entries(NamedTuple):
    """What the rules know of each term, in small letters; row 0 is for all other words."""

    row: dict[str, int]
    ascii_terms: pa.LargeStringArray  # those of ASCII characters, and their rows
    ascii_rows: np.ndarray
    valence: np.ndarray  # of the lexicon; 0 where the term is not in it
    in_lexicon: np.ndarray
    degree: np.ndarray  # what a degree word adds; 0 where the term is none
    negates: np.ndarray
    rule_word: np.ndarray  # number of a word that a rule names; 0 where none does


class Forms(NamedTuple):
    """What the rules know of each distinct form in a batch; the last row means "no word here"."""

    written: pa.LargeBinaryArray  # as it stands in the texts, with the white space after it
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
    count: np.ndarray  # type: ignore[assignment]  # of each text, its number of words
    text_start: np.ndarray  # of each text, its first byte
    data: np.ndarray  # the bytes of the texts as they are read
    forms: Forms
    given: pa.Array  # the texts as they were given
    respelled: np.ndarray  # which of them are read with marks of another form …
    moved: np.ndarray  # … and in which words stand at other places than they were given


class Tokens(NamedTuple):
    """Some words, with their places."""

    start: np.ndarray  # in characters of the text as it was given
    end: np.ndarray
    token: np.ndarray  # as written, without outer punctuation; for an emoji, the emoji
    term: np.ndarray  # in small letters; for an emoji, a word of its description


def text_batches(
    texts: Sequence[str] | pd.Series, size: int = BATCH
) -> Iterator[tuple[int, pa.Array]]:
    """Runs of texts of about `size` characters, each with the row of its first text.

    Raises ``ValueError`` that names the first row that holds no text.
    """
    if isinstance(texts, str):
        raise ValueError("texts: got one string where a list of texts is needed; pass [text]")
    if isinstance(texts, pd.Series) and texts.dtype != object:
        column = pa.array(texts, from_pandas=True)
        # pandas.concat leaves a chunk a table: hundreds of small ones are read as one.
        if isinstance(column, pa.ChunkedArray) and column.nbytes < size * (column.num_chunks - 1):
            column = column.combine_chunks()
        chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
        of_text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        if not pa.types.is_null(column.type) and not of_text and len(column):
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


@system_memory()
def split_words(texts: pa.Array, entries: Entries, descriptions: Mapping[int, str]) -> Words:
    """The words of a batch, read as `typography` says, emoji as VADER describes them."""
    given = texts
    data, text_start = _buffers(texts)
    where, points = _beyond_ascii(data)
    # Emoji and two hyphens become more than they were: those texts are read one by one.
    longer = np.append(_those_in(descriptions, where, points), _double_hyphens(data))
    longer = np.unique(np.searchsorted(text_start, longer, "right") - 1)
    respelled = np.zeros(len(texts), bool)
    moved = respelled.copy()
    if len(longer):
        table = typography.spelling(descriptions)
        rows = [
            typography.read_as(text.decode(*AS_BYTES), table).encode(*AS_BYTES)
            for text in texts.take(pa.array(longer)).to_pylist()
        ]
        respelled[longer] = moved[longer] = True
        binary = pa.large_binary()
        replaced = pc.replace_with_mask(texts.cast(binary), pa.array(moved), pa.array(rows, binary))
        data, text_start = _buffers(replaced)
        where, points = _beyond_ascii(data)
    straight, text_start = _straighten(data, text_start, where, points, respelled, moved)
    if straight is not data:
        data = straight
        where, points = _beyond_ascii(data)

    space = np.frombuffer(bytearray(data).translate(_IS_SPACE), bool)
    at = _those_in(_WIDE_SPACES, where, points)
    while len(at):  # all bytes of a character of several
        space[at] = True
        at = at[(at + 1 < len(data)) & (data[np.minimum(at + 1, len(data) - 1)] & 0xC0 == 0x80)] + 1
    begins = np.empty(len(data), bool)  # a word begins after white space, or with its text …
    begins[1:] = space[:-1]
    begins[text_start[text_start < len(data)]] = True
    begins &= ~space  # … and is not white space itself
    start = np.flatnonzero(begins)

    slices = pa.LargeBinaryArray.from_buffers(
        pa.large_binary(),
        len(start),
        [None, pa.py_buffer(np.append(start, len(data))), pa.py_buffer(data)],
    ).dictionary_encode()
    form = slices.indices.to_numpy()
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
        forms=_look_up(slices.dictionary, entries),
        given=given,
        respelled=respelled,
        moved=moved,
    )


def _double_hyphens(data: np.ndarray) -> np.ndarray:
    """Where two hyphens stand, not behind a space: spaced hyphens stay as they are."""
    hyphens = np.flatnonzero(data == ord("-"))
    first = hyphens[:-1][np.diff(hyphens) == 1]
    return first[(first == 0) | ~np.isin(data[first - 1], [ord(" "), ord("-")])]


def _straighten(
    data: np.ndarray,
    text_start: np.ndarray,
    where: np.ndarray,
    points: np.ndarray,
    respelled: np.ndarray,
    moved: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The bytes of texts as `typography.pieces` reads them, and where each text then starts.

    A character is read as ASCII of no more bytes than its own. Texts that change are marked in
    `respelled`; and in `moved` if more than marks change, or the number of characters does. Texts
    that are already marked in `moved` stay as they are.
    """
    codes = pd.unique(points).tolist()
    reads = {code: typography.pieces(chr(code))[0] for code in codes}
    reads = {code: read.encode() for code, read in reads.items() if read != chr(code)}
    at = np.isin(points, list(reads))
    where, points = where[at], points[at]
    text = np.searchsorted(text_start, where, "right") - 1
    where, points, text = where[~moved[text]], points[~moved[text]], text[~moved[text]]
    # A dash between two digits stays.
    width = 2 + (points > 0x7FF) + (points > 0xFFFF)
    stays = np.isin(points, [ord(dash) for dash in typography.DASHES])
    stays &= (where > text_start[text]) & (where + width < text_start[text + 1])
    stays[stays] = _DIGIT[data[where[stays] - 1]] & _DIGIT[data[where[stays] + width[stays]]]
    where, points, width, text = where[~stays], points[~stays], width[~stays], text[~stays]
    ticks = np.flatnonzero(data == ord("`"))
    ticks = ticks[~moved[np.searchsorted(text_start, ticks, "right") - 1]]
    if not len(where) and not len(ticks):
        return data, text_start
    data, left_out = data.copy(), []
    data[ticks] = ord("'")
    respelled[np.searchsorted(text_start, ticks, "right") - 1] = True
    for code, read in reads.items():
        own = points == code
        for place in range(len(chr(code).encode(*AS_BYTES))):
            if place < len(read):
                data[where[own] + place] = read[place]
            else:
                left_out.append(where[own] + place)
        respelled[text[own]] = True
        if read not in (b"'", b'"', b"-"):
            moved[text[own]] = True
    if not left_out:
        return data, text_start
    gone = np.sort(np.concatenate(left_out))
    return np.delete(data, gone), text_start - np.searchsorted(gone, text_start)


def locate_tokens(words: Words, which: np.ndarray, descriptions: Mapping[int, str]) -> Tokens:
    """The tokens of some words. A word of the description of an emoji has the span of the emoji."""
    inner = np.flatnonzero((words.data & 0xC0) == 0x80)  # bytes that begin no character

    def character(byte: np.ndarray) -> np.ndarray:
        return byte - np.searchsorted(inner, byte)

    text = words.text[which]
    distinct, form = np.unique(words.form[which], return_inverse=True)
    written = words.forms.written.take(pa.array(distinct)).to_pylist()
    parted = [strip_word(word.decode(*AS_BYTES)) for word in written]
    token = np.array([token for _, token, _ in parted], object)[form]
    term = np.array([token.lower() for _, token, _ in parted], object)[form]
    start = character(words.start[which]) - character(words.text_start[text])
    start += np.array([lead for _, _, lead in parted], np.int64)[form]
    end = start + np.array([len(token) for _, token, _ in parted], np.int64)[form]

    def given(rows: np.ndarray) -> list[str]:
        texts = words.given.take(pa.array(rows)).to_pylist()
        return [text.decode(*AS_BYTES) for text in texts]

    hits = np.flatnonzero(words.moved[text])
    if len(hits):
        rows, row = np.unique(text[hits], return_inverse=True)
        # No fold looks beyond the line feeds that part the texts here.
        texts = given(rows)
        joined = "\n".join(texts)
        widths = typography.widths(joined, typography.spelling(descriptions))
        reads = np.append(0, np.cumsum(widths))
        begins = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
        first, last = (reads[begins[row]] + place[hits] for place in (start, end))
        first = np.searchsorted(reads, first, "right") - 1
        last = np.searchsorted(reads, last - 1, "right")
        token[hits] = [joined[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]
        start[hits], end[hits] = first - begins[row], last - begins[row]
    # Other tokens change in reading only if they have such a mark.
    marked = np.array([not set("'\"-").isdisjoint(token) for _, token, _ in parted], bool)[form]
    hits = np.flatnonzero(words.respelled[text] & ~words.moved[text] & marked)
    for hit, whole in zip(hits.tolist(), given(text[hits]), strict=True):
        token[hit] = whole[start[hit] : end[hit]]
    return Tokens(start, end, token, term)


def describe_emoji(emoji: Mapping[str, str]) -> dict[int, str]:
    """Descriptions of emoji by code point; `split_words` puts them in their places.

    VADER looks at one character at a time, so an emoji of several has no description. The space
    before each description parts it from a word that it touches; more space does nothing.
    """
    return {ord(symbol): f" {text}" for symbol, text in emoji.items() if len(symbol) == 1}


def strip_word(written: str) -> tuple[str, str, int]:
    """A word, its token, and how many characters were stripped before the token.

    What is left of an emoticon is two characters or fewer; VADER then keeps the word whole, and
    with it short words that touch punctuation: "go!" is not "go".
    """
    word = written.rstrip()
    token = word.strip(string.punctuation)
    if len(token) <= 2:
        return word, word, 0
    return word, token, len(word) - len(word.lstrip(string.punctuation))


def _look_up(written: pa.LargeBinaryArray, entries: Entries) -> Forms:
    """What `entries` know of some words; Arrow looks up those of ASCII, Python the others."""
    _, bounds, data = written.buffers()
    bounds = np.frombuffer(bounds, np.int64)[: len(written) + 1]
    data = np.frombuffer(data or b"", np.uint8)[: bounds[-1]]

    def having(byte: np.ndarray) -> np.ndarray:
        return np.searchsorted(bounds, np.flatnonzero(byte), "right") - 1

    exclamations = np.bincount(having(data == ord("!")), minlength=len(written) + 1)
    questions = np.bincount(having(data == ord("?")), minlength=len(written) + 1)
    row, capitals, contracted = _ascii_traits(written, entries, np.unique(having(data == ord("'"))))
    for form in np.unique(having(data > 127)).tolist():
        _, token, _ = strip_word(written[form].as_py().decode(*AS_BYTES))
        row[form] = entries.row.get(token.lower(), 0)
        capitals[form], contracted[form] = token.isupper(), "n't" in token.lower()
    return Forms(
        written=written,
        capitals=capitals,
        marks=(exclamations + questions) > 0,
        exclamations=exclamations,
        questions=questions,
        valence=entries.valence[row],
        in_lexicon=entries.in_lexicon[row],
        degree=entries.degree[row],
        negates=entries.negates[row] | contracted,
        rule_word=entries.rule_word[row],
    )


def _ascii_traits(
    written: pa.LargeBinaryArray, entries: Entries, apostrophes: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The row in `entries`, whether in capitals, whether with "n't". Right only for ASCII words.

    `apostrophes` are the words that may have "n't" in them. The last row stands for no word.
    """
    word = pa.LargeStringArray.from_buffers(len(written), *written.buffers()[1:])
    word = pc.ascii_rtrim(word, ASCII_SPACE)
    stripped = pc.ascii_trim(word, string.punctuation)
    token = pc.if_else(pc.less_equal(pc.binary_length(stripped), 2), word, stripped)
    term = pc.ascii_lower(token)
    row, capitals, contracted = np.zeros((3, len(written) + 1), np.int64)
    place = pc.fill_null(pc.index_in(term, entries.ascii_terms), len(entries.ascii_terms))
    row[:-1] = np.append(entries.ascii_rows, 0)[place.to_numpy()]
    capitals[:-1] = pc.ascii_is_upper(token).to_numpy(zero_copy_only=False)
    few = pc.match_substring(term.take(pa.array(apostrophes)), "n't")
    contracted[apostrophes] = few.to_numpy(zero_copy_only=False)
    return row, capitals.astype(bool), contracted.astype(bool)


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


def _those_in(codes: Container[int], where: np.ndarray, points: np.ndarray) -> np.ndarray:
    found = [code for code in pd.unique(points).tolist() if code in codes]
    return where[np.isin(points, found)] if found else where[:0]


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
        return pa.array([text.encode(*AS_BYTES) for text in texts], pa.large_binary())


def _lengths(texts: list[str] | pa.Array, row: int) -> np.ndarray:
    """The length of each text; `row` is the row of the first, to name one that is no text."""
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
