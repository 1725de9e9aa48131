"""Exports of press archives: a file with many articles, taken apart into one reading an article.

``archives.toml`` says how to tell an archive's files, its articles and its fields; to add a form,
add it there. A file comes as text, whatever its format was. All lines are kept, each with a role.
Lines of the article are headline, deck, byline, body or caption. Lines of the archive (its fields,
the cover sheet with the user's name and search) are chrome.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from analysis._shown import counted
from analysis.bring.column_names import column_of
from analysis.bring.dates import iso_date
from analysis.bring.shared import Reading, Refused, squeeze

MOST_ARTICLES = 10_000

# Labels are looked for in this many characters of a line, so that a long line costs no more.
LONGEST_LABEL = 400

# Lines above the body of an article; no archive has as many fields.
LONGEST_HEAD = 60


@dataclass(frozen=True, eq=False)
class Form:
    """How one archive writes a file of articles: a row of ``archives.toml``.

    begins, ends: the line that opens an article, or the one that closes it (where both are known,
    the first found in a file counts); sure: a line that only such a file has; fields: label to
    (column of commentaries.csv or '', role); alone: labels that stand on a line by themselves;
    capitals: whether labels are written so; wrapped: whether plain text has lines broken at a
    width, so that a line is no paragraph; written: how a label and its value are written, with {}
    for all labels; body: what the body comes behind (a label of the role body, the last field, or
    the number of words and what follows it); title: where it stands when no field has it; number:
    the line with the archive's own number of an article.
    """

    archive: str
    sure: str
    fields: Mapping[str, tuple[str, str]]
    begins: str = ""
    ends: str = ""
    alone: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    capitals: bool = False
    wrapped: bool = False
    written: str = r"\s*({})\s*:(?!//)\s*(.*)"
    body: str = "label"
    title: str = "field"
    number: str = ""


CHROME = ("", "chrome")
BODY = ("", "body")
MEANS = {
    **{"title": ("title", "headline"), "stated title": ("title", "chrome"), "body": BODY},
    **{"author": ("author", "byline"), "outlet": ("outlet", "chrome"), "date": ("date", "chrome")},
    **{role: ("", role) for role in ("deck", "byline", "caption", "chrome")},
}


def _labels_of(kinds: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {label: MEANS[kind] for kind, labels in kinds.items() for label in labels.split(", ")}


def _form(like: Sequence[str] = (), **told) -> Form:
    for name in ("fields", "alone"):
        told[name] = _labels_of(told.get(name, {}))
    for name in like:
        told["fields"] |= _labels_of(LABELS[name])
    return Form(**told)


_KNOWN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LABELS = _KNOWN["labels"]
NEXIS_TAIL = _labels_of(LABELS["nexis tail"])
FORMS = [_form(**told) for told in _KNOWN["form"]]

# Elements of Factiva's pages, by a word in their class, and the code that says the same.
PAGE_LABELS = {"Headline": "HD", "author": "BY"}

# Bytes without which a saved page is no export, looked for before the page is parsed.
IN_PAGES = (b"Factiva", b"ProQuest", b" DOCUMENTS", b"End of Document")

RIGHTS = re.compile(
    r".{0,80}(?:copyright|\(c\)|©|all rights reserved|alle rechte|tous droits|derechos reservados)",
    re.IGNORECASE,
)
WORDS = re.compile(
    r"\s*[\d.,'\u00a0 ]{1,12}\s*"
    r"(?:words?|Wörter|mots|palabras|parole|palavras|woorden|ord|слов\w*|字|語|단어)\s*$"
)
LANGUAGE = re.compile(
    r"\s*(?:English|Englisch|Anglais|Inglés|Inglese|Inglês|German|Deutsch|Allemand|French|"
    r"Französisch|Français|Spanish|Spanisch|Español|Italian\w*|Portugu\w+|Dutch|Nederlands|"
    r"英文|中文)\s*(?:\([^)]{1,40}\))?\s*$"
)
EDITION = re.compile(r".{0,40}\b(?:edition|final|ausgabe|édition|edición|editie)\b.{0,20}$", re.I)
TIME_OF_DAY = re.compile(r"\s*\d{1,2}[:.]\d{2}\b.{0,12}$")
BY = re.compile(r"\s*(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|Door|DOOR)\s+(?=\S)")


Roles = list[tuple[str, str]]  # role and reason of each line
Known = dict[str, tuple[str, str]]  # column to value and basis


class Run(NamedTuple):
    """A run of lines, from `first` to before `end`, under a label ('' for none) that opens it."""

    first: int
    end: int
    label: str
    value: str


def take_apart(text: str, encoding: str, kind: str = "web page") -> list[Reading | Refused]:
    """Articles of an export, in order; nothing where the text is no export of an archive.

    An article in which no body can be told is refused by its number. ``ValueError`` where the file
    looks like several articles and no form fits, with what was seen.
    """
    lines = [
        line.replace("\f", "").rstrip(" \t|")
        for line in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    ]
    # In rich text every second line is blank.
    spaced = not any(lines[1::2]) and not all(lines[:-1:2])
    lines = lines[::2] if spaced else lines
    form = next((form for form in FORMS if _is_of(form, lines)), None)
    if form is None:
        _refuse_several(lines)
        return []
    lines = _own_lines(form, lines)
    cores = _articles(form, lines)
    said = _number_said(lines)
    if not cores or len(cores) > MOST_ARTICLES:
        count = f" of {counted(said, 'article')}" if said else ""
        raise ValueError(
            f"looks like an export{count} by {form.archive}, and {len(cores)} were found in the "
            "file; export it anew as plain text, or give each article as a file of its own"
        )
    # What lies between two articles belongs to the one before, the cover sheet to the first.
    edges = [0, *(first for first, _ in cores[1:]), len(lines)]
    found: list[Reading | Refused] = []
    for number, (first, end) in enumerate(cores):
        where = f"{kind} of {form.archive}, article {number + 1} of {len(cores)}"
        low, high = edges[number], edges[number + 1]
        found.append(
            _read_article(form, lines[low:high], first - low, end - low, where, encoding, spaced)
        )
    if said and said != len(cores) and isinstance(found[0], Reading):
        warning = f"speaks of {counted(said, 'article')}, but holds {len(cores)}; compare them"
        found[0] = found[0]._replace(warnings=[warning, *found[0].warnings])
    problems = [each.problem for each in found if isinstance(each, Refused)]
    if len(problems) == len(found):
        raise ValueError(
            f"{len(cores)} articles of {form.archive} in one file, and none could be taken apart "
            f"(the first {problems[0].split(';')[0]}); give each article as a file of its own"
        )
    return found


def may_be_export(page: bytes) -> bool:
    """Whether a saved page is worth a look for articles of an archive."""
    return any(mark in page for mark in IN_PAGES)


@cache
def _pattern(pattern: str) -> re.Pattern:
    return re.compile(rf"\s*(?:{pattern})\s*$")


@cache
def _labels(form: Form) -> re.Pattern:
    """Matches a line that begins with a label: groups label, value, alone."""
    names = [name.upper() if form.capitals else name for name in form.fields]
    either = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    alone = "|".join(sorted(map(re.escape, form.alone), key=len, reverse=True)) or "(?!)"
    return re.compile(rf"{form.written.format(either)}$|\s*({alone})\s*:?\s*$")


def _label(form: Form, line: str) -> tuple[str, str]:
    match = _labels(form).match(line[:LONGEST_LABEL])
    if not match:
        return "", ""
    if match[3] is not None:
        return match[3], ""
    name = next(each for each in form.fields if match[1] in (each, each.upper()))
    return name, line[match.start(2) :].strip()


def _role(form: Form, label: str) -> tuple[str, str]:
    return form.alone.get(label) or form.fields.get(label, CHROME)


def _lines_like(pattern: str, lines: Sequence[str]) -> list[int]:
    like = _pattern(pattern or "(?!)")
    return [n for n, line in enumerate(lines) if like.match(line[:LONGEST_LABEL])]


def _is_of(form: Form, lines: Sequence[str]) -> bool:
    mark = "|".join(filter(None, (form.begins, form.ends)))
    return bool(_lines_like(mark, lines) and _lines_like(form.sure, lines))


def _own_lines(form: Form, lines: Sequence[str]) -> list[str]:
    """The lines; a text that begins behind its label ("Full text: …") gets a line of its own."""
    own = []
    for line in lines:
        label, value = _label(form, line)
        if value and _role(form, label) == BODY:
            own += [line[: len(line) - len(value)].rstrip(), value]
        else:
            own.append(line)
    return own


def _articles(form: Form, lines: Sequence[str]) -> list[tuple[int, int]]:
    begins = _lines_like(form.begins, lines)
    ends = [0, *(number + 1 for number in _lines_like(form.ends, lines))]
    for edges in ([*begins, len(lines)], ends):
        found = list(pairwise(edges))
        # A list of contents between two marks is no article; nor is the archive's address.
        found = [
            (first, end)
            for first, end in found
            if form.body == "words" or any(_label(form, line)[0] for line in lines[first:end])
        ]
        if found:
            return found
    return []


def _number_said(lines: Sequence[str]) -> int:
    for line in lines[:10_000]:
        said = re.match(
            r"\s*(?:\d+ (?:of|von|de) (\d{1,6}) DO[CK]UMENTE?N?T?S?|Documents \((\d{1,6})\))\s*$",
            line[:100],
        )
        if said:
            return int(said[1] or said[2])
    return 0


def _fields(form: Form, lines: Sequence[str], first: int, end: int) -> list[Run]:
    found: list[Run] = []
    blank = True
    for number in range(first, end):
        line = lines[number]
        if not line.strip():
            blank = True
            continue
        label, value = _label(form, line)
        if blank or label:
            found.append(Run(number, number + 1, label, value))
        else:
            run = found[-1]
            joined = f"{run.value} {line.strip()}" if run.label else ""
            found[-1] = run._replace(end=number + 1, value=joined.strip())
        blank = False
    return found


def _read_article(
    form: Form, lines: Sequence[str], first: int, end: int, where: str, encoding: str, spaced: bool
) -> Reading | Refused:
    fields = _fields(form, lines, first, end)
    # The line that closes an article may follow its last field without a blank line.
    end -= bool(_lines_like(form.ends, lines[end - 1 : end]))
    start = _body_start(form, lines, fields, first, end)
    if start is None:
        return Refused(where, "has no line that shows where its text begins); leave it out")
    stop = _body_end(form, lines, fields, start, end)
    if not any(re.search(r"[^\W_]", line) for line in lines[start:stop]):
        return Refused(where, "has no text, only the archive's fields; leave it out")
    roles = [("chrome", f"not the article: written by {form.archive}")] * len(lines)
    known: Known = {}
    _read_fields(form, lines, fields, (start, stop), roles, known)
    head = [n for n in range(first, start) if lines[n].strip()]
    if form.body == "words":
        _read_factiva_head(lines, head, roles, known)
    elif form.title == "first line" or "date" not in known or "title" not in known:
        _read_free_head(form, lines, fields, head, roles, known)
    for number in range(start, stop):
        if roles[number][0] == "chrome" and not _is_body_label(form, lines[number]):
            roles[number] = ("body", "")
    # The archive's own number of the article; its address would name the user's library.
    own = lines[first : end + 1]
    for number in _lines_like(form.number, own)[-1:]:
        if told := _pattern(form.number).match(own[number]):
            identity = f"{form.archive} document {told[1]}"
            known["source"] = (identity, f"stated ({form.archive}'s own number)")
    warnings = [
        f"no {column} could be told from the fields of {form.archive}; add it to commentaries.csv"
        for column in ("outlet", "date", "title")
        if column not in known
    ]
    text, ranges = _written(lines, roles, spaced or not form.wrapped)
    name = " ".join(known[c][0] for c in ("outlet", "date") if c in known)
    return Reading(text, where, encoding, ranges, known, warnings, name=name or form.archive)


def _is_body_label(form: Form, line: str) -> bool:
    label, value = _label(form, line)
    return bool(label) and not value and _role(form, label) == BODY


def _body_start(
    form: Form, lines: Sequence[str], fields: Sequence[Run], first: int, end: int
) -> int | None:
    labelled = [f for f in fields if f.label and _role(form, f.label) == BODY]
    if labelled:
        return labelled[0].first + 1
    if form.body == "fields":
        # Behind the last field of the head. A later field belongs to the tail.
        head = [f for f in fields[:LONGEST_HEAD] if f.label and f.label not in NEXIS_TAIL]
        return head[-1].end if head else None
    if form.body == "words":
        head = [n for n in range(first, end) if lines[n].strip()]
        counted = next((n for n in head[:LONGEST_HEAD] if WORDS.match(lines[n][:80])), len(lines))
        below = [n for n in head if n > counted][:12]
        rights = [n for n in below if RIGHTS.match(lines[n][:200])]
        if rights:
            return next(n + 1 for n in rights if n + 1 not in rights)
        spoken = [n for n in below if LANGUAGE.match(lines[n][:80])]
        return spoken[0] + 1 if spoken else None
    return None


def _body_end(form: Form, lines: Sequence[str], fields: Sequence[Run], start: int, end: int) -> int:
    """Where the fields behind the body begin: at a label that another label follows, or the end.

    So a paragraph that happens to begin with "Subject:" does not end the text.
    """
    behind = [f for f in fields if start <= f.first < end]
    last = {f.label: place for place, f in enumerate(behind)}
    last_alone = max((last[label] for label in form.alone if label in last), default=-1)
    for place, run in enumerate(behind):
        if not run.label or _role(form, run.label) == BODY:
            continue
        # Each field of an archive stands once; fields in a line of their own come first.
        if run.value and place < max(last[run.label], last_alone):
            continue
        # A label alone on its line has its value in the next runs.
        reach = 5 if not run.value else 2
        following = behind[place + 1 : place + reach]
        if len(following) < reach - 1 or any(
            (f.label and _role(form, f.label) != BODY) or RIGHTS.match(lines[f.first][:200])
            for f in following
        ):
            return run.first
    rights = [f for f in behind[-2:] if RIGHTS.match(lines[f.first][:200])]
    return rights[0].first if rights and form.body == "fields" else end


def _read_fields(
    form: Form, lines: Sequence[str], fields: Sequence[Run], body: tuple, roles: Roles, known: Known
) -> None:
    """Give the lines of each field their role, and take over what the field states."""
    for place, run in enumerate(fields):
        if not run.label or body[0] <= run.first < body[1]:
            continue
        column, role = _role(form, run.label)
        if role == "body":
            continue
        value, place_of_value = run.value, run
        below = fields[place + 1] if place + 1 < len(fields) else run
        # A label alone on its line: what it names stands in the run below.
        if not value and (column or role != "chrome") and not below.label:
            value, place_of_value = " ".join(lines[below.first : below.end]), below
        for number in range(place_of_value.first, place_of_value.end):
            roles[number] = (role, f"field {run.label!r} of {form.archive}")
        if column and value.strip() and column not in known:
            _take(known, column, squeeze(value), f"stated (field {run.label!r} of {form.archive})")


def _take(known: Known, column: str, value: str, basis: str) -> None:
    if column == "date":
        iso = iso_date(value)
        basis = basis if iso else f"{basis}, as written there"
        value = iso or value
    elif column == "author":
        value = BY.sub("", value, count=1)
    elif column == "outlet":
        # "Los Angeles Times; Los Angeles, Calif.": the place is no part of the name.
        value = value.split(";")[0].strip()
    if value:
        known[column] = (value, basis)


def _read_free_head(
    form: Form, lines: Sequence[str], fields: Sequence[Run], head: list, roles: Roles, known: Known
) -> None:
    """Outlet, date and title from the lines above the body that have no label."""
    labelled = {n for field in fields if field.label for n in range(field.first, field.end)}
    mark = _pattern(form.begins) if form.begins else None
    free = [n for n in head if n not in labelled and not (mark and mark.match(lines[n][:100]))]
    free = [n for n in free if not RIGHTS.match(lines[n][:200])]
    if form.title == "first line":
        if free and "title" not in known:
            _take(known, "title", squeeze(lines[free[0]]), "stated (first line of the article)")
        same = squeeze(known.get("title", ("",))[0])
        for number in free[:1]:
            if squeeze(lines[number]) == same:
                roles[number] = ("headline", f"equal to the title that {form.archive} states")
        return
    dated = [n for n in free if iso_date(lines[n][:80])]
    # The cover sheet of Nexis Uni has a date too: the article's own is the nearest to its fields.
    at = (dated[-1] if form.title == "before the outlet" else dated[0]) if dated else None
    if at is None:
        # "Correction Appended" may stand in place of the date.
        for number, column in zip(free if len(free) < 5 else (), ("title", "outlet"), strict=False):
            if form.title == "before the outlet" and column not in known:
                _take(known, column, squeeze(lines[number]), "inferred (first lines, no date)")
        return
    if "date" not in known:
        _take(known, "date", squeeze(lines[at]), "stated (line below the outlet)")
    above = [n for n in free if n < at]
    if above and "outlet" not in known:
        _take(known, "outlet", squeeze(lines[above[-1]]), "stated (line above the date)")
    if "title" in known:
        return
    if form.title == "before the outlet":
        run = above[-2:-1]
    else:
        # The edition may stand below the date in a paragraph of its own.
        behind = [f for f in fields if f.first > at and not f.label and f.first in free]
        below = next((f for f in behind if not EDITION.match(lines[f.first][:80])), None)
        run = list(range(below.first, below.end)) if below else []
    if run:
        title = squeeze(" ".join(lines[n] for n in run))
        _take(known, "title", title, f"stated (line {form.title})")
        for number in run:
            roles[number] = ("headline", f"line {form.title}")


def _read_factiva_head(
    lines: Sequence[str], head: Sequence[int], roles: Roles, known: Known
) -> None:
    """Title, author, date and outlet around the line with the number of words."""
    counted = next(n for n in head if WORDS.match(lines[n][:80]))
    below = [n for n in head if n > counted]
    dated = next((n for n in below[:4] if iso_date(lines[n][:60])), None)
    if dated is not None:
        _take(known, "date", squeeze(lines[dated]), "stated (line below the number of words)")
        names = [n for n in below if n > dated and not TIME_OF_DAY.match(lines[n][:40])]
        if names:
            _take(known, "outlet", squeeze(lines[names[0]]), "stated (line below the date)")
    above = [n for n in head if n < counted]
    # The lines of one block with the number of words; in a page each line stands alone.
    near = [n for n in above if all(lines[m].strip() for m in range(n, counted))] or above[-4:]
    near = [n for n in near if roles[n][0] == "chrome" and lines[n].strip() not in ("HD", "BY")]
    signed = next((n for n in near if BY.match(lines[n])), None)
    if signed is not None and "author" not in known:
        _take(known, "author", squeeze(lines[signed]), "stated (line that begins with “By”)")
        roles[signed] = ("byline", "line that begins with “By”")
    near = [n for n in near if n != signed and (signed is None or n < signed)]
    if near and "title" not in known:
        # Above the title may stand a section, below it a name without "By".
        title = near[-1] if signed is not None else max(near, key=lambda n: len(lines[n]))
        basis = "stated (line above the author)" if signed is not None else (
            "inferred (longest line above the number of words)"
        )  # fmt: skip
        _take(known, "title", squeeze(lines[title]), basis)
        roles[title] = ("headline", basis)
        for number in near:
            if number > title:
                roles[number] = ("byline", "between the title and the number of words")


def _written(
    lines: Sequence[str], roles: Sequence[tuple[str, str]], spaced: bool
) -> tuple[str, list[tuple[int, int, str, str]]]:
    kept = [n for n, line in enumerate(lines) if line.strip()]
    low, high = kept[0], kept[-1] + 1
    ranges: list[tuple[int, int, str, str]] = []
    text: list[str] = []
    for number in range(low, high):
        line, (role, reason) = lines[number], roles[number]
        before = roles[number - 1][0] if number > low else role
        # A blank line keeps two roles apart.
        if number > low and (spaced or role != before) and line.strip() and text[-1].strip():
            text.append("")
        text.append(line)
        if role == "body" or not line.strip():
            continue
        here = len(text)
        between = ranges and not any(text[n - 1].strip() for n in range(ranges[-1][1] + 1, here))
        if between and ranges[-1][2:] == (role, reason):
            ranges[-1] = (ranges[-1][0], here, role, reason)
        else:
            ranges.append((here, here, role, reason))
    return "\n".join(text) + "\n", ranges


def _refuse_several(lines: Sequence[str]) -> None:
    """Refuse what looks like several articles in a form that is not known.

    It does if two labels of an article's title, author, date or outlet, in any language, begin
    equally many lines, two or more.
    """
    seen: Counter[str] = Counter()
    for line in lines:
        label = re.match(r"\s*([^\W\d_][\w /-]{1,30}?)\s*:\s+\S", line[:60])
        column = column_of(label[1]) if label else ""
        if label and column in ("title", "author", "date", "outlet"):
            seen[f"{column}/{label[1]}"] += 1
    often = {name: n for name, n in seen.items() if n >= 2}
    for n in sorted(set(often.values()), reverse=True):
        labels = [name for name in often if often[name] == n]
        if len({name.split("/")[0] for name in labels}) >= 2:
            shown = ", ".join(f"{name.split('/', 1)[1]}:" for name in labels[:3])
            raise ValueError(
                f"looks like {n} articles in one file ({shown} stand in it {n} times each), in a "
                "form that is not known; give each article as a file of its own, or a table with "
                "a row an article"
            )
