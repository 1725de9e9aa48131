"""A bundle made again, and what differs: which number, from what to what, and which input moved.

`verify_bundle` runs the manifest's corpus with the manifest's parameters, and compares every
number, table, figure and text. `check_manuscript` looks whether a text takes its numbers from it.
"""

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analysis import corpus as corpora
from analysis._output import digest, is_as_made, read_list
from analysis.paper.bundle import BY, read_inputs, read_versions, write_bundle
from analysis.paper.targets import choose_font

# These are made of numbers, captions and tables, which are compared one by one; or are a sample.
SUMMED = {"bundle.json", "bundle.tex", "bundle.typ", "README.md", "article.tex", "article.typ"}
MANIFEST = "manifest.json"
RESULT = re.compile(r"\\result\{([^}]+)\}|#?result\(\"([^\"]+)\"\)")
# Digits of a manuscript that are no results: commands with names, files, sizes and years.
NOT_TYPED = re.compile(
    r"%.*|//.*|\\(?:result|ref|label|cite\w*|input|include\w*|usepackage|documentclass|bundle\w+|url"
    r"|newcommand|addtolength|setlength|vspace|hspace|begin|bibliography\w*)(?:\[[^\]]*\])?(?:\{[^}]*\})*"
    r"|^#(?:set|show|let|import|include|columns|bibliography).*|#\w[\w.-]*(?:\([^)]*\))?|@[\w:-]+|<[\w:-]+>|\b(?:18|19|20)\d\d\b|\w+@\w+|[A-Za-z]+\d\w*"
)


class Found:
    """The findings of a verification.

    changed: inputs, versions, parameters and files that are not those of the manifest, in words.
    moved: numbers, tables, figures and texts that came out otherwise, in words, from what to what.
    """

    def __init__(self) -> None:
        """Nothing is found yet."""
        self.changed: list[str] = []
        self.moved: list[str] = []


def verify_bundle(folder: str | Path, corpus: str | Path | None = None) -> Found:
    """Make a bundle again in a temporary folder, and say what changed and what moved.

    `corpus` is where the corpus is now, by default where the manifest has it, seen from the bundle;
    the study's own is that of this checkout. A corpus that was changed is read as it is now, its
    stated sums apart. Raises ``ValueError`` for a folder that is no bundle, or has no corpus.
    """
    folder = Path(folder).resolve()
    manifest, sums = _read_manifest(folder)
    try:
        return _verify(folder, manifest, sums, corpus)
    except (AttributeError, LookupError, TypeError) as error:
        if is_as_made(folder / MANIFEST, sums.get(MANIFEST)):
            raise
        raise ValueError(f"{folder / MANIFEST}: was changed since it was made, and can be followed "
                         "no more; make the bundle anew") from error  # fmt: skip


def _verify(folder: Path, manifest: dict, sums: dict, corpus: str | Path | None) -> Found:
    source = Path(corpus) if corpus else folder / manifest["corpus"]
    source = corpora.OWN_FOLDER if not corpus and not manifest["corpus"] else source.resolve()
    if not source.is_dir():
        raise ValueError(f"{source}: the corpus is not there; say where it is with --corpus")
    found = Found()
    for name, sha256 in sums.items():
        if not is_as_made(folder / name, sha256):
            what = "was changed since it was made" if (folder / name).is_file() else "is gone"
            found.changed.append(f"bundle: {name} {what}")
    inputs = read_inputs(source)
    for kind, files in inputs.items():
        found.changed += _differ(kind, manifest["inputs"].get(kind, {}), files)
    then, now = manifest["versions"], read_versions()
    for name in sorted({*then, *now}):
        before, after = then.get(name, "not named"), now.get(name, "not named")
        if before != after:
            found.changed.append(f"version: {name} {before} → {after}")
    if (font := choose_font()) != manifest["font"]["name"]:
        found.changed.append(f"font: {manifest['font']['name']} → {font}")
    with tempfile.TemporaryDirectory(prefix="verify-") as work:
        again = Path(work, "again")
        again.mkdir()
        own = _load(source, Path(work))
        made = write_bundle(own, again, manifest["parameters"], folder, stated=manifest)
        found.moved += _moved(folder, again, manifest, made)
    return found


def _read_manifest(folder: Path) -> tuple[dict, dict[str, str]]:
    """The manifest of a bundle, and the sums of its files."""
    listed = read_list(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        manifest = None
    wanted = {"corpus", "parameters", "inputs", "versions", "font", "made"}
    named = set(manifest) if isinstance(manifest, dict) else set()
    if manifest is None or listed is None or listed["by"] != BY or not wanted <= named:
        raise ValueError(f"{folder}: is no bundle of this version; make one with: "
                         "python -m analysis paper --out FOLDER")  # fmt: skip
    return manifest, listed["files"]


def _differ(kind: str, then: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    names = sorted(name for name in {*then, *now} if then.get(name) != now.get(name))
    if kind == "code" and len(names) > 3:
        yield f"code: {len(names)} files, among them {', '.join(names[:3])}"
        return
    for name in names:
        before, after = (sums.get(name, "")[:8] or "not there" for sums in (then, now))
        yield f"{kind}: {name} ({before} → {after})"


def _load(source: Path, work: Path) -> corpora.Corpus:
    """The corpus as it is now, even if a text no longer has the sum that the table states."""
    try:
        return corpora.load(source)
    except corpora.CorpusError as error:
        if not all("changed since retrieved" in problem for problem in error.problems):
            raise
    copy = shutil.copytree(source, work / "corpus")
    path = copy / "commentaries.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "sha256": ""} for row in rows)
    return corpora.load(copy)


def _moved(folder: Path, again: Path, then: dict, now: dict) -> Iterator[str]:
    """The differences: numbers, then cells of tables, then figures and texts."""
    numbers = [_numbers(place) for place in (folder, again)]
    for name in dict.fromkeys([*numbers[0], *numbers[1]]):
        before, after = (side.get(name, {"text": "not there", "value": None}) for side in numbers)
        if before["text"] != after["text"]:
            yield f"number {name}: {before['text']} → {after['text']}"
        elif before["value"] != after["value"]:
            yield f"number {name}: {before['value']} → {after['value']} (printed alike)"
    differ: dict[str, list[str]] = {}
    for name in sorted({*then["made"], *now["made"]} - SUMMED):
        before, after = (
            digest(place / name) if (place / name).is_file() else "" for place in (folder, again)
        )
        if before != after:
            stem, _, kind = Path(name).name.partition(".")
            stem = f"{Path(name).parent.name.rstrip('s')} {stem}".strip()
            differ.setdefault(stem, []).append(kind)
            if kind == "csv" and before and after:
                differ[stem][-1] += f", {_first_cell(folder / name, again / name)}"
    for stem, kinds in differ.items():
        yield f"{stem}: {'; '.join(kinds)}"


def _numbers(folder: Path) -> dict[str, dict]:
    """The numbers of a bundle, by their names."""
    try:
        numbers = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))["numbers"]
        if all({"text", "value"} <= set(number) for number in numbers.values()):
            return numbers
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        pass
    raise ValueError(f"{folder / 'bundle.json'}: is not as it was made; make the bundle anew")


def _first_cell(before: Path, after: Path) -> str:
    old, new = (list(csv.reader(io.StringIO(p.read_bytes().decode()))) for p in (before, after))
    for number, (a, b) in enumerate(zip(old, new, strict=False)):
        for head, x, y in zip(old[0], a, b, strict=False):
            if x != y:
                return f"row {number}, {head}: {x or 'empty'} → {y or 'empty'}"
    return f"{len(old) - 1} rows → {len(new) - 1} rows"


def check_manuscript(path: str | Path, folder: str | Path) -> list[str]:
    """The problems with the numbers of a manuscript (.tex, .typ), a sentence each.

    Names that the bundle does not have, and digits that are typed instead of taken from it; years
    and what stands in commands are let be.
    """
    numbers, wrong = _numbers(Path(folder)), []
    text = Path(path).read_text(
        encoding="utf-8", errors="replace"
    )  # of what is asked, all is ASCII
    if "\\begin{document}" in text:
        start = text.index("\\begin{document}")
        text = "\n" * text.count("\n", 0, start) + text[start:]
    for number, line in enumerate(text.split("\n"), start=1):
        for found in RESULT.finditer(line):
            name = found[1] or found[2]
            if name not in numbers:
                wrong.append(f"{path} line {number}: the bundle has no number {name}")
        for typed in re.findall(r"[−-]?\d[\d.,]*", NOT_TYPED.sub(" ", RESULT.sub(" ", line))):
            wrong.append(
                f"{path} line {number}: {typed.rstrip('.,')} is typed; take it by its name"
            )
    return wrong
