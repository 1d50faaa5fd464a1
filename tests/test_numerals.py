"""Numbers in Chinese wordings."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.audit.numerals import chinese, numbers


@pytest.mark.parametrize(
    ("wording", "value", "bound", "rest", "sign"),
    [
        ("147家", "147", "Exactly", "家", ""),
        ("超千亿元", "100000000000", "Over", "元", ""),
        ("突破5000亿元大关", "500000000000", "Breaks", "元大关", ""),
        ("5000亿元大关", "500000000000", "Breaks", "元大关", ""),
        ("152.3亿美元", "15230000000", "Exactly", "美元", ""),
        ("近6万个", "60000", "Nearly", "个", ""),
        ("178.3万平方米", "1783000", "Exactly", "平方米", ""),
        ("85.5%", "85.5", "Exactly", "", "%"),
        ("百分之八十五点五", "85.5", "Exactly", "", "%"),
        ("控制在3.5%以内", "3.5", "Within", "以内", "%"),
        ("不超过10人", "10", "Within", "人", ""),
        ("120多万", "1200000", "Over", "", ""),
        ("20余家", "20", "Over", "家", ""),
        ("三年多", "3", "Over", "年多", ""),
        ("十五分钟内", "15", "Within", "分钟内", ""),
        ("50人以上", "50", "AtLeast", "人以上", ""),
        ("约3亿", "300000000", "About", "", ""),
        ("1,234.5万", "12345000", "Exactly", "", ""),
        ("４０家", "40", "Exactly", "家", ""),
        ("十连冠", "10", "Exactly", "连冠", ""),
        ("第四批", "4", "Exactly", "批", "第"),
        ("首届", "1", "Exactly", "届", "第"),
        ("全市第一", "1", "Exactly", "", "第"),
        ("三大项目", "3", "Exactly", "项目", "大"),
        ("不到12万亩", "120000", "Under", "亩", ""),
        ("低于3%", "3", "Under", "", "%"),
        ("2个百分点", "2", "Exactly", "个百分点", ""),
        ("0.2百分点", "0.2", "Exactly", "百分点", ""),
        ("1.2万亿元", "1200000000000", "Exactly", "元", ""),
        ("300万人次以上", "3000000", "AtLeast", "人次以上", ""),
        ("5000千克", "5000", "Exactly", "千克", ""),
    ],
)
def test_a_wording_states_a_number(wording, value, bound, rest, sign):
    (number,) = numbers(wording)
    assert (number.value, number.bound, number.rest, number.sign) == (Decimal(value), bound, rest, sign)


def test_each_number_of_a_change_is_read():
    assert [number.value for number in numbers("由9.1万户下降至7万户")] == [91000, 70000]


@pytest.mark.parametrize(
    ("wording", "low", "high", "unit"),
    [
        ("5%至5.5%", "5", "5.5", "%"),
        ("5至5.5%", "5", "5.5", "%"),
        ("6%—7%", "6", "7", "%"),
        ("5-6万元", "50000", "60000", "元"),
        ("50万户至60万户", "500000", "600000", "户"),
        ("三至五年", "3", "5", "年"),
        ("十五到二十个", "15", "20", "个"),
        ("从6%到7%", "6", "7", "%"),
    ],
)
def test_a_range_has_two_ends_that_share_their_unit(wording, low, high, unit):
    ends = numbers(wording)
    assert [number.value for number in ends] == [Decimal(low), Decimal(high)]
    assert {number.bound for number in ends} == {"Between"}
    assert all(number.sign == unit or number.rest.startswith(unit) for number in ends)


@pytest.mark.parametrize("wording", ["由9.1万户下降至7万户", "从5%提高到6%", "5家、6家", "2020年11月", "增至50家"])
def test_a_change_or_a_list_is_no_range(wording):
    assert {number.bound for number in numbers(wording)} == {"Exactly"}


@pytest.mark.parametrize("wording", ["PM2.5", "几十家", "数十家", "", "首都", "没有数"])
def test_what_states_no_number_gives_none(wording):
    assert numbers(wording) == ()


@pytest.mark.parametrize("numeral", ["一二十", "三四万"])
def test_characters_that_make_no_numeral_give_none(numeral):
    assert chinese(numeral) is None


def spell(number: int) -> str:
    """A numeral as a Chinese reader writes it; an independent, simple speller up to 10**12."""
    for scale, sign in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            low = number % scale
            gap = "零" if low and low < scale // 10 else ""
            return spell(number // scale) + sign + (gap + spell(low) if low else "")
    text, pending = "", False
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            text += ("零" if pending and text else "") + "零一二三四五六七八九"[digit] + sign
            pending = False
        else:
            pending = True
    return text


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_a_spelt_numeral_is_read_back(number):
    assert chinese(spell(number)) == number
