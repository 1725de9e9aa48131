"""Read a codebook, and find where a text says what it looks for.

The room takes codebook.csv and words in reading order. It gives checked codes, the places of their
matches, and what negates or compares a match. It also reads codings against the codebook.
`analysis.frames` calls it for mentions, `analysis.corpus` for codings, `analysis.bring` to check a
folder, notebooks for propositions.csv.
"""
