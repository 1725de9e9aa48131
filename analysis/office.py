"""Word files and PDF files, read into lines with a role."""

import re
import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from types import ModuleType
from typing import Any

from analysis.readers import Reading, clean, guarded, lay_out, optional, squeeze

LARGEST_UNPACKED = 256 * 2**20
MOST_MEMBERS = 10_000
MOST_PAGES = 2_000
WORD_STYLES = {
    "title": "headline",
    "subtitle": "deck",
    "quote": "quotation",
    "intense quote": "quotation",
    "caption": "caption",
}


def check_archive(data: bytes, what: str) -> None:
    """Refuse an Office file that would unpack to something absurd, before it is unpacked."""
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
    if any(member.filename == "mimetype" for member in members):
        raise ValueError("an OpenDocument file; open it and save it as .docx")


def read_word(data: bytes) -> Reading:
    """Read a Word file: paragraphs in order, tables and text boxes too; roles from its styles."""
    check_archive(data, "Word")
    docx = optional("docx", "a Word file")
    return guarded("Word", lambda: _read_word(docx.Document(BytesIO(data))))


def _read_word(document: Any) -> Reading:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    blocks, warnings = [], []
    body = document.element.body
    for element in body.iter(qn("w:p")):
        if any(parent.tag.endswith("}Fallback") for parent in element.iterancestors()):
            continue
        style = Paragraph(element, document).style
        name = (style.name or "").lower() if style is not None else ""
        role = WORD_STYLES.get(name, "body")
        # Many write the title of a text as its first heading; later headings are subheadings.
        if name == "heading 1" and not blocks:
            role = "headline"
        reason = "" if role == "body" else f"paragraph style {name!r} of the Word file"
        for line in _word_text(element, qn).split("\n"):
            if squeeze(line):
                blocks.append((squeeze(line), role, reason))
    if next(body.iter(qn("w:ins"), qn("w:del")), None) is not None:
        warnings.append("tracked changes were read as accepted")
    if next(body.iter(qn("w:footnoteReference"), qn("w:endnoteReference")), None) is not None:
        warnings.append("footnotes and endnotes were not read")
    if not blocks:
        raise ValueError("a Word file without text; leave it out")
    text, ranges = lay_out(blocks)
    known = {}
    titles = [line for line, role, _ in blocks if role == "headline"]
    if titles:
        style = next(reason for _, role, reason in blocks if role == "headline")
        known["title"] = (titles[0], f"stated ({style})")
    given = document.core_properties.author
    if given and given != "python-docx":
        known["author"] = ("", f"not taken over: the file's properties name {squeeze(given)!r}")
    return Reading(text, "Word", "", ranges, known, warnings)


def _word_text(paragraph: Any, qn: Callable[[str], str]) -> str:
    """Text of one paragraph, insertions included, without the text boxes anchored in it."""
    pieces = []
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        owner = next(element.iterancestors(qn("w:p")), None)
        if owner is not paragraph:
            continue
        if element.tag == qn("w:t"):
            pieces.append(element.text or "")
        elif element.getparent().tag == qn("w:r"):
            pieces.append(" " if element.tag == qn("w:tab") else "\n")
    return "".join(pieces)


def read_pdf(data: bytes) -> Reading:
    """Read the text layer of a PDF: lines as printed, words broken at a line end joined.

    Lines that stand at the head or foot of most pages go to the end of the text, as chrome, so
    that a sentence which runs over a page is not cut.
    """
    pypdf = optional("pypdf", "a PDF file")
    pages, given = guarded("PDF", lambda: _pdf_pages(pypdf, data))
    letters = sum(character.isalpha() for page in pages for line in page for character in line)
    if letters < 20 * len(pages) or letters < 100:
        raise ValueError(
            f"{len(pages)} pages with hardly a letter in the text layer: a scan or a picture; "
            "run text recognition (OCR) on it first"
        )
    running = _running_lines(pages)
    blocks, left_out = [], []
    for number, page in enumerate(pages, start=1):
        for position, line in enumerate(page):
            if _edge(page, position) and _form(line) in running:
                reason = "running head, foot or number of a page, moved behind the text"
                left_out.append((line, "chrome", reason))
            else:
                blocks.append(line)
        if number < len(pages) and blocks and re.search(r"[.!?…”\"’)]$", blocks[-1]):
            blocks.append("")
    text, joined = _join_broken("\n".join(blocks))
    warnings = ["lines of a PDF are as printed; look whether columns and notes came in order"]
    if joined:
        warnings.append(f"{joined} words broken at a line end were joined")
    text = text.strip("\n") + "\n"
    ranges = []
    if left_out:
        first = text.count("\n") + 2
        tail, [_] = lay_out(left_out)
        text += "\n" + tail
        ranges = [(first, first + tail.count("\n") - 1, *left_out[0][1:])]
    known = {}
    if given and squeeze(given).casefold() in squeeze(text[:3000]).casefold():
        known["title"] = (
            squeeze(given),
            "stated (title in the file's properties, and in the text)",
        )
    return Reading(text, "PDF", "", ranges, known, warnings)


def _pdf_pages(pypdf: ModuleType, data: bytes) -> tuple[list[list[str]], str]:
    reader = pypdf.PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("a PDF locked with a password; save it without one")
    if len(reader.pages) > MOST_PAGES:
        raise ValueError(f"{len(reader.pages)} pages, more than {MOST_PAGES}; split it")
    pages = []
    for page in reader.pages:
        lines = [clean(line).rstrip() for line in re.split(r"\r\n|[\r\n\f]", page.extract_text())]
        # A blank line is a paragraph's end; white space that positions a line is not text.
        pages.append([line if line.strip() else "" for line in lines])
    title = reader.metadata.title if reader.metadata else ""
    return pages, title or ""


def _form(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _edge(page: list[str], position: int) -> bool:
    filled = [number for number, line in enumerate(page) if line]
    return position in filled[:2] or position in filled[-2:]


def _running_lines(pages: list[list[str]]) -> set[str]:
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_form(line) for number, line in enumerate(page) if _edge(page, number)})
    del seen[""]
    return {form for form, n in seen.items() if n >= 3 and n > len(pages) / 2}


def _join_broken(text: str) -> tuple[str, int]:
    """Join ``negotia-`` / ``tions``; the hyphen stays where the text elsewhere writes it."""
    whole = {word.casefold() for word in re.findall(r"\w+(?:-\w+)+", text)}

    def join(match: re.Match) -> str:
        hyphen = "-" if f"{match[1]}-{match[2]}".casefold() in whole else ""
        return f"{match[1]}{hyphen}{match[2]}{match[3]}\n"

    # What follows the second half moves up with it, so that the line breaks after a whole word.
    return re.subn(r"(\w+)[-\u00ad]\n([a-z]\w*)(\S*)[ \n]?", join, text)
