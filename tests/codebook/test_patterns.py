"""The notation and its matcher, against a matcher by exhaustion that knows no automata."""

import re

import pandas as pd
import pytest
from anything import examples
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import patterns
from analysis.words import cut


def found(cell, *texts):
    """The matches of a codebook cell in some sentences, as written."""
    words = [word for text in texts for word in cut(text)]
    rows = [patterns.parse(text) for text in patterns.split_cell(cell)]
    spans = patterns.find_matches(rows, patterns.index_texts(texts))
    return [" ".join(words[first : last + 1]) for first, last in spans]


def parsed(text):
    """A pattern and what is wrong with it, of which there is always one."""
    try:
        return patterns.parse(text), ""
    except ValueError as error:
        return None, str(error)


@pytest.mark.parametrize(
    ("cell", "text", "expected"),
    [
        ("walked out", "Both Walked Out of the room.", ["Walked Out"]),
        ("walk* (out | away from)", "They walk out, then walk away from it.",
         ["walk out", "walk away from"]),
        ("walk* (out | away from)", "They walk away.", []),
        ("[the] negotiat* collapsed", "The negotiations collapsed.",
         ["The negotiations collapsed"]),
        ("[the] negotiat* collapsed", "All negotiating collapsed.", ["negotiating collapsed"]),
        ("break* ..2 talks", "It breaks off the talks.", ["breaks off the talks"]),
        ("break* ..2 talks", "It breaks talks.", ["breaks talks"]),
        ("break* ..2 talks", "It breaks off all the talks.", []),
        ("=May resign*", "May resigned, he may resign.", ["May resigned"]),
        ("strike ; work stoppage", "A work stoppage is a strike.", ["work stoppage", "strike"]),
        ("strike\nwork stoppage", "A work stoppage is a strike.", ["work stoppage", "strike"]),
    ],
)  # fmt: skip
def test_the_examples_of_the_notation(cell, text, expected):
    """The six examples of the module's docstring, worked by hand."""
    assert found(cell, text) == expected


@pytest.mark.parametrize(
    ("cell", "text", "expected"),
    [
        ("don't", "They don’t and don't.", ["don’t", "don't"]),
        ("don’t", "They don't.", ["don't"]),
        ("walk-out", "A walk‑out.", ["walk‑out"]),
        ("walk", "A walk-out.", []),
        ("walk-*", "A walk-out.", ["walk-out"]),
        ("U.S. unions", "The U.S. unions.", ["U.S. unions"]),
        ("U.S.-led", "The U.S.-led side.", ["U.S. led"]),
        ("U.S. led", "The U.S.-led side.", ["U.S. led"]),
        ("us", "The U.S. told us.", ["us"]),
        ("1,000 jobs", "Over 1,000 jobs.", ["1,000 jobs"]),
        ("union", "The union's, the union’s, the unions.", ["union's", "union’s"]),
        ("union's", "The union, the union’s.", ["union’s"]),
        ("=UNION", "UNION'S, Union's.", ["UNION'S"]),
        ("=*ion", "union, Union, UNION.", ["union", "Union"]),
        ("un*o*n", "union, unison, un, unon.", ["union", "unison", "unon"]),
        ("a*a", "a, aa, aba.", ["aa", "aba"]),
        ("no * yet", "No deal yet, no yet.", ["No deal yet"]),
        ("STRASSE", "Die Straße.", ["Straße"]),
        ("(a | a b) c", "a b c a c", ["a b c", "a c"]),
        ("a [b [c]] d", "a d a b d a b c d a c d", ["a d", "a b d", "a b c d"]),
        ("end* ; end* of [the] talks", "The end of the talks ended.",
         ["end of the talks", "ended"]),
        ("a b a", "a b a b a", ["a b a"]),
        ("talks collapse*", "The talks, at last, collapsed.", []),
        ("talks ..2 collapse*", "The talks, at last, collapsed.", ["talks at last collapsed"]),
        # a mark written at a word must stand there, in a group and across a gap as well
        ("(AT&T | R&D) deal*", "AT&T deals, R D deals, an R&D deal.", ["AT T deals", "R D deal"]),
        ("=AT&T", "AT&T's, at&t, AT T, AT & T.", ["AT T's", "AT T"]),
        ("a ..2 b! [c]", "a b. a x b! c. b! a", ["a x b c"]),
        ("50% of", "At 50 of 50% of it.", ["50 of"]),
        ("“no deal”", '"no deal", no deal, "no deal now"', ["no deal"]),
    ],
)  # fmt: skip
def test_words_are_those_of_the_project(cell, text, expected):
    assert found(cell, text) == expected


def test_a_pattern_never_crosses_a_sentence():
    assert found("talks collapse*", "No more talks", "collapse now", "talks collapse") == [
        "talks collapse"
    ]
    assert found("a ..5 b", "a", "b") == []


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(walk* | ", 'pattern "(walk* |" has an open parenthesis at character 1; close it with )'),
        ("a [b", 'pattern "a [b" has an open bracket at character 3; close it with ]'),
        ("a (b ]", 'pattern "a (b ]" has an open parenthesis at character 3; close it with )'),
        ("walk)", 'pattern "walk)" closes a parenthesis at character 5 that was never opened'),
        ("a | | b", 'pattern "a | | b" has an empty alternative before character 5'),
        ("a |", 'pattern "a |" has an empty alternative at its end'),
        ("()", 'pattern "()" has an empty alternative before character 2'),
        ("a .. b", 'has a gap ".." at character 3 that is not a number from 1 to 10'),
        ("a ..11 b", 'has a gap "..11" at character 3 that is not a number from 1 to 10'),
        ("a ..0 b", 'has a gap "..0" at character 3 that is not a number from 1 to 10'),
        ("..3 a", "begins or ends with a gap; put a word on each side of it"),
        ("a [..3]", "begins or ends with a gap"),
        ("[the] *", "matches without any word of its own; add one outside [ ] and *"),
        ("a | *", "matches without any word of its own"),
        ("talks & more", "has no word at character 7; add one, or delete it"),
        ("*-*", 'has the wildcard "*-*" at character 1 without a letter'),
        ("a =", "has no word after the = at character 3"),
        ("", "is empty; write a word"),
        ("a" * 1001, "is longer than 1000 characters; divide it with ;"),
        ("|".join("a" * 101), "has more than 100 alternatives; divide it with ;"),
        ("a " + "..10 " * 20 + "b", "holds more than 200 words and gap words; divide it with ;"),
        ("(" * 11 + "a" + ")" * 11, "nests more than 10 deep; divide it with ;"),
    ],
)
def test_a_malformed_pattern_says_where_and_what_to_do(pattern, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        patterns.parse(pattern)


def test_all_malformed_rows_are_named_at_once():
    codebook = pd.DataFrame({
        "code": ["walk", "collapse", "stance", "end"],
        "pattern": ["walk*", "fine ; (walk* | ", "", "(end\nstop)"],
    })  # fmt: skip
    lines = patterns.pattern_problems(codebook)
    assert lines[0] == (
        'codebook row 3 (collapse): pattern "(walk* |" has an open parenthesis at character 1; '
        "close it with )"
    )
    assert [line.split(":")[0] for line in lines[1:]] == ["codebook row 5 (end)"] * 2
    with pytest.raises(ValueError, match=r"row 3 .*\n.* row 5 .*\n.* row 5 "):
        patterns.parse_codebook(codebook)
    assert patterns.pattern_problems(codebook[codebook["code"] == "end"]) == lines[1:]


class Counted(list):
    """A list that counts how often it is read."""

    reads = 0

    def __getitem__(self, key):
        self.reads += 1
        return super().__getitem__(key)


@pytest.mark.parametrize(
    "pattern",
    [
        "a ..10 " * 17 + "b",
        "[a] " * 150 + "b",
        "(a | a a | a a a) " * 25 + "b",
        "a " + "[[[[[a] a] a] a] a] ..10 " * 9 + " b",
    ],
)
def test_no_pattern_takes_more_steps_than_words_times_slots(pattern):
    """Steps, not seconds: a backtracking matcher needs 11 to the power of 17 for the first."""
    n = 3000
    words = patterns.index_words(["a"] * n + ["b"], [0] * (n + 1))
    counted = Counted(words.ids)
    nasty = patterns.parse(pattern)
    assert patterns.find_matches([nasty], words._replace(ids=counted))
    assert n < counted.reads <= (n + 1) * len(nasty.slots)
    assert len(nasty.slots) <= patterns.MAX_SLOTS


def test_only_sentences_with_the_rarest_required_word_are_read():
    words = patterns.index_words(["the", "talks"] * 500 + ["the", "rare"], [0] * 1000 + [1, 1])
    counted = Counted(words.ids)
    spans = patterns.find_matches(
        [patterns.parse("the (rare | scarce)")], words._replace(ids=counted)
    )
    assert spans == [(1000, 1001)]
    assert counted.reads == 2


# A tree is a list of alternatives, each a list of items: "a" a word, 2 a gap, (tree, optional).
def trees():
    word = st.sampled_from(["a", "b", "c", "a*", "*"])
    return st.recursive(
        st.lists(st.lists(word, min_size=1, max_size=3), min_size=1, max_size=2),
        lambda inner: st.lists(
            st.lists(
                st.one_of(word, st.integers(1, 3), st.tuples(inner, st.booleans())),
                min_size=1,
                max_size=4,
            ),
            min_size=1,
            max_size=3,
        ),
        max_leaves=6,
    )


def written(tree):
    def item(x):
        if isinstance(x, tuple):
            return f"[{written(x[0])}]" if x[1] else f"({written(x[0])})"
        return f"..{x}" if isinstance(x, int) else x

    return " | ".join(" ".join(item(x) for x in row) for row in tree)


def ends(tree, words, here):
    """Every place where a match of `tree` from `here` may end, by trying all ways."""
    reached = set()
    for row in tree:
        places = {here}
        for x in row:
            if isinstance(x, tuple):
                step = {e for p in places for e in ends(x[0], words, p)}
                places = step | places if x[1] else step
            elif isinstance(x, int):
                places = {p + n for p in places for n in range(x + 1) if p + n <= len(words)}
            else:
                fits = re.compile(x.replace("*", ".*")).fullmatch
                places = {p + 1 for p in places if p < len(words) and fits(words[p])}
        reached |= places
    return reached


@examples(60)
@given(trees(), st.lists(st.sampled_from(["a", "b", "c", "ab", "ac"]), max_size=9))
def test_the_matcher_equals_one_by_exhaustion(tree, words):
    pattern, problem = parsed(written(tree))
    if problem:
        assert "gap; put a word" in problem or "any word of its own" in problem
        return
    expected, free = [], 0
    for first in range(len(words)):
        last = max(ends(tree, words, first), default=first) - 1
        if first >= free and last >= first:
            expected.append((first, last))
            free = last + 1
    assert (
        patterns.find_matches([pattern], patterns.index_words(words, [0] * len(words))) == expected
    )


MARKS = [*"ab*()[]|=.;-'’ \n", " ", " a ", "..2 ", "U.S.", "é", "1,0"]
NOTATION = st.lists(st.sampled_from(MARKS), max_size=20).map("".join)


@examples(60)
@given(st.one_of(NOTATION, st.text(max_size=40)), st.text(max_size=60))
def test_any_pattern_gives_matches_or_one_sentence(cell, text):
    for pattern in patterns.split_cell(cell):
        _, problem = parsed(pattern)
        if problem:
            assert problem.startswith('pattern "')
            assert len(problem.splitlines()) == 1
        else:
            assert all(found(pattern, text))


@pytest.mark.parametrize(
    ("cell", "text", "expected"),
    [
        ("failure ; !failure to", "A failure of nerve, a failure to agree.", ["failure"]),
        ("failure", "A failure of nerve, a failure to agree.", ["failure", "failure"]),
        ("left ; !could have left", "They left; she could have left.", ["left"]),
        # An exception that begins later does not take back what was found before it.
        ("left the talks ; !the talks", "They left the talks.", ["left the talks"]),
        # Of two as long, the exception counts.
        ("no deal ; !no (deal | accord)", "No deal.", []),
        ("!failure to", "A failure to agree.", []),
    ],
)
def test_an_exception_is_spent_and_not_found(cell, text, expected):
    """By hand, from the rules in the module's docstring."""
    assert found(cell, text) == expected


@pytest.mark.parametrize("cell", ["!", "! ..2", "![a]", "!(a"])
def test_an_exception_is_a_pattern_and_must_be_well_formed(cell):
    assert parsed(cell)[1].startswith('pattern "')


def test_characters_of_an_exception_count_from_its_mark():
    assert "character 2" in parsed("!(a")[1]
