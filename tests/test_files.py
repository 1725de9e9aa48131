"""Files opened with care, and the formulas that no table of ours may bring into a spreadsheet."""

import os

import pandas as pd
import pytest

from analysis import _files, figures
from analysis.bring import new_folder
from analysis.study import command_line

FORMULAS = [
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1", "＋1+1", "－1+1", "＠A1"),
    *(" =1+1", "\u00a0=1+1", "\ufeff=1+1", "\u3000=1+1", "\t=1+1", "\tx", "\rx", "\nx", " \nx"),
]
HARMLESS = ["", "a=b", "walk", "-3.5", "+1,000", "-12%", "1+1", "'=1", "—"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_gets_an_apostrophe(cell):
    assert _files.guard_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", HARMLESS)
def test_other_texts_and_numbers_stay(cell):
    assert _files.guard_cell(cell) == cell


@pytest.mark.parametrize("formula", ["＝1", "\u3000=1+1", "@here"])
def test_the_guard_is_the_same_for_results_and_for_corpus_folders(tmp_path, formula):
    (tmp_path / "t.csv").write_text(f"wing,text\n{formula},A text.\n", encoding="utf-8")
    new_folder.make_folder(tmp_path / "made", [tmp_path / "t.csv"])
    made = pd.read_csv(tmp_path / "made" / "commentaries.csv")
    figures.save_table(pd.DataFrame({"wing": made["wing"].str.removeprefix("'")}), "t", tmp_path)
    saved = pd.read_csv(tmp_path / "t.csv")
    assert saved["wing"].tolist() == made["wing"].tolist()
    assert made["wing"].str.startswith("'").all()


def test_numbers_of_a_column_stay_numbers():
    table = pd.DataFrame({"=n": [-1.5, 2], "term": ["-1+1", "-1.5"]})
    guarded = _files.guard_table(table)
    assert list(guarded.columns) == ["'=n", "term"]
    assert guarded["'=n"].tolist() == [-1.5, 2]
    assert guarded["term"].tolist() == ["'-1+1", "-1.5"]


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="open files are not listed")
def test_a_folder_that_is_refused_is_not_left_open(tmp_path):
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        with pytest.raises(IsADirectoryError):
            _files.read_regular(tmp_path, 10)
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_file_named_on_the_command_line_is_opened_with_the_same_care(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe.txt")
    given = [tmp_path / "pipe.txt", tmp_path, tmp_path / "none.txt"]
    assert command_line.main(["new", str(tmp_path / "made"), *map(str, given)]) == 1
    assert "pipe.txt: not a file but a folder, pipe or device" in capsys.readouterr().err
