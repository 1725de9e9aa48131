"""A folder that a command writes holds what it made; whatever else is in it or beside it stays.

What is expected are the bytes that a user wrote, and the two states, old and new, of a folder.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis import _output
from analysis._output import OutputError, open_folder, refuse_overlap, replace_folder, write_file

ROOT = Path(__file__).parent.parent

SIZE = 12


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def make(out: Path, text: str = "old", by: str = "the study", meanwhile=lambda: None) -> Path:
    """A folder of `SIZE` files, all with the same text."""
    with replace_folder(out, by=by) as made:
        (made / "empty").mkdir()
        for number in range(SIZE):
            (made / f"sub-{number % 3}").mkdir(exist_ok=True)
            (made / f"sub-{number % 3}" / f"{number}.txt").write_text(text)
        meanwhile()
    return out


def fail(out: Path) -> None:
    """A run that ends in an error of its own."""

    def stop():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make(out, "failed", meanwhile=stop)


def texts_of(out: Path) -> set[str]:
    return {path.read_text() for path in out.glob("*/*.txt")}


# What belongs to somebody else.


def test_a_folder_that_holds_only_what_was_made_is_replaced_and_nothing_stays_beside_it(tmp_path):
    out = make(make(tmp_path / "a"), "new")
    assert texts_of(out) == {"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert len(contents(out)) == SIZE + 1


def test_made_files_that_are_gone_and_what_programs_leave_behind_are_in_nobodys_way(tmp_path):
    """JupyterLab copies each notebook that is opened; the Finder writes where it has looked."""
    with replace_folder(tmp_path / "a", by="the study") as made:
        (made / "b.ipynb").write_text("{}")
        (made / "c.txt").write_text("c")
    out = tmp_path / "a"
    (out / ".ipynb_checkpoints").mkdir()
    shutil.copy(out / "b.ipynb", out / ".ipynb_checkpoints" / "b-checkpoint.ipynb")
    (out / ".DS_Store").write_bytes(b"\0")
    (out / "c.txt").unlink()
    make(out, "new")
    assert texts_of(out) == {"new"}
    (out / "sub-0" / ".ipynb_checkpoints").mkdir()
    (out / "sub-0" / ".ipynb_checkpoints" / "0-checkpoint.txt").write_text("edited")
    with pytest.raises(OutputError, match=r"0-checkpoint\.txt"):
        make(out, "newer")


CHANGES = {
    "a new file": lambda out: (out / "notes.txt").write_text("mine"),
    "a new file in a folder that was made": lambda out: (out / "sub-1" / "x").write_text("mine"),
    "a changed file": lambda out: (out / "sub-1" / "1.txt").write_text("mine"),
    "a file of a length that was made": lambda out: (out / "sub-1" / "1.txt").write_text("OLD"),
    "an empty folder": lambda out: (out / "sub-1" / "mine").mkdir(),
    "a link instead of a file": lambda out: relink(out / "sub-1" / "1.txt"),
    "a link instead of a folder": lambda out: relink(out / "empty"),
    "a link to nowhere": lambda out: (out / "mine").symlink_to("nowhere"),
    "a pipe": lambda out: os.mkfifo(out / "mine"),
    "a folder instead of a file": lambda out: refolder(out / "sub-1" / "1.txt"),
    "a hidden file": lambda out: (out / "sub-1" / ".env").write_text("mine"),
    "a spoiled list": lambda out: (out / _output.LIST).write_text("[]"),
    "a list that is no JSON": lambda out: (out / _output.LIST).write_bytes(b"\xff{"),
    "a list of another shape": lambda out: (out / _output.LIST).write_text('{"files": [1]}'),
    "a deep list": lambda out: (out / _output.LIST).write_text("[" * 100_000),
    "no list": lambda out: (out / _output.LIST).unlink(),
}


def relink(path: Path) -> None:
    path.rename(path.with_name("kept"))
    path.symlink_to("kept")


def refolder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
@pytest.mark.parametrize("change", CHANGES)
def test_what_was_not_made_or_has_changed_is_named_and_nothing_is_touched(tmp_path, change):
    out = make(tmp_path / "a")
    CHANGES[change](out)
    before = sorted((path, path.lstat().st_mtime_ns) for path in out.rglob("*"))
    with pytest.raises(OutputError, match=r"a: holds files that the study did not make .*move"):
        make(out, "new")
    assert sorted((path, path.lstat().st_mtime_ns) for path in out.rglob("*")) == before
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_list_cannot_have_files_removed_that_lie_elsewhere(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    out = make(tmp_path / "a")
    made = json.loads((out / _output.LIST).read_text())
    made["files"]["../mine.txt"] = _output.digest(tmp_path / "mine.txt")
    made["files"][str(tmp_path / "mine.txt")] = made["files"]["../mine.txt"]
    (out / _output.LIST).write_text(json.dumps(made))
    make(out, "new")
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_folder_of_another_command_or_of_an_earlier_version_is_named(tmp_path):
    make(tmp_path / "a", by="another command")
    with pytest.raises(OutputError, match="was made by another command; give another folder"):
        make(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / ".made-by-walking-away").write_text("Made by python -m analysis study.\n")
    with pytest.raises(OutputError, match="was made by an earlier version"):
        make(tmp_path / "b")


def test_what_a_user_writes_into_a_folder_during_the_run_is_kept_and_the_run_is_not_lost(tmp_path):
    out = make(tmp_path / "a")
    with pytest.raises(OutputError, match=r"notes\.txt.*; what was made now is in .*a-1"):
        make(out, "new", meanwhile=lambda: (out / "notes.txt").write_text("mine"))
    assert (out / "notes.txt").read_text() == "mine"
    assert texts_of(out) == {"old"}
    assert texts_of(tmp_path / "a-1") == {"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "a-1"]


def test_what_comes_into_a_folder_while_it_is_replaced_is_kept(tmp_path, monkeypatch):
    """Between the last look and the move: the file is in the old folder, which then stays."""
    out = make(tmp_path / "a")
    look = _output._refuse_foreign

    def look_and_write(*given):
        look(*given)
        (out / "notes.txt").write_text("mine")

    set_up = lambda: monkeypatch.setattr(_output, "_refuse_foreign", look_and_write)  # noqa: E731
    with pytest.raises(OutputError, match=r"is new, but notes\.txt came into the one before"):
        make(out, "new", meanwhile=set_up)
    monkeypatch.undo()
    assert texts_of(out) == {"new"}
    kept = [path for path in tmp_path.rglob("notes.txt") if path.read_text() == "mine"]
    assert len(kept) == 1
    make(out, "newer")
    assert kept[0].read_text() == "mine"


def test_folders_beside_it_that_are_named_like_those_of_a_run_stay(tmp_path):
    """A user's own folders, empty and full, and a copy of a study under any name."""
    out = make(tmp_path / "a")
    for name in (".a-before", ".a-12345678", ".a.walking-away", "a-1", ".making-x"):
        shutil.copytree(out, tmp_path / name)
        (tmp_path / f"{name}-empty").mkdir()
    mine = tmp_path / ".a.walking-away-12345678"
    mine.mkdir()
    (mine / "mine.txt").write_text("mine")
    before = contents(tmp_path)
    make(out, "old")
    assert contents(tmp_path) == before
    assert (tmp_path / ".a-before-empty").is_dir()


# Where it may lie.


@pytest.mark.parametrize(
    ("source", "out"),
    [
        *[("c", "c"), ("c", "c/out"), ("c", "c/raw/out"), ("c", "."), ("c/raw/a.csv", "c")],
        *[("link", "c/out"), ("c", "link/out"), ("c", "link"), ("c", "c/raw/../new/out")],
        *[("c", "loop/c/x"), ("c/raw", "c/raw/sub/../x")],
    ],
)
def test_what_is_read_and_what_is_written_are_never_inside_one_another(tmp_path, source, out):
    (tmp_path / "c" / "raw" / "sub").mkdir(parents=True)
    (tmp_path / "c" / "raw" / "a.csv").touch()
    (tmp_path / "link").symlink_to("c")
    (tmp_path / "loop").symlink_to(".")
    with pytest.raises(OutputError, match=r"lies (inside|around) the corpus"):
        refuse_overlap(tmp_path / source, tmp_path / out)
    refuse_overlap(tmp_path / source, tmp_path / "c-out")
    refuse_overlap(tmp_path / "c" / "raw", tmp_path / "c" / "out")


def test_capitals_do_not_hide_where_a_folder_lies(tmp_path, monkeypatch):
    """On a file system that takes C for c, as those of macOS and Windows do: said by a stand-in."""
    (tmp_path / "c").mkdir()
    (tmp_path / "C").mkdir()
    refuse_overlap(tmp_path / "c", tmp_path / "C" / "out")
    monkeypatch.setattr(
        Path, "samefile", lambda one, other: str(one).casefold() == str(other).casefold()
    )
    with pytest.raises(OutputError, match="lies inside the corpus"):
        refuse_overlap(tmp_path / "c", tmp_path / "C" / "out")


def test_a_folder_that_cannot_be_moved_is_refused_before_the_work(tmp_path, monkeypatch):
    """As a mount point, of which the system says EBUSY, or EXDEV, or nothing is permitted."""
    out = make(tmp_path / "a")
    rename = os.rename

    def busy(one, other):
        if one == out:
            raise OSError(16, "Device or resource busy")
        rename(one, other)

    monkeypatch.setattr(os, "rename", busy)
    begun = []
    with pytest.raises(OutputError, match=r"mount point cannot \(Device or .*such as .*a/study"):  # noqa: SIM117
        with replace_folder(out, by="the study"):
            begun.append(1)
    assert not begun
    assert texts_of(out) == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_real_mount_point_is_refused_before_the_work(tmp_path):
    (tmp_path / "a").mkdir()
    mounted = f"mount -t tmpfs none {tmp_path}/a && {sys.executable} -c '{SCRIPT}' {tmp_path}/a"
    found = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mounted], cwd=ROOT, capture_output=True, text=True
    ) if shutil.which("unshare") else None  # fmt: skip
    if found is None or "unshare:" in found.stderr or "mount:" in found.stderr:
        pytest.skip("no right to mount here")
    assert "a mount point cannot (Device or resource busy)" in found.stderr
    assert "begun" not in found.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("where", [".", ".."])
def test_the_folder_that_one_is_in_is_not_pulled_away(tmp_path, monkeypatch, where):
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    with pytest.raises(OutputError, match=r"is the folder that you are in|did not make"):
        make(Path(where))
    with pytest.raises(OutputError, match="is no folder to write into"):
        make(Path("/"))


def test_folders_above_are_made_and_are_gone_again_after_a_failure(tmp_path):
    fail(tmp_path / "x" / "y" / "z")
    assert not list(tmp_path.iterdir())
    make(tmp_path / "x" / "y" / "z")
    assert texts_of(tmp_path / "x" / "y" / "z") == {"old"}


@pytest.mark.parametrize("name", ["é" * 120, "a" * 255, "[x]*?", ".hidden", "a b\nc"])
def test_any_name_of_a_folder_will_do(tmp_path, name):
    out = make(make(tmp_path / name), "new")
    assert texts_of(out) == {"new"}
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_link_to_a_folder_stays_a_link(tmp_path):
    (tmp_path / "link").symlink_to("real")
    make(make(tmp_path / "link"), "new")
    assert (tmp_path / "link").is_symlink()
    assert texts_of(tmp_path / "real") == {"new"}


# Two at once.


def test_of_two_at_once_one_works_and_one_refuses(tmp_path):
    with replace_folder(tmp_path / "a", by="it") as made:
        (made / "b.txt").write_text("first")
        with pytest.raises(OutputError, match="another run is writing into it"):
            make(tmp_path / "a")
        with open_folder(tmp_path / "b"):  # noqa: SIM117
            with pytest.raises(OutputError, match="another run is writing into it"):
                with open_folder(tmp_path / "b"):
                    pass
    assert contents(tmp_path / "a")["b.txt"] == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_that_stands_where_a_lock_belongs_is_not_taken_for_one(tmp_path):
    (tmp_path / ".a.walking-away.lock").write_text("mine")
    with pytest.raises(OutputError, match="is where the lock of a belongs; move it"):
        make(tmp_path / "a")
    assert (tmp_path / ".a.walking-away.lock").read_text() == "mine"


# Killed.

SCRIPT = """
import sys; from pathlib import Path; from analysis._output import replace_folder
for text in ("x", "y") * 500:
    with replace_folder(Path(sys.argv[1]), by="the study") as made:
        print("begun", flush=True)
        for number in range(12):
            folder = made / f"sub-{number % 3}"
            folder.mkdir(exist_ok=True)
            (folder / f"{number}.txt").write_text(text)
"""

# The same, with an end by SIGKILL before or after the move that is counted.
MOVES = "import os\nplain, moves = os.rename, []\n" + (
    "def rename(*given):\n"
    "    moves.append(given)\n"
    "    if len(moves) == {at}: os.kill(os.getpid(), 9)\n"
    "    plain(*given)\n"
    "os.rename = rename\n"
)


def old_or_new(out: Path, beside: list[str]) -> None:
    """After the next run, the folder was one or the other, and nothing is left beside it."""
    assert len(texts_of(out)) == 1
    assert len(list(out.glob("*/*.txt"))) == SIZE
    make(out, "next")
    assert texts_of(out) == {"next"}
    assert sorted(path.name for path in out.parent.iterdir()) == sorted(["a", *beside])


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_killed_at_any_of_its_moves_the_old_folder_or_the_new_one_is_there(tmp_path, at):
    """The moves: away and back to try it, away, and the new one in."""
    out = make(tmp_path / "a")
    run = [sys.executable, "-c", MOVES.format(at=at) + SCRIPT, str(out)]
    assert subprocess.run(run, cwd=ROOT, capture_output=True).returncode == -signal.SIGKILL
    fail(out)  # even so it fetches the old folder
    old_or_new(out, [])


def kill_at_random(tmp_path: Path, times: int) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for seed in range(times):
        out = make(tmp_path / "a")
        with subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(out)], cwd=ROOT, stdout=subprocess.PIPE
        ) as run:
            run.stdout.readline()
            time.sleep(random.Random(seed).uniform(0, 0.1))
            run.send_signal(signal.SIGKILL)
        if not out.exists():
            fail(out)
        old_or_new(out, ["mine.txt"])
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_random_the_old_folder_or_the_new_one_is_there(tmp_path):
    kill_at_random(tmp_path, 4)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_random_twenty_times(tmp_path):
    kill_at_random(tmp_path, 20)


# Single files.


def test_a_file_takes_the_place_of_nothing_but_its_own(tmp_path):
    place = tmp_path / "sub" / "a.txt"
    facts = write_file(place, lambda path: path.write_text("made"))
    assert facts == {"bytes": 4, "sha256": _output.digest(place)}
    before = place.stat().st_mtime_ns
    write_file(place, lambda path: path.write_text("made"))
    assert place.stat().st_mtime_ns == before
    place.write_text("mine")
    write_file(place, lambda path: path.write_text("made"))
    assert contents(place.parent) == {"a.txt": b"made", "a.txt.kept-1": b"mine"}
    with pytest.raises(ZeroDivisionError):
        write_file(place, lambda path: 1 / 0)
    assert contents(place.parent) == {"a.txt": b"made", "a.txt.kept-1": b"mine"}
