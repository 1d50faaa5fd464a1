"""Numerals of a text: digits with scales, Chinese numerals, percentages and fractions in words.

This reader is capture's own. The one that ``verify`` holds citations against is another, so that one mistake in reading
cannot propose a figure and pass it too.
"""

from __future__ import annotations

import re
from decimal import Decimal

SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}
DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
HAN = "[零〇一二两三四五六七八九十百千万亿]"
CHINESE = rf"{HAN}+(?:点[零〇一二三四五六七八九]+)?"
_GROUPS = re.compile("(.*?)([亿万]|$)")


def value_of(numeral: str) -> Decimal | None:
    """The value of a numeral in digits or Chinese, without a unit; ``None`` where the characters make none.

    >>> [str(value_of(one)) for one in ("1,234.5", "三千五百", "一万二千", "十五", "二〇二三", "九点五")]
    ['1234.5', '3500', '12000', '15', '2023', '9.5']
    """
    if numeral[:1].isascii() and numeral[:1].isdigit():
        return Decimal(numeral.replace(",", ""))
    whole, _, places = numeral.partition("点")
    number = _whole(whole)
    if number is None or not places:
        return None if number is None else Decimal(number)
    return Decimal(f"{number}.{''.join(str(DIGITS[char]) for char in places)}")


def _whole(numeral: str) -> int | None:
    """Read from the left: what has been counted since the last large scale is multiplied by the next one."""
    if not numeral:
        return None
    if not any(char in SCALES for char in numeral):
        return int("".join(str(DIGITS[char]) for char in numeral))
    total = section = digit = 0
    pending = False
    for char in numeral:
        if char in DIGITS:
            if pending and digit:
                return None
            digit, pending = DIGITS[char], True
        elif char in "十百千":
            section += (digit if pending else 1) * SCALES[char]
            digit, pending = 0, False
        else:
            section += digit
            total = (
                (total + (section or (0 if total else 1))) * SCALES[char]
                if char == "亿"
                else total + (section or 1) * SCALES[char]
            )
            section, digit, pending = 0, 0, False
    return total + section + digit


_MIXED = re.compile("([0-9]+)([千百万亿]*)")


def mixed_value(numeral: str) -> Decimal:
    """The value of digits and scales in turn; what follows the last scale alone is ones.

    >>> str(mixed_value("1万6千")), str(mixed_value("1亿3千多万")), str(mixed_value("3万2000"))
    ('16000', '130000000', '32000')
    """
    parts = _MIXED.findall(re.sub("[多余]", "", numeral))
    return sum((scaled(Decimal(digits), scales) for digits, scales in parts), Decimal(0))


def scaled(number: Decimal, scales: str) -> Decimal:
    """A number times the scales written after it: 3.2 and 万亿.

    >>> str(scaled(Decimal("3.2"), "万亿"))
    '3200000000000.0'
    """
    for scale in scales:
        number *= SCALES[scale]
    return number
