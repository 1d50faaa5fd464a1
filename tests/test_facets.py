"""What the page can be cut by: numbers in one unit, years, places on the earth, trees, and how its links stand."""

from __future__ import annotations

import pytest

from town import memory
from wenmai.model import Literal
from wenmai.statements.standing import Admission
from wenmai.view import data
from wenmai.view.trees import direction

PREFIXES = """
@prefix : <urn:x:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> . @prefix sparql: <http://www.opengis.net/ont/geosparql#> .
@prefix schema: <https://schema.org/> . @prefix dcterms: <http://purl.org/dc/terms/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix wm: <urn:wenmai:term:> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix georss: <http://www.georss.org/georss/> .
"""


def held(turtle: str) -> dict:
    """The dictionary of a page that holds all of a graph."""
    source = memory(PREFIXES + turtle)
    return data.gather(source, data.PageEntities(data.everything(source.index), True))


def iris(found: dict, rows: list) -> dict:
    """Rows by the IRI of the entity that they begin with, without its prefix."""
    return {found["nodes"]["iri"][row[0]].removeprefix("urn:x:"): row[1:] for row in rows}


@pytest.mark.parametrize(
    "said",
    [
        'geo:lat "39.91" ; geo:long "116.39"',
        'geo:lat_long "39.91,116.39"',
        "schema:geo [ schema:latitude 39.91 ; schema:longitude 116.39 ]",
        'sparql:hasGeometry [ sparql:asWKT "POINT(116.39 39.91)"^^sparql:wktLiteral ]',
        'wdt:P625 "Point(116.39 39.91)"^^sparql:wktLiteral',
        'sparql:asWKT "POLYGON((116 39.82, 116.78 39.82, 116.78 40, 116 40, 116 39.82))"^^sparql:wktLiteral',
        'sparql:asGeoJSON \'{"type": "Point", "coordinates": [116.39, 39.91]}\'',
        'georss:point "39.91 116.39"',
    ],
)
def test_places_are_read_as_people_write_them(said):
    found = held(f":a rdfs:label 'a' ; :near :b ; {said} . :b rdfs:label 'b' .")
    assert iris(found, found["facets"]["places"]) == {"a": [399100, 1163900]}
    assert found["land"].count("\n") > 100, "outlines are there to draw it on"


@pytest.mark.parametrize(
    "said",
    [
        'geo:lat "91" ; geo:long "0"',
        "schema:location :b",
        'rdfs:comment "POINT of no return (1 2)"',
        'geo:lat "x" ; geo:long "y"',
    ],
)
def test_what_is_not_on_the_earth_has_no_place(said):
    found = held(f':a rdfs:label "a" ; :near :b ; {said} . :b rdfs:label "b" ; :knows :a .')
    assert (found["facets"]["places"], found["land"]) == ([], "")


def test_something_in_a_place_does_not_count_as_the_place():
    found = held(':a rdfs:label "a" ; schema:location :b . :b rdfs:label "b" ; geo:lat 1 ; geo:long 2 .')
    assert iris(found, found["facets"]["places"]) == {"b": [10_000, 20_000]}


def test_a_thing_is_dated_by_what_is_said_of_it_and_not_of_its_record():
    found = held(
        """:a rdfs:label "a" ; :knows :b ; :born "1815-12-10"^^xsd:date ; :died "1852"^^xsd:gYear ; dcterms:modified "2020-01-01"^^xsd:date .
        :b rdfs:label "b" ; :knows :c ; dcterms:modified "2020-01-01"^^xsd:date . :c rdfs:label "c" ; :birthDate "-0063-09-23" ."""
    )
    assert iris(found, found["facets"]["years"]) == {"a": [1815, 1852], "b": [2020, 2020], "c": [-63, -63]}


def test_numbers_are_of_one_measure_and_one_unit_each():
    found = held(
        """:a rdfs:label "a" ; :knows :b ; :height 1.75 ; :rank 3 . :b rdfs:label "b" ; :height 2.0 .
        :c rdfs:label "c" ; :knows :a ; schema:weight [ a schema:QuantitativeValue ; schema:value 70 ; schema:unitCode "KGM" ] ."""
    )
    rows = {(row[0].rsplit(":")[-1].rsplit("/")[-1], row[4]): row[5] for row in found["facets"]["numbers"]}
    place = {iri.removeprefix("urn:x:"): number for number, iri in enumerate(found["nodes"]["iri"])}
    assert rows["height", ""] == [place["a"], 1.75, 0, place["b"], 2, 0]
    assert rows["weight", "kg"] == [place["c"], 70, 0]
    assert rows["rank", ""] == [place["a"], 3, 0]


def test_figures_are_counted_in_their_base_unit(report):
    nodes = data.everything(report.index)
    found = data.gather(report, data.PageEntities(nodes, True))
    rows = found["facets"]["numbers"]
    assert len(rows) > 30
    money = [row for row in rows if row[3] == "元"]
    assert max(value for row in money for value in row[5][1::3]) >= 10**11, "超1000亿元"
    told = [(row[0], row[4], *row[5][at : at + 3]) for row in rows for at in range(0, len(row[5]), 3)]
    assert len(set(told)) == len(told)


def test_links_hold_on_the_page_when_the_command_says(report):
    """What a page is told of a link's times admits the same links as ``--as-of``."""
    index = report.index
    nodes = data.everything(index)
    writer = data.Writer(report, data.PageEntities(nodes, True), {})
    found = writer.write()
    notes = {note[0]: note for note in found["links"]["notes"]}
    rows = {row[0]: row[1:] for row in found["facets"]["lives"]}
    for year in ("2010", "2017", "2021", "2030"):
        admission = Admission.of(as_of=year)
        for place, link in enumerate(writer.links):
            begin = notes[place][2] if place in notes else 0
            usual = [begin, 0] if begin or (place in notes and notes[place][3]) else []
            days = rows.get(place, usual)
            spans = [(first or None, last or None) for first, last in zip(days[::2], days[1::2], strict=True)]
            assert admission.takes_link(index, link.link) == admission.takes(index.standing(link.link), spans)


def test_named_graphs_of_links_and_how_they_stand():
    import pyoxigraph as ox

    from wenmai.sources import Memory

    node = {name: ox.NamedNode(f"urn:x:{name}") for name in "abcgh"}
    follows = ox.NamedNode("urn:x:follows")
    quads = [
        ox.Quad(node["a"], follows, node["b"], node["g"]),
        ox.Quad(node["a"], follows, node["b"], node["h"]),
        ox.Quad(node["b"], follows, node["c"], node["g"]),
        ox.Quad(node["c"], follows, node["a"]),
    ]
    source = Memory.of(quads)
    found = data.gather(source, data.PageEntities(data.everything(source.index), True))
    terms = [row[0] for row in found["terms"]]
    graphs = found["facets"]["graphs"]
    assert [[terms[term] for term in row] for row in graphs["sets"]] == [["urn:x:g", "urn:x:h"], ["urn:x:g"]]
    links = found["links"]
    told = [[found["nodes"]["iri"][links["subject"][row[0]]] for row in [of]] for of in graphs["of"]]
    assert told == [["urn:x:a"], ["urn:x:b"]]


def test_trees_are_found_with_the_end_that_stands_above():
    found = held(
        """:a skos:broader :b . :b skos:narrower :a ; skos:broaderTransitive :c ; :partOf :w . :w rdfs:label "w" ."""
    )
    names = {row[0]: found["terms"][found["predicates"][row[0]][0]][0] for row in found["facets"]["trees"]}
    told = {names[row[0]].rsplit("#")[-1].removeprefix("urn:x:"): (row[1], row[2]) for row in found["facets"]["trees"]}
    assert told == {"broader": (0, 1), "narrower": (0, 0), "partOf": (1, 1)}


@pytest.mark.parametrize(
    ("name", "above"),
    [("P279", True), ("P527", False), ("isPartOf", True), ("hasPart", False), ("P89i_contains", False), ("P89_falls_within", True),
     ("containedInPlace", True), ("containsPlace", False), ("hasMember", False), ("isMemberOf", True), ("hasBroaderAuthority", True),
     ("isLocationOf", False), ("parentADM1", True), ("subOrganization", False)],
)  # fmt: skip
def test_which_end_stands_above(name, above):
    assert direction(name)[1] is above


def test_literals_are_told_from_texts_that_look_like_places():
    from wenmai.view.coordinates import spot_of

    source = memory(PREFIXES + ":a :b :c .")
    assert spot_of(source, {"urn:x:note": [Literal('{"coordinates": "no"}')]}) is None
    assert spot_of(source, {"urn:x:note": [Literal('{"coordinates": [' * 2000)]}) is None
