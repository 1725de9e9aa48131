"""A corpus measured part by part gives what the verbs give of the whole, whatever happens between.

The expectations are the in-memory verbs, an uninterrupted run, and tables worked out by hand.
"""

import json
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis import corpus, frames, keyness, sentences, sentiment, tfidf, tokens
from analysis.codebook.codes import read_codebook
from analysis.large import batches, merging, parts, results, score
from analysis.study import command_line

ROOT = Path(__file__).parent.parent
CODEBOOK = """code,kind,definition,pattern
walk,name,the end as a walk,walk* (away | out)
collapse,name,the end as a collapse,collaps*
deal,frame,a deal,[no] deal
kim,actor,the chairman,Kim [Jong-un | Jong Un]
"""
WORDS = """the talks walked away from a good bad deal no not very great terrible collapse Kim said
    and but never won lost hope fear summit, sanctions “deal” two days happy U.S. ended"""


def prose(seed: int, words: int) -> str:
    draw = random.Random(seed)
    sentence = lambda: " ".join(draw.choices(WORDS.split(), k=draw.randint(3, 12)))  # noqa: E731
    return " ".join(f"{sentence().capitalize()}{draw.choice('.!?')}" for _ in range(words // 8))


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """120 documents of three outlets that take turns, so that each group is in every part."""
    ids = [f"d{number}" for number in range(120)]
    outlets = ["East", "West", "North"]
    return pd.DataFrame(
        {
            "doc_id": ids,
            "outlet": [outlets[number % 3] for number in range(120)],
            "text": [prose(number, 60) for number in range(120)],
        }
    )


@pytest.fixture(scope="module")
def big(table, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("input") / "articles.parquet"
    table.to_parquet(path)
    return path


@pytest.fixture(scope="module")
def codebook(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("codes") / "codebook.csv"
    path.write_text(CODEBOOK)
    return path


@pytest.fixture(scope="module")
def whole(big, codebook, tmp_path_factory) -> Path:
    """What an uninterrupted run in one process makes."""
    out = tmp_path_factory.mktemp("whole") / "out"
    score.score(big, out, by="outlet", codebook=codebook, batch=5)
    return out


@pytest.fixture(scope="module")
def scored(big, codebook, tmp_path_factory) -> Path:
    """All parts are made, and nothing is added up yet."""
    out = tmp_path_factory.mktemp("scored") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(score, "_finish", lambda *_: {})
        score.score(big, out, by="outlet", codebook=codebook, batch=5)
    return out


@pytest.fixture(scope="module")
def cluster():
    import distributed

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0"
    ) as local:
        yield local


def hashes(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): parts.digest(path) for path in sorted(files)}


def command(source: Path, out: Path, codebook: Path, *more: str) -> list[str]:
    return [
        *(sys.executable, "-m", "analysis", "score", str(source), "--out", str(out)),
        *("--by", "outlet", "--codebook", str(codebook), "--batch", "5", *more),
    ]


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Every value, name and order; whether text is 'str' or 'object' is pandas's affair."""
    assert_frame_equal(one.reset_index(drop=True), other, check_dtype=False, check_exact=True)
    number = [np.issubdtype(kind, np.number) for kind in one.dtypes if isinstance(kind, np.dtype)]
    assert number == [
        np.issubdtype(kind, np.number) for kind in other.dtypes if isinstance(kind, np.dtype)
    ] or len(number) != len(one.columns)


# The same as in memory.


@pytest.mark.parametrize("by", ["doc_id", "outlet"])
@pytest.mark.parametrize("batch", [1, 1000])
def test_the_three_texts_give_the_tables_of_the_verbs(
    own, own_sentences, own_tokens, tmp_path, by, batch
):
    codebook = corpus.OWN_FOLDER / "codebook.csv"
    sums = score.score(corpus.OWN_FOLDER, tmp_path, by=by, codebook=codebook, batch=batch)
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
    score.score(tmp_path / "t.csv", tmp_path / "out", by="side", batch=1)
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


def test_counts_do_not_depend_on_how_much_is_summed_at_once(table, whole, tmp_path, monkeypatch):
    """Three hundred rows a file instead of two million: many files, the same table."""
    words = tokens.tokenize(sentences.split(corpus.from_table(table)))
    words["outlet"] = words["doc_id"].map(table.set_index("doc_id")["outlet"])
    counts = tokens.count_terms(words, by="outlet", ngrams=2)
    same(counts, results.read_table(whole, "counts-2"))
    table.to_parquet(tmp_path / "t.parquet")
    monkeypatch.setattr(merging, "ROWS", 300)
    score.score(tmp_path / "t.parquet", tmp_path / "out", by="outlet", batch=20)
    assert len(list((tmp_path / "out" / "counts-2").iterdir())) > 5
    same(counts, results.read_table(tmp_path / "out", "counts-2"))


def test_rows_and_columns_can_be_chosen(whole):
    rows = results.read_table(
        whole, "sentence_scores", where={"doc_id": ["d7", "d110"], "voice": "author"}
    )
    everything = results.read_table(whole, "sentence_scores")
    same(everything.query("doc_id in ('d7', 'd110') and voice == 'author'"), rows)
    two = results.read_table(whole, "counts-1", columns=["term", "n"])
    same(results.read_table(whole, "counts-1")[["term", "n"]], two)


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
            patch.setattr(score, "_total" if step == "manifest" else "_clean", stop)
        with pytest.raises(KeyboardInterrupt):
            score.score(big, out, **arguments)
    (out / "parts" / ".making-left").write_text("half")
    score.score(big, out, **arguments)
    assert hashes(out) == hashes(whole)


def test_a_damaged_part_is_made_again(big, codebook, whole, scored, tmp_path, monkeypatch):
    out = shutil.copytree(scored, tmp_path / "out")
    arguments = {"by": "outlet", "codebook": codebook, "batch": 5}
    damaged = out / "sentence_scores" / "part-00003.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-100])
    (out / "parts" / "part-00004.json").write_text("{")
    made = []
    original = parts.make_part
    monkeypatch.setattr(parts, "make_part", lambda n, *rest: made.append(n) or original(n, *rest))
    score.score(big, out, **arguments)
    assert made == [3, 4]
    assert hashes(out) == hashes(whole)


def test_workers_make_the_same_bytes(big, codebook, whole, cluster, tmp_path):
    arguments = {"by": "outlet", "codebook": codebook, "batch": 5}
    score.score(big, tmp_path / "two", scheduler=cluster.scheduler_address, **arguments)
    assert hashes(tmp_path / "two") == hashes(whole)
    score.score(big, tmp_path / "one", workers=1, **arguments)
    assert hashes(tmp_path / "one") == hashes(whole)


def test_a_killed_worker_changes_nothing(big, codebook, whole, cluster, tmp_path):
    out = tmp_path / "out"
    arguments = {"by": "outlet", "codebook": codebook, "batch": 5}
    arguments["scheduler"] = cluster.scheduler_address
    failed = []

    def work():
        try:
            score.score(big, out, **arguments)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    wait_for(lambda: len(list(out.glob("parts/part-*.json"))) >= 2)
    victim = next(iter(cluster.workers.values())).process.pid
    os.kill(victim, signal.SIGKILL)
    done = len(list(out.glob("parts/part-*.json")))
    thread.join(60)
    assert not thread.is_alive()
    assert not failed
    assert done < 24, "all was done before the worker was killed"
    wait_for(lambda: next(iter(cluster.workers.values())).process.pid != victim)
    assert hashes(out) == hashes(whole)


def test_workers_without_distributed_say_what_to_type(big, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RuntimeError, match=r'pip install "distributed>=2024.5"'):
        score.score(big, tmp_path / "out", workers=2)


def wait_for(condition, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.002)


# Every kind of input.


def test_each_kind_of_table_gives_the_same_rows(table, whole, tmp_path):
    folder, shards = tmp_path / "folder", tmp_path / "shards"
    (folder / "raw").mkdir(parents=True)
    shards.mkdir()
    some = table.iloc[:40]
    some.to_csv(tmp_path / "t.csv", index=False)
    some.to_csv(tmp_path / "t.csv.gz", index=False)
    some.to_json(tmp_path / "t.jsonl", orient="records", lines=True)
    some.to_json(tmp_path / "t.jsonl.gz", orient="records", lines=True)
    some.to_parquet(tmp_path / "t.parquet")
    some.iloc[:13].to_parquet(shards / "a.parquet")
    some.iloc[13:].to_parquet(shards / "b.parquet")
    for row in some.itertuples():
        (folder / "raw" / f"{row.doc_id}.txt").write_text(row.text)
    listed = some[["doc_id", "outlet"]].assign(file="raw/" + some["doc_id"] + ".txt")
    listed.to_csv(folder / "commentaries.csv", index=False)
    wanted = None
    for source in ("t.csv", "t.csv.gz", "t.jsonl", "t.jsonl.gz", "t.parquet", "shards", "folder"):
        out = tmp_path / f"out-{source}"
        score.score(tmp_path / source, out, by="outlet", batch=11)
        found = {
            name: digest for name, digest in hashes(out).items()
            if name.split("/")[0] not in ("manifest.json", "documents", "parts")
        }  # fmt: skip
        wanted = wanted or found
        assert found == wanted, source
    everything = results.read_table(whole, "sentence_scores")
    same(
        everything[everything["doc_id"].isin(some["doc_id"])],
        results.read_table(out, "sentence_scores"),
    )


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@settings(max_examples=25, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=12), st.integers(1, 5))
def test_no_text_is_lost_or_changed_by_reading(tmp_path_factory, texts, batch):
    folder = tmp_path_factory.mktemp("cells")
    rows = pd.DataFrame({"text": texts, "year": range(len(texts))})
    pq.write_table(pa.Table.from_pandas(rows), folder / "t.parquet")
    lines = [json.dumps(row) for row in rows.to_dict("records")]
    (folder / "t.jsonl").write_text("\n".join(lines) + "\n")
    quoted = ['"' + text.replace('"', '""') + '"' for text in texts]
    cells = [f"{text},{year}" for text, year in zip(quoted, range(len(texts)), strict=True)]
    (folder / "t.csv").write_text("\n".join(["text,year", *cells]) + "\n", newline="")
    for name in ("t.parquet", "t.jsonl", "t.csv"):
        source = batches.open_source(folder / name)
        plan = batches.plan(source, batch)
        found = list(batches.read_batches(source, plan.columns, plan.bounds))
        assert [number for number, _ in found] == list(range(-(-len(texts) // batch)))
        whole = pa.concat_tables([part for _, part in found])
        assert whole["text"].to_pylist() == texts, name
        assert whole["doc_id"].to_pylist() == [str(n + 1) for n in range(len(texts))]
        assert whole["year"].to_pylist() == [str(n) for n in range(len(texts))]


def test_long_documents_make_short_parts(monkeypatch, tmp_path):
    """Ten characters a part: 4 + 6 fit, 8 stands alone since 8 + 3 do not fit."""
    monkeypatch.setattr(batches, "CHARACTERS", 10)
    pd.DataFrame({"text": ["a" * n for n in (4, 6, 8, 3, 12)]}).to_csv(tmp_path / "t.csv")
    assert batches.plan(batches.open_source(tmp_path / "t.csv"), 100).bounds == [0, 2, 3, 4, 5]
    monkeypatch.setattr(batches, "LARGEST_DOCUMENT", 11)
    with pytest.raises(ValueError, match=r"t.csv: document '5' has 12 characters, more than 11"):
        batches.plan(batches.open_source(tmp_path / "t.csv"), 100)


def test_rows_without_text_are_counted_and_kept(tmp_path):
    rows = [{"doc_id": "a", "text": "It is good."}, {"doc_id": "b", "text": " \n"}]
    rows += [{"doc_id": "c"}, {"doc_id": "d", "text": None}, {"doc_id": "e", "text": "Bad."}]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for batch in (1, 5):
        sums = score.score(tmp_path / "t.jsonl", tmp_path / f"{batch}", batch=batch)
        assert (sums["n_documents"], sums["n_without_text"], sums["n_sentences"]) == (5, 3, 2)
        found = results.read_table(tmp_path / f"{batch}", "document_scores")
        assert found["doc_id"].tolist() == list("abcde")
        assert found["n_sentences"].tolist() == [1, 0, 0, 0, 1]
        assert found["compound"].isna().tolist() == [False, True, True, True, False]


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
        ("t.jsonl.gz", '{"text": "x"}\n', r"t.jsonl.gz: cannot be read"),
        ("t.parquet", "PAR1", r"t.parquet: cannot be read"),
        ("t.xlsx", "x", r"t.xlsx: not a kind of table .* \.parquet, \.csv"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_sentence(name, content, message, tmp_path, capsys):
    content = content.encode() if isinstance(content, str) else content
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=message):
        score.score(tmp_path / name, tmp_path / "out")
    assert not (tmp_path / "out").exists(), "something was written"
    assert command_line.main(["score", str(tmp_path / name), "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.startswith("error: ")


def test_another_input_other_choices_and_other_folders_are_refused(tmp_path, monkeypatch):
    source, out = tmp_path / "t.csv", tmp_path / "out"
    source.write_text("doc_id,side,text\na,X,Good.\nb,Y,Bad.\n")
    score.score(source, out)
    before = hashes(out)
    with pytest.raises(ValueError, match=r"begun with another by: doc_id, and it is now side"):
        score.score(source, out, by="side")
    with pytest.raises(ValueError, match="another batch: 4000, and it is now 7"):
        score.score(source, out, batch=7)
    with monkeypatch.context() as patch:
        patch.setattr(parts, "software", lambda: {"analysis": "9.9"})
        with pytest.raises(ValueError, match=r"another analysis: .*, and it is now 9\.9"):
            score.score(source, out)
    source.write_text("doc_id,side,text\na,X,Good.\nb,Y,Bad!\n")
    with pytest.raises(ValueError, match=r"another input: t\.csv has changed"):
        score.score(source, out)
    assert hashes(out) == before
    with pytest.raises(ValueError, match=r"no column 'outlet' to group by"):
        score.score(source, tmp_path / "new", by="outlet")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    with pytest.raises(ValueError, match="holds something else"):
        score.score(source, tmp_path / "full")
    with pytest.raises(ValueError, match=r"no table 'mentions'; there is counts-1, counts-2"):
        results.read_table(out, "mentions")
    with pytest.raises(ValueError, match=r"documents: no column 'x' \(found: doc_id, side"):
        results.read_table(out, "documents", where={"x": 1})


def test_an_input_that_changes_while_it_is_read_is_noticed(tmp_path, monkeypatch):
    source = tmp_path / "t.csv"
    source.write_text("text\nGood.\nBad.\n")
    original = parts.make_part

    def meddle(*arguments):
        source.write_text("text\nGood.\nFine.\n")
        return original(*arguments)

    monkeypatch.setattr(parts, "make_part", meddle)
    with pytest.raises(ValueError, match=r"t\.csv: changed while it was read"):
        score.score(source, tmp_path / "out", batch=1)


def test_an_interruption_says_how_to_go_on(tmp_path, monkeypatch, capsys):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(score, "score", stop)
    assert command_line.main(["score", "t.csv", "--out", str(tmp_path)]) == 130
    assert capsys.readouterr().err == "interrupted; the same command goes on from here\n"
