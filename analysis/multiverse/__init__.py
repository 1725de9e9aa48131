"""What a finding is in every specification, and how far a claim made of it carries.

A corpus with its codebook enters, as `sensitivity.prepare` has it. `specifications` turns one
option of each choice into tables, `findings` turn these into a value that survives or not, and
`claims`, the rows of claims.csv, leave with the rung that they stand on, their interval and the
share of specifications in which they survive. Notebooks 05 and 06 call it.
"""
