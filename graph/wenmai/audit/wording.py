"""What a Chinese time wording means, given the day its document was written.

``今年11月15日`` in a document of 2021-12-20 is 2021-11-15. The rules are few and closed: a wording that none of them
reads is *unknown*, and never guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from wenmai.audit.numerals import chinese

if TYPE_CHECKING:
    from collections.abc import Callable

OPEN = "open"
UNSAID = "unsaid"


class DateRange(NamedTuple):
    """From the first to the last day: each a date, ``OPEN`` (it goes on) or ``UNSAID`` (the wording leaves it out)."""

    begin: date | str
    end: date | str

    def agrees(self, begin: date | None, end: date | None) -> bool:
        """Whether recorded first and last days (``None``: none is recorded) say the same as the wording."""
        return _agrees(self.begin, begin) and _agrees(self.end, end)

    def __str__(self) -> str:
        return f"{_edtf(self.begin)}/{_edtf(self.end)}" if self.begin != self.end else _edtf(self.begin)


def _agrees(worded: date | str, recorded: date | None) -> bool:
    if isinstance(worded, date):
        return worded == recorded
    return worded == UNSAID or recorded is None


def _edtf(day: date | str) -> str:
    return day.isoformat() if isinstance(day, date) else {OPEN: ".."}.get(day, "")


_YEARS = {"今年": 0, "本年": 0, "本年度": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_DYNASTIES = {
    "元代": (1271, 1368),
    "元朝": (1271, 1368),
    "明代": (1368, 1644),
    "清代": (1644, 1912),
    "民国": (1912, 1949),
}
_NUMERAL = "[0-9零〇一二两三四五六七八九十百]+"
_YEAR = "|".join(["[0-9]{4}年", *sorted(_YEARS, key=len, reverse=True)])
_DAY = rf"(?P<year>{_YEAR})(?:(?P<month>[0-9]{{1,2}})月(?:(?P<day>[0-9]{{1,2}})日)?)?"


def resolve(wording: str, written: date) -> DateRange | None:
    """The span of days that a wording means in a document written that day; ``None`` when no rule reads it.

    >>> str(resolve("去年11月", date(2021, 12, 20)))
    '2020-11-01/2020-11-30'
    >>> str(resolve("过去五年", date(2021, 12, 20)))
    '2017-01-01/2021-12-31'
    >>> str(resolve("去年以来", date(2021, 12, 20)))
    '2020-01-01/..'
    >>> resolve("不久前", date(2021, 12, 20)) is None
    True
    """
    text = re.sub(r"[“”‘’\"'\s]", "", wording)
    for pattern, rule in _RULES:
        match = re.fullmatch(pattern, text)
        if match:
            return rule(match, written)
    return None


def _year(word: str, written: date) -> int:
    return written.year + _YEARS[word] if word in _YEARS else int(word.rstrip("年"))


def _count(numeral: str) -> int:
    value = int(numeral) if numeral.isdecimal() else chinese(numeral)
    return int(value or 0)


def years(first: int, last: int) -> DateRange:
    """The span from the first day of one year to the last of another."""
    return DateRange(date(first, 1, 1), date(last, 12, 31))


def _dated(match: re.Match[str], written: date) -> DateRange | None:
    year, month, day = _year(match["year"], written), match["month"], match["day"]
    try:
        if day:
            return DateRange(date(year, int(month), int(day)), date(year, int(month), int(day)))
        if month:
            return DateRange(date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1]))
    except ValueError:
        return None
    return years(year, year)


def _iso(match: re.Match[str], _: date) -> DateRange | None:
    try:
        return DateRange(date.fromisoformat(match[0]), date.fromisoformat(match[0]))
    except ValueError:
        return None


def _since(match: re.Match[str], written: date) -> DateRange | None:
    span = _dated(match, written)
    return span and DateRange(span.begin, OPEN)


def _until(match: re.Match[str], written: date) -> DateRange | None:
    span = _dated(match, written)
    return span and DateRange(UNSAID, span.end)


def _range(match: re.Match[str], _: date) -> DateRange:
    return years(int(match["first"]), int(match["last"]))


def _past(match: re.Match[str], written: date) -> DateRange:
    """The last N years, the running one counted: how a report of work done at a term's end counts them."""
    return years(written.year - _count(match["count"]) + 1, written.year)


def _coming(match: re.Match[str], written: date) -> DateRange:
    return years(written.year + 1, written.year + _count(match["count"]))


def _plan(match: re.Match[str], _: date) -> DateRange | None:
    """The five-year plans from the third on follow each other without a gap from 1966."""
    number = _count(match["count"])
    first = 1966 + 5 * (number - 3)
    return years(first, first + 4) if number >= 3 else None


def _dynasty(match: re.Match[str], _: date) -> DateRange:
    first, last = _DYNASTIES[match["name"]]
    return years(first, last)


def _anniversary(match: re.Match[str], _: date) -> DateRange:
    since = 1921 if match["what"].startswith(("建党", "中国共产党")) else 1949
    year = since + _count(match["count"])
    return years(year, year)


def _now(_: re.Match[str], written: date) -> DateRange:
    return DateRange(UNSAID, written)


def _recently(_: re.Match[str], __: date) -> DateRange:
    """``近年来`` names no first day; that it goes on until the writing may be recorded or not."""
    return DateRange(OPEN, UNSAID)


def _today(_: re.Match[str], written: date) -> DateRange:
    return DateRange(written, written)


def _yesterday(_: re.Match[str], written: date) -> DateRange:
    return DateRange(written - timedelta(days=1), written - timedelta(days=1))


_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_LED = "(?:in|during|by|for|of|since|from|over)?(?:the)?"


def _english_year(match: re.Match[str], written: date) -> DateRange:
    """The year that a wording names, or that lies so far from the writing (last year)."""
    word = (match["word"] or "").lower()
    year = (
        int(match["year"])
        if match["year"]
        else written.year - (word in ("last", "past", "previous")) + (word == "next")
    )
    return years(year, year)


def _english_day(match: re.Match[str], _: date) -> DateRange | None:
    try:
        day = date(int(match["year"]), 1 + _MONTHS.index(match["month"].lower()), int(match["day"]))
    except ValueError:
        return None
    return DateRange(day, day)


def _english_half(match: re.Match[str], _: date) -> DateRange:
    year, first = int(match["year"]), match["half"].lower() == "first"
    return DateRange(date(year, 1 if first else 7, 1), date(year, 6, 30) if first else date(year, 12, 31))


_RULES: tuple[tuple[str, Callable[[re.Match[str], date], DateRange | None]], ...] = (
    (_DAY, _dated),
    ("[0-9]{4}-[0-9]{2}-[0-9]{2}", _iso),
    (_DAY + "(?:以来|起|开始)", _since),
    (f"(?:自|从){_DAY}(?:以来|起|开始)?", _since),
    (f"(?:到|至|截至){_DAY}(?:底|末)?", _until),
    ("(?P<first>[0-9]{4})年?[—–~～至到-]+(?P<last>[0-9]{4})年?", _range),
    (f"(?:在?过去|近|最近|这)(?P<count>{_NUMERAL})年(?:里|间|来|中)?", _past),
    (f"(?P<count>{_NUMERAL})年来", _past),
    (f"(?:今后|未来|接下来)(?P<count>{_NUMERAL})年(?:里|间)?", _coming),
    (f"(?P<count>{_NUMERAL})五(?:时期|期间|规划|计划)?(?:收官|开局)?", _plan),
    (f"(?P<name>{'|'.join(_DYNASTIES)})", _dynasty),
    (f"(?P<what>新中国成立|建国|中华人民共和国成立|建党|中国共产党成立)(?P<count>{_NUMERAL})(?:周年|年)", _anniversary),
    ("(?:截至|截止)?(?:目前|现在|今|当前)(?:为止)?", _now),
    ("今日|今天", _today),
    ("昨日|昨天", _yesterday),
    ("近年来?|近些年来?|这些年来?", _recently),
    (rf"(?i:{_LED})(?:(?P<year>(?:19|20)[0-9]{{2}})|(?i:(?P<word>last|past|previous|this|next)year))", _english_year),
    (r"(?P<month>[A-Z][a-z]+)(?P<day>[0-9]{1,2}),?(?P<year>(?:19|20)[0-9]{2})", _english_day),
    (r"(?i:the)?(?P<half>(?i:first|second))halfof(?P<year>(?:19|20)[0-9]{2})", _english_half),
    ("(?i:from|between)?(?P<first>(?:19|20)[0-9]{2})(?:to|and|through|-|–)(?P<last>(?:19|20)[0-9]{2})", _range),
)
