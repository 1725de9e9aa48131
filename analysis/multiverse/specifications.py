"""The tables that one specification leads to: units, scores, judgements, mentions, codes.

Each is made once for the options that it depends on, so that thousands of specifications share
them. Sums are kept by text and role. A specification that leaves roles out is then an addition, and
most of a multiverse differs only in roles.
"""

from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import agreement, corpus, frames, sentences, tokens
from analysis.codebook.codings import STANCES
from analysis.frames import SENTENCE
from analysis.sensitivity import PLACES, WORDS, Material, Specification, baseline, remembered
from analysis.words import fold

Sums = dict[str, np.ndarray]  # texts x roles for each name


class Units(NamedTuple):
    """Units of all roles, and the sentences that they are made of.

    table: doc_id, unit_id, role; place: the text and role of each (`_places`); inside: the numbers
    of their sentences among all; of: the unit of each of these.
    """

    table: pd.DataFrame
    place: np.ndarray
    inside: np.ndarray
    of: np.ndarray

    def most(self, x: np.ndarray) -> np.ndarray:
        """The largest value of each unit's sentences, and at least 0."""
        found = np.zeros(len(self.table))
        np.maximum.at(found, self.of, x[self.inside])
        return found

    def total(self, x: np.ndarray) -> np.ndarray:
        """The sum of each unit's sentences."""
        return np.bincount(self.of, x[self.inside], len(self.table))


@remembered()
def all_sentences(spec: Specification) -> pd.DataFrame:
    """Sentences of all roles (``sentences.split``)."""
    return sentences.split(spec.material.corpus, roles=corpus.ROLES)


@remembered()
def _labels(spec: Specification) -> tuple[pd.Index, pd.Index]:
    table = all_sentences(spec)
    return tuple(pd.Index(table[name].unique(), dtype=object) for name in ("doc_id", "role"))


def _places(spec: Specification, table: pd.DataFrame) -> np.ndarray:
    texts, roles = _labels(spec)
    number = texts.get_indexer(table["doc_id"].astype(object)) * len(roles)
    return number + roles.get_indexer(table["role"].astype(object))


def _add_up(spec: Specification, place: np.ndarray, **columns: np.ndarray | int) -> Sums:
    shape = tuple(map(len, _labels(spec)))
    return {
        name: np.bincount(place, np.broadcast_to(x, len(place)), np.prod(shape)).reshape(shape)
        for name, x in columns.items()
    }


@remembered()
def texts(spec: Specification) -> list:
    """The texts that there are, by doc_id."""
    return _labels(spec)[0].to_list()


def by_text(spec: Specification, sums: Sums, name: str) -> dict[object, float]:
    """One of the sums for each text, over the roles that the specification compares."""
    return dict(zip(texts(spec), (sums[name] @ _compared_roles(spec)).tolist(), strict=True))


def leave_out(material: Material, doc_id: str, sentence_id: int) -> Material:
    """The material of specifications without one sentence; the others keep their numbers."""
    table = all_sentences(baseline(material))
    here = (table["doc_id"] == doc_id) & (table["sentence_id"] == sentence_id)
    if not here.any():
        raise ValueError(f"{doc_id}: no sentence {sentence_id} to leave out; name one of its own")
    # Under the name that `remembered` gives it.
    made = {(all_sentences.__name__, ()): table[~here].reset_index(drop=True)}
    return material._replace(made=made)


@remembered(*PLACES[:3])
def _compared_roles(spec: Specification) -> np.ndarray:
    out: set[str] = set()
    for choice in PLACES[:3]:
        roles = {role for some in spec.material.choices[choice].values() for role in some}
        out |= roles - set(spec.option(choice))
    return (~_labels(spec)[1].isin(out)).astype(float)


def in_roles(spec: Specification, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of the roles that the specification compares."""
    return table[table["role"].isin(_labels(spec)[1][_compared_roles(spec) > 0])]


@remembered("voice", "unit")
def _all_units(spec: Specification) -> pd.DataFrame:
    """Units of all roles: sentences or passages, of the words in the voice compared."""
    table = all_sentences(spec)
    if spec.option("voice") == "sentences":
        table = table[table["voice"] == "author"]
    elif spec.option("voice") == "words":
        stretches = sentences.by_voice(table)
        table = stretches[stretches["voice"] == "author"]
    key = ["doc_id", spec.option("unit")]
    groups = table.groupby(key, sort=False)
    units = groups.agg(text=("text", " ".join), role=("role", "first"), start=("start", "first"))
    return units.reset_index().rename(columns={key[1]: "unit_id"})


@remembered("voice", "unit", "tone by")
def _all_scores(spec: Specification) -> pd.DataFrame:
    units = _all_units(spec)
    return units.assign(tone=spec.option("tone by")(units))


def tone_scores(spec: Specification) -> pd.DataFrame:
    """Tone of each unit compared, one row a unit.

    Columns: doc_id, unit_id (a sentence's or passage's number), text, role, start, tone (-1 … 1).
    """
    table = in_roles(spec, _all_scores(spec))
    return table if spec.option("units without tone") else table[table["tone"] != 0]


@remembered("voice", "unit", "tone by", "units without tone")
def tone_sums(spec: Specification) -> Sums:
    """Sums of tone (x) and number of units (n), of `tone_scores` in all roles."""
    table = _all_scores(spec)
    tone = table["tone"].to_numpy(float)
    n = np.ones(len(tone)) if spec.option("units without tone") else tone != 0
    return _add_up(spec, _places(spec, table), x=tone, n=n)


@remembered()
def _all_mentions(spec: Specification) -> pd.DataFrame:
    return frames.code(all_sentences(spec), spec.material.codebook)


@remembered("voice")
def _in_voice(spec: Specification) -> np.ndarray:
    """Which sentences of all roles are, wholly or in part, in the voice compared."""
    voices = {"all": ["author", "mixed", "quoted"], "sentences": ["author"]}
    kept = voices.get(spec.option("voice"), ["author", "mixed"])
    return all_sentences(spec)["voice"].isin(kept).to_numpy()


@remembered(*PLACES)
def compared(spec: Specification) -> pd.DataFrame:
    """Sentences of the roles and the voice compared (``sentences.split``)."""
    return in_roles(spec, all_sentences(spec)[_in_voice(spec)])


@remembered("voice")
def _all_counted(spec: Specification) -> pd.DataFrame:
    return frames.counted(_all_mentions(spec), None if spec.option("voice") == "all" else "author")


@remembered(*PLACES)
def counted_mentions(spec: Specification) -> pd.DataFrame:
    """Mentions that the dictionary counts: affirmed, of the roles and the voice compared."""
    return _all_counted(spec).merge(compared(spec)[SENTENCE], on=SENTENCE)


@remembered()
def coded_kinds(spec: Specification) -> set[str]:
    """The kinds of code that some coder coded, by the prefix of the code."""
    return set(spec.material.corpus.codings["code"].str.partition("_")[0])


@remembered()
def _keys(spec: Specification) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(all_sentences(spec)[SENTENCE])


def _numbers(spec: Specification, table: pd.DataFrame) -> np.ndarray:
    """The number of each row's sentence among all; -1 where there is none."""
    return _keys(spec).get_indexer(pd.MultiIndex.from_frame(table[SENTENCE]))


@remembered()
def _readers(spec: Specification) -> dict[str, np.ndarray]:
    material, every = spec.material, all_sentences(spec)
    read = agreement.read_by(material.corpus.codings, every, material.codebook)
    number = _numbers(spec, read)
    kinds = read["kind"].to_numpy()
    return {kind: np.bincount(number[kinds == kind], minlength=len(every)) for kind in set(kinds)}


@remembered("coded by")
def _n_readers(spec: Specification, kind: str) -> np.ndarray:
    n = len(all_sentences(spec))
    if spec.option("coded by") == "dictionary":
        return np.ones(n)
    return _readers(spec).get(kind, np.zeros(n))


@remembered("voice", "coded by", "unit")
def _coded_units(spec: Specification) -> Units:
    """Units of all roles that can be coded: a reader codes no sentence that is wholly quoted."""
    every, inside = all_sentences(spec), _in_voice(spec)
    if spec.option("coded by") == "reading":
        inside = inside & (every["voice"] != "quoted").to_numpy()
    key = ["doc_id", spec.option("unit")]
    table = every.loc[inside, [*key, "role"]]
    of = table.groupby(key, sort=False).ngroup().to_numpy()
    table = table[~table.duplicated(key)].rename(columns={key[1]: "unit_id"})
    return Units(table.reset_index(drop=True), _places(spec, table), np.flatnonzero(inside), of)


@remembered("voice", "coded by")
def _shares(spec: Specification) -> dict[str, np.ndarray]:
    """By code, the share of its readers who found it in each sentence, 0 to 1."""
    if spec.option("coded by") == "dictionary":
        found = _all_counted(spec)[[*SENTENCE, "code"]].assign(coder="dictionary")
    else:
        codings = spec.material.corpus.codings
        there = codings["value"].notna() & ~codings["value"].isin(["0", ""])
        found = codings[(codings["code"] != "stance") & there]
    found = found[[*SENTENCE, "code", "coder"]].drop_duplicates()
    number, codes = _numbers(spec, found), found["code"].to_numpy()
    shares = {}
    for code in pd.unique(codes):
        own = number[(codes == code) & (number >= 0)]
        readers = _n_readers(spec, kind_of(spec, code))
        n = np.bincount(own, minlength=len(readers))
        shares[code] = np.divide(n, readers, out=np.zeros(len(readers)), where=n > 0)
    return shares


@remembered()
def _kinds(spec: Specification) -> dict[str, str]:
    codebook, codings = spec.material.codebook, spec.material.corpus.codings
    codes = {*codings["code"], *([] if codebook is None else codebook["code"])}
    codes = pd.Series(sorted(codes), dtype="str")
    return dict(zip(codes, agreement.kind_of(codes, codebook), strict=True))


def kind_of(spec: Specification, code: str) -> str:
    """The kind of a code, as ``agreement.kind_of`` has it."""
    known = _kinds(spec)
    if code not in known:
        known[code] = agreement.kind_of(pd.Series([code], dtype="str")).iloc[0]
    return known[code]


@remembered("voice", "coded by", "unit")
def _found(spec: Specification, code: str) -> np.ndarray:
    """The share of readers who found a code in each unit; in a passage, its largest share."""
    units, shares = _coded_units(spec), _shares(spec)
    return units.most(shares[code]) if code in shares else np.zeros(len(units.table))


def units_with(spec: Specification, *codes: str) -> pd.DataFrame:
    """Units compared, one row a unit: doc_id, unit_id, role, x.

    x is the share of coders who find the code there, 0 to 1; of several codes the sum.
    """
    units = _coded_units(spec)
    x = sum((_found(spec, code) for code in codes), np.zeros(len(units.table)))
    return in_roles(spec, units.table.assign(x=x))


@remembered("voice", "coded by", "unit")
def code_sums(spec: Specification, code: str) -> Sums:
    """Sums in all roles: x of `units_with`, units (n), and sentences that no one read (unread)."""
    units = _coded_units(spec)
    return _add_up(spec, units.place, x=_found(spec, code)) | unit_sums(spec, kind_of(spec, code))


@remembered("voice", "coded by")
def names(spec: Specification) -> list[str]:
    """The names of the event that are found anywhere."""
    codebook, found = spec.material.codebook, _shares(spec)
    if codebook is None:
        return [code for code in found if code.startswith("name_")]
    known = set(codebook.loc[codebook["kind"] == "name", "code"])
    return [code for code in found if code in known]


@remembered("voice", "coded by", "unit")
def _name_sums(spec: Specification) -> np.ndarray:
    every = [code_sums(spec, code)["x"] for code in names(spec)]
    return np.array(every).reshape(len(every), *map(len, _labels(spec)))


def names_by_text(spec: Specification) -> np.ndarray:
    """In how many units of each text each of `names` is found: names x texts."""
    return _name_sums(spec) @ _compared_roles(spec)


@remembered()
def codes_that_say(spec: Specification, attribute: str, value: str) -> set[str] | None:
    """The codes for which the codebook says so; None where it has no such column."""
    codebook = spec.material.codebook
    if codebook is None or attribute not in codebook.columns:
        return None
    return set(codebook.loc[codebook[attribute] == value, "code"])


@remembered("voice", "coded by", "unit")
def unit_sums(spec: Specification, kind: str) -> Sums:
    """Units in all roles (n), and their sentences that no one read for a kind of code (unread)."""
    units, unread = _coded_units(spec), _n_readers(spec, kind) == 0
    return _add_up(spec, units.place, n=1, unread=units.total(unread))


@remembered("voice", "coded by")
def _stances(spec: Specification) -> np.ndarray:
    if spec.option("coded by") == "reading":
        codings = spec.material.corpus.codings
        table = codings[(codings["code"] == "stance") & codings["value"].isin(STANCES)]
    else:
        found = _all_mentions(spec)
        if spec.option("voice") == "all":
            found = found.assign(voice="author")
        table = frames.stance(found, all_sentences(spec), spec.material.codebook)
    number, size = _numbers(spec, table), len(all_sentences(spec))
    side = table["value"].map(STANCES).to_numpy(float)[number >= 0]
    with np.errstate(invalid="ignore"):
        total, n = (np.bincount(number[number >= 0], x, size) for x in (side, None))
        return total / n


@remembered("voice", "coded by", "unit")
def _all_judgements(spec: Specification) -> tuple[np.ndarray, np.ndarray]:
    """Stance of each of `_coded_units`, and how many of its sentences were not read."""
    units, stance = _coded_units(spec), _stances(spec)
    missing = np.isnan(stance)
    if spec.option("unit") == "sentence_id":
        return stance[units.inside], missing[units.inside].astype(float)
    return np.sign(units.total(np.where(missing, 0.0, stance))), units.total(missing)


def judgements(spec: Specification) -> pd.DataFrame:
    """Stance of each unit, one row a unit: doc_id, unit_id, role, stance (-1 … 1), unread.

    1 is favourable, -1 unfavourable, 0 neither; several coders are averaged, and the side that
    prevails in a passage is its stance. unread: sentences without a coder's stance.
    """
    stance, unread = _all_judgements(spec)
    table = _coded_units(spec).table.assign(stance=stance, unread=unread)
    judging = (table["stance"] != 0) | (table["unread"] > 0)
    return in_roles(spec, table if spec.option("neither") else table[judging])


@remembered("voice", "coded by", "unit", "neither")
def stance_sums(spec: Specification) -> Sums:
    """Sums of `judgements` in all roles: x (stance), units that have one (n), unread."""
    stance, unread = _all_judgements(spec)
    n = ~np.isnan(stance) & (spec.option("neither") | (stance != 0) | (unread > 0))
    place = _coded_units(spec).place
    return _add_up(spec, place, x=np.nan_to_num(stance), n=n, unread=unread)


@remembered("words by")
def _all_tokens(spec: Specification) -> pd.DataFrame:
    every, tokenizer = all_sentences(spec), spec.option("words by")
    own = tokens.tokenize(every, tokenizer and tokenizer())
    rows = every[["role", "voice"]].take(_numbers(spec, own))
    return own.assign(role=rows["role"].to_numpy(), sentence_voice=rows["voice"].to_numpy())


def _words_in_voice(spec: Specification, table: pd.DataFrame) -> np.ndarray:
    column = {"sentences": "sentence_voice", "words": "voice"}.get(spec.option("voice"))
    return np.ones(len(table), bool) if column is None else (table[column] == "author").to_numpy()


@remembered("voice", "words by", "case", "possessive", "hyphens")
def _all_words(spec: Specification) -> pd.DataFrame:
    table = _all_tokens(spec)
    table = table[_words_in_voice(spec, table)]
    terms = table["term"] if spec.option("case") else table["token"].str.replace("’", "'")
    splitting = (spec.option("possessive"), spec.option("hyphens"))
    parts = {term: _parts(term, *splitting) for term in terms.unique()}
    return table.assign(term=terms.map(parts)).explode("term").astype({"term": "str"})


def _parts(term: str, possessive: bool, hyphens: bool) -> list[str]:
    clitic = possessive and term[-2:].lower() == "'s" and len(term) > 2
    parts = [term[:-2], term[-2:]] if clitic else [term]
    return [p for part in parts for p in part.split("-") if p] if hyphens else parts


@remembered(*WORDS)
def word_counts(spec: Specification) -> pd.DataFrame:
    """Frequencies of the words compared: doc_id, term, n, n_sentences (``tokens.count_terms``)."""
    return tokens.count_terms(in_roles(spec, _all_words(spec)))


@remembered("words by")
def _all_tallies(spec: Specification) -> tuple[pd.DataFrame, np.ndarray]:
    """How often each token occurs in each text, role and voice, and the place of each row."""
    keys = ["doc_id", "role", "sentence_voice", "voice", "term", "token"]
    table = _all_tokens(spec).groupby(keys, sort=False).size().rename("n").reset_index()
    return table, _places(spec, table)


@remembered("words by", "case", "possessive", "hyphens")
def _matching(spec: Specification, pattern: str) -> tuple[np.ndarray, np.ndarray]:
    """How many words each of `_all_tallies` is cut into, and how many of these match."""
    folded, table = spec.option("case"), _all_tallies(spec)[0]
    number, terms = (table["term"] if folded else table["token"]).factorize()
    wanted = fold(pattern) if folded else pattern
    splitting = (spec.option("possessive"), spec.option("hyphens"))
    parts = [_parts(term if folded else term.replace("’", "'"), *splitting) for term in terms]
    there = [sum(fnmatchcase(part, wanted) for part in some) for some in parts]
    return np.array([len(some) for some in parts])[number], np.array(there)[number]


@remembered("voice", "words by", "case", "possessive", "hyphens")
def _word_sums(spec: Specification, pattern: str) -> Sums:
    table, place = _all_tallies(spec)
    size, there = _matching(spec, pattern)
    n = table["n"].to_numpy() * _words_in_voice(spec, table)
    return _add_up(spec, place, n=size * n, x=there * n)


@remembered("voice", "words by", "case", "possessive", "hyphens")
def _wording_sums(spec: Specification, *words: str) -> Sums:
    table = _all_words(spec).reset_index(drop=True)
    wanted = " ".join(fold(word) if spec.option("case") else word for word in words)
    joined = tokens.join_ngrams(table, len(words))["term"]
    there = joined.map(lambda term: fnmatchcase(term, wanted)).astype(float)
    there = there.reindex(table.index, fill_value=0.0).to_numpy()
    return _add_up(spec, _places(spec, table), n=np.ones(len(table)), x=there)


@remembered()
def _wording(spec: Specification, pattern: str) -> list[str]:
    words, marks = tokens.cut_pattern(pattern)
    if len(words) > 1 and any(marks):
        raise ValueError(
            f"term: {pattern!r} has a mark between its words, which counts of words leave out; "
            "give its words alone"
        )
    return words


def occurrences(spec: Specification, pattern: str) -> dict[object, float]:
    """Occurrences of a word or wording with ``*`` and ``?`` in each text with words, by doc_id.

    A wording is cut as the text is; raises ``ValueError`` for one with a mark between its words.
    """
    words = _wording(spec, pattern)
    sums = _word_sums(spec, pattern) if len(words) == 1 else _wording_sums(spec, *words)
    n = by_text(spec, sums, "n")
    return {text: k for text, k in by_text(spec, sums, "x").items() if n[text]}


@remembered(*WORDS, "stop words")
def _terms(spec: Specification) -> pd.DataFrame:
    stopwords = spec.option("stop words")
    table = word_counts(spec)
    return tokens.content(table, stopwords) if stopwords else table


@remembered(*WORDS, "stop words")
def cells(spec: Specification, target: str, term: str) -> tuple[int, int, int, int]:
    """O11, O21, n1, n2: a term in a text and in all others, and the words of both."""
    table = _terms(spec)
    n, own, this = table["n"], table["doc_id"] == target, table["term"] == term
    O11, O21, n1, n2 = (int(n[rows].sum()) for rows in (own & this, ~own & this, own, ~own))
    return O11, O21, n1, n2


@remembered(*WORDS, "stop words", "distinctive by")
def ranks(spec: Specification, target: str) -> pd.Series:
    """Rank of a text's terms by tf-idf, by term; 1 is the highest, equals share the lowest."""
    from analysis import tfidf  # scikit-learn takes a second to load

    table = tfidf.bind(_terms(spec), variant=spec.option("distinctive by")[0])
    own = table[table["doc_id"] == target].set_index("term")["tf_idf"]
    return own.rank(ascending=False, method="max")
