"""The path of fewest hops, by breadth from both ends (Pohl 1971, *Bi-directional search*), whole rings at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import LimitReached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from graph.walk import Walk

    Neighbours = Callable[[int], Iterable[int]]


def fewest(walk: Walk, start: int, goal: int, max_links: int) -> tuple[int, ...] | None:
    """The shortest path from ``start`` to ``goal`` within the filters (via aside), or ``None``.

    Of several, the one whose nodes come first in order. Raises LimitReached when ``max_links`` were read first.
    """
    ahead, back = _neighbours(walk, backward=False), _neighbours(walk, backward=True)
    rings: tuple[list[set[int]], list[set[int]]] = ([{start}], [{goal}])
    seen = ({start}, {goal})
    while True:
        side = 0 if len(rings[0][-1]) <= len(rings[1][-1]) else 1
        if not rings[side][-1] or len(rings[0]) + len(rings[1]) - 2 >= walk.filters.max_hops:
            return None
        ring = _ring(walk, rings[side][-1], (ahead, back)[side], seen[side])
        rings[side].append(ring)
        met = ring & seen[1 - side]
        if met:
            return _first(start, met, rings, ahead, back)
        if walk.scanned > max_links:
            raise LimitReached(
                f"searched {walk.scanned:,} links; no path of up to {len(rings[0]) + len(rings[1]) - 2} hops"
            )


def _neighbours(walk: Walk, *, backward: bool) -> Neighbours:
    if walk.unfiltered:
        return walk.index.neighbours
    return lambda node: [other for other, _ in walk.steps(node, backward=backward)]


def _ring(walk: Walk, ring: set[int], neighbours: Neighbours, seen: set[int]) -> set[int]:
    """The nodes one hop beyond ``ring``; they count as seen from now on."""
    walk.announce(lambda: sorted(ring))
    lists = [list(neighbours(node)) for node in ring]
    if walk.unfiltered:
        walk.scanned += sum(map(len, lists))
    following = set().union(*lists) - seen
    seen |= following
    return following


def _first(
    start: int, met: set[int], rings: tuple[list[set[int]], list[set[int]]], ahead: Neighbours, back: Neighbours
) -> tuple[int, ...]:
    """The path through ``met`` that comes first: nodes that lead there are marked backward, then walked forward."""
    stages = [met]
    for ring in reversed(rings[0][:-1]):
        stages.append(ring & set().union(*map(back, stages[-1])))
    stages.reverse()
    nodes = [start]
    for stage in (*stages[1:], *reversed(rings[1][:-1])):
        nodes.append(min(stage.intersection(ahead(nodes[-1]))))
    return tuple(nodes)
