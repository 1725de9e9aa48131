"""Word lists of sentiment and the rules that apply them.

The room takes a lexicon (term and valence) and texts. It gives VADER's scores of each text, and the
lexicon words behind them. `vader` computes the scores, with the rules of `rules` on the words of
`forms`; `lists` reads lexicons; `cards` says how well each agrees with human raters.
`analysis.sentiment` calls this room; notebooks quote the cards.
"""
