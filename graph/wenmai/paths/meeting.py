"""Two balls that meet: every link that a cheap path between two entities may use, and no other.

Bidirectional Dijkstra search (Pohl 1971, *Bi-directional search*) for the *k* cheapest paths within a number of hops. Labels
grow around both ends (:mod:`wenmai.paths.ball`). A link to a node that is labelled from the other side makes a whole path, a
*candidate*; the cost of the k-th best is a bound that no wanted path exceeds. A link that can only lead to dearer ones is
dropped when it is read. All others are kept as *arcs*: once no pair of unopened labels can make a path within the bound, each
wanted path runs along arcs (:mod:`wenmai.paths.along`).
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from heapq import heappop, heappush, nsmallest
from operator import add
from typing import TYPE_CHECKING

from wenmai.paths.ball import BATCH, FAR, Ball, Hops, Label, way
from wenmai.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from wenmai.paths.costs import Walk

    Opened = tuple[int, int, int]
    """An opened label: its node, its key, and its room, how many hops a label beyond its neighbours may have."""

    Row = tuple[int, int, dict[int, int], dict[int, int]]
    """An opened node, what is left to spend after it, and the least that it costs beyond each neighbour: of those that are met, of
    those that were opened on the same side."""


STRIDE = 500
"""How much the sum of two radii grows at once: less than a hop costs."""

LEAD = 128
"""So many links may one side read before the other is asked again which of them reads on."""

NOTHING: frozenset[int] = frozenset()
NO_COSTS: list[int] = []


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
        """Open the next labels of the side that will have read less, of the pair of least sum; so a hub is put off."""
        one, two = self.balls
        hops, opposite, degree = self._next, self.hops.most - 1 - self._next, self.walk.degree
        ahead = one.read + degree(one.head(hops)[1]), two.read + degree(two.head(opposite)[1])
        if ahead[0] <= ahead[1]:
            self._grow(one, two, ahead[1])
        else:
            self._grow(two, one, ahead[0])
        sums = list(map(add, one.radius, two.radius[::-1]))
        least = min(sums)
        self._next = sums.index(least)
        self.unseen = min(FAR, least + self._least_hop)

    def _grow(self, ball: Ball, other: Ball, read: int) -> None:
        """Open the labels of one side that make no pair of a sum as small as the least and :data:`STRIDE` more.

        A hop costs more than a stride: what is labelled meanwhile is not among them. One waits when the side would then have
        read far more than ``read``, what the other one will have.
        """
        walk, most, least_hop = self.walk, self.hops.most - 1, self._least_hop
        before, lead = walk.scanned - ball.read, read + LEAD
        farthest = self.unseen - least_hop + STRIDE
        for length, heap in enumerate(ball.heaps):
            far = other.radius[most - length]
            while heap and heap[0][0] <= min(farthest, self.bound - least_hop) - far:
                degree = walk.degree(heap[0][1])
                if walk.scanned - before + degree > lead:
                    break
                label = heappop(heap)
                if ball.holds(label):
                    ball.opened[label[1]] = walk.toll(degree)
                    self._open(ball, other, label)
        ball.read = walk.scanned - before
        ball.measure()

    def _open(self, ball: Ball, other: Ball, label: Label) -> None:
        """Follow the links of a label of one side. Without slack only those to the other ball matter, and most nodes have none."""
        key, node, length, _ = label
        room = self.hops.most - 1 - length - self.hops.step
        slack = self.bound - key - self._least_hop - other.radius[room] if room >= 0 else -1
        wide, walk = slack >= self._least_hop, self.walk
        self.last = node
        if self._fetched:
            walk.announce(lambda: [node, *self._soon()], weighed=wide)
        others, costs = walk.row(node, backward=ball.backward) if wide else (walk.linked(node), NO_COSTS)
        apart = other.best.keys().isdisjoint(others)
        if apart and not wide:
            return
        self._opened[ball.backward].append((node, key, room))
        met = NOTHING if apart else other.best.keys() & walk.steps(node, backward=ball.backward).keys() - self._closed
        if wide:
            self._label(ball, label, zip(others, map(add, costs, walk.passing(node, others)), strict=True), slack, met)
        for neighbour in met:
            self._meet(ball, other, label, neighbour, walk.steps(node, backward=ball.backward)[neighbour])

    def _label(
        self, ball: Ball, label: Label, costs: Iterable[tuple[int, int]], slack: int, met: AbstractSet[int]
    ) -> None:
        """Label the neighbours of an opened label that are not met, but for those that it costs more than ``slack`` to pass."""
        key, _, length, _ = label
        farther = length + self.hops.step
        best, heap, barred = ball.best, ball.heaps[farther], self._barred[ball.backward] | met
        for neighbour, cost in costs:
            if cost <= slack and neighbour not in barred:
                known = best.get(neighbour)
                if known is None:
                    new: Label = (key + cost, neighbour, farther, label)
                    best[neighbour] = new
                    heappush(heap, new)
                elif known[0] > key + cost or known[2] > farther:
                    ball.replace((key + cost, neighbour, farther, label))

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
        """The links that paths within the bound may use, as (from, to, price), seen from the start.

        A link to a node that is not met leads on only from where that was opened; to where nothing leads on, nothing leads.
        """
        for ball, other in zip(self.balls, reversed(self.balls), strict=True):
            rows = list(self._rows(ball, other))
            for node, left, onward in _leading(rows, self._barred[ball.backward]):
                steps = self.walk.steps(node, backward=ball.backward)
                for one, rest in onward.items():
                    if one in steps and steps[one] + rest <= left:
                        yield (one, node, steps[one]) if ball.backward else (node, one, steps[one])

    def _rows(self, ball: Ball, other: Ball) -> Iterator[Row]:
        """The opened labels of a side: what is left to spend after each, what it meets, to what opened nodes it leads."""
        ours, theirs = ball.opened, other.best
        neighbours, least_hop = self.walk.index.neighbours, self._least_hop
        for node, key, room in self._opened[ball.backward]:
            left = self.bound - key
            beyond = least_hop + other.radius[room] if room >= 0 else FAR
            others, most = neighbours(node), left - least_hop
            met = {one: theirs[one][0] for one in theirs.keys() & others if theirs[one][0] <= most}
            passed = {one: ours[one] + beyond for one in ours.keys() & others if ours[one] + beyond <= most}
            if met or passed:
                yield node, left, met, passed


def _leading(rows: list[Row], barred: frozenset[int]) -> Iterator[tuple[int, int, dict[int, int]]]:
    """The rows from which links lead on to what is met, each with where to and the least that it costs from there on."""
    before: defaultdict[int, list[int]] = defaultdict(list)
    for node, _, _, passed in rows:
        for one in passed:
            before[one].append(node)
    leading = {node for node, _, met, _ in rows if met}
    ahead = list(leading)
    while ahead:
        new = [one for one in before[ahead.pop()] if one not in leading]
        leading.update(new)
        ahead += new
    for node, left, met, passed in rows:
        if node in leading:
            onward = {one: rest for one, rest in passed.items() if one in leading} | met
            yield node, left, {one: rest for one, rest in onward.items() if one not in barred}
