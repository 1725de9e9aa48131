"""Results computed once in a run of a study, for all its notebooks that need them."""

import os
import pickle
import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

import pandas as pd

FOLDER = "WALKING_AWAY_KEPT"  # the environment variable by which a run names its own folder
PATIENCE = 60  # seconds to wait for a notebook that is at it, before computing the same


def once_a_run(name: str, told: Iterable[object], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The result of `make`, kept for other notebooks of the run by the hash of all it depends on.

    `told` are tables, texts and numbers. Outside of a run nothing is kept. The folder belongs to
    one run, so that nothing is read that another version computed. If a file is lost, the same is
    computed again.
    """
    if not os.environ.get(FOLDER):
        return make()
    texts = (x.to_csv() if isinstance(x, pd.DataFrame) else repr(x) for x in told)
    key = sha256("\0".join(texts).encode()).hexdigest()
    path = Path(os.environ[FOLDER]) / f"{name}-{key}"
    begun = path.with_suffix(".begun")
    try:
        begun.touch(exist_ok=False)
    except FileExistsError:
        until = time.monotonic() + PATIENCE
        while not path.exists() and time.monotonic() < until:
            time.sleep(0.05)
    if path.exists():
        return pickle.loads(path.read_bytes())
    made = make()
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(pickle.dumps(made))
    part.replace(path)
    return made
