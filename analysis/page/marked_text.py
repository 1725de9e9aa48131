"""A text as the reading page shows it: passages, sentences, and the pieces that marks cut.

Offsets arrive in characters of the raw file and leave in UTF-16 units of a sentence, which is what
a browser counts. Pieces are plain text, which a template escapes; no HTML is made here.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby, pairwise
from operator import itemgetter

import pandas as pd

from analysis._shown import without_unshowable
from analysis.codebook.mention_rules import is_counted
from analysis.sentences import DEFAULT_ROLES

APART = ("headline", "deck")  # roles that are shown and not compared
ROLE_NAMES = {"chrome": "page furniture", "bio": "note on the author", "note": "notes and sources"}


def make_showable(text: object) -> str:
    """The text with the same number of characters, none of which an HTML file changes.

    A browser reads CR LF as one character, which would move all offsets behind it.
    """
    return without_unshowable(text).replace("\r", " ")


def count_units(text: str, offset: int) -> int:
    """How many UTF-16 units the first `offset` characters of the text take."""
    return int(offset) + sum(character > "\uffff" for character in text[: int(offset)])


def short_signed(value: float) -> str:
    """A tone as it is written beside a sentence: +.64, −.51, 0."""
    text = f"{abs(value):.2f}"
    text = text[1:] if text.startswith("0") else text
    return "0" if text == ".00" else ("+" if value > 0 else "−") + text


def code_label(code: str, kind: str) -> str:
    """A code in words: without its kind in front, without underscores."""
    return code.removeprefix(f"{kind}_").replace("_", " ") or code


def name_anchors(doc_ids: Iterable[str]) -> dict[str, str]:
    """A name for each document that an address can hold: its id, if the id can stand there."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for doc_id in doc_ids:
        stem = re.sub(r"[^\w.-]+", "_", make_showable(doc_id)).strip("_") or "text"
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}.{number}"
        taken.add(name)
        found[doc_id] = name
    return found


def mark_texts(tables: Mapping, names: Mapping[str, str], codes: list[dict]) -> list[dict]:
    """Each document as blocks of passages, in order; and its tone, sentence by sentence."""
    key = ["doc_id", "sentence_id"]
    scores = tables["scores"][[*key, "compound"]]
    sentences = tables["sentences"].merge(scores, on=key, how="left")
    mentions = tables["mentions"]
    if mentions is not None:
        mentions = mentions.assign(counted=is_counted(mentions))
    parts = {name: _by(tables[name]) for name in ("hits", "codings")} | {"mentions": _by(mentions)}
    numbers = {code["code"]: code["index"] for code in codes}
    by_passage = _by(sentences, "passage_id")
    passages = dict(list(tables["passages"].groupby("doc_id", sort=False)))
    found = []
    for doc_id in tables["documents"]["doc_id"]:
        rows = passages[doc_id].itertuples() if doc_id in passages else []
        paragraphs = []
        for passage in rows:
            inside = by_passage.get((doc_id, passage.passage_id), [])
            paragraphs.append({
                "role": passage.role, "reason": make_showable(passage.reason),
                "out": passage.role not in (*DEFAULT_ROLES, *APART),
                "pieces": _passage(passage, inside, names[doc_id], parts, numbers, codes),
            })  # fmt: skip
        tones = [
            {"value": piece["value"], "id": piece["id"], "tone": piece["tone"]}
            for paragraph in paragraphs if paragraph["role"] in DEFAULT_ROLES
            for piece in paragraph["pieces"] if piece.get("tone")
        ]  # fmt: skip
        found.append({"doc_id": doc_id, "anchor": names[doc_id], "blocks": _blocks(paragraphs),
                      "tones": tones})  # fmt: skip
    return found


def _blocks(paragraphs: list[dict]) -> list[dict]:
    """Neighbouring passages that are left out for one reason become one closed block."""
    return [
        {"role": role, "reason": reason, "out": out, "passages": list(group),
         "name": ROLE_NAMES.get(role, role)}
        for (role, reason, out), group in groupby(paragraphs, itemgetter("role", "reason", "out"))
    ]  # fmt: skip


def _by(table: pd.DataFrame | None, second: str = "sentence_id") -> dict[tuple, list]:
    found: dict[tuple, list] = {}
    for row in [] if table is None else table.itertuples():
        found.setdefault((row.doc_id, getattr(row, second)), []).append(row)
    return found


def _passage(
    passage, sentences: list, anchor: str, parts: dict, numbers: dict, codes: list[dict]
) -> list[dict]:
    pieces, at = [], passage.start
    for row in sentences:
        pieces.append(
            {"gap": make_showable(passage.text[at - passage.start : row.start - passage.start])}
        )
        pieces.append(_sentence(row, anchor, parts, numbers, codes))
        at = row.end
    pieces.append({"gap": make_showable(passage.text[at - passage.start :])})
    return [piece for piece in pieces if piece.get("gap") != ""]


def _sentence(row, anchor: str, parts: dict, numbers: dict, codes: list[dict]) -> dict:
    key = (row.doc_id, row.sentence_id)
    mentions = [
        (m.start, m.end, numbers[m.code], m) for m in parts["mentions"].get(key, [])
        if m.code in numbers
    ]  # fmt: skip
    text = make_showable(row.text)
    labels = {code["code"]: code["label"] for code in codes}
    codings = [c for c in parts["codings"].get(key, []) if not pd.isna(c.value)]
    return {
        "id": f"{anchor}-{row.sentence_id}",
        "number": row.sentence_id,
        "value": float(row.compound),
        "tone": "" if pd.isna(row.compound) else short_signed(row.compound),
        "voice": row.voice,
        "stance": _stance([c for c in codings if c.code == "stance"]),
        "hits": "; ".join(
            f"{make_showable(hit.token)} {short_signed(hit.contribution)}"
            for hit in parts["hits"].get(key, [])
        ),
        "mentions": "\n".join(_mention(m, codes[index]) for _, _, index, m in mentions),
        "codings": "\n".join(_coding(c, labels) for c in codings if str(c.value) not in ("", "0")),
        "cut": cut_sentence(text, row.start, mentions, row.quotes, codes),
    }


def _mention(mention, code: dict) -> str:
    marks = [name for name in ("negated", "compared") if getattr(mention, name)]
    marks = ["quoted"] * (mention.voice == "quoted") + marks
    note = f" ({', '.join(marks)}{': ' + mention.cue if mention.cue else ''})" if marks else ""
    return make_showable(f"{code['kind']}: {code['label']} “{mention.text}”{note}")


def _stance(codings: list) -> str:
    by_value: dict[str, list[str]] = {}
    for coding in codings:
        by_value.setdefault(str(coding.value), []).append(str(coding.coder))
    if len(by_value) < 2:
        return "".join(by_value)
    return " / ".join(f"{value} ({', '.join(who)})" for value, who in by_value.items())


def _coding(coding, labels: dict) -> str:
    value = "" if str(coding.value) in ("1", "1.0") else f" {coding.value}"
    label = labels.get(coding.code, code_label(coding.code, coding.code.partition("_")[0]))
    note = getattr(coding, "note", "")
    note = f": {note}" if isinstance(note, str) and note else ""
    return make_showable(f"{label}{value} (read by {coding.coder}){note}")


def cut_sentence(
    text: str, offset: int, mentions: list, quotes: Iterable, codes: list[dict]
) -> list[dict]:
    """Cut a sentence wherever a mark begins or ends, so that pieces do not overlap.

    A piece has text, codes (their numbers, with blanks between), kinds and label (of the codes that
    are on at first), voice (quoted, mention or ''), and doubt (True where no mention of it counts).
    """
    quotes = [(start - offset, end - offset, kind) for start, end, kind in quotes]
    spans = [(start - offset, end - offset, index, m) for start, end, index, m in mentions]
    edges = {0, len(text)}
    for start, end, *_ in [*quotes, *spans]:
        edges |= {min(max(start, 0), len(text)), min(max(end, 0), len(text))}
    pieces = []
    for left, right in pairwise(sorted(edges)):
        over = [(index, m) for start, end, index, m in spans if start <= left and right <= end]
        kinds = {kind for start, end, kind in quotes if start <= left and right <= end}
        on = [codes[index] for index, _ in over if codes[index]["on"]]
        pieces.append({
            "text": text[left:right],
            "codes": " ".join(str(index) for index, _ in over),
            "kinds": " ".join(dict.fromkeys(f"k-{code['kind']}" for code in on)),
            "label": ", ".join(dict.fromkeys(code["label"] for code in on)),
            "voice": "quoted" if "quoted" in kinds else "mention" if kinds else "",
            "doubt": bool(over) and not any(m.counted for _, m in over),
        })  # fmt: skip
    return pieces
