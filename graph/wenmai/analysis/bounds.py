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


NEEDS = {"fast": Need(400 << 20, 560, 170), "networkx": Need(200 << 20, 1900, 900)}
"""Measured on invented graphs of a hundred thousand to ten million links, and rounded up."""


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
    from wenmai.analysis.arrays import degrees

    return _cut(degrees(index), need, bound)


def _cut(counts: Counter[int], need: Need, bound: int) -> Fit:
    """The least number of links with which entities fit; links between them are at most half of all their ends."""
    entities = ends = 0
    found: Fit | None = None
    for count in sorted(counts, reverse=True):
        entities, ends = entities + counts[count], ends + counts[count] * count
        memory = need.of(entities, ends // 2)
        if memory > bound:
            break
        found = Fit(count, memory)
    if found is None or found.least == 0:
        least = need.of(0, 0)
        raise InputError(
            f"the analysis needs more than {bound / (1 << 30):.2g} GB, of which {least / (1 << 30):.2g} GB in any case; "
            "--memory allows more"
        )
    return found
