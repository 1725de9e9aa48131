"""How texts are read: the pairs of reading.csv, a table to be read, through both paths.

Where pieces are expected, " | " stands between them; "\\u200b" stands for a character that is not
seen. What is unsolved is marked so, and must fail.
"""

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis import corpus, frames, sentences, sentiment, tokens
from analysis.engine import door
from analysis.voices import quoted_spans

PAIRS = pd.read_csv(Path(__file__).with_name("reading.csv"), keep_default_na=False)
PAIRS = PAIRS.map(
    lambda cell: re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), cell)
)


def rows(*rules: str) -> list:
    hard = pytest.mark.xfail(strict=True, reason="known and hard")
    return [
        pytest.param(row, marks=[hard] if row.unsolved else [], id=f"{row.Index + 2}")
        for row in PAIRS[PAIRS["rule"].isin(rules)].itertuples()
    ]


@pytest.fixture(scope="module", params=["plain", "engine"])
def made(request) -> tuple[dict, dict]:
    """Sentences of all texts, and their words, by the id of the text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "LARGE", float("inf") if request.param == "plain" else -1)
        texts = pd.DataFrame({"doc_id": PAIRS.index.map(str), "text": PAIRS["text"]})
        table = sentences.split(corpus.from_table(texts))
        words = tokens.tokenize(table)
        return tuple(dict(iter(each.groupby("doc_id"))) for each in (table, words))


NONE = pd.DataFrame(columns=["text", "quotes", "token"])


@pytest.mark.parametrize("row", rows("sentences", "whose words", "words"))
def test_pairs(row, made):
    table, words = (each.get(str(row.Index), NONE) for each in made)
    found = {
        "sentences": table["text"],
        "whose words": [kind for quotes in table["quotes"] for _, _, kind in quotes],
        "words": words["token"],
    }
    assert " | ".join(found[row.rule]) == row.reads


@pytest.mark.parametrize("row", rows("quotation marks"))
def test_quotation_marks(row):
    found = [row.text[start:end] for start, end in quoted_spans(row.text)]
    assert " | ".join(found) == row.reads


@pytest.mark.parametrize("row", rows("tone"))
def test_tone(row):
    """Equal to the tone of what is read, and that has one."""
    one, two = sentiment.compound([row.text, row.reads])
    assert one == two != 0


@pytest.mark.parametrize("row", rows("search"))
def test_a_search_is_cut_as_the_text_is_or_refused(row, made):
    """All of them found nothing and said nothing once. Concordance and codebook agree."""
    table = made[0][str(row.Index)]
    book = pd.DataFrame({"code": ["name_x"], "kind": ["name"], "pattern": [row.pattern]})
    if row.reads:
        assert tokens.concordance(table, row.pattern)["match"].tolist() == [row.reads]
        assert frames.code(table, book)["text"].tolist() == [row.reads]
        return
    with pytest.raises(ValueError, match="has no word to look for"):
        tokens.concordance(table, row.pattern)
    if row.pattern:
        with pytest.raises(ValueError, match="has no word at character 1; add one, or delete it"):
            frames.code(table, book)


def test_a_wildcard_behind_a_full_stop_is_refused(made):
    with pytest.raises(ValueError, match="a wildcard right after a full stop, where no word"):
        tokens.concordance(next(iter(made[0].values())), "U.S.*")
