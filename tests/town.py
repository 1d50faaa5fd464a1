"""A small town in wenmai's model: two institutions, an event, two figures, times of every precision, one hostile name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph

from wenmai.sources import Memory

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIXES = """
@prefix wm: <urn:wenmai:term:> . @prefix x: <urn:wenmai:xicheng:> . @prefix t: <urn:wenmai:time:> .
@prefix d: <urn:wenmai:document:> . @prefix p: <urn:wenmai:passage:xicheng-2021-12-20:> . @prefix s: <urn:s:> .
@prefix f: <urn:f:> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

TOWN = """
d:d a wm:Document ; rdfs:label "报告"@zh ; wm:length 100 .
p:1-5 a wm:Passage ; wm:document d:d ; wm:start 1 ; wm:end 5 .
p:6-9 a wm:Passage ; wm:document d:d ; wm:start 6 ; wm:end 9 .
x:town a wm:Jurisdiction ; rdfs:label "城区"@zh , "Town"@en .
x:street a wm:Street ; rdfs:label "大街"@zh , "Street"@en ; wm:locatedIn x:town .
x:bank a wm:Institution ; rdfs:label "银行"@zh , "Bank"@en ; wm:settledIn x:town ; wm:note "注"@zh .
s:1 a rdf:Statement ; rdf:subject x:bank ; rdf:predicate wm:settledIn ; rdf:object x:town ; wm:evidence p:1-5 ;
    wm:since t:2021-11-15 .
s:2 a rdf:Statement ; rdf:subject x:bank ; rdf:predicate wm:note ; rdf:object "注"@zh ; wm:evidence p:6-9 ; wm:when t:2020 .
x:court a wm:Institution ; rdfs:label "法院"@zh , "Court"@en ; wm:settledIn x:town ; wm:locatedIn x:street .
s:3 a rdf:Statement ; rdf:subject x:court ; rdf:predicate wm:settledIn ; rdf:object x:town ; wm:evidence p:6-9 ;
    wm:when t:2021 .
x:opening a wm:Opening ; rdfs:label "开市"@zh , "Opening"@en ; wm:concerns x:bank ; wm:when t:2021-11-15 ;
    wm:evidence p:1-5 .
x:firms a wm:Indicator ; rdfs:label "企业数"@zh , "firms"@en .
f:1 a wm:Figure ; rdfs:label "147家"@zh ; wm:about x:bank ; wm:indicator x:firms ; wm:value 147 ; wm:unit wm:家 ;
    wm:bound wm:Nearly ; wm:scope x:town ; wm:period t:2017-2021 ; wm:status wm:Achieved ; wm:measure wm:Stock ;
    wm:surface "147家" ; wm:evidence p:1-5 .
f:2 a wm:Figure ; rdfs:label "9.1到7"@zh ; wm:about x:court ; wm:indicator x:firms ; wm:from 9.1 ; wm:to 7 ;
    wm:unit wm:万户 ; wm:period t:recent ; wm:measure wm:Changed ; wm:evidence p:6-9 .
t:2020 a wm:Year ; rdfs:label "2020年"@zh ; wm:begins "2020-01-01"^^xsd:date ; wm:ends "2020-12-31"^^xsd:date .
t:2021 a wm:Year ; rdfs:label "2021年"@zh ; wm:begins "2021-01-01"^^xsd:date ; wm:ends "2021-12-31"^^xsd:date .
t:2021-11-15 a wm:Day ; rdfs:label "2021年11月15日"@zh ; wm:begins "2021-11-15"^^xsd:date ; wm:ends "2021-11-15"^^xsd:date ;
    wm:within t:2021 .
t:2017-2021 a wm:Period ; rdfs:label "五年"@zh ; wm:begins "2017-01-01"^^xsd:date ; wm:ends "2021-12-31"^^xsd:date .
t:recent a wm:Period ; rdfs:label "近年"@zh ; wm:begins "2019-01-01"^^xsd:date ; wm:approximate true .
"""

BANK, COURT, TOWN_IRI, STREET, FIRMS, OPENING = (
    f"urn:wenmai:xicheng:{name}" for name in ("bank", "court", "town", "street", "firms", "opening")
)
WM = "urn:wenmai:term:"

HOSTILE = "</script><script>alert(1)</script>\x01\"'&]]>\u202e"
"""A name that would break out of HTML, XML or a terminal line; U+0001 is no XML character."""


def quads(turtle: str) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(PREFIXES + turtle, format=pyoxigraph.RdfFormat.TURTLE))


def memory(turtle: str = TOWN) -> Memory:
    """The graph of some Turtle under the prefixes above."""
    return Memory.of(quads(turtle))


def hostile() -> Memory:
    """The town with an entity of a hostile name."""
    label = pyoxigraph.Literal(HOSTILE, language="zh")
    bad, rdfs = pyoxigraph.NamedNode("urn:bad"), "http://www.w3.org/2000/01/rdf-schema#label"
    more = [
        pyoxigraph.Quad(bad, pyoxigraph.NamedNode(rdfs), label),
        pyoxigraph.Quad(bad, pyoxigraph.NamedNode(WM + "locatedIn"), pyoxigraph.NamedNode(TOWN_IRI)),
        pyoxigraph.Quad(bad, pyoxigraph.NamedNode(WM + "note"), label),
    ]
    return Memory.of([*quads(TOWN), *more])


def respell(given: Iterable[pyoxigraph.Quad], spelling: str) -> list[pyoxigraph.Quad]:
    """The same graph with each ``rdf:Statement`` written as an ``owl:Axiom`` (``axiom``) or by ``rdf:reifies`` (``reifier``)."""
    rdf, owl = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2002/07/owl#"
    node, given = pyoxigraph.NamedNode, list(given)
    statements = {quad.subject for quad in given if quad.object == node(rdf + "Statement")}
    parts = {rdf + "subject": "Source", rdf + "predicate": "Property", rdf + "object": "Target"}
    made, facts = [], {}
    for quad in given:
        if quad.subject not in statements:
            made.append(quad)
        elif quad.predicate.value in parts:
            facts.setdefault(quad.subject, {})[parts[quad.predicate.value]] = quad.object
        elif quad.object != node(rdf + "Statement"):
            made.append(quad)
        elif spelling == "axiom":
            made.append(pyoxigraph.Quad(quad.subject, quad.predicate, node(owl + "Axiom")))
    for name, fact in facts.items():
        if spelling == "axiom":
            made += [pyoxigraph.Quad(name, node(owl + "annotated" + part), term) for part, term in fact.items()]
        elif len(fact) == len(parts):
            triple = pyoxigraph.Triple(fact["Source"], fact["Property"], fact["Target"])
            made.append(pyoxigraph.Quad(name, node(rdf + "reifies"), triple))
    return made
