"""The same sentences and words as the front's plain code, over columns, for large corpora.

Texts, passages or sentences enter as columns. Paragraphs, sentences with their voices, words and
counts leave as tables, row for row those that `corpus`, `sentences` and `tokens` make, some thirty
times as fast. Only these three call this room, by the functions of `engine.door`, for texts beyond
a stated size. What a word, an abbreviation or a quotation mark is, the plain code says.
"""
