"""How a graph changes by year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from wenmai.analysis.findings import PredicateCount, Year
from wenmai.analysis.net import ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.analysis.naming import Naming
    from wenmai.index import Index, Span

PREDICATES = 3
"""How many predicates are named for a year."""

LONGEST = 200
"""What lasts over more years than this is not counted year by year."""


class DatedThing(NamedTuple):
    """Something dated: ``facts``, ``events`` or ``figures``; the predicate of a fact."""

    kind: str
    span: Span
    predicate: int | None


def by_year(naming: Naming) -> tuple[Year, ...]:
    """What is dated to each year: see :class:`~wenmai.analysis.findings.Year` for what is counted where."""
    counts: dict[int, Counter[str]] = {}
    predicates: dict[int, Counter[int]] = {}
    for dated in _all(naming):
        years = _years(dated.span)
        kind = dated.kind if len(years) == 1 else "spanning"
        for year in years:
            counts.setdefault(year, Counter())[kind] += 1
            if dated.predicate is not None and len(years) == 1:
                predicates.setdefault(year, Counter())[dated.predicate] += 1
    return tuple(
        Year(
            year=year,
            facts=found["facts"],
            events=found["events"],
            figures=found["figures"],
            spanning=found["spanning"],
            predicates=_top(naming, predicates.get(year, Counter())),
        )
        for year, found in sorted(counts.items())
    )


def _all(naming: Naming) -> Iterator[DatedThing]:
    """Everything dated, each thing once: entities with a time of their own, then dated facts of the others."""
    index = naming.net.origin
    for node in index.dated_nodes():
        kinds = index.types(node)
        if ASIDE["times"].isdisjoint(kinds):
            yield DatedThing("events" if ASIDE["figures"].isdisjoint(kinds) else "figures", index.node_span(node), None)
    yield from _facts(index, naming)


def _facts(index: Index, naming: Naming) -> Iterator[DatedThing]:
    """The dated facts between measured entities; those of an event are counted with the event."""
    noted, own = set(index.dated_links()), set(index.dated_nodes())
    for node in naming.net.nodes if noted else ():
        if node not in own:
            for other, predicate, forward, link in index.links(node):
                if forward and link in noted and other in naming.number:
                    yield DatedThing("facts", index.span(link), predicate)


def _years(span: Span) -> list[int]:
    """The years of a span: one where it is within one or is open on one side, each of several otherwise."""
    years = [int(day[:4]) for day in span if day is not None]
    if len(years) < 2:
        return years
    return list(range(years[0], years[1] + 1)) if years[1] - years[0] <= LONGEST else []


def _top(naming: Naming, predicates: Counter[int]) -> tuple[PredicateCount, ...]:
    """The predicates of most facts, ties by the order of the index."""
    names = naming.net.origin.predicates
    order = sorted(predicates, key=lambda predicate: (-predicates[predicate], predicate))[:PREDICATES]
    return tuple(PredicateCount(naming.term(names[predicate]), predicates[predicate]) for predicate in order)
