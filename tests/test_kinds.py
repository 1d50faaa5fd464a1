"""Graphs that use one term of a profile and no other: whatever is missing of a kind of nodes, every question is answered."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from wenmai.facts.describe import describe_entity
from wenmai.facts.figures import list_figures
from wenmai.facts.summary import count_terms
from wenmai.facts.timeline import list_moments
from wenmai.notices import collect_notices
from wenmai.profiles.shipped import shipped_profiles
from wenmai.sources import Memory

A, B, NODE = (ox.NamedNode(f"http://example.org/{name}") for name in ("a", "b", "node"))
LABEL, TYPE = (
    ox.NamedNode(iri)
    for iri in ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
)
PROFILES = {profile.name: profile for profile in shipped_profiles()}


def plain(term: str) -> str:
    """A term of a profile in which ``*`` stands for some name."""
    return term.replace("*", "http://example.org/x" if term.startswith("*") else "x")


def steps(way: tuple[str, ...]) -> list[tuple[str, bool]]:
    return [(plain(step.lstrip("^").partition(" ")[0]), step.startswith("^")) for step in way]


def along(way: tuple[str, ...], end: ox.Term) -> list[ox.Quad]:
    """The triples of a way from the node to an end."""
    made, here = [], NODE
    for number, (predicate, back) in enumerate(steps(way)):
        there = end if number == len(way) - 1 else ox.BlankNode(f"s{number}")
        if back and isinstance(there, ox.Literal):
            there = B
        subject, value = (there, here) if back else (here, there)
        made.append(ox.Quad(subject, ox.NamedNode(predicate), value))
        here = there
    return made


def graphs(kind) -> list[list[ox.Quad]]:
    """Graphs with a node of a kind that lack all but one of its parts."""
    named = [ox.Quad(A, LABEL, ox.Literal("A")), ox.Quad(B, LABEL, ox.Literal("B"))]
    classes = [[ox.Quad(NODE, TYPE, ox.NamedNode(plain(one)))] for one in kind.classes[:1]]
    reached = [[ox.Quad(A, ox.NamedNode(plain(one)), NODE)] for one in kind.reached[:1]]
    marks = [[ox.Quad(NODE, ox.NamedNode(plain(one)), B)] for one in kind.marks[:1]]
    ends = B, ox.Literal("2001-02-03"), ox.Literal("7")
    parts = [along(way, end) for ways in kind.parts.values() for way in ways[:2] for end in ends]
    known = [*classes, *reached, *marks]
    return [named + one + part for one in known for part in ([], *parts)]


@pytest.mark.parametrize("name", PROFILES)
def test_a_graph_that_lacks_most_of_a_vocabulary_is_answered(name):
    for kind in PROFILES[name].nodes:
        for quads in graphs(kind):
            source = Memory.of(quads)
            with collect_notices():
                list(list_moments(source, language="en"))
                list(list_figures(source, language="en"))
                count_terms(source, "en")
                for node in range(source.index.node_count):
                    assert describe_entity(source, source.index.iri(node), "en").iri
