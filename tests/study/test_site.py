"""The site holds what may be public: its links lead on within it, and no text stands in it."""

import functools
import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urljoin
from urllib.request import urlopen

import pytest
from browser import launched
from bs4 import BeautifulSoup

from analysis.study import command_line, site


@pytest.fixture(scope="module")
def made(own_study, tmp_path_factory):
    return site.make_site(own_study, tmp_path_factory.mktemp("public") / "site")


@pytest.fixture(scope="module")
def pages(made):
    return {path.resolve(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            for path in made.rglob("*.html")}  # fmt: skip


def test_every_link_leads_somewhere_in_the_site(made, pages):
    followed = 0
    for path, page in pages.items():
        for link in page.select("a[href]"):
            to, _, anchor = link["href"].partition("#")
            if "://" in to:
                continue
            assert not to.startswith("/")
            aim = (path.parent / unquote(to)).resolve() if to else path
            assert aim.is_relative_to(made.resolve())
            assert aim.is_file(), f"{path.name}: {to}"
            assert not anchor or pages[aim].find(id=unquote(anchor)), f"{path.name}: #{anchor}"
            followed += 1
        assert path.parent.name == "notebooks" or not page.find("script")
        assert not page.select('img[src^="http"], link[href]')
    assert followed > 60


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args):
        pass


def test_a_server_has_every_address_below_a_folder(made):
    """As GitHub's pages have it: links are followed by their addresses, as a browser joins them."""
    handler = functools.partial(Quiet, directory=str(made.parent))
    with ThreadingHTTPServer(("localhost", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://localhost:{server.server_port}/{made.name}"
        ahead, seen = {f"{home}/index.html"}, set()
        while ahead:
            address = ahead.pop()
            seen.add(address)
            with urlopen(address, timeout=60) as answer:
                page = answer.read() if address.endswith(".html") else b""
            links = BeautifulSoup(page, "html.parser").select("a[href]")
            ahead |= {urljoin(address, link["href"]).partition("#")[0] for link in links} - seen
        server.shutdown()
    assert all(address.startswith(home) for address in seen)
    assert len(seen) > 60


@pytest.mark.slow
def test_every_page_opens_without_a_complaint_of_the_browser(made):
    """Nothing is asked for that is not of the site, and the console stays empty."""
    complaints = []
    with launched() as browser, browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        for path in made.rglob("*.html"):
            page.goto(path.as_uri())
    assert complaints == []


def test_no_path_of_a_machine_stands_in_it(made, own_study):
    for path in made.rglob("*"):
        if path.suffix in (".html", ".csv", ".txt", ".svg", ".json"):
            written = path.read_text(encoding="utf-8")
            assert str(own_study.parent) not in written
            assert not re.search(r"/home/|/Users/|file://", written), path


def test_no_text_stands_in_it(made, pages, own):
    """Counted here word by word from the raw files, whatever the site counts for itself."""
    public = [re.findall(r"\w+", page.get_text(" ").lower()) for page in pages.values()]
    for path in [*made.rglob("*.csv"), *made.rglob("*.txt")]:
        public.append(re.findall(r"\w+", path.read_text(encoding="utf-8").lower()))
    for text in own.raw.values():
        words = re.findall(r"\w+", text.lower())
        for longest, expected in ((60, 0.0), (8, 0.5)):
            there = {tuple(said[i : i + longest]) for said in public for i in range(len(said))}
            found = set()
            for i in range(len(words) - longest + 1):
                if tuple(words[i : i + longest]) in there:
                    found.update(range(i, i + longest))
            assert len(found) <= expected * len(words)


def test_the_reading_page_would_be_noticed(own_study, own):
    """The measure sees the texts where they are: on the study's own page, from end to end."""
    page = BeautifulSoup((own_study / "index.html").read_bytes(), "html.parser")
    for number in page.select("a.no, .tone, .coded"):
        number.decompose()
    longest, share = site.quoted_runs([page.get_text(" ")], own.raw["msnbc"])
    assert longest > site.LONGEST
    assert share > 0.9


def test_runs_by_hand():
    text = "one two three four five six seven eight nine ten eleven twelve"
    assert site.quoted_runs(["One, two: three four five six seven eight nine!"], text) == (9, 0.75)
    assert site.quoted_runs(["one two three four five six seven nine"], text) == (0, 0)
    halves = [
        "one two three four five six seven eight",
        "five six seven eight nine ten eleven twelve",
    ]
    assert site.quoted_runs(halves, text) == (8, 1)


def test_quotations_are_cut_round_their_mark():
    long = " ".join(f"w{i}" for i in range(40))
    page = f'<ul class="evidence"><li><bdi>{long} <mark>here</mark> {long}</bdi></li></ul>'
    shown = site._shorten(page, {}, {})
    assert re.sub(r"<[^>]+>", "", shown) == (
        "… w35 w36 w37 w38 w39 here w0 w1 w2 w3 w4 w5 w6 w7 w8 …"
    )


def test_with_texts_the_study_is_whole(own_study, tmp_path, capsys):
    out = tmp_path / "site"
    given = ["site", str(own_study), "--out", str(out), "--texts"]
    assert command_line.main(given) == 0
    assert (out / "index.html").read_bytes() == (own_study / "index.html").read_bytes()
    assert command_line.main(["site", str(tmp_path), "--out", str(out)]) == 1
    assert "no study is there; make one first" in capsys.readouterr().err
