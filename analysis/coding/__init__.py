"""People and language models as coders: forms to fill in, requests to send, answers read strictly.

A corpus folder with a codebook enters. `forms` makes one HTML file from it, in which a class codes
blind and without a network; `requests` makes a file of requests to a model, one per sentence, blind
to outlet, author and title; `answers` reads what comes back. Files of codings leave, in the form
that ``codings/`` takes. Nothing here sends anything or asks for a key. The commands ``python -m
analysis coding form``, ``ask`` and ``read`` call this room.
"""
