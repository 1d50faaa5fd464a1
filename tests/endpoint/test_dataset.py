"""What differs between endpoints: named graphs, blank nodes, hubs, and counts that take too long."""

from __future__ import annotations

import pytest

import servers
from wenmai.facts import describe
from wenmai.model import Evidence
from wenmai.paths import find
from wenmai.sources import Memory
from wenmai.sources.endpoint import Limits, connect
from wenmai.sources.endpoint.learning.tally import Tally
from wenmai.sources.endpoint.links import Links
from wenmai.subgraph import around

GRAPHS = """\
@prefix ex: <urn:ex:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix wm: <urn:wenmai:term:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a rdfs:label "A" ; ex:knows ex:b .
ex:g1 { ex:b rdfs:label "B" ; ex:knows ex:c ; ex:age 7 . ex:a ex:knows ex:b . }
ex:g2 { ex:c rdfs:label "C" ; ex:knows ex:d . ex:b ex:knows ex:c .
  ex:s a rdf:Statement ; rdf:subject ex:c ; rdf:predicate ex:knows ; rdf:object ex:d ;
    wm:evidence [ a wm:Passage ; wm:document ex:paper ; wm:start 3 ; wm:end 9 ] ; wm:since ex:then .
  ex:then a wm:Day ; wm:begins "2020-05-01"^^xsd:date ; wm:ends "2020-05-01"^^xsd:date . }
"""
BLANK = """\
@prefix ex: <urn:ex:> .
ex:a ex:knows [ ex:knows ex:b ] , ex:c . ex:c ex:knows ex:b .
"""


@pytest.fixture(scope="module")
def graphs(tmp_path_factory):
    file = tmp_path_factory.mktemp("graphs") / "graphs.trig"
    file.write_text(GRAPHS, encoding="utf-8")
    return file


def told(source):
    """Paths, facts and parts; what a statement says by way of a blank node has no name that two answers share."""
    paths = [[hop._replace(statements=()) for hop in path.hops] for path in find(source, "urn:ex:a", "urn:ex:d")]
    facts = [
        fact._replace(statements=())
        for one in "abcd"
        for fact in describe.describe_entity(source, f"urn:ex:{one}").facts
    ]
    part = around(source, "urn:ex:b", hops=2)
    return paths, facts, part.entities(), [link._replace(statements=()) for link in part.links()]


def same(remote, local):
    """Whether paths, facts and parts agree."""
    return told(remote) == told(local)


@pytest.mark.parametrize("union", [False, True])
def test_named_graphs_are_seen_and_named_whatever_the_default_graph_holds(graphs, union):
    local = Memory((str(graphs),))
    with servers.oxigraph(graphs, union=union) as address:
        remote = connect(address)
        assert remote.dataset.union == ("union" if union else "both")
        assert same(remote, local)
        assert remote.index.link_count == local.index.link_count
        assert remote.index.node_count == local.index.node_count
        assert remote.index.cited_count() == local.index.cited_count()
        (path,) = find(remote, "urn:ex:b", "urn:ex:d", k=1)
    # A graph's name is where a fact stands: it is nobody who says so.
    assert [said.graph for said in path.hops[0].statements] == ["urn:ex:g1", "urn:ex:g2"]
    assert path.hops[0].evidence == ()
    assert Evidence("urn:ex:paper", 3, 9) in path.hops[1].evidence
    assert path.hops[1].time == "2020-05-01/.."


def test_a_default_graph_chosen_in_the_address_is_all_there_is(graphs):
    with servers.oxigraph(graphs) as address:
        source = connect(address + "?default-graph-uri=urn:ex:g2")
        assert source.dataset.union == "default"
        assert source.index.find("urn:ex:a") is None
        assert source.index.link_count == 2


@pytest.mark.slow
def test_virtuoso_shows_all_graphs_by_default(graphs):
    local = Memory((str(graphs),))
    with servers.virtuoso(graphs) as address:
        source = connect(address.partition("?")[0])
        assert source.dataset.union == "union"
        found = [path.hops for path in find(source, "urn:ex:a", "urn:ex:d")]
    # Virtuoso has no default graph of its own: what a file states outside any graph is stated by the graph it was put in.
    there = [[hop._replace(evidence=(), statements=()) for hop in hops] for hops in found]
    here = [
        [hop._replace(evidence=(), statements=()) for hop in path.hops] for path in find(local, "urn:ex:a", "urn:ex:d")
    ]
    assert there == here
    assert servers.GRAPH in [said.graph for said in found[0][0].statements]


@pytest.mark.slow
@pytest.mark.parametrize("server", sorted(servers.SERVERS))
def test_blank_nodes_are_counted_but_not_followed_and_that_is_said(server, tmp_path, notices):
    file = tmp_path / "blank.ttl"
    file.write_text(BLANK, encoding="utf-8")
    with servers.SERVERS[server](file) as address:
        source = connect(address)
        (path,) = find(source, "urn:ex:a", "urn:ex:b")
        assert [node.iri for node in path.nodes] == ["urn:ex:a", "urn:ex:c", "urn:ex:b"]
        assert source.index.degree(source.index.find("urn:ex:a")) == 2
    assert notices == ["links to blank nodes are not followed: no later request to an endpoint can name one"]


def test_a_hub_is_followed_so_far_and_that_is_said(large_pair, notices):
    source = large_pair.remote()
    index = Links(source.dataset, Tally(source.dataset), most_links=100)
    hub, there = index.find("urn:ex:n0"), large_pair.local().index
    degree = there.degree(there.find("urn:ex:n0"))
    # A hub is what has more links than one request fetches; make it one by asking for its pages.
    assert index.degree(hub) == degree
    index.fetcher.fetch_hub(hub)
    assert len(index.links(hub)) == 100
    assert notices == [f"<urn:ex:n0> has {degree:,} links; only 100 of them are followed"]


def test_pages_join_without_a_gap(large_pair, monkeypatch):
    from wenmai.sources.endpoint import dataset

    monkeypatch.setattr(dataset, "PAGE", 37)
    source, local = large_pair.remote(), large_pair.local().index
    hub = source.index.find("urn:ex:n0")
    source.index.degree(hub)
    source.index.fetcher.fetch_hub(hub)
    there = [(local.iri(other), predicate, way) for other, predicate, way, _ in local.links(local.find("urn:ex:n0"))]
    assert [(source.index.iri(other), predicate, way) for other, predicate, way, _ in source.index.links(hub)] == there


def test_a_question_that_takes_too_long_is_one_sentence(large_pair, wenmai):
    source = connect(large_pair.address, limits=Limits(timeout=0.001, deadline=0.5, retries=1))
    with pytest.raises(ValueError, match="did not answer within"):
        describe.describe_entity(source, "urn:ex:n0")


FOLDED = """\
@prefix ex: <urn:ex:> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a ex:by ( ex:b ex:c ) ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:has ; owl:someValuesFrom ex:d ] ,
  [ a owl:Restriction ; owl:onProperty ex:has ; owl:allValuesFrom [ owl:unionOf ( ex:d ex:e ) ] ] .
ex:e owl:disjointWith ex:b ; ex:by () . ex:f ex:by () .
"""


@pytest.mark.parametrize("union", [False, True])
def test_lists_and_restrictions_are_folded_as_in_a_file(tmp_path, union):
    file = tmp_path / "folded.ttl"
    file.write_text(FOLDED, encoding="utf-8")
    local = Memory((str(file),))

    def links(index):
        return {
            (index.iri(node), index.predicates[way], index.iri(other), forward)
            for node in [index.require(f"urn:ex:{name}") for name in "abcde"]
            for other, way, forward, _ in index.links(node)
        }

    with servers.oxigraph(file, union=union) as address:
        remote = connect(address)
        assert links(remote.index) == links(local.index)
        (path,) = find(remote, "urn:ex:a", "urn:ex:c", k=1)
        assert [statement.form for statement in path.hops[0].statements] == ["member"]
        raw = connect(address, raw=True)
        assert not raw.index.folds
        assert raw.index.find("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil") is not None
