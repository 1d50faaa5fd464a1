"""The cheapest simple paths along arcs: exactly, in order, reading nothing more of the graph.

A*Prune (Liu & Ramakrishnan 2001, *A*Prune: an algorithm for finding K shortest paths subject to multiple constraints*): partial
paths grow from the start in the order of their cost and the least that is left, which is known exactly along arcs.

Costs carry the number of hops in their last digits here, so that of two paths of one cost the shorter is the cheaper.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from wenmai.paths.ball import FAR
from wenmai.paths.passing import may_pass, may_reach
from wenmai.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wenmai.paths.costs import Walk

Rests = dict[int, list[tuple[int, int]]]
"""By node, what is left to a goal: Pareto-optimal pairs of cost and hops."""

END = FAR << 64

NO_ARCS: dict[int, int] = {}

MOST_ENDS = 8
"""More than the parts that a path may have."""


UNCHECKED = 500
"""So many partial paths are extended before each is asked whether it may still reach its goals."""

MOST_CHECKED = 4_000_000
"""Nodes looked at for that at most."""


class Whole(NamedTuple):
    """A path: its cost, its hops, and its nodes from the start on. Comparing two compares their rank."""

    cost: int
    hops: int
    nodes: tuple[int, ...]


class Arcs:
    """Arcs as a graph of their own, and the cheapest paths in it.

    ``hops`` is the most that a path may have, ``None`` without a limit; no path costs more than ``bound``.
    """

    def __init__(self, walk: Walk, arcs: Iterable[tuple[int, int, int]], hops: int | None, bound: int) -> None:
        self._walk, self._hops = walk, hops
        self._into: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self._out: defaultdict[int, dict[int, int]] = defaultdict(dict)
        """The arcs that lead to a goal."""
        nodes = set[int]()
        for here, there, price in arcs:
            self._into[there][here] = price
            nodes.add(here)
        self._shift = (MOST_ENDS * (len(self._into) + len(nodes))).bit_length()
        self._bound = END if bound >= FAR else (bound + 1) << self._shift
        self._checks = MOST_CHECKED
        self.left: int = FAR
        """What a path that was not looked for costs at least, when the search was ended before its time."""

    def paths(self, orders: Sequence[Sequence[int]], k: int, most: int) -> Iterator[Whole]:
        """The cheapest ``k`` paths through the nodes of one of ``orders``, best first; at most ``most`` partial paths are extended."""
        closed = {node for order in orders for node in order}
        rests = {goal: self._rests(goal, closed - {goal}) for order in orders for goal in order[1:]}
        queue: list[tuple[int, tuple[int, ...], int, tuple[int, ...]]] = []
        for order in orders:
            if self._may_lead(order[:1], order[1:]):
                self._push(queue, (order[0],), 0, tuple(order[1:]), rests)
        given, extended, stops = 0, 0, any(len(order) > 2 for order in orders)
        while queue and given < k:
            bound, nodes, cost, goals = heappop(queue)
            if not goals:
                given += 1
                yield Whole(cost >> self._shift, len(nodes) - 1, nodes)
                continue
            if most <= 0:
                self.left = bound >> self._shift
                return
            most -= 1
            extended += 1
            if not (stops and extended > UNCHECKED) or self._may_lead(nodes, goals):
                self._extend(queue, nodes, cost, goals, closed, rests)

    def _extend(
        self,
        queue: list[tuple[int, tuple[int, ...], int, tuple[int, ...]]],
        nodes: tuple[int, ...],
        cost: int,
        goals: tuple[int, ...],
        closed: set[int],
        rests: dict[int, Rests],
    ) -> None:
        """Put every path that is one arc longer than a partial one into the queue."""
        for there, price in self._out.get(nodes[-1], NO_ARCS).items():
            if there in nodes:
                continue
            spent = cost + (price << self._shift) + 1
            if there == goals[0]:
                passing = self._toll(there) if len(goals) > 1 else 0
                self._push(queue, (*nodes, there), spent + passing, goals[1:], rests)
            elif there not in closed and there in rests[goals[0]]:
                self._push(queue, (*nodes, there), spent + self._toll(there), goals, rests)

    def _may_lead(self, nodes: Sequence[int], goals: Sequence[int]) -> bool:
        """Whether a partial path may reach the rest of its goals: if no, it cannot; looking stops when it has cost too much."""
        if self._checks <= 0:
            return True
        taken = frozenset(nodes[:-1])
        stops = (nodes[-1], *goals)
        asked = [(taken, (stops[0], stop, stops[-1])) for stop in stops[1:-1]]
        asked += [
            (taken.union(stops).difference(part), part) for part in zip(stops, stops[1:], stops[2:], strict=False)
        ]
        for closed, (before, stop, after) in dict.fromkeys(asked):
            able, looked = may_pass(self._beside, stop, (before, after), closed)
            self._checks -= looked
            if not able:
                return False
        if len(goals) > 1 or not taken:
            return True
        able, looked = may_reach(self._beside, stops[0], stops[1], taken)
        self._checks -= looked
        return able

    def _beside(self, node: int) -> Iterable[int]:
        return (self._out.get(node, NO_ARCS) | self._into.get(node, NO_ARCS)).keys()

    def _toll(self, node: int) -> int:
        return self._walk.through[node] << self._shift

    def _push(
        self,
        queue: list[tuple[int, tuple[int, ...], int, tuple[int, ...]]],
        nodes: tuple[int, ...],
        cost: int,
        goals: tuple[int, ...],
        rests: dict[int, Rests],
    ) -> None:
        """Put a partial path into the queue, with the least cost that a whole one made from it can have."""
        hops = FAR if self._hops is None else self._hops - len(nodes) + 1
        bound, last = cost, nodes[-1]
        for goal in goals:
            bound += _least(rests[goal].get(last, ()), hops)
            if goal != goals[-1]:
                bound += self._toll(goal)
            last = goal
        if bound < self._bound:
            heappush(queue, (bound, nodes, cost, goals))

    def _rests(self, goal: int, closed: set[int]) -> Rests:
        """What is left to ``goal`` from every node, no node of ``closed`` being passed (Dijkstra's search, backwards)."""
        rests: Rests = {}
        queue = [(0, 0, goal)]
        limited = self._hops is not None
        most = self._hops or 1
        while queue:
            cost, hops, node = heappop(queue)
            known = rests.setdefault(node, [])
            if known and (known[-1][1] <= hops or not limited):
                continue
            known.append((cost, hops))
            if hops == most or (node in closed and node != goal):
                continue
            base = cost + (0 if node == goal else self._toll(node)) + 1
            for here, price in self._into.get(node, NO_ARCS).items():
                self._out[here][node] = price
                further = base + (price << self._shift)
                if further < self._bound:
                    heappush(queue, (further, hops + limited, here))
        return rests


def _least(rests: Iterable[tuple[int, int]], hops: int) -> int:
    """The least cost within so many hops; they are in the order of their cost."""
    return next((cost for cost, length in rests if length <= hops), END)
