"""Parts of a graph: the whole, what lies around an entity or along paths, the smallest telling part that connects several.

All are one value, a :class:`Subgraph`, whoever draws, exports or measures it.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from heapq import heappop, heappush, nsmallest
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError, LimitReached, NoPath
from wenmai.languages import counted
from wenmai.model import Entity, Hop
from wenmai.paths.costs import Filters, Walk, set_aside
from wenmai.statements.reader import evidence_of, time_of
from wenmai.statements.standing import EVERY, Admission

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wenmai.index import Index
    from wenmai.model import Path
    from wenmai.sources import Source

MOST_ENTITIES = 12
"""How many entities ``between`` connects at most: each pair of them is searched once."""


class Edge(NamedTuple):
    """A link by its numbers in the index: nodes ``subject`` and ``object``, ``predicate``, and ``link`` itself."""

    subject: int
    predicate: int
    object: int
    link: int


class LeftOut(NamedTuple):
    """How many neighbours over one predicate (an IRI) in one direction a limit kept out of a neighbourhood."""

    predicate: str
    forward: bool
    number: int


class Subgraph(NamedTuple):
    """A part of a graph by numbers of its index: ``nodes``, the nearest first or ascending, and ``edges`` among them.

    ``left_out`` counts the entities within reach that a limit kept out, ``left_out_by`` the neighbours among them, most first;
    ``admission`` says which facts are taken.
    """

    source: Source
    nodes: tuple[int, ...]
    edges: tuple[Edge, ...]
    left_out: int = 0
    admission: Admission = EVERY
    left_out_by: tuple[LeftOut, ...] = ()

    def entities(self, language: str = "zh") -> tuple[Entity, ...]:
        """The nodes as entities, with their labels in ``language``."""
        index = self.source.index
        return tuple(Entity(index.iri(node), index.label(node, language)) for node in self.nodes)

    def links(self) -> Iterator[Hop]:
        """The edges as hops from subject to object, each with its time, its evidence and what is said about it."""
        source, index = self.source, self.source.index
        index.announce(self.nodes)
        source.prefetch(map(index.iri, self.nodes))
        for subject, predicate, value, link in self.edges:
            triple = index.iri(subject), index.predicates[predicate], index.iri(value)
            said = source.statements.of(*triple)
            evidence = evidence_of(said, index.evidence(link))
            yield Hop(*triple, True, index.time(link) or time_of(said), evidence, statements=said)


def whole(source: Source, admission: Admission = EVERY) -> Subgraph:
    """Every node of a graph, and every link that is taken."""
    index = source.index
    edges = tuple(edge for node in range(index.node_count) for edge in _leaving(index, node, admission))
    return Subgraph(source, tuple(range(index.node_count)), edges, admission=admission)


def among(source: Source, nodes: Iterable[int], left_out: int = 0, admission: Admission = EVERY) -> Subgraph:
    """The given nodes, in their order, and every link between two of them that is taken, by the place of its subject."""
    index, order = source.index, tuple(dict.fromkeys(nodes))
    kept = frozenset(order)
    index.announce(order)
    edges = (edge for node in order for edge in _leaving(index, node, admission) if edge.object in kept)
    return Subgraph(source, order, tuple(edges), left_out, admission)


def _leaving(index: Index, node: int, admission: Admission = EVERY) -> Iterator[Edge]:
    return (
        Edge(node, predicate, other, link)
        for other, predicate, forward, link in index.links(node)
        if forward and admission.takes_link(index, link)
    )


def along(source: Source, paths: Iterable[Path]) -> Subgraph:
    """The nodes of the paths and the links they follow, those given under ``also`` included; all ascending."""
    index = source.index
    nodes: set[int] = set()
    edges: set[Edge] = set()
    for path in paths:
        for hop in path.hops:
            ends = index.require(hop.subject), index.require(hop.object)
            nodes.update(ends)
            followed = {(hop.predicate, hop.forward), *hop.also}
            for edge in (*_leaving(index, ends[0]), *_leaving(index, ends[1])):
                forward = hop.forward == (edge.subject == ends[0])
                if {edge.subject, edge.object} == set(ends) and (index.predicates[edge.predicate], forward) in followed:
                    edges.add(edge)
    return Subgraph(source, tuple(sorted(nodes)), tuple(sorted(edges)))


def around(
    source: Source,
    iri: str,
    *,
    hops: int = 1,
    limit: int | None = 200,
    max_links: int | None = None,
    admission: Admission = EVERY,
    all_links: bool = False,
) -> Subgraph:
    """The neighbourhood of ``iri``: entities within ``hops`` links, the most telling ``limit`` of them (``None``: all).

    They are taken in rounds, one for each predicate and direction, as facts are (:mod:`wenmai.facts.ranking`); each hop further
    is a round later. Within a round the order is that of the cost of reaching them (:mod:`wenmai.paths.costs`), so what lies
    behind a hub comes last.
    Only links that ``admission`` takes are followed and given.

    Raises:
        InputError: ``iri`` is not in the graph, ``hops`` is below 0, or ``limit`` below 1.
        LimitReached: more than ``max_links`` links were read; the neighbourhood is too large to be one.
    """
    if hops < 0 or (limit is not None and limit < 1):
        raise InputError("a neighbourhood reaches 0 hops or more, and --limit is at least 1")
    index = source.index
    start = index.require(iri)
    filters = Filters(**admission._asdict())
    walk = Walk(index, filters if all_links else set_aside(index, filters, (start,)), (start,))
    taken, left_out = _nearest(walk, start, hops, 1 << 60 if limit is None else limit, max_links)
    part = among(source, taken, left_out, admission)
    return part._replace(left_out_by=_left_out_by(walk, start, set(taken))) if left_out and hops else part


class NeighbourKind(NamedTuple):
    """Which neighbours of an entity are meant: by what predicate, whether it leads there, of what class; ``None``: any."""

    predicate: str | None
    forward: bool | None
    kind: str | None


def page_of_neighbours(
    source: Source, iri: str, *, offset: int = 0, limit: int = 24, kind: NeighbourKind | None = None
) -> tuple[tuple[int, ...], int]:
    """The neighbours of an entity from the ``offset``-th on, in the order of :func:`around`, and how many it has in all.

    Those of one ``kind`` come by their links, those with the most first.

    Raises:
        InputError: ``iri`` is not in the graph.
    """
    index = source.index
    start = index.require(iri)
    if kind is not None:
        found = _of_kind(index, start, kind)
        degrees = dict(zip(found, index.degrees(found), strict=True))
        ranked = nsmallest(offset + limit, found, key=lambda node: (-degrees[node], node))
        return tuple(ranked[offset:]), len(found)
    walk = Walk(index, set_aside(index, Filters(), (start,)), (start,))
    taken, left_out = _nearest(walk, start, 1, offset + limit, None)
    return tuple(taken[1 + offset : 1 + offset + limit]), len(taken) - 1 + left_out


def _of_kind(index: Index, start: int, kind: NeighbourKind) -> list[int]:
    """The neighbours of a kind, each once."""
    others, ways = index.ways(start)
    numbers = {predicate: number for number, predicate in enumerate(index.predicates)}
    wanted = None if kind.predicate is None else numbers.get(kind.predicate, -1)
    found = dict.fromkeys(
        other
        for other, way in zip(others, ways, strict=True)
        if other != start
        and (wanted is None or way >> 1 == wanted)
        and (kind.forward is None or kind.forward == (not way & 1))
        and (kind.kind is None or kind.kind in index.types(other))
    )
    return list(found)


def connecting(source: Source, nodes: Iterable[int], others: Iterable[int]) -> Subgraph:
    """The links between ``nodes``, and from them to ``others``, each pair looked up: a hub among them is never read whole."""
    index, mine = source.index, tuple(dict.fromkeys(nodes))
    theirs = dict.fromkeys((*mine, *others))
    edges: dict[Edge, None] = {}
    for node in mine:
        for other in theirs:
            for _, predicate, forward, link in index.links_between(node, other) if other != node else ():
                ends = (node, other) if forward else (other, node)
                edges[Edge(ends[0], predicate, ends[1], link)] = None
    return Subgraph(source, mine, tuple(sorted(edges)))


def _left_out_by(walk: Walk, start: int, taken: set[int]) -> tuple[LeftOut, ...]:
    """The neighbours of a node that were not taken, each under its cheapest link."""
    counts = Counter(way for other, way in _cheapest_ways(walk, start).items() if other not in taken)
    found = [LeftOut(walk.index.predicates[way >> 1], not way & 1, number) for way, number in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.number, one.predicate, not one.forward)))


def _nearest(walk: Walk, start: int, hops: int, limit: int, max_links: int | None) -> tuple[list[int], int]:
    """The first ``limit`` nodes within ``hops`` in the order of (round, cost), and how many more were seen.

    Rounds and costs add up along a way, and neither is negative, so a node is taken at its best, as Dijkstra has it.
    """
    shortest: dict[int, int] = {}
    seen = {start}
    queue = [(0, 0, 0, start)]
    while queue:
        turn, cost, length, node = heappop(queue)
        if shortest.get(node, length + 1) <= length:
            continue
        if node not in shortest and len(shortest) > limit:
            break
        shortest[node] = length
        if length == hops:
            continue
        walk.announce(partial(_soon, node, queue))
        through = 0 if node == start else walk.through[node]
        for place, price, other in _in_rounds(walk, node):
            seen.add(other)
            heappush(queue, (turn + (length > 0) + place, cost + through + price, length + 1, other))
        if max_links is not None and walk.scanned > max_links:
            name = walk.index.label(start, "en")
            raise LimitReached(
                f"{counted(hops, 'hops')} around {name} hold more than {counted(max_links, 'links')}; take fewer hops"
            )
    return list(shortest), len(seen) - len(shortest)


def _in_rounds(walk: Walk, node: int) -> Iterator[tuple[int, int, int]]:
    """The neighbours of a node as (place in the group of their cheapest link's predicate and direction, cost, node)."""
    steps = walk.steps(node)
    places: Counter[int] = Counter()
    for price, other, way in sorted((steps[other], other, way) for other, way in _cheapest_ways(walk, node).items()):
        yield places[way], price, other
        places[way] += 1


def _cheapest_ways(walk: Walk, node: int) -> dict[int, int]:
    """The neighbours that the walk may step to, each with its cheapest way: twice the predicate, plus one for an incoming link."""
    steps, found = walk.steps(node), dict[int, int]()
    for other, way in zip(*walk.index.ways(node), strict=True):
        if steps.get(other) == walk.hop[way >> 1]:
            found.setdefault(other, way)
    return found


def _soon(node: int, queue: list[tuple[int, int, int, int]]) -> list[int]:
    return [node, *(entry[3] for entry in queue[:64])]


def between(
    source: Source,
    iris: Sequence[str],
    *,
    max_hops: int | None = None,
    max_links: int = 200_000,
    admission: Admission = EVERY,
    all_links: bool = False,
    language: str = "zh",
) -> Subgraph:
    """The smallest telling part of the graph that connects all of ``iris``, by links that ``admission`` takes.

    Links whose role connects nothing are followed where ``all_links`` says so.

    The cheapest path of every pair is found, a minimum spanning tree of those is taken, and what hangs loose is cut off:
    Kou, Markowsky & Berman 1981, *A fast algorithm for Steiner trees*, at most twice the cost of the best tree.

    Raises:
        NoPath: two of the entities cannot be connected.
        InputError: fewer than two or more than twelve entities.
    """
    from wenmai.paths import find

    wanted = list(dict.fromkeys(iris))
    if not 2 <= len(wanted) <= MOST_ENTITIES:
        raise InputError(f"between connects 2 to {MOST_ENTITIES} different entities; {len(wanted)} given")
    ways = []
    search = partial(
        find,
        source,
        k=1,
        max_hops=max_hops,
        max_links=max_links,
        admission=admission,
        all_links=all_links,
        language=language,
    )
    for a, b in combinations(wanted, 2):
        try:
            path = next(search(a, b))
        except NoPath as error:
            reason = error
            continue
        ways.append((-path.score, path.length, tuple(node.iri for node in path.nodes)))
    chosen = _spanning(wanted, sorted(ways))
    if chosen is None:
        raise NoPath(str(reason))
    return _tree(source, wanted, chosen, admission)


class _Groups:
    """Disjoint sets of IRIs that grow together (union-find)."""

    def __init__(self) -> None:
        self._next: dict[str, str] = {}

    def _root(self, iri: str) -> str:
        while (following := self._next.get(iri, iri)) != iri:
            iri = following
        return iri

    def join(self, a: str, b: str) -> bool:
        """Put the groups of both together; whether they were apart."""
        a, b = self._root(a), self._root(b)
        self._next[a] = b
        return a != b


def _spanning(
    wanted: Sequence[str], ways: Sequence[tuple[float, int, tuple[str, ...]]]
) -> list[tuple[str, ...]] | None:
    """Kruskal's minimum spanning tree over the pairwise paths; ``None`` when they do not connect everything."""
    groups = _Groups()
    chosen = [nodes for _, _, nodes in ways if groups.join(nodes[0], nodes[-1])]
    return chosen if len(chosen) == len(wanted) - 1 else None


def _tree(source: Source, wanted: Sequence[str], ways: Sequence[tuple[str, ...]], admission: Admission) -> Subgraph:
    """The links of the chosen paths, without cycles and without loose ends that nobody asked for."""
    groups, index = _Groups(), source.index
    edges = [edge for nodes in ways for edge in pairwise(nodes) if groups.join(*edge)]
    edges = _without_loose_ends(edges, set(wanted))
    part = among(source, map(index.require, [*wanted, *(end for edge in edges for end in edge)]), 0, admission)
    joined = {frozenset(map(index.require, edge)) for edge in edges}
    return part._replace(edges=tuple(edge for edge in part.edges if frozenset((edge.subject, edge.object)) in joined))


def _without_loose_ends(edges: list[tuple[str, str]], wanted: set[str]) -> list[tuple[str, str]]:
    while True:
        ends = [end for edge in edges for end in edge]
        loose = {end for end in ends if ends.count(end) == 1} - wanted
        if not loose:
            return edges
        edges = [edge for edge in edges if not loose.intersection(edge)]
