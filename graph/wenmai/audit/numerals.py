"""The numbers that a short Chinese wording states: ``超千亿元`` is over 100,000,000,000 元.

Reads Arabic digits with decimals and thousands separators, Chinese numerals, the scales 十 百 千 万 亿, percentages
and the words that make a number a bound (近 超 突破 多 余 …). The two ends of a range (5%至5.5%, 5至6万元) share the unit and
the scale that only its upper end writes. A number may be broken by a line
end, have blanks beside it, as a PDF's text does, and its scale in traditional characters. Exact decimals throughout, never floats.
"""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from typing import NamedTuple

from wenmai.audit import english_numerals

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

BEFORE = {
    "不超过": "Within",
    "不高于": "Within",
    "至多": "Within",
    "不少于": "AtLeast",
    "不低于": "AtLeast",
    "至少": "AtLeast",
    "接近": "Nearly",
    "近": "Nearly",
    "大约": "About",
    "约": "About",
    "超过": "Over",
    "超": "Over",
    "逾": "Over",
    "高于": "Over",
    "多于": "Over",
    "突破": "Breaks",
    "迈上": "Breaks",
    "跃上": "Breaks",
    "控制在": "Within",
    "≥": "AtLeast",
    "≤": "Within",
    "不到": "Under",
    "不足": "Under",
    "低于": "Under",
    "少于": "Under",
}
"""Words before a number and the bound they make; the longest that fits is read."""

AFTER = {
    "以内": "Within",
    "以下": "Within",
    "以上": "AtLeast",
    "左右": "About",
    "上下": "About",
    "大关": "Breaks",
    "多": "Over",
    "余": "Over",
    "内": "Within",
}
"""Words after a number (or after its unit) and the bound they make."""

_ARABIC = r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?"
_CHINESE = "[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"
_NUMBER = re.compile(
    rf"(?P<before>{'|'.join(sorted(BEFORE, key=len, reverse=True))})?"
    r"(?P<percent>百分之)?"
    rf"(?:(?<![A-Za-z.0-9])(?P<arabic>{_ARABIC})(?P<more>[多余]?)(?P<scale>(?:[十百千](?![瓦克米卡帕伏升焦赫字分]))?[万亿]{{0,2}})"
    rf"|(?<![几数0-9０-９])(?!百分[点比])(?P<chinese>{_CHINESE})|(?P<first>首(?=[个位届批条家次座项])|之首|榜首))"
    r"(?P<after>[多余]?)"
    r"(?P<sign>[%％‰]|大(?=\w))?"
)
_RANGE = re.compile("[至到—–―~～-]+")
_END = re.compile("|".join(sorted((word for word in AFTER if len(word) > 1), key=len, reverse=True)))
_SPAN_END = re.compile(r"(?:个月|年|月|周|天|日|小时|分钟|秒|公里|米)(多|余|内)")
_SPELL = re.compile("^(?:年|个月|月|天|小时|分钟)(多|余|内)")
_PLAIN = str.maketrans("萬億兩內餘於過約", "万亿两内余于过约")
_BROKEN = re.compile(
    r"\s*\n\s*|(?<=[0-9])[ \u00a0]+(?=[%％‰/\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[ \u00a0]+(?=[0-9/\u4e00-\u9fff])|(?<=/) +"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


class Number(NamedTuple):
    """A number in a wording: its absolute ``value`` (a percentage in percent), its ``bound``, and what follows it.

    ``bound`` is ``Exactly``, ``Nearly``, ``About``, ``Under``, ``Over``, ``Breaks``, ``Within``, ``AtLeast`` or ``Between`` (an
    end of a range); ``rest`` is the text after the number, which begins with its unit; ``sign`` is ``%``, ``‰``, ``第`` (an
    ordinal), ``大`` (三大: the three great …) or empty.
    """

    value: Decimal
    bound: str
    rest: str
    sign: str


def numbers(wording: str) -> tuple[Number, ...]:
    """Every number of a wording, in its order.

    >>> [(str(number.value), number.bound, number.rest) for number in numbers("由9.1万户下降至近7万户")]
    [('91000.0', 'Exactly', '户下降至近7万户'), ('70000', 'Nearly', '户')]
    >>> [(str(number.value), number.sign) for number in numbers("百分之八十五点五")]
    [('85.5', '%')]
    >>> [(str(number.value), number.bound, number.rest) for number in numbers("5至6万元")]
    [('50000', 'Between', '元'), ('60000', 'Between', '元')]
    """
    if english_numerals.is_english(wording):
        return tuple(Number(*one) for one in english_numerals.stated_numbers(wording))
    wording = _BROKEN.sub("", wording.translate(_PLAIN))
    matches = list(_NUMBER.finditer(wording))
    found = [_number(match, wording) for match in matches]
    for here, (one, other) in enumerate(itertools.pairwise(matches)):
        low, high = found[here : here + 2]
        if low and high and _in_range(wording[one.end() : other.start()], high, other):
            found[here] = _lower_end(low, high, one, other)
            found[here + 1] = high._replace(bound="Between")
    return tuple(number for number in found if number is not None)


def _in_range(between: str, high: Number, match: re.Match[str]) -> bool:
    """Whether what stands between two numbers makes them the ends of a range: a joining word, the unit before it or not."""
    joint = _RANGE.search(between)
    return bool(
        joint and not match["before"] and not between[joint.end() :] and high.rest.startswith(between[: joint.start()])
    )


def _lower_end(low: Number, high: Number, one: re.Match[str], other: re.Match[str]) -> Number:
    """The lower end; one that writes neither scale nor unit has those of the upper end."""
    if _RANGE.match(low.rest) is None or low.sign:
        return low._replace(bound="Between")
    factor = 1
    for scale in (other["scale"] or "") if not one["scale"] else "":
        factor *= SCALES[scale]
    return low._replace(value=low.value * factor, bound="Between", rest=high.rest, sign=high.sign)


def _number(match: re.Match[str], wording: str) -> Number | None:
    value, rest = _value(match), wording[match.end() :]
    if value is None:
        return None
    words = (
        match["before"] or "",
        (match["more"] or "") + match["after"],
        *_END.findall(_clause(rest)),
        *_SPELL.findall(rest),
    )
    known = [BEFORE.get(words[0]), *(AFTER.get(word) for word in words[1:])]
    known = known[::-1] if words[0] == "控制在" else known  # which only says that a bound follows, where one does
    bound = next((bound for bound in known if bound), "Exactly")
    ordinal = match["first"] or wording[: match.start()].endswith("第")
    sign = "%" if match["percent"] else "第" if ordinal else (match["sign"] or "").translate(_FULL_WIDTH)
    return Number(value, bound, rest, sign)


def _clause(rest: str) -> str:
    """What follows a number up to the next number or the next stop."""
    return re.split(r"[0-9０-９,，;；。、]", rest, maxsplit=1)[0]


def _value(match: re.Match[str]) -> Decimal | None:
    if match["arabic"]:
        digits = match["arabic"].translate(_FULL_WIDTH).replace(",", "").replace("，", "")
        value = Decimal(digits)
        for scale in match["scale"]:
            value *= SCALES[scale]
        return value
    return Decimal(1) if match["first"] else chinese(match["chinese"])


def chinese(numeral: str) -> Decimal | None:
    """The value of a Chinese numeral, ``None`` when the characters make none.

    >>> str(chinese("一千零二万三千")), str(chinese("千亿")), str(chinese("二〇二一"))
    ('10023000', '100000000000', '2021')
    """
    whole, _, fraction = numeral.partition("点")
    if not any(character in SCALES for character in whole):
        value: int | None = int("".join(str(DIGITS[character]) for character in whole))
    else:
        value = _scaled(whole)
    if value is None:
        return None
    places = "".join(str(DIGITS[character]) for character in fraction)
    return Decimal(f"{value}.{places}") if places else Decimal(value)


def _scaled(numeral: str) -> int | None:
    """What stands before 亿 (else 万) is multiplied by it, what stands after is added."""
    for scale in ("亿", "万"):
        left, found, right = numeral.rpartition(scale)
        if found:
            high, low = _scaled(left) if left else 1, _scaled(right) if right else 0
            return None if high is None or low is None else high * SCALES[scale] + low
    return _thousands(numeral)


def _thousands(numeral: str) -> int | None:
    """The value of a numeral below 10,000; a scale with no digit before it counts once."""
    total, digit = 0, 0
    for character in numeral:
        if character in SCALES:
            total += (digit or 1) * SCALES[character]
            digit = 0
        elif digit:
            return None
        else:
            digit = DIGITS[character]
    return total + digit
