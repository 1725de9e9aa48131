"""The study as a reader meets it.

The room takes notebooks and a corpus folder. It gives an executed study, with its figures, tables
and reading page. `command_line` is what ``python -m analysis`` runs, `study_folder` makes the
folder, `show` holds what notebooks display, and `explorer` is the widget of explore.ipynb. People
and notebooks call this room; nothing in the package does.
"""
