"""Dates as papers write them: hand-worked pairs, and those that must not be guessed."""

import pytest

from analysis.bring.dates import iso_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("July 1, 2015 Wednesday", "2015-07-01"),
        ("Wednesday, July 1, 2015, Late Edition - Final", "2015-07-01"),
        ("1 July 2015", "2015-07-01"),
        ("Mar 9, 2022", "2022-03-09"),
        ("Sept. 3, 2018", "2018-09-03"),
        ("3rd of May, 2018", "2018-05-03"),
        ("Donnerstag, den 28. Februar 2019", "2019-02-28"),
        ("1. März 2019", "2019-03-01"),
        ("28.02.2019", "2019-02-28"),
        ("29 décembre 2011", "2011-12-29"),
        ("le 1er août 2018", "2018-08-01"),
        ("1 de julio de 2019", "2019-07-01"),
        ("9 Januar 1993", "1993-01-09"),
        ("30 maart 2017", "2017-03-30"),
        ("2019-02-28 10:00", "2019-02-28"),
        ("2019/2/8", "2019-02-08"),
        ("2019年2月28日", "2019-02-28"),
        ("March 2019", "2019-03"),
        ("03/04/2019", ""),
        ("May 32, 2019", ""),
        ("2019-13-01", ""),
        ("Friday", ""),
        ("The talks of July 1, 2015 ended", ""),
        ("Version 2019", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_or_left(text, expected):
    assert iso_date(text) == expected
