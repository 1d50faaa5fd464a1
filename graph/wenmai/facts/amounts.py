"""An amount as a person writes it, in Chinese and in English: 超1000亿元, *over 100 billion yuan*.

English has no 万 and 亿: a number is multiplied out and written with thousands separators, from a million on with *million*,
*billion* or *trillion* where that leaves few digits. What is counted up to nine is spelled out (*seven years*); what is measured,
paid or a percentage is not. A unit that only counts has no English; what is counted stands after the number if the indicator says it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from wenmai.languages import is_chinese
from wenmai.units.chinese import plural, singular

WORDS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ILLIONS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
SPELLED = frozenset({"year", "month", "week", "day", "working day", "person", "title", "edition", "level", "batch"})
"""Nouns before which a small number is a word."""

LASTING = frozenset({"year", "month", "week", "day", "working day", "hour", "minute", "second"})
"""Nouns of durations: 三年多, *within 15 minutes*."""

BEFORE = {
    "zh": {"About": "约", "Nearly": "近", "Under": "不到", "Over": "超", "Breaks": "突破"},
    "en": {
        "About": "about ", "Nearly": "nearly ", "Under": "under ", "Over": "over ", "Breaks": "topping ",
        "AtLeast": "at least ", "Within": "at most ",
    },
}  # fmt: skip
"""What a bound puts before a number."""

AFTER = {"AtLeast": "以上", "Within": "以内"}
"""What a bound puts after a number in Chinese."""


class AmountUnit(NamedTuple):
    """A unit as it is shown: its Chinese name, ``factor`` and Chinese name of its base, the English noun of the base.

    ``noun`` is empty for what only counts; ``percent`` is told apart since its sign stands close to the number.
    """

    zh: str = ""
    factor: int = 1
    base: str = ""
    noun: str = ""
    percent: bool = False


class Amount(NamedTuple):
    """What a figure says of its number: a value, a range or a change, with its unit and bound.

    ``bound`` and ``measure`` are names of the vocabulary without their prefix. ``counted`` is the English of what is counted, in
    the plural. ``toward`` tells a change of which only the end is given: 1 up, -1 down, 0 unknown.
    """

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    before: Decimal | None = None
    unit: AmountUnit = AmountUnit()
    bound: str = ""
    measure: str = ""
    counted: str = ""
    toward: int = 0


def amount_text(amount: Amount, language: str) -> str:
    """An amount in words; empty where it has no number.

    >>> over = Amount(Decimal(1000), unit=AmountUnit("亿元", 10**8, "元", "yuan"), bound="Over")
    >>> amount_text(over, "zh"), amount_text(over, "en")
    ('超1000亿元', 'over 100 billion yuan')
    >>> years = Amount(Decimal(7), unit=AmountUnit("年", 1, "年", "year"), measure="InARow")
    >>> amount_text(years, "zh"), amount_text(years, "en")
    ('连续7年', 'seven years in a row')
    """
    return _chinese(amount) if is_chinese(language) else _english(amount)


# Chinese --------------------------------------------------------------------------------------------------------------


def _chinese(amount: Amount) -> str:
    unit, value = amount.unit, amount.value
    if amount.low is not None and amount.high is not None:
        return _joined_zh(amount.low, amount.high, "至", unit)
    if value is None:
        return ""
    number = BEFORE["zh"].get(amount.bound, "") + _number_zh(value, unit) + AFTER.get(amount.bound, "")
    if amount.bound == "Over" and unit.noun in LASTING:
        number = f"{_number_zh(value, unit)}多"
    if amount.before is not None:
        way = "升至" if value > amount.before else "降至" if value < amount.before else "到"
        return f"由{_number_zh(amount.before, unit)}{way}{number}"
    if amount.measure == "Changed":
        return ("增至", "达", "降至")[1 - amount.toward] + number
    streak = amount.measure == "InARow" and not unit.zh.startswith("连")
    return f"连续{number}" if streak else number


def _joined_zh(low: Decimal, high: Decimal, joint: str, unit: AmountUnit) -> str:
    """Two numbers of one unit; the unit stands once where it is a word."""
    if unit.percent:
        return f"{_number_zh(low, unit)}{joint}{_number_zh(high, unit)}"
    return f"{_plain(low)}{joint}{_number_zh(high, unit)}"


def _number_zh(value: Decimal, unit: AmountUnit) -> str:
    """A number with its unit, as the text has it; a large one of a unit without scale in 万 or 亿 where that is shorter."""
    if unit.percent:
        return f"{_plain(value)}%"
    if unit.factor == 1 and unit.zh and abs(value) >= 10**4:
        for power, scale in ((10**8, "亿"), (10**4, "万")):
            scaled = value / power
            if abs(scaled) >= 1 and _places(scaled) <= 2:
                return f"{_plain(scaled)}{scale}{_spaced(unit.zh)}"
    return f"{_plain(value)}{_spaced(unit.zh)}"


def _spaced(unit: str) -> str:
    """A unit after a number: Latin letters stand apart from it."""
    return f" {unit}" if unit[:1].isascii() and unit[:1].isalpha() else unit


# English --------------------------------------------------------------------------------------------------------------


def _english(amount: Amount) -> str:
    if amount.low is not None and amount.high is not None:
        low, high = _pair(amount.low, amount.high, amount)
        return f"from {low} to {high}"
    value = amount.value
    if value is None:
        return ""
    before = BEFORE["en"].get(amount.bound, "")
    if amount.bound == "Within" and amount.unit.noun in LASTING:
        before = "within "
    if amount.before is not None:
        first, second = _pair(amount.before, value, amount, apart=True)
        return f"from {first} to {before}{second}"
    number = before + _measured(value, amount)
    if amount.measure == "Changed":
        return ("increased to ", "now ", "reduced to ")[1 - amount.toward] + number
    return f"{number} in a row" if amount.measure == "InARow" else number


def _pair(low: Decimal, high: Decimal, amount: Amount, *, apart: bool = False) -> tuple[str, str]:
    """Two numbers with the unit after the second; two of one scale say it once, unless they are told ``apart``."""
    unit = amount.unit
    one, other = low * unit.factor, high * unit.factor
    scale = _scale(one)
    if not apart and scale and scale == _scale(other):
        return _plain(one / scale[0]), _measured(high, amount)
    first = _number_en(one)
    return (f"{first}%" if unit.percent and apart else first), _measured(high, amount)


def _measured(value: Decimal, amount: Amount) -> str:
    """A number with its unit or with what is counted."""
    unit, number = amount.unit, value * amount.unit.factor
    if unit.percent:
        return f"{_number_en(number)}%"
    noun = amount.counted or (plural(unit.noun) if unit.noun else "")
    one = (singular(amount.counted) if amount.counted else unit.noun) if number == 1 else noun
    small = number == number.to_integral_value() and 0 < number < 10 and (amount.counted or unit.noun in SPELLED)
    text = WORDS[int(number)] if small else _number_en(number)
    return f"{text} {one}" if one else text


def _number_en(number: Decimal) -> str:
    scale = _scale(number)
    return f"{_plain(number / scale[0])} {scale[1]}" if scale else f"{_rounded(number):,f}"


def _scale(number: Decimal) -> tuple[int, str] | None:
    """The scale with which a large number has at most three decimals."""
    for power, word in ILLIONS:
        if abs(number) >= power:
            return (power, word) if _places(number / power) <= 3 else None
    return None


# Numbers --------------------------------------------------------------------------------------------------------------


def _rounded(number: Decimal) -> Decimal:
    """A number without the zeros at its end."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _plain(number: Decimal) -> str:
    return f"{_rounded(number):f}"


def _places(number: Decimal) -> int:
    """How many decimals a number has."""
    exponent = _rounded(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
