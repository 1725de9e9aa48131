"""Docstrings, the README's table of verbs and the verbs agree, and every example runs."""

import ast
import doctest
import inspect
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_layers import FRONT

from analysis import sensitivity

PACKAGE = Path(__file__).parent.parent / "analysis"
FILES = sorted(PACKAGE.rglob("*.py"))
# ``tokens.count_terms`` and ``tokens.count_terms(t, by=…)``
VERB = re.compile(r"``(\w+)\.(\w+)(?=[`(.])")
README = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
# | `n = tokens.count_terms(t)` | what one row is |
TABLE = re.findall(r"^\| `((?:[\w, ]+ = )?\w+\.\w+\(.*\))` \| (.+) \|$", README, re.MULTILINE)


def front() -> dict:
    """The names that examples take for granted."""
    return {name: import_module(f"analysis.{name}") for name in FRONT} | {"np": np, "pd": pd}


def called(example: str) -> tuple[str, str]:
    return re.search(r"(\w+)\.(\w+)\(", example).groups()


def verb(example: str):
    module, name = called(example)
    return getattr(import_module(f"analysis.{module}"), name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_verb_named_in_double_backticks_exists(path):
    named = [found for found in VERB.findall(path.read_text("utf-8")) if found[0] in FRONT]
    lost = [
        f"{module}.{verb}"
        for module, verb in named
        if not hasattr(import_module(f"analysis.{module}"), verb)
    ]
    assert not lost, f"no such verb: {', '.join(lost)}"


WITH_EXAMPLES = [path for path in FILES if ">>> " in path.read_text("utf-8")]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_examples_print_what_they_say(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where an example may save a figure
    module = import_module(".".join(["analysis", *path.relative_to(PACKAGE).with_suffix("").parts]))
    names = vars(module) | front()
    finder = doctest.DocTestFinder(exclude_empty=True)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    told: list[str] = []
    with pd.option_context("display.width", 100, "display.max_columns", 12):
        for test in finder.find(module, globs=names):
            runner.run(test, out=told.append)
    assert runner.tries, "no example was found"
    assert not runner.failures, "".join(told)


def test_the_table_of_verbs_is_a_tour_of_the_front():
    modules = [called(example)[0] for example, _ in TABLE]
    assert list(dict.fromkeys(modules)) == FRONT, "in the order of the front, each at least once"
    assert len({called(example) for example, _ in TABLE}) == len(TABLE) >= 30


def raised(function, seen: set | None = None) -> set[str]:
    """The errors that a function raises, itself or in those of the front that it calls by name."""
    seen = set() if seen is None else seen
    if function in seen:
        return set()
    seen.add(function)
    found = set()
    for node in ast.walk(ast.parse(inspect.cleandoc("\n" + inspect.getsource(function)))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            found.add(getattr(node.exc.func, "id", ""))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            inner = function.__globals__.get(node.func.id)
            if inspect.isfunction(inner) and re.fullmatch(r"analysis\.\w+", inner.__module__):
                found |= raised(inner, seen)
    return found - {"", "AttributeError"}


def unsaid(function, name: str) -> list[str]:
    """What the docstring of a verb does not tell its reader."""
    text = inspect.getdoc(function) or ""
    examples = doctest.DocTestParser().get_examples(text)
    explained = set(re.findall(r"`\*{0,2}(\w+)`", text))
    lost = [f"parameter {p}" for p in inspect.signature(function).parameters if p not in explained]
    if f"{name}(" not in "".join(example.source for example in examples):
        lost.append("example")
    if "See also ``" not in text:
        lost.append("see also")
    if not re.search(r"^Limit: \w", text, re.MULTILINE):
        lost.append("limit (a paragraph that begins 'Limit: ')")
    said = re.search(r"^Raises (.+?)(?=\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    if raised(function) and not (said and re.search(r"(Error|Refusal)`", said[1])):
        errors = ", ".join(sorted(raised(function)))
        lost.append(f"errors ({errors}; a paragraph that begins 'Raises ')")
    return lost


@pytest.mark.parametrize(("example", "row"), TABLE, ids=[".".join(called(e)) for e, _ in TABLE])
def test_a_verb_of_the_table_says_all_that_its_reader_asks(example, row):
    function, name = verb(example), ".".join(called(example))
    first = inspect.getdoc(function).split("\n\n")[0]
    assert " ".join(first.split()) == row, "the README has its first sentence"
    assert not unsaid(function, name)


def test_what_a_docstring_lacks_is_found():
    """The check itself, on a function that says nothing and one that says all."""

    def silent(table):
        """Rows."""
        raise ValueError(table)

    def spoken(table):
        """Rows.

        All of `table`. Raises nothing else.

        Raises ``ValueError`` for any table.

        Limit: none is known.

        See also ``tokens.content``.

        >>> m.spoken(1)
        """
        raise ValueError(table)

    lost = ["parameter table", "example", "see also"]
    lost += ["limit (a paragraph that begins 'Limit: ')"]
    lost += ["errors (ValueError; a paragraph that begins 'Raises ')"]
    assert unsaid(silent, "m.silent") == lost
    assert unsaid(spoken, "m.spoken") == []


# Verbs with a formula or a rule that somebody published.
PUBLISHED = """
    sentences.split sentiment.score sentiment.hits sentiment.compound sentiment.shift tfidf.bind
    keyness.compare keyness.compare_each keyness.dispersion keyness.log_ratio keyness.interval
    keyness.conservative keyness.exact_p keyness.holm keyness.g2 keyness.log_odds frames.silences
    agreement.by_code agreement.alpha agreement.kappa agreement.ac1 resample.bootstrap
    resample.difference resample.permute resample.exact_rate resample.sign_test sensitivity.vary
""".split()


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_formula_names_its_author_and_year(name):
    text = " ".join(inspect.getdoc(verb(f"{name}(")).split())
    assert re.search(r"[A-Z][\w’'-]+(?: et al\.|'s|'s t test)?,? \(?(?:1[89]|20)\d\d\b", text)


def reachable(text: str, module: str) -> str:
    """A docstring with those it refers to: of `compare`, of ``sentiment.score``, of `Corpus`."""
    seen = text
    for where, name in [*VERB.findall(text), *((module, n) for n in re.findall(r"`(\w+)`", text))]:
        found = getattr(import_module(f"analysis.{where}"), name, None) if where in FRONT else None
        seen += inspect.getdoc(found) or "" if callable(found) else ""
    return seen


def test_the_examples_of_the_table_run_and_their_columns_are_described(tmp_path, monkeypatch):
    from analysis.multiverse import findings

    monkeypatch.chdir(tmp_path)
    made = front() | {"table": pd.DataFrame({"text": ["No deal.", "A deal."]})}
    made["finding"] = findings.tone_positive
    made["choices"] = {"voice": sensitivity.CHOICES["voice"]}
    for example, _ in TABLE:
        tree = ast.parse(example.replace('"my-folder"', ""))
        line = tree.body[0]
        value = eval(compile(ast.Expression(line.value), example, "eval"), made)
        line.value = ast.copy_location(ast.Name("value", ast.Load()), line.value)
        exec(compile(tree, example, "exec"), made | {"value": value}, made)
        if not isinstance(value, pd.DataFrame):
            continue
        module, _ = called(example)
        text = reachable(inspect.getdoc(verb(example)), module)
        given = {
            c for v in made.values() if isinstance(v, pd.DataFrame) and v is not value for c in v
        }
        given |= set(sensitivity.CHOICES)  # of each choice a column
        lost = [c for c in value.columns if c not in given and not re.search(rf"\b{c}\b", text)]
        assert not lost, f"{example}: columns not described: {', '.join(lost)}"
