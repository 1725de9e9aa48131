"""The same sentences and words as the front's plain code, over columns, for large corpora.

The room takes texts, passages or sentences as columns. It gives tables of paragraphs, sentences
with their voices, words and counts: row for row those of `corpus`, `sentences` and `tokens`, some
thirty times as fast. Only these three call it, by the functions of `engine.door`, for texts beyond
a stated size. The plain code says what a word, an abbreviation or a quotation mark is.
"""
