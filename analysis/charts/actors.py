"""The actors that each text speaks of, with a column for each text.

Use it to see who is present in each text, and who is absent.

It cannot show who acts and who is acted upon; pronouns are not resolved.

    own = tokens.sizes(t[t["voice"] == "author"])
    profile = frames.describe(frames.profile(mentions, own, codebook), codebook)
    wordings = frames.wordings(mentions[mentions["voice"] == "author"])
    acting = profile[profile["kind"] == "actor"].merge(wordings, how="left")
    figures.draw("actors", acting, c.documents, "figures")
"""

from analysis.charts import matrix
from analysis.charts.layout import Axes, Table
from analysis.charts.look import styled


@styled
def plot(table: Table, documents: Table, ax: Axes | None = None) -> Axes:
    """A bar a text and actor, its length the rate, beside it the count.

    `table`: doc_id, code, n, and per_1000 (or share); and, where given, label and wordings (the
    words behind the count, which are written beside the bar).
    """
    return matrix.plot_codes(table, documents, ax)


def headline(table: Table, documents: Table) -> str:
    return matrix.headline_codes(table, documents, "actor")


def subtitle(table: Table, documents: Table) -> str:
    return matrix.subtitle_codes(table)


def caption(table: Table, documents: Table, whole: Table | None = None) -> str:
    return matrix.caption_codes(table, documents, "Whom each text speaks of", "actor", whole=whole)


def alt(table: Table, documents: Table) -> str:
    return matrix.alt_codes(table, documents)
