"""Whether what is installed may be used and is new enough: licences and lower bounds.

For each requirement of pyproject.toml, and all that these bring along: is it installed in a version
that the requirement allows, and under a licence that asks nothing of who uses this package? The
packages of the tests alone may be under the GPL, since nobody is handed them. Prints one line for
each problem and ends with 1, or says how much it looked at.

    python tools/installed.py
"""

import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
REFUSED = re.compile(r"\b(A?GPL|GNU (Affero )?General Public|non-?commercial|CC-BY-NC)", re.I)
# Of several licences offered, one of these may be chosen.
FREE = re.compile(r"\b(MIT|BSD|Apache|ISC|MPL|Mozilla|PSF|Python Software)\b", re.I)
# Says of itself "see file" or nothing; read there by hand.
READ_BY_HAND = {"jupyterlab-pygments": "BSD", "debugpy": "MIT"}


def requirements() -> tuple[list[str], list[str]]:
    """What users are handed, with every extra, and what the tests need besides."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    handed = [*project["dependencies"]]
    for name, lines in extras.items():
        handed += lines if name != "test" else []
    tests = [line for line in extras["test"] if Requirement(line).name != project["name"]]
    return handed, tests


def with_all_they_bring(lines: list[str]) -> tuple[dict[str, Distribution], list[str]]:
    """Each package by name, and problems of those that lack or are too old."""
    found: dict[str, Distribution] = {}
    problems = []
    waiting = [(Requirement(line), "pyproject.toml") for line in lines]
    while waiting:
        wanted, by = waiting.pop()
        try:
            package = distribution(wanted.name)
        except PackageNotFoundError:
            problems.append(f"{wanted.name}: not installed, and {by} requires it")
            continue
        if not wanted.specifier.contains(package.version, prereleases=True):
            problems.append(f"{wanted.name}: {package.version}, and {by} requires {wanted}")
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        if name in found:
            continue
        found[name] = package
        for line in package.requires or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append((needed, name))
    return found, problems


def licence(name: str, package: Distribution) -> str:
    """What a package says of its licence, from the most exact of its fields."""
    meta = package.metadata
    classifiers = [c for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    said = [meta.get("License-Expression"), "; ".join(classifiers), meta.get("License")]
    stated = next((text for text in said if text and text.strip()), "")
    return READ_BY_HAND.get(name, stated.strip().splitlines()[0] if stated else "")


def main() -> int:
    """Print what is wrong; 1 if anything is."""
    handed, tests = requirements()
    packages, problems = with_all_they_bring(handed)
    problems += with_all_they_bring(tests)[1]
    for name, package in sorted(packages.items()):
        said = licence(name, package)
        if not said:
            problems.append(f"{name}: states no licence; read it, and name it in READ_BY_HAND")
        elif REFUSED.search(said) and not FREE.search(said):
            problems.append(f"{name}: is under {said!r}; only the tests may need it")
    print(*problems, sep="\n", end="\n" * bool(problems))
    print(f"{len(packages)} packages looked at, {len(problems)} problems")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
