"""What a word is, in one place: for tokens, searches, the codebook and near-duplicates.

A word is what NLTK's ``RegexpTokenizer`` finds with the pattern `WORD`. It keeps whole what a
reader takes for one word: contractions and hyphenated words (``couldn't``, ``Jong-un``),
initialisms with their periods (``U.S.``), numbers (``19,511,596``, ``4.5bn``). Apostrophes and
hyphens of any form are one (`typography.FOLDS`), invisible characters alone make no word, and each
word has a letter or a digit. A possessive is part of its word: ``Trump's`` and ``Trump`` are two
terms (a term is a word in one form: `fold`). Not whole, but several words: ``U.S.-China``,
``U.S.'s``, ``Ph.D.``, ``AT&T``, ``9/11``, ``4.5-inch``; ``50%`` is ``50``.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

from analysis.typography import LIGATURES, SOFT_HYPHEN, read_as, straighten

if TYPE_CHECKING:
    from nltk.tokenize import RegexpTokenizer

# For text in straight marks (`typography.straighten`); in the notation of the `regex` library.
LETTER = r"[\p{L}\p{Nl}]"
# May stand inside a word after a letter or digit: combining accents, invisible characters.
MARK = rf"[\p{{Mn}}\p{{Mc}}{SOFT_HYPHEN}]"
DIGIT = rf"\p{{Nd}}{MARK}*"
UNIT = rf"[\p{{L}}\p{{Nl}}\p{{Nd}}]{MARK}*"
JOINT = rf"['\-]{SOFT_HYPHEN}*"
POINT = r"[.,:]"
WORD = (
    rf"(?:{LETTER}{MARK}*\.{SOFT_HYPHEN}*){{2,}}(?!{LETTER})"  # initialisms: U.S., p.m.
    rf"|(?:{DIGIT})+(?:{POINT}(?:{DIGIT})+)+(?:{UNIT})*"  # numbers: 19,511,596, 4.5bn
    rf"|(?:{UNIT})+(?:{JOINT}(?:{UNIT})+)*"  # words: couldn't, Jong-un, COVID-19
)

Span = tuple[int, int]

_SPACE, _PIECE = re.compile(r"\s"), 100_000


class Tokenizer(Protocol):
    """Anything that can cut a text: any tokenizer of NLTK that says where its pieces are."""

    def span_tokenize(self, s: str, /) -> Iterator[Span]:
        """Start and end of each piece, in characters of the text."""
        ...


@cache
def tokenizer() -> "RegexpTokenizer":
    """NLTK's tokenizer with the study's pattern."""
    # NLTK takes a third of a second to import, so it is imported only to cut words.
    from nltk.tokenize import RegexpTokenizer

    return RegexpTokenizer(WORD)


def spans(text: str) -> list[Span]:
    """Start and end of each word, in characters of `text`."""
    straight = straighten(text)
    found: list[Span] = []
    first = 0
    # Piece by piece, since NLTK gives each text five seconds; no word holds white space.
    while first < len(straight):
        space = _SPACE.search(straight, first + _PIECE)
        end = space.start() if space else len(straight)
        found += [(first + start, first + stop)
                  for start, stop in tokenizer().span_tokenize(straight[first:end])]  # fmt: skip
        first = end
    return found


def spans_by(tokenizer: Tokenizer, text: str) -> list[Span]:
    """Where a tokenizer cuts a text: the spans of its pieces.

    Raises ``ValueError`` for a tokenizer that does not say where its pieces stand.
    """
    name = type(tokenizer).__name__
    try:
        return list(tokenizer.span_tokenize(text))
    except (AttributeError, NotImplementedError):
        raise ValueError(
            f"tokenizer: {name} does not say where its pieces stand; give one with NLTK's "
            "span_tokenize, such as TreebankWordTokenizer()"
        ) from None
    except ValueError as error:
        raise ValueError(
            f"tokenizer: {name} failed on {text[:40]!r} ({error}); use another"
        ) from None


def has_letter_or_digit(text: str) -> bool:
    """Whether a text holds what makes a word."""
    import regex

    return regex.search(UNIT, straighten(text)) is not None


def cut(text: str) -> list[str]:
    """The words of a text, as written."""
    return [text[start:end] for start, end in spans(text)]


def marks(text: str) -> str:
    """The marks of a text that a reader sees, one hyphen for a dash; white space is left out."""
    return re.sub("-+", "-", "".join(read_as(text).split()))


@lru_cache(2**17)
def straight_form(token: str) -> str:
    """One form for apostrophes, hyphens, ligatures and composed accents; capitals are kept."""
    plain = straighten(token).replace(SOFT_HYPHEN, "").translate(LIGATURES)
    return unicodedata.normalize("NFC", plain)


@lru_cache(2**17)
def fold(token: str) -> str:
    """The term of a token: one form for case, apostrophes, hyphens, ligatures and accents."""
    return unicodedata.normalize("NFC", straight_form(token).casefold())
