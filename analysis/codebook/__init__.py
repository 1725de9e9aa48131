"""What a codebook looks for, and where a text says it: codebook.csv and running words enter,
checked codes, the places of their matches, and what negates or compares a match leave.
`analysis.frames` calls it for mentions, `analysis.bring` to check a folder; propositions.csv, read
beside the codebook, goes to the notebooks.
"""
