"""Commands in any order over one folder: nothing that the user wrote is ever changed or removed.

Hypothesis draws the order: new, check, study, score, a kill in the middle of any of them, and the
user writing in between, also over what was made. Notebooks are stood in for by two small files.
"""

import contextlib
import gc
import io
import os
import tempfile
from pathlib import Path
from unittest import mock

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from analysis.study import command_line, study_folder

# "c" is a corpus from the beginning; two folders for results, and what lies in and around them.
SOURCES = st.sampled_from(["c", "c", "c", "c", "new", "s", "."])

OUTS = st.sampled_from(["s", "s", "s", "s", "x", "x", "s/deep", "new", "c", "c/deep", "."])

CHANGING = ("rename", "replace", "unlink", "rmdir", "mkdir")


class Killed(BaseException):
    """An end without any clean-up."""


@contextlib.contextmanager
def killed_at(number: int):
    """From the change of the disk with this number on, none happens: not even a clean-up."""
    made = []

    def counted(change):
        def or_killed(*given, **named):
            made.append(change)
            if len(made) >= number:
                raise Killed
            return change(*given, **named)

        return or_killed

    with contextlib.ExitStack() as stack:
        for name in CHANGING:
            stack.enter_context(mock.patch.object(os, name, counted(getattr(os, name))))
        with contextlib.suppress(Killed):
            yield
    gc.collect()  # what the system would close


def execute(paths, parameters, made, progress):
    (made / "figures" / "a.txt").write_text("a figure")
    (made / "notebooks" / "b.ipynb").write_text("{}")


class AnyOrder(RuleBasedStateMachine):
    """A folder in which a user and the commands work by turns."""

    def __init__(self):
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="any-order-"))
        self.stack = contextlib.ExitStack()
        self.stack.enter_context(mock.patch.object(study_folder, "_execute_all", execute))
        page = lambda made, texts: (made / "index.html").write_text("a page")  # noqa: E731
        self.stack.enter_context(mock.patch.object(study_folder, "_write_page", page))
        self.written: dict[Path, bytes] = {}
        self.number = 0
        self.write(self.home / "one.txt", b"They walked away from a good deal. It was over.")
        self.write(self.home / "t.csv", b"text\nA good deal.\nA bad end.\n")
        self.new("c", 0)

    def write(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        self.written[path] = content

    def run(self, kill: int, *arguments: str) -> int | None:
        """A command in this folder; its status, or None where it was killed."""
        status = None
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            if kill:
                with killed_at(kill):
                    status = command_line.main(list(arguments))
            else:
                status = command_line.main(list(arguments))
                assert status in (0, 1), said.getvalue()
        return status

    kills = st.one_of(st.just(0), st.integers(1, 25))

    @rule(folder=st.sampled_from(["new", "s", "c/deep"]), kill=kills)
    def new(self, folder, kill):
        out = self.home / folder
        if self.run(kill, "new", str(out), str(self.home / "one.txt")) == 0:
            # From now on it is the user's own.
            files = [path for path in out.rglob("*") if path.is_file()]
            self.written |= {path: path.read_bytes() for path in files}

    @rule(folder=OUTS)
    def check(self, folder):
        self.run(0, "check", str(self.home / folder))

    @rule(corpus=SOURCES, out=OUTS, kill=kills)
    def study(self, corpus, out, kill):
        given = ("--corpus", str(self.home / corpus), "--out", str(self.home / out))
        if self.run(kill, "study", *given) == 0:
            assert (self.home / out / "figures" / "a.txt").read_text() == "a figure"
            assert not list((self.home / out).parent.glob(f".{Path(out).name}.walking-away*"))

    @rule(source=st.one_of(st.just("t.csv"), SOURCES), out=OUTS, kill=kills)
    def score(self, source, out, kill):
        given = (str(self.home / source), "--out", str(self.home / out), "--batch", "1")
        if self.run(kill, "score", *given) == 0:
            assert self.run(0, "check", str(self.home / out)) == 0
            assert not list((self.home / out).rglob(".walking-away*"))

    @rule(data=st.data())
    def user_writes(self, data):
        """A new file, or over one that was made: a folder that a run works in is not a place."""
        place = data.draw(st.sampled_from(self.places()))
        self.number += 1
        path = place / f"mine-{self.number}.txt" if place.is_dir() else place
        self.write(path, f"what the user wrote, {self.number}".encode())

    def places(self) -> list[Path]:
        inside = [path for name in ("s", "x", "s/deep") for path in (self.home / name).rglob("*")]
        return [path for path in inside if ".walking-away" not in str(path)] or [self.home / "c"]

    @invariant()
    def all_is_there(self):
        for path, content in self.written.items():
            kept = [path, *path.parent.glob(f"{path.name}.kept-*")]
            assert any(each.is_file() and each.read_bytes() == content for each in kept), path

    def teardown(self):
        self.stack.close()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=5, stateful_step_count=10, deadline=None)
