"""One file a chart, found by its name: ``figures.draw("tone", …)`` draws with ``charts/tone.py``.

In comes a table that a measure has made, with the documents for labels, order and look; out go the
Axes (`plot`), the claim of the chart computed from the table (`headline`) with measure, unit and
key (`subtitle`), a caption with its numbers taken from the table (`caption`), and a description for
those who cannot see the chart (`alt`). A headline is a template with a condition; where it fails
the next is taken, and last a neutral one, so that it is true of any corpus. A caption says what is
shown, gives n, explains marks and intervals, and ends with one limit of what may be read from it.
`figures` calls the charts; they read no file and compute no statistic. What charts share is in
`look` (colours, markers), `layout` (the sheet that is laid out for each width), `lettering` (words
that fit), `points` (sentences as marks), `matrix` (codes by texts), and `keyness` (terms beside
their marks).
"""
