"""The reading page: a corpus with its codebook and codings enters, one HTML file leaves, in which
every number lights up the sentences it was counted from. `contents` runs every verb once, `numbers`
takes the numbers and their spans from the results, `marked_text` cuts the texts where marks begin
and end, and `render` fills the templates. `analysis.study` calls it.
"""
