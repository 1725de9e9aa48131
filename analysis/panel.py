"""A panel of lexicons: the same sentences and rules, several word lists, and where they disagree.

One lexicon's verdict on a sentence hangs on its few words. A second list, made by other people in
another way, shows which verdicts hang on the list. Packaged with a licence that allows it are
VADER's (`lexicons.vader`), that of Pattern (`pattern`) and labMT (`labmt`); any file that
`lexicons.read` reads can join.

Measured (`instruments.card`): on newspaper editorials the default panel is no closer to human
ratings than VADER alone. It is here for its disagreements, not for its mean.
"""

import importlib.metadata
import importlib.util
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd

from analysis import lexicons, sentiment
from analysis.checks import need

Lexicons = Mapping[str, sentiment.Lexicon]
_SENTENCE = ["doc_id", "sentence_id"]
_SCALE = 4.0  # VADER's rules add and take away in units of valences from -4 to 4


def packaged() -> dict[str, pd.Series]:
    """The default panel, by name: "vader" and "pattern"."""
    return {"vader": lexicons.vader(), "pattern": pattern()}


def pattern() -> pd.Series:
    """Pattern's lexicon: valence (-4 … 4) by term, some 1,500 terms, most of them adjectives.

    By De Smedt & Daelemans (2012, LREC), in the public domain (PDDL); read from the installed
    TextBlob (MIT licence), which is not imported. Its polarity of -1 … 1, averaged over the senses
    of a word, is multiplied by 4, the scale of VADER's rules. The words were rated for reviews of
    books and films: few nouns and verbs, so the vocabulary of politics and war is missing.
    """
    return _pattern().copy()


@cache
def _pattern() -> pd.Series:
    file = _inside("textblob", "Pattern's lexicon is in the package textblob", "en")
    words = ElementTree.parse(file / "en-sentiment.xml").getroot().iter("word")
    senses = [(word.get("form").lower(), float(word.get("polarity")) * _SCALE) for word in words]
    table = pd.DataFrame(senses, columns=["term", "valence"])
    return table.groupby("term", sort=False)["valence"].mean()


def labmt() -> pd.Series:
    """labMT 1.0: valence (-4 … 4) by term, some 3,700 terms with a clear tone.

    Happiness of the 10,222 most frequent words by fifty raters each, 1 to 9, minus 5; words within
    1 of the middle are left out, as its authors do (Dodds et al. 2011, PLoS ONE, CC BY). Read from
    shifterator (Apache-2.0), where that is installed; the project does not require it, since it has
    had no release since 2021 and carries other lists that are for research only. The words came
    from tweets, lyrics, books and news, and were rated one by one: "war" is unhappy in any use.
    """
    file = _inside("shifterator", "labMT is in the package shifterator", "lexicons", "labMT")
    table = pd.read_csv(
        file / "labMT_English.tsv",
        sep="\t",
        names=["term", "happiness"],
        quoting=3,
        keep_default_na=False,
        dtype={"term": str, "happiness": float},
    )
    valence = table.set_index("term")["happiness"].rename("valence") - 5
    return valence[valence.abs() >= 1]


def versions() -> dict[str, str]:
    """The package and version that each packaged lexicon is read from; only what is installed."""
    homes = {"vader": "vaderSentiment", "pattern": "textblob", "labmt": "shifterator"}
    return {
        name: f"{home} {importlib.metadata.version(home)}"
        for name, home in homes.items()
        if importlib.util.find_spec(home)
    }


def _inside(package: str, what: str, *folders: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None:
        raise ModuleNotFoundError(f"{what}; pip install {package}")
    return Path(found.submodule_search_locations[0], *folders)


def score(
    sentences: pd.DataFrame, lexicons: Lexicons | None = None, norms: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Tone of each sentence by each lexicon, one row per sentence and lexicon, in their orders.

    `lexicons` maps names to lexicons (None: `packaged`). VADER's rules are applied to each.

    Columns: those of `sentiment.score` that identify the sentence, then
      lexicon: its name
      compound: -1 … 1, as in `sentiment.score`, with this lexicon
      n_hits: its words in the sentence
      z: (compound - mean) / standard deviation. By default mean and deviation are those of all the
        sentences given, pooled over texts, so that z compares sentences of this table and changes
        with what is in it. With `norms` (columns lexicon, mean, sd; `instruments.norms` has them
        for the editorials) they are fixed, and z can be compared between corpora. Missing where
        a lexicon gives all sentences the same score.

    z is 0 for the average sentence of the reference, which is not the neutral one.

    Raises ValueError for a missing column, an empty panel, or norms that lack a lexicon.
    """
    need(sentences, [*_SENTENCE, "text"], "sentences", "sentences.split")
    chosen = packaged() if lexicons is None else dict(lexicons)
    if not chosen:
        raise ValueError("lexicons: none given; pass {name: lexicon}, or nothing for the default")
    parts = []
    for name, lexicon in chosen.items():
        scored = sentiment.score(sentences, lexicon)
        keep = [c for c in scored.columns if c in sentences.columns]
        mean, sd = _norm(scored["compound"], name, norms)
        parts.append(
            scored[[*keep]].assign(
                lexicon=name,
                compound=scored["compound"],
                n_hits=scored["n_hits"],
                z=(scored["compound"] - mean) / sd,
            )
        )
    rows = pd.concat(parts, ignore_index=True)
    place = np.tile(np.arange(len(sentences)), len(chosen))
    return rows.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)


def _norm(compound: pd.Series, name: str, norms: pd.DataFrame | None) -> tuple[float, float]:
    if norms is None:
        spread = compound.std() if compound.min() < compound.max() else np.nan
        return compound.mean(), spread
    need(norms, ["lexicon", "mean", "sd"], "norms", "instruments.norms")
    row = norms[norms["lexicon"] == name]
    if len(row) != 1:
        found = ", ".join(map(str, norms["lexicon"])) or "none"
        raise ValueError(f"norms: no single row for lexicon {name!r} (found: {found})")
    return float(row["mean"].iloc[0]), float(row["sd"].iloc[0])


def combine(scores: pd.DataFrame) -> pd.DataFrame:
    """The panel's verdict, one row per sentence of `score`, in its order.

    Columns: doc_id, sentence_id (with text, role and voice where there), n_lexicons (with a z),
    z: the standardised mean, that is the mean of the lexicons' z; z_min, z_max: the lexicons that
    are furthest apart; n_positive, n_negative, n_zero: lexicons by the sign of compound.

    A mean over lists that share half of their words is not a vote of independent judges.
    """
    need(scores, [*_SENTENCE, "lexicon", "compound", "z"], "scores", "panel.score")
    context = [c for c in ("text", "role", "voice") if c in scores.columns]
    signs = scores.assign(
        positive=scores["compound"] > 0,
        negative=scores["compound"] < 0,
        zero=scores["compound"] == 0,
    )
    table = signs.groupby(_SENTENCE, sort=False, observed=True).agg(
        **{c: (c, "first") for c in context},
        n_lexicons=("z", "count"),
        z=("z", "mean"),
        z_min=("z", "min"),
        z_max=("z", "max"),
        n_positive=("positive", "sum"),
        n_negative=("negative", "sum"),
        n_zero=("zero", "sum"),
    )
    return table.reset_index()


def disagreements(scores: pd.DataFrame) -> pd.DataFrame:
    """Sentences that one lexicon calls positive and another negative, furthest apart first.

    Columns: doc_id, sentence_id (with text, role and voice where there); positive, negative,
    silent: names of the lexicons with that sign, joined by ", "; lowest, highest: compound, -1 … 1;
    apart: highest - lowest, 0 … 2. A lexicon that has no word in the sentence is silent, and does
    not disagree.
    """
    need(scores, [*_SENTENCE, "lexicon", "compound"], "scores", "panel.score")
    context = [c for c in ("text", "role", "voice") if c in scores.columns]
    span = scores.groupby(_SENTENCE, sort=False, observed=True)["compound"].agg(["min", "max"])
    contested = span[(span["min"] < 0) & (span["max"] > 0)].reset_index()[_SENTENCE]
    rows = contested.merge(scores, on=_SENTENCE, how="left")
    table = rows.groupby(_SENTENCE, sort=False, observed=True).agg(
        **{c: (c, "first") for c in context},
        lowest=("compound", "min"),
        highest=("compound", "max"),
    )
    for name, sign in (("positive", 1), ("negative", -1), ("silent", 0)):
        side = rows[np.sign(rows["compound"]) == sign]
        names = side.groupby(_SENTENCE, sort=False, observed=True)["lexicon"].agg(", ".join)
        table[name] = names.reindex(table.index).fillna("")
    table["apart"] = table["highest"] - table["lowest"]
    columns = [*_SENTENCE, *context, "positive", "negative", "silent", "lowest", "highest", "apart"]
    table = table.reset_index()[columns]
    return table.sort_values("apart", ascending=False, kind="stable", ignore_index=True)
