"""Which entities matter, by several measures side by side, and which links make them so."""

from __future__ import annotations

import heapq
from collections import Counter
from typing import TYPE_CHECKING

from graph.analysis.findings import Central, Component, Core, Tie
from graph.results import Entity
from graph.sheet import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis.naming import Naming

TIES = 4
"""How many kinds of links are named as the reason of an entity's place."""

EXAMPLES = 3
"""How many entities stand for a component, a core or a kind of links."""


def places(values: Sequence[float]) -> list[int]:
    """The rank of each value, the largest first, from 1; equal values (to six figures) share the better rank.

    >>> places([0.5, 0.9, 0.5])
    [2, 1, 2]
    """
    same = [value if isinstance(value, int) else rounded(value) for value in values]
    first: dict[float, int] = {}
    for rank, value in enumerate(sorted(same, reverse=True), 1):
        first.setdefault(value, rank)
    return [first[value] for value in same]


def leaders(ranks: Sequence[Sequence[int]], top: int) -> list[int]:
    """About ``top`` entities, the best mean rank first: the first three by each measure, then by mean rank."""
    count = len(ranks[0])
    mean = [sum(measure[entity] for measure in ranks) for entity in range(count)]
    chosen: set[int] = set()
    for measure in ranks:
        chosen.update(heapq.nsmallest(min(3, top), range(count), key=lambda entity: (measure[entity], entity)))
    for entity in heapq.nsmallest(top, range(count), key=lambda entity: (mean[entity], entity)):
        if len(chosen) < top:
            chosen.add(entity)
    return sorted(chosen, key=lambda entity: (mean[entity], entity))


def describe(
    naming: Naming,
    entity: int,
    values: Sequence[Sequence[float]],
    ranks: Sequence[Sequence[int]],
    core: int,
    community: int,
) -> Central:
    """One leading entity: its values, its ranks, and the ties that make it so."""
    net = naming.net
    betweenness, pagerank, harmonic = (rounded(measure[entity]) for measure in values[1:])
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
        ranks=tuple(measure[entity] for measure in ranks),
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
