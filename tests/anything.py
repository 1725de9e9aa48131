"""Text of any kind for tests that try everything, and what every answer to bad input must be."""

import os
import re

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

LETTERS = st.characters(exclude_categories=["Cs"])
HARD = st.sampled_from(
    [
        *("\u00a0", "\u200b", "\u202e", "\ufeff", "\r\n", "\r", "\n", "\n\n", "\f", "\v", "\x1c"),
        *("\u2028", "\u0085", "e\u0301", "👨\u200d👩\u200d👧", "שלום", "“", "”", '"', "'", "‘"),
        *("U.S. ", "said. ", "Kim Jong-un ", "• ", "-- ", "İ", "ß", "ﬁ", "𝒳", "1,000.5 ", "\x00"),
    ]
)
TEXTS = st.lists(st.one_of(LETTERS, HARD, st.text(LETTERS, max_size=8)), max_size=60).map("".join)

# `make slow` tries seventeen times as many examples.
TIMES = int(os.environ.get("EXAMPLES", "1"))


def examples(number: int, **more) -> settings:
    """Hypothesis tries so many examples, `TIMES` over."""
    return settings(max_examples=number * TIMES, deadline=None, **more)


FUZZ = examples(15, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def sentence(text: str) -> str:
    assert len(text) <= 520
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]", text)
    return text
