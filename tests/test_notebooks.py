"""The notebooks: their form, and that they run, on our texts and on anyone's."""

import ast
import hashlib
from pathlib import Path

import nbformat
import pytest

from analysis import study

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
BOOKS = {path.name: nbformat.read(path, as_version=4) for path in NOTEBOOKS}
CODE = [
    pytest.param(cell.source, id=f"{name}-{number}")
    for name, book in BOOKS.items()
    for number, cell in enumerate(book.cells, start=1)
    if cell.cell_type == "code"
]
LOOPS = (ast.For, ast.While, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef, ast.Lambda)


@pytest.mark.parametrize("name", BOOKS)
def test_form(name):
    book = BOOKS[name]
    assert len(book.cells) <= 40
    assert book.cells[0].cell_type == "markdown"
    assert book.cells[0].source.startswith("# ")
    tagged = [
        n for n, cell in enumerate(book.cells) if "parameters" in cell.metadata.get("tags", [])
    ]
    assert tagged == [1]
    last = [cell.source for cell in book.cells[-3:]]
    assert any("What this cannot show" in source for source in last)
    assert any("versions()" in source for source in last)


@pytest.mark.parametrize("name", BOOKS)
def test_committed_without_outputs(name):
    for cell in BOOKS[name].cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.parametrize("source", CODE)
def test_cells_are_short_and_define_nothing(source):
    assert len(source.splitlines()) <= 10
    assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, LOOPS)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return study.make(out=tmp_path_factory.mktemp("own") / "study", progress=False)


def digests(folder: Path, *kinds: str) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for kind in kinds
        for path in sorted(folder.rglob(kind))
    }


def test_every_figure_comes_with_its_files(made):
    names = {path.stem for path in (made / "figures").glob("*.png")}
    assert len(names) >= 6
    for name in names:
        for kind in ("pdf", "svg", "csv", "caption.txt", "alt.txt"):
            assert (made / "figures" / f"{name}.{kind}").stat().st_size > 0


def test_a_second_run_gives_the_same_bytes(made, tmp_path):
    again = study.make(out=tmp_path / "study", progress=False)
    kinds = ("*.png", "*.svg", "*.pdf", "*.csv", "*.txt", "*.ipynb")
    assert digests(again, *kinds) == digests(made, *kinds)


TEXTS = [
    "The talks ended early. No deal was signed, and that was a good decision. They will return.",
    "It was a bad failure. The talks collapsed; nobody gained. We lost a year of patient work.",
    "A pause is not a defeat. Both sides keep talking, and a deal is still possible next year.",
    "The ministers left without a deal. Perhaps it was wise. Perhaps it was a terrible mistake.",
    "Nobody walked away happy. “We tried,” the chair said. Hope remains, trust does not.",
]


@pytest.mark.parametrize("size", [1, 2, 5])
def test_compare_runs_on_anyones_texts(size, tmp_path):
    folder = tmp_path / "mine" / "raw"
    folder.mkdir(parents=True)
    for number, text in enumerate(TEXTS[:size], start=1):
        (folder / f"text{number}.txt").write_text(text, encoding="utf-8")
    out = study.make(corpus=folder.parent, out=tmp_path / "study", progress=False)
    book = nbformat.read(out / "notebooks" / "compare.ipynb", as_version=4)
    shown = "".join(str(cell.get("outputs", "")) for cell in book.cells)
    assert ("nothing to compare" in shown) == (size == 1)
    assert list((out / "figures").glob("*.pdf"))
