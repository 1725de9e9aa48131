"""Compute a finding in every specification, and how far a claim made of it carries.

The room takes a corpus with its codebook, as `sensitivity.prepare` has it. `specifications` turns
one option of each choice into tables, and `findings` turns these into a value that survives or not.
`claims` gives the claims of claims.csv, each with its rung, its interval and the share of
specifications in which it survives. Notebooks 05 and 06 call this room.
"""
