"""The central figure as the page draws it: texts ranked by tone, and where people read, by stance.

One drawing for wide screens and one for phones, each a list of rows with their places in it; the
template draws them with its own type and colours. What a chart's file shows at journal width is
``charts/tone_and_stance.py``.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis._shown import counted
from analysis.charts.ink import stack
from analysis.charts.lettering import shorten, text_width
from analysis.charts.tone_and_stance import alt, count_reversals
from analysis.page.marked_text import short_signed
from analysis.page.story import have_two_rankings

MOST_DRAWN = 12  # texts; of more, the two that are farthest apart and those that move most
LETTER = 14.5  # pixels of a label


def draw(tables: Mapping, labels: Mapping[str, str]) -> dict | None:
    """What the template needs for both drawings; None without two texts that have a tone."""
    ranks, central = tables["ranks"], tables["central"]
    ranks = ranks[ranks["tone"].notna()]
    if len(ranks) < 2:
        return None
    two = have_two_rankings(ranks)
    drawn = _drawn(ranks, two, tables["pair"])
    n = len(drawn)
    pitch, room, step = (126, 42.0, 9.6) if n <= 5 else (76, 18.0, 6.4) if n <= 8 else (58, 13, 6.4)
    half = 109.0 if two else 255.0
    rows = []
    for row in drawn.itertuples():
        own = central[central["doc_id"] == row.doc_id]
        levels = stack(own["compound"].to_numpy(), step / half)
        size = min(step, room / max(np.abs(levels).max(initial=0), 1))
        rows.append({
            "doc_id": row.doc_id, "label": labels[row.doc_id], "tone": row.tone,
            "stance": None if np.isnan(row.stance) else row.stance,
            "n_favourable": row.n_favourable, "n_unfavourable": row.n_unfavourable,
            "n_neither": row.n_neither, "n_coded": row.n_coded,
            "tone_place": row.tone_place, "stance_place": row.stance_place,
            "points": [(x, level * size) for x, level in zip(own["compound"], levels, strict=True)],
        })  # fmt: skip
    crossed, pairs = count_reversals(ranks)
    return {
        "two": two, "rows": rows, "pitch": pitch,
        "radius": 4.6 if n <= 5 else 3.1, "crossed": (crossed, pairs),
        "wide": _cut(labels, drawn, 215), "narrow": _cut(labels, drawn, 168 if two else 340),
        "heading": _heading(ranks, two), "alt": _alt(tables, labels, two),
        "left_out": len(ranks) - n,
    }  # fmt: skip


def _drawn(ranks: pd.DataFrame, two: bool, pair: tuple) -> pd.DataFrame:
    """The texts drawn, with their places in the two columns, from 0 at the top."""
    if len(ranks) > MOST_DRAWN:
        middle = ranks["tone_rank"].median() if not two else ranks["stance_rank"]
        move = (ranks["tone_rank"] - middle).abs().where(ranks["stance"].notna() | (not two), -1)
        move = move.where(~ranks["doc_id"].isin(pair), np.inf)
        ranks = ranks.loc[move.nlargest(MOST_DRAWN).index]
    rows = ranks.sort_values("tone_rank")
    by_stance = rows["stance_rank"].rank(method="first").astype(int) - 1
    return rows.assign(tone_place=range(len(rows)), stance_place=by_stance)


def _cut(labels: Mapping[str, str], rows: pd.DataFrame, width: float) -> dict[str, str]:
    """Labels that fit; a long one keeps its last word, which often tells it from the others."""
    found = {}
    for doc_id in rows["doc_id"]:
        head, _, last = labels[doc_id].rpartition(" ")
        found[doc_id] = shorten(labels[doc_id], width, LETTER, "bold")
        if found[doc_id].endswith("…") and head and len(last) <= 10:
            room = width - text_width(f" {last}", LETTER, "bold")
            found[doc_id] = f"{shorten(head, room, LETTER, 'bold')} {last}"
    return found


def _heading(ranks: pd.DataFrame, two: bool) -> str:
    n, read = int(ranks["n"].sum()), int(ranks["n_coded"].sum())
    if two and n == read:
        return f"The same {counted(n, 'sentence')}, ranked twice"
    return f"{counted(n, 'sentence')} scored" + f", {read:,} of them read for stance" * two


def _alt(tables: Mapping, labels: Mapping[str, str], two: bool) -> str:
    if two:
        return alt(tables["central"], tables["documents"])
    rows = tables["ranks"].dropna(subset=["tone"]).sort_values("tone_rank")
    said = ", ".join(f"{labels[row.doc_id]} {short_signed(row.tone)}" for row in rows.itertuples())
    return f"Texts by the mean tone of their sentences, from the highest: {said}."


def say_basis(tables: Mapping, labels: Mapping[str, str]) -> str:
    """What the means are over, with the second number and its reason if others are quoted."""
    body = tables["central"].groupby("doc_id")["compound"].mean()
    sentences = tables["sentences"][["doc_id", "sentence_id", "compared"]]
    scores = tables["scores"].merge(sentences[sentences["compared"]])
    both = scores.groupby("doc_id")["compound"].mean().reindex(body.index)
    other = body.index[(both - body).abs().round(2) > 0]
    said = ", ".join(
        f"{labels[doc_id]}’s tone is {short_signed(both[doc_id])}" for doc_id in other[:3]
    )
    more = f", and {len(other) - 3} others differ" if len(other) > 3 else ""
    basis = f"Body text only: with the passages that it quotes, {said}{more}. " if said else ""
    return f"{basis}Tone: VADER (Hutto & Gilbert 2014)."


def outline(marker: str) -> str:
    """The marker as the path of an SVG, about 2 units wide around 0."""
    from matplotlib.markers import MarkerStyle

    if marker == "o":
        return "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z"
    style = MarkerStyle(marker)
    path = style.get_path().transformed(style.get_transform())
    shapes = path.to_polygons(closed_only=False)
    largest = max(np.abs(shape).max() for shape in shapes)
    lines = ("L".join(f"{x:.2f} {-y:.2f}" for x, y in shape / largest) for shape in shapes)
    return "".join(f"M{line}z" for line in lines)
