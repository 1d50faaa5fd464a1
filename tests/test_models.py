"""Evidence, times and quantities of other people's models, on small graphs after the examples of their specifications."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from wenmai.errors import AmbiguousName, InputError, NoPath
from wenmai.evidence.citations import is_named, source_label, source_link
from wenmai.facts.describe import describe_entity
from wenmai.facts.figures import list_figures
from wenmai.facts.graphs import list_graphs
from wenmai.facts.summary import count_terms
from wenmai.facts.timeline import list_moments
from wenmai.notices import collect_notices
from wenmai.paths import find
from wenmai.sources import Memory
from wenmai.sources.chosen import choose_facts

PREFIXES = """
@prefix : <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix prov: <http://www.w3.org/ns/prov#> . @prefix pav: <http://purl.org/pav/> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix dc: <http://purl.org/dc/elements/1.1/> . @prefix schema: <https://schema.org/> .
@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> . @prefix np: <http://www.nanopub.org/nschema#> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> . @prefix wikibase: <http://wikiba.se/ontology#> .
@prefix wd: <http://www.wikidata.org/entity/> . @prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> . @prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> . @prefix psv: <http://www.wikidata.org/prop/statement/value/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> . @prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix pr: <http://www.wikidata.org/prop/reference/> . @prefix wdref: <http://www.wikidata.org/reference/> .
@prefix wdv: <http://www.wikidata.org/value/> . @prefix time: <http://www.w3.org/2006/time#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix vivo: <http://vivoweb.org/ontology/core#> .
@prefix dt: <https://www.omg.org/spec/Commons/DatesAndTimes/> . @prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix unit: <http://qudt.org/vocab/unit/> . @prefix sosa: <http://www.w3.org/ns/sosa/> . @prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rov: <http://www.w3.org/ns/regorg#> . @prefix adms: <http://www.w3.org/ns/adms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix brick: <https://brickschema.org/schema/Brick#> .
@prefix dim: <http://purl.org/linked-data/sdmx/2009/dimension#> . @prefix att: <http://purl.org/linked-data/sdmx/2009/attribute#> .
"""
LINK = ":a rdfs:label 'A' ; :p :b . :b rdfs:label 'B' ; :q :c . "
STATED = LINK + ":s a rdf:Statement ; rdf:subject :a ; rdf:predicate :p ; rdf:object :b ; "
GRAPH = ":g { :a :p :b } :a rdfs:label 'A' . :b rdfs:label 'B' . :g "

WIKIDATA = """
wd:Q1 a wikibase:Item ; rdfs:label "Ada"@en ; wdt:P26 wd:Q2 ; p:P26 wds:S1 ; p:P569 wds:S2 ; p:P2048 wds:S3 ;
  wdt:P569 "1815-01-01T00:00:00Z"^^xsd:dateTime ; wdt:P2048 "+1.65"^^xsd:decimal .
wd:Q2 a wikibase:Item ; rdfs:label "Will"@en .
wds:S1 a wikibase:Statement ; wikibase:rank wikibase:NormalRank ; ps:P26 wd:Q2 ; pq:P580 "1835-01-01T00:00:00Z"^^xsd:dateTime ;
  pqv:P580 wdv:v2 ; pq:P582 "1852-11-27T00:00:00Z"^^xsd:dateTime ; prov:wasDerivedFrom wdref:r1, wdref:r2 .
wds:S2 a wikibase:Statement ; wikibase:rank wikibase:NormalRank ; ps:P569 "1815-01-01T00:00:00Z"^^xsd:dateTime ; psv:P569 wdv:v1 ;
  prov:wasDerivedFrom wdref:r2 .
wds:S3 a wikibase:Statement ; wikibase:rank wikibase:NormalRank ; ps:P2048 "+1.65"^^xsd:decimal ; psv:P2048 wdv:v3 .
wdref:r1 a wikibase:Reference ; pr:P854 <https://parish.example.org/register/7> ; pr:P248 wd:Q9 ; pr:P813 "2013-12-07T00:00:00Z"^^xsd:dateTime .
wdref:r2 a wikibase:Reference ; pr:P248 wd:Q9 . wd:Q9 a wikibase:Item ; rdfs:label "Register"@en .
wdv:v1 a wikibase:TimeValue ; wikibase:timeValue "1815-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 9 .
wdv:v2 a wikibase:TimeValue ; wikibase:timeValue "1835-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 9 .
wdv:v3 a wikibase:QuantityValue ; wikibase:quantityAmount "+1.65"^^xsd:decimal ; wikibase:quantityUnit wd:Q11573 .
"""


def graph(text: str):
    return Memory.of(parse(PREFIXES + text, RdfFormat.TRIG))


def cited(source, subject: str = "http://example.org/a", predicate: str = "http://example.org/p") -> list[str]:
    facts = describe_entity(source, subject, "en").facts
    return [
        one.document.removeprefix("http://example.org/")
        for fact in facts
        if fact.predicate == predicate and fact.forward
        for one in fact.evidence
    ]


def moments(source, entity: str | None = None) -> set[tuple[str, str, str]]:
    return {(row.time, row.subject.label, row.object) for row in list_moments(source, entity, language="en")}


def numbers(source, entity: str | None = None) -> set[tuple[str, str, str]]:
    with collect_notices():
        rows = list_figures(source, entity, language="en")
    return {((row.indicator or row.predicate).label, row.about.label, row.text) for row in rows}


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("prov:wasDerivedFrom :d", "d"),
        ("prov:wasQuotedFrom :d", "d"),
        ("prov:hadPrimarySource :d", "d"),
        ("prov:wasAttributedTo :d", "d"),
        ("prov:wasGeneratedBy :d", "d"),
        ("prov:qualifiedDerivation [ a prov:Derivation ; prov:entity :d ]", "d"),
        ("prov:qualifiedAttribution [ a prov:Attribution ; prov:agent :d ]", "d"),
        ("pav:derivedFrom :d", "d"),
        ("pav:importedFrom :d", "d"),
        ("pav:createdBy :d", "d"),
        ("dct:source :d", "d"),
        ("dc:source 'Handbook, p. 3'", "Handbook, p. 3"),
        ("dct:bibliographicCitation 'Smith 1999'", "Smith 1999"),
        ("dct:references :d", "d"),
        ("dct:isReferencedBy :d", "d"),
        ("schema:citation :d", "d"),
        ("schema:isBasedOn :d", "d"),
        ("dct:source [ dct:title 'A letter' ]", "A letter"),
    ],
)  # fmt: skip
def test_a_statement_and_a_named_graph_name_their_source(said, source):
    for text in (STATED, GRAPH):
        made = graph(f"{text}{said} .")
        assert cited(made) == [source]
        found = count_terms(made, "en")
        assert found.cited == 1
        assert found.cited < found.links or text == GRAPH


@pytest.mark.parametrize(
    "said", [":statedIn :d", ":source :d", ":accordingTo :d", "oio:hasDbXref :d", "rdfs:seeAlso :d"]
)
def test_an_axiom_and_an_annotation_of_ones_own_vocabulary_name_their_source(said):
    axiom = "[] a owl:Axiom ; owl:annotatedSource :a ; owl:annotatedProperty :p ; owl:annotatedTarget :b ; "
    assert cited(graph(f"{LINK}{axiom}{said} .")) == ["d"]
    assert "d" in cited(graph(f"{LINK}:a :p :b {{| {said} |}} .")) or "seeAlso" in said


def test_what_says_nothing_of_sources_is_no_evidence():
    made = graph(f"{STATED} :confidence 0.9 ; rdfs:comment 'sure' . :g {{ :b :p :c }} :a dct:source :elsewhere .")
    assert cited(made) == []
    assert count_terms(made, "en").cited == 0


def test_a_cited_literal_counts_as_cited():
    axiom = "[] a owl:Axiom ; owl:annotatedSource :a ; owl:annotatedProperty :note ; owl:annotatedTarget 'x' ; oio:hasDbXref 'PMID:7' ."
    found = count_terms(graph(f"{LINK} :a :note 'x' . {axiom}"), "en")
    assert (found.cited, found.cited_values) == (1, 1)


def test_a_nanopublication_is_cited_by_its_provenance_and_said_by_its_publication_info():
    text = """:head { :np a np:Nanopublication ; np:hasAssertion :as ; np:hasProvenance :pr ; np:hasPublicationInfo :pi }
        :as { :a :p :b } :pr { :as prov:wasDerivedFrom :article } :pi { :np dct:creator :ann ; dct:created "2020-01-01"^^xsd:date }"""
    made = graph(text)
    assert cited(made) == ["article"]
    (fact,) = [fact for fact in describe_entity(made, "http://example.org/a", "en").facts if fact.forward]
    assert fact.statements[0].speakers == ("http://example.org/ann",)
    assert fact.statements[0].graph == "http://example.org/as"
    found = count_terms(made, "en")
    assert 0 < found.cited < found.links


def test_references_of_wikibase_give_address_work_and_day():
    made = graph(WIKIDATA)
    (spouse,) = [fact for fact in describe_entity(made, "http://www.wikidata.org/entity/Q1", "en").facts
                 if fact.object == "http://www.wikidata.org/entity/Q2"]  # fmt: skip
    assert {one.document for one in spouse.evidence} == {
        "https://parish.example.org/register/7", "http://www.wikidata.org/entity/Q9"}  # fmt: skip
    details = {one.document: dict(one.details) for one in spouse.evidence}
    assert details["https://parish.example.org/register/7"] == {
        "retrieved": "2013-12-07", "work": "http://www.wikidata.org/entity/Q9"}  # fmt: skip
    assert spouse.time == "1835/1852-11-27"
    assert count_terms(made, "en").cited_values == 1


def test_times_of_wikibase_are_as_precise_as_they_are_known_and_end_what_they_end():
    made = graph(WIKIDATA)
    assert moments(made) == {("1815", "Ada", "1815"), ("1835/1852-11-27", "Ada", "Will")}
    ends = "http://www.wikidata.org/entity/Q1", "http://www.wikidata.org/entity/Q2"
    assert next(find(made, *ends, as_of="1840")).length == 1
    with pytest.raises(NoPath):
        next(find(made, *ends, as_of="1860"))


def test_an_attribute_assignment_says_who_assigned():
    made = graph(""":a crm:P2_has_type :b ; rdfs:label 'A' . :x a crm:E13_Attribute_Assignment ; crm:P140_assigned_attribute_to :a ;
        crm:P141_assigned :b ; crm:P177_assigned_property_of_type crm:P2_has_type ; crm:P14_carried_out_by :beazley .""")
    assert cited(made, predicate="http://www.cidoc-crm.org/cidoc-crm/P2_has_type") == ["beazley"]


SPANS = {
    "owl-time interval": (
        ":t rdfs:label 'War' ; time:hasTime [ a time:ProperInterval ; time:hasBeginning [ time:inXSDDate '1914-07-28'^^xsd:date ] ;"
        " time:hasEnd [ time:inXSDDate '1918-11-11'^^xsd:date ] ] .", ("1914-07-28/1918-11-11", "War", "")),
    "owl-time description": (
        ":t rdfs:label 'Day' ; time:hasTime [ a time:Instant ; time:inDateTime [ a time:DateTimeDescription ;"
        " time:unitType time:unitYear ; time:year '1957'^^xsd:gYear ] ] .", ("1957", "Day", "")),
    "moment": (":t rdfs:label 'Moon' ; time:hasTime [ time:inXSDDateTimeStamp '1969-07-20T20:17:40Z'^^xsd:dateTimeStamp ] .",
               ("1969-07-20T20:17:40Z", "Moon", "")),
    "period of time": (
        ":t rdfs:label 'Data' ; dct:temporal [ a dct:PeriodOfTime ; dcat:startDate '2016-03-04'^^xsd:date ;"
        " dcat:endDate '2018-08-05'^^xsd:date ] .", ("2016-03-04/2018-08-05", "Data", "")),
    "DCMI period": (":t rdfs:label 'Data' ; dct:temporal 'start=1969; end=1972-12;'^^dct:Period .",
                    ("1969/1972-12", "Data", "start=1969; end=1972-12;")),
    "schema event": (":t schema:name 'Fair' ; schema:startDate '2020-05-01' ; schema:endDate '2020-05-03' .",
                     ("2020-05-01/2020-05-03", "Fair", "")),
    "schema coverage": (":t schema:name 'Atlas' ; schema:temporalCoverage '1856/1900' .", ("1856/1900", "Atlas", "1856/1900")),
    "edtf": (":t rdfs:label 'Old' ; dct:date '198X'^^<http://id.loc.gov/datatypes/edtf/EDTF> .", ("198X", "Old", "198X")),
    "year before our era": (":t rdfs:label 'Caesar' ; :died '-0043'^^xsd:gYear .", ("-0043", "Caesar", "-0043")),
    "a year as a number": (":t rdfs:label 'Firm' ; :foundingYear 1815 .", ("1815", "Firm", "1815")),
    "a year of a property graph": (":t rdfs:label 'Keanu' ; :born '1964'^^xsd:long .", ("1964", "Keanu", "1964")),
    "a date in Chinese": (":t rdfs:label '胡歌' ; :出生日期 '1982年9月20日' .", ("1982-09-20", "胡歌", "1982年9月20日")),
    "a moment of a database": (":t rdfs:label 'Order' ; :orderDate '1996-07-04 00:00:00.000' .",
                               ("1996-07-04", "Order", "1996-07-04 00:00:00.000")),
    "a description with its day": (
        ":t rdfs:label 'Day' ; time:hasTime [ a time:Instant ; time:inDateTime [ a time:DateTimeDescription ; time:unitType time:unitDay ;"
        " time:year '2008'^^xsd:gYear ; time:month '--02'^^xsd:gMonth ; time:day '---12'^^xsd:gDay ] ] .", ("2008-02-12", "Day", "")),
    "a registration": (
        ":t rdfs:label 'Firm' ; rov:registration [ a adms:Identifier ; skos:notation '04285910' ; dct:issued '2001-09-12'^^xsd:date ] .",
        ("2001-09-12", "Firm", "")),
    "time-span": (
        ":t rdfs:label 'Vase' ; crm:P108i_was_produced_by [ a crm:E12_Production ; crm:P4_has_time-span [ a crm:E52_Time-Span ;"
        " crm:P82a_begin_of_the_begin '-0500-01-01T00:00:00Z'^^xsd:dateTime ;"
        " crm:P82b_end_of_the_end '-0480-12-31T23:59:59Z'^^xsd:dateTime ] ] .", ("-0500/-0480", "Vase", "")),
    "time-span with a maker": (
        ":t rdfs:label 'Vase' ; crm:P108i_was_produced_by [ a crm:E12_Production ; crm:P14_carried_out_by :m ;"
        " crm:P4_has_time-span [ crm:P82_at_some_time_within '1856'^^xsd:gYear ] ] . :m rdfs:label 'Tait' .", ("1856", "Vase", "Tait")),
    "membership": (
        ":m a org:Membership ; org:member :t ; org:organization :o ; org:memberDuring [ a time:Interval ; time:hasBeginning"
        " [ time:inXSDgYear '1999'^^xsd:gYear ] ] . :t rdfs:label 'Ann' . :o rdfs:label 'Acme' .", ("1999/..", "Ann", "Acme")),
    "vivo": (
        ":t rdfs:label 'Chair' ; vivo:dateTimeInterval [ a vivo:DateTimeInterval ; vivo:start [ a vivo:DateTimeValue ;"
        " vivo:dateTime '2001-01-01T00:00:00'^^xsd:dateTime ; vivo:dateTimePrecision vivo:yearPrecision ] ] .", ("2001/..", "Chair", "")),
    "fibo": (":t rdfs:label 'Bank' ; :hasDateOfIncorporation [ a dt:ExplicitDate ; dt:hasDateValue '1982-09-10'^^xsd:date ] .",
             ("1982-09-10", "Bank", "")),
}  # fmt: skip


@pytest.mark.parametrize("name", SPANS)
def test_a_time_of_any_model_is_told_once_of_what_it_is_about(name):
    text, row = SPANS[name]
    made = graph(text)
    assert moments(made) == {row}
    assert row in moments(made, "http://example.org/t")


QUANTITIES = {
    "qudt": (":a rdfs:label 'Bridge' ; :length [ a qudt:QuantityValue ; qudt:numericValue 120.5 ; qudt:unit unit:M ] .",
             ("length", "Bridge", "120.5 m")),
    "schema": (":a schema:name 'Lamp' ; schema:weight [ a schema:QuantitativeValue ; schema:value 2.5 ; schema:unitCode 'KGM' ] .",
               ("schema:weight", "Lamp", "2.5 kg")),
    "schema property": (":a schema:name 'Lamp' ; schema:additionalProperty [ a schema:PropertyValue ; schema:name 'power' ;"
                        " schema:value 60 ; schema:unitCode 'WTT' ] .", ("power", "Lamp", "60 W")),
    "schema money": (":a schema:name 'Job' ; schema:baseSalary [ a schema:MonetaryAmount ; schema:currency 'USD' ; schema:value 40000 ] .",
                     ("schema:baseSalary", "Job", "40,000 USD")),
    "schema range": (":a schema:name 'Lamp' ; schema:height [ a schema:QuantitativeValue ; schema:minValue 10 ; schema:maxValue 20 ;"
                     " schema:unitText 'cm' ] .", ("schema:height", "Lamp", "from 10 to 20 cm")),
    "sosa": (":o a sosa:Observation ; sosa:hasFeatureOfInterest :a ; sosa:observedProperty :h ; sosa:hasResult [ a qudt:QuantityValue ;"
             " qudt:unit unit:M ; qudt:numericValue 15.3 ] . :a rdfs:label 'Tree' . :h rdfs:label 'height' .", ("height", "Tree", "15.3 m")),
    "sosa simple": (":o a sosa:Observation ; sosa:hasFeatureOfInterest :a ; sosa:observedProperty :h ; sosa:hasSimpleResult 22.4 ."
                    " :a rdfs:label 'Room' . :h rdfs:label 'warmth' .", ("warmth", "Room", "22.4")),
    "schema range of a property": (
        ":a schema:name 'Lamp' ; :works [ a schema:PropertyValue ; schema:minValue -40 ; schema:maxValue 80 ; schema:unitCode 'CEL' ] .",
        ("works", "Lamp", "from -40 to 80 °C")),
    "sosa without a feature": (":o a sosa:Observation ; sosa:observedProperty :a ; sosa:hasSimpleResult 240 . :a rdfs:label 'CO2' .",
                               ("CO2", "CO2", "240")),
    "a last known value": (
        ":a rdfs:label 'Sensor' ; brick:hasUnit unit:KiloGM-PER-M2 ; brick:lastKnownValue [ brick:value 72 ] .",
        ("last known value", "Sensor", "72 kg/m²")),
    "an id beside": (":a rdfs:label 'Bridge' ; :lanes 4 ; :bridgeID 1006 ; :zip_code 10115 .", ("lanes", "Bridge", "4")),
    "dimension": (":a rdfs:label 'Vase' ; crm:P43_has_dimension [ a crm:E54_Dimension ; crm:P2_has_type :h ; crm:P90_has_value 32 ;"
                  " crm:P91_has_unit :cm ] . :h rdfs:label 'height' . :cm rdfs:label 'cm' .", ("height", "Vase", "32 cm")),
    "plain": (":a rdfs:label 'Bridge' ; :lanes 4 .", ("lanes", "Bridge", "4")),
}  # fmt: skip


@pytest.mark.parametrize("name", QUANTITIES)
def test_a_quantity_of_any_model_is_told_once_with_its_unit_of_what_it_is_about(name):
    text, row = QUANTITIES[name]
    made = graph(text)
    assert numbers(made) == {row}
    assert numbers(made, "http://example.org/a") == {row}


def test_quantities_of_wikibase_have_their_unit_and_precisions_are_no_figures():
    assert numbers(graph(WIKIDATA)) == {("P2048", "Ada", "1.65 m")}


def test_an_observation_of_a_cube_is_about_its_area_within_its_other_dimensions():
    made = graph("""
        :life a qb:MeasureProperty ; rdfs:label 'life expectancy' . dim:sex a qb:DimensionProperty .
        :set a qb:DataSet ; att:unitMeasure :years . :years rdfs:label 'years' .
        :o a qb:Observation ; qb:dataSet :set ; dim:refArea :a ; dim:sex :male ; :life 76.7 ;
          dim:refPeriod <http://reference.data.gov.uk/id/gregorian-interval/2004-01-01T00:00:00/P3Y> .
        :a rdfs:label 'Newport' . :male rdfs:label 'male' .""")
    with collect_notices():
        (row,) = list_figures(made, language="en")
    assert (row.indicator or row.predicate).label == "life expectancy"
    assert (row.about.label, row.text, row.period, row.scope.label) == ("Newport", "76.7 years", "2004/2006", "male")


PARTED = ":a rdfs:label 'A' . :one { :a :p :b . :a :n 1 } :two { :a :p :c . :a :p :b } :one dct:source :book ."


def test_the_facts_of_a_named_graph_are_chosen_with_names_and_sources_from_elsewhere():
    whole = graph(PARTED)
    one = choose_facts(whole, ["one"])
    facts = describe_entity(one, "http://example.org/a", "en")
    assert facts.labels == {"": "A"}
    assert {(fact.predicate[-1], getattr(fact.object, "value", fact.object)) for fact in facts.facts} == {
        ("p", "http://example.org/b"), ("n", "1")}  # fmt: skip
    assert [row.iri for row in list_graphs(one, "en")] == ["http://example.org/one"]
    assert (count_terms(one, "en").links, count_terms(one, "en").cited, count_terms(one, "en").cited_values) == (
        1,
        2,
        1,
    )
    assert len(list(one.store)) == 2  # a query sees the facts alone
    assert count_terms(choose_facts(whole, ["one", "http://example.org/two"]), "en").links == 2


def test_the_facts_of_one_source_are_chosen():
    made = choose_facts(graph(PARTED), sources=["book"])
    assert {(quad.predicate[-1], quad.graph) for quad in made.match("http://example.org/a") if quad.graph} == {
        ("p", "http://example.org/one"), ("n", "http://example.org/one"), ("p", "http://example.org/two")}  # fmt: skip


def test_a_part_that_is_not_there_is_told():
    with pytest.raises(InputError, match="there is no named graph 'three'; there are 2"):
        choose_facts(graph(PARTED), ["three"])
    with pytest.raises(InputError, match="no fact is stated to be from nowhere"):
        choose_facts(graph(PARTED), sources=["nowhere"])
    with pytest.raises(AmbiguousName):
        choose_facts(graph(":x1 { :a :p :b } <urn:other/x1> { :a :p :c }"), ["x1"])


def test_sources_are_called_and_lead_somewhere():
    assert source_label("https://www.example.org/a/b.html", lambda iri: "b.html") == "example.org/a/b.html"
    assert source_link("10.1016/j.jebo.2015.06.002") == "https://doi.org/10.1016/j.jebo.2015.06.002"
    assert not is_named("GOC:bf")
