"""Keys of indicators: two names with one key are the same thing; what else may be is told as a loose match."""

from __future__ import annotations

import re
from functools import lru_cache

from wenmai.capture.text.flow import same_length

_SAME = (
    (r"国内生产总值|地区生产总值|生产总值|(?<![A-Za-z])[Gg][Dd][Pp]", "GDP"),
    (r"规模以上|规上", "规上"),
    (r"限额以上|限上", "限上"),
    (r"^(?:外贸|对外贸易|货物)?进出口(?:总额|总值|额|贸易)?|外贸进出口(?:总额|总值)?", "进出口"),
    (r"社会消费品零售(?:总)?额?|社零(?:总额|额)?|社消零?(?:总额|额)?", "社零"),
    (r"(?:全社会)?固定资产投资(?:总?额)?|^固投", "固投"),
    (r"(?:全社会)?(?:研发|研究与试验发展|R&D|Ｒ＆Ｄ|R＆D)(?:经费)?(?:投入|支出)?(?:强度|占GDP(?:的)?(?:比重|比例)|相当于(?:全[省市区县])?GDP(?:的)?比例)", "研发强度"),
    (r"(?:全社会)?(?:研发|研究与试验发展|R&D)(?:经费)?(?:投入|支出)", "研发投入"),
    (r"(?:全[体区市省县])?居民(?:人均)?可支配收入|(?:全体)?居民收入|城乡居民(?:人均)?(?:可支配)?收入", "居民收入"),
    (r"城镇(?:常住)?居民(?:人均)?(?:可支配)?收入", "城镇居民收入"),
    (r"农村(?:常住)?居民(?:人均)?(?:可支配|纯)?收入|农民(?:人均)?(?:可支配|纯)?收入", "农村居民收入"),
    (r"城镇新增就业(?:人数|人口)?|新增城镇就业(?:人数)?|新增就业(?:人数|岗位)?", "新增就业"),
    (r"(?:单位|万元|每万元)(?:GDP|工业增加值)?能(?:源消)?耗(?:强度)?|能耗强度", "能耗强度"),
    (r"(?:细颗粒物|PM2\.?5|PM₂\.₅)[（(]?(?:PM2\.?5|细颗粒物)?[）)]?(?:年?均?)(?:平均)?浓度(?:值|均值)?", "PM2.5浓度"),
    (r"居民消费价格(?:总水平|总指数|指数)?(?:[（(]?CPI[）)]?)?|(?<![A-Za-z])CPI", "CPI"),
    (r"(?:空气质量)?(?:优良天数|优良率|空气优良)(?:占比|比例|比率|率)?|空气质量优良天数(?:占比|比例|比率|率)?|空气质量优良率", "空气优良率"),
    (r"(?:地方)?(?:财政)?一般公共(?:财政)?预算(?:总)?收入|公共财政预算收入|地方财政收入", "一般公共预算收入"),
    (r"接待(?:国内外|境内外|国内)?(?:游客|旅游)(?:人数|人次|总?人次数)?|(?:旅游|游客)接待(?:总?人次|人数|量)?|游客接待", "接待游客"),
    (r"旅游(?:综合|业)?(?:总)?收入", "旅游收入"),
    (r"实际(?:使用|利用|到位)(?:外商直接投资|外商投资|外资)(?:金额)?|利用外资", "实际利用外资"),
    (r"粮食(?:总)?产量|粮食总产", "粮食产量"),
    (r"(?:户籍|常住)?人口城镇化率|城镇化率", "城镇化率"),
    (r"高新技术企业|高企(?!业)", "高新技术企业"),
    (r"义务教育(?:阶段)?", "义务教育"),
    (r"公共?(?:汽)?车", "公交车"),
    (r"千克", "公斤"),
)  # fmt: skip
_RULES = tuple((re.compile(pattern), name) for pattern, name in _SAME)
_SCOPE = re.compile(
    r"全社会|全体|全[省市区县州国旗盟年](?!民|日)|我[省市区县州国]|年末|年底|全年|当年|累计|预计|年度|完成(?!率)|实现|达到|总共|区级|市级|县级|省级|本级|力争|确保|分别|均|各|同口径|可比口径|主要|地方(?=一般)|区属|辖区|(?<!新)常住(?=人口城)|增加值总量|以上企业|个数|数量|人数|金额|[“”\"（）()\s《》]"
)
_VERB = re.compile(
    r"^(?:谋划|储备|安排|滚动|新改扩建|新建改建|新改建|改扩建|新开工|新认定|新培育|新增|新建|改建|扩建|建成|建设|完成|实施|推进|推动|引进|引育|引入|培育|打造|创建|组织|开展|举办|发放|办好|开工|竣工|启动|开通|布局|增加|支持|推出|签约|培训|接待|投放|新签约|建立|设立|招引|认定|净增|新|共|再)+"
)
_GENERIC = re.compile(
    r"^(?:完成|总|计划|年度|实际|到位|累计|全年|各类)*(?:投资|资金|产值|收入|面积|企业|项目|群众|居民|人口|户|人|户数|规模|总量|用地|贷款|任务|占比|比重|覆盖率|惠及居民|惠及群众|受益群众|惠及|规划面积|总面积|里程|床位|岗位|村|学校|线路)$"
)
_PAYER = re.compile("(?:中央|省|市|州|县|区|各级|地方|本)+级?(?:财政|政府|预算)+")
"""Who pays, of which every sentence says another amount."""

_TELLING = (
    "登记", "调查", "城镇", "农村", "出口", "进口", "进出口", "税收", "第一产业", "第二产业", "第三产业", "工业", "服务业", "农业", "民间", "技改", "技术改造",
    "房地产", "限上", "规上", "高新技术", "高技术", "战略性新兴", "支出", "收入", "产值", "增加值", "利润", "营业", "总投资", "贷款", "存款", "小学", "中学", "幼儿园",
    "高校", "省级", "国家级", "市级", "新增", "净增", "人均", "亩均", "基金", "国有资本", "线上", "网上", "制造业", "数字经济", "养老", "床位", "投资", "消费", "率", "比重", "强度", "浓度",
    "PM2.5", "PM10", "臭氧", "一期", "二期", "改造", "新建", "公办", "民办", "本科", "博士", "硕士", "学士", "门诊", "住院", "手术", "软件", "信息", "总部", "外资", "内资", "境外",
    "高速", "铁路", "公路", "地铁", "轨道", "污水", "垃圾", "森林", "绿化", "公共预算", "政府性基金", "电商", "快递", "用电", "发电", "专利", "发明",
)  # fmt: skip


@lru_cache(8192)
def key_of(base: str) -> str:
    """The key of an indicator's name.

    >>> key_of("全区规模以上工业增加值") == key_of("规上工业增加值"), key_of("GDP") == key_of("地区生产总值")
    (True, True)
    >>> key_of("城镇登记失业率") == key_of("城镇调查失业率")
    False
    """
    if _HAN.search(base) is None:
        return _english_key(base)
    text = same_length(base)
    if text in ("经济", "经济总量", "经济增速"):
        return "GDP"
    for pattern, name in _RULES:
        text = pattern.sub(name, text)
    text = _SCOPE.sub("", text)
    for pattern, name in _RULES[:8]:
        text = pattern.sub(name, text)
    return re.sub(r"(?<=[\u4e00-\u9fff])(?:总额|总值|总量|总数|数|额)$", "", text) or base


_HAN = re.compile("[\u3400-\u9fff]")
_ENGLISH = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (
            r"\b(?:(?:local|national|city) economy|gross domestic product|gdp|economic output|economy)\b(?: \(gdp\))?",
            "GDP",
        ),
        (r"\b(?:consumer price index|consumer prices?|cpi|inflation)(?: \(cpi\))?(?: (?:rate|level))?\b", "CPI"),
        (r"\b(?:personal|per capita|residents?|household) (?:disposable )?incomes?\b", "personal income"),
        (
            r"\b(?:the|a|an|our|its|their|total|overall|annual|of|in|for|number|amount|created|built|added|completed|delivered|additional|another|average)\b",
            " ",
        ),
        (r"\bjobless rate\b", "unemployment rate"),
        (r"(?<=[a-z]{3}[a-rt-z])s\b", ""),
    )
)
"""Words of English indicators that mean one thing, or nothing of their own."""


def _english_key(base: str) -> str:
    text = base.lower().replace("’", "'")
    for pattern, name in _ENGLISH:
        text = pattern.sub(name, text)
    return " ".join(re.sub(r"[^A-Za-z0-9%& -]", " ", text).split()) or base


_ENGLISH_GENERIC = frozenset(
    {
        "people",
        "household",
        "project",
        "resident",
        "student",
        "investment",
        "fund",
        "home",
        "family",
        "worker",
        "employee",
        "business",
        "company",
        "enterprise",
        "spending",
        "cost",
    }
)


def _english_likeness(one: str, other: str) -> float:
    first, second = set(one.split()), set(other.split())
    share = 2 * len(first & second) / (len(first) + len(second))
    return 0.7 if share >= 0.8 and (first <= second or second <= first) else 0.0


@lru_cache(8192)
def noun_of(key: str) -> str:
    """A key without the verb of doing before it: 新建幼儿园 and 建成幼儿园 count the same things."""
    return _VERB.sub("", key) or key


@lru_cache(65536)
def likeness(one: str, other: str) -> float:  # noqa: PLR0911 - the surest test first
    """How sure two keys mean the same: 1 for the same key, from 0.6 on a loose match, 0 for other things."""
    if one == other:
        return 0.0 if is_generic(one) else 1.0
    if one.isascii() and other.isascii():
        return _english_likeness(one, other)
    first, second = noun_of(one), noun_of(other)
    if _is_new(one) != _is_new(other) and _STOCKED.search(first) and not (_VERB.match(one) and _VERB.match(other)):
        return 0.0
    if first == second and first:
        return 0.9
    if sorted(one) == sorted(other) or sorted(first) == sorted(second):
        return 0.9
    shorter, longer = sorted((first, second), key=len)
    within = longer.endswith(shorter) or longer.startswith(shorter)
    if _PAYER.fullmatch(shorter) or len(shorter) < 3 or not (within or shorter[-2:] == longer[-2:]):
        return 0.0
    if any((word in first) != (word in second) for word in _TELLING):
        return 0.0
    share = len(shorter) / len(longer)
    if within:
        return 0.6 + 0.3 * share if share >= 0.5 else 0.0
    if share < 2 / 3:  # they cannot have enough in common
        return 0.0
    dice = 2 * _common(shorter, longer) / (len(shorter) + len(longer))
    return 0.6 + 0.2 * dice if dice >= 0.8 else 0.0


_STOCKED = re.compile(
    "(?:企业|主体|床位|学位|户|机构|人才|面积|里程|车辆|站点|基站|专利|泊位|设施|绿地|公园|社团|组织|数)$"
)
"""Things of which there is a stock, so that those added in a year are not those there are."""


def is_generic(key: str) -> bool:
    """Whether a name says too little to be one thing: 完成投资 is another amount in every sentence."""
    return key in _ENGLISH_GENERIC or (_GENERIC.match(key) or _PAYER.fullmatch(key)) is not None


def _is_new(key: str) -> bool:
    """Whether a name counts what is added, not what there is."""
    return key.startswith(("新增", "净增", "新认定", "新培育", "新引进")) and key != "新增就业"


def _common(one: str, other: str) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for char in one:
        previous = 0
        for place, rival in enumerate(other, 1):
            kept = row[place]
            row[place] = previous + 1 if char == rival else max(row[place], row[place - 1])
            previous = kept
    return row[-1]


_DOWNWARD = re.compile(
    r"失业率|CPI|价格|浓度|能耗|死亡率|事故|负债率|不良|排放|杠杆|投诉|病床|住院日|平均住院|药占比|发案|贫困|碳强度|降幅(?!)"
    r"|unemployment|jobless|emission|crime|death|mortality|poverty|deficit|consumption per|homeless|waiting|vacanc|PM2"
)


def is_downward(base: str) -> bool:
    """Whether less of an indicator is better: unemployment, prices, concentrations, energy used."""
    return _DOWNWARD.search(key_of(base)) is not None
