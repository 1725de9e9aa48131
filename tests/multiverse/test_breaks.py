"""Every break of the session breaks the claim that it names, and every control none."""

import re
import shutil

import pytest

from analysis import corpus, keyness, sensitivity, sentences, sentiment, tokens
from analysis.lexicons.lists import vader_lexicon
from analysis.multiverse import breaks


@pytest.fixture(scope="module")
def switched(own):
    return breaks.switch_each(own).set_index("break_id")


def test_every_break_breaks_the_claim_that_it_names_and_every_control_none(switched):
    made = switched[switched["kind"] == "break"]
    assert made["breaks"].all()
    assert (made["fallen"] == made["claim"]).all()
    controls = switched[switched["kind"] == "control"]
    assert len(made) >= 6
    assert len(controls) >= 2
    assert not controls["breaks"].any()
    assert (controls["n_before"] == controls["n_after"]).all()
    assert (controls["n_before"] >= 13).all()


def test_the_numbers_are_those_of_the_texts_themselves(switched, own, own_sentences):
    """Each switch made by hand, with the front's own verbs or none at all."""
    assert len(re.findall("collaps", own.raw["axios"])) == switched.loc["furniture", "value_after"]
    scores = sentiment.score(own_sentences)
    turned = sensitivity.without_each_sentence(scores, "msnbc", "axios").query("flips")
    assert turned[["doc_id", "sentence_id"]].to_numpy().tolist() == [["axios", 10]]
    assert switched.loc["sentence", "value_after"] == pytest.approx(turned["without"].iloc[0])
    lexicon = vader_lexicon().drop("agreement")
    mean = sentiment.score(own_sentences, lexicon=lexicon).groupby("doc_id")["compound"].mean()
    assert switched.loc["word", "value_after"] == pytest.approx(mean["axios"])
    row = keyness.compare(tokens.count_terms(tokens.tokenize(own_sentences)), "koreatimes")
    row = row.set_index("term").loc["postponement"]
    assert (row["n_target"], row["n_reference"]) == (3, 0)
    assert row["low"] < 0 < row["log_ratio"]
    assert row["p_exact"] > 0.25
    assert "deal" not in vader_lexicon().index
    walk = tokens.concordance(own_sentences, "walk*").query("doc_id == 'msnbc'")
    assert walk["voice"].tolist() == ["quoted"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('""unit"": ""passage""', '""unit"": passage', "row 3: not JSON in after"),
        ("control", "check", "row 8: no kind 'check'; there is break, control"),
        ("tone_positive", "tone_up", "row 4: no finding 'tone_up'; there is tone_order"),
    ],
)
def test_what_is_wrong_with_the_file_is_named(tmp_path, old, new, expected):
    text = (corpus.OWN_FOLDER / "breaks.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "breaks.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=expected):
        breaks.read_breaks(tmp_path)


def test_an_option_or_a_sentence_that_is_not_there_is_refused(own):
    table = breaks.read_breaks(own.folder).head(1).copy()
    for after, expected in (
        ({"unit": "page"}, "'unit' has no option 'page'"),
        ({"without sentence": ["axios", 999]}, "no sentence 999 to leave out"),
    ):
        table["after"] = [after]
        with pytest.raises(ValueError, match=expected):
            breaks.switch_each(own, table)


def test_a_folder_without_the_file_has_none(tmp_path):
    shutil.copytree(corpus.OWN_FOLDER / "raw", tmp_path / "raw")
    assert breaks.switch_each(corpus.load(tmp_path)).empty
    assert sentences.split(corpus.load(tmp_path)).size
