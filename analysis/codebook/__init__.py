"""What a codebook looks for, and where a text says it.

codebook.csv and words in reading order enter. Checked codes leave, the places of their matches, and
what negates or compares a match; and codings, read against the codebook. `analysis.frames` calls
this room for mentions, `analysis.corpus` for codings, `analysis.bring` to check a folder, notebooks
for propositions.csv.
"""
