"""In how many ways of measuring a finding survives, which choice moves it, what it hangs on.

**Choices** are what a researcher might have done otherwise (`CHOICES`), each with the study's own
way first. A **specification** takes one option of every choice. A **finding** is a function of a
specification: it says whether the claim holds there (`Found`) and which choices can move it
(`depends_on`). `vary` computes it in all combinations of these; `survival` says how often it holds,
`influence` which choice moves it most. Last, `without_each_word` and `without_each_sentence` ask
what a difference of tone hangs on.

Somebody listed these options: the share in which a finding survives is no probability that it is
true.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from itertools import product
from string import punctuation
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import sentiment, tokens
from analysis._checks import need
from analysis._progress import track
from analysis._resampling import Statistic
from analysis.codebook.codes import find_codebook, read_codebook
from analysis.corpus import Corpus
from analysis.lexicons import vader
from analysis.lexicons.lists import emoji_words, pattern_lexicon, vader_lexicon
from analysis.words import Tokenizer

Choices = Mapping[str, Mapping[str, Any]]

TOP = 10  # how many terms the variants of tf-idf call a text's own


def by_rules(lexicon: Callable | None = None) -> Callable[[pd.DataFrame], np.ndarray]:
    """Make a scorer of units, for the choice "tone by": VADER's rules with a lexicon of your own.

    `lexicon` is a function that returns it, called when scores are first needed; by default it is
    VADER's.

    >>> score = sensitivity.by_rules(lambda: {"deal": 2.0})
    >>> score(pd.DataFrame({"text": ["No deal.", "A deal."]})).round(2).tolist()
    [-0.36, 0.46]
    """
    return lambda units: sentiment.compound(units["text"], lexicon and lexicon())


def words_alone(units: pd.DataFrame) -> np.ndarray:
    """Score units by VADER's word list alone, as if negation, "but" and capitals did nothing.

    The valences of a unit's words are added and scaled to -1 … 1 as VADER does. `units` has the
    columns doc_id, start and text.
    """
    hits = sentiment.hits(units.assign(sentence_id=np.arange(len(units))))
    total = hits.groupby("sentence_id")["valence"].sum()
    return vader.normalize(total.reindex(np.arange(len(units)), fill_value=0.0).to_numpy())


def treebank() -> Tokenizer:
    """NLTK's tokenizer of the Penn Treebank, which splits "do" from "n't" and "Kim" from "'s"."""
    from nltk.tokenize import TreebankWordTokenizer

    return TreebankWordTokenizer()


# The first option of each choice is the study's own. Behind each label is what it means, so a
# lexicon, a role or a criterion of your own is one more entry.
CHOICES: Choices = {
    "other page text": {"out": (), "in": ("caption", "byline", "bio", "note", "chrome")},
    "headline and deck": {"out": (), "in": ("headline", "deck")},
    "quotations set apart": {"in": ("quotation",), "out": ()},
    "voice": {"all": "all", "author's sentences": "sentences", "author's words": "words"},
    "unit": {"sentence": "sentence_id", "passage": "passage_id"},
    "tone by": {
        "VADER": by_rules(),
        "VADER, words alone": words_alone,
        "Pattern, VADER's rules": by_rules(pattern_lexicon),
    },
    "units without tone": {"counted": True, "left out": False},
    "coded by": {"reading": "reading", "dictionary": "dictionary"},
    "neither": {"counted": True, "left out": False},
    "words by": {"the study's pattern": None, "Treebank": treebank},
    "case": {"folded": True, "kept": False},
    "possessive": {"in its word": False, "split off": True},
    "hyphens": {"whole": False, "split": True},
    "stop words": {"in": (), "out": tokens.STOPWORDS},
    "minimum count": {"1": 1, "3": 3, "5": 5},
    "distinctive by": {
        "log ratio": ("log_ratio", 0.0),
        "conservative log ratio": ("clr", 0.0),
        "log-odds z": ("z", 1.0),  # in units of keyness.z_limit
        "tf-idf, smooth": ("smooth", TOP),
        "tf-idf, textbook": ("textbook", TOP),
    },
}

# Options known to be wrong (other articles of a saved page are not the author's). What a finding
# does there shows what surviving is worth; it is counted apart from its share.
CONTROLS: Mapping[str, tuple[str, ...]] = {"other page text": ("in",)}

PLACES = ("other page text", "headline and deck", "quotations set apart", "voice")
WORDS = (*PLACES, "words by", "case", "possessive", "hyphens")
TONE = (*PLACES, "unit", "tone by", "units without tone")
CODES = (*PLACES, "unit", "coded by")
STANCE = (*CODES, "neither")


class Material(NamedTuple):
    """A corpus with all that specifications are made from, and what has been made already."""

    corpus: Corpus
    codebook: pd.DataFrame | None
    choices: Choices
    made: dict


class Specification(NamedTuple):
    """One option of each choice: `options` by label, read with `option`."""

    material: Material
    options: Mapping[str, str]

    def option(self, choice: str) -> Any:
        """What stands behind the option taken of a choice."""
        return self.material.choices[choice][self.options[choice]]


def prepare(
    corpus: Corpus, codebook: pd.DataFrame | None = None, choices: Choices | None = None
) -> Material:
    """The material of a corpus for specifications; pass it on, so that tables are made once.

    `codebook` is by default the one of the corpus folder, if there is one. Options that this corpus
    cannot have are left out: coding by reading without codings, by dictionary without a codebook.
    A choice that `choices` does not name is held at the study's own option. Raises ``ValueError``
    for a choice that is not in `CHOICES`, or has no option.
    """
    if codebook is None and corpus.folder and find_codebook(corpus.folder).exists():
        codebook = read_codebook(corpus.folder)
    given = CHOICES if choices is None else choices
    for choice, options in given.items():
        if choice not in CHOICES or not options:
            problem = "has no option" if choice in CHOICES else "is unknown"
            raise ValueError(f"choices: {choice!r} {problem}; there is {', '.join(CHOICES)}")
    own = {choice: dict([next(iter(options.items()))]) for choice, options in CHOICES.items()}
    every = {choice: dict(given.get(choice, own[choice])) for choice in CHOICES}
    lacking = {"reading": corpus.codings.empty, "dictionary": codebook is None}
    coded = CHOICES["coded by"] if "coded by" not in given else every["coded by"]
    kept = {label: how for label, how in coded.items() if not lacking[str(how)]}
    if "coded by" in given or "reading" not in kept.values():
        every["coded by"] = kept or dict(coded)
    return Material(corpus, codebook, every, {})


def baseline(material: Material) -> Specification:
    """The study's own way: the first option of every choice."""
    options = {choice: next(iter(given)) for choice, given in material.choices.items()}
    return Specification(material, options)


def remembered(*choices: str) -> Callable:
    """Decorate a function that makes a table, to run once per combination of these choices."""

    def decorate(make: Callable) -> Callable:
        @wraps(make)
        def table(specification: Specification, *args):
            options = specification.options
            key = (make.__name__, args, *(options[choice] for choice in choices))
            made = specification.material.made
            if key not in made:
                made[key] = make(specification, *args)
            return made[key]

        return table

    return decorate


RESULT = ("value", "survives", "reason")


class Found(NamedTuple):
    """A finding in one specification.

    value: a number that has one meaning in all specifications; survives: whether the claim holds,
    None where it is undefined, and then `reason` says why. For the rungs of `resample`: `compare`,
    a function that makes all the comparisons (`Comparison`) that have to hold for the claim, and is
    called where they are asked for. `keys` lead to sentences.
    """

    value: float
    survives: bool | None
    reason: str = ""
    compare: Callable[[], list] | None = None
    keys: tuple = ()


class Comparison(NamedTuple):
    """The value that must be above 0: the `statistic` of a text, or the difference of two.

    `rows` are units, one a row: doc_id, sentence_id and the columns of the statistic. `name` says
    in words what is compared.
    """

    rows: pd.DataFrame
    statistic: Statistic
    texts: tuple
    name: str


def depends_on(*choices: str) -> Callable:
    """Decorate a finding with the choices that move it: `vary` crosses these and holds the others.

    Raises ``ValueError`` for a choice that is not in `CHOICES`.
    """
    unknown = [choice for choice in choices if choice not in CHOICES]
    if unknown:
        raise ValueError(f"choices: {unknown[0]!r} is unknown; there is {', '.join(CHOICES)}")

    def decorate(finding: Callable) -> Callable:
        finding.choices = tuple(dict.fromkeys(choices))  # type: ignore[attr-defined]
        return finding

    return decorate


def cross(choices: Choices) -> pd.DataFrame:
    """All specifications, one row each: a column per choice, with the label of the option taken.

    The first row is the first option of every choice. `choices` maps each choice to its options.
    """
    return pd.DataFrame(list(product(*choices.values())), columns=list(choices), dtype="str")


def vary(
    finding: Callable[..., Found],
    corpus: Corpus | Material,
    choices: Choices | None = None,
    progress: bool = True,
    **arguments: object,
) -> pd.DataFrame:
    """A finding in every specification of the choices it depends on, one row per specification.

    `finding` is a function from a `Specification` to a `Found`, under `depends_on`. `corpus` is a
    corpus, or what `prepare` makes of it, which keeps tables for further runs. `choices` gives
    other options than `CHOICES`; choices it does not name are held at the study's own option.
    `arguments` are the finding's own (doc ids, terms, codes). With `progress`, a bar appears after
    two seconds. A multiverse analysis (Steegen et al. 2016), as a specification curve draws it
    (Simonsohn, Simmons & Nelson 2020).

    Columns: one per choice (the label of the option), value (see the finding), survives (nullable
    Boolean; missing where undefined), reason (why undefined, or ''). The first row is the study's
    own specification.

    Raises ``ValueError`` for a finding without `depends_on`, and for an unknown choice.

    Limit: only choices that somebody listed are varied; that a finding survives them all does not
    make it true.

    See also ``sensitivity.survival``, ``sensitivity.influence``; ready findings are in
    `analysis.multiverse`.

    >>> @sensitivity.depends_on("voice")
    ... def msnbc_above_axios(specification):
    ...     s = sentences.split(specification.material.corpus)
    ...     s = s if specification.option("voice") == "all" else s[s["voice"] == "author"]
    ...     tone = sentiment.score(s).groupby("doc_id")["compound"].mean()
    ...     return sensitivity.Found(tone["msnbc"] - tone["axios"], tone["msnbc"] > tone["axios"])
    ...
    >>> two = {"voice": {"all": "all", "author's sentences": "sentences"}}
    >>> sensitivity.vary(msnbc_above_axios, corpus.load(), two, progress=False).round(2)
                    voice  value  survives reason
    0                 all   0.08      True
    1  author's sentences   0.17      True
    """
    moved_by = getattr(finding, "choices", None)
    if moved_by is None:
        raise ValueError(
            f"{getattr(finding, '__name__', finding)}: say on which choices it depends, with "
            "@sensitivity.depends_on('voice', …) above its definition"
        )
    material = prepare(corpus, choices=choices) if isinstance(corpus, Corpus) else corpus
    if choices is not None and material is corpus:
        material = prepare(material.corpus, material.codebook, choices)
    table = cross({choice: material.choices[choice] for choice in moved_by})
    fixed = dict(baseline(material).options)
    rows = table.itertuples(index=False, name=None)
    found = []
    columns = list(table.columns)
    for row in track(rows, finding.__name__.replace("_", " "), len(table), "way", progress):
        options = fixed | dict(zip(columns, row, strict=True))
        found.append(finding(Specification(material, options), **arguments)[:3])
    values = pd.DataFrame(found, columns=list(RESULT), index=table.index)
    types = {"value": float, "survives": "boolean", "reason": "str"}
    return pd.concat([table, values.astype(types)], axis=1)


def survival(runs: pd.DataFrame, apart: str | None = None) -> pd.DataFrame:
    """How often a finding survives: one row, or with `apart` one row per option of that choice.

    `runs` are those of `vary`. Columns: the choice `apart`, if given; n_specifications (without the
    controls); n_undefined (without a value, and so not failures); n_defined, n_surviving; share
    (n_surviving / n_defined, 0 to 1; missing where none is defined); own (whether it survives in
    the first specification, the study's own); low, median, high (of value; no confidence interval);
    failures_share (the options that all failing specifications have in common, or ''); n_controls,
    n_controls_surviving (defined specifications with an option known to be wrong, `CONTROLS`, and
    those of them in which it survives).

    A reading is defined only where someone read, the dictionary everywhere: `apart="coded by"`
    keeps the many specifications of the one from deciding for the other.

    Raises ``ValueError`` for missing columns.

    Limit: the share depends on which options were listed; it is no probability.

    See also ``sensitivity.vary``, ``sensitivity.influence``.

    >>> runs = pd.DataFrame({"voice": ["all", "author's words"], "value": [0.2, -0.1]})
    >>> runs = runs.assign(survives=[True, False], reason="")
    >>> sensitivity.survival(runs)[["n_defined", "n_surviving", "share", "own", "failures_share"]]
       n_defined  n_surviving  share   own         failures_share
    0          2            1    0.5  True  voice: author's words
    """
    need(runs, [*RESULT, *([apart] if apart else [])], "runs", "sensitivity.vary")
    options = _options(runs)
    control = _controls({choice: taken for choice, taken in options.items() if choice != apart})
    value, holds = (runs[name].to_numpy(float, na_value=np.nan) for name in RESULT[:2])
    known, rows = np.isfinite(holds), []
    number, labels = options[apart] if apart else (np.zeros(len(runs)), [""])
    for place, label in enumerate(labels):
        own = (number == place) & ~control if len(runs) else control
        defined, wrong = own & known, control & (number == place) & known
        values = value[defined] if defined.any() else np.array([np.nan])
        row = {apart: label} if apart else {}
        row |= {"n_specifications": own.sum(), "n_undefined": (own & ~known).sum()}
        row |= {"n_defined": defined.sum(), "n_surviving": int(holds[defined].sum())}
        row["share"] = holds[defined].mean() if defined.any() else np.nan
        row["own"] = runs["survives"].iloc[own.argmax()] if own.any() else pd.NA
        row |= {"low": values.min(), "median": np.median(values), "high": values.max()}
        row["failures_share"] = _in_common(options, defined, defined & (holds == 0))
        row |= {"n_controls": wrong.sum(), "n_controls_surviving": int(holds[wrong].sum())}
        rows.append(row)
    return pd.DataFrame(rows).astype({"own": "boolean"})


def _options(runs: pd.DataFrame) -> dict[str, tuple[np.ndarray, pd.Index]]:
    """By choice: the number of the option that each run takes, and the options."""
    return {c: pd.factorize(runs[c]) for c in runs.columns if c not in RESULT}


def _controls(options: dict) -> np.ndarray:
    """Which runs take an option known to be wrong, of a choice that has others."""
    wrong = np.zeros(len(next(iter(options.values()))[0]) if options else 0, bool)
    for choice, named in CONTROLS.items():
        if choice in options and len(options[choice][1]) > 1:
            wrong |= np.isin(options[choice][0], options[choice][1].get_indexer(named))
    return wrong


def without_controls(runs: pd.DataFrame) -> pd.DataFrame:
    """The runs of `vary` without those in which a choice takes an option known to be wrong."""
    return runs[~_controls(_options(runs))]


def _in_common(options: dict, defined: np.ndarray, failures: np.ndarray) -> str:
    """The options that all failures have, but not all specifications."""
    return "; ".join(
        f"{choice}: {labels[number[failures][0]]}"
        for choice, (number, labels) in options.items()
        if failures.any() and np.ptp(number[failures]) == 0 < np.ptp(number[defined])
    )


def influence(runs: pd.DataFrame) -> pd.DataFrame:
    """Which choice moves the finding most: one row per choice and option, strongest choice first.

    Columns: choice, option; n_defined, n_undefined (specifications with this option); share (of
    the defined ones, those that survive), mean_value; and, the same for all options of a choice:
    share_range, value_range (largest less smallest over its options), variance_share (eta squared,
    0 to 1: the part of the variance of value that the means of its options explain).

    Ordered by share_range, then variance_share. In a full grid without undefined specifications
    the parts add up to at most 1; the rest is due to choices acting together.
    """
    need(runs, list(RESULT), "runs", "sensitivity.vary")
    value, holds = (runs[name].to_numpy(float, na_value=np.nan) for name in RESULT[:2])
    known = np.isfinite(holds)
    mean = value[known].mean() if known.any() else np.nan
    total = ((value[known] - mean) ** 2).sum()
    rows = []
    for choice, (number, labels) in _options(runs).items():
        n = np.bincount(number[known], minlength=len(labels))
        undefined = np.bincount(number, minlength=len(labels)) - n
        with np.errstate(invalid="ignore"):
            share, means = (
                np.bincount(number[known], x[known], len(n)) / n for x in (holds, value)
            )
        some = n > 0
        ranges = [np.ptp(x[some]) if some.any() else np.nan for x in (share, means)]
        # A value that all specifications share has nothing to explain.
        between = (n[some] * (means[some] - mean) ** 2).sum()
        of_choice = (*ranges, between / total if total > 1e-24 else 0.0)
        own = zip(labels, n, undefined, share, means, strict=True)
        rows += [(choice, *option, *of_choice) for option in own]
    columns = ["choice", "option", "n_defined", "n_undefined", "share", "mean_value"]
    columns += ["share_range", "value_range", "variance_share"]
    order = ["share_range", "variance_share"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def without_each_word(
    sentences: pd.DataFrame, a: Hashable, b: Hashable, lexicon: sentiment.Lexicon | None = None
) -> pd.DataFrame:
    """The difference of two texts' mean tone without each lexicon word, one row per word.

    `sentences` and `lexicon` are as in ``sentiment.score``, `a` and `b` two of their texts.
    Sentences with the word are scored again with a lexicon that lacks it, since a word also bears
    on the rules for its neighbours. Columns: term; valence (in the lexicon); n_a, n_b (its rated
    occurrences); difference (mean compound of `a` less that of `b`); without (the same without the
    word); change (without - difference); flips (whether the sign changes, or becomes 0). The
    largest change comes first.

    Raises ``ValueError`` for missing columns, and unless `a` and `b` are two of the texts.

    Limit: a word left out counts as neutral. Whether it was misread, its sentences tell.

    See also ``sensitivity.without_each_sentence``, ``sentiment.shift``.

    >>> s = sentences.split(corpus.load())
    >>> table = sensitivity.without_each_word(s, "msnbc", "axios")
    >>> table[["term", "valence", "difference", "without", "flips"]].head(2).round(3)
            term  valence  difference  without  flips
    0  agreement      2.2       0.079    0.141  False
    1     better      1.9       0.079    0.138  False
    """
    need(sentences, ["doc_id", "sentence_id", "start", "text"], "sentences", "sentences.split")
    table = _of_two(sentences, a, b).reset_index(drop=True)
    known = _of_these(vader_lexicon() if lexicon is None else pd.Series(dict(lexicon)), table)
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
    """The difference of two texts' means without each sentence, one row per sentence.

    Columns: doc_id, sentence_id, start, end, text, where `scores` has them, and `value`; then
    difference, without, change, flips as in `without_each_word`, the largest change first. Without
    the only sentence of a text there is no difference: without is missing, flips False. A sentence
    without a score is in neither mean, and leaving it out changes nothing.
    """
    need(scores, ["doc_id", value], "scores", "sentiment.score")
    table = _of_two(scores, a, b).reset_index(drop=True)
    groups = table.groupby("doc_id")[value]
    n, mean = groups.transform("count"), groups.transform("mean")
    if (n == 0).any():
        raise ValueError(
            f"scores: {table['doc_id'][n == 0].iloc[0]} has no {value} in any sentence"
        )
    sign = np.where(table["doc_id"] == a, 1.0, -1.0)
    kept = [c for c in ("doc_id", "sentence_id", "start", "end", "text") if c in table.columns]
    change = sign * (mean - table[value].fillna(mean)) / (n - 1).where(n > 1)
    change = change.where(table[value].notna(), 0.0)
    means = groups.mean()
    return _compared(table[[*kept, value]].assign(change=change), means[a] - means[b])


def _of_two(table: pd.DataFrame, a: Hashable, b: Hashable) -> pd.DataFrame:
    found = list(table["doc_id"].unique())
    if a == b or a not in found or b not in found:
        raise ValueError(f"{a!r} and {b!r}: give two of the texts, {', '.join(map(str, found))}")
    return table[table["doc_id"].isin([a, b])]


def _compared(table: pd.DataFrame, difference: float) -> pd.DataFrame:
    without = difference + table["change"]
    # Rounded, since adding up may leave a trace of a difference of 0.
    flips = without.notna() & (np.sign(without.round(12)) != np.sign(round(difference, 12)))
    rows = table.assign(difference=difference, without=without, flips=flips)
    rows = rows.sort_values("change", key=abs, ascending=False, kind="stable", ignore_index=True)
    columns = [c for c in table.columns if c != "change"]
    return rows[[*columns, "difference", "without", "change", "flips"]]


def _of_these(lexicon: pd.Series, table: pd.DataFrame) -> pd.Series:
    """The part of a lexicon that these texts can use; so that leaving out a word is quick."""
    words = {word for text in table["text"] for word in text.lower().split()}
    words |= {word.strip(punctuation) for word in words}
    words |= {word for phrase in emoji_words().values() for word in phrase.split()}
    return lexicon[lexicon.index.isin(words)]
