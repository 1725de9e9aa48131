"""One file per chart, found by its name: ``figures.draw("tone", …)`` draws ``charts/tone.py``.

A table that a measure has made enters, with the documents for labels, order and look. The Axes
leave (`plot`), the chart's claim, computed from the table (`headline`), with measure, unit and key
(`subtitle`), a caption with its numbers, n and one limit of what may be read from it (`caption`),
and a description for those who cannot see it (`alt`). A headline is a template with a condition;
where that fails the next is taken, and last a neutral one, so that it is true of any corpus.
`figures` calls the charts; they read no file and compute no statistic. They share `ink` (colours,
sizes, marks), `look` (how each text is drawn), `layout` (the sheet, laid out anew for each width),
`lettering` (words that fit), `matrix` (codes by texts), and `keyness` (terms beside their marks).
"""
