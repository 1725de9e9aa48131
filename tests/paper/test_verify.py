"""A bundle is made again: unchanged it passes; what was changed is named with its numbers."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import sentiment
from analysis.lexicons import vader
from analysis.paper import bundle as bundles
from analysis.paper import verify
from analysis.study import command_line


@pytest.fixture
def pair(town, bundle, tmp_path):
    """Copies of the corpus and its bundle, side by side in another place."""
    shutil.copytree(town, tmp_path / "town")
    shutil.copytree(bundle, tmp_path / "bundle")
    return tmp_path / "town", tmp_path / "bundle"


def numbers(lines: list[str]) -> dict[str, str]:
    """What moved, by the name of the number."""
    told = [line.removeprefix("number ").partition(": ") for line in lines if "number " in line]
    return {name: moved for name, _, moved in told}


@pytest.mark.slow
def test_results_are_the_same_under_another_version(pair, monkeypatch, capsys):
    real = bundles.version
    monkeypatch.setattr(bundles, "version", lambda name: "9.9" if name == "regex" else real(name))
    assert command_line.main(["verify", str(pair[1])]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("changed  version: regex 2")
    assert told[0].endswith(" → 9.9")
    assert told[1:] == ["every number, table and figure is the same, though 1 input changed"]


@pytest.mark.slow
def test_it_passes_in_another_checkout(pair, tmp_path):
    """The package copied to another place, another process, another folder, another user's home."""
    other = tmp_path / "checkout"
    root = Path(bundles.PACKAGE).parent
    shutil.copytree(
        root / "analysis", other / "analysis", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(root / "data", other / "data")
    shutil.copy(root / "pyproject.toml", other)
    place = {"PYTHONPATH": str(other), "HOME": str(tmp_path), "MPLCONFIGDIR": str(tmp_path / "mpl")}
    told = [sys.executable, "-m", "analysis", "verify", str(pair[1])]
    done = subprocess.run(
        told, capture_output=True, text=True, env={**os.environ, **place}, cwd=tmp_path
    )
    assert done.stdout == "every number, table and figure is the same\n", done.stdout + done.stderr


def test_one_byte_of_the_corpus(pair):
    path = pair[0] / "raw" / "birch.txt"
    text = path.read_text(encoding="utf-8")
    assert " plan" in text
    path.write_text(text.replace(" plan", " plot", 1), encoding="utf-8")
    found = verify.verify_bundle(pair[1])
    (changed,) = found.changed
    assert changed.startswith("corpus: raw/birch.txt (")
    n = text.count(" plan")
    assert (
        numbers(found.moved)["code/name_plan/birch"] == f"{n} → {n - 1 if n > 1 else 'not there'}"
    )
    assert any(line.startswith("figure names: ") for line in found.moved)
    assert not any("alder" in name for name in numbers(found.moved))


@pytest.mark.slow
def test_a_corpus_with_sums_is_read_as_it_is_now(pair, tmp_path):
    """The sum stated in commentaries.csv forbids the study; verifying says what it comes to."""
    import hashlib

    folder = pair[0]
    rows = ["doc_id,label,file,sha256"]
    for path in sorted((folder / "raw").iterdir()):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        rows.append(f"{path.stem},{path.stem},raw/{path.name},{sha256}")
    (folder / "commentaries.csv").write_text("\n".join(rows) + "\n")
    how = {"target": 121, "dpi": 72, "only": ["names"], "draws": 50}
    bundles.make_bundle(folder, tmp_path / "with-sums", **how)
    path = folder / "raw" / "elm.txt"
    path.write_text(path.read_text().replace(".", "!", 1))
    found = verify.verify_bundle(tmp_path / "with-sums")
    assert [line.partition(" (")[0] for line in found.changed] == ["corpus: raw/elm.txt"]
    assert list(numbers(found.moved))
    assert not [name for name in numbers(found.moved) if "elm" not in name]


@pytest.mark.slow
def test_one_parameter_and_files_of_the_bundle(pair, capsys):
    """Another seed: what is counted stays, the intervals move; what was changed by hand is said."""
    path = pair[1] / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["parameters"]["seed"] = 2
    path.write_text(json.dumps(manifest), encoding="utf-8")
    (pair[1] / "bundle.tex").write_text("\\def\\result#1{17}\n")
    (pair[1] / "tables" / "tone.csv").unlink()
    assert command_line.main(["verify", str(pair[1])]) == 1
    told = capsys.readouterr().out
    assert "changed  bundle: manifest.json was changed since it was made" in told
    assert "changed  bundle: bundle.tex was changed since it was made" in told
    assert "changed  bundle: tables/tone.csv is gone" in told
    assert "moved    number run/seed: 1 → 2" in told
    moved = numbers([line.removeprefix("moved    ") for line in told.splitlines()])
    assert any(name.endswith("/interval") for name in moved)
    assert not any(name.startswith(("code/", "corpus/", "coded/")) for name in moved)


@pytest.mark.slow
def test_one_coding(pair):
    path = pair[0] / "codings.csv"
    lines = path.read_text().splitlines()
    row = next(
        n
        for n, line in enumerate(lines)
        if line.startswith("one,cedar,") and line.endswith(",favourable")
    )
    lines[row] = lines[row].replace(",favourable", ",unfavourable")
    path.write_text("\n".join(lines) + "\n")
    found = verify.verify_bundle(pair[1])
    assert [line.partition(" (")[0] for line in found.changed] == ["codings: codings.csv"]
    moved = numbers(found.moved)
    before, after = moved["coded/one/stance/favourable/cedar"].split(" → ")
    assert int(before) == int(after) + 1
    assert "alpha/stance/people and models" in moved or any(
        "alpha/stance" in name for name in moved
    )
    assert not any(name.startswith("tone/") for name in moved)


@pytest.mark.slow
def test_one_version_of_a_package(pair, monkeypatch):
    """Another lexicon under another number of version, as a new release would bring it."""
    real = bundles.version
    changed = sentiment.vader_lexicon()
    changed["great"] = -3.1
    monkeypatch.setattr(
        bundles, "version", lambda name: "9.9" if name == "vaderSentiment" else real(name)
    )
    monkeypatch.setattr(sentiment, "_vader_entries", lambda: vader.prepare_lexicon(changed))
    found = verify.verify_bundle(pair[1])
    (told,) = found.changed
    assert told.startswith("version: vaderSentiment 3.")
    assert told.endswith(" → 9.9")
    moved = numbers(found.moved)
    assert any(name.startswith("tone/") for name in moved)
    assert {name.split("/")[0] for name in moved} <= {"tone", "gap", "high", "low"}
    assert all(" → " in told for told in moved.values())


@pytest.mark.slow
def test_where_the_corpus_is_gone_or_the_folder_is_no_bundle(pair, tmp_path, capsys):
    shutil.move(pair[0], tmp_path / "moved")
    assert command_line.main(["verify", str(pair[1])]) == 1
    assert "the corpus is not there; say where it is with --corpus" in capsys.readouterr().err
    assert command_line.main(["verify", str(pair[1]), "--corpus", str(tmp_path / "moved")]) == 0
    assert command_line.main(["verify", str(tmp_path)]) == 1
    assert "is no bundle of this version" in capsys.readouterr().err


GARBLED = {
    "a list that is none": (".made-by-walking-away.json", "[]", "is no bundle of this version"),
    "a manifest that is none": ("manifest.json", "null", "is no bundle of this version"),
    "a manifest of another form": ("manifest.json", '"inputs": 7', "can be followed no more"),
    "numbers cut short": ("bundle.json", '{"numbers": {"a"', "is not as it was made"),
    "numbers of another form": ("bundle.json", '{"numbers": {"a": [1]}}', "is not as it was made"),
}


@pytest.mark.parametrize("kind", GARBLED)
def test_what_is_no_json_of_a_bundle_is_named(kind, bundle, tmp_path, capsys, monkeypatch):
    name, written, said = GARBLED[kind]
    folder = shutil.copytree(bundle, tmp_path / "bundle")
    if written.startswith('"inputs'):
        manifest = json.loads((folder / name).read_text(encoding="utf-8"))
        written = json.dumps(manifest | {"inputs": 7})
    (folder / name).write_text(written, encoding="utf-8")
    monkeypatch.setattr(
        verify, "write_bundle", lambda *_, **__: json.loads((bundle / "manifest.json").read_text())
    )
    corpus = str(bundle.parent / "town")
    status = command_line.main(["verify", str(folder), "--corpus", corpus])
    assert (status, capsys.readouterr().err.count(said)) == (1, 1)
    assert command_line.main(["check", str(folder)]) == 1
    assert f"error    {name}: " in capsys.readouterr().out
