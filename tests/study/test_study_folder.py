"""The study folder: whole or untouched, never a user's own files, errors that name the cell."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from scored_folder import wait_for

from analysis import _output
from analysis._output import replace_folder
from analysis.study import command_line as command
from analysis.study import gallery, study_folder


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    """Make notebooks of given cells stand in for those of the project."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(study_folder, "NOTEBOOKS", folder)

    def write(name: str, *cells: str) -> Path:
        first = nbformat.v4.new_code_cell('OUT = CORPUS = ""', metadata={"tags": ["parameters"]})
        book = nbformat.v4.new_notebook(
            cells=[
                nbformat.v4.new_markdown_cell("# A title"),
                first,
                *(nbformat.v4.new_code_cell(cell) for cell in cells),
            ]
        )
        nbformat.write(book, folder / name)
        return folder / name

    return write


@pytest.fixture
def stubbed(notebooks, monkeypatch):
    """Let a figure stand in for what the notebooks make; gives how often they were run."""
    notebooks("01-a.ipynb")
    runs = []

    def execute(paths, parameters, made, progress):
        runs.append(paths)
        (made / "figures" / "a.txt").write_text(f"run {len(runs)}")

    monkeypatch.setattr(study_folder, "_execute_all", execute)
    monkeypatch.setattr(study_folder, "_write_page", lambda made, texts: None)
    monkeypatch.setattr(gallery, "write_gallery", lambda made, brand: None)
    return runs


WRITES = 'from pathlib import Path\n(Path(OUT) / "figures" / "a.txt").write_text("new")'


@pytest.mark.slow
def test_a_run_makes_the_folder_with_what_the_notebooks_wrote(notebooks, tmp_path):
    notebooks("01-a.ipynb", WRITES)
    out = study_folder.make_study(out=tmp_path / "out", progress=False)
    assert (out / "figures" / "a.txt").read_text() == "new"
    assert 'href="notebooks/01-a.html"' in (out / "index.html").read_text()
    executed = json.loads((out / "notebooks" / "01-a.ipynb").read_text())
    assert [cell["cell_type"] for cell in executed["cells"]] == ["markdown", "code", "code"]
    assert str(tmp_path) not in (out / "notebooks" / "01-a.ipynb").read_text()


@pytest.mark.slow
def test_a_failing_cell_is_named_and_the_earlier_study_stays(notebooks, tmp_path, capsys):
    notebooks("01-a.ipynb", WRITES)
    out = study_folder.make_study(out=tmp_path / "out", progress=False)
    before = sorted(path.name for path in out.rglob("*"))
    notebooks("01-a.ipynb", "x = 1", 'print("so far")\n{}["deal"]')
    assert command.main(["study", "--out", str(out)]) == 1
    message = capsys.readouterr().err
    assert message == (
        "error: notebook 01-a.ipynb, cell 4 (print(\"so far\")) failed with KeyError: 'deal'\n"
    )
    assert sorted(path.name for path in out.rglob("*")) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".out")]


def test_a_folder_of_someone_else_is_never_replaced(notebooks, tmp_path):
    notebooks("01-a.ipynb", WRITES)
    mine = tmp_path / "papers"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(ValueError, match=r"papers: holds files that the study did .*thesis\.txt"):
        study_folder.make_study(out=mine, progress=False)
    assert (mine / "thesis.txt").read_text() == "years of work"
    with pytest.raises(ValueError, match="is a file; give a folder"):
        study_folder.make_study(out=mine / "thesis.txt", progress=False)


def test_what_a_user_put_into_a_study_or_changed_in_it_is_never_replaced(stubbed, tmp_path):
    """A run refuses before it works, and names what is in its way."""
    out = study_folder.make_study(out=tmp_path / "a", progress=False)
    (out / "notes").mkdir()
    (out / "notebooks" / "mine.ipynb").write_text("mine")
    (out / "figures" / "a.txt").write_text("with my labels")
    with pytest.raises(
        ValueError, match=r"\(figures/a\.txt, notebooks/mine\.ipynb, notes\); move them"
    ):
        study_folder.make_study(out=out, progress=False)
    assert len(stubbed) == 1
    assert (out / "figures" / "a.txt").read_text() == "with my labels"


SPOILED = {
    "figures/a.txt: has changed since it was made": lambda out: flip(out / "figures" / "a.txt"),
    "notebooks/01-a.ipynb: has changed since": lambda out: flip(out / "notebooks" / "01-a.ipynb"),
    "figures/a.txt: is gone": lambda out: (out / "figures" / "a.txt").unlink(),
    "figures/b.txt: the study made none": lambda out: (out / "figures" / "b.txt").touch(),
    f"{_output.LIST}: cannot be read": lambda out: (out / _output.LIST).write_text("["),
}


def flip(path: Path) -> None:
    """One bit in the middle: neither the size nor the time would tell."""
    content, times = bytearray(path.read_bytes()), path.stat()
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_check_compares_every_file_of_a_study_and_names_what_is_wrong(stubbed, tmp_path, capsys):
    made = study_folder.make_study(out=tmp_path / "a", progress=False)
    (made / "notebooks" / "01-a.ipynb").write_text("a notebook")
    _output._write_list(made, "the study")
    (made / ".DS_Store").touch()
    number = len(json.loads((made / _output.LIST).read_text())["files"])
    assert command.main(["check", str(made)]) == 0
    said = capsys.readouterr().out
    assert said == f"0 errors in {number} files: its files are as they were made\n"
    for count, (what, spoil) in enumerate(SPOILED.items()):
        out = shutil.copytree(made, tmp_path / f"b{count}")
        spoil(out)
        assert command.main(["check", str(out)]) == 1
        first, last = capsys.readouterr().out.splitlines()
        assert first.startswith(f"error    {what}")
        assert first.endswith("; the same command makes it anew")
        assert last.startswith("1 error in")
        assert last.endswith("its files cannot be trusted")


@pytest.mark.parametrize("out", ["c/out", "c", "c/raw", ".", "link/out"])
def test_corpus_and_study_are_never_inside_one_another(tmp_path, capsys, out):
    (tmp_path / "c" / "raw").mkdir(parents=True)
    (tmp_path / "c" / "raw" / "a.txt").write_text("We walked away.")
    (tmp_path / "link").symlink_to(tmp_path / "c")
    before = sorted(tmp_path.rglob("*"))
    for corpus in ("c", "link"):
        given = ["--corpus", str(tmp_path / corpus), "--out", str(tmp_path / out)]
        assert command.main(["study", *given]) == 1
        assert re.search("lies (inside|around) the corpus", capsys.readouterr().err)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM")
def test_a_study_that_is_told_to_end_leaves_the_earlier_one_and_nothing_else(notebooks, tmp_path):
    out = tmp_path / "out"
    with replace_folder(out, by="the study") as made:
        (made / "index.html").write_text("an earlier study")
    before = {path: path.read_bytes() for path in out.rglob("*.*")}
    begun = tmp_path / "begun"
    notebooks("01-a.ipynb", f"import time\nopen({str(begun)!r}, 'w').close()\ntime.sleep(300)")
    script = (
        "import sys; from pathlib import Path\n"
        "from analysis.study import command_line, study_folder\n"
        f"study_folder.NOTEBOOKS = Path({str(tmp_path / 'notebooks')!r})\n"
        f"sys.exit(command_line.main(['study', '--out', {str(out)!r}]))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE) as run:
        wait_for(begun.exists)
        run.terminate()
        said = run.stderr.read().decode()
    assert run.returncode == 130
    assert said.endswith("interrupted; nothing was replaced\n")
    assert {path: path.read_bytes() for path in out.rglob("*.*")} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["begun", "notebooks", "out"]


# The study as a command, ended by SIGKILL before the move that is counted.
KILLED = """import os, sys
from pathlib import Path
from analysis.study import command_line, study_folder
study_folder.NOTEBOOKS, plain, moves = Path(sys.argv[1]), os.rename, []
def rename(*given):
    moves.append(given)
    if len(moves) == int(sys.argv[3]): os.kill(os.getpid(), 9)
    plain(*given)
os.rename = rename
sys.exit(command_line.main(["study", "--out", sys.argv[2]]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_twenty_times_at_its_moves_the_old_study_or_the_new_one_is_there(
    notebooks, tmp_path
):
    """With a kernel that has run: away and back to try it, away, and the new one in."""
    notebooks("01-a.ipynb", WRITES)
    out = study_folder.make_study(out=tmp_path / "out", progress=False)
    for number in range(20):
        notebooks("01-a.ipynb", WRITES.replace("new", f"run {number}"))
        given = [str(tmp_path / "notebooks"), str(out), str(number % 4 + 1)]
        run = subprocess.run([sys.executable, "-c", KILLED, *given], cwd=study_folder.ROOT)
        assert run.returncode == -9
        with pytest.raises(ZeroDivisionError), replace_folder(out, by="the study"):
            raise ZeroDivisionError  # even a run that fails puts the folder back into its place
        assert (out / "figures" / "a.txt").read_text() in ("new", f"run {number}")
        assert all(ours for _, ours in _output._entries(out, _output.read_list(out)))
        assert sorted(path.name for path in tmp_path.iterdir()) == ["notebooks", "out"]
    study_folder.make_study(out=out, progress=False)
    assert (out / "figures" / "a.txt").read_text() == "run 19"


def test_a_broken_corpus_is_named_in_one_sentence(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    assert command.main(["study", "--corpus", str(tmp_path), "--out", str(tmp_path / "o")]) == 1
    message = capsys.readouterr().err
    assert "neither commentaries.csv nor raw/*.txt" in message
    assert len(message.splitlines()) == 1


def test_a_failed_notebook_ends_the_others(notebooks, tmp_path):
    """Nobody waits ten minutes for a notebook whose study has already failed."""
    import time

    notebooks("01-a.ipynb", "1 / 0")
    notebooks("02-b.ipynb", "import time\ntime.sleep(300)")
    begun = time.monotonic()
    with pytest.raises(study_folder.StudyError, match="ZeroDivisionError"):
        study_folder.make_study(out=tmp_path / "out", progress=False)
    assert time.monotonic() - begun < 120
