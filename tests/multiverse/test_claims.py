"""Findings and claims on a corpus whose codings are few enough to be counted by hand."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis import corpus, resample, sensitivity
from analysis.codebook.codes import read_codebook
from analysis.multiverse import claims, findings

# One paragraph a text, a sentence a line; behind each line the stance and codes that a reader gave.
TEXTS = {
    "a": [
        ("The minister rejected the pact.", "favourable", ["name_refusal"]),
        ("He was right to do so.", "favourable", []),
        ("The pact was rejected at noon.", "neither", ["name_refusal"]),
        ("Nothing else happened there.", "neither", ["name_end"]),
    ],
    "b": [
        ("The talks ended in tears.", "unfavourable", ["name_end"]),
        ("That is a great and happy day for nobody.", "unfavourable", []),
        ("We hope for peace.", "neither", []),
        ("The end was sad.", "unfavourable", ["name_end"]),
        ("A good friend is a treasure.", "favourable", []),
    ],
}
CODEBOOK = """code,kind,definition,pattern,closure,leans
name_refusal,name,someone says no,reject*,open,favourable
name_end,name,it ends,(end | ended),end,unfavourable
"""
CLOSES = {"doc_id": "b", "attribute": "closure", "value": "end"}
CLAIMS = [
    ("refusal", "a", "a calls it a refusal", "name_most", {"doc_id": "a", "code": "name_refusal"}),
    ("closes", "b", "b closes", "names_more", CLOSES),
    ("side", "b", "b is against", "stance_side", {"doc_id": "b", "side": "unfavourable"}),
    ("silent", "a", "a never ends", "never_says", {"doc_id": "a", "term": "end*"}),
    ("order", "", "a above b", "stance_order", {"order": ["a", "b"]}),
    ("wrong", "", "b above a", "stance_order", {"order": ["b", "a"]}),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    (folder / "raw").mkdir()
    listed, coded = [], []
    for doc_id, lines in TEXTS.items():
        text = " ".join(line for line, *_ in lines)
        (folder / "raw" / f"{doc_id}.txt").write_text(text, encoding="utf-8")
        listed.append({"doc_id": doc_id, "file": f"raw/{doc_id}.txt", "outlet": f"Paper {doc_id}"})
        for number, (_, stance, codes) in enumerate(lines, start=1):
            rows = [("stance", stance), *((code, "1") for code in codes)]
            coded += [("one", doc_id, number, code, value) for code, value in rows]
    pd.DataFrame(listed).to_csv(folder / "commentaries.csv", index=False)
    columns = ["coder", "doc_id", "sentence_id", "code", "value"]
    pd.DataFrame(coded, columns=columns).to_csv(folder / "codings.csv", index=False)
    (folder / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    table = pd.DataFrame(CLAIMS, columns=["claim_id", "doc_id", "sentence", "finding", "arguments"])
    table["arguments"] = table["arguments"].map(json.dumps)
    table.assign(rung=resample.RUNGS[1]).to_csv(folder / "claims.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def source(folder):
    varied = ("voice", "unit", "coded by", "neither", "tone by", "case")
    return sensitivity.prepare(
        corpus.load(folder), choices={choice: sensitivity.CHOICES[choice] for choice in varied}
    )


@pytest.fixture(scope="module")
def table(source):
    return claims.assess(source, progress=False).set_index("claim_id")


def own(source, name, **arguments):
    return claims.FINDINGS[name](sensitivity.baseline(source), **arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "value", "survives"),
    [
        # Stance of a: 2 of 4 favourable; of b: 1 less 3 of 5.
        ("stance_side", {"doc_id": "a", "side": "favourable"}, 1 / 2, True),
        ("stance_side", {"doc_id": "b", "side": "unfavourable"}, 2 / 5, True),
        ("stance_side", {"doc_id": "b", "side": "favourable"}, -2 / 5, False),
        ("stance_order", {"order": ["a", "b"]}, 9 / 10, True),
        # a: 2 of 4 sentences refuse, 1 ends; b: 2 of 5 end, none refuses.
        ("name_most", {"doc_id": "a", "code": "name_refusal"}, 1 / 4, True),
        ("name_most", {"doc_id": "a", "code": "name_end"}, -1 / 4, False),
        ("name_most", {"doc_id": "b", "code": "name_end"}, 2 / 5, True),
        ("code_most_in", {"doc_id": "b", "code": "name_end"}, 2 / 5 - 1 / 4, True),
        # Of names, a: 1 of 3 closes; b: 2 of 2.
        ("names_more", {"doc_id": "b", "attribute": "closure", "value": "end"}, 2 / 3, True),
        ("says", {"doc_id": "b", "term": "end*"}, 2, True),
        ("never_says", {"doc_id": "a", "term": "end*"}, 0, True),
        ("never_says", {"doc_id": "a", "term": "reject?d"}, 2, False),
        ("says", {"doc_id": "b", "term": "end* in tears"}, 1, True),
        ("never_says", {"doc_id": "a", "term": "end* in tears"}, 0, True),
    ],
)
def test_values_counted_by_hand(name, arguments, value, survives, source):
    found = own(source, name, **arguments)
    assert found.value == pytest.approx(value)
    assert found.survives is survives


def test_tone_against_stance_turns_with_the_stances(source):
    """b is the less favourable: the value is b's mean tone less a's, whichever is named first."""
    tone = own(source, "tone_order", order=["b", "a"])
    for a, b in (("a", "b"), ("b", "a")):
        assert own(source, "tone_against_stance", a=a, b=b).value == pytest.approx(tone.value)
    assert own(source, "orders_differ", texts=["a", "b"]).value == (-1 if tone.value > 0 else 1)


@pytest.mark.parametrize("unit", ["sentence", "passage"])
@pytest.mark.parametrize("coded", ["reading", "dictionary"])
def test_an_order_turned_round_has_the_value_turned_round(unit, coded, source):
    spec = sensitivity.baseline(source)
    spec = spec._replace(options=dict(spec.options) | {"unit": unit, "coded by": coded})
    for finding in (findings.stance_order, findings.tone_order):
        there, back = finding(spec, ["a", "b"]), finding(spec, ["b", "a"])
        assert there.value == pytest.approx(-back.value)
        assert not (there.survives and back.survives)


def test_a_passage_takes_the_side_that_prevails(source):
    spec = sensitivity.baseline(source)
    spec = spec._replace(options=dict(spec.options) | {"unit": "passage"})
    assert findings.stance_order(spec, ["a", "b"]).value == 2


def test_unread_sentences_make_reading_undefined(folder):
    c = corpus.load(folder)
    fewer = c.codings[~((c.codings["doc_id"] == "b") & (c.codings["sentence_id"] == 2))]
    source = sensitivity.prepare(type(c)(c.documents, c.passages, c.raw, c.folder, fewer))
    found = own(source, "stance_order", order=["a", "b"])
    assert (found.survives, found.reason) == (None, "b: 1 sentence not read by a coder")
    assert own(source, "stance_side", doc_id="a", side="favourable").value == 1 / 2
    runs = sensitivity.vary(findings.stance_order, source, progress=False, order=["a", "b"])
    assert set(runs.loc[runs["survives"].isna(), "coded by"]) == {"reading"}


def test_two_coders_are_averaged(folder):
    """A second coder finds no refusal in a's first sentence: 1/2 + 1 of 4, less 1 of 4."""
    c = corpus.load(folder)
    second = c.codings[(c.codings["sentence_id"] != 1) | (c.codings["code"] == "stance")]
    both = pd.concat([c.codings, second.assign(coder="two")], ignore_index=True)
    source = sensitivity.prepare(type(c)(c.documents, c.passages, c.raw, c.folder, both))
    assert own(source, "name_most", doc_id="a", code="name_refusal").value == 1.5 / 4 - 1 / 4


def test_a_run_computes_its_claims_once_and_reads_nothing_stale(
    source, folder, table, tmp_path, monkeypatch
):
    """Another notebook reads what the first computed; other codings have another hash."""

    def again(corpus):
        return claims.assess(corpus, progress=False).set_index("claim_id")

    plain = again(corpus.load(folder))
    monkeypatch.setenv("WALKING_AWAY_KEPT", str(tmp_path))
    pd.testing.assert_frame_equal(again(corpus.load(folder)), plain)
    called = []
    vary = sensitivity.vary
    monkeypatch.setattr(sensitivity, "vary", lambda *a, **w: called.append(1) or vary(*a, **w))
    pd.testing.assert_frame_equal(again(corpus.load(folder)), plain)
    assert not called
    c = corpus.load(folder)
    other = c.codings.replace({"value": {"favourable": "neither"}})
    changed = again(type(c)(c.documents, c.passages, c.raw, c.folder, other))
    assert called
    assert changed.loc["side", "value"] > plain.loc["side", "value"]
    assert again(source)["n_specifications"].tolist() == table["n_specifications"].tolist()
    for path in tmp_path.iterdir():
        path.unlink()
    called.clear()
    pd.testing.assert_frame_equal(again(corpus.load(folder)), plain)
    assert called


def test_claims_carry_their_rung_interval_and_survival(table, source):
    assert table["value"].round(6).tolist() == [0.25, 0.666667, 0.4, 0.0, 0.9, -0.9]
    assert table.loc["wrong", "stands_on"] == "nothing"
    assert table.loc["wrong", "why"] == "it does not hold in the study's own specification"
    assert table.loc["silent", ["low", "high"]].isna().all()
    assert "exact and has no interval" in table.loc["silent", "why"]
    assert set(table["stands_on"]) <= {*resample.RUNGS[:2], "nothing"}
    wording = table[table["stands_on"] == resample.RUNGS[1]]
    assert (wording["low"] > 0).all()
    for row in table.itertuples():
        runs = sensitivity.vary(
            claims.FINDINGS[row.finding], source, progress=False, **row.arguments
        )
        expected = sensitivity.survival(runs).iloc[0]
        assert row.n_specifications == len(runs)
        assert row.survival == pytest.approx(expected["share"], nan_ok=True)
        assert (row.moved_by == "") == (runs["survives"].dropna().nunique() < 2)


def test_no_interval_has_width_zero_and_no_claim_is_about_an_outlet(table):
    width = (table["high"] - table["low"]).dropna()
    assert (width > 0).all()
    assert table["outlet"].str.contains("no claim about an outlet").all()
    assert (table["stands_on"] != resample.RUNGS[2]).all()


def test_a_claim_opens_to_the_sentences_that_it_was_counted_from(table, source):
    behind = {name: claims.supporting_sentences(table.loc[name], source) for name in table.index}
    places = {name: found["sentence_id"].tolist() for name, found in behind.items()}
    assert places == {
        "refusal": [1, 3],
        "closes": [1, 4],
        "side": [1, 2, 4],
        "silent": [],
        "order": [1, 2, 1, 2, 4, 5],
        "wrong": [1, 2, 1, 2, 4, 5],
    }
    spec = dict(table.loc["refusal", "specification"]) | {"coded by": "dictionary"}
    claim = {"keys": table.loc["refusal", "keys"], "specification": spec}
    found = claims.supporting_sentences(claim, source)
    spans = [source.corpus.raw["a"][start:end] for row in found["spans"] for start, end in row]
    assert spans == ["rejected", "rejected"]


def test_several_documents_of_an_outlet_are_not_refused(folder):
    c = corpus.load(folder)
    ids = {"a": "left", "b": "right"}
    more = pd.DataFrame(
        [{"doc_id": f"{d}{n}", "outlet": ids[d], "text": c.raw[d]} for d in ids for n in (1, 2)]
    )
    source = sensitivity.prepare(corpus.from_table(more), read_codebook(folder))
    rows = pd.DataFrame([
        ("x", "", "", "stance_order", {"order": ["a1", "b1"]}, resample.RUNGS[1]),
        ("y", "", "", "stance_order", {"order": ["a1", "a2"]}, resample.RUNGS[1]),
    ], columns=claims.CLAIM)  # fmt: skip
    table = claims.assess(source, rows, progress=False)
    assert table["outlet"].tolist() == ["", "both texts are from left"]
    assert table["survival"].tolist() == [1, 0]


def test_a_corpus_without_claims_has_an_empty_table(of_text):
    table = claims.assess(of_text("One.", "Two."))
    assert table.empty
    assert [*claims.CLAIM, *claims.ASSESSED] == list(table.columns)


def test_reading_claims_names_everything_that_is_wrong(tmp_path):
    lines = ["claim_id,doc_id,sentence,finding,arguments,rung", "a,,x,no_such,{},these texts",
             "b,,x,says,{oops,these texts", "c,,x,says,{},this planet"]  # fmt: skip
    (tmp_path / "claims.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ValueError, match="row 2: no finding 'no_such'") as error:
        claims.read_claims(tmp_path)
    assert "row 3: not JSON in arguments" in str(error.value)
    assert "row 4: no rung 'this planet'" in str(error.value)


def test_the_claims_of_the_study_can_be_computed(own):
    table = claims.read_claims(own.folder)
    assert table["claim_id"].is_unique
    assert set(table["doc_id"]) - {""} <= set(own.documents["doc_id"])
    assert (table["doc_id"].value_counts() >= 2).all()
    source = sensitivity.prepare(own)
    for row in table.itertuples():
        finding = claims.FINDINGS[row.finding]
        found = finding(sensitivity.baseline(source), **row.arguments)
        defined = found.survives is not None
        assert defined or "no coder looked for" in found.reason
        assert found.survives or not defined
        assert np.isfinite(found.value) == defined


def test_an_order_is_as_sure_as_its_least_sure_step():
    """Means .80 and .55 of 200 sentences each, .25 of 12: the largest step is the least sure.

    [b, c] alone holds 0, so [a, b, c] does too, though a and b differ beyond doubt.
    """
    rng = np.random.default_rng(3)
    values = {"a": (0.80, 200, 0.2), "b": (0.55, 200, 0.2), "c": (0.25, 12, 0.9)}
    rows = pd.concat(
        [
            pd.DataFrame({"doc_id": d, "sentence_id": range(n), "x": mean + s * _normal(rng, n)})
            for d, (mean, n, s) in values.items()
        ]
    )
    how = {"draws": 2000, "seed": 1}
    steps = findings._steps(rows, ["a", "b", "c"], "tone")
    lows = [resample.difference(rows, "x", *step.texts, **how)["low"][0] for step in steps]
    assert lows[0] > 0 > lows[1]
    found = claims.sensitivity.Found(0.25, True, "", lambda: steps)
    known = claims._uncertainty(found, how)
    assert known["low"] == lows[1]
    assert known["weakest"] == "tone, b less c"


def _normal(rng, n):
    """Normal values of mean 0 and standard deviation 1, exactly."""
    x = rng.standard_normal(n)
    return (x - x.mean()) / x.std()


def test_the_value_of_a_finding_is_the_least_of_its_comparisons(own):
    """What is drawn for the interval is what was counted: no other road to the same number."""
    source = sensitivity.prepare(own)
    for row in claims.read_claims(own.folder).itertuples():
        found = claims.FINDINGS[row.finding](sensitivity.baseline(source), **row.arguments)
        if not found.compare or row.finding == "tone_against_stance":
            continue
        estimates = []
        for one in found.compare():
            own_rows = one.rows[one.rows["doc_id"].isin(one.texts)]
            table = resample.observe(own_rows, one.statistic).set_index("doc_id")["estimate"]
            estimates.append(table[one.texts[0]] - sum(table[d] for d in one.texts[1:]))
        assert min(estimates) == pytest.approx(found.value), row.claim_id


def test_tone_against_stance_needs_both(source):
    compared = own(source, "tone_against_stance", a="b", b="a").compare()
    assert [one.name for one in compared] == ["tone, b less a", "stance, a less b"]


def test_caveats_are_no_reasons(own):
    """What stands on a writer's wording has nothing that keeps it from there."""
    table = claims.assess(sensitivity.prepare(own), draws=500, progress=False)
    reached = table["stands_on"] == resample.RUNGS[1]
    assert reached.any()
    assert table.loc[reached, "why"].eq("").all()
    assert table.loc[~reached, "why"].ne("").all()
    assert (table["adjusted"] != "").eq(table["low"].notna()).all()
    tests = table.set_index("claim_id")["sign_test"]
    for claim_id in ("msnbc-condemns", "axios-favours"):
        n = int(tests[claim_id].split(":0, ")[0])  # none on the other side
        assert tests[claim_id] == f"{n}:0, p = {2 / 2**n:.3f}"
    assert table["outlet"].str.contains("no claim about an outlet").all()


def test_sign_tests_of_the_study_s_own_reading(own, own_sentences):
    """Counted in the codings: Axios 7:0 (2/2^7), MSNBC 9:0 (2/2^9), The Korea Times 14:7 (.19)."""
    stance = own.codings.query("coder == 'study' and code == 'stance'")
    side = stance["value"].map({"favourable": 1.0, "neither": 0.0, "unfavourable": -1.0})
    table = stance.assign(side=side).merge(own_sentences[["doc_id", "sentence_id"]])
    tests = resample.sign_test(table, "side").set_index("doc_id")
    sides = tests[["n_positive", "n_negative"]].T.to_dict("list")
    assert sides == {"axios": [7, 0], "msnbc": [0, 9], "koreatimes": [14, 7]}
    assert tests["p"].round(4).to_dict() == {"axios": 0.0156, "msnbc": 0.0039, "koreatimes": 0.1892}
