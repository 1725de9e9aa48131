"""People's codings and the dictionary's put together, so that their agreement can be measured."""

import pandas as pd

from analysis import agreement, frames
from analysis.checks import need

UNIT = ["doc_id", "sentence_id"]


def read_by(codings: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The sentences that each coder read, one row per coder x sentence: coder, doc_id, sentence_id.

    A file of codings lists what was found, not what was read. Taken as read: every sentence of a
    text in which the coder coded something, in the roles in which the coder coded anything at all.
    """
    need(codings, agreement.COLUMNS, "codings", "corpus.load(folder).codings")
    need(sentences, [*UNIT, "role"], "sentences", "sentences.split")
    coded = codings[["coder", *UNIT]].merge(sentences[[*UNIT, "role"]], on=UNIT)
    texts = coded[["coder", "doc_id"]].drop_duplicates()
    roles = coded[["coder", "role"]].drop_duplicates()
    units = sentences[[*UNIT, "role"]].merge(texts, on="doc_id").merge(roles, on=["coder", "role"])
    return units[["coder", *UNIT]]


def together(
    codings: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
    codebook: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Codings of all coders over what each read, with zeros; columns as in the codings.

    With `mentions` and `codebook` the dictionary is one more coder ("dictionary"), over the
    sentences that people read: for all codes of the kinds that people coded, and for stance where
    they coded it and the codebook says how codes lean. Codings of sentences that are not among
    `sentences` are left out. What is empty stays empty.
    """
    units = read_by(codings, sentences)
    codings = codings.merge(sentences[UNIT], on=UNIT)[agreement.COLUMNS]
    present = codings["value"].astype("str").isin(["0", "1"]).groupby(codings["code"]).all()
    codes = set(present.index[present])
    parts = [codings.assign(value=codings["value"].astype("str"))]
    if mentions is not None and codebook is not None and len(codings):
        seen = sentences.merge(units[UNIT].drop_duplicates(), on=UNIT)
        kinds = set(codebook.loc[codebook["code"].isin(list(codes)), "kind"])
        codes |= set(codebook.loc[codebook["kind"].isin(list(kinds)), "code"])
        here = mentions.merge(seen[UNIT], on=UNIT)
        found = frames.as_coder(here, seen, codebook)
        found = found[found["code"].isin(list(codes))].assign(value="1")
        parts.append(found)
        if "stance" in set(codings["code"]) and codebook.get("leans", pd.Series("")).ne("").any():
            parts.append(frames.stance(here, seen, codebook)[agreement.COLUMNS])
        units = pd.concat([units, seen[UNIT].assign(coder="dictionary")])
    return agreement.complete(pd.concat(parts, ignore_index=True), units, sorted(codes))
