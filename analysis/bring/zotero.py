"""A library exported by Zotero as CSV: it holds no texts, but the paths of files attached to it.

Zotero writes where the files lie on its owner's machine. They are looked for beside the table
alone, by the end of that path, so that no table can bring in a file from elsewhere: copy Zotero's
folder ``storage``, or the files themselves, beside it.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis._tables import whole_csv
from analysis.bring.dates import iso_date
from analysis.bring.plain_text import decode
from analysis.bring.shared import Reading, Refused, squeeze

# Zotero's columns to those of commentaries.csv.
COLUMNS = {
    "outlet": ("Publication Title", "Series Title", "Publisher"),
    "author": ("Author",),
    "date": ("Date", "Publication Year"),
    "title": ("Title",),
    "source": ("Url",),
}

# If an item has several files, the first of these is read: a saved page before its printed form.
PREFERRED = (".html", ".htm", ".txt", ".md", ".docx", ".odt", ".rtf", ".pdf")


def is_library(data: bytes) -> bool:
    """Whether a CSV file is a library of Zotero, by the names in its first line."""
    head = data[:4_096].split(b"\n", 1)[0]
    return all(name in head for name in (b"Item Type", b"File Attachments", b"Date Added"))


def read_library(
    data: bytes, folder: Path, read: Callable[[Path], list[Reading | Refused]]
) -> Iterator[Reading | Refused]:
    """Texts of the files attached to the items, each by `read`, with what the table says of it."""
    text, _ = decode(data)
    table = whole_csv(text.removeprefix("\ufeff"))
    for number, row in enumerate(table.to_dict("records"), start=1):
        where = f"Zotero table, row {number}"
        given = [path for path in re.split(r";\s+", row["File Attachments"]) if path.strip()]
        found = [path for path in (_beside(each, folder) for each in given) if path is not None]
        found = [path for path in found if path.suffix.lower() in PREFERRED]
        found.sort(key=lambda path: PREFERRED.index(path.suffix.lower()))
        if not found:
            named = "no file is attached to it, and the table itself holds no text"
            if given:
                named = f"its files are not beside the table ({given[0][-60:]})"
            yield Refused(where, f"{named}; copy Zotero's folder storage beside the table")
            continue
        try:
            readings = read(found[0])
        except ValueError as error:
            yield Refused(f"{where}, {found[0].name}", str(error))
            continue
        for reading in readings:
            if isinstance(reading, Refused) or len(readings) > 1:
                yield reading
                continue
            known = dict(reading.known)
            for column, names in COLUMNS.items():
                name = next((n for n in names if squeeze(row.get(n, ""))), None)
                if name:
                    value = squeeze(row[name])
                    value = (iso_date(value) or value) if column == "date" else value
                    known[column] = (value, f"stated (column {name!r} of the Zotero table)")
            others = ", ".join(path.name for path in found[1:])
            warnings = [f"of several files of the item, not read: {others}"] if others else []
            yield reading._replace(
                kind=f"{reading.kind} of {where}",
                known=known,
                warnings=[*reading.warnings, *warnings],
                file=found[0],
            )


def _beside(given: str, folder: Path) -> Path | None:
    """The file beside the table that the longest end of the given path names, if there is one."""
    parts = re.split(r"[/\\]", re.sub(r"^(?:attachments|storage):", "", given.strip()))
    if ".." in parts or "\0" in given:
        return None
    root = folder.resolve()
    for start in range(len(parts)):
        path = folder.joinpath(*(part for part in parts[start:] if part))
        try:
            inside = path.is_file() and path.resolve().is_relative_to(root)
        except OSError:
            continue
        if inside:
            return path
    return None
