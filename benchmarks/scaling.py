"""How the cost of ``python -m analysis score`` grows with the corpus, and with a second worker.

    python benchmarks/scaling.py [--data FOLDER] [--folder FOLDER] [--up-to 100000] [--words 150]
        [--against CHECKOUT] [--study]

Articles come from generate.py. Each run is a process of its own; seconds are those of the clock and
of the processors (all processes), memory is the largest resident set of any one process (GNU time's
measure). Words and pairs are counted by outlet, so the sum of counts is in it. With `--against` the
same is done by another version (a checkout of this project), in turns; with `--study`, the study of
the scored folder follows. The last lines fit seconds to articles by a power: 1.0 is linear.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from generate import write

ROOT = Path(__file__).parents[1]


def run(root: Path, *arguments: object) -> tuple[float, float, float]:
    """Seconds, processor seconds, and MiB of the largest process, of a command of the package."""
    command = [sys.executable, "-m", "analysis", *map(str, arguments)]
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(root)}
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed with status {status}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def size_of(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def print_row(number: int, name: object, megabytes: float, took: tuple, out: Path) -> None:
    seconds, cpu, peak = took
    print(
        f"{number:>8,}  {name!s:>7}  {megabytes:9.1f}  {seconds:7.1f}  {cpu:5.0f}  "
        f"{megabytes / seconds:4.2f}  {peak:8.0f}  {size_of(out):9.1f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="texts to fit the model of generate.py on")
    parser.add_argument("--folder", type=Path, help="where to put articles and tables")
    parser.add_argument("--from", type=int, default=1000, dest="smallest")
    parser.add_argument("--up-to", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=150)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--workers-at", type=int, default=10_000)
    parser.add_argument("--against", type=Path, help="a checkout of another version")
    parser.add_argument("--study", action="store_true", help="the study of the scored folder too")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    print("articles  workers    MB text  seconds  CPU s  MB/s  peak MiB  output MB", flush=True)
    rows = []
    number = given.smallest
    while number <= given.up_to:
        source = folder / f"articles-{number}.parquet"
        if not source.exists():
            write(number, source, given.data, given.words)
        texts = pq.ParquetFile(source)
        megabytes = sum(b.column(0).nbytes for b in texts.iter_batches(columns=["text"])) / 1e6
        turns = [("", ROOT, 0)] + ([("other", given.against, 0)] if given.against else [])
        turns += [("", ROOT, n) for n in given.workers if number == given.workers_at]
        for name, root, workers in turns:
            out = (folder / f"out-{number}-{name}{workers}").resolve()
            shutil.rmtree(out, ignore_errors=True)
            more = ("--workers", workers) if workers else ()
            source = source.resolve()
            took = run(root, "score", source, "--out", out, "--by", "outlet", *more)
            print_row(number, name or workers or "none", megabytes, took, out)
            if not name and not workers:
                rows.append((number, *took[:2]))
                if given.study:
                    made = folder.resolve() / f"study-{number}"
                    took = run(ROOT, "study", "--corpus", out, "--out", made)
                    print_row(number, "study", megabytes, took, made)
            shutil.rmtree(out)
        number *= 10
    for name, column in (("seconds", 1), ("processor seconds", 2)):
        if len(rows) > 2:
            # From the second size on: a thousand articles are mostly the start of the program.
            logs = np.log([(row[0], row[column]) for row in rows[1:]])
            power = np.polyfit(logs[:, 0], logs[:, 1], 1)[0]
            print(f"{name} grow with articles to the power {power:.2f}")


if __name__ == "__main__":
    main()
