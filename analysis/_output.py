"""Folders that a command writes: it may change what it made, and nothing else.

`replace_folder` makes a whole folder and puts it in place of the one that the same command made
before; `open_folder` writes into a folder bit by bit. Both hold a lock and remove what their killed
runs left. Neither changes or removes a file that is not on the list of made files, with the same
checksum: a folder found is compared with its list file by file.
"""

import hashlib
import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

LIST = ".made-by-walking-away.json"

# What a killed run leaves is known by these names, and a folder also by MARK inside.
OURS = ".walking-away"
MARK = f"{OURS}-at-work"

# File managers write these into a folder that somebody looks at.
CLUTTER = {".DS_Store", "Thumbs.db", "desktop.ini"}
CHECKPOINTS = ".ipynb_checkpoints"


class OutputError(ValueError):
    """A folder cannot be written; the message says why, and what to do."""


@contextmanager
def replace_folder(out: Path, by: str, owned: bool = True) -> Iterator[Path]:
    """Yield an empty folder to fill; if the block ends well, that folder takes the place of `out`.

    If the block fails, `out` stays as it was. A killed run leaves the old folder or the new one
    (or, for an instant, the old one beside its place; the next run puts it back). With `owned` the
    folder gets a list of its files, by which the command `by` may replace it later; without, it
    belongs to the user at once. Raises `OutputError` before the block runs if another run uses
    `out`, if `out` holds anything that `by` did not make or that has changed since, or if it cannot
    be moved, as a mount point cannot.
    """
    out = out.resolve()
    with _parents_of(out), _lock(out.parent / f"{_hidden(out)}.lock", out):
        _sweep(out)
        _refuse_foreign(out, by)
        work = Path(tempfile.mkdtemp(prefix=f"{_hidden(out)}-", dir=out.parent))
        try:
            (work / MARK).touch()
            _try_to_move(out, work)
            made = work / "new"
            made.mkdir()
            yield made
            if owned:
                _write_list(made, by)
            _put_in_place(made, out, by)
        finally:
            left = _clear(work, out)
    if left:
        raise OutputError(f"{out}: is new, but {_some(left)} came into the one before it meanwhile "
                          f"and is kept in {work}; take it out there")  # fmt: skip


@contextmanager
def open_folder(out: Path) -> Iterator[list[str]]:
    """Make `out` if need be, lock it and sweep it; remove it if it stays empty.

    Yields the names of what is in it, without what file managers leave.
    """
    place = out / f"{OURS}.lock"
    if os.path.lexists(out) and not out.is_dir():
        raise OutputError(f"{out}: is a file; give a folder with --out")
    beside = out.parent.iterdir() if out.parent.is_dir() else ()
    if any(entry.name.startswith(_hidden(out)) for entry in beside):
        # Of a `replace_folder` that was killed, or works: this lock tells.
        with _lock(out.parent / f"{_hidden(out)}.lock", out):
            _sweep(out)
    with _parents_of(place), _lock(place, out):
        for left in [*out.glob(f"{OURS}-*.tmp"), *out.glob(f"*/{OURS}-*.tmp"),
                     *out.glob(f"*/*/{OURS}-*.tmp")]:  # fmt: skip
            if _is_file(left):
                left.unlink()
        yield sorted({path.name for path in out.iterdir()} - {place.name} - CLUTTER)


def refuse_overlap(source: Path, out: Path) -> None:
    """Raise if what is read and what is written are the same, or one lies in the other.

    The file system is asked, so that links and capitals cannot hide it.
    """
    source, out = source.resolve(), out.resolve()
    for inner, outer, what in [(out, source, "inside"), (source, out, "around")]:
        for folder in [inner, *inner.parents]:
            if folder.exists() and outer.exists() and folder.samefile(outer):
                raise OutputError(
                    f"{out}: lies {what} the corpus ({source}), or is it; give a folder elsewhere "
                    "with --out"
                )


def write_file(place: Path, write: Callable[[Path], object], replace: bool = False) -> dict:
    """Let `write` make a file, move it into its place in one step; return its bytes and sha256.

    A file with the same bytes is left there. Any other is kept beside it under a new name, unless
    the caller says `replace` because the file is its own.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{OURS}-", suffix=".tmp", dir=place.parent)
    os.close(handle)
    made = Path(name)
    try:
        write(made)
        facts = {"bytes": made.stat().st_size, "sha256": digest(made)}
        if is_as_made(place, facts["sha256"]):
            return facts
        if os.path.lexists(place) and not replace:
            os.rename(place, _free(place.with_name(f"{place.name}.kept")))
        os.chmod(made, 0o644)
        os.replace(made, place)
    finally:
        made.unlink(missing_ok=True)
    return facts


def inspect_made(folder: str | Path) -> tuple[dict[str, str], int] | None:
    """What is wrong with a folder that `replace_folder` made, by file, and how many were made.

    Each file is compared with its checksum on the list; None if there is no list. This cannot tell
    who changed a file, nor find a change if the list was changed too.
    """
    folder = Path(folder)
    if not os.path.lexists(folder / LIST):
        return None
    made = read_list(folder)
    if made is None:
        return {LIST: "cannot be read, so that nothing here can be compared"}, 0
    files = made["files"]
    wrong = {name: "has changed since it was made" if name in files else f"{made['by']} made none"
             for name, ours in _entries(folder, made) if not ours}  # fmt: skip
    wrong |= {name: "is gone" for name in files if not os.path.lexists(folder / name)}
    return wrong, len(files)


def is_as_made(path: Path, sha256: object) -> bool:
    return path.is_file() and digest(path) == sha256


def digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_file(path: Path) -> bool:
    """Whether it is a regular file: no link to one, and no pipe, which one would wait for."""
    with suppress(OSError):
        return stat.S_ISREG(path.lstat().st_mode)
    return False


def _hidden(out: Path) -> str:
    """How the names of the lock of `out`, and of the folders that runs fill, begin."""
    name = out.name
    if len(name.encode()) > 200:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return f".{name}{OURS}"


@contextmanager
def _parents_of(place: Path) -> Iterator[None]:
    """Make the folders that lead to `place`; in the end remove those that are empty."""
    missing = [folder for folder in place.parents if not folder.exists()]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def _lock(place: Path, out: Path) -> Iterator[None]:
    """Hold a lock file while writing; `OutputError` if another run holds it."""
    if not out.name:
        raise OutputError(f"{out}: is no folder to write into; give one inside it with --out")
    if os.path.lexists(place) and (not _is_file(place) or place.stat().st_size):
        raise OutputError(f"{place}: is where the lock of {out.name} belongs; move it elsewhere")
    lock = FileLock(place, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise OutputError(
            f"{out}: another run is writing into it; wait for that one, or give another --out"
        ) from None
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}); name another") from None
    try:
        yield
    finally:
        try:
            # Removed while held: a run that opened it before sees that it is gone.
            with suppress(OSError):
                place.unlink()
        finally:
            lock.release()


def _sweep(out: Path) -> None:
    """Finish what killed runs of `out` left beside it."""
    pattern = re.compile(re.escape(_hidden(out)) + "-[a-z0-9_]{8}")
    for work in sorted(out.parent.iterdir()):
        if pattern.fullmatch(work.name) and work.is_dir() and not work.is_symlink():
            if _is_file(work / MARK):
                _clear(work, out)
            else:
                with suppress(OSError):  # killed before it was marked: then it is empty
                    work.rmdir()


def _clear(work: Path, out: Path) -> list[str]:
    """Remove a folder in which a run worked; an earlier `out` in it goes back if its place is free.

    Returns what it had to leave: files in an earlier `out` that no run made.
    """
    old, left = work / "old", []
    if os.path.lexists(old):
        if not os.path.lexists(out):
            os.rename(old, out)
        elif read_list(out) is not None or read_list(old) is None:
            left = _remove_made(old)
        else:
            left = ["an earlier folder"]
    for entry in work.iterdir():
        if entry.is_dir() and entry != old:
            shutil.rmtree(entry, ignore_errors=True)
    if [entry.name for entry in work.iterdir()] == [MARK]:
        (work / MARK).unlink()
        work.rmdir()
    return left


def _try_to_move(out: Path, work: Path) -> None:
    """Move `out` away and back before the work, which would be lost if `out` cannot be moved."""
    if not out.exists():
        return
    here = Path.cwd()
    problem = "is the folder that you are in" if out in (here, *here.parents) else ""
    if not problem:
        try:
            os.rename(out, work / "old")
            os.rename(work / "old", out)
        except OSError as error:
            problem = f"cannot be moved, as a mount point cannot ({error.strerror})"
    if problem:
        raise OutputError(f"{out}: {problem}, so nothing new can take its place; give a folder "
                          f"inside it with --out, such as {out / 'study'}")  # fmt: skip


def _put_in_place(made: Path, out: Path, by: str) -> None:
    """Put `made` where `out` is, or beside it if a user's file came into `out` meanwhile."""
    try:
        _refuse_foreign(out, by)
    except OutputError as error:
        other = _free(out)
        os.rename(made, other)
        raise OutputError(f"{error}; what was made now is in {other}") from None
    if out.exists():
        shutil.copymode(out, made)
        os.rename(out, made.with_name("old"))
    os.rename(made, out)


def _free(place: Path) -> Path:
    """`place` with the first number that no file has."""
    number = 1
    while os.path.lexists(free := place.with_name(f"{place.name}-{number}")):
        number += 1
    return free


def _refuse_foreign(out: Path, by: str) -> None:
    """Raise if `out` holds anything that `by` did not make, or that has changed since."""
    if not os.path.lexists(out):
        return
    if not out.is_dir():
        raise OutputError(f"{out}: is a file; give a folder with --out")
    if _is_file(out / LIST.removesuffix(".json")):
        raise OutputError(
            f"{out}: was made by an earlier version, which kept no list of its files; remove it "
            "yourself if it holds nothing of yours, or give another folder with --out"
        )
    made = read_list(out)
    if made is not None and made["by"] != by:
        raise OutputError(f"{out}: was made by {made['by']}; give another folder with --out")
    found = [name for name, ours in _entries(out, made) if not ours]
    if found:
        raise OutputError(
            f"{out}: holds files that {by} did not make or that have changed since ({_some(found)})"
            "; move them elsewhere, or give another folder with --out"
        )


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")


def _write_list(folder: Path, by: str) -> None:
    paths = sorted(folder.rglob("*"))
    files = {path.relative_to(folder).as_posix(): digest(path) for path in paths if _is_file(path)}
    folders = [path.relative_to(folder).as_posix() for path in paths if path.is_dir()]
    text = json.dumps({"by": by, "folders": folders, "files": files}, indent=1, ensure_ascii=False)
    (folder / LIST).write_text(text + "\n", encoding="utf-8", errors="surrogatepass")


def read_list(folder: Path) -> dict | None:
    """The list of a folder, or None if there is none that can be used."""
    if not _is_file(folder / LIST):
        return None
    try:
        made = json.loads((folder / LIST).read_bytes().decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None
    kinds = {"by": str, "folders": list, "files": dict}
    if not isinstance(made, dict) or not all(isinstance(made.get(k), v) for k, v in kinds.items()):
        return None
    return made


def _entries(folder: Path, made: dict | None) -> Iterator[tuple[str, bool]]:
    """Each entry of a folder and whether it is as on the list; a subfolder comes after its entries.

    A subfolder that is not on the list is one entry; its own are not read.
    """
    folders, files = (made["folders"], made["files"]) if made else ([], {})

    def walk(place: Path) -> Iterator[tuple[str, bool]]:
        for path in sorted(place.iterdir()):
            name = path.relative_to(folder).as_posix()
            if path.is_dir() and not path.is_symlink():
                # JupyterLab keeps a copy of each notebook that is opened in it.
                ours = name in folders or (bool(made) and path.name == CHECKPOINTS)
                if ours:
                    yield from walk(path)
                yield name, ours
            elif not _is_file(path):
                yield name, False
            elif name == LIST:
                yield name, made is not None
            else:
                copied = re.sub(rf"{re.escape(CHECKPOINTS)}/(.+)-checkpoint(\.\w+)$", r"\1\2", name)
                ours = path.name in CLUTTER or files.get(copied) == digest(path)
                yield name, ours

    yield from walk(folder)


def _remove_made(folder: Path) -> list[str]:
    """Remove what is on the list of a folder, and then the folder if empty; return what is left."""
    left = []
    for name, ours in list(_entries(folder, read_list(folder))):
        path = folder / name
        try:
            if ours and name != LIST:
                path.rmdir() if path.is_dir() else path.unlink()
            elif not ours:
                left.append(name)
        except OSError:
            left.append(name)
    if not left:
        (folder / LIST).unlink(missing_ok=True)
        folder.rmdir()
    return left
