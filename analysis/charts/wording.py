"""Captions and alternative texts, written from the tables that the figures are drawn from.

Each caption says what is shown, gives n, explains marks and intervals, and ends with one limit of
what may be read from it. Each ``alt_`` says in words what a reader who cannot see the chart needs.
"""

import pandas as pd

from analysis.charts.layout import look


def texts(number: int) -> str:
    return "1 text" if number == 1 else f"{number:,} texts"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def voices(table: pd.DataFrame) -> str:
    meanings = {"quoted": "hollow: someone else's words", "mixed": "pale: partly someone else's"}
    found = [meanings[voice] for voice in meanings if table["voice"].eq(voice).any()]
    return f" Filled marks: the author's words; {'; '.join(found)}." if found else ""


def labels_of(documents: pd.DataFrame) -> dict:
    looks = look(documents)
    return dict(zip(looks["doc_id"], looks["label"], strict=True))
