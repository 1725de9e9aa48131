"""The explorer without a browser: what its widgets show is what the package's verbs return."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis import keyness, sentiment, tokens
from analysis.study import explorer, show

TEXTS = {
    "one": "The talks failed badly. No deal was signed. “No deal is better,” the minister said.",
    "two": "A good deal is near. The talks go on. The talks may end in a good deal.",
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "raw").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "raw" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def study():
    return explorer.read_texts()


def widgets(box) -> dict:
    """Widgets by what a reader sees beside them; the sheet by the name of its kind."""
    found, stack = {}, [box]
    while stack:
        widget = stack.pop(0)
        stack = [*getattr(widget, "children", ()), *stack]
        found[getattr(widget, "description", "") or type(widget).__name__] = widget
    return found


def shown(sheet) -> pd.DataFrame:
    """The table read back from its HTML."""
    rows = BeautifulSoup(sheet.html, "html.parser").find_all("tr")
    cells = [[cell.get_text() for cell in row.find_all(["td", "th"])] for row in rows]
    columns = {head: column for column, head in show.HEADS.items()}
    made = pd.DataFrame(cells[1:], columns=[columns.get(head, head) for head in cells[0]])
    made = made.replace("−", "-", regex=True)
    numbers = [column for column in made if column[:2] == "n_" or column in ("n", "compound")]
    return made.assign(**{column: pd.to_numeric(made[column]) for column in numbers})


def test_the_table_is_that_of_the_verb(folder):
    found = widgets(explorer.explore(folder))
    found["Measure"].value = "contrasts"
    found["Text"].value = "two"
    found["N-gram"].value = 2
    texts = explorer.read_texts(folder)
    pairs = tokens.join_ngrams(texts.tokens, 2)
    expected = tokens.content(keyness.compare(tokens.count_terms(pairs), "two"))
    expected = expected.sort_values(
        ["low", "log_ratio", "n_target", "term"], ascending=[False, False, False, True]
    ).head(explorer.ROWS)
    table = shown(found["Sheet"])
    assert table.iloc[:, 0].tolist() == expected["term"].tolist()
    assert table["n_target"].tolist() == expected["n_target"].tolist()
    assert found["Sheet"].behind.count("<mark>") == expected["n_target"].iloc[0]
    assert "inf" not in BeautifulSoup(found["Sheet"].html, "html.parser").table.get_text()


def test_the_voice_chooses_whose_words(folder):
    found = widgets(explorer.explore(folder))
    found["Measure"].value = "tf-idf"
    found["Text"].value = "one"
    found["Voice"].value = "quoted"
    table = shown(found["Sheet"])
    assert dict(zip(table["term"], table["n"], strict=True)) == {"no": 1, "deal": 1, "better": 1}


def test_a_click_on_a_row_opens_as_many_spans_as_its_number(folder):
    found = widgets(explorer.explore(folder))
    found["Measure"].value = "tf-idf"
    for number, row in enumerate(shown(found["Sheet"]).itertuples()):
        found["Sheet"].clicked = [number]
        assert found["Sheet"].behind.count("<mark>") == row.n


def test_a_row_opens_again_after_another_measure(folder):
    found = widgets(explorer.explore(folder))
    found["Sheet"].clicked = [1]
    found["Measure"].value = "tf-idf"
    first = found["Sheet"].behind
    found["Sheet"].clicked = [1]
    assert found["Sheet"].behind != first


def test_tone_shows_the_strongest_sentence_first(folder):
    found = widgets(explorer.explore(folder))
    size = shown(found["Sheet"])["compound"].abs().tolist()
    assert size == sorted(size, reverse=True)
    assert "one" in found["Sheet"].behind
    assert 'src="data:image/png;base64,iVBOR' in found["Sheet"].html


@pytest.mark.parametrize("measure", explorer.MEASURES)
def test_a_click_on_a_mark_opens_what_stands_there(study, measure):
    """Every mark leads to its own row; of tone each sentence has one; beside them is nothing."""
    view = explorer.make_view(study, measure, "msnbc")
    _, _, marks = explorer.draw_view(study, view)
    assert len(marks) >= 4
    for x, y, row in marks[:6]:
        assert 0 < x < 1
        assert 0 < y < 1
        same = explorer.nearest(marks, x + 0.001, y)
        assert same[view.label] == row[view.label]
        assert len(explorer.open_row(study, view, row))
    assert explorer.nearest(marks, 0.999, 0.001) is None
    if measure == "tone":
        keys = {(row["doc_id"], row["sentence_id"]) for _, _, row in marks}
        assert len(marks) == len(keys) == len(study.scores)


def test_why_united_counts_as_praise(study):
    """A row of the words of tone; opened, it marks the name of a country."""
    view = explorer.make_view(study, "words of tone", "msnbc", "axios")
    shift = sentiment.shift(study.scores, study.hits, "msnbc", "axios")
    row = view.table[view.table["term"] == "united"].iloc[0]
    assert row["shift"] == shift.set_index("term")["shift"]["united"] > 0
    found = explorer.open_row(study, view, row)
    assert found["text"].str.contains("United States").any()


def test_two_texts_are_compared_without_quotations_and_with_other_words():
    found = widgets(explorer.explore())
    found["Measure"].value = "contrasts"
    found["Text"].value, found["Against"].value = "msnbc", "koreatimes"
    found["Roles"].value, found["Words"].value = "body", "Treebank"
    assert (found["Text"].value, found["Against"].value) == ("msnbc", "koreatimes")
    texts = explorer.read_texts(None, "body", "Treebank")
    expected = keyness.compare(tokens.count_terms(texts.tokens), "msnbc", "koreatimes")
    sizes = dict(zip(expected["term"], expected["n_target"], strict=True))
    table = shown(found["Sheet"])
    assert [sizes[term.lower()] for term in table.iloc[:, 0]] == table["n_target"].tolist()
    assert set(texts.sentences["role"]) == {"body"}
    found["Against"].value = "msnbc"
    assert "not compared with itself" in found["Sheet"].html


def test_the_lexicon_is_a_switch(study):
    other = explorer.read_texts(lexicon="Pattern")
    assert not other.scores["compound"].equals(study.scores["compound"])
    assert "united" not in set(other.hits["term"])


@pytest.mark.parametrize("measure", ["names", "frames", "actors"])
def test_codes_are_of_one_kind_and_the_caption_speaks_of_all_texts(study, measure):
    view = explorer.make_view(study, measure, "msnbc")
    assert set(view.table["kind"]) == {measure.removesuffix("s")}
    _, caption, _ = explorer.draw_view(study, view)
    assert f"MSNBC {view.table['n'].sum()}" in caption
    used = set(view.drawn.loc[view.drawn["n"] > 0, "label"])
    said = caption.partition("In no text: ")[2].partition(".")[0].split(", ")
    assert not used & set(said)


def test_what_cannot_be_shown_is_said_in_a_sentence(folder, tmp_path):
    found = widgets(explorer.explore(folder))
    sheet = found["Sheet"]
    found["Measure"].value = "frames"
    assert "no codebook" in sheet.html
    assert "<table" not in sheet.html
    found["Folder"].value = str(tmp_path / "nowhere")
    found["Read"].click()
    assert "no such folder" in sheet.html
    assert found["Text"].options == ()
    (folder / "raw" / "two.txt").unlink()
    found["Folder"].value = str(folder)
    found["Measure"].value = "contrasts"
    found["Read"].click()
    assert "nothing to compare" in sheet.html
    sheet.clicked = [0]
    assert sheet.behind == ""


def test_other_peoples_text_is_text(folder):
    hostile = "<script>alert(1)</script> is a bad word. It is <b>bold</b>."
    (folder / "raw" / "two.txt").write_text(hostile, encoding="utf-8")
    found = widgets(explorer.explore(folder))
    found["Text"].value = "two"
    everything = found["Sheet"].html + found["Sheet"].behind
    assert "<script" not in everything
    assert "<b>bold" not in everything
    assert "&lt;script" in everything


def test_a_group_opens_to_the_sentences_of_its_texts(tmp_path):
    """Fourteen texts of two outlets: offsets of one text never mark another."""
    (tmp_path / "raw").mkdir()
    rows = []
    for number in range(14):
        name = f"raw/t{number}.txt"
        text = f"Nothing here at all. {'A strike. ' * (number % 3)}"
        (tmp_path / name).write_text(text, encoding="utf-8")
        rows.append((f"t{number}", "AB"[number % 2], name))
    table = pd.DataFrame(rows, columns=["doc_id", "outlet", "file"])
    table.to_csv(tmp_path / "commentaries.csv", index=False)
    texts = explorer.read_texts(tmp_path)
    assert sorted(texts.documents["doc_id"]) == ["A", "B"]
    view = explorer.make_view(texts, "tf-idf", "A")
    row = view.table[view.table["term"] == "strike"].iloc[0]
    found = explorer.open_row(texts, view, row)
    expected = sum(number % 3 for number in range(0, 14, 2))
    assert found["spans"].map(len).sum() == expected == row["n"]
    assert found["text"].eq("A strike.").all()
    assert set(found["doc_id"]) <= {f"t{number}" for number in range(0, 14, 2)}
