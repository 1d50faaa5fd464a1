"""What an analysis takes of memory, known before it begins, and how much of a graph fits a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections import Counter

    from wenmai.index import Index

MEMORY = 4 << 30
"""How many bytes an analysis may take, unless told otherwise."""


class Need(NamedTuple):
    """Bytes that an engine takes: in any case, for each entity, for each link between two of them."""

    base: int
    entity: int
    link: int

    def of(self, entities: int, links: int) -> int:
        """The bytes for so many."""
        return self.base + self.entity * entities + self.link * links


NEEDS = {"fast": Need(350 << 20, 480, 145), "networkx": Need(200 << 20, 1900, 900)}
"""Measured on invented graphs of a hundred thousand to ten million links, and rounded up."""


READING = Need(150 << 20, 40, 8)
"""What reading a graph takes of which a part is measured: for each entity, for each link."""

PAGES = Need(0, 8, 12)
"""What stays in memory of the index that was read, beside the part that is measured."""


class Fit(NamedTuple):
    """How much of a graph is measured: entities with ``least`` links or more (0: all), in ``memory`` bytes at most."""

    least: int
    memory: int


def fit(index: Index, engine: str, bound: int) -> Fit:
    """The most of a graph that an engine measures within ``bound`` bytes: its entities with the most links.

    Raises:
        InputError: not even those with the very most links fit.
    """
    need = NEEDS[engine]
    whole = need.of(index.node_count, index.link_count)
    if whole <= bound:
        return Fit(0, whole)
    floor = max(need.base, READING.of(index.node_count, index.link_count))
    if floor <= bound:
        from wenmai.analysis.arrays import degrees

        pages = PAGES.of(index.node_count, index.link_count)
        found = _cut(*degrees(index), need, bound - pages)
        if found is not None:
            return found._replace(memory=max(found.memory + pages, floor))
    raise InputError(
        f"the analysis needs more than {bound / (1 << 30):.2g} GB, of which {floor / (1 << 30):.2g} GB in any case; "
        "--memory allows more"
    )


def _cut(nodes: Counter[int], links: Counter[int], need: Need, bound: int) -> Fit | None:
    """The least number of links with which entities fit, given how many have each number and of how many links it is the lesser."""
    entities = between = 0
    found: Fit | None = None
    for count in sorted(nodes, reverse=True):
        entities, between = entities + nodes[count], between + links[count]
        memory = need.of(entities, between)
        if memory > bound:
            break
        found = Fit(count, memory)
    return found
