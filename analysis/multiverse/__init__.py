"""What a finding is in every specification, and how far a claim made of it carries.

A corpus with its codebook enters, as `sensitivity.prepare` has it. `specifications` turns one
option of each choice into tables, and `findings` turn these into a value that survives or not. The
claims of claims.csv leave (`claims`), each with its rung, its interval and the share of
specifications in which it survives. Notebooks 05 and 06 call this room.
"""
