"""Bringing one's own texts: pages, Word, PDF, plain text and tables, each made here.

Expectations are what a reader of the page or file would say of it; encodings are checked against
Python's own codecs, similarity against shares counted by hand.
"""

import argparse
import hashlib
import io
import json
import signal
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pandas as pd
import pytest

from analysis import corpus
from analysis.bring import new_folder, readers, similar, spreadsheet, webpage
from analysis.bring.pdf import read_pdf
from analysis.bring.word import read_word

ROOT = Path(__file__).parent.parent
LONG = (
    "The two sides had met for the second time, and for the second time they went home without "
    "a paper that both had signed. "
)
PAGE = f"""<!doctype html><html><head><meta charset="utf-8">
<title>Why they left - The Daily Sample</title>
<meta property="og:site_name" content="The Daily Sample">
<meta name="author" content="A. Writer">
<meta property="article:published_time" content="2019-03-01T10:00:00Z">
<meta name="description" content="A teaser that only search engines saw, and the sidebar.">
<link rel="canonical" href="https://daily.example/why-they-left">
<script>document.write("never seen")</script><style>p {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/p">Politics</a></li></ul></nav>
<article><h1>Why they left</h1><p class="byline">By A. Writer</p>
<figure><img src="x.jpg"><figcaption>Two chairs in a hall. Photo: an agency</figcaption></figure>
<p>First of all, {LONG * 2}</p>
<blockquote><p>Somebody else stood before the press that day and said all of this at length.</p>
</blockquote>
<p>The second point is <a href="/x">longer</a>: {LONG * 2}<br>It goes on after a line break.</p>
<h2>What comes next</h2><ul><li>Talks that are held again in the same place, perhaps.</li></ul>
<p>In the end, {LONG * 2}</p></article>
<aside><h3>Read more</h3><p><a href="/1">Talks collapsed in another city on Friday</a></p>
<p>A teaser that only search engines saw, and the sidebar.</p></aside>
<div hidden>Hidden text</div><div style="display: none">More hidden text</div>
<footer><p>Copyright The Daily Sample</p></footer></body></html>"""


def write(folder: Path, **files: str | bytes) -> list[Path]:
    paths = []
    for name, data in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        paths.append(path)
    return paths


def roles_of(reading: readers.Reading) -> dict[str, str]:
    """Role of each line that is not blank."""
    lines = reading.text.split("\n")
    roles = dict.fromkeys((line for line in lines if line), "body")
    for first, last, role, _ in reading.ranges:
        roles |= dict.fromkeys((line for line in lines[first - 1 : last] if line), role)
    return roles


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
    path = write(tmp_path, page__mhtml=message.as_bytes())
    report = new_folder.new(tmp_path / "made", path)
    assert report["read"].tolist() == ["web page"]
    row = corpus.load(tmp_path / "made").documents.iloc[0]
    assert row["source"] == "https://daily.example/a"
    assert row["title"] == "Why they left"


def word(tmp_path: Path) -> Path:
    import docx

    document = docx.Document()
    document.core_properties.author = "Whoever Typed"
    document.add_paragraph("A title of one's own", style="Title")
    document.add_paragraph("And a standfirst", style="Subtitle")
    document.add_paragraph("The first paragraph.\nIts second line.")
    document.add_paragraph("What another person said.", style="Quote")
    document.add_table(1, 1).cell(0, 0).text = "In a table."
    document.save(tmp_path / "w.docx")
    return tmp_path / "w.docx"


def test_a_word_file_keeps_its_order_and_its_styles_are_roles(tmp_path):
    reading = read_word(word(tmp_path).read_bytes())
    assert roles_of(reading) == {
        "A title of one's own": "headline",
        "And a standfirst": "deck",
        "The first paragraph.": "body",
        "Its second line.": "body",
        "What another person said.": "quotation",
        "In a table.": "body",
    }
    assert reading.known["title"] == (
        "A title of one's own",
        "stated (paragraph style 'title' of the Word file)",
    )
    # Who typed a file is seldom who wrote the text: it is told, not taken.
    assert reading.known["author"][0] == ""
    assert "Whoever Typed" in reading.known["author"][1]


def test_tracked_insertions_are_read_and_deletions_are_not(tmp_path):
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document.element.body.insert(0, parse_xml(
        f"<w:p {space}><w:r><w:t>They </w:t></w:r><w:ins><w:r><w:t>never </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>always </w:delText></w:r></w:del>"
            "<w:r><w:t>signed.</w:t></w:r></w:p>"
    ))  # fmt: skip
    document.save(tmp_path / "t.docx")
    reading = read_word((tmp_path / "t.docx").read_bytes())
    assert reading.text == "They never signed.\n"
    assert reading.warnings == ["tracked changes were read as accepted"]


def pdf(pages_of_lines: list[list[str]]) -> bytes:
    """A PDF of the fewest parts that readers take."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    kids = []
    for lines in pages_of_lines:
        drawn = " T* ".join(f"({line}) Tj" for line in lines)
        stream = f"BT /F 12 Tf 14 TL 50 700 Td {drawn} ET".encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>".encode()
        )
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj" % number + each + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(written))
    )


def test_a_pdf_is_read_line_by_line_and_broken_words_are_joined(tmp_path):
    data = pdf(
        [
            [
                "The well-known negotia-",
                "tions were held in a well-",
                "known hall, and then",
                "they ended.",
            ]
            * 3
        ]
    )
    reading = read_pdf(data)
    assert reading.text.startswith(
        "The well-known negotiations\nwere held in a well-known\nhall, and then\nthey ended.\n"
    )
    assert "6 words broken at a line end were joined" in reading.warnings


def test_running_heads_and_page_numbers_do_not_cut_a_sentence(tmp_path):
    text = [
        (
            f"It was on day {word} that they sat down once more and talked",
            f"about {word} ways of peace, to no avail, over and over and",
        )
        for word in ("one", "two", "six")
    ]
    data = pdf([["The Paper, March", *lines, f"{n}"] for n, lines in enumerate(text, 1)])
    (tmp_path / "p.pdf").write_bytes(data)
    new_folder.new(tmp_path / "made", [tmp_path / "p.pdf"])
    c = corpus.load(tmp_path / "made")
    assert c.passages["role"].tolist().count("body") == 1
    left_out = c.passages.loc[c.passages["role"] == "chrome", "text"]
    assert set(left_out) == {"The Paper, March", "1", "2", "3"}


def test_a_pdf_without_a_text_layer_is_refused():
    with pytest.raises(ValueError, match=r"a scan or a picture; run text recognition \(OCR\)"):
        read_pdf(pdf([[""], [""]]))


ENCODED = [
    ("cp1252", "“Sometimes you have to walk,” he said — it’s over, and that’s that."),
    ("cp1252", "Le président a quitté le sommet très tôt; une décision critiquée par les élus."),
    (
        "mac_roman",
        "“Sometimes you have to walk,” he said — and the café didn’t open again that day.",
    ),
    ("cp1251", "Президент покинул саммит раньше, чем ожидалось, и переговоры были прерваны."),
    ("koi8_r", "Президент покинул саммит раньше, чем ожидалось, и переговоры были прерваны."),
    ("shift_jis", "大統領は会談を途中で終え、合意なしに帰国した。これは外交の失敗ではない。"),
    ("euc_kr", "대통령은 회담을 예정보다 일찍 끝내고 합의 없이 귀국했다."),
    ("gb18030", "总统提前结束了会谈，没有达成协议就回国了。这不是外交的失败。"),
    ("utf-16", "Any text – at all."),
    ("utf-16-le", "Any text without a mark."),
    ("utf-32", "Any text – at all."),
]


@pytest.mark.parametrize(("encoding", "text"), ENCODED)
def test_plain_text_in_any_encoding_is_converted_and_kept(tmp_path, encoding, text):
    paths = write(tmp_path, given__txt=text.encode(encoding))
    report = new_folder.new(tmp_path / "made", paths)
    assert report.loc[0, "encoding"] == encoding
    assert corpus.load(tmp_path / "made").raw["given"] == text
    kept = tmp_path / "made" / report.loc[0, "original"]
    assert kept.read_bytes() == text.encode(encoding)
    assert "converted from" in report.loc[0, "warnings"][0]


def test_utf_8_is_taken_over_byte_for_byte(tmp_path):
    data = b"\xef\xbb\xbfOne.\r\n\r\nTwo \xc2\xa0 three.\n\n\n"
    report = new_folder.new(tmp_path / "made", write(tmp_path, a__txt=data))
    assert (tmp_path / "made" / "raw" / "a.txt").read_bytes() == data
    assert report.loc[0, "original"] == ""
    document = corpus.load(tmp_path / "made").documents.iloc[0]
    assert document["sha256"] == hashlib.sha256(data).hexdigest()


ROWS = pd.DataFrame(
    {
        "id": ["A 1", "A 2", "A 2"],
        "Newspaper": ["The Paper", "The Post", "The Post"],
        "published": ["2019-03-01", "2019-03-02", ""],
        "url": ["https://paper.example/1", "", ""],
        "wing": ["left", "-3.5", "@here"],
        "content": ["One text, with a comma. " * 20, "Two\n\ntext “lines”.", "Third text."],
    }
)


def table_bytes(suffix: str) -> bytes:
    written = io.BytesIO()
    if suffix == ".xlsx":
        ROWS.to_excel(written, index=False)
    elif suffix == ".parquet":
        ROWS.to_parquet(written)
    elif suffix == ".jsonl":
        ROWS.to_json(written, orient="records", lines=True)
    elif suffix == ".tsv":
        ROWS.to_csv(written, index=False, sep="\t")
    elif suffix == "; in Latin":
        ROWS.to_csv(written, index=False, sep=";", encoding="cp1252")
    else:
        ROWS.to_csv(written, index=False, encoding="utf-8-sig")
    return written.getvalue()


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".parquet", ".jsonl", "; in Latin"])
def test_a_table_of_any_kind_gives_the_same_corpus(tmp_path, suffix):
    (tmp_path / "t").with_suffix(suffix if suffix[0] == "." else ".csv").write_bytes(
        table_bytes(suffix)
    )
    report = new_folder.new(tmp_path / "made", [next(tmp_path.glob("t.*"))])
    c = corpus.load(tmp_path / "made")
    assert c.documents["doc_id"].tolist() == ["a-1", "a-2", "a-2-2"]
    assert list(c.raw.values()) == ROWS["content"].tolist()
    assert c.documents["outlet"].tolist() == ["The Paper", "The Post", "The Post"]
    assert c.documents["date"].tolist() == ["2019-03-01", "2019-03-02", ""]
    assert c.documents["source"].tolist()[0] == "https://paper.example/1"
    # A number keeps its sign; what a spreadsheet would run does not run.
    assert c.documents["wing"].tolist() == ["left", "-3.5", "'@here"]
    assert "column 'Newspaper' of the table" in c.documents.loc[0, "basis"]
    assert report["n_words"].tolist() == [100, 3, 2]


def test_the_text_column_is_guessed_named_or_asked_for():
    def first(text=None, **columns):
        data = pd.DataFrame(columns).to_csv(index=False).encode()
        return next(spreadsheet.read_table(data, ".csv", text)).text

    assert first(a=["x"], Text=["short"]) == "short"
    assert first(a=["x"], story=["word " * 60]) == "word " * 60
    assert first("a", a=["x"], story=["word " * 60]) == "x"
    with pytest.raises(ValueError, match=r"\(found: a, story\); name it with --text"):
        first(a=["x"], story=["word"])
    with pytest.raises(ValueError, match="no column 'b'"):
        first("b", a=["x"])


def test_near_duplicates_share_counted_by_hand():
    """40 words have 36 five-word sequences; the first 30 of them, repeated elsewhere, have 26."""
    words = [f"w{n}" for n in range(40)]
    texts = {
        "a": " ".join(words),
        "b": " ".join([*words[:30], *(f"x{n}" for n in range(10))]),
        "c": " ".join(f"y{n}" for n in range(40)),
        "d": " ".join(words[:30]).upper(),
    }
    found = similar.near_duplicates(texts).set_index(["doc_id", "other"])
    assert found.index.tolist() == [("b", "a"), ("d", "a"), ("d", "b")]
    assert found.loc[("b", "a"), "contained"] == pytest.approx(26 / 36)
    assert found.loc[("b", "a"), "jaccard"] == pytest.approx(26 / 46)
    assert found.loc[("d", "a"), ["contained", "jaccard"]].tolist() == pytest.approx([1, 26 / 36])


# Article 1 of the Universal Declaration of Human Rights.
DECLARATION = {
    "English": "All human beings are born free and equal in dignity and rights. They are endowed "
    "with reason and conscience and should act towards one another in a spirit of brotherhood.",
    "French": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont "
    "doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de "
    "fraternité.",
    "German": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit "
    "Vernunft und Gewissen begabt und sollen einander im Geiste der Brüderlichkeit begegnen.",
    "Dutch": "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn "
    "begiftigd met verstand en geweten, en behoren zich jegens elkander in een geest van "
    "broederschap te gedragen.",
    "Danish": "Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med "
    "fornuft og samvittighed, og de bør handle mod hverandre i en broderskabets ånd.",
    "Korean": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. "
    "인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.",
}


@pytest.mark.parametrize("language", DECLARATION)
def test_texts_in_another_language_are_pointed_out(language):
    assert similar.hardly_english(DECLARATION[language] * 5) == (language != "English")
    assert not similar.hardly_english(DECLARATION[language][:60])


def test_what_is_to_be_looked_at_is_said(tmp_path):
    paths = write(
        tmp_path,
        one__txt=LONG * 3,
        two__txt="Foreword. " + LONG * 3,
        drei__txt=DECLARATION["German"] * 3,
        moji__txt="It isnâ€™t over.",
    )
    said = new_folder.new(tmp_path / "made", paths).set_index("doc_id")["warnings"]
    assert said["one"] == ()
    assert said["two"][0].startswith("nearly the text of one (100%")
    assert said["drei"][0].startswith("hardly a word of English")
    assert "saved as Windows-1252" in said["moji"][0]


def test_a_folder_that_is_not_empty_is_never_touched(tmp_path):
    paths = write(tmp_path, a__txt="A text.")
    (tmp_path / "made").mkdir()
    new_folder.new(tmp_path / "made", paths)
    before = {path: path.read_bytes() for path in (tmp_path / "made").rglob("*.*")}
    with pytest.raises(ValueError, match="exists and is not empty; name a new folder"):
        new_folder.new(tmp_path / "made", paths)
    with pytest.raises(ValueError, match="exists and is not empty"):
        new_folder.new(paths[0], paths)
    assert {path: path.read_bytes() for path in (tmp_path / "made").rglob("*.*")} == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_whoever_interrupts_leaves_nothing_half_made(tmp_path, monkeypatch, error):
    def interrupted(*_):
        raise error

    monkeypatch.setattr(new_folder, "_write", interrupted)
    paths = write(tmp_path, a__txt="A text.")
    with pytest.raises((KeyboardInterrupt, ValueError)):
        new_folder.new(tmp_path / "made", paths)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_run_leaves_no_folder_of_that_name(tmp_path):
    paths = write(tmp_path, a__txt="A text.")
    script = (
        "import time; from analysis.bring import new_folder\n"
        "new_folder._write = lambda *_: (print('writing', flush=True), time.sleep(60))\n"
        f"new_folder.new({str(tmp_path / 'made')!r}, [{str(paths[0])!r}])\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as run:
        assert run.stdout.readline() == b"writing\n"
        run.send_signal(signal.SIGKILL)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("name", "data", "module"),
    [
        ("a.html", b"<p>text", "trafilatura"),
        ("a.docx", b"", "docx"),
        ("a.pdf", b"%PDF", "pypdf"),
        ("a.xlsx", b"", "openpyxl"),
        ("a.txt", b"caf\xe9s in the caf\xe9", "charset_normalizer"),
    ],
)
def test_without_the_extra_the_command_to_type_is_said(tmp_path, monkeypatch, name, data, module):
    if not data:
        written = io.BytesIO()
        import zipfile

        zipfile.ZipFile(written, "w").close()
        data = written.getvalue()
    (tmp_path / name).write_bytes(data)
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / "plain.txt").write_text("Plain text needs nothing.")
    report = new_folder.new(tmp_path / "made", [tmp_path / name, tmp_path / "plain.txt"])
    assert 'pip install "walking-away[import]"' in report.loc[0, "warnings"][0]
    assert report.loc[1, "read"] == "plain text"


def test_files_of_one_name_become_two_texts(tmp_path):
    (tmp_path / "x").mkdir()
    paths = [*write(tmp_path, A__txt="One."), *write(tmp_path / "x", a__txt="Two.")]
    assert new_folder.new(tmp_path / "made", paths)["doc_id"].tolist() == ["a", "a-2"]


def test_the_command_says_what_it_read(tmp_path, capsys):
    parser = argparse.ArgumentParser()
    new_folder.add_arguments(parser)
    paths = write(tmp_path, page__html=PAGE, b__txt=b"\x89PNG")
    status = new_folder.run(parser.parse_args([str(tmp_path / "made"), *map(str, paths)]))
    said = capsys.readouterr().out
    assert status == 1
    assert "page  (page.html: web page, utf-8)" in said
    assert "words left out" in said
    assert "refused  b.txt: not plain text but a picture" in said
    assert new_folder.run(parser.parse_args([str(tmp_path / "made"), str(paths[0])])) == 1
    assert "exists and is not empty" in capsys.readouterr().err


def test_five_hundred_articles_take_seconds(tmp_path):
    """500 texts of 600 words, one of them twice; what is near is found among all pairs."""
    words = [f"{chr(97 + n % 26)}{n % 997}" for n in range(300_000)]
    texts = [" ".join(words[n * 600 : n * 600 + 600]) + f" end{n}" for n in range(499)]
    table = pd.DataFrame(
        {"outlet": [f"Paper {n % 20}" for n in range(500)], "text": [*texts, texts[7]]}
    )
    table.to_csv(tmp_path / "t.csv", index=False)
    began = time.perf_counter()
    report = new_folder.new(tmp_path / "made", [tmp_path / "t.csv"])
    assert time.perf_counter() - began < 30
    assert len(report) == 500
    assert any("nearly the text of t-8" in each for each in report["warnings"].iloc[-1])
