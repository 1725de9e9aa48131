"""From a number back to the sentences that it was counted from.

Every result row keeps its keys (document, term, code, …). Its evidence is what the finer table it
was made from holds under the same keys, as many rows as the number says.
"""

from collections.abc import Mapping

import pandas as pd

from analysis._checks import need
from analysis._shown import NO_MATHS, address, in_html, in_terminal

KEYS = ("doc_id", "sentence_id", "passage_id", "term", "code", "kind", "role", "coder", "value")


def find(row: Mapping | pd.Series, source: pd.DataFrame, side: str = "target") -> pd.DataFrame:
    """The rows of `source` from which the number in the result `row` was counted.

    `source` is the table that the result was made of: tokens (or ``tokens.join_ngrams``) for
    counts, tf-idf and contrasts; scores or hits for tone; mentions for frames; passages for an
    overview. The rows returned, in reading order, agree with `row` in every key that both have
    (doc_id, term, code, …; for a count, every column that it was counted by), and are as many as
    `row` counts.

    A contrast has two sides: `side` chooses ``target`` or ``reference``. If the label of the
    reference names no documents ("9 others"), the reference is all of `source` but the target.

    Raises ``ValueError`` where `row` and `source` share no key, where the rows found are not as
    many as `row` counts (it was made of another table, such as ``frames.counted(mentions)``), and
    for an unknown side.

    Limit: that a sentence was counted does not say that it supports the reading of the number.

    See also ``evidence.sentences_of``.

    >>> s = sentences.split(corpus.load())
    >>> t = tokens.tokenize(s)
    >>> n = tokens.count_terms(t)
    >>> row = n[n["term"] == "walk"].iloc[0]
    >>> evidence.find(row, t)[["doc_id", "sentence_id", "start", "end", "token"]]
        doc_id  sentence_id  start   end token
    390  msnbc           12   1022  1026  walk
    """
    keys = dict(row)
    chosen = pd.Series(True, index=source.index)
    if "target" in keys and "doc_id" not in keys:
        chosen &= _side(source, keys, side)
    wanted = keys if "n" in keys else KEYS
    shared = [key for key in wanted if key in keys and key in source.columns and key != "n"]
    if not shared and "target" not in keys:
        found = ", ".join(map(str, keys))
        raise ValueError(f"evidence: a row of {found} has no key of its source; give that table")
    for key in shared:
        if not pd.isna(keys[key]):
            chosen &= source[key].astype(object) == keys[key]
    found = source[chosen.to_numpy(dtype=bool)]
    n = keys.get(f"n_{side}" if "target" in keys and "doc_id" not in keys else "n", len(found))
    if n != len(found):
        raise ValueError(
            f"evidence: {len(found)} rows agree with a row that counts {n}; give the table that "
            "was counted, with the columns that it was counted by"
        )
    return found


def sentences_of(spans: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The sentences that hold what was found, one row per sentence in reading order.

    `spans` has doc_id, start and end. Columns: those of `sentences`, and spans: a tuple of (start,
    end) in characters of the raw file, sorted, without repeats.

    Raises ``ValueError`` for missing columns.

    Limit: a sentence is shown without its neighbours; irony may be in those.

    See also ``evidence.as_text``, ``evidence.as_html``.

    >>> s = sentences.split(corpus.load())
    >>> found = tokens.concordance(s, "walk*")
    >>> evidence.sentences_of(found, s)[["doc_id", "sentence_id", "spans"]]
       doc_id  sentence_id            spans
    1   axios            4    ((339, 346),)
    16  msnbc           12  ((1022, 1026),)
    """
    need(spans, ["doc_id", "start", "end"], "spans", "evidence.find")
    need(sentences, ["doc_id", "sentence_id", "start", "end", "text"], "sentences",
         "sentences.split")  # fmt: skip
    left = sentences.assign(_order=range(len(sentences)))
    names = {"start": "_start", "end": "_end"}
    pairs = left.merge(spans[["doc_id", *names]].rename(columns=names), on="doc_id")
    pairs = pairs[(pairs["_start"] < pairs["end"]) & (pairs["_end"] > pairs["start"])]
    pairs = pairs.drop_duplicates(["_order", "_start", "_end"]).sort_values(["_order", "_start"])
    marks = {
        order: tuple(zip(group["_start"], group["_end"], strict=True))
        for order, group in pairs.groupby("_order")
    }
    kept = left[left["_order"].isin(list(marks))]
    return kept.assign(spans=[marks[order] for order in kept["_order"]]).drop(columns="_order")


def wordings_of(
    codings: pd.DataFrame, mentions: pd.DataFrame, sentences: pd.DataFrame
) -> pd.DataFrame:
    """The wording behind each coding: spans for `sentences_of`, at least one per coding.

    These are mentions of the same code in the same sentence or, where there is none, the whole
    sentence: what a reader found is shown whether or not a dictionary finds it too.
    """
    key = ["doc_id", "sentence_id"]
    need(codings, [*key, "code"], "codings", "corpus.load(folder).codings")
    here = codings[[*key, "code"]].drop_duplicates()
    spans = here.merge(mentions[[*key, "code", "start", "end"]], how="left", on=[*key, "code"])
    whole = spans[spans["start"].isna()].drop(columns=["start", "end"])
    whole = whole.merge(sentences[[*key, "start", "end"]], on=key)
    spans = pd.concat([spans.dropna(subset="start"), whole], ignore_index=True)
    return spans.astype({"start": "int64", "end": "int64"})


def as_text(found: pd.DataFrame) -> str:
    """Sentences of `sentences_of` for a terminal, one a line, with the spans between » and «.

    >>> s = sentences.split(corpus.from_table(pd.DataFrame({"text": ["No deal. He left."]})))
    >>> print(evidence.as_text(evidence.sentences_of(tokens.concordance(s, "deal"), s)))
    1 1: No »deal«.
    """
    lines = []
    for row in found.itertuples():
        pieces = [(in_terminal(text), inside) for text, inside in _pieces(row)]
        marked = "".join(f"»{text}«" if inside else text for text, inside in pieces)
        lines.append(f"{in_terminal(row.doc_id)} {row.sentence_id}: {marked}")
    return "\n".join(lines)


def as_html(found: pd.DataFrame, labels: Mapping[str, str] | None = None) -> str:
    """Sentences of `sentences_of` for a notebook, with marked spans; no text is taken for markup.

    A text is named by its label, where `labels` has one for its id, and by its id otherwise.
    """
    items = []
    for row in found.itertuples():
        marked = "".join(
            f"<mark>{in_html(text)}</mark>" if inside else in_html(text)
            for text, inside in _pieces(row)
        )
        label = (labels or {}).get(row.doc_id, row.doc_id)
        place = address(row.doc_id, row.sentence_id, label)
        items.append(f"<li><small>{place}</small> <bdi>{marked}</bdi></li>")
    style = "<style>ul.evidence mark { background: #fbe9a9; color: #222; }</style>"
    return f'{style}<ul class="evidence {NO_MATHS}">{"".join(items)}</ul>'


def _side(source: pd.DataFrame, keys: dict, side: str) -> pd.Series:
    if side not in ("target", "reference"):
        raise ValueError(f"side: {side!r} is unknown; use 'target' or 'reference'")
    doc_id = source["doc_id"].astype(object)
    if side == "target":
        return doc_id == keys["target"]
    # The label that keyness gives: one name, names joined by " + ", or "9 others".
    named = str(keys["reference"]).split(" + ")
    if set(named) <= set(doc_id):
        return doc_id.isin(named)
    return doc_id != keys["target"]


def _pieces(row) -> list[tuple[str, bool]]:
    """The text of a sentence in stretches, each with whether it is inside a span."""
    pieces, position = [], row.start
    for start, end in row.spans:
        start, end = max(start, position), min(end, row.end)
        if start > position:
            pieces.append((row.text[position - row.start : start - row.start], False))
            position = start
        if end > start:
            pieces.append((row.text[start - row.start : end - row.start], True))
            position = end
    if position < row.end:
        pieces.append((row.text[position - row.start :], False))
    return pieces
