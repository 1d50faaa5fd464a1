"""The ontology's README says what the vocabulary and the questions say."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

import needs
from wenmai.system import packaged
from wenmai.terms import LABEL, PREFIXES, RDF, RDFS, TYPE, WM, shorten

if TYPE_CHECKING:
    import rdflib

README = (packaged.vocabulary().parent / "README.md").read_text("utf-8")
PROV_O = """
@prefix owl:  <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

prov:Activity owl:disjointWith prov:Entity .
prov:Organization rdfs:subClassOf prov:Agent .
prov:Person rdfs:subClassOf prov:Agent .
prov:Plan rdfs:subClassOf prov:Entity .
prov:hadPrimarySource rdfs:subPropertyOf prov:wasDerivedFrom .
prov:used rdfs:domain prov:Activity ; rdfs:range prov:Entity .
prov:wasAssociatedWith rdfs:domain prov:Activity ; rdfs:range prov:Agent .
prov:wasAttributedTo rdfs:domain prov:Entity ; rdfs:range prov:Agent .
prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
prov:wasGeneratedBy rdfs:domain prov:Entity ; rdfs:range prov:Activity .
prov:wasQuotedFrom rdfs:subPropertyOf prov:wasDerivedFrom .
"""
"""What PROV-O says of the terms that the vocabulary is aligned to."""

OTHERS = """
@prefix geo:  <http://www.opengis.net/ont/geosparql#> .
@prefix org:  <http://www.w3.org/ns/org#> .
@prefix owl:  <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix time: <http://www.w3.org/2006/time#> .

geo:Feature rdfs:subClassOf geo:SpatialObject .
geo:sfWithin rdfs:domain geo:SpatialObject ; rdfs:range geo:SpatialObject .
org:Organization rdfs:subClassOf prov:Agent .
org:holds rdfs:domain prov:Agent ; rdfs:range org:Post .
org:postIn rdfs:domain org:Post ; rdfs:range org:Organization .
qudt:hasQuantityKind rdfs:range qudt:QuantityKind .
qudt:hasUnit rdfs:range qudt:Unit .
qudt:scalingOf rdfs:domain qudt:Unit ; rdfs:range qudt:Unit .
skos:broader rdfs:domain skos:Concept ; rdfs:range skos:Concept .
skos:narrower rdfs:domain skos:Concept ; rdfs:range skos:Concept .
time:DateTimeInterval rdfs:subClassOf time:ProperInterval .
time:ProperInterval rdfs:subClassOf time:TemporalEntity ; owl:disjointWith time:Instant .
time:hasTime rdfs:range time:TemporalEntity .
time:intervalIn rdfs:domain time:ProperInterval ; rdfs:range time:ProperInterval .
"""
"""What GeoSPARQL, ORG, QUDT, SKOS and OWL-Time say of the terms that the vocabulary is or could be aligned to."""

APART = (
    ("geo:SpatialObject", "prov:Agent"), ("geo:SpatialObject", "prov:Activity"), ("geo:SpatialObject", "skos:Concept"),
    ("geo:SpatialObject", "time:TemporalEntity"), ("prov:Agent", "skos:Concept"), ("prov:Activity", "skos:Concept"),
    ("prov:Activity", "prov:Agent"), ("prov:Activity", "prov:Entity"), ("qudt:QuantityKind", "qudt:Unit"),
    ("qudt:Unit", "geo:SpatialObject"), ("time:TemporalEntity", "skos:Concept"), ("time:TemporalEntity", "prov:Agent"),
)  # fmt: skip
"""Classes of which nothing in the report is both, whether their vocabularies say so or not."""

CLASS, PROPERTY = RDFS + "Class", RDF + "Property"


@cache
def vocabulary() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(path=str(packaged.vocabulary()))
    return store


def values(subject: str, predicate: str) -> list[pyoxigraph.NamedNode | pyoxigraph.Literal]:
    found = vocabulary().quads_for_pattern(pyoxigraph.NamedNode(subject), pyoxigraph.NamedNode(predicate), None)
    return [quad.object for quad in found]


def row(term: str) -> str:
    labels = {label.language: label.value for label in values(term, LABEL)}
    kinds = {kind.value for kind in values(term, TYPE)}
    aligned = RDFS + ("subClassOf" if CLASS in kinds else "subPropertyOf")
    third = values(term, TYPE if not kinds & {CLASS, PROPERTY} else aligned)
    links = ", ".join(f"`{link}`" for link in sorted(shorten(node.value) for node in third))
    return f"| `{shorten(term)}` | {labels['zh']} | {labels['en']} | {links} |"


def terms() -> set[str]:
    subjects = {quad.subject.value for quad in vocabulary().quads_for_pattern(None, pyoxigraph.NamedNode(LABEL), None)}
    return subjects - {WM}


def test_the_term_table_is_the_vocabulary() -> None:
    written = {line for line in README.splitlines() if line.startswith("| `wm:") and line.count("|") == 5}
    assert written == {row(term) for term in terms()}


def test_the_prefixes_are_those_that_wenmai_declares() -> None:
    written = dict(re.findall(r"^\| `(\w+):` \| `(urn:[^`]+)` \|", README, re.MULTILINE))
    assert written == {prefix: PREFIXES[prefix] for prefix in ("wm", "xc", "t", "u", "doc", "p", "s", "fig")}


def test_the_queries_shown_are_questions_that_run() -> None:
    shown = re.findall(r"```sparql\n(.+?)```", README, re.DOTALL)
    questions = [path.read_text("utf-8") for path in packaged.questions().glob("*.rq")]
    assert shown
    assert all(any(question.endswith(query) for question in questions) for query in shown)


def test_the_examples_are_lines_of_the_graph() -> None:
    """Statements and passages stand in the README as they stand in data/triples.ttl, alignment aside."""
    kept = {" ".join(line.split()) for line in packaged.triples().read_text("utf-8").splitlines()}
    shown = re.findall(r"^[sp]:\d.+$|^fig:[^\s]+$|^    wm:.+ [;.]$", README, re.MULTILINE)
    assert shown
    assert [line for line in shown if " ".join(line.split()) not in kept] == []


def closure(*more: str) -> rdflib.Graph:
    """What follows from the vocabulary, the graph and PROV-O, with these statements added."""
    rdflib, owlrl = needs.library("rdflib"), needs.library("owlrl")
    graph = rdflib.Graph()
    for text in (PROV_O, *more):
        graph.parse(data=text, format="turtle")
    for file in (packaged.vocabulary(), packaged.triples()):
        for triple in rdflib.Graph().parse(file):
            if not any(isinstance(term, rdflib.Literal) for term in triple):
                graph.add(triple)
    owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(graph)
    return graph


def torn(*more: str) -> set[str]:
    """What a reasoner finds to be an activity and an entity of PROV-O at once, with these statements added."""
    rdflib, graph = needs.library("rdflib"), closure(*more)
    found: set[str] = set()
    for one, other in graph.subject_objects(rdflib.OWL.disjointWith):
        both = set(graph.subjects(rdflib.RDF.type, one)) & set(graph.subjects(rdflib.RDF.type, other))
        found |= {shorten(str(node)) for node in both}
    return found


def test_nothing_is_an_activity_and_an_entity() -> None:
    assert torn() == set()


def both(*more: str) -> dict[tuple[str, str], list[str]]:
    """What follows to be in two classes that are apart, with these statements added."""
    rdflib, graph = needs.library("rdflib"), closure(OTHERS, *more)

    def members(name: str) -> set[object]:
        prefix, _, local = name.partition(":")
        return set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(PREFIXES[prefix] + local)))

    assert all(members(name) for pair in APART for name in pair)
    shared = {pair: members(pair[0]) & members(pair[1]) for pair in APART}
    return {pair: sorted(map(str, found)) for pair, found in shared.items() if found}


def test_what_follows_is_never_two_things() -> None:
    """No alignment makes of a place an idea, of an institution a spot on the map, or of a time an actor."""
    assert both() == {}


@pytest.mark.parametrize(
    "former",
    [
        "locatedIn> rdfs:subPropertyOf geo:sfWithin",
        "includes> rdfs:subPropertyOf skos:narrower",
        "kindOf> rdfs:subPropertyOf skos:broader",
    ],
)
def test_an_alignment_that_says_too_much_would_be_noticed(former: str) -> None:
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> . " for name in ("geo", "rdfs", "skos"))
    assert both(f"{prefixes} <{WM}{former} .")


def test_the_reasoner_would_notice() -> None:
    """A policy is an entity; whoever is associated with what carries it out makes it an activity."""
    prefixes = "@prefix prov: <http://www.w3.org/ns/prov#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    former = f"{prefixes} <{WM}carriedOutBy> rdfs:subPropertyOf prov:wasAssociatedWith ."
    assert {"xc:减税降费政策", "xc:中小企业纾困措施", "xc:双减政策", "xc:减量提质", "xc:七个方面重点工作"} <= torn(
        former
    )


def test_an_indicator_is_no_property() -> None:
    """The range of qb:measureType is a property; what a figure measures is a kind of quantity."""
    aligned = {node.value for node in values(WM + "indicator", RDFS + "subPropertyOf")}
    assert aligned == {PREFIXES["qudt"] + "hasQuantityKind"}


def test_a_place_is_not_made_an_actor_by_what_is_done_there() -> None:
    """Where a jurisdiction acts, the property says so; no reasoner makes the ground an agent of PROV-O."""
    rdflib, closed = needs.library("rdflib"), closure()
    agents = set(closed.subjects(rdflib.RDF.type, rdflib.URIRef(PREFIXES["prov"] + "Agent")))
    places = set(closed.subjects(rdflib.RDF.type, rdflib.URIRef(WM + "Place")))
    assert places
    assert {shorten(str(node)) for node in agents & places} == set()
    assert rdflib.URIRef(PREFIXES["xc"] + "西城区政府") in agents


def test_the_units_that_are_known_by_name_are_those_of_the_vocabulary() -> None:
    """Each by its name alone as the vocabulary has it: its base, its factor, and whether it only counts."""
    from wenmai.units.chinese import KNOWN, read_unit, unit_iri

    kinds = {WM + "Unit", WM + "CountingWord"}
    kept = {term for term in terms() if kinds & {kind.value for kind in values(term, TYPE)}}
    assert {unit_iri(name) for name in KNOWN} == kept - {WM + "未说明"}
    for name in KNOWN:
        unit = read_unit(name)
        factor = [int(one.value) for one in values(unit_iri(name), WM + "factor")] or [1]
        base = [one.value for one in values(unit_iri(name), WM + "baseUnit")] or [unit_iri(name)]
        assert ([unit.factor], [unit_iri(unit.base)]) == (factor, base)
        counts = WM + "CountingWord" in {kind.value for kind in values(base[0], TYPE)}
        assert unit.counts == counts, name
