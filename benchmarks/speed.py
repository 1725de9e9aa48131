"""How fast is the whole pipeline? This one against two others, on the same articles, in one run.

    pip install -r benchmarks/requirements.txt
    python benchmarks/speed.py [--data FOLDER] [--megabytes 10] [--repeat 5] [--nltk-share 0.2]
    python benchmarks/speed.py --step            where this one spends its time
    python benchmarks/speed.py --startup         from starting Python to the first chart

The job: sentences, words, tone of each sentence, and counts of words by document. This one also
keeps the place and voice of every word, and each lexicon word with what it contributed; it reads
parts of as many characters as ``python -m analysis score`` does ("this"), or all articles at once
("whole"). The others are NLTK (Punkt, word_tokenize, VADER) and today's quickest packages (nupunkt
or blingfire for sentences, `regex` for words, vaderSentiment); they read article by article and
keep no places.

The articles are the text columns of the CSV files in FOLDER, or the three texts of the study,
repeated under ids of their own; every twentieth word gets a made-up ending (seeded), so that there
are about as many different words as in news text of that size. Each way runs in a process of its
own, on one core, in turns; timed is the processor, without imports and reading. NLTK takes a share
of the articles, since its cost is proportional and an hour is long. Peak memory is the largest
resident set of the process, all included. Ratios are medians over the rounds, with the least and
the greatest.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pandas as pd
from rivals import installed

ROOT = Path(__file__).parents[1]
SEED = 20190228
PART = 4 * 2**20  # characters of a part in ``python -m analysis score``
WORDS = r"\w+(?:['’-]\w+)*"
GOALS = {"nltk": 25, "nupunkt": 4, "blingfire": 4}


def articles(folder: Path | None, megabytes: float) -> pd.DataFrame:
    """doc_id and text of about so many megabytes."""
    if folder:
        tables = [pd.read_csv(path, dtype=str) for path in sorted(folder.glob("*.csv"))]
        tables = [table for table in tables if {"article", "text"} <= set(table.columns)]
        texts = [t for x in tables for t in x.groupby("article", sort=False)["text"].agg("\n".join)]
    else:
        raw = sorted((ROOT / "data" / "raw").glob("*.txt"))
        texts = [path.read_bytes().decode("utf-8") for path in raw]
    draw = random.Random(SEED)
    found, size = [], 0
    while size < megabytes * 1e6:
        words = texts[len(found) % len(texts)].split(" ")
        for place, word in enumerate(words):
            if word.isalpha() and draw.random() < 0.05:
                words[place] = f"{word}{draw.choice('bdfgklmnprst')}{draw.randrange(1000)}"
        found.append(" ".join(words))
        size += len(found[-1].encode())
    return pd.DataFrame({"doc_id": [f"a{n}" for n in range(len(found))], "text": found})


def this(table: pd.DataFrame, most: float = PART) -> tuple[int, dict[str, float]]:
    from analysis import corpus, sentences, sentiment, tokens

    laps: Counter = Counter()

    def run(articles: pd.DataFrame) -> int:
        start = time.process_time()

        def lap(name, value):
            nonlocal start
            laps[name] += time.process_time() - start
            start = time.process_time()
            return value

        texts = lap("paragraphs", corpus.from_table(articles))
        split = lap("sentences and voice", sentences.split(texts))
        words = lap("words", tokens.tokenize(split))
        lap("counts", tokens.count_terms(words))
        lap("tone and hits", sentiment.explain(split))
        return len(split)

    # The others too have split and rated something before the clock starts; so much that it is the
    # engine that has.
    run(pd.DataFrame({"text": ["Warm. Up. " * 20_000]}))
    laps.clear()
    part = table["text"].str.len().cumsum() // most
    return sum(run(articles) for _, articles in table.groupby(part)), laps


def whole(table: pd.DataFrame) -> tuple[int, dict[str, float]]:
    return this(table, float("inf"))


def nltk(table: pd.DataFrame) -> tuple[int, dict[str, float]]:
    import vaderSentiment
    from nltk.sentiment import vader
    from nltk.tokenize import NLTKWordTokenizer
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    from analysis.sentence_ends import ABBREVIATIONS, STARTERS

    parameters = PunktParameters()
    parameters.abbrev_types, parameters.sent_starters = set(ABBREVIATIONS), set(STARTERS)
    # NLTK reads lexicons from its own data folders alone, so it is given the lines.
    tone = vader.SentimentIntensityAnalyzer.__new__(vader.SentimentIntensityAnalyzer)
    lexicon = Path(vaderSentiment.__file__).parent / "vader_lexicon.txt"
    tone.lexicon_file = lexicon.read_text(encoding="utf-8")
    tone.lexicon, tone.constants = tone.make_lex_dict(), vader.VaderConstants()
    words = NLTKWordTokenizer()
    return others(
        table, PunktSentenceTokenizer(parameters).tokenize, words.tokenize, tone.polarity_scores
    )


def nupunkt(table: pd.DataFrame) -> tuple[int, dict[str, float]]:
    from nupunkt import sent_tokenize

    return packages(table, sent_tokenize)


def blingfire(table: pd.DataFrame) -> tuple[int, dict[str, float]]:
    from blingfire import text_to_sentences

    return packages(table, lambda text: text_to_sentences(text).split("\n"))


def packages(table: pd.DataFrame, split) -> tuple[int, dict[str, float]]:
    import regex
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    words = regex.compile(WORDS).findall
    return others(table, split, words, SentimentIntensityAnalyzer().polarity_scores)


def others(table: pd.DataFrame, split, tokenize, score) -> tuple[int, dict[str, float]]:
    split("Warm. Up.")
    start = time.process_time()
    n, tone, counts = 0, [], {}
    for doc_id, text in zip(table["doc_id"], table["text"], strict=True):
        counts[doc_id] = Counter()
        for sentence in split(text):
            tone.append(score(sentence))
            counts[doc_id].update(word.lower() for word in tokenize(sentence))
            n += 1
    return n, {"all": time.process_time() - start}


WAYS = {function.__name__: function for function in (this, whole, nltk, nupunkt, blingfire)}


def child(way: str, file: str, share: float) -> None:
    """Run one way in this process; print what it took as JSON."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    table = pd.read_parquet(file)
    table = table.head(max(1, round(len(table) * share)))
    megabytes = table["text"].map(lambda text: len(text.encode())).sum() / 1e6
    n, laps = WAYS[way](table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"n": n, "megabytes": megabytes, "laps": laps, "peak": peak}))


def measure(file: str, ways: dict[str, float], repeat: int) -> dict[str, list[dict]]:
    results: dict[str, list[dict]] = {way: [] for way in ways}
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    for _ in range(repeat):
        for way, share in ways.items():
            command = [sys.executable, __file__, "--child", way, file, str(share)]
            environment = {**os.environ, **single, "PYTHONPATH": str(ROOT)}
            done = subprocess.run(command, capture_output=True, text=True, env=environment)
            if done.returncode:
                raise SystemExit(f"{way}: {done.stderr.strip().splitlines()[-1]}")
            results[way].append(json.loads(done.stdout))
    return results


def report(results: dict[str, list[dict]]) -> None:
    speeds = {}
    print(f"{'way':<12}{'MB/s':>8}{'sentences/s':>13}{'peak MB':>9}{'MB':>7}")
    for way, runs in results.items():
        seconds = [sum(run["laps"].values()) for run in runs]
        speeds[way] = [run["megabytes"] / s for run, s in zip(runs, seconds, strict=True)]
        rate = statistics.median(run["n"] / s for run, s in zip(runs, seconds, strict=True))
        peak, size = max(run["peak"] for run in runs), runs[0]["megabytes"]
        print(f"{way:<12}{statistics.median(speeds[way]):8.2f}{rate:13,.0f}{peak:9,.0f}{size:7.1f}")
    for way in results:
        if way in GOALS:
            ratios = [a / b for a, b in zip(speeds["this"], speeds[way], strict=True)]
            spread = f"{min(ratios):.1f} to {max(ratios):.1f}"
            print(f"this / {way}: {statistics.median(ratios):.1f} ({spread}; goal {GOALS[way]})")


def steps(results: dict[str, list[dict]]) -> None:
    runs = results["this"]
    for name in runs[0]["laps"]:
        speed = statistics.median(run["megabytes"] / run["laps"][name] for run in runs)
        milliseconds = statistics.median(1000 * run["laps"][name] for run in runs)
        print(f"{name:<22}{milliseconds:8.0f} ms{speed:9.1f} MB/s")


CHART = """
import matplotlib; matplotlib.use("agg")
from analysis import corpus, figures, sentences, sentiment, tokens
c = corpus.load(); s = sentences.split(c); t = tokens.tokenize(s); n = tokens.count_terms(t)
figures.find_chart("tone").plot(sentiment.score(s), c.documents)
"""
IMPORTS = 'import matplotlib; matplotlib.use("agg"); import pandas, matplotlib.pyplot'


def startup(repeat: int) -> None:
    """Processor seconds of a fresh Python, to the first chart and to the two imports alone."""
    seconds: dict[str, list[float]] = {"first chart": [], "imports alone": []}
    for _ in range(repeat + 1):
        for name, code in (("first chart", CHART), ("imports alone", IMPORTS)):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
            seconds[name].append(took)
    ratios = [a / b for a, b in zip(*(values[1:] for values in seconds.values()), strict=True)]
    for name, values in seconds.items():
        print(f"{name:<16}{statistics.median(values[1:]):6.2f} s")
    print(f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}; goal 3)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--megabytes", type=float, default=10.5)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--nltk-share", type=float, default=0.2)
    parser.add_argument("--step", action="store_true")
    parser.add_argument("--startup", action="store_true")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        child(chosen.child[0], chosen.child[1], float(chosen.child[2]))
        return
    if chosen.startup:
        startup(chosen.repeat)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/articles.parquet"
        articles(chosen.data, chosen.megabytes).to_parquet(file)
        if chosen.step:
            steps(measure(file, {"this": 1.0}, chosen.repeat))
            return
        ways = {
            "this": 1.0,
            "whole": 1.0,
            "nltk": chosen.nltk_share,
            "nupunkt": 1.0,
            "blingfire": 1.0,
        }
        report(measure(file, ways, chosen.repeat))
    names = "numpy pandas pyarrow regex nltk nupunkt blingfire vaderSentiment".split()
    print("Python", sys.version.split()[0], *(f"· {name} {installed(name)}" for name in names))


if __name__ == "__main__":
    main()
