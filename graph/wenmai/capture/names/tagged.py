"""Names among tagged words: runs of nouns that end as a name does, and the places, bodies and people that the tagger knows alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.names.gazetteer import WORDS, full_names
from wenmai.capture.names.kinds import HEADS, kind_of_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.capture.names.tagging import TaggedWord

LONGEST = 26
_WORDY = frozenset({"t", "TIME", "n", "nz", "nw", "vn", "LOC", "ORG", "ns", "nt", "a", "an", "s", "f", "m"})
_NAMED = frozenset({"LOC", "ORG", "PER", "ns", "nt", "nz", "nw"})
_PLACED = frozenset({"LOC", "ns"})
_GENERIC = re.compile(
    r"^(?:全[国省市区县州]|我[国省市区县]|本[省市区县]|各|该|重点|重大|相关|有关|基层|社区|城市|农村|城镇|乡镇|街道|部门|单位|企业|项目|工程|老旧小区|党中央|中央|省委|市委|区委|县委|人民|群众|国家|国家级|省级|市级|县级|区级|公办|民办|普惠性?|优质|高水平|三甲|公共|大型|综合|专业|现代|国际|智能|数字|绿色|特色|示范|新型|高端|先进|农业|产业|工业|物流|服务|养老|医疗|卫生|教育|文化|旅游|体育|商业|金融|科技|创新|生态|技术|联合|共建|研发|核心|生产|[省市区县](?!委|政府|人民|第))+"
    r"(?:区|市|县|省|局|中心|基地|园区|产业园|工业园|项目|工程|行动|医院|学校|幼儿园|公园|广场|路|街|站|市场|平台|基金|联盟|协会|走廊|河|山|湖|岛|实验室|研究院|企业|公司|集团|银行|政府|部门)?$"
)
_NO_JURISDICTION = re.compile(
    r"(?:城市|地区|社区|园区|小区|景区|片区|街区|湾区|集聚区|零碳园区|县城|城区|山区|林区|灾区|库区|校区|院区|演艺区)$"
)
_NO_PLACE = re.compile(
    r"^(?:[A-Z\d].*级|.*(?:金山银山|绿水青山|冰天雪地)|[陆水海空]路|[铁公江]海联运|(?:锚定|立足|聚焦|融入|面向|服务).*|国内外?|境内外?|境外|国外|海外|海内外|国际|国家|全球|世界|全国|全[省市区县州]|沿[江海边线岸]|城乡|农村|城市|县城|城区|主城区?|中心城区|园区|社区|基层|乡镇|山区|林区|库区|牧区|地方|各地|当地|本地|外地|内地|省外|省内|市外|市内|县域|全域|区域|流域|周边|西部|东部|中部|北部|南部|南方|北方|东西部|城镇|村镇|街道|港澳台|人民|大陆|两岸|海洋|海域|陆域|湖区|江河|江南|中华|祖国|市区|郊区|新区|老区|边境|口岸|乡村|省份|重点.*|中欧|国家公园|高速公路|高速|铁路|公路|经开区|高新区|开发区|自贸区|[\u4e00-\u9fff])$"
)
_NO_BODY = re.compile(
    r"^(?:金融机构|代表团|人大|政协|政府|党委|公司|企业|部门|单位|工会|学校|医院|银行|[省市区县州旗]委|[省市区县州旗](?:人民)?政府|[省市区县州旗]政协|[省市区县]人大|公安|法院|检察院|媒体|国企|央企|军队|解放军|社区|农村|大学|高校|协会|党组织|党支部|居委会|村委会|全疆|[\u4e00-\u9fff]煤|人民政府|人民代表大会)$"
)
_WORD = re.compile(
    r"(?:汽车|能源|聚力|新时代|苹果|新春|河道|乡村|药械通|湾区|脱贫|坝|林长制|经济|产业|制造业?|装备|材料|电子|医药|技术|智能|数字|平台|机制|模式|体系|战略|政策|主义|思想|精神|文化|教育|医疗|服务|市场|消费|投资|贸易|金融|科技|创新|改革|开放|发展|建设|派|风|式|型|化|性|率)$"
    r"|^(?:振兴|和平|幸福|安宁|永安|新兴|长安|平安|富强|团结|复兴|兴业|乐业|丰收|新民|建设|开发|光明|东风|太平|安定|文明|创业|自治|特区|革命|先行|智造|重振|崛起)$"
)
"""Common words that a tagger takes for places and bodies."""

_FIRM = re.compile(
    r"^(.{2,}?(?:证券|银行|集团|公司|保险|股份))(?:重组|上市|更名|总部|合并|成立|落户)|^(.{3,}?(?:锂业|铝业|铜业|矿业|药业|钢铁|重工|电力|石化|股份))(?=[^集公股].)"
)
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧利师巩聂关荆肖游竺权盖益桓公栗覃"
)
"""What the names of people begin with."""

_ABBREVIATED = re.compile("[沪鄂粤京津渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫湘桂琼川蜀贵黔滇藏陕甘青宁新](?=国家|全国|央企|企业)")
"""A province by one character before what is there (在沪国家实验室)."""


_PRAISED = re.compile("(?:中国|中华)(?:特色|式|共产党|精神|梦|民族|文化|人民|力量|方案|智慧|制造|品牌)")
"""The country's name in a word that is not about the country."""


class NameSpan(NamedTuple):
    """A name among tagged words: its place in the text that was tagged, its words and its class."""

    start: int
    end: int
    name: str
    kind: str


_WORK = re.compile(
    r"[\u4e00-\u9fff]{2,12}?(?:[一二三四]期工程|水利枢纽(?:工程)?|枢纽工程|船闸|抽水蓄能电站|水电站|核电站|灌区|水库|[调供引输]水工程|水资源配置工程|输变电工程|特大桥|大桥|隧道|国际机场|口岸)"
)
_DOING = re.compile("建设|推进|完成|启动|开工|实施|加快|建成|新建|治理|保护|、|等|和|与|的")


def works(tokens: Sequence[TaggedWord], text: str) -> list[NameSpan]:
    """Works that begin with a place, whatever the tagger takes the words between for (淮河入海水道二期工程)."""
    found = []
    for token in tokens:
        match = _WORK.match(text, token.start) if token.tag in _PLACED and len(token.text) > 1 else None
        if match and not _DOING.search(match[0]) and len(match[0]) > len(token.text):
            found.append(NameSpan(match.start(), match.end(), match[0], kind_of_name(match[0]) or "Site"))
    return found


def names_in_runs(tokens: Sequence[TaggedWord]) -> list[NameSpan]:
    """Names of several words: runs of nouns with a named one, each with the nouns behind it that end as a name does."""
    found: list[NameSpan] = []
    place = 0
    while place < len(tokens):
        run = place
        while run < len(tokens) and _goes_on(tokens, place, run):
            run += 1
        if run > place:
            found += _in_run(tokens[place:run])
        place = max(run, place + 1)
    return found


_INNER = frozenset(
    ["入海", "供水", "引水", "输水", "调水", "灌溉", "防洪", "扩建", "改造", "配置", "整治", "治理", "通", "至", "生态"]
)
"""Words inside the names of works, whatever the tagger takes them for (淮河入海水道二期工程)."""


def _goes_on(tokens: Sequence[TaggedWord], place: int, run: int) -> bool:
    adjacent = run == place or tokens[run].start == tokens[run - 1].start + len(tokens[run - 1].text)
    return adjacent and (
        tokens[run].tag in _WORDY or (run > place and (tokens[run].text in HEADS or tokens[run].text in _INNER))
    )


def _in_run(tokens: Sequence[TaggedWord]) -> list[NameSpan]:
    """The longest name that begins at each named word of a run; words that are part of none are passed over."""
    found, place = [], 0
    while place < len(tokens):
        token = tokens[place]
        national = token.text == "国家" and token.tag == "n"
        if (
            (token.tag not in _NAMED and not national)
            or token.tag == "PER"
            or (token.tag in _PLACED and len(token.text) == 1)
        ):
            place += 1
            continue
        ends = [end for end in range(place + 1, len(tokens) + 1) if _is_name(tokens[place:end])]
        last = max((end for end in ends if not national or _is_national(tokens[place:end])), default=0)
        if last:
            first = _leftward(tokens, place)
            found.append(_span(tokens[first:last]))
        place = last or place + 1
    return found


def _leftward(tokens: Sequence[TaggedWord], place: int) -> int:
    """Where a name begins whose named word is no place: with one noun before it, if the run begins there (数字人民币…中心)."""
    if place == 1 and tokens[1].tag in ("nz", "nw") and tokens[0].tag in ("n", "a", "vn") and len(tokens[0].text) == 2:
        return 0
    return place


def _is_name(tokens: Sequence[TaggedWord]) -> bool:
    text = "".join(token.text for token in tokens)
    if not 2 < len(text) <= LONGEST or _GENERIC.match(text) or _NO_BODY.match(text) or _NO_PLACE.match(text):
        return False
    kind = kind_of_name(text)
    if (
        tokens[0].tag in ("nz", "nw")
        and len(tokens) == 2
        and len(tokens[0].text) > 2
        and _MADE.fullmatch(tokens[1].text)
    ):
        return True  # 引大济岷工程
    if tokens[0].tag in ("nz", "nw", "n", "a", "vn") and kind not in (
        "Institution",
        "Company",
        "Zone" if tokens[0].text == "国家" else "",
    ):
        return False
    if kind == "Jurisdiction":
        return len(tokens) == 1 and _NO_JURISDICTION.search(text) is None
    if kind == "Street" and tokens[0].tag not in _PLACED:
        return re.search("(?:大街|大道|高速|铁路|公路|快速路|号线)$", text) is not None and len(text) <= 10
    return bool(kind)


_MADE = re.compile("工程|铁路|高铁|高速|高速公路|大桥|隧道")


def _is_national(tokens: Sequence[TaggedWord]) -> bool:
    """Whether what begins with 国家 is one thing (国家数据要素综合试验区), not any of a kind (国家实验室)."""
    text = "".join(token.text for token in tokens)
    return len(text) >= 10 and len(tokens) > 3 and kind_of_name(text) in ("Institution", "Zone")


def _span(tokens: Sequence[TaggedWord], kind: str = "") -> NameSpan:
    text = "".join(token.text for token in tokens)
    return NameSpan(tokens[0].start, tokens[-1].start + len(tokens[-1].text), text, kind or kind_of_name(text))


def names_alone(tokens: Sequence[TaggedWord], text: str) -> list[NameSpan]:
    """Names that are one word: places, bodies and people that the tagger knows and that are no common words."""
    found = []
    for number, token in enumerate(tokens):
        quoted = text[token.start - 1 : token.start] in ("“", "‘") and text[token.start + len(token.text) :][:1] in (
            "”",
            "’",
        )
        if quoted and token.text not in full_names():
            continue
        if token.tag in _PLACED and not _PRAISED.match(text, token.start):
            found += _place(_grown(token, text), tokens[number + 1 : number + 2])
        elif token.tag in ("ORG", "nt"):
            found += _body(token)
        elif token.tag == "PER" and _is_person(token, text):
            found.append(_span([token], "Person"))
    return found


_SOURCE = re.compile("源(?=国家公园|地区|[、，。；“的生保])")


def _grown(token: TaggedWord, text: str) -> TaggedWord:
    """A place with the character that the tagger cut off (三江源), or without one that is not its own (江都段)."""
    end = token.start + len(token.text)
    if len(token.text) == 2 and _SOURCE.match(text, end):
        return token._replace(text=token.text + text[end])
    return token._replace(text=token.text[:-1]) if len(token.text) > 2 and token.text[-1] == "段" else token


def _place(token: TaggedWord, after: Sequence[TaggedWord]) -> list[NameSpan]:
    words = token.text
    if (
        _NO_PLACE.match(words)
        or _WORD.search(words)
        or (words in WORDS and not (after and after[0].text in "市省区县"))
    ):
        return []
    kind = "Jurisdiction" if words in full_names() or words.removesuffix("市") in full_names() else kind_of_name(words)
    if kind == "Jurisdiction" and _NO_JURISDICTION.search(words):
        return []
    return [_span([token], kind or "Area")]


def _body(token: TaggedWord) -> list[NameSpan]:
    words = token.text
    if _NO_BODY.match(words) or _GENERIC.match(words) or len(words) < 2 or len(words) > LONGEST:
        return []
    firm = _FIRM.match(words)
    name = (firm[1] or firm[2]) if firm else words
    abbreviated = _ABBREVIATED.match(name)
    first = token.start + (abbreviated is not None)
    name = name[abbreviated is not None :]
    kind = "Jurisdiction" if name.removesuffix("市") in full_names() else kind_of_name(name)
    if not kind and _WORD.search(name):
        return []
    return [NameSpan(first, first + len(name), name, kind or "Institution")]


_CALLED = re.compile(
    "同志|代表|指出|强调|提出|介绍|总书记|主席|总理|省长|市长|县长|区长|州长|书记|院士|教授|等|为|在|作|说|表示|主持|出席|[，。；：、）《 \n]|$"
)
_CALLING = re.compile("(?:^|[，。；：、（“ \n]|[长记任者理席士授员以由与和的”])$")


def _is_person(token: TaggedWord, text: str) -> bool:
    """Whether a word is called as people are: a surname first, nothing but titles and marks around it."""
    end = token.start + len(token.text)
    called = _CALLED.match(text, end) and _CALLING.search(text[max(0, token.start - 1) : token.start])
    return (
        2 <= len(token.text) <= 4
        and token.text[0] in SURNAMES
        and token.text[-2:] not in ("主任", "书记", "委员", "省长", "市长", "区长", "县长", "主席", "部长", "局长")
        and bool(called)
        and text[token.start - 1 : token.start] != "《"
    )
