"""People and language models as coders: forms to fill in, requests to send, answers read strictly.

The room takes a corpus folder with a codebook. `forms` makes one HTML file of it, in which a class
codes blind and without a network. `requests` makes a file of requests to a model, one per sentence,
blind to outlet, author and title, and `answers` reads what comes back. Codings go into
``codings/``. Nothing here sends anything or asks for a key. The commands ``python -m analysis
coding form``, ``ask`` and ``read`` call this room.
"""
