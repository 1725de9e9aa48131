"""What VADER's rules must know of a word, looked up once for each distinct form in a batch."""

import string
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

ASCII_SPACE = "".join(c for c in map(chr, range(128)) if c.isspace())
AS_BYTES = ("utf-8", "surrogatepass")  # a lone surrogate is no character, yet Python allows it


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
    """The same of each distinct form in a batch; the last row means "no word here"."""

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


def token_of(written: str) -> tuple[str, str, int]:
    """A word, its token, and how many characters were stripped before the token.

    What is left of an emoticon is two characters or fewer; VADER then keeps the word whole, and
    with it short words that touch punctuation: "go!" is not "go".
    """
    word = written.rstrip()
    token = word.strip(string.punctuation)
    if len(token) <= 2:
        return word, word, 0
    return word, token, len(word) - len(word.lstrip(string.punctuation))


def forms(written: pa.LargeBinaryArray, entries: Entries) -> Forms:
    """`Forms` of words; in Arrow where all is ASCII, and else as Python strips and folds."""
    _, bounds, data = written.buffers()
    bounds = np.frombuffer(bounds, np.int64)[: len(written) + 1]
    data = np.frombuffer(data or b"", np.uint8)[: bounds[-1]]

    def having(byte: np.ndarray) -> np.ndarray:
        return np.searchsorted(bounds, np.flatnonzero(byte), "right") - 1

    exclamations = np.bincount(having(data == ord("!")), minlength=len(written) + 1)
    questions = np.bincount(having(data == ord("?")), minlength=len(written) + 1)
    row, capitals, contracted = _ascii_traits(written, entries, np.unique(having(data == ord("'"))))
    for form in np.unique(having(data > 127)).tolist():
        _, token, _ = token_of(written[form].as_py().decode(*AS_BYTES))
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
    """Row in `entries`, capitals, "n't" in it: of each word, right for those of ASCII alone.

    `apostrophes` are the words that may have "n't" in them. The last row is that of no word.
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
