"""What a word is, said once: for tokens, searches, the codebook and near-duplicates.

A word is what NLTK's ``RegexpTokenizer`` finds with the pattern `WORD`. It keeps whole what a
reader takes for one word: contractions and hyphenated words (``couldn't``, ``Jong-un``),
initialisms with their periods (``U.S.``; ``U.S.-China`` is two words), numbers (``19,511,596``,
``4.5bn``). A possessive is part of its word: ``Trump's`` and ``Trump`` are two terms.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from nltk.tokenize import RegexpTokenizer

LETTER = r"[^\W\d_]"
# What may stand inside a word after a letter or digit: accents written apart, soft hyphens.
MARK = "[\u0300-\u036f\u00ad\u200d\ufe0f]"
UNIT = rf"[^\W_]{MARK}*"
JOINT = r"['’\-‐‑]"
POINT = r"[.,:]"
WORD = (
    rf"(?:{LETTER}\.){{2,}}(?!{LETTER})"  # initialisms: U.S., p.m.
    rf"|\d+(?:{POINT}\d+)+(?:{UNIT})*"  # numbers: 19,511,596, 4.5bn, 10:30
    rf"|(?:{UNIT})+(?:{JOINT}(?:{UNIT})+)*"  # words: couldn't, Jong-un, COVID-19
)

Span = tuple[int, int]


class Tokenizer(Protocol):
    """What can cut a text: any tokenizer of NLTK that says where its pieces are."""

    def span_tokenize(self, s: str, /) -> Iterator[Span]:
        """Start and end of each piece, in characters of the text."""
        ...


@cache
def tokenizer() -> "RegexpTokenizer":
    """NLTK's tokenizer with the study's pattern."""
    # NLTK takes a third of a second to import, which only those who cut words should pay.
    from nltk.tokenize import RegexpTokenizer

    return RegexpTokenizer(WORD)


def spans(text: str) -> list[Span]:
    """Start and end of each word, in characters of `text`."""
    return list(tokenizer().span_tokenize(text))


def spans_by(tokenizer: Tokenizer, text: str) -> list[Span]:
    """Where a tokenizer cuts a text: its spans, without those that hold no letter and no digit.

    Raises ``ValueError`` for a tokenizer that does not say where its pieces stand.
    """
    name = type(tokenizer).__name__
    try:
        spans = list(tokenizer.span_tokenize(text))
    except (AttributeError, NotImplementedError):
        raise ValueError(
            f"tokenizer: {name} does not say where its pieces stand; give one with NLTK's "
            "span_tokenize, such as TreebankWordTokenizer()"
        ) from None
    except ValueError as error:
        raise ValueError(
            f"tokenizer: {name} failed on {text[:40]!r} ({error}); use another"
        ) from None
    return [(start, end) for start, end in spans if re.search(r"[^\W_]", text[start:end])]


def cut(text: str) -> list[str]:
    """The words of a text, as written."""
    return [text[start:end] for start, end in spans(text)]


@lru_cache(2**17)
def fold(token: str) -> str:
    """Return the term of a token: one form for case, apostrophes, hyphens and composed accents."""
    token = token.replace("’", "'").replace("‐", "-").replace("‑", "-").replace("\u00ad", "")
    return unicodedata.normalize("NFC", token.casefold())
