"""The notebooks: their form, and that they run, on our texts and on anyone's."""

import ast
import hashlib
import json
import re
import shutil
from pathlib import Path

import bs4
import nbformat
import pandas as pd
import pytest

from analysis import corpus, figures, keyness, sentences, sentiment, tfidf, tokens
from analysis.large import results, scoring
from analysis.study import study_folder

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
BOOKS = {path.name: nbformat.read(path, as_version=4) for path in NOTEBOOKS}
CODE = [
    pytest.param(cell.source, id=f"{name}-{number}")
    for name, book in BOOKS.items()
    for number, cell in enumerate(book.cells, start=1)
    if cell.cell_type == "code"
]
LOOPS = (ast.For, ast.While, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef, ast.Lambda)


@pytest.mark.parametrize("name", BOOKS)
def test_form(name):
    book = BOOKS[name]
    assert len(book.cells) <= 40
    assert book.cells[0].cell_type == "markdown"
    assert book.cells[0].source.startswith("# ")
    tagged = [
        n for n, cell in enumerate(book.cells) if "parameters" in cell.metadata.get("tags", [])
    ]
    assert tagged == [1]
    last = [cell.source for cell in book.cells[-3:]]
    assert any("What this cannot show" in source for source in last)
    assert any("versions()" in source for source in last)


@pytest.mark.parametrize("name", BOOKS)
def test_committed_without_outputs(name):
    for cell in BOOKS[name].cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.parametrize("source", CODE)
def test_cells_are_short_and_define_nothing(source):
    assert len(source.splitlines()) <= 10
    assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, LOOPS)]


def digests(folder: Path, *kinds: str) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for kind in kinds
        for path in sorted(folder.rglob(kind))
    }


def test_every_figure_comes_with_its_files(own_study):
    names = {path.stem for path in (own_study / "figures").glob("*.png")}
    assert len(names) >= 6
    for name in names:
        for kind in ("pdf", "svg", "csv", "caption.txt", "alt.txt"):
            assert (own_study / "figures" / f"{name}.{kind}").stat().st_size > 0


def test_every_figure_is_shown_with_its_alternative_text(own_study):
    pictures = [
        output["metadata"].get("image/png", {})
        for path in (own_study / "notebooks").glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert all(picture.get("alt") for picture in pictures)
    # The central figure stands in two notebooks, all others in one.
    alts = {path.read_text("utf-8").strip() for path in own_study.glob("*/*.alt.txt")}
    assert {picture["alt"] for picture in pictures} == alts
    assert len(pictures) == len(alts) + 1
    pages = [path.read_text(encoding="utf-8") for path in (own_study / "notebooks").glob("*.html")]
    assert sum(page.count("<img") for page in pages) == len(pictures)
    assert not any("No description has been provided" in page for page in pages)


def outputs_of(made: Path, kind: str) -> list[str]:
    return [
        output["data"][kind]
        for path in sorted((made / "notebooks").glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if kind in output.get("data", {})
    ]


def test_under_every_picture_stands_the_caption_of_its_chart(own_study):
    shown = [bs4.BeautifulSoup(page, "html.parser") for page in outputs_of(own_study, "text/html")]
    captions = {found.get_text() for page in shown for found in page.select("p.caption")}
    written = {path.read_text("utf-8").strip() for path in own_study.glob("*/*.caption.txt")}
    assert captions == written


def test_tables_show_words_of_the_field_and_labels_never_names_of_columns_or_ids(own_study):
    shown = [bs4.BeautifulSoup(page, "html.parser") for page in outputs_of(own_study, "text/html")]
    heads = {head.get_text() for page in shown for head in page.select("thead th")}
    assert len(heads) > 50
    assert not [head for head in heads if "_" in head]
    ids = re.compile(r"\b(msnbc|koreatimes|(name|frame|actor|stance)_\w+)\b")
    cells = [cell.get_text() for page in shown for cell in page.select("td")]
    assert not [cell for cell in cells if ids.search(cell)]


KINDS = ("*.png", "*.svg", "*.pdf", "*.csv", "*.txt", "*.ipynb")


@pytest.mark.slow
def test_a_second_run_of_a_notebook_gives_the_same_bytes(own_study, tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    shutil.copy(study_folder.NOTEBOOKS / "02-tone.ipynb", tmp_path / "notebooks")
    monkeypatch.setattr(study_folder, "NOTEBOOKS", tmp_path / "notebooks")
    again = digests(study_folder.make_study(out=tmp_path / "study", progress=False), *KINDS)
    whole = digests(own_study, *KINDS)
    assert {"figures/tone.pdf", "figures/tone.csv", "notebooks/02-tone.ipynb"} <= set(again)
    assert again == {file: whole[file] for file in again}


@pytest.mark.slow
def test_a_second_run_gives_the_same_bytes(own_study, tmp_path):
    again = study_folder.make_study(out=tmp_path / "study", progress=False)
    assert digests(again, *KINDS) == digests(own_study, *KINDS)


TEXTS = [
    "The talks ended early. No deal was signed, and that was a good decision. They will return.",
    "It was a bad failure. The talks collapsed; nobody gained. We lost a year of patient work.",
    "A pause is not a defeat. Both sides keep talking, and a deal is still possible next year.",
    "The ministers left without a deal. Perhaps it was wise. Perhaps it was a terrible mistake.",
    "Nobody walked away happy. “We tried,” the chair said. Hope remains, trust does not.",
]


CODEBOOK = """code,kind,definition,pattern,process,leans
name_end,name,What the end is called,talks (ended | collapsed) ; left without a deal,act,
frame_loss,frame,The outcome is a loss,failure ; mistake ; defeat,,unfavourable
frame_prudence,frame,Refusing was right,good decision ; wise,,favourable
actor_sides,actor,Those who talk,they ; nobody ; both sides ; ministers,,
"""
# The reader finds a loss in "we lost a year", where the dictionary finds none.
CODINGS = """coder,doc_id,sentence_id,code,value
reader,text1,2,stance,favourable
reader,text1,2,frame_prudence,1
reader,text2,1,stance,unfavourable
reader,text2,1,frame_loss,1
reader,text2,3,frame_loss,1
reader,text4,1,stance,neither
"""


def corpus_of(folder: Path, size: int, outlets: int, codebook: bool, codings: bool) -> Path:
    """Write a corpus folder of the texts above, again and again where there are more."""
    (folder / "raw").mkdir(parents=True)
    rows = ["doc_id,outlet,file"]
    for number in range(1, size + 1):
        text = TEXTS[(number - 1) % len(TEXTS)] + f" This is number {number}." * (number > 5)
        (folder / "raw" / f"text{number}.txt").write_text(text, encoding="utf-8")
        outlet = f"Outlet {number % outlets}" if outlets else ""
        rows.append(f"text{number},{outlet},raw/text{number}.txt")
    (folder / "commentaries.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for name, text, wanted in (("codebook", CODEBOOK, codebook), ("codings", CODINGS, codings)):
        if wanted:
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def shown(out: Path) -> tuple[str, int]:
    """All outputs of the comparing notebook as text, and how many pictures it shows."""
    book = nbformat.read(out / "notebooks" / "compare.ipynb", as_version=4)
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    pictures = sum("image/png" in output.get("data", {}) for output in outputs)
    return "".join(map(str, outputs)), pictures


@pytest.mark.parametrize(
    ("size", "outlets", "codebook", "codings"),
    [
        pytest.param(1, 0, False, False, marks=pytest.mark.slow, id="one"),
        pytest.param(2, 0, True, False, marks=pytest.mark.slow, id="codebook"),
        pytest.param(5, 5, True, True, marks=pytest.mark.slow, id="codings"),
        pytest.param(13, 2, False, False, marks=pytest.mark.slow, id="outlets"),
    ],
)
def test_compare_runs_on_anyones_texts(size, outlets, codebook, codings, tmp_path):
    folder = corpus_of(tmp_path / "mine", size, outlets, codebook, codings)
    out = study_folder.make_study(corpus=folder, out=tmp_path / "study", progress=False)
    text, pictures = shown(out)
    names = {path.stem for path in (out / "figures").glob("*.png")}
    tables = {path.stem for path in (out / "tables").glob("*.csv")}
    assert pictures == len(names)
    assert ("nothing to compare" in text) == (size == 1)
    assert ("keyness" in names) == (size > 1)
    assert ("no codebook" in text) == ("work stoppage" in text) == (not codebook)
    assert ({"names", "frame-profile", "frames-sequence", "actors"} <= names) == codebook
    assert ({"tone-and-stance", "agreement"} <= names) == ("disagreements" in tables) == codings
    assert ("codings.csv" in text) == (not codings)
    assert ("drawn by outlet" in text) == ("xray" not in names) == (size == 13)
    if codings:
        differ = pd.read_csv(out / "tables" / "disagreements.csv", dtype=str)
        row = differ[(differ["code"] == "frame_loss") & (differ["doc_id"] == "text2")]
        assert row[["sentence_id", "dictionary", "reader"]].to_numpy().tolist() == [["3", "0", "1"]]
        assert "no claim about an outlet" in text
    if size == 13:
        found = pd.read_csv(out / "tables" / "tone-outlets.csv")
        assert found["n"].tolist() == [7, 6]
        assert not found["refused"].any()


def test_a_scored_folder_gives_the_figures_that_the_texts_give(tmp_path):
    """The expectation is what the verbs make of the texts in memory."""
    scoring.score_corpus(corpus.OWN_FOLDER, tmp_path / "scores", codebook=corpus.OWN_FOLDER)
    out = study_folder.make_study(
        corpus=tmp_path / "scores", out=tmp_path / "study", progress=False
    )
    s = sentences.split(corpus.load())
    counts = tokens.count_terms(tokens.tokenize(s))
    pairs = tokens.count_terms(tokens.tokenize(s), ngrams=2)
    expected = {
        "keyness": tokens.content(keyness.compare_each(counts)),
        "keyness-pairs": tokens.content(keyness.compare_each(pairs)),
        "tfidf": tokens.content(tfidf.bind(counts)),
    }
    for name, table in expected.items():
        figures.save_table(table, name, tmp_path)
        made = (out / "figures" / f"{name}.csv").read_text(encoding="utf-8")
        assert made == (tmp_path / f"{name}.csv").read_text(encoding="utf-8")
    tone = pd.read_csv(out / "tables" / "tone-intervals.csv").set_index("doc_id")["mean"]
    means = sentiment.score(s).groupby("doc_id", sort=False)["compound"].mean()
    pd.testing.assert_series_equal(tone, means, check_names=False, rtol=1e-12)
    page = (out / "index.html").read_text(encoding="utf-8")
    assert all(f"figures/{path.stem}.pdf" in page for path in (out / "figures").glob("*.pdf"))
    assert {"names", "frame-profile", "actors"} <= {p.stem for p in out.glob("figures/*.pdf")}


@pytest.fixture(scope="module")
def outlets(tmp_path_factory):
    """A table of 60 texts of 15 outlets, scored in parts."""
    folder = tmp_path_factory.mktemp("outlets")
    texts = [f"{TEXTS[n % 5]} It’s the talk of town{n % 7}." for n in range(60)]
    table = pd.DataFrame({"outlet": [f"Outlet {n % 15}" for n in range(60)], "text": texts})
    table.to_csv(folder / "texts.csv", index=False)
    scoring.score_corpus(folder / "texts.csv", folder / "scores", by="outlet", batch=7)
    return folder / "scores"


@pytest.mark.slow
def test_a_scored_table_is_drawn_by_group(outlets, tmp_path):
    out = study_folder.make_study(corpus=outlets, out=tmp_path / "study", progress=False)
    tone = pd.read_csv(out / "tables" / "tone-intervals.csv")
    assert len(tone) == 15
    assert tone["n"].eq(4).all()
    assert tone["unit"].eq("text").all()
    assert len(pd.read_csv(out / "figures" / "tone.csv")) == 60


def test_rare_terms_pooled_change_no_other_contrast(outlets):
    """The expectation is the contrast of all terms, cut off afterwards."""
    groups = results.scored_groups(results.scored_documents(outlets), "outlet")
    pooled = results.group_counts(outlets, groups, fewest=9)
    whole = results.group_counts(outlets, groups)
    assert (pooled["term"] == results.RARE).any()
    assert len(pooled) < len(whole)
    left = keyness.compare_each(pooled, min_count=9).drop(columns=["p_holm", "p_bh"])
    left = left[left["term"] != results.RARE].reset_index(drop=True)
    right = keyness.compare_each(whole, min_count=9).drop(columns=["p_holm", "p_bh"])
    pd.testing.assert_frame_equal(left, right)


def test_groups_beyond_the_most_are_added_up(outlets):
    groups = results.scored_groups(results.scored_documents(outlets), "outlet")
    found = results.group_counts(outlets, groups, ngrams=2, most=4)
    named = results.read_table(outlets, "counts-2").rename(columns={"outlet": "doc_id"})
    assert found["doc_id"].nunique() == 5
    assert found["n"].sum() == named["n"].sum()
    rest = found[found["doc_id"] == "the other 11"].set_index("term")["n"]
    others = named[~named["doc_id"].isin(groups["doc_id"].head(4))].groupby("term")["n"].sum()
    pd.testing.assert_series_equal(rest.sort_index(), others, check_index_type=False)


def test_sentences_behind_a_contrast_hold_its_term(outlets):
    documents = results.scored_documents(outlets)
    row = pd.Series({"target": "Outlet 3", "term": "it's the"})
    found = results.sample_sentences(outlets, row, documents, most=3)
    assert len(found) == 3
    assert set(found["doc_id"].map(documents.set_index("doc_id")["outlet"])) == {"Outlet 3"}
    (start, end), first = found["spans"].iloc[0][0], found.iloc[0]
    assert first["text"][start - first["start"] : end - first["start"]] == "It’s the"


def test_an_unfinished_scored_folder_is_refused(outlets, tmp_path):
    folder = tmp_path / "scores"
    folder.mkdir()
    manifest = json.loads((outlets / "manifest.json").read_text(encoding="utf-8"))
    del manifest["sums"]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ValueError, match="scores: not finished; the same command"):
        study_folder.make_study(corpus=folder, out=tmp_path / "study", progress=False)
    assert not (tmp_path / "study").exists()
