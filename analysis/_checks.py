"""Small guards shared by all modules: a table that lacks a column is named, with what to do."""

import pandas as pd


def need(table: pd.DataFrame, columns: list[str], what: str, make: str) -> None:
    """Raise ``ValueError`` if `table` lacks one of `columns`.

    `what` names the table in the message, `make` the call that makes such a table.
    """
    missing = [column for column in columns if column not in table.columns]
    if missing:
        found = ", ".join(map(str, table.columns)) or "none"
        raise ValueError(
            f"{what}: no column {', '.join(map(repr, missing))} (found: {found}); "
            f"make the table with {make}"
        )
