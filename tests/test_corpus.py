"""The corpus folder: what is read, what is refused, and the traps of the study's own texts.

Expectations about the three commentaries are from reading them (what stands on which line), all
others from folders of a few lines made here.
"""

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from analysis import corpus, sentences, tokens

pytestmark = pytest.mark.usefixtures("either_path")


def make(folder: Path, texts: dict[str, bytes | str], **tables: str) -> Path:
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        (folder / "raw" / name).write_bytes(data)
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    return folder


def test_numbers_in_names_of_files_are_counted(tmp_path):
    names = ["text10", "text2", "text1", "text01b", "b"]
    c = corpus.load(make(tmp_path, {f"{name}.txt": "No deal." for name in names}))
    assert c.documents["doc_id"].tolist() == ["b", "text1", "text01b", "text2", "text10"]


def test_only_raw_texts_make_a_corpus(tmp_path):
    c = corpus.load(make(tmp_path, {"b.txt": "Second.", "a.txt": "First.\n\nMore."}))
    assert c.documents["doc_id"].tolist() == ["a", "b"]
    assert c.documents["label"].tolist() == ["a", "b"]
    assert c.documents["n_characters"].tolist() == [13, 7]
    assert c.passages["role"].unique().tolist() == ["body"]
    assert c.passages["text"].tolist() == ["First.", "More.", "Second."]
    assert c.passages["passage_id"].tolist() == [1, 2, 1]


def test_the_raw_text_is_the_file_to_the_byte(tmp_path):
    data = "\ufeffOne.\r\n\r\nTwo café \U0001f600.\r\rThree.\n".encode()
    c = corpus.load(make(tmp_path, {"a.txt": data}))
    assert c.raw["a"].encode("utf-8") == data
    assert c.passages["text"].tolist() == ["One.", "Two café \U0001f600.", "Three."]
    for row in c.passages.itertuples():
        assert c.raw["a"][row.start : row.end] == row.text


def test_documents_keep_the_order_and_the_columns_of_their_table(tmp_path):
    table = "file,doc_id,outlet,wing\nraw/b.txt,two,The Post,left\nraw/a.txt,one,The Post,\n"
    c = corpus.load(make(tmp_path, {"a.txt": "A.", "b.txt": "B."}, commentaries=table))
    assert c.documents["doc_id"].tolist() == ["two", "one"]
    assert c.documents["wing"].tolist() == ["left", ""]
    # Two texts of one outlet are told apart in charts.
    assert c.documents["label"].tolist() == ["The Post (two)", "The Post (one)"]


def test_roles_are_those_of_the_lines_and_a_paragraph_never_crosses_them(tmp_path):
    ranges = "doc_id,first_line,last_line,role,reason\na,1,1,headline,top\na,4,5,chrome,menu\n"
    text = "Title\nBody one.\n\nMenu\nMore menu\nBody two.\n"
    c = corpus.load(make(tmp_path, {"a.txt": text}, passages=ranges))
    assert c.passages[["text", "role", "reason"]].to_numpy().tolist() == [
        ["Title", "headline", "top"],
        ["Body one.", "body", ""],
        ["Menu", "chrome", "menu"],
        ["More menu", "chrome", "menu"],
        ["Body two.", "body", ""],
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # Broken by an editor: the next word would not have fitted.
        (["a long line of a wrapped text", "continues here and then it", "ends."], 1),
        (["It was said that the leaders would", "meet again before long."], 1),
        # Paragraphs typed without line breaks: wider than any wrapped line.
        (["word " * 40, "word " * 30], 2),
        # A short line that the next word would have fitted on.
        (["Short.", "Another that is somewhat longer than the one before it."], 2),
        (["Dear reader,", "it is a long line that comes after a short one here."], 2),
        # An indented line begins something of its own.
        (["a long line of a wrapped text,", "  indented here and then ends."], 2),
    ],
)
def test_wrapped_lines_join_and_paragraphs_do_not(tmp_path, lines, expected):
    c = corpus.load(make(tmp_path, {"a.txt": "\n".join(lines)}))
    assert len(c.passages) == expected


def test_a_hash_is_checked_and_a_changed_byte_found(tmp_path):
    sha = hashlib.sha256(b"As retrieved.").hexdigest()
    table = f"doc_id,file,sha256\na,raw/a.txt,{sha.upper()}\n"
    folder = make(tmp_path, {"a.txt": "As retrieved."}, commentaries=table)
    assert corpus.load(folder).raw["a"] == "As retrieved."
    (folder / "raw" / "a.txt").write_bytes(b"As retrieved!")
    with pytest.raises(corpus.CorpusError, match=r"changed since retrieved.*restore it"):
        corpus.load(folder)


def test_the_studys_own_hashes_are_those_of_its_files():
    c = corpus.load()
    for row in c.documents.itertuples():
        data = (corpus.OWN_FOLDER / row.file).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row.sha256


def test_all_problems_are_found_at_once(tmp_path):
    table = "doc_id,file\na,raw/a.txt\nb,raw/b.txt\nc,raw/c.txt\n"
    ranges = "doc_id,first_line,last_line,role\na,1,9,chrome\na,1,1,menu\n"
    folder = make(tmp_path, {"a.txt": "A.", "c.txt": b"\xff."}, commentaries=table, passages=ranges)
    found, problems = corpus.inspect(folder)
    assert found.documents["doc_id"].tolist() == ["a"]
    assert [problem.split(":")[0] for problem in problems] == [
        *("b", "c", "passages.csv line 2 (a)", "passages.csv line 3 (a)")
    ]
    with pytest.raises(corpus.CorpusError) as raised:
        corpus.load(folder)
    assert "and 3 more" in str(raised.value)
    assert raised.value.problems == problems


def test_a_missing_cell_at_the_end_of_a_row_is_empty_text(tmp_path):
    """pandas would read it as a number that is none, and a label of "nan" is on the chart."""
    table = "doc_id,file,author,title\na,raw/a.txt\n"
    c = corpus.load(make(tmp_path, {"a.txt": "A."}, commentaries=table))
    assert c.documents.loc[0, ["author", "title", "label"]].tolist() == ["", "", "a"]


def test_a_table_of_texts_is_a_corpus_too():
    table = pd.DataFrame({"text": ["One. Two.", "Three."], "outlet": ["A", "B"]})
    c = corpus.from_table(table)
    assert c.documents["doc_id"].tolist() == ["1", "2"]
    assert c.documents["label"].tolist() == ["A", "B"]
    assert c.raw == {"1": "One. Two.", "2": "Three."}
    with pytest.raises(ValueError, match=r"no column 'body'.*found: text, outlet"):
        corpus.from_table(table, text="body")
    twice = table.assign(doc_id=["x", "x"])
    with pytest.raises(corpus.CorpusError, match="more than one row"):
        corpus.from_table(twice)


# The traps of the three texts.


@pytest.fixture(scope="module")
def own():
    c = corpus.load()
    s = sentences.split(c)
    return c, s, tokens.count_terms(tokens.tokenize(s))


def n_of(counts, doc_id, term):
    return int(counts.loc[(counts["doc_id"] == doc_id) & (counts["term"] == term), "n"].sum())


def test_other_articles_at_the_end_of_the_axios_file_reach_no_count(own):
    """Lines 18 to 49 are of August 2020; they hold "collapsed" and "negotiations" (Congress)."""
    c, _, counts = own
    assert "collapsed" in c.raw["axios"]
    for term in ("collapsed", "coronavirus", "beirut", "lebanon", "democratic", "fauci"):
        assert n_of(counts, "axios", term) == 0
    # Twice in Shin's own text (lines 7 and 14), a third time in the article on Congress.
    assert c.raw["axios"].lower().count("negotiations") > n_of(counts, "axios", "negotiations")


def test_the_news_report_in_the_msnbc_column_is_not_the_columnists_voice(own):
    """Line 12 is quoted without quotation marks; the next paragraph takes up its "collapsed"."""
    _, s, _ = own
    report = s[s["text"].str.contains("abruptly broke off")]
    assert report["voice"].tolist() == ["quoted"]
    assert report["role"].tolist() == ["quotation"]
    walk = s[(s["doc_id"] == "msnbc") & s["text"].str.contains("have to walk")]
    assert set(walk["voice"]) == {"quoted"}


def test_headline_and_deck_are_held_apart(own):
    c, s, _ = own
    assert set(s["role"]) == {"body", "quotation"}
    apart = c.passages[c.passages["role"].isin(["headline", "deck"])]
    assert apart["doc_id"].tolist() == ["msnbc", "msnbc"]
    ids = sentences.split(c, roles=["body"])[["doc_id", "sentence_id"]]
    everything = sentences.split(c, roles=corpus.ROLES)[["doc_id", "sentence_id"]]
    # A number means the same sentence whatever roles are chosen.
    assert len(ids.merge(everything)) == len(ids)


def test_walk_stands_where_a_reader_finds_it(own):
    """In body text: once in Axios, once in MSNBC (Trump, quoted), never in The Korea Times."""
    _, s, _ = own
    found = tokens.concordance(s, "walk*")
    assert found["doc_id"].tolist() == ["axios", "msnbc"]
    assert found["voice"].tolist() == ["author", "quoted"]
