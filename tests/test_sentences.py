"""Sentence boundaries and voices: hard cases of the three texts in pairs, and what holds always."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus, sentences
from analysis.voices import quoted_spans

pytestmark = pytest.mark.usefixtures("either_path")


def split_text(text: str) -> list[str]:
    import pandas as pd

    return sentences.split(corpus.from_table(pd.DataFrame({"text": [text]})))["text"].tolist()


# Boundaries that must be found, each beside a look-alike that must not be one.
BOUNDARIES = [
    ("The U.S. may react. It may not.", ["The U.S. may react.", "It may not."]),
    ("He came from the U.S. The talks began.", ["He came from the U.S.", "The talks began."]),
    ("U.S. Secretary of State Smith left.", ["U.S. Secretary of State Smith left."]),
    ("It began at 11 p.m. on Friday.", ["It began at 11 p.m. on Friday."]),
    ("William J. Perry wrote. Others read.", ["William J. Perry wrote.", "Others read."]),
    ("On Aug. 8 they met.", ["On Aug. 8 they met."]),
    (
        'They canceled a ceremony."Sometimes you go," he said.',
        ["They canceled a ceremony.", '"Sometimes you go," he said.'],
    ),
    ('It is a "postponement of a deal." Then?', ['It is a "postponement of a deal."', "Then?"]),
    ("He said no. They left.", ["He said no.", "They left."]),
    ("No agreement -- and in theory none.", ["No agreement -- and in theory none."]),
    ("  • By doing so, he won.", ["By doing so, he won."]),
    ("He asked; she couldn't; he left.", ["He asked; she couldn't; he left."]),
    ("The price was 3.5 million. It fell.", ["The price was 3.5 million.", "It fell."]),
    ("What now? Nothing! Really.", ["What now?", "Nothing!", "Really."]),
]


@pytest.mark.parametrize(("text", "expected"), BOUNDARIES)
def test_boundaries(text, expected):
    assert split_text(text) == expected


@pytest.mark.xfail(reason="'No.' is a word before it is an abbreviation")
def test_number_abbreviated():
    assert split_text("It was No. 5 on the list.") == ["It was No. 5 on the list."]


QUOTED = [
    ('He said, "I will go." She stayed.', ['"I will go."']),
    ("He said, “I will go.” She stayed.", ["“I will go.”"]),
    ("He said, ‘I can’t go.’ She stayed.", ["‘I can’t go.’"]),
    ("“He told me ‘no’ twice,” she said.", ["“He told me ‘no’ twice,”"]),
    ("The leaders' words, the leader's word.", []),
    ("The leaders’ words, the leader’s word.", []),
    ("It was 6'2\" tall and wide.", []),
    ('A ceremony."Sometimes you go," he said.', ['"Sometimes you go,"']),
    ('"First." "Second."', ['"First."', '"Second."']),
    (
        'He said, "I will go. I will not stay. I am gone."',
        ['"I will go. I will not stay. I am gone."'],
    ),
    ('A stray " mark and a "closed one" after.', ['"closed one"']),
    ("« Non », dit-il.", ["« Non »"]),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_quoted_spans(text, expected):
    assert [text[start:end] for start, end in quoted_spans(text)] == expected


def test_a_quotation_runs_on_where_the_next_passage_opens_with_a_mark(of_text):
    """Printers repeat the opening mark of a quotation of several paragraphs and close the last."""
    table = sentences.split(of_text('He said: "We go. We stay.\n\n"We return." They left.'))
    assert table["voice"].tolist() == ["mixed", "quoted", "quoted", "author"]


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
    """Between two sentences of a passage there is white space or a bullet, and nothing is lost."""
    import pandas as pd

    texts = corpus.from_table(pd.DataFrame({"doc_id": ["x"], "text": [text]}))
    table = sentences.split(texts)
    covered = 0
    for row in table.itertuples():
        assert texts.raw["x"][row.start : row.end] == row.text
        between = texts.raw["x"][covered : row.start]
        assert not between.strip("\ufeff\u00a0 \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\u2028\u2029•*–—-")
        covered = row.end
        for start, end, kind in row.quotes:
            assert row.start <= start < end <= row.end
            assert kind in ("quoted", "mention")
    assert not texts.raw["x"][covered:].strip("\ufeff\u00a0 \t\r\n•*–—-")


def test_a_tokenizer_of_ones_own_cuts_the_sentences(of_text):
    """One that ends a sentence behind every period; a piece without a letter is none."""
    from nltk.tokenize import RegexpTokenizer

    texts = of_text("Gov. Smith left. ... He said no.")
    table = sentences.split(texts, tokenizer=RegexpTokenizer(r"[^.]*\."))
    assert table["text"].tolist() == ["Gov.", "Smith left.", "He said no."]
    assert table["sentence_id"].tolist() == [1, 2, 3]
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
