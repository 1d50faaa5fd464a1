"""How the report is read: each fact with its status and its caveats, and with the words that it cites.

The words themselves are compared only where the report is at hand.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pyoxigraph
import pytest

import needs
from wenmai.system import packaged
from wenmai.terms import PREFIXES

DECLARED = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


class Reading(NamedTuple):
    """A fact, what its statement adds, and words of the report that its passage holds."""

    fact: str
    says: str = ""
    words: tuple[str, ...] = ()


READINGS = (
    Reading("xc:西城区 wm:serves xc:国家金融管理中心功能建设", words=("西城区", "服务")),
    Reading("xc:西城区 wm:achieves xc:经济社会高质量发展", "wm:saidBy xc:政府工作报告", ("实现了",)),
    Reading("xc:西城区 wm:background xc:减量发展", "wm:saidBy xc:政府工作报告", ("背景下",)),
    Reading("xc:高质量发展新路子 wm:background xc:减量发展", words=("背景下", "新路子")),
    Reading("xc:西城区 wm:handles xc:重大关系", "wm:when t:2017-2021", ("西城区", "处理")),
    Reading("xc:西城区 wm:handles xc:关键小事", "wm:inferred true", ("抓好",)),
    Reading("xc:鼓楼西大街亮相 wm:partOf xc:四街亮相", "wm:inferred true", ("鼓楼西大街", "亮相")),
    Reading("xc:西城区第十七届人民代表大会 wm:organOf xc:西城区", words=("西城区",)),
    Reading("xc:西城区第十三次党代会 wm:involves xc:西城区", "wm:inferred true", ("区第十三次",)),
    Reading("xc:问题清单 wm:addresses xc:小区停车难", "wm:status wm:Planned", ("要", "解决")),
    Reading("xc:问题清单 wm:addresses xc:道路坑洼", "wm:when t:2021", ("本年度",)),
    Reading("xc:北京金融法院 wm:serves xc:国家金融战略", "wm:status wm:Planned", ("北京金融法院", "将")),
    Reading("xc:北京金融法院 wm:serves xc:首都金融业", "wm:status wm:Planned", ("北京金融法院", "将")),
    Reading("xc:优质司法服务 wm:providedBy xc:北京金融法院", "wm:status wm:Planned", ("北京金融法院", "将")),
    Reading("xc:金融街论坛 wm:describedAs xc:国际间金融交流合作平台", "wm:saidBy xc:刘鹤", ("金融街论坛成为",)),
    Reading("xc:北海医院降层 wm:appliesTo xc:北海医院", words=("降层",)),
    Reading("xc:北海医院 wm:locatedIn xc:西城区", "wm:inferred true", ("降层",)),
    Reading("xc:历代帝王庙 wm:locatedIn xc:西城区", "wm:inferred true", ("重新开放",)),
    Reading("xc:北京坊 wm:locatedIn xc:西城区", "wm:inferred true", ("智慧商圈",)),
    Reading("xc:百万庄北里棚改 wm:locatedIn xc:百万庄北里", "wm:inferred true", ("棚改项目",)),
    Reading("xc:疏解非首都功能 wm:carriedOutBy xc:西城区", "wm:when t:2017-2021", ("牛鼻子",)),
    Reading("xc:全国文明城区 wm:awardedTo xc:西城区", words=("西城区",)),
    Reading("xc:租赁置换模式 wm:carriedOutBy xc:西城区", "wm:inferred true", ("率先探索",)),
    Reading("xc:家庭医生签约 wm:carriedOutBy xc:西城区", "wm:inferred true", ("全覆盖",)),
    Reading("xc:鼓楼西大街整理更新 wm:carriedOutBy xc:西城区", "wm:inferred true"),
    Reading("xc:北京证券交易所 wm:locatedIn xc:西城区", "wm:inferred true", ("在西城",)),
    Reading("xc:街道改革 wm:includes xc:街道赋权", "wm:inferred true"),
    Reading("xc:红墙先锋实践活动 wm:uses xc:问题清单", "wm:inferred true"),
    Reading("xc:砖塔胡同城市保护更新 wm:locatedIn xc:砖塔胡同", "wm:inferred true"),
    Reading("xc:西城区政府 wm:organOf xc:西城区", "wm:inferred true", ("政府工作报告",)),
    Reading("xc:政府工作报告 wm:author xc:西城区政府", "wm:inferred true", ("政府工作报告",)),
    Reading(
        "xc:西城区第十七届人大第一次会议 wm:involves xc:西城区第十七届人民代表大会", words=("第十七届人民代表大会",)
    ),
    Reading("xc:北京市接诉即办工作条例 wm:appliesTo xc:接诉即办", "wm:inferred true", ("接诉即办",)),
    Reading(
        "xc:核心区控规三年行动计划 wm:implements xc:首都功能核心区控制性详细规划", "wm:inferred true", ("三年行动计划",)
    ),
    Reading("xc:央产老旧小区 wm:kindOf xc:老旧小区", "wm:inferred true", ("老旧小区",)),
    Reading("xc:尘封文物建筑 wm:kindOf xc:文物建筑", words=("文物建筑",)),
    Reading("xc:金融街城市智能健康步道 wm:kindOf xc:智能步道", words=("智能步道",)),
    Reading("xc:广安门北街20号院物管会 wm:kindOf xc:物管会", words=("物管会",)),
    Reading("doc:xicheng-2021-12-20 wm:publisher xc:西城区文明办", "wm:inferred true", ("来源",)),
)

ABSENT = (
    "xc:国家金融管理中心功能建设 wm:carriedOutBy ?any",
    "xc:西城区 wm:guidedBy xc:减量发展",
    "xc:西城区 wm:guidedBy xc:经济社会高质量发展",
    "xc:西城区 wm:guidedBy xc:重大关系",
    "xc:四街亮相 wm:concerns xc:鼓楼西大街",
    "xc:关键小事 wm:includes ?any",
    "xc:问题清单 wm:status ?any",
    "?any wm:setBy doc:xicheng-2021-12-20",
    "fig:最大服装批发集散地 wm:period ?any",
    "fig:全球金融科技峰会首届 wm:scope ?any",
    "?any wm:about xc:新中国成立70周年",
    "?any wm:about xc:建党百年",
    "?any wm:about xc:四个中心",
    "?any wm:partOf xc:文物建筑",
    "?any wm:unit wm:未说明",
    "?any wm:bound wm:Unstated",
    "?any wm:position wm:MeetsRequirement ; wm:value ?number",
    "?any wm:measure wm:InARow ; wm:scope xc:中国",
    "?any a wm:Figure ; wm:about xc:两区建设 ; wm:value 2",
)
"""What the report does not say."""


@cache
def store() -> pyoxigraph.Store:
    loaded = pyoxigraph.Store()
    loaded.load(path=str(packaged.triples()))
    return loaded


def holds(pattern: str) -> bool:
    return bool(store().query(f"{DECLARED}ASK {{ {pattern} }}"))


def rows(query: str) -> list[list[str]]:
    return [[term.value for term in solution] for solution in store().query(DECLARED + query)]


def statement(reading: Reading) -> str:
    subject, predicate, value = reading.fact.split()
    also = f"{reading.says} ; " if reading.says else ""
    return f"?s rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {value} ; {also}wm:evidence ?p ."


@pytest.mark.parametrize("reading", READINGS, ids=lambda one: one.fact)
def test_a_fact_stands_with_what_its_statement_adds(reading: Reading) -> None:
    assert holds(f"{reading.fact} . {statement(reading)}")


@pytest.mark.parametrize("reading", READINGS, ids=lambda one: one.fact)
def test_the_passage_holds_the_words_that_carry_the_fact(reading: Reading) -> None:
    text = needs.report().read_text("utf-8")
    spans = rows(f"SELECT ?from ?to {{ {statement(reading)} ?p wm:start ?from ; wm:end ?to }}")
    assert spans
    for start, end in spans:
        assert [word for word in reading.words if word not in text[int(start) : int(end)]] == []


@pytest.mark.parametrize("pattern", ABSENT)
def test_what_the_report_does_not_say_is_not_in_the_graph(pattern: str) -> None:
    assert not holds(pattern)


def test_one_fact_has_one_speaker_and_one_time() -> None:
    """Two statements of one triple would be blended by whoever reads only the triple."""
    same = "rdf:subject ?x ; rdf:predicate ?y ; rdf:object ?z"
    assert rows(f"SELECT ?a ?b {{ ?a {same} . ?b {same} . FILTER(?a != ?b) }}") == []


def test_every_note_is_in_chinese_and_in_english() -> None:
    both = '?x wm:note ?zh , ?en FILTER(lang(?zh) = "zh" && lang(?en) = "en")'
    assert rows("SELECT ?x { ?x wm:note ?n }")
    assert rows(f"SELECT ?x {{ ?x wm:note ?n FILTER NOT EXISTS {{ {both} }} }}") == []


def test_readings_are_notes_and_not_comments() -> None:
    """A comment in the file reaches nobody who reads the graph."""
    lines = packaged.triples().read_text("utf-8").splitlines()
    body = lines[next(number for number, line in enumerate(lines) if line.startswith("# ══ 总述")) :]
    assert [line for line in body if re.match(r"# (?!══|──)", line)] == []


def test_the_district_is_named_where_it_is_said_to_act() -> None:
    """Where the passage does not name the district, the fact is marked as inferred."""
    text = needs.report().read_text("utf-8")
    acts = rows(
        "SELECT ?s ?from ?to { ?s rdf:predicate ?way ; wm:evidence ?p . ?p wm:start ?from ; wm:end ?to ."
        " VALUES ?way { wm:carriedOutBy wm:builtBy wm:producedBy wm:awardedTo } ?s rdf:object xc:西城区"
        " FILTER NOT EXISTS { ?s wm:inferred true } }"
    )
    assert len(acts) > 20
    unnamed = [fact for fact, start, end in acts if not re.search("西城|全区", text[int(start) : int(end)])]
    assert unnamed == []


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("xc:疏解腾退面积", "space relocated and vacated"),
        ("xc:文物建筑集中腾退", "concentrated vacating of heritage buildings"),
        ("xc:大栅栏观音寺片区", "the Dashilan Guanyinsi area"),
        ("xc:北京坊", "Beijing Fun"),
        ("xc:北京市接诉即办工作条例", "Beijing Regulations on the Swift Response to Public Complaints"),
        ("xc:棚户区", "shantytowns"),
    ],
)
def test_things_have_their_received_english_names(name: str, english: str) -> None:
    assert holds(f'{name} rdfs:label "{english}"@en')


def test_it_is_beijing_that_goes_first() -> None:
    name = "xc:率先基本实现社会主义现代化走在前列 rdfs:label ?name"
    assert holds(f'{name} FILTER(lang(?name) = "zh" && CONTAINS(?name, "北京率先"))')
