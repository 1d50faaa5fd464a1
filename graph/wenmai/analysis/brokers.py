"""Entities that join communities, and what holds the graph together at a single point or pair."""

from __future__ import annotations

import heapq
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from wenmai.analysis.findings import Bridge, Broker
from wenmai.rendering.sheet import rounded

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from wenmai.analysis.fast import FastEngine
    from wenmai.analysis.findings import Community
    from wenmai.analysis.naming import Naming
    from wenmai.analysis.net import Net
    from wenmai.analysis.reference import ReferenceEngine
    from wenmai.model import Entity

    Engine: TypeAlias = FastEngine | ReferenceEngine


def participation(net: Net, entity: int, numbers: Sequence[int]) -> float:
    """How evenly an entity's neighbours are spread over communities: 1 less the sum of squared shares.

    Guimerà & Amaral 2005. Neighbours in no community count as one of their own.
    """
    around = Counter(numbers[other] for other in net.neighbours(entity))
    total = sum(around.values())
    return 1 - sum((count / total) ** 2 for count in around.values()) if total else 0.0


def constraint(net: Net, entity: int) -> float:
    """Burt's constraint (1992): how much of an entity's ties lead, directly or over each other, to the same neighbours.

    ``sum((1/k + sum(1/k * 1/k_q)) ** 2)`` over its *k* neighbours, the inner sum over those *q* shared with each.
    """
    around, degree = frozenset(net.neighbours(entity)), net.count(entity)
    total = 0.0
    for other in sorted(around):
        between = sorted(around.intersection(net.neighbours(other)))
        total += ((1 + sum(1 / net.count(middle) for middle in between)) / degree) ** 2
    return total


def effective_size(net: Net, entity: int) -> float:
    """Burt's effective size: neighbours less their mean number of ties to each other (Borgatti 1997)."""
    around = frozenset(net.neighbours(entity))
    ties = sum(len(around.intersection(net.neighbours(other))) for other in around)
    return len(around) - ties / len(around)


def describe(
    naming: Naming,
    engine: Engine,
    betweenness: Sequence[float],
    numbers: Sequence[int],
    communities: Sequence[Community],
    cuts: Collection[int],
    most: int,
) -> tuple[Broker, ...]:
    """The entities with neighbours in two communities or more, by betweenness times participation."""
    net = naming.net
    order, spread = _widest(net, betweenness, numbers, most)
    names = {community.number: community.name for community in communities}
    return tuple(
        Broker(
            *naming.entity(entity),
            rounded(betweenness[entity]),
            net.count(entity),
            rounded(spread[entity], 4),
            rounded(constraint(net, entity), 4),
            rounded(effective_size(net, entity), 4),
            cut_off(engine.components_without(entity), net, entity) if entity in cuts else 0,
            _joins(net, entity, numbers, names),
        )
        for entity in order
    )


def _widest(
    net: Net, betweenness: Sequence[float], numbers: Sequence[int], most: int
) -> tuple[list[int], dict[int, float]]:
    """The best by betweenness times participation, and the participation of each.

    Participation is below 1, so an entity whose betweenness alone is too low is skipped.
    """
    spread: dict[int, float] = {}
    best: list[float] = []
    for entity in sorted(range(len(betweenness)), key=lambda one: (-betweenness[one], one)):
        value = betweenness[entity]
        if value <= 0 or (len(best) == most and value < best[0]):
            break
        share = participation(net, entity, numbers)
        if share > 0:
            spread[entity] = share
            heapq.heappush(best, value * share)
            if len(best) > most:
                heapq.heappop(best)
    order = sorted(spread, key=lambda entity: (-rounded(betweenness[entity] * spread[entity]), entity))
    return order[:most], spread


def _joins(net: Net, entity: int, numbers: Sequence[int], names: dict[int, str]) -> tuple[str, ...]:
    """The communities of an entity's neighbours by name, the largest share first; those without a name are left out."""
    around = Counter(numbers[other] for other in net.neighbours(entity))
    order = sorted((number for number in around if number in names), key=lambda number: (-around[number], number))
    return tuple(names[number] for number in order)


def cut_off(labels: Sequence[int], net: Net, entity: int) -> int:
    """How many entities lose the largest piece of their component when ``entity`` goes, given the pieces' labels."""
    touched = {labels[other] for other in net.neighbours(entity)}
    sizes = Counter(label for label in labels if label in touched)
    return sum(sizes.values()) - max(sizes.values(), default=0)


def bridge_list(
    naming: Naming, engine: Engine, bridges: Sequence[tuple[int, int]], labels: Sequence[int], most: int
) -> tuple[Bridge, ...]:
    """The bridges that hold the most entities to the rest; ``labels`` are the components of the whole.

    What a bridge cuts off is found on the tree that remains when every part without bridges is drawn into one point.
    """
    sides = _sides(engine.components(bridges), bridges, labels) if bridges else {}
    order = sorted(sides, key=lambda pair: (-sides[pair], pair))[:most]
    return tuple(
        Bridge(naming.entity(a), naming.entity(b), sides[a, b], _between(naming, a, b))
        for a, b in order
        if sides[a, b] > 1
    )


def _sides(
    parts: Sequence[int], bridges: Sequence[tuple[int, int]], labels: Sequence[int]
) -> dict[tuple[int, int], int]:
    """For each bridge, the size of its smaller side.

    Parts without a bridge inside are the points of a forest whose edges are the bridges. Parts are visited from the leaves
    up, so that ``below[part]`` is complete (all that hangs from it) when its own bridge is reached.
    """
    weight, component = Counter(parts), Counter(labels)
    tree: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    for a, b in bridges:
        tree.setdefault(parts[a], []).append((parts[b], (a, b)))
        tree.setdefault(parts[b], []).append((parts[a], (a, b)))
    whole = {part: component[label] for part, label in zip(parts, labels, strict=True)}
    below: dict[int, int] = {}
    sides: dict[tuple[int, int], int] = {}
    for root in tree:
        if root not in below:
            for part, up, bridge in reversed(_walk(tree, root)):
                below[part] = below.get(part, 0) + weight[part]
                if up is not None and bridge is not None:
                    below[up] = below.get(up, 0) + below[part]
                    sides[bridge] = min(below[part], whole[part] - below[part])
    return sides


def _walk(
    tree: dict[int, list[tuple[int, tuple[int, int]]]], root: int
) -> list[tuple[int, int | None, tuple[int, int] | None]]:
    """The parts of a tree, each after the one it hangs from, with that one and the bridge between."""
    order: list[tuple[int, int | None, tuple[int, int] | None]] = []
    waiting: list[tuple[int, int | None, tuple[int, int] | None]] = [(root, None, None)]
    while waiting:
        part, up, bridge = waiting.pop()
        order.append((part, up, bridge))
        waiting += [(other, part, way) for other, way in tree[part] if other != up]
    return order


def _between(naming: Naming, a: int, b: int) -> tuple[Entity, ...]:
    """The predicates of the facts that link two neighbours, in either direction, in the order of the index."""
    net = naming.net
    used = sorted({predicate for other, predicate, *_ in net.origin.links(net.nodes[a]) if other == net.nodes[b]})
    return tuple(naming.term(net.origin.predicates[predicate]) for predicate in used)
