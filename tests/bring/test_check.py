"""``check`` tells everything at once, and whether the study can run; expectations from reading."""

import pytest

from analysis import corpus
from analysis.bring import check
from analysis.study import command_line

PROSE = "The talks ended early. Both went home. Nobody signed. It was cold. They left at once.\n"
CODEBOOK = "code,kind,definition,pattern\n"


def make(folder, **files):
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "a.txt").write_text(PROSE, encoding="utf-8")
    (folder / "raw" / "b.txt").write_text(PROSE[::-1] + PROSE.upper(), encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_the_studys_own_folder_has_no_error():
    assert "error" not in set(check.examine(corpus.OWN_FOLDER).problems["level"])


def test_the_summary_counts_what_is_compared_and_what_is_not():
    """Lengths that a reader counts: about 300, 450 and 830 words. By reading, 11 sentences."""
    held = check.examine(corpus.OWN_FOLDER).summary.set_index("doc_id")
    assert held["n_words"].round(-1).to_dict() == {"axios": 300, "msnbc": 440, "koreatimes": 830}
    assert held.loc["axios", "n_sentences"] == 11
    assert (held["n_words"] == held["words_body"] + held["words_quotation"]).all()
    assert held.loc["msnbc", "words_headline"] == 9
    assert held["words_headline"].astype(bool).tolist() == [False, True, False]
    assert (held.filter(like="words_").columns == [f"words_{role}" for role in corpus.ROLES]).all()


def test_everything_is_told_at_once_errors_first(tmp_path):
    folder = make(
        tmp_path / "x",
        commentaries="doc_id,file,date\na,raw/a.txt,1 March\nc,raw/c.txt,\n",
        passages="doc_id,first_line,last_line,role\na,9,9,bio\n",
        codings="coder,doc_id,sentence_id,code,value\nme,a,one,x,1\n",
    )
    table = check.examine(folder).problems
    assert table["level"].tolist() == ["error"] * 3 + ["warning"] * 2
    assert table["where"].tolist() == [
        *("c", "passages.csv line 2 (a)", "codings.csv line 2 (me, a)", "a", "raw/b.txt"),
    ]
    assert table["found"].tolist()[0] == "raw/c.txt is missing"
    assert table["do"].tolist()[0] == "restore it, or remove its row in commentaries.csv"
    assert (
        table["found"].tolist()[3]
        == "date '1 March' is not of the form 2019-03-01, 2019-03 or 2019"
    )


def test_the_rules_of_the_corpus_are_those_of_check(tmp_path):
    folder = make(tmp_path / "x", commentaries="doc_id,file\na,raw/a.txt\na,raw/c.txt\n")
    _, problems = corpus.inspect(folder)
    table = check.examine(folder).problems
    told = [f"{row.where}: {row.found}; {row.do}" for row in table.itertuples()]
    assert [each for each in told if each in problems] == problems


def test_texts_to_look_at_are_warnings(tmp_path):
    folder = make(tmp_path / "x")
    german = " ".join(f"Alle Menschen sind frei seit Artikel {n}." for n in range(20))
    (folder / "raw" / "c.txt").write_text(german)
    (folder / "raw" / "d.txt").write_text("One sentence\ufffd.")
    (folder / "raw" / "e.txt").write_text(german)
    table = check.examine(folder).problems
    assert set(table["level"]) == {"warning"}
    told = table.groupby("where")["found"].agg(" | ".join)
    assert "hardly a word of English" in told["c"]
    assert "only 1 sentence to compare" in told["d"]
    assert "replacement characters" in told["d"]
    assert "nearly the text of c" in told["e"]


def test_codings_are_held_against_all_roles_of_the_text(tmp_path):
    """A sentence of the headline can be coded: numbers are counted over all roles."""
    folder = make(
        tmp_path / "x",
        passages="doc_id,first_line,last_line,role\na,1,1,headline\n",
        codings="coder,doc_id,sentence_id,code,value\nme,a,5,x,1\nme,a,05,x,0\nyou,a,5,x,0\n",
    )
    found = check.examine(folder).problems
    assert found.loc[found["where"].str.startswith("codings"), "found"].tolist() == [
        "the same coder, sentence and code as line 2"
    ]


@pytest.mark.parametrize(
    ("pattern", "level", "expected"),
    [
        ("walked (out", "error", "open parenthesis"),
        ("collaps*", "warning", "row 2 (end): pattern 'collaps*' matches nothing"),
        ("collaps* ; fail*", "warning", "none of 2 patterns (pattern 'collaps*', …) matches"),
        ("collaps* ; talks", None, ""),
        ("talks ended", None, ""),
        ("", None, ""),
    ],
)
def test_patterns_that_are_malformed_or_match_nothing(tmp_path, pattern, level, expected):
    folder = make(tmp_path / "x", codebook=f"{CODEBOOK}end,name,what it was,{pattern}\n")
    table = check.examine(folder).problems
    table = table[table["where"] == "codebook.csv"]
    assert table["level"].tolist() == ([level] if level else [])
    assert all(expected in each for each in table["found"])


def test_a_coding_with_a_code_of_no_codebook(tmp_path):
    folder = make(
        tmp_path / "x",
        codebook=f"{CODEBOOK}end,name,what it was,talks\n",
        codings="coder,doc_id,sentence_id,code,value\nme,a,1,end,1\nme,a,1,start,1\n",
    )
    table = check.examine(folder).problems
    assert table.loc[table["level"] == "error", "found"].tolist() == [
        "code 'start' is not in codebook.csv"
    ]


@pytest.mark.parametrize(("files", "status"), [({}, 0), ({"passages": "x\n"}, 1)])
def test_the_status_says_whether_the_study_can_run(tmp_path, capsys, files, status):
    assert command_line.main(["check", str(make(tmp_path / "x", **files))]) == status
    said = capsys.readouterr().out
    assert f"the study can{'not' if status else ''} run" in said
    assert "words_chrome" not in said


def test_a_first_line_that_reads_like_a_title_is_pointed_out(tmp_path):
    (tmp_path / "raw").mkdir()
    text = "A pause, not an end\n\nThe talks ended. They will go on. Nobody has lost.\n"
    (tmp_path / "raw" / "one.txt").write_text(text, encoding="utf-8")
    found = check.examine(tmp_path).problems.query("where == 'one' and found.str.contains('title')")
    assert found["do"].tolist() == ["if it is one, add one,1,1,headline,title to passages.csv"]
    (tmp_path / "passages.csv").write_text(
        "doc_id,first_line,last_line,role,reason\none,1,1,headline,title\n", encoding="utf-8"
    )
    assert not check.examine(tmp_path).problems["found"].str.contains("title").any()
    assert not check.examine(corpus.OWN_FOLDER).problems["found"].str.contains("title").any()


def test_a_changed_text_is_not_called_unlisted(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "one.txt").write_text("It ended. It did.", encoding="utf-8")
    table = "doc_id,file,sha256\none,raw/one.txt," + "0" * 64 + "\n"
    (tmp_path / "commentaries.csv").write_text(table, encoding="utf-8")
    found = check.examine(tmp_path).problems["found"]
    assert found.str.contains("changed since retrieved").sum() == 1
    assert not found.str.contains("not listed").any()
