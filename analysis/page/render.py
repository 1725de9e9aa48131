"""The reading page: the texts side by side with all that was found in them, as one HTML file.

The file needs no network, no server and no other file. The contents of a corpus reach it in two
ways only: as text that Jinja2 escapes, and as JSON that cannot end a script. Its
Content-Security-Policy names the page's own script and style by their hashes and allows no other.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from analysis._shown import as_json, counted, html_head, html_templates, in_html
from analysis.charts.look import looks_of
from analysis.codebook.codings import say_readers
from analysis.lexicons.cards import wording_card
from analysis.page import marked_text, ranking, story

TEMPLATES = Path(__file__).with_name("templates")

KINDS = {
    "name": "Names of the event",
    "frame": "Frames",
    "actor": "Actors",
    "stance": "Stance, by wording",
}

# The figures in the order of the argument; those of other names come last, and two stay in their
# notebooks, where there is room to say what they do not show.
QUESTIONS = {
    "What was compared": ["overview"],
    "How it sounds, and where it stands": [
        "tone-and-stance", "tone", "tone-sequence", "tone-shift",
    ],
    "Which words set each text apart": ["keyness"],
    "What they call it, how they frame it, whom they speak of": [
        "names", "frame-profile", "frames-sequence", "silences", "actors",
    ],
    "How sure": [
        "agreement", "sure-tone-against-stance", "sure-collapsed", "sure-without-sentences",
        "sure-without-words",
    ],
}  # fmt: skip
UNSHOWN = ("tfidf", "xray")
SAY_KIND = {"person": "a person", "model": "a language model", "dictionary": "a dictionary"}

# A choice of `sensitivity.CHOICES` and its option, in plain words.
FAILS = {
    "unit": "counted by {}",
    "coded by": "coded by {}",
    "tone by": "scored by {}",
    "voice": "counted is: {}",
    "other page text": "the rest of the page is {}",
    "units without tone": "sentences without tone are {}",
    "neither": "sentences that are neither are {}",
    "headline and deck": "headline and deck are {}",
    "quotations set apart": "quotations set apart are {}",
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
        text |= {"outline": ranking.outline(row.marker)}
        text |= _about(tables["documents"].iloc[number], text)
    order = dict(zip(look["doc_id"], range(len(look)), strict=True))
    known = {code["code"]: code for code in codes}
    rows = _finding_rows(findings, order, {code: of["label"] for code, of in known.items()})
    data = {
        "anchors": [anchors[doc_id] for doc_id in look["doc_id"]],
        "labels": look["label"].tolist(),
        "codes": [[code["label"], code["kind"], code["on"]] for code in codes],
        "findings": _packed_findings(rows, evidence, tables, texts),
    }
    files = files or {}
    style = _template_text("page.css") + _colours(look)
    script = _template_text("page.js")
    told = _story(tables, texts, rows, known)
    return _template().render(
        story=told,
        made=_made(tables, texts),
        questions=_by_question(files.get("figures") or []),
        unshown=[figure for figure in files.get("figures") or [] if figure["name"] in UNSHOWN],
        texts=texts,
        codes=codes,
        kinds=[(kind, KINDS[kind], [code for code in codes if code["kind"] == kind])
               for kind in KINDS if any(code["kind"] == kind for code in codes)],
        groups=_by_group(rows),
        coded=_coding_rows(rows, known),
        readings=_readings(tables, anchors, known),
        terms_by=next((row["kind"] for row in rows if row["group"] == "term"), ""),
        side_by_side=len(texts) <= SIDE_BY_SIDE,
        has_codings=bool(len(tables["codings"])),
        files=files,
        data=as_json(data),
        head=html_head(f"{told['brand']}: {told['kicker']}", style, script),
        script=script,
    )  # fmt: skip


def _story(tables: Mapping, texts: list[dict], rows: list[dict], known: Mapping) -> dict:
    about = tables["about"]
    labels = {text["doc_id"]: text["label"] for text in texts}
    sides = _sides(about)
    drawn = ranking.draw(tables, labels)
    number = {text["doc_id"]: text["index"] for text in texts}
    for row in drawn["rows"] if drawn else ():
        row |= {"index": number[row["doc_id"]], "outline": texts[number[row["doc_id"]]]["outline"]}
    index = {row["finding"]: row["index"] for row in rows}

    def shown(parts: list) -> list:
        """Parts with what the template needs in place of a name."""
        return [
            ("label", labels[part[1]]) if part[0] == "label"
            else ("code", _code(part[1], known)) if part[0] == "code"
            else ("number", index.get(part[1]), *part[2:]) if part[0] == "number"
            else part
            for part in parts
        ]  # fmt: skip

    opposed = tables["opposed"]
    return {
        "brand": about.get("title") or "Commentaries, compared",
        "kicker": story.kicker(tables["documents"], about),
        "question": about.get("question", ""),
        "headline": story.headline(
            tables["ranks"],
            # A short name is not broken over two lines.
            {d: name.replace(" ", "\u00a0") if len(name) < 20 else name
             for d, name in labels.items()},
        ),
        "findings": [shown(parts) for parts in story.findings(tables, sides)],
        "sure": shown(story.how_sure(tables, labels)),
        "sides": sides,
        "ranking": drawn,
        "basis": ranking.say_basis(tables, labels),
        "who": next((who for who in tables["central"]["read_by"] if who), ""),
        "opposed": [_opposed(row, tables, texts[number[row.doc_id]], sides)
                    for row in opposed.itertuples()],
        "opposed_headline": story.opposed_headline(opposed, sides) if len(opposed) else "",
        "claims": _claims(tables.get("claims"), texts, {row["finding"]: row for row in rows}),
    }  # fmt: skip


def _sides(about: Mapping[str, str]) -> dict:
    """The names of the two sides: in full, both together, and in a word each."""
    full = [about.get(side) or side for side in ("favourable", "unfavourable")]
    first, _, rest = zip(*(side.partition(" ") for side in full), strict=True)
    words = first if max(map(len, first)) <= 8 else ("for", "against")
    short = f"{first[0]} and {full[1]}" if rest[0] == rest[1] else " and ".join(full)
    return {"favourable": full[0], "unfavourable": full[1], "short": short, "word": words}


def _code(code: str, known: Mapping) -> dict:
    own = {"label": marked_text.code_label(code, code.partition("_")[0]), "index": None}
    return known.get(code, own)


def _opposed(row, tables: Mapping, text: dict, sides: Mapping) -> dict:
    """A sentence cut at the words that the score adds up, with its score, reading and note."""
    key = {"doc_id": row.doc_id, "sentence_id": row.sentence_id}
    hits = tables["hits"].merge(pd.DataFrame([key])).sort_values("start")
    pieces, at = [], 0
    for hit in hits.itertuples():
        start, end = hit.start - row.start, hit.end - row.start
        pieces += [(row.text[at:start], None), (row.text[start:end], hit.contribution)]
        at = end
    codings = tables["codings"].merge(pd.DataFrame([key]))
    codings = codings[(codings["code"] == "stance") & (codings["value"] == row.stance)]
    notes = codings.get("note", pd.Series("", index=codings.index)).fillna("").astype(str)
    noted = codings[notes != ""].head(1)
    return {
        "text": text, "pieces": [*pieces, (row.text[at:], None)], "value": row.compound,
        "read": sides[row.stance], "who": _who(row, tables["coders"]), "number": row.sentence_id,
        "id": f"{text['anchor']}-{row.sentence_id}",
        "note": "".join(noted["note"]) if len(noted) else "",
        "noted_by": "".join(noted["coder"]) if len(noted) else "",
    }  # fmt: skip


def _who(row, coders: pd.DataFrame) -> str:
    """Who read a sentence, in short: "study, a language model", or how many readers agree."""
    if row.n_coders > 1:
        return f"{row.n_agree} of {row.n_coders} readers"
    kinds = dict(zip(coders["coder"], coders["kind"], strict=True))
    name = next((name for name in kinds if f"({name})" in row.read_by or name == row.read_by), "")
    return f"{name}, {SAY_KIND[kinds[name]]}" if kinds.get(name) in SAY_KIND else row.read_by


def _claims(claims: pd.DataFrame | None, texts: list[dict], rows: Mapping) -> dict | None:
    if claims is None or claims.empty:
        return None
    told = [_claim(row, rows.get(story.name_finding("claim", row.claim_id)))
            for row in claims.fillna({"failures_share": ""}).itertuples()]  # fmt: skip
    by_text = [(text, [c for c in told if c["doc_id"] == text["doc_id"]]) for text in texts]
    n = len(told)
    steps = [sum(c["step"] >= step for c in told) for step in (1, 2, 3)]
    holds = "The claim holds" if n == 1 == steps[0] else f"All {n} claims hold"
    holds = holds if n == steps[0] else f"{steps[0]} of {counted(n, 'claim')} hold"
    wording = (
        f"{steps[1] or 'none'} {'reach their writers’' if steps[1] > 1 else 'reaches its writer’s'}"
    )
    everywhere = sum(bool(c["ways"]) and c["k"] == c["ways"] for c in told)
    return {
        "headline": f"{holds} in these texts; {wording} wording, {steps[2] or 'none'} an outlet",
        "lede": f"Each was measured in every way the study lists; {everywhere} of {n} hold in all "
        "of those in which they are defined. A share of ways is no probability.",
        "across": [c for c in told if c["doc_id"] not in {text["doc_id"] for text in texts}],
        "by_text": [(text, members) for text, members in by_text if members],
    }


def _claim(row, found: dict | None) -> dict:
    ways = int(row.n_specifications - row.n_undefined)
    k = round(row.survival * ways) if ways else 0
    options = [part.partition(": ")[::2] for part in str(row.failures_share).split("; ") if part]
    say = {"in": "counted in", "out": "left out"}
    when = " and ".join(
        FAILS.get(choice, choice + ": {}").format(say.get(option, option))
        for choice, option in options
    )
    fails = f"fails when {when}" if when else "the failures share no one choice"
    wrong, _, controls = str(row.controls).partition(" of ")
    said = [fails] if k < ways else []
    if controls.isdigit() and wrong != controls:
        known = "with the rest of the page left in, which is known to be wrong"
        said.append(f"{known}, {row.controls}")
    rungs = ["nothing", "these texts", "this writer's wording", "this outlet"]
    step = rungs.index(row.stands_on)
    return {
        "doc_id": row.doc_id, "sentence": row.sentence, "step": step, "k": k, "ways": ways,
        "rung": row.stands_on.replace("'", "’") if step else "does not hold in these texts",
        "fails": "; ".join(said), "index": found and found["index"], "n": found and found["n"],
    }  # fmt: skip


def _by_question(figures: Sequence[Mapping]) -> list[tuple]:
    by_name = {figure["name"]: figure for figure in figures if figure["name"] not in UNSHOWN}
    groups = [(question, [by_name.pop(name) for name in names if name in by_name])
              for question, names in QUESTIONS.items()]  # fmt: skip
    groups.append(("Others", list(by_name.values())))
    return [(question, members) for question, members in groups if members]


def _made(tables: Mapping, texts: list[dict]) -> dict:
    documents, compared = tables["documents"], tables["sentences"]["compared"]
    coders = tables["coders"].set_index("coder").to_dict("index")
    read = tables["codings"].drop_duplicates(["coder", "doc_id", "sentence_id"])
    words = tables["tokens"].groupby("doc_id").size()
    scored = set(tables["scores"]["doc_id"])
    return {
        "n_sentences": int(compared.sum()),
        "n_words": int(words.sum()),
        "coders": [
            {"name": name, "n": n, **{of: coders.get(name, {}).get(of, "").rstrip(".")
                                      for of in ("instructions", "note")},
             "kind": SAY_KIND.get(coders.get(name, {}).get("kind"), "of unstated kind")}
            for name, n in read["coder"].value_counts(sort=False).items()
        ],
        "texts": [
            text | {"n_words": int(words.get(text["doc_id"], 0)), "source": str(row.source),
                    "has_tone": text["doc_id"] in scored or text["doc_id"] not in words}
            for text, row in zip(texts, documents.itertuples(), strict=True)
        ],
    }  # fmt: skip


def render_plain(name: str, title: str, documents: pd.DataFrame | None = None, **given) -> str:
    """A page beside the reading page, without script: the template `name`, filled with `given`.

    `given` has brand and links (pairs of address and name) besides what the template takes;
    `documents` give the texts their colours.
    """
    style = _template_text("page.css") + _template_text("plain.css")
    style += "" if documents is None else _colours(looks_of(documents))
    return _template(name).render(head=html_head(title, style), **given)


@cache
def _template(name: str = "page.html"):
    environment = html_templates("analysis.page")
    environment.filters |= {"signed": marked_text.short_signed, "plain": marked_text.make_showable}
    environment.filters["coded"] = _code_in_html
    return environment.get_template(name)


def _code_in_html(text: str):
    from markupsafe import Markup

    return Markup(re.sub(r"`+([^`]+)`+", r"<code>\1</code>", in_html(text)))


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
    own = "".join(f".d{i}{{--own:{colour}}}" for i, colour in enumerate(look["colour"]))
    known = [(i, ON_DARK[c]) for i, c in enumerate(look["colour"]) if c in ON_DARK]
    dark = "".join(f".d{i}{{--c:{colour}}}" for i, colour in known)
    return f"{own}@media screen and (prefers-color-scheme:dark){{{dark}}}"


def _codes(codebook: pd.DataFrame) -> list[dict]:
    first = next((kind for kind in KINDS if kind in set(codebook["kind"])), "")
    return [
        {"index": index, "code": row.code, "kind": row.kind, "definition": row.definition,
         **{name: getattr(row, name, "") for name in ("include", "exclude", "example")},
         "label": getattr(row, "label", "") or marked_text.code_label(row.code, row.kind),
         "kind_name": KINDS.get(row.kind, row.kind), "on": row.kind == first}
        for index, row in enumerate(codebook.itertuples())
    ]  # fmt: skip


def _about(document: pd.Series, text: dict) -> dict:
    headed = any(block["role"] == "headline" for block in text["blocks"])
    by = [str(document[name]) for name in ("author", "outlet", "date") if document[name]]
    return {
        "by": " · ".join(dict.fromkeys(part for part in by if part != text["label"])),
        "title": "" if headed else str(document["title"]),
        "basis": str(document["basis"]),
    }


def _finding_rows(findings: pd.DataFrame, order: dict, labels: dict) -> list[dict]:
    rows = findings.to_dict("records")
    for index, row in enumerate(rows):
        row |= {"index": index, "text": order.get(row["doc_id"]), "words": str(row["subject"])}
        if row["group"] in ("code", "also", "coded", "called"):
            by_name = row["group"] in ("coded", "called")
            kind = row["words"].split("_")[0] if by_name else str(row["kind"])
            plain = marked_text.code_label(row["words"], kind)
            row["words"] = labels.get(row["words"], plain)
        row |= {"n": int(row["n"]), "n_sentences": int(row["n_sentences"])}
    return rows


def _by_group(rows: list[dict]) -> dict:
    """Rows by group and subject (or text); and the longest bar of each kind."""
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
    # At least a quarter of the scale, so that a faint tone does not fill the bar.
    longest = {"term": max(terms, default=1), "tone": max([0.25, *means])}
    return groups | {"most": groups["most"] | longest}


def _coding_rows(rows: list[dict], known: Mapping) -> list[dict]:
    """Codings as rows of a table with a column a text: stance first, then as in the codebook."""
    table: dict = {}
    for row in rows:
        if row["group"] == "coded":
            key = (row["subject"], row["kind"], row["note"])
            table.setdefault(key, {})[row["text"]] = row
    most = max((row["n"] for cells in table.values() for row in cells.values()), default=1)
    several = len({coder for _, _, coder in table}) > 1
    places = {code: place for place, code in enumerate(known)} | {"stance": -1}
    found = []
    order = sorted(table, key=lambda key: (places.get(key[0], len(places)), key))
    for code, value, coder in order:
        cells = table[code, value, coder]
        rest = ("" if value in ("1", "1.0") else f": {value}") + f" ({coder})" * several
        code = _code(code, known)
        found.append({"code": code, "rest": rest, "label": code["label"] + rest, "cells": cells,
                      "most": most})  # fmt: skip
    return found


def _readings(
    tables: Mapping[str, pd.DataFrame], anchors: Mapping[str, str], known: Mapping
) -> dict:
    signed, names = marked_text.short_signed, list(anchors)
    stances = [
        {"coder": coder, "cells": {
            names.index(row.doc_id):
                f"{signed(row.mean)} ({counted(row.n, 'sentence')}, rank {row.rank})"
            for row in own.itertuples()
        }}
        for coder, own in tables["stances"].groupby("coder", sort=False)
    ]  # fmt: skip
    agreed = [
        f"{row.coders}: alpha {_alpha(row.alpha)}"
        + ("" if pd.isna(row.low) else f" ({_alpha(row.low)} to {_alpha(row.high)})")
        + f", {row.n_differ} of {counted(row.n_units, 'sentence')} read differently"
        for row in tables["agreed"].itertuples()
    ]
    differ = tables["differ"]
    coders = [name for name in differ if name not in ("doc_id", "sentence_id", "code", "text")]
    told = [
        {"id": f"{anchors[row['doc_id']]}-{row['sentence_id']}",
         "code": _code(row["code"], known)["label"], "text": row["text"],
         "values": "; ".join(f"{name} {row[name]}" for name in coders if not pd.isna(row[name]))}
        for row in differ.head(MOST_DIFFERENCES).to_dict("records")
    ]  # fmt: skip
    who = say_readers(tables["codings"]["coder"], tables["coders"])
    # Wherever a dictionary's stance is shown, the page says how far to trust it.
    wording = wording_card() if (tables["stances"]["coder"] == "dictionary").any() else ""
    return {"who": who, "stances": stances, "agreed": agreed, "wording": wording, "differ": told,
            "n_differ": len(differ)}  # fmt: skip


def _alpha(value: float) -> str:
    return "undefined" if pd.isna(value) else marked_text.short_signed(value).removeprefix("+")


def _packed_findings(
    rows: list[dict], evidence: pd.DataFrame, tables: Mapping, texts: list[dict]
) -> list:
    """Name, title, unit and places of each finding; a place is text, sentence, start, end.

    Start and end count UTF-16 units of the sentence, as the script does; both are 0 for all of it.
    """
    order = {row["finding"]: row["index"] for row in rows}
    number = {text["doc_id"]: text["index"] for text in texts}
    sentences = tables["sentences"][["doc_id", "sentence_id", "start", "text"]]
    table = evidence.merge(sentences, on=["doc_id", "sentence_id"], suffixes=("", "_sentence"))
    table["whole"] = table["start"].isna()
    places: list[list[int]] = [[] for _ in rows]
    columns = "finding doc_id sentence_id start end whole start_sentence text".split()
    count = marked_text.count_units
    for row in table[columns].itertuples(index=False, name=None):
        finding, doc_id, sentence, start, end, whole, first, text = row
        span = (0, 0) if whole else (count(text, start - first), count(text, end - first))
        places[order[finding]] += [number[doc_id], int(sentence), *map(int, span)]
    return [[row["finding"], *_title_and_unit(row, texts), places[row["index"]]] for row in rows]


def _title_and_unit(row: dict, texts: list[dict]) -> tuple[str, str]:
    of = "all texts" if row["text"] is None else texts[row["text"]]["label"]
    subject = row["words"]
    group, note = row["group"], row["note"] and f" ({row['note']})"
    read = "" if row["kind"] in ("1", "1.0") else f": {row['kind']}"
    value = marked_text.short_signed(row["value"]) if group in ("tone", "high", "low") else ""
    return {
        "code": (f"{subject}, {of}", "mention"),
        "also": (f"{subject}: quoted or negated", "mention"),
        "term": (f"“{subject}”, {of}{note}", "occurrence"),
        "elsewhere": (f"“{subject}” outside {of}", "occurrence"),
        "voice": (f"another voice, {of}", "stretch"),
        "coded": (f"{subject}{read}, {of}, coded by {row['note']}", ""),
        "side": (f"read as {subject}, {of}", ""),
        "called": (f"{subject}, {of}", ""),
        "turning": ("without one of these the tones change their order", ""),
        "claim": (subject, ""),
        "tone": (f"mean tone {value}, {of}", ""),
    }.get(group, (f"tone {value}, {of}", ""))
