"""How facts stand, by the index and by their statements, and the answers that take only some of them."""

from __future__ import annotations

import pyoxigraph
import pytest

from town import WM, memory
from wenmai import paths
from wenmai.errors import NoPath
from wenmai.index import build
from wenmai.model import Statement
from wenmai.sources import Memory
from wenmai.statements.standing import EVERY, PLAIN, Admission, Standing, lives

HEAD = """
@prefix ex: <http://example.org/> . @prefix wm: <urn:wenmai:term:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
ex:ann ex:at ex:firm . ex:bob ex:at ex:firm .
"""

SAID = {
    "annotation": "ex:ann ex:at ex:firm {| PAIRS |} .",
    "reifier": "_:r rdf:reifies <<( ex:ann ex:at ex:firm )>> ; PAIRS .",
    "statement": "_:r a rdf:Statement ; rdf:subject ex:ann ; rdf:predicate ex:at ; rdf:object ex:firm ; PAIRS .",
    "axiom": "_:r a owl:Axiom ; owl:annotatedSource ex:ann ; owl:annotatedProperty ex:at ; owl:annotatedTarget ex:firm ; PAIRS .",
}
ANN, BOB, FIRM = (f"http://example.org/{name}" for name in ("ann", "bob", "firm"))


def source(*said: str) -> Memory:
    text = HEAD + "\n".join(said)
    return Memory.of(list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)))


def connected(graph: Memory, **filters: object) -> bool:
    try:
        return bool(list(paths.find(graph, ANN, BOB, admission=Admission.of(**filters))))
    except NoPath:
        return False


@pytest.mark.parametrize("spelling", SAID)
@pytest.mark.parametrize(
    ("since", "until"),
    [
        ('ex:from "2001-01-01"^^xsd:date', 'ex:to "2005-12-31"^^xsd:date'),
        ('ex:startDate "2001"^^xsd:gYear', 'ex:end_date "2005"'),
        ('pq:P580 "2001-01-01T00:00:00Z"^^xsd:dateTime', 'pq:P582 "2005-12-31T00:00:00Z"^^xsd:dateTime'),
        ('wm:since "2001"', 'wm:until "2005"'),
    ],
)
def test_a_link_that_has_ended_is_on_no_path(spelling, since, until):
    graph = source(SAID[spelling].replace("PAIRS", f"{since} ; {until}"))
    assert [connected(graph, as_of=year) for year in ("2000", "2001", "2005", "2010")] == [False, True, True, False]


@pytest.mark.parametrize("spelling", SAID)
def test_what_happened_stays_true(spelling):
    graph = source(SAID[spelling].replace("PAIRS", 'ex:pointInTime "2001"'))
    assert [connected(graph, as_of=year) for year in ("2000", "2001", "2010")] == [False, True, True]


def test_a_link_that_held_twice_is_on_paths_of_both_times():
    """As a president who was elected again after another."""
    every = [SAID["statement"].replace("PAIRS", f'ex:start "{first}" ; ex:end "{last}"').replace("_:r", f"_:r{first}")
             for first, last in ((1885, 1889), (1893, 1897))]  # fmt: skip
    graph = source(*every)
    found = [connected(graph, as_of=year) for year in ("1884", "1887", "1891", "1895", "1899")]
    assert found == [False, True, False, True, False]
    assert next(iter(paths.find(graph, ANN, BOB))).hops[0].time == "1885/1889"


@pytest.mark.parametrize("spelling", SAID)
@pytest.mark.parametrize(
    ("pairs", "filters", "left"),
    [
        ("wm:inferred true", {"stated_only": True}, False),
        ("wm:status wm:Planned", {"stated_only": True}, True),
        ("wm:status wm:Planned", {"status": [WM + "Planned"]}, False),  # Bob's link is done
        ("wm:status wm:Planned", {"status": [WM + "Planned", WM + "Achieved"]}, True),
        ("wm:status wm:Planned", {"status": [WM + "Achieved"]}, False),
        ("wm:saidBy ex:cid", {"status": [WM + "Achieved"]}, True),
    ],
)
def test_paths_take_what_was_asked_for(spelling, pairs, filters, left):
    assert connected(source(SAID[spelling].replace("PAIRS", pairs)), **filters) is left


def test_one_plain_statement_is_enough():
    inferred = SAID["statement"].replace("PAIRS", "wm:inferred true")
    plain = SAID["axiom"].replace("PAIRS", 'ex:page "3"').replace("_:r", "_:other")
    assert not connected(source(inferred), stated_only=True)
    assert connected(source(inferred, plain), stated_only=True)


@pytest.mark.parametrize("spelling", SAID)
@pytest.mark.parametrize(
    "pairs", ["wm:inferred true", "wm:saidBy ex:cid", "wm:status wm:Planned, wm:Targeted", 'ex:page "3"']
)
def test_the_index_and_the_statements_agree(spelling, pairs):
    graph = source(SAID[spelling].replace("PAIRS", pairs), "ex:bob wm:status wm:Underway .")
    assert _standings(graph) == _by_statements(graph)


def test_the_index_and_the_statements_agree_on_the_report(report):
    found = _standings(report)
    assert found == _by_statements(report)
    assert len(set(found.values())) > 4


def _links(graph):
    index = graph.index
    for node in range(index.node_count):
        for other, predicate, forward, link in index.links(node):
            if forward:
                yield (index.iri(node), index.predicates[predicate], index.iri(other)), link


def _standings(graph):
    return {triple: graph.index.standing(link) for triple, link in _links(graph)}


def _by_statements(graph):
    return {triple: Standing.of(graph.statements.of(*triple)) for triple, _ in _links(graph)}


def test_what_the_subject_says_of_itself_goes_for_its_links():
    town = memory("x:a wm:locatedIn x:b ; wm:status wm:Planned ; wm:inferred true . x:b wm:locatedIn x:c .")
    found = {triple[0][-1]: standing for triple, standing in _standings(town).items()}
    assert found == {"a": Standing(True, False, (WM + "Planned",)), "b": PLAIN}


def test_an_admission_takes_or_leaves():
    planned = Statement(status=WM + "Planned", time="2001/2005", ended=True, name="_:a")
    assert lives([planned]) == [("2001-01-01", "2005-12-31")]
    assert EVERY.takes_fact([planned])
    assert not Admission.of(as_of="2010").takes_fact([planned])
    assert Admission.of(as_of="2005-12", status=[WM + "Planned"]).takes_fact([planned])
    assert not Admission.of(status=[WM + "Achieved"]).takes_fact([planned])
    assert Admission.of(status=[WM + "Achieved"]).takes_fact([])


def test_frames_keep_qualifiers(tmp_path):
    """What reads large files in columns keeps the same notes as what reads quads."""
    pytest.importorskip("polars")
    from wenmai.index.builder import Builder
    from wenmai.index.frames import FrameLines

    text = HEAD + SAID["statement"].replace(
        "PAIRS", 'ex:from "2001-01-01"^^xsd:date ; ex:to "2005" ; wm:status wm:Planned'
    )
    quads = list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))
    named = [quad for quad in quads if not isinstance(quad.subject, pyoxigraph.BlankNode)]
    iri = pyoxigraph.NamedNode("urn:statement")
    named += [pyoxigraph.Quad(iri, quad.predicate, quad.object) for quad in quads if quad not in named]
    lines = pyoxigraph.serialize(named, format=pyoxigraph.RdfFormat.N_TRIPLES)
    with Builder() as builder:
        assert FrameLines(builder).take(lines) == []
        framed = builder.finish()
    whole = build(named)
    link = whole.links(whole.find(ANN))[0][3]
    assert framed.links(framed.find(ANN)) == whole.links(whole.find(ANN))
    assert framed.lives(link) == whole.lives(link) == [("2001-01-01", "2005-12-31")]
    assert framed.standing(link) == whole.standing(link) == Standing(statuses=(WM + "Planned",))


@pytest.mark.parametrize("spelling", SAID)
def test_the_qualifiers_of_wikibase_are_told_in_every_spelling(spelling):
    """A profile knows them as the plumbing of statement nodes; said of a link in another way, they are qualifiers."""
    pairs = 'pq:P1545 "22" ; pq:P1365 ex:cid ; pq:P580 "2001"'
    (said,) = source(SAID[spelling].replace("PAIRS", pairs)).statements.of(ANN, "http://example.org/at", FIRM)
    named = {predicate.rpartition("/")[2] for predicate, _ in said.qualifiers}
    assert (named, said.time) == ({"P1545", "P1365", "P580"}, "2001/..")
