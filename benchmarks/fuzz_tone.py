"""Does the tone engine equal vaderSentiment? A million random texts, or the texts of a folder.

    python benchmarks/fuzz_tone.py                  a million texts, seed 20190228
    python benchmarks/fuzz_tone.py --data FOLDER    the text columns of all CSV files in a folder

Random texts are words of the lexicon, degree words, negations, the words that rules name, phrases,
capitals, punctuation, emoji, emoticons and odd white space in random order, many to a text, so
that rules meet that seldom meet in prose. Prints the number of texts whose compound, pos, neu or
neg differs, and the first of them.
"""

import argparse
import random
import string
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import sentiment
from analysis.lexicons import rules
from analysis.lexicons.lists import emoji_words, vader_lexicon
from analysis.typography import read_as

SEED = 20190228
COLUMNS = {"compound": "compound", "positive": "pos", "neutral": "neu", "negative": "neg"}


def _words(text: str) -> list[str]:
    return text.split()


def random_texts(n: int, seed: int = SEED) -> list[str]:
    """`n` texts of 0 to 14 words drawn from what the rules look at."""
    draw = random.Random(seed)
    lexicon = list(vader_lexicon().index)
    emoji = list(emoji_words())
    phrases = [*rules.SPECIAL_PHRASES, *rules.DEGREE_PHRASES]
    phrases += ["never so", "never this", "without doubt", "at least", "very least", "no good or"]
    kinds = [
        (6, lexicon),
        (3, [*rules.INTENSIFIERS, *rules.DAMPENERS]),
        (3, [*rules.NEGATIONS, "couldn't've", "n't", "ISN'T"]),
        (3, _words("no or nor never so this without doubt least at very but kind of BUT but, no,")),
        (1, [word for phrase in phrases for word in phrase.split()]),
        (1, phrases),
        (3, _words("the a book talk Summit deal walked it İstanbul straße ΟΔΟΣ ǅ 3 x 1,000")),
        (1, [":)", ":D", ":-(", "<3", "d:", "^_^", "--", "...", "'", "good!", "go!", '"no"']),
        (1, emoji),
    ]
    weights = [weight for weight, _ in kinds]
    marks = ["!", "?", "!!", "???", ".", ",", '"', "'", ")", "!?", "...", "’"]
    spaces = ["\n", "\t", "\u00a0", "\u2003", "\u3000", "  ", "\x1c", "\x85", "", "\u200b"]
    texts = []
    for _ in range(n):
        text = []
        shout = draw.random()
        for _, words in draw.choices(kinds, weights, k=draw.randrange(15)):
            word = draw.choice(words)
            if shout < 0.1 or draw.random() < 0.15:
                word = word.upper() if draw.random() < 0.8 else word.capitalize()
            if draw.random() < 0.2:
                word += draw.choice(marks)
            if draw.random() < 0.03:
                word = draw.choice(string.punctuation) + word
            text += [word, " " if draw.random() < 0.95 else draw.choice(spaces)]
        texts.append("".join(text))
    return texts


def differences(texts: list[str]) -> tuple[np.ndarray, float, float]:
    """Which texts differ, and the seconds that the engine and the reference took."""
    analyzer = SentimentIntensityAnalyzer()
    begun = time.perf_counter()
    ours = sentiment.rate(texts)
    between = time.perf_counter()
    theirs = pd.DataFrame([analyzer.polarity_scores(read_as(text)) for text in texts])
    ended = time.perf_counter()
    unequal = np.zeros(len(texts), bool)
    for column, name in COLUMNS.items():
        unequal |= ours[column].to_numpy() != theirs[name].to_numpy()
    return unequal, between - begun, ended - between


def _fuzz(n: int, seed: int, part: int = 100_000) -> Iterator[tuple[str, list[str]]]:
    for k, done in enumerate(range(0, n, part)):
        yield f"seed {seed + k}", random_texts(min(part, n - done), seed + k)


def _columns(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for file in sorted(folder.glob("*.csv")):
        table = pd.read_csv(file, dtype=str)
        for column in table.columns:
            yield f"{file.name}, column {column}", table[column].dropna().tolist()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--data", type=Path, help="a folder of CSV files to compare on instead")
    arguments = parser.parse_args()
    runs = _columns(arguments.data) if arguments.data else _fuzz(arguments.n, arguments.seed)
    total = found = 0
    ours = theirs = 0.0
    for name, texts in runs:
        unequal, a, b = differences(texts)
        total, found, ours, theirs = total + len(texts), found + unequal.sum(), ours + a, theirs + b
        print(f"{name}: {len(texts):,} texts, {unequal.sum()} differ", flush=True)
        for text in np.array(texts, object)[unequal][:3]:
            print(f"  {text!r}")
    print(f"{total:,} texts compared, {found} differ; {ours:.1f} s against {theirs:.1f} s")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
