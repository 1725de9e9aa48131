"""A corpus of any size measured a part at a time.

A table on disk or a corpus folder enters, a folder of Parquet tables leaves: the tables that the
verbs of the front make of three texts. `scoring` runs it: `batches` reads the input in parts,
`measuring` makes the tables of each, `sums` adds up by DuckDB what parts share (on several
machines: `cluster`), and `results` reads them back. The command ``python -m analysis score`` and
the notebook ``scores`` call this room.
"""
