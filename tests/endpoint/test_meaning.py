"""Statements of every spelling, with blank passages and nameless sources, are read at an endpoint as they are in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

import servers
from wenmai.facts.describe import describe_entity
from wenmai.facts.graphs import list_graphs
from wenmai.facts.summary import count_terms
from wenmai.sources import open_source

DATA = (Path(__file__).parent / "graphs" / "models.trig").read_text("utf-8")


@pytest.fixture(scope="module", params=sorted(servers.SERVERS))
def both(request, tmp_path_factory):
    """The same graph behind a server and in a file."""
    file = tmp_path_factory.mktemp("graphs") / "models.trig"
    file.write_text(DATA, encoding="utf-8")
    with servers.SERVERS[request.param](file) as address:
        yield open_source(address), open_source(str(file))


def is_one_graph(remote) -> bool:
    """Whether the address chooses a graph, so that the named graphs are not seen."""
    return "default-graph-uri=" in remote.locations[0]


def told(source, iri: str) -> set[tuple[str, str, str | None, tuple[str, ...]]]:
    facts = describe_entity(source, iri, "en").facts
    return {
        (fact.predicate, str(getattr(fact.object, "value", fact.object)), fact.time, tuple(sorted(one.document for one in fact.evidence)))
        for fact in facts
        if fact.forward and fact.predicate.startswith("http://example.org/")
    }  # fmt: skip


def test_facts_have_the_same_sources_and_times(both):
    remote, local = both
    wanted = told(local, "http://example.org/a")
    assert {row[3] for row in wanted} >= {
        ("http://example.org/book",), ("http://example.org/letter",), ("A nameless note",), ("Census",), ("http://example.org/register",)}  # fmt: skip
    if is_one_graph(remote):
        wanted = {row for row in wanted if row[0] != "http://example.org/r"}
    assert told(remote, "http://example.org/a") == wanted


def test_as_many_links_and_values_are_cited(both):
    remote, local = (count_terms(source, "en") for source in both)
    assert (local.cited, local.cited_values) == (5, 1)
    assert (remote.cited, remote.cited_values) == (5 - is_one_graph(both[0]), 1)


def test_the_named_graphs_are_the_same(both):
    remote, local = (
        {(row.iri, row.triples, row.evidence) for row in list_graphs(source, "en") if row.iri in ("http://example.org/g", "http://example.org/h")}
        for source in both
    )  # fmt: skip
    assert remote == (set() if is_one_graph(both[0]) else local)
    assert len(local) == 2


NAMES = """
@prefix : <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix s: <https://schema.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix wm: <urn:wenmai:term:> . @prefix obo: <http://www.geneontology.org/formats/oboInOwl#> .
:a rdfs:label "Ann" ; wm:shortName "A." ; skos:altLabel "Annie"@en ; :p :b , :c , :d , :e , :f , :g .
:b skos:prefLabel "Ben"@en , "本"@zh ; skos:hiddenLabel "Benn" ; skos:altLabel "Benny" .
:c s:name "Cid" ; s:alternateName "El Cid" . :d foaf:name "Dora" ; foaf:nick "Dodo" ; rdfs:label "D" .
:e dct:title "Epic" ; dct:alternative "Saga" . :f rdfs:label "Fever" ; obo:hasExactSynonym "Pyrexia" .
:g skos:altLabel "Gil" . :h s:headline "Hail\\nto all" ; skos:prefLabel "H" ; :p :a .
"""


@pytest.fixture(scope="module", params=sorted(servers.SERVERS))
def named(request, tmp_path_factory):
    """Names by the predicates of many vocabularies, behind a server and in a file."""
    file = tmp_path_factory.mktemp("graphs") / "names.ttl"
    file.write_text(NAMES, encoding="utf-8")
    with servers.SERVERS[request.param](file) as address:
        yield open_source(address), open_source(str(file))


def test_names_of_every_vocabulary_are_labels_and_aliases_as_in_a_file(named):
    remote, local = named
    for name in "abcdefgh":
        found, wanted = (describe_entity(source, f"http://example.org/{name}", "en") for source in (remote, local))
        assert (found.labels, found.aliases) == (wanted.labels, wanted.aliases)
        assert wanted.labels or wanted.aliases
        assert found.facts == wanted.facts


@pytest.mark.parametrize(
    "text", ["Annie", "A.", "ben", "Benn", "El Cid", "dodo", "Saga", "pyrexia", "Gil", "Hail to all", "Fev"]
)
def test_a_name_of_any_vocabulary_is_found_as_in_a_file(named, text):
    remote, local = (source.names.search(text, language="en") for source in named)
    assert local
    assert remote == local


CLASSES = """
@prefix : <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix s: <https://schema.org/> .
@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
wd:Q1 rdfs:label "One" ; wdt:P31 wd:Q5 ; wdt:P26 wd:Q2 . wd:Q2 rdfs:label "Two" ; wdt:P31 wd:Q5 , wd:Q6 . wd:Q5 rdfs:label "human" .
:vase rdfs:label "Vase" ; a crm:E22_Human-Made_Object ; crm:P2_has_type :pot . :pot rdfs:label "pot" .
:cid a s:Person ; s:additionalType :Poet ; s:name "Cid" ; s:knows wd:Q1 .
"""


@pytest.fixture(scope="module", params=sorted(servers.SERVERS))
def classed(request, tmp_path_factory):
    """Things that have their classes by the predicates of several vocabularies, behind a server and in a file."""
    file = tmp_path_factory.mktemp("graphs") / "classes.ttl"
    file.write_text(CLASSES, encoding="utf-8")
    with servers.SERVERS[request.param](file) as address:
        yield open_source(address), open_source(str(file))


def test_things_have_the_classes_that_they_have_in_a_file(classed):
    remote, local = classed
    iris = [local.index.iri(node) for node in range(local.index.node_count)]
    assert len(iris) == 6
    for iri in iris:
        found, wanted = (describe_entity(source, iri, "en") for source in (remote, local))
        assert (found.labels, found.types, found.facts) == (wanted.labels, wanted.types, wanted.facts)
    assert {kind.iri for kind in describe_entity(remote, "http://www.wikidata.org/entity/Q2", "en").types} == {
        "http://www.wikidata.org/entity/Q5",
        "http://www.wikidata.org/entity/Q6",
    }
    counted, wanted = (count_terms(source, "en") for source in classed)
    assert (counted.entities, counted.links) == (wanted.entities, wanted.links)
    for some, others in ((counted.classes, wanted.classes), (counted.predicates, wanted.predicates)):
        assert [(one.iri, one.number) for one in some] == [(one.iri, one.number) for one in others]
