"""What a folder that ``python -m analysis score`` made says of itself, and whether that holds.

``manifest.json`` has the choices, the versions, and of each file its rows, bytes and sha256, under
a seal: nothing is read of a folder that is not as it was made.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analysis._output import digest, write_file

MANIFEST = "manifest.json"

# Of the manifest and of what it lists. Folders of another number are refused, not guessed at.
FORMAT = 3


def is_scored(folder: str | Path) -> bool:
    """Whether a folder was made by ``score``: it has a manifest, and is no corpus folder."""
    return Path(folder, MANIFEST).is_file() and not Path(folder, "raw").exists()


def seal(manifest: Mapping) -> str:
    """What a manifest's entry ``seal`` must be, so that a change of the others is noticed."""
    others = {name: value for name, value in manifest.items() if name != "seal"}
    return hashlib.sha256(json.dumps(others, sort_keys=True).encode()).hexdigest()


def read_manifest(folder: str | Path, finished: bool = True) -> dict:
    """What ``score`` noted of a folder; ``ValueError`` where that is not to be believed.

    With `finished`, a folder that is not finished is refused too.
    """
    place = Path(folder, MANIFEST)
    if not place.is_file():
        raise ValueError(f"{folder}: no {MANIFEST}; make the folder with python -m analysis score")
    try:
        manifest = json.loads(place.read_bytes())
    except (ValueError, RecursionError):
        manifest = None
    parts = {"choices", "software", "bounds", "columns"}
    if not isinstance(manifest, dict) or not parts <= set(manifest):
        raise ValueError(
            f"{place}: is not what python -m analysis score writes; restore it, or give another "
            "folder"
        )
    if manifest.get("format") != FORMAT:
        raise ValueError(
            f"{folder}: was made by another version of this package, which notes it otherwise "
            f"(format {manifest.get('format', 1)}, and {FORMAT} is read); make it anew, with "
            "another --out folder"
        )
    if finished and "sums" not in manifest:
        raise ValueError(f"{folder}: not finished; the same command of python -m analysis goes on")
    if manifest.get("seal") != seal(manifest):
        raise ValueError(f"{place}: has changed since it was made; restore it, or make the folder "
                         "anew with another --out")  # fmt: skip
    return manifest


def wrong_files(folder: str | Path, sums: bool = False) -> dict[str, str]:
    """Files of a finished folder that are not as they were made, and what is wrong with each.

    Asks for each file whether it is there, and its size; with `sums` it reads them all. Other files
    in the folder are nobody's business.
    """
    wrong = {}
    for file, facts in read_manifest(folder)["files"].items():
        path = Path(folder, file)
        if not path.is_file():
            wrong[file] = "is missing"
        elif (size := path.stat().st_size) != facts["bytes"]:
            wrong[file] = f"has {size:,} bytes, and had {facts['bytes']:,} when it was made"
        elif sums and digest(path) != facts["sha256"]:
            wrong[file] = "has other content than when it was made"
    return wrong


def table_names(folder: str | Path) -> list[str]:
    """Names of the tables of a finished folder, for `read_table`.

    Raises ``ValueError`` where a file of any of them is missing or has another size.
    """
    wrong = wrong_files(folder)
    if wrong:
        first, what = next(iter(wrong.items()))
        more = f" ({len(wrong) - 1:,} more files are wrong)" if len(wrong) > 1 else ""
        raise ValueError(f"{folder}: {first} {what}{more}; {RESTORE}")
    return sorted({file.split("/")[0] for file in _listed(folder)})


RESTORE = "the command that made the folder restores it"


def write_manifest(manifest: Mapping, folder: Path) -> None:
    """Write the manifest under a new seal."""
    manifest = {name: value for name, value in manifest.items() if name != "seal"}
    whole = manifest | {"seal": seal(manifest)}
    text = json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
    write_file(folder / MANIFEST, partial(Path.write_text, data=text, encoding="utf-8"), True)


def _listed(folder: str | Path) -> dict[str, dict]:
    files = read_manifest(folder)["files"]
    return {file: files[file] for file in sorted(files) if file.endswith(".parquet")}


def table_files(folder: str | Path, table: str) -> list[Path]:
    """The Parquet files of a table, in the order of the documents, to be read one by one.

    Those that were made: what else is in the folder is not read. Their rows are counted.
    """
    known = table_names(folder)
    if table not in known:
        raise ValueError(f"{folder}: no table {table!r}; there is {', '.join(known)}")
    found = []
    for file, facts in _listed(folder).items():
        if file.startswith(f"{table}/"):
            with naming(folder, file):
                rows = pq.read_metadata(Path(folder, file)).num_rows
            if rows != facts["rows"]:
                raise ValueError(f"{folder}: {file} has {rows:,} rows, not {facts['rows']:,}; "
                                 f"{RESTORE}")  # fmt: skip
            found.append(Path(folder, file))
    return found


@contextmanager
def naming(folder: str | Path, what: str) -> Iterator[None]:
    """Name the folder, and the file or table, that cannot be read."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        reason = str(error).splitlines()[0]
        raise ValueError(
            f"{folder}: {what} cannot be read ({reason}); python -m analysis check {folder} names "
            f"the files that are wrong, and {RESTORE}"
        ) from None
