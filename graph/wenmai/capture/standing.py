"""Of when a figure is and whether it is reached: decided by section, list, sentence and clause, in this order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wenmai.capture.text.sections import names_targets

if TYPE_CHECKING:
    from wenmai.capture.text.sections import Section, Sentence
    from wenmai.capture.text.times import Anchor, TimeMention

_COMPARED = re.compile(r"(?:比|较|与|和|同|对比|高于|低于|超过|相比|扣除)$")
_AHEAD = re.compile(
    r"预期目标|目标是|目标为|力争|确保|争取|努力|计划(?!生育|单列|执行|经济)|将(?!军)|拟|不低于|不少于|控制在|预期|安排(?!就业)|建议|规划(?!建设局)|要(?!素|求|闻|点|事|客|件|紧)|达到.{0,12}以上|着力|奋力"
)
_FORECAST = re.compile(r"预计|预期(?!寿命)|有望")
_REACHED = re.compile(
    r"已经?(?!有)|目前|截至|现有|去年|上年|过去|累计|同比|经核实|实现了|完成了|达到了|获评|荣获|建成了|新增了|超额|我区已|基础上|历史性|共有|位居|居全"
)
_QUOTED = re.compile(
    r"(?:目标|预期|计划|任务|预算数)(?:值|数)?(?:约?为|是|的|在)?$|(?:年初|调整|变动)预算(?:数)?(?:约?为|是|的)?$|年初(?:确定|提出|预期|计划|安排|制定)[^，；。]{0,10}$|[（(](?:年度|年初|全年)?(?:目标|预期|计划)[^）)]*$"
)
_FORWARD = re.compile(r"(?:到|至|力争到|确保到)$")


LATE = 11
"""Before this month a year is not over: what the plans of a mid-year report say of it is aimed at."""

_TOPIC = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])?([\u4e00-\u9fff]{2,12}?预算)(?:收支|收入|支出|情况|草案)*[。：]?"
)
_OPENING = re.compile(
    r"(?:[\s，。、：！—（(“]|[\u4e00-\u9fff]{2,6}(?:指出|提出|表示|显示|介绍|透露|明确)|刚刚过去的?|过去的?|在|截至|到|至|力争|自|从|各位代表|回顾|展望|面向|站在|面对|综合|建议|对|[一二三四五六]是|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、])*"
)
"""What may stand before a time that still opens its sentence."""


@dataclass(slots=True)
class Course:
    """What earlier sentences say of the later ones: the direction and the years last told."""

    ahead: bool | None = None
    period: str = ""
    paragraph: str = ""
    told: tuple[int, int] = (0, 0)
    """Where the flow names the years of ``period`` or ``paragraph``."""

    topic: str = ""
    """The budget or account that a short heading before the sentence names."""

    stretch: str = ""
    """The years that the paragraphs of a section are about since one opened with them (2025年…, 五年来…)."""

    heading: str = ""
    """The heading of the section that ``stretch`` holds in."""


def governing(text: str, mentions: list[TimeMention], start: int, place: int, bracket: int) -> TimeMention | None:
    """The time that a number is of: the last one named before it in its sentence that is no comparison.

    A month or a day counts in its own clause only; what a bracket names counts in the bracket.
    """
    for one in reversed([one for one in mentions if start <= one.start < place and one.kind != "named"]):
        if _COMPARED.search(text[max(start, one.start - 3) : one.start]) or text[one.start : one.start + 1] in "比较":
            continue
        if bracket < 0 and _in_bracket(text, start, one.start):
            continue
        if (
            one.kind != "since"
            and text[one.start - 1 : one.start] in "由从"
            and one.start > start
            and text[one.end : one.end + 1] == "的"
        ):
            continue
        if text[one.end : one.end + 1] in "”》版" or (one.rule == "section" and one.words.startswith("上年")):
            continue
        if text[one.end : one.end + 2] in ("基础", "规划", "计划") or text[one.start - 1 : one.start] in ("《", "“"):
            continue
        if (
            one.kind in ("month", "day", "part", "since")
            and _stops_between(text, one.end, place)
            and one.rule != "iso"
            and not _opens(text, one, start)
        ):
            continue
        return one
    return None


def _opens(text: str, one: TimeMention, start: int) -> bool:
    """Whether a time opens its sentence, and so governs all of it (2023年1—11月，…)."""
    return not text[start : one.start].strip("，、—－- 截至到在") and one.kind in ("part", "since")


def _in_bracket(text: str, start: int, place: int) -> bool:
    return text.rfind("（", start, place) > text.rfind("）", start, place)


def _stops_between(text: str, first: int, last: int) -> bool:
    return any(mark in text[first:last] for mark in "，；：")


def period_of(mention: TimeMention | None, sentence: Sentence, course: Course) -> tuple[str, tuple[int, int]]:
    """The period of a figure as EDTF (empty where nothing says it), and where the flow names it ((0, 0): nowhere)."""
    section = sentence.section
    if mention is not None:
        return _as_period(mention, section.anchor), (mention.start, mention.end)
    if course.paragraph or course.stretch:
        return course.paragraph or course.stretch, course.told
    return (section.period, section.told) if section.period else (course.period, course.told)


def _as_period(mention: TimeMention, anchor: Anchor) -> str:
    edtf = mention.edtf
    if mention.kind == "asof" and edtf.endswith("-12-31"):
        return edtf[:4]
    if mention.kind == "asof" and anchor.section:
        return str(anchor.section)
    return edtf


def last_year(edtf: str) -> int:
    """The last year of a period; 0 for an open or empty one."""
    tail = edtf.rsplit("/", maxsplit=1)[-1][:4]
    return int(tail) if tail.isdecimal() else 0


def status_of(
    text: str,
    start: int,
    clause: int,
    place: int,
    end: int,
    sentence: Sentence,
    period: str,
    course: Course,
    told: bool,
) -> tuple[str, str]:
    """The status of a figure and the rule that decided it; ``told`` says that a time stands in the sentence."""
    kind, anchor = sentence.section.kind, sentence.section.anchor
    words, lead = text[clause:end], text[start:place]
    year = last_year(period)
    told = told or bool(course.paragraph or course.stretch)
    if kind == "plan":
        over = min(anchor.past, anchor.year - 1) if anchor.written and anchor.written.month < LATE else anchor.past
        return _in_plan(words, year, over, told)
    if kind == "review":
        return _in_review(words, lead, text[clause:place], year, anchor, told)
    return _anywhere(words, lead, text[clause:place], year, anchor, course, told)


def _in_plan(words: str, year: int, past: int, told: bool) -> tuple[str, str]:
    if told and year and year <= past:
        return ("estimated" if _FORECAST.search(words) else "achieved"), "plan-past"
    if re.search(
        r"(?:已经?(?!有)|目前|现有|我[国省市区县]有|(?<![比较与同])去年|(?<![比较与同])上年末?|截至)[^，；。]{0,20}$",
        words[: max(0, len(words) - 1)],
    ) and not re.search("力争|确保|目标|达到.{0,9}以上", words):
        return "achieved", "plan-reached"
    return "targeted", "plan"


def _in_review(words: str, lead: str, before: str, year: int, anchor: Anchor, told: bool) -> tuple[str, str]:
    written = anchor.year
    if told and year and written and year > max(written, anchor.past) and not _REACHED.search(words):
        return "targeted", "review-later"
    if told and year and anchor.section and year > anchor.section and _AHEAD.search(lead):
        return "targeted", "review-ahead"
    share = words.endswith("%") and re.search("预算数?的?$", before) is not None
    if (
        _QUOTED.search(before)
        and not share
        and not re.search(
            r"(?:完成|超过|高于|低于|超额|好于|快于|超出|优于|[塌欠差短距离低高超](?=(?:年[初度]|预期|计划|既定|全年)*(?:目标|任务|计划|预期)))[^，；。]*$",
            before,
        )
    ):
        return "targeted", "review-quoted"
    if _is_forecast(lead, before) and not re.search("(?:预期|有望)(?:目标|值|水平)|(?:于|过|到|合)预期", lead):
        return "estimated", "review-forecast"
    return "achieved", "review"


_CHANGES = re.compile("同比|增长|下降|减少|提高|比上年|较上年|分别|其中|达到?|占|为|约|近|超过?|[，、\\s]")


def _is_forecast(lead: str, before: str) -> bool:
    """Whether a value is forecast: in its own clause, or by a word that opens the sentence for all its clauses.

    A word behind an indicator (A预计增长2%，B完成3亿元) says nothing of the clause of another one. ``before`` are the words of the
    clause, ``lead`` those of the sentence up to the number.
    """
    found = list(_FORECAST.finditer(_since(lead, "；")))
    if not found or _FORECAST.search(before):
        return bool(found)
    ahead = _since(found[-1].string[: found[-1].start()], "，")
    return len(_CHANGES.sub("", ahead)) < 3 or len(_CHANGES.sub("", before)) < 4


def _since(words: str, mark: str) -> str:
    """Words behind the last mark."""
    return words[words.rfind(mark) + 1 :]


def _anywhere(
    words: str, lead: str, before: str, year: int, anchor: Anchor, course: Course, told: bool
) -> tuple[str, str]:
    if names_targets(lead):
        return "targeted", "list"
    if told and year and anchor.year:
        if year > anchor.year or (
            year > anchor.past and (course.ahead is not False or _AHEAD.search(lead)) and not _REACHED.search(words)
        ):
            return "targeted", "later"
        if year <= anchor.past:
            quoted = _QUOTED.search(words) or re.search("(?:预期|主要)目标", lead)
            return ("targeted" if quoted else "estimated" if _is_forecast(lead, before) else "achieved"), "earlier"
    if _REACHED.search(words):
        return "achieved", "reached"
    if course.ahead or _AHEAD.search(lead):
        return "targeted", "ahead" if course.ahead else "cue"
    return ("estimated" if _is_forecast(lead, before) else "achieved"), "default"


def follow(course: Course, text: str, sentence: Sentence, mentions: list[TimeMention]) -> None:
    """Take up what a sentence says of those after it."""
    if sentence.first:
        course.paragraph = ""
    if sentence.section.heading != course.heading:
        course.stretch, course.heading = "", sentence.section.heading
    own = [
        one
        for one in mentions
        if one.kind in ("year", "span", "asof") and _OPENING.fullmatch(text, sentence.start, one.start)
    ]
    words, anchor = text[sentence.start : sentence.end], sentence.section.anchor
    topic = _TOPIC.fullmatch(words.strip())
    if topic:
        course.topic = topic[1]
    if own and sentence.section.kind != "none" and not _listed(own[0]) and not _is_compared(text, sentence, own[0]):
        carries = sentence.first or sentence.section.kind == "review" or course.paragraph != ""
        course.paragraph = _carried(own[0]) if carries and own[0].kind in ("span", "year") else ""
        course.told = (own[0].start, own[0].end)
        if course.paragraph and _is_stretch(own[0], sentence.section):
            course.stretch = course.paragraph
    if sentence.section.kind != "none":
        return
    if names_targets(words):
        course.ahead = True
        year = last_year(own[0].edtf) if own else anchor.past + 1 if anchor.year else 0
        course.period = (own[0].edtf if own else str(year)) if year else ""
        course.told = (own[0].start, own[0].end) if own else (0, 0)
    elif own and anchor.year and own[0].kind != "asof":
        year = last_year(own[0].edtf)
        course.period, course.told = own[0].edtf, (own[0].start, own[0].end)
        course.ahead = year > anchor.past


def _is_compared(text: str, sentence: Sentence, mention: TimeMention) -> bool:
    return _COMPARED.search(text[max(sentence.start, mention.start - 3) : mention.start]) is not None


def _carried(mention: TimeMention) -> str:
    """What a time that opens a sentence says of those after it: a day by which (到2025年) says nothing of them."""
    return "" if mention.words[:1] in "到至截" else mention.edtf


def _is_stretch(mention: TimeMention, section: Section) -> bool:
    """Whether the paragraphs after a time are about it too: the year that a report reviews or plans for, or years of a term or plan."""
    if mention.kind == "span":
        return mention.rule in ("past", "coming", "plan")
    past = section.anchor.past
    return mention.edtf == str(past if section.kind == "review" else past + 1)


def _listed(mention: TimeMention) -> bool:
    return mention.rule == "years"
