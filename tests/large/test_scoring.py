"""A corpus measured part by part gives what the verbs give of the whole, whatever happens between.

The expectations are the in-memory verbs, an uninterrupted run, and tables worked out by hand.
"""

import math
import shutil
import signal
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from scored_folder import command, hashes, same, wait_for

from analysis import corpus, frames, keyness, sentiment, tfidf, tokens
from analysis.codebook.codes import read_codebook
from analysis.large import measuring, merging, results, scoring
from analysis.study import command_line

ROOT = Path(__file__).parents[2]

# The same as in memory.


@pytest.mark.parametrize("by", ["doc_id", "outlet"])
@pytest.mark.parametrize("batch", [1, 1000])
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


@pytest.mark.parametrize("step", ["sums", "manifest", "clean"])
def test_killed_while_adding_up_it_gives_the_same_bytes(
    big, codebook, whole, scored, tmp_path, monkeypatch, step
):
    def stop(*_):
        raise KeyboardInterrupt

    out = shutil.copytree(scored, tmp_path / "out")
    arguments = {"by": "outlet", "codebook": codebook, "batch": 5}
    with monkeypatch.context() as patch:
        if step == "sums":
            patch.setattr(merging, "_add_up", stop)
        else:
            patch.setattr(scoring, "_total" if step == "manifest" else "_clean", stop)
        with pytest.raises(KeyboardInterrupt):
            scoring.score_corpus(big, out, **arguments)
    (out / "parts" / ".making-left").write_text("half")
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
    assert hashes(out) == hashes(whole)


# What is refused.


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
        ("t.csv", "doc_id,text\nhttps://a/b,x\n", r"t.csv, table: doc_id 'https://a/b' holds"),
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
