"""What a saved web page says of itself, each fact with the element that it was read from."""

import json
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from analysis.readers import letters_of, squeeze

MOST_MARKED = 50
META = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "author": ("author", "article:author", "dc.creator", "parsely-author", "byl"),
    "date": ("article:published_time", "date", "dc.date", "dc.date.issued", "parsely-pub-date"),
    "outlet": ("og:site_name", "application-name", "publisher", "dc.publisher"),
}
JSON_LD = {"title": "headline", "author": "author", "date": "datePublished", "outlet": "publisher"}


def known_facts(tree: Any, found: Any, address: str, version: str) -> dict[str, tuple[str, str]]:
    """Title, author, date, outlet and source: column to (value, basis).

    The value is what trafilatura `found`, in the spelling of the element that says the same; the
    basis names that element, or says that none was found and the value is inferred.
    """
    values = {
        **{"title": found.title, "author": found.author, "date": found.date},
        **{"outlet": found.sitename},
    }
    stated = _stated(tree)
    known = {}
    for column, value in values.items():
        value = squeeze(value or "")
        if not value:
            # A plain statement that trafilatura passed over; its elements are too vague for that.
            for where, candidate in stated.get(column, []):
                if where.startswith(("meta", "JSON-LD")):
                    spelt = candidate[:10] if column == "date" else candidate
                    known[column] = (spelt, f"stated ({where})")
                    break
            continue
        for where, candidate in stated.get(column, []):
            same = (
                candidate[:10] == value
                if column == "date"
                else letters_of(candidate) == letters_of(value)
            )
            if same:
                spelt = value if column == "date" else candidate
                known[column] = (spelt, f"stated ({where})")
                break
        else:
            known[column] = (value, f"inferred by trafilatura {version} from the page")
    for where, url in [*stated.get("source", []), ("where it was saved from", address)]:
        if re.match(r"https?://\S{3,2000}$", url):
            known["source"] = (url, f"stated ({where})")
            break
    return known


def _stated(tree: Any) -> dict[str, list[tuple[str, str]]]:
    """Candidates of each column: (element, value)."""
    stated: dict[str, list[tuple[str, str]]] = {column: [] for column in (*META, "source")}
    metas = [
        ((meta.get("property") or meta.get("name") or "").lower(), squeeze(meta.get("content", "")))
        for meta in tree.iter("meta")
    ]
    for column, names in META.items():
        stated[column] += [
            (f"meta {name}", value) for name, value in metas if name in names and value
        ]
    for record in _json_ld(tree):
        for column, field in JSON_LD.items():
            value = record.get(field)
            value = value[0] if isinstance(value, list) and value else value
            value = value.get("name") if isinstance(value, dict) else value
            if isinstance(value, str) and value:
                stated[column].append((f"JSON-LD {field}", squeeze(value)))
    for heading in islice(chain(tree.iter("h1"), tree.iter("title")), MOST_MARKED):
        text = squeeze("".join(islice(heading.itertext(), 20)))
        stated["title"].append((f"element {heading.tag}", text))
        # "Title - The Daily Sample": the page's title element names both.
        for piece in re.split(r"\s[-–—|]\s", text) if heading.tag == "title" else ():
            stated["title"].append(("part of element title", piece))
            stated["outlet"].append(("part of element title", piece))
    marked = (
        element
        for element in tree.iter("a", "span", "p", "div", "address")
        if re.search("author|byline", f"{element.get('rel')} {element.get('class')}", re.IGNORECASE)
    )
    for element in islice(marked, MOST_MARKED):
        text = squeeze("".join(islice(element.itertext(), 20))[:200])
        text = re.sub(r"^by\s+", "", text, flags=re.IGNORECASE)
        stated["author"].append((f"element {element.tag} marked as author or byline", text))
    stated["date"] += [
        ("element time", squeeze(time.get("datetime") or "")) for time in tree.iter("time")
    ]
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            stated["source"].append(("link canonical", squeeze(link.get("href") or "")))
    stated["source"] += [("meta og:url", value) for name, value in metas if name == "og:url"]
    return stated


def _json_ld(tree: Any) -> Iterator[dict]:
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        records = data if isinstance(data, list) else [data]
        for record in records:
            if isinstance(record, dict):
                yield record
                inner = record.get("@graph")
                yield from (
                    (item for item in inner or [] if isinstance(item, dict))
                    if isinstance(inner, list)
                    else ()
                )
