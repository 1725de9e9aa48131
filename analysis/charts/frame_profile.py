"""How often each text uses each frame: frames by function, a column a text.

Use it to compare how often texts give causes, judgements and remedies.

It cannot show that a frame was meant: a dictionary finds wordings.

    own = tokens.sizes(t[t["voice"] == "author"])
    profile = frames.describe(frames.profile(mentions, own, codebook), codebook)
    wordings = frames.wordings(mentions[mentions["voice"] == "author"])
    framed = profile[profile["kind"] == "frame"].merge(wordings, how="left")
    figures.draw("frame-profile", framed, c.documents, "figures")
"""

from analysis.charts import matrix
from analysis.charts.layout import Axes, Table
from analysis.charts.look import styled


@styled
def plot(table: Table, documents: Table, ax: Axes | None = None) -> Axes:
    """A bar a text and frame, its length the rate, beside it the count.

    `table`: doc_id, code, n, and per_1000 (or share); and, where given, label, function (rows stand
    in groups by it) and wordings.
    """
    return matrix.plot_codes(table, documents, ax, group="function")


def headline(table: Table, documents: Table) -> str:
    return matrix.headline_codes(table, documents, "frame")


def subtitle(table: Table, documents: Table) -> str:
    return matrix.subtitle_codes(table)


def caption(table: Table, documents: Table, whole: Table | None = None) -> str:
    return matrix.caption_codes(table, documents, "Frames by function", "frame", "function", whole)


def alt(table: Table, documents: Table) -> str:
    return matrix.alt_codes(table, documents, group="function")
