"""Dates as papers and archives write them, in several languages, as ISO dates."""

import re

# Month names by language. Any beginning of three letters or more counts ("Sept.", "févr.") if it is
# a beginning of one month alone.
MONTHS = {
    "English": "january february march april may june july "
    "august september october november december",
    "German": "januar februar märz april mai juni juli august september oktober november dezember",
    "French": "janvier février mars avril mai juin juillet "
    "août septembre octobre novembre décembre",
    "Spanish": "enero febrero marzo abril mayo junio julio "
    "agosto septiembre octubre noviembre diciembre",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio "
    "agosto settembre ottobre novembre dicembre",
    "Portuguese": "janeiro fevereiro março abril maio junho julho "
    "agosto setembro outubro novembro dezembro",
    "Dutch": "januari februari maart april mei juni juli "
    "augustus september oktober november december",
}

MONTH_OF = {
    name[:size]: number
    for names in MONTHS.values()
    for number, name in enumerate(names.split(), start=1)
    for size in range(3, len(name) + 1)
} | {"sept": 9, "mrt": 3, "jui": 0, "juil": 7}

# Where a date may stand in a line: at its beginning, behind the name of a day.
DATE = re.compile(
    r"\s*(?:[^\W\d]{2,12}\.?,?\s+(?:den\s+|le\s+)?)?"
    r"(?:(?P<iso>\d{4})[-/](?P<iso_month>\d{1,2})[-/](?P<iso_day>\d{1,2})\b"
    r"|(?P<cjk>\d{4})\s*[年년]\s*(?P<cjk_month>\d{1,2})\s*[月월]\s*(?P<cjk_day>\d{1,2})\s*[日일]"
    r"|(?P<dot_day>\d{1,2})\.\s?(?P<dot_month>\d{1,2})\.\s?(?P<dot>\d{4})\b"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+)?(?P<month>[^\W\d]{3,12})\.?,?\s+"
    r"(?:de\s+|del\s+)?(?P<year>\d{4})\b"
    r"|(?P<us_month>[^\W\d]{3,12})\.?\s+(?P<us_day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<us>\d{4})\b"
    r"|(?P<only_month>[^\W\d]{3,12})\.?,?\s+(?P<only>\d{4})\b)",
    re.IGNORECASE,
)


def iso_date(text: str) -> str:
    """``2019-02-28``, or ``2019-02`` where no day is given, of the date that `text` begins with.

    '' where it begins with none that is certain: 03/04/2019 is March in one country and April in
    another. What follows the date (a time of day, an edition) does not matter.

    >>> iso_date("July 1, 2015 Wednesday"), iso_date("9. Januar 1993"), iso_date("03/04/2019")
    ('2015-07-01', '1993-01-09', '')
    """
    found = DATE.match(text[:100])
    if not found:
        return ""
    part = found.groupdict()
    for year, month, day in (
        *(("iso", "iso_month", "iso_day"), ("cjk", "cjk_month", "cjk_day")),
        *(("dot", "dot_month", "dot_day"), ("year", "month", "day"), ("us", "us_month", "us_day")),
        ("only", "only_month", ""),
    ):
        if not part[year]:
            continue
        word = part[month]
        number = int(word) if word.isdecimal() else MONTH_OF.get(word.casefold(), 0)
        in_month = int(part[day]) if day else 1
        if not 1 <= number <= 12 or not 1 <= in_month <= 31:
            return ""
        return f"{part[year]}-{number:02d}" + (f"-{in_month:02d}" if day else "")
    return ""
