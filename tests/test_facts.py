"""Descriptions of entities: every triple once, with the time and the evidence the graph states."""

from __future__ import annotations

import pytest

from wenmai.errors import InputError
from wenmai.facts.describe import APART, describe_entity
from wenmai.facts.graphs import list_graphs
from wenmai.model import Evidence, Literal
from wenmai.sources import open_source

DATA = """
@prefix wm: <urn:wenmai:term:> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix x: <urn:x:> . @prefix t: <urn:wenmai:time:> .
x:court a wm:Institution ; rdfs:label "法院"@zh , "court"@en ; wm:shortName "院"@zh ; x:seats 7 ; x:in x:street .
x:street rdfs:label "街"@zh .
x:s1 a rdf:Statement ; rdf:subject x:court ; rdf:predicate x:seats ; rdf:object 7 ; wm:evidence x:p1 ; wm:since t:2020 .
x:s2 a rdf:Statement ; rdf:subject x:court ; rdf:predicate x:in ; rdf:object x:street ; wm:evidence x:p1 ; wm:inferred true .
x:p1 a wm:Passage ; wm:document x:doc ; wm:start 3 ; wm:end 9 .
t:2020 a wm:Year ; wm:begins "2020-01-01"^^xsd:date ; wm:ends "2020-12-31"^^xsd:date .
"""


@pytest.fixture
def court(tmp_path):
    path = tmp_path / "court.ttl"
    path.write_text(DATA, encoding="utf-8")
    return open_source(str(path))


def test_description_has_names_types_and_cited_facts(court):
    found = describe_entity(court, "urn:x:court")
    assert found.labels == {"en": "court", "zh": "法院"}
    assert found.aliases == ("院",)
    assert [kind.label for kind in found.types] == ["机构"]
    link, seats = found.facts
    assert (link.object, link.evidence) == ("urn:x:street", (Evidence("urn:x:doc", 3, 9, None, True),))
    assert seats.object == Literal("7", "", "http://www.w3.org/2001/XMLSchema#integer")
    assert (seats.time, seats.evidence) == ("2020/..", (Evidence("urn:x:doc", 3, 9),))


def test_facts_in_are_seen_from_the_object(court):
    (fact,) = describe_entity(court, "urn:x:street").facts
    assert (fact.subject, fact.predicate, fact.object, fact.forward) == (
        "urn:x:court",
        "urn:x:in",
        "urn:x:street",
        False,
    )


def test_unknown_entity_is_said(court):
    with pytest.raises(InputError, match="urn:x:nobody"):
        describe_entity(court, "urn:x:nobody")


def test_a_named_graph_is_where_a_fact_stands_and_its_source_the_evidence(tmp_path):
    path = tmp_path / "two.nq"
    path.write_text(
        '<urn:a> <urn:p> <urn:b> <urn:g1> .\n<urn:a> <urn:q> "x" <urn:g2> .\n'
        "<urn:g2> <http://purl.org/dc/terms/source> <urn:book> .\n",
        encoding="utf-8",
    )
    facts = describe_entity(open_source(str(path)), "urn:a").facts
    assert [fact.evidence for fact in facts] == [(), (Evidence("urn:book"),)]
    assert [[one.graph for one in fact.statements] for fact in facts] == [["urn:g1"], ["urn:g2"]]


def test_the_named_graphs_are_listed_with_sizes_and_sources(tmp_path):
    path = tmp_path / "two.trig"
    path.write_text(
        "@prefix : <urn:> . :g1 { :a :p :b . :a :q 1 } :g2 { :a :p :c } :g2 <http://purl.org/dc/terms/source> :book .",
        encoding="utf-8",
    )
    rows = list_graphs(open_source(str(path)), "en")
    assert [(row.iri, row.triples) for row in rows] == [(None, 1), ("urn:g1", 2), ("urn:g2", 1)]
    assert [row.evidence for row in rows] == [(), (), (Evidence("urn:book"),)]


def test_a_name_that_is_cited_is_shown_with_its_citation(report):
    """A short name is a fact of the report, one that everybody uses is not."""
    market = describe_entity(report, "urn:wenmai:xicheng:动物园批发市场")
    (short,) = [fact for fact in market.facts if fact.predicate.endswith("shortName")]
    assert short.evidence
    assert "动批" in market.aliases
    exchange = describe_entity(report, "urn:wenmai:xicheng:北京证券交易所")
    assert "北交所" in exchange.aliases
    assert "北交所" not in {fact.object.value for fact in exchange.facts if isinstance(fact.object, Literal)}


def test_every_triple_of_the_report_is_described_once(report):
    """Names that nobody cites are told apart."""
    index = report.index
    for node in range(index.node_count):
        found = describe_entity(report, index.iri(node))
        cited = {
            key for key in report.statements.about(index.iri(node)) if key[0] in APART and isinstance(key[1], Literal)
        }
        stated = {(t.predicate, t.object) for t in report.match(index.iri(node)) if t.predicate not in APART} | cited
        told = [(fact.predicate, fact.object) for fact in found.facts if fact.forward]
        assert set(told) == stated
        assert len(told) == len(stated)
