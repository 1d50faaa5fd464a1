"""Names that a text mentions: known ones first, then titles and quoted names, then what endings and the tagger tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.names.awards import find_awards, subject_kind
from wenmai.capture.names.exemplified import names_in_examples
from wenmai.capture.names.gazetteer import WORDS, short_names
from wenmai.capture.names.kinds import kind_of_name
from wenmai.capture.names.tagged import SURNAMES, names_alone, names_in_runs, works
from wenmai.capture.names.tagging import tag_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wenmai.capture.text.flow import Flow

_TITLE = re.compile(r"《([^《》\n]{2,40})》")
_QUOTED = re.compile(
    r"“([^“”\n，。；]{2,16})”(?P<after>称号|工程|行动|项目|品牌|计划|平台|机制|示范区|示范县|示范市|试点|活动|改革|模式|政策|奖)?"
)


class NameMention(NamedTuple):
    """A name with its place in the flow, its class in the ontology and the rule that found it."""

    start: int
    end: int
    name: str
    kind: str
    rule: str


def find_mentions(
    flow: Flow, spans: Iterable[tuple[int, int]], known: Mapping[str, str], tagged: int | None = None
) -> list[NameMention]:
    """The names in the sentences of a flow at ``spans``; ``known`` leads from a name to its class.

    Sentences behind the first ``tagged`` characters are read without the tagger, by the rules alone.
    """
    gazetteer = re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True))) if known else None
    found: list[NameMention] = []
    for start, end in spans:
        sentence = flow.text[start:end]
        ranked: list[NameMention] = []
        if gazetteer:
            ranked += [
                NameMention(m.start(), m.end(), m[0], known[m[0]], "known") for m in gazetteer.finditer(sentence)
            ]
        ranked += [
            *_titles(sentence),
            *_quotes(sentence),
            *_honours(sentence),
            *_events(sentence),
            *_dotted(sentence),
            *_people(sentence),
            *_funds(sentence),
            *_lines(sentence),
            *(_tagged(sentence) if tagged is None or end <= tagged else ()),
            *_places(sentence),
        ]
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
        if match[1] == "一带一路":
            found.append(NameMention(match.start(1), match.end(1), match[1], "Programme", "quote"))
        if not after or match[1] == "一带一路":
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
    """Awards, and what was awarded where the sentence says it."""
    found = []
    for one in find_awards(text):
        found.append(NameMention(one.start, one.end, text[one.start : one.end], "Honour", "honour"))
        for start, end in one.subjects:
            found.append(NameMention(start, end, text[start:end], subject_kind(text[start:end]), "awarded"))
    return found


_NUMBERED = "第[一二三四五六七八九十百\\d]{1,4}届"
_FUND = re.compile(
    rf"(?:国家|(?:{short_names()})[省市]?)[\u4e00-\u9fff]{{0,10}}?(?:母基金|[A-Z]基金|科创基金|产业基金|引导基金|投资基金|发展基金)"
)


def _funds(text: str) -> list[NameMention]:
    """Funds of the state or of a province or city."""
    return [NameMention(m.start(), m.end(), m[0], "Institution", "fund") for m in _FUND.finditer(text)]


_EVENT = re.compile(
    rf"(?P<congress>(?:(?:(?<=在)|(?<![\u4e00-\u9fff])(?![年月日]))(?![\u4e00-\u9fff]{{0,8}}?[了的地将把对为是])[\u4e00-\u9fff]{{2,9}}?[省市县区州旗]|[省市县区州旗])?第?[一二三四五六七八九十]{{1,3}}届(?:人民代表大会|人大|政协)(?:常务委员会|常委会)?第?[一二三四五六七八九十]{{1,3}}次会议)"
    rf"|(?P<name>(?:{short_names()})?{_NUMBERED}[\u4e00-\u9fff]{{2,18}}?(?:大集|大赛|联赛|推介会|洽谈会|年会|博览会|交易会|展览会|论坛|峰会|运动会|艺术节|文化节|旅游节|电影节|马拉松|代表大会(?:第[一二三四五六七八九十]{{1,3}}次会议)?|全会|大会|会议))(?!上)"
    rf"|(?P<short>{_NUMBERED}[\u4e00-\u9fff]{{1,14}}?(?:会|节|赛|展))(?=[、，。；等在成举开顺圆隆落）\s])"
    r"|(?P<world>(?:世界|全球|亚洲|国际|中国(?:[\u4e00-\u9fff]{2})?国际|博鳌亚洲)[\u4e00-\u9fff]{1,9}?(?:峰会|论坛|博览会|交易会|艺术节|舞蹈节|电影节|运动会))"
    r"|(?P<fair>(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,2}博会)"
    r"|(?P<board>北交所|上交所|深交所|港交所|科创板|创业板|新三板)"
    r"|(?P<party>党的[一二三四五六七八九十]{2,3}大|(?:党的)?[一二三四五六七八九十]{2,3}届(?:[一二三四五六七八九十]{1,2}中[、和])*[一二三四五六七八九十]{1,2}中全会|中央经济工作会议)"
)
_LINE = re.compile(
    r"(?P<name>(?:[\u4e00-\u9fff]{2,4}地铁|[\u4e00-\u9fff]{2}轨道交通|地铁)?\d{1,2}号线)|(?P<way>(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,6}(?:高铁|高速公路|高速|城际铁路|铁路)(?:[一二三]期(?:工程)?)?|(?<=[推加设开成通建动的经])"
    r"(?!进|快|设|立|成|通|工)[\u4e00-\u9fff]{2}(?:高铁|高速公路|高速|城际铁路|铁路)(?:[一二三]期(?:工程)?|[\u4e00-\u9fff]{2}段)?)"
)
_DASHED = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=项目)|(?<=工程)|(?<=[的设进工成通]))[\u4e00-\u9fff]{2,4}(?:[—－–-]{1,2}[\u4e00-\u9fff]{2,4}){1,3}(?:±?\d+千伏)?[\u4e00-\u9fff]{0,8}?(?:工程|铁路|高铁|高速公路|高速|公路|航线|管道)"
)
"""What leads from one place to another: 巴林—奈曼500千伏输变电工程."""

_NO_WAY = re.compile(
    r"^(?:.*等|普速|城际|市域|货运|客运|地方|专用|农村|国省|山区|境内|全国|建成|开通|新建|在建|推进|新增|实现|加快|建设|市市?通|县县?通|等|和|与|条|段|公里|新一批)"
)


def _events(text: str) -> list[NameMention]:
    """Congresses, fairs and games by their number, meetings of the party, and stock exchanges by their short names."""
    return [
        NameMention(m.start(), m.end(), m[0], "Institution" if m["board"] else "Meeting", "event")
        for m in _EVENT.finditer(text)
    ]


_DOTTED = re.compile(
    "(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,6}(?:·[\u4e00-\u9fff]{2,6}){1,2}(?![\u4e00-\u9fff]{0,2}(?:号|型))"
)


def _dotted(text: str) -> list[NameMention]:
    """People whose names are written with a dot between their parts."""
    return [NameMention(m.start(), m.end(), m[0], "Person", "dotted") for m in _DOTTED.finditer(text)]


_OFFICE = "(?:[省市区县州旗盟]长|主席|书记|主任|局长|院长|校长|董事长|总经理|行长)"
_OFFICIAL = re.compile(
    rf"{_OFFICE}(?:（[^（）]{{2,10}}）)?[ 　]?(?P<name>[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}})(?=\s*(?:[，。；：、\n]|$|代表|向|作|在|说|主持|出席|表示|指出|介绍|强调))"
    rf"|(?:受|经)(?P<asked>[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}){_OFFICE}(?:的)?委托"
)
_NO_PERSON = re.compile("会议|代表|同志|委托|办公|联席|带头|负责|分管|牵头|高度|亲自")


def _people(text: str) -> list[NameMention]:
    """People by the office that stands before them, or who asked for the report."""
    found = []
    for match in _OFFICIAL.finditer(text):
        group = "name" if match["name"] else "asked"
        if not _NO_PERSON.search(match[group]):
            found.append(NameMention(match.start(group), match.end(group), match[group], "Person", "office"))
    return found


def _lines(text: str) -> list[NameMention]:
    """Lines of a metro by their number, railways and motorways by their two ends."""
    found = [NameMention(m.start(), m.end(), m[0], "Site", "line") for m in _DASHED.finditer(text)]
    for match in _LINE.finditer(text):
        verbs = _BUILDING.match(match[0])
        name = match[0][verbs.end() :] if verbs else match[0]
        if match["name"] or not (_NO_WAY.match(name) or len(name) < 4):
            found.append(NameMention(match.end() - len(name), match.end(), name, "Street", "line"))
    return found


_BUILDING = re.compile("(?:改扩建|扩建|改建|新建|加快|推进|建成|开通|启动|开工|建设|完成|实施|谋划)+")


def _tagged(text: str) -> list[NameMention]:
    """Names that the tagger's words make, runs before single words."""
    tokens = tag_words(text)
    runs = [
        one
        for one in names_in_runs(tokens)
        if not (text[one.start - 1 : one.start] == "“" and text[one.end : one.end + 1] == "”")
    ]
    spans = [*works(tokens, text), *names_in_examples(text), *runs, *names_alone(tokens, text)]
    return [NameMention(one.start, one.end, one.name, one.kind, "tagger") for one in spans]


def _places(text: str) -> list[NameMention]:
    """Provinces and cities where there is no tagger: those whose names are no other words."""
    return [
        NameMention(m.start(), m.end(), m[0], "Jurisdiction", "place")
        for m in _PLACE.finditer(text)
        if m["short"] not in WORDS or m["suffix"]
    ]


_PLACE = re.compile(rf"(?P<short>{short_names()})(?P<suffix>[省市]?)")
