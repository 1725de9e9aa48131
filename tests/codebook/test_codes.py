"""Reading a codebook: what it must hold, and how everything that is wrong with it is said."""

import re

import pandas as pd
import pytest

from analysis.codebook.codes import read_codebook

HEADER = "code,kind,definition,pattern\n"


def saved(folder, text):
    (folder / "codebook.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_codebook_is_read_from_its_file_or_folder(tmp_path):
    text = "code,kind,definition,pattern,agent,note\nwalk,name,leaves,walk*,one side,x\n"
    text += "tone,stance,,,,\n"
    codebook = read_codebook(saved(tmp_path, text))
    pd.testing.assert_frame_equal(codebook, read_codebook(tmp_path / "codebook.csv"))
    assert codebook.loc[0, ["agent", "note", "process", "function"]].tolist() == [
        "one side", "x", "", "",
    ]  # fmt: skip
    assert codebook["pattern"].tolist() == ["walk*", ""]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    """A blank row and a cell of two lines before the row at fault: it is row 5 all the same."""
    text = HEADER + 'walk,name,"two\nlines",walk*\n,,,\n\nend,frame,,(end\n'
    with pytest.raises(ValueError, match=r"^codebook\.csv: row 5 \(end\): pattern \"\(end\" has"):
        read_codebook(saved(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "code,kind,pattern\n",
            "codebook.csv: no column 'definition' (found: code, kind, pattern)",
        ),
        ("", "codebook.csv: no column 'code', 'kind', 'definition', 'pattern' (found: nothing)"),
        (HEADER + "a,frame,,b,c,d\n", "codebook.csv: line 2 has more cells than the header"),
        (HEADER + "a,frame,,b\nb,frame,,b,c\n", "codebook.csv: line 3 has more cells"),
        (
            HEADER + "a,frame,,b\na,frame,,c\n",
            "codebook.csv: row 3 (a): already in row 2; rename one",
        ),
        (
            HEADER + "a,frames,,b\n",
            "codebook.csv: row 2 (a): unknown kind 'frames'; use one of name",
        ),
        (HEADER + ",frame,,b\n", "codebook.csv: row 2: no code; give it a name, or delete the row"),
    ],
)
def test_a_codebook_that_cannot_be_used_says_why(tmp_path, text, message):
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        read_codebook(saved(tmp_path, text))
    assert len(str(caught.value).splitlines()) == 1


def test_a_link_is_not_followed(tmp_path):
    """Else a folder from a stranger would show a file of the reader's own on the page."""
    (tmp_path / "secret.csv").write_text(HEADER + "a,frame,,b\n", encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "codebook.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(ValueError, match=r"codebook\.csv is a symbolic link; put the file itself"):
        read_codebook(tmp_path / "mine")


def test_everything_wrong_with_a_codebook_is_said_at_once(tmp_path):
    text = HEADER + "a,frames,,(b\na,frame,,b]\n"
    with pytest.raises(ValueError, match="row 2") as caught:
        read_codebook(saved(tmp_path, text))
    assert len(str(caught.value).splitlines()) == 4


def test_no_codebook_says_what_to_write(tmp_path):
    with pytest.raises(ValueError, match=r"no codebook at .*codebook\.csv; write one with columns"):
        read_codebook(tmp_path)
