"""A corpus measured part by part gives what the verbs give of the whole, whatever happens between.

The expectations are the in-memory verbs, an uninterrupted run, and tables worked out by hand.
"""

import math
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from scored_folder import command, hashes, same, wait_for

from analysis import corpus, frames, keyness, sentiment, tfidf, tokens
from analysis.codebook.codes import read_codebook
from analysis.large import measuring, results, scored_folder, scoring, sums
from analysis.study import command_line

ROOT = Path(__file__).parents[2]

# The same as in memory.


@pytest.mark.parametrize("by", ["doc_id", "outlet"])
@pytest.mark.parametrize("batch", [1, pytest.param(1000, marks=pytest.mark.slow)])
def test_the_three_texts_give_the_tables_of_the_verbs(
    own, own_sentences, own_tokens, tmp_path, by, batch
):
    codebook = corpus.OWN_FOLDER / "codebook.csv"
    sums = scoring.score_corpus(corpus.OWN_FOLDER, tmp_path, by=by, codebook=codebook, batch=batch)
    outlets = own.documents.set_index("doc_id")["outlet"]
    words = own_tokens.assign(outlet=own_tokens["doc_id"].map(outlets))
    scores = sentiment.score(own_sentences)
    same(own.documents, results.read_table(tmp_path, "documents"))
    same(scores, results.read_table(tmp_path, "sentence_scores"))
    for length in (1, 2):
        counts = tokens.count_terms(words, by=by, ngrams=length)
        streamed = results.read_table(tmp_path, f"counts-{length}")
        same(counts, streamed)
    counts, streamed = tokens.count_terms(words, by=by), results.read_table(tmp_path, "counts-1")
    target = counts[by].iloc[0]
    one, two = (keyness.compare(table, target, by=by) for table in (counts, streamed))
    same(one, two)
    if by == "doc_id":
        same(tfidf.bind(counts), tfidf.bind(streamed))
    same(
        frames.code(own_sentences, read_codebook(codebook)),
        results.read_table(tmp_path, "mentions"),
    )
    documents = results.read_table(tmp_path, "document_scores").set_index("doc_id")
    for doc_id, own_scores in scores.groupby("doc_id")["compound"]:
        mean = math.fsum(own_scores) / len(own_scores)
        assert documents.loc[doc_id, "compound"] == mean == pytest.approx(own_scores.mean())
    assert documents["n_words"].to_dict() == tokens.sizes(own_tokens).to_dict()
    assert documents["n_sentences"].sum() == len(scores) == sums["n_sentences"]
    assert documents["n_words"].sum() == len(words) == sums["n_words"]


def test_counts_of_a_group_are_summed_over_parts(tmp_path):
    """By hand: X says "walk" in two of its three sentences, one in each of two parts."""
    rows = pd.DataFrame(
        {
            "doc_id": ["a", "b", "c"],
            "side": ["X", "Y", "X"],
            "text": ["We walk. We walk, walk!", "We sit.", "They walk."],
        }
    )
    rows.to_csv(tmp_path / "t.csv", index=False)
    scoring.score_corpus(tmp_path / "t.csv", tmp_path / "out", by="side", batch=1)
    found = results.read_table(tmp_path / "out", "counts-1")
    assert found.to_records(index=False).tolist() == [
        ("X", "we", 2, 2),
        ("X", "walk", 4, 3),
        ("Y", "we", 1, 1),
        ("Y", "sit", 1, 1),
        ("X", "they", 1, 1),
    ]
    pairs = results.read_table(tmp_path / "out", "counts-2").query("term == 'we walk'")
    assert pairs["n"].tolist() == [2]


# Interrupted, and by many hands.


@pytest.mark.slow
def test_killed_and_called_again_it_gives_the_same_bytes(big, codebook, whole, tmp_path):
    out = tmp_path / "out"
    process = subprocess.Popen(command(big, out, codebook), cwd=ROOT, stdout=subprocess.DEVNULL)
    wait_for(lambda: len(list(out.glob("parts/part-*.json"))) >= 3)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    first = {path: path.stat().st_mtime_ns for path in out.glob("parts/part-*.json")}
    assert 3 <= len(first) < 24
    with pytest.raises(ValueError, match="not finished; the same command"):
        results.read_table(out, "documents")
    again = subprocess.run(command(big, out, codebook), cwd=ROOT, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert "120 documents (0 without text)" in again.stdout
    assert hashes(out) == hashes(whole)
    assert {path: path.stat().st_mtime_ns for path in first} == first, "a part was made twice"


@pytest.mark.parametrize(
    "step",
    ["sums", *(pytest.param(step, marks=pytest.mark.slow) for step in ("manifest", "clean"))],
)
def test_killed_while_adding_up_it_gives_the_same_bytes(
    big, codebook, whole, scored, tmp_path, monkeypatch, step
):
    def stop(*_):
        raise KeyboardInterrupt

    out = shutil.copytree(scored, tmp_path / "out")
    arguments = {"by": "outlet", "codebook": codebook, "batch": 5}
    with monkeypatch.context() as patch:
        if step == "sums":
            patch.setattr(sums, "write_parquet", stop)
        else:
            patch.setattr(scoring, "_finish" if step == "manifest" else "_clean", stop)
        with pytest.raises(KeyboardInterrupt):
            scoring.score_corpus(big, out, **arguments)
    (out / "parts" / ".walking-away-abcd1234.tmp").write_text("half")
    scoring.score_corpus(big, out, **arguments)
    assert hashes(out) == hashes(whole)


def test_a_damaged_part_is_made_again(big, codebook, whole, scored, tmp_path, monkeypatch):
    out = shutil.copytree(scored, tmp_path / "out")
    arguments = {"by": "outlet", "codebook": codebook, "batch": 5}
    damaged = out / "sentence_scores" / "part-00003.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-100])
    (out / "parts" / "part-00004.json").write_text("{")
    made = []
    original = measuring.make_part

    def noted(number, *rest):
        made.append(number)
        return original(number, *rest)

    monkeypatch.setattr(measuring, "make_part", noted)
    scoring.score_corpus(big, out, **arguments)
    assert made == [3, 4]
    found = hashes(out)
    kept = [name for name in found if name.endswith(".kept-1")]
    assert kept == ["parts/part-00004.json.kept-1", "sentence_scores/part-00003.parquet.kept-1"]
    assert (out / kept[0]).read_text() == "{"
    assert {name: found[name] for name in found if name not in kept} == hashes(whole)


# A finished folder, looked at again.


def restored(out: Path, whole: Path, big: Path, codebook: Path) -> dict[str, int]:
    """Repeat the command; the files that were written, all of them being right again."""
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    scoring.score_corpus(big, out, by="outlet", codebook=codebook, batch=5)
    found = hashes(out)
    assert {name: found[name] for name in hashes(whole)} == hashes(whole)
    after = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    return {path.relative_to(out).as_posix() for path in after if before.get(path) != after[path]}


@pytest.mark.parametrize(
    ("damage", "files"),
    [
        ("flip", ["sentence_scores/part-00003.parquet"]),
        pytest.param(
            "cut",
            ["documents/part-00000.parquet", "mentions/part-00023.parquet"],
            marks=pytest.mark.slow,
        ),
        ("remove", ["document_scores/part-00007.parquet"]),
        pytest.param("flip", ["parts/part-00002.json"], marks=pytest.mark.slow),
        pytest.param("flip", ["counts-1/part-00000.parquet"], marks=pytest.mark.slow),
        pytest.param(
            "remove",
            ["counts-2/part-00000.parquet", "sentence_scores/part-00001.parquet"],
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_finished_folder_is_compared_and_only_what_is_wrong_is_restored(
    big, codebook, whole, tmp_path, capsys, damage, files
):
    out = shutil.copytree(whole, tmp_path / "out")
    for file in files:
        data = (out / file).read_bytes()
        if damage == "remove":
            (out / file).unlink()
        else:
            middle = len(data) // 2
            flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
            (out / file).write_bytes(data[:-1] if damage == "cut" else flipped)
    assert command_line.main(["check", str(out)]) == 1
    said = capsys.readouterr().out
    assert all(f"error    {file}: " in said for file in files)
    assert f"{len(files)} error" in said
    kept = {f"{file}.kept-1" for file in files if damage != "remove"}
    assert restored(out, whole, big, codebook) - kept == set(files)
    assert command_line.main(["check", str(out)]) == 0
    assert "the tables are as they were made" in capsys.readouterr().out
    assert restored(out, whole, big, codebook) == set()


def test_what_a_user_put_into_a_scored_folder_stays_as_it_is(big, codebook, whole, tmp_path):
    """Also folders and files that have the names of a run's own, finished and not."""
    out = shutil.copytree(whole, tmp_path / "out")
    for name in ("runs/counts-1/part-00000.arrow", ".making-x/notes.txt", "counts-1/notes.txt",
                 "sentence_scores/part-99999.parquet", "a/b.png", "parts/.making-x"):  # fmt: skip
        (out / name).parent.mkdir(exist_ok=True, parents=True)
        (out / name).write_bytes(b"mine")
    (out / "runs" / "counts-2").mkdir()
    before = hashes(out)
    assert restored(out, whole, big, codebook) == set()
    assert hashes(out) == before
    assert (out / "runs" / "counts-2").is_dir()
    assert len(results.read_table(out, "documents")) == 120


def test_what_stands_where_a_file_belongs_is_kept_when_the_file_is_made(tmp_path):
    source, out = tmp_path / "t.csv", tmp_path / "out"
    source.write_text("text\nGood.\nBad.\n")
    scoring.score_corpus(source, out, batch=1)
    first = out / "documents" / "part-00000.parquet"
    first.unlink()
    first.symlink_to(tmp_path / "mine.txt")
    (tmp_path / "mine.txt").write_text("mine")
    scoring.score_corpus(source, out, batch=1)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert first.is_file()
    assert not first.is_symlink()
    assert first.with_name(f"{first.name}.kept-1").is_symlink()


# Two at once, and told to end.


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGSTOP")
def test_of_two_runs_into_one_folder_one_works_and_the_other_refuses(big, codebook, tmp_path):
    two_at_once(big, codebook, tmp_path, 1)


@pytest.mark.slow
def test_of_two_runs_into_one_folder_one_works_and_the_other_refuses_ten_times(
    big, codebook, tmp_path
):
    two_at_once(big, codebook, tmp_path, 10)


def two_at_once(big: Path, codebook: Path, tmp_path: Path, times: int) -> None:
    """Of another input each, so that a mixture would show."""
    other = tmp_path / "other.parquet"
    table, one = pd.read_parquet(big).head(30), tmp_path / "one.parquet"
    table.to_parquet(one)
    table.assign(doc_id="x" + table["doc_id"]).to_parquet(other)
    for number in range(times):
        out = tmp_path / f"out-{number}"
        runs = [
            subprocess.Popen(command(source, out, codebook), cwd=ROOT, stderr=subprocess.PIPE,
                             stdout=subprocess.DEVNULL, text=True)
            for source in (one, other)
        ]  # fmt: skip
        said = [run.communicate()[1] for run in runs]
        assert sorted(run.returncode for run in runs) == [0, 1]
        refused = said[[run.returncode for run in runs].index(1)]
        # Who comes when the first has finished is told of the other input instead.
        assert re.search("another run is writing into it|begun with another input", refused)
        assert len(refused.splitlines()) == 1
        ids = results.read_table(out, "documents")["doc_id"].str[0]
        assert len(ids) == 30
        assert len(set(ids)) == 1
        assert scored_folder.wrong_files(out, sums=True) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM")
@pytest.mark.parametrize("name", ["SIGTERM", pytest.param("SIGHUP", marks=pytest.mark.slow)])
def test_told_to_end_it_says_how_to_go_on_and_leaves_no_half_file(big, codebook, tmp_path, name):
    out, number = tmp_path / "out", getattr(signal, name)
    run = subprocess.Popen(
        command(big, out, codebook), cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # even if nohup runs the tests
    )  # fmt: skip
    wait_for(lambda: len(list(out.glob("parts/part-*.json"))) >= 2)
    run.send_signal(number)
    said = run.communicate()[1].decode()
    assert (run.returncode, said) == (130, "interrupted; the same command goes on from here\n")
    assert not list(out.rglob("*.tmp"))
    assert not list(out.glob("*.lock"))


def kill_in_the_end(big, codebook, whole, scored, tmp_path, at: list[float]) -> None:
    """Kill while counts are added up, the manifest is written, and the runs are removed."""
    for number, seconds in enumerate(at):
        out = shutil.copytree(scored, tmp_path / f"out-{number}")
        (out / "notes.txt").write_text("mine")
        code = (
            "import os, sys, threading; from analysis.large import scored_folder, scoring\n"
            "from analysis.study import command_line\n"
            "finish = scoring._finish\n"
            "def timed(*given):\n"
            f"    threading.Timer({seconds}, os.kill, (os.getpid(), 9)).start()\n"
            "    return finish(*given)\n"
            "scoring._finish = timed\n"
            "sys.exit(command_line.main(sys.argv[1:]))\n"
        )
        given = command(big, out, codebook)[3:]
        killed = subprocess.run([sys.executable, "-c", code, *given], cwd=ROOT, capture_output=True)
        assert killed.returncode in (0, -9), killed.stderr
        scoring.score_corpus(big, out, by="outlet", codebook=codebook, batch=5)
        assert (out / "notes.txt").read_text() == "mine"
        (out / "notes.txt").unlink()
        assert hashes(out) == hashes(whole)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_in_the_end_twenty_times(big, codebook, whole, scored, tmp_path):
    at = [number / 60 for number in range(20)]
    kill_in_the_end(big, codebook, whole, scored, tmp_path, at)


# What is refused.


@pytest.mark.parametrize("out", ["in", "in/out", "in/x/../out", "link/out"])
def test_input_and_output_are_never_inside_one_another(tmp_path, out):
    (tmp_path / "in" / "x").mkdir(parents=True)
    (tmp_path / "link").symlink_to("in")
    pd.DataFrame({"text": ["Good."]}).to_parquet(tmp_path / "in" / "t.parquet")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ValueError, match="lies inside the corpus"):
        scoring.score_corpus(tmp_path / "in", tmp_path / out)
    with pytest.raises(ValueError, match="lies around the corpus"):
        scoring.score_corpus(tmp_path / "link" / "t.parquet", tmp_path / "in")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("{}", "is not what python -m analysis score writes"),
        ("[]", "is not what python -m analysis score writes"),
        ("{", "is not what python -m analysis score writes"),
        ("[" * 100_000, "is not what python -m analysis score writes"),
        ('{"name": "My app", "start_url": "."}', "is not what python -m analysis score writes"),
        ('{"choices": {}, "software": {}, "bounds": [0, 1], "columns": [], "sums": {}}',
         r"was made by another version of this package, .*format 1, and 3 is read"),
        ('{"choices": {}, "software": {}, "bounds": [], "columns": [], "sums": {}, "format": 2}',
         r"was made by another version of this package, .*format 2, and 3 is read"),
        ('{"choices": {}, "software": {}, "bounds": [], "columns": [], "sums": {}, "format": 9}',
         r"was made by another version of this package, .*format 9"),
        ('{"choices": {}, "software": {}, "bounds": [], "columns": [], "sums": {}, "format": 3}',
         "has changed since it was made"),
    ],
)  # fmt: skip
def test_a_manifest_of_another_kind_is_named_and_left_alone(tmp_path, manifest, message, capsys):
    (tmp_path / "t.csv").write_text("text\nGood.\n")
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text(manifest)
    for arguments in (
        ["score", str(tmp_path / "t.csv"), "--out", str(out)],
        ["study", "--corpus", str(out), "--out", str(tmp_path / "study")],
        ["check", str(out)],
    ):
        assert command_line.main(arguments) == 1
        said = capsys.readouterr().err
        assert re.search(message, said)
        assert len(said.splitlines()) == 1
    assert (out / "manifest.json").read_text() == manifest
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "t.csv"]


@pytest.mark.parametrize("record", ["[]", "{}", "null", '{"part": 0, "files": []}', "[" * 100_000,
                                    '{"part": 0, "files": {"../t.csv": {}}}', "\0"])  # fmt: skip
def test_a_record_of_another_kind_is_no_record(tmp_path, record):
    source, out = tmp_path / "t.csv", tmp_path / "out"
    source.write_text("text\nGood.\n")
    scoring.score_corpus(source, out)
    before = hashes(out)
    (out / "parts" / "part-00000.json").write_text(record)
    scoring.score_corpus(source, out)
    (out / "parts" / "part-00000.json.kept-1").unlink()
    assert hashes(out) == before


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", "doc_id,body\na,x\n", r"t.csv: no column 'text' .*: doc_id, body\); name it"),
        ("t.csv", "doc_id,text\na,x\nb\n", r"t.csv: cannot be read \(.*Expected 2 columns, got 1"),
        ("t.csv", b"doc_id,text\na,\xff\n", r"t.csv: cannot be read \(.*invalid UTF8"),
        ("t.csv", "", r"t.csv: cannot be read \(Empty CSV file"),
        ("t.csv", "doc_id,text\n", r"t.csv: no row"),
        ("t.csv", "text,text\na,b\n", r"t.csv: two columns are called 'text'"),
        ("t.csv", "doc_id,text\na,x\nb,y\na,z\n", r"t.csv: doc_id 'a' of row 3 stands in"),
        ("t.csv", "doc_id,text\na,x\n,y\n", r"t.csv: no doc_id in row 2"),
        ("t.csv", "doc_id,text\nhttps://a/b,x\n", r"t.csv: doc_id 'https://a/b' holds"),
        ("t.jsonl", '{"text": "x"}\n{"text": \n', r"t.jsonl: line 2 is not a JSON object"),
        ("t.jsonl", '["x"]\n', r"t.jsonl: line 1 is not a JSON object"),
        ("t.jsonl", "[" * 100_000, r"t.jsonl: line 1 is not a JSON object"),
        ("t.jsonl.gz", '{"text": "x"}\n', r"t.jsonl.gz: cannot be read"),
        ("t.parquet", "PAR1", r"t.parquet: cannot be read"),
        ("t.xlsx", "x", r"t.xlsx: not a kind of table .* \.parquet, \.csv"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_sentence(name, content, message, tmp_path, capsys):
    content = content.encode() if isinstance(content, str) else content
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=message):
        scoring.score_corpus(tmp_path / name, tmp_path / "out")
    assert not (tmp_path / "out").exists(), "something was written"
    assert command_line.main(["score", str(tmp_path / name), "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.startswith("error: ")


def test_another_input_other_choices_and_other_folders_are_refused(tmp_path, monkeypatch):
    source, out = tmp_path / "t.csv", tmp_path / "out"
    source.write_text("doc_id,side,text\na,X,Good.\nb,Y,Bad.\n")
    scoring.score_corpus(source, out)
    before = hashes(out)
    with pytest.raises(ValueError, match=r"begun with another by: doc_id, and it is now side"):
        scoring.score_corpus(source, out, by="side")
    with pytest.raises(ValueError, match="another batch: 4000, and it is now 7"):
        scoring.score_corpus(source, out, batch=7)
    with monkeypatch.context() as patch:
        patch.setattr(measuring, "software", lambda: {"analysis": "9.9"})
        with pytest.raises(ValueError, match=r"another analysis: .*, and it is now 9\.9"):
            scoring.score_corpus(source, out)
    source.write_text("doc_id,side,text\na,X,Good.\nb,Y,Bad!\n")
    with pytest.raises(ValueError, match=r"another input: t\.csv has changed"):
        scoring.score_corpus(source, out)
    assert hashes(out) == before
    with pytest.raises(ValueError, match=r"no column 'outlet' to group by"):
        scoring.score_corpus(source, tmp_path / "new", by="outlet")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    with pytest.raises(ValueError, match="holds something else"):
        scoring.score_corpus(source, tmp_path / "full")
    with pytest.raises(ValueError, match=r"no table 'mentions'; there is counts-1, counts-2"):
        results.read_table(out, "mentions")
    with pytest.raises(ValueError, match=r"documents: no column 'x' \(found: doc_id, side"):
        results.read_table(out, "documents", where={"x": 1})


def test_an_input_that_changes_while_it_is_read_is_noticed(tmp_path, monkeypatch):
    source = tmp_path / "t.csv"
    source.write_text("text\nGood.\nBad.\n")
    original = measuring.make_part

    def meddle(*arguments):
        source.write_text("text\nGood.\nFine.\n")
        return original(*arguments)

    monkeypatch.setattr(measuring, "make_part", meddle)
    with pytest.raises(ValueError, match=r"t\.csv: changed while it was read"):
        scoring.score_corpus(source, tmp_path / "out", batch=1)


def test_an_interruption_says_how_to_go_on(tmp_path, monkeypatch, capsys):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(scoring, "score_corpus", stop)
    assert command_line.main(["score", "t.csv", "--out", str(tmp_path)]) == 130
    assert capsys.readouterr().err == "interrupted; the same command goes on from here\n"
