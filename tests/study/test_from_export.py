"""From an export of ten articles of three outlets to the page, in three commands."""

import pandas as pd
import pytest
from archive_files import ARTICLES, lexis

from analysis import corpus
from analysis.study.command_line import main

N = 10


@pytest.mark.slow
def test_an_export_of_ten_articles_becomes_a_page_in_three_commands(tmp_path, capsys):
    export = "\n".join(
        lexis(number % 3, N)
        .replace(f"{number % 3 + 1} of {N}", f"{number + 1} of {N}")
        .replace("BODY:\n\n", f"BODY:\n\nThis is article {number + 1}. ")
        for number in range(N)
    )
    (tmp_path / "export.txt").write_text(export, encoding="utf-8")
    folder, out = str(tmp_path / "corpus"), tmp_path / "study"

    assert main(["new", folder, str(tmp_path / "export.txt")]) == 0
    assert main(["check", folder]) == 0
    assert main(["study", "--corpus", folder, "--out", str(out)]) == 0

    found = corpus.load(folder).documents
    told = [ARTICLES[number % 3] for number in range(N)]
    assert found["outlet"].tolist() == [names[0] for names, _, _ in told]
    assert found["date"].tolist() == [names[2] for names, _, _ in told]
    assert found["author"].tolist() == [names[3] for names, _, _ in told]
    page = (out / "index.html").read_text(encoding="utf-8")
    assert all(f"This is article {number + 1}." in page for number in range(N))
    assert "library.example" not in page
    lengths = pd.read_csv(out / "figures" / "overview.csv")
    assert lengths["doc_id"].nunique() == N
