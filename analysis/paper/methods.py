"""The facts of the methods section, each read from the run and its tables."""

import re

import pandas as pd

from analysis import grouping, sentences
from analysis._shown import counted
from analysis.charts.lettering import plain
from analysis.codebook.codings import say_readers
from analysis.corpus import Corpus
from analysis.lexicons import cards
from analysis.paper.results import Run, name_of
from analysis.paper.writing import read_references, render


def state(run: Run, source: Corpus, versions: dict[str, str], sums: dict[str, str]) -> dict:
    """What ``templates/methods.j2`` is filled with."""
    tables = run.tables
    labels = tables["documents"].set_index("doc_id")["label"]
    tone = tables["tone"]
    apart = tone["mean"].max() - tone["mean"].min() if len(tone) > 1 else None
    groups = tables["groups"].set_index("doc_id")["label"]
    none = tone[tone["low"].isna()]
    refused = [f"{groups[row.doc_id]} ({counted(row.n, row.unit)})" for row in none.itertuples()]
    software = [f"{name} {number}" for name, number in versions.items() if name in SAID]
    return {
        **_texts(run, source, labels),
        "by": run.by,
        "versions": versions,
        "card": cards.card("vader", apart),
        "refused": ", ".join(refused[: grouping.FEW]),
        "gap": _gap(tables["gap"], labels),
        "contrasts": tables["contrasts"] is not None,
        "tfidf": bool((tables["terms"]["basis"] == "tf_idf").any()),
        "codes": None if tables["mentions"] is None else _codes(tables["codebook"]),
        "readers": _readers(tables, source),
        "claims": tables["claims"] is not None,
        "sure": tables.get("sure") is not None,
        "code": sums["code"],
        "corpus": sums["corpus"],
        "software": ", ".join(software),
        "command": "python -m analysis verify FOLDER",
    }


SAID = ("numpy", "pandas", "scipy", "scikit-learn", "nltk", "matplotlib")


def _texts(run: Run, source: Corpus, labels: pd.Series) -> dict:
    documents, passages = run.tables["documents"], run.tables["passages"]
    parts = ("author", "outlet", "date")
    texts = [
        {
            "label": plain(row["label"]),
            "key": name_of(row["doc_id"]),
            "said": _metadata({part: plain(row[part]) for part in parts}),
        }
        for row in documents.head(grouping.FEW).to_dict("records")
    ]
    rest = len(documents) - len(texts)
    left = passages[~passages["role"].isin(sentences.DEFAULT_ROLES)]
    left = left[left["doc_id"].isin(documents["doc_id"].head(grouping.FEW))]
    rows = []
    for (doc_id, role, reason), some in left.groupby(["doc_id", "role", "reason"], sort=False):
        first, last = some["first_line"].min(), some["last_line"].max()
        lines = f"line {first}" if first == last else f"lines {first} to {last}"
        told = {"role": role, "label": labels[doc_id], "lines": lines, "reason": plain(reason)}
        rows.append(told)
    more = f"{counted(rest, 'further text')} stand in the table of the corpus."
    return {
        "texts": texts,
        "more_texts": more if rest > 0 else "",
        "left_out": rows,
        "basis": bool(documents["basis"].fillna("").ne("").any()),
    }


def _metadata(told: dict[str, str]) -> str:
    lacking = [part for part, value in told.items() if not value]
    said = [value for value in told.values() if value]
    return ", ".join([*said, *([f"{' and '.join(lacking)} not stated"] if lacking else [])])


def _gap(gap: pd.DataFrame | None, labels: pd.Series) -> dict | None:
    if gap is None:
        return None
    last = gap.iloc[-1]
    refused, both = (
        last["flag"].partition(";")[0] if last["refused"] else "",
        (last["a"], last["b"]),
    )
    for doc_id in both:
        refused = re.sub(
            rf"(?<!\w){re.escape(doc_id)}(?!\w)", plain(labels[doc_id]).replace("\\", ""), refused
        )
    return {"a": labels[both[0]], "b": labels[both[1]], "refused": refused}


def _codes(codebook: pd.DataFrame) -> dict:
    kinds = codebook["kind"].value_counts(sort=False)
    return {"kinds": ", ".join(f"{n} of kind {kind}" for kind, n in kinds.items())}


def _readers(tables: dict, source: Corpus) -> dict | None:
    if tables["agreement"] is None:
        return None
    names = list(dict.fromkeys(tables["codings"]["coder"]))
    known = source.coders.set_index("coder").to_dict("index")
    coders = [
        {"coder": name, "kind": "", "date": "", "instructions": "", **known.get(name, {})}
        for name in names
    ]
    of = tables["readers"]
    groups = [
        {"name": row.group, "coders": row.coders, "n_units": f"{row.n_units:,}",
         "key": name_of(f"alpha/stance/{row.group}")}
        for row in of[of["group"] != "pair"].itertuples()
    ]  # fmt: skip
    kinds = {coder["kind"] for coder in coders}
    return {
        "who": say_readers(names, source.coders),
        "coders": coders,
        "groups": groups,
        "pairs": bool((of["group"] == "pair").any()),
        "no_person": kinds <= {"model", "dictionary"},
    }


def write_methods(run: Run, source: Corpus, versions: dict, sums: dict) -> dict[str, str]:
    """The methods section by file name, and the references that it cites.

    ``methods.tex``, ``.typ`` and ``.md``; ``methods-word.md`` with citations spelt out, for Word;
    ``references.bib``.
    """
    told = state(run, source, versions, sums)
    made = {}
    for form in ("tex", "typ", "md"):
        made[f"methods.{form}"], cited = render("methods.j2", form, run.numbers, **told)
    known = read_references()
    made["references.bib"] = "\n\n".join(known[key].entry for key in cited) + "\n"
    spelt = re.sub(
        r"\[@([^\]]+)\]",
        lambda found: f"({'; '.join(known[key].named for key in found[1].split('; @'))})",
        made["methods.md"],
    )
    listed = "\n\n".join(known[key].listed for key in cited)
    made["methods-word.md"] = f"{spelt}\n### References\n\n{listed}\n"
    return made
