"""Awards and lists that a thing was taken into, and what was taken: A、B入选全国首批试点, 联合国授予A“B”称号."""

from __future__ import annotations

import re
from typing import NamedTuple

from wenmai.capture.names.gazetteer import full_names
from wenmai.capture.names.kinds import kind_of_name

_ENDING = (
    "[十百]强[县区市]|先进单位|先进集体|优秀案例|典型案例|最佳案例|示范区|示范市|示范县|示范城市|试点城市|试点地区|试验区|先行区|先进县|先进区|先进市|改造城市|城市|县城|城区"
    "|百强县|百强区|基地|奖|称号|模范城|模范县|卫生县|园林城|促进区|遗产名录|文化遗产"
)
_HEAD = "(?:国家级|国家|全国|全省|省级|中国|联合国|世界|[\u4e00-\u9fff]{2,4}省)"
_AWARD = rf"(?:“[^“”，。]{{2,10}}”)?{_HEAD}[\u4e00-\u9fff、（）]{{0,22}}?(?:“[^“”，。]{{2,12}}”)?(?:{_ENDING})(?:试点)?"
_MARKS = "(?:了|为|首批|新一轮|第[一二三四五六七八九十]+[批轮]|全国第[一二三四五六七八九十]+批|“)*"
_AWARDED = re.compile(
    r"(?:荣获|获评|获得|被评为|被授予|入选|荣膺|创成|成功创建|荣登|上榜|获批(?:创建|建设|整市创建)?|跻身|入列|成为|[被获](?:命名|认定|确定|评定|列)为)"
    rf"{_MARKS}(?P<name>{_AWARD})(?=[，。；、”！（]|称号|名单|荣誉|$)"
)
_AND = re.compile(rf"”?[、和与及]“?(?P<name>{_AWARD})(?=[，。；、”！（和与及]|称号|名单|荣誉|$)")
_TAKEN = "(?:成功|首批|正式|再次|先后|双双|均|分别)*(?:入选|获评|荣获|荣膺|获批(?:建设|创建)?|被评为|被授予|被命名为|被认定为|被列为|列入|纳入|进入|转入|获列为|成功创建(?:为)?|创成)"
_INTO = re.compile(
    rf"(?:(?<=^)|(?<=[，。；：、！\n]))(?P<subject>[^，。；：！？“”《》\n]{{0,30}}?)(?P<verb>{_TAKEN}){_MARKS}"
    rf"(?P<name>(?:国家|全国|世界|全球|联合国|中国|亚洲|省级|自治区级|全省|全区|工信部|财政部|住建部|商务部|科技部|农业农村部|文化和旅游部|教育部|生态环境部|自然资源部|交通运输部|中央[\u4e00-\u9fff]{{1,3}})[\u4e00-\u9fff“”（）·]{{2,30}}?)(?=名单|称号|荣誉|[，。；！、]|$)"
)
_GRANTED = re.compile(r"授予(?P<subject>[\u4e00-\u9fff]{2,10})“(?P<name>[^“”，。]{4,20})”")
_SPLIT = re.compile("、|(?<=[\u4e00-\u9fff）]{2})[和与及](?=[\u4e00-\u9fff]{2})")
_NO_SUBJECT = re.compile(
    r"\d|^(?:[全我本该各]|并|还|也|又|再|其中|成功|连续|先后|全力|积极|推动|支持|力争|争取|争创|有|共|近|多|一批|[一二三四五六七八九十两]+[个家项所名]|获|被|在|将|把|使|已|率先|首次)"
    r"|(?:做法|经验|模式|工作|案例|成果|项目|企业|产品|单位|成功|学校|品种|改革|机制|建设|产业|镇|村|个|家|项|名)$"
)
_NO_LIST = re.compile(
    "计划|规划|预算|范围|管理|轨道|目录管理|考核|新阶段|新时代|市场|梯队|前列|第一方阵|行列|[一二三四五六七八九十]强$"
)


class Award(NamedTuple):
    """What was awarded, with its place, and what it was awarded to with their places (none where the sentence leaves that out)."""

    start: int
    end: int
    subjects: tuple[tuple[int, int], ...]


def find_awards(text: str) -> list[Award]:
    """The awards of a sentence in its order.

    >>> text = "哈城电机、龙江动力入选国家制造业典型案例，荣获全国文明城市。"
    >>> [(text[one.start : one.end], [text[a:b] for a, b in one.subjects]) for one in find_awards(text)]
    [('国家制造业典型案例', ['哈城电机', '龙江动力']), ('全国文明城市', [])]
    """
    found = [Award(*match.span("name"), ((match.span("subject")),)) for match in _GRANTED.finditer(text)]
    for match in _INTO.finditer(text):
        counted = re.search(r"\d", match["subject"]) and match["name"].startswith(("省级", "国家级", "市级"))
        if not counted and (not _NO_LIST.search(match["name"]) or match["verb"].endswith(("入选", "获评", "荣获"))):
            found.extend(Award(*span, _subjects(text, match)) for span in _row(text, match))
    found.extend(Award(*span, ()) for match in _AWARDED.finditer(text) for span in _row(text, match))
    kept: list[Award] = []
    for one in found:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept)


def _row(text: str, match: re.Match[str]) -> list[tuple[int, int]]:
    """What was awarded, and what else behind it in a row."""
    spans = [match.span("name")]
    while after := _AND.match(text, spans[-1][1]):
        spans.append(after.span("name"))
    return spans


def _subjects(text: str, match: re.Match[str]) -> tuple[tuple[int, int], ...]:
    """What stands before the verb, if it is a list of names."""
    start = match.start("subject")
    lead = re.match("(?:其中|目前|同时|今年|去年)*", match["subject"])
    start += lead.end() if lead else 0
    words = re.sub("等.{0,8}$", "", text[start : match.end("subject")])
    spans, place = [], start
    for part in _SPLIT.split(words):
        at = text.index(part, place) if part else place
        place = at + len(part)
        if not 2 <= len(part) <= 16 or _NO_SUBJECT.search(part):
            return ()
        spans.append((at, place))
    return tuple(spans)


def subject_kind(name: str) -> str:
    """The class of what was awarded something: by its ending, else a work of people.

    >>> subject_kind("丽江市"), subject_kind("红山产业园"), subject_kind("曲靖")
    ('Jurisdiction', 'Zone', 'Jurisdiction')
    """
    plain = re.sub("（.*", "", name)
    return "Jurisdiction" if plain in full_names() else kind_of_name(plain) or "Work"
