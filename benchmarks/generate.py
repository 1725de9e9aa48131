"""Synthetic articles: as many as asked for, with the sentence lengths and vocabulary of real text.

    python benchmarks/generate.py 100000 articles.parquet [--data FOLDER] [--words 150] [--seed 1]

A bigram model over words as written (with their punctuation) is fitted on the text columns of the
CSV files and on the ``.txt`` files in FOLDER; each sentence is a walk through it from a beginning
to an end, so sentence lengths are the model's. One step in ten goes to any word of the text by its
frequency, or new pairs of words would run out; one word in thirty is made up, by rank in a Zipf
distribution of exponent 1.6, so that the vocabulary grows without bound as in real corpora (Heaps'
law with exponent 1 / 1.6). One sentence in eight gets quotation marks and a speaker. Without
FOLDER, the model is fitted on made-up words and VADER's. Nothing of the data is written but words
in random order.

Writes doc_id, outlet (one of twelve), year, text; the same bytes for the same arguments and data.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import corpus, sentences
from analysis.lexicons.lists import vader_lexicon

BEGIN, END = 0, 1
OUTLETS = 12
SYLLABLES = [c + v for c in "bdfgklmnprst" for v in "aeiou"]


class Model(NamedTuple):
    """Bigrams: what followed word w is ``after[edges[w] : edges[w + 1]]``, as often as it did."""

    words: np.ndarray
    after: np.ndarray
    edges: np.ndarray
    running: np.ndarray  # all words of the text, to draw one by its frequency


def texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.csv")):
        table = pd.read_csv(path, dtype=str)
        if "text" in table:
            yield from table["text"].dropna()
    for path in sorted(folder.glob("*.txt")):
        yield path.read_text(encoding="utf-8")


def made_up(rank: int) -> str:
    """A pronounceable word for each number."""
    word = ""
    while rank >= 0:
        word, rank = word + SYLLABLES[rank % 60], rank // 60 - 1
    return word + "n"


def invented(seed: int) -> Iterator[str]:
    """Text where no data is given: Zipf's law, lengths like those of news, words of VADER's."""
    draw = np.random.default_rng(seed)
    toned = sorted(word for word in vader_lexicon().index if word.isalpha())
    for length in draw.lognormal(2.9, 0.5, 20_000).astype(int) + 3:
        ranks = np.minimum(draw.zipf(1.3, length), 10**9)
        words = [draw.choice(toned) if draw.random() < 0.07 else made_up(r) for r in ranks]
        yield " ".join(words).capitalize() + "."


def fit(source: Iterator[str]) -> Model:
    known: dict[str, int] = {"": BEGIN, "\n": END}
    walk = [END]
    table = pd.DataFrame({"text": [" ".join(text.split()) for text in source]})
    for sentence in sentences.split(corpus.from_table(table))["text"]:
        words = sentence.translate(dict.fromkeys(map(ord, '"“”‘«»()[]'))).split()
        walk += [BEGIN, *(known.setdefault(word, len(known)) for word in words), END]
    whole = np.array(walk)
    before, after = whole[:-1], whole[1:]
    order = np.argsort(before, kind="stable")
    edges = np.searchsorted(before[order], np.arange(len(known) + 1))
    return Model(np.array(list(known), object), after[order], edges, whole[whole > END])


def walks(model: Model, number: int, draw: np.random.Generator) -> list[str]:
    """Sentences, all of them one step at a time."""
    state = np.full(number, BEGIN)
    rows, words = [], []
    active = np.arange(number)
    while len(active) and len(rows) < 120:
        now = state[active]
        span = model.edges[now + 1] - model.edges[now]
        step = model.after[model.edges[now] + (draw.random(len(now)) * span).astype(int)]
        jump = (draw.random(len(now)) < 0.1) & (step > END) & (now > END)
        step[jump] = draw.choice(model.running, jump.sum())
        state[active] = step
        active = active[step > END]
        rows.append(active)
        words.append(model.words[state[active]])
    row, word = np.concatenate(rows), np.concatenate(words)
    new = np.flatnonzero(draw.random(len(row)) < 1 / 30)
    word[new] = [made_up(rank) for rank in np.minimum(draw.zipf(1.6, len(new)), 10**12)]
    order = np.argsort(row, kind="stable")
    pieces = np.split(word[order], np.searchsorted(row[order], np.arange(1, number)))
    found = [" ".join(piece) for piece in pieces]
    for place in np.flatnonzero(draw.random(number) < 1 / 8):
        found[place] = f"“{found[place].rstrip('.')},” the minister said."
    return [text if text[-1:] in ".!?”" else text + "." for text in found]


def articles(number: int, model: Model, words: int, seed: int, at_once: int = 5000) -> Iterator:
    """Tables of articles, a paragraph every three sentences."""
    draw = np.random.default_rng(seed)
    length = np.mean([len(text.split()) for text in walks(model, 2000, draw)])
    for first in range(0, number, at_once):
        size = min(at_once, number - first)
        counts = draw.lognormal(np.log(words / length) - 0.125, 0.5, size).astype(int) + 1
        drawn = walks(model, counts.sum(), draw)
        ends = np.cumsum(counts)
        bodies = [drawn[end - count : end] for end, count in zip(ends, counts, strict=True)]
        yield pa.table(
            {
                "doc_id": [f"a{first + place:08}" for place in range(size)],
                "outlet": [f"Outlet {n + 1:02}" for n in draw.integers(0, OUTLETS, size)],
                "year": draw.integers(2000, 2025, size).astype(str).tolist(),
                "text": [
                    "\n".join(" ".join(body[i : i + 3]) for i in range(0, len(body), 3))
                    for body in bodies
                ],
            }
        )


def write(number: int, path: Path, data: Path | None, words: int = 150, seed: int = 1) -> int:
    """Write the articles as Parquet; return the bytes of their text."""
    model = fit(texts(data) if data else invented(seed))
    size, writer = 0, None
    for table in articles(number, model, words, seed):
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
        size += table["text"].nbytes
    writer.close()
    return size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--words", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    size = write(given.number, given.path, given.data, given.words, given.seed)
    print(f"{given.path}: {given.number:,} articles, {size / 1e6:.1f} MB of text")


if __name__ == "__main__":
    main()
