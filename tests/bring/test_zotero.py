"""A library of Zotero: the columns are those of its own CSV export, the items are made here."""

import csv
import io

import pytest
from given_files import LONG, PAGE, save_files

from analysis import corpus
from analysis.bring import new_folder

COLUMNS = ["Key", "Item Type", "Publication Year", "Author", "Title", "Publication Title", "Url"]
COLUMNS += ["Date", "Date Added", "File Attachments", "Link Attachments"]


def library(*items: dict[str, str]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(items)
    return written.getvalue().encode("utf-8-sig")


def item(title: str, files: str) -> dict[str, str]:
    return {
        "Key": "ABCD1234",
        "Item Type": "newspaperArticle",
        "Author": "Writer, A.; Other, B.",
        "Title": title,
        "Publication Title": "The Library's Paper",
        "Date": "1 March 2019",
        "Url": "https://paper.example/1",
        "File Attachments": files,
    }


def test_the_files_beside_the_table_are_read(tmp_path):
    """By the end of a path that is another machine's; of two files the page; facts of the table."""
    (tmp_path / "storage" / "AB12").mkdir(parents=True)
    (tmp_path / "storage" / "AB12" / "page one.html").write_text(PAGE)
    save_files(tmp_path / "storage" / "AB12", a__pdf=b"%PDF")
    [flat] = save_files(tmp_path, column__txt=f"{LONG}\n")
    table = library(
        item("One", r"C:\Users\me\Zotero\storage\AB12\a.pdf; C:\Z\storage\AB12\page one.html"),
        item("Two", f"/Users/me/Zotero/storage/XY99/{flat.name}"),
        item("Three", "/Users/me/Zotero/storage/XY99/lost.html"),
        item("Four", ""),
    )
    [path] = save_files(tmp_path, library__csv=table)
    report = new_folder.make_folder(tmp_path / "made", [path])
    assert report["doc_id"].tolist() == ["page-one", "column", "", ""]
    assert report["read"][0] == "web page of Zotero table, row 1"
    assert "not read: a.pdf" in " ".join(report["warnings"][0])
    assert "its files are not beside the table" in report["warnings"][2][0]
    assert "the table itself holds no text" in report["warnings"][3][0]
    assert all(each[0].endswith("beside the table") for each in report["warnings"][2:])
    c = corpus.load(tmp_path / "made")
    assert c.raw["column"] == f"{LONG}\n"
    assert c.documents["title"].tolist() == ["One", "Two"]
    assert c.documents["outlet"].tolist() == ["The Library's Paper"] * 2
    assert c.documents["date"].tolist() == ["2019-03-01"] * 2
    assert "column 'Title' of the Zotero table" in c.documents["basis"][0]
    # The original of a text is the file that it was read from, not the table.
    assert (tmp_path / "made" / report["original"][0]).read_text() == PAGE
    assert report["original"][1] == ""


@pytest.mark.parametrize("path", ["/etc/hostname", "../secret.txt", "a/../../secret.txt", "l.txt"])
def test_no_file_from_elsewhere_is_brought_in(tmp_path, path):
    save_files(tmp_path, secret__txt="A secret text.")
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "l.txt").symlink_to(tmp_path / "secret.txt")
    [table] = save_files(inside, t__csv=library(item("One", path)))
    with pytest.raises(ValueError, match="its files are not beside the table"):
        new_folder.make_folder(tmp_path / "made", [table])
