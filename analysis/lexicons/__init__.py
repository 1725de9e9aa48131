"""Word lists of sentiment and the rules that apply them: a lexicon (term and valence) and texts
enter, VADER's scores of each text and the lexicon words behind them leave. `vader` computes the
scores, with the rules of `rules` on the words of `forms`; `lists` reads lexicons; `cards` says how
well each agrees with human raters. `analysis.sentiment` calls it; notebooks quote the cards.
"""
