"""What is dated, counted and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import needs
import town
from wenmai.errors import InputError
from wenmai.facts.compare import compare_entities
from wenmai.facts.figures import list_figures
from wenmai.facts.timeline import list_moments, sheet
from wenmai.model import Evidence
from wenmai.rendering.sheet import Rows

BY_DAY = """
t:{0} a wm:Day ; wm:begins "{0}"^^xsd:date ; wm:ends "{0}"^^xsd:date .
"""


def told(rows):
    return [(row.time, row.subject.label, row.object) for row in rows]


def test_everything_dated_is_told_once_and_in_order():
    assert told(list_moments(town.memory(), language="en")) == [
        ("2017/2021", "147家", "Bank; firms; Town"),
        ("2019~/..", "9.1到7", "Court; firms"),
        ("2020", "Bank", "注"),
        ("2021", "Court", "Town"),
        ("2021-11-15/..", "Bank", "Town"),
        ("2021-11-15", "Opening", "Bank"),
    ]


def test_a_moment_says_when_it_begins_and_ends_and_who_states_it():
    moment = list_moments(town.memory(), language="en")[1]
    assert (moment.begin, moment.end, moment.approximate) == ("2019-01-01", None, True)
    assert moment.evidence == (Evidence("urn:wenmai:document:d", 6, 9),)


def test_an_entity_has_its_own_facts_its_events_and_its_figures():
    assert told(list_moments(town.memory(), town.BANK, language="en")) == [
        ("2017/2021", "147家", "Bank; firms; Town"),
        ("2020", "Bank", "注"),
        ("2021-11-15/..", "Bank", "Town"),
        ("2021-11-15", "Opening", "Bank"),
    ]


def test_an_event_has_its_own_time():
    assert told(list_moments(town.memory(), town.OPENING, language="en")) == [("2021-11-15", "Opening", "Bank")]


@pytest.mark.parametrize(
    ("bounds", "times"),
    [
        ({"since": "2022"}, ["2019~/..", "2021-11-15/.."]),
        ({"until": "2018"}, ["2017/2021"]),
        ({"since": "2020-06", "until": "2020-07"}, ["2017/2021", "2019~/..", "2020"]),
        ({"since": "2021-11-16", "until": "2021-11-16"}, ["2017/2021", "2019~/..", "2021", "2021-11-15/.."]),
    ],
)
def test_bounds_keep_what_overlaps_them(bounds, times):
    assert [row.time for row in list_moments(town.memory(), **bounds)] == times


def test_a_bound_that_is_no_date_is_refused():
    with pytest.raises(InputError, match="--since 'soon' is not a date"):
        list_moments(town.memory(), since="soon")


def test_other_peoples_dates_are_told_with_their_predicate():
    source = town.memory(
        '<urn:a> rdfs:label "A" ; <urn:born> "1921-07-23"^^xsd:date ; <urn:died> "1999"^^xsd:gYear ; <urn:n> 5 .'
    )
    assert [(row.time, row.predicate.label, row.object) for row in list_moments(source)] == [
        ("1921-07-23", "born", "1921-07-23"),
        ("1999", "died", "1999"),
    ]


def test_an_open_beginning_is_placed_by_its_end():
    source = town.memory(
        "t:old a wm:Period ; wm:ends '2018-12-31'^^xsd:date . t:y a wm:Year ; wm:begins '2017-01-01'^^xsd:date ;"
        " wm:ends '2017-12-31'^^xsd:date . x:a wm:when t:old ; wm:locatedIn x:c . x:b wm:when t:y ; wm:locatedIn x:c ."
    )
    assert [row.time for row in list_moments(source)] == ["2017", "../2018"]


@given(st.lists(st.dates(), min_size=1, max_size=8, unique=True))
def test_days_come_in_their_order_whatever_the_order_they_were_stated_in(days):
    text = "".join(
        BY_DAY.format(day.isoformat()) + f"x:e{number} wm:when t:{day.isoformat()} ; wm:locatedIn x:town ."
        for number, day in enumerate(days)
    )
    assert [row.begin for row in list_moments(town.memory(text))] == sorted(day.isoformat() for day in days)


def test_the_report_has_its_exchange_open_on_a_day(report):
    rows = [row for row in list_moments(report, since="2021-11-15", until="2021-11-15") if row.time == "2021-11-15"]
    assert "北京证券交易所开市" in [row.subject.label for row in rows]


def test_a_timeline_as_a_table_cites_in_a_word():
    table = sheet(list_moments(town.memory(), language="en"), "en")
    assert table.header == ("time", "who", "what", "whom", "said", "evidence")
    assert table.rows[-1][-1] == "d:1-5"


def test_figures_carry_all_that_reading_a_number_needs():
    figure = next(one for one in list_figures(town.memory(), language="en") if one.iri == "urn:f:1")
    labels = {
        name: getattr(figure, name).label
        for name in ("about", "indicator", "unit", "bound", "scope", "status", "measure")
    }
    assert labels == {
        "about": "Bank", "indicator": "firms", "unit": "establishment", "bound": "nearly", "scope": "Town",
        "status": "achieved", "measure": "stock",
    }  # fmt: skip
    assert (figure.value, figure.period, figure.surface) == (147, "2017/2021", "147家")
    assert figure.evidence == (Evidence("urn:wenmai:document:d", 1, 5),)


def test_a_change_has_both_values():
    figure = next(one for one in list_figures(town.memory()) if one.iri == "urn:f:2")
    assert (figure.before, figure.value, figure.period) == (9.1, 7, "2019~/..")
    assert figure.text == "由9.1万户降至7万户"


@pytest.mark.parametrize(
    ("iri", "found"),
    [
        (town.BANK, ["urn:f:1"]),
        (town.FIRMS, ["urn:f:1", "urn:f:2"]),
        (town.TOWN_IRI, ["urn:f:1"]),
        ("urn:f:2", ["urn:f:2"]),
    ],
)
def test_figures_are_found_by_entity_indicator_scope_or_themselves(iri, found):
    assert sorted(figure.iri for figure in list_figures(town.memory(), iri)) == found


def test_numbers_of_other_graphs_are_said_to_be_bare(notices):
    source = town.memory('<urn:a> rdfs:label "A" ; <urn:population> 21893095 ; <urn:height> 3.5 ; <urn:code> "7" .')
    rows = list_figures(source)
    assert [(row.predicate.label, row.value) for row in rows] == [("height", 3.5), ("population", 21893095)]
    assert notices == [
        "this graph has no figures of wenmai's model; these are its numbers, with what it says of unit and period"
    ]


def test_a_bare_number_is_read_as_the_graph_writes_it():
    rows = list_figures(town.memory('<urn:a> rdfs:label "A" ; <urn:n> 060, 1.10, 1e3 .'))
    assert sorted(row.text for row in rows) == ["060", "1.10", "1e3"]


def test_rows_become_data_frames():
    pandas = needs.library("pandas")
    needs.library("polars")
    rows = list_figures(town.memory(), language="en")
    frame = rows.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert sorted(frame["value"]) == [7, 147]
    assert rows.to_polars()["about"].to_list() == frame["about"].tolist()
    assert "aboutIri" in frame.columns


def test_rows_in_jupyter_are_escaped():
    assert "<script>" not in list_moments(town.hostile())._repr_html_() + list_figures(town.hostile())._repr_html_()
    assert "&lt;script&gt;" in Rows([town_moment()])._repr_html_()


def town_moment():
    moment = list_moments(town.memory())[0]
    return moment._replace(object=town.HOSTILE)


def test_json_has_each_entity_with_its_label_beside():
    row = list_moments(town.memory(), language="en").to_json()[-1]
    assert (row["subject"], row["subjectLabel"]) == (town.OPENING, "Opening")
    assert row["evidence"] == [{"document": "urn:wenmai:document:d", "start": 1, "end": 5}]


def test_two_entities_share_neighbours_classes_and_indicators():
    found = compare_entities(town.memory(), town.BANK, town.COURT, language="en")
    assert [one.label for one in found.types] == ["institution"]
    assert [(one.entity.label, one.a[0].predicate.label, one.a[0].forward) for one in found.shared] == [
        ("Town", "settled in", True)
    ]
    assert [one.label for one in found.only_a.neighbours] == ["Opening"]
    assert [one.label for one in found.only_b.neighbours] == ["Street"]
    assert found.alike == pytest.approx(1 / 3, abs=1e-4)
    assert [(one.indicator.label, one.a[0].value, one.b[0].value) for one in found.figures] == [("firms", 147, 7)]


def test_facts_between_the_two_are_told():
    found = compare_entities(town.memory(), town.COURT, town.STREET, language="en")
    assert [(way.predicate.label, way.forward) for way in found.links] == [("located in", True)]


def test_an_entity_is_not_compared_with_itself():
    with pytest.raises(InputError, match="same entity"):
        compare_entities(town.memory(), town.BANK, town.BANK)


OTHERS = """
@prefix dct: <http://purl.org/dc/terms/> . @prefix prov: <http://www.w3.org/ns/prov#> . @prefix schema: <https://schema.org/> .
<urn:augustus> rdfs:label "Augustus" ; schema:birthDate "-0063-09-23"^^xsd:date ; schema:deathDate "0014-08-19"^^xsd:date .
<urn:text> rdfs:label "Text" ; schema:birthDate "1815-12-10" ; schema:code "1815" .
<urn:vague> rdfs:label "Vague" ; dct:date "1816~"^^<http://id.loc.gov/datatypes/edtf/EDTF-level1> .
<urn:issued> rdfs:label "Issued" ; dct:issued "2020-05-01"^^dct:W3CDTF .
<urn:late> rdfs:label "late" ; prov:startedAtTime "2020-03-04T22:44:12Z"^^xsd:dateTime .
<urn:early> rdfs:label "early" ; prov:startedAtTime "2020-03-04T23:10:00+08:00"^^xsd:dateTime .
"""


def test_dates_of_every_model_are_told_in_order():
    rows = [(row.subject.label, row.time) for row in list_moments(town.memory(OTHERS))]
    assert rows == [
        ("Augustus", "-0063-09-23"), ("Augustus", "0014-08-19"), ("Text", "1815-12-10"), ("Vague", "1816~"),
        ("early", "2020-03-04T23:10:00+08:00"), ("late", "2020-03-04T22:44:12Z"), ("Issued", "2020-05-01"),
    ]  # fmt: skip


def test_a_qualifier_dates_a_link_and_a_speaker_is_told():
    source = town.memory("""
<urn:ann> rdfs:label "Ann" ; <urn:ceoOf> <urn:acme> . <urn:acme> rdfs:label "Acme" . <urn:vera> rdfs:label "Vera" .
[] a rdf:Statement ; rdf:subject <urn:ann> ; rdf:predicate <urn:ceoOf> ; rdf:object <urn:acme> ;
  <urn:from> "2001-01-01"^^xsd:date ; <urn:until> "2005-01-01"^^xsd:date ; <urn:role> "chair" ; wm:saidBy <urn:vera> .
""")
    (row,) = list_moments(source, "urn:ann", language="en")
    assert (row.time, row.object, row.said) == ("2001-01-01/2005-01-01", "Acme", ("says Vera", "role: chair"))
    assert list_moments(source, language="en") == (row,)
    assert list_moments(source, within="2001/2005", language="en") == (row,)
    assert list_moments(source, within="2001", language="en") == ()


def test_a_target_is_told_by_the_time_it_is_due():
    source = town.memory("""
<urn:goal> a wm:Target ; rdfs:label "hundred members" ; wm:targetOf <urn:club> ; wm:status wm:Targeted ; wm:dueBy <urn:y> .
<urn:y> a wm:Year ; wm:begins "2027-01-01"^^xsd:date ; wm:ends "2027-12-31"^^xsd:date . <urn:club> rdfs:label "Club" .
""")
    for rows in (list_moments(source, language="en"), list_moments(source, "urn:club", language="en")):
        assert [(row.time, row.subject.label, row.object, row.said) for row in rows] == [
            ("2027", "hundred members", "Club", ("targeted",))
        ]
