"""The engine and the plain code make the same tables, row by row, types and all.

The plain code is NLTK's Punkt and ``RegexpTokenizer`` with loops over lines and quotation marks;
the engine works on whole columns. Which of the two makes a table is one constant, set here.
"""

import time

import pandas as pd
import pytest
from anything import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from analysis import _columns, corpus, sentences, tokens
from analysis.engine import door


def tables(make) -> list[pd.DataFrame]:
    """Every table of the corpus that `make` returns."""
    texts = make()
    table = sentences.split(texts)
    words = tokens.tokenize(table)
    counts = [
        tokens.count_terms(words, by=by, ngrams=n)
        for by in ("doc_id", ["voice", "doc_id"])
        for n in (1, 2)
    ]
    return [texts.documents, texts.passages, table, sentences.by_voice(table), words, *counts]


def assert_same(make) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "LARGE", float("inf"))
        plain = tables(make)
        patch.setattr(door, "LARGE", -1)
        for found, expected in zip(tables(make), plain, strict=True):
            pd.testing.assert_frame_equal(found, expected)


def of(texts: list[str]) -> corpus.Corpus:
    return corpus.from_table(pd.DataFrame({"text": pd.Series(texts, dtype=object)}))


def test_our_own_texts():
    assert_same(corpus.load)


def test_a_table_without_a_row_has_the_same_types():
    assert_same(lambda: of([]))
    assert_same(lambda: of([""]))


HARD = [
    # sentence ends
    "???",
    "Really?! Yes... No. ... And . . . so on.",
    "I met J. Smith. I am A. The end. Plan B. 5 of them.",
    "In 1999. It was 3.5. then 7. Then No. 8.",
    "The U.S. It is. The U.S.-U.K. pact of Washington D.C. was. He said etc. and Vol. 2.",
    "He left (at 5 p.m.) She stayed. [Sic.] 'Gone.' “Here.” «Là.» Then.)--so",
    "See p. 5.\u00a0The next. A\u00a0b.\u00a0C d. ok.\u2003",
    'Mr. No." He. Dr. Jr.," she. cf. The. v. The',
    "x. \x1c\nThen.\x1d A. \x85 b",
    "(a.) b. (C.) D. e.! F.",
    "“No!”, he. A! ) B.' \" C. (Calif.), D (Ark.); E.F.'s N.H. — G. 'Me.' \u00bb \" Ky. -- h! ”… i",
    "5Mar. the KJ. No. 5 of Sat.‶ `` :etc (D-W. Va.) '' lb. ` ❝Go.❞Kim he.”12 They [1, 2] b.)So",
    # bullets, lines, blanks
    "  • By doing so.\n  • Not so.\n– Yes. — No. * a. - b.",
    "One line that an editor\r\nbroke, and another\r\none.\r\n\r\n\tNext. \rLast\n",
    "\ufeffA.\n\u00a0\n\u3000b\u3000\n\x0b\nc \n d",
    "wide " * 30 + "\nnext line\n" + "narrow " * 8 + "\nand on",
    # voices
    'He said: "We go. We stay.\n\n"We return." They left.',
    "“One ‘two’ three” ‘four’ “five ‘six” seven’ ”eight“ «nine “ten» eleven”",
    "The workers’ ‘rights’ and rock'n'roll, '90s, 6'2\" and ''so'' 'tis \"a\"b \" c\"",
    'A "stray and “another “deep” one. He called it a ‘deal’ ("no deal").',
    "in 'her' words, according“x”to it. İt saİd “yes”.",
    "‘a '‘b’ '‘c’ d",
    '"..." he said. "—" "?" _"a"_',
    # words
    "U.S.5 A.B.c a.b. x.y.z. e.g.the 1.5.2, 10:30pm 3,000.50bn 4.b c.5 19-20.5-x 1..2",
    "co\u00adop \u00ad\u00adx y\u00ad-z 1\u00ad.5 1.5\u00ada.b. e\u0301.f\u0301. \u0301a \u200dx",
    # farther than a search looks step by step
    "See " + "a.b/" * 20 + "x" * 60 + "1.5" + "y" * 60 + "." + " " * 60 + "Then." + " " * 40,
    "1.5" + "z" * 90 + " U.S." + "q" * 90 + '." ' + "w" * 90 + "? A" + "\u00a0" * 50 + "b. C",
    "don't o'clock's -a- b--c d-'e f'-g h‐i‑j snake_case a’b’c ٣.٤ ²³ x²",
    "漢字。かな カナ 한국어 हिन्दी में Ünïcödé ﬁn ǅ ß 𝒳 \U0001f600\U0001f1fa\U0001f1f8",
    "",
    " ",
    "\n\n",
]


@pytest.mark.parametrize("text", HARD)
def test_hard_cases(text):
    assert_same(lambda: of([text]))


def test_hard_cases_side_by_side():
    """No rule reaches over the border of a text."""
    assert_same(lambda: of(HARD))


PIECES = st.one_of(
    st.sampled_from(
        [
            *("Mr.", "U.S.", "e.g.", "No.", "etc", "v.", "J.", "K", "The", "the", "Walk", "deal,"),
            *(".", "...", "..", ". . .", "?", "!", "?!", ",", ";", ":", "(", ")", "[", "]", "{"),
            *('"', "'", "“", "”", "‘", "’", "«", "»", "''", "`", "_", "@", "#", "*", "&"),
            *("-", "--", "—", "•", "–", "1.", "3.5", "10:30", "5", "1,000", "²", "٣"),
            *(" ", " ", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "\u00a0", "\u2003", "\x1c"),
            *("\x85", "\ufeff", "\u3000", "\u0301", "\u00ad", "\u200d", "é", "İ", "ß", "漢字"),
            *(
                "´",
                "ʼ",
                "′",
                "…",
                "‹",
                "›",
                "„",
                "‚",
                "″",
                "\u200b",
                "\ufe0f",
                "❤\ufe0f",
                "¹",
                "[3]",
                "½",
                *(
                    "「",
                    "」",
                    "》",
                    "❞",
                    "⋯",
                    "．",
                    "！",
                    "ｗ",
                    "−",
                    "👍",
                    "°",
                    "No",
                    "Sat",
                    "told-you-so",
                    "?”",
                ),
            ),
            *("it's", "a.b.", "co-op", "said", "according to", "in her words", "\U0001f600"),
            "x" * 125,
        ]
    ),
    st.text(max_size=3),
)
TEXTS = st.lists(st.lists(PIECES, max_size=25).map("".join), min_size=1, max_size=3)


@examples(15, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text(texts):
    assert_same(lambda: of(texts))


def test_batches_make_no_difference(monkeypatch):
    """The same rows, however much text is worked on at a time."""
    monkeypatch.setattr(_columns, "BATCH", 50)
    assert_same(lambda: of(HARD))
    assert_same(corpus.load)


def test_arrows_allocator_is_as_it_was():
    import pyarrow as pa

    before = pa.default_memory_pool().backend_name
    tokens.count_terms(tokens.tokenize(sentences.split(of(["A deal."]))))
    with _columns.system_memory():
        assert pa.default_memory_pool().backend_name == "system"
    with pytest.raises(ZeroDivisionError):
        _columns.in_batches(lambda part: 1 / 0, pd.DataFrame({"text": ["A deal."]}))
    assert pa.default_memory_pool().backend_name == before


def test_half_a_character_is_named():
    with pytest.raises(corpus.CorpusError, match=r"half a character \(U\+D800\); read it as UTF-8"):
        corpus.from_table(pd.DataFrame({"text": pd.Series(["a\ud800"], dtype=object)}))


def test_rows_in_any_order_and_missing_values():
    """Counts do not need reading order, and leave out what belongs to no group."""
    texts = of(["The deal. The deal fell. A deal.", "No deal. The end."])
    words = tokens.tokenize(sentences.split(texts))
    words["side"] = [("a", None, "b")[number % 3] for number in range(len(words))]
    assert_same_counts(words.sample(frac=1, random_state=1), ["side", "doc_id"])


def assert_same_counts(words: pd.DataFrame, by: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "LARGE", float("inf"))
        plain = tokens.count_terms(words, by=by)
        patch.setattr(door, "LARGE", -1)
        pd.testing.assert_frame_equal(tokens.count_terms(words, by=by), plain)


LONG = ["“", '"', "'a ", "“‘a’ ", ". ", "a.b.", "\u00ad"]
# Kinds of marks that are read by the rules of one above.
ALIKE = ["”", "'", "“a” ", '."', "?!", "1.5 ", "\r"]


@pytest.mark.parametrize("large", [-1, float("inf")], ids=["engine", "plain"])
@pytest.mark.parametrize(
    "piece", [*LONG, *(pytest.param(piece, marks=pytest.mark.slow) for piece in ALIKE)]
)
def test_cost_grows_with_the_text_and_no_faster(piece, large, monkeypatch):
    """Four times the marks: a quadratic rule would take sixteen times as long, or recurse."""

    def seconds(n: int) -> float:
        monkeypatch.setattr(door, "LARGE", large)
        table = of([piece * n])
        start = time.thread_time()
        tokens.count_terms(tokens.tokenize(sentences.split(table)))
        return time.thread_time() - start

    n = 10_000 if large < 0 else 1_000
    seconds(10)
    assert seconds(4 * n) < 10 * seconds(n) + 0.1


def test_many_columns_make_one_number():
    """More combinations than a 64-bit number has room for, with values missing."""
    n = 300
    wide = {
        f"c{k}": [f"{k} {row % 150}" if row % 7 else None for row in range(n)] for k in range(10)
    }
    words = pd.DataFrame(wide).assign(doc_id="d", sentence_id=range(n), term="deal")
    assert_same_counts(words, list(wide))


def test_more_combinations_than_32_bits_count():
    """As many documents as terms, each document with one."""
    names = [f"n{row}" for row in range(70_000)]
    words = pd.DataFrame({"doc_id": names, "sentence_id": 1, "term": names})
    counts = tokens.count_terms(words)
    assert counts["term"].tolist() == counts["doc_id"].tolist() == names
    assert (counts["n"] == 1).all()
    assert (counts["n_sentences"] == 1).all()
