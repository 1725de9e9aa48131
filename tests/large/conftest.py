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
def made(table, once) -> Path:
    """The table, a codebook, and what an uninterrupted run in one process makes of them."""

    def make(folder: Path) -> None:
        folder.mkdir()
        table.to_parquet(folder / "articles.parquet")
        codebook = folder / "codebook.csv"
        codebook.write_text(CODEBOOK)
        add_up = scoring._add_up

        def keep_and_add_up(job, *given):
            shutil.copytree(job.out, folder / "scored", ignore=shutil.ignore_patterns("*.lock"))
            return add_up(job, *given)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(scoring, "_add_up", keep_and_add_up)
            given = {"by": "outlet", "codebook": codebook, "batch": 5}
            scoring.score_corpus(folder / "articles.parquet", folder / "out", **given)

    return once("large", make)


@pytest.fixture(scope="session")
def big(made) -> Path:
    return made / "articles.parquet"


@pytest.fixture(scope="session")
def codebook(made) -> Path:
    return made / "codebook.csv"


@pytest.fixture(scope="session")
def whole(made) -> Path:
    """What an uninterrupted run in one process makes."""
    return made / "out"


@pytest.fixture(scope="session")
def scored(made) -> Path:
    """As it was when all parts were made and nothing was added up yet."""
    return made / "scored"


@pytest.fixture(scope="session")
def cluster():
    import distributed

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0"
    ) as local:
        yield local
