"""What is made for a seminar, with a class and without; all readers are synthetic."""

import os
import re
import shutil
from urllib.parse import unquote

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest

from analysis import agreement, corpus
from analysis.codebook import codings
from analysis.coding import rehearsal
from analysis.study import seminar, study_folder
from analysis.study.command_line import main

SOURCE = study_folder.NOTEBOOKS / "seminar.ipynb"


def run(book, folder, out):
    """Run the cells of a notebook in this process; its names afterwards."""
    book = study_folder.with_parameters(book, {"CORPUS": str(folder), "OUT": str(out)})
    names = {"display": lambda *shown: None}
    before = os.getcwd()
    for number, cell in enumerate(book.cells):
        if cell.cell_type == "code":
            exec(compile(cell.source, f"cell {number}", "exec"), names)
            plt.close("all")
    os.chdir(before)
    return names


@pytest.fixture(scope="module")
def class_folder(tmp_path_factory, own):
    """The study's folder with 25 synthetic people, five of them faulty, as their forms would be."""
    folder = tmp_path_factory.mktemp("class") / "corpus"
    shutil.copytree(corpus.OWN_FOLDER, folder)
    made = rehearsal.make_class(own.codings.query("coder == 'study'"))
    for coder, rows in made.groupby("coder"):
        rows = rows.assign(coder_kind="person", doc_id=rows["doc_id"].map(codings.blind_name))
        rows.to_csv(folder / "codings" / f"{coder}.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def taught(class_folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("taught")
    return out, run(nbformat.read(SOURCE, as_version=4), class_folder, out)


def test_a_class_is_shown_with_its_coders_and_what_divides_it(taught, class_folder):
    out, names = taught
    found = corpus.load(class_folder)
    assert seminar.has_class(found)
    assert not seminar.has_class(corpus.load())
    people = found.coders.query("kind == 'person'")["coder"]
    own = found.codings[found.codings["coder"].isin(people)]
    assert len(people) == 25
    table = pd.read_csv(out / "seminar" / "class-agreement.csv").set_index("code")
    assert table.loc["stance", "alpha"] == pytest.approx(agreement.alpha(own))
    assert table.loc["stance", "n_coders"] == 25
    beside = pd.read_csv(out / "seminar" / "coders-beside-readings.csv").set_index("coder")
    assert beside.loc["synthetic inverted", "flag"] == "the other way round"
    assert {"alpha_study", "alpha_second", "alpha_dictionary"} <= set(beside)
    assert not names["made_up"]
    for name in ("coders", "divided", "class-agreement"):
        assert (out / "seminar" / f"{name}.png").stat().st_size > 0
    assert not (out / "figures").exists()  # the page of findings shows nothing of a class


def test_the_students_version_holds_no_answer(taught, tmp_path):
    """Neither in its cells nor, with no class, in what they make when they are run."""
    source = nbformat.read(SOURCE, as_version=4)
    book = seminar.student_version(source)
    nbformat.validate(book)
    hidden = [cell for cell in source.cells if seminar.TAG in cell.metadata.get("tags", [])]
    assert len(hidden) >= 12
    text = "\n".join(cell.source for cell in book.cells)
    for cell in hidden:
        assert cell.source not in text
    for word in (
        "Expect",
        "switch_each",
        "sentiment.score",
        "synthetic",
        "rehearsal.make",
        "stances",
    ):
        assert word not in text
    assert all(not cell.get("outputs") for cell in book.cells)
    names = run(book, corpus.OWN_FOLDER, tmp_path)
    assert names["a_class"].empty
    assert not list(tmp_path.rglob("*.png"))


@pytest.mark.slow  # the study's own run does the same
def test_without_a_class_it_is_rehearsed_and_says_so(tmp_path):
    source = nbformat.read(SOURCE, as_version=4)
    names = run(source, corpus.OWN_FOLDER, tmp_path)
    assert names["made_up"]
    assert set(names["a_class"]["coder"].str.split().str[0]) == {"synthetic"}
    assert "synthetic" in (tmp_path / "seminar" / "divided.headline.txt").read_text()


def test_the_sheet_of_the_teacher_leads_where_it_says(tmp_path, own):
    (tmp_path / "notebooks").mkdir()
    page = '<a href="02-tone.html">n</a><a href="../index.html#x">p</a><a href="#here">h</a>'
    page += '<a href="https://doi.org/x">d</a>'
    (tmp_path / "notebooks" / "seminar.html").write_text(page)
    seminar.write_seminar(tmp_path, own, SOURCE)
    moved = (tmp_path / "seminar.html").read_text()
    assert moved == page.replace("02-tone", "notebooks/02-tone").replace("../", "")
    student = nbformat.read(tmp_path / "seminar-student.ipynb", as_version=4)
    assert len(student.cells) < len(nbformat.read(SOURCE, as_version=4).cells)
    assert "President Trump caught" in (tmp_path / "read.html").read_text()


def test_a_folder_without_codings_or_codebook_is_taught_too(tmp_path):
    (tmp_path / "c" / "raw").mkdir(parents=True)
    for name in "ab":
        (tmp_path / "c" / "raw" / f"{name}.txt").write_text("The talks ended. Nobody signed.\n")
    names = run(nbformat.read(SOURCE, as_version=4), tmp_path / "c", tmp_path / "out")
    assert names["a_class"].empty


def test_the_page_leads_to_what_a_seminar_needs_and_says_nothing_of_a_made_up_class(own_study):
    page = (own_study / "index.html").read_text(encoding="utf-8")
    for name in ("read.html", "seminar.html"):
        assert f'href="{name}"' in page
        assert (own_study / name).is_file()
    assert "synthetic" not in page
    sheet = (own_study / "seminar.html").read_text(encoding="utf-8")
    assert "No person has coded these texts" in sheet
    links = [link for link in re.findall(r'href="([^"#]+)', sheet) if "://" not in link]
    assert len(links) >= 3
    assert not [link for link in links if not (own_study / unquote(link)).exists()]


@pytest.mark.parametrize(
    "name", ["seminar.html", pytest.param("read.html", marks=pytest.mark.slow)]
)
def test_axe_finds_nothing_in_the_sheet(own_study, name):
    from axe_playwright_python.sync_playwright import Axe
    from browser import launched, opened

    with (
        launched() as browser,
        opened(browser, own_study / name, ready="main", bypass_csp=True) as page,
    ):
        if name == "seminar.html":
            private = page.locator(".celltag_private")
            assert private.count() >= 8
            assert private.first.is_visible()
            page.get_by_label("Large type").check(force=True)
            assert not any(cell.is_visible() for cell in private.all())
            assert "alpha with study" not in page.inner_text("main")
            page.get_by_label("Reading").check(force=True)
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []


@pytest.mark.slow
def test_from_forms_to_the_projector(tmp_path, capsys):
    """Two forms coded in a browser, three damaged files, and the commands of the README."""
    from browser import launched, opened

    readme = (study_folder.ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.split("From nothing to the agreement")[1].split("```")[1]
    typed = [line.partition("#")[0].split() for line in block.splitlines()[1:] if line]
    assert len(typed) <= 5
    folder, form = tmp_path / "my-class", tmp_path / "form.html"
    assert typed[0] == ["cp", "-r", "data", "my-class"]
    shutil.copytree(corpus.OWN_FOLDER, folder)
    names = {"my-class": str(folder), "form.html": str(form)}
    assert main([names.get(word, word) for word in typed[1][3:]]) == 0
    handed_in = {}
    with launched() as browser:
        for coder, keys in (("Maple", "123"), ("Birch", "1233")):
            with opened(browser, form, accept_downloads=True) as page:
                page.fill("#coder", coder)
                page.keyboard.press("Enter")
                for n in range(40):
                    page.keyboard.press(keys[n % len(keys)])
                with page.expect_download() as saved:
                    page.click("#save")
                handed_in[coder] = saved.value.path().read_bytes()
    first = handed_in["Maple"].decode("utf-8-sig")
    lines = first.replace("Maple", "Élan").splitlines()
    handed_in["windows"] = "\n".join(lines).replace(",", ";").encode("cp1252", "replace")
    doubled = first.replace("Maple", "Cedar").replace("neither", " NEITHER").splitlines()
    handed_in["doubled"] = "\r\n".join([*doubled[:9], "", ",,,,,,,,", *doubled[8:]]).encode()
    handed_in["half"] = "\n".join(first.replace("Maple", "Ash").splitlines()[:21]).encode()
    assert typed[2][:1] == ["mv"]
    for name, data in handed_in.items():
        (folder / "codings" / f"{name}.csv").write_bytes(data)
    capsys.readouterr()
    assert main([names.get(word, word) for word in typed[3][3:]]) == 0
    told = capsys.readouterr().out
    for part in ("windows.csv (Élan): read as Windows-1252, cells between semicolons",
                 "doubled.csv (Cedar): value ' NEITHER' read as 'neither'",
                 "doubled.csv (Cedar): 2 blank rows left out", "1 row said before",
                 "half.csv (Ash): 10 of 19 sentences of msnbc not read"):  # fmt: skip
        assert part in told, told
    out = tmp_path / "out"
    run(nbformat.read(SOURCE, as_version=4), folder, out)
    table = pd.read_csv(out / "seminar" / "class-agreement.csv").set_index("code")
    assert table.loc["stance", "n_coders"] == 5
    assert table.loc["stance", "n_units"] == 40
    beside = pd.read_csv(out / "seminar" / "coders-beside-readings.csv").set_index("coder")
    assert beside["n_units"].to_dict() == {
        "Maple": 40, "Birch": 40, "Élan": 40, "Cedar": 40, "Ash": 20,
    }  # fmt: skip
    assert len(pd.read_csv(out / "seminar" / "divided.csv")) == 40
