"""The panel of lexicons; the lexicons of the tests are made up, and so are their sentences."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from scipy.stats import zscore

from analysis import sentences, sentiment
from analysis.lexicons.lists import (
    labmt_lexicon,
    packaged_lexicons,
    pattern_lexicon,
    read_lexicon,
    vader_lexicon,
)

HARBOUR = "The glum harbour woke. A spry glum boat left. The spry crew sang. The sea lay there."
MINE = {"spry": 2.0, "glum": -1.0}
YOURS = {"spry": -3.0, "glum": -1.0, "sea": 0.5}


@pytest.fixture
def harbour(of_text):
    return sentences.split(of_text(HARBOUR))


def test_pattern_is_what_textblob_says_of_single_words():
    """TextBlob's own analyser on one word; its polarity is on -1 … 1, ours on VADER's -4 … 4."""
    from textblob.en.sentiments import PatternAnalyzer

    analyzer, ours = PatternAnalyzer(), pattern_lexicon()
    for word in ("abhorrent", "abrupt", "good", "terrible", "absolute", "brave", "dead"):
        assert ours[word] / 4 == pytest.approx(analyzer.analyze(word).polarity), word


def test_pattern_does_not_import_textblob_and_is_handed_out_as_a_copy():
    code = (
        "import sys; from analysis.lexicons import lists; lists.pattern_lexicon(); "
        "sys.exit('textblob' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
    mine = pattern_lexicon()
    mine["good"] = 99
    assert pattern_lexicon()["good"] < 4


def test_labmt_is_centred_and_its_middle_left_out(tmp_path, monkeypatch):
    """A package of that name with four words: 5 is the middle, and 4 to 6 (without) has no tone."""
    monkeypatch.delitem(sys.modules, "shifterator", raising=False)
    folder = tmp_path / "shifterator" / "lexicons" / "labMT"
    folder.mkdir(parents=True)
    (tmp_path / "shifterator" / "__init__.py").write_text("")
    (folder / "labMT_English.tsv").write_text("laugh\t8.50\nnull\t4.00\nthe\t4.98\nhm\t5.99\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert labmt_lexicon().to_dict() == {"laugh": 3.5, "null": -1.0}


def test_a_package_that_is_absent_is_named(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="pip install shifterator"):
        labmt_lexicon()
    assert sentiment.lexicon_versions() == {}


def test_the_default_panel_says_where_it_is_from():
    assert list(packaged_lexicons()) == ["vader", "pattern"]
    assert sentiment.lexicon_versions()["vader"] == "vaderSentiment 3.3.2"
    assert sentiment.lexicon_versions()["pattern"].startswith("textblob 0.")


def test_one_row_a_sentence_and_lexicon_each_as_sentiment_scores_it(harbour):
    table = sentiment.score_each(harbour, {"mine": MINE, "yours": YOURS})
    assert table["lexicon"].tolist() == ["mine", "yours"] * 4
    assert table["sentence_id"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4]
    for name, lexicon in (("mine", MINE), ("yours", YOURS)):
        alone = sentiment.score(harbour, lexicon)
        rows = table[table["lexicon"] == name]
        assert rows["compound"].tolist() == alone["compound"].tolist()
        assert rows["n_hits"].tolist() == alone["n_hits"].tolist()
        assert rows["z"].to_numpy() == pytest.approx(zscore(alone["compound"], ddof=1))


def test_one_word_by_hand(harbour):
    """A sum of -1 is -1/4 after normalisation: -1 / sqrt(1 + 15)."""
    table = sentiment.score_each(harbour, {"mine": MINE})
    assert table["compound"].iloc[0] == -0.25
    assert table["compound"].iloc[3] == 0


def test_fixed_norms_do_not_depend_on_what_is_shown(harbour):
    norms = pd.DataFrame({"lexicon": ["mine"], "mean": [0.25], "sd": [0.5]})
    table = sentiment.score_each(harbour, {"mine": MINE}, norms)
    assert table["z"].iloc[0] == -1.0
    alone = sentiment.score_each(harbour.head(1), {"mine": MINE}, norms)
    assert alone["z"].tolist() == [-1.0]
    with pytest.raises(ValueError, match=r"lexicon 'yours' \(found: mine\)"):
        sentiment.score_each(harbour, {"yours": YOURS}, norms)


def test_a_lexicon_that_says_nothing_has_no_z(harbour):
    table = sentiment.score_each(harbour, {"mine": MINE, "none": {"walrus": 1.0}})
    assert table.loc[table["lexicon"] == "none", "z"].isna().all()


def test_disagreements_are_those_of_sign_furthest_apart_first(harbour):
    """Sentences 2 and 3 have "spry", good to one list and bad to the other; 1 is glum to both.

    By hand: 3 is 2/sqrt(19) = .4588 against -3/sqrt(24) = -.6124; in 2, spry and glum give
    1/4 against -4/sqrt(31) = -.7184. "sea" in 4 is a word of one list only: no disagreement.
    """
    found = sentiment.contested(sentiment.score_each(harbour, {"mine": MINE, "yours": YOURS}))
    assert found["sentence_id"].tolist() == [3, 2]
    assert found["apart"].tolist() == pytest.approx([0.4588 + 0.6124, 0.25 + 0.7184])
    assert found["positive"].tolist() == ["mine", "mine"]
    assert found["negative"].tolist() == ["yours", "yours"]
    third = sentiment.score_each(harbour, {"mine": MINE, "none": {}, "yours": YOURS})
    assert sentiment.contested(third)["silent"].tolist() == ["none", "none"]


def test_no_disagreement_is_an_empty_table_with_its_columns(harbour):
    table = sentiment.score_each(harbour, {"a": MINE, "b": MINE})
    found = sentiment.contested(table)
    assert len(found) == 0
    assert {"sentence_id", "positive", "negative", "apart"} <= set(found.columns)


def test_errors_say_what_to_do(harbour):
    with pytest.raises(ValueError, match="none given"):
        sentiment.score_each(harbour, {})
    with pytest.raises(ValueError, match=r"make the table with sentences\.split"):
        sentiment.score_each(pd.DataFrame({"text": ["a"]}))
    with pytest.raises(ValueError, match=r"make the table with sentiment\.score_each"):
        sentiment.contested(harbour)


def test_a_file_of_a_researcher_joins(harbour, tmp_path):
    file = tmp_path / "mine.txt"
    file.write_text("spry\t2\nglum\t-1\n")
    table = sentiment.score_each(harbour, {"vader": vader_lexicon(), "mine": read_lexicon(file)})
    rows = table[table["lexicon"] == "mine"]
    assert rows["compound"].to_numpy() == pytest.approx(sentiment.score(harbour, MINE)["compound"])


def test_our_own_texts_have_sentences_on_which_lists_disagree(own_sentences):
    """Whatever the versions: z has mean 0 and deviation 1 for each list over what is shown."""
    table = sentiment.score_each(own_sentences)
    assert len(table) == 2 * len(own_sentences)
    by = table.groupby("lexicon")["z"]
    assert by.mean().to_numpy() == pytest.approx(np.zeros(2), abs=1e-9)
    assert by.std().to_numpy() == pytest.approx(np.ones(2))
    found = sentiment.contested(table)
    assert 0 < len(found) < len(own_sentences)
    assert (found["lowest"] < 0).all()
    assert (found["highest"] > 0).all()
