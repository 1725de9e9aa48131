"""Transcripts: a voice a speaker, chosen when the folder is made; synthetic ones."""

import pytest
from given_files import roles_of, save_files

from analysis import corpus, sentences
from analysis.bring import new_folder
from analysis.bring.formats import read_given
from analysis.bring.shared import Reading
from analysis.bring.transcript import find_speakers

TALK = """Two guests spoke in the hall.

HOST: Welcome. Why did they leave?

DR. WEBER (Berlin): They had no choice. It was
a bad deal.

HOST: And now?

Dr. Weber: They will meet again.

KIM YO-HAN: I doubt it.
"""


def test_without_a_choice_all_are_body_and_the_speakers_are_said():
    reading = read_given(TALK.encode(), ".txt")[0]
    assert reading.verbatim
    assert "3 speakers" in reading.warnings[0]
    assert "--speaker" in reading.warnings[0]


def test_one_speaker_is_the_author_and_the_others_are_quoted(tmp_path):
    paths = save_files(tmp_path, talk__txt=TALK)
    new_folder.make_folder(tmp_path / "made", paths, speaker="dr weber")
    c = corpus.load(tmp_path / "made")
    s = sentences.split(c)
    own = s[s["voice"] == "author"]["text"].tolist()
    assert own[-3:] == ["They had no choice.", "It was\na bad deal.", "They will meet again."]
    assert s[s["voice"] == "quoted"]["text"].tolist() == [
        "Welcome.", "Why did they leave?", "And now?", "I doubt it.",
    ]  # fmt: skip
    assert not s["text"].str.contains("HOST|WEBER|Weber:").any()
    assert c.documents["author"].tolist() == ["DR. WEBER"]
    assert (tmp_path / "made" / "originals" / "talk.txt").read_text() == TALK


def test_each_speaker_can_be_a_text(tmp_path):
    report = new_folder.make_folder(
        tmp_path / "made", save_files(tmp_path, talk__txt=TALK), speaker="each"
    )
    assert report["doc_id"].tolist() == ["host", "dr-weber", "kim-yo-han"]
    c = corpus.load(tmp_path / "made")
    body = c.passages[c.passages["role"] == "body"].groupby("doc_id")["text"].agg(" ".join)
    assert body["host"] == "Welcome. Why did they leave? And now?"
    assert body["kim-yo-han"] == "I doubt it."


def test_a_speaker_who_does_not_speak_is_refused_with_those_who_do():
    with pytest.raises(ValueError, match=r"no 'Smith' speaks; name one of HOST, DR\. WEBER"):
        read_given(TALK.encode(), ".txt", speaker="Smith")


@pytest.mark.parametrize(
    "text",
    [
        "They left: nobody signed.\n\nNote: it was late.\n\nThe point: they will be back.\n",
        "Kim: a life.\n\nTrump: a deal.\n\nHe left. They stayed.\n\nNo one knew.\n",
        "https: it was.\n",
        "",
    ],
)
def test_prose_with_colons_is_no_transcript(text):
    assert find_speakers(Reading(text, "plain text", "utf-8")) == {}


@pytest.mark.parametrize("form", ["{}: {}", "[00:01:02] {}: {}", "**{}:** {}", "{} (Berlin): {}"])
def test_forms_of_a_turn(form):
    turns = [form.format(name, "It is over.") for name in ("Anna", "Kim Yo-han") * 3]
    reading = read_given("\n".join(turns).encode(), ".txt", speaker="Anna")[0]
    assert list(roles_of(reading).values()).count("chrome") >= 2
    assert "Anna" in reading.known["author"][0]
