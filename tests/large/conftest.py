"""A table of 120 documents, and the folders that scoring makes of it, made once for all tests."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from scored_folder import prose

from analysis.large import scoring

CODEBOOK = """code,kind,definition,pattern
walk,name,the end as a walk,walk* (away | out)
collapse,name,the end as a collapse,collaps*
deal,frame,a deal,[no] deal
kim,actor,the chairman,Kim [Jong-un | Jong Un]
"""


@pytest.fixture(scope="session")
def table() -> pd.DataFrame:
    """120 documents of three outlets that take turns, so that each group is in every part."""
    ids = [f"d{number}" for number in range(120)]
    outlets = ["East", "West", "North"]
    return pd.DataFrame(
        {
            "doc_id": ids,
            "outlet": [outlets[number % 3] for number in range(120)],
            "text": [prose(number, 60) for number in range(120)],
        }
    )


@pytest.fixture(scope="session")
def big(table, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("input") / "articles.parquet"
    table.to_parquet(path)
    return path


@pytest.fixture(scope="session")
def codebook(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("codes") / "codebook.csv"
    path.write_text(CODEBOOK)
    return path


@pytest.fixture(scope="session")
def whole(big, codebook, tmp_path_factory) -> Path:
    """What an uninterrupted run in one process makes; beside it, as it was before the adding up."""
    out = tmp_path_factory.mktemp("whole") / "out"
    add_up = scoring._add_up

    def keep_and_add_up(job, *given):
        shutil.copytree(job.out, out.parent / "scored", ignore=shutil.ignore_patterns("*.lock"))
        return add_up(job, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoring, "_add_up", keep_and_add_up)
        scoring.score_corpus(big, out, by="outlet", codebook=codebook, batch=5)
    return out


@pytest.fixture(scope="session")
def scored(whole) -> Path:
    """All parts are made, and nothing is added up yet."""
    return whole.parent / "scored"


@pytest.fixture(scope="session")
def cluster():
    import distributed

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0"
    ) as local:
        yield local
