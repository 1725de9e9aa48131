"""Command line: ``python -m analysis`` new, check, study, site, paper, verify, score, coding."""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from analysis._files import printable
from analysis._shown import counted


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return the exit status. Errors are one sentence, without a traceback."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who called
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    given = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows takes a few hundred letters; any other is written by its number.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        with _ended_as_by_ctrl_c():
            status = given.run(given)
            sys.stdout.flush()
            return status
    except BrokenPipeError:
        # The reader, such as ``head``, has read enough. What was done stays; what is left to print
        # goes nowhere, or else Python would complain at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13  # as a shell counts a closed pipe
    except KeyboardInterrupt:
        print("interrupted; nothing was replaced", file=sys.stderr)
        return 130
    except (ValueError, RuntimeError, OSError) as error:
        said = str(error)
        if isinstance(error, OSError) and error.strerror:
            where = f"{error.filename}: " if error.filename else ""
            said = f"{where}{error.strerror}; look at space and rights there, or name another place"
        print(f"error: {said}", file=sys.stderr)
        return 1


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Treat a request to end (from kill, a closed terminal, a batch system) as Ctrl-C.

    A signal that the caller ignores, as nohup does, stays ignored.
    """
    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in {"SIGTERM", "SIGHUP"} & set(dir(signal)):
            number = getattr(signal, name)
            if signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis", description="Compare how commentaries frame an event."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    new = commands.add_parser("new", help="make a corpus folder from the files you have")
    new.add_argument("folder", help="the corpus folder to make; must not exist, or be empty")
    new.add_argument(
        "files",
        nargs="+",
        help="plain text, Markdown, saved web pages (.html, .mhtml), .docx, .odt, .rtf, .pdf, or a "
        "table of texts (.csv, .tsv, .xlsx, .parquet, .jsonl)",
    )
    new.add_argument("--text", metavar="COLUMN", help="the column of a table with the texts")
    new.add_argument("--speaker", metavar="NAME", help="of transcripts: whose words are the text "
                     "(the others' are quotations), or: each")  # fmt: skip
    new.set_defaults(run=_new)

    check = commands.add_parser("check", help="list what a corpus folder holds and what is wrong")
    check.add_argument("folder", help="the corpus folder, or one made by score, study, paper")
    check.add_argument("--suggest", action="store_true", help="write what could stand in its tables"
                       " beside them, as commentaries.suggested.csv …")  # fmt: skip
    check.set_defaults(run=_check)

    study = commands.add_parser("study", help="execute the notebooks; write figures and tables")
    study.add_argument("--corpus", metavar="FOLDER", help="a corpus folder (default: the study's)")
    study.add_argument("--out", metavar="FOLDER", help="where to write (default: study/)")
    study.add_argument("--by", choices=["text", "outlet"], help="compare texts, or outlets "
                       "(default: texts up to twelve; of more, outlets if most have "
                       "several)")  # fmt: skip
    study.set_defaults(run=_study)

    paper = commands.add_parser("paper", help="write figures, tables, methods and numbers for a "
                                "manuscript")  # fmt: skip
    paper.add_argument("--corpus", metavar="FOLDER", help="a corpus folder (default: the study's)")
    paper.add_argument("--out", metavar="FOLDER", required=True, help="the bundle to write")
    paper.add_argument("--target", metavar="NAME", default="latex", help="where figures will be "
                       "printed: latex, typst, nature, plos, taylor-francis, slides (NAME:column "
                       "for one column), or a width in mm (default: latex)")  # fmt: skip
    paper.add_argument("--dpi", metavar="N", type=int, help="resolution of PNG and TIFF (default: "
                       "the target's)")  # fmt: skip
    paper.add_argument("--only", metavar="FIGURE", nargs="+", default=[], help="only these figures")
    paper.add_argument("--seed", metavar="N", type=int, default=1, help="of intervals and tests "
                       "(default: 1)")  # fmt: skip
    paper.add_argument("--draws", metavar="N", type=int, default=5000, help="resamples of each "
                       "(default: 5000)")  # fmt: skip
    paper.set_defaults(run=_paper)
    verify = commands.add_parser("verify", help="make a bundle of paper again; say what moved")
    verify.add_argument("folder", help="the bundle")
    verify.add_argument("--corpus", metavar="FOLDER", help="where its corpus is, if it was moved")
    verify.add_argument("--text", metavar="FILE", nargs="+", default=[], help="manuscripts (.tex, "
                        ".typ) whose numbers should come from it")  # fmt: skip
    verify.set_defaults(run=_verify)
    site = commands.add_parser("site", help="write the public part of a study, without the texts")
    site.add_argument("study", help="the study's folder")
    site.add_argument("--out", metavar="FOLDER", required=True, help="where to write")
    site.add_argument("--corpus", metavar="FOLDER", help="its corpus (default: the study's)")
    site.add_argument("--texts", action="store_true", help="the texts too: their rights are yours")
    site.set_defaults(run=_site)

    score = commands.add_parser("score", help="measure a corpus of any size; write its tables")
    score.add_argument("corpus", help="a Parquet, CSV or JSON Lines file, or a corpus folder")
    score.add_argument("--out", metavar="FOLDER", required=True, help="where to write the tables")
    score.add_argument("--text", metavar="COLUMN", default="text", help="the texts (default: text)")
    score.add_argument("--by", metavar="COLUMN", default="doc_id", help="count by this column of "
                       "the documents, such as outlet, or by day, week, month or year of their "
                       "date (default: doc_id)")  # fmt: skip
    score.add_argument("--ngrams", metavar="N", type=int, default=2, help="count n-grams of up to "
                       "N words (default: 2)")  # fmt: skip
    score.add_argument("--codebook", metavar="FILE", help="find the mentions of its codes")
    score.add_argument("--batch", metavar="N", type=int, default=4000, help="documents a part "
                       "(default: 4000)")  # fmt: skip
    score.add_argument("--workers", metavar="N", type=int, help="processes on this machine")
    score.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster to use instead")
    score.set_defaults(run=_score)
    coding = commands.add_parser("coding", help="have people or a language model code")
    steps = coding.add_subparsers(required=True, metavar="STEP")
    form = steps.add_parser("form", help="write a form in which people code, blind and offline")
    form.add_argument("folder", help="the corpus folder; without a codebook.csv stance is asked")
    form.add_argument("--out", metavar="FILE", required=True, help="the form (.html) to write")
    form.add_argument("--codes", metavar="NAMES", default="", help="codes or kinds to look for, "
                      "between commas (default: stance, name, frame)")  # fmt: skip
    form.add_argument("--shuffle", metavar="SEED", type=int, help="mix the sentences of all texts")
    form.add_argument("--hide-outlet", action="store_true", help="texts are Text A, Text B …")
    form.add_argument("--examples", action="store_true", help="show what codes include and exclude "
                      "too, which may be wordings of these texts")  # fmt: skip
    form.set_defaults(run=_coding_form)
    ask = steps.add_parser("ask", help="write requests, one a sentence; nothing is sent")
    ask.add_argument("folder", help="the corpus folder, with a codebook.csv")
    ask.add_argument("--out", metavar="FILE", required=True, help="the requests (.jsonl) to write")
    ask.add_argument("--model", metavar="NAME", default="", help="the model to name in requests")
    ask.add_argument("--examples", action="store_true", help="give inclusions, exclusions and "
                     "examples too, which may be wordings of these texts")  # fmt: skip
    ask.add_argument("--seed", metavar="N", type=int, default=1, help="of the order (default: 1)")
    ask.set_defaults(run=_coding_ask)
    read = steps.add_parser("read", help="read answers back, strictly, as codings of a model")
    read.add_argument("folder", help="the corpus folder that was asked about")
    read.add_argument("answers", help="the answers (.jsonl)")
    read.add_argument("--coder", metavar="NAME", required=True, help="the name of this coder")
    read.set_defaults(run=_coding_read)
    return parser


def _new(given: argparse.Namespace) -> int:
    from analysis.bring import new_folder

    report = new_folder.make_folder(given.folder, given.files, given.text, given.speaker)
    for row in report.itertuples():
        if row.read == "refused":
            print(f"refused  {row.given}: {row.warnings[0]}")
            continue
        encoding = f", {row.encoding}" if row.encoding else ""
        left_out = f", {counted(row.n_left_out, 'word')} left out" if row.n_left_out else ""
        n_words = counted(row.n_words, "word")
        print(f"{row.doc_id}  ({row.given}: {row.read}{encoding}) {n_words}{left_out}")
        for warning in row.warnings:
            print(f"    look: {warning}")
    refused = int((report["read"] == "refused").sum())
    also = f", {refused} refused" if refused else ""
    print(f"{counted(len(report) - refused, 'text')} in {given.folder}{also}")
    print(f"next: python -m analysis check {given.folder}")
    return int(refused > 0)


def _check(given: argparse.Namespace) -> int:
    from analysis import _output
    from analysis.bring import check
    from analysis.large import scored_folder

    if (made := _output.inspect_made(given.folder)) is not None:
        return _say_wrong(*made, "the same command makes it anew", "its files")
    if scored_folder.is_scored(given.folder):
        number = len(scored_folder.read_manifest(given.folder)["files"])
        wrong = scored_folder.wrong_files(given.folder, sums=True)
        return _say_wrong(wrong, number, scored_folder.RESTORE, "the tables")
    problems, held = check.examine(given.folder)
    if not held.empty:
        told = [column for column in held if not column.startswith("words_") or held[column].any()]
        print(held[told].to_string(index=False, max_colwidth=40))
        print()
    for row in problems.itertuples():
        print(f"{row.level:8} {row.where}: {row.found}" + f"; {row.do}" * bool(row.do))
    errors = int((problems["level"] == "error").sum())
    warnings = len(problems) - errors
    if given.suggest:
        from analysis.bring import suggest

        for path in suggest.write_suggestions(given.folder):
            print(f"suggested: {path}")
    verdict = "the study cannot run" if errors else "the study can run"
    print(f"{counted(errors, 'error')}, {counted(warnings, 'warning')}: {verdict}")
    return int(errors > 0)


def _say_wrong(wrong: dict[str, str], number: int, do: str, what: str) -> int:
    for file, found in wrong.items():
        print(f"error    {file}: {found}; {do}")
    verdict = f"{what} cannot be trusted" if wrong else f"{what} are as they were made"
    print(f"{counted(len(wrong), 'error')} in {counted(number, 'file')}: {verdict}")
    return int(bool(wrong))


def _study(given: argparse.Namespace) -> int:
    what = given.corpus or "the study's own texts"
    print(f"executing the notebooks on {what}; this takes some minutes", flush=True)
    from analysis.study import study_folder

    shown = sys.stderr.isatty()
    folder = study_folder.make_study(given.corpus, given.out, progress=shown, by=given.by)
    print(f"the study is in {folder}: open {folder / 'index.html'}")
    return 0


def _paper(given: argparse.Namespace) -> int:
    from analysis.bring import check
    from analysis.corpus import OWN_FOLDER
    from analysis.paper import bundle

    check.refuse(given.corpus or OWN_FOLDER)
    print("computing tables, intervals and claims, and drawing; this may take some minutes",
          flush=True)  # fmt: skip
    how = {"seed": given.seed, "draws": given.draws, "only": given.only, "dpi": given.dpi}
    made = bundle.make_bundle(given.corpus, given.out, given.target, **how)
    for name in made["higher_than_the_page"]:
        print(f"look: figure {name} is higher than {made['target']['height_mm']:g} mm")
    if made["letters_in_no_font"]:
        print(f"look: no font here has {made['letters_in_no_font']}; install one, and run again")
    if "DejaVu" in made["font"]["name"]:
        print("look: figures are in DejaVu Sans, for want of Liberation Sans (Debian: "
              "fonts-liberation)")  # fmt: skip
    print(f"the bundle is in {given.out}: open {given.out}/README.md")
    print(f"next: python -m analysis verify {given.out}")
    return 0


def _verify(given: argparse.Namespace) -> int:
    from analysis.paper import verify

    found = verify.verify_bundle(given.folder, given.corpus)
    wrong = [line for text in given.text for line in verify.check_manuscript(text, given.folder)]
    for kind, lines in (("changed", found.changed), ("moved", found.moved), ("text", wrong)):
        for line in lines:
            print(f"{kind:8} {line}")
    edited = [line for line in found.changed if line.startswith("bundle:")]
    if not found.moved and not edited and not wrong:
        also = f", though {counted(len(found.changed), 'input')} changed" if found.changed else ""
        print(f"every number, table and figure is the same{also}")
        return 0
    print(f"{counted(len(found.moved), 'result')} moved, {counted(len(found.changed), 'change')} "
          f"found, {counted(len(wrong), 'number')} of texts to mend")  # fmt: skip
    return 1


def _site(given: argparse.Namespace) -> int:
    from analysis.study import site

    folder = site.make_site(given.study, given.out, given.corpus, given.texts)
    print(f"the site is in {folder}: open {folder / 'index.html'}")
    return 0


def _score(given: argparse.Namespace) -> int:
    from analysis.large import scored_folder, scoring

    options = {name: value for name, value in vars(given).items() if name != "run"}
    try:
        sums = scoring.score_corpus(**options, progress=sys.stderr.isatty())
    except KeyboardInterrupt:
        print("interrupted; the same command goes on from here", file=sys.stderr)
        return 130
    print(
        f"{counted(sums['n_documents'], 'document')} ({sums['n_without_text']:,} without text), "
        f"{counted(sums['n_sentences'], 'sentence')}, {counted(sums['n_words'], 'word')}; "
        "read the tables in "
        f"{given.out} with analysis.large.results.read_table"
    )
    if foreign := sums["n_without_tone"]:
        some = scored_folder.read_manifest(given.out)["without_tone"][:10]
        rest = ", …" if foreign > len(some) else ""
        print(
            f"{counted(foreign, 'document')} {'is' if foreign == 1 else 'are'} hardly English and "
            f"{'has' if foreign == 1 else 'have'} no tone: {printable(', '.join(some))}{rest}"
        )
    return 0


def _coding_form(given: argparse.Namespace) -> int:
    from analysis.coding import forms

    codes = [name.strip() for name in given.codes.split(",") if name.strip()]
    task = forms.write_form(given.folder, given.out, codes, given.shuffle, given.hide_outlet,
                            given.examples)  # fmt: skip
    asked = counted(len(task.codes), "code")
    print(f"{given.out}: {counted(len(task.sentences), 'sentence')}, {asked}; give it to the class")
    print(f"next: put the files handed in into {given.folder}/codings/")
    print(f"then: python -m analysis check {given.folder}")
    return 0


def _coding_ask(given: argparse.Namespace) -> int:
    from analysis.coding import requests

    task = requests.write_requests(given.folder, given.out, given.model, given.examples, given.seed)
    print(requests.describe_sending(task))
    print(f"next: python -m analysis coding read {given.folder} ANSWERS --coder NAME")
    return 0


def _coding_read(given: argparse.Namespace) -> int:
    from analysis.coding import answers

    read = answers.read_answers(given.folder, given.answers, given.coder)
    for problem in read.problems:
        print(f"not read  {problem}")
    print(f"{read.n_read:,} of {counted(read.n_asked, 'sentence')} read; codings in {read.file}")
    return int(read.n_read < read.n_asked or bool(read.problems))
