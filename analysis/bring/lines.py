"""What lines of a text show without a page: where a word was broken, and what a line is for.

Readers of every format use it: a page, a PDF and a plain text break words, name their author, send
the reader elsewhere and list their sources in the same ways.
"""

import html
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from analysis._files import UNPRINTABLE
from analysis._shown import counted
from analysis.bring.shared import Reading, lay_out
from analysis.corpus import line_spans, paragraphs
from analysis.tokens import STOPWORDS

RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")

Block = tuple[str, str, str]

SENTENCE_END = re.compile(r"[.!?…:;][\"”’'»)\]]*(?:\s?\[?\d{1,3}\]?)?$")

# A word at a line end is looked for in this many characters, since a pattern that is tried from
# each letter of a line costs the square of its length.
LONGEST_WORD = 100
BROKEN = re.compile(r"([^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?)[-\u2010\u00ad]$")

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
DATE = (
    rf"(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}\.?\s+{MONTH},?\s+\d{{4}}|"
    r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})"
)
TIME = r"[\s,|·•–—at]*(?:\d{1,2}[:.]\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?"
DATELINE = re.compile(
    rf"(?:(?:first )?(?:published|posted|updated|last updated|modified)(?: on| at)?:?\s*)?"
    rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?{DATE}{TIME}\W*",
    re.IGNORECASE,
)
BYLINE = re.compile(r"(?:[Bb]y|BY)\s+(?:[A-Z][\w.'’-]*,?\s*(?:(?:and|de|van|von|al|bin)\s+)*){1,8}")
ELSEWHERE = re.compile(
    r"(?:read (?:more|also|next|the full)|see also|related(?: (?:articles?|stories|coverage))?|"
    r"more (?:from|on|stories)|click here|sign up|subscribe|share this|advertisement|recommended|"
    r"don[’']t miss|continue reading|watch|listen)\b[^.!?]{0,160}",
    re.IGNORECASE,
)
NOTES = re.compile(
    r"(?:\d+\.?\s+)?(?:foot ?notes?|end ?notes?|notes?|references?|bibliography|works cited|"
    r"sources?|literature(?: cited)?|notes and references)\s*:?",
    re.IGNORECASE,
)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, with a mark and what may close it."""
    return bool(SENTENCE_END.search(line.rstrip()[-LONGEST_WORD:]))


def words_of(lines: Iterable[str]) -> Counter[str]:
    """Words inside lines, in small letters, with and without their hyphens.

    The first and the last word of a line may be halves, and are not counted.
    """
    found: Counter[str] = Counter()
    for line in lines:
        whole = re.findall(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*", line)
        broken = bool(BROKEN.search(line.rstrip()[-LONGEST_WORD:]))
        found.update(
            word.casefold().replace("\u2010", "-") for word in whole[1 : -1 if broken else None]
        )
        for word in whole[1:]:
            if "-" in word:
                found.update(word.casefold().split("-"))
    return found


def join_lines(lines: Sequence[str], known: Counter[str]) -> tuple[str, int]:
    """Lines of a paragraph as one, and how many words that were broken are whole again.

    A hyphen at a line end stays if the text writes the word with it elsewhere (``well-known``),
    before a capital or digit (``Kim Jong-/Un``), behind a number or an initial, and if both halves
    are words of the text and the whole is not; ``short- and`` keeps it with a space. Otherwise the
    printer put it there, and it goes (``nego-/tiations``).
    """
    text, joined = "", 0
    for line in lines:
        line = line.strip()
        if not text:
            text = line
            continue
        soft = text.endswith("\u00ad")
        broken = BROKEN.search(text[-LONGEST_WORD:])
        half = re.match(r"[^\W_]+(?:[-'’][^\W\d_]+)*", line)
        if soft and half:
            text, joined = text.rstrip("\u00ad") + line, joined + 1
        elif broken and half and half[0] in ("and", "or", "to"):
            text += " " + line
        elif broken and half:
            kept = keeps_hyphen(broken[1], half[0], known)
            text = (text if kept else text[:-1]) + line
            joined += not kept
        elif re.search(r"\w[-\u2010]$", text[-2:]) and half:
            text += line
        else:
            text += " " + line
    return text, joined


def keeps_hyphen(first: str, second: str, known: Counter[str]) -> bool:
    """Whether ``first-second`` is written with its hyphen, as far as the text itself shows it."""
    one, two = first.casefold(), second.casefold()
    if known[f"{one}-{two}"] or known[f"{one.split('-')[-1]}-{two}"]:
        return True
    if known[one + two]:
        return False
    if not second[:1].islower() or first.endswith(".") or "-" in first:
        return True
    if one in ("well", "self", "half") or (one, two) == ("so", "called"):
        return True
    # Both are words by themselves, and the whole has not been seen: "trade-off".
    return all(half in STOPWORDS or known[half] > 0 for half in (one, two)) and len(one) > 1


def role_of_line(text: str) -> tuple[str, str] | None:
    """Role and reason of a line that is no sentence of its author: byline, date, or a way out."""
    if len(text) > 200:
        return None
    if DATELINE.fullmatch(text):
        return "byline", "a date alone"
    if len(text) < 120 and BYLINE.fullmatch(text):
        return "byline", "begins as a byline does"
    if ELSEWHERE.fullmatch(text) and (text.endswith(":") or not ends_sentence(text)):
        return "chrome", "sends the reader elsewhere"
    return None


def name_notes(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with the notes or references at the end of a text named: from their heading on.

    A heading in the first half of the text, or one with few lines behind that look like sources
    or notes, is left alone.
    """
    first = behind = like = 0
    for number in reversed(range(math.ceil(len(blocks) / 3), len(blocks))):
        text, role, _ = blocks[number]
        if role == "body":
            if behind and like * 2 >= behind and NOTES.fullmatch(text):
                first = number
            behind += 1
            like += looks_like_source(text)
    reason = f"under the heading {blocks[first][0][:40]!r}" if first else ""
    found = list(blocks)
    for number, (text, role, _) in enumerate(blocks):
        if first and number >= first and role == "body":
            found[number] = (text, "note", reason)
    return found


def looks_like_source(text: str) -> bool:
    """Whether a line reads as a note or an entry of a list of sources does."""
    numbered = re.match(r"\W*(?:\d{1,3}|[*†‡])[\].):\s]", text)
    dated = re.search(r"\(?\b(?:1[6-9]|20)\d\d[a-z]?\b\)?", text)
    named = re.match(r"[A-ZÀ-Þ][\w’'-]+,\s+(?:[A-Z]\.|[A-Z]\w+)", text)
    return bool(numbered or (dated and (named or "http" in text or "pp." in text or "“" in text)))


def raise_mark(before: str, mark: str) -> str:
    """What a raised `mark` is in plain text: an exponent or ordinal stays, a note's mark goes.

    At the beginning of a line the mark belongs to the note itself, and stays.
    """
    mark = mark.strip().strip("[]()")
    if not before.strip():
        return f"{mark} "
    if mark.isalpha() or not mark.isascii():
        return mark
    exponent = re.search(r"(?:\d|\b(?:[kcm]?m|mi|ft))$", before)
    return mark.translate(RAISED) if exponent else ""


# What a program left behind: entities with their semicolon, a carriage return as Excel writes it,
# and raised signs between tags.
ENTITY = re.compile(r"&(?:amp;){0,3}(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
LEFT_BEHIND = re.compile(rf"{ENTITY.pattern}|_x000[dD9aA]_|<sup>[^<>\n]{{0,20}}</sup>")
ADDRESS = re.compile(r"[\s\-*•\d.)]*(?:https?://|www\.)\S+\s*")


def left_behind(text: str) -> list[str]:
    """Remains of a program in a text, each once: entities that stand for a sign, ``_x000D_`` …."""
    found = dict.fromkeys(match[0] for match in LEFT_BEHIND.finditer(text))
    return [each for each in found if not each.startswith("&") or html.unescape(each) != each]


def write_out(text: str) -> tuple[str, list[str]]:
    """The text with entities and other remains of programs replaced by what they stand for.

    No line is added or taken away, so that the numbers of lines stay. Entities of entities
    (``&amp;quot;``) are written out too.
    """
    found = left_behind(text)
    if not found:
        return text, []

    def written(match: re.Match) -> str:
        said = match[0]
        if said.startswith("_x"):
            return " " if said[5] == "9" else ""
        if said.startswith("<sup>"):
            return raise_mark(text[max(0, match.start() - 12) : match.start()], said[5:-6])
        for _ in range(5):
            said = html.unescape(said)
        return UNPRINTABLE.sub(" ", said)

    shown = ", ".join(found[:4]) + (", …" if len(found) > 4 else "")
    return LEFT_BEHIND.sub(written, text), [f"written out as what they stand for: {shown}"]


def refuse_addresses(text: str) -> None:
    """Raise ``ValueError`` if a text is nothing but a list of addresses."""
    lines = [line for line in text.splitlines() if line.strip()]
    addresses = sum(bool(ADDRESS.fullmatch(line)) for line in lines)
    if addresses and addresses >= 0.8 * len(lines):
        many = f"{addresses} addresses" if addresses > 1 else "an address"
        do = "open each page, save it as .html, and give those files"
        raise ValueError(f"{many} and no text; {do}")


def tidy(reading: Reading) -> Reading:
    """A reading of prose with words whole that were broken at a line end, and its notes named.

    A text without broken words, dates, bylines or lists of sources comes back as it is.
    """
    lines = [reading.text[start:end] for start, end in line_spans(reading.text)]
    broken = {
        number
        for number, (above, below) in enumerate(pairwise(lines))
        if below[:1].islower() and BROKEN.search(above.rstrip())
    }
    found: list[tuple[int, int]] = []
    for first, last in paragraphs(lines, [0] * len(lines)) if len(lines) < 20_000 else []:
        if found and found[-1][1] == first - 1 and first - 1 in broken:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    known, joined, blocks = words_of(lines) if broken else Counter(), 0, []
    for first, last in found:
        text, n = join_lines(lines[first : last + 1], known)
        joined += n
        blocks.append((text, *(role_of_line(text) or ("body", ""))))
    blocks = name_notes(blocks)
    if all(role != "body" for _, role, _ in blocks):
        return reading
    if not joined:
        ranges = [
            (first + 1, last + 1, role, reason)
            for (first, last), (_, role, reason) in zip(found, blocks, strict=True)
            if role != "body"
        ]
        return reading._replace(ranges=ranges)
    text, ranges = lay_out(blocks)
    warning = f"joined {counted(joined, 'word')} broken at a line end; a paragraph is now a line"
    return reading._replace(
        text=text, ranges=ranges, verbatim=False, warnings=[*reading.warnings, warning]
    )
