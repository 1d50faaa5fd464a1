"""The *k* cheapest simple paths, exactly and in order.

A*Prune (Liu & Ramakrishnan 2001, *A*Prune: an algorithm for finding K shortest paths subject to multiple constraints*):
partial paths grow from the source by cost so far plus a lower bound of what is left (:mod:`wenmai.paths.bound`). Each side
grows when its next piece of work is the smaller one, so a hub at either end is not opened unless the answer needs it.
"""

from __future__ import annotations

from heapq import heappop, heappush, heapreplace
from itertools import islice, pairwise, permutations
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import LimitReached
from wenmai.paths.bound import BATCH, FAR, Ball
from wenmai.paths.costs import CLOSED
from wenmai.paths.shortest import fewest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.paths.costs import Walk


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


def cheapest_paths(walk: Walk, start: int, goal: int, k: int, max_links: int) -> Iterator[Partial]:
    """The first ``k`` paths in the order of (cost, IRIs of the nodes)."""
    if not walk.exist(start, goal) or any(walk.through[node] == CLOSED for node in walk.filters.via):
        return
    if k == 1 and not walk.ranked and not walk.filters.via:
        nodes = fewest(walk, start, goal, max_links).nodes
        if nodes:
            yield Partial(nodes, 1000 * (len(nodes) - 1), ())
    else:
        yield from islice(Search(walk, start, goal, max_links), k)
