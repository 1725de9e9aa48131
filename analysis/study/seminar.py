"""Material for a seminar beside the study: texts to read blind, the teacher's sheet, a notebook.

All of it comes from ``seminar.ipynb``. Cells tagged ``instructor`` hold what a class must not see
before it has read; the student's version is the notebook without them. Cells that are also tagged
``private`` are for the teacher alone and never projected.
"""

import copy
import re
from pathlib import Path

from analysis.corpus import Corpus
from analysis.study.exported import load_nbformat

TAG = "instructor"
# Large type is for projecting, so it leaves out what is for the teacher alone.
PROJECTED = "<style>body:has(#large:checked) .celltag_private { display: none }</style>"


def has_class(corpus: Corpus) -> bool:
    """Whether there is a class to show: codings by two people or more."""
    people = corpus.coders.loc[corpus.coders["kind"] == "person", "coder"]
    return corpus.codings.loc[corpus.codings["coder"].isin(people), "coder"].nunique() > 1


def student_version(book):
    """A copy of a notebook without the teacher's cells and without outputs."""
    book = copy.deepcopy(book)
    book.cells = [cell for cell in book.cells if TAG not in cell.metadata.get("tags", [])]
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return book


def write_seminar(made: Path, corpus: Corpus, notebook: Path) -> None:
    """Write ``read.html`` into a study folder and, if the seminar was run, what belongs to it.

    ``seminar.html`` is the executed notebook with all that a teacher needs; `notebook`, its source,
    becomes ``seminar-student.ipynb``.
    """
    from analysis.coding.forms import render_reading

    nbformat = load_nbformat()
    (made / "read.html").write_text(render_reading(corpus), encoding="utf-8", newline="")
    executed = made / "notebooks" / "seminar.html"
    if not executed.is_file():
        return
    # The page moves one folder up: links to its neighbours get notebooks/, and ../ is dropped.
    page = executed.read_text(encoding="utf-8")
    page = re.sub(r'href="(?!#|\.\./|[a-z]+:)', 'href="notebooks/', page).replace(
        'href="../', 'href="'
    )
    page = page.replace("</head>", f"{PROJECTED}</head>", 1)
    (made / "seminar.html").write_text(page, encoding="utf-8", newline="")
    student = student_version(nbformat.read(notebook, as_version=4))
    nbformat.write(student, made / "seminar-student.ipynb")
