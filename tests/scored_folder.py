"""What tests of large corpora share: made-up prose, the command, and comparing what it made."""

import random
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.testing import assert_frame_equal

from analysis import _output

WORDS = """the talks walked away from a good bad deal no not very great terrible collapse Kim said
    and but never won lost hope fear summit, sanctions “deal” two days happy U.S. ended"""


def prose(seed: int, words: int) -> str:
    draw = random.Random(seed)
    sentence = lambda: " ".join(draw.choices(WORDS.split(), k=draw.randint(3, 12)))  # noqa: E731
    return " ".join(f"{sentence().capitalize()}{draw.choice('.!?')}" for _ in range(words // 8))


def hashes(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): _output.digest(path) for path in sorted(files)}


def command(source: Path, out: Path, codebook: Path, *more: str) -> list[str]:
    return [
        *(sys.executable, "-m", "analysis", "score", str(source), "--out", str(out)),
        *("--by", "outlet", "--codebook", str(codebook), "--batch", "5", *more),
    ]


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Every value, name and order; whether text is 'str' or 'object' is pandas's affair."""
    assert_frame_equal(one.reset_index(drop=True), other, check_dtype=False, check_exact=True)
    number = [np.issubdtype(kind, np.number) for kind in one.dtypes if isinstance(kind, np.dtype)]
    assert number == [
        np.issubdtype(kind, np.number) for kind in other.dtypes if isinstance(kind, np.dtype)
    ] or len(number) != len(one.columns)


def wait_for(condition, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.002)
