"""Many texts: what charts compare when texts do not fit side by side, and what outlets allow.

Up to twelve texts stand side by side. More are drawn by outlet, if outlets have several texts, and
otherwise as a ranking of texts. A group takes the place of a document, so every measure and chart
works on it as on a text.
"""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import resample
from analysis._checks import need
from analysis._progress import track
from analysis.charts.groups import ALONE
from analysis.charts.look import fill_looks
from analysis.keyness import holm

FEW = 12  # as many texts as there are colours

# For captions: how the first twelve groups were chosen.
CHOSEN = {"doc_id": "those with the most words", "outlet": "those with the most texts"}
MOST = 40  # groups that are compared one by one; the rest together
NOT_STATED = "outlet not stated"

# The lengths of periods, and the form of a date that names each.
PERIODS = {
    "day": r"^([1-9]\d{3}-\d\d-\d\d)",
    "week": r"^([1-9]\d{3}-\d\d-\d\d)",
    "month": r"^([1-9]\d{3}-\d\d)",
    "year": r"^([1-9]\d{3})",
}
SPAN = 1_000_000  # numbers set aside for the sentences of a text: more than any has


def choose_groups(documents: pd.DataFrame, by: str | None = None) -> tuple[str, pd.DataFrame]:
    """Whether texts or outlets are compared: the column that makes groups, and one row per group.

    The column is ``outlet`` for more than twelve texts, if two or more outlets have several texts
    and they are most of the groups; else it is ``doc_id``. `by`, "text" or "outlet", decides
    instead. A text whose outlet is not stated is a group by itself.

    The groups are one row each, as charts take them for documents: doc_id (the text, or the
    outlet's name), label, n_documents, n_words where `documents` has it, and colour and marker. Few
    texts keep their order; else the largest group comes first (most texts, then most words), so
    that a chart of the first twelve shows those with most behind them.

    Raises ``ValueError`` for missing columns and an unknown `by`.

    Limit: texts of one outlet are put together whoever wrote them.

    See also ``grouping.regroup``, ``grouping.means``.

    >>> documents = corpus.load().documents
    >>> by, groups = grouping.choose_groups(documents)
    >>> by, len(groups)
    ('doc_id', 3)
    """
    need(documents, ["doc_id", "label", "outlet"], "documents", "corpus.load")
    if by not in (None, "text", "outlet"):
        raise ValueError(f"by: {by!r} is unknown; use 'text' or 'outlet', or leave it out")
    if by != "outlet" and len(documents) <= FEW:
        return "doc_id", documents.assign(n_documents=1)
    outlets = _group_names(documents)
    several = outlets.value_counts() > 1
    by_outlet = several.sum() >= 2 and several.mean() > 0.5 if by is None else by == "outlet"
    table = documents.assign(n_documents=1)
    sizes = [column for column in ("n_documents", "n_words") if column in table]
    if by_outlet:
        table = table.assign(doc_id=outlets, label=outlets)
        table = table.groupby(["doc_id", "label"], sort=False)[sizes].sum().reset_index()
    table = table.sort_values(sizes, ascending=False, kind="stable", ignore_index=True)
    return "outlet" if by_outlet else "doc_id", fill_looks(table)[0]


def look_like_groups(documents: pd.DataFrame, groups: pd.DataFrame, by: str) -> pd.DataFrame:
    """The documents in the colour and marker of their groups, so that a colour means one thing.

    With ``by="doc_id"`` these are the documents themselves. Texts of one group then look alike, and
    their labels tell them apart.
    """
    if by == "doc_id":
        return documents
    names, looks = _group_names(documents), groups.set_index("doc_id")
    return documents.assign(colour=names.map(looks["colour"]), marker=names.map(looks["marker"]))


def regroup(table: pd.DataFrame, documents: pd.DataFrame, by: str) -> pd.DataFrame:
    """The table with each row's group in place of its text; with ``by="doc_id"`` the table itself.

    doc_id becomes the outlet and the text's own id stands in `document`. sentence_id, where there
    is one, becomes unique in the group: 1,000,000 times the place of the text among `documents`
    (from 1), and the old number. Groups keep their order, and rows in a group the order of the
    corpus.
    """
    if by == "doc_id":
        return table
    need(table, ["doc_id"], "table", "any table by doc_id")
    ids = documents["doc_id"].to_numpy(object).tolist()
    names = _group_names(documents).to_numpy(object)
    outlet = dict(zip(ids, names, strict=True))
    own = table["doc_id"].astype(object)
    made = table.assign(doc_id=own.map(outlet).astype("str"), document=own.astype("str"))
    if made["doc_id"].isna().any():
        raise ValueError(f"table: {own[made['doc_id'].isna()].iloc[0]!r} is not in the documents")
    if "sentence_id" in table:
        place = own.map({doc_id: number for number, doc_id in enumerate(ids, start=1)})
        made["sentence_id"] = place.astype(np.int64) * SPAN + table["sentence_id"]
    return made


def own_ids(table: pd.DataFrame) -> pd.DataFrame:
    """The table of `regroup` with the ids that its texts and sentences had before."""
    if "document" not in table:
        return table
    return table.assign(doc_id=table["document"], sentence_id=table["sentence_id"] % SPAN)


def lump(counts: pd.DataFrame, groups: pd.DataFrame, most: int = MOST) -> pd.DataFrame:
    """Counts by doc_id and term with all groups beyond the first `most` added up as one.

    That one is called "the other 460". With no more than `most` groups, the counts themselves.
    """
    rest = len(groups) - most
    if rest <= 0:
        return counts
    kept = counts["doc_id"].isin(list(groups["doc_id"].head(most)))
    table = counts.assign(doc_id=counts["doc_id"].where(kept, f"the other {rest:,}"))
    return table.groupby(["doc_id", "term"], sort=False)[["n", "n_sentences"]].sum().reset_index()


def extremes(
    table: pd.DataFrame, column: str, documents: pd.DataFrame, each: int = 3
) -> pd.DataFrame:
    """The documents with the `each` lowest and highest means of `column`; all of up to twelve.

    For charts that need room for each text. `table` has one row per sentence, and the lowest of
    many `documents` comes first. Extremes of many texts are partly chance.

    >>> table = pd.DataFrame({"doc_id": [str(n) for n in range(20)], "x": range(20)})
    >>> grouping.extremes(table, "x", table[["doc_id"]], each=2)["doc_id"].to_list()
    ['0', '1', '18', '19']
    """
    if len(documents) <= FEW:
        return documents
    mean = table.groupby("doc_id", sort=False)[column].mean().sort_values(kind="stable")
    order = [*mean.index[:each], *mean.index[-each:]]
    return documents.set_index("doc_id", drop=False).loc[order].reset_index(drop=True)


def sized(documents: pd.DataFrame, sentences: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """The documents with n_words and n_sentences, zeros included."""
    words, n = tokens.groupby("doc_id").size(), sentences.groupby("doc_id").size()
    ids = documents["doc_id"]
    return documents.assign(
        n_words=ids.map(words).fillna(0).astype(np.int64),
        n_sentences=ids.map(n).fillna(0).astype(np.int64),
    )


def sizes_of_texts(documents: pd.DataFrame, by: str) -> pd.DataFrame:
    """Words of each text as points of its group, for a chart: doc_id, document, value, unit."""
    need(documents, ["doc_id", "n_words"], "documents", "grouping.sized")
    table = documents[["doc_id", "n_words"]].rename(columns={"n_words": "value"})
    table = regroup(table.assign(document=table["doc_id"]), documents, by)
    return table[["doc_id", "document", "value"]].assign(unit="text")


def means(
    table: pd.DataFrame,
    column: str,
    documents: pd.DataFrame,
    by: str,
    draws: int = 2000,
    seed: int = 1,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The points of each group and their mean with an interval, for a chart of groups.

    `table` has one row per sentence, by text (before `regroup`). Points: doc_id (the group),
    document, value, unit. Summary: doc_id, mean, low, high, n, unit, rung, flag, as
    ``resample.bootstrap`` gives them.

    By text, points are sentences and the interval is over sentences in blocks: this writer's
    wording. By outlet, points are texts (the mean of each) and the interval is over texts, taken as
    drawn at random; a group of few texts has none.
    """
    need(table, ["doc_id", column], "table", "sentiment.score")
    if by == "doc_id":
        unit, block = "sentence", None
        points = table.assign(document=table["doc_id"], value=table[column])
    else:
        unit, block = "text", 1
        of_texts = table.groupby("doc_id", sort=False)[column].mean()
        points = regroup(of_texts.rename("value").reset_index(), documents, by)
    summary = resample.bootstrap(points, "value", unit=unit, block=block, draws=draws, seed=seed)
    summary = summary.rename(columns={"estimate": "mean", "n_units": "n"})
    if by != "doc_id":
        summary["rung"] = resample.RUNGS[2]
        none = summary["doc_id"] == NOT_STATED
        summary.loc[none, ["low", "high"]] = np.nan
        summary.loc[none, "flag"] = "no one outlet"
    columns = ["doc_id", "mean", "low", "high", "n", "unit", "rung", "flag"]
    return points[["doc_id", "document", "value"]].assign(unit=unit), summary[columns]


def periods(dates: pd.Series, length: str) -> pd.Series:
    """The "day", "week", "month" or "year" of each date: 2019-02-28, 2019-W09, 2019-02 or 2019.

    `dates` begin as ISO dates do ("2019-02-28T10:00" too); weeks are those of ISO 8601, and sort as
    time does. '' where a date is missing, is none, or says less than is asked for ("2019-02" has no
    week). Raises ``ValueError`` for another length.

    >>> grouping.periods(pd.Series(["2019-02-28", "2019-03", "soon"]), "month").tolist()
    ['2019-02', '2019-03', '']
    """
    if length not in PERIODS:
        raise ValueError(f"length: {length!r} is unknown; use {', '.join(PERIODS)}")
    texts = dates.fillna("").astype(str)
    found = texts.str.extract(PERIODS[length], expand=False)
    known = pd.to_datetime(found, format="ISO8601", errors="coerce")
    if length == "week":
        weeks = known.dt.isocalendar()
        found = weeks["year"].astype(str) + "-W" + weeks["week"].astype(str).str.zfill(2)
    return found.where(known.notna(), "").astype("str")


def over_time(
    tone: pd.DataFrame, counts: pd.DataFrame, sizes: pd.Series, terms: Sequence[str]
) -> pd.DataFrame:
    """Tone and terms by period, one row per measure and period, for the chart over-time.

    `tone` is the summary of `means` by period, `counts` (doc_id, term, n) and `sizes` (words by
    doc_id) are those of ``tokens`` of a table in which the period stands as doc_id; `terms` says
    which are drawn. Columns: period; measure ("tone" or the term); value (mean compound, −1 to 1;
    occurrences per 1,000 words); low, high (95 %, of tone, over texts; missing for terms, whose
    counts are exact); n (texts; occurrences). Texts without a date have no row. Raises
    ``ValueError`` where a column is missing.

    See also ``grouping.periods``.
    """
    need(tone, ["doc_id", "mean", "low", "high", "n"], "tone", "grouping.means")
    need(counts, ["doc_id", "term", "n"], "counts", "tokens.count_terms")
    known = sorted(period for period in sizes.index if re.fullmatch(r"\d{4}(-W?\d\d){0,2}", period))
    rows = [tone.rename(columns={"doc_id": "period", "mean": "value"}).assign(measure="tone")]
    rows = [rows[0][rows[0]["period"].isin(known)].sort_values("period")]
    for term in terms:
        n = counts[counts["term"] == term].groupby("doc_id")["n"].sum().reindex(known, fill_value=0)
        row = {"period": known, "measure": term, "value": (1000 * n / sizes[known]).to_numpy()}
        rows.append(pd.DataFrame(row | {"low": np.nan, "high": np.nan, "n": n.to_numpy()}))
    columns = ["period", "measure", "value", "low", "high", "n"]
    return pd.concat(rows, ignore_index=True)[columns]


def compare_outlets(
    table: pd.DataFrame, column: str, documents: pd.DataFrame, draws: int = 2000
) -> pd.DataFrame:
    """Each outlet against all others on the rung "this outlet", or why not: one row an outlet.

    Columns: outlet, n (its texts), n_others, mean, mean_others, difference, low, high (95 %), p
    (permutation of texts, two-sided), p_min, p_holm (adjusted over the outlets tested), refused
    (bool), flag (the reason, or what to beware of). A text's value is the mean of its sentences.
    Texts whose outlet is not stated stand among the others and have no row; with fewer than two
    outlets the table is empty.

    The texts were chosen by someone: the test takes them as drawn at random from what each outlet
    publishes on the event.
    """
    need(table, ["doc_id", column], "table", "sentiment.score")
    outlet = dict(zip(documents["doc_id"], name_outlets(documents["outlet"]), strict=True))
    of_texts = table.groupby("doc_id", sort=False)[column].mean().rename("value").reset_index()
    of_texts["outlet"] = of_texts["doc_id"].map(outlet)
    rows = []
    named = [name for name in dict.fromkeys(outlet.values()) if name != NOT_STATED]
    for name in track(named if len(named) > 1 else [], "outlets"):
        inside = of_texts["outlet"] == name
        own, others = of_texts["value"][inside], of_texts["value"][~inside]
        row = {"outlet": name, "n": len(own), "n_others": len(others)}
        row |= {"mean": own.mean(), "mean_others": others.mean()}
        row["difference"] = row["mean"] - row["mean_others"]
        try:
            found = resample.outlet(of_texts, "value", name, draws=draws).iloc[0]
            row |= found[["low", "high", "p", "p_min", "flag"]].to_dict() | {"refused": False}
        except resample.Refusal as refusal:
            row |= {"p_min": refusal.p_min, "refused": True, "flag": str(refusal)}
        rows.append(row)
    columns = "outlet n n_others mean mean_others difference low high p p_min p_holm refused flag"
    result = pd.DataFrame(rows, columns=columns.split())
    tested = result["p"].notna().to_numpy(dtype=bool)
    if tested.any():
        result.loc[tested, "p_holm"] = holm(result["p"][tested])
    return result


def _group_names(documents: pd.DataFrame) -> pd.Series:
    outlets = name_outlets(documents["outlet"])
    label, doc_id = (documents[name].astype(str) for name in ("label", "doc_id"))
    alone = label.where(~label.duplicated(keep=False), doc_id) + ALONE
    return outlets.where(outlets != NOT_STATED, alone)


def name_outlets(outlets: pd.Series) -> pd.Series:
    """The outlet of each row as groups are called, one name a row: `NOT_STATED` for none."""
    outlets = outlets.fillna("").astype(str)
    named = {outlet: " ".join(outlet.split()) or NOT_STATED for outlet in outlets.unique()}
    return outlets.map(named).astype("str")
