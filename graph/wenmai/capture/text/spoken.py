"""What is said without a number: targets in step with growth or set from above, and outcomes told in words."""

from __future__ import annotations

import re
from typing import NamedTuple

_ECONOMY = r"(?:地区)?(?:经济(?:社会)?(?:发展|增长)?|GDP|生产总值|地区生产总值)(?:增长|增速|发展|增幅)?(?:速度)?"
_IN_STEP = re.compile(
    rf"(?P<base>[^，；。：（）]{{2,28}}?)(?:与|和|同){_ECONOMY}(?:的)?(?:保持|基本|大体|总体|实现|持续|的)*(?P<words>同步|协调)(?:增长|提高)?"
    rf"|(?P<base2>[^，；。：（）]{{2,24}}?)(?:快于|高于|不低于|跑赢|略高于|超过|不慢于){_ECONOMY}(?:水平)?(?=[，；。、）]|$)"
)
_QUOTA = re.compile(
    r"(?P<base>[^，；。：（）]{2,40}?)(?:降幅|降低率)?(?:确保|力争|全面|严格|均|都|要|能|指标)*(?:完成|控制在|达到|不低于|不高于|落实|符合|实现|优于|执行|以)(?:国家|省|市|州|区|县|上级|盟|自治区)+(?:政府|级)?(?:和[省市区县州])?[^，；。：]{0,4}?"
    r"(?:下达|控制|要求|规定|考核|定)[^，；。：]{0,10}?(?:目标|任务|指标|要求|范围|以内|之内|计划)?(?:要求|任务|数|值)?(?:以?内|之内)?(?=[，；。、）]|$)"
    r"|(?P<base2>(?:确保|全面|坚决)?完成(?:国家|省|市|州|区|县|上级|自治区)+[^，；。：]{0,6}(?:下达|定|确定)的?(?P<named>[^，；。：]{2,20}?)(?:目标|任务|指标)+)"
)
_FINISHED = re.compile(
    r"(?P<base>[^，；。：（）]{2,32}?)(?:目标任务|目标|任务|计划|指标)?(?:已|均|都|全部|圆满|顺利|超额|较好|提前|如期)*(?P<yes>(?:超额|圆满|顺利|全面|提前|如期|全部)?(?:完成|实现|达到)(?:了)?(?:年初|预期|年度|全年|既定|省|市|区|县|上级|国家)[^，；。：]{0,12}(?:目标|任务|要求|计划)"
    r"|(?:顺利|圆满|全面|超额|如期|全部)(?:完成|实现)|(?:好于|优于|高于|超过|超出)(?:年初)?(?:预期|目标)[^，；。：]{0,6}|低于(?:年初|年度|预期)?(?:控制)(?:目标|线|数|范围)|控制在(?:年初|预期|计划|目标)[^，；。：]{0,8}(?:范围|目标|以内|之内)+)"
    r"|(?P<base2>[^，；。：（）]{2,32}?)(?P<no>(?:未|没有|未能)(?:能)?(?:完成|达到|实现)(?:年初|预期|年度|全年|既定|预定)?[^，；。：的]{0,8}(?:目标|任务|预期|计划|要求)?(?=[，；。、）]|$)|(?:低于|不及|没有达到|慢于)(?:年初)?(?:的)?(?:预期|预定|年度)(?!控制)(?:目标|水平|值)?|与(?:年初)?(?:预期)?目标(?:还)?有(?:一定)?差距|不达预期)"
)


_STEP_HINT = re.compile(r"同步|协调|(?:于|赢|过)[^，；。]{0,6}(?:经济|GDP|生产总值)")
_QUOTA_HINT = re.compile(r"(?:国家|省|市|州|区|县|上级|盟)[^，；。：]{0,10}(?:下达|控制|要求|规定|考核|定)")
_END_HINT = re.compile(r"(?:完成|实现|达到|预期|目标|预定|年度)")
"""What each kind has in it: most sentences have none, and need no longer look."""


_STATED = re.compile(r"\d[\d.]*(?:%|个百分点)[、，]?$")
"""A number right before: what is said then compares it (增长7.4%、超过经济增速)."""


_LISTED = re.compile(r".*\d[^、]*、")
"""Values of a list before what is said without a number: 新增就业5万人左右、居民收入与经济增长同步."""


class Spoken(NamedTuple):
    """A clause that says without a number what is aimed at or came about: ``instep``, ``quota`` or ``words``."""

    start: int
    end: int
    base: str
    bound: str
    verdict: str


def read_spoken(text: str, start: int, end: int) -> list[Spoken]:
    """Such clauses of a sentence, in its order.

    >>> [(one.bound, one.base) for one in read_spoken("居民收入增长与经济增长基本同步；能耗降幅不低于市下达指标", 0, 22)]
    [('instep', '居民收入增长'), ('quota', '能耗降幅')]
    """
    found: list[Spoken] = []
    for bound, pattern, hint in (
        ("instep", _IN_STEP, _STEP_HINT),
        ("quota", _QUOTA, _QUOTA_HINT),
        ("words", _FINISHED, _END_HINT),
    ):
        if hint.search(text, start, end) is None:
            continue
        for match in pattern.finditer(text, start, end):
            base = (match["base"] or _second(match, bound) or "").lstrip("、，")
            place = match.start()
            if listed := _LISTED.match(base):
                place = match.end() - len(match[0].rpartition(listed[0])[2])
                base = base[listed.end() :]
            if (
                not base
                or (bound == "instep" and _STATED.search(base))
                or any(one.start < match.end() and match.start() < one.end for one in found)
            ):
                continue
            verdict = ("yes" if match["yes"] else "no") if bound == "words" else ""
            found.append(Spoken(place, match.end(), base, bound, verdict))
    return sorted(found)


def _second(match: re.Match[str], bound: str) -> str:
    return match["named"] if bound == "quota" and match["base2"] else match["base2"]
