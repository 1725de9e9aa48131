"""One file per chart, found by its name: ``figures.draw("tone", …)`` draws ``charts/tone.py``.

A chart takes the table of a measure, and the documents for labels, order and look. It gives the
Axes (`plot`), its claim (`headline`), measure, unit and key (`subtitle`), a caption with numbers, n
and one limit (`caption`), and a description for those who cannot see it (`alt`). All of these are
computed from the table. A headline is a template with a condition. If the condition fails, the next
one is taken; the last is neutral, so that a headline is true of any corpus. `figures` calls the
charts. They read no file and compute no statistic. They share `ink` (colours, sizes, marks), `look`
(how each text is drawn), `layout` (the sheet, laid out anew for each width), `lettering` (words
that fit), `matrix` (codes by texts), and `keyness` (terms beside their marks).
"""
