"""Captions and alternative texts of the charts of sensitivity, written from their tables."""

import pandas as pd

from analysis.lettering import shorten, signed

RESULT = ("value", "survives", "reason")


def caption_specifications(runs: pd.DataFrame, influence=None, claim="The finding") -> str:
    """Caption of `plot_specifications`; `claim` says what survives."""
    n, defined = len(runs), runs[runs["survives"].notna()]
    named = [c for c in runs.columns if c not in RESULT]
    apart = f"; {n - len(defined):,} are undefined and counted apart" if n > len(defined) else ""
    share = f"{int(defined['survives'].sum()):,} of {len(defined):,}"
    return (
        f"{claim}: it survives in {share} specifications{apart}. Specification curve (Simonsohn, "
        f"Simmons & Nelson 2020) over all combinations of {len(named)} choices ({', '.join(named)})"
        ". Above, every specification at its value, dots where the finding survives and crosses "
        "where not; below, the options that each took"
        f"{', and the share surviving beside each' if influence is not None else ''}. The red line "
        "is the study's own. The choices are those that someone listed: the share is no probability"
        " that the finding is true."
    )


def alt_specifications(runs: pd.DataFrame, influence=None, claim="The finding") -> str:
    """Alternative text of `plot_specifications`."""
    defined = runs[runs["survives"].notna()]
    ends = (signed(defined["value"].min()), signed(defined["value"].max())) if len(defined) else ()
    text = f"{claim}: {len(runs):,} values in ascending order"
    text += f", from {ends[0]} to {ends[1]}" if ends else ""
    text += f"; {int(defined['survives'].sum()):,} of {len(defined):,} survive."
    if influence is not None:
        parts = influence.dropna(subset="share").groupby("choice", sort=False)
        text += " Share surviving: " + "; ".join(
            f"{choice}: " + ", ".join(f"{r.option} {r.share:.0%}" for r in rows.itertuples())
            for choice, rows in parts
        )
    return text + "."


def caption_leave_out(table: pd.DataFrame, top=14, between=("the first", "the second")) -> str:
    """Caption of `plot_leave_out`."""
    what = "word" if "term" in table.columns else "sentence"
    turned = int(table["flips"].sum())
    full = signed(table["difference"].iloc[0], 3) if len(table) else "none"
    counts = f"; beside it, occurrences in {between[0]} : {between[1]}" if what == "word" else ""
    return (
        f"Difference of mean tone between {between[0]} and {between[1]} ({full}) without each "
        f"{what}: the {min(top, len(table)):,} that move it most of {len(table):,}{counts}. "
        f"{_turned(turned, what)} One is left out at a time; two together may do what neither does "
        "alone."
    )


def alt_leave_out(table: pd.DataFrame, top=14, between=("the first", "the second")) -> str:
    """Alternative text of `plot_leave_out`."""
    names = table["term"] if "term" in table.columns else table["text"]
    listed = "; ".join(
        f"without {shorten(name, 200)} {signed(row.without, 3)}{' (turned)' * bool(row.flips)}"
        for name, row in zip(names.head(top), table.head(top).itertuples(), strict=True)
    )
    full = signed(table["difference"].iloc[0], 3) if len(table) else "none"
    return f"Difference of {between[0]} and {between[1]}: {full}; {listed or 'nothing left out'}."


def _turned(number: int, what: str) -> str:
    if number == 0:
        return f"No single {what} turns the order round."
    some = f"one {what}" if number == 1 else f"any one of {number:,} {what}s"
    return f"Without {some} the order turns round (filled diamonds)."
