"""What ``python -m analysis score`` made, read back: tables, groups, counts, the sentences behind.

Nothing here holds all sentences, or all rare terms of a large corpus, in memory at once. A group
takes the place of a document, as in `grouping`, so every measure and chart works on it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pyarrow.dataset as ds

from analysis import corpus as corpora
from analysis import evidence, grouping, tokens
from analysis.charts.look import fill_looks
from analysis.grouping import FEW, MOST, name_outlets, regroup
from analysis.large import sums
from analysis.large.scored_folder import naming, read_manifest, table_files

RARE = "(rarer terms)"  # no term has a bracket

# Occurrences that a term needs where there are many documents: this many, or one in so many words,
# whichever is more. Rarer terms would fill memory and disk: there are more of them in each article.
LEAST, ONE_IN = 5, 200_000
# Sentences are drawn from so many parts, or a multiple: as hold ten times as many as are drawn.
AT_ONCE, POOL = 16, 10


def read_table(
    folder: str | Path,
    table: str,
    where: Mapping[str, object] | None = None,
    columns: list[str] | None = None,
) -> pd.DataFrame:
    """A table of a scored folder, as the verbs would have made it of all documents at once.

    =============== ================================================================================
    documents       one row a document, as ``Corpus.documents``; all but n_characters as text
    document_scores one row a document: doc_id, the group, n_sentences, n_words, n_hits, and the
                    means of compound (-1 … 1), positive, neutral, negative over its sentences
    sentence_scores one row a sentence: ``sentiment.score``
    counts-1        one row a group and word: ``tokens.count_terms``, for `keyness` and `tfidf`
    counts-2, …     one row a group and n-gram
    voices          one row a stretch between quotation marks: doc_id, sentence_id, start, end
                    (characters of the raw text; what crosses sentences has a row in each), text,
                    kind (quoted, or mention: an expression that the author uses, see `sentences`)
    mentions        one row a mention: ``frames.code``, where a codebook was given
    =============== ================================================================================

    `where` keeps the rows that have in each column the value named, or one of a list, and `columns`
    the columns; what is left out is not read into memory. Counts that lack terms no longer add up
    to the size of their group. Raises ``ValueError`` for a folder that is not finished.
    """
    data = _dataset(table_files(folder, table))
    for name in [*(where or {}), *(columns or [])]:
        if name not in data.schema.names:
            found = ", ".join(data.schema.names)
            raise ValueError(f"{table}: no column {name!r} (found: {found})")
    chosen = None
    for name, value in (where or {}).items():
        values = list(value) if isinstance(value, list | tuple | set) else [value]
        condition = pc.field(name).isin(values)
        chosen = condition if chosen is None else chosen & condition
    counted = table.startswith("counts-")
    wanted = None if columns is None else [*columns, *(["first"] if counted else [])]
    with naming(folder, table):
        found = data.to_table(columns=wanted, filter=chosen)
    if counted:
        found = found.sort_by("first").drop_columns("first")
    frame = found.to_pandas()
    if table == "documents" and columns is None:
        labelled, _ = fill_looks(corpora.with_columns(frame.drop(columns="n_characters")))
        frame = labelled.assign(n_characters=frame["n_characters"])
    return frame


def choices_made(folder: str | Path) -> dict:
    """What a finished folder was made with (by, ngrams, codebook …), and its sums n_…."""
    if folder is None:
        raise ValueError("no folder given; make one with python -m analysis score, and name it")
    manifest = read_manifest(folder)
    return manifest["choices"] | manifest["sums"]


def scored_documents(folder: str | Path) -> pd.DataFrame:
    """The documents with the measures of document_scores, one row each.

    Of a folder that was counted by documents, with all that is known of them. Else with what groups
    need, for a million documents: doc_id, also as the label, and `outlet`, which is the column
    counted by, so that `grouping` makes its groups of it.
    """
    by, scores = choices_made(folder)["by"], read_table(folder, "document_scores")
    if by == "doc_id":
        return read_table(folder, "documents").merge(scores, on="doc_id", validate="1:1")
    scores = scores.rename(columns={by: "outlet"}).assign(outlet=name_outlets(scores[by]))
    return scores.assign(label=scores["doc_id"])


def scored_groups(documents: pd.DataFrame, by: str) -> pd.DataFrame:
    """What counts are compared by, one row each: doc_id, label, n_documents, n_sentences, n_words.

    With ``by="doc_id"`` the documents. More than twelve groups come largest first.
    """
    sums = ["n_documents", "n_sentences", "n_words"]
    table = documents.assign(n_documents=1)
    if by != "doc_id":
        table = table.assign(doc_id=table["outlet"], label=table["outlet"])
        table = table.groupby(["doc_id", "label"], sort=False)[sums].sum().reset_index()
    if len(table) <= FEW:
        return table
    return table.sort_values(sums[::2], ascending=False, kind="stable", ignore_index=True)


def fewest_occurrences(documents: pd.DataFrame) -> int:
    """Occurrences that a term needs to be compared: 1 up to twelve documents, else 5 or more."""
    few = len(documents) <= FEW
    return 1 if few else max(LEAST, int(documents["n_words"].sum()) // ONE_IN)


def group_counts(
    folder: str | Path, groups: pd.DataFrame, ngrams: int = 1, fewest: int = 1, most: int = MOST
) -> pd.DataFrame:
    """Counts by doc_id (the group) and term, as ``tokens.count_terms`` gives them.

    Groups beyond the first `most` are added up, as by ``grouping.lump``. Terms with fewer than
    `fewest` occurrences are one term, `RARE`, so that sizes stay whole: leave its rows out of what
    is shown. Other contrasts are as without it, but for p_holm and p_bh, which count its row.
    """
    by, files = choices_made(folder)["by"], table_files(folder, f"counts-{ngrams}")
    kept, others = groups["doc_id"].head(most), f"the other {len(groups) - most:,}"
    column, found = '"' + by.replace('"', '""') + '"', []
    query = f"""
        WITH often AS (SELECT term FROM counts GROUP BY term HAVING sum(n) >= $fewest)
        SELECT names.name AS doc_id, coalesce(often.term, $rare) AS term, sum(n)::BIGINT AS n,
               sum(n_sentences)::BIGINT AS n_sentences, min(first) AS first
        FROM counts JOIN names ON names.value = counts.{column}
             LEFT JOIN often ON often.term = counts.term
        GROUP BY ALL"""
    values = _dataset(table_files(folder, "document_scores")).to_table([by])[by]
    names = pd.DataFrame({"value": values.unique().to_pandas()})
    names["name"] = names["value"] if by == "doc_id" else name_outlets(names["value"])
    if len(groups) > most:
        names["name"] = names["name"].where(names["name"].isin(kept), others)
    # Where counts of parts were added up, all rows of a term are in one file.
    for some in [files] if by == "doc_id" else [[file] for file in files]:
        with _engine(folder, counts=some) as duck:
            duck.register("names", names)
            found.append(duck.sql(query, params={"fewest": fewest, "rare": RARE}).df())
    table = pd.concat(found)
    rare = table["term"] == RARE
    how = {"n": "sum", "n_sentences": "sum", "first": "min"}
    lumped = table[rare].groupby(["doc_id", "term"], as_index=False).agg(how)
    table = pd.concat([table[~rare], lumped]).sort_values("first", ignore_index=True)
    return table.drop(columns="first").astype({"doc_id": "str", "term": "str"})


@contextmanager
def _engine(folder: str | Path, **tables: list[Path]) -> Iterator:
    """DuckDB, with tables of these files, each page of which is compared with its checksum.

    What memory has no room for waits on disk, in a folder that is removed.
    """
    import duckdb

    what = " or ".join(files[0].parent.name for files in tables.values())
    with TemporaryDirectory() as place, sums.connect(place) as duck, naming(folder, what):
        for name, files in tables.items():
            duck.register(name, _dataset(files))
        try:
            yield duck
        except duckdb.Error as error:
            raise OSError(str(error)) from None


def _dataset(files: list[Path]) -> ds.Dataset:
    checked = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    form = ds.ParquetFileFormat(default_fragment_scan_options=checked)
    return ds.dataset(files, format=form)


def sample_sentences(
    folder: str | Path,
    row: pd.Series,
    documents: pd.DataFrame,
    most: int = 5,
    seed: int = 1,
) -> pd.DataFrame:
    """Sentences behind a number, drawn at random: `most` of those that it was counted from.

    `row` is one of a contrast (its target), of counts or tf-idf (doc_id, term), of a profile of
    mentions (doc_id, code), or of groups or means (doc_id alone: any of the group's sentences).
    `documents` as of `scored_documents`. The same `seed` draws the same. Columns: those of
    sentence_scores, and spans, as of ``evidence.sentences_of``; in reading order. Texts that are
    hardly English have no row in that table, so that none of theirs is drawn. Parts of the corpus
    are looked through in random order until they hold ten times as many as are drawn; of a
    frequent word, the sentences may therefore come from texts that stand near each other.
    """
    name = "doc_id" if choices_made(folder)["by"] == "doc_id" else "outlet"
    ids = documents.loc[documents[name] == row.get("target", row.get("doc_id")), ["doc_id"]]
    term, code = row.get("term"), row.get("code")
    files, told = {"sentences": table_files(folder, "sentence_scores")}, "true"
    if code is not None:
        files["mentions"] = table_files(folder, "mentions")
        told = "(doc_id, sentence_id) IN (SELECT (doc_id, sentence_id) FROM mentions)"
    elif term is not None:
        # What of the term is written as it is folded, to look into few sentences.
        letters = "[^a-z0-9]+".join(re.findall("[a-z0-9]+", term))
        told = f"regexp_matches(lower(text), '{letters}')"
    query = f"FROM sentences SEMI JOIN ids USING (doc_id) WHERE {told} ORDER BY doc_id, start"
    found: list[pd.DataFrame] = []
    parts = np.random.default_rng(seed).permutation(len(files["sentences"])).tolist()
    for first in range(0, len(parts), AT_ONCE):
        some = sorted(parts[first : first + AT_ONCE])
        spans = None
        with _engine(
            folder, **{name: [each[part] for part in some] for name, each in files.items()}
        ) as duck:
            duck.register("ids", ids)
            if code is not None:
                mentions = "FROM mentions SEMI JOIN ids USING (doc_id) WHERE code = $code"
                spans = duck.sql(mentions, params={"code": code}).df()
                duck.register("mentions", spans)
            rows = duck.sql(query).df()
        if term is not None:
            spans = _places(term, rows)
        whole = rows.assign(spans=[()] * len(rows))
        found.append(whole if spans is None else evidence.sentences_of(spans, rows))
        if sum(map(len, found)) >= POOL * most:
            break
    pool = pd.concat(found, ignore_index=True)
    drawn = pool.sample(min(most, len(pool)), random_state=seed)
    return drawn.sort_values(["doc_id", "start"], ignore_index=True)


def _places(term: str, rows: pd.DataFrame) -> pd.DataFrame:
    words, length = tokens.tokenize(rows.assign(quotes=[()] * len(rows))), len(term.split(" "))
    words = words if length == 1 else tokens.join_ngrams(words, length)
    return words[words["term"] == term]


def over_time(folder: str | Path, documents: pd.DataFrame, terms: Sequence[str]) -> pd.DataFrame:
    """``grouping.over_time`` of a folder that was counted by day, week, month or year."""
    by = choices_made(folder)["by"]
    told = documents.dropna(subset="compound")
    tone = grouping.means(told[["doc_id", "compound"]], "compound", told, "outlet")[1]
    sizes = scored_groups(documents, by).set_index("doc_id")["n_words"]
    lengths = sorted({len(term.split(" ")) for term in terms})
    found = [read_table(folder, f"counts-{n}", where={"term": list(terms)}) for n in lengths]
    counts = pd.concat([*found, pd.DataFrame(columns=[by, "term", "n"])])
    counts = counts.rename(columns={by: "doc_id"})
    return grouping.over_time(tone, counts, sizes, terms)


def codebook_used(folder: str | Path) -> pd.DataFrame | None:
    """The codebook that the mentions of a folder were found with, or None."""
    text = choices_made(folder)["codebook"]
    return None if text is None else pd.read_csv(StringIO(text), dtype=str, keep_default_na=False)


def scored_mentions(folder: str | Path, documents: pd.DataFrame) -> pd.DataFrame:
    """The mentions with each one's group as doc_id and its document as `document`."""
    by = "doc_id" if choices_made(folder)["by"] == "doc_id" else "outlet"
    return regroup(read_table(folder, "mentions"), documents, by)
