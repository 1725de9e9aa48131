"""People and language models as coders: forms to fill in, requests to send, answers read strictly.

A corpus folder with a codebook enters. `forms` makes of it one HTML file in which a class codes,
blind and without a network, and saves what ``codings/`` takes. `requests` makes a file of requests
to a model, one a sentence, blind to outlet, author and title; `answers` reads what comes back as a
file of codings of kind model. Nothing here sends anything or asks for a key. The commands
``python -m analysis coding form``, ``ask`` and ``read`` call this room.
"""
