"""What charts are drawn with: colours, sizes of letters, and marks, a sentence as a point."""

import numpy as np
import pandas as pd

INK, SOFT = "#23211e", "#5b564f"  # of words and marks; of what explains them
SIZE, SMALL = 7.0, 6.5  # of letters, in points
FAINT = "#d0d0d0"  # lines that only lead the eye
AXIS = "#8c857a"  # axes and the line at zero
FALLS = "#d00000"  # a finding that does not survive: a warning, and no text's colour


def mark_sentences(ax, x, y, voices, entry):
    """Draw sentences as points: filled the author's, hollow quoted, pale the partly quoted ones."""
    from matplotlib.colors import to_rgb

    pale = tuple(0.55 + 0.45 * channel for channel in to_rgb(entry.colour))
    fills = [{"quoted": "white", "mixed": pale}.get(voice, entry.colour) for voice in voices]
    look = {"c": fills or None, "edgecolors": entry.colour, "linewidths": 0.8, "zorder": 3}
    ax.scatter(x, y, 13, marker=entry.marker, label=entry.doc_id, clip_on=False, **look)


def mark(ax, x, y, sign: str, colour: str, label: str, filled: bool = True, **more) -> None:
    """Draw marks of one sign; white inside where not `filled`. `more` is for matplotlib."""
    look = {"color": colour, "mfc": colour if filled else "white", "ms": 4.4, "mew": 0.9}
    look |= {"ls": "none", "label": label, "clip_on": False, "zorder": 3}
    ax.plot(x, y, sign, **look | more)


def explain_voices(table: pd.DataFrame, marks: str = "marks") -> str:
    """A sentence of the caption, with a space behind, on how voices are drawn, if others speak."""
    meanings = {"quoted": "hollow: someone else's words", "mixed": "pale: partly someone else's"}
    found = [meanings[voice] for voice in meanings if table["voice"].eq(voice).any()]
    return f"Filled {marks}: the author's words; {'; '.join(found)}. " if found else ""


def stack(values: np.ndarray, apart: float = 0.045) -> np.ndarray:
    """Level of each point (0, 1, −1, …): the first at which no point is closer than `apart`."""
    levels, last = np.zeros(len(values)), {}
    for i in np.argsort(values, kind="stable"):
        level = 0
        while values[i] - last.get(level, -np.inf) < apart:
            level = -level if level > 0 else 1 - level
        levels[i] = level
        last[level] = values[i]
    return levels
