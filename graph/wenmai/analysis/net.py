"""The graph that is measured: who is connected with whom, each pair once, statements, passages and figures left out.

Measures of shape are taken on the *simple undirected* graph: two entities are neighbours when any fact links them, in
either direction, however many facts do. The direction of a predicate is a habit of the modeller (``locatedIn`` could be
``contains``); counting it would measure the vocabulary.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from wenmai.analysis.arrays import count_predicates, is_readable, read_net
from wenmai.terms import OWL, RDF, RDFS, WM

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from wenmai.index import Index

ASIDE: dict[str, frozenset[str]] = {
    "figures": frozenset({WM + "Figure"}),
    "times": frozenset(WM + name for name in ("Time", "Year", "Month", "Day", "Period")),
    "documents": frozenset({WM + "Document"}),
    "terms": frozenset({RDFS + "Class", RDF + "Property"})
    | frozenset(OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
    | {OWL + "Ontology"},
}
"""Kinds of nodes left out unless asked for, by their classes.

A figure is a number said of an entity, a time is shared by all that happened then, a document by all that it says, a
term by all that use it: each would be a hub, or a leaf, that connects nothing.
"""


class Net(NamedTuple):
    """The simple undirected graph in compressed sparse row form; entities are numbered in the order of IRIs.

    ``nodes[v]`` is the number in the index ``origin`` of entity *v*; its neighbours are ``to[at[v]:at[v + 1]]``, ascending;
    ``links[v]`` counts its links in and out, parallel ones too; ``classes[v]`` are the IRIs of its classes. ``aside``
    counts what was left out, by kind.
    """

    origin: Index
    nodes: array[int]
    at: array[int]
    to: array[int]
    links: array[int]
    classes: list[tuple[str, ...]]
    aside: tuple[tuple[str, int], ...]

    def neighbours(self, entity: int) -> array[int]:
        """The neighbours of an entity, ascending."""
        return self.to[self.at[entity] : self.at[entity + 1]]

    def count(self, entity: int) -> int:
        """How many neighbours an entity has."""
        return self.at[entity + 1] - self.at[entity]

    def linked(self, a: int, b: int) -> bool:
        """Whether two entities are neighbours."""
        place = bisect_left(self.to, b, self.at[a], self.at[a + 1])
        return place < self.at[a + 1] and self.to[place] == b

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every pair of neighbours once, the smaller number first, in order."""
        for entity in range(len(self.nodes)):
            for other in self.neighbours(entity):
                if entity < other:
                    yield entity, other

    @property
    def pair_count(self) -> int:
        """How many pairs of neighbours there are."""
        return len(self.to) // 2

    def label(self, entity: int, language: str) -> str:
        """An entity's label."""
        return self.origin.label(self.nodes[entity], language)

    def iri(self, entity: int) -> str:
        """An entity's IRI."""
        return self.origin.iri(self.nodes[entity])

    def types(self, entity: int) -> tuple[str, ...]:
        """The IRIs of an entity's classes."""
        return self.classes[entity]

    def predicates(self) -> Counter[str]:
        """How many of the links between entities use each predicate."""
        names = self.origin.predicates
        if not self.aside:
            return Counter({iri: self.origin.predicate_count(number) for number, iri in enumerate(names)})
        if is_readable(self.origin):
            return Counter(
                {names[number]: count for number, count in count_predicates(self.origin, self.nodes).items()}
            )
        inside = set(self.nodes)
        found = Counter(
            predicate
            for node in self.nodes
            for other, predicate, forward, _ in self.origin.links(node)
            if forward and other in inside
        )
        return Counter({names[predicate]: count for predicate, count in found.items()})


STEP = 10_000
"""After how many entities progress is told."""

ROLES = "administrative"
"""What names the links whose role connects nothing, to have them measured as well."""


def build(
    index: Index,
    include: Collection[str] = (),
    progress: Callable[[str, int, int], None] = lambda *_: None,
    *,
    least: int = 0,
) -> Net:
    """The net of an index; ``include`` names kinds of :data:`ASIDE` that are to be measured as well.

    Links whose role connects nothing are left out, unless it names :data:`ROLES`, too, and entities with fewer links than ``least``.

    An entity all of whose links lead to what is left out is left out, too (an indicator with its figures); one that never
    had a link stays, as isolated.
    """
    kinds = _kinds(index, include)
    aside = dict(sorted(Counter(kinds.values()).items()))
    hidden = bytearray(index.node_count)
    for node in kinds:
        hidden[node] = 1
    by_role = frozenset[int]() if ROLES in include else index.aside
    few = _hide_few(index, hidden, least)
    progress("links", 0, index.node_count)
    if is_readable(index):
        nodes, at, to, links, alone = read_net(index, hidden, by_role)
        net = Net(index, nodes, at, to, links, [], ())
        index.release()
    else:
        net, alone = _read_rows(index, hidden, by_role, progress)
    if alone:
        aside["alone"] = alone
    if few:
        aside["few"] = few
    if by_role:
        aside[ROLES] = sum(map(index.predicate_count, by_role))
    left = tuple((kind, count) for kind, count in aside.items() if count)
    every = (
        None if least else index.every_types()
    )  # of a part of a large graph, those of the rest would take more than it
    classes = [index.types(node) if every is None else every[node] for node in net.nodes]
    return net._replace(aside=left, classes=classes)


def _hide_few(index: Index, hidden: bytearray, least: int) -> int:
    """Flag the nodes with fewer links than ``least`` too; how many there are."""
    few = [node for node in range(index.node_count) if not hidden[node] and index.degree(node) < least] if least else []
    for node in few:
        hidden[node] = 1
    return len(few)


def _read_rows(
    index: Index, hidden: bytearray, by_role: frozenset[int], progress: Callable[[str, int, int], None]
) -> tuple[Net, int]:
    """The net of the nodes that are not flagged, node by node, and how many of these have links to others alone."""
    place, alone = array("q", [-1]) * index.node_count, 0
    rows: list[tuple[int, list[int]]] = []
    for node in range(index.node_count):
        if node % STEP == 0:
            progress("links", node, index.node_count)
        if hidden[node]:
            continue
        every = index.neighbours(node)
        kept = [other for other in (_connected(index, node, by_role) if by_role else every) if not hidden[other]]
        if every and not kept:
            alone += 1
            continue
        place[node] = len(rows)
        rows.append((node, kept))
    return _pack(index, rows, place), alone


def _connected(index: Index, node: int, aside: frozenset[int]) -> list[int]:
    """The other ends of a node's links by predicates that are not ``aside``."""
    return [other for other, way in zip(*index.ways(node), strict=True) if way >> 1 not in aside]


def _kinds(index: Index, include: Collection[str]) -> dict[int, str]:
    """The nodes to be left out, each with its kind, by the first of its classes that has one."""
    kind_of = {iri: kind for kind, members in ASIDE.items() if kind not in include for iri in members}
    found: dict[int, str] = {}
    for iri in sorted(kind_of.keys() & set(index.classes())):
        for node in index.instances(iri):
            found.setdefault(node, kind_of[iri])
    return found


def _pack(index: Index, rows: list[tuple[int, list[int]]], place: array[int]) -> Net:
    """The rows side by side, in the order of ``rows``.

    Each row holds a neighbour once and never the entity itself; ``links`` counts what was folded into it, so that parallel
    facts are one pair but several links.
    """
    nodes, at, to, links = array("q"), array("q", [0]), array("q"), array("q")
    for node, kept in rows:
        own = place[node]
        to.extend(other for other in dict.fromkeys(place[one] for one in kept) if other != own)
        nodes.append(node)
        at.append(len(to))
        links.append(len(kept))
    return Net(index, nodes, at, to, links, [], ())
