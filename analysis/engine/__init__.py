"""The engine: texts, passages or sentences enter as columns of text, and paragraphs, sentences with
their voices, words and counts leave as tables, row for row what the plain code of `corpus`,
`sentences` and `tokens` makes, some thirty times as fast. Those three call it, by the functions of
`engine.door` alone, for texts beyond a stated size; what a word, an abbreviation or a quotation
mark is comes from `analysis.words`, `analysis.voices` or with the call.
"""
