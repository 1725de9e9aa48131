"""The results of a paper: every table of a run, computed once, and its numbers by name.

`compute` hands one corpus through the verbs that the notebooks and the page use; figures, tables,
methods and numbers of a bundle are all read from what it returns.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import agreement, corpus, frames, grouping, keyness, resample, sentences, tokens
from analysis.charts.lettering import signed
from analysis.codebook.codes import find_codebook, read_codebook
from analysis.multiverse import claims
from analysis.page import contents
from analysis.page import numbers as page_numbers

# The meaning of a number of the page's findings; {0.…} is its row.
MEANS = {
    "term": "occurrences of “{0.subject}” in {0.doc_id}",
    "elsewhere": "occurrences of “{0.subject}” in all other texts than {0.doc_id}",
    "high": "tone of a sentence of {0.doc_id}, one of its highest",
    "low": "tone of a sentence of {0.doc_id}, one of its lowest",
    "voice": "stretches of {0.doc_id} in another voice than the author's",
    "coded": "sentences of {0.doc_id} that {0.note} read as {0.subject}: {0.kind}",
    "code": "mentions of {0.subject} in {0.doc_id}, affirmed, in the author's voice",
    "also": "mentions of {0.subject} that are quoted or negated",
}
Numbers = Iterator[tuple]  # name, value, what it says, and how it is printed if not as it is
KEY = re.compile(r"[^A-Za-z0-9/._-]")
STARTS = 6  # words of a sentence by which it is found again


class Run(NamedTuple):
    """What `compute` returns.

    tables: those of ``page.contents.compute_tables`` and what a paper needs besides (`compute`).
    numbers: by name: text (as printed), value, means (in words).
    evidence: one row per counted thing of a number: number (its name), doc_id, sentence_id, start,
        end (characters of the raw file), words (as they stand there; of a sentence its first six).
    by, few: how many texts are drawn, as ``grouping.choose_groups`` says.
    """

    tables: dict[str, Any]
    numbers: dict[str, dict]
    evidence: pd.DataFrame
    by: str
    few: bool


def compute(source: corpus.Corpus, seed: int = 1, draws: int = 5000) -> Run:
    """All tables and numbers of a corpus: those that the page is made of, and some more.

    These are groups (the rows of a chart), passages (with n_words), tone (the mean of each group,
    with its interval), gap (the two groups farthest apart, on three rungs), contrasts (of all
    terms), wordings, stance (sentences with tone and what most read), readers (agreement on
    stance), agreement (by code) and claims (``claims.assess``). A table that this corpus cannot
    have is None. `draws` and `seed` are of every interval and test.
    """
    own = find_codebook(source.folder) if source.folder else None
    codebook = read_codebook(own) if own is not None and own.is_file() else None
    tables = contents.compute_tables(source, codebook)
    every = tables["sentences"]
    body = every[every["compared"]].drop(columns="compared")
    words = tables["tokens"]
    documents = grouping.sized(source.documents, body, words)
    by, groups = grouping.choose_groups(documents)
    few = len(documents) <= grouping.FEW
    n = tokens.sizes(tokens.tokenize(every), by=["doc_id", "passage_id"]).reset_index()
    tables |= {
        "documents": grouping.look_like_groups(documents, groups, by),
        "groups": groups,
        "passages": source.passages.merge(n, on=["doc_id", "passage_id"]),
        "body": body,
    }
    scores = tables["scores"].merge(body[["doc_id", "sentence_id"]])
    points, tone = grouping.means(scores, "compound", documents, by, draws, seed)
    tables |= {"scores": scores, "points": points, "tone": tone, "gap": None, "contrasts": None}
    if len(tone.dropna(subset="mean")) > 1 and few:
        order = tone.dropna(subset="mean").sort_values("mean", kind="stable")["doc_id"]
        ends = (order.iloc[-1], order.iloc[0])
        tables["gap"] = resample.ladder(scores, "compound", *ends, draws=draws, seed=seed)
    if len(groups) > 1:
        counts = tokens.count_terms(grouping.regroup(words, documents, by))
        least = 1 if few else min(5, counts.groupby("term")["n"].sum().max())
        tables["contrasts"] = keyness.compare_each(grouping.lump(counts, groups), min_count=least)
    tables |= _coded(source, tables, (documents, by, groups), draws, seed)
    numbers, evidence = _findings(tables, source.raw)
    for more in (_corpus, _tone, _contrasts, _agreement, _claims):
        numbers |= {name_of(name): _told(*told) for name, *told in more(tables)}
    numbers["run/seed"] = _told(seed, "seed of every interval and test")
    numbers["run/draws"] = _told(draws, "resamples of every interval and test")
    return Run(tables, numbers, evidence[evidence["number"].isin(list(numbers))], by, few)


def _coded(source: corpus.Corpus, tables: dict, drawn: tuple, draws: int, seed: int) -> dict:
    documents, by, groups = drawn
    made = dict.fromkeys(("used", "silences", "stance", "readers", "agreement", "claims"))
    few = len(documents) <= grouping.FEW
    mentions, codebook = tables["mentions"], tables["codebook"]
    if mentions is not None:
        grouped = grouping.regroup(mentions, documents, by)
        own = tables["tokens"][tables["tokens"]["voice"] == "author"]
        sizes = tokens.sizes(grouping.regroup(own, documents, by))
        sizes = sizes.reindex(groups["doc_id"], fill_value=0)
        used = frames.describe(frames.profile(grouped, sizes, codebook), codebook)
        said = frames.wordings(grouped[grouped["voice"] == "author"])
        made["used"] = used.merge(said, on=["doc_id", "code"], how="left")
        spoken = frames.counted(grouped)
        spoken = made["spoken"] = spoken[spoken["kind"] != "actor"]
        if len(groups) > 1 and sizes.sum():
            made["silences"] = frames.describe(frames.silences(spoken, sizes), codebook)
    codings = tables["codings"].merge(tables["body"][["doc_id", "sentence_id"]])
    if len(codings):
        dictionary = (mentions, codebook) if mentions is not None else ()
        both = agreement.together(codings, tables["body"], *dictionary)
        made["agreement"] = agreement.by_code(both, draws=draws, seed=seed)
        made["readers"] = agreement.by_readers(both, source.coders, draws=draws, seed=seed)
    coded = codings.merge(tables["scores"][["doc_id", "sentence_id"]])
    if (coded["code"] == "stance").any():
        read = frames.with_stance(tables["scores"], coded, coders=source.coders)
        made["stance"] = grouping.regroup(read, documents, by)
        if few:
            made["sure"] = resample.tone_and_stance(read, draws=draws, seed=seed)
            sides = read.dropna(subset="side")
            ends = resample.bootstrap(sides, "side", draws=draws, seed=seed)
            made["ends"] = {"tone": tables["tone"], "stance": ends}
    if source.folder and (Path(source.folder) / "claims.csv").is_file():
        made["claims"] = claims.assess(source, draws=draws, seed=seed, progress=False)
    return made


def name_of(*parts: object) -> str:
    """A name for a macro or a file; a character that these cannot hold stands as its number."""
    return KEY.sub(lambda sign: f"u{ord(sign[0]):x}", "/".join(map(str, parts)))


def name_group(group: str, coders: str) -> str:
    """The name of a group of coders among the numbers."""
    return group if group != "pair" else "pair/" + coders.replace(", ", "/")


def _told(value: object, means: str, text: str | None = None) -> dict:
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float) and not np.isfinite(value):
        value, text = None, text or "none"
    if text is None:
        text = f"{value:,}" if isinstance(value, int) else str(value)
    return {"text": text, "value": value, "means": means}


def _p(value: float) -> str:
    if np.isnan(value):
        return "none"
    return "< .001" if value < 0.001 else f"{value:.3f}".lstrip("0") if value < 1 else "1"


def _interval(row: Any) -> str:
    ends = f"{signed(row.low)} to {signed(row.high)}"
    return ends if np.isfinite(row.low) else "no interval"


def _findings(tables: dict, raw: Mapping[str, str]) -> tuple[dict, pd.DataFrame]:
    found, evidence = page_numbers.collect_findings(tables)
    found = found[found["group"].isin(list(MEANS))]
    evidence = evidence[evidence["finding"].isin(found["finding"])]
    names = {name: name_of(name) for name in found["finding"]}
    numbers = {}
    for row in found.itertuples():
        means = MEANS[row.group].format(row._replace(doc_id=row.doc_id or "all texts"))
        is_score = row.group in ("high", "low")
        text = signed(row.value) if is_score else f"{int(row.n):,}"
        numbers[names[row.finding]] = _told(row.value if is_score else row.n, means, text)
        if row.group == "code" and row.doc_id:
            rate = _told(row.value, f"{means}, per 1,000 of its words", f"{row.value:.1f}")
            numbers[names[row.finding] + "/rate"] = rate
    tone = tables["scores"][["doc_id", "sentence_id"]].assign(start=pd.NA, end=pd.NA)
    tone["finding"] = [f"tone/{doc_id}" for doc_id in tone["doc_id"]]
    names |= {name: name_of(name) for name in tone["finding"].unique()}
    evidence = pd.concat([tone, evidence], ignore_index=True)
    body = tables["sentences"].set_index(["doc_id", "sentence_id"])["text"]
    keys = list(zip(evidence["doc_id"], evidence["sentence_id"], strict=True))
    words = [
        " ".join(body[key].split()[:STARTS]) if pd.isna(start) else raw[key[0]][start:end]
        for key, start, end in zip(keys, evidence["start"], evidence["end"], strict=True)
    ]
    places = evidence.rename(columns={"finding": "number"}).assign(words=words)
    return numbers, places.assign(number=places["number"].map(names)).reset_index(drop=True)


def _corpus(tables: dict) -> Numbers:
    documents, passages, body = (tables[name] for name in ("documents", "passages", "body"))
    left = passages[~passages["role"].isin(sentences.DEFAULT_ROLES)]
    other = int((body["voice"] != "author").sum())
    yield "corpus/texts", len(documents), "texts compared"
    yield "corpus/words", documents["n_words"].sum(), "words compared"
    yield "corpus/sentences", documents["n_sentences"].sum(), "sentences compared"
    yield "corpus/words-in-files", passages["n_words"].sum(), "words in the files"
    yield "corpus/words-left-out", left["n_words"].sum(), "words left out, by role"
    yield "corpus/sentences-other-voice", other, "sentences not wholly in the author's voice"
    if tables["mentions"] is not None:
        codebook = tables["codebook"]
        patterned = int((codebook["pattern"].fillna("") != "").sum())
        yield "codebook/codes", len(codebook), "codes of the codebook"
        yield "codebook/patterns", patterned, "codes that the dictionary looks for"
        yield "codebook/mentions", len(tables["mentions"]), "mentions of all codes"
    for row in documents.itertuples():
        of = f"compared of {row.doc_id}"
        yield f"corpus/words/{row.doc_id}", row.n_words, f"words {of}"
        yield f"corpus/sentences/{row.doc_id}", row.n_sentences, f"sentences {of}"


def _tone(tables: dict) -> Numbers:
    for row in tables["tone"].itertuples():
        name, flag = f"tone/{row.doc_id}", f" ({row.flag})" * bool(row.flag)
        yield name, row.mean, f"mean tone of {row.doc_id}", signed(row.mean)
        yield f"{name}/interval", row.low, f"95 % interval of it{flag}", _interval(row)
        yield f"{name}/n", row.n, f"{row.unit}s of {row.doc_id}"
    for rung in [] if tables["gap"] is None else tables["gap"].itertuples():
        name, of = f"gap/{_key(rung.rung)}", f"{rung.a} less {rung.b} in tone, {rung.rung}"
        if not rung.refused:
            yield name, rung.estimate, of, signed(rung.estimate)
        if rung.rung != resample.RUNGS[0]:
            means = f"p of a permutation test, two-sided, of {of}"
            yield f"{name}/interval", rung.low, f"95 % interval of {of}", _interval(rung)
            yield f"{name}/p", rung.p, means, _p(rung.p)


def _contrasts(tables: dict) -> Numbers:
    table = tables["contrasts"]
    if table is None:
        return
    exact, holm, reachable = (table[["p_exact", "p_holm", "p_min"]] < 0.05).sum()
    unreachable = len(table) - reachable
    yield "contrasts/tested", len(table), "contrasts of a term in a text"
    yield "contrasts/exact", exact, "of them with exact p below .05"
    yield "contrasts/holm", holm, "of them below .05 after Holm's adjustment"
    yield "contrasts/unreachable", unreachable, "of them that could not reach p below .05"


def _agreement(tables: dict) -> Numbers:
    if tables["agreement"] is None:
        return
    yield "coding/coders", tables["codings"]["coder"].nunique(), "coders"
    pairs = tables["readers"].query("group == 'pair'")["alpha"]
    for end, value in {"least": pairs.min(), "most": pairs.max()}.items() if len(pairs) else ():
        means = f"Krippendorff's alpha on stance, the {end} of each two readings"
        yield f"alpha/stance/pairs/{end}", value, means, f"{value:.2f}"
    rows = [
        ("stance/" + name_group(row.group, row.coders), row)
        for row in tables["readers"].itertuples(index=False)
    ]
    rows += [("code/" + row.code, row) for row in tables["agreement"].itertuples(index=False)]
    for name, row in rows:
        means = f"Krippendorff's alpha, nominal, of {row.n_units} units: {name}"
        yield f"alpha/{name}", row.alpha, means, None if np.isnan(row.alpha) else f"{row.alpha:.2f}"
        means = f"95 % interval of it{f' ({row.flag})' * bool(row.flag)}"
        yield f"alpha/{name}/interval", row.low, means, _interval(row).replace("+", "")


def _claims(tables: dict) -> Numbers:
    table = tables["claims"]
    if table is None:
        return
    yield "claims/claims", len(table), "claims"
    yield "claims/specifications", int(table["n_specifications"].sum()), "specifications tried"
    for row in table.itertuples():
        name = f"claim/{row.claim_id}"
        means = f"share of {row.n_specifications} specifications: {row.sentence}"
        share = f"{row.survival:.0%}" if np.isfinite(row.survival) else "undefined"
        yield f"{name}/survival", row.survival, means, share
        yield f"{name}/rung", row.stands_on, f"the rung it stands on: {row.sentence}"
        means = f"95 % interval of {row.weakest or row.sentence}"
        yield f"{name}/interval", row.low, means, _interval(row)
    for rung in (*resample.RUNGS[:2], "nothing"):
        number = int((table["stands_on"] == rung).sum())
        yield f"claims/{_key(rung)}", number, f"claims that stand on {rung}"


def _key(rung: str) -> str:
    return rung.replace(" ", "-").replace("'", "")
