"""A corpus folder made of people's files: whole or not at all, and all that was done is said."""

import io
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from given_files import DECLARATION, LONG, PAGE, save_files

from analysis.bring import new_folder
from analysis.study import command_line

ROOT = Path(__file__).parents[2]


def test_what_is_to_be_looked_at_is_said(tmp_path):
    paths = save_files(
        tmp_path,
        one__txt=LONG * 3,
        two__txt="Foreword. " + LONG * 3,
        drei__txt=DECLARATION["German"] * 3,
        moji__txt="It isnâ€™t over.",
    )
    said = new_folder.make_folder(tmp_path / "made", paths).set_index("doc_id")["warnings"]
    assert said["one"] == ()
    assert said["two"][0].startswith("nearly the text of one (100%")
    assert said["drei"][0].startswith("hardly a word of English")
    assert "saved as Windows-1252" in said["moji"][0]


def test_a_folder_that_is_not_empty_is_never_touched(tmp_path):
    paths = save_files(tmp_path, a__txt="A text.")
    (tmp_path / "made").mkdir()
    new_folder.make_folder(tmp_path / "made", paths)
    before = {path: path.read_bytes() for path in (tmp_path / "made").rglob("*.*")}
    with pytest.raises(ValueError, match="exists and is not empty; name a new folder"):
        new_folder.make_folder(tmp_path / "made", paths)
    with pytest.raises(ValueError, match="exists and is not empty"):
        new_folder.make_folder(paths[0], paths)
    assert {path: path.read_bytes() for path in (tmp_path / "made").rglob("*.*")} == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_whoever_interrupts_leaves_nothing_half_made(tmp_path, monkeypatch, error):
    def interrupted(*_):
        raise error

    monkeypatch.setattr(new_folder, "_write_table", interrupted)
    paths = save_files(tmp_path, a__txt="A text.")
    with pytest.raises((KeyboardInterrupt, ValueError)):
        new_folder.make_folder(tmp_path / "made", paths)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_run_leaves_no_folder_of_that_name(tmp_path):
    paths = save_files(tmp_path, a__txt="A text.")
    script = (
        "import time; from analysis.bring import new_folder\n"
        "new_folder._write_table = lambda *_: (print('writing', flush=True), time.sleep(60))\n"
        f"new_folder.make_folder({str(tmp_path / 'made')!r}, [{str(paths[0])!r}])\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as run:
        assert run.stdout.readline() == b"writing\n"
        run.send_signal(signal.SIGKILL)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("name", "data", "module"),
    [
        ("a.html", b"<p>text", "trafilatura"),
        ("a.docx", b"", "docx"),
        ("a.rtf", b"{\\rtf1 a}", "striprtf.striprtf"),
        ("a.pdf", b"%PDF", "pdfminer"),
        ("a.xlsx", b"", "openpyxl"),
        ("a.txt", b"caf\xe9s in the caf\xe9", "charset_normalizer"),
    ],
)
def test_without_the_extra_the_command_to_type_is_said(tmp_path, monkeypatch, name, data, module):
    if not data:
        written = io.BytesIO()
        zipfile.ZipFile(written, "w").close()
        data = written.getvalue()
    (tmp_path / name).write_bytes(data)
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / "plain.txt").write_text("Plain text needs nothing.")
    report = new_folder.make_folder(tmp_path / "made", [tmp_path / name, tmp_path / "plain.txt"])
    assert 'pip install -e ".[import]" in the folder of the project' in report.loc[0, "warnings"][0]
    assert report.loc[1, "read"] == "plain text"


def test_files_of_one_name_become_two_texts(tmp_path):
    (tmp_path / "x").mkdir()
    paths = [*save_files(tmp_path, A__txt="One."), *save_files(tmp_path / "x", a__txt="Two.")]
    assert new_folder.make_folder(tmp_path / "made", paths)["doc_id"].tolist() == ["a", "a-2"]


def test_the_command_says_what_it_read(tmp_path, capsys):
    paths = save_files(tmp_path, page__html=PAGE, b__txt=b"\x89PNG")
    status = command_line.main(["new", str(tmp_path / "made"), *map(str, paths)])
    said = capsys.readouterr().out
    assert status == 1
    assert "page  (page.html: web page, utf-8)" in said
    assert "words left out" in said
    assert "refused  b.txt: not plain text but a picture" in said
    assert command_line.main(["new", str(tmp_path / "made"), str(paths[0])]) == 1
    assert "exists and is not empty" in capsys.readouterr().err


@pytest.mark.slow
def test_what_is_near_is_found_among_five_hundred_articles(tmp_path):
    """500 texts of 600 words, one of them twice; what is near is found among all pairs."""
    words = [f"{chr(97 + n % 26)}{n % 997}" for n in range(300_000)]
    texts = [" ".join(words[n * 600 : n * 600 + 600]) + f" end{n}" for n in range(499)]
    table = pd.DataFrame(
        {"outlet": [f"Paper {n % 20}" for n in range(500)], "text": [*texts, texts[7]]}
    )
    table.to_csv(tmp_path / "t.csv", index=False)
    report = new_folder.make_folder(tmp_path / "made", [tmp_path / "t.csv"])
    assert len(report) == 500
    assert any("nearly the text of t-8" in each for each in report["warnings"].iloc[-1])
