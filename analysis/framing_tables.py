"""Tables about framing that charts draw: codes in words, coded stance beside tone, order, counts.

`frames` offers these verbs; they stand here because they need no pattern and no sentence's text.
"""

import numpy as np
import pandas as pd

from analysis.checks import need

UNIT = ["doc_id", "sentence_id"]
STANCES = ("favourable", "neither", "unfavourable")
MEANING = ["process", "agent", "closure", "function"]


def describe(table: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """The table with what the codebook says of each code in words, its rows in codebook order.

    Adds or replaces kind, label, process, agent, closure, function, as far as the codebook has
    them ('' where it says nothing). label is the codebook's own column `label`, and where that is
    missing or empty the code without the prefix of its kind and with spaces: "walk away" for
    name_walk_away. Rows of one code keep their order. Raises ``ValueError`` for a code that the
    codebook does not hold.
    """
    need(table, ["code"], "table", "frames.profile or frames.code")
    need(codebook, ["code", "kind"], "codebook", "frames.read")
    unknown = sorted(set(table["code"]) - set(codebook["code"]))
    if unknown:
        raise ValueError(f"codes not in the codebook: {', '.join(unknown)}; pass the one used")
    kept = [column for column in MEANING if column in codebook.columns]
    words = codebook[["code", "kind", *kept]].fillna("")
    short = [
        code.removeprefix(f"{kind}_").replace("_", " ")
        for code, kind in zip(words["code"], words["kind"], strict=True)
    ]
    given = codebook["label"].fillna("") if "label" in codebook.columns else ""
    words.insert(2, "label", np.where(given == "", short, given))
    rest = table.drop(columns=[c for c in words.columns[1:] if c in table.columns])
    order = pd.Series(range(len(words)), index=words["code"])
    merged = rest.merge(words, on="code", how="left", validate="m:1")
    return merged.iloc[np.argsort(merged["code"].map(order), kind="stable")].reset_index(drop=True)


def wordings(mentions: pd.DataFrame) -> pd.DataFrame:
    """How each text words each code, one row per document and code that occurs.

    Columns: doc_id, code, wordings: the texts of the mentions that `profile` counts (affirmed; an
    actor also where negated), as written where they first occur, the most frequent first and then
    in reading order, with "×n" where one occurs n times in whatever case, joined with "; ". Choose
    a voice before.
    """
    need(mentions, [*UNIT, "code", "kind", "text", "negated"], "mentions", "frames.code")
    used = mentions[~mentions["negated"].astype(bool) | (mentions["kind"] == "actor")]
    texts = used["text"].str.split().str.join(" ")
    group = ["doc_id", "code", "folded"]
    n = used.assign(text=texts, folded=texts.str.lower()).groupby(group, sort=False)["text"]
    n = n.agg(text="first", n="size").reset_index()
    n = n.sort_values("n", ascending=False, kind="stable")
    n["wordings"] = n["text"].where(n["n"] == 1, n["text"] + " ×" + n["n"].astype("str"))
    joined = n.groupby(["doc_id", "code"], sort=False)["wordings"].agg("; ".join)
    return joined.reset_index()


def with_stance(
    scores: pd.DataFrame, codings: pd.DataFrame, coder: str | None = None
) -> pd.DataFrame:
    """Sentences with their tone and, in a column of its own, the stance that a coder read there.

    One row per sentence, the columns of `scores` and stance: "favourable", "neither",
    "unfavourable", or missing where the sentence was not coded (a quotation, for instance). The two
    are put side by side and never mixed. `coder` chooses whose; needed where several coded stance.
    Raises ``ValueError`` for an unknown stance, for an unknown coder, and for a coded sentence that
    the scores do not hold.
    """
    need(scores, UNIT, "scores", "sentiment.score")
    need(codings, ["coder", *UNIT, "code", "value"], "codings", "codings.csv")
    stance = codings[codings["code"] == "stance"]
    coders = list(dict.fromkeys(stance["coder"]))
    if coder is None and len(coders) > 1:
        raise ValueError(f"stance coded by {', '.join(coders)}; choose one as coder")
    if coder is not None and coder not in coders:
        raise ValueError(f"no stance coded by {coder!r}; found {', '.join(coders) or 'none'}")
    stance = stance[stance["coder"] == (coder or next(iter(coders), ""))]
    if unknown := sorted(set(stance["value"].astype("str")) - set(STANCES)):
        raise ValueError(f"stance: {unknown[0]!r} is unknown; write {', '.join(STANCES)}")
    lost = stance[UNIT].merge(scores[UNIT], on=UNIT, how="left", indicator=True)
    lost = lost[lost["_merge"] == "left_only"]
    if len(lost):
        doc_id, number = lost[UNIT].iloc[0]
        raise ValueError(
            f"codings: {doc_id} {number} is not among the scores; score the sentences that were "
            "coded"
        )
    values = stance[[*UNIT, "value"]].rename(columns={"value": "stance"})
    rest = scores.drop(columns="stance", errors="ignore")
    return rest.merge(values, on=UNIT, how="left", validate="1:1")


def in_order(table: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Mentions or codings with their place in the text, counted in the sentences given.

    Adds place (1 for the first sentence of its document, and so on) and n_places (sentences of the
    document). Sorted by document, in the order of `sentences`, and place. Raises ``ValueError``
    where a row's sentence is not among them.
    """
    need(table, [*UNIT, "code"], "table", "frames.code")
    need(sentences, UNIT, "sentences", "sentences.split")
    places = sentences[UNIT].reset_index(drop=True)
    places["place"] = places.groupby("doc_id", sort=False).cumcount() + 1
    places["n_places"] = places.groupby("doc_id")["place"].transform("max")
    places["_order"] = range(len(places))
    rest = table.drop(columns=["place", "n_places"], errors="ignore")
    placed = rest.merge(places, on=UNIT, how="left", validate="m:1")
    if placed["place"].isna().any():
        doc_id, number = placed.loc[placed["place"].isna(), UNIT].iloc[0]
        raise ValueError(f"no sentence {number} of {doc_id}; pass the sentences that were coded")
    placed = placed.sort_values("_order", kind="stable", ignore_index=True)
    return placed.drop(columns="_order").astype({"place": np.int64, "n_places": np.int64})


def profile_codings(
    codings: pd.DataFrame, sentences: pd.DataFrame, codebook: pd.DataFrame, coder: str
) -> pd.DataFrame:
    """In how many sentences a coder found each code: one row per document and code, with zeros.

    Columns: doc_id, code, kind; n (sentences that the coder gave the code), n_read (sentences of
    the document among `sentences`: pass those that were read), share (n / n_read, 0 to 1). Codes of
    stance are left out: they have values and no presence.
    """
    need(codings, ["coder", *UNIT, "code", "value"], "codings", "codings.csv")
    need(sentences, UNIT, "sentences", "sentences.split")
    need(codebook, ["code", "kind"], "codebook", "frames.read")
    if coder not in set(codings["coder"]):
        found = ", ".join(dict.fromkeys(codings["coder"]))
        raise ValueError(f"no codings by {coder!r}; found {found or 'none'}")
    codes = codebook.loc[codebook["kind"] != "stance", ["code", "kind"]]
    present = codings[(codings["coder"] == coder) & (codings["value"].astype("str") == "1")]
    n = present.drop_duplicates([*UNIT, "code"]).groupby(["doc_id", "code"]).size()
    sizes = sentences.groupby("doc_id", sort=False).size().rename("n_read").reset_index()
    table = sizes.merge(codes, how="cross")
    rows = pd.MultiIndex.from_frame(table[["doc_id", "code"]])
    table["n"] = n.reindex(rows, fill_value=0).to_numpy(dtype=np.int64)
    table["share"] = table["n"] / table["n_read"]
    return table[["doc_id", "code", "kind", "n", "n_read", "share"]]
