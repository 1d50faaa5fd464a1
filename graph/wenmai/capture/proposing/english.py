"""English labels for what is captured: common indicators, units and words; where no word is known, the sound in pinyin."""

from __future__ import annotations

import re
from functools import lru_cache

from wenmai.capture.targets.keys import key_of
from wenmai.capture.text.times import days_of
from wenmai.capture.text.units import english_scale
from wenmai.units.chinese import plural

_INDICATORS = {
    "GDP": "gross domestic product", "一般公共预算收入": "general public budget revenue", "一般公共预算支出": "general public budget expenditure",
    "规上工业增加值": "value added of industry above designated size", "工业增加值": "industrial value added", "固投": "fixed-asset investment", "社零": "retail sales of consumer goods",
    "城镇登记失业率": "registered urban unemployment rate", "城镇调查失业率": "surveyed urban unemployment rate", "居民收入": "disposable income per head",
    "城镇居民收入": "disposable income per head of urban residents", "农村居民收入": "disposable income per head of rural residents", "新增就业": "new urban jobs",
    "能耗强度": "energy used per unit of GDP", "PM2.5浓度": "PM2.5 concentration", "CPI": "consumer prices", "空气优良率": "share of days with good air",
    "研发强度": "R&D intensity", "研发投入": "R&D expenditure", "进出口": "imports and exports", "接待游客": "visitors", "旅游收入": "tourism revenue", "实际利用外资": "foreign capital used",
    "粮食产量": "grain output", "城镇化率": "urbanization rate", "高新技术企业": "high-tech enterprises", "森林覆盖率": "forest cover", "税收收入": "tax revenue", "出口": "exports",
    "进口": "imports", "服务业增加值": "value added of services", "工业投资": "industrial investment", "营业收入": "revenue", "净利润": "net profit", "新增学位": "new school places",
}  # fmt: skip
_UNITS = {
    "%": "per cent", "‰": "per mille", "个百分点": "percentage point", "百分点": "percentage point", "元": "yuan", "美元": "US dollar", "人": "person", "人次": "visit", "名": "person",
    "户": "household", "家": "establishment", "个": "item", "项": "item", "件": "matter", "所": "school", "座": "structure", "处": "site", "条": "line", "张": "sheet or bed", "台": "machine",
    "辆": "vehicle", "套": "set", "间": "room", "场": "event", "天": "day", "小时": "hour", "分钟": "minute", "岁": "year of age", "倍": "times", "成": "tenth", "亩": "mu", "公顷": "hectare",
    "吨": "tonne", "斤": "jin", "公斤": "kilogram", "千克": "kilogram", "公里": "kilometre", "千米": "kilometre", "米": "metre", "平方米": "square metre", "平方公里": "square kilometre",
    "立方米": "cubic metre", "千瓦时": "kilowatt hour", "千瓦": "kilowatt", "微克/立方米": "microgram per cubic metre", "吨标准煤": "tonne of standard coal", "年": "year", "个月": "month",
    "$": "dollar", "US$": "US dollar", "HK$": "Hong Kong dollar", "£": "pound", "€": "euro", "¥": "yuan", "RMB": "yuan",
    "位": "place", "床位": "bed", "学位": "school place", "车位": "parking space", "标准箱": "standard container",
}  # fmt: skip
_SCALES = {
    "万": "ten thousand",
    "亿": "hundred million",
    "万亿": "trillion",
    "百万": "million",
    "千万": "ten million",
    "百": "hundred",
    "千": "thousand",
    "千亿": "hundred billion",
    "百亿": "ten billion",
}
_LONG_SCALES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}
_TAILS = (
    ("年均增长", "average annual growth"), ("增长", "growth"), ("增速", "growth"), ("增幅", "growth"), ("涨幅", "rise"), ("上涨", "rise"), ("下降", "fall"), ("降低", "fall"), ("减少", "decrease"),
    ("提高", "increase"), ("提升", "increase"), ("增加", "increase"), ("降幅", "fall"),
)  # fmt: skip
_BOUNDS = {
    "exact": "{}",
    "approx": "about {}",
    "nearly": "nearly {}",
    "over": "over {}",
    "atleast": "at least {}",
    "atmost": "at most {}",
    "range": "{}",
}
STATUS = {
    "achieved": ("已实现", "achieved"),
    "estimated": ("预计", "estimated"),
    "targeted": ("目标", "target"),
    "planned": ("已安排", "planned"),
}
_LEVELS = {"省": "Province", "市": "City", "区": "District", "县": "County", "旗": "Banner", "州": "Prefecture"}
_KNOWN_PLACES = {
    "全国": "China",
    "全省": "the province",
    "全市": "the city",
    "全区": "the district",
    "全县": "the county",
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


_HAN = re.compile("[\u3400-\u9fff]")


@lru_cache(4096)
def romanized(text: str) -> str:
    """A Chinese name by its sound, a syllable a word, the first with a capital; one that is not Chinese as it is."""
    if not _HAN.search(text):
        return text
    from pypinyin import lazy_pinyin

    words = " ".join(lazy_pinyin(text)).strip()
    return words[:1].upper() + words[1:]


def indicator_name(name: str) -> str:
    """An indicator in English; what no word is known for, by its sound."""
    for tail, english in _TAILS:
        if name.endswith(tail) and len(name) > len(tail):
            return f"{indicator_name(name[: -len(tail)])}, {english}"
    return _INDICATORS.get(key_of(name)) or romanized(name)


def place_name(name: str) -> str:
    """A place or a body in English: its own name by its sound, its level as a word."""
    if name in _KNOWN_PLACES:
        return _KNOWN_PLACES[name]
    level = _LEVELS.get(name[-1:])
    return (
        f"{romanized(name[:-1]).replace(' ', '').capitalize()} {level}" if level and len(name) > 2 else romanized(name)
    )


def unit_name(name: str) -> str:
    """A unit in English, its scale as words."""
    if name in _UNITS:
        return _UNITS[name]
    if english_scale(name) > 1:
        words = name.split()
        scale = " ".join(word for word in words if english_scale(word) > 1)
        return f"{_LONG_SCALES.get(scale, scale)} {unit_name(' '.join(word for word in words if english_scale(word) == 1))}".strip()
    match = re.match("([十百千]?[万亿]{1,2}|[百千])(.+)$", name)
    if match and match[1] in _SCALES:
        return f"{_SCALES[match[1]]} {plural(unit_name(match[2]))}"
    below = name.split("/")
    return f"{unit_name(below[0])} per {unit_name(below[1])}" if len(below) == 2 else romanized(name)


def bounded(bound: str, number: str) -> str:
    """A number with its bound in English."""
    return _BOUNDS.get(bound, "{}").format(number)


def time_names(edtf: str) -> tuple[str, str]:
    """A time in Chinese and in English."""
    first, found, last = edtf.partition("/")
    if found and last == "..":
        return f"{_chinese(first)}以来", f"since {_english(first)}"
    if found:
        return f"{_chinese(first)}至{_chinese(last)}", f"{_english(first)} to {_english(last)}"
    return _chinese(first), _english(first)


def _chinese(part: str) -> str:
    return "".join(f"{int(number)}{mark}" for number, mark in zip(part.split("-"), "年月日", strict=False))


def _english(part: str) -> str:
    numbers = [int(number) for number in part.split("-")]
    return " ".join(
        [*(str(day) for day in numbers[2:]), *(_MONTHS[month - 1] for month in numbers[1:2]), str(numbers[0])]
    )


def time_days(edtf: str) -> tuple[str, str]:
    """The first and last day of a time."""
    return days_of(edtf)
