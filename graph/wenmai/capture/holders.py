"""Whose figure it is: the document's own place or body, the place above it, or one that the clause names."""

from __future__ import annotations

import re
from typing import NamedTuple

from wenmai.capture.names.gazetteer import full_names, short_names

_LEVELS = {"国": 0, "省": 1, "市": 2, "州": 2, "盟": 2, "区": 3, "县": 3, "旗": 3}
_SCOPE = re.compile(r"(?P<whole>全|我|本)(?P<level>[国省市区县州盟旗])(?![民家际企有营产内级直政人委])")
_SUFFIX = "(?:特别行政区|自治区|自治州|自治县|经济技术开发区|经开区|高新技术产业开发区|高新区|开发区|新区|示范区|工业园区|园区|街道|省|市|区|县|旗|镇|乡)"
_HOLDS = (
    "(?=预期|预计|实现|完成|力争|计划|要|将|地区生产总值|国内生产总值|GDP|生产总值|规上|规模以上|固定资产|一般公共|社会消费|城镇|居民|常住|户籍|进出口|的"
    "|共|已|人均|全年|经济|达|粮食|财政|累计|新增|[，：])"
)
_NAMED = re.compile(
    rf"(?:^|[，；。、：])(?:在|由|其中|今年|去年|年内|[12]\d{{3}}年)?[，：]?(?P<name>[\u4e00-\u9fff]{{2,6}}?{_SUFFIX})(?<!地区){_HOLDS}"
)
_CITY = re.compile(
    rf"(?:^|[，；。：、]|预计|预期|今年|去年|明年|同时|其中|[12]\d{{3}}年(?:预计|全年)?)(?P<name>{short_names()})[市省]?(?=全[市省]|[12]\d{{3}}年|预期|预计|实现|完成|力争|计划"
    r"|将|地区生产|生产总值|国内生产|GDP|规上|规模以上|固定资产|一般公共|社会消费|城镇|居民|常住|进出口|的|人均|经济|[，：])"
)
_AREA = re.compile(rf"(?:^|[，；。：])(?P<name>[\u4e00-\u9fff]{{2,8}}?(?:都市圈|城市群|经济圈|经济带|大湾区)){_HOLDS}")
_NATIONAL = re.compile(_HOLDS)
_ORGANIZATION = re.compile(
    r"(?:^|[，；。、：])(?P<name>[\u4e00-\u9fff（）]{2,18}?(?:股份有限公司|有限公司|集团|公司|大学|学院|医院|银行))(?=预计|实现|完成|力争|计划|将|营业|全年|累计|净利|获|共|已|达|的)"
)
_NO_ORGANIZATION = re.compile(
    r".*(?:三甲|公立|民办|重点|大型|中小|国有|国属|省属|市属|区属|县属|龙头|上市|高新|各类|该|外资|民营|乡镇|基层|建成|新建|引进|培育|支持|推动|组建|成立|[\d一二三四五六七八九十]家).*|.{2,3}$"
)
"""Kinds of bodies, and what is done with them: no body's name."""

_NO_PLACE = re.compile(
    r"^(?:全[国省市区县]|我[国省市区县]|本[省市区县]|各|该|预计|预期|万元|单位|今年|去年|城乡|城镇|城区|园区|社区|小区|老区|片区|山区|库区|景区|校区|灾区|林区|牧区|辖区|多个|示范|中心城|主城|建成|核心|试点|创建|建设|推进|推动|新建"
    r"|支持|实施|完成|打造|加快|农村|居民|保护|功能|服务|生活|工业|产业|专业|特色|重点|县域|市县|市区|省市|年|月|日|批|家|和|与|及|向|对|为|是|到|超大|中小|试验|[一二三四五六七八九十两数每其这此]个?[省市区县]|[东西南北中][部片]|历史|低收入|棚户|安置|老城"
    r"|[\u4e00-\u9fff]*(?:全[省市区县州]|城镇|[重受]?灾区|村镇|乡镇)$|每|[\u4e00-\u9fff]*(?:合作|功能|保护|风景|集聚|试验|实验|先导|先行|引领|核心|居住|商务|物流|自贸|保税|旅游|县城|城中|非县)区$"
    r"|人民|国家|要|将|把|使|让|占|居|较|比|高于|低于|快于|优于|好于|上级|下辖|外[省市区县]|地区)"
)
_COMPARED = re.compile(
    r"(?:高于|低于|快于|慢于|优于|好于|超过|领先|居|列|位居|排名?|占|比|与|和|同|对|向|跃居|稳居|进入|较|达到|好于|落实|完成|按照|根据)$"
)


class Holder(NamedTuple):
    """A holder's name, the rule that found it, and where it stands in the words."""

    name: str
    rule: str
    end: int


def find_holder(words: str, own: str) -> Holder | None:
    """The holder that a clause names before its number; ``None`` where it names none.

    >>> find_holder("云川市预期地区生产总值增长", "青石区").name, find_holder("全区固定资产投资", "青石区").name
    ('云川市', '青石区')
    """
    found: Holder | None = None
    for match in _SCOPE.finditer(words):
        foreign = match["level"] == "国" and own != "全国" and not _NATIONAL.match(words, match.end())
        if found is None and not foreign and _heads(words, match.start()):
            found = Holder(_of_level(match["level"], own, match["whole"]), "scope", match.end())
    for pattern in (_NAMED, _AREA, _ORGANIZATION):
        for match in pattern.finditer(words):
            name = match["name"]
            if pattern is _ORGANIZATION and _NO_ORGANIZATION.match(name):
                continue
            if (not _NO_PLACE.match(name) or (own and own.endswith(name) and len(name) > 2)) and (
                found is None or match.end("name") > found.end
            ):
                found = Holder(
                    own if own.endswith(name) else name,
                    "body" if pattern is _ORGANIZATION else "named",
                    match.end("name"),
                )
    return _city(words, own, found) or found


def _city(words: str, own: str, found: Holder | None) -> Holder | None:
    """The province or city that a clause calls by its short name (2023年郑州的…), if none is named behind it."""
    last = next(reversed(list(_CITY.finditer(words))), None)
    if last is None or (found is not None and found.rule != "scope" and found.end > last.end("name")):
        return None
    full = full_names()[last["name"]]
    if own in (full, last["name"]):
        return Holder(own, "named", last.end())
    above = len(own) > 2 and own.startswith(full) and own != full
    return Holder(own if above and own.endswith(full) else full, "named", last.end())


_LED = re.compile(
    r"(?:^|[，；。：、（\s]|年|月|日|底|末|季度|来|预计|实现|完成|带动|力争|确保|使|推动|促进|建议|目前|其中|中|是|为|到|在|达|前|的)$"
)


def _heads(words: str, place: int) -> bool:
    """Whether a scope word stands where a subject does, and is not compared with."""
    return _LED.search(words[:place]) is not None and _COMPARED.search(words[:place]) is None


def _of_level(level: str, own: str, whole: str) -> str:
    """What 全市 means in a document about ``own``: itself if it is a city, else the city above it."""
    if whole in "我本" or not own:
        return {"国": "全国"}.get(level, own or f"全{level}") if level == "国" else own
    if level == own[-1] or _LEVELS.get(level) == _LEVELS.get(own[-1], -1):
        return own
    if level in ("市", "区") and own.endswith(("新区", "开发区", "高新区")):
        return own
    above = re.match(rf"(.+?{level})(?=.)", own)
    if above:
        return above[1]
    if own[-1] == "市" and level in "省国":
        return f"全{level}"
    return f"全{level}" if _LEVELS.get(level, 9) < _LEVELS.get(own[-1], 9) else own
