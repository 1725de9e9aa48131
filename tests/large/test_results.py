"""Tables of a scored folder read back, whole or in part, and never when something is missing."""

import contextlib
import json
import re
import shutil

import pandas as pd
import pytest
from scored_folder import same

from analysis import corpus
from analysis.large import results, scored_folder, scoring


def test_rows_and_columns_can_be_chosen(whole):
    rows = results.read_table(
        whole, "sentence_scores", where={"doc_id": ["d7", "d110"], "voice": "author"}
    )
    everything = results.read_table(whole, "sentence_scores")
    same(everything.query("doc_id in ('d7', 'd110') and voice == 'author'"), rows)
    two = results.read_table(whole, "counts-1", columns=["term", "n"])
    same(results.read_table(whole, "counts-1")[["term", "n"]], two)


def test_voices_are_the_quotes_of_the_sentences(own_sentences, tmp_path):
    """Each stretch once, with its kind, and as the raw text has it."""
    scoring.score_corpus(corpus.OWN_FOLDER, tmp_path, batch=1)
    found = results.read_table(tmp_path, "voices")
    stretches = own_sentences.explode("quotes").dropna(subset="quotes")
    places = pd.DataFrame(stretches["quotes"].tolist(), columns=["start", "end", "kind"])
    pd.testing.assert_frame_equal(places, found[["start", "end", "kind"]], check_dtype=False)
    raw = corpus.load().raw
    for row in found.itertuples():
        assert raw[row.doc_id][row.start : row.end] == row.text


def test_weeks_of_dates_make_groups_and_a_table_over_time(tmp_path):
    """By hand: "walk" is one of four words of week 9, and one of two of week 10."""
    rows = {"date": ["2019-02-28", "2019-03-03", "2019-03-04", "soon"]}
    rows |= {"text": ["We walk.", "A deal.", "I walk!", "No walk."]}
    pd.DataFrame(rows).to_csv(tmp_path / "t.csv", index=False)
    scoring.score_corpus(tmp_path / "t.csv", tmp_path / "out", by="week", batch=2)
    documents = results.scored_documents(tmp_path / "out")
    assert documents["outlet"].tolist() == ["2019-W09"] * 2 + ["2019-W10", "outlet not stated"]
    found = results.over_time(tmp_path / "out", documents, ["walk", "we walk"])
    assert found[["period", "measure", "value", "n"]].to_numpy().tolist() == [
        ["2019-W09", "tone", 0.0, 2], ["2019-W10", "tone", 0.0, 1],
        ["2019-W09", "walk", 250.0, 1], ["2019-W10", "walk", 500.0, 1],
        ["2019-W09", "we walk", 250.0, 1], ["2019-W10", "we walk", 0.0, 0],
    ]  # fmt: skip
    rows["text"][0] = "We walk"
    pd.DataFrame(rows).drop(columns="date").to_csv(tmp_path / "u.csv", index=False)
    with pytest.raises(ValueError, match=r"u.csv: no column 'week' to group by"):
        scoring.score_corpus(tmp_path / "u.csv", tmp_path / "new", by="week")


@pytest.mark.parametrize("kind", ["term", "code", "group"])
def test_sentences_drawn_are_among_those_that_a_number_counts(whole, kind):
    documents = results.scored_documents(whole)
    row = {"term": {"target": "West", "term": "walked"}, "code": {"doc_id": "West",
           "code": "deal"}, "group": {"doc_id": "West"}}[kind]  # fmt: skip
    draws = [results.sample_sentences(whole, pd.Series(row), documents, 4, seed)
             for seed in (1, 1, 2)]  # fmt: skip
    pd.testing.assert_frame_equal(*draws[:2])
    keys = [set(zip(one["doc_id"], one["sentence_id"], strict=True)) for one in draws]
    assert keys[0] != keys[2]
    assert all(len(one) == 4 for one in keys)
    found = draws[2]
    assert set(found["doc_id"].map(documents.set_index("doc_id")["outlet"])) == {"West"}
    if kind == "code":
        mentions = results.read_table(whole, "mentions", where={"code": "deal"})
        assert keys[2] <= set(zip(mentions["doc_id"], mentions["sentence_id"], strict=True))
    if kind == "term":
        assert found["text"].str.lower().str.contains(r"\bwalked\b").all()
    assert found["spans"].map(len).gt(0).all() == (kind != "group")


@pytest.mark.parametrize("name", ["documents", "sentence_scores", "counts-1", "mentions"])
def test_a_table_of_which_a_part_is_missing_or_short_is_not_read(whole, tmp_path, name):
    """Whatever table is asked for: the folder is one result."""
    out = shutil.copytree(whole, tmp_path / "out")
    part = sorted((out / name).iterdir())[-1]
    data = part.read_bytes()
    part.unlink()
    for asked in ("documents", "counts-2"):
        with pytest.raises(ValueError, match=rf"{name}/{part.name} is missing; the command that"):
            results.read_table(out, asked)
    part.write_bytes(data[:-1])
    size = f"{len(data) - 1:,} bytes, and had {len(data):,}"
    with pytest.raises(ValueError, match=rf"{name}/{part.name} has {size}"):
        results.read_table(out, "documents")
    assert list(scored_folder.wrong_files(out)) == [f"{name}/{part.name}"]


def test_a_flipped_bit_is_found_when_the_table_is_read(whole, tmp_path):
    """Of the same size, so only the sums tell: those of pages are compared on the way.

    A bit of a page's header may have no meaning: then the rows are what they were.
    """
    right, said = results.read_table(whole, "sentence_scores"), []
    out = shutil.copytree(whole, tmp_path / "out")
    part = out / "sentence_scores" / "part-00003.parquet"
    data = bytearray(part.read_bytes())
    for place in range(200, len(data) // 2, len(data) // 40):
        flipped = data.copy()
        flipped[place] ^= 4
        part.write_bytes(flipped)
        assert scored_folder.wrong_files(out) == {}
        assert list(scored_folder.wrong_files(out, sums=True)) == [
            "sentence_scores/part-00003.parquet"
        ]
        try:
            same(right, results.read_table(out, "sentence_scores"))
        except ValueError as error:
            said.append(str(error))
        documents = results.scored_documents(out)
        with contextlib.suppress(ValueError):
            results.sample_sentences(out, pd.Series({"doc_id": "West"}), documents, 1000)
    assert len(said) >= 10
    assert all(re.search("cannot be read .*python -m analysis check", each) for each in said)


def test_a_part_with_other_rows_of_the_same_size_is_named(whole, tmp_path):
    """The file of another part in its place, and the list of sizes made to agree with it."""
    out = shutil.copytree(whole, tmp_path / "out")
    parts = sorted((out / "mentions").iterdir())
    rows = [len(pd.read_parquet(part)) for part in parts]
    other = next(number for number, n in enumerate(rows) if n != rows[0])
    shutil.copy(parts[other], parts[0])
    manifest = json.loads((out / "manifest.json").read_text())
    facts = manifest["files"]["mentions/part-00000.parquet"]
    facts["bytes"] = parts[0].stat().st_size
    manifest["seal"] = scored_folder.seal(manifest)
    (out / "manifest.json").write_text(json.dumps(manifest))
    message = f"mentions/part-00000.parquet has {rows[other]} rows, not {rows[0]}"
    with pytest.raises(ValueError, match=message):
        results.read_table(out, "mentions")


def test_files_that_were_not_made_are_not_read(whole, tmp_path):
    out = shutil.copytree(whole, tmp_path / "out")
    part = out / "documents" / "part-00000.parquet"
    shutil.copy(part, part.with_name("part-00099.parquet"))
    (out / "mine").mkdir()
    shutil.copy(part, out / "mine" / "part-00000.parquet")
    same(results.read_table(whole, "documents"), results.read_table(out, "documents"))
    assert scored_folder.table_names(out) == scored_folder.table_names(whole)


@pytest.mark.parametrize("by", ["name", "value", 'a "b"'])
def test_groups_may_be_called_as_the_query_calls_its_own(by, tmp_path):
    pd.DataFrame({"text": ["A deal.", "No deal."], by: ["x", "y"]}).to_csv(tmp_path / "t.csv")
    scoring.score_corpus(tmp_path / "t.csv", tmp_path / "out", by=by)
    documents = results.scored_documents(tmp_path / "out")
    counts = results.group_counts(tmp_path / "out", results.scored_groups(documents, by))
    assert counts[["doc_id", "term", "n"]].to_numpy().tolist() == [
        ["x", "a", 1], ["x", "deal", 1], ["y", "no", 1], ["y", "deal", 1],
    ]  # fmt: skip
