"""The coding form in a real browser: blind, by keyboard, kept, exported; all readers synthetic."""

import csv
import html
import io
import json
import re
import shutil

import pytest
from browser import PHONE, launched, opened

from analysis import corpus, sentences, sentiment
from analysis.bring import check
from analysis.codebook.codes import read_codebook
from analysis.coding import forms
from analysis.corpus import OWN_FOLDER
from analysis.study.command_line import main


@pytest.fixture(scope="module")
def browser():
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Forms of the study's own texts: stance alone, and all codes mixed."""
    folder = tmp_path_factory.mktemp("forms")
    forms.write_form(OWN_FOLDER, folder / "stance.html", ["stance"], hide_outlet=True)
    forms.write_form(OWN_FOLDER, folder / "all.html", shuffle=3)
    return folder


def data_of(path):
    text = path.read_text(encoding="utf-8")
    return json.loads(re.search(r'id="data">(.*?)</script>', text, re.DOTALL)[1])


def saved(page):
    with page.expect_download() as waiting:
        page.click("#save")
    path = waiting.value.path()
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    return waiting.value.suggested_filename, path.read_bytes(), rows


def begin(page, coder="Reader One"):
    page.fill("#coder", coder)
    page.keyboard.press("Enter")


def test_the_source_holds_no_answer(made, own):
    """Patterns, examples, notes, coders and scores are looked for; data has its columns alone."""
    codebook = read_codebook(OWN_FOLDER)
    scores = sentiment.score(everything := sentences.split(own))["compound"]
    patterns = {part.strip() for cell in codebook["pattern"] for part in re.split(r"[;\n]", cell)}
    hidden = {part for part in patterns if re.search(r"[*|\[]", part)}
    hidden |= {*codebook["example"], *own.codings["note"], *map(str, scores[scores != 0])}
    hidden |= {f'"{name}"' for name in [*own.coders["coder"], "compound"]}
    everything = " ".join(everything["text"])
    hidden = {word for word in hidden if word not in everything}  # a note may quote the texts
    assert len(hidden) > 500
    for name in ("stance.html", "all.html"):
        text = (made / name).read_text(encoding="utf-8")
        assert [word for word in hidden if word in text] == []
        data = data_of(made / name)
        assert {len(row) for row in data["sentences"]} == {4}  # text, number, words, hash: no more
        assert set(data) == {"names", "ids", "sentences", "order", "codes", "stance", "sides", "id"}


def test_the_source_is_the_same_whatever_was_coded(tmp_path, own):
    """With the answers taken away, or others in their place, the form has the same bytes."""
    for name, given in (("with", None), ("without", ""), ("others", "made up")):
        folder = tmp_path / name
        shutil.copytree(OWN_FOLDER, folder)
        if given is not None:
            for file in (
                "about.csv",
                "codings.csv",
                "coders.csv",
                "claims.csv",
                "propositions.csv",
            ):
                (folder / file).unlink()
            shutil.rmtree(folder / "codings")
        if given:
            rows = "".join(f"{given},axios,{n},stance,favourable\n" for n in range(3, 14))
            (folder / "codings.csv").write_text(f"coder,doc_id,sentence_id,code,value\n{rows}")
        forms.write_form(folder, tmp_path / f"{name}.html")
    texts = {(tmp_path / f"{name}.html").read_bytes() for name in ("with", "without", "others")}
    assert len(texts) == 1


def test_a_hidden_outlet_is_nowhere_in_the_source(made, own):
    text = (made / "stance.html").read_text(encoding="utf-8")
    rest = text
    for sentence in sentences.split(own)["text"]:  # what an author says of the outlet stays
        rest = rest.replace(sentence, "")
    hidden = own.documents[["doc_id", "outlet", "author", "title"]].to_numpy().ravel()
    assert not [word for word in hidden if word and word.casefold() in rest.casefold()]
    assert "Axios" in (made / "all.html").read_text(encoding="utf-8")


def test_sentences_are_those_of_the_body_once_each_in_an_order_of_the_seed(made, own):
    body = sentences.split(own, roles=["body"])
    for name in ("stance.html", "all.html"):
        data = data_of(made / name)
        assert [row[2] for row in data["sentences"]] == body["text"].tolist()
        assert sorted(data["order"]) == list(range(len(body)))
    assert data["order"] != sorted(data["order"])
    assert data_of(made / "stance.html")["order"] == list(range(len(body)))


def test_forty_sentences_by_keyboard_closed_half_way_reopened_and_exported(made, browser, tmp_path):
    sides = ["favourable", "neither", "unfavourable"]
    with opened(browser, made / "stance.html", accept_downloads=True) as page:
        begin(page)
        assert page.evaluate("document.activeElement.id") == "sentence"
        for n in range(20):
            page.keyboard.press(str(n % 3 + 1))
        context = page.context
        page.close()
        again = context.new_page()
        again.goto((made / "stance.html").as_uri())
        assert "Reader One: 20 of 62 read" in again.inner_text("#where")
        for n in range(20, 40):
            again.keyboard.press(str(n % 3 + 1))
        again.keyboard.press("Backspace")  # the fortieth is undone and read as something else
        assert "39 of 62 read" in again.inner_text("#where")
        again.keyboard.press("2")
        name, data, rows = saved(again)
    expected = [sides[n % 3] for n in range(39)] + ["neither"]
    assert name == "Reader-One.csv"
    assert [row["value"] for row in rows] == expected
    assert {row["coder"] for row in rows} == {"Reader One"}
    folder = tmp_path / "class"
    shutil.copytree(OWN_FOLDER, folder)
    (folder / "codings" / name).write_bytes(data)
    found = corpus.load(folder)
    own = found.codings[found.codings["coder"] == "Reader One"]
    body = sentences.split(found, roles=["body"]).head(40)
    assert own["doc_id"].tolist() == body["doc_id"].tolist()
    assert own["sentence_id"].tolist() == body["sentence_id"].tolist()
    assert found.coders.set_index("coder")["kind"]["Reader One"] == "person"
    wrong = check.examine(folder).problems
    assert not [row for row in wrong.itertuples() if row.level == "error"]


def test_codes_are_marked_by_key_and_what_is_not_marked_is_said_absent(made, browser):
    data = data_of(made / "all.html")
    with opened(browser, made / "all.html", accept_downloads=True) as page:
        begin(page, "B2")
        page.keyboard.press("Enter")
        assert "Choose a side first" in page.inner_text("#status")
        page.keyboard.press("3")
        page.keyboard.press("b")
        page.keyboard.press("d")
        page.keyboard.press("d")
        page.keyboard.press("Enter")
        assert "1 of 62 read" in page.inner_text("#where")
        page.uncheck("#keys")
        page.keyboard.press("1")
        _, _, rows = saved(page)
    keys = {key: code for code, _, key, _ in data["codes"] if key}
    doc, number, *_ = data["sentences"][data["order"][0]]
    values = {row["code"]: row["value"] for row in rows}
    assert {(row["doc_id"], row["sentence_id"]) for row in rows} == {
        (data["ids"][doc], str(number))
    }
    assert values.pop("stance") == "unfavourable"
    assert [code for code, value in values.items() if value == "1"] == [keys["b"]]
    assert len(values) == len(data["codes"]) - 1


@pytest.mark.parametrize(
    "name",
    [
        "",
        "=cmd",
        *(pytest.param(n, marks=pytest.mark.slow) for n in ("1st", "dictionary", "a,b", "<b>")),
    ],
)
def test_a_name_that_tables_cannot_hold_is_refused(made, browser, name):
    with opened(browser, made / "stance.html") as page:
        begin(page, name)
        assert not page.is_visible("#work")


def test_the_printed_form_is_a_sheet_with_every_sentence(made, browser, own):
    with opened(browser, made / "stance.html") as page:
        begin(page)
        assert not page.is_visible(".sheet")
        page.emulate_media(media="print")
        shown = page.inner_text("body")
        assert not page.is_visible("#work")
    assert all(text in shown for text in sentences.split(own, roles=["body"])["text"])
    assert shown.count("☐ favourable") == 62


@pytest.mark.parametrize(
    "size",
    [pytest.param(None, marks=pytest.mark.slow, id="wide"), pytest.param(PHONE, id="phone")],
)
def test_axe_finds_nothing_and_nothing_is_cut(made, browser, size):
    from axe_playwright_python.sync_playwright import Axe

    for name in ("stance.html", "all.html"):
        with opened(
            browser, made / name, **({"size": size} if size else {}), bypass_csp=True
        ) as page:
            for step in (lambda page: None, begin):
                step(page)
                found = Axe().run(page).response["violations"]
                assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
                width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert width <= 0


def test_a_folder_without_a_codebook_asks_for_stance_and_no_file_is_replaced(tmp_path, capsys):
    (tmp_path / "c" / "raw").mkdir(parents=True)
    (tmp_path / "c" / "raw" / "a.txt").write_text("The talks ended </script><b>. Nobody signed.\n")
    out = tmp_path / "form.html"
    assert main(["coding", "form", str(tmp_path / "c"), "--out", str(out)]) == 0
    assert "2 sentences, 1 code" in capsys.readouterr().out
    data = data_of(out)
    assert data["sentences"][0][2] == "The talks ended </script><b>."
    assert [code[0] for code in data["codes"]] == ["stance"]
    before = out.read_bytes()
    assert main(["coding", "form", str(tmp_path / "c"), "--out", str(out)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert out.read_bytes() == before


def test_codes_are_chosen_by_name_or_kind(tmp_path, capsys):
    made = forms.write_form(OWN_FOLDER, tmp_path / "f.html", ["stance", "actor"], examples=True)
    text = html.unescape((tmp_path / "f.html").read_text(encoding="utf-8"))
    assert all(f"Does not: {code.exclude}" in text for code in made.codes.itertuples())
    assert not [code.example for code in made.codes.itertuples() if code.example in text]
    assert set(made.codes["kind"]) == {"stance", "actor"}
    assert made.codes["code"].str.startswith("stance").sum() == 1
    out = str(tmp_path / "g.html")
    assert main(["coding", "form", str(OWN_FOLDER), "--out", out, "--codes", "frame_los"]) == 1
    assert "no code or kind 'frame_los'; there is actor," in capsys.readouterr().err


def test_the_blind_view_holds_the_texts_alone(own, browser, tmp_path):
    path = tmp_path / "read.html"
    path.write_text(forms.render_reading(own), encoding="utf-8")
    table = sentences.split(own)
    source = html.unescape(path.read_text(encoding="utf-8"))
    article = source[source.index("<main>") :]
    plain = re.sub(r"<(?!/?sup)[^>]*>|\s+", " ", article)
    for row in table.itertuples():
        assert row.text in source
    # What is left without the texts and who wrote them is the frame alone.
    told = own.documents[["label", "author", "outlet", "date", "title"]].to_numpy().ravel()
    for text in [*table["text"], *told]:
        plain = plain.replace(text, "") if text else plain
    rest = re.sub(
        r"<sup>\s*\d+|\d+ texts to read|Text [ABC]|Show whose the texts are|[·\s]",
        "",
        plain.replace("</sup>", ""),
    )
    assert rest == ""
    with opened(browser, path, ready="main") as page:
        assert "Shin" not in page.inner_text("main")
        page.check("#whose")
        assert "Gi-Wook Shin" in page.inner_text("main")
        page.emulate_media(media="print")
        assert not page.is_visible("#whose")


def test_the_blind_view_is_clean_for_axe(own, browser, tmp_path):
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "read.html"
    path.write_text(forms.render_reading(own), encoding="utf-8")
    with opened(browser, path, ready="main", size=PHONE, bypass_csp=True) as page:
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_codebook_of_the_columns_required_alone_has_a_form(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("The talks ended. Both went home.\n")
    (tmp_path / "codebook.csv").write_text(
        "code,kind,definition,pattern\nname_a,name,its end,talks\n"
    )
    forms.write_form(tmp_path, tmp_path / "form.html")
    assert "its end" in (tmp_path / "form.html").read_text()
