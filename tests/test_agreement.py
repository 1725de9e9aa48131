"""Agreement against published tables, against NLTK and scikit-learn, and by hand."""

import numpy as np
import pandas as pd
import pytest
from anything import examples
from hypothesis import given
from hypothesis import strategies as st

from analysis import agreement

# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", sections A to E
FOUR = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
MEG_OWEN = {"Meg": "0 1 0 0 0 0 0 0 1 0", "Owen": "1 1 1 0 0 1 0 0 0 0"}
BEN_GERRY = {"Ben": "a a b b d c c c e d d a", "Gerry": "b a b b b c c c e d d d"}


def codings(readings, code="loss"):
    """One row per reading, from one line of values a coder; a dot is missing."""
    rows = [
        (coder, "text", i, code, value)
        for coder, line in readings.items()
        for i, value in enumerate(line.split(), 1)
        if value != "."
    ]
    return pd.DataFrame(rows, columns=agreement.CODING)


def crossed(table, values):
    """The codings of two coders whose cross-table is given in whole numbers."""
    pairs = [
        (values[i], values[j])
        for i, row in enumerate(table)
        for j, n in enumerate(row)
        for _ in range(n)
    ]
    return codings({"A": " ".join(a for a, _ in pairs), "B": " ".join(b for _, b in pairs)})


def nltk_task(table):
    from nltk.metrics.agreement import AnnotationTask

    items = table["doc_id"] + table["sentence_id"].astype(str)
    return AnnotationTask(list(zip(table["coder"], items, table["value"], strict=True)))


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_of_four_coders_with_missing_values(level, published):
    """Krippendorff (2011), section E: .743, .815, .849, .797."""
    assert agreement.alpha(codings(FOUR), level) == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize(("readings", "published"), [(MEG_OWEN, 0.095), (BEN_GERRY, 0.692)])
def test_alpha_of_two_coders(readings, published):
    """Krippendorff (2011), sections A (binary) and B (nominal): .095 and .692."""
    assert agreement.alpha(codings(readings)) == pytest.approx(published, abs=0.0005)


def test_kappa_published():
    """Cohen (1968), Table 1, 200 cases: kappa .492, as the paper and R's psych::cohen.kappa say."""
    table = crossed([[88, 14, 18], [10, 40, 10], [2, 6, 12]], "abc")
    assert agreement.kappa(table) == pytest.approx(0.492, abs=0.0005)


def test_two_coders_by_hand():
    """20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no.

    p_o = 35/50; p_e = (25·30 + 25·20)/2500 = 1/2; kappa = .2/.5. Alpha: 55 values are yes, 45 no;
    observed disagreement 30/100, expected 2·55·45/(100·99).
    """
    table = crossed([[20, 5], [10, 15]], ["yes", "no"])
    assert agreement.percent(table) == 0.7
    assert agreement.kappa(table) == pytest.approx(0.4, abs=1e-12)
    assert agreement.alpha(table) == pytest.approx(1 - 0.3 * 99 * 100 / (2 * 55 * 45), abs=1e-12)


@examples(12)
@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 3), min_size=2, max_size=12))
def test_alpha_and_percent_as_nltk(readings):
    """NLTK's AnnotationTask, three coders, nothing missing."""
    table = codings({c: " ".join(r[i] for r in readings) for i, c in enumerate("ABC")})
    task = nltk_task(table)
    assert agreement.percent(table) == pytest.approx(task.avg_Ao())
    if len({value for r in readings for value in r}) > 1:
        assert agreement.alpha(table) == pytest.approx(task.alpha())


def test_alpha_with_missing_values_as_nltk():
    """NLTK's AnnotationTask on the four coders; sentence 12 has one value and counts for nobody."""
    table = codings(FOUR)
    assert agreement.alpha(table) == pytest.approx(nltk_task(table).alpha())


@examples(12)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=15))
def test_kappa_as_scikit_learn(pairs):
    """sklearn.metrics.cohen_kappa_score, where more than one value is used."""
    from sklearn.metrics import cohen_kappa_score

    a, b = ([pair[i] for pair in pairs] for i in (0, 1))
    kappa = agreement.kappa(codings({"A": " ".join(a), "B": " ".join(b)}))
    if len(set(a) | set(b)) == 1:
        assert np.isnan(kappa)
    else:
        assert kappa == pytest.approx(cohen_kappa_score(a, b))


@pytest.mark.parametrize("level", agreement.LEVELS)
def test_one_value_only_is_undefined(level):
    same = codings({"A": "1 1 1 1", "B": "1 1 1 1"})
    assert np.isnan(agreement.alpha(same, level))
    assert np.isnan(agreement.kappa(same))
    assert agreement.percent(same) == 1
    row = agreement.by_code(same, level).iloc[0]
    assert row["firmness"] == "undefined"
    assert "only one value used" in row["flag"]


@examples(12)
@given(st.lists(st.tuples(*[st.integers(0, 3)] * 2), min_size=2, max_size=10))
def test_alpha_holds_whatever_coders_and_sentences_are_called(readings):
    """Order of coders, of sentences and scale of interval values change nothing."""
    one = codings({c: " ".join(str(r[i]) for r in readings) for i, c in enumerate("AB")})
    other = codings(
        {c: " ".join(str(r[1 - i]) for r in readings[::-1]) for i, c in enumerate("AB")}
    )
    scaled = one.assign(value=one["value"].astype(int) * 7 - 3)
    for level in ("nominal", "ordinal", "interval"):
        expected = pytest.approx(agreement.alpha(one, level), nan_ok=True)
        assert agreement.alpha(other, level) == expected
        assert agreement.alpha(scaled, level) == expected


def test_binary_levels_coincide():
    """With two values, 0 and 1, every distance is 0 or a constant, so all levels agree."""
    table = codings(MEG_OWEN)
    alphas = [agreement.alpha(table, level) for level in agreement.LEVELS]
    assert alphas == pytest.approx([alphas[0]] * 4)


def test_values_as_numbers_or_as_text_are_the_same():
    table = codings(MEG_OWEN)
    mixed = table.assign(
        value=[
            int(v) if c == "Meg" else v for c, v in zip(table["coder"], table["value"], strict=True)
        ]
    )
    assert agreement.alpha(mixed) == agreement.alpha(table)


def test_table_of_codes():
    """Two codes of which 12 sentences cannot tell, and two undefined; the last column says why."""
    agreed = "1 0 1 0 1 0 1 0 1 0 1 0"
    both = pd.concat(
        [
            codings({"A": agreed, "B": agreed}, "loss"),
            codings({"A": agreed, "B": "0 1 0 1" + agreed[7:]}, "gift"),
            codings({"A": "0 0 0", "B": "0 0 0"}, "process"),
            codings({"A": "1"}, "alone"),
        ]
    )
    table = agreement.by_code(both).set_index("code")
    told = ["cannot be told", "cannot be told", "undefined", "undefined"]
    assert list(table["firmness"]) == told
    assert list(table["n_units"]) == [12, 12, 3, 0]
    assert list(table["n_differ"]) == [0, 4, 0, 0]
    assert table.loc["loss", "alpha"] == 1
    assert table.loc["loss", ["low", "high"]].isna().all()
    assert table.loc["loss", "flag"] == "no variation between resamples"
    gift = table.loc["gift"]
    assert gift["low"] < gift["alpha"] < gift["high"] <= 1
    assert gift["percent"] == pytest.approx(8 / 12)
    assert table.loc["alone", "flag"] == "no sentence has two values"
    pd.testing.assert_frame_equal(agreement.by_code(both).set_index("code"), table)


def test_few_sentences_and_undefined_resamples_are_flagged():
    """One 1 among 12 sentences: it is in no resample (11/12)^12 = 35 % of the time, by hand."""
    rare = "1" + " 0" * 11
    row = agreement.by_code(codings({"A": rare, "B": rare}), draws=20_000).iloc[0]
    assert row["flag"].startswith("undefined in 3")
    share = float(row["flag"].split("undefined in ")[1].split(" %")[0])
    assert share == pytest.approx(100 * (11 / 12) ** 12, abs=2)
    few = agreement.by_code(codings({"A": "1 0 1 0 1 0", "B": "1 0 1 0 0 0"})).iloc[0]
    assert few[["low", "high"]].isna().all()
    assert few["flag"] == "too few sentences for an interval (6 of the 12 needed)"
    assert few["firmness"] == "cannot be told"


@pytest.mark.parametrize(
    ("n", "differ", "firmness"), [(40, 3, "cannot be told"), (200, 4, "firm"), (40, 20, "weak")]
)
def test_the_lower_bound_decides_what_is_firm(n, differ, firmness):
    """40 sentences of which three are read differently: alpha .85, and from below .8."""
    one = [i % 2 for i in range(n)]
    two = [1 - x if i < differ else x for i, x in enumerate(one)]
    read = {name: " ".join(map(str, x)) for name, x in {"A": one, "B": two}.items()}
    row = agreement.by_code(codings(read)).iloc[0]
    assert row["firmness"] == firmness
    assert (row["low"] >= agreement.FIRM) == (firmness == "firm")
    assert (row["alpha"] >= agreement.FIRM) == (firmness != "weak")


@pytest.mark.parametrize("level", agreement.LEVELS)
def test_resamples_are_as_if_counted_anew(level):
    """The quick way (sums of coincidences) against alpha of a table made of the drawn sentences."""
    table = codings(FOUR)
    units = range(1, 12)  # the twelfth has one value
    rows = np.random.default_rng(5).integers(0, 11, (20, 11))
    counts, values = agreement._values_of_units(agreement._wide(table))
    quick = agreement._resampled_alphas(agreement._coincidences(counts), values, level, [rows])
    for drawn, alpha in zip(rows, quick, strict=True):
        anew = [
            table[table["sentence_id"].eq(units[r])].assign(sentence_id=i)
            for i, r in enumerate(drawn)
        ]
        assert alpha == pytest.approx(agreement.alpha(pd.concat(anew), level), nan_ok=True)


def test_empty_codings_give_an_empty_table():
    empty = codings({})
    assert list(agreement.by_code(empty).columns) == list(agreement.by_code(codings(FOUR)).columns)
    assert np.isnan(agreement.alpha(empty))
    assert np.isnan(agreement.percent(empty))


def test_complete_fills_presence_and_leaves_stance():
    """Two sentences read by both; loss is listed once, stance twice: three 0 are added."""
    found = pd.DataFrame(
        [
            ("A", "text", 1, "loss", "1"),
            ("A", "text", 1, "stance", "favourable"),
            ("B", "text", 2, "stance", "neither"),
        ],
        columns=agreement.CODING,
    )
    units = pd.DataFrame({"doc_id": "text", "sentence_id": [1, 2]})
    full = agreement.complete(found, units)
    loss = full[full["code"].eq("loss")].set_index(["coder", "sentence_id"])["value"]
    assert loss.to_dict() == {("A", 1): "1", ("A", 2): "0", ("B", 1): "0", ("B", 2): "0"}
    assert full["code"].eq("stance").sum() == 2
    assert agreement.percent(full[full["code"].eq("loss")]) == 0.5
    pd.testing.assert_frame_equal(agreement.complete(full, units), full)


def test_complete_knows_who_read_what():
    """C read one sentence and found nothing; she exists because `units` names her."""
    found = pd.DataFrame([("A", "text", 1, "loss", 1)], columns=agreement.CODING)
    units = pd.DataFrame(
        [("A", "text", 1), ("A", "text", 2), ("C", "text", 2)],
        columns=["coder", "doc_id", "sentence_id"],
    )
    full = agreement.complete(found, units)
    assert full[["coder", "sentence_id", "value"]].to_numpy().tolist() == [
        ["A", 1, 1],
        ["A", 2, 0],
        ["C", 2, 0],
    ]


def test_complete_refuses_codings_of_unread_sentences():
    found = codings({"A": "1 1"})
    with pytest.raises(ValueError, match="the first by A on sentence 2 of text"):
        agreement.complete(found, pd.DataFrame({"doc_id": ["text"], "sentence_id": [1]}))


def test_disagreements_side_by_side():
    sentences = pd.DataFrame(
        {"doc_id": "text", "sentence_id": [3, 1, 2], "text": ["third", "first", "second"]}
    )
    table = agreement.disagreements(codings({"A": "1 0 0", "B": "0 0 1", "C": "0 . ."}), sentences)
    assert list(table.columns) == ["doc_id", "sentence_id", "code", "text", "A", "B", "C"]
    assert table[["text", "A", "B"]].to_numpy().tolist() == [
        ["third", "0", "1"],
        ["first", "1", "0"],
    ]
    assert table["C"].isna().tolist() == [True, False]
    n_differ = agreement.by_code(codings({"A": "1 0 0", "B": "0 0 1"}))["n_differ"].sum()
    assert len(table) == n_differ


def test_errors_say_what_was_found():
    two = pd.concat([codings(MEG_OWEN, "loss"), codings(MEG_OWEN, "gift")])
    with pytest.raises(ValueError, match="2 codes together"):
        agreement.alpha(two)
    with pytest.raises(ValueError, match="Meg gave sentence 1 of text more than one value"):
        agreement.percent(pd.concat([codings(MEG_OWEN), codings(MEG_OWEN)]))
    with pytest.raises(ValueError, match="found 4"):
        agreement.kappa(codings(FOUR))
    with pytest.raises(ValueError, match="'a' is no number"):
        agreement.alpha(codings(BEN_GERRY), "ordinal")
    with pytest.raises(ValueError, match="none of nominal"):
        agreement.alpha(codings(BEN_GERRY), "cardinal")
    with pytest.raises(ValueError, match="no column 'coder'"):
        agreement.alpha(codings(FOUR).drop(columns="coder"))
    nothing = pd.DataFrame({"doc_id": [], "sentence_id": [], "text": []})
    with pytest.raises(ValueError, match="no sentence 1 of text"):
        agreement.disagreements(codings(MEG_OWEN), nothing)


# --- who read what ------------------------------------------------------------------------------

SIDES = ["favourable", "neither", "unfavourable"]
READ = pd.DataFrame({"doc_id": ["t"] * 30, "sentence_id": range(1, 31), "role": ["body"] * 30})
BOOK = pd.DataFrame(
    [("stance", "stance"), ("frame_loss", "frame"), ("frame_gain", "frame"), ("name_end", "name")],
    columns=["code", "kind"],
)


def reader(coder, seed, kinds=("frame", "name"), sentences=range(1, 31)):
    """A synthetic coder: a stance for each sentence read, and codes of the kinds at random."""
    rng = np.random.default_rng(seed)
    rows = [(coder, "t", n, "stance", rng.choice(SIDES)) for n in sentences]
    codes = [code for code, kind in BOOK.to_numpy() if kind in kinds]
    rows += [(coder, "t", n, code, "1") for n in sentences for code in codes if rng.random() < 0.4]
    return pd.DataFrame(rows, columns=agreement.CODING)


def alphas(parts, codebook=BOOK):
    both = agreement.together(pd.concat(parts), READ, None, codebook)
    table = agreement.by_code(both, draws=20).set_index("code")
    return table.loc[[code for code in table.index if code != "stance"], ["n_coders", "alpha"]]


@pytest.mark.parametrize("codebook", [BOOK, None])
@pytest.mark.parametrize("number", [1, 20])
def test_coders_of_stance_alone_leave_every_other_alpha_as_it_was(number, codebook):
    full = [reader("A", 1), reader("B", 2)]
    before = alphas(full, codebook)
    assert before["n_coders"].eq(2).all()
    more = [reader(f"S{n}", 10 + n, kinds=()) for n in range(number)]
    other = dict(zip(SIDES, reversed(SIDES), strict=True))
    turned = more[0].assign(coder="inverted", value=more[0]["value"].map(other))
    pd.testing.assert_frame_equal(alphas([*full, *more, turned], codebook), before)


def test_a_coder_counts_only_where_the_kind_was_coded_and_the_sentence_read():
    """C coded frames and no names, and sentences 1 to 10 alone: no zero elsewhere."""
    third = reader("C", 3, kinds=("frame",), sentences=range(1, 11))
    both = agreement.together(pd.concat([reader("A", 1), third]), READ, None, BOOK)
    own = both[both["coder"] == "C"]
    assert set(own["code"]) == {"stance", "frame_loss", "frame_gain"}
    assert (
        own.groupby("code")["sentence_id"].agg(["min", "max", "size"]).to_numpy().tolist()
        == [[1, 10, 10]] * 3
    )
    row = agreement.by_code(both, draws=20).set_index("code").loc["frame_loss"]
    assert row[["n_units", "least_coders", "most_coders"]].tolist() == [10, 2, 2]


def test_a_text_coded_for_stance_alone_is_not_read_for_frames():
    units = pd.concat([READ, READ.assign(doc_id="u")])
    one = reader("A", 1)
    other = one[one["code"] == "stance"].assign(doc_id="u")
    read = agreement.read_by(pd.concat([one, other]), units, BOOK)
    assert read.groupby("doc_id")["kind"].unique().map(sorted).to_dict() == {
        "t": ["frame", "name", "stance"], "u": ["stance"],
    }  # fmt: skip


@pytest.mark.parametrize("blank", ["", None, np.nan])
def test_an_empty_value_is_missing_and_no_third_one(blank):
    """Two synthetic coders who agree wherever both gave a value: alpha is 1."""
    one = reader("A", 1, kinds=())
    two = one.assign(coder="B")
    two.loc[two["sentence_id"] < 6, "value"] = blank
    both = agreement.together(pd.concat([one, two]), READ, None, BOOK)
    assert agreement.alpha(both) == 1.0
    assert agreement.alpha(pd.concat([one, two])) == 1.0
    assert agreement.by_code(both, draws=20)["n_units"].tolist() == [25]
    texts = READ.assign(text="x")
    assert agreement.disagreements(both, texts).empty


def test_alpha_of_people_of_models_and_of_all_is_that_of_two_other_programs():
    """Synthetic coders, a tenth of their values missing; also krippendorff 0.9 (Castro 2017)."""
    from krippendorff import alpha as krippendorff_alpha

    rng = np.random.default_rng(5)
    truth = rng.choice(SIDES, 30)
    names = ["P", "Q", "M", "N", "O"]
    rows = [
        (name, "t", n + 1, "stance", truth[n] if rng.random() < 0.7 else rng.choice(SIDES))
        for name in names for n in range(30) if rng.random() > 0.1
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=agreement.CODING)
    kinds = ["person", "person", "model", "model", "model"]
    coders = pd.DataFrame({"coder": names, "kind": kinds})
    table = agreement.by_readers(found, coders, draws=20)
    groups = {"people": "PQ", "models": "MNO", "people and models": "PQMNO"}
    for group, some in groups.items():
        own = found[found["coder"].isin(list(some))]
        expected = nltk_task(own).alpha()
        wide = own.pivot(index="coder", columns="sentence_id", values="value")  # noqa: PD010
        numbers = wide.map({side: n for n, side in enumerate(SIDES)}.get, na_action="ignore")
        theirs = krippendorff_alpha(numbers.to_numpy(float), level_of_measurement="nominal")
        assert theirs == pytest.approx(expected)
        row = table[table["group"] == group].iloc[0]
        assert row["alpha"] == pytest.approx(expected)
        assert row["coders"] == ", ".join(some)
    assert table["group"].value_counts()["pair"] == 10
    assert agreement.by_readers(found[found["coder"] == "P"], coders).empty


def distribution(rows, values):
    """Codings of as many coders as values stand for, from counts of coders by unit and value."""
    made = []
    for unit, counts in enumerate(rows, start=1):
        given = [value for value, n in zip(values, counts, strict=True) for _ in range(n)]
        made += [(f"c{k}", "a", unit, "x", value) for k, value in enumerate(given)]
    return pd.DataFrame(made, columns=["coder", "doc_id", "sentence_id", "code", "value"])


def test_ac1_and_alpha_of_a_table_of_two_coders():
    """irrCAC (Gwet 2019), data set cont3x3abstractors: AC1 0.8493305, alpha 0.7972585."""
    made = crossed([(13, 0, 0), (0, 20, 7), (0, 4, 56)], ["Ectopic", "AIU", "NIU"])
    assert agreement.ac1(made) == pytest.approx(0.8493305, abs=5e-8)
    assert agreement.alpha(made) == pytest.approx(0.7972585, abs=5e-8)
    row = agreement.by_code(made, draws=10).iloc[0]
    assert row["ac1"] == pytest.approx(0.8493305, abs=5e-8)
    assert row["most_common"] == pytest.approx((2 * 56 + 7 + 4) / 200)


def test_ac1_of_four_coders_with_missing_values():
    """irrCAC (Gwet 2019), data set cac.raw4raters: AC1 0.77544, alpha 0.74342."""
    made = codings({
        "A": "1 2 3 3 2 1 4 1 2 . . .", "B": "1 2 3 3 2 2 4 1 2 5 . .",
        "C": ". 3 3 3 2 3 4 2 2 5 1 3", "D": "1 2 3 3 2 4 4 1 2 5 1 .",
    })  # fmt: skip
    assert agreement.ac1(made) == pytest.approx(0.77544, abs=5e-6)
    assert agreement.alpha(made) == pytest.approx(0.74342, abs=5e-6)


def test_where_a_code_is_rare_alpha_falls_and_ac1_stays():
    """118 both no, 5 and 2 apart, none both yes (Gwet 2008): AC1 .9408 to four places."""
    made = codings({"A": "0 " * 118 + "0 " * 5 + "1 " * 2, "B": "0 " * 118 + "1 " * 5 + "0 " * 2})
    p_e = 2 * (7 / 250) * (243 / 250)
    assert agreement.ac1(made) == pytest.approx((118 / 125 - p_e) / (1 - p_e))
    assert round(agreement.ac1(made), 4) == 0.9408
    assert agreement.alpha(made) < 0


def test_ac1_of_one_value_is_undefined_as_alpha_is():
    assert np.isnan(agreement.ac1(codings({"A": "1 1 1", "B": "1 1 1"})))


def test_coders_beside_the_majority_of_the_others_by_hand():
    """Of four sentences C has three, and the others agree on the first two of these alone."""
    made = codings({"A": "1 1 0 1", "B": "1 1 1 1", "C": "1 0 . 0"})
    table = agreement.coders(made, "loss").set_index("coder")
    assert table.loc["C", ["n_units", "n_compared", "with_majority"]].tolist() == [3, 3, 1 / 3]
    assert table.loc["A", ["n_units", "n_compared"]].tolist() == [4, 2]
    assert table.loc["C", "alpha_without"] == agreement.alpha(made[made["coder"] != "C"])
    assert table.loc["A", "alpha"] == agreement.alpha(made)
    assert table.loc["C", "flag"] == "read 3 of 4 sentences"


def test_readings_stand_beside_a_class_and_are_no_part_of_it():
    made = codings({"A": "1 1 0 0", "B": "1 0 0 0", "model": "0 0 1 1"})
    table = agreement.coders(made, "loss", readings=["model"]).set_index("coder")
    assert list(table.index) == ["A", "B"]
    assert table.loc["A", "alpha"] == agreement.alpha(made[made["coder"] != "model"])
    assert table.loc["B", "alpha_model"] == agreement.alpha(made[made["coder"] != "A"])
    assert "alpha_model" not in agreement.coders(made, "loss")


def test_nobody_coded_it():
    with pytest.raises(ValueError, match="nobody coded 'stance'"):
        agreement.coders(codings({"A": "1", "B": "0"}))


def test_the_most_divided_sentences_with_their_counts():
    """Pairs that differ: of 2 and 2 four of six, of 3 and 1 three of six, of 4 none."""
    made = distribution([(4, 0), (3, 1), (2, 2), (1, 0)], ["0", "1"])
    place = pd.DataFrame({"doc_id": "a", "sentence_id": [1, 2, 3, 4], "text": list("abcd")})
    table = agreement.divided(made, place, "x")
    assert table["text"].tolist() == ["c", "b", "a"]
    assert table["divided"].tolist() == pytest.approx([4 / 6, 3 / 6, 0])
    assert table[["n_0", "n_1", "n_coders"]].to_numpy().tolist() == [
        [2, 2, 4],
        [3, 1, 4],
        [4, 0, 4],
    ]
    # The coincidences that differ, summed, are the observed disagreement of alpha.
    n = table["n_coders"]
    observed = (table["divided"] * n).sum() / n.sum()
    assert 1 - agreement.alpha(made) == pytest.approx(observed / (2 * 9 * 3 / (12 * 11)))
