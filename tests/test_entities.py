"""What is an entity, and what a nameless one is called, in graphs that say little of it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from wenmai.facts.summary import count_terms
from wenmai.names.labels import Labels
from wenmai.profiles.toml import parse_profile
from wenmai.sources import Memory
from wenmai.sources.chosen import choose_facts

PREFIXES = """
@prefix : <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> . @prefix xl: <http://www.w3.org/2008/05/skos-xl#> . @prefix dct: <http://purl.org/dc/terms/> .
"""


def graph(text: str) -> Memory:
    return Memory.of(ox.parse(PREFIXES + text, ox.RdfFormat.TRIG))


def called(source: Memory, iri: str, language: str = "en") -> str:
    return Labels(source.index, language).label(iri)


def test_a_thing_of_which_only_its_class_is_said_is_an_entity_whatever_says_it():
    found = graph("wd:Q77 wdt:P31 wd:Q5 . wd:Q5 rdfs:label 'human' .")
    assert found.index.find("http://www.wikidata.org/entity/Q77") is not None
    assert found.index.types(found.index.require("http://www.wikidata.org/entity/Q77")) == (
        "http://www.wikidata.org/entity/Q5",
    )
    assert count_terms(found, "en").entities == 2


def test_a_thing_of_which_only_its_name_is_said_is_an_entity_wherever_the_name_stands():
    found = graph(":c xl:prefLabel :l . :l xl:literalForm 'lonely'@en .")
    assert found.names.resolve("lonely", "en") == "http://example.org/c"
    assert count_terms(found, "en").entities == 1


@pytest.mark.parametrize(
    ("iri", "facts", "name"),
    [
        ("http://example.org/n4860", ":publisher :press ; :year 2001", "n4860 (publisher The Press)"),
        ("http://example.org/n4860", ":publisher :n12 ; :owner :press", "n4860 (owner The Press)"),
        ("http://example.org/n4860", "dct:creator :press ; :owner :press", "n4860 (owner The Press)"),
        (
            "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e",
            ":owner :press",
            "0f8fad5b-d9cb-469f-a165-70867728950e (owner The Press)",
        ),
        ("http://example.org/n4860", ":publisher :press ; rdfs:label 'A book'", "A book"),
        ("http://example.org/n4860", ":publisher :press ; a :Book", "n4860"),
        ("http://example.org/n4860", ":publisher :n12", "n4860"),
        ("http://example.org/The_Tempest", ":publisher :press", "The Tempest"),
    ],
)
def test_a_nameless_thing_is_told_by_the_first_thing_with_a_name_that_it_leads_to(iri, facts, name):
    assert called(graph(f"<{iri}> {facts} . :press rdfs:label 'The Press' ; :publishes <{iri}> ."), iri) == name


ONE, OTHER = "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e", "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7"


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (f"<{OTHER}> rdfs:label 'Report'", "Report 0f8fad5b"),
        (f"<{OTHER}> :p :b", "0f8fad5b-d9cb-469f-a165-70867728950e"),
        (f"<{OTHER}> a <{ONE}>", "0f8fad5b-d9cb-469f-a165-70867728950e"),
    ],
)
def test_a_hash_goes_by_its_class_where_that_has_a_name(facts, name):
    assert called(graph(f"<{ONE}> a <{OTHER}> ; :p :b . {facts} ."), ONE) == name


OWN = parse_profile(
    '[profile]\nname = "codes"\nsource = "made for this test"\n[names]\nlabels = ["<http://example.org/code>"]\n',
    "codes.toml",
)


def test_a_part_of_a_graph_is_understood_by_the_profile_that_was_given(monkeypatch):
    whole = graph(":one { :a :p :b ; :code 'A7' } :two { :a :p :c . :b :code 'B7' }")
    monkeypatch.setattr(type(whole), "_own", OWN)
    assert called(choose_facts(whole, ["one"]), "http://example.org/a") == "A7"


@pytest.mark.parametrize(
    "said",
    [
        "<http://qudt.org/schema/qudt/hasQuantityValue> [ <http://qudt.org/schema/qudt/numericValue> 3 ]",
        ":note [ :text 'far away' ]",
    ],
)
def test_a_thing_of_which_a_nameless_node_says_a_value_is_an_entity(said):
    found = graph(f":a {said} .")
    assert found.index.find("http://example.org/a") is not None
    assert count_terms(found, "en").entities == 1
