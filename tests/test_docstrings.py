"""What docstrings name exists: a verb in double backticks can be called."""

import re
from importlib import import_module
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "analysis"
FILES = sorted(PACKAGE.rglob("*.py"))
FRONT = {path.stem for path in PACKAGE.glob("*.py") if path.stem != "__main__"}
# ``tokens.count_terms`` and ``tokens.count_terms(t, by=…)``
VERB = re.compile(r"``(\w+)\.(\w+)(?=[`(.])")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_verb_named_in_double_backticks_exists(path):
    named = [found for found in VERB.findall(path.read_text("utf-8")) if found[0] in FRONT]
    lost = [
        f"{module}.{verb}"
        for module, verb in named
        if not hasattr(import_module(f"analysis.{module}"), verb)
    ]
    assert not lost, f"no such verb: {', '.join(lost)}"
