"""Neighbourhoods and connecting parts, against what breadth-first search and exhaustive trees say."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad

from wenmai.errors import InputError, NoPath
from wenmai.sources import Memory
from wenmai.subgraph import around, between

LINKS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 2), st.integers(0, 7)), min_size=1, max_size=16)


def memory(links):
    return Memory.of(
        Quad(NamedNode(f"urn:n:{s}"), NamedNode(f"urn:p:{p}"), NamedNode(f"urn:n:{o}"), DefaultGraph())
        for s, p, o in sorted(links)
    )


def undirected(links):
    return nx.Graph((f"urn:n:{s}", f"urn:n:{o}") for s, _, o in links)


@settings(max_examples=300)
@given(LINKS, st.integers(1, 4), st.integers(1, 10))
def test_around_takes_what_is_within_reach_and_counts_the_rest(links, hops, limit):
    start = f"urn:n:{min(links)[0]}"
    reach = nx.single_source_shortest_path_length(undirected(links), start, cutoff=hops)
    part = around(memory(links), start, hops=hops, limit=limit)
    taken = [node.iri for node in part.entities()]
    assert taken[0] == start
    assert set(taken) <= set(reach)
    assert len(taken) == min(len(reach), limit + 1)
    assert (part.left_out > 0) == (len(reach) > limit + 1)
    inside = {
        (f"urn:n:{s}", f"urn:p:{p}", f"urn:n:{o}") for s, p, o in links if {f"urn:n:{s}", f"urn:n:{o}"} <= set(taken)
    }
    assert {(link.subject, link.predicate, link.object) for link in part.links()} == inside


@pytest.mark.slow
@settings(max_examples=300)
@given(LINKS, st.data())
def test_between_connects_all_it_was_asked_and_nothing_hangs_loose(links, data):
    whole = undirected(links)
    part = sorted(max(nx.connected_components(whole), key=len))
    assume(len(part) > 1)
    iris = sorted(data.draw(st.sets(st.sampled_from(part), min_size=2, max_size=4)))
    part = between(memory(links), iris, max_hops=8)
    tree = nx.Graph((link.subject, link.object) for link in part.links())
    assert set(iris) <= set(tree)
    assert nx.is_connected(tree)
    assert nx.is_tree(tree)
    assert {node for node in tree if tree.degree(node) == 1} <= set(iris)


@settings(max_examples=100)
@given(LINKS)
def test_between_connects_nothing_that_lies_apart(links):
    parts = [min(part) for part in nx.connected_components(undirected(links))]
    assume(len(parts) > 1)
    with pytest.raises(NoPath):
        between(memory(links), parts, max_hops=8)


def test_between_says_how_many_it_takes():
    with pytest.raises(InputError, match="2 to 12 different entities; 1 given"):
        between(memory({(0, 0, 1)}), ["urn:n:0", "urn:n:0"])


def test_around_refuses_fewer_hops_than_none():
    with pytest.raises(InputError, match="0 hops or more"):
        around(memory({(0, 0, 1)}), "urn:n:0", hops=-1)


def test_around_takes_one_over_each_predicate_before_a_second_and_says_what_it_leaves_out():
    links = {(0, 0, n) for n in range(1, 6)} | {(0, 1, 6), (7, 2, 0), (8, 2, 0)}
    part = around(memory(links), "urn:n:0", limit=4)
    assert {node.iri for node in part.entities()} == {f"urn:n:{n}" for n in (0, 1, 6, 7, 8)}
    assert [tuple(one) for one in part.left_out_by] == [("urn:p:0", True, 4)]
    assert part.left_out == 4


@settings(max_examples=200)
@given(LINKS, st.integers(1, 6))
def test_neighbours_over_a_predicate_differ_by_one_at_most_while_there_are_more(links, limit):
    start = min(links)[0]
    alone = {  # what only one link leads to
        (other, group)
        for s, p, o in links
        for other, group in [(o, (p, True)) if s == start else (s, (p, False))]
        if start in (s, o) and s != o and sum({start, other} == {a, b} for a, _, b in links) == 1
    }
    kept = {(s, p, o) for s, p, o in links if (o, (p, True)) in alone or (s, (p, False)) in alone}
    if not kept:
        return
    part = around(memory(kept), f"urn:n:{start}", limit=limit)
    taken = {node.iri for node in part.entities()}
    counts = [
        (sum(f"urn:n:{other}" in taken for other in group), len(group))
        for group in ([other for other, key in alone if key == wanted] for wanted in {key for _, key in alone})
    ]
    most = max(count for count, _ in counts)
    assert all(count >= most - 1 or count == size for count, size in counts)
    assert sum(one.number for one in part.left_out_by) == part.left_out
