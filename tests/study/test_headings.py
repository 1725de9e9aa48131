"""Every heading of the study's notebooks is a claim, and each is true: computed here a second time.

So are the numbers that their prose names. What a notebook displays is computed by its cells; what
its Markdown says was written once, and a change of the texts or of a rule could make it false.
"""

import re
from functools import cache

import nbformat
import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from analysis import (
    agreement,
    corpus,
    frames,
    grouping,
    keyness,
    resample,
    sensitivity,
    sentences,
    sentiment,
    tfidf,
    tokens,
)  # fmt: skip
from analysis._resampling import LEAST_UNITS
from analysis.codebook import propositions
from analysis.lexicons import cards
from analysis.multiverse import findings
from analysis.multiverse.claims import read_claims
from analysis.study.study_folder import NOTEBOOKS

BOOKS = {path.stem: nbformat.read(path, as_version=4) for path in NOTEBOOKS.glob("*.ipynb")}
LIMITS = "What this cannot show"


@cache
def facts() -> dict:
    """What the notebooks compute, by the same verbs and from the texts anew."""
    c = corpus.load()
    s, whole = sentences.split(c), sentences.split(c, roles=corpus.ROLES)
    t, book = tokens.tokenize(s), frames.read_codebook(c.folder)
    scores, hits = sentiment.explain(s)
    mentions = frames.code(s, book)
    own = tokens.sizes(t[t["voice"] == "author"])
    body = s[s["role"] == "body"]
    table = frames.with_stance(sentiment.score(body), c.codings, "study", c.coders)
    contrasts = keyness.compare_each(tokens.count_terms(t))
    return locals()


def found(pattern: str, where: str = "s") -> pd.DataFrame:
    return tokens.concordance(facts()[where], pattern)


def texts_with(pattern: str) -> set[str]:
    return set(found(pattern)["doc_id"])


def mean_tone(chosen: str = "role == role") -> pd.Series:
    return facts()["scores"].query(chosen).groupby("doc_id")["compound"].mean()


def term(target: str, word: str) -> pd.Series:
    return facts()["contrasts"].query("target == @target and term == @word").iloc[0]


def commonest(kind: str) -> dict[str, set[str]]:
    """The codes of a kind that each text's author uses most, ties included."""
    profile = frames.profile(facts()["mentions"], facts()["own"], facts()["book"])
    profile = profile[profile["code"].str.startswith(kind)]
    most = profile["n"] == profile.groupby("doc_id")["n"].transform("max")
    return profile[most].groupby("doc_id")["code"].agg(set).to_dict()


def ranks(column: str) -> list[str]:
    means = facts()["table"].groupby("doc_id")[column].mean()
    return list(means.sort_values(ascending=False).index)


def strong_scores_misread() -> int:
    """Of the three strongest scores of each text, those whose sign its stance contradicts."""
    table = facts()["table"].dropna(subset=["side"])
    size = table["compound"].abs().groupby(table["doc_id"]).nlargest(3).index.droplevel(0)
    strong = table.loc[size]
    return int((np.sign(strong["compound"]) * strong["side"] < 0).sum())


def contributed(doc_id: str, *words: str) -> pd.Series:
    hits = facts()["hits"]
    chosen = hits["doc_id"].eq(doc_id) & hits["token"].str.casefold().isin(words)
    assert set(hits[chosen]["token"].str.casefold()) == set(words)
    return hits[chosen]["contribution"]


def silences() -> pd.DataFrame:
    said = frames.counted(facts()["mentions"]).query("kind != 'actor'")
    return frames.silences(said, facts()["own"]).set_index(["doc_id", "code"])


def models_agree_better_than_the_dictionary() -> bool:
    f = facts()
    readings = agreement.together(f["c"].codings, f["body"], f["mentions"], f["book"])
    pairs = agreement.by_readers(readings, f["c"].coders)
    with_it = pairs["coders"].str.contains("dictionary")
    models = pairs[pairs["group"] == "models"].iloc[0]
    return bool(
        models["low"] > 2 / 3
        and pairs[with_it]["alpha"].max() < pairs[~with_it]["alpha"].min()
        and models["alpha"] > 0.8
    )


def same_by_treebank() -> float:
    from nltk.tokenize import TreebankWordTokenizer

    parted = tokens.tokenize(facts()["s"], tokenizer=TreebankWordTokenizer())
    again = keyness.compare_each(tokens.count_terms(parted)).query("p_exact < 0.05")
    clear = facts()["contrasts"].query("p_exact < 0.05")[["target", "term"]]
    return len(clear.merge(again[["target", "term"]])) / len(clear)


def order_of_stance_is_surer() -> bool:
    sure = resample.tone_and_stance(facts()["table"]).query("what == 'order' and own")
    share = sure.set_index("measure")["share"]
    return bool(share["stance"] > 0.75 > share["tone"])


def turned(without: str) -> int:
    f = facts()
    table = f["s"] if without == "word" else f["scores"]
    verb = getattr(sensitivity, f"without_each_{without}")
    return int(verb(table, "msnbc", "axios")["flips"].sum())


def outlet_is_refused() -> bool:
    outlets = facts()["c"].documents.set_index("doc_id")["outlet"]
    tone = facts()["scores"].merge(outlets.reset_index())
    rungs = resample.ladder(tone, "compound", outlets["msnbc"], outlets["axios"], by="outlet")
    return bool(rungs["refused"].iloc[-1])


HEADINGS = {
    "01-three-texts": {
        "Each file holds more than its author wrote": lambda: (
            tokens.sizes(tokens.tokenize(facts()["whole"])) > tokens.sizes(facts()["t"])
        ).all(),
        "Leave the page furniture in, and the wrong author says that talks collapsed": lambda: (
            "axios" in set(found("collaps*", "whole")["doc_id"]) - texts_with("collaps*")
        ),
        '"Walk" is said twice, and only once by an author': lambda: (
            sorted(found("walk*")["voice"]) == ["author", "quoted"]
        ),
        'Two of the texts speak of a "deal", and the third never does': lambda: (
            texts_with("deal*") == {"axios", "koreatimes"}
        ),
    },
    "02-tone": {
        "Mean tone ranks the column that condemns above the text that defends": lambda: (
            mean_tone()["msnbc"] > mean_tone()["axios"]
            and ranks("side")[0] == "axios"
            and ranks("side")[-1] == "msnbc"
        ),
        "Take the quoted voices out, and the gap grows": lambda: (
            mean_tone()["msnbc"]
            < mean_tone("role == 'body'")["msnbc"]
            < mean_tone("voice == 'author'")["msnbc"]
        ),
        "Sentence by sentence, strong scores are often misreadings": lambda: (
            strong_scores_misread() >= 3
        ),
        "What the writer mocks counts as praise, and what was warded off as blame": lambda: (
            contributed("msnbc", "celebrate", "satisfied", "praise").min() > 0
            and contributed("axios", "criticism", "hostility", "war").max() < 0
        ),
        "Every score opens to its words": lambda: np.allclose(
            facts()["hits"].groupby(["doc_id", "sentence_id"])["contribution"].sum(),
            facts()["scores"]
            .set_index(["doc_id", "sentence_id"])["raw_sum"]
            .loc[
                lambda sums: sums.index.isin(
                    pd.MultiIndex.from_frame(facts()["hits"][["doc_id", "sentence_id"]])
                )
            ]
            .sort_index(),
            atol=1e-9,
        ),
        "Axios is marked down for the dangers that it says were avoided": lambda: (
            shifted()[["war", "hostility", "bad", "criticism"]] > 0
        ).all(),
        "Of two articles on one event, the score finds the kinder one not measurably better "
        "than a coin": lambda: "not measurably better than a coin" in cards.card("vader"),
        "Another lexicon turns the sign of many sentences": lambda: (
            len(sentiment.contested(sentiment.score_each(facts()["s"]))) > len(facts()["s"]) / 5
        ),
    },
    "03-contrasts": {
        "Few words are clearly commoner in one text than in the other two": lambda: (
            (facts()["contrasts"]["low"] > 0).mean() < 0.02
        ),
        'The MSNBC column says "nothing", and never "deal"': lambda: (
            term("msnbc", "nothing")["low"] > 0 and term("msnbc", "deal")["n_target"] == 0
        ),
        '"Failure" is an Axios word, mostly because Axios denies it': lambda: (
            term("axios", "failure")["low"] > 0
            and facts()["mentions"]
            .query("doc_id == 'axios' and code == 'name_failure'")["negated"]
            .mean()
            > 0.5
        ),
        'The Korea Times says "both" oftener than the other two together': lambda: (
            term("koreatimes", "both")["n_target"] > term("koreatimes", "both")["n_reference"]
            and term("koreatimes", "both")["low"] > 0
        ),
        "With three texts, the weights of TF-IDF have three values": lambda: (
            tfidf.bind(tokens.count_terms(facts()["t"]))["idf"].nunique() == 3
        ),
        "Once all words are counted as tried, none is left that would convince a statistician": (
            lambda: (facts()["contrasts"]["p_holm"] >= 0.05).all()
        ),
        "Cut by another tokenizer, most of these words stay": lambda: same_by_treebank() > 0.75,
        '"Failure" is gathered in two sentences, "both" is spread over fourteen': lambda: (
            term("axios", "failure")["n_sentences_target"] == 2
            and term("koreatimes", "both")["n_sentences_target"] == 14
        ),
    },
    "04-framing": {
        "Ranked by stance, the text that is lowest in tone comes first": lambda: (
            ranks("side")[0] == ranks("compound")[-1]
        ),
        "A decision for Axios, a return with nothing for MSNBC, a postponement for The Korea "
        "Times": lambda: (
            commonest("name")
            == {
                "axios": {"name_refusal"},
                "msnbc": {"name_empty_handed"},
                "koreatimes": {"name_postponement"},
            }
        ),
        '"Not a failure" is no failure': lambda: (
            set(facts()["mentions"].query("code == 'name_failure' and negated")["doc_id"])
            == {"axios", "koreatimes"}
        ),
        "Axios speaks of prudence, MSNBC of loss and image, The Korea Times of gains": lambda: (
            commonest("frame")
            == {
                "axios": {"frame_prudent_refusal"},
                "msnbc": {"frame_loss", "frame_image_politics"},
                "koreatimes": {"frame_gains"},
            }
        ),
        "Axios and The Korea Times speak most of both sides, MSNBC of Trump": lambda: (
            commonest("actor")
            == {
                "axios": {"actor_both_sides"},
                "msnbc": {"actor_trump"},
                "koreatimes": {"actor_both_sides"},
            }
        ),
        "No words of loss in Axios, none of a step in a process in MSNBC": lambda: (
            {("axios", "frame_loss"), ("msnbc", "frame_process")}
            == set(silences()["p_none"].nsmallest(2).index)
        ),
        "Three readings by models agree well, and the dictionary with them less so": (
            models_agree_better_than_the_dictionary
        ),
    },
    "05-synthesis": {
        "Tone and stance put the three texts in different orders": lambda: (
            ranks("compound") != ranks("side")
        ),
        "Asked who did what and why, each text answers in words of its own": lambda: (
            not propositions.read_propositions(facts()["c"].folder, facts()["s"])
            .duplicated("quote")
            .any()
        ),
        "For Axios it was a decision, and a sound one": lambda: holding(
            "axios-decision", "axios-prudent"
        ),
        "For MSNBC he came home with nothing": lambda: holding("msnbc-empty-handed"),
        "For The Korea Times a deal was postponed, and the meeting a gain": lambda: holding(
            "koreatimes-postponement", "koreatimes-gains"
        ),
        "Over the three together, tone contradicts stance": lambda: holding(
            "stance-order", "tone-against-stance"
        ),
    },
    "06-how-sure": {
        "Other sentences like these would often keep the order of stance, and less often that of "
        "tone": order_of_stance_is_surer,
        "Leave the page as it was saved, and Axios says that talks collapsed": lambda: (
            "axios" in set(found("collaps*", "whole")["doc_id"]) - texts_with("collaps*")
        ),
        "No single word of the lexicon makes that difference, but one sentence does": lambda: (
            (turned("word"), turned("sentence")) == (0, 1)
        ),
        "And about the outlets it says nothing": outlet_is_refused,
        "Three to none proves nothing": lambda: (
            keyness.exact_p(*(pd.Series([n]) for n in (3, 0)), 1000, 1000)[0] == 0.25
        ),
    },
}

# Of these the expectation is the claims as the study of the three texts wrote them.
OF_CLAIMS = {
    "All claims hold in these texts, and only one of them for its writer's wording": (
        lambda claims: (
            claims["stands_on"].value_counts().to_dict()
            == {resample.RUNGS[0]: len(claims) - 1, resample.RUNGS[1]: 1}
        )
    ),
    "That tone contradicts stance survives in every way of measuring not known to be wrong": (
        lambda claims: claims.loc["tone-against-stance", "survival"] == 1
    ),
    "The most fragile claim holds in half of the ways, and stands on three sentences": (
        lambda claims: fragile(claims) == (0.5, 3)
    ),
}

# Numbers that prose names, outside of headings.
PROSE = {
    ("01-three-texts", "The word *walk* then occurs twice, once in another voice"): lambda: (
        sorted(found("walk*")["voice"]) == ["author", "quoted"]
    ),
    ("02-tone", "The longest two run the other way (*agreement* and *better* raise Axios)"): (
        lambda: set(shifted().nsmallest(2).index)
        == set(shifted().abs().nlargest(2).index)
        == {"agreement", "better"}
    ),
    ("03-contrasts", "most of them too rare to reach p < .05 whatever their division"): lambda: (
        (facts()["contrasts"]["p_min"] > 0.05).mean() > 0.5
    ),
    ("04-framing", "Two of the three pairs of texts change their order; The Korea Times stays "
     "above MSNBC"): lambda: (
        ranks("compound") == ["koreatimes", "msnbc", "axios"]
        and ranks("side") == ["axios", "koreatimes", "msnbc"]
    ),
    ("06-how-sure", "with fewer than 12 sentences"): lambda: LEAST_UNITS == 12,
    ("06-how-sure", "Eleven sentences of Axios are few for it"): lambda: (
        (facts()["s"]["doc_id"] == "axios").sum() == 11
    ),
    ("06-how-sure", "Between three and five occurrences G2 promises what the counts cannot hold"): (
        lambda: trapped_between() == [3, 4, 5]
    ),
    ("compare", "Up to twelve texts stand side by side"): lambda: grouping.FEW == 12,
    ("scores", "Up to twelve documents are drawn sentence by sentence"): lambda: grouping.FEW == 12,
}  # fmt: skip


def shifted() -> pd.Series:
    """By word, how far it raises MSNBC above Axios in mean tone."""
    f = facts()
    shift = sentiment.shift(f["scores"], f["hits"], target="msnbc", reference="axios")
    return shift.groupby("term")["shift"].sum()


def holding(*claims: str) -> bool:
    """Whether claims hold in the study's own way of measuring."""
    source = sensitivity.prepare(facts()["c"])
    way = sensitivity.Specification(source, dict(sensitivity.baseline(source).options))
    listed = read_claims(facts()["c"].folder).set_index("claim_id").loc[list(claims)]
    rows = zip(listed["finding"], listed["arguments"], strict=True)
    return all(getattr(findings, name)(way, **given).survives for name, given in rows)


def fragile(claims: pd.DataFrame) -> tuple[float, int]:
    """The smallest share of ways of a claim about a name or frame, and its sentences."""
    row = claims[claims["finding"] != "never_says"].sort_values("survival").iloc[0]
    assert row.name == "koreatimes-postponement"
    said = frames.counted(facts()["mentions"])
    own = said.query("doc_id == 'koreatimes' and code == 'name_postponement'")
    return row["survival"], own["sentence_id"].nunique()


def trapped_between() -> list[int]:
    """How many occurrences against none G2 calls significant at .05 and the exact test does not."""
    n = pd.Series(range(1, 8))
    asymptotic = chi2.sf(keyness.g2(n, 0 * n, 1000, 1000), 1)
    return list(n[(asymptotic < 0.05) & (keyness.exact_p(n, 0 * n, 1000, 1000) >= 0.05)])


def headings(name: str) -> list[str]:
    prose = [cell.source for cell in BOOKS[name].cells if cell.cell_type == "markdown"]
    return re.findall(r"^## (.+)$", "\n".join(prose), re.MULTILINE)


def prose(name: str) -> str:
    cells = [cell.source for cell in BOOKS[name].cells if cell.cell_type == "markdown"]
    return " ".join(" ".join(cells).split())


@pytest.mark.parametrize("name", HEADINGS)
def test_no_heading_is_without_its_check(name):
    known = [*HEADINGS[name], *(OF_CLAIMS if name == "06-how-sure" else ())]
    assert sorted(headings(name)) == sorted([*known, LIMITS])


@pytest.mark.parametrize(
    ("heading", "holds"), [pair for checks in HEADINGS.values() for pair in checks.items()]
)
def test_a_heading_is_true(heading, holds):
    assert holds()


@pytest.mark.parametrize("heading", OF_CLAIMS)
def test_a_heading_about_the_claims_is_true(heading, own_study):
    claims = pd.read_csv(own_study / "tables" / "claims.csv", index_col="claim_id")
    assert OF_CLAIMS[heading](claims)


@pytest.mark.parametrize(("name", "said"), PROSE)
def test_a_number_in_prose_is_true(name, said):
    assert said in prose(name)
    assert PROSE[name, said]()
