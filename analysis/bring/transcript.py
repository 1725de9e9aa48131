"""Transcripts: whose turn each line is, and one speaker's words as the text."""

import re
from collections import Counter

from analysis.bring.shared import Reading, roles_of_lines, squeeze

EACH = "each"

# "KIM YO-HAN:", "Q:", "Dr. Weber (Berlin):", "[00:01:02] Anna:" at the beginning of a line.
TURN = re.compile(
    r"\s*(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?\s*[-–]?\s*)?\**"
    r"(?P<name>[^\W\d_][\w.'’-]{0,24}(?:[ ][^\W\d_][\w.'’-]{0,24}){0,4})"
    r"(?:\s*[(\[][^)\]\n]{1,60}[)\]])?\**:\**(?:\s+|$)(?=\S|$)"
)
FEWEST_TURNS = 4


def find_speakers(reading: Reading) -> dict[str, int]:
    """Turns of each speaker, most first; none where the text is no transcript.

    A transcript has four turns or more, of two speakers or more, one of whom speaks again, and a
    turn begins in a third of its paragraphs: ``Note:`` here and there makes none.
    """
    lines = roles_of_lines(reading)
    said = [TURN.match(line) for line, role, _ in lines if role == "body"]
    filled = sum(bool(line.strip()) for line, *_ in lines)
    found = Counter(_folded(turn["name"]) for turn in said if turn)
    # A name is written with capitals; a word with a colon behind it is none.
    names: dict[str, str] = {}
    for turn in filter(None, said):
        names.setdefault(_folded(turn["name"]), turn["name"])
    found = Counter({name: n for name, n in found.items() if _is_name(names[name])})
    several = len(found) >= 2 and max(found.values()) >= 2
    if not (several and sum(found.values()) >= max(FEWEST_TURNS, filled / 3)):
        return {}
    return {names[name]: n for name, n in found.most_common()}


def say_speakers(speakers: dict[str, int]) -> str:
    """The warning that a text is a transcript, and nobody has said whose voice it is."""
    named = ", ".join(f"{name} ({n})" for name, n in list(speakers.items())[:8])
    return (
        f"a transcript of {len(speakers)} speakers, all read as the author: {named}; name one with "
        f"--speaker, or --speaker {EACH} for a text of each"
    )


def take_speaker(reading: Reading, speaker: str) -> list[Reading]:
    """One speaker's text, the turns of all others in it as quotations; or a text of each speaker.

    The name before a turn becomes a line of its own, of the role chrome. Of ``each``, a text holds
    that speaker's turns alone. Raises ``ValueError`` where nobody of that name speaks.
    """
    speakers = find_speakers(reading)
    if not speakers:
        return [reading]
    if speaker.casefold() == EACH:
        return [_turns(reading, name, alone=True) for name in speakers]
    chosen = [name for name in speakers if _folded(name) == _folded(speaker)]
    if not chosen:
        named = ", ".join(list(speakers)[:8])
        raise ValueError(f"a transcript in which no {speaker!r} speaks; name one of {named}")
    return [_turns(reading, chosen[0], alone=False)]


def _turns(reading: Reading, name: str, alone: bool) -> Reading:
    speakers = {_folded(each): each for each in find_speakers(reading)}
    written: list[tuple[str, str, str]] = []
    speaking = ""
    for line, role, reason in roles_of_lines(reading):
        turn = TURN.match(line) if role == "body" else None
        if turn and _folded(turn["name"]) in speakers:
            speaking = _folded(turn["name"])
            if not alone or speaking == _folded(name):
                written.append((line[: turn.end()].rstrip(), "chrome", "who speaks"))
            line = line[turn.end() :]
        own = not speaking or speaking == _folded(name)
        if alone and not (speaking and own) and role == "body":
            continue
        if role == "body" and not own:
            role, reason = "quotation", f"speaker: {speakers[speaking]}"
        written.append((line, role, reason))
    ranges = [
        (number, number, role, reason)
        for number, (line, role, reason) in enumerate(written, start=1)
        if role != "body" and line.strip()
    ]
    text = "\n".join(line for line, _, _ in written).rstrip("\n") + "\n"
    known = dict(reading.known)
    known["author"] = (name, "stated (speaker of the transcript)")
    return reading._replace(
        text=text, ranges=ranges, known=known, verbatim=False,
        kind=f"{reading.kind}, transcript", name=squeeze(f"{reading.name} {name}") if alone else "",
    )  # fmt: skip


def _folded(name: str) -> str:
    return " ".join(name.replace(".", " ").split()).casefold()


def _is_name(name: str) -> bool:
    small = ("de", "van", "von", "der", "al", "bin", "la", "of", "the")
    return all(word[:1].isupper() or word in small for word in name.split())
