"""Units as reports write them: counting words, measures, money, and units composed of them.

A unit is taken as it is written, its scale with it (亿元, 万人次); :func:`base_of` tells what it is a multiple of.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_MEASURES = [
    "个百分点",
    "百分点",
    "百分比",
    "个工作日",
    "个季度",
    "季度",
    "工作日",
    "个床位",
    "张床位",
    "个泊位",
    "个车位",
    "个学位",
    "个标准箱",
    "标准箱",
    "标箱",
    "吨标准煤",
    "吨标煤",
    "千克标准煤",
    "克标准煤",
    "立方米",
    "立方",
    "平方公里",
    "平方千米",
    "平方米",
    "平方",
    "平米",
    "公里",
    "千米",
    "厘米",
    "毫米",
    "微米",
    "海里",
    "米",
    "公顷",
    "亩",
    "公斤",
    "千克",
    "毫克",
    "微克",
    "克",
    "吨",
    "斤",
    "担",
    "升",
    "毫升",
    "千瓦时",
    "千瓦",
    "兆瓦时",
    "兆瓦",
    "吉瓦",
    "度电",
    "度",
    "伏",
    "千伏",
    "分贝",
    "摄氏度",
    "元",
    "美元",
    "欧元",
    "港元",
    "英镑",
    "日元",
    "人民币",
    "人次",
    "人天",
    "人",
    "户次",
    "户",
    "家次",
    "家",
    "件次",
    "件",
    "个月",
    "个",
    "项次",
    "项",
    "所",
    "座",
    "处",
    "条",
    "张",
    "台套",
    "台",
    "辆次",
    "辆",
    "艘次",
    "艘",
    "架次",
    "架",
    "套",
    "间",
    "名",
    "位",
    "次",
    "场次",
    "场",
    "起",
    "例",
    "批次",
    "批",
    "届",
    "连冠",
    "天",
    "小时",
    "分钟",
    "秒",
    "岁",
    "倍",
    "成",
    "箱",
    "册",
    "部",
    "篇",
    "种",
    "类",
    "本",
    "枚",
    "块",
    "片",
    "株",
    "棵",
    "头",
    "只",
    "羽",
    "匹",
    "幅",
    "路",
    "对",
    "双",
    "支",
    "队",
    "组",
    "班次",
    "班列",
    "班",
    "列次",
    "列",
    "航班",
    "航线",
    "宗",
    "笔",
    "单",
    "栋",
    "幢",
    "排",
    "层",
    "门",
    "席",
    "床",
    "站",
    "桩",
    "根",
    "眼",
    "口",
    "盏",
    "期",
    "轮",
    "样",
    "道",
    "档",
    "樘",
    "杆",
    "孔",
    "股",
    "句",
    "首",
    "档次",
    "车次",
    "车位",
    "泊位",
    "床位",
    "学位",
    "工位",
    "车道公里",
    "标方",
    "标准立方米",
    "比特",
    "字节",
    "兆",
    "客公里",
    "吨公里",
    "村",
    "镇",
    "乡",
    "县",
    "市",
    "国",
    "省",
    "区",
    "校",
    "园",
    "分",
    "年",
    "日",
    "厂",
    "院",
    "馆",
    "店",
    "堂",
    "课时",
    "学时",
]
_LATIN = [
    "kWh",
    "kw",
    "KW",
    "kW",
    "MW",
    "GW",
    "kV",
    "KV",
    "km2",
    "km²",
    "km",
    "m2",
    "m²",
    "m3",
    "m³",
    "mm",
    "cm",
    "nm",
    "kg",
    "mg",
    "ug",
    "μg",
    "µg",
    "g",
    "t",
    "TEU",
    "teu",
    "GB",
    "TB",
    "Gbps",
    "Mbps",
    "bps",
    "PFlops",
    "EFlops",
    "EFLOPS",
    "P",
    "h",
    "d",
    "dB",
    "tce",
    "℃",
    "°C",
    "ppm",
    "m",
]
_SCALE = "(?:[十百千]?万亿|[十百千]?亿|[十百千]?万|兆(?!瓦|比)|[百千](?=[万亿元人个家户吨亩多余名件次套]|$))"
_NAMES = "|".join(sorted(map(re.escape, _MEASURES), key=len, reverse=True)).replace("|人|", "|人(?!口)|")
_LATIN_NAMES = "|".join(sorted(map(re.escape, _LATIN), key=len, reverse=True))

PERCENT = frozenset({"%", "‰"})
POINTS = frozenset({"个百分点", "百分点"})

UNIT = (
    rf"(?:[%‰]|(?:{_NAMES})|(?:{_LATIN_NAMES})(?![A-Za-z]))"
    rf"(?:[/／每]\s?(?:(?:[十百千]|[百千]?万|亿)?(?:{_NAMES}|{_LATIN_NAMES}|[十百千万]+人口?)|[十百千]?万))?"
)
"""A unit without its scale, with what it is counted by (元/人, 微克/立方米, 件/万人)."""

SCALE = _SCALE

_SPLIT = re.compile(r"^([十百千]?[万亿兆]{1,2}|[百千](?=[元人个家户吨亩名件次套]))(?!分)(.*)$")
_FACTORS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}
_SAME = {
    "个百分点": "百分点", "名": "人", "位": "人", "公里": "千米", "km": "千米", "平方公里": "平方千米", "平米": "平方米", "平方": "平方米",
    "立方": "立方米", "m3": "立方米", "m2": "平方米", "μg": "微克", "ug": "微克", "人民币": "元", "公斤": "千克", "kg": "千克", "t": "吨",
    "张床位": "床位", "个床位": "床位", "个学位": "学位", "个车位": "车位", "个泊位": "泊位", "标箱": "标准箱", "个标准箱": "标准箱", "TEU": "标准箱",
    "km2": "平方千米", "吨标煤": "吨标准煤", "个工作日": "工作日",
}  # fmt: skip
_WITHIN = {
    "斤": ("千克", Decimal("0.5")),
    "吨": ("千克", Decimal(1000)),
    "亩": ("平方米", Decimal(2000) / 3),
    "公顷": ("平方米", Decimal(10000)),
}
_ENGLISH_SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
_ENGLISH_SAME = {
    "$": "dollars", "US$": "dollars", "USD": "dollars", "U.S. dollars": "dollars", "US dollars": "dollars", "RMB": "yuan", "CNY": "yuan", "¥": "yuan", "renminbi": "yuan",
    "yuan RMB": "yuan", "£": "pounds", "GBP": "pounds", "€": "euros", "EUR": "euros", "euro": "euros", "percentage point": "percentage points", "tonnes": "tons", "metric tons": "tons",
    "metric tonnes": "tons", "kilometres": "km", "kilometers": "km", "square kilometres": "square kilometers", "metres": "meters", "litres": "liters",
}  # fmt: skip
_COUNTED = frozenset("个家所座处条项件套台张辆场间户栋幢起宗例批枚块片支组")


class UnitBase(NamedTuple):
    """The unit without its scale, and how many of it the written unit is."""

    name: str
    factor: Decimal


_TRADITIONAL = str.maketrans(
    "萬億張臺畝噸頃個戶間項條輛處場門層種類標準煤學車傢歲時鐘",
    "万亿张台亩吨顷个户间项条辆处场门层种类标准煤学车家岁时钟",
)


def simple_unit(unit: str) -> str:
    """A unit in simplified characters."""
    return unit.translate(_TRADITIONAL)


def base_of(unit: str) -> UnitBase:
    """What a unit is a multiple of.

    >>> base_of("亿元"), base_of("万人次").name, base_of("万名").name
    (UnitBase(name='元', factor=Decimal('100000000')), '人次', '人')
    """
    if unit.isascii() or unit[:1] in "£€¥":
        return _english_base(unit)
    unit = simple_unit(unit)
    match = _SPLIT.match(unit)
    scale, name = (match[1], match[2]) if match else ("", unit)
    factor = Decimal(1)
    for char in scale:
        factor *= _FACTORS[char]
    name = _SAME.get(name, name)
    inner, times = _WITHIN.get(name, (name, Decimal(1)))
    return UnitBase(inner, factor * times)


def english_scale(unit: str) -> int:
    """What the scale word of an English unit multiplies by; 1 for none.

    >>> english_scale("$ million"), english_scale("yuan")
    (1000000, 1)
    """
    factor = 1
    for word in unit.split():
        factor *= _ENGLISH_SCALES.get(word, 1)
    return factor


def _english_base(unit: str) -> UnitBase:
    name = " ".join(word for word in unit.split() if word not in _ENGLISH_SCALES)
    return UnitBase(_ENGLISH_SAME.get(name, _SAME.get(name, name)), Decimal(english_scale(unit)))


def comparable(one: str, other: str) -> bool:
    """Whether values in two units can be compared: the same base, or counting words for the same things."""
    first, second = base_of(one).name, base_of(other).name
    return first == second or (first in _COUNTED and second in _COUNTED) or {first, second} == {"人", "人次"} - {"人次"}
