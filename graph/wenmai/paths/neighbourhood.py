"""Parts of a graph: what lies around an entity, and the smallest telling part that connects several."""

from __future__ import annotations

from functools import partial
from heapq import heappop, heappush
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError, NoPath
from wenmai.model import Entity, Hop
from wenmai.paths.walk import Filters, Walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.index import Index
    from wenmai.sources import Source

MOST_ENTITIES = 12
"""How many entities ``between`` connects at most: each pair of them is searched once."""


class Part(NamedTuple):
    """A part of a graph: its entities, nearest first, and every link among them.

    ``left_out`` counts the entities within reach that the limit kept out.
    """

    nodes: tuple[Entity, ...]
    links: tuple[Hop, ...]
    left_out: int


def around(source: Source, iri: str, *, hops: int = 1, limit: int = 200, language: str = "zh") -> Part:
    """The neighbourhood of ``iri``: entities within ``hops`` links, the most telling ``limit`` of them.

    Entities are taken in the order of the cost of reaching them (:mod:`wenmai.paths.walk`), so what lies behind a hub comes last.

    Raises:
        InputError: ``iri`` is not in the graph, or ``hops`` or ``limit`` is below 1.
    """
    from wenmai.paths import node_of

    if hops < 1 or limit < 1:
        raise InputError("--hops and --limit are at least 1")
    index = source.index
    start = node_of(index, iri)
    walk = Walk(index, Filters(), (start,))
    taken, left_out = _nearest(walk, start, hops, limit)
    return Part(_entities(index, taken, language), _links_among(source, taken), left_out)


def _nearest(walk: Walk, start: int, hops: int, limit: int) -> tuple[list[int], int]:
    """The cheapest ``limit`` nodes within ``hops``, and how many more were seen."""
    best: dict[int, list[tuple[int, int]]] = {}
    seen = {start}
    queue = [(0, 0, start)]
    while queue:
        cost, length, node = heappop(queue)
        labels = best.setdefault(node, [])
        if labels and labels[-1][1] <= length:
            continue
        if not labels and len(best) > limit + 1:
            del best[node]
            break
        labels.append((cost, length))
        if length == hops:
            continue
        walk.announce(partial(_soon, node, queue))
        through = 0 if node == start else walk.through[node]
        for other, price in walk.steps(node).items():
            seen.add(other)
            heappush(queue, (cost + through + price, length + 1, other))
    return list(best), len(seen) - len(best)


def _soon(node: int, queue: list[tuple[int, int, int]]) -> list[int]:
    return [node, *(entry[2] for entry in queue[:64])]


def _entities(index: Index, nodes: Iterable[int], language: str) -> tuple[Entity, ...]:
    return tuple(Entity(index.iri(node), index.label(node, language)) for node in nodes)


def _links_among(source: Source, nodes: Sequence[int]) -> tuple[Hop, ...]:
    """Every link with both ends among ``nodes``, ordered by the place of its subject, then by predicate and object."""
    index, inside = source.index, set(nodes)
    hops = []
    index.announce(nodes)
    source.prefetch(map(index.iri, nodes))
    for node in nodes:
        for other, predicate, forward, link in index.links(node):
            if forward and other in inside:
                triple = index.iri(node), index.predicates[predicate], index.iri(other)
                said = source.statements.of(*triple)
                hops.append(Hop(*triple, True, index.time(link), index.evidence(link), statements=said))
    return tuple(hops)


def between(
    source: Source, iris: Sequence[str], *, max_hops: int = 6, max_links: int = 200_000, language: str = "zh"
) -> Part:
    """The smallest telling part of the graph that connects all of ``iris``.

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
    for a, b in combinations(wanted, 2):
        try:
            path = next(find(source, a, b, k=1, max_hops=max_hops, max_links=max_links, language=language))
        except NoPath as error:
            reason = error
            continue
        ways.append((-path.score, path.length, tuple(node.iri for node in path.nodes)))
    chosen = _spanning(wanted, sorted(ways))
    if chosen is None:
        raise NoPath(str(reason))
    return _tree(source, wanted, chosen, language)


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


def _tree(source: Source, wanted: Sequence[str], ways: Sequence[tuple[str, ...]], language: str) -> Part:
    """The links of the chosen paths, without cycles and without loose ends that nobody asked for."""
    groups, index = _Groups(), source.index
    edges = [edge for nodes in ways for edge in pairwise(nodes) if groups.join(*edge)]
    edges = _without_loose_ends(edges, set(wanted))
    numbers = {iri: index.find(iri) for iri in [*wanted, *(end for edge in edges for end in edge)]}
    inside = [number for number in dict.fromkeys(numbers.values()) if number is not None]
    joined = {frozenset(edge) for edge in edges}
    links = tuple(hop for hop in _links_among(source, inside) if frozenset((hop.subject, hop.object)) in joined)
    return Part(_entities(index, inside, language), links, 0)


def _without_loose_ends(edges: list[tuple[str, str]], wanted: set[str]) -> list[tuple[str, str]]:
    while True:
        ends = [end for edge in edges for end in edge]
        loose = {end for end in ends if ends.count(end) == 1} - wanted
        if not loose:
            return edges
        edges = [edge for edge in edges if not loose.intersection(edge)]
