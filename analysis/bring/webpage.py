"""Saved web pages: all visible text in page order, and what the page says of itself.

The main text is told from the rest, which is kept as chrome; each fact (title, author, date …)
comes with the element that it was read from.
"""

import codecs
import json
import logging
import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from email import message_from_bytes, policy
from itertools import chain, islice
from typing import Any, NamedTuple

from analysis.bring.lines import name_notes, raise_mark, role_of_line
from analysis.bring.plain_text import ENCODINGS, decode
from analysis.bring.shared import Reading, call_library, import_extra, lay_out, letters_of, squeeze

# Most elements searched for a title, and for an author.
MOST_MARKED = 50

META = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "author": ("author", "article:author", "dc.creator", "parsely-author", "byl"),
    "date": ("article:published_time", "date", "dc.date", "dc.date.issued", "parsely-pub-date"),
    "outlet": ("og:site_name", "application-name", "publisher", "dc.publisher"),
}

JSON_LD = {"title": "headline", "author": "author", "date": "datePublished", "outlet": "publisher"}
MOST_BLOCKS = 10_000

# A block shorter than this (letters and digits) is never found inside a longer paragraph.
SHORTEST_PART = 12

BLOCKS = frozenset(
    """
    address article aside blockquote body br button caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li
    main menu nav ol p pre section summary table tbody td tfoot th thead tr ul
    """.split()
)

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

# "A. Writer is a professor at …": a sentence about the author whom the page names.
ABOUT = re.compile(
    r"\b(?:is|was|teaches|works|writes|covers|reports|serves|directs|leads|has)\b|, an? |, the "
)

UNSEEN = frozenset(
    """
    audio canvas datalist head iframe math noscript object option script select style svg template
    textarea title video
    """.split()
)

DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)


# What pages call their parts: a word in the class, id or itemprop of a block or of the two elements
# around it, and the most words that such a part has.
PARTS = (
    ("deck", "deck dek standfirst subtitle subhed strapline summary kicker lede", 80),
    ("bio", "bio biography contributor authorbio aboutauthor about-the-author author-info", 150),
    ("byline", "byline dateline timestamp pubdate datetime publish-date published-date", 30),
    ("note", "footnote footnotes endnote endnotes references reflist bibliography citations", 400),
    ("chrome", "readmore read-more related newsletter promo recommended share social advert", 60),
)
# A name ends with the word, or goes on with what only builders of pages mean: "bio-box".
BOX = (
    "text|box|content|wrap|wrapper|container|block|section|inner|list|links?|card|articles?|stories"
)
PART = {
    role: (
        re.compile(rf"(?:^|[\s_-])(?:{'|'.join(words.split())})(?:[_-](?:{BOX}))?(?:$|\s)"),
        most,
    )
    for role, words, most in PARTS
}


class Block(NamedTuple):
    """A run of visible text with no block boundary inside, and the elements that it lies in."""

    text: str
    tag: str
    quoted: bool
    caption: bool
    names: str


# Tags in a text that is no page: those that make paragraphs, line breaks, and all others.
PARAGRAPH = re.compile(r"<(?:p|div|li|blockquote|h[1-6])(?:\s[^<>]*)?>|</p>", re.IGNORECASE)
BREAK = re.compile(r"(?<!\s)\s*<br\s*/?>\s*", re.IGNORECASE)
INLINE = re.compile(r"</?(?:a|b|br|em|font|i|small|span|strong|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)


def read_page(data: bytes) -> Reading:
    """Read a saved web page (.html) or web archive (.mhtml).

    ranges: headline, deck, byline, bio, caption, note and block quotations where the page marks
    them (see `PARTS`), chrome for what is not main text. known: title, author, date, outlet,
    source, each with the element that states it. A page can be wrong about itself: its date may be
    the date of an update.
    """
    data, address, declared = _unpack(data)
    etree = import_extra("lxml.etree", "a web page")
    trafilatura = import_extra("trafilatura", "a web page")
    html, encoding = _decode(data, declared)
    tree = call_library("a web page", lambda: _parse(etree, html))
    blocks = list(_visible(etree, tree))
    if not blocks:
        raise ValueError("a web page without text (or nested too deeply); save it as plain text")
    if len(blocks) > MOST_BLOCKS:
        raise ValueError(f"{len(blocks)} lines of text, more than {MOST_BLOCKS}; cut the page")
    # Its messages are for crawlers, and ours say what there is to say.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    how = {"url": address or None, "with_metadata": True, "include_comments": False}
    found = call_library("a web page", lambda: trafilatura.bare_extraction(html, **how))
    kept = [letters_of(line) for line in (found.text or "").split("\n")] if found else []
    main = _main(blocks, [key for key in kept if key])
    known = _known_facts(tree, found, address, trafilatura.__version__) if found else {}
    warnings = []
    if not any(main):
        warnings.append("no main text was found, so every line is body; set the roles by hand")
        main = [True] * len(blocks)
    version = f"trafilatura {trafilatura.__version__}"
    description = squeeze(found.description or "") if found else ""
    roles = _roles(blocks, main, known, description, version)
    text, ranges = lay_out(name_notes(list(roles)))
    return Reading(text, "web page", encoding, ranges, known, warnings)


def visible_lines(data: bytes, labels: Mapping[str, str]) -> tuple[str, str]:
    """All visible text of a page, a block a line and a blank line between; and its encoding.

    Before an element with a word of `labels` in its class stands the label, on a line of its own.
    """
    data, _, declared = _unpack(data)
    etree = import_extra("lxml.etree", "a web page")
    html, encoding = _decode(data, declared)
    tree = call_library("a web page", lambda: _parse(etree, html))
    for word, label in labels.items():
        for element in list(tree.iter()):
            if word in (element.get("class") or "") and element.getparent() is not None:
                mark = etree.Element("p")
                mark.text = label
                element.addprevious(mark)
    blocks = _visible(etree, tree)
    return lay_out((block.text, "body", "") for block in blocks)[0], encoding


def without_tags(reading: Reading) -> Reading:
    """A text that somebody took out of a page with its tags, as the page would show it."""
    text = reading.text
    if PARAGRAPH.search(text):
        text, _ = visible_lines(text.encode(), {})
    elif BREAK.search(text):
        text = INLINE.sub("", BREAK.sub("\n", text))
    else:
        return reading
    told = "its HTML tags are taken out; compare it with the original"
    return reading._replace(text=text, warnings=[*reading.warnings, told], verbatim=False)


def _unpack(data: bytes) -> tuple[bytes, str, str]:
    """Page, address and declared encoding; of a web archive, those of the page in it."""
    head = data[:4096].lower()
    if b"mime-version:" not in head or re.match(rb"[\s\xef\xbb\xbf]*<", data):
        saved = re.search(rb"<!-- saved from url=\(\d+\)(\S{1,2000}) -->", data[:4096])
        return data, saved[1].decode("ascii", "replace") if saved else "", ""
    message = call_library(
        "a web archive", lambda: message_from_bytes(data, policy=policy.compat32)
    )
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            place = part.get("Content-Location") or message.get("Snapshot-Content-Location") or ""
            return page or b"", str(place), str(part.get_content_charset() or "")
    raise ValueError("a web archive without a page in it; save the page anew")


def _decode(data: bytes, declared: str) -> tuple[str, str]:
    """Text and encoding: byte-order mark, valid UTF-8, what the page declares, then detection."""
    stated = DECLARED.search(data[:8192])
    name = declared or (stated[1].decode("ascii", "replace") if stated else "")
    try:
        name = codecs.lookup(name).name if name else ""
    except LookupError:
        name = ""
    name = {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, name)
    usual = name in ENCODINGS or name.startswith(("iso8859", "cp125", "gb", "euc", "big5"))
    if usual and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            # A browser shows a wrong byte as a mark and goes on.
            return data.decode(name, "replace"), name
    return decode(data)


def _parse(etree: Any, html: str) -> Any:
    # No network, no entity files; huge_tree only lifts the limit on how deep elements nest.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    tree = etree.fromstring(html.replace("\0", "").encode("utf-8", "replace"), parser)
    if tree is None:
        raise ValueError("a web page without text; save it as plain text")
    return tree


def _visible(etree: Any, tree: Any) -> Iterator[Block]:
    """Blocks of the page in order; walked with a list, since pages nest too deeply to recurse."""
    pieces: list[str] = []
    stack: list[tuple[str, str]] = []
    raised: list[int] = []
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event in ("start", "end") and tag in BLOCKS:
            yield from _flush(pieces, stack)
        if event == "start":
            style = (element.get("style") or "").replace(" ", "").lower()
            gone = "display:none" in style or "visibility:hidden" in style
            if tag in UNSEEN or gone or element.get("hidden") is not None:
                walk.skip_subtree()
                tag = ""
            elif element.text:
                pieces.append(element.text)
            names = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))
            stack.append((tag, re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names).lower()))
            if tag == "sup":
                raised.append(len(pieces) - bool(element.text))
        else:
            if event == "end":
                tag, _ = stack.pop()
                if tag == "sup":
                    at = raised.pop()
                    pieces[at:] = [raise_mark("".join(pieces[:at])[-20:], "".join(pieces[at:]))]
            if element.tail:
                pieces.append(element.tail)
    yield from _flush(pieces, stack)


def _flush(pieces: list[str], stack: list[tuple[str, str]]) -> Iterator[Block]:
    text = squeeze("".join(pieces))
    pieces.clear()
    if text:
        tags = [tag for tag, _ in stack]
        near = [number for number, tag in enumerate(tags) if tag in BLOCKS][-3:]
        tag = tags[near[-1]] if near else ""
        names = " ".join(stack[number][1] for number in near)
        caption = "figcaption" in tags or "caption" in tags
        yield Block(text, tag, "blockquote" in tags, caption, names)


def _main(blocks: list[Block], kept: list[str]) -> list[bool]:
    """Which blocks are among the `kept` paragraphs, given by key, in order.

    Equal paragraphs are aligned first, so that a teaser is not taken for the title that it repeats.
    Blocks between them are looked for inside paragraphs, and the other way round: a paragraph with
    a line break is one for trafilatura and two blocks here.
    """
    keys = [letters_of(block.text) for block in blocks]
    main = [False] * len(blocks)
    at_block = at_kept = 0
    for i, j, size in SequenceMatcher(None, keys, kept).get_matching_blocks():
        rest = "".join(kept[at_kept:j])
        for number in range(at_block, i):
            key = keys[number]
            place = rest.find(key) if len(key) >= SHORTEST_PART else -1
            if place >= 0:
                main[number], rest = True, rest[place + len(key) :]
            elif any(part in key and 2 * len(part) > len(key) for part in kept[at_kept:j]):
                main[number] = True
        main[i : i + size] = [True] * size
        at_block, at_kept = i + size, j + size
    return main


def _roles(
    blocks: list[Block],
    main: list[bool],
    known: dict[str, tuple[str, str]],
    description: str,
    version: str,
) -> Iterator[tuple[str, str, str]]:
    title = letters_of(known.get("title", ("",))[0])
    author = letters_of(known.get("author", ("",))[0])
    keys = [letters_of(block.text) for block in blocks]
    titled = [number for number, key in enumerate(keys) if title and key == title]
    first = [number for number in titled if blocks[number].tag == "h1"]
    others = [number for number in titled if main[number] or blocks[number].tag in ("h2", "h3")]
    titled = first or others
    outlet = letters_of(known.get("outlet", ("",))[0])
    begun = False
    everything = [key for key, block in zip(keys, blocks, strict=True) if not block.quoted]
    for number, (block, key) in enumerate(zip(blocks, keys, strict=True)):
        if number in titled[:1]:
            yield block.text, "headline", "equal to the title that the page states"
        elif titled and key == title:
            yield block.text, "chrome", "repeats the title"
        elif block.caption:
            yield block.text, "caption", "in the caption of a figure or table"
        elif author and key in (author, f"by{author}", f"{author}by") and key != outlet:
            yield block.text, "byline", "name of the author that the page states"
        elif key and description and key == letters_of(description) and not main[number]:
            yield block.text, "deck", "equal to the description that the page states"
        elif not main[number]:
            yield block.text, *(_part(block, begun) or ("chrome", f"not main text, by {version}"))
        elif block.quoted and any(key in other for other in everything):
            yield block.text, "chrome", "pull quote: repeats words of the text"
        elif block.quoted:
            yield block.text, "quotation", "block quotation of the page"
        else:
            about = author and key.startswith(author) and ABOUT.search(block.text[:200])
            role = _part(block, begun) or role_of_line(block.text) or ("body", "")
            if role[0] == "body" and about and not any(main[number + 2 :]):
                role = ("bio", "about the author that the page states, behind the text")
            begun = begun or (role[0] == "body" and block.tag not in HEADINGS)
            yield block.text, *role


def _part(block: Block, begun: bool) -> tuple[str, str] | None:
    """The role by the page's own names for its parts; a deck must stand before the text."""
    for role, (names, most) in PART.items():
        found = names.search(block.names)
        if found and len(block.text.split()) <= most and not (role == "deck" and begun):
            return role, f"marked {found[0].strip(' _-')!r} by the page"
    return None


def _known_facts(tree: Any, found: Any, address: str, version: str) -> dict[str, tuple[str, str]]:
    """Title, author, date, outlet and source: column to (value, basis).

    The value is what trafilatura `found`, in the spelling of the element that says the same. The
    basis names that element; without one, the value is inferred.
    """
    values = {"title": found.title, "author": found.author, "date": found.date}
    values["outlet"] = found.sitename
    stated = _stated(tree)
    known = {}
    for column, value in values.items():
        value, is_date = squeeze(value or ""), column == "date"
        for where, candidate in stated.get(column, []):
            spelt = candidate[:10] if is_date else candidate
            # Facts that trafilatura passed over are read only from plain statements.
            plainly = not value and where.startswith(("meta", "JSON-LD"))
            same = spelt == value if is_date else letters_of(spelt) == letters_of(value)
            if plainly or (value and same):
                known[column] = (spelt, f"stated ({where})")
                break
        else:
            inferred = f"inferred by trafilatura {version} from the page"
            known |= {column: (value, inferred)} if value else {}
    for where, url in [*stated.get("source", []), ("where it was saved from", address)]:
        if re.match(r"https?://\S{3,2000}$", url):
            known["source"] = (url, f"stated ({where})")
            break
    return known


def _stated(tree: Any) -> dict[str, list[tuple[str, str]]]:
    """Candidates of each column: (element, value)."""
    stated: dict[str, list[tuple[str, str]]] = {column: [] for column in (*META, "source")}
    metas = [
        ((meta.get("property") or meta.get("name") or "").lower(), squeeze(meta.get("content", "")))
        for meta in tree.iter("meta")
    ]
    for column, names in META.items():
        said = [(f"meta {name}", value) for name, value in metas if name in names and value]
        stated[column] += said
    for record in _json_ld(tree):
        for column, field in JSON_LD.items():
            value = record.get(field)
            value = value[0] if isinstance(value, list) and value else value
            value = value.get("name") if isinstance(value, dict) else value
            if isinstance(value, str) and value:
                stated[column].append((f"JSON-LD {field}", squeeze(value)))
    for heading in islice(chain(tree.iter("h1"), tree.iter("title")), MOST_MARKED):
        text = squeeze("".join(islice(heading.itertext(), 20)))
        stated["title"].append((f"element {heading.tag}", text))
        # "Title - The Daily Sample": the page's title element names both.
        for piece in re.split(r"\s[-–—|]\s", text) if heading.tag == "title" else ():
            stated["title"].append(("part of element title", piece))
            stated["outlet"].append(("part of element title", piece))
    marked = (
        element
        for element in tree.iter("a", "span", "p", "div", "address")
        if re.search("author|byline", f"{element.get('rel')} {element.get('class')}", re.IGNORECASE)
    )
    for element in islice(marked, MOST_MARKED):
        text = squeeze("".join(islice(element.itertext(), 20))[:200])
        text = re.sub(r"^by\s+", "", text, flags=re.IGNORECASE)
        stated["author"].append((f"element {element.tag} marked as author or byline", text))
    times = [squeeze(time.get("datetime") or "") for time in tree.iter("time")]
    stated["date"] += [("element time", time) for time in times]
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            stated["source"].append(("link canonical", squeeze(link.get("href") or "")))
    stated["source"] += [("meta og:url", value) for name, value in metas if name == "og:url"]
    return stated


def _json_ld(tree: Any) -> Iterator[dict]:
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        records = data if isinstance(data, list) else [data]
        for record in records:
            if isinstance(record, dict):
                yield record
                inner = record.get("@graph")
                if isinstance(inner, list):
                    yield from (item for item in inner if isinstance(item, dict))
