"""The bundle of a paper: made as a whole, with a manifest of what it was made from.

    python -m analysis paper --corpus my-folder --out bundle

`make_bundle` reads a corpus folder and writes the folder; ``README.md`` in it says what is what.
The same corpus, parameters, code and versions give the same bytes.
"""

import hashlib
import json
import os
import platform
import tomllib
from collections.abc import Collection
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader

from analysis import corpus as corpora
from analysis import grouping, tokens
from analysis._files import find_shipped
from analysis._output import digest, refuse_overlap, replace_folder
from analysis.bring.shared import import_extra
from analysis.figures import write_csv
from analysis.paper import pictures, writing
from analysis.paper.methods import write_methods
from analysis.paper.results import Run, compute, name_of
from analysis.paper.targets import FONTS, Target, choose_font, choose_target

BY = "the paper"
PACKAGE = Path(__file__).resolve().parents[1]
PACKAGES = (
    *("walking-away", "numpy", "pandas", "scipy", "scikit-learn", "nltk", "regex"),
    *("vaderSentiment", "textblob", "matplotlib", "pillow", "jinja2", "python-docx"),
)
READ = (".csv", ".tsv", ".txt", ".xlsx")  # of a corpus folder
CODINGS = ("codings", "coders")
EACH = 8  # rows of each text in print, of the table of contrasts


def make_bundle(
    folder: str | Path | None,
    out: str | Path,
    target: str | float = "latex",
    dpi: int | None = None,
    only: Collection[str] = (),
    seed: int = 1,
    draws: int = 5000,
) -> dict:
    """Write the bundle of a corpus folder (None: the study's own) to `out`; return its manifest.

    `target` is a name of ``targets.csv`` or a width in mm; `only` names the figures to make, by
    default all that the corpus allows. `seed` and `draws` are of every interval and test. An
    earlier bundle there is replaced if it holds nothing but what was made.
    Raises ``ValueError`` for what cannot be read, an unknown target or figure, and ``OutputError``.
    """
    source = corpora.OWN_FOLDER if folder is None else Path(folder).resolve()
    place = choose_target(target, dpi)
    import_extra("docx", "a paper")
    out = Path(out).resolve()
    refuse_overlap(source, out)
    parameters = {"target": str(target), "dpi": place.dpi, "only": sorted(only)}
    parameters |= {"seed": seed, "draws": draws}
    with replace_folder(out, by=BY) as made:
        return write_bundle(corpora.load(source), made, parameters, out)


def write_bundle(
    source: corpora.Corpus, made: Path, parameters: dict, out: Path, stated: dict | None = None
) -> dict:
    """Write all files of a bundle into the empty folder `made`, and return its manifest.

    Where a bundle is made again, `stated` is its manifest: the methods section then names the
    versions and sums of that one, so that it differs only where results do.
    """
    target = choose_target(parameters["target"], parameters["dpi"])
    folder = corpora.folder_of(source)
    font, versions, inputs = choose_font(), read_versions(), read_inputs(folder)
    run = compute(source, parameters["seed"], parameters["draws"])
    sums = {what: _sum_of(files) for what, files in inputs.items()}
    figures = _figures(run, made / "figures", target, font, parameters["only"])
    tables = _tables(run, made / "tables")
    named = stated or {"versions": versions, "sums": sums}
    texts = write_methods(run, source, named["versions"], named["sums"])
    word = texts.pop("methods-word.md")
    data = {
        "numbers": run.numbers,
        "figures": {name: figure._asdict() for name, figure in figures.items()},
        "tables": {name: printed._asdict() for name, printed in tables.items()},
    }
    texts |= {
        "bundle.json": _as_json(data),
        "bundle.tex": writing.latex_macros(run.numbers),
        "bundle.typ": (writing.TEMPLATES / "bundle.typ").read_text(encoding="utf-8"),
        **_articles(run, figures, target, out.name),
    }
    for name, text in texts.items():
        (made / name).write_text(text, encoding="utf-8", newline="\n")
    writing.write_docx(made / "methods.docx", word)
    write_csv(run.evidence, made / "evidence.csv")
    # The study's own corpus is found by every checkout; another, from the bundle's place.
    own = folder == corpora.OWN_FOLDER
    manifest = {
        "made_by": f"walking-away {versions['walking-away']}",
        "corpus": "" if own else Path(os.path.relpath(folder, out)).as_posix(),
        "parameters": parameters,
        "target": target._asdict(),
        "font": {
            "name": font,
            "why": f"the first of {', '.join(FONTS)} that this machine has"
            + ("; wider than Arial" if font == FONTS[-1] else "; of Arial's measures"),
        },
        "sums": sums,
        "inputs": inputs,
        "versions": versions,
        "higher_than_the_page": [
            name for name, figure in figures.items() if figure.height_mm > target.height_mm
        ],
        "letters_in_no_font": "".join(sorted(set("".join(f.lacking for f in figures.values())))),
        "made": {
            path.relative_to(made).as_posix(): digest(path)
            for path in sorted(made.rglob("*"))
            if path.is_file()
        },
    }
    (made / "manifest.json").write_text(_as_json(manifest), encoding="utf-8", newline="\n")
    return manifest


def _as_json(data: dict) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def read_versions() -> dict[str, str]:
    """The versions that a result depends on, by package."""
    found = {"Python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    project = PACKAGE.parent / "pyproject.toml"  # a checkout's own, whatever was once installed
    if project.is_file():
        found[PACKAGES[0]] = tomllib.loads(project.read_text("utf-8"))["project"]["version"]
    return found


def read_inputs(folder: Path) -> dict[str, dict[str, str]]:
    """The sum of each file that a result depends on: corpus, codebook, codings, claims, code."""
    inputs: dict = {"corpus": {}, "codebook": {}, "codings": {}, "claims": {}}
    for path in sorted([*folder.glob("*"), *folder.glob("raw/*"), *folder.glob("codings/*")]):
        if path.is_symlink() or not path.is_file() or path.suffix.lower() not in READ:
            continue
        name, first = path.relative_to(folder).as_posix(), path.stem.lower()
        kind = "claims" if first == "claims" else "codebook" if first == "codebook" else "corpus"
        kind = "codings" if first in CODINGS or path.parent.name == "codings" else kind
        inputs[kind][name] = digest(path)
    code = (path for path in sorted(PACKAGE.rglob("*")) if "__pycache__" not in path.parts)
    inputs["code"] = {
        path.relative_to(PACKAGE).as_posix(): digest(path)
        for path in code
        if path.is_file() and path.suffix != ".md"
    }
    cards = find_shipped("data") / "instruments.csv"
    if cards.is_file():
        inputs["code"]["instruments.csv"] = digest(cards)
    return inputs


def _sum_of(files: dict[str, str]) -> str:
    listed = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(files.items()))
    return hashlib.sha256(listed.encode("utf-8", "surrogatepass")).hexdigest() if files else ""


def _figures(
    run: Run, folder: Path, target: Target, font: str, only: Collection[str]
) -> dict[str, pictures.Made]:
    listed = pictures.list_figures(run)
    if unknown := sorted(set(only) - set(listed)):
        raise ValueError(
            f"figures: this corpus has no {unknown[0]!r}; there is {', '.join(listed)}"
        )
    folder.mkdir()
    made = {}
    for name, figure in listed.items():
        if not only or name in only:
            found = made[name] = pictures.draw(name, figure, folder, target, font)
            text = writing.latex_figure(name, found.caption, found.alt, found.width_mm)
            (folder / f"{name}.tex").write_text(text, encoding="utf-8", newline="\n")
            for kind in ("caption", "alt"):
                words = getattr(found, kind).strip() + "\n"
                path = folder / f"{name}.{kind}.txt"
                path.write_text(words, encoding="utf-8", newline="\n")
    return made


def _tables(run: Run, folder: Path) -> dict[str, writing.Printed]:
    folder.mkdir()
    made = {}
    for name, (whole, shown, caption) in _list_tables(run).items():
        printed = made[name] = writing.print_table(shown, caption)
        write_csv(whole, folder / f"{name}.csv")
        text = writing.latex_table(printed, name)
        (folder / f"{name}.tex").write_text(text, encoding="utf-8", newline="\n")
        writing.write_docx(folder / f"{name}.docx", printed=printed)
    return made


def _list_tables(run: Run) -> dict[str, tuple[pd.DataFrame, pd.DataFrame, str]]:
    """The tables that a run allows: the whole, what is printed (with heads in words), a caption."""
    tables = run.tables
    documents = tables["documents"]
    labels = tables["groups"].set_index("doc_id")["label"]
    heads = {"label": "Text", "author": "Author", "outlet": "Outlet", "date": "Date"}
    heads |= {"n_sentences": "Sentences", "n_words": "Words"}
    whole = documents[["doc_id", *heads, "title", "source", "basis", "sha256"]]
    caption = "The texts compared; words and sentences of body and quotations."
    found = {"corpus": (whole, _named(documents, heads), caption)}
    tone = tables["tone"].assign(label=lambda table: table["doc_id"].map(labels))
    heads = {"label": "Text", "mean": "Mean tone", "low": "From", "high": "To", "n": "n"}
    heads |= {"flag": "Note"} if (tone["flag"] != "").any() else {}
    unit = tone["unit"].iloc[0]
    caption = f"Mean tone (VADER compound, −1 to 1) with 95 % intervals over {unit}s; n: {unit}s."
    found["tone"] = (tone, _named(tone, heads), caption)
    if tables["contrasts"] is not None:
        whole = tables["contrasts"]
        rows = tokens.content(whole[(whole["log_ratio"] > 0) & (whole["n_target"] > 1)])
        rows = rows[rows["target"].isin(labels.index[: grouping.FEW])]
        rows = rows.groupby("target", sort=False).head(EACH)
        rows = rows.assign(label=rows["target"].map(labels))
        heads = {"label": "Text", "term": "Word", "n_target": "n", "n_reference": "n elsewhere"}
        heads |= {"log_ratio": "Log ratio", "low": "From", "high": "To", "p_exact": "p (exact)"}
        rows = rows.assign(p_exact=rows["p_exact"].map(lambda p: f"{p:.3f}"))
        caption = f"Words used more often in a text than in all others, at most {EACH} a text."
        found["contrasts"] = (whole, _named(rows, heads), caption)
    if tables["used"] is not None:
        used = tables["used"]
        counts = used.pivot(index=["kind", "label"], columns="doc_id", values="n")  # noqa: PD010
        counts = counts.reindex(columns=labels.index[: grouping.FEW])
        counts = counts[counts.sum(axis=1) > 0].rename(columns=labels).reset_index()
        counts = counts.rename(columns={"kind": "Kind", "label": "Code"})
        counts.columns.name = None
        caption = "Mentions that the dictionary found, in the author's voice, not negated."
        found["mentions"] = (used, counts, caption)
        book = tables["codebook"]
        heads = {"code": "Code", "kind": "Kind", "definition": "Definition"}
        found["codebook"] = (book, _named(book, heads), "The codebook.")
    if tables["agreement"] is not None:
        names = documents.set_index("doc_id")["label"]
        both = tables["stances"].assign(label=lambda table: table["doc_id"].map(names))
        heads = {"coder": "Reading", "label": "Text", "n_favourable": "Favourable"}
        heads |= {"n_neither": "Neither", "n_unfavourable": "Unfavourable", "mean": "Mean"}
        if len(both):
            found["stance"] = (both, _named(both, heads), "Sentences by stance, by reading.")
        heads = {"group": "Readers", "coders": "Who", "n_units": "n", "percent": "Agree"}
        heads |= {"alpha": "Alpha", "low": "From", "high": "To"}
        pairs = tables["readers"]
        caption = "Agreement on stance: share of equal pairs, Krippendorff's alpha (nominal)."
        if len(pairs):
            found["readers"] = (pairs, _named(pairs, heads), caption)
        found["agreement"] = (
            tables["agreement"],
            _named(tables["agreement"], {"code": "Code", **dict(list(heads.items())[2:])}),
            "Agreement by code, with the dictionary as one of the readers.",
        )
    if tables["claims"] is not None:
        whole = tables["claims"].drop(columns=["keys", "specification"])
        shown = whole.assign(survival=whole["survival"].map("{:.0%}".format))
        heads = {"sentence": "Claim", "stands_on": "Stands on", "n_specifications": "Ways"}
        heads |= {"survival": "Survives", "low": "From", "high": "To"}
        caption = "Claims: the rung each stands on, and in how many ways of measuring it survives."
        found["claims"] = (whole, _named(shown, heads), caption)
    return found


def _named(table: pd.DataFrame, heads: dict[str, str]) -> pd.DataFrame:
    return table[list(heads)].rename(columns=heads).reset_index(drop=True)


def _articles(run: Run, figures: dict, target: Target, bundle: str) -> dict[str, str]:
    tone = run.tables["tone"].sort_values("mean", kind="stable")
    labels = run.tables["groups"].set_index("doc_id")["label"]
    shown = [name for name in ("tone-and-stance", "tone", *figures) if name in figures]
    # Two that leave room for a caption, the lowest if there are none.
    fit = [name for name in shown if figures[name].height_mm < 0.7 * target.height_mm]
    first, *rest = dict.fromkeys(fit or sorted(shown, key=lambda name: figures[name].height_mm))
    told = {
        "bundle": bundle,
        "low": name_of(tone["doc_id"].iloc[0]),
        "high": name_of(tone["doc_id"].iloc[-1]),
        "low_label": labels[tone["doc_id"].iloc[0]],
        "high_label": labels[tone["doc_id"].iloc[-1]],
        "contrasts": run.tables["contrasts"] is not None,
        "first": first,
        "second": rest[0] if rest else "",
        "width": max(150, min(round(target.width_mm), 170)),
        "figures": list(figures),
        "tables": list(_list_tables(run)),
    }
    env = Environment(
        loader=FileSystemLoader(writing.TEMPLATES),
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {"tex": writing.in_latex, "typ": writing.in_typst}
    names = {"article.tex": "article.tex.j2", "article.typ": "article.typ.j2"}
    names["README.md"] = "about.md.j2"
    return {name: env.get_template(file).render(**told) for name, file in names.items()}
