"""What a document says of itself: its day, the place or body it is about, its title, and what kind of text it is."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

HEAD = 900
"""The date and place of a report stand within so many characters of its beginning, else at its end."""

_DAY = r"([12]\d{3})\s?年\s?(1[0-2]|0?[1-9])\s?月\s?([12]\d|3[01]|0?[1-9])\s?日"
_SPOKEN = re.compile(rf"[—－-]{{1,2}}\s?{_DAY}|[（(]{_DAY}[^（）()]{{0,60}}(?:会议|通过|上)[）)]?")
_STAMPED = re.compile(
    rf"(?:时间|日期|发布|来源|讯|电|更新)[^\n]{{0,30}}?(?:{_DAY}|([12]\d{{3}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}))"
)
_ANY_DAY = re.compile(_DAY)
_ISO = re.compile(r"(?<!\d)([12]\d{3})[-/.年_]?(0[1-9]|1[0-2])[-/.月_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NAME_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")
_REPORT_YEAR = re.compile(
    r"([12]\d{3})年(?:度)?[^\n，。]{0,16}?(?:政府工作报告|工作报告|工作要点|任务|民生实事|责任|分工)"
)
_PAIR = re.compile(r"([12]\d{3})年[^\n]{0,40}?(?:执行情况|完成情况)[^\n]{0,4}?(?:和|与|及|暨)\s?([12]\d{3})年")
_AIMED_YEAR = re.compile(r"(?<!\d)([12]\d{3})年[^。，；\n]{0,14}(?:预期目标|主要目标|发展目标)")
_SECTION_YEARS = re.compile(
    r"(?:^|\n)\s*(?:[一二三四五六七]、|第[一二三四]部分|[（(][一二三四五][）)])?[^\n]{0,12}?([12]\d{3})年[^\n。]{0,24}?(回顾|完成情况|执行情况|安排|任务|重点|目标|计划|预算)"
)
_LEVEL = "(?:特别行政区|自治区|自治州|自治县|自治旗|新区|省|市|区|县|旗|盟|州)"
_NAMED = rf"((?:[\u4e00-\u9fff]{{2,7}}?(?:省|市|自治区|州|盟))?[\u4e00-\u9fff]{{1,8}}?{_LEVEL})"
_CONGRESS = re.compile(rf"在{_NAMED}第?[一二三四五六七八九十\d]{{1,4}}届(?:人民代表大会|人大)")
_OPENED = re.compile(
    rf"(?<![\u4e00-\u9fff])(?!日|上午|下午)(?:出席|召开)?{_NAMED}第?[一二三四五六七八九十\d]{{1,4}}届(?:人民代表大会|人大)"
)
_LEADER = re.compile("(?<=[省市区县州旗])(?=代?[省市区县州旗]长|委|代表)")
_NATION = re.compile(r"在?第[一二三四五六七八九十]{1,3}届全国人民代表大会|国务院总理|全国人民代表大会")
_OF = re.compile(
    rf"(?:^|\n|关于|《|。)\s*(?:[12]\d{{3}}年(?:度)?)?{_NAMED}(?=人民政府|《?政府工作报告|[12]\d{{3}}年|国民经济|政府|区长|县长|市长|省长|代|财政|预算)"
)
_ORGANIZATION = re.compile(
    r"(?:^|\n|关于)\s*([\u4e00-\u9fff（）()·]{2,24}?(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|大学|学院|中学|医院|研究院|研究所|协会|基金会|银行|开发区|园区|管委会))"
)
_NEWS = re.compile(r"记者|讯[（(]|本报|新华社|来源[:：]|通讯员|编辑[:：]")
_BAD_PLACE = re.compile(
    r".*(?:地区|辖区)$|^(?:区属|市属|县属|今年|去年|明年|年来)|^(?:全|我|本|各|该|城|乡|园|社|小|辖|市|省|县|区|在|向|对|于|为|与|和|年|月|日|届|次)+(?:市|区|县|省)?$"
    r"|^(?:确保|经|按照|根据|落实|贯彻|由|受|报|请|提请|自|至|从|使|让|把|将)[省市区县州]$"
)


class Masthead(NamedTuple):
    """A document's day (``None`` unknown), whether only its year is known, its place, title and kind.

    ``kind`` is ``report``, ``plan`` (plan and budget reports), ``news``, ``tasks`` or ``text``.
    """

    written: date | None
    year_only: bool
    place: str
    title: str
    kind: str


def read_masthead(text: str, name: str = "", *, written: date | None = None, place: str = "") -> Masthead:
    r"""What a flow's text and a file's name say of the document; ``written`` and ``place`` overrule them.

    >>> head = read_masthead("政府工作报告\n——2023年1月9日在青石区第八届人民代表大会第二次会议上\n")
    >>> head.written.isoformat(), head.place, head.kind
    ('2023-01-09', '青石区', 'report')
    """
    head = text[:HEAD]
    title = next((line.strip() for line in head.split("\n") if line.strip()), name)[:80]
    day, year_only = (written, False) if written else _day(head, text, name)
    return Masthead(day, year_only, place or _place(head, text, name), title, _kind(head, title))


def _day(head: str, text: str, name: str) -> tuple[date | None, bool]:
    for found in (_SPOKEN.search(head), _STAMPED.search(head)):
        if found and (day := _made(found)):
            return day, False
    named = _ISO.search(name)
    if named and (day := _made(named)):
        return day, False
    pair = _PAIR.search(head)
    stamped = _ISO_DAY.search(head[:600])
    if stamped and (day := _made(stamped)):
        return day, False
    for match in (_ANY_DAY.search(head[:400]), *reversed(list(_ANY_DAY.finditer(text[-400:])))):
        if match and (day := _made(match)) and (not pair or abs(day.year - int(pair[2])) <= 1):
            return day, False
    year = int(pair[2]) if pair else _year(head, text, name)
    return (date(year, 1, 15), True) if year else (None, False)


def _made(match: re.Match[str]) -> date | None:
    parts = [int(part) for part in match.groups() if part]
    try:
        return date(*parts[:3]) if len(parts) >= 3 else None
    except ValueError:
        return None


def _year(head: str, text: str, name: str) -> int:
    """The year a report was given in, where no day is told: its title's, its sections', its file's."""
    for found in (_REPORT_YEAR.search(head), _AIMED_YEAR.search(text)):
        if found:
            return int(found[1])
    for match in _SECTION_YEARS.finditer(text):
        return int(match[1]) + (match[2] in ("回顾", "完成情况", "执行情况"))
    named = _NAME_YEAR.search(name)
    return int(named[1]) if named else 0


def _place(head: str, text: str, name: str) -> str:
    found = (_CONGRESS.search(head), _OPENED.search(head), _CONGRESS.search(text[:6000]))
    congress = next((one for one in found if one and not _BAD_PLACE.match(one[1])), None)
    if congress and congress.start() < HEAD:
        return congress[1]
    if _NATION.search(head[:300]) and not congress:
        return "全国"
    for match in _OF.finditer(head):
        if not _BAD_PLACE.match(match[1]):
            return _LEADER.split(match[1].removeprefix("关于"))[0]
    organization = _ORGANIZATION.search(head)
    if organization:
        return organization[1]
    if congress:
        return congress[1]
    return _mentioned(head) or _mentioned(text[:4000]) or _from_name(name)


def _mentioned(text: str) -> str:
    """The place that a text names most often."""
    counts: dict[str, int] = {}
    for match in re.finditer(rf"(?<![\u4e00-\u9fff])(?:在|由)?{_NAMED}", text):
        if not _BAD_PLACE.match(match[1]) and len(match[1]) <= 8:
            counts[match[1]] = counts.get(match[1], 0) + 1
    return max(counts, key=lambda one: (counts[one], -text.index(one)), default="")


def _from_name(name: str) -> str:
    match = re.search(rf"{_NAMED}", name)
    return match[1] if match and not _BAD_PLACE.match(match[1]) else ""


def kind_of(title: str) -> str:
    """What kind of text a title is of."""
    return _kind(title, title)


def _kind(head: str, title: str) -> str:
    if re.search(r"计划.{0,12}(?:执行|完成)情况|预算.{0,8}执行|计划草案|预算草案", head[:200]):
        return "plan"
    if re.search(
        r"任务分解|责任分工|重点工作分工|任务清单|责任清单|民生实事.{0,6}(?:清单|项目|表)|任务表|目标任务", title
    ):
        return "tasks"
    if _NEWS.search(head[:300]):
        return "news"
    return "report" if "报告" in head[:200] else "text"
