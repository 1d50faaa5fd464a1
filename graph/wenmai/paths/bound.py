"""A growing lower bound of the cost from any node to a goal: a Dijkstra search that goes only as far as it pays."""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from wenmai.paths.costs import CLOSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.paths.costs import Walk
    from wenmai.paths.k_shortest import Siblings

FAR = 1 << 60
"""A cost no path has: the bound of what cannot be reached."""

BATCH = 64
"""How many nodes about to be opened are announced at once to an index that fetches them over a network."""


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
