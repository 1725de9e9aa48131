"""Requests to a model and its answers read back; all answers here are synthetic, by a script."""

import json

import pandas as pd
import pytest

from analysis import agreement, corpus, sentences
from analysis.bring import check
from analysis.coding import answers, requests
from analysis.study.command_line import main

BOOK = (
    "code,kind,definition,include,example,pattern\n"
    "stance,stance,What the sentence thinks of the outcome.,,,\n"
    "frame_loss,frame,The outcome is a loss.,SECRETWORDING,SECRETEXAMPLE,SECRETPATTERN\n"
    "name_end,name,It is called an end.,,,ended\n"
    "actor_x,actor,X is named.,,,X\n"
)
TEXT = "The talks ended early. Both sides went home. Nobody signed. “It is over,” he said.\n"


def write_folder(path):
    (path / "raw").mkdir(parents=True)
    for name in ("herald", "tribune"):
        text = TEXT if name == "herald" else TEXT.replace("Both", "All")
        (path / "raw" / f"{name}.txt").write_text(text, encoding="utf-8")
    (path / "commentaries.csv").write_text(
        "doc_id,file,outlet,author,title\nherald,raw/herald.txt,The Herald,Ann Author,A Title\n"
        "tribune,raw/tribune.txt,The Tribune,,\n"
    )
    (path / "codebook.csv").write_text(BOOK)
    return path


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "corpus")


@pytest.fixture(scope="module")
def task(tmp_path_factory):
    """What is asked of any such folder: its texts and codes alone decide."""
    return requests.find_task(write_folder(tmp_path_factory.mktemp("asked") / "corpus"))


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answer(custom_id, stance="neither", codes=()):
    return {"custom_id": custom_id, "answer": {"stance": stance, "codes": list(codes)}}


def write(path, rows):
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def test_requests_are_one_a_sentence_blind_and_in_an_order_of_a_seed(folder, tmp_path):
    outs = [tmp_path / f"{n}.jsonl" for n in range(4)]
    tasks = [requests.write_requests(folder, out, seed=seed)
             for out, seed in zip(outs, (1, 1, 2), strict=False)]  # fmt: skip
    first = lines(outs[0])
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert outs[0].read_bytes() != outs[2].read_bytes()
    body = sentences.split(corpus.load(folder), roles=["body"])
    assert sorted(line["custom_id"] for line in first) == sorted(tasks[0].sentences["custom_id"])
    assert len(first) == len(body) == len({line["custom_id"] for line in first})
    order = [line["custom_id"] for line in first]
    assert order != tasks[0].sentences["custom_id"].tolist()
    text = outs[0].read_text(encoding="utf-8")
    for hidden in ("herald", "Herald", "tribune", "Ann Author", "A Title", "SECRET", "actor_x"):
        assert hidden not in text
    for line in first:
        asked = line["body"]["messages"][1]["content"]
        row = tasks[0].sentences.set_index("custom_id").loc[line["custom_id"]]
        assert f"Sentence:\n{row['text']}" in asked
        assert "The outcome is a loss." in line["body"]["messages"][0]["content"]
    requests.write_requests(folder, outs[3], model="m", examples=True)
    text = outs[3].read_text(encoding="utf-8")
    assert "SECRETWORDING" in text
    assert "SECRETEXAMPLE" in text
    assert "SECRETPATTERN" not in text
    assert lines(outs[3])[0]["body"]["model"] == "m"


def test_the_command_says_what_would_leave_and_changes_no_file(folder, tmp_path, capsys):
    out = tmp_path / "r.jsonl"
    assert main(["coding", "ask", str(folder), "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "8 requests. Nothing was sent." in told
    assert "herald (Ann Author, The Herald): 4 sentences" in told
    assert "rights" in told
    before = out.read_bytes()
    assert main(["coding", "ask", str(folder), "--out", str(out)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert out.read_bytes() == before
    (folder / "codebook.csv").write_text("code,kind,definition,pattern\nactor_x,actor,d,X\n")
    assert main(["coding", "ask", str(folder), "--out", str(tmp_path / "s.jsonl")]) == 1
    assert "no code of the kind name or frame" in capsys.readouterr().err


def test_answers_come_back_as_codings_of_a_model(folder, tmp_path, capsys):
    ids = requests.find_task(folder).sentences["custom_id"].tolist()
    given = [answer(i, "unfavourable", ["frame_loss"]) for i in ids[:4]]
    content = json.dumps({"stance": "neither", "codes": []})
    given += [
        {"custom_id": ids[4], "error": None,
         "response": {"body": {"choices": [{"message": {"content": content}}]}}},
        {"custom_id": ids[5], "result": {"type": "succeeded",
         "message": {"content": [{"type": "text", "text": f"```json\n{content}\n```"}]}}},
        answer(ids[6], codes=["name_end"]), answer(ids[7]),
    ]  # fmt: skip
    path = write(tmp_path / "a.jsonl", given)
    assert main(["coding", "read", str(folder), str(path), "--coder", "synthetic"]) == 0
    assert "8 of 8 sentences read" in capsys.readouterr().out
    found = corpus.load(folder)
    assert found.coders[["coder", "kind"]].to_numpy().tolist() == [["synthetic", "model"]]
    assert found.codings.query("value == '1'").groupby("code").size().to_dict() == {
        "frame_loss": 4, "name_end": 1,
    }  # fmt: skip
    assert found.codings.query("code == 'stance'")["value"].value_counts().to_dict() == {
        "unfavourable": 4, "neither": 4,
    }  # fmt: skip
    assert not [row for row in check.examine(folder).problems.itertuples() if "coding" in row.where]
    # A second time the name is taken, and nothing is written over.
    before = (folder / "codings" / "synthetic.csv").read_bytes()
    assert main(["coding", "read", str(folder), str(path), "--coder", "Synthetic"]) == 1
    assert "has codings" in capsys.readouterr().err
    assert (folder / "codings" / "synthetic.csv").read_bytes() == before


GOOD = '{"stance": "neither", "codes": []}'
MALFORMED = [
    ("no JSON", "no JSON"),
    ("[1]", "no object with a custom_id"),
    ('{"custom_id": 7, "answer": {}}', "no object with a custom_id"),
    ('{"custom_id": "unheard", "answer": ' + GOOD + "}", "of no request"),
    ('{"custom_id": "ID"}', "no answer in any of the known forms"),
    ('{"custom_id": "ID", "error": {"code": 429}}', "an error instead of an answer"),
    ('{"custom_id": "ID", "answer": "The stance is neither."}', "no JSON"),
    ('{"custom_id": "ID", "answer": "neither [1]"}', "no JSON"),
    ('{"custom_id": "ID", "answer": {"stance": "neither"}}', "instead of stance, codes"),
    ('{"custom_id": "ID", "answer": {"stance": "neither", "codes": [], "why": 1}}', "instead of"),
    ('{"custom_id": "ID", "answer": {"stance": "Neither", "codes": []}}', "stance 'Neither'"),
    ('{"custom_id": "ID", "answer": {"stance": ["neither"], "codes": []}}', "is unknown"),
    ('{"custom_id": "ID", "answer": {"stance": "neither", "codes": "name_end"}}', "no list"),
    ('{"custom_id": "ID", "answer": {"stance": "neither", "codes": ["actor_x"]}}', "not asked for"),
    ('{"custom_id": "ID", "answer": {"stance": "neither", "codes": ["name_end", "name_end"]}}',
     "stands twice"),
    ('{"custom_id": "ID", "answer": {"stance": "neither", "stance": "neither", "codes": []}}',
     "a key stands twice"),
    ('{"custom_id": "ID", "answer": NaN}', "NaN is no JSON"),
    ('{"custom_id": "ID", "answer": ' + "[" * 100_000, "nested too deep"),
    ('{"custom_id": "ID", "result": {"type": "errored", "error": {"type": "x"}}}', "no answer"),
    ('{"custom_id": "ID", "response": {"body": {"choices": []}}}', "no answer"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_answer_is_listed_and_its_sentence_is_not_read(
    folder, task, tmp_path, line, said
):
    """The others are read; the sentence counts as unread by this coder, not as without codes."""
    ids = task.sentences["custom_id"].tolist()
    given = [line.replace("ID", ids[0]), *(answer(i, codes=["frame_loss"]) for i in ids[1:])]
    path = write(tmp_path / "a.jsonl", given)
    read = answers.read_answers(folder, path, "synthetic")
    assert read.n_read == 7
    assert read.problems[0].startswith("line 1: ")
    assert said in read.problems[0]
    found = corpus.load(folder)
    row = task.sentences.iloc[0]
    own = found.codings[(found.codings["doc_id"] == row["doc_id"])
                        & (found.codings["sentence_id"] == row["sentence_id"])]  # fmt: skip
    assert own["value"].isna().all()
    units = sentences.split(found, roles=["body"])
    both = agreement.together(found.codings, units, None, None)
    loss = both[both["code"] == "frame_loss"]
    assert loss["value"].dropna().tolist() == ["1"] * 7


def test_two_answers_to_one_request_are_none(folder, tmp_path):
    ids = requests.find_task(folder).sentences["custom_id"].tolist()
    rows = [answer(ids[0]), answer(ids[1]), answer(ids[0], "favourable")]
    read = answers.read_answers(folder, write(tmp_path / "a.jsonl", rows), "synthetic")
    assert read.n_read == 1
    assert "answers the request of line 1 again" in read.problems[0]
    assert read.problems[-1] == "6 of 8 requests have no answer"


@pytest.mark.parametrize(
    "name", ["", "..", "../x", "a/b", "dictionary", "a\nb", ".hidden", "x" * 99]
)
def test_a_name_that_is_no_file_is_refused(folder, tmp_path, name):
    ids = requests.find_task(folder).sentences["custom_id"].tolist()
    path = write(tmp_path / "a.jsonl", [answer(ids[0])])
    with pytest.raises(ValueError, match="cannot name a file of codings"):
        answers.read_answers(folder, path, name)
    assert not (folder / "codings").exists()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\n", b"\n\n", None])
def test_a_file_without_an_answer_writes_nothing(folder, tmp_path, data, capsys):
    path = tmp_path / "a.jsonl"
    if data is not None:
        path.write_bytes(data)
    assert main(["coding", "read", str(folder), str(path), "--coder", "m"]) == 1
    assert capsys.readouterr().err.startswith("error: ")
    assert not (folder / "codings").exists()


def test_an_answer_to_another_text_or_codebook_is_not_taken(folder, tmp_path):
    ids = requests.find_task(folder).sentences["custom_id"].tolist()
    path = write(tmp_path / "a.jsonl", [answer(i) for i in ids])
    (folder / "raw" / "herald.txt").write_text(TEXT.replace("early", "late"), encoding="utf-8")
    read = answers.read_answers(folder, path, "one")
    assert read.n_read == 7
    book = (folder / "codebook.csv").read_text().replace("is a loss", "is a defeat")
    (folder / "codebook.csv").write_text(book)
    with pytest.raises(ValueError, match="no answer could be read"):
        answers.read_answers(folder, path, "two")


def test_a_codebook_without_stance_is_asked_without_one(folder, tmp_path):
    book = "".join(line + "\n" for line in BOOK.splitlines() if not line.startswith("stance"))
    (folder / "codebook.csv").write_text(book)
    task = requests.find_task(folder)
    assert '"stance"' not in requests.instruct(task.codes)
    ids = task.sentences["custom_id"].tolist()
    rows = [{"custom_id": i, "answer": {"codes": []}} for i in ids[:5]]
    answers.read_answers(folder, write(tmp_path / "a.jsonl", rows), "synthetic")
    found = corpus.load(folder)
    both = agreement.together(found.codings, sentences.split(found), None, None)
    assert both["value"].dropna().tolist() == ["0"] * 10  # five sentences read, two codes each
    assert isinstance(both, pd.DataFrame)
