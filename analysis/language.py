"""Find texts that are hardly English: the lexicons are English, so such a text gets no tone."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import _columns
from analysis._checks import need
from analysis.sentences import DEFAULT_ROLES
from analysis.tokens import STOPWORDS

FUNCTION_WORDS = STOPWORDS | {"not", "no", "but", "if", "than", "would", "could", "more", "all"}

# Between the lowest share in English prose and the highest in other languages: `hardly_english`.
LOWEST_ENGLISH = 0.2
_FEWEST = 50
ENGLISH_ALONE = (
    "its counts, contrasts and codes hold, its tone does not: the lexicons are English; it is left "
    "out of what shows tone, or score it with sentiment.score(…, lexicon) and a list of its "
    "language"
)

# A text is English if its first 10 sentences hold "the" three times, and once in 400 bytes. In
# other texts 20 sentences are looked at, word by word.
_FIRST, _SURE, _APART = 10, 3, 400
_MORE = 20

_FUNCTION = rf"\b(?:{'|'.join(sorted(word for word in FUNCTION_WORDS if word.isalpha()))})\b"


def hardly_english(texts: Sequence[str]) -> np.ndarray:
    """Whether each text has fifty words or more, with few English function words among them.

    Few are less than .2 of the words. 241 American editorials have .27 to .50, 132 news articles
    .32 to .48; the first article of the Universal Declaration of Human Rights has .43 in English
    and .00 to .07 in twelve other languages (by words that look the same: "in", "at", "as").
    Scripts without blanks count as fifty words from 400 characters on. Long lists fall under it
    too, and a text that is half in another language may not.

    >>> language.hardly_english(["Der Gipfel ging ohne Abkommen zu Ende. " * 10, "Too short."])
    array([ True, False])
    """
    return _judge(_count(texts)).to_numpy()


def find_foreign(sentences: pd.DataFrame) -> list[str]:
    """The `doc_id` of each text that is hardly English, by the first sentences compared.

    `sentiment.score` refuses such a text. A text of fewer than fifty words is not judged, and one
    that turns to another language later is not found.

    >>> language.find_foreign(sentences.split(corpus.load()))
    []
    """
    need(sentences, ["doc_id", "text"], "sentences", "sentences.split")
    document, ids = pd.factorize(sentences["doc_id"])
    if (np.diff(document) < 0).any():
        order = np.argsort(document, kind="stable")
        sentences, document = sentences.iloc[order], document[order]
    rows = np.arange(len(sentences))
    if "role" in sentences:
        rows = rows[sentences["role"].isin(DEFAULT_ROLES)]
    begins = np.searchsorted(document[rows], np.arange(len(ids) + 1))
    filled = np.flatnonzero(np.diff(begins))
    first, end = rows[begins[filled]], np.minimum(begins[filled] + _FIRST, begins[filled + 1])
    last = rows[end - 1] + 1
    sure = _has_the(sentences["text"], first, last) & (last - first == end - begins[filled])
    unsure = [rows[begins[n] : begins[n + 1]][:_MORE] for n in filled[~sure].tolist()]
    if not unsure:
        return []
    looked = np.concatenate(unsure)
    counted = _count(sentences["text"].iloc[looked]).groupby(document[looked]).sum()
    return list(ids[counted.index[_judge(counted)]])


def in_english(sentences: pd.DataFrame) -> pd.DataFrame:
    """The sentences that can be given a tone, one row per sentence: those of texts in English.

    Left out are the `sentences` of texts that `find_foreign` finds; the rest stays as it is.

    Raises ``ValueError`` for missing columns.

    Limit: a whole text is kept or left out, so English sentences in a text of another language go
    with it.

    See also ``language.find_foreign``, ``sentiment.score``.

    >>> s = sentences.split(corpus.load())
    >>> len(language.in_english(s)) == len(s)
    True
    """
    return sentences[~sentences["doc_id"].isin(find_foreign(sentences))]


def _has_the(texts: pd.Series, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether the word "the" shows rows `first` to `last` (exclusive) to be English."""
    column = _columns.whole(texts)
    _, bounds, data = column.buffers()
    bounds = np.frombuffer(bounds, np.int64)[column.offset :]
    edges = zip(bounds[first].tolist(), bounds[last].tolist(), strict=True)
    counts = [data[start:end].to_pybytes().count(b" the ") for start, end in edges]
    return np.array(counts) >= np.maximum(_SURE, (bounds[last] - bounds[first]) / _APART)


def _count(texts: Sequence[str] | pd.Series) -> pd.DataFrame:
    given = pa.array(texts, pa.large_string(), from_pandas=True)
    found = {
        "words": pc.add(pc.count_substring(given, " "), 1),
        "length": pc.utf8_length(given),
        "english": pc.count_substring_regex(pc.ascii_lower(given), _FUNCTION),
    }
    return pd.DataFrame({name: counts.to_pandas() for name, counts in found.items()})


def _judge(counted: pd.DataFrame) -> pd.Series:
    long = (counted["words"] >= _FEWEST) | (counted["length"] >= 400)
    return long & (counted["english"] < LOWEST_ENGLISH * counted["words"])
