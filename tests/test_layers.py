"""Imports run one way: rooms below the front, the front, rooms above it, and the study on top."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "analysis"
# From bottom to top. Of a row in brackets none imports another; the front is in order.
LEAVES = [
    "_checks",
    "_progress",
    "_shown",
    "_output",
    "_files",
    "_tables",
    "_columns",
    "typography",
    "words",
    "sentence_ends",
    "voices",
    "_resampling",
]
BELOW = ["lexicons", "codebook", "engine", "charts"]
FRONT = [
    *("corpus", "sentences", "tokens", "language", "sentiment", "tfidf", "keyness"),
    *("frames", "agreement", "resample", "grouping", "sensitivity", "evidence", "figures"),
]
ABOVE = ["multiverse", "page", "bring", "large", "coding"]
ORDER = [
    *([leaf] for leaf in LEAVES),
    BELOW,
    *([name] for name in FRONT),
    ABOVE,
    ["paper"],
    ["study"],
]
LEVEL = {name: level for level, row in enumerate(ORDER) for name in row}
MODULES = sorted(
    path.relative_to(PACKAGE)
    for path in PACKAGE.rglob("*.py")
    if path.name not in ("__init__.py", "__main__.py")
)


def imported(module: Path) -> set[tuple[str, ...]]:
    """What a module imports of the package, each as the parts of its name."""
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
            parts = tuple(node.module.split(".")[1:])
            files = {path.with_suffix("").parts for path in MODULES}
            for alias in node.names:
                whole = (*parts, alias.name)
                found.add(whole if whole in files else parts)
        elif isinstance(node, ast.Import):
            names = [tuple(alias.name.split(".")) for alias in node.names]
            found |= {name[1:] for name in names if name[0] == "analysis" and len(name) > 1}
    return found - {()}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_imports_only_from_below(module):
    room = module.parts[0].removesuffix(".py")
    assert room in LEVEL, (
        f"{module} has no place in the house; add it to FRONT or LEAVES here and to the README"
    )
    for name in imported(module):
        inside = name[0] == room and len(module.parts) > 1
        assert inside or LEVEL[name[0]] < LEVEL[room], f"{module} imports {'.'.join(name)}"


@pytest.mark.parametrize("room", sorted(path.name for path in PACKAGE.iterdir() if path.is_dir()))
def test_a_room_has_no_circle(room):
    if not (PACKAGE / room / "__init__.py").exists():
        return
    waiting = {
        module.stem: {name[1] for name in imported(module) if name[0] == room and len(name) > 1}
        for module in MODULES
        if module.parts[0] == room
    }
    while waiting:
        free = {name for name, needs in waiting.items() if not needs & set(waiting)}
        assert free, f"{room}: {', '.join(sorted(waiting))} import one another"
        waiting = {name: needs for name, needs in waiting.items() if name not in free}


WALK = """
import sys, tempfile
from analysis import corpus, figures, keyness, sentences, tokens
c = corpus.load()
contrasts = keyness.compare_each(tokens.count_terms(tokens.tokenize(sentences.split(c))))
figures.draw("keyness", tokens.content(contrasts), c.documents, tempfile.mkdtemp())
files = {name: getattr(sys.modules[name], "__file__", "") for name in sys.modules}
print(*(n for n in files if n.startswith("analysis.") and not files[n].endswith("__init__.py")))
"""


def test_the_walk_from_texts_to_a_chart_loads_few_modules():
    """What someone has to read to follow a contrast from the file to the figure."""
    found = subprocess.run([sys.executable, "-c", WALK], capture_output=True, text=True, check=True)
    loaded = found.stdout.split()
    assert len(loaded) <= 21, loaded
    assert [name for name in loaded if ".engine." in name] == ["analysis.engine.door"]


@pytest.mark.parametrize("room", [*BELOW, *ABOVE, "paper", "study"])
def test_a_room_says_what_it_takes_what_it_gives_and_who_calls_it(room):
    title, told = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text())).split(
        "\n\n"
    )
    assert "\n" not in title
    for verb in (r"\b(takes?|enters?)\b", r"\b(gives?|makes?|leaves?)\b", r"\bcalls?\b"):
        assert re.search(verb, told), verb


def test_importing_the_package_imports_no_module():
    source = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    assert not re.search(r"^\s*(import|from)\s", source, re.MULTILINE)


def test_the_plan_of_the_house_names_each_room_and_each_module_of_the_front():
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)`", text, re.MULTILINE) == FRONT
    rooms = [*BELOW, *ABOVE, "paper", "study"]
    assert re.findall(r"^\| `(\w+)/`", text, re.MULTILINE) == rooms
    assert {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()} == set(
        rooms
    )
