"""The study as a reader meets it: notebooks and a corpus folder enter, an executed study with its
figures, tables and reading page leaves. `command_line` is what ``python -m analysis`` runs,
`study_folder` makes the folder, `show` holds what notebooks display, and `explorer` is the widget
of explore.ipynb. Nothing in the package calls this room; people and notebooks do.
"""
