"""A corpus of any size measured part by part.

The tables are those that the verbs make of three texts, as Parquet files in a folder. An
interrupted run goes on where it stopped: parts that are done stay, and none is made of anything
but the input and the choices that stand in ``manifest.json``.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from analysis._progress import track
from analysis.codebook.codes import read_codebook
from analysis.large import batches, measuring, merging
from analysis.large.results import MANIFEST

BATCH = 4000


def score_corpus(
    corpus: str | Path,
    out: str | Path,
    text: str = "text",
    by: str = "doc_id",
    ngrams: int = 2,
    codebook: str | Path | None = None,
    batch: int = BATCH,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: bool = False,
) -> dict:
    """Measure the documents of `corpus`, and write their tables; return the sums.

    `corpus` is a Parquet, CSV or JSON Lines file with one row a document and the text in column
    `text`, a folder of Parquet files, or a corpus folder. Documents without doc_id are numbered
    from 1. Counts are by the column `by` of the documents. Parts have `batch` documents (fewer
    where those have more than 4 Mi characters together), and memory is bounded by the part.

    Writes into `out` the tables of `results.read_table`, ``parts/`` (a record for each part: files,
    rows, sha256) and ``manifest.json``. Called again with the same arguments, it does what is left
    to do; the files are the same, byte for byte, as without an interruption, and as with any number
    of `workers` (see `cluster.run_parts`). Each file is checked against its record first.

    Returns n_documents, n_without_text (rows whose text is empty: they are in the tables, with no
    sentence), n_sentences, n_words, n_parts. Raises ``ValueError``, before anything is written, for
    an input that cannot be read (see `batches.plan_parts`) and for a folder `out` that holds
    something else, or was begun with another input, other choices, or other versions.
    """
    out = Path(out).resolve()
    given = batches.find_input(corpus, text)
    if batch < 1 or ngrams < 1:
        raise ValueError(f"batch {batch}, ngrams {ngrams}: give whole numbers from 1")
    codes = None if codebook is None else read_codebook(codebook)
    choices = {
        "text": text if given.kind != "folder" else None,
        "by": by,
        "ngrams": ngrams,
        "codebook": None if codes is None else codes.to_csv(index=False),
        "batch": batch,
    }
    with track(None, "reading", None, " documents", progress) as bar:
        manifest = _begin(given, out, choices, batch, bar.update)
    if manifest.get("sums"):
        _clean(out)
        return manifest["sums"]
    job = measuring.Job(out, by, ngrams, codes, manifest["software"])
    bounds, columns = manifest["bounds"], manifest["columns"]
    numbers = range(len(bounds) - 1)
    records = {k: found for k in numbers if (found := measuring.finished_record(k, out))}
    work = batches.read_batches(given, columns, bounds, skip=set(records))
    with track(None, "scoring", bounds[-1], " documents", progress) as bar:
        bar.update(sum(record["documents"] for record in records.values()))
        for record in _run(work, job, workers, scheduler):
            records[record["part"]] = record
            bar.update(record["documents"])
    if batches.fingerprint(given) != manifest["sha256"]:
        raise ValueError(
            f"{given.path.name}: changed while it was read, so parts do not belong together; begin "
            "anew with another --out folder"
        )
    return _finish(job, manifest, [records[number] for number in sorted(records)], progress)


def _run(
    work: Iterator, job: measuring.Job, workers: int | None, scheduler: str | None
) -> Iterator[dict]:
    if workers is not None or scheduler is not None:
        from analysis.large import cluster

        return cluster.run_parts(work, job, workers, scheduler)
    return (measuring.make_part(number, batch, job) for number, batch in work)


def _begin(
    given: batches.Input, out: Path, choices: dict, batch: int, update: Callable[[int], object]
) -> dict:
    """The manifest of this run: that of the folder if it agrees, else a new one."""
    place = out / MANIFEST
    if out.exists() and not place.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ValueError(f"{out}: holds something else; give --out a folder that is new or empty")
    wanted = {"choices": choices, "software": measuring.software()}
    if place.exists():
        manifest = json.loads(place.read_text(encoding="utf-8"))
        wanted["sha256"] = batches.fingerprint(given)
        _refuse_changes(manifest, wanted, given, out)
        return manifest
    plan = batches.plan_parts(given, batch, update)
    _check_by(choices["by"], plan.columns, given)
    manifest = wanted | {
        "sha256": plan.sha256,
        "columns": plan.columns,
        "without_text": plan.without_text,
        "bounds": plan.bounds,
    }
    _write_manifest(manifest, out)
    return manifest


def _refuse_changes(manifest: dict, wanted: dict, given: batches.Input, out: Path) -> None:
    """Refuse to go on in a folder that was begun with something else; name what differs."""
    what = None
    if manifest["sha256"] != wanted["sha256"]:
        what = f"another input: {given.path.name} has changed, or was another"
    for group in ("choices", "software"):
        for name, value in wanted[group].items():
            before = manifest[group].get(name)
            if what is None and before != value:
                told = "" if name == "codebook" else f" {before}, and it is now {value}"
                what = f"another {name}:{told}" if told else f"another {name}"
    if what:
        raise ValueError(
            f"{out}: was begun with {what}; begin anew with another --out folder, or restore that"
        )


def _check_by(by: str, columns: list[str], given: batches.Input) -> None:
    if by not in columns:
        found = ", ".join(columns)
        raise ValueError(f"{given.path.name}: no column {by!r} to group by (found: {found})")
    if by in measuring.RESERVED:
        raise ValueError(f"{given.path.name}: column {by!r} has the name of a measure; rename it")


def _finish(job: measuring.Job, manifest: dict, records: list[dict], progress: bool) -> dict:
    """Add up what groups share between parts; mark the folder as complete; remove the runs."""
    import pyarrow.parquet as pq

    names = [name for name in measuring.table_columns(job) if name.startswith("counts-")]
    if job.by != "doc_id":
        for name in names:
            runs = [job.out / f"runs/{name}/part-{r['part']:05}.arrow" for r in records]
            with track(None, f"adding up {name}", None, " files", progress) as bar:
                for number, table in merging.add_up_runs(runs):
                    write = partial(pq.write_table, table(), compression="zstd")
                    measuring.write_whole(job.out / name / f"part-{number:05}.parquet", write)
                    bar.update()
    files = [
        facts | {"file": file, "name": file.split("/")[0]}
        for record in records
        for file, facts in record["files"].items()
    ]
    scored = pd.DataFrame(files)
    sums = {
        "n_documents": manifest["bounds"][-1],
        "n_without_text": manifest["without_text"],
        "n_sentences": int(scored.loc[scored["name"] == "sentence_scores", "rows"].sum()),
        "n_words": _total(job.out / "document_scores", "n_words"),
        "n_parts": len(records),
    }
    _write_manifest(manifest | {"sums": sums}, job.out)
    _clean(job.out)
    return sums


def _clean(out: Path) -> None:
    """Remove what only an unfinished folder needs, and what an interruption left half made."""
    shutil.rmtree(out / "runs", ignore_errors=True)
    for left in [*out.glob(".making-*"), *out.glob("*/.making-*")]:
        left.unlink(missing_ok=True)


def _total(folder: Path, column: str) -> int:
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    data = ds.dataset(sorted(folder.glob("part-*.parquet")))
    return sum(pc.sum(b[column]).as_py() or 0 for b in data.to_batches(columns=[column]))


def _write_manifest(manifest: dict, out: Path) -> None:
    whole = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    measuring.write_whole(out / MANIFEST, lambda path: path.write_text(whole, encoding="utf-8"))
