"""Whether a path may pass a node: as every simple path of small graphs says, and at once where there are exponentially many."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad

from wenmai.errors import NoPath
from wenmai.paths import find
from wenmai.paths.passing import may_pass, may_reach
from wenmai.sources import Memory

PAIRS = list(combinations(range(7), 2))


@settings(max_examples=300, deadline=None)
@given(edges=st.sets(st.sampled_from(PAIRS), max_size=14), closed=st.sets(st.integers(3, 6), max_size=2))
def test_a_node_is_passed_where_a_simple_path_does(edges: set[tuple[int, int]], closed: set[int]) -> None:
    graph = nx.Graph(edges)
    graph.add_nodes_from(range(7))
    open_part = graph.subgraph(set(range(7)) - closed)
    ways = list(nx.all_simple_paths(open_part, 0, 1))
    assert may_pass(graph.neighbors, 2, (0, 1), closed)[0] is any(2 in way for way in ways)
    assert may_reach(graph.neighbors, 0, 1, closed)[0] is bool(ways)


@pytest.mark.parametrize("via", [["b3"], ["b3", "b5"], ["a4", "b3"]])
def test_what_lies_behind_one_entity_is_no_stop_on_the_way(via: list[str]) -> None:
    """Two thick clusters that one entity joins: no path from the first to itself passes the second."""
    clusters = [[f"{name}{number}" for number in range(12)] for name in "ab"]
    pairs = [pair for cluster in clusters for pair in combinations([*cluster, "joint"], 2)]
    p = NamedNode("urn:p")
    source = Memory.of([Quad(NamedNode(f"urn:{s}"), p, NamedNode(f"urn:{o}"), DefaultGraph()) for s, o in pairs])
    with pytest.raises(NoPath):
        list(find(source, "urn:a0", "urn:a1", via=[f"urn:{one}" for one in via], max_hops=12))
    assert next(iter(find(source, "urn:a0", "urn:b1", via=[f"urn:{one}" for one in via], max_hops=12))).hops
