"""Sentences and voices of the three texts, and what holds always; pairs: test_reading.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus, sentence_ends, sentences

pytestmark = pytest.mark.usefixtures("either_path")


def split_text(text: str) -> list[str]:
    import pandas as pd

    return sentences.split(corpus.from_table(pd.DataFrame({"text": [text]})))["text"].tolist()


@pytest.mark.parametrize("table", ["JOINS", "CUTS"])
def test_each_rule_has_an_example_that_fails_without_it(table, monkeypatch):
    pattern = getattr(sentence_ends, f"_pattern_of_{table.lower()}")
    rules = getattr(sentence_ends, table)

    def is_whole(example: str, rules: tuple) -> bool:
        monkeypatch.setattr(sentence_ends, table, rules)
        pattern.cache_clear()
        return split_text(example) == [example]

    try:
        for rule in rules:
            others = tuple(one for one in rules if one != rule)
            assert is_whole(rule.example, rules) == (table == "JOINS"), rule.example
            assert is_whole(rule.example, others) == (table == "CUTS"), rule.example
    finally:
        pattern.cache_clear()


def test_a_piece_without_a_letter_is_no_sentence_but_has_an_id(of_text):
    """Page furniture scored 0 and diluted means. Emoji that the lexicon knows are scored."""
    table = sentences.split(of_text("A deal. 1\n\n* * *\n\n###\n\n—\n\n👍\n\n12\n\nNo deal."))
    assert table["text"].tolist() == ["A deal.", "👍", "No deal."]
    assert table["sentence_id"].tolist() == [1, 6, 8]


def test_a_quotation_runs_on_where_the_next_passage_opens_with_a_mark(of_text):
    """Printers repeat the opening mark of a quotation of several paragraphs and close the last."""
    table = sentences.split(of_text('He said: "We go. We stay.\n\n"We return." They left.'))
    assert table["voice"].tolist() == ["mixed", "quoted", "quoted", "author"]
    table = sentences.split(
        of_text("‘The workers’ union fights.\n\n‘The bosses’ club too,’ he said.")
    )
    assert table["voice"].tolist() == ["quoted", "mixed"]
    table = sentences.split(of_text("The ‘allies’ plan fell.\n\n‘We go,’ he said."))
    assert table["voice"].tolist() == ["author", "mixed"]


def test_mention_stays_with_the_author_and_report_does_not(own_sentences):
    table = own_sentences.set_index(["doc_id", "sentence_id"])
    collapsed = table.loc[("msnbc", 13)]
    assert collapsed["voice"] == "author"
    assert [kind for _, _, kind in collapsed["quotes"]] == ["mention"]
    no_deal = table.loc[("koreatimes", 28)]
    assert [kind for _, _, kind in no_deal["quotes"]] == ["mention", "mention"]
    weeks = table.loc[("msnbc", 19)]
    assert (weeks["voice"], [kind for _, _, kind in weeks["quotes"]]) == ("mixed", ["quoted"])


def test_the_quoted_report_is_not_the_columnist(own_sentences):
    report = own_sentences[own_sentences["role"] == "quotation"]
    assert report["voice"].eq("quoted").all()
    assert report["text"].iloc[0].startswith("President Donald Trump and North Korean dictator")
    assert report["text"].iloc[1].startswith('"Sometimes you have to walk')


def test_yglesias_is_quoted(own_sentences):
    last = own_sentences[own_sentences["doc_id"] == "msnbc"].iloc[-1]
    pieces = sentences.by_voice(own_sentences.tail(len(own_sentences)))
    pieces = pieces[(pieces["doc_id"] == "msnbc") & (pieces["sentence_id"] == last["sentence_id"])]
    assert pieces["voice"].tolist() == ["author", "quoted"]
    assert pieces["text"].iloc[0] == "As Vox's Matt Yglesias joked this morning,"
    assert "masterstroke" in pieces["text"].iloc[1]


def test_ids_do_not_depend_on_the_roles_chosen(own):
    some = sentences.split(own)
    everything = sentences.split(own, roles=corpus.ROLES)
    keys = ["doc_id", "sentence_id"]
    assert some.merge(everything, on=[*keys, "start", "end", "text"]).shape[0] == len(some)
    assert not everything.duplicated(keys).any()


def test_an_unknown_role_is_named(own):
    with pytest.raises(ValueError, match="roles: 'headlines' is unknown; use headline, deck"):
        sentences.split(own, roles=["headlines"])


@given(st.text(alphabet=st.sampled_from("ab Z.!?\"'“”‘’«» \n\r\t•-\u00a0\u0301é1"), max_size=80))
def test_sentences_tile_their_passages(text):
    """Between two sentences of a passage there is no letter, and nothing is lost."""
    import pandas as pd

    texts = corpus.from_table(pd.DataFrame({"doc_id": ["x"], "text": [text]}))
    table = sentences.split(texts)
    covered = 0
    for row in table.itertuples():
        assert texts.raw["x"][row.start : row.end] == row.text
        assert not any(map(str.isalpha, texts.raw["x"][covered : row.start]))
        covered = row.end
        for start, end, kind in row.quotes:
            assert row.start <= start < end <= row.end
            assert kind in ("quoted", "mention")
    assert not any(map(str.isalpha, texts.raw["x"][covered:]))


def test_a_tokenizer_of_ones_own_cuts_the_sentences(of_text):
    """One that ends a sentence behind every period; a piece without a letter is none."""
    from nltk.tokenize import RegexpTokenizer

    texts = of_text("Gov. Smith left. ... He said no.")
    table = sentences.split(texts, tokenizer=RegexpTokenizer(r"[^.]*\."))
    assert table["text"].tolist() == ["Gov.", "Smith left.", "He said no."]
    assert table["sentence_id"].tolist() == [1, 2, 6], "each dot takes a number, as * * * does"
    raw = texts.raw["a"]
    assert [raw[row.start : row.end] for row in table.itertuples()] == table["text"].tolist()


def test_a_tokenizer_without_spans_is_refused_in_a_sentence(of_text):
    from nltk.tokenize import TweetTokenizer

    with pytest.raises(
        ValueError, match="TweetTokenizer does not say where its pieces stand; give"
    ):
        sentences.split(of_text("A deal."), tokenizer=TweetTokenizer())
    with pytest.raises(ValueError, match="str does not say where its pieces stand"):
        sentences.split(of_text("A deal."), tokenizer="punkt")
