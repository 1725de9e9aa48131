"""Every verb run once on a corpus: the tables that the reading page is made of."""

import pandas as pd

from analysis import agreement, frames, keyness, language, sentences, sentiment, tfidf, tokens
from analysis.corpus import ROLES, Corpus
from analysis.page import story

# Each text against all others is a table of texts times vocabulary; above this many texts, tf-idf.
MOST_CONTRASTED = 12
TERMS_OF_A_TEXT = 10


def compute_tables(
    corpus: Corpus, codebook: pd.DataFrame | None = None, codings: pd.DataFrame | None = None
) -> dict:
    """Run the verbs on a corpus and return their tables by name.

    documents, passages: those of `corpus`.
    sentences: of all roles, with a column compared (True where the role is body or quotation).
    scores, hits: tone, of all roles, for display; findings count only what is compared, and texts
        that are hardly English have none.
    tokens: words of what is compared.
    terms: the terms that set each text apart, at most ten a text, one row per doc_id and term, with
        n, n_sentences, n_reference (occurrences in all other texts) and basis: ``contrast`` (two to
        twelve texts: those that `keyness.compare_each` puts first, stop words left out, used at
        least twice and more often than elsewhere, with log_ratio, low, high, p_exact),
        ``tf_idf`` (more texts) or ``frequency`` (one text).
    mentions, profile: of what is compared; profile counts the author's voice, not the negated.
    codebook: as given, or without a row; codings: as given, or those of the corpus; coders: those
        of the corpus.
    stances, agreed, differ: the stance of each text under each reading (``agreement.stances``, the
        dictionary among them), how far the readings agree on stance (``agreement.by_readers``), and
        the sentences that readers read differently (``agreement.disagreements``, the dictionary
        apart); without a row where nobody coded.
    about: what ``about.csv`` says; and the tables of the opening (`story.compute`).

    The terms are a display: what was left out of the list is not less true of a text.
    """
    split = sentences.split(corpus, roles=ROLES)
    compared = split["role"].isin(sentences.DEFAULT_ROLES)
    body = split[compared]
    words = tokens.tokenize(body)
    scores, hits = sentiment.explain(language.in_english(split))
    found = {
        "documents": corpus.documents,
        "passages": corpus.passages,
        "sentences": split.assign(compared=compared),
        "scores": scores,
        "hits": hits,
        "tokens": words,
        "terms": _terms(words),
        "codings": corpus.codings if codings is None else codings,
    }
    found |= {"coders": corpus.coders, "about": corpus.about}
    found |= _coded(body, words, corpus.documents["doc_id"], codebook)
    found |= _readings(found, body)
    return found | story.compute(found, body, corpus.about)


def _readings(found: dict[str, pd.DataFrame], body: pd.DataFrame) -> dict[str, pd.DataFrame]:
    codings = found["codings"].merge(body[["doc_id", "sentence_id"]])
    dictionary = (found["mentions"], found["codebook"]) if found["mentions"] is not None else ()
    both = agreement.together(codings, body, *dictionary)
    readers = both[both["coder"] != "dictionary"]
    return {
        "stances": agreement.stances(both),
        "agreed": agreement.by_readers(both, found["coders"]),
        "differ": agreement.disagreements(readers, body),
    }


def _coded(
    body: pd.DataFrame, words: pd.DataFrame, doc_ids: pd.Series, codebook: pd.DataFrame | None
) -> dict[str, pd.DataFrame | None]:
    if codebook is None or codebook.empty:
        empty = pd.DataFrame(columns=["code", "kind", "definition", "pattern"], dtype="str")
        return {"codebook": empty, "mentions": None, "profile": None}
    mentions = frames.code(body, codebook)
    sizes = words[words["voice"] == "author"].groupby("doc_id").size()
    sizes = sizes.reindex(doc_ids, fill_value=0)
    profile = frames.profile(mentions, sizes, codebook)
    return {"codebook": codebook, "mentions": mentions, "profile": profile}


def _terms(words: pd.DataFrame) -> pd.DataFrame:
    """The terms that set each text apart, by the measure that fits the number of texts."""
    counts = tokens.count_terms(words)
    total = counts.groupby("term")["n"].sum()
    number = counts["doc_id"].nunique()
    if number > MOST_CONTRASTED:
        table = tfidf.bind(counts).sort_values("tf_idf", ascending=False, kind="stable")
        table = table.assign(basis="tf_idf")
    elif number > 1:
        table = keyness.compare_each(counts)
        names = {"target": "doc_id", "n_target": "n", "n_sentences_target": "n_sentences"}
        table = table[table["log_ratio"] > 0].rename(columns=names).assign(basis="contrast")
    else:
        table = counts.sort_values("n", ascending=False, kind="stable").assign(basis="frequency")
    table = tokens.content(table[table["n"] > 1])
    table = table.groupby("doc_id", sort=False).head(TERMS_OF_A_TEXT).reset_index(drop=True)
    keep = ["doc_id", "term", "n", "n_sentences", "basis"]
    keep += [name for name in ("log_ratio", "low", "high", "p_exact", "tf_idf") if name in table]
    return table[keep].assign(n_reference=table["term"].map(total).astype("int64") - table["n"])
