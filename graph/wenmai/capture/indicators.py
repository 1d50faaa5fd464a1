"""What a figure measures, from the words before and after its number; and the key under which two names are one.

The words right before a number are an indicator's name, a scope before it, and a predicate behind it:
``全区`` + ``地区生产总值`` + ``增长`` + 5.5%. Names are compared by keys: abbreviations written out, scopes and predicates left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from wenmai.capture.text.counted import counted_noun, leading_words

_LEADS = re.compile(
    r"(?:按[^，。；]{2,10}?(?:汇率|价格?)(?:计算|折算)?(?:折合|折算|折|约|为)*|\d{1,2}[.．、](?=[\u4e00-\u9fff])|(?:报告期内[，]?|公司|集团|学校|本?医院|全院|全校)(?=[\u4e00-\u9fff]{2})|为[\u4e00-\u9fff]{2,8}(?=减税|减负|节约|节省|发放)|[、，和及与并且而、”’》）\s]|同时|以及|另外|此外|其中[，：]?|[一二三四五六七八九十]是|我们|即(?![时将])|使得?(?!用|馆)|把|让|加上|要(?!素|闻)|将(?!军)|拟|可(?![再持支比视控信用])|计划|预计|预期|力争|确保|努力|争取(?!到位|上级|中央|资金|专项|省|国)|奋力|全力|初步|综合考虑|建议|安排"
    r"|(?:区|市|县|省|州|旗)(?=(?:实现|完成))|全[省市区县州国旗盟校院](?!民|日制)|我[省市区县州国校院旗]|本[省市区县校院](?!级)|全年|年末|年底|年内|当年|全行业"
    r"|(?:坚持)?(?:实现|达到)(?=[\u4e00-\u9fff]{2})|完成(?=[\u4e00-\u9fff]{3})|圆满|顺利|共计|共(?![同享建青产治生伴])|累计|合计|总计|已|又|再(?![生就制融贷])|新的一年|[^，；：]{0,14}(?:目标|指标|预期)(?:是|为)[:：]?|截至|到(?!位)|在(?![建校册线岗读园地役外库职编编建营途])|于|对(?![外口接标])|进一步|持续|不断|着力|年初|继续|推动(?=[^，]{1,10}(?:增长|提高|提升))"
    r"|保持(?=[\u4e00-\u9fff]{3})|[●■◆▲★○•·☆→]|预算(?=安排)|第?[一二三四]季度|主要是|也|仅(?=[^\d]{2})|均(?=实现)|分别|稳妥(?=推进)|成功(?=[^\d]{2})|大力(?=[^\d]{2})|重点(?=推进|实施|建设|打造)|扎实(?=[^\d]{2})|积极(?=[^\d]{2})|认真(?=[^\d]{2})|坚决(?=[^\d]{2})|自觉(?=[^\d]{2})|[一二三四五六七八九十]{1,2}年(?:来|间)?(?=[^\d]{2}|$))"
)
_TAILS = re.compile(
    r"(?:达到?了?|调整[到至为]?|首次|约?为|是|约|实现|完成(?!投)|迈上|跃上|跨上|站上|(?:严格)?控制在?|稳定在?|保持在?|维持在?|(?:增|加|升|长|高|大|展|降|低|少|短|缩|减|落|推|拓)(?:至|到)|增加到|增长[到至]|提高[到至]|提升[到至]|上升[到至]|扩大[到至]"
    r"|下降[到至]|降低[到至]|压缩[到至]|减少[到至]|缩短[到至]|压减[到至]|扩[到至]|回升[到至]|分别|平均|均|都|一直|始终|连年|常年|稳步|逐年|逐步|总体|折合|每年|同比|[比较](?:上年|去年|年初|上年同期|去年同期|[12]\d{3}年|\d+月末|期初)(?:末|底|同期)?|上年|在|至|到|仅|只有|又|再|已|共计?|累计|合计|总计|总共|全部|预计"
    r"|力争|确保|超额|圆满|拥有|突破|超过|不超过|不低于|不高于|至少|至多|最少|最多|目标(?:设定|确定|定)|(?<![建新增开添铺架])设|以|按|将|可|不断|目标|计划|(?<!经济)总量|[、，：:（(“]|就|有|也|经(?:初步)?(?:核实|核算|核定|调整|统计)|(?:修订|调整|核实)后|预期|拟|的|新的|大约|近|超|逾|接近|了|全年|年末|相应|继续|有望|努力|其中|安排(?!就业)|各(?=$)|年度|累计达|居)$"
)
_GROWTH = re.compile(
    r"(?P<how>(?:年均|平均每年|每年|至少|至多|要|须|需|同比|环比|名义|实际|同口径|按?可比口径|可比|按?可比价格?(?:计算)?|按不变价格?(?:计算)?|(?:扣除|剔除)[^，；。]{0,12}?(?:因素|影响)后?[，]?|[比较](?:上年|去年|年初|上年同期|去年同期|[12]\d{3}年|期初)(?:末|底|同期|年初预算|预算)?|仅|又|再|只|先|分别|均|都|约|预计|预期|力争|确保|累计|净|平均|小幅|大幅|逆势|有望|合计|以上|继续|各)*)"
    r"(?P<tail>自然增长率|增长率|增长|增加|净增|扩大|调增|增收|增支|减收|短收|超收|下降率|下降|下滑|减少|减幅|调减|压减|削减|提高|提升|降低|上升|回落|攀升|增幅|增速|涨幅|降幅|上涨|下跌|递增|递减|负增长|改善|拉动|收窄|缩短|压缩)"
    r"(?:达到?|约?为|是|保持在|控制在|稳定在|约|在|了|超过|力争|目标|预计|达到了|预期|也|预期为|设定|确定|定)*$"
)
_FALLS = frozenset(
    {
        "下降率",
        "下降",
        "下滑",
        "削减",
        "减收",
        "减幅",
        "调减",
        "短收",
        "减少",
        "压减",
        "降低",
        "回落",
        "降幅",
        "下跌",
        "递减",
        "负增长",
        "收窄",
        "缩短",
        "压缩",
    }
)
_COMPARISON = re.compile(
    r"(?P<base>.*?)(?P<words>(?:[，、]?(?:分别|均|增速|增幅|涨幅|同比)?)?(?:(?:快于|高于|低于|慢于|超过|领先|优于|好于|超出|落后|跑赢)[^，；。]{0,16}?|(?:塌|欠|差|短|距离?|离|低|高|超)(?:年[初度])?(?:预期|计划|既定|全年)?(?:目标|任务|计划|预期)(?:仅|还|差)*|比(?:上年|去年|全国|全省|全市|全区|预期|目标|年初|计划|同期|上级|周边|平均|[\u4e00-\u9fff]{1,4}(?:省|市|区|县|平均))[^，；。]{0,12}?(?:高出?|低|快|慢|多|少|下降|提高|提升|上升|降低|回落|增加|减少)了?))$"
)
_COMPLETION = re.compile(
    r"(?P<base>.*?)(?:[，、]?(?:为|占|完成|达到?|是|执行|相当于)?(?:了)?(?:全年|年度|年初|调整|当年|本年|年)?(?:的)?[^，；。]{0,6}?(?:预算|计划|目标|任务|变动预算|预算数|调整数|目标任务)(?:数)?的"
    r"|[，、]?(?:为|占|完成)(?:全年|年度|年初|调整|当年|本年|年)?[^，；。]{0,4}?预算(?:数)?(?:的)?)$"
)
_VERBS = (
    "在建|严守|守住|守牢|坚守|打通|贯通|栽植|补植|硬化|亮化|整修|维修|修缮|翻新|扩容|迁建|重建|征迁|筹集|检测|筛查|接种|新修|开通|调整|剩余|尚有|仍有|现有|新改扩建|新建改建|新改建|改扩建|改造提升|建成投用|建成使用|开工建设|新开工|新增|新建|改建|扩建|续建|建成|建设|完成|实施|推进|推动|引进|引育|引入|招引|培育|新培育|新认定|认定|打造|创建|创成|组织|开展|举办|改造|提升|发放|投入|安排"
    "|谋划|储备|落实|办好|办理|办结|办|抓好|抓|盘活|处置|修复|治理|整治|拆除|腾退|清理|关停|淘汰|培训|帮扶|救助|资助|服务|惠及|吸纳|带动|促进|帮助|解决|支持|扶持|奖励|补助|增设|增加|开通|开工|开行|竣工|投产|投用|交付|签约|落地|入选"
    "|获批|获评|争取|争创|申报|制定|出台|修订|推出|上线|布局|布设|铺设|架设|安装|更新|更换|采购|购置|配备|选派|选聘|招聘|招录|招收|录取|毕业|派出|接待|受理|查处|化解|调处|审结|收治|开设|设立|成立|组建|聘任|引导|力争|确保|总共|共|累计|建立|启动|滚动|加快|力促|造林|种植|收购|收储|征收|出让|供应|供给|回收|植树|生产|销售|出栏|孵化(?!器)|转化|授权|新签|签订|签署|发行|发布|完善|优化|为|对|向|再|新|及|和|并|全年|每年|各|平均|向上|全面|重点|年内|的|超额|全区|全市|全县|全省|着力|继续|统筹|深入|高质量|高标准|有序|不少于|持续|精准|计划|集中|加强|分批|分类|全力|聚力|大力|陆续|先后|同步|完成率"
)
_ALL_VERBS = re.compile(rf"(?:{'|'.join(sorted(_VERBS.split('|'), key=len, reverse=True))})*$")
_REVISED = re.compile(
    r"(?:根据|按照|经)[^，；。]{2,18}?(?:修订|核定|调整|核实|审定|反馈|核算|普查)(?:结果|数据)?(?:后|，)?(?=[\u4e00-\u9fff]{0,6}$)"
)
_DOING = re.compile(
    "办好|用于|支持|实施|推进|推动|建设|建成|开展|帮助|解决|保障|改善|促进|补助|奖励|加强|以上|用以|作为"
)
ANY_VERB = re.compile(rf"(?:{'|'.join(sorted(_VERBS.split('|'), key=len, reverse=True))})")
SHARED_VERB = re.compile(
    r"(?:新增|新建改扩建|新改扩建|新建改建|新改建|新建|改造|引进|培育|建成|建设|招收|招聘|打造|创建|完成|新培育|新认定|投放|发放|新开工)"
)
"""Verbs that hold for all the things counted after them in a list."""

_NOUN_STOP = re.compile(
    r"[，；。：、（）\n\d.…]|(?:增长|下降|提高|提升|同比|比上年|较上年|占|达到?|以上|以内|左右|分别|均|居(?=[全第前首])|列(?=[第全前])|位居|位列|带动|惠及|总投资|其中|完成|实现|投入使用|投用|建成|开工|竣工|投产|落地|工作$|建设$)"
)


class Phrase(NamedTuple):
    """The words before a number, taken apart: the indicator's name, how it is measured, what it is compared with."""

    base: str
    tail: str
    how: str
    measure: str
    compared: str

    @property
    def falls(self) -> bool:
        """Whether a larger number means less of the thing."""
        return self.tail in _FALLS


def read_phrase(left: str, right: str, unit: str, *, ranked: bool = False) -> Phrase:
    """Take apart the words before a number (``left``) and, where these are verbs only, behind it (``right``).

    >>> read_phrase("力争全区地区生产总值增长", "", "%")[:2], read_phrase("新建", "学校，", "所").base
    (('地区生产总值', '增长'), '新建学校')
    >>> read_phrase("增速高于全市平均水平", "", "个百分点").measure
    'comparison'
    """
    text = _REVISED.sub("", left.strip("，、：:；。 \t—-"))
    if unit in ("位", "名") and ranked:
        return _rank(text)
    completion = _COMPLETION.match(text) if unit == "%" else None
    if completion:
        return Phrase(clean(completion["base"]), "", "", "completion", "完成预算" if "预算" in text else "完成计划")
    compared = _COMPARISON.match(text)
    if compared and unit in ("个百分点", "百分点", "%", "位", "倍"):
        base = clean(compared["base"])
        growth = _GROWTH.search(base)
        tail = growth["tail"] if growth else ""
        return Phrase(
            clean(base[: growth.start()]) if growth else base, tail, "", "comparison", compared["words"].strip("，、")
        )
    growth = _GROWTH.search(_without_mere_tail(text))
    if growth and not (
        growth["tail"] in ("增加", "减少", "提升", "改善") and growth.start() == 0 and _noun_after(right)
    ):
        base = clean(text[: growth.start()])
        return Phrase(base, growth["tail"], growth["how"] or "", _growth_measure(unit), "")
    return _counted(text, right, unit)


_INVESTED = re.compile("(?:计划|概算|预计)?总?投资额?$")
_INVESTED_IN = re.compile("的([\u4e00-\u9fffA-Za-z0-9]{2,20}?(?:项目|工程|基地|产业园|园区|中心))")
"""What money is put into, behind it: 总投资50亿元的新材料基地."""


def _counted(text: str, right: str, unit: str) -> Phrase:
    """The words before a number that is neither a growth nor a comparison."""
    base = clean(text)
    invested = _INVESTED.search(base) if unit.endswith("元") else None
    project = _INVESTED_IN.match(right) if invested else None
    if invested and project:
        return Phrase(f"{project[1]}{invested[0]}", "", "", "level", "")
    counted = counted_noun(right, unit)
    if counted and base and not _ALL_VERBS.fullmatch(base):
        return Phrase(f"{leading_words(base, ANY_VERB)}{counted}", "", "", "level", "")
    if _ALL_VERBS.fullmatch(base):
        noun = counted or _noun_after(right)
        noun = "" if not counted and _DOING.match(noun) else noun
        verb = re.sub(r"(?:的|为|对|向|再|共|累计|力争|确保|全年|并|和|及|全面|加快|年内|各|计划)+", "", base)
        base = f"{verb}{noun}" if noun else ("" if _light(verb) else verb)
        return Phrase(base, "", verb, "share" if unit in ("%", "‰") else "points" if "百分点" in unit else "level", "")
    return Phrase(base, "", "", "share" if unit in ("%", "‰") else "points" if "百分点" in unit else "level", "")


def _rank(text: str) -> Phrase:
    """The words before a rank: what is ranked, and among whom (居全省第3位)."""
    match = re.search(
        r"[，、]?(?:均|分别|综合|继续|首次|增速|总量|增幅)*(?:位?居|排名?|名?列|跃居|升至|升到|进入|稳居|前移至|上升至)(?:全[国省市县区州])?$|全[国省市县区州]$",
        text,
    )
    return Phrase(
        clean(text[: match.start()] if match else text), "", "", "rank", match[0].strip("，、") if match else ""
    )


def _without_mere_tail(text: str) -> str:
    return re.sub(r"(?:不低于|不少于|不超过|不高于|控制在|保持在|力争|确保|达到?|约|在|近|超过?|为|目标)+$", "", text)


def _light(verb: str) -> bool:
    """Verbs that say nothing of what is counted: the thing was named before."""
    return verb in (
        "",
        "完成",
        "实施",
        "达到",
        "实现",
        "新增",
        "累计",
        "办结",
        "建成",
        "开工",
        "竣工",
        "增加",
        "投产",
        "平均",
        "落实",
        "新",
        "其中",
    )


def _growth_measure(unit: str) -> str:
    if unit in ("%", "‰"):
        return "growth"
    return "points" if "百分点" in unit else "increase"


def _noun_after(right: str) -> str:
    match = _NOUN_STOP.search(right)
    noun = right[: match.start()] if match else right
    noun = re.sub(
        r"(?:任务)?(?:全面|全部|顺利|如期|均|已|基本)+$|(?:全面|全部|顺利|如期|正式|陆续|相继|已)+(?:完工|完成|竣工|投用|建成|脱贫|启用|投产|开工|运营|出列|摘帽|达标|清零|退出|完结).*$|^(?:台阶|大关|关口|门槛|目标|任务)$",
        "",
        noun.removeprefix("的"),
    )
    return noun if 1 <= len(noun) <= 24 else noun[:24]


def clean(text: str) -> str:
    """A name without the scope words before it and the predicates behind it."""
    return _clean(text)


@lru_cache(4096)
def _clean(text: str) -> str:
    previous = None
    while previous != text:
        previous = text
        lead = _LEADS.match(text)
        if lead and lead.end() == len(text):
            return ""
        text = text[lead.end() :] if lead else text
        tail = _TAILS.search(text)
        text = text[: tail.start()] if tail else text
    return text.strip()


_PREDICATE = re.compile(
    r"(?:持续|不断|稳步|显著|明显|进一步|大幅|快速|加快|全面|逐步|有序|扎实|蓬勃|更加|日益|大力|深入|增量|提质|优化|改善|壮大|增强|成效|取得|实现|保持|位居|领先|向好|回升|规模|总体|平稳|加速|高速|较快)"
)


def subject_of(clause: str) -> str:
    """What a clause without a number speaks of, for a number behind it that names nothing (经营主体持续壮大，总量突破…).

    >>> subject_of("市场经营主体增量提质"), subject_of("我们坚持以人民为中心的发展思想不动摇")
    ('市场经营主体', '')
    """
    found = _PREDICATE.search(clause)
    words = clean(clause[: found.start()] if found else clause)
    return words if 2 < len(words) <= 14 and not ANY_VERB.match(words) and "、" not in words else ""


def is_counted(measure: str, base: str) -> bool:
    """Whether an indicator counts things that are done, one by one."""
    return measure == "level" and not re.search("率|额|值|收入|支出|产量|浓度|指数|比重|人口", base)


def full_name(phrase: Phrase) -> str:
    """The indicator with the way it is measured, as the text says it."""
    how = "年均" if "年均" in phrase.how or "平均每年" in phrase.how else ""
    return f"{phrase.base}{how}{phrase.tail}{phrase.compared}"
