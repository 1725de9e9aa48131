"""What the readers of all formats share: the form of a reading, and text laid out in lines.

A reader returns a `Reading` or raises ``ValueError`` with one sentence, ``found; do``. What it
leaves out it returns all the same, as lines of another role, so that the decision can be undone.
"""

import contextlib
import importlib
import re
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

from analysis._files import without_halves
from analysis.corpus import ROLES


class Reading(NamedTuple):
    """One text as a reader found it.

    text: what goes into ``raw/``; ranges: (first_line, last_line, role, reason), 1-based, of the
    lines that are not body; known: column of ``commentaries.csv`` to (value, basis); verbatim:
    whether `text` in UTF-8 is the given file byte for byte; name: what to make the id of; file: the
    file it was read from, where that is not the one given but one that it names.
    """

    text: str
    kind: str
    encoding: str
    ranges: Sequence[tuple[int, int, str, str]] = ()
    known: Mapping[str, tuple[str, str]] = MappingProxyType({})
    warnings: Sequence[str] = ()
    verbatim: bool = False
    name: str = ""
    file: Path | None = None


class Refused(NamedTuple):
    """One text of a file with several that cannot be read: which one, and ``found; do``."""

    kind: str
    problem: str


def import_extra(module: str, what: str) -> ModuleType:
    """Import a package of the optional extra, or say which command brings it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ValueError(
            f"{what} needs the package {error.name or module}, which is not installed; type "
            'pip install -e ".[import]" in the folder of the project, where pyproject.toml is'
        ) from error


# What reading one file may take: of time a start and more for each MiB, of memory likewise.
SECONDS, SECONDS_A_MIB = 20, 30
MEMORY, MEMORY_A_BYTE = 2**30, 24


@contextlib.contextmanager
def bounded(size: int) -> Iterator[None]:
    """Keep the reading of a file of `size` bytes within stated time and memory.

    The limits of each format come first, and say more; this is for what they do not foresee. Time
    is kept in the main thread of systems with an alarm, memory on Linux; elsewhere neither is.
    """
    seconds = SECONDS + SECONDS_A_MIB * size / 2**20
    sentence = f"takes more than {seconds:.0f} seconds to read; save its text as plain text"

    def stop(*_: object) -> None:
        raise ValueError(sentence)

    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, stop) if timed else None
    began = time.monotonic()
    if timed:
        # Again and again, since a library may take the first for a fault of the file and go on.
        signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        with _less_memory(MEMORY + MEMORY_A_BYTE * size):
            yield
    except MemoryError as error:
        raise ValueError(
            "takes more memory to read than any text needs; save its text as plain text"
        ) from error
    except ValueError as error:
        if timed and time.monotonic() - began > seconds and str(error) != sentence:
            raise ValueError(sentence) from error
        raise
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _less_memory(more: int) -> Iterator[None]:
    try:
        import resource

        # In pages: of the whole address space, which is what the limit counts.
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = pages * resource.getpagesize() + more
    except (ImportError, OSError, ValueError):
        yield
        return
    if soft != resource.RLIM_INFINITY:
        limit = min(limit, soft)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def call_library(what: str, call: Callable[[], Any]) -> Any:
    """Return ``call()``; whatever a library of a file format raises becomes one sentence."""
    try:
        return call()
    except ValueError as error:
        if type(error) is ValueError and "; " in str(error):
            raise
        raise ValueError(_unreadable(what, error)) from error
    except MemoryError:
        raise
    except Exception as error:
        # Broken files make these libraries fail in ways that none of them documents.
        raise ValueError(_unreadable(what, error)) from error


def _unreadable(what: str, error: Exception) -> str:
    reason = (str(error).strip().splitlines() or [""])[0][:80]
    return (
        f"not readable as {what} ({type(error).__name__}{': ' if reason else ''}{reason}); "
        "open it in its program and save it anew"
    )


def clean(text: str) -> str:
    """Take out what no UTF-8 file of text can hold: NUL, and halves of surrogate pairs."""
    return without_halves(text.replace("\0", ""))


def squeeze(text: str) -> str:
    """One line: line ends and runs of ASCII white space as one space; no-break spaces stay."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", clean(text)).strip(" ")


def letters_of(text: str) -> str:
    """Letters and digits alone: what two renderings of one paragraph have in common."""
    return re.sub(r"[\W_]+", "", text).casefold()


def roles_of_lines(reading: Reading) -> list[tuple[str, str, str]]:
    """The lines of a reading as (text, role, reason)."""
    lines = [(line, "body", "") for line in re.split(r"\r\n|\r|\n", reading.text)]
    for first, last, role, reason in reading.ranges:
        lines[first - 1 : last] = [(line, role, reason) for line, _, _ in lines[first - 1 : last]]
    return lines


def lay_out(blocks: Iterable[tuple[str, str, str]]) -> tuple[str, list[tuple[int, int, str, str]]]:
    """Write (text, role, reason) blocks one a line, a blank line between; text and ranges.

    The blank lines keep a paragraph from being taken for the continuation of the one before. Raises
    ``ValueError`` for a role that no corpus knows.
    """
    lines: list[str] = []
    ranges: list[tuple[int, int, str, str]] = []
    for text, role, reason in blocks:
        if role not in ROLES:
            raise ValueError(f"role {role!r} is unknown; use {', '.join(ROLES)}")
        line = len(lines) + 1
        lines += [text, ""]
        if role == "body":
            continue
        if ranges and ranges[-1][1] == line - 2 and ranges[-1][2:] == (role, reason):
            ranges[-1] = (ranges[-1][0], line, role, reason)
        else:
            ranges.append((line, line, role, reason))
    return "\n".join(lines[:-1]) + "\n", ranges
