"""Entities that play similar roles, and links that may be missing."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import log
from typing import TYPE_CHECKING, NamedTuple

from wenmai.analysis.findings import Missing, Role, Tie
from wenmai.rendering.sheet import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.analysis.naming import Naming
    from wenmai.analysis.net import Net
    from wenmai.model import Entity

CANDIDATES = 250
"""Roles are compared among this many best connected entities: each pair of them is looked at."""

LEAST_FEATURES = 3
"""A role needs so many kinds of links in common; two leaves on one branch have no role worth reporting."""

LEAST_SIMILAR = 0.25
"""Signatures that overlap less than this are not called similar."""

MOST_PAIRS = 5_000_000
"""How many pairs with a shared neighbour are weighed for missing links; hubs are left out until this holds."""

LEAST_SHARED = 2
"""A missing link is only suggested where so many neighbours are shared."""

SHOWN = 6
"""How many shared neighbours are named as the reason."""

Feature = tuple[int, bool, str]


class UnlinkedPair(NamedTuple):
    """Two entities that share neighbours, with the sums of resource allocation and of Adamic & Adar."""

    a: int
    b: int
    allocation: float
    adamic_adar: float
    shared: int


def similar(naming: Naming, most: int) -> tuple[Role, ...]:
    """Pairs of entities with the same kinds of links, though not the same neighbours.

    A signature counts an entity's links by predicate, direction and class of the other end: one step of role (regular)
    equivalence (White & Reitz 1983). Similarity is the weighted Jaccard index (Ružička 1958) of ``log(1 + count)``, each
    kind weighted by its rarity among them (inverse document frequency, Spärck Jones 1972). Pairs below
    :data:`LEAST_SIMILAR` are not given; of the others, those with few common neighbours come first.
    """
    net = naming.net
    order = sorted(range(len(net.nodes)), key=lambda entity: (-net.count(entity), entity))[:CANDIDATES]
    signatures = {entity: signature(naming, entity) for entity in order}
    seen = Counter(feature for features in signatures.values() for feature in features)
    rarity = {feature: log(1 + len(order) / count) for feature, count in seen.items()}
    weights = {
        entity: {feature: log(1 + count) * rarity[feature] for feature, count in features.items()}
        for entity, features in signatures.items()
        if len(features) >= LEAST_FEATURES
    }
    totals = {entity: sum(features.values()) for entity, features in weights.items()}
    scored = []
    for a, b in combinations(sorted(weights), 2):
        one, other = weights[a], weights[b]
        if min(totals[a], totals[b]) < LEAST_SIMILAR * max(totals[a], totals[b]):
            continue  # what they share cannot be more than all that one of them has
        shared = one.keys() & other.keys()
        if len(shared) >= LEAST_FEATURES:
            common = sum(sorted(min(one[feature], other[feature]) for feature in shared))
            value = ruzicka(common, totals[a], totals[b])
            if value >= LEAST_SIMILAR:
                same = jaccard(net, a, b)
                scored.append((-rounded(value * (1 - same)), a, b, value, same))
    return tuple(_role(naming, a, b, value, same, signatures) for _, a, b, value, same in sorted(scored)[:most])


def signature(naming: Naming, entity: int) -> Counter[Feature]:
    """How often each kind of link is at an entity: (predicate, forward, class of the other end)."""
    net, found = naming.net, Counter[Feature]()
    for other, predicate, forward, _ in net.origin.links(net.nodes[entity]):
        if other in naming.number:
            for kind in net.types(naming.number[other]) or ("",):
                found[predicate, forward, kind] += 1
    return found


def ruzicka(common: float, a: float, b: float) -> float:
    """The weighted Jaccard index from the sum of minima and the two sums: minima over maxima, 0 to 1.

    >>> ruzicka(2.0, 3.0, 3.0)
    0.5
    """
    return common / (a + b - common) if a + b > common else 0.0


def jaccard(net: Net, a: int, b: int) -> float:
    """The share of neighbours that two entities have in common, each other aside."""
    one, other = set(net.neighbours(a)) - {b}, set(net.neighbours(b)) - {a}
    either = one | other
    return len(one & other) / len(either) if either else 0.0


def _role(naming: Naming, a: int, b: int, value: float, same: float, signatures: dict[int, Counter[Feature]]) -> Role:
    """Two entities of one role, with the kinds of links they share, the most frequent first.

    A kind counts as often as the one of the two has it that has it less.
    """
    shared = signatures[a] & signatures[b]
    order = sorted(shared, key=lambda feature: (-shared[feature], feature))[:SHOWN]
    ties = tuple(
        Tie(
            naming.term(naming.net.origin.predicates[predicate]),
            forward,
            shared[predicate, forward, kind],
            (naming.term(kind),) if kind else (),
        )
        for predicate, forward, kind in order
    )
    return Role(naming.entity(a), naming.entity(b), rounded(value, 4), rounded(same, 4), ties)


def hub_limit(net: Net, most: int = MOST_PAIRS) -> int:
    """The most neighbours a shared neighbour may have, so that at most ``most`` pairs meet at one."""
    counts = Counter(net.count(entity) for entity in range(len(net.nodes)))
    total, limit = 0, 0
    for count in sorted(counts):
        total += counts[count] * count * (count - 1) // 2
        if total > most:
            return limit
        limit = count
    return limit


def unlinked(net: Net, limit: int) -> list[UnlinkedPair]:
    """Pairs without a link that share neighbours, each of at most ``limit`` neighbours; the likeliest first.

    Resource allocation (Zhou, Lü & Zhang 2009) adds 1/k for each shared neighbour of k neighbours, the index of Adamic
    & Adar (2003) adds 1/log k: sharing a hub says little.
    """
    scores: dict[tuple[int, int], list[float]] = {}
    for middle in range(len(net.nodes)):
        count = net.count(middle)
        if 1 < count <= limit:
            for pair in combinations(net.neighbours(middle), 2):
                known = scores.setdefault(pair, [0.0, 0.0, 0])
                known[0] += 1 / count
                known[1] += 1 / log(count)
                known[2] += 1
    return [
        UnlinkedPair(a, b, allocation, adamic_adar, int(shared))
        for (a, b), (allocation, adamic_adar, shared) in scores.items()
        if shared >= LEAST_SHARED and not net.linked(a, b)
    ]


def weigh(net: Net, a: int, b: int, limit: int) -> UnlinkedPair:
    """One pair, with the sums over the shared neighbours of at most ``limit`` neighbours."""
    counts = [net.count(one) for one in set(net.neighbours(a)) & set(net.neighbours(b)) if net.count(one) <= limit]
    counts.sort()
    return UnlinkedPair(a, b, sum(1 / count for count in counts), sum(1 / log(count) for count in counts), len(counts))


def likeliest(pairs: Sequence[UnlinkedPair], most: int) -> list[UnlinkedPair]:
    """The pairs with the highest resource allocation, then Adamic & Adar, then in the order of IRIs."""
    return sorted(pairs, key=lambda pair: (-rounded(pair.allocation), -rounded(pair.adamic_adar), pair))[:most]


def missing(naming: Naming, pair: UnlinkedPair) -> Missing:
    """A pair as a suggestion, with the shared neighbours that are its reason, the one with the fewest links first."""
    net, a, b = naming.net, pair.a, pair.b
    shared = sorted(set(net.neighbours(a)) & set(net.neighbours(b)), key=lambda one: (net.count(one), one))
    return Missing(
        naming.entity(a),
        naming.entity(b),
        rounded(pair.allocation, 4),
        rounded(pair.adamic_adar, 4),
        tuple(map(naming.entity, shared[:SHOWN])),
        precedent(naming, a, b) or precedent(naming, b, a),
    )


def precedent(naming: Naming, a: int, b: int) -> tuple[Entity, ...]:
    """How ``a`` is most often linked to others of the class of ``b``: as a triple of the two, or nothing."""
    net, kinds = naming.net, set(naming.net.types(b))
    ways = Counter(
        (predicate, forward)
        for other, predicate, forward, _ in net.origin.links(net.nodes[a])
        if kinds.intersection(net.origin.types(other))
    )
    if not ways:
        return ()
    predicate, forward = min(ways, key=lambda way: (-ways[way], way))
    ends = naming.entity(a), naming.entity(b)
    way = naming.term(net.origin.predicates[predicate])
    return (ends[0], way, ends[1]) if forward else (ends[1], way, ends[0])
