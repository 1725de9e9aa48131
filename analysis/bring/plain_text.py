"""Plain text in any encoding, and how the encoding of a file is found."""

import re

from analysis.bring.shared import Reading, import_extra

# Encodings of files that are not in UTF-8. Detection chooses among these alone: of all of Python's
# code pages, several fit a short text by chance.
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
    b"{\\rtf": "rich text; name it .rtf",
    b"\x89PNG": "a picture; give the text",
    b"\xff\xd8\xff": "a picture; give the text",
    b"GIF8": "a picture; give the text",
    b"PAR1": "a Parquet table; name it .parquet",
    b"\x1f\x8b": "compressed; unpack it first",
    b"\x7fELF": "a program; give the text",
}


def read_plain_text(data: bytes) -> Reading:
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
    detector = import_extra("charset_normalizer", "text that is not UTF-8")
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
