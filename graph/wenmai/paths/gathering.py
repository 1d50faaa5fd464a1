"""Paths that say the same but for one entity in between are gathered: the first is told, and through how many others it goes.

Two paths are *near* when they follow the same predicates in the same directions and differ in one entity only. What is told
is how many entities may stand in the place of one, whether or not the search came across them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from wenmai.model import Others

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wenmai.model import Entity
    from wenmai.paths.costs import Step, Walk

    Shape = tuple[tuple[int, bool], ...]

READ = 20_000
"""An entity with more links is not asked through how many others a path may go."""


class NearPaths:
    """The paths that were told; says of another whether it is near one of them."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._told: dict[Shape, list[tuple[int, ...]]] = {}

    def takes(self, nodes: tuple[int, ...]) -> bool:
        """Whether a path is to be told: it is near none that was."""
        shape = tuple((step.predicate, step.forward) for step in _steps(self._walk, nodes))
        told = self._told.setdefault(shape, [])
        if any(sum(a != b for a, b in zip(nodes, other, strict=True)) < 2 for other in told):
            return False
        told.append(nodes)
        return True


def _steps(walk: Walk, nodes: Sequence[int]) -> list[Step]:
    return [walk.step(a, b) for a, b in pairwise(nodes)]


def count_others(
    walk: Walk, paths: Sequence[tuple[Sequence[int], Sequence[Step]]], introduce: Callable[[int], Entity | None]
) -> list[tuple[Others, ...]]:
    """Through how many others each of some paths may go in the place of each entity in between.

    The others are linked as it is, by the same predicates in the same directions, and pass the filters. ``introduce`` gives a
    node's class.
    """
    asked = {}
    for number, (nodes, steps) in enumerate(paths):
        for place in range(1, len(nodes) - 1):
            before, after = nodes[place - 1], nodes[place + 1]
            if max(walk.degree(before), walk.degree(after)) <= READ:
                there, back = steps[place - 1], steps[place]
                asked[number, place] = before, there.predicate, there.forward, after, back.predicate, not back.forward
    found: list[list[Others]] = [[] for _ in paths]
    for (number, place), ends in zip(asked, walk.between(list(asked.values())), strict=True):
        nodes = paths[number][0]
        others = [one for one in ends.difference(nodes) if walk.may_pass(one)]
        if others:
            found[number].append(Others(place, len(others), introduce(nodes[place])))
    return list(map(tuple, found))
