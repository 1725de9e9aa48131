"""The study as a reader meets it.

Notebooks and a corpus folder enter. An executed study leaves, with its figures, tables and reading
page. `command_line` is what ``python -m analysis`` runs, `study_folder` makes the folder, `show`
holds what notebooks display, and `explorer` is the widget of explore.ipynb. People and notebooks
call this room; nothing in the package does.
"""
