"""A bundle holds what a manuscript needs, and each number in it is what others compute."""

import csv
import json
import re

import docx
import numpy as np
import pandas as pd
import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import corpus
from analysis.paper import bundle as bundles
from analysis.paper import methods, results, writing


@pytest.fixture(scope="module")
def data(bundle):
    return json.loads((bundle / "bundle.json").read_text(encoding="utf-8"))


def test_numbers_are_those_of_plain_counting_and_of_vader(town, data):
    """The texts have one form, so that plain code counts them: VADER's own package scores them."""
    judge, numbers = SentimentIntensityAnalyzer(), data["numbers"]
    total = 0
    for path in sorted((town / "raw").iterdir()):
        said = re.findall(r"[^.]+\.", path.read_text(encoding="utf-8").replace("\n", " "))
        mean = np.mean([judge.polarity_scores(one.strip())["compound"] for one in said])
        assert numbers[f"tone/{path.stem}"]["value"] == pytest.approx(mean, abs=1e-4)
        assert numbers[f"tone/{path.stem}"]["text"] == f"{mean:+.2f}".replace("-", "−")
        assert numbers[f"corpus/sentences/{path.stem}"]["value"] == 15
        plans = sum(one.count("plan") for one in said)
        named = numbers.get(f"code/name_plan/{path.stem}", {"value": 0})
        assert named["value"] == plans
        total += len(said)
    assert numbers["corpus/sentences"]["value"] == total == 75


def test_every_count_is_as_many_places_as_it_says(town, bundle, data):
    """What a reviewer asks first: which sentences?"""
    places = pd.read_csv(bundle / "evidence.csv")
    assert set(places["number"]) <= set(data["numbers"])
    n = places.groupby("number").size()
    counted = [
        name for name in n.index if name.partition("/")[0] in ("code", "coded", "term", "also")
    ]
    assert len(counted) > 20
    assert [data["numbers"][name]["value"] for name in counted] == n[counted].to_list()
    assert (n[[f"tone/{path.stem}" for path in (town / "raw").iterdir()]] == 15).all()
    raw = {path.stem: path.read_text(encoding="utf-8") for path in (town / "raw").iterdir()}
    spans = places[places["start"].notna()]
    for row in spans.sample(20, random_state=1).itertuples():
        assert raw[row.doc_id][int(row.start) : int(row.end)] == row.words


def test_a_reviewers_questions_are_answered(bundle, data):
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    text = (bundle / "methods.md").read_text(encoding="utf-8")
    assert manifest["parameters"]["seed"] == 1 == data["numbers"]["run/seed"]["value"]
    assert "with 200 resamples" in text
    assert "seed 1" in text
    assert "1 person (one) and 1 language model (two)" in text
    assert "Krippendorff's alpha for nominal values" in text
    assert f"NLTK {manifest['versions']['nltk']}" in text
    assert manifest["sums"]["corpus"][:12] in text
    assert "Fewer than 12 units have no interval" in text
    assert set(manifest["inputs"]["codings"]) == {"codings.csv", "coders.csv"}
    assert {"corpus", "codebook", "codings", "claims", "code"} == set(manifest["sums"])
    files = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert files - set(manifest["made"]) == {"manifest.json", ".made-by-walking-away.json"}


def test_the_methods_cite_what_was_used_and_nothing_else(bundle, town, of_text):
    known = writing.read_references()
    for name in ("methods.md", "methods.tex", "methods.typ"):
        text = (bundle / name).read_text(encoding="utf-8")
        cited = set(re.findall(r"|".join(known), text))
        entries = re.findall(r"^@\w+\{([^,]+),", (bundle / "references.bib").read_text(), re.M)
        assert cited == set(entries)
    assert {"krippendorff2011alpha", "entman1993framing", "simonsohn2020curve"} <= cited
    assert "sparckjones1972idf" not in cited
    bare = of_text("A good day. " * 15, "A bad day at sea. " * 15)
    run = results.compute(bare, draws=50)
    versions = bundles.read_versions()
    text = methods.write_methods(run, bare, versions, {"code": "c" * 64, "corpus": "d" * 64})
    less = set(re.findall(r"@([a-z]+\d{4}\w*)", text["methods.md"]))
    assert less == cited - {
        *("krippendorff2011alpha", "zapf2016alpha", "entman1993framing", "chapman2001negation"),
        *("simonsohn2020curve", "berger1982iut"),
    }


def test_every_reference_has_what_a_list_prints():
    for key, reference in writing.read_references().items():
        assert key.endswith(tuple("0123456789")) or re.search(r"\d{4}", key)
        assert re.fullmatch(r"[\w' .’-]+ \d{4}", reference.named), reference.named
        assert not set("{}\\") & set(reference.listed)


def test_tables_are_the_same_as_csv_in_latex_and_in_word(bundle, data):
    for name, printed in data["tables"].items():
        document = docx.Document(bundle / "tables" / f"{name}.docx")
        cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
        assert cells == [printed["heads"], *printed["rows"]]
        latex = (bundle / "tables" / f"{name}.tex").read_text(encoding="utf-8")
        assert latex.count(r" \\") == len(cells)
        assert all(rule in latex for rule in (r"\toprule", r"\midrule", r"\bottomrule"))
        with (bundle / "tables" / f"{name}.csv").open(encoding="utf-8") as file:
            assert len(list(csv.reader(file))) - 1 >= len(printed["rows"])
    assert {"corpus", "tone", "contrasts", "mentions", "stance", "readers", "claims"} <= set(
        data["tables"]
    )


def test_word_has_the_methods_with_authors_and_years(bundle):
    text = "\n".join(part.text for part in docx.Document(bundle / "methods.docx").paragraphs)
    assert "(Hutto and Gilbert 2014)" in text
    assert "(Zapf et al. 2016; Hesterberg 2015)" in text
    assert "[@" not in text
    assert "\\" not in text


def test_names_of_numbers_fit_a_macro():
    strange = {
        results.name_of(f"term/{sign}") for sign in ["a_b", "50%", "남북", "a#b", "{x}", "x y"]
    }
    assert len(strange) == 6
    assert all(re.fullmatch(r"[A-Za-z0-9/._-]+", name) for name in strange)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--target", "newspaper"], "target: 'newspaper' is unknown; use one of latex"),
        (["--target", "30"], "target: 30 mm is no width that a chart fits"),
        (["--dpi", "9"], "dpi: 9 is no resolution for print"),
        (["--only", "pie"], "figures: this corpus has no 'pie'; there is overview, tone"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(given, said, town, tmp_path, capsys):
    from analysis.study import command_line

    told = ["paper", "--corpus", str(town), "--out", str(tmp_path / "b"), "--draws", "50", *given]
    assert command_line.main(told) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "b").exists()


def test_the_studys_own_corpus_is_named_by_no_path(own):
    inputs = bundles.read_inputs(corpus.OWN_FOLDER)
    assert set(inputs["codings"]) == {
        "codings.csv", "coders.csv", "codings/early.csv", "codings/second.csv",
    }  # fmt: skip
    assert len([name for name in inputs["corpus"] if name.startswith("raw/")]) == 3
    assert "paper/templates/methods.j2" in inputs["code"]
