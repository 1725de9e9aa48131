"""Word files: order, styles as roles, tracked changes."""

from pathlib import Path

from given_files import roles_of

from analysis.bring.word import read_word


def word(tmp_path: Path) -> Path:
    import docx

    document = docx.Document()
    document.core_properties.author = "Whoever Typed"
    document.add_paragraph("A title of one's own", style="Title")
    document.add_paragraph("And a standfirst", style="Subtitle")
    document.add_paragraph("The first paragraph.\nIts second line.")
    document.add_paragraph("What another person said.", style="Quote")
    document.add_table(1, 1).cell(0, 0).text = "In a table."
    document.save(tmp_path / "w.docx")
    return tmp_path / "w.docx"


def test_a_word_file_keeps_its_order_and_its_styles_are_roles(tmp_path):
    reading = read_word(word(tmp_path).read_bytes())
    assert roles_of(reading) == {
        "A title of one's own": "headline",
        "And a standfirst": "deck",
        "The first paragraph.": "body",
        "Its second line.": "body",
        "What another person said.": "quotation",
        "In a table.": "body",
    }
    assert reading.known["title"] == (
        "A title of one's own",
        "stated (paragraph style 'title' of the Word file)",
    )
    # Who typed a file is seldom who wrote the text: it is told, not taken.
    assert reading.known["author"][0] == ""
    assert "Whoever Typed" in reading.known["author"][1]


def test_tracked_insertions_are_read_and_deletions_are_not(tmp_path):
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document.element.body.insert(0, parse_xml(
        f"<w:p {space}><w:r><w:t>They </w:t></w:r><w:ins><w:r><w:t>never </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>always </w:delText></w:r></w:del>"
            "<w:r><w:t>signed.</w:t></w:r></w:p>"
    ))  # fmt: skip
    document.save(tmp_path / "t.docx")
    reading = read_word((tmp_path / "t.docx").read_bytes())
    assert reading.text == "They never signed.\n"
    assert reading.warnings == ["tracked changes were read as accepted"]
