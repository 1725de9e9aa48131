"""Mentions, the segments around them, and their sums. Sentences and answers by hand."""

import numpy as np
import pandas as pd
import pytest
from anything import examples
from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus, evidence, frames, sentiment
from analysis.charts.tone_and_stance import count_reversals, rank_texts
from analysis.codebook.codes import codebook_problems, read_codebook
from analysis.sentences import split
from analysis.words import cut

CODEBOOK = pd.DataFrame(
    [
        ("failure", "frame", "", "fail* | defeat* | collapse* | bitter"),
        ("departure", "name", "", "walk* (out | away) ; leav* ; left ; [decision not to] sign*"),
        ("no_deal", "name", "", "no deal"),
        ("stance", "stance", "", ""),
    ],
    columns=["code", "kind", "definition", "pattern"],
)


def sentences(*texts, doc_id="one", offset=7, quotes=()):
    """Sentences that follow each other in a raw file, `offset` characters from its beginning."""
    rows = []
    for number, text in enumerate(texts, 1):
        spans = tuple((offset + a, offset + b, kind) for a, b, kind in quotes)
        rows.append((doc_id, 1, number, offset, offset + len(text), text, "body", "author", spans))
        offset += len(text) + 1
    columns = ["doc_id", "passage_id", "sentence_id", "start", "end", "text", "role", "voice"]
    return pd.DataFrame(rows, columns=[*columns, "quotes"])


def book(*rows):
    return pd.DataFrame(
        [(code, kind, "", pattern) for code, kind, pattern in rows],
        columns=["code", "kind", "definition", "pattern"],
    )


def texts(mentions):
    return list(zip(mentions["code"], mentions["text"], strict=True))


# --- mentions ---------------------------------------------------------------------------------


def test_a_mention_is_where_the_raw_file_says():
    raw = "Title.\nThe union’s side walked out.\nNo deal; it left."
    s = sentences("The union’s side walked out.", "No deal; it left.")
    m = frames.code(s, CODEBOOK)
    assert texts(m) == [("departure", "walked out"), ("no_deal", "No deal"), ("departure", "left")]
    assert m["sentence_id"].tolist() == [1, 2, 2]
    assert [raw[a:b] for a, b in zip(m["start"], m["end"], strict=True)] == m["text"].tolist()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("name", ["abrupt end of the talks", "talks collapsed"]),
        ("frame", ["abrupt end of the talks", "end", "talks", "talks collapsed"]),
        ("actor", ["abrupt end of the talks"]),
    ],
)
def test_overlaps_follow_the_rule_of_their_kind(kind, expected):
    """Names lose inside a longer one, actors to any longer one, frames never."""
    codebook = book(
        ("end", kind, "end"), ("talks", kind, "talks"),
        ("abrupt", kind, "abrupt end of the talks"), ("collapse", kind, "talks collapse*"),
    )  # fmt: skip
    m = frames.code(sentences("The abrupt end of the talks collapsed it."), codebook)
    assert sorted(m["text"]) == expected


def test_in_the_same_place_the_earlier_in_the_codebook_stays():
    for kind in ["name", "actor"]:
        codebook = book(("first", kind, "deadlock"), ("second", kind, "dead*"))
        assert frames.code(sentences("A deadlock."), codebook)["code"].tolist() == ["first"]


def test_the_longer_name_of_an_actor_wins():
    codebook = book(("workers", "actor", "union"), ("leaders", "actor", "union leaders"))
    m = frames.code(sentences("Union leaders met the union."), codebook)
    assert texts(m) == [("leaders", "Union leaders"), ("workers", "union")]


def test_kinds_do_not_disturb_each_other():
    codebook = book(
        ("a", "name", "union walkout"), ("b", "actor", "union"), ("c", "frame", "walkout")
    )
    assert len(frames.code(sentences("The union walkout."), codebook)) == 3


@pytest.mark.parametrize(
    ("quotes", "voices"),
    [
        ((), ["author", "author"]),
        (((0, 13, "quoted"),), ["quoted", "author"]),
        (((0, 13, "mention"),), ["author", "author"]),
        (((3, 39, "quoted"),), ["quoted", "quoted"]),
        (((6, 20, "quoted"),), ["quoted", "author"]),
        (((7, 20, "quoted"),), ["author", "author"]),
        (((1, 4, "quoted"), (6, 9, "quoted")), ["quoted", "author"]),
    ],
)
def test_a_mention_has_the_voice_of_most_of_its_characters(quotes, voices):
    """ "Walking out" has 11 characters, from 1 to 12: six of them are most, five are not."""
    s = sentences("“Walking out”, they said, was no failure.", quotes=quotes)
    m = frames.code(s, book(("out", "name", "walking out"), ("fail", "frame", "failure")))
    assert m["voice"].tolist() == voices


def test_sentences_without_matches_give_an_empty_table_of_the_same_types():
    m = frames.code(sentences("Nothing here."), CODEBOOK)
    full = frames.code(sentences("They left."), CODEBOOK)
    assert len(m) == 0
    assert m.dtypes.tolist() == full.dtypes.tolist()


def test_a_malformed_pattern_is_named_with_its_row():
    with pytest.raises(ValueError, match=r"codebook row 2 \(a\): pattern \"b\]\" closes a bracket"):
        frames.code(sentences("b"), book(("a", "frame", "b]")))


def test_a_table_without_a_column_is_named():
    with pytest.raises(ValueError, match="sentences: no column 'quotes'"):
        frames.code(sentences("b").drop(columns="quotes"), CODEBOOK)


# --- clauses ----------------------------------------------------------------------------------


def test_a_segment_is_found_for_each_mention_in_order():
    s = sentences("They left, a failure.", "No deal.")
    m = frames.code(s, CODEBOOK)
    g = frames.segments(s, m)
    assert g["mention"].tolist() == m["text"].tolist()
    assert {"passage_id", "role", "voice"} <= set(g.columns)
    assert len(frames.segments(s, m.iloc[:0])) == 0


def test_mentions_of_other_sentences_are_refused():
    s = sentences("They left.", "They left.")
    m = frames.code(s, CODEBOOK)
    with pytest.raises(ValueError, match="no sentence 2 of one; pass the sentences that were"):
        frames.segments(s.iloc[:1], m)


# --- sums -------------------------------------------------------------------------------------


@pytest.fixture
def three():
    """Three texts: one says failure twice, once denied; two says it three times; three never."""
    s = pd.concat(
        [
            sentences("It was a failure.", "It was not a failure.", doc_id="one"),
            sentences("A failure, a failure.", "A failure. They left.", doc_id="two"),
            sentences("They left.", doc_id="three"),
        ],
        ignore_index=True,
    )
    return s, frames.code(s, CODEBOOK), {"one": 200, "two": 100, "three": 100}


def test_a_profile_counts_every_code_of_every_text(three):
    _, m, sizes = three
    p = frames.profile(m, sizes, CODEBOOK).set_index(["doc_id", "code"])
    assert len(p) == 3 * 4
    columns = ["n", "n_negated", "n_sentences", "n_words", "per_1000"]
    assert p.loc[("one", "failure"), columns].tolist() == [1, 1, 1, 200, 5.0]
    assert p.loc[("two", "failure"), columns].tolist() == [3, 0, 2, 100, 30.0]
    assert p.loc[("three", "failure"), columns].tolist() == [0, 0, 0, 100, 0.0]
    assert p.loc[("three", "stance"), "n"] == 0
    assert p["n"].sum() + p["n_negated"].sum() == len(m)


def test_a_profile_of_one_voice_counts_that_voice():
    s = sentences("“They left”, they left.", quotes=((0, 11, "quoted"),))
    m = frames.code(s, CODEBOOK)
    n = [frames.profile(m, {"one": 10}, voice=v)["n"].sum() for v in ("author", "quoted", None)]
    assert n == [1, 1, 2]
    with pytest.raises(ValueError, match="unknown voice 'both'"):
        frames.profile(m, {"one": 10}, voice="both")


def test_an_actor_under_negation_is_still_spoken_of():
    codebook = book(("union", "actor", "union"))
    m = frames.code(sentences("It was not the union."), codebook)
    assert m["negated"].tolist() == [True]
    assert frames.profile(m, {"one": 5})["n"].tolist() == [1]


def test_sizes_name_every_text(three):
    _, m, sizes = three
    with pytest.raises(ValueError, match="no size for two; give the words of each"):
        frames.profile(m, {"one": sizes["one"], "three": 1})


def test_a_silence_has_its_exact_probability(three):
    """Five of the others' failures, a quarter of the words: (3/4) ** 5 = 243/1024, expected 5/4."""
    _, m, sizes = three
    silent = frames.silences(m, sizes)
    row = silent.set_index(["doc_id", "code"]).loc[("three", "failure")]
    assert row[["n_others", "n_words", "n_words_others"]].tolist() == [5, 100, 300]
    assert row["share"] == 1 / 4
    assert row["expected"] == 5 / 4
    assert row["p_none"] == pytest.approx(243 / 1024)
    # "left": two of four hundred words in texts two and three, none in text one
    row = silent.set_index(["doc_id", "code"]).loc[("one", "departure")]
    assert row["p_none"] == pytest.approx((1 / 2) ** 2)
    assert len(silent) == 2


def test_silences_agree_with_the_binomial_test_of_scipy():
    """scipy.stats.binomtest(0, 7, 300 / 1000, alternative="less"); also equal texts: 1/2 ** n."""
    from scipy.stats import binomtest

    counts = pd.DataFrame({
        "doc_id": ["a", "b", "b"], "term": ["x", "x", "y"], "n": [3, 4, 5],
    })  # fmt: skip
    row = frames.silences(counts, pd.Series({"a": 300, "b": 300, "c": 400}), by="term").iloc[0]
    assert (row["doc_id"], row["term"]) == ("c", "x")
    assert row["p_none"] == pytest.approx(binomtest(0, 7, 400 / 1000, alternative="less").pvalue)
    both = frames.silences(counts, {"a": 300, "b": 300}, by="term")
    assert both[["doc_id", "term"]].to_numpy().tolist() == [["a", "y"]]
    assert both["p_none"].tolist() == [1 / 32]


def test_one_text_has_no_silences(three):
    _, m, _ = three
    with pytest.raises(ValueError, match="pass sizes of two documents or more"):
        frames.silences(m[m["doc_id"] == "one"], {"one": 10})


def test_the_dictionary_is_one_more_coder(three):
    s, m, _ = three
    codings = frames.as_coder(m, s, CODEBOOK)
    assert codings.columns.tolist() == ["coder", "doc_id", "sentence_id", "code", "value"]
    assert codings.drop(columns="coder").to_numpy().tolist() == [
        ["one", 1, "failure", 1],
        ["two", 1, "failure", 1],
        ["two", 2, "failure", 1],
        ["two", 2, "departure", 1],
        ["three", 1, "departure", 1],
    ]


def test_the_dictionary_codes_the_author_only():
    s = sentences("“They left.”", quotes=((0, 12, "quoted"),))
    assert len(frames.as_coder(frames.code(s, CODEBOOK), s, CODEBOOK)) == 0


# --- whatever the text ------------------------------------------------------------------------

VOCABULARY = """not no n't isn't without than better rather more but nor , ; -- ( ) “ ” failure left
deal union's U.S. the a walk away out sign – 1,000 é ß İ ’ \u0301"""
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.one_of(st.lists(WORDS, max_size=15).map(" ".join), st.text(max_size=40))


@examples(40)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.one_of(st.just("*e* ..2 (a | the)"), TEXTS))
def test_any_text_and_pattern_give_places_in_the_raw_file(lines, pattern):
    raw = " " * 7 + " ".join(lines)
    s = sentences(*lines)
    codebook = pd.concat([CODEBOOK, book(("x", "frame", pattern))], ignore_index=True)
    wrong = codebook_problems(codebook)
    assert all(line.startswith("codebook row 6 (x): pattern") for line in wrong)
    m = frames.code(s, CODEBOOK if wrong else codebook)
    g = frames.segments(s, m)
    for table in [m, g]:
        places = zip(table["start"], table["end"], table["text"], strict=True)
        assert all(raw[a:b] == text for a, b, text in places)
    assert (g["start"] <= g["mention_start"]).all()
    assert (g["mention_end"] <= g["end"]).all()
    assert m["voice"].isin(["author", "quoted"]).all()
    for _, group in m.groupby(["sentence_id", "code"]):
        assert (group["start"].to_numpy()[1:] >= group["end"].to_numpy()[:-1]).all()


@examples(20)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_a_profile_sums_to_its_mentions(lines):
    s = sentences(*lines)
    m = frames.code(s, CODEBOOK)
    n_words = sum(len(cut(line)) for line in lines)
    p = frames.profile(m, {"one": n_words}, CODEBOOK, voice=None)
    assert p["n"].sum() + p["n_negated"].sum() == len(m)
    assert np.isfinite(p["per_1000"]).all() == (n_words > 0)


def test_a_sentence_of_ten_thousand_words_is_coded():
    """Every clause of it twice: what is looked at around a mention does not grow with it."""
    s = sentences("it was not a failure and rather better than before " * 1000)
    m = frames.code(s, CODEBOOK)
    assert len(m) == 1000
    assert m["negated"].all()
    assert len(frames.segments(s, m)) == 1000


# --- stance of the wording ----------------------------------------------------------------------

LEANING = pd.DataFrame(
    [
        ("loss", "frame", "", "fail* ; collapse* ; great fail*", "unfavourable"),
        ("fiasco", "name", "", "great failure", "unfavourable"),
        ("gain", "frame", "", "progress ; success", "favourable"),
        ("actor", "actor", "", "they", ""),
    ],
    columns=["code", "kind", "definition", "pattern", "leans"],
)


@pytest.mark.parametrize(
    ("text", "value", "n_favourable", "n_unfavourable"),
    [
        ("They failed.", "unfavourable", 0, 1),
        ("They made progress.", "favourable", 1, 0),
        ("They met on Monday.", "neither", 0, 0),
        ("A collapse, and yet progress.", "neither", 1, 1),
        ("A collapse, a failure, and some progress.", "unfavourable", 1, 2),
        ("It was not a failure.", "favourable", 1, 0),
        ("It was hardly a success.", "unfavourable", 0, 1),
        # Two codes find "great failure"; it is one cue.
        ("A great failure.", "unfavourable", 0, 1),
        ("A great failure, some progress and success.", "favourable", 2, 1),
        # What something else is better than is not judged by it.
        ("Silence is better than failure.", "neither", 0, 0),
    ],
)
def test_stance_is_the_side_with_more_cues(text, value, n_favourable, n_unfavourable):
    """By hand, from the rule in the docstring of `frames.stance`."""
    rows = sentences(text)
    found = frames.stance(frames.code(rows, LEANING), rows, LEANING)
    assert found["value"].tolist() == [value]
    assert found["n_favourable"].tolist() == [n_favourable]
    assert found["n_unfavourable"].tolist() == [n_unfavourable]


def test_quoted_words_have_no_say_in_the_stance():
    rows = sentences(
        'She called it "a great failure of ours" and left.', quotes=[(14, 39, "quoted")]
    )
    found = frames.stance(frames.code(rows, LEANING), rows, LEANING)
    assert found["value"].tolist() == ["neither"]


def test_every_sentence_has_a_stance_in_its_order():
    rows = sentences("They failed.", "They met.", "They made progress.")[::-1]
    found = frames.stance(frames.code(rows, LEANING), rows, LEANING)
    assert found["sentence_id"].tolist() == [3, 2, 1]
    assert found["value"].tolist() == ["favourable", "neither", "unfavourable"]
    nothing = frames.code(sentences("They met."), LEANING)
    assert frames.stance(nothing[:0], rows, LEANING)["value"].tolist() == ["neither"] * 3


def test_an_unknown_side_is_named():
    rows = sentences("They failed.")
    wrong = LEANING.replace("favourable", "good")
    with pytest.raises(ValueError, match="'good' is unknown"):
        frames.stance(frames.code(rows, LEANING), rows, wrong)


# --- tables that charts draw ---------------------------------------------------------------------

BOOK = pd.DataFrame({
    "code": ["name_walk_away", "frame_loss", "frame_gain", "actor_x", "stance"],
    "kind": ["name", "frame", "frame", "actor", "stance"],
    "process": ["act", "", "", "", ""],
    "agent": ["x", "", "", "", ""],
    "function": ["", "judgement", "judgement", "", ""],
    "pattern": ["walk* away", "los* ; nothing", "gain*", "Xavier", ""],
    "definition": "d",
})  # fmt: skip


@pytest.fixture
def coded(of_text):
    text = "Xavier walked away. He lost, lost and LOST. It is not a loss. A gain for Xavier."
    table = split(of_text(text, "Nothing gained. Nothing else."))
    return table, frames.code(table, BOOK)


def codings(*rows, coder="study"):
    columns = ["doc_id", "sentence_id", "code", "value"]
    return pd.DataFrame(rows, columns=columns).assign(coder=coder)


def test_describe_puts_codes_into_words_and_codebook_order():
    table = pd.DataFrame({"code": ["stance", "frame_loss", "name_walk_away"], "n": [1, 2, 3]})
    shown = frames.describe(table, BOOK)
    assert shown["label"].tolist() == ["walk away", "loss", "stance"]
    assert shown["n"].tolist() == [3, 2, 1]
    assert shown.loc[0, ["process", "agent", "function"]].tolist() == ["act", "x", ""]
    own = frames.describe(table, BOOK.assign(label=["W", "", "", "", ""]))
    assert own["label"].tolist() == ["W", "loss", "stance"]
    with pytest.raises(ValueError, match="not in the codebook: other"):
        frames.describe(pd.DataFrame({"code": ["other"]}), BOOK)


def test_wordings_are_counted_as_the_profile_counts(coded):
    _, mentions = coded
    words = frames.wordings(mentions).set_index(["doc_id", "code"])["wordings"]
    # The negated "loss" is left out; case makes no other wording.
    assert words["a", "frame_loss"] == "lost ×3"
    assert words["a", "actor_x"] == "Xavier ×2"
    assert words["a", "name_walk_away"] == "walked away"


def test_stance_is_put_beside_the_scores_and_the_rest_is_missing(coded):
    table, _ = coded
    scores = table.assign(compound=[0.0, -0.5, 0.2, 0.4, 0.1, 0.0])
    found = codings(("a", 2, "stance", "unfavourable"), ("b", 1, "stance", "neither"),
                    ("a", 1, "frame_loss", 1))  # fmt: skip
    both = frames.with_stance(scores, found)
    assert both["stance"].fillna("–").tolist() == ["–", "unfavourable", "–", "–", "neither", "–"]
    assert both["compound"].tolist() == scores["compound"].tolist()
    two = pd.concat([found, found.assign(coder="other")])
    assert len(frames.with_stance(scores, two, coder="other")) == 6
    with pytest.raises(ValueError, match="no stance coded by 'nobody'"):
        frames.with_stance(scores, found, coder="nobody")
    with pytest.raises(ValueError, match="'good' is unknown"):
        frames.with_stance(scores, codings(("a", 1, "stance", "good")))
    with pytest.raises(ValueError, match="a 9 is not among the scores"):
        frames.with_stance(scores, codings(("a", 9, "stance", "neither")))


def test_of_several_coders_the_majority_is_taken_with_its_counts(coded):
    """Synthetic coders, counted by hand: three to none, two to one, one each, and one alone."""
    table, _ = coded
    scores = table.assign(compound=0.0)
    sides = {"f": "favourable", "n": "neither", "u": "unfavourable"}
    given = {"A": ["f", "f", "f", "u"], "B": ["f", "f", "n", None], "C": ["f", "u", "u", None]}
    found = pd.concat(
        codings(*[("a", n, "stance", sides.get(v)) for n, v in enumerate(values, 1)], coder=name)
        for name, values in given.items()
    )
    both = frames.with_stance(scores, found)
    assert both["stance"].fillna("–").tolist() == [
        *("favourable", "favourable", "–", "unfavourable", "–", "–"),
    ]
    assert both["n_coders"].tolist() == [3, 3, 3, 1, 0, 0]
    assert both["n_agree"].tolist() == [3, 2, 1, 1, 0, 0]
    coders = pd.DataFrame({"coder": ["A", "B"], "kind": ["person", "model"]})
    who = frames.with_stance(scores, found, coders=coders)["read_by"].iloc[0]
    assert who == (
        "the majority of 1 person (A), 1 language model (B) and 1 coder of unstated kind (C)"
    )
    alone = frames.with_stance(scores, found, "B", coders)
    assert alone["read_by"].iloc[0] == "1 language model (B) and no person"
    assert alone["stance"].notna().sum() == 3
    # The order of the rows does not choose.
    turned = frames.with_stance(scores, found.iloc[::-1])
    assert turned["stance"].equals(both["stance"])


def test_places_count_the_sentences_given(coded):
    table, mentions = coded
    later = table[table["sentence_id"] > 1]
    kept = mentions[mentions["sentence_id"] > 1]
    placed = frames.in_order(kept, later)
    assert (placed["place"] == placed["sentence_id"] - 1).all()
    sizes = placed.drop_duplicates("doc_id").set_index("doc_id")["n_places"]
    assert sizes.to_dict() == {"a": 3, "b": 1}
    with pytest.raises(ValueError, match="no sentence 1 of a"):
        frames.in_order(mentions, later)


def test_the_text_that_defends_the_decision_is_lowest_in_tone_and_highest_in_stance(
    own, own_sentences
):
    """The study's finding, from its two files: two of three pairs of texts change places."""
    codings = pd.read_csv(corpus.OWN_FOLDER / "codings.csv", keep_default_na=False)
    body = own_sentences[own_sentences["role"] == "body"]
    table = frames.with_stance(sentiment.score(body), codings)
    rows = rank_texts(table, own.documents).set_index("doc_id")
    assert rows["tone_rank"].to_dict() == {"axios": 2, "msnbc": 1, "koreatimes": 0}
    assert rows["stance_rank"].to_dict() == {"axios": 0, "msnbc": 2, "koreatimes": 1}
    assert count_reversals(rows) == (2, 3)
    # The evidence of a count is the codings with its keys.
    for doc_id, row in rows.iterrows():
        for side in ("favourable", "neither", "unfavourable"):
            keys = {"doc_id": doc_id, "code": "stance", "value": side}
            assert len(evidence.find(keys, codings)) == row[f"n_{side}"]


def test_the_mentions_behind_a_bar_add_up_to_it(own_sentences):
    mentions = frames.code(own_sentences, book := read_codebook(corpus.OWN_FOLDER))
    mentions = mentions[mentions["voice"] == "author"]
    affirmed = mentions[~mentions["negated"] | (mentions["kind"] == "actor")]
    words = own_sentences["text"].str.split().str.len().groupby(own_sentences["doc_id"]).sum()
    table = frames.describe(frames.profile(mentions, words, book), book)
    keys = ["doc_id", "code"]
    assert table["n"].sum() == len(affirmed) > 0
    for row in table[table["n"] > 0].to_dict("records"):
        assert len(evidence.find({key: row[key] for key in keys}, affirmed)) == row["n"]


@pytest.mark.parametrize("n", [-3, 1.5, np.nan])
def test_silences_refuse_counts_that_cannot_be(n):
    """n = -3 gave a probability of 2.5."""
    counts = pd.DataFrame({"doc_id": ["a", "b"], "code": ["x", "y"], "n": [n, 2]})
    with pytest.raises(ValueError, match="is no count"):
        frames.silences(counts, {"a": 10, "b": 10})
    with pytest.raises(ValueError, match=r"sizes: .* is no count"):
        frames.silences(counts.assign(n=1), {"a": n, "b": 10})
    with pytest.raises(ValueError, match="all documents are empty"):
        frames.silences(counts.assign(n=1), {"a": 0, "b": 0})
