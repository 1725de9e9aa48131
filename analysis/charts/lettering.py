"""Words in a chart and its caption: made drawable, measured in points, cut to fit, written."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from analysis.charts.ink import INK, SIZE, SMALL, SOFT

CLAUSE = re.compile(r"[,;:.!?](?=[\s”\"])|\s[–—-](?=\s)")  # where a clause ends


def plain(text: object) -> str:
    """Return the text on one line, without characters that no font and no SVG can hold."""
    kept = (" " if ch.isspace() else ch for ch in str(text))
    drawable = (ch for ch in kept if unicodedata.category(ch) not in ("Cc", "Cs", "Co", "Cn"))
    return " ".join("".join(drawable).split())


def signed(value: float, digits: int = 2) -> str:
    """Return the number with its sign and a true minus; zero has none."""
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text[1:] if float(f"{value:.{digits}f}") == 0 else text


def text_width(text: str, size: float = SIZE, weight: str = "normal") -> float:
    """Width in points of one line, from the font's own measures: the same at any resolution.

    A fiftieth is added, for screens on which letters are set to whole pixels.
    """
    import matplotlib as mpl

    return 1.02 * _width(text, size, weight, tuple(mpl.rcParams["font.family"])) if text else 0.0


@cache
def _width(text: str, size: float, weight: str, family: tuple[str, ...]) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=list(family), size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, False)[0]


def shorten(text: str, width: float, size: float = SIZE, weight: str = "normal") -> str:
    """Return the text cut to `width` points, with an ellipsis where something was cut."""
    text = plain(text)[:400]
    if text_width(text, size, weight) <= width:
        return text
    short, long = 0, len(text)
    while short < long - 1:
        middle = (short + long) // 2
        fits = text_width(text[:middle].rstrip() + "…", size, weight) <= width
        short, long = (middle, long) if fits else (short, middle)
    words = text[:short].rsplit(" ", 1)[0] if text[short] != " " else text[:short]
    kept = words if len(words) > 0.6 * short else text[:short]
    return kept.rstrip(" ,;:") + "…"


def wrap(
    text: str, width: float, lines: int = 2, size: float = SMALL, weight: str = "normal"
) -> list[str]:
    """Return the text broken at spaces into at most `lines` lines, the last one shortened.

    A word wider than a line is broken where the line ends, behind a mark if there is one.
    """
    words, broken = _fitting(plain(text)[:600].split(), width, size), []
    while words and len(broken) < lines - 1:
        count = 1
        while (
            count < len(words) and text_width(" ".join(words[: count + 1]), size, weight) <= width
        ):
            count += 1
        broken.append(shorten(" ".join(words[:count]), width, size, weight))
        words = words[count:]
    return broken + ([shorten(" ".join(words), width, size, weight)] if words else [])


def first_fitting(*headlines: str, lines: int = 2) -> str:
    """The first of the headlines that is not empty and fits in so many lines at 89 mm.

    The last one is the neutral one that is always true: it is taken where no other fits.
    """
    for text in headlines[:-1]:
        if text and not "".join(wrap(text, 244, lines, 8.5, "bold")[-1:]).endswith("…"):
            return text
    return headlines[-1]


def ordinal(rank: int, of: int) -> str:
    """The place in words: "first", "second", …, "last"; beyond the tenth in digits."""
    words = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
    if rank == of > 1:
        return "last"
    ending = "th" if 10 < rank % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return words[rank - 1] if rank <= 10 else f"{rank}{ending}"


def capital(text: object) -> str:
    """The text on one line, its first letter a capital."""
    return plain(text)[:1].upper() + plain(text)[1:]


def listed(parts: list[str]) -> str:
    """The parts with commas, the last one with "and": "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def cut_at_clause(text: str, width: float, lines: int, size: float = SMALL) -> str:
    """The text, or as many of its clauses from the first as fit in so many lines, with " …" behind.

    A clause ends at a comma, a colon, a semicolon, a dash or the end of a sentence. Where not even
    the first one fits, it is cut at a word.
    """
    text = plain(text)
    if len(wrap(text, width, 99, size)) <= lines:
        return text
    ends = [mark.start() + 1 for mark in CLAUSE.finditer(text)]
    fitting = [end for end in ends if len(wrap(text[:end] + " …", width, 99, size)) <= lines]
    most = len(" ".join(wrap(text, width, lines, size)))
    if fitting and fitting[-1] > most / 2:
        return text[: fitting[-1]].rstrip(" ,;:–—-") + " …"
    return " ".join(wrap(text, width, lines, size))[:-1].rstrip() + " …"


def _fitting(words: list[str], width: float, size: float) -> list[str]:
    """The words, those wider than `width` in pieces."""
    pieces = []
    for word in words:
        while text_width(word, size) > width and len(word) > 1:
            fits = max(1, sum(text_width(word[:n], size) <= width for n in range(1, len(word))))
            marks = [n for n in range(fits // 2 + 1, fits) if not word[n].isalnum()]
            cut = marks[-1] + 1 if marks else fits
            pieces.append(word[:cut])
            word = word[cut:]
        pieces.append(word)
    return pieces


def widest(texts: Iterable[str], size: float = SIZE, weight: str = "normal") -> float:
    """Width in points of the widest of the texts; 0 where there is none."""
    return max((text_width(text, size, weight) for text in texts), default=0.0)


def write(ax, x: float, y: float, text: str, indent=0.0, look: str = "left", **more):
    """Write a text `indent` points from a share `x` of the Axes, at the height `y` of its data.

    `indent` may be a pair, to the right and up. `look` is the alignment, with "note" (small and
    grey) or "bold" behind it; `more` is for matplotlib. Returns the artist.
    """
    align, kind = (*look.split(), "")[:2]
    given = {
        "xycoords": ax.get_yaxis_transform(),
        "textcoords": "offset points",
        "va": "center_baseline",
        "ha": align,
        "color": SOFT if kind == "note" else INK,
        "size": SMALL if kind == "note" else SIZE,
        "weight": "bold" if kind == "bold" else "normal",
        "annotation_clip": False,
    }
    return ax.annotate(
        text, (x, y), indent if isinstance(indent, tuple) else (indent, 0), **given | more
    )


def write_header(ax, y: float, entry, note: str, width: float, indent: float = 0) -> None:
    """Write a text's marker and label, in bold, and a note beside it.

    `y` is in data coordinates; the line begins `indent` points from the left edge of the Axes and
    keeps to `width` points. A label that is too long is shortened before the note is.
    """
    full = text_width(plain(entry.label), SIZE, "bold")
    note = shorten(note, width - 16 - min(full, max(width * 0.35, 40)), SMALL)
    room = max(width - 10 - text_width(note, SMALL) - 6, 20)
    label = shorten(entry.label, room, SIZE, "bold")
    write(ax, 0, y, label, 9 + indent, "left bold")
    write(ax, 0, y, note, 15 + indent + text_width(label, SIZE, "bold"), "left note")
    draw_sign(ax, y, entry, 3 + indent)


def draw_sign(ax, y: float, entry, indent: float, x: float = 0):
    """Draw a text's marker, as it stands before its label."""
    from matplotlib.transforms import ScaledTranslation

    shift = ScaledTranslation(indent / 72, 0, ax.get_figure(root=True).dpi_scale_trans)
    place = {"transform": ax.get_yaxis_transform() + shift, "clip_on": False}
    look = {"color": entry.colour, "ms": 4.5, "mew": 0, "label": f"_sign {entry.doc_id}"}
    ax.plot([x], [y], entry.marker, **look, **place)
