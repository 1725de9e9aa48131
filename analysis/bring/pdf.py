"""PDF files with a text layer: lines as printed, without what runs along the edges of the pages."""

import re
from collections import Counter
from io import BytesIO
from types import ModuleType

from analysis.bring.shared import Reading, call_library, clean, import_extra, lay_out, squeeze

MOST_PAGES = 2_000


def read_pdf(data: bytes) -> Reading:
    """Read the text layer of a PDF: lines as printed, words broken at a line end joined.

    Lines that stand at the head or foot of most pages go to the end of the text, as chrome, so
    that a sentence which runs over a page is not cut.
    """
    pypdf = import_extra("pypdf", "a PDF file")
    pages, given = call_library("PDF", lambda: _pdf_pages(pypdf, data))
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
        basis = "stated (title in the file's properties, and in the text)"
        known["title"] = (squeeze(given), basis)
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
