"""The opening of the page: headline, finding and how sure, computed for any corpus.

Every sentence is a template with a condition. If the condition fails, the next template is taken;
the last says only what was compared. A sentence is a list of parts, which the page
shows each in its own way: text, ``("lead", text)``, ``("label", doc_id)``, ``("code", code)`` and
``("number", finding, shown, mark behind it)``.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analysis import agreement, frames, resample, sensitivity
from analysis._shown import counted
from analysis.charts.lettering import ordinal
from analysis.charts.tone_and_stance import SIDES, count_reversals, rank_texts
from analysis.codebook.codings import STANCES
from analysis.frames import SENTENCE
from analysis.page.marked_text import short_signed
from analysis.page.numbers import name_finding

# Up to this many texts are told one by one; of more, the two ends and how many stand between.
MOST_TOLD = 5
MOST_TIED = 2  # names that a text uses equally often, beyond which none is the most frequent
NUMBERS = "No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()


def compute(found: Mapping, body: pd.DataFrame, about: Mapping[str, str]) -> dict:
    """The tables that the opening is told from.

    central: the body's sentences, with compound and the stance read there (by the coder that
        `about` names, else by most coders)
    ranks: ``rank_texts`` of them
    pair: the two texts farthest apart, by stance or else by tone, the higher first; or ()
    told: the texts that are told
    called: the sentences (or mentions) of the name that each of them uses most, with unit
    crossing: the share of resamples in which the pair crosses again (``resample.tone_and_stance``);
        None where it does not cross, or has too few sentences
    turning: the sentences that turn the order of the pair's tone if one of them is left out
    opposed: see `find_opposed`
    """
    own = body[body["role"] == "body"]
    own = body if own.empty else own
    scores = found["scores"].merge(own[SENTENCE], on=SENTENCE)
    codings = found["codings"].merge(scores[SENTENCE], on=SENTENCE)
    coder = about.get("coder") or None
    central = _with_stance(scores, codings, coder, found["coders"])
    ranks = rank_texts(central, found["documents"])
    pair, told = choose(ranks)
    called = _called(found, own, coder, told)
    told_of = {"central": central, "ranks": ranks, "pair": pair, "told": told, "called": called}
    told_of |= {"crossing": None, "turning": central.iloc[:0], "opposed": central.iloc[:0]}
    if pair and have_two_rankings(ranks):
        sure = resample.tone_and_stance(central[central["doc_id"].isin(pair)])
        crosses = (sure["what"] == "crossing") & sure["own"]
        told_of["crossing"] = next(iter(sure["share"][crosses]), None)
    if pair:
        each = sensitivity.without_each_sentence(central, *pair)
        told_of["turning"] = each[each["flips"]]
    if crossed := find_crossed(ranks):
        told_of["opposed"] = find_opposed(central, *crossed)
    return told_of


def _with_stance(scores, codings, coder, coders) -> pd.DataFrame:
    stances = codings[(codings["code"] == "stance") & codings["value"].isin(STANCES)]
    if coder in set(stances["coder"]):
        return frames.with_stance(scores, stances, coder, coders)
    if len(stances):
        return frames.with_stance(scores, stances, coders=coders)
    return scores.assign(stance=pd.NA, side=np.nan, n_coders=0, n_agree=0, read_by="")


def _called(found: Mapping, own: pd.DataFrame, coder: str | None, told: list) -> pd.DataFrame:
    """The evidence of the name that each text told uses most, with the unit it is counted in."""
    codebook, codings = found["codebook"], found["codings"]
    names = agreement.kind_of(codings["code"], codebook) == "name"
    coded = codings[names & codings["value"].notna()]
    coded = coded[coded["coder"] == coder] if coder in set(coded["coder"]) else coded
    if len(coded):
        whole = agreement.together(coded, own, codebook=codebook)
        most = frames.majority(whole)
        table = most[most["value"] == "1"].assign(start=pd.NA, end=pd.NA, unit="sentence")
    elif found["mentions"] is not None:
        mentions = found["mentions"][found["mentions"]["kind"] == "name"]
        table = frames.counted(mentions).merge(own[SENTENCE], on=SENTENCE).assign(unit="mention")
    else:
        return pd.DataFrame(columns=[*SENTENCE, "code", "start", "end", "unit", "n"])
    table = table[table["doc_id"].isin(told)]
    n = table.groupby(["doc_id", "code"])["sentence_id"].transform("size")
    table = table.assign(n=n)
    table = table[n == table.groupby("doc_id")["n"].transform("max")]
    several = table.groupby("doc_id")["code"].transform("nunique") > MOST_TIED
    return table[~several & (table["n"] > 1)]


def choose(ranks: pd.DataFrame) -> tuple[tuple, list]:
    """The two texts farthest apart by stance, or else by tone, and all that the opening names."""
    by = "stance" if have_two_rankings(ranks) else "tone"
    rows = ranks.dropna(subset=["tone", by]).sort_values([f"{by}_rank", "tone_rank"])
    if len(rows) < 2 or rows[by].nunique() < 2:
        return (), list(rows["doc_id"].head(MOST_TOLD))
    pair = (rows["doc_id"].iloc[0], rows["doc_id"].iloc[-1])
    return pair, list(rows["doc_id"] if len(rows) <= MOST_TOLD else pair)


def have_two_rankings(ranks: pd.DataFrame) -> bool:
    """Whether texts have stances that differ, so that there are two rankings."""
    stance = ranks.loc[ranks["tone"].notna(), "stance"].dropna()
    return bool(len(stance) and (stance != stance.iloc[0]).any())


def find_crossed(ranks: pd.DataFrame) -> tuple | None:
    """The pair whose stances differ most, among those that tone and stance put in opposite order.

    The text of the more favourable stance comes first.
    """
    rows = ranks.dropna(subset=["tone", "stance"])
    tone, stance = rows["tone"].to_numpy(), rows["stance"].to_numpy()
    apart = np.subtract.outer(stance, stance)
    apart = np.where((apart > 0) & (np.subtract.outer(tone, tone) < 0), apart, 0)
    if not apart.any():
        return None
    high, low = np.unravel_index(apart.argmax(), apart.shape)
    return rows["doc_id"].iloc[high], rows["doc_id"].iloc[low]


def find_opposed(central: pd.DataFrame, high: str, low: str) -> pd.DataFrame:
    """Two sentences that score and reader judge in opposite ways; no row unless both are there.

    In the text `low` in stance, the highest score above 0 that was read as unfavourable; in `high`,
    the lowest score below 0 that was read as favourable.
    """
    wrong = central[central["stance"].map(SIDES).astype(float) * central["compound"] < 0]
    up = wrong[(wrong["doc_id"] == low) & (wrong["compound"] > 0)]
    down = wrong[(wrong["doc_id"] == high) & (wrong["compound"] < 0)]
    found = pd.concat([up.nlargest(1, "compound"), down.nsmallest(1, "compound")])
    return found if len(found) == 2 else found.iloc[:0]


# In words ----------------------------------------------------------------------------------------


def say_number(n: int) -> str:
    """A number as a word up to twelve, "Three"; beyond, in digits."""
    return NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"


def kicker(documents: pd.DataFrame, about: Mapping[str, str]) -> str:
    """What is compared: "Three commentaries on the summit", or how many texts of what dates."""
    n = len(documents)
    number = say_number(n)
    if "event" in about:
        return f"{number} {'commentary' if n == 1 else 'commentaries'} on {about['event']}"
    dates = sorted({date for date in documents["date"].astype(str) if date[:4].isdigit()})
    when = f", {dates[0]} to {dates[-1]}" if len(dates) > 1 else "".join(f", {d}" for d in dates)
    return f"{number} text{'' if n == 1 else 's, side by side'}{when}"


def headline(ranks: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """The page's heading, the first of these that is true.

    If a pair crosses: the two ranks of the text that moves most, unless there are ties; else how
    many pairs cross. Then: two rankings are alike; one text has the highest tone; how many texts.
    """
    rows = ranks.dropna(subset=["tone"])
    n = len(rows)
    if n < 2:
        return f"{labels[rows['doc_id'].iloc[0]]}, sentence by sentence" if n else "No sentence"
    read = rows.dropna(subset=["stance"])
    if have_two_rankings(ranks):
        crossed, pairs = count_reversals(ranks)
        places = {by: read[by].rank(method="min", ascending=False) for by in ("tone", "stance")}
        move = (places["tone"] - places["stance"]).abs()
        tied = read["tone"].duplicated(keep=False) | read["stance"].duplicated(keep=False)
        movers = read[(move == move.max()) & ~tied].sort_values("stance_rank")
        if crossed and len(movers):
            mover = movers.iloc[0]
            tone, stance = (ordinal(int(places[by][mover.name]), len(read)) for by in places)
            label = labels[mover.doc_id]
            return f"Ranked by tone, {label} comes {tone}. Ranked by stance, it comes {stance}."
        if crossed:
            return f"Tone and stance put {crossed:,} of {counted(pairs, 'pair')} in opposite order"
        if read["tone"].is_unique and read["stance"].is_unique:
            these = "both" if len(read) == 2 else f"these {len(read):,}"
            return f"Tone and stance rank {these} texts alike"
        return f"Tone and stance of {n:,} texts"
    top = rows[rows["tone"] == rows["tone"].max()]
    if len(top) == 1:
        return f"{labels[top['doc_id'].iloc[0]]} has the highest mean tone of {n:,} texts"
    return f"Tone of {n:,} texts"


def findings(tables: Mapping, sides: Mapping[str, str]) -> list[list]:
    """The finding in up to three sentences; one without data is left out."""
    said = [_of_tone(tables, sides), _of_stance(tables, sides)]
    said.append(_of_names(tables) or ([] if said[1] else _of_words(tables)))
    return [sentence for sentence in said if sentence]


def _of_tone(tables: Mapping, sides: Mapping[str, str]) -> list:
    if not tables["pair"]:
        return []
    high, low = (tables["ranks"].set_index("doc_id").loc[doc_id] for doc_id in tables["pair"])
    numbers = [
        ("number", name_finding("tone", doc_id), short_signed(row.tone), mark)
        for doc_id, row, mark in zip(tables["pair"], (high, low), ",.", strict=True)
    ]
    one, other = (("label", doc_id) for doc_id in tables["pair"])
    if not have_two_rankings(tables["ranks"]):
        n = tables["ranks"]["tone"].notna().sum()
        lead = "The score sets two texts apart:" if n == 2 else "The two ends of the score:"
        return [("lead", lead), " ", one, " has a mean tone of ", numbers[0], " ", other,
                " one of ", numbers[1]]  # fmt: skip
    stances = tables["ranks"]["stance"]
    ends = (stances == stances.max()).sum() == (stances == stances.min()).sum() == 1
    two = "the two texts that stand farthest apart" if ends else "two texts that stand far apart"
    apart = high.stance > 0 > low.stance
    so = (f", read as {sides['favourable']}, at ", f", read as {sides['unfavourable']}, at ")
    if not apart:
        so = (", read as the more favourable, at ", ", read as the less favourable, at ")
    step = round(high.tone, 2) - round(low.tone, 2)
    lead, order = f"The score keeps the order of {two}:", " above "
    if step < 0:
        lead, order = f"The score puts {two} the other way round:", " below "
    elif not step:
        lead, order = f"The score does not tell apart {two}:", " and "
    return [("lead", lead), " ", one, so[0], numbers[0], order, other, so[1], numbers[1]]


def _of_stance(tables: Mapping, sides: Mapping[str, str]) -> list:
    ranks = tables["ranks"].set_index("doc_id")
    read = [doc_id for doc_id in tables["told"] if ranks.loc[doc_id, "n_coded"]]
    if not read:
        return []
    said: list = [
        ("lead", f"Sentences read as {sides['favourable']} and as {sides['unfavourable']}:")
    ]
    for doc_id, mark in _listed(read):
        said += [" ", ("label", doc_id)]
        of = f" of {ranks.loc[doc_id, 'n_coded']:,}{mark}"
        for side, behind in (("favourable", " and"), ("unfavourable", of)):
            n = int(ranks.loc[doc_id, f"n_{side}"])
            said += [" ", ("number", name_finding("side", side, doc_id) if n else "", f"{n:,}", "")]
            said.append(behind)
    between = int((ranks["n_coded"] > 0).sum()) - len(read)
    if len(ranks) > MOST_TOLD and between > 0:
        said.append(f" {counted(between, 'text')} stand{'s' * (between == 1)} between them.")
    return said


def _of_names(tables: Mapping) -> list:
    called = tables["called"].drop_duplicates(["doc_id", "code"])
    told = [doc_id for doc_id in tables["told"] if doc_id in set(called["doc_id"])]
    if not told:
        return []
    shared = called["code"].duplicated().any() or len(told) < max(2, len(tables["told"]))
    lead = "What the texts call it most often:" if shared else "Each has its own name for it:"
    lead = "What these two call it most often:" if _are_ends(tables) else lead
    said: list = [("lead", lead)]
    for doc_id, mark in _listed(told):
        said += [" ", ("label", doc_id)]
        own = called[called["doc_id"] == doc_id]
        for number, row in enumerate(own.itertuples()):
            name = name_finding("called", row.code, doc_id)
            last = number == len(own) - 1
            said += [" or " if number else " ", ("code", row.code), " "]
            said += [("number", name, counted(int(row.n), row.unit), mark if last else "")]
    return said


def _of_words(tables: Mapping) -> list:
    terms = tables["terms"].drop_duplicates("doc_id").set_index("doc_id")
    told = [doc_id for doc_id in tables["told"] if doc_id in terms.index]
    if not told:
        return []
    one = terms["basis"].iloc[0] == "frequency"
    apart = "The word that sets each of these two apart most:" if _are_ends(tables) else (
        "The word that sets each apart most:"
    )  # fmt: skip
    said: list = [("lead", "Its most frequent word:" if one else apart)]
    for doc_id, mark in _listed(told):
        row = terms.loc[doc_id]
        name = name_finding("term", doc_id, row.term)
        said += [" ", ("label", doc_id), f" “{row.term}” "]
        said += [("number", name, counted(int(row.n), "occurrence"), mark)]
    return said


def _are_ends(tables: Mapping) -> bool:
    return len(tables["told"]) < int(tables["ranks"]["tone"].notna().sum())


def _listed(items: list) -> Iterator[tuple]:
    return ((item, "." if number == len(items) else ";") for number, item in enumerate(items, 1))


def how_sure(tables: Mapping, labels: Mapping[str, str]) -> list:
    """What is exact, who read, how often resamples agree, and what one sentence turns."""
    n = len(tables["documents"])
    these = "this text" if n == 1 else f"these {say_number(n).lower()} texts"
    said: list = [f"Exact for {these}, and for nothing else."]
    who = next((name for name in tables["central"]["read_by"] if name), "")
    if tables["central"]["stance"].notna().any() and who:
        said += [f" The stance was read by {who}."]
    crossing, ranks = tables["crossing"], tables["ranks"].set_index("doc_id")
    if crossing is not None:
        few = int(ranks.loc[list(tables["pair"]), "n"].min())
        rough = f" (a rough figure, with {few} sentences)" if few < 12 else ""
        said.append(" Sentences drawn anew from these put the two in opposite order again in "
                    f"{say_share(crossing)} draws{rough}.")  # fmt: skip
    if tables["pair"]:
        n = len(tables["turning"])
        some = [" Left out, any of ", ("number", "turning", counted(n, "sentence"), "")]
        said += some if n else [" No single sentence left out"]
        said.append(" turns the order of their tones round.")
    return said


def say_share(share: float) -> str:
    """A share as so many of 100: "64 of 100", "more than 99 of 100", "all"."""
    if share in (0, 1):
        return "all" if share else "none of the"
    per = round(100 * share)
    return {0: "fewer than 1 of 100", 100: "more than 99 of 100"}.get(per, f"{per} of 100")


def opposed_headline(opposed: pd.DataFrame, sides: Mapping[str, str]) -> str:
    """The heading of the two sentences, in their scores and readings."""
    up, down = (short_signed(value) for value in opposed["compound"])
    return (
        f"A sentence that scores {up} is read as {sides['unfavourable']}; "
        f"one that scores {down}, as {sides['favourable']}"
    )
