"""Command line: ``python -m analysis new``, ``check`` and ``study``."""

import argparse
import sys

from analysis import bring, check


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
    bring.add_arguments(new)
    new.set_defaults(run=bring.run)
    checked = commands.add_parser("check", help="list what a corpus folder holds and what is wrong")
    check.add_arguments(checked)
    checked.set_defaults(run=check.run)
    study = commands.add_parser("study", help="execute the notebooks; write figures and tables")
    study.add_argument("--corpus", metavar="FOLDER", help="a corpus folder (default: the study's)")
    study.add_argument("--out", metavar="FOLDER", help="where to write (default: study/)")
    study.set_defaults(run=_study)
    return parser


def _study(given: argparse.Namespace) -> int:
    from analysis import study

    folder = study.make(given.corpus, given.out, progress=sys.stderr.isatty())
    print(f"the study is in {folder}: open {folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
