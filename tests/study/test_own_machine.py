"""The study on machines as people have them: their settings, kernels, consoles, installations.

No outside numbers: what is expected is that nothing of the user's own changes or stops the study.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import nbformat
import pytest

from analysis import corpus
from analysis.study import study_folder

ROOT = Path(__file__).parents[2]
PICTURE = """import matplotlib.pyplot as plt
from analysis.charts import look
with look.style():
    axes = plt.subplots()[1]
    axes.plot([1, 2]); axes.set_title("a $5 deal")
    axes.figure.savefig(OUT + "/figures/a.svg", metadata={"Date": None})
plt.show()"""


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    folder = tmp_path / "books"
    folder.mkdir()
    monkeypatch.setattr(study_folder, "NOTEBOOKS", folder)

    def write(*cells: str) -> None:
        first = nbformat.v4.new_code_cell('OUT = CORPUS = ""', metadata={"tags": ["parameters"]})
        title = nbformat.v4.new_markdown_cell("# A title")
        codes = [nbformat.v4.new_code_cell(cell) for cell in cells]
        nbformat.write(
            nbformat.v4.new_notebook(cells=[title, first, *codes]), folder / "01-a.ipynb"
        )

    return write


def outputs(out: Path) -> list[dict]:
    book = json.loads((out / "notebooks" / "01-a.ipynb").read_text(encoding="utf-8"))
    return [each for cell in book["cells"] for each in cell.get("outputs", [])]


@pytest.mark.slow
def test_another_pythons_kernel_is_not_used(notebooks, tmp_path, monkeypatch):
    kernel = tmp_path / "theirs" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    spec = {"argv": ["/no/such/python", "{connection_file}"], "display_name": "3", "language": "py"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "theirs"))
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    (tmp_path / "start.py").write_text("raise SystemExit('theirs')")
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "start.py"))
    notebooks("import sys; print(sys.executable)")
    out = study_folder.make_study(out=tmp_path / "out", progress=False)
    assert [each["text"] for each in outputs(out)] == [[f"{sys.executable}\n"]]


@pytest.mark.slow
def test_settings_of_matplotlib_change_no_byte_and_no_backend_takes_the_pictures(
    notebooks, tmp_path, monkeypatch
):
    notebooks(PICTURE)
    study_folder.make_study(out=tmp_path / "one", progress=False)
    own = "backend: Agg\ntext.usetex: True\nsavefig.dpi: 33\naxes.grid: True\nlines.linewidth: 9\n"
    (tmp_path / "matplotlibrc").write_text(own + "figure.dpi: 41\nsvg.fonttype: none\n")
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path / "matplotlibrc"))
    monkeypatch.setenv("MPLBACKEND", "Agg")
    study_folder.make_study(out=tmp_path / "two", progress=False)
    first, second = outputs(tmp_path / "one"), outputs(tmp_path / "two")
    assert any("image/png" in each.get("data", {}) for each in first)
    assert first == second
    svg = [(tmp_path / name / "figures" / "a.svg").read_bytes() for name in ("one", "two")]
    assert svg[0] == svg[1]


def test_charts_drawn_outside_the_study_start_from_matplotlibs_defaults():
    import matplotlib.pyplot as plt

    from analysis.charts import look

    with look.style():
        expected = dict(plt.rcParams)
    theirs = {"text.usetex": True, "axes.grid": True, "axes.titlesize": 30, "legend.fontsize": 1}
    with plt.rc_context(theirs):
        with look.style():
            assert dict(plt.rcParams) == expected
        assert plt.rcParams["axes.grid"]


ONE_BY_ONE = """import json, sys
from analysis.study import command_line
for number, given in enumerate(json.loads(sys.argv[1])):
    assert command_line.main(given) == number % 2
"""


@pytest.mark.parametrize(
    "encoding",
    [
        "cp1252",
        pytest.param("ascii", marks=pytest.mark.slow),
        pytest.param("utf-8", marks=pytest.mark.slow),
    ],
)
def test_any_console_prints_any_name(tmp_path, encoding):
    given = tmp_path / "서울-칼럼 ❤.txt"
    given.write_text("The talks ended. “Nobody” signed → 서울.", encoding="utf-8")
    theirs = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT)}
    commands = [["new", "회담", str(given)], ["check", "없음"], ["check", "회담"],
                ["new", "회담", "없음.txt"]]  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", ONE_BY_ONE, json.dumps(commands)],
        cwd=tmp_path, env=os.environ | theirs, capture_output=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert b"codec" not in run.stderr
    assert all(line in run.stdout for line in (b"1 text in", b"the study can run"))
    assert run.stderr.count(b"error: ") == 1
    assert (tmp_path / "회담" / "raw").is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's way to close what is printed to")
@pytest.mark.parametrize(("where", "status"), [(">&-", 0), (">/dev/full", 1)])
def test_printed_to_nothing_or_to_a_full_disk(where, status, tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("The talks ended. Both went home.\n")
    command = f"'{sys.executable}' -m analysis check '{tmp_path}' {where}"
    run = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True)
    said = "error: No space left on device; look at space and rights there, or name another place\n"
    assert (run.returncode, run.stderr) == (status, said * status)


def test_what_is_done_is_said_before_anything_is_imported(tmp_path):
    """Within a second of the command, but for the start of Python on a busy machine."""
    command = [sys.executable, "-m", "analysis", "study", "--corpus", "nowhere"]
    begun = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        first = run.stdout.readline()
        waited = time.monotonic() - begun
        assert b"nowhere: no such folder" in run.stderr.read()
    assert b"executing the notebooks on nowhere" in first
    assert waited < 5
    made = subprocess.run(["make", "-n", "study"], cwd=ROOT, capture_output=True, text=True)
    assert "minutes" in made.stdout.splitlines()[0] + made.stdout.splitlines()[1]


def test_make_lab_passes_options_on():
    made = subprocess.run(
        ["make", "-n", "lab", "ARGS=--no-browser --port=9000"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert "jupyter lab --notebook-dir=notebooks --no-browser --port=9000" in made.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """What an installer makes of a wheel: the package, and the files that pyproject.toml names."""
    folder = tmp_path_factory.mktemp("installed")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    beside = settings["tool"]["setuptools"]["data-files"]
    shutil.copytree(
        ROOT / "analysis", folder / "analysis", ignore=shutil.ignore_patterns("__pycache__")
    )
    for place, names in beside.items():
        (folder / place).mkdir(parents=True)
        for name in names:
            shutil.copy(ROOT / name, folder / place)
    return folder


def run_installed(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


def test_a_wheel_holds_what_any_corpus_needs_and_none_of_the_studys_texts(installed):
    names = {path.name for path in installed.rglob("*") if path.is_file()}
    assert {"compare.ipynb", "scores.ipynb", "instruments.csv"} <= names
    assert not {"axios.txt", "msnbc.txt", "koreatimes.txt"} & names


def test_installed_from_a_wheel_it_works_elsewhere_but_for_the_studys_own_texts(
    installed, tmp_path
):
    where = "import analysis.study.study_folder as s, analysis.lexicons.cards as c; "
    where += "print(s.__file__); print(s.NOTEBOOKS); print(len(c.read_cards()) > 0)"
    said = run_installed(installed, tmp_path, "-c", where).stdout.splitlines()
    assert all(line.startswith(str(installed)) for line in said[:2])
    assert said[2] == "True"
    own = run_installed(installed, tmp_path, "-m", "analysis", "study")
    assert own.returncode == 1
    assert "the study's own texts are in a checkout of the project" in own.stderr
    assert len(own.stderr.splitlines()) == 1
    assert not (tmp_path / "study").exists()


def test_a_checkout_has_its_own_texts():
    assert (corpus.OWN_FOLDER / "raw").is_dir()
    assert study_folder.NOTEBOOKS == ROOT / "notebooks"
