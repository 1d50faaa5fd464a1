"""Which entities matter, by several measures side by side, and which links make them so."""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from wenmai.analysis.findings import Central, Component, Core, Tie
from wenmai.model import Entity
from wenmai.rendering.sheet import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.analysis.naming import Naming

TIES = 4
"""How many kinds of links are named as the reason of an entity's place."""

SAME = 1e-6
"""Values that differ by no more than this share of themselves are equal."""

EXAMPLES = 3
"""How many entities are shown as examples of a component, a core or a kind of links."""


class Ranking:
    """Entities by one measure, the largest value first.

    >>> ranking = Ranking([0.5, 0.9, 0.5])
    >>> [ranking.of(entity) for entity in range(3)], ranking.first(2)
    ([2, 1, 2], [1, 0])
    """

    def __init__(self, values: Sequence[float]) -> None:
        self.values = values
        self._sorted = array("d", sorted(values))

    def of(self, entity: int) -> int:
        """An entity's rank, from 1; values that agree to six figures share the better rank."""
        value = self.values[entity]
        return len(self._sorted) - bisect_right(self._sorted, value + abs(value) * SAME) + 1

    def first(self, most: int) -> list[int]:
        """The first so many entities; equal ones in the order of their IRIs."""
        near = heapq.nlargest(most + 100, range(len(self.values)), key=self.values.__getitem__)
        return sorted(near, key=lambda entity: (-rounded(self.values[entity]), entity))[:most]


def leaders(rankings: Sequence[Ranking], top: int) -> list[int]:
    """About ``top`` entities, the best mean rank first.

    The first three by each measure, then the best mean ranks among the first ``10 * top`` by any of them.
    """
    chosen = {entity for ranking in rankings for entity in ranking.first(min(3, top))}
    near = sorted({entity for ranking in rankings for entity in ranking.first(10 * top)})
    mean = {entity: sum(ranking.of(entity) for ranking in rankings) for entity in near}
    for entity in sorted(near, key=lambda one: (mean[one], one)):
        if len(chosen) < top:
            chosen.add(entity)
    return sorted(chosen, key=lambda entity: (mean[entity], entity))


def describe(
    naming: Naming,
    entity: int,
    rankings: Sequence[Ranking],
    core: int,
    community: int,
) -> Central:
    """One leading entity: its values, its ranks, and the ties that make it so."""
    net = naming.net
    betweenness, pagerank, harmonic = (rounded(ranking.values[entity]) for ranking in rankings[1:])
    return Central(
        *naming.entity(entity),
        types=tuple(map(naming.term, net.types(entity))),
        links=net.links[entity],
        neighbours=net.count(entity),
        betweenness=betweenness,
        pagerank=pagerank,
        harmonic=harmonic,
        core=core,
        community=community,
        ranks=tuple(ranking.of(entity) for ranking in rankings),
        ties=ties(naming, entity),
    )


def ties(naming: Naming, entity: int, most: int = TIES) -> tuple[Tie, ...]:
    """The kinds of links at an entity, the most frequent first, each with its best connected other ends."""
    index, net = naming.net.origin, naming.net
    others: dict[tuple[int, bool], list[int]] = {}
    for other, predicate, forward, _ in index.links(net.nodes[entity]):
        if other in naming.number and other != net.nodes[entity]:
            others.setdefault((predicate, forward), []).append(other)
    order = sorted(others, key=lambda way: (-len(others[way]), way[0], not way[1]))
    return tuple(
        Tie(naming.term(index.predicates[predicate]), forward, len(ends), _best(naming, ends))
        for predicate, forward in order[:most]
        if (ends := others[predicate, forward])
    )


def _best(naming: Naming, nodes: list[int]) -> tuple[Entity, ...]:
    net = naming.net
    order = sorted(set(nodes), key=lambda node: (-net.count(naming.number[node]), node))
    return tuple(naming.entity(naming.number[node]) for node in order[:EXAMPLES])


def component_list(naming: Naming, labels: Sequence[int], most: int) -> tuple[Component, ...]:
    """The largest components of two entities or more, each with its best connected entities."""
    sizes = Counter(labels)
    order = sorted((label for label in sizes if sizes[label] > 1), key=lambda label: (-sizes[label], label))[:most]
    members: dict[int, list[int]] = {label: [] for label in order}
    for entity, label in enumerate(labels):
        if label in members:
            members[label].append(entity)
    return tuple(
        Component(number, sizes[label], rounded(sizes[label] / len(labels), 4), best(naming, members[label]))
        for number, label in enumerate(order, 1)
    )


def best(naming: Naming, entities: Sequence[int], most: int = EXAMPLES) -> tuple[Entity, ...]:
    """The best connected of some entities."""
    order = sorted(entities, key=lambda entity: (-naming.net.count(entity), entity))
    return tuple(map(naming.entity, order[:most]))


def core_list(naming: Naming, cores: Sequence[int], most: int) -> tuple[Core, ...]:
    """The innermost cores, the innermost first."""
    deepest = max(cores, default=0)
    found = []
    for k in range(deepest, max(0, deepest - most), -1):
        inside = [entity for entity, core in enumerate(cores) if core >= k]
        found.append(Core(k, len(inside), best(naming, inside, 5)))
    return tuple(found)
