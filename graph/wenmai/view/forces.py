"""Places by forces, from coarse to fine: linked nodes attract one another, near nodes repel.

C. Walshaw, *A multilevel algorithm for force-directed graph drawing* (JGAA 7, 2003): nodes are merged in pairs and leaves of
one hub together until few are left, these are placed, and level by level each is taken apart where its merged node stood
and moved a little. Only near nodes repel one another, found by a grid. Plain Python, without chance and without a function
whose last digit depends on the machine: the same places everywhere.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Edge = tuple[int, int]
Point = tuple[float, float]
Links = list[list[tuple[int, float]]]
"""For each node, the nodes it is linked with and how strongly."""

COARSEST = 8
"""Merging ends at so many nodes, or when a level merges fewer than a tenth."""

REPULSION = 0.9
"""How hard nodes push one another, beside the pull of a link."""

COOLING = 0.86
"""What is left, after each round, of how far a node may go."""

STILL = 0.03
"""Rounds end when nodes may go only this share of a link's length."""

CROWD = 60
"""About so many nodes are looked at, on average, for what repels a node."""

TURN = (-0.7373688780783197, 0.6754902942615238)
"""Cosine and sine of the golden angle: points in turn around a centre, none behind another."""


class Level:
    """A graph at one level: how many nodes each node stands for, its links, and where it went in the next coarser."""

    def __init__(self, weights: list[int], links: Links) -> None:
        self.weights, self.links = weights, links
        self.home: list[int] = []

    def coarser(self) -> Level:
        """The next level: each node merged with the lightest, most strongly linked one that is free."""
        count = len(self.weights)
        mate = [-1] * count
        for node in sorted(range(count), key=lambda one: (len(self.links[one]), one)):
            if mate[node] < 0:
                free = [(self.weights[other] / pull, other) for other, pull in self.links[node] if mate[other] < 0]
                other = min(free)[1] if free else self._other_leaf(node, mate)
                mate[node], mate[other] = other, node
        self.home = [-1] * count
        for number, node in enumerate(node for node in range(count) if node <= mate[node]):
            self.home[node] = self.home[mate[node]] = number
        return self._merged()

    def _other_leaf(self, node: int, mate: list[int]) -> int:
        """A free leaf of the same hub, so that a star shrinks too; the node itself when there is none."""
        if len(self.links[node]) != 1:
            return node
        hub = self.links[node][0][0]
        return next(
            (one for one, _ in self.links[hub] if one != node and mate[one] < 0 and len(self.links[one]) == 1), node
        )

    def _merged(self) -> Level:
        """The level above: nodes of one ``home`` become one.

        Weights add up, and so do the pulls between two homes, so that the sum of both is kept; links inside a home disappear.
        """
        weights = [0] * (max(self.home) + 1)
        pulls: list[dict[int, float]] = [{} for _ in weights]
        for node, home in enumerate(self.home):
            weights[home] += self.weights[node]
            for other, pull in self.links[node]:
                there = self.home[other]
                if there != home:
                    pulls[home][there] = pulls[home].get(there, 0.0) + pull
        return Level(weights, [list(row.items()) for row in pulls])


def place_nodes(count: int, pairs: Sequence[Edge], pulls: Sequence[float]) -> list[Point]:
    """A place for each of ``count`` connected nodes, in units of about a link's length.

    ``pulls`` says how strongly each pair attracts: 1 is a plain link.
    """
    links: Links = [[] for _ in range(count)]
    for (a, b), pull in zip(pairs, pulls, strict=True):
        links[a].append((b, pull))
        links[b].append((a, pull))
    levels = [Level([1] * count, links)]
    while len(levels[-1].weights) > COARSEST:
        coarse = levels[-1].coarser()
        if len(coarse.weights) > 0.9 * len(levels[-1].weights):
            break
        levels.append(coarse)
    length = sqrt(7 / 4) ** (len(levels) - 1)
    points = spiral(len(levels[-1].weights), length)
    _move(levels[-1], points, length, reach=len(levels) + 20)
    for number in range(len(levels) - 2, -1, -1):
        length /= sqrt(7 / 4)
        points = _taken_apart(levels[number], points, length)
        _move(levels[number], points, length, reach=number + 2)
    return points


def spiral(count: int, length: float) -> list[Point]:
    """Points around the origin, about ``length`` apart."""
    points, x, y = [], 1.0, 0.0
    for number in range(count):
        far = 0.7 * length * sqrt(number)
        points.append((x * far, y * far))
        x, y = x * TURN[0] - y * TURN[1], x * TURN[1] + y * TURN[0]
    return points


def _taken_apart(level: Level, points: list[Point], length: float) -> list[Point]:
    """Each node where its merged node stood, the second of two a little beside it."""
    seen: set[int] = set()
    placed, x, y = [], 1.0, 0.0
    for home in level.home:
        near = 0.4 * length if home in seen else 0.0
        seen.add(home)
        placed.append((points[home][0] + x * near, points[home][1] + y * near))
        x, y = x * TURN[0] - y * TURN[1], x * TURN[1] + y * TURN[0]
    return placed


def _move(level: Level, points: list[Point], length: float, *, reach: int) -> None:
    """Move the nodes until they are nearly still; those within ``reach`` lengths repel."""
    step, far = length, 1.5 * length * min(reach, 6)
    while step > STILL * length:
        cells = _cells(points, far)
        crowd = 9 * sum(len(nodes) ** 2 for nodes in cells.values()) / len(points)
        if crowd > CROWD:  # who has enough to push nearby does not look further
            far = max(far * sqrt(CROWD / crowd), 0.5 * length)
            cells = _cells(points, far)
        near = {cell: _around(cells, cell) for cell in cells}
        for cell, nodes in cells.items():
            for node in nodes:
                points[node] = _moved(level, points, node, near[cell], (length, step, far))
        step *= COOLING


def _cells(points: list[Point], far: float) -> dict[Edge, list[int]]:
    """The nodes by squares as wide as forces reach: what acts on a node lies in its square or one beside it."""
    cells: dict[Edge, list[int]] = {}
    for node, (x, y) in enumerate(points):
        cells.setdefault((int(x // far), int(y // far)), []).append(node)
    return cells


def _around(cells: dict[Edge, list[int]], cell: Edge) -> list[int]:
    """The nodes of a square and the eight around it, square by square, so that sums of forces do not depend on chance."""
    return [node for dx in (-1, 0, 1) for dy in (-1, 0, 1) for node in cells.get((cell[0] + dx, cell[1] + dy), ())]


def _moved(level: Level, points: list[Point], node: int, near: list[int], scale: tuple[float, float, float]) -> Point:
    """Where one node goes, by at most ``step``."""
    length, step, far = scale
    x, y = points[node]
    dx = dy = 0.0
    weights, bound, push = level.weights, far * far, REPULSION * length * length
    for other in near:
        ax, ay = x - points[other][0], y - points[other][1]
        square = ax * ax + ay * ay
        if 0.0 < square < bound:
            force = push * weights[other] / square
            dx += ax * force
            dy += ay * force
    for other, pull in level.links[node]:
        ax, ay = points[other][0] - x, points[other][1] - y
        force = min(pull, 3.0) * sqrt(ax * ax + ay * ay) / (length * max(1.0, sqrt(weights[node])))
        dx += ax * force
        dy += ay * force
    gone = sqrt(dx * dx + dy * dy)
    share = step / gone if gone > step else 1.0
    return x + dx * share, y + dy * share
