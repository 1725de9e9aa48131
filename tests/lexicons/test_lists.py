"""Lexicons from the files that researchers have; the words and values here are made up."""

import subprocess
import sys

import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.lexicons.lists import (
    emoji_words,
    labmt_lexicon,
    lexicon_versions,
    packaged_lexicons,
    pattern_lexicon,
    read_lexicon,
    vader_lexicon,
)


def test_vader_is_the_lexicon_of_the_package():
    """The dictionaries that vaderSentiment 3.3.2 makes of its files."""
    reference = SentimentIntensityAnalyzer()
    assert vader_lexicon().to_dict() == reference.lexicon
    assert emoji_words() == reference.emojis


def test_vader_does_not_import_the_package():
    code = (
        "import sys; from analysis.lexicons import lists; lists.vader_lexicon(); "
        "sys.exit('vaderSentiment' in sys.modules or 'requests' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_vader_is_handed_out_as_a_copy():
    mine = vader_lexicon()
    mine["good"] = 99
    assert vader_lexicon()["good"] == 1.9


def write(folder, name, text, encoding="utf-8"):
    file = folder / name
    file.write_text(text, encoding=encoding)
    return file


def test_hu_liu_folder_and_two_files(tmp_path):
    positive = "; a comment\n;\n\nglorious\nnaïve-plus\nboth-ways\n"
    write(tmp_path, "positive-words.txt", positive, "latin-1")
    write(tmp_path, "negative-words.txt", "; a comment\n\nglum\nboth-ways\n")
    expected = {"glum": -1, "both-ways": 0, "glorious": 1, "naïve-plus": 1}
    assert read_lexicon(tmp_path).to_dict() == expected
    two = [tmp_path / "positive-words.txt", tmp_path / "negative-words.txt"]
    assert read_lexicon(two, "hu-liu").to_dict() == expected


def test_afinn(tmp_path):
    file = write(tmp_path, "AFINN-x.txt", "blithe\t3\nno flub\t2\ngrumpish\t-2\n")
    assert read_lexicon(file).to_dict() == {"blithe": 3, "no flub": 2, "grumpish": -2}


def test_mpqa(tmp_path):
    clues = (
        "type=strongsubj len=1 word1=glum pos1=adj stemmed1=n priorpolarity=negative\n"
        "type=weaksubj len=1 word1=glum pos1=noun stemmed1=n priorpolarity=negative\n"
        "type=weaksubj len=1 word1=spry pos1=adj stemmed1=n m priorpolarity=positive\n"
        "type=strongsubj len=1 word1=utterish pos1=adj stemmed1=n priorpolarity=neutral\n"
    )
    lexicon = read_lexicon(write(tmp_path, "clues.tff", clues))
    assert lexicon.to_dict() == {"glum": -1.5, "spry": 1, "utterish": 0}


def test_so_cal_one_file_a_part_of_speech(tmp_path):
    write(tmp_path, "adj_dictionary.txt", "spry\t3\nglum\t-4\n")
    write(tmp_path, "noun_dictionary.txt", "glum\t-2\nfrolic\t2\n")
    write(tmp_path, "int_dictionary.txt", "vastly\t0.5\n")
    assert read_lexicon(tmp_path).to_dict() == {"spry": 3, "glum": -3, "frolic": 2}


def test_loughran_mcdonald(tmp_path):
    table = (
        "Word,Seq_num,Word Count,Negative,Positive,Uncertainty\n"
        "GLUMLY,1,10,2009,0,0\nSPRYLY,2,11,0,2009,0\nPLAINLY,3,12,0,0,2009\n"
        "DROPPED,4,13,-2020,0,0\n"
    )
    lexicon = read_lexicon(write(tmp_path, "dictionary.csv", table))
    assert lexicon.to_dict() == {"glumly": -1, "spryly": 1}


@pytest.mark.parametrize(
    "text",
    [
        "term,valence\nGlum,-1.5\nspry,2\n",
        "valence,note,term\n-1.5,x,glum\n2,y,spry\n",
        "word\tscore\nglum\t-1.5\nspry\t2\n",
        "glum\t-1.5\t0.6\t[-1, -2]\nspry\t2\t0.1\t[2, 2]\n",
        '"glum",-1.5\n"spry",2\n',
        "\ufeffglum,-1.5\r\nspry,2\r\n",
    ],
)
def test_table(tmp_path, text):
    lexicon = read_lexicon(write(tmp_path, "mine.csv", text))
    assert lexicon.to_dict() == {"glum": -1.5, "spry": 2}
    assert (lexicon.index.name, lexicon.name) == ("term", "valence")


@pytest.mark.parametrize(
    ("name", "text", "format", "message"),
    [
        ("a.tsv", "glum\t-1\nspry\tmuch\n", None, r"a\.tsv, line 2: a term and a number"),
        ("a.tff", "type=weaksubj word1=x\n", None, r"a\.tff, line 1: not a subjectivity clue"),
        ("a.csv", "Word,Negative,Positive\nX,0,no\n", None, r"a\.csv, line 2: Positive and"),
        ("a.csv", "Word,Negative\nX,0\n", "loughran-mcdonald", r"line 1: no column positive"),
        ("a.txt", "glum\nspry\n", None, r"a\.txt, line 1: 'glum' is no entry of a known form"),
        ("a.txt", "; words\nglum\n", None, r"a\.txt: a word list without valences"),
        ("a.txt", "", None, "no term in it"),
        ("a.txt", "glum\t1\n", "xml", "no format 'xml'; use one of hu-liu"),
    ],
)
def test_errors_name_the_place(tmp_path, name, text, format, message):
    with pytest.raises(ValueError, match=message):
        read_lexicon(write(tmp_path, name, text), format)


def test_no_such_file(tmp_path):
    with pytest.raises(ValueError, match="no such file or folder"):
        read_lexicon(tmp_path / "none.txt")
    with pytest.raises(ValueError, match=r"no \.txt"):
        read_lexicon(tmp_path)


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
    assert lexicon_versions() == {}


def test_the_default_panel_says_where_it_is_from():
    assert list(packaged_lexicons()) == ["vader", "pattern"]
    assert lexicon_versions()["vader"] == "vaderSentiment 3.3.2"
    assert lexicon_versions()["pattern"].startswith("textblob 0.")
