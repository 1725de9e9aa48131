"""What the readers of all formats share: the form of a reading, and text laid out in lines.

A reader returns a `Reading` or raises ``ValueError`` with one sentence, ``found; do``. What it
leaves out it returns all the same, as lines of another role, so that the decision can be undone.
"""

import importlib
import math
import multiprocessing
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import ModuleType
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
    known: Mapping[str, tuple[str, str]] = {}
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


# What reading one file may take: of processor time a start and more for each of its first MiB (and
# what a reader asks for with `allow`, up to the most), of memory a start and more for each byte.
SECONDS, SECONDS_A_MIB, MOST_MIB, MOST_SECONDS = 6, 4, 8, 180
MEMORY, MEMORY_A_BYTE = 3 * 2**29, 16
TOO_MUCH = "takes more {} to read than any text needs; save its text as plain text"


def bounded(size: int, read: Callable[[], Any]) -> Any:
    """Return ``read()`` of a file of `size` bytes, kept within stated time and memory.

    The limits of each format come first, and say more; this is for what they do not foresee. On
    Linux a process of its own reads, which the system ends whatever library it is busy in; it can
    neither write into files that are open here nor take this process with it. Elsewhere nothing is
    kept, since no other system can begin one in a moment.
    """
    if sys.platform != "linux":
        return read()
    while _loaded:
        with suppress(Exception):
            importlib.import_module(_loaded.pop())
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    seconds = SECONDS + SECONDS_A_MIB * min(size / 2**20, MOST_MIB)
    reader = context.Process(target=_answer, args=(read, theirs, seconds, size), daemon=True)
    reader.start()
    theirs.close()
    try:
        # Many times the processor's time: for a machine that is busy with other things.
        waited = ours.poll(60 + 10 * MOST_SECONDS)
        answer, names = ours.recv() if waited else (ValueError(TOO_MUCH.format("time")), [])
        _loaded.extend(names)
    except EOFError:
        reader.join()
        late = reader.exitcode == -signal.SIGXCPU
        answer = ValueError(TOO_MUCH.format("time" if late else "memory"))
    finally:
        reader.kill()
        reader.join()
        ours.close()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _answer(read: Callable[[], Any], pipe: Any, seconds: float, size: int) -> None:
    """In the process that reads: send what comes of it, an error as such."""
    import resource

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that waits is told, and ends this one
    nothing = os.open(os.devnull, os.O_RDWR)
    for other in map(int, os.listdir("/proc/self/fd")):
        if other > 2 and other != pipe.fileno():
            os.dup2(nothing, other)  # locks among them, which would outlive who holds them
    # In pages of the whole address space, which the limit counts.
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + MEMORY + MEMORY_A_BYTE * size
    for what, most in [(resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)]:
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, hard))
    _ends.append(MOST_SECONDS)
    allow(seconds)
    before = set(sys.modules)
    try:
        answer = read()
    except MemoryError:
        answer = ValueError(TOO_MUCH.format("memory"))
    except Exception as error:
        answer = error
    pipe.send((answer, [name for name in sys.modules if name not in before]))


_loaded: list[str] = []  # modules that the last reader needed, for all that follow
_ends: list[int] = []  # in a process that reads: the processor time after which it ends


def allow(seconds: float) -> None:
    """Let the process that reads go on for so long from now, as for another page."""
    if _ends:
        import resource

        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        most = _ends[0] if hard == resource.RLIM_INFINITY else min(hard, _ends[0])
        until = min(math.ceil(time.process_time() + seconds), most)
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


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
        # With broken files these libraries fail in undocumented ways.
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
