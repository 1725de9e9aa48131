"""The explorer without a browser: what its widgets show is what the package's verbs return."""

import base64
import io

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis import corpus, keyness, sentiment, tokens
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
    return explorer.read_texts(corpus.load())


def click(found, *at) -> None:
    """As the script does it: at the number of a row, or at x and y of the picture."""
    found["Sheet"]._handle_custom_msg(list(at), [])


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
    rows = BeautifulSoup(sheet.rows, "html.parser").find_all("tr")
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
    texts = explorer.read_texts(corpus.load(folder))
    pairs = tokens.join_ngrams(texts["tokens"], 2)
    expected = tokens.content(keyness.compare(tokens.count_terms(pairs), "two"))
    expected = expected.sort_values(
        ["low", "log_ratio", "n_target", "term"], ascending=[False, False, False, True]
    ).head(explorer.ROWS)
    table = shown(found["Sheet"])
    assert table.iloc[:, 0].tolist() == expected["term"].tolist()
    assert table["n_target"].tolist() == expected["n_target"].tolist()
    assert found["Sheet"].behind.count("<mark>") == expected["n_target"].iloc[0]
    assert "inf" not in BeautifulSoup(found["Sheet"].rows, "html.parser").table.get_text()


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
        click(found, number)
        assert found["Sheet"].behind.count("<mark>") == row.n


def test_a_row_opens_again_after_another_measure(folder):
    found = widgets(explorer.explore(folder))
    click(found, 1)
    found["Measure"].value = "tf-idf"
    first = found["Sheet"].behind
    click(found, 1)
    assert found["Sheet"].chosen == 1
    assert found["Sheet"].behind != first


def test_tone_shows_the_strongest_sentence_first(folder):
    found = widgets(explorer.explore(folder))
    size = shown(found["Sheet"])["compound"].abs().tolist()
    assert size == sorted(size, reverse=True)
    assert "one" in found["Sheet"].behind
    assert 'src="data:image/svg+xml;base64,' in found["Sheet"].picture


@pytest.mark.parametrize("measure", explorer.MEASURES)
def test_a_mark_stands_where_its_row_is_drawn(study, measure):
    """Every mark leads to its own row; of tone each sentence has one."""
    view = explorer.make_view(study, measure, "msnbc")
    picture, _, marks = explorer.draw_view(study, view)
    assert picture.startswith(b"<?xml")
    assert len(marks) >= 4
    for x, y, row in marks[:6]:
        assert 0 < x < 1
        assert 0 < y < 1
        assert len(explorer.open_row(study, view, row))
    if measure == "tone":
        keys = {(row["doc_id"], row["sentence_id"]) for _, _, row in marks}
        assert len(marks) == len(keys) == len(study["scores"])
        lefts = {row["doc_id"]: x for x, _, row in sorted(marks, key=lambda mark: -mark[0])}
        lowest = study["scores"].groupby("doc_id")["compound"].min()
        assert sorted(lefts, key=lefts.get) == lowest.sort_values().index.tolist()


def test_a_click_on_a_mark_opens_its_sentence_and_one_beside_does_nothing(study):
    found = widgets(explorer.explore())
    _, _, marks = explorer.draw_view(study, explorer.make_view(study, "tone", "axios"))
    x, y, row = min((mark for mark in marks if mark[2]["doc_id"] == "msnbc"), key=lambda m: m[0])
    click(found, x + 0.001, y)
    assert f"<h4>{show.quote('MSNBC ' + str(row['sentence_id']))}</h4>" in found["Sheet"].behind
    assert found["Sheet"].chosen == -1  # a sentence of another text than the table's
    before = found["Sheet"].behind
    click(found, 0.999, 0.001)
    assert found["Sheet"].behind == before


def test_why_united_counts_as_praise(study):
    """A row of the words of tone; opened, it marks the name of a country, and says what it adds."""
    view = explorer.make_view(study, "words of tone", "msnbc", "axios")
    shift = sentiment.shift(study["scores"], study["hits"], "msnbc", "axios")
    row = view.table[view.table["term"] == "united"].iloc[0]
    assert row["shift"] == shift.set_index("term")["shift"]["united"] > 0
    assert explorer.open_row(study, view, row)["text"].str.contains("United States").any()
    found = widgets(explorer.explore())
    found["Text"].value, found["Against"].value = "msnbc", "axios"
    found["Measure"].value = "words of tone"
    click(found, view.table["term"].tolist().index("united"))
    assert "<mark>United</mark> States" in found["Sheet"].behind
    assert ">1.80</td>" in found["Sheet"].behind  # VADER's lexicon: united 1.8


def test_two_texts_are_compared_without_quotations_and_with_other_words():
    found = widgets(explorer.explore())
    found["Measure"].value = "contrasts"
    found["Text"].value, found["Against"].value = "msnbc", "koreatimes"
    found["Roles"].value, found["Tokenizer"].value = "body", "Treebank"
    assert (found["Text"].value, found["Against"].value) == ("msnbc", "koreatimes")
    texts = explorer.read_texts(corpus.load(), "body", "Treebank")
    expected = keyness.compare(tokens.count_terms(texts["tokens"]), "msnbc", "koreatimes")
    sizes = dict(zip(expected["term"], expected["n_target"], strict=True))
    table = shown(found["Sheet"])
    assert [sizes[term.lower()] for term in table.iloc[:, 0]] == table["n_target"].tolist()
    assert set(texts["sentences"]["role"]) == {"body"}
    found["Against"].value = "msnbc"
    assert "cannot be compared with" in found["Sheet"].rows
    found["Measure"].value = "words of tone"
    assert "cannot be compared with" in found["Sheet"].rows


def test_the_lexicon_is_a_switch_and_the_caption_names_it(study):
    other = explorer.read_texts(corpus.load(), lexicon="Pattern")
    assert not other["scores"]["compound"].equals(study["scores"]["compound"])
    assert "united" not in set(other["hits"]["term"])
    for texts, said in ((study, "VADER compound score ("), (other, "score of Pattern words (")):
        assert said in explorer.draw_view(texts, explorer.make_view(texts, "tone", "axios"))[1]


def test_the_deck_alone_and_readings_apart(study):
    """Only MSNBC's file has a deck; three models read stance, and split on these sentences."""
    deck = explorer.read_texts(corpus.load(), "deck")
    assert len(explorer.make_view(deck, "tone", "msnbc").table) == 2
    with pytest.raises(ValueError, match="no tone of Axios here; choose another"):
        explorer.make_view(deck, "tone", "axios")
    view = explorer.make_view(study, "readings", "koreatimes")
    assert set(view.drawn["doc_id"]) == {"koreatimes"}, "the headline is that of the text chosen"
    table = view.table
    split = table[["n_favourable", "n_neither", "n_unfavourable"]].gt(0).sum(axis=1) > 1
    assert split.sum() > 0
    assert split.tolist() == sorted(split, reverse=True)


def test_what_is_shown_can_be_downloaded(folder):
    (folder / "raw" / "two.txt").write_text("=1+1 is a good deal.", encoding="utf-8")
    found = widgets(explorer.explore(folder))
    found["Text"].value = "two"
    links = BeautifulSoup(found["Sheet"].picture, "html.parser").find_all("a")
    svg, csv = (base64.b64decode(link["href"].partition("base64,")[2]) for link in links)
    assert [link["download"] for link in links] == ["tone.svg", "tone.csv"]
    assert b"<svg" in svg
    table = pd.read_csv(io.BytesIO(csv))
    assert table["text"].tolist() == ["'=1+1 is a good deal."]  # no formula in a spreadsheet


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
    assert "no frames in a codebook" in sheet.rows
    assert "<table" not in sheet.rows + sheet.picture
    click(found, 0)
    click(found, 0.5, 0.5)
    assert sheet.behind == ""
    (folder / "raw" / "two.txt").unlink()
    found = widgets(explorer.explore(folder))
    found["Measure"].value = "contrasts"
    assert "nothing to compare" in found["Sheet"].rows
    with pytest.raises(ValueError, match="no such folder"):
        explorer.explore(tmp_path / "nowhere")


def test_a_text_in_another_language_has_no_tone_and_all_else(folder):
    german = "Der Gipfel ging ohne ein Abkommen zu Ende. " * 10
    (folder / "raw" / "two.txt").write_text(german, encoding="utf-8")
    found = widgets(explorer.explore(folder))
    found["Text"].value = "two"
    assert "no tone of two here" in found["Sheet"].rows
    found["Measure"].value = "tf-idf"
    assert "abkommen" in found["Sheet"].rows


def test_other_peoples_text_is_text(folder):
    hostile = "<script>alert(1)</script> is a bad word. It is <b>bold</b>."
    (folder / "raw" / "two.txt").write_text(hostile, encoding="utf-8")
    found = widgets(explorer.explore(folder))
    found["Text"].value = "two"
    everything = found["Sheet"].rows + found["Sheet"].picture + found["Sheet"].behind
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
    texts = explorer.read_texts(corpus.load(tmp_path))
    assert sorted(texts["documents"]["doc_id"]) == ["A", "B"]
    view = explorer.make_view(texts, "tf-idf", "A")
    row = view.table[view.table["term"] == "strike"].iloc[0]
    found = explorer.open_row(texts, view, row)
    expected = sum(number % 3 for number in range(0, 14, 2))
    assert found["spans"].map(len).sum() == expected == row["n"]
    assert found["text"].eq("A strike.").all()
    assert set(found["doc_id"]) <= {f"t{number}" for number in range(0, 14, 2)}
