"""Measures against three libraries, against graphs small enough to count by hand, and on the report."""

from __future__ import annotations

import json
import random
import sys
from array import array

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import needs
import town
import wenmai
from wenmai import analysis
from wenmai.analysis import arrays, bounds, brokers, engines, roles
from wenmai.analysis.fast import FastEngine
from wenmai.analysis.net import Net, build
from wenmai.analysis.reference import ReferenceEngine, power_iteration
from wenmai.cli.bounded import held_to
from wenmai.errors import InputError, LimitReached
from wenmai.rendering.sheet import rounded

networkit = needs.library("networkit")
needs.library("scipy")

TOLERANCE = 1e-9
"""How far two libraries' values may lie apart: the order in which floats are added is each library's own."""


def net_of(graph: nx.Graph) -> Net:
    at, to = array("q", [0]), array("q")
    for entity in range(len(graph)):
        to.extend(sorted(graph[entity]))
        at.append(len(to))
    return Net(None, array("q", range(len(graph))), at, to, array("q", [graph.degree(one) for one in graph]), [], ())


def plain(graph: nx.Graph) -> nx.Graph:
    """The graph with its nodes in order and no weights."""
    made = nx.empty_graph(len(graph))
    made.add_edges_from(graph.edges)
    return made


def quiet(_done: int, _total: int) -> None:
    """Report nothing."""


GRAPHS = {
    "random": nx.gnm_random_graph(120, 170, seed=1),
    "hubs": nx.barabasi_albert_graph(150, 2, seed=3),
    "club": nx.karate_club_graph(),
    "tree": nx.random_labeled_tree(60, seed=2),
    "apart": nx.disjoint_union(nx.cycle_graph(5), nx.complete_graph(4)),
    "alone": nx.empty_graph(3),
}


def near(found, expected):
    assert list(found) == pytest.approx(list(expected), abs=TOLERANCE, rel=TOLERANCE)


def in_networkit(graph: nx.Graph) -> networkit.Graph:
    made = networkit.Graph(len(graph))
    for a, b in graph.edges:
        made.addEdge(a, b)
    return made


@pytest.fixture(params=GRAPHS, name="graph")
def _graph(request):
    return plain(GRAPHS[request.param])


# One measure, three libraries -----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("engine", [ReferenceEngine, FastEngine])
def test_betweenness_is_that_of_networkx_igraph_and_networkit(graph, engine):
    count = len(graph)
    found = engine(net_of(graph)).betweenness(range(count), quiet)
    near(found, nx.betweenness_centrality(graph).values())
    pairs = max(1, (count - 1) * (count - 2) / 2)
    near(found, [value / pairs for value in igraph.Graph.from_networkx(graph).betweenness(directed=False)])
    near(found, networkit.centrality.Betweenness(in_networkit(graph), normalized=True).run().scores())


@pytest.mark.parametrize("engine", [ReferenceEngine, FastEngine])
def test_harmonic_closeness_is_that_of_networkx_igraph_and_networkit(graph, engine):
    count = len(graph)
    found = engine(net_of(graph)).harmonic(range(count), quiet)
    near(found, [value / (count - 1) for _, value in sorted(nx.harmonic_centrality(graph).items())])
    near(found, igraph.Graph.from_networkx(graph).harmonic_centrality())
    near(found, networkit.centrality.HarmonicCloseness(in_networkit(graph), normalized=True).run().scores())


@pytest.mark.slow
@pytest.mark.parametrize("engine", [ReferenceEngine, FastEngine])
def test_pagerank_is_that_of_networkx_igraph_and_networkit(graph, engine):
    found = engine(net_of(graph)).pagerank()
    assert sum(found) == pytest.approx(1)
    loose = 1e-7  # each library stops its iteration by a rule of its own
    assert found == pytest.approx(list(nx.pagerank(graph, tol=1e-12, max_iter=1000).values()), abs=loose)
    assert found == pytest.approx(igraph.Graph.from_networkx(graph).pagerank(directed=False), abs=loose)
    lone = networkit.centrality.SinkHandling.DistributeSinks
    scores = networkit.centrality.PageRank(in_networkit(graph), tol=1e-12, distributeSinks=lone).run().scores()
    assert found == pytest.approx([score / sum(scores) for score in scores], abs=loose)


def test_pagerank_without_scipy_is_the_same(graph):
    near(power_iteration(net_of(graph)), ReferenceEngine(net_of(graph)).pagerank())


@pytest.mark.parametrize("engine", [ReferenceEngine, FastEngine])
def test_cores_are_those_of_networkx_igraph_and_networkit(graph, engine):
    found = engine(net_of(graph)).cores()
    assert list(found) == list(nx.core_number(graph).values()) == igraph.Graph.from_networkx(graph).coreness()
    assert list(found) == networkit.centrality.CoreDecomposition(in_networkit(graph)).run().scores()


@pytest.mark.parametrize("engine", [ReferenceEngine, FastEngine])
def test_components_cuts_and_bridges_are_those_of_networkx_and_igraph(graph, engine):
    worker, other = engine(net_of(graph)), igraph.Graph.from_networkx(graph)
    labels = worker.components()
    groups = [[one for one in range(len(graph)) if labels[one] == label] for label in range(max(labels) + 1)]
    assert (
        groups
        == sorted(map(sorted, nx.connected_components(graph)))
        == sorted(map(sorted, other.connected_components()))
    )
    assert max(labels) + 1 == networkit.components.ConnectedComponents(in_networkit(graph)).run().numberOfComponents()
    assert worker.articulation_points() == sorted(nx.articulation_points(graph)) == sorted(other.articulation_points())
    assert worker.bridges() == sorted(map(tuple, map(sorted, nx.bridges(graph))))


@pytest.mark.slow
@pytest.mark.parametrize("engine", [ReferenceEngine, FastEngine])
def test_communities_are_as_modular_as_each_librarys(graph, engine):
    net = net_of(graph)
    labels = engine(net).communities(7)
    found = engine(net).modularity(labels)
    groups = [{one for one in range(len(graph)) if labels[one] == label} for label in set(labels)]
    if graph.edges:
        assert found == pytest.approx(nx.community.modularity(graph, groups))
        assert found == pytest.approx(igraph.Graph.from_networkx(graph).modularity(labels))
        theirs = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1))
        assert found >= theirs - 0.02  # both maximise by rules of thumb
    assert labels == engine(net).communities(7)


def test_constraint_and_effective_size_are_burts(graph):
    net = net_of(graph)
    linked = [one for one in range(len(graph)) if graph[one]]
    found = [brokers.constraint(net, one) for one in linked]
    theirs = nx.constraint(graph)
    near(found, [theirs[one] for one in linked])
    near(found, igraph.Graph.from_networkx(graph).constraint(linked))
    theirs = nx.effective_size(graph)
    near([brokers.effective_size(net, one) for one in linked], [theirs[one] for one in linked])


@pytest.mark.parametrize("engine", [ReferenceEngine, FastEngine])
def test_missing_links_are_weighed_as_networkx_weighs_them(graph, engine):
    pairs = {(pair.a, pair.b): pair for pair in engine(net_of(graph)).unlinked(10**6)}
    shared = {(a, b): sorted(nx.common_neighbors(graph, a, b)) for a, b in nx.non_edges(graph)}
    assert pairs.keys() == {(min(pair), max(pair)) for pair, both in shared.items() if len(both) > 1}
    for _, _, value in nx.resource_allocation_index(graph, pairs):
        assert value >= 0
    near(
        [pair.allocation for pair in pairs.values()],
        [value for *_, value in nx.resource_allocation_index(graph, pairs)],
    )
    near([pair.adamic_adar for pair in pairs.values()], [value for *_, value in nx.adamic_adar_index(graph, pairs)])


@pytest.mark.slow
@given(st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30), st.integers(0, 99))
def test_both_engines_agree_on_any_graph_from_any_sample(pairs, seed):
    graph = nx.empty_graph(12)
    graph.add_edges_from(pair for pair in pairs if pair[0] != pair[1])
    net = net_of(graph)
    pivots = sorted(random.Random(seed).sample(range(12), 4))
    one, other = ReferenceEngine(net), FastEngine(net)
    near(one.betweenness(pivots, quiet), other.betweenness(pivots, quiet))
    near(one.harmonic(pivots, quiet), other.harmonic(pivots, quiet))
    near(one.pagerank(), other.pagerank())
    assert list(one.components(one.bridges())) == list(other.components(other.bridges()))
    assert list(one.components_without(0)) == list(other.components_without(0))
    limit = roles.hub_limit(net, 8)
    assert sorted(map(flat, one.unlinked(limit))) == sorted(map(flat, other.unlinked(limit)))


def flat(pair):
    return pair.a, pair.b, rounded(pair.allocation), rounded(pair.adamic_adar), pair.shared


# By hand --------------------------------------------------------------------------------------------------------------

TWO_RINGS = """
x:a wm:locatedIn x:b . x:b wm:locatedIn x:c . x:c wm:locatedIn x:a .
x:d wm:partOf x:e . x:e wm:partOf x:f . x:f wm:partOf x:d .
x:m wm:serves x:a ; wm:serves x:d .
x:a a wm:Place . x:b a wm:Place . x:c a wm:Place . x:d a wm:Work . x:e a wm:Work . x:f a wm:Work . x:m a wm:Person .
"""
"""Two triangles that one entity joins."""


def iri(name):
    return f"urn:wenmai:xicheng:{name}"


def test_two_rings_and_what_joins_them():
    found = analysis.analyze(town.memory(TWO_RINGS), language="en")
    assert (found.size.entities, found.size.pairs, found.size.components, found.size.most_neighbours) == (7, 8, 1, 3)
    middle = next(one for one in found.central if one.iri == iri("m"))
    assert middle.betweenness == pytest.approx(9 / 15)  # 3 x 3 of the 15 pairs of others go through it
    assert found.central[0].iri in (iri("a"), iri("d"))
    assert found.articulation_points == 3
    assert {(one.a.iri, one.b.iri, one.cuts_off) for one in found.bridges} == {
        (iri("a"), iri("m"), 3),
        (iri("d"), iri("m"), 3),
    }
    assert [(core.k, core.size) for core in found.cores] == [(2, 7), (1, 7)]


def test_communities_are_named_by_their_leaders_and_marked_by_what_is_theirs():
    found = analysis.analyze(town.memory(TWO_RINGS), language="en").communities
    assert len(found) == 2
    assert all(community.name == " · ".join(one.label for one in community.members[:2]) for community in found)
    marks = {community.predicates[0].entity.label for community in found}
    assert marks == {"located in", "part of"}


def test_brokers_tell_whom_they_join_and_what_falls_away():
    found = {one.iri: one for one in analysis.analyze(town.memory(TWO_RINGS), language="en").brokers}
    assert len(found[iri("m")].joins) == 2
    assert found[iri("m")].participation == pytest.approx(0.5)
    assert found[iri("m")].constraint == pytest.approx(0.5)
    assert found[iri("m")].cuts_off == 3


def test_a_missing_link_names_its_reason_and_a_precedent():
    turtle = (
        "x:p wm:serves x:a , x:b , x:c . x:q wm:serves x:a , x:b . x:c a wm:Site . x:a a wm:Site . x:q a wm:Person ."
    )
    found = analysis.analyze(town.memory(turtle), language="en").missing
    missing = next(one for one in found if {one.a.iri, one.b.iri} == {iri("p"), iri("q")})
    assert [one.iri for one in missing.shared] == [iri("a"), iri("b")]
    assert missing.resource_allocation == pytest.approx(1.0)


def test_a_precedent_is_how_one_is_linked_to_the_others_class():
    turtle = "x:a a wm:Site . x:b a wm:Site . x:o wm:serves x:a . x:m wm:uses x:o , x:b . x:n wm:uses x:o , x:b ."
    found = analysis.analyze(town.memory(turtle), language="en").missing
    missing = next(one for one in found if {one.a.iri, one.b.iri} == {iri("b"), iri("o")})
    assert [one.label for one in missing.suggested] == ["xc:o", "serves", "xc:b"]


def test_similar_roles_are_the_same_kinds_of_links_in_other_places():
    turtle = "".join(
        f"x:{one} wm:locatedIn x:{one}p ; wm:serves x:{one}s ; wm:uses x:{one}u . x:{one}p a wm:Place . x:{one}s a wm:Field ."
        for one in "ab"
    )
    found = analysis.analyze(town.memory(turtle), language="en").roles[0]
    assert {found.a.iri, found.b.iri} == {iri("a"), iri("b")}
    assert (found.similarity, found.same_neighbours) == (1.0, 0.0)
    assert sorted(tie.predicate.label for tie in found.shared) == ["located in", "serves", "uses"]


def test_years_tell_facts_events_and_figures_apart():
    found = {one.year: one for one in analysis.analyze(town.memory(), language="en").years}
    assert (found[2021].facts, found[2021].events, found[2021].figures, found[2021].spanning) == (2, 1, 0, 1)
    assert (found[2019].figures, found[2018].spanning) == (1, 1)


def test_figures_times_and_documents_are_aside_unless_wanted():
    source = town.memory()
    plain = build(source.index)
    assert {plain.iri(one) for one in range(len(plain.nodes))} == {
        town.BANK, town.COURT, town.TOWN_IRI, town.STREET, town.OPENING,
    }  # fmt: skip
    assert dict(plain.aside) == {"alone": 1, "documents": 1, "figures": 2, "times": 5}
    wide = build(source.index, ["figures"])
    assert "urn:f:1" in {wide.iri(one) for one in range(len(wide.nodes))}
    assert any("left aside" in note for note in analysis.analyze(source, language="en").notes)


# The whole call -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["networkx", "fast"])
def test_an_empty_graph_and_a_lone_entity_are_analyzed(engine):
    for turtle, count in (("", 0), ("x:a a wm:Site .", 1)):
        found = analysis.analyze(town.memory(turtle), engine=engine, language="en")
        assert (found.size.entities, found.communities, found.missing) == (count, (), ())


def test_both_engines_tell_the_same_of_the_report(report):
    one, other = (analysis.analyze(report, engine=engine, language="en") for engine in ("networkx", "fast"))
    for name in ("size", "components", "degrees", "cores", "bridges", "missing", "roles", "years"):
        assert getattr(one, name) == getattr(other, name), name
    assert [row._replace(community=0, pagerank=0) for row in one.central] == [
        row._replace(community=0, pagerank=0) for row in other.central
    ]
    assert one.modularity == pytest.approx(other.modularity, abs=0.02)


def test_the_same_seed_gives_the_same_analysis(report):
    assert analysis.analyze(report, pivots=20) == analysis.analyze(report, pivots=20)


def test_sampling_is_said(report):
    found = analysis.analyze(report, pivots=20, language="en")
    assert found.pivots == 20
    assert any("20/" in note and "sampled" in note for note in found.notes)


def test_above_the_size_the_fast_engine_is_taken_unless_a_backend_is_configured(report, monkeypatch):
    monkeypatch.setattr(engines, "FAST_ABOVE", 10)
    assert analysis.estimate(report).engine == "fast"
    with nx.config(backend_priority=["networkx"]):
        assert analysis.estimate(report).engine == "networkx"


def test_progress_and_an_estimate_are_reported(report):
    seen, announced = [], []
    analysis.analyze(report, pivots=20, progress=lambda *step: seen.append(step), announce=announced.append)
    assert ("betweenness", 20, 20) in seen
    assert {name for name, _, _ in seen} >= {"components", "pagerank", "harmonic", "communities", "missing links"}
    assert seen[0][:2] == ("links", 0)
    assert announced[0].seconds > 0
    assert announced[0].error == engines.sampling_error(20, announced[0].entities) > 0


@pytest.mark.slow
def test_sampled_values_are_as_near_as_is_said(report):
    """The values of all entities from fifty sources beside those from all, for ten seeds."""
    net = build(report.index)
    engine, within = ReferenceEngine(net), engines.sampling_error(50, len(net.nodes))
    every = [
        engine.betweenness(range(len(net.nodes)), lambda *_: None),
        engine.harmonic(range(len(net.nodes)), lambda *_: None),
    ]
    for seed in range(10):
        some = engines.choose_pivots(net, 50, seed)
        sampled = [engine.betweenness(some, lambda *_: None), engine.harmonic(some, lambda *_: None)]
        for exact, near in zip(every, sampled, strict=True):
            assert max(abs(a - b) for a, b in zip(exact, near, strict=True)) <= within


def test_every_section_and_measure_has_a_meaning_in_both_languages(report):
    for language in ("zh", "en"):
        found = analysis.analyze(report, language=language, pivots=20)
        assert set(analysis.MEASURES) < set(found.meanings)
        assert all(sheet.meaning.endswith((".", "。")) for sheet in found.tables())


def test_an_analysis_is_json_and_a_table_in_jupyter():
    found = analysis.analyze(town.hostile(), language="en")
    assert json.loads(json.dumps(found.to_json()))["size"]["entities"] == found.size.entities
    assert "<script>" not in found._repr_html_()


def test_a_partition_has_the_communities_of_the_analysis(report):
    numbers = analysis.partition(report)
    sizes = [list(numbers.values()).count(one.number) for one in analysis.analyze(report).communities]
    assert sizes == [one.size for one in analysis.analyze(report).communities]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"include": ["people"]}, "cannot include 'people'"),
        ({"engine": "abacus"}, "there is no engine 'abacus'"),
        ({"pivots": -1}, "0 .every entity. or more"),
    ],
)
def test_options_that_mean_nothing_are_refused(options, message):
    with pytest.raises(InputError, match=message):
        analysis.analyze(town.memory(), **options)


def test_what_is_counted_is_the_same_everywhere(report):
    """Whoever counts a graph says how many entities and links it has; who measures or draws fewer says which are left aside."""
    from wenmai.facts.summary import count_terms
    from wenmai.view.data import PageEntities, everything, gather

    counted = count_terms(report)
    size = wenmai.analyze(report).size
    kinds = dict(size.aside)
    kinds.pop("administrative", None)  # counts links
    assert (size.all_entities, size.all_links) == (counted.entities, counted.links)
    assert size.entities + sum(kinds.values()) == counted.entities
    held = everything(report.index)
    total = gather(report, PageEntities(held, whole=True))["total"]
    assert (total["entities"], total["links"]) == (counted.entities, counted.links)
    assert len(held) + total["terms"] == counted.entities


# What it takes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("least", [0, 3])
@pytest.mark.parametrize("include", [(), ("figures", "administrative")])
def test_a_net_read_as_arrays_is_the_one_read_node_by_node(report, monkeypatch, include, least):
    net = build(report.index, include, least=least)
    spread = arrays.degrees(report.index)
    assert (spread[0].total(), spread[1].total()) == (report.index.node_count, report.index.link_count)
    monkeypatch.setattr(arrays, "MANY", 0)
    found = build(report.index, include, least=least)
    assert arrays.degrees(report.index) == spread
    for one, other in zip(net[1:], found[1:], strict=True):
        assert list(one) == list(other)
    assert found.predicates() == net.predicates()
    assert dict(found.aside).get("few", 0) == dict(net.aside).get("few", 0)


def test_what_does_not_fit_the_memory_is_left_aside_and_that_is_said(report, monkeypatch):
    monkeypatch.setitem(bounds.NEEDS, "networkx", bounds.Need(1000, 10, 10))
    for name in ("READING", "PAGES"):
        monkeypatch.setattr(bounds, name, bounds.Need(0, 1, 1))
    whole = analysis.estimate(report, engine="networkx")
    assert (whole.least, whole.memory) == (0, 1000 + 10 * (report.index.node_count + report.index.link_count))
    half = analysis.estimate(report, engine="networkx", memory=whole.memory // 2)
    assert half.least > 0
    assert half.memory <= whole.memory // 2
    found = analysis.analyze(report, engine="networkx", memory=whole.memory // 2, language="en")
    assert found.size.entities == half.entities < whole.entities
    assert 1000 + 10 * (half.entities + found.size.links) <= half.memory
    assert any(f"only entities with {half.least} links or more" in note for note in found.notes)
    assert any("entities with few links" in note for note in found.notes)
    kinds = dict(found.size.aside)
    kinds.pop("administrative", None)
    assert found.size.entities + sum(kinds.values()) == found.size.all_entities
    with pytest.raises(InputError, match="--memory allows more"):
        analysis.analyze(report, engine="networkx", memory=1020)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is no bound")
def test_what_takes_more_than_its_bound_is_ended():
    with (
        pytest.raises(LimitReached, match=r"the analysis needs more than the 0\.062 GB"),
        held_to(1 << 26, "the analysis"),
    ):
        bytearray(1 << 28)
    assert len(bytearray(1 << 28)) == 1 << 28
