"""A graph too large for a page to hold, as the map of its communities: of each as many of its hubs as there is room for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from wenmai.analysis.groups import membership
from wenmai.errors import NoAnswer
from wenmai.view.data import QUIET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wenmai.index import Index

SEED = 20211220
MOST = 60
"""So many communities are told apart, the largest first; entities of smaller ones are together."""

LEAST = 3
"""A community has at least so many entities."""

HELD, FEW = 6_000, 12
"""So many entities the page holds, shared out by the sizes of communities, of each at least the second."""


class Regions(NamedTuple):
    """The communities of a whole graph, the largest first, and which entities of each the page holds.

    Sizes are numbers of entities, links those within a community, ties how many links join two: (one, other, links), the
    most first. Beyond ``named`` there is at most one more: all that is in smaller communities, or in none.
    """

    named: int
    sizes: tuple[int, ...]
    links: tuple[int, ...]
    ties: tuple[tuple[int, int, int], ...]
    held: Mapping[int, int]
    """The community of each entity that is held, by the entity's number in the index, ascending."""


def divided(index: Index, aside: frozenset[int]) -> Regions:
    """The communities of a graph (Leiden, by modularity), and of each its most linked members.

    Args:
        index: all links.
        aside: predicates whose links bring nothing together.

    Raises:
        NoAnswer: the graph has no links to tell communities by.
    """
    if not index.link_count:
        raise NoAnswer("this graph has no links between entities, so it has no communities to map")
    groups = _groups(index, aside)
    named = sum(len(group) >= LEAST for group in groups[:MOST])
    rest = [node for group in groups[named:] for node in group]
    parts = [*groups[:named], *([sorted(rest)] if rest else [])]
    home = {node: number for number, part in enumerate(parts) for node in part}
    links, ties = _counted(index, home, aside)
    return Regions(
        named,
        tuple(map(len, parts)),
        tuple(links[number] for number in range(len(parts))),
        tuple((a, b, count) for (a, b), count in sorted(ties.items(), key=lambda row: (-row[1], row[0]))),
        dict(sorted((node, number) for number, part in enumerate(parts) for node in _hubs(index, part, len(home)))),
    )


def _groups(index: Index, aside: frozenset[int]) -> list[list[int]]:
    """The members of each community, the largest first; entities without links are in none."""
    at, other, way, _ = index.arrays()
    pairs = [
        (node, other[place])
        for node in range(index.node_count)
        for place in range(at[node], at[node + 1])
        if node < other[place] and way[place] >> 1 not in aside
    ]
    groups: dict[int, list[int]] = {}
    for node, group in enumerate(membership(index.node_count, pairs, SEED)):
        if at[node + 1] > at[node]:
            groups.setdefault(group, []).append(node)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


def _counted(
    index: Index, home: Mapping[int, int], aside: frozenset[int]
) -> tuple[Counter[int], Counter[tuple[int, int]]]:
    """How many links there are within each community, and between each two."""
    at, other, way, _ = index.arrays()
    links: Counter[int] = Counter()
    ties: Counter[tuple[int, int]] = Counter()
    for node, here in home.items():
        for place in range(at[node], at[node + 1]):
            there = home.get(other[place])
            if way[place] & 1 or there is None or way[place] >> 1 in aside:
                continue
            if here == there:
                links[here] += 1
            else:
                ties[min(here, there), max(here, there)] += 1
    return links, ties


def _hubs(index: Index, part: Sequence[int], total: int) -> list[int]:
    """The most linked members of a community, ties by number: a share of what the page holds; no figures and times."""
    room = max(FEW, HELD * len(part) // total)
    ranked = sorted(part, key=lambda node: (-index.degree(node), node))
    loud: list[int] = []
    for node in ranked:
        if len(loud) == room:
            break
        if not set(index.types(node)) & set(QUIET):
            loud.append(node)
    return loud or ranked[:room]
