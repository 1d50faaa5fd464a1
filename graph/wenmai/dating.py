"""Dates as the index keeps them: a first day, a last day, and the EDTF text (ISO 8601-2, level 1) a person reads."""

from __future__ import annotations

import re
from typing import NamedTuple

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T.*)?)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")


class Dated(NamedTuple):
    """A time: first and last day as ISO dates, ``""`` when open, and its EDTF text.

    ``over`` says that what is dated so ceased on the last day, as what is stated to hold *until* a day does; what
    happened on a day stays true.
    """

    begin: str
    end: str
    text: str
    over: bool = False

    @classmethod
    def parse(cls, text: str) -> Dated | None:
        """Read a date, a month, a year or an interval of them; ``None`` for anything else.

        >>> Dated.parse("2020-02")
        Dated(begin='2020-02-01', end='2020-02-29', text='2020-02', over=False)
        >>> Dated.parse("2020-11/..").begin
        '2020-11-01'
        """
        first, interval, last = text.strip().partition("/")
        since, until = days(first.rstrip("~")), days(last.rstrip("~"))
        if not interval:
            return None if since is None else edtf(*since, approximate=first.endswith("~"))
        if (since is None and first not in ("", "..")) or (until is None and last not in ("", "..")) or since is until:
            return None
        return edtf(since and since[0], until and until[1], approximate="~" in text)

    @classmethod
    def between(cls, since: Dated | None, until: Dated | None) -> Dated:
        """From the first day of one time to the last day of another, in the precision that each has.

        >>> Dated.between(Dated.parse("2020-11"), None).text
        '2020-11/..'
        """
        first = since.text.split("/")[0] if since else ".."
        last = until.text.split("/")[-1] if until else ".."
        return cls(since.begin if since else "", until.end if until else "", f"{first}/{last}", until is not None)


def days(text: str) -> tuple[str, str] | None:
    """The first and the last day of a year, a month, a day or a moment.

    >>> days("2021-11")
    ('2021-11-01', '2021-11-30')
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    if not 1 <= int(month) <= 12 or not 1 <= int(day or 1) <= last_day(int(year), int(month)):
        return None
    if day is None:
        return f"{year}-{month}-01", f"{year}-{month}-{last_day(int(year), int(month))}"
    return f"{year}-{month}-{day}", f"{year}-{month}-{day}"


def last_day(year: int, month: int) -> int:
    """The number of days of a month, by the Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 + leap if month == 2 else 30 + (month + month // 8) % 2


def edtf(begins: str | None, ends: str | None, *, approximate: bool = False) -> Dated | None:
    """A time given by its first and last day; whole years and months are written as such.

    >>> edtf("2017-01-01", "2021-12-31").text
    '2017/2021'
    >>> edtf("2021-11-15", "2021-11-15", approximate=True).text
    '2021-11-15~'
    """
    since, until = days(begins or ""), days(ends or "")
    if since is None and until is None:
        return None
    mark = "~" if approximate else ""
    begin, end = since[0] if since else "", until[1] if until else ""
    width = _precision(begin, end)
    first, last = (f"{day[:width]}{mark}" if day else ".." for day in (begin, end))
    return Dated(begin, end, first if first == last else f"{first}/{last}")


def _precision(begin: str, end: str) -> int:
    """How many characters of ISO days tell a time: 4 for whole years, 7 for whole months, else 10."""
    if (not begin or begin.endswith("-01-01")) and (not end or end.endswith("-12-31")):
        return 4
    whole = not end or int(end[8:]) == last_day(int(end[:4]), int(end[5:7]))
    return 7 if (not begin or begin.endswith("-01")) and whole else 10
