"""Saved web pages; expectations are what a reader of the page would say of it."""

import json
import re
from email.message import EmailMessage

import pytest
from given_files import LONG, PAGE, roles_of, save_files

from analysis import corpus
from analysis.bring import new_folder, webpage
from analysis.bring.webpage import read_page


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


def page_of(*blocks: str, head: str = "") -> bytes:
    return (
        '<html><head><meta charset="utf-8"><title>Why they left</title>'
        f'<meta name="author" content="A. Writer">{head}</head><body><article>'
        "<h1>Why they left</h1>" + "".join(blocks) + "</article></body></html>"
    ).encode()


BODY = [f"<p>{n} of all, {LONG * 2}</p>" for n in ("First", "Second", "Third")]

PARTS = {
    '<p class="deck">A deck that says it all.</p>': ("deck", 0),
    '<div class="article-standfirst"><p>A deck that says it all.</p></div>': ("deck", 0),
    '<p itemprop="description" class="articleDek">A deck that says it all.</p>': ("deck", 0),
    '<p class="bio">The author of The War, a novel, lives in the hills.</p>': ("bio", 3),
    '<div class="author-bio"><p>The author of The War lives in the hills.</p></div>': ("bio", 3),
    "<p>A. Writer is a professor of war at the sample college.</p>": ("bio", 3),
    '<p class="article-dateline">March 1, 2019</p>': ("byline", 0),
    "<p>Published March 1, 2019, 10:30 a.m.</p>": ("byline", 0),
    '<p class="read-more">Talks collapsed elsewhere on Friday</p>': ("chrome", 2),
    "<p>Read more: Talks collapsed elsewhere on Friday</p>": ("chrome", 2),
    '<ol class="footnotes"><li>See the long report of the year.</li></ol>': ("note", 3),
}


@pytest.mark.parametrize("part", PARTS)
def test_parts_that_a_page_marks_have_their_role(part):
    role, place = PARTS[part]
    reading = read_page(page_of(*BODY[:place], part, *BODY[place:]))
    text = re.sub("<[^>]*>", "", part)
    assert roles_of(reading)[text] == role
    assert list(roles_of(reading).values()).count("body") == 3


STAY = [
    f'<p class="summary">{LONG * 2}</p>',  # behind the text has begun, no deck
    f'<p class="deck-chairs story-bio-graphics">{LONG}</p>',
    f"<p>Writer is what they call him; {LONG}</p>",
]


@pytest.mark.parametrize("part", STAY)
def test_parts_that_only_look_like_it_stay_body(part):
    reading = read_page(page_of(*BODY[:2], part, *BODY[2:]))
    assert list(roles_of(reading).values()).count("body") == 4


def test_a_site_name_that_is_the_authors_is_no_byline():
    head = '<meta property="og:site_name" content="A. Writer">'
    reading = read_page(page_of("<p>A. Writer</p>", *BODY, head=head))
    assert roles_of(reading)["A. Writer"] != "byline"


def test_raised_marks_of_notes_do_not_glue_to_the_word_before():
    part = (
        '<p>The talks failed.<sup><a href="#n">1</a></sup> Kim left 5 km<sup>2</sup> of it '
        f"on the 2<sup>nd</sup> day.<sup>[3]</sup> {LONG}</p>"
    )
    text = read_page(page_of(*BODY, part)).text
    assert "The talks failed. Kim left 5 km² of it on the 2nd day. The" in text
