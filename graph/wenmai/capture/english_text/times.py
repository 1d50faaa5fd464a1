"""The times that an English sentence names, as EDTF; what a value is only compared with is marked as such."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wenmai.capture.text.times import Anchor

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_YEAR = r"(?:19|20)\d\d"
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ORDINALS = {
    "12th": 12,
    "13th": 13,
    "14th": 14,
    "15th": 15,
    "11th": 11,
    "10th": 10,
    "9th": 9,
    "Ninth": 9,
    "Tenth": 10,
    "Eleventh": 11,
    "Twelfth": 12,
}

_PATTERN = re.compile(
    rf"""
    (?P<plan>(?:the\s)?(?P<ordinal>{"|".join(_ORDINALS)})\sFive-Year\sPlan(?:\speriod)?(?:\s\({_YEAR}\s?[-–—]\s?{_YEAR}\))?)
  | (?P<fiscal>\b(?:fiscal\syears?|FYs?|financial\syear|tax\syear)\s?[’']?(?P<fy>{_YEAR}|\d\d)(?:\s?[-–/]\s?(?P<fyend>{_YEAR}|\d\d))?)
  | (?P<day>(?P<daymonth>{_MONTH})\s(?P<dayday>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?,?\s(?P<dayyear>{_YEAR})|(?P<dd>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\s(?P<dm>{_MONTH}),?\s(?P<dy>{_YEAR}))
  | (?P<iso>(?<!\d){_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d))
  | (?P<months>(?P<mfrom>{_MONTH})\s?(?:to|through|[-–])\s?(?P<mto>{_MONTH})(?:\sof)?\s(?P<myear>{_YEAR}))
  | (?P<month>\b(?P<monthname>{_MONTH})\s(?P<monthyear>{_YEAR}))
  | (?P<half>(?:the\s)?(?P<halfnumber>first|second)\shalf(?:\s\(H[12]\))?(?:\sof\s(?P<halfyear>{_YEAR}|last\syear|this\syear|the\syear))?|(?:the\s)?first\ssix\smonths(?:\sof\s(?P<halfyear2>{_YEAR}|last\syear|this\syear|the\syear))?|\bH(?P<hnumber>[12])\b(?:\s(?:of\s)?(?P<hyear>{_YEAR}))?)
  | (?P<quarters>(?:the\s)?first\s(?:three|3)\squarters(?:\sof\s(?P<quartersyear>{_YEAR}|last\syear|this\syear|the\syear))?)
  | (?P<quarter>(?:(?:the\s)?(?P<qname>first|second|third|fourth)\squarter|\bQ(?P<qnumber>[1-4]))(?:\s(?:of\s)?(?P<qyear>{_YEAR}|last\syear|this\syear))?)
  | (?P<past>(?:in|over|during|for)\s(?:the\s)?(?:past|last|previous)\s(?P<pastcount>two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}})\syears|the\s(?:past|last)\s(?P<pastcount2>two|three|four|five|six|ten)\syears)
  | (?P<coming>(?:in|over|during)\s(?:the\s)?(?:next|coming)\s(?P<comingcount>two|three|four|five|six|ten)\syears)
  | (?P<span>(?:from\s|between\s)?(?P<first>{_YEAR})\s?(?:[-–—]|to|through|and(?=\s{_YEAR}))\s?(?P<last>{_YEAR})(?!\d))
  | (?P<short>(?<![\d$£€.,])(?P<sfirst>{_YEAR})\s?[/–-]\s?(?P<slast>\d\d)(?![\d-]))
  | (?P<relative>\b(?:(?:the\s)?(?:last|past|this|next|current|previous|coming|preceding)\s(?:fiscal\s|financial\s)?year|(?:the\s)?year\sbefore|the\syear\sahead)\b)
  | (?P<year>(?<![\d$£€.,/#-])\b{_YEAR}\b(?!\s?(?:%|per\s?cent|million|billion|yuan|dollars|[a-z]+s\sof|\w+ers\b)|,\d|\.\d|-\d))
    """,
    re.VERBOSE,
)
_COMPARED = re.compile(
    r"(?:\b(?:baseline(?:\s\w+){0,2}\s(?:of|in)|from|than(?:\s(?:in|that\sof|those\sin))?|compared\s(?:with|to)(?:\s(?:the|that\sof|those\sof))?|against(?:\sa)?|versus|vs\.?|relative\sto|over|on|since|above|below|of\sthe|up\son|down\son|as\sof\sthe|with)\s(?:the\s(?:same\speriod\s(?:of|in|a)\s|end\sof\s|level\sof\s|levels\sin\s)?)?)$",
    re.IGNORECASE,
)
_BASE = re.compile(r"\s?(?:base(?:line)?|levels?|prices|budget\b.{0,20}\bcompared)\b")


class EnglishTime(NamedTuple):
    """Words that name a time: their place, EDTF, kind as of :class:`~wenmai.capture.text.times.TimeMention`, rule, and whether it is compared with."""

    start: int
    end: int
    edtf: str
    kind: str
    rule: str
    origin: str
    compared: bool


def english_times(text: str, anchor: Anchor, year: int = 0) -> list[EnglishTime]:
    """The times of a sentence; ``year`` is what a quarter or half without one is of (0: not known).

    >>> from datetime import date; from wenmai.capture.text.times import Anchor
    >>> [(one.edtf, one.compared) for one in english_times("In the first half of 2024 sales rose from 2023.", Anchor(date(2025, 3, 1)))]
    [('2024-01/2024-06', False), ('2023', True)]
    """
    found = []
    for match in _PATTERN.finditer(text):
        read = _read(match, anchor, year)
        if read is None:
            continue
        edtf, kind, origin = read
        before = text[max(0, match.start() - 40) : match.start()]
        compared = bool(_COMPARED.search(before) and kind != "span") or _BASE.match(text, match.end()) is not None
        group = match.lastgroup or "year"
        found.append(
            EnglishTime(
                match.start(), match.end(), edtf, kind, f"en-{_group(match)}" if group else "en", origin, compared
            )
        )
    return found


_GROUPS = (
    "plan",
    "fiscal",
    "day",
    "iso",
    "months",
    "month",
    "half",
    "quarters",
    "quarter",
    "past",
    "coming",
    "span",
    "short",
    "relative",
    "year",
)


def _group(match: re.Match[str]) -> str:
    return next(name for name in _GROUPS if match[name] is not None)


def _read(match: re.Match[str], anchor: Anchor, year: int) -> tuple[str, str, str] | None:  # noqa: PLR0911 - one a kind of words
    kind = _group(match)
    if kind == "plan":
        first = 1966 + 5 * (_ORDINALS[match["ordinal"]] - 3)
        return f"{first}/{first + 4}", "span", "plan"
    if kind == "fiscal":
        return _fiscal(match["fy"], match["fyend"])
    if kind in ("day", "iso", "month", "months"):
        return _calendar(match, kind)
    if kind in ("half", "quarter", "quarters"):
        return _part(match, kind, anchor, year)
    if kind in ("past", "coming"):
        return _stretch(match, kind, anchor)
    if kind in ("span", "short"):
        begin, end = (
            (match["first"], match["last"])
            if kind == "span"
            else (match["sfirst"], match["sfirst"][:2] + match["slast"])
        )
        return (f"{begin}/{end}", "span", "written") if begin < end else None
    if kind == "relative":
        told = _relative(match[0], anchor)
        return (str(told), "year", "document") if told else None
    return match[0], "year", "written"


def _fiscal(first: str, last: str | None) -> tuple[str, str, str] | None:
    begin = int(first) if len(first) == 4 else 2000 + int(first)
    if not last:
        return str(begin), "year", "written"
    end = int(last) if len(last) == 4 else begin // 100 * 100 + int(last)
    return (f"{begin}/{end}", "span", "written") if end == begin + 1 else None


def _calendar(match: re.Match[str], kind: str) -> tuple[str, str, str]:
    if kind == "iso":
        return match[0], "day", "written"
    if kind == "day":
        month, day, year = (
            (match["daymonth"], match["dayday"], match["dayyear"])
            if match["dayyear"]
            else (match["dm"], match["dd"], match["dy"])
        )
        return f"{year}-{_month(month):02d}-{int(day):02d}", "day", "written"
    if kind == "month":
        return f"{match['monthyear']}-{_month(match['monthname']):02d}", "month", "written"
    first, last = _month(match["mfrom"]), _month(match["mto"])
    return f"{match['myear']}-{first:02d}/{match['myear']}-{last:02d}", "part", "written"


def _month(name: str) -> int:
    return _MONTHS[name.rstrip(".").lower()]


def _part(match: re.Match[str], kind: str, anchor: Anchor, year: int) -> tuple[str, str, str] | None:
    years = {"half": ("halfyear", "halfyear2", "hyear"), "quarter": ("qyear",), "quarters": ("quartersyear",)}
    worded = next((match[name] for name in years[kind] if match[name]), None)
    told = (
        year if not worded or worded == "the year" else int(worded) if worded.isdecimal() else _relative(worded, anchor)
    )
    if not told:
        return None
    if kind == "half":
        first, last = (7, 12) if match["halfnumber"] == "second" or match["hnumber"] == "2" else (1, 6)
    elif kind == "quarters":
        first, last = 1, 9
    else:
        number = _QUARTERS[match["qname"] or match["qnumber"]]
        first, last = 3 * number - 2, 3 * number
    return f"{told}-{first:02d}/{told}-{last:02d}", "part", "written" if worded else "document"


def _stretch(match: re.Match[str], kind: str, anchor: Anchor) -> tuple[str, str, str] | None:
    word = match["comingcount"] if kind == "coming" else match["pastcount"] or match["pastcount2"]
    number = int(word) if word.isdecimal() else _COUNTS[word]
    last = anchor.past
    if not last or number < 2:
        return None
    first, end = (last + 1, last + number) if kind == "coming" else (last - number + 1, last)
    return f"{first}/{end}", "span", "document"


def _relative(words: str, anchor: Anchor) -> int:
    if not anchor.year:
        return 0
    plain = words.lower()
    if "last" in plain or "past" in plain or "previous" in plain or "preceding" in plain or "before" in plain:
        return anchor.year - 1
    if "next" in plain or "coming" in plain or "ahead" in plain:
        return anchor.year if "ahead" in plain or "coming" in plain else anchor.year + 1
    return anchor.year
