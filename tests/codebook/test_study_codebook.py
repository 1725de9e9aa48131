"""The study's codebook, its coding, and the dictionary that is made of its patterns.

PHRASES were written about other negotiations, from the definitions of the codes, before the
patterns had been tried on the three commentaries: they ask whether a pattern is about leaving a
negotiation, or about Hanoi. A code is expected if a mention of it stands in the author's voice and
is not negated. They are sentences of our own; no one said them.
"""

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis import corpus, frames, sentences
from analysis.codebook import patterns
from analysis.codebook.codes import read_codebook
from analysis.voices import quoted_spans
from analysis.words import cut

DATA = Path(__file__).parents[2] / "data"
EXAMPLE = re.compile(r'"(?P<text>.+)" \((?P<doc_id>\w+) (?P<number>\d+)(?P<quoted>, quoted)?\)')

PHRASES = [
    # names of the event
    ("The union walked out of the pay talks at midnight.", "name_walk_away", "name_leave"),
    ("By walking away from the table, the minister kept his hands free.", "name_walk_away", ""),
    ("The employers stormed out of the meeting.", "name_walk_away", ""),
    ("Her walkout stunned the other delegations.", "name_walk_away", ""),
    ("The two ministers walked to the podium together.", "", "name_walk_away"),
    ("She walked back her statement the next day.", "", "name_walk_away"),
    ("The prime minister refused to sign the withdrawal agreement.", "name_refusal", ""),
    ("The union rejected the final offer.", "name_refusal", ""),
    ("Brussels turned down the proposal.", "name_refusal", ""),
    ("His decision to reject the accord was popular.", "name_refusal", ""),
    ("The minister refused to comment.", "", "name_refusal"),
    ("The delegates flew home with nothing to show for ten days in Copenhagen.",
     "name_empty_handed frame_loss", ""),
    ("The chancellor came back from Brussels empty-handed.", "name_empty_handed frame_loss", ""),
    ("Nothing was said about fisheries.", "", "name_empty_handed"),
    ("The trade secretary left Beijing on Friday.", "name_leave", "name_walk_away"),
    ("The two delegations went their separate ways.", "name_parting", ""),
    ("Both sides departed from the conference without rancor.", "name_parting", ""),
    ("London broke off negotiations over fish.", "name_break_off", ""),
    ("The ceremony was called off an hour before it should have begun.", "name_break_off", ""),
    ("The talks were cut short after two hours.", "name_break_off", ""),
    ("The parties failed to reach an accord on wages.", "name_failure_to_agree", "name_failure"),
    ("The ministers could not agree on a communiqué.", "name_failure_to_agree", ""),
    ("Neither side agreed to a text.", "name_failure_to_agree", ""),
    ("The Geneva talks collapsed overnight.", "name_collapse frame_loss", ""),
    ("The negotiations have broken down over tariffs.", "name_collapse frame_loss", ""),
    ("After the breakdown of the wage talks, the strike went on.", "name_collapse", ""),
    ("The climate summit fell apart in its last hour.", "name_collapse", ""),
    ("The bank collapsed in 2008.", "", "name_collapse"),
    ("The round was derailed by a quarrel over cotton.", "name_derailment", ""),
    ("The negotiations have gone off the rails.", "name_derailment", ""),
    ("The conference ended without a treaty.", "name_end", ""),
    ("The trade talks came to an abrupt end.", "name_end", ""),
    ("What happened in Doha surprised the ministers.", "name_what_happened", ""),
    ("There was no agreement on fishing rights.", "name_absence", "name_no_deal"),
    ("The lack of an accord worries farmers.", "name_absence", ""),
    ("No deal is better than a bad deal, said the prime minister again.",
     "name_no_deal frame_prudent_refusal", ""),
    ("The Brexit negotiations reached an impasse.", "name_deadlock", ""),
    ("After a year of bargaining they are back at square one.", "name_deadlock", ""),
    ("The adjournment of the pay talks gives both parties time.", "name_postponement", ""),
    ("The signing has been put off until the spring.", "name_postponement frame_process", ""),
    ("Copenhagen was a setback for the climate regime.", "name_setback", "name_defeat"),
    ("It is a bump in the road and will be forgotten.", "name_setback", ""),
    ("For the government it was a humiliating defeat.", "name_defeat frame_loss", ""),
    ("The summit was a fiasco.", "name_failure frame_loss", ""),
    ("The round was a failure from beginning to end.", "name_failure frame_loss", ""),
    ("The conference was not a failure.", "", "name_failure frame_loss"),
    ("The recess is far from a collapse.", "", "name_collapse frame_loss"),
    ("The outcome of the round was hardly a fiasco.", "", "name_failure frame_loss"),
    ("It would be wrong to speak of a stalemate, and nobody was defeated.", "", "name_defeat"),
    ("The Copenhagen accord came as a letdown.", "name_disappointment", ""),
    ("The vote was a wake-up call for both chambers.", "name_lesson frame_reality_check", ""),
    # frames
    ("Walking away was the right call.", "frame_prudent_refusal", "frame_loss"),
    ("It takes strength to turn down a bad deal.", "frame_prudent_refusal", ""),
    ("The employers asked for too much, and the gap was too wide.", "frame_differences", ""),
    ("On agriculture the two delegations remained far apart.", "frame_differences", ""),
    ("This is only one stage of a long negotiation, and talks will resume in May.",
     "frame_process", ""),
    ("The pause let each party see the other's red lines.", "frame_reality_check", ""),
    ("The days in Geneva were useful and made real progress.", "frame_gains", "frame_loss"),
    ("The summit had been thrown together without preparation.", "frame_preparation", ""),
    ("Their experts should have settled the details in advance.", "frame_preparation", ""),
    ("The meeting handed the dictator a propaganda victory.", "frame_legitimacy", ""),
    ("Deep distrust between the government and the rebels remains.", "frame_mistrust_risk", ""),
    ("The rebels could resume their attacks.", "frame_mistrust_risk", ""),
    ("With an election near, he needed a headline and a victory lap.", "frame_image_politics", ""),
    ("It was a photo opportunity for the cameras.", "frame_image_politics", ""),
    ("The parties should return to the table and keep talking.", "frame_keep_talking", ""),
    ("There is no alternative to dialogue.", "frame_keep_talking", ""),
    ("Confidence-building measures would help more than another ceremony.",
     "frame_build_trust", ""),
    ("A lack of trust has followed the two parties for years.",
     "frame_mistrust_risk", "frame_build_trust"),
    # ended early, abandoned, scuttled, inability, split, went wrong, not happening
    ("The conference ended early.", "name_end", ""),
    ("They abandoned the pay talks.", "name_break_off", ""),
    ("The signing was scuttled.", "name_break_off", ""),
    ("The inability to bridge the gap was plain.", "name_failure_to_agree", ""),
    ("The ministers split over tariffs and terms.", "", "name_failure_to_agree"),
    ("The ministers split over the terms.", "name_failure_to_agree", ""),
    ("The summit went badly wrong.", "name_failure", ""),
    ("The agreement never materialized.", "name_absence", ""),
    ("He was unable to find his hat.", "", "name_failure_to_agree"),
    # whose words
    ('The minister said that the talks were "a total failure" and left.',
     "", "name_failure frame_loss"),
    ('"We walked away from a bad deal," the chancellor told reporters.',
     "", "name_walk_away frame_prudent_refusal"),
]  # fmt: skip

# The sentence, and the stance of its wording toward leaving without an agreement.
STANCES = [
    ("Leaving was right.", "favourable"),
    ("He was wise not to sign.", "favourable"),
    ("Leaving was the only responsible choice.", "favourable"),
    ("The government would not settle for a bad deal.", "favourable"),
    ("The union refused to sign a bad deal.", "favourable"),
    ("The failure to agree is no tragedy.", "favourable"),
    ("The failure to agree is a tragedy.", "unfavourable"),
    ("The minister blew it.", "unfavourable"),
    ("By leaving, the union threw away two years of work.", "unfavourable"),
    ("No agreement is better than a bad one.", "favourable"),
    ("The conference was not a failure.", "favourable"),
    ("It is too early to call the talks a failure, for they brought real progress.", "favourable"),
    ("The walkout was a mistake.", "unfavourable"),
    ("The negotiators have nothing to show for two weeks of work.", "unfavourable"),
    ("The collapse of the talks is a disaster for farmers.", "unfavourable"),
    ("It was hardly a success.", "unfavourable"),
    # A bare report of the collapse, and gains of something else, lean nowhere.
    ("The talks collapsed on Thursday.", "neither"),
    ("The negotiations broke down over tariffs.", "neither"),
    ("The two sides are in a deadlock.", "neither"),
    ("The round ended abruptly.", "neither"),
    ("Another country made good progress on its roads.", "neither"),
    ("The earlier meetings had been a constructive exchange.", "neither"),
    ("The collapse of the talks was a fiasco.", "unfavourable"),
    ("The talks were productive.", "favourable"),
    ("The talks began on Monday in Geneva.", "neither"),
    ("Tariffs on steel stand at ten per cent.", "neither"),
    ('The union leader called the walkout "a terrible mistake" on Tuesday.', "neither"),
]


@pytest.fixture(scope="module")
def codebook():
    return read_codebook(DATA)


@pytest.fixture(scope="module")
def texts():
    return sentences.split(corpus.load())


@pytest.fixture(scope="module")
def codings():
    return pd.read_csv(DATA / "codings.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def mentions(texts, codebook):
    return frames.code(texts, codebook)


def one_a_document(phrases):
    """Each phrase as the only sentence of a document, its quotation marks read as in any text."""
    rows = []
    for number, text in enumerate(phrases):
        quotes = tuple((*span, "quoted") for span in quoted_spans(text))
        rows.append((f"p{number}", 1, 1, 0, len(text), text, "body", "author", quotes))
    columns = ["doc_id", "passage_id", "sentence_id", "start", "end", "text", "role", "voice"]
    return pd.DataFrame(rows, columns=[*columns, "quotes"])


def affirmed(mentions):
    return mentions[(mentions["voice"] == "author") & ~mentions["negated"]]


# --- the codebook -------------------------------------------------------------------------------


def test_every_code_says_what_it_is(codebook):
    for column in ["definition", "include", "exclude", "source"]:
        assert (codebook[column].str.len() > 10).all(), column
    names = codebook[codebook["kind"] == "name"]
    assert names["process"].isin(["act", "happening", "state", "thing"]).all()
    assert names["agent"].isin(["trump", "kim", "both", "talks", "none"]).all()
    assert names["closure"].isin(["end", "pause", "open"]).all()
    functions = codebook.loc[codebook["kind"] == "frame", "function"]
    assert set(functions) == {"problem", "cause", "judgement", "remedy"}
    # An act has someone who acts; a thing or a state may have someone in it, a happening has not.
    assert (names.loc[names["process"] == "act", "agent"] != "none").all()
    assert names.loc[names["process"] == "happening", "agent"].isin(["talks", "none"]).all()


def test_examples_stand_where_they_are_said_to_stand(codebook, texts):
    place = texts.set_index(["doc_id", "sentence_id"])
    with_example = codebook[codebook["example"] != ""]
    assert len(with_example) >= len(codebook) - 1
    for example in with_example["example"]:
        found = EXAMPLE.fullmatch(example)
        sentence = place.loc[(found["doc_id"], int(found["number"]))]
        assert found["text"] in sentence["text"], example
        assert (sentence["role"] == "quotation") == bool(found["quoted"]), example


def test_the_dictionary_finds_the_example_of_every_code_but_the_readers_own(codebook, mentions):
    patterned = codebook[(codebook["pattern"] != "") & (codebook["example"] != "")]
    assert set(codebook["code"]) - set(patterned["code"]) == {"stance", "stance_unfavourable"}
    for code, example in zip(patterned["code"], patterned["example"], strict=True):
        doc_id, number = EXAMPLE.fullmatch(example).group("doc_id", "number")
        here = (mentions["doc_id"] == doc_id) & (mentions["sentence_id"] == int(number))
        assert code in set(mentions.loc[here, "code"]), example


def words_of(texts):
    """The words of some texts, each with the number of its text, and their index."""
    words = [(word, n) for n, text in enumerate(texts) for word in cut(text)]
    return words, patterns.index_words([word for word, _ in words], [n for _, n in words])


def places(pattern, words, index):
    """The texts in which a pattern matches, by their numbers."""
    return {words[first][1] for first, _ in patterns.find_matches([pattern], index)}


def test_a_pattern_that_matches_one_sentence_is_justified_by_what_else_it_finds(codebook, texts):
    """The note quotes wordings that are not in the texts, and the pattern finds one of them."""
    everything, own = " ".join(texts["text"]).lower(), words_of(texts["text"])
    for code, cell, note in codebook[["code", "pattern", "note"]].itertuples(index=False):
        elsewhere = re.findall(r'"([^"]+)"', note)
        assert all(wording.lower() not in everything for wording in elsewhere), code
        for text in patterns.split_cell(cell):
            pattern = patterns.parse(text)
            if not pattern.exception and len(places(pattern, *own)) == 1:
                assert places(pattern, *words_of(elsewhere)), f"{code}: {text}"


# --- the coding ---------------------------------------------------------------------------------


def test_every_body_sentence_has_one_stance_and_no_other_sentence_has(codings, texts):
    stance = codings[codings["code"] == "stance"]
    read = list(zip(stance["doc_id"], stance["sentence_id"], strict=True))
    body = texts[texts["role"] == "body"]
    assert len(read) == len(set(read)) == 62
    assert set(read) == set(zip(body["doc_id"], body["sentence_id"], strict=True))
    assert stance["value"].isin(["favourable", "unfavourable", "neither"]).all()


def test_codings_are_of_sentences_and_codes_that_exist(codings, codebook):
    stance = codings[codings["code"] == "stance"]
    read = set(zip(stance["doc_id"], stance["sentence_id"], strict=True))
    rest = codings[codings["code"] != "stance"]
    assert set(zip(rest["doc_id"], rest["sentence_id"], strict=True)) <= read
    coded = codebook.loc[codebook["kind"].isin(["name", "frame"]), "code"]
    assert set(rest["code"]) <= set(coded)
    assert (rest["value"] == "1").all()
    assert not codings.duplicated(["coder", "doc_id", "sentence_id", "code"]).any()
    assert set(codings["coder"]) == {"study"}


def test_a_reader_finds_axios_favourable_and_msnbc_unfavourable(codings):
    """As the study's argument has it: Axios defends the decision, MSNBC condemns it."""
    value = {"favourable": 1, "unfavourable": -1, "neither": 0}
    stance = codings[codings["code"] == "stance"]
    mean = stance["value"].map(value).groupby(stance["doc_id"]).mean()
    assert mean["axios"] > mean["koreatimes"] > 0 > mean["msnbc"]


def test_the_wording_of_the_dictionary_orders_the_texts_alike(mentions, texts, codebook):
    body = texts[texts["role"] == "body"]
    stance = frames.stance(mentions, body, codebook)
    value = {"favourable": 1, "unfavourable": -1, "neither": 0}
    mean = stance["value"].map(value).groupby(stance["doc_id"]).mean()
    assert mean["axios"] > mean["koreatimes"] > 0 > mean["msnbc"]


# --- whose words, and under negation ------------------------------------------------------------


def at(mentions, doc_id, sentence_id):
    return mentions[(mentions["doc_id"] == doc_id) & (mentions["sentence_id"] == sentence_id)]


@pytest.mark.parametrize(("doc_id", "number"), [("axios", 5), ("axios", 8), ("koreatimes", 24)])
def test_not_a_failure_is_no_failure(mentions, doc_id, number):
    failure = at(mentions, doc_id, number)
    failure = failure[failure["code"].isin(["name_failure", "frame_loss"])]
    assert len(failure)
    assert failure["negated"].all()
    assert failure["cue"].str.contains("not").all()


def test_trump_and_yglesias_never_speak_for_the_columnist(mentions):
    walk = at(mentions, "msnbc", 12)
    assert "name_walk_away" in set(walk["code"])
    assert (walk["voice"] == "quoted").all()
    yglesias = at(mentions, "msnbc", 27)
    assert "frame_preparation" in set(yglesias.loc[yglesias["voice"] == "quoted", "code"])
    assert yglesias.loc[yglesias["voice"] == "author"].empty


def test_the_reports_collapsed_and_the_columnists_are_told_apart(mentions):
    collapse = mentions[(mentions["code"] == "name_collapse") & (mentions["doc_id"] == "msnbc")]
    assert list(zip(collapse["sentence_id"], collapse["voice"], strict=True)) == [
        (12, "quoted"),
        (13, "author"),
    ]


# --- other negotiations -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found_in(codebook):
    """Sentences and mentions of a phrase, each a document of its own, all coded at once."""
    phrases = [text for text, *_ in [*PHRASES, *STANCES]]
    rows = one_a_document(phrases)
    both = rows, frames.code(rows, codebook)
    return lambda text: [t[t["doc_id"] == f"p{phrases.index(text)}"] for t in both]


@pytest.mark.parametrize(("text", "expected", "unexpected"), PHRASES)
def test_phrases_about_other_negotiations(found_in, text, expected, unexpected):
    found = set(affirmed(found_in(text)[1])["code"])
    assert set(expected.split()) <= found
    assert not found & set(unexpected.split())


@pytest.mark.parametrize(("text", "value"), STANCES)
def test_stance_of_phrases_about_other_negotiations(codebook, found_in, text, value):
    rows, mentions = found_in(text)
    assert frames.stance(mentions, rows, codebook)["value"].tolist() == [value]


def test_a_side_that_is_no_side_is_named(tmp_path):
    text = "code,kind,definition,pattern,leans\nx,frame,it,word,favorable\n"
    (tmp_path / "codebook.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"row 2 \(x\): leans 'favorable' is unknown; write"):
        read_codebook(tmp_path)


def test_no_deal_denies_nothing(of_text):
    """Someone else's proverb of negotiators: it approves of leaving."""
    table = sentences.split(of_text("No deal is better than a bad deal. It is no failure."))
    codebook = read_codebook(corpus.OWN_FOLDER)
    mentions = frames.code(table, codebook)
    assert not mentions.query("sentence_id == 1")["negated"].any()
    assert mentions.query("sentence_id == 2 and code == 'name_failure'")["negated"].all()
