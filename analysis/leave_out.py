"""What a difference of tone hangs on: leaving out one lexicon word, or one sentence, at a time."""

from collections.abc import Hashable, Mapping
from string import punctuation

import numpy as np
import pandas as pd

from analysis import lexicons, sentiment
from analysis.checks import need


def without_each_word(
    sentences: pd.DataFrame, a: Hashable, b: Hashable, lexicon: sentiment.Lexicon | None = None
) -> pd.DataFrame:
    """The difference of two texts' mean tone without each lexicon word, one row a word.

    Sentences with the word are scored again with a lexicon that lacks it: exact, since a word also
    bears on the rules for its neighbours. Columns: term; valence (in the lexicon); n_a, n_b (its
    occurrences that were rated); difference (mean compound of `a` less that of `b`, all words);
    without (the same without the word); change (without - difference); flips (whether the sign
    changes, or comes to 0). The largest change first. A word left out counts as neutral; whether
    it was misread is for the reader of its sentences to say.
    """
    need(sentences, ["doc_id", "sentence_id", "start", "text"], "sentences", "sentences.split")
    table = _of_two(sentences, a, b).reset_index(drop=True)
    known = _of_these(lexicons.vader() if lexicon is None else pd.Series(dict(lexicon)), table)
    hits = sentiment.hits(table, known)
    full = sentiment.compound(table["text"], known)
    first = (table["doc_id"] == a).to_numpy()
    weight = np.where(first, 1 / first.sum(), -1 / (~first).sum())
    lowered = table["text"].str.lower()
    keys = pd.MultiIndex.from_frame(table[["doc_id", "sentence_id"]])
    rated = keys.get_indexer(pd.MultiIndex.from_frame(hits[["doc_id", "sentence_id"]]))
    rows = []
    for term, places in pd.Series(rated).groupby(hits["term"].to_numpy(), sort=False):
        inside = np.array(lowered.str.contains(str(term), regex=False), dtype=bool)
        inside[places] = True
        again = sentiment.compound(table["text"][inside], known.drop(term))
        own = int(first[places].sum())
        change = float((weight[inside] * (again - full[inside])).sum())
        rows.append((term, known[term], own, len(places) - own, change))
    found = pd.DataFrame(rows, columns=["term", "valence", "n_a", "n_b", "change"])
    return _compared(found, float((weight * full).sum()))


def without_each_sentence(
    scores: pd.DataFrame, a: Hashable, b: Hashable, value: str = "compound"
) -> pd.DataFrame:
    """The difference of two texts' means without each sentence, one row a sentence.

    Columns: those of `scores` that it has of doc_id, sentence_id, text, and the column `value`;
    difference, without, change, flips as in `without_each_word`. The largest change first. Without
    the only sentence of a text there is no difference: without is missing, flips False.
    """
    need(scores, ["doc_id", value], "scores", "sentiment.score")
    table = _of_two(scores, a, b).reset_index(drop=True)
    groups = table.groupby("doc_id")[value]
    n, mean = groups.transform("size"), groups.transform("mean")
    sign = np.where(table["doc_id"] == a, 1.0, -1.0)
    kept = [c for c in ("doc_id", "sentence_id", "start", "end", "text") if c in table.columns]
    change = sign * (mean - table[value]) / (n - 1).where(n > 1)
    means = groups.mean()
    return _compared(table[[*kept, value]].assign(change=change), means[a] - means[b])


def _of_two(table: pd.DataFrame, a: Hashable, b: Hashable) -> pd.DataFrame:
    found = list(table["doc_id"].unique())
    if a == b or a not in found or b not in found:
        raise ValueError(f"{a!r} and {b!r}: give two of the texts, {', '.join(map(str, found))}")
    return table[table["doc_id"].isin([a, b])]


def _compared(table: pd.DataFrame, difference: float) -> pd.DataFrame:
    without = difference + table["change"]
    # Rounding may leave a trace of a difference that is nothing.
    flips = without.notna() & (np.sign(without.round(12)) != np.sign(round(difference, 12)))
    rows = table.assign(difference=difference, without=without, flips=flips)
    order = rows["change"].abs().sort_values(ascending=False, kind="stable").index
    columns = [c for c in table.columns if c != "change"]
    return rows.loc[order, [*columns, "difference", "without", "change", "flips"]].reset_index(
        drop=True
    )


def _of_these(lexicon: Mapping[str, float] | pd.Series, table: pd.DataFrame) -> pd.Series:
    """The part of a lexicon that these texts can meet, so that leaving out a word is quick."""
    words = {word for text in table["text"] for word in text.lower().split()}
    words |= {word.strip(punctuation) for word in words}
    words |= {word for phrase in lexicons.emoji().values() for word in phrase.split()}
    return lexicon[lexicon.index.isin(words)]
