"""What owners of other people's graphs expect, on small data after the examples of their vocabularies: names, links, times, numbers."""

from __future__ import annotations

import pytest

from test_models import graph, moments, numbers
from wenmai.facts.describe import describe_entity
from wenmai.facts.figures import list_figures
from wenmai.names.labels import Labels
from wenmai.notices import collect_notices
from wenmai.paths import find

EX = "http://example.org/"


def hops(source, start: str, end: str) -> list[tuple[str, ...]]:
    """The names along the best path, predicates between them."""
    (path,) = find(source, EX + start, EX + end, k=1, language="en")
    return [
        tuple(node.label for node in path.nodes),
        tuple(Labels(source.index, "en").label(hop.predicate) for hop in path.hops),
    ]


MORE_QUANTITIES = {
    "quality of a data set": (
        "@prefix dqv: <http://www.w3.org/ns/dqv#> . :a dct:title 'Stops' ; dqv:hasQualityMeasurement :q . :m rdfs:label 'completeness' ."
        " :q a dqv:QualityMeasurement ; rdfs:label 'measured' ; dqv:computedOn :a ; dqv:isMeasurementOf :m ; dqv:value 0.68 .",
        ("completeness", "Stops", "0.68"),
    ),
    "price of an offer": (
        "@prefix gr: <http://purl.org/goodrelations/v1#> . :a gr:name 'Gas' ; gr:hasPriceSpecification"
        " [ a gr:UnitPriceSpecification ; gr:hasCurrencyValue 0.31 ; gr:hasCurrency 'EUR' ] .",
        ("has price specification", "Gas", "0.31 €"),
    ),
    "price of a contract": (
        "@prefix gr: <http://purl.org/goodrelations/v1#> . @prefix pc: <http://purl.org/procurement/public-contracts#> ."
        " :a dct:title 'Heating' ; pc:agreedPrice :p . :p a gr:PriceSpecification ; gr:hasCurrencyValue 37029.5 ; gr:hasCurrency 'EUR' .",
        ("agreed price", "Heating", "37,029.5 €"),
    ),
}


@pytest.mark.parametrize("name", MORE_QUANTITIES)
def test_numbers_are_of_what_they_measure(name):
    text, row = MORE_QUANTITIES[name]
    assert numbers(graph(text)) == {row}
    assert numbers(graph(text), EX + "a") == {row}


def test_where_a_thing_lies_and_what_it_is_known_by_are_no_figures():
    made = graph("""@prefix w: <http://www.w3.org/2003/01/geo/wgs84_pos#> . @prefix bacnet: <http://data.ashrae.org/bacnet/2020#> .
        :a a <https://brickschema.org/schema/Brick#Controller> ; rdfs:label 'Mast' ; w:lat 52.1 ; w:long 4.3 ; bacnet:device-instance 123 ; :storeys 4 .""")
    assert numbers(made) == {("storeys", "Mast", "4")}


def test_an_observation_is_of_the_slice_that_holds_it():
    made = graph("""
        :life a qb:MeasureProperty ; rdfs:label 'life expectancy' . dim:sex a qb:DimensionProperty . :a rdfs:label 'Newport' .
        :set a qb:DataSet . :male rdfs:label 'male' . :female rdfs:label 'female' . :period a qb:DimensionProperty .
        :s1 a qb:Slice ; dim:sex :male ; :period <http://reference.data.gov.uk/id/year/2004> ; qb:observation :o1 .
        :s2 a qb:Slice ; dim:sex :female ; :period <http://reference.data.gov.uk/id/year/2005> ; qb:observation :o2 .
        :o1 a qb:Observation ; qb:dataSet :set ; dim:refArea :a ; :life 76.7 .
        :o2 a qb:Observation ; qb:dataSet :set ; dim:refArea :a ; :life 80.7 .""")
    with collect_notices():
        rows = list_figures(made, language="en")
    assert {(row.about.label, row.text, row.period, row.scope.label) for row in rows} == {
        ("Newport", "76.7", "2004", "male"),
        ("Newport", "80.7", "2005", "female"),
    }


def test_an_observation_is_of_the_time_that_it_observes_and_not_of_when_the_result_came():
    made = graph(""":o a sosa:Observation ; sosa:hasFeatureOfInterest :a ; sosa:observedProperty :h ; sosa:hasSimpleResult 22.4 ;
        sosa:resultTime '2017-04-16T00:00:12Z'^^xsd:dateTime ; sosa:phenomenonTime [ a time:Interval ;
          time:hasBeginning [ time:inXSDDate '2017-04-14'^^xsd:date ] ; time:hasEnd [ time:inXSDDate '2017-04-15'^^xsd:date ] ] .
        :a rdfs:label 'Flat' . :h rdfs:label 'consumption' .""")
    with collect_notices():
        (row,) = list_figures(made, language="en")
    assert row.period == "2017-04-14/2017-04-15"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (":188 a sosa:Actuation ; sosa:resultTime '2017-04-18'^^xsd:date ; sosa:hasSimpleResult true .", ("2017-04-18", "Actuation 188", "2017-04-18")),
        (":1994542 dct:created '2020-02-26'^^xsd:date ; :weight 4 .", ("2020-02-26", "1994542", "2020-02-26")),
        (":1994542 dct:created '2020-02-26'^^xsd:date ; :motto 'Onwards' .", ("2020-02-26", "motto Onwards", "2020-02-26")),
        (":a rdfs:label 'Film' ; dct:created '1908-12-23T:23:59:59'^^xsd:dateTime .", ("1908-12-23", "Film", "1908-12-23")),
        (":a rdfs:label 'Film' ; dct:created '1908-12-23T10:30:00Z'^^xsd:dateTime .", ("1908-12-23T10:30:00Z", "Film", "1908-12-23T10:30:00Z")),
    ],
)  # fmt: skip
def test_who_is_dated_is_told_by_what_is_known_of_it_and_not_by_its_date(text, row):
    assert moments(graph(text)) == {row}


TYPED = """:pot a crm:E22_Human-Made_Object ; rdfs:label 'Pot' ; crm:P108i_was_produced_by :f81d4fae-7dec-11d0-a765-00a0c91e6bf6 .
  :f81d4fae-7dec-11d0-a765-00a0c91e6bf6 a crm:E12_Production ; crm:P01i_is_domain_of :r ; crm:P4_has_time-span :span .
  :r a crm:PC14_carried_out_by ; crm:P01_has_domain :f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ; crm:P02_has_range :lena ; crm:P14.1_in_the_role_of :potter .
  :span a crm:E52_Time-Span ; crm:P82a_begin_of_the_begin '1702-01-01'^^xsd:date ; crm:P82b_end_of_the_end '1702-12-31'^^xsd:date .
  :lena a crm:E21_Person ; rdfs:label 'Lena' . :potter rdfs:label 'potter' . """


def test_a_typed_property_of_the_museum_is_a_link_with_its_role():
    made = graph(TYPED)
    assert hops(made, "pot", "lena") == [("Pot", "Lena"), ("was produced by",)]
    assert {made.index.iri(node).removeprefix(EX) for node in range(made.index.node_count)} == {"pot", "lena", "potter"}
    assert moments(made) == {("1702", "Pot", "Lena")}


def test_what_has_a_hash_for_a_name_is_told_by_its_class():
    made = graph(""":a rdfs:label 'A' ; :performed :1c2b1c6c-e71c-44be-820d-a70f61542568 ; :kept :b .
        :1c2b1c6c-e71c-44be-820d-a70f61542568 a :StudioWork ; :where :b . :b rdfs:label 'B' .""")
    assert Labels(made.index, "en").label(EX + "1c2b1c6c-e71c-44be-820d-a70f61542568") == "Studio Work 1c2b1c6c"


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://iflastandards.info/ns/fr/frbr/frbroo/F51_Pursuit", "Pursuit"),
        ("http://www.ics.forth.gr/isl/CRMdig/D1_Digital_Object", "Digital Object"),
        ("https://creativecommons.org/licenses/by-sa/4.0/", "by-sa 4.0"),
        ("http://example.org/AHU1_Supply", "AHU1_Supply"),
    ],
)
def test_what_a_nameless_thing_is_shown_as_finds_it(iri, name):
    made = graph(f"<{iri}> a :Thing ; :near :b . :b rdfs:label 'Pursuit of happiness' , 'A Digital Object of 4.0' .")
    assert Labels(made.index, "en").label(iri) == name
    if "licenses" not in iri:
        assert made.names.resolve(name, "en") == iri


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (":a rdfs:label 'A' ; :when [ a time:Interval ; time:hasBeginning [ time:inXSDDate '1702-01-01'^^xsd:date ] ; time:hasEnd [ time:inXSDDate '1705-12-31'^^xsd:date ] ] .", "1702/1705"),
        (":a :size [ a qudt:QuantityValue ; qudt:numericValue 31.5 ; qudt:unit unit:CentiM ] .", "31.5 cm"),
        (":a crm:P43_has_dimension [ a crm:E54_Dimension ; crm:P2_has_type :h ; crm:P90_has_value 32 ; crm:P91_has_unit :u ] . :h rdfs:label 'height' . :u rdfs:label 'ells' .", "height 32 ells"),
        (":a schema:height [ a schema:QuantitativeValue ; schema:minValue 10 ; schema:maxValue 20 ; schema:unitText 'cm' ] .", "10–20 cm"),
        (":a rdfs:label 'A' ; :when [ a time:Interval ; rdfs:comment 'long ago' ] .", "long ago"),
        (":a :form [ a :Form , <http://example.org/other/Form> ; :written 'ells' ; :spelt 'ells' ; :case :dative ] .", "Form: case dative; spelt ells"),
    ],
)  # fmt: skip
def test_a_time_and_a_quantity_are_told_as_a_person_writes_them_and_nothing_twice(text, told):
    made = graph(text)
    (fact,) = (one for one in describe_entity(made, EX + "a", "en").facts if isinstance(one.object, str))
    assert Labels(made.index, "en").label(fact.object) == told
