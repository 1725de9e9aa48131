"""Agreement: how far coders read the same sentences alike, beyond what chance would give.

Every verb takes **codings**, one row per coder x sentence x code: coder, doc_id, sentence_id, code,
value. A value that is not in the table is missing, not a "no". A file that lists only what a coder
found is therefore filled first, by `complete`, or by `together` for all coders and the dictionary.

Agreement says that several readers can apply a code alike, not that what they read is there.
"""

from collections.abc import Collection, Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from analysis import frames
from analysis._checks import need, need_share, need_whole
from analysis._resampling import (
    LEAST_UNITS,
    count_draws,
    draw_resamples,
    expansion,
    generator,
    judge,
    n_resamples,
    too_few,
)
from analysis._shown import counted
from analysis.codebook.codes import KINDS
from analysis.codebook.codings import STANCES
from analysis.frames import SENTENCE

CODING = ["coder", *SENTENCE, "code", "value"]
LEVELS = ("nominal", "ordinal", "interval", "ratio")
MOST_PAIRED = 12  # coders of whom each two are compared
FIRM, TENTATIVE = 0.80, 0.667  # Krippendorff's customary limits
AGREEMENT = (
    "code n_units n_coders least_coders most_coders n_differ percent kappa ac1 most_common alpha "
    "low high level firmness confidence unit draws seed method flag"
)


def percent(codings: pd.DataFrame) -> float:
    """The share of pairs of values given to one sentence by two coders that are equal, 0 to 1.

    `codings` are the rows of one code. Pairs are pooled over sentences and coders; with two coders
    it is the share of sentences on which they agree. NaN where no sentence has two values. Raises
    ``ValueError`` as `alpha` does. It is not corrected for chance (`alpha` is): where a code is
    rare, two coders who never see it agree on nearly everything.

    >>> codings = corpus.load().codings
    >>> round(agreement.percent(codings[codings["code"] == "stance"]), 2)
    0.87
    """
    return _percent_of(_values_of_units(_wide(codings))[0])


def kappa(codings: pd.DataFrame) -> float:
    """Cohen's kappa (Cohen 1960) of two coders, unweighted, over the sentences that both coded.

    (p_o - p_e) / (1 - p_e), where p_e is the agreement expected from each coder's own shares. NaN
    where both use the same single value throughout. Raises ``ValueError`` unless there are two
    coders. A rare code lowers kappa at equal skill.
    """
    wide = _wide(codings)
    if wide.shape[1] != 2:
        raise ValueError(
            f"kappa: two coders are compared, found {wide.shape[1]} "
            f"({', '.join(map(str, wide.columns))}); choose two, or use alpha"
        )
    return _kappa_of(wide)


def alpha(codings: pd.DataFrame, level: str = "nominal") -> float:
    """Krippendorff's alpha of coders on one code: 1 is perfect agreement, 0 is agreement by chance.

    1 - observed / expected disagreement (Krippendorff 2011), over pairs of values that two coders
    gave to one sentence; below 0 they disagree more than by chance. `codings` are the rows of one
    code, by any number of coders. Coders may skip sentences; a sentence with one value does not
    count. NaN where only one value occurs.

    `level` says what counts as disagreement. "nominal": any two different values. "ordinal": the
    more values lie between, the more. "interval": the squared difference. "ratio": the squared
    difference over the sum. All but nominal need numbers.

    Raises ``ValueError`` for several codes together, two values by one coder for one sentence, an
    unknown level, and values that the level does not allow.

    Limit: where one value is rare, a few sentences decide. Read it with the interval of `by_code`.

    See also ``agreement.by_code``, with an interval; ``agreement.kappa``, ``agreement.ac1``.

    >>> codings = corpus.load().codings
    >>> stance = codings[codings["code"] == "stance"]
    >>> round(agreement.alpha(stance), 2)
    0.81
    """
    counts, values = _values_of_units(_wide(codings))
    return float(_alpha_of(_coincidences(counts).sum(axis=0), values, level))


def ac1(codings: pd.DataFrame) -> float:
    """Gwet's AC1 (Gwet 2008): (p_a - p_e) / (1 - p_e), of any number of coders, values may miss.

    p_a is the mean, over sentences with two values or more, of the share of pairs of coders that
    agree; p_e = sum of pi (1 - pi) / (q - 1), where pi is the mean share of each of q values that
    occur. If nearly all values are the same, alpha takes nearly all agreement for chance and falls,
    while AC1 takes hardly any for chance and stays high. Neither is right by itself: read both
    beside the share of the commonest value. NaN where only one value occurs. Raises ``ValueError``
    for several codes together.

    >>> codings = corpus.load().codings
    >>> round(agreement.ac1(codings[codings["code"] == "stance"]), 2)
    0.81
    """
    n, _ = _values_of_units(_wide(codings), least=1)
    return _ac1_of(n)


def by_code(
    codings: pd.DataFrame,
    level: str = "nominal",
    draws: int = 5000,
    seed: int = 1,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Agreement on each code of `codings`, one row per code.

    Columns: code; n_units (sentences with at least two values), n_coders, least_coders and
    most_coders (of a unit), n_differ (units whose values are not all equal); percent (0 to 1);
    kappa (of two coders, else NaN); ac1 and most_common (Gwet's AC1 and the share of the commonest
    value, see `ac1`); alpha with low and high; level (of measurement); firmness, by Krippendorff's
    limits: "firm" where the whole interval is at least .80, "tentative" at least .667, "weak" below
    .667, else "cannot be told", or "undefined" where alpha is; then how the interval was made:
    confidence, unit, draws, seed, method, flag.

    The interval draws sentences singly, with replacement, with all their values (Zapf et al. 2016),
    and moves the percentiles outwards by Hesterberg's (2015) factor. `draws`, `seed` and
    `confidence` say how it is made; `level` is as in `alpha`. Both ends are NaN, and the flag says
    why, with fewer than 12 sentences, and where resamples do not vary or most are undefined. Of
    nominal 95 % intervals 92 to 99 % hold the true alpha (two coders, alpha .5 to .95, 12 to 80
    sentences: benchmarks/coverage.md).

    Raises ``ValueError`` as `alpha` does, and for draws, seed or confidence that cannot be.

    Limit: the interval says how alpha would vary with other sentences like these, not with other
    coders.

    See also ``agreement.alpha``, ``agreement.disagreements``.

    >>> codings = corpus.load().codings
    >>> table = agreement.by_code(codings[codings["code"] == "stance"])
    >>> table[["code", "n_units", "n_differ", "percent", "alpha", "low", "high"]].round(2)
         code  n_units  n_differ  percent  alpha  low  high
    0  stance       62        12     0.87   0.81  0.7   0.9
    """
    need_whole(draws, "draws", 1)
    need_whole(seed, "seed", 0)
    need_share(confidence, "confidence")
    need(codings, CODING, "codings", "corpus.load(folder).codings")
    groups = codings.groupby("code", sort=False)
    rows = [_agreement(some, level, draws, seed, confidence) for _, some in groups]
    return pd.DataFrame(rows, columns=AGREEMENT.split())


def by_readers(
    codings: pd.DataFrame, coders: pd.DataFrame, draws: int = 5000, seed: int = 1
) -> pd.DataFrame:
    """Agreement on stance among people, among models, and between each two coders.

    One row per group of coders. Columns: group ("people", "models", "people and models", "all
    readers" where some coders have no kind, or "pair", for at most twelve coders), coders (their
    names), then those of `by_code`. `coders` says who is what (``corpus.load(folder).coders``). The
    dictionary appears in pairs alone.

    Models that were given the same codebook, or come from one maker, are not independent: that they
    agree says that the codebook is explicit about these texts.
    """
    need(codings, CODING, "codings", "corpus.load(folder).codings")
    need(coders, ["coder", "kind"], "coders", "corpus.load(folder).coders")
    own = codings[codings["code"] == "stance"]
    names = list(own["coder"].unique())
    kinds = dict(zip(coders["coder"], coders["kind"], strict=True)) | {"dictionary": "dictionary"}
    of = {kind: [n for n in names if kinds.get(n, "") == kind] for kind in ("person", "model", "")}
    groups = [("people", of["person"]), ("models", of["model"])]
    if of["person"] and of["model"]:
        groups.append(("people and models", of["person"] + of["model"]))
    if of[""]:
        groups.append(("all readers", of["person"] + of["model"] + of[""]))
    if len(names) <= MOST_PAIRED:
        groups += [("pair", list(pair)) for pair in combinations(names, 2)]
    groups = [(group, some) for group, some in groups if len(some) > 1]
    rows = [by_code(own[own["coder"].isin(some)], draws=draws, seed=seed) for _, some in groups]
    table = pd.concat(rows, ignore_index=True) if rows else by_code(own.iloc[:0])
    table.insert(0, "group", [group for group, _ in groups])
    table.insert(1, "coders", [", ".join(some) for _, some in groups])
    return table


def stances(codings: pd.DataFrame) -> pd.DataFrame:
    """The stance of each text under each reading, one row per coder x text with a stance.

    Columns: coder, doc_id, n (sentences with a stance), n_favourable, n_neither, n_unfavourable,
    mean (favourable 1, neither 0, unfavourable -1), rank (among the coder's texts, 1 the most
    favourable; equal means share a rank). A rank does not say how far apart two texts are.
    """
    need(codings, CODING, "codings", "agreement.together")
    given = codings[(codings["code"] == "stance") & codings["value"].isin(STANCES)]
    n = pd.DataFrame({f"n_{side}": (given["value"] == side).astype(int) for side in STANCES})
    n.insert(0, "n", 1)
    table = n.groupby([given["coder"], given["doc_id"]], sort=False).sum().reset_index()
    table["mean"] = (table["n_favourable"] - table["n_unfavourable"]) / table["n"]
    rank = table.groupby("coder")["mean"].rank(method="min", ascending=False)
    return table.assign(rank=rank.astype(int))


def disagreements(codings: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The sentences that coders read differently, one row per sentence x code.

    `codings` may hold several codes. Columns: doc_id, sentence_id, code, text (from `sentences`),
    then one column per coder with the value each gave (missing where none), in the order of
    `sentences`.

    Raises ``ValueError`` where a coded sentence is not among them, one coder gave a sentence two
    values, or a coder has the name of another column.

    Limit: a difference may be a slip, or a sentence that can be read both ways; only reading tells.

    See also ``agreement.divided``, ``agreement.by_code``.

    >>> c = corpus.load()
    >>> s = sentences.split(c)
    >>> stance = c.codings[c.codings["code"] == "stance"]
    >>> agreement.disagreements(stance, s).drop(columns=["code", "text"]).head(3)
           doc_id  sentence_id         early        second         study
    0       msnbc           27  unfavourable  unfavourable       neither
    1  koreatimes            8       neither  unfavourable  unfavourable
    2  koreatimes           12    favourable       neither       neither
    """
    need(codings, CODING, "codings", "corpus.load(folder).codings")
    need(sentences, [*SENTENCE, "text"], "sentences", "sentences.split(corpus)")
    key = [*SENTENCE, "code"]
    _need_one_value(codings)
    codings = codings.assign(value=codings["value"].replace("", np.nan))
    wide = codings.pivot(index=key, columns="coder", values="value")  # noqa: PD010
    if taken := {*key, "text"} & set(wide.columns):
        raise ValueError(f"codings: a coder is named {taken.pop()!r}, like a column; rename them")
    several = codings.groupby(key)["value"].nunique().reindex(wide.index).gt(1)
    differ = wide[several].rename_axis(columns=None).reset_index()
    place = sentences[[*SENTENCE, "text"]].drop_duplicates(SENTENCE).reset_index(drop=True)
    found = differ.merge(
        place.reset_index(names="place"), "left", on=SENTENCE, validate="many_to_one"
    )
    if found["text"].isna().any():
        lost = found.loc[found["text"].isna(), SENTENCE].to_numpy()[0]
        raise ValueError(f"sentences: no sentence {lost[1]} of {lost[0]}, which has codings")
    found = found.sort_values(["place", "code"], ignore_index=True)
    return found[[*key, "text", *wide.columns]]


def coders(
    codings: pd.DataFrame, code: str = "stance", readings: Collection[str] = ()
) -> pd.DataFrame:
    """How each coder of a class read one code, beside the others: one row per coder.

    `codings` may hold several codes; `readings` names coders who are no part of the class: a model,
    the dictionary, the teacher.

    Columns:
      coder; n_units, n_texts: sentences with a value, and their texts
      n_compared, with_majority: sentences on which the others have one commonest value, and the
        share of them, 0 to 1, where the coder gives it too
      r, r_low, r_high: Pearson's correlation with the mean of the others (favourable 1, neither 0,
        unfavourable -1; or 1 and 0), with Fisher's 95 % interval
      alpha, alpha_without: of the class, and without this coder
      alpha_NAME: of this coder and each of `readings`
      flag: little read, always one value, "the other way round" (the interval of r lies below 0),
        "not told from guessing" (it holds 0)

    Raises ``ValueError`` for a code that nobody coded. The interval takes sentences as independent,
    which in one argument they are not. A flag is a question to the coder: someone who reads against
    the class may have read best.

    >>> table = agreement.coders(corpus.load().codings)
    >>> table[["coder", "n_units", "with_majority", "r"]].round(2)
        coder  n_units  with_majority     r
    0   early       62           0.86  0.89
    1  second       62           0.96  0.94
    2   study       62           0.96  0.94
    """
    need(codings, CODING, "codings", "agreement.together")
    if not (codings["code"] == code).any():
        raise ValueError(f"codings: nobody coded {code!r}; choose a code of the codings")
    wide = _wide(codings[codings["code"] == code])
    others = [name for name in wide if name not in set(readings)]
    group = wide[others].dropna(how="all")
    place, values = pd.factorize(group.to_numpy().ravel(), sort=True)
    given = (place.reshape(group.shape)[..., None] == np.arange(len(values))).astype(float)
    number = group.replace(STANCES) if code == "stance" else group
    number = number.apply(pd.to_numeric, errors="coerce")
    alpha_of = _alpha_of_counts(given.sum(axis=1), values)
    n_texts = group.index.get_level_values("doc_id").nunique()
    rows = []
    for at, coder in enumerate(others):
        own = group[coder].dropna()
        texts = own.index.get_level_values("doc_id").nunique()
        rest = given.sum(axis=1) - given[:, at]
        most = rest.max(axis=1)
        clear = ((rest == most[:, None]).sum(axis=1) == 1) & (most > 0) & given[:, at].any(axis=1)
        same = (rest.argmax(axis=1) == given[:, at].argmax(axis=1))[clear]
        r, low, high = _correlation(number[coder], number.drop(columns=coder).mean(axis=1))
        flags = [f"read {len(own)} of {len(group)} sentences"] * (len(own) < len(group))
        flags += [f"{texts} of {n_texts} texts"] * (texts < n_texts)
        if len(set(own)) == 1 and len(np.unique(rest[clear].argmax(axis=1))) > 1:
            flags.append(f"always {own.iloc[0]}")
        flags += ["the other way round"] * (high < 0)
        flags += ["not told from guessing"] * (low <= 0 <= high)
        rows.append(
            {"coder": coder, "n_units": len(own), "n_texts": texts, "n_compared": len(same),
             "with_majority": same.mean() if len(same) else np.nan,
             "r": r, "r_low": low, "r_high": high, "alpha": alpha_of,
             "alpha_without": _alpha_of_counts(rest, values)}
            | {f"alpha_{name}": _alpha_of_counts(*_values_of_units(wide[[coder, name]]))
               for name in readings if name in wide}
            | {"flag": "; ".join(flags)}
        )  # fmt: skip
    return pd.DataFrame(rows)


def divided(codings: pd.DataFrame, sentences: pd.DataFrame, code: str = "stance") -> pd.DataFrame:
    """The sentences that divide their readers, one row per sentence, the most divided first.

    Columns: doc_id, sentence_id, code, text; n_coders; divided (the share, 0 to 1, of pairs of
    coders who gave different values; of equal shares, those with more coders come first); n_VALUE,
    how many gave each value. Sentences with fewer than two values are left out. The share does not
    say who is right: a divided sentence is a question to the codebook as much as to the class.

    >>> c = corpus.load()
    >>> found = agreement.divided(c.codings, sentences.split(c))
    >>> found[["doc_id", "sentence_id", "n_coders", "divided"]].head(2).round(2)
           doc_id  sentence_id  n_coders  divided
    0       msnbc           27         3     0.67
    1  koreatimes            8         3     0.67
    """
    need(codings, CODING, "codings", "corpus.load(folder).codings")
    need(sentences, [*SENTENCE, "text"], "sentences", "sentences.split(corpus)")
    own = _with_missing(codings[codings["code"] == code]).dropna(subset="value")
    _need_one_value(own)
    order = [value for value in STANCES if code == "stance"] or sorted(own["value"].unique())
    n = pd.crosstab([own["doc_id"], own["sentence_id"]], own["value"])
    n = n.reindex(columns=order, fill_value=0)
    size = n.sum(axis=1)
    pairs = size * (size - 1)
    n = n.add_prefix("n_").assign(
        n_coders=size, divided=1 - (n * (n - 1)).sum(axis=1) / pairs.where(pairs > 0)
    )
    place = sentences[[*SENTENCE, "text"]].drop_duplicates(SENTENCE).reset_index(drop=True)
    found = place.merge(n[n["n_coders"] > 1].reset_index(), on=SENTENCE).assign(code=code)
    found = found.sort_values(["divided", "n_coders"], ascending=False, kind="stable")
    columns = [*SENTENCE, "code", "text", "n_coders", "divided", *(f"n_{value}" for value in order)]
    return found[columns].reset_index(drop=True)


def together(
    codings: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
    codebook: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Codings of all coders, ready to be compared: one row per coder x sentence x code.

    A file of codings lists what a coder found. To compare coders one must also know what each read
    without finding anything. So a code that is present or not gets the value 0 in every sentence
    that its coder read for codes of its kind (see `read_by`) without listing it. Columns: coder,
    doc_id, sentence_id, code, value, as in `codings`. Codings of sentences that are not among
    `sentences` are left out.

    With `mentions` (of ``frames.code``) and `codebook` the dictionary is one more coder, called
    "dictionary". It codes the sentences that others read: all codes of the kinds that they coded,
    and stance where they coded it and the codebook says which way codes lean.

    Raises ``ValueError`` for missing columns.

    Limit: what a coder read is inferred from what he or she listed; someone who read a whole text
    and found nothing there is not seen.

    See also ``agreement.complete``, ``agreement.read_by``.

    >>> c = corpus.load()
    >>> s, codebook = sentences.split(c), frames.read_codebook(c.folder)
    >>> everyone = agreement.together(c.codings, s, frames.code(s, codebook), codebook)
    >>> everyone["coder"].unique().tolist()
    ['study', 'second', 'dictionary', 'early']
    """
    units = read_by(codings, sentences, codebook)
    codings = _with_missing(codings.merge(sentences[SENTENCE], on=SENTENCE)[CODING])
    # An empty value is a missing value if the sentence was read, and no row if it was not.
    codings = codings.assign(kind=kind_of(codings["code"], codebook)).merge(units)[CODING]
    present = codings["value"].dropna().isin(["0", "1"]).groupby(codings["code"]).all()
    codes = set(present.index[present])
    parts = [codings]
    if mentions is not None and codebook is not None and len(codings):
        kinds = set(codebook.loc[codebook["code"].isin(list(codes)), "kind"])
        codes |= set(codebook.loc[codebook["kind"].isin(list(kinds)), "code"])
        seen = units[["kind", *SENTENCE]].drop_duplicates()
        there = sentences.merge(seen[SENTENCE].drop_duplicates(), on=SENTENCE)
        here = mentions.merge(there[SENTENCE], on=SENTENCE)
        found = frames.as_coder(here, there, codebook)
        found = found[found["code"].isin(list(codes))].assign(value="1")
        found["kind"] = kind_of(found["code"], codebook)
        parts.append(found.merge(seen, on=["kind", *SENTENCE])[CODING])
        judged = seen[seen["kind"] == "stance"]
        if len(judged) and codebook.get("leans", pd.Series("")).ne("").any():
            judged = there.merge(judged[SENTENCE], on=SENTENCE)
            parts.append(frames.stance(here, judged, codebook)[CODING])
        units = pd.concat([units, seen.assign(coder="dictionary")])
    found = pd.concat(parts, ignore_index=True)
    codes = pd.Series(sorted(codes), dtype="str")
    by_kind = codes.groupby(kind_of(codes, codebook))
    filled = [
        complete(
            found[found["code"].isin(list(some))],
            units.loc[units["kind"] == kind, ["coder", *SENTENCE]],
            list(some),
        )
        for kind, some in by_kind
    ]
    rest = found[~found["code"].isin(list(codes))]
    return pd.concat([*filled, rest], ignore_index=True) if filled else rest[CODING]


def kind_of(codes: pd.Series, codebook: pd.DataFrame | None = None) -> pd.Series:
    """The kind of each code: the codebook's; without one, what stands before "_" in its name.

    "stance" is a kind of its own. Codes whose name tells no kind are of one kind, ''.

    >>> agreement.kind_of(pd.Series(["frame_loss", "stance", "irony"])).to_list()
    ['frame', 'stance', '']
    """
    before = codes.astype("str").str.split("_").str[0]
    kinds = before.where(before.isin(KINDS), "")
    if codebook is not None:
        known = codebook.set_index("code")["kind"]
        kinds = codes.map(known).where(codes.isin(known.index) & codes.ne("stance"), kinds)
    return kinds.astype("str")


def read_by(
    codings: pd.DataFrame, sentences: pd.DataFrame, codebook: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The readings of each coder: one row per coder x kind of code x sentence.

    Columns: coder, kind, doc_id, sentence_id. A file of codings lists what was found, not what was
    read. So a coder is taken to have read a text for the kinds that he or she coded in it, in the
    roles coded at all: every sentence, or only those with a row, where the coder has a row for each
    sentence read (stance, or a form, which has the column text_hash). A coder who read a text and
    found nothing can say so with a row of value 0.
    """
    need(codings, CODING, "codings", "corpus.load(folder).codings")
    need(sentences, [*SENTENCE, "role"], "sentences", "sentences.split")
    codings = _with_missing(codings).dropna(subset="value")
    listed = codings["code"] == "stance"
    if "text_hash" in codings:
        listed |= codings["text_hash"].fillna("").ne("")
    coded = codings[["coder", *SENTENCE, "code"]].assign(listed=listed)
    coded = coded.merge(sentences[[*SENTENCE, "role"]], on=SENTENCE)
    coded["kind"] = kind_of(coded["code"], codebook)
    roles = coded[["coder", "role"]].drop_duplicates()
    units = sentences[[*SENTENCE, "role"]].merge(
        coded[["coder", "doc_id"]].drop_duplicates(), on="doc_id"
    )
    units = units.merge(roles, on=["coder", "role"])
    marked = coded.loc[coded["listed"], ["coder", "doc_id"]].drop_duplicates()
    units = units.merge(marked.assign(marked=True), how="left", on=["coder", "doc_id"])
    rows = coded[["coder", *SENTENCE]].drop_duplicates().assign(row=True)
    units = units.merge(rows, how="left", on=["coder", *SENTENCE])
    units = units[units["marked"].isna() | units["row"].notna()]
    kinds = coded[["coder", "kind", "doc_id"]].drop_duplicates()
    return units.merge(kinds, on=["coder", "doc_id"])[["coder", "kind", *SENTENCE]]


def _with_missing(codings: pd.DataFrame) -> pd.DataFrame:
    values = codings["value"]
    text = values.astype("str").where(values.notna())
    return codings.assign(value=text.where(text.str.strip() != ""))


def complete(
    codings: pd.DataFrame, units: pd.DataFrame, codes: list[str] | None = None
) -> pd.DataFrame:
    """Codings in which a code that a coder did not list for a sentence has the value 0.

    `units` says what was read: one row per sentence (doc_id, sentence_id), read by every coder in
    the codings, or, with a column coder, one row per coder x sentence. Only codes of presence are
    filled: `codes`, by default every code whose values are all 1 or 0. For other codes, a stance
    for instance, no value still means not coded. Columns as in codings, whose rows come first.

    Raises ``ValueError`` where a coding lies outside the units. A coder who found nothing at all
    is known only if `units` has the column coder.
    """
    need(codings, CODING, "codings", "corpus.load(folder).codings")
    need(units, SENTENCE, "units", "sentences.split(corpus)")
    if codes is None:
        present = pd.to_numeric(codings["value"], errors="coerce").isin([0, 1])
        codes = list(present.groupby(codings["code"], sort=False).all().loc[lambda x: x].index)
    if "coder" in units.columns:
        read = units[["coder", *SENTENCE]].drop_duplicates()
    else:
        coders = codings[["coder"]].drop_duplicates()
        read = coders.merge(units[SENTENCE].drop_duplicates(), "cross")
    key = ["coder", *SENTENCE]
    outside = codings[key].merge(read, "left", on=key, indicator=True)["_merge"].eq("left_only")
    if outside.any():
        coder, doc_id, sentence_id = codings[key].to_numpy()[outside.to_numpy()][0]
        raise ValueError(
            f"codings: {counted(outside.sum(), 'row')} outside of the units, the first by {coder} "
            f"on sentence {sentence_id} of {doc_id}; give the units that were read"
        )
    cells = read.merge(pd.DataFrame({"code": codes}, dtype=codings["code"].dtype), "cross")
    listed = cells.merge(codings[[*key, "code"]], "left", on=[*key, "code"], indicator=True)
    absent = listed.loc[listed["_merge"].eq("left_only"), [*key, "code"]]
    zero = "0" if pd.api.types.is_string_dtype(codings["value"]) else 0
    return pd.concat([codings[CODING], absent.assign(value=zero)], ignore_index=True)


def _agreement(
    codings: pd.DataFrame, level: str, draws: int, seed: int, confidence: float
) -> dict[str, object]:
    wide = _wide(codings)
    counts, values = _values_of_units(wide)
    n_units, n_coders = len(counts), int(wide.notna().any().sum())
    o = _coincidences(counts)
    point, low, high, flags = np.nan, np.nan, np.nan, []
    if n_units:
        point = float(_alpha_of(o.sum(axis=0), values, level))
        flags += too_few(n_units, "sentence")
    else:
        flags.append("no sentence has two values")
    if n_units and np.isnan(point):
        flags.append("only one value used")
    elif n_units >= LEAST_UNITS:
        rng = generator(seed, codings["code"].iloc[0])
        drawn = _resampled_alphas(o, values, level, draw_resamples(n_units, 1, draws, rng))
        reach = expansion(n_units, 1)
        low, high, wrong = judge(drawn, reach, confidence, n_resamples(n_units, 1))
        flags += wrong
    return {
        "code": codings["code"].iloc[0],
        "n_units": n_units,
        "n_coders": n_coders,
        "least_coders": int(counts.sum(axis=1).min()) if n_units else 0,
        "most_coders": int(counts.sum(axis=1).max()) if n_units else 0,
        "n_differ": int(((counts > 0).sum(axis=1) > 1).sum()),
        "percent": _percent_of(counts),
        "kappa": _kappa_of(wide) if n_units and wide.shape[1] == 2 else np.nan,
        "ac1": _ac1_of(_values_of_units(wide, least=1)[0]),
        "most_common": float(counts.sum(axis=0).max() / counts.sum()) if n_units else np.nan,
        "alpha": point,
        "low": low,
        "high": high,
        "level": level,
        "firmness": _firmness(point, low, high),
        "confidence": confidence,
        "unit": "sentence",
        "draws": draws,
        "seed": seed,
        "method": "bootstrap of sentences, expanded percentile",
        "flag": "; ".join(flags),
    }


def _firmness(value: float, low: float, high: float) -> str:
    if np.isnan(value):
        return "undefined"
    if low >= TENTATIVE:
        return "firm" if low >= FIRM else "tentative"
    return "weak" if high < TENTATIVE else "cannot be told"


def _need_one_value(codings: pd.DataFrame) -> None:
    twice = codings[codings.duplicated(["coder", *SENTENCE, "code"])]
    if len(twice):
        first = twice.iloc[0]
        raise ValueError(
            f"codings: {first['coder']} gave sentence {first['sentence_id']} of {first['doc_id']} "
            f"more than one value for {first['code']!r}; keep one"
        )


def _wide(codings: pd.DataFrame) -> pd.DataFrame:
    need(codings, CODING, "codings", "corpus.load(folder).codings")
    if (n_codes := len(codings["code"].unique())) > 1:
        raise ValueError(
            f"codings: {n_codes} codes together; choose the rows of one, or use "
            "agreement.by_code for one row a code"
        )
    _need_one_value(codings)
    codings = codings.assign(value=codings["value"].replace("", np.nan))
    numbers = pd.to_numeric(codings["value"], errors="coerce").astype(float)
    as_numbers = numbers.notna().sum() == codings["value"].notna().sum()
    words = codings["value"].astype("str").where(codings["value"].notna())
    long = codings.assign(value=numbers if as_numbers else words)
    return long.pivot(index=SENTENCE, columns="coder", values="value")  # noqa: PD010


def _alpha_of_counts(n: np.ndarray, values: np.ndarray) -> float:
    n = n[n.sum(axis=1) >= 2]
    return float(_alpha_of(_coincidences(n).sum(axis=0), values, "nominal")) if len(n) else np.nan


def _correlation(x: pd.Series, y: pd.Series) -> tuple[float, float, float]:
    """Pearson's r with Fisher's interval, NaN where one of the two does not vary."""
    both = x.notna() & y.notna()
    x, y = x[both], y[both]
    if x.nunique() < 2 or y.nunique() < 2 or len(x) < LEAST_UNITS:
        return np.nan, np.nan, np.nan
    from scipy.stats import pearsonr

    found = pearsonr(x, y)
    low, high = found.confidence_interval()
    return float(found.statistic), float(low), float(high)


def _percent_of(n: np.ndarray) -> float:
    """The share of pairs that are equal, from the number of coders by unit and value."""
    pairs = (n.sum(axis=1) * (n.sum(axis=1) - 1)).sum()
    return float((n * (n - 1)).sum() / pairs) if pairs else np.nan


def _kappa_of(wide: pd.DataFrame) -> float:
    one, two = wide.dropna().astype("str").to_numpy(object).T
    if len({*one, *two}) < 2:
        return np.nan
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(one, two))


def _ac1_of(n: np.ndarray) -> float:
    r, q = n.sum(axis=1), n.shape[1]
    two = r >= 2
    if q < 2 or not two.any():
        return np.nan
    p_a = ((n * (n - 1)).sum(axis=1)[two] / (r * (r - 1))[two]).mean()
    pi = (n / r[:, None]).mean(axis=0)
    p_e = (pi * (1 - pi)).sum() / (q - 1)
    return float((p_a - p_e) / (1 - p_e))


def _values_of_units(wide: pd.DataFrame, least: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """How many coders gave each value to each unit with so many or more; the sorted values."""
    code, values = pd.factorize(wide.to_numpy().ravel(), sort=True)
    unit = np.repeat(np.arange(len(wide)), wide.shape[1])
    n = np.zeros((len(wide), len(values)))
    np.add.at(n, (unit[code >= 0], code[code >= 0]), 1)
    return n[n.sum(axis=1) >= least], np.asarray(values)


def _coincidences(counts: np.ndarray) -> np.ndarray:
    """Pairs of values within each unit, each unit with the weight of its values: u x values^2."""
    same = np.eye(counts.shape[1]) * counts[:, None, :]
    size = counts.sum(axis=1)[:, None, None]
    return (counts[:, :, None] * counts[:, None, :] - same) / (size - 1)


def _alpha_of(o: np.ndarray, values: np.ndarray, level: str) -> np.ndarray:
    """Alpha from one coincidence matrix `o`, or from a stack of them."""
    n_c = o.sum(axis=-1)
    n = n_c.sum(axis=-1)[..., None, None]
    d = _distances(n_c, values, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        same = np.eye(len(values)) * n_c[..., None, :]
        e = (n_c[..., :, None] * n_c[..., None, :] - same) / (n - 1)
        return 1 - (o * d).sum((-2, -1)) / (e * d).sum((-2, -1))


def _distances(n: np.ndarray, values: np.ndarray, level: str) -> np.ndarray:
    """Krippendorff's squared distance of each pair of values; ordinal ones depend on counts `n`."""
    if level not in LEVELS:
        raise ValueError(f"level: {level!r} is none of {', '.join(LEVELS)}")
    if level == "nominal":
        return 1 - np.eye(len(values))
    if len(values) and not np.issubdtype(values.dtype, np.number):
        raise ValueError(
            f"codings: value {values[0]!r} is no number, as level {level!r} needs; "
            "map the values to numbers in their order"
        )
    if level == "ordinal":
        rank = n.cumsum(axis=-1) - n / 2
        return (rank[..., :, None] - rank[..., None, :]) ** 2
    c, k = values[:, None], values[None, :]
    if level == "interval":
        return (c - k) ** 2
    if (values < 0).any():
        raise ValueError(f"codings: value {values.min()} is below zero, level 'ratio' needs none")
    return np.divide(c - k, c + k, out=np.zeros((len(values),) * 2), where=c + k > 0) ** 2


def _resampled_alphas(
    o: np.ndarray, values: np.ndarray, level: str, portions: Iterable[np.ndarray]
) -> np.ndarray:
    """Alpha of each draw of units: coincidences add up over units, so that no draw is recounted."""
    flat = o.reshape(len(o), -1)
    sums = (count_draws(rows, len(o)) @ flat for rows in portions)
    return np.concatenate([_alpha_of(s.reshape(-1, *o.shape[1:]), values, level) for s in sums])
