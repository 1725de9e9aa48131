"""A progress bar for what takes more than two seconds; nothing is shown for what is quicker."""

import os
from collections.abc import Iterable

SECONDS = 2


def track(items: Iterable, what: str, total: int | None = None) -> Iterable:
    """The same items, one after another; a bar named `what` appears after two seconds.

    In JupyterLab it is a widget, in a terminal a line that is cleared at the end. It is silent
    where the environment says ``TQDM_DISABLE=1``, as the study's own runs do.
    """
    from tqdm.auto import tqdm

    silent = os.environ.get("TQDM_DISABLE") == "1"
    return tqdm(items, desc=what, total=total, delay=SECONDS, leave=False, disable=silent)
