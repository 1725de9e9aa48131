"""Numbers of the result tables as findings, each with the spans it was counted from."""

import pandas as pd

from analysis.codebook.mention_rules import is_counted

COLUMNS = ["finding", "group", "doc_id", "subject", "kind", "n", "n_sentences", "value", "note"]
EVIDENCE = ["finding", "doc_id", "sentence_id", "start", "end"]
_KEY = ["doc_id", "sentence_id"]


def collect_findings(
    tables: dict[str, pd.DataFrame], strongest: int = 3
) -> tuple[pd.DataFrame, ...]:
    """Findings and their evidence, from the tables that `contents.compute_tables` returns.

    findings: one row a number. finding (its name, unique), group, doc_id ('' for all texts),
    subject (a code, a term, a value), kind, n (what was counted: rows of evidence), n_sentences,
    value (what is drawn: a mean, a score, a rate, or n), note (in words, '' where none). Groups:

    ========= =====================================================================================
    code      mentions of a code that count (`is_counted`); a row a text, and one for all
    also      the other mentions of the code: quoted, or negated
    term      occurrences of a term that sets a text apart
    elsewhere occurrences of the same term in all other texts (where texts are contrasted)
    tone      value: mean compound of the sentences of a text's body; n: sentences
    high, low the sentences with the highest and the lowest compound, `strongest` of each a text
    voice     stretches in another voice than the author's
    side      sentences that the opening counts as read favourably, or unfavourably
    called    the name that a text told in the opening uses most: sentences, or mentions
    turning   sentences without one of which the tones of the opening's pair change their order
    claim     the sentences that a claim rests on
    coded     sentences to which a coder gave a value (other than 0) of a code
    ========= =====================================================================================

    evidence: one row per counted thing. finding, doc_id, sentence_id, start, end (characters of the
    raw file; missing where it is the sentence as a whole that was counted).

    The number comes from the result table, the evidence from the finer one: that they agree is
    tested, not assumed.
    """
    sentences = tables["sentences"]
    compared = sentences[sentences["compared"]]
    scores = tables["scores"].merge(compared[_KEY], on=_KEY)
    parts = [*_terms(tables["terms"], tables["tokens"]), *_tone(scores, strongest, tables)]
    parts += [*_opening(tables), *_claimed(tables.get("claim_sentences"))]
    parts += [_voice(compared), _coded(tables["codings"], sentences)]
    if tables["mentions"] is not None:
        parts += _codes(tables["mentions"], tables["profile"])
    findings = pd.concat([part[0] for part in parts], ignore_index=True)[COLUMNS]
    evidence = pd.concat([part[1][EVIDENCE] for part in parts], ignore_index=True)
    return findings.fillna({"note": ""}), evidence


def _codes(mentions: pd.DataFrame, profile: pd.DataFrame) -> list:
    counts = is_counted(mentions)
    found, rest = mentions[counts], mentions[~counts]
    by_text = profile[profile["n"] > 0]
    both = by_text.groupby(["code", "kind"], sort=False)[["n", "n_sentences"]].sum().reset_index()
    both = both.assign(doc_id="", value=both["n"])
    also = _sizes(rest, ["code", "kind"], "also").assign(doc_id="")
    return [
        _named(group, table.assign(group=group, subject=table["code"], note=""), spans, columns)
        for group, table, spans, columns in [
            ("code", by_text.assign(value=by_text["per_1000"]), found, ["code", "doc_id"]),
            ("code", both, found, ["code"]),
            ("also", also, rest, ["code"]),
        ]
    ]


def _sizes(spans: pd.DataFrame, key: list[str], group: str) -> pd.DataFrame:
    """How many rows and sentences there are of each `key`: the beginning of a table of findings."""
    table = spans.groupby(key, sort=False).size().rename("n").reset_index()
    once = spans.drop_duplicates([*key, *(name for name in _KEY if name not in key)])
    n_sentences = once.groupby(key, sort=False).size().to_numpy()
    return table.assign(group=group, n_sentences=n_sentences, value=table["n"], note="")


def _named(group: str, table: pd.DataFrame, spans: pd.DataFrame, columns: list[str]) -> tuple:
    both = []
    for each in (table, spans):
        rows = each[columns].itertuples(index=False, name=None)
        both.append(each.assign(finding=[name_finding(group, *row) for row in rows]))
    return tuple(both)


def name_finding(*parts: object) -> str:
    """The name of a finding, from its group and what tells it apart in there.

    A / within a part is escaped, so that no two findings share a name.
    """
    return "/".join(str(part).replace("%", "%25").replace("/", "%2F") for part in parts)


def _opening(tables: dict) -> list:
    central, none = tables["central"], {"start": pd.NA, "end": pd.NA}
    sides = central[central["doc_id"].isin(tables["told"])].assign(code=central["stance"], **none)
    sides = sides[sides["stance"].isin(["favourable", "unfavourable"])]
    key, found = ["code", "doc_id"], []
    for group, spans in (("side", sides), ("called", tables["called"])):
        sizes = _sizes(spans, key, group)
        sizes = sizes.assign(subject=sizes["code"], kind=group)
        found.append(_named(group, sizes, spans, key))
    turning = tables["turning"].assign(finding="turning", **none)
    row: dict[str, object] = dict.fromkeys(("finding", "group"), "turning")
    row |= {"doc_id": "", "subject": "", "kind": "tone", "note": ""}
    row |= dict.fromkeys(("n", "n_sentences", "value"), len(turning))
    return [*found, (pd.DataFrame([row] * bool(len(turning)), columns=COLUMNS), turning)]


def _claimed(spans: pd.DataFrame | None) -> list:
    if spans is None or spans.empty:
        return []
    spans = spans.assign(start=pd.NA, end=pd.NA)
    sizes = _sizes(spans, ["claim_id", "sentence"], "claim")
    sizes = sizes.assign(doc_id="", subject=sizes["sentence"], kind="claim")
    return [_named("claim", sizes, spans, ["claim_id"])]


def _terms(terms: pd.DataFrame, tokens: pd.DataFrame) -> list:
    terms = terms.assign(of=terms["doc_id"], subject=terms["term"], kind=terms["basis"])
    here = terms.assign(group="term", value=terms["n"], note=_why(terms))
    there = terms.assign(group="elsewhere", n=terms["n_reference"], value=terms["n_reference"])
    # With hundreds of texts there are too many "elsewheres": then the number has no evidence.
    there = there[(there["n"] > 0) & (there["basis"] == "contrast")].assign(note="")
    words = tokens[[*_KEY, "term", "start", "end"]]
    key = ["of", "term"]
    inside = words.assign(of=words["doc_id"]).merge(terms[key], on=key)
    elsewhere = words.merge(there[key], on="term")
    elsewhere = elsewhere[elsewhere["doc_id"] != elsewhere["of"]]
    there, elsewhere = _named("elsewhere", there, elsewhere, key)
    unique = elsewhere.drop_duplicates(["finding", *_KEY]).groupby("finding").size()
    there["n_sentences"] = there["finding"].map(unique)
    return [_named("term", here, inside, key), (there, elsewhere)]


def _why(terms: pd.DataFrame) -> list[str]:
    if "log_ratio" in terms:
        return [
            f"{row.n_reference} elsewhere; log ratio {row.log_ratio:.1f} "
            f"({_bound(row.low)} to {_bound(row.high)}), exact p {row.p_exact:.2g}"
            for row in terms.itertuples()
        ]
    if "tf_idf" in terms:
        return [f"{n} elsewhere; tf-idf {score:.4f}" for n, score in
                zip(terms["n_reference"], terms["tf_idf"], strict=True)]  # fmt: skip
    return [""] * len(terms)


def _bound(value: float) -> str:
    return {float("inf"): "∞", float("-inf"): "−∞"}.get(value, f"{value:.1f}".replace("-", "−"))


def _tone(scores: pd.DataFrame, strongest: int, tables: dict) -> list:
    central = tables["central"].assign(start=pd.NA, end=pd.NA)
    means = central.groupby("doc_id", sort=False)["compound"].agg(value="mean", n="size")
    means = means.reset_index()
    means = means.assign(group="tone", subject="mean tone", kind="tone", note="")
    means["n_sentences"] = means["n"]
    scores = scores.assign(start=pd.NA, end=pd.NA)
    rows = [_named("tone", means, central, ["doc_id"])]
    for group, sign in (("high", 1), ("low", -1)):
        order = scores[scores["compound"] * sign > 0].sort_values(
            "compound", ascending=sign < 0, kind="stable"
        )
        best = order.groupby("doc_id", sort=False).head(strongest)
        one = best.assign(group=group, subject=best["text"], kind="tone", n=1, n_sentences=1)
        one = one.assign(value=best["compound"], note="")
        rows.append(_named(group, one, best, _KEY))
    return rows


def _voice(compared: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [
        (row.doc_id, row.sentence_id, start, end)
        for row in compared.itertuples()
        for start, end, kind in row.quotes
        if kind == "quoted"
    ]
    spans = pd.DataFrame(rows, columns=[*_KEY, "start", "end"])
    sizes = _sizes(spans, ["doc_id"], "voice").assign(kind="voice", subject="another voice")
    return _named("voice", sizes, spans, ["doc_id"])


def _coded(codings: pd.DataFrame, sentences: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    given = codings["value"].notna() & ~codings["value"].astype(str).str.strip().isin(["", "0"])
    codings = codings[given].astype({"value": str}).rename(columns={"value": "kind"})
    parts = ["coder", "code", "kind", "doc_id"]
    codings = codings.merge(sentences[_KEY], on=_KEY).drop_duplicates([*parts, "sentence_id"])
    sizes = _sizes(codings, parts, "coded")
    sizes = sizes.assign(subject=sizes["code"], note=sizes["coder"])
    return _named("coded", sizes, codings.assign(start=pd.NA, end=pd.NA), parts)
