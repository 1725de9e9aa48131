"""A progress bar for what takes more than two seconds; nothing is shown for what is quicker."""

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

    Without items the caller moves the bar with its method ``update``. In JupyterLab it is a widget,
    in a terminal a line that is cleared at the end. It is silent where the environment says
    ``TQDM_DISABLE=1``, as the study's own runs do.
    """
    from tqdm.auto import tqdm

    silent = not shown or os.environ.get("TQDM_DISABLE") == "1"
    return tqdm(items, what, total, leave=False, disable=silent, unit=unit, delay=SECONDS)
