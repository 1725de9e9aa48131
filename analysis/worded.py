"""The words of one specification: counts, occurrences, contrasts, ranks by tf-idf."""

from fnmatch import fnmatchcase

import pandas as pd

from analysis import tfidf, tokens
from analysis.choices import WORDS, Specification, remembered
from analysis.specifications import KEY, all_sentences, places


@remembered()
def _all_tokens(spec: Specification) -> pd.DataFrame:
    table = all_sentences(spec)
    labels = table.set_index(KEY)[["role", "voice"]]
    own = tokens.tokenize(table)
    rows = labels.loc[pd.MultiIndex.from_frame(own[KEY])]
    return own.assign(role=rows["role"].to_numpy(), sentence_voice=rows["voice"].to_numpy())


@remembered("voice", "case", "possessive", "hyphens")
def _all_words(spec: Specification) -> pd.DataFrame:
    table = _all_tokens(spec)
    if spec.option("voice") == "sentences":
        table = table[table["sentence_voice"] == "author"]
    elif spec.option("voice") == "words":
        table = table[table["voice"] == "author"]
    terms = table["term"] if spec.option("case") else table["token"].str.replace("’", "'")
    splitting = (spec.option("possessive"), spec.option("hyphens"))
    parts = {term: _parts(term, *splitting) for term in terms.unique()}
    return table.assign(term=terms.map(parts)).explode("term").astype({"term": "str"})


def _parts(term: str, possessive: bool, hyphens: bool) -> list[str]:
    clitic = possessive and term[-2:].lower() == "'s" and len(term) > 2
    parts = [term[:-2], term[-2:]] if clitic else [term]
    return [p for part in parts for p in part.split("-") if p] if hyphens else parts


@remembered(*WORDS)
def counts(spec: Specification) -> pd.DataFrame:
    """Frequencies of the words compared: doc_id, term, n, n_sentences (``tokens.count_terms``)."""
    return tokens.count_terms(places(spec, _all_words(spec)))


@remembered(*WORDS)
def occurrences(spec: Specification, pattern: str) -> pd.Series:
    """Occurrences of a word with ``*`` and ``?`` in each text, 0 where it has none, by doc_id."""
    table = counts(spec)
    wanted = tokens.fold(pattern) if spec.option("case") else pattern
    there = {term for term in table["term"].unique() if fnmatchcase(term, wanted)}
    return table["n"].where(table["term"].isin(there), 0).groupby(table["doc_id"], sort=False).sum()


@remembered(*WORDS, "stop words")
def _worded(spec: Specification) -> pd.DataFrame:
    stopwords = spec.option("stop words")
    table = counts(spec)
    return tokens.content(table, stopwords) if stopwords else table


@remembered(*WORDS, "stop words")
def cells(spec: Specification, target: str, term: str) -> tuple[int, int, int, int]:
    """O11, O21, n1, n2: a term in a text and in all others, and the words of both."""
    table = _worded(spec)
    n, own, this = table["n"], table["doc_id"] == target, table["term"] == term
    both = (own & this, ~own & this, own, ~own)
    return tuple(int(n[rows].sum()) for rows in both)


@remembered(*WORDS, "stop words", "distinctive by")
def ranks(spec: Specification, target: str) -> pd.Series:
    """Rank of a text's terms by tf-idf, by term; 1 is the highest, equals share the lowest."""
    table = tfidf.bind(_worded(spec), variant=spec.option("distinctive by")[0])
    own = table[table["doc_id"] == target].set_index("term")["tf_idf"]
    return own.rank(ascending=False, method="max")
