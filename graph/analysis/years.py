"""How a graph changes by year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph.analysis.findings import Count, Year

if TYPE_CHECKING:
    from graph.analysis.naming import Naming
    from graph.index import Index

PREDICATES = 3
"""How many predicates are named for a year."""


def by_year(naming: Naming) -> tuple[Year, ...]:
    """What begins in each year: dated facts, and entities with a time of their own (events, figures, targets).

    A fact or entity counts in the year of its first day; one with an open beginning counts nowhere. A time itself
    (a year, a day) is no entity of its year.
    """
    index = naming.net.origin
    facts, kinds = _facts(index)
    entities = Counter(
        int(begin[:4])
        for node in index.dated_nodes()
        if (begin := index.node_span(node)[0]) and not _is_time(index, node)
    )
    return tuple(
        Year(year, facts[year], entities[year], _top(naming, kinds.get(year, Counter())))
        for year in sorted(facts.keys() | entities.keys())
    )


def _is_time(index: Index, node: int) -> bool:
    from graph.analysis.net import ASIDE

    return not ASIDE["times"].isdisjoint(index.types(node))


def _facts(index: Index) -> tuple[Counter[int], dict[int, Counter[int]]]:
    """The dated facts of each year, and their predicates."""
    dated = set(index.dated_links())
    facts: Counter[int] = Counter()
    kinds: dict[int, Counter[int]] = {}
    if not dated:
        return facts, kinds
    for node in range(index.node_count):
        for _, predicate, forward, link in index.links(node):
            if forward and link in dated and (begin := index.span(link)[0]):
                year = int(begin[:4])
                facts[year] += 1
                kinds.setdefault(year, Counter())[predicate] += 1
    return facts, kinds


def _top(naming: Naming, predicates: Counter[int]) -> tuple[Count, ...]:
    names = naming.net.origin.predicates
    order = sorted(predicates, key=lambda predicate: (-predicates[predicate], predicate))[:PREDICATES]
    return tuple(Count(naming.term(names[predicate]), predicates[predicate]) for predicate in order)
