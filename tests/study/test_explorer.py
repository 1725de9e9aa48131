"""The explorer without a browser: what its widgets show is what the package's verbs return."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis import keyness, tokens
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


def widgets(box) -> dict:
    """Widgets by what a reader sees beside them; those without are counted by their kind."""
    found, stack = {}, [box]
    while stack:
        widget = stack.pop(0)
        stack = [*getattr(widget, "children", ()), *stack]
        name = getattr(widget, "description", "") or type(widget).__name__
        while name in found:
            name += "'"
        found[name] = widget
    return found


def shown(box) -> tuple[str, pd.DataFrame, str]:
    """The note, the table read back from its HTML, the sentences."""
    found = widgets(box)
    note, table, sentences = (found[name].value for name in ("HTML", "HTML'", "HTML''"))
    rows = BeautifulSoup(table, "html.parser").find_all("tr")
    cells = [[cell.get_text() for cell in row.find_all(["td", "th"])] for row in rows]
    columns = {head: column for column, head in show.HEADS.items()}
    made = pd.DataFrame(cells[1:], columns=[columns.get(head, head) for head in cells[0]])
    made = made.replace("−", "-", regex=True)
    numbers = [column for column in made if column[:2] == "n_" or column in ("n", "compound")]
    return note, made.assign(**{c: pd.to_numeric(made[c]) for c in numbers}), sentences


def test_the_table_is_that_of_the_verb(folder):
    box = explorer.explore(folder)
    found = widgets(box)
    found["Measure"].value = "contrasts"
    found["Target"].value = "two"
    found["N-gram"].value = 2
    texts = explorer.read_texts(folder)
    pairs = tokens.join_ngrams(texts.tokens, 2)
    expected = tokens.content(keyness.compare(tokens.count_terms(pairs), "two"))
    expected = expected.sort_values(
        ["low", "log_ratio", "n_target", "term"], ascending=[False, False, False, True]
    ).head(explorer.ROWS)
    _, table, sentences = shown(box)
    assert table["term"].tolist() == expected["term"].tolist()
    assert table["n_target"].tolist() == expected["n_target"].tolist()
    assert sentences.count("<mark>") == expected["n_target"].iloc[0]


def test_the_voice_chooses_whose_words(folder):
    box = explorer.explore(folder)
    found = widgets(box)
    found["Measure"].value = "tf-idf"
    found["Target"].value = "one"
    found["Voice"].value = "quoted"
    _, table, _ = shown(box)
    assert dict(zip(table["term"], table["n"], strict=True)) == {"no": 1, "deal": 1, "better": 1}


def test_each_row_opens_to_as_many_spans_as_its_number(folder):
    box = explorer.explore(folder)
    found = widgets(box)
    found["Measure"].value = "tf-idf"
    _, table, _ = shown(box)
    for number, row in enumerate(table.itertuples()):
        found["Row"].value = number
        assert shown(box)[2].count("<mark>") == row.n


def test_tone_shows_the_strongest_sentence_first(folder):
    box = explorer.explore(folder)
    _, table, sentences = shown(box)
    size = table["compound"].abs().tolist()
    assert size == sorted(size, reverse=True)
    assert "<bdi>one</bdi>&nbsp;" in sentences
    assert bytes(widgets(box)["Image"].value).startswith(b"\x89PNG")


def test_of_codes_the_caption_speaks_of_frames_alone_and_of_all_texts():
    """The expectation is the profile of the frames; names and actors have charts of their own."""
    texts = explorer.read_texts()
    view = explorer.make_view(texts, "codes", "msnbc")
    _, caption = explorer.draw_view(texts, view, "codes", "msnbc")
    frames = view.table[view.table["kind"] == "frame"]
    assert f"MSNBC {frames['n'].sum()}" in caption
    absent = set(view.whole.groupby("label")["n"].sum().loc[lambda n: n == 0].index)
    said = caption.partition("In no text: ")[2].partition(".")[0]
    assert set(filter(None, said.split(", "))) <= absent
    assert "empty-handed" not in caption


def test_what_cannot_be_shown_is_said_in_a_sentence(folder, tmp_path):
    box = explorer.explore(folder)
    found = widgets(box)
    found["Measure"].value = "codes"
    assert "no codebook" in found["HTML"].value
    assert found["HTML'"].value == ""
    found["Folder"].value = str(tmp_path / "nowhere")
    found["Read"].click()
    assert "no such folder" in found["HTML"].value
    assert found["Target"].options == ()
    (folder / "raw" / "two.txt").unlink()
    found["Folder"].value = str(folder)
    found["Measure"].value = "contrasts"
    found["Read"].click()
    assert "nothing to compare" in found["HTML"].value


def test_other_peoples_text_is_text(folder):
    hostile = "<script>alert(1)</script> is a bad word. It is <b>bold</b>."
    (folder / "raw" / "two.txt").write_text(hostile, encoding="utf-8")
    box = explorer.explore(folder)
    found = widgets(box)
    found["Target"].value = "two"
    everything = "".join(w.value for name, w in found.items() if name.startswith("HTML"))
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
    row = view.table["term"].tolist().index("strike")
    found = explorer.open_row(texts, view, row)
    expected = sum(number % 3 for number in range(0, 14, 2))
    assert found["spans"].map(len).sum() == expected == view.table["n"].iloc[row]
    assert found["text"].eq("A strike.").all()
    assert set(found["doc_id"]) <= {f"t{number}" for number in range(0, 14, 2)}
