"""Tables of the study's own texts, made once for all tests that read them."""

import os
from collections.abc import Callable
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
    examples(15),
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
def once(tmp_path_factory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Make a folder that is only read, once for all processes of the run."""
    place = tmp_path_factory.getbasetemp()
    shared = place.parent if "PYTEST_XDIST_WORKER" in os.environ else place

    def made(name: str, make: Callable[[Path], object]) -> Path:
        done = shared / f"{name}.done"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                make(shared / name)
                done.touch()
        return shared / name

    return made


@pytest.fixture(scope="session")
def own_study(once) -> Path:
    """The study of the three texts."""
    from analysis.study import study_folder

    return once("own-study", lambda out: study_folder.make_study(out=out, progress=False))


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
