"""PDF files made here of the fewest parts: lines, broken words, running heads."""

import pytest
from given_files import write_pdf

from analysis import corpus
from analysis.bring import new_folder
from analysis.bring.pdf import read_pdf


def test_a_pdf_is_read_line_by_line_and_broken_words_are_joined(tmp_path):
    data = write_pdf(
        [
            [
                "The well-known negotia-",
                "tions were held in a well-",
                "known hall, and then",
                "they ended.",
            ]
            * 3
        ]
    )
    reading = read_pdf(data)
    assert reading.text.startswith(
        "The well-known negotiations\nwere held in a well-known\nhall, and then\nthey ended.\n"
    )
    assert "6 words broken at a line end were joined" in reading.warnings


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


def test_a_pdf_without_a_text_layer_is_refused():
    with pytest.raises(ValueError, match=r"a scan or a picture; run text recognition \(OCR\)"):
        read_pdf(write_pdf([[""], [""]]))
