"""The path of fewest hops, by breadth from both ends (Pohl 1971, *Bi-directional search*)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.errors import LimitReached
from wenmai.languages import counted
from wenmai.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from wenmai.paths.costs import Walk


class Outcome(NamedTuple):
    """What a search found: the nodes of a shortest path, or ``None``.

    Without a path, ``closed`` is the end (0 or 1) around which all ``size`` nodes were seen, or ``None`` when the most hops
    were made first.
    """

    nodes: tuple[int, ...] | None
    closed: int | None = None
    size: int = 0


def fewest(walk: Walk, start: int, goal: int, max_links: int) -> Outcome:
    """A shortest path from ``start`` to ``goal`` within the filters (via aside).

    Of several, the one the rings meet on first, nodes being opened in order; the same on every run. The end whose outer
    ring has fewer links is opened next, so that a hub is opened last. Raises LimitReached when ``max_links`` were read
    first.
    """
    sides = _Side(walk, start, backward=False), _Side(walk, goal, backward=True)
    for hops in range(walk.filters.max_hops):
        which = 0 if sides[0].weight <= sides[1].weight else 1
        side, opposite = sides[which], sides[1 - which]
        if not side.rings[-1]:
            return Outcome(None, which, len(side.seen))
        met = side.open(opposite.seen)
        if met is not None:
            ways = side.way(met[0]), opposite.way(met[1])
            return Outcome((*reversed(ways[which]), *ways[1 - which]))
        if walk.scanned > max_links:
            raise LimitReached(
                f"searched {counted(walk.scanned, 'links')}; no path of up to {counted(hops + 1, 'hops')}"
            )
    return Outcome(None)


class _Side:
    """One end of a search, and the rings of nodes around it: ring *n* is *n* hops away."""

    def __init__(self, walk: Walk, end: int, *, backward: bool) -> None:
        self._walk, self._backward = walk, backward
        self.rings, self.seen, self.weight = [{end}], {end}, walk.index.degree(end)
        self._neighbours: Callable[[int], list[int]] = walk.index.neighbours if walk.unfiltered else self._filtered

    def _filtered(self, node: int) -> list[int]:
        return list(self._walk.steps(node, backward=self._backward))

    def open(self, opposite: set[int]) -> tuple[int, int] | None:
        """Add the next ring; the link (node of the last ring, node seen from the other end) that joins both sides, if any."""
        walk, ring = self._walk, self.rings[-1]
        walk.announce(lambda: sorted(ring))
        apart, neighbours = opposite.isdisjoint, self._neighbours
        following: set[int] = set()
        if walk.unfiltered:
            walk.scanned += self.weight
        for node in sorted(ring):
            others = neighbours(node)
            if not apart(others):
                return node, min(opposite.intersection(others))
            following.update(others)
        following -= self.seen
        self.seen |= following
        self.rings.append(following)
        self.weight = sum(walk.index.degrees(following))
        return None

    def way(self, node: int) -> list[int]:
        """The nodes from ``node`` back to the end, the least of each ring."""
        depth = next(depth for depth, ring in enumerate(self.rings) if node in ring)
        way = [node]
        for ring in reversed(self.rings[:depth]):
            way.append(self._least(way[-1], ring))
        return way

    def _least(self, node: int, ring: set[int]) -> int:
        if self._walk.unfiltered:
            return self._walk.index.least_linked(node, ring)
        return min(ring.intersection(self._walk.steps(node, backward=not self._backward)))
