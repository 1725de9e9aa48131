"""Word lists of sentiment and the rules that apply them.

A lexicon (term and valence) and texts enter. VADER's scores of each text leave, and the lexicon
words behind them. `vader` computes the scores, with the rules of `rules` on the words of `forms`;
`lists` reads lexicons; `cards` says how well each agrees with human raters. `analysis.sentiment`
calls this room; notebooks quote the cards.
"""
