"""PDF: sentences found are those put in; pages are printed by reportlab, or of the fewest parts."""

import re
from collections import Counter

import pandas as pd
import pytest
from given_files import roles_of, write_pdf
from printed import paragraphs, print_pdf, sentences

from analysis import corpus
from analysis import sentences as front
from analysis.bring import new_folder
from analysis.bring.lines import join_lines, words_of
from analysis.bring.pdf import raise_mark, read_pdf
from analysis.bring.shared import Reading

NOTES = ["See the report, p. 12. It was never published.", "Compare the minutes. They are lost."]
ABOVE = [("Why nobody signed", 20), ("By A. Writer", 11)]


def body_sentences(reading: Reading) -> list[str]:
    lines = reading.text.split("\n")
    for first, last, _, _ in reading.ranges:
        lines[first - 1 : last] = [""] * (last - first + 1)
    found = corpus.from_table(pd.DataFrame({"text": ["\n".join(lines)]}))
    return front.split(found)["text"].tolist()


@pytest.mark.parametrize("face", ["Times-Roman", "Helvetica", "Courier"])
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize(("justified", "indented"), [(True, True), (False, False)])
def test_the_sentences_found_are_those_put_in(face, columns, justified, indented):
    """Printed by reportlab with broken words, running heads, folios, notes and captions."""
    said = sentences(90, seed=columns)
    printed = print_pdf(
        paragraphs(said), columns, face, justified, indented,
        head="The Sample Review", notes=NOTES, above=ABOVE, figure="A chart. Source: own.",
    )  # fmt: skip
    reading = read_pdf(printed)
    found = body_sentences(reading)
    assert Counter(found) == Counter(said)
    roles = roles_of(reading)
    assert roles["Why nobody signed"] == "headline"
    assert roles["By A. Writer"] == "byline"
    notes = [line for line, role in roles.items() if role == "note"]
    assert notes
    assert notes == [f"1 {NOTES[0]}", f"2 {NOTES[1]}"][: len(notes)]
    assert next(role for line, role in roles.items() if line.startswith("Figure")) == "caption"
    assert {line for line, role in roles.items() if role == "chrome"} >= {"1"}
    assert reading.known["title"][0] == "Why nobody signed"


def test_words_broken_at_a_line_end_are_joined_as_the_text_writes_them():
    lines = [
        "The well-known negotia-",
        "tions were held in a well-",
        "known hall, and then",
        "they ended.",
    ]
    reading = read_pdf(write_pdf([lines * 3]))
    sentence = "The well-known negotiations were held in a well-known hall, and then they ended."
    assert reading.text == f"{sentence}\n\n{sentence}\n\n{sentence}\n"
    assert "joined 3 words broken at a line end" in reading.warnings


JOINED = {
    "negotia-\ntions": "negotiations",
    "the so-\ncalled deal": "the so-called deal",
    "Kim Jong-\nUn came": "Kim Jong-Un came",
    "short- and long-\nterm aims": "short- and longterm aims",
    "both short-\nand long-term aims": "both short- and long-term aims",
    "in 2018-\n2019 they": "in 2018-2019 they",
    "a U.S.-\nled plan": "a U.S.-led plan",
    "co\u00ad\noperate": "cooperate",
    "a state-of-the-\nart hall": "a state-of-the-art hall",
    "they came -\nand went": "they came - and went",
    "it was over—\nand done": "it was over— and done",
    "negotia\u2010\ntions": "negotiations",
    "North Korea-\nwatchers, watchers say": "North Korea-watchers, watchers say",
    "one line": "one line",
}


@pytest.mark.parametrize("broken", JOINED)
def test_hyphens_at_line_ends_pairs_with_those_that_stay(broken):
    lines = broken.split("\n")
    known = words_of([*lines, "x the well-known deal x", "x he said North Korea x"])
    assert join_lines(lines, known)[0] == JOINED[broken]


def test_what_the_text_writes_elsewhere_decides():
    """``re-sign`` and ``resign`` are two words: the text says which it means."""
    assert join_lines(["to re-", "sign"], words_of(["a to re-sign it"]))[0] == "to re-sign"
    assert join_lines(["to re-", "sign"], words_of(["a to resign it"]))[0] == "to resign"


@pytest.mark.parametrize(
    ("before", "mark", "written"),
    [
        ("ended.", "1", ""),
        ("10", "6", "⁶"),
        ("5 km", "2", "²"),
        ("the 2", "nd", "nd"),
        ("", "3", "3 "),
    ],
)
def test_raised_marks(before, mark, written):
    assert raise_mark(before, mark) == written


def test_running_heads_and_page_numbers_do_not_cut_a_sentence(tmp_path):
    text = [
        (
            f"It was on day {word} that they sat down once more and talked",
            f"about {word} ways of peace, to no avail, over and over and",
        )
        for word in ("one", "two", "six")
    ]
    data = write_pdf([["The Paper, March", *lines, f"{n}"] for n, lines in enumerate(text, 1)])
    (tmp_path / "p.pdf").write_bytes(data)
    new_folder.make_folder(tmp_path / "made", [tmp_path / "p.pdf"])
    c = corpus.load(tmp_path / "made")
    assert c.passages["role"].tolist().count("body") == 1
    left_out = c.passages.loc[c.passages["role"] == "chrome", "text"]
    assert set(left_out) == {"The Paper, March", "1", "2", "3"}


def test_a_year_that_ends_a_page_is_no_page_number():
    prose = ["They had met in the same hall, in the same city, for the same reason, in"]
    reading = read_pdf(write_pdf([[*prose * 3, "2019."], [*prose * 3, "2020."]]))
    assert not reading.ranges
    assert "2019." in reading.text


def test_a_title_across_two_columns_comes_first():
    said = sentences(60, seed=5)
    reading = read_pdf(
        print_pdf(paragraphs(said), 2, above=[("A title over both columns of it", 18)])
    )
    assert reading.text.startswith("A title over both columns of it\n")
    assert body_sentences(reading) == said


def test_a_pdf_without_a_text_layer_is_refused():
    with pytest.raises(ValueError, match=r"a scan or a picture; run text recognition \(OCR\)"):
        read_pdf(write_pdf([[""], [""]]))


def test_a_locked_pdf_is_refused():
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    written = BytesIO()
    canvas = Canvas(written, encrypt="secret")
    canvas.drawString(50, 700, "A text of some length that nobody without the word can read. " * 3)
    canvas.save()
    with pytest.raises(ValueError, match="locked with a password; save it without one"):
        read_pdf(written.getvalue())


def test_text_that_runs_up_the_page_is_chrome():
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    written = BytesIO()
    canvas = Canvas(written)
    for n in range(6):
        canvas.drawString(
            80, 700 - 14 * n, "The talks ended early and nobody signed a paper there."
        )
    canvas.rotate(90)
    canvas.drawString(200, -30, "sample archive 1901.00001")
    canvas.save()
    reading = read_pdf(written.getvalue())
    assert roles_of(reading)["sample archive 1901.00001"] == "chrome"
    assert not re.search("archive", "".join(body_sentences(reading)))


@pytest.mark.parametrize("n", range(52, 68, 3))
def test_a_last_page_of_a_few_lines_has_columns_too(n):
    said = sentences(n, seed=1)
    printed = print_pdf(paragraphs(said), 2, above=ABOVE, notes=NOTES, figure="A chart.")
    assert Counter(body_sentences(read_pdf(printed))) == Counter(said)
