"""``/api/v1/facets``: what an entity is linked by and with, counted, so that a person opens one kind and not all.

The counts are those of the entity's links, at most :data:`MOST_LINKS` of them; of each facet come :data:`MOST_VALUES` values, the
most frequent first, and how many links have others.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

from wenmai.names.labels import Labels
from wenmai.names.lookup import find_entity
from wenmai.serve.api.neighbours import cut, told_node
from wenmai.serve.problems import HttpRefusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wenmai.sources import Source

MOST_LINKS = 20_000
"""Links of an entity that are counted."""

MOST_VALUES = 20
"""Values of a facet that are told."""

LONGEST_VALUE = 300
"""Characters of a value; a longer one counts among the others."""

MOST_BYTES = 6 * MOST_VALUES * 3_000
"""No answer is longer: the entity and five facets, each value in at most 3,000 bytes of JSON."""

FIELDS = {"entity", "lang"}


def count_facets(source: Source, fields: Mapping[str, Sequence[str]], language: str) -> dict[str, Any]:
    """The facets of an entity's links: ``entity``, ``total`` links, ``counted`` of them, ``facets``.

    A facet has a ``name`` (``predicate``, ``class``, ``source``, ``status``, ``year``), ``values`` with ``value``, ``label`` and
    ``count`` (a predicate's also ``forward``), and ``others``, the number of links with values that are not told.

    Raises:
        HttpRefusal: a field is missing or unknown. WenmaiError: the name means nothing, or several things.
    """
    if unknown := set(fields) - FIELDS:
        raise HttpRefusal(400, f"facets has no parameter {min(unknown)!r}; it has {', '.join(sorted(FIELDS))}")
    if not fields.get("entity"):
        raise HttpRefusal(400, "facets needs an entity")
    index, labels = source.index, Labels(source.index, language)
    node = index.require(find_entity(source, fields["entity"][-1], language))
    links = list(islice(index.links(node), MOST_LINKS))
    ways = Counter((predicate, forward) for _, predicate, forward, _ in links)
    kinds = Counter(kind for other, _, _, _ in links for kind in index.types(other))
    facets = [
        _facet(
            "predicate", ways, lambda way: {"value": index.predicates[way[0]], "forward": way[1]},
            lambda way: labels.label(index.predicates[way[0]]),
        ),
        _facet("class", kinds, lambda kind: {"value": kind}, labels.label),
        _facet("source", _sources(source, links), lambda one: {"value": one}, lambda one: one.rpartition(":")[2] or one),
        _facet("status", _statuses(source, links), lambda one: {"value": one}, labels.label),
        _facet("year", _years(source, links), lambda one: {"value": one}, str),
    ]  # fmt: skip
    return {
        "entity": told_node(source, node, labels),
        "total": index.degree(node),
        "counted": len(links),
        "facets": [one for one in facets if one["values"]],
    }


def _facet(
    name: str, counts: Counter[Any], about: Callable[[Any], dict[str, Any]], label: Callable[[Any], str]
) -> dict[str, Any]:
    """A facet with its first values: what is told ``about`` each, and its label."""
    first = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))[:MOST_VALUES]
    values = [{**about(value), "label": cut(label(value)), "count": count} for value, count in first]
    told = [one for one in values if len(str(one["value"])) <= LONGEST_VALUE]
    return {"name": name, "values": told, "others": counts.total() - sum(one["count"] for one in told)}


def _sources(source: Source, links: Iterable[tuple[int, int, bool, int]]) -> Counter[str]:
    return Counter(document for row in links for document in {one.document for one in source.index.evidence(row[3])})


def _statuses(source: Source, links: Iterable[tuple[int, int, bool, int]]) -> Counter[str]:
    return Counter(status for row in links for status in source.index.standing(row[3]).statuses)


def _years(source: Source, links: Iterable[tuple[int, int, bool, int]]) -> Counter[str]:
    times = (source.index.time(row[3]) for row in links)
    return Counter(time[:4] for time in times if time and time[:4].isdigit())
