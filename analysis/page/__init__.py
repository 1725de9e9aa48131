"""The reading page, in which every number opens to the sentences it was counted from.

The room takes a corpus with its codebook, codings and claims. It gives one HTML file. `contents`
runs every verb once, `story` chooses what the page opens with, `ranking` places its central figure,
`numbers` takes the numbers and their spans from the results, `marked_text` cuts the texts where
marks begin and end, and `render` fills the templates. `analysis.study` calls this room.
"""
