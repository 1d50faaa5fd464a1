"""The border to NetworkX: what becomes a node, an edge, an attribute, and what does not."""

from __future__ import annotations

import warnings

import networkx as nx
import pytest

import town
from wenmai import network
from wenmai.errors import InputError, LimitReached
from wenmai.model import Literal
from wenmai.paths import find
from wenmai.subgraph import along, around
from wenmai.terms import XSD


def test_entities_are_nodes_and_facts_are_keyed_edges():
    made = network.network(town.memory(), language="en")
    assert made.nodes[town.BANK] == {"label": "Bank", "type": town.WM + "Institution", "wm:note": "注"}
    edge = made.edges[town.BANK, town.TOWN_IRI, town.WM + "settledIn"]
    assert edge["predicate"] == town.WM + "settledIn"
    assert edge["time"] == "2021-11-15/.."
    assert edge["evidence"] == "urn:wenmai:document:d#char=1,5"
    assert "time" not in made.edges[town.COURT, town.STREET, town.WM + "locatedIn"]


def test_statements_and_passages_are_no_nodes():
    made = network.network(town.memory())
    assert not [iri for iri in made if iri.startswith(("urn:s:", "urn:wenmai:passage:"))]


def test_two_facts_between_two_entities_are_two_edges():
    source = town.memory("x:a wm:locatedIn x:b ; wm:settledIn x:b .")
    made = network.network(source)
    assert sorted(made["urn:wenmai:xicheng:a"]["urn:wenmai:xicheng:b"]) == [
        town.WM + "locatedIn",
        town.WM + "settledIn",
    ]


def test_the_part_among_some_nodes_holds_their_links_only():
    made = network.network(town.memory(), [town.BANK, town.TOWN_IRI])
    assert set(made) == {town.BANK, town.TOWN_IRI}
    assert list(made.edges(keys=True)) == [(town.BANK, town.TOWN_IRI, town.WM + "settledIn")]


def test_a_node_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="urn:nowhere"):
        network.network(town.memory(), ["urn:nowhere"])


def test_around_reaches_as_far_as_asked():
    source = town.memory()
    reach = [{one.iri for one in around(source, town.COURT, hops=hops, limit=None).entities()} for hops in (0, 1)]
    assert reach[0] == {town.COURT}
    assert reach[1] == {town.COURT, town.TOWN_IRI, town.STREET, "urn:f:2"}


def test_around_says_when_the_neighbourhood_is_too_large():
    with pytest.raises(LimitReached, match="2 hops around Town hold more than 3 links"):
        around(town.memory(), town.TOWN_IRI, hops=2, limit=None, max_links=3)


def test_along_a_path_are_its_nodes_its_links_and_the_parallel_ones():
    source = town.memory("x:a wm:locatedIn x:b . x:b wm:settledIn x:a ; wm:locatedIn x:c . x:c wm:serves x:a .")
    path = next(find(source, "urn:wenmai:xicheng:a", "urn:wenmai:xicheng:b"))
    part = along(source, [path])
    iri, predicates = source.index.iri, source.index.predicates
    found = {
        (iri(edge.subject)[-1], predicates[edge.predicate][len(town.WM) :], iri(edge.object)[-1]) for edge in part.edges
    }
    assert found == {("a", "locatedIn", "b"), ("b", "settledIn", "a")}


@pytest.mark.parametrize("write", [nx.write_graphml, nx.write_gexf])
def test_networkx_can_write_what_it_is_given(write, tmp_path):
    source = town.memory("x:a a wm:Site , wm:Brand ; wm:length 3 ; wm:note '一'@zh , '二'@zh ; wm:locatedIn x:b .")
    write(network.network(source), tmp_path / "file")
    assert (tmp_path / "file").stat().st_size > 0


def test_several_values_stay_apart_and_a_lone_number_stays_a_number():
    source = town.memory("x:a a wm:Site , wm:Brand ; wm:length 3 ; wm:note '一'@zh , '二'@zh .")
    values = network.network(source).nodes["urn:wenmai:xicheng:a"]
    assert values["type"].split() == [town.WM + "Brand", town.WM + "Site"]
    assert values["wm:note"].splitlines() == ["一", "二"]
    assert values["wm:length"] == 3


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("7", "integer", 7),
        ("7.5", "decimal", 7.5),
        ("true", "boolean", True),
        ("x", "integer", "x"),
        ("2021", "gYear", "2021"),
    ],
)
def test_literals_become_what_python_has_for_them(text, kind, value):
    assert network.scalar(Literal(text, "", XSD + kind)) == value


def test_a_large_graph_warns(monkeypatch):
    monkeypatch.setattr(network, "LARGE", 2)
    source = town.memory()
    with pytest.warns(network.LargeNetwork, match=f"{source.index.link_count} links"):
        network.network(source)


def test_a_small_graph_does_not():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        source = town.memory()
        assert network.network(source).number_of_edges() == source.index.link_count


def test_literals_read_node_by_node_are_those_read_at_once():
    many = town.memory(
        town.TOWN + "".join(f"x:n{number} wm:locatedIn x:town ; wm:length {number} . " for number in range(60))
    )
    alone = network.network(many, [town.BANK]).nodes[town.BANK]
    assert alone == network.network(many).nodes[town.BANK]
