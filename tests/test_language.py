"""Texts that are hardly English are given no tone, unless a lexicon of theirs is given."""

import pandas as pd
import pytest
from given_files import DECLARATION

from analysis import corpus, language, sentences, sentiment
from analysis.large import results, scored_folder
from analysis.page import contents, numbers, render
from analysis.study import command_line


def texts(*languages: str) -> corpus.Corpus:
    long = [" ".join([DECLARATION[each]] * 5) for each in languages]
    return corpus.from_table(pd.DataFrame({"doc_id": languages, "text": long}))


@pytest.mark.parametrize("name", DECLARATION)
def test_texts_in_another_language_are_found(name):
    assert language.find_foreign(sentences.split(texts(name))) == [name] * (name != "English")
    assert not language.hardly_english([DECLARATION[name][:60]]).any()


def test_only_sentences_that_are_compared_are_looked_at():
    """An English page around a German text does not make it English."""
    s = sentences.split(texts("German"))
    page = sentences.split(texts("English")).assign(doc_id="German", role="chrome")
    assert language.find_foreign(pd.concat([page, s])) == ["German"]


@pytest.mark.parametrize(
    "verb", [sentiment.score, sentiment.hits, sentiment.explain, sentiment.score_each]
)
def test_tone_is_refused_with_the_reason(verb):
    s = sentences.split(texts("English", "German"))
    with pytest.raises(ValueError, match=r"'German': hardly a word of English; .* lexicons are E"):
        verb(s)
    verb(language.in_english(s))


def test_tone_is_given_by_a_lexicon_of_the_language():
    s = sentences.split(texts("German"))
    assert (sentiment.score(s, {"frei": 2.0})["n_hits"] > 0).any()


def test_a_large_corpus_keeps_the_text_without_its_tone(tmp_path, capsys):
    raw = texts("English", "German").raw
    pd.DataFrame({"doc_id": raw.keys(), "text": raw.values()}).to_csv(tmp_path / "t.csv")
    out = tmp_path / "out"
    assert command_line.main(["score", str(tmp_path / "t.csv"), "--out", str(out)]) == 0
    assert "1 document is hardly English and has no tone: German" in capsys.readouterr().out
    assert results.choices_made(out)["n_without_tone"] == 1
    assert scored_folder.read_manifest(out)["without_tone"] == ["German"]
    documents = results.read_table(out, "document_scores").set_index("doc_id")
    assert documents["compound"].isna().to_dict() == {"English": False, "German": True}
    assert (documents[["n_sentences", "n_words"]] > 0).all(axis=None)


def test_a_page_shows_the_text_and_says_that_it_has_no_tone():
    tables = contents.compute_tables(texts("English", "French", "German"))
    assert set(tables["scores"]["doc_id"]) == {"English"}
    page = render.render_page(tables, *numbers.collect_findings(tables, 3))
    assert "German</bdi> is hardly English, and has none." in page
    assert "English</bdi> is hardly" not in page
    assert DECLARATION["German"].split(". ")[0] in page
