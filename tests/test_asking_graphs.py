"""Questions in words on graphs that wenmai does not know: a metro, as its operator may publish it, with names in two languages."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

import wenmai
from wenmai.asking import Understanding, understand
from wenmai.asking.named import questions_for
from wenmai.cli.calling import Calling
from wenmai.errors import NoAnswer
from wenmai.sources import Memory

METRO = """
@prefix m: <http://metro.example/o/> .
@prefix r: <http://metro.example/r/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
m:Station rdfs:label "车站"@zh, "station"@en . m:Line rdfs:label "线路"@zh, "line"@en .
    m:Operator rdfs:label "运营商"@zh, "operator"@en . m:District rdfs:label "区"@zh, "district"@en .
m:onLine rdfs:label "所属线路"@zh, "on line"@en . m:inDistrict rdfs:label "所在区"@zh, "in district"@en .
    m:operatedBy rdfs:label "运营方"@zh, "operated by"@en . m:opened rdfs:label "开通日期"@zh, "opening date"@en .
    m:length rdfs:label "线路长度"@zh, "length in km"@en . m:riders rdfs:label "日均客流"@zh, "daily ridership"@en .
    m:platforms rdfs:label "站台数"@zh, "number of platforms"@en .
    m:architect rdfs:label "建筑师"@zh, "architect"@en . m:next rdfs:label "下一站"@zh, "next station"@en .
    m:depth rdfs:label "埋深"@zh, "depth"@en .
r:l1 a m:Line ; rdfs:label "河滨线"@zh, "Riverside Line"@en ; m:operatedBy r:o1 ;
    m:opened "1969-10-01"^^xsd:date ; m:length 31.0 ; m:riders 410000 .
r:l2 a m:Line ; rdfs:label "大学线"@zh, "University Line"@en ; m:operatedBy r:o1 ;
    m:opened "1987-12-28"^^xsd:date ; m:length 23.1 ; m:riders 520000 .
r:l3 a m:Line ; rdfs:label "机场线"@zh, "Airport Line"@en ; m:operatedBy r:o2 ;
    m:opened "2008-07-19"^^xsd:date ; m:length 28.1 ; m:riders 60000 .
r:s1 a m:Station ; rdfs:label "钟楼站"@zh, "Bell Tower"@en ; m:onLine r:l1, r:l2 ; m:inDistrict r:d1 ;
    m:opened "1969-10-01"^^xsd:date ; m:platforms 4 ; m:architect r:a1 ; m:next r:s2 ; m:depth 22.5 .
r:s2 a m:Station ; rdfs:label "渡口站"@zh, "Ferry Gate"@en ; m:onLine r:l1 ; m:inDistrict r:d2 ;
    m:opened "1971-01-15"^^xsd:date ; m:platforms 2 ; m:next r:s3 ; m:depth 9.0 .
r:s3 a m:Station ; rdfs:label "北桥站"@zh, "North Bridge"@en ; m:onLine r:l1, r:l3 ; m:inDistrict r:d2 ;
    m:opened "2008-07-19"^^xsd:date ; m:platforms 3 ; m:architect r:a2 ; m:depth 31.0 .
r:s4 a m:Station ; rdfs:label "图书馆站"@zh, "Library"@en ; m:onLine r:l2 ; m:inDistrict r:d1 ;
    m:opened "1987-12-28"^^xsd:date ; m:platforms 2 ; m:architect r:a1 ; m:depth 14.0 .
r:s5 a m:Station ; rdfs:label "航站楼站"@zh, "Terminal"@en ; m:onLine r:l3 ; m:inDistrict r:d3 ;
    m:opened "2008-07-19"^^xsd:date ; m:platforms 2 ; m:depth 6.0 .
r:o1 a m:Operator ; rdfs:label "市地铁公司"@zh, "City Metro"@en . r:o2 a m:Operator ;
    rdfs:label "快轨公司"@zh, "Express Rail"@en .
r:d1 a m:District ; rdfs:label "老城区"@zh, "Old Town"@en . r:d2 a m:District ;
    rdfs:label "河东区"@zh, "East Bank"@en . r:d3 a m:District ; rdfs:label "空港区"@zh, "Airport District"@en .
r:a1 a m:Person ; rdfs:label "周岚"@zh, "Zhou Lan"@en . r:a2 a m:Person ; rdfs:label "埃里克·霍尔姆"@zh, "Erik Holm"@en .
"""

SOURCE = Memory.of(ox.parse(METRO, ox.RdfFormat.TURTLE))

ASKED = [
    ("钟楼站在哪几条线路上", "大学线"),
    ("北桥站位于哪个区", "河东区"),
    ("机场线哪年开通", "2008"),
    ("大学线由谁运营", "市地铁公司"),
    ("客流最多的线路是哪条", "大学线"),
    ("最深的车站是哪一个", "北桥站"),
    ("河滨线有多长", "31"),
    ("周岚设计了哪些车站", "图书馆站"),
    ("1980年以前开通的车站", "渡口站"),
    ("河东区有几个车站", "2"),
    ("Which stations are on the Riverside Line?", "Ferry Gate"),
    ("When did the University Line open?", "1987"),
    ("Who runs the Airport Line?", "Express Rail"),
    ("Which line carries the most riders?", "University Line"),
    ("How deep is Bell Tower?", "22.5"),
    ("Which stations have more than 2 platforms?", "Bell Tower"),
    ("Who designed the Library station?", "Zhou Lan"),
    ("How many stations are in East Bank?", "2"),
    ("What comes after Bell Tower?", "Ferry Gate"),
    ("Which is the shortest line?", "University Line"),
    ("All the districts", "Old Town"),
    ("老城区里有什么站", "图书馆站"),
    ("architects who built Library", "Zhou Lan"),
]

FILMS = """
@prefix f: <http://films.example/o/> .
@prefix r: <http://films.example/r/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
f:FeatureFilm rdfs:subClassOf f:Film . f:ShortFilm rdfs:subClassOf f:Film .
f:OfficePost a f:FeatureFilm ; rdfs:label "The Office Post" ; f:released 1974 ; f:directedBy r:ann ; f:genre "drama" .
f:Harbour a f:FeatureFilm ; rdfs:label "Harbour Lights" ; f:released 1999 ; f:directedBy r:ann ; f:genre "comedy" .
f:Snow a f:ShortFilm ; rdfs:label "Snow" ; f:released 1962 ; f:directedBy r:bo ; f:genre "drama" .
r:ann a f:Director ; rdfs:label "Ann Roe" ; f:holds f:chair {| f:startTime "1980"^^<http://www.w3.org/2001/XMLSchema#gYear> ; f:replacedBy r:bo |} .
r:bo a f:Director ; rdfs:label "Bo Lind" ; f:holds f:chair . r:cy a f:Director ; rdfs:label "Cy Marsh" ; f:holds f:chair .
f:chair rdfs:label "Chair of the Guild" . r:school a f:FilmSchool ; rdfs:label "Northern Academy" .
"""

FILM_GRAPH = Memory.of(ox.parse(FILMS, ox.RdfFormat.TURTLE))

ASKED_OF_FILMS = [
    ("films released before 1970", "Snow"),
    ("when did Harbour Lights come out", "1999"),
    ("how many films are there", "3"),
    ("works by Ann Roe", "Harbour Lights"),
    ("who is the director of Harbour Lihgts", "Ann Roe"),
    ("Who followed Ann Roe?", "Bo Lind"),
    ("how many were Chair of the Guild", "3"),
    ("how many schools", "1"),
]


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.mark.parametrize(
    ("source", "question", "answer"),
    [(SOURCE, *pair) for pair in ASKED] + [(FILM_GRAPH, *pair) for pair in ASKED_OF_FILMS],
)
def test_a_reading_that_says_no_more_than_is_asked_has_the_answer(source: Memory, question: str, answer: str) -> None:
    language = "zh" if _is_chinese(question) else "en"
    found = understand(source, question, language=language)
    assert all(one.understood for one in found)
    narrow = [one for one in found if one.command != "show" or "only" in one.values]
    said = [Calling().call(source, one.command, one.values, language=language).output.decode() for one in narrow]
    assert any(answer in one for one in said), (found, said)


@pytest.mark.parametrize(
    "question",
    [
        "何时能吃晚饭",
        "谁发现了青霉素",
        "what should I cook tonight",
        "how do I tie a tie",
        "when is Easter this year",
        "why is the sky blue",
    ],
)
def test_what_the_graph_says_nothing_of_is_refused(question: str) -> None:
    with pytest.raises(NoAnswer):
        understand(SOURCE, question)


def test_named_questions_are_those_of_graphs_that_have_what_they_name() -> None:
    assert questions_for(SOURCE) == []
    assert "who-founded-jingbao" in {one.name for one in questions_for(wenmai.open())}
    other = """@prefix wm: <urn:wenmai:term:> . @prefix xc: <urn:wenmai:xicheng:> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    xc:海淀区 a wm:Jurisdiction ; rdfs:label "海淀区"@zh . <urn:x:fig> a wm:Figure ; wm:about xc:海淀区 ; wm:value 3 ."""
    found = {one.name for one in questions_for(Memory.of(ox.parse(other, ox.RdfFormat.TURTLE)))}
    assert "who-founded-jingbao" not in found
    assert "figures-by-period" in found


def test_known_questions_are_taken_apart_once(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("WENMAI_CACHE", str(tmp_path))

    def asked() -> list[Understanding]:
        source = wenmai.open()
        return understand(source, "京报的创始人是谁", asked=questions_for(source))

    first = asked()
    (kept,) = tmp_path.glob("ask-*.endpoint")
    assert asked() == first
    kept.write_bytes(b"{}")
    assert asked() == first
