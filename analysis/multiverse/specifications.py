"""The tables that one specification leads to: units, scores, judgements, mentions, codes.

Each is made once for the options that it depends on, so that thousands of specifications share
them; the costly ones are made over all roles, from which a specification takes its own.
"""

from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import agreement, corpus, frames, sentences, tfidf, tokens
from analysis.codebook.codings import STANCES
from analysis.frames import SENTENCE
from analysis.sensitivity import CODES, PLACES, STANCE, TONE, WORDS, Specification, remembered
from analysis.words import fold


class Sums(NamedTuple):
    """Sums over the units of each text and role, texts x roles for each name.

    A specification that leaves roles out is then an addition, not another table: most of a
    multiverse differs in that alone.
    """

    texts: list
    roles: list
    of: dict[str, np.ndarray]


def add_up(table: pd.DataFrame, **columns: object) -> Sums:
    """Sums of these values of a table's rows by text and role."""
    text, texts = pd.factorize(table["doc_id"])
    role, roles = pd.factorize(table["role"])
    place, size = text * len(roles) + role, len(texts) * len(roles)
    of = {
        name: np.bincount(place, np.broadcast_to(values, len(table)).astype(float), size)
        for name, values in columns.items()
    }
    shape = (len(texts), len(roles))
    return Sums(list(texts), list(roles), {name: x.reshape(shape) for name, x in of.items()})


def by_text(spec: Specification, sums: Sums, name: str) -> dict[object, float]:
    """One of the sums for each text, over the roles that the specification compares."""
    out = _roles_out(spec)
    kept = [role not in out for role in sums.roles]
    return dict(zip(sums.texts, sums.of[name][:, kept].sum(axis=1).tolist(), strict=True))


@remembered()
def all_sentences(spec: Specification) -> pd.DataFrame:
    """Sentences of all roles (``sentences.split``)."""
    return sentences.split(spec.material.corpus, roles=corpus.ROLES)


def in_roles(spec: Specification, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of the roles that the specification compares."""
    return table[~table["role"].isin(_roles_out(spec))]


@remembered(*PLACES[:3])
def _roles_out(spec: Specification) -> set[str]:
    out: set[str] = set()
    for choice in PLACES[:3]:
        roles = {role for some in spec.material.choices[choice].values() for role in some}
        out |= roles - set(spec.option(choice))
    return out


@remembered("voice", "unit")
def _all_units(spec: Specification) -> pd.DataFrame:
    """Units of all roles: sentences, or passages of what the voice leaves of them."""
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


@remembered(*TONE)
def tone_scores(spec: Specification) -> pd.DataFrame:
    """Tone of each unit compared, one row a unit.

    Columns: doc_id, unit_id (a sentence's or passage's number), text, role, start, tone (-1 … 1).
    """
    table = in_roles(spec, _all_scores(spec))
    return table if spec.option("units without tone") else table[table["tone"] != 0]


@remembered("voice", "unit", "tone by", "units without tone")
def tone_sums(spec: Specification) -> Sums:
    """Sums of tone and number of units (n), of `tone_scores` in all roles."""
    table = _all_scores(spec)
    table = table if spec.option("units without tone") else table[table["tone"] != 0]
    return add_up(table, x=table["tone"], n=1)


@remembered()
def _all_mentions(spec: Specification) -> pd.DataFrame:
    return frames.code(all_sentences(spec), spec.material.codebook)


@remembered("voice")
def _all_in_voice(spec: Specification) -> pd.DataFrame:
    """Sentences of all roles that are, wholly or in part, in the voice compared."""
    table = all_sentences(spec)
    voices = {"all": ["author", "mixed", "quoted"], "sentences": ["author"]}
    return table[table["voice"].isin(voices.get(spec.option("voice"), ["author", "mixed"]))]


@remembered(*PLACES)
def compared(spec: Specification) -> pd.DataFrame:
    """Sentences of the roles and the voice compared (``sentences.split``)."""
    return in_roles(spec, _all_in_voice(spec))


@remembered("voice")
def _all_counted(spec: Specification) -> pd.DataFrame:
    table = frames.counted(_all_mentions(spec), None if spec.option("voice") == "all" else "author")
    return table.merge(_all_in_voice(spec)[[*SENTENCE, "role"]], on=SENTENCE)


@remembered(*PLACES)
def counted_mentions(spec: Specification) -> pd.DataFrame:
    """Mentions that the dictionary counts: affirmed, of the roles and the voice compared."""
    return in_roles(spec, _all_counted(spec))


@remembered()
def coded_kinds(spec: Specification) -> set[str]:
    """The kinds of code that some coder coded, by the prefix of the code."""
    return set(spec.material.corpus.codings["code"].str.partition("_")[0])


@remembered()
def _readers(spec: Specification) -> pd.DataFrame:
    """How many coders read each sentence for each kind of code: doc_id, sentence_id, kind, n."""
    material = spec.material
    read = agreement.read_by(material.corpus.codings, all_sentences(spec), material.codebook)
    return read.groupby([*SENTENCE, "kind"]).size().rename("n_coders").reset_index()


@remembered("voice", "coded by")
def _all_coded(spec: Specification, kind: str) -> pd.DataFrame:
    """Sentences that can be coded; where readers code, with how many read each for this kind.

    A reader codes the author's voice alone, so that wholly quoted sentences are no units there.
    """
    table = _all_in_voice(spec)
    if spec.option("coded by") == "dictionary":
        return table.assign(n_coders=1)
    read = _readers(spec)
    read = read[read["kind"] == kind].drop(columns="kind")
    table = table[table["voice"] != "quoted"].merge(read, how="left", on=SENTENCE)
    return table.fillna({"n_coders": 0})


@remembered("voice", "coded by", "unit")
def _all_coded_units(spec: Specification, kind: str) -> pd.DataFrame:
    table = _all_coded(spec, kind)
    table = table.assign(unread=(table["n_coders"] == 0).astype(int), unit_id=_unit(spec, table))
    groups = table.groupby(["doc_id", "unit_id"], sort=False)
    return groups.agg(role=("role", "first"), unread=("unread", "sum")).reset_index()


@remembered(*CODES)
def coded_units(spec: Specification, kind: str) -> pd.DataFrame:
    """Units in which codes of a kind are looked for, one row a unit: doc_id, unit_id, role, unread.

    unread: its sentences that no coder read for the kind (0 by dictionary): then no value can be
    given.
    """
    return in_roles(spec, _all_coded_units(spec, kind))


@remembered("voice", "coded by", "unit")
def _all_codes(spec: Specification) -> pd.DataFrame:
    if spec.option("coded by") == "dictionary":
        found = _all_counted(spec)[[*SENTENCE, "code"]].drop_duplicates().assign(n=1)
    else:
        codings = spec.material.corpus.codings
        there = codings["value"].notna() & ~codings["value"].isin(["0", ""])
        codings = codings[(codings["code"] != "stance") & there]
        found = codings.groupby([*SENTENCE, "code"], sort=False)["coder"].nunique().rename("n")
        found = found.reset_index()
    found = found.assign(kind=agreement.kind_of(found["code"], spec.material.codebook))
    parts = []
    for kind, some in found.groupby("kind", sort=False):
        units = _all_coded(spec, kind)
        units = units[[*SENTENCE, "role", "n_coders"]].assign(unit_id=_unit(spec, units))
        parts.append(some.merge(units, on=SENTENCE))
    columns = [*found.columns, "role", "n_coders", "unit_id"]
    table = pd.concat(parts) if parts else pd.DataFrame(columns=columns)
    table["share"] = (table["n"] / table["n_coders"]).astype(float)
    groups = table.groupby(["doc_id", "unit_id", "code"], sort=False)
    return groups.agg(role=("role", "first"), share=("share", "max")).reset_index()


@remembered(*CODES)
def unit_codes(spec: Specification) -> pd.DataFrame:
    """Codes of each unit, one row a unit and code that is there.

    Columns: doc_id, unit_id, code, role, share (of the coders who read for its kind, 0 to 1; the
    dictionary is one coder; of a passage, that of its surest sentence).
    """
    return in_roles(spec, _all_codes(spec))


@remembered("voice", "coded by", "unit")
def _all_units_with(spec: Specification, code: str) -> pd.DataFrame:
    found = _all_codes(spec)
    found = found.loc[found["code"] == code, ["doc_id", "unit_id", "share"]]
    kind = agreement.kind_of(pd.Series([code], dtype="str"), spec.material.codebook).iloc[0]
    units = _all_coded_units(spec, kind).merge(found, how="left", on=["doc_id", "unit_id"])
    return units.rename(columns={"share": "x"}).fillna({"x": 0.0})


@remembered(*CODES)
def units_with(spec: Specification, code: str) -> pd.DataFrame:
    """All of `coded_units`, with x: the share of coders that find the code there, 0 to 1."""
    return in_roles(spec, _all_units_with(spec, code))


@remembered("voice", "coded by", "unit")
def code_sums(spec: Specification, code: str) -> Sums:
    """Sums of `units_with` in all roles: x, units (n), unread."""
    table = _all_units_with(spec, code)
    return add_up(table, x=table["x"], n=1, unread=table["unread"])


@remembered("voice", "coded by", "unit")
def name_sums(spec: Specification) -> dict[str, Sums]:
    """Sums of `names_found` in all roles, for each name of the event: x."""
    return {
        code: add_up(own, x=own["share"])
        for code, own in _all_names(spec).groupby("code", sort=False)
    }


@remembered("voice", "coded by", "unit")
def unit_sums(spec: Specification, kind: str) -> Sums:
    """Sums of `coded_units` in all roles: units (n), unread."""
    table = _all_coded_units(spec, kind)
    return add_up(table, n=1, unread=table["unread"])


@remembered("voice", "coded by", "unit")
def _all_names(spec: Specification) -> pd.DataFrame:
    codebook, found = spec.material.codebook, _all_codes(spec)
    if codebook is None:
        return found[found["code"].str.startswith("name_")]
    return found[found["code"].isin(set(codebook.loc[codebook["kind"] == "name", "code"]))]


@remembered(*CODES)
def names_found(spec: Specification) -> pd.DataFrame:
    """Rows of `unit_codes` that are names of the event."""
    return in_roles(spec, _all_names(spec))


@remembered("voice", "coded by")
def _all_stances(spec: Specification) -> pd.Series:
    """Stance of each sentence by its key, -1 … 1."""
    if spec.option("coded by") == "reading":
        codings = spec.material.corpus.codings
        codings = codings[codings["code"] == "stance"]
        return codings["value"].map(STANCES).groupby([codings[k] for k in SENTENCE]).mean()
    found = _all_mentions(spec)
    if spec.option("voice") == "all":
        found = found.assign(voice="author")
    table = frames.stance(found, all_sentences(spec), spec.material.codebook)
    return table.set_index(SENTENCE)["value"].map(STANCES)


@remembered("voice", "coded by", "unit")
def _all_judgements(spec: Specification) -> pd.DataFrame:
    table = _all_coded(spec, "stance")
    stance = _all_stances(spec).reindex(pd.MultiIndex.from_frame(table[SENTENCE])).to_numpy(float)
    table = table.assign(stance=stance, unread=np.isnan(stance).astype(int))
    table = table.assign(unit_id=_unit(spec, table))
    table = table[["doc_id", "unit_id", "role", "stance", "unread"]]
    if spec.option("unit") == "sentence_id":
        return table
    groups = table.groupby(["doc_id", "unit_id"], sort=False)
    units = groups.agg(role=("role", "first"), stance=("stance", "sum"), unread=("unread", "sum"))
    return units.assign(stance=np.sign(units["stance"])).reset_index()


@remembered(*STANCE)
def judgements(spec: Specification) -> pd.DataFrame:
    """Stance of each unit, one row a unit: doc_id, unit_id, role, stance (-1 … 1), unread.

    1 is favourable, -1 unfavourable, 0 neither; several coders are averaged, and the side that
    prevails in a passage is its stance. unread: sentences without a coder's stance.
    """
    return in_roles(spec, _all_judging(spec))


@remembered("voice", "coded by", "unit", "neither")
def _all_judging(spec: Specification) -> pd.DataFrame:
    units = _all_judgements(spec)
    judging = (units["stance"] != 0) | (units["unread"] > 0)
    return units if spec.option("neither") else units[judging]


@remembered("voice", "coded by", "unit", "neither")
def stance_sums(spec: Specification) -> Sums:
    """Sums of `judgements` in all roles: x (stance), units that have one (n), unread."""
    units = _all_judging(spec)
    known = units["stance"].notna()
    return add_up(units, x=units["stance"].fillna(0.0), n=known, unread=units["unread"])


def _unit(spec: Specification, table: pd.DataFrame) -> pd.Series:
    return table[spec.option("unit")]


@remembered("words by")
def _all_tokens(spec: Specification) -> pd.DataFrame:
    table = all_sentences(spec)
    labels = table.set_index(SENTENCE)[["role", "voice"]]
    tokenizer = spec.option("words by")
    own = tokens.tokenize(table, tokenizer and tokenizer())
    rows = labels.loc[pd.MultiIndex.from_frame(own[SENTENCE])]
    return own.assign(role=rows["role"].to_numpy(), sentence_voice=rows["voice"].to_numpy())


@remembered("voice", "words by", "case", "possessive", "hyphens")
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
def word_counts(spec: Specification) -> pd.DataFrame:
    """Frequencies of the words compared: doc_id, term, n, n_sentences (``tokens.count_terms``)."""
    return tokens.count_terms(in_roles(spec, _all_words(spec)))


@remembered("words by")
def _all_tallies(spec: Specification) -> pd.DataFrame:
    """How often each token occurs in each text, role and voice: what counting words starts from."""
    keys = ["doc_id", "role", "sentence_voice", "voice", "term", "token"]
    return _all_tokens(spec).groupby(keys, sort=False).size().rename("n").reset_index()


@remembered("voice", "words by", "case", "possessive", "hyphens")
def _word_sums(spec: Specification, pattern: str) -> Sums:
    table = _all_tallies(spec)
    column = {"sentences": "sentence_voice", "words": "voice"}.get(spec.option("voice"))
    table = table if column is None else table[table[column] == "author"]
    folded = spec.option("case")
    terms, number = (table["term"] if folded else table["token"]).factorize()[::-1]
    wanted, splitting = (
        fold(pattern) if folded else pattern,
        (spec.option("possessive"), spec.option("hyphens")),
    )
    parts = [_parts(term if folded else term.replace("’", "'"), *splitting) for term in terms]
    there = np.array([sum(fnmatchcase(part, wanted) for part in some) for some in parts])
    size = np.array([len(some) for some in parts])
    n = table["n"].to_numpy()
    return add_up(table, x=there[number] * n, n=size[number] * n) if len(table) else add_up(table)


@remembered(*WORDS)
def occurrences(spec: Specification, pattern: str) -> dict[object, float]:
    """Occurrences of a word with ``*`` and ``?`` in each text that has words, by doc_id."""
    sums = _word_sums(spec, pattern)
    if not sums.of:
        return {}
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
    both = (own & this, ~own & this, own, ~own)
    return tuple(int(n[rows].sum()) for rows in both)


@remembered(*WORDS, "stop words", "distinctive by")
def ranks(spec: Specification, target: str) -> pd.Series:
    """Rank of a text's terms by tf-idf, by term; 1 is the highest, equals share the lowest."""
    table = tfidf.bind(_terms(spec), variant=spec.option("distinctive by")[0])
    own = table[table["doc_id"] == target].set_index("term")["tf_idf"]
    return own.rank(ascending=False, method="max")
