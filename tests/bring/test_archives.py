"""Exports of press archives: each article a text of its own, what the archive adds is chrome.

The expectations are what was written into the files (`archive_files`), not what the reader said.
"""

import re

import pytest
from archive_files import ARTICLES, EXPORTS, lexis, lexis_text, proquest_text
from given_files import LONG

from analysis import corpus
from analysis.bring import new_folder
from analysis.bring.archives import take_apart
from analysis.bring.formats import read_given
from analysis.bring.shared import Refused


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_becomes_its_articles(tmp_path, name):
    (tmp_path / name).write_bytes(EXPORTS[name]())
    report = new_folder.make_folder(tmp_path / "made", [tmp_path / name])
    c = corpus.load(tmp_path / "made")
    d = c.documents
    assert d["outlet"].tolist() == [names[0] for names, _, _ in ARTICLES]
    assert d["date"].tolist() == [names[2] for names, _, _ in ARTICLES]
    assert d["author"].tolist() == [names[3] for names, _, _ in ARTICLES]
    assert d["title"].tolist() == [title for _, title, _ in ARTICLES]
    for doc_id, (_, _, paragraphs) in zip(d["doc_id"], ARTICLES, strict=True):
        here = c.passages[c.passages["doc_id"] == doc_id]
        body = here.loc[here["role"] == "body", "text"]
        assert [" ".join(text.split()) for text in body] == paragraphs
        for start, end, text in zip(here["start"], here["end"], here["text"], strict=True):
            assert c.raw[doc_id][start:end] == text
    # Whoever exported the file is in it, and is nobody's text.
    said = [t for t, r in zip(c.passages["text"], c.passages["role"], strict=True) if r == "body"]
    assert not re.search("some.reader|accountid|Search Terms|words$", " ".join(said))
    for basis in d["basis"]:
        assert all(f"{column}: stated" in basis for column in ("outlet", "date", "author"))
    assert (tmp_path / "made" / "originals").is_dir()
    assert not any("speaks of" in each for each in report["warnings"].sum())


def test_what_belongs_to_an_article_has_its_role(tmp_path):
    (tmp_path / "n.docx").write_bytes(EXPORTS["nexis.docx"]())
    new_folder.make_folder(tmp_path / "made", [tmp_path / "n.docx"])
    passages = corpus.load(tmp_path / "made").passages
    roles = dict(zip(passages["text"], passages["role"], strict=True))
    assert roles["No deal is better than a bad one"] == "headline"
    assert roles["Byline:\u00a0Ann Example"] == "byline"
    assert roles["Highlight:\u00a0On what was not signed"] == "deck"
    assert roles["An empty table. Photo: an agency"] == "caption"
    assert roles["Load-Date:\u00a0March 4, 2019"] == "chrome"


def test_a_paragraph_that_looks_like_a_field_does_not_end_the_text():
    """The second article of `ARTICLES` has a paragraph that begins with "Subject:"."""
    found = take_apart(proquest_text(), "utf-8")
    body = [line for line in found[1].text.split("\n") if line.startswith("Subject: one may")]
    inside = [r for r in found[1].ranges if r[2] != "body"]
    number = found[1].text.split("\n").index(body[0]) + 1
    assert not any(first <= number <= last for first, last, _, _ in inside)


def test_an_article_without_a_text_is_refused_by_its_number(tmp_path):
    text = lexis_text().replace("LENGTH: ", "L: ")
    text = re.sub(r"(?s)(2 of 3 DOCUMENTS.*?)SECTION.*?(?=LOAD-DATE)", r"\1", text)
    (tmp_path / "l.txt").write_text(text)
    report = new_folder.make_folder(tmp_path / "made", [tmp_path / "l.txt"])
    assert report["read"].tolist().count("refused") == 1
    refused = report[report["read"] == "refused"].iloc[0]
    assert "article 2 of 3" in refused["given"]
    assert "leave it out" in refused["warnings"][0]


def test_fewer_articles_than_the_file_speaks_of_are_said():
    found = take_apart(lexis(0, 10) + lexis(1, 10), "utf-8")
    assert len(found) == 2
    assert "speaks of 10 articles, but holds 2" in found[0].warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"{n} of 10 DOCUMENTS\n\n{LONG}" for n in range(1, 11)),
        "\n\n".join(f"{n} of 10 DOCUMENTS" for n in range(1, 11)),
        "".join(f"Title: A {n}\nAuthor: B\nSource: C\n\n{LONG}\n\n" for n in range(10)),
        "".join(f"Titel: A {n}\nZeitung: B\nDatum: 1.3.2019\n\n{LONG}\n\n" for n in range(10)),
    ],
)
def test_an_export_that_cannot_be_taken_apart_is_refused(text):
    with pytest.raises(ValueError, match=r"(?:10 articles|0 articles).*; ") as refusal:
        read_given(text.encode(), ".txt")
    assert "file" in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        f"A text.\n\n{LONG}\n\nEnd of Document\n",
        f"{LONG}\n\n{'_' * 60}\n\n{LONG}\n\nDatabase: none.\n",
        f"Interview\n\nQ: Why?\n\nA: {LONG}\n\nQ: Why not?\n\nA: {LONG}",
        f"He showed page 1 of 10 documents.\n\n{LONG}",
        f"Source: a bureau\n\n{LONG}\n\nSource: another\n\n{LONG}",
        f"Body\n\nLength: 5 metres\n\n{LONG}",
        f"HD\n\n{LONG}\n\nAN\n\nLP",
    ],
)
def test_an_ordinary_text_stays_one_text(text):
    [reading] = read_given(text.encode(), ".txt")
    assert reading.text == text
    assert reading.verbatim


def test_every_line_of_the_file_is_kept():
    """Words of all articles together are the words of the file: nothing is lost, nothing added."""
    for name in ("lexis.txt", "nexis.txt", "factiva.txt", "coded.txt", "proquest.txt"):
        data = EXPORTS[name]()
        found = read_given(data, ".txt")
        assert not any(isinstance(each, Refused) for each in found)
        words = " ".join(each.text for each in found).split()
        assert words == data.decode("utf-8-sig").split(), name
