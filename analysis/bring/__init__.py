"""People's own texts made into a corpus folder, and a corpus folder looked over.

Files of any usual format enter (`formats` says which reader takes which; a new format is one more
reader, a new press archive one more form in ``archives.toml``). A corpus folder leaves, which
`new_folder` makes, or a table of what is wrong with one, which `check` makes. The commands
``python -m analysis new`` and ``check`` call this room.
"""
