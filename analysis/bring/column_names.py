"""What people call the columns of a table of texts, in several languages."""

import re
import tomllib
from pathlib import Path

# Of ``column_names.toml``: column of commentaries.csv (and `text`) to its names by language.
NAMES: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def fold(name: str) -> str:
    """A column's name without what does not matter in it; ``publishedAt`` is two words."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


# Name to (column, place in the order of preference); a name that two columns share is the first's.
KNOWN: dict[str, tuple[str, int]] = {}
for _column, _languages in NAMES.items():
    for _place, _name in enumerate(", ".join(_languages.values()).split(", ")):
        KNOWN.setdefault(fold(_name), (_column, _place))


def column_of(name: str) -> str:
    """Column of commentaries.csv (or `text`) that a name means, '' where it means none.

    >>> column_of("Publication Title"), column_of("Zeitung"), column_of("wing")
    ('outlet', 'outlet', '')
    """
    return KNOWN.get(fold(name), ("", 0))[0]
