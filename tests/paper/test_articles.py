"""The sample articles compile from an empty folder, and their figures can be read as printed.

LaTeX is compiled where there is one (`apt install texlive-latex-base texlive-latex-recommended
lmodern`, as the gate does); Typst comes from PyPI with the tests.
"""

import shutil
import subprocess

import pytest
import typst
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTChar, LTContainer

from analysis.paper import verify, writing

needs_latex = pytest.mark.skipif(not shutil.which("pdflatex"), reason="no pdflatex installed")
FONTS = ("LiberationSans", "DejaVuSans")  # of figures; the articles' own have serifs


@pytest.fixture(scope="module")
def desk(bundle, tmp_path_factory):
    """An empty folder with the bundle and, beside it, the articles as copied from it."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(bundle, folder / "bundle")
    for name in ("article.tex", "article.typ"):
        shutil.copy(bundle / name, folder)
    return folder


def latex(folder, name: str) -> str:
    """Compile and return the log; `subprocess` raises where the compiler stops."""
    told = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", name]
    done = subprocess.run(told, cwd=folder, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stdout[-1500:]
    return done.stdout


@pytest.fixture(scope="module")
def articles(desk):
    """The compiled articles by name; that of LaTeX only where it is installed."""
    typst.compile(desk / "article.typ", output=desk / "by-typst.pdf")
    made = {"typst": desk / "by-typst.pdf"}
    if shutil.which("pdflatex"):
        latex(desk, "article")
        subprocess.run(["bibtex", "article"], cwd=desk, check=True, capture_output=True)
        latex(desk, "article")
        log = latex(desk, "article")
        assert "Overfull" not in log
        assert "undefined" not in log
        made["latex"] = desk / "article.pdf"
    return made


@pytest.mark.parametrize("kind", ["typst", pytest.param("latex", marks=needs_latex)])
def test_an_article_has_figures_table_methods_and_references_on_three_pages(articles, kind):
    pages, sizes = list(extract_pages(articles[kind])), []

    def walk(part):
        if isinstance(part, LTChar):
            if part.get_text().strip() and any(font in part.fontname for font in FONTS):
                sizes.append(part.size)
        elif isinstance(part, LTContainer):
            for other in part:
                walk(other)

    for page in pages:
        walk(page)
    assert len(pages) <= 3
    assert len(sizes) > 100
    assert min(sizes) >= 6
    text = extract_text(articles[kind])
    for said in ("Figure 1", "Table 1", "75 sentences", "Krippendorff", "Hutto", "alder"):
        assert said in " ".join(text.split()), said
    assert "??" not in text


@needs_latex
def test_any_caption_compiles(tmp_path):
    """Every sign of ASCII, of Western Europe, and letters that pdfTeX does not have."""
    signs = [chr(n) for n in (*range(32, 127), *range(0xA0, 0x250), *range(0x2010, 0x2040))]
    strange = [*"−×≤≥≠√²±∞→α…", "남북", "Київ", "עברית", "e\u0301", "\ud800", "\x07", "a\nb\u2028c"]
    lines = [f"[{writing.in_latex(sign)}]" for sign in [*signs, *strange]]
    macros = writing.latex_macros({})
    head = "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{textcomp,lmodern,caption}"
    body = "\n\n".join(lines)
    captions = "\\section{" + writing.in_latex("5 % & a_b #1 {x} ~ ^ \\ $ −0.3") + "}"
    text = f"{head}\n{macros}\\begin{{document}}\n{captions}\n{body}\n\\end{{document}}\n"
    (tmp_path / "signs.tex").write_text(text, encoding="utf-8")
    log = latex(tmp_path, "signs")
    assert "Missing character" not in log
    printed = extract_text(tmp_path / "signs.pdf")
    assert "5 % & a_b #1 {x} ~ ^ \\ $ −0.3" in " ".join(printed.split())
    assert "[[U+B0A8][U+BD81]]" in printed


@needs_latex
def test_a_name_that_the_bundle_does_not_have_stops_latex(desk):
    text = (desk / "article.tex").read_text(encoding="utf-8")
    (desk / "wrong.tex").write_text(text.replace("{corpus/texts}", "{corpus/pages}"))
    with pytest.raises(AssertionError, match="The bundle has no number corpus/pages"):
        latex(desk, "wrong")


def test_a_name_that_the_bundle_does_not_have_stops_typst(desk):
    text = (desk / "article.typ").read_text(encoding="utf-8")
    (desk / "wrong.typ").write_text(text.replace("corpus/texts", "corpus/pages"))
    with pytest.raises(RuntimeError, match="corpus/pages"):
        typst.compile(desk / "wrong.typ", output=desk / "wrong.pdf")


@pytest.mark.parametrize("kind", ["tex", "typ"])
def test_the_articles_hold_no_typed_number(desk, kind):
    article = desk / f"article.{kind}"
    assert verify.check_manuscript(article, desk / "bundle") == []
    text = article.read_text(encoding="utf-8")
    first = "\\result{corpus/words}" if kind == "tex" else '#result("corpus/words")'
    wrong = desk / f"typed.{kind}"
    wrong.write_text(text.replace(first, "1,572").replace("corpus/sentences", "corpus/lines"))
    found = verify.check_manuscript(wrong, desk / "bundle")
    assert sorted(line.partition(": ")[2] for line in found) == [
        "1,572 is typed; take it by its name",
        "the bundle has no number corpus/lines",
    ]


@pytest.mark.slow
def test_the_studys_own_bundle_fits_three_pages_and_verifies_twice(tmp_path, capsys):
    """The commands of the README, from an empty folder, on the study's own texts."""
    from analysis.study import command_line

    assert command_line.main(["paper", "--out", str(tmp_path / "bundle")]) == 0
    for name in ("article.tex", "article.typ"):
        shutil.copy(tmp_path / "bundle" / name, tmp_path)
    made = [tmp_path / "by-typst.pdf"]
    typst.compile(tmp_path / "article.typ", output=made[0])
    if shutil.which("pdflatex"):
        latex(tmp_path, "article")
        subprocess.run(["bibtex", "article"], cwd=tmp_path, check=True, capture_output=True)
        latex(tmp_path, "article")
        assert "Overfull" not in latex(tmp_path, "article")
        made.append(tmp_path / "article.pdf")
    assert [len(list(extract_pages(path))) for path in made] == [3] * len(made)
    for _ in range(2):
        capsys.readouterr()
        assert command_line.main(["verify", str(tmp_path / "bundle")]) == 0
        assert capsys.readouterr().out == "every number, table and figure is the same\n"
