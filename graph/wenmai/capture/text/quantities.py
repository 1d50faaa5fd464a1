"""Quantities of a text: a number with its unit and how it is meant, and no date, name or number of a thing.

``2022年`` is a time, ``PM2.5`` and ``5G`` are names, ``第2次`` and ``500强`` number things; these are none.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.text.numerals import ARABIC, CHINESE, mixed_value, scaled, value_of
from wenmai.capture.text.units import SCALE, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BEFORE = {
    "不低于": "atleast", "不少于": "atleast", "不小于": "atleast", "不得低于": "atleast", "至少": "atleast", "最少": "atleast",
    "大于等于": "atleast", "≥": "atleast", "不超过": "atmost", "不高于": "atmost", "不大于": "atmost", "不多于": "atmost", "不突破": "atmost", "控制在": "atmost",
    "至多": "atmost", "最多": "atmost", "≤": "atmost", "低于": "atmost", "少于": "atmost", "小于": "atmost", "<": "atmost",
    "超过": "over", "突破": "over", "大于": "over", "高于": "over", "多于": "over", "跨过": "over", "跨越": "over", "超": "over", "逾": "over",
    "破": "over", ">": "over", "冲刺": "over", "上": "over", "过": "over", "迈上": "over", "跃上": "over",
    "接近": "nearly", "将近": "nearly", "近": "nearly", "大约": "approx", "约为": "approx", "约": "approx", "大概": "approx",
}  # fmt: skip
"""Words right before a number and the bound they make."""

AFTER = {
    "左右": "approx", "上下": "approx", "以内": "atmost", "之内": "atmost", "以下": "atmost", "以里": "atmost", "以上": "atleast", "及以上": "atleast",
    "大关": "over", "多": "over", "余": "over", "开外": "over", "有余": "over",
}  # fmt: skip
"""Words after a number or its unit and the bound they make."""

_BEFORE = "|".join(sorted(map(re.escape, BEFORE), key=len, reverse=True))
_AFTER = "|".join(sorted(AFTER, key=len, reverse=True))
_DASH = r"\s?(?:[-—–~～]{1,2}|[至到])\s?"
_NUMBER = rf"(?:{ARABIC})"
_CLASSIFIED = (
    r"(?=[个家所座处条项件套台张辆场间户名位人次种类部届批起例支栋幢连年万亿元吨亩公平千米倍成%小天分岁多余]|百分点)"
)
_NOT_BEFORE = r"(?<![A-Za-z\d.GSXYK])(?<!\d/)"

_PATTERN = re.compile(
    rf"""
    (?P<before>(?:{_BEFORE})(?:了|到|达)?)?
    (?:
        (?P<percent>百分之)(?P<percentvalue>{CHINESE}|{_NUMBER})
      | (?P<fraction>(?P<denominator>[二三四五六七八九十]|\d{{1,2}})分之(?P<numerator>[一二三四五六七八九]|\d{{1,2}}))
      | {_NOT_BEFORE}(?P<mixed>\d+(?:亿\d+(?:千[多余]?万|百[多余]?万|万)|万\d+[千百]|万\d{{3,4}}))(?P<mixedmore>[多余]?)
      | {_NOT_BEFORE}(?P<sign>(?<![\d%‰个万亿元人年月日A-Za-z)）])[-+])?(?P<number>{_NUMBER})(?P<more>[多余几]?)(?P<scale>{SCALE})?(?P<moretoo>[多余]?)
        (?:(?P<lowunit>{UNIT})?{_DASH}(?P<high>(?<![第])-?{_NUMBER})(?P<highscale>{SCALE})?)?
      | (?<=[近超上逾破约过])(?P<bare>[千百]?[万亿]{{1,2}}){_CLASSIFIED}
      | (?<![几数十百千万亿零一二两三四五六七八九点“"])(?P<chinese>{CHINESE})(?P<chinesemore>[多余]?){_CLASSIFIED}
    )
    \s?(?P<unit>{UNIT})?
    (?P<unitafter>(?:{_AFTER})?)
    """,
    re.VERBOSE,
)
_NAMED_AFTER = re.compile(
    r"[A-Za-z+＋·]|强(?!度)|号(?!线)|版|年代|周年|热线|平台|工程|行动|战略|计划|机制|体系|模式|指数|条例|号文|国道|省道|高速|条战线|\.\d"
)
_CIRCLE = re.compile(r"[\u4e00-\u9fff]{0,8}圈")
_DURATIONS = re.compile(
    r"(?:历时|为期|长达|寿命|年限|年龄|工期|缩短|延长|压缩|提前|平均|滞后|期限|达到?|受教育|约|近|超过|连续)\s?$"
)
_CHINESE_IDLE = re.compile(
    r"(?:个|大|项|类|种|条|步|位|次|件|批|场|名|家|支)(?:意识|自信|维护|全面|方面|坚持|务必|革命|文明|确立|重要|重大|关键|突出|中心|基本|体系|主义"
    r"|民生实事|实事|大事|领域|层面|环节|台阶|阶段|原则|问题|优势|目标|任务|举措|统筹|转变|结合|并重|同步|一批|一体|没有|必须|不|更|方向|作用|转型|中国|百年|建设|工程|定位|战略|攻坚|行动|"
    r"专项|清单|新|主题|抓手|重点|步走|结构|产业|经济|平衡|更加)"
)


_IDLE_UNITS = frozenset("年日期分区路部级次场届中道国省市县院校园层门站排")
_RHETORICAL = frozenset({"个", "项", "类", "种", "条", "批", "轮", "件", "大类"})
_COUNTING = re.compile(
    r"(?:增|新设|新建|新开|新上|建成|建设|改造|完成|引进|引育|培育|打造|创建|创成|获批|获评|获|入选|落户|落地|签约|开工|竣工|投产|实施|设立|成立|开通|减少|取消|等|达到?|近|超过?|约|逾|共|有|至|到|为|仅|少|多|高|低|前|每)$"
)
"""What stands before a few things in Chinese numerals that are counted, not spoken of (统筹两个大局)."""


class Quantity(NamedTuple):
    """A number that a text states: its place with unit and bound words, and the place of the bare number and unit.

    ``low`` and ``high`` are in ``unit`` as it is written; ``high`` is ``None`` but for a range. ``bound`` is ``exact``,
    ``approx``, ``nearly``, ``over``, ``atleast``, ``atmost`` or ``range``.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: Decimal
    high: Decimal | None
    unit: str
    bound: str
    written: str


def quantities(
    text: str, taken: Iterable[tuple[int, int]], start: int = 0, end: int | None = None
) -> Iterator[Quantity]:
    """The quantities of a stretch of a flow, in its order; ``taken`` are the spans of times.

    >>> [(str(one.low), one.unit, one.bound) for one in quantities("增长5.5%左右，新增就业6800多人，超过300万人次", ())]
    [('5.5', '%', 'approx'), ('6800', '人', 'over'), ('300', '万人次', 'over')]
    """
    spans = sorted(taken)
    place = start
    stop = len(text) if end is None else end
    while match := _PATTERN.search(text, place, stop):
        place = max(match.end(), match.start() + 1)
        touched = next((span for span in spans if span[0] < match.end() and match.start() < span[1]), None)
        if touched:
            place = max(match.start() + 1, touched[1])
            continue
        found = _quantity(match, text)
        if found is not None and not _qualifies(found, text):
            yield found


_NAMING = re.compile("(?:过?[百千万]亿元?|万元)(?:级)?(?:台阶|关口|大关)")
"""What is counted in the air: 迈上4个万亿元台阶."""

_SIZED = re.compile("(?:元|户|岁|平方米|公里|千米|米|吨|亩|公顷|千瓦|瓦|级|年|立方米|度)$")


def _qualifies(quantity: Quantity, text: str) -> bool:
    """Whether a size only says which things are meant: ``10亿元以上项目``, ``65岁以上老人``."""
    after = text[quantity.end : quantity.end + 3]
    if after[:1] in ("级", "制") and after[1:2] not in ("定", "造", "作", "止") and quantity.unit:
        return True  # 30万千瓦级机组, 3人制篮球
    if quantity.unit in ("个", "大") and re.match("方面|[个项]?(?:重点|问题)[，。：]", after):
        return True
    ended = text[quantity.end - 2 : quantity.end] in ("以上", "以下")
    if text.startswith("部分", quantity.end) or _NAMING.match(text, quantity.end):
        return True
    if quantity.written[:1] in "百千万亿" and re.match("(?!大关|左右|以上|以下|台阶|关口)[\u4e00-\u9fff]{2}", after):
        return True  # 过百亿元园区
    if quantity.unit in ("千伏", "kV", "KV") and re.match("[\u4e00-\u9fff]{2}", after):
        return True  # 750千伏输变电工程
    named = re.match(r"(?:的|及以上)?[\u4e00-\u9fff]{2}", after) and not re.match(
        r"(?:的?(?:目标|水平|速度)|增长|左右|和|及|并|同比|下降|提高|，)", after
    )
    return bool(ended and named and _SIZED.search(quantity.unit))


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    if _is_name(match, text):
        return None
    values = _values(match)
    if values is None:
        return None
    low, high, unit = values
    unit = _listed_unit(text, match.end(), unit) or unit
    before = re.sub("[了到达]$", "", match["before"] or "")
    after = match["unitafter"] or _later(text, match.end())
    more = (
        match["more"] or match["moretoo"] or match["chinesemore"] or match["mixedmore"] or _inner_more(match["mixed"])
    )
    bound = _bound(before, after, more, high is not None)
    number_start = match.end("before") if match["before"] else match.start()
    number_end = match.end("unit") if match["unit"] else match.start("unitafter")
    end = match.end()
    start = match.start() - (text[max(0, match.start() - 1) : match.start()] == "第" and not match["before"])
    if (
        before in ("上", "过", "破")
        and not match["bare"]
        and not re.search(r"(?:人|额|值|量|数|收入|产值)$", text[:start][-3:])
    ):
        start, bound = number_start, _bound("", after, more, high is not None)
    return Quantity(start, end, number_start, number_end, low, high, unit, bound, text[number_start:number_end])


_LISTED = re.compile(rf"(?:[、和与及]{_NUMBER}(?:个(?!百分点))?)*?[、和与及]{_NUMBER}(?P<unit>(?:{SCALE})?(?:{UNIT}))")


def _listed_unit(text: str, place: int, unit: str) -> str:
    """The unit that the last value of a list writes for one before it: 分别高12.7、3个百分点; 1409万、1305万人次."""
    if unit not in ("", "个") and re.fullmatch(SCALE, unit) is None:
        return ""
    listed = _LISTED.match(text, place) if text[place : place + 1] in ("、", "和", "与", "及") else None
    found = listed["unit"] if listed else ""
    return found if found and (not unit or found.startswith(unit)) and found != unit else ""


def _inner_more(mixed: str | None) -> str:
    """The 多 inside such a number: 1亿3千多万."""
    return "多" if mixed and re.search("[多余]", mixed) else ""


def _bound(before: str, after: str, more: str, ranged: bool) -> str:
    if ranged:
        return "range"
    if AFTER.get(after) == "approx":
        return "approx"
    return BEFORE.get(before) or AFTER.get(after) or ("over" if more and more in "多余" else "exact")


def _later(text: str, place: int) -> str:
    """A bound word after the thing that is counted: ``20所学校以上``."""
    match = re.match(
        rf"[\u4e00-\u9fff]{{0,8}}?({_AFTER.replace('|多', '').replace('|余', '')})(?=[，。；、）\n]|$)",
        text[place : place + 12],
    )
    return match[1] if match and len(match[1]) > 1 else ""


def _values(match: re.Match[str]) -> tuple[Decimal, Decimal | None, str] | None:  # noqa: PLR0911
    """Low, high and unit, with the scale in the unit where one is written."""
    unit = match["unit"] or ""
    if match["percent"]:
        value = value_of(match["percentvalue"])
        return None if value is None else (value, None, "%")
    if match["fraction"]:
        below, above = value_of(match["denominator"]), value_of(match["numerator"])
        return None if not below or above is None else (round(100 * above / below, 2), None, "%")
    if match["mixed"]:
        return mixed_value(match["mixed"]), None, unit
    if match["bare"]:
        return Decimal(1), None, match["bare"] + unit
    if match["chinese"]:
        return _chinese(match["chinese"], unit)
    low = Decimal(match["number"].replace(",", ""))
    low = -low if match["sign"] == "-" else low
    if match["high"] is None:
        scale = match["scale"] or ""
        return low, None, scale + unit
    high = Decimal(match["high"].replace(",", ""))
    scale = match["highscale"] or match["scale"] or ""
    if match["scale"] and match["highscale"] and match["scale"] != match["highscale"]:
        low = scaled(low, match["scale"]) / scaled(Decimal(1), match["highscale"])
    if match["lowunit"] and unit and match["lowunit"] != unit:
        return None
    return (low, high, scale + (unit or match["lowunit"] or "")) if low < high else None


def _chinese(numeral: str, unit: str) -> tuple[Decimal, Decimal | None, str] | None:
    """A Chinese numeral; its last large scale stays with the unit, as in 三万元."""
    tail = re.search("[万亿]+$", numeral)
    head = numeral[: tail.start()] if tail else numeral
    if tail and head:
        value = value_of(head)
        return None if value is None else (value, None, tail[0] + unit)
    value = value_of(numeral)
    return None if value is None or not unit else (value, None, unit)


_NO_YEARS = re.compile("[期级计行规]|(?:来|以来)?的?最[好高低佳优快大]|(?:来|以来)?新[高低]")
"""What stands behind years that count nothing: 5年规划, 5年最好水平."""


def _is_name(match: re.Match[str], text: str) -> bool:  # noqa: PLR0911
    """Whether the number numbers or names a thing, or is part of a word."""
    after, before = text[match.end() : match.end() + 4], text[max(0, match.start() - 8) : match.start()]
    unit = match["unit"] or ""
    if _is_quoted(match, text, unit) or _is_always(match, before):
        return True
    if match["chinese"]:
        return _is_idle(match, text, before)
    if match["percent"] or match["fraction"] or match["bare"] or match["mixed"]:
        return False
    if match["unitafter"] and not unit and not match["scale"] and not match["high"]:
        return not before.strip() or before[-1] in "第"
    if before.endswith("第") and unit in ("位", "名"):
        return False
    if before.endswith(("第", "列", "NO.", "No.")) and not re.search("[%元]", unit):
        return True
    if unit == "年":
        return not (_DURATIONS.search(before) or (after[:1] in "多余" and after)) or _NO_YEARS.match(after) is not None
    if unit in (
        "日",
        "期",
        "分",
        "区",
        "省",
        "市",
        "县",
        "国",
        "P",
        "m",
        "d",
        "h",
        "路",
        "口",
        "村",
        "镇",
        "乡",
        "周",
        "部",
        "路",
    ) and _odd(unit, before, after):
        return True
    if not unit and not match["scale"]:
        return "分别" not in text[max(0, match.start() - 24) : match.start()] or not _listed_unit(text, match.end(), "")
    return bool(not unit and _NAMED_AFTER.match(after))


def _is_quoted(match: re.Match[str], text: str, unit: str) -> bool:
    """Whether the number opens a name in quotation marks, sizes a circle (15分钟生活圈) or counts the first ones (前10名)."""
    if text[match.start() - 1 : match.start()] == "前" and unit in ("名", "位", "个", "家"):
        return True  # 前10名: a rank that is aimed at
    opens = text[match.start() - 1 : match.start()] == "“" and "”" in text[match.end() : match.end() + 14]
    return opens or (unit in ("分钟", "公里", "小时") and _CIRCLE.match(text, match.end()) is not None)


def _is_always(match: re.Match[str], before: str) -> bool:
    """Whether it says *always* (24小时开放), or of which class (1类新药)."""
    if (
        match["unit"] == "类"
        and match["number"]
        and len(match["number"]) == 1
        and before[-1:] in "个批款种家获得出国新"
    ):
        return True  # 2个1类新药
    hours = match["unit"] == "小时" and match["number"] == "24" and not match["unitafter"]
    return hours and not re.search("(?:达到?|为|至)$", before)


def _odd(unit: str, before: str, after: str) -> bool:
    """Characters that are rarely units: a place's level, a date's day."""
    if unit in ("日", "P", "路"):
        return unit != "P" or "算力" not in before
    if unit in ("区", "省", "市", "县", "国", "村", "镇", "乡"):
        return not re.match(r"[，。；、）\n]|$", after) and not (unit in "村镇乡县" and before[-1:] not in "第、")
    return unit in ("期", "部") and after[:1] in ("工", "门", "项", "委", "分")


def _is_idle(match: re.Match[str], text: str, before: str) -> bool:
    """Chinese numerals that count nothing: 一个, 四个意识, 十四五, 统一, 三是."""
    numeral, place = match["chinese"], match.end("chinese")
    value = value_of(numeral)
    after = text[place : place + 6]
    if value is None or match["unit"] is None or numeral[0] in "万亿千百" or after.startswith(("五", "是", "、", "，")):
        return True
    if match["unit"] == "年" and before.endswith("连续"):
        return False
    if match["unit"] in ("位", "名") and before.endswith("第"):
        return value > 100
    spoken = match["unit"] in _RHETORICAL and value <= 20 and not match["unitafter"] and not _COUNTING.search(before)
    if spoken or value <= 1 or before[-1:] in '第统唯同专单之进逐初《“"':
        return True
    if match["unit"] in _IDLE_UNITS:
        return match["unit"] != "届" or before[-2:] != "连续"
    return bool(_CHINESE_IDLE.match(after)) or re.match(r"[个大项]?[”’\"]", after[1:]) is not None
