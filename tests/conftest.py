"""Tables of the study's own texts, made once for all tests that read them."""

import os

import pandas as pd
import pytest
from hypothesis import settings

from analysis import corpus, sentences, tokens

# No example is timed: a slow machine is no defect. At the gate the examples are the same each time.
settings.register_profile("study", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("study")


@pytest.fixture(scope="session")
def own() -> corpus.Corpus:
    return corpus.load()


@pytest.fixture(scope="session")
def own_sentences(own) -> pd.DataFrame:
    return sentences.split(own)


@pytest.fixture(scope="session")
def own_tokens(own_sentences) -> pd.DataFrame:
    return tokens.tokenize(own_sentences)


@pytest.fixture
def of_text():
    """Make a corpus of texts given in place; ids are a, b, c, …."""

    def make(*texts: str) -> corpus.Corpus:
        ids = [chr(ord("a") + number) for number in range(len(texts))]
        return corpus.from_table(pd.DataFrame({"doc_id": ids, "text": list(texts)}))

    return make
