"""The reading page: what it shows is what was counted, and nothing a corpus holds can break it.

The browser tests drive the page as a reader would. Where no browser is installed they are skipped;
the other tests need none.
"""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from anything import examples
from browser import PHONE, launched, opened
from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus, evidence, sentences, tokens
from analysis.page import contents, marked_text, numbers, render

CODEBOOK = pd.DataFrame(
    [
        ("name_walk_away", "name", "One side goes.", "walk* away"),
        ("name_collapse", "name", "The talks give way.", "collaps*"),
        ("frame_loss", "frame", "Something was lost.", "nothing\nempty-handed\nfail*"),
        ("frame_talks", "frame", "Talking as such.", "talk*\nnegotiat*\ntalks collapsed"),
        ("actor_trump", "actor", "The president.", "Trump\nTrump's"),
        ("stance_nowhere", "stance", "Found in no text.", "hippopotamus"),
    ],
    columns=["code", "kind", "definition", "pattern"],
)
CODINGS = pd.DataFrame(
    [
        ("one", "msnbc", 13, "stance", "unfavourable"),
        ("one", "axios", 9, "stance", "favourable"),
        ("two", "axios", 9, "stance", "neither"),
        ("one", "msnbc", 13, "name_collapse", "1"),
        ("one", "axios", 9, "name_collapse", "0"),
    ],
    columns=["coder", "doc_id", "sentence_id", "code", "value"],
)
# As `multiverse.claims` gives them: one holds everywhere, one in half of the ways, one nowhere.
ASSESSED = "claim_id doc_id sentence stands_on n_specifications n_undefined survival failures_share"
CLAIMS = {
    "claims": pd.DataFrame(
        [
            ("a", "", "Both go", "this writer's wording", 9, 1, 1.0, "", "4 of 4"),
            ("b", "axios", "One goes", "these texts", 48, 0, 0.5, "unit: passage", "12 of 24"),
            ("c", "msnbc", "None goes", "nothing", 4, 4, float("nan"), "", "0 of 0"),
        ],
        columns=[*ASSESSED.split(), "controls"],
    ),
    "claim_sentences": pd.DataFrame(
        [
            ("a", "Both go", "axios", 9),
            ("a", "Both go", "msnbc", 13),
            ("b", "One goes", "axios", 9),
        ],
        columns=["claim_id", "sentence", "doc_id", "sentence_id"],
    ),
}
HOSTILE = [
    "<script>window.hacked = 1</script> is $5_a, $6_b, C:\\x. </script><script>hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 1"> <svg onload=hacked=1> javascript:hacked=1 &lt;',
    "{{ 7 * 7 }} {% raw %} ${hacked = 1} <!-- --> ]]> \u2028 \u2029 fine\x0cfeed.",
    "שלום עולם. \u202eright to left\u202c 🙂👩‍👩‍👧 emoji 🙂 good, great 🙂 words. Cafe\u0301 bad.",
    "First line\r\nof CRLF, awful.\r\n\r\nSecond good paragraph.\rThird \u00a0 bad. NUL \x00 here.",
]


def reading_page(c, codebook=None, codings=None, claims=None, **files):
    tables = contents.compute_tables(c, codebook, codings) | (claims or {})
    found, places = numbers.collect_findings(tables)
    return render.render_page(tables, found, places, files or None), tables, found, places


@pytest.fixture(scope="module")
def own_page(own, tmp_path_factory):
    html, tables, found, places = reading_page(
        own, CODEBOOK, CODINGS, CLAIMS,
        notebooks=[{"name": "01-a", "title": "A & B"}], tables=["t.csv"],
        figures=[{"name": "f", "alt": "a chart", "caption": "A chart.", "image": PIXEL}],
    )  # fmt: skip
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(html, encoding="utf-8", newline="")
    return {"path": path, "html": html, "tables": tables, "findings": found, "evidence": places}


PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8A"
    "AAAASUVORK5CYII="
)


def hostile_corpus():
    documents = pd.DataFrame({
        "doc_id": ["<script>", 'a"b c', "x-1", "x", "crlf"],
        "label": ["<b>bold</b>", "{{ label }}", "x\u202e-1", "", "<script>hacked=1</script>"],
        "author": ["<img src=x onerror=hacked=1>"] * 5,
        "title": ["</title><script>hacked=1</script>"] * 5,
        "basis": ['" onmouseover="hacked=1'] * 5,
        "text": HOSTILE,
    })  # fmt: skip
    return corpus.from_table(documents)


HOSTILE_CODEBOOK = pd.DataFrame(
    [("</script><script>hacked=1</script>", "name", "<img src=x onerror=hacked=1>", "good\nfine"),
     ('frame_"><svg onload=hacked=1>', "frame", "", "emoji")],
    columns=["code", "kind", "definition", "pattern"],
)  # fmt: skip
HOSTILE_CODINGS = pd.DataFrame(
    [("<b>coder</b>", "x-1", 1, "stance", "<script>hacked=1</script>"),
     ("c", "nowhere", 99, "stance", "x")],
    columns=["coder", "doc_id", "sentence_id", "code", "value"],
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory):
    c = hostile_corpus()
    html, tables, found, places = reading_page(c, HOSTILE_CODEBOOK, HOSTILE_CODINGS)
    path = tmp_path_factory.mktemp("hostile") / "index.html"
    path.write_text(html, encoding="utf-8", newline="")
    return {"path": path, "html": html, "tables": tables, "findings": found, "evidence": places}


class Elements(HTMLParser):
    """Elements, their attributes, the text of each sentence, and the text of scripts and style."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.sentences, self.raw = [], [], []
        self.depth = self.inside = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        self.inside = tag if tag in ("script", "style") else None
        if self.inside:
            self.raw.append("")
        if self.depth is not None:
            self.depth += tag in ("span", "mark")
        elif attrs.get("class") == "s":
            self.depth = 0
            self.sentences.append("")

    def handle_endtag(self, tag):
        self.inside = None
        if self.depth is not None and tag in ("span", "mark"):
            self.depth = self.depth - 1 if self.depth else None

    def handle_data(self, data):
        if self.depth is not None:
            self.sentences[-1] += data
        elif self.inside:
            self.raw[-1] += data


# Without a browser -------------------------------------------------------------------------------


def test_every_number_is_the_number_of_its_places(own_page):
    found, places = own_page["findings"], own_page["evidence"]
    assert set(found["group"]) == {
        *("code", "also", "term", "elsewhere", "tone", "high", "low", "voice", "coded"),
        *("side", "claim"),
    }
    assert found["finding"].is_unique
    n = places.groupby("finding").size()
    once = places.drop_duplicates(["finding", "doc_id", "sentence_id"]).groupby("finding").size()
    assert found["n"].tolist() == n.reindex(found["finding"]).tolist()
    assert found["n_sentences"].tolist() == once.reindex(found["finding"]).tolist()


def test_the_places_of_a_term_are_those_that_evidence_finds(own_page):
    rows = own_page["findings"].query("group == 'term'")
    assert len(rows) == 30
    for row in rows.to_dict("records"):
        mine = own_page["evidence"].query("finding == @row['finding']")
        keys = {"doc_id": row["doc_id"], "term": row["subject"]}
        theirs = evidence.find(keys, own_page["tables"]["tokens"])
        assert mine["start"].tolist() == theirs["start"].tolist()


TEXT = st.text(
    alphabet=st.sampled_from("ab.!? \n\r🙂é“”'<&\u0301\u2028good"), min_size=1, max_size=60
)


@examples(6)
@given(st.lists(TEXT.filter(str.strip), min_size=1, max_size=3))
def test_numbers_and_texts_hold_for_any_corpus(given_texts):
    """Counted by hand from the definition: rows of evidence; sentences as the splitter gives."""
    table = pd.DataFrame({"text": given_texts})
    html, tables, found, places = reading_page(corpus.from_table(table), CODEBOOK)
    n = places.groupby("finding").size()
    assert found["n"].tolist() == n.reindex(found["finding"]).tolist()
    shown = Elements(html).sentences
    assert shown == [text.replace("\r", " ") for text in tables["sentences"]["text"]]


def test_a_sentence_is_shown_in_as_many_units_as_the_file_has(hostile_page):
    """Offsets of marks count UTF-16 units; the HTML parser must neither add nor drop one."""
    shown = Elements(hostile_page["html"]).sentences
    raw = hostile_page["tables"]["sentences"]["text"]
    assert [len(a) for a in shown] == [len(b) for b in raw]
    assert [marked_text.count_units("a🙂b🙂", k) for k in range(5)] == [0, 1, 3, 4, 6]


def test_hostile_texts_make_no_element_and_no_attribute(hostile_page):
    elements = Elements(hostile_page["html"])
    tags = [tag for tag, _ in elements.tags]
    assert tags.count("script") == 2
    assert tags.count("img") == tags.count("b:bold") == 0
    names = {name for _, attrs in elements.tags for name in attrs}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    hrefs = [attrs["href"] for _, attrs in elements.tags if "href" in attrs]
    assert all(href.startswith("#") for href in hrefs)
    assert "49" not in "".join(elements.sentences)


def test_json_in_a_script_can_hold_nothing_that_ends_it():
    hostile = {"a": "</script><!--<script>&\u2028\u2029"}
    text = render.as_json(hostile)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == hostile


def test_the_policy_names_the_script_and_the_style_of_the_page(own_page):
    elements = Elements(own_page["html"])
    policy = next(a["content"] for tag, a in elements.tags if "content-security" in str(a).lower())
    style, _, script = elements.raw
    for text in (style, script):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_names_for_addresses_are_unique_and_without_blanks():
    names = marked_text.name_anchors(["a b", "a_b", "x", "x-1", "<>", "", "한국", "a_b.2"])
    assert len(set(names.values())) == len(names)
    assert names["x"] == "x"
    assert names["한국"] == "한국"
    assert not re.search(r"[\s<>\"'&]", "".join(names.values()))


@pytest.mark.parametrize("number", [1, 2, 13])
def test_any_number_of_texts_makes_a_page(number):
    texts = pd.DataFrame({"text": [f"A good text {k}. No deal {k} is bad." for k in range(number)]})
    html, tables, found, _ = reading_page(corpus.from_table(texts))
    assert len(Elements(html).sentences) == 2 * number
    basis = {1: ["frequency"], 2: ["contrast"], 13: ["tf_idf"]}[number]
    assert sorted(set(tables["terms"]["basis"])) in (basis, [])
    assert (found.query("group == 'tone'")["n"] == 2).all()


def test_a_text_that_is_left_out_whole_is_still_shown(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("Subscribe now.\n")
    (tmp_path / "raw" / "b.txt").write_text("A good deal.\n")
    (tmp_path / "passages.csv").write_text(
        "doc_id,first_line,last_line,role,reason\na,1,1,chrome,advertising\n"
    )
    html, _, found, _ = reading_page(corpus.load(tmp_path), CODEBOOK)
    assert Elements(html).sentences == ["Subscribe now.", "A good deal."]
    assert found.query("group == 'tone'")["doc_id"].tolist() == ["b"]


# In a browser ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser():
    with launched() as made:
        yield made


LIGHT_UP = """() => [...document.querySelectorAll('[data-f]')].map(button => {
  button.click();
  const marks = [...document.querySelectorAll('article mark.found[data-n]')];
  const lit = document.querySelectorAll('article .st.lit');
  const row = {
    finding: Number(button.dataset.f), marks: marks.length, sentences: lit.length,
    whole: document.querySelectorAll('article .st.whole').length,
    said: document.getElementById('ui:status').textContent,
    number: button.querySelector('b')?.textContent ?? button.textContent,
    hidden: button.offsetParent === null, pressed: button.getAttribute('aria-pressed'),
    texts: [...document.querySelectorAll('article mark.found')]
      .map(mark => mark.textContent).join(''),
  };
  button.click();
  row.listed = document.querySelectorAll('#ui\\\\:list:popover-open li').length;
  document.querySelector('[popover]:popover-open')?.hidePopover();
  row.left = document.querySelectorAll('.found:not(.key *), .lit').length;
  return row;
})"""


def test_what_lights_up_is_what_the_number_says(browser, own_page):
    found, places = own_page["findings"], own_page["evidence"]
    raw = corpus.load().raw
    with opened(browser, own_page["path"]) as shown:
        before = shown.inner_text("main")
        rows = shown.evaluate(LIGHT_UP)
        assert shown.inner_text("main") == before
    assert {row["finding"] for row in rows} == set(found.index)
    for row in rows:
        finding = found.loc[row["finding"]]
        spans = places[places["finding"] == finding["finding"]]
        assert row["pressed"] == "true"
        assert row["left"] == 0
        assert row["sentences"] == finding["n_sentences"]
        assert (row["whole"] or row["marks"]) == finding["n"]
        if finding["group"] not in ("tone", "high", "low"):
            assert int(re.search(r"\d+", row["number"])[0]) == finding["n"], row
        # What stands far from the texts lists its sentences where it stands.
        assert row["listed"] in (0, finding["n_sentences"])
        assert row["listed"] or finding["group"] not in ("side", "claim", "called", "turning")
        counted = f"{finding['n']} " if row["marks"] else f"{finding['n_sentences']} sentence"
        assert counted in row["said"]
        if row["marks"]:
            order = spans.merge(own_page["tables"]["documents"][["doc_id"]].reset_index())
            order = order.sort_values(["index", "start"])
            texts = [raw[s.doc_id][s.start : s.end] for s in order.itertuples()]
            assert row["texts"] == "".join(texts)


def test_marks_hit_the_right_letters_behind_emoji_and_line_ends(browser, hostile_page):
    with opened(browser, hostile_page["path"]) as shown:
        shown.fill("[type=search]", "great")
        shown.keyboard.press("Enter")
        assert shown.locator("mark.found[data-n]").all_inner_texts() == ["great"]
        rows = {row["finding"]: row for row in shown.evaluate(LIGHT_UP)}
    names = hostile_page["findings"].query("group == 'code' and doc_id == ''")
    assert [rows[index]["texts"] for index in names.index] == ["finegoodgood", "emoji"]


def test_hostile_texts_are_text_and_nothing_runs(browser, hostile_page):
    with opened(browser, hostile_page["path"]) as shown:
        assert shown.evaluate("window.hacked") is None
        texts = shown.locator("article .s").evaluate_all("all => all.map(one => one.textContent)")
        expected = hostile_page["tables"]["sentences"]["text"]
        assert texts == [text.replace("\r", " ").replace("\0", "\ufffd") for text in expected]
        label = shown.locator("article h3 bdi").first
        assert label.inner_text() == "<b>bold</b>"
        shown.locator("article .s").nth(3).click()
        assert shown.locator(".card").is_visible()
        shown.hover("article .by >> nth=0")
        assert shown.evaluate("window.hacked") is None


def test_the_policy_stops_a_script_that_is_put_into_the_page(browser, own_page):
    inject = """() => new Promise(done => {
      document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));
      const script = document.createElement('script');
      try { script.append('window.hacked = 1'); document.body.append(script); }
      catch { done('refused'); }
      setTimeout(() => done('ran'), 500);
    })"""
    with opened(browser, own_page["path"]) as shown:
        assert shown.evaluate(inject) in ("script-src-elem", "require-trusted-types-for", "refused")
        assert shown.evaluate("window.hacked") is None
        assert shown.seen
        shown.seen.clear()


def test_highlights_go_on_and_off_by_code_and_by_kind(browser, own_page):
    count = "article mark.m.{}:not(.off)"
    with opened(browser, own_page["path"]) as shown:

        def marks(kind):
            return shown.locator(f"article mark.m.{kind}").count()

        names = marks("k-name")
        assert names > 0
        assert marks("k-frame") == 0  # one layer of marks is on at first
        shown.get_by_role("button", name="Frames", exact=True).click()
        frames = marks("k-frame")
        assert frames > 0
        assert marks("k-actor") == 0
        shown.get_by_role("button", name="Actors", exact=True).click()
        assert marks("k-actor") > 0
        shown.get_by_role("button", name="Highlight collapse").click()
        left = marks("k-name")
        assert 0 < left < names
        shown.get_by_role("button", name="Names of the event", exact=True).click()
        assert marks("k-name") == 0
        assert marks("k-frame") == frames
        button = shown.get_by_role("button", name="Names of the event", exact=True)
        assert button.get_attribute("aria-pressed") == "false"
        button.click()
        assert marks("k-name") == names
        assert shown.locator(count.format("k-name")).first.get_attribute("data-l")
        assert not shown.locator("#axios-3 .tone").is_visible()
        shown.get_by_role("button", name="Tone", exact=True).click()
        assert shown.locator("#axios-3 .tone").is_visible()


QUERIES = [
    "walk*",
    "collaps*",
    "the",
    "Kim Jong?Un",
    "u.s.",
    "trump's",
    "no deal",
    "couldn't",
    "[a",
    "*",
]


def test_search_finds_what_the_concordance_finds(browser, own_page, own):
    everything = sentences.split(own, roles=corpus.ROLES)
    with opened(browser, own_page["path"]) as shown:
        for query in QUERIES:
            expected = tokens.concordance(everything, query)
            shown.fill("[type=search]", query)
            shown.keyboard.press("Enter")
            status = shown.inner_text("[role=status]")
            if expected.empty:
                assert "nothing found" in status
                continue
            n = len(expected)
            inside = len(expected.drop_duplicates(["doc_id", "sentence_id"]))
            assert f"{n:,} occurrence" in status, query
            assert f"in {inside} sentence" in status, query
            assert shown.locator("article mark.found[data-n]").count() == n
        shown.fill("[type=search]", "walk*")
        shown.keyboard.press("Enter")
        assert "1 of " in shown.inner_text("[role=status]")
        shown.keyboard.press("Enter")
        assert "2 of " in shown.inner_text("[role=status]")
        shown.get_by_role("button", name="Previous place").click()
        assert "1 of " in shown.inner_text("[role=status]")
        assert shown.locator("mark.now").count() == 1
        # Only the texts scroll: the search field stays in view beside what it found.
        for part in ("[type=search]", "mark.now"):
            box = shown.locator(part).bounding_box()
            assert 0 <= box["y"] <= 900 - box["height"]
        shown.reload()
        assert "“walk*”" in shown.inner_text("[role=status]")


def test_an_address_leads_to_a_sentence_and_survives_a_reload(browser, own_page):
    with opened(browser, own_page["path"], "#msnbc-13") as shown:
        for _ in range(2):
            assert shown.evaluate("document.activeElement.id") == "msnbc-13"
            assert shown.locator("#msnbc-13").is_visible()
            assert "MSNBC, sentence 13" in shown.inner_text(".card")
            assert "unfavourable" in shown.inner_text(".card")
            shown.reload()
            shown.wait_for_selector("html[data-ready]", state="attached")
        shown.evaluate("location.hash = '#axios-20'")  # in a passage left out, closed at first
        shown.wait_for_function("document.activeElement.id === 'axios-20'")
        assert shown.locator("#axios-20").is_visible()
        assert "left out" in shown.inner_text(".card")
    name = "finding/code/name_collapse/msnbc"
    with opened(browser, own_page["path"], f"#{name}") as shown:
        assert shown.inner_text("[role=status]").startswith("collapse, MSNBC: 1 mention")
        assert shown.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
        shown.get_by_role("button", name="Copy link").first.click()
        shown.get_by_role("button", name="Copied").wait_for()
        assert shown.url.endswith(name)


def test_the_keyboard_reaches_everything_and_is_never_caught(browser, own_page):
    with opened(browser, own_page["path"]) as shown:
        shown.keyboard.press("Tab")
        assert shown.evaluate("document.activeElement.textContent") == "Skip to the texts"
        shown.keyboard.press("Enter")
        assert shown.evaluate("document.activeElement.id") == "ui:texts"
        seen = []
        for _ in range(400):
            shown.keyboard.press("Tab")
            here = shown.evaluate(
                "[...document.querySelectorAll('*')].indexOf(document.activeElement)"
            )
            if here in seen or shown.evaluate("document.activeElement === document.body"):
                break
            seen.append(here)
        else:
            pytest.fail("the tab key never came round")
        stop = shown.locator("article a.no:not([tabindex])")
        assert stop.count() == 3
        stop.nth(1).focus()
        shown.keyboard.press("ArrowDown")
        first = shown.evaluate("document.activeElement.closest('.st').id")
        shown.keyboard.press("ArrowDown")
        assert shown.evaluate("document.activeElement.closest('.st').id") != first
        shown.keyboard.press("Enter")
        shown.locator(".card").wait_for()
        shown.keyboard.press("Escape")
        assert not shown.locator(".card").is_visible()
        assert shown.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_phone_shows_one_text_at_a_time_and_never_scrolls_sideways(browser, own_page):
    with opened(browser, own_page["path"], size=PHONE) as shown:
        assert [a.is_visible() for a in shown.locator("article.text").all()] == [True, False, False]
        shown.get_by_role("button", name="MSNBC", exact=True).click()
        assert [a.is_visible() for a in shown.locator("article.text").all()] == [False, True, False]
        shown.get_by_role("button", name="Numbers", exact=True).click()
        assert not shown.locator(".texts").is_visible()
        shown.get_by_role("button", name="collapse, MSNBC: 1").click()
        assert shown.locator("mark.found").first.is_visible()
        assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_print_shows_all_texts_and_no_controls(browser, own_page):
    with opened(browser, own_page["path"]) as shown:
        shown.get_by_role("button", name="collapse, MSNBC: 1").click()
        shown.get_by_role("button", name="Frames", exact=True).click()
        shown.emulate_media(media="print")
        assert all(article.is_visible() for article in shown.locator("article.text").all())
        tops = shown.locator("article.text").evaluate_all("all => all.map(a => a.offsetTop)")
        assert tops == sorted(set(tops))
        for part in (".findings", ".bench", ".search", ".top nav", "#axios-20"):  # page furniture
            assert not shown.locator(part).is_visible()
        for part in ("h1", ".find", ".central .wide", ".gallery img"):
            assert shown.locator(part).first.is_visible()
        shadow = "e => getComputedStyle(e).boxShadow + getComputedStyle(e).textDecorationLine"
        assert "inset" in shown.locator("article mark.k-name").first.evaluate(shadow)
        assert "underline" in shown.locator("article mark.k-frame").first.evaluate(shadow)
        assert shown.locator("article mark.found").first.evaluate(shadow) != "nonenone"


def test_codes_open_to_their_definition_and_figures_enlarge_by_keyboard(browser, own_page):
    with opened(browser, own_page["path"]) as shown:
        shown.locator(".code", has_text="collapse").first.focus()
        shown.keyboard.press("Enter")
        assert "The talks give way." in shown.inner_text("[popover]:popover-open")
        shown.keyboard.press("Escape")
        shown.locator("a.enlarge").focus()
        shown.keyboard.press("Enter")
        assert "A chart." in shown.inner_text("dialog[open]")
        shown.keyboard.press("Escape")
        assert not shown.locator("dialog").is_visible()


def test_many_texts_are_chosen_from_a_list(browser, tmp_path):
    texts = [f"Number{k} is a good common text. It says Number{k} again." for k in range(15)]
    documents = pd.DataFrame({"doc_id": [f"t{k}" for k in range(15)], "text": texts})
    path = tmp_path / "many.html"
    path.write_text(reading_page(corpus.from_table(documents), CODEBOOK)[0], encoding="utf-8")
    with opened(browser, path) as shown:
        assert shown.locator("article.text:visible").count() == 3
        shown.get_by_text("Texts 3 of 15").click()
        shown.get_by_label("Find a text").fill("t14")
        shown.get_by_role("checkbox", name="t14").check()
        assert shown.locator("article.text:visible").count() == 4
        shown.keyboard.press("Escape")
        shown.fill("#ui\\:query", "common")
        shown.keyboard.press("Enter")
        assert "15 occurrences in 15 sentences of 15 texts" in shown.inner_text("[role=status]")
        assert shown.locator("mark.found").count() == 4
        shown.evaluate("location.hash = '#t9-2'")
        shown.wait_for_function("document.activeElement.id === 't9-2'")
        assert shown.locator("article.text:visible").count() == 5


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        ("desktop", "light"),
        pytest.param("phone", "dark", marks=pytest.mark.slow),
        pytest.param("desktop", "dark", marks=pytest.mark.slow),
        pytest.param("phone", "light", marks=pytest.mark.slow),
    ],
)
def test_the_accessibility_checker_finds_no_violation(browser, own_page, scheme, size):
    """axe-core (Deque) is the judge, on the page as it opens and with everything open and lit."""
    from axe_playwright_python.sync_playwright import Axe

    sizes = {"size": PHONE} if size == "phone" else {}
    context = {"color_scheme": scheme, "bypass_csp": True, **sizes}
    with opened(browser, own_page["path"], "#msnbc-13", **context) as shown:
        views = ["", "numbers"] if size == "phone" else [""]
        for view in views:
            if view:
                shown.get_by_role("button", name="Numbers", exact=True).click()
            else:
                shown.get_by_role("button", name="Actors", exact=True).click()
                shown.locator("details:not(.picker)").evaluate_all(
                    "all => all.map(d => d.open = true)"
                )
                shown.evaluate("document.querySelector('.cell[data-f]').click()")
                shown.evaluate("location.hash = '#msnbc-11'")
                shown.wait_for_function("document.activeElement.id === 'msnbc-11'")
            if (scheme, size) == ("light", "desktop"):
                shown.locator(
                    ".n[data-f]"
                ).first.click()  # its list of sentences lies over the page
            result = Axe().run(shown)
            found = [
                (rule["id"], [node["html"][:120] for node in rule["nodes"]][:3])
                for rule in result.response["violations"]
            ]
            assert found == []


def test_what_a_dictionarys_stance_carries_stands_beside_it(own_study):
    """The measured transfer, wherever stance by wording is shown (data/instruments.csv)."""
    from analysis.lexicons.cards import wording_card

    page = (own_study / "index.html").read_text(encoding="utf-8")
    assert wording_card().split(" (")[0] in page
