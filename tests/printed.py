"""Articles of synthetic sentences, printed as PDF by reportlab in columns, with heads and notes."""

import random
from io import BytesIO

OPENINGS = "The envoys|Both sides|A minister in the U.S. delegation|Dr. Weber|Nobody in the hall"
DOINGS = (
    "had prepared for the negotiations during seven months|spoke of a well-known disagreement over "
    "inspections|left the conference building without an announcement|called the so-called "
    "breakthrough a misunderstanding|asked for considerably more information about verification|"
    "paid 4.5 million for the accommodation"
)
ENDINGS = (
    "before the international correspondents arrived.|and nothing was said about a continuation.|"
    "“and that is that,” as one of them put it.|which rule 3 of the protocol had not anticipated.|"
    "at about 5 p.m. on the second afternoon!|although the representatives of North Korea stayed."
)


def sentences(n: int, seed: int = 1) -> list[str]:
    drawn = random.Random(seed)
    return [
        " ".join(drawn.choice(parts.split("|")) for parts in (OPENINGS, DOINGS, ENDINGS))
        for _ in range(n)
    ]


def paragraphs(said: list[str], seed: int = 1) -> list[str]:
    """The sentences in paragraphs of two to seven."""
    drawn, found, rest = random.Random(seed), [], list(said)
    while rest:
        size = drawn.randint(2, 7)
        found.append(" ".join(rest[:size]))
        rest = rest[size:]
    return found


def print_pdf(
    texts: list[str],
    columns: int = 1,
    face: str = "Times-Roman",
    justified: bool = True,
    indented: bool = False,
    head: str = "",
    notes: list[str] = (),
    above: list[tuple[str, float]] = (),
    figure: str = "",
    hyphens: bool = True,
    size: float = 10,
) -> bytes:
    """A PDF of paragraphs: `above` are lines with their size; `notes` stand at the foot."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    style = ParagraphStyle(
        "text", fontName=face, fontSize=size, leading=1.25 * size, alignment=4 if justified else 0,
        firstLineIndent=14 if indented else 0, spaceAfter=0 if indented else 6,
        embeddedHyphenation=1,
    )  # fmt: skip
    small = ParagraphStyle("small", parent=style, fontSize=7.5, leading=9, firstLineIndent=0)
    width, height = A4
    top = 150 if above else 70
    each = (width - 120 - 18 * (columns - 1)) / columns

    def furniture(canvas, document):
        canvas.setFont(face, 8)
        if head:
            side = (
                f"{head}  {document.page}" if document.page % 2 else f"{document.page}  A. Writer"
            )
            canvas.drawString(60, height - 40, side)
        canvas.drawCentredString(width / 2, 30, str(document.page))
        if document.page == 1:
            place = height - 75
            for text, points in above:
                canvas.setFont(face, points)
                canvas.drawString(60, place, text)
                place -= 1.5 * points
        if document.page <= len(notes):
            note = Paragraph(f"{document.page} {notes[document.page - 1]}", small)
            note.wrapOn(canvas, each, 60)
            note.drawOn(canvas, 60, 52)

    frames = [
        Frame(60 + n * (each + 18), 90, each, height - 90 - top, 0, 0, 0, 0) for n in range(columns)
    ]
    written = BytesIO()
    document = BaseDocTemplate(written, pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
    story = []
    for number, text in enumerate(texts):
        broken = " ".join(_soft(word) if hyphens else word for word in text.split())
        story.append(Paragraph(broken, style))
        if figure and number % 4 == 2:
            story.append(Paragraph(f"Figure {number}. {figure}", small))
    document.build(story)
    return written.getvalue()


def _soft(word: str) -> str:
    """A long word with places where it may be broken; plain letters alone."""
    if len(word) < 9 or not word.isalpha():
        return word
    return (
        "\u00ad".join(word[at : at + 4] for at in range(0, len(word) - 4, 4))
        + word[(len(word) - 4 - 1) // 4 * 4 + 4 :]
    )
