"""The path of fewest hops, by breadth from both ends (Pohl 1971, *Bi-directional search*)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import LimitReached

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.walk import Walk

    Neighbours = Callable[[int], list[int]]


def fewest(walk: Walk, start: int, goal: int, max_links: int) -> tuple[int, ...] | None:
    """A shortest path from ``start`` to ``goal`` within the filters (via aside), or ``None``.

    Of several, the one the rings meet on first, nodes being opened in order; the same on every run. Raises LimitReached
    when ``max_links`` were read first.
    """
    steps = _neighbours(walk, backward=False), _neighbours(walk, backward=True)
    rings: tuple[list[set[int]], list[set[int]]] = ([{start}], [{goal}])
    seen = ({start}, {goal})
    while True:
        side = 0 if len(rings[0][-1]) <= len(rings[1][-1]) else 1
        if not rings[side][-1] or len(rings[0]) + len(rings[1]) - 2 >= walk.filters.max_hops:
            return None
        met = _open(walk, rings[side], steps[side], seen[side], seen[1 - side])
        if met is not None:
            here, there = met
            ways = (
                _back(here, rings[side][:-1], steps[1 - side]),
                _back(there, rings[1 - side], steps[side]),
            )
            first, last = ways if side == 0 else (ways[1], ways[0])
            return (*reversed(first), *last)
        if walk.scanned > max_links:
            raise LimitReached(
                f"searched {walk.scanned:,} links; no path of up to {len(rings[0]) + len(rings[1]) - 2} hops"
            )


def _neighbours(walk: Walk, *, backward: bool) -> Neighbours:
    if walk.unfiltered:
        return walk.index.neighbours
    return lambda node: [other for other, _ in walk.steps(node, backward=backward)]


def _open(
    walk: Walk, rings: list[set[int]], neighbours: Neighbours, seen: set[int], opposite: set[int]
) -> tuple[int, int] | None:
    """Add the next ring; the link (node of the last ring, node seen from the other end) that joins both sides, if any."""
    walk.announce(lambda: sorted(rings[-1]))
    following: set[int] = set()
    rings.append(following)
    for node in sorted(rings[-2]):
        others = neighbours(node)
        if walk.unfiltered:
            walk.scanned += len(others)
        if not opposite.isdisjoint(others):
            return node, min(opposite.intersection(others))
        following.update(others)
    following -= seen
    seen |= following
    return None


def _back(node: int, rings: list[set[int]], neighbours: Neighbours) -> list[int]:
    """The nodes from ``node`` back to the end its rings started from, the least of each ring."""
    depth = next(depth for depth, ring in enumerate(rings) if node in ring)
    way = [node]
    for ring in reversed(rings[:depth]):
        way.append(min(ring.intersection(neighbours(way[-1]))))
    return way
