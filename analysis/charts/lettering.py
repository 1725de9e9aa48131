"""Words in a chart: made drawable, measured in points, cut to fit, and kept off one another."""

import unicodedata
from functools import cache
from itertools import product

import numpy as np

SIZE, SMALL = 7.0, 6.5


def plain(text: object) -> str:
    """Return the text on one line, without characters that no font and no SVG can hold."""
    kept = (" " if ch.isspace() else ch for ch in str(text))
    return " ".join("".join(ch for ch in kept if _drawable(ch)).split())


def _drawable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn")


def signed(value: float, digits: int = 2) -> str:
    """Return the number with its sign and a true minus; zero has none."""
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text[1:] if float(f"{value:.{digits}f}") == 0 else text


@cache
def text_width(text: str, size: float = SIZE, weight: str = "normal") -> float:
    """Width in points of one line, from the font's own measures: the same at any resolution."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, False)[0] if text else 0.0


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


def wrap(text: str, width: float, lines: int = 2, size: float = SMALL) -> list[str]:
    """Return the text broken at spaces into at most `lines` lines, the last one shortened."""
    words, broken = plain(text)[:400].split(), []
    while words and len(broken) < lines - 1:
        count = 1
        while count < len(words) and text_width(" ".join(words[: count + 1]), size) <= width:
            count += 1
        broken.append(shorten(" ".join(words[:count]), width, size))
        words = words[count:]
    return broken + ([shorten(" ".join(words), width, size)] if words else [])


def rows_of(starts: np.ndarray, ends: np.ndarray, points: np.ndarray) -> list[int]:
    """Rows (0 is nearest to the points) in which labels neither overlap nor cross a leader.

    Each label spans `starts` to `ends`, its leader rises at `points`. Every assignment of up to
    five labels is tried and the lowest one taken; more labels get a row each, from the right.
    """
    number = len(points)
    if number > 5:
        rows = np.empty(number, dtype=int)
        rows[np.argsort(-points, kind="stable")] = np.arange(number)
        return rows.tolist()
    best, least = [0] * number, np.inf
    for rows in product(range(number), repeat=number):
        cost = float(sum(rows))
        for i in range(number):
            for j in range(number):
                beside = starts[i] >= ends[j] + 6 or starts[j] >= ends[i] + 6
                if i < j and rows[i] == rows[j] and not beside:
                    cost += 1000
                if rows[i] < rows[j] and starts[i] - 1 < points[j] < ends[i] + 1:
                    cost += 20
        if cost < least:
            best, least = list(rows), cost
    return best
