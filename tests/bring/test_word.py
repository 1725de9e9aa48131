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


def test_footnotes_of_a_word_file_are_notes_and_their_marks_no_part_of_a_word(tmp_path):
    """A file with a part of footnotes, as Word writes it beside the text."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document = docx.Document()
    paragraph = document.add_paragraph("The talks failed.")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" Kim left 5 km")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" of it.")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = (
        f'<w:footnotes xmlns:w="{space}"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>-'
        '</w:t></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>See the report.</w:t>'
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    name = PackURI("/word/footnotes.xml")
    part = Part(name, kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.save(tmp_path / "n.docx")
    reading = read_word((tmp_path / "n.docx").read_bytes())
    assert roles_of(reading) == {
        "The talks failed. Kim left 5 km² of it.": "body",
        "See the report.": "note",
    }
