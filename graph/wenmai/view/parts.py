"""Which part of a graph to draw, and the address that the page opens with."""

from __future__ import annotations

from heapq import heappop, heappush
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from wenmai.view.data import QUIET

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from wenmai.index import Index
    from wenmai.model import Path
    from wenmai.sources import Source
    from wenmai.statements.standing import Admission

Title = dict[str, str]

MOST_LEAVES, KEPT_LEAVES = 100, 24
"""Of an entity with more leaves (entities linked with it alone) than the first, so many as the second are drawn at first."""


def around(
    source: Source, iri: str, hops: int, limit: int, admission: Admission, *, all_links: bool = False
) -> tuple[list[int], int]:
    """The entities within ``hops`` of one, the nearest ``limit`` of them, and how many more there are."""
    from wenmai.subgraph import around as near

    part = near(source, iri, hops=hops, limit=limit, admission=admission, all_links=all_links)
    return sorted(part.nodes), part.left_out


def between(
    source: Source, a: str, b: str, language: str, admission: Admission, *, all_links: bool = False
) -> list[int]:
    """The entities that the best three paths between two pass.

    Raises:
        NoPath: there is none.
    """
    from wenmai.paths import find

    found: list[Path] = list(find(source, a, b, admission=admission, all_links=all_links, language=language))
    return _numbers(source.index, (node.iri for path in found for node in path.nodes))


def _numbers(index: Index, iris: Iterable[str]) -> list[int]:
    """The numbers of the IRIs that the index has, ascending, each once."""
    return sorted({number for iri in iris if (number := index.find(iri)) is not None})


JOINED = 3
"""Links that connect nothing by their role are not drawn at first where the others join a third of what is linked at all."""


def set_aside(index: Index, nodes: Iterable[int]) -> frozenset[int]:
    """The predicates whose links among nodes are not drawn at first: those that connect nothing by their role, if others join enough."""
    linked = joined = 0
    for node in nodes:
        others, ways = index.ways(node)
        kept = [way for other, way in zip(others, ways, strict=True) if other != node]
        linked += bool(kept)
        joined += any(way >> 1 not in index.aside for way in kept)
    return index.aside if JOINED * joined >= linked else frozenset()


def without_leaves(index: Index, nodes: Sequence[int], aside: Collection[int], keep: str | None = None) -> list[int]:
    """The nodes but for most leaves of those that have very many: a star is drawn as a few of its rays and a number.

    Which leaves stay hangs on the graph alone: those with the most links, ties by number. ``keep`` is never left out. Links of
    predicates that are set aside do not count.
    """
    leaves: dict[int, list[int]] = {}
    for node in nodes:
        near = joined(index, node, aside)
        if len(near) == 1 and index.iri(node) != keep:
            leaves.setdefault(near.pop(), []).append(node)
    folded: set[int] = set()
    for own in leaves.values():
        if len(own) > MOST_LEAVES:
            folded.update(sorted(own, key=lambda node: (-index.degree(node), node))[KEPT_LEAVES:])
    return [node for node in nodes if node not in folded]


def joined(index: Index, node: int, aside: Collection[int]) -> set[int]:
    """What else the node is linked with, by predicates that are not set aside."""
    others, ways = index.ways(node)
    return {other for other, way in zip(others, ways, strict=True) if way >> 1 not in aside and other != node}


def telling(index: Index, nodes: Sequence[int], most: int, aside: Collection[int]) -> list[int]:
    """The ``most`` telling of ``nodes``, as one connected picture where the graph allows.

    They are taken by rank (PageRank), each time the best of those that something taken already links to; links of
    predicates that are set aside do not count.
    """
    inside = {node for node in nodes if not set(index.types(node)) & set(QUIET)}
    inside = inside or set(nodes)
    near = _near(index, sorted(inside), aside)
    rank = _ranks(near)
    fresh = sorted(inside, key=lambda node: (-rank[node], node))
    taken: dict[int, None] = {}
    queue: list[tuple[float, int]] = []
    for start in fresh:
        if len(taken) >= most:
            break
        if start in taken or not near[start]:
            continue
        heappush(queue, (-rank[start], start))
        while queue and len(taken) < most:
            _, node = heappop(queue)
            if node in taken:
                continue
            taken[node] = None
            for other in near[node]:
                if other not in taken:
                    heappush(queue, (-rank[other], other))
    return sorted(taken or dict.fromkeys(fresh[:most]))


def _near(index: Index, nodes: Sequence[int], aside: Collection[int]) -> dict[int, list[int]]:
    """What each of the nodes is linked with among them, either way, once for each link that is not set aside."""
    near: dict[int, list[int]] = {node: [] for node in nodes}
    for node in nodes:
        for other, predicate, forward, _ in index.links(node):
            if forward and other in near and other != node and predicate not in aside:
                near[node].append(other)
                near[other].append(node)
    return near


def _ranks(near: dict[int, list[int]]) -> dict[int, float]:
    """The PageRank of each node, every link walked either way (damping 0.85)."""
    count = len(near)
    ranks = dict.fromkeys(near, 1 / count)
    for _ in range(100):
        lost = sum(rank for node, rank in ranks.items() if not near[node])
        shares = {node: rank / len(near[node]) if near[node] else 0.0 for node, rank in ranks.items()}
        following = {
            node: (0.15 + 0.85 * lost) / count + 0.85 * sum(map(shares.__getitem__, others))
            for node, others in near.items()
        }
        change = sum(abs(following[node] - rank) for node, rank in ranks.items())
        ranks = following
        if change < 1e-12:
            break
    return {node: round(rank, 12) for node, rank in ranks.items()}


def select(iri: str) -> str:
    """The address of a page on which an entity is selected."""
    return urlencode({"select": iri})


def connect(a: str, b: str, *, all_links: bool = False) -> str:
    """The address of a page that shows the paths between two entities."""
    return urlencode({"from": a, "to": b} | ({"links": "all"} if all_links else {}))


def regions() -> str:
    """The address of a page that opens on the map of its communities."""
    return urlencode({"map": "all"})


def title(source: Source, *iris: str) -> Title:
    """The title in zh and en: the entities' labels, or the name of the one document, or of the files."""
    index = source.index
    found = [number for iri in iris if (number := index.find(iri)) is not None]
    if not found and source.enumerable:
        from wenmai.audit.passages import documents

        cited = [number for document in documents(source) if (number := index.find(document.iri)) is not None]
        found = cited if len(cited) == 1 else []
    if not found:
        name = ", ".join(PurePath(place).name for place in source.locations) or "wenmai"
        return {"zh": name, "en": name}
    return {language: " – ".join(index.label(node, language) for node in found) for language in ("zh", "en")}
