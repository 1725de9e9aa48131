"""Folders laid out by hand: names as systems spell them, tables as spreadsheets write them."""

import unicodedata

import pytest

from analysis import corpus
from analysis._files import read_csv
from analysis.bring import check, suggest
from analysis.study import command_line

PROSE = "The talks ended early. Both went home. Nobody signed. It was cold. They left at once.\n"


def lay(folder, **files):
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def told(folder) -> dict[str, str]:
    problems = check.examine(folder).problems
    return problems.groupby("where")["found"].agg(" | ".join).to_dict()


def test_texts_of_any_capitals_are_read_and_hidden_files_said(tmp_path):
    lay(tmp_path, **{"raw/a.txt": PROSE, "raw/b.TXT": PROSE + "One.", "raw/c.text": PROSE + "Two."})
    (tmp_path / "raw" / "._a.txt").write_bytes(b"\0\5\26\7")
    (tmp_path / "raw" / ".DS_Store").write_bytes(b"\0")
    (tmp_path / "raw" / "notes.md").write_text("x")
    c = corpus.load(tmp_path)
    assert c.documents["doc_id"].tolist() == ["a", "b", "c"]
    said = told(tmp_path)
    assert said["raw/._a.txt"] == said["raw/.DS_Store"] == "a hidden file, left out"
    assert said["raw/notes.md"] == "no .txt file, left out"
    assert "error" not in set(check.examine(tmp_path).problems["level"])


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("in_table", ["NFC", "NFD"])
@pytest.mark.parametrize("listed", [True, False])
def test_both_spellings_of_a_name_are_one_id(tmp_path, on_disk, in_table, listed):
    name, written = (unicodedata.normalize(form, "café-각") for form in (on_disk, in_table))
    other = unicodedata.normalize("NFD" if in_table == "NFC" else "NFC", "café-각")
    lay(
        tmp_path,
        **{
            f"raw/{name}.txt": PROSE,
            "passages.csv": f"doc_id,first_line,last_line,role\n{written},1,1,body\n",
        },
    )
    if listed:
        lay(tmp_path, **{"commentaries.csv": f"doc_id,file\n{other},raw/{written}.txt\n"})
    assert corpus.load(tmp_path).documents["doc_id"].tolist() == [
        unicodedata.normalize("NFC", "café-각")
    ]
    assert "not listed" not in str(told(tmp_path))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("said", [True, False])
def test_tables_of_the_folder_are_read_with_any_delimiter(tmp_path, delimiter, said):
    rows = [["doc_id", "file", "title"], ["a", "raw/a.txt", '"One, two; three"']]
    text = f"sep={delimiter}\n" * said + "\n".join(delimiter.join(row) for row in rows)
    lay(tmp_path, **{"raw/a.txt": PROSE, "commentaries.csv": "\ufeff" + text + "\n"})
    assert corpus.load(tmp_path).documents["title"].tolist() == ["One, two; three"]


def test_a_codebook_with_semicolons_keeps_those_of_its_patterns(tmp_path):
    text = 'code;kind;definition;pattern\nend;name;what it was;"talks ended ; went home"\n'
    lay(tmp_path, **{"codebook.csv": text})
    table, problems = read_csv(tmp_path / "codebook.csv", ["code", "pattern"])
    assert not problems
    assert table["pattern"].tolist() == ["talks ended ; went home"]


def test_check_points_to_what_new_would_have_mended(tmp_path):
    turns = "ANNA: They left.\n\nKIM: No.\n\nANNA: Yes.\n\nKIM: It is over.\n"
    lay(tmp_path, **{"raw/a.txt": PROSE + "He said &quot;no&quot; &amp; left nego-\ntiations.\n",
                     "raw/b.txt": PROSE + "AT&T; Q&A; a well-known man, a short -\nor long talk.\n",
                     "raw/c.txt": turns})  # fmt: skip
    said = told(tmp_path)
    assert "holds &quot;, &amp;, which are counted as words" in said["a"]
    assert "breaks 1 word at a line end ('nego- tiations')" in said["a"]
    assert "holds" not in said.get("b", "")
    assert "broken" not in said.get("b", "")
    assert "transcript of 2 speakers" in said["c"]
    own = check.examine(corpus.OWN_FOLDER).problems["found"]
    assert not own.str.contains("holds &|broken at a line|transcript").any()


TEXT = "Why they left\n\nBy A. Writer\n\nMarch 1, 2019\n\n" + PROSE * 3 + "\nRead more: Talks\n"


def test_suggestions_are_written_beside_and_never_over(tmp_path, capsys):
    lay(tmp_path, **{"raw/a.txt": TEXT, "passages.suggested.csv": "mine\n"})
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert command_line.main(["check", str(tmp_path), "--suggest"]) == 0
    assert "commentaries.suggested.csv" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in before} == before
    assert (tmp_path / "passages.suggested-2.csv").is_file()
    suggest.write_suggestions(tmp_path)
    assert (tmp_path / "commentaries.suggested-2.csv").is_file()


def test_suggestions_can_take_the_place_of_the_tables(tmp_path):
    lay(tmp_path, **{"raw/a.txt": TEXT, "raw/b.txt": PROSE * 2})
    for path in suggest.write_suggestions(tmp_path):
        path.rename(tmp_path / path.name.replace(".suggested", ""))
    c = corpus.load(tmp_path)
    row = c.documents.iloc[0]
    assert (row["title"], row["author"], row["date"]) == (
        "Why they left", "A. Writer", "2019-03-01",
    )  # fmt: skip
    roles = ["headline", "byline", "byline", "body", "chrome", "body"]
    assert c.passages["role"].tolist() == roles
    assert "error" not in set(check.examine(tmp_path).problems["level"])


def test_suggestions_for_the_studys_own_texts_say_what_its_tables_say(tmp_path):
    import shutil

    shutil.copytree(corpus.OWN_FOLDER, tmp_path / "own")
    _, path = suggest.write_suggestions(tmp_path / "own")
    table = read_csv(path, ["doc_id", "first_line", "role"])[0]
    suggested = set(
        zip(table["doc_id"], table["first_line"].astype(int), table["role"], strict=True)
    )
    own = corpus.load().passages
    own = own[own["role"] != "body"]
    assert set(zip(own["doc_id"], own["first_line"], own["role"], strict=True)) <= suggested


def test_a_codebook_in_excel_is_read_as_one_in_csv(tmp_path):
    from openpyxl import Workbook

    from analysis.codebook.codes import read_codebook

    rows = [["code", "kind", "definition", "pattern"], ["end", "name", "it", "talks ended ; home"]]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    lay(tmp_path, **{"raw/a.txt": PROSE})
    book.save(tmp_path / "codebook.xlsx")
    found = read_codebook(tmp_path)
    (tmp_path / "codebook.csv").write_text("\n".join(",".join(row) for row in rows))
    assert found.to_dict() == read_codebook(tmp_path).to_dict()
    (tmp_path / "codebook.csv").unlink()
    assert check.examine(tmp_path).problems.empty
    book.active["D2"] = "nowhere ("
    book.save(tmp_path / "codebook.xlsx")
    assert "parenthesis" in told(tmp_path)["codebook.xlsx"]
    (tmp_path / "codebook.xlsx").write_bytes(b"no workbook")
    assert "not readable as an Excel file" in told(tmp_path)["codebook.xlsx"]
