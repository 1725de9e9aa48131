"""Findings about tone, stance, names, frames and words, as functions of a specification.

Each holds for any texts: doc ids, terms and codes are its arguments. Its value is measured so that
positive means "as claimed", except for counts of a word.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis import keyness
from analysis._shown import counted
from analysis.multiverse import specifications
from analysis.sensitivity import (
    CODES,
    STANCE,
    TONE,
    WORDS,
    Comparison,
    Found,
    Specification,
    depends_on,
)


@depends_on(*TONE)
def tone_order(spec: Specification, order: list[str]) -> Found:
    """The mean tone of the texts falls in the given order; two texts: the first is above the other.

    Value: the smallest step of mean tone from one text to the next, -2 … 2. Every step has to hold.
    """
    means = _means(spec, specifications.tone_sums(spec))
    keys = tuple({"doc_id": doc_id} for doc_id in order)
    return _fall_in_order(means, order, keys, lambda: _steps(_tones(spec), order, "tone"))


@depends_on(*TONE)
def tone_positive(spec: Specification, doc_id: str) -> Found:
    """The mean tone of a text is above 0. Value: the mean, -1 … 1."""
    mean = _means(spec, specifications.tone_sums(spec)).get(doc_id, np.nan)
    if np.isnan(mean):
        return _nothing_left(doc_id)
    rows = _tones(spec)
    rows = rows[rows["doc_id"] == doc_id]
    compared = [Comparison(rows, "x", (doc_id,), f"tone of {doc_id}")]
    return Found(mean, bool(mean > 1e-12), "", lambda: compared, ({"doc_id": doc_id},))


@depends_on(*STANCE)
def stance_order(spec: Specification, order: list[str]) -> Found:
    """The stance of the texts towards the outcome falls in the given order.

    Value: the smallest step of mean stance (units favourable less unfavourable) from one text to
    the next, -2 … 2. Every step has to hold.
    """
    sums = specifications.stance_sums(spec)
    keys = tuple(_stance_key(doc_id, side) for doc_id in order for side in ("un", ""))
    return _unread(spec, sums, order) or _fall_in_order(
        _means(spec, sums), order, keys, lambda: _steps(_stances(spec), order, "stance")
    )


@depends_on(*STANCE)
def stance_side(spec: Specification, doc_id: str, side: str) -> Found:
    """The text is on the given side: favourable or unfavourable towards the outcome.

    Value: mean stance of its units, with its sign turned for "unfavourable", -1 … 1.
    """
    if side not in ("favourable", "unfavourable"):
        raise ValueError(f"side: {side!r} is unknown; write favourable or unfavourable")
    sums, sign = specifications.stance_sums(spec), 1 if side == "favourable" else -1
    if problem := _unread(spec, sums, [doc_id]):
        return problem
    mean = _means(spec, sums).get(doc_id, np.nan)
    if np.isnan(mean):
        return _nothing_left(doc_id)

    def compare() -> list[Comparison]:
        rows = _stances(spec)
        rows = rows[rows["doc_id"] == doc_id].assign(x=lambda table: table["x"] * sign)
        return [Comparison(rows, "x", (doc_id,), f"{doc_id}: stance")]

    keys = (_stance_key(doc_id, side.removesuffix("favourable")),)
    return Found(mean * sign, bool(mean * sign > 1e-12), "", compare, keys)


@depends_on(*TONE, *STANCE)
def tone_against_stance(spec: Specification, a: str, b: str) -> Found:
    """The text with the less favourable stance of two has the higher mean tone.

    Value: the difference of mean tone between `a` and `b`, positive where the text with the less
    favourable stance has the higher tone. Undefined where both have the same stance. The claim is
    as sure as the less sure of two differences, that in tone and that in stance.
    """
    stance = stance_order(spec, [b, a])
    if stance.survives is None or stance.value == 0:
        return Found(np.nan, None, stance.reason or "the two stances are equal")
    above, below = (a, b) if stance.value > 0 else (b, a)
    tone = tone_order(spec, [above, below])
    if tone.survives is None:
        return tone
    both = stance_order(spec, [below, above])
    return tone._replace(compare=lambda: [*tone.compare(), *both.compare()])


@depends_on(*TONE, *STANCE)
def orders_differ(spec: Specification, texts: list[str]) -> Found:
    """Mean tone and stance put the texts in different orders.

    Value: Kendall's tau of the two orders, 1 where they are one and -1 where they are opposite.
    Survives below 1: by chance, two orders of three texts differ five times in six.
    """
    from scipy.stats import kendalltau

    judged = specifications.stance_sums(spec)
    if problem := _unread(spec, judged, texts):
        return problem
    stance, tone = _means(spec, judged), _means(spec, specifications.tone_sums(spec))
    for doc_id in texts:
        if np.isnan([means.get(doc_id, np.nan) for means in (stance, tone)]).any():
            return _nothing_left(doc_id)
    stance, tone = ([round(means[doc_id], 12) for doc_id in texts] for means in (stance, tone))
    tau = kendalltau(stance, tone, variant="b").statistic
    if np.isnan(tau):
        return Found(np.nan, None, "all texts are alike in tone or in stance")
    return Found(tau, bool(tau < 1 - 1e-12), keys=tuple({"doc_id": d} for d in texts))


@depends_on(*CODES)
def code_most_in(spec: Specification, doc_id: str, code: str) -> Found:
    """A larger share of the text's units than of any other text's has the code.

    Value: its share of units with the code less the largest among the others, -1 … 1. It has to
    hold against every other text.
    """
    sums = specifications.code_sums(spec, code)
    if problem := _uncoded(spec, code) or _unread(spec, sums):
        return problem
    share = {text: mean for text, mean in _means(spec, sums).items() if not np.isnan(mean)}
    if doc_id not in share or len(share) < 2:
        return _nothing_left(doc_id)

    def compare() -> list[Comparison]:
        rows = _numbered(specifications.units_with(spec, code))
        pairs = [(doc_id, other) for other in share if other != doc_id]
        return [Comparison(rows, "x", pair, _less(*pair)) for pair in pairs]

    return _above_rivals(share, doc_id, compare, ({"doc_id": doc_id, "code": code},))


@depends_on(*CODES)
def name_most(spec: Specification, doc_id: str, code: str) -> Found:
    """No other name of the event is in as many units of the text.

    Value: share of its units with this name less that with the next most frequent, -1 … 1. It has
    to hold against every other name in the text.
    """
    units = specifications.unit_sums(spec, "name")
    if problem := _uncoded(spec, code) or _unread(spec, units, [doc_id]):
        return problem
    texts, found = specifications.texts(spec), specifications.names_by_text(spec)
    own = found[:, texts.index(doc_id)] if doc_id in texts else []
    n = {name: k for name, k in zip(specifications.names(spec), own, strict=False) if k}
    size = specifications.by_text(spec, units, "n")
    if not n or not size.get(doc_id):
        return Found(np.nan, None, f"{doc_id}: no name of the event")
    rivals = [name for name in n if name != code]
    value = (n.get(code, 0.0) - max((n[name] for name in rivals), default=0.0)) / size[doc_id]

    def compare() -> list[Comparison]:
        own, compared = specifications.units_with(spec, code), []
        for rival in rivals or [None]:
            less = specifications.units_with(spec, rival)["x"] if rival else 0
            rows = _numbered(own.assign(x=own["x"] - less))
            rows = rows[rows["doc_id"] == doc_id]
            compared.append(Comparison(rows, "x", (doc_id,), _less(code, rival or "none")))
        return compared

    keys = ({"doc_id": doc_id, "code": code},)
    return Found(value, bool(value > 1e-12), "", compare, keys)


@depends_on(*CODES)
def names_more(spec: Specification, doc_id: str, attribute: str, value: str) -> Found:
    """Of a text's names of the event, a larger share than of any other text's is of one kind.

    `attribute` is a column of the codebook (process, agent, closure), `value` what it says there.
    Value: share of the text's names that say so less the largest among the others, -1 … 1. It has
    to hold against every other text.
    """
    so = specifications.codes_that_say(spec, attribute, value)
    if so is None:
        return Found(np.nan, None, f"no codebook with a column {attribute!r}")
    if problem := _uncoded(spec, "name") or _unread(spec, specifications.unit_sums(spec, "name")):
        return problem
    names = specifications.names(spec)
    texts, found = specifications.texts(spec), specifications.names_by_text(spec)
    kind, total = found[[name in so for name in names]].sum(axis=0), found.sum(axis=0)
    share = {text: k / n for text, k, n in zip(texts, kind, total, strict=True) if n}
    if doc_id not in share or len(share) < 2:
        return Found(np.nan, None, f"{doc_id}, or all others: no name of the event")

    def compare() -> list[Comparison]:
        rows = specifications.units_with(spec, *names).rename(columns={"x": "share"})
        of_kind = specifications.units_with(spec, *so.intersection(names))["x"]
        rows = _numbered(rows.assign(x=of_kind))
        pairs = [(doc_id, other) for other in share if other != doc_id]
        return [Comparison(rows, ("x", "share"), pair, _less(*pair)) for pair in pairs]

    there = {name for name, n in zip(names, found.sum(axis=1), strict=True) if n}
    keys = tuple({"doc_id": doc_id, "code": code} for code in sorted(so & there))
    return _above_rivals(share, doc_id, compare, keys)


@depends_on(*WORDS)
def never_says(spec: Specification, doc_id: str, term: str) -> Found:
    """The text never uses a word (``*`` and ``?`` as in `tokens.concordance`). Value: its count."""
    found = says(spec, doc_id, term)
    return found._replace(survives=None if found.survives is None else not found.survives)


@depends_on(*WORDS)
def says(spec: Specification, doc_id: str, term: str) -> Found:
    """The text uses a word (``*`` and ``?`` as in `tokens.concordance`). Value: its count."""
    n = specifications.occurrences(spec, term)
    if doc_id not in n:
        return _nothing_left(doc_id)
    return Found(n[doc_id], n[doc_id] > 0, keys=({"doc_id": doc_id, "term": term},))


@depends_on(*WORDS, "stop words", "minimum count", "distinctive by")
def term_distinctive(spec: Specification, doc_id: str, term: str) -> Found:
    """A term is one of the text's own, against all others, by the measure of the specification.

    Value: the log ratio (binary log of the two rates' ratio) in every specification. It survives if
    the log ratio or its conservative bound is above 0, if Monroe's z is above what chance passes in
    5 % of terms (``keyness.z_limit``), or if tf-idf puts it among the first ten. Undefined if it
    occurs less often than the minimum count.
    """
    O11, O21, n1, n2 = specifications.cells(spec, doc_id, term)
    if not n1 or not n2:
        return _nothing_left(doc_id)
    least = spec.option("minimum count")
    if max(least, 1) > O11 + O21:
        return Found(np.nan, None, f"occurs {counted(O11 + O21, 'time')}, minimum {max(least, 1)}")
    measure, limit = spec.option("distinctive by")
    value = float(keyness.log_ratio([O11], [O21], n1, n2)[0])
    if measure == "clr":
        low, high = keyness.interval([O11], [O21], n1, n2)
        survives = keyness.conservative(low, high)[0] > limit
    elif measure == "z":
        # One term and the rest give the same as the whole vocabulary, with the pooled prior.
        z = keyness.log_odds([O11, n1 - O11], [O21, n2 - O21])[1][0]
        survives = z > limit * keyness.z_limit(n1, n2)
    elif measure == "log_ratio":
        survives = value > limit
    else:
        survives = specifications.ranks(spec, doc_id).get(term, np.inf) <= limit
    return Found(value, bool(survives), keys=({"doc_id": doc_id, "term": term},))


def _means(spec: Specification, sums: specifications.Sums) -> dict[object, float]:
    x, n = (specifications.by_text(spec, sums, name) for name in ("x", "n"))
    return {text: x[text] / n[text] if n[text] else np.nan for text in x}


def _fall_in_order(
    means: dict[object, float], order: list[str], keys: tuple, compare: Callable
) -> Found:
    for doc_id in order:
        if np.isnan(means.get(doc_id, np.nan)):
            return _nothing_left(doc_id)
    step = min(means[a] - means[b] for a, b in pairwise(order))
    return Found(step, bool(step > 1e-12), "", compare, keys)


def _above_rivals(share: dict[object, float], doc_id: str, compare: Callable, keys: tuple) -> Found:
    step = share[doc_id] - max(x for text, x in share.items() if text != doc_id)
    return Found(step, bool(step > 1e-12), "", compare, keys)


def _steps(rows: pd.DataFrame, order: list[str], what: str) -> list[Comparison]:
    return [Comparison(rows, "x", pair, f"{what}, {_less(*pair)}") for pair in pairwise(order)]


def _less(a: object, b: object) -> str:
    return f"{a} less {b}"


def _tones(spec: Specification) -> pd.DataFrame:
    return _numbered(specifications.tone_scores(spec).rename(columns={"tone": "x"}))


def _stances(spec: Specification) -> pd.DataFrame:
    return _numbered(specifications.judgements(spec).rename(columns={"stance": "x"}))


def _numbered(units: pd.DataFrame) -> pd.DataFrame:
    """Units with the column name by which `resample` keeps reading order."""
    return units.rename(columns={"unit_id": "sentence_id"})


def _nothing_left(doc_id: str) -> Found:
    return Found(np.nan, None, f"{doc_id}: nothing is left of it")


def _unread(
    spec: Specification, sums: specifications.Sums, texts: list[str] | None = None
) -> Found | None:
    if not sums["unread"].any():
        return None
    left = specifications.by_text(spec, sums, "unread")
    left = {d: int(n) for d, n in left.items() if n and (texts is None or d in texts)}
    if not left:
        return None
    what = "; ".join(f"{doc_id}: {counted(n, 'sentence')} not read" for doc_id, n in left.items())
    return Found(np.nan, None, f"{what} by a coder")


def _uncoded(spec: Specification, code: str) -> Found | None:
    kind = code.partition("_")[0]
    there = spec.option("coded by") == "dictionary" or kind in specifications.coded_kinds(spec)
    return None if there else Found(np.nan, None, f"no coder looked for {kind} codes")


def _stance_key(doc_id: str, prefix: str) -> dict:
    return {"doc_id": doc_id, "code": "stance", "value": f"{prefix}favourable"}
