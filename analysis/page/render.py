"""The reading page: the texts side by side with all that was found in them, as one HTML file.

The file needs no network, no server and no other file. What a corpus holds reaches it in two ways
only: as text that Jinja2 escapes, and as JSON in which no character can end a script. Its
Content-Security-Policy names the page's own script and style by their hashes and allows no other.
"""

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from analysis._shown import as_json, policy_hash
from analysis.charts.look import looks_of
from analysis.codebook.codings import say_readers
from analysis.lexicons.cards import wording_card
from analysis.page import marked_text

TEMPLATES = Path(__file__).with_name("templates")

KINDS = {
    "name": "Names of the event",
    "frame": "Frames",
    "actor": "Actors",
    "stance": "Stance, by wording",
}

# Only signs that usual fonts have: an empty box says nothing.
SHAPES = dict(zip("osD^vPXph<>d*", "●■◆▲▼✚✖⬟⬢◀▶◊★", strict=True))
# The first three colours on the dark page; others are mixed with white there.
ON_DARK = {"#003a75": "#4f86d9", "#b04058": "#e58aa0", "#c08208": "#f5dc97"}

# Up to this many texts stand side by side at once, and tables have a column for each.
SIDE_BY_SIDE = 12

MOST_DIFFERENCES = 200  # sentences read differently that the page lists

LARGEST_FIGURE, LARGEST_FIGURES = 400_000, 6_000_000


def render_page(
    tables: Mapping[str, pd.DataFrame],
    findings: pd.DataFrame,
    evidence: pd.DataFrame,
    files: Mapping[str, Sequence[Mapping]] | None = None,
) -> str:
    """The reading page as a string of HTML.

    `tables` is what `contents.compute_tables` returns, `findings` and `evidence` what
    `numbers.collect_findings` makes of it. `files` names what lies beside the page: figures (name,
    caption, alt, and image: a ``data:`` address as `image_of` gives it, or ''), notebooks (name,
    title), tables (names).

    The page shows every passage; numbers count what is compared (body and quotation).
    """
    look = looks_of(tables["documents"])
    anchors = marked_text.name_anchors(look["doc_id"])
    codes = _codes(tables["codebook"])
    texts = marked_text.mark_texts(tables, anchors, codes)
    for number, (text, row) in enumerate(zip(texts, look.itertuples(), strict=True)):
        text |= {"index": number, "label": row.label, "shape": SHAPES.get(row.marker, "●")}
        text |= _about(tables["documents"].iloc[number], text)
    order = dict(zip(look["doc_id"], range(len(look)), strict=True))
    rows = _finding_rows(findings, order, {code["code"]: code["label"] for code in codes})
    data = {
        "anchors": [anchors[doc_id] for doc_id in look["doc_id"]],
        "labels": look["label"].tolist(),
        "codes": [[code["label"], code["kind"]] for code in codes],
        "findings": _packed_findings(rows, evidence, tables, texts),
    }
    style = _template_text("page.css") + _colours(look)
    script = _template_text("page.js")
    return _template().render(
        texts=texts,
        codes=codes,
        kinds=[(kind, KINDS[kind], [code for code in codes if code["kind"] == kind])
               for kind in KINDS if any(code["kind"] == kind for code in codes)],
        groups=_by_group(rows),
        coded=_coding_rows(rows, [code["code"] for code in codes]),
        readings=_readings(tables, anchors),
        terms_by=next((row["kind"] for row in rows if row["group"] == "term"), ""),
        side_by_side=len(texts) <= SIDE_BY_SIDE,
        has_codings=bool(len(tables["codings"])),
        files=files or {},
        data=as_json(data),
        style=style,
        script=script,
        style_hash=policy_hash(style),
        script_hash=policy_hash(script),
    )  # fmt: skip


@cache
def _template():
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("analysis.page"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"signed": marked_text.short_signed, "plain": marked_text.make_showable}
    return environment.get_template("page.html")


def image_of(path: str | Path) -> str:
    """A figure as a ``data:`` address, vector where it is small; '' where neither form is."""
    for kind, mime in ((".svg", "image/svg+xml"), (".png", "image/png")):
        file = Path(path).with_suffix(kind)
        if file.is_file() and file.stat().st_size <= LARGEST_FIGURE:
            return f"data:{mime};base64,{base64.b64encode(file.read_bytes()).decode()}"
    return ""


def _template_text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _colours(look: pd.DataFrame) -> str:
    """A line of style for each text, with its own colour, and with that of the dark page."""
    own = "".join(f".d{i}{{--own:{colour}}}" for i, colour in enumerate(look["colour"]))
    dark = "".join(
        f".d{i}{{--c:{ON_DARK[colour]}}}"
        for i, colour in enumerate(look["colour"])
        if colour in ON_DARK
    )
    return f"{own}@media screen and (prefers-color-scheme:dark){{{dark}}}"


def _codes(codebook: pd.DataFrame) -> list[dict]:
    return [
        {"index": index, "code": row.code, "kind": row.kind, "definition": row.definition,
         "label": getattr(row, "label", "") or marked_text.code_label(row.code, row.kind),
         "on": row.kind in marked_text.AT_FIRST}
        for index, row in enumerate(codebook.itertuples())
    ]  # fmt: skip


def _about(document: pd.Series, text: dict) -> dict:
    """What the table of documents says of a text, in words."""
    headed = any(block["role"] == "headline" for block in text["blocks"])
    by = [str(document[name]) for name in ("author", "outlet", "date") if document[name]]
    return {
        "by": " · ".join(dict.fromkeys(part for part in by if part != text["label"])),
        "title": "" if headed else str(document["title"]),
        "basis": str(document["basis"]),
    }


def _finding_rows(findings: pd.DataFrame, order: dict, labels: dict) -> list[dict]:
    """Each finding as the templates take it: numbered, with its text's place and its words."""
    rows = findings.to_dict("records")
    for index, row in enumerate(rows):
        row |= {"index": index, "text": order.get(row["doc_id"]), "words": str(row["subject"])}
        if row["group"] in ("code", "also", "coded"):
            kind = row["words"].split("_")[0] if row["group"] == "coded" else str(row["kind"])
            plain = marked_text.code_label(row["words"], kind)
            row["words"] = labels.get(row["words"], plain)
        row |= {"n": int(row["n"]), "n_sentences": int(row["n_sentences"])}
    return rows


def _by_group(rows: list[dict]) -> dict:
    """Rows by group and subject (or text), as the template asks for them; and the longest bar."""
    groups: dict = {"most": {}, "most_of_all": {}}
    for row in rows:
        group, of = row["group"], row["text"]
        key = row["subject"] if group in ("code", "also") else of
        place = groups.setdefault(group, {}).setdefault(key, {} if group == "code" else [])
        if group == "code":
            place[of] = row
            longest = groups["most_of_all" if of is None else "most"]
            longest[row["kind"]] = max(longest.get(row["kind"], 0), row["n"])
        else:
            if group == "elsewhere":
                groups.setdefault("there", {})[of, row["subject"]] = row
            place.append(row)
    terms = [row["n"] for row in rows if row["group"] == "term"]
    means = [abs(row["value"]) for row in rows if row["group"] == "tone"]
    # A quarter of the scale at least, so that hardly any tone does not fill the bar.
    longest = {"term": max(terms, default=1), "tone": max([0.25, *means])}
    return groups | {"most": groups["most"] | longest}


def _coding_rows(rows: list[dict], order: list[str]) -> list[dict]:
    """Codings as table rows, stance first and then as in the codebook, a column for each text."""
    table: dict = {}
    words: dict = {}
    for row in rows:
        if row["group"] == "coded":
            key = (row["subject"], row["kind"], row["note"])
            table.setdefault(key, {})[row["text"]] = row
            words[row["subject"]] = row["words"]
    most = max((row["n"] for cells in table.values() for row in cells.values()), default=1)
    found = []
    places = {code: place for place, code in enumerate(order)} | {"stance": -1}
    ordered = sorted(table.items(), key=lambda item: (places.get(item[0][0], len(order)), item[0]))
    for (code, value, coder), cells in ordered:
        told = words[code] + ("" if value in ("1", "1.0") else f": {value}")
        found.append({"label": told, "coder": coder, "cells": cells, "most": most})
    several = len({row["coder"] for row in found}) > 1
    for row in found:
        row["label"] += f" ({row['coder']})" if several else ""
    return found


def _readings(tables: Mapping[str, pd.DataFrame], anchors: Mapping[str, str]) -> dict:
    """Who read; stance of each text by reading; agreement in words; sentences read differently."""
    signed, names = marked_text.short_signed, list(anchors)
    stances = [
        {"coder": coder, "cells": {
            names.index(row.doc_id): f"{signed(row.mean)} ({row.n} sentences, rank {row.rank})"
            for row in own.itertuples()
        }}
        for coder, own in tables["stances"].groupby("coder", sort=False)
    ]  # fmt: skip
    agreed = [
        f"{row.coders}: alpha {_alpha(row.alpha)}"
        + ("" if pd.isna(row.low) else f" ({_alpha(row.low)} to {_alpha(row.high)})")
        + f", {row.n_differ} of {row.n_units} sentences read differently"
        for row in tables["agreed"].itertuples()
    ]
    differ = tables["differ"]
    coders = [name for name in differ if name not in ("doc_id", "sentence_id", "code", "text")]
    told = [
        {"id": f"{anchors[row['doc_id']]}-{row['sentence_id']}", "code": row["code"],
         "text": row["text"],
         "values": "; ".join(f"{name} {row[name]}" for name in coders if not pd.isna(row[name]))}
        for row in differ.head(MOST_DIFFERENCES).to_dict("records")
    ]  # fmt: skip
    who = say_readers(tables["codings"]["coder"], tables["coders"])
    # What a dictionary's stance carries stands wherever it is shown.
    wording = wording_card() if (tables["stances"]["coder"] == "dictionary").any() else ""
    return {"who": who, "stances": stances, "agreed": agreed, "wording": wording, "differ": told,
            "n_differ": len(differ)}  # fmt: skip


def _alpha(value: float) -> str:
    return "undefined" if pd.isna(value) else marked_text.short_signed(value).removeprefix("+")


def _packed_findings(
    rows: list[dict], evidence: pd.DataFrame, tables: Mapping, texts: list[dict]
) -> list:
    """Name, title, unit and places of each finding; a place is text, sentence, start, end.

    Start and end count UTF-16 units of the sentence, as the script does; both 0: all of it.
    """
    order = {row["finding"]: row["index"] for row in rows}
    number = {text["doc_id"]: text["index"] for text in texts}
    sentences = tables["sentences"][["doc_id", "sentence_id", "start", "text"]]
    table = evidence.merge(sentences, on=["doc_id", "sentence_id"], suffixes=("", "_sentence"))
    table["whole"] = table["start"].isna()
    places: list[list[int]] = [[] for _ in rows]
    columns = "finding doc_id sentence_id start end whole start_sentence text".split()
    for finding, doc_id, sentence, start, end, whole, first, text in table[columns].itertuples(
        index=False, name=None
    ):
        span = (0, 0)
        if not whole:
            count = marked_text.count_units
            span = (count(text, start - first), count(text, end - first))
        places[order[finding]] += [number[doc_id], int(sentence), *map(int, span)]
    return [[row["finding"], *_title_and_unit(row, texts), places[row["index"]]] for row in rows]


def _title_and_unit(row: dict, texts: list[dict]) -> tuple[str, str]:
    """The title of a finding when it is lit, and what is counted."""
    of = "all texts" if row["text"] is None else texts[row["text"]]["label"]
    subject = row["words"]
    group, note = row["group"], row["note"] and f" ({row['note']})"
    if group == "code":
        return f"{subject}, {of}", "mention"
    if group == "also":
        return f"{subject}: quoted or negated", "mention"
    if group == "term":
        return f"“{subject}”, {of}{note}", "occurrence"
    if group == "elsewhere":
        return f"“{subject}” outside {of}", "occurrence"
    if group == "voice":
        return f"another voice, {of}", "stretch"
    if group == "coded":
        value = "" if row["kind"] in ("1", "1.0") else f": {row['kind']}"
        return f"{subject}{value}, {of}, coded by {row['note']}", ""
    if group == "tone":
        return f"mean tone {marked_text.short_signed(row['value'])}, {of}", ""
    return f"tone {marked_text.short_signed(row['value'])}, {of}", ""
