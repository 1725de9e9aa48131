"""What lines show by themselves: pairs with those that must not change; synthetic throughout."""

import pytest
from anything import FUZZ, TEXTS
from given_files import roles_of, save_files
from hypothesis import given
from hypothesis import strategies as st

from analysis.bring import new_folder
from analysis.bring.formats import read_given
from analysis.bring.lines import name_notes, refuse_addresses, role_of_line, tidy, write_out
from analysis.bring.shared import Reading, letters_of
from analysis.bring.transcript import find_speakers, take_speaker

ROLES = {
    "March 1, 2019": "byline",
    "Published: 1 March 2019, 10:30 a.m. EST": "byline",
    "Friday, 1 March 2019": "byline",
    "By Anna Weber and Kim Yo-han": "byline",
    "BY ANNA WEBER": "byline",
    "Read more: Talks collapsed in another city": "chrome",
    "Related articles": "chrome",
    "Sign up for our newsletter": "chrome",
    "By walking away, they lost": None,
    "By March nobody cared": None,
    "Watch what they do.": None,
    "Read more than the headline, he said.": None,
    "In March 2019 they met again.": None,
    "Listen to the envoys. They know.": None,
    "": None,
}


@pytest.mark.parametrize("line", ROLES)
def test_roles_of_lines(line):
    found = role_of_line(line)
    assert (found and found[0]) == ROLES[line]


WRITTEN = {
    "&quot;we walk&quot; &amp; go": '"we walk" & go',
    "it&#8217;s &#x2014; over": "it’s — over",
    "AT&amp;amp;T": "AT&T",
    "a&nbsp;deal": "a\u00a0deal",
    "one_x000D_\ntwo": "one\ntwo",
    "ended.<sup>1</sup> Kim": "ended. Kim",
    "10<sup>6</sup> and m<sup>2</sup>": "10⁶ and m²",
    "the 2<sup>nd</sup> day": "the 2nd day",
    "a&#10;b": "a b",
    "AT&T; Q&A; &unknown; R&D;": "AT&T; Q&A; &unknown; R&D;",
    "fish & chips": "fish & chips",
    "1 < 2 <b>bold</b>": "1 < 2 <b>bold</b>",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_what_a_program_left_behind_is_written_out(text):
    written, warnings = write_out(text)
    assert written == WRITTEN[text]
    assert bool(warnings) == (written != text)
    assert written.count("\n") == text.count("\n")


def test_the_original_of_a_text_with_entities_is_kept(tmp_path):
    data = "&quot;We walk.&quot; They did.\n"
    report = new_folder.make_folder(tmp_path / "made", save_files(tmp_path, a__txt=data))
    assert (tmp_path / "made" / "raw" / "a.txt").read_text() == '"We walk." They did.\n'
    assert (tmp_path / "made" / report["original"][0]).read_text() == data
    assert "&quot;" in report["warnings"][0][0]


def test_broken_words_of_plain_text_are_joined_and_whole_ones_left_byte_for_byte():
    broken = b"They held nego-\ntiations in the\nwell-known hall.\n\nThe well-\nknown hall stood.\n"
    reading = read_given(broken, ".txt")[0]
    assert reading.text == (
        "They held negotiations in the well-known hall.\n\nThe well-known hall stood.\n"
    )
    assert not reading.verbatim
    whole = b"They held talks -\nand left. A well-\n\nknown hall.\r\n"
    assert read_given(whole, ".txt")[0].verbatim


SOURCES = [
    ("They left. It was over.", "body", ""),
    ("Nobody signed.", "body", ""),
    ("References", "body", ""),
    ("Weber, A. (2018). Leaving the table. Sample Press.", "body", ""),
    ("Kim, Y. (2019). “Talks.” Journal of Samples, pp. 1–9.", "body", ""),
]


def test_a_list_of_sources_is_named_from_its_heading_on():
    roles = [role for _, role, _ in name_notes(SOURCES)]
    assert roles == ["body", "body", "note", "note", "note"]
    prose = [*SOURCES[:2], ("Sources", "body", ""), ("They are many, he said.", "body", "")]
    assert name_notes(prose) == prose
    numbered = [*SOURCES[:2], ("Notes", "body", ""), ("1. See the report.", "body", "")]
    assert [role for _, role, _ in name_notes(numbered)] == ["body", "body", "note", "note"]


def test_a_list_of_sources_in_plain_text_has_a_role_and_the_bytes_stay():
    text = "\n\n".join(words for words, _, _ in SOURCES) + "\n"
    reading = read_given(text.encode(), ".txt")[0]
    assert reading.verbatim
    assert reading.text == text
    assert list(roles_of(reading).values()) == ["body", "body", "note", "note", "note"]


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/1\nhttps://b.example/2\nhttp://c.example/3\n",
        "1. https://a.example/1\n- www.b.example/x\n",
        "https://a.example",
    ],
)
def test_addresses_are_no_text(tmp_path, text):
    with pytest.raises(ValueError, match=r"no text; open each page, save it as \.html"):
        refuse_addresses(text)
    paths = save_files(tmp_path, list__txt=text, b__txt="They left. See https://a.example/1 too.")
    report = new_folder.make_folder(tmp_path / "made", paths)
    assert report["read"].tolist() == ["refused", "plain text"]


def test_addresses_in_a_table_are_refused_row_by_row(tmp_path):
    table = "id,text\n1,https://a.example/1\n2,They left early. Nobody signed.\n"
    report = new_folder.make_folder(tmp_path / "made", save_files(tmp_path, t__csv=table))
    assert (report["read"] == "refused").tolist() == [True, False]


def test_hidden_files_are_left_out_and_said(tmp_path):
    paths = save_files(tmp_path, a__txt="They left.", **{"._a__txt": b"\0\5\26\7"})
    report = new_folder.make_folder(tmp_path / "made", paths)
    assert report["warnings"][1] == ("a hidden file, which no one writes by hand; leave it out",)


@FUZZ
@given(
    TEXTS,
    st.lists(st.sampled_from(["nego-\ntia", "a: b\n", "\nA: x\nB: y\nA: z\nB: y\n", "&amp;"])),
)
def test_any_text_keeps_its_letters_and_its_ranges_its_lines(text, more):
    reading = Reading(text + "".join(more), "plain text", "utf-8")
    found = tidy(reading)
    assert letters_of(found.text) == letters_of(reading.text)
    n_lines = found.text.count("\n") + 1 + found.text.count("\r")
    assert all(1 <= first <= last <= n_lines for first, last, _, _ in found.ranges)
    for speaker in find_speakers(found):
        (own,) = take_speaker(found, speaker)
        assert sorted(letters_of(own.text)) == sorted(letters_of(found.text))
    written, _ = write_out(reading.text)
    assert written.count("\n") == reading.text.count("\n")
