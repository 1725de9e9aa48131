"""The same jobs by other packages: sentences and words, counts, tone; on the same articles.

    python benchmarks/generate.py 10000 articles.parquet
    pip install -r benchmarks/requirements.txt
    python benchmarks/rivals.py articles.parquet [--megabytes 2] [--repeat 3]

Each way runs in a process of its own, in turns; printed are the median of its processor seconds
without imports and reading, MB of text a second, and the largest resident set of the process, all
included. "The same job" is near, not equal: what differs is said beside each. Packages that are not
installed are left out.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
DISABLED_BY_CONC = "parser ner lemmatizer tagger senter tok2vec attribute_ruler".split()


def this_words(table: pd.DataFrame) -> object:
    """Sentences and words with their places and voices."""
    from analysis import corpus, sentences, tokens

    return tokens.tokenize(sentences.split(corpus.from_table(table)))


def this_counts(table: pd.DataFrame) -> object:
    """Words and pairs by outlet, from the raw texts; pairs do not cross sentences."""
    from analysis import tokens

    words = this_words(table)
    words["outlet"] = words["doc_id"].map(table.set_index("doc_id")["outlet"])
    return [tokens.count_terms(words, by="outlet", ngrams=n) for n in (1, 2)]


def this_tone(table: pd.DataFrame) -> object:
    """Sentences, and the score of each."""
    from analysis import corpus, sentences, sentiment

    return sentiment.score(sentences.split(corpus.from_table(table)))


def sklearn_counts(table: pd.DataFrame) -> object:
    """Words of two letters on and pairs by document, then outlet; pairs cross sentences."""
    from sklearn.feature_extraction.text import CountVectorizer

    counts = CountVectorizer(ngram_range=(1, 2)).fit_transform(table["text"])
    return [counts[rows].sum(axis=0) for rows in table.groupby("outlet").indices.values()]


def sklearn_tfidf(table: pd.DataFrame) -> object:
    """tf-idf of words and pairs by document."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(ngram_range=(1, 2)).fit_transform(table["text"])


def scattertext_counts(table: pd.DataFrame) -> object:
    """Words and pairs by outlet, cut at white space; a corpus ready for its plots."""
    import scattertext

    return scattertext.CorpusFromPandas(
        table, category_col="outlet", text_col="text", nlp=scattertext.whitespace_nlp
    ).build()


def conc_counts(table: pd.DataFrame) -> object:
    """Build an indexed corpus with a blank pipeline: words with positions, no pairs or groups."""
    import tempfile

    import spacy
    from conc.corpus import Corpus

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.csv"
        table[["text"]].to_csv(path, index=False)
        pipeline = spacy.blank("en")
        for name in DISABLED_BY_CONC:
            pipeline.add_pipe("sentencizer", name=name)
        pipeline.to_disk(Path(folder) / "blank")
        return Corpus(name="articles").build_from_csv(
            source_path=str(path), text_column="text", save_path=folder,
            model=str(Path(folder) / "blank"),
        )  # fmt: skip


def nltk_words(table: pd.DataFrame) -> object:
    """Punkt without training, and word_tokenize's tokenizer."""
    from nltk.tokenize import NLTKWordTokenizer
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    split, words = PunktSentenceTokenizer(), NLTKWordTokenizer()
    return [[words.tokenize(s) for s in split.tokenize(text)] for text in table["text"]]


def spacy_words(table: pd.DataFrame) -> object:
    """A blank English pipeline with the rule-based sentencizer."""
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return [[t.idx for s in d.sents for t in s] for d in pipeline.pipe(table["text"])]


def vader_tone(table: pd.DataFrame) -> object:
    """Punkt's sentences and the reference implementation."""
    from nltk.tokenize.punkt import PunktSentenceTokenizer
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    split, rate = PunktSentenceTokenizer(), SentimentIntensityAnalyzer()
    return [rate.polarity_scores(s) for text in table["text"] for s in split.tokenize(text)]


WAYS: dict[str, tuple[str, Callable]] = {
    "words, this": ("analysis", this_words),
    "words, spaCy blank": ("spacy", spacy_words),
    "words, NLTK": ("nltk", nltk_words),
    "counts, this": ("analysis", this_counts),
    "counts, CountVectorizer": ("scikit-learn", sklearn_counts),
    "counts, TfidfVectorizer": ("scikit-learn", sklearn_tfidf),
    "counts, scattertext": ("scattertext", scattertext_counts),
    "counts, conc": ("conc", conc_counts),
    "tone, this": ("analysis", this_tone),
    "tone, vaderSentiment": ("vaderSentiment", vader_tone),
}


def read(path: Path, megabytes: float) -> pd.DataFrame:
    """The first articles, so many megabytes of text."""
    table = pd.read_parquet(path)
    size = table["text"].str.len().cumsum()
    return table[size <= megabytes * 1e6].reset_index(drop=True)


def one(name: str, path: Path, megabytes: float) -> None:
    """Time one way, after a warm-up on twenty articles that pays for imports."""
    table, way = read(path, megabytes), WAYS[name][1]
    way(table.head(20))
    start = time.process_time()
    way(table)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))


def installed(package: str) -> str:
    try:
        return version(package) if package != "analysis" else ""
    except PackageNotFoundError:
        return "no"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--megabytes", type=float, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if given.one:
        one(given.one, given.articles, given.megabytes)
        return
    size = read(given.articles, given.megabytes)["text"].str.len().sum() / 1e6
    results: dict[str, list[dict]] = {}
    for _ in range(given.repeat):
        for name, (package, _way) in WAYS.items():
            if installed(package) == "no":
                continue
            command = [sys.executable, __file__, str(given.articles), "--one", name]
            command += ["--megabytes", str(given.megabytes)]
            run = subprocess.run(command, capture_output=True, text=True)
            if run.returncode:
                results[name] = [{"error": (run.stderr.strip().splitlines() or ["?"])[-1]}]
            else:
                results.setdefault(name, []).append(json.loads(run.stdout.splitlines()[-1]))
    print(f"{size:.1f} MB of text; Python {sys.version.split()[0]}")
    for name, runs in results.items():
        if "error" in runs[0]:
            print(f"{name:25} failed: {runs[0]['error']}")
            continue
        seconds = statistics.median(run["seconds"] for run in runs)
        peak = max(run["peak"] for run in runs)
        package = WAYS[name][0]
        said = "" if package == "analysis" else f"{package} {installed(package)}"
        print(f"{name:25} {seconds:7.2f} s {size / seconds:7.2f} MB/s {peak:6.0f} MiB  {said}")


if __name__ == "__main__":
    main()
