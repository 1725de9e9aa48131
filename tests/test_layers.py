"""The modules form the layers that the README lists: a module imports only from below."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# From bottom to top; modules of one row do not import each other.
ROWS = [
    ["checks", "files", "readers", "arrow", "rows", "progress"],
    ["office", "pagefacts", "characters", "counting", "vader_forms"],
    ["pages", "tables", "folder", "paragraphs", "punkt", "quotations", "words"],
    ["voices"],
    ["corpus"],
    ["sentences"],
    ["tokens"],
    ["lexicons", "rates", "vader_words", "patterns", "scope", "draws", "similar"],
    ["vader_rules", "matcher", "codebook", "samples", "coincidences"],
    ["vader", "profiles", "framing_tables", "propositions", "outlets"],
    ["word_shift"],
    ["sentiment", "tfidf", "keyness", "dispersion", "frames", "agreement", "resample"],
    ["evidence", "panel", "instruments", "coders"],
    ["choices", "leave_out"],
    ["specifications", "sensitivity"],
    ["tone_findings", "worded"],
    ["wording_findings"],
    ["claims"],
    ["lettering"],
    ["canvas"],
    ["text_charts", "tone_charts", "term_charts", "group_charts", "sensitivity_charts", "export"],
    ["framing_charts", "stance_charts"],
    ["profile_charts"],
    ["captions", "framing_captions", "group_captions", "sensitivity_captions"],
    ["figures", "show", "page_text"],
    ["reading", "findings", "page"],
    ["grouping", "bring", "check"],
    ["views"],
    ["explorer"],
    ["batches", "merge"],
    ["parts"],
    ["cluster"],
    ["stream"],
    ["scored"],
    ["study"],
    ["__main__"],
]
LEVEL = {name: level for level, row in enumerate(ROWS) for name in row}
MODULES = sorted(path.stem for path in (ROOT / "analysis").glob("*.py") if path.stem != "__init__")


def imported(module: str) -> set[str]:
    tree = ast.parse((ROOT / "analysis" / f"{module}.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "analysis":
                found |= {alias.name for alias in node.names}
            elif node.module.startswith("analysis."):
                found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            found |= {parts[1] for parts in names if parts[0] == "analysis" and len(parts) > 1}
    return found


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_below(module):
    assert module in LEVEL, f"{module} has no place in the layers"
    above = {name for name in imported(module) if LEVEL.get(name, -1) >= LEVEL[module]}
    assert not above, f"{module} imports {above}, which is not below it"


def test_figures_import_no_measure():
    measures = set(ROWS[LEVEL["sentiment"]]) | {"specifications", "sensitivity", "claims"}
    assert not imported("figures") & measures


def test_importing_the_package_imports_no_module():
    source = (ROOT / "analysis" / "__init__.py").read_text(encoding="utf-8")
    assert not re.search(r"^\s*(import|from)\s", source, re.MULTILINE)


def test_the_list_of_modules_names_each_once_from_bottom_to_top():
    text = (ROOT / "analysis" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)`", text, re.MULTILINE) == [name for row in ROWS for name in row]
