"""Measure scorers of tone on texts that people have rated; the result is data/instruments.csv.

    python benchmarks/validity.py --data FOLDER                      print the table
    python benchmarks/validity.py --data FOLDER --out data/instruments.csv
    python benchmarks/validity.py --data FOLDER --check              compare with the committed one
    … --scorer module:function     also yours: a function from a list of texts to numbers
    … --lexicon name=path[,path]   also a lexicon (`lists.read_lexicon`), alone and in the panel

FOLDER holds nyt_editorials.csv, newsmtsc_targets.csv and basil_articles.csv, as validity.md
describes them. They are not part of the project; only the numbers measured on them are.
"""

import argparse
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

import analysis
from analysis import frames, sentiment
from analysis.lexicons import cards
from analysis.lexicons.lists import (
    labmt_lexicon,
    lexicon_versions,
    packaged_lexicons,
    read_lexicon,
)

sys.path.insert(0, str(Path(__file__).parent))
import measures

NEUTRAL = 0.05  # of a compound score; VADER's authors
FEELING = {"neg": -1, "neu": 0, "pos": 1}
NYT = "NYT editorials (Hutto & Gilbert 2014)"
NEWSMTSC = "NewsMTSC devtest_mt (Hamborg & Donnay 2021)"
BASIL = "BASIL (Fan et al. 2019)"
ASIDE = "kept aside"  # measured once, on triples that are not in FOLDER; never again

KEY = ["instrument", "data_set", "measure", "condition", "difference_from"]


class Scorer(NamedTuple):
    """A function from texts to numbers, where it comes from, and how wide "neutral" is."""

    score: Callable[[Sequence[str]], np.ndarray]
    version: str
    bins: tuple | None = measures.BINS
    neutral: float = NEUTRAL


def known(lexicon_specs: Sequence[str]) -> dict[str, pd.Series]:
    """The lexicons to measure, by name: the packaged ones, and those given as name=path."""
    found = packaged_lexicons()
    if "labmt" in lexicon_versions():
        found["labmt"] = labmt_lexicon()
    for spec in lexicon_specs:
        name, _, path = spec.partition("=")
        if not path:
            raise SystemExit(f"--lexicon {spec}: write name=path")
        found[name] = read_lexicon(path.split(","))
    return found


def packaged(
    texts: pd.Series, lexicon_specs: Sequence[str] = ()
) -> tuple[dict[str, Scorer], list[dict]]:
    """Every scorer that the package offers, and the norms of its lexicons over `texts`.

    With lexicons of the user's there is another panel, in which they join the default one.
    """
    lists = known(lexicon_specs)
    scorers = {
        name: Scorer(partial(sentiment.compound, lexicon=lexicon), _version(name))
        for name, lexicon in lists.items()
    }
    norms = {name: scorer.score(texts) for name, scorer in scorers.items()}
    rows = [
        {"instrument": name} | measures.row(measure, "norm", len(values), "sentence", float(value))
        for name, values in norms.items()
        for measure, value in (("mean", values.mean()), ("sd", values.std(ddof=1)))
    ]
    default = list(packaged_lexicons())
    joined = [spec.partition("=")[0] for spec in lexicon_specs]
    for members in [default] + [[*default, *joined]] * bool(joined):
        together = {name: (lists[name], norms[name].std(ddof=1)) for name in members}
        name = " + ".join(["panel", *members[len(default) :]])
        # A tenth of a standard deviation is what VADER's .05 is.
        version = f"{', '.join(members)}; {_version('')}"
        score = partial(_together, members=together)
        scorers[name] = Scorer(score, version, measures.PANEL_BINS, 0.1)
    return scorers, rows


def _version(name: str) -> str:
    rules = f"VADER's rules, walking-away {analysis.__version__}"
    return f"{lexicon_versions()[name]}; {rules}" if name in lexicon_versions() else rules


def _together(texts: Sequence[str], members: dict[str, tuple[pd.Series, float]]) -> np.ndarray:
    """The mean of the lexicons' scores over their standard deviations.

    The mean of their standardised scores but for a constant, so that 0 stays the neutral score.
    """
    return np.mean(
        [sentiment.compound(texts, lexicon) / sd for lexicon, sd in members.values()], axis=0
    )


def given(spec: str) -> tuple[str, Scorer]:
    """A scorer of the user's: "module:function"."""
    module, _, function = spec.partition(":")
    if not function:
        raise SystemExit(f"--scorer {spec}: write module:function")
    sys.path.insert(0, str(Path.cwd()))
    call = getattr(importlib.import_module(module), function)
    return spec, Scorer(lambda texts: np.asarray(call(list(texts)), float), spec, None)


def editorials(table: pd.DataFrame, scorer: Scorer) -> Iterator[dict]:
    """Sentences and articles against the mean of twenty raters."""
    said = scorer.score(table["text"])
    scored = table.assign(score=said)
    yield from measures.correlations(
        said, table["human_mean"], table["article"], "sentence", "sentence"
    )
    groups = scored.groupby("article", sort=False)
    articles = groups.agg(score=("score", "mean"), human=("human_mean", "mean"))
    articles["whole"] = scorer.score(groups["text"].agg(" ".join))
    for column, name in (("score", "mean of sentences"), ("whole", "whole text at once")):
        values = articles[column], articles["human"]
        yield from measures.correlations(*values, articles.index, "article", name)
        if column == "score":
            yield from measures.pair_order(*values, name, scorer.bins)
            yield measures.triple_order(*values, name)


def targets(table: pd.DataFrame, scorer: Scorer) -> Iterator[dict]:
    """The polarity towards a person named in a sentence of news."""
    texts = {"whole sentence": table["text"]}
    texts["between commas"] = between_commas(table)
    texts["clause (frames.segments)"] = _clauses(table)
    human = table["human_polarity"].map(FEELING)
    for condition, some in texts.items():
        said = measures.classes(scorer.score(some), scorer.neutral)
        yield from measures.classification(said, human, table["text"], condition)


def between_commas(table: pd.DataFrame) -> pd.Series:
    """The text from the comma before each mention to the comma after it."""
    found = [
        text[text.rfind(",", 0, start) + 1 : text.find(",", end) if "," in text[end:] else None]
        for text, start, end in table[["text", "start", "end"]].itertuples(index=False, name=None)
    ]
    return pd.Series(found, index=table.index)


def _clauses(table: pd.DataFrame) -> pd.Series:
    who = pd.DataFrame({"doc_id": "news", "sentence_id": range(len(table))})
    one = who.assign(text=table["text"], start=0, end=table["text"].str.len())
    mentions = who.assign(
        code="target",
        kind="actor",
        start=table["start"],
        end=table["end"],
        text=table["mention"],
        voice="author",
        negated=False,
        compared=False,
        cue="",
    )
    return frames.segments(one, mentions)["text"]


def events(table: pd.DataFrame, scorer: Scorer) -> Iterator[dict]:
    """Which of two articles on one event is the more favourable to it, as its coders say?"""
    feeling = table["author_feeling_main_event"].map(FEELING)
    unquoted = table["text"].str.replace(r"“[^”]*”|\"[^\"\n]*\"", " ", regex=True)
    lead = table["text"].str.split("\n").str[:5].str.join("\n")
    for name, texts in (("all sentences", table["text"]), ("quotations out", unquoted),
                        ("first five sentences", lead)):  # fmt: skip
        lines = texts.str.split("\n").explode()
        lines = lines[lines.str.strip() != ""]
        mean = pd.Series(scorer.score(lines), index=lines.index).groupby(level=0).mean()
        mean = mean.reindex(table.index).fillna(0.0)
        yield measures.event_order(mean, feeling, table["event"], name)
    whole = scorer.score(table["text"])
    yield measures.event_order(whole, feeling, table["event"], "whole text at once")


def measure(
    folder: Path, scorer_specs: Sequence[str], lexicon_specs: Sequence[str]
) -> pd.DataFrame:
    """The table of all scorers on all data sets."""
    files = ("nyt_editorials", "newsmtsc_targets", "basil_articles")
    missing = [f"{name}.csv" for name in files if not (folder / f"{name}.csv").is_file()]
    if missing:
        raise SystemExit(f"{folder}: no {', '.join(missing)}; validity.md says what they hold")
    nyt, news, basil = (pd.read_csv(folder / f"{name}.csv") for name in files)
    basil["text"] = basil["text"].astype(object)
    scorers, norms = packaged(nyt["text"], lexicon_specs)
    scorers |= dict(given(spec) for spec in scorer_specs)
    rows = [r | {"data_set": NYT, "version": scorers[r["instrument"]].version} for r in norms]
    for name, scorer in scorers.items():
        print(f"{name} …", file=sys.stderr)
        who = {"instrument": name, "version": scorer.version}
        for data_set, table, run in (
            (NYT, nyt, editorials),
            (NEWSMTSC, news, targets),
            (BASIL, basil, events),
        ):
            rows += [who | {"data_set": data_set} | found for found in run(table, scorer)]
    return pd.DataFrame(rows)[cards.COLUMNS]


def compare(fresh: pd.DataFrame, committed: pd.DataFrame) -> list[str]:
    """What a fresh run does not reproduce within the committed intervals; n must be equal."""
    both = committed.merge(fresh, on=KEY, how="left", suffixes=("", "_fresh"), indicator=True)
    here = set(fresh["instrument"])
    found = []
    for r in both.to_dict("records"):
        name = " | ".join(str(r[k]) for k in KEY if r[k] == r[k])
        if r["instrument"] not in here:
            continue
        if r["_merge"] != "both":
            found.append(f"{name}: not measured")
        elif r["n"] != r["n_fresh"]:
            found.append(f"{name}: n {r['n_fresh']:g}, committed {r['n']:g}")
        elif np.isnan(r["low"]):
            if abs(r["value"] - r["value_fresh"]) > 1e-4:
                found.append(f"{name}: {r['value_fresh']:.4f}, committed {r['value']:.4f}")
        elif not r["low"] <= r["value_fresh"] <= r["high"]:
            found.append(
                f"{name}: {r['value_fresh']:.4f}, outside {r['low']:.4f} to {r['high']:.4f}"
            )
    return found


def summary(table: pd.DataFrame) -> str:
    """The main rows as a Markdown table, an instrument a column: the one in validity.md."""
    chosen = [
        ("Pearson correlation", "sentence"),
        ("Spearman correlation", "sentence"),
        ("Pearson correlation", "mean of sentences"),
        ("Pearson correlation", "whole text at once"),
        ("two in the right order", "mean of sentences"),
        ("two in the right order", "mean of sentences, by difference"),
        ("three in the right order", "mean of sentences"),
        *((m, c) for m in ("accuracy", "macro-F1") for c in table["condition"][
            table["measure"] == m].unique()),
        *(("the more favourable of two on one event", c) for c in (
            "all sentences", "quotations out", "first five sentences", "whole text at once")),
    ]  # fmt: skip
    names = [name for name in table["instrument"].unique() if name != cards.WORDING]
    lines = [
        "| measure | n | chance | " + " | ".join(names) + " |",
        "|---" * (3 + len(names)) + "|",
    ]
    for measure, condition in chosen:
        rows = table[(table["measure"] == measure) & (table["condition"] == condition)]
        if rows["difference_from"].notna().any():  # bins in units of compound: the same for these
            rows = rows[rows["instrument"].isin(rows[rows["difference_to"] == 0.05]["instrument"])]
        for start, part in rows.groupby("difference_from", dropna=False, sort=False):
            by = part.set_index("instrument")
            end = part["difference_to"].iloc[0]
            label = "" if np.isnan(start) else f" {start:g} to {end:g}"
            cells = [_cell(by.loc[name]) if name in by.index else "–" for name in names]
            n = f"{by['n'].min():,} to {by['n'].max():,}" if label else f"{by['n'].max():,}"
            chance = f"{by['baseline'].iloc[0]:.2f}"
            line = [f"{measure}, {condition}{label}", n, chance, *cells]
            lines.append("| " + " | ".join(line) + " |")
    return "\n".join(lines)


def _cell(r: pd.Series) -> str:
    return f"{r['value']:.2f} ({r['low']:.2f} to {r['high']:.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--out", type=Path, metavar="FILE")
    parser.add_argument("--check", action="store_true", help="compare with data/instruments.csv")
    parser.add_argument("--scorer", action="append", default=[], metavar="MODULE:FUNCTION")
    parser.add_argument("--lexicon", action="append", default=[], metavar="NAME=PATH")
    given = parser.parse_args()
    fresh = measure(given.data, given.scorer, given.lexicon)
    committed = cards.read_cards()
    aside = committed["data_set"].str.contains(ASIDE)
    if given.out:
        # What was measured on texts that are not in FOLDER cannot be measured here.
        elsewhere = aside | committed["instrument"].eq(cards.WORDING)
        fresh = pd.concat([fresh, committed[elsewhere]], ignore_index=True)
        fresh.to_csv(given.out, index=False, float_format="%.6g", lineterminator="\n")
        print(f"{given.out}: {len(fresh)} rows\n\n{summary(fresh)}")
    elif given.check:
        committed = committed[~aside]
        absent = sorted(set(committed["instrument"]) - set(fresh["instrument"]))
        found = compare(fresh, committed)
        print("\n".join(found) or f"{len(fresh)} rows measured; all within committed intervals")
        if absent:
            print(f"not measured here: {', '.join(absent)} (its package is not installed)")
        sys.exit(bool(found))
    else:
        with pd.option_context("display.max_rows", None, "display.width", 200):
            columns = ["instrument", "measure", "condition", "difference_from", "n", "value"]
            print(fresh[[*columns, "low", "high", "baseline"]].to_string(index=False))


if __name__ == "__main__":
    main()
