"""The times that a text names, as EDTF, with the rule and the anchor that resolved each.

A report speaks from its day: 今年 is the year of its date, 过去五年 ends with the last year that was over. In a review of a
given year 全年 and 年末 are that year's. What names no time that can be told (近年来) is no mention.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HALF = 6
"""Up to this month a report of the year's beginning looks back on the year before; after it, on its own year."""


class Anchor(NamedTuple):
    """What relative times count from: the document's day, and the year of its section (0 where none is named)."""

    written: date | None
    section: int = 0

    @property
    def year(self) -> int:
        """The year that 今年 means; 0 where nothing is known."""
        return self.written.year if self.written else 0

    @property
    def past(self) -> int:
        """The last year that was over, or nearly, when the document was written."""
        if not self.written:
            return self.section
        return self.year - 1 if self.written.month <= HALF else self.year


class TimeMention(NamedTuple):
    """Words that name a time: their place, EDTF, and the rule and anchor that resolved them.

    ``kind`` is ``year``, ``month``, ``day``, ``part`` (of a year), ``span`` (of years), ``since``, ``asof``, or ``named``: years that
    are named in passing, and that no figure is of (“十四五”开局).
    """

    start: int
    end: int
    edtf: str
    kind: str
    rule: str
    anchor: str
    words: str


_RELATIVE = {"今年": 0, "本年度": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1, "后年": 2, "来年": 1}
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_NUMERAL = "[零〇○一二两三四五六七八九十]"
_YEAR = rf"(?:(?<!\d)[12]\d{{3}}|[一二][零〇○一二三四五六七八九]{{3}})(?=年)年|{'|'.join(_RELATIVE)}"
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DASH = "[-—–~～至到]{1,2}"

_PATTERN = re.compile(
    rf"""
    (?P<years>(?<![\d.])[12]\d{{3}}年?{_DASH}[12]\d{{3}}年(?!度?第)|[12]\d{{3}}[-—–~～]{{1,2}}[12]\d{{3}}(?=学年|年))
  | (?P<plan>[“"]?(?P<number>{_NUMERAL}{{1,3}})五[”"]?(?P<plantail>时期|期间|末期?|以来|前[一二三四]年|(?=(?:开局|收官|起步|良好|圆满|[首末]年|[，。、和与及]|(?:的)?(?:第[一二三四]|关键|首个|决胜)))))
  | (?P<past>(?:在?过去的?|近|最近|这|前|上届以来的?)(?P<pastcount>{_NUMERAL}{{1,2}}|\d{{1,2}})(?:个)?年(?:来|间|里|以来)?(?!计划|行动|规划|期|级|生|前)
      |(?<![\u4e00-\u9fff\d])(?P<come>{_NUMERAL}{{1,2}})年来)
  | (?P<lastyear>(?:在?过去的?|这)一年(?:来|里|间|以来)?|一年(?:多)?来)
  | (?P<coming>(?:今后|未来|接下来|往后)的?(?P<comingcount>{_NUMERAL}{{1,2}}|\d{{1,2}})(?:[到至-]{_NUMERAL}{{1,2}})?年)
  | (?P<lead>(?:截至|截止|截止到|截至到|到|至|自|从|力争到|自从)?)(?P<year>{_YEAR})
      (?P<detail>(?:的?(?:
          (?P<month>1[0-2]|0?[1-9])月(?:份|[底末初](?:之?前)?|[上中下]旬)?(?:(?P<day>[12]\d|3[01]|0?[1-9])[日号])?
        | (?P<from>1[0-2]|0?[1-9])月?{_DASH}(?P<until>1[0-2]|0?[1-9])月(?:份)?
        | 前(?P<months>1[0-2]|[1-9]|{_NUMERAL}{{1,2}})个?月 | 前(?P<quarters>[一二三]|[123])(?:个)?季度 | (?P<half>上半年|下半年)
        | (?P<quarter>第?[一二三四1234]季度) | (?P<end>年?[底末终](?:前|之前)?) | (?P<begin>年?初) | (?P<whole>全年)))?)
      (?P<since>以来|起|开始)?
  | (?P<bare>(?:(?P<bareto>截至|截止|到|至)?(?:(?P<baremonth>1[0-2]|0?[1-9])月(?:份|[底末初](?:之?前)?|[上中下]旬)?(?:(?P<bareday>[12]\d|3[01]|0?[1-9])[日号])?
        |(?<![\d.])(?P<barefrom>1[0-2]|0?[1-9])月?{_DASH}(?P<bareuntil>1[0-2]|[1-9])月(?:份)?
        |前(?P<baremonths>1[0-2]|[1-9]|{_NUMERAL}{{1,2}})个月|前(?P<barequarters>[一二三]|[123])(?:个)?季度|(?P<barehalf>上半年|下半年)
        |(?P<barequarter>第?[一二三四1234]季度))))
  | (?P<iso>(?<!\d)[12]\d{{3}}[-/.](?:0?[1-9]|1[0-2])[-/.](?:[12]\d|3[01]|0?[1-9])(?!\d))
  | (?P<section>全年|年末|年底|当年|年内|岁末|上年末|上年底|上年度?)
  | (?P<now>(?:截至|截止|到)?(?:目前|当前|现在(?!，?我))(?:为止)?|迄今(?:为止)?)
  | (?P<dayword>今日|今天|昨日|昨天|同日|当日|同月|当月|同年)
    """,
    re.VERBOSE,
)


def times(text: str, anchor: Anchor, start: int = 0, end: int | None = None) -> list[TimeMention]:
    """Every time that a stretch of text names, in its order.

    >>> [one.edtf for one in times("去年11月，全年增长4%，到2025年", Anchor(date(2023, 1, 9), 2022))]
    ['2022-11', '2022', '2025']
    """
    found: list[TimeMention] = []
    for match in _PATTERN.finditer(text, start, len(text) if end is None else end):
        mention = _read(match, anchor, found)
        if mention is not None:
            found.append(mention)
    return found


def _read(match: re.Match[str], anchor: Anchor, before: list[TimeMention]) -> TimeMention | None:
    group = next((name for name in _READERS if match[name] is not None), "")
    if not group:
        return None
    read = _READERS[group](match, anchor, before)
    if read is None:
        return None
    edtf, kind, origin = read
    start = match.start("come") if match["come"] else match.start()
    return TimeMention(start, match.end(), edtf, kind, group, origin, match.string[start : match.end()])


Reading = tuple[str, str, str] | None


def _years(match: re.Match[str], _: Anchor, __: list[TimeMention]) -> Reading:
    first, last = re.findall(r"\d{4}", match["years"])
    return (f"{first}/{last}", "span", "written") if first < last else None


def _plan(match: re.Match[str], _: Anchor, __: list[TimeMention]) -> Reading:
    """The five-year plans follow each other from the third (1966) on."""
    number = count(match["number"])
    first, tail = 1966 + 5 * (number - 3), match["plantail"]
    if number < 3:
        return None
    if tail.startswith("末"):
        return str(first + 4), "year", "plan"
    if not tail:
        return f"{first}/{first + 4}", "named", "plan"
    if tail == "以来":
        return f"{first}/..", "since", "plan"
    if tail.startswith("前"):
        return f"{first}/{first + count(tail[1:-1]) - 1}", "span", "plan"
    return f"{first}/{first + 4}", "span", "plan"


def _past(match: re.Match[str], anchor: Anchor, _: list[TimeMention]) -> Reading:
    number, last = count(match["pastcount"] or match["come"]), anchor.past
    if number == 1 and not match["past"].startswith(("近", "最近", "前")):
        return _lastyear(match, anchor, _)  # 过去一年, 一年来
    return (f"{last - number + 1}/{last}", "span", "document") if last and number > 1 else None


def _lastyear(_: re.Match[str], anchor: Anchor, __: list[TimeMention]) -> Reading:
    year = anchor.section or anchor.past
    return (str(year), "year", "section" if anchor.section else "document") if year else None


def _coming(match: re.Match[str], anchor: Anchor, _: list[TimeMention]) -> Reading:
    first, number = anchor.past + 1, count(match["comingcount"])
    return (f"{first}/{first + number - 1}", "span", "document") if anchor.past else None


def _dated(match: re.Match[str], anchor: Anchor, _: list[TimeMention]) -> Reading:
    word = match["year"]
    year = _year_of(word, anchor)
    if not year:
        return None
    origin = "document" if word in _RELATIVE else "written"
    read = _detail(year, match)
    if read is None:
        return None
    edtf, kind = read
    if match["since"] or match["lead"] in ("自", "从", "自从"):
        return f"{edtf.split('/')[0]}/..", "since", origin
    return edtf, kind, origin


def _year_of(word: str, anchor: Anchor) -> int:
    if word in _RELATIVE:
        return anchor.year + _RELATIVE[word] if anchor.year else 0
    digits = word.rstrip("年")
    return int(digits) if digits.isdecimal() and digits.isascii() else int("".join(str(_DIGITS[c]) for c in digits))


def _detail(year: int, match: re.Match[str], prefix: str = "") -> tuple[str, str] | None:
    """A part of a year, by the groups of the pattern."""
    part = {
        name: match[prefix + name]
        for name in ("month", "day", "from", "until", "months", "quarters", "half", "quarter")
    }
    if part["day"]:
        day = _day(year, int(part["month"]), int(part["day"]))
        return (day.isoformat(), "day") if day else None
    if part["month"]:
        return f"{year}-{int(part['month']):02d}", "month"
    months = _months(part)
    if months:
        return _stretch(year, *months)
    if not prefix and match["end"]:
        return f"{year}-12-31", "asof"
    return str(year), "year"


def _months(part: dict[str, str | None]) -> tuple[int, int] | None:
    if part["from"] and part["until"]:
        return int(part["from"]), int(part["until"])
    if part["months"]:
        return 1, count(part["months"])
    if part["quarters"]:
        return 1, 3 * _QUARTERS[part["quarters"]]
    if part["half"]:
        return (1, 6) if part["half"] == "上半年" else (7, 12)
    if part["quarter"]:
        number = _QUARTERS[part["quarter"].lstrip("第")[0]]
        return 3 * number - 2, 3 * number
    return None


def _stretch(year: int, first: int, last: int) -> tuple[str, str] | None:
    if not 1 <= first <= last <= 12:
        return None
    if first == 1 and last == 12:
        return str(year), "year"
    return (f"{year}-{first:02d}/{year}-{last:02d}" if first < last else f"{year}-{first:02d}"), "part"


def _bare(match: re.Match[str], anchor: Anchor, before: list[TimeMention]) -> Reading:
    year = anchor.section or (
        int(before[-1].edtf[:4]) if before and before[-1].kind in ("day", "month") else anchor.year
    )
    if not year:
        return None
    read = _detail(year, match, "bare")
    return (*read, "section" if anchor.section else "document") if read else None


def _iso(match: re.Match[str], _: Anchor, __: list[TimeMention]) -> Reading:
    year, month, day = (int(part) for part in re.split(r"[-/.]", match["iso"]))
    found = _day(year, month, day)
    return (found.isoformat(), "day", "written") if found else None


def _of_section(match: re.Match[str], anchor: Anchor, before: list[TimeMention]) -> Reading:
    word, year = match["section"], anchor.section or anchor.past
    if word == "当年" and before:
        year = int(before[-1].edtf[:4])
    if not year:
        return None
    if word.startswith("上年"):
        year -= bool(anchor.section)
        return (f"{year}-12-31", "asof", "section") if word[2:] in ("末", "底") else (str(year), "year", "section")
    if word in ("年末", "年底", "岁末"):
        return f"{year}-12-31", "asof", "section"
    return str(year), "year", "section"


def _now(_: re.Match[str], anchor: Anchor, __: list[TimeMention]) -> Reading:
    return (anchor.written.isoformat(), "asof", "document") if anchor.written else None


def _dayword(match: re.Match[str], anchor: Anchor, before: list[TimeMention]) -> Reading:
    word = match["dayword"]
    if word in ("今日", "今天") and anchor.written:
        return anchor.written.isoformat(), "day", "document"
    if word in ("昨日", "昨天") and anchor.written:
        return (anchor.written - timedelta(days=1)).isoformat(), "day", "document"
    long = {"同日": 10, "当日": 10, "同月": 7, "当月": 7, "同年": 4}.get(word, 0)
    last = next(
        (one for one in reversed(before) if one.kind in ("day", "month", "year") and len(one.edtf) >= long), None
    )
    kind = {10: "day", 7: "month", 4: "year"}.get(long, "")
    return (last.edtf[:long], kind, "before") if last and long else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def count(numeral: str) -> int:
    """A small number in digits or Chinese: 十四 is 14."""
    if numeral.isdecimal() and numeral.isascii():
        return int(numeral)
    tens, found, ones = numeral.partition("十")
    if not found:
        return int("".join(str(_DIGITS[char]) for char in numeral))
    return 10 * (_DIGITS[tens[-1]] if tens else 1) + (_DIGITS[ones[0]] if ones else 0)


def days_of(edtf: str) -> tuple[str, str]:
    """The first and last day of such a time; empty where that end is open."""
    first, found, last = edtf.partition("/")
    last = last if found else first
    return ("" if first == ".." else _edge(first, last=False)), ("" if last == ".." else _edge(last, last=True))


def _edge(part: str, *, last: bool) -> str:
    numbers = [int(number) for number in part.split("-")]
    if len(numbers) == 1:
        return f"{part}-12-31" if last else f"{part}-01-01"
    if len(numbers) == 2:
        return f"{part}-{monthrange(*numbers)[1]:02d}" if last else f"{part}-01"
    return part


_READERS: dict[str, Callable[[re.Match[str], Anchor, list[TimeMention]], Reading]] = {
    "years": _years,
    "plan": _plan,
    "past": _past,
    "lastyear": _lastyear,
    "coming": _coming,
    "year": _dated,
    "bare": _bare,
    "iso": _iso,
    "section": _of_section,
    "now": _now,
    "dayword": _dayword,
}


def overlapping(mentions: list[TimeMention], start: int, end: int) -> Iterator[TimeMention]:
    """The mentions that touch a stretch."""
    return (one for one in mentions if one.start < end and start < one.end)
