"""Blank nodes are named by what is said of them: any two spellings of a graph get the same names, fast."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wenmai.writing.blank import name_blanks, rename_blanks

P, Q = ox.NamedNode("urn:p"), ox.NamedNode("urn:q")


def node(label):
    return ox.BlankNode(f"x{label}")


def links(*pairs, both=False):
    found = [ox.Quad(node(a), P, node(b)) for a, b in pairs]
    return found + ([ox.Quad(node(b), P, node(a)) for a, b in pairs] if both else [])


def ring(size, start=0):
    return [(start + at, start + (at + 1) % size) for at in range(size)]


def labels(term):
    if isinstance(term, ox.BlankNode):
        return {term.value}
    return {label for part in term for label in labels(part)} if isinstance(term, ox.Quad | ox.Triple) else set()


def respelled(quads, seed):
    """The same graph with other labels in another order."""
    chance = random.Random(seed)
    old = sorted({label for quad in quads for label in labels(quad)})
    new = [f"y{number}" for number in range(len(old))]
    chance.shuffle(new)
    names = dict(zip(old, new, strict=True))
    found = [rename_blanks(quad, names) for quad in quads]
    chance.shuffle(found)
    return found


def spelled(quads):
    names = name_blanks(quads)
    assert len(set(names.values())) == len(names)
    return sorted(str(rename_blanks(quad, names)) for quad in quads)


PETERSEN = [*ring(5), *((at, at + 5) for at in range(5)), *((5 + at, 5 + (at + 2) % 5) for at in range(5))]
LIST = [*links(*((at, at + 1) for at in range(5000))), *(ox.Quad(node(at), Q, ox.Literal("1")) for at in range(5001))]
GRAPHS = {
    "a list of equal members": LIST,
    "all linked with all": links(*((a, b) for a in range(12) for b in range(12) if a != b)),
    "many alike": [ox.Quad(P, P, node(at)) for at in range(5000)],
    "two rings and one of twice their size": links(*ring(6), *ring(3, 10), *ring(3, 20), both=True),
    "a regular graph": links(*PETERSEN, both=True),
    "twins of twins": links(*((a, f"{a}-{b}") for a in range(60) for b in range(60))),
    "names of graphs": [ox.Quad(P, P, P, node(1)), ox.Quad(P, P, Q, node(2)), ox.Quad(node(1), P, node(2))],
    "within triple terms": [
        ox.Quad(P, Q, ox.Triple(node(1), P, node(2))),
        ox.Quad(P, Q, ox.Triple(node(2), P, node(1))),
        ox.Quad(P, P, ox.Triple(P, P, ox.Triple(node(1), P, ox.Literal("x")))),
    ],
}


@pytest.mark.parametrize("name", GRAPHS)
def test_every_spelling_of_a_graph_gets_the_same_names(name):
    expected = spelled(GRAPHS[name])
    for seed in range(3):
        assert spelled(respelled(GRAPHS[name], seed)) == expected


def test_graphs_that_differ_stay_different():
    assert spelled(links(*ring(6))) != spelled(links(*ring(3), *ring(3, 10)))


numbers = st.integers(0, 5)
terms = st.one_of(numbers.map(node), st.just(P), st.sampled_from(["1", "2"]).map(ox.Literal))
subjects = st.one_of(numbers.map(node), st.just(Q))
triple_terms = st.builds(ox.Triple, subjects, st.just(P), terms)
quads = st.builds(ox.Quad, subjects, st.sampled_from([P, Q]), st.one_of(terms, triple_terms))


@given(st.lists(quads, min_size=3, max_size=12, unique=True), st.integers())
def test_names_agree_with_rdfc(found, seed):
    """Two spellings get one name each; another algorithm, RDFC-1.0, holds the renamed graph for the same graph."""
    assume(len({label for quad in found for label in labels(quad)}) > 1)
    assert spelled(respelled(found, seed)) == spelled(found)
    renamed = [rename_blanks(quad, name_blanks(found)) for quad in found]
    datasets = [ox.Dataset(found), ox.Dataset(renamed)]
    for dataset in datasets:
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert datasets[0] == datasets[1]
