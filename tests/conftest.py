"""Tables of the study's own texts, made once for all tests that read them."""

import pandas as pd
import pytest

from analysis import corpus, sentences, tokens


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
