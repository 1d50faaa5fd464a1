"""Units as Chinese texts write them: how many of which base unit each is, and what it is called in English.

A unit is read from its name alone: ``万亩`` is a scale and a base, ``百分比`` is neither. A counting word (个, 家, 件 …) has no
English: who reads *95* knows from the indicator what was counted.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from wenmai.terms import WM

UNITS = "urn:wenmai:unit:"
"""Where a unit that the vocabulary does not have is made, by its name."""

KNOWN = frozenset(
    (
        "万个", "万平方米", "万户", "个", "亿元", "亿美元", "件", "位", "元", "公里", "分钟", "区", "周年", "处", "家", "届", "平方米",
        "年", "张", "户", "批", "条", "百分比", "级", "美元", "连冠", "项",
    )
)  # fmt: skip
"""The names of the units that the vocabulary has."""

SCALE_WORDS = {
    10**2: "hundred", 10**3: "thousand", 10**4: "ten thousand", 10**5: "hundred thousand", 10**6: "million", 10**7: "ten million",
    10**8: "hundred million", 10**9: "billion", 10**10: "ten billion", 10**11: "hundred billion", 10**12: "trillion",
    10**13: "ten trillion",
}  # fmt: skip
"""The English of a scale before a unit."""

COUNTING = frozenset("个件位区处家届张户批条级项名所座套间台辆种例册场宗株棵头只艘架门款本部篇幅片支班起笔对")
"""Words that only count; some stand for a title, a household or a level where nothing else says what is counted."""

NOUNS = {
    "元": "yuan", "美元": "US dollar", "欧元": "euro", "港元": "Hong Kong dollar", "日元": "yen", "英镑": "pound",
    "平方米": "square metre", "平方公里": "square kilometre", "公里": "kilometre", "千米": "kilometre", "米": "metre",
    "厘米": "centimetre", "毫米": "millimetre", "亩": "mu", "公顷": "hectare", "立方米": "cubic metre", "吨": "tonne",
    "公斤": "kilogram", "千克": "kilogram", "克": "gram", "斤": "jin", "升": "litre", "吨标准煤": "tonne of standard coal",
    "千瓦": "kilowatt", "千瓦时": "kilowatt-hour", "度": "kilowatt-hour", "兆瓦": "megawatt", "摄氏度": "degree Celsius",
    "微克/立方米": "microgram per cubic metre", "元/人": "yuan per person", "元/平方米": "yuan per square metre",
    "人": "person", "人次": "person-time", "人民币": "yuan", "农户": "farm household", "床位": "bed", "学位": "school place",
    "年": "year", "周年": "year", "个月": "month", "月": "month", "周": "week", "天": "day", "日": "day",
    "个工作日": "working day", "小时": "hour", "分钟": "minute", "秒": "second", "岁": "year of age", "次": "time", "倍": "time",
    "个百分点": "percentage point", "百分点": "percentage point", "连冠": "title", "级": "level", "届": "edition", "批": "batch",
    "分": "point", "元/吨": "yuan per tonne", "公里/小时": "kilometre per hour",
}  # fmt: skip
"""English nouns of units, in the singular."""

PERCENT = frozenset({"百分比", "%", "％", "百分数"})
SAME_IN_PLURAL = frozenset({"yuan", "mu", "jin", "yen"})
_IRREGULAR = {"person": "people", "percentage": "percentage"}
_SCALED = re.compile("((?:[十百千]?(?:万亿|亿|万))|[百千](?=[人元个家户吨亩名件次套]))(.+)")
_POWERS = {"十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_WHOLE = frozenset(NOUNS) | PERCENT


class WrittenUnit(NamedTuple):
    """A unit by its Chinese name: ``factor`` times ``base``; ``noun`` is the English of the base, nothing if it only counts."""

    name: str
    base: str
    factor: int
    noun: str

    @property
    def percent(self) -> bool:
        """Whether the unit is per cent."""
        return self.base in PERCENT

    @property
    def counts(self) -> bool:
        """Whether the unit is a counting word, alone or scaled."""
        return self.base in COUNTING

    @property
    def iri(self) -> str:
        """The vocabulary's own term, else the one that is made by the name."""
        return unit_iri(self.name)

    @property
    def english(self) -> str:
        """A label in English: *ten thousand square metres*."""
        noun = self.noun or ("per cent" if self.percent else "item" if self.counts else self.base)
        scale = SCALE_WORDS.get(self.factor, "")
        return f"{scale} {plural(noun)}" if scale else noun


def read_unit(name: str) -> WrittenUnit:
    """What a unit's Chinese name says.

    >>> read_unit("万亩").factor, read_unit("万亩").noun, read_unit("百分比").percent, read_unit("家").counts
    (10000, 'mu', True, True)
    >>> read_unit("万亿元").english, read_unit("千瓦时").factor
    ('trillion yuan', 1)
    """
    match = None if name in _WHOLE else _SCALED.fullmatch(name)
    base, scale = (match[2], match[1]) if match else (name, "")
    return WrittenUnit(name, base, math.prod(_POWERS[power] for power in scale), NOUNS.get(base, ""))


def unit_iri(name: str) -> str:
    """The IRI of a unit by its Chinese name.

    >>> unit_iri("亿元"), unit_iri("万亩")
    ('urn:wenmai:term:亿元', 'urn:wenmai:unit:万亩')
    """
    name = "百分比" if name in PERCENT else name
    return (WM if name in KNOWN else UNITS) + name


def plural(noun: str) -> str:
    """An English noun in the plural; of several words the one that the others describe.

    >>> plural("square metre"), plural("person"), plural("yuan"), plural("tonne of coal"), plural("company")
    ('square metres', 'people', 'yuan', 'tonnes of coal', 'companies')
    """
    for joint in (" of ", " per ", " in "):
        head, found, rest = noun.partition(joint)
        if found:
            return plural(head) + found + rest
    first, space, last = noun.rpartition(" ")
    if last in SAME_IN_PLURAL or last == "Celsius":
        return noun if last != "Celsius" else f"{plural(first)} {last}"
    if last in _IRREGULAR:
        return first + space + _IRREGULAR[last]
    if re.search(r"[^aeiou]y$", last):
        return f"{first}{space}{last[:-1]}ies"
    return noun + ("es" if re.search(r"(?:s|x|z|ch|sh)$", last) else "s")


def singular(nouns: str) -> str:
    """An English plural as one of them, where the last word is regular.

    >>> singular("school places"), singular("companies"), singular("people"), singular("batches")
    ('school place', 'company', 'person', 'batch')
    """
    for joint in (" of ", " per ", " in "):
        head, found, rest = nouns.partition(joint)
        if found:
            return singular(head) + found + rest
    first, space, last = nouns.rpartition(" ")
    one = next((noun for noun, many in _IRREGULAR.items() if many == last), None)
    if one is None:
        ends = (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("sses", "ss"), ("ss", "ss"), ("s", ""))
        one = next((last[: -len(end)] + new for end, new in ends if last.endswith(end)), last)
    return first + space + one
