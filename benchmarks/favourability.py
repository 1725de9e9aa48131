"""Can anything in the words tell which article on one event is more favourable to it? A search.

    python benchmarks/favourability.py --data FOLDER

Each measure gives every article a number; it is right on a pair of articles on one event where the
more favourable one has the higher number. Chance is 50 %; equal numbers say nothing. With each
share stand its exact interval and its exact binomial p, and for the best of the untrained measures
the p that allows for having searched: feelings are shuffled within events, and the best measure of
each shuffle is noted. Weights are learned from other data sets, or from the other events.
"""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from measures import right_pairs

from analysis import sentiment

FEELING = {"neg": -1, "neu": 0, "pos": 1}
SHUFFLES, SEED = 10_000, 20190228
QUOTED = r"“[^”]*”?|\"[^\"\n]*\"?"
CLAUSE = re.compile(r"[,;:.()—–\n]|\bbut\b")
CONTRAST = re.compile(r".*\b(?:but|however|yet)\b(.*)", re.IGNORECASE)
BLAME = re.compile(
    r"\b(?:fail|critici|controvers|attack|accus|blam|false|wrong|scandal|outrag|backlash|embarrass"
    r"|mock|mislead|chaos|bungl|gaffe|extrem|refus)\w*",
    re.IGNORECASE,
)
PRAISE = re.compile(
    r"\b(?:prais|victor|histor|success|achiev|support|welcom|landmark|bold|brave|hail|applaud"
    r"|effective|progress|honor|celebrat|promis)\w*",
    re.IGNORECASE,
)
DISTANCE = re.compile(
    r"\b(?:so-called|supposed\w*|alleged\w*|purported\w*|apparently|claim\w*|insist\w*|despite"
    r"|merely|no|not|never)\b|n['’]t\b",
    re.IGNORECASE,
)


def stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower())}


def names(event: str) -> list[str]:
    return re.findall(r"\b[A-Z][a-z]{3,}", event)


def tone(pieces: list[str]) -> float:
    return float(sentiment.compound(pieces).mean()) if pieces else 0.0


def per_word(pattern: re.Pattern, text: str) -> float:
    return len(pattern.findall(text)) / max(len(text.split()), 1)


def candidates(basil: pd.DataFrame) -> dict[str, np.ndarray]:
    """Measures that need no training: a number for each article, more is more favourable."""
    events = basil["main_event"].fillna("").tolist()
    texts = basil["text"].tolist()
    bare = basil["text"].str.replace(QUOTED, " ", regex=True).tolist()

    def each(of: Callable[[str, str], float], some: list[str] = texts) -> np.ndarray:
        return np.array([of(text, event) for text, event in zip(some, events, strict=True)])

    def on_event(text: str, event: str, least: int = 1) -> list[str]:
        return [line for line in text.split("\n") if len(stems(line) & stems(event)) >= least]

    def clauses(text: str, keep: Callable[[str], bool]) -> list[str]:
        return [piece for piece in CLAUSE.split(text) if keep(piece)]

    def named(text: str, event: str) -> float:
        return tone(clauses(text, lambda piece: any(name in piece for name in names(event))))

    def contrasted(text: str, event: str) -> float:
        return tone([m[1] for line in text.split("\n") if (m := CONTRAST.match(line))])

    def balance(text: str) -> float:
        return per_word(PRAISE, text) - per_word(BLAME, text)

    found = {
        "tone, all sentences": each(lambda t, e: tone(t.split("\n"))),
        "tone, sentences with a word of the event": each(lambda t, e: tone(on_event(t, e))),
        "… with two of its words": each(lambda t, e: tone(on_event(t, e, 2))),
        "… with one, quotations out": each(lambda t, e: tone(on_event(t, e)), bare),
        "tone, clauses with a word of the event": each(
            lambda t, e: tone(clauses(t, lambda piece: bool(stems(piece) & stems(e))))
        ),
        "tone, clauses with a name of the event": each(named),
        "… with a name, quotations out": each(named, bare),
        "tone, after but, however, yet": each(contrasted),
        "… after them, quotations out": each(contrasted, bare),
        "tone, last three sentences": each(lambda t, e: tone(t.split("\n")[-3:])),
        "words of praise less words of blame": each(lambda t, e: balance(t)),
        "… of praise and blame, quotations out": each(lambda t, e: balance(t), bare),
        "… of both, with a word of the event": each(lambda t, e: balance(" ".join(on_event(t, e)))),
        "few words of distance or negation": each(lambda t, e: -per_word(DISTANCE, t), bare),
        "few quotations": np.array([len(b) / len(t) for b, t in zip(bare, texts, strict=True)]),
    }
    return found


def transferred(basil: pd.DataFrame, folder: Path) -> dict[str, np.ndarray]:
    """Measures whose weights are learned from the editorials, or from named targets."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.pipeline import make_pipeline

    nyt = pd.read_csv(folder / "nyt_editorials.csv")
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    rated = make_pipeline(words, Ridge(alpha=3)).fit(nyt["text"], nyt["human_mean"])
    news = pd.read_csv(folder / "newsmtsc_targets.csv")
    around = [_around(t, s, e) for t, s, e in zip(news["text"], news["start"], news["end"],
                                                  strict=True)]  # fmt: skip
    words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    fitted = LogisticRegression(C=3, max_iter=500, class_weight="balanced")
    towards = make_pipeline(words, fitted).fit(around, news["human_polarity"].map(FEELING))

    def polarity(text: str, event: str) -> float:
        hits = [m for name in names(event) for m in re.finditer(re.escape(name), text)]
        if not hits:
            return 0.0
        p = towards.predict_proba([_around(text, *m.span()) for m in hits])
        return float((p[:, 2] - p[:, 0]).mean())

    both = list(zip(basil["text"], basil["main_event"].fillna(""), strict=True))
    return {
        "ridge on the words of the editorials": np.array(
            [rated.predict(text.split("\n")).mean() for text, _ in both]
        ),
        "polarity towards names of the event": np.array([polarity(t, e) for t, e in both]),
    }


def _around(text: str, start: int, end: int, width: int = 80) -> str:
    return f"{text[max(0, start - width) : start]} TARGET {text[end : end + width]}"


def learned(texts: pd.Series, feeling: np.ndarray, event: np.ndarray) -> np.ndarray:
    """Right or wrong on each pair, by a logistic on differences of tf-idf, other events' pairs."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    x = TfidfVectorizer(min_df=3, max_df=0.6, sublinear_tf=True).fit_transform(texts).toarray()
    i, j = np.triu_indices(len(x), 1)
    use = (event[i] == event[j]) & (feeling[i] != feeling[j])
    i, j = i[use], j[use]
    apart, sign = x[i] - x[j], np.sign(feeling[i] - feeling[j])
    right = np.empty(len(i), bool)
    for one in np.unique(event[i]):
        here = event[i] == one
        model = LogisticRegression(C=10, fit_intercept=False, max_iter=500)
        model.fit(np.r_[apart[~here], -apart[~here]], np.r_[sign[~here], -sign[~here]])
        right[here] = model.predict(apart[here]) == sign[here]
    return right


def outlets(basil: pd.DataFrame, feeling: np.ndarray) -> np.ndarray:
    """No word read: the mean feeling of the outlet in the other events."""
    table = basil.assign(feeling=feeling)
    sums = table.groupby("outlet")["feeling"].transform("sum") - feeling
    return (sums / (table.groupby("outlet")["feeling"].transform("count") - 1)).to_numpy()


def searched(scores: dict[str, np.ndarray], feeling: np.ndarray, event: np.ndarray) -> float:
    """p of the best share among all measures, were feelings shuffled within events."""
    i, j = np.triu_indices(len(feeling), 1)
    same = event[i] == event[j]
    i, j = i[same], j[same]
    signs = np.array([np.sign(s[i] - s[j]) for s in scores.values()])
    rng = np.random.default_rng(SEED)
    order = np.argsort(event, kind="stable")
    best = np.empty(SHUFFLES + 1)
    for draw in range(SHUFFLES + 1):
        mixed = feeling.copy()
        if draw:
            key = np.lexsort((rng.random(len(event)), event))
            mixed[order] = feeling[key]
        wanted = np.sign(mixed[i] - mixed[j])
        best[draw] = (signs @ wanted).max()
    return float((best >= best[0]).mean())


def main() -> None:
    from scipy.stats import binomtest

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    folder = parser.parse_args().data
    basil = pd.read_csv(folder / "basil_articles.csv").astype({"text": object})
    feeling = basil["author_feeling_main_event"].map(FEELING).to_numpy()
    event = basil["event"].to_numpy()
    scores = candidates(basil) | transferred(basil, folder)
    pairs = {name: right_pairs(score, feeling, event) for name, score in scores.items()}
    pairs["no word read: the outlet in other events"] = right_pairs(
        outlets(basil, feeling), feeling, event
    )
    bare = basil["text"].str.replace(QUOTED, " ", regex=True)
    for name, texts in (("all words", basil["text"]), ("quotations out", bare)):
        pairs[f"logistic on words, from other events, {name}"] = learned(texts, feeling, event)
    for name, right in pairs.items():
        test = binomtest(int(right.sum()), len(right))
        low, high = test.proportion_ci(0.95, "exact")
        print(f"{name:55} {right.sum():3} of {len(right)}  {right.mean():.2f} "
              f"({low:.2f} to {high:.2f})  p {test.pvalue:.3f}")  # fmt: skip
    print(f"{len(pairs)} measures; the best of the {len(scores)} that were not trained on these")
    print(f"events: p {searched(scores, feeling, event):.2f} once the search is allowed for")


if __name__ == "__main__":
    main()
