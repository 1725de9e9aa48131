"""The reading page, in which every number opens to the sentences it was counted from.

A corpus with its codebook, codings and claims enters; one HTML file leaves. `contents` runs every
verb once, `story` chooses what the page opens with, `ranking` places its central figure, `numbers`
takes the numbers and their spans from the results, `marked_text` cuts the texts where marks begin
and end, and `render` fills the templates. `analysis.study` calls this room.
"""
