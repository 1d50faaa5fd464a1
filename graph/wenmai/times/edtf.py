"""Times: a first day, a last day, and the EDTF text (ISO 8601-2, level 1) that a person reads.

Days are ISO 8601 texts with as many digits as the year needs, a minus sign before year 0 (XSD 1.1 counts as astronomers do:
``-0001`` is 2 BCE). Days of four-digit years compare as texts; :func:`order` compares all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from wenmai.records import NamedTuple

_YEAR = r"(?:-?[0-9]{4,9}|Y-?[0-9]{5,9}|-?[0-9]{3}X|-?[0-9]{2}XX)"
_DATE = rf"({_YEAR})(?:-([0-9]{{2}}|XX)(?:-([0-9]{{2}}|XX)(?:T[0-9:.,]*)?)?)?(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?"
_VAGUE = "~?%"
"""EDTF's marks of what is approximate, uncertain, or both."""

_SEASONS = {"21": ("03", "05"), "22": ("06", "08"), "23": ("09", "11"), "24": ("12", "12")}
"""The first and the last month of the seasons of EDTF, in the year that is written."""


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
        >>> Dated.parse("2020-11/..").begin, Dated.parse("-0063-09-23").text, Dated.parse("198X").end
        ('2020-11-01', '-0063-09-23', '1989-12-31')
        """
        first, interval, last = text.strip().partition("/")
        since, until = days(first.rstrip(_VAGUE)), days(last.rstrip(_VAGUE))
        if not interval:
            return None if since is None else edtf(*since, approximate=first[-1:] in _VAGUE)
        if (since is None and first not in ("", "..")) or (until is None and last not in ("", "..")) or since is until:
            return None
        vague = any(mark in text for mark in _VAGUE)
        return edtf(since and since[0], until and until[1], approximate=vague)

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
    """The first and the last day of a year, a decade, a century, a season, a month, a day or a moment.

    >>> days("2021-11"), days("2001-21")
    (('2021-11-01', '2021-11-30'), ('2001-03-01', '2001-05-31'))
    """
    match = re.fullmatch(_DATE, text)  # compiled when it is first used: most lookups read no date
    if match is None:
        return None
    written, month, day = match.groups()
    first, last = (_year(written.removeprefix("Y").replace("X", digit)) for digit in "09")
    if "X" in written or month in (None, "XX"):
        return (f"{first}-01-01", f"{last}-12-31") if day in (None, "XX") and month in (None, "XX") else None
    if month in _SEASONS:
        begins, ends = _SEASONS[month]
        return None if day else (f"{first}-{begins}-01", f"{first}-{ends}-{last_day(int(first), int(ends))}")
    if not 1 <= int(month) <= 12:
        return None
    if day in (None, "XX"):
        return f"{first}-{month}-01", f"{first}-{month}-{last_day(int(first), int(month))}"
    return (f"{first}-{month}-{day}",) * 2 if 1 <= int(day) <= last_day(int(first), int(month)) else None


def _year(text: str) -> str:
    """A year as ISO 8601 has it, without a sign before positive ones and needless zeros.

    >>> _year("-0063"), _year("017000")
    ('-0063', '17000')
    """
    number = int(text)
    return f"{'-' * (number < 0)}{abs(number):04d}"


def last_day(year: int, month: int) -> int:
    """The number of days of a month, by the Gregorian calendar; importing ``calendar`` for it would cost each lookup 0.6 ms."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 + leap if month == 2 else 30 + (month + month // 8) % 2


def order(day: str) -> tuple[int, str]:
    """A key that puts days in order of time, those before year 0 and after 9999 too.

    >>> sorted(["0014-08-19", "-0063-09-23", "-0027-01-16"], key=order)
    ['-0063-09-23', '-0027-01-16', '0014-08-19']
    """
    return int(day[:-6]), day[-6:]


def is_later(day: str, other: str) -> bool:
    """Whether a day is later than another."""
    return day > other if len(day) == len(other) == 10 else order(day) > order(other)


@lru_cache(1024)  # many facts share a time
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
    cut = _precision(begin, end)
    first, last = (f"{_written(day, cut)}{mark}" if day else ".." for day in (begin, end))
    return Dated(begin, end, first if first == last else f"{first}/{last}")


def _written(day: str, cut: int) -> str:
    """A day without its last ``cut`` characters; EDTF marks years of more than four digits."""
    text = day[: len(day) - cut]
    return f"Y{text}" if cut == 6 and len(text.lstrip("-")) > 4 else text


def _precision(begin: str, end: str) -> int:
    """How many characters at the end of ISO days tell nothing: 6 of whole years, 3 of whole months, else none."""
    if (not begin or begin.endswith("-01-01")) and (not end or end.endswith("-12-31")):
        return 6
    whole = not end or int(end[-2:]) == last_day(int(end[:-6]), int(end[-5:-3]))
    return 3 if (not begin or begin.endswith("-01")) and whole else 0
