"""What a figure says, in Chinese and English, and which figures a word means."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import town
import wenmai
from wenmai.audit.numerals import numbers
from wenmai.errors import AmbiguousName, NameNotFound
from wenmai.facts.amounts import Amount, AmountUnit, amount_text
from wenmai.facts.figures import list_figures
from wenmai.units.chinese import plural, read_unit, singular, unit_iri


def of(value=None, unit="", counted="", **more):
    """An amount in a unit by its Chinese name; numbers as text."""
    read = read_unit(unit)
    known = {name: Decimal(more.pop(name)) for name in ("low", "high", "before") if name in more}
    shown = AmountUnit(unit, read.factor, read.base, read.noun, read.percent)
    return Amount(None if value is None else Decimal(value), unit=shown, counted=counted, **known, **more)


AMOUNTS = (
    (of("1000", "亿元", bound="Over"), "超1000亿元", "over 100 billion yuan"),
    (of("6", "万个", "places", bound="Nearly"), "近6万个", "nearly 60,000 places"),
    (of("178.3", "万平方米"), "178.3万平方米", "1.783 million square metres"),
    (of("89.5", "万平方米"), "89.5万平方米", "895,000 square metres"),
    (of("152.3", "亿美元"), "152.3亿美元", "15.23 billion US dollars"),
    (of("3.5", "百分比", bound="Within"), "3.5%以内", "at most 3.5%"),
    (of("8", "百分比", bound="AtLeast"), "8%以上", "at least 8%"),
    (of("5", "百分比", bound="About"), "约5%", "about 5%"),
    (of("-3.2", "百分比"), "-3.2%", "-3.2%"),
    (of("7120", "张", "beds"), "7120张", "7,120 beds"),
    (of("147", "家"), "147家", "147"),
    (of("147", "家", "institutions"), "147家", "147 institutions"),
    (of("1", "家", "companies"), "1家", "one company"),
    (of("7", "年", measure="InARow"), "连续7年", "seven years in a row"),
    (of("10", "连冠", measure="InARow"), "10连冠", "10 titles in a row"),
    (of("6", "届", measure="InARow"), "连续6届", "six editions in a row"),
    (of("3", "年", bound="Over"), "3年多", "over three years"),
    (of("15", "分钟", bound="Within"), "15分钟以内", "within 15 minutes"),
    (of("5000", "亿元", bound="Breaks"), "突破5000亿元", "topping 500 billion yuan"),
    (of("7", "万户", "market entities", before="9.1"), "由9.1万户降至7万户", "from 91,000 to 70,000 market entities"),
    (of("6", "百分比", before="5"), "由5%升至6%", "from 5% to 6%"),
    (of("50", "家", "companies", measure="Changed", toward=1), "增至50家", "increased to 50 companies"),
    (of("40", "家", measure="Changed", toward=-1), "降至40家", "reduced to 40"),
    (of(unit="百分比", low="5", high="5.5", bound="Between"), "5%至5.5%", "from 5 to 5.5%"),
    (of(unit="万元", low="5", high="6", bound="Between"), "5至6万元", "from 50,000 to 60,000 yuan"),
    (of(unit="亿元", low="15", high="20", bound="Between"), "15至20亿元", "from 1.5 to 2 billion yuan"),
    (of("300", "万人次", "visits", bound="AtLeast"), "300万人次以上", "at least 3 million visits"),
    (of("12", "万亩", bound="Under"), "不到12万亩", "under 120,000 mu"),
    (of("1.2", "万亿元", bound="About"), "约1.2万亿元", "about 1.2 trillion yuan"),
    (of("2", "个百分点"), "2个百分点", "2 percentage points"),
    (of("1.5", "倍"), "1.5倍", "1.5 times"),
    (of("32", "微克/立方米"), "32微克/立方米", "32 micrograms per cubic metre"),
    (of("60000", "人"), "6万人", "60,000 people"),
    (of("12345", "人"), "12345人", "12,345 people"),
    (of("1", "人"), "1人", "one person"),
    (of("94813.25", "万元"), "94813.25万元", "948,132,500 yuan"),
    (of("18.28", "公里"), "18.28公里", "18.28 kilometres"),
    (of(unit="家"), "", ""),
)


@pytest.mark.parametrize(("amount", "zh", "en"), AMOUNTS)
def test_an_amount_is_written_as_a_person_writes_it(amount, zh, en):
    assert (amount_text(amount, "zh"), amount_text(amount, "en")) == (zh, en)


@given(
    st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False),
    st.sampled_from(["元", "万元", "亿元", "家", "万人次", "平方米", "万平方米", "百分比"]),
    st.sampled_from(["Exactly", "About", "Nearly", "Under", "Over", "Breaks", "AtLeast", "Within"]),
)
def test_what_is_written_in_chinese_is_read_as_the_same_number(value, unit, bound):
    """The reader of wordings in documents, which is other code, is the reference."""
    made = of(str(value), unit, bound=bound)
    (read,) = numbers(amount_text(made, "zh"))
    assert read.value == value * read_unit(unit).factor
    assert read.bound == bound


@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False), st.sampled_from(["元", "万元", "亿元"]))
def test_what_is_written_in_english_is_the_same_number(value, unit):
    text = amount_text(of(str(value), unit), "en").removesuffix(" yuan")
    number, _, word = text.partition(" ")
    scale = {"": 1, "million": 10**6, "billion": 10**9, "trillion": 10**12}[word]
    assert Decimal(number.replace(",", "")) * scale == value * read_unit(unit).factor


@pytest.mark.parametrize("name", ["千米", "千克", "千瓦时", "百分点", "个百分点", "百分比", "百分数"])
def test_a_unit_that_begins_like_a_scale_is_whole(name):
    assert (read_unit(name).factor, read_unit(name).base) == (1, name)


@pytest.mark.parametrize(
    ("name", "factor", "base", "english"),
    [
        ("万亩", 10**4, "亩", "ten thousand mu"),
        ("万亿元", 10**12, "元", "trillion yuan"),
        ("百万元", 10**6, "元", "million yuan"),
        ("千人", 10**3, "人", "thousand people"),
        ("万件", 10**4, "件", "ten thousand items"),
        ("个百分点", 1, "个百分点", "percentage point"),
    ],
)
def test_a_unit_is_read_from_its_name(name, factor, base, english):
    unit = read_unit(name)
    assert (unit.factor, unit.base, unit.english) == (factor, base, english)
    assert unit.iri == unit_iri(name)


@pytest.mark.parametrize(
    "noun", ["square metre", "person", "yuan", "tonne of coal", "company", "batch", "bed", "place"]
)
def test_a_plural_has_its_singular(noun):
    assert singular(plural(noun)) == noun


# Figures of a graph ---------------------------------------------------------------------------------------------------


MADE = """
@prefix u: <urn:wenmai:unit:> .
x:a a wm:Place ; rdfs:label "甲"@zh , "A"@en . x:n a wm:Indicator ; rdfs:label "数"@zh , "count"@en {counted} .
f:9 a wm:Figure ; rdfs:label "九"@zh , "nine"@en ; wm:about x:a , x:b ; wm:indicator x:n ; {facts} .
x:b rdfs:label "乙"@zh , "B"@en .
"""


def figure(facts: str, language: str = "en", counted: str = ""):
    return next(
        one
        for one in list_figures(town.memory(MADE.format(facts=facts, counted=counted)), language=language)
        if one.iri == "urn:f:9"
    )


def test_a_figure_has_all_its_subjects():
    row = figure("wm:value 3")
    assert [one.label for one in (row.about, *row.also_about)] == ["A", "B"]


def test_a_range_has_two_ends_and_no_value():
    row = figure("wm:low 5 ; wm:high 5.5 ; wm:unit wm:百分比 ; wm:bound wm:Between")
    assert (row.low, row.high, row.value, row.text) == (5, 5.5, None, "from 5 to 5.5%")


def test_what_an_indicator_counts_stands_after_the_number():
    counted = '; wm:counted "beds"@en'
    assert figure("wm:value 7120 ; wm:unit wm:张", counted=counted).text == "7,120 beds"
    assert figure("wm:value 7120 ; wm:unit wm:张", "zh", counted).text == "7120张"


def test_a_unit_that_the_graph_makes_is_read_by_its_name_or_by_what_it_says():
    assert figure("wm:value 12 ; wm:unit u:万亩").text == "120,000 mu"
    stated = 'wm:value 12 ; wm:unit x:dozen . x:dozen wm:factor 12 ; wm:baseUnit x:egg . x:egg rdfs:label "egg"@en'
    row = figure(stated)
    assert (row.text, row.factor, row.base.label) == ("144 eggs", 12, "egg")


def test_a_unit_is_called_as_the_graph_that_makes_it_calls_it():
    """Its IRI has no room for a stroke, and what 人次 counts the graph knows better."""
    made = 'wm:value {} ; wm:unit u:{} . u:{} a wm:Unit ; rdfs:label "{}"@zh , "{}"@en'
    dust = made.format(32, "微克-立方米", "微克-立方米", "微克/立方米", "microgram per cubic metre")
    assert figure(dust).text == "32 micrograms per cubic metre"
    assert figure(dust, "zh").text == "32微克/立方米"
    visits = made.format(286, "万人次", "人次", "人次", "visit")
    assert figure(visits).text == "2.86 million visits"


def test_what_is_not_stated_is_told():
    row = figure("wm:value 3 ; wm:notStated wm:period , wm:scope")
    assert [one.iri.rpartition(":")[2] for one in row.not_stated] == ["period", "scope"]


def test_csv_has_the_columns_to_calculate_with(wenmai):
    ran = wenmai("figures", "--format", "csv", "--lang", "en")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    by_name = {row["iri"].rpartition(":")[2]: row for row in rows}
    columns = ("value", "unit", "factor", "base", "bound", "status", "period")
    expected = ("1000", "hundred million yuan", "100000000", "yuan", "over", "achieved", "../2021-12-20~")
    assert tuple(by_name["引进机构注册资本金"][name] for name in columns) == expected
    assert all(row["value"] or row["position"] for row in rows)


def test_labels_of_the_report_end_in_what_is_shown(report):
    """The same text wherever a figure stands: its label says the amount as the table, the charts and the page do."""
    for language in ("zh", "en"):
        counted = [row for row in list_figures(report, language=language) if row.value is not None and not row.position]
        assert counted
        assert [row.label for row in counted if not row.label.endswith(row.text)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_figure_of_the_report_is_written_by_a_machine(report, language):
    for row in list_figures(report, language=language):
        assert row.text
        assert not re.search(r"百分比|以内 |hundred million|ten thousand|establishment|\bitem\b|per cent|→", row.text)


@pytest.mark.parametrize(
    ("language", "word", "amount"), [("en", "value: ", "over 100 billion yuan"), ("zh", "数值: ", "超1000亿元")]
)
def test_show_gives_the_amount_in_place_of_its_parts(wenmai, language, word, amount):
    name = "fig:引进机构注册资本金"
    shown = wenmai("show", name, "--lang", language).out
    assert word + amount in shown
    assert "1000 " not in shown
    assert json.loads(wenmai("show", name, "--lang", language, "--format", "json").out)["amount"] == amount
    assert "1000" in wenmai("show", name, "--lang", language, "--all").out.replace(amount, "")


def test_an_entity_that_is_no_figure_has_no_amount(wenmai):
    assert "amount" not in json.loads(wenmai("show", "金科新区", "--format", "json").out)


# Keywords -------------------------------------------------------------------------------------------------------------

KEYWORDS = (
    ("失业率", {"2022登记失业率"}),
    ("绿地", {"新增城市绿地"}),
    ("GDP", {"地区生产总值"}),
    ("外资", {"合同外资总额", "合同外资前列"}),
    ("上市公司", {"上市企业"}),
    ("市场主体", {"市场主体"}),
    ("养老床位", {"养老床位数"}),
    ("学位", {"新增学位"}),
    ("违建", {"拆除违法建设面积"}),
    ("胡同", {"最美街巷胡同"}),
    ("书店", {"获评书店"}),
    ("棚改", {"棚改项目"}),
    ("民生实事", {"民生实事件数"}),
    ("垃圾分类", {"垃圾分类领先"}),
    ("PM2.5", {"2022细颗粒物浓度"}),
    ("用水", {"2022用水总量"}),
    ("能耗", {"2022能耗降幅"}),
    ("财政收入", {"2022一般公共预算收入增长"}),
    ("人均可支配收入", {"2022居民人均可支配收入增长", "居民人均可支配收入领先"}),
    ("家庭医生", {"家庭医生签约基本全覆盖"}),
    ("注册资本", {"引进机构注册资本金"}),
    ("文明城区", {"全国文明城区连续六届"}),
    ("充分就业", {"充分就业区连续七年"}),
    ("西城失业率", {"2022登记失业率"}),
    ("物业管理", {"物业服务基本全覆盖", "物业管理覆盖率"}),
    ("地区生产总值", {"地区生产总值"}),
    ("unemployment", {"2022登记失业率"}),
    ("green space", {"新增城市绿地"}),
    ("foreign investment", {"合同外资总额", "合同外资前列"}),
    ("school places", {"新增学位"}),
    ("how many beds", {"养老床位数"}),
    ("illegal construction", {"拆除违法建设面积"}),
    ("relocation", {"疏解腾退面积"}),
    ("hutongs", {"最美街巷胡同"}),
    ("bookshop", {"获评书店"}),
    ("registered capital", {"引进机构注册资本金"}),
    ("water", {"2022用水总量"}),
    ("income", {"2022居民人均可支配收入增长", "居民人均可支配收入领先"}),
    ("family doctors", {"家庭医生签约基本全覆盖"}),
    ("full employment", {"充分就业区连续七年"}),
    ("market entities", {"市场主体"}),
    ("hotels", {"关转提宾馆旅馆"}),
)


@pytest.mark.parametrize(("word", "expected"), KEYWORDS, ids=[word for word, _ in KEYWORDS])
def test_a_word_finds_its_figures(report, word, expected, notices):
    found = wenmai.figures(report, word)
    assert {row.iri.rpartition(":")[2] for row in found} == expected


def test_a_place_has_its_figures_and_no_others(report):
    found = wenmai.figures(report, "金科新区")
    assert {row.about.label for row in found} == {"金科新区"}


def test_what_nothing_is_called_is_an_error(report):
    with pytest.raises(NameNotFound):
        wenmai.figures(report, "潜水艇")


def test_entities_that_share_a_name_and_have_no_figure_stay_ambiguous():
    names = '<urn:a> rdfs:label "Ada" ; <urn:p> <urn:b> . <urn:b> rdfs:label "Ada" ; <urn:p> <urn:a> .'
    with pytest.raises(AmbiguousName):
        wenmai.figures(town.memory(names), "Ad")
