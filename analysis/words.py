"""TODO."""

import unicodedata
from functools import lru_cache

_LETTER = r"[^\W\d_]"

# What may stand inside a word after a letter or digit: accents written apart, soft hyphens.
_MARK = "[\u0300-\u036f\u00ad\u200d\ufe0f]"

_UNIT = rf"[^\W_]{_MARK}*"

_JOINT = r"['’\-‐‑]"

_POINT = r"[.,:]"

WORD = (
    rf"(?:{_LETTER}\.){{2,}}(?!{_LETTER})"  # initialisms: U.S., p.m.
    rf"|\d+(?:{_POINT}\d+)+(?:{_UNIT})*"  # numbers: 19,511,596, 4.5bn, 10:30
    rf"|(?:{_UNIT})+(?:{_JOINT}(?:{_UNIT})+)*"  # words: couldn't, Jong-un, COVID-19
)


@lru_cache(2**17)
def fold(token: str) -> str:
    """Return the term of a token: one form for case, apostrophes, hyphens and composed accents."""
    token = token.replace("’", "'").replace("‐", "-").replace("‑", "-").replace("\u00ad", "")
    return unicodedata.normalize("NFC", token.casefold())
