"""PDF files with a text layer: paragraphs put together again from lines that stand on pages.

A PDF holds only letters and their places. pdfminer.six reads these; here lines become columns in
reading order. Lines that only a page needs (running heads, page numbers, captions, notes) are told
by place and size, and put behind the text, so that they cut no sentence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from analysis._shown import counted
from analysis.bring.lines import (
    ends_sentence,
    join_lines,
    name_notes,
    raise_mark,
    role_of_line,
    words_of,
)
from analysis.bring.shared import (
    Reading,
    allow,
    call_library,
    clean,
    import_extra,
    lay_out,
    squeeze,
)

MOST_PAGES = 2_000
MOST_LETTERS_A_PAGE = 100_000
SECONDS_A_PAGE = 5  # the densest page of print takes half a second

# Limits of a page: bytes of its instructions, and how many of them show text.
LARGEST_DRAWING = 8 * 2**20
MOST_SHOWN = 50_000
LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", "ff fi fl ffi ffl st st".split(), strict=True))
PAGE_NUMBER = re.compile(
    r"\W*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.I
)
CAPTION = re.compile(r"(?:Fig(?:ure|\.)|Table|Chart|Map|Photo|Plate|Box)\s?(?:\d+|[A-Z]\b|:)")
MARKED = re.compile(r"\W*(?:\d{1,3}|[*†‡§]+)[.)\]]?\s*\S")

# Shares of a size of type: smaller text is a note or a caption, larger text a title.
SMALLER, LARGER = 0.94, 1.08


class Line(NamedTuple):
    """A line as printed: its page and box (points, from the top), size of type, weight, text."""

    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    text: str


def read_pdf(data: bytes) -> Reading:
    """Read the text layer of a PDF, a paragraph a line.

    Body first, in reading order; then what was told apart, with its role: chrome (what runs along
    the edges of the pages, text that stands upright), caption, note. Words broken at a line end are
    joined as the text itself writes them. The layout of the page shows which line begins a
    paragraph; where one ends remains a guess.
    """
    import_extra("pdfminer", "a PDF file")
    pages, title, sideways, lost = call_library("PDF", lambda: _open(data))
    letters = sum(character.isalpha() for page in pages for line in page for character in line.text)
    if letters < 20 * len(pages) or letters < 100:
        raise ValueError(
            f"{counted(len(pages), 'page')} with hardly a letter in the text layer: a scan or a "
            "picture; run text recognition (OCR) on it first"
        )
    if lost > letters / 10:
        raise ValueError(
            f"{counted(lost, 'letter')} that its text layer does not name; run "
            "text recognition (OCR) on it"
        )
    running = _running(pages)
    behind = [(line.text, "chrome", _MOVED) for page in pages for line in page if line in running]
    pages = [[line for line in page if line not in running] for page in pages]
    size = _usual_size(pages)
    columns = [column for page in pages for column in _columns(page)]
    columns, apart = _without_notes(columns, size)
    body = _paragraphs(columns, size)
    found = body + _paragraphs(apart, size)
    paragraphs = [(lines, *_role(lines, size)) for lines in found]
    known_words = words_of(line.text for page in pages for line in page)
    broken = 0
    blocks, later = [], []
    for number, (lines, role, reason) in enumerate(paragraphs):
        text, joined = join_lines([line.text for line in lines], known_words)
        broken += joined
        if number >= len(body) and role == "body":
            role, reason = "note", "smaller type at the foot of a page or column"
        target = later if role in ("note", "caption") else blocks
        target.append((squeeze(text), role, reason))
    blocks = name_notes(_title_roles(blocks, paragraphs, size))
    behind += [(text, "chrome", "runs up or down the page") for text in sideways]
    warnings = ["paragraphs of a PDF are read off its pages; look whether they came in order"]
    if broken:
        warnings.append(f"joined {counted(broken, 'word')} broken at a line end")
    if lost:
        warnings.append(f"left out {counted(lost, 'letter')} that the text layer does not name")
    text, ranges = lay_out([*blocks, *later, *behind])
    known = {}
    headlines = [text for text, role, _ in blocks if role == "headline"]
    title = squeeze(title)
    if title and title.casefold() in squeeze(text[:3000]).casefold():
        known["title"] = (title, "stated (title in the file's properties, and in the text)")
    elif headlines:
        known["title"] = (headlines[0], "inferred from the largest type on the first page")
    return Reading(text, "PDF", "", ranges, known, warnings)


_MOVED = "running head, foot or number of a page, moved behind the text"


def _open(data: bytes) -> tuple[list[list[Line]], str, list[str], int]:
    """Lines of each page, the title in the properties, upright text, how many letters are lost."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.utils import decode_text

    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
    except PDFPasswordIncorrect as error:
        raise ValueError("a PDF locked with a password; save it without one") from error
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    pages: list[list[Line]] = []
    edges: set[int] = set()
    sideways: list[str] = []
    lost = 0
    for page in PDFPage.create_pages(document):
        if len(pages) == MOST_PAGES:
            raise ValueError(f"more than {MOST_PAGES} pages; split it")
        allow(SECONDS_A_PAGE)
        _check_drawing(page, len(pages) + 1)
        interpreter.process_page(page)
        lines, upright, unnamed = _lines(device.get_result(), len(pages), edges)
        pages.append(lines)
        sideways += upright
        lost += unnamed
    title = next((info["Title"] for info in document.info if info.get("Title")), b"")
    if not pages:
        raise ValueError("a PDF without a page; save it anew")
    return pages, clean(decode_text(title)) if isinstance(title, bytes) else "", sideways, lost


def _check_drawing(page: Any, number: int) -> None:
    """Refuse a page whose instructions would take minutes, before they are carried out."""
    from pdfminer.pdftypes import PDFStream, resolve1

    written = [part for part in map(resolve1, page.contents) if isinstance(part, PDFStream)]
    data = b"\n".join(part.get_data() for part in written)
    shown = sum(map(data.count, (b"Tj", b"TJ")))
    if len(data) > LARGEST_DRAWING or shown > MOST_SHOWN:
        raise ValueError(
            f"page {number} is drawn with {shown:,} pieces of text and {len(data) // 2**10:,} KiB "
            "of instructions, more than any page of text; save its text"
        )


def _lines(page: Any, number: int, edges: set[int]) -> tuple[list[Line], list[str], int]:
    from pdfminer.layout import LAParams, LTChar, LTFigure

    letters, turned, lost = [], [], 0
    waiting = list(page)[::-1]
    while waiting:
        item = waiting.pop()
        if isinstance(item, LTFigure):
            waiting += list(item)[::-1]
        elif isinstance(item, LTChar):
            if item.get_text().startswith("(cid:"):
                lost += 1
            else:
                (letters if item.upright else turned).append(item)
    if len(letters) > MOST_LETTERS_A_PAGE:
        raise ValueError(f"over {MOST_LETTERS_A_PAGE:,} letters on one page; save its text")
    # Only the first step of pdfminer's layout: letters to lines.
    grouped = page.group_objects(LAParams(char_margin=1.2), letters) if letters else ()
    pieces = [[letter for letter in piece if isinstance(letter, LTChar)] for piece in grouped]
    pieces = [piece for piece in pieces if any(each.get_text().strip() for each in piece)]
    pieces.sort(key=lambda piece: (-piece[0].y0, piece[0].x0))
    text = "".join(letter.get_text() for letter in turned).strip()
    lines = [_line(piece, number, page.height) for piece in _beside(pieces, edges)]
    return [line for line in lines if line.text], [squeeze(text)] * bool(text), lost


def _beside(pieces: list[list], edges: set[int]) -> Iterator[list]:
    """Put the pieces of one printed line together: at one height, with no column between them.

    A justified line in a narrow column has gaps as wide as those between columns. But columns begin
    at the same place in many lines, and words do not. `edges` are where columns began on earlier
    pages, since a last page may have only a line or two; those of this page are added.
    """
    begin = Counter(round(min(letter.x0 for letter in piece)) for piece in pieces)
    least = max(3, len(pieces) / 15)
    edges |= {x for x in begin if sum(begin[x + step] for step in (-1, 0, 1)) >= least}
    rows: list[list] = []
    for piece in pieces:
        height = median(letter.height for letter in piece)
        low, left = median(letter.y0 for letter in piece), min(letter.x0 for letter in piece)
        for row in rows[-6:]:
            end = max(letter.x1 for letter in row)
            base = median(letter.y0 for letter in row)
            divided = any(end - 1 < edge < left + 1 for edge in edges)
            widest = (0.9 if divided else 5) * height
            if abs(base - low) < height / 2 and -height / 2 < left - end < widest:
                row += piece
                break
        else:
            rows.append(list(piece))
    yield from rows


def _line(letters: list, number: int, height: float) -> Line:
    """A line of letters, with spaces where they stand apart and raised ones written as raised."""
    sizes = Counter(round(letter.size * 2) / 2 for letter in letters if letter.get_text().strip())
    size = max(sizes, key=sizes.__getitem__)
    base = median(letter.y0 for letter in letters if letter.size > 0.9 * size)
    text, before, raised = [], None, ""
    for letter in letters:
        said = clean("".join(LIGATURES.get(c, c) for c in letter.get_text())).replace("\u00a0", " ")
        up = letter.size < 0.8 * size and letter.y0 > base + 0.12 * size and said.strip()
        if raised and not up:
            text.append(raise_mark("".join(text), raised))
            raised = ""
        apart = before is not None and letter.x0 - before > 0.15 * size
        if apart and text and not text[-1].endswith(" ") and not up and not said.startswith(" "):
            text.append(" ")
        if up:
            raised += said
        else:
            text.append(said)
        before = letter.x1
    if raised:
        text.append(raise_mark("".join(text), raised))
    bold = sum("bold" in letter.fontname.lower() for letter in letters) > len(letters) / 2
    left, right = min(x.x0 for x in letters), max(x.x1 for x in letters)
    return Line(number, left, right, height - base - size, height - base, size, bold,
                squeeze("".join(text)))  # fmt: skip


def _usual_size(pages: Iterable[Sequence[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return max(sizes, key=sizes.__getitem__, default=10.0)


def _running(pages: list[list[Line]]) -> set[Line]:
    """Lines that belong to the page alone: at its edge, and of a form that recurs, or a number.

    Heads of left and right pages differ, so a form must recur at one height on a quarter of the
    pages, at least on two; on most pages if no room sets it apart. A first row in small type with a
    number at its edge is a head, however few pages there are.
    """
    usual = _usual_size(pages)
    tops = {min(page, key=lambda line: line.top) for page in pages if page}
    edges = [(line, apart) for page in pages for line, apart in _edge(page)]
    forms = Counter((_form(line.text), round(line.top / 4)) for line, _ in edges)
    found = set()
    for line, apart in edges:
        place = round(line.top / 4)
        seen = sum(forms[_form(line.text), near] for near in (place - 1, place, place + 1))
        least = max(2, len(pages) / 4 - 1) if apart else max(3, len(pages) / 2 + 0.5)
        number = PAGE_NUMBER.fullmatch(line.text) and (apart or not ends_sentence(line.text))
        address = re.match(r"\W*https?://\S+\s*(?:\d+\s*/\s*\d+)?$", line.text)
        small = apart and line in tops and line.size < SMALLER * usual
        head = small and re.match(r"\d{1,4}\b|.*\b\d{1,4}$", line.text)
        if number or head or address or seen >= least:
            found.add(line)
    return found


def _edge(page: Sequence[Line]) -> list[tuple[Line, bool]]:
    """Lines in the first and last three rows of a page, and whether space sets them apart."""
    heights = sorted({round(line.top) for line in page})
    found = []
    for line in page:
        row = heights.index(round(line.top))
        if row < 3 and row + 1 < len(heights):
            found.append((line, heights[row + 1] - heights[row] > 1.6 * line.size))
        elif row >= len(heights) - 3:
            found.append((line, row > 0 and heights[row] - heights[row - 1] > 1.6 * line.size))
    return found


def _form(text: str) -> str:
    return re.sub(r"\d+", "0", text).casefold()


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Columns of a page in reading order; a line across all columns ends them."""
    lines = sorted(lines, key=lambda line: (line.top, line.x0))
    gutter = _gutter(lines)
    if gutter is None:
        return [lines] if lines else []
    found: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    across: list[Line] = []
    for line in lines:
        side = _side(line, gutter)
        if side == 0:
            found += _columns(left) + _columns(right)
            left, right = [], []
            across.append(line)
            continue
        if across:
            found.append(across)
            across = []
        (left if side < 0 else right).append(line)
    found += _columns(left) + _columns(right)
    return [*found, across] if across else found


def _side(line: Line, gutter: float) -> int:
    return -1 if line.x1 <= gutter else 1 if line.x0 >= gutter - 0.5 else 0


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where a page falls into columns: the left edge of lines with others wholly left of them."""
    best, fewest = None, len(lines)
    for gutter in sorted({round(line.x0, 1) for line in lines})[1:]:
        sides = [_side(line, gutter) for line in lines]
        left = [line for line, side in zip(lines, sides, strict=True) if side < 0]
        right = [line for line, side in zip(lines, sides, strict=True) if side > 0]
        across = sides.count(0)
        if min(len(left), len(right)) < 3 or across > len(left) + len(right):
            continue
        # Beside each other, not one below the other.
        overlap = min(left[-1].bottom, right[-1].bottom) - max(left[0].top, right[0].top)
        shorter = min(left[-1].bottom - left[0].top, right[-1].bottom - right[0].top)
        if overlap > 0.5 * shorter and across < fewest:
            best, fewest = gutter, across
    return best


def _without_notes(columns: list[list[Line]], size: float) -> tuple[list, list]:
    kept, notes = [], []
    for column in columns:
        end = len(column)
        while end and column[end - 1].size < SMALLER * size:
            end -= 1
        first = next((i for i in range(end, len(column)) if MARKED.match(column[i].text)), None)
        small = column[end:]
        if small and first is None and CAPTION.match(small[0].text):
            end = len(column)
        kept.append(column[:end])
        notes.append(column[end:])
    return [each for each in kept if each], [each for each in notes if each]


def _paragraphs(columns: Sequence[Sequence[Line]], size: float) -> list[list[Line]]:
    steps = [
        below.top - above.top
        for column in columns
        for above, below in pairwise(column)
        if 0 < below.top - above.top < 4 * size and above.size == below.size
    ]
    pitch = median(steps) if steps else 1.2 * size
    found: list[list[Line]] = []
    # A caption between two halves of a paragraph does not end it: the last of each size goes on.
    open_at: dict[bool, int] = {}
    before: Line | None = None
    for column in columns:
        same = [line for line in column if abs(line.size - size) < 0.1 * size] or column
        left, right = _margins(same)
        for line in column:
            small = line.size < SMALLER * size
            last = found[open_at[small]] if small in open_at else None
            begins = small and MARKED.match(line.text)
            if begins and last is not None and ends_sentence(last[-1].text):
                last = None  # the next note
            beside = before is not None and last is not None and last[-1] is before
            if last is not None and _goes_on(last, line, left, right, pitch, beside):
                last.append(line)
            else:
                open_at[small] = len(found)
                found.append([line])
            before = line
    return found


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Left and right margin of a column; a line or two may stick out of it."""
    lefts = Counter(round(line.x0) for line in lines)
    usual = [left for left, n in lefts.items() if n >= max(1, len(lines) / 5)] or list(lefts)
    return min(usual), sorted(line.x1 for line in lines)[int(0.95 * (len(lines) - 1))]


def _goes_on(
    paragraph: Sequence[Line], line: Line, left: float, right: float, pitch: float, beside: bool
) -> bool:
    last = paragraph[-1]
    if abs(line.size - last.size) > 0.06 * last.size or line.bold != last.bold:
        return False
    ended = ends_sentence(last.text)
    if not ended and line.text[:1].islower():
        return True
    below = beside and last.page == line.page and line.top > last.top
    if below and line.top - last.top > 1.3 * pitch:
        return False
    indented = line.x0 > left + 0.7 * line.size
    further = not below or line.x0 > last.x0 + 0.5 * line.size
    if indented and further and (ended or len(paragraph) > 1):
        return False
    # If the next word would have fitted, the paragraph ended here.
    first, *_ = line.text.split(maxsplit=1)
    width = (line.x1 - line.x0) * (len(first) + 1) / max(len(line.text), 1)
    edge = right if below else paragraph[0].x0 + (right - left)
    short = last.x1 + width < edge - 0.3 * line.size
    if ended:
        return not short
    heading = len(paragraph) == 1 and last.x1 - last.x0 < 0.7 * (right - left)
    return not (short and heading and line.text[:1].isupper()) and not CAPTION.match(line.text)


def _role(lines: Sequence[Line], size: float) -> tuple[str, str]:
    first = lines[0]
    if first.size < SMALLER * size:
        if MARKED.match(first.text) and not CAPTION.match(first.text):
            return "note", "begins with a mark, in smaller type"
        return "caption", "in smaller type, between the lines of the text"
    if CAPTION.match(first.text) and re.match(r"\S+\s?\S*[.:]", first.text) and len(lines) < 6:
        return "caption", "begins as captions do"
    return "body", ""


def _title_roles(
    blocks: list[tuple[str, str, str]], paragraphs: Sequence[tuple], size: float
) -> list[tuple[str, str, str]]:
    shown = [lines for lines, role, _ in paragraphs if role not in ("note", "caption")]
    head = 0  # paragraphs that stand above the text on the first page
    for lines in shown:
        text = " ".join(line.text for line in lines)
        if lines[0].page or (len(text) > 200 and lines[0].size < LARGER * size):
            break
        head += 1
    largest = max((shown[i][0].size for i in range(head)), default=0)
    named, titled = list(blocks), False
    for number in range(min(head, len(blocks))):
        text, role, _ = blocks[number]
        own = shown[number][0].size
        if role != "body":
            continue
        if own == largest and own > LARGER * size and not titled:
            named[number] = (text, "headline", "largest type on the first page")
            titled = True
        elif known := role_of_line(text):
            named[number] = (text, *known)
        elif titled and own > LARGER * size:
            named[number] = (text, "deck", "large type under the headline")
    return named
