"""What the page can be cut by, beside classes and predicates: numbers, years, places, trees, and how its links stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.facts.dates import Dates
from wenmai.view import standings
from wenmai.view.coordinates import spot_of
from wenmai.view.numbers import numbers
from wenmai.view.trees import trees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from wenmai.model import Term
    from wenmai.names.labels import Labels
    from wenmai.sources import Source
    from wenmai.view.standings import HeldLink

FINE = 10_000
"""Coordinates are whole numbers of degrees times this: some ten metres."""

_MAINTAINED = frozenset({"administrative", "provenance", "structural"})
"""Roles of predicates whose dates say when a record was kept, and not when a thing is."""


def facets(
    source: Source,
    nodes: Sequence[int],
    links: Sequence[HeldLink],
    terms: Callable[[str], int],
    labels: Mapping[str, Labels],
    whole: bool,
) -> dict[str, Any]:
    """The page's dictionary of them; entities and links are places among those held, terms are numbers."""
    index = source.index
    values = {node: _values(source, index.iri(node)) for node in nodes}
    dated = list(_dated(source, nodes))
    return {
        "lives": list(standings.lives(index, links)),
        "standings": list(standings.standings(index, links, terms)),
        "graphs": standings.named_graphs(source, links, terms),
        "years": [[place, int(_year(begin)), int(_year(end))] for place, begin, end in dated],
        "days": dated if len({_year(day) for row in dated for day in row[1:]}) == 1 else [],
        "numbers": numbers(source, nodes, labels, whole),
        "places": list(_places(source, values)),
        "trees": list(trees(index, sorted({link.predicate for link in links}))),
    }


def _values(source: Source, iri: str) -> dict[str, list[Term]]:
    values: dict[str, list[Term]] = {}
    for quad in source.match(iri):
        values.setdefault(quad.predicate, []).append(quad.object)
    return values


def _places(source: Source, values: Mapping[int, Mapping[str, list[Term]]]) -> Iterator[list[int]]:
    for place, every in enumerate(values.values()):
        spot = spot_of(source, every)
        if spot is not None:
            yield [place, round(spot.latitude * FINE), round(spot.longitude * FINE)]


def _dated(source: Source, nodes: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """From which day to which the entities are dated that have no time of their own, by the dates that they have, as (place, from, to).

    The dates of a record (when it was entered or changed) count where there are no others.
    """
    index, dates = source.index, Dates(source)
    roles = index.interpretation
    for place, node in enumerate(nodes):
        if index.node_span(node) != (None, None):
            continue
        found = dates.of(index.iri(node))
        telling = [one for one in found if roles.role(one.predicate) not in _MAINTAINED]
        days = [day for one in telling or found for day in (one.time.begin, one.time.end) if day]
        if days:
            yield place, min(days, key=_order), max(days, key=_order)


def _year(day: str) -> str:
    return day[: day.index("-", 1)]


def _order(day: str) -> tuple[int, str]:
    year = _year(day)
    return int(year), day[len(year) :]
