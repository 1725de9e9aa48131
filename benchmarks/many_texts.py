"""How long the study takes on many texts, and how much memory: made-up articles, run through.

A corpus folder of as many articles and outlets as asked for is written, with words drawn by a Zipf
law from a short list and its compounds, so that charts can be read; what they say is nothing.
Then ``python -m analysis study --corpus`` runs on it. Printed: seconds and peak memory.

    python benchmarks/many_texts.py --folder FOLDER [--texts 500] [--outlets 20] [--codebook]

The folder keeps the corpus (``corpus/``) and the study (``study/``), to be looked at.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
PHRASES = ["walked away from the table", "the talks collapsed", "left without a deal", "no deal"]
JOINTS = "the of to and a in that for with on as by but not or from at is was will would".split()
THINGS = (
    "talks deal summit minister union government strike budget company vote party market policy "
    "week year side country workers offer price reform pact treaty council court border leader"
).split()
VALENCED = (
    "good bad better best great poor hope fear win lose success failure trust doubt strong weak "
    "safe danger peace war agree reject gain loss fair unfair welcome regret calm crisis help harm "
    "support oppose praise blame wise foolish progress setback hopeful bitter patient angry free "
    "honest smart risky costly useful useless brave afraid warm cold kind cruel happy sad"
).split()


def vocabulary(rng: np.random.Generator) -> np.ndarray:
    """Content words: things, words with a valence, compounds; in a random order of frequency."""
    compounds = [f"{one}-{two}" for one in THINGS for two in THINGS if one != two]
    return np.array([*rng.permutation([*THINGS, *VALENCED]), *rng.permutation(compounds)])


def article(words: np.ndarray, weights: np.ndarray, rng: np.random.Generator) -> str:
    """Thirty or so sentences in paragraphs of four, some of them quoted."""
    sentences = []
    for _ in range(int(rng.integers(18, 42))):
        size = int(rng.integers(4, 14))
        content, joints = rng.choice(words, size, p=weights), rng.choice(JOINTS, size)
        text = " ".join(f"{joint} {word}" for joint, word in zip(joints, content, strict=True))
        text += f" {rng.choice(PHRASES)}" * bool(rng.random() < 0.08)
        text = text.capitalize() + "."
        sentences.append(f"“{text}”" if rng.random() < 0.08 else text)
    return "\n\n".join(" ".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4)) + "\n"


def write(folder: Path, texts: int, outlets: int, codebook: bool = False, seed: int = 1) -> Path:
    """Write a corpus folder of made-up articles; every outlet prefers words of its own."""
    rng = np.random.default_rng(seed)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "raw").mkdir(parents=True)
    words = vocabulary(rng)
    zipf = 1 / np.arange(2, len(words) + 2)
    tastes = zipf * rng.lognormal(0, 0.7, (max(outlets, 1), len(words)))
    rows = []
    for number in range(texts):
        outlet = number % outlets if outlets else 0
        name = f"raw/article{number + 1:03d}.txt"
        taste = tastes[outlet] / tastes[outlet].sum()
        (folder / name).write_text(article(words, taste, rng), encoding="utf-8")
        title = f"Outlet {chr(ord('A') + outlet)}" if outlets else ""
        rows.append((f"article{number + 1:03d}", title, name))
    table = pd.DataFrame(rows, columns=["doc_id", "outlet", "file"])
    table.to_csv(folder / "commentaries.csv", index=False)
    if codebook:
        shutil.copy(ROOT / "data" / "codebook.csv", folder)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=500)
    parser.add_argument("--outlets", type=int, default=20)
    parser.add_argument("--codebook", action="store_true", help="with the study's codebook")
    given = parser.parse_args()
    corpus = write(given.folder / "corpus", given.texts, given.outlets, given.codebook)
    command = [sys.executable, "-m", "analysis", "study", "--corpus", str(corpus)]
    start = time.perf_counter()
    subprocess.run([*command, "--out", str(given.folder / "study")], check=True, cwd=ROOT)
    seconds = time.perf_counter() - start
    # The largest of the processes waited for, the notebook's kernel among them.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{given.texts} texts, {given.outlets} outlets: {seconds:.0f} s, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
