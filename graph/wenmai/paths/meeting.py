"""Two balls that meet: every link that a cheap path between two entities may use, and no other.

Bidirectional Dijkstra search (Pohl 1971, *Bi-directional search*) for the *k* cheapest paths within a number of hops. Labels
grow around both ends (:mod:`wenmai.paths.ball`). A link to a node that is labelled from the other side makes a whole path, a
*candidate*; the cost of the k-th best is a bound that no wanted path exceeds. A link that can only lead to dearer ones is
dropped when it is read. All others are kept as *arcs*: once no pair of unopened labels can make a path within the bound, each
wanted path runs along arcs (:mod:`wenmai.paths.along`).
"""

from __future__ import annotations

from bisect import insort
from heapq import heappush, nsmallest
from operator import add
from typing import TYPE_CHECKING

from wenmai.paths.ball import BATCH, FAR, Ball, Hops, Label, way
from wenmai.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wenmai.paths.costs import Walk

    Opened = tuple[int, int, int, dict[int, int], Sequence[int]]
    """An opened label: its node, its key, its room (how many hops a label beyond its neighbours may have), the steps from it, and
    what passing each neighbour costs, if any but those that are met may be passed."""


class Candidate(NamedTuple):
    """A whole path."""

    cost: int
    nodes: tuple[int, ...]


class Meeting:
    """The search between ``start`` and ``goal``, which passes no node of ``closed``.

    Invariant: a path that costs at most ``bound`` runs along arcs, or costs at least ``unseen``. ``bound`` may be lowered by
    whoever knows of better paths; the k-th best candidate lowers it where the paths are whole answers, not parts of one.
    ``last`` is the node that was opened last.
    """

    def __init__(self, walk: Walk, start: int, goal: int, k: int, hops: Hops, closed: frozenset[int]) -> None:
        self.walk, self.hops, self.last = walk, hops, start
        self.balls = Ball(start, hops, backward=False), Ball(goal, hops, backward=True)
        self.bound = FAR
        self.candidates: list[Candidate] = []
        """The best ``k`` found, the cheapest first."""
        self._k, self._closed, self._part = k, closed - {start, goal}, not closed <= {start, goal}
        self._opened: tuple[list[Opened], list[Opened]] = [], []
        self._barred = self._closed | {start}, self._closed | {goal}
        self._least_hop, self._next, self._fetched = walk.least_hop, 0, walk.index.together > 1
        self.unseen = self._least_hop

    @property
    def least(self) -> int:
        """A lower bound of the cost of any path."""
        return min(self.unseen, self.candidates[0].cost) if self.candidates else self.unseen

    def advance(self) -> None:
        """Open the next label: of the pair of least sum, on the side that will have read less; so a hub is put off."""
        one, two = self.balls
        hops, opposite, degree = self._next, self.hops.most - 1 - self._next, self.walk.degree
        if one.read + degree(one.head(hops)[1]) <= two.read + degree(two.head(opposite)[1]):
            self._open(one, two, hops)
        else:
            self._open(two, one, opposite)
        sums = list(map(add, one.radius, two.radius[::-1]))
        least = min(sums)
        self._next = sums.index(least)
        self.unseen = min(FAR, least + self._least_hop)

    def _open(self, ball: Ball, other: Ball, hops: int) -> None:
        """Follow the links of the next label of one side."""
        label = ball.take(hops)
        if label is None:
            ball.measure(0)
            return
        key, node, length, _ = label
        room = self.hops.most - 1 - length - self.hops.step
        slack = self.bound - key - self._least_hop - other.radius[room] if room >= 0 else -1
        wide, before = slack >= self._least_hop, self.walk.scanned
        self.last = node
        if self._fetched:
            self.walk.announce(lambda: [node, *self._soon()], weighed=wide)
        # Without slack only links between the balls matter, and most nodes have none.
        if wide or not other.best.keys().isdisjoint(self.walk.linked(node)):
            steps = self.walk.steps(node, backward=ball.backward)
            met = other.best.keys() & steps.keys() - self._closed
            tolls: Sequence[int] = self._label(ball, label, steps, slack, met) if wide else ()
            if met or wide:
                self._opened[ball.backward].append((node, key, room, steps, tolls))
            for neighbour in met:
                self._meet(ball, other, label, neighbour, steps[neighbour])
        ball.read += self.walk.scanned - before
        ball.measure(length)

    def _label(self, ball: Ball, label: Label, steps: dict[int, int], slack: int, met: set[int]) -> list[int]:
        """Label the neighbours of an opened label that are not met, but for those that it costs more than ``slack`` to pass.

        Returns what it costs to pass each.
        """
        key, _, length, _ = label
        farther = length + self.hops.step
        known, heap, barred = ball.best, ball.heaps[farther], met | self._barred[ball.backward]
        tolls = self.walk.passing(steps)
        for (neighbour, price), toll in zip(steps.items(), tolls, strict=True):
            if price + toll <= slack and neighbour not in barred:
                new: Label = (key + price + toll, neighbour, farther, label)
                if neighbour in known:
                    ball.replace(new)
                else:
                    known[neighbour] = new
                    heappush(heap, new)
        return tolls

    def _soon(self) -> list[int]:
        """The nodes most likely to be opened next, on either side: those of the least keys, of those that may be opened at all."""
        one, two = self.balls
        labels = (
            label
            for ball, other in ((one, two), (two, one))
            for heap, radius in zip(ball.heaps, reversed(other.radius), strict=True)
            for label in heap
            if label[0] + radius + self._least_hop <= self.bound
        )
        return [label[1] for label in nsmallest(BATCH, labels, key=lambda label: label[0])]

    def _meet(self, ball: Ball, other: Ball, label: Label, node: int, price: int) -> None:
        """A link leads to a node that is labelled from the other side: make candidates, and go on from the node."""
        key, _, length, _ = label
        farther = length + self.hops.step
        room = self.hops.most - 1 - farther
        for one in other.labels(node):
            if length + one[2] < self.hops.most and key + price + one[0] < self.bound:
                self._propose(key + price + one[0], ball, label, one)
        if node == other.end or room < 0:
            return
        toll = self.walk.through[node]
        rest = min((one[0] for one in other.labels(node) if length + one[2] < self.hops.most), default=FAR)
        if key + price + min(rest, toll + self._least_hop + other.radius[room]) <= self.bound:
            new: Label = (key + price + toll, node, farther, label)
            if node in ball.best:
                ball.replace(new)
            else:
                ball.best[node] = new
                heappush(ball.heaps[farther], new)

    def _propose(self, cost: int, ball: Ball, label: Label, opposite: Label) -> None:
        """Keep a candidate, if its nodes differ from one another and it is new."""
        ends = (opposite, label) if ball.backward else (label, opposite)
        nodes = (*reversed(tuple(way(ends[0]))), *way(ends[1]))
        candidate = Candidate(cost, nodes)
        if len(set(nodes)) < len(nodes) or candidate in self.candidates:
            return
        insort(self.candidates, candidate)
        del self.candidates[self._k :]
        if not self._part and len(self.candidates) == self._k:
            self.bound = min(self.bound, self.candidates[-1].cost)

    def arcs(self) -> Iterator[tuple[int, int, int]]:
        """The links that paths within the bound may use, as (from, to, price), seen from the start."""
        for ball, other, opened in zip(self.balls, reversed(self.balls), self._opened, strict=True):
            theirs, barred = other.best, self._barred[ball.backward]
            for node, key, room, steps, tolls in opened:
                left = self.bound - key
                slack = left - self._least_hop - other.radius[room] if room >= 0 else -1
                kept = [one for one in theirs.keys() & steps.keys() if steps[one] + theirs[one][0] <= left]
                if slack >= self._least_hop:
                    costs = zip(steps.items(), tolls, strict=True)
                    kept += [one for (one, price), toll in costs if price + toll <= slack]
                for one in kept:
                    if one not in barred:
                        yield (one, node, steps[one]) if ball.backward else (node, one, steps[one])
