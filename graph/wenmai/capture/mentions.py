"""Names that a text mentions: known ones first, then titles and quoted names, then what endings and the tagger tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.tagging import TaggedWord, tag_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wenmai.capture.flow import Flow

KINDS = (
    ("Regulation", r"(?:条例|办法|细则|规定|实施意见)$"),
    ("Plan", r"(?:规划|计划|方案|纲要|控规|总规|行动计划)$"),
    ("Company", r"(?:公司|集团|银行|股份|证券|控股|保险|药业|科技)$"),
    (
        "Institution",
        r"(?:委员会|管委会|人民政府|区政府|市政府|县政府|省政府|党委|局|厅|法院|检察院|大学|学院|中学|小学|学校|幼儿园|研究院|研究所|实验室|交易所|协会|商会|基金会|联合会|代表大会|政协|办公室|街道办|文明办|国务院|中心)$",
    ),
    (
        "Zone",
        r"(?:新区|开发区|高新区|经开区|示范区|产业园|工业园|园区|科技园|商圈|功能区|综合体|基地|自贸区|保税区|产业带|科创城|新城|片区)$",
    ),
    (
        "Site",
        r"(?:医院|公园|广场|大桥|机场|车站|站|馆|院区|市场|水库|体育场|剧院|故居|寺|庙|塔|码头|港|电站|大厦|步道|隧道|枢纽|水厂|书店)$",
    ),
    ("Street", r"(?:大街|大道|路|街|胡同|高速|铁路|公路|快速路|环线|[一二三四五六七八九十\d]号线)$"),
    ("Programme", r"(?:工程|项目|行动|试点|活动|专项|棚改|改革)$"),
    ("Jurisdiction", r"(?:省|市|区|县|州|旗|自治区|镇|乡|街道)$"),
)
"""Classes by the ending of a name; the first that fits is taken."""

_TITLE = re.compile(r"《([^《》\n]{2,40})》")
_QUOTED = re.compile(
    r"“([^“”\n，。；]{2,16})”(?P<after>称号|工程|行动|项目|品牌|计划|平台|机制|示范区|示范县|示范市|试点|活动|改革|模式|政策|奖)?"
)
_HONOUR = re.compile(
    r"(?:荣获|获评|获得|被评为|被授予|入选|荣膺|创成|成功创建|获批)(?:了|为|首批|全国|全省)?(?P<name>(?:国家级|国家|全国|全省|省级|中国|[\u4e00-\u9fff]{2,4}省)[\u4e00-\u9fff、（）]{3,22}?(?:示范区|示范市|示范县|先进县|先进区|先进市|城市|县城|城区|百强县|百强区|基地|奖|称号|模范城|模范县|卫生县|园林城|促进区))"
)
_WORDY = frozenset({"n", "nz", "nw", "vn", "LOC", "ORG", "ns", "nt", "a", "an", "s", "f", "m"})
_NAMED = frozenset({"LOC", "ORG", "PER", "ns", "nt", "nz", "nw"})
_GENERIC = re.compile(
    r"^(?:全[国省市区县州]|我[国省市区县]|本[省市区县]|各|该|重点|重大|相关|有关|基层|社区|城市|农村|城镇|乡镇|街道|部门|单位|企业|项目|工程|老旧小区|党中央|中央|省委|市委|区委|县委|人民|群众|国家|国家级|省级|市级|县级|区级|[省市区县](?!委|政府|人民|第))+(?:区|市|县|省|局|中心|基地|园区|项目|工程|行动|医院|学校|公园|路|街|站)?$"
)
_NO_JURISDICTION = re.compile(
    r"(?:城市|地区|社区|园区|小区|景区|片区|街区|县城|城区|山区|林区|灾区|库区|校区|院区|演艺区)$"
)
LONGEST = 26


class NameMention(NamedTuple):
    """A name with its place in the flow, its class in the ontology and the rule that found it."""

    start: int
    end: int
    name: str
    kind: str
    rule: str


def find_mentions(flow: Flow, spans: Iterable[tuple[int, int]], known: Mapping[str, str]) -> list[NameMention]:
    """The names in the sentences of a flow at ``spans``; ``known`` leads from a name to its class."""
    gazetteer = re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True))) if known else None
    found: list[NameMention] = []
    for start, end in spans:
        sentence = flow.text[start:end]
        ranked: list[NameMention] = []
        if gazetteer:
            ranked += [
                NameMention(m.start(), m.end(), m[0], known[m[0]], "known") for m in gazetteer.finditer(sentence)
            ]
        ranked += [*_titles(sentence), *_quotes(sentence), *_honours(sentence), *_tagged(tag_words(sentence))]
        found += [one._replace(start=one.start + start, end=one.end + start) for one in _apart(ranked)]
    return found


def _apart(mentions: Sequence[NameMention]) -> list[NameMention]:
    """Of mentions that overlap the one that was found first, by the order of the rules."""
    kept: list[NameMention] = []
    for one in mentions:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept)


def _titles(text: str) -> list[NameMention]:
    return [
        NameMention(m.start(), m.end(), m[1], kind_of_name(m[1], ("Regulation", "Plan")) or "Document", "title")
        for m in _TITLE.finditer(text)
    ]


def _quotes(text: str) -> list[NameMention]:
    found = []
    for match in _QUOTED.finditer(text):
        after = match["after"] or ""
        if not after:
            continue
        kind = {
            "称号": "Honour",
            "奖": "Honour",
            "平台": "Platform",
            "机制": "Mechanism",
            "模式": "Mechanism",
            "政策": "Policy",
            "品牌": "Brand",
        }.get(after, "Programme")
        inner = match[1] if after in ("称号", "品牌") else f"“{match[1]}”{after}"
        last = match.end() if inner != match[1] else match.end(1)
        first = match.start() if inner != match[1] else match.start(1)
        found.append(NameMention(first, last, inner, kind, "quote"))
    return found


def _honours(text: str) -> list[NameMention]:
    return [NameMention(m.start("name"), m.end("name"), m["name"], "Honour", "honour") for m in _HONOUR.finditer(text)]


def _tagged(tokens: Sequence[TaggedWord]) -> list[NameMention]:
    """Names of the tagger, each with the nouns behind it that end as a name does."""
    found: list[NameMention] = []
    place = 0
    while place < len(tokens):
        run = place
        while (
            run < len(tokens)
            and tokens[run].tag in _WORDY
            and (run == place or tokens[run].start == tokens[run - 1].start + len(tokens[run - 1].text))
        ):
            run += 1
        if tokens[place].tag == "PER":
            found.append(_mention(tokens[place : place + 1], "Person", "tagger"))
        if run > place:
            found += _in_run(tokens[place:run])
        place = max(run, place + 1)
    return found


def _in_run(tokens: Sequence[TaggedWord]) -> list[NameMention]:
    """The longest name that begins at each named word of a run of nouns; words that are part of none are passed over."""
    found, place = [], 0
    while place < len(tokens):
        if tokens[place].tag not in _NAMED or tokens[place].tag == "PER":
            place += 1
            continue
        last = max((end for end in range(place + 1, len(tokens) + 1) if _is_name(tokens[place:end])), default=0)
        if last:
            found.append(_mention(tokens[place:last], "", "tagger"))
        place = last or place + 1
    return found


def _is_name(tokens: Sequence[TaggedWord]) -> bool:
    text = "".join(token.text for token in tokens)
    if not 2 < len(text) <= LONGEST or _GENERIC.match(text):
        return False
    kind = kind_of_name(text)
    if kind == "Jurisdiction":
        return len(tokens) == 1 and _NO_JURISDICTION.search(text) is None
    return bool(kind)


def _mention(tokens: Sequence[TaggedWord], kind: str, rule: str) -> NameMention:
    text = "".join(token.text for token in tokens)
    return NameMention(tokens[0].start, tokens[-1].start + len(tokens[-1].text), text, kind or kind_of_name(text), rule)


def kind_of_name(name: str, among: Sequence[str] = ()) -> str:
    """The class that a name's ending tells; empty for none.

    >>> kind_of_name("澜江市人民医院"), kind_of_name("海岳新材料股份有限公司"), kind_of_name("和平大桥")
    ('Site', 'Company', 'Site')
    """
    return next((kind for kind, ending in KINDS if (not among or kind in among) and re.search(ending, name)), "")
