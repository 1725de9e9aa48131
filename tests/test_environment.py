"""environment.yml and pyproject.toml state the same requirements, and conda could read its own."""

import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from rattler import MatchSpec
from rattler.exceptions import InvalidMatchSpecError

import analysis

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
BINDER = yaml.safe_load((ROOT / "binder" / "environment.yml").read_text(encoding="utf-8"))
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
# Names that differ between the two worlds: PyPI's to conda-forge's.
CONDA_NAMES: dict[str, str] = {
    "duckdb": "python-duckdb",
    "lxml-html-clean": "lxml_html_clean",
    "pdfminer-six": "pdfminer.six",
}


def conda_lines() -> list[str]:
    return [line for line in CONDA["dependencies"] if isinstance(line, str)]


def lines_for_pip() -> list[str]:
    """What conda hands to pip: the lines of a requirements file."""
    return next(line["pip"] for line in CONDA["dependencies"] if isinstance(line, dict))


def required_by_pip() -> dict[str, str]:
    lines = [*PROJECT["dependencies"]]
    for extra in PROJECT["optional-dependencies"].values():
        lines += extra
    found = {}
    for line in lines:
        requirement = Requirement(line)
        if requirement.name == PROJECT["name"]:
            continue
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        found[CONDA_NAMES.get(name, name)] = versions(str(requirement.specifier))
    return found | {"python": versions(PROJECT["requires-python"])}


def versions(specifier: str) -> str:
    return ",".join(sorted(part.strip() for part in specifier.split(",") if part.strip()))


def required_by_conda() -> dict[str, str]:
    specs = [MatchSpec(line) for line in conda_lines()]
    found = {spec.name.normalized: versions(str(spec.version or "")) for spec in specs}
    found.pop("pip")
    by_pip = [Requirement(line) for line in lines_for_pip() if line != "-e ."]
    twice = {requirement.name for requirement in by_pip} & set(found)
    assert not twice, f"required from conda and from pip: {twice}"
    return found | {line.name: versions(str(line.specifier)) for line in by_pip}


@pytest.mark.parametrize("line", conda_lines())
def test_each_line_is_a_conda_match_spec(line):
    assert MatchSpec(line).name is not None


def test_pip_can_read_its_lines():
    """An option other than -e would end pip: it is no option of a requirements file."""
    assert "-e ." in lines_for_pip()
    assert [line for line in lines_for_pip() if line.startswith("-")] == ["-e ."]


def test_a_malformed_line_would_be_noticed():
    with pytest.raises(InvalidMatchSpecError, match="unable to parse version spec"):
        MatchSpec("pandas>=>=2")


def test_conda_and_pip_require_the_same():
    assert required_by_conda() == required_by_pip()


def test_constraints_pin_every_requirement_and_no_address():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pins = dict(line.split("==") for line in text.splitlines())
    names = {re.sub(r"[-_.]+", "-", name).lower(): pin for name, pin in pins.items()}
    assert "/" not in text
    extras = PROJECT["optional-dependencies"]
    for line in [*PROJECT["dependencies"], *extras["import"], *extras["test"]]:
        requirement = Requirement(line)
        if requirement.name == PROJECT["name"]:
            continue
        pin = names[re.sub(r"[-_.]+", "-", requirement.name).lower()]
        assert requirement.specifier.contains(pin), f"{requirement} is pinned to {pin}"


def test_binder_has_what_conda_has_but_for_the_tests():
    """The test packages come last in environment.yml, and the package itself by postBuild."""
    for_tests = {
        CONDA_NAMES.get(name, name)
        for name in (Requirement(line).name for line in PROJECT["optional-dependencies"]["test"])
    }
    kept = [line for line in conda_lines() if re.split("[<>=]", line)[0] not in for_tests]
    assert BINDER["dependencies"] == kept
    assert (BINDER["name"], BINDER["channels"]) == (CONDA["name"], CONDA["channels"])
    assert "pip install --quiet --no-deps -e ." in (ROOT / "binder/postBuild").read_text("utf-8")


def test_the_citation_is_of_this_version_and_of_its_schema():
    """Required fields, patterns and types of the Citation File Format 1.2.0, its schema.json."""
    assert {"cff-version", "message", "title", "authors"} <= set(CITATION)
    assert set(CITATION) <= {
        "abstract", "authors", "cff-version", "contact", "date-released", "doi", "identifiers",
        "keywords", "license", "message", "repository-code", "title", "type", "url", "version",
    }  # fmt: skip
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["type"] in ("software", "dataset")
    assert re.fullmatch(r"\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])", CITATION["date-released"])
    assert all(set(author) >= {"name"} for author in CITATION["authors"])
    assert len(set(CITATION["keywords"])) == len(CITATION["keywords"]) > 0
    assert CITATION["version"] == PROJECT["version"] == analysis.__version__
    assert CITATION["license"] == PROJECT["license"]
    # Published where a workflow runs, it has an address; before that none is made up.
    address = CITATION.get("repository-code", "")
    assert address.startswith("https://") or not (address or "GITHUB_REPOSITORY" in os.environ)
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", changes, re.MULTILINE)[1] == PROJECT["version"]


def test_a_commit_is_formatted_as_the_gate_checks():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    rev = next(repo["rev"] for repo in hooks["repos"] if "ruff" in repo["repo"])
    assert f"ruff=={rev.removeprefix('v')}" in (ROOT / "constraints.txt").read_text("utf-8")


def test_the_workflow_publishes_what_make_site_writes():
    site = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    steps = site["jobs"]["site"]["steps"]
    assert {"run": "make site"} in steps
    assert [step["with"]["path"] for step in steps if "pages-artifact" in step.get("uses", "")] == [
        "site"
    ]
    assert "--out site" in (ROOT / "Makefile").read_text(encoding="utf-8")
