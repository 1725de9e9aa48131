"""How often the intervals of the package contain the truth, and its tests cry wolf.

Texts are simulated from a writer whose true mean is known. Their sentences are independent, or
alike as neighbours are (autoregressive, .3). All texts of a case share their resamples and
shuffles, so that thousands are one matrix product; the first of each case is also run through the
public function, which must say the same.

    python benchmarks/coverage.py [--texts 2000] > benchmarks/coverage.md     three minutes
"""

import argparse

import numpy as np
import pandas as pd
from scipy.special import betaincinv, ndtr, stdtrit
from scipy.stats import beta, binom

from analysis import _resampling, agreement, keyness, resample

DRAWS = 5000
ALIKE = (0.0, 0.3)
SENTENCES = (5, 8, 11, 12, 15, 20, 31)
PAIRS = ((11, 31), (12, 12), (12, 31), (20, 20), (31, 31))


def tone(u: np.ndarray) -> np.ndarray:
    """Scores like VADER's on sentences: 22 % below zero, a third exactly 0, the rest skewed."""
    x = np.zeros_like(u)
    x[u < 0.22] = -(0.1 + 0.85 * beta.ppf(1 - u[u < 0.22] / 0.22, 1.2, 1.8))
    x[u > 0.56] = 0.1 + 0.85 * beta.ppf((u[u > 0.56] - 0.56) / 0.44, 1.2, 1.8)
    return x


# From uniform numbers to the values of sentences.
CASES = {
    "tone-like": tone,
    "stance, .3 against .3": lambda u: (u > 0.7) * 1.0 - (u < 0.3),
    "stance, .5 against .1": lambda u: (u > 0.5) * 1.0 - (u < 0.1),
    "skew (exponential)": lambda u: -np.log1p(-u),
    "nine in ten are 0": lambda u: np.where(u > 0.9, -np.log10(np.maximum(1 - u, 1e-12)), 0.0),
    "present in .3": lambda u: (u > 0.7) * 1.0,
}


def texts_of(case: str, texts: int, n: int, alike: float, rng: np.random.Generator) -> np.ndarray:
    """Values of sentences, texts x n, each (say, .3) like the one before."""
    z = rng.standard_normal((texts, n))
    for i in range(1, n):
        z[:, i] = alike * z[:, i - 1] + np.sqrt(1 - alike**2) * z[:, i]
    return CASES[case](ndtr(z))


def true_mean(case: str) -> float:
    """The mean over two million even quantiles."""
    return float(CASES[case]((np.arange(2_000_000) + 0.5) / 2_000_000).mean())


def resampled(x: np.ndarray, label: str) -> tuple[np.ndarray, int]:
    """Means of the resamples of each text, texts x draws, and the length of the blocks.

    As `resample.bootstrap` makes them, which enumerates where it can, if the label is "0".
    """
    n = x.shape[1]
    block = _resampling.block_length(n)
    every = _resampling.n_resamples(n, block) <= _resampling.ENUMERATED
    tallies = _resampling.kept_tallies(n, block, DRAWS, 1, label, every and label == "0")
    return x @ (tallies / n).T, block


def one_text(texts: int) -> pd.DataFrame:
    """The interval of a mean: `resample.bootstrap`; below 12 sentences Student's for comparison."""
    rng, rows = np.random.default_rng(1), []
    for case in CASES:
        true = true_mean(case)
        for alike in ALIKE:
            for n in SENTENCES:
                x = texts_of(case, texts, n, alike, rng)
                mean, spread = x.mean(axis=1), x.std(axis=1, ddof=1) / np.sqrt(n)
                reach = stdtrit(n - 1, 0.975) * spread
                inside = (np.abs(mean - true) <= reach)[spread > 0]
                row = {"case": case, "alike": alike, "n": n, "Student": 100 * inside.mean()}
                if n >= _resampling.LEAST_UNITS:
                    block = _resampling.block_length(n)
                    tail = _resampling.outer_tail(*_resampling.expansion(n, block), 0.95)
                    ends = [
                        np.quantile(resampled(some, "0")[0], [tail, 1 - tail], axis=1)
                        for some in np.array_split(x, 10)  # so that they fit in the memory
                    ]
                    low, high = np.concatenate(ends, axis=1)
                    table = pd.DataFrame({"doc_id": "0", "sentence_id": range(n), "x": x[0]})
                    public = resample.bootstrap(table, "x", draws=DRAWS).iloc[0]
                    if not np.isnan(public["low"]):
                        np.testing.assert_allclose(
                            [low[0], high[0]], public[["low", "high"]].astype(float), atol=1e-9
                        )
                    given = high - low > 1e-9
                    right = ((low <= true) & (true <= high))[given]
                    row |= {"bootstrap": 100 * right.mean(), "given": 100 * given.mean()}
                rows.append(row)
    return pd.DataFrame(rows)


def two_texts(texts: int) -> pd.DataFrame:
    """Two texts of one writer: how often `difference` misses 0, `permute` has p <= .05, and
    `tone_and_stance` gives one text a share of .95 or more of being above (nominal: 10 %)."""
    rng, rows = np.random.default_rng(2), []
    for case in CASES:
        for alike in ALIKE:
            for n_a, n_b in PAIRS:
                a, b = (texts_of(case, texts, n, alike, rng) for n in (n_a, n_b))
                row = {"case": case, "alike": alike, "n": f"{n_a}, {n_b}"}
                sides = [resampled(x, label) for x, label in ((a, "a"), (b, "b"))]
                expansions = [
                    _resampling.expansion(n, block)
                    for n, (_, block) in zip((n_a, n_b), sides, strict=True)
                ]
                if min(n_a, n_b) >= _resampling.LEAST_UNITS:
                    row["difference misses 0"] = 100 * missed([v for v, _ in sides], expansions)
                wide = [
                    x.mean(axis=1)[:, None] + np.sqrt(f) * (v - x.mean(axis=1)[:, None])
                    for x, (v, _), (f, _) in zip((a, b), sides, expansions, strict=True)
                ]
                above = (wide[0] > wide[1]).mean(axis=1) + (wide[0] == wide[1]).mean(axis=1) / 2
                row["share beyond .95"] = 100 * ((above >= 0.95) | (above <= 0.05)).mean()
                both = np.concatenate([a, b], axis=1)
                for block in (1, _resampling.block_length(min(n_a, n_b))):
                    name = "p <= .05, singly" if block == 1 else "p <= .05, in runs"
                    row[name] = 100 * (permuted(both, n_a, block, rng) <= 0.05).mean()
                rows.append(row)
    return pd.DataFrame(rows)


def missed(values: list[np.ndarray], expansions: list[tuple[float, float]]) -> float:
    """The share of pairs whose interval of the difference (`judge_difference`) misses 0."""
    v = np.array([side.var(axis=1) for side in values])
    factor, df = np.array(expansions).T[:, :, None]
    given = (v > 1e-18).all(axis=0)
    v, expanded = v[:, given], (v * factor)[:, given]
    welch = expanded.sum(axis=0) ** 2 / (expanded**2 / df).sum(axis=0)
    tail = ndtr(np.sqrt(expanded.sum(axis=0) / v.sum(axis=0)) * stdtrit(welch, 0.025))
    drawn = np.sort((values[0] - values[1])[given], axis=1)
    last = drawn.shape[1] - 1
    low, high = (
        drawn[np.arange(len(drawn)), np.round(q * last).astype(int)] for q in (tail, 1 - tail)
    )
    return float(((low > 0) | (high < 0)).mean())


def permuted(both: np.ndarray, n_a: int, block: int, rng: np.random.Generator) -> np.ndarray:
    """p of the studentised permutation of each pair, 999 shuffles shared by all."""
    n = both.shape[1]
    portions, exact = _resampling.draw_shuffles(n_a, n - n_a, 999, rng, block)
    own = np.arange(n) < n_a
    far, observed = (distances(both, m) for m in (np.concatenate(list(portions)), own[None]))
    hits = (far >= observed - 1e-9).sum(axis=1)
    return hits / far.shape[1] if exact else (1 + hits) / (1 + far.shape[1])


def distances(both: np.ndarray, members: np.ndarray) -> np.ndarray:
    """The difference of means over its standard error, pairs x arrangements."""
    means, errors = [], []
    for side in (members, ~members):
        m = side.T.astype(float)
        n = m.sum(axis=0)
        mean = both @ m / n
        means.append(mean)
        errors.append(np.maximum(both**2 @ m / n - mean**2, 0) / (n - 1))
    difference, error = np.abs(means[0] - means[1]), errors[0] + errors[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(
            difference < 1e-9, 0.0, difference / np.sqrt(np.where(error < 1e-15, 0, error))
        )


def outlets(texts: int) -> pd.DataFrame:
    """Documents of two outlets with equal means and unequal spread: `resample.outlet`."""
    rng, rows = np.random.default_rng(3), []
    for n_a, n_b in ((3, 20), (5, 20), (5, 5), (12, 12), (12, 40)):
        for spread in (1.0, 3.0):
            x = rng.standard_normal((texts, n_a + n_b))
            x[:, :n_a] *= spread
            row = {"documents": f"{n_a}, {n_b}", "spread of the first": spread}
            rows.append(row | {"p <= .05": 100 * (permuted(x, n_a, 1, rng) <= 0.05).mean()})
    return pd.DataFrame(rows)


def sides(texts: int) -> pd.DataFrame:
    """Texts without a side: how often the exact sign test of their stance has p <= .05."""
    rng, rows = np.random.default_rng(4), []
    for alike in ALIKE:
        for n in SENTENCES:
            x = texts_of("stance, .3 against .3", texts, n, alike, rng)
            above, below = (x > 0).sum(axis=1), (x < 0).sum(axis=1)
            p = np.minimum(1, 2 * binom.cdf(np.minimum(above, below), above + below, 0.5))
            rows.append({"alike": alike, "n": n, "p <= .05": 100 * (p <= 0.05).mean()})
    return pd.DataFrame(rows)


def rates(texts: int) -> pd.DataFrame:
    """Exact intervals of one rate and of the ratio of two, where words are independent."""
    rng, rows = np.random.default_rng(5), []
    size, other = 1000, 2000
    for expected in (0.5, 2, 5, 20):
        n = rng.binomial(size, expected / size, texts)
        m = rng.binomial(other, expected / size, texts)
        low = np.where(n > 0, betaincinv(np.maximum(n, 1), size - n + 1, 0.025), 0.0)
        high = betaincinv(n + 1, size - n, 0.975)
        right = (low <= expected / size) & (expected / size <= high)
        row = {"expected": expected, "exact_rate": 100 * right.mean()}
        some = n + m > 0
        low, high = keyness.interval(n[some], m[some], size, other)
        row["log ratio"] = 100 * ((np.asarray(low) <= 0) & (np.asarray(high) >= 0)).mean()
        p = keyness.exact_p(n[some], m[some], size, other)
        rows.append(row | {"exact p <= .05": 100 * (np.asarray(p) <= 0.05).mean()})
    return pd.DataFrame(rows)


def alphas(texts: int) -> pd.DataFrame:
    """Two coders of a code that .3 of sentences have: alpha's interval in `agreement.by_code`.

    Each coder keeps the truth or, in some sentences, tosses a coin of .3; so the true alpha is the
    share in which both keep it. An interval is given where resamples vary and are mostly defined.
    """
    rng, rows = np.random.default_rng(6), []
    for true in (0.5, 0.8, 0.95):
        for n in (12, 31, 80):
            truth = rng.random((texts, n)) < 0.3
            one, other = (
                np.where(
                    rng.random((texts, n)) < np.sqrt(true), truth, rng.random((texts, n)) < 0.3
                )
                for _ in range(2)
            )
            draws = _resampling.draw_resamples(n, 1, DRAWS, _resampling.generator(1, "k"))
            tallies = np.concatenate([_resampling.count_draws(some, n) for some in draws])
            tail = _resampling.outer_tail(*_resampling.expansion(n, 1), 0.95)
            ends = []
            for pair in zip(
                *(np.array_split(x.astype(float), 20) for x in (one, other)), strict=True
            ):
                apart, ones = (np.abs(pair[0] - pair[1]) @ tallies.T, sum(pair) @ tallies.T)
                with np.errstate(all="ignore"):
                    alpha = 1 - (2 * n - 1) * apart / (ones * (2 * n - ones))
                    some = np.isfinite(alpha).mean(axis=1) >= 1 - _resampling.MOST_UNDEFINED
                    alpha = np.where(np.isfinite(alpha) & some[:, None], alpha, np.nan)
                    ends.append(np.nanquantile(alpha, [tail, 1 - tail], axis=1))
            low, high = np.concatenate(ends, axis=1)
            table = pd.DataFrame({"doc_id": "a", "code": "k", "coder": np.repeat(["1", "2"], n)})
            table["sentence_id"] = np.tile(np.arange(n), 2)
            table["value"] = np.concatenate([one[0], other[0]]).astype(int).astype(str)
            public = agreement.by_code(table, draws=DRAWS).iloc[0]
            if not np.isnan(public["low"]):
                found = public[["low", "high"]].astype(float)
                np.testing.assert_allclose([low[0], high[0]], found, atol=1e-9)
            given = high - low > 1e-9
            right = ((low <= true) & (true <= high))[given]
            rows.append({"alpha": true, "n": n, "holds": 100 * right.mean()})
            rows[-1]["given"] = 100 * given.mean()
    return pd.DataFrame(rows)


PARTS = {
    "The interval of a mean (nominal 95 %)": one_text,
    "Two texts of one writer (nominal 5 %; share 10 %)": two_texts,
    "Two outlets with equal means (nominal 5 %)": outlets,
    "The sign test where there is no side (nominal 5 %)": sides,
    "Rates of a word (nominal 95 %; p 5 %)": rates,
    "Agreement on a code (nominal 95 %)": alphas,
}


def printed(table: pd.DataFrame) -> str:
    """The table in Markdown, shares in per cent with one decimal."""
    rows = [list(table.columns), ["---"] * len(table.columns)]
    for row in table.itertuples(index=False):
        cells = [
            f"{x:.1f}"
            if isinstance(x, float) and name not in ("alike", "expected", "alpha")
            else str(x)
            for name, x in zip(table.columns, row, strict=True)
        ]
        rows.append(["–" if cell == "nan" else cell for cell in cells])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=2000, help="simulated texts a case")
    texts = parser.parse_args().texts
    print("# How often intervals hold, and tests cry wolf\n")
    print(f"Made by `python benchmarks/coverage.py --texts {texts}`: {texts:,} simulated texts")
    print("a case, half as many pairs. What stands there is per cent; its Monte Carlo error is")
    print(f"{100 * np.sqrt(0.05 * 0.95 / texts):.1f} at the nominal value.")
    for title, make in PARTS.items():
        number = texts // 2 if make is two_texts else texts
        print(
            f"\n## {title}\n\n{' '.join(make.__doc__.split())}\n\n{printed(make(number))}",
            flush=True,
        )
