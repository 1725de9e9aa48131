"""Saved web pages; expectations are what a reader of the page would say of it."""

import json
from email.message import EmailMessage

import pytest
from given_files import LONG, PAGE, roles_of, save_files

from analysis import corpus
from analysis.bring import new_folder, webpage


def test_a_page_keeps_all_its_visible_text_and_marks_what_is_not_the_article():
    reading = webpage.read_page(PAGE.encode())
    roles = roles_of(reading)
    by_role = {role: [line for line, is_ in roles.items() if is_ == role] for role in corpus.ROLES}
    assert by_role["headline"] == ["Why they left"]
    assert by_role["byline"] == ["By A. Writer"]
    assert by_role["caption"] == ["Two chairs in a hall. Photo: an agency"]
    assert [line[:13] for line in by_role["quotation"]] == ["Somebody else"]
    assert [line[:18] for line in by_role["body"]] == [
        *("First of all, The ", "The second point i", "It goes on after a", "What comes next"),
        *("Talks that are hel", "In the end, The tw"),
    ]
    assert by_role["deck"] == ["A teaser that only search engines saw, and the sidebar."]
    assert by_role["chrome"] == [
        *("Home", "Politics", "Read more", "Talks collapsed in another city on Friday"),
        "Copyright The Daily Sample",
    ]
    for unseen in ("never seen", "color", "idden text"):
        assert unseen not in reading.text
    assert "a line break" in reading.text
    assert "second point is longer: The two" in reading.text


def test_what_a_page_says_of_itself_comes_with_the_element_that_says_it():
    known = webpage.read_page(PAGE.encode()).known
    assert known == {
        "title": ("Why they left", "stated (element h1)"),
        "author": ("A. Writer", "stated (meta author)"),
        "date": ("2019-03-01", "stated (meta article:published_time)"),
        "outlet": ("The Daily Sample", "stated (meta og:site_name)"),
        "source": ("https://daily.example/why-they-left", "stated (link canonical)"),
    }


def test_json_ld_is_read_and_what_no_element_states_is_called_inferred():
    record = {"@type": "NewsArticle", "headline": "Why they left", "author": [{"name": "B. Two"}],
              "datePublished": "2019-03-02", "publisher": {"name": "The Paper"}}  # fmt: skip
    page = f"""<html><head><script type="application/ld+json">{json.dumps(record)}</script></head>
        <body><article><h1>Why they left</h1><p>{LONG * 3}</p></article></body></html>"""
    known = webpage.read_page(page.encode()).known
    assert known["author"] == ("B. Two", "stated (JSON-LD author)")
    assert known["date"] == ("2019-03-02", "stated (JSON-LD datePublished)")
    plain = page.replace("application/ld+json", "x").replace(
        "</article>", "March 3, 2019</article>"
    )
    date = webpage.read_page(plain.encode()).known.get("date", ("", "inferred"))
    assert date[1].startswith("inferred")


def test_a_teaser_with_the_title_of_the_article_is_not_its_headline():
    page = PAGE.replace("<nav>", '<div><a href="/x">Why they left</a></div><nav>')
    text, ranges = (reading := webpage.read_page(page.encode())).text, reading.ranges
    first = [role for start, end, role, _ in ranges if start <= 1 <= end]
    assert text.startswith("Why they left\n")
    assert first == ["chrome"]
    assert sum(role == "headline" for _, _, role, _ in ranges) == 1


def test_a_pull_quote_is_not_counted_twice():
    pull = "for the second time they went home without a paper"
    page = PAGE.replace(
        "Somebody else stood before the press that day and said all of this at length.", pull
    )
    roles = roles_of(webpage.read_page(page.encode()))
    assert roles[pull] == "chrome"


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", ""])
def test_a_page_in_another_encoding(declared):
    page = PAGE.replace('charset="utf-8"', f'charset="{declared}"' if declared else "name=x")
    page = page.replace("Why they left", "“Café”: they left").replace(
        "signed. ", "signed – at all. "
    )
    reading = webpage.read_page(page.encode("cp1252"))
    assert "“Café”: they left" in reading.text
    assert "signed – at all." in reading.text
    assert reading.encoding == "cp1252"


def test_a_web_archive_is_unpacked(tmp_path):
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://daily.example/a"
    message.set_content(
        PAGE.replace('<link rel="canonical" href="https://daily.example/why-they-left">', ""),
        subtype="html",
        charset="utf-8",
        cte="quoted-printable",
    )
    message.add_related(b"\x89PNG", "image", "png")
    path = save_files(tmp_path, page__mhtml=message.as_bytes())
    report = new_folder.make_folder(tmp_path / "made", path)
    assert report["read"].tolist() == ["web page"]
    row = corpus.load(tmp_path / "made").documents.iloc[0]
    assert row["source"] == "https://daily.example/a"
    assert row["title"] == "Why they left"
