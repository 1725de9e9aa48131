"""Markdown and OpenDocument: what a reader of the page would see, with roles; synthetic texts."""

import io
import zipfile

import pytest
from given_files import roles_of

from analysis.bring.marked_up import read_markdown, read_open_document

MARKDOWN = """---
title: "Why they left"
author: A. Writer
date: 2019-03-01
publication: The Daily Sample
tags: [one, two]
---
# Why they left

By A. Writer

The **second** meeting [ended early](https://daily.example/a_b) without *any*
paper; nobody `signed` it.[^1] An ![picture](x.png "a title") of it, ~~gone~~.

> Somebody else stood before the press.

## What comes next

- Talks & tables, AT&amp;T too
- <span class="x">More</span> talks

```
code = 1
```

[^1]: See the [report](http://r.example) of the year.
"""


def test_markdown_is_read_as_its_reader_sees_it():
    reading = read_markdown(MARKDOWN.encode())
    roles = roles_of(reading)
    assert [line for line, role in roles.items() if role == "body"] == [
        "The second meeting ended early without any paper; nobody signed it. An of it, gone.",
        "What comes next", "Talks & tables, AT&T too", "More talks",
    ]  # fmt: skip
    assert roles["Why they left"] == "headline"
    assert roles["By A. Writer"] == "byline"
    assert roles["Somebody else stood before the press."] == "quotation"
    assert roles["See the report of the year."] == "note"
    assert roles["code = 1"] == roles["date: 2019-03-01"] == "chrome"
    assert {column: value for column, (value, _) in reading.known.items()} == {
        "title": "Why they left", "author": "A. Writer", "date": "2019-03-01",
        "outlet": "The Daily Sample",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("A 5 * 3 and 2 * 4 deal.", ["A 5 * 3 and 2 * 4 deal."]),
        ("It cost $5_000 and $6_000.", ["It cost $5_000 and $6_000."]),
        ("---\n\nThey left. They signed.\n\n---\n\nNo.", ["They left. They signed.", "No."]),
        ("+++\ntitle = 'x'\n+++\nThey left.", ["They left."]),
        ("Set\nover\nlines.", ["Set over lines."]),
        ("See <https://a.example/b>.", ["See https://a.example/b."]),
        ("| a | b |\n|---|---|\n| c | d |", ["a", "b", "c", "d"]),
    ],
)
def test_markdown_pairs(text, body):
    found = roles_of(read_markdown(text.encode()))
    assert [line for line, role in found.items() if role == "body"] == body


def open_document(content: str) -> bytes:
    names = "office text style"
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names.split()
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>"
            '<style:style style:name="T1">'
            '<style:text-properties style:text-position="super 58%"/></style:style>'
            '<style:style style:name="P1" style:parent-style-name="Quotations"/>'
            f"</office:automatic-styles><office:body><office:text>{content}</office:text>"
            "</office:body></office:document-content>",
        )
    return written.getvalue()


def test_an_open_document_is_read_with_roles_and_notes():
    reading = read_open_document(open_document(
        '<text:p text:style-name="Title">Why they left</text:p>'
        '<text:p text:style-name="Subtitle">A deck</text:p>'
        "<text:p>They <text:span>walked</text:span><text:s/>out<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note>"
        ' of 5 km<text:span text:style-name="T1">2</text:span>.'
        "<office:annotation><text:p>A comment</text:p></office:annotation></text:p>"
        '<text:p text:style-name="P1">Another voice.</text:p>'
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p/>"
    ))  # fmt: skip
    assert roles_of(reading) == {
        "Why they left": "headline", "A deck": "deck", "They walked out of 5 km².": "body",
        "Another voice.": "quotation", "A note.": "note",
    }  # fmt: skip


def test_entities_of_an_open_document_are_not_followed():
    data = open_document("<text:p>plain</text:p>")
    assert "plain" in read_open_document(data).text
    with pytest.raises(ValueError, match="without text"):
        read_open_document(open_document(""))
    with pytest.raises(ValueError, match="not readable as OpenDocument"):
        read_open_document(b"PK\x03\x04")
