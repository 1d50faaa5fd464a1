"""Whether a path may pass a node at all: asked before paths are enumerated, of which there may be exponentially many.

A path without repetition from one end over a node to another is two paths from the node to the ends that share only the node. In an
undirected graph there are two if and only if no single other node lies on every way from it to both (Menger 1927). Directed arcs
are taken in both directions here, so that *no* is certain, and *yes* is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Set

    Beside = Callable[[int], Iterable[int]]

BOTH = -1
"""A node of our own that both ends lead to."""


def may_reach(beside: Beside, start: int, goal: int, closed: Set[int]) -> tuple[bool, int]:
    """Whether a node is reached from another without ``closed``, and how many nodes were looked at."""
    looked, waiting = {start}, [start]
    for node in waiting:
        for other in beside(node):
            if other == goal:
                return True, len(looked)
            if other not in looked and other not in closed:
                looked.add(other)
                waiting.append(other)
    return False, len(looked)


def may_pass(beside: Beside, node: int, ends: tuple[int, int], closed: Set[int]) -> tuple[bool, int]:
    """Whether two paths lead from ``node`` to the two ends and share nothing else, without ``closed``; and how much was looked at.

    >>> chain = {0: [1], 1: [0, 2], 2: [1, 3], 3: [2]}
    >>> may_pass(chain.__getitem__, 1, (0, 3), set())[0], may_pass(chain.__getitem__, 3, (0, 1), set())[0]
    (True, False)
    """

    def near(one: int) -> Iterable[int]:
        found = () if one == BOTH else (other for other in beside(one) if other not in closed)
        return (*found, BOTH) if one in ends else found

    way, looked = _way(near, node)
    if not way:
        return False, looked
    return _never_pinched(near, way, looked)


def _way(near: Beside, node: int) -> tuple[list[int], int]:
    """A shortest way from a node to both ends' node; empty where there is none."""
    came, waiting = {node: node}, [node]
    for one in waiting:
        for other in near(one):
            if other not in came:
                came[other] = one
                waiting.append(other)
        if BOTH in came:
            break
    if BOTH not in came:
        return [], len(came)
    way = [BOTH]
    while way[-1] != node:
        way.append(came[way[-1]])
    return way[::-1], len(came)


def _never_pinched(near: Beside, way: list[int], looked: int) -> tuple[bool, int]:
    """Whether every node within a way can be gone around: what lies before it reaches beyond it by nodes off the way."""
    places = {node: place for place, node in enumerate(way)}
    seen, far = set[int](), 0
    for place, node in enumerate(way[:-1]):
        if place and far <= place:
            return False, looked + len(seen)
        waiting = [node]
        for one in waiting:
            for other in near(one):
                if other in places:
                    far = max(far, places[other])
                elif other not in seen:
                    seen.add(other)
                    waiting.append(other)
    return True, looked + len(seen)
