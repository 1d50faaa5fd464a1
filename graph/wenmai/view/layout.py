"""Where entities stand: computed once, without chance, the same on every run and every machine.

Linked entities come near one another (:mod:`wenmai.view.forces`); the links of hubs pull hardly at all. Then entities that
would cover one another, or one another's names, are pushed apart. Parts of the graph that nothing joins are packed side by
side, the largest first.
"""

from __future__ import annotations

from math import ceil, cos, hypot, sin, sqrt
from typing import TYPE_CHECKING

from wenmai.view.forces import place_nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE, HIGH = 92.0, 50.0
"""Room that an entity and its name want, in the picture's units (screen pixels at scale 1)."""

ASPECT = 1.35
"""Width over height of the whole: about that of the room between the key and the panel."""

Edge = tuple[int, int]
Point = tuple[float, float]


def positions(count: int, edges: Sequence[Edge], *, weak: Sequence[bool] = ()) -> list[tuple[int, int]]:
    """A place for each of ``count`` entities, in whole units around the origin.

    ``weak`` marks the edges that should pull little, such as those of hubs.
    """
    pulls = [1.0 if not weak or not weak[number] else 0.06 for number in range(len(edges))]
    parts = [_part(part, edges, pulls) for part in _components(count, edges)]
    placed: list[Point] = [(0.0, 0.0)] * count
    for part, points, (dx, dy) in _packed(parts):
        for node, (x, y) in zip(part, points, strict=True):
            placed[node] = (x + dx, y + dy)
    return [(round(x), round(y)) for x, y in _centred(placed)]


def _components(count: int, edges: Sequence[Edge]) -> list[list[int]]:
    """The connected parts, the largest first, then by their first member."""
    root = list(range(count))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for a, b in edges:
        root[max(find(a), find(b))] = min(find(a), find(b))
    parts: dict[int, list[int]] = {}
    for node in range(count):
        parts.setdefault(find(node), []).append(node)
    return sorted(parts.values(), key=lambda part: (-len(part), part[0]))


def _part(part: list[int], edges: Sequence[Edge], pulls: Sequence[float]) -> tuple[list[int], list[Point]]:
    """A connected part with its points; parallel edges count once, with their pulls added."""
    if len(part) == 1:
        return part, [(0.0, 0.0)]
    place = {node: number for number, node in enumerate(part)}
    joined: dict[Edge, float] = {}
    for (a, b), pull in zip(edges, pulls, strict=True):
        if a in place and a != b:
            key = (min(place[a], place[b]), max(place[a], place[b]))
            joined[key] = joined.get(key, 0.0) + pull
    pairs = sorted(joined)
    drawn = place_nodes(len(part), pairs, [min(joined[pair], 2.0) for pair in pairs])
    points = _apart(_scaled(drawn, pairs, len(part)))
    return part, points


def _scaled(points: list[Point], pairs: list[Edge], count: int) -> list[Point]:
    """Stretch to the wanted shape, with the room that so many names need."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    turned = high > wide
    area = max(count * WIDE * HIGH * 1.15, 9000.0)
    want_high = sqrt(area / ASPECT)
    want_wide = want_high * ASPECT
    if count == 2:
        return [(0.0, 0.0), (120.0, 0.0)] if pairs else points
    if turned:
        points, wide, high = [(y, -x) for x, y in points], high, wide
    fx, fy = want_wide / wide, want_high / high
    fx, fy = min(fx, 2.2 * fy), min(fy, 2.2 * fx)
    return [(x * fx, y * fy) for x, y in points]


def _apart(points: list[Point], rounds: int = 60) -> list[Point]:
    """Push entities apart until none stands in another's room; the rest of the shape stays."""
    now = list(points)
    for step in range(rounds):
        cells: dict[Edge, list[int]] = {}
        for node, (x, y) in enumerate(now):
            cells.setdefault((int(x // WIDE), int(y // WIDE)), []).append(node)
        moved = False
        for node in range(len(now)):
            for other in _near(cells, now[node]):
                if other > node and _push(now, node, other, step):
                    moved = True
        if not moved:
            break
    return now


def _near(cells: dict[Edge, list[int]], point: Point) -> list[int]:
    """The nodes of a point's cell and the eight around it: all that may overlap it."""
    cx, cy = int(point[0] // WIDE), int(point[1] // WIDE)
    return [node for dx in (-1, 0, 1) for dy in (-1, 0, 1) for node in cells.get((cx + dx, cy + dy), ())]


def _push(now: list[Point], a: int, b: int, step: int) -> bool:
    """Part two nodes whose boxes overlap, by the same distance each; whether they did.

    The middle between them stays, a move is a third of a box at most, and two on one spot are parted in a direction that
    depends on their numbers and the step alone.
    """
    (ax, ay), (bx, by) = now[a], now[b]
    dx, dy = bx - ax, by - ay
    far = hypot(dx / WIDE, dy / HIGH)
    if far >= 0.92:
        return False
    if far < 1e-6:
        angle = (a * 7 + b * 13 + step) * 0.61803
        dx, dy, far = cos(angle), sin(angle), 1.0 / WIDE
    push = 0.5 * (0.95 - min(far, 0.95)) / max(far, 0.05)
    mx, my = min(abs(dx) * push, WIDE / 3), min(abs(dy) * push, HIGH / 3)
    mx, my = (mx if dx > 0 else -mx), (my if dy > 0 else -my)
    now[a], now[b] = (ax - mx, ay - my), (bx + mx, by + my)
    return True


def _packed(parts: list[tuple[list[int], list[Point]]]) -> list[tuple[list[int], list[Point], Point]]:
    """Put the parts in rows: the first as it is, the others below, as wide as the first or as all of them need."""
    boxes = [_box(points) for _, points in parts]
    if not boxes:
        return []
    area = sum((right - left + WIDE) * (low - top + HIGH) for left, top, right, low in boxes)
    row_wide = max(boxes[0][2] - boxes[0][0] + WIDE, sqrt(area * ASPECT))
    placed, x, y, tall = [], 0.0, 0.0, 0.0
    for (part, points), (left, top, right, low) in zip(parts, boxes, strict=True):
        wide, high = right - left + WIDE * 1.1, low - top + HIGH * 1.4
        if x and x + wide > row_wide:
            x, y, tall = 0.0, y + tall, 0.0
        placed.append((part, points, (x - left, y - top)))
        x, tall = x + wide, max(tall, high)
    return placed


def _box(points: list[Point]) -> tuple[float, float, float, float]:
    """The left, top, right and lowest extent of some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _centred(points: list[Point]) -> list[Point]:
    """The points with the middle of their box at (0, 0); distances stay."""
    if not points:
        return points
    left, top, right, low = _box(points)
    return [(x - (left + right) / 2, y - (top + low) / 2) for x, y in points]


def grid(count: int) -> list[tuple[int, int]]:
    """Places in rows, for entities without links.

    >>> grid(3)
    [(0, 0), (92, 0), (0, 50)]
    """
    across = max(1, ceil(sqrt(count * ASPECT * HIGH / WIDE)))
    return [(int(number % across * WIDE), int(number // across * HIGH)) for number in range(count)]
