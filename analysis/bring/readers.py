"""What all readers of other people's files share, and the reader of plain text.

A reader returns a `Reading` or raises ``ValueError`` with one sentence, ``found; do``. What it
leaves out it returns all the same, as lines of another role, so that the decision can be undone.
"""

import importlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

LARGEST_GIVEN = 128 * 2**20

# What people's files come in where it is not UTF-8; detection chooses among these alone, since
# with all of Python's code pages to choose from a short text fits several by chance.
ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "mac_roman"),
    *("koi8_r", "shift_jis", "euc_jp", "euc_kr", "gb18030", "big5"),
)

# Windows-1252 for … ‘ ’ “ ” • – — no-break space £ © « ® » : all that English prose needs of it.
TYPOGRAPHIC = frozenset(b"\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa3\xa9\xab\xae\xbb")

MARKS = (
    *((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32")),
    *((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")),
)

NOT_TEXT = {
    b"%PDF": "a PDF file; name it .pdf",
    b"PK\x03\x04": "a zip archive or an Office file; name it .docx or .xlsx, or unpack it",
    b"\xd0\xcf\x11\xe0": "an old Office file; open it and save it as .docx or .xlsx",
    b"{\\rtf": "rich text; open it and save it as .docx or as plain text",
    b"\x89PNG": "a picture; give the text",
    b"\xff\xd8\xff": "a picture; give the text",
    b"GIF8": "a picture; give the text",
    b"PAR1": "a Parquet table; name it .parquet",
    b"\x1f\x8b": "compressed; unpack it first",
    b"\x7fELF": "a program; give the text",
}


class Reading(NamedTuple):
    """One text as a reader found it.

    text: what goes into ``raw/``; ranges: (first_line, last_line, role, reason), 1-based, of the
    lines that are not body; known: column of ``commentaries.csv`` to (value, basis); verbatim:
    whether `text` in UTF-8 is the given file byte for byte; name: what to make the id of.
    """

    text: str
    kind: str
    encoding: str
    ranges: Sequence[tuple[int, int, str, str]] = ()
    known: Mapping[str, tuple[str, str]] = MappingProxyType({})
    warnings: Sequence[str] = ()
    verbatim: bool = False
    name: str = ""


def optional(module: str, what: str) -> ModuleType:
    """Import a package of the optional extra, or say which command brings it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ValueError(
            f"{what} needs the package {error.name or module}, which is not installed; type "
            'pip install "walking-away[import]", or in a copy of the project '
            'pip install -e ".[import]"'
        ) from error


def guarded(what: str, call: Callable[[], Any]) -> Any:
    """Return ``call()``; whatever a library of a file format raises becomes one sentence."""
    try:
        return call()
    except ValueError as error:
        if type(error) is ValueError and "; " in str(error):
            raise
        raise ValueError(_unreadable(what, error)) from error
    except Exception as error:
        # Broken files make these libraries fail in ways that none of them documents.
        raise ValueError(_unreadable(what, error)) from error


def _unreadable(what: str, error: Exception) -> str:
    reason = (str(error).strip().splitlines() or [""])[0][:80]
    return (
        f"not readable as {what} ({type(error).__name__}{': ' if reason else ''}{reason}); "
        "open it in its program and save it anew"
    )


def read_given(path: Path) -> bytes:
    """Bytes of a file that was named on the command line; never waits for a pipe or a device."""
    try:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as opened:
            state = os.fstat(opened.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise ValueError("not a file but a folder, pipe or device; name the files")
            if state.st_size > LARGEST_GIVEN:
                size, limit = state.st_size // 2**20, LARGEST_GIVEN // 2**20
                raise ValueError(f"{size} MiB, more than {limit}; split it")
            data = opened.read(LARGEST_GIVEN + 1)
    except IsADirectoryError as error:
        raise ValueError("a folder; name the files in it, for example folder/*.html") from error
    except FileNotFoundError as error:
        raise ValueError("no such file; look at its name and folder") from error
    except OSError as error:
        raise ValueError(f"cannot be opened ({error.strerror}); make it readable") from error
    if not data.strip():
        raise ValueError("empty; leave it out")
    return data


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    A byte-order mark decides; then UTF-8 if the bytes are valid; then the most plausible of
    `ENCODINGS` by charset-normalizer. Detection is a guess from letter frequencies: for a short
    text with a handful of accents it can be wrong, which is why the original is kept.
    """
    for magic, what in NOT_TEXT.items():
        if data.startswith(magic):
            raise ValueError(f"not plain text but {what}")
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise ValueError(
                    f"marked as {encoding}, but byte {error.start} is not; save it as UTF-8"
                ) from error
    if b"\0" in data:
        return _decode_wide(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    high = {byte for byte in data if byte >= 0x80}
    if high <= TYPOGRAPHIC:
        return data.decode("cp1252"), "cp1252"
    detector = optional("charset_normalizer", "text that is not UTF-8")
    matches = list(detector.from_bytes(data, cp_isolation=list(ENCODINGS)))
    if not matches:
        raise ValueError("in no encoding that could be detected; save it as UTF-8")
    # Several code pages fit a text with few accents about equally; the usual one is then likelier.
    best = matches[0]
    for match in matches:
        usual = "cp1252" in (match.encoding, *match.could_be_from_charset)
        if usual and match.chaos <= best.chaos and match.coherence > best.coherence - 0.2:
            return data.decode("cp1252"), "cp1252"
    return data.decode(best.encoding), best.encoding


def _decode_wide(data: bytes) -> tuple[str, str]:
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if zeros and zeros.count(0) / len(zeros) > 0.5 and len(data) % 2 == 0:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return text, encoding
    raise ValueError("holds NUL bytes, so it is no text; save it as plain text")


def clean(text: str) -> str:
    """Take out what no UTF-8 file of text can hold: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def squeeze(text: str) -> str:
    """One line: line ends and runs of ASCII white space as one space; no-break spaces stay."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", clean(text)).strip(" ")


def letters_of(text: str) -> str:
    """Letters and digits alone: what two renderings of one paragraph have in common."""
    return re.sub(r"[\W_]+", "", text).casefold()


def lay_out(blocks: Iterable[tuple[str, str, str]]) -> tuple[str, list[tuple[int, int, str, str]]]:
    """Write (text, role, reason) blocks one a line, a blank line between; text and ranges.

    The blank lines keep a paragraph from being taken for the continuation of the one before.
    """
    lines: list[str] = []
    ranges: list[tuple[int, int, str, str]] = []
    for text, role, reason in blocks:
        line = len(lines) + 1
        lines += [text, ""]
        if role == "body":
            continue
        if ranges and ranges[-1][1] == line - 2 and ranges[-1][2:] == (role, reason):
            ranges[-1] = (ranges[-1][0], line, role, reason)
        else:
            ranges.append((line, line, role, reason))
    return "\n".join(lines[:-1]) + "\n", ranges


def read_text(data: bytes) -> Reading:
    """Read plain text; where it is UTF-8 it is taken over byte for byte."""
    text, encoding = decode(data)
    warnings = []
    verbatim = encoding in ("utf-8", "utf-8-sig")
    if encoding == "utf-8-sig":
        text = "\ufeff" + text
    if not verbatim:
        warnings.append(f"converted from {encoding}; look whether its accents and quotes are right")
    if re.search("â€|Ã©|Ã¨|Ã¼", text):
        warnings.append("holds “â€”-like letters: UTF-8 that somebody once saved as Windows-1252")
    return Reading(text, "plain text", encoding, warnings=warnings, verbatim=verbatim)
