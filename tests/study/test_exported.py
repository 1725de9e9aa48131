"""Evidence in a real browser: in the exported notebook and in JupyterLab; what a page may do."""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from browser import DESKTOP, launched, opened
from nbclient import NotebookClient

from analysis.study import exported

ROOT = Path(__file__).parents[2]

SENTENCES = [
    "Sanctions cost $5 billion in March and $10 billion in April_2019_ and *more*.",
    "See https://example.com/a_b, www.example.org, ftp://c.de or a@b.org now.",
    r"Write C:\new_file \(x\) \[y\] \$3 $$z$$ `code` and ~~this~~.",
    "A <b>bold</b> &amp; <script>document.title='x'</script><img src=//x.org onerror=a(1)>.",
    "He \u2069said \u202eall.",
    'He said "שלום" \u202eand \u2066left\u200f.',
]
CELLS = [
    "import pandas as pd\nfrom analysis import corpus, evidence, sentences, tokens\n"
    "from analysis.study import show\n"
    'table = pd.DataFrame({"doc_id": ["a$b$"], "text": ["\\n\\n".join(SENTENCES)]})\n'
    "s = sentences.split(corpus.from_table(table))\n"
    'spans = tokens.tokenize(s)[["doc_id", "start", "end"]].iloc[::3]',
    'show.say("\\n\\n".join(f"- “{show.quote(text)}” after $1 and $2" for text in SENTENCES))',
    "show.mark_spans(evidence.sentences_of(spans, s))",
    'show.tabulate(pd.DataFrame({"a $x$ b": SENTENCES}), "$5 and $6")',
    "print(evidence.as_text(evidence.sentences_of(spans, s)))",
]


@pytest.fixture(scope="module")
def browser():
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def executed():
    """A notebook that shows the sentences in every way there is."""
    cells = [nbformat.v4.new_code_cell(cell) for cell in [f"SENTENCES = {SENTENCES!r}", *CELLS]]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# What $m$ is"), *cells])
    NotebookClient(book, kernel_name="python3", timeout=120).execute()
    return book


def shows_all(page, prose, marked, table):
    """A browser shows each sentence, and what stands round it, as they are written."""
    quoted = [each.text_content() for each in page.query_selector_all(f"{prose} bdi")]
    assert [text.strip("\u2068\u2069") for text in quoted] == SENTENCES
    items = page.query_selector_all(f"{prose} li")
    after = [each.text_content().strip()[-17:] for each in items]
    assert after == ["” after $1 and $2"] * len(SENTENCES)
    text = "".join(each.text_content() for each in page.query_selector_all(f"{marked} li"))
    assert re.sub(r"a\$b\$\s\d+ ", "", text) == "".join(SENTENCES)
    assert [each.text_content() for each in page.query_selector_all(f"{table} td")] == SENTENCES
    assert page.text_content(f"{table} caption") == "$5 and $6"
    assert page.text_content(f"{table} th") == "a $x$ b"
    for place in (prose, marked, table):
        assert page.query_selector(f"{place} :is(a, img, script, b, code, del, em)") is None
        assert page.query_selector(f"{place} mjx-container") is None
    # A sentence that turns the direction of writing turns no word of the prose behind it.
    script = """prose => [...document.querySelectorAll(prose + " bdi")].map(quoted => {
        const range = document.createRange()
        const place = at => (range.setStart(quoted.nextSibling, at),
                             range.setEnd(quoted.nextSibling, at + 1),
                             range.getBoundingClientRect())
        return [2, 4, 8, 12].map(place).map(found => [found.top, found.left])
    })"""
    places = page.evaluate(script, prose)
    assert places == [sorted(each) for each in places]


def test_an_exported_notebook_shows_text_as_it_stands_and_asks_for_nothing(
    browser, executed, tmp_path
):
    exported.export_notebook(executed, tmp_path / "a.html")
    with opened(browser, tmp_path / "a.html", ready="table", offline=True) as page:
        assert page.title() == "What $m$ is"
        shows_all(page, ".output_markdown", ".evidence", ".output_html table")


def test_an_exported_notebook_is_small_and_names_its_policy(executed, tmp_path):
    exported.export_notebook(executed, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    head = page[: page.index("</head>")]
    assert "default-src 'none'" in head
    assert not re.search(
        "<script|<link|<iframe|@import|url\\(|mathjax[.-]|require(?!-trusted)", head, re.I
    )
    assert not re.search("<link|<iframe", page, re.I)
    scripts = re.findall("<script>(.*?)</script>", page, re.S)
    digest = hashlib.sha256("".join(scripts).encode()).digest()
    assert len(scripts) == 1
    assert f"script-src 'sha256-{base64.b64encode(digest).decode()}'" in head
    assert len(page) < 40_000


def test_the_policy_stops_what_a_cell_lets_through(browser, tmp_path):
    """A cell of the reader's own may show any HTML; an exported page runs and fetches none."""
    output = nbformat.v4.new_output(
        "display_data",
        {"text/html": "<p id=p>x</p><script>document.getElementById('p').textContent='y'</script>"
                      "<img src='https://example.com/x.png'>"},
    )  # fmt: skip
    cell = nbformat.v4.new_code_cell("1", outputs=[output])
    exported.export_notebook(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "a.html")
    with browser.new_context() as context:
        page, seen = context.new_page(), []
        page.on("requestfinished", lambda request: seen.append(request.url))
        page.goto((tmp_path / "a.html").as_uri())
        assert page.text_content("#p") == "x"
        assert page.title() == "a"
        assert seen == [(tmp_path / "a.html").as_uri()]


NARROW = {"width": 400, "height": 850}


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        pytest.param(NARROW, "light", id="narrow"),
        pytest.param(DESKTOP, "dark", marks=pytest.mark.slow, id="wide"),
    ],
)
def test_a_notebook_is_read_at_any_width_and_by_anyone(browser, own_study, size, scheme):
    """axe-core (Deque) is the judge, with code and in large type; nothing leaves the window."""
    from axe_playwright_python.sync_playwright import Axe

    context = {"size": size, "color_scheme": scheme, "bypass_csp": True}
    file = own_study / "notebooks" / "05-synthesis.html"
    with opened(browser, file, ready="main", **context) as page:
        for view in ("With code", "Large type"):
            page.get_by_label(view).check()
            violations = Axe().run(page).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"][:99]) for rule in violations] == []
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0


def test_one_switch_shows_code_and_large_type_and_is_carried_along(browser, own_study):
    with browser.new_context(viewport=DESKTOP) as context:
        page = context.new_page()
        page.goto((own_study / "notebooks" / "02-tone.html").as_uri())
        code, title = page.locator(".highlight").last, page.locator("h1")
        small = title.bounding_box()["height"]
        assert not code.is_visible()
        assert not page.get_by_text("import").first.is_visible()
        page.get_by_label("With code").check()
        assert code.is_visible()
        page.get_by_label("Large type").check()
        assert not code.is_visible()
        assert title.bounding_box()["height"] > 1.2 * small
        page.get_by_role("link", name="Contrasts →").first.click()
        page.wait_for_url("**/03-contrasts.html#view-large")
        assert page.get_by_label("Large type").is_checked()
        page.get_by_role("link", name="← Tone").first.click()
        page.get_by_role("link", name="The texts and findings").first.click()
        page.wait_for_url("**/index.html")


def test_the_address_of_a_sentence_leads_to_it_on_the_page(browser, own_study):
    """The expectation is the sentence itself, as the notebook shows it beside its address."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((own_study / "notebooks" / "05-synthesis.html").as_uri())
        entry = page.locator(".evidence li").filter(has_text="must be appreciated")
        link = entry.get_by_role("link", name="The Korea Times 13")
        words = entry.locator("> bdi").inner_text()
        link.click()
        page.wait_for_url("**/index.html#koreatimes-13")
        assert page.locator("#koreatimes-13 .s").inner_text().strip() == words


def test_an_address_that_the_page_does_not_have_is_no_link(executed, tmp_path):
    exported.export_notebook(
        executed, tmp_path / "a.html", anchors={"a$b$": "a_b"}, on_page={"a_b-2"}
    )
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    links = re.findall(r'<a class="address" href="([^"]*)"', page)
    assert set(links) == {"../index.html#a_b-2"}
    assert page.count('<span class="address"') == len(SENTENCES) - 1


@pytest.fixture
def jupyterlab(tmp_path):
    """JupyterLab, serving a folder, as (folder, address of a file in it)."""
    folder, port = tmp_path / "served", _free_port()
    folder.mkdir()
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = {**os.environ, **{name: str(tmp_path / name) for name in places}}
    command = f"-m jupyterlab --no-browser --allow-root --port={port} --ServerApp.port_retries=0"
    options = ["--IdentityProvider.token=t", f"--ServerApp.root_dir={folder}"]
    with open(tmp_path / "log", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, *command.split(), *options], env=environment, stderr=log, stdout=log
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api?token=t", server)
        yield folder, f"http://127.0.0.1:{port}/lab/tree/{{}}?token=t&reset"
    finally:
        server.terminate()
        server.wait(20)


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait_for(address: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError("JupyterLab did not start")


@pytest.mark.slow
def test_jupyterlab_shows_text_as_it_stands(browser, executed, jupyterlab):
    folder, address = jupyterlab
    nbformat.write(executed, folder / "a.ipynb")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address.format("a.ipynb"))
        # The heading of the notebook is set by MathJax: only then do the outputs prove anything.
        page.wait_for_selector(".jp-MarkdownCell mjx-container", timeout=120_000)
        page.wait_for_selector(".jp-RenderedHTMLCommon table td", timeout=60_000)
        outputs = [
            f'.jp-OutputArea-output[data-mime-type="text/{kind}"]' for kind in ("markdown", "html")
        ]
        shows_all(page, outputs[0], f"{outputs[1]} .evidence", f"{outputs[1]} table")


@pytest.mark.slow
def test_the_explorer_in_jupyterlab(browser, jupyterlab):
    """Its own notebook: run all, choose text and measure, click a row, take the picture."""
    folder, address = jupyterlab
    shutil.copy(ROOT / "notebooks" / "explore.ipynb", folder)
    with browser.new_context(viewport=DESKTOP) as context:
        page = context.new_page()
        page.set_default_timeout(120_000)
        failed: list[str] = []
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(address.format("explore.ipynb"))
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.click("text=Run >> nth=0")
        page.click("li[data-command='runmenu:run-all']")
        page.wait_for_selector(".explorer .picture img")
        page.locator(".widget-dropdown", has_text="Text").locator("select").select_option("MSNBC")
        page.wait_for_selector(".explorer .behind h4:has-text('MSNBC 23')")
        page.locator(".widget-dropdown", has_text="Measure").locator("select").select_option(
            "words of tone"
        )
        page.click(".explorer .rows tr:has(td:text-is('united'))")
        page.wait_for_selector(".explorer .behind mark:has-text('United')")
        chosen = page.locator(".explorer .rows tr.chosen")
        assert chosen.inner_text().startswith("united")
        page.wait_for_selector(".explorer img[alt^='Word shift']")
        picture = page.locator(".explorer img")
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        assert box["width"] > 400
        assert page.locator(".explorer").bounding_box()["height"] < DESKTOP["height"]
        with page.expect_download() as download:
            page.click(".explorer a:text-is('picture')")
        assert download.value.suggested_filename == "words of tone.svg"
        assert failed == []
