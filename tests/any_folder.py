"""Corpus folders of any kind for tests that try everything, and the study run on one in memory."""

import csv
import io
import os
from pathlib import Path

import nbformat
from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        *("the", "a", "of", "not", "he", "it", "deal", "talks", "walked", "away", "failed", "won"),
        *("Trump", "Kim", "good", "terrible", "“deal”", "“he", "said”", '"walk"', "$5", "$x^$"),
        *("don't", "a_b", "<b>", "&amp;", "\\frac", "שלום", "𝒳", "über", "x" * 300, "1,000"),
    ]
)
SENTENCES = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(WORDS, min_size=1, max_size=9),
    st.sampled_from([". ", "! ", "? ", "\n\n", "\n", " "]),
)
TEXTS = st.lists(SENTENCES, max_size=8).map("".join)
IDS = st.sampled_from(["a", "b", "1", "nan", "x y", "$a$", "c + d", "2 others", "É", "-", "text"])
CELLS = st.sampled_from(["", "", "Outlet", "$o_1$", "=1+1", "nan", "a", "reader", "1"])
COLUMNS = {
    "label": CELLS,
    "outlet": CELLS,
    "date": st.sampled_from(["", "2019-03-01", "soon"]),
    "colour": st.sampled_from(["", "#123456", "red", "none at all", "C1", "0.5"]),
    "marker": st.sampled_from(["", "o", "s", "circle", "$x$", " "]),
    **dict.fromkeys(["n_words", "n_sentences", "text", "n", "role", "compound", "term"], CELLS),
}
PATTERNS = st.sampled_from(
    ["", "deal", "the", "walked away", "walk* ; !walked", "(", "fail*", "not", "zebra", "x..3 deal"]
)
CODES = st.sampled_from(["stance", "walk", "name_x", "frame_$y$", "k", "n", "text", "nan", ""])


def _table(header: list[str], rows: list, form: str = ",") -> str:
    """As CSV; `form` is the separator, behind a byte order mark if there is one."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n", delimiter=form[-1]).writerows([header, *rows])
    return form[:-1] + written.getvalue()


@st.composite
def folders(draw) -> dict[str, str]:
    """Files of a corpus folder by their names; every other one with what may be wrong in it."""
    wrong = draw(st.booleans())
    ids = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
    if draw(st.integers(0, 5)) == 0:  # too many to stand side by side
        ids += [f"more {n}" for n in range(12)]
    extra = "" if wrong else "Talks. "
    files = {f"raw/{name}.txt": extra + draw(TEXTS) for name in ids}
    if draw(st.booleans()):
        columns = draw(st.lists(st.sampled_from(sorted(COLUMNS)), max_size=4, unique=True))
        rows = [[name, f"raw/{name}.txt", *(draw(COLUMNS[c]) for c in columns)] for name in ids]
        files["commentaries.csv"] = _table(["doc_id", "file", *columns], rows)
    numbers = st.integers(0, 6).map(str) if wrong else st.just("1")
    if draw(st.booleans()):
        roles = st.sampled_from(["body", "quotation", *(["chrome", "headline", "none"] * wrong)])
        ranges = st.tuples(st.sampled_from(ids), numbers, numbers, roles)
        rows = draw(st.lists(ranges, max_size=3, unique_by=lambda row: row[0]))
        files["passages.csv"] = _table(["doc_id", "first_line", "last_line", "role"], rows)
    codes = []
    if draw(st.booleans()):
        kinds = st.sampled_from(["name", "frame", "actor", "stance", *(["other"] * wrong)])
        leans = st.sampled_from(["", "favourable", "unfavourable", *(["up"] * wrong)])
        patterns = PATTERNS if wrong else PATTERNS.filter(lambda pattern: pattern != "(")
        code = st.tuples(CODES, kinds, CELLS, CELLS, patterns, leans, CELLS)
        unique = None if wrong else (lambda row: row[0])
        rows = draw(st.lists(code, max_size=5, unique_by=unique))
        rows = [row for row in rows if row[0] or wrong]
        codes = [row[0] for row in rows]
        header = ["code", "kind", "label", "definition", "pattern", "leans", "function"]
        files["codebook.csv"] = _table(header, rows)
    if draw(st.booleans()):
        coders = st.sampled_from(["reader", "other", "é é", *(["text", "dictionary", ""] * wrong)])
        found = CODES if wrong else st.sampled_from(["stance", *filter(None, codes)])
        keys = st.tuples(coders, st.sampled_from(ids), numbers, found)
        unique = None if wrong else (lambda row: row)
        sides = ["favourable", "unfavourable", "neither", "Neither ", ""]
        marks = ["1", "0", "", "1 "]
        rows = [
            (*key, draw(st.sampled_from(sides if key[3] == "stance" and not wrong else marks)))
            for key in draw(st.lists(keys, max_size=8, unique_by=unique))
        ]
        header = ["coder", "doc_id", "sentence_id", "code", "value"]
        form = draw(st.sampled_from([",", ",", ";", "\ufeff,", "\t"]))
        whose = dict.fromkeys(row[0] for row in rows)
        if draw(st.booleans()):  # a file a coder, named after them
            files |= {
                f"codings/{name or 'x'}.csv": _table(
                    header[1:], [row[1:] for row in rows if row[0] == name], form
                )
                for name in whose
            }
        else:
            files["codings.csv"] = _table(header, rows, form)
        if draw(st.booleans()):
            kinds = st.sampled_from(["person", "model", "", *(["dictionary", "cat"] * wrong)])
            coders = [[name, draw(kinds), draw(CELLS)] for name in whose]
            files["coders.csv"] = _table(["coder", "kind", "instructions"], coders)
    return files


def write(folder: Path, files: dict[str, str]) -> Path:
    """The folder, with these files in it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8"))
    return folder


def run_study(folder: Path, out: Path) -> None:
    """What ``study`` makes of a folder, without kernels: the cells of a notebook, then the page."""
    import matplotlib.pyplot as plt

    from analysis.study import study_folder

    book = nbformat.read(study_folder.NOTEBOOKS / "compare.ipynb", as_version=4)
    book = study_folder.with_parameters(book, {"CORPUS": str(folder), "OUT": str(out)})
    space = {"display": lambda *shown: None}
    before = os.getcwd()
    try:
        for number, cell in enumerate(book.cells):
            if cell.cell_type == "code":
                exec(compile(cell.source, f"cell {number}", "exec"), space)
                plt.close("all")
        write_page(folder, out)
    finally:
        os.chdir(before)
        plt.close("all")


def write_page(folder: Path, out: Path) -> None:
    """The page that ``study`` makes of a folder, with what a notebook has drawn so far."""
    from analysis import corpus
    from analysis.study import study_folder

    for name in ("notebooks", "figures", "tables"):
        (out / name).mkdir(parents=True, exist_ok=True)
    study_folder._write_page(out, corpus.load(folder))
