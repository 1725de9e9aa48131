"""Where a sentence ends: what NLTK's Punkt is told, and how its cuts are corrected, in four steps.

1. Punkt (Kiss & Strunk 2006) cuts by its own rules for initials, numbers and dots, and by two given
   lists, `ABBREVIATIONS` and `STARTERS`.
2. `join` puts together what Punkt cut in two (`JOINS`), and gives a closing mark that touches a cut
   to the sentence before it.
3. `cut` parts what Punkt did not see (`CUTS`); it comes last and has the last word on ends.
4. `behind_bullet` moves the beginning past a bullet or a dash.

Each rule of `JOINS` and `CUTS` stands with an example that fails without it. They read the text in
straight marks (`typography.straighten`), which has the same length.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.typography import INVISIBLE, SOFT_HYPHEN, straighten
from analysis.words import Span

# Without the final period, lower case: Punkt's form.
ABBREVIATIONS = frozenset(
    """
    mr mrs ms mx mme mlle messrs dr drs prof profs rev fr msgr hon esq st sr jr gen brig lt lieut
    col maj capt cpl sgt pfc pvt cmdr comdr adm supt insp det ofc gov govs sen sens rep reps pres
    cllr ald atty asst dir rt sts mssrs sgts gens cols a.k.a pct
    amb sec jan feb apr jun jul aug sept sep oct nov dec mon tue tues thu thurs fri
    u.s u.k u.n u.s.s.r e.u d.c n.y l.a d.p.r.k r.o.k p.r.c u.s.a a.m p.m e.g i.e cf vs v al
    etc viz vol pp approx est dept assoc univ inc ltd co corp bros ave blvd rd mt ft
    ph.d m.d b.a m.a j.d
    """.split()
)
# After an abbreviation, a capital alone does not start a sentence ("U.S. Secretary"); these words,
# capitalised, do.
STARTERS = frozenset(
    """
    a an the this that these those he she it we they i you his her its their our my there here
    but and so yet or if when while although though because since after before however still
    instead meanwhile moreover for in on at as by with from to not no nor what why how who where
    which both some many most such even once then thus also nothing nobody none everyone everybody
    everything someone something anyone anything each every several another
    """.split()
)


class Join(NamedTuple):
    """A cut of Punkt goes where `before` ends at it and `after` begins at it.

    Any white space at the cut is read as one space, the first character of `after`.
    """

    before: str
    after: str
    example: str


class Cut(NamedTuple):
    """A sentence ends after `before`, if up to nine white-space characters and `after` follow."""

    before: str
    after: str
    example: str


_CLOSE, _OPEN = r"[\"')\]}]", r"[\"'(\[]"  # marks that close and open
_DASH = "[–—―-]{1,2}"
_STARTER = rf"(?:{'|'.join(sorted(word.capitalize() for word in STARTERS))})\b"
_NO_WORD = r"(?<![\p{L}\p{N}])"

# Before a number, or a Roman one.
_NUMBERED = (
    r"(?:N[or]s?|Arts?|Figs?|Chs?|Secs?|Vols?|Paras?|Eqs?|Exs?|Tabs?|Ops?|Mar|H\.R"
    r"|pp?|ll?|nn?|ca?|figs?|chs?|paras?|eqs?|(?:[0-9],|ranked|seeded|at|the)\snos?)"
)
_ROMAN = "(?:Arts?|Chs?|Secs?|Vols?|Pts?|Bks?)"
_STATE = (
    r"(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kans?|Ky|La|Md|Mass|Mich|Minn|Miss|Mo"
    r"|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|Ont|Que)"
)
# Ordinary words or letters too: joined only before a small letter or a zip code, days after "on".
_SHORT = r"(?:Ida|Mar|Wed|Sat|Sun|\p{Lu}{1,2}\.\p{Lu}\p{Ll}{1,3})"
# Only after a number and before a small letter: 5 lb. more.
_MEASURE = "(?:lbs?|oz|k[gm]|[cm]m|in|mi|yds?|min|hrs?|secs?|gal|sq)"
_SHOWN = "(?:Figs?|Exs?|Apps?)"
_TITLE = "(?:Mrs?|Ms|Drs?|Prof|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|Maj|Adm|Rev)"  # ends no sentence
# These are no surnames, even behind an initial.
_NO_SURNAME = r"(?:He|She|It|They|We|The|This|That|These|But|And|In|If|When|There|His|Her|Their)\b"
# Behind initials these start a sentence too, since they are no surnames.
_NUMBER_WORD = (
    r"(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve"
    r"|(?:Thir|Four|Fif|Six|Seven|Eigh|Nine)teen|(?:Twen|Thir|For|Fif|Six|Seven|Eigh|Nine)ty"
    r"|Dozens|Hundreds|Thousands|Millions|Billions)\b"
)
# Who said it, behind a quotation: "… he said.", and not a report of something else, which goes on
# with its object ("Kim said that they failed", "Kim said Trump left"); a day may follow.
_REPORTED = (
    r"\s(?:(?:that|no|nothing|he|she|they|it|there|we|you|the|an?|this|these|those|his|her"
    r"|their|its|about|for|some|many|all)\b|\p{Lu}(?!\w{2,5}day\b))"
)
_SAID = (
    "(?:(?:said|says|replied|added|wrote|tweeted|shouted|cried|joked|wondered|exclaimed|answered"
    "|declared|insisted|remarked|quipped|yelled|continued|observed|recalled|explained|demanded"
    rf"|responded|concluded)\b(?!{_REPORTED})"
    r"|ask(?:s|ed)\b(?!\s(?:about|for|that|whether|if|why|how|what|nothing|no)\b)"
    r"|told\sreporters\b(?!\sthat\b))"
)
# The mark of a note behind its sentence.
_NOTE = (
    r"\[(?:[0-9]{1,3}(?:[,–-] ?[0-9]{1,3}){0,3}|[*†‡]{1,3}|note [0-9]{1,2}|[a-z][a-z ]{0,24}\??)\]"
)
_MARKS = (
    r"(?:[1-9][0-9]{0,2}(?:[,–-][1-9][0-9]{0,2}){0,3}|[¹²³⁰-⁹]{1,4}|[*†‡§]{1,3}"
    rf"|(?:{_NOTE}){{1,4}}|[{SOFT_HYPHEN}\p{{So}}\p{{Sk}}]{{1,9}})"
)
_KNOWN = "|".join(sorted(re.escape(word) for word in ABBREVIATIONS))

JOINS = (
    # quotations
    Join(
        rf"[.!?…]{_CLOSE}{{1,4}}",
        rf"\s?(?:{_DASH}\s?|\(|…\s?)?\p{{Ll}}",
        '"Is it over?" he asked.',
    ),
    Join(r"[.!?…]", rf"{_CLOSE}{{0,4}}[,;:]", '"No!", he said.'),
    Join(r"[.!?…]", rf"{_CLOSE}{{1,4}}(?:\s?{_DASH}\s?)?\p{{Ll}}", '"No!"—he said.'),
    Join(r"(?:…\.|\b(?:Yahoo|Jeopardy)!)", r"\s\p{Ll}", "Yahoo! said no."),
    Join(
        rf"[.!?…]{_CLOSE}{{1,3}}", rf"\s{_CLOSE}{{1,2}}(?:\s|$)", "\"She called it 'a failure.' \""
    ),
    Join(
        rf"[!?…]{_CLOSE}{{1,4}}",
        rf"\s(?:I\s|(?!{_STARTER})(?:\p{{Lu}}[\w'.-]{{0,20}}\s){{1,3}}(?:(?<='s\s)\p{{Ll}}+\s)?){_SAID}",
        '"Is it over?" Mr. Kim asked.',
    ),
    # numbers, states, initials
    Join(rf"{_NO_WORD}{_NUMBERED}\.", r"\s[0-9]", "Sources at No. 10 said so."),
    Join(rf"{_NO_WORD}{_SHOWN}\.", r"\s\p{Lu}\b", "See Fig. A for it."),
    Join(rf"[0-9]\s{_MEASURE}\.", r"\s\p{Ll}", "It weighs 5 lb. more."),
    Join(r"(?:[Oo]n|[Ll]ast|[Nn]ext|until|since)\s(?:Wed|Sat|Sun)\.", r"\s", "On Sat. Kim left."),
    Join(r"\.\p{Lu}\.", r"\sNo\.\s?[0-9]", "The U.S. No. 2 left."),
    Join(r"[(-][NSW]\.", r"\s(?:Va|\p{Lu})\.\s?\)", "He (D-W. Va.) left."),
    Join(rf"{_NO_WORD}{_TITLE}\.", r"\s\p{Lu}", "Then Mr. A. Kim left."),
    Join(rf"{_NO_WORD}{_ROMAN}\.", r"\s[IVXLC]+\b", "They cite Art. IV again."),
    Join(
        rf"(?<!\p{{L}})(?:{_STATE}|{_SHORT})\.",
        r"\s(?:\p{Ll}|[0-9]{5}\b)",
        "He left Sacramento, Calif. they say.",
    ),
    Join(rf"(?<!\p{{L}}){_STATE}\.", r"\s(?:Gov|Sen|Rep|Lt|Atty)\.", "It was Calif. Gov. Brown."),
    Join(rf"[(-]{_STATE}\.", rf"\s(?!{_STARTER})\p{{Lu}}", "He (Calif. Democrat) left."),
    Join(
        rf"(?<!\p{{L}})(?:{_STATE}|Me|(?:\p{{Lu}}\.){{1,3}}\p{{Lu}})\.",
        rf"\s{_DASH}\s",
        "AMHERST, N.H. — Kim left.",
    ),
    Join(
        r"(?<![\p{L}\p{N}.])(?:\p{Lu}\.-?){2,}",
        rf"\s(?:\p{{Ll}}|'s\b|(?!{_STARTER}|{_NUMBER_WORD})\p{{Lu}})",
        "Then H.R. McMaster left.",
    ),
    # ellipses and notes
    Join(r"\.", rf"\s?\.{_CLOSE}{{0,3}}(?:\s|$)", "They met . . . and left."),
    Join(r"(?<!\.\s)\.\s\.\s\.", rf"\s(?!{_OPEN}{{0,2}}{_STARTER})", "They met . . . in Hanoi."),
    Join(r"\.\s\.\s\.\s\.", rf"\s(?!{_OPEN}{{0,2}}\p{{Lu}})", "They met . . . . in Hanoi."),
    Join(rf"[.!?]{_CLOSE}{{0,4}}", _NOTE, "They left.[3]"),
    Join(r"[.!?]", rf"{_CLOSE}{{1,4}}(?:[0-9¹²³⁰-⁹]|{_NOTE})", '"They left."3'),
)

CUTS = (
    Cut(
        # no single letter and no abbreviation before the stop, a note's mark behind it
        rf"(?<=\p{{L}}{{2}}|[\"')\]])(?<!\b(?i:{_KNOWN}|{_NUMBERED}))[.!?]{_CLOSE}{{0,4}}{_MARKS}"
        rf"{_CLOSE}{{0,4}}",
        rf"{_OPEN}{{0,2}}\p{{Lu}}",
        "The talks failed.1 Kim left.",
    ),
    Cut(
        rf"[.!?…]{_CLOSE}{{1,3}}\s{_CLOSE}{{1,2}}",
        rf"{_OPEN}{{0,2}}\p{{Lu}}",
        "\"He said, 'It is over.' \" Kim left.",
    ),
    Cut(r"(?<=\p{L} [A-Z])\.", _NO_SURNAME, "It was World War I. It ended."),
    Cut(
        rf"(?:…|(?<=\.\s?\.\s?)\.{_CLOSE}){_CLOSE}{{0,4}}",
        rf"{_OPEN}{{0,2}}(?!I\s{_SAID}){_STARTER}",
        "He waited… Then he left.",
    ),
)
_BULLET = re.compile(rf"[\s{INVISIBLE}]*(?:[•‣◦▪●■□○►→·*–—-][\s{INVISIBLE}]+){{0,9}}")

# Closing marks that Punkt left at the head of the next piece: they belong to the sentence before.
SHUT = re.compile(r"[”’)\]}]+")

# Punkt's cut in the text that `JOINS` read; in the text itself it is read as a space.
_HERE = "\0"
# How many characters the rules see on each side.
_FAR_LEFT, _FAR_RIGHT = 40, 120


def join(spans: Iterable[Span], text: str) -> list[Span]:
    """The spans of a text's pieces, those that are one sentence put together.

    A closing mark that touches a cut goes to the sentence before it.
    """
    joined: list[Span] = []
    for start, end in spans:
        if joined and goes_on(text, 0, joined[-1][1], start, len(text)):
            start = joined.pop()[0]
        elif joined and start == joined[-1][1] and (shut := SHUT.match(text, start, end)):
            start = shut.end()
            joined[-1] = (joined[-1][0], start)
        joined.append((start, end))
    return joined


def cut(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """The spans of a text's pieces, with those parted that are several sentences."""
    marks = (match.start() for match in re.finditer("[.!?…]", straighten(text)))
    ends = [end for place in marks if (end := unseen_end(text, 0, place, len(text)))][::-1]
    for start, end in spans:
        while ends and ends[-1][0] < end:
            last, resume = ends.pop()
            if start < last and resume < end:
                yield start, last
                start = resume
        yield start, end


def goes_on(text: str, begin: int, end: int, resume: int, close: int) -> bool:
    """Whether a sentence that is cut at `end`, before `resume`, goes on (in text[begin:close]).

    The engine joins many texts to one, of which text[begin:close] is one.
    """
    left = straighten(text[max(begin, end - _FAR_LEFT) : end]).replace(_HERE, " ")
    right = straighten(text[resume : min(close, resume + _FAR_RIGHT)]).replace(_HERE, " ")
    gap = " " if resume > end else ""
    return _pattern_of_joins().search(f"{left}{_HERE}{gap}{right}") is not None


def unseen_end(text: str, begin: int, place: int, close: int) -> Span | None:
    """The end that `CUTS` finds at a mark in text[begin:close], and where the next one begins."""
    low = max(begin, place - _FAR_LEFT)
    window = straighten(text[low : min(close, place + _FAR_RIGHT)])
    match = _pattern_of_cuts().match(window, place - low)
    return (match.start("gap") + low, match.end() + low) if match else None


def behind_bullet(text: str, start: int, end: int) -> int:
    """Where a sentence begins behind the white space and the bullet before it, if there are any."""
    bullet = _BULLET.match(text, start, end)
    return bullet.end() if bullet else start


@cache
def _pattern_of_joins():
    import regex

    # From the cut, looking back: found sooner than from the left.
    rules = (rf"(?<=(?:{rule.before}){_HERE})(?:{rule.after})" for rule in JOINS)
    return regex.compile(rf"{_HERE}(?:{'|'.join(rules)})")


@cache
def _pattern_of_cuts():
    import regex

    rules = (rf"(?:{rule.before})(?P<gap>\s{{1,9}})(?={rule.after})" for rule in CUTS)
    return regex.compile("|".join(rules))


@lru_cache(2**17)
def may_go_on(word: str) -> bool:
    """Whether a rule of `JOINS` could hold behind this word and its period, whatever follows.

    The engine asks, to leave out places where none can; it changes no result.
    """
    return _pattern_of_abbreviations().search(straighten(word)) is not None


@cache
def _pattern_of_abbreviations():
    import regex

    words = f"{_NUMBERED}|nos?|{_ROMAN}|{_STATE}|{_SHORT}|{_MEASURE}|{_SHOWN}|{_TITLE}"
    words += r"|(?:\p{Lu}\.-?)*\p{Lu}|\p{L}*…"
    return regex.compile(rf"(?<!\p{{L}})(?:{words})\.$|(?:Yahoo|Jeopardy)!$")
