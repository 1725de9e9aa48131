"""A language model as one more coder: requests that a user may send, and answers read strictly.

A corpus folder with a codebook enters; a file of requests leaves (`requests`), one a sentence,
blind to outlet, author and title. Answers, whoever made them, enter again and leave as a file of
codings of kind model (`answers`). Nothing here sends anything or asks for a key. The commands
``python -m analysis coding ask`` and ``coding read`` call this room.
"""
