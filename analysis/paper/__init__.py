"""From a study to a manuscript: what an author hands in, and how a reader checks it.

The room takes a corpus folder. It gives a **bundle**: figures for a printed width, tables, a
methods section, references, every number under a name, and a manifest of what all of it was made
from. `bundle` makes one, `verify` makes it again and says what moved. The commands
``python -m analysis paper`` and ``verify`` call this room.
"""
