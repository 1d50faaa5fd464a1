"""Sections of a report and the sentences in them: what looks back, what looks ahead, and for which years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.text.times import Anchor, count, times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

REVIEW = re.compile(
    r"回顾|完成情况|执行情况|总结|主要成[绩效就]|工作情况|取得的?.{0,4}成[绩效就]|运行情况|过去.{0,3}年|实施情况|经营情况|决算|进展情况|这一年|五年来|落实情况|成绩单|主要工作$|工作开展情况|统计公报"
)
PLAN = re.compile(
    r"安排|任务|重点工作|工作打算|预期目标|主要目标|奋斗目标|发展目标|计划草案|计划[（(]草案|预算草案|预算[（(]草案|工作建议|总体要求|总体思路|工作部署|发展思路|今后|展望"
    r"|下一步|下一年|未来|民生实事|责任清单|责任分工|主要举措|经营计划|工作思路|目标$|预期$|重点抓好|着力抓好|规划[^，。]{0,4}(?:纲要|草案|[（(]草案)"
)
_TOP = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,2}[章节部编](?:分)?|[●■◆▲★]\s?|附[件表录]|表\d)"
)
_SUB = re.compile(r"(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)|——|[一二三四五六七八九十]是)")
_STRONG = re.compile(
    r"回顾|完成情况|执行情况|预期目标|主要目标|奋斗目标|发展目标|总体要求|工作安排|草案|今后|未来|下一步|重点任务|主要任务"
    r"|[12]\d{3}年[^，。]{0,12}(?:工作|任务|安排|打算|目标)"
)
_INLINE_PLAN = re.compile(
    r"(?:今年|明年|今后|未来|全年|新的一年|[12]\d{3}年|综合|建议|根据|对照|围绕|按照)?[^。；]{0,60}?(?:主要|总体|经济社会)?[^。；，]{0,12}"
    r"(?:预期目标|发展目标|奋斗目标|主要目标|工作目标|预期指标|调控目标|目标任务|目标)[^。；，]{0,14}?(?:是|为|如下|：|初步安排|建议)"
)
_STOP = re.compile("[。！？\n]")
_COUNTS = re.compile(r"(?<![12十])(?<!\d)\d+(?:\.\d+)?(?!\d*年)[%‰万亿元个家人户项公吨亩件]")
_NUMBERING = re.compile(r"^\s*[（(]?\d{1,2}[）).、．]")
_PLAN_NAME = re.compile(r"[“\"]?(十[一二三四五六]?|[一二三四五六七八九])五[”\"]?(?!年|天|个|项|大)")
LONGEST = 1_200
"""So many characters without a full stop are no sentence; the work on one grows with more than its length."""

HEADING = 48
"""A line that is longer is no heading."""


class Section(NamedTuple):
    """A stretch of a report: what it is (``review``, ``plan`` or nothing known) and its years as EDTF (may be empty).

    ``told`` is where in the flow its heading names these years; (0, 0) where it does not.
    """

    kind: str
    period: str
    heading: str
    anchor: Anchor
    told: tuple[int, int] = (0, 0)


class Sentence(NamedTuple):
    """A sentence of a flow with the section it stands in; ``first`` in its paragraph or not."""

    start: int
    end: int
    section: Section
    first: bool


def sentences(text: str, written: date | None, kind: str = "report") -> Iterator[Sentence]:
    """The sentences of a flow, headings left out, each with its section."""
    section = start_section(written, kind)
    top = section
    place = 0
    for line in text.split("\n"):
        end = place + len(line)
        if line.strip():
            heading = _heading(line)
            changed = _section(heading, section, top, written) if heading else None
            if changed is not None:
                changed = changed._replace(told=_told(changed, text.index(heading, place), written))
            if changed is not None:
                section = changed
                if not _SUB.match(line.strip()):
                    top = changed
            elif heading and _TOP.match(heading) and section.kind == "none":
                section = top
            if (
                changed is None
                or len(heading) < len(line.strip())
                or re.search(r"\d|[一二三四五六七八九十]五|年", line)
            ):
                yield from _sentences(text, place, end, section)
        place = end + 1


def start_section(written: date | None, kind: str) -> Section:
    """What holds before the first heading."""
    anchor = Anchor(written)
    if kind == "tasks":
        return Section("plan", str(anchor.past + 1) if written else "", "", anchor)
    return Section("none", "", "", anchor)


def _heading(line: str) -> str:
    """The heading that a line is, or begins with; empty where it is none."""
    text = line.strip()
    if "\t" in text or "|" in text:
        return ""
    if len(text) <= HEADING and text[-1] not in "。；，、" and "。" not in text:
        return "" if _COUNTS.search(_NUMBERING.sub("", text)) else text
    match = re.match(
        r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,2}部分)[^，。；：\n]{2,36}[。：]?", text
    )
    return match[0].rstrip("。：") if match else ""


def _section(heading: str, current: Section, top: Section, written: date | None) -> Section | None:
    """The section that a heading opens; ``None`` where it opens none."""
    review, plan = REVIEW.search(heading), PLAN.search(heading)
    marked_top, marked_sub = _TOP.match(heading), _SUB.match(heading)
    if not review and not plan:
        numbered = re.match(r"^[一二三四五六七八九十]{1,3}、", heading)
        dated = times(heading, Anchor(written))
        return _of_years(heading, written, dated[0].edtf) if numbered and dated and written else None
    if not marked_top and (marked_sub or current.kind != "none") and not _STRONG.search(heading):
        return None
    if review and plan:
        kind = "review" if review.start() > plan.start() or "情况" in heading[-4:] else "plan"
    else:
        kind = "review" if review else "plan"
    if kind == "review" and not re.search("回顾|情况", heading) and _is_to_come(heading, written):
        kind = "plan"  # 2026年主要工作
    if kind == "plan" and top.kind == "review" and marked_sub and not _STRONG.search(heading):
        return None
    if marked_sub and kind == top.kind == "review" and top.period and not times(heading, Anchor(written)):
        return top._replace(heading=heading)  # of the time that the section above it names
    return Section(kind, _period(heading, kind, written), heading, _anchor(heading, kind, written))


def _is_to_come(heading: str, written: date | None) -> bool:
    """Whether the years that a heading names are all after the last that was over."""
    anchor = Anchor(written)
    years = [one.edtf[:4] for one in times(heading, anchor) if one.kind in ("year", "span")]
    return bool(written and years) and all(int(year) > anchor.past for year in years)


def _of_years(heading: str, written: date | None, edtf: str) -> Section:
    last = int(edtf.rsplit("/", maxsplit=1)[-1][:4]) if edtf[-1] != "." else 0
    kind = "review" if last and last <= Anchor(written).past else "plan"
    return Section(kind, edtf if len(edtf) in (4, 9) else "", heading, _anchor(heading, kind, written))


def _told(section: Section, place: int, written: date | None) -> tuple[int, int]:
    """Where a heading names the years of its section."""
    for one in times(section.heading, Anchor(written)):
        if one.edtf == section.period:
            return place + one.start, place + one.end
    return 0, 0


_PAST_YEAR = re.compile("过去的?一年")


def _period(heading: str, kind: str, written: date | None) -> str:
    """The years of a section as EDTF: those its heading names, else the year past or to come."""
    anchor = Anchor(written)
    told = times(heading, anchor)
    if kind == "review" and told and told[0].kind == "part":
        return told[0].edtf  # 2023年上半年…执行情况
    named = [one.edtf for one in told if one.kind in ("year", "span")]
    if written and (year := anchor.year if "下半年" in heading else _PAST_YEAR.search(heading) and anchor.past):
        return str(year)
    plan = _PLAN_NAME.search(heading)
    if plan and not any("/" in one for one in named):
        first = 1966 + 5 * (count(plan[1]) - 3)
        named.append(f"{first}/{first + 4}")
    if named:
        return named[-1] if kind == "plan" else named[0]
    span = re.search(r"(?:过去|近)?五年", heading)
    if span and written:
        return f"{anchor.past - 4}/{anchor.past}" if kind == "review" else f"{anchor.past + 1}/{anchor.past + 5}"
    if not written:
        return ""
    return str(anchor.past if kind == "review" else anchor.past + 1)


def _anchor(heading: str, kind: str, written: date | None) -> Anchor:
    """What relative times in a section count from: 全年 is the last year of a review's, the first to come of a plan's."""
    period = _period(heading, kind, written)
    if len(period) == 4:
        return Anchor(written, int(period))
    if kind == "review":
        return Anchor(written, int(period.rpartition("/")[2][:4]) if period else 0)
    coming = Anchor(written).past + 1
    return Anchor(written, coming if written and period[:4] == str(coming) else 0)


def _cut(text: str, place: int, end: int) -> int:
    """Where a stretch without a full stop is cut: at its end, or after so many characters at the last mark."""
    if end - place <= LONGEST:
        return end
    mark = max(text.rfind(one, place + LONGEST // 2, place + LONGEST) for one in "；，、")
    return mark + 1 if mark > 0 else place + LONGEST


def _sentences(text: str, start: int, end: int, section: Section) -> Iterator[Sentence]:
    place, first = start, True
    while place < end:
        match = _STOP.search(text, place, min(end, place + LONGEST))
        stop = match.end() if match else _cut(text, place, end)
        while stop < end and text[stop] in "”’」』）":
            stop += 1
        if text[place:stop].strip():
            yield Sentence(place, stop, section, first)
            first = False
        place = stop


def names_targets(sentence: str) -> re.Match[str] | None:
    """Whether a sentence opens a list of targets (今年的主要预期目标是：…)."""
    return _INLINE_PLAN.search(sentence) if "目标" in sentence or "预期指标" in sentence else None
