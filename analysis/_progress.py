"""A progress bar for work that takes more than two seconds."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tqdm.std import tqdm

SECONDS = 2


def track(
    items: Iterable | None,
    what: str,
    total: int | None = None,
    unit: str = "it",
    shown: bool = True,
) -> "tqdm":
    """The same items, one after another; a bar named `what` appears after two seconds.

    Without items the caller moves the bar with ``update``. In JupyterLab it is a widget, in a
    terminal a line that is cleared at the end. ``TQDM_DISABLE=1`` in the environment turns it off,
    as for the study's own runs.
    """
    from tqdm.auto import tqdm

    silent = not shown or os.environ.get("TQDM_DISABLE") == "1"
    return tqdm(items, what, total, leave=False, disable=silent, unit=unit, delay=SECONDS)
