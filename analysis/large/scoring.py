"""A corpus of any size measured part by part.

The tables are those that the verbs make of three texts, as Parquet files in a folder. An
interrupted run goes on where it stopped: parts that are done stay, and none is made of anything
but the input and the choices that stand in ``manifest.json``.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from analysis._output import digest, is_as_made, open_folder, refuse_overlap
from analysis._progress import track
from analysis.codebook.codes import read_codebook
from analysis.large import batches, cluster, measuring, sums
from analysis.large.scored_folder import (
    FORMAT,
    MANIFEST,
    read_manifest,
    write_manifest,
    wrong_files,
)

BATCH = 4000
NAMED = 1000  # documents without a tone whose ids the manifest lists


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
    from 1. Counts are by the column `by` of the documents, or by the day, week, month or year of
    their column date, where they have no column of that name. Parts have `batch` documents (fewer
    where those have more than 4 Mi characters together), and memory is bounded by the part.

    Writes into `out` the tables of `results.read_table`, ``parts/`` (a record for each part: files,
    rows, bytes, sha256) and ``manifest.json`` (the same of all files). Called again with the same
    arguments, it does what is left to do; the files are the same, byte for byte, as without an
    interruption, and as with any number of `workers` (see `cluster.open_workers`). Each file is
    compared with its record first, also in a finished folder: what is missing or has changed is
    made again (of counts added up, from all parts), and a changed file is kept as ``….kept-1``.

    Returns n_documents, n_without_text (rows whose text is empty: they are in the tables, with no
    sentence), n_without_tone (texts that are hardly English: counted, but not scored; the manifest
    lists the first 1,000 as without_tone), n_sentences (scored), n_words, n_parts. Raises
    ``ValueError``, before anything is written, for an input that cannot be read (see
    `batches.plan_parts`) and for a folder `out` that holds something else, lies in the input or
    around it, is being written by another run, or was begun with another input, other choices, or
    other versions.
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
    refuse_overlap(given.path, out)
    with open_folder(out) as held:
        with track(None, "reading", None, " documents", progress) as bar:
            manifest = _begin(given, out, held, choices, batch, bar.update)
        job = measuring.Job(out, by, ngrams, codes, manifest["software"])
        with cluster.open_workers(workers, scheduler) as run:
            return _complete(given, job, manifest, run, progress)


def _complete(
    given: batches.Input,
    job: measuring.Job,
    manifest: dict,
    run: Callable[[Callable, Iterable[tuple]], Iterator[dict]],
    progress: bool,
) -> dict:
    """Make the parts that are not there as they should be, and add them up; return the sums."""
    bounds, columns = manifest["bounds"], manifest["columns"]
    wrong, merge = set(), job.by != "doc_id"
    if "sums" in manifest:
        wrong = set(wrong_files(job.out, sums=True))
        merge &= any(file.startswith("counts-") for file in wrong)
        if not wrong and not (job.out / sums.RUNS).exists():
            return manifest["sums"]
    records = {
        number: found
        for number in range(len(bounds) - 1)
        if measuring.record_file(number) not in wrong
        and (found := measuring.finished_record(number, job.out, merge))
    }
    work = batches.read_batches(given, columns, bounds, skip=set(records))
    with track(None, "scoring", bounds[-1], " documents", progress) as bar:
        bar.update(sum(record["documents"] for record in records.values()))
        for record in run(measuring.make_part, ((*call, job) for call in work)):
            if not (job.out / measuring.record_file(record["part"])).is_file():
                raise RuntimeError(
                    f"part {record['part']} was made, but is not in {job.out}; give an --out "
                    "folder that all workers share with this machine"
                )
            records[record["part"]] = record
            bar.update(record["documents"])
    if batches.fingerprint(given) != manifest["sha256"]:
        raise ValueError(
            f"{given.path.name}: changed while it was read, so parts do not belong together; begin "
            "anew with another --out folder"
        )
    records = [records[number] for number in sorted(records)]
    counts = _add_up(job, records, run, progress) if merge else {}
    if not merge and job.by != "doc_id":
        made = manifest["files"].items()
        counts = {file: facts for file, facts in made if file.startswith("counts-")}
    return _finish(job, manifest, records, counts)


def _begin(
    given: batches.Input,
    out: Path,
    held: list[str],
    choices: dict,
    batch: int,
    update: Callable[[int], object],
) -> dict:
    """The manifest of this run: that of the folder if it agrees, else a new one."""
    if held and MANIFEST not in held:
        raise ValueError(
            f"{out}: holds something else ({held[0]}); give --out a folder that is new or empty"
        )
    wanted: dict[str, Any] = {"choices": choices, "software": measuring.software()}
    if held:
        manifest = read_manifest(out, finished=False)
        wanted["sha256"] = batches.fingerprint(given)
        _refuse_changes(manifest, wanted, given, out)
        return manifest
    plan = batches.plan_parts(given, batch, update)
    _check_by(choices["by"], plan.columns, given)
    manifest = wanted | {
        "format": FORMAT,
        "sha256": plan.sha256,
        "columns": plan.columns,
        "without_text": plan.without_text,
        "bounds": plan.bounds,
    }
    write_manifest(manifest, out)
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
        from analysis.grouping import PERIODS  # with scipy, which takes a third of a second

        if by not in PERIODS or "date" not in columns:
            found = ", ".join(columns)
            raise ValueError(f"{given.path.name}: no column {by!r} to group by (found: {found})")
    if by in measuring.RESERVED:
        raise ValueError(f"{given.path.name}: column {by!r} has the name of a measure; rename it")


def _add_up(job: measuring.Job, records: list[dict], run: Callable, progress: bool) -> dict:
    """Write the counts of all parts, added up; each file and its rows, bytes and sha256."""
    sums.write_vocabulary(job.out, len(records))
    calls = []
    for length in range(1, job.ngrams + 1):
        run_of = partial(sums.run_file, f"counts-{length}")
        rows = sum(record["files"][run_of(record["part"])]["rows"] for record in records)
        files = sums.files_of_sum(rows)
        calls += [(job.out, job.by, length, len(records), n, files) for n in range(files)]
    found = {}
    with track(None, "adding up", len(calls), " files", progress) as bar:
        for made in run(sums.add_up, reversed(calls)):  # what takes longest first
            found |= made
            bar.update()
    return found


def _finish(job: measuring.Job, manifest: dict, records: list[dict], counts: dict) -> dict:
    """Note all files and the sums; remove the runs, which only an unfinished folder needs."""
    files, foreign = dict(counts), []
    for record in records:
        place = job.out / measuring.record_file(record["part"])
        facts = {"bytes": place.stat().st_size, "sha256": digest(place)}
        files[measuring.record_file(record["part"])] = facts
        files |= {f: facts for f, facts in record["files"].items() if not _is_run(f)}
        foreign += record["foreign"]
    scored = [facts["rows"] for f, facts in files.items() if f.startswith("sentence_scores/")]
    noted = {
        "n_documents": manifest["bounds"][-1],
        "n_without_text": manifest["without_text"],
        "n_without_tone": len(foreign),
        "n_sentences": sum(scored),
        "n_words": sum(record["n_words"] for record in records),
        "n_parts": len(records),
    }
    files = dict(sorted(files.items()))
    made = {"sums": noted, "without_tone": foreign[:NAMED], "files": files}
    write_manifest(manifest | made, job.out)
    _clean(job.out, records)
    return noted


def _is_run(file: str) -> bool:
    return file.startswith(f"{sums.RUNS}/")


def _clean(out: Path, records: list[dict]) -> None:
    for record in records:
        for file in filter(_is_run, record["files"]):
            if is_as_made(out / file, record["files"][file]["sha256"]):
                (out / file).unlink()
    (out / sums.VOCABULARY).unlink(missing_ok=True)
    for folder in [*(out / sums.RUNS).glob("*"), out / sums.RUNS]:
        with suppress(OSError):
            folder.rmdir()
