"""Tables of the study's own texts, made once for all tests that read them."""

import os
from pathlib import Path

import pandas as pd
import pytest
from anything import examples
from filelock import FileLock
from hypothesis import HealthCheck, settings

from analysis import corpus, sentences, tokens
from analysis.engine import door
from analysis.study.exported import load_nbformat

load_nbformat()  # before a test imports it with all its grammars

# No example is timed: a slow machine is no defect. At the gate the examples are the same each time.
# Fixtures here make what all examples share, so that they need not be made for each.
settings.register_profile(
    "study",
    examples(25),
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("study")


# Files that take longest come first, so that no process is left alone with one of them at the end.
LONGEST = ["study/test_notebooks.py", "charts/test_all_charts.py", "large/test_scoring.py"]


def pytest_collection_modifyitems(items):
    places = {Path(__file__).parent / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(scope="session")
def own() -> corpus.Corpus:
    return corpus.load()


@pytest.fixture(scope="session")
def own_sentences(own) -> pd.DataFrame:
    return sentences.split(own)


@pytest.fixture(scope="session")
def own_tokens(own_sentences) -> pd.DataFrame:
    return tokens.tokenize(own_sentences)


@pytest.fixture(scope="session")
def own_study(tmp_path_factory) -> Path:
    """The study of the three texts, made once for all processes of the run; to be read only."""
    from analysis.study import study_folder

    place = tmp_path_factory.getbasetemp()
    shared = place.parent if "PYTEST_XDIST_WORKER" in os.environ else place
    with FileLock(shared / "own-study.lock"):
        if not (shared / "own-study").exists():
            study_folder.make_study(out=shared / "own-study", progress=False)
    return shared / "own-study"


@pytest.fixture
def of_text():
    """Make a corpus of texts given in place; ids are a, b, c, …."""

    def make(*texts: str) -> corpus.Corpus:
        ids = [chr(ord("a") + number) for number in range(len(texts))]
        return corpus.from_table(pd.DataFrame({"doc_id": ids, "text": list(texts)}))

    return make


@pytest.fixture(params=["plain", "engine"])
def either_path(request, monkeypatch):
    """Run a test twice: on the plain code and on the engine, however little text there is."""
    monkeypatch.setattr(door, "LARGE", float("inf") if request.param == "plain" else -1)
