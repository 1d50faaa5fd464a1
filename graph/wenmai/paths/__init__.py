"""How two entities are connected, the most telling way first.

The *k* cheapest simple paths are found exactly, in order, with A*Prune (Liu & Ramakrishnan 2001, *A*Prune: an algorithm
for finding K shortest paths subject to multiple constraints*): partial paths grow from the source by cost so far plus a
lower bound of what is left. The bound is a :class:`Ball`, a Dijkstra search that grows from the target only as far as it
pays: outside the ball, its radius is the bound. Each side grows when its next piece of work is the smaller one, so a hub
at either end is not opened unless the answer needs it.

``score`` is ``1 / (1 + cost / 1000)``, the semantic proximity of Ciampaglia et al. 2015 with rare predicates favoured;
:mod:`wenmai.paths.walk` gives the costs.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush, heapreplace
from itertools import islice, pairwise, permutations
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError, LimitReached, NoPath
from wenmai.model import Entity, Hop, Path
from wenmai.paths.breadth import fewest
from wenmai.paths.walk import CLOSED, Filters, Walk, latest_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wenmai.index import Index
    from wenmai.paths.walk import Step
    from wenmai.sources import Source

FAR = 1 << 60
"""A cost no path has: the bound of what cannot be reached."""

BATCH = 64
"""How many nodes about to be opened are announced at once to an index that fetches them over a network."""

MOST_VIA = 4
"""How many entities ``via`` may name: every order of them is tried."""


Label = tuple[int, int]
"""The cost and the hops of a way to the goal."""


class Ball:
    """A growing lower bound of the cost from any node to ``goal`` within a number of hops.

    Labels are Pareto-optimal pairs (cost, hops), as in the constrained shortest path problem: a node has one label more
    for each way that is dearer but shorter. A labelled node waits in the queue with the price of passing through it, so
    that a hub is opened last; what is still to come costs at least as much as the first in the queue, the ``radius``, and
    labels up to there are final. Who waits for a label puts it ``outside``, by node.
    """

    def __init__(self, walk: Walk, goal: int) -> None:
        self.walk = walk
        self.labels: dict[int, tuple[Label, ...]] = {goal: ((0, 0),)}
        self.outside: defaultdict[int, list[tuple[int, Siblings]]] = defaultdict(list)
        self.read = 0
        self.radius = walk.least_hop
        """No node without a final label is nearer to the goal: ``FAR`` once all within reach is known."""
        self._queue: list[tuple[int, int, int, int]] = [(self.radius, 0, goal, 0)]
        """Entries are (cost of the nearest node behind, hops, node, cost)."""
        self._ripening: list[tuple[int, int]] = []
        """Labels that somebody waits for and that are not final, as (cost, node)."""

    def known(self, node: int, hops: int) -> int | None:
        """The cost from ``node`` to the goal in at most ``hops`` hops; ``None`` outside the ball."""
        for cost, length in self.labels.get(node, ()):
            if cost > self.radius:
                return None
            if length <= hops:
                return cost
        return None

    def bound(self, node: int, hops: int) -> int:
        """A lower bound of the cost from ``node`` to the goal in at most ``hops`` hops, never above the true cost."""
        cost = self.known(node, hops)
        return self.radius if cost is None else cost

    def wait(self, siblings: Siblings) -> None:
        """Let paths wait outside."""
        outside, labels = self.outside, self.labels
        for cost, last in siblings[-1]:
            outside[last].append((cost, siblings))
            if last in labels:
                for label, _ in labels[last]:
                    if label > self.radius:
                        heappush(self._ripening, (label, last))

    def ripe(self) -> Iterator[int]:
        """The nodes waited for that have got a final label since this was last asked."""
        ripening = self._ripening
        while ripening and ripening[0][0] <= self.radius:
            yield heappop(ripening)[1]

    def grow(self, most: int) -> bool:
        """Open nodes until about ``most`` links are read in all; whether any was."""
        queue, degree, before = self._queue, self.walk.degree, self.read
        while queue:
            nearest, hops, node, cost = queue[0]
            if (cost, hops) in self.labels[node]:
                links = degree(node)
                if self.read + links > most:
                    break
                self.read += links
                self.walk.announce(self._next_nodes)
                heappop(queue)
                self._open(node, nearest - self.walk.least_hop, hops + 1)
            else:
                heappop(queue)  # a better way to it was found since
        self.radius = queue[0][0] if queue else FAR
        return self.read > before

    def _next_nodes(self) -> list[int]:
        return [node for _, _, node, _ in self._queue[:BATCH]]

    def _open(self, node: int, base: int, hops: int) -> None:
        """Label the neighbours of a node, from each of which it takes ``hops`` to the goal, and ``base`` from the node."""
        steps, labels, queue, outside = self.walk.steps(node, backward=True), self.labels, self._queue, self.outside
        least, further = self.walk.least_hop, hops < self.walk.filters.max_hops
        for (other, price), toll in zip(steps.items(), self.walk.passing(list(steps)), strict=True):
            cost = base + price
            if other not in labels:
                labels[other] = ((cost, hops),)
            elif not any(known <= cost and length <= hops for known, length in labels[other]):
                labels[other] = _with(labels[other], (cost, hops))
            else:
                continue
            if further and toll < CLOSED:
                heappush(queue, (cost + toll + least, hops, other, cost))
            if other in outside:
                heappush(self._ripening, (cost, other))


def _with(labels: tuple[Label, ...], label: Label) -> tuple[Label, ...]:
    """Labels in order, with one more and without those it makes useless.

    >>> _with(((5, 3), (9, 2)), (7, 2))
    ((5, 3), (7, 2))
    """
    cost, hops = label
    return tuple(sorted([label, *((known, length) for known, length in labels if known < cost or length < hops)]))


class Partial(NamedTuple):
    """A path under way: ``goals`` are the nodes still to be reached in order, the target last."""

    nodes: tuple[int, ...]
    cost: int
    goals: tuple[int, ...]


Near = tuple[int, tuple[int, ...], int, tuple[int, ...]]
"""A path with a lower bound of what it will cost, then as in :class:`Partial`."""

Siblings = tuple[tuple[int, ...], tuple[int, ...], int, list[tuple[int, int]]]
"""Paths that differ in their last node: the nodes they share, their goals, a lower bound of the cost from the first of
these on, and for each path the cost so far and its last node, in order."""

Far = tuple[int, int, Siblings]
"""The least bound of a sibling whose turn has not come, its place, and all siblings."""


class Search:
    """The simple paths from ``source`` to ``target`` within the filters, in the order of (cost, nodes).

    Paths under way that have come into the ball of their next goal, and finished ones, are ``near``. The others are
    ``far``, by that goal: the radius of its ball is left out of their bound, so that the ball may grow without a new
    order among them, and of siblings only the first is in the queue. They wait outside the ball until their last node
    gets a final label.
    """

    def __init__(self, walk: Walk, source: int, target: int, max_links: int) -> None:
        self.walk, self.source, self.target, self.max_links = walk, source, target, max_links
        via = walk.filters.via
        self.balls = {goal: Ball(walk, goal) for goal in (*via, target)}
        self.read = 0
        self._near: list[Near] = []
        self._far: dict[int, list[Far]] = {goal: [] for goal in self.balls}
        for order in permutations(via):
            self._push((source,), 0, (*order, target))

    def __iter__(self) -> Iterator[Partial]:
        """Yield complete paths in order; raise LimitReached when the bound on links is met."""
        while True:
            goal, bound = self._nearest_far()
            if goal is not None and (not self._near or bound <= self._near[0][0]):
                nodes = self._advance(goal)
            elif self._near:
                least, nodes, cost, goals = heappop(self._near)
                if not goals:
                    yield Partial(nodes, cost, goals)
                elif len(goals) == 1 or not self._delayed(least, nodes, cost, goals):
                    self._extend(nodes, cost, goals)
            else:
                return
            if self.walk.scanned > self.max_links:
                raise LimitReached(self._unfinished(nodes))

    def _nearest_far(self) -> tuple[int | None, int]:
        """The goal whose far paths have the least bound, and that; ``None`` when no path is far."""
        best, least = None, FAR
        for goal, queue in self._far.items():
            ball = self.balls[goal]
            while queue:
                _, place, (nodes, _, _, paths) = queue[0]
                if ball.known(paths[place][1], self._hops(nodes) - 1) is None:
                    break
                self._next_sibling(queue)  # this one is near by now
            if queue and queue[0][0] + ball.radius < least:
                best, least = goal, queue[0][0] + ball.radius
        return best, least

    def _next_sibling(self, queue: list[Far]) -> None:
        _, place, siblings = queue[0]
        _, _, later, paths = siblings
        if place + 1 < len(paths):
            heapreplace(queue, (paths[place + 1][0] + later, place + 1, siblings))
        else:
            heappop(queue)

    def _hops(self, nodes: tuple[int, ...]) -> int:
        """How many hops a path may still take."""
        return self.walk.filters.max_hops - len(nodes) + 1

    def _later(self, goals: tuple[int, ...], hops: int) -> int:
        """A lower bound of the cost from the first goal on, within so many hops from before it."""
        if hops < len(goals):
            return FAR
        return sum(
            self.walk.through[goal] + self.balls[following].bound(goal, hops) for goal, following in pairwise(goals)
        )

    def _push(self, nodes: tuple[int, ...], cost: int, goals: tuple[int, ...]) -> None:
        """Put a path into its queue, unless it cannot be finished."""
        if not goals:
            heappush(self._near, (cost, nodes, cost, goals))
            return
        hops = self._hops(nodes)
        later, rest = self._later(goals, hops), self.balls[goals[0]].known(nodes[-1], hops)
        if later >= FAR:
            return
        if rest is None:
            self._wait(nodes[:-1], goals, later, [(cost, nodes[-1])])
        else:
            heappush(self._near, (cost + later + rest, nodes, cost, goals))

    def _wait(self, nodes: tuple[int, ...], goals: tuple[int, ...], later: int, paths: list[tuple[int, int]]) -> None:
        """Let paths wait outside the ball of their next goal."""
        paths.sort()
        siblings = nodes, goals, later, paths
        heappush(self._far[goals[0]], (paths[0][0] + later, 0, siblings))
        self.balls[goals[0]].wait(siblings)

    def _advance(self, goal: int) -> tuple[int, ...]:
        """Grow the ball of a goal, or else extend the first of its far paths; the nodes of that."""
        queue = self._far[goal]
        _, place, siblings = queue[0]
        shared, goals, _, paths = siblings
        cost, last = paths[place]
        nodes = (*shared, last)
        if not self._grow(goal, last):
            self._next_sibling(queue)
            self.balls[goal].outside[last].remove((cost, siblings))
            self._extend(nodes, cost, goals)
        return nodes

    def _grow(self, goal: int, node: int) -> bool:
        """Grow a ball until both sides have read about as much, ``node`` included; whether anything was learnt."""
        ball = self.balls[goal]
        grown = ball.grow(self.read + self.walk.degree(node))
        for ripe in ball.ripe():
            waiting = ball.outside[ripe]
            waiting[:] = [path for path in waiting if not self._comes_near(ball, ripe, *path)]
        return grown

    def _comes_near(self, ball: Ball, last: int, cost: int, siblings: Siblings) -> bool:
        nodes, goals, later, _ = siblings
        rest = ball.known(last, self._hops(nodes) - 1)
        if rest is None:
            return False
        heappush(self._near, (cost + later + rest, (*nodes, last), cost, goals))
        return True

    def _delayed(self, least: int, nodes: tuple[int, ...], cost: int, goals: tuple[int, ...]) -> bool:
        """Whether the way behind the next goal has turned out dearer meanwhile; the path waits again then."""
        hops = self._hops(nodes)
        if cost + self._later(goals, hops) + self.balls[goals[0]].bound(nodes[-1], hops) <= least:
            return False
        self._push(nodes, cost, goals)
        return True

    def _extend(self, nodes: tuple[int, ...], cost: int, goals: tuple[int, ...]) -> None:
        self._announce(nodes[-1])
        self.read += self.walk.degree(nodes[-1])
        steps, goal, beyond = self.walk.steps(nodes[-1]), goals[0], goals[1:]
        later = self._later(goals, self._hops(nodes) - 1)
        labels, radius = self.balls[goal].labels, self.balls[goal].radius
        closed, outside = {*nodes, *beyond}, []
        for (other, price), passed in zip(steps.items(), self.walk.passing(list(steps)), strict=True):
            if other in closed:
                continue
            if other == goal:
                self._push((*nodes, other), cost + price + (passed if beyond else 0), beyond)
            elif passed >= CLOSED:
                continue
            elif other in labels and labels[other][0][0] <= radius:
                self._push((*nodes, other), cost + price + passed, goals)
            else:
                outside.append((cost + price + passed, other))
        if outside and later < FAR:
            self._wait(nodes, goals, later, outside)

    def _announce(self, node: int) -> None:
        """Say which nodes may be opened next."""
        near, far = self._near, self._far.values()
        self.walk.announce(
            lambda: [
                node,
                *(nodes[-1] for _, nodes, _, _ in near[:BATCH]),
                *(paths[place][1] for queue in far for _, place, (_, _, _, paths) in queue[:BATCH]),
            ]
        )

    def _unfinished(self, nodes: tuple[int, ...]) -> str:
        index = self.walk.index
        return (
            f"searched {self.walk.scanned:,} links without finishing; no path of up to "
            f"{self.walk.filters.max_hops} hops until then; nearest reached: {index.label(nodes[-1], 'en')}"
        )


def find(
    source: Source,
    a: str,
    b: str,
    *,
    k: int = 3,
    max_hops: int = 6,
    avoid: Iterable[str] = (),
    via: Iterable[str] = (),
    only: Iterable[str] = (),
    without: Iterable[str] = (),
    types: Iterable[str] = (),
    directed: bool = False,
    max_degree: int | None = None,
    as_of: str | None = None,
    max_links: int = 200_000,
    ranked: bool = True,
    language: str = "zh",
) -> Iterator[Path]:
    """Yield the ``k`` most telling paths from entity ``a`` to entity ``b``, best first.

    Args:
        source: an open graph.
        a: IRI of the entity to start from.
        b: IRI of the entity to reach.
        k: how many paths at most.
        max_hops: the longest path wanted, in hops.
        avoid: IRIs of entities no path may touch.
        via: IRIs of entities every path must pass, in any order; at most four.
        only: IRIs of predicates; no other is followed.
        without: IRIs of predicates that are not followed.
        types: IRIs of classes; entities in between must be instances of one of them.
        directed: follow links from subject to object only.
        max_degree: do not pass through an entity with more links than this.
        as_of: a day, month or year; what began later, or ended before, is not followed.
        max_links: how many links may be read before the search stops.
        ranked: ``False`` orders by number of hops alone.
        language: the language of labels, ``zh`` or ``en``.

    Raises:
        NoPath: there is none; the reason names the filter or the gap.
        LimitReached: ``max_links`` were read first; paths yielded until then are right.
    """
    index = source.index
    start, goal = node_of(index, a), node_of(index, b)
    filters = _filters(index, avoid, via, only, without, types, directed, max_degree, as_of, max_hops)
    _refuse_contradictions(start, goal, filters, k)
    walk = Walk(index, filters, (start, goal), ranked=ranked)
    found = _closest(walk, start, goal, k, max_links)
    empty = True
    for partial in found:
        empty = False
        yield _path(source, walk, partial, language)
    if empty:
        from wenmai.paths.gaps import explain

        raise NoPath(explain(index, start, goal, filters, max_links, language))


def node_of(index: Index, iri: str) -> int:
    """The node of ``iri``; InputError when the graph does not have it."""
    node = index.find(iri)
    if node is None:
        raise InputError(f"<{iri}> is not an entity of this graph")
    return node


def _filters(
    index: Index,
    avoid: Iterable[str],
    via: Iterable[str],
    only: Iterable[str],
    without: Iterable[str],
    types: Iterable[str],
    directed: bool,
    max_degree: int | None,
    as_of: str | None,
    max_hops: int,
) -> Filters:
    return Filters(
        avoid=frozenset(node_of(index, iri) for iri in avoid),
        via=tuple(dict.fromkeys(node_of(index, iri) for iri in via)),
        only=_predicates(index, only),
        without=_predicates(index, without),
        types=frozenset(types),
        directed=directed,
        max_degree=max_degree,
        as_of=latest_day(as_of) if as_of else None,
        max_hops=max_hops,
    )


def _predicates(index: Index, iris: Iterable[str]) -> frozenset[int]:
    wanted = tuple(iris)
    numbers = {iri: number for number, iri in enumerate(index.predicates)} if wanted else {}
    for iri in wanted:
        if iri not in numbers:
            raise InputError(f"no link of this graph has the predicate <{iri}>")
    return frozenset(numbers[iri] for iri in wanted)


def _refuse_contradictions(start: int, goal: int, filters: Filters, k: int) -> None:
    if start == goal:
        raise InputError("both names mean the same entity; a path needs two")
    if k < 1 or filters.max_hops < 1:
        raise InputError("-k and --max-hops are at least 1")
    if {start, goal} & filters.avoid:
        raise InputError("an end of the path cannot be avoided as well")
    if set(filters.via) & filters.avoid:
        raise InputError("an entity cannot be both passed (via) and avoided")
    if {start, goal} & set(filters.via):
        raise InputError("an end of the path is always passed; leave it out of via")
    if len(filters.via) > MOST_VIA:
        raise InputError(f"via takes at most {MOST_VIA} entities")


def _closest(walk: Walk, start: int, goal: int, k: int, max_links: int) -> Iterator[Partial]:
    """The first ``k`` paths in the order of (cost, IRIs of the nodes)."""
    if not walk.exist(start, goal) or any(walk.through[node] == CLOSED for node in walk.filters.via):
        return
    if k == 1 and not walk.ranked and not walk.filters.via:
        nodes = fewest(walk, start, goal, max_links).nodes
        if nodes:
            yield Partial(nodes, 1000 * (len(nodes) - 1), ())
    else:
        yield from islice(Search(walk, start, goal, max_links), k)


def _path(source: Source, walk: Walk, partial: Partial, language: str) -> Path:
    nodes, index = partial.nodes, walk.index
    index.announce(nodes)
    source.prefetch(map(index.iri, nodes))
    steps = [walk.step(a, b) for a, b in pairwise(nodes)]
    return Path(
        length=len(steps),
        score=round(1 / (1 + partial.cost / 1000), 4),
        why=_why(walk, nodes, steps, language),
        nodes=tuple(Entity(index.iri(node), index.label(node, language)) for node in nodes),
        hops=tuple(_hop(source, node, step) for node, step in zip(nodes, steps, strict=False)),
    )


def _hop(source: Source, node: int, step: Step) -> Hop:
    index = source.index
    here, there = index.iri(node), index.iri(step.other)
    triple = (
        (here, index.predicates[step.predicate], there)
        if step.forward
        else (there, index.predicates[step.predicate], here)
    )
    fewer = index.degree(node) <= index.degree(step.other)
    also = {
        (index.predicates[predicate], forward)
        for _, predicate, forward, _ in index.links_between(node, step.other)
        if (predicate, forward) != (step.predicate, step.forward)
    }
    return Hop(
        *triple,
        forward=step.forward,
        time=index.time(step.link),
        evidence=index.evidence(step.link),
        also=tuple(sorted(also)),
        statements=source.statements.of(*triple, anchor="subject" if fewer == step.forward else "object"),
    )


def _why(walk: Walk, nodes: Sequence[int], steps: Sequence[Step], language: str) -> str:
    """One sentence: what the path passes through and how common its links are, as priced."""
    if not walk.ranked:
        return f"按跳数排序: {len(steps)}跳" if language == "zh" else f"ordered by hops alone: {len(steps)}"
    index = walk.index
    passed = [(index.label(node, language), index.degree(node), walk.through[node] / 1000) for node in nodes[1:-1]]
    links = sum(walk.hop[step.predicate] for step in steps) / 1000
    if language == "zh":
        through = "、".join(f"{label}({degree}条链接,+{cost:.1f})" for label, degree, cost in passed)
        return f"{len(steps)}跳,链接计{links:.1f}" + (f";途经{through}" if through else ";直接相连")
    through = ", ".join(f"{label} ({degree} links, +{cost:.1f})" for label, degree, cost in passed)
    hops = "1 hop" if len(steps) == 1 else f"{len(steps)} hops"
    return f"{hops}, links cost {links:.1f}" + (f"; through {through}" if through else "; linked directly")
