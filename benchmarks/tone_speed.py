"""How fast is tone? This engine, vaderSentiment and fastnltk on the same sentences, in one run.

    python benchmarks/tone_speed.py [--data FOLDER] [--megabytes 12] [--repeat 5]

One process, one thread. The sentences are drawn (seeded) from the text columns of the CSV files in
FOLDER, or from the three texts of the study; every twentieth word gets a made-up ending, so that
there are about as many distinct forms as in news text of that size. Each way takes its turn, so
that a busy moment of the machine meets all of them; the ratio is of the medians, with the lowest
and highest ratio of a round. fastnltk is a Rust port of NLTK's VADER whose scores differ (pip
install fastnltk; it is left out where it is not installed).
"""

import argparse
import random
import re
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import sentiment

SEED = 20190228
RAW = Path(__file__).parents[1] / "data" / "raw"


def sentences(folder: Path | None, megabytes: float, seed: int = SEED) -> list[str]:
    """Sentences of about `megabytes` in all, drawn with replacement."""
    if folder:
        tables = [pd.read_csv(file, dtype=str) for file in sorted(folder.glob("*.csv"))]
        texts = [text for table in tables if "text" in table for text in table["text"].dropna()]
    else:
        texts = [file.read_text(encoding="utf-8") for file in sorted(RAW.glob("*.txt"))]
    source = [s for text in texts for s in re.split(r'(?<=[.?!”"])\s+', text) if s.strip()]
    draw = random.Random(seed)
    drawn, size = [], 0
    while size < megabytes * 1e6:
        words = draw.choice(source).split(" ")
        for place, word in enumerate(words):
            if word.isalpha() and draw.random() < 0.05:
                words[place] = f"{word}{draw.choice('bdfgklmnprst')}{draw.randrange(1000)}"
        drawn.append(" ".join(words))
        size += len(drawn[-1].encode())
    return drawn


def ways(texts: list[str]) -> dict[str, Callable[[], object]]:
    """The functions to time; each scores all `texts`."""
    table = pd.DataFrame({"doc_id": "d", "sentence_id": range(len(texts)), "start": 0})
    table["text"] = texts
    reference = SentimentIntensityAnalyzer()
    found = {
        "sentiment.compound, a list": lambda: sentiment.compound(texts),
        "sentiment.score, a table": lambda: sentiment.score(table),
        "sentiment.hits, a table": lambda: sentiment.hits(table),
        "vaderSentiment": lambda: [reference.polarity_scores(text) for text in texts],
    }
    try:
        from fastnltk.sentiment import SentimentIntensityAnalyzer as Port
    except ImportError:
        return found
    port = Port()
    return found | {"fastnltk": lambda: [port.polarity_scores(text) for text in texts]}


def measure(texts: list[str], repeat: int) -> pd.DataFrame:
    """Seconds of each way (columns) in each round (rows)."""
    functions = ways(texts)
    rounds = []
    for number in range(repeat):
        seconds = {}
        for name, function in functions.items():
            if name == "vaderSentiment" and number > 1:
                continue  # two rounds of the slow one are enough
            begun = time.perf_counter()
            function()
            seconds[name] = time.perf_counter() - begun
        rounds.append(seconds)
    return pd.DataFrame(rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--megabytes", type=float, default=12)
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    texts = sentences(arguments.data, arguments.megabytes)
    size = sum(len(text.encode()) for text in texts) / 1e6
    forms = len({word for text in texts for word in text.split()})
    print(f"{size:.1f} MB, {len(texts):,} sentences, {forms:,} distinct forms")
    seconds = measure(texts, arguments.repeat)
    base = seconds["sentiment.score, a table"]
    for name in seconds:
        median = statistics.median(seconds[name].dropna())
        ratio = (seconds[name] / base).dropna()
        print(
            f"{name:28} {size / median:7.1f} MB/s {len(texts) / median:11,.0f} sentences/s, "
            f"time / time of score {median / base.median():6.2f} "
            f"({ratio.min():.2f} to {ratio.max():.2f})"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process {peak:.0f} MiB")


if __name__ == "__main__":
    main()
