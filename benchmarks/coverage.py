"""How often the intervals of `resample` contain the truth, and its tests cry wolf.

Texts of 15 to 40 sentences are simulated from a writer whose true value is known, thousands of
times; the public functions are run on them as on real texts. Sentences are independent, or alike as
neighbours are (autoregressive, .2). Printed: the share of nominal 95 % intervals that contain the
truth, its Monte Carlo error, and the share of texts for which an interval was given at all.

    python benchmarks/coverage.py [--texts 1000]     two minutes on one core
"""

import argparse
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis import resample

DRAWS = 2000
SENTENCES = (15, 20, 30, 40)
ALIKE = (0.0, 0.2)
TRUTH = 4_000_000  # values from which the truth is computed; its error is far below one text's


def latent(texts: int, n: int, alike: float, rng: np.random.Generator) -> np.ndarray:
    """Standard normal values, texts x n, each .2 (say) like the one before."""
    z = rng.standard_normal((texts, n))
    for i in range(1, n):
        z[:, i] = alike * z[:, i - 1] + np.sqrt(1 - alike**2) * z[:, i]
    return z


def tone(z: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Scores like VADER's on sentences: 22 % below zero, a third exactly 0, the rest skewed."""
    from scipy.stats import beta, norm

    u = norm.cdf(z)
    x = np.zeros_like(u)
    x[u < 0.22] = -(0.1 + 0.85 * beta.ppf(1 - u[u < 0.22] / 0.22, 1.2, 1.8))
    x[u > 0.56] = 0.1 + 0.85 * beta.ppf((u[u > 0.56] - 0.56) / 0.44, 1.2, 1.8)
    return _table(z, score=x)


def words(per_sentence: float) -> Callable[[np.ndarray, np.random.Generator], pd.DataFrame]:
    """Counts of an expression in sentences of uneven length, in bursts (gamma-mixed Poisson)."""

    def make(z: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
        from scipy.stats import gamma, norm

        n_words = np.clip(np.round(np.exp(rng.normal(3, 0.5, z.shape))), 3, 80)
        bursts = gamma.ppf(norm.cdf(z), 1.5) / 1.5
        return _table(z, n=rng.poisson(per_sentence * bursts * n_words / 22.0), n_words=n_words)

    return make


def shares(z: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """A frame that is present in three sentences of ten."""
    from scipy.stats import norm

    return _table(z, present=(norm.cdf(z) < 0.3).astype(float))


CASES = {
    "mean tone": (tone, "score"),
    "share of sentences, .3": (shares, "present"),
    "rate, 1 a sentence": (words(1.0), ("n", "n_words", 1000)),
    "rate, .5 a sentence": (words(0.5), ("n", "n_words", 1000)),
    "rate, .2 a sentence": (words(0.2), ("n", "n_words", 1000)),
}


def _table(z: np.ndarray, **columns: np.ndarray) -> pd.DataFrame:
    """One row per sentence: the text, and its values."""
    text = np.repeat(np.arange(len(z)), z.shape[1])
    return pd.DataFrame({"doc_id": text} | {k: v.ravel() for k, v in columns.items()})


def coverage(texts: int, seed: int = 1) -> pd.DataFrame:
    """One row per case x number of sentences x likeness: coverage, error and given, in per cent."""
    rng = np.random.default_rng(seed)
    rows = []
    for case, (make, statistic) in CASES.items():
        for alike in ALIKE:
            z = latent(TRUTH // 40, 40, alike, rng)
            true = resample.observe(make(z, rng).assign(all=0), statistic, by="all")["estimate"][0]
            for n in SENTENCES:
                table = make(latent(texts, n, alike, rng), rng)
                got = resample.bootstrap(table, statistic, draws=DRAWS).dropna(subset="low")
                inside = got["low"].le(true) & got["high"].ge(true)
                rows.append(
                    {
                        "case": case,
                        "alike": alike,
                        "sentences": n,
                        "coverage": 100 * inside.mean(),
                        "error": 100 * np.sqrt(inside.mean() * (1 - inside.mean()) / len(inside)),
                        "too low": 100 * got["high"].lt(true).mean(),
                        "too high": 100 * got["low"].gt(true).mean(),
                        "given": 100 * len(got) / texts,
                    }
                )
    return pd.DataFrame(rows)


def pairs(texts: int, n_a: int = 15, n_b: int = 40, seed: int = 2) -> pd.DataFrame:
    """Two texts of one writer: how often an interval of the difference misses 0, and p < .05."""
    rng = np.random.default_rng(seed)
    rows = []
    for case in ("mean tone", "rate, 1 a sentence"):
        make, statistic = CASES[case]
        for alike in ALIKE:
            table = make(latent(texts, n_a + n_b, alike, rng), rng)
            first = np.tile(np.arange(n_a + n_b) < n_a, texts)
            table["text"] = np.where(first, "a", "b")
            missed, small = [], {1: [], 3: []}
            for _, two in table.groupby("doc_id"):
                got = resample.difference(two, statistic, "a", "b", by="text", draws=DRAWS).iloc[0]
                missed.append(not got["low"] <= 0 <= got["high"])
                for block, found in small.items():
                    test = resample.permute(
                        two, statistic, "a", "b", by="text", block=block, draws=999
                    )
                    found.append(test["p"][0] <= 0.05)
            row = {"case": case, "alike": alike, "interval misses 0": 100 * np.mean(missed)}
            for block, found in small.items():
                row[f"p <= .05, runs of {block}"] = 100 * np.mean(found)
            rows.append(row | {"error": 100 * np.sqrt(0.05 * 0.95 / texts)})
    return pd.DataFrame(rows)


def sides(texts: int, seed: int = 3) -> pd.DataFrame:
    """Texts without a side: how often the exact sign test of their stance has p <= .05."""
    from scipy.stats import binom, norm

    rng = np.random.default_rng(seed)
    rows = []
    for alike in (0.0, 0.3):
        for n in (11, 20, 31):
            u = norm.cdf(latent(texts, n, alike, rng))
            above, below = (u > 0.7).sum(axis=1), (u < 0.3).sum(axis=1)
            p = np.minimum(1, 2 * binom.cdf(np.minimum(above, below), above + below, 0.5))
            row = {"alike": alike, "sentences": n, "p <= .05": 100 * (p <= 0.05).mean()}
            rows.append(row | {"error": 100 * np.sqrt(0.05 * 0.95 / texts)})
    return pd.DataFrame(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=1000, help="simulated texts a case")
    chosen = parser.parse_args()
    with pd.option_context("display.width", 120, "display.max_rows", None):
        print(coverage(chosen.texts).to_string(index=False, float_format="%.1f"))
        print(pairs(chosen.texts // 2).to_string(index=False, float_format="%.1f"))
        print(sides(20 * chosen.texts).to_string(index=False, float_format="%.1f"))
