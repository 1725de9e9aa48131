"""A made-up class, to rehearse a session and to know what to expect of agreement in it."""

import numpy as np
import pandas as pd

from analysis.codebook.codings import STANCES

PLANTED = ("inverted", "always neither", "random", "half way", "one text")


def make_class(
    reading: pd.DataFrame, n: int = 25, error: float = 0.2, seed: int = 1, planted: bool = True
) -> pd.DataFrame:
    """Codings of stance by `n` synthetic coders who read as `reading` does, but for errors.

    `reading` is what one coder read (coder, doc_id, sentence_id, code, value). Each synthetic coder
    gives its value, or by the share `error` one of the two others at random. With `planted` the
    last five are faulty: one takes favourable for unfavourable, one always says neither, one draws
    each value, one stops half way, one reads the first text alone. Columns as in the reading;
    coders are named "synthetic …". Errors here are independent of each other and of the sentence.
    Errors of a class are not: it agrees less on a hard sentence.

        from analysis import agreement, corpus
        from analysis.coding import rehearsal

        study = corpus.load().codings.query("coder == 'study'")
        agreement.alpha(rehearsal.make_class(study, error=0.1, planted=False))
    """
    own = reading[(reading["code"] == "stance") & reading["value"].isin(list(STANCES))]
    own = own[["doc_id", "sentence_id", "code", "value"]].reset_index(drop=True)
    if own.empty or n < len(PLANTED):
        raise ValueError(f"reading: {len(own)} stances, {n} coders; give a reading, and 5 coders")
    sides = np.array([*STANCES])
    true = own["value"].map({side: place for place, side in enumerate(sides)}).to_numpy()
    rng = np.random.default_rng(seed)
    parts = []
    names = [f"synthetic {number}" for number in range(1, n + 1)]
    if planted:
        names[-len(PLANTED) :] = [f"synthetic {fault}" for fault in PLANTED]
    for name in names:
        wrong = rng.random(len(own)) < error
        read = np.where(wrong, (true + rng.integers(1, 3, len(own))) % 3, true)
        table = own.assign(coder=name, value=sides[read])
        if name.endswith("inverted"):
            table["value"] = sides[2 - read]
        elif name.endswith("always neither"):
            table["value"] = "neither"
        elif name.endswith("random"):
            table["value"] = sides[rng.integers(0, 3, len(own))]
        elif name.endswith("half way"):
            table = table.head(len(own) // 2)
        elif name.endswith("one text"):
            table = table[table["doc_id"] == table["doc_id"].iloc[0]]
        parts.append(table)
    return pd.concat(parts, ignore_index=True)[["coder", *own.columns]]
