"""``study`` runs ``check`` first: what one refuses the other refuses, in the same sentences."""

import subprocess
import sys

import pytest
from any_folder import folders, run_study, write, write_page
from anything import examples
from hypothesis import HealthCheck, example, given

from analysis import corpus, figures
from analysis.bring import check
from analysis.study import command_line, study_folder

PROSE = "The talks ended early. Both went home. Nobody signed. It was cold. They left at once.\n"
TWO = {"raw/a.txt": PROSE, "raw/b.txt": PROSE.replace("talks", "deal").upper()}
CODEBOOK = "code,kind,definition,pattern\nend,name,what it was,talks\n"
CODINGS = "coder,doc_id,sentence_id,code,value\n"
REFUSED = {
    "a doubled coding": {"codings.csv": f"{CODINGS}me,a,1,x,1\nme,a,1,x,0\n"},
    "all chrome": {"passages.csv": "doc_id,first_line,last_line,role\na,1,1,chrome\n"},
    "no such sentence": {"codings.csv": f"{CODINGS}me,a,99,x,1\n"},
    "no coder": {"codings.csv": f"{CODINGS},a,1,x,1\n"},
    "stop words": {"raw/a.txt": "It is what it was. ", "raw/b.txt": "And so are they."},
    "a malformed pattern": {"codebook.csv": f"{CODEBOOK}b,name,it,(deal\n"},
    "a column twice": {"codebook.csv": "code,kind,definition,pattern,pattern\n"},
    "a text gone": {"commentaries.csv": "doc_id,file\na,raw/a.txt\nc,raw/c.txt\n"},
}


@pytest.mark.parametrize("kind", REFUSED)
def test_the_study_refuses_what_check_refuses(kind, tmp_path, capsys):
    folder = write(tmp_path / "mine", TWO | REFUSED[kind])
    assert command_line.main(["check", str(folder)]) == 1
    told = [line[len("error") :].strip() for line in capsys.readouterr().out.splitlines()
            if line.startswith("error")]  # fmt: skip
    with pytest.raises(corpus.CorpusError) as refused:
        study_folder.make_study(folder, tmp_path / "out", progress=False)
    assert refused.value.problems == told
    assert command_line.main(["study", "--corpus", str(folder), "--out", str(tmp_path / "o")]) == 1
    said = capsys.readouterr().err
    assert told[0] in said
    assert len(said.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_codebook_that_is_a_link_is_refused_by_both(tmp_path):
    (tmp_path / "theirs.csv").write_text(CODEBOOK, encoding="utf-8")
    folder = write(tmp_path / "mine", TWO)
    (folder / "codebook.csv").symlink_to(tmp_path / "theirs.csv")
    said = "codebook.csv: codebook.csv is a symbolic link; put the file itself there"
    with pytest.raises(corpus.CorpusError, match=said):
        study_folder.make_study(folder, tmp_path / "out", progress=False)
    assert not (tmp_path / "out").exists()


# A stance read in a text that is given no tone.
GERMAN = {
    "raw/a.txt": "Der Gipfel ging ohne Abkommen zu Ende. " * 12,
    "raw/b.txt": "The summit ended without a deal. It was the right thing to do, he said. " * 5,
    "codings.csv": "coder,doc_id,sentence_id,code,value\nr,a,1,stance,favourable\n",
}


@example(files=GERMAN)
@examples(6, derandomize=True, suppress_health_check=list(HealthCheck))
@given(files=folders())
def test_what_check_passes_becomes_a_page_and_what_it_refuses_none(files, tmp_path_factory):
    """The light form of the next one: all tables, codings and claims, and no cell."""
    either_way(files, tmp_path_factory.mktemp("any"), write_page)


@pytest.mark.slow
@example(files=GERMAN)
@examples(3, derandomize=True, suppress_health_check=list(HealthCheck))
@given(files=folders())
def test_what_check_passes_the_study_makes(files, tmp_path_factory, monkeypatch):
    """Cells are run as the kernel would; pictures are drawn in one format, to save time."""
    monkeypatch.setattr(figures, "METADATA", {"png": figures.METADATA["png"]})
    either_way(files, tmp_path_factory.mktemp("any"), run_study)


def either_way(files, place, make):
    folder = write(place / "mine", files)
    problems, _ = check.examine(folder)
    if not (problems["level"] == "error").any():
        make(folder, place / "out")
        assert (place / "out" / "index.html").stat().st_size > 1_000
        return
    with pytest.raises(corpus.CorpusError):
        study_folder.make_study(folder, place / "out", progress=False)
    assert not (place / "out").exists()


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path):
    """As ``python -m analysis check … | head -1`` does, and closes the pipe."""
    folder = write(tmp_path / "mine", {f"raw/{n}.txt": PROSE for n in range(400)})
    command = [sys.executable, "-m", "analysis", "check", str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=study_folder.ROOT
    ) as run:
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 141
