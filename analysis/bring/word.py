"""Word files: paragraphs in order, with the roles that their styles say."""

import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from analysis.bring.lines import name_notes, raise_mark
from analysis.bring.shared import Reading, call_library, import_extra, lay_out, squeeze

LARGEST_UNPACKED = 256 * 2**20
MOST_MEMBERS = 10_000

# Elements of all parts together, by their marks; and paragraphs or rows of a table. A library takes
# hundreds of bytes for an element of five, and a page of prose has some hundred elements.
MOST_TAGS = 3_000_000
MOST_TAGS_OF_A_TABLE = 12_000_000
MOST_PARAGRAPHS = 300_000
PARAGRAPH = re.compile(rb"<(?:\w{1,20}:)?(?:p|row)[ />]")

WORD_STYLES = {
    "title": "headline",
    "subtitle": "deck",
    "quote": "quotation",
    "intense quote": "quotation",
    "caption": "caption",
}


def check_archive(data: bytes, what: str, own: bool = False) -> None:
    """Refuse an Office file that would unpack to something absurd, before it is unpacked.

    An OpenDocument file under another name is refused too, unless it is its `own`.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ValueError(f"not readable as {what} (no valid archive); save it anew") from error
    size = sum(member.file_size for member in members)
    if size > LARGEST_UNPACKED or len(members) > MOST_MEMBERS:
        raise ValueError(
            f"unpacks to {size // 2**20} MiB in {len(members)} parts, which no text needs; "
            "save its text as plain text"
        )
    if not own and any(member.filename == "mimetype" for member in members):
        raise ValueError("an OpenDocument file; name it .odt, or save it as .docx")
    _check_parts(data, what)


def _check_parts(data: bytes, what: str) -> None:
    tags = paragraphs = 0
    most = MOST_TAGS_OF_A_TABLE if what == "Excel" else MOST_TAGS
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for member in archive.infolist():
                if not member.filename.endswith((".xml", ".rels")):
                    continue
                with archive.open(member) as part:
                    while piece := part.read(2**20):
                        tags += piece.count(b"<")
                        paragraphs += len(PARAGRAPH.findall(piece))
                        if tags > most or paragraphs > MOST_PARAGRAPHS:
                            raise ValueError(
                                f"over {MOST_PARAGRAPHS:,} paragraphs or rows (or {most:,} marks "
                                "of other elements), most of them empty; delete the empty ones, "
                                "or save its text as plain text"
                            )
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError) as error:
        raise ValueError(f"not readable as {what} (a damaged archive); save it anew") from error


def read_word(data: bytes) -> Reading:
    """Read a Word file: paragraphs in order, tables and text boxes too; roles from its styles."""
    check_archive(data, "Word")
    docx = import_extra("docx", "a Word file")
    return call_library("Word", lambda: _read_word(docx.Document(BytesIO(data))))


def _read_word(document: Any) -> Reading:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    blocks, warnings = [], []
    named: dict[str | None, str] = {}
    body = document.element.body
    for element in body.iter(qn("w:p")):
        written = _word_text(element, qn)
        if not written.strip():
            continue
        if any(parent.tag.endswith("}Fallback") for parent in element.iterancestors()):
            continue
        if element.style not in named:
            style = Paragraph(element, document).style
            named[element.style] = (style.name or "").lower() if style is not None else ""
        name = named[element.style]
        role = WORD_STYLES.get(name, "body")
        # Many write the title of a text as its first heading; later headings are subheadings.
        if name == "heading 1" and not blocks:
            role = "headline"
        reason = "" if role == "body" else f"paragraph style {name!r} of the Word file"
        for line in written.split("\n"):
            if squeeze(line):
                blocks.append((squeeze(line), role, reason))
    if next(body.iter(qn("w:ins"), qn("w:del")), None) is not None:
        warnings.append("tracked changes were read as accepted")
    if not blocks:
        raise ValueError("a Word file without text; leave it out")
    text, ranges = lay_out([*name_notes(blocks), *_notes(document, qn)])
    known = {}
    titles = [line for line, role, _ in blocks if role == "headline"]
    if titles:
        style = next(reason for _, role, reason in blocks if role == "headline")
        known["title"] = (titles[0], f"stated ({style})")
    given = document.core_properties.author
    if given and given != "python-docx":
        known["author"] = ("", f"not taken over: the file's properties name {squeeze(given)!r}")
    return Reading(text, "Word", "", ranges, known, warnings)


def _notes(document: Any, qn: Callable[[str], str]) -> list[tuple[str, str, str]]:
    from docx.oxml import parse_xml

    found = []
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in ("footnotes", "endnotes") and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                paragraphs = note.iter(qn("w:p"))
                text = squeeze(" ".join(_word_text(each, qn) for each in paragraphs))
                if text and note.get(qn("w:type")) in (None, "normal"):
                    found.append((text, "note", kind.removesuffix("s")))
    return found


def _word_text(paragraph: Any, qn: Callable[[str], str]) -> str:
    """Text of one paragraph with its insertions, without the text boxes anchored in it."""
    pieces = []
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        owner = next(element.iterancestors(qn("w:p")), None)
        if owner is not paragraph:
            continue
        if element.tag == qn("w:t"):
            place = element.getparent().find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
            raised = place is not None and place.get(qn("w:val")) == "superscript"
            text = element.text or ""
            pieces.append(raise_mark("".join(pieces[-20:])[-20:], text) if raised else text)
        elif element.getparent().tag == qn("w:r"):
            pieces.append(" " if element.tag == qn("w:tab") else "\n")
    return "".join(pieces)
