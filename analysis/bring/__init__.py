"""People's own texts made into a corpus folder, and a corpus folder looked over.

The room takes files in any usual format. `new_folder` makes a corpus folder of them. `formats` says
which reader takes which file; a new format is one more reader, a new press archive one more form in
``archives.toml``. `check` makes a table of what is wrong with a folder. The commands
``python -m analysis new`` and ``check`` call this room.
"""
