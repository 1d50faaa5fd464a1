"""Names that stand in a list of examples, with what they are examples of behind it: A、B等3个重大项目, C、D等4条高铁."""

from __future__ import annotations

import re

from wenmai.capture.indicators import ANY_VERB
from wenmai.capture.names.tagged import NameSpan
from wenmai.capture.names.tagging import tag_words

_LIST = re.compile(
    r"(?P<list>[^，。；：！？（）“”《》\s等]{2,80})等(?:[\d一二三四五六七八九十百两]{1,5}余?多?[个项条家处所座]|一批|多[个条家项])?(?:的)?"
    r"(?:国家|省|市|县|区)?级?(?:重大|重点|标志性|优质|先进|知名|龙头|头部|骨干|民生|产业|工业|水利|交通|能源|新能源|科技|文旅)*"
    r"(?P<head>项目|工程|企业|公司|高速公路|高速|高铁|铁路|公路|煤矿|电站|水库|大科学装置|科技基础设施|实验室|平台|园区|景区|医院|学校|高校|院校|场馆|桥梁|隧道|港口|机场|品牌)"
)
_SPLIT = re.compile("、|(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})")
_NAMED = frozenset({"LOC", "ORG", "PER", "ns", "nt", "nz", "nw"})
_ROADS = frozenset({"高速公路", "高速", "高铁", "铁路", "公路"})
_KINDS = {"企业": "Company", "公司": "Company", "园区": "Zone", "平台": "Platform", "实验室": "Institution", "高校": "Institution", "院校": "Institution"} | dict.fromkeys(
    ("煤矿", "电站", "水库", "医院", "学校", "场馆", "桥梁", "隧道", "港口", "机场", "景区", "大科学装置", "科技基础设施"), "Site"
)  # fmt: skip
_ENDS = re.compile("(?:成功|顺利|正式|相继|加快|全面|已|的)+$|(?:建设|推进|实施|扩建|改造|改扩建|扩容|技改|扩产)+$")
_COMMON = re.compile(
    "新能源汽车|人工智能|集成电路|生物医药|数字经济|互联网|大数据|机器人|无人机|锂电|光伏|风电|储能|氢能|半导体|新材料|元宇宙|跨境电商|[\u4e00-\u9fff]{0,2}汽车|工业互联网|高端装备"
)
"""Kinds of things and fields, which are no names."""


def names_in_examples(text: str) -> list[NameSpan]:
    """The names in lists of examples of a sentence: roads by their two ends, else what holds a word that names."""
    found = []
    for match in _LIST.finditer(text):
        kind = "Street" if match["head"] in _ROADS else _KINDS.get(match["head"], "Programme")
        place = match.start("list")
        for part in _parts(match["list"]):
            start = text.index(part, place)
            place = start + len(part)
            name = part[_led(part) :]
            start += len(part) - len(name)
            name = re.sub("(?:扩容|改扩建|扩建)$", "", name) if kind == "Street" else _ENDS.sub("", name)
            if _is_name(name, kind):
                found.append(NameSpan(start, start + len(name), name, kind))
    return found


def _parts(words: str) -> list[str]:
    return [part for part in _SPLIT.split(words) if part]


def _led(part: str) -> int:
    """How many characters of verbs stand before a name."""
    place = 0
    while verb := ANY_VERB.match(part, place):
        place = verb.end()
    return place


def _is_name(name: str, kind: str) -> bool:
    """Whether a member of a list is a name: by the words of it alone, the first of which names something."""
    if not 2 <= len(name) <= 20:
        return False
    words = tag_words(name)
    if kind == "Street":
        return (
            len(name) <= 6
            and bool(words)
            and all(one.tag not in ("v", "vd", "p", "c", "u") or len(one.text) == 1 for one in words)
        )
    if not words or _COMMON.fullmatch(words[0].text):
        return False
    named = words[0].tag in _NAMED and len(words[0].text) > 1
    return named and (len(words) > 1 or words[0].tag in ("ORG", "nt") or kind == "Company")
