"""Commands in any order over one folder: nothing that the user wrote is ever changed or removed.

Hypothesis draws the order: new, check, study, score, a kill in the middle of any of them, a second
run during a first, and the user writing in between, also over what was made. What is expected of a
command comes from the names of its folders, and from what was on the disk before it. Small files
stand in for notebooks. That it would notice if a guard were gone is tried by taking each away
(`make slow`).
"""

import contextlib
import gc
import io
import os
import re
import shutil
import tempfile
from pathlib import Path
from unittest import mock

import hypothesis.strategies as st
import nbformat
import pytest
from anything import TIMES
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from analysis import _output
from analysis.large import scoring
from analysis.study import command_line, study_folder

# "c" is a corpus from the beginning and "t.csv" a table; "s" and "x" are for results.
SOURCES = st.sampled_from(["c"] * 6 + ["new", "s", "s/c", "."])
TABLES = st.sampled_from(["t.csv"] * 6 + ["c", "s", "x/t.csv"])
OUTS = st.sampled_from(["s", "x"] * 4 + ["s/deep", "c", "c/deep", "."])
KILLS = st.one_of(st.just(0), st.just(0), st.integers(1, 25))

CHANGING = ("rename", "replace", "unlink", "rmdir", "mkdir")
OWN = ".walking-away"


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
        for name in CHANGING if number else ():
            stack.enter_context(mock.patch.object(os, name, counted(getattr(os, name))))
        with contextlib.suppress(Killed):
            yield
    gc.collect()  # what the system would close


def files_in(folder: Path) -> dict[Path, bytes]:
    """All files with their bytes, but for those that runs work in."""
    paths = [path for path in folder.rglob("*") if OWN not in str(path)]
    return {path: path.read_bytes() for path in paths if path.is_file()}


class AnyOrder(RuleBasedStateMachine):
    """A folder in which a user and the commands work by turns."""

    def __init__(self):
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="any-order-"))
        self.stack = contextlib.ExitStack()
        self.meanwhile = lambda: None
        page = lambda made, texts: (made / "index.html").write_text("a page")  # noqa: E731
        for where, name, stand_in in [
            (study_folder, "_execute_all", self.execute), (study_folder, "_write_page", page),
            (scoring, "_complete", self.complete(scoring._complete)),
        ]:  # fmt: skip
            self.stack.enter_context(mock.patch.object(where, name, stand_in))
        self.written: dict[Path, bytes] = {}
        self.number = 0
        self.write(self.home / "one.txt", b"They walked away from a good deal. It was over.")
        self.write(self.home / "t.csv", b"text\nA good deal.\nA bad end.\n")
        self.run(0, "new", self.home / "c", str(self.home / "one.txt"))
        self.written |= files_in(self.home / "c")

    def execute(self, paths, parameters, made, progress):
        self.meanwhile()
        (made / "figures" / "a.txt").write_text("a figure")
        nbformat.write(nbformat.v4.new_notebook(), made / "notebooks" / "b.ipynb")

    def complete(self, plain):
        def also(*given):
            self.meanwhile()
            return plain(*given)

        return also

    def write(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        self.written[path] = content

    def run(self, kill: int, command: str, out: Path, *given: str, also=None) -> int | None:
        """A command that writes into `out`, its status (None if killed); it writes nowhere else."""
        before, status, said = files_in(self.home), None, io.StringIO()
        arguments = [str(out), *given] if command == "new" else [*given, "--out", str(out)]
        self.meanwhile = also or (lambda: None)
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), killed_at(kill):
            status = command_line.main([command, *arguments])
        self.meanwhile = lambda: None
        assert status in (0, 1, None), said.getvalue()
        assert "Traceback" not in said.getvalue()
        after = files_in(self.home)
        changed = {path for path in before | after if before.get(path) != after.get(path)}
        if status is not None:
            beside = {path for path in changed if not path.is_relative_to(out)} - set(self.written)
            assert not {path for path in beside if f"{out.name}-1" not in path.parts}, beside
        if status == 0:
            left = [*out.parent.glob(f".{out.name}{OWN}*"), *out.rglob(f"{OWN}*")]
            # What is written into a folder within is swept when that is written again.
            within = re.compile(rf"deep|c|\.(deep|c){re.escape(OWN)}.*")
            first = [*(path.relative_to(out.parent).parts for path in left)]
            left = [parts for parts in first if len(parts) < 3 or not within.fullmatch(parts[1])]
            assert not left, "a killed run left something, and a whole one did not remove it"
        return status

    def run_on(self, kill: int, command: str, source: str, out: str, also=None) -> int | None:
        """A command that reads one place and writes another: refused where one is in the other."""
        source, out = self.home / source, self.home / out
        given = ["--corpus", str(source)] if command == "study" else [str(source), "--batch", "1"]
        status = self.run(kill, command, out, *given, also=also)
        if out.is_relative_to(source) or source.is_relative_to(out):
            assert status in (1, None), "corpus and output lie in one another"
        return status

    @rule(folder=st.sampled_from(["new", "s/c", "s", "c/deep"]), kill=KILLS)
    def new(self, folder, kill):
        out = self.home / folder
        if self.run(kill, "new", out, str(self.home / "one.txt")) == 0:
            self.written |= files_in(out)  # from now on it is the user's own

    @rule(folder=OUTS)
    def check(self, folder):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            assert command_line.main(["check", str(self.home / folder)]) in (0, 1)

    @rule(corpus=SOURCES, out=OUTS, kill=KILLS)
    def study(self, corpus, out, kill):
        if self.run_on(kill, "study", corpus, out) == 0:
            assert (self.home / out / "figures" / "a.txt").read_text() == "a figure"
            with contextlib.redirect_stdout(io.StringIO()):
                assert command_line.main(["check", str(self.home / out)]) == 0

    @rule(source=TABLES, out=OUTS, kill=KILLS)
    def score(self, source, out, kill):
        if self.run_on(kill, "score", source, out) == 0:
            with contextlib.redirect_stdout(io.StringIO()):
                assert command_line.main(["check", str(self.home / out)]) == 0

    @rule(command=st.sampled_from(["study", "score"]), out=st.sampled_from(["s", "x"]))
    def again(self, command, out):
        """The same command twice, and the user changing something of the first: the usual case."""
        source = "c" if command == "study" else "t.csv"
        if self.run_on(0, command, source, out) == 0:
            made = sorted(files_in(self.home / out))
            self.number += 1
            self.write(made[self.number % len(made)], b"mine")
            self.run_on(0, command, source, out)

    @rule(command=st.sampled_from(["study", "score"]), out=st.sampled_from(["s", "x"]))
    def two_at_once(self, command, out):
        """During a first run a second into the same folder: it is refused."""
        source, second = ("c" if command == "study" else "t.csv"), []

        def run_second():
            self.meanwhile = lambda: None
            option = ["--corpus"] if command == "study" else []
            given = [command, *option, str(self.home / source), "--out", str(self.home / out)]
            second.append(command_line.main(given))

        self.run_on(0, command, source, out, also=run_second)
        assert second in ([], [1]), "two runs wrote at once"

    @rule(place=st.integers(0, 99), over=st.booleans())
    def user_writes(self, place, over):
        """A new file, or over one that was made; never into a folder that a run works in."""
        inside = [path for name in ("s", "x") for path in sorted((self.home / name).rglob("*"))]
        # What was kept of an earlier writing is not written over: the user would have lost it.
        known = [path for path in inside if OWN not in str(path) and ".kept-" not in path.name]
        found = [path for path in known if path.is_file() == over]
        self.number += 1
        path = found[place % len(found)] if found else self.home / "c"
        path = path if path.is_file() else path / f"mine-{self.number}.txt"
        self.write(path, f"what the user wrote, {self.number}".encode())

    @rule(out=st.sampled_from(["s", "x"]))
    def user_removes(self, out):
        """One of the files that were made."""
        for path in sorted(files_in(self.home / out)):
            if path not in self.written and ".kept-" not in path.name:
                path.unlink()
                break

    @invariant()
    def all_is_there(self):
        for path, content in self.written.items():
            kept = [path, *path.parent.glob(f"{path.name}.kept-*")]
            assert any(each.is_file() and each.read_bytes() == content for each in kept), path

    def teardown(self):
        self.stack.close()
        shutil.rmtree(self.home)


def tries(number: int) -> settings:
    """As found, not the shortest: each step takes a while."""
    phases = [Phase.explicit, Phase.reuse, Phase.generate]
    return settings(max_examples=number, stateful_step_count=12, deadline=None, phases=phases,
                    suppress_health_check=list(HealthCheck))  # fmt: skip


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = tries(TIMES)


@contextlib.contextmanager
def no_lock(*_):
    yield


def write_over(place, write, replace=False):
    return _output_write_file(place, write, replace=True)


_output_write_file = _output.write_file

# What is taken away, and what stands in its place.
GUARDS = {
    "files that were not made are refused": (_output, "_refuse_foreign", lambda *_: None),
    "a changed file is kept": (scoring.measuring, "write_file", write_over),
    "no study into a corpus, none around it": (study_folder, "refuse_overlap", lambda *_: None),
    "no score into a corpus, none around it": (scoring, "refuse_overlap", lambda *_: None),
    "one run at a time": (_output, "_lock", no_lock),
    "what killed runs left is swept": (_output, "_sweep", lambda *_: None),
    "a folder goes back to its place": (_output, "_clear", lambda *_: []),
}


def test_score_sweeps_what_a_killed_study_left():
    machine = AnyOrder()
    try:
        machine.study(corpus="c", kill=5, out="s")
        machine.score(kill=7, out="s", source="t.csv")
        machine.again(command="score", out="s")
    finally:
        machine.teardown()


@pytest.mark.slow
@pytest.mark.parametrize("guard", GUARDS)
def test_the_fuzz_notices_a_guard_that_is_gone(guard, monkeypatch):
    monkeypatch.setattr(*GUARDS[guard])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(AnyOrder, settings=settings(tries(100), derandomize=True))
