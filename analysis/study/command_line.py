"""Command line: ``python -m analysis new``, ``check``, ``study`` and ``score``."""

import argparse
import sys

from analysis.bring import check, new_folder


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return the exit status. Errors are one sentence, without a traceback."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        return given.run(given)
    except KeyboardInterrupt:
        print("interrupted; nothing was replaced", file=sys.stderr)
        return 130
    except (ValueError, RuntimeError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis", description="Compare how commentaries frame an event."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    new = commands.add_parser("new", help="make a corpus folder from the files you have")
    new_folder.add_arguments(new)
    new.set_defaults(run=new_folder.run)
    checked = commands.add_parser("check", help="list what a corpus folder holds and what is wrong")
    check.add_arguments(checked)
    checked.set_defaults(run=check.run)
    study = commands.add_parser("study", help="execute the notebooks; write figures and tables")
    study.add_argument("--corpus", metavar="FOLDER", help="a corpus folder (default: the study's)")
    study.add_argument("--out", metavar="FOLDER", help="where to write (default: study/)")
    study.set_defaults(run=_study)
    score = commands.add_parser("score", help="measure a corpus of any size; write its tables")
    score.add_argument("corpus", help="a Parquet, CSV or JSON Lines file, or a corpus folder")
    score.add_argument("--out", metavar="FOLDER", required=True, help="where to write the tables")
    score.add_argument("--text", metavar="COLUMN", default="text", help="the texts (default: text)")
    score.add_argument("--by", metavar="COLUMN", default="doc_id", help="count by this column of "
                       "the documents, such as outlet (default: doc_id)")  # fmt: skip
    score.add_argument("--ngrams", metavar="N", type=int, default=2, help="count n-grams of up to "
                       "N words (default: 2)")  # fmt: skip
    score.add_argument("--codebook", metavar="FILE", help="find the mentions of its codes")
    score.add_argument("--batch", metavar="N", type=int, default=4000, help="documents a part "
                       "(default: 4000)")  # fmt: skip
    score.add_argument("--workers", metavar="N", type=int, help="processes on this machine")
    score.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster to use instead")
    score.set_defaults(run=_score)
    return parser


def _study(given: argparse.Namespace) -> int:
    from analysis.study import run

    folder = run.make_study(given.corpus, given.out, progress=sys.stderr.isatty())
    print(f"the study is in {folder}: open {folder / 'index.html'}")
    return 0


def _score(given: argparse.Namespace) -> int:
    from analysis.large import score

    options = {name: value for name, value in vars(given).items() if name != "run"}
    try:
        sums = score.score(**options, progress=sys.stderr.isatty())
    except KeyboardInterrupt:
        print("interrupted; the same command goes on from here", file=sys.stderr)
        return 130
    print(
        f"{sums['n_documents']:,} documents ({sums['n_without_text']:,} without text), "
        f"{sums['n_sentences']:,} sentences, {sums['n_words']:,} words; read the tables in "
        f"{given.out} with analysis.stream.read"
    )
    return 0
