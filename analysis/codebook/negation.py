"""Whether a mention is negated or compared, and the clause around it.

A sentence comes as its folded words, the clause number of each, and the first and last word of the
mention; `find_negation` and `find_comparison` return the numbers of the words that negate or
compare it. The rules are of the kind of NegEx (Chapman et al. 2001): a negator reaches a few words
forward, some words end its reach, and some expressions only look like negators. They know word
lists, not grammar: a negator after the mention, or one that reaches over a comma, is not seen.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from analysis.typography import straighten

REACH = 5  # at most this many words between a cue and the mention
OUTER_REACH = 2  # … and between a negator and a second one that takes it back
_MARK = re.compile(r"[,;:()\[\]{}—―]|--+|(?<=\s)[–-](?=\s)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATORS = _words(
    "not never no cannot without neither nor none nobody nothing hardly barely scarcely rarely "
    "seldom avoid avoids avoided avoiding avert averts averted averting prevent prevents prevented "
    "preventing"
)

TWO_WORD_NEGATORS = {
    (word, last)
    for last, words in {
        "to": "fail fails failed failing failure refuse refuses refused refusing refusal decline "
        "declines declined declining unable",
        "of": "instead short lack absence",
        "from": "far",
        "but": "anything",
    }.items()
    for word in words.split()
}

# "Not only a failure" is a failure, "no doubt", "nothing but"; "No. 2" is a number.
NO_NEGATION_BEFORE = {
    "not": _words("only just merely simply solely alone least until help"),
    # "No deal" names an outcome: "no deal is better than a bad one" denies nothing.
    "no": _words("doubt question wonder matter sooner later less deal"),
    "never": _words("mind"),
    "nothing": _words("but"),
    "without": _words("doubt question"),
}

NO_NEGATION_AFTER = _words("if why or")  # "if not", "why not", "whether or not"

# A negator does not reach over a new clause, or over what a speaker takes for granted.
BARRIERS = _words(
    "and because although though while whereas if unless whether when whenever before after since "
    "until once despite who whom whose which where why how than then but "
    "know knows knew known realize realizes realized notice notices noticed regret regrets "
    "regretted forget forgets forgot"
)

DEFINITE = _words("the this that these those its his her their our my your")
SUBJECTS = _words("i he she it we they")
BE = _words("be is are was were been being am isn't aren't wasn't weren't")

# "A failure to agree" or "the lack of a deal" does not negate the words that follow.
FINITE = _words("is are was were has had will would can could may might must should does did")
SEEMING = _words("seem seems seemed look looks looked prove proves proved remain remains")

# Between a negator and a definite noun, these leave the noun negated: "not quite the".
LINKS = BE | _words(
    "as call called see seen consider considered describe described regard regarded deem deemed "
    "have has had even quite yet just mean means meant that think thinks thought believe believes "
    "believed suggest suggests suggested imply implies implied"
)

COMPARATIVES = _words("better worse more less fewer greater lesser rather sooner")
NO_COMPARATIVES = _words("other another either neither whether never over under")
PREFERENCES = _words("preferable superior inferior")

NUMBERS = _words(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty "
    "sixty seventy eighty ninety half twice dozens hundreds thousands millions"
)


def find_negation(words: Sequence[str], clauses: Sequence[int], first: int) -> list[int]:
    """The words that negate a mention which begins at word `first`; none if it is affirmed.

    Double negation ("not without") affirms. Words of the mention itself never count.
    """
    cue = _nearest_negator(words, clauses, first, REACH)
    if not cue:
        return []
    if _is_taken_for_granted(words, cue[-1], first) or _is_rhetorical(words, clauses, cue[0]):
        return []
    between = words[cue[-1] + 1 : first]
    if words[cue[0]] in ("no", "without") and not {"he", "she", "they", "it"}.isdisjoint(between):
        return []  # the noun that "no" belongs to is over: "In no mood to talk he left"
    if words[cue[0]] in ("nor", "neither"):
        return cue
    reach = 0 if _is_not(words[cue[0]]) else OUTER_REACH
    taken_back = _nearest_negator(words, clauses, cue[0], reach)
    return [] if taken_back else cue


def find_comparison(
    words: Sequence[str], clauses: Sequence[int], first: int, last: int
) -> list[int]:
    """The words that compare a mention, on either side of them or between them; none if nothing.

    "Better than", "worse than", "more … than", "less … than", "rather than", a word in -er with
    "than", "preferable to". On the left a form of "be" must join the mention to the comparison, or
    nothing stand between: "the talks that failed lasted longer than planned" compares no failure.
    """
    for than in range(max(first - REACH - 1, 0), min(last + 2 * REACH + 4, len(words))):
        head = _comparative(words, clauses, than)
        if head is None or clauses[than] != clauses[first]:
            continue
        if head < first and last < than:
            return [head, than]
        if than < first and _reaches_over(words[than + 1 : first]):
            return [head, than]
        joined = words[last + 1 : head]
        linked = not joined or words[head] == "rather" or not (BE | SEEMING).isdisjoint(joined)
        if last < head and linked and _reaches_over(joined):
            return [head, than]
    return []


def find_clause_marks(text: str, words: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Where `text` is cut: , ; : dashes, parentheses, and the conjunction "but".

    `words` are (start, end, folded word) in characters of `text`; marks inside a word are none
    ("1,000", "walk-out"), nor is "but" in "anything but", "nothing but", "all but", "help but".
    """
    text, marks, end, before = straighten(text), [], 0, ""
    for start, stop, word in [*words, (len(text), len(text), "")]:
        marks += [found.span() for found in _MARK.finditer(text, end, start)]
        if word == "but" and before not in ("anything", "nothing", "all", "help", "cannot"):
            marks.append((start, stop))
        end, before = stop, word
    return marks


def number_clauses(
    words: Sequence[tuple[int, int, str]], marks: Sequence[tuple[int, int]]
) -> list[int]:
    """The clause of each word: how many marks stand before it."""
    numbers, n = [], 0
    for start, _, _ in words:
        while n < len(marks) and marks[n][0] < start:
            n += 1
        numbers.append(n)
    return numbers


def find_clause(
    text: str, marks: Sequence[tuple[int, int]], start: int, end: int
) -> tuple[int, int]:
    """The stretch of `text` between the marks on either side of [start, end), without its spaces.

    A mark inside the mention does not cut it.
    """
    before = bisect_right(marks, start, key=lambda mark: mark[1])
    after = bisect_left(marks, end, key=lambda mark: mark[0])
    low = marks[before - 1][1] if before else 0
    high = marks[after][0] if after < len(marks) else len(text)
    piece = text[low:high]
    return low + len(piece) - len(piece.lstrip()), high - len(piece) + len(piece.rstrip())


def _nearest_negator(
    words: Sequence[str], clauses: Sequence[int], first: int, reach: int
) -> list[int]:
    finite = False
    for here in range(first - 1, max(first - 2 - reach, -1), -1):
        if clauses[here] != clauses[first]:
            return []
        pair = tuple(words[max(here - 1, 0) : here + 1])
        if pair in TWO_WORD_NEGATORS and clauses[here - 1] == clauses[here]:
            return [] if finite else [here - 1, here]
        finite = finite or words[here] in FINITE
        if words[here] == "than":
            head = _comparative(words, clauses, here)
            return [head, here] if head is not None and words[head] == "rather" else []
        if words[here] in BARRIERS:
            return []
        if _is_negator(words, here):
            return [here]
    return []


def _is_negator(words: Sequence[str], here: int) -> bool:
    word = "not" if _is_not(words[here]) else words[here]
    before = words[here - 1] if here else ""
    after = words[here + 1] if here + 1 < len(words) else ""
    if word not in NEGATORS or after in NO_NEGATION_BEFORE.get(word, ()):
        return False
    if word == "no" and after[:1].isdigit():  # "No. 2"
        return False
    return not (words[here] == "not" and before in NO_NEGATION_AFTER)


def _is_not(word: str) -> bool:
    return word in ("not", "cannot") or word.endswith("n't")


def _is_taken_for_granted(words: Sequence[str], negator: int, first: int) -> bool:
    """Whether the mention is a definite noun under a negated verb ("did not expect the collapse").

    Definite nouns are presupposed (Strawson 1950): the collapse came. But after a form of "be",
    "call" or "think" the noun itself is denied ("was not the collapse").
    """
    for noun in range(first, max(first - 3, negator), -1):  # one adjective may stand between
        if words[noun] in DEFINITE and not (words[noun] == "that" and noun == first - 2):
            between = words[negator + 1 : noun]
            return not all(word in LINKS or word.endswith("ly") for word in between)
    return False


def _is_rhetorical(words: Sequence[str], clauses: Sequence[int], negator: int) -> bool:
    """Whether the negator opens a question that asks for a yes: "Isn't it", "Isn't this"."""
    after = words[negator + 1 : negator + 2]
    opens = negator == 0 or clauses[negator - 1] != clauses[negator]
    subject = SUBJECTS if negator else SUBJECTS | DEFINITE | {"there"}
    return opens and words[negator].endswith("n't") and not subject.isdisjoint(after)


def _comparative(words: Sequence[str], clauses: Sequence[int], than: int) -> int | None:
    """The comparative of a "than", or of the "to" in "preferable to"; None if there is none."""
    if than and words[than] == "to" and words[than - 1] in PREFERENCES:
        return than - 1
    if words[than] != "than":
        return None
    after = words[than + 1] if than + 1 < len(words) else ""
    for here in range(than - 1, max(than - 2 - REACH, -1), -1):
        if clauses[here] != clauses[than] or words[here] in BARRIERS:
            return None
        near, number = here == than - 1, after[:1].isdigit() or after in NUMBERS
        if near and number and words[here] in ("more", "less", "fewer"):
            return None  # a quantity: "more than 20"
        comparative = near and words[here].endswith("er") and words[here] not in NO_COMPARATIVES
        if words[here] in COMPARATIVES or comparative:
            return here
    return None


def _reaches_over(between: Sequence[str]) -> bool:
    return len(between) <= REACH and BARRIERS.isdisjoint(between)
