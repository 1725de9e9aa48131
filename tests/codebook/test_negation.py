"""What negates or compares a mention, and the clause around it. Sentences and answers by hand."""

import pandas as pd
import pytest

from analysis import frames

CODEBOOK = pd.DataFrame(
    [
        ("failure", "frame", "", "fail* | defeat* | collapse* | bitter"),
        ("departure", "name", "", "walk* (out | away) ; leav* ; left ; [decision not to] sign*"),
        ("no_deal", "name", "", "no deal"),
    ],
    columns=["code", "kind", "definition", "pattern"],
)


def sentences(*texts, offset=7):
    """Sentences that follow each other in a raw file, `offset` characters from its beginning."""
    rows = []
    for number, text in enumerate(texts, 1):
        rows.append(("one", number, offset, offset + len(text), text, ()))
        offset += len(text) + 1
    columns = ["doc_id", "sentence_id", "start", "end", "text", "quotes"]
    return pd.DataFrame(rows, columns=columns)


NEGATED = [  # sentence, mention, cue
    ("It was not a failure.", "failure", "not"),
    ("This is not necessarily a failure of bargaining.", "failure", "not"),
    ("It was not too bitter.", "bitter", "not"),
    ("This cannot be called a defeat.", "defeat", "cannot"),
    ("They didn’t walk away.", "walk away", "didn’t"),
    ("The union never left.", "left", "never"),
    ("They met without signing.", "signing", "without"),
    ("It was hardly a collapse.", "collapse", "hardly"),
    ("It was far from a failure.", "failure", "far from"),
    ("Call it a pause rather than a failure.", "failure", "rather than"),
    ("They would rather leave than sign.", "sign", "rather than"),
    ("They chose a pause instead of a defeat.", "defeat", "instead of"),
    ("It was anything but a defeat.", "defeat", "anything but"),
    ("Neither side walked out.", "walked out", "Neither"),
    ("It was neither a failure nor a pause.", "failure", "neither"),
    ("It was neither a success nor a failure.", "failure", "nor"),
    ("It was not a failure or a defeat.", "defeat", "not"),
    ("It was not “a failure”.", "failure", "not"),
    ("No one left.", "left", "No"),
    ("Nobody calls it a failure.", "failure", "Nobody"),
    ("The mediator averted a collapse.", "collapse", "averted"),
    ("The board refused to sign.", "sign", "refused to"),
    ("It was not the failure that some expected.", "failure", "not"),
    ("There was no deal, and it was not a failure.", "failure", "not"),
    ("It was not a no deal.", "no deal", "not"),
    ("The offer, they said, isn't a failure.", "failure", "isn't"),
    ("It does not mean that the talks failed.", "failed", "not"),
    ("They do not think the talks failed.", "failed", "not"),
]

AFFIRMED = [
    ("It was a failure.", "failure"),
    ("No deal was better than an insubstantial one that led to defeat.", "defeat"),
    ("No deal is on the table.", "No deal"),
    ("The decision not to sign was right.", "decision not to sign"),
    ("It was not only a failure.", "failure"),
    ("It was not just a failure.", "failure"),
    ("It was nothing but a failure.", "failure"),
    ("It was nothing short of a failure.", "failure"),
    ("It was no doubt a failure.", "failure"),
    ("It was a setback, if not a failure.", "failure"),
    ("It was not without failure.", "failure"),
    ("It was not far from a failure.", "failure"),
    ("They did not prevent a collapse.", "collapse"),
    ("The board failed to avert a collapse.", "collapse"),
    ("They did not sign, the talks collapsed.", "collapsed"),
    ("It was not a pause but a failure.", "failure"),
    ("They did not agree and left.", "left"),
    ("They were not ready because the talks collapsed.", "collapsed"),
    ("They did not expect the collapse.", "collapse"),
    ("No one regretted the failure.", "failure"),
    ("In no mood to talk they left.", "left"),
    ("The No. 2 negotiator left.", "left"),
    ("They did not expect the abrupt collapse.", "collapse"),
    ("Never mind the collapse.", "collapse"),
    ("Without a deal the talks collapsed.", "collapsed"),
    ("Isn’t this a failure?", "failure"),
    ("Well, isn't it a failure?", "failure"),
    ("Why not walk away?", "walk away"),
    ("They could not help but walk away.", "walk away"),
    ("Nobody who saw the offer and the mood left.", "left"),
    ("The failure to sign was a defeat.", "defeat"),
    ("A lack of time is a defeat.", "defeat"),
    ("Their refusal to meet would be a collapse.", "collapse"),
]


def mention(text, word):
    m = frames.code(sentences(text), CODEBOOK)
    return m[m["text"] == word].iloc[0]


@pytest.mark.parametrize(("text", "word", "cue"), NEGATED)
def test_a_negator_before_the_mention_in_its_clause_negates(text, word, cue):
    row = mention(text, word)
    assert row["negated"]
    assert row["cue"] == cue


@pytest.mark.parametrize(("text", "word"), AFFIRMED)
def test_what_only_looks_like_negation_does_not(text, word):
    assert not mention(text, word)["negated"]


@pytest.mark.xfail(reason="needs grammar: a negator after the mention, or over a comma or a list")
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A failure it was not.", "failure"),
        ("To call it a failure would be wrong.", "failure"),
        ("It was not, as some claim, a failure.", "failure"),
        ("They met without a date, a signature or a defeat.", "defeat"),
        ("It was not a big, costly failure.", "failure"),
        ("Nobody at all in the long and tired delegation left.", "left"),
    ],
)
def test_negation_that_is_not_seen(text, word):
    assert mention(text, word)["negated"]


@pytest.mark.xfail(reason="needs grammar: where the noun of the negator ends")
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Without a deal both sides left.", "left"),
        ("A not entirely happy delegation left.", "left"),
    ],
)
def test_negation_that_is_seen_where_there_is_none(text, word):
    assert not mention(text, word)["negated"]


COMPARED = [
    ("No deal was better than a thin one.", "No deal", "better than"),
    ("A thin one is worse than no deal.", "no deal", "worse than"),
    ("It was more a pause than a failure.", "failure", "more than"),
    ("It was less a failure than a pause.", "failure", "less than"),
    ("They chose to walk away rather than wait.", "walk away", "rather than"),
    ("Walking out seemed wiser than waiting.", "Walking out", "wiser than"),
    ("Waiting is preferable to leaving.", "leaving", "preferable to"),
    ("It was a worse failure than the first.", "failure", "worse than"),
]

NOT_COMPARED = [
    ("No deal was good.", "No deal"),
    ("More than 20 left.", "left"),
    ("More than twenty things failed, other than that all was well.", "failed"),
    ("The workers who left stayed away longer than planned.", "left"),
    ("They left, and it was better than before.", "left"),
    ("They left and prices were higher than before.", "left"),
    ("They knew better than to wait when the talks failed.", "failed"),
]


@pytest.mark.parametrize(("text", "word", "cue"), COMPARED)
def test_a_comparison_is_seen_from_either_side(text, word, cue):
    row = mention(text, word)
    assert row["compared"]
    assert row["cue"] == cue


@pytest.mark.parametrize(("text", "word"), NOT_COMPARED)
def test_what_only_stands_near_a_comparison_is_not_compared(text, word):
    assert not mention(text, word)["compared"]


def test_a_negated_comparison_shows_both_cues():
    """One cue for both is shown once."""
    assert mention("It was no worse a failure than before.", "failure")["cue"] == "no; worse than"
    assert mention("They would rather leave than sign.", "sign")["cue"] == "rather than"


def test_a_cue_belongs_to_a_negation_or_comparison_and_only_to_one():
    every = [case[0] for case in [*NEGATED, *AFFIRMED, *COMPARED, *NOT_COMPARED]]
    m = frames.code(sentences(*every), CODEBOOK)
    assert ((m["cue"] != "") == (m["negated"] | m["compared"])).all()


@pytest.mark.parametrize(
    ("text", "word", "clause"),
    [
        ("They met， and the talks failed； so what.", "failed", "and the talks failed"),
        ("They left.", "left", "They left."),
        ("The offer was poor, so they left; nobody wept.", "left", "so they left"),
        ("The talks (a failure!) ended.", "failure", "a failure!"),
        ("It was slow but they left in the end.", "left", "they left in the end."),
        ("It was bad — a failure -- or a defeat – and so on.", "failure", "a failure"),
        ("It was bad — a failure -- or a defeat – and so on.", "defeat", "or a defeat"),
        ("Over 1,000 left at 10:30.", "left", "Over 1,000 left at 10:30."),
        ("All but ten left.", "left", "All but ten left."),
        ("The 1990–92 walk-outs failed.", "failed", "The 1990–92 walk-outs failed."),
        ("First, walk, out they said, and left.", "walk, out", "walk, out they said"),
    ],
)
def test_the_clause_around_a_mention(text, word, clause):
    s = sentences(text)
    g = frames.segments(s, frames.code(s, CODEBOOK))
    row = g[g["mention"] == word].iloc[0]
    assert row["text"] == clause
    assert row["sentence"] == text
    raw = " " * 7 + text
    assert raw[row["start"] : row["end"]] == clause
    assert raw[row["mention_start"] : row["mention_end"]] == word
    assert raw[row["sentence_start"] : row["sentence_end"]] == text
