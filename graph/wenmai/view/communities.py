"""A graph too large to draw, as a map of its communities: each a circle, with the names that matter most in it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from wenmai.analysis.groups import membership
from wenmai.errors import NoAnswer
from wenmai.notices import notice
from wenmai.terms import LABEL, SKOS, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wenmai.index import Index
    from wenmai.sources import Source

SEED = 20211220
MOST = 240
"""So many communities are drawn, the largest first; the map says how many smaller ones it leaves out."""

NAMED = 12
"""So many members are named for each community, the most linked first."""

TIES = 3
"""Each community is linked with the communities that it shares most links with, so many of them."""

MAP = "urn:wenmai:map:"


def mapped(source: Source) -> Source:
    """A source in memory whose entities are the communities of ``source`` (Leiden, by modularity).

    Raises:
        NoAnswer: the graph has no links to tell communities by.
    """
    from wenmai.sources import Memory

    index = source.index
    if not index.link_count:
        raise NoAnswer("this graph has no links between entities, so it has no communities to map")
    groups = _groups(index)
    large = groups[:MOST]
    left = sum(map(len, groups[MOST:]))
    if left:
        notice(
            f"the map draws the {MOST} largest of {len(groups):,} communities; {left:,} entities are in smaller ones"
        )
    made = Memory.of(list(_quads(index, large, _ties(index, large))))
    made.locations = source.locations
    return made


def _groups(index: Index) -> list[list[int]]:
    """The members of each community, the largest first; entities without links are in none."""
    at, other, _, _ = index.arrays()
    pairs = [
        (node, there) for node in range(index.node_count) for there in other[at[node] : at[node + 1]] if node < there
    ]
    groups: dict[int, list[int]] = {}
    for node, group in enumerate(membership(index.node_count, pairs, SEED)):
        if index.degree(node):
            groups.setdefault(group, []).append(node)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


def _ties(index: Index, groups: Sequence[Sequence[int]]) -> dict[tuple[int, int], int]:
    """How many links join each two communities, for each community's strongest."""
    home = {node: number for number, group in enumerate(groups) for node in group}
    shared: Counter[tuple[int, int]] = Counter()
    for node, number in home.items():
        for other in index.neighbours(node):
            there = home.get(other)
            if there is not None and number < there:
                shared[number, there] += 1
    best: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    for pair, count in shared.items():
        for number in pair:
            best.setdefault(number, []).append((-count, pair))
    return {pair: -count for rows in best.values() for count, pair in sorted(rows)[:TIES]}


def _quads(index: Index, groups: Sequence[Sequence[int]], ties: dict[tuple[int, int], int]) -> Iterator[Any]:
    """The map as triples: a community an entity, with its size, chief members and ties; in a fixed order."""
    from pyoxigraph import Literal, NamedNode, Quad

    def node(name: str) -> Any:
        return NamedNode(MAP + name)

    words = {
        "Community": ("社群", "community"),
        "joined": ("链接相通", "shares links with"),
        "member": ("主要成员", "chief members"),
    }
    words |= {"size": ("实体数", "entities"), "open": ("打开", "to open")}
    for name, labels in words.items():
        for label, language in zip(labels, ("zh", "en"), strict=True):
            yield Quad(node(name), NamedNode(LABEL), Literal(label, language=language))
    for number, group in enumerate(groups):
        me = node(f"{number:04}")
        chief = sorted(group, key=lambda one: (-index.degree(one), one))[:NAMED]
        yield Quad(me, NamedNode(TYPE), node("Community"))
        yield Quad(me, node("size"), Literal(str(len(group)), datatype=NamedNode(XSD + "integer")))
        yield Quad(me, node("open"), Literal(f'wenmai view "{index.iri(chief[0])}" --hops 2'))
        for language, joint in (("zh", "、"), ("en", ", ")):
            yield Quad(
                me,
                NamedNode(LABEL),
                Literal(joint.join(index.label(one, language) for one in chief[:2]), language=language),
            )
        for one in chief:
            yield Quad(me, node("member"), Literal(index.label(one, "zh")))
            yield Quad(me, NamedNode(SKOS + "hiddenLabel"), Literal(index.label(one, "en")))
    for a, b in sorted(ties):
        yield Quad(node(f"{a:04}"), node("joined"), node(f"{b:04}"))
