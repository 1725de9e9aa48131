"""Rich text (.rtf), as LexisNexis and Factiva export it: its words, a paragraph a line."""

import re

from analysis.bring.shared import Reading, call_library, clean, import_extra, lay_out, squeeze

# Pictures, as hexadecimal digits: most of an export's bytes, and none of its text.
PICTURE = re.compile(r"[0-9a-fA-F\r\n]{500,}")


def read_rich_text(data: bytes) -> Reading:
    """Read rich text: paragraphs in order; type sizes and styles say nothing certain of a role."""
    striprtf = import_extra("striprtf.striprtf", "rich text (.rtf)")
    if not data.lstrip()[:5] == b"{\\rtf":
        raise ValueError("not rich text, whatever its name says; save it as .docx or plain text")
    try:
        written = data.decode("utf-8")
    except UnicodeDecodeError:
        written = data.decode("cp1252", "replace")
    # The address behind a link is no text. striprtf would write it into the sentence, and look for
    # it in a time that grows with the square of a line; it does not know the link with a blank.
    written = PICTURE.sub("", written).replace("\\fldinst{", "\\fldinst {")
    text = call_library("rich text", lambda: striprtf.rtf_to_text(written, errors="replace"))
    # Characters beyond 65,535 are written as two halves.
    text = clean(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    lines = [squeeze(line.replace("\u00ad", "").strip("|")) for line in text.split("\n")]
    if not any(lines):
        raise ValueError("rich text without a word; leave it out")
    text, _ = lay_out((line, "body", "") for line in lines if line)
    return Reading(text, "rich text", "")
