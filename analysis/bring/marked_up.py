"""Texts with marks: Markdown, by mistune, and OpenDocument (.odt), paragraph by paragraph."""

import html
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from analysis.bring.column_names import column_of
from analysis.bring.lines import Block, name_notes, raise_mark, role_of_line
from analysis.bring.plain_text import decode
from analysis.bring.shared import Reading, call_library, import_extra, lay_out, squeeze
from analysis.bring.word import check_archive

# Between two lines of --- or +++, and beginning with a key: a line of --- is else a rule.
FRONT_MATTER = re.compile(
    r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n([\w-]+[ \t]*[:=].*?)\r?\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL
)

ODT_ROLES = {"Title": "headline", "Subtitle": "deck", "Quotations": "quotation"}


def read_markdown(data: bytes) -> Reading:
    """Read Markdown: the words that a reader of the page would see, a paragraph a line.

    Marks and link targets are no text. Front matter (between lines of ``---`` before the text) is
    chrome; title, author and date are read from it. A heading of the first level before the text is
    the headline; block quotations are quotations; footnotes are notes.
    """
    mistune = import_extra("mistune", "Markdown")
    text, encoding = decode(data)
    front = FRONT_MATTER.match(text)
    parse = mistune.create_markdown(
        renderer="ast", plugins=["footnotes", "strikethrough", "table", "url"]
    )
    tree = call_library("Markdown", lambda: parse(text[front.end() if front else 0 :]))
    found = [block for block in _markdown_blocks(tree, "body") if block[0]]
    if found and found[0][1] == "heading 1":
        found[0] = (found[0][0], "headline", "heading of the first level before the text")
    blocks = [
        (words, *(("body", "") if role.startswith("heading") else (role, why)))
        for words, role, why in found
    ]
    known = _front_matter(front[2]) if front else {}
    if blocks and blocks[0][1] == "headline":
        known.setdefault("title", (blocks[0][0], "stated (first heading)"))
    head = []
    if front:
        lines = [squeeze(line) for line in front[2].splitlines()]
        head = [(line, "chrome", "front matter") for line in lines if line]
    text, ranges = lay_out([*head, *name_notes(blocks)])
    return Reading(text, "Markdown", encoding, ranges, known)


def _markdown_blocks(tree: list[dict], role: str) -> Iterator[Block]:
    reasons = {"quotation": "block quotation", "note": "footnote"}
    for token in tree:
        kind = token["type"]
        if kind in ("paragraph", "block_text", "table_cell"):
            words = squeeze(_inline(token.get("children", [])))
            named = role_of_line(words) if role == "body" else None
            yield (words, *(named or (role, reasons.get(role, ""))))
        elif kind == "heading":
            level = f"heading {token['attrs']['level']}"
            yield squeeze(_inline(token["children"])), level if role == "body" else role, ""
        elif kind == "block_code":
            yield squeeze(token["raw"]), "chrome", "block of code"
        elif kind in ("block_quote", "footnotes"):
            inner = "quotation" if kind == "block_quote" else "note"
            yield from _markdown_blocks(token["children"], inner)
        elif kind != "block_html":
            yield from _markdown_blocks(token.get("children") or [], role)


def _inline(tokens: list[dict]) -> str:
    """Words of a paragraph: of links and emphasis what they enclose, of pictures nothing."""
    said = []
    for token in tokens:
        kind = token["type"]
        if kind in ("softbreak", "linebreak"):
            said.append(" ")
        elif kind not in ("image", "inline_html", "footnote_ref"):
            words = token.get("raw", "")
            words = html.unescape(words) if kind == "text" else words
            said.append(_inline(token["children"]) if "children" in token else words)
    return "".join(said)


def _front_matter(text: str) -> dict[str, tuple[str, str]]:
    """What lines of front matter say (``title: …``); lists and nested values are left alone."""
    known = {}
    for line in text.splitlines():
        found = re.match(r"([A-Za-z_-]+)\s*[:=]\s*(\S.*)$", line)
        if not found:
            continue
        column = column_of(found[1])
        if column not in ("", "text", "doc_id", "label") and found[2][0] not in "[{|>":
            value = squeeze(found[2].strip().strip("\"'"))
            known.setdefault(column, (value, f"stated (front matter, {found[1]})"))
    return known


def read_open_document(data: bytes) -> Reading:
    """Read an OpenDocument text: paragraphs in order, roles from its styles, notes behind them."""
    check_archive(data, "OpenDocument", own=True)
    etree = import_extra("lxml.etree", "an OpenDocument file")
    return call_library("OpenDocument", lambda: _read_open_document(etree, data))


def _read_open_document(etree: Any, data: bytes) -> Reading:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        content = archive.read("content.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(content, parser)
    space = tree.nsmap
    text, office, style = (f"{{{space.get(name, name)}}}" for name in ("text", "office", "style"))
    parents, raised = {}, set()
    for each in tree.iter(f"{style}style"):
        parents[each.get(f"{style}name")] = each.get(f"{style}parent-style-name") or ""
        for properties in each.iter(f"{style}text-properties"):
            if (properties.get(f"{style}text-position") or "").startswith(("super", "33", "58")):
                raised.add(each.get(f"{style}name"))
    body = next(tree.iter(f"{office}text"), None)
    blocks, notes = [], []
    unread = tuple(f"{text}{name}" for name in ("tracked-changes", "note-citation"))
    for element in () if body is None else body.iter(f"{text}p", f"{text}h"):
        above = [each.tag for each in element.iterancestors()]
        if any(tag in unread or tag == f"{office}annotation" for tag in above):
            continue
        words = squeeze(_odt_text(element, text, office, raised))
        if not words:
            continue
        if f"{text}note" in above:
            notes.append((words, "note", "footnote or endnote"))
            continue
        named = element.get(f"{text}style-name") or ""
        named = named if named in ODT_ROLES else parents.get(named, named)
        role = ODT_ROLES.get(named, "body")
        if element.tag == f"{text}h" and not blocks:
            role, named = "headline", "first heading"
        blocks.append((words, role, "" if role == "body" else f"style {named!r} of the file"))
    if not blocks:
        raise ValueError("an OpenDocument file without text; leave it out")
    written, ranges = lay_out([*name_notes(blocks), *notes])
    titles = [words for words, role, _ in blocks if role == "headline"]
    known = {"title": (titles[0], "stated (style of the file)")} if titles else {}
    return Reading(written, "OpenDocument", "", ranges, known)


def _odt_text(element: Any, text: str, office: str, raised: set[str]) -> str:
    """Text of a paragraph, without the notes and comments anchored in it."""
    said = [element.text or ""]
    for child in element:
        if child.tag in (f"{text}s", f"{text}tab", f"{text}line-break"):
            said.append(" ")
        elif child.tag not in (f"{text}note", f"{office}annotation") and isinstance(child.tag, str):
            inner = _odt_text(child, text, office, raised)
            if child.get(f"{text}style-name") in raised:
                inner = raise_mark("".join(said[-20:]), inner)
            said.append(inner)
        said.append(child.tail or "")
    return "".join(said)
