"""Communities, named by what they hold."""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING

from wenmai.analysis.findings import Community, Mark
from wenmai.rendering.sheet import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.analysis.naming import Naming
    from wenmai.analysis.net import Net

SMALLEST = 3
"""A community of fewer entities is not reported: a pair is a link."""

MEMBERS = 8
MARKS = 3


def renumber(labels: Sequence[int]) -> list[int]:
    """Communities numbered from 1, the largest first; 0 for those smaller than three.

    >>> renumber([7, 4, 4, 4, 9, 9])
    [0, 1, 1, 1, 0, 0]
    """
    sizes = Counter(labels)
    first = {label: place for place, label in reversed(list(enumerate(labels)))}
    large = (label for label in sizes if sizes[label] >= SMALLEST)
    kept = sorted(large, key=lambda label: (-sizes[label], first[label]))
    number = {label: place for place, label in enumerate(kept, 1)}
    return [number.get(label, 0) for label in labels]


def modularity(net: Net, labels: Sequence[int]) -> float:
    """Newman & Girvan's modularity (2004) of a partition: ties within, less what chance would give; at most 1."""
    if not net.pair_count:
        return 0.0
    inside: Counter[int] = Counter()
    degrees: Counter[int] = Counter()
    for entity, label in enumerate(labels):
        degrees[label] += net.count(entity)
    for a, b in net.pairs():
        if labels[a] == labels[b]:
            inside[labels[a]] += 1
    pairs = net.pair_count
    return sum(inside[label] / pairs - (degrees[label] / (2 * pairs)) ** 2 for label in sorted(degrees))


def describe(naming: Naming, numbers: Sequence[int], weights: Sequence[float], most: int) -> tuple[Community, ...]:
    """The ``most`` largest communities; their members are led by the weightiest (PageRank)."""
    members: dict[int, list[int]] = {}
    for entity, number in enumerate(numbers):
        if 0 < number <= most:
            members.setdefault(number, []).append(entity)
    whole = _kinds(naming, range(len(numbers))), naming.net.predicates()
    return tuple(_describe(naming, number, members[number], numbers, weights, whole) for number in sorted(members))


def _describe(
    naming: Naming,
    number: int,
    members: list[int],
    numbers: Sequence[int],
    weights: Sequence[float],
    whole: tuple[Counter[str], Counter[str]],
) -> Community:
    net = naming.net
    order = sorted(members, key=lambda entity: (-rounded(weights[entity]), entity))
    inside = sum(numbers[other] == number for entity in members for other in net.neighbours(entity))
    across = sum(net.count(entity) for entity in members) - inside
    kinds = marks(naming, _kinds(naming, members), whole[0])
    predicates = marks(naming, _predicates(naming, members), whole[1])
    leading = [naming.entity(entity) for entity in order[:MEMBERS]]
    name = " · ".join(entity.label for entity in leading[:2])
    return Community(number, name, len(members), inside // 2, across, tuple(leading), kinds, predicates)


def _kinds(naming: Naming, entities: Sequence[int]) -> Counter[str]:
    """How many of the entities have each class."""
    return Counter(kind for entity in entities for kind in naming.net.types(entity))


def _predicates(naming: Naming, entities: Sequence[int]) -> Counter[str]:
    """The predicates of the links that leave some entities for others of the net."""
    net, found = naming.net, Counter[int]()
    for entity in entities:
        for other, predicate, forward, _ in net.origin.links(net.nodes[entity]):
            if forward and other in naming.number:
                found[predicate] += 1
    return Counter({net.origin.predicates[predicate]: count for predicate, count in found.items()})


def marks(naming: Naming, inside: Counter[str], whole: Counter[str]) -> tuple[Mark, ...]:
    """The terms that mark a part off, more frequent in it than in the whole: by log-likelihood (Dunning 1993)."""
    sizes = sum(inside.values()), sum(whole.values())
    scored = []
    for iri, count in inside.items():
        expected = sizes[0] * whole[iri] / sizes[1]
        if count > 1 and count > expected:
            scored.append((-rounded(count * log(count / expected)), iri, count, count / expected))
    return tuple(Mark(naming.term(iri), count, rounded(lift, 3)) for _, iri, count, lift in sorted(scored)[:MARKS])
